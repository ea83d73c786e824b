// SPDX-License-Identifier: MIT
// fitness: whatever the evidence, the answer is finite, ordered and the same
// again; a slower training run never moves it; a harder session of reps never
// speaks for a slower mile.
// The seed is printed and can be set with MILER_SEED.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/fitness.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TODAY 20000
#define COUNT_MAX 60

static uint64_t seed = 20261122;
static uint64_t rng;

static double uniform(double low, double high) {
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return low + (high - low) * (double)(rng >> 11) / 9007199254740992.0;
}

static double oddity(void) {
    static const double odd[] = {0, -1, 1e-300, 1e300, 400, 42195, 50000, 5};
    const int pick = (int)uniform(0, 12);
    return pick < 8 ? odd[pick] : pick == 8 ? (double)NAN : pick == 9 ? (double)INFINITY : uniform(1, 1e5);
}

// A runner of one level with honest noise, sometimes with rubbish in between.
static size_t make(miler_evidence *e, double rubbish) {
    const size_t count = (size_t)uniform(0, COUNT_MAX + 0.99);
    const double vdot = uniform(22, 82);
    for (size_t i = 0; i < count; i++) {
        const double d = exp(uniform(log(400), log(42195)));
        e[i] =
            (miler_evidence){.dist_m = d,
                             .time_s = miler_vdot_time_s(vdot, d) * exp(uniform(-0.06, 0.06)),
                             .error_s = uniform(0, 1) < 0.5 ? 0 : uniform(0, 10),
                             .day = uniform(0, 1) < 0.1 ? MILER_NO_DAY : TODAY - (int32_t)uniform(-30, 3000),
                             .kind = (miler_evidence_kind)(int)uniform(0, 4)};
        if (uniform(0, 1) < rubbish) e[i].dist_m = oddity();
        if (uniform(0, 1) < rubbish) e[i].time_s = oddity();
        if (uniform(0, 1) < rubbish) e[i].error_s = oddity();
        if (uniform(0, 1) < rubbish) e[i].kind = (miler_evidence_kind)(unsigned)uniform(0, 1000);
    }
    return count;
}

static bool estimate(const miler_evidence *e, size_t count, miler_fitness *f) {
    miler_athlete athlete;
    miler_athlete_init(&athlete);
    miler_error err;
    const miler_status status = miler_fitness_estimate(&athlete, e, count, TODAY, f, &err);
    if (status != MILER_OK && status != MILER_ERR_EMPTY)
        fail_msg("seed %llu: %s", (unsigned long long)seed, err.msg);
    return status == MILER_OK;
}

static void sound(const miler_fitness *f) {
    for (int i = 0; i < MILER_ESTIMATE_COUNT; i++) {
        const miler_estimate *a = &f->estimates[i];
        if (!(a->low_s > 0 && a->low_s < a->time_s && a->time_s < a->high_s && isfinite(a->high_s)))
            fail_msg("seed %llu: %.0f m: %g < %g < %g", (unsigned long long)seed, a->dist_m, a->low_s,
                     a->time_s, a->high_s);
        if (i > 0 && !(a->time_s > f->estimates[i - 1].time_s))
            fail_msg("seed %llu: %.0f m is faster than a shorter race", (unsigned long long)seed, a->dist_m);
    }
    double sum = 0;
    assert_true(f->rests_on_count >= 1 && f->rests_on_count <= MILER_RESTS_MAX);
    for (size_t i = 0; i < f->rests_on_count; i++) {
        sum += f->rests_on[i].weight;
        assert_true(f->rests_on[i].weight >= 0 && f->rests_on[i].age_days >= 0 && f->rests_on[i].mile_s > 0);
        if (i > 0) assert_true(f->rests_on[i].weight <= f->rests_on[i - 1].weight);
    }
    assert_true(fabs(sum - 1) < 1e-9);
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        const miler_pace_band *b = &f->zones[z];
        if (!(b->slow_mps > 0 && b->slow_mps <= b->target_mps && b->target_mps <= b->fast_mps &&
              b->fast_mps < 15))
            fail_msg("seed %llu: zone %s %g %g %g", (unsigned long long)seed, miler_zone_name((miler_zone)z),
                     b->slow_mps, b->target_mps, b->fast_mps);
    }
    assert_true(f->threshold_mps > 0 && f->vdot > 0 && f->sd_log >= 0.012);
}

static void always_sound(void **state) {
    (void)state;
    int answered = 0;
    for (int i = 0; i < 3000; i++) {
        miler_evidence e[COUNT_MAX];
        const size_t count = make(e, i % 2 == 0 ? 0.15 : 0);
        miler_fitness f;
        miler_fitness again;
        if (!estimate(e, count, &f)) continue;
        answered++;
        sound(&f);
        assert_true(estimate(e, count, &again));
        assert_true(f.mile.time_s == again.mile.time_s && f.mile.high_s == again.mile.high_s);
        // The order it is told in does not matter.
        miler_evidence back[COUNT_MAX];
        for (size_t k = 0; k < count; k++)
            back[k] = e[count - 1 - k];
        assert_true(estimate(back, count, &again));
        if (fabs(log(f.mile.time_s / again.mile.time_s)) > 1e-6)
            fail_msg("seed %llu, round %d: %.3f s, told backwards %.3f s", (unsigned long long)seed, i,
                     f.mile.time_s, again.mile.time_s);
    }
    assert_true(answered > 2500);
}

