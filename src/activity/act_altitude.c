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

// Where the first leg begins and which way it goes, told as soon as a turn's height lies between two samples.
typedef struct leg {
    size_t from, far; // where it began; its furthest point so far
    size_t low, high; // until the way is known
    int way;          // +1 climbing, -1 descending, 0 not known yet
} leg;

static void set_off(const float *z, size_t i, leg *l) {
    if (z[i] < z[l->low]) l->low = i;
    if (z[i] > z[l->high]) l->high = i;
    const bool up = (double)z[i] - (double)z[l->low] >= TURN_M;
    if (!up && (double)z[l->high] - (double)z[i] < TURN_M) return;
    l->way = up ? 1 : -1;
    l->from = up ? l->low : l->high;
    l->far = i;
}

static void go_on(const act_work *w, size_t i, leg *l) {
    const double on = l->way * ((double)w->altitude_m[i] - (double)w->altitude_m[l->far]);
    if (on > 0) l->far = i;
    if (-on < TURN_M) return;
    book(w, l->from, l->far, l->way > 0);
    *l = (leg){.from = l->far, .far = i, .way = -l->way};
}

static void climbs(const act_work *w) {
    size_t from = 0;
    while (from < w->n && isnan(w->altitude_m[from]))
        from++;
    if (from == w->n) return;
    leg l = {from, from, from, from, 0};
    for (size_t i = from + 1; i < w->n; i++) {
        if (isnan(w->altitude_m[i])) continue;
        if (l.way == 0)
            set_off(w->altitude_m, i, &l);
        else
            go_on(w, i, &l);
    }
    if (l.way != 0) book(w, l.from, l.far, l.way > 0);
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
