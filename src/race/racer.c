// SPDX-License-Identifier: MIT
// A runner's store and supply from two performances, and plans as that runner
// would live through them: what a shape costs, and what becomes of a race that
// was begun too fast.
#include "race/energy.h"

#include <string.h>

// Shares of the published set for a miler of 5:27, scaled from that of Aftalion
// & Trelat 2021 for 1500 m [engineering estimates]; tau is theirs.
#define TAU_S 0.932
#define SUPPLY_START 0.272
#define SUPPLY_END 0.907
#define RISE 0.12
#define FALL 0.15
#define TOP_OF_SHORTER 1.27 // top speed beside that of the shorter race [engineering estimate]
#define TOP_MIN 1.05        // below it nobody could run the shorter race
#define APART 1.1
#define FIT_ROUNDS 30
#define FIT_ENOUGH 2e-5 // of the time

#define STEP_S 0.05
#define GOLDEN 0.6180339887498949
#define SHAPE_ROUNDS 24
#define KICK_ROUNDS 30
#define LAST_SHARE 0.98

// ---- The fit ------------------------------------------------------------------------------

static miler_racer scaled(double log_store, double log_supply, double force_nkg) {
    const double store = exp(log_store);
    const double supply = exp(log_supply);
    return (miler_racer){.tau_s = TAU_S,
                         .force_nkg = force_nkg,
                         .store_jkg = store,
                         .supply_wkg = supply,
                         .supply_start_wkg = SUPPLY_START * supply,
                         .rise_jkg = RISE * store,
                         .supply_end_wkg = SUPPLY_END * supply,
                         .fall_jkg = FALL * store};
}

typedef struct fit_task {
    double dist_m[2], log_s[2], force_nkg;
} fit_task;

// ln(time by the model / time run), both performances.
static bool off(const fit_task *t, double log_store, double log_supply, double out[2]) {
    const miler_racer r = scaled(log_store, log_supply, t->force_nkg);
    for (int i = 0; i < 2; i++) {
        const energy_course course = {.dist_m = t->dist_m[i]};
        if (energy_check(&r, &course, NULL) != MILER_OK) return false;
        out[i] = log(race_optimum_s(&r, &course)) - t->log_s[i];
        if (!isfinite(out[i])) return false;
    }
    return true;
}

// How ln(time) moves with ln(store) and ln(supply) at steady speed, where
// D^2 / (tau T^2) = supply + store / T.
static void steady_slopes(double dist_m, double log_s, double store, double supply, double out[2]) {
    const double time_s = exp(log_s);
    const double power = dist_m * dist_m / (TAU_S * time_s * time_s);
    const double by_time = -2 * power + store / time_s;
    out[0] = store / time_s / by_time;
    out[1] = supply / by_time;
}

// One step of Newton's method from `slope`; false where it has no way to go.
static bool newton(double slope[2][2], const double at[2], double out[2]) {
    const double det = slope[0][0] * slope[1][1] - slope[0][1] * slope[1][0];
    if (!(fabs(det) > 1e-9)) return false;
    out[0] = fmin(fmax(-(slope[1][1] * at[0] - slope[0][1] * at[1]) / det, -0.5), 0.5);
    out[1] = fmin(fmax(-(slope[0][0] * at[1] - slope[1][0] * at[0]) / det, -0.2), 0.2);
    return true;
}

// Broyden's method, begun with the slopes of steady speed and put right by what each step shows.
static bool solve_fit(const fit_task *t, double *log_store, double *log_supply) {
    double at[2];
    double slope[2][2];
    double step[2];
    if (!off(t, *log_store, *log_supply, at)) return false;
    for (int i = 0; i < 2; i++)
        steady_slopes(t->dist_m[i], t->log_s[i], exp(*log_store), exp(*log_supply), slope[i]);
    for (int round = 0; round < FIT_ROUNDS; round++) {
        if (fmax(fabs(at[0]), fabs(at[1])) < FIT_ENOUGH) return true;
        if (!newton(slope, at, step)) return false;
        *log_store += step[0];
        *log_supply += step[1];
        const double before[2] = {at[0], at[1]};
        if (!off(t, *log_store, *log_supply, at)) return false;
        const double length_sq = step[0] * step[0] + step[1] * step[1];
        for (int i = 0; i < 2; i++) {
            const double missed = at[i] - before[i] - slope[i][0] * step[0] - slope[i][1] * step[1];
            for (int j = 0; j < 2; j++)
                slope[i][j] += missed * step[j] / length_sq;
        }
    }
    return false;
}

