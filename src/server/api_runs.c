// SPDX-License-Identifier: MIT
// The log, one run of it, and what is put right by hand.
#include "app/run_samples.h"
#include "app/run_truth.h"
#include "render/run_picture.h"
#include "render/runs_render.h"
#include "render/truth_render.h"
#include "server/api.h"

// In the order of miler_sport and miler_sub_sport.
static const char *const sports[] = {"all",        "running", "walking",    "hiking",   "cycling",
                                     "swimming",   "rowing",  "elliptical", "strength", "skiing",
                                     "transition", "other",   NULL};
static const char *const sub_sports[] = {"all",          "road",    "trail",  "track", "treadmill",
                                         "indoor_track", "virtual", "indoor", NULL};
static const char *const pictures[] = {"oval", "laps", "reps", NULL};

#define SPAN_ROWS                                                                                            \
    {.name = "since", .kind = FIELD_DATE, .says = "from this day on"}, {                                     \
        .name = "until", .kind = FIELD_DATE, .says = "up to this day"                                        \
    }

const field span_fields[] = {SPAN_ROWS, {.name = NULL}};
const field run_list_fields[] = {
    SPAN_ROWS,
    {.name = "sport", .kind = FIELD_WORD, .says = "one of them alone (all, unless told)", .words = sports},
    {.name = "sub_sport",
     .kind = FIELD_WORD,
     .says = "what the file calls it, alone (all, unless told)",
     .words = sub_sports},
    {.name = "text", .kind = FIELD_TEXT, .says = "in titles and remarks", .high = 200},
    {.name = "limit",
     .kind = FIELD_WHOLE,
     .says = "at most so many (200 unless told; 0: all)",
     .low = 0,
     .high = 1e6},
    {.name = "removed", .kind = FIELD_FLAG, .says = "those taken out of the log, in its place"},
    {.name = "offset", .kind = FIELD_WHOLE, .says = "so many of the newest left out", .low = 0, .high = 1e6},
    {.name = NULL}};

miler_status api_run_list(call *c) {
    app_runs runs;
    const field_values *q = &c->query;
    const int sport = field_word(q, "sport", 0);
    const store_run_filter filter = {.sport = sport > 0 ? sport : -1,
                                     .sub_sport = field_word(q, "sub_sport", 0),
                                     .since_day = field_day(q, "since", MILER_NO_DAY),
                                     .until_day = field_day(q, "until", MILER_NO_DAY),
                                     .text = field_text(q, "text", NULL),
                                     .limit = (size_t)field_whole(q, "limit", 200),
                                     .removed = field_flag(q, "removed"),
                                     .offset = (size_t)field_whole(q, "offset", 0)};
    const miler_status status = app_runs_list(c->app, &filter, c->arena, &runs, &c->err);
    if (status == MILER_OK && !render_runs_bytes(&runs, &c->out->body))
        return miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    return status == MILER_OK ? call_file(c, "application/json", NULL) : status;
}

static miler_status get_truth(call *c, app_truth *truth) {
    return app_truth_get(c->app, c->id, c->arena, truth, &c->err);
}

miler_status api_run_show(call *c) {
    app_truth truth;
    const miler_status status = get_truth(c, &truth);
    return status == MILER_OK ? call_json(c, render_run_json(&truth)) : status;
}

const field run_picture_fields[] = {
    {.name = "kind", .kind = FIELD_WORD, .says = "what is drawn", .words = pictures, .required = true},
    {.name = "narrow", .kind = FIELD_FLAG, .says = "oval: for a phone, its words below it"},
    {.name = NULL}};

miler_status api_run_picture(call *c) {
    app_truth truth;
    miler_status status = get_truth(c, &truth);
    if (status != MILER_OK) return status;
    const run_picture_facts facts = {.tracks = &truth.tracks,
                                     .splits = truth.splits,
                                     .split_count = truth.split_count,
                                     .reps = truth.reps.work_count > 0 ? &truth.reps : NULL,
                                     .narrow = field_flag(&c->query, "narrow"),
                                     .language = call_language(c)};
    status = render_run_picture(&truth.run, picture_kind_named(pictures[field_word(&c->query, "kind", 0)]),
                                &facts, c->app->units, c->arena, &c->out->body, &c->err);
    return status == MILER_OK ? call_file(c, "image/svg+xml", NULL) : status;
}

miler_status api_run_like(call *c) {
    app_alike answer;
    const miler_status status = app_alike_get(c->app, c->id, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_alike_json(&answer)) : status;
}

