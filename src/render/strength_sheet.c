// SPDX-License-Identifier: MIT
// The strength sheet: each exercise of the plan on a card with its picture, its
// doses through the weeks with a box for each session, and how to do it; behind
// them the drills of the warm-up.
//
//     +---------------------------------------------+
//     | squat                           quads, core |
//     | [picture: start, end]   2 x 12  week 1-3, 6 |
//     | how to do it            [ ] [ ] [ ] [ ] [ ] |
//     +---------------------------------------------+
#include "render/figures.h"
#include "render/plan_paper.h"

#include <stdio.h>
#include <string.h>

#define MARGIN 36.0
#define HEAD_H 52.0
#define FOOT_H 16.0
#define GUTTER 16.0
#define CARD_TOP 24.0
#define CARD_PAD 10.0
#define LEFT_SHARE 0.47 // of a card's width: picture and words; the doses have the right
#define RIGHT_SHARE 0.5
#define ROW_GAP_MOST 24.0 // white space that is left goes between the rows
#define DRILL_H 100.0
#define PICTURE_H 76.0
#define SCALE 0.72
#define LINE_H 10.5 // of a dose
#define BOX 9.5     // a pen's tick or two figures of a weight
#define BOX_GAP 2.5
#define MOVES_MAX 64
#define DOSES_MAX 64

typedef struct dose {
    uint64_t weeks; // bit n: week n
    int sessions;
    const char *text; // "3 × 8 a side, 75 % of best"
} dose;

typedef struct move {
    const char *name;
    const miler_movement *known; // NULL: not in the catalogue
    dose doses[DOSES_MAX];
    int dose_count;
} move;

typedef struct strength_sheet {
    plan_sheet *s;
    paper *p;
    move *moves;
    int count;
    bool drills; // some session asks for them
    struct {
        const char *name;
        const drawing *drawn;  // NULL: has none
    } pictures[2 * MOVES_MAX]; // PERF: each is measured several times
    int picture_count;
} strength_sheet;

// ---- What the plan asks for

static const char *dose_text(strength_sheet *t, const miler_step *set, int32_t sets) {
    char amount[48], load[MILER_TEXT_MAX];
    const char *side = set->each_side ? " a side" : "";
    if (set->reps > 0)
        (void)snprintf(amount, sizeof amount, "%d", (int)set->reps);
    else if (set->dist_m > 0)
        (void)snprintf(amount, sizeof amount, "%.0f m", set->dist_m);
    else
        (void)snprintf(amount, sizeof amount, "%.0f s", set->time_s);
    miler_target_print(load, sizeof load, set, &t->s->plan->request.book, t->s->job->units);
    const char *text = miler_arena_printf(t->s->arena, "%d × %s%s%s%s", (int)sets, amount, side,
                                          load[0] != '\0' ? ", " : "", load);
    return text != NULL ? text : "";
}

static move *move_named(strength_sheet *t, const char *name) {
    for (int i = 0; i < t->count; i++)
        if (strcmp(t->moves[i].name, name) == 0) return &t->moves[i];
    if (t->count == MOVES_MAX) return NULL;
    move *m = &t->moves[t->count++];
    m->name = name;
    m->known = miler_catalogue_movement(t->s->job->catalogue, name);
    return m;
}

static void take_set(strength_sheet *t, const miler_step *set, int32_t sets, int32_t week) {
    move *m = set->name != NULL ? move_named(t, set->name) : NULL;
    if (m == NULL) return;
    const char *text = dose_text(t, set, sets);
    int at = 0;
    while (at < m->dose_count && strcmp(m->doses[at].text, text) != 0)
        at++;
    if (at == DOSES_MAX) at--;
    if (at == m->dose_count) m->doses[m->dose_count++] = (dose){.text = text};
    m->doses[at].weeks |= UINT64_C(1) << (week & 63);
    m->doses[at].sessions++;
}

// "week 1–3, 6"
static const char *weeks_text(const strength_sheet *t, const dose *d) {
    const char *text = "week";
    const char *comma = "";
    for (int from = 0; from < 64 && text != NULL; from++) {
        if ((d->weeks >> from & 1) == 0) continue;
        int to = from;
        while (to < 63 && (d->weeks >> (to + 1) & 1) != 0)
            to++;
        text = from == to ? miler_arena_printf(t->s->arena, "%s%s %d", text, comma, from)
                          : miler_arena_printf(t->s->arena, "%s%s %d–%d", text, comma, from, to);
        comma = ",";
        from = to;
    }
    return text != NULL ? text : "";
}

