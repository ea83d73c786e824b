// SPDX-License-Identifier: MIT
// Laps put right by hand, distances without GPS.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/edits.h>
#include <miler/reps.h>

#include <string.h>
#include <time.h>

static miler_arena *arena;
static miler_activity run;
static miler_recording rec; // it was built from

// 40 min at 4 m/s, manual laps at 10 and 20 min, a pause of 60 s at 25 min.
static int set_up(void **state) {
    (void)state;
    enum { N = 2461 };
    static int64_t t_ms[N];
    static double dist_m[N];
    static miler_lap laps[3];
    static miler_timer_event events[] = {
        {.t_ms = 0, .start = true}, {.t_ms = 1500000, .start = false}, {.t_ms = 1560000, .start = true}};
    for (int i = 0; i < N; i++) {
        t_ms[i] = i * INT64_C(1000);
        dist_m[i] = 4.0 * (i < 1500 ? i : i < 1560 ? 1500 : i - 60);
    }
    for (int i = 0; i < 3; i++) {
        miler_summary_init(&laps[i].sum);
        laps[i].sum.start_ms = i * INT64_C(600000);
        laps[i].trigger = MILER_TRIGGER_MANUAL;
        laps[i].workout_step = -1;
    }
    miler_recording_init(&rec);
    rec.sport = MILER_SPORT_RUNNING;
    rec.samples.count = N;
    rec.samples.t_ms = t_ms;
    rec.samples.dist_m = dist_m;
    rec.laps = laps;
    rec.lap_count = 3;
    rec.events = events;
    rec.event_count = 3;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL || miler_activity_build(&rec, arena, &run, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void near_to(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.6f is not %.6f within %g", got, want, within);
}

static miler_edited apply(const miler_edit *edits, size_t count) {
    miler_edited out;
    assert_int_equal(miler_edits_apply(&run, edits, count, arena, &out, NULL), MILER_OK);
    // Whatever was done: no holes, no overlaps, the whole run.
    double dist_m = 0, timer_s = 0;
    for (size_t i = 0; i < out.lap_count; i++) {
        assert_true(out.laps[i].end_s > out.laps[i].start_s);
        assert_true(out.laps[i].start_s == (i > 0 ? out.laps[i - 1].end_s : 0));
        dist_m += out.laps[i].dist_m;
        timer_s += out.laps[i].timer_s;
    }
    near_to(out.laps[out.lap_count - 1].end_s, 2460, 1e-9);
    near_to(dist_m, out.dist_m, 1e-6);
    near_to(timer_s, 2400, 1e-6);
    return out;
}

static void as_recorded(void **state) {
    (void)state;
    const miler_edited out = apply(NULL, 0);
    assert_int_equal(out.lap_count, 3);
    assert_int_equal(out.laps[1].watch_lap, 1);
    near_to(out.laps[2].timer_s, 1200, 1e-9);
    near_to(out.laps[2].dist_m, 4800, 1e-9);
}

static void each_kind(void **state) {
    (void)state;
    const miler_edit edits[] = {
        {.kind = MILER_EDIT_SPLIT, .at_s = 300},
        {.kind = MILER_EDIT_JOIN, .at_s = 610},
        {.kind = MILER_EDIT_MOVE, .at_s = 1195, .to_s = 1210.5},
        {.kind = MILER_EDIT_NAME, .at_s = 1300, .text = "home"},
        {.kind = MILER_EDIT_LANE, .value = 3},
    };
    const miler_edited out = apply(edits, 5);
    assert_int_equal(out.refused, 0);
    assert_int_equal(out.lap_count, 3);
    near_to(out.laps[0].end_s, 300, 1e-9);
    near_to(out.laps[1].end_s, 1210.5, 1e-9);
    near_to(out.laps[1].dist_m, 910.5 * 4, 1e-6);
    assert_string_equal(out.laps[2].name, "home");
    assert_int_equal(out.lane, 3);
    assert_int_equal(out.laps[0].watch_lap, -1);
    // Leaving one out is undoing it.
    const miler_edited without = apply(edits, 1);
    assert_int_equal(without.lap_count, 4);
    near_to(without.laps[1].end_s, 600, 1e-9);
    assert_int_equal(without.laps[2].watch_lap, 1);
}

static void distances(void **state) {
    (void)state;
    const miler_edit belt = {.kind = MILER_EDIT_DISTANCE, .value = 10000};
    miler_edited out = apply(&belt, 1);
    near_to(out.dist_m, 10000, 1e-9);
    near_to(out.dist_factor, 10000 / 9600.0, 1e-9);
    near_to(out.laps[0].dist_m, 2500, 1e-6);
    assert_true(out.dist_by_hand);
    // An indoor track: 24 laps of 400 m; one cut in two later makes it no longer.
    miler_edit indoor[24] = {
        {.kind = MILER_EDIT_LAP_LENGTH, .value = 900}}; // three of 900 m are too far from 9600 m
    for (int i = 0; i < 21; i++)
        indoor[1 + i] = (miler_edit){.kind = MILER_EDIT_SPLIT, .at_s = 50 + 101 * i};
    indoor[22] = (miler_edit){.kind = MILER_EDIT_LAP_LENGTH, .value = 400};
    indoor[23] = (miler_edit){.kind = MILER_EDIT_SPLIT, .at_s = 2300};
    out = apply(indoor, 23);
    assert_int_equal(out.refused, 1);
    assert_int_equal(out.lap_count, 24);
    near_to(out.dist_m, 9600, 1e-9);
    near_to(out.laps[7].dist_m, 400, 1e-9);
    out = apply(indoor, 24);
    near_to(out.dist_m, 9600, 1e-9);
    near_to(out.laps[23].dist_m + out.laps[24].dist_m, 400, 1e-9);
    // ... but told after the cut, each is a lap.
    const miler_edit again[] = {indoor[1], indoor[2], {.kind = MILER_EDIT_LAP_LENGTH, .value = 1000}};
    near_to(apply(again, 3).dist_m, 5000, 1e-9);
}

static void refusals(void **state) {
    (void)state;
    const struct {
        miler_edit edit;
        miler_status status;
    } rows[] = {
        {{.kind = MILER_EDIT_SPLIT, .at_s = -5}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = 2460}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = NAN}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = 600.4}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_JOIN, .at_s = 300}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_JOIN, .at_s = 2459}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = 1300}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = NAN}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_NAME, .at_s = 9999, .text = "x"}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_DISTANCE, .value = 100}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_DISTANCE, .value = INFINITY}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_LAP_LENGTH, .value = 20}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_LANE, .value = 2.5}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_EFFORT, .value = 0}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_EFFORT, .value = 11}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_EFFORT, .value = NAN}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_EFFORT, .value = 6.5}, MILER_OK},
        {{.kind = MILER_EDIT_TITLE, .text = "  "}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_TITLE}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_TITLE, .text = "Mile"}, MILER_OK},
        {{.kind = MILER_EDIT_SPORT, .text = "flying"}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPORT, .text = "transition"}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPORT, .text = "cycling"}, MILER_OK},
        {{.kind = MILER_EDIT_TYPE}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_TYPE, .text = "trial"}, MILER_OK},
        {{.kind = (miler_edit_kind)99}, MILER_ERR_ARG},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = 620}, MILER_OK},
        {{.kind = MILER_EDIT_DISTANCE, .value = 9700}, MILER_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_error err = {0};
        const miler_status status = miler_edit_check(&run, NULL, 0, &rows[i].edit, arena, &err);
        if (status != rows[i].status) fail_msg("row %zu: %s %s", i, miler_status_name(status), err.msg);
        assert_true(status == MILER_OK ||
                    (err.msg[0] != '\0' && (status == MILER_ERR_ARG || err.remedy[0] != '\0')));
        miler_edited out;
        assert_int_equal(miler_edits_apply(&run, &rows[i].edit, 1, arena, &out, NULL), MILER_OK);
        assert_int_equal(out.refused, status != MILER_OK);
    }
}

