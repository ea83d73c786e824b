// SPDX-License-Identifier: MIT
// Targets in one runner's numbers. Race paces between two known races lie on
// the straight line of log time over log distance (Riegel 1981), outside them on
// its continuation: a runner's own bend is seen at either end. A single race
// continues with the exponent that is usual about the mile.
#include "workout/workout_pace.h"

#include <math.h>

// Between a mile and 5 km: 1.076 to 1.093 from VDOT 40 to 70 (Daniels and Gilbert 1979), 1.078
// from the world's records of 1500 to 5000 m. Riegel's 1.06 is that of 1500 m to the marathon.
#define USUAL_EXPONENT 1.085
#define SAME_RACE_M 0.5
#define POINT_BAND 0.01 // an absolute is held within 1 % (0.8 s in 80): engineering estimate

void miler_pace_book_init(miler_pace_book *book) {
    *book = (miler_pace_book){.goal_mile_s = NAN, .hr_max_bpm = NAN, .hr_threshold_bpm = NAN};
    for (size_t i = 0; i < MILER_ZONE_COUNT; i++)
        book->zones[i] = (miler_pace_band){NAN, NAN, NAN};
}

static bool known(double value) {
    return isfinite(value) && value > 0;
}

static bool zone_known(const miler_pace_book *book, miler_zone zone) {
    return book != NULL && (unsigned)zone < MILER_ZONE_COUNT && known(book->zones[zone].target_mps);
}

// Effort on the ten-point scale to zones: Daniels' bands (easy
// 2-4, marathon 4-5, threshold 6-7, intervals and reps 8-9), trials 10.
miler_zone wko_effort_zone(double rpe) {
    if (rpe < 4.5) return MILER_ZONE_EASY;
    if (rpe < 5.75) return MILER_ZONE_MARATHON;
    if (rpe < 7.5) return MILER_ZONE_THRESHOLD;
    if (rpe < 9.25) return MILER_ZONE_VO2MAX;
    return MILER_ZONE_MILE;
}

double wko_race_time_s(const miler_pace_book *book, double dist_m) {
    const size_t n = book != NULL && book->race_count <= MILER_BOOK_RACES ? book->race_count : 0;
    if (n == 0 || !(dist_m > 0)) return NAN;
    for (size_t i = 0; i < n; i++)
        if (fabs(book->race_dist_m[i] - dist_m) < SAME_RACE_M) return book->race_time_s[i];
    if (n == 1) return book->race_time_s[0] * pow(dist_m / book->race_dist_m[0], USUAL_EXPONENT);
    size_t i = 0;
    while (i + 2 < n && book->race_dist_m[i + 1] < dist_m)
        i++;
    const double d1 = book->race_dist_m[i];
    const double d2 = book->race_dist_m[i + 1];
    const double t1 = book->race_time_s[i];
    const double exponent = log(book->race_time_s[i + 1] / t1) / log(d2 / d1);
    return t1 * pow(dist_m / d1, exponent);
}

static void point(double speed_mps, miler_pace_band *out) {
    *out = (miler_pace_band){.fast_mps = speed_mps * (1 + POINT_BAND),
                             .slow_mps = speed_mps * (1 - POINT_BAND),
                             .target_mps = speed_mps};
}

static bool race_speed(const miler_target *t, const miler_pace_book *book, miler_pace_band *out) {
    const bool goal = t->race_dist_m <= 0;
    const double time_s = goal ? book->goal_mile_s : wko_race_time_s(book, t->race_dist_m);
    const double dist_m = goal ? MILER_MILE_M : t->race_dist_m;
    if (!known(time_s)) {
        // Without races the zones of the same name still say it.
        const miler_zone zone = fabs(dist_m - MILER_MILE_M) < 1 ? MILER_ZONE_MILE
                                : fabs(dist_m - 800) < 1        ? MILER_ZONE_800
                                                                : MILER_ZONE_COUNT;
        if (goal || t->offset_s_per_400 != 0 || !zone_known(book, zone)) return false;
        *out = book->zones[zone];
        return true;
    }
    const double lap_s = 400 * time_s / dist_m + t->offset_s_per_400;
    if (!known(lap_s)) return false;
    point(400 / lap_s, out);
    return true;
}

