// SPDX-License-Identifier: MIT
// A plan as a calendar. A session keeps its UID for as long as the plan lives,
// wherever it is moved; what is skipped stays, as cancelled, so that readers who
// have it take it away.
#include "app/plan_forms.h"
#include "app/race_week.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DAY_S 86400
// Two runs a day stand as far apart as morning and late afternoon; strength
// follows the run after a drink. Engineering estimates.
#define SECOND_RUN_AFTER_S (8 * 3600)
#define BETWEEN_S 600

void calendar_options_init(calendar_options *options) {
    *options = (calendar_options){.start_s = -1, .second_s = -1, .alarm_min = -1};
}

static const char *said(const calendar_options *o, const char *text, miler_arena *arena) {
    return o->say != NULL && text != NULL && text[0] != '\0' ? o->say(o->language, text, arena) : text;
}

static const char *place_of(const miler_plan *plan, const miler_session *s) {
    const uint32_t places = plan->request.athlete.places;
    const bool run = s->kind <= MILER_SESSION_DRILLS;
    if (s->kind == MILER_SESSION_STRENGTH) return (places & MILER_HAS_GYM) != 0 ? "Gym" : "";
    if (run && (places & MILER_TREADMILL_ONLY) != 0) return "Treadmill";
    if (s->kind == MILER_SESSION_HILLS && (places & MILER_HAS_HILL) != 0) return "Hill";
    const bool track = s->kind == MILER_SESSION_SPEED || s->kind == MILER_SESSION_TRIAL;
    return track && (places & MILER_HAS_TRACK) != 0 ? "Track" : "";
}

// A day of nothing is no event.
static bool wanted(const miler_session *s) {
    return s->kind != MILER_SESSION_REST || strcmp(s->text, "rest") != 0;
}

// The day around a race: data/race_timetable.tsv.
#define RACE_LEAD_S (60 * 60)  // the warm-up begins an hour before the gun
#define RACE_AFTER_S (20 * 60) // walking and easy running have ended so long after the finish

static bool with_gun(const miler_plan *plan, const miler_session *s) {
    return s->day == plan->race_day && s->kind == MILER_SESSION_RACE && plan->request.gun_s >= 0;
}

// From the warm-up to the end of the cool-down, by the gun.
static void place_race(const miler_plan *plan, miler_calendar_event *e) {
    const int32_t gun_s = plan->request.gun_s;
    const double goal_s = plan->goal_s > 0 && plan->goal_s < DAY_S ? plan->goal_s : 0;
    e->start_s = gun_s > RACE_LEAD_S ? gun_s - RACE_LEAD_S : 0;
    const int32_t least_s = gun_s - e->start_s + (int32_t)ceil(goal_s) + RACE_AFTER_S;
    if (e->length_s < least_s) e->length_s = least_s;
}

// Race day by the clock, under the race.
static void add_race_day(const miler_plan *plan, const miler_session *s, const calendar_options *o,
                         miler_arena *arena, miler_buf *text) {
    app_race_row *rows;
    size_t count;
    if (!with_gun(plan, s) || app_race_week(plan, arena, &rows, &count, NULL) != MILER_OK) return;
    miler_buf_text_append(text, "\n");
    for (size_t i = 0; i < count; i++) {
        char clock[MILER_TEXT_MAX];
        if (rows[i].day != s->day) continue;
        miler_print_clock(clock, sizeof clock, rows[i].clock_s);
        miler_buf_printf(text, "\n%s %s", clock, said(o, rows[i].what, arena));
    }
}

// The event stays at the runner's usual hour: not everybody is free at that of the race.
static void add_rehearsal(const miler_plan *plan, const miler_session *s, const calendar_options *o,
                          miler_arena *arena, miler_buf *text) {
    if (s != miler_plan_rehearsal(plan)) return;
    miler_buf_printf(text, "%s%s", text->len > 0 ? "\n\n" : "", said(o, MILER_REHEARSAL_WORDS, arena));
    if (plan->request.gun_s < 0) return;
    char clock[MILER_TEXT_MAX], starts[80];
    miler_print_clock(clock, sizeof clock, plan->request.gun_s);
    (void)snprintf(starts, sizeof starts, "The race starts at %s.", clock);
    miler_buf_printf(text, " %s", said(o, starts, arena));
}

typedef struct said_lines {
    const calendar_options *options;
    miler_arena *arena;
    miler_buf *out;
} said_lines;

static bool add_line(void *user, int indent, const char *text) {
    said_lines *l = user;
    miler_buf_printf(l->out, "%s%*s%s", l->out->len > 0 ? "\n" : "", 2 * indent, "",
                     said(l->options, text, l->arena));
    return true;
}

