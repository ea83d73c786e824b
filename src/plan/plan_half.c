// SPDX-License-Identifier: MIT
// The half-marathon plan this runner would get, as shares of intensity, so that
// a mile plan can be seen for what it is. A model, not a second plan: the same
// weeks with half_volume_ratio of the running, half_hard_days quality days a week
// (one fewer than that week has here: half-marathon pace below threshold takes its place), each
// half_vo2max_every-th of them VO2max and the others threshold, each as large as
// the same caps and the same minutes of a day allow and as what the log has leads to; no race-pace
// work, strides only in the warm-up.
#include "plan/plan_room.h"

#define REST_THRESHOLD 0.2 // for each second of work: a minute for five (Daniels)
#define REST_VO2MAX 0.75   // between equal and half of the rep, as the sets of plan_set.c

static int32_t share(double part, double whole) {
    return whole > 0 ? (int32_t)(part / whole * 10000 + 0.5) : 0;
}

// Who comes without hard running, or from weeks off, begins any plan with less of it.
static double begun(const plan_maker *m, const plan_frame_week *week) {
    if (plan_easy_weeks(m) > 0 && week->number <= plan_easy_weeks(m)) return 0;
    const bool early = week->phase == MILER_PHASE_INTRODUCE;
    return early && plan_none_in_log(m, PLAN_THRESHOLD) ? m->rule.recent_none_share : 1;
}

// Its sessions grow from the largest of the log by the same steps as those of any plan;
// `before`: how many of them it had by then.
static double grown(const plan_maker *m, plan_family family, double before, double cap_m) {
    const double logged_m = m->logged_m[family];
    return logged_m > 0 ? fmin(cap_m, logged_m * pow(1 + m->rule.total_step_max, before + 1)) : cap_m;
}

// Seconds of work and rest that the roomiest hard day leaves beside the shortest warm-up and cool-down.
static double room_s(const plan_maker *m) {
    int most = 0;
    for (int day = 0; day < 7; day++)
        if (m->days.role[day] == PLAN_HARD && m->limit_min[day] > most) most = m->limit_min[day];
    return fmax(most - m->rule.warmup_floor_min - m->rule.cooldown_floor_min, 0) * 60;
}

// Hard sessions that the week came to; small weeks have no room for as many as were meant.
static int hard_sessions(const plan_maker *m, const plan_frame_week *week) {
    int hard = 0;
    for (size_t i = 0; i < m->plan->session_count; i++) {
        const miler_session *s = &m->plan->sessions[i];
        hard += s->hard && s->status != MILER_SESSION_SKIPPED && s->day >= week->first_day &&
                s->day < week->first_day + 7;
    }
    return hard;
}

void plan_half_shares(const plan_maker *m, miler_plan_shares *out) {
    const plan_rule *r = &m->rule;
    double easy_s = 0, threshold_s = 0, vo2max_s = 0, threshold_before = 0, vo2max_before = 0;
    for (int i = 0; i < m->frame_count; i++) {
        if (m->frame[i].phase == MILER_PHASE_BASE) continue;
        const bool taper = m->frame[i].phase == MILER_PHASE_TAPER;
        const double week_m = fmin(m->done_m[i] * r->half_volume_ratio, m->cap_m); // age limits any plan
        const double days = fmin(r->half_hard_days, fmax(hard_sessions(m, &m->frame[i]) - 1, 0.5));
        const double quality = days * (taper ? 0.5 : 1) * begun(m, &m->frame[i]);
        const double vo2max_days = quality / r->half_vo2max_every;
        const double t_m =
            fmax(fmin(r->threshold_share_max * week_m, r->threshold_max_min * 60 * m->threshold_mps),
                 r->threshold_floor_m);
        const double v_m = fmax(fmin(r->vo2max_share_max * week_m, r->vo2max_max_m), r->vo2max_floor_m);
        const double day_t_m = fmin(t_m, room_s(m) / (1 + REST_THRESHOLD) * m->threshold_mps);
        const double day_v_m = fmin(v_m, room_s(m) / (1 + REST_VO2MAX) * m->vo2max_mps);
        const double most_t_m = grown(m, PLAN_THRESHOLD, threshold_before, day_t_m);
        const double most_v_m = grown(m, PLAN_VO2MAX, vo2max_before, day_v_m);
        threshold_before += quality - vo2max_days;
        vo2max_before += vo2max_days;
        const double hard_t_m = (quality - vo2max_days) * most_t_m * 0.9; // rarely as long as its cap
        const double hard_v_m = vo2max_days * most_v_m * 0.9;
        threshold_s += hard_t_m / m->threshold_mps;
        vo2max_s += hard_v_m / m->vo2max_mps;
        easy_s += fmax(week_m - hard_t_m - hard_v_m, 0) / m->easy_mps;
    }
    const double whole = easy_s + threshold_s + vo2max_s;
    out->threshold = share(threshold_s, whole);
    out->vo2max = share(vo2max_s, whole);
    out->fast = 0;
    out->easy = whole > 0 ? 10000 - out->threshold - out->vo2max : 0;
}
