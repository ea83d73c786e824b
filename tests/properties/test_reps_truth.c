// SPDX-License-Identifier: MIT
// reps: found from speed and place alone in simulated sessions whose truth is
// known: recoveries jogged, walked and stood, ovals of three sizes in eight
// lanes, roads, hills; watches that write every second or every eighth, with
// drifting positions, with and without a distance of their own. And none where
// there are none. Then the same with laps: forgotten, late, pressed twice.
// SEED=n in the environment repeats a run, VERBOSE=1 names what failed.
//
// The bound of 98 % is held over all but sprints of 10 s that were recorded as
// bare positions: 40 m of running, seen through errors of 1 to 5 m, cannot be
// told from the errors. Their figures are printed, too.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/middle.h"

#include <miler/reps.h>

#include "../../tools/simulate_session.h"

enum { SESSIONS = 330, ERRORS_MAX = 8000 };

static uint64_t seed = 101; // the first of those no constant was set on (docs/reps.md)

typedef struct tally {
    size_t truth, found, given, invented;
    double start_s[ERRORS_MAX], end_s[ERRORS_MAX], metres[ERRORS_MAX];
    size_t errors;
} tally;

static double signed_median(const double *values, size_t count, bool absolute) {
    double *copy = malloc((count + 1) * sizeof *copy);
    assert_non_null(copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = absolute ? fabs(values[i]) : values[i];
    const double m = miler_middle(copy, count);
    free(copy);
    return m;
}

// A rep is found when one given covers it and little else: half of both together.
static bool same(const piece *p, const miler_rep *r) {
    const double both = fmin(p->to_s, r->end_s) - fmax(p->from_s, r->start_s);
    const double all = fmax(p->to_s, r->end_s) - fmin(p->from_s, r->start_s);
    return both > 0.5 * all;
}

static void compare(const world *w, const miler_reps *reps, tally *t) {
    for (size_t k = 0; k < w->piece_count; k++)
        t->truth += w->pieces[k].rep;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        t->given++;
        const piece *match = NULL;
        for (size_t k = 0; k < w->piece_count && match == NULL; k++)
            if (w->pieces[k].rep && same(&w->pieces[k], r)) match = &w->pieces[k];
        if (match == NULL) {
            t->invented++;
            continue;
        }
        t->found++;
        if (t->errors == ERRORS_MAX) continue;
        t->start_s[t->errors] = r->start_s - match->from_s;
        t->end_s[t->errors] = r->end_s - match->to_s;
        t->metres[t->errors++] = r->dist_m - match->dist_m;
    }
}

static void add(tally *all, const tally *one) {
    all->truth += one->truth;
    all->found += one->found;
    all->given += one->given;
    all->invented += one->invented;
    for (size_t i = 0; i < one->errors && all->errors < ERRORS_MAX; i++) {
        all->start_s[all->errors] = one->start_s[i];
        all->end_s[all->errors] = one->end_s[i];
        all->metres[all->errors++] = one->metres[i];
    }
}

static void report(const char *name, const tally *t) {
    printf("# %-22s %5zu reps, found %5.1f %%, invented %4.1f %%; start %+.2f s (|%.2f|), end %+.2f s "
           "(|%.2f|)\n",
           name, t->truth, t->truth > 0 ? 100.0 * (double)t->found / (double)t->truth : 0,
           t->given > 0 ? 100.0 * (double)t->invented / (double)t->given : 0,
           signed_median(t->start_s, t->errors, false), signed_median(t->start_s, t->errors, true),
           signed_median(t->end_s, t->errors, false), signed_median(t->end_s, t->errors, true));
}

// ---- Sessions

typedef struct kind {
    const char *name;
    session_spec spec;
    int count_more;
    double rest_more_s;
} kind;

