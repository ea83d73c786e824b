// SPDX-License-Identifier: MIT
// Where on the lap, and when. GPS errors are not a new throw of dice each
// second: they drift, alike for a minute, and so shift a whole straight. The
// bends give the drift away, since across the track its part shows directly.
// A Kalman smoother carries five numbers through the session:
//
//     s  place along the track          v  speed along it
//     bx, by  the drift of the positions, which dies out over DRIFT_S
//     w  how far out from the lane's line, since runners swing wide to pass
//
//     position = oval(s) + w outward + (bx, by) + jitter
//
// forward with all that is known so far, then backward with the rest (Rauch,
// Tung & Striebel 1965). Speed wanders slowly, except where the positions show
// that it changes: starts and stops of reps.
#include "activity/oval.h"
#include "base/middle.h"

#include <string.h>

enum { S, V, BX, BY, W, N };
#define DRIFT_S 45.0 // time constant of GPS drift [engineering estimate; docs/track.md has what others cost]
#define WIDE_M 0.6   // SD of w ... [engineering estimate: the rail distances of real races]
#define WIDE_S 12.0  // ... and how long it lasts [engineering estimate]
#define JITTER_SHARE 0.2 // of the noise that is new each second [engineering estimate]
#define JITTER_MIN_M 0.25
#define WANDER 0.012 // m^2/s^3: steady running changes by 0.35 m/s in 10 s [engineering estimate]
#define LOOK_S 4.0   // change of speed is looked for over this, both ways
#define TREMBLE 3.0  // medians of squares: 1.65 SDs of what is normal
#define GATE 3.0     // errors beyond this many SDs count less

typedef struct state {
    double x[N];
    double p[N][N];
} state;

// What a position says: its nearest place on the lane, unwrapped.
typedef struct sight {
    double along_m, off_m;
    double dx, dy; // the way of running there
    double nx, ny; // outward
    bool there;    // a position was recorded
} sight;

typedef struct kept { // of one sample, for the way back
    state state;      // with all up to here
    double dt, q;     // since the one before
} kept;

static void step_of(double dt, double f[N][N]) {
    memset(f, 0, N * sizeof f[0]);
    f[S][S] = f[V][V] = 1;
    f[S][V] = dt;
    f[BX][BX] = f[BY][BY] = exp(-dt / DRIFT_S);
    f[W][W] = exp(-dt / WIDE_S);
}

static void predict(const state *from, double dt, double q, double drift_var, state *to) {
    double f[N][N];
    step_of(dt, f);
    double fp[N][N] = {{0}};
    for (int i = 0; i < N; i++) {
        to->x[i] = 0;
        for (int k = 0; k < N; k++) {
            to->x[i] += f[i][k] * from->x[k];
            for (int j = 0; j < N; j++)
                fp[i][j] += f[i][k] * from->p[k][j];
        }
    }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int k = 0; k < N; k++)
                sum += fp[i][k] * f[j][k];
            to->p[i][j] = sum;
        }
    to->p[S][S] += q * dt * dt * dt / 3;
    to->p[S][V] += q * dt * dt / 2;
    to->p[V][S] += q * dt * dt / 2;
    to->p[V][V] += q * dt;
    to->p[BX][BX] += drift_var * (1 - f[BX][BX] * f[BX][BX]);
    to->p[BY][BY] += drift_var * (1 - f[BY][BY] * f[BY][BY]);
    to->p[W][W] += WIDE_M * WIDE_M * (1 - f[W][W] * f[W][W]);
}

// One coordinate of a position: h . x = z, to `var`.
static void correct(state *s, const double h[N], double miss, double var) {
    double ph[N] = {0};
    double total = var;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            ph[i] += s->p[i][j] * h[j];
    for (int i = 0; i < N; i++)
        total += h[i] * ph[i];
    const double z = miss * miss / total;
    if (z > GATE * GATE) total += var * (z / (GATE * GATE) - 1) + miss * miss * (1 - GATE * GATE / z);
    for (int i = 0; i < N; i++)
        s->x[i] += ph[i] / total * miss;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            s->p[i][j] -= ph[i] * ph[j] / total;
}

