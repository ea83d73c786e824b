// SPDX-License-Identifier: MIT
// science: inverses agree, what should fall falls, NaN stays NaN, and no garbage
// traps or answers outside what is possible. The seed is printed and can be set
// with MILER_SEED.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/science.h>

#include <stdio.h>
#include <stdlib.h>

static uint64_t seed = 20261122;
static uint64_t rng;

static double uniform(double low, double high) {
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return low + (high - low) * (double)(rng >> 11) / 9007199254740992.0;
}
static double log_uniform(double low, double high) {
    return exp(uniform(log(low), log(high)));
}
static bool close_to(double a, double b, double relative) {
    return fabs(a - b) <= relative * fmax(fabs(a), fabs(b));
}
#define HOLDS(condition, ...)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "seed %llu: ", (unsigned long long)seed);                                        \
            fail_msg(__VA_ARGS__);                                                                           \
        }                                                                                                    \
    } while (0)

static void inverses(void **state) {
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const double v = uniform(10, 100);
        const double d = log_uniform(400, 42195);
        const double d2 = log_uniform(400, 42195);
        const double t = miler_vdot_time_s(v, d);
        HOLDS(close_to(miler_vdot(d, t), v, 1e-7), "vdot %.17g at %.17g m", v, d);
        HOLDS(close_to(miler_vo2_at_speed(miler_speed_at_vo2(v)), v, 1e-12), "vo2 %.17g", v);
        HOLDS(close_to(miler_purdy_time_s(miler_purdy_points(d, t), d), t, 1e-9), "purdy %.17g m %.17g s", d,
              t);
        const double there = miler_cameron_time_s(d, t, d2);
        HOLDS(close_to(miler_cameron_time_s(d2, there, d), t, 1e-12), "cameron %.17g -> %.17g m", d, d2);
        const double k = uniform(1.0, 1.2);
        if (fabs(log(d2 / d)) > 0.02)
            HOLDS(close_to(miler_power_exponent(d, t, d2, miler_riegel_time_s(d, t, d2, k)), k, 1e-9),
                  "power %.17g", k);
    }
}

// A model that made the times is found again by its fit.
static void fits(void **state) {
    (void)state;
    for (int i = 0; i < 3000; i++) {
        const miler_cs cs = {uniform(2.5, 6.2), uniform(80, 350), NAN, NAN, NAN};
        double d[4];
        double t[4];
        for (int j = 0; j < 4; j++) {
            d[j] = 1000 * (j + 1) + uniform(0, 500);
            t[j] = miler_cs_time_s(&cs, d[j]);
        }
        miler_cs got;
        HOLDS(miler_cs_fit2(d, t, 4, &got), "no fit at CS %.17g D' %.17g", cs.speed_mps, cs.dprime_m);
        HOLDS(close_to(got.speed_mps, cs.speed_mps, 1e-6) && close_to(got.dprime_m, cs.dprime_m, 1e-4),
              "CS %.17g D' %.17g", cs.speed_mps, cs.dprime_m);
        const miler_emig e = {uniform(3, 6.8), uniform(0.08, 0.14), uniform(0.04, 0.09), 360};
        for (int j = 0; j < 4; j++) {
            t[j] = 360 * exp((j - 1.5) * 0.7 + uniform(-0.1, 0.1));
            d[j] = t[j] * e.v_m_mps * (1 - (t[j] > 360 ? e.gamma_long : e.gamma_short) * log(t[j] / 360));
        }
        miler_emig back;
        HOLDS(miler_emig_fit(d, t, 4, &back), "no Emig fit at v_m %.17g", e.v_m_mps);
        HOLDS(close_to(back.v_m_mps, e.v_m_mps, 1e-9) && close_to(back.gamma_long, e.gamma_long, 1e-6),
              "v_m %.17g", e.v_m_mps);
        for (int j = 0; j < 4; j++)
            HOLDS(close_to(miler_emig_time_s(&e, d[j]), t[j], 1e-8), "Emig time %.17g m", d[j]);
    }
}

