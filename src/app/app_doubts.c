// SPDX-License-Identifier: MIT
// Which runs the mile does not rest on although they look fast, each with its
// reason: so that a real one can be entered as a result, and a wrong one be seen.
#include "app/app_belt.h"
#include "app/app_fitness.h"

#include <stdio.h>
#include <string.h>

// Whether a run of long ago was likely is told by what was run until so long after it: races that come
// soon after speak for it [engineering estimate].
#define LATER_DAYS 120

const char *app_doubt_name(app_doubt_why why) {
    static const char *const names[] = {"unsupported", "beyond", "heart rate", "ride",
                                        "record",      "jump",   "guess"};
    return (unsigned)why < sizeof names / sizeof names[0] ? names[why] : "";
}

const char *app_doubt_words(app_doubt_why why) {
    static const char *const words[] = {
        "faster than everything else: left out until another run or a result supports it; if it was run, "
        "enter it: miler result add",
        "far faster than everything else makes likely, as a car, a bicycle or a wrong distance would be",
        "its heart rate is far too low for that speed, as on a bicycle",
        "its speed or its steps are those of a car or a bicycle",
        "faster than the world record",
        "the positions jump",
        "no GPS and no foot pod, so its distance is the watch's guess (of an indoor track tell the length of "
        "a "
        "lap: miler edit ID lap 200m)",
    };
    return (unsigned)why < sizeof words / sizeof words[0] ? words[why] : "";
}

typedef struct counting {
    app *a;
    miler_arena *arena;
    app_fitness_answer *answer;
    int64_t *ids; // of the runs that are counted: each once, however many distances it holds
    size_t count, room;
} counting;

static bool counted(const counting *c, int64_t run_id) {
    for (size_t i = 0; i < c->count; i++)
        if (c->ids[i] == run_id) return true;
    return false;
}

static miler_status count_run(counting *c, int64_t run_id, miler_error *err) {
    if (c->count == c->room) {
        const size_t wanted = c->room == 0 ? 16 : 2 * c->room;
        int64_t *grown = miler_arena_grow(c->arena, c->ids, c->room, wanted, sizeof *grown);
        if (grown == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        c->ids = grown;
        c->room = wanted;
    }
    c->ids[c->count++] = run_id;
    return MILER_OK;
}

// Newest first; what is too old for the list is counted.
static void insert(app_fitness_answer *answer, const app_doubt *doubt) {
    size_t at = answer->doubt_count < APP_DOUBTS_MAX ? answer->doubt_count : APP_DOUBTS_MAX;
    answer->doubt_count++;
    while (at > 0 && answer->doubts[at - 1].day < doubt->day) {
        if (at < APP_DOUBTS_MAX) answer->doubts[at] = answer->doubts[at - 1];
        at--;
    }
    if (at < APP_DOUBTS_MAX) answer->doubts[at] = *doubt;
}

static bool heart_too_low(const app *a, const store_run *run, double mile_s) {
    const double rest = a->athlete.hr_rest_bpm > 0 ? a->athlete.hr_rest_bpm : MILER_HR_REST_USUAL;
    const double moving_s = run->moving_s > 0 ? run->moving_s : run->timer_s;
    const double heart_s =
        miler_heart_mile_s(run->dist_m / moving_s, (double)run->avg_hr_bpm, rest, a->athlete.hr_max_bpm);
    return heart_s < mile_s * exp(-MILER_HEART_BEYOND); // false where nothing is known
}

// What of it is told: a session of reps in a coach's words, not the mile it stands for.
static miler_status put_words(counting *c, const store_run *run, app_doubt *doubt, miler_error *err) {
    store_reps_mile reps;
    (void)snprintf(doubt->source, sizeof doubt->source, "run %lld%s%.60s", (long long)run->id,
                   run->name[0] != '\0' ? ": " : "", run->name);
    (void)snprintf(doubt->words, sizeof doubt->words, "%s", app_doubt_words(doubt->why));
    if (doubt->why == APP_DOUBT_UNSUPPORTED && doubt->beyond >= 0.005 &&
        isfinite(doubt->beyond)) // nobody is told of 0 %
        (void)snprintf(doubt->words, sizeof doubt->words, "faster than everything else by %.0f %%%s",
                       100 * doubt->beyond, strchr(app_doubt_words(doubt->why), ':'));
    if (!doubt->reps) return MILER_OK;
    const miler_status status = store_reps_mile_get(c->a->store, run->id, c->arena, &reps, err);
    if (status == MILER_OK) (void)snprintf(doubt->session, sizeof doubt->session, "%.90s", reps.words);
    return status;
}

static miler_status add(counting *c, app_doubt *doubt, miler_error *err) {
    store_run run;
    miler_status status = store_run_get(c->a->store, doubt->run_id, c->arena, &run, err);
    if (status != MILER_OK) return status;
    if (doubt->why == APP_DOUBT_GUESS && app_belt_is(&run)) return MILER_OK; // it counts, with a warning
    if (doubt->why <= APP_DOUBT_BEYOND && heart_too_low(c->a, &run, c->answer->fitness.mile.time_s))
        doubt->why = APP_DOUBT_HEART;
    status = put_words(c, &run, doubt, err);
    if (status == MILER_OK) status = count_run(c, run.id, err);
    if (status == MILER_OK) insert(c->answer, doubt);
    return status;
}

static app_doubt_why why_of(store_strange which, uint32_t flags) {
    if (which == STORE_BELT) return APP_DOUBT_GUESS;
    if ((flags & MILER_EFFORT_NOT_RUNNING) != 0) return APP_DOUBT_RIDE;
    return (flags & MILER_EFFORT_IMPOSSIBLE) != 0 ? APP_DOUBT_RECORD : APP_DOUBT_JUMP;
}

// What was measured to be no running, or no distance, where it would have been faster than today's mile.
static miler_status add_strange(counting *c, store_strange which, miler_error *err) {
    store_best *list;
    size_t count;
    const app *a = c->a;
    miler_status status = store_best_strange(a->store, a->athlete_id, which, a->today - MILER_TRAINING_DAYS,
                                             a->today, c->arena, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        const miler_effort *e = &list[i].effort;
        miler_estimate known;
        if (e->dist_m < MILER_TRAINING_MIN_M || !miler_fitness_at(&c->answer->fitness, e->dist_m, &known))
            continue;
        if (!(e->time_s < known.time_s) || counted(c, list[i].run_id)) continue;
        app_doubt doubt = {.dist_m = e->dist_m,
                           .time_s = e->time_s,
                           .day = list[i].day,
                           .run_id = list[i].run_id,
                           .why = why_of(which, e->flags)};
        status = add(c, &doubt, err);
    }
    return status;
}

static app_doubt doubt_of(const miler_doubted *d) {
    const miler_evidence *e = &d->evidence;
    return (app_doubt){.dist_m = e->dist_m,
                       .time_s = e->time_s,
                       .day = e->day,
                       .run_id = e->source_id,
                       .reps = e->kind == MILER_EVIDENCE_REPS,
                       .beyond = d->beyond,
                       .why = d->far ? APP_DOUBT_BEYOND : APP_DOUBT_UNSUPPORTED};
}

// What was known on a day: what a watch alone told of 18 months.
static size_t known_on(const miler_evidence *evidence, size_t count, int32_t day, miler_evidence *out) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *e = &evidence[i];
        const bool watch = e->kind >= MILER_EVIDENCE_TIME_TRIAL;
        if (e->day <= day && (!watch || (int64_t)day - e->day <= MILER_TRAINING_DAYS)) out[n++] = *e;
    }
    return n;
}

