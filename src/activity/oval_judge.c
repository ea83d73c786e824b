// SPDX-License-Identifier: MIT
// Is it a track, of what size, and in which lane was it run? A free fit says
// how long the straights and the lap were, each with its error. Every size that
// tracks have, in every lane, is held against that; runners stay in lane 1 as a
// rule, so it takes evidence to say another.
#include "activity/oval.h"

#define LAPS_MIN 1.5
#define COVERED_MIN 0.8
#define ONE_WAY_MIN 0.55 // walking back the way one came is half the way
#define SCALE_MAX_M 7.0
#define BENT_MAX_M                                                                                           \
    1.6 // mean distance from the line, place by place, of a sound track (multipath, lanes changed)
#define LAP_MIN_M 180.0
#define LAP_MAX_M 470.0 // lane 9 of 400 m

#define LANES 9
#define LANE_ONE 0.6 // share of sessions in lane 1, the rest alike [engineering estimate]
#define RADIUS_SYSTEM_M                                                                                      \
    0.35 // where in the lane one runs, and what filters in watches do to bends [engineering estimate]
#define WIDE_M 0.2 // how far outside the measured line one runs, as a rule [engineering estimate]
#define STRAIGHT_SYSTEM_M 1.0

const char *oval_reject(const oval_fit *f) {
    const double lap = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    if (f->laps < LAPS_MIN) return "fewer than one and a half laps of one place";
    if (f->covered < COVERED_MIN) return "not all of a lap was run";
    if (f->one_way < ONE_WAY_MIN) return "to and fro rather than round";
    if (!(lap > LAP_MIN_M && lap < LAP_MAX_M)) return "laps too short or too long for a track";
    if (f->p[OVAL_HALF] < 0.02 * lap || f->p[OVAL_RADIUS] < 0.05 * lap)
        return "no two straights and two bends";
    // Laps that are few and noisy look bent even where the track is not.
    if (f->bent_m > hypot(BENT_MAX_M, f->scale_m / sqrt(f->laps)))
        return "the laps have another shape than an oval";
    if (f->scale_m > SCALE_MAX_M) return "the positions scatter too far";
    return NULL;
}

static double squared(double x) {
    return x * x;
}

// One size in one lane: minus twice the log of how likely it is, but a constant.
typedef struct guess {
    miler_oval_size size;
    int lane;
    double half_m, radius_m; // of lane 1
    double lap_m;            // of the lane
    double cost;
} guess;

static double lane_cost(int lane) {
    return -2 * log(lane == 1 ? LANE_ONE : (1 - LANE_ONE) / (LANES - 1));
}

static size_t standard_guesses(const oval_fit *freely, const oval_fit *fixed, guess *out) {
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    const double shape = squared(freely->p[OVAL_HALF] - oval.straight_m / 2) /
                         (squared(freely->sd[OVAL_HALF]) + squared(STRAIGHT_SYSTEM_M));
    const double var = squared(fixed->sd[OVAL_RADIUS]) + squared(RADIUS_SYSTEM_M);
    for (int lane = 1; lane <= LANES; lane++) {
        oval.lane = lane;
        out[lane - 1] = (guess){MILER_OVAL_STANDARD,
                                lane,
                                oval.straight_m / 2,
                                oval.radius_m,
                                miler_oval_lap_m(&oval),
                                shape + lane_cost(lane) + log(var) +
                                    squared(fixed->p[OVAL_RADIUS] - WIDE_M - miler_oval_lane_radius_m(&oval)) / var};
    }
    return LANES;
}

// Other shapes are known by the length of their lap only.
static size_t lap_guesses(const oval_fit *f, miler_oval_size size, double lap_m, double cost, guess *out) {
    const double per_m = 2 * 3.14159265358979323846;
    const double lap = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    const double var = squared(f->sd_lap_m / per_m) + squared(RADIUS_SYSTEM_M);
    for (int lane = 1; lane <= LANES; lane++) {
        const double wants = lap_m + per_m * oval_lane_out_m(lane);
        // The straights as measured, the radius so that lane 1 is as long as it should be.
        const double half = f->p[OVAL_HALF] * lap_m / (lap - per_m * oval_lane_out_m(lane));
        out[lane - 1] =
            (guess){size,  lane,
                    half,  (lap_m - 4 * half) / per_m,
                    wants, cost + lane_cost(lane) + log(var) + squared((lap - wants) / per_m - WIDE_M) / var};
    }
    return LANES;
}