static void fit3_recovers(void **state) {
    (void)state;
    int found = 0;
    for (int i = 0; i < 100; i++) {
        const miler_cs cs = {uniform(3, 5.5), uniform(150, 300), uniform(8, 10), NAN, NAN};
        double d[4] = {800, 1500, 3000, 5000};
        double t[4];
        for (int j = 0; j < 4; j++)
            t[j] = miler_cs_time_s(&cs, d[j]);
        miler_cs got;
        if (!miler_cs_fit3(d, t, 4, &got)) continue;
        found++;
        HOLDS(close_to(got.speed_mps, cs.speed_mps, 0.01), "CS %.17g D' %.17g vmax %.17g gave %.17g",
              cs.speed_mps, cs.dprime_m, cs.vmax_mps, got.speed_mps);
        HOLDS(close_to(miler_cs_time_s(&got, 2000), miler_cs_time_s(&cs, 2000), 0.005), "2000 m");
    }
    assert_true(found >= 95);
}

static void falls_and_rises(void **state) {
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const double d = log_uniform(400, 42195);
        const double t = d / uniform(1.5, 7);
        const double more = uniform(1.0001, 1.3);
        HOLDS(miler_vdot(d, t) > miler_vdot(d, t * more), "vdot falls with time: %.17g m %.17g s", d, t);
        HOLDS(miler_vdot_time_s(40, d) < miler_vdot_time_s(40, d * more), "time grows with distance: %.17g m",
              d);
        HOLDS(miler_purdy_points(d, t) > miler_purdy_points(d, t * more), "purdy falls with time");
        const double mile = uniform(240, 900);
        const miler_sex sex = (miler_sex)(int)uniform(0, 3);
        const int age = (int)uniform(-1, 100.9);
        if (age < 0 || age >= 5) {
            HOLDS(miler_mile_percentile(mile, sex, age) >= miler_mile_percentile(mile * more, sex, age),
                  "percentile %.17g age %d", mile, age);
            HOLDS(miler_level_of(mile, sex, age) >= miler_level_of(mile * more, sex, age),
                  "level %.17g age %d", mile, age);
            const miler_level level = miler_level_of(mile, sex, age);
            if (level != MILER_LEVEL_ELITE) {
                const double next = mile - miler_level_to_next_s(mile, sex, age);
                HOLDS(miler_level_of(next - 1e-6, sex, age) == level + 1, "next level of %.17g age %d", mile,
                      age);
            }
        }
        if (sex != MILER_SEX_UNKNOWN) {
            const double hundredths = floor(mile * 100) / 100;
            HOLDS(miler_wa_points(sex, MILER_MILE_M, hundredths, false) >=
                      miler_wa_points(sex, MILER_MILE_M, hundredths + 0.01, false),
                  "points %.2f", mile);
        }
        const double far = uniform(0.0001, 0.05);
        const double lat = uniform(-80, 80);
        const double lon = uniform(-170, 170);
        HOLDS(miler_geo_distance_m(lat, lon, lat + far, lon) <
                  miler_geo_distance_m(lat, lon, lat + 2 * far, lon),
              "geo at %.17g", lat);
        HOLDS(close_to(miler_geo_distance_m(lat, lon, lat + far, lon + far),
                       miler_geo_distance_m(lat + far, lon + far, lat, lon), 1e-9),
              "geo both ways at %.17g", lat);
    }
}

// D' refills to full and no further, whatever the step.
static void dprime_steps(void **state) {
    (void)state;
    const miler_cs cs = {4.2, 240, NAN, NAN, NAN};
    for (int i = 0; i < 5000; i++) {
        const double start = uniform(0, 240);
        const double v = uniform(0, 7);
        const double dt = uniform(0, 60);
        const double once = miler_dprime_step_m(&cs, start, v, dt);
        const double twice = miler_dprime_step_m(&cs, miler_dprime_step_m(&cs, start, v, dt / 2), v, dt / 2);
        HOLDS(close_to(once, twice, 1e-9) || fabs(once - twice) < 1e-9, "steps of %.17g s at %.17g m/s", dt,
              v);
        HOLDS(once <= 240, "overfull at %.17g m/s", v);
        HOLDS(v < 4.2 ? once >= start : once <= start, "wrong way at %.17g m/s", v);
    }
}