// What the run was called and what it was: the recording laid anew says it, the one laid over does not.
static void named_and_meant(void **state) {
    (void)state;
    const miler_edit edits[] = {{.kind = MILER_EDIT_TITLE, .text = "Long one"},
                                {.kind = MILER_EDIT_SPORT, .text = "cycling"},
                                {.kind = MILER_EDIT_TYPE, .text = "long"},
                                {.kind = MILER_EDIT_TITLE, .text = "By bike"}};
    miler_edited out;
    miler_recording laid;
    assert_int_equal(miler_edits_apply(&run, edits, 4, arena, &out, NULL), MILER_OK);
    assert_string_equal(out.title, "By bike");
    assert_string_equal(out.type, "long");
    assert_false(out.dist_by_hand);
    assert_int_equal(miler_edits_lay(&rec, &run, &out, arena, &laid, NULL), MILER_OK);
    assert_string_equal(laid.name, "By bike");
    assert_int_equal(laid.sport, MILER_SPORT_CYCLING);
    assert_int_equal(rec.sport, MILER_SPORT_RUNNING);
    assert_int_equal(miler_edits_apply(&run, edits, 0, arena, &out, NULL), MILER_OK);
    assert_null(out.title);
    assert_int_equal(out.sport, MILER_SPORT_UNKNOWN);
}

