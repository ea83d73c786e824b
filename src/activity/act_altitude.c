// SPDX-License-Identifier: MIT
// How high: altitude without its noise, and the metres climbed and descended.
//
// First a mean over 30 s takes out the receiver's flutter. Then the line is cut
// into climbs and descents: a turn counts only once the line has gone back by
// 3 m (hysteresis), so that a flat road does not climb.
//
//            top   back 3 m: the climb is over, all of it counts
//     ......./\....
//           /  \_
//          /
//
// Both figures are engineering estimates: GPS height wanders by 3-5 m within
// minutes, a barometer by under 1 m.
#include "activity/act.h"

#define SMOOTH_HALF_S 15.0
#define TURN_M 3.0

// Beyond the height of mountains and depth of mines: damage.
static bool plausible(float z) {
    return z > -1000.0f && z < 10000.0f;
}

// Mean over the window around each sample, of the samples that have a height.
static void smooth(const act_work *w, const float *raw, float *out) {
    const double *t = w->out->at_s;
    double sum = 0;
    size_t count = 0;
    size_t a = 0;
    size_t b = 0; // the window is [a, b)
    for (size_t i = 0; i < w->n; i++) {
        for (; b < w->n && t[b] <= t[i] + SMOOTH_HALF_S; b++)
            if (plausible(raw[b])) {
                sum += (double)raw[b];
                count++;
            }
        for (; t[a] < t[i] - SMOOTH_HALF_S; a++)
            if (plausible(raw[a])) {
                sum -= (double)raw[a];
                count--;
            }
        out[i] = count > 0 ? (float)(sum / (double)count) : NAN;
    }
}

// Books one climb or descent from sample a to b, spread as it was run: a sample
// within it has gained what the line had gained at most until then.
static void book(const act_work *w, size_t a, size_t b, bool up) {
    double *column = up ? w->up_m : w->down_m;
    const double start = column[a];
    double most = 0;
    for (size_t i = a + 1; i <= b; i++) {
        const double z = (double)w->altitude_m[i];
        const double gain = up ? z - (double)w->altitude_m[a] : (double)w->altitude_m[a] - z;
        if (gain > most) most = gain;
        column[i] = start + most;
        (up ? w->down_m : w->up_m)[i] = (up ? w->down_m : w->up_m)[a];
    }
}

static void climbs(const act_work *w) {
    size_t from = 0; // where the current leg began
    while (from < w->n && isnan(w->altitude_m[from]))
        from++;
    if (from == w->n) return;
    size_t far = from; // its furthest point so far
    int way = 0;       // +1 climbing, -1 descending, 0 not known yet
    size_t low = from;
    size_t high = from;
    const float *z = w->altitude_m;
    for (size_t i = from + 1; i < w->n; i++) {
        if (isnan(z[i])) continue;
        if (way == 0) {
            if (z[i] < z[low]) low = i;
            if (z[i] > z[high]) high = i;
            if ((double)z[i] - (double)z[low] >= TURN_M || (double)z[high] - (double)z[i] >= TURN_M) {
                way = (double)z[i] - (double)z[low] >= TURN_M ? 1 : -1;
                from = way > 0 ? low : high;
                far = i;
            }
        } else if (way * ((double)z[i] - (double)z[far]) > 0) {
            far = i;
        } else if (way * ((double)z[far] - (double)z[i]) >= TURN_M) {
            book(w, from, far, way > 0);
            from = far;
            far = i;
            way = -way;
        }
    }
    if (way != 0) book(w, from, far, way > 0);
}

// After the last booked leg the totals stay level; before it they are set.
static void level_out(double *column, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (column[i] < column[i - 1]) column[i] = column[i - 1];
}

miler_status act_altitude(act_work *w, miler_error *err) {
    const float *raw = w->s->altitude_m;
    if (raw == NULL || w->out->at_s == NULL) return MILER_OK;
    w->altitude_m = miler_arena_array(w->scratch, w->n, sizeof *w->altitude_m);
    w->up_m = miler_arena_array(w->scratch, w->n, sizeof *w->up_m);
    w->down_m = miler_arena_array(w->scratch, w->n, sizeof *w->down_m);
    if (w->altitude_m == NULL || w->up_m == NULL || w->down_m == NULL) return act_nomem(err);
    smooth(w, raw, w->altitude_m);
    climbs(w);
    level_out(w->up_m, w->n);
    level_out(w->down_m, w->n);
    return MILER_OK;
}
