// SPDX-License-Identifier: MIT
// Where the constants marked [fit] in src/fitness/populations.c come from.
//
// A population's season bests make tasks: one best from one, two or all of the
// others of that season. The 1500 and the mile weigh most, and most of all from
// the sets that runners have (sets in backtest.c). Means, spreads and scatters
// are those under which the tasks are likeliest, each best being the conditional
// mean of a Gaussian process with Student's tails. Wide priors keep a parameter
// in place that the results say nothing of.
//
// fit_without() of backtest.c fits all populations without one fifth of the athletes, so that the
// questions about that fifth are put to a model that never saw them.
#ifndef BACKTEST_FIT_H
#define BACKTEST_FIT_H

#include "backtest_rows.h"
#include "fitness/model.h"

enum {
    LEVEL,
    SLOPE,
    RHO,
    BEND,
    REACH,
    SCATTER,
    BOW,
    SCATTER_IN,
    FARTHER,
    ASIDE,
    KERNEL, // of the process
    KNOTS = 7,
    WOMEN = 3,
    PARAMS = KERNEL + KNOTS + WOMEN,
    INPUTS_MAX = 10,
    PATTERNS_MAX = 4000,
    SEASON_MAX = 24
};
#define MILE_LN 7.383581952926264
#define KNOT_ROWS_MIN 15 // a knot needs so many results
#define ASKED_WEIGHT 3   // of the sets that are asked for
#define OTHER_MILE_WEIGHT 0.3
#define OTHER_TARGET_WEIGHT 0.15
#define TURN_SD 0.05 // of the exponent from one stretch to the next
#define LEAD 0.14    // ln, women behind men
#define LEAD_SD 0.05
#define PRODUCT_MAX 1e100

// How the populations are fitted: tails, and what bests over other distances
// than the mile weigh in all.
static const struct {
    const char *source;
    double freedom, others;
    double aside;  // of its prior's SD: too few amateurs have raced three distances
    bool steeples; // among its 3000s
} fit_sources[FIT_POPULATIONS] = {{"world-lists", 6, 0.1, 1, false},
                                  {"careers", 6, 0.1, 1, false},
                                  {"college", 6, 0.1, 1, true},
                                  {"amateurs", 12, 0.02, 0.01, false}};

// Tasks with the same distances and sex: all that depends on those is worked out once.
typedef struct pattern {
    bool woman;
    int inputs;
    double u[INPUTS_MAX + 1]; // ln(distance), the target's last
    double bow, aside;
    int count, cap;
    double *y; // weight, inputs, target of each task; by weight
} pattern;

typedef struct fit_task_set {
    pattern *list;
    int count;
    int knots, population;
    double knot[KNOTS], women_at[WOMEN];
    bool has_women;
    double prior[KERNEL];
} fit_task_set;

static const double prior_sd[KERNEL] = {1.5, 0.7, 1, 0.7, 0.3, 0.7, 0.05, 0.5, 0.4, 0.02};

static bool like_mile(double u) {
    return fabs(u - log(1500)) < 0.08;
}

static double between_inputs(const double *u, int inputs, double at) {
    double below = -INFINITY;
    double above = INFINITY;
    for (int i = 0; i < inputs; i++) {
        if (u[i] < at) below = fmax(below, u[i]);
        if (u[i] > at) above = fmin(above, u[i]);
    }
    if (isinf(below) || isinf(above)) return 0;
    const double f = (at - below) / (above - below);
    return f * (1 - f) * (above - below);
}

static double aside_of(const double *u, int inputs, double at) {
    double nearest = INFINITY;
    for (int i = 0; i < inputs; i++)
        nearest = fmin(nearest, u[i]);
    return inputs > 1 && nearest > at + 0.08 ? nearest - at : 0;
}

// ---- Tasks

static pattern *pattern_of(fit_task_set *s, bool woman, const double *u, int inputs) {
    const size_t bytes = sizeof(double) * (size_t)(inputs + 1);
    for (int i = 0; i < s->count; i++)
        if (s->list[i].inputs == inputs && s->list[i].woman == woman && memcmp(s->list[i].u, u, bytes) == 0)
            return &s->list[i];
    if (s->count == PATTERNS_MAX) exit(2);
    pattern *p = &s->list[s->count++];
    *p = (pattern){.woman = woman,
                   .inputs = inputs,
                   .bow = between_inputs(u, inputs, u[inputs]),
                   .aside = aside_of(u, inputs, u[inputs])};
    memcpy(p->u, u, bytes);
    return p;
}

