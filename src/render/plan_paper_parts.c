// SPDX-License-Identifier: MIT
// What the sheets of the plan share: signs, the oval, the foot of a page, and a
// session in a few words with the runner's own number.
#include "render/plan_paper.h"

#include "render/language.h"
#include "render/look.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define FOOT_SIZE 7.5
#define WALL_TITLE 60 // bytes; the whole of a longer one is on its week's page
#define PI 3.14159265358979323846

// ---- Signs

// Colour goes with effort, slow to fast, on the app's own scale, so that it also
// holds in grey; the shape alone tells the kind.
static const draw_role sign_roles[MILER_SESSION_KIND_COUNT] = {
    [MILER_SESSION_EASY] = DRAW_SPEED_0 + 1,   [MILER_SESSION_LONG] = DRAW_SPEED_0 + 2,
    [MILER_SESSION_SPEED] = DRAW_SPEED_0 + 8,  [MILER_SESSION_STRIDES] = DRAW_SPEED_0 + 3,
    [MILER_SESSION_HILLS] = DRAW_SPEED_0 + 4,  [MILER_SESSION_THRESHOLD] = DRAW_SPEED_0 + 6,
    [MILER_SESSION_TRIAL] = DRAW_SPEED_0 + 10, [MILER_SESSION_DRILLS] = DRAW_SPEED_0 + 3,
    [MILER_SESSION_CROSS] = DRAW_SOFT,         [MILER_SESSION_REST] = DRAW_HAIR,
    [MILER_SESSION_STRENGTH] = DRAW_SOFT,      [MILER_SESSION_PLYO] = DRAW_SOFT,
    [MILER_SESSION_RACE] = DRAW_HOT,
};

typedef struct sign {
    bool filled;     // outlines are filled
    int count;       // points of the outline; 0 = only strokes
    double at[8][2]; // outline, in units of the radius
    int stroke_count;
    double strokes[4][4]; // lines
} sign;

// In units of the radius, y downward. Round ones (easy, long, race) are drawn by hand below.
static const sign signs[MILER_SESSION_KIND_COUNT] = {
    [MILER_SESSION_SPEED] = {true, 4, {{0, -1}, {1, 0}, {0, 1}, {-1, 0}}, 0, {{0}}},
    [MILER_SESSION_STRIDES] =
        {false, 0, {{0}}, 4, {{-0.9, -0.8, 0, 0}, {0, 0, -0.9, 0.8}, {0.1, -0.8, 1, 0}, {1, 0, 0.1, 0.8}}},
    [MILER_SESSION_HILLS] = {true, 3, {{-1, 0.8}, {0.2, -0.9}, {1, 0.8}}, 0, {{0}}},
    [MILER_SESSION_THRESHOLD] = {true, 4, {{-0.8, -0.8}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, 0.8}}, 0, {{0}}},
    [MILER_SESSION_TRIAL] = {true,
                             5,
                             {{-0.5, -0.9}, {1, -0.35}, {-0.5, 0.2}, {-0.5, 1}, {-0.8, 1}},
                             1,
                             {{-0.65, -0.9, -0.65, 1}}},
    [MILER_SESSION_DRILLS] =
        {false, 0, {{0}}, 3, {{-1, 0.6, -0.3, -0.6}, {-0.3, -0.6, 0.3, 0.6}, {0.3, 0.6, 1, -0.6}}},
    [MILER_SESSION_CROSS] = {false, 0, {{0}}, 2, {{-0.9, 0, 0.9, 0}, {0, -0.9, 0, 0.9}}},
    [MILER_SESSION_REST] = {false, 0, {{0}}, 1, {{-0.7, 0, 0.7, 0}}},
    [MILER_SESSION_STRENGTH] =
        {false, 0, {{0}}, 3, {{-1, 0, 1, 0}, {-0.75, -0.7, -0.75, 0.7}, {0.75, -0.7, 0.75, 0.7}}},
    [MILER_SESSION_PLYO] =
        {false,
         0,
         {{0}},
         4,
         {{0, 1, 0, -0.9}, {0, -0.9, -0.6, -0.2}, {0, -0.9, 0.6, -0.2}, {-0.7, 1, 0.7, 1}}},
};

