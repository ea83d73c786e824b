// SPDX-License-Identifier: MIT
// From places along the track to metres run. Positions tremble, so the way is
// not the sum of all that they did: it is what the runner did between turns. A
// turn is a place from which the runner came back by more than the positions
// can tremble; between two turns the way only grows, and the places that nearest
// do are found by pooling neighbours that fall back (isotonic regression, Ayer
// et al. 1955). Who stands for a minute stands at the middle of it.
//
//     place   /\/\   turn            way      ___________
//            /    \/\/\             |        /
//     ______/          \            |  _____/
#include "activity/oval.h"

typedef struct pool {
    double sum;
    size_t count;
} pool;

// Lets `place` only grow (forward 1) or fall (-1) over [first, end].
static void one_way(double *place, size_t first, size_t end, double forward, pool *pools) {
    size_t n = 0;
    for (size_t i = first; i < end; i++) {
        pools[n++] = (pool){place[i], 1};
        while (n > 1 && forward * pools[n - 2].sum / (double)pools[n - 2].count >
                            forward * pools[n - 1].sum / (double)pools[n - 1].count) {
            pools[n - 2].sum += pools[n - 1].sum;
            pools[n - 2].count += pools[n - 1].count;
            n--;
        }
    }
    size_t i = first;
    for (size_t k = 0; k < n; k++)
        for (size_t c = 0; c < pools[k].count; c++)
            place[i++] = pools[k].sum / (double)pools[k].count;
}

// The first sample after `from` where the runner turned, having come back by `back_m`; `count` when he never
// did.
static size_t next_turn(const double *place, size_t from, size_t count, double back_m, double *forward) {
    size_t high = from;
    size_t low = from;
    for (size_t i = from + 1; i < count; i++) {
        if (place[i] > place[high]) high = i;
        if (place[i] < place[low]) low = i;
        if (*forward >= 0 && place[high] - place[i] > back_m && place[high] - place[from] > back_m)
            return *forward = 1, high;
        if (*forward <= 0 && place[i] - place[low] > back_m && place[from] - place[low] > back_m)
            return *forward = -1, low;
        if (*forward > 0 && place[from] - place[i] > back_m) return *forward = 1, high; // turned at once
        if (*forward < 0 && place[i] - place[from] > back_m) return *forward = -1, low;
    }
    if (*forward == 0) *forward = place[count - 1] >= place[from] ? 1 : -1;
    return count;
}

bool oval_way(double *place, size_t count, double back_m, double *way, miler_arena *scratch) {
    pool *pools = miler_arena_bare_array(scratch, count + 1, sizeof *pools);
    if (pools == NULL) return false;
    double forward = 0;
    double sum = 0;
    for (size_t first = 0; first < count;) {
        const size_t turn = next_turn(place, first, count, back_m, &forward);
        const size_t end = turn > first ? turn : first + 1;
        one_way(place, first, end, forward, pools);
        for (size_t i = first; i < end; i++) {
            if (i > 0) sum += fabs(place[i] - place[i - 1]);
            way[i] = sum;
        }
        first = end;
        if (turn < count) forward = -forward;
    }
    return true;
}