// One task: chosen[] of the season's bests and the target.
static void add_task(fit_task_set *s, const row *const *best, const int *chosen, int inputs,
                     const row *target, double weight) {
    double u[INPUTS_MAX + 1];
    for (int i = 0; i < inputs; i++)
        u[i] = log(best[chosen[i]]->dist_m);
    u[inputs] = log(target->dist_m);
    pattern *p = pattern_of(s, target->sex == MILER_SEX_FEMALE, u, inputs);
    if (p->count == p->cap) {
        p->cap = p->cap == 0 ? 8 : 2 * p->cap;
        p->y = realloc(p->y, sizeof(double) * (size_t)p->cap * (size_t)(inputs + 2));
        if (p->y == NULL) exit(2);
    }
    double *y = p->y + (ptrdiff_t)p->count++ * (inputs + 2);
    y[0] = weight;
    for (int i = 0; i < inputs; i++)
        y[i + 1] = log(best[chosen[i]]->time_s);
    y[inputs + 1] = log(target->time_s);
}

static bool is_asked(const row *const *best, const int *chosen, int inputs) {
    const double a = best[chosen[0]]->dist_m;
    const double b = inputs > 1 ? best[chosen[1]]->dist_m : 0;
    if (inputs == 1) return a == 5000;
    return inputs == 2 &&
           ((a == 800 && (b == 3000 || b == 5000)) || (a == 3000 && b == 5000) || (a == 5000 && b == 10000));
}

// All tasks with one target: from each of the others, each two of them, all of them.
static void add_target(fit_task_set *s, const row *const *best, int count, int target) {
    int rest[SEASON_MAX];
    int n = 0;
    const bool mile = is_target(best[target]->dist_m);
    for (int i = 0; i < count; i++) {
        if (i == target) continue;
        if (mile && is_target(best[i]->dist_m))
            add_task(s, best, &i, 1, best[target], OTHER_MILE_WEIGHT);
        else
            rest[n++] = i;
    }
    if (n == 0) return;
    const int subsets = n + n * (n - 1) / 2 + (n > 2);
    const double weight = (mile ? 1 : OTHER_TARGET_WEIGHT) / subsets;
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++) {
            const int chosen[2] = {rest[i], rest[j]};
            const int inputs = i == j ? 1 : 2;
            add_task(s, best, chosen, inputs, best[target],
                     weight * (mile && is_asked(best, chosen, inputs) ? ASKED_WEIGHT : 1));
        }
    if (n > 2 && n <= INPUTS_MAX) add_task(s, best, rest, n, best[target], weight);
}

typedef struct collecting {
    fit_task_set *set;
    double level[2][ROWS_MAX]; // of single bests, men and women
    int levels[2];
    unsigned without; // the fold left out; FOLDS = none
    int seen[KNOTS];
} collecting;

static const double knot_dist_m[KNOTS] = {800, 1500, 3000, 5000, 10000, 21097.5, 42195};

static void note_levels(collecting *c, const row *const *best, int count) {
    bool mile = false;
    for (int i = 0; i < count; i++)
        mile = mile || is_target(best[i]->dist_m);
    for (int i = 0; i < count && mile; i++) {
        const bool woman = best[i]->sex == MILER_SEX_FEMALE;
        if (!is_target(best[i]->dist_m))
            c->level[woman][c->levels[woman]++] = fit_level_index(best[i]->dist_m, best[i]->time_s, woman);
    }
}

// Steeplechases stand among the 3000s of the college lists: their 3000s of winter are run in 8:20 at the
// most, those of spring in 8:30 to 9:50. A 3000 this much slower than another best of that season makes
// expect teaches nothing. The questions keep them, as runners would tell them.
#define STEEPLE_SHARE 1.07
#define STEEPLE_REACH 2.1 // in distance

static bool is_steeple(const row *r, const row *const *best, int count) {
    bool slow = false;
    for (int i = 0; i < count && fabs(r->dist_m - 3000) < 1; i++) {
        const double apart = fabs(log(best[i]->dist_m / r->dist_m));
        const double vdot = miler_vdot(best[i]->dist_m, best[i]->time_s);
        if (best[i] != r && apart < log(STEEPLE_REACH))
            slow = slow || r->time_s > STEEPLE_SHARE * miler_vdot_time_s(vdot, r->dist_m);
    }
    return slow;
}