// A position, as its place along the lane and its distance out from it: both
// are straight in s and the drift there, so no start is too bad.
static void see(state *s, const sight *at, double jitter_var) {
    const double along[N] = {[S] = 1, [BX] = at->dx, [BY] = at->dy};
    const double out[N] = {[BX] = at->nx, [BY] = at->ny, [W] = 1};
    correct(s, along, at->along_m - s->x[S] - at->dx * s->x[BX] - at->dy * s->x[BY], jitter_var);
    correct(s, out, at->off_m - at->nx * s->x[BX] - at->ny * s->x[BY] - s->x[W], jitter_var);
}

// Cholesky, then C = P F' (P expected)^-1 applied to what the future corrects.
static bool invert(double m[N][N], double out[N][N]) {
    double l[N][N] = {{0}};
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++) {
            double sum = m[i][j];
            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            if (i == j && !(sum > 0)) return false;
            l[i][j] = i == j ? sqrt(sum) : sum / l[j][j];
        }
    for (int c = 0; c < N; c++) {
        double b[N] = {0};
        b[c] = 1;
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < i; k++)
                b[i] -= l[i][k] * b[k];
            b[i] /= l[i][i];
        }
        for (int i = N - 1; i >= 0; i--) {
            for (int k = i + 1; k < N; k++)
                b[i] -= l[k][i] * b[k];
            b[i] /= l[i][i];
        }
        for (int i = 0; i < N; i++)
            out[i][c] = b[i];
    }
    return true;
}

// `s`, the smoothed state of the sample after, becomes that of this one.
static void smooth(const kept *here, const kept *after, double drift_var, state *s) {
    double f[N][N];
    step_of(after->dt, f);
    state expected;
    double inverse[N][N];
    const state next = *s;
    *s = here->state;
    predict(&here->state, after->dt, after->q, drift_var, &expected);
    if (!invert(expected.p, inverse)) return;
    double pf[N][N] = {{0}};
    double c[N][N] = {{0}};
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            for (int k = 0; k < N; k++)
                pf[i][j] += here->state.p[i][k] * f[j][k];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            for (int k = 0; k < N; k++)
                c[i][j] += pf[i][k] * inverse[k][j];
    double cd[N][N] = {{0}};
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++) {
            s->x[i] += c[i][k] * (next.x[k] - expected.x[k]);
            for (int j = 0; j < N; j++)
                cd[i][j] += c[i][k] * (next.p[k][j] - expected.p[k][j]);
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            for (int k = 0; k < N; k++)
                s->p[i][j] += cd[i][k] * c[j][k];
}

// ---- Raw places, for the start and for where speed changes

static void look(const miler_oval *oval, const oval_trace *t, sight *sights) {
    const double lap = miler_oval_lap_m(oval);
    const double outward = oval->clockwise ? -1 : 1; // anticlockwise, it is to the right
    double last = NAN;
    for (size_t i = 0; i < t->count; i++) {
        sight *at = &sights[i];
        *at = (sight){.along_m = last, .there = !isnan(t->x_m[i])};
        if (!at->there) continue;
        double x;
        double y;
        miler_oval_locate(oval, t->x_m[i], t->y_m[i], &at->along_m, &at->off_m);
        if (!isnan(last)) at->along_m += lap * round((last - at->along_m) / lap);
        last = at->along_m;
        miler_oval_at(oval, last, &x, &y, &at->dx, &at->dy);
        at->nx = outward * at->dy;
        at->ny = -outward * at->dx;
    }
    for (size_t i = t->count; i-- > 1;) // before the first position
        if (isnan(sights[i - 1].along_m)) sights[i - 1].along_m = sights[i].along_m;
}

