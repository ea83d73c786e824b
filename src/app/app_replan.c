// SPDX-License-Identifier: MIT
#include "app/app_replan.h"

#include "app/app_fitness.h"
#include "app/app_history.h"
#include "app/plan_marks.h"
#include "app/plan_notes.h"
#include "app/plan_units.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVIDENCE_WEIGHT                                                                                      \
    0.1                  // a result counts as news from this share of the estimate on, engineering estimate
#define FAILED_SHARE 0.5 // of the reps slower than asked, engineering estimate
#define KEPT_DAYS 56     // so many runs in eight weeks are a log that is kept [engineering estimate]
#define KEPT_RUNS 8
#define GOAL_LAP_S 1.0 // a goal that moves by more a lap is another goal, engineering estimate

// ---- Versions and their reasons ---------------------------------------------------------
// The reasons of a version: its name in the first line, with the note that it
// followed if any ("+" made or "-" taken back, then the note), then a line for
// each change, fields apart by tabs: day id was now reason rule source.

static const char *or_empty(const char *text) {
    return text != NULL ? text : "";
}

static void write_changes(miler_buf *out, const char *what, const app_changes *c) {
    miler_buf_text_append(out, what);
    if (c->noted != 0) {
        miler_buf_text_append(out, c->noted > 0 ? "\t+\t" : "\t-\t");
        plan_note_print(&c->note, out);
    }
    miler_buf_text_append(out, "\n");
    for (size_t i = 0; i < c->count; i++) {
        const miler_plan_change *one = &c->changes[i];
        miler_buf_printf(out, "%d\t%d\t%s\t%s\t%s\t%s\t%s\n", (int)one->day, (int)one->session_id,
                         or_empty(one->was), or_empty(one->now), or_empty(one->reason), or_empty(one->rule),
                         or_empty(one->source));
    }
}

static const char *field(char **at) {
    char *start = *at;
    *at += strcspn(*at, "\t\n");
    if (**at == '\0') return start;
    const bool ends = **at == '\n';
    **at = '\0';
    *at += ends ? 0 : 1;
    return start;
}

// The first line: what it was, and the note.
static void read_what(char *line, app_changes *out) {
    out->what = field(&line);
    const char *sign = field(&line);
    if (sign[0] != '\0' && plan_note_read(line, &out->note)) out->noted = sign[0] == '+' ? 1 : -1;
}

static miler_status read_changes(const char *why, miler_arena *arena, app_changes *out, miler_error *err) {
    char *text = miler_arena_dup(arena, why);
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t lines = 0;
    for (const char *c = text; *c != '\0'; c++)
        lines += *c == '\n';
    out->changes = miler_arena_array(arena, lines + 1, sizeof *out->changes);
    if (out->changes == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    out->count = 0;
    char *next = strchr(text, '\n');
    while (next != NULL && next[1] != '\0') {
        *next = '\0';
        char *at = next + 1;
        next = strchr(at, '\n');
        miler_plan_change *one = &out->changes[out->count++];
        one->day = (int32_t)strtol(field(&at), NULL, 10);
        one->session_id = (int32_t)strtol(field(&at), NULL, 10);
        const char **const texts[] = {&one->was, &one->now, &one->reason, &one->rule, &one->source};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            *texts[i] = field(&at);
    }
    if (next != NULL) *next = '\0';
    read_what(text, out);
    return MILER_OK;
}

static void hold_key(int64_t plan_id, char *out, size_t size) {
    (void)snprintf(out, size, "plan_undone:%" PRId64, plan_id);
}

// So many replannings are taken back that were not asked for again; 0: replanning by itself goes on.
static miler_status set_hold(app *a, int64_t plan_id, long undone, miler_error *err) {
    char key[64], value[24] = "";
    hold_key(plan_id, key, sizeof key);
    if (undone > 0) (void)snprintf(value, sizeof value, "%ld", undone);
    return store_setting_set(a->store, key, value, err);
}

// NULL where there is none.
static miler_status setting(app *a, const char *key, miler_arena *arena, char **out, miler_error *err) {
    *out = NULL;
    const miler_status status = store_setting_get(a->store, key, arena, out, err);
    if (status != MILER_ERR_NOT_FOUND) return status;
    if (err != NULL) miler_error_clear(err);
    return MILER_OK;
}

static miler_status held(app *a, int64_t plan_id, miler_arena *arena, long *undone, miler_error *err) {
    char key[64], *value;
    hold_key(plan_id, key, sizeof key);
    const miler_status status = setting(a, key, arena, &value, err);
    *undone = value != NULL ? strtol(value, NULL, 10) : 0;
    return status;
}

miler_status app_plan_held(app *a, app_plan_answer *answer, miler_arena *arena, miler_error *err) {
    long undone = 0;
    const miler_status status = held(a, answer->id, arena, &undone, err);
    answer->held = undone > 0 && answer->today <= answer->plan.race_day;
    return status;
}

// One's own doing taken back (a day moved, a note) says nothing against following what is run.
static bool by_itself(const app_changes *c) {
    return strncmp(c->what, "replanned", strlen("replanned")) == 0 && c->noted == 0;
}

// `by`: 1 a replanning was taken back, -1 one was brought back. out->held: whether the plan waits now.
static miler_status move_hold(app *a, app_changes *out, int by, miler_arena *arena, miler_error *err) {
    long undone = 0;
    miler_status status = held(a, out->answer.id, arena, &undone, err);
    undone = undone + by > 0 ? undone + by : 0;
    if (status == MILER_OK && by != 0) status = set_hold(a, out->answer.id, undone, err);
    out->held = status == MILER_OK && undone > 0;
    return status;
}

static miler_status keep_version(app *a, const char *what, app_changes *c, miler_error *err) {
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], title[96];
    miler_buf text, why;
    const miler_plan *p = &c->answer.plan;
    miler_print_distance(dist, sizeof dist, p->race_dist_m, MILER_UNITS_METRIC);
    miler_print_time(goal, sizeof goal, p->goal_s, 1);
    (void)snprintf(title, sizeof title, "%s in %s", dist, goal);
    miler_buf_init(&text, a->alloc, STORE_PLAN_MAX);
    miler_buf_init(&why, a->alloc, STORE_PLAN_MAX);
    miler_plan_print(p, &text);
    write_changes(&why, what, c);
    miler_status status = miler_buf_status(&text, err);
    if (status == MILER_OK) status = miler_buf_status(&why, err);
    c->saved_ms = app_now_ms(a);
    const store_plan row = {.id = c->answer.id,
                            .athlete_id = a->athlete_id,
                            .saved_ms = c->saved_ms,
                            .race_day = p->race_day,
                            .title = title,
                            .body = miler_buf_text(&text),
                            .why = miler_buf_text(&why)};
    if (status == MILER_OK) status = store_plan_save(a->store, &row, err);
    miler_buf_deinit(&text);
    miler_buf_deinit(&why);
    c->kept = status == MILER_OK;
    return status;
}

