// SPDX-License-Identifier: MIT
// The strength sheet: each exercise of the plan on a card with its picture, its
// doses through the weeks with a box for each session, and how to do it; behind
// them the drills of the warm-up.
//
//     +--------------------------------------+
//     | squat                    quads, core |
//     | [picture: start, end]   1-3  2 x 12  [][][] |
//     |                         4-6  3 x 8   [][][] |
//     | how to do it                         |
//     +--------------------------------------+
#include "render/figures.h"
#include "render/plan_paper.h"

#include <stdio.h>
#include <string.h>

#define MARGIN 36.0
#define HEAD_H 52.0
#define FOOT_H 16.0
#define GUTTER 16.0
#define CARD_H 112.0 // at least; what a page has left is shared by its rows
#define DRILL_H 100.0
#define ROOMY 1.35 // of that at most: a few cards stand at the head of their page
#define PICTURE_H 64.0
#define LINE_H 12.0 // of a dose
#define MOVES_MAX 64
#define DOSES_MAX 64

typedef struct dose { // of one week; later of weeks that follow each other with the same
    int32_t week, last_week;
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
    dose *last = m->dose_count > 0 ? &m->doses[m->dose_count - 1] : NULL;
    if (last == NULL || last->week != week) {
        if (m->dose_count < DOSES_MAX) m->doses[m->dose_count++] = (dose){week, week, 1, text};
        return;
    }
    // A second session of the week: its dose is told where it is another one.
    last->sessions++;
    if (strstr(last->text, text) != NULL) return;
    const char *both = miler_arena_printf(t->s->arena, "%s; %s", last->text, text);
    if (both != NULL) last->text = both;
}

static void join_weeks(move *m) {
    int count = 0;
    for (int i = 0; i < m->dose_count; i++) {
        dose *before = count > 0 ? &m->doses[count - 1] : NULL;
        if (before != NULL && strcmp(before->text, m->doses[i].text) == 0) {
            before->last_week = m->doses[i].week;
            before->sessions += m->doses[i].sessions;
        } else {
            m->doses[count++] = m->doses[i];
        }
    }
    m->dose_count = count;
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
    paper_text(t->p, (paper_type){.size = 9, .least = 6, .fill = DRAW_SOFT}, x, MARGIN + 22, width, 24, line);
}

// Scaled into a box; a movement without a picture leaves it white.
static void put_picture(strength_sheet *t, const char *name, double x, double y, double w, double h) {
    drawing d;
    const miler_status status = figure_draw(name, t->s->arena, &d, NULL);
    if (status == MILER_ERR_NOMEM) paper_fail(t->p);
    if (status != MILER_OK) return;
    // One scale for all, so that the people are of one size; smaller only where the movement is long.
    const double scale = fmin(0.6, fmin(w / d.width, h / d.height));
    paper_drawing(t->p, &d, x, y + h - d.height * scale, scale);
}

// A line a dose, with a box for each session.
static void put_doses(strength_sheet *t, const move *m, double x, double y, double w, double h) {
    const double line_h = fmin(LINE_H, h / (m->dose_count > 0 ? m->dose_count : 1));
    const double size = fmin(8, line_h / 1.25);
    const paper_type type = {.size = size, .least = 3.5, .narrow = true, .lines = 1};
    paper_type soft = type, bold = type;
    soft.fill = DRAW_SOFT;
    bold.bold = true;
    for (int i = 0; i < m->dose_count; i++, y += line_h) {
        const dose *d = &m->doses[i];
        char weeks[48];
        (void)snprintf(weeks, sizeof weeks, d->week == d->last_week ? "%d" : "%d–%d", (int)d->week,
                       (int)d->last_week);
        paper_text(t->p, soft, x, y, 24, line_h, weeks);
        paper_text(t->p, bold, x + 26, y, w * 0.46, line_h, d->text);
        const double from = x + 30 + w * 0.46;
        const double side = fmin(size * 0.72, (x + w - from) / d->sessions - 1.5);
        for (int k = 0; k < d->sessions; k++)
            plan_paper_tick(t->p, from + k * (side + 1.5), y + size * 0.22, side, MILER_SESSION_PLANNED);
    }
}

static void put_card(strength_sheet *t, const move *m, double x, double y, double w, double h) {
    const double picture_w = w * 0.5;
    const miler_movement *known = m->known;
    paper_line(t->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, x, y, x + w, y);
    paper_text(t->p, (paper_type){.size = 11.5, .least = 6, .bold = true, .lines = 1}, x, y + 4, w * 0.5, 16,
               m->name);
    if (known != NULL)
        paper_text(
            t->p,
            (paper_type){
                .size = 7.2, .least = 5, .narrow = true, .fill = DRAW_SOFT, .anchor = DRAW_END, .lines = 1},
            x + w * 0.52, y + 8, w * 0.48, 10, known->muscles);
    put_picture(t, m->name, x, y + 22, picture_w - 6, PICTURE_H);
    put_doses(t, m, x + picture_w, y + 24, w - picture_w, PICTURE_H);
    if (known == NULL) return;
    paper_text(t->p, (paper_type){.size = 8, .least = 5}, x, y + 26 + PICTURE_H, w, h - 30 - PICTURE_H,
               known->how);
}