bool miler_target_speed(const miler_target *target, const miler_pace_book *book, miler_pace_band *out) {
    if (target->kind == MILER_TARGET_SPEED) {
        if (!known(target->value)) return false;
        point(target->value, out);
        if (target->slow_mps > 0) {
            const double pace = (1 / target->value + 1 / target->slow_mps) / 2;
            *out = (miler_pace_band){
                .fast_mps = target->value, .slow_mps = target->slow_mps, .target_mps = 1 / pace};
        }
        return true;
    }
    if (book == NULL) return false;
    if (target->kind == MILER_TARGET_RACE) return race_speed(target, book, out);
    if (target->kind != MILER_TARGET_ZONE && target->kind != MILER_TARGET_EFFORT) return false;
    const miler_zone zone = target->kind == MILER_TARGET_ZONE ? target->zone : wko_effort_zone(target->value);
    const bool by_heart =
        target->percent_of == MILER_PERCENT_OF_HR_MAX || target->percent_of == MILER_PERCENT_OF_HR_THRESHOLD;
    if (by_heart || !zone_known(book, zone)) return false;
    *out = book->zones[zone];
    if (target->percent_of != MILER_PERCENT_OF_SPEED) return true;
    const double full = out->target_mps;
    point(full * (target->low_percent + target->high_percent) / 200, out);
    if (target->low_percent < target->high_percent) {
        out->slow_mps = full * target->low_percent / 100;
        out->fast_mps = full * target->high_percent / 100;
    }
    return true;
}

static bool same_speed(double told_mps, double mps) {
    return told_mps > 0 && fabs(mps / told_mps - 1) < 1e-5; // a plan's text holds micrometres
}

bool miler_target_by_hand(const miler_target *target, const miler_pace_book *book) {
    if (book == NULL || target->kind != MILER_TARGET_ZONE || !zone_known(book, target->zone)) return false;
    if (target->percent_of != MILER_PERCENT_OF_NONE && target->percent_of != MILER_PERCENT_OF_SPEED)
        return false;
    const miler_pace_band *band = &book->zones[target->zone];
    switch (target->zone) {
    case MILER_ZONE_EASY:
        return same_speed(book->paces.easy_slow_mps, band->slow_mps) ||
               same_speed(book->paces.easy_fast_mps, band->fast_mps);
    case MILER_ZONE_THRESHOLD:
        return same_speed(book->paces.threshold_mps, band->target_mps);
    case MILER_ZONE_VO2MAX:
        return same_speed(book->paces.vo2max_mps, band->target_mps);
    default:
        return false;
    }
}

// ---- Never unknown

// A runner of about VDOT 40 (mile near 6:40), used when nothing is known:
// engineering estimate, speeds of the Daniels-Gilbert formula at VDOT 40, rounded.
static const double usual_mps[MILER_ZONE_COUNT] = {
    [MILER_ZONE_EASY] = 2.6,      [MILER_ZONE_LONG] = 2.6, [MILER_ZONE_MARATHON] = 3.0,
    [MILER_ZONE_THRESHOLD] = 3.3, [MILER_ZONE_CV] = 3.4,   [MILER_ZONE_VO2MAX] = 3.6,
    [MILER_ZONE_MILE] = 4.0,      [MILER_ZONE_800] = 4.3,  [MILER_ZONE_REP] = 4.1};

// How this runner compares with the usual one, from whatever is known, so that
// a missing zone fits the others.
static double runner_share(const miler_pace_book *book) {
    static const miler_zone telling[] = {MILER_ZONE_THRESHOLD, MILER_ZONE_VO2MAX, MILER_ZONE_MILE,
                                         MILER_ZONE_EASY};
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
        if (zone_known(book, telling[i])) return book->zones[telling[i]].target_mps / usual_mps[telling[i]];
    const double mile_s = wko_race_time_s(book, MILER_MILE_M);
    return known(mile_s) ? MILER_MILE_M / mile_s / usual_mps[MILER_ZONE_MILE] : 1;
}

