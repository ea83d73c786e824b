// SPDX-License-Identifier: MIT
// reps: what is done with steps, laps and speed, by tables of small runs made
// by hand; the words for them; and bad input.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/reps.h>
#include <miler/workout.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1700000000000)
enum { ROOM = 20000, LAPS = 64 };

// A run of stretches of even speed, a sample a second.
typedef struct stretch {
    double mps;
    int seconds;
    int step; // of the workout; -1 = none
} stretch;

typedef struct run {
    int64_t t_ms[ROOM];
    double dist_m[ROOM];
    float altitude_m[ROOM];
    miler_lap laps[LAPS];
    miler_recording rec;
    miler_activity activity;
    miler_arena *arena;
} run;

static run r;

static int set_up(void **state) {
    (void)state;
    memset(&r, 0, sizeof r);
    r.arena = miler_arena_new(NULL, 0);
    miler_recording_init(&r.rec);
    r.rec.flags = MILER_REC_NO_SUMMARY;
    r.rec.sport = MILER_SPORT_RUNNING;
    r.rec.samples.t_ms = r.t_ms;
    r.rec.samples.dist_m = r.dist_m;
    r.rec.laps = r.laps;
    return r.arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(r.arena);
    return 0;
}

static void add_lap(double from_s, double to_s, double dist_m, int32_t step) {
    miler_lap *lap = &r.laps[r.rec.lap_count++];
    miler_summary_init(&lap->sum);
    lap->sum.start_ms = T0 + llround(from_s * 1000);
    lap->sum.elapsed_s = lap->sum.timer_s = to_s - from_s;
    lap->sum.dist_m = dist_m;
    lap->trigger = MILER_TRIGGER_MANUAL;
    lap->workout_step = step;
}

// Appends; with a lap for each stretch when asked.
static void run_stretches(const stretch *s, size_t count, bool laps) {
    size_t n = r.rec.samples.count;
    if (n == 0) {
        r.t_ms[0] = T0;
        n = 1;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t from = n - 1;
        for (int k = 0; k < s[i].seconds; k++, n++) {
            assert_true(n < ROOM);
            r.t_ms[n] = r.t_ms[n - 1] + 1000;
            r.dist_m[n] = r.dist_m[n - 1] + s[i].mps;
        }
        if (laps) add_lap((double)from, (double)(n - 1), s[i].mps * s[i].seconds, s[i].step);
    }
    r.rec.samples.count = n;
}

static miler_reps found(const miler_reps_options *options) {
    miler_reps reps;
    miler_error err = {0};
    if (miler_activity_build(&r.rec, r.arena, &r.activity, &err) != MILER_OK) fail_msg("%s", err.msg);
    if (miler_reps_find(&r.activity, &r.rec, NULL, options, r.arena, &reps, &err) != MILER_OK)
        fail_msg("%s", err.msg);
    // Always: in order, without gaps worth the name, times that add up.
    double at = 0;
    for (size_t i = 0; i < reps.count; i++) {
        assert_true(reps.reps[i].start_s >= at - 1e-6 && reps.reps[i].start_s <= at + 1.0);
        assert_true(reps.reps[i].end_s >= reps.reps[i].start_s);
        at = reps.reps[i].end_s;
    }
    return reps;
}

// "W600 R90 W600 C300": kinds and seconds, to 5 s.
static void shape(const miler_reps *reps, char *out, size_t size) {
    static const char letters[] = "EUWRSHC";
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < reps->count && len + 16 < size; i++)
        len += (size_t)snprintf(out + len, size - len, "%s%c%.0f", i > 0 ? " " : "",
                                letters[reps->reps[i].kind], round(reps->reps[i].time_s / 5) * 5);
}

static const char *without_pace(miler_buf *text) {
    static const char *const paces[] = {" @mile", " @5k"};
    char *at;
    for (size_t i = 0; i < 2; i++)
        while ((at = strstr(text->ptr, paces[i])) != NULL)
            memmove(at, at + strlen(paces[i]), strlen(at + strlen(paces[i])) + 1);
    return text->ptr;
}

