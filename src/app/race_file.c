// SPDX-License-Identifier: MIT
// Reads race files. jansson makes the tree; each field is then asked for by name,
// and the first one that will not do ends the reading with its name.
#include "app/race_file.h"

#include "app/json_read.h"

#include "base/limits.h"

#include <jansson.h>
#include <string.h>

#define DIST_MAX_M 1e6
#define TIME_MAX_S 1e6

typedef struct reader {
    miler_arena *arena;
    miler_error *err;
    miler_status status; // of the first failure; then the rest does nothing
} reader;

static void fail(reader *r, miler_status status, const char *what, const char *field) {
    if (r->status != MILER_OK) return;
    r->status = miler_fail(r->err, status, "%s: '%s'", what, field);
    miler_error_remedy(r->err, "is it a file that the live page saved, whole and unchanged?");
}

// A number within bounds, which must be there.
static double number(reader *r, const json_t *object, const char *key, double low, double high) {
    const json_t *value = json_object_get(object, key);
    const double x = json_number_value(value);
    if (!json_is_number(value) || !(x >= low) || !(x <= high)) {
        fail(r, MILER_ERR_FORMAT, "no number, or an impossible one", key);
        return low;
    }
    return x;
}

static const char *text(reader *r, const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) {
        fail(r, MILER_ERR_FORMAT, "no text", key);
        return "";
    }
    // JSON may hold a NUL inside a text; C ends there, so such a text is refused.
    const size_t len = json_string_length(value);
    if (len > MILER_RACE_FILE_TEXT_MAX || strlen(json_string_value(value)) != len) {
        fail(r, MILER_ERR_LIMIT, "a text is too long or broken", key);
        return "";
    }
    const char *copy = miler_arena_dup_n(r->arena, json_string_value(value), len);
    return copy != NULL ? copy : "";
}

// The list under `key` with its length checked; NULL (and failed) when it will not do.
static const json_t *list(reader *r, const json_t *object, const char *key, size_t least, size_t most) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_array(value) || json_array_size(value) < least) {
        fail(r, MILER_ERR_FORMAT, "no list, or an empty one", key);
        return NULL;
    }
    if (json_array_size(value) > most) {
        fail(r, MILER_ERR_LIMIT, "the list is too long", key);
        return NULL;
    }
    return value;
}

static race_file_point *points(reader *r, const json_t *object, const char *key, size_t least, double from,
                               size_t *count) {
    const json_t *rows = list(r, object, key, least, MILER_RACE_FILE_ROWS_MAX);
    const size_t n = json_array_size(rows);
    race_file_point *out = miler_arena_array(r->arena, n + 1, sizeof *out);
    for (size_t i = 0; i < n && out != NULL && r->status == MILER_OK; i++) {
        const json_t *row = json_array_get(rows, i);
        out[i].dist_m = number(r, row, "distance_m", from, DIST_MAX_M);
        out[i].time_s = number(r, row, "time_s", from, TIME_MAX_S);
        if (i > 0 && (out[i].dist_m <= out[i - 1].dist_m || out[i].time_s <= out[i - 1].time_s))
            fail(r, MILER_ERR_FORMAT, "the rows do not go up", key);
    }
    *count = out != NULL ? n : 0;
    return out;
}

static void read_course(reader *r, const json_t *root, race_file *out) {
    const json_t *course = json_object_get(root, "course");
    out->dist_m = number(r, course, "distance_m", 1, DIST_MAX_M);
    out->venue = text(r, course, "venue");
    out->convention = text(r, course, "convention");
    out->lane = (int32_t)number(r, course, "lane", 0, 99);
    out->lap_m = number(r, course, "lap_m", 0, 1e5);
    out->start_ahead_m = number(r, course, "start_ahead_m", -1e5, 1e5);
    const json_t *laps = list(r, course, "laps_m", 1, MILER_RACE_FILE_ROWS_MAX);
    out->lap_count = json_array_size(laps);
    out->laps_m = miler_arena_array(r->arena, out->lap_count + 1, sizeof *out->laps_m);
    for (size_t i = 0; i < out->lap_count && out->laps_m != NULL && r->status == MILER_OK; i++) {
        const json_t *lap = json_array_get(laps, i);
        out->laps_m[i] = json_number_value(lap);
        const double before = i > 0 ? out->laps_m[i - 1] : 0;
        if (!json_is_number(lap) || !(out->laps_m[i] > before) ||
            !(out->laps_m[i] <= out->dist_m + RACE_FILE_SAME_M))
            fail(r, MILER_ERR_FORMAT, "the laps do not go up to the finish", "laps_m");
    }
}