void plan_paper_sign(paper *p, miler_session_kind kind, double x, double y, double r) {
    const draw_role role = sign_roles[kind];
    const draw_pen line = {.stroke = role, .width = r * 0.36, .round = true};
    const sign *s = &signs[kind];
    if (kind == MILER_SESSION_EASY)
        paper_circle(p, (draw_pen){.stroke = role, .width = r * 0.36}, x, y, r * 0.75);
    if (kind == MILER_SESSION_LONG)
        paper_rect(p, (draw_pen){.fill = role}, x - 1.15 * r, y - 0.5 * r, 2.3 * r, r, 0.5 * r);
    if (kind == MILER_SESSION_RACE) plan_paper_oval(p, x - 1.3 * r, y - 0.75 * r, 2.6 * r, 4);
    if (s->count > 0) {
        draw_point points[8];
        for (int i = 0; i < s->count; i++)
            points[i] = (draw_point){x + r * s->at[i][0], y + r * s->at[i][1]};
        paper_path(p, (draw_pen){.fill = role}, points, (size_t)s->count, true);
    }
    for (int i = 0; i < s->stroke_count; i++)
        paper_line(p, line, x + r * s->strokes[i][0], y + r * s->strokes[i][1], x + r * s->strokes[i][2],
                   y + r * s->strokes[i][3]);
}

void plan_paper_oval(paper *p, double x, double y, double w, int laps) {
    const double h = w * 0.58;
    const double gap = h * 0.105;
    for (int lap = 0; lap < 4; lap++) {
        const draw_role role = lap + 1 == laps ? DRAW_HOT : lap + 1 < laps ? DRAW_INK : DRAW_HAIR;
        const draw_pen pen = {.stroke = role, .width = gap * (lap + 1 == laps ? 0.62 : 0.4)};
        const double in = gap * lap;
        paper_rect(p, pen, x + in, y + in, w - 2 * in, h - 2 * in, h);
    }
}

int plan_paper_laps(miler_phase phase) {
    return phase >= MILER_PHASE_INTRODUCE && phase <= MILER_PHASE_TAPER ? (int)phase - MILER_PHASE_BASE : 0;
}

void plan_paper_tick(paper *p, double x, double y, double side, miler_session_status status) {
    paper_rect(p, (draw_pen){.stroke = DRAW_SOFT, .width = fmax(side * 0.08, 0.4)}, x, y, side, side,
               side * 0.12);
    const draw_pen pen = {.stroke = DRAW_INK, .width = side * 0.14, .round = true};
    const draw_point tick[3] = {{x + side * 0.2, y + side * 0.55},
                                {x + side * 0.42, y + side * 0.78},
                                {x + side * 0.85, y + side * 0.15}};
    if (status == MILER_SESSION_DONE) paper_path(p, pen, tick, 3, false);
    if (status == MILER_SESSION_SKIPPED)
        paper_line(p, pen, x + side * 0.2, y + side * 0.5, x + side * 0.8, y + side * 0.5);
}

// ---- Words

static const char *keep(plan_sheet *s, const char *text) {
    const char *copy = miler_arena_dup(s->arena, text);
    return copy != NULL ? copy : "";
}

static const char *const months[12] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

static const char *const short_months[12] = {"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};

const char *plan_paper_date(plan_sheet *s, int32_t day) {
    int32_t year, month, mday;
    char text[48];
    miler_ymd_from_day(day, &year, &month, &mday);
    (void)snprintf(text, sizeof text, "%d %s %d", (int)mday, months[month - 1], (int)year);
    return keep(s, text);
}

const char *plan_paper_short_date(plan_sheet *s, int32_t day) {
    int32_t year, month, mday;
    char text[32];
    miler_ymd_from_day(day, &year, &month, &mday);
    (void)snprintf(text, sizeof text, "%d %s", (int)mday, short_months[month - 1]);
    return keep(s, text);
}

const char *plan_paper_race(plan_sheet *s) {
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], text[96];
    miler_print_distance(dist, sizeof dist, s->plan->race_dist_m, s->job->units);
    miler_print_time(goal, sizeof goal, s->plan->goal_s, 1);
    (void)snprintf(text, sizeof text, "%s in %s", dist, goal);
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = (char)(text[0] - 'a' + 'A'); // "Mile in 5:19.0"
    return keep(s, text);
}

