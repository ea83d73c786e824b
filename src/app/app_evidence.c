// SPDX-License-Identifier: MIT
// The evidence that fitness rests on.
//
// A result entered by hand or marked official outranks anything a watch measured:
// a watch's stretch of the same race is no second piece of evidence.
//
// A result far behind everything else of its months is set aside until another agrees (miler_evidence_set_aside).
//
// A watch's best is a time trial, an all-out effort rather than a lower bound,
// when the runner marked it off and it stands alone (all engineering estimates):
//   - one lap ended by hand or by a workout step covers it (95 % of it, and the
//     lap is no more than 5 % longer or shorter), and
//   - it was at least 1.3 times as fast as the rest of the run (threshold runs
//     come to 1.2 to 1.27 of easy pace, 5 km races to 1.3 and more, by VDOT), and
//   - no other lap of half its length came within 5 % of its speed (else: reps).
// Or it is the whole run (all but 5 %), at 88 % of a known highest heart rate, with
// no lap a tenth faster than all of it (else: reps, and jogging between).
// Or it was a race by its name on a measured course, as among the bests, and no heart
// rate says that it was jogged; where something else speaks of a faster runner it stays
// a lower bound, unless its heart rate says that it was run hard (lost_race.c).
#include "app/app_belt.h"
#include "app/race_course.h"

#include <miler/progress.h>

#include <stdlib.h>
#include <string.h>

#define PER_BLOCK 3 // of four weeks: a run that is doubted must not hide all others [engineering estimate]
#define COVER_SHARE 0.95
#define TRIAL_SPEED_RATIO 1.3
#define OTHER_LAP_SHARE 0.5
#define OTHER_LAP_SPEED 0.95
#define TRIAL_HR_SHARE 0.88
#define LAP_HR_SHARE 0.8 // a mile all out is run at more than 90 %; less is no trial [engineering estimate]
#define EVEN_LAP_SHARE 0.05 // of the run: shorter laps may be a last sprint
#define EVEN_RATIO 1.1
#define HAND_ERROR_S 0.5          // a result typed in: own watch, start and stop by hand
#define MEASURED_ERROR_SHARE 0.02 // where a best states no error: GPS distance at its usual worst
#define SHADOW_SHARE 0.05         // a watch's distance beside the official one of the same day
// Downhill counts as on the flat, by the cost of slopes (Minetti 2002): of the drop beyond what the altitude
// wanders by (3 m) and what records allow (1 in 1000). Runners win about half of that cost (Davies 1980): half
// of the correction is its error [engineering estimate].
#define DROP_WANDERS_M 3.0
#define DROP_ALLOWED 0.001
#define DROP_ERROR 0.5
#define STEPPED_SHARE                                                                                        \
    0.8 // of the time with a runner's steps: they were counted all the while [engineering estimate]
// The heart follows within some minutes; a shorter stretch is run with what it does not show [engineering estimate].
#define STEPS_MIN_SPM 140.0F // a runner's, as a stretch has them (activity.h)
#define HEART_TOLD_S 480.0
#define HEART_SHARE_MOST 0.92 // beyond it oxygen does not rise with the heart (miler_heart_mile_s)
#define HR_SENSOR_MAX 215     // more is the sensor
#define SAME_EFFORT_SHARE 0.9 // stretches of one run that share so much of the longer one are one effort

typedef struct gathering {
    app *a;
    miler_arena *arena;
    const store_result *results;
    size_t result_count;
    const store_run *runs; // newest first
    size_t run_count;
    float *top_bpm; // per run: the highest heart rate up to it
    const store_reps_mile *reps;
    size_t reps_count;
    miler_evidence *list;
    size_t count, room;
} gathering;

// The official time of that day at about that distance says it better.
static bool shadowed(const gathering *g, const store_best *best) {
    for (size_t i = 0; i < g->result_count; i++) {
        const store_result *r = &g->results[i];
        const bool near = fabs(r->dist_m - best->effort.dist_m) <= SHADOW_SHARE * r->dist_m;
        if (near && (r->run_id == best->run_id || (r->day != MILER_NO_DAY && r->day == best->day)))
            return true;
    }
    return false;
}

static double rest_speed_mps(const store_best *best) {
    const double dist_m = best->run_dist_m - best->effort.dist_m;
    const double time_s = best->run_timer_s - best->effort.time_s;
    return dist_m > 0 && time_s > 0 ? dist_m / time_s : (double)NAN;
}