static double garbage(void) {
    static const double odd[] = {0, -0.0, -1, 1, 1e-310, 1e308, -1e308, 5, 42195, 360};
    const int pick = (int)uniform(0, 16);
    if (pick < 10) return odd[pick];
    if (pick == 10) return NAN;
    if (pick == 11) return INFINITY;
    if (pick == 12) return -INFINITY;
    return log_uniform(1e-3, 1e6) * (uniform(0, 1) < 0.2 ? -1 : 1);
}

static void positive_or_nan(const char *what, double x) {
    HOLDS(isnan(x) || (x > 0 && isfinite(x)), "%s gave %.17g", what, x);
}

static void garbage_in(void **state) {
    (void)state;
    for (int i = 0; i < 50000; i++) {
        const double a = garbage();
        const double b = garbage();
        const double c = garbage();
        const double e = garbage();
        const int n = (int)uniform(-200, 2000);
        const miler_sex sex = (miler_sex)(unsigned)uniform(0, 5);
        const miler_age_table table = (miler_age_table)(unsigned)uniform(0, 6);
        positive_or_nan("vdot", miler_vdot(a, b));
        positive_or_nan("vdot time", miler_vdot_time_s(a, b));
        positive_or_nan("riegel", miler_riegel_time_s(a, b, c, e));
        positive_or_nan("purdy time", miler_purdy_time_s(a, b));
        positive_or_nan("age factor", miler_age_factor(table, sex, n, a));
        positive_or_nan("standard", miler_age_standard_s(table, sex, a));
        positive_or_nan("age grade", miler_age_grade_pct(table, sex, n, a, b));
        positive_or_nan("percentile", miler_mile_percentile(a, sex, n));
        positive_or_nan("record", miler_world_record_s(sex, a));
        positive_or_nan("wa time", miler_wa_time_s(sex, a, n, b > 0));
        positive_or_nan("density", miler_air_density_ratio(a));
        const miler_emig emig = {a, b, c, e};
        positive_or_nan("emig", miler_emig_time_s(&emig, garbage()));
        const miler_cs cs = {a, b, c, NAN, NAN};
        positive_or_nan("cs", miler_cs_time_s(&cs, e));
        (void)miler_dprime_step_m(&cs, e, garbage(), garbage());
        HOLDS(miler_wa_points(sex, a, b, c > 0) <= 1400, "points");
        HOLDS((unsigned)miler_level_of(a, sex, n) < MILER_LEVEL_COUNT, "level");
        assert_non_null(miler_level_name((miler_level)(unsigned)n));
        assert_non_null(miler_zone_name((miler_zone)(unsigned)n));
        double d[4] = {a, b, c, e};
        double t[4] = {garbage(), garbage(), garbage(), garbage()};
        miler_cs fit;
        miler_emig fit_emig;
        if (miler_cs_fit2(d, t, (size_t)uniform(0, 4.9), &fit))
            assert_true(fit.speed_mps > 0 && fit.dprime_m > 0);
        if (i % 50 == 0 && miler_cs_fit3(d, t, 4, &fit)) assert_true(fit.speed_mps > 0 && fit.vmax_mps <= 15);
        if (miler_emig_fit(d, t, 4, &fit_emig)) assert_true(fit_emig.v_m_mps > 0);
        miler_pace_band zones[MILER_ZONE_COUNT];
        if (miler_zone_paces(a, b, c, zones))
            for (int z = 0; z < MILER_ZONE_COUNT; z++)
                HOLDS(zones[z].slow_mps > 0 && zones[z].slow_mps <= zones[z].target_mps &&
                          zones[z].target_mps <= zones[z].fast_mps,
                      "zone %d", z);
        (void)miler_monotony(d, 4);
        (void)miler_trimp(a, b, sex);
        (void)miler_rtss(a, b, c);
        (void)miler_geo_distance_m(a, b, c, e);
        (void)miler_altitude_slowdown(a, b);
        (void)miler_wbgt_c(a, b);
        (void)miler_air_drag_n(a, b, c, e, garbage());
        (void)miler_grade_adjusted_speed(a, b);
    }
}

