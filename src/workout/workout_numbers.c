// SPDX-License-Identifier: MIT
// One step in one runner's numbers: splits, pace, heart rate, effort.
#include "workout/workout_pace.h"

#include <math.h>

#define REP_MOST_M 5000.0 // beyond, a pace says more than a time
#define STEERED_S                                                                                            \
    180.0 // shorter reps are over before the heart rate says anything (Daniels; science notes 5.1)
#define RACED_FROM_M 400.0  // over less the models of a distance runner say little
#define LONGEST_SPLIT_M 1e5 // no session is told lap by lap beyond that

// Of maximal heart rate and of the ten-point scale, zone by zone: Daniels' bands
// (E 65-79 %, M 80-89, T 88-92, I 97.5-100 of HRmax); effort E 2-4, M 4-5, T 6-7,
// I and R 8-9. Long running lies at the upper end of easy; CV a little above T.
static const struct {
    double low_hr, high_hr, low_rpe, high_rpe;
} bands[MILER_ZONE_COUNT] = {[MILER_ZONE_EASY] = {65, 79, 2, 4},     [MILER_ZONE_LONG] = {65, 79, 3, 4},
                             [MILER_ZONE_MARATHON] = {80, 89, 4, 5}, [MILER_ZONE_THRESHOLD] = {88, 92, 6, 7},
                             [MILER_ZONE_CV] = {90, 94, 7, 8},       [MILER_ZONE_VO2MAX] = {97.5, 100, 8, 9},
                             [MILER_ZONE_MILE] = {0, 0, 8, 9},       [MILER_ZONE_800] = {0, 0, 9, 9},
                             [MILER_ZONE_REP] = {0, 0, 8, 9}};

// "@150bpm" is held within so many beats to either side: the half of threshold's band, the narrowest of
// those above (4 % of the highest are 7.6 beats of 190). Nobody holds one number, and a watch that watches
// over one would not fall silent. Engineering estimate.
#define POINT_BPM 4.0

static bool is_known(double value) {
    return isfinite(value) && value > 0;
}

// Beats from a percent of the highest or of the threshold, whichever is known.
static double beats(const miler_pace_book *book, double percent, bool of_max) {
    if (book == NULL) return (double)NAN;
    const double max = book->hr_max_bpm;
    const double threshold = book->hr_threshold_bpm;
    if (of_max)
        return is_known(max) ? max * percent / 100 : threshold / WKO_THRESHOLD_HR_SHARE * percent / 100;
    return is_known(threshold) ? threshold * percent / 100 : max * WKO_THRESHOLD_HR_SHARE * percent / 100;
}

bool wko_heart_band(const miler_target *t, const miler_pace_book *book, double *low, double *high) {
    const bool of_max = t->percent_of == MILER_PERCENT_OF_HR_MAX;
    if (t->kind == MILER_TARGET_HR) {
        *low = t->low_bpm;
        *high = t->high_bpm;
    } else if (of_max || t->percent_of == MILER_PERCENT_OF_HR_THRESHOLD) {
        *low = beats(book, t->low_percent, of_max);
        *high = beats(book, t->high_percent, of_max);
    } else {
        return false;
    }
    if (!is_known(*low) || !is_known(*high)) return false;
    if (*high - *low < 0.5) { // the same, or the same once written down
        const double most = book != NULL && is_known(book->hr_max_bpm) ? book->hr_max_bpm : *high + POINT_BPM;
        *low -= POINT_BPM;
        *high = fmax(*high, fmin(*high + POINT_BPM, most));
    }
    return true;
}

static miler_zone zone_of(const miler_target *t) {
    if (t->kind == MILER_TARGET_ZONE) return t->zone;
    if (t->kind != MILER_TARGET_RACE) return MILER_ZONE_COUNT;
    const double d = t->race_dist_m > 0 ? t->race_dist_m : MILER_MILE_M;
    return d <= 1000    ? MILER_ZONE_800
           : d <= 2000  ? MILER_ZONE_MILE
           : d <= 6000  ? MILER_ZONE_VO2MAX
           : d <= 12000 ? MILER_ZONE_CV
           : d <= 25000 ? MILER_ZONE_THRESHOLD
                        : MILER_ZONE_MARATHON;
}

// Where the zones by heart rate were told: easy below the second, threshold from the third to the fourth, VO2max
// from the fifth on, marathon pace between the second and the third. The end of easy that is not told is as far
// away as in Daniels' bands.
static bool heart_by_hand(miler_zone zone, const miler_pace_book *book, double *low, double *high) {
    static const int8_t ends[MILER_ZONE_COUNT][2] = {[MILER_ZONE_EASY] = {0, 1},
                                                     [MILER_ZONE_LONG] = {0, 1},
                                                     [MILER_ZONE_MARATHON] = {1, 2},
                                                     [MILER_ZONE_THRESHOLD] = {2, 3},
                                                     [MILER_ZONE_VO2MAX] = {4, 0}};
    double from[MILER_HEART_EDGES];
    if (book == NULL) return false;
    const int first = ends[zone][0];
    const int after = ends[zone][1];
    const bool told =
        (first > 0 && book->hr_from_bpm[first - 1] > 0) || (after > 0 && book->hr_from_bpm[after - 1] > 0);
    if (!told) return false;
    miler_heart_edges(book->hr_max_bpm, book->hr_from_bpm, from);
    *low = first > 0 ? from[first - 1] : from[after - 1] * bands[zone].low_hr / bands[zone].high_hr;
    *high = after > 0 ? from[after - 1] : beats(book, bands[zone].high_hr, true);
    return is_known(*low) && *high > *low;
}

