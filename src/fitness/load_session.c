// SPDX-License-Identifier: MIT
// The load of one session, and what kind of session it was.
#include <miler/load.h>

#include <math.h>

#define TRIAL_SHARE 0.98
#define RACE_S 100      // less than 800 m of speed is no race
#define HARD_FROM 0.95  // of threshold speed
#define FAST_FROM 1.065 // between critical velocity (1.045) and VO2max pace (1.09)
#define FAST_SHARE 0.6  // hills and the flutter of GPS lift a part of a threshold run above it
#define FAST_S 180      // strides come to two minutes
#define THRESHOLD_S 480
#define LONG_S 5400
#define LONG_LEAST_S 3600
#define LONG_SHARE 1.3
#define HARD_HRR 0.85    // without pace: this much of the reserve is threshold work
#define LEAST_S 60       // less than a minute of it says nothing
#define COVERED 0.5      // of the session; what is missing was like the rest
#define STEADY_SHARE 0.8 // so much of the time hard: no rest, so no reps [engineering estimate]
// The heart says easy where it was in the threshold band, less what a day may be off, for less than half of
// the time that makes a threshold run: it needs some minutes to get there [engineering estimates].
#define HEART_SD_BPM 5.0
#define HEART_GUESSED_SD_BPM 10.0 // Tanaka 2001
#define HEART_HARD_S (THRESHOLD_S / 2)
#define THRESHOLD_HRR 0.88 // Swain 1997: as the share of VO2 reserve at threshold pace
#define SEEN_SHARE 0.75    // hills and rounding make less of it [engineering estimate]
// Less than this, and less than half of what was recorded, is the way to the car [engineering estimates].
#define RUN_LEAST_M 800
#define RUN_LEAST_SHARE 0.5
// Certainly no running: over the men's records from 1000 m on, by 3.3 % over the mile, 3.9 % over 5000 m and
// 1.6 % over the marathon ...
#define HUMAN_MPS 7.7
#define HUMAN_FADE 0.07
#define HUMAN_FROM_M 1000
// ... or for ten minutes and more faster than this runner: 3000 m are run at 1.12 of threshold speed (Daniels).
#define BEYOND_S 600
#define BEYOND 1.12
#define BEYOND_LEAST                                                                                         \
    0.08 // and so much more, or 2.5 SD of what is known of the threshold [engineering estimates]
#define BEYOND_SD 2.5

static double total(const double *bins, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += bins[i];
    return sum;
}

// Time in the bins that begin at `from` or above; the bin that `from` cuts counts by its part.
static double above(const double *bins, size_t count, double from) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += bins[i] * fmax(0, fmin(1, (double)i + 1 - from));
    return sum;
}

static double above_mps(const miler_load_parts *p, double speed_mps) {
    return above(p->speed_s, MILER_LOAD_SPEED_BINS, speed_mps / MILER_LOAD_SPEED_BIN_MPS);
}

static double rest_of(const miler_load_runner *r) {
    return r->hr_rest_bpm > 0 ? r->hr_rest_bpm : MILER_HR_REST_USUAL;
}

// Faster than anybody, or for long far faster than this runner.
static bool beyond(const miler_load_parts *p, const miler_load_runner *r) {
    const double run_m = miler_load_run_m(p);
    const double most_mps = HUMAN_MPS * pow(run_m / HUMAN_FROM_M, -HUMAN_FADE);
    if (run_m >= HUMAN_FROM_M && run_m > most_mps * p->timer_s) return true;
    const double more = r->threshold_sd > 0 ? BEYOND_SD * r->threshold_sd : 0;
    return p->ngp_s >= BEYOND_S && p->ngp_mps > (BEYOND + fmax(BEYOND_LEAST, more)) * r->threshold_mps;
}

// A bicycle or a car that the watch took for a run. On a belt nobody rides: its distance is wrong.
static bool ridden(const miler_load_parts *p, const miler_load_runner *r) {
    if (p->sport != MILER_SPORT_RUNNING || p->dist_source == MILER_DIST_TREADMILL) return false;
    const double run_m = miler_load_run_m(p);
    const bool hardly_run = run_m < RUN_LEAST_M && run_m < RUN_LEAST_SHARE * p->dist_m;
    return hardly_run || beyond(p, r);
}

// Its speed is there and may be believed.
static bool paced(const miler_load_parts *p, const miler_load_runner *r) {
    return p->sport == MILER_SPORT_RUNNING && r->threshold_mps > 0 && p->ngp_s > 0 && !ridden(p, r) &&
           !beyond(p, r);
}

static double heart_above(const miler_load_parts *p, double hr_bpm) {
    return above(p->hr_s, MILER_LOAD_HR_BINS, (hr_bpm - MILER_LOAD_HR_FROM_BPM) / MILER_LOAD_HR_BIN_BPM);
}

static double hard_bpm_of(const miler_load_runner *r) {
    const double rest = rest_of(r);
    if (r->hr_threshold_bpm > 0) return r->hr_threshold_bpm;
    return rest + HARD_HRR * (r->hr_max_bpm - rest);
}

