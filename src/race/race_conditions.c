// SPDX-License-Identifier: MIT
// What the day costs: altitude, wind, heat and flat bends, each with the range
// it is known to. The plan keeps its goal; these stand beside it, so that a
// runner can lower the goal with open eyes.
#include "race/pacing.h"

#define CONDITIONS_MAX 4
#define GRAVITY_MPS2 9.80665
// A runner nobody told us of: 70 kg, 1.78 m, the example of Pugh's and Davies' figures.
#define MASS_KG 70.0
#define HEIGHT_M 1.78
// Metabolic cost rises 6.13 % for each 1 % of body weight of horizontal force
// (da Silva, Kram, Hoogkamer); that is above what Pugh and Davies measured, so
// 60 % of it is taken and 40 to 100 % is the range (engineering estimate).
#define COST_PER_WEIGHT 6.13
#define AIR_SHARE_LIKELY 0.6
#define AIR_SHARE_LOW 0.4
// Speed is nearly proportional to power here: 1.1 % of power is about 1 % of time.
#define TIME_PER_POWER 0.9
// Altitude anchors at 1500 to 2100 m scatter by about 40 % (engineering estimate).
#define ALTITUDE_SPREAD 0.4
// The mile feels nothing up to 26 C; endurance races lose 0.3 to 0.4 % a degree
// above their best. The mile's share of that is not known: a quarter taken.
#define HEAT_FROM_C 26.0
#define HEAT_HIGH_PER_C 0.0035
#define HEAT_LIKELY_PER_C 0.0009
// Flat 200 m: bend radius about 17.5 m, 55 % of the lap.
#define FLAT_RADIUS_M 17.5
#define FLAT_BEND_SHARE 0.55

typedef bool condition_fn(const race_course *course, miler_race_condition *out);

static double told(double value, double otherwise) {
    return isnan(value) ? otherwise : value;
}

static bool altitude(const race_course *c, miler_race_condition *out) {
    if (isnan(c->request->altitude_m) || c->request->venue == MILER_VENUE_TREADMILL) return false;
    const double slower = miler_altitude_slowdown(fmax(c->request->altitude_m, 0), c->dist_m);
    if (!(slower > 0)) return false;
    out->name = "altitude";
    out->effect_s = slower * c->goal_s;
    out->low_s = out->effect_s * (1 - ALTITUDE_SPREAD);
    out->high_s = out->effect_s * (1 + ALTITUDE_SPREAD);
    out->why = "Thinner air takes more oxygen than it saves drag; a linear guess through few anchors, less "
               "when acclimatised";
    return true;
}

// Air force at the goal's speed as a share of metabolic power.
static double air_share(const race_course *c, double *speed_mps) {
    const double v = 1 / c->pace_s_per_m;
    const double mass = told(c->request->mass_kg, MASS_KG);
    const double height = told(c->request->height_m, HEIGHT_M);
    const double density = 1.2 * miler_air_density_ratio(told(c->request->altitude_m, 0));
    *speed_mps = v;
    return COST_PER_WEIGHT * miler_air_drag_n(v, 0, height, mass, density) / (mass * GRAVITY_MPS2);
}

static bool wind(const race_course *c, miler_race_condition *out) {
    const double w = c->request->wind_mps;
    const miler_venue venue = c->request->venue;
    if (isnan(w) || fabs(w) < 0.05 || (venue != MILER_VENUE_OUTDOOR && venue != MILER_VENUE_ROAD))
        return false;
    double v;
    const double share = air_share(c, &v);
    // Round an oval the mean of (v + w cos a)^2 is v^2 + w^2 / 2: a loss from any side. Straight on it is (v
    // + w)|v + w|.
    const double more =
        venue == MILER_VENUE_OUTDOOR ? w * w / 2 / (v * v) : (v + w) * fabs(v + w) / (v * v) - 1;
    const double full = more * share * TIME_PER_POWER * c->goal_s;
    if (!isfinite(full)) return false;
    out->name = "wind";
    out->effect_s = full * AIR_SHARE_LIKELY;
    out->low_s = fmin(full * AIR_SHARE_LOW, full);
    out->high_s = fmax(full * AIR_SHARE_LOW, full);
    out->why = venue == MILER_VENUE_OUTDOOR ? "Each lap has it in the face and in the back, and loses more "
                                              "than it wins; half of it or less when sheltered behind others"
                                            : "Steady wind along the course; the share of air in the cost of "
                                              "running is known to a factor of two";
    return true;
}

static bool heat(const race_course *c, miler_race_condition *out) {
    const double over = c->request->air_c - HEAT_FROM_C;
    if (!(over > 0)) return false;
    out->name = "heat";
    out->effect_s = over * HEAT_LIKELY_PER_C * c->goal_s;
    out->low_s = 0;
    out->high_s = over * HEAT_HIGH_PER_C * c->goal_s;
    out->why = "A race this short is over before the body overheats; the high end is what longer races lose";
    return true;
}

static bool flat_bends(const race_course *c, miler_race_condition *out) {
    if (c->request->venue != MILER_VENUE_INDOOR_FLAT) return false;
    const double v = 1 / c->pace_s_per_m;
    const double q = v * v / (GRAVITY_MPS2 * FLAT_RADIUS_M);
    out->name = "flat 200 m bends";
    out->high_s = FLAT_BEND_SHARE * (sqrt(1 + q * q) - 1) * c->goal_s;
    out->low_s = 0;
    out->effect_s = out->high_s / 2;
    out->why = "Legs carry more than body weight in tight bends; how much of that load turns into time is "
               "not known, half is taken";
    return true;
}

miler_status race_conditions(const race_course *course, miler_arena *arena, miler_race_card *card,
                             miler_error *err) {
    static condition_fn *const all[CONDITIONS_MAX] = {altitude, wind, heat, flat_bends};
    card->conditions = miler_arena_array(arena, CONDITIONS_MAX, sizeof *card->conditions);
    if (card->conditions == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < CONDITIONS_MAX; i++)
        if (all[i](course, &card->conditions[card->condition_count])) card->condition_count++;
    return MILER_OK;
}
