// SPDX-License-Identifier: MIT
// Where an oval could lie. Whoever runs laps comes back to the same place after
// each, and the middle of every such lap is the middle of the track: windows of
// one lap's way that close and are neither a line nor a circle vote for theirs.
#include "activity/oval.h"
#include "base/middle.h"

#include <stdlib.h>

#define VOTES_MIN_M 30.0 // way whose windows agree
#define CELL_M 20.0      // votes are counted in squares of this side
#define CLOSE_SHARE 0.12 // a window closes within this share of its way ...
#define CLOSE_M 8.0      // ... and this
// A 400 m track's points scatter by 0.133 of a lap along, 0.078 across: a ratio
// of 0.58. Between what a long and a round oval have, with room for noise.
#define SPREAD_MIN 0.11
#define SPREAD_MAX 0.20
#define RATIO_MIN 0.35

void oval_to_frame(const oval_frame *f, double lat_deg, double lon_deg, double *x_m, double *y_m) {
    *x_m = remainder(lon_deg - f->lon_deg, 360) * f->m_per_lon;
    *y_m = (lat_deg - f->lat_deg) * f->m_per_lat;
}

static void frame_at(oval_frame *f, double lat_deg, double lon_deg) {
    // Degrees of the WGS 84 ellipsoid in metres, to a millimetre over a track.
    const double lat = lat_deg * 0.017453292519943295;
    *f = (oval_frame){.lat_deg = lat_deg,
                      .lon_deg = lon_deg,
                      .m_per_lat = 111132.954 - 559.822 * cos(2 * lat) + 1.175 * cos(4 * lat),
                      .m_per_lon = 111412.84 * cos(lat) - 93.5 * cos(3 * lat) + 0.118 * cos(5 * lat)};
}

bool oval_sound(const miler_samples *s, size_t i) {
    return fabs(s->lat_deg[i]) <= 90 && fabs(s->lon_deg[i]) <= 360; // false for NaN
}

// The middle position, of some of them: one that is wild must not set the scale.
static void frame_of(const miler_samples *s, size_t n, oval_frame *out) {
    enum { SOME = 1001 };
    double lat[SOME];
    double lon[SOME];
    size_t count = 0;
    for (size_t k = 0; k < SOME && k < n; k++) {
        const size_t i = n <= SOME ? k : (size_t)((double)k / SOME * (double)n);
        if (!oval_sound(s, i)) continue;
        lat[count] = s->lat_deg[i];
        lon[count++] = s->lon_deg[i];
    }
    for (size_t i = 0; i < n && count == 0; i++)
        if (oval_sound(s, i)) {
            lat[count] = s->lat_deg[i];
            lon[count++] = s->lon_deg[i];
        }
    if (count == 0) return;
    frame_at(out, miler_middle(lat, count), miler_middle(lon, count));
}

bool oval_path_make(const miler_activity *a, miler_arena *arena, oval_path *out) {
    const miler_samples *s = a->samples;
    const size_t n = a->sample_count;
    *out = (oval_path){.x_m = miler_arena_bare_array(arena, n, sizeof(double)),
                       .y_m = miler_arena_bare_array(arena, n, sizeof(double)),
                       .way_m = miler_arena_bare_array(arena, n, sizeof(double)),
                       .weight_m = miler_arena_bare_array(arena, n, sizeof(double)),
                       .taken = miler_arena_array(arena, n, sizeof(bool))};
    if (miler_arena_failed(arena)) return false;
    frame_of(s, n, &out->frame);
    for (size_t i = 0; i < n; i++) {
        if (!oval_sound(s, i)) continue;
        double x;
        double y;
        oval_to_frame(&out->frame, s->lat_deg[i], s->lon_deg[i], &x, &y);
        const size_t k = out->count;
        const double step = k > 0 ? hypot(x - out->x_m[k - 1], y - out->y_m[k - 1]) : 0;
        if (k > 0 && step < OVAL_STEP_M) continue;
        out->x_m[k] = x;
        out->y_m[k] = y;
        const bool known = step < OVAL_GAP_M;
        // An unknown way is a long one: no window reaches across it.
        out->way_m[k] = k > 0 ? out->way_m[k - 1] + (known ? step : 10000) : 0;
        out->weight_m[k] = known ? step / 2 : 0;
        if (k > 0 && known) out->weight_m[k - 1] += step / 2;
        out->count++;
    }
    return true;
}

// ---- Windows of one lap

typedef struct sums {
    double w, x, y, xx, yy, xy;
} sums;

