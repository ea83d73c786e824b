// SPDX-License-Identifier: MIT
// The equations of motion and energy of miler/racer.h, one step at a time. A
// step ends where something changes, so that no border is stepped over and the
// finish time is a smooth function of how the race is run.
#include "race/energy.h"

#define SAME_M 1e-9
#define EMPTY_JKG 1e-9

double energy_supply(const miler_racer *r, double left_jkg, double *slope) {
    const double risen = r->store_jkg - r->rise_jkg;
    *slope = 0;
    if (left_jkg > risen && r->rise_jkg > 0) {
        *slope = -(r->supply_wkg - r->supply_start_wkg) / r->rise_jkg;
        return r->supply_wkg + *slope * (left_jkg - risen);
    }
    if (left_jkg < r->fall_jkg) {
        *slope = (r->supply_wkg - r->supply_end_wkg) / r->fall_jkg;
        return r->supply_wkg + *slope * (left_jkg - r->fall_jkg);
    }
    return r->supply_wkg;
}

double energy_cost(const energy_course *c, energy_state *s, double *until_m) {
    *until_m = c->dist_m;
    if (c->load_count == 0) return 1;
    while (s->load + 1 < c->load_count && s->x_m >= c->loads[s->load].to_m - SAME_M)
        s->load++;
    if (s->load + 1 < c->load_count) *until_m = fmin(*until_m, c->loads[s->load].to_m);
    return c->loads[s->load].cost;
}

// Where a step from `left` to `then` ends early: just beyond the border of the
// supply it crosses, so that the next one knows its side. -1 = it crosses none.
static double border(const miler_racer *r, double left, double then) {
    const double at[2] = {r->store_jkg - r->rise_jkg, r->fall_jkg};
    for (int i = 0; i < 2; i++)
        if (at[i] > 0 && left >= at[i] && then < at[i]) return at[i] - EMPTY_JKG;
    return left > 0 && then < 0 ? 0 : -1;
}

energy_pace energy_pace_of(const miler_racer *r, double cost, double dt_s) {
    return (energy_pace){cost, dt_s, exp(-dt_s * cost / r->tau_s), exp(-2 * dt_s * cost / r->tau_s)};
}

double energy_push(const miler_racer *r, energy_state *s, double force_nkg, const energy_pace *pace,
                   double until_m) {
    const double dt_s = pace->dt_s;
    const double end_mps = force_nkg * r->tau_s / pace->cost; // where this push leads in time
    const double v1 = end_mps + (s->v_mps - end_mps) * pace->kept;
    const double mean_mps = (s->v_mps + v1) / 2;
    double slope;
    const double first_w = energy_supply(r, s->left_jkg, &slope) - force_nkg * s->v_mps;
    const double rate_w = energy_supply(r, s->left_jkg + first_w * dt_s / 2, &slope) - force_nkg * mean_mps;
    const double then = s->left_jkg + rate_w * dt_s;
    const double at = border(r, s->left_jkg, then);
    double share = 1;
    if (at >= 0) share = (s->left_jkg - at) / (s->left_jkg - then);
    const double way_m = mean_mps * dt_s;
    const bool arrives = s->x_m + way_m * share >= until_m - SAME_M;
    if (arrives) share = fmin(share, (until_m - s->x_m) / way_m);
    s->left_jkg = at >= 0 && !arrives ? at : s->left_jkg + rate_w * dt_s * share;
    s->x_m = arrives ? until_m : s->x_m + way_m * share;
    s->t_s += dt_s * share;
    s->v_mps += (v1 - s->v_mps) * share;
    return dt_s * share;
}

// Seconds until the store, at e' = slope e + b, is at `to`; infinite = never.
static double seconds_to(double slope, double rate_w, double left, double to) {
    if (fabs(slope) < 1e-15) return rate_w * (to - left) > 0 ? (to - left) / rate_w : (double)INFINITY;
    const double grown = 1 + slope * (to - left) / rate_w;
    const double t = grown > 0 ? log(grown) / slope : (double)INFINITY;
    return t > 0 ? t : (double)INFINITY;
}

