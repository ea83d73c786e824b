// SPDX-License-Identifier: MIT
// What the tests with random runners share: numbers that follow from a seed, and
// what the log of such a runner has of the weeks before the plan.
#ifndef RANDOM_RUNNERS_H
#define RANDOM_RUNNERS_H

#include <miler/plan.h>

static uint64_t rng;

static inline uint32_t next(void) { // xorshift64*, Vigna 2016
    rng ^= rng >> 12;
    rng ^= rng << 25;
    rng ^= rng >> 27;
    return (uint32_t)((rng * UINT64_C(2685821657736338717)) >> 32);
}

static inline int between(int lo, int hi) {
    return lo + (int)(next() % (uint32_t)(hi - lo + 1));
}

static inline bool chance(int percent) {
    return between(1, 100) <= percent;
}

// What the log has of the weeks before: hard running of some kinds, of none, or time off.
static inline void random_log(miler_plan_request *r) {
    r->from_log = next() & 15u;
    if (chance(20)) r->from_log |= MILER_LOG_WORK;
    for (int i = 0; i < MILER_RECENT_COUNT && (r->from_log & MILER_LOG_WORK); i++) {
        miler_recent_work *w = &r->recent[i];
        const double mps = MILER_MILE_M / r->book.race_time_s[3] / (1 + 0.06 * (MILER_RECENT_FAST - i));
        if (chance(50)) continue;
        w->sessions = between(1, 6);
        w->reps = between(0, 16);
        w->rep_m = w->reps > 0 ? between(2, 16) * 100 : 0;
        w->rep_s = w->rep_m / mps;
        w->rest_s = w->reps > 1 ? between(20, 240) : 0;
    }
    if (!chance(30) || r->weekly_m < 14000) return;
    r->away_days = between(6, 180);
    r->before_m = r->weekly_m;
    r->weekly_m *= r->away_days > 56 ? 0.33 : r->away_days > 14 ? 0.5 : 0.75;
    if (r->weekly_m < 7000) r->weekly_m = 7000;
    r->longest_m = 0;
}

#endif