// ---- Samples, for charts

#define POINTS_USUAL 600
const field run_samples_fields[] = {{.name = "points",
                                     .kind = FIELD_WHOLE,
                                     .says = "at most so many (600 unless told)",
                                     .low = 10,
                                     .high = RUN_SAMPLES_MAX},
                                    {.name = NULL}};

static void put_column(js *j, json_t *root, const char *key, const run_samples *s, const double *values,
                       double scale) {
    json_t *list = js_array(j, root, key);
    for (size_t i = 0; values != NULL && i < s->count && !j->failed; i++) {
        const double value = round(values[i] * scale) / scale;
        if (json_array_append_new(list, isfinite(value) ? json_real(value) : json_null()) != 0)
            j->failed = true;
    }
}

miler_status api_run_samples(call *c) {
    run_samples s;
    const size_t points = (size_t)field_whole(&c->query, "points", POINTS_USUAL);
    const miler_status status = app_run_samples(c->app, c->id, points, c->arena, &s, &c->err);
    if (status != MILER_OK) return status;
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "run_id", c->id);
    js_int(&j, root, "samples", (int64_t)s.recorded);
    js_int(&j, root, "points", (int64_t)s.count);
    put_column(&j, root, "time_s", &s, s.time_s, 10);
    put_column(&j, root, "distance_m", &s, s.dist_m, 10);
    put_column(&j, root, "pace_s_per_km", &s, s.pace_s_per_km, 10);
    put_column(&j, root, "hr_bpm", &s, s.hr_bpm, 10);
    put_column(&j, root, "cadence_spm", &s, s.cadence_spm, 10);
    put_column(&j, root, "altitude_m", &s, s.altitude_m, 10);
    return call_json(c, js_done(&j, root));
}

// ---- By hand

static const char *const edit_kinds[] = {"split",      "join", "move",   "name",   "distance",
                                         "lap length", "lane", "effort", "length", "title",
                                         "sport",      "type", NULL};
#define EDIT_ROWS                                                                                            \
    {.name = "kind",                                                                                         \
     .kind = FIELD_WORD,                                                                                     \
     .says = "what is changed; length: of one lap",                                                          \
     .words = edit_kinds},                                                                                   \
        {.name = "at_s",                                                                                     \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "split, join, move, name: where, from the start of the run",                                \
         .low = 0,                                                                                           \
         .high = 1e6},                                                                                       \
        {.name = "to_s",                                                                                     \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "move: where the boundary goes",                                                            \
         .low = 0,                                                                                           \
         .high = 1e6},                                                                                       \
        {.name = "value",                                                                                    \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "metres, a lane (1 to 9) or an effort (1 to 10)",                                           \
         .low = 0,                                                                                           \
         .high = 1e6},                                                                                       \
        {.name = "text",                                                                                     \
         .kind = FIELD_TEXT,                                                                                 \
         .says = "name: of the lap; title: of the run; sport: as runs have it; type: easy, long, "           \
                 "threshold, intervals, trial",                                                              \
         .high = 200},                                                                                       \
    {                                                                                                        \
        .name = "lap", .kind = FIELD_WHOLE, .says = "length: number of the lap, from 1", .low = 1,           \
        .high = 100000                                                                                       \
    }
static const field edit_row_fields[] = {EDIT_ROWS, {.name = NULL}};
const field run_edit_fields[] = {EDIT_ROWS,
                                 {.name = "edits",
                                  .kind = FIELD_ROWS,
                                  .says = "several in place of one: all are kept, or none",
                                  .rows = edit_row_fields},
                                 {.name = NULL}};
const field run_undo_fields[] = {{.name = "id",
                                  .kind = FIELD_WHOLE,
                                  .says = "of the edit that is meant: 409 where it is no longer the last",
                                  .low = 1,
                                  .high = 1e15},
                                 {.name = "count",
                                  .kind = FIELD_WHOLE,
                                  .says = "so many of the last, all or none (1 unless told)",
                                  .low = 1,
                                  .high = FIELD_ROWS_MAX},
                                 {.name = NULL}};