static int without_steeples(const row **best, int count) {
    const row *all[SEASON_MAX];
    int kept = 0;
    memcpy(all, best, (size_t)count * sizeof(*all));
    for (int i = 0; i < count; i++)
        if (!is_steeple(all[i], all, count)) best[kept++] = all[i];
    return kept;
}

static void take_season(int from, int to, void *user) {
    collecting *c = user;
    const row *best[SEASON_MAX];
    int count = 0;
    if (strcmp(rows[from].source, fit_sources[c->set->population].source) != 0 ||
        rows[from].sex == MILER_SEX_UNKNOWN || fold_of(rows[from].athlete) == c->without)
        return;
    for (int i = from; i < to && count < SEASON_MAX; i++) // by distance, the fastest is picked
        if (i == from || fabs(rows[i].dist_m - rows[i - 1].dist_m) > 1)
            best[count++] = best_of(from, to, rows[i].dist_m);
    if (fit_sources[c->set->population].steeples) count = without_steeples(best, count);
    if (count < 2) return;
    note_levels(c, best, count);
    for (int i = 0; i < count; i++) {
        add_target(c->set, best, count, i);
        for (int k = 0; k < KNOTS; k++)
            c->seen[k] += fabs(best[i]->dist_m - knot_dist_m[k]) < 1;
    }
}

static void weigh_others_down(fit_task_set *s, double share) {
    double mile = 0;
    double others = 0;
    for (int p = 0; p < s->count; p++)
        for (int i = 0; i < s->list[p].count; i++) {
            const double w = s->list[p].y[(ptrdiff_t)i * (s->list[p].inputs + 2)];
            *(like_mile(s->list[p].u[s->list[p].inputs]) ? &mile : &others) += w;
        }
    const double down = fmin(1, share * mile / others);
    for (int p = 0; p < s->count; p++)
        for (int i = 0; i < s->list[p].count && !like_mile(s->list[p].u[s->list[p].inputs]); i++)
            s->list[p].y[(ptrdiff_t)i * (s->list[p].inputs + 2)] *= down;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

// ---- The likelihood

// The two knots that carry u, and how much the second does.
static int carried(const double *knot, int knots, double u, double *second) {
    int j = 0;
    while (j < knots - 2 && u > knot[j + 1])
        j++;
    *second = (u - knot[j]) / (knot[j + 1] - knot[j]);
    return j;
}

static double mean_at(const fit_task_set *s, const double *x, bool woman, double u) {
    double f;
    const double *m = x + KERNEL;
    int j = carried(s->knot, s->knots, u, &f);
    double mean = m[j] * (1 - f) + m[j + 1] * f;
    if (!woman) return mean;
    const double *w = x + KERNEL + s->knots;
    j = carried(s->women_at, WOMEN, u, &f);
    return mean + w[j] * (1 - f) + w[j + 1] * f;
}

static fit_population kernel_of(const double *x) {
    return (fit_population){.level = exp(x[LEVEL]),
                            .slope = exp(x[SLOPE]),
                            .rho = tanh(x[RHO]),
                            .bend = exp(x[BEND]),
                            .bend_reach = exp(x[REACH]),
                            .best_scatter = exp(x[SCATTER]),
                            .best_scatter_in = exp(x[SCATTER] + x[SCATTER_IN]),
                            .bow = x[BOW],
                            .farther = x[FARTHER],
                            .aside = x[ASIDE]};
}

// Solves k a = b in place of b, k of n x n; false = not positive.
static bool solve_cholesky(double *k, int n, double *b) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double sum = k[i * n + j];
            for (int p = 0; p < j; p++)
                sum -= k[i * n + p] * k[j * n + p];
            if (i == j && sum <= 0) return false;
            k[i * n + j] = i == j ? sqrt(sum) : sum / k[j * n + j];
        }
    for (int i = 0; i < n; i++) {
        for (int p = 0; p < i; p++)
            b[i] -= k[i * n + p] * b[p];
        b[i] /= k[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int p = i + 1; p < n; p++)
            b[i] -= k[p * n + i] * b[p];
        b[i] /= k[i * n + i];
    }
    return true;
}

