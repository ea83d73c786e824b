// SPDX-License-Identifier: MIT
// What load is told from, measured once: speed on the flat of equal cost and
// heart rate, as times in bins. Nothing here knows a threshold.
//
//     altitude --mean over 30 s--> grade over 30 s --Minetti--> flat metres of each interval
//     flat metres --rolling 30 s--> 4th-power mean: NGP         --rolling 10 s-> bins of speed
//
// A strides' worth of speed lasts 15-20 s and would drown in 30 s; NGP keeps the
// 30 s of its definition.
#include <miler/load.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALF_S 15.0          // smoothing of altitude, and half the way over which a grade is taken
#define NGP_S 30.0           // science.md 6.2
#define BIN_S 10.0           // GPS speed flutters; a 200 m rep must still stand out [engineering estimate]
#define MOVING_MPS 0.9       // as miler_activity counts moving: a 30-minute mile
#define JUMP_MPS 12.0        // faster than anybody over an interval: a jump of the positions
#define GRADE_MAX 0.3        // steeper over 30 s is the altimeter [engineering estimate]
#define GRADE_WAY_M 20.0     // a grade over less is noise
#define TENTHS_MAX 100000000 // four months in one bin
#define HR_GAP_S 30.0        // a pulse older than this says nothing [engineering estimate]

typedef struct measuring {
    const miler_activity *a;
    size_t n;
    double *height_m; // smoothed; NULL: none recorded
    double *clock_s;  // timer time at sample i, the intervals that jumped left out
    double *flat_m;   // flat metres up to sample i
    miler_load_parts *out;
} measuring;

static void into(double *bins, size_t count, double at, double seconds) {
    if (!(at >= 0) || !(seconds > 0)) return;
    const size_t bin = at < (double)count ? (size_t)at : count - 1;
    bins[bin] += seconds;
}

static void put_speed(miler_load_parts *out, double speed_mps, double seconds) {
    into(out->speed_s, MILER_LOAD_SPEED_BINS, speed_mps / MILER_LOAD_SPEED_BIN_MPS + 1e-9, seconds);
}

static void put_hr(miler_load_parts *out, double hr_bpm, double seconds) {
    const double at = (hr_bpm - MILER_LOAD_HR_FROM_BPM) / MILER_LOAD_HR_BIN_BPM;
    if (at < MILER_LOAD_HR_BINS) into(out->hr_s, MILER_LOAD_HR_BINS, at, seconds);
}

// ---- By samples

static void smooth_height(const measuring *m) {
    const double *t = m->a->at_s;
    const float *z = m->a->samples->altitude_m;
    double sum = 0;
    size_t known = 0;
    size_t from = 0;
    size_t to = 0;
    for (size_t i = 0; i < m->n; i++) {
        for (; to < m->n && t[to] <= t[i] + HALF_S; to++)
            if (z[to] > -1000.0f && z[to] < 10000.0f) {
                sum += (double)z[to];
                known++;
            }
        for (; t[from] < t[i] - HALF_S; from++)
            if (z[from] > -1000.0f && z[from] < 10000.0f) {
                sum -= (double)z[from];
                known--;
            }
        m->height_m[i] = known > 0 ? sum / (double)known : (double)NAN;
    }
}

// Flat metres and clock, both growing; an interval that jumped or was ridden (act_trust.c) adds to neither.
static void lay_flat(const measuring *m) {
    const double *t = m->a->at_s;
    const double *d = m->a->true_dist_m;
    size_t from = 0;
    size_t to = 0;
    m->clock_s[0] = m->flat_m[0] = 0;
    for (size_t i = 0; i + 1 < m->n; i++) {
        const double seconds = m->a->timer_at_s[i + 1] - m->a->timer_at_s[i];
        const double way = d[i + 1] - d[i];
        m->clock_s[i + 1] = m->clock_s[i];
        m->flat_m[i + 1] = m->flat_m[i];
        while (t[from] < t[i] - HALF_S)
            from++;
        while (to + 1 < m->n && t[to] < t[i] + HALF_S)
            to++;
        if (!(seconds > 0) || !(way >= 0) || way > JUMP_MPS * seconds) continue;
        if (m->a->ridden != NULL && m->a->ridden[i]) continue;
        double grade = 0;
        const double length = d[to] - d[from];
        if (m->height_m != NULL && length >= GRADE_WAY_M)
            grade = (m->height_m[to] - m->height_m[from]) / length;
        if (!isfinite(grade)) grade = 0;
        grade = fmax(-GRADE_MAX, fmin(GRADE_MAX, grade));
        m->clock_s[i + 1] += seconds;
        m->flat_m[i + 1] += miler_grade_adjusted_speed(way / seconds, grade) * seconds;
    }
}

// Mean flat speed over the `window_s` before sample i; *from follows i.
static double rolling(const measuring *m, size_t i, double window_s, size_t *from) {
    while (*from + 1 < i && m->clock_s[*from + 1] <= m->clock_s[i] - window_s)
        *from += 1;
    const double seconds = m->clock_s[i] - m->clock_s[*from];
    return seconds > 0 ? (m->flat_m[i] - m->flat_m[*from]) / seconds : 0;
}