// All is kept: what is answered is in the units that the runner reads now.
static miler_status to_read(const app *a, miler_arena *arena, app_changes *c, miler_error *err) {
    const miler_units units = a->athlete.units;
    const bool other = c->answer.plan.request.athlete.units != units;
    if (other && (!plan_units_changes(c->changes, c->count, units, arena) ||
                  !plan_units_take(&c->answer.plan, units, arena)))
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return MILER_OK;
}

static miler_status keep_to_read(app *a, bool keep, miler_arena *arena, app_changes *c, miler_error *err) {
    const miler_status status = keep ? keep_version(a, c->what, c, err) : MILER_OK;
    return status == MILER_OK ? to_read(a, arena, c, err) : status;
}

// ---- What was done -------------------------------------------------------------------------

static bool slow_or_short(const plan_mark *mark, const miler_session *s) {
    if (!s->hard || s->kind == MILER_SESSION_RACE) return false;
    return mark->kind == PLAN_MARK_CUT_SHORT ||
           (mark->reps > 0 && (double)mark->slower >= FAILED_SHARE * (double)mark->reps);
}

// Hard work in place of which something else was run was not done, and that run is one beside the plan.
static bool beside_it(const plan_mark *mark, const miler_session *s) {
    return mark->kind == PLAN_MARK_OTHER && s->hard;
}

static bool past_of(const app_plan_answer *plan, size_t i, miler_plan_past *out) {
    const plan_mark *mark = &plan->marks[i];
    const miler_session *s = &plan->plan.sessions[i];
    if (mark->kind == PLAN_MARK_NONE) return false;
    *out = (miler_plan_past){.session_id = s->id,
                             .kind = MILER_PAST_DONE,
                             .day = s->day + mark->moved_days,
                             .run_id = mark->run_id};
    if (mark->kind == PLAN_MARK_MISSED || beside_it(mark, s))
        out->kind = MILER_PAST_MISSED;
    else if (slow_or_short(mark, s))
        out->kind = MILER_PAST_FAILED;
    else if (s->hard && mark->reps > 0 && mark->faster == mark->reps)
        out->kind = MILER_PAST_TOO_EASY;
    return true;
}

static bool was_a_session(const app_plan_answer *plan, int64_t run_id) {
    for (size_t i = 0; i < plan->plan.session_count; i++)
        if (plan->marks[i].run_id == run_id) return !beside_it(&plan->marks[i], &plan->plan.sessions[i]);
    return false;
}

