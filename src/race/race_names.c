// SPDX-License-Identifier: MIT
// Names of venues, strategies, conventions and phases, read and written, and
// numbers as this room says them.
#include "race/pacing.h"

#include <stdio.h>
#include <string.h>

const char *miler_venue_name(miler_venue venue) {
    static const char *const names[MILER_VENUE_COUNT] = {"outdoor track, 400 m", "indoor track, 200 m flat",
                                                         "indoor track, 200 m banked", "road", "treadmill"};
    return (int)venue >= 0 && venue < MILER_VENUE_COUNT ? names[venue] : "unknown";
}

const char *miler_venue_key(miler_venue venue) {
    static const char *const keys[MILER_VENUE_COUNT] = {"outdoor", "flat", "banked", "road", "treadmill"};
    return (int)venue >= 0 && venue < MILER_VENUE_COUNT ? keys[venue] : "unknown";
}

const char *miler_strategy_name(miler_strategy strategy) {
    static const char *const names[MILER_STRATEGY_COUNT] = {"coach", "even", "record", "optimal"};
    return (int)strategy >= 0 && strategy < MILER_STRATEGY_COUNT ? names[strategy] : "unknown";
}

const char *miler_split_convention_name(miler_split_convention convention) {
    static const char *const names[MILER_SPLITS_COUNT] = {"auto", "finish line", "400 m marks",
                                                          "quarter miles"};
    return (int)convention >= 0 && convention < MILER_SPLITS_COUNT ? names[convention] : "unknown";
}

const char *miler_split_convention_key(miler_split_convention convention) {
    static const char *const keys[MILER_SPLITS_COUNT] = {"auto", "line", "marks", "quarters"};
    return (int)convention >= 0 && convention < MILER_SPLITS_COUNT ? keys[convention] : "unknown";
}

const char *miler_race_phase_name(miler_race_phase phase) {
    static const char *const names[MILER_RACE_PHASE_COUNT] = {"start", "settle", "cruise", "hold", "gears"};
    return (int)phase >= 0 && phase < MILER_RACE_PHASE_COUNT ? names[phase] : "unknown";
}

typedef struct word {
    const char *text;
    int value;
} word;

static miler_status parse_word(const char *what, const char *choices, const word *words, size_t count,
                               const char *text, int *out, miler_error *err) {
    if (text == NULL) return miler_fail(err, MILER_ERR_ARG, "no %s given", what);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].text, text) != 0) continue;
        *out = words[i].value;
        return MILER_OK;
    }
    (void)miler_fail(err, MILER_ERR_PARSE, "unknown %s '%.40s'", what, text);
    miler_error_remedy(err, "one of %s", choices);
    return MILER_ERR_PARSE;
}

miler_status miler_venue_parse(const char *text, miler_venue *out, miler_error *err) {
    static const word words[] = {{"outdoor", MILER_VENUE_OUTDOOR},      {"track", MILER_VENUE_OUTDOOR},
                                 {"indoor", MILER_VENUE_INDOOR_BANKED}, {"banked", MILER_VENUE_INDOOR_BANKED},
                                 {"flat", MILER_VENUE_INDOOR_FLAT},     {"road", MILER_VENUE_ROAD},
                                 {"treadmill", MILER_VENUE_TREADMILL}};
    int value = 0;
    const miler_status status = parse_word("venue", "outdoor, indoor (banked), flat, road, treadmill", words,
                                           sizeof words / sizeof words[0], text, &value, err);
    if (status == MILER_OK) *out = (miler_venue)value;
    return status;
}

miler_status miler_strategy_parse(const char *text, miler_strategy *out, miler_error *err) {
    static const word words[] = {{"coach", MILER_STRATEGY_COACH},
                                 {"even", MILER_STRATEGY_EVEN},
                                 {"record", MILER_STRATEGY_RECORD},
                                 {"optimal", MILER_STRATEGY_OPTIMAL}};
    int value = 0;
    const miler_status status = parse_word("strategy", "coach, even, record, optimal", words,
                                           sizeof words / sizeof words[0], text, &value, err);
    if (status == MILER_OK) *out = (miler_strategy)value;
    return status;
}

miler_status miler_split_convention_parse(const char *text, miler_split_convention *out, miler_error *err) {
    static const word words[] = {{"auto", MILER_SPLITS_AUTO},
                                 {"line", MILER_SPLITS_LINE},
                                 {"marks", MILER_SPLITS_MARKS},
                                 {"quarters", MILER_SPLITS_QUARTERS}};
    int value = 0;
    const miler_status status = parse_word("split convention", "auto, line, marks, quarters", words,
                                           sizeof words / sizeof words[0], text, &value, err);
    if (status == MILER_OK) *out = (miler_split_convention)value;
    return status;
}

miler_status miler_wind_side_parse(const char *text, miler_wind_side *out, miler_error *err) {
    static const word words[] = {
        {"home", MILER_WIND_HOME}, {"back", MILER_WIND_BACK}, {"any", MILER_WIND_ANY}};
    int value = 0;
    const miler_status status =
        parse_word("straight", "home, back, any", words, sizeof words / sizeof words[0], text, &value, err);
    if (status == MILER_OK) *out = (miler_wind_side)value;
    return status;
}

void race_print_fixed(char *out, size_t out_size, double value, int decimals) {
    static const long long powers[4] = {1, 10, 100, 1000};
    const int digits = decimals < 1 ? 1 : decimals > 3 ? 3 : decimals;
    const long long scaled = llround(fabs(value) * (double)powers[digits]);
    (void)snprintf(out, out_size, "%s%lld.%0*lld", value < 0 && scaled != 0 ? "-" : "",
                   scaled / powers[digits], digits, scaled % powers[digits]);
}

void miler_race_print_lap(char *out, size_t out_size, double time_s) {
    if (time_s < 99.95)
        race_print_fixed(out, out_size, time_s, 1);
    else
        miler_print_time(out, out_size, time_s, 1);
}