static void calibrations(void **state) {
    (void)state;
    miler_calibration c;
    assert_false(miler_calibrate(NULL, 0, 3, &c));
    const miler_calibration_run one[] = {{5000, 5200, 3}};
    assert_true(miler_calibrate(one, 1, 3.1, &c));
    near_to(c.factor, 1.04, 1e-9);
    near_to(c.error, 0.03, 1e-9);
    assert_int_equal(c.rests_on, 1);
    const miler_calibration_run more[] = {{5000, 5150, 3}, {5000, 5200, 3.1}, {5000, 5250, 2.9},
                                          {5000, 5200, 3}, {5000, 9999, 3},   {4000, 40000, 3},
                                          {1000, 900, 5}};
    assert_true(miler_calibrate(more, 7, 3, &c));
    near_to(c.factor, 1.04, 0.001);
    assert_int_equal(c.rests_on, 5);
    assert_true(miler_calibrate(more, 7, 5, &c));
    near_to(c.factor, 0.9, 1e-9);
    const miler_calibration_run bad[] = {{0, 100, 3}, {NAN, 100, 3}, {100, -1, 3}};
    assert_false(miler_calibrate(bad, 3, 3, &c));
}

// ---- The edited activity

enum { LAPS = 16 };

typedef struct session {
    miler_recording rec;
    miler_lap laps[LAPS];
    int64_t t_ms[4000];
    double dist_m[4000];
    miler_activity recorded;
} session;

static session s;

// Fast and slow laps in turn. Stamps are cut to the second, as watches do.
static void turns(size_t laps, double fast_s, double slow_s, double fast_m, double slow_m, bool counted) {
    s = (session){.laps = {{.workout_step = -1}}};
    miler_recording_init(&s.rec);
    s.rec.flags = MILER_REC_NO_SUMMARY;
    s.rec.sport = MILER_SPORT_RUNNING;
    double at_s = 0, way_m = 0;
    size_t n = 0;
    for (size_t i = 0; i < laps; i++) {
        const double took_s = i % 2 == 0 ? fast_s : slow_s;
        const double ran_m = i % 2 == 0 ? fast_m : slow_m;
        miler_summary_init(&s.laps[i].sum);
        s.laps[i].sum.start_ms = (int64_t)floor(at_s) * 1000;
        s.laps[i].sum.elapsed_s = s.laps[i].sum.timer_s = took_s;
        s.laps[i].sum.dist_m = counted ? ran_m + 1 : (double)NAN; // the watch rounds
        s.laps[i].trigger = MILER_TRIGGER_MANUAL;
        s.laps[i].workout_step = -1;
        for (; (double)n <= at_s + took_s; n++) {
            s.t_ms[n] = (int64_t)n * 1000;
            s.dist_m[n] = way_m + ran_m * ((double)n - at_s) / took_s;
        }
        at_s += took_s;
        way_m += ran_m;
    }
    s.rec.laps = s.laps;
    s.rec.lap_count = laps;
    s.rec.samples.count = n;
    s.rec.samples.t_ms = s.t_ms;
    s.rec.samples.dist_m = counted ? s.dist_m : NULL;
    assert_int_equal(miler_activity_build(&s.rec, arena, &s.recorded, NULL), MILER_OK);
}

typedef struct laid {
    miler_edited edited;
    miler_recording rec;
    miler_activity a;
    miler_reps reps;
} laid;

static laid lay(const miler_edit *edits, size_t count) {
    static laid out;
    out = (laid){.edited = {.lap_count = 0}};
    assert_int_equal(miler_edits_apply(&s.recorded, edits, count, arena, &out.edited, NULL), MILER_OK);
    assert_int_equal(out.edited.refused, 0);
    assert_int_equal(miler_edits_lay(&s.rec, &s.recorded, &out.edited, arena, &out.rec, NULL), MILER_OK);
    assert_int_equal(miler_activity_build(&out.rec, arena, &out.a, NULL), MILER_OK);
    assert_int_equal(miler_reps_find(&out.a, &out.rec, NULL, NULL, arena, &out.reps, NULL), MILER_OK);
    return out;
}

