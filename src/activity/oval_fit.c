// SPDX-License-Identifier: MIT
// The oval under the points: robust least squares of their distance to its
// line. In the oval's frame (u along, v across) with q the nearest point of the
// segment between the bends' centres, the distance is |(u, v) - q| - R, and its
// derivatives are those of the unit vector n from q to the point. Gauss-Newton
// with Cauchy weights; priors keep what the points do not tell.
#include "activity/oval.h"

#include <string.h>

#define PI 3.14159265358979323846
#define ROUNDS 25
#define ROUNDS_MIN 8 // until the reach has closed in
#define SETTLED_M 0.005
#define REACH_START_M 30.0
#define SCALE_MIN_M 0.3
#define BINS 400 // of |distance|, 0.1 m each
#define SECTORS 24

// The oval's frame, ready to ask for many points.
typedef struct pose {
    double cx, cy, c, s, half, radius;
} pose;

static pose pose_of(const double p[OVAL_PARAMS]) {
    return (pose){p[OVAL_CX], p[OVAL_CY], cos(p[OVAL_TURN]), sin(p[OVAL_TURN]), p[OVAL_HALF], p[OVAL_RADIUS]};
}

typedef struct place { // of a point in the oval's frame
    double u, v, nu, nv, off;
} place;

static place place_of(const pose *o, double x, double y) {
    place at = {.u = o->c * (x - o->cx) + o->s * (y - o->cy), .v = o->c * (y - o->cy) - o->s * (x - o->cx)};
    const double over = fabs(at.u) > o->half ? fabs(at.u) - o->half : 0;
    const double from = sqrt(over * over + at.v * at.v);
    at.nu = from > 0 ? copysign(over, at.u) / from : 0;
    at.nv = from > 0 ? at.v / from : 1;
    at.off = from - o->radius;
    return at;
}

static void slopes(const pose *o, const place *at, double g[OVAL_PARAMS]) {
    g[OVAL_CX] = -(at->nu * o->c - at->nv * o->s);
    g[OVAL_CY] = -(at->nu * o->s + at->nv * o->c);
    g[OVAL_TURN] = at->nu * at->v - at->nv * at->u;
    g[OVAL_HALF] = -fabs(at->nu);
    g[OVAL_RADIUS] = -1;
}

// Cholesky of a small symmetric matrix; false when it is not positive definite.
static bool factor(double m[OVAL_PARAMS][OVAL_PARAMS]) {
    for (int i = 0; i < OVAL_PARAMS; i++)
        for (int j = 0; j <= i; j++) {
            double sum = m[i][j];
            for (int k = 0; k < j; k++)
                sum -= m[i][k] * m[j][k];
            if (i == j && !(sum > 0)) return false;
            m[i][j] = i == j ? sqrt(sum) : sum / m[j][j];
        }
    return true;
}

static void solve(double m[OVAL_PARAMS][OVAL_PARAMS], double b[OVAL_PARAMS]) {
    for (int i = 0; i < OVAL_PARAMS; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= m[i][k] * b[k];
        b[i] /= m[i][i];
    }
    for (int i = OVAL_PARAMS - 1; i >= 0; i--) {
        for (int k = i + 1; k < OVAL_PARAMS; k++)
            b[i] -= m[k][i] * b[k];
        b[i] /= m[i][i];
    }
}

// Median distance from the line of the points within reach, as an SD.
static double robust_scale(const oval_path *path, const pose *o, double reach) {
    double bins[BINS] = {0};
    double sum = 0;
    for (size_t i = 0; i < path->count; i++) {
        if (path->taken[i]) continue;
        const double off = fabs(place_of(o, path->x_m[i], path->y_m[i]).off);
        if (!(off < reach)) continue;
        const size_t bin = (size_t)(off * 10);
        bins[bin < BINS ? bin : BINS - 1] += path->weight_m[i];
        sum += path->weight_m[i];
    }
    double seen = 0;
    for (size_t b = 0; b < BINS; b++) {
        seen += bins[b];
        if (seen * 2 >= sum) return fmax(1.4826 * ((double)b + 0.5) / 10, SCALE_MIN_M);
    }
    return reach;
}

typedef struct normal { // equations of one round
    double m[OVAL_PARAMS][OVAL_PARAMS];
    double b[OVAL_PARAMS];
} normal;

static void add_points(const oval_path *path, const oval_fit *fit, double reach, normal *eq) {
    const pose o = pose_of(fit->p);
    const double var = fit->scale_m * fit->scale_m;
    for (size_t i = 0; i < path->count; i++) {
        if (path->taken[i]) continue;
        const place at = place_of(&o, path->x_m[i], path->y_m[i]);
        if (!(fabs(at.off) < reach)) continue;
        const double w = path->weight_m[i] / OVAL_CORRELATION_M / (var + at.off * at.off / 4);
        double g[OVAL_PARAMS];
        slopes(&o, &at, g);
        for (int r = 0; r < OVAL_PARAMS; r++) {
            eq->b[r] -= w * g[r] * at.off;
            for (int k = 0; k <= r; k++)
                eq->m[r][k] += w * g[r] * g[k];
        }
    }
}

static void add_priors(const oval_fit *fit, const double start[OVAL_PARAMS], const double sd[OVAL_PARAMS],
                       normal *eq) {
    for (int r = 0; r < OVAL_PARAMS; r++) {
        eq->m[r][r] += 1 / (sd[r] * sd[r]);
        eq->b[r] += (start[r] - fit->p[r]) / (sd[r] * sd[r]);
    }
}

