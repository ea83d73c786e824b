// SPDX-License-Identifier: MIT
// What each rep was meant to be, and which stand together. Reps that are alike
// are judged together: their middle distance against the usual distances, their
// middle time against the usual times, each by its own error; what fits better
// is what was meant. A recovery likewise.
#include "activity/reps.h"
#include "base/middle.h"

// [engineering estimates; strides and hill sprints as in science notes 5.3]
#define ALIKE_M 0.06
#define LIKE 0.10 // of one cluster
#define LIKE_S 4.0
#define LIKE_SHARE 0.03
#define LIKE_M 8.0
#define REST_SD_S 3.0
#define NEAR 12
#define DIST_BIAS 0.012 // of GPS on roads, alike for a whole session
#define DIST_BIAS_M 2.0
#define TRACK_BIAS 0.006
#define TIME_SD_S 1.2
#define FAR 2.6 // SDs; beyond, nothing round was meant
#define STRIDE_MIN_S 8.0
#define STRIDE_MAX_M 165.0
#define STRIDE_REST 1.4 // recovery of strides, in strides
#define HILL_MAX_S 20.0
#define HILL_GRADE 0.04
#define SHORT_SHARE 0.015 // of a round distance: two presses a half second off
#define SHORT_MOST 0.03   // a lane that nobody knows excuses no more than this [engineering estimate]
#define SHORT_SDS 2.0     // ... where its lap was not put right by hand: it may be another lane
#define BREAK_TIMES 1.8   // a recovery so much longer than usual ends a set ...
#define BREAK_S 45.0      // ... when it is so much longer

static double nearest(const double *table, size_t count, double value) {
    double best = table[0];
    for (size_t i = 1; i < count; i++)
        if (fabs(log(value / table[i])) < fabs(log(value / best))) best = table[i];
    return best;
}

double reps_usual_m(double dist_m) {
    static const double usual[] = {30,   40,   50,   60,   80,   100,  120,  150,  200,  250,
                                   300,  400,  500,  600,  800,  1000, 1200, 1500, 1600, MILER_MILE_M,
                                   2000, 2400, 3000, 3200, 4000, 5000, 6000, 8000, 10000};
    return nearest(usual, sizeof usual / sizeof usual[0], fmax(dist_m, 1));
}

double reps_usual_s(double time_s) {
    static const double usual[] = {8,   10,  12,   15,   20,   30,   40,   45,  60,  75,
                                   90,  120, 150,  180,  240,  300,  360,  420, 480, 600,
                                   720, 900, 1200, 1500, 1800, 2400, 3000, 3600};
    return nearest(usual, sizeof usual / sizeof usual[0], fmax(time_s, 1));
}

bool miler_rep_is_fast(const miler_rep *rep) {
    return rep->kind == MILER_REP_WORK || rep->kind == MILER_REP_STRIDE || rep->kind == MILER_REP_HILL;
}

bool miler_rep_is_track_rep(const miler_rep *rep) {
    return rep->on_track && (rep->kind == MILER_REP_WORK || rep->kind == MILER_REP_STRIDE);
}

// ---- Strides and hill sprints

static double rest_after(const miler_reps *reps, size_t i) {
    const bool more = i + 1 < reps->count && !miler_rep_is_fast(&reps->reps[i + 1]);
    const bool last = i + 2 >= reps->count;
    return !more ? 0 : last ? (double)INFINITY : reps->reps[i + 1].time_s;
}

static void name_kinds(miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (r->kind != MILER_REP_WORK || r->time_s > REPS_STRIDE_MAX_S || r->time_s < STRIDE_MIN_S - 3)
            continue;
        const double rest = fmax(rest_after(reps, i), i > 1 ? reps->reps[i - 1].time_s : 0);
        const bool uphill = (double)r->ascent_m >= HILL_GRADE * r->dist_m && r->ascent_m >= 2;
        if (r->time_s <= HILL_MAX_S && uphill && rest > STRIDE_REST * r->time_s)
            r->kind = MILER_REP_HILL;
        else if (r->dist_m <= STRIDE_MAX_M && rest >= STRIDE_REST * r->time_s && r->step < 0)
            r->kind = MILER_REP_STRIDE;
    }
}

