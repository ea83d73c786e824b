// SPDX-License-Identifier: MIT
// Start and end of reps by their places on the oval. Reps of 400 m start at one
// line and end there; the places of all starts, and of all ends taken back by
// the length of the rep, are errors around it. Their mean is the line, and the
// time the runner crossed it is the start. It is weighed with what the speed
// says, each by its own error.
//
//       p1    p2 p3        p_i = place at the start by the speed
//   ----x------xx---|--x-----x------>   along the lap
//              line ^  q2    q1         q_i = place at the end, less the rep
#include "activity/reps.h"
#include "base/middle.h"

// [engineering estimates where no source stands; docs/reps.md]
#define NEAR_LINE_M 14.0 // places farther from each other are other lines [engineering estimate]
#define SHIFT_MAX_S 4.0  // a place that says more is not believed [engineering estimate]
#define TOLERANCE 0.02   // of a usual distance: half a lane's difference is 0.9 % a lap ...
#define TOLERANCE_M 6.0  // ... and two edges of a second each
#define SPREAD 0.015     // reps by distance differ by less
#define ROLLING_MPS 1.0  // faster before the start: the line is crossed, not waited at
#define LINE_REPS 3      // that start at one place make it a line ...
#define LINE_SHARE 0.4   // ... when so many of all do
#define ALIKE 0.06
#define ERROR_MIN_M 0.5
// How a rep differs from its round distance in the right lane; less than from a lane to the next (1.9 % of 400 m)
#define LANE_SD 0.006       // ... as a share: scale of the day, how far out one runs [engineering estimate]
#define LANE_SD_M 3.0       // ... and its two edges [engineering estimate]
#define WIDE_LEAST_M 1000.0 // a shorter one's laps in lane 2 differ by less than two errors
#define WIDE_SDS 2.0        // so far from the other reading [engineering estimate]
#define LANE_LEAST 0.05     // of all lanes must fit, or the distance was no round one [engineering estimate]

typedef struct placed {
    const miler_track_part *part; // NULL: not on the oval
    const miler_track *track;
    double lap_m;
    double start_m, end_m; // along the part
    double phase_m;        // of the start, by start and end together
    double error_m;        // of one place
    double scale_error;    // of distances along the lap, as a share
} placed;

static double column_at(const reps_work *w, const double *column, double time_s) {
    const miler_activity *a = w->a;
    const size_t i = act_sample_at(a, time_s);
    if (i + 1 >= a->sample_count || isnan(column[i + 1])) return column[i];
    if (isnan(column[i])) return column[i + 1];
    return act_line(a->at_s[i], column[i], a->at_s[i + 1], column[i + 1], time_s);
}

static void place(const reps_work *w, const reps_span *s, placed *out) {
    *out = (placed){0};
    for (size_t k = 0; k < w->tracks->count; k++) {
        const miler_track *t = &w->tracks->tracks[k];
        for (size_t i = 0; i < t->part_count; i++) {
            const miler_track_part *p = &t->parts[i];
            if (s->start_s < p->start_s - 1 || s->end_s > p->end_s + 1) continue;
            out->part = p;
            out->track = t;
            out->lap_m = miler_oval_lap_m(&t->oval);
            out->scale_error = t->lap_error_m / out->lap_m;
        }
    }
    if (out->part == NULL) return;
    const double start_s = fmax(s->start_s, out->part->start_s);
    out->start_m = column_at(w, w->tracks->along_m, start_s);
    out->end_m = column_at(w, w->tracks->along_m, fmin(s->end_s, out->part->end_s));
    const size_t at = act_sample_at(w->a, start_s);
    // The phase between samples: that of the sample, and what was run since.
    out->phase_m = w->tracks->phase_m[at] + out->start_m - w->tracks->along_m[at];
    out->error_m = fmax((double)w->tracks->error_at_m[at], ERROR_MIN_M);
    if (isnan(out->start_m) || isnan(out->end_m) || isnan(out->phase_m) || isnan(out->error_m))
        out->part = NULL;
}

// A round distance. In the lane that was found it has a start and an end; one that
// only fits another lane is a name and says nothing of places.
typedef struct round_length {
    double nominal_m; // 0 = none
    bool placed;
} round_length;

static bool is_near(double dist_m, double usual_m) {
    return fabs(dist_m - usual_m) <= TOLERANCE * usual_m + TOLERANCE_M;
}