static void roll(const measuring *m) {
    size_t slow = 0;
    size_t quick = 0;
    double fourth = 0;
    for (size_t i = 1; i < m->n; i++) {
        const double seconds = m->clock_s[i] - m->clock_s[i - 1];
        const double ngp = rolling(m, i, NGP_S, &slow);
        const double speed = rolling(m, i, BIN_S, &quick);
        if (ngp >= MOVING_MPS && seconds > 0) {
            fourth += ngp * ngp * ngp * ngp * seconds;
            m->out->ngp_s += seconds;
        }
        if (speed >= MOVING_MPS) put_speed(m->out, speed, seconds);
    }
    // 0, not unknown, where all of it was ridden.
    if (m->out->ngp_s > 0)
        m->out->ngp_mps = sqrt(sqrt(fourth / m->out->ngp_s));
    else if (m->a->ridden != NULL)
        m->out->ngp_mps = 0;
}

static miler_status speeds(measuring *m, miler_arena *arena, miler_error *err) {
    m->clock_s = miler_arena_array(arena, m->n, sizeof *m->clock_s);
    m->flat_m = miler_arena_array(arena, m->n, sizeof *m->flat_m);
    if (m->a->samples->altitude_m != NULL) m->height_m = miler_arena_array(arena, m->n, sizeof *m->height_m);
    if (miler_arena_failed(arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (m->height_m != NULL) smooth_height(m);
    lay_flat(m);
    roll(m);
    return MILER_OK;
}

static void hearts(const measuring *m) {
    const float *hr = m->a->samples->hr_bpm;
    for (size_t i = 0; hr != NULL && i + 1 < m->n; i++) {
        const double seconds = m->a->timer_at_s[i + 1] - m->a->timer_at_s[i];
        if (seconds <= HR_GAP_S) put_hr(m->out, (double)hr[i], seconds);
    }
}

// ---- Without samples

static bool any(const double *bins, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (bins[i] > 0) return true;
    return false;
}

static void add_stretch(miler_load_parts *out, double dist_m, double time_s, double *fourth) {
    const double speed = dist_m / time_s;
    if (!(time_s > 0 && speed >= MOVING_MPS && speed <= JUMP_MPS)) return;
    *fourth += speed * speed * speed * speed * time_s;
    out->ngp_s += time_s;
    put_speed(out, speed, time_s);
}

static void speeds_by_laps(const miler_activity *a, miler_load_parts *out) {
    double fourth = 0;
    for (size_t i = 0; i < a->lap_count; i++)
        add_stretch(out, a->laps[i].sum.dist_m, a->laps[i].sum.timer_s, &fourth);
    if (!(out->ngp_s > 0)) add_stretch(out, a->dist_m, a->timer_s, &fourth);
    out->by_laps = out->ngp_s > 0;
    if (out->ngp_s > 0) out->ngp_mps = sqrt(sqrt(fourth / out->ngp_s));
}

static void hearts_by_laps(const miler_activity *a, miler_load_parts *out) {
    for (size_t i = 0; i < a->lap_count; i++)
        put_hr(out, (double)a->laps[i].sum.avg_hr_bpm, a->laps[i].sum.timer_s);
    if (!any(out->hr_s, MILER_LOAD_HR_BINS)) put_hr(out, (double)a->sum.avg_hr_bpm, a->timer_s);
}

miler_status miler_load_measure(const miler_activity *activity, miler_arena *arena, miler_load_parts *out,
                                miler_error *err) {
    *out = (miler_load_parts){.sport = activity->sport,
                              .dist_source = activity->dist_source,
                              .timer_s = activity->timer_s,
                              .dist_m = activity->dist_m,
                              .ngp_mps = NAN};
    measuring m = {.a = activity, .n = activity->sample_count, .out = out};
    const bool timed = activity->samples != NULL && activity->timer_at_s != NULL && activity->at_s != NULL;
    const bool run = activity->sport == MILER_SPORT_RUNNING;
    miler_status status = MILER_OK;
    const bool sampled = run && timed && activity->true_dist_m != NULL && m.n > 1;
    if (sampled) status = speeds(&m, arena, err);
    if (timed) hearts(&m);
    if (run && !sampled && !(out->ngp_s > 0)) speeds_by_laps(activity, out);
    if (!any(out->hr_s, MILER_LOAD_HR_BINS)) hearts_by_laps(activity, out);
    return status;
}

// ---- Keeping

void miler_load_bins_print(const double *seconds, size_t count, miler_buf *out) {
    const char *gap = "";
    for (size_t i = 0; i < count; i++) {
        const long tenths = seconds[i] > 0 && seconds[i] < 1e7 ? lround(seconds[i] * 10) : 0;
        if (tenths == 0) continue;
        miler_buf_printf(out, "%s%zu:%ld", gap, i, tenths);
        gap = " ";
    }
}

// One bin; NULL where it is none.
static const char *parse_bin(const char *text, double *seconds, size_t count) {
    char *end;
    const long bin = strtol(text, &end, 10);
    if (end == text || *end != ':' || bin < 0 || (size_t)bin >= count) return NULL;
    text = end + 1;
    const long tenths = strtol(text, &end, 10);
    if (end == text || tenths < 0 || tenths > TENTHS_MAX || (*end != ' ' && *end != '\0')) return NULL;
    seconds[bin] = (double)tenths / 10;
    return end + (*end == ' ');
}

bool miler_load_bins_parse(const char *text, double *seconds, size_t count) {
    memset(seconds, 0, count * sizeof *seconds);
    while (text != NULL && *text != '\0')
        text = parse_bin(text, seconds, count);
    if (text == NULL) memset(seconds, 0, count * sizeof *seconds);
    return text != NULL;
}
