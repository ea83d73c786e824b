// SPDX-License-Identifier: MIT
// backtest FILE.csv [--fit] [--held-out] [--check]: is the fitness estimate honest?
//
// The file holds open results, rows source,athlete,sex,event_m,time_s,date,level
// (date empty, a year or a day). Two questions are put:
//
//   next    each single 1500 or mile from all races before it
//   season  the best 1500 or mile of a year from one or two bests of that year
//           over other distances (undated careers count as one), beside what the
//           usual tables and formulas say of it (backtest_rivals.h)
//
//   --fit       the constants of populations.c, fitted anew
//   --held-out  the same questions, each put to a model fitted without the fifth
//               of the athletes this one is of
//
// It prints error, bias and how often the 80 % band holds the truth. With
// --check the same as test lines (TAP) against what was measured.
#include <miler/fitness.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backtest_fit.h"
#include "backtest_rivals.h"
#include "backtest_rows.h"

#define EVIDENCE_MAX 600
#define GROUPS_MAX 32

typedef struct group {
    char name[32];
    bool slice; // another cut through the same answers: not in the total
    int count, covered, models[MILER_MODEL_COUNT];
    double abs_sum, sum, width_sum;
    double model_abs[MILER_MODEL_COUNT], model_sum[MILER_MODEL_COUNT];
} group;

static group groups[GROUPS_MAX];
static int group_count;

// ---- Who answers

static fit_population without[FOLDS][FIT_POPULATIONS]; // a fifth of the athletes
static bool held_out;

static miler_status estimate(const row *target, const miler_evidence *evidence, size_t count, int32_t today,
                             miler_fitness *f) {
    miler_athlete athlete;
    miler_athlete_init(&athlete);
    athlete.sex = target->sex;
    return fit_estimate_by(held_out ? without[fold_of(target->athlete)] : fit_populations, &athlete, evidence,
                           count, today, f, NULL);
}

static void fit_without(unsigned fold, fit_population *out) {
    enum { INTERNATIONAL = 1, COLLEGE = 2 };
    memcpy(out, fit_populations, sizeof fit_populations);
    for (int p = 0; p < FIT_POPULATIONS; p++)
        fit_population_without(p, fold, &out[p]);
    // No women in the college results: those of the international row.
    memcpy(out[COLLEGE].women, out[INTERNATIONAL].women, sizeof out->women);
}

static group *group_of(const char *source, const char *question) {
    char name[32];
    (void)snprintf(name, sizeof name, "%s %s", source, question);
    for (int i = 0; i < group_count; i++)
        if (strcmp(groups[i].name, name) == 0) return &groups[i];
    if (group_count == GROUPS_MAX) exit(2);
    group *g = &groups[group_count++];
    (void)snprintf(g->name, sizeof g->name, "%s", name);
    return g;
}

static void score(group *g, double dist_m, double time_s, const miler_fitness *f) {
    const miler_estimate *e = &f->estimates[dist_m < 1550 ? MILER_ESTIMATE_1500 : MILER_ESTIMATE_MILE];
    const double error = log(e->time_s / time_s);
    g->count++;
    g->covered += e->low_s <= time_s && time_s <= e->high_s;
    g->abs_sum += fabs(error);
    g->sum += error;
    g->width_sum += log(e->high_s / e->low_s) / 2;
    for (int m = 0; m < MILER_MODEL_COUNT; m++) {
        if (isnan(f->model_mile_s[m])) continue;
        // Mile to 1500 by the estimate's own ratio, so that models are judged on the same target.
        const double off = log(f->model_mile_s[m] / f->mile.time_s) + error;
        g->models[m]++;
        g->model_abs[m] += fabs(off);
        g->model_sum[m] += off;
    }
}

static void slice(const char *cut, const char *part, double dist_m, double time_s, const miler_fitness *f) {
    group *g = group_of(cut, part);
    g->slice = true;
    score(g, dist_m, time_s, f);
}

