// SPDX-License-Identifier: MIT
#include "app/race_week.h"

#include <miler/race.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char miler_data_race_week[];
extern const size_t miler_data_race_week_len;
extern const char miler_data_race_rehearsal[];
extern const size_t miler_data_race_rehearsal_len;

#define ROWS_MAX 120
#define LAST_MIN (6 * 60) // of race day: after that the week is over
// The fast session's reps, and the easy runs, at the hour of the race: so long before it they begin.
#define WARM_UP_S (30 * 60) // warm-up, drills and strides [engineering estimate]
#define BETWEEN_S 600       // from a run to strength, as in the calendar

typedef struct rows {
    app_race_row *at;
    size_t count;
    miler_arena *arena;
    const miler_plan *plan;
} rows;

// The last place is written over where there are too many.
static app_race_row *add(rows *r, int32_t day, int32_t clock_s) {
    app_race_row *row = r->count < ROWS_MAX ? &r->at[r->count++] : &r->at[ROWS_MAX - 1];
    *row = (app_race_row){.day = day, .clock_s = clock_s, .from_gun_s = APP_NO_GUN, .what = "", .why = ""};
    return row;
}

// What is said of a race, in a plan that ends in a trial of one's own: there is no number and no course.
static const char *as_trial(const miler_plan *plan, const char *what) {
    static const char *const words[][2] = {
        {"Arrive, fetch your number, see the course, visit the toilet",
         "Arrive, see the track or the measured mile, visit the toilet"},
        {"Lay out the shoes you have run fast in, number and pins, dry clothes, water; charge the watch",
         "Lay out the shoes you have run fast in, dry clothes, water; charge the watch"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0] && plan->request.weeks > 0; i++)
        if (strcmp(what, words[i][0]) == 0) return words[i][1];
    return what;
}

// ---- The plan's own sessions

static int32_t session_clock(const miler_plan *plan, const miler_session *s, int32_t free_s) {
    const int32_t gun_s = plan->request.gun_s;
    if (gun_s < 0) return -1;
    if (s->slot > 0 && free_s >= 0) return free_s;
    const int32_t at = s->hard ? gun_s - WARM_UP_S : gun_s;
    return at < 0 ? 0 : at;
}

static const char *at_race_hour(const rows *r, const char *title) {
    char text[160];
    (void)snprintf(text, sizeof text, "%s, begun so that the reps are at the hour of the race", title);
    const char *kept = miler_arena_dup(r->arena, text);
    return kept != NULL ? kept : title;
}

static void add_sessions(rows *r, int32_t first_day) {
    const miler_plan *plan = r->plan;
    int32_t day = MILER_NO_DAY, free_s = -1;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (s->day < first_day || s->day >= plan->race_day || s->status == MILER_SESSION_SKIPPED) continue;
        if (s->kind == MILER_SESSION_REST) continue;
        if (s->day != day) free_s = -1;
        day = s->day;
        app_race_row *row = add(r, s->day, session_clock(plan, s, free_s));
        row->duration_s = s->time_s;
        row->session_id = s->id;
        row->what = s->title;
        if (s->hard && plan->request.gun_s >= 0) row->what = at_race_hour(r, s->title);
        row->why = s->why_day;
        if (row->clock_s >= 0) free_s = row->clock_s + s->time_s + BETWEEN_S;
    }
}

// ---- The evenings

static const char *field(rows *r, const char **at, const char *end) {
    const char *from = *at;
    while (*at < end && **at != '\t' && **at != '\n')
        ++*at;
    const char *out = miler_arena_dup_n(r->arena, from, (size_t)(*at - from));
    if (*at < end && **at == '\t') ++*at;
    return out;
}

static void next_line(const char **at, const char *end) {
    while (*at < end && **at != '\n')
        ++*at;
    if (*at < end) ++*at;
}

