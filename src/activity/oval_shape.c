// SPDX-License-Identifier: MIT
// The geometry of an oval: two straights and two half circles. `along` 0 is the
// finish line, at the end of the home straight; the first bend follows.
#include "activity/oval.h"

#define PI 3.14159265358979323846
#define STANDARD_STRAIGHT_M 84.39
#define STANDARD_RADIUS_M 36.80 // 36.50 to the kerb, measured 0.30 m out

void miler_oval_standard(miler_oval *out, int lane) {
    *out = (miler_oval){.size = MILER_OVAL_STANDARD,
                        .straight_m = STANDARD_STRAIGHT_M,
                        .radius_m = STANDARD_RADIUS_M,
                        .lane = lane};
}

const char *miler_oval_size_name(miler_oval_size size) {
    static const char *const names[MILER_OVAL_SIZE_COUNT] = {"standard 400 m", "400 m of another shape",
                                                             "300 m", "200 m", "measured"};
    return (unsigned)size < MILER_OVAL_SIZE_COUNT ? names[size] : "unknown";
}

const char *miler_start_point_name(miler_start_point point) {
    static const char *const names[MILER_START_COUNT] = {
        "", "finish line", "mile start", "1500 m start", "200 m start", "100 m start"};
    return (unsigned)point < MILER_START_COUNT ? names[point] : "";
}

// Lane 1 is measured 0.30 m from its kerb, the others 0.20 m from their line.
double oval_lane_out_m(int lane) {
    return lane <= 1 ? 0 : (lane - 1) * MILER_LANE_M - 0.10;
}

double miler_oval_lane_radius_m(const miler_oval *oval) {
    return oval->radius_m + oval_lane_out_m(oval->lane);
}

double miler_oval_lap_m(const miler_oval *oval) {
    return 2 * oval->straight_m + 2 * PI * miler_oval_lane_radius_m(oval);
}

// In the oval's own frame: x along the home straight, run anticlockwise.
static void local_at(double straight, double r, double s, double p[2], double dir[2]) {
    const double half = straight / 2;
    const double bend = PI * r;
    double centre = half;
    double angle; // of the bend's radius, anticlockwise from straight down
    if (s < bend) {
        angle = s / r;
    } else if (s < bend + straight) {
        p[0] = half - (s - bend);
        p[1] = r;
        dir[0] = -1;
        dir[1] = 0;
        return;
    } else if (s < 2 * bend + straight) {
        angle = (s - straight) / r;
        centre = -half;
    } else {
        p[0] = s - 2 * bend - straight - half;
        p[1] = -r;
        dir[0] = 1;
        dir[1] = 0;
        return;
    }
    const double sine = sin(angle);
    const double cosine = cos(angle);
    p[0] = centre + r * sine;
    p[1] = -r * cosine;
    dir[0] = cosine;
    dir[1] = sine;
}

double oval_wrap(double along_m, double lap_m) {
    const double s = fmod(along_m, lap_m);
    return s < 0 ? s + lap_m : s;
}

void miler_oval_at(const miler_oval *oval, double along_m, double *x_m, double *y_m, double *dx, double *dy) {
    double p[2];
    double dir[2];
    local_at(oval->straight_m, miler_oval_lane_radius_m(oval), oval_wrap(along_m, miler_oval_lap_m(oval)), p,
             dir);
    const double mirror = oval->clockwise ? -1 : 1;
    const double c = cos(oval->turn_rad);
    const double s = sin(oval->turn_rad);
    *x_m = c * p[0] - s * mirror * p[1];
    *y_m = s * p[0] + c * mirror * p[1];
    if (dx != NULL) *dx = c * dir[0] - s * mirror * dir[1];
    if (dy != NULL) *dy = s * dir[0] + c * mirror * dir[1];
}

void miler_oval_locate(const miler_oval *oval, double x_m, double y_m, double *along_m, double *off_m) {
    const double c = cos(oval->turn_rad);
    const double s = sin(oval->turn_rad);
    const double x = c * x_m + s * y_m;
    const double y = (oval->clockwise ? -1 : 1) * (c * y_m - s * x_m);
    const double half = oval->straight_m / 2;
    const double r = miler_oval_lane_radius_m(oval);
    const double bend = PI * r;
    if (x > half || x < -half) {
        const double over = x > half ? x - half : x + half;
        double angle = atan2(x > half ? over : -over, x > half ? -y : y); // 0 where the bend begins
        *along_m = x > half ? angle * r : bend + oval->straight_m + angle * r;
        *off_m = hypot(over, y) - r;
    } else if (y > 0) {
        *along_m = bend + half - x;
        *off_m = y - r;
    } else {
        *along_m = 2 * bend + oval->straight_m + half + x;
        *off_m = -y - r;
    }
    *along_m = oval_wrap(*along_m, miler_oval_lap_m(oval));
}

// Straights onto straights, bends onto bends.
double oval_transfer(const miler_oval *from, const miler_oval *to, double along_m) {
    const double lap = miler_oval_lap_m(from);
    const double laps = floor(along_m / lap);
    double rest = along_m - laps * lap;
    double out = laps * miler_oval_lap_m(to);
    const double pieces[][2] = {{PI * miler_oval_lane_radius_m(from), PI * miler_oval_lane_radius_m(to)},
                                {from->straight_m, to->straight_m}};
    for (int k = 0; k < 4; k++) {
        const double *piece = pieces[k % 2];
        if (rest <= piece[0]) return out + rest * piece[1] / piece[0];
        rest -= piece[0];
        out += piece[1];
    }
    return out;
}
