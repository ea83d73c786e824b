// SPDX-License-Identifier: MIT
// The catalogue, and sessions that somebody types.
#include "app/app_own_workouts.h"
#include "app/app_workout.h"
#include "app/plan_forms.h"
#include "render/figures_json.h"
#include "render/workout_render.h"
#include "server/api.h"
#include "server/api_sound.h"

#include <string.h>

static miler_status catalogue(call *c, app_catalogue *out) {
    return app_catalogue_load(store_path(c->app->store), c->arena, out, &c->err);
}

// Which part of it an address names.
static const struct {
    const char *name;
    render_part part;
} parts[] = {{"library", {-1, true, true, true, true, true, true}},
             {"workouts", {-1, false, false, false, false, false, false}},
             {"drills", {.kind = -2, .drills = true}},
             {"strength", {.kind = -2, .strength = true}},
             {"plyometrics", {.kind = -2, .plyo = true}},
             {"routines", {.kind = -2, .routines = true, .rests = true}},
             {"cross", {.kind = -2, .cross = true}}};

miler_status api_library(call *c) {
    app_catalogue all;
    const char *name = strrchr(c->route->path, '/') + 1;
    const miler_status status = catalogue(c, &all);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(name, parts[i].name) == 0)
            return call_json(c, render_catalogue_json(&all, &parts[i].part));
    return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "the library has no such part");
}

// Drawn people, for the page that shows how a movement is done.
miler_status api_figures(call *c) {
    json_t *root;
    const miler_status status = render_figures_json(c->arena, &root, &c->err);
    return status == MILER_OK ? call_json(c, root) : status;
}

#define FROM_ROWS                                                                                            \
    {.name = "from_distance_m",                                                                              \
     .kind = FIELD_NUMBER,                                                                                   \
     .says = "paces of this result: its distance",                                                           \
     .low = 1,                                                                                               \
     .high = 1e6},                                                                                           \
    {                                                                                                        \
        .name = "from_time_s", .kind = FIELD_NUMBER, .says = "and its time", .low = 1, .high = 360000        \
    }

const field workout_show_fields[] = {FROM_ROWS,
                                     {.name = "dose",
                                      .kind = FIELD_NUMBER,
                                      .says = "0 the smallest form to 1 the largest (0.5 unless told)",
                                      .low = 0,
                                      .high = 1},
                                     {.name = NULL}};
const field workout_check_fields[] = {{.name = "text",
                                       .kind = FIELD_LINES,
                                       .says = "the session in the workout language",
                                       .high = 4000,
                                       .required = true},
                                      FROM_ROWS,
                                      {.name = NULL}};

static miler_status get_book(call *c, const field_values *v, miler_pace_book *book) {
    const double dist_m = field_number(v, "from_distance_m", 0);
    const double time_s = field_number(v, "from_time_s", 0);
    if ((dist_m > 0) != (time_s > 0))
        return call_fail(c, dist_m > 0 ? "from_time_s" : "from_distance_m",
                         "from_distance_m and from_time_s go together");
    return app_workout_book(c->app, dist_m, time_s, c->arena, book, &c->err);
}

static miler_status show(call *c, const app_workout_answer *answer, const miler_pace_book *book) {
    json_t *root = render_workout_json(answer, book);
    // There is no sound file here: it is asked for by itself.
    if (root != NULL && json_object_set_new(root, "sound", json_null()) != 0) {
        json_decref(root);
        root = NULL;
    }
    return call_json(c, root);
}

miler_status api_workout_show(call *c) {
    app_catalogue all;
    miler_pace_book book;
    app_workout_answer answer;
    miler_status status = get_book(c, &c->query, &book);
    if (status == MILER_OK) status = catalogue(c, &all);
    if (status == MILER_OK)
        status = app_workout_named(&all.all, c->name, field_number(&c->query, "dose", 0.5), &book, c->arena,
                                   &answer, &c->err);
    return status == MILER_OK ? show(c, &answer, &book) : status;
}

static miler_status get_typed(call *c, const field_values *v, miler_pace_book *book,
                              app_workout_answer *answer) {
    app_catalogue all;
    miler_status status = get_book(c, v, book);
    if (status == MILER_OK) status = catalogue(c, &all);
    if (status != MILER_OK) return status;
    status = app_workout_text(field_text(v, "text", ""), &all.all, book, c->arena, answer, &c->err);
    if (status != MILER_OK) c->field = "text";
    return status;
}

miler_status api_workout_check(call *c) {
    miler_pace_book book;
    app_workout_answer answer;
    const miler_status status = get_typed(c, &c->body, &book, &answer);
    return status == MILER_OK ? show(c, &answer, &book) : status;
}

