// SPDX-License-Identifier: MIT
// Who runs, and what was run in races.
#include "app/app_language.h"
#include "app/app_replan.h"
#include "app/athlete_limits.h"
#include "base/utf8.h"
#include "render/athlete_render.h"
#include "server/api.h"

#include <stdio.h>
#include <string.h>

static const char *const sexes[] = {"m", "f", NULL};
static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};
static const char *const units[] = {"km", "mi", NULL};
// In the order of MILER_HAS_* and MILER_HEALTH_*.
static const char *const places[] = {"track", "hill",       "gym",       "dumbbells",      "pool", "bike",
                                     "rower", "elliptical", "treadmill", "treadmill only", NULL};
static const char *const health[] = {"heart or blood pressure", "chest pain",
                                     "dizziness or fainting",   "chronic condition",
                                     "prescribed medicine",     "bone or joint",
                                     "supervision advised",     "pregnancy or birth",
                                     "recent illness",          NULL};

static const field day_fields[] = {
    {.name = "day", .kind = FIELD_WORD, .says = "the day", .words = weekdays, .required = true},
    {.name = "minutes",
     .kind = FIELD_WHOLE,
     .says = "most minutes on it; null: no limit",
     .low = 10,
     .high = 600,
     .or_null = true},
    {.name = NULL}};

#define PACE_ROW(key, what)                                                                                  \
    {                                                                                                        \
        .name = key, .kind = FIELD_NUMBER, .says = what ", by hand; null: computed", .low = PACE_FAST_S,     \
        .high = PACE_SLOW_S, .or_null = true                                                                 \
    }
#define HEART_ZONE_ROW(n)                                                                                    \
    {                                                                                                        \
        .name = "hr_zone_" n "_bpm", .kind = FIELD_NUMBER,                                                   \
        .says = "where zone " n " by heart rate begins, by hand; null: computed", .low = HR_ZONE_LOW_BPM,    \
        .high = HR_MAX_HIGH_BPM, .or_null = true                                                             \
    }

// What athlete_fields and athlete_new_fields share.
#define ATHLETE_ROWS                                                                                         \
    {.name = "sex",                                                                                          \
     .kind = FIELD_WORD,                                                                                     \
     .says = "for the tables of age and level",                                                              \
     .words = sexes,                                                                                         \
     .or_null = true},                                                                                       \
        {.name = "born", .kind = FIELD_DATE, .says = "date of birth", .or_null = true},                      \
        {.name = "mass_kg",                                                                                  \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "weight",                                                                                   \
         .low = MASS_MIN_KG,                                                                                 \
         .high = MASS_MAX_KG,                                                                                \
         .or_null = true},                                                                                   \
        {.name = "height_m",                                                                                 \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "height",                                                                                   \
         .low = HEIGHT_MIN_M,                                                                                \
         .high = HEIGHT_MAX_M,                                                                               \
         .or_null = true},                                                                                   \
        {.name = "hr_max_bpm",                                                                               \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "highest heart rate measured",                                                              \
         .low = HR_MAX_LOW_BPM,                                                                              \
         .high = HR_MAX_HIGH_BPM,                                                                            \
         .or_null = true},                                                                                   \
        {.name = "hr_rest_bpm",                                                                              \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "resting heart rate",                                                                       \
         .low = HR_REST_LOW_BPM,                                                                             \
         .high = HR_REST_HIGH_BPM,                                                                           \
         .or_null = true},                                                                                   \
        {.name = "hr_threshold_bpm",                                                                         \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "heart rate at threshold, measured",                                                        \
         .low = HR_THRESHOLD_LOW_BPM,                                                                        \
         .high = HR_MAX_HIGH_BPM,                                                                            \
         .or_null = true},                                                                                   \
        PACE_ROW("easy_slow_s_per_km", "slow end of easy running"),                                          \
        PACE_ROW("easy_fast_s_per_km", "fast end of easy running"),                                          \
        PACE_ROW("threshold_s_per_km", "threshold pace"), PACE_ROW("vo2max_s_per_km", "VO2max pace"),        \
        {.name = "paces_since",                                                                              \
         .kind = FIELD_DATE,                                                                                 \
         .says = "day of the test, from which on they hold; today where a pace is told without it",          \
         .or_null = true},                                                                                   \
        HEART_ZONE_ROW("2"), HEART_ZONE_ROW("3"), HEART_ZONE_ROW("4"), HEART_ZONE_ROW("5"),                  \
        {.name = "days",                                                                                     \
         .kind = FIELD_ROWS,                                                                                 \
         .says = "days that may hold training, in place of those before",                                    \
         .rows = day_fields},                                                                                \
        {.name = "places", .kind = FIELD_WORDS, .says = "what is at hand", .words = places},                 \
        {.name = "health_answered", .kind = FIELD_FLAG, .says = "the health questions are answered"},        \
        {.name = "health_cleared", .kind = FIELD_FLAG, .says = "a clinician has cleared hard training"},     \
        {.name = "health_yes",                                                                               \
         .kind = FIELD_WORDS,                                                                                \
         .says = "questions answered with yes; the others with no",                                          \
         .words = health},                                                                                   \
        {.name = "parent_consent", .kind = FIELD_FLAG, .says = "under 18: a parent or guardian agrees"},     \
        {.name = "units", .kind = FIELD_WORD, .says = "shown by default", .words = units},                   \
        {.name = "language",                                                                                 \
         .kind = FIELD_WORD,                                                                                 \
         .says = "of this store, where a browser has not chosen one",                                        \
         .words = language_codes,                                                                            \
         .or_null = true},                                                                                   \
    {                                                                                                        \
        .name = NULL                                                                                         \
    }

