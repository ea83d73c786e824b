// SPDX-License-Identifier: MIT
#include "render/athlete_render.h"

#include "render/js.h"

#include <stdio.h>

static const char *const place_words[] = {"track", "hill",  "gym",        "dumbbells", "pool",
                                          "bike",  "rower", "elliptical", "treadmill", "treadmill only"};
static const char *const health_words[] = {
    "heart or blood pressure", "chest pain",          "dizziness or fainting",
    "chronic condition",       "prescribed medicine", "bone or joint",
    "supervision advised",     "pregnancy or birth",  "recent illness"};

static void words_text(miler_buf *out, const char *const *words, size_t count, uint32_t bits) {
    const char *between = "";
    for (size_t i = 0; i < count; i++) {
        if ((bits & (1u << i)) == 0) continue;
        miler_buf_printf(out, "%s%s", between, words[i]);
        between = ", ";
    }
}

static void words_json(js *j, json_t *root, const char *key, const char *const *words, size_t count,
                       uint32_t bits) {
    json_t *list = js_array(j, root, key);
    for (size_t i = 0; i < count && !j->failed; i++)
        if ((bits & (1u << i)) != 0) js_append_text(j, list, words[i]);
}

static const char *health_line(const miler_athlete *a) {
    if (!a->health_answered) return "the questions are not answered yet: 'miler help athlete set'";
    if (a->health_yes == 0) return "no question answered with yes";
    return a->health_cleared ? "cleared for hard training by a clinician"
                             : "see a clinician before hard training";
}

// "Mon 60 min, Tue 60 min"; without minutes "Mon, Tue".
static void days_text(const miler_athlete *a, miler_buf *out) {
    const char *between = "";
    miler_buf_text_append(out, "  days         ");
    for (int day = 0; day < 7; day++) {
        if ((a->days_mask & (1u << day)) == 0) continue;
        miler_buf_printf(out, "%s%s", between, miler_weekday_name(day));
        if (a->minutes[day] > 0) miler_buf_printf(out, " %d min", (int)a->minutes[day]);
        between = ", ";
    }
    miler_buf_text_append(out, a->days_mask == 0 ? "not told\n" : "\n");
}

// "  by hand      easy 5:45/km - 5:10/km, threshold 4:05/km, since 2026-05-01"
static void by_hand_text(const miler_athlete *a, miler_units units, miler_buf *out) {
    const struct {
        const char *name;
        double mps;
    } paces[] = {{"easy from", a->paces.easy_slow_mps},
                 {"easy to", a->paces.easy_fast_mps},
                 {"threshold", a->paces.threshold_mps},
                 {"VO2max", a->paces.vo2max_mps}};
    char text[MILER_TEXT_MAX];
    const char *before = "  by hand      ";
    const char *after = "";
    for (size_t i = 0; i < sizeof paces / sizeof paces[0]; i++) {
        if (!(paces[i].mps > 0)) continue;
        miler_print_pace(text, sizeof text, 1000 / paces[i].mps, units);
        miler_buf_printf(out, "%s%s %s", before, paces[i].name, text);
        before = ", ";
        after = "\n";
    }
    if (after[0] != '\0' && a->paces_day != MILER_NO_DAY) {
        miler_print_date(text, sizeof text, a->paces_day);
        miler_buf_printf(out, ", since %s", text);
    }
    miler_buf_text_append(out, after);
    before = "  by hand      ";
    after = "";
    for (int i = 0; i < MILER_HEART_EDGES; i++) {
        if (!(a->hr_from_bpm[i] > 0)) continue;
        miler_buf_printf(out, "%sheart rate zone %d from %.0f", before, i + 2, a->hr_from_bpm[i]);
        before = ", ";
        after = " bpm\n";
    }
    miler_buf_text_append(out, after);
}

// null where it is computed.
static double pace_of(double mps) {
    return mps > 0 ? 1000 / mps : (double)NAN;
}