// Exercises have no numbers of the runner's own: in another language they stand line by line before the text.
static void add_exercises(const miler_plan *plan, const miler_session *s, const calendar_options *o,
                          miler_arena *arena, miler_buf *text) {
    miler_workout workout;
    said_lines lines = {o, arena, text};
    const bool exercises = s->kind == MILER_SESSION_STRENGTH || s->kind == MILER_SESSION_PLYO;
    if (!exercises || o->say == NULL || o->language == NULL) return;
    if (miler_workout_parse(s->text, arena, &workout, NULL) != MILER_OK) return;
    const miler_status status =
        miler_workout_lines(&workout, &plan->request.book, plan->request.athlete.units, add_line, &lines);
    if (status != MILER_OK) text->len = 0; // the text below says it all the same
}

// The text in the workout language is the same in each.
static const char *description_of(const miler_plan *plan, const miler_session *s, const calendar_options *o,
                                  miler_arena *arena) {
    const char *const parts[] = {s->numbers, s->text, s->why_day, s->why_much, s->why_pace};
    miler_buf text;
    miler_buf_init(&text, miler_arena_allocator(arena), 64 * 1024);
    add_exercises(plan, s, o, arena, &text);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] != NULL && parts[i][0] != '\0' && (i != 1 || strcmp(parts[1], parts[0]) != 0))
            miler_buf_printf(&text, "%s%s", text.len > 0 ? "\n\n" : "",
                             i == 1 ? parts[i] : said(o, parts[i], arena));
    add_race_day(plan, s, o, arena, &text);
    add_rehearsal(plan, s, o, arena, &text);
    const char *out =
        miler_buf_status(&text, NULL) == MILER_OK ? miler_arena_dup(arena, miler_buf_text(&text)) : NULL;
    miler_buf_deinit(&text);
    return out;
}

// When the sessions of one day begin: `free_s` is when the one before ends.
static int32_t start_of(const calendar_options *o, const miler_session *s, int32_t free_s) {
    if (o->start_s < 0) return -1;
    int32_t start = s->slot == 0 ? o->start_s : free_s;
    const int32_t second = o->second_s >= 0 ? o->second_s : o->start_s + SECOND_RUN_AFTER_S;
    if (s->slot == 1 && second > start) start = second;
    return start < o->start_s ? o->start_s : start < DAY_S ? start : DAY_S - 1;
}

static bool fill(const miler_plan *plan, const plan_edition *edition, const calendar_options *o,
                 const miler_session *s, miler_arena *arena, miler_calendar_event *e) {
    char uid[96];
    // Both calendars may be in one reader: what is busy there is another event.
    (void)snprintf(uid, sizeof uid, "%s-%" PRId64 "-%" PRIx64 "-session-%" PRId32 "@miler",
                   o->busy ? "busy" : "plan", edition->id, edition->added_ms, s->id);
    *e = (miler_calendar_event){.uid = miler_arena_dup(arena, uid),
                                .sequence = edition->sequence,
                                .changed_ms = edition->saved_ms,
                                .day = s->day,
                                .start_s = -1,
                                .length_s = s->time_s,
                                .summary = said(o, o->busy ? "Busy" : s->title, arena),
                                .description = o->busy ? "" : description_of(plan, s, o, arena),
                                .place = said(o, place_of(plan, s), arena),
                                .cancelled = s->status == MILER_SESSION_SKIPPED,
                                .hidden = o->busy,
                                .alarm_min = o->alarm_min};
    return e->uid != NULL && e->description != NULL;
}

static miler_status events_of(const miler_plan *plan, const plan_edition *edition, const calendar_options *o,
                              miler_arena *arena, miler_calendar *out, miler_error *err) {
    miler_calendar_event *events = miler_arena_array(arena, plan->session_count + 1, sizeof *events);
    if (events == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    int32_t day = MILER_NO_DAY;
    int32_t free_s = 0;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (!wanted(s)) continue;
        miler_calendar_event *e = &events[out->count++];
        if (!fill(plan, edition, o, s, arena, e)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (s->day != day) free_s = o->start_s;
        day = s->day;
        e->start_s = start_of(o, s, free_s);
        if (with_gun(plan, s)) place_race(plan, e);
        if (!e->cancelled && e->start_s >= 0) free_s = e->start_s + e->length_s + BETWEEN_S;
    }
    out->events = events;
    return MILER_OK;
}

miler_status plan_form_calendar(const miler_plan *plan, const plan_edition *edition,
                                const calendar_options *options, miler_arena *arena, miler_buf *out,
                                miler_error *err) {
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], name[120];
    miler_print_distance(dist, sizeof dist, plan->race_dist_m, MILER_UNITS_METRIC);
    miler_print_time(goal, sizeof goal, plan->goal_s, 1);
    (void)snprintf(name, sizeof name, "%s in %s", dist, goal);
    miler_calendar calendar = {.name = said(options, options->busy ? "Busy" : name, arena),
                               .zone = options->zone};
    const miler_status status = events_of(plan, edition, options, arena, &calendar, err);
    return status == MILER_OK ? miler_calendar_write(&calendar, out, err) : status;
}