// How well a distance along the lane found fits a round one in a lane it may be.
static double fit_in_lane(const miler_track *t, size_t lane, double middle_m, double usual_m) {
    const double dist_m = middle_m * t->lap_guesses[lane].lap_m / miler_oval_lap_m(&t->oval);
    const double off = (dist_m - usual_m) / hypot(LANE_SD * usual_m, LANE_SD_M);
    return is_near(dist_m, usual_m) ? t->lap_guesses[lane].share * exp(-0.5 * off * off) : 0;
}

// Where the lane is not sure, each that it may be has a say, by its share: 1260 m in a lane of 39 % are 1200 m
// two or three lanes further in, if those are likely.
static round_length round_by_lanes(const miler_track *t, double middle_m) {
    round_length best = {0};
    double most = LANE_LEAST;
    for (size_t k = 0; k < t->lap_guess_count; k++) {
        const double scale = t->lap_guesses[k].lap_m / miler_oval_lap_m(&t->oval);
        const round_length one = {.nominal_m = reps_usual_m(middle_m * scale)};
        double all = 0;
        for (size_t lane = 0; lane < t->lap_guess_count; lane++)
            all += fit_in_lane(t, lane, middle_m, one.nominal_m);
        if (all <= most) continue;
        most = all;
        best = one;
    }
    best.placed = best.nominal_m > 0 && is_near(middle_m, best.nominal_m);
    return best;
}

// A race run wide: its laps were counted in the first lane and run farther out, so that a mile is 1638 m along
// lane 2. Only in a lane that is sure, of a length at which the two readings lie apart by more than their
// errors, and where the metres are those of such laps and not of the round distance along the own lane.
static round_length laps_wide(const placed *p, double middle_m) {
    const round_length none = {0};
    if (p->track->oval.lane < 2 || p->track->lane_share < MILER_LANE_SURE || middle_m < WIDE_LEAST_M)
        return none;
    miler_oval inner = p->track->oval;
    inner.lane = 1;
    const double ratio = p->lap_m / miler_oval_lap_m(&inner);
    const double nominal_m = reps_usual_m(middle_m / ratio), own_m = reps_usual_m(middle_m);
    const double sd_m = hypot(LANE_SD * middle_m, LANE_SD_M);
    if (!(nominal_m > 0) || fabs(middle_m - nominal_m * ratio) > sd_m) return none;
    if (own_m > 0 && fabs(middle_m - own_m) < WIDE_SDS * sd_m) return none;
    return (round_length){nominal_m, false};
}

// The round distance of a rep, told from all that are alike.
static round_length round_of(const placed *p, size_t n, size_t i, double *room) {
    const double own = p[i].end_m - p[i].start_m;
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        const double other = p[k].end_m - p[k].start_m;
        if (p[k].part != NULL && fabs(other - own) <= ALIKE * own) room[count++] = other;
    }
    if (count == 0) return (round_length){0};
    const double middle = miler_middle(room, count);
    if (miler_spread(room, count, middle) > SPREAD * middle + TOLERANCE_M / 2) return (round_length){0};
    const round_length wide = laps_wide(&p[i], middle);
    if (wide.nominal_m > 0) return wide;
    const double usual = reps_usual_m(middle);
    const bool near = is_near(middle, usual);
    if (near && p[i].track->lane_share >= MILER_LANE_SURE) return (round_length){usual, true};
    const round_length by_lanes = round_by_lanes(p[i].track, middle);
    return near && !(by_lanes.nominal_m > 0) ? (round_length){usual, true} : by_lanes;
}

// The workout's step knows better: by time there is no distance to settle, and by
// distance only that one.
static round_length meant(const reps_span *s, round_length length) {
    if (s->step_s > 0) return (round_length){0};
    if (s->step_m <= 0) return length;
    const bool same = fabs(length.nominal_m - s->step_m) <= TOLERANCE * s->step_m;
    return same ? (round_length){s->step_m, length.placed} : (round_length){0};
}

// Signed way round the lap from a to b, the short way.
static double way(double from_m, double to_m, double lap_m) {
    const double d = to_m - from_m;
    return d - lap_m * round(d / lap_m);
}