static void take_steps(strength_sheet *t, const miler_workout *workout, int32_t week) {
    for (size_t i = 0; i < workout->step_count; i++) {
        const miler_step *step = &workout->steps[i];
        const bool sets = step->kind == MILER_STEP_REPEAT && step->child_count > 0;
        const miler_step *inner = sets ? &step->children[0] : step;
        if (inner->kind == MILER_STEP_EXERCISE) take_set(t, inner, sets ? step->count : 1, week);
        if (inner->kind == MILER_STEP_DRILLS) t->drills = true;
    }
}

static void take_plan(strength_sheet *t) {
    const miler_plan *plan = t->s->plan;
    for (size_t w = 0; w < plan->week_count; w++) {
        const miler_plan_week *week = &plan->weeks[w];
        for (size_t i = week->first_session; i < week->first_session + week->session_count; i++) {
            miler_workout workout;
            if (plan->sessions[i].status == MILER_SESSION_SKIPPED) continue;
            if (miler_workout_parse(plan->sessions[i].text, t->s->arena, &workout, NULL) == MILER_OK)
                take_steps(t, &workout, week->number);
        }
    }
}

// ---- Cards

static void put_head(strength_sheet *t, const char *title, const char *line) {
    const double x = MARGIN + 70, width = paper_width(t->p) - MARGIN - x;
    plan_paper_oval(t->p, MARGIN, MARGIN + 2, 56, 0);
    paper_text(t->p, (paper_type){.size = 18, .bold = true}, x, MARGIN, width, 24, title);
    paper_text(t->p, (paper_type){.size = 9, .least = PLAN_PAPER_LEAST, .fill = DRAW_SOFT}, x, MARGIN + 22,
               width, 24, line);
}

// One scale for all, so that the people are of one size; smaller only where the movement is long.
static double picture_scale(const drawing *d, double w, double h) {
    return fmin(SCALE, fmin(w / d->width, h / d->height));
}

static const drawing *picture_of(strength_sheet *t, const char *name) {
    for (int i = 0; i < t->picture_count; i++)
        if (strcmp(t->pictures[i].name, name) == 0) return t->pictures[i].drawn;
    drawing *d = miler_arena_take(t->s->arena, sizeof *d);
    const miler_status status = d != NULL ? figure_draw(name, t->s->arena, d, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_ERR_NOMEM) paper_fail(t->p);
    const drawing *drawn = status == MILER_OK ? d : NULL;
    if (t->picture_count == 2 * MOVES_MAX) return drawn;
    t->pictures[t->picture_count].name = name;
    t->pictures[t->picture_count++].drawn = drawn;
    return drawn;
}

// At the foot of a box `h` high, or at its head where h is 0; a movement without a
// picture leaves it white. Gives the height of the picture.
static double put_picture(strength_sheet *t, const char *name, double x, double y, double w, double h,
                          bool draw) {
    const drawing *d = picture_of(t, name);
    if (d == NULL) return 0;
    const double scale = picture_scale(d, w, h > 0 ? h : PICTURE_H);
    const double high = d->height * scale;
    if (draw) paper_drawing(t->p, d, x, h > 0 ? y + h - high : y, scale);
    return high;
}

static const paper_type dose_type = {
    .size = 8, .least = PLAN_PAPER_LEAST, .narrow = true, .bold = true, .lines = 1};
static const paper_type weeks_type = {
    .size = 7, .least = PLAN_PAPER_LEAST, .narrow = true, .fill = DRAW_SOFT, .lines = 2};

// A dose and its weeks, below them a box for each session. Laying and measuring
// are the same code, told apart by `draw`; gives the height.
static double put_dose(const strength_sheet *t, const dose *d, double x, double y, double w, bool draw) {
    const char *weeks = weeks_text(t, d);
    const double text_w = fmin(paper_text_width(t->p, dose_type, d->text) + 1, w);
    const double weeks_w = paper_text_width(t->p, weeks_type, weeks) + 1;
    const bool beside = text_w + 6 + weeks_w <= w;
    const int per_line = (int)((w + BOX_GAP) / (BOX + BOX_GAP));
    const int lines = (d->sessions + per_line - 1) / per_line;
    double h = LINE_H;
    if (!beside) h += weeks_w <= w ? LINE_H - 1 : 2 * LINE_H - 1;
    if (draw) {
        paper_text(t->p, dose_type, x, y, text_w, LINE_H, d->text);
        paper_text(t->p, weeks_type, beside ? x + text_w + 6 : x, beside ? y + 0.8 : y + LINE_H,
                   beside ? weeks_w : w, beside ? LINE_H : h - LINE_H, weeks);
        for (int k = 0; k < d->sessions; k++)
            plan_paper_tick(t->p, x + k % per_line * (BOX + BOX_GAP),
                            y + h + 1 + k / per_line * (BOX + BOX_GAP), BOX, MILER_SESSION_PLANNED);
    }
    return h + 1 + lines * (BOX + BOX_GAP) + 2.5;
}

