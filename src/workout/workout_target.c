// SPDX-License-Identifier: MIT
// Targets of the workout language: what stands after '@'.
//
//     72   2:24   3:40/km   72/400   72-74   16km/h      absolute
//     mile-2s   5k   800   goal+1s   half                a race, +-s per 400
//     threshold   easy   vo2max                          a zone
//     RPE 7     150-160bpm     80%                       effort, heart rate, load
//
// A bare number is a time for the rep up to 399 and a race in metres from 400
// on: nobody writes "@400" for 6:40, and "@800" is what 800 m runners say.
#include "workout/workout_pace.h"
#include "workout/workout_scan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RACE_FROM 400.0
#define RACE_MOST 200000.0
#define OFFSET_MOST_S 60.0
#define SLOWEST_REP_MPS 1.6  // below this a rep would be walked: the number was meant for another length
#define SLOWEST_PACE_MPS 0.8 // 20:50/km, a slow walk

// The fastest speed a person has held, rounded up: men's records at 200, 400,
// 800 m and the mile (World Athletics: 19.19 s, 43.03 s, 1:40.91, 3:43.13).
static double fastest_mps(double dist_m) {
    if (dist_m <= 250) return 12.5;
    if (dist_m <= 450) return 9.6;
    if (dist_m <= 900) return 8.1;
    return 7.7;
}

bool wko_speed_plausible(double speed_mps, double per_m, bool of_rep) {
    return speed_mps <= fastest_mps(per_m) && speed_mps >= (of_rep ? SLOWEST_REP_MPS : SLOWEST_PACE_MPS);
}

static bool word_here(wko_cursor *c, const char *word) {
    const size_t len = strlen(word);
    if ((size_t)(c->end - c->at) < len || wko_is_letter(c, c->at + len)) return false;
    for (size_t i = 0; i < len; i++) {
        const char ch = c->at[i];
        if ((ch >= 'A' && ch <= 'Z' ? ch + 32 : ch) != word[i]) return false;
    }
    c->at += len;
    return true;
}

static miler_status bad_target(const wko_cursor *c, const char *where) {
    return wko_fail(c, where, MILER_ERR_PARSE,
                    "write @72, @3:40/km, @mile-2s, @threshold, @RPE 7 or @150-160bpm",
                    "'%.*s' is not a pace or effort", wko_excerpt_len(c, where), where);
}

// "-2s", "+1.5", "+2s/400" right behind a race.
static miler_status scan_offset(wko_cursor *c, wko_target *out) {
    const char *back = c->at;
    wko_skip_blanks(c);
    const bool touching = c->at == back;
    size_t sign = wko_dash(c, c->at);
    const bool plus = c->at < c->end && *c->at == '+';
    if (plus) sign = 1;
    const char *where = c->at;
    c->at += sign;
    double value;
    if (sign == 0 || !wko_number(c, &value)) {
        c->at = back;
        return MILER_OK;
    }
    const bool seconds = word_here(c, "s") || word_here(c, "sec");
    if ((!seconds && (!touching || wko_is_letter(c, c->at) || wko_times_sign(c, c->at) != 0))) {
        c->at = back; // "@5k + 1km easy", "@mile+4x200": the '+' separates steps
        return MILER_OK;
    }
    if (!word_here(c, "/400m")) (void)word_here(c, "/400");
    if (value > OFFSET_MOST_S)
        return wko_fail(c, where, MILER_ERR_RANGE, "seconds per 400 m, up to 60",
                        "'%.*s' is too much to add to a pace", wko_excerpt_len(c, where), where);
    out->target.offset_s_per_400 = plus ? value : value > 0 ? -value : 0;
    if (out->target.kind == MILER_TARGET_ZONE) { // only the marathon comes this way
        out->target.kind = MILER_TARGET_RACE;
        out->target.race_dist_m = 42195;
        out->target.zone = MILER_ZONE_EASY;
    }
    return MILER_OK;
}

