// SPDX-License-Identifier: MIT
// simulate: what a watch makes of the truth. Part of simulate.c.
//
// Positions: the true place, plus a slow drift (2.5 m, 90 s), a quick one
// (0.8 m, 6 s), and an oval that comes out up to 3 % too large. Distance: the
// true speed with an error of scale that is fixed for the day and one that
// comes and goes within a minute, through the watch's own smoothing, which
// lags 1.5 s but loses nothing. Lap keys are pressed up to half a second late.
// A session may ask for more noise, fewer samples, a lap key that is forgotten,
// pressed late or twice.
#ifndef SIMULATE_WATCH_H
#define SIMULATE_WATCH_H

#include "simulate_body.h"

enum { SECONDS_MAX = 12000, LAPS_MAX = 96 };

typedef struct watch_log {
    double watch_m[SECONDS_MAX]; // distance as the watch counts, at each second
    size_t seconds;
    int64_t t_ms[SECONDS_MAX];
    double lat[SECONDS_MAX], lon[SECONDS_MAX], dist_m[SECONDS_MAX];
    float speed[SECONDS_MAX], altitude[SECONDS_MAX], hr[SECONDS_MAX], cadence[SECONDS_MAX];
    float oscillation[SECONDS_MAX], ratio[SECONDS_MAX], stance[SECONDS_MAX], balance[SECONDS_MAX],
        step_length[SECONDS_MAX];
    size_t count; // samples
    miler_lap laps[LAPS_MAX];
    size_t lap_count;
    miler_timer_event events[2 * PAUSES_MAX + 2];
    size_t event_count;
    miler_summary session;
} watch_log;

typedef struct noise {
    double slow[2], quick[2], scale, height;
    double day_scale, oval_scale, pending_m;
} noise;

// One second of a wandering error of size `sigma` and memory `tau_s`.
static inline void wander(uint64_t *rng, double *value, double sigma, double tau_s) {
    const double keep = exp(-1 / tau_s);
    *value = *value * keep + sigma * sqrt(1 - keep * keep) * gauss(rng);
}

static inline bool on_oval(const world *w) {
    for (size_t i = 0; i < w->piece_count; i++)
        if (w->pieces[i].kind == OVAL) return true;
    return false;
}

static inline bool is_paused(const world *w, double t_s) {
    for (size_t i = 0; i < w->pause_count; i++)
        if (t_s > w->pause_from_s[i] && t_s < w->pause_to_s[i]) return true;
    return false;
}

static inline void form_of(world *w, watch_log *log, size_t k, double v) {
    const double cadence = (double)log->cadence[k];
    if (cadence < 1 || v < 1) {
        log->oscillation[k] = log->ratio[k] = log->stance[k] = log->balance[k] = log->step_length[k] = NAN;
        return;
    }
    const double length_mm = v / (cadence / 60) * 1000;
    const double bounce_mm = 95 - 4 * (v - 3) + 2 * gauss(&w->rng);
    log->step_length[k] = (float)length_mm;
    log->oscillation[k] = (float)bounce_mm;
    log->ratio[k] = (float)(100 * bounce_mm / length_mm);
    log->stance[k] = (float)(270 * pow(v / 3, -0.6) + 3 * gauss(&w->rng)); // science notes 6.7
    log->balance[k] = (float)(49.7 + 0.3 * gauss(&w->rng));
}

static inline void sample_at(world *w, watch_log *log, const noise *n, size_t second) {
    const double t = (double)second;
    const size_t i = step_at(w, t);
    const step *a = &w->steps[i];
    const step *b = i + 1 < w->step_count ? a + 1 : a;
    const double part = part_of(w, i, t);
    const double x = a->x_m + (b->x_m - a->x_m) * part;
    const double y = a->y_m + (b->y_m - a->y_m) * part;
    const double v = log->watch_m[second] - log->watch_m[second > 0 ? second - 1 : 0];
    const size_t k = log->count++;
    log->t_ms[k] = w->start_ms + (int64_t)second * 1000;
    const double lat = ISLAND_LAT + (y * n->oval_scale + n->slow[1] + n->quick[1]) / METRES_PER_DEGREE;
    log->lat[k] = lat;
    log->lon[k] =
        ISLAND_LON + (x * n->oval_scale + n->slow[0] + n->quick[0]) / (111320.0 * cos(lat * PI / 180));
    log->dist_m[k] = log->watch_m[second];
    log->speed[k] = (float)v;
    log->altitude[k] = (float)(a->z_m + n->height);
    log->hr[k] = (float)round((double)a->hr_bpm + 0.8 * gauss(&w->rng));
    log->cadence[k] =
        (float)(2 * round(((double)a->cadence_spm + (a->cadence_spm > 0 ? 1.5 * gauss(&w->rng) : 0)) / 2));
    form_of(w, log, k, v);
}