static void nan_stays(void **state) {
    (void)state;
    const double results[] = {miler_vdot(NAN, 330),
                              miler_vdot(1609, NAN),
                              miler_vdot_time_s(NAN, 1609),
                              miler_vo2_at_speed(NAN),
                              miler_speed_at_vo2(NAN),
                              miler_vdot_fraction(NAN),
                              miler_vdot_speed(50, NAN),
                              miler_riegel_time_s(1609, 330, 5000, NAN),
                              miler_power_exponent(1609, NAN, 5000, 1100),
                              miler_power_exponent_shrunk(1.1, NAN, 1.08),
                              miler_cameron_time_s(NAN, 330, 5000),
                              miler_purdy_points(1609, NAN),
                              miler_purdy_time_s(NAN, 1609),
                              miler_age_factor(MILER_AGE_ROAD_2025, MILER_SEX_MALE, 40, NAN),
                              miler_age_grade_pct(MILER_AGE_ROAD_2025, MILER_SEX_MALE, 40, 1609.344, NAN),
                              miler_age_graded_time_s(MILER_AGE_ROAD_2025, MILER_SEX_MALE, 40, 1609.344, NAN),
                              miler_level_to_next_s(NAN, MILER_SEX_MALE, -1),
                              miler_mile_percentile(NAN, MILER_SEX_MALE, -1),
                              miler_world_record_s(MILER_SEX_MALE, NAN),
                              miler_hr_reserve_target(50, NAN, 0.5),
                              miler_trimp(NAN, 0.5, MILER_SEX_MALE),
                              miler_rtss(3600, NAN, 4),
                              miler_ewma_step(NAN, 1, 7),
                              miler_gradient_cost(NAN),
                              miler_grade_adjusted_speed(3, NAN),
                              miler_air_drag_n(NAN, 0, 1.8, 70, 1.2),
                              miler_air_density_ratio(NAN),
                              miler_altitude_slowdown(NAN, 1609),
                              miler_wbgt_c(NAN, 50),
                              miler_track_extra_m(NAN),
                              miler_geo_distance_m(NAN, 0, 0, 0),
                              miler_banister_rest_days(45, NAN, 1, 2)};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++)
        if (!isnan(results[i])) fail_msg("result %zu is %g", i, results[i]);
    const double with_nan[] = {1, NAN, 3};
    assert_true(isnan(miler_monotony(with_nan, 3)));
    const double rest[] = {0, 0, 0};
    const double same[] = {5, 5, 5};
    const double week[] = {60, 0, 90, 60, 0, 120, 30};
    assert_true(miler_monotony(rest, 3) == 0);
    assert_true(miler_monotony(same, 3) == 10);
    assert_true(fabs(miler_monotony(week, 7) - 51.428571 / 44.880792) < 1e-3);
}

int main(void) {
    const char *text = getenv("MILER_SEED");
    if (text != NULL) seed = strtoull(text, NULL, 10);
    if (seed == 0) seed = 1;
    rng = seed;
    printf("# seed %llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inverses),        cmocka_unit_test(fits),         cmocka_unit_test(fit3_recovers),
        cmocka_unit_test(falls_and_rises), cmocka_unit_test(dprime_steps), cmocka_unit_test(garbage_in),
        cmocka_unit_test(nan_stays),
    };
    return cmocka_run_group_tests_name("science properties", tests, NULL, NULL);
}