static miler_status as_race(wko_cursor *c, double dist_m, wko_target *out) {
    out->target = (miler_target){.kind = MILER_TARGET_RACE, .race_dist_m = dist_m};
    (void)word_here(c, " pace");
    return scan_offset(c, out);
}

// "7", "6-7".
static bool scan_range(wko_cursor *c, double *low, double *high) {
    if (!wko_number(c, low)) return false;
    *high = *low;
    const size_t dash = wko_dash(c, c->at);
    if (dash == 0 || !wko_is_digit(c, c->at + dash)) return true;
    c->at += dash;
    return wko_number(c, high);
}

static miler_status as_effort(wko_cursor *c, wko_target *out) {
    double low;
    double high;
    wko_skip_blanks(c);
    const char *where = c->at;
    if (!scan_range(c, &low, &high)) return bad_target(c, out->where);
    (void)word_here(c, "/10");
    if (low < 1 || low > 10 || high < low || high > 10)
        return wko_fail(c, where, MILER_ERR_RANGE, "effort goes from 1 (nothing) to 10 (all there is)",
                        "'%.*s' is no effort", (int)(c->at - where), where);
    out->target = (miler_target){.kind = MILER_TARGET_EFFORT, .value = wko_milli((low + high) / 2)};
    return MILER_OK;
}

static miler_status as_heart_rate(const wko_cursor *c, double low, double high, wko_target *out) {
    if (low < 40 || high > 240 || high < low)
        return wko_fail(c, out->where, MILER_ERR_RANGE,
                        "the lower number first, between 40 and 240 beats a minute",
                        "'%.*s' is no heart rate", (int)(c->at - out->where), out->where);
    out->target = (miler_target){.kind = MILER_TARGET_HR, .low_bpm = low, .high_bpm = high};
    return MILER_OK;
}

// ---- Percent, loads, numbered zones

// Shares of a heart rate to the zone whose pace goes with it, for those who have
// none: the limits of heart_zone() in workout_pace.c.
static miler_zone zone_of_heart(double share) {
    return share < 82 ? MILER_ZONE_EASY : share < 93 ? MILER_ZONE_THRESHOLD : MILER_ZONE_VO2MAX;
}

static miler_status as_percent(const wko_cursor *c, miler_percent_of of, miler_zone zone, double low,
                               double high, wko_target *out) {
    // What can be held at all: a walk to a sprint, rest to the top.
    static const struct {
        double least, most;
        const char *remedy;
    } limits[] = {[MILER_PERCENT_OF_SPEED] = {40, 160, "of a pace, from 40% to 160%"},
                  [MILER_PERCENT_OF_HR_MAX] = {40, 100, "of the highest heart rate, from 40% to 100%"},
                  [MILER_PERCENT_OF_HR_THRESHOLD] = {50, 120, "of threshold heart rate, from 50% to 120%"}};
    if (low < limits[of].least || high > limits[of].most)
        return wko_fail(c, out->where, MILER_ERR_RANGE, limits[of].remedy, "'%.*s' is out of reach",
                        (int)(c->at - out->where), out->where);
    const double middle = (low + high) / 2;
    if (of == MILER_PERCENT_OF_HR_MAX) zone = zone_of_heart(middle);
    if (of == MILER_PERCENT_OF_HR_THRESHOLD) zone = zone_of_heart(WKO_THRESHOLD_HR_SHARE * middle);
    out->target = (miler_target){
        .kind = MILER_TARGET_ZONE, .zone = zone, .percent_of = of, .low_percent = low, .high_percent = high};
    out->open_percent = false;
    return MILER_OK;
}

