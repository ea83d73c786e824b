// SPDX-License-Identifier: MIT
// The race optimum beside a general solver on the same race, in one run; the
// fit of a runner; and what twice the distance costs.
#include "bench.h"

#include "../tests/general_race.h"

#define ROUNDS 30
#define GOAL_MS 10.0
#define GOAL_TIMES 100.0

static double best_s(const miler_racer *r, double dist_m, double *time_s) {
    double least = 1e9;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) exit(4);
    for (int i = 0; i < ROUNDS; i++) {
        miler_spending best;
        miler_arena_reset(arena);
        const double begin = bench_cpu_s();
        if (miler_race_optimum(r, dist_m, NULL, 0, arena, &best, NULL) != MILER_OK) exit(4);
        const double took = bench_cpu_s() - begin;
        if (took < least) least = took;
        *time_s = best.time_s;
    }
    miler_arena_free(arena);
    return least;
}

int main(void) {
    static const miler_racer club = {.932, 6.6, 2650, 18.4, 5.0, .12 * 2650, 16.7, .15 * 2650};
    double own_s;
    double far_s;
    const double own = best_s(&club, MILER_MILE_M, &own_s);
    const double far = best_s(&club, 2 * MILER_MILE_M, &far_s);
    double general = 1e9;
    double general_time = 0;
    for (int i = 0; i < 3; i++) {
        const double begin = bench_cpu_s();
        general_time = general_optimum_s(&club, MILER_MILE_M, own_s * 1.03);
        const double took = bench_cpu_s() - begin;
        if (took < general) general = took;
    }
    printf("race optimum of a mile: %.2f ms (goal %.0f), %.3f s; SLSQP %.0f ms, %.3f s: %.0fx (goal %.0f)\n",
           own * 1e3, GOAL_MS, own_s, general * 1e3, general_time, general / own, GOAL_TIMES);
    printf("two miles / one: %.2fx the time\n", far / own);
    const double begin = bench_cpu_s();
    miler_racer fitted;
    if (miler_racer_fit(MILER_MILE_M, 330, 5000, 1149, (double)NAN, &fitted, NULL) != MILER_OK) return 4;
    printf("a runner fitted to two performances: %.1f ms\n", (bench_cpu_s() - begin) * 1e3);
    return 0;
}
