// SPDX-License-Identifier: MIT
// The runner's own past, foretold: for each race and time trial what the day
// before would have said.
#include "fitness/history.h"

#include <stdlib.h>

#define FAR_OFF 3.0 // times the way from what was said to the end of the band [engineering estimate]

static int oldest_first(const void *left, const void *right) {
    const miler_evidence *a = &((const miler_backtest_row *)left)->evidence;
    const miler_evidence *b = &((const miler_backtest_row *)right)->evidence;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->dist_m < b->dist_m || a->dist_m > b->dist_m) return a->dist_m < b->dist_m ? -1 : 1;
    if (a->time_s < b->time_s || a->time_s > b->time_s) return a->time_s < b->time_s ? -1 : 1;
    return a->source_id < b->source_id ? -1 : a->source_id > b->source_id;
}

// One trial may stand there at several distances; the longest of a run is the effort.
static bool part_of_longer(const miler_evidence *list, size_t count, const miler_evidence *e) {
    if (e->kind != MILER_EVIDENCE_TIME_TRIAL || e->source_id == 0) return false;
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == e->kind && list[i].source_id == e->source_id && list[i].dist_m > e->dist_m)
            return true;
    return false;
}

static bool can_be_judged(const miler_evidence *e, int32_t today) {
    if (!miler_evidence_all_out(e->kind) || !history_dated(e) || e->day > today) return false;
    return e->time_s > 0 && e->dist_m >= 400 * 0.999 && e->dist_m <= 42195 * 1.001;
}

static void foretell(const miler_athlete *athlete, const miler_evidence *known, size_t count,
                     miler_backtest_row *row) {
    miler_fitness f;
    row->said = history_nothing(row->evidence.dist_m);
    row->error_percent = (double)NAN;
    if (miler_fitness_estimate(athlete, known, count, row->evidence.day - 1, &f, NULL) != MILER_OK) return;
    if (!miler_fitness_at(&f, row->evidence.dist_m, &row->said)) return;
    const miler_estimate *said = &row->said;
    const double t = row->evidence.time_s;
    row->known = true;
    row->only_training = f.only_training;
    row->error_percent = 100 * (said->time_s / t - 1);
    row->inside = t >= said->low_s && t <= said->high_s;
    const double end_s = t < said->time_s ? said->low_s : said->high_s;
    row->far_off = fabs(log(t / said->time_s)) > FAR_OFF * fabs(log(end_s / said->time_s));
}

static void add_up(const miler_backtest_row *rows, miler_backtest_sum *out) {
    double abs_sum = 0;
    double sum = 0;
    for (size_t i = 0; i < out->rows; i++) {
        if (!rows[i].known) continue;
        out->judged++;
        out->inside += rows[i].inside;
        out->far_off += rows[i].far_off;
        abs_sum += fabs(rows[i].error_percent);
        sum += rows[i].error_percent;
    }
    const double n = out->judged > 0 ? (double)out->judged : (double)NAN;
    out->mean_abs_percent = abs_sum / n;
    out->bias_percent = sum / n;
    out->inside_percent = 100 * (double)out->inside / n;
}

miler_status miler_backtest(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                            int32_t today, miler_evidence *scratch, miler_backtest_row *rows,
                            miler_backtest_sum *out, miler_error *err) {
    if (athlete == NULL || out == NULL || today == MILER_NO_DAY ||
        (count > 0 && (evidence == NULL || scratch == NULL || rows == NULL)))
        return miler_fail(err, MILER_ERR_ARG, "a backtest needs an athlete, evidence and a day");
    *out = (miler_backtest_sum){0};
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *e = &evidence[i];
        if (can_be_judged(e, today) && !part_of_longer(evidence, count, e))
            rows[out->rows++] = (miler_backtest_row){.evidence = *e};
    }
    if (out->rows > 1) qsort(rows, out->rows, sizeof *rows, oldest_first);
    for (size_t i = 0; i < out->rows; i++)
        foretell(athlete, scratch, history_known_on(evidence, count, rows[i].evidence.day - 1, scratch),
                 &rows[i]);
    add_up(rows, out);
    return MILER_OK;
}
