// SPDX-License-Identifier: MIT
// What the heart did: time in zones by speed and by heart rate, heart rate at
// the start and the end of reps, and how far it came down in the minute after.
#include "activity/form_work.h"

#define EDGE_S 5.0 // heart rate at a moment: mean of the 5 s before it (watches smooth over about as much)
#define RECOVERY_S 60.0 // the usual minute of heart rate recovery
// The next rep may begin this much early: the last seconds before it fall no further [engineering estimate].
#define RECOVERY_SLACK_S 3.0

static const double zone_from[MILER_FORM_ZONE_COUNT - 1] = {0.745, 0.835, 0.915, 1.025};
#define THRESHOLD_SHARE 0.88 // of VO2max [Daniels]
#define VO2MAX_SHARE 0.975
_Static_assert(MILER_HEART_EDGES == MILER_FORM_ZONE_COUNT - 1, "a zone for each stretch between two edges");

static bool heart_at(const form_work *w, size_t i) {
    return w->s->hr_bpm != NULL && w->s->hr_bpm[i] >= 30 && w->s->hr_bpm[i] <= 250;
}

// Mean over the 5 s before; NaN where none was recorded.
static float hr_before(const form_work *w, double at_s) {
    double sum = 0;
    double count = 0;
    const size_t last = act_sample_at(w->a, at_s);
    // A watch that records every 8 s has but one to offer.
    const double from_s = fmin(at_s - EDGE_S, fmax(w->a->at_s[last], at_s - FORM_GAP_S) - 1e-3);
    for (size_t i = last + 1; i-- > 0 && w->a->at_s[i] > from_s;) {
        if (w->a->at_s[i] > at_s || !heart_at(w, i)) continue;
        sum += (double)w->s->hr_bpm[i];
        count++;
    }
    return count > 0 ? (float)(sum / count) : NAN;
}

void form_heart(const form_work *w, double next_s, miler_form_stretch *stretch) {
    const double last_s = w->a->at_s[w->n - 1];
    stretch->start_hr_bpm = hr_before(w, fmax(stretch->start_s, w->a->at_s[0] + EDGE_S / 2));
    stretch->end_hr_bpm = hr_before(w, fmin(stretch->end_s, last_s));
    const double later_s = stretch->end_s + RECOVERY_S;
    if (later_s > last_s || later_s > next_s + RECOVERY_SLACK_S) return;
    stretch->drop_60_bpm = stretch->end_hr_bpm - hr_before(w, later_s);
}

static size_t zone_of(double value, const double *from) {
    size_t zone = 0;
    while (zone < MILER_FORM_ZONE_COUNT - 1 && value >= from[zone])
        zone++;
    return zone;
}

// Where one zone begins by hand, the others that are computed stay in order.
static void tell(miler_form *out, double *from, int edge, double mps) {
    if (!(mps > 0)) return;
    from[edge] = mps;
    out->zone_by_hand[edge + 1] = true;
    for (int i = 0; i < MILER_FORM_ZONE_COUNT - 1; i++)
        if (!out->zone_by_hand[i + 1]) from[i] = i < edge ? fmin(from[i], mps) : fmax(from[i], mps);
}

static double share_speed(double mps, double share_of_it, double share) {
    return mps > 0 ? miler_vdot_speed(miler_vo2_at_speed(mps) / share_of_it, share) : 0;
}

// Easy ends where the runner says. A threshold or VO2max pace by hand stands where the computed one does in its
// zone: at 88 and 97.5 % of VO2max.
static void told_zones(const miler_form_options *o, miler_form *out, double *from) {
    const miler_hand_paces *p = &o->paces;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        out->zone_by_hand[z] = false;
    tell(out, from, 0, p->easy_fast_mps);
    tell(out, from, 1, share_speed(p->threshold_mps, THRESHOLD_SHARE, zone_from[1]));
    tell(out, from, 2, share_speed(p->threshold_mps, THRESHOLD_SHARE, zone_from[2]));
    tell(out, from, 3, share_speed(p->vo2max_mps, VO2MAX_SHARE, zone_from[3]));
    for (int i = 1; i < MILER_FORM_ZONE_COUNT - 1;
         i++) // easy that ends within what threshold's zone would be
        from[i] = fmax(from[i], from[i - 1]);
}

static double vdot_of(const miler_form_options *o) {
    const double threshold_mps = o->paces.threshold_mps > 0 ? o->paces.threshold_mps : o->threshold_mps;
    return o->vdot > 0 ? o->vdot : miler_vo2_at_speed(threshold_mps) / THRESHOLD_SHARE;
}

static void speed_zones(const form_work *w) {
    const miler_form_options *o = w->options;
    const double vdot = vdot_of(o);
    double from[MILER_FORM_ZONE_COUNT - 1];
    for (size_t z = 0; z < MILER_FORM_ZONE_COUNT - 1; z++)
        from[z] = miler_vdot_speed(vdot, zone_from[z]);
    if (!(vdot > 0) || !(from[0] > 0) || w->a->true_dist_m == NULL) return;
    told_zones(o, w->out, from);
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++) {
        w->out->zone_s[z] = 0;
        w->out->zone_from_mps[z] = z > 0 ? from[z - 1] : 0;
    }
    for (size_t i = 0; i + 1 < w->n; i++) {
        // Uphill the work is what counts; a watch that says the flat speed is believed.
        const float *flat = w->s->grade_adjusted_speed_mps;
        double speed = (double)w->speed_mps[i];
        if (flat != NULL && flat[i] > 0 && (double)flat[i] <= ACT_SPRINT_MPS) speed = (double)flat[i];
        if (!(speed >= ACT_MOVING_FOOT_MPS && speed <= ACT_SPRINT_MPS)) continue;
        w->out->zone_s[zone_of(speed, from)] += form_interval_s(w, i);
    }
}

static void heart_zones(const form_work *w) {
    double from[MILER_HEART_EDGES];
    bool any = false;
    miler_heart_edges(w->options->hr_max_bpm, w->options->hr_from_bpm, from);
    for (size_t i = 0; i < w->n && !any; i++)
        any = heart_at(w, i);
    for (int e = 0; e < MILER_HEART_EDGES; e++)
        if (!(from[e] > 0)) any = false;
    if (!any) return;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++) {
        w->out->hr_zone_s[z] = 0;
        w->out->hr_zone_from_bpm[z] = z > 0 ? from[z - 1] : 0;
        w->out->hr_zone_by_hand[z] = z > 0 && w->options->hr_from_bpm[z - 1] > 0;
    }
    for (size_t i = 0; i + 1 < w->n; i++)
        if (heart_at(w, i))
            w->out->hr_zone_s[zone_of((double)w->s->hr_bpm[i], from)] += form_interval_s(w, i);
}

void form_zones(const form_work *w) {
    speed_zones(w);
    heart_zones(w);
}
