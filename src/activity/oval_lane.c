// SPDX-License-Identifier: MIT
// What size the track is and which lane was run. A free fit says how long the
// straights were and how wide the bends, with the errors of both and how they
// hang together. Watches also see all of it a little too large or too small, as
// a whole. Every size that tracks have, in every lane, is held against that;
// runners stay in lane 1 as a rule, so it takes evidence to say another.
#include "activity/oval.h"

#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define LANES 9
#define GUESSES_MAX (5 * LANES + 1) // the standard, three other sizes, the known one; as measured
#define LANE_ONE 0.6 // share of sessions in lane 1, the other lanes alike [engineering estimate]
// Positions on ovals are seen 0 to 3 % too large by many watches, a day long [codec notes: fits of 400 m
// ovals are 405 m and more in half of the files]; others are true.
#define SCALE_MEAN 0.001
#define SCALE_SD 0.003
#define WIDE_M 0.35       // how far outside the measured line one runs, as a rule [engineering estimate]
#define WIDE_SD_M 0.35    // ... and how that varies
#define STRAIGHT_SD_M 0.6 // of a straight's half, by how the bends' ends are seen [engineering estimate]
// What an explanation costs that fits anything, in -2 ln of likelihood [engineering estimate].
#define COST_OWN_400 6
#define COST_OTHER 2
#define COST_MEASURED 18
// What each session that a known track rests on takes off its cost, and how many count [engineering estimate].
#define CREDIT_EACH 3
#define CREDIT_SESSIONS 4
#define OUTSIDE 25.0   // squared SDs from the nearest lane: 5 SDs
#define FAR_LINE_M 1.5 // more than positions shift a line
#define SAME_LAP_M 0.5 // sizes told apart by less are one
#define BUILT_SHARE                                                                                          \
    6e-4 // how well a lap is its nominal length: a missing kerb alone is 0.6 m [engineering estimate]

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

// How far a track whose straights and bends are known is off, in squared SDs.
static double shape_off(const seen *s, const miler_oval *oval) {
    const double dh = s->half_m - oval->straight_m / 2;
    const double dr = s->radius_m - miler_oval_lane_radius_m(oval);
    const double det = s->hh * s->rr - s->hr * s->hr;
    if (!(det > 0)) return INFINITY;
    return (dh * dh * s->rr - 2 * dh * dr * s->hr + dr * dr * s->hh) / det;
}

static double shape_cost(const seen *s, const miler_oval *oval) {
    const double det = s->hh * s->rr - s->hr * s->hr;
    return det > 0 ? shape_off(s, oval) + log(det) : (double)INFINITY;
}

// Of a track of which only the lap is known: straights as seen.
static double lap_cost(const seen *s, double lap_m) {
    // The second number, free to be anything, is as good as seen: the two kinds of cost are alike.
    return squared(s->lap_m - lap_m) / s->lap_var + log(s->lap_var) + log(s->hh / 16);
}