static void reps_from_speed_alone(void **state) {
    (void)state;
    static const struct {
        const char *name;
        stretch s[24];
        const char *expected;
        const char *text;
    } rows[] = {
        {"easy run", {{3, 2400, -1}}, "E2400", "7.2km easy"},
        {"6 x 400 jogged",
         {{2.8, 900, -1},
          {5, 80, -1},
          {2.2, 180, -1},
          {5, 80, -1},
          {2.2, 180, -1},
          {5, 80, -1},
          {2.2, 180, -1},
          {5, 80, -1},
          {2.2, 180, -1},
          {5, 80, -1},
          {2.2, 180, -1},
          {5, 80, -1},
          {2.7, 700, -1}},
         "U900 W80 R180 W80 R180 W80 R180 W80 R180 W80 R180 W80 C700",
         "2500m easy, 6x400m r400m jog, 1900m easy"},
        {"4 x 3 min, standing",
         {{2.8, 900, -1},
          {4.1, 180, -1},
          {0, 120, -1},
          {4.1, 180, -1},
          {0, 120, -1},
          {4.1, 180, -1},
          {0, 120, -1},
          {4.1, 180, -1},
          {2.7, 600, -1}},
         "U900 W180 R120 W180 R120 W180 R120 W180 C600",
         "2500m easy, 4x3min r2min stand, 1600m easy"},
        {"easy run and strides",
         {{3, 2400, -1},
          {5.2, 20, -1},
          {1.4, 60, -1},
          {5.2, 20, -1},
          {1.4, 60, -1},
          {5.2, 20, -1},
          {1.4, 60, -1},
          {5.2, 20, -1},
          {1.4, 60, -1},
          {5.2, 20, -1},
          {1.4, 60, -1},
          {5.2, 20, -1},
          {1.4, 120, -1}},
         "E2400 S20 R60 S20 R60 S20 R60 S20 R60 S20 R60 S20 E120",
         NULL},
        {"ladder",
         {{2.8, 900, -1},
          {5.2, 38, -1},
          {2.2, 90, -1},
          {5, 80, -1},
          {2.2, 90, -1},
          {4.8, 125, -1},
          {2.2, 90, -1},
          {5, 80, -1},
          {2.2, 90, -1},
          {5.2, 38, -1},
          {2.7, 700, -1}},
         "U900 W40 R90 W80 R90 W125 R90 W80 R90 W40 C700",
         "2500m easy, 200m, r200m jog, 400m, r200m jog, 600m, r200m jog, 400m, r200m jog, 200m, 1900m easy"},
        {"traffic lights",
         {{3, 600, -1}, {0, 30, -1}, {3, 900, -1}, {0, 45, -1}, {3, 400, -1}, {0, 25, -1}, {3, 700, -1}},
         "E2700",
         NULL},
        {"run and walk",
         {{2.4, 120, -1},
          {1.4, 60, -1},
          {2.4, 120, -1},
          {1.4, 60, -1},
          {2.4, 120, -1},
          {1.4, 60, -1},
          {2.4, 120, -1},
          {1.4, 60, -1}},
         "E720",
         NULL},
        {"faster by and by",
         {{2.6, 600, -1}, {2.8, 600, -1}, {3, 600, -1}, {3.2, 600, -1}, {3.5, 600, -1}},
         "E3000",
         NULL},
        {"a sprint for the bus", {{3, 1200, -1}, {5.5, 15, -1}, {3, 1200, -1}}, "E2415", NULL},
        {"tempo run is one piece",
         {{2.8, 900, -1}, {3.8, 1200, -1}, {2.7, 600, -1}},
         "U900 W1200 C600",
         "2500m easy, 20min, 1600m easy"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tear_down(NULL);
        assert_int_equal(set_up(NULL), 0);
        size_t n = 0;
        while (n < 24 && rows[i].s[n].seconds > 0)
            n++;
        run_stretches(rows[i].s, n, false);
        const miler_reps reps = found(NULL);
        char text[512];
        shape(&reps, text, sizeof text);
        if (strcmp(text, rows[i].expected) != 0)
            fail_msg("%s: %s, not %s", rows[i].name, text, rows[i].expected);
        miler_buf buf;
        miler_buf_init(&buf, NULL, 65536);
        miler_reps_text(&reps, &buf);
        if (rows[i].text != NULL && strcmp(miler_buf_text(&buf), rows[i].text) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", rows[i].name, miler_buf_text(&buf), rows[i].text);
        // What is printed is the workout language's normal form, but for the pace that reading gives reps
        // that have none (workout_reps.c).
        miler_workout workout;
        miler_error err = {0};
        if (miler_workout_parse(miler_buf_text(&buf), r.arena, &workout, &err) != MILER_OK)
            fail_msg("%s: \"%s\": %s", rows[i].name, miler_buf_text(&buf), err.msg);
        miler_buf again;
        miler_buf_init(&again, NULL, 65536);
        miler_workout_print(&workout, &again);
        assert_string_equal(miler_buf_text(&buf), without_pace(&again));
        // For who thinks in miles no easy running is told in kilometres; reps keep their lengths.
        miler_reps miles = reps;
        miles.imperial = true;
        miler_buf_clear(&again);
        miler_reps_text(&miles, &again);
        assert_null(strstr(miler_buf_text(&again), "km easy"));
        if (miler_workout_parse(miler_buf_text(&again), r.arena, &workout, &err) != MILER_OK)
            fail_msg("%s: \"%s\": %s", rows[i].name, miler_buf_text(&again), err.msg);
        miler_buf_deinit(&again);
        miler_buf_deinit(&buf);
    }
}

static const stretch four[] = {{2.8, 900, 0}, {5, 80, 1},    {2.2, 180, 2}, {5, 80, 1},   {2.2, 180, 2},
                               {5, 80, 1},    {2.2, 180, 2}, {5, 80, 1},    {2.7, 700, 4}};
enum { FOUR = sizeof four / sizeof four[0] };

static void laps_are_taken_and_mended(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int cut;        // which boundary is changed: 1 = the start of the first rep
        double moved_s; // NaN = forgotten
        size_t rep;     // which rep it shows on, from 0
        uint32_t flag;
    } rows[] = {{"as pressed", 1, 0, 0, 0},
                {"late", 3, 8, 1, MILER_REP_LAP_LATE},
                {"early", 3, -9, 1, MILER_REP_LAP_LATE},
                {"forgotten", 5, NAN, 2, MILER_REP_LAP_MISSED}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tear_down(NULL);
        assert_int_equal(set_up(NULL), 0);
        run_stretches(four, FOUR, false);
        double from = 0;
        double at = 0;
        for (int k = 0; k < FOUR; k++) {
            at += four[k].seconds;
            if (k + 1 == rows[i].cut && isnan(rows[i].moved_s)) continue;
            const double cut = k + 1 == rows[i].cut ? at + rows[i].moved_s : at + 0.3;
            add_lap(from, cut, r.dist_m[(size_t)cut] - r.dist_m[(size_t)from], -1);
            from = cut;
        }
        const miler_reps reps = found(NULL);
        assert_int_equal(reps.source, MILER_REPS_LAPS);
        assert_int_equal(reps.work_count, 4);
        size_t n = 0;
        for (size_t k = 0; k < reps.count; k++) {
            const miler_rep *rep = &reps.reps[k];
            if (rep->kind != MILER_REP_WORK) continue;
            const uint32_t expected = n == rows[i].rep ? rows[i].flag : 0;
            if (rep->flags != expected)
                fail_msg("%s: rep %zu has flags %x", rows[i].name, n, (unsigned)rep->flags);
            if (fabs(rep->time_s - 80) > 2.5) fail_msg("%s: rep %zu of %.1f s", rows[i].name, n, rep->time_s);
            n++;
        }
    }
}

static void a_lap_too_many_is_seen(void **state) {
    (void)state;
    run_stretches(four, FOUR, true);
    // The second rep's start was pressed twice, 2 s apart.
    r.laps[3].sum.start_ms += 2000;
    r.laps[3].sum.elapsed_s -= 2;
    memmove(&r.laps[4], &r.laps[3], (r.rec.lap_count - 3) * sizeof r.laps[0]);
    r.laps[3].sum.start_ms -= 2000;
    r.laps[3].sum.elapsed_s = r.laps[3].sum.timer_s = 2;
    r.laps[3].sum.dist_m = 10;
    r.laps[4].sum.dist_m -= 10;
    r.rec.lap_count++;
    const miler_reps reps = found(&(miler_reps_options){.ignore_steps = true});
    assert_int_equal(reps.work_count, 4);
    assert_int_equal(reps.source, MILER_REPS_LAPS);
    assert_true((reps.reps[3].flags & MILER_REP_LAP_TWICE) != 0);
}

static void auto_laps_are_no_reps(void **state) {
    (void)state;
    for (int k = 0; k < 8; k++)
        run_stretches(&(stretch){k % 2 == 0 ? 3.1 : 2.85, (int)(1000 / (k % 2 == 0 ? 3.1 : 2.85)), -1}, 1,
                      false);
    double from = 0;
    for (size_t i = 1, km = 1; i < r.rec.samples.count; i++) {
        if (r.dist_m[i] < 1000 * (double)km) continue;
        add_lap(from, (double)i, 1000, -1);
        from = (double)i;
        km++;
    }
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_NONE);
    assert_int_equal(reps.work_count, 0);
}

