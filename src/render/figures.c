// SPDX-License-Identifier: MIT
// From a pose to lines. A pose says where hip, hands and feet are and how the
// trunk leans; limbs have one length in every picture, so knees and elbows are
// found as the corner of a triangle:
//
//     hip o
//         |\      knee = middle + across * sqrt(limb^2 - (way/2)^2)
//     way | o     across: a quarter turn to the side where that joint bends
//         |/
//   ankle o
//
// Proportions of an adult after Drillis & Contini 1966, in hundredths of the
// body's height: thigh 24, shin 24, trunk to the shoulder 30, upper arm 17,
// forearm with half the hand 16.
#include "render/figures.h"

#include <string.h>

#define THIGH 24.0
#define TRUNK 30.0
#define UPPER_ARM 17.0
#define FOREARM 16.0
#define NECK 12.0 // shoulder to the middle of the head
#define HEAD 6.2
#define HIPS 5.0 // half the distance of the hips, from the front
#define SHOULDERS 9.0
#define PLATE 8.5
#define PARTS_MAX 12
#define POINTS_MAX 12
#define MARGIN 7.0
#define FORESHORTENED 0.3 // what is left of a bent knee seen from the front [estimate]
#define BETWEEN 20.0      // start and end
#define PI 3.14159265358979323846

extern const char miler_data_figures[];
extern const size_t miler_data_figures_len;

typedef struct span {
    const char *at;
    size_t len;
} span;

typedef enum joint {
    HIP,
    SHOULDER,
    HEAD_AT,
    KNEE,
    FOOT,
    ELBOW,
    HAND,
    KNEE2,
    FOOT2,
    ELBOW2,
    HAND2,
    JOINT_COUNT
} joint;
static const char *const joint_names[JOINT_COUNT] = {"hip",  "shoulder", "head",  "knee",   "foot", "elbow",
                                                     "hand", "knee2",    "foot2", "elbow2", "hand2"};

typedef enum thing { BOX, WALL, ROD, LINE, PLATE_AT, BELL_AT, BAND, THING_COUNT } thing;
static const char *const thing_names[THING_COUNT] = {"box", "wall", "rod", "line", "plate", "bell", "band"};

typedef struct part { // a thing in the picture
    thing kind;
    double n[4];
    joint at;
} part;

typedef struct pose {
    draw_point joints[JOINT_COUNT];
    bool told[JOINT_COUNT], relative[JOINT_COUNT];
    double foot_deg[2];
    double lean_deg, head_deg;
    bool has_head, front, out;
    part parts[PARTS_MAX];
    int part_count;
    double strain; // how far a target is beyond a limb
} pose;

// ---- Reading

static miler_status bad(span word, miler_error *err) {
    return miler_fail(err, MILER_ERR_FORMAT, "figures: '%.*s' is no part of a pose", (int)word.len, word.at);
}

static span next_word(span *rest, char mark) {
    while (rest->len > 0 && rest->at[0] == mark)
        rest->at++, rest->len--;
    span word = {rest->at, 0};
    while (word.len < rest->len && word.at[word.len] != mark)
        word.len++;
    rest->at += word.len;
    rest->len -= word.len;
    return word;
}

static bool same(span word, const char *text) {
    return word.len == strlen(text) && memcmp(word.at, text, word.len) == 0;
}

// Numbers with commas between; how many, or -1.
static int numbers(span text, double *out, int most) {
    int count = 0;
    while (text.len > 0 && count < most) {
        const span word = next_word(&text, ',');
        if (word.len == 0 || miler_parse_number(word.at, word.len, &out[count], NULL) != MILER_OK) return -1;
        count++;
    }
    return text.len > 0 ? -1 : count;
}

static int find(span word, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (same(word, names[i])) return i;
    return -1;
}

static bool take_joint(pose *p, joint at, span value) {
    double n[3] = {0, 0, 0};
    const bool relative = value.len > 0 && value.at[0] == '~';
    if (relative) value.at++, value.len--;
    const int count = numbers(value, n, 3);
    if (count < 2) return false;
    p->joints[at] = (draw_point){n[0], n[1]};
    p->told[at] = true;
    p->relative[at] = relative;
    if (at == FOOT) p->foot_deg[0] = n[2];
    if (at == FOOT2) p->foot_deg[1] = n[2];
    return true;
}