static inline void watch_seconds(world *w, watch_log *log) {
    const bool oval = on_oval(w);
    noise n = {{0, 0}, {0, 0}, 0, 0, 0, 1, 0};
    // On ovals watches count too much or too little, a day long.
    n.day_scale = w->indoors ? -0.04
                  : oval     ? uniform(&w->rng, -0.02, 0.022)
                             : uniform(&w->rng, -0.008, 0.011);
    n.oval_scale = oval ? 1 + uniform(&w->rng, 0, 0.03) : 1;
    const double slow = w->slow_noise_m > 0 ? w->slow_noise_m : 2.5;
    const double quick = w->quick_noise_m > 0 ? w->quick_noise_m : 0.8;
    n.slow[0] = slow * gauss(&w->rng);
    n.slow[1] = slow * gauss(&w->rng);
    const double end_s = w->steps[w->step_count - 1].t_s;
    double watch_m = 0;
    size_t due = 0;
    for (size_t s = 0; (double)s <= end_s && s < SECONDS_MAX; s++) {
        for (int axis = 0; axis < 2; axis++) {
            wander(&w->rng, &n.slow[axis], slow, 90);
            wander(&w->rng, &n.quick[axis], quick, 6);
        }
        wander(&w->rng, &n.scale, 0.006, 60);
        wander(&w->rng, &n.height, 0.7, 200);
        const double way = s > 0 ? true_dist(w, (double)s) - true_dist(w, (double)s - 1) : 0;
        n.pending_m += way * (1 + n.day_scale + n.scale);
        const double shown = n.pending_m * (1 - exp(-1 / 1.5));
        n.pending_m -= shown;
        watch_m += shown;
        log->watch_m[log->seconds++] = watch_m;
        if (is_paused(w, (double)s) || s < due || (w->every_s > 1 && s % w->every_s != 0)) continue;
        sample_at(w, log, &n, s);
        if (w->smart) due = s + 1 + (size_t)uniform(&w->rng, 0, 7); // the old watch writes when it likes
    }
}

static inline double watch_dist(const watch_log *log, double t_s) {
    const size_t i = (size_t)fmax(0, t_s);
    if (i + 1 >= log->seconds) return log->watch_m[log->seconds - 1];
    return log->watch_m[i] + (log->watch_m[i + 1] - log->watch_m[i]) * (t_s - (double)i);
}

static inline double ms(double seconds) {
    return round(seconds * 1000) / 1000;
}

// Averages of what the watch wrote between two instants.
static inline miler_summary summary_of(const world *w, const watch_log *log, double from_s, double to_s) {
    miler_summary s;
    miler_summary_init(&s);
    s.start_ms = w->start_ms + llround(from_s * 1000);
    s.elapsed_s = ms(to_s - from_s);
    s.timer_s = ms(to_s - from_s - (paused_before(w, to_s) - paused_before(w, from_s)));
    if (w->sport != MILER_SPORT_STRENGTH) {
        s.dist_m = watch_dist(log, to_s) - watch_dist(log, from_s);
        if (s.timer_s > 0) s.avg_speed_mps = (float)(s.dist_m / s.timer_s);
    }
    const float *const columns[] = {log->hr,     log->cadence, log->oscillation, log->ratio,
                                    log->stance, log->balance, log->step_length};
    float *const means[] = {&s.avg_hr_bpm,
                            &s.avg_cadence_spm,
                            &s.avg_vertical_oscillation_mm,
                            &s.avg_vertical_ratio_pct,
                            &s.avg_stance_ms,
                            &s.avg_stance_balance_pct,
                            &s.avg_step_length_mm};
    float *const tops[] = {&s.max_hr_bpm, &s.max_cadence_spm};
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
        const bool form = c >= 2;
        if (form && (w->smart || w->sport != MILER_SPORT_RUNNING)) continue;
        double sum = 0;
        size_t count = 0;
        for (size_t k = 0; k < log->count; k++) {
            const double t = (double)(log->t_ms[k] - w->start_ms) / 1000;
            if (t < from_s || t > to_s || !(columns[c][k] > 0)) continue;
            sum += (double)columns[c][k];
            count++;
            if (c < 2 && !(*tops[c] >= columns[c][k])) *tops[c] = columns[c][k];
        }
        if (count > 0) *means[c] = (float)(sum / (double)count);
    }
    return s;
}

