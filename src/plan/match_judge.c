// SPDX-License-Identifier: MIT
// How well one part was done: a rep, a recovery, the easy running as a whole.
// What each fault costs stands in miler/match.h.
#include "plan/match_room.h"

// [engineering estimates where no source stands; miler/match.h tells what each costs]
#define TOLERANCE 0.015   // beyond either end of a band is still as asked
#define ERROR_MAX 0.02    // of the measurement, added to the tolerance: no more than this
#define LENGTH_SHORT 0.9  // less of a rep is cut short
#define LENGTH_LONG 1.1   // more of it is longer
#define LONGER_FULL 0.667 // so much longer and it was another rep
#define SLOW_FULL 0.06    // so much slower and the work was another
#define REST_SHORT 0.75   // of the recovery asked for
#define REST_LONG 1.4
#define REST_SLACK_S 8.0 // ... and so many seconds: nobody looks at the watch at once
#define REST_SLACK_M 30.0
#define REST_COST 0.1
#define EASY_LONG 1.15 // more of an easy run is longer
#define EASY_FAST 0.03 // over the fast end of the easy band, before it counts as faster
#define EASY_SLOW 0.15 // under its slow end: heat, wind, snow and company are within this
#define EASY_FULL 0.15 // so much faster than that and it was no easy running
#define HILL_MAX 0.1   // what hills may explain, as a share

// A nominal that cannot be told from the one asked for is the one asked for.
double match_got_m(const miler_rep *rep, double want_m) {
    if (!(rep->nominal_m > 0)) return rep->dist_m;
    const bool same = !rep->nominal_sure && fabs(rep->nominal_m - want_m) <= MILER_REP_NOMINAL_ALIKE * want_m;
    return same ? want_m : rep->nominal_m;
}

static double moving_of(const miler_rep *rep) {
    return fmax(0, rep->time_s - fmax(0, rep->standing_s));
}

match_sums match_sum(const miler_reps *reps) {
    match_sums s = {0};
    double error_m = 0;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        const double dist_m = rep->dist_m > 0 ? rep->dist_m : 0;
        s.moving_s += moving_of(rep);
        s.dist_m += dist_m;
        if (miler_rep_is_fast(rep) || rep->kind == MILER_REP_RECOVERY) continue;
        s.easy_s += moving_of(rep);
        s.easy_run_m += dist_m;
        error_m += rep->dist_error_m > 0 ? rep->dist_error_m : 0;
        s.climb_m += rep->ascent_m > 0 ? (double)rep->ascent_m : 0;
    }
    s.easy_error = s.easy_run_m > 0 ? fmin(error_m / s.easy_run_m, ERROR_MAX) : 0;
    return s;
}

// ---- Reps

// The length asked for, in metres, and the time for it; a rep by time is asked for the way its pace makes of
// it.
void match_fill_wanted(miler_match_rep *m, const match_want *w) {
    m->what = w->kind;
    m->want_m = w->dist_m > 0                             ? w->dist_m
                : w->time_s > 0 && w->band.target_mps > 0 ? w->time_s * w->band.target_mps
                                                          : 0;
    m->want_s = m->want_m > 0 && w->band.target_mps > 0 ? m->want_m / w->band.target_mps : w->time_s;
    m->want_fast_s = m->want_m > 0 ? m->want_m / w->band.fast_mps : (double)NAN;
    m->want_slow_s = m->want_m > 0 ? m->want_m / w->band.slow_mps : (double)NAN;
}

// What the measurement may be wrong by, as a share; what a climb explains comes to the slow end.
static double error_of(const miler_rep *rep) {
    const double time = rep->time_error_s > 0 && rep->time_s > 0 ? rep->time_error_s / rep->time_s : 0;
    const double way = !(rep->nominal_m > 0) && rep->dist_error_m > 0 && rep->dist_m > 0
                           ? rep->dist_error_m / rep->dist_m
                           : 0;
    return fmin(hypot(time, way), ERROR_MAX);
}

static double hill_of(double climb_m, double dist_m) {
    return climb_m > 0 && dist_m > 0 ? fmin(MILER_CLIMB_DIST * climb_m / dist_m, HILL_MAX) : 0;
}

static miler_match_kind by_length(const match_want *w, double share) {
    if (share < LENGTH_SHORT) return MILER_MATCH_CUT_SHORT;
    // Strides and hill sprints are run by feel: nobody counts their metres.
    return share > LENGTH_LONG && w->kind == MILER_REP_WORK ? MILER_MATCH_LONGER : MILER_MATCH_DONE;
}

// How far outside the band; 0 = within.
static double beyond(const miler_match_rep *m, const miler_rep *rep) {
    const double slack = TOLERANCE + error_of(rep);
    const double hill = hill_of((double)rep->ascent_m, rep->dist_m);
    if (m->got_s < m->want_fast_s * (1 - slack)) return m->got_s / m->want_fast_s - 1;
    return m->got_s > m->want_slow_s * (1 + slack + hill) ? m->got_s / m->want_slow_s - 1 - hill : 0;
}

void match_compare(miler_match_rep *m, const match_want *w, const miler_rep *rep) {
    m->got_m = match_got_m(rep, w->dist_m);
    m->got_s = rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s;
    m->share = w->dist_m > 0 ? m->got_m / w->dist_m : w->time_s > 0 ? rep->time_s / w->time_s : 1;
    m->kind = by_length(w, m->share);
    if (m->want_m > 0 && m->got_m > 0) m->got_s *= m->want_m / m->got_m;
    if (!(w->band.target_mps > 0) || !(m->got_s > 0)) return;
    m->off_s = m->got_s - m->want_s;
    m->beyond = beyond(m, rep);
    if (m->kind != MILER_MATCH_DONE || m->beyond == 0) return;
    m->kind = m->beyond < 0 ? MILER_MATCH_FASTER : MILER_MATCH_SLOWER;
}