double wko_zone_speed(miler_zone zone, const miler_pace_book *book) {
    if ((unsigned)zone >= MILER_ZONE_COUNT) zone = MILER_ZONE_EASY;
    return zone_known(book, zone) ? book->zones[zone].target_mps : usual_mps[zone] * runner_share(book);
}

// Race paces by zone where times are missing: up to 1,000 m the 800, up to
// 2,000 m the mile, up to 6 km VO2max (5 km pace is 95-97 % of it), up to 12 km
// critical velocity, to the half threshold, beyond the marathon.
static miler_zone race_zone(double dist_m) {
    if (dist_m <= 0) return MILER_ZONE_MILE; // the goal
    if (dist_m <= 1000) return MILER_ZONE_800;
    if (dist_m <= 2000) return MILER_ZONE_MILE;
    if (dist_m <= 6000) return MILER_ZONE_VO2MAX;
    if (dist_m <= 12000) return MILER_ZONE_CV;
    if (dist_m <= 25000) return MILER_ZONE_THRESHOLD;
    return MILER_ZONE_MARATHON;
}

static miler_zone step_zone(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
    case MILER_STEP_HILL:
        return MILER_ZONE_MILE;
    case MILER_STEP_TIME_TRIAL:
        // By time, a hard effort of 10 min is about 3 km of a middling runner, and so on.
        return race_zone(step->dist_m > 0 ? step->dist_m : step->time_s * usual_mps[MILER_ZONE_VO2MAX]);
    default:
        return MILER_ZONE_EASY;
    }
}

// Heart rate to zones by percent of maximum: up to 82 easy, to 93 around the
// threshold, above that VO2max (Seiler's and Daniels' limits);
// against the threshold's own heart rate where only that is known.
static miler_zone heart_zone(const miler_target *t, const miler_pace_book *book) {
    const double bpm = (t->low_bpm + t->high_bpm) / 2;
    const bool by_max = book != NULL && known(book->hr_max_bpm);
    if (!by_max && (book == NULL || !known(book->hr_threshold_bpm))) return MILER_ZONE_EASY;
    const double share =
        by_max ? bpm / book->hr_max_bpm : WKO_THRESHOLD_HR_SHARE * bpm / book->hr_threshold_bpm;
    return share < 0.82 ? MILER_ZONE_EASY : share < 0.93 ? MILER_ZONE_THRESHOLD : MILER_ZONE_VO2MAX;
}

// The speed that goes with a heart rate: on straight lines between the middles of Daniels' bands in percent
// of the highest (E 65-79, M 80-89, T 88-92, I 97.5-100), beyond both ends as there. A heart that drifts
// or lags says another speed: engineering estimate. NaN: nothing is known to hold it against.
static double heart_speed(const miler_target *t, const miler_pace_book *book) {
    static const struct {
        double share;
        miler_zone zone;
    } middles[] = {{0.72, MILER_ZONE_EASY},
                   {0.845, MILER_ZONE_MARATHON},
                   {0.90, MILER_ZONE_THRESHOLD},
                   {0.9875, MILER_ZONE_VO2MAX}};
    double low, high;
    if (book == NULL || !wko_heart_band(t, book, &low, &high)) return NAN;
    const double max =
        known(book->hr_max_bpm) ? book->hr_max_bpm : book->hr_threshold_bpm / WKO_THRESHOLD_HR_SHARE;
    const double share = (low + high) / 2 / max;
    if (!known(share)) return NAN;
    size_t i = 1;
    while (i + 1 < sizeof middles / sizeof middles[0] && middles[i].share < share)
        i++;
    const double from = wko_zone_speed(middles[i - 1].zone, book);
    const double to = wko_zone_speed(middles[i].zone, book);
    const double part = (share - middles[i - 1].share) / (middles[i].share - middles[i - 1].share);
    return from + (to - from) * fmax(0, fmin(1, part));
}

