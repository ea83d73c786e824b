// SPDX-License-Identifier: MIT
// What size the track is and which lane was run. A free fit says how long the
// straights were and how wide the bends, with the errors of both and how they
// hang together. Watches also see all of it a little too large or too small, as
// a whole. Every size that tracks have, in every lane, is held against that;
// runners stay in lane 1 as a rule, so it takes evidence to say another.
#include "activity/oval.h"

#define PI 3.14159265358979323846
#define LANES 9
#define LANE_ONE 0.6 // share of sessions in lane 1, the other lanes alike [engineering estimate]
// Positions on ovals are seen 0 to 3 % too large by many watches, a day long [codec notes: fits of 400 m
// ovals are 405 m and more in half of the files]; others are true.
#define SCALE_MEAN 0.006
#define SCALE_SD 0.009
#define WIDE_M 0.2        // how far outside the measured line one runs, as a rule [engineering estimate]
#define WIDE_SD_M 0.35    // ... and how that varies
#define STRAIGHT_SD_M 0.6 // of a straight's half, by how the bends' ends are seen [engineering estimate]
// What an explanation costs that fits anything, in -2 ln of likelihood [engineering estimate].
#define COST_OWN_400 6
#define COST_OTHER 2
#define COST_MEASURED 18

static double squared(double x) {
    return x * x;
}

// One size in one lane; cost is minus twice the log of how likely it is.
typedef struct guess {
    miler_oval oval; // without a place
    double cost;
} guess;

// What the free fit saw.
typedef struct seen {
    double half_m, radius_m, lap_m;
    double hh, hr, rr; // their covariance, with what watches do to all of it
    double lap_var;
} seen;

static seen see(const oval_fit *f) {
    seen s = {.half_m = f->p[OVAL_HALF] / (1 + SCALE_MEAN),
              .radius_m = f->p[OVAL_RADIUS] / (1 + SCALE_MEAN) - WIDE_M};
    s.lap_m = oval_lap_of(s.half_m, s.radius_m);
    const double fit_hh = squared(f->sd[OVAL_HALF]);
    const double fit_rr = squared(f->sd[OVAL_RADIUS]);
    const double fit_hr = (squared(f->sd_lap_m) - 16 * fit_hh - 4 * PI * PI * fit_rr) / (16 * PI);
    const double scale = squared(SCALE_SD);
    s.hh = fit_hh + scale * squared(s.half_m) + squared(STRAIGHT_SD_M);
    s.rr = fit_rr + scale * squared(s.radius_m) + squared(WIDE_SD_M);
    s.hr = fit_hr + scale * s.half_m * s.radius_m;
    s.lap_var = squared(f->sd_lap_m) + scale * squared(s.lap_m) + squared(2 * PI * WIDE_SD_M);
    return s;
}

static double lane_cost(int lane) {
    return -2 * log(lane == 1 ? LANE_ONE : (1 - LANE_ONE) / (LANES - 1));
}

// Of a track whose straights and bends are known.
static double shape_cost(const seen *s, const miler_oval *oval) {
    const double dh = s->half_m - oval->straight_m / 2;
    const double dr = s->radius_m - miler_oval_lane_radius_m(oval);
    const double det = s->hh * s->rr - s->hr * s->hr;
    if (!(det > 0)) return INFINITY;
    return (dh * dh * s->rr - 2 * dh * dr * s->hr + dr * dr * s->hh) / det + log(det);
}

// Of a track of which only the lap is known: straights as seen.
static double lap_cost(const seen *s, double lap_m) {
    // The second number, free to be anything, is as good as seen: the two kinds of cost are alike.
    return squared(s->lap_m - lap_m) / s->lap_var + log(s->lap_var) + log(s->hh / 16);
}

static size_t guess_known(const seen *s, const miler_known_track *known, guess *out) {
    for (int lane = 1; lane <= LANES; lane++) {
        miler_oval oval = known->oval;
        oval.lane = lane;
        const double told = known->lane_by_hand && lane != known->oval.lane ? 1e6 : 0;
        out[lane - 1] = (guess){oval, told + lane_cost(lane) + shape_cost(s, &oval)};
    }
    return LANES;
}