static const miler_rep *work(const miler_reps *reps, size_t number) {
    for (size_t i = 0; i < reps->count; i++)
        if (reps->reps[i].kind == MILER_REP_WORK && number-- == 0) return &reps->reps[i];
    fail();
    return NULL;
}

static void laps_not_touched_keep_their_own(void **state) {
    (void)state;
    turns(8, 88.6, 120.4, 400, 300, true);
    const miler_edit split = {.kind = MILER_EDIT_SPLIT, .at_s = 250};
    const laid out = lay(&split, 1);
    assert_int_equal(out.edited.lap_count, 9);
    assert_float_equal(out.edited.laps[0].timer_s, 88.6, 1e-9);
    assert_float_equal(out.edited.laps[0].dist_m, 401, 1e-9);
    assert_float_equal(out.edited.laps[1].timer_s, 120.4, 1e-9);
    assert_float_equal(out.edited.laps[2].end_s, 250, 1e-9);
    // The stamps were cut to the second; the boundaries are where the laps say.
    assert_float_equal(out.edited.laps[2].start_s, 209.0, 1e-9);
    assert_float_equal(out.edited.laps[4].start_s, 297.6, 1e-9);
    assert_float_equal(out.edited.laps[8].timer_s, 120.4, 1e-9);
}

static void laps_made_by_hand_have_a_heart(void **state) {
    (void)state;
    static float hr[4000];
    turns(2, 100, 100, 400, 300, true);
    for (size_t i = 0; i < s.rec.samples.count; i++)
        hr[i] = i < 50 ? 120 : i < 60 ? 0 : i < 100 ? 160 : 130; // ten seconds without a value
    s.rec.samples.hr_bpm = hr;
    s.laps[1].sum.avg_hr_bpm = 131; // the watch's own word stays
    const miler_edit split = {.kind = MILER_EDIT_SPLIT, .at_s = 80};
    const laid out = lay(&split, 1);
    assert_int_equal(out.rec.lap_count, 3);
    // Between two samples their mean, or the one there is: 50 s at 120 and 21 s at 160, as a split of these has it.
    assert_float_equal(out.rec.laps[0].sum.avg_hr_bpm, (50 * 120 + 21 * 160) / 71.0F, 0.01F);
    assert_float_equal(out.rec.laps[1].sum.avg_hr_bpm, (19 * 160 + 145) / 20.0F, 0.01F);
    assert_float_equal(out.rec.laps[2].sum.avg_hr_bpm, 131, 0.001);
}

static void a_belt_reaches_everything(void **state) {
    (void)state;
    turns(8, 88, 120, 400, 300, true);
    const miler_edit belt = {.kind = MILER_EDIT_DISTANCE, .value = 2800 * 1.05};
    const laid out = lay(&belt, 1);
    assert_float_equal(out.a.dist_m, 2940, 0.5);
    assert_float_equal(out.a.true_dist_m[out.a.sample_count - 1], 2940, 0.5);
    assert_int_equal(out.a.km_split_count, 3);
    assert_true(out.a.km_splits[0].time_s < s.recorded.km_splits[0].time_s - 5);
    assert_true(out.a.bests[1].time_s < s.recorded.bests[1].time_s - 2); // 400 m
    assert_float_equal(work(&out.reps, 1)->dist_m, 420, 3);
}

static void an_indoor_track_has_reps(void **state) {
    (void)state;
    turns(16, 42, 75, 200, 200, false);
    const miler_edit each = {.kind = MILER_EDIT_LAP_LENGTH, .value = 200};
    const laid out = lay(&each, 1);
    assert_true(out.edited.laps_told);
    assert_float_equal(out.a.true_dist_m[out.a.sample_count - 1], 3200, 1e-6);
    assert_int_equal(out.a.dist_source, MILER_DIST_TRACK);
    assert_int_equal(out.reps.work_count, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_float_equal(work(&out.reps, i)->nominal_m, 200, 0);
        assert_float_equal(work(&out.reps, i)->time_s, 42, 0.01);
    }
    assert_float_equal(out.a.bests[0].time_s, 42, 0.01);
    assert_int_equal(out.a.bests[0].flags & MILER_EFFORT_DISQUALIFIES, 0);
}

