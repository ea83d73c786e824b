// SPDX-License-Identifier: MIT
// Whether a run goes round in circles as on a track. Looking for an oval costs
// some 9 ms an hour; most runs are on roads, and for them one look at each
// position tells that no 600 m of the way lie in a place as small as a track.
//
//    way    |..48..|..48..|..48..| ... |      blocks of way, each with its bounds
//    window        '---- 600 m of them ----'  within 260 m each way: as on a track
#include "activity/act.h"

#define STEP_M 8.0   // points nearer to the last one say nothing
#define GAP_M 150.0  // farther: what lay between is not known
#define BLOCK_M 48.0 // way in one block
#define BLOCKS 11    // in a window: a lap and a half of 400 m
#define BOX_M 260.0  // a 400 m track is 177 m by 93, in lane 8 12 m more; the rest is room for errors

typedef struct box {
    double low_x, high_x, low_y, high_y;
} box;

static const box nowhere = {INFINITY, -INFINITY, INFINITY, -INFINITY};

static void widen(box *b, const box *by) {
    b->low_x = fmin(b->low_x, by->low_x);
    b->high_x = fmax(b->high_x, by->high_x);
    b->low_y = fmin(b->low_y, by->low_y);
    b->high_y = fmax(b->high_y, by->high_y);
}

typedef struct way {
    box ring[BLOCKS];
    size_t count; // blocks since the last gap; the newest is open
    double in_block_m;
} way;

static bool is_small(const way *w) {
    box all = nowhere;
    for (size_t i = 0; i < BLOCKS; i++)
        widen(&all, &w->ring[i]);
    return all.high_x - all.low_x <= BOX_M && all.high_y - all.low_y <= BOX_M;
}

static void open_block(way *w) {
    w->ring[w->count++ % BLOCKS] = nowhere;
    w->in_block_m = 0;
}

// True once the last blocks lie in a place as small as a track.
static bool go_on(way *w, double x, double y, double step_m) {
    if (w->count == 0 || step_m > GAP_M) {
        w->count = 0;
        open_block(w);
    } else {
        w->in_block_m += step_m;
        if (w->in_block_m > BLOCK_M) {
            if (w->count >= BLOCKS && is_small(w)) return true;
            open_block(w);
        }
    }
    widen(&w->ring[(w->count - 1) % BLOCKS], &(box){x, x, y, y});
    return false;
}

bool miler_activity_circles(const miler_activity *a) {
    const miler_samples *s = a->samples;
    if (s == NULL || s->lat_deg == NULL || s->lon_deg == NULL) return false;
    const double per_lat = 111195;
    way w = {.count = 0};
    double per_lon = NAN;
    double last_x = NAN;
    double last_y = NAN;
    for (size_t i = 0; i < a->sample_count; i++) {
        if (!isfinite(s->lat_deg[i] + s->lon_deg[i])) continue;
        if (isnan(per_lon)) per_lon = per_lat * cos(s->lat_deg[i] * 0.017453292519943295);
        const double x = s->lon_deg[i] * per_lon;
        const double y = s->lat_deg[i] * per_lat;
        const double step_m = hypot(x - last_x, y - last_y);
        if (step_m < STEP_M) continue;
        if (go_on(&w, x, y, step_m)) return true;
        last_x = x;
        last_y = y;
    }
    return false;
}
