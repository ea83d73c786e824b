// SPDX-License-Identifier: MIT
// Start and end of a rep to the second, by areas: with level speeds a before
// and b after an edge at e, the distance over a window around it is
//
//     D = a (e - t0) + b (t1 - e)      =>      e = (D + a t0 - b t1) / (a - b)
//
// whatever shape the change has and however seldom the watch wrote. What the
// runner and the watch take to show the change comes off again.
#include "activity/reps.h"

#define WINDOW_S 14.0 // looked at on either side of an edge
#define NEAR_S 3.0    // left out beside the edge, where the speed is still changing
#define SHIFT_MAX_S 8.0
// A runner needs about a second to get up to speed, and a watch one or two to
// say so. At the end fingers are late and runners early: they slow down into the
// line. [engineering estimates, from files with manual laps; docs/reps.md]
#define LAG_START_S 1.6
#define LAG_END_S 0.8
#define BARE_SD_S 1.4
#define PER_INTERVAL 0.1
#define EDGE_SD_S 0.7 // [engineering estimate, the same files]

// The edge between `out_s` on one side and `in_s` on the other, limits of what is level.
static double edge_at(const reps_work *w, double edge_s, double before_s, double after_s) {
    double e = edge_s;
    const double near = fmax(NEAR_S, w->series.every_s);
    for (int pass = 0; pass < 2; pass++) {
        const double room_a = e - before_s;
        const double room_b = after_s - e;
        const double t0 = e - fmin(fmax(WINDOW_S, 2.5 * w->series.every_s), room_a);
        const double t1 = e + fmin(fmax(WINDOW_S, 2.5 * w->series.every_s), room_b);
        const double a = reps_mean_mps(w, t0, e - fmin(near, room_a / 2));
        const double b = reps_mean_mps(w, e + fmin(near, room_b / 2), t1);
        if (!(fabs(a - b) > 0.2)) return edge_s; // nothing to see
        const double dist = reps_dist_at(w, t1) - reps_dist_at(w, t0);
        const double at = (dist + a * t0 - b * t1) / (a - b);
        if (!(fabs(at - edge_s) < SHIFT_MAX_S)) return e;
        e = fmin(fmax(at, t0), t1);
    }
    return e;
}

// Positions alone are smoothed less well than a watch's counter.
static double edge_sd(const reps_work *w) {
    const bool counted = w->rec->samples.dist_m != NULL;
    return (counted ? EDGE_SD_S : BARE_SD_S) + PER_INTERVAL * (w->series.every_s - 1);
}

void reps_edges(const reps_work *w, reps_spans *spans) {
    if (w->series.count == 0) return;
    const double end_s = w->series.at_s[w->series.count];
    double before_s = 0; // the last rep's end
    for (size_t i = 0; i < spans->count; i++) {
        reps_span *s = &spans->at[i];
        const double after_s = i + 1 < spans->count ? spans->at[i + 1].start_s : end_s;
        const double middle_s = (s->start_s + s->end_s) / 2;
        const bool open = s->start_s <= w->series.at_s[0];
        const bool last = s->end_s >= end_s;
        const double start_s = open ? s->start_s : edge_at(w, s->start_s, before_s, middle_s) - LAG_START_S;
        const double finish_s = last ? s->end_s : edge_at(w, s->end_s, middle_s, after_s) - LAG_END_S;
        before_s = s->end_s;
        s->start_sd = s->end_sd = edge_sd(w);
        if (!(finish_s > start_s)) continue;
        s->start_s = fmax(start_s, i > 0 ? spans->at[i - 1].end_s : 0);
        s->end_s = fmax(finish_s, s->start_s);
    }
}