// What each kind wants to be told, by the order of edit_kinds.
static const struct {
    miler_edit_kind kind;
    const char *wants[2];
    double low, high; // of `value`
} edits[] = {{MILER_EDIT_SPLIT, {"at_s"}, 0, 0},
             {MILER_EDIT_JOIN, {"at_s"}, 0, 0},
             {MILER_EDIT_MOVE, {"at_s", "to_s"}, 0, 0},
             {MILER_EDIT_NAME, {"at_s", "text"}, 0, 0},
             {MILER_EDIT_DISTANCE, {"value"}, 1, 1e6},
             {MILER_EDIT_LAP_LENGTH, {"value"}, 1, 1e6},
             {MILER_EDIT_LANE, {"value"}, 1, 9},
             {MILER_EDIT_EFFORT, {"value"}, 1, 10},
             {MILER_EDIT_LENGTH, {"value", "lap"}, 1, 1e6},
             {MILER_EDIT_TITLE, {"text"}, 0, 0},
             {MILER_EDIT_SPORT, {"text"}, 0, 0},
             {MILER_EDIT_TYPE, {"text"}, 0, 0}};

static miler_status take_edit(call *c, const field_values *v, app_edit *out) {
    if (!field_given(v, "kind")) return call_fail(c, "kind", "kind is missing");
    const int which = field_word(v, "kind", 0);
    for (size_t i = 0; i < 2 && edits[which].wants[i] != NULL; i++)
        if (!field_given(v, edits[which].wants[i]))
            return call_fail(c, edits[which].wants[i], "%s is missing: %s wants it", edits[which].wants[i],
                             edit_kinds[which]);
    *out = (app_edit){.edit = {.kind = edits[which].kind,
                               .at_s = field_number(v, "at_s", 0),
                               .to_s = field_number(v, "to_s", 0),
                               .value = field_number(v, "value", 0),
                               .text = field_text(v, "text", NULL)},
                      .lap = edits[which].kind == MILER_EDIT_LENGTH ? field_whole(v, "lap", 1) : 0};
    if (edits[which].high > 0 &&
        !(out->edit.value >= edits[which].low && out->edit.value <= edits[which].high))
        return call_fail(c, "value", "value wants a number from %g to %g", edits[which].low,
                         edits[which].high);
    return MILER_OK;
}

static miler_status show_edits(call *c) {
    app_truth truth;
    const miler_status status = get_truth(c, &truth);
    return status == MILER_OK ? call_json(c, render_edits_json(&truth)) : status;
}

miler_status api_run_edit(call *c) {
    const field_value *list = field_get(&c->body, "edits");
    const size_t count = list->given ? list->count : 1;
    app_edit *taken = miler_arena_array(c->arena, count + 1, sizeof *taken);
    if (taken == NULL) return miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    if (list->given && (count == 0 || field_given(&c->body, "kind")))
        return call_fail(c, "edits", "either one edit or a list of them");
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        status = take_edit(c, list->given ? &list->rows[i] : &c->body, &taken[i]);
    if (status == MILER_OK) status = app_edits_add(c->app, c->id, taken, count, &c->err);
    return status == MILER_OK ? show_edits(c) : status;
}

miler_status api_run_undo(call *c) {
    const int64_t newest = field_id(&c->body, "id", 0);
    const size_t count = (size_t)field_whole(&c->body, "count", 1);
    const miler_status status = app_edits_undo(c->app, c->id, newest, count, &c->err);
    return status == MILER_OK ? show_edits(c) : status;
}

miler_status api_run_redo(call *c) {
    const miler_status status = app_edit_redo(c->app, c->id, &c->err);
    return status == MILER_OK ? show_edits(c) : status;
}

static miler_status show_out(call *c, miler_status status, bool removed) {
    return status == MILER_OK ? call_json(c, render_run_out_json(c->id, removed)) : status;
}

miler_status api_run_remove(call *c) {
    return show_out(c, app_run_remove(c->app, c->id, &c->err), true);
}

miler_status api_run_restore(call *c) {
    return show_out(c, app_run_restore(c->app, c->id, &c->err), false);
}

miler_status api_track_list(call *c) {
    store_track *list;
    size_t count;
    const miler_status status = app_track_list(c->app, c->arena, &list, &count, &c->err);
    return status == MILER_OK ? call_json(c, render_tracks_json(list, count)) : status;
}

miler_status api_best_list(call *c) {
    app_bests bests;
    const miler_status status =
        app_bests_get(c->app, field_day(&c->query, "since", MILER_NO_DAY),
                      field_day(&c->query, "until", MILER_NO_DAY), c->arena, &bests, &c->err);
    return status == MILER_OK ? call_json(c, render_bests_json(&bests)) : status;
}