// A treadmill: laps with distances, no samples that tell.
static void laps_alone(void **state) {
    (void)state;
    run_stretches(four, FOUR, true);
    r.rec.samples.dist_m = NULL;
    for (size_t i = 0; i < r.rec.lap_count; i++)
        r.laps[i].workout_step = -1;
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_LAPS);
    assert_int_equal(reps.work_count, 4);
    assert_true(fabs(reps.reps[1].dist_m - 400) < 0.5);
    assert_true(reps.reps[1].nominal_m == 400);
}

static const miler_recorded_step steps_of_four[] = {
    {NULL, 0, 900000, 2, -1, -1, -1, MILER_INTENSITY_WARMUP},
    {NULL, 1, 40000, 2, -1, -1, -1, MILER_INTENSITY_INTERVAL},
    {NULL, 0, 180000, 2, -1, -1, -1, MILER_INTENSITY_RECOVERY},
    {NULL, 6, 1, 2, 4, -1, -1, MILER_INTENSITY_UNKNOWN},
    {NULL, 5, -1, 2, -1, -1, -1, MILER_INTENSITY_COOLDOWN}};

static void use_steps(miler_recorded_step *out, const miler_recorded_step *steps, size_t count) {
    memcpy(out, steps, count * sizeof *steps);
    r.rec.steps = out;
    r.rec.step_count = count;
}

static void steps_and_the_laps_that_name_them(void **state) {
    (void)state;
    miler_recorded_step steps[5];
    run_stretches(four, FOUR, true);
    use_steps(steps, steps_of_four, 5);
    // The watch cut an auto-lap into the warm-up and into the second rep.
    memmove(&r.laps[4], &r.laps[3], (r.rec.lap_count - 3) * sizeof r.laps[0]);
    r.rec.lap_count++;
    r.laps[3].sum.elapsed_s = r.laps[3].sum.timer_s = 30;
    r.laps[4].sum.start_ms += 30000;
    r.laps[4].sum.elapsed_s = r.laps[4].sum.timer_s = 50;
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_STEPS);
    assert_int_equal(reps.work_count, 4);
    assert_int_equal(reps.reps[3].flags, MILER_REP_AUTO_LAPS);
    assert_int_equal(reps.reps[3].step, 1);
    assert_int_equal(reps.reps[3].lap_count, 2);
    assert_true(fabs(reps.reps[3].time_s - 80) < 0.01 && reps.reps[3].nominal_m == 400);
}

static void steps_by_time_and_distance(void **state) {
    (void)state;
    miler_recorded_step steps[5];
    run_stretches(four, FOUR, false);
    use_steps(steps, steps_of_four, 5);
    miler_reps reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_STEPS);
    assert_int_equal(reps.work_count, 4);
    assert_true(fabs(reps.reps[1].start_s - 900) < 0.01 && fabs(reps.reps[1].end_s - 980) < 0.01);
    assert_true(fabs(reps.reps[7].end_s - 1760) < 0.01);
    // Nobody ran it: all easy. The steps say nothing then.
    tear_down(NULL);
    assert_int_equal(set_up(NULL), 0);
    run_stretches(&(stretch){2.8, 2400, -1}, 1, false);
    use_steps(steps, steps_of_four, 5);
    reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_NONE);
}

