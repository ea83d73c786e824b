// SPDX-License-Identifier: MIT
// simulate: the runner and the ground. Part of simulate.c.
//
// The road is an out-and-back that starts at the finish line of the oval; the
// oval has straights of 84.39 m and bends of 36.80 m where it is run: 400.00 m,
// unless a session says otherwise.
#ifndef SIMULATE_BODY_H
#define SIMULATE_BODY_H

#include "formats/fit_write.h"

#include "base/limits.h"

#include <miler/activity.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ISLAND_LAT 50.0
#define ISLAND_LON (-20.0)
#define ISLAND_OFFSET_S (-3600)
#define METRES_PER_DEGREE 111229.0 // of latitude at 50 degrees north
#define PI 3.14159265358979323846

#define BODY_MASS_KG 70.0
#define BODY_HR_MAX 188.0
#define BODY_HR_REST 52.0
#define BODY_LAG_S 1.2 // time constant of getting up to speed

enum { PIECES_MAX = 64, STEPS_MAX = 60000, PAUSES_MAX = 32, PATH_MAX = 12000 };
#define STEP_S 0.2

// splitmix64: good enough noise, the same on every machine.
static inline double uniform(uint64_t *rng, double low, double high) {
    uint64_t z = *rng += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return low + (high - low) * (double)(z >> 11) / 9007199254740992.0;
}

// The sum of twelve uniform numbers: normal enough, and free of libm's last digits.
static inline double gauss(uint64_t *rng) {
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += uniform(rng, 0, 1);
    return sum;
}

typedef enum piece_kind { ROAD, OVAL, OVAL_BACK, BELT, STAND, HILL, HILL_BACK } piece_kind;

typedef struct piece {
    piece_kind kind;
    double dist_m, mps; // all but STAND
    double time_s;      // STAND
    double effort;      // STAND: of the heart's reserve; 0 = resting
    bool rep, all_out;
    bool lap_after;  // the lap key is pressed at its end
    bool stop_timer; // STAND: the watch stops by itself
    int workout_step;
    double from_s, to_s; // when it was: filled by world_run
} piece;

typedef struct step {
    double t_s, d_m, x_m, y_m, z_m, v_mps;
    float hr_bpm, cadence_spm;
} step;

typedef struct world {
    uint64_t rng;
    int64_t start_ms;
    double mile_mps; // what he could run a mile at that day
    miler_sport sport;
    miler_sub_sport sub_sport;
    bool indoors, smart, auto_lap, flat;
    const char *workout;
    piece pieces[PIECES_MAX];
    size_t piece_count;
    step steps[STEPS_MAX];
    size_t step_count;
    double pause_from_s[PAUSES_MAX], pause_to_s[PAUSES_MAX];
    size_t pause_count;
    double paused_s;
    double path_x[PATH_MAX], path_y[PATH_MAX];
    double oval_straight_m, oval_radius_m; // where it is run; 0 = 84.39 and 36.80
    double hill_grade;                     // of HILL; 0 = 0.08
    // What its watch does beyond the usual (simulate_watch.h); 0 = the usual.
    double slow_noise_m, quick_noise_m;
    size_t every_s;                               // a sample each so many seconds
    double forget_share, late_share, twice_share; // of presses of the lap key
    bool no_laps, no_counter;                     // no laps; positions only, no distance
    double hill_m, hill_phase;
    double heart, drift_min;
    // As lives go (--life 1); 0 = the usual.
    double heart_off; // of what the legs ask, that day: weather, sleep, this runner's own heart
    double race_off;  // of an all-out time, that day
} world;

// ---- What is going to be done

static inline piece *piece_add(world *w, piece_kind kind, double dist_m, double mps) {
    piece *p = &w->pieces[w->piece_count < PIECES_MAX - 1 ? w->piece_count++ : w->piece_count];
    *p = (piece){.kind = kind, .dist_m = dist_m, .mps = mps, .workout_step = -1};
    return p;
}

