// SPDX-License-Identifier: MIT
// Parts of a run that were ridden: a car or a bicycle on the way home, the watch
// still going. They count neither as speed nor as distance. What is surely a
// wheel is a minute faster than 600 m can be run; from there to the stops on both
// sides, and on to a leg next to it that is nearly as fast, since cars wait at
// lights (the same rules as for best efforts, src/activity/act_trust.c).
#include "fitness/load_room.h"

#define WHEEL_MPS 8.8 // 600 m in the best known 72.8 s is 8.2 m/s
#define WHEEL_S 60.0
#define HOP_MPS 12.0 // an interval counts at most so much: one hop is no ride
#define STOP_MPS 0.5 // a stop between two legs: so slow ...
#define STOP_S 5.0   // ... for so long [engineering estimates]
#define NEXT_MPS 5.0 // mean of a leg next to a ride that is part of it [engineering estimate]

typedef struct legs {
    const miler_activity *a;
    size_t n;   // samples
    bool *ride; // of each interval
} legs;

static double seconds_of(const legs *l, size_t i) {
    return l->a->at_s[i + 1] - l->a->at_s[i];
}

static double metres_of(const legs *l, size_t i) {
    return fmin(l->a->true_dist_m[i + 1] - l->a->true_dist_m[i], HOP_MPS * seconds_of(l, i));
}

static bool mark_minutes(const legs *l) {
    double way = 0;
    double time = 0;
    size_t from = 0;
    bool any = false;
    for (size_t i = 0; i + 1 < l->n; i++) {
        way += metres_of(l, i);
        time += seconds_of(l, i);
        while (from < i && time - seconds_of(l, from) >= WHEEL_S) {
            way -= metres_of(l, from);
            time -= seconds_of(l, from++);
        }
        if (!(time >= WHEEL_S && way > WHEEL_MPS * time)) continue;
        for (size_t k = i + 1; k > from && !l->ride[k - 1]; k--)
            l->ride[k - 1] = true;
        any = true;
    }
    return any;
}

// The end of the leg that begins at interval `from`: where it goes on after a stop.
static size_t leg_end(const legs *l, size_t from, double *mean_mps, bool *ridden) {
    double slow_s = 0;
    double way = 0;
    double time = 0;
    size_t i = from;
    *ridden = false;
    for (; i + 1 < l->n; i++) {
        const bool slow = metres_of(l, i) < STOP_MPS * seconds_of(l, i);
        if (!slow && slow_s >= STOP_S) break;
        slow_s = slow ? slow_s + seconds_of(l, i) : 0;
        if (!slow) way += metres_of(l, i), time += seconds_of(l, i);
        *ridden = *ridden || l->ride[i];
    }
    *mean_mps = time > 0 ? way / time : 0;
    return i;
}

static void mark(const legs *l, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        l->ride[i] = true;
}

// Forwards a ride takes the fast leg after it along, and is told where the fast leg before it began.
static void spread(const legs *l) {
    size_t fast_from = l->n; // legs before this one that are fast, without a break; n: none
    bool before = false;     // the leg before was ridden
    for (size_t from = 0; from + 1 < l->n;) {
        double mean_mps;
        bool ridden;
        const size_t to = leg_end(l, from, &mean_mps, &ridden);
        const bool fast = mean_mps > NEXT_MPS;
        if (ridden && fast_from < from) mark(l, fast_from, from);
        ridden = ridden || (before && fast);
        if (ridden) mark(l, from, to);
        if (ridden || !fast)
            fast_from = l->n;
        else if (fast_from == l->n)
            fast_from = from;
        before = ridden;
        from = to;
    }
}

bool *load_wheels(const miler_activity *a, miler_arena *arena) {
    const legs l = {
        .a = a, .n = a->sample_count, .ride = miler_arena_array(arena, a->sample_count, sizeof(bool))};
    if (l.ride != NULL && mark_minutes(&l)) spread(&l);
    return l.ride;
}
