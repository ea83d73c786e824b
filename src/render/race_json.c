// SPDX-License-Identifier: MIT
// The race card as JSON: snake_case, units in the names, null for what is not
// known. Times are rounded to a microsecond: more digits would only be noise of
// the arithmetic.
#include "render/race_json.h"

#include <math.h>

static json_t *number(double value) {
    return isfinite(value) ? json_real(round(value * 1e6) / 1e6) : json_null();
}

// A `false` anywhere means out of memory; the object is then thrown away.
static bool put(json_t *object, const char *key, json_t *value) {
    return json_object_set_new(object, key, value) == 0;
}

static bool put_number(json_t *object, const char *key, double value) {
    return put(object, key, number(value));
}

static bool put_text(json_t *object, const char *key, const char *text) {
    return put(object, key, json_string(text));
}

// Adds a made element to an array, or gives it up with the array.
static json_t *collect(json_t *array, json_t *element, bool whole) {
    if (array != NULL && element != NULL && whole && json_array_append(array, element) == 0) {
        json_decref(element);
        return array;
    }
    json_decref(element);
    json_decref(array);
    return NULL;
}

static json_t *marks_json(const miler_race_checkpoint *at) {
    static const struct {
        uint32_t mark;
        const char *name;
    } names[] = {{MILER_MARK_HUNDRED, "hundred"},      {MILER_MARK_400, "400_m_mark"},
                 {MILER_MARK_QUARTER, "quarter_mile"}, {MILER_MARK_LINE, "finish_line"},
                 {MILER_MARK_HALF_LAP, "half_lap"},    {MILER_MARK_BELL, "bell"},
                 {MILER_MARK_FINISH, "finish"}};
    json_t *array = json_array();
    for (size_t i = 0; i < sizeof names / sizeof names[0] && array != NULL; i++) {
        if (!(at->marks & names[i].mark)) continue;
        array = collect(array, json_string(names[i].name), true);
    }
    return array;
}

static json_t *checkpoints_json(const miler_race_card *card) {
    json_t *array = json_array();
    for (size_t i = 0; i < card->checkpoint_count && array != NULL; i++) {
        const miler_race_checkpoint *at = &card->checkpoints[i];
        json_t *o = json_object();
        const bool whole = put_number(o, "distance_m", at->dist_m) && put_number(o, "time_s", at->time_s) &&
                           put_number(o, "split_100_s", at->split_s) && put_text(o, "name", at->name) &&
                           put(o, "marks", marks_json(at)) &&
                           put(o, "laps_to_go", at->to_go >= 0 ? json_integer(at->to_go) : json_null());
        array = collect(array, o, whole);
    }
    return array;
}

static const char *convention_key(miler_split_convention convention) {
    static const char *const keys[MILER_SPLITS_COUNT] = {"auto", "finish_line", "400_m_marks",
                                                         "quarter_miles"};
    return keys[convention];
}

static json_t *laps_json(const miler_race_lap *laps, size_t count, bool words) {
    json_t *array = json_array();
    for (size_t i = 0; i < count && array != NULL; i++) {
        const miler_race_lap *lap = &laps[i];
        json_t *o = json_object();
        bool whole =
            put(o, "number", json_integer(lap->number)) &&
            put_text(o, "convention", convention_key(lap->convention)) &&
            put_text(o, "phase", miler_race_phase_name(lap->phase)) && put_number(o, "from_m", lap->from_m) &&
            put_number(o, "to_m", lap->to_m) && put_number(o, "time_s", lap->time_s) &&
            put_number(o, "cum_s", lap->cum_s) && put_number(o, "even_s", lap->even_s) &&
            put_number(o, "whole_lap_m", lap->whole_m) && put_number(o, "whole_lap_s", lap->whole_s) &&
            put_number(o, "speed_mps", lap->speed_mps) && put_number(o, "speed_kmh", lap->speed_mps * 3.6) &&
            put_number(o, "speed_mph", lap->speed_mps * 3600 / MILER_MILE_M);
        if (words)
            whole = whole && put_text(o, "do", lap->todo) && put_text(o, "feel", lap->feel) &&
                    put_text(o, "think", lap->think) && put_text(o, "cue", lap->cue);
        array = collect(array, o, whole);
    }
    return array;
}

static json_t *gears_json(const miler_race_card *card) {
    json_t *array = json_array();
    for (int k = 0; k < 4 && array != NULL && card->gear_s[k] > 0; k++) {
        json_t *o = json_object();
        const bool whole = put_number(o, "from_m", card->gear_m[k]) &&
                           put_number(o, "to_m", card->gear_m[k + 1]) &&
                           put_number(o, "time_s", card->gear_s[k]);
        array = collect(array, o, whole);
    }
    return array;
}

static json_t *pacing_json(const miler_race_card *card) {
    json_t *array = json_array();
    for (size_t i = 0; i < card->knot_count && array != NULL; i++) {
        json_t *o = json_object();
        const bool whole =
            put_number(o, "distance_m", card->knot_m[i]) && put_number(o, "time_s", card->knot_s[i]);
        array = collect(array, o, whole);
    }
    return array;
}