static void hostile_steps(void **state) {
    (void)state;
    run_stretches(four, FOUR, true);
    static const miler_recorded_step rows[][4] = {
        // Repeats of a repeat, without end; of itself; of what comes later; of nothing.
        {{NULL, 0, 1000, 2, -1, -1, -1, MILER_INTENSITY_INTERVAL},
         {NULL, 6, 0, 2, INT64_MAX, -1, -1, MILER_INTENSITY_UNKNOWN},
         {NULL, 6, 0, 2, INT64_MAX, -1, -1, MILER_INTENSITY_UNKNOWN},
         {NULL, 6, 0, 2, 1000, -1, -1, MILER_INTENSITY_UNKNOWN}},
        {{NULL, 6, 0, 2, 9, -1, -1, MILER_INTENSITY_UNKNOWN},
         {NULL, 6, 1, 2, 9, -1, -1, MILER_INTENSITY_UNKNOWN},
         {NULL, 6, 3, 2, 9, -1, -1, MILER_INTENSITY_UNKNOWN},
         {NULL, 6, INT64_MIN, 2, 9, -1, -1, MILER_INTENSITY_UNKNOWN}},
        {{NULL, 0, INT64_MAX, 2, -1, -1, -1, MILER_INTENSITY_REST},
         {NULL, 1, INT64_MAX, 2, -1, -1, -1, MILER_INTENSITY_INTERVAL},
         {NULL, 99, -5, 2, -1, -1, -1, (miler_intensity)77},
         {NULL, -7, 0, 2, -1, -1, -1, MILER_INTENSITY_ACTIVE}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_recorded_step steps[4];
        use_steps(steps, rows[i], 4);
        for (size_t k = 0; k < r.rec.lap_count; k++)
            r.laps[k].workout_step = i == 0 ? 77 : -1;
        const miler_reps reps = found(NULL);
        assert_true(reps.count >= 1);
    }
}

static void the_board(void **state) {
    (void)state;
    miler_rep reps[] = {
        {.kind = MILER_REP_WARMUP, .dist_m = 2000, .time_s = 700, .set = -1},
        {.kind = MILER_REP_WORK, .dist_m = 401, .nominal_m = 400, .nominal_time_s = 79.84, .set = 0},
        {.kind = MILER_REP_RECOVERY, .motion = MILER_MOTION_JOG, .dist_m = 398, .nominal_m = 400, .set = -1},
        {.kind = MILER_REP_WORK, .dist_m = 399, .nominal_m = 400, .nominal_time_s = 80.12, .set = 0},
        {.kind = MILER_REP_RECOVERY,
         .motion = MILER_MOTION_WALK,
         .dist_m = 250,
         .time_s = 181,
         .nominal_s = 180,
         .set = -1},
        {.kind = MILER_REP_WORK, .dist_m = 200, .nominal_m = 200, .nominal_time_s = 36.2, .set = 1},
        {.kind = MILER_REP_RECOVERY, .motion = MILER_MOTION_STAND, .time_s = 62, .nominal_s = 60, .set = -1},
        {.kind = MILER_REP_WORK, .dist_m = 400, .nominal_m = 400, .nominal_time_s = 78, .set = 1},
        {.kind = MILER_REP_RECOVERY, .motion = MILER_MOTION_STAND, .time_s = 62, .nominal_s = 60, .set = -1},
        {.kind = MILER_REP_WORK, .dist_m = 505, .nominal_s = 120, .nominal_time_s = 120, .set = 2}};
    const miler_reps all = {
        .source = MILER_REPS_LAPS, .reps = reps, .count = sizeof reps / sizeof reps[0], .work_count = 5};
    miler_buf out;
    miler_buf_init(&out, NULL, 4096);
    miler_reps_board(&all, &out);
    assert_string_equal(miler_buf_text(&out), "2 x 400, r 400 j: 1:19.8 1:20.1 | mean 1:20.0, spread 0.3 s\n"
                                              "200-400, r 60s: 36.2 1:18.0\n"
                                              "2min: 505 m");
    miler_buf_clear(&out);
    miler_reps_text(&all, &out);
    assert_string_equal(miler_buf_text(&out),
                        "2km easy, 2x400m r400m jog, r3min walk, 200m, r60s stand, 400m, r60s stand, 2min");
    miler_buf_deinit(&out);
    miler_buf_init(&out, NULL, 10); // too small: said, not overrun
    miler_reps_board(&all, &out);
    assert_true(miler_buf_status(&out, NULL) != MILER_OK);
    miler_buf_deinit(&out);
}

// ---- 1600 m or the mile

static miler_rep four_laps(const miler_reps_options *options, double dist_m, size_t reps,
                           miler_tracks *tracks) {
    r.rec.samples.count = 0;
    const stretch easy = {2.8, 600, -1};
    const stretch stand = {0, 60, -1};
    const stretch jog = {2.2, 180, -1};
    const stretch rep = {dist_m / 330, 330, -1};
    run_stretches(&easy, 1, false);
    run_stretches(&stand, 1, false);
    for (size_t i = 0; i < reps; i++) {
        run_stretches(&rep, 1, false);
        run_stretches(i + 1 < reps ? &jog : &easy, 1, false);
    }
    miler_reps out;
    miler_error err = {0};
    if (miler_activity_build(&r.rec, r.arena, &r.activity, &err) != MILER_OK) fail_msg("%s", err.msg);
    assert_int_equal(miler_reps_find(&r.activity, &r.rec, tracks, options, r.arena, &out, &err), MILER_OK);
    assert_int_equal(out.work_count, reps);
    for (size_t i = 0; i < out.count; i++)
        if (out.reps[i].kind == MILER_REP_WORK) return out.reps[i];
    fail_msg("no rep");
    return out.reps[0];
}

static void sixteen_hundred_or_the_mile(void **state) {
    (void)state;
    static const struct {
        miler_reps_options options;
        double dist_m;
        size_t reps;
        double nominal_m;
        bool sure;
        miler_nominal_by by;
    } rows[] = {{{.planned_m = 0}, 1602, 1, MILER_MILE_M, false, MILER_NOMINAL_BY_EFFORT},
                {{.planned_m = 1600}, 1607, 1, 1600, true, MILER_NOMINAL_BY_PLAN},
                {{.planned_m = MILER_MILE_M}, 1599, 1, MILER_MILE_M, true, MILER_NOMINAL_BY_PLAN},
                {{.named_m = 1600}, 1607, 1, 1600, true, MILER_NOMINAL_BY_NAME},
                {{.planned_m = 800}, 1602, 1, MILER_MILE_M, false, MILER_NOMINAL_BY_EFFORT},
                {{.planned_m = 0}, 1607, 3, 1600, false, MILER_NOMINAL_BY_UNITS},
                {{.imperial = true}, 1602, 3, MILER_MILE_M, false, MILER_NOMINAL_BY_UNITS}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_rep rep = four_laps(&rows[i].options, rows[i].dist_m, rows[i].reps, NULL);
        if (fabs(rep.nominal_m - rows[i].nominal_m) > 0.001 || rep.nominal_sure != rows[i].sure ||
            rep.nominal_by != rows[i].by)
            fail_msg("row %zu: %.1f, sure %d, by %s", i, rep.nominal_m, rep.nominal_sure,
                     miler_nominal_by_name(rep.nominal_by));
        assert_int_equal(miler_rep_unsure(&rep), !rows[i].sure);
    }
}

// On a track whose finish line is known the place of the start tells.
static void the_mile_start(void **state) {
    (void)state;
    static double along[ROOM], phase[ROOM], dist[ROOM];
    static float error[ROOM];
    static const double starts[] = {0, -9.344, -4.7};
    static const double nominal[] = {1600, MILER_MILE_M, 0};
    for (size_t i = 0; i < 3; i++) {
        (void)four_laps(NULL, 1604, 1, NULL); // lays out the run
        const size_t n = r.rec.samples.count;
        for (size_t k = 0; k < n; k++) {
            dist[k] = r.dist_m[k];
            along[k] = r.dist_m[k];
            phase[k] = fmod(r.dist_m[k] - r.dist_m[660] + starts[i] + 4000, 400);
            error[k] = 2;
        }
        miler_track_part part = {.first = 0, .end = n, .start_s = 0, .end_s = (double)n};
        miler_track track = {.finish_known = true, .parts = &part, .part_count = 1, .lap_error_m = 2.5};
        miler_oval_standard(&track.oval, 1);
        miler_tracks tracks = {.tracks = &track,
                               .count = 1,
                               .along_m = along,
                               .phase_m = phase,
                               .error_at_m = error,
                               .dist_at_m = dist};
        const miler_rep rep = four_laps(NULL, 1604, 1, &tracks);
        if (nominal[i] > 0) {
            assert_true(rep.nominal_sure && rep.nominal_by == MILER_NOMINAL_BY_START);
            assert_true(fabs(rep.nominal_m - nominal[i]) < 0.01);
        } else {
            assert_false(rep.nominal_sure);
        }
        track.finish_known = false;
        assert_true(four_laps(NULL, 1604, 1, &tracks).nominal_by != MILER_NOMINAL_BY_START);
    }
}

// ---- Kept

static void key_is(const miler_reps *reps, const char *key, const char *counts) {
    miler_buf a;
    miler_buf b;
    miler_buf_init(&a, NULL, 4096);
    miler_buf_init(&b, NULL, 4096);
    miler_reps_key(reps, &a, &b);
    assert_string_equal(miler_buf_text(&a), key);
    assert_string_equal(miler_buf_text(&b), counts);
    miler_buf_deinit(&b);
    miler_buf_deinit(&a);
}

static void keys(void **state) {
    (void)state;
    miler_rep room[16];
    const miler_rep warm = {.kind = MILER_REP_WARMUP, .dist_m = 2000, .time_s = 700, .set = -1};
    const miler_rep stride = {.kind = MILER_REP_STRIDE, .dist_m = 100, .nominal_m = 100, .time_s = 18};
    const miler_rep walk = {
        .kind = MILER_REP_RECOVERY, .motion = MILER_MOTION_STAND, .time_s = 60, .set = -1};
    miler_rep quarter = {
        .kind = MILER_REP_WORK, .dist_m = 401, .nominal_m = 400, .nominal_time_s = 80, .set = 1};
    const miler_rep jog = {
        .kind = MILER_REP_RECOVERY, .motion = MILER_MOTION_JOG, .dist_m = 410, .nominal_m = 0, .set = -1};
    miler_rep jog2 = jog;
    jog2.nominal_m = 400;
    const miler_rep six[] = {warm, stride, walk, stride, walk, quarter, jog, quarter, jog, quarter};
    const miler_rep plain[] = {quarter, jog2, quarter, jog2, quarter, jog2, quarter};
    key_is(&(miler_reps){.reps = memcpy(room, six, sizeof six), .count = 10, .work_count = 5}, "400 r400 j",
           "3");
    key_is(&(miler_reps){.reps = memcpy(room, plain, sizeof plain), .count = 7, .work_count = 4},
           "400 r400 j", "4");
    // The mile and 1600 m are one.
    quarter.nominal_m = MILER_MILE_M;
    const miler_rep mile[] = {quarter};
    key_is(&(miler_reps){.reps = memcpy(room, mile, sizeof mile), .count = 1, .work_count = 1}, "1600", "1");
    // Strides alone, an easy run, and nothing at all.
    const miler_rep strides[] = {warm, stride, walk, stride};
    key_is(&(miler_reps){.reps = memcpy(room, strides, sizeof strides), .count = 4, .work_count = 2},
           "strides", "2");
    key_is(&(miler_reps){.reps = memcpy(room, &warm, sizeof warm), .count = 1}, "run 2 km", "");
    key_is(&(miler_reps){.reps = memcpy(room, &walk, sizeof walk), .count = 1}, "", "");
}

static void kept_and_read_again(void **state) {
    (void)state;
    const stretch s[] = {{2.8, 600, -1}, {5, 80, -1}, {0, 90, -1}, {5, 80, -1},   {0, 90, -1},
                         {5, 80, -1},    {0, 90, -1}, {5, 80, -1}, {2.8, 600, -1}};
    run_stretches(s, sizeof s / sizeof s[0], false);
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.work_count, 4);
    // The recoveries know what their edges are worth, and that nobody moved.
    for (size_t i = 0; i < reps.count; i++) {
        if (reps.reps[i].kind != MILER_REP_RECOVERY) continue;
        assert_true(reps.reps[i].time_error_s > 0.3 && reps.reps[i].time_error_s < 3);
        assert_true(reps.reps[i].standing_s > 80);
    }
    miler_buf text;
    miler_buf_init(&text, NULL, 65536);
    miler_reps_print(&reps, &text);
    miler_reps back;
    miler_error err = {0};
    if (miler_reps_parse(miler_buf_text(&text), r.arena, &back, &err) != MILER_OK) fail_msg("%s", err.msg);
    assert_int_equal(back.count, reps.count);
    assert_int_equal(back.work_count, reps.work_count);
    for (size_t i = 0; i < reps.count; i++) {
        assert_int_equal(back.reps[i].kind, reps.reps[i].kind);
        assert_int_equal(back.reps[i].motion, reps.reps[i].motion);
        assert_int_equal(back.reps[i].set, reps.reps[i].set);
        assert_true(fabs(back.reps[i].dist_m - reps.reps[i].dist_m) < 0.001);
        assert_true(fabs(back.reps[i].standing_s - reps.reps[i].standing_s) < 0.001);
        assert_true(fabs(back.reps[i].nominal_m - reps.reps[i].nominal_m) < 0.001);
    }
    // Whatever else stands there is refused.
    static const char *const bad[] = {"",
                                      "reps 2 0 0\n",
                                      "reps 1 9 0\n",
                                      "reps 1 3 1\n1 2 3\n",
                                      "reps 1 3 1\n99 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 1\n",
                                      "reps 1 3 1\n1 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 x\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(miler_reps_parse(bad[i], r.arena, &back, NULL), MILER_ERR_PARSE);
    miler_buf_deinit(&text);
}

// A step by time stays one, whatever round distance it came to.
static void steps_by_time_stay_so(void **state) {
    (void)state;
    const stretch s[] = {{2.8, 600, 0}, {4.44, 180, 1}, {2, 120, 2},  {4.44, 180, 1},
                         {2, 120, 2},   {4.44, 180, 1}, {2.8, 600, 3}};
    static const miler_recorded_step steps[] = {{NULL, 0, 600000, 2, -1, -1, -1, MILER_INTENSITY_WARMUP},
                                                {NULL, 0, 180000, 2, -1, -1, -1, MILER_INTENSITY_INTERVAL},
                                                {NULL, 0, 120000, 2, -1, -1, -1, MILER_INTENSITY_RECOVERY},
                                                {NULL, 0, 600000, 2, -1, -1, -1, MILER_INTENSITY_COOLDOWN}};
    static double along[ROOM], phase[ROOM], dist[ROOM];
    static float error[ROOM];
    miler_recorded_step own[4];
    run_stretches(s, sizeof s / sizeof s[0], true);
    use_steps(own, steps, 4);
    const size_t n = r.rec.samples.count;
    for (size_t k = 0; k < n; k++) {
        along[k] = dist[k] = r.dist_m[k];
        phase[k] = fmod(r.dist_m[k], 400);
        error[k] = 2;
    }
    miler_track_part part = {.first = 0, .end = n, .start_s = 0, .end_s = (double)n};
    miler_track track = {.parts = &part, .part_count = 1, .lap_error_m = 1};
    miler_oval_standard(&track.oval, 1);
    const miler_tracks tracks = {.tracks = &track,
                                 .count = 1,
                                 .along_m = along,
                                 .phase_m = phase,
                                 .error_at_m = error,
                                 .dist_at_m = dist};
    miler_reps reps;
    assert_int_equal(miler_activity_build(&r.rec, r.arena, &r.activity, NULL), MILER_OK);
    assert_int_equal(miler_reps_find(&r.activity, &r.rec, &tracks, NULL, r.arena, &reps, NULL), MILER_OK);
    assert_int_equal(reps.work_count, 3);
    for (size_t i = 0; i < reps.count; i++) {
        if (reps.reps[i].kind != MILER_REP_WORK) continue;
        assert_true(reps.reps[i].nominal_m == 0);
        assert_true(reps.reps[i].nominal_s == 180);
    }
    miler_buf out;
    miler_buf_init(&out, NULL, 4096);
    miler_reps_board(&reps, &out);
    assert_string_equal(miler_buf_text(&out), "3 x 3min, r 2min j: 799 799 799 m | mean 799 m, spread 0 m");
    miler_buf_deinit(&out);
}

// Four 300s of about a minute, of which the oval has lost one: one set of four.
static void one_set_though_one_was_lost(void **state) {
    (void)state;
    const stretch s[] = {{2.8, 600, -1}, {5, 60, -1},   {1.2, 90, -1}, {5.1, 60, -1}, {1.2, 90, -1},
                         {5, 60, -1},    {1.2, 90, -1}, {5, 60, -1},   {2.8, 600, -1}};
    static double along[ROOM], phase[ROOM], dist[ROOM];
    static float error[ROOM];
    run_stretches(s, sizeof s / sizeof s[0], false);
    const size_t n = r.rec.samples.count;
    for (size_t k = 0; k < n; k++) {
        along[k] = dist[k] = r.dist_m[k];
        phase[k] = fmod(r.dist_m[k], 400);
        error[k] = 2;
    }
    miler_track_part parts[] = {{.first = 580, .end = 700, .start_s = 580, .end_s = 699},
                                {.first = 860, .end = 1130, .start_s = 860, .end_s = 1129}};
    miler_track track = {.parts = parts, .part_count = 2, .lap_error_m = 1};
    miler_oval_standard(&track.oval, 1);
    const miler_tracks tracks = {.tracks = &track,
                                 .count = 1,
                                 .along_m = along,
                                 .phase_m = phase,
                                 .error_at_m = error,
                                 .dist_at_m = dist};
    miler_reps reps;
    assert_int_equal(miler_activity_build(&r.rec, r.arena, &r.activity, NULL), MILER_OK);
    assert_int_equal(miler_reps_find(&r.activity, &r.rec, &tracks, NULL, r.arena, &reps, NULL), MILER_OK);
    assert_int_equal(reps.work_count, 4);
    for (size_t i = 0; i < reps.count; i++)
        if (reps.reps[i].kind == MILER_REP_WORK)
            assert_true(reps.reps[i].nominal_m == 300 && reps.reps[i].set == 0);
    key_is(&reps, "300 r90s w", "4");
}

// Two lights on an easy run do not make three reps of it; three even tempo reps with short stands stay.
static void lights_are_no_recoveries(void **state) {
    (void)state;
    const stretch easy[] = {{3.1, 516, -1}, {0, 29, -1}, {3.05, 526, -1}, {0, 22, -1}, {3.12, 530, -1}};
    run_stretches(easy, sizeof easy / sizeof easy[0], false);
    assert_int_equal(found(NULL).work_count, 0);
    r.rec.samples.count = 0;
    const stretch tempo[] = {{4.2, 476, -1}, {0, 60, -1}, {4.2, 476, -1}, {0, 60, -1}, {4.2, 476, -1}};
    run_stretches(tempo, sizeof tempo / sizeof tempo[0], false);
    assert_int_equal(found(NULL).work_count, 3);
    // Even, but no faster than this runner runs easily.
    const miler_reps_options quick = {.easy_mps = 4.0};
    assert_int_equal(found(&quick).work_count, 0);
}

// One stretch of even speed with a stop or two is none either, however even two or three parts of it come out.
static void stops_make_no_reps_of_an_easy_run(void **state) {
    (void)state;
    const stretch two[] = {{3.0, 1000, -1}, {0, 60, -1}, {3.0, 1000, -1}};
    run_stretches(two, sizeof two / sizeof two[0], false);
    assert_int_equal(found(NULL).work_count, 0);
    r.rec.samples.count = 0;
    const stretch three[] = {{3.02, 666, -1}, {0, 30, -1},     {3.0, 668, -1}, {1, 10, -1},
                             {0, 30, -1},     {3.01, 667, -1}, {0, 30, -1},    {2.2, 60, -1}};
    run_stretches(three, sizeof three / sizeof three[0], false);
    assert_int_equal(found(NULL).work_count, 0);
}

// What the strides were does not matter to the effort after them, nor what comes after it.
static void long_efforts_stay(void **state) {
    (void)state;
    static const struct {
        stretch s[24];
        size_t count, work;
    } rows[] = {
        // 4 strides, the mile
        {{{3.15, 900, -1},
          {5.2, 20, -1},
          {0, 60, -1},
          {5.2, 20, -1},
          {0, 60, -1},
          {5.2, 20, -1},
          {0, 60, -1},
          {5.2, 20, -1},
          {0, 300, -1},
          {4.72, 341, -1},
          {0, 60, -1},
          {3.15, 600, -1}},
         12,
         5},
        // 2 strides, 1200
        {{{3.15, 900, -1},
          {0, 60, -1},
          {5, 20, -1},
          {0, 60, -1},
          {5, 20, -1},
          {0, 300, -1},
          {4.72, 254, -1},
          {0, 60, -1},
          {3.15, 600, -1}},
         9,
         3},
        // 400, 1200, 800
        {{{3.15, 900, -1},
          {0, 60, -1},
          {4.7, 85, -1},
          {0, 240, -1},
          {4.6, 261, -1},
          {0, 300, -1},
          {4.7, 170, -1},
          {0, 60, -1},
          {3.15, 600, -1}},
         9,
         3},
        // the mile, 4 x 200
        {{{3.15, 900, -1},
          {0, 60, -1},
          {4.72, 341, -1},
          {0, 360, -1},
          {5.2, 38, -1},
          {2, 100, -1},
          {5.2, 38, -1},
          {2, 100, -1},
          {5.2, 38, -1},
          {2, 100, -1},
          {5.2, 38, -1},
          {3.15, 600, -1}},
         12,
         5},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        r.rec.samples.count = 0;
        run_stretches(rows[k].s, rows[k].count, false);
        assert_int_equal(found(NULL).work_count, rows[k].work);
    }
}

static int by_time(const void *a, const void *b) {
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

// Even running; for a minute and a half of every five the clock is ahead, and the reader sorts.
static void hop(int64_t ahead_ms) {
    struct sample {
        int64_t t_ms;
        double dist_m;
    };
    static struct sample s[ROOM];
    const stretch even[] = {{3.0, 3600, -1}};
    r.rec.samples.count = 0;
    run_stretches(even, 1, false);
    const size_t n = r.rec.samples.count;
    for (size_t i = 0; i < n; i++)
        s[i] = (struct sample){r.t_ms[i] + (i % 300 >= 150 && i % 300 < 240 ? ahead_ms : 0), r.dist_m[i]};
    qsort(s, n, sizeof *s, by_time); // t_ms comes first
    for (size_t i = 0; i < n; i++) {
        r.t_ms[i] = s[i].t_ms;
        r.dist_m[i] = s[i].dist_m;
    }
}

static void a_clock_that_hops_makes_no_reps(void **state) {
    (void)state;
    size_t fooled = 0;
    for (int64_t ahead_ms = 1500; ahead_ms < 100000; ahead_ms += 3000) {
        r.rec.flags &= ~(uint32_t)MILER_REC_TIME_REORDERED;
        hop(ahead_ms);
        fooled += found(NULL).work_count > 0; // as if it had been so
        r.rec.flags |= MILER_REC_TIME_REORDERED;
        assert_int_equal(found(NULL).work_count, 0);
    }
    assert_true(fooled > 0);
}

// Indoors, with each 200 m pressed: 4 x 400.
static void laps_that_touch_are_one_rep(void **state) {
    (void)state;
    stretch s[] = {{3.1, 65, -1}, {3.1, 65, -1}, {4.7, 43, -1}, {4.7, 42, -1}, {2.4, 83, -1},
                   {4.7, 42, -1}, {4.7, 43, -1}, {2.4, 84, -1}, {4.7, 43, -1}, {4.7, 43, -1},
                   {2.4, 83, -1}, {4.7, 43, -1}, {4.7, 42, -1}, {2.4, 83, -1}, {3.1, 65, -1}};
    run_stretches(s, sizeof s / sizeof s[0], true);
    r.rec.samples.dist_m = NULL;
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.source, MILER_REPS_LAPS);
    assert_int_equal(reps.work_count, 4);
    assert_true(reps.reps[1].nominal_m == 400);
}

static void names(void **state) {
    (void)state;
    assert_string_equal(miler_nominal_by_name(MILER_NOMINAL_BY_START), "start");
    assert_string_equal(miler_nominal_by_name((miler_nominal_by)99), "");
    assert_string_equal(miler_rep_kind_name(MILER_REP_RECOVERY), "recovery");
    assert_string_equal(miler_rep_motion_name(MILER_MOTION_WALK), "walk");
    assert_string_equal(miler_rep_source_name(MILER_REPS_STEPS), "steps");
    assert_string_equal(miler_rep_kind_name((miler_rep_kind)99), "");
    assert_string_equal(miler_rep_motion_name((miler_rep_motion)-1), "");
    assert_string_equal(miler_rep_source_name((miler_rep_source)99), "");
}

// ---- Bad input

static void nothing_to_go_by(void **state) {
    (void)state;
    miler_reps reps;
    assert_int_equal(miler_reps_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL), MILER_ERR_ARG);
    // Two samples.
    r.t_ms[0] = T0;
    r.t_ms[1] = T0 + 1000;
    r.dist_m[1] = 3;
    r.rec.samples.count = 2;
    reps = found(NULL);
    assert_int_equal(reps.count, 1);
    assert_int_equal(reps.source, MILER_REPS_NONE);
    // No distance at all.
    r.rec.samples.dist_m = NULL;
    reps = found(NULL);
    assert_int_equal(reps.count, 1);
    assert_true(isnan(reps.reps[0].dist_m));
    // All samples at one instant and one place.
    r.rec.samples.dist_m = r.dist_m;
    for (size_t i = 0; i < 100; i++) {
        r.t_ms[i] = T0;
        r.dist_m[i] = 0;
    }
    r.rec.samples.count = 100;
    reps = found(NULL);
    assert_int_equal(reps.work_count, 0);
}