// An easy run with strides after it is no warm-up.
static void name_run(miler_reps *reps) {
    bool work = false;
    for (size_t i = 0; i < reps->count; i++)
        work = work || reps->reps[i].kind == MILER_REP_WORK;
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (!work && (r->kind == MILER_REP_WARMUP || r->kind == MILER_REP_COOLDOWN))
            r->kind = MILER_REP_STEADY;
    }
}

// ---- Round lengths

typedef struct middle {
    double dist_m, time_s, dist_spread_m, time_spread_s;
    size_t count;
    bool on_track;
} middle;

// One thing done several times: what each was meant to be is told from all.
typedef struct cluster {
    double dist_m, time_s; // running means
    size_t count;
    miler_rep_kind kind;
    miler_rep_motion motion;
} cluster;

typedef struct names { // scratch of the naming
    size_t *of, *cluster_of;
    cluster *clusters;
    double *dist, *time;
} names;

static bool belongs(const cluster *c, const miler_rep *r) {
    if (c->kind != r->kind || (r->kind == MILER_REP_RECOVERY && c->motion != r->motion)) return false;
    const bool time = fabs(r->time_s - c->time_s) <= fmax(LIKE * c->time_s, LIKE_S);
    const bool still = r->kind == MILER_REP_RECOVERY && r->motion != MILER_MOTION_JOG;
    const bool dist = !(fabs(r->dist_m - c->dist_m) > fmax(LIKE * c->dist_m, LIKE_M));
    return time && (still || dist);
}

// The cluster of each; `of` has indices of reps. Returns how many clusters.
static size_t cluster_all(const miler_reps *reps, const size_t *of, size_t count, cluster *all,
                          size_t *cluster_of) {
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        const miler_rep *r = &reps->reps[of[k]];
        const double dist_m = isnan(r->dist_m) ? 0 : r->dist_m;
        size_t c = n;
        for (size_t back = n; back-- > 0 && n - back <= NEAR && c == n;)
            if (belongs(&all[back], r)) c = back;
        if (c == n) all[n++] = (cluster){.kind = r->kind, .motion = r->motion};
        cluster *own = &all[c];
        own->count++;
        own->dist_m += (dist_m - own->dist_m) / (double)own->count;
        own->time_s += (r->time_s - own->time_s) / (double)own->count;
        cluster_of[k] = c;
    }
    return n;
}

static middle middle_of(const miler_reps *reps, const names *room, size_t count, size_t which) {
    middle m = {0};
    for (size_t k = 0; k < count; k++) {
        if (room->cluster_of[k] != which) continue;
        const miler_rep *r = &reps->reps[room->of[k]];
        m.on_track = m.on_track || r->on_track;
        room->dist[m.count] = isnan(r->dist_m) ? 0 : r->dist_m;
        room->time[m.count++] = r->time_s;
    }
    if (m.count == 0) return m;
    m.dist_m = miler_middle(room->dist, m.count);
    m.time_s = miler_middle(room->time, m.count);
    m.dist_spread_m = miler_spread(room->dist, m.count, m.dist_m);
    m.time_spread_s = miler_spread(room->time, m.count, m.time_s);
    return m;
}

// By distance or by time; sets one of the two, or none.
static void round_length(miler_rep *r, const middle *m) {
    const double usual_m = reps_usual_m(m->dist_m);
    const double usual_s = reps_usual_s(m->time_s);
    const double speed = m->time_s > 0 ? m->dist_m / m->time_s : 0;
    const double share = m->on_track ? TRACK_BIAS : DIST_BIAS;
    const double sd_m = hypot(share * m->dist_m, DIST_BIAS_M) + TIME_SD_S * speed / 2;
    const double by_dist = hypot((m->dist_m - usual_m) / sd_m, m->dist_spread_m / sd_m);
    const double by_time = hypot((m->time_s - usual_s) / TIME_SD_S, m->time_spread_s / TIME_SD_S);
    // A tie goes to the distance on the track, and to the time on the road.
    const double tilt = m->on_track ? 0.7 : 1.0;
    if (m->dist_m > 0 && by_dist * tilt <= by_time && by_dist <= FAR)
        r->nominal_m = usual_m;
    else if (by_time <= FAR)
        r->nominal_s = usual_s;
    else if (m->dist_m > 0 && by_dist <= FAR)
        r->nominal_m = usual_m;
}

