// SPDX-License-Identifier: MIT
// The course: what is asked, checked and with its defaults, and the geometry
// of the lane it is run in.
//
//     finish line                       start (mile, lane 1)
//         |<------------ lap ------------->|<- 9.344 m ->|
//
// In lane n a lap is longer; a race of the true distance then starts further
// forward (the stagger): D - ceil(D / L) L metres behind the finish line.
#include "race/pacing.h"

#include <string.h>

// Indoor lanes are 0.90 to 1.10 m wide (World Athletics); 1.00 m taken here.
#define INDOOR_LANE_WIDTH_M 1.0
#define INDOOR_LANES 6
// Lanes are measured 0.30 m from the kerb in lane 1, 0.20 m from the line in the others.
#define LANE_LINE_SHIFT_M 0.10
#define TWO_PI 6.283185307179586
// A walk: twenty minutes a mile (engineering estimate of "not a race any more").
#define WALK_S_PER_M (1200.0 / MILER_MILE_M)
#define RACE_MIN_M 800.0
#define RACE_MAX_M 5000.0
#define TWO_LAPS_MOST_M 810.0 // the half mile is 804.672 m
#define MILE_MOST_M 2000.0
// World records over 800 m: the first lap 2.4 s quicker than the second (Tucker, Lambert & Noakes 2006), half of
// it on either side of the mean.
#define TWO_LAPS_QUICKER_S 1.2

void miler_race_request_init(miler_race_request *request) {
    memset(request, 0, sizeof *request);
    request->dist_m = MILER_MILE_M;
    request->lane = 1;
    request->day = MILER_NO_DAY;
    request->gun_s = -1;
    request->first_lap_slower_s = (double)NAN;
    request->gear_spread = (double)NAN;
    request->altitude_m = (double)NAN;
    request->wind_mps = (double)NAN;
    request->air_c = (double)NAN;
    request->humidity_pct = (double)NAN;
    request->mass_kg = (double)NAN;
    request->height_m = (double)NAN;
    request->draft_from_m = (double)NAN;
    request->draft_to_m = (double)NAN;
}

bool race_on_track(miler_venue venue) {
    return venue == MILER_VENUE_OUTDOOR || venue == MILER_VENUE_INDOOR_FLAT ||
           venue == MILER_VENUE_INDOOR_BANKED;
}

// Records over the distances the world keeps them for, longest first: nobody
// runs further at a higher speed than the record of a shorter race.
static const double record_dist_m[] = {5000, 3000, 2000, MILER_MILE_M, 1500, 1000, 800, 400};

miler_status race_check_human(miler_sex sex, double dist_m, double time_s, miler_error *err) {
    for (size_t i = 0; i < sizeof record_dist_m / sizeof record_dist_m[0]; i++) {
        const double over_m = record_dist_m[i];
        const double record_s = miler_world_record_s(sex, over_m);
        if (over_m > dist_m + RACE_SAME_M || !isfinite(record_s)) continue;
        if (time_s / dist_m >= record_s / over_m - 1e-12) break;
        const bool same = fabs(over_m - dist_m) < RACE_SAME_M;
        char time[MILER_TEXT_MAX], record[MILER_TEXT_MAX], over[MILER_TEXT_MAX], race[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, time_s, 1);
        miler_print_time(record, sizeof record, record_s, 2);
        miler_print_distance(race, sizeof race, dist_m, MILER_UNITS_METRIC);
        miler_print_distance(over, sizeof over, over_m, MILER_UNITS_METRIC);
        (void)miler_fail(err, MILER_ERR_RANGE, "%s for the %s is faster than the %s's world record of %s%s%s",
                         time, race, sex == MILER_SEX_FEMALE ? "women" : "men", record, same ? "" : " over ",
                         same ? "" : over);
        miler_error_remedy(err, "is the distance right, and the time in minutes:seconds?");
        return MILER_ERR_RANGE;
    }
    return MILER_OK;
}

miler_status race_check_goal(const miler_race_request *request, miler_error *err) {
    const double goal_s = request->goal_s;
    const double dist_m = request->dist_m;
    if (!(goal_s > 0) || !isfinite(goal_s))
        return miler_fail(err, MILER_ERR_RANGE, "the goal must be a time above zero");
    const miler_sex sex = request->sex == MILER_SEX_FEMALE ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    const miler_status human = race_check_human(sex, dist_m, goal_s, err);
    if (human != MILER_OK) return human;
    if (goal_s / dist_m > WALK_S_PER_M) {
        (void)miler_fail(err, MILER_ERR_RANGE, "the goal is slower than walking (20:00 a mile)");
        miler_error_remedy(err, "is the time in minutes:seconds?");
        return MILER_ERR_RANGE;
    }
    return MILER_OK;
}