// Lengths that were told go with the laps: joined they are summed, split shared.
static void told_laps_joined_and_split(void **state) {
    (void)state;
    turns(16, 42, 75, 200, 200, false);
    const miler_edit edits[] = {{.kind = MILER_EDIT_LAP_LENGTH, .value = 200},
                                {.kind = MILER_EDIT_JOIN, .at_s = 42},
                                {.kind = MILER_EDIT_SPLIT, .at_s = 117 + 10.5},
                                {.kind = MILER_EDIT_DISTANCE, .value = 4000}};
    laid out = lay(edits, 2);
    assert_float_equal(out.edited.laps[0].dist_m, 400, 1e-9);
    assert_float_equal(out.edited.dist_m, 3200, 1e-9);
    assert_float_equal(out.a.true_dist_m[out.a.sample_count - 1], 3200, 1e-6);
    assert_int_equal(out.reps.work_count, 7);
    out = lay(edits, 3);
    assert_float_equal(out.edited.laps[1].dist_m, 50, 1e-6);
    assert_float_equal(out.edited.laps[2].dist_m, 150, 1e-6);
    assert_true(out.edited.laps_told);
    out = lay(edits, 4);
    assert_float_equal(out.edited.dist_m, 4000, 1e-9);
    assert_float_equal(out.edited.laps[0].dist_m, 500, 1e-6);
    assert_float_equal(out.edited.laps[2].dist_m, 187.5, 1e-6);
    assert_float_equal(out.a.true_dist_m[out.a.sample_count - 1], 4000, 1e-6);
    // The whole alone, where nothing was counted: by time.
    out = lay(edits + 3, 1);
    assert_float_equal(out.edited.laps[0].dist_m, 4000.0 * 42 / 936, 1e-6);
    assert_float_equal(out.a.true_dist_m[out.a.sample_count - 1], 4000, 1e-6);
}

// One lap told alone: split as the watch counted, joined with what it counted beside.
static void one_told_lap_split_and_joined(void **state) {
    (void)state;
    turns(8, 66, 120, 306, 300, true);
    const miler_edit edits[] = {{.kind = MILER_EDIT_LENGTH, .at_s = 200, .value = 300},
                                {.kind = MILER_EDIT_SPLIT, .at_s = 186 + 22},
                                {.kind = MILER_EDIT_JOIN, .at_s = 252},
                                {.kind = MILER_EDIT_DISTANCE, .value = 2 * 2424}};
    laid out = lay(edits, 2);
    assert_float_equal(out.edited.laps[2].dist_m, 100, 0.01);
    assert_float_equal(out.edited.laps[3].dist_m, 200, 0.01);
    out = lay(edits, 3);
    assert_float_equal(out.edited.laps[3].dist_m, 200 + 301, 0.01);
    out = lay(edits, 4);
    assert_float_equal(out.edited.dist_m, 2 * 2424, 1e-9);
    double sum_m = 0;
    for (size_t i = 0; i < out.edited.lap_count; i++)
        sum_m += out.edited.laps[i].dist_m;
    assert_float_equal(sum_m, 2 * 2424, 1e-6);
    near_to(out.edited.laps[3].dist_m / out.edited.laps[2].dist_m, 5.01, 0.01);
}

// Without a single sample the laps are all there is.
static void laps_alone_have_reps(void **state) {
    (void)state;
    turns(16, 42, 75, 200, 200, false);
    s.rec.samples.count = 0;
    s.rec.session.start_ms = 0;
    s.rec.session.elapsed_s = 936;
    assert_int_equal(miler_activity_build(&s.rec, arena, &s.recorded, NULL), MILER_OK);
    const miler_edit each = {.kind = MILER_EDIT_LAP_LENGTH, .value = 200};
    assert_int_equal(lay(&each, 1).reps.work_count, 8);
}