static void put_heart(const miler_target *t, const miler_pace_book *book, bool steered, miler_numbers *out) {
    if (wko_heart_band(t, book, &out->low_bpm, &out->high_bpm)) return;
    out->low_bpm = out->high_bpm = (double)NAN;
    const miler_zone zone = zone_of(t);
    if (t->percent_of != MILER_PERCENT_OF_NONE || zone >= MILER_ZONE_COUNT || !steered) return;
    if (heart_by_hand(zone, book, &out->low_bpm, &out->high_bpm)) {
        out->heart_by_hand = true;
    } else if (bands[zone].high_hr > 0) {
        out->low_bpm = beats(book, bands[zone].low_hr, true);
        out->high_bpm = beats(book, bands[zone].high_hr, true);
    }
}

static void put_effort(const miler_step *step, miler_numbers *out) {
    const miler_target *t = &step->target;
    const miler_zone zone = zone_of(t);
    if (t->kind == MILER_TARGET_EFFORT) {
        out->low_rpe = out->high_rpe = t->value;
    } else if (step->kind == MILER_STEP_TIME_TRIAL) {
        out->low_rpe = out->high_rpe = 10;
    } else if (zone < MILER_ZONE_COUNT && t->percent_of == MILER_PERCENT_OF_NONE) {
        out->low_rpe = bands[zone].low_rpe;
        out->high_rpe = bands[zone].high_rpe;
    }
}

static void put_pace(const miler_step *step, const miler_pace_band *band, miler_numbers *out) {
    out->pace_s_per_km = 1000 / band->target_mps;
    out->fast_s_per_km = 1000 / band->fast_mps;
    out->slow_s_per_km = 1000 / band->slow_mps;
    const double dist_m = step->dist_m > 0 ? step->dist_m : step->time_s * band->target_mps;
    const miler_zone zone = zone_of(&step->target);
    const bool easy = zone == MILER_ZONE_EASY || zone == MILER_ZONE_LONG; // is no rep against the clock
    if (!easy && step->dist_m > 0 && step->dist_m <= REP_MOST_M) out->rep_s = step->dist_m / band->target_mps;
    if (dist_m > 200 && dist_m < LONGEST_SPLIT_M) out->split_200_s = 200 / band->target_mps;
    if (dist_m > 400 && dist_m < LONGEST_SPLIT_M) out->split_400_s = 400 / band->target_mps;
}

// "6 x 4000 m at mile pace": nobody holds that, and mostly it is a slip of the pen.
static void put_race(const miler_step *step, const miler_pace_band *band, const miler_pace_book *book,
                     miler_numbers *out) {
    const double slow_mps = fmin(band->slow_mps, band->target_mps);
    const double dist_m = step->dist_m > 0 ? step->dist_m : step->time_s * slow_mps;
    if (step->kind != MILER_STEP_RUN || book == NULL || dist_m < RACED_FROM_M) return;
    const double race_s = wko_race_time_s(book, dist_m);
    if (is_known(race_s) && dist_m / slow_mps < 0.98 * race_s) out->race_s = race_s;
}

// The band a step is run in; a trial without one, as fast as the book says. False: no clock.
static bool band_of(const miler_step *step, const miler_pace_book *book, miler_pace_band *out) {
    // Uphill the clock says nothing, only effort does; the pace of an effort is a consequence, not a target.
    if (step->kind == MILER_STEP_HILL || step->target.kind == MILER_TARGET_EFFORT) return false;
    if (miler_target_speed(&step->target, book, out)) return true;
    if (step->kind != MILER_STEP_TIME_TRIAL || step->dist_m <= 0) return false;
    const double time_s = wko_race_time_s(book, step->dist_m);
    const double mps = step->dist_m / time_s;
    *out = (miler_pace_band){.slow_mps = mps, .target_mps = mps, .fast_mps = mps};
    return is_known(time_s);
}

static bool steps_by_hand(const miler_step *steps, size_t count, const miler_pace_book *book, int depth) {
    for (size_t i = 0; i < count; i++) {
        const miler_step *s = &steps[i];
        if (s->kind == MILER_STEP_REPEAT && depth < MILER_WORKOUT_DEPTH_MAX &&
            steps_by_hand(s->children, s->child_count, book, depth + 1))
            return true;
        if (s->kind == MILER_STEP_RUN && miler_target_by_hand(&s->target, book)) return true;
    }
    return false;
}

bool miler_workout_by_hand(const miler_workout *workout, const miler_pace_book *book) {
    return steps_by_hand(workout->steps, workout->step_count, book, 0);
}

void miler_step_numbers(const miler_step *step, const miler_pace_book *book, miler_numbers *out) {
    const double no = (double)NAN;
    *out = (miler_numbers){no, no, no, no, no, no, no, no, no, no, no, false, false};
    const bool runs = step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_STRIDE ||
                      step->kind == MILER_STEP_HILL || step->kind == MILER_STEP_TIME_TRIAL;
    if (!runs && step->kind != MILER_STEP_CROSS) return;
    miler_pace_band band;
    if (runs && band_of(step, book, &band)) {
        put_pace(step, &band, out);
        put_race(step, &band, book, out);
        out->pace_by_hand = miler_target_by_hand(&step->target, book);
    }
    const double time_s = step->time_s > 0 ? step->time_s : step->dist_m / wko_speed_of(step, book);
    put_heart(&step->target, book, step->kind == MILER_STEP_RUN && time_s >= STEERED_S, out);
    put_effort(step, out);
}