static void by_hand_json(js *j, json_t *root, const miler_athlete *a) {
    double from[MILER_HEART_EDGES];
    char key[32];
    js_num(j, root, "easy_slow_s_per_km", pace_of(a->paces.easy_slow_mps), 1);
    js_num(j, root, "easy_fast_s_per_km", pace_of(a->paces.easy_fast_mps), 1);
    js_num(j, root, "threshold_s_per_km", pace_of(a->paces.threshold_mps), 1);
    js_num(j, root, "vo2max_s_per_km", pace_of(a->paces.vo2max_mps), 1);
    js_date(j, root, "paces_since", a->paces_day);
    miler_heart_edges(a->hr_max_bpm, (const double[MILER_HEART_EDGES]){0}, from);
    for (int i = 0; i < MILER_HEART_EDGES; i++) {
        (void)snprintf(key, sizeof key, "hr_zone_%d_bpm", i + 2);
        js_num(j, root, key, a->hr_from_bpm[i] > 0 ? a->hr_from_bpm[i] : (double)NAN, 0);
        (void)snprintf(key, sizeof key, "hr_zone_%d_computed_bpm", i + 2);
        js_num(j, root, key, from[i], 0);
    }
}

void render_athlete_text(const miler_athlete *a, int32_t today, const render_look *look, miler_buf *out) {
    char date[MILER_TEXT_MAX];
    term_line(&look->style, out, TERM_TITLE, "%s", a->name[0] != '\0' ? a->name : "(no name)");
    miler_buf_printf(out, "  sex          %s\n",
                     a->sex == MILER_SEX_MALE     ? "male"
                     : a->sex == MILER_SEX_FEMALE ? "female"
                                                  : "not told");
    miler_print_date(date, sizeof date, a->birth_day);
    if (a->birth_day == MILER_NO_DAY)
        miler_buf_text_append(out, "  born         not told\n");
    else
        miler_buf_printf(out, "  born         %s (%d years)\n", date, miler_athlete_age(a, today));
    days_text(a, out);
    miler_buf_text_append(out, "  places       ");
    words_text(out, place_words, sizeof place_words / sizeof place_words[0], a->places);
    miler_buf_text_append(out, a->places == 0 ? "none told\n" : "\n");
    char top[MILER_TEXT_MAX], rest[MILER_TEXT_MAX];
    if (isfinite(a->hr_threshold_bpm))
        miler_buf_printf(out, "  threshold    %.0f bpm\n", a->hr_threshold_bpm);
    if (isfinite(a->hr_max_bpm) || isfinite(a->hr_rest_bpm))
        miler_buf_printf(out, "  heart rate   highest %s, resting %s\n", look_whole(top, a->hr_max_bpm),
                         look_whole(rest, a->hr_rest_bpm));
    by_hand_text(a, look->units, out);
    miler_buf_printf(out, "  health       %s\n", health_line(a));
    if (a->health_yes != 0) {
        miler_buf_text_append(out, "               answered yes: ");
        words_text(out, health_words, sizeof health_words / sizeof health_words[0], a->health_yes);
        miler_buf_text_append(out, "\n");
    }
}

static void athlete_fields(js *j, json_t *root, const miler_athlete *a, int32_t today) {
    js_text(j, root, "name", a->name);
    js_text(j, root, "sex", a->sex == MILER_SEX_MALE ? "m" : a->sex == MILER_SEX_FEMALE ? "f" : NULL);
    js_date(j, root, "born", a->birth_day);
    const int age = miler_athlete_age(a, today);
    js_put(j, root, "age", age < 0 ? json_null() : json_integer(age));
    js_num(j, root, "mass_kg", a->mass_kg, 1);
    js_num(j, root, "height_m", a->height_m, 2);
    js_num(j, root, "hr_max_bpm", a->hr_max_bpm, 0);
    js_num(j, root, "hr_rest_bpm", a->hr_rest_bpm, 0);
    js_num(j, root, "hr_threshold_bpm", a->hr_threshold_bpm, 0);
    by_hand_json(j, root, a);
    json_t *days = js_array(j, root, "days");
    for (int day = 0; day < 7 && !j->failed; day++) {
        if ((a->days_mask & (1u << day)) == 0) continue;
        json_t *row = js_item(j, days);
        js_text(j, row, "day", miler_weekday_name(day));
        js_put(j, row, "minutes", a->minutes[day] > 0 ? json_integer(a->minutes[day]) : json_null());
    }
    words_json(j, root, "places", place_words, sizeof place_words / sizeof place_words[0], a->places);
    js_bool(j, root, "health_answered", a->health_answered);
    js_bool(j, root, "health_cleared", a->health_cleared);
    words_json(j, root, "health_yes", health_words, sizeof health_words / sizeof health_words[0],
               a->health_yes);
    js_bool(j, root, "parent_consent", a->parent_consent);
    js_text(j, root, "units", a->units == MILER_UNITS_IMPERIAL ? "mi" : "km");
}