// How well each number is known, from the factored equations.
static void fill_errors(oval_fit *fit, normal *eq) {
    for (int r = 0; r < OVAL_PARAMS; r++) {
        double unit[OVAL_PARAMS] = {0};
        unit[r] = 1;
        solve(eq->m, unit);
        fit->sd[r] = sqrt(fmax(unit[r], 0));
    }
    double of_lap[OVAL_PARAMS] = {[OVAL_HALF] = 4, [OVAL_RADIUS] = 2 * PI};
    solve(eq->m, of_lap);
    fit->sd_lap_m = sqrt(fmax(4 * of_lap[OVAL_HALF] + 2 * PI * of_lap[OVAL_RADIUS], 0));
}

static bool sane(const double p[OVAL_PARAMS], const double start[OVAL_PARAMS], double lap) {
    const bool shape =
        p[OVAL_HALF] > 0.01 * lap && p[OVAL_RADIUS] > 0.04 * lap && p[OVAL_RADIUS] < 0.25 * lap;
    return shape && hypot(p[OVAL_CX] - start[OVAL_CX], p[OVAL_CY] - start[OVAL_CY]) < lap / 2;
}

bool oval_fit_run(const oval_path *path, oval_fit *fit, const double sd[OVAL_PARAMS]) {
    double start[OVAL_PARAMS];
    memcpy(start, fit->p, sizeof start);
    const double lap = oval_lap_of(start[OVAL_HALF], start[OVAL_RADIUS]);
    double reach = REACH_START_M;
    double moved = lap;
    for (int round = 0; round < ROUNDS && (moved >= SETTLED_M || round <= ROUNDS_MIN); round++) {
        const pose o = pose_of(fit->p);
        fit->scale_m = robust_scale(path, &o, reach);
        normal eq = {.b = {0}};
        add_points(path, fit, reach, &eq);
        add_priors(fit, start, sd, &eq);
        if (!factor(eq.m)) return false;
        fill_errors(fit, &eq);
        solve(eq.m, eq.b);
        moved = 0;
        for (int r = 0; r < OVAL_PARAMS; r++) {
            fit->p[r] += eq.b[r];
            moved = fmax(moved, fabs(eq.b[r]) * (r == OVAL_TURN ? lap / 6 : 1));
        }
        if (!sane(fit->p, start, lap)) return false;
        reach = fmax(reach * 0.8, fmin(REACH_START_M, 4 * fit->scale_m + 4));
    }
    return true;
}

// ---- What the fit is worth

static double along_of(const double p[OVAL_PARAMS], const place *at) {
    const double half = p[OVAL_HALF];
    const double r = p[OVAL_RADIUS];
    const double bend = PI * r;
    if (at->u > half) return atan2(at->u - half, -at->v) * r;
    if (at->u < -half) return bend + 2 * half + atan2(-half - at->u, at->v) * r;
    return at->v > 0 ? bend + half - at->u : 2 * bend + 3 * half + at->u;
}

typedef struct sectors {
    double sum[SECTORS], weight[SECTORS]; // distance from the line, by the way that points stand for
    double run[SECTORS];                  // way run through
} sectors;

static size_t sector_of(double along, double lap) {
    const size_t k = (size_t)(along / lap * SECTORS);
    return k < SECTORS ? k : SECTORS - 1;
}

// Spreads a step along the lap over the sectors it crosses.
static void run_through(sectors *s, double from, double step, double lap) {
    const double piece = lap / SECTORS / 2;
    const double way = fabs(step);
    for (double done = 0; done < way; done += piece) {
        const double part = fmin(piece, way - done);
        s->run[sector_of(fmod(from + copysign(done + part / 2, step) + lap, lap), lap)] += part;
    }
}

void oval_fit_look(const oval_path *path, oval_fit *fit) {
    const double *p = fit->p;
    const double lap = oval_lap_of(p[OVAL_HALF], p[OVAL_RADIUS]);
    const double reach = 3 * fit->scale_m + 3;
    const pose o = pose_of(p);
    sectors s = {.run = {0}};
    double forward = 0;
    double back = 0;
    double before = NAN;
    for (size_t i = 0; i < path->count; i++) {
        const place at = place_of(&o, path->x_m[i], path->y_m[i]);
        const bool on = !path->taken[i] && fabs(at.off) < reach;
        const double along = on ? along_of(p, &at) : (double)NAN;
        if (on) {
            s.sum[sector_of(along, lap)] += path->weight_m[i] * at.off;
            s.weight[sector_of(along, lap)] += path->weight_m[i];
            double step = along - before;
            step -= lap * round(step / lap);
            if (fabs(step) < OVAL_GAP_M) { // false for NaN
                run_through(&s, before, step, lap);
                if (step > 0)
                    forward += step;
                else
                    back -= step;
            }
        }
        before = along;
    }
    fit->clockwise = back > forward;
    fit->on_m = forward + back;
    fit->laps = fmax(forward, back) / lap;
    fit->one_way = fit->on_m > 0 ? fmax(forward, back) / fit->on_m : 0;
    fit->covered = 0;
    fit->bent_m = 0;
    double told = 0; // sectors that hold points
    for (size_t k = 0; k < SECTORS; k++) {
        // Half of one pass is enough to say that this part of the lap was run.
        if (s.run[k] >= 0.5 * lap / SECTORS) fit->covered += 1.0 / SECTORS;
        if (!(s.weight[k] > 0.25 * lap / SECTORS)) continue;
        fit->bent_m += s.sum[k] / s.weight[k] * (s.sum[k] / s.weight[k]);
        told++;
    }
    fit->bent_m = sqrt(fit->bent_m / fmax(told, 1));
}