// Known for most of the session, and far below the threshold band.
static bool heart_easy(const miler_load_parts *p, const miler_load_runner *r) {
    const double known_s = total(p->hr_s, MILER_LOAD_HR_BINS);
    if (!(r->hr_max_bpm > rest_of(r) + 30) || !(known_s >= LEAST_S) || known_s < COVERED * p->timer_s)
        return false;
    const double sd = hypot(HEART_SD_BPM, r->hr_max_guessed ? HEART_GUESSED_SD_BPM : 0);
    return heart_above(p, hard_bpm_of(r) - sd) < HEART_HARD_S;
}

// ---- The three ways

static double by_pace(const miler_load_parts *p, const miler_load_runner *r, double *error) {
    static const double distance_sd[MILER_DIST_COUNT] = {[MILER_DIST_NONE] = 0.10,
                                                         [MILER_DIST_GPS] = 0.02,
                                                         [MILER_DIST_FOOTPOD] = 0.03,
                                                         [MILER_DIST_TREADMILL] = 0.07,
                                                         [MILER_DIST_TRACK] = 0.01};
    if (p->sport != MILER_SPORT_RUNNING || !(p->ngp_mps > 0) || !(p->ngp_s >= LEAST_S)) return NAN;
    if (ridden(p, r) || beyond(p, r)) return NAN;
    const double sd = (unsigned)p->dist_source < MILER_DIST_COUNT ? distance_sd[p->dist_source] : 0.1;
    const double share = (r->threshold_sd > 0 ? r->threshold_sd : 0) + (p->by_laps ? 0.03 : 0);
    const double points = miler_rtss(p->ngp_s, p->ngp_mps, r->threshold_mps);
    *error = 2 * hypot(sd, share) * points; // the square doubles it
    return points;
}

static double by_heart(const miler_load_parts *p, const miler_load_runner *r, double *error) {
    const double rest = rest_of(r);
    const double known_s = total(p->hr_s, MILER_LOAD_HR_BINS);
    if (!(r->hr_max_bpm > rest + 30) || !(known_s >= LEAST_S) || known_s < COVERED * p->timer_s) return NAN;
    double trimp = 0;
    for (size_t i = 0; i < MILER_LOAD_HR_BINS; i++) {
        const double hr = MILER_LOAD_HR_FROM_BPM + ((double)i + 0.5) * MILER_LOAD_HR_BIN_BPM;
        const double reserve = fmax(0, fmin(1.2, (hr - rest) / (r->hr_max_bpm - rest)));
        if (p->hr_s[i] > 0) trimp += miler_trimp(p->hr_s[i] / 60, reserve, r->sex);
    }
    if (p->timer_s > known_s) trimp *= p->timer_s / known_s;
    const double points = 100 * trimp / miler_trimp(60, THRESHOLD_HRR, r->sex);
    // Tanaka's maximum is 10 bpm off one time in three, and the load with it by a fifth.
    const double sd = 0.10 + (r->hr_max_guessed ? 0.10 : 0) + (r->hr_rest_bpm > 0 ? 0 : 0.05);
    *error = sd * points;
    return points;
}

static double by_effort(const miler_load_parts *p, const miler_load_effort *effort, double *error) {
    if (effort == NULL || !(effort->rpe >= 1 && effort->rpe <= 10)) return NAN;
    const double minutes = effort->minutes > 0 ? effort->minutes : p->timer_s / 60;
    if (!(minutes > 0)) return NAN;
    const double points = 100 * effort->rpe * minutes / (MILER_LOAD_THRESHOLD_RPE * 60);
    *error = 0.3 * points; // about a step of the scale at an easy effort, and another day's mood
    return points;
}

// ---- The kind

// By pace alone; EASY: no hard work in it. Reps have rests: what was fast from end to end is none.
static miler_load_kind pace_kind(const miler_load_parts *p, const miler_load_runner *r) {
    const double hard_s = above_mps(p, HARD_FROM * r->threshold_mps);
    const double fast_s = above_mps(p, FAST_FROM * r->threshold_mps);
    const bool rests = hard_s < STEADY_SHARE * p->timer_s;
    if (rests && hard_s >= FAST_S && fast_s >= FAST_SHARE * hard_s) return MILER_LOAD_INTERVALS;
    return hard_s >= THRESHOLD_S ? MILER_LOAD_THRESHOLD : MILER_LOAD_EASY;
}

// Steady work at threshold pace that the heart calls easy: the threshold is known too low, or the day was
// fast downwind. The heart follows reps too late to be asked.
static bool overruled(const miler_load_parts *p, const miler_load_runner *r) {
    return paced(p, r) && pace_kind(p, r) == MILER_LOAD_THRESHOLD && heart_easy(p, r);
}