static bool take_thing(pose *p, thing kind, span value) {
    static const int wanted[THING_COUNT] = {[BOX] = 4, [WALL] = 1, [ROD] = 2, [LINE] = 4};
    if (p->part_count == PARTS_MAX) return false;
    part *t = &p->parts[p->part_count++];
    t->kind = kind;
    if (kind == PLATE_AT || kind == BELL_AT) {
        const int at = find(value, joint_names, JOINT_COUNT);
        t->at = at >= 0 ? (joint)at : HIP;
        return at >= 0;
    }
    if (kind == BAND) {
        t->at = same(value, "knees") ? KNEE : FOOT;
        return same(value, "knees") || same(value, "feet");
    }
    return numbers(value, t->n, 4) == wanted[kind];
}

static bool take_word(pose *p, span word) {
    span value = word;
    const span name = next_word(&value, '=');
    if (same(word, "front")) return p->front = true;
    if (same(word, "out")) return p->out = true;
    if (value.len < 2) return false;
    value.at++, value.len--;
    if (same(name, "lean")) return numbers(value, &p->lean_deg, 1) == 1;
    if (same(name, "head")) return p->has_head = true, numbers(value, &p->head_deg, 1) == 1;
    const int at = find(name, joint_names, JOINT_COUNT);
    if (at >= 0) return take_joint(p, (joint)at, value);
    const int kind = find(name, thing_names, THING_COUNT);
    return kind >= 0 && take_thing(p, (thing)kind, value);
}

// ---- Joints

static draw_point along(draw_point from, double deg, double len) { // from upright, forward
    return (draw_point){from.x + len * sin(deg * PI / 180), from.y + len * cos(deg * PI / 180)};
}

static draw_point from_front(const pose *p, joint middle, double half) {
    return (draw_point){p->joints[middle].x + (p->front ? half : 0), p->joints[middle].y};
}

// The end is drawn to where the limb reaches; the joint between bends to `side` (1: a quarter turn to the left of the way).
static draw_point bend(pose *p, draw_point root, draw_point *end, double a, double b, double side) {
    double dx = end->x - root.x, dy = end->y - root.y;
    double way = hypot(dx, dy);
    if (way > a + b) {
        p->strain = fmax(p->strain, way - a - b);
        *end = (draw_point){root.x + dx * (a + b) / way, root.y + dy * (a + b) / way};
        dx = end->x - root.x, dy = end->y - root.y;
        way = a + b;
    }
    if (way < 0.01) return (draw_point){root.x + a, root.y};
    const double to = (a * a - b * b + way * way) / (2 * way);
    const double across = sqrt(fmax(a * a - to * to, 0)) * side;
    return (draw_point){root.x + dx / way * to - dy / way * across,
                        root.y + dy / way * to + dx / way * across};
}

static void find_limb(pose *p, joint end, joint between, draw_point root, draw_point hang, double a, double b,
                      double side) {
    draw_point *at = &p->joints[end];
    if (!p->told[end]) *at = (draw_point){root.x + hang.x, root.y + hang.y};
    if (p->told[end] && p->relative[end]) *at = (draw_point){root.x + at->x, root.y + at->y};
    p->joints[between] = bend(p, root, at, a, b, side);
}

static void find_joints(pose *p) {
    p->joints[SHOULDER] = along(p->joints[HIP], p->lean_deg, TRUNK);
    p->joints[HEAD_AT] = along(p->joints[SHOULDER], p->has_head ? p->head_deg : p->lean_deg, NECK);
    // From the front the left limbs mirror the right ones, and knees point at the looker.
    const double knee = p->front && !p->out ? FORESHORTENED : 1;
    const double other = p->front ? -knee : knee;
    const draw_point arm = {p->front ? 5 : 3, -31}, arm2 = {p->front ? -5 : 1, -31};
    find_limb(p, FOOT, KNEE, from_front(p, HIP, HIPS), (draw_point){2, -47}, THIGH, THIGH, knee);
    find_limb(p, FOOT2, KNEE2, from_front(p, HIP, -HIPS), (draw_point){-2, -47}, THIGH, THIGH, other);
    find_limb(p, HAND, ELBOW, from_front(p, SHOULDER, SHOULDERS), arm, UPPER_ARM, FOREARM, p->front ? 1 : -1);
    find_limb(p, HAND2, ELBOW2, from_front(p, SHOULDER, -SHOULDERS), arm2, UPPER_ARM, FOREARM, -1);
}