static miler_status add_evening(rows *r, const char **at, const char *end, miler_error *err) {
    const char *fields[4];
    int32_t clock_s = 0;
    for (size_t i = 0; i < 4; i++)
        if ((fields[i] = field(r, at, end)) == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const miler_status status = miler_parse_clock(fields[1], &clock_s, err);
    if (status != MILER_OK) return status;
    app_race_row *row = add(r, r->plan->race_day - (int32_t)strtol(fields[0], NULL, 10), clock_s);
    row->what = as_trial(r->plan, fields[2]);
    row->why = fields[3];
    return MILER_OK;
}

static miler_status add_evenings(rows *r, miler_error *err) {
    const char *at = miler_data_race_week, *end = at + miler_data_race_week_len;
    miler_status status = MILER_OK;
    for (; at < end && status == MILER_OK; next_line(&at, end))
        if (*at != '#' && *at != '\n') status = add_evening(r, &at, end, err);
    return status;
}

// ---- Race day, and its rehearsal

static void add_card_rows(rows *r, int32_t day, const miler_race_row *list, size_t count, int32_t gun_s) {
    for (size_t i = 0; i < count; i++) {
        if (list[i].at_s > LAST_MIN * 60) continue;
        app_race_row *row = add(r, day, gun_s >= 0 ? list[i].clock_s : -1);
        row->from_gun_s = list[i].at_s;
        row->duration_s = list[i].duration_s;
        row->rehearsal = day != r->plan->race_day;
        row->what = as_trial(r->plan, list[i].what);
        row->why = list[i].why;
    }
}

static miler_status add_day(rows *r, int32_t day, const char *timetable, size_t len, miler_error *err) {
    const miler_plan *plan = r->plan;
    const uint32_t places = plan->request.athlete.places;
    miler_race_request q;
    miler_race_card card;
    miler_error none = {0};
    miler_race_request_init(&q);
    q.goal_s = plan->goal_s;
    q.dist_m = plan->race_dist_m;
    q.day = day;
    q.gun_s = plan->request.gun_s;
    q.timetable_tsv = timetable;
    q.timetable_len = len;
    if ((places & MILER_TREADMILL_ONLY) != 0) q.venue = MILER_VENUE_TREADMILL;
    const miler_status status = miler_race_plan(&q, r->arena, &card, &none);
    if (status == MILER_ERR_NOMEM || status == MILER_ERR_PARSE) {
        if (err != NULL) *err = none;
        return status;
    }
    if (status != MILER_OK) return MILER_OK; // a goal no card is made for
    add_card_rows(r, day, card.warm_up, card.warm_up_count, q.gun_s);
    add_card_rows(r, day, card.cool_down, card.cool_down_count, q.gun_s);
    return MILER_OK;
}

static miler_status add_rehearsal(rows *r, miler_error *err) {
    const miler_session *s = miler_plan_rehearsal(r->plan);
    if (s == NULL) return MILER_OK;
    return add_day(r, s->day, miler_data_race_rehearsal, miler_data_race_rehearsal_len, err);
}

static int in_order(const void *a, const void *b) {
    const app_race_row *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->from_gun_s != y->from_gun_s) return x->from_gun_s < y->from_gun_s ? -1 : 1;
    if (x->clock_s != y->clock_s) return x->clock_s < y->clock_s ? -1 : 1;
    return (x->session_id > y->session_id) - (x->session_id < y->session_id);
}

miler_status app_race_week(const miler_plan *plan, miler_arena *arena, app_race_row **out, size_t *out_count,
                           miler_error *err) {
    rows r = {.at = miler_arena_array(arena, ROWS_MAX, sizeof *r.at), .arena = arena, .plan = plan};
    *out = r.at;
    *out_count = 0;
    if (r.at == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    add_sessions(&r, plan->race_day - 6);
    miler_status status = add_evenings(&r, err);
    if (status == MILER_OK) status = add_rehearsal(&r, err);
    if (status == MILER_OK) status = add_day(&r, plan->race_day, NULL, 0, err);
    if (status != MILER_OK) return status;
    qsort(r.at, r.count, sizeof *r.at, in_order);
    *out_count = r.count;
    return MILER_OK;
}

miler_status app_plan_race_week(app_plan_answer *answer, miler_arena *arena, miler_error *err) {
    return app_race_week(&answer->plan, arena, &answer->race_rows, &answer->race_row_count, err);
}