static inline void piece_lap(world *w, piece_kind kind, double dist_m, double mps) {
    piece_add(w, kind, dist_m, mps)->lap_after = true;
}

static inline void piece_rep(world *w, piece_kind kind, double dist_m, double mps) {
    piece *p = piece_add(w, kind, dist_m, mps);
    p->rep = true;
    p->lap_after = true;
}

static inline void piece_stand(world *w, double time_s, bool stop_timer) {
    piece *p = piece_add(w, STAND, 0, 0);
    p->time_s = time_s;
    p->stop_timer = stop_timer;
}

// Mean speed of an all-out effort, from the mile by a power law: exponent 1.07
// above it, 1.11 below.
static inline double at_distance_mps(const world *w, double dist_m) {
    const double exponent = dist_m > MILER_MILE_M ? 1.07 : 1.11;
    return w->mile_mps * pow(dist_m / MILER_MILE_M, 1 - exponent);
}

// ---- The ground

static inline void oval_at(const world *w, double s, double *x, double *y) {
    const double straight = w->oval_straight_m > 0 ? w->oval_straight_m : 84.39;
    const double r = w->oval_radius_m > 0 ? w->oval_radius_m : 36.80;
    const double bend = PI * r;
    const double lap = w->oval_radius_m > 0 ? 2 * (straight + bend) : 400.0;
    s = fmod(fmod(s, lap) + lap, lap);
    double px;
    double py;
    if (s < bend) {
        px = straight / 2 + r * sin(s / r);
        py = -r * cos(s / r);
    } else if (s < bend + straight) {
        px = straight / 2 - (s - bend);
        py = r;
    } else if (s < 2 * bend + straight) {
        px = -straight / 2 - r * sin((s - bend - straight) / r);
        py = r * cos((s - bend - straight) / r);
    } else {
        px = -straight / 2 + (s - 2 * bend - straight);
        py = -r;
    }
    const double turn = 0.44; // the oval does not lie along a compass line
    px -= straight / 2;
    py += r;
    *x = px * cos(turn) - py * sin(turn);
    *y = px * sin(turn) + py * cos(turn);
}

static inline double road_height(const world *w, double u) {
    const double near_home = u < 300 ? u / 300 : 1;
    return near_home * w->hill_m * (sin(2 * PI * u / 1300 + w->hill_phase) + 0.5 * sin(2 * PI * u / 490));
}

static inline void road_at(const world *w, double u, double *x, double *y) {
    const double at = fmin(fmax(u, 0), PATH_MAX - 2);
    const size_t i = (size_t)at;
    *x = w->path_x[i] + (w->path_x[i + 1] - w->path_x[i]) * (at - (double)i);
    *y = w->path_y[i] + (w->path_y[i + 1] - w->path_y[i]) * (at - (double)i);
}

static inline void world_init(world *w, uint64_t seed, double season_share) {
    w->rng = seed;
    for (int i = 0; i < 8; i++)
        (void)uniform(&w->rng, 0, 1);
    // From 5:48 to 5:35, and every day a little different.
    const double mile_s = 348 - 13 * season_share + 0.8 * gauss(&w->rng);
    w->mile_mps = MILER_MILE_M / mile_s;
    w->sport = MILER_SPORT_RUNNING;
    w->hill_m = 7;
    w->hill_phase = uniform(&w->rng, 0, 2 * PI);
    w->heart = BODY_HR_REST + 30;
    const double p1 = uniform(&w->rng, 0, 2 * PI);
    const double p2 = uniform(&w->rng, 0, 2 * PI);
    const double h0 = uniform(&w->rng, 0, 2 * PI);
    for (int i = 1; i < PATH_MAX; i++) {
        const double heading = h0 + 0.8 * sin(i / 170.0 + p1) + 0.6 * sin(i / 57.0 + p2);
        w->path_x[i] = w->path_x[i - 1] + cos(heading);
        w->path_y[i] = w->path_y[i - 1] + sin(heading);
    }
}

// ---- Running