static miler_status read_pose(span text, pose *p, miler_error *err) {
    *p = (pose){.lean_deg = 0};
    while (text.len > 0) {
        const span word = next_word(&text, ' ');
        if (word.len > 0 && !take_word(p, word)) return bad(word, err);
    }
    if (!p->told[HIP]) return miler_fail(err, MILER_ERR_FORMAT, "figures: a pose without a hip");
    find_joints(p);
    return MILER_OK;
}

// ---- Drawing; y is turned at the end, when the extent is known

typedef struct sketch {
    drawing *d;
    double left, right, top, low;
} sketch;

static void reach(sketch *s, double x, double y, double around) {
    s->left = fmin(s->left, x - around);
    s->right = fmax(s->right, x + around);
    s->top = fmax(s->top, y + around);
    s->low = fmin(s->low, y - around);
}

static void stroke(sketch *s, draw_role role, double width, const draw_point *points, size_t count) {
    for (size_t i = 0; i < count; i++)
        reach(s, points[i].x, points[i].y, width / 2);
    (void)draw_path(s->d, (draw_pen){.stroke = role, .width = width, .round = true}, points, count, false);
}

static void disc(sketch *s, draw_pen pen, draw_point at, double r) {
    reach(s, at.x, at.y, r + pen.width / 2);
    (void)draw_rect(s->d, pen, at.x - r, at.y - r, 2 * r, 2 * r, r);
}

static void draw_foot(sketch *s, const pose *p, joint ankle, double deg, draw_role role, double width) {
    const draw_point a = p->joints[ankle];
    const double c = cos(deg * PI / 180), n = sin(deg * PI / 180);
    const double side = ankle == FOOT ? 1 : -1;
    const draw_point heel = {a.x - 2.5 * c + 2.6 * n, a.y - 2.5 * n - 2.6 * c};
    const draw_point toe = {a.x + 8.5 * c + 2.6 * n, a.y + 8.5 * n - 2.6 * c};
    const draw_point shoe[3] = {a, heel, toe};
    const draw_point seen[2] = {{a.x, a.y - 2}, {a.x + side * 3, a.y - 2.6}}; // from the front
    if (p->front)
        stroke(s, role, width, seen, 2);
    else
        stroke(s, role, width * 0.8, shoe, 3);
}

static void draw_limbs(sketch *s, const pose *p, bool near) {
    const draw_role role = near || p->front ? DRAW_INK : DRAW_SOFT;
    const double width = near || p->front ? 4.2 : 3.6;
    const double half = near ? 1 : -1;
    const draw_point leg[3] = {from_front(p, HIP, half * HIPS), p->joints[near ? KNEE : KNEE2],
                               p->joints[near ? FOOT : FOOT2]};
    const draw_point arm[3] = {from_front(p, SHOULDER, half * SHOULDERS), p->joints[near ? ELBOW : ELBOW2],
                               p->joints[near ? HAND : HAND2]};
    stroke(s, role, width, leg, 3);
    draw_foot(s, p, near ? FOOT : FOOT2, p->foot_deg[near ? 0 : 1], role, width);
    stroke(s, near && !p->front ? DRAW_INK : role, width * 0.82, arm, 3);
}

static void draw_body(sketch *s, const pose *p) {
    const draw_point trunk[2] = {p->joints[HIP], p->joints[SHOULDER]};
    const draw_point hips[2] = {from_front(p, HIP, HIPS), from_front(p, HIP, -HIPS)};
    const draw_point shoulders[2] = {from_front(p, SHOULDER, SHOULDERS), from_front(p, SHOULDER, -SHOULDERS)};
    draw_limbs(s, p, false);
    stroke(s, DRAW_INK, 6, trunk, 2);
    if (p->front) stroke(s, DRAW_INK, 5, hips, 2);
    if (p->front) stroke(s, DRAW_INK, 5, shoulders, 2);
    disc(s, (draw_pen){.fill = DRAW_INK}, p->joints[HEAD_AT], HEAD);
}

