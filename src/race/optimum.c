// SPDX-License-Identifier: MIT
// The fastest race of the energy model, by its necessary conditions instead of
// a general optimiser.
//
// Energy has a price, q(t) seconds a J/kg. What is spent at x is worth it while
//
//     d/dv [ (1 - q sigma) / v + q c v / tau ] + q sigma'(e) = 0,
//
// that is at the speed v^2 = (1/q - sigma) / (c/tau + sigma'), and the price
// follows q' = -q sigma'(e): constant in the middle, where speed is constant
// too; falling towards the end, where a store that runs low breathes less, and
// so the speed rises. Before it, full push until that speed is reached; after
// it, when the store is empty, what breathing gives (the last metres). One
// number is left, the price at the gun, and the finish time has one minimum
// in it: just where the store is empty a few metres before the line.
#include "race/energy.h"

#include <string.h>

#define STEP_S 0.1
#define KNOT_M 10.0
#define PRICE_ROUNDS 18
#define FINE_ROUNDS 18
#define FINE_WIDTH 0.05 // ln(price) in which the minimum lies beyond the price that just empties the store
#define GOLDEN 0.6180339887498949
#define LAST_SHARE 0.98 // an empty store in the last 2 % is as it should be
#define TOO_SLOW 0.9    // of the speed breathing alone carries: the price was too high
#define WORTH_STEP 2.0  // up to where the store is emptied, in ln(1 / price) ...
#define WORTH_STEPS 12  // ... or full push all the way does not empty it

typedef struct trace {
    miler_spending *out; // NULL = only the time is asked for
    size_t max;
} trace;

static void keep(trace *k, const energy_state *from, const energy_state *to) {
    miler_spending *e = k->out;
    if (to->v_mps > e->top_mps) e->top_mps = to->v_mps;
    if (isnan(e->dry_m) && to->left_jkg <= 0 && from->left_jkg > 0) e->dry_m = to->x_m;
    while (e->knot_count < k->max && (double)e->knot_count * KNOT_M <= to->x_m) {
        const double at = (double)e->knot_count * KNOT_M;
        const double share = to->x_m > from->x_m ? (at - from->x_m) / (to->x_m - from->x_m) : 0;
        e->knot_m[e->knot_count] = at;
        e->knot_s[e->knot_count] = from->t_s + share * (to->t_s - from->t_s);
        e->knot_left_jkg[e->knot_count++] = from->left_jkg + share * (to->left_jkg - from->left_jkg);
    }
}

// One step at the speed the price asks for; the price changes on the way.
static void step(const miler_racer *r, energy_state *s, const energy_pace *pace, double until_m,
                 double *price) {
    if (s->left_jkg <= 0) {
        energy_empty(r, s, pace, until_m);
        return;
    }
    const double cost = pace->cost;
    double slope;
    const double supply = energy_supply(r, s->left_jkg, &slope);
    const double wanted_sq = (1 / *price - supply) / (cost / r->tau_s + slope);
    const double wanted = sqrt(fmax(wanted_sq, 0));
    const bool there = fabs(wanted - s->v_mps) < 1e-9;
    if (slope == 0 && there) {
        energy_cruise(r, s, cost, until_m);
        return;
    }
    // The push that brings the wanted speed at the end of the step, exactly.
    const double asked = (wanted - s->v_mps * pace->kept) / (1 - pace->kept) * cost / r->tau_s;
    const double took_s = energy_push(r, s, fmin(fmax(asked, 0), r->force_nkg), pace, until_m);
    if (slope != 0) *price *= exp(-slope * took_s);
    if (asked >= 0 && asked <= r->force_nkg && took_s >= STEP_S) s->v_mps = wanted;
}

// Where breathing alone leads, or, up a steep hill, the strongest push.
static double carried_mps(const miler_racer *r, double cost) {
    return fmin(sqrt(r->supply_end_wkg * r->tau_s / cost), r->force_nkg * r->tau_s / cost);
}

// With nothing left from here on it is never too slow any more: the speed stays above what breathing carries up
// the hardest part of the course, and that is near enough to what it carries on the easiest.
static bool keeps_up(const miler_racer *r, const energy_course *c, double v_mps) {
    double least = 1;
    double most = 1;
    for (size_t i = 0; i < c->load_count; i++) {
        least = i == 0 ? c->loads[i].cost : fmin(least, c->loads[i].cost);
        most = i == 0 ? c->loads[i].cost : fmax(most, c->loads[i].cost);
    }
    const double slowest = carried_mps(r, most);
    return v_mps >= slowest && slowest > (TOO_SLOW + 0.01) * carried_mps(r, least);
}

