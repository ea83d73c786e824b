// SPDX-License-Identifier: MIT
// The catalogue: what is compiled in, finding, and doses. A template is a
// session with ranges in it, "{4..10}x400 @mile r{90..60/15}s"; one dose moves
// all ranges of a template together from their left to their right ends.
#include "workout/workout_words.h"

#include <math.h>
#include <string.h>

extern const char miler_data_catalogue[];
extern const size_t miler_data_catalogue_len;
extern const char miler_data_drills[];
extern const size_t miler_data_drills_len;
extern const char miler_data_exercises[];
extern const size_t miler_data_exercises_len;
extern const char miler_data_routines[];
extern const size_t miler_data_routines_len;
extern const char miler_data_cross[];
extern const size_t miler_data_cross_len;

const char *miler_work_kind_name(miler_work_kind kind) {
    static const char *const names[MILER_WORK_KIND_COUNT] = {[MILER_WORK_EASY] = "easy",
                                                             [MILER_WORK_LONG] = "long",
                                                             [MILER_WORK_RACE_PACE] = "race-pace",
                                                             [MILER_WORK_VO2MAX] = "vo2max",
                                                             [MILER_WORK_STRIDES] = "strides",
                                                             [MILER_WORK_HILLS] = "hills",
                                                             [MILER_WORK_THRESHOLD] = "threshold",
                                                             [MILER_WORK_TRIAL] = "trial",
                                                             [MILER_WORK_DRILLS] = "drills",
                                                             [MILER_WORK_CROSS] = "cross",
                                                             [MILER_WORK_REST] = "rest",
                                                             [MILER_WORK_STRENGTH] = "strength",
                                                             [MILER_WORK_PLYO] = "plyo"};
    return (unsigned)kind < MILER_WORK_KIND_COUNT ? names[kind] : "unknown";
}

miler_status miler_catalogue_builtin(miler_arena *arena, miler_catalogue *out, miler_error *err) {
    const struct {
        miler_catalogue_file file;
        const char *text;
        size_t len;
        const char *name;
    } files[] = {{MILER_FILE_DRILLS, miler_data_drills, miler_data_drills_len, "drills.tsv"},
                 {MILER_FILE_EXERCISES, miler_data_exercises, miler_data_exercises_len, "exercises.tsv"},
                 {MILER_FILE_WORKOUTS, miler_data_catalogue, miler_data_catalogue_len, "catalogue.tsv"},
                 {MILER_FILE_ROUTINES, miler_data_routines, miler_data_routines_len, "routines.tsv"},
                 {MILER_FILE_CROSS, miler_data_cross, miler_data_cross_len, "cross.tsv"}};
    *out = (miler_catalogue){0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const miler_status status =
            wko_catalogue_load(out, files[i].file, NULL, files[i].text, files[i].len, true, arena, err);
        if (status == MILER_OK) continue;
        miler_error_file(err, files[i].name);
        *out = (miler_catalogue){0};
        return status;
    }
    return MILER_OK;
}

const miler_catalogue_entry *miler_catalogue_find(const miler_catalogue *catalogue, const char *id) {
    for (size_t i = 0; i < catalogue->entry_count; i++)
        if (strcmp(catalogue->entries[i].id, id) == 0) return &catalogue->entries[i];
    return NULL;
}

const miler_routine *miler_catalogue_routine(const miler_catalogue *catalogue, const char *id) {
    for (size_t i = 0; i < catalogue->routine_count; i++)
        if (strcmp(catalogue->routines[i].id, id) == 0) return &catalogue->routines[i];
    return NULL;
}

const miler_catalogue_entry *miler_catalogue_step(const miler_catalogue *catalogue,
                                                  const miler_catalogue_entry *entry, int steps) {
    const int32_t wanted = entry->order + steps;
    for (size_t i = 0; i < catalogue->entry_count; i++) {
        const miler_catalogue_entry *e = &catalogue->entries[i];
        if (e->order == wanted && strcmp(e->family, entry->family) == 0) return e;
    }
    return NULL;
}

