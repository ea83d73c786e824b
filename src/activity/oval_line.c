// SPDX-License-Identifier: MIT
// Which end of the track the finish line stands at. The shape alone cannot say:
// an oval turned by half a lap is the same. But reps end at the finish line and
// start at it, or at one of the few marks that races start from; laps are
// pressed there. Each such moment speaks for one end or the other, and on the
// whole they must speak clearly: many moments anywhere say nothing. A coach may
// also set off from anywhere, lap for lap the same: then that spot is told.
#include "activity/act.h"
#include "activity/oval.h"

#define MARK_SD_M                                                                                            \
    9.0 // of a start or stop around its mark: GPS, a late finger, a step or two [engineering estimate]
#define SURE 1.3  // one end needs this many times the support of the other
#define CLEAR 0.5 // ... and so much a moment: those that lie anywhere have 0.2 [engineering estimate]
#define MOMENTS_MIN 3
#define MOMENTS_MAX 400 // each is held against each
#define SPOT_M 12.0     // moments this near each other are of one spot
#define SPOT_SHARE 0.6  // of all moments ...
#define SPOT_MIN 4      // ... and so many make it one

static const struct {
    double before_finish_m; // in lane 1
    double start, stop;     // how often reps do so there [engineering estimate]
} marks[] = {{0, 1.5, 2}, {9.344, 1, 0}, {300, 0.7, 0.2}, {200, 0.7, 0.6}, {100, 0.6, 0.4}};

static double support(double phase_m, double lap_m, bool start) {
    double sum = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        double off = phase_m + marks[i].before_finish_m * lap_m / 400;
        off -= lap_m * round(off / lap_m);
        sum += (start ? marks[i].start : marks[i].stop) * exp(-0.5 * off * off / (MARK_SD_M * MARK_SD_M));
    }
    return sum;
}

typedef struct tally {
    double here, there; // for the line where the fit put it, for the other end
    double lap_m;
    double at_m[MOMENTS_MAX]; // places of the moments
    size_t count;
} tally;

static void count(tally *t, double phase_m, bool start) {
    if (isnan(phase_m) || t->count == MOMENTS_MAX) return;
    t->here += support(phase_m, t->lap_m, start);
    t->there += support(phase_m + t->lap_m / 2, t->lap_m, start);
    t->at_m[t->count++] = phase_m;
}

// The spot where most moments lie; NaN when they are strewn.
static double spot(const tally *t) {
    size_t most = 0;
    double at = NAN;
    for (size_t i = 0; i < t->count; i++) {
        size_t near = 0;
        double sum = 0;
        for (size_t k = 0; k < t->count; k++) {
            double off = t->at_m[k] - t->at_m[i];
            off -= t->lap_m * round(off / t->lap_m);
            if (fabs(off) > SPOT_M) continue;
            near++;
            sum += off;
        }
        if (near <= most) continue;
        most = near;
        at = oval_wrap(t->at_m[i] + sum / (double)near, t->lap_m);
    }
    return most >= SPOT_MIN && (double)most >= SPOT_SHARE * (double)t->count ? at : (double)NAN;
}

// Speed that parts fast from slow: half way between the slow and the fast fifth
// of the way; NaN where all is of one speed.
static double fast_from(const miler_tracks *all, const miler_track_part *p) {
    double low = INFINITY;
    double high = 0;
    double bins[128] = {0}; // of 0.1 m/s
    double sum = 0;
    for (size_t i = p->first; i < p->end; i++) {
        const double v = fabs(all->speed_mps[i]);
        bins[v < 12.7 ? (size_t)(v * 10) : 127] += 1;
        sum += 1;
    }
    double seen = 0;
    for (size_t b = 0; b < 128; b++) {
        if (seen <= 0.15 * sum && seen + bins[b] > 0.15 * sum) low = (double)b / 10;
        if (seen <= 0.85 * sum && seen + bins[b] > 0.85 * sum) high = (double)b / 10;
        seen += bins[b];
    }
    return high > 1.3 * low ? (low + high) / 2 : (double)NAN;
}

static void count_part(const miler_activity *a, const miler_tracks *all, const miler_track_part *p,
                       tally *t) {
    const double fast = fast_from(all, p);
    for (size_t i = p->first + 1; i < p->end && fast > 0; i++) {
        const bool was = fabs(all->speed_mps[i - 1]) > fast;
        const bool is = fabs(all->speed_mps[i]) > fast;
        if (was != is) count(t, all->phase_m[i], is);
    }
    for (size_t k = 0; k < a->lap_count; k++) {
        const miler_lap *lap = &a->laps[k];
        if (lap->trigger != MILER_TRIGGER_MANUAL && lap->trigger != MILER_TRIGGER_WORKOUT &&
            lap->trigger != MILER_TRIGGER_UNKNOWN)
            continue;
        if (lap->sum.start_ms == MILER_NO_TIME) continue;
        const double at = (double)(lap->sum.start_ms - a->start_ms) / 1000;
        if (at > p->start_s && at < p->end_s) count(t, all->phase_m[act_sample_at(a, at)], true);
    }
}

void oval_finish_line(const miler_activity *a, miler_tracks *all, miler_track *track) {
    tally t = {.lap_m = miler_oval_lap_m(&track->oval)};
    for (size_t k = 0; k < track->part_count; k++)
        count_part(a, all, &track->parts[k], &t);
    const bool other = t.there > t.here;
    const double most = fmax(t.here, t.there);
    track->finish_known =
        t.count >= MOMENTS_MIN && most > CLEAR * (double)t.count && most > SURE * fmin(t.here, t.there);
    track->spot_m = track->finish_known ? (double)NAN : spot(&t);
    if (!other) return;
    track->oval.turn_rad += 3.14159265358979323846;
    track->spot_m = oval_wrap(track->spot_m + t.lap_m / 2, t.lap_m);
    for (size_t k = 0; k < track->part_count; k++)
        for (size_t i = track->parts[k].first; i < track->parts[k].end; i++)
            all->phase_m[i] = oval_wrap(all->phase_m[i] + t.lap_m / 2, t.lap_m);
}
