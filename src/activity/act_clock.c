// SPDX-License-Identifier: MIT
// When: the clock of an activity, its pauses and its gaps.
//
//   wall clock  |----------|== pause ==|-----|xx gap xx|------|
//   timer       |----------|           |-----|---------|------|
//
// A pause is a stop of the timer; a gap is the watch not writing while the
// timer ran. They look alike in the samples, so the timer events decide, and
// only where there are none does the runner's way across the hole.
#include "activity/act.h"
#include "base/middle.h"

// Instants beyond the year 100,000 are damage.
#define T_MS_MAX INT64_C(3000000000000000)
// A start more than a day before the first sample is damage.
#define START_LEAD_MAX_S 86400
// Slower than this across a hole: the runner stood [engineering estimate].
#define STOOD_MPS 0.5
// A new track segment after a shorter hole than this is a lap, not a pause [VENDOR: TCX writers open a Track
// per Lap].
#define SEGMENT_PAUSE_MIN_S 3.0

static bool usable(int64_t t_ms) {
    return t_ms > -T_MS_MAX && t_ms < T_MS_MAX;
}

// Seconds since the start; a sample without a time, or one that goes back,
// takes the time of the one before. False when no sample has a time.
static bool fill_clock(act_work *w) {
    const int64_t *t_ms = w->s->t_ms;
    size_t first = 0;
    while (first < w->n && !usable(t_ms[first]))
        first++;
    if (first == w->n) return false;
    const int64_t said = w->rec->session.start_ms;
    const bool lead =
        usable(said) && said <= t_ms[first] && t_ms[first] - said <= START_LEAD_MAX_S * INT64_C(1000);
    w->out->start_ms = lead ? said : t_ms[first];
    double last = (double)(t_ms[first] - w->out->start_ms) / 1000.0;
    for (size_t i = 0; i < w->n; i++) {
        const double t = usable(t_ms[i]) ? (double)(t_ms[i] - w->out->start_ms) / 1000.0 : last;
        if (t > last) last = t;
        w->out->at_s[i] = last;
    }
    return true;
}

// The median of the intervals by counting: exact to 10 ms below 100 s; beyond,
// the mean of those that are longer.
static double median_interval(const double *at_s, size_t n, uint32_t *bins, size_t bin_count) {
    size_t total = 0;
    double long_s = 0; // sum of what is beyond the bins
    for (size_t i = 0; i + 1 < n; i++) {
        const double dt = at_s[i + 1] - at_s[i];
        if (!(dt > 0)) continue;
        if (dt * 100.0 + 0.5 >= (double)(bin_count - 1)) long_s += dt;
        const double bin = dt * 100.0 + 0.5;
        bins[bin < (double)(bin_count - 1) ? (size_t)bin : bin_count - 1]++;
        total++;
    }
    if (total == 0) return NAN;
    const size_t middle = miler_middle_bin(bins, bin_count);
    return middle + 1 < bin_count ? (double)middle / 100.0 : long_s / (double)bins[middle];
}

// Pauses from timer events into `out` (room for event_count of them).
static size_t pauses_from_events(const act_work *w, miler_pause *out) {
    const double end_s = w->out->at_s[w->n - 1];
    size_t count = 0;
    bool stopped = false;
    bool automatic = false;
    double since_s = 0;
    for (size_t i = 0; i < w->rec->event_count; i++) {
        const miler_timer_event *e = &w->rec->events[i];
        if (!usable(e->t_ms)) continue;
        double t = (double)(e->t_ms - w->out->start_ms) / 1000.0;
        t = t < 0 ? 0 : t > end_s ? end_s : t;
        if (!e->start && !stopped && t >= since_s) {
            stopped = true;
            automatic = e->automatic;
            since_s = t;
        } else if (e->start && stopped) {
            stopped = false;
            if (t > since_s) out[count++] = (miler_pause){since_s, t, automatic, false};
            if (t > since_s) since_s = t;
        }
    }
    // Samples written after the last stop [VENDOR: some watches go on until the file is saved].
    if (stopped && end_s > since_s) out[count++] = (miler_pause){since_s, end_s, automatic, false};
    return count;
}

// Metres from sample i to the next, by whatever the file has; NaN = unknown.
static double step_m(const miler_samples *s, size_t i) {
    if (s->dist_m != NULL && isfinite(s->dist_m[i]) && isfinite(s->dist_m[i + 1]))
        return s->dist_m[i + 1] - s->dist_m[i];
    if (s->lat_deg == NULL || s->lon_deg == NULL) return NAN;
    return miler_geo_distance_m(s->lat_deg[i], s->lon_deg[i], s->lat_deg[i + 1], s->lon_deg[i + 1]);
}