const field athlete_fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .says = "what to call the athlete", .high = 63, .required = false},
    ATHLETE_ROWS};
const field athlete_new_fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .says = "what to call the athlete", .high = 63, .required = true},
    ATHLETE_ROWS};
const field athlete_choose_fields[] = {{.name = "id",
                                        .kind = FIELD_WHOLE,
                                        .says = "number of the athlete",
                                        .low = 1,
                                        .high = 1e15,
                                        .required = true},
                                       {.name = NULL}};

static miler_status take_days(call *c, miler_athlete *a) {
    const field_value *days = field_get(&c->body, "days");
    if (!days->given) return MILER_OK;
    a->days_mask = 0;
    memset(a->minutes, 0, sizeof a->minutes);
    for (size_t i = 0; i < days->count; i++) {
        const int day = field_word(&days->rows[i], "day", 0);
        a->days_mask = (uint8_t)(a->days_mask | 1u << day);
        a->minutes[day] = field_whole(&days->rows[i], "minutes", 0);
    }
    if (days->count == 0) return call_fail(c, "days", "a plan needs at least one day to run");
    return MILER_OK;
}

static void take_health(call *c, miler_athlete *a) {
    const field_value *yes = field_get(&c->body, "health_yes");
    if (yes->given) {
        a->health_yes = yes->bits;
        a->health_answered = true;
        if (yes->bits != 0) a->health_cleared = false;
    }
    // Told, it outranks what a list implies: an undo of the first answer makes it unanswered again.
    if (field_given(&c->body, "health_answered"))
        a->health_answered = field_flag(&c->body, "health_answered");
    if (field_given(&c->body, "health_cleared")) a->health_cleared = field_flag(&c->body, "health_cleared");
    if (field_given(&c->body, "parent_consent")) a->parent_consent = field_flag(&c->body, "parent_consent");
}