static void draw_thing(sketch *s, const pose *p, const part *t) {
    const draw_pen edge = {.stroke = DRAW_SOFT, .width = 1.4};
    const draw_point at = p->joints[t->at];
    const draw_point wall[2] = {{t->n[0], 0}, {t->n[0], 100}};
    const draw_point line[2] = {{t->n[0], t->n[1]}, {t->n[2], t->n[3]}};
    const draw_point band[2] = {p->joints[t->at], p->joints[t->at == KNEE ? KNEE2 : FOOT2]};
    switch (t->kind) {
    case BOX:
        reach(s, t->n[0], t->n[1], 1);
        reach(s, t->n[0] + t->n[2], t->n[1] + t->n[3], 1);
        (void)draw_rect(s->d, (draw_pen){.fill = DRAW_BEND, .stroke = DRAW_SOFT, .width = 1}, t->n[0],
                        t->n[1], t->n[2], t->n[3], 1);
        break;
    case WALL:
        stroke(s, DRAW_SOFT, 1.6, wall, 2);
        break;
    case ROD:
        disc(s, (draw_pen){.fill = DRAW_SOFT}, (draw_point){t->n[0], t->n[1]}, 3);
        break;
    case LINE:
        stroke(s, DRAW_SOFT, 1.8, line, 2);
        break;
    case PLATE_AT:
        disc(s, edge, at, PLATE);
        disc(s, (draw_pen){.fill = DRAW_SOFT}, at, 2);
        break;
    case BELL_AT:
        disc(s, (draw_pen){.fill = DRAW_SOFT}, at, 4.4);
        break;
    default:
        stroke(s, DRAW_HOT, 1.4, band, 2);
        break;
    }
}

// Boxes and walls stand behind the person, what is held in front.
static void draw_pose(sketch *s, const pose *p) {
    for (int i = 0; i < p->part_count; i++)
        if (p->parts[i].kind < PLATE_AT) draw_thing(s, p, &p->parts[i]);
    draw_body(s, p);
    for (int i = 0; i < p->part_count; i++)
        if (p->parts[i].kind >= PLATE_AT) draw_thing(s, p, &p->parts[i]);
    draw_limbs(s, p, true);
}

// ---- The arrow

static void draw_arrow(sketch *s, const draw_point *points, size_t count) {
    const draw_point tip = points[count - 1], before = points[count - 2];
    const double way = hypot(tip.x - before.x, tip.y - before.y);
    if (way < 0.01) return;
    const double x = (tip.x - before.x) / way, y = (tip.y - before.y) / way;
    const draw_point head[3] = {{tip.x - 6 * x - 3.6 * y, tip.y - 6 * y + 3.6 * x},
                                tip,
                                {tip.x - 6 * x + 3.6 * y, tip.y - 6 * y - 3.6 * x}};
    stroke(s, DRAW_HOT, 2, points, count);
    stroke(s, DRAW_HOT, 2, head, 3);
}

// The way of a joint from start to end, moved aside, bulging to its left.
static void way_of(const pose *start, const pose *end, joint at, const double n[3],
                   draw_point points[POINTS_MAX], size_t *count) {
    const draw_point a = {start->joints[at].x + n[0], start->joints[at].y + n[1]};
    const draw_point b = {end->joints[at].x + n[0], end->joints[at].y + n[1]};
    const double way = fmax(hypot(b.x - a.x, b.y - a.y), 0.01);
    const draw_point m = {(a.x + b.x) / 2 + (b.y - a.y) / way * 2 * n[2],
                          (a.y + b.y) / 2 - (b.x - a.x) / way * 2 * n[2]};
    *count = n[2] == 0 ? 2 : 9;
    for (size_t i = 0; i < *count; i++) {
        const double t = (double)i / (double)(*count - 1), u = 1 - t;
        points[i] = (draw_point){u * u * a.x + 2 * u * t * m.x + t * t * b.x,
                                 u * u * a.y + 2 * u * t * m.y + t * t * b.y};
    }
}

static miler_status read_arrow(span text, const pose *start, const pose *end, draw_point points[POINTS_MAX],
                               size_t *count, miler_error *err) {
    *count = 0;
    const span whole = text;
    const span name = next_word(&text, ' ');
    if (name.len == 0) return MILER_OK;
    double n[3] = {0, 0, 0};
    if (same(name, "at")) {
        while (text.len > 0 && *count < POINTS_MAX) {
            const span word = next_word(&text, ' ');
            if (numbers(word, n, 2) != 2) return bad(whole, err);
            points[(*count)++] = (draw_point){n[0], n[1]};
        }
        return *count >= 2 ? MILER_OK : bad(whole, err);
    }
    const int at = find(name, joint_names, JOINT_COUNT);
    for (int i = 0; i < 3; i++) {
        const span word = next_word(&text, ' ');
        if (at < 0 || numbers(word, &n[i], 1) != 1) return bad(whole, err);
    }
    way_of(start, end, (joint)at, n, points, count);
    return MILER_OK;
}