static double put_doses(const strength_sheet *t, const move *m, double x, double y, double w, bool draw) {
    const double from = y;
    for (int i = 0; i < m->dose_count; i++)
        y += put_dose(t, &m->doses[i], x, y, w, draw);
    return y - from;
}

static double column_w(const strength_sheet *t, int columns) {
    return (paper_width(t->p) - 2 * MARGIN - (columns - 1) * GUTTER) / columns;
}

static const paper_type how_type = {.size = 8};

// What the runner's own catalogue says of a movement stands as it was written.
static paper_type words_of(paper_type type, const miler_movement *of) {
    type.as_written = of != NULL && of->origin != NULL;
    return type;
}

static double put_left(strength_sheet *t, const move *m, double x, double y, double w, bool draw) {
    const double from = y;
    y += put_picture(t, m->name, x, y, w, 0, draw) + 4;
    if (m->known == NULL) return y - from;
    const paper_type type = words_of(how_type, m->known);
    const double h = paper_text_height(t->p, type, w, m->known->how);
    if (draw) paper_text(t->p, type, x, y, w, h + 0.1, m->known->how);
    return y + h - from;
}

static double move_height(strength_sheet *t, const void *item) {
    const double w = column_w(t, 2);
    const double left = put_left(t, item, 0, 0, w * LEFT_SHARE, false);
    const double right = put_doses(t, item, 0, 0, w * RIGHT_SHARE, false);
    return CARD_TOP + fmax(left, right) + CARD_PAD;
}

static void move_card(strength_sheet *t, const void *item, double x, double y, double w, double h) {
    const move *m = item;
    (void)h;
    paper_line(t->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, x, y, x + w, y);
    const paper_type name = {.size = 11.5, .least = PLAN_PAPER_LEAST, .bold = true, .lines = 1};
    const paper_type muscles = {.size = 7.2,
                                .least = PLAN_PAPER_LEAST,
                                .narrow = true,
                                .fill = DRAW_SOFT,
                                .anchor = DRAW_END,
                                .lines = 1};
    paper_text(t->p, words_of(name, m->known), x, y + 4, w * 0.5, 16, m->name);
    if (m->known != NULL)
        paper_text(t->p, words_of(muscles, m->known), x + w * 0.52, y + 8, w * 0.48, 10, m->known->muscles);
    (void)put_left(t, m, x, y + CARD_TOP, w * LEFT_SHARE, true);
    (void)put_doses(t, m, x + w * (1 - RIGHT_SHARE), y + CARD_TOP, w * RIGHT_SHARE, true);
}

typedef double height_fn(strength_sheet *t, const void *item);
typedef void card_fn(strength_sheet *t, const void *item, double x, double y, double w, double h);

typedef struct cards {
    const void *const *items;
    int count, columns;
    height_fn *height;
    card_fn *card;
    const char *title, *line;
} cards;

static double row_height(strength_sheet *t, const cards *c, int row) {
    double h = 0;
    for (int i = row * c->columns; i < (row + 1) * c->columns && i < c->count; i++)
        h = fmax(h, c->height(t, c->items[i]));
    return h;
}

// Rows from `row` on that go on one page; what they leave free is *spare.
static int rows_of_page(strength_sheet *t, const cards *c, int row, int most, double *spare) {
    const int rows = (c->count + c->columns - 1) / c->columns;
    *spare = paper_height(t->p) - 2 * MARGIN - HEAD_H - FOOT_H;
    int n = 0;
    while (row + n < rows && n < most) {
        const double h = row_height(t, c, row + n);
        if (n > 0 && h > *spare) break; // a card that is higher than a page is laid all the same
        *spare -= h;
        n++;
    }
    return n;
}