static const kind kinds[] = {
    {"200s",
     {.ground = OVAL,
      .count = 6,
      .rep_m = 200,
      .mile_part = 1.06,
      .rest_s = 45,
      .warm_m = 2400,
      .cool_m = 1600},
     6,
     75},
    {"300s",
     {.ground = OVAL,
      .count = 5,
      .rep_m = 300,
      .mile_part = 1.03,
      .rest_s = 60,
      .strides = 4,
      .warm_m = 2400,
      .cool_m = 1600},
     4,
     100},
    {"400s",
     {.ground = OVAL,
      .count = 4,
      .rep_m = 400,
      .mile_part = 1.0,
      .rest_s = 60,
      .strides = 4,
      .warm_m = 2400,
      .cool_m = 1600},
     6,
     120},
    {"600s",
     {.ground = OVAL,
      .count = 3,
      .rep_m = 600,
      .mile_part = 0.98,
      .rest_s = 90,
      .warm_m = 2000,
      .cool_m = 1200},
     4,
     120},
    {"1000s",
     {.ground = OVAL,
      .count = 3,
      .rep_m = 1000,
      .mile_part = 0.9,
      .rest_s = 90,
      .strides = 3,
      .warm_m = 2400,
      .cool_m = 1200},
     4,
     90},
    {"miles on the road",
     {.ground = ROAD,
      .count = 3,
      .rep_m = MILER_MILE_M,
      .mile_part = 0.86,
      .rest_s = 60,
      .warm_m = 2400,
      .cool_m = 1600},
     2,
     60},
    {"minutes",
     {.ground = ROAD,
      .count = 6,
      .rep_s = 60,
      .mile_part = 0.98,
      .rest_s = 60,
      .warm_m = 2400,
      .cool_m = 1600},
     5,
     60},
    {"3 minutes",
     {.ground = ROAD,
      .count = 4,
      .rep_s = 180,
      .mile_part = 0.9,
      .rest_s = 90,
      .warm_m = 2400,
      .cool_m = 1600},
     3,
     90},
    {"10 minutes",
     {.ground = ROAD,
      .count = 2,
      .rep_s = 600,
      .mile_part = 0.83,
      .rest_s = 90,
      .warm_m = 2400,
      .cool_m = 1600},
     2,
     60},
    {"hill sprints",
     {.ground = HILL,
      .count = 5,
      .rep_s = 10,
      .mile_part = 1.0,
      .rest_s = 60,
      .warm_m = 3000,
      .cool_m = 1600},
     5,
     60},
    {"strides", {.ground = OVAL, .count = 0, .strides = 6, .warm_m = 6000, .cool_m = 800}, 0, 0},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

// `seen`: how large the watch sees the place, as a whole.
static void find_on(world *w, watch_log *log, double seen, const miler_reps_options *options,
                    miler_tracks *tracks, miler_reps *reps, miler_arena *arena) {
    miler_recording rec;
    session_record(w, log, &rec);
    for (size_t i = 0; i < rec.samples.count && seen != 1; i++) {
        rec.samples.lat_deg[i] =
            rec.samples.lat_deg[0] + seen * (rec.samples.lat_deg[i] - rec.samples.lat_deg[0]);
        rec.samples.lon_deg[i] =
            rec.samples.lon_deg[0] + seen * (rec.samples.lon_deg[i] - rec.samples.lon_deg[0]);
    }
    miler_activity activity;
    miler_error err = {0};
    if (miler_activity_build(&rec, arena, &activity, &err) != MILER_OK) fail_msg("%s", err.msg);
    if (miler_tracks_find(&activity, NULL, 0, arena, tracks, &err) != MILER_OK) fail_msg("%s", err.msg);
    if (miler_reps_find(&activity, &rec, tracks, options, arena, reps, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

static size_t find(world *w, watch_log *log, const miler_reps_options *options, miler_reps *reps,
                   miler_arena *arena) {
    miler_tracks tracks;
    find_on(w, log, 1, options, &tracks, reps, arena);
    return tracks.count;
}

static void set_watch(world *w, uint64_t *rng) {
    static const size_t every[] = {1, 1, 1, 2, 3, 4, 6, 8};
    w->every_s = every[(size_t)uniform(rng, 0, 8)];
    w->slow_noise_m = uniform(rng, 1, 5);
    w->quick_noise_m = 0.3 * w->slow_noise_m;
    w->no_counter = uniform(rng, 0, 1) < 0.2;
}

// A fresh runner on his day, with a watch of some kind.
static void wake_up(world *w, watch_log *log, uint64_t *rng) {
    memset(w, 0, sizeof *w);
    memset(log, 0, sizeof *log);
    const uint64_t own = (uint64_t)(uniform(rng, 0, 1) * 1e15);
    world_init(w, own, uniform(rng, 0, 1));
    w->start_ms = INT64_C(1700000000000);
    set_watch(w, rng);
}

static session_spec spec_of(size_t k, int n, uint64_t *rng) {
    static const double ovals[] = {400, 400, 400, 300, 200};
    session_spec spec = kinds[k].spec;
    spec.rest = (session_rest)(n / KINDS % REST_COUNT);
    spec.count += (int)uniform(rng, 0, kinds[k].count_more + 0.99);
    spec.rest_s += uniform(rng, 0, kinds[k].rest_more_s);
    spec.oval_m = ovals[(size_t)uniform(rng, 0, 5)];
    spec.to_line = uniform(rng, 0, 1) < 0.7;
    spec.lane = 1 + (int)uniform(rng, 0, 8);
    return spec;
}

static void say(int n, const char *name, const session_spec *spec, const world *w, const tally *one) {
    if (getenv("VERBOSE") == NULL || (one->found == one->truth && one->invented == 0)) return;
    printf("# %d %s rest %d %.0f s, every %zu s, noise %.1f, counter %d: %zu of %zu, %zu invented\n", n, name,
           (int)spec->rest, spec->rest_s, w->every_s, w->slow_noise_m, !w->no_counter, one->found, one->truth,
           one->invented);
}

static void sessions_with_reps(void **state) {
    (void)state;
    static tally by_kind[KINDS], by_rest[REST_COUNT], by_watch[3], on_oval, bare_sprints, all, one;
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    assert_true(w != NULL && log != NULL);
    uint64_t rng = seed;
    const miler_reps_options options = {.ignore_laps = true, .ignore_steps = true};
    for (int n = 0; n < SESSIONS; n++) {
        const size_t k = (size_t)n % KINDS;
        const session_spec spec = spec_of(k, n, &rng);
        wake_up(w, log, &rng);
        session_build(w, &spec);
        if (getenv("ONLY") != NULL && atoi(getenv("ONLY")) != n) continue;
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_non_null(arena);
        miler_reps reps;
        const size_t tracks = find(w, log, &options, &reps, arena);
        memset(&one, 0, sizeof one);
        compare(w, &reps, &one);
        say(n, kinds[k].name, &spec, w, &one);
        const bool bare = spec.ground == HILL && w->no_counter;
        if (bare) add(&bare_sprints, &one);
        if (!bare) {
            add(&by_kind[k], &one);
            add(&by_rest[spec.rest], &one);
            add(&by_watch[w->no_counter ? 2 : w->every_s > 1], &one);
            if (tracks > 0 && spec.ground == OVAL) add(&on_oval, &one);
            add(&all, &one);
        }
        miler_arena_free(arena);
    }
    for (size_t k = 0; k < KINDS; k++)
        report(kinds[k].name, &by_kind[k]);
    static const char *const rests[] = {"recoveries jogged", "recoveries walked", "recoveries stood"};
    static const char *const watches[] = {"each second", "each 2 to 8 s", "positions only"};
    for (size_t k = 0; k < REST_COUNT; k++)
        report(rests[k], &by_rest[k]);
    for (size_t k = 0; k < 3; k++)
        report(watches[k], &by_watch[k]);
    report("on a found oval", &on_oval);
    report("all", &all);
    report("bare sprints (not in)", &bare_sprints);
    free(w);
    free(log);
    if (getenv("ONLY") != NULL) return;
    for (size_t k = 0; k < REST_COUNT; k++) {
        assert_true((double)by_rest[k].found >= 0.98 * (double)by_rest[k].truth);
        assert_true((double)by_rest[k].invented <= 0.05 * (double)by_rest[k].given);
    }
    assert_true(signed_median(all.start_s, all.errors, true) <= 2);
    assert_true(signed_median(all.end_s, all.errors, true) <= 2);
}

// ---- Runs without reps

static void easy_with_lights(world *w) {
    const int lights = (int)uniform(&w->rng, 2, 8);
    for (int i = 0; i <= lights; i++) {
        piece_add(w, ROAD, uniform(&w->rng, 500, 2500), uniform(&w->rng, 0.62, 0.68) * w->mile_mps);
        if (i < lights) piece_stand(w, uniform(&w->rng, 15, 55), uniform(&w->rng, 0, 1) < 0.5);
    }
}

static void hilly(world *w) {
    w->hill_m = 16;
    piece_add(w, ROAD, 12000, 0.65 * w->mile_mps);
}

static void progression(world *w) {
    for (int i = 0; i < 6; i++)
        piece_add(w, ROAD, 1600, (0.6 + 0.045 * i) * w->mile_mps);
}

static void tempo(world *w) {
    piece_add(w, ROAD, 2500, 0.62 * w->mile_mps);
    piece_add(w, ROAD, 5500, 0.84 * w->mile_mps);
    piece_add(w, ROAD, 2000, 0.6 * w->mile_mps);
}

// A beginner: his mile takes 11 minutes.
static void run_and_walk(world *w) {
    for (int i = 0; i < 8; i++) {
        piece_add(w, ROAD, 120 * 2.4, 2.4);
        piece_add(w, ROAD, 90 * 1.5, 1.5);
    }
}

static void race(world *w) {
    w->flat = true;
    piece_add(w, ROAD, 5000, 0.9 * w->mile_mps);
    piece_stand(w, 5, false);
}

static void sessions_without_reps(void **state) {
    (void)state;
    static const struct {
        const char *name;
        void (*build)(world *w);
        size_t allowed; // a tempo run is one rep, or none
    } rows[] = {{"easy, with lights", easy_with_lights, 0},
                {"hilly", hilly, 0},
                {"progression", progression, 0},
                {"tempo", tempo, 1},
                {"run and walk", run_and_walk, 0},
                {"race", race, 0}};
    enum { EACH = 25 };
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    assert_true(w != NULL && log != NULL);
    uint64_t rng = seed + 1;
    const miler_reps_options options = {.ignore_laps = true, .ignore_steps = true};
    size_t wrong_runs = 0;
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        size_t wrong = 0;
        for (int n = 0; n < EACH; n++) {
            wake_up(w, log, &rng);
            rows[k].build(w);
            miler_arena *arena = miler_arena_new(NULL, 0);
            assert_non_null(arena);
            miler_reps reps;
            (void)find(w, log, &options, &reps, arena);
            if (reps.work_count > rows[k].allowed) {
                wrong++;
                if (getenv("VERBOSE") != NULL)
                    printf("# %s: %zu reps, every %zu s, noise %.1f, counter %d\n", rows[k].name,
                           reps.work_count, w->every_s, w->slow_noise_m, !w->no_counter);
            }
            miler_arena_free(arena);
        }
        printf("# %-20s %d runs, reps invented in %zu\n", rows[k].name, EACH, wrong);
        wrong_runs += wrong;
    }
    free(w);
    free(log);
    assert_true(wrong_runs * 20 <= EACH * sizeof rows / sizeof rows[0]); // at most one in twenty
}

// ---- Laps, and what fingers do

// The press for the end of a piece: how late; NaN when it was forgotten.
static double press_for(const watch_log *log, const world *w, double end_s) {
    for (size_t i = 0; i + 1 < log->lap_count; i++) {
        const double at =
            (double)(log->laps[i].sum.start_ms - w->start_ms) / 1000 + log->laps[i].sum.elapsed_s;
        if (at >= end_s && at < end_s + 13) return at - end_s;
    }
    return (double)NAN;
}

// About 1.1 slips a session. Of 94 % seen, a bound of 90 % is then 3 SDs away; with a hundred sessions one
// seed in thirty would fail by chance.
enum { LAP_RUNS = 297 };

static void laps_are_mended(void **state) {
    (void)state;
    static tally all, one;
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    assert_true(w != NULL && log != NULL);
    uint64_t rng = seed + 2;
    size_t sources[MILER_REPS_SOURCE_COUNT] = {0};
    size_t slips = 0;
    size_t flagged = 0;
    size_t good = 0;
    size_t accused = 0;
    for (int n = 0; n < LAP_RUNS; n++) {
        const size_t k = (size_t)n % 9; // no sprints: nobody laps them
        const session_spec spec = spec_of(k, n, &rng);
        wake_up(w, log, &rng);
        w->no_counter = false;
        w->forget_share = 0.06;
        w->late_share = 0.06;
        w->twice_share = 0.05;
        session_build(w, &spec);
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_non_null(arena);
        miler_reps reps;
        (void)find(w, log, NULL, &reps, arena);
        memset(&one, 0, sizeof one);
        compare(w, &reps, &one);
        say(n, kinds[k].name, &spec, w, &one);
        add(&all, &one);
        sources[reps.source]++;
        for (size_t i = 0; i < reps.count && reps.source == MILER_REPS_LAPS; i++) {
            const miler_rep *r = &reps.reps[i];
            for (size_t p = 0; p < w->piece_count; p++) {
                if (!w->pieces[p].rep || !w->pieces[p].lap_after || !same(&w->pieces[p], r)) continue;
                const double late = press_for(log, w, w->pieces[p].to_s);
                const double before = p > 0 ? press_for(log, w, w->pieces[p].from_s) : 0;
                const bool slip = !(late < 1) || !(before < 1);
                const bool said = (r->flags & (MILER_REP_LAP_LATE | MILER_REP_LAP_MISSED)) != 0;
                slips += slip;
                flagged += slip && said;
                good += !slip;
                accused += !slip && said;
            }
        }
        miler_arena_free(arena);
    }
    report("with laps", &all);
    printf("# from laps %zu, from speed %zu sessions; %zu of %zu slips of the finger seen, %zu of %zu good "
           "presses doubted\n",
           sources[MILER_REPS_LAPS], sources[MILER_REPS_SPEED], flagged, slips, accused, good);
    free(w);
    free(log);
    assert_true((double)all.found >= 0.98 * (double)all.truth);
    assert_true((double)all.invented <= 0.05 * (double)all.given);
    assert_true(signed_median(all.start_s, all.errors, true) <= 1);
    assert_true(signed_median(all.end_s, all.errors, true) <= 1);
    assert_true(sources[MILER_REPS_LAPS] * 11 >= (size_t)LAP_RUNS * 10);
    assert_true((double)flagged >= 0.9 * (double)slips);
    assert_true((double)accused <= 0.05 * (double)good);
}

// ---- One long effort, after strides that are faster

static void trial_after_strides(world *w, int n, double dist_m) {
    session_oval(w, 400, 1);
    piece_lap(w, ROAD, uniform(&w->rng, 1800, 3000), 0.62 * w->mile_mps);
    piece_stand(w, uniform(&w->rng, 40, 120), false);
    w->pieces[w->piece_count - 1].lap_after = true;
    const int strides = 3 + n % 4;
    for (int i = 0; i < strides; i++) {
        piece_rep(w, OVAL, 100, uniform(&w->rng, 1.05, 1.2) * w->mile_mps);
        if (n % 3 == 0)
            piece_add(w, OVAL, 100, 0.5 * w->mile_mps);
        else
            piece_stand(w, uniform(&w->rng, 40, 90), false);
        w->pieces[w->piece_count - 1].lap_after = true;
    }
    piece_stand(w, uniform(&w->rng, 180, 600), false);
    w->pieces[w->piece_count - 1].lap_after = true;
    piece_rep(w, OVAL, dist_m, at_distance_mps(w, dist_m));
    piece_stand(w, uniform(&w->rng, 30, 120), false);
    piece_add(w, ROAD, 1600, 0.6 * w->mile_mps);
}

// Whether the one effort of the session, its longest rep, is there.
static bool has_trial(const world *w, const miler_reps *reps) {
    const piece *trial = NULL;
    for (size_t k = 0; k < w->piece_count; k++)
        if (w->pieces[k].rep && (trial == NULL || w->pieces[k].dist_m > trial->dist_m)) trial = &w->pieces[k];
    for (size_t i = 0; i < reps->count; i++)
        if (trial != NULL && miler_rep_is_fast(&reps->reps[i]) && same(trial, &reps->reps[i])) return true;
    return false;
}

static void strides_faster_than_the_trial(void **state) {
    (void)state;
    static const double dists[] = {800, 1000, 1200, 1500, MILER_MILE_M, 3000, 5000};
    enum { DISTS = sizeof dists / sizeof dists[0], TRIALS = 20 * DISTS };
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    assert_true(w != NULL && log != NULL);
    for (int laps = 0; laps < 2; laps++) {
        uint64_t rng = seed + 3;
        static tally all, one;
        memset(&all, 0, sizeof all);
        size_t trials = 0;
        const miler_reps_options options = {.ignore_laps = laps == 0, .ignore_steps = true};
        for (int n = 0; n < TRIALS; n++) {
            wake_up(w, log, &rng);
            w->no_counter = w->no_counter && laps == 0;
            trial_after_strides(w, n, dists[n % DISTS]);
            miler_arena *arena = miler_arena_new(NULL, 0);
            assert_non_null(arena);
            miler_reps reps;
            (void)find(w, log, &options, &reps, arena);
            memset(&one, 0, sizeof one);
            compare(w, &reps, &one);
            add(&all, &one);
            const bool there = has_trial(w, &reps);
            trials += there;
            if (!there && getenv("VERBOSE") != NULL)
                printf("# %d: no trial of %.0f m, every %zu s, noise %.1f, counter %d\n", n, dists[n % DISTS],
                       w->every_s, w->slow_noise_m, !w->no_counter);
            miler_arena_free(arena);
        }
        report(laps ? "a trial, with laps" : "a trial, by speed", &all);
        printf("# trials found: %zu of %d\n", trials, (int)TRIALS);
        assert_true(trials * 100 >= 98 * (size_t)TRIALS);
        assert_true((double)all.invented <= 0.05 * (double)all.given);
    }
    free(w);
    free(log);
}

// ---- What each rep is called, where the lane is sure and where it is not

typedef struct called {
    size_t right, wrong, nameless, sessions;
} called;

static void call(const world *w, const miler_reps *reps, double rep_m, called *out) {
    out->sessions++;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        bool true_one = false;
        for (size_t k = 0; k < w->piece_count && !true_one; k++)
            true_one = w->pieces[k].rep && same(&w->pieces[k], r);
        if (!true_one || r->kind != MILER_REP_WORK) continue;
        const double apart = fabs(r->nominal_m - rep_m);
        if (!(r->nominal_m > 0))
            out->nameless++;
        else if (apart <= MILER_REP_NOMINAL_ALIKE * rep_m) // 1600 m and the mile are one here
            out->right++;
        else
            out->wrong++;
        if (getenv("VERBOSE") != NULL && apart > MILER_REP_NOMINAL_ALIKE * rep_m)
            printf("# %.0f m called %.0f m, %.0f s: %.1f m +- %.1f\n", rep_m, r->nominal_m, r->nominal_s,
                   r->dist_m, r->dist_error_m);
    }
}

static double share_right(const called *c) {
    return (double)c->right / fmax((double)(c->right + c->wrong + c->nameless), 1);
}

// Sessions of reps of these lengths on 400 m, in lane 1 half of the time, by a watch that sees the place too large
// every other time [docs/track.md]. `out`: of lanes that are not sure, and of those that are.
static void call_sessions(const double *lengths_m, size_t lengths, int count, uint64_t *rng, called out[2]) {
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    assert_true(w != NULL && log != NULL);
    const miler_reps_options options = {.ignore_laps = true, .ignore_steps = true};
    for (int n = 0; n < count; n++) {
        session_spec spec = {.ground = OVAL,
                             .count = 3 + n % 4,
                             .rep_m = lengths_m[(size_t)n % lengths],
                             .mile_part = lengths_m[(size_t)n % lengths] > 800 ? 0.92 : 0.98,
                             .rest = (session_rest)((size_t)n / lengths % REST_COUNT),
                             .rest_s = uniform(rng, 90, 150),
                             .to_line = true,
                             .warm_m = 1600,
                             .cool_m = 1200};
        spec.lane = uniform(rng, 0, 1) < 0.5 ? 1 : 2 + (int)uniform(rng, 0, 7);
        wake_up(w, log, rng);
        session_build(w, &spec);
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_non_null(arena);
        miler_reps reps;
        miler_tracks tracks;
        find_on(w, log, n % 2 == 0 ? 1 : uniform(rng, 1, 1.025), &options, &tracks, &reps, arena);
        if (tracks.count > 0)
            call(w, &reps, spec.rep_m, &out[tracks.tracks[0].lane_share >= MILER_LANE_SURE]);
        miler_arena_free(arena);
    }
    free(w);
    free(log);
}

static void lengths_have_names(void **state) {
    (void)state;
    static const double round_m[] = {400, 600, 800, 1000, 1200, 1600};
    static const double odd_m[] = {700, 900, 1100, 1350};
    called named[2] = {{0}};
    called odd[2] = {{0}};
    uint64_t rng = seed + 4;
    call_sessions(round_m, sizeof round_m / sizeof round_m[0], 240, &rng, named);
    call_sessions(odd_m, sizeof odd_m / sizeof odd_m[0], 80, &rng, odd);
    for (int sure = 1; sure >= 0; sure--)
        printf("# lane %-8s %3zu sessions, %.1f %% of reps named right, %zu right, %zu wrong, %zu nameless; "
               "of odd "
               "lengths %zu of %zu named\n",
               sure ? "sure" : "not sure", named[sure].sessions, 100 * share_right(&named[sure]),
               named[sure].right, named[sure].wrong, named[sure].nameless, odd[sure].wrong,
               odd[sure].wrong + odd[sure].nameless);
    for (int sure = 0; sure < 2; sure++) {
        assert_true(share_right(&named[sure]) >= (sure ? 0.92 : 0.86));
        assert_true((double)named[sure].wrong <= 0.01 * (double)named[sure].right);
        assert_true((double)odd[sure].wrong <= 0.05 * (double)odd[sure].nameless);
    }
}

int main(void) {
    if (getenv("SEED") != NULL) seed = strtoull(getenv("SEED"), NULL, 10);
    printf("# SEED=%llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_with_reps), cmocka_unit_test(sessions_without_reps),
        cmocka_unit_test(laps_are_mended), cmocka_unit_test(strides_faster_than_the_trial),
        cmocka_unit_test(lengths_have_names)};
    return cmocka_run_group_tests_name("reps_truth", tests, NULL, NULL);
}