// Paces come in seconds a kilometre and are kept as speeds. Told without a day they are of today; one that is
// taken back leaves the others the day they are of.
static void take_by_hand(call *c, miler_athlete *a) {
    static const char *const paces[] = {"easy_slow_s_per_km", "easy_fast_s_per_km", "threshold_s_per_km",
                                        "vo2max_s_per_km"};
    static const char *const hearts[MILER_HEART_EDGES] = {"hr_zone_2_bpm", "hr_zone_3_bpm", "hr_zone_4_bpm",
                                                          "hr_zone_5_bpm"};
    double *const speeds[] = {&a->paces.easy_slow_mps, &a->paces.easy_fast_mps, &a->paces.threshold_mps,
                              &a->paces.vo2max_mps};
    bool told = false;
    for (size_t i = 0; i < sizeof paces / sizeof paces[0]; i++) {
        if (!field_given(&c->body, paces[i])) continue;
        *speeds[i] = 1000 / field_number(&c->body, paces[i], (double)NAN);
        told = told || isfinite(*speeds[i]);
    }
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        if (field_given(&c->body, hearts[i]))
            a->hr_from_bpm[i] = field_number(&c->body, hearts[i], (double)NAN);
    if (told) a->paces_day = c->app->today;
    if (field_given(&c->body, "paces_since")) a->paces_day = field_day(&c->body, "paces_since", MILER_NO_DAY);
}