// The shorter race first; false where no runner is known by these.
static bool take_races(double one_m, double one_s, double other_m, double other_s, fit_task *t,
                       double time_s[2]) {
    const bool swap = one_m > other_m;
    t->dist_m[0] = swap ? other_m : one_m;
    t->dist_m[1] = swap ? one_m : other_m;
    time_s[0] = swap ? other_s : one_s;
    time_s[1] = swap ? one_s : other_s;
    return t->dist_m[0] >= 800 && t->dist_m[1] <= 10000 && t->dist_m[1] >= APART * t->dist_m[0] &&
           time_s[0] > 0 && time_s[1] > time_s[0] && isfinite(time_s[1]);
}

miler_status miler_racer_fit(double one_m, double one_s, double other_m, double other_s, double top_mps,
                             miler_racer *out, miler_error *err) {
    if (out == NULL) return miler_fail(err, MILER_ERR_ARG, "racer: NULL given");
    fit_task t;
    double time_s[2];
    if (!take_races(one_m, one_s, other_m, other_s, &t, time_s))
        return miler_fail(err, MILER_ERR_RANGE,
                          "a runner is known by times over two distances from 800 m to 10 km, a tenth apart");
    double power[2]; // v^2 / tau = supply + store / T (Keller 1974, at steady speed)
    for (int i = 0; i < 2; i++) {
        const double v = t.dist_m[i] / time_s[i];
        t.log_s[i] = log(time_s[i]);
        power[i] = v * v / TAU_S;
    }
    const double shorter_mps = t.dist_m[0] / time_s[0];
    const double top = isnan(top_mps) ? TOP_OF_SHORTER * shorter_mps : top_mps;
    const double store = (power[0] - power[1]) / (1 / time_s[0] - 1 / time_s[1]);
    const double supply = power[1] - store / time_s[1];
    t.force_nkg = fmax(top, TOP_MIN * shorter_mps) / TAU_S;
    double log_store = log(store);
    double log_supply = log(supply);
    if (!(store > 0) || !(supply > 0) || !isfinite(top) || !solve_fit(&t, &log_store, &log_supply))
        return miler_fail(err, MILER_ERR_RANGE, "no runner of this model runs both times");
    *out = scaled(log_store, log_supply, t.force_nkg);
    return MILER_OK;
}

miler_status miler_racer_of_time(double dist_m, double time_s, miler_racer *out, miler_error *err) {
    const double other_m = dist_m > 2000 ? MILER_MILE_M : 5000;
    const double other_s = miler_vdot_time_s(miler_vdot(dist_m, time_s), other_m);
    return miler_racer_fit(dist_m, time_s, other_m, other_s, (double)NAN, out, err);
}

// ---- A plan as it is run ---------------------------------------------------------------------

typedef struct plan_line {
    const double *m, *s;
    size_t count;
    double stretch; // of the times
    double kick_m;
} plan_line;

// A change of speed is paid, or saved, at once.
static void change_speed(energy_state *s, double v_mps) {
    s->left_jkg -= (v_mps * v_mps - s->v_mps * s->v_mps) / 2;
    s->v_mps = v_mps;
    if (s->left_jkg < 0) s->left_jkg = 0;
}

// From here to `until_m` at `v_mps`, as far as push and store allow.
static void run_to(const miler_racer *r, const energy_course *c, energy_state *s, double v_mps,
                   double until_m) {
    double change_m;
    const double cost = energy_cost(c, s, &change_m);
    const double end_m = fmin(until_m, change_m);
    const double wanted = fmin(v_mps, r->force_nkg * r->tau_s / cost * 0.999);
    const bool pushes = s->left_jkg > 0 && s->v_mps < wanted * 0.98;
    if (s->left_jkg <= 0 || pushes) {
        const energy_pace pace = energy_pace_of(r, cost, STEP_S);
        if (pushes)
            (void)energy_push(r, s, r->force_nkg, &pace, end_m);
        else
            energy_empty(r, s, &pace, end_m);
    } else {
        change_speed(s, wanted);
        if (s->left_jkg > 0) energy_cruise(r, s, cost, end_m);
    }
}

// The even speed from here that leaves nothing at the finish.
static double kick_speed(const miler_racer *r, const energy_course *c, const energy_state *from) {
    double low = sqrt(r->supply_end_wkg * r->tau_s);
    double high = r->force_nkg * r->tau_s;
    for (int i = 0; i < KICK_ROUNDS; i++) {
        const double v = (low + high) / 2;
        energy_state s = *from;
        while (s.x_m < c->dist_m && s.left_jkg > 0)
            run_to(r, c, &s, v, c->dist_m);
        if (s.x_m < c->dist_m)
            high = v;
        else
            low = v;
    }
    return low;
}