const char *plan_paper_dist(plan_sheet *s, double dist_m) {
    char text[MILER_TEXT_MAX];
    (void)snprintf(text, sizeof text, "%.1f %s", dist_m / look_unit_m(s->job->units),
                   look_unit_word(s->job->units));
    return keep(s, text);
}

int plan_paper_hard_pct(const miler_plan_week *w) {
    const int64_t hard = (int64_t)w->threshold_s + w->vo2max_s + w->fast_s;
    const int64_t all = w->easy_s + hard;
    return all > 0 ? (int)((100 * hard + all / 2) / all) : 0;
}

const char *plan_paper_cut(plan_sheet *s, paper_type type, double w, const char *text) {
    if (type.least > 0) type.size = type.least;
    size_t len = strlen(text);
    const char *shown = text;
    while (len > 0 && paper_text_width(s->paper, type, shown) > w) {
        do
            len--; // whole characters
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80);
        shown = miler_arena_printf(s->arena, "%.*s…", (int)len, text);
        if (shown == NULL) return "";
    }
    return shown;
}

void plan_paper_foot(plan_sheet *s, double margin) {
    paper *p = s->paper;
    char text[160];
    const double width = paper_width(p) - 2 * margin;
    const double y = paper_height(p) - margin - 9;
    const draw_pen hair = {.stroke = DRAW_HAIR, .width = 0.5};
    const paper_type type = {
        .size = FOOT_SIZE, .least = PLAN_PAPER_LEAST, .narrow = true, .fill = DRAW_SOFT, .lines = 1};
    paper_type middle = type, last = type;
    middle.anchor = DRAW_MIDDLE;
    last.anchor = DRAW_END;
    paper_line(p, hair, margin, y - 3, margin + width, y - 3);
    paper_type name = type;
    name.as_written = true;
    paper_text(p, name, margin, y, width * 0.48, 12, plan_paper_cut(s, name, width * 0.48, s->job->name));
    (void)snprintf(text, sizeof text, "%s, %s", plan_paper_race(s), plan_paper_date(s, s->plan->race_day));
    paper_text(p, middle, margin + width * 0.49, y, width * 0.25, 12, text);
    (void)snprintf(text, sizeof text, "plan of %s  ·  %d", plan_paper_date(s, s->job->made_day),
                   paper_page_count(p));
    paper_text(p, last, margin + width * 0.75, y, width * 0.25, 12, text);
}

// ---- A session in a few words

// What a wall can do without. The first of each pair that is found is replaced, each pair once.
static const char *const shorter[][2] = {
    {"rest, with stretching and foam rolling", "rest, stretch, roll"},
    {"plyometrics, short and springy", "plyometrics"},
    {"strength, ", "strength: "},
    {" easy run", " easy"},
    {" long run", " long"},
    {" hill sprints", " hills"},
    {" at mile pace", " mile"},
    {" at goal pace", " goal"},
    {" at VO2max pace", " VO2max"},
    {" at threshold", " threshold"},
    {"time trial, ", "trial "},
    {" x ", "×"},
};

const char *plan_paper_title(plan_sheet *s, const miler_session *session, size_t most) {
    const char *title = session->title;
    if (strlen(title) <= most) return title;
    size_t len = most;
    while (len > most / 2 && title[len] != ' ')
        len--;
    while (len > 0 && ((unsigned char)title[len] & 0xC0) == 0x80)
        len--; // whole characters
    if (len > 0 && title[len - 1] == ',') len--;
    const char *text = miler_arena_printf(s->arena, "%.*s …", (int)len, title);
    return text != NULL ? text : "";
}

// A ladder's line may end behind each of its hyphens, and not within a number: "1000-800-" and "600 m".
static const char *breakable(plan_sheet *s, const char *text) {
    static const char gap[] = "\xe2\x80\x8b"; // of no width
    char out[4 * 256];
    size_t n = 0;
    for (const char *c = text; *c != '\0' && n + sizeof gap + 1 < sizeof out; c++) {
        out[n++] = *c;
        if (*c != '-' || !isdigit((unsigned char)c[1])) continue;
        memcpy(out + n, gap, sizeof gap - 1);
        n += sizeof gap - 1;
    }
    out[n] = '\0';
    return keep(s, out);
}