static miler_status runs_since_start(app *a, const app_plan_answer *answer, miler_arena *arena,
                                     store_run **out, size_t *count, miler_error *err) {
    const store_run_filter filter = {.athlete_id = a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = answer->plan.start_day,
                                     .until_day = answer->today};
    return store_run_list(a->store, &filter, arena, out, count, NULL, err);
}

// Runs beside the plan: whoever ran them has not been idle. `all`: those of its sessions, too.
static miler_status take_runs(app *a, miler_arena *arena, const app_plan_answer *answer, bool all,
                              miler_plan_run **out, size_t *out_count, miler_error *err) {
    store_run *list;
    size_t count;
    const miler_status status = runs_since_start(a, answer, arena, &list, &count, err);
    if (status != MILER_OK) return status;
    miler_plan_run *runs = miler_arena_array(arena, count + 1, sizeof *runs);
    if (runs == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++)
        if ((all || !was_a_session(answer, list[i].id)) && list[i].dist_m > 0)
            runs[(*out_count)++] = (miler_plan_run){list[i].day, list[i].dist_m};
    *out = runs;
    return MILER_OK;
}

miler_status app_plan_beside(app *a, app_plan_answer *answer, miler_arena *arena, miler_error *err) {
    miler_plan_run *runs = NULL;
    size_t count = 0;
    miler_status status = answer->marks == NULL ? app_plan_marks(a, arena, answer, err) : MILER_OK;
    if (status == MILER_OK) status = take_runs(a, arena, answer, false, &runs, &count, err);
    if (status != MILER_OK) return status;
    answer->plan.beside = runs;
    answer->plan.beside_count = count;
    return MILER_OK;
}

// The newest run of the log, of days before the plan only where a log was kept then; MILER_NO_DAY = none.
static miler_status last_run(app *a, const app_plan_answer *answer, miler_arena *arena, int32_t *day,
                             miler_error *err) {
    const store_run_filter filter = {.athlete_id = a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = answer->plan.start_day - KEPT_DAYS,
                                     .until_day = answer->today};
    store_run *list;
    size_t count, before = 0;
    *day = MILER_NO_DAY;
    const miler_status status = store_run_list(a->store, &filter, arena, &list, &count, NULL, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        before += list[i].day < answer->plan.start_day;
        if (*day == MILER_NO_DAY || list[i].day > *day) *day = list[i].day;
    }
    if (*day < answer->plan.start_day && before < KEPT_RUNS) *day = MILER_NO_DAY;
    return status;
}