// NaN is "not told" and fine where `optional`.
static miler_status check_range(const char *name, double value, double low, double high, bool optional,
                                miler_error *err) {
    if (optional && isnan(value)) return MILER_OK;
    if (value >= low && value <= high) return MILER_OK;
    return miler_fail(err, MILER_ERR_RANGE, "%s must be from %g to %g, not %g", name, low, high, value);
}

static miler_status check_hills(const miler_race_request *q, miler_error *err) {
    if (q->hill_count == 0) return MILER_OK;
    if (q->hills == NULL) return miler_fail(err, MILER_ERR_ARG, "the hills are NULL");
    if (q->venue != MILER_VENUE_ROAD)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "hills are for the road, not for %s: --venue road",
                          miler_venue_name(q->venue));
    for (size_t i = 0; i < q->hill_count; i++) {
        const miler_race_hill *h = &q->hills[i];
        const double from_m = i > 0 ? q->hills[i - 1].to_m : 0;
        if (!(h->to_m > from_m) || !(fabs(h->grade) <= 0.2))
            return miler_fail(err, MILER_ERR_RANGE,
                              "hills come in order of place, with grades of -20 to 20 %%");
    }
    return MILER_OK;
}

static miler_status check_numbers(const miler_race_request *q, miler_error *err) {
    const bool track = race_on_track(q->venue);
    const struct {
        const char *name;
        double value, low, high;
        bool optional;
    } rows[] = {
        {"the distance in metres", q->dist_m, RACE_MIN_M, RACE_MAX_M, false},
        {"the seconds the first lap is slower", q->first_lap_slower_s, 0, 1, true},
        {"the spread of the gears", q->gear_spread, 0.005, 0.05, true},
        {"the seconds lost at the start", q->standing_start_s, 0, 2, false},
        {"the altitude in metres", q->altitude_m, 0, 4000, true},
        {"the wind in m/s", q->wind_mps, track ? 0 : -20, 20, true},
        {"the air in degrees C", q->air_c, -30, 50, true},
        {"the humidity in percent", q->humidity_pct, 0, 100, true},
        {"the runner's mass in kg", q->mass_kg, 25, 200, true},
        {"the runner's height in m", q->height_m, 1.0, 2.5, true},
        {"where the shelter begins", q->draft_from_m, 0, q->dist_m, true},
        {"where the shelter ends", q->draft_to_m, 0, q->dist_m, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_status status =
            check_range(rows[i].name, rows[i].value, rows[i].low, rows[i].high, rows[i].optional, err);
        if (status != MILER_OK) return status;
    }
    if (isnan(q->draft_from_m) != isnan(q->draft_to_m) || q->draft_to_m < q->draft_from_m)
        return miler_fail(err, MILER_ERR_RANGE, "the shelter must begin before it ends");
    if (q->wind_against != MILER_WIND_ANY && (q->venue != MILER_VENUE_OUTDOOR || isnan(q->wind_mps)))
        return miler_fail(
            err, MILER_ERR_UNSUPPORTED,
            "a wind against one of the straights is for an outdoor track, with its m/s: --wind 3");
    if (q->gun_s < -1 || q->gun_s >= 86400)
        return miler_fail(err, MILER_ERR_RANGE, "the gun must be a time of the day");
    if (q->day != MILER_NO_DAY && (q->day < -719162 || q->day > 2932896))
        return miler_fail(err, MILER_ERR_RANGE, "the day must be in the years 1 to 9999");
    return check_hills(q, err);
}

static miler_status lane_length(const miler_race_request *q, double *out_m, miler_error *err) {
    *out_m = 0;
    if (!race_on_track(q->venue)) {
        if (q->lane != 1)
            return miler_fail(err, MILER_ERR_RANGE, "there are no lanes on a %s", miler_venue_name(q->venue));
        return MILER_OK;
    }
    const bool outdoor = q->venue == MILER_VENUE_OUTDOOR;
    const int32_t lanes = outdoor ? 9 : INDOOR_LANES;
    if (q->lane < 1 || q->lane > lanes)
        return miler_fail(err, MILER_ERR_RANGE, "the lane must be from 1 to %d, not %d", (int)lanes,
                          (int)q->lane);
    // The geometry of lane 1 gives 400.001 m; its measured length is 400 by rule.
    if (q->lane == 1)
        *out_m = outdoor ? 400.0 : 200.0;
    else
        *out_m = outdoor ? miler_track_lap_m(q->lane)
                         : 200.0 + TWO_PI * ((q->lane - 1) * INDOOR_LANE_WIDTH_M - LANE_LINE_SHIFT_M);
    if (!isfinite(*out_m))
        return miler_fail(err, MILER_ERR_RANGE, "no length is known for lane %d", (int)q->lane);
    return MILER_OK;
}

// The remainder of `dist_m` by `part_m`, 0 where it fits.
static double rest_of(double dist_m, double part_m) {
    const double rest = dist_m - floor(dist_m / part_m + RACE_SAME_M) * part_m;
    return rest < RACE_SAME_M * part_m ? 0 : rest;
}

static miler_status choose_convention(race_course *course, miler_error *err) {
    const miler_race_request *q = course->request;
    const bool track = race_on_track(q->venue);
    const bool quarters_fit = rest_of(course->dist_m, RACE_QUARTER_M) == 0;
    course->convention = q->convention;
    if (q->convention == MILER_SPLITS_AUTO) {
        const miler_split_convention off_track = quarters_fit ? MILER_SPLITS_QUARTERS : MILER_SPLITS_MARKS;
        course->convention = track ? MILER_SPLITS_LINE : off_track;
    }
    if (course->convention == MILER_SPLITS_LINE && !track)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "a %s has no finish line to pass each lap",
                          miler_venue_name(q->venue));
    if (course->convention == MILER_SPLITS_QUARTERS && !quarters_fit)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "%g m is no whole number of quarter miles",
                          course->dist_m);
    return MILER_OK;
}