// Where the evidence stands: shorter than 1500 m, longer than the mile, or both.
static const char *sides(const miler_evidence *evidence, size_t count) {
    bool shorter = false;
    bool longer = false;
    for (size_t i = 0; i < count; i++) {
        shorter = shorter || evidence[i].dist_m < 1500;
        longer = longer || evidence[i].dist_m > MILER_MILE_M;
    }
    return shorter && longer ? "both sides" : shorter ? "shorter" : "longer";
}

static void ask(const char *question, const row *target, const miler_evidence *evidence, size_t count,
                int32_t today) {
    miler_fitness f;
    if (count == 0 || estimate(target, evidence, count, today, &f) != MILER_OK) return;
    const double d = target->dist_m;
    const double t = target->time_s;
    score(group_of(target->source, question), d, t, &f);
    const size_t n = f.rests_on_count;
    slice("races", n == 1 ? "1" : n == 2 ? "2" : n <= 4 ? "3-4" : "5 and more", d, t, &f);
    slice("VDOT",
          f.vdot < 55   ? "under 55"
          : f.vdot < 65 ? "55-65"
          : f.vdot < 75 ? "65-75"
                        : "over 75",
          d, t, &f);
    slice("from", sides(evidence, count), d, t, &f);
    slice("sex", target->sex == MILER_SEX_FEMALE ? "women" : "men", d, t, &f);
}

// ---- Seasons: one or two bests of a year against its 1500 and its mile

enum { SETS = 4, QUESTIONS_MAX = 4000 };
static const struct {
    const char *name;
    double one_m, other_m;
} sets[] = {{"800 and 3000 or 5000", 800, 3000},
            {"800 and 3000 or 5000", 800, 5000},
            {"3000 and 5000", 3000, 5000},
            {"5000 alone", 5000, 0},
            {"5 and 10 km", 5000, 10000}};

typedef struct comparison { // one row of the table
    char name[64];
    asked list[QUESTIONS_MAX];
    double said[QUESTIONS_MAX], low[QUESTIONS_MAX], high[QUESTIONS_MAX]; // ln
    int count;
} comparison;
enum { COMPARISONS_MAX = 16 };
static comparison *comparisons[COMPARISONS_MAX];
static int comparison_count;

static comparison *comparison_of(const char *source, const char *set) {
    char name[64];
    (void)snprintf(name, sizeof name, "%s: %s", source, set);
    for (int i = 0; i < comparison_count; i++)
        if (strcmp(comparisons[i]->name, name) == 0) return comparisons[i];
    comparison *c = comparison_count < COMPARISONS_MAX ? calloc(1, sizeof *c) : NULL;
    if (c == NULL) exit(2);
    (void)snprintf(c->name, sizeof c->name, "%s", name);
    comparisons[comparison_count++] = c;
    return c;
}

// As a coach's table would hold it: the day where it is told, else the year, else nothing.
static miler_evidence evidence_of(const row *r) {
    miler_evidence e = {
        .dist_m = r->dist_m, .time_s = r->time_s, .day = r->day, .kind = MILER_EVIDENCE_RESULT};
    e.season_best = r->day == MILER_NO_DAY;
    if (r->day == MILER_NO_DAY && r->year > 0) e.day = miler_day_from_ymd(r->year, 7, 1);
    return e;
}

static void ask_set(const char *set, const row *target, const row *one, const row *other) {
    comparison *c = comparison_of(target->source, set);
    if (c->count == QUESTIONS_MAX) return;
    asked *q = &c->list[c->count];
    miler_evidence evidence[2] = {evidence_of(one)};
    int32_t today = evidence[0].day;
    *q = (asked){.woman = target->sex == MILER_SEX_FEMALE,
                 .count = other != NULL ? 2 : 1,
                 .dist_m = {one->dist_m},
                 .time_s = {one->time_s},
                 .target_m = target->dist_m,
                 .truth_s = target->time_s};
    (void)snprintf(q->athlete, sizeof q->athlete, "%s", target->athlete);
    if (other != NULL) {
        evidence[1] = evidence_of(other);
        q->dist_m[1] = other->dist_m;
        q->time_s[1] = other->time_s;
        if (evidence[1].day > today) today = evidence[1].day;
    }
    if (today == MILER_NO_DAY) today = 0;
    miler_fitness f;
    miler_estimate e;
    if (estimate(target, evidence, (size_t)q->count, today, &f) != MILER_OK ||
        !miler_fitness_at(&f, q->target_m, &e))
        return;
    c->said[c->count] = log(e.time_s);
    c->low[c->count] = log(e.low_s);
    c->high[c->count++] = log(e.high_s);
}