static miler_status take_athlete(call *c, miler_athlete *a) {
    const struct {
        const char *name;
        double *at;
    } numbers[] = {{"mass_kg", &a->mass_kg},
                   {"height_m", &a->height_m},
                   {"hr_max_bpm", &a->hr_max_bpm},
                   {"hr_rest_bpm", &a->hr_rest_bpm},
                   {"hr_threshold_bpm", &a->hr_threshold_bpm}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (field_given(&c->body, numbers[i].name))
            *numbers[i].at = field_number(&c->body, numbers[i].name, (double)NAN);
    if (field_given(&c->body, "name")) {
        const char *name = field_text(&c->body, "name", "");
        if (miler_utf8_blank(name)) return call_fail(c, "name", "an athlete needs a name");
        (void)snprintf(a->name, sizeof a->name, "%s", name);
    }
    if (field_given(&c->body, "born")) a->birth_day = field_day(&c->body, "born", MILER_NO_DAY);
    if (field_given(&c->body, "sex")) {
        const int sex = field_word(&c->body, "sex", -1);
        a->sex = sex == 0 ? MILER_SEX_MALE : sex == 1 ? MILER_SEX_FEMALE : MILER_SEX_UNKNOWN;
    }
    if (field_given(&c->body, "places")) a->places = field_get(&c->body, "places")->bits;
    if (a->places & MILER_TREADMILL_ONLY) a->places |= MILER_HAS_TREADMILL;
    if (field_given(&c->body, "units"))
        a->units = field_word(&c->body, "units", 0) == 1 ? MILER_UNITS_IMPERIAL : MILER_UNITS_METRIC;
    take_health(c, a);
    take_by_hand(c, a);
    return take_days(c, a);
}

static miler_status answer_athlete(call *c, const miler_athlete *athlete) {
    char code[APP_LANGUAGE_MAX];
    const miler_status status = app_language_kept(c->app, code, &c->err);
    return status == MILER_OK ? call_json(c, render_athlete_json(athlete, c->app->today, code)) : status;
}

// What is told of the store and not of the athlete.
static miler_status keep_language(call *c) {
    if (!field_given(&c->body, "language")) return MILER_OK;
    const int told = field_word(&c->body, "language", -1);
    return app_language_keep(c->app, told >= 0 ? language_codes[told] : NULL, &c->err);
}

miler_status api_athlete_show(call *c) {
    return answer_athlete(c, &c->app->athlete);
}

miler_status api_athlete_set(call *c) {
    const miler_athlete before = c->app->athlete;
    miler_athlete athlete = before;
    size_t changes;
    app_goal_move goal;
    miler_status status = take_athlete(c, &athlete);
    if (status == MILER_OK) status = app_athlete_set(c->app, &athlete, &c->err);
    if (status == MILER_OK) status = keep_language(c);
    if (status == MILER_OK) status = app_replan_by_hand(c->app, &before, &changes, &goal, &c->err);
    return status == MILER_OK ? answer_athlete(c, &athlete) : status;
}

miler_status api_athlete_list(call *c) {
    store_athlete *list;
    size_t count;
    const miler_status status = app_athlete_list(c->app, c->arena, &list, &count, &c->err);
    if (status != MILER_OK) return status;
    return call_json(c, render_athletes_json(list, count, c->app->athlete_id, c->app->today));
}

miler_status api_athlete_add(call *c) {
    miler_athlete athlete;
    int64_t id;
    miler_athlete_init(&athlete);
    miler_status status = take_athlete(c, &athlete);
    if (status == MILER_OK) status = app_athlete_add(c->app, &athlete, &id, &c->err);
    if (status == MILER_OK) status = keep_language(c);
    if (status != MILER_OK) return status;
    c->out->status = 201;
    return answer_athlete(c, &athlete);
}

miler_status api_athlete_choose(call *c) {
    const miler_status status = app_athlete_choose_id(c->app, field_id(&c->body, "id", 0), &c->err);
    if (status == MILER_OK) return api_athlete_list(c);
    c->field = "id";
    return status;
}

// ---- Results

const field result_list_fields[] = {{.name = "removed", .kind = FIELD_FLAG, .says = "removed ones too"},
                                    {.name = NULL}};
const field result_fields[] = {
    {.name = "distance_m",
     .kind = FIELD_NUMBER,
     .says = "of the race",
     .low = 1,
     .high = 1e6,
     .required = true},
    {.name = "time_s", .kind = FIELD_NUMBER, .says = "finish", .low = 1, .high = 360000, .required = true},
    {.name = "date", .kind = FIELD_DATE, .says = "when; today where it is not told"},
    {.name = "official", .kind = FIELD_FLAG, .says = "timed by officials"},
    {.name = "name", .kind = FIELD_TEXT, .says = "of the race", .high = RESULT_NAME_MAX},
    {.name = "place", .kind = FIELD_TEXT, .says = "where", .high = RESULT_NAME_MAX},
    {.name = "note", .kind = FIELD_TEXT, .says = "anything else", .high = RESULT_NOTE_MAX},
    {.name = NULL}};

static miler_status list_results(call *c, bool with_removed) {
    store_result *list;
    size_t count;
    const miler_status status = app_result_list(c->app, with_removed, c->arena, &list, &count, &c->err);
    return status == MILER_OK ? call_json(c, render_results_json(list, count)) : status;
}

miler_status api_result_list(call *c) {
    return list_results(c, field_flag(&c->query, "removed"));
}

miler_status api_result_add(call *c) {
    const store_result result = {.day = field_day(&c->body, "date", MILER_NO_DAY),
                                 .removed_ms = MILER_NO_TIME,
                                 .official = field_flag(&c->body, "official"),
                                 .dist_m = field_number(&c->body, "distance_m", 0),
                                 .time_s = field_number(&c->body, "time_s", 0),
                                 .name = field_text(&c->body, "name", ""),
                                 .place = field_text(&c->body, "place", ""),
                                 .note = field_text(&c->body, "note", "")};
    int64_t id;
    const miler_status status = app_result_add(c->app, &result, &id, &c->err);
    if (status != MILER_OK) return status;
    c->out->status = 201;
    return list_results(c, false);
}

miler_status api_result_remove(call *c) {
    const miler_status status = app_result_remove(c->app, c->id, &c->err);
    return status == MILER_OK ? list_results(c, false) : status;
}

miler_status api_result_restore(call *c) {
    const miler_status status = app_result_restore(c->app, c->id, &c->err);
    return status == MILER_OK ? list_results(c, false) : status;
}
