// SPDX-License-Identifier: MIT
// The tracks of one run: found by itself first, then with what other runs said
// of the tracks it is near. What a run said by itself is kept as its sight of
// the track; its own sight is never its prior, and so it does not matter how
// often, or in which order, runs are looked at.
//
//     this run alone ----> sight of track 3 (kept)
//     sights of track 3 by other runs ----> known track ----> this run, again
#include "app/run_tracks.h"

#include "app/run_truth.h"

#include <miler/science.h>

#define PI 3.14159265358979323846
#define SAME_TRACK_M 80.0 // centres nearer than this are one track
#define KNOWN_SD_M 3.0    // positions shift as a whole from day to day [engineering estimate]
#define SIGHT_LAPS 1.5    // fewer say little of the track [engineering estimate]
#define SIGHT_SHARE 0.05  // the least that a sight weighs

typedef struct looking {
    app *a;
    miler_arena *arena;
    const run_tracks_asked *run;
    run_tracks *out;
    store_track *tracks;
    size_t track_count;
    store_sight *sights;
    size_t sight_count;
    struct holder *held;
} looking;

// Tracks fill an arena of their own: a run of days must not take the page's memory.
typedef struct holder {
    miler_arena *arena;
} holder;

static void let_go(void *user) {
    miler_arena_free(((holder *)user)->arena);
}

static miler_status look(const looking *l, const miler_known_track *known, size_t count, miler_error *err) {
    miler_arena *own = miler_arena_new(miler_arena_allocator(l->arena), 0);
    if (own == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_tracks found;
    const miler_status status = miler_tracks_find(l->run->activity, known, count, own, &found, err);
    if (status != MILER_OK) miler_arena_free(own);
    if (status == MILER_ERR_LIMIT && l->out->tracks.count == 0) // the rest of the page needs no track
        l->out->tracks = (miler_tracks){.why_not = "too many samples for the memory a track may take",
                                        .dist_m = l->run->activity->dist_m,
                                        .error_m = NAN};
    if (status != MILER_OK) return status == MILER_ERR_LIMIT ? MILER_OK : status;
    miler_arena_free(l->held->arena);
    l->held->arena = own;
    l->out->tracks = found;
    return MILER_OK;
}

static store_track *track_near(const looking *l, const miler_oval *oval) {
    for (size_t i = 0; i < l->track_count; i++) {
        const miler_oval *k = &l->tracks[i].known.oval;
        if (miler_geo_distance_m(k->lat_deg, k->lon_deg, oval->lat_deg, oval->lon_deg) < SAME_TRACK_M)
            return &l->tracks[i];
    }
    return NULL;
}

// ---- What other runs say

static double weight_of(const store_sight *s) {
    return fmax(s->lane_share, SIGHT_SHARE);
}

static bool speaks(const store_sight *s, const store_track *track, int64_t but) {
    return s->track_id == track->id && s->activity_id != but &&
           (unsigned)s->oval.size < MILER_OVAL_SIZE_COUNT;
}

static miler_oval_size most_believed(const looking *l, const store_track *track, int64_t but) {
    double of_size[MILER_OVAL_SIZE_COUNT] = {0};
    miler_oval_size best = MILER_OVAL_STANDARD;
    for (size_t i = 0; i < l->sight_count; i++) {
        const store_sight *s = &l->sights[i];
        if (!speaks(s, track, but)) continue;
        of_size[s->oval.size] += weight_of(s);
        if (of_size[s->oval.size] > of_size[best]) best = s->oval.size;
    }
    return best;
}

// The sights of a track by all runs but one, together; sessions 0: there are none.
static miler_known_track known_from(const looking *l, const store_track *track, int64_t but) {
    const miler_oval *first = &track->known.oval;
    miler_known_track out = track->known;
    out.sessions = 0;
    miler_oval mean = {.size = most_believed(l, track, but), .lane = first->lane};
    double sum = 0;
    double sine = 0;
    double cosine = 0;
    for (size_t i = 0; i < l->sight_count; i++) {
        const store_sight *s = &l->sights[i];
        if (!speaks(s, track, but) || s->oval.size != mean.size) continue;
        const double w = weight_of(s);
        sum += w;
        mean.lat_deg += w * (s->oval.lat_deg - first->lat_deg);
        mean.lon_deg += w * (s->oval.lon_deg - first->lon_deg);
        mean.straight_m += w * s->oval.straight_m;
        mean.radius_m += w * s->oval.radius_m;
        // An axis first; the end that the finish line stands at is asked of each run anew.
        sine += w * sin(2 * s->oval.turn_rad);
        cosine += w * cos(2 * s->oval.turn_rad);
        out.sessions++;
    }
    if (!(sum > 0)) return out;
    mean.lat_deg = first->lat_deg + mean.lat_deg / sum;
    mean.lon_deg = first->lon_deg + mean.lon_deg / sum;
    mean.straight_m /= sum;
    mean.radius_m /= sum;
    mean.turn_rad = atan2(sine, cosine) / 2;
    if (cos(mean.turn_rad - first->turn_rad) < 0) mean.turn_rad += PI;
    out.oval = mean;
    out.sd_m = KNOWN_SD_M * sqrt(1 + 1 / (double)out.sessions);
    return out;
}

// The lane that holds at a track: told for this run, else for the track; 0: none.
static int told_lane(const looking *l, const store_track *near) {
    if (l->run->lane > 0) return l->run->lane;
    return near != NULL && near->known.lane_by_hand ? near->known.oval.lane : 0;
}

// The lanes told for this run's own tracks, of which nothing else is known; `but_known`: not of those that others know.
static size_t add_told(const looking *l, bool but_known, miler_known_track *out) {
    const miler_tracks *t = &l->out->tracks;
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        const store_track *near = track_near(l, &t->tracks[i].oval);
        const int lane = told_lane(l, near);
        const bool known = but_known && near != NULL && known_from(l, near, l->run->id).sessions > 0;
        if (lane <= 0 || known) continue;
        out[count] = (miler_known_track){.oval = t->tracks[i].oval, .sd_m = KNOWN_SD_M, .lane_by_hand = true};
        out[count++].oval.lane = lane;
    }
    return count;
}