typedef struct runner {
    double t_s, d_m, v_mps, oval_m, road_m, wobble, climb_m;
    piece_kind ground; // of the last piece that was no stand
} runner;

static inline void note_step(world *w, const runner *r, const piece *p, double turn_m) {
    if (w->step_count == STEPS_MAX) return;
    step *s = &w->steps[w->step_count++];
    s->t_s = r->t_s;
    s->d_m = r->d_m;
    s->v_mps = r->v_mps;
    // A stand belongs to the ground of the piece before it.
    static const double start_m = 31; // the oval's height above the sea
    if (r->ground == HILL || r->ground == HILL_BACK) {
        road_at(w, r->road_m, &s->x_m, &s->y_m);
        s->z_m = start_m + r->climb_m;
    } else if (p->kind == OVAL || p->kind == OVAL_BACK || (p->kind == STAND && turn_m <= 0)) {
        oval_at(w, r->oval_m, &s->x_m, &s->y_m);
        s->z_m = start_m;
    } else {
        const double u = r->road_m < turn_m ? r->road_m : 2 * turn_m - r->road_m;
        road_at(w, u, &s->x_m, &s->y_m);
        s->z_m = start_m + road_height(w, u);
    }
    s->hr_bpm = (float)w->heart;
    // 165 a minute at 3.3 m/s, 190 at 6 [science notes 6.7]; walking 110.
    const bool legs = w->sport == MILER_SPORT_RUNNING && r->v_mps > 0.5;
    s->cadence_spm = !legs            ? 0.0f
                     : r->v_mps < 1.8 ? 110.0f
                                      : (float)(165 + (r->v_mps - 3.3) * 9.3 + r->wobble * 40);
}

// The heart follows what the legs ask for, faster up than down, and creeps up
// with the minutes.
static inline void beat(world *w, double dt, double ask) {
    w->drift_min += dt / 60;
    const double share = fmin(1.0, ask * (1 + w->heart_off) * (1 + 0.0007 * fmax(0, w->drift_min - 10)));
    const double goal = BODY_HR_REST + (BODY_HR_MAX - BODY_HR_REST) * share;
    w->heart += (goal - w->heart) * (1 - exp(-dt / (goal > w->heart ? 25 : 45)));
}

// Speed on a slope at the same effort: a percent up costs about three of speed.
static inline double slope_factor(const world *w, const piece *p, double u, double direction) {
    if (p->kind != ROAD) return 1;
    const double grade = direction * (road_height(w, u + 5) - road_height(w, u - 5)) / 10;
    return fmax(0.7, fmin(1.2, 1 - 3 * grade));
}

static inline void run_piece(world *w, runner *r, piece *p, double turn_m) {
    const double wheel = w->sport == MILER_SPORT_CYCLING ? 0.45 : 1; // what a m/s asks of the heart
    double left = p->dist_m;
    while (left > 0) {
        const double direction = r->road_m < turn_m ? 1 : -1;
        const double u = r->road_m < turn_m ? r->road_m : 2 * turn_m - r->road_m;
        const double slope = p->all_out ? 1 : slope_factor(w, p, u, direction);
        r->wobble += -r->wobble * 0.02 + 0.003 * gauss(&w->rng);
        const double goal = p->mps * slope * (1 + (p->all_out ? 0 : r->wobble));
        double dt = STEP_S;
        r->v_mps += (goal - r->v_mps) * (1 - exp(-dt / BODY_LAG_S));
        if (r->v_mps * dt > left) dt = left / r->v_mps;
        const double way = r->v_mps * dt;
        left = way >= left || !(way > 0) ? 0 : left - way; // what rounding leaves would never end
        r->t_s += dt;
        r->d_m += way;
        if (p->kind == ROAD) r->road_m += way;
        if (p->kind == OVAL) r->oval_m += way;
        if (p->kind == OVAL_BACK) r->oval_m -= way;
        if (p->kind == HILL || p->kind == HILL_BACK) {
            const double up = p->kind == HILL ? 1 : -1;
            r->road_m += up * way;
            r->climb_m += up * way * (w->hill_grade > 0 ? w->hill_grade : 0.08);
        }
        beat(w, dt, 0.18 + 0.76 * wheel * r->v_mps / slope / w->mile_mps);
        note_step(w, r, p, turn_m);
    }
}