// One word behind a percent sign. False: the cursor stands before what is none.
static bool percent_word(wko_cursor *c, miler_percent_of *of, miler_zone *zone) {
    const char *back = c->at;
    wko_skip_blanks(c);
    const size_t len = wko_word_len(c, c->at);
    const bool rest = len == 1 && (*c->at | 0x20) == 'r'; // "80% r2min"
    const wko_word word = len != 0 && !rest ? wko_word_find(c->at, len) : (wko_word){0};
    switch (word.kind) {
    case WKO_FILLER: // "of", "pace"
        if (len == 4 && (*c->at | 0x20) == 'p') *of = MILER_PERCENT_OF_SPEED;
        break;
    case WKO_ZONE:
        *zone = (miler_zone)word.value;
        *of = MILER_PERCENT_OF_SPEED;
        break;
    case WKO_HR:
        *of = MILER_PERCENT_OF_HR_MAX;
        break;
    case WKO_PERCENT_OF:
        *of = (miler_percent_of)word.value;
        break;
    default:
        c->at = back;
        return false;
    }
    c->at += len;
    return word.kind == WKO_FILLER;
}

// The words behind a percent sign: "of threshold", "Pace", "HR", "LTHR", "1RM".
static miler_percent_of percent_words(wko_cursor *c, miler_zone *zone) {
    miler_percent_of of = MILER_PERCENT_OF_NONE;
    *zone = MILER_ZONE_THRESHOLD;
    while (percent_word(c, &of, zone))
        continue;
    const char *back = c->at;
    wko_skip_blanks(c);
    if (!word_here(c, "1rm") && !word_here(c, "rm") && !word_here(c, "ftp")) c->at = back;
    return of;
}

// "80%", "78-82% Pace". *found = false leaves the cursor alone.
static miler_status scan_percent(wko_cursor *c, double low, double high, wko_target *out, bool *found) {
    const char *sign = c->at;
    while (sign < c->end && *sign == ' ')
        sign++;
    *found = sign < c->end && *sign == '%';
    if (!*found) return MILER_OK;
    c->at = sign + 1;
    if (c->at < c->end && wko_dash(c, c->at) != 0 && wko_is_digit(c, c->at + wko_dash(c, c->at))) {
        c->at += wko_dash(c, c->at); // "78%-82%"
        if (!wko_number(c, &high) || c->at >= c->end || *c->at != '%') return bad_target(c, out->where);
        c->at++;
    }
    out->falling = high < low;
    miler_zone zone;
    const miler_percent_of of = percent_words(c, &zone);
    if (of != MILER_PERCENT_OF_NONE) return as_percent(c, of, zone, fmin(low, high), fmax(low, high), out);
    out->open_percent = true;
    out->target = (miler_target){.kind = MILER_TARGET_LOAD,
                                 .value = low,
                                 .low_percent = fmin(low, high),
                                 .high_percent = fmax(low, high)};
    return MILER_OK;
}

miler_status wko_percent_settle(const wko_cursor *c, wko_target *t, bool lift) {
    if (!t->open_percent) return MILER_OK;
    const double low = t->target.low_percent;
    const double high = t->target.high_percent;
    if (!lift && !t->bare) return MILER_OK; // refused with what it could be
    if (!lift) return as_percent(c, MILER_PERCENT_OF_SPEED, MILER_ZONE_THRESHOLD, low, high, t);
    if (high > low || low < 1 || low > 120)
        return wko_fail(c, t->where, MILER_ERR_RANGE, "one number, the percent of the most you lift once",
                        "'%.*s' is no load", (int)t->len, t->where);
    t->target = (miler_target){.kind = MILER_TARGET_LOAD, .value = low};
    t->open_percent = false;
    return MILER_OK;
}

#define POUND_KG 0.45359237
#define HEAVIEST_KG 500.0 // men's deadlift record 505 kg

static bool scan_weight_unit(wko_cursor *c, double *kg) {
    const char *back = c->at;
    wko_skip_blanks(c);
    if (word_here(c, "kg") || word_here(c, "kgs") || word_here(c, "kilos")) return true;
    if (word_here(c, "lb") || word_here(c, "lbs") || word_here(c, "pounds")) {
        *kg = wko_milli(*kg * POUND_KG);
        return true;
    }
    c->at = back;
    return false;
}

