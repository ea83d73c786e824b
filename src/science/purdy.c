// SPDX-License-Identifier: MIT
// Purdy points (Gardner & Purdy, Computerized Running Training Programs, 1970):
// the time worth 950 points comes from a table of speeds, corrected for the
// standing start and for the bends; points fall with time on a curve whose
// steepness depends on the speed.
#include "science/tables.h"

// Share of the distance run in bends of a 400 m track (start in a straight's end).
static double bend_share(double dist_m) {
    if (dist_m < 110) return 0;
    const double laps = floor(dist_m / 400);
    const double rest = dist_m - 400 * laps;
    double part = 200;
    if (rest <= 50)
        part = 0;
    else if (rest <= 150)
        part = rest - 50;
    else if (rest <= 250)
        part = 100;
    else if (rest <= 350)
        part = 100 + rest - 250;
    return (200 * laps + part) / dist_m;
}

typedef struct curve {
    double t950_s, a, b; // points = a (t950/t - b)
} curve;

static bool curve_at(double dist_m, curve *out) {
    const sci_purdy_row *rows = sci_purdy_950;
    const int last = sci_purdy_950_count - 1;
    if (!(dist_m >= rows[0].dist_m && dist_m <= rows[last].dist_m)) return false;
    int i = 0;
    while (i < last - 1 && dist_m > rows[i + 1].dist_m)
        i++;
    const double t0 = rows[i].dist_m / rows[i].speed_mps;
    const double t1 = rows[i + 1].dist_m / rows[i + 1].speed_mps;
    const double t = t0 + (t1 - t0) * (dist_m - rows[i].dist_m) / (rows[i + 1].dist_m - rows[i].dist_m);
    const double v = dist_m / t;
    out->t950_s = t + 0.20 + 0.08 * v + 0.0065 * bend_share(dist_m) * v * v;
    out->a = 85 / (0.0654 - 0.00258 * v);
    out->b = 1 - 950 / out->a;
    return true;
}

double miler_purdy_points(double dist_m, double time_s) {
    curve c;
    if (!sci_time_ok(time_s) || !curve_at(dist_m, &c)) return NAN;
    return c.a * (c.t950_s / time_s - c.b);
}

double miler_purdy_time_s(double points, double dist_m) {
    curve c;
    if (!isfinite(points) || !curve_at(dist_m, &c)) return NAN;
    const double t = c.t950_s / (points / c.a + c.b);
    return sci_time_ok(t) ? t : (double)NAN;
}