static double lap_speed_mps(const miler_lap *lap) {
    return lap->sum.dist_m > 0 && lap->sum.timer_s > 0 ? lap->sum.dist_m / lap->sum.timer_s : 0;
}

// Does this lap hold (nearly) all of the effort and little else?
static bool lap_covers(const miler_lap *lap, const store_best *best) {
    if (lap->trigger != MILER_TRIGGER_MANUAL && lap->trigger != MILER_TRIGGER_WORKOUT) return false;
    if (lap->sum.start_ms == MILER_NO_TIME || best->start_ms == MILER_NO_TIME) return false;
    const double dist_m = best->effort.dist_m;
    if (!(fabs(lap->sum.dist_m - dist_m) <= (1 - COVER_SHARE) * dist_m)) return false;
    const double lap_start_s = (double)(lap->sum.start_ms - best->start_ms) / 1000;
    const double from_s = fmax(lap_start_s, best->effort.start_s);
    const double to_s = fmin(lap_start_s + lap->sum.elapsed_s, best->effort.start_s + best->effort.time_s);
    return to_s - from_s >= COVER_SHARE * best->effort.time_s;
}

static bool stands_alone(const miler_lap *laps, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++) {
        if (i == at || laps[i].sum.dist_m < OTHER_LAP_SHARE * laps[at].sum.dist_m) continue;
        if (lap_speed_mps(&laps[i]) >= OTHER_LAP_SPEED * lap_speed_mps(&laps[at])) return false;
    }
    return true;
}

static bool even_paced(const store_best *best, const miler_lap *laps, size_t count) {
    const double mean_mps = best->run_dist_m / best->run_timer_s;
    for (size_t i = 0; i < count; i++)
        if (laps[i].sum.dist_m >= EVEN_LAP_SHARE * best->run_dist_m &&
            lap_speed_mps(&laps[i]) > EVEN_RATIO * mean_mps)
            return false;
    return true;
}

// The last and fastest of a set of reps is no race, however far ahead of the others it is.
static bool of_reps(const gathering *g, int64_t run_id) {
    for (size_t i = 0; i < g->reps_count; i++)
        if (g->reps[i].activity_id == run_id) return true;
    return false;
}

// The highest heart rate seen by that day.
static double highest_hr(const gathering *g, int32_t day) {
    size_t low = 0;
    size_t high = g->run_count; // newest first: the first that is not younger
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (g->runs[mid].day > day)
            low = mid + 1;
        else
            high = mid;
    }
    if (g->a->athlete.hr_max_bpm > 0) return g->a->athlete.hr_max_bpm;
    return low < g->run_count ? (double)g->top_bpm[low] : 0;
}

static bool is_race(const gathering *g, const store_best *best) {
    const double bpm = (double)best->run_avg_hr_bpm;
    const bool jogged = bpm > 0 && bpm < LAP_HR_SHARE * highest_hr(g, best->day);
    return !jogged &&
           race_course_is(best->effort.dist_m, best->run_name, best->run_dist_m, best->dist_source);
}

// At 88 % of a maximum that was told: the highest that was seen may be of jogs alone.
static bool ran_hard(const gathering *g, const store_best *best) {
    const double hr_max = g->a->athlete.hr_max_bpm;
    return hr_max > 0 && (double)best->run_avg_hr_bpm >= TRIAL_HR_SHARE * hr_max;
}

static miler_status is_all_out(const gathering *g, const store_best *best, bool *out, miler_error *err) {
    *out = false;
    const double dist_m = best->effort.dist_m;
    const bool whole = dist_m >= COVER_SHARE * best->run_dist_m;
    const double hr_max = g->a->athlete.hr_max_bpm;
    const bool faster = dist_m / best->effort.time_s >= TRIAL_SPEED_RATIO * rest_speed_mps(best);
    const bool slack = hr_max > 0 && (double)best->effort.hr_bpm < LAP_HR_SHARE * hr_max;
    if (whole ? !ran_hard(g, best) : !faster || slack || of_reps(g, best->run_id)) return MILER_OK;
    miler_lap *laps;
    size_t count;
    const miler_status status = store_lap_list(g->a->store, best->run_id, g->arena, &laps, &count, err);
    if (status == MILER_OK && whole) *out = even_paced(best, laps, count);
    for (size_t i = 0; status == MILER_OK && !whole && i < count && !*out; i++)
        *out = lap_covers(&laps[i], best) && stands_alone(laps, count, i);
    return status;
}