static miler_load_kind hard_kind(const miler_load_parts *p, const miler_load_runner *r) {
    if (overruled(p, r)) return MILER_LOAD_EASY;
    if (paced(p, r)) return pace_kind(p, r);
    const bool hard = r->hr_max_bpm > 0 && heart_above(p, hard_bpm_of(r)) >= THRESHOLD_S;
    return hard ? MILER_LOAD_THRESHOLD : MILER_LOAD_EASY;
}

// On a day of a race there may be an easy run too.
static bool is_trial(const miler_load_parts *p, const miler_load_runner *r) {
    const bool raced = !paced(p, r) || above_mps(p, HARD_FROM * r->threshold_mps) >= RACE_S;
    return (r->race_told && raced) || r->trial_share >= TRIAL_SHARE;
}

static miler_load_kind run_kind(const miler_load_parts *p, const miler_load_runner *r) {
    if (r->kind_told) return r->kind;
    if (is_trial(p, r)) return MILER_LOAD_TRIAL;
    const miler_load_kind hard = hard_kind(p, r);
    if (hard != MILER_LOAD_EASY) return hard;
    const bool longer = r->usual_run_s > 0 && p->timer_s >= LONG_SHARE * r->usual_run_s;
    return p->timer_s >= LONG_S || (p->timer_s >= LONG_LEAST_S && longer) ? MILER_LOAD_LONG : MILER_LOAD_EASY;
}

static miler_load_kind kind_of(const miler_load_parts *p, const miler_load_runner *r) {
    if (p->sport == MILER_SPORT_STRENGTH) return MILER_LOAD_STRENGTH;
    return p->sport == MILER_SPORT_RUNNING && !ridden(p, r) ? run_kind(p, r) : MILER_LOAD_CROSS;
}

// In order of trust.
static void order_of(miler_load_kind kind, miler_dist_source source, bool heart_first,
                     miler_load_basis order[3]) {
    const bool guessed = source == MILER_DIST_TREADMILL || source == MILER_DIST_NONE;
    const bool steady = kind == MILER_LOAD_EASY || kind == MILER_LOAD_LONG || kind == MILER_LOAD_CROSS;
    order[0] = MILER_LOAD_BY_PACE;
    order[1] = MILER_LOAD_BY_HR;
    order[2] = MILER_LOAD_BY_EFFORT;
    if (kind == MILER_LOAD_STRENGTH) {
        order[0] = MILER_LOAD_BY_EFFORT;
        order[2] = MILER_LOAD_BY_PACE;
    } else if (heart_first || (steady && guessed)) {
        order[0] = MILER_LOAD_BY_HR;
        order[1] = MILER_LOAD_BY_PACE;
    }
}

void miler_load_session(const miler_load_parts *parts, const miler_load_runner *runner,
                        const miler_load_effort *effort, miler_load *out) {
    double points[MILER_LOAD_BASIS_COUNT] = {NAN, NAN, NAN, NAN};
    double error[MILER_LOAD_BASIS_COUNT] = {NAN, NAN, NAN, NAN};
    points[MILER_LOAD_BY_PACE] = by_pace(parts, runner, &error[MILER_LOAD_BY_PACE]);
    points[MILER_LOAD_BY_HR] = by_heart(parts, runner, &error[MILER_LOAD_BY_HR]);
    points[MILER_LOAD_BY_EFFORT] = by_effort(parts, effort, &error[MILER_LOAD_BY_EFFORT]);
    *out = (miler_load){.kind = kind_of(parts, runner), .points = NAN, .error = NAN, .intensity = NAN};
    if (paced(parts, runner) && parts->ngp_mps > 0) out->intensity = parts->ngp_mps / runner->threshold_mps;
    miler_load_basis order[3];
    const bool steady = out->kind == MILER_LOAD_EASY || out->kind == MILER_LOAD_LONG;
    order_of(out->kind, parts->dist_source, steady && overruled(parts, runner), order);
    for (size_t i = 0; i < 3 && out->basis == MILER_LOAD_BY_NONE; i++) {
        if (!isfinite(points[order[i]])) continue;
        out->basis = order[i];
        out->points = points[order[i]];
        out->error = error[order[i]];
    }
}

double miler_load_run_m(const miler_load_parts *parts) {
    double seen_m = 0;
    if (parts->ngp_mps <= 0) return 0; // NaN is not known, and no ride
    for (size_t i = 0; i < MILER_LOAD_SPEED_BINS; i++)
        seen_m += parts->speed_s[i] * ((double)i + 0.5) * MILER_LOAD_SPEED_BIN_MPS;
    return seen_m > 0 && seen_m < SEEN_SHARE * parts->dist_m ? seen_m : parts->dist_m;
}

const char *miler_load_kind_name(miler_load_kind kind) {
    static const char *const names[] = {"easy",  "long",  "threshold", "intervals",
                                        "trial", "cross", "strength"};
    return (unsigned)kind < MILER_LOAD_KIND_COUNT ? names[kind] : "";
}

const char *miler_load_basis_name(miler_load_basis basis) {
    static const char *const names[] = {"nothing", "pace", "heart rate", "effort"};
    return (unsigned)basis < MILER_LOAD_BASIS_COUNT ? names[basis] : "";
}