static void gaps_of_years_and_jumps_of_kilometres(void **state) {
    (void)state;
    run_stretches(four, FOUR, false);
    for (size_t i = 1000; i < r.rec.samples.count; i++) {
        r.t_ms[i] += INT64_C(40) * 365 * 86400000;
        r.dist_m[i] += 5e6;
    }
    miler_reps reps = found(NULL);
    for (size_t i = 0; i < reps.count; i++)
        assert_true(isfinite(reps.reps[i].time_s) && isfinite(reps.reps[i].dist_m));
    // Noise of any size: an answer, in order (found() looks), no more.
    uint64_t rng = 7;
    double at = 0;
    for (size_t i = 0; i < ROOM; i++) {
        rng = rng * 6364136223846793005u + 1442695040888963407u;
        at += (double)(rng >> 60) * (i % 97 < 40 ? 0.1 : 1.0);
        r.t_ms[i] = T0 + (int64_t)i * 1000;
        r.dist_m[i] = at;
    }
    r.rec.samples.count = ROOM;
    reps = found(NULL);
    assert_true(reps.count >= 1 && reps.count <= 4001);
}

static void laps_that_make_no_sense(void **state) {
    (void)state;
    run_stretches(four, FOUR, true);
    r.laps[1].sum.start_ms = MILER_NO_TIME;
    r.laps[2].sum.elapsed_s = NAN;
    r.laps[3].sum.start_ms = T0 - 86400000;
    r.laps[4].sum.elapsed_s = 1e12;
    r.laps[5].sum.dist_m = NAN;
    r.laps[6].sum.elapsed_s = -5;
    r.laps[7].workout_step = INT32_MAX;
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.work_count, 4);
}