static bool moves(miler_rep_motion motion) {
    return motion == MILER_MOTION_RUN || motion == MILER_MOTION_JOG;
}

// Walking and standing are one to the heart; jogging is another.
static bool other_motion(miler_recovery_mode asked, miler_rep_motion got) {
    if (asked == MILER_RECOVERY_ANY) return false;
    return moves(got) != (asked == MILER_RECOVERY_JOG);
}

miler_match_rest match_rest(const match_want *w, const miler_rep *rest) {
    if (!w->rested || rest == NULL) return MILER_MATCH_REST_NONE;
    int out = MILER_MATCH_REST_AS_ASKED;
    const bool by_dist = w->rest_m > 0;
    const double want = by_dist ? w->rest_m : w->rest_s;
    const double got = by_dist ? (rest->nominal_m > 0 ? rest->nominal_m : rest->dist_m) : rest->time_s;
    const double slack = by_dist ? REST_SLACK_M : REST_SLACK_S;
    if (want > 0 && got < REST_SHORT * want - slack) out |= MILER_MATCH_REST_SHORTER;
    if (want > 0 && got > REST_LONG * want + slack) out |= MILER_MATCH_REST_LONGER;
    if (other_motion(w->rest_mode, rest->motion))
        out |= moves(rest->motion) ? MILER_MATCH_REST_JOGGED : MILER_MATCH_REST_NOT_JOGGED;
    return (miler_match_rest)out;
}

static double rest_credit(miler_match_rest rest) {
    const bool length = (rest & (MILER_MATCH_REST_SHORTER | MILER_MATCH_REST_LONGER)) != 0;
    const bool motion = (rest & (MILER_MATCH_REST_JOGGED | MILER_MATCH_REST_NOT_JOGGED)) != 0;
    return 1 - REST_COST * (length + motion);
}

static double pace_credit(double beyond) {
    // Faster than asked is more than asked, but not better: half the loss of slower.
    return beyond < 0 ? fmax(0.5, 1 + beyond / SLOW_FULL / 2) : fmax(0, 1 - beyond / SLOW_FULL);
}

static double length_credit(const miler_match_rep *m) {
    if (m->kind == MILER_MATCH_CUT_SHORT) return fmin(m->share, 1);
    return m->kind == MILER_MATCH_LONGER ? fmax(0, 1 - (m->share - 1) / LONGER_FULL) : 1;
}

double match_credit(const miler_match_rep *m) {
    if (m->kind == MILER_MATCH_MISSED || m->kind == MILER_MATCH_ADDED) return 0;
    return length_credit(m) * pace_credit(m->beyond) * rest_credit(m->rest);
}

// ---- Easy running

// Of all that was asked for by distance the distance counts, by time the time on
// the legs; of both, the time that the book makes of it.
static void easy_share(miler_match_rep *m, const match_wants *wants, const match_sums *sums) {
    const bool by_dist = wants->easy_m > 0 && wants->easy_s <= 0;
    const bool around = wants->count > 0; // then only what is run around the reps
    m->want_m = !by_dist ? 0 : around ? wants->easy_m : wants->run_m;
    m->want_s = by_dist ? 0 : around ? wants->around_s : wants->run_s;
    m->got_m = around ? sums->easy_run_m : sums->dist_m;
    m->got_s = around ? sums->easy_s : sums->moving_s;
    m->share = m->want_m > 0 ? m->got_m / m->want_m : m->want_s > 0 ? m->got_s / m->want_s : 1;
}

double match_easy(miler_match_rep *m, const match_wants *wants, const match_sums *sums) {
    *m = (miler_match_rep){.number = 1, .rep = -1, .want_fast_s = NAN, .want_slow_s = NAN, .off_s = NAN};
    easy_share(m, wants, sums);
    const double flat_m = sums->easy_run_m + MILER_CLIMB_DIST * sums->climb_m;
    const double hill = hill_of(sums->climb_m, sums->easy_run_m);
    const bool paced = wants->easy.target_mps > 0 && sums->easy_s > 0 && sums->easy_run_m > 0;
    const double over =
        paced ? sums->easy_run_m / sums->easy_s / wants->easy.fast_mps - 1 - sums->easy_error - hill / 4 : 0;
    const double under = paced ? 1 - flat_m / sums->easy_s / wants->easy.slow_mps - sums->easy_error : 0;
    double credit = fmin(m->share, 1);
    m->kind = MILER_MATCH_DONE;
    if (under > EASY_SLOW) {
        m->kind = MILER_MATCH_SLOWER;
        m->beyond = under;
        credit *= fmax(0.8, 1 - (under - EASY_SLOW));
    }
    if (m->share > EASY_LONG) {
        m->kind = MILER_MATCH_LONGER;
        credit *= fmax(0.4, 1 - (m->share - EASY_LONG) / 2);
    }
    if (over > EASY_FAST) {
        if (m->kind != MILER_MATCH_LONGER) m->kind = MILER_MATCH_FASTER;
        m->beyond = -over;
        credit *= fmax(0.3, 1 - (over - EASY_FAST) / EASY_FULL);
    }
    if (m->share < LENGTH_SHORT) m->kind = MILER_MATCH_CUT_SHORT;
    return credit;
}