static miler_status take_past(app *a, miler_arena *arena, app_changes *c, miler_replan *asked,
                              miler_error *err) {
    miler_status status = app_plan_marks(a, arena, &c->answer, err);
    if (status != MILER_OK) return status;
    const size_t count = c->answer.plan.session_count;
    miler_plan_past *past = miler_arena_array(arena, count + 1, sizeof *past);
    if (past == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    bool runs = false;
    for (size_t i = 0; i < count; i++)
        runs = runs || c->answer.marks[i].run_id != 0;
    c->no_runs = !runs && c->answer.today > c->answer.plan.start_day;
    // A word of a session is as good as its run; what is only missing was missed where runs are kept.
    for (size_t i = 0; i < count; i++)
        if (runs || c->answer.marks[i].told)
            asked->past_count += past_of(&c->answer, i, &past[asked->past_count]);
    asked->past = past;
    if (c->no_runs) status = last_run(a, &c->answer, arena, &c->last_run, err);
    if (status != MILER_OK) return status;
    miler_plan_run *other = NULL, *all = NULL;
    status = take_runs(a, arena, &c->answer, false, &other, &asked->run_count, err);
    if (status == MILER_OK) status = take_runs(a, arena, &c->answer, true, &all, &asked->all_run_count, err);
    asked->runs = other;
    asked->all_runs = all;
    return status;
}

// The newest result that the estimate leans on; easy running by heart rate, which tells changes, is news, too.
static int32_t evidence_day(const miler_fitness *f) {
    int32_t day = MILER_NO_DAY;
    for (size_t i = 0; i < f->rests_on_count; i++) {
        const miler_rests_on *r = &f->rests_on[i];
        if (r->weight < EVIDENCE_WEIGHT && r->evidence.kind != MILER_EVIDENCE_HEART) continue;
        if (r->evidence.day > day) day = r->evidence.day;
    }
    return day;
}

// What is known now, as a new plan would take it.
typedef struct known_now {
    miler_plan_request now, log;
} known_now;

// The log of the weeks before the plan: it may have been imported since.
static miler_status take_log(app *a, const app_changes *c, const app_fitness_answer *fitness,
                             const miler_plan_rules *rules, miler_arena *arena, known_now *known,
                             miler_replan *asked, miler_error *err) {
    const int32_t eve = c->answer.plan.start_day - 1;
    known->log = known->now;
    asked->log = &known->log;
    return app_history_take(a, eve < a->today ? eve : a->today, fitness, rules, arena, &known->log, err);
}

// Without any estimate the plan keeps its own.
static miler_status take_fitness(app *a, const app_changes *c, const miler_plan_rules *rules,
                                 miler_arena *arena, known_now *known, miler_replan *asked,
                                 miler_error *err) {
    app_fitness_answer fitness;
    miler_error none = {0};
    const miler_status status = app_fitness(a, arena, &fitness, &none);
    asked->evidence_day = MILER_NO_DAY;
    if (status == MILER_ERR_EMPTY) return MILER_OK;
    if (status != MILER_OK) {
        if (err != NULL) *err = none;
        return status;
    }
    miler_plan_request_init(&known->now, &a->athlete, &fitness.fitness, a->today);
    asked->now = &known->now;
    asked->evidence_day = evidence_day(&fitness.fitness);
    asked->breaks_in_book = fitness.fitness.rest_share > 0;
    return take_log(a, c, &fitness, rules, arena, known, asked, err);
}

// Where it cannot follow, the plan keeps the days that it was made for, and that is told.
static bool other_days(const miler_athlete *now, const miler_athlete *then) {
    return now->days_mask != 0 && (now->days_mask != then->days_mask ||
                                   memcmp(now->minutes, then->minutes, sizeof now->minutes) != 0);
}

// Of a plan that was made for other days than the profile's (--days): the profile of then, which is no
// news. "days minutes minutes ...".
static void days_text(const miler_athlete *athlete, char *out, size_t size) {
    size_t n = (size_t)snprintf(out, size, "%d", (int)athlete->days_mask);
    for (int i = 0; i < 7 && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, " %d", (int)athlete->minutes[i]);
}

static void plan_key(const char *what, int64_t plan_id, char *out, size_t size) {
    (void)snprintf(out, size, "%s:%" PRId64, what, plan_id);
}

miler_status app_plan_own_days(app *a, int64_t plan_id, miler_error *err) {
    char key[64], days[80];
    plan_key("plan_days", plan_id, key, sizeof key);
    days_text(&a->athlete, days, sizeof days);
    return store_setting_set(a->store, key, days, err);
}

static miler_status days_known(app *a, int64_t plan_id, miler_arena *arena, bool *out, miler_error *err) {
    char key[64], days[80], *value;
    plan_key("plan_days", plan_id, key, sizeof key);
    days_text(&a->athlete, days, sizeof days);
    const miler_status status = setting(a, key, arena, &value, err);
    *out = value != NULL && strcmp(value, days) == 0;
    return status;
}

static app_goal_move goal_move(const miler_plan *was, const miler_plan *now, const miler_plan_change *changes,
                               size_t count) {
    app_goal_move move = {0};
    if (!(fabs(now->goal_s - was->goal_s) > GOAL_LAP_S * now->race_dist_m / 400)) return move;
    move = (app_goal_move){was->goal_s, now->goal_s, was->now_s, now->now_s, false};
    for (size_t i = 0; i < count; i++)
        move.rested = move.rested || (changes[i].day == MILER_NO_DAY && changes[i].rule != NULL &&
                                      strcmp(changes[i].rule, "break_free_days") == 0);
    return move;
}

miler_status app_plan_told(app *a, int64_t plan_id, miler_error *err) {
    char key[64];
    plan_key("plan_told", plan_id, key, sizeof key);
    return store_setting_set(a->store, key, "1", err);
}

static miler_status was_told(app *a, int64_t plan_id, miler_arena *arena, bool *out, miler_error *err) {
    char key[64], *value;
    plan_key("plan_told", plan_id, key, sizeof key);
    const miler_status status = setting(a, key, arena, &value, err);
    *out = value != NULL;
    return status;
}

// The time that a plan was made of stands in no log. Training is seldom all out: alone it does not say
// that who ran that time is slower.
static void leave_slower_training(const app_changes *c, bool told, miler_replan *asked) {
    if (asked->now == NULL || !asked->now->only_training || !told) return;
    const double told_mps = c->answer.plan.request.book.zones[MILER_ZONE_MILE].target_mps;
    if (asked->now->book.zones[MILER_ZONE_MILE].target_mps < told_mps) asked->evidence_day = MILER_NO_DAY;
}

// With no run since the plan began nobody knows of these days: what the estimate lost by them is no news.
// A result entered since is.
static void leave_unknown_days(const app_changes *c, miler_replan *asked) {
    const miler_plan_request *q = &c->answer.plan.request;
    const int32_t known = q->evidence_day != 0 ? q->evidence_day : q->today;
    if (c->no_runs && asked->breaks_in_book && asked->evidence_day <= known)
        asked->evidence_day = MILER_NO_DAY;
}

// Whether anything that is over still counts as run.
static bool counts_as_run(const miler_plan *plan, int32_t today) {
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (s->day < today && s->status != MILER_SESSION_SKIPPED && s->dist_m > 0) return true;
    }
    return false;
}