double miler_cross_minutes(const miler_cross *cross, double easy_min) {
    return cross->minutes * easy_min;
}

static bool same_name(const char *wanted, const char *text, size_t len) {
    char squeezed[WKO_WORD_MAX];
    return wko_squeeze(text, len, squeezed) != 0 && strcmp(squeezed, wanted) == 0;
}

static bool has_alias(const miler_movement *m, const char *wanted) {
    for (const char *at = m->aliases; *at != '\0';) {
        const size_t len = strcspn(at, "|");
        if (same_name(wanted, at, len)) return true;
        at += len;
        if (*at == '|') at++;
    }
    return false;
}

const miler_movement *miler_catalogue_movement(const miler_catalogue *catalogue, const char *name) {
    char wanted[WKO_WORD_MAX];
    if (wko_squeeze(name, strlen(name), wanted) == 0) return NULL;
    // Names first: a user's own "bridge" is not the built-in one's alias.
    for (size_t i = 0; i < catalogue->movement_count; i++)
        if (same_name(wanted, catalogue->movements[i].name, strlen(catalogue->movements[i].name)))
            return &catalogue->movements[i];
    for (size_t i = 0; i < catalogue->movement_count; i++)
        if (has_alias(&catalogue->movements[i], wanted)) return &catalogue->movements[i];
    return NULL;
}

const miler_cross *miler_catalogue_cross(const miler_catalogue *catalogue, const char *name) {
    // "cycling" and "rower" are words of the language already; it says what they print as.
    const wko_word word = wko_word_find(name, strlen(name));
    for (size_t i = 0; i < catalogue->cross_count; i++) {
        const miler_cross *c = &catalogue->cross[i];
        const bool known = word.kind == WKO_CROSS && strcmp(c->name, word.text) == 0;
        if (known || strcmp(c->name, name) == 0) return c;
    }
    return NULL;
}

// ---- Doses

static bool number_until(const char **at, const char *stops, double *out) {
    const size_t len = strcspn(*at, stops);
    if (len == 0 || len > 12 || miler_parse_number(*at, len, out, NULL) != MILER_OK) return false;
    *at += len;
    return true;
}

#define RANGE_MAX 1e6

// "{lo..hi}" or "{lo..hi/step}" at *at. False: something else, left as it is.
static bool take_range(const char **at, double *low, double *high, double *step) {
    const char *p = *at + 1;
    *step = 1;
    const char *dots = strstr(p, "..");
    const char *close = strchr(p, '}');
    if (dots == NULL || close == NULL || dots > close) return false;
    if (miler_parse_number(p, (size_t)(dots - p), low, NULL) != MILER_OK) return false;
    p = dots + 2;
    if (!number_until(&p, "/}", high)) return false;
    if (*p == '/') {
        p++;
        if (!number_until(&p, "}", step)) return false;
    }
    if (p != close || *step < 0.001 || fabs(*low) > RANGE_MAX || fabs(*high) > RANGE_MAX) return false;
    *at = close + 1;
    return true;
}

void miler_catalogue_text(const char *tmpl, double dose, miler_buf *out) {
    const double share = dose >= 1 ? 1 : dose > 0 ? dose : 0; // NaN is 0
    const char *at = tmpl;
    while (*at != '\0') {
        const size_t plain = strcspn(at, "{");
        miler_buf_append(out, at, plain);
        at += plain;
        double low;
        double high;
        double step;
        if (*at == '\0') return;
        if (!take_range(&at, &low, &high, &step)) {
            miler_buf_append(out, at++, 1);
            continue;
        }
        const double whole = floor(fabs(high - low) / step + 1e-9); // never beyond the right end
        const double steps = floor(whole * share + 0.5);
        const double value = low + (high >= low ? step : -step) * steps;
        wko_print_milli(out, (int64_t)llround(value * 1000));
    }
}