void energy_cruise(const miler_racer *r, energy_state *s, double cost, double until_m) {
    double slope;
    const double power_w = cost * s->v_mps * s->v_mps / r->tau_s;
    const double rate_w = energy_supply(r, s->left_jkg, &slope) - power_w;
    const double finish_s = (until_m - s->x_m) / s->v_mps;
    const double low = border(r, s->left_jkg, -1);
    const double border_s = rate_w < 0 ? seconds_to(slope, rate_w, s->left_jkg, low) : (double)INFINITY;
    const double t = fmin(finish_s, border_s);
    if (border_s < finish_s)
        s->left_jkg = low;
    else
        s->left_jkg += fabs(slope) < 1e-15 ? rate_w * t : rate_w * expm1(slope * t) / slope;
    s->left_jkg = fmin(fmax(s->left_jkg, 0), r->store_jkg);
    s->t_s += t;
    s->x_m = border_s < finish_s ? s->x_m + s->v_mps * t : until_m;
}

void energy_empty(const miler_racer *r, energy_state *s, const energy_pace *pace, double until_m) {
    double slope;
    const double dt_s = pace->dt_s;
    const double rest_m2 = energy_supply(r, 0, &slope) * r->tau_s / pace->cost; // v^2 where it ends
    const double v1 = sqrt(rest_m2 + (s->v_mps * s->v_mps - rest_m2) * pace->kept_sq);
    const double way_m = (s->v_mps + v1) / 2 * dt_s;
    const double share = s->x_m + way_m >= until_m - SAME_M ? (until_m - s->x_m) / way_m : 1;
    s->x_m = share < 1 ? until_m : s->x_m + way_m;
    s->t_s += dt_s * share;
    s->v_mps += (v1 - s->v_mps) * share;
    s->left_jkg = 0;
}

static bool positive(double value) {
    return value > 0 && isfinite(value);
}

static bool supply_is_meant(const miler_racer *r) {
    return positive(r->supply_wkg) && r->supply_start_wkg >= 0 && positive(r->supply_end_wkg) &&
           r->supply_start_wkg <= r->supply_wkg && r->supply_end_wkg <= r->supply_wkg;
}

static bool store_is_meant(const miler_racer *r) {
    return positive(r->store_jkg) && r->rise_jkg >= 0 && r->fall_jkg >= 0 &&
           r->rise_jkg + r->fall_jkg < r->store_jkg;
}

// The push carries further than breathing alone.
static bool push_is_meant(const miler_racer *r) {
    return positive(r->tau_s) && positive(r->force_nkg) &&
           r->force_nkg * r->force_nkg * r->tau_s > r->supply_wkg;
}

static bool loads_are_meant(const energy_course *c) {
    for (size_t i = 0; i < c->load_count; i++)
        if (!(c->loads[i].cost >= MILER_LOAD_LEAST) || !(c->loads[i].cost <= MILER_LOAD_MOST) ||
            (i > 0 && !(c->loads[i].to_m > c->loads[i - 1].to_m)))
            return false;
    return true;
}

miler_status energy_check(const miler_racer *r, const energy_course *c, miler_error *err) {
    if (r == NULL || (c->loads == NULL && c->load_count > 0))
        return miler_fail(err, MILER_ERR_ARG, "race energy: NULL given");
    if (!(c->dist_m >= 400) || !(c->dist_m <= 10000))
        return miler_fail(err, MILER_ERR_RANGE, "the distance must be from 400 to 10000 m, not %g",
                          c->dist_m);
    if (!supply_is_meant(r) || !store_is_meant(r) || !push_is_meant(r))
        return miler_fail(err, MILER_ERR_RANGE, "no runner has this store, supply and push");
    if (!loads_are_meant(c))
        return miler_fail(err, MILER_ERR_RANGE, "the costs of the course must be from 0.5 to 2, in order");
    return MILER_OK;
}