static inline void add_lap(const world *w, watch_log *log, double from_s, double to_s,
                           miler_lap_trigger trigger, const piece *of) {
    if (log->lap_count == LAPS_MAX || to_s - from_s < 0.5) return;
    miler_lap *lap = &log->laps[log->lap_count++];
    lap->sum = summary_of(w, log, from_s, to_s);
    lap->trigger = trigger;
    lap->intensity = MILER_INTENSITY_ACTIVE;
    lap->workout_step = -1;
    if (w->workout == NULL) return;
    // Steps of the workout: 0 warm-up, 1 rep, 2 recovery, 3 repeat, 4 cool-down.
    bool before = false;
    bool after = false;
    for (const piece *p = w->pieces; p < w->pieces + w->piece_count; p++) {
        before = before || (p->rep && p < of);
        after = after || (p->rep && p > of);
    }
    lap->workout_step = of->rep ? 1 : !before ? 0 : after ? 2 : 4;
    static const miler_intensity kinds[] = {MILER_INTENSITY_WARMUP, MILER_INTENSITY_INTERVAL,
                                            MILER_INTENSITY_RECOVERY, MILER_INTENSITY_UNKNOWN,
                                            MILER_INTENSITY_COOLDOWN};
    lap->intensity = kinds[lap->workout_step];
}

// When the lap key is pressed for the end of a piece; NaN = forgotten.
static inline double press_at(world *w, double end_s) {
    double late = uniform(&w->rng, 0.05, 0.5);
    if (w->forget_share > 0 && uniform(&w->rng, 0, 1) < w->forget_share) return (double)NAN;
    if (w->late_share > 0 && uniform(&w->rng, 0, 1) < w->late_share) late = uniform(&w->rng, 5, 12);
    return ms(end_s + late);
}

static inline void watch_laps(world *w, watch_log *log) {
    const double end_s = w->steps[w->step_count - 1].t_s;
    double from_s = 0;
    if (w->auto_lap) {
        double next_m = 1000;
        for (size_t s = 1; s < log->seconds; s++) {
            if (log->watch_m[s] < next_m) continue;
            const double t =
                ms((double)s - (log->watch_m[s] - next_m) / (log->watch_m[s] - log->watch_m[s - 1]));
            add_lap(w, log, from_s, t, MILER_TRIGGER_DISTANCE, &w->pieces[0]);
            from_s = t;
            next_m += 1000;
        }
    }
    const piece *last = &w->pieces[w->piece_count - 1];
    for (size_t i = 0; i + 1 < w->piece_count; i++) {
        const piece *p = &w->pieces[i];
        if (!p->lap_after || w->auto_lap || w->no_laps) continue;
        const double t = fmin(end_s, press_at(w, p->to_s));
        if (isnan(t) || t >= end_s) continue;
        add_lap(w, log, from_s, t, MILER_TRIGGER_MANUAL, p);
        from_s = t;
        if (!(w->twice_share > 0 && uniform(&w->rng, 0, 1) < w->twice_share)) continue;
        const double again = fmin(end_s, ms(t + uniform(&w->rng, 0.7, 2.5)));
        add_lap(w, log, from_s, again, MILER_TRIGGER_MANUAL, p);
        from_s = again;
    }
    add_lap(w, log, from_s, end_s, MILER_TRIGGER_END, last);
}