// How the expected mean changes with the means at the knots, and with women's lead.
static void add_carried(const fit_task_set *s, bool woman, double u, double share, double *g) {
    double f;
    int j = carried(s->knot, s->knots, u, &f);
    g[KERNEL + j] += share * (1 - f);
    g[KERNEL + j + 1] += share * f;
    if (!woman) return;
    j = KERNEL + s->knots + carried(s->women_at, WOMEN, u, &f);
    g[j] += share * (1 - f);
    g[j + 1] += share * f;
}

// -ln likelihood of the tasks, each expected at `off` and `a` times its inputs; *pull is its slope by `off`
// where that is not NULL. Tasks of one weight lie together: theirs is the logarithm of one product.
static double rows_cost(const pattern *p, const double *a, double off, double var, double freedom,
                        double *pull) {
    const int n = p->inputs;
    const double *y = p->y;
    const double wide = 1 / (freedom * var);
    double sum = 0;
    double weights = 0;
    double product = 1;
    for (int r = 0; r < p->count; r++, y += n + 2) {
        double rest = y[n + 1] - off;
        for (int i = 0; i < n; i++)
            rest -= a[i] * y[i + 1];
        weights += y[0];
        product *= 1 + rest * rest * wide;
        if (r + 1 == p->count || y[0] != y[n + 2] || product > PRODUCT_MAX) {
            sum += y[0] * log(product);
            product = 1;
        }
        if (pull != NULL) *pull -= y[0] * (freedom + 1) * rest / (freedom * var + rest * rest);
    }
    return 0.5 * (freedom + 1) * sum + 0.5 * log(var) * weights;
}

// -ln likelihood of one pattern's tasks; its slopes by the means, the bow and what stands
// aside are added to `g` where that is not NULL.
static double pattern_cost(const fit_task_set *s, const double *x, const fit_population *kernel,
                           const pattern *p, double freedom, double *g) {
    const int n = p->inputs;
    double k[INPUTS_MAX * INPUTS_MAX];
    double to[INPUTS_MAX];
    double a[INPUTS_MAX];
    for (int i = 0; i < n; i++) {
        const double scatter = kernel->best_scatter_in * exp(kernel->farther * (p->u[i] - MILE_LN));
        for (int j = 0; j <= i; j++)
            k[i * n + j] = fit_covariance(kernel, p->u[i], p->u[j]) + (i == j ? scatter * scatter : 0);
        a[i] = to[i] = fit_covariance(kernel, p->u[i], p->u[n]);
    }
    if (!solve_cholesky(k, n, a)) return 1e12;
    double var = fit_covariance(kernel, p->u[n], p->u[n]) + kernel->best_scatter * kernel->best_scatter;
    double off = mean_at(s, x, p->woman, p->u[n]) - kernel->bow * p->bow + kernel->aside * p->aside;
    for (int i = 0; i < n; i++) {
        var -= a[i] * to[i];
        off -= a[i] * mean_at(s, x, p->woman, p->u[i]);
    }
    double pull = 0;
    const double cost = rows_cost(p, a, off, var, freedom, g == NULL ? NULL : &pull);
    if (g == NULL) return cost;
    g[BOW] -= pull * p->bow;
    g[ASIDE] += pull * p->aside;
    add_carried(s, p->woman, p->u[n], pull, g);
    for (int i = 0; i < n; i++)
        add_carried(s, p->woman, p->u[i], -a[i] * pull, g);
    return cost;
}

static double squared(double off, double sd) {
    return 0.5 * off * off / (sd * sd);
}

// What the priors say; slopes by the same are added to `g` where that is not NULL.
static double prior_cost(const fit_task_set *s, const double *x, double *g) {
    double sum = 0;
    const double *m = x + KERNEL;
    for (int i = 0; i < KERNEL; i++) {
        const double sd = prior_sd[i] * (i == ASIDE ? fit_sources[s->population].aside : 1);
        sum += squared(x[i] - s->prior[i], sd);
        if (g != NULL) g[i] += (x[i] - s->prior[i]) / (sd * sd);
    }
    for (int i = 2; i < s->knots; i++) { // exponents of neighbouring stretches are alike
        const double late = 1 / (s->knot[i] - s->knot[i - 1]);
        const double soon = 1 / (s->knot[i - 1] - s->knot[i - 2]);
        const double turn = (m[i] - m[i - 1]) * late - (m[i - 1] - m[i - 2]) * soon;
        sum += squared(turn, TURN_SD);
        if (g == NULL) continue;
        g[KERNEL + i] += turn / (TURN_SD * TURN_SD) * late;
        g[KERNEL + i - 1] -= turn / (TURN_SD * TURN_SD) * (late + soon);
        g[KERNEL + i - 2] += turn / (TURN_SD * TURN_SD) * soon;
    }
    for (int i = s->knots; i < s->knots + WOMEN && s->has_women; i++) {
        sum += squared(m[i] - LEAD, LEAD_SD);
        if (g != NULL) g[KERNEL + i] += (m[i] - LEAD) / (LEAD_SD * LEAD_SD);
    }
    return sum;
}