// The race at one price at the gun; true = the store was empty before the end. Where the
// time is not asked for (NULL) it goes no further than to the answer.
static bool race_at(const miler_racer *r, const energy_course *c, double price, trace *k, double *time_s) {
    energy_state s = {.left_jkg = r->store_jkg};
    double carried_s = 0; // what the way so far takes by breathing alone
    energy_pace pace = {0};
    double carried = 0;
    while (s.x_m < c->dist_m) {
        const energy_state before = s;
        double until_m;
        const double cost = energy_cost(c, &s, &until_m);
        if (cost != pace.cost) {
            pace = energy_pace_of(r, cost, STEP_S);
            carried = carried_mps(r, cost);
        }
        step(r, &s, &pace, until_m, &price);
        if (k != NULL) keep(k, &before, &s);
        carried_s += (s.x_m - before.x_m) / carried;
        if (s.t_s > 10 && carried_s < TOO_SLOW * s.t_s) {
            if (time_s != NULL) *time_s = (double)INFINITY;
            return false;
        }
        if (time_s == NULL && s.left_jkg <= 0 && s.t_s > 10 && keeps_up(r, c, s.v_mps)) return true;
    }
    if (time_s != NULL) *time_s = s.t_s;
    if (k != NULL) {
        k->out->time_s = s.t_s;
        k->out->left_jkg = s.left_jkg;
    }
    return s.left_jkg <= 0;
}

static double time_at(const miler_racer *r, const energy_course *c, double log_worth) {
    double time_s;
    (void)race_at(r, c, exp(-log_worth), NULL, &time_s);
    return time_s;
}

// ln(1/price): higher spends more.
static double best_worth(const miler_racer *r, const energy_course *c) {
    double low = log(r->supply_wkg);
    double high = log(r->supply_wkg + 8 * r->force_nkg * r->force_nkg * r->tau_s);
    // A climb off the line lets breathing rise slowly, and the price with it: it has to begin lower.
    for (int i = 0; i < WORTH_STEPS && !race_at(r, c, exp(-high), NULL, NULL); i++)
        high += WORTH_STEP;
    for (int i = 0; i < PRICE_ROUNDS; i++) {
        const double middle = (low + high) / 2;
        if (race_at(r, c, exp(-middle), NULL, NULL))
            high = middle;
        else
            low = middle;
    }
    double from = low;
    double to = high + FINE_WIDTH;
    double a = to - GOLDEN * (to - from);
    double b = from + GOLDEN * (to - from);
    double at_a = time_at(r, c, a);
    double at_b = time_at(r, c, b);
    for (int i = 0; i < FINE_ROUNDS; i++) {
        if (at_a < at_b) {
            to = b, b = a, at_b = at_a;
            at_a = time_at(r, c, a = to - GOLDEN * (to - from));
        } else {
            from = a, a = b, at_a = at_b;
            at_b = time_at(r, c, b = from + GOLDEN * (to - from));
        }
    }
    return (from + to) / 2;
}

double race_optimum_s(const miler_racer *racer, const energy_course *course) {
    return time_at(racer, course, best_worth(racer, course));
}

miler_status miler_race_optimum(const miler_racer *racer, double dist_m, const miler_race_load *loads,
                                size_t load_count, miler_arena *arena, miler_spending *out,
                                miler_error *err) {
    const energy_course course = {dist_m, loads, load_count};
    const miler_status status = energy_check(racer, &course, err);
    if (status != MILER_OK) return status;
    if (arena == NULL || out == NULL) return miler_fail(err, MILER_ERR_ARG, "race optimum: NULL given");
    memset(out, 0, sizeof *out);
    out->dry_m = out->kick_s = out->kick_left_jkg = (double)NAN;
    trace k = {.out = out, .max = (size_t)(dist_m / KNOT_M) + 1};
    out->knot_m = miler_arena_array(arena, k.max + 1, sizeof *out->knot_m);
    out->knot_s = miler_arena_array(arena, k.max + 1, sizeof *out->knot_s);
    out->knot_left_jkg = miler_arena_array(arena, k.max + 1, sizeof *out->knot_left_jkg);
    if (out->knot_m == NULL || out->knot_s == NULL || out->knot_left_jkg == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    double time_s;
    (void)race_at(racer, &course, exp(-best_worth(racer, &course)), &k, &time_s);
    if (!isfinite(time_s))
        return miler_fail(err, MILER_ERR_RANGE, "no runner has this store, supply and push");
    const size_t last = out->knot_count;
    if (out->knot_m[last - 1] < dist_m) {
        out->knot_m[last] = dist_m;
        out->knot_s[last] = time_s;
        out->knot_left_jkg[last] = out->left_jkg;
        out->knot_count++;
    }
    if (out->dry_m > LAST_SHARE * dist_m) out->dry_m = (double)NAN;
    return MILER_OK;
}