// What the oval or a step told of others of the cluster; 0 = nothing.
static double told_of_others(const miler_reps *reps, const names *room, size_t count, size_t which) {
    for (size_t k = 0; k < count; k++)
        if (room->cluster_of[k] == which && reps->reps[room->of[k]].nominal_m > 0)
            return reps->reps[room->of[k]].nominal_m;
    return 0;
}

// One of four 300s that the oval could not settle is still a 300, when its length allows it.
static bool may_be(const miler_rep *r, double nominal_m) {
    const double slack = fmax(FAR * fmax(r->dist_error_m, DIST_BIAS_M), LIKE_SHARE * nominal_m);
    return nominal_m > 0 && fabs(r->dist_m - nominal_m) <= slack;
}

static void name_cluster(miler_reps *reps, const names *room, size_t count, size_t which) {
    const middle m = middle_of(reps, room, count, which);
    const double others_m = told_of_others(reps, room, count, which);
    const cluster *c = &room->clusters[which];
    miler_rep told = {0};
    if (c->motion == MILER_MOTION_RUN || c->motion == MILER_MOTION_JOG ||
        (m.on_track && c->motion == MILER_MOTION_WALK))
        round_length(&told, &m);
    else if (fabs(m.time_s - reps_usual_s(m.time_s)) <= FAR * REST_SD_S)
        told.nominal_s = reps_usual_s(m.time_s);
    for (size_t k = 0; k < count; k++) {
        miler_rep *r = &reps->reps[room->of[k]];
        if (room->cluster_of[k] != which || r->nominal_m > 0 || r->nominal_s > 0) continue;
        const bool other = miler_rep_is_fast(r) && may_be(r, others_m);
        r->nominal_m = other ? others_m : told.nominal_m;
        r->nominal_s = other ? 0 : told.nominal_s;
    }
}

static void name_lengths(miler_reps *reps, const names *room, bool fast) {
    size_t count = 0;
    for (size_t i = 0; i < reps->count; i++)
        if (fast ? miler_rep_is_fast(&reps->reps[i]) : reps->reps[i].kind == MILER_REP_RECOVERY)
            room->of[count++] = i;
    const size_t clusters = cluster_all(reps, room->of, count, room->clusters, room->cluster_of);
    for (size_t c = 0; c < clusters; c++)
        name_cluster(reps, room, count, c);
}

bool reps_is_short(const miler_rep *rep, double dist_m) {
    if (!rep->on_track) return false;
    const double may_m = fmin(fmax(SHORT_SHARE * dist_m, rep->dist_error_m), SHORT_MOST * dist_m);
    return dist_m - rep->dist_m > may_m;
}

static bool length_told(const reps_work *w, const miler_rep *r) {
    for (int32_t i = 0; r->first_lap >= 0 && i < r->lap_count; i++)
        if (w->a->laps[r->first_lap + i].told_m > 0) return true;
    return false;
}

// Whether the track refuses the name that it has by the others of its set. Of a lap put right by hand a little is
// enough; elsewhere the edges were found to fit the name, and the lane may be another.
static bool misnamed(const miler_rep *r) {
    const bool by_hand = (r->flags & MILER_REP_BY_HAND) != 0;
    if (!reps_is_short(r, r->nominal_m)) return false;
    const bool far = r->nominal_m - r->dist_m > fmax(SHORT_MOST * r->nominal_m, SHORT_SDS * r->dist_error_m);
    return by_hand || (far && r->nominal_by != MILER_NOMINAL_BY_STEP);
}

// A lap cut by hand within a rep is no rep of its set's distance: its time for fewer metres would be a record.
// Only a length that was told outranks the track.
static void unname_short(const reps_work *w, miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (r->nominal_m <= 0 || !miler_rep_is_fast(r) || !misnamed(r) || length_told(w, r)) continue;
        r->nominal_m = 0;
        r->nominal_sure = false;
        r->nominal_by = MILER_NOMINAL_BY_LENGTH;
        r->nominal_time_s = r->time_s;
    }
}