// Rows [from, to) are one athlete's year.
static void ask_season(int from, int to, void *user) {
    (void)user;
    static const double targets[] = {1500, MILER_MILE_M};
    const bool amateur = strcmp(rows[from].source, "amateurs") == 0;
    for (int t = 0; t < 2; t++) {
        const row *target = best_of(from, to, targets[t]);
        for (size_t k = 0; k < sizeof sets / sizeof sets[0] && target != NULL; k++) {
            const row *one = best_of(from, to, sets[k].one_m);
            const row *other = sets[k].other_m > 0 ? best_of(from, to, sets[k].other_m) : NULL;
            if (one == NULL || (sets[k].other_m > 0 && other == NULL)) continue;
            if (amateur != (sets[k].other_m == 10000) && !(amateur && sets[k].other_m == 0)) continue;
            ask_set(sets[k].name, target, one, other);
        }
    }
}

// Rows [from, to) are one athlete: each single race from those before it.
static void ask_next(int from, int to) {
    miler_evidence evidence[EVIDENCE_MAX];
    for (int t = from; t < to; t++) {
        if (!is_target(rows[t].dist_m) || rows[t].day == MILER_NO_DAY) continue;
        size_t count = 0;
        bool recent = false;
        for (int i = from; i < to && count < EVIDENCE_MAX; i++) {
            if (rows[i].day == MILER_NO_DAY || rows[i].day >= rows[t].day) continue;
            recent = recent || rows[i].day >= rows[t].day - 365;
            evidence[count++] = evidence_of(&rows[i]);
        }
        if (recent) ask("next", &rows[t], evidence, count, rows[t].day);
    }
}

typedef struct sums {
    double abs[RIVALS], sum[RIVALS];
    int n[RIVALS];
    double own_abs, own_sum, width;
    int count, covered;
} sums;

static sums add_up(const comparison *c) {
    sums s = {.count = c->count};
    for (int i = 0; i < c->count; i++) {
        const double truth = log(c->list[i].truth_s);
        double rival[RIVALS];
        rivals_of(&c->list[i], rival);
        rival[RIVAL_LINE] = line_says(c->list, c->count, i);
        for (int r = 0; r < RIVALS; r++) {
            if (isnan(rival[r])) continue;
            s.abs[r] += fabs(rival[r] - truth);
            s.sum[r] += rival[r] - truth;
            s.n[r]++;
        }
        s.own_abs += fabs(c->said[i] - truth);
        s.own_sum += c->said[i] - truth;
        s.width += (c->high[i] - c->low[i]) / 2;
        s.covered += c->low[i] <= truth && truth <= c->high[i];
    }
    return s;
}

static void add_sums(sums *all, const sums *s) {
    all->count += s->count;
    all->covered += s->covered;
    all->own_abs += s->own_abs;
    all->own_sum += s->own_sum;
    all->width += s->width;
    for (int r = 0; r < RIVALS; r++) {
        all->abs[r] += s->abs[r];
        all->sum[r] += s->sum[r];
        all->n[r] += s->n[r];
    }
}

// The best of those with an answer for nearly all.
static double best_rival(const sums *s) {
    double best = INFINITY;
    for (int r = 0; r < RIVALS; r++)
        if (s->n[r] > 0.95 * s->count) best = fmin(best, s->abs[r] / s->n[r]);
    return best;
}