static double cost(const fit_task_set *s, const double *x, double *g) {
    const fit_population kernel = kernel_of(x);
    double sum = prior_cost(s, x, g);
    for (int p = 0; p < s->count; p++)
        sum += pattern_cost(s, x, &kernel, &s->list[p], fit_sources[s->population].freedom, g);
    return sum;
}

// ---- The minimum: BFGS, slopes by the kernel's parameters numeric but for the two that only shift the mean

static bool shifts(int parameter) {
    return parameter == BOW || parameter == ASIDE;
}

static double cost_and_slopes(const fit_task_set *s, double *x, int n, double *g) {
    const double step = 1e-6;
    double above[KERNEL];
    for (int i = 0; i < KERNEL; i++) {
        if (shifts(i)) continue;
        const double at = x[i];
        x[i] = at + step;
        above[i] = cost(s, x, NULL);
        x[i] = at;
    }
    memset(g, 0, sizeof *g * (size_t)n);
    const double here = cost(s, x, g);
    for (int i = 0; i < KERNEL; i++)
        if (!shifts(i)) g[i] = (above[i] - here) / step;
    return here;
}

typedef double square[PARAMS][PARAMS];

static void update_inverse(square h, const double *step, const double *turn, int n) {
    double along = 0;
    double curved = 0;
    double hy[PARAMS] = {0};
    for (int i = 0; i < n; i++) {
        along += step[i] * turn[i];
        for (int j = 0; j < n; j++)
            hy[i] += h[i][j] * turn[j];
    }
    if (along <= 1e-10) return;
    for (int i = 0; i < n; i++)
        curved += turn[i] * hy[i];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            h[i][j] += (1 + curved / along) * step[i] * step[j] / along -
                       (hy[i] * step[j] + step[i] * hy[j]) / along;
}

static double downhill(square h, const double *g, int n, double *way) {
    double slope = 0;
    for (int round = 0; round < 2 && slope >= 0; round++) {
        for (int i = 0; i < n && round > 0; i++) // lost its way: start again
            for (int j = 0; j < n; j++)
                h[i][j] = i == j ? 1e-4 : 0;
        slope = 0;
        for (int i = 0; i < n; i++) {
            way[i] = 0;
            for (int j = 0; j < n; j++)
                way[i] -= h[i][j] * g[j];
            slope += way[i] * g[i];
        }
    }
    return slope;
}

static double minimise(const fit_task_set *s, double *x, int n) {
    square h = {{0}};
    double g[PARAMS];
    double next[PARAMS];
    double next_g[PARAMS];
    double way[PARAMS];
    for (int i = 0; i < n; i++)
        h[i][i] = 1e-4;
    double now = cost_and_slopes(s, x, n, g);
    for (int round = 0; round < 300; round++) {
        const double slope = downhill(h, g, n, way);
        double longest = 0;
        for (int i = 0; i < n; i++)
            longest = fmax(longest, fabs(way[i]));
        double share = longest > 0.5 ? 0.5 / longest : 1;
        double then = INFINITY;
        for (int half = 0; half < 25 && !(then < now + 1e-4 * share * slope); half++, share /= 2) {
            for (int i = 0; i < n; i++)
                next[i] = x[i] + share * way[i];
            then = cost(s, next, NULL);
        }
        if (!(then < now)) break;
        then = cost_and_slopes(s, next, n, next_g);
        for (int i = 0; i < n; i++) {
            way[i] = next[i] - x[i];
            x[i] = next[i];
            const double turn = next_g[i] - g[i];
            g[i] = next_g[i];
            next_g[i] = turn;
        }
        update_inverse(h, way, next_g, n);
        const double gain = now - then;
        now = then;
        if (gain < 1e-4) break;
    }
    return now;
}

// ---- One population