miler_status app_doubted_run(app *a, const miler_evidence *evidence, size_t count, int64_t run_id,
                             int32_t run_day, miler_arena *arena, const char **out, miler_error *err) {
    *out = NULL;
    const int32_t day = run_day < a->today - LATER_DAYS ? run_day + LATER_DAYS : a->today;
    miler_evidence *known = miler_arena_array(arena, count + 1, sizeof *known);
    app_fitness_answer *then = miler_arena_array(arena, 1, sizeof *then);
    if (known == NULL || then == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const size_t n = known_on(evidence, count, day, known);
    miler_fitness *f = &then->fitness;
    const miler_status status = miler_fitness_estimate(&a->athlete, known, n, day, f, NULL);
    if (status == MILER_ERR_NOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status != MILER_OK) return MILER_OK; // nothing to hold it against
    counting c = {.a = a, .arena = arena, .answer = then};
    for (size_t i = 0; i < f->doubted_count && i < MILER_DOUBTED_MAX; i++) {
        if (f->doubted[i].evidence.source_id != run_id) continue;
        app_doubt doubt = doubt_of(&f->doubted[i]);
        const miler_status added = add(&c, &doubt, err);
        if (added == MILER_OK && then->doubt_count > 0) *out = then->doubts[0].words;
        return added;
    }
    return MILER_OK;
}

miler_status app_fitness_doubts(app *a, miler_arena *arena, app_fitness_answer *answer, miler_error *err) {
    const miler_fitness *f = &answer->fitness;
    counting c = {.a = a, .arena = arena, .answer = answer};
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < f->doubted_count && i < MILER_DOUBTED_MAX; i++) {
        app_doubt doubt = doubt_of(&f->doubted[i]);
        status = add(&c, &doubt, err);
    }
    if (f->doubted_count > MILER_DOUBTED_MAX) answer->doubt_count += f->doubted_count - MILER_DOUBTED_MAX;
    if (status == MILER_OK) status = add_strange(&c, STORE_STRANGE, err);
    return status == MILER_OK ? add_strange(&c, STORE_BELT, err) : status;
}
