// SPDX-License-Identifier: MIT
// What day and course cost: altitude, wind, heat, flat bends, shelter and hills, each with the range
// it is known to. The plan keeps its goal; these stand beside it, so that a
// runner can lower the goal with open eyes.
#include "race/energy.h"
#include "race/race_air.h"

#define CONDITIONS_MAX 6
#define GRAVITY_MPS2 9.80665
// Hills: Minetti's cost is known to a few percent, how legs bear it is not (engineering estimate).
#define HILLS_SPREAD 0.3
#define LOADS_MAX 256
// Altitude anchors at 1500 to 2100 m scatter by about 40 % (engineering estimate).
#define ALTITUDE_SPREAD 0.4
// A mile is wished for in up to 25.5 C (Kipyegon's Breaking4): nothing is lost up to 26. Endurance
// races lose 0.3 to 0.4 % a degree above their best (Mantzios et al. 2022, 1258 races); the mile's
// share of that is not known, a quarter is taken [engineering estimate].
#define HEAT_FROM_C 26.0
#define HEAT_HIGH_PER_C 0.0035
#define HEAT_LIKELY_PER_C (HEAT_HIGH_PER_C / 4)
// A flat 200 m: the radius is between those that are built [engineering estimate]; two half circles of it are
// 55 % of the lap.
#define FLAT_RADIUS_M 17.5
#define FLAT_BEND_SHARE (2 * 3.14159265358979323846 * FLAT_RADIUS_M / 200)

typedef bool condition_fn(const race_course *course, miler_race_condition *out);

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

// ---- The same as costs of the energy model, from place to place ------------------------------

// Power goes with the square of speed in the model, nearly with speed in runners:
// a cost that is to slow them alike has to count this power of itself.
#define COST_POWER (2 * TIME_PER_POWER)

typedef struct cuts { // places where the cost changes, ascending
    double at[LOADS_MAX];
    size_t count;
    double dist_m;
} cuts;

static void cut(void *user, double at_m) {
    cuts *k = user;
    if (!(at_m > RACE_SAME_M) || !(at_m < k->dist_m - RACE_SAME_M) || k->count == LOADS_MAX) return;
    size_t i = k->count;
    while (i > 0 && k->at[i - 1] > at_m - RACE_SAME_M)
        i--;
    if (i < k->count && k->at[i] < at_m + RACE_SAME_M) return;
    for (size_t j = k->count; j > i; j--)
        k->at[j] = k->at[j - 1];
    k->at[i] = at_m;
    k->count++;
}

static double grade_at(const miler_race_request *q, double at_m) {
    for (size_t i = 0; i < q->hill_count; i++)
        if (at_m < q->hills[i].to_m || i + 1 == q->hill_count) return q->hills[i].grade;
    return 0;
}

// Steeper than the model's bounds is counted with the bound.
static double bounded(double cost) {
    return fmin(fmax(cost, MILER_LOAD_LEAST), MILER_LOAD_MOST);
}

static double hill_cost(double grade) {
    return miler_gradient_cost(grade) / miler_gradient_cost(0);
}

static double cost_at(const race_course *c, double at_m) {
    const miler_race_request *q = c->request;
    double v;
    const double air = AIR_SHARE_LIKELY * race_air_share(c, &v);
    const bool sheltered = race_shelter_share(c) > 0 && at_m > q->draft_from_m && at_m < q->draft_to_m;
    const double felt = air * (1 + race_wind_adds(c, v, at_m)) * (sheltered ? 1 - SHELTER_LIKELY : 1);
    return bounded(pow(hill_cost(grade_at(q, at_m)) * (1 + felt - air), COST_POWER));
}

miler_status race_loads(const race_course *course, miler_arena *arena, miler_race_load **out, size_t *count,
                        miler_error *err) {
    const miler_race_request *q = course->request;
    cuts k = {.dist_m = course->dist_m};
    *out = NULL;
    *count = 0;
    if (q->hill_count == 0 && race_shelter_share(course) == 0 && !race_windy(course)) return MILER_OK;
    for (size_t i = 0; i < q->hill_count; i++)
        cut(&k, q->hills[i].to_m);
    cut(&k, q->draft_from_m);
    cut(&k, q->draft_to_m);
    race_wind_places(course, cut, &k);
    miler_race_load *loads = miler_arena_array(arena, k.count + 1, sizeof *loads);
    if (loads == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    double from_m = 0;
    for (size_t i = 0; i <= k.count; i++) {
        loads[i].to_m = i < k.count ? k.at[i] : course->dist_m;
        loads[i].cost = cost_at(course, (from_m + loads[i].to_m) / 2);
        from_m = loads[i].to_m;
    }
    *out = loads;
    *count = k.count + 1;
    return MILER_OK;
}

// Hills cost more going up than they give back going down: both optima, side by side.
static bool hills(const race_course *c, miler_race_condition *out) {
    miler_racer racer;
    miler_race_load loads[LOADS_MAX];
    const miler_race_request *q = c->request;
    if (q->hill_count == 0 || q->hill_count > LOADS_MAX || race_racer(c, &racer, NULL) != MILER_OK)
        return false;
    bool steep = false;
    const bool goes_on =
        q->hills[q->hill_count - 1].to_m < c->dist_m - RACE_SAME_M && q->hills[q->hill_count - 1].grade != 0;
    for (size_t i = 0; i < q->hill_count; i++) {
        const double cost = pow(hill_cost(q->hills[i].grade), COST_POWER);
        loads[i] = (miler_race_load){q->hills[i].to_m, bounded(cost)};
        steep = steep || cost > MILER_LOAD_MOST;
    }
    const energy_course level = {.dist_m = c->dist_m};
    const energy_course hilly = {c->dist_m, loads, q->hill_count};
    if (energy_check(&racer, &hilly, NULL) != MILER_OK) return false;
    out->name = "hills";
    out->effect_s = race_optimum_s(&racer, &hilly) - race_optimum_s(&racer, &level);
    const double spread = HILLS_SPREAD * fabs(out->effect_s);
    out->low_s = out->effect_s - spread;
    out->high_s = out->effect_s + spread;
    out->why =
        steep     ? "Minetti's cost of gradients; a climb steeper than the model reaches is counted as the "
                    "steepest it knows, so this is too little"
        : goes_on ? "the last grade goes on to the finish (a level end: its place with 0); Minetti's cost of "
                    "gradients, paced as well as it can be"
                  : "Minetti's cost of gradients, paced as well as it can be; how legs bear a descent "
                    "differs";
    return isfinite(out->effect_s);
}

miler_status race_conditions(const race_course *course, miler_arena *arena, miler_race_card *card,
                             miler_error *err) {
    static condition_fn *const all[CONDITIONS_MAX] = {altitude,   race_wind_condition,    heat,
                                                      flat_bends, race_shelter_condition, hills};
    card->conditions = miler_arena_array(arena, CONDITIONS_MAX, sizeof *card->conditions);
    if (card->conditions == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < CONDITIONS_MAX; i++)
        if (all[i](course, &card->conditions[card->condition_count])) card->condition_count++;
    return MILER_OK;
}