// So many rows a page that no page is left with a single row of many.
static int rows_a_page(strength_sheet *t, const cards *c) {
    const int rows = (c->count + c->columns - 1) / c->columns;
    int pages = 0;
    double spare;
    for (int row = 0; row < rows; pages++)
        row += rows_of_page(t, c, row, rows, &spare);
    return pages > 0 ? (rows + pages - 1) / pages : rows;
}

// Cards in columns, row by row, over as many pages as it takes.
static void put_cards(strength_sheet *t, const cards *c) {
    const int rows = (c->count + c->columns - 1) / c->columns;
    for (int row = 0; row < rows;) {
        double spare;
        paper_page(t->p, false, c->title);
        put_head(t, c->title, c->line);
        const int n = rows_of_page(t, c, row, rows_a_page(t, c), &spare);
        const double gap = fmin(ROW_GAP_MOST, fmax(spare, 0) / n);
        const double w = column_w(t, c->columns);
        double y = MARGIN + HEAD_H;
        for (int end = row + n; row < end; row++) {
            const double h = row_height(t, c, row);
            for (int i = row * c->columns; i < (row + 1) * c->columns && i < c->count; i++)
                c->card(t, c->items[i], MARGIN + i % c->columns * (w + GUTTER), y, w, h);
            y += h + gap;
        }
        plan_paper_foot(t->s, MARGIN);
    }
}

static double drill_height(strength_sheet *t, const void *item) {
    (void)t;
    (void)item;
    return DRILL_H;
}

static void drill_card(strength_sheet *t, const void *item, double x, double y, double w, double h) {
    const miler_movement *drill = item;
    paper_line(t->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, x, y, x + w, y);
    const paper_type name = {.size = 10, .least = PLAN_PAPER_LEAST, .bold = true, .lines = 1};
    const paper_type how = {.size = 7.4, .least = PLAN_PAPER_LEAST, .narrow = true};
    const paper_type much = {.size = 8,
                             .least = PLAN_PAPER_LEAST,
                             .narrow = true,
                             .fill = DRAW_SOFT,
                             .anchor = DRAW_END,
                             .lines = 1};
    paper_text(t->p, words_of(name, drill), x, y + 4, w * 0.68, 14, drill->name);
    paper_text(t->p, words_of(much, drill), x + w * 0.7, y + 5, w * 0.3, 11, drill->dose);
    (void)put_picture(t, drill->name, x, y + 18, w, 48, true);
    paper_text(t->p, words_of(how, drill), x, y + 69, w, h - 71, drill->how);
}

// ---- The sheet

static void put_moves(strength_sheet *t, const void **items) {
    int count = 0;
    for (int pass = 0; pass < 2; pass++) // plyometrics stand behind
        for (int i = 0; i < t->count; i++) {
            const miler_movement *known = t->moves[i].known;
            const bool plyo = known != NULL && known->kind == MILER_MOVEMENT_PLYO;
            if (plyo == (pass == 1)) items[count++] = &t->moves[i];
        }
    const cards c = {
        items,
        count,
        2,
        move_height,
        move_card,
        "Strength",
        "Sets × repetitions, weeks, a box for each session: tick it, or write the weight into it. "
        "Stop each set with two good repetitions left; form before load."};
    put_cards(t, &c);
}

static void put_drills(strength_sheet *t, const void **items) {
    int count = 0;
    const miler_catalogue *catalogue = t->s->job->catalogue;
    for (size_t i = 0; i < catalogue->movement_count && count < MOVES_MAX; i++)
        if (catalogue->movements[i].kind == MILER_MOVEMENT_DRILL) items[count++] = &catalogue->movements[i];
    const cards c = {items,
                     count,
                     3,
                     drill_height,
                     drill_card,
                     "Drills",
                     "Four to six of these, after the easy running and before the strides. Dynamic, never to "
                     "tiredness."};
    put_cards(t, &c);
}

miler_status plan_strength_sheet(plan_sheet *s, miler_error *err) {
    strength_sheet t = {.s = s, .p = s->paper};
    t.moves = miler_arena_array(s->arena, MOVES_MAX, sizeof *t.moves);
    const void **items = miler_arena_array(s->arena, MOVES_MAX, sizeof *items);
    if (t.moves == NULL || items == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    take_plan(&t);
    put_moves(&t, items);
    if (t.drills) put_drills(&t, items);
    return MILER_OK;
}