static miler_status as_weight(const wko_cursor *c, double kg, wko_target *out) {
    if (!(kg >= 0.5 && kg <= HEAVIEST_KG))
        return wko_fail(c, out->where, MILER_ERR_RANGE, "weights go from 0.5 to 500 kg",
                        "'%.*s' is no weight", (int)(c->at - out->where), out->where);
    out->target = (miler_target){.kind = MILER_TARGET_LOAD, .load_kg = kg};
    return MILER_OK;
}

static miler_status as_power(const wko_cursor *c, const wko_target *out) {
    return wko_fail(c, out->where, MILER_ERR_PARSE, "name a pace, an effort or a heart rate instead",
                    "'%.*s' is power, which is not steered by here", (int)(c->at - out->where), out->where);
}

// Zones by number as intervals.icu and many watches count them: Friel's shares of
// threshold pace (as speed) and of threshold heart rate.
static miler_status as_numbered_zone(wko_cursor *c, int number, wko_target *out) {
    static const double pace[7][2] = {{65, 77},   {78, 87},   {88, 94},  {95, 100},
                                      {100, 103}, {103, 111}, {112, 130}};
    static const double heart[7][2] = {{70, 84},   {85, 89},   {90, 94},  {95, 99},
                                       {100, 102}, {103, 106}, {107, 112}};
    miler_zone zone;
    const miler_percent_of of = percent_words(c, &zone);
    const bool by_heart = of == MILER_PERCENT_OF_HR_MAX || of == MILER_PERCENT_OF_HR_THRESHOLD;
    const double *const band = by_heart ? heart[number - 1] : pace[number - 1];
    return as_percent(c, by_heart ? MILER_PERCENT_OF_HR_THRESHOLD : MILER_PERCENT_OF_SPEED,
                      MILER_ZONE_THRESHOLD, band[0], band[1], out);
}

static miler_status scan_word(wko_cursor *c, wko_target *out) {
    const char *where = c->at;
    wko_word word;
    miler_status status = wko_words_scan(c, &word);
    if (status != MILER_OK) return status;
    switch (word.kind) {
    case WKO_ZONE:
        out->target = (miler_target){.kind = MILER_TARGET_ZONE, .zone = (miler_zone)word.value};
        return word.value == MILER_ZONE_MARATHON ? scan_offset(c, out) : MILER_OK;
    case WKO_RACE:
        return as_race(c, word.metres, out);
    case WKO_TRIAL: // "@race pace": the race the plan is for
        return word.text != NULL && strcmp(word.text, "race") == 0 ? as_race(c, 0, out)
                                                                   : bad_target(c, where);
    case WKO_RPE:
        return as_effort(c, out);
    case WKO_LEVEL:
        out->target = (miler_target){.kind = MILER_TARGET_EFFORT, .value = word.value};
        return MILER_OK;
    case WKO_ZONE_NUMBER:
        return as_numbered_zone(c, word.value, out);
    case WKO_BODYWEIGHT:
        out->target = (miler_target){.kind = MILER_TARGET_LOAD};
        return MILER_OK;
    case WKO_HR: {
        double low;
        double high;
        wko_skip_blanks(c);
        if (!scan_range(c, &low, &high)) return bad_target(c, where);
        wko_skip_blanks(c);
        (void)word_here(c, "bpm");
        return as_heart_rate(c, low, high, out);
    }
    default:
        return bad_target(c, where);
    }
}