static void follow(const miler_racer *r, const energy_course *c, const plan_line *line, miler_spending *out) {
    energy_state s = {.left_jkg = r->store_jkg};
    size_t next = 1;
    double kick_mps = 0;
    memset(out, 0, sizeof *out);
    out->dry_m = out->kick_s = out->kick_left_jkg = (double)NAN;
    while (s.x_m < c->dist_m) {
        while (next + 1 < line->count && line->m[next] <= s.x_m + 1e-9)
            next++;
        const bool kicks = line->kick_m > 0 && s.x_m >= c->dist_m - line->kick_m - 1e-9;
        if (kicks && kick_mps == 0) {
            kick_mps = kick_speed(r, c, &s);
            out->kick_s = s.t_s;
            out->kick_left_jkg = s.left_jkg;
        }
        const double left_s = line->s[next] * line->stretch - s.t_s;
        const double planned = left_s > 0 ? (line->m[next] - s.x_m) / left_s : (double)INFINITY;
        const double until = kicks ? c->dist_m : fmin(line->m[next], c->dist_m - line->kick_m);
        run_to(r, c, &s, kicks ? kick_mps : planned, until > s.x_m ? until : c->dist_m);
        out->top_mps = fmax(out->top_mps, s.v_mps);
        if (isnan(out->dry_m) && s.left_jkg <= 0 && s.x_m < LAST_SHARE * c->dist_m) out->dry_m = s.x_m;
    }
    out->time_s = s.t_s;
    out->left_jkg = s.left_jkg;
}

static miler_status check_line(const double *knot_m, const double *knot_s, size_t count, double kick_m,
                               miler_error *err) {
    if (knot_m == NULL || knot_s == NULL || count < 2)
        return miler_fail(err, MILER_ERR_ARG, "race line: too few knots");
    for (size_t i = 1; i < count; i++)
        if (!(knot_m[i] > knot_m[i - 1]) || !(knot_s[i] > knot_s[i - 1]) || !isfinite(knot_s[i]))
            return miler_fail(err, MILER_ERR_RANGE, "race line: distances and times must rise");
    if (knot_m[0] != 0 || knot_s[0] != 0 || !(kick_m >= 0) || !(kick_m < knot_m[count - 1]))
        return miler_fail(err, MILER_ERR_RANGE, "race line: it must begin at 0, and the kick lie in it");
    return MILER_OK;
}

miler_status miler_racer_run(const miler_racer *racer, const double *knot_m, const double *knot_s,
                             size_t count, double kick_m, const miler_race_load *loads, size_t load_count,
                             miler_spending *out, miler_error *err) {
    miler_status status = check_line(knot_m, knot_s, count, kick_m, err);
    if (status != MILER_OK) return status;
    const energy_course course = {knot_m[count - 1], loads, load_count};
    status = energy_check(racer, &course, err);
    if (status != MILER_OK) return status;
    if (out == NULL) return miler_fail(err, MILER_ERR_ARG, "race line: NULL given");
    const plan_line line = {knot_m, knot_s, count, 1, kick_m};
    follow(racer, &course, &line, out);
    return MILER_OK;
}

static double stretched_s(const miler_racer *r, const energy_course *c, plan_line *line, double stretch) {
    miler_spending run;
    line->stretch = stretch;
    follow(r, c, line, &run);
    return run.time_s;
}

miler_status miler_racer_best_of_shape(const miler_racer *racer, const double *knot_m, const double *knot_s,
                                       size_t count, const miler_race_load *loads, size_t load_count,
                                       double *out_s, miler_error *err) {
    miler_status status = check_line(knot_m, knot_s, count, 0, err);
    if (status != MILER_OK) return status;
    const energy_course course = {knot_m[count - 1], loads, load_count};
    status = energy_check(racer, &course, err);
    if (status != MILER_OK) return status;
    plan_line line = {knot_m, knot_s, count, 1, 0};
    const double middle = race_optimum_s(racer, &course) / knot_s[count - 1];
    double from = middle * 0.99;
    double to = middle * 1.06;
    for (int i = 0; i < SHAPE_ROUNDS; i++) {
        const double a = to - GOLDEN * (to - from);
        const double b = from + GOLDEN * (to - from);
        if (stretched_s(racer, &course, &line, a) < stretched_s(racer, &course, &line, b))
            to = b;
        else
            from = a;
    }
    *out_s = stretched_s(racer, &course, &line, (from + to) / 2);
    return MILER_OK;
}