static miler_status is_trial(const gathering *g, const store_best *best, bool *out, miler_error *err) {
    *out = is_race(g, best);
    return *out ? MILER_OK : is_all_out(g, best, out, err);
}

static bool add(gathering *g, const miler_evidence *e) {
    if (g->count == g->room) {
        const size_t wanted = g->room == 0 ? 64 : g->room * 2;
        miler_evidence *grown = miler_arena_grow(g->arena, g->list, g->room, wanted, sizeof *grown);
        if (grown == NULL) return false;
        g->list = grown;
        g->room = wanted;
    }
    g->list[g->count++] = *e;
    return true;
}

static miler_status add_results(gathering *g, miler_error *err) {
    for (size_t i = 0; i < g->result_count; i++) {
        const store_result *r = &g->results[i];
        if (r->day != MILER_NO_DAY && r->day > g->a->today) continue;
        const miler_evidence e = {.dist_m = r->dist_m,
                                  .time_s = r->time_s,
                                  .error_s = r->official ? 0 : HAND_ERROR_S,
                                  .day = r->day,
                                  .kind = r->official ? MILER_EVIDENCE_OFFICIAL : MILER_EVIDENCE_RESULT,
                                  .source_id = r->id};
        if (!add(g, &e)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return MILER_OK;
}

// A mile run all out holds a fast 1500 and 1600 m too: one effort is one piece
// of evidence. The trial tells it best, then the distance nearest to the mile.
typedef struct piece {
    const store_best *best;
    bool trial, doubled;
    bool entered; // a result tells it better
} piece;

static bool same_effort(const store_best *a, const store_best *b) {
    const miler_effort *x = &a->effort;
    const miler_effort *y = &b->effort;
    const double both_s = fmin(x->start_s + x->time_s, y->start_s + y->time_s) - fmax(x->start_s, y->start_s);
    return a->run_id == b->run_id && both_s >= SAME_EFFORT_SHARE * fmax(x->time_s, y->time_s);
}

static bool tells_better(const piece *a, const piece *b) {
    if (a->trial != b->trial) return a->trial;
    return fabs(log(a->best->effort.dist_m / MILER_MILE_M)) <
           fabs(log(b->best->effort.dist_m / MILER_MILE_M));
}

// Run by run, and within a run as they were listed.
static int by_run(const void *left, const void *right) {
    const store_best *a = ((const piece *)left)->best;
    const store_best *b = ((const piece *)right)->best;
    if (a->run_id != b->run_id) return a->run_id < b->run_id ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void mark_doubled_of_run(piece *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count && !list[i].doubled; k++)
            list[i].doubled = i != k && same_effort(list[i].best, list[k].best) &&
                              (list[k].entered || (!list[k].doubled && tells_better(&list[k], &list[i])));
}

static void mark_doubled(piece *list, size_t count) {
    if (count > 1) qsort(list, count, sizeof *list, by_run);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && list[to].best->run_id == list[from].best->run_id;)
            to++;
        mark_doubled_of_run(list + from, to - from);
    }
}

// A course that the watch measured as shorter than it is has no stretch of its length: the whole run is the
// effort. 0: no such race.
static double short_course_m(const store_run *run, int32_t since_day) {
    const double course_m = race_course_m(run->name, run->dist_m, run->dist_source);
    const bool is = run->day >= since_day && run->recorded_dist_m < course_m &&
                    run->elapsed_s >= miler_world_record_s(MILER_SEX_MALE, course_m);
    return is ? course_m : 0;
}

static store_best whole_run(const store_run *run, double course_m) {
    return (store_best){.run_id = run->id,
                        .day = run->day,
                        .effort = {.dist_m = course_m,
                                   .time_s = run->elapsed_s,
                                   .error_s = RACE_COURSE_ERROR_S,
                                   .hr_bpm = run->avg_hr_bpm,
                                   .step_share = run->avg_cadence_spm >= STEPS_MIN_SPM ? 1 : NAN,
                                   .rise_m = NAN},
                        .dist_source = run->dist_source,
                        .run_dist_m = run->dist_m,
                        .run_timer_s = run->timer_s,
                        .run_avg_hr_bpm = run->avg_hr_bpm,
                        .start_ms = run->start_ms,
                        .run_name = run->name};
}

