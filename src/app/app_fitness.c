// SPDX-License-Identifier: MIT
// Gathers the evidence and the running of the last weeks, and asks the fitness room.
#include "app/app_fitness.h"

#include "app/app_load.h"
#include "app/app_plan.h"

#include <stdio.h>
#include <stdlib.h>

#define VOLUME_DAYS 28  // the weekly volume a plan starts from: four weeks smooth out one light one
#define LONGEST_DAYS 42 // a long run older than six weeks says little about today's legs

static void recent_running(const app_load_run *runs, size_t n, app_fitness_answer *out) {
    double volume_m = 0;
    double longest_m = 0;
    double count = 0;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const app_load_run *run = &runs[i];
        if (run->day <= out->today - LONGEST_DAYS) continue;
        any = true;
        if (!(run->run_m > 0)) continue;
        longest_m = fmax(longest_m, run->run_m);
        if (run->day <= out->today - VOLUME_DAYS) continue;
        volume_m += run->run_m;
        count++;
    }
    const double weeks = VOLUME_DAYS / 7.0;
    out->weekly_km = any ? volume_m / 1000 / weeks : (double)NAN;
    out->longest_km = any ? longest_m / 1000 : (double)NAN;
    out->runs_a_week = count / weeks;
}

#define ODD_DAYS 120 // a result that was set aside is told of for so long

#define HEART_DAYS 180 // runs at threshold pace of half a year
#define HEART_SHORT_S 1200
#define HEART_LONG_S 4500
#define HEART_SPREAD_BPM 3 // of a threshold heart rate from day to day [engineering estimate]
#define HEART_RUNS_MIN 2
#define HEART_RUNS_MAX 400
#define HEART_LEAST 0.75  // of the maximum by age: three SD of it below a usual threshold
#define HEART_STEPS 120.0 // a slow runner's; a bicycle at a runner's pace has fewer, or none

static const app_load_run *load_run(const app_load_run *list, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id) return &list[i];
    return NULL;
}