static void read_plan(reader *r, const json_t *object, const race_file *file, race_file_runner *out) {
    const json_t *plan = json_object_get(object, "plan");
    out->goal_s = (double)NAN;
    out->strategy = "";
    if (json_is_null(plan)) return;
    out->goal_s = number(r, plan, "goal_s", 1, TIME_MAX_S);
    out->strategy = text(r, plan, "strategy");
    out->plan = points(r, plan, "pacing", 2, 0, &out->plan_count);
    if (r->status != MILER_OK || out->plan == NULL) return;
    const race_file_point *last = &out->plan[out->plan_count - 1];
    if (out->plan[0].dist_m > 0 || out->plan[0].time_s > 0 ||
        fabs(last->dist_m - file->dist_m) > RACE_FILE_SAME_M || fabs(last->time_s - out->goal_s) > 0.001)
        fail(r, MILER_ERR_FORMAT, "the plan does not lead from the start to the goal", "pacing");
}

static void read_runner(reader *r, const json_t *object, const race_file *file, race_file_runner *out) {
    const json_t *dropped = json_object_get(object, "dropped_out");
    out->name = text(r, object, "name");
    if (!json_is_boolean(dropped)) fail(r, MILER_ERR_FORMAT, "neither true nor false", "dropped_out");
    out->dropped_out = json_is_true(dropped);
    read_plan(r, object, file, out);
    out->taps = points(r, object, "splits", 0, 1e-3, &out->tap_count);
    out->finish_s = (double)NAN;
    if (r->status != MILER_OK || out->tap_count == 0 || file->unlimited_laps) return;
    const race_file_point *last = &out->taps[out->tap_count - 1];
    if (last->dist_m > file->dist_m + RACE_FILE_SAME_M)
        fail(r, MILER_ERR_FORMAT, "a split lies beyond the finish", "splits");
    if (last->dist_m > file->dist_m - RACE_FILE_SAME_M) out->finish_s = last->time_s;
}

static void read_gun(reader *r, const json_t *root, race_file *out) {
    const json_t *gun = json_object_get(root, "gun");
    out->gun_ms = MILER_NO_TIME;
    if (json_is_null(gun)) return;
    const char *written = text(r, root, "gun");
    if (r->status == MILER_OK &&
        miler_parse_instant(written, strlen(written), &out->gun_ms, &out->gun_offset_s, NULL) != MILER_OK)
        fail(r, MILER_ERR_FORMAT, "no time of a day", "gun");
}

static void read_head(reader *r, const json_t *root, race_file *out) {
    if (!json_is_object(root) || strcmp(text(r, root, "format"), "miler-race") != 0)
        fail(r, MILER_ERR_FORMAT, "it does not say that it is a race file", "format");
    const double version = number(r, root, "version", 1, 1e9);
    if (version > 1) fail(r, MILER_ERR_UNSUPPORTED, "written by a newer miler", "version");
    const char *every = text(r, root, "taps_every");
    const json_t *unlimited = json_object_get(root, "unlimited_laps");
    out->half_laps = strcmp(every, "half") == 0;
    if (!out->half_laps && strcmp(every, "lap") != 0)
        fail(r, MILER_ERR_FORMAT, "neither lap nor half", "taps_every");
    if (!json_is_boolean(unlimited)) fail(r, MILER_ERR_FORMAT, "neither true nor false", "unlimited_laps");
    out->unlimited_laps = json_is_true(unlimited);
}

static void read_file(reader *r, const json_t *root, race_file *out) {
    read_head(r, root, out);
    read_gun(r, root, out);
    read_course(r, root, out);
    const json_t *runners = list(r, root, "runners", 1, MILER_RACE_RUNNERS_MAX);
    out->runner_count = json_array_size(runners);
    out->runners = miler_arena_array(r->arena, out->runner_count + 1, sizeof *out->runners);
    for (size_t i = 0; i < out->runner_count && out->runners != NULL && r->status == MILER_OK; i++)
        read_runner(r, json_array_get(runners, i), out, &out->runners[i]);
}

miler_status race_file_read(const void *bytes, size_t len, miler_arena *arena, race_file *out,
                            miler_error *err) {
    if (bytes == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "race file: NULL given");
    memset(out, 0, sizeof *out);
    if (len > MILER_RACE_FILE_MAX) return miler_fail(err, MILER_ERR_LIMIT, "it is too large for a race file");
    json_error_t why;
    bool no_memory;
    json_t *root = json_read(bytes, len, &why, &no_memory);
    if (root == NULL) {
        if (no_memory) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        (void)miler_fail(err, MILER_ERR_FORMAT, "no JSON, so no race file");
        if (err != NULL) err->line = why.line > 0 ? (uint32_t)why.line : 1;
        miler_error_remedy(err, "is it a file that the live page saved, whole and unchanged?");
        return MILER_ERR_FORMAT;
    }
    reader r = {.arena = arena, .err = err};
    read_file(&r, root, out);
    json_decref(root);
    // A text that could not be kept looks like a wrong one: what failed first counts.
    if (miler_arena_failed(arena)) r.status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return r.status;
}