static void choose(const guess *guesses, size_t count, miler_track *out, const guess **best) {
    *best = &guesses[0];
    for (size_t i = 1; i < count; i++)
        if (guesses[i].cost < (*best)->cost) *best = &guesses[i];
    double sum = 0;
    double same = 0;
    double var = 0;
    for (size_t i = 0; i < count; i++) {
        const double p = exp(((*best)->cost - guesses[i].cost) / 2);
        sum += p;
        if (guesses[i].lane == (*best)->lane && guesses[i].size == (*best)->size) same += p;
        var += p * squared(guesses[i].lap_m - (*best)->lap_m);
    }
    out->lane_share = same / sum;
    out->lap_error_m = hypot(sqrt(var / sum), 0.3);
}

static void place_oval(const oval_path *path, const oval_fit *f, miler_oval *oval) {
    oval->lat_deg = path->frame.lat_deg + f->p[OVAL_CY] / path->frame.m_per_lat;
    oval->lon_deg = path->frame.lon_deg + f->p[OVAL_CX] / path->frame.m_per_lon;
    oval->turn_rad = f->p[OVAL_TURN];
    oval->clockwise = f->clockwise;
}

void oval_size_up(const oval_path *path, oval_fit *f, const miler_known_track *known, miler_track *out) {
    const double free_centre = 30;
    guess guesses[4 * LANES + 1];
    size_t count = 0;
    const guess *best;
    out->perimeter_m = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    oval_fit fixed = *f;
    miler_oval standard;
    miler_oval_standard(&standard, 1);
    const double half_known = known != NULL ? known->oval.straight_m / 2 : standard.straight_m / 2;
    fixed.p[OVAL_RADIUS] += (fixed.p[OVAL_HALF] - half_known) * 2 / 3.14159265358979323846;
    fixed.p[OVAL_HALF] = half_known;
    const double keep_straights[OVAL_PARAMS] = {free_centre, free_centre, 1, OVAL_KEPT, 10};
    const bool fits = oval_fit_run(path, &fixed, keep_straights);
    if (known != NULL && fits) {
        const double var = squared(fixed.sd[OVAL_RADIUS]) + squared(RADIUS_SYSTEM_M);
        for (int lane = 1; lane <= LANES; lane++) {
            miler_oval oval = known->oval;
            oval.lane = lane;
            const double told = known->lane_by_hand && lane != known->oval.lane ? 1e6 : 0;
            guesses[count++] =
                (guess){oval.size,
                        lane,
                        half_known,
                        oval.radius_m,
                        miler_oval_lap_m(&oval),
                        told + lane_cost(lane) +
                            squared(fixed.p[OVAL_RADIUS] - WIDE_M - miler_oval_lane_radius_m(&oval)) / var};
        }
    } else {
        if (fits) count += standard_guesses(f, &fixed, guesses);
        count += lap_guesses(f, MILER_OVAL_400, 400, 6, guesses + count);
        count += lap_guesses(f, MILER_OVAL_300, 300, 2, guesses + count);
        count += lap_guesses(f, MILER_OVAL_200, 200, 2, guesses + count);
        const double var = squared(f->sd_lap_m / 6.283) + squared(RADIUS_SYSTEM_M);
        guesses[count++] = (guess){
            MILER_OVAL_MEASURED, 1, f->p[OVAL_HALF], f->p[OVAL_RADIUS], out->perimeter_m, 16 + log(var)};
    }
    choose(guesses, count, out, &best);
    if (best->size == MILER_OVAL_MEASURED) out->lap_error_m = fmax(out->lap_error_m, f->sd_lap_m);
    out->oval = (miler_oval){
        .size = best->size, .straight_m = 2 * best->half_m, .radius_m = best->radius_m, .lane = best->lane};
    const double keep_shape[OVAL_PARAMS] = {free_centre, free_centre, 1, OVAL_KEPT, OVAL_KEPT};
    f->p[OVAL_HALF] = best->half_m;
    f->p[OVAL_RADIUS] = miler_oval_lane_radius_m(&out->oval);
    (void)oval_fit_run(path, f, keep_shape);
    oval_fit_look(path, f);
    place_oval(path, f, &out->oval);
    out->noise_m = f->scale_m;
}