// "/km", "/mi", "/400", "/400m" behind an absolute.
static miler_status scan_per(wko_cursor *c, wko_target *out) {
    const char *where = c->at;
    c->at++;
    if (word_here(c, "km") || word_here(c, "k")) {
        out->per_m = 1000;
    } else if (word_here(c, "mi") || word_here(c, "mile")) {
        out->per_m = MILER_MILE_M;
    } else if (word_here(c, "lap")) {
        out->per_m = 400;
    } else if (wko_number(c, &out->per_m)) {
        (void)word_here(c, "m");
    }
    if (out->per_m >= 100 && out->per_m <= 5000) return MILER_OK;
    return wko_fail(c, where, MILER_ERR_PARSE, "write /km, /mi or a length from /100 to /5000 m",
                    "'%.*s' is no length for a pace", wko_excerpt_len(c, where), where);
}

// Speeds of treadmills and bicycle computers.
static bool scan_speed_unit(wko_cursor *c, double *kmh_factor) {
    if (word_here(c, "km/h") || word_here(c, "kmh") || word_here(c, "kph"))
        *kmh_factor = 1;
    else if (word_here(c, "mph"))
        *kmh_factor = MILER_MILE_M / 1000;
    else
        return false;
    return true;
}

static bool scan_race_unit(wko_cursor *c, double number, double *dist_m) {
    const char *back = c->at;
    wko_skip_blanks(c);
    if (word_here(c, "km") || word_here(c, "k"))
        *dist_m = number * 1000;
    else if (word_here(c, "miles") || word_here(c, "mile") || word_here(c, "mi"))
        *dist_m = number * MILER_MILE_M;
    else if (word_here(c, "m") || word_here(c, "metres") || word_here(c, "meters"))
        *dist_m = number;
    else {
        c->at = back;
        return false;
    }
    *dist_m = wko_milli(*dist_m);
    return true;
}

static miler_status scan_second(wko_cursor *c, double *high, bool *band) {
    const size_t dash = wko_dash(c, c->at);
    *band = dash != 0 && wko_is_digit(c, c->at + dash);
    if (!*band) return MILER_OK;
    c->at += dash;
    bool colon;
    return wko_clock(c, high, &colon);
}

static double tenths(double value) {
    return wko_milli(round(value * 10) / 10);
}

// "16km/h", "1500m", "5k", "5000": one number that is a speed or a race.
static miler_status scan_speed_or_race(wko_cursor *c, double value, wko_target *out, bool *found) {
    const char *back = c->at;
    double factor;
    double dist_m;
    *found = true;
    wko_skip_blanks(c);
    if (scan_speed_unit(c, &factor)) {
        if (value <= 0) return bad_target(c, out->where);
        out->time_s = tenths(3600 / (value * factor));
        out->per_m = 1000;
        return MILER_OK;
    }
    c->at = back;
    if (scan_race_unit(c, value, &dist_m)) {
        if (dist_m < 100 || dist_m > RACE_MOST) return bad_target(c, out->where);
        return as_race(c, dist_m, out);
    }
    if (value >= RACE_FROM && value <= RACE_MOST) return as_race(c, value, out);
    *found = false;
    return MILER_OK;
}

// "85 seconds", "3:40 min/km", "4min".
static void scan_time_unit(wko_cursor *c, bool colon, wko_target *out) {
    const char *back = c->at;
    wko_skip_blanks(c);
    if (word_here(c, "s") || word_here(c, "sec") || word_here(c, "secs") || word_here(c, "seconds")) return;
    if (!word_here(c, "min") && !word_here(c, "mins") && !word_here(c, "minutes")) {
        c->at = back;
        return;
    }
    const bool pace = c->at < c->end && *c->at == '/';
    if (colon || (pace && out->time_s >= 60)) return;
    out->time_s *= 60;
    out->slow_time_s *= 60;
}

// "72", "3:40-3:50/km": a time, of a lap or of what stands behind the slash.
static miler_status scan_pace(wko_cursor *c, double low, double high, bool band, bool colon,
                              wko_target *out) {
    if (low <= 0 || high <= 0) return bad_target(c, out->where);
    out->time_s = band ? fmin(low, high) : low;
    out->slow_time_s = band && fabs(high - low) > 0 ? fmax(low, high) : 0;
    scan_time_unit(c, colon, out);
    if (c->at < c->end && *c->at == '/') return scan_per(c, out);
    return MILER_OK;
}