// m/s between about LOOK_S before and after a time; the windows move with i.
static double slope_around(const oval_trace *t, const double *raw, size_t i, size_t *low, size_t *high) {
    while (*low + 1 < i && t->at_s[*low + 1] <= t->at_s[i] - LOOK_S)
        (*low)++;
    while (*high + 1 < t->count && t->at_s[*high] < t->at_s[i] + LOOK_S)
        (*high)++;
    const double dt = t->at_s[*high] - t->at_s[*low];
    return dt > 0 ? (raw[*high] - raw[*low]) / dt : 0;
}

// The middle of numbers from 0 on, by counting in steps of a tenth of their size.
static double median(const double *v, size_t n) {
    enum { BINS = 256 };
    uint32_t bins[BINS] = {0};
    for (size_t i = 0; i < n; i++) {
        const double bin = v[i] > 1e-9 ? 8 * (log2(v[i]) + 30) : 0; // 2^-30 .. 2^2
        bins[bin < BINS - 1 ? (size_t)fmax(bin, 0) : BINS - 1]++;
    }
    return exp2((double)miler_middle_bin(bins, BINS) / 8 - 30);
}

// Wander of the speed around each sample: as much as the raw places show beyond
// what trembling alone shows most of the time.
static void wanders(const oval_trace *t, const double *raw, double *speed, double *q) {
    size_t low = 0;
    size_t high = 0;
    for (size_t i = 0; i < t->count; i++)
        speed[i] = slope_around(t, raw, i, &low, &high);
    low = high = 0;
    for (size_t i = 0; i < t->count; i++) {
        const double change = slope_around(t, speed, i, &low, &high); // of speed: m/s^2
        q[i] = change * change;
    }
    const double tremble = TREMBLE * median(q, t->count);
    for (size_t i = 0; i < t->count; i++)
        q[i] = WANDER + 2 * LOOK_S * fmax(q[i] - tremble, 0);
}

bool oval_trace_run(const miler_oval *oval, oval_trace *t, miler_arena *scratch) {
    kept *way = miler_arena_bare_array(scratch, t->count, sizeof *way);
    sight *sights = miler_arena_bare_array(scratch, t->count, sizeof *sights);
    double *raw = miler_arena_bare_array(scratch, t->count, sizeof *raw);
    double *speed = miler_arena_bare_array(scratch, t->count, sizeof *speed);
    double *q = miler_arena_bare_array(scratch, t->count, sizeof *q);
    if (way == NULL || sights == NULL || raw == NULL || speed == NULL || q == NULL || t->count == 0)
        return false;
    look(oval, t, sights);
    for (size_t i = 0; i < t->count; i++)
        raw[i] = sights[i].along_m;
    wanders(t, raw, speed, q);
    const double jitter = fmax(JITTER_SHARE * t->noise_m, JITTER_MIN_M);
    const double drift_var = fmax(t->noise_m * t->noise_m - jitter * jitter, 0.04);
    state s = {.x = {[S] = raw[0], [V] = speed[0]}};
    s.p[S][S] = 4 * t->noise_m * t->noise_m + 1;
    s.p[V][V] = 1;
    s.p[BX][BX] = s.p[BY][BY] = drift_var;
    s.p[W][W] = WIDE_M * WIDE_M;
    for (size_t i = 0; i < t->count; i++) {
        way[i].dt = i > 0 ? t->at_s[i] - t->at_s[i - 1] : 0;
        way[i].q = q[i];
        if (i > 0) predict(&way[i - 1].state, way[i].dt, q[i], drift_var, &s);
        if (sights[i].there) see(&s, &sights[i], jitter * jitter);
        way[i].state = s;
    }
    for (size_t i = t->count; i-- > 0;) {
        if (i + 1 < t->count) smooth(&way[i], &way[i + 1], drift_var, &s);
        t->along_m[i] = s.x[S];
        t->speed_mps[i] = s.x[V];
        t->error_m[i] = (float)sqrt(fmax(s.p[S][S], 0));
    }
    return true;
}