static void sums_add(sums *m, const oval_path *p, size_t i, double sign) {
    const double w = sign * p->weight_m[i];
    const double x = p->x_m[i];
    const double y = p->y_m[i];
    m->w += w;
    m->x += w * x;
    m->y += w * y;
    m->xx += w * x * x;
    m->yy += w * y * y;
    m->xy += w * x * y;
}

typedef struct vote {
    double x, y, turn_rad;
    double weight; // way that this window stands for
    int64_t cell;
} vote;

// The middle and long axis of a window; false when it cannot be a lap.
static bool window_vote(const sums *m, double lap_m, vote *out) {
    if (!(m->w > 0)) return false;
    const double x = m->x / m->w;
    const double y = m->y / m->w;
    const double xx = m->xx / m->w - x * x;
    const double yy = m->yy / m->w - y * y;
    const double xy = m->xy / m->w - x * y;
    const double mean = (xx + yy) / 2;
    const double diff = hypot((xx - yy) / 2, xy);
    const double spread = sqrt(2 * mean);
    if (!(spread > SPREAD_MIN * lap_m && spread < SPREAD_MAX * lap_m)) return false;
    if (!(sqrt(fmax(mean - diff, 0)) > RATIO_MIN * sqrt(mean + diff))) return false;
    *out = (vote){.x = x, .y = y, .turn_rad = atan2(xy, (xx - yy) / 2) / 2};
    return true;
}

static int64_t cell_of(double x, double y) {
    return (int64_t)floor(x / CELL_M) * 4194304 + (int64_t)floor(y / CELL_M);
}

static int by_cell(const void *a, const void *b) {
    const int64_t x = ((const vote *)a)->cell;
    const int64_t y = ((const vote *)b)->cell;
    return (x > y) - (x < y);
}

static size_t collect_votes(const oval_path *p, double lap_m, vote *votes) {
    size_t count = 0;
    size_t end = 0;
    sums m = {0};
    for (size_t i = 0; i < p->count; i++) {
        while (end < p->count && p->way_m[end] - p->way_m[i] < lap_m)
            sums_add(&m, p, end++, 1);
        if (end == p->count) break;
        const double apart = hypot(p->x_m[end] - p->x_m[i], p->y_m[end] - p->y_m[i]);
        const double step = p->way_m[end] - p->way_m[end - 1]; // sparse points: the lap ends between two
        const bool closes = step < OVAL_GAP_M && apart < CLOSE_SHARE * lap_m + CLOSE_M + step;
        if (closes && !p->taken[i] && window_vote(&m, lap_m, &votes[count])) {
            votes[count].cell = cell_of(votes[count].x, votes[count].y);
            votes[count].weight = p->weight_m[i];
            count++;
        }
        sums_add(&m, p, i, -1);
    }
    return count;
}

static void keep_best(oval_candidate *out, size_t *count, size_t max, const oval_candidate *c) {
    size_t at = *count;
    while (at > 0 && out[at - 1].votes_m < c->votes_m)
        at--;
    if (at >= max) return;
    if (*count < max) (*count)++;
    for (size_t i = *count - 1; i > at; i--)
        out[i] = out[i - 1];
    out[at] = *c;
}

size_t oval_candidates(const oval_path *p, double lap_m, miler_arena *scratch, oval_candidate *out,
                       size_t max) {
    vote *votes = miler_arena_bare_array(scratch, p->count + 1, sizeof *votes);
    if (votes == NULL) return 0;
    const size_t n = collect_votes(p, lap_m, votes);
    qsort(votes, n, sizeof *votes, by_cell);
    size_t count = 0;
    for (size_t i = 0; i < n;) {
        oval_candidate c = {.lap_m = lap_m};
        double sine = 0;
        double cosine = 0;
        size_t k = i;
        for (; k < n && votes[k].cell == votes[i].cell; k++) {
            const double w = votes[k].weight;
            c.votes_m += w;
            c.cx += w * votes[k].x;
            c.cy += w * votes[k].y;
            sine += w * sin(2 * votes[k].turn_rad); // an axis has no direction: twice the angle has
            cosine += w * cos(2 * votes[k].turn_rad);
        }
        c.cx /= c.votes_m;
        c.cy /= c.votes_m;
        c.turn_rad = atan2(sine, cosine) / 2;
        if (c.votes_m >= VOTES_MIN_M) keep_best(out, &count, max, &c);
        i = k;
    }
    return count;
}