// Behind the one or two numbers: the unit says what they are.
static miler_status scan_unit(wko_cursor *c, double low, double high, bool band, bool colon,
                              wko_target *out) {
    bool found;
    miler_status status = scan_percent(c, low, high, out, &found);
    if (found || status != MILER_OK) return status;
    const char *back = c->at;
    wko_skip_blanks(c);
    if (word_here(c, "bpm")) return as_heart_rate(c, low, high, out);
    if ((c->at == back && word_here(c, "w")) || word_here(c, "watts")) return as_power(c, out);
    c->at = back;
    if (!colon && !band && scan_weight_unit(c, &low)) return as_weight(c, low, out);
    if (!colon && !band) {
        status = scan_speed_or_race(c, low, out, &found);
        if (found || status != MILER_OK) return status;
    }
    return scan_pace(c, low, high, band, colon, out);
}

miler_status wko_target_scan(wko_cursor *c, wko_target *out) {
    wko_skip_blanks(c);
    *out = (wko_target){.where = c->at};
    const char *where = c->at;
    miler_status status;
    if (wko_is_digit(c, c->at)) {
        double low;
        bool colon;
        bool band = false;
        status = wko_clock(c, &low, &colon);
        double high = low;
        // "@800-2s": from 400 on a bare number is a race, and what follows its offset.
        const bool race = !colon && low >= RACE_FROM;
        if (status == MILER_OK && !race) status = scan_second(c, &high, &band);
        if (status == MILER_OK) status = scan_unit(c, low, high, band, colon, out);
    } else if (wko_word_len(c, c->at) != 0) {
        status = scan_word(c, out);
    } else {
        status = bad_target(c, where);
    }
    out->where = where;
    out->len = (size_t)(c->at - where);
    return status;
}

static bool any_word_here(wko_cursor *c, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (word_here(c, words[i])) return true;
    return false;
}

bool wko_target_ahead(const wko_cursor *c) {
    static const char *const per[] = {"km", "k", "mi", "mile", "lap"};
    static const char *const units[] = {"bpm", "km/h", "kmh", "kph", "mph"};
    wko_cursor look = *c;
    double number;
    double second;
    bool colon;
    bool band;
    look.err = NULL;
    if (wko_clock(&look, &number, &colon) != MILER_OK || scan_second(&look, &second, &band) != MILER_OK)
        return false;
    if (look.at < look.end && *look.at == '/') {
        look.at++;
        if (wko_number(&look, &second)) return second >= 100; // "72/400", but "30/30"
        return any_word_here(&look, per, sizeof per / sizeof per[0]);
    }
    wko_skip_blanks(&look);
    if (look.at < look.end && *look.at == '%') return true;
    if (any_word_here(&look, units, sizeof units / sizeof units[0])) return true;
    double kg = 1;
    if (scan_weight_unit(&look, &kg)) return true;
    double dist_m; // "6x800 5k pace"
    return scan_race_unit(&look, number, &dist_m) && dist_m <= RACE_MOST && word_here(&look, " pace");
}

// ---- Settling

// What a time was that no rep takes: minutes written with a point, or a pace.
static void rep_remedy(const wko_target *scanned, double time_s, double per_m, bool fast, char *remedy,
                       size_t size) {
    const int len = (int)scanned->len;
    const char *text = scanned->where;
    const bool miles = per_m >= 2 * MILER_MILE_M && fmod(per_m + 0.0005, MILER_MILE_M) < 0.001;
    const bool lap = fast && per_m > 400 && 400 / time_s <= fastest_mps(400);
    if (time_s < 10 && fmod(time_s, 1) > 0)
        (void)snprintf(remedy, size, "minutes and seconds have a colon between them: 1:25");
    else if (lap && time_s < 150) // from 2:30 on nobody's lap, but somebody's kilometre
        (void)snprintf(remedy, size, "@%.*s/400 is a pace for each 400 m", len, text);
    else if (lap || !fast)
        (void)snprintf(remedy, size,
                       miles ? "@%.*s/mi is a pace for each mile"
                             : "@%.*s/km is a pace for each kilometre, /mi for each mile",
                       len, text);
}

