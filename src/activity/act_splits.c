// SPDX-License-Identifier: MIT
// Moving time, and the splits of every kilometre and every mile, cut exactly
// where the line between two samples reaches the mark. The times of splits are
// timer time; the last split is what is left over, if that is more than a metre.
#include "activity/act.h"

// More splits than this are damage: 20,000 km in one recording. Beyond some there must be a sample for each:
// two of them and a great distance would make a file of a hundred bytes a megabyte of rows.
#define SPLITS_MAX 20000.0
#define SPLITS_FREE 500.0 // farther than anybody runs in a day [engineering estimate]
#define REST_MIN_M 1.0

// Between two samples: their mean, or the one that is above zero; 0 = none is.
static double between(float a, float b) {
    const double x = (double)a;
    const double y = (double)b;
    const double value = x > 0 && y > 0 ? (x + y) / 2 : x > 0 ? x : y;
    return value > 0 && value < 1e6 ? value : 0;
}

// Mean over timer time between two instants of the samples above zero (0 is
// "no value" in heart rate, cadence and form). `cursor` remembers the place
// for callers that walk forward.
float act_mean(const act_work *w, const float *column, double from_s, double to_s, size_t *cursor) {
    if (column == NULL) return NAN;
    const miler_activity *a = w->out;
    double sum = 0;
    double weight = 0;
    size_t i = *cursor;
    while (i + 1 < w->n && a->at_s[i + 1] <= from_s)
        i++;
    *cursor = i;
    for (; i + 1 < w->n && a->at_s[i] < to_s; i++) {
        const double dt = a->at_s[i + 1] - a->at_s[i];
        if (!(dt > 0) || dt > w->gap_over_s) continue;
        const double inside = (fmin(to_s, a->at_s[i + 1]) - fmax(from_s, a->at_s[i])) / dt;
        const double part = inside * (a->timer_at_s[i + 1] - a->timer_at_s[i]);
        const double value = between(column[i], column[i + 1]);
        if (!(value > 0 && part > 0)) continue;
        sum += value * part;
        weight += part;
    }
    return weight > 0 ? (float)(sum / weight) : NAN;
}

static double column_at(const act_work *w, const double *column, double time_s) {
    const double *t = w->out->at_s;
    const size_t i = act_sample_at(w->out, time_s);
    return i + 1 < w->n ? act_line(t[i], column[i], t[i + 1], column[i + 1], time_s) : column[i];
}

typedef struct cursors {
    size_t dist, hr, cadence;
} cursors;

// When the distance is first reached, walking forward.
static double reach(const act_work *w, double dist_m, size_t *cursor) {
    const double *d = w->out->true_dist_m;
    const double *t = w->out->at_s;
    while (*cursor < w->n && d[*cursor] < dist_m)
        ++*cursor;
    if (*cursor == 0) return t[0];
    if (*cursor == w->n) return t[w->n - 1];
    return act_line(d[*cursor - 1], t[*cursor - 1], d[*cursor], t[*cursor], dist_m);
}

static void fill_split(act_work *w, miler_split *split, double from_s, double to_s, cursors *at) {
    split->start_s = from_s;
    split->time_s = miler_activity_timer_at(w->out, to_s) - miler_activity_timer_at(w->out, from_s);
    split->avg_hr_bpm = act_mean(w, w->s->hr_bpm, from_s, to_s, &at->hr);
    split->avg_cadence_spm = act_mean(w, w->s->cadence_spm, from_s, to_s, &at->cadence);
    split->ascent_m =
        w->up_m != NULL ? (float)(column_at(w, w->up_m, to_s) - column_at(w, w->up_m, from_s)) : NAN;
    split->descent_m =
        w->down_m != NULL ? (float)(column_at(w, w->down_m, to_s) - column_at(w, w->down_m, from_s)) : NAN;
}

static miler_status cut(act_work *w, double each_m, miler_split **out, size_t *out_count, miler_error *err) {
    const double total = w->out->true_dist_m[w->n - 1];
    const double most = fmin(SPLITS_FREE + (double)w->n, SPLITS_MAX);
    if (!(total > REST_MIN_M && total / each_m < most)) return MILER_OK;
    const size_t whole = (size_t)(total / each_m);
    const double rest = total - (double)whole * each_m;
    const size_t count = whole + (rest > REST_MIN_M ? 1 : 0);
    if (count == 0) return MILER_OK;
    miler_split *splits = miler_arena_array(w->arena, count, sizeof *splits);
    if (splits == NULL) return act_nomem(err);
    cursors at = {0, 0, 0};
    double from_s = 0;
    for (size_t k = 0; k < count; k++) {
        splits[k].dist_m = k < whole ? each_m : rest;
        const double to_s = reach(w, k < whole ? (double)(k + 1) * each_m : total, &at.dist);
        fill_split(w, &splits[k], from_s, to_s, &at);
        from_s = to_s;
    }
    *out = splits;
    *out_count = count;
    return MILER_OK;
}

// Timer time at more than a crawl, by the speed over the 5 s around each interval.
static miler_status moving(act_work *w, miler_error *err) {
    const float *speed = act_speeds(w);
    if (speed == NULL) return act_nomem(err);
    const double least = w->on_foot ? ACT_MOVING_FOOT_MPS : ACT_MOVING_OTHER_MPS;
    double sum = 0;
    for (size_t i = 0; i + 1 < w->n; i++)
        if ((double)speed[i] >= least) sum += w->out->timer_at_s[i + 1] - w->out->timer_at_s[i];
    w->speed_mps = speed;
    w->out->moving_s = sum;
    return MILER_OK;
}

miler_status act_splits(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    if (a->at_s == NULL || a->true_dist_m == NULL) return MILER_OK;
    miler_status status = moving(w, err);
    if (status == MILER_OK) status = cut(w, 1000.0, &a->km_splits, &a->km_split_count, err);
    if (status == MILER_OK) status = cut(w, MILER_MILE_M, &a->mile_splits, &a->mile_split_count, err);
    return status;
}