// Of a size that lies there already; `credit` is what that says for it.
static size_t guess_known(const seen *s, const miler_oval *known, double credit, guess *out) {
    for (int lane = 1; lane <= LANES; lane++) {
        miler_oval oval = *known;
        oval.lane = lane;
        out[lane - 1] = (guess){oval, lane_cost(lane) + shape_cost(s, &oval) - credit};
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

static size_t guess_all(const seen *s, int told_lane, guess *out) {
    miler_oval standard;
    miler_oval_standard(&standard, 1);
    size_t count = guess_known(s, &standard, 0, out);
    count += guess_lap(s, MILER_OVAL_400, 400, COST_OWN_400, out + count);
    count += guess_lap(s, MILER_OVAL_300, 300, COST_OTHER, out + count);
    count += guess_lap(s, MILER_OVAL_200, 200, COST_OTHER, out + count);
    const int lane = told_lane > 0 ? told_lane : 1;
    const miler_oval measured = {.size = MILER_OVAL_MEASURED,
                                 .straight_m = 2 * s->half_m,
                                 .radius_m = s->radius_m - oval_lane_out_m(lane),
                                 .lane = lane};
    if (measured.radius_m > 0) out[count++] = (guess){measured, COST_MEASURED + lap_cost(s, s->lap_m)};
    return count;
}

// Far from every lane of the track that is known there: another thing lies beside or around it.
static bool outside(const seen *s, const miler_oval *known) {
    double least = INFINITY;
    for (int lane = 1; lane <= LANES; lane++) {
        miler_oval oval = *known;
        oval.lane = lane;
        least = fmin(least, shape_off(s, &oval));
    }
    return !(least < OUTSIDE);
}

// Where the lane was told by hand, no other is asked.
static size_t keep_told(guess *guesses, size_t count, int lane) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (guesses[i].oval.lane == lane) guesses[kept++] = guesses[i];
    return kept;
}

// Adds the share of a lap to those that it cannot be told from.
static size_t add_lap(miler_lap_guess *laps, size_t count, double lap_m, double share) {
    size_t k = 0;
    while (k < count && fabs(laps[k].lap_m - lap_m) >= SAME_LAP_M)
        k++;
    if (k == count) laps[count++] = (miler_lap_guess){.lap_m = lap_m};
    laps[k].share += share;
    return count;
}

static int likelier_first(const void *a, const void *b) {
    const double x = ((const miler_lap_guess *)a)->share;
    const double y = ((const miler_lap_guess *)b)->share;
    return (x < y) - (x > y);
}

// The laps that it may have; `sum` of all that speaks for any.
static void keep_laps(const guess *guesses, size_t count, const guess *best, double sum, miler_track *out) {
    miler_lap_guess laps[GUESSES_MAX] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n = add_lap(laps, n, miler_oval_lap_m(&guesses[i].oval),
                    exp((best->cost - guesses[i].cost) / 2) / sum);
    qsort(laps, n, sizeof *laps, likelier_first);
    out->lap_guess_count = n < MILER_LAP_GUESSES ? n : MILER_LAP_GUESSES;
    memcpy(out->lap_guesses, laps, out->lap_guess_count * sizeof *laps);
}

static const guess *choose(const guess *guesses, size_t count, const seen *s, miler_track *out) {
    const guess *best = &guesses[0];
    for (size_t i = 1; i < count; i++)
        if (guesses[i].cost < best->cost) best = &guesses[i];
    double sum = 0;
    double same = 0;
    double var = 0;
    const double lap = miler_oval_lap_m(&best->oval);
    for (size_t i = 0; i < count; i++) {
        const double p = exp((best->cost - guesses[i].cost) / 2);
        const double off = miler_oval_lap_m(&guesses[i].oval) - lap;
        sum += p;
        var += p * squared(off);
        if (guesses[i].oval.lane == best->oval.lane && fabs(off) < SAME_LAP_M) same += p;
    }
    out->lane_share = same / sum;
    keep_laps(guesses, count, best, sum, out);
    const double built = BUILT_SHARE * lap;
    out->lap_error_m = best->oval.size == MILER_OVAL_MEASURED ? hypot(sqrt(s->lap_var), built)
                                                              : hypot(sqrt(var / sum), built);
    return best;
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

static int told_lane(const miler_known_track *known) {
    return known != NULL && known->lane_by_hand ? known->oval.lane : 0;
}

// Told the lane of a track whose size others have seen, nothing is left to guess; a size
// of no kind was itself guessed with a lane.
static bool settled(const miler_known_track *known) {
    return told_lane(known) > 0 && known->sessions > 0 && known->oval.size != MILER_OVAL_MEASURED;
}

static size_t gather(const seen *s, const miler_known_track *known, bool whole, guess *out) {
    const int told = told_lane(known);
    size_t count = 0;
    if ((known == NULL || whole) && !settled(known)) count = guess_all(s, told, out);
    if (known != NULL && (known->sessions > 0 || !whole))
        count += guess_known(s, &known->oval, CREDIT_EACH * fmin(fmax(known->sessions, 0), CREDIT_SESSIONS),
                             out + count);
    return told > 0 ? keep_told(out, count, told) : count;
}

// Near the lane's line; where a lane is told against what was seen, the line stays where it was seen.
static void set_line(const oval_path *path, const miler_known_track *known, const miler_oval *oval,
                     oval_fit *f) {
    const double line_m = (miler_oval_lane_radius_m(oval) + WIDE_M) * (1 + SCALE_MEAN);
    if (!settled(known) || fabs(line_m - f->p[OVAL_RADIUS]) < FAR_LINE_M) {
        f->p[OVAL_HALF] = oval->straight_m / 2 * (1 + SCALE_MEAN);
        f->p[OVAL_RADIUS] = line_m;
    }
    refit(path, f);
}

bool oval_size_up(const oval_path *path, oval_fit *f, const miler_known_track *known, bool whole,
                  miler_track *out) {
    guess guesses[GUESSES_MAX];
    const seen s = see(f);
    if (known != NULL && !whole && outside(&s, &known->oval)) return false;
    const size_t count = gather(&s, known, whole, guesses);
    if (count == 0) return false;
    out->perimeter_m = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    const guess *best = choose(guesses, count, &s, out);
    out->oval = best->oval;
    set_line(path, known, &out->oval, f);
    out->oval.lat_deg = path->frame.lat_deg + f->p[OVAL_CY] / path->frame.m_per_lat;
    out->oval.lon_deg = path->frame.lon_deg + f->p[OVAL_CX] / path->frame.m_per_lon;
    out->oval.turn_rad = f->p[OVAL_TURN];
    out->oval.clockwise = f->clockwise;
    // The fit takes part of the drift for itself, the more the fewer laps it has.
    const double free_points = f->on_m / OVAL_CORRELATION_M;
    out->noise_m = f->scale_m * sqrt(free_points / fmax(free_points - OVAL_PARAMS, free_points / 4));
    return true;
}