static void a_ride_has_no_reps(void **state) {
    (void)state;
    run_stretches(four, FOUR, true);
    r.rec.sport = MILER_SPORT_CYCLING;
    const miler_reps reps = found(NULL);
    assert_int_equal(reps.count, 1);
    assert_int_equal(reps.reps[0].kind, MILER_REP_STEADY);
}

static void what_is_known_of_the_runner_counts(void **state) {
    (void)state;
    run_stretches(four, FOUR, false);
    // For someone who jogs at 5 m/s these are no reps.
    const miler_reps reps = found(&(miler_reps_options){.easy_mps = 5.0, .mile_mps = 7.0});
    assert_int_equal(reps.work_count, 0);
}

static void two_meanings_of_a_rep(void **state) {
    (void)state;
    static const struct {
        miler_rep_kind kind;
        bool fast, track;
    } rows[MILER_REP_KIND_COUNT] = {{MILER_REP_STEADY, false, false},  {MILER_REP_WARMUP, false, false},
                                    {MILER_REP_WORK, true, true},      {MILER_REP_RECOVERY, false, false},
                                    {MILER_REP_STRIDE, true, true},    {MILER_REP_HILL, true, false},
                                    {MILER_REP_COOLDOWN, false, false}};
    for (size_t i = 0; i < MILER_REP_KIND_COUNT; i++) {
        assert_int_equal(rows[i].kind, i);
        assert_int_equal(miler_rep_is_fast(&(miler_rep){.kind = rows[i].kind}), rows[i].fast);
        assert_false(miler_rep_is_track_rep(&(miler_rep){.kind = rows[i].kind}));
        assert_int_equal(miler_rep_is_track_rep(&(miler_rep){.kind = rows[i].kind, .on_track = true}),
                         rows[i].track);
    }
}