static inline void watch_wear(world *w, watch_log *log) {
    watch_seconds(w, log);
    watch_laps(w, log);
    const double end_s = w->steps[w->step_count - 1].t_s;
    log->events[log->event_count++] = (miler_timer_event){w->start_ms, true, false};
    for (size_t i = 0; i < w->pause_count; i++) {
        log->events[log->event_count++] =
            (miler_timer_event){w->start_ms + llround(w->pause_from_s[i] * 1000), false, true};
        log->events[log->event_count++] =
            (miler_timer_event){w->start_ms + llround(w->pause_to_s[i] * 1000), true, true};
    }
    log->events[log->event_count++] = (miler_timer_event){w->start_ms + llround(end_s * 1000), false, false};
    log->session = summary_of(w, log, 0, end_s);
    double up = 0;
    double down = 0;
    for (size_t i = 1; i < w->step_count; i++) {
        const double rise = w->steps[i].z_m - w->steps[i - 1].z_m;
        *(rise > 0 ? &up : &down) += fabs(rise);
    }
    if (!w->indoors) log->session.ascent_m = (float)round(up);
    if (!w->indoors) log->session.descent_m = (float)round(down);
}

// The workout in the watch: warm-up, 5 reps with 150 s between, cool-down.
enum { WATCH_STEPS = 5 };

static inline void watch_steps(const world *w, miler_recorded_step steps[WATCH_STEPS]) {
    const miler_recorded_step all[WATCH_STEPS] = {
        {NULL, 5, -1, 2, -1, -1, -1, MILER_INTENSITY_WARMUP},
        {NULL, 5, -1, 0, 0, llround(w->mile_mps * 880), llround(w->mile_mps * 960), MILER_INTENSITY_INTERVAL},
        {NULL, 0, 150000, 2, -1, -1, -1, MILER_INTENSITY_RECOVERY},
        {NULL, 6, 1, 2, 5, -1, -1, MILER_INTENSITY_UNKNOWN},
        {NULL, 5, -1, 2, -1, -1, -1, MILER_INTENSITY_COOLDOWN}};
    memcpy(steps, all, sizeof all);
}

// What the watch would write, borrowed from the log.
static inline void watch_recording(world *w, watch_log *log, miler_recording *rec) {
    miler_recording_init(rec);
    rec->sport = w->sport;
    rec->sub_sport = w->sub_sport;
    rec->utc_offset_s = ISLAND_OFFSET_S;
    rec->has_utc_offset = true;
    rec->user_weight_kg = (float)BODY_MASS_KG;
    rec->user_max_hr_bpm = (float)BODY_HR_MAX;
    rec->user_resting_hr_bpm = (float)BODY_HR_REST;
    rec->session = log->session;
    rec->laps = log->laps;
    rec->lap_count = log->lap_count;
    rec->events = log->events;
    rec->event_count = log->event_count;
    const bool moves = w->sport != MILER_SPORT_STRENGTH && !w->no_counter;
    const bool runs = w->sport == MILER_SPORT_RUNNING;
    const bool form = runs && !w->smart;
    rec->samples = (miler_samples){.count = log->count,
                                   .t_ms = log->t_ms,
                                   .lat_deg = w->indoors ? NULL : log->lat,
                                   .lon_deg = w->indoors ? NULL : log->lon,
                                   .dist_m = moves ? log->dist_m : NULL,
                                   .speed_mps = moves ? log->speed : NULL,
                                   .altitude_m = w->indoors ? NULL : log->altitude,
                                   .hr_bpm = log->hr,
                                   .cadence_spm = runs ? log->cadence : NULL,
                                   .vertical_oscillation_mm = form ? log->oscillation : NULL,
                                   .vertical_ratio_pct = form ? log->ratio : NULL,
                                   .stance_ms = form ? log->stance : NULL,
                                   .stance_balance_pct = form ? log->balance : NULL,
                                   .step_length_mm = form ? log->step_length : NULL};
}

static inline miler_status watch_write(world *w, watch_log *log, const char *title, uint32_t serial,
                                       miler_buf *buf, miler_error *err) {
    miler_recording rec;
    watch_recording(w, log, &rec);
    char name[64];
    snprintf(name, sizeof name, "%s (made up)", title);
    rec.name = name;
    char workout[64];
    miler_recorded_step steps[WATCH_STEPS];
    if (w->workout != NULL) {
        snprintf(workout, sizeof workout, "%s", w->workout);
        watch_steps(w, steps);
        rec.workout_name = workout;
        rec.steps = steps;
        rec.step_count = WATCH_STEPS;
    }
    const fitw_identity identity = {FITW_MAKER_DEVELOPMENT, w->smart ? 2 : 1, serial + 1, w->start_ms,
                                    w->smart ? "miler simulator old" : "miler simulator"};
    return fitw_activity(&rec, &identity, buf, err);
}

#endif