json_t *render_athlete_json(const miler_athlete *a, int32_t today, const char *language) {
    js j = {0};
    json_t *root = js_root(&j);
    athlete_fields(&j, root, a, today);
    js_text(&j, root, "language", language[0] != '\0' ? language : NULL);
    return js_done(&j, root);
}

void render_athletes_text(const store_athlete *list, size_t count, int64_t current, int32_t today,
                          const render_look *look, miler_buf *out) {
    bool chosen = false;
    for (size_t i = 0; i < count; i++) {
        const miler_athlete *a = &list[i].athlete;
        chosen = chosen || list[i].id == current;
        const int age = miler_athlete_age(a, today);
        char years[MILER_TEXT_MAX] = "";
        if (age >= 0) (void)snprintf(years, sizeof years, ", %d", age);
        term_line(&look->style, out, list[i].id == current ? TERM_BOLD : TERM_PLAIN, "%c %3lld  %s%s",
                  list[i].id == current ? '*' : ' ', (long long)list[i].id, a->name, years);
    }
    if (!chosen)
        miler_buf_text_append(out,
                              "None of them is chosen yet: miler athlete use NAME; --athlete NAME asks for "
                              "one's answers.\n");
    else if (count > 1)
        miler_buf_text_append(out, "'*' is whose answers are given; --athlete NAME asks for another's.\n");
}

json_t *render_athletes_json(const store_athlete *list, size_t count, int64_t current, int32_t today) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *rows = js_array(&j, root, "athletes");
    for (size_t i = 0; i < count && !j.failed; i++) {
        json_t *row = js_item(&j, rows);
        js_int(&j, row, "id", list[i].id);
        js_bool(&j, row, "current", list[i].id == current);
        athlete_fields(&j, row, &list[i].athlete, today);
    }
    return js_done(&j, root);
}

static void result_row(term_table *table, const store_result *r, miler_units units) {
    char text[MILER_TEXT_MAX];
    const bool removed = r->removed_ms != MILER_NO_TIME;
    const char *const parts[] = {r->name, r->place, r->note};
    char about[300] = "";
    size_t len = 0;
    for (size_t i = 0; i < 3; i++)
        if (parts[i][0] != '\0' && len < sizeof about)
            len += (size_t)snprintf(about + len, sizeof about - len, "%s%s", len > 0 ? ", " : "", parts[i]);
    term_cell(table, TERM_PLAIN, "%lld", (long long)r->id);
    miler_print_date(text, sizeof text, r->day);
    term_cell(table, TERM_PLAIN, "%s", text);
    miler_print_distance(text, sizeof text, r->dist_m, units);
    term_cell(table, TERM_PLAIN, "%s", text);
    miler_print_time(text, sizeof text, r->time_s, 1);
    term_cell(table, removed ? TERM_DIM : TERM_BOLD, "%s", text);
    term_cell(table, TERM_PLAIN, "%s", removed ? "removed" : r->official ? "official" : "entered");
    term_cell(table, TERM_DIM, "%s", about);
}

void render_results_text(const store_result *list, size_t count, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {{"no", TERM_RIGHT, false},      {"date", TERM_LEFT, false},
                                          {"distance", TERM_LEFT, false}, {"time", TERM_RIGHT, false},
                                          {"kind", TERM_LEFT, false},     {"", TERM_LEFT, true}};
    if (count == 0) {
        miler_buf_text_append(out, "No results. Enter one: miler result add mile 5:45 --date 2026-05-31\n");
        return;
    }
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    term_table *table = arena != NULL
                            ? term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0])
                            : NULL;
    for (size_t i = 0; i < count; i++)
        result_row(table, &list[i], look->units);
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    miler_arena_free(arena);
}

json_t *render_results_json(const store_result *list, size_t count) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *rows = js_array(&j, root, "results");
    for (size_t i = 0; i < count && !j.failed; i++) {
        const store_result *r = &list[i];
        json_t *row = js_item(&j, rows);
        js_int(&j, row, "id", r->id);
        js_num(&j, row, "distance_m", r->dist_m, 3);
        js_num(&j, row, "time_s", r->time_s, 3);
        js_date(&j, row, "date", r->day);
        js_bool(&j, row, "official", r->official);
        js_text(&j, row, "name", r->name);
        js_text(&j, row, "place", r->place);
        js_text(&j, row, "note", r->note);
        js_bool(&j, row, "removed", r->removed_ms != MILER_NO_TIME);
    }
    return js_done(&j, root);
}