int main(void) {
#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {ROW(reps_from_speed_alone),
                                       ROW(laps_are_taken_and_mended),
                                       ROW(a_lap_too_many_is_seen),
                                       ROW(auto_laps_are_no_reps),
                                       ROW(laps_alone),
                                       ROW(steps_and_the_laps_that_name_them),
                                       ROW(steps_by_time_and_distance),
                                       ROW(hostile_steps),
                                       ROW(the_board),
                                       ROW(sixteen_hundred_or_the_mile),
                                       ROW(the_mile_start),
                                       ROW(keys),
                                       ROW(kept_and_read_again),
                                       ROW(steps_by_time_stay_so),
                                       ROW(one_set_though_one_was_lost),
                                       ROW(lights_are_no_recoveries),
                                       ROW(stops_make_no_reps_of_an_easy_run),
                                       ROW(long_efforts_stay),
                                       ROW(laps_that_touch_are_one_rep),
                                       ROW(a_clock_that_hops_makes_no_reps),
                                       ROW(names),
                                       ROW(two_meanings_of_a_rep),
                                       ROW(nothing_to_go_by),
                                       ROW(gaps_of_years_and_jumps_of_kilometres),
                                       ROW(laps_that_make_no_sense),
                                       ROW(a_ride_has_no_reps),
                                       ROW(what_is_known_of_the_runner_counts)};
    return cmocka_run_group_tests_name("reps", tests, NULL, NULL);
}