// Pauses read off holes in the samples; counts them when `out` is NULL.
static size_t pauses_from_holes(const act_work *w, miler_pause *out) {
    const double *at_s = w->out->at_s;
    const uint8_t *segment = w->s->segment_start;
    const double segment_min_s = fmax(SEGMENT_PAUSE_MIN_S, 3 * w->out->median_interval_s);
    size_t count = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double dt = at_s[i + 1] - at_s[i];
        const bool cut = segment != NULL && segment[i + 1] != 0 && dt > segment_min_s;
        // NaN (nothing known of the way) counts as having moved: a gap.
        const bool stood = dt > w->gap_over_s && fabs(step_m(w->s, i)) < STOOD_MPS * dt;
        if (!cut && !stood) continue;
        if (out != NULL) out[count] = (miler_pause){at_s[i], at_s[i + 1], false, true};
        count++;
    }
    return count;
}

// A watch that states equal timer and elapsed time had no pause.
static bool watch_denies_pauses(const act_work *w) {
    const miler_summary *sum = &w->rec->session;
    return (w->rec->flags & MILER_REC_NO_SUMMARY) == 0 && sum->timer_s > 0 && sum->elapsed_s > 0 &&
           fabs(sum->elapsed_s - sum->timer_s) < 1.0 && w->s->segment_start == NULL;
}

static miler_status find_pauses(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    const bool events = w->rec->event_count > 0;
    const size_t room = events                   ? w->rec->event_count
                        : watch_denies_pauses(w) ? 0
                                                 : pauses_from_holes(w, NULL);
    if (room == 0) return MILER_OK;
    a->pauses = miler_arena_array(w->arena, room, sizeof *a->pauses);
    a->paused_before_s = miler_arena_array(w->arena, room, sizeof *a->paused_before_s);
    if (a->pauses == NULL || a->paused_before_s == NULL) return act_nomem(err);
    a->pause_count = events ? pauses_from_events(w, a->pauses) : pauses_from_holes(w, a->pauses);
    for (size_t i = 1; i < a->pause_count; i++)
        a->paused_before_s[i] =
            a->paused_before_s[i - 1] + (a->pauses[i - 1].end_s - a->pauses[i - 1].start_s);
    return MILER_OK;
}

// Elapsed and timer time: the watch's own where it states them and they can be
// true of these samples, else by the clock and the pauses.
static void settle_totals(act_work *w) {
    miler_activity *a = w->out;
    const double span_s = a->at_s[w->n - 1];
    const bool summary = (w->rec->flags & MILER_REC_NO_SUMMARY) == 0;
    const miler_summary *sum = &w->rec->session;
    a->elapsed_s = summary && sum->elapsed_s > 0 && sum->elapsed_s < 1e9 ? sum->elapsed_s : span_s;
    const double timer_s = a->timer_at_s[w->n - 1];
    a->timer_s = summary && sum->timer_s > 0 && sum->timer_s <= a->elapsed_s + 1.0 ? sum->timer_s : timer_s;
}

double act_gap_over(double median_interval_s) {
    return fmax(ACT_GAP_MIN_S, ACT_GAP_MEDIANS * median_interval_s); // fmax ignores NaN
}

miler_status act_clock(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    w->gap_over_s = ACT_GAP_MIN_S;
    if (w->s->t_ms == NULL) return MILER_OK;
    a->at_s = miler_arena_array(w->arena, w->n, sizeof *a->at_s);
    a->timer_at_s = miler_arena_array(w->arena, w->n, sizeof *a->timer_at_s);
    enum { BINS = 10000 };
    uint32_t *bins = miler_arena_array(w->scratch, BINS, sizeof *bins);
    if (a->at_s == NULL || a->timer_at_s == NULL || bins == NULL) return act_nomem(err);
    if (!fill_clock(w)) {
        a->at_s = NULL;
        a->timer_at_s = NULL;
        return MILER_OK;
    }
    a->median_interval_s = median_interval(a->at_s, w->n, bins, BINS);
    w->gap_over_s = act_gap_over(a->median_interval_s);
    const miler_status status = find_pauses(w, err);
    if (status != MILER_OK) return status;
    size_t p = 0; // pauses that are over
    double over_s = 0;
    for (size_t i = 0; i < w->n; i++) {
        const double t = a->at_s[i];
        while (p < a->pause_count && a->pauses[p].end_s <= t) {
            over_s += a->pauses[p].end_s - a->pauses[p].start_s;
            p++;
        }
        const double open_s = p < a->pause_count && a->pauses[p].start_s < t ? t - a->pauses[p].start_s : 0;
        a->timer_at_s[i] = t - over_s - open_s;
    }
    for (size_t i = 0; i + 1 < w->n; i++)
        if (a->at_s[i + 1] - a->at_s[i] > w->gap_over_s) a->gap_s += a->timer_at_s[i + 1] - a->timer_at_s[i];
    settle_totals(w);
    return MILER_OK;
}