static inline void stand_piece(world *w, runner *r, piece *p, double turn_m) {
    r->v_mps = 0;
    if (p->stop_timer && w->pause_count < PAUSES_MAX) {
        w->pause_from_s[w->pause_count] = r->t_s;
        w->pause_to_s[w->pause_count++] = r->t_s + p->time_s;
        w->paused_s += p->time_s;
    }
    for (double left = p->time_s; left > 0;) {
        const double dt = fmin(STEP_S, left);
        left = left - dt > 1e-9 ? left - dt : 0;
        r->t_s += dt;
        beat(w, dt, p->effort > 0 ? p->effort : 0.25);
        note_step(w, r, p, turn_m);
    }
}

// Does all pieces. A block of road pieces goes out and comes back, so that it
// ends where it began.
static inline void world_run(world *w) {
    if (w->flat) w->hill_m *= 0.1;
    runner r = {0, 0, 0, 0, 0, 0, 0, ROAD};
    double turn_m = 0;
    for (size_t i = 0; i < w->piece_count; i++) {
        piece *p = &w->pieces[i];
        if (p->kind == ROAD && turn_m <= 0) {
            r.road_m = 0;
            for (size_t k = i;
                 k < w->piece_count && (w->pieces[k].kind == ROAD || w->pieces[k].kind == STAND); k++)
                turn_m += w->pieces[k].dist_m / 2;
        }
        if (p->kind == OVAL || p->kind == OVAL_BACK) turn_m = 0;
        if (p->kind == HILL && r.ground != HILL && r.ground != HILL_BACK) r.road_m = 0; // starts at home
        if (p->kind == HILL) turn_m = 0;
        if (p->kind != STAND) r.ground = p->kind;
        if (i == 0) note_step(w, &r, p, turn_m);
        p->from_s = r.t_s;
        if (p->kind == STAND)
            stand_piece(w, &r, p, turn_m);
        else
            run_piece(w, &r, p, turn_m);
        p->to_s = r.t_s;
    }
}

// ---- Questions to the truth

static inline size_t step_at(const world *w, double t_s) {
    size_t low = 0;
    size_t high = w->step_count;
    while (high - low > 1) {
        const size_t mid = low + (high - low) / 2;
        if (w->steps[mid].t_s <= t_s)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static inline double part_of(const world *w, size_t i, double t_s) {
    if (i + 1 >= w->step_count) return 0;
    const double dt = w->steps[i + 1].t_s - w->steps[i].t_s;
    return dt > 0 ? fmax(0, fmin(1, (t_s - w->steps[i].t_s) / dt)) : 0;
}

static inline double true_dist(const world *w, double t_s) {
    const size_t i = step_at(w, t_s);
    const double next = i + 1 < w->step_count ? w->steps[i + 1].d_m : w->steps[i].d_m;
    return w->steps[i].d_m + (next - w->steps[i].d_m) * part_of(w, i, t_s);
}

static inline double paused_before(const world *w, double t_s) {
    double sum = 0;
    for (size_t i = 0; i < w->pause_count; i++)
        sum += fmax(0, fmin(t_s, w->pause_to_s[i]) - w->pause_from_s[i]);
    return sum;
}

// Timer time when the distance was first reached.
static inline double true_timer_at(const world *w, double dist_m) {
    size_t i = 0;
    while (i + 1 < w->step_count && w->steps[i].d_m < dist_m)
        i++;
    if (i == 0) return 0;
    const step *a = &w->steps[i - 1];
    const step *b = &w->steps[i];
    const double part = b->d_m > a->d_m ? (dist_m - a->d_m) / (b->d_m - a->d_m) : 0;
    const double t = a->t_s + (b->t_s - a->t_s) * part;
    return t - paused_before(w, t);
}

#endif