// Time for exactly the round distance, where the track has not told it.
static void nominal_times(const reps_work *w, miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (r->nominal_m <= 0 || !miler_rep_is_fast(r) || r->nominal_time_s != r->time_s || r->on_track)
            continue;
        // The watch's distance is no better than the edges: only what is run too far comes off.
        if (r->step < 0 || w->series.count == 0 || !(r->dist_m > r->nominal_m)) continue;
        const double end = miler_activity_time_at(w->a, reps_dist_at(w, r->start_s) + r->nominal_m);
        if (end > r->start_s && end <= r->end_s) r->nominal_time_s = end - r->start_s;
    }
}

// ---- Sets

static bool same_length(const miler_rep *a, const miler_rep *b) {
    return a->kind == b->kind && a->nominal_m == b->nominal_m && a->nominal_s == b->nominal_s &&
           (a->nominal_m > 0 || a->nominal_s > 0 || fabs(a->dist_m - b->dist_m) <= ALIKE_M * a->dist_m);
}

// Where kind or rest ends a group: reps of[from..end) stand together.
static size_t group_end(const miler_reps *reps, const size_t *of, size_t count, size_t from, double usual) {
    size_t end = from + 1;
    for (; end < count; end++) {
        const miler_rep *last = &reps->reps[of[end - 1]];
        const miler_rep *next = &reps->reps[of[end]];
        const double rest = next->start_s - last->end_s;
        if (next->kind != last->kind || rest > fmax(BREAK_TIMES * usual, usual + BREAK_S)) break;
    }
    return end;
}

// A group with a run of three alike, or with pairs only, is split by length;
// else it is a ladder and one set.
static int32_t number_group(miler_reps *reps, const size_t *of, size_t from, size_t end, int32_t set) {
    size_t longest = 0;
    size_t shortest = end - from;
    for (size_t i = from; i < end;) {
        size_t k = i + 1;
        while (k < end && same_length(&reps->reps[of[i]], &reps->reps[of[k]]))
            k++;
        if (k - i > longest) longest = k - i;
        if (k - i < shortest) shortest = k - i;
        i = k;
    }
    const bool split = longest >= 3 || shortest >= 2;
    for (size_t i = from; i < end; i++) {
        if (split && i > from && !same_length(&reps->reps[of[i - 1]], &reps->reps[of[i]])) set++;
        reps->reps[of[i]].set = set;
    }
    return set + 1;
}

static void number_sets(miler_reps *reps, size_t *of, double *room) {
    size_t count = 0;
    for (size_t i = 0; i < reps->count; i++)
        if (miler_rep_is_fast(&reps->reps[i])) of[count++] = i;
    int32_t set = 0;
    for (size_t from = 0; from < count;) {
        // The usual rest of this kind, from here on.
        size_t rests = 0;
        for (size_t k = from + 1; k < count && reps->reps[of[k]].kind == reps->reps[of[from]].kind; k++)
            room[rests++] = reps->reps[of[k]].start_s - reps->reps[of[k - 1]].end_s;
        const double usual = miler_middle(room, rests);
        size_t end = from;
        while (end < count && reps->reps[of[end]].kind == reps->reps[of[from]].kind) {
            const size_t stop = group_end(reps, of, count, end, usual);
            set = number_group(reps, of, end, stop, set);
            end = stop;
        }
        from = end;
    }
}

// All but 1600 m and the mile stand far enough apart from their neighbours.
static void sure_of(miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (r->nominal_by == MILER_NOMINAL_BY_STEP) continue;
        r->nominal_sure = r->nominal_m > 0 && !(miler_rep_unsure(r) && r->kind == MILER_REP_WORK);
    }
}

bool reps_name_all(reps_work *w, miler_reps *reps) {
    const size_t n = reps->count + 1;
    names room = {.of = miler_arena_array(w->scratch, n, sizeof(size_t)),
                  .cluster_of = miler_arena_array(w->scratch, n, sizeof(size_t)),
                  .clusters = miler_arena_array(w->scratch, n, sizeof(cluster)),
                  .dist = miler_arena_array(w->scratch, n, sizeof(double)),
                  .time = miler_arena_array(w->scratch, n, sizeof(double))};
    if (miler_arena_failed(w->scratch)) return false;
    name_kinds(reps);
    name_run(reps);
    name_lengths(reps, &room, true);
    name_lengths(reps, &room, false);
    unname_short(w, reps);
    sure_of(reps);
    reps_tell_mile(w, reps);
    nominal_times(w, reps);
    number_sets(reps, room.of, room.dist);
    return true;
}