// What was told when the plan was made: a time that stands in no log, days that are no news.
static miler_status take_settings(app *a, int64_t plan_id, miler_arena *arena, bool *told, bool *no_news,
                                  miler_error *err) {
    *told = *no_news = false;
    const miler_status status = was_told(a, plan_id, arena, told, err);
    return status == MILER_OK ? days_known(a, plan_id, arena, no_news, err) : status;
}

// What a log says that the plan could not follow; 0 = nothing.
static double other_log(const miler_plan_request *of, const miler_plan_request *log) {
    return miler_plan_log_is_news(of, log) ? log->weekly_m : 0;
}

// `note`: the one that it follows, `noted` as in app_changes; such a version is kept even where nothing
// else changed, so that it can be undone.
static miler_status replan(app *a, const char *what, bool dry_run, int noted, const miler_plan_note *note,
                           miler_arena *arena, app_changes *out, miler_error *err) {
    miler_plan_rules rules;
    known_now known;
    miler_plan anew;
    miler_replan asked = {.today = a->today};
    *out = (app_changes){.what = what, .noted = noted};
    if (noted != 0) out->note = *note;
    miler_status status = app_plan_written(a, arena, &out->answer, err);
    if (status == MILER_OK) status = app_plan_rules(a, &rules, err);
    if (status == MILER_OK) status = take_past(a, arena, out, &asked, err);
    if (status == MILER_OK) status = take_fitness(a, out, &rules, arena, &known, &asked, err);
    miler_plan_note *notes = NULL;
    bool told, no_news;
    if (status == MILER_OK) status = app_notes(a, arena, &notes, &asked.note_count, err);
    if (status == MILER_OK) status = take_settings(a, out->answer.id, arena, &told, &no_news, err);
    if (status != MILER_OK) return status;
    leave_unknown_days(out, &asked);
    leave_slower_training(out, told, &asked);
    asked.notes = notes;
    asked.runner = no_news ? NULL : &a->athlete;
    status =
        miler_plan_replan(&out->answer.plan, &asked, &rules, arena, &anew, &out->changes, &out->count, err);
    if (status != MILER_OK) return status;
    out->goal = goal_move(&out->answer.plan, &anew, out->changes, out->count);
    out->no_runs = out->no_runs && counts_as_run(&anew, a->today);
    out->other_days = other_days(&a->athlete, &anew.request.athlete);
    out->log_weekly_m = other_log(&anew.request, asked.log);
    out->answer.plan = anew;
    out->answer.marks = NULL;
    return keep_to_read(a, (out->count > 0 || noted != 0) && !dry_run, arena, out, err);
}

miler_status app_replan(app *a, bool dry_run, miler_arena *arena, app_changes *out, miler_error *err) {
    if (dry_run) return replan(a, "replanned", true, 0, NULL, arena, out, err);
    miler_status status = app_history_begin(a, err);
    if (status != MILER_OK) return status;
    status = replan(a, "replanned", false, 0, NULL, arena, out, err);
    if (status == MILER_OK) status = set_hold(a, out->answer.id, 0, err);
    return app_history_end(a, status, err);
}

static bool same_note(const miler_plan_note *a, const miler_plan_note *b) {
    return a->kind == b->kind && a->day == b->day && a->days == b->days && strcmp(a->part, b->part) == 0;
}

// What the note had changed, the other way round.
static void turn_back(app_changes *out) {
    for (size_t i = 0; i < out->count; i++) {
        miler_plan_change *one = &out->changes[i];
        const char *was = one->was;
        one->was = one->now;
        one->now = was;
        one->reason = "The note is taken back: as it was before it.";
        one->rule = one->source = "";
    }
}