typedef void card_fn(strength_sheet *t, const void *item, double x, double y, double w, double h);

// Rows of a page so that no page is left with a single row of many.
static int rows_of(int count, int columns, double room, double least_h) {
    const int most = (int)(room / least_h);
    const int rows = (count + columns - 1) / columns;
    const int pages = (rows + most - 1) / most;
    return pages > 0 ? (rows + pages - 1) / pages : most;
}

// Cards in two or three columns, row by row, over as many pages as it takes.
static void put_cards(strength_sheet *t, const void *const *items, int count, int columns, double least_h,
                      card_fn *card, const char *title, const char *line) {
    int row = 0, rows = 0;
    double w = 0, card_h = least_h;
    for (int i = 0; i < count; i++) {
        if (i % columns == 0 && row == rows) {
            if (i > 0) plan_paper_foot(t->s, MARGIN);
            paper_page(t->p, false, title);
            put_head(t, title, line);
            const double room = paper_height(t->p) - 2 * MARGIN - HEAD_H - FOOT_H;
            row = 0;
            rows = rows_of(count, columns, room, least_h);
            card_h = fmin(room / rows, least_h * ROOMY);
            w = (paper_width(t->p) - 2 * MARGIN - (columns - 1) * GUTTER) / columns;
        }
        card(t, items[i], MARGIN + (i % columns) * (w + GUTTER), MARGIN + HEAD_H + row * card_h, w, card_h);
        if (i % columns == columns - 1) row++;
    }
    if (count > 0) plan_paper_foot(t->s, MARGIN);
}

static void move_card(strength_sheet *t, const void *item, double x, double y, double w, double h) {
    put_card(t, item, x, y, w, h);
}

static void drill_card(strength_sheet *t, const void *item, double x, double y, double w, double h) {
    const miler_movement *drill = item;
    paper_line(t->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, x, y, x + w, y);
    paper_text(t->p, (paper_type){.size = 10, .least = 6, .bold = true, .lines = 1}, x, y + 4, w * 0.68, 14,
               drill->name);
    paper_text(t->p,
               (paper_type){
                   .size = 8, .least = 5, .narrow = true, .fill = DRAW_SOFT, .anchor = DRAW_END, .lines = 1},
               x + w * 0.7, y + 5, w * 0.3, 11, drill->dose);
    put_picture(t, drill->name, x, y + 18, w, 48);
    paper_text(t->p, (paper_type){.size = 7.4, .least = 5, .narrow = true}, x, y + 69, w, h - 71, drill->how);
}

// ---- The sheet

static miler_status put_moves(strength_sheet *t, const void **items) {
    int count = 0;
    for (int pass = 0; pass < 2; pass++) // plyometrics stand behind
        for (int i = 0; i < t->count; i++) {
            const miler_movement *known = t->moves[i].known;
            const bool plyo = known != NULL && known->kind == MILER_MOVEMENT_PLYO;
            if (plyo == (pass == 1)) items[count++] = &t->moves[i];
        }
    put_cards(t, items, count, 2, CARD_H, move_card, "Strength",
              "Weeks, sets × repetitions, a box for each session. Stop each set with two good repetitions "
              "left; form before load.");
    return MILER_OK;
}

static void put_drills(strength_sheet *t, const void **items) {
    int count = 0;
    const miler_catalogue *catalogue = t->s->job->catalogue;
    for (size_t i = 0; i < catalogue->movement_count && count < MOVES_MAX; i++)
        if (catalogue->movements[i].kind == MILER_MOVEMENT_DRILL) items[count++] = &catalogue->movements[i];
    put_cards(
        t, items, count, 3, DRILL_H, drill_card, "Drills",
        "Four to six of these, after the easy running and before the strides. Dynamic, never to tiredness.");
}

miler_status plan_strength_sheet(plan_sheet *s, miler_error *err) {
    strength_sheet t = {.s = s, .p = s->paper};
    t.moves = miler_arena_array(s->arena, MOVES_MAX, sizeof *t.moves);
    const void **items = miler_arena_array(s->arena, MOVES_MAX, sizeof *items);
    if (t.moves == NULL || items == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    take_plan(&t);
    for (int i = 0; i < t.count; i++)
        join_weeks(&t.moves[i]);
    const miler_status status = put_moves(&t, items);
    if (t.drills) put_drills(&t, items);
    return status;
}