static miler_status list_short_courses(const gathering *g, int32_t since_day, store_best **out,
                                       size_t *out_count, miler_error *err) {
    size_t count = 0;
    for (size_t i = 0; i < g->run_count; i++)
        count += short_course_m(&g->runs[i], since_day) > 0;
    *out = miler_arena_array(g->arena, count + 1, sizeof **out);
    *out_count = 0;
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < g->run_count; i++) {
        const double course_m = short_course_m(&g->runs[i], since_day);
        if (course_m > 0) (*out)[(*out_count)++] = whole_run(&g->runs[i], course_m);
    }
    return MILER_OK;
}

static miler_status take_piece(const gathering *g, const store_best *best, piece *out, miler_error *err) {
    out->best = best;
    out->entered = shadowed(g, best);
    return is_trial(g, best, &out->trial, err);
}

// Whole blocks are asked for: the fastest of half a block would be others than those of all of it.
static miler_status list_pieces(gathering *g, int32_t since_day, piece **out, size_t *out_count,
                                miler_error *err) {
    store_best *bests, *courses = NULL;
    size_t count, course_count = 0;
    const int32_t block_day = since_day == MILER_NO_DAY ? since_day : store_block_start(since_day);
    *out_count = 0;
    miler_status status = store_best_by_block(g->a->store, g->a->athlete_id, PER_BLOCK, block_day,
                                              g->a->today, g->arena, &bests, &count, err);
    if (status == MILER_OK) status = list_short_courses(g, since_day, &courses, &course_count, err);
    if (status != MILER_OK) return status;
    piece *pieces = miler_arena_array(g->arena, count + course_count + 1, sizeof *pieces);
    if (pieces == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (bests[i].effort.dist_m >= MILER_TRAINING_MIN_M && bests[i].day >= since_day)
            status = take_piece(g, &bests[i], &pieces[(*out_count)++], err);
    for (size_t i = 0; status == MILER_OK && i < course_count; i++)
        status = take_piece(g, &courses[i], &pieces[(*out_count)++], err);
    *out = pieces;
    return status;
}

// ---- What else a stretch tells

static double heart_mile(const gathering *g, const store_best *best, double flat_s) {
    const miler_effort *e = &best->effort;
    const double rest = g->a->athlete.hr_rest_bpm > 0 ? g->a->athlete.hr_rest_bpm : MILER_HR_REST_USUAL;
    const double top = highest_hr(g, best->day);
    if (!(e->hr_bpm > 0) || !(top > rest) || e->time_s < HEART_TOLD_S) return 0;
    const double bpm = fmin((double)e->hr_bpm, rest + HEART_SHARE_MOST * (top - rest));
    const double mile_s = miler_heart_mile_s(e->dist_m / flat_s, bpm, rest, top);
    return mile_s > 0 ? mile_s : 0;
}

static double flat_time(const miler_effort *e) {
    const double drop_m = -(double)e->rise_m - fmax(DROP_WANDERS_M, DROP_ALLOWED * e->dist_m);
    if (!(drop_m > 0)) return e->time_s; // NaN: no altitude
    const double speed = e->dist_m / e->time_s;
    const double flat = miler_grade_adjusted_speed(speed, -drop_m / e->dist_m);
    return flat > 0 ? e->time_s * speed / flat : e->time_s;
}

// A race by its name counts as long as it took over its course, as among the bests: the stretch of that
// length within it is faster by what the watch measured too long. NaN: no such race.
static double course_time(const gathering *g, const store_best *best) {
    if (!race_course_is(best->effort.dist_m, best->run_name, best->run_dist_m, best->dist_source))
        return (double)NAN;
    double run_s = best->run_timer_s; // of a run too long ago to be listed
    for (size_t i = 0; i < g->run_count; i++)
        if (g->runs[i].id == best->run_id) run_s = g->runs[i].elapsed_s;
    return run_s >= best->effort.time_s ? run_s : (double)NAN;
}

static miler_evidence evidence_of(const gathering *g, const piece *p) {
    miler_effort course = p->best->effort;
    const double course_s = course_time(g, p->best);
    if (course_s > 0) {
        course.time_s = course_s;
        course.error_s = RACE_COURSE_ERROR_S;
    }
    const miler_effort *e = &course;
    const double flat_s = flat_time(e);
    const double error_s = e->error_s > 0 ? e->error_s : MEASURED_ERROR_SHARE * e->time_s;
    return (miler_evidence){.dist_m = e->dist_m,
                            .time_s = flat_s,
                            .error_s = hypot(error_s, DROP_ERROR * (flat_s - e->time_s)),
                            .day = p->best->day,
                            .kind = p->trial ? MILER_EVIDENCE_TIME_TRIAL : MILER_EVIDENCE_TRAINING_BEST,
                            .source_id = p->best->run_id,
                            .stepped = (double)e->step_share >= STEPPED_SHARE,
                            .on_track = (e->flags & MILER_EFFORT_ON_TRACK) != 0,
                            .by_name = p->trial && course_s > 0,
                            .ran_hard = ran_hard(g, p->best),
                            .heart_mile_s = heart_mile(g, p->best, flat_s)};
}

static miler_status add_measured(gathering *g, int32_t since_day, miler_error *err) {
    piece *pieces = NULL;
    size_t n;
    const miler_status status = list_pieces(g, since_day, &pieces, &n, err);
    if (status != MILER_OK) return status;
    mark_doubled(pieces, n);
    for (size_t i = 0; i < n; i++) {
        const miler_evidence one = evidence_of(g, &pieces[i]);
        if (!pieces[i].entered && !pieces[i].doubled && !add(g, &one))
            return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return MILER_OK;
}

// ---- Easy running by heart rate

static miler_easy_run easy_run_of(const store_run *r) {
    const bool usual = r->sport == MILER_SPORT_RUNNING && r->dist_source != MILER_DIST_TREADMILL;
    return (miler_easy_run){.id = r->id,
                            .day = r->day,
                            .dist_m = usual ? r->dist_m : (double)NAN,
                            .moving_s = r->moving_s,
                            .ascent_m = (double)r->ascent_m,
                            .avg_hr_bpm = (double)r->avg_hr_bpm,
                            .max_hr_bpm = (double)r->max_hr_bpm};
}

static miler_status add_hearts(gathering *g, int32_t since_day, miler_error *err) {
    miler_easy_run *easy = miler_arena_array(g->arena, g->run_count + 1, sizeof *easy);
    miler_evidence *weeks = miler_arena_array(g->arena, g->run_count + 1, sizeof *weeks);
    if (easy == NULL || weeks == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < g->run_count; i++)
        easy[i] = easy_run_of(&g->runs[i]);
    const size_t told = miler_easy_weeks(&g->a->athlete, easy, g->run_count, g->a->today, weeks);
    for (size_t i = 0; i < told; i++)
        if (weeks[i].day >= since_day && !add(g, &weeks[i]))
            return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return MILER_OK;
}

static miler_status add_belts(gathering *g, int32_t since_day, miler_error *err) {
    miler_evidence *list;
    size_t count;
    const miler_status status =
        app_belt_evidence(g->a, g->runs, g->run_count, since_day, g->arena, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (!add(g, &list[i])) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return status;
}

static miler_status list_reps(gathering *g, int32_t since_day, miler_error *err) {
    store_reps_mile *list;
    const miler_status status = store_reps_mile_list(g->a->store, g->a->athlete_id, since_day, g->a->today,
                                                     g->arena, &list, &g->reps_count, err);
    g->reps = list;
    return status;
}

static miler_status add_reps(gathering *g, miler_error *err) {
    for (size_t i = 0; i < g->reps_count; i++) {
        const miler_evidence e = {.dist_m = MILER_MILE_M,
                                  .time_s = g->reps[i].mile_s,
                                  .error_s = g->reps[i].error_s,
                                  .day = g->reps[i].day,
                                  .kind = MILER_EVIDENCE_REPS,
                                  .source_id = g->reps[i].activity_id};
        if (!add(g, &e)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return MILER_OK;
}

// Also the runs before the first day that is asked about: they say what was usual then.
static miler_status list_runs(gathering *g, int32_t since_day, miler_error *err) {
    const int32_t oldest = g->a->today - 7 * MILER_EASY_WEEKS_MAX + 1;
    if (since_day != MILER_NO_DAY) since_day -= MILER_EASY_BEFORE_DAYS;
    const store_run_filter filter = {.athlete_id = g->a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = since_day > oldest ? since_day : oldest,
                                     .until_day = g->a->today};
    store_run *runs;
    const miler_status status =
        store_run_list(g->a->store, &filter, g->arena, &runs, &g->run_count, NULL, err);
    g->runs = runs;
    if (status != MILER_OK) return status;
    g->top_bpm = miler_arena_array(g->arena, g->run_count + 1, sizeof *g->top_bpm);
    if (g->top_bpm == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = g->run_count; i-- > 0;) {
        g->top_bpm[i] = i + 1 < g->run_count ? g->top_bpm[i + 1] : 0;
        if (runs[i].max_hr_bpm < HR_SENSOR_MAX && runs[i].max_hr_bpm > g->top_bpm[i])
            g->top_bpm[i] = runs[i].max_hr_bpm;
    }
    return status;
}

// ---- Time without running

static int newest_day(const void *left, const void *right) {
    const int32_t a = *(const int32_t *)left;
    const int32_t b = *(const int32_t *)right;
    return (a < b) - (a > b);
}

// Once a week and more something else was done.
static miler_status other_sport(const gathering *g, miler_evidence *e, miler_error *err) {
    const int32_t until = e->run_count > 0 ? e->day + e->run_count : g->a->today;
    const store_run_filter filter = {
        .athlete_id = g->a->athlete_id, .sport = -1, .since_day = e->day + 1, .until_day = until};
    store_run *list;
    size_t count;
    const miler_status status = store_run_list(g->a->store, &filter, g->arena, &list, &count, NULL, err);
    e->otherwise_moved = status == MILER_OK && count > 0 && (until - e->day) / (int32_t)count <= 7;
    return status;
}

static miler_status add_breaks(gathering *g, miler_error *err) {
    int32_t *days = miler_arena_array(g->arena, g->run_count + g->result_count + 1, sizeof *days);
    miler_evidence *list = miler_arena_array(g->arena, g->run_count + g->result_count + 1, sizeof *list);
    if (days == NULL || list == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t count = 0;
    for (size_t i = 0; i < g->run_count; i++)
        days[count++] = g->runs[i].day;
    for (size_t i = 0; i < g->result_count; i++)
        if (g->results[i].day != MILER_NO_DAY && g->results[i].day <= g->a->today)
            days[count++] = g->results[i].day;
    if (count > 1) qsort(days, count, sizeof *days, newest_day);
    const size_t breaks = miler_breaks(days, count, g->a->today, list);
    miler_status status = MILER_OK;
    for (size_t i = 0; i < breaks && status == MILER_OK; i++) {
        status = other_sport(g, &list[i], err);
        if (status == MILER_OK && !add(g, &list[i])) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return status;
}

// Newest first (an unknown day counts as today), then the most trusted, then the
// shortest: an order without ties, so that the answer never depends on luck.
static int newest_first(const void *left, const void *right) {
    const miler_evidence *a = left;
    const miler_evidence *b = right;
    const int32_t day_a = a->day == MILER_NO_DAY ? INT32_MAX : a->day;
    const int32_t day_b = b->day == MILER_NO_DAY ? INT32_MAX : b->day;
    if (day_a != day_b) return day_a > day_b ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->dist_m < b->dist_m || a->dist_m > b->dist_m) return a->dist_m < b->dist_m ? -1 : 1;
    if (a->time_s < b->time_s || a->time_s > b->time_s) return a->time_s < b->time_s ? -1 : 1;
    return a->source_id < b->source_id ? -1 : a->source_id > b->source_id;
}

static miler_status gather(app *a, int32_t since_day, miler_arena *arena, miler_evidence **out,
                           size_t *out_count, miler_error *err) {
    gathering g = {.a = a, .arena = arena};
    store_result *results;
    miler_status status =
        store_result_list(a->store, a->athlete_id, false, arena, &results, &g.result_count, err);
    if (status != MILER_OK) return status;
    g.results = results;
    status = add_results(&g, err);
    if (status == MILER_OK) status = list_runs(&g, since_day, err);
    if (status == MILER_OK) status = list_reps(&g, since_day, err);
    if (status == MILER_OK) status = add_measured(&g, since_day, err);
    if (status == MILER_OK) status = add_hearts(&g, since_day, err);
    if (status == MILER_OK) status = add_belts(&g, since_day, err);
    if (status == MILER_OK) status = add_reps(&g, err);
    if (status == MILER_OK) status = add_breaks(&g, err);
    if (status == MILER_OK && g.count > 1) qsort(g.list, g.count, sizeof *g.list, newest_first);
    if (status == MILER_OK) miler_evidence_set_aside(&a->athlete, g.list, g.count, a->today);
    *out = g.list;
    *out_count = g.count;
    return status;
}

miler_status app_fitness_evidence(app *a, miler_arena *arena, miler_evidence **out, size_t *out_count,
                                  miler_error *err) {
    return gather(a, a->today - MILER_TRAINING_DAYS, arena, out, out_count, err);
}

miler_status app_fitness_history(app *a, miler_arena *arena, miler_evidence **out, size_t *out_count,
                                 miler_error *err) {
    return gather(a, MILER_NO_DAY, arena, out, out_count, err);
}