// A note taken back on the day it was made: no day was lived by it, so that the plan before it stands
// again as it was. Of one that is older the days since are asked for, as by any change.
static miler_status stand_again(app *a, const miler_plan_note *note, miler_arena *arena, app_changes *out,
                                bool *again, miler_error *err) {
    store_plan row = {.id = 0}, old;
    miler_plan before;
    *again = false;
    *out = (app_changes){.what = ""};
    miler_status status = app_plan_written(a, arena, &out->answer, err);
    if (status == MILER_OK) status = store_plan_get(a->store, out->answer.id, arena, &row, err);
    if (status == MILER_OK) status = read_changes(or_empty(row.why), arena, out, err);
    if (status != MILER_OK || out->noted <= 0 || !same_note(&out->note, note) || row.version < 2 ||
        miler_day_at(row.saved_ms, a->utc_offset_s) != miler_day_at(app_now_ms(a), a->utc_offset_s))
        return status;
    status = store_plan_version(a->store, row.id, row.version - 1, arena, &old, err);
    if (status == MILER_OK) status = miler_plan_parse(old.body, strlen(old.body), arena, &before, err);
    if (status != MILER_OK) return status;
    turn_back(out);
    out->what = "replanned";
    out->noted = -1;
    out->goal = goal_move(&out->answer.plan, &before, out->changes, out->count);
    out->answer.plan = before;
    out->answer.marks = NULL;
    *again = true;
    return keep_to_read(a, true, arena, out, err);
}

static miler_status follow_note(app *a, int noted, const miler_plan_note *note, miler_arena *arena,
                                app_changes *out, miler_error *err) {
    bool again = false;
    miler_status status = noted < 0 ? stand_again(a, note, arena, out, &again, err) : MILER_OK;
    if (status == MILER_OK && !again) status = replan(a, "replanned", false, noted, note, arena, out, err);
    return status == MILER_OK ? set_hold(a, out->answer.id, 0, err) : status;
}

// Without a plan, or with one that cannot follow, the note is kept all the same.
static miler_status try_to_follow(app *a, int noted, const miler_plan_note *note, miler_arena *arena,
                                  app_changes *out, bool *followed, miler_error *err) {
    miler_error why = {0};
    const miler_status status = follow_note(a, noted, note, arena, out, &why);
    *followed = status == MILER_OK;
    if (*followed || status == MILER_ERR_NOT_FOUND || status == MILER_ERR_REFUSED) return MILER_OK;
    if (err != NULL) *err = why;
    return status;
}

miler_status app_note_made(app *a, miler_plan_note *note, miler_arena *arena, app_changes *out,
                           bool *followed, miler_error *err) {
    miler_status status = app_history_begin(a, err);
    if (status != MILER_OK) return status;
    status = app_note_add(a, note, arena, err);
    if (status == MILER_OK) status = try_to_follow(a, 1, note, arena, out, followed, err);
    return app_history_end(a, status, err);
}

miler_status app_note_taken_back(app *a, int32_t id, miler_arena *arena, app_changes *out, bool *followed,
                                 miler_error *err) {
    miler_plan_note gone;
    miler_status status = app_history_begin(a, err);
    if (status != MILER_OK) return status;
    status = app_note_remove(a, id, arena, &gone, err);
    if (status == MILER_OK) status = try_to_follow(a, -1, &gone, arena, out, followed, err);
    return app_history_end(a, status, err);
}

static miler_status follow(app *a, const char *what, size_t *count, app_goal_move *goal, miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    app_changes changes = {0};
    store_plan row;
    miler_error why = {0};
    long undone = 0;
    *count = 0;
    miler_status status = arena != NULL ? store_plan_active(a->store, a->athlete_id, arena, &row, &why)
                                        : miler_fail(&why, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) status = held(a, row.id, arena, &undone, &why);
    if (status == MILER_OK && undone == 0) status = replan(a, what, false, 0, NULL, arena, &changes, &why);
    if (status == MILER_OK) *count = changes.count;
    *goal = changes.goal;
    miler_arena_free(arena);
    if (!app_of_machine(status)) return MILER_OK;
    if (err != NULL) *err = why;
    return status;
}

miler_status app_replan_quietly(app *a, size_t *count, app_goal_move *goal, miler_error *err) {
    return follow(a, "replanned after an import", count, goal, err);
}

static bool same_number(double a, double b) {
    return a > 0 || b > 0 ? a == b : true; // 0 and NaN are not told
}

static bool same_by_hand(const miler_athlete *a, const miler_athlete *b) {
    const miler_hand_paces *p = &a->paces, *q = &b->paces;
    bool same = a->paces_day == b->paces_day && same_number(p->easy_slow_mps, q->easy_slow_mps) &&
                same_number(p->easy_fast_mps, q->easy_fast_mps) &&
                same_number(p->threshold_mps, q->threshold_mps) && same_number(p->vo2max_mps, q->vo2max_mps);
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        same = same && same_number(a->hr_from_bpm[i], b->hr_from_bpm[i]);
    return same;
}

miler_status app_replan_by_hand(app *a, const miler_athlete *before, size_t *count, app_goal_move *goal,
                                miler_error *err) {
    *count = 0;
    *goal = (app_goal_move){0};
    if (same_by_hand(before, &a->athlete)) return MILER_OK;
    return follow(a, "replanned for paces by hand", count, goal, err);
}