// ---- A picture

// Moves the shapes of one sketch to their place and turns y down.
static void place(drawing *d, size_t from, size_t to, double dx, double top) {
    for (size_t i = from; i < to; i++) {
        draw_shape *s = &d->shapes[i];
        if (s->kind == DRAW_RECT) {
            s->x += dx;
            s->y = top - s->y - s->h;
            continue;
        }
        draw_point *points = miler_arena_bare_array(d->arena, s->count, sizeof *points);
        if (points == NULL) {
            d->failed = true;
            return;
        }
        for (size_t k = 0; k < s->count; k++)
            points[k] = (draw_point){s->points[k].x + dx, top - s->points[k].y};
        s->points = points;
    }
}

// Start to the left, end to the right of it, one floor under both.
static void finish(drawing *d, const sketch *a, const sketch *b, size_t second, bool held) {
    const double top = fmax(a->top, b->top) + MARGIN / 2;
    const double next = MARGIN + a->right - a->left + BETWEEN;
    place(d, 0, second, MARGIN - a->left, top);
    place(d, second, d->count, next - b->left, top);
    d->width = held ? 2 * MARGIN + a->right - a->left : next + b->right - b->left + MARGIN;
    d->height = top + 3;
    (void)draw_line(d, (draw_pen){.stroke = DRAW_HAIR, .width = 1.2}, 2, top + 0.6, d->width - 2, top + 0.6);
}

static sketch new_sketch(drawing *d) {
    return (sketch){d, 1e9, -1e9, -1e9, 0};
}

miler_status figure_draw_row(const char *row, size_t len, miler_arena *arena, drawing *out, double *strain,
                             miler_error *err) {
    span rest = {row, len}, field[4];
    pose start, end;
    draw_point way[POINTS_MAX];
    size_t way_count = 0;
    for (int i = 0; i < 4; i++) { // fields may be empty
        const char *tab = memchr(rest.at, '\t', rest.len);
        field[i] = (span){rest.at, tab != NULL ? (size_t)(tab - rest.at) : rest.len};
        rest.len -= field[i].len + (tab != NULL ? 1 : 0);
        rest.at += field[i].len + (tab != NULL ? 1 : 0);
    }
    const bool held = field[2].len == 0;
    miler_status status = read_pose(field[1], &start, err);
    if (status == MILER_OK) status = read_pose(held ? field[1] : field[2], &end, err);
    if (status == MILER_OK) status = read_arrow(field[3], &start, &end, way, &way_count, err);
    if (status != MILER_OK) return status;
    draw_begin(out, arena, "figure", 0, 0);
    draw_title(out, "%.*s", (int)field[0].len, field[0].at);
    sketch a = new_sketch(out), b = new_sketch(out);
    draw_pose(&a, &start);
    const size_t second = out->count;
    if (!held) draw_pose(&b, &end);
    if (way_count >= 2 && !held) draw_arrow(&b, way, way_count);
    if (strain != NULL) *strain = fmax(start.strain, end.strain);
    finish(out, &a, &b, second, held);
    return out->failed ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}

bool figure_row(size_t index, const char **row, size_t *len) {
    const char *at = miler_data_figures;
    const char *end = at + miler_data_figures_len;
    bool head = true; // the first line that is no comment names the columns
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        const bool counts = *at != '#' && stop > at;
        if (counts && !head && index-- == 0) {
            *row = at;
            *len = (size_t)(stop - at);
            return true;
        }
        if (counts) head = false;
        at = stop < end ? stop + 1 : end;
    }
    return false;
}

miler_status figure_draw(const char *name, miler_arena *arena, drawing *out, miler_error *err) {
    const size_t size = strlen(name);
    const char *row;
    size_t len;
    for (size_t i = 0; figure_row(i, &row, &len); i++)
        if (len > size && memcmp(row, name, size) == 0 && row[size] == '\t')
            return figure_draw_row(row, len, arena, out, NULL, err);
    return miler_fail(err, MILER_ERR_NOT_FOUND, "there is no picture of '%s'", name);
}