static miler_known_track *room_for_known(const looking *l) {
    return miler_arena_array(l->arena, l->track_count + l->out->tracks.count + 1, sizeof(miler_known_track));
}

// Once more where a lane was told.
static miler_status with_lanes(const looking *l, miler_error *err) {
    miler_known_track *told = room_for_known(l);
    if (told == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const size_t count = add_told(l, false, told);
    return count > 0 ? look(l, told, count, err) : MILER_OK;
}

static miler_status with_others(const looking *l, miler_error *err) {
    miler_known_track *known = room_for_known(l);
    if (known == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t count = 0;
    for (size_t i = 0; i < l->track_count; i++) {
        known[count] = known_from(l, &l->tracks[i], l->run->id);
        if (known[count].sessions == 0) continue;
        const int lane = told_lane(l, &l->tracks[i]);
        known[count].lane_by_hand = lane > 0;
        known[count++].oval.lane = lane > 0 ? lane : 1;
    }
    if (count == 0) return MILER_OK;
    count += add_told(l, true, known + count);
    return look(l, known, count, err);
}

// ---- Remembering

static bool same_sight(const store_sight *a, const store_sight *b) {
    const miler_oval *x = &a->oval;
    const miler_oval *y = &b->oval;
    return x->size == y->size && fabs(x->lat_deg - y->lat_deg) < 1e-9 &&
           fabs(x->lon_deg - y->lon_deg) < 1e-9 && fabs(x->turn_rad - y->turn_rad) < 1e-9 &&
           fabs(x->straight_m - y->straight_m) < 1e-6 && fabs(x->radius_m - y->radius_m) < 1e-6 &&
           fabs(a->lane_share - b->lane_share) < 1e-6;
}

// The sight stands already: looking again writes nothing.
static bool is_kept(const looking *l, const store_sight *sight) {
    for (size_t i = 0; i < l->sight_count; i++)
        if (l->sights[i].track_id == sight->track_id && l->sights[i].activity_id == sight->activity_id)
            return same_sight(&l->sights[i], sight);
    return false;
}

static miler_status load(looking *l, miler_error *err) {
    store *s = l->a->store;
    const miler_status status =
        store_track_list(s, l->a->athlete_id, l->arena, &l->tracks, &l->track_count, err);
    return status != MILER_OK
               ? status
               : store_sight_list(s, l->a->athlete_id, l->arena, &l->sights, &l->sight_count, err);
}

static miler_status keep_new(looking *l, const miler_oval *oval, int64_t *id, miler_error *err) {
    store_track row = {.athlete_id = l->a->athlete_id,
                       .name = "",
                       .known = {.oval = *oval, .sd_m = KNOWN_SD_M},
                       .added_ms = app_now_ms(l->a),
                       .removed_ms = MILER_NO_TIME};
    l->out->is_new = true;
    return store_track_add(l->a->store, &row, id, err);
}

// The stored oval follows its sights; the place stays that of the first, so that one track stays one.
static miler_status follow(looking *l, int64_t id, miler_error *err) {
    miler_status status = load(l, err);
    for (size_t i = 0; status == MILER_OK && i < l->track_count; i++) {
        store_track *track = &l->tracks[i];
        if (track->id != id) continue;
        const miler_known_track all = known_from(l, track, 0);
        miler_oval *o = &track->known.oval;
        const bool same = o->size == all.oval.size && fabs(o->straight_m - all.oval.straight_m) < 1e-6 &&
                          fabs(o->radius_m - all.oval.radius_m) < 1e-6;
        if (all.sessions < 2 || same) continue;
        o->size = all.oval.size;
        o->straight_m = all.oval.straight_m;
        o->radius_m = all.oval.radius_m;
        status = store_track_set(l->a->store, track, err);
    }
    return status;
}

// One transaction: two who look at once keep one track.
static miler_status keep_sight(looking *l, const miler_track *track, miler_error *err) {
    store_sight sight = {.activity_id = l->run->id, .oval = track->oval, .lane_share = track->lane_share};
    sight.oval.lane = 1; // the lane is of this run, not of the place
    const store_track *near = track_near(l, &sight.oval);
    if (near != NULL) sight.track_id = near->id;
    if (near != NULL && (is_kept(l, &sight) || track->laps < SIGHT_LAPS)) return MILER_OK;
    if (store_read_only(l->a->store)) return MILER_OK;
    miler_status status = store_begin(l->a->store, err);
    if (status != MILER_OK) return status;
    status = load(l, err);
    near = track_near(l, &sight.oval);
    if (status == MILER_OK && near == NULL) status = keep_new(l, &sight.oval, &sight.track_id, err);
    if (near != NULL) sight.track_id = near->id;
    if (status == MILER_OK) status = store_sight_put(l->a->store, &sight, err);
    if (status == MILER_OK) status = follow(l, sight.track_id, err);
    if (status == MILER_OK) return store_commit(l->a->store, err);
    store_rollback(l->a->store);
    return status;
}

static void name_it(const looking *l) {
    run_tracks *t = l->out;
    const store_track *near = t->tracks.count > 0 ? track_near(l, &t->tracks.tracks[0].oval) : NULL;
    t->id = near != NULL ? near->id : 0;
    t->name = near != NULL ? near->name : "";
}

miler_status run_tracks_find(app *a, const run_tracks_asked *run, run_tracks_memory memory,
                             miler_arena *arena, run_tracks *out, miler_error *err) {
    *out = (run_tracks){.name = ""};
    looking l = {.a = a, .arena = arena, .run = run, .out = out};
    l.held = miler_arena_array(arena, 1, sizeof *l.held);
    if (l.held == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = miler_arena_defer(arena, let_go, l.held);
    if (status != MILER_OK) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    status = load(&l, err);
    if (status == MILER_OK) status = look(&l, NULL, 0, err);
    if (status == MILER_OK) status = with_lanes(&l, err);
    // Only the one most was run on is remembered.
    if (status == MILER_OK && memory == RUN_TRACKS_REMEMBER && out->tracks.count > 0)
        status = keep_sight(&l, &out->tracks.tracks[0], err);
    if (status == MILER_OK) status = with_others(&l, err);
    if (status == MILER_OK) name_it(&l);
    return status;
}

miler_status app_truth_tracks(app *a, miler_arena *arena, app_truth *out, miler_error *err) {
    const run_tracks_asked run = {out->run.run.id, &out->run.activity, out->edited.lane};
    run_tracks found;
    const miler_status status = run_tracks_find(a, &run, RUN_TRACKS_REMEMBER, arena, &found, err);
    out->tracks = found.tracks;
    out->track_name = found.name;
    out->track_id = found.id;
    out->track_is_new = found.is_new;
    return status;
}