static void slow_training_says_nothing(void **state) {
    (void)state;
    for (int i = 0; i < 1000; i++) {
        miler_evidence e[COUNT_MAX + 1];
        size_t count = make(e, 0);
        size_t races = 0;
        for (size_t k = 0; k < count; k++)
            if (e[k].kind != MILER_EVIDENCE_TRAINING_BEST) e[races++] = e[k];
        if (races > 10) races = 10;
        miler_fitness before;
        miler_fitness after;
        if (!estimate(e, races, &before)) continue;
        miler_estimate at;
        const double d = exp(uniform(log(1000), log(10000)));
        assert_true(miler_fitness_at(&before, d, &at));
        e[races] = (miler_evidence){.dist_m = d,
                                    .time_s = at.time_s * uniform(1.03, 1.6),
                                    .day = TODAY,
                                    .kind = MILER_EVIDENCE_TRAINING_BEST};
        assert_true(estimate(e, races + 1, &after));
        if (before.mile.time_s != after.mile.time_s)
            fail_msg("seed %llu: slow %.0f m in training moved the mile from %.3f to %.3f",
                     (unsigned long long)seed, d, before.mile.time_s, after.mile.time_s);
    }
}

// ---- Sessions of reps

#define PARTS_MAX 40

static double mile_of(const miler_stretch *s, size_t count) {
    double mile_s;
    double error_s;
    return miler_reps_mile(s, count, 0.01, &mile_s, &error_s) && error_s > 0 ? mile_s : (double)INFINITY;
}

// Never slower than before by more than the halving leaves open.
static void not_slower(const miler_stretch *s, size_t count, double before, const char *what, int round) {
    const double after = mile_of(s, count);
    if (after > before * (1 + 1e-9))
        fail_msg("seed %llu, session %d: %s makes %.6f s of %.6f s", (unsigned long long)seed, round, what,
                 after, before);
}

// More reps, faster reps and shorter rests never make the mile slower.
static void harder_is_never_slower(void **state) {
    (void)state;
    int said = 0;
    for (int i = 0; i < 3000; i++) {
        miler_stretch s[PARTS_MAX + 2];
        const size_t reps = (size_t)uniform(1, PARTS_MAX / 2);
        const double rep_m = exp(uniform(log(150), log(4000)));
        const double mps = uniform(2.5, 6.5);
        const double rest_s = uniform(10, 300);
        const double jog_mps = uniform(0, 1) < 0.4 ? 0 : uniform(0.5, 3);
        size_t n = 0;
        for (size_t k = 0; k < reps; k++) {
            const double rest = rest_s * uniform(0.8, 1.2);
            s[n++] = (miler_stretch){rep_m, rep_m / mps * uniform(0.95, 1.05)};
            s[n++] = (miler_stretch){jog_mps * rest, rest};
        }
        n--; // it ends with a rep
        const double before = mile_of(s, n);
        said += isfinite(before);
        const size_t which = 2 * (size_t)uniform(0, (double)reps - 0.001);
        miler_stretch harder[PARTS_MAX + 2];
        memcpy(harder, s, sizeof s);
        harder[which].time_s *= uniform(0.9, 1);
        not_slower(harder, n, before, "a faster rep", i);
        memcpy(harder, s, sizeof s);
        harder[n] = (miler_stretch){jog_mps * rest_s, rest_s};
        harder[n + 1] = s[0];
        not_slower(harder, n + 2, before, "one rep more", i);
        if (which + 1 >= n || jog_mps >= (MILER_MILE_M - 300) / before)
            continue; // no recovery for so slow a runner
        memcpy(harder, s, sizeof s);
        const double share = uniform(0, 1);
        harder[which + 1].time_s *= share;
        harder[which + 1].dist_m *= share; // at the same jog
        if (harder[which + 1].time_s > 0) not_slower(harder, n, before, "a shorter rest", i);
        harder[which + 1] = s[which + 1];
        harder[which + 1].time_s *= uniform(0.5, 1); // the same jog, hurried
        not_slower(harder, n, before, "a hurried rest", i);
    }
    assert_true(said > 2000);
}

int main(void) {
    const char *text = getenv("MILER_SEED");
    if (text != NULL) seed = strtoull(text, NULL, 10);
    if (seed == 0) seed = 1;
    rng = seed;
    printf("# seed %llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {cmocka_unit_test(always_sound),
                                       cmocka_unit_test(slow_training_says_nothing),
                                       cmocka_unit_test(harder_is_never_slower)};
    return cmocka_run_group_tests_name("fitness properties", tests, NULL, NULL);
}