static size_t guess_lap(const seen *s, miler_oval_size size, double lap_m, double cost, guess *out) {
    for (int lane = 1; lane <= LANES; lane++) {
        const double wider = 2 * PI * oval_lane_out_m(lane);
        const double half = s->half_m * lap_m / (s->lap_m - wider);
        const miler_oval oval = {
            .size = size, .straight_m = 2 * half, .radius_m = (lap_m - 4 * half) / (2 * PI), .lane = lane};
        out[lane - 1] = (guess){oval, cost + lane_cost(lane) + lap_cost(s, lap_m + wider)};
    }
    return LANES;
}

static size_t guess_all(const seen *s, guess *out) {
    miler_known_track standard = {.lane_by_hand = false};
    miler_oval_standard(&standard.oval, 1);
    size_t count = guess_known(s, &standard, out);
    count += guess_lap(s, MILER_OVAL_400, 400, COST_OWN_400, out + count);
    count += guess_lap(s, MILER_OVAL_300, 300, COST_OTHER, out + count);
    count += guess_lap(s, MILER_OVAL_200, 200, COST_OTHER, out + count);
    const miler_oval measured = {
        .size = MILER_OVAL_MEASURED, .straight_m = 2 * s->half_m, .radius_m = s->radius_m, .lane = 1};
    out[count++] = (guess){measured, COST_MEASURED + lap_cost(s, s->lap_m)};
    return count;
}

static miler_oval choose(const guess *guesses, size_t count, const seen *s, miler_track *out) {
    const guess *best = &guesses[0];
    for (size_t i = 1; i < count; i++)
        if (guesses[i].cost < best->cost) best = &guesses[i];
    double sum = 0;
    double same = 0;
    double var = 0;
    const double lap = miler_oval_lap_m(&best->oval);
    for (size_t i = 0; i < count; i++) {
        const double p = exp((best->cost - guesses[i].cost) / 2);
        sum += p;
        if (guesses[i].oval.lane == best->oval.lane && guesses[i].oval.size == best->oval.size) same += p;
        var += p * squared(miler_oval_lap_m(&guesses[i].oval) - lap);
    }
    out->lane_share = same / sum;
    out->lap_error_m = best->oval.size == MILER_OVAL_MEASURED ? sqrt(s->lap_var) : sqrt(var / sum);
    return best->oval;
}

// The line that was run lies near the lane's, seen a little too large; how near
// it may lie is known, how far the points pull it is left to them.
static void refit(const oval_path *path, oval_fit *f) {
    const double scale = hypot(SCALE_MEAN, SCALE_SD) * 2;
    const double sd[OVAL_PARAMS] = {30, 30, 1, f->p[OVAL_HALF] * scale,
                                    hypot(f->p[OVAL_RADIUS] * scale, WIDE_SD_M)};
    oval_fit tried = *f;
    if (oval_fit_run(path, &tried, sd)) *f = tried;
    oval_fit_look(path, f);
}

void oval_size_up(const oval_path *path, oval_fit *f, const miler_known_track *known, miler_track *out) {
    guess guesses[4 * LANES + 1];
    out->perimeter_m = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    const seen s = see(f);
    const size_t count = known != NULL ? guess_known(&s, known, guesses) : guess_all(&s, guesses);
    out->oval = choose(guesses, count, &s, out);
    f->p[OVAL_HALF] = out->oval.straight_m / 2 * (1 + SCALE_MEAN);
    f->p[OVAL_RADIUS] = (miler_oval_lane_radius_m(&out->oval) + WIDE_M) * (1 + SCALE_MEAN);
    refit(path, f);
    out->oval.lat_deg = path->frame.lat_deg + f->p[OVAL_CY] / path->frame.m_per_lat;
    out->oval.lon_deg = path->frame.lon_deg + f->p[OVAL_CX] / path->frame.m_per_lon;
    out->oval.turn_rad = f->p[OVAL_TURN];
    out->oval.clockwise = f->clockwise;
    // The fit takes part of the drift for itself, the more the fewer laps it has.
    const double free_points = f->on_m / OVAL_CORRELATION_M;
    out->noise_m = f->scale_m * sqrt(free_points / fmax(free_points - OVAL_PARAMS, free_points / 4));
}