// Where the level index of such runners lies, and how widely.
static void place_level(double *level, int count, double *centre, double *spread) {
    if (count == 0) return;
    qsort(level, (size_t)count, sizeof *level, by_value);
    *centre = (level[(count - 1) / 2] + level[count / 2]) / 2;
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += fabs(level[i] - *centre);
    *spread = 1.25 * sum / count + 0.003; // SD from the mean absolute deviation
}

// What the results told; the rest of `out` stays.
static void put_fitted(const fit_task_set *s, const double *x, fit_population *out) {
    const fit_population k = kernel_of(x);
    const double *m = x + KERNEL;
    const bool once_is_best = out->once_scatter == out->best_scatter;
    out->level = k.level;
    out->slope = k.slope;
    out->rho = k.rho;
    out->bend = k.bend;
    out->bend_reach = k.bend_reach;
    out->best_scatter = k.best_scatter;
    out->best_scatter_in = k.best_scatter_in;
    if (once_is_best) {
        out->once_scatter = k.best_scatter;
        out->once_scatter_in = k.best_scatter_in;
    }
    out->farther = k.farther;
    out->bow = k.bow;
    out->aside = k.aside;
    for (int i = 0; i < WOMEN && s->has_women; i++)
        out->women[i] = m[s->knots + i];
    for (int i = 0; i < s->knots; i++)
        for (int j = 0; j < out->knots; j++)
            if (fabs(log(out->dist_m[j]) - s->knot[i]) < 0.01) out->time_s[j] = exp(m[i]);
}

static void start_at(const fit_task_set *s, const fit_population *from, double *x) {
    memcpy(x, s->prior, sizeof s->prior);
    for (int i = 0; i < s->knots; i++)
        x[KERNEL + i] = fit_mean(from, false, false, s->knot[i]);
    for (int i = 0; i < WOMEN && s->has_women; i++)
        x[KERNEL + s->knots + i] = 0.13;
}

static void fit_population_without(int which, unsigned fold, fit_population *out) {
    static collecting c;
    fit_task_set s = {.list = calloc(PATTERNS_MAX, sizeof(pattern)),
                      .population = which,
                      .women_at = {log(800), MILE_LN},
                      .prior = {log(0.08), log(0.03), 0, log(0.015), 0, log(0.012), 0, 0, 0, 0}};
    double x[PARAMS];
    if (s.list == NULL) exit(2);
    c = (collecting){.set = &s, .without = fold};
    each_season(take_season, &c);
    for (int i = 0; i < s.count; i++)
        s.has_women = s.has_women || s.list[i].woman;
    for (int k = 0; k < KNOTS; k++)
        if (c.seen[k] > KNOT_ROWS_MIN || knot_dist_m[k] == 1500) s.knot[s.knots++] = log(knot_dist_m[k]);
    s.women_at[WOMEN - 1] = s.knot[s.knots - 1];
    weigh_others_down(&s, fit_sources[which].others);
    for (int i = 0; i < s.count; i++)
        qsort(s.list[i].y, (size_t)s.list[i].count, sizeof(double) * (size_t)(s.list[i].inputs + 2),
              by_value);
    start_at(&s, out, x);
    (void)minimise(&s, x, KERNEL + s.knots + (s.has_women ? WOMEN : 0));
    put_fitted(&s, x, out);
    for (int woman = 0; woman < 2; woman++)
        place_level(c.level[woman], c.levels[woman], &out->centre[woman], &out->spread[woman]);
    for (int i = 0; i < s.count; i++)
        free(s.list[i].y);
    free(s.list);
}

static void print_fitted(const fit_population *p) {
    printf("  dist_m ");
    for (int i = 0; i < p->knots; i++)
        printf(" %.0f:%.2f", p->dist_m[i], p->time_s[i]);
    printf("\n  women %.4f %.4f %.4f  level %.4f  slope %.4f  rho %.3f  bend %.4f  bend_reach %.3f\n",
           p->women[0], p->women[1], p->women[2], p->level, p->slope, p->rho, p->bend, p->bend_reach);
    printf("  best_scatter %.4f  best_scatter_in %.4f  farther %.3f  bow %.4f  aside %.4f  centre %.4f %.4f  "
           "spread %.4f "
           "%.4f\n",
           p->best_scatter, p->best_scatter_in, p->farther, p->bow, p->aside, p->centre[0], p->centre[1],
           p->spread[0], p->spread[1]);
}

#endif