// ---- Days without running -------------------------------------------------------------------

static bool missed_since(const app_plan_answer *answer, int32_t day) {
    for (size_t i = 0; i < answer->plan.session_count; i++)
        if (answer->marks[i].kind == PLAN_MARK_MISSED && answer->plan.sessions[i].day > day) return true;
    return false;
}

miler_status app_plan_idle(app *a, app_plan_answer *answer, miler_arena *arena, miler_error *err) {
    miler_plan_rules rules;
    app_changes would;
    miler_error none = {0};
    int32_t day;
    answer->idle_since = 0;
    miler_status status = last_run(a, answer, arena, &day, err);
    if (status == MILER_OK) status = app_plan_rules(a, &rules, err);
    if (status != MILER_OK || day == MILER_NO_DAY) return status;
    const double free_days = miler_plan_rule(&rules, "break_free_days", answer->plan.level);
    if (answer->today - day <= free_days) return MILER_OK;
    // No run since the plan began: nothing is called missed, and replanning asks what became of these days.
    if (day < answer->plan.start_day) {
        if (counts_as_run(&answer->plan, answer->today)) answer->idle_since = day;
        return MILER_OK;
    }
    if (!missed_since(answer, day)) return MILER_OK;
    // Why it cannot be replanned is told to whoever asks for that.
    status = app_replan(a, true, arena, &would, &none);
    if (app_of_machine(status)) {
        if (err != NULL) *err = none;
        return status;
    }
    if (status == MILER_OK && would.count > 0) answer->idle_since = day;
    return MILER_OK;
}

// ---- Looking back and taking back ----------------------------------------------------------

// Against the version before, where there is one.
static miler_status goal_before(app *a, const store_plan *row, miler_arena *arena, app_changes *out,
                                miler_error *err) {
    store_plan old;
    miler_plan before;
    if (row->version < 2) return MILER_OK;
    miler_status status = store_plan_version(a->store, row->id, row->version - 1, arena, &old, err);
    if (status == MILER_OK) status = miler_plan_parse(old.body, strlen(old.body), arena, &before, err);
    if (status == MILER_OK) out->goal = goal_move(&before, &out->answer.plan, out->changes, out->count);
    return status;
}

miler_status app_plan_changes(app *a, miler_arena *arena, app_changes *out, miler_error *err) {
    store_plan row;
    *out = (app_changes){.what = ""};
    miler_status status = app_plan_written(a, arena, &out->answer, err);
    if (status == MILER_OK) status = store_plan_get(a->store, out->answer.id, arena, &row, err);
    if (status != MILER_OK) return status;
    out->saved_ms = row.saved_ms;
    status = read_changes(or_empty(row.why), arena, out, err);
    if (status == MILER_OK) status = goal_before(a, &row, arena, out, err);
    return status == MILER_OK ? to_read(a, arena, out, err) : status;
}

static miler_status undo(app *a, int64_t version, miler_arena *arena, app_changes *out, miler_error *err) {
    miler_status status = app_plan_changes(a, arena, out, err);
    if (status != MILER_OK) return status;
    if (version != 0 && version != out->saved_ms)
        return miler_fail(err, MILER_ERR_CONFLICT, "the plan was changed since: nothing is taken back");
    status = store_plan_undo(a->store, out->answer.id, err);
    if (status == MILER_ERR_REFUSED) {
        (void)miler_fail(err, MILER_ERR_REFUSED, "the plan is as it was made: there is nothing to undo");
        miler_error_remedy(err, "plans made before: miler plan list");
        return status;
    }
    if (status == MILER_OK && out->noted != 0)
        status = plan_note_turn(a, &out->note, out->noted < 0, arena, err);
    if (status == MILER_OK) status = move_hold(a, out, by_itself(out), arena, err);
    out->undone = status == MILER_OK;
    return status;
}

static miler_status redo(app *a, miler_arena *arena, app_changes *out, miler_error *err) {
    store_plan row;
    bool more;
    miler_status status = store_plan_active(a->store, a->athlete_id, arena, &row, err);
    if (status == MILER_OK) status = store_plan_redo(a->store, row.id, &more, err);
    if (status == MILER_ERR_REFUSED) {
        (void)miler_fail(err, MILER_ERR_REFUSED, "nothing was taken back that could be brought back");
        miler_error_remedy(err, "what the days ask for now: miler plan replan");
        return status;
    }
    if (status == MILER_OK) status = app_plan_changes(a, arena, out, err);
    if (status == MILER_OK) status = move_hold(a, out, -by_itself(out), arena, err);
    if (status == MILER_OK && out->noted != 0)
        status = plan_note_turn(a, &out->note, out->noted > 0, arena, err);
    out->redone = status == MILER_OK;
    return status;
}