static miler_zone target_zone(const miler_step *step, const miler_pace_book *book) {
    switch (step->target.kind) {
    case MILER_TARGET_ZONE:
        return step->target.zone;
    case MILER_TARGET_EFFORT:
        return wko_effort_zone(step->target.value);
    case MILER_TARGET_HR:
        return heart_zone(&step->target, book);
    case MILER_TARGET_RACE:
        return race_zone(step->target.race_dist_m);
    default:
        return step_zone(step);
    }
}

double wko_speed_of(const miler_step *step, const miler_pace_book *book) {
    miler_pace_band band;
    if (miler_target_speed(&step->target, book, &band)) return band.target_mps;
    if (step->kind == MILER_STEP_TIME_TRIAL && step->target.kind == MILER_TARGET_NONE && step->dist_m > 0) {
        const double time_s = wko_race_time_s(book, step->dist_m);
        if (known(time_s)) return step->dist_m / time_s;
    }
    const double by_heart = heart_speed(&step->target, book);
    if (known(by_heart)) return by_heart;
    double speed = wko_zone_speed(target_zone(step, book), book);
    if (step->target.percent_of == MILER_PERCENT_OF_SPEED)
        speed *= (step->target.low_percent + step->target.high_percent) / 200;
    if (step->target.kind != MILER_TARGET_RACE) return speed;
    const double lap_s = 400 / speed + step->target.offset_s_per_400;
    return known(lap_s) ? 400 / lap_s : speed;
}

double miler_step_speed(const miler_step *step, const miler_pace_book *book) {
    return wko_speed_of(step, book);
}

static wko_class class_of_zone(miler_zone zone) {
    switch (zone) {
    case MILER_ZONE_THRESHOLD:
    case MILER_ZONE_CV:
        return WKO_CLASS_THRESHOLD;
    case MILER_ZONE_VO2MAX:
        return WKO_CLASS_VO2MAX;
    case MILER_ZONE_MILE:
    case MILER_ZONE_800:
    case MILER_ZONE_REP:
        return WKO_CLASS_FAST;
    default:
        return WKO_CLASS_EASY;
    }
}

// By speed: the slow edges lie half way (in speed) between the zones' targets.
static wko_class class_of_speed(double speed, const miler_pace_book *book) {
    const double mile = wko_zone_speed(MILER_ZONE_MILE, book);
    const double vo2max = wko_zone_speed(MILER_ZONE_VO2MAX, book);
    const double threshold = wko_zone_speed(MILER_ZONE_THRESHOLD, book);
    const double marathon = wko_zone_speed(MILER_ZONE_MARATHON, book);
    if (speed >= (mile + vo2max) / 2) return WKO_CLASS_FAST;
    if (speed >= (vo2max + threshold) / 2) return WKO_CLASS_VO2MAX;
    if (speed >= (threshold + marathon) / 2) return WKO_CLASS_THRESHOLD;
    return WKO_CLASS_EASY;
}

wko_class wko_class_of(const miler_step *step, const miler_pace_book *book) {
    const miler_target *t = &step->target;
    // A race's own pace is its class by name; with an offset, or an absolute, speed decides.
    const bool by_speed = t->kind == MILER_TARGET_SPEED ||
                          (t->kind == MILER_TARGET_RACE && t->offset_s_per_400 > 0) ||
                          t->percent_of == MILER_PERCENT_OF_SPEED;
    if (by_speed) return class_of_speed(wko_speed_of(step, book), book);
    const wko_class named = class_of_zone(target_zone(step, book));
    if (t->kind != MILER_TARGET_RACE || t->offset_s_per_400 == 0) return named;
    const wko_class measured = class_of_speed(wko_speed_of(step, book), book);
    return measured > named ? measured : named;
}