// ---- One's own

// In the order of miler_work_kind.
static const char *const kinds[] = {"easy",  "long",      "race-pace", "vo2max", "strides",
                                    "hills", "threshold", "trial",     "drills", "cross",
                                    "rest",  "strength",  "plyo",      NULL};
const field workout_own_fields[] = {
    {.name = "title", .kind = FIELD_TEXT, .says = "its name", .high = 80, .required = true},
    {.name = "text",
     .kind = FIELD_LINES,
     .says = "the session in the workout language",
     .high = 2000,
     .required = true},
    {.name = "kind", .kind = FIELD_WORD, .says = "of work; race-pace unless told", .words = kinds},
    {.name = "purpose", .kind = FIELD_TEXT, .says = "what it is good for", .high = 300},
    {.name = "replaces",
     .kind = FIELD_TEXT,
     .says = "the id of your own whose place it takes",
     .high = APP_OWN_ID_MAX},
    {.name = NULL}};

miler_status api_workout_keep(call *c) {
    miler_pace_book book;
    app_workout_answer answer;
    const char *purpose = field_text(&c->body, "purpose", "");
    char id[APP_OWN_ID_MAX];
    miler_status status = get_typed(c, &c->body, &book, &answer);
    if (status != MILER_OK) return status;
    const app_own_workout own = {.title = field_text(&c->body, "title", ""),
                                 .text = answer.text,
                                 .purpose = purpose[0] != '\0' ? purpose : "Your own.",
                                 .kind = (miler_work_kind)field_word(&c->body, "kind", MILER_WORK_RACE_PACE),
                                 .replaces = field_text(&c->body, "replaces", NULL)};
    status = app_own_workout_keep(store_path(c->app->store), &own, c->arena, &c->err);
    if (status == MILER_ERR_CONFLICT) c->field = "title";
    app_catalogue all;
    if (status == MILER_OK) status = catalogue(c, &all);
    app_own_workout_id(own.title, id);
    if (status == MILER_OK) status = app_workout_named(&all.all, id, 0.5, &book, c->arena, &answer, &c->err);
    return status == MILER_OK ? show(c, &answer, &book) : status;
}

miler_status api_workout_forget(call *c) {
    app_catalogue all;
    miler_status status = app_own_workout_forget(store_path(c->app->store), c->name, c->arena, &c->err);
    if (status == MILER_OK) status = catalogue(c, &all);
    return status == MILER_OK ? call_json(c, render_catalogue_json(&all, &parts[1].part)) : status;
}

// ---- As files

const field workout_file_fields[] = {{.name = "text",
                                      .kind = FIELD_LINES,
                                      .says = "the session in the workout language",
                                      .high = 2000,
                                      .required = true},
                                     FROM_ROWS,
                                     {.name = NULL}};
const field workout_sound_fields[] = {{.name = "text",
                                       .kind = FIELD_LINES,
                                       .says = "the session in the workout language",
                                       .high = 2000,
                                       .required = true},
                                      FROM_ROWS,
                                      API_SOUND_ROWS,
                                      {.name = NULL}};

miler_status api_workout_fit(call *c) {
    miler_pace_book book;
    app_workout_answer answer;
    plan_form form;
    miler_status status = get_typed(c, &c->query, &book, &answer);
    if (status == MILER_OK)
        status =
            workout_form_fit(answer.text, &answer.workout, &book, c->app->units, c->arena, &form, &c->err);
    if (status != MILER_OK) return status;
    if (form.verdict == FORM_LEFT_OUT)
        return miler_fail(&c->err, MILER_ERR_UNSUPPORTED, "no watch can take it: %s", form.why);
    miler_buf_append(&c->out->body, form.bytes, form.len);
    return call_file(c, "application/vnd.ant.fit", "session.fit");
}

typedef struct heard {
    const miler_workout *workout;
    const miler_pace_book *book;
} heard;

static miler_status session_sounds(const void *user, const miler_sound_options *options, miler_arena *arena,
                                   miler_sound_plan *out, miler_error *err) {
    const heard *h = user;
    return miler_sound_session(h->workout, h->book, options, arena, out, err);
}

miler_status api_workout_sound(call *c) {
    miler_pace_book book;
    app_workout_answer answer;
    const miler_status status = get_typed(c, &c->query, &book, &answer);
    if (status != MILER_OK) return status;
    const heard h = {&answer.workout, &book};
    return api_sound(c, session_sounds, &h, "session", answer.text);
}