static json_t *rows_json(const miler_race_card *card, const miler_race_row *rows, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count && array != NULL; i++) {
        json_t *o = json_object();
        char clock[MILER_TEXT_MAX];
        miler_print_clock(clock, sizeof clock, rows[i].clock_s);
        const bool whole = put(o, "from_gun_s", json_integer(rows[i].at_s)) &&
                           put(o, "duration_s", json_integer(rows[i].duration_s)) &&
                           put(o, "clock", card->gun_s >= 0 ? json_string(clock) : json_null()) &&
                           put_text(o, "what", rows[i].what) && put_text(o, "why", rows[i].why) &&
                           put_text(o, "how", rows[i].how);
        array = collect(array, o, whole);
    }
    return array;
}

static json_t *conditions_json(const miler_race_card *card) {
    json_t *array = json_array();
    for (size_t i = 0; i < card->condition_count && array != NULL; i++) {
        const miler_race_condition *at = &card->conditions[i];
        json_t *o = json_object();
        const bool whole = put_text(o, "name", at->name) && put_number(o, "effect_s", at->effect_s) &&
                           put_number(o, "low_s", at->low_s) && put_number(o, "high_s", at->high_s) &&
                           put_text(o, "why", at->why);
        array = collect(array, o, whole);
    }
    return array;
}

static json_t *notes_json(const miler_race_card *card) {
    json_t *array = json_array();
    for (size_t i = 0; i < card->note_count && array != NULL; i++)
        array = collect(array, json_string(card->notes[i]), true);
    return array;
}

static json_t *lane_json(const miler_race_card *card) {
    if (card->lap_m <= 0) return json_null();
    json_t *o = json_object();
    if (put(o, "number", json_integer(card->lane)) && put_number(o, "lap_m", card->lap_m) &&
        put_number(o, "lap_at_goal_pace_s", card->lap_s) &&
        put_number(o, "start_ahead_of_finish_line_m", card->start_ahead_m) &&
        put_number(o, "without_stagger_m", card->uncorrected_m) &&
        put_number(o, "without_stagger_s", card->uncorrected_s))
        return o;
    json_decref(o);
    return NULL;
}

static bool put_summary(json_t *o, const miler_race_card *card) {
    char date[MILER_TEXT_MAX], gun[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, card->day);
    miler_print_clock(gun, sizeof gun, card->gun_s);
    return put_number(o, "distance_m", card->dist_m) && put_number(o, "goal_s", card->goal_s) &&
           put_text(o, "venue", miler_venue_key(card->venue)) &&
           put_text(o, "strategy", miler_strategy_name(card->strategy)) &&
           put_text(o, "convention", convention_key(card->convention)) &&
           put(o, "date", card->day != MILER_NO_DAY ? json_string(date) : json_null()) &&
           put(o, "gun", card->gun_s >= 0 ? json_string(gun) : json_null()) &&
           put_number(o, "goal_pace_per_400_s", card->pace_per_400_s) &&
           put_number(o, "goal_speed_mps", card->even_speed_mps) &&
           put_number(o, "too_fast_first_400_s", card->too_fast_400_s) &&
           put_number(o, "too_fast_lap_1_clock_s", card->too_fast_clock_s) && put(o, "lane", lane_json(card));
}

json_t *render_race_json(const miler_race_card *card) {
    json_t *o = json_object();
    if (put_summary(o, card) && put(o, "checkpoints", checkpoints_json(card)) &&
        put(o, "laps", laps_json(card->laps, card->lap_count, true)) &&
        put(o, "other_laps", laps_json(card->other_laps, card->other_lap_count, false)) &&
        put(o, "gears", gears_json(card)) && put(o, "pacing", pacing_json(card)) &&
        put(o, "warm_up", rows_json(card, card->warm_up, card->warm_up_count)) &&
        put(o, "cool_down", rows_json(card, card->cool_down, card->cool_down_count)) &&
        put(o, "conditions", conditions_json(card)) && put(o, "notes", notes_json(card)))
        return o;
    json_decref(o);
    return NULL;
}

json_t *render_race_outlook_json(const miler_race_outlook *now, double passed_m, double passed_s) {
    json_t *o = json_object();
    if (put_number(o, "passed_m", passed_m) && put_number(o, "passed_s", passed_s) &&
        put_number(o, "ahead_s", now->ahead_s) &&
        put_number(o, "finish_at_this_average_s", now->finish_even_s) &&
        put_number(o, "finish_on_plan_s", now->finish_plan_s) && put_number(o, "rest_s", now->need_s) &&
        put_number(o, "rest_per_400_s", now->need_per_400_s) &&
        put(o, "within_reach", json_boolean(now->within_reach)) &&
        put_number(o, "finish_with_all_that_is_left_s", now->finish_best_s) &&
        put_number(o, "store_left_percent", 100 * now->left_share) &&
        put(o, "store_allows", json_boolean(now->store_allows)) &&
        put(o, "rest", laps_json(now->rest, now->rest_count, false)))
        return o;
    json_decref(o);
    return NULL;
}