static const char *shorten(plan_sheet *s, const char *title) {
    char text[256];
    (void)snprintf(text, sizeof text, "%s", title);
    for (size_t i = 0; i < sizeof shorter / sizeof shorter[0]; i++) {
        char *at = strstr(text, shorter[i][0]);
        if (at == NULL) continue;
        const size_t from = strlen(shorter[i][0]), to = strlen(shorter[i][1]);
        memmove(at + to, at + from, strlen(at + from) + 1); // never longer than what it replaces
        memcpy(at, shorter[i][1], to);
    }
    return breakable(s, text);
}

typedef struct search {
    const miler_pace_book *book;
    const miler_step *best;
    double best_mps;
    const miler_step *stack[MILER_WORKOUT_DEPTH_MAX + 2];
} search;

static void look_at(search *f, const miler_step *step) {
    miler_pace_band band;
    if (step->kind != MILER_STEP_RUN && step->kind != MILER_STEP_TIME_TRIAL) return;
    if (!miler_target_speed(&step->target, f->book, &band) || !(band.target_mps > 0)) return;
    if (band.target_mps <= f->best_mps + 1e-9) return;
    f->best_mps = band.target_mps;
    f->best = step;
}

// The fastest running with a pace: that is what the session is about. Depth is capped by the parser.
static void find_main(search *f, const miler_step *steps, size_t count, int depth) {
    for (size_t i = 0; i < count; i++) {
        if (steps[i].kind == MILER_STEP_REPEAT && depth < MILER_WORKOUT_DEPTH_MAX)
            find_main(f, steps[i].children, steps[i].child_count, depth + 1);
        else
            look_at(f, &steps[i]);
    }
}

// Up to where it stops being the number itself: "1200 m in 3:00 (1:00.1 a 400)" is "3:00" on a wall.
static const char *told_number(plan_sheet *s, const char *numbers) {
    char text[64];
    const char *in = strstr(numbers, " in ");
    const char *from = in != NULL ? in + 4 : numbers;
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(from, ",(;"), from);
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        text[--len] = '\0';
    return keep(s, text);
}

// "4:50/km to 5:20/km" is "4:50-5:20" on a wall, and "3:59/km (1:35 a 400)" is "3:59".
static const char *told_band(plan_sheet *s, const char *numbers) {
    const char *to = strstr(numbers, " to ");
    if (strstr(numbers, " in ") != NULL) return told_number(s, numbers);
    const char *first = miler_arena_printf(s->arena, "%.*s", (int)strcspn(numbers, "/ ,(;"), numbers);
    if (first == NULL || to == NULL) return first != NULL ? first : "";
    const char *text = miler_arena_printf(s->arena, "%s-%.*s", first, (int)strcspn(to + 4, "/ ,(;"), to + 4);
    return text != NULL ? text : "";
}

// The lap of "400 m in 1:22.2 (1:22.2 a 400, 3:25/km)"; 0 = none is told.
static double told_lap_s(const char *numbers) {
    char text[MILER_TEXT_MAX];
    double lap_s = 0;
    const char *end = strstr(numbers, " a 400");
    const char *from = end;
    while (from != NULL && from > numbers && from[-1] != '(' && from[-1] != ' ')
        from--;
    if (end == NULL || (size_t)(end - from) >= sizeof text) return 0;
    (void)snprintf(text, sizeof text, "%.*s", (int)(end - from), from);
    return miler_parse_time(text, &lap_s, NULL) == MILER_OK ? lap_s : 0;
}

