// SPDX-License-Identifier: MIT
// Running form: what is usual, means at equal speed, fading, zones, recovery of
// the heart, advice; and every way in which a watch leaves something out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form_kit.h"

#include <miler/science.h>

#include <stdio.h>
#include <stdlib.h>

#define near(a, b, within) assert_true(fabs((double)(a) - (double)(b)) <= (within))
#define absent(a) assert_true(isnan((double)(a)))
enum { LONGEST = 4000 };

static miler_arena *arena;
static double speed[LONGEST];
static form_kit kit;
static miler_form form;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void steady(double mps, size_t count) {
    for (size_t i = 0; i < count; i++)
        speed[i] = mps;
    assert_true(form_kit_make(&kit, arena, speed, count));
}

static void read_form(void) {
    miler_error err = {0};
    if (miler_activity_build(&kit.run, arena, &kit.activity, &err) != MILER_OK) fail_msg("%s", err.msg);
    if (miler_form_read(&kit.activity, &kit.reps, &kit.options, arena, &form, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

static void scale(float *column, size_t from, size_t to, double by) {
    for (size_t i = from; i < to; i++)
        column[i] = (float)((double)column[i] * by);
}

// ---- What is usual

static void usual_at_a_speed(void **state) {
    (void)state;
    static const struct {
        miler_form_measure measure;
        double speed_mps, usual, within;
    } rows[] = {{MILER_FORM_CADENCE, 3.3, 165, 0.01},   {MILER_FORM_CADENCE, 4.5, 175, 0.01},
                {MILER_FORM_CADENCE, 6.0, 190, 0.01},   {MILER_FORM_CADENCE, 6.7, 200, 0.01},
                {MILER_FORM_CADENCE, 1.5, 150, 0.01},   {MILER_FORM_CONTACT, 3.0, 270, 0.01},
                {MILER_FORM_CONTACT, 6.0, 178.1, 0.1},  {MILER_FORM_BALANCE, 5.0, 50, 0},
                {MILER_FORM_OSCILLATION, 3, 89.5, 0.1}, {MILER_FORM_STEP, 6.0, 1894.7, 0.1},
                {MILER_FORM_RATIO, 3.0, 8.08, 0.01}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        near(miler_form_usual(rows[i].measure, rows[i].speed_mps), rows[i].usual, rows[i].within);
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        absent(miler_form_usual((miler_form_measure)m, 1.4));
        absent(miler_form_usual((miler_form_measure)m, 9.1));
        absent(miler_form_usual((miler_form_measure)m, NAN));
        assert_true(miler_form_name((miler_form_measure)m)[0] != '\0');
        assert_true(miler_form_unit((miler_form_measure)m)[0] != '\0');
    }
    absent(miler_form_usual(MILER_FORM_COUNT, 3));
    assert_string_equal(miler_form_name(MILER_FORM_COUNT), "");
    assert_string_equal(miler_form_unit(MILER_FORM_COUNT), "");
    assert_string_equal(miler_form_zone_name(MILER_FORM_ZONE_VO2MAX), "VO2max");
    assert_string_equal(miler_form_zone_name(MILER_FORM_ZONE_COUNT), "");
}

static void garmin_bands(void **state) {
    (void)state;
    static const struct {
        miler_form_measure measure;
        double value;
        miler_form_band band;
    } rows[] = {
        {MILER_FORM_CADENCE, 150, MILER_BAND_LOWEST},    {MILER_FORM_CADENCE, 160, MILER_BAND_LOW},
        {MILER_FORM_CADENCE, 170, MILER_BAND_MIDDLE},    {MILER_FORM_CADENCE, 183, MILER_BAND_HIGH},
        {MILER_FORM_CADENCE, 184, MILER_BAND_HIGHEST},   {MILER_FORM_CONTACT, 309, MILER_BAND_LOWEST},
        {MILER_FORM_CONTACT, 260, MILER_BAND_MIDDLE},    {MILER_FORM_CONTACT, 217, MILER_BAND_HIGHEST},
        {MILER_FORM_OSCILLATION, 90, MILER_BAND_MIDDLE}, {MILER_FORM_RATIO, 6.0, MILER_BAND_HIGHEST},
        {MILER_FORM_BALANCE, 49.5, MILER_BAND_MIDDLE},   {MILER_FORM_BALANCE, 51.4, MILER_BAND_LOW},
        {MILER_FORM_BALANCE, 48.2, MILER_BAND_LOWEST},   {MILER_FORM_STEP, 1200, MILER_BAND_NONE},
        {MILER_FORM_CADENCE, NAN, MILER_BAND_NONE},      {MILER_FORM_COUNT, 1, MILER_BAND_NONE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(miler_form_band_of(rows[i].measure, rows[i].value), rows[i].band);
    assert_string_equal(miler_form_band_name(MILER_BAND_MIDDLE), "30-69");
    assert_string_equal(miler_form_band_name(MILER_BAND_NONE), "");
    assert_string_equal(miler_form_band_name(MILER_BAND_COUNT), "");
}

// ---- Means at equal speed

static void as_usual(void **state) {
    (void)state;
    steady(4, 1200);
    read_form();
    assert_null(form.why_not);
    near(form.whole.speed_mps, 4, 0.01);
    near(form.whole.run_s, 1199, 1);
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        near(form.whole.measures[m].index, 1, 0.003);
        near(form.whole.measures[m].fade, 0, 0.003);
    }
    near(form.whole.measures[MILER_FORM_CADENCE].value, miler_form_usual(MILER_FORM_CADENCE, 4), 0.1);
    assert_int_equal(form.advice_count, 0);
    assert_int_equal(form.stretch_count, 0);
}

// Half at 3, half at 5 m/s: the raw numbers change by a quarter, the runner does not.
static void speed_is_taken_out(void **state) {
    (void)state;
    for (size_t i = 0; i < 1200; i++)
        speed[i] = i < 600 ? 4 : 4.8;
    assert_true(form_kit_make(&kit, arena, speed, 1200));
    read_form();
    near(form.whole.measures[MILER_FORM_CONTACT].index, 1, 0.005);
    near(form.whole.measures[MILER_FORM_CONTACT].fade, 0, 0.01);
    near(form.whole.measures[MILER_FORM_CADENCE].fade, 0, 0.01);
    for (size_t i = 0; i < 1200; i++)
        speed[i] = i < 600 ? 3 : 5; // too far apart to be told
    assert_true(form_kit_make(&kit, arena, speed, 1200));
    read_form();
    near(form.whole.measures[MILER_FORM_CONTACT].index, 1, 0.005);
    absent(form.whole.measures[MILER_FORM_CONTACT].fade);
}

// 2 km of jogging, then `count` reps of 90 s at 5 m/s with 120 s at 2.5 m/s between.
static void reps_session(size_t count) {
    size_t n = 0;
    for (; n < 600; n++)
        speed[n] = 3;
    double starts[16];
    for (size_t r = 0; r < count; r++) {
        starts[r] = (double)n;
        for (size_t i = 0; i < 90; i++)
            speed[n++] = 5;
        for (size_t i = 0; i < 120; i++)
            speed[n++] = 2.5;
    }
    assert_true(form_kit_make(&kit, arena, speed, n));
    form_kit_rep(&kit, MILER_REP_WARMUP, 0, 600);
    for (size_t r = 0; r < count; r++) {
        form_kit_rep(&kit, MILER_REP_WORK, starts[r], starts[r] + 90);
        form_kit_rep(&kit, MILER_REP_RECOVERY, starts[r] + 90, starts[r] + 210);
    }
}

static void reps_fade(void **state) {
    (void)state;
    reps_session(6);
    // Contact grows by 6 % in the last two reps; in the jog between it is short, which must not count.
    scale(kit.run.samples.stance_ms, 600 + 4 * 210, 600 + 6 * 210, 1.06);
    scale(kit.run.samples.stance_ms, 600 + 90, 600 + 210, 0.5);
    read_form();
    assert_int_equal(form.stretch_count, 6);
    assert_int_equal(form.stretch_rep[1], 3);
    near(form.whole.run_s, 6 * 90, 2);
    near(form.whole.measures[MILER_FORM_CONTACT].fade, 0.06, 0.005);
    near(form.stretches[0].measures[MILER_FORM_CONTACT].index, 1, 0.01);
    near(form.stretches[5].measures[MILER_FORM_CONTACT].index, 1.06, 0.01);
    near(form.stretches[5].speed_mps, 5, 0.15);
    assert_int_equal(form.advice_count, 1);
    assert_true(form.advice[0].fades && form.advice[0].measure == MILER_FORM_CONTACT);
}

// A trial within a jog: its own form, and how it faded within it, not from the warm-up to the cool-down.
static void a_trial_alone(void **state) {
    (void)state;
    for (size_t i = 0; i < 1940; i++)
        speed[i] = i >= 800 && i < 1140 ? 4.7 : 2.8;
    assert_true(form_kit_make(&kit, arena, speed, 1940));
    form_kit_rep(&kit, MILER_REP_WARMUP, 0, 800);
    form_kit_rep(&kit, MILER_REP_WORK, 800, 1140);
    form_kit_rep(&kit, MILER_REP_COOLDOWN, 1140, 1940);
    kit.rep[1].dist_m = 1609;
    scale(kit.run.samples.stance_ms, 1140, 1940, 1.2); // of the cool-down: none of the trial's business
    scale(kit.run.samples.stance_ms, 1027, 1140, 1.05);
    read_form();
    assert_int_equal(form.whole_reps, 1);
    near(form.whole.run_s, 340, 2);
    near(form.whole.measures[MILER_FORM_CONTACT].fade, 0.05, 0.004);
    assert_false(miler_form_is_steady(&form.whole.measures[MILER_FORM_CONTACT]));
    // The speed is the rep's own, told once on the page.
    near(form.whole.speed_mps, 1609.0 / 340, 1e-9);
    near(form.stretches[0].speed_mps, 1609.0 / 340, 1e-9);
    kit.rep[1].end_s = 830; // half a minute is no session
    kit.rep[1].time_s = 30;
    read_form();
    assert_int_equal(form.whole_reps, 0);
    near(form.whole.run_s, 1939, 2);
}

// What lies within its error is as usual, and no advice rests on it.
static void noise_is_no_finding(void **state) {
    (void)state;
    steady(4, 1200);
    scale(kit.run.samples.stance_ms, 0, 1200, 1.044);
    read_form();
    const miler_form_value *contact = &form.whole.measures[MILER_FORM_CONTACT];
    near(contact->index, 1.044, 0.003);
    assert_true(contact->index_error > 0.049 && contact->index_error < 0.06);
    assert_true(miler_form_is_usual(contact) && miler_form_is_steady(contact));
    const miler_form_value *oscillation = &form.whole.measures[MILER_FORM_OSCILLATION];
    assert_true(oscillation->index_error > 0.149 && oscillation->index_error < 0.17);
    // A sensor that trembles by 30 % knows no fading of 4.5 %.
    steady(4, 400);
    for (size_t i = 0; i < 400; i++)
        kit.run.samples.stance_ms[i] *= (i / 10) % 2 == 0 ? 1.3f : 0.7f;
    scale(kit.run.samples.stance_ms, 267, 400, 1.045);
    read_form();
    assert_true(form.whole.measures[MILER_FORM_CONTACT].fade_error > 0.05);
    assert_int_equal(form.advice_count, 0);
    // At another speed the curve is known less.
    steady(4, 1200);
    read_form();
    const double even = form.whole.measures[MILER_FORM_CONTACT].fade_error;
    for (size_t i = 0; i < 1200; i++)
        speed[i] = i < 600 ? 4 : 4.8;
    assert_true(form_kit_make(&kit, arena, speed, 1200));
    read_form();
    assert_true(form.whole.measures[MILER_FORM_CONTACT].fade_error > even + 0.015);
}

static void no_drift_between_reps(void **state) {
    (void)state;
    steady(4, 3600);
    read_form();
    assert_true(isfinite(form.decoupling_pct));
    form_kit_rep(&kit, MILER_REP_WORK, 600, 900);
    read_form();
    absent(form.decoupling_pct);
}

static void worked_out_where_not_recorded(void **state) {
    (void)state;
    steady(4, 600);
    kit.run.samples.step_length_mm = NULL;
    kit.run.samples.vertical_ratio_pct = NULL;
    read_form();
    near(form.whole.measures[MILER_FORM_STEP].index, 1, 0.005);
    near(form.whole.measures[MILER_FORM_RATIO].index, 1, 0.005);
}

// ---- What a watch leaves out

static void absent_columns(void **state) {
    (void)state;
    steady(4, 600);
    float **columns[MILER_FORM_COUNT];
    (void)form_kit_columns(&kit.run.samples, columns);
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        *columns[m] = NULL;
    kit.run.samples.hr_bpm = NULL;
    read_form();
    assert_non_null(form.why_not);
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        absent(form.whole.measures[m].value);
        absent(form.whole.measures[m].index);
        absent(form.whole.measures[m].fade);
    }
    absent(form.whole.start_hr_bpm);
    absent(form.hr_zone_s[0]);
    near(form.whole.run_s, 599, 1);
    assert_int_equal(form.advice_count, 0);
}

static void half_columns(void **state) {
    (void)state;
    steady(4, 900);
    for (size_t i = 450; i < 900; i++)
        kit.run.samples.stance_ms[i] = NAN;
    for (size_t i = 3; i < 900; i++)
        kit.run.samples.stance_balance_pct[i] = NAN;
    read_form();
    near(form.whole.measures[MILER_FORM_CONTACT].index, 1, 0.003);
    near(form.whole.measures[MILER_FORM_CONTACT].seen_s, 450, 1);
    absent(form.whole.measures[MILER_FORM_CONTACT].fade);
    absent(form.whole.measures[MILER_FORM_BALANCE].value); // three seconds are no mean
}

static void a_stuck_sensor(void **state) {
    (void)state;
    steady(4, 900);
    for (size_t i = 0; i < 900; i++)
        kit.run.samples.stance_balance_pct[i] = 53.0f;
    read_form();
    absent(form.whole.measures[MILER_FORM_BALANCE].value);
    assert_int_equal(form.advice_count, 0);
    steady(4, 200); // in a short run the same number may well be the truth
    for (size_t i = 0; i < 200; i++)
        kit.run.samples.stance_balance_pct[i] = 53.0f;
    read_form();
    near(form.whole.measures[MILER_FORM_BALANCE].value, 53, 0.01);
}

static void garbage(void **state) {
    (void)state;
    static const float rubbish[] = {-1.0f, 0.0f, 1e9f, INFINITY, -INFINITY, NAN, 65535.0f};
    steady(4, 900);
    float **columns[MILER_FORM_COUNT];
    (void)form_kit_columns(&kit.run.samples, columns);
    for (int m = 1; m < MILER_FORM_COUNT; m++)
        for (size_t i = 0; i < 900; i += 3)
            (*columns[m])[i] = rubbish[(i / 3) % 7];
    for (size_t i = 0; i < 900; i += 3)
        kit.run.samples.hr_bpm[i] = rubbish[(i / 3) % 7];
    kit.options = (miler_form_options){.vdot = -3, .threshold_mps = NAN, .hr_max_bpm = 200};
    read_form();
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        near(form.whole.measures[m].index, 1, 0.005);
    near(form.whole.end_hr_bpm, 150, 0.01);
    absent(form.zone_s[0]);
    near(form.hr_zone_s[MILER_FORM_ZONE_EASY], 600, 2); // 75 % of the maximum
}

// Zones that begin where the runner told; all four heart rates need no maximum.
static void zones_by_hand(void **state) {
    (void)state;
    steady(4, 900); // at 150 bpm
    const double vdot = miler_vdot(5000, 1200);
    kit.options = (miler_form_options){.vdot = vdot};
    read_form();
    const double from = form.zone_from_mps[MILER_FORM_ZONE_VO2MAX];
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        assert_false(form.zone_by_hand[z] || form.hr_zone_by_hand[z]);
    kit.options.paces = (miler_hand_paces){.easy_fast_mps = 3.3, .threshold_mps = 4.05};
    for (int e = 0; e < MILER_HEART_EDGES; e++)
        kit.options.hr_from_bpm[e] = 140 + 8 * e;
    read_form();
    near(form.zone_from_mps[MILER_FORM_ZONE_STEADY], 3.3, 1e-9);
    assert_true(form.zone_from_mps[MILER_FORM_ZONE_THRESHOLD] < 4 &&
                form.zone_from_mps[MILER_FORM_ZONE_VO2MAX] > 4.05);
    assert_true(form.zone_by_hand[MILER_FORM_ZONE_STEADY] && form.zone_by_hand[MILER_FORM_ZONE_THRESHOLD] &&
                form.zone_by_hand[MILER_FORM_ZONE_VO2MAX] && !form.zone_by_hand[MILER_FORM_ZONE_FASTER]);
    assert_true(fabs(form.zone_from_mps[MILER_FORM_ZONE_VO2MAX] - from) > 0.01);
    near(form.zone_s[MILER_FORM_ZONE_THRESHOLD], 899, 2);
    near(form.hr_zone_s[MILER_FORM_ZONE_THRESHOLD], 899, 2); // from 148 to 156
    assert_true(form.hr_zone_by_hand[MILER_FORM_ZONE_STEADY] && !form.hr_zone_by_hand[MILER_FORM_ZONE_EASY]);
}

static void walking(void **state) {
    (void)state;
    for (size_t i = 0; i < 600; i++)
        speed[i] = 1.6;
    assert_true(form_kit_make(&kit, arena, speed, 600));
    for (size_t i = 0; i < 600; i++)
        kit.run.samples.cadence_spm[i] = 118.0f + (float)(i % 3);
    read_form();
    assert_string_equal(form.why_not, "no running in it");
    near(form.whole.run_s, 0, 0);
    absent(form.whole.speed_mps);
    assert_int_equal(form.advice_count, 0);
}

static void treadmill(void **state) {
    (void)state;
    steady(4, 900);
    kit.run.sub_sport = MILER_SUB_TREADMILL;
    kit.run.has_footpod = false;
    scale(kit.run.samples.stance_ms, 0, 900, 1.3);
    scale(kit.run.samples.stance_balance_pct, 0, 900, 1.05);
    read_form();
    assert_true(form.speed_guessed);
    near(form.whole.measures[MILER_FORM_CONTACT].index, 1.3, 0.01);
    assert_int_equal(form.advice_count, 1); // balance rests on no speed
    assert_int_equal(form.advice[0].measure, MILER_FORM_BALANCE);
    kit.run.samples.dist_m = NULL; // no distance at all
    read_form();
    absent(form.whole.measures[MILER_FORM_CONTACT].index);
    near(form.whole.measures[MILER_FORM_CADENCE].value, miler_form_usual(MILER_FORM_CADENCE, 4), 0.1);
}

static void nothing_to_read(void **state) {
    (void)state;
    steady(4, 600);
    kit.run.samples.t_ms = NULL;
    kit.run.session.elapsed_s = kit.run.session.timer_s = 600;
    kit.run.session.dist_m = 2400;
    read_form();
    assert_string_equal(form.why_not, "no samples with a time");
    steady(4, 1);
    kit.run.session.elapsed_s = kit.run.session.timer_s = 600;
    read_form();
    assert_non_null(form.why_not);
    steady(4, 100);
    form_kit_rep(&kit, MILER_REP_WORK, 5000, 5100); // reps beyond the samples, backward, not a number
    form_kit_rep(&kit, MILER_REP_WORK, 50, 20);
    form_kit_rep(&kit, MILER_REP_WORK, NAN, NAN);
    form_kit_rep(&kit, MILER_REP_HILL, -100, 10);
    read_form();
    assert_int_equal(form.stretch_count, 4);
    for (size_t k = 0; k < 3; k++)
        absent(form.stretches[k].measures[MILER_FORM_CADENCE].value);
    assert_int_equal(miler_form_read(NULL, NULL, NULL, arena, &form, NULL), MILER_ERR_ARG);
    assert_int_equal(miler_form_read(&kit.activity, NULL, NULL, arena, &form, NULL), MILER_OK);
}

// ---- The heart

static void heart_between_reps(void **state) {
    (void)state;
    reps_session(3);
    for (size_t i = 600; i < 600 + 3 * 210; i++) {
        const size_t in = (i - 600) % 210;
        // Up by half a beat a second to 180, then down by 0.6 a second.
        kit.run.samples.hr_bpm[i] = in < 90 ? 135.0f + 0.5f * (float)in : 180.0f - 0.6f * (float)(in - 90);
    }
    read_form();
    for (size_t k = 0; k < 3; k++) {
        near(form.stretches[k].end_hr_bpm, 179, 1.5);
        near(form.stretches[k].drop_60_bpm, 34.5, 2);
    }
    near(form.stretches[1].start_hr_bpm, 113, 3);
    kit.rep[3].start_s = kit.rep[1].end_s + 30; // the next one begins before the minute is over
    read_form();
    absent(form.stretches[0].drop_60_bpm);
}

static void zones_of_time(void **state) {
    (void)state;
    const double vdot = 50;
    static const double share[] = {0.70, 0.79, 0.88, 0.975, 1.1};
    for (size_t i = 0; i < 1500; i++)
        speed[i] = miler_vdot_speed(vdot, share[i / 300]);
    for (int by_threshold = 0; by_threshold < 2; by_threshold++) {
        assert_true(form_kit_make(&kit, arena, speed, 1500));
        for (size_t i = 0; i < 1500; i++)
            kit.run.samples.hr_bpm[i] = (float[]){150, 168, 180, 188, 196}[i / 300];
        kit.options = (miler_form_options){.vdot = by_threshold ? 0 : vdot,
                                           .threshold_mps = miler_vdot_speed(vdot, 0.88),
                                           .hr_max_bpm = 200};
        read_form();
        for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++) {
            near(form.zone_s[z], 300, 5);
            near(form.hr_zone_s[z], 300, 2);
        }
    }
    kit.options = (miler_form_options){.vdot = 0};
    read_form();
    absent(form.zone_s[0]);
    absent(form.hr_zone_s[0]);
}

static void decoupling_is_the_activitys(void **state) {
    (void)state;
    steady(4, 3600);
    for (size_t i = 1800; i < 3600; i++)
        kit.run.samples.hr_bpm[i] = 165;
    read_form();
    near(form.decoupling_pct, 9.1, 0.2);
    steady(4, 1800);
    read_form();
    absent(form.decoupling_pct);
}

// ---- Advice

static void advice_names_what_stands_out(void **state) {
    (void)state;
    steady(4, 900);
    scale(kit.run.samples.stance_ms, 0, 900, 1.12);
    scale(kit.run.samples.cadence_spm, 0, 900, 0.84);
    kit.run.samples.step_length_mm = NULL;
    read_form();
    assert_int_equal(form.advice_count, 2);
    assert_int_equal(form.advice[0].measure, MILER_FORM_CADENCE); // farther past its limit
    assert_int_equal(form.advice[1].measure, MILER_FORM_CONTACT);
    for (size_t i = 0; i < form.advice_count; i++) {
        const miler_form_advice *a = &form.advice[i];
        assert_true(a->says[0] != '\0' && a->but[0] != '\0' && a->drills[0] != '\0');
        assert_true(a->exercises[0] != '\0' && a->source[0] != '\0');
        assert_null(strstr(a->says, "180"));
        assert_null(strstr(a->but, "180"));
    }
    steady(4, 120); // two minutes say nothing
    scale(kit.run.samples.stance_ms, 0, 120, 1.3);
    read_form();
    assert_int_equal(form.advice_count, 0);
}

static miler_status with_table(const char *tsv, miler_error *err) {
    kit.options.advice_tsv = tsv;
    kit.options.advice_len = strlen(tsv);
    return miler_form_read(&kit.activity, NULL, &kit.options, arena, &form, err);
}

static void a_table_of_ones_own(void **state) {
    (void)state;
    steady(4, 900);
    scale(kit.run.samples.stance_ms, 0, 900, 1.08);
    read_form();
    miler_error err = {0};
    const char *good = "# mine\r\n\r\ncontact\thigh\t1.02\tLong.\tBut.\tankling\tpogo\tme\r\n";
    assert_int_equal(with_table(good, &err), MILER_OK);
    assert_int_equal(form.advice_count, 1);
    assert_string_equal(form.advice[0].source, "me");
    assert_int_equal(with_table("", &err), MILER_OK);
    assert_int_equal(form.advice_count, 0);
    static const struct {
        const char *tsv;
        uint32_t line;
    } bad[] = {{"contact\thigh\t1.02\tLong.\tBut.\tankling\tpogo", 1},
               {"#\ncontact\thigh\t1.02\tLong.\tBut.\tankling\tpogo\tme\tmore", 2},
               {"knees\thigh\t1.02\tLong.\tBut.\tankling\tpogo\tme", 1},
               {"contact\thuge\t1.02\tLong.\tBut.\tankling\tpogo\tme", 1},
               {"contact\thigh\tlots\tLong.\tBut.\tankling\tpogo\tme", 1},
               {"contact\thigh\t0.5\tLong.\tBut.\tankling\tpogo\tme", 1},
               {"contact\tfalls\t0.1\tLong.\tBut.\tankling\tpogo\tme", 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(with_table(bad[i].tsv, &err), MILER_ERR_PARSE);
        assert_int_equal(err.line, bad[i].line);
    }
    char many[8192] = "";
    for (int i = 0; i < 65; i++)
        (void)strncat(many, "contact\thigh\t1.02\tL\tB\ta\tp\tm\n", sizeof many - strlen(many) - 1);
    assert_int_equal(with_table(many, &err), MILER_ERR_PARSE);
}

// Every drill and exercise that the built-in table names stands in its own table.
extern const char miler_data_form_advice[], miler_data_drills[], miler_data_exercises[];

static bool begins_a_line(const char *table, const char *name, size_t len) {
    for (const char *line = table; line != NULL && *line != '\0';) {
        if (strncmp(line, name, len) == 0 && line[len] == '\t') return true;
        line = strchr(line, '\n');
        if (line != NULL) line++;
    }
    return false;
}

static void names_stand_in_the_tables(void **state) {
    (void)state;
    size_t names = 0;
    for (const char *line = miler_data_form_advice; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        if (*line != '#') {
            const char *field = line;
            for (int tab = 0; tab < 7; tab++) {
                const char *stop = strchr(field, '\t');
                assert_non_null(stop);
                for (const char *name = field; (tab == 5 || tab == 6) && name < stop;) {
                    const char *comma = strstr(name, ", ");
                    const char *until = comma != NULL && comma < stop ? comma : stop;
                    if (!begins_a_line(tab == 5 ? miler_data_drills : miler_data_exercises, name,
                                       (size_t)(until - name)))
                        fail_msg("no such %s: %.*s", tab == 5 ? "drill" : "exercise", (int)(until - name),
                                 name);
                    names++;
                    name = until == stop ? stop : until + 2;
                }
                field = stop + 1;
            }
        }
        line = end != NULL ? end + 1 : NULL;
    }
    assert_true(names > 50);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(usual_at_a_speed),
                                       TEST(garmin_bands),
                                       TEST(as_usual),
                                       TEST(speed_is_taken_out),
                                       TEST(reps_fade),
                                       TEST(a_trial_alone),
                                       TEST(noise_is_no_finding),
                                       TEST(no_drift_between_reps),
                                       TEST(worked_out_where_not_recorded),
                                       TEST(absent_columns),
                                       TEST(half_columns),
                                       TEST(a_stuck_sensor),
                                       TEST(garbage),
                                       TEST(zones_by_hand),
                                       TEST(walking),
                                       TEST(treadmill),
                                       TEST(nothing_to_read),
                                       TEST(heart_between_reps),
                                       TEST(zones_of_time),
                                       TEST(decoupling_is_the_activitys),
                                       TEST(advice_names_what_stands_out),
                                       TEST(a_table_of_ones_own),
                                       TEST(names_stand_in_the_tables)};
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