static miler_status no_such_speed(const wko_cursor *c, const wko_target *scanned, double time_s,
                                  double per_m) {
    const bool of_rep = scanned->per_m <= 0;
    const bool fast = per_m / time_s > fastest_mps(per_m);
    char remedy[120] = "give the time of one rep, or a pace as @3:40/km";
    if (!of_rep) (void)snprintf(remedy, sizeof remedy, "paces go from 2:10 to 20:50 a kilometre");
    if (of_rep) rep_remedy(scanned, time_s, per_m, fast, remedy, sizeof remedy);
    return wko_fail(c, scanned->where, MILER_ERR_RANGE, remedy, "%g m in %g s is %s", per_m, time_s,
                    fast ? "faster than anyone has run" : "no running");
}

// Speeds are kept so that the printer finds the written time again: per rep up
// to the mile, else per one of these lengths, the longest that is no longer
// than the written one. What is reckoned over from another length is rounded to
// tenths, which is what a stop-watch shows.
static const double kept_m[] = {MILER_MILE_M, 1000, 400, 200, 100};

// Of a rep beyond the mile: per mile where that is a time to tenths, else per kilometre.
static double kept_of_rep(double time_s, double per_m) {
    const double mile_s = time_s * MILER_MILE_M / per_m;
    return fabs(mile_s - tenths(mile_s)) < 1e-6 ? MILER_MILE_M : 1000;
}

static bool exact_speed(double time_s, double per_m, bool of_rep, double *out) {
    double kept = per_m;
    if (of_rep && per_m > MILER_MILE_M) {
        kept = kept_of_rep(time_s, per_m);
    } else if (!of_rep) {
        size_t i = 0;
        while (i + 1 < sizeof kept_m / sizeof kept_m[0] && kept_m[i] > per_m)
            i++;
        kept = kept_m[i];
    }
    of_rep = of_rep && kept == per_m;
    const double kept_s =
        kept == per_m ? time_s : tenths(time_s * kept / per_m); // copied lengths compare exactly
    *out = kept_s > 0 ? kept / kept_s : 0;
    return wko_speed_plausible(*out, kept, of_rep);
}

miler_status wko_target_settle(const wko_cursor *c, const wko_target *scanned, double dist_m,
                               miler_target *out) {
    *out = scanned->target;
    if (scanned->time_s <= 0) return MILER_OK;
    const bool of_rep = scanned->per_m <= 0;
    const double per_m = of_rep ? dist_m : scanned->per_m;
    char remedy[120];
    if (per_m <= 0) {
        (void)snprintf(remedy, sizeof remedy, "say for how far: @%.*s/km or @%.*s/400", (int)scanned->len,
                       scanned->where, (int)scanned->len, scanned->where);
        return wko_fail(c, scanned->where, MILER_ERR_PARSE, remedy,
                        "'@%.*s' is a time, but the rep is not a distance", (int)scanned->len,
                        scanned->where);
    }
    out->kind = MILER_TARGET_SPEED;
    if (!exact_speed(scanned->time_s, per_m, of_rep, &out->value))
        return no_such_speed(c, scanned, scanned->time_s, per_m);
    if (scanned->slow_time_s > 0 && !exact_speed(scanned->slow_time_s, per_m, of_rep, &out->slow_mps))
        return no_such_speed(c, scanned, scanned->slow_time_s, per_m);
    return MILER_OK;
}