static race_length length_of(const race_course *course) {
    if (course->dist_m <= TWO_LAPS_MOST_M) return RACE_LENGTH_TWO_LAPS;
    if (course->blocks < 3) return RACE_LENGTH_BETWEEN;
    return course->dist_m <= MILE_MOST_M + RACE_SAME_M ? RACE_LENGTH_MILE : RACE_LENGTH_LONG;
}

static miler_status choose_strategy(race_course *course, miler_error *err) {
    static const double slower_s[] = {[RACE_LENGTH_TWO_LAPS] = -TWO_LAPS_QUICKER_S,
                                      [RACE_LENGTH_BETWEEN] = 0,
                                      [RACE_LENGTH_MILE] = 1,
                                      [RACE_LENGTH_LONG] = 0};
    const miler_race_request *q = course->request;
    const bool can_win_back = course->blocks >= 3;
    course->length = length_of(course);
    course->gear_spread = isnan(q->gear_spread) ? 0.02 : q->gear_spread;
    course->first_slower_s = isnan(q->first_lap_slower_s) ? slower_s[course->length] : q->first_lap_slower_s;
    if (q->strategy == MILER_STRATEGY_COACH && course->first_slower_s > 0 && !can_win_back)
        return miler_fail(err, MILER_ERR_RANGE,
                          "a race of %g m has no second lap to win a slow first one back", course->dist_m);
    if (q->strategy == MILER_STRATEGY_RECORD && !can_win_back) {
        // 800 m races are run with a faster first half (Casado et al. 2021); the shape of the mile would be
        // wrong there.
        (void)miler_fail(err, MILER_ERR_UNSUPPORTED,
                         "the record shape is that of the mile; it does not fit %g m", course->dist_m);
        miler_error_remedy(err, "use coach or even");
        return MILER_ERR_UNSUPPORTED;
    }
    return MILER_OK;
}

miler_status race_course_init(race_course *course, const miler_race_request *request, miler_error *err) {
    memset(course, 0, sizeof *course);
    course->request = request;
    if ((int)request->venue < 0 || request->venue >= MILER_VENUE_COUNT || (int)request->strategy < 0 ||
        request->strategy >= MILER_STRATEGY_COUNT || (int)request->convention < 0 ||
        request->convention >= MILER_SPLITS_COUNT)
        return miler_fail(err, MILER_ERR_ARG, "unknown venue, strategy or split convention");
    miler_status status = check_numbers(request, err);
    if (status == MILER_OK) status = race_check_goal(request, err);
    if (status == MILER_OK) status = lane_length(request, &course->lap_m, err);
    if (status != MILER_OK) return status;
    course->goal_s = request->goal_s;
    course->dist_m = request->dist_m;
    course->pace_s_per_m = course->goal_s / course->dist_m;
    status = choose_convention(course, err);
    if (status != MILER_OK) return status;
    course->block_m = course->convention == MILER_SPLITS_QUARTERS ? RACE_QUARTER_M : 400.0;
    course->blocks = (size_t)floor(course->dist_m / course->block_m + RACE_SAME_M);
    const double rest = rest_of(course->dist_m, course->block_m);
    course->before_m = course->convention == MILER_SPLITS_LINE && rest < RACE_STUB_M ? rest : 0;
    return choose_strategy(course, err);
}

miler_race_phase race_phase_at(const race_course *course, double dist_m) {
    const double start = course->before_m;
    const double last = course->dist_m - course->block_m;
    const double settled = course->blocks >= 3 ? start + 2 * course->block_m : start + course->block_m;
    if (dist_m > last) return MILER_RACE_PHASE_GEARS;
    if (dist_m < start + course->block_m) return MILER_RACE_PHASE_START;
    if (dist_m < settled) return MILER_RACE_PHASE_SETTLE;
    // A middle of two laps or more has a quiet half before the hard one.
    if (last - settled >= 2 * course->block_m - RACE_SAME_M && dist_m < (settled + last) / 2)
        return MILER_RACE_PHASE_CRUISE;
    return MILER_RACE_PHASE_HOLD;
}