// A whole run of 20 to 75 minutes at threshold pace, as far as is known on foot.
static bool tells_heart(const store_run *run, const app_load_run *load, const miler_pace_band *band,
                        double least_bpm) {
    if (load == NULL || !load->whole || !(run->avg_hr_bpm > 0)) return false;
    if ((double)run->avg_hr_bpm < least_bpm || (double)run->avg_cadence_spm < HEART_STEPS) return false;
    const double mps = load->run_m / run->timer_s;
    return run->timer_s >= HEART_SHORT_S && run->timer_s <= HEART_LONG_S && mps >= band->slow_mps &&
           mps <= band->fast_mps;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

// Without a known maximum: the middle of the mean heart rates of such runs, which one odd one does not move.
static miler_status heart_of_runs(app *a, const app_load_run *load, size_t count, miler_arena *arena,
                                  app_fitness_answer *out, miler_error *err) {
    const miler_pace_band *band = &out->fitness.zones[MILER_ZONE_THRESHOLD];
    const store_run_filter filter = {
        .sport = MILER_SPORT_RUNNING, .since_day = a->today - HEART_DAYS, .until_day = a->today};
    const double least = HEART_LEAST * miler_hr_max_tanaka(miler_athlete_age(&a->athlete, a->today));
    app_runs runs;
    double bpm[HEART_RUNS_MAX];
    size_t n = 0;
    const miler_status status = app_runs_list(a, &filter, arena, &runs, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < runs.count && n < HEART_RUNS_MAX; i++)
        if (tells_heart(&runs.runs[i], load_run(load, count, runs.runs[i].id), band, least))
            bpm[n++] = (double)runs.runs[i].avg_hr_bpm;
    if (n < HEART_RUNS_MIN) return MILER_OK;
    qsort(bpm, n, sizeof *bpm, by_value);
    const double middle = (bpm[(n - 1) / 2] + bpm[n / 2]) / 2;
    out->heart =
        (miler_threshold_heart){middle - HEART_SPREAD_BPM, middle + HEART_SPREAD_BPM, MILER_HEART_RUNS};
    return MILER_OK;
}

// What was run lately, in the metres of load: a ride recorded as a run starts no plan.
static miler_status look_at_runs(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) {
    const bool heart = out->heart.source == MILER_HEART_UNKNOWN;
    const int32_t days = heart ? HEART_DAYS + 1 : LONGEST_DAYS;
    app_load_run *runs;
    size_t count;
    const miler_status status =
        app_load_runs(a, &out->fitness, a->today - days + 1, arena, &runs, &count, err);
    if (status != MILER_OK) return status;
    recent_running(runs, count, out);
    return heart ? heart_of_runs(a, runs, count, arena, out, err) : MILER_OK;
}

// What contradicts everything else: first what was set aside for it, while it is news.
static void look_for_odd(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                         app_fitness_answer *out) {
    for (size_t i = 0; i < count && !out->has_far_off; i++) { // newest first
        if (!(evidence[i].set_aside > 0) || out->today - evidence[i].day > ODD_DAYS) continue;
        out->has_far_off = out->far_off_set_aside = true;
        out->far_off = evidence[i];
        out->far_off_share = evidence[i].set_aside;
    }
    if (!out->has_far_off)
        out->has_far_off =
            miler_fitness_far_off(athlete, evidence, count, out->today, &out->far_off, &out->far_off_share);
}

// What stands behind the estimate.
static miler_status look_behind(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                                app_fitness_answer *out, miler_error *err) {
    const miler_status status =
        miler_limits_find(athlete, evidence, count, out->today, &out->fitness, &out->limits, err);
    if (status != MILER_OK) return status;
    miler_fitness_agreement(athlete, evidence, count, out->today, &out->fitness);
    look_for_odd(athlete, evidence, count, out);
    (void)miler_carry_over(&out->fitness, APP_CARRY_S, out->carry);
    miler_speed_reserve(&out->fitness, &out->limits, &out->reserve);
    miler_threshold_hr(athlete, &out->heart);
    return MILER_OK;
}

// Results and runs share the evidence's source_id; the kind tells them apart.
static miler_status name_source(app *a, miler_arena *arena, const miler_rests_on *r, char *out,
                                size_t out_size, miler_error *err) {
    const miler_evidence *e = &r->evidence;
    if (e->kind == MILER_EVIDENCE_OFFICIAL || e->kind == MILER_EVIDENCE_RESULT) {
        store_result result;
        const miler_status status = store_result_get(a->store, e->source_id, arena, &result, err);
        if (status == MILER_OK)
            (void)snprintf(out, out_size, "result %lld%s%.60s", (long long)e->source_id,
                           result.name[0] != '\0' ? ": " : "", result.name);
        return status;
    }
    store_run run;
    miler_status status = store_run_get(a->store, e->source_id, arena, &run, err);
    store_reps_mile reps;
    if (status == MILER_OK && e->kind == MILER_EVIDENCE_REPS) {
        status = store_reps_mile_get(a->store, e->source_id, arena, &reps, err);
        if (status == MILER_OK)
            (void)snprintf(out, out_size, "%.60s; run %lld", reps.words, (long long)e->source_id);
        return status;
    }
    if (status == MILER_OK && e->kind == MILER_EVIDENCE_HEART) {
        (void)snprintf(out, out_size, "%d steady %s, the last run %lld%s%.40s", (int)r->runs,
                       r->runs == 1 ? "run" : "runs", (long long)e->source_id,
                       run.name[0] != '\0' ? ": " : "", run.name);
        return status;
    }
    if (status == MILER_OK)
        (void)snprintf(out, out_size, "run %lld%s%.60s", (long long)e->source_id,
                       run.name[0] != '\0' ? ": " : "", run.name);
    return status;
}

// What a belt's distance is worth, and what makes it better.
static void warn(const miler_evidence *e, char *out, size_t out_size) {
    const double percent = 100 * e->error_s / e->time_s;
    if (e->way == MILER_WAY_BELT_GUESSED)
        (void)snprintf(
            out, out_size,
            "on a belt, and its distance is the watch's guess: it may be %.0f %% off. Tell what the "
            "belt said: miler edit %lld distance 6.2km",
            percent, (long long)e->source_id);
    if (e->way == MILER_WAY_BELT_CALIBRATED)
        (void)snprintf(
            out, out_size,
            "on a belt; its distance is the watch's, set right by runs that were told (+-%.0f %%).", percent);
}

// Nothing but its watch says how far that was.
static void warn_lone(const miler_fitness *f, char *out, size_t out_size) {
    if (!isfinite(f->lone_trial)) return;
    char ahead[64] = "";
    if (f->lone_trial >= 0.005)
        (void)snprintf(ahead, sizeof ahead, ", %.0f %% faster than training makes expect",
                       100 * f->lone_trial);
    (void)snprintf(out, out_size,
                   "one time trial by the watch alone carries this estimate%s. A result or a mile on a track "
                   "would tell: miler result add",
                   ahead);
}

miler_status app_fitness(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) {
    miler_evidence *evidence = NULL;
    size_t count = 0;
    *out = (app_fitness_answer){.today = a->today};
    miler_status status = app_load_read(a, arena, err);
    if (status == MILER_OK) status = app_fitness_evidence(a, arena, &evidence, &count, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < count; i++)
        out->evidence_count += evidence[i].kind != MILER_EVIDENCE_BREAK;
    status = miler_fitness_estimate(&a->athlete, evidence, count, a->today, &out->fitness, err);
    if (status == MILER_ERR_EMPTY) {
        (void)miler_fail(err, MILER_ERR_EMPTY, "there is nothing yet that says how fast you are");
        miler_error_remedy(
            err, "import runs ('miler import FOLDER') or enter a result ('miler result add mile 5:45')");
    }
    for (size_t i = 0; i < out->fitness.rests_on_count && status == MILER_OK; i++) {
        const miler_evidence *e = &out->fitness.rests_on[i].evidence;
        status = name_source(a, arena, &out->fitness.rests_on[i], out->source[i], sizeof out->source[i], err);
        warn(e, out->warning[i], sizeof out->warning[i]);
        if (e->kind == MILER_EVIDENCE_TIME_TRIAL && e->source_id != 0)
            warn_lone(&out->fitness, out->warning[i], sizeof out->warning[i]);
    }
    if (status == MILER_OK) status = app_fitness_doubts(a, arena, out, err);
    if (status == MILER_OK) status = look_behind(&a->athlete, evidence, count, out, err);
    return status == MILER_OK ? look_at_runs(a, arena, out, err) : status;
}

miler_status app_fitness_forecast(app *a, miler_arena *arena, app_fitness_answer *answer, miler_error *err) {
    app_plan_answer plan;
    miler_error none = {0};
    const miler_status status = app_plan_get(a, arena, &plan, &none);
    answer->forecast = (app_forecast){0};
    if (status == MILER_ERR_NOT_FOUND) return MILER_OK;
    if (status != MILER_OK) {
        if (err != NULL) *err = none;
        return status;
    }
    if (plan.plan.race_day < a->today) return MILER_OK;
    // What such plans bring, and how well today is known, both.
    double low_s, high_s;
    if (!app_plan_race_band(&plan.plan, answer->fitness.sd_log, &low_s, &high_s)) return MILER_OK;
    answer->forecast = (app_forecast){.known = true,
                                      .plan_id = plan.id,
                                      .race_day = plan.plan.race_day,
                                      .dist_m = plan.plan.race_dist_m,
                                      .likely_s = plan.plan.likely_s,
                                      .low_s = low_s,
                                      .high_s = high_s};
    return MILER_OK;
}

static miler_status believed(double dist_m, double time_s, miler_error *err) {
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], fast[MILER_TEXT_MAX], slow[MILER_TEXT_MAX];
    double fast_s, slow_s;
    if (!miler_evidence_bounds(dist_m, &fast_s, &slow_s))
        return miler_fail(err, MILER_ERR_RANGE, "a result to estimate from is over 400 m to 50 km");
    if (time_s > fast_s && time_s < slow_s) return MILER_OK;
    miler_print_distance(dist, sizeof dist, dist_m, MILER_UNITS_METRIC);
    miler_print_time(time, sizeof time, time_s, 0);
    miler_print_time(fast, sizeof fast, ceil(fast_s), 0);
    miler_print_time(slow, sizeof slow, floor(slow_s), 0);
    (void)miler_fail(
        err, MILER_ERR_RANGE,
        "%s for the %s is outside what is believed, %s to %s: faster than anybody or slower than a walk",
        time, dist, fast, slow);
    miler_error_remedy(err, "is the distance right, and the time in minutes:seconds?");
    return MILER_ERR_RANGE;
}

miler_status app_fitness_from(const miler_athlete *athlete, double dist_m, double time_s, int32_t today,
                              app_fitness_answer *out, miler_error *err) {
    const miler_evidence evidence = {
        .dist_m = dist_m, .time_s = time_s, .day = today, .kind = MILER_EVIDENCE_RESULT};
    *out = (app_fitness_answer){
        .today = today, .evidence_count = 1, .weekly_km = NAN, .longest_km = NAN, .runs_a_week = NAN};
    (void)snprintf(out->source[0], sizeof out->source[0], "the result typed in");
    miler_status status = believed(dist_m, time_s, err);
    if (status == MILER_OK) status = miler_fitness_estimate(athlete, &evidence, 1, today, &out->fitness, err);
    return status == MILER_OK ? look_behind(athlete, &evidence, 1, out, err) : status;
}
