// SPDX-License-Identifier: MIT
// Questions to tracks that were found: when a place was reached, how long a
// stretch took, and how sure that is.
//
//     |--- 400 ---|--- 400 ---|- 200 -|      a rep of 1000 m: what is left is a split, too
//   from_s                            to_s
//
// Three things err: the place where a stretch begins, the place where it ends,
// and how long the lap is (size and lane): of 400 m that are two lanes off, 4 m.
#include "activity/act.h"
#include "activity/oval.h"

#define STANDING_MPS 0.4
#define SLACK_S 1.0       // a last split may end so much later: edges are told no better
#define LENGTH_SHARE 0.04 // a length that was told is believed when the track is no farther off ...
#define LENGTH_M 8.0      // ... and this
#define REST_MIN_M 5.0
#define EDGE_S 1.5     // a rep may begin or end so much outside of its part
#define START_SD_M 2.5 // how near the mark one starts [engineering estimate]
#define START_NEAR_SDS 2.0
#define START_CLEAR 4.0 // times likelier than the next mark

static const miler_track *track_at(const miler_tracks *tracks, double time_s, const miler_track_part **part) {
    for (size_t k = 0; k < tracks->count; k++)
        for (size_t i = 0; i < tracks->tracks[k].part_count; i++) {
            const miler_track_part *p = &tracks->tracks[k].parts[i];
            if (!(time_s >= p->start_s && time_s <= p->end_s)) continue;
            *part = p;
            return &tracks->tracks[k];
        }
    return NULL;
}

static double along_at(const miler_activity *a, const miler_tracks *tracks, double time_s) {
    const size_t i = act_sample_at(a, time_s);
    if (i + 1 >= a->sample_count || !(tracks->along_m[i + 1] >= tracks->along_m[i]))
        return tracks->along_m[i];
    return act_line(a->at_s[i], tracks->along_m[i], a->at_s[i + 1], tracks->along_m[i + 1], time_s);
}

// When the place was reached, and the sample then; NaN where the part does not hold it.
static double reached_s(const miler_activity *a, const miler_tracks *tracks, const miler_track_part *part,
                        double wanted_m, size_t *sample) {
    size_t low = part->first;
    size_t high = part->end - 1;
    if (!(wanted_m >= tracks->along_m[low] && wanted_m <= tracks->along_m[high])) return (double)NAN;
    while (low < high) { // the first sample at or beyond
        const size_t mid = low + (high - low) / 2;
        if (tracks->along_m[mid] >= wanted_m)
            high = mid;
        else
            low = mid + 1;
    }
    *sample = low;
    if (low == part->first) return a->at_s[low];
    return act_line(tracks->along_m[low - 1], a->at_s[low - 1], tracks->along_m[low], a->at_s[low], wanted_m);
}

// Metres in seconds, by the speed there; who stops at the line came to it at the pace of the stretch.
static double in_seconds(const miler_tracks *tracks, size_t sample, double error_m, double mean_mps) {
    return error_m / fmax(fmax(fabs(tracks->speed_mps[sample]), mean_mps / 2), STANDING_MPS);
}

static double share_error(const miler_track *track) {
    return track->lap_error_m / miler_oval_lap_m(&track->oval);
}

static double reach(const miler_activity *a, const miler_tracks *tracks, double from_s, double dist_m,
                    bool with_start, double *error_s) {
    const miler_track_part *part = NULL;
    if (error_s != NULL) *error_s = NAN;
    const miler_track *track = track_at(tracks, from_s, &part);
    if (track == NULL) return (double)NAN;
    size_t at = 0;
    const double time_s = reached_s(a, tracks, part, along_at(a, tracks, from_s) + dist_m, &at);
    if (isnan(time_s) || error_s == NULL) return time_s;
    const double start_m = with_start ? (double)tracks->error_at_m[act_sample_at(a, from_s)] : 0;
    const double error_m = hypot(hypot((double)tracks->error_at_m[at], start_m), share_error(track) * dist_m);
    *error_s = in_seconds(tracks, at, error_m, time_s > from_s ? dist_m / (time_s - from_s) : 0);
    return time_s;
}

double miler_track_time_at(const miler_activity *a, const miler_tracks *tracks, double from_s, double dist_m,
                           double *error_s) {
    return reach(a, tracks, from_s, dist_m, false, error_s);
}

double miler_track_stretch(const miler_activity *a, const miler_tracks *tracks, double from_s, double dist_m,
                           double *error_s) {
    return reach(a, tracks, from_s, dist_m, true, error_s) - from_s;
}

// ---- Splits

typedef struct stretch {
    const miler_track *track;
    const miler_track_part *part;
    double from_s, to_s;
    double from_m, to_m; // along the part
    double length_m;     // by the lap, or as told
    double scale;        // metres told for one along the part
    bool told;
    double mean_mps;
} stretch;