// How far the line lies from the place of rep i: by all that start there when
// most do, else by its own start and end.
static double to_line(const placed *p, const round_length *length, size_t n, size_t i, size_t *pooled) {
    double sum = 0;
    double own = 0;
    size_t count = 0;
    size_t all = 0;
    for (size_t k = 0; k < n; k++) {
        if (!length[k].placed || fabs(p[k].lap_m - p[i].lap_m) > 1e-6) continue;
        all++;
        const double start = way(p[i].phase_m, p[k].phase_m, p[i].lap_m);
        const double back = p[k].phase_m + p[k].end_m - p[k].start_m - length[k].nominal_m;
        const double end = way(p[i].phase_m, back, p[i].lap_m);
        if (k == i) own = end / 2;
        if (fabs(start) > NEAR_LINE_M || fabs(end) > NEAR_LINE_M) continue;
        sum += (start + end) / 2;
        count++;
    }
    const bool line = count >= LINE_REPS && (double)count >= LINE_SHARE * (double)all;
    *pooled = line ? count : 1;
    return line ? sum / (double)count : own;
}

// When a place along the part was reached; NaN outside.
static double crossing(const reps_work *w, const placed *p, double along_m) {
    const double *along = w->tracks->along_m;
    size_t low = p->part->first;
    size_t high = p->part->end - 1;
    if (!(along_m >= along[low] && along_m <= along[high])) return (double)NAN;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (along[mid] >= along_m)
            high = mid;
        else
            low = mid + 1;
    }
    if (low == p->part->first || along[low] - along[low - 1] < 1e-9) return w->a->at_s[low];
    return act_line(along[low - 1], w->a->at_s[low - 1], along[low], w->a->at_s[low], along_m);
}

// Weighs a time that a place says into one that the speed said.
static void weigh(double *time_s, double *sd, double place_s, double place_sd) {
    if (!(fabs(place_s - *time_s) <= SHIFT_MAX_S) || !(place_sd > 0) || !(*sd > 0)) return;
    const double a = 1 / (*sd * *sd);
    const double b = 1 / (place_sd * place_sd);
    *time_s = (*time_s * a + place_s * b) / (a + b);
    *sd = 1 / sqrt(a + b);
}

static void settle(const reps_work *w, reps_span *s, const placed *p, double length_m, double shift_m,
                   size_t pooled) {
    const double speed = (p->end_m - p->start_m) / (s->end_s - s->start_s);
    if (!(speed > ROLLING_MPS)) return;
    s->nominal_m = length_m;
    // Drift shifts the places of one rep together: only different reps average it away.
    const double place_m = p->error_m * sqrt(1 + 1 / (double)pooled);
    const double error_m = hypot(place_m, p->scale_error * length_m);
    const double line_m = p->start_m + shift_m;
    const double before = reps_mean_mps(w, s->start_s - 7, s->start_s - 2);
    if (before > ROLLING_MPS) weigh(&s->start_s, &s->start_sd, crossing(w, p, line_m), place_m / before);
    weigh(&s->end_s, &s->end_sd, crossing(w, p, line_m + length_m), error_m / speed);
    s->nominal_time_s = s->end_s - s->start_s;
}

static void settle_one(const reps_work *w, const reps_spans *spans, const placed *p,
                       const round_length *length, size_t n, size_t i) {
    if (!length[i].placed) {
        if (length[i].nominal_m > 0) spans->at[i].nominal_m = length[i].nominal_m;
        return;
    }
    size_t pooled;
    const double shift_m = to_line(p, length, n, i, &pooled);
    settle(w, &spans->at[i], &p[i], length[i].nominal_m, shift_m, pooled);
}

bool reps_on_oval(reps_work *w, reps_spans *spans) {
    const size_t n = spans->count;
    if (w->tracks == NULL || w->tracks->along_m == NULL || n == 0) return true;
    placed *p = miler_arena_array(w->scratch, n, sizeof *p);
    round_length *length = miler_arena_array(w->scratch, n, sizeof *length);
    double *room = miler_arena_array(w->scratch, n, sizeof *room);
    if (p == NULL || length == NULL || room == NULL) return false;
    const size_t most = n < REPS_OVAL_MAX ? n : REPS_OVAL_MAX; // each is held against each
    for (size_t i = 0; i < most; i++)
        place(w, &spans->at[i], &p[i]);
    for (size_t i = 0; i < most; i++)
        if (p[i].part != NULL) length[i] = meant(&spans->at[i], round_of(p, most, i, room));
    for (size_t i = 0; i < most; i++)
        settle_one(w, spans, p, length, most, i);
    return true;
}