// A lap of the goal; of a race on the way, of what could be run for it when the plan was made; 0 = unknown.
static double race_lap_s(plan_sheet *s, const miler_session *session) {
    const miler_plan *plan = s->plan;
    miler_workout workout;
    if (session->day == plan->race_day)
        return plan->race_dist_m > 0 ? plan->goal_s * 400 / plan->race_dist_m : 0;
    if (session->day < plan->request.today ||
        miler_workout_parse(session->text, s->arena, &workout, NULL) != MILER_OK)
        return 0;
    for (size_t i = 0; i < workout.step_count; i++)
        if (workout.steps[i].kind == MILER_STEP_TIME_TRIAL)
            return 400 / miler_step_speed(&workout.steps[i], &plan->request.book);
    return 0; // run and walked
}

plan_paper_words plan_paper_session(plan_sheet *s, const miler_session *session) {
    plan_paper_words words = {
        .title = shorten(s, plan_paper_title(s, session, WALL_TITLE)), .key = "", .lap_s = 0};
    search found = {.book = &s->plan->request.book};
    miler_workout workout;
    if (session->kind == MILER_SESSION_RACE) {
        words.key = told_number(s, session->numbers);
        words.lap_s = race_lap_s(s, session);
        return words;
    }
    if (session->kind == MILER_SESSION_STRENGTH || session->kind == MILER_SESSION_REST) return words;
    if (session->kind == MILER_SESSION_PLYO || strstr(session->title, "time trial") != NULL) {
        words.key = told_number(s, session->numbers);
        return words;
    }
    // Over when the paces were settled: it was asked with others.
    if (session->day < s->plan->request.today) {
        words.key = told_band(s, session->numbers);
        if (session->hard) words.lap_s = told_lap_s(session->numbers);
        return words;
    }
    if (miler_workout_parse(session->text, s->arena, &workout, NULL) != MILER_OK) return words;
    find_main(&found, workout.steps, workout.step_count, 0);
    if (found.best == NULL) return words;
    char key[MILER_TEXT_MAX];
    miler_target_print(key, sizeof key, found.best, found.book, s->job->units);
    char *unit = strchr(key, '/');
    if (unit != NULL) *unit = '\0'; // a note on the sheet says what it is
    words.key = keep(s, key);
    if (session->hard) words.lap_s = 400 / found.best_mps;
    return words;
}

// ---- The door

static miler_status lay_pieces(plan_sheet *s, plan_paper_facts *facts, miler_error *err) {
    const unsigned pieces = s->job->pieces;
    miler_status status = MILER_OK;
    if (pieces & PLAN_PAPER_POSTER) status = plan_poster(s, err);
    facts->poster_pages = paper_page_count(s->paper);
    if (status == MILER_OK && (pieces & PLAN_PAPER_WEEKS)) status = plan_week_pages(s, err);
    facts->week_pages = paper_page_count(s->paper) - facts->poster_pages;
    if (status == MILER_OK && (pieces & PLAN_PAPER_STRENGTH)) status = plan_strength_sheet(s, err);
    facts->pages = paper_page_count(s->paper);
    facts->strength_pages = facts->pages - facts->poster_pages - facts->week_pages;
    facts->unknown = paper_unknown(s->paper);
    if (status != MILER_OK) return status;
    if (miler_arena_failed(s->arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return facts->pages > 0
               ? MILER_OK
               : miler_fail(err, MILER_ERR_EMPTY, "the plan holds nothing of what was asked for");
}

miler_status plan_paper_lay(const plan_paper_job *job, miler_arena *arena, paper **out,
                            plan_paper_facts *facts, miler_error *err) {
    plan_sheet s = {.job = job, .plan = job->plan, .arena = arena};
    *facts = (plan_paper_facts){0};
    const paper_setup setup = {.size = job->size,
                               .title = language_say(job->language, plan_paper_race(&s), arena),
                               .author = job->name,
                               .day = job->made_day,
                               .language = job->language,
                               .fonts = job->fonts};
    miler_status status = paper_new(&setup, arena, &s.paper, err);
    *out = s.paper;
    return status == MILER_OK ? lay_pieces(&s, facts, err) : status;
}

miler_status plan_paper_pdf(const plan_paper_job *job, miler_arena *arena, miler_buf *out,
                            plan_paper_facts *facts, miler_error *err) {
    paper *p = NULL;
    const miler_status status = plan_paper_lay(job, arena, &p, facts, err);
    return status == MILER_OK ? paper_finish(p, out, err) : status;
}
