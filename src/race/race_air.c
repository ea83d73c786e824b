// SPDX-License-Identifier: MIT
// The air. Its force goes with the square of the speed through it, (v + u)|v + u| where
// u is the wind against the runner at that place:
//
//        back straight: -w              from the line back, r metres to go:
//      .--------------------.           0 .. 84.39         home straight      u = w
//     (  u = w cos(angle)    )          .. half a lap      last bend          w cos(pi .. 0)
//      '--------------------|           .. + 84.39         back straight      u = -w
//        home straight: w  line         .. a lap           first bend         w cos(0 .. pi)
//
// (signs for a wind against the home straight). A wind of unknown side is taken as its
// mean round an oval, v^2 + w^2 / 2: a loss from any side.
#include "race/race_air.h"

#define GRAVITY_MPS2 9.80665
#define PI 3.14159265358979323846
// A runner nobody told us of: 70 kg, 1.78 m, the example of Pugh's and Davies' figures.
#define MASS_KG 70.0
#define HEIGHT_M 1.78
#define COST_PER_WEIGHT 6.13 // race_air.h
#define STRAIGHT_M 84.39     // World Athletics
// What runs of a moving field keep of the third of SHELTER_LIKELY, and of Pugh's four fifths [engineering estimate].
#define SHELTER_LOW 0.15
#define SHELTER_HIGH 0.6
#define MEAN_STEP_M 5.0

static double told(double value, double otherwise) {
    return isnan(value) ? otherwise : value;
}

double race_air_share(const race_course *c, double *speed_mps) {
    const double v = 1 / c->pace_s_per_m;
    const double mass = told(c->request->mass_kg, MASS_KG);
    const double height = told(c->request->height_m, HEIGHT_M);
    const double density = 1.2 * miler_air_density_ratio(told(c->request->altitude_m, 0));
    *speed_mps = v;
    return COST_PER_WEIGHT * miler_air_drag_n(v, 0, height, mass, density) / (mass * GRAVITY_MPS2);
}

bool race_windy(const race_course *c) {
    const miler_venue venue = c->request->venue;
    const bool outside = venue == MILER_VENUE_OUTDOOR || venue == MILER_VENUE_ROAD;
    return outside && !isnan(c->request->wind_mps) && fabs(c->request->wind_mps) >= 0.05;
}

// The part of the wind that is against the runner, as a share of it, on an outdoor track.
static double against(const race_course *c, double at_m) {
    const double half_m = c->lap_m / 2;
    const double bend_m = half_m - STRAIGHT_M;
    const double to_go_m = fmod(fmax(c->dist_m - at_m, 0), c->lap_m);
    const bool second_half = to_go_m < half_m; // last bend and home straight
    const double rest_m = second_half ? to_go_m : to_go_m - half_m;
    const double share = rest_m <= STRAIGHT_M ? 1 : cos(PI * (rest_m - STRAIGHT_M) / bend_m);
    const double home = second_half ? share : -share;
    return c->request->wind_against == MILER_WIND_BACK ? -home : home;
}

double race_wind_adds(const race_course *c, double v, double at_m) {
    if (!race_windy(c)) return 0;
    const double w = c->request->wind_mps;
    const bool oval = c->request->venue == MILER_VENUE_OUTDOOR;
    if (oval && c->request->wind_against == MILER_WIND_ANY) return w * w / 2 / (v * v);
    const double u = oval ? w * against(c, at_m) : w;
    return (v + u) * fabs(v + u) / (v * v) - 1;
}

// Straights, and each bend in four: within a piece the wind is taken as in its middle.
void race_wind_places(const race_course *c, void (*cut)(void *user, double at_m), void *user) {
    const bool sided = c->request->venue == MILER_VENUE_OUTDOOR && c->request->wind_against != MILER_WIND_ANY;
    if (!race_windy(c) || !sided) return;
    const double half_m = c->lap_m / 2;
    for (double line_m = c->dist_m; line_m > 0; line_m -= half_m)
        for (int quarter = 0; quarter <= 4; quarter++)
            cut(user, line_m - STRAIGHT_M - (half_m - STRAIGHT_M) * quarter / 4);
}

static double mean_wind(const race_course *c, double v, double from_m, double to_m) {
    const int steps = (int)fmax(1, ceil((to_m - from_m) / MEAN_STEP_M));
    double sum = 0;
    for (int i = 0; i < steps; i++)
        sum += race_wind_adds(c, v, from_m + (to_m - from_m) * (i + 0.5) / steps);
    return sum / steps;
}

bool race_wind_condition(const race_course *c, miler_race_condition *out) {
    double v;
    const double share = race_air_share(c, &v);
    if (!race_windy(c)) return false;
    const double full = mean_wind(c, v, 0, c->dist_m) * share * TIME_PER_POWER * c->goal_s;
    if (!isfinite(full)) return false;
    out->name = "wind";
    out->effect_s = full * AIR_SHARE_LIKELY;
    out->low_s = fmin(full * AIR_SHARE_LOW, full);
    out->high_s = fmax(full * AIR_SHARE_LOW, full);
    out->why = c->request->venue == MILER_VENUE_OUTDOOR
                   ? "Each lap has it in the face and in the back, and loses more "
                     "than it wins; half of it or less when sheltered behind others"
                   : "Steady wind along the course; the share of air in the cost of "
                     "running is known to a factor of two";
    return true;
}

void race_wind_straights(const race_course *c, double *against_s, double *with_s) {
    double v;
    const double share = AIR_SHARE_LIKELY * race_air_share(c, &v);
    const double w = c->request->wind_mps;
    const double time_s = 100 * c->pace_s_per_m * share * TIME_PER_POWER;
    *against_s = time_s * ((v + w) * (v + w) / (v * v) - 1);
    *with_s = time_s * (1 - (v - w) * fabs(v - w) / (v * v));
}

double race_shelter_share(const race_course *c) {
    const miler_race_request *q = c->request;
    const bool air = q->venue != MILER_VENUE_TREADMILL;
    return air && !isnan(q->draft_from_m) ? (q->draft_to_m - q->draft_from_m) / c->dist_m : 0;
}

bool race_shelter_condition(const race_course *c, miler_race_condition *out) {
    const double share = race_shelter_share(c);
    if (!(share > 0)) return false;
    double v;
    const double still = AIR_SHARE_LIKELY * race_air_share(c, &v);
    const double air =
        still * (1 + fmax(mean_wind(c, v, c->request->draft_from_m, c->request->draft_to_m), 0));
    const double full = -share * air * TIME_PER_POWER * c->goal_s;
    out->name = "shelter";
    out->effect_s = full * SHELTER_LIKELY;
    out->low_s = full * SHELTER_HIGH;
    out->high_s = full * SHELTER_LOW;
    out->why =
        "A metre or so behind somebody the air is thinner; what remains of it in a moving field differs "
        "from race to race";
    return true;
}