// The plan, its note and its hold go together.
miler_status app_plan_undo_of(app *a, int64_t version, miler_arena *arena, app_changes *out,
                              miler_error *err) {
    const miler_status status = app_history_begin(a, err);
    return status == MILER_OK ? app_history_end(a, undo(a, version, arena, out, err), err) : status;
}

miler_status app_plan_undo(app *a, miler_arena *arena, app_changes *out, miler_error *err) {
    return app_plan_undo_of(a, 0, arena, out, err);
}

miler_status app_plan_redo(app *a, miler_arena *arena, app_changes *out, miler_error *err) {
    const miler_status status = app_history_begin(a, err);
    return status == MILER_OK ? app_history_end(a, redo(a, arena, out, err), err) : status;
}

// ---- By hand ---------------------------------------------------------------------------------

static bool had(const miler_plan_finding *f, const miler_plan_finding *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(f->rule, list[i].rule) == 0 && f->day == list[i].day) return true;
    return false;
}

// What the auditor finds now and did not find before.
static miler_status audit_hand(app *a, const miler_plan *before, miler_arena *arena, app_changes *out,
                               miler_error *err) {
    miler_plan_rules rules;
    size_t was = 0, is = 0;
    miler_plan_request request = before->request, request_now = out->answer.plan.request;
    request.athlete.units = request_now.athlete.units = a->athlete.units; // that they are told in
    miler_plan_finding *old = miler_arena_array(arena, APP_FINDINGS_MAX, sizeof *old);
    out->findings = miler_arena_array(arena, APP_FINDINGS_MAX, sizeof *out->findings);
    if (old == NULL || out->findings == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = app_plan_rules(a, &rules, err);
    if (status == MILER_OK)
        status = miler_plan_check(before, &request, &rules, arena, old, APP_FINDINGS_MAX, &was, err);
    if (status == MILER_OK)
        status = miler_plan_check(&out->answer.plan, &request_now, &rules, arena, out->findings,
                                  APP_FINDINGS_MAX, &is, err);
    if (was > APP_FINDINGS_MAX) was = APP_FINDINGS_MAX;
    if (is > APP_FINDINGS_MAX) is = APP_FINDINGS_MAX;
    for (size_t i = 0; i < is; i++)
        if (!had(&out->findings[i], old, was)) out->findings[out->finding_count++] = out->findings[i];
    out->found_before = is - out->finding_count;
    return status;
}

// Sessions that the log, or the runner's word, says are done are not to be moved.
static void mark_done(app_plan_answer *answer) {
    for (size_t i = 0; i < answer->plan.session_count; i++) {
        miler_session *s = &answer->plan.sessions[i];
        const plan_mark *mark = &answer->marks[i];
        const bool ran = mark->run_id != 0 || (mark->told && mark->kind != PLAN_MARK_MISSED);
        if (mark->kind != PLAN_MARK_NONE && ran && !beside_it(mark, s)) s->status = MILER_SESSION_DONE;
    }
}

miler_status app_plan_hand(app *a, const app_hand *hand, miler_arena *arena, app_changes *out,
                           miler_error *err) {
    static const char *const names[] = {"moved by hand", "swapped by hand", "skipped by hand", "set by hand"};
    *out = (app_changes){.what = names[hand->kind]};
    miler_status status = app_plan_written(a, arena, &out->answer, err);
    if (status == MILER_OK) status = app_plan_marks(a, arena, &out->answer, err);
    if (status != MILER_OK) return status;
    mark_done(&out->answer);
    const miler_plan before = out->answer.plan;
    miler_plan *now = &out->answer.plan;
    switch (hand->kind) {
    case APP_HAND_SKIP:
        status = miler_plan_skip(&before, a->today, hand->session_id, hand->day, arena, now, &out->changes,
                                 &out->count, err);
        break;
    case APP_HAND_SET:
        status = miler_plan_set(&before, a->today, hand->session_id, hand->day, hand->text, arena, now,
                                &out->changes, &out->count, err);
        break;
    default:
        status = miler_plan_move(&before, a->today, hand->session_id, hand->day, hand->to,
                                 hand->kind == APP_HAND_SWAP, arena, now, &out->changes, &out->count, err);
    }
    if (status != MILER_OK) return status;
    if (hand->kind == APP_HAND_SET) out->set = miler_plan_session(now, out->changes[0].session_id);
    out->answer.marks = NULL;
    status = audit_hand(a, &before, arena, out, err);
    return status == MILER_OK ? keep_to_read(a, !hand->dry_run, arena, out, err) : status;
}