static bool stretch_make(const miler_activity *a, const miler_tracks *tracks, double from_s, double to_s,
                         double length_m, stretch *out) {
    *out = (stretch){.from_s = from_s, .to_s = to_s, .scale = 1};
    // Edges are told a little beside the part, by speed or by the lap button.
    for (int k = 0; k < 3 && out->track == NULL; k++)
        out->track = track_at(tracks, from_s + k * EDGE_S / 2, &out->part);
    if (out->track == NULL || !(to_s > from_s)) return false;
    out->from_m = along_at(a, tracks, fmax(from_s, out->part->start_s));
    out->to_m = along_at(a, tracks, fmin(to_s, out->part->end_s));
    out->length_m = out->to_m - out->from_m;
    if (!(out->length_m > 0)) return false;
    out->told = length_m > 0 && to_s < out->part->end_s + EDGE_S &&
                fabs(length_m - out->length_m) < LENGTH_SHARE * length_m + LENGTH_M;
    if (out->told) {
        out->scale = length_m / out->length_m;
        out->length_m = length_m;
    }
    out->mean_mps = out->length_m / (to_s - from_s);
    return true;
}

// When `dist_m` of the stretch were run, and how far the place then is known, in seconds.
static double stretch_time(const miler_activity *a, const miler_tracks *tracks, const stretch *s,
                           double dist_m, double *error_s) {
    if (s->told && dist_m > s->length_m + 1e-6) return (double)NAN;
    size_t at = act_sample_at(a, fmin(s->to_s, s->part->end_s));
    const bool last = s->told && dist_m > s->length_m - 1e-6;
    const double time_s = last ? s->to_s : reached_s(a, tracks, s->part, s->from_m + dist_m / s->scale, &at);
    if (!isnan(time_s)) *error_s = in_seconds(tracks, at, (double)tracks->error_at_m[at], s->mean_mps);
    return time_s;
}

size_t miler_track_splits(const miler_activity *a, const miler_tracks *tracks, double from_s, double to_s,
                          double length_m, double every_m, miler_track_split *out, size_t max) {
    stretch s;
    if (!(every_m > 0) || !stretch_make(a, tracks, from_s, to_s, length_m, &s)) return 0;
    const double size_share = s.told ? 0 : share_error(s.track);
    size_t count = 0;
    double last_s = from_s;
    double last_error =
        in_seconds(tracks, act_sample_at(a, fmax(from_s, s.part->start_s)),
                   (double)tracks->error_at_m[act_sample_at(a, fmax(from_s, s.part->start_s))], s.mean_mps);
    for (bool rest = false; count < max && !rest;) {
        const double before_m = every_m * (double)count;
        double dist_m = every_m;
        double error = NAN;
        double at = stretch_time(a, tracks, &s, before_m + every_m, &error);
        if (!(at <= to_s + (s.told ? 0 : SLACK_S))) { // what is left
            rest = true;
            dist_m = s.length_m - before_m;
            if (count == 0 || dist_m < REST_MIN_M || dist_m > every_m) break;
            at = to_s;
            (void)stretch_time(a, tracks, &s, s.length_m, &error);
        }
        const double size_s = size_share * dist_m / fmax(dist_m / (at - last_s), STANDING_MPS);
        // Both ends err, in part alike when they are near: counted as if not.
        out[count++] = (miler_track_split){.every_m = every_m,
                                           .from_m = before_m,
                                           .dist_m = dist_m,
                                           .start_s = last_s,
                                           .time_s = at - last_s,
                                           .error_s = hypot(hypot(error, last_error), size_s)};
        last_s = at;
        last_error = error;
    }
    return count;
}

// ---- Start points

// How a place, `past_m` after the finish line, stands to a mark `before_m` in front of it: likelihood.
static double mark_share(double past_m, double before_m, double lap_m, double sd_m) {
    double off = past_m + before_m;
    off -= lap_m * round(off / lap_m);
    return fabs(off) < START_NEAR_SDS * sd_m ? exp(-0.5 * off * off / (sd_m * sd_m)) : 0;
}

miler_start_point miler_track_start(const miler_activity *a, const miler_tracks *tracks, double time_s) {
    static const struct {
        miler_start_point point;
        double before_m; // along the lane run
    } marks[] = {{MILER_START_FINISH_LINE, 0},
                 {MILER_START_MILE, 9.344},
                 {MILER_START_1500, 300},
                 {MILER_START_200, 200},
                 {MILER_START_100, 100}};
    const miler_track_part *part = NULL;
    const miler_track *track = NULL;
    for (int k = 0; k < 3 && track == NULL; k++)
        track = track_at(tracks, time_s + k * EDGE_S / 2, &part);
    if (track == NULL || !track->finish_known) return MILER_START_NONE;
    const size_t i = act_sample_at(a, fmax(time_s, part->start_s));
    const double sd = hypot((double)tracks->error_at_m[i], START_SD_M);
    const double past =
        tracks->phase_m[i] + along_at(a, tracks, fmax(time_s, part->start_s)) - tracks->along_m[i];
    const bool four = track->oval.size == MILER_OVAL_STANDARD || track->oval.size == MILER_OVAL_400;
    miler_start_point best = MILER_START_NONE;
    double most = 0;
    double next = 0;
    for (size_t k = 0; k < (four ? sizeof marks / sizeof marks[0] : 1); k++) {
        const double share = mark_share(past, marks[k].before_m, miler_oval_lap_m(&track->oval), sd);
        if (share > most) {
            next = most;
            most = share;
            best = marks[k].point;
        } else if (share > next) {
            next = share;
        }
    }
    return most > START_CLEAR * next ? best : MILER_START_NONE;
}