static void one_lap_is_told(void **state) {
    (void)state;
    turns(8, 66, 120, 306, 300, true);
    const miler_edit told[] = {{.kind = MILER_EDIT_LENGTH, .at_s = 200, .value = 300},
                               {.kind = MILER_EDIT_LENGTH, .at_s = 600, .value = 310}};
    const laid out = lay(told, 2);
    assert_float_equal(out.edited.laps[2].dist_m, 300, 0);
    assert_true(out.edited.laps[2].told && out.edited.laps[2].watch_lap == 2);
    assert_int_equal(out.reps.work_count, 4);
    assert_float_equal(work(&out.reps, 1)->nominal_m, 300, 0);
    assert_float_equal(work(&out.reps, 3)->nominal_m, 310, 0);
    assert_float_equal(work(&out.reps, 1)->dist_m, 300, 0.5);
    assert_true((work(&out.reps, 1)->flags & MILER_REP_BY_HAND) != 0);
    const miler_edit wrong = {.kind = MILER_EDIT_LENGTH, .at_s = 200, .value = 900};
    miler_error err = {0};
    assert_int_equal(miler_edit_check(&s.recorded, NULL, 0, &wrong, arena, &err), MILER_ERR_RANGE);
    assert_null(strstr(err.remedy, "times count"));
}

// The lap key was missed at the end of the second rep; the split mends it.
static void a_split_mends_the_missed_key(void **state) {
    (void)state;
    turns(8, 88, 120, 400, 300, true);
    for (size_t i = 2; i + 1 < 8; i++)
        s.laps[i] = s.laps[i + 1];
    s.laps[2].sum.start_ms = 208000;
    s.laps[2].sum.elapsed_s = s.laps[2].sum.timer_s = 208;
    s.laps[2].sum.dist_m = 700;
    s.rec.lap_count = 7;
    assert_int_equal(miler_activity_build(&s.rec, arena, &s.recorded, NULL), MILER_OK);
    laid out = lay(NULL, 0);
    assert_true((work(&out.reps, 1)->flags & MILER_REP_LAP_MISSED) != 0);
    const miler_edit split = {.kind = MILER_EDIT_SPLIT,
                              .at_s = 290}; // six seconds too far from the speed's edge
    const miler_edit near = {.kind = MILER_EDIT_SPLIT, .at_s = 297};
    out = lay(&near, 1);
    assert_int_equal(out.reps.work_count, 4);
    assert_int_equal(work(&out.reps, 1)->flags & (MILER_REP_LAP_MISSED | MILER_REP_LAP_LATE), 0);
    assert_float_equal(work(&out.reps, 1)->end_s, 297, 1e-6);
    out = lay(&split, 1);
    assert_float_equal(work(&out.reps, 1)->end_s, 290, 1e-6);
    // Two reps and the recovery between them run as one.
    const miler_edit join[] = {{.kind = MILER_EDIT_JOIN, .at_s = 88}, {.kind = MILER_EDIT_JOIN, .at_s = 208}};
    out = lay(join, 2);
    assert_float_equal(out.edited.laps[0].end_s, 416, 1e-6);
}

// Twenty thousand auto-laps are looked at once, not once for each.
static void many_laps(void **state) {
    (void)state;
    enum { MANY = 20000 };
    miler_lap *laps = miler_arena_array(arena, MANY, sizeof *laps);
    assert_non_null(laps);
    turns(8, 88, 120, 400, 300, true);
    for (size_t i = 0; i < MANY; i++) {
        miler_summary_init(&laps[i].sum);
        laps[i].sum.start_ms = (int64_t)i * 40;
        laps[i].sum.elapsed_s = 0.04;
        laps[i].sum.dist_m = 1000;
        laps[i].workout_step = -1;
    }
    s.rec.laps = laps;
    s.rec.lap_count = MANY;
    const clock_t began = clock();
    (void)lay(NULL, 0);
    assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 0.3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(laps_not_touched_keep_their_own),
                                       cmocka_unit_test(laps_made_by_hand_have_a_heart),
                                       cmocka_unit_test(a_belt_reaches_everything),
                                       cmocka_unit_test(an_indoor_track_has_reps),
                                       cmocka_unit_test(told_laps_joined_and_split),
                                       cmocka_unit_test(one_told_lap_split_and_joined),
                                       cmocka_unit_test(laps_alone_have_reps),
                                       cmocka_unit_test(one_lap_is_told),
                                       cmocka_unit_test(a_split_mends_the_missed_key),
                                       cmocka_unit_test(many_laps),
                                       cmocka_unit_test(as_recorded),
                                       cmocka_unit_test(each_kind),
                                       cmocka_unit_test(distances),
                                       cmocka_unit_test(refusals),
                                       cmocka_unit_test(named_and_meant),
                                       cmocka_unit_test(calibrations)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