// One row in markdown; returns whether the demands of docs/prediction.md hold.
static void print_comparison(const char *name, const sums *s) {
    printf("| %s | %d | **%.2f** | %+.2f | %.0f %% | %.1f |", name, s->count, 100 * s->own_abs / s->count,
           100 * s->own_sum / s->count, 100.0 * s->covered / s->count, 100 * s->width / s->count);
    for (int r = 0; r < RIVALS; r++) {
        if (s->n[r] > 0.95 * s->count)
            printf(" %.2f |", 100 * s->abs[r] / s->n[r]);
        else
            printf(" - |");
    }
    printf("\n");
}

static int by_name(const void *a, const void *b) {
    return strcmp((*(comparison *const *)a)->name, (*(comparison *const *)b)->name);
}

static void print_comparisons(void) {
    sums all = {.count = 0};
    printf("| results told | rows | miler %% | bias %% | in the band | band +-%% |");
    for (int r = 0; r < RIVALS; r++)
        printf(" %s |", rival_names[r]);
    printf("\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    qsort(comparisons, (size_t)comparison_count, sizeof comparisons[0], by_name);
    double best_sum = 0;
    for (int i = 0; i < comparison_count; i++) {
        const sums s = add_up(comparisons[i]);
        print_comparison(comparisons[i]->name, &s);
        best_sum += best_rival(&s) * s.count;
        add_sums(&all, &s);
    }
    print_comparison("all", &all);
    printf("\nThe best rival of each row, together: %.2f %%\n", 100 * best_sum / all.count);
}

static void ask_all(void) {
    each_season(ask_season, NULL);
    for (int from = 0, to; from < row_count; from = to) {
        for (to = from + 1; to < row_count && same_athlete(&rows[from], &rows[to]);)
            to++;
        ask_next(from, to);
    }
}

static group total(void) {
    group all = {.name = "all"};
    for (int i = 0; i < group_count; i++) {
        if (groups[i].slice) continue;
        all.count += groups[i].count;
        all.covered += groups[i].covered;
        all.abs_sum += groups[i].abs_sum;
        all.sum += groups[i].sum;
        all.width_sum += groups[i].width_sum;
        for (int m = 0; m < MILER_MODEL_COUNT; m++) {
            all.models[m] += groups[i].models[m];
            all.model_abs[m] += groups[i].model_abs[m];
            all.model_sum[m] += groups[i].model_sum[m];
        }
    }
    return all;
}

static double mean_abs(const group *g) {
    return 100 * g->abs_sum / g->count;
}
static double bias(const group *g) {
    return 100 * g->sum / g->count;
}
static double coverage(const group *g) {
    return 100.0 * g->covered / g->count;
}

static void print_group(const group *g) {
    printf("%-22s %5d  error %5.2f %%  bias %+5.2f %%  in the band %5.1f %%  band +-%4.1f %%", g->name,
           g->count, mean_abs(g), bias(g), coverage(g), 100 * g->width_sum / g->count);
    for (int m = 0; m < MILER_MODEL_COUNT; m++)
        if (g->models[m] > 0)
            printf("  %.6s %.2f/%+.2f(%d)", miler_model_name((miler_model)m),
                   100 * g->model_abs[m] / g->models[m], 100 * g->model_sum[m] / g->models[m], g->models[m]);
    printf("\n");
}

// ---- The bounds that must stay: what was measured, rounded up. What is asked
// for, and which rows miss it, stands in docs/prediction.md.

typedef struct bound {
    const char *name;
    double error_max, held_out_max, bias_max, cover_min, cover_max; // percent
} bound;
static const bound bounds[] = {
    {"careers next", 1.87, 1.88, 0.3, 77, 83},    {"college next", 1.2, 1.25, 0.6, 75, 96},
    {"races 5 and more", 1.9, 1.9, 0.3, 75, 85},  {"VDOT 55-65", 2.1, 2.1, 0.5, 75, 88},
    {"VDOT 65-75", 1.9, 1.9, 0.5, 75, 88},        {"VDOT over 75", 1.65, 1.7, 0.5, 75, 88},
    {"from both sides", 2.05, 2.05, 0.5, 75, 86}, {"from shorter", 1.95, 1.95, 0.6, 75, 88},
    {"from longer", 1.55, 1.55, 0.5, 75, 92},     {"sex men", 1.7, 1.7, 0.5, 75, 88},
    {"sex women", 2.1, 2.1, 0.5, 75, 85},
};
static const bound row_bounds[] = {
    {"amateurs: 5 and 10 km", 5.7, 5.8, 1.0, 75, 85},
    {"amateurs: 5000 alone", 5.85, 5.95, 1.0, 75, 85},
    {"careers: 3000 and 5000", 1.82, 1.84, 0.3, 75, 83},
    {"careers: 5000 alone", 1.97, 2.00, 0.3, 77, 83},
    {"careers: 800 and 3000 or 5000", 1.52, 1.52, 0.3, 77, 84},
    {"college: 3000 and 5000", 1.38, 1.42, 0.3, 75, 86},
    {"college: 5000 alone", 1.2, 1.2, 0.3, 75, 90},
    {"college: 800 and 3000 or 5000", 1.35, 1.42, 0.3, 75, 90},
    {"world-lists: 3000 and 5000", 1.00, 1.02, 0.3, 77, 85},
    {"world-lists: 5000 alone", 1.14, 1.16, 0.3, 77, 83},
    {"world-lists: 800 and 3000 or 5000", 1.03, 1.04, 0.3, 75, 83},
    {"all", 1.85, 1.88, 0.3, 77, 83},
};

static int told_tests;
static int failed_tests;

static void tell(const bound *b, double error, double off, double held) {
    const double error_max = held_out ? b->held_out_max : b->error_max;
    const bool ok =
        error <= error_max && fabs(off) <= b->bias_max && held >= b->cover_min && held <= b->cover_max;
    printf("%s %d - prediction is honest%s: %s\n# error %.2f %%, bias %+.2f %%, in the band %.1f %%\n",
           ok ? "ok" : "not ok", ++told_tests, held_out ? ", athletes held out" : "", b->name, error, off,
           held);
    failed_tests += !ok;
}

static int check(void) {
    for (size_t b = 0; b < sizeof bounds / sizeof bounds[0]; b++) {
        const group *g = NULL;
        for (int i = 0; i < group_count && g == NULL; i++)
            if (strcmp(groups[i].name, bounds[b].name) == 0) g = &groups[i];
        if (g == NULL) exit(2);
        tell(&bounds[b], mean_abs(g), bias(g), coverage(g));
    }
    sums all = {.count = 0};
    for (size_t b = 0; b < sizeof row_bounds / sizeof row_bounds[0]; b++) {
        sums s = all;
        for (int i = 0; i < comparison_count; i++)
            if (strcmp(comparisons[i]->name, row_bounds[b].name) == 0) s = add_up(comparisons[i]);
        if (s.count == 0) exit(2);
        add_sums(&all, &s);
        tell(&row_bounds[b], 100 * s.own_abs / s.count, 100 * s.own_sum / s.count,
             100.0 * s.covered / s.count);
    }
    return failed_tests;
}

static int print_fit(void) {
    fit_population all[FIT_POPULATIONS];
    fit_without(FOLDS, all);
    for (int p = 0; p < FIT_POPULATIONS; p++) {
        printf("%s, fitted anew; below it what is in use\n", all[p].name);
        print_fitted(&all[p]);
        print_fitted(&fit_populations[p]);
    }
    return 0;
}

static bool is_given(int argc, char **argv, const char *flag) {
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], flag) == 0) return true;
    return false;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: backtest performances.csv [--fit] [--held-out] [--check]\n");
        return 2;
    }
    if (!load(argv[1])) {
        fprintf(stderr, "backtest: nothing to read in %s\n", argv[1]);
        return 3;
    }
    if (is_given(argc, argv, "--fit")) return print_fit();
    held_out = is_given(argc, argv, "--held-out");
    for (unsigned fold = 0; fold < FOLDS && held_out; fold++)
        fit_without(fold, without[fold]);
    ask_all();
    if (is_given(argc, argv, "--check")) return check() > 0 ? 1 : 0;
    const group all = total();
    for (int i = 0; i < group_count; i++)
        print_group(&groups[i]);
    print_group(&all);
    print_comparisons();
    return 0;
}
