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

// Which way it goes first: 1 on, -1 back.
static double first_way(const double *place, size_t count, double back_m) {
    for (size_t i = 1; i < count; i++)
        if (fabs(place[i] - place[0]) > back_m) return place[i] > place[0] ? 1 : -1;
    return place[count - 1] >= place[0] ? 1 : -1;
}

// Where the runner turned, having come back from there by back_m; `count`: never.
static size_t next_turn(const double *place, size_t from, size_t count, double back_m, double forward) {
    size_t peak = from;
    for (size_t i = from + 1; i < count; i++) {
        const double beyond = forward * (place[i] - place[peak]);
        if (beyond > 0) peak = i;
        if (beyond < -back_m) return peak;
    }
    return count;
}

bool oval_way(double *place, size_t count, double back_m, double *way, miler_arena *scratch) {
    pool *pools = miler_arena_bare_array(scratch, count + 1, sizeof *pools);
    if (pools == NULL || count == 0) return false;
    double forward = first_way(place, count, back_m);
    double sum = 0;
    for (size_t first = 0; first < count;) {
        const size_t turn = next_turn(place, first, count, back_m, forward);
        const size_t end = turn > first ? turn : first + 1;
        one_way(place, first, end, forward, pools);
        for (size_t i = first; i < end; i++) {
            if (i > 0) sum += fabs(place[i] - place[i - 1]);
            way[i] = sum;
        }
        first = end;
        forward = -forward;
    }
    return true;
}
