// SPDX-License-Identifier: MIT
#include "cli/pace_out.h"

#include "app/out_file.h"
#include "app/race_fit.h"
#include "render/js.h"

#include <stddef.h>
#include <string.h>

void pace_out_options(pace_out_ask *ask, struct poptOption out[PACE_OUT_OPTIONS + 1]) {
    sound_out_options(&ask->sound, ask->sound_options);
    const struct poptOption rows[PACE_OUT_OPTIONS + 1] = {
        {"fit", 0, POPT_ARG_STRING, &ask->fit, 0, "a workout for a watch: a step a lap, its speed to keep", "FILE"},
        POPT_TABLEEND};
    memcpy(out, rows, sizeof rows);
}

// One way out: `*answer` is its object for JSON (NULL = out of memory).
typedef struct pace_out {
    cli *c;
    const pace_out_ask *ask;
    const miler_race_request *request;
    const miler_race_card *card;
    const char *title;
} pace_out;
typedef int pace_out_fn(const pace_out *o, json_t **answer, miler_buf *text);

static miler_status race_sounds(const void *user, const miler_sound_options *options, miler_arena *arena,
                                miler_sound_plan *out, miler_error *err) {
    return miler_sound_race(user, options, arena, out, err);
}

static int make_sound(const pace_out *o, json_t **answer, miler_buf *text) {
    sound_told told;
    miler_sound_plan plan;
    const int status =
        sound_out_make(o->c, &o->ask->sound, race_sounds, o->card, o->title, &told, &plan);
    if (status != 0) return status;
    render_sound_text(&told, &plan, text);
    *answer = render_sound_json(&told, &plan);
    return 0;
}

static int make_fit(const pace_out *o, json_t **answer, miler_buf *text) {
    miler_error err = {0};
    const char *bytes;
    size_t len;
    const char *path = o->ask->fit;
    if (app_race_fit(o->card, o->c->arena, &bytes, &len, &err) != MILER_OK) return cli_fail(o->c, &err);
    // The first four bytes of a FIT header are the same in all of ours, the file's size comes next.
    if (out_file_write(path, bytes, len, 4, false, &err) != MILER_OK) return cli_fail(o->c, &err);
    miler_buf_printf(text, "%s: a workout of %zu laps for a watch; press start with the gun\n", path,
                     o->card->lap_count);
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", path);
    js_int(&j, root, "bytes", (int64_t)len);
    js_int(&j, root, "steps", (int64_t)o->card->lap_count);
    js_num(&j, root, "band_percent", 100 * RACE_FIT_BAND, 2);
    *answer = js_done(&j, root);
    return 0;
}

static const struct {
    const char *name; // in JSON
    size_t at;        // of the option in pace_out_ask
    pace_out_fn *make;
} outs[] = {{"sound", offsetof(pace_out_ask, sound.file), make_sound},
            {"fit", offsetof(pace_out_ask, fit), make_fit}};
#define OUTS (sizeof outs / sizeof outs[0])

static const char *asked(const pace_out_ask *ask, size_t out) {
    const char *text;
    memcpy(&text, (const char *)ask + outs[out].at, sizeof text);
    return text;
}

bool pace_out_asked(const pace_out_ask *ask) {
    for (size_t i = 0; i < OUTS; i++)
        if (asked(ask, i) != NULL) return true;
    return false;
}

int pace_out_make(cli *c, const pace_out_ask *ask, const miler_race_request *request,
                  const miler_race_card *card, json_t *root, miler_buf *text) {
    char goal[MILER_TEXT_MAX], distance[MILER_TEXT_MAX];
    miler_print_time(goal, sizeof goal, card->goal_s, 1);
    miler_print_distance(distance, sizeof distance, card->dist_m, cli_units(c));
    if (strcmp(distance, "mile") == 0) distance[0] = 'M';
    const pace_out o = {c, ask, request, card, miler_arena_printf(c->arena, "%s in %s", distance, goal)};
    if (o.title == NULL) return EXIT_TROUBLE;
    for (size_t i = 0; i < OUTS; i++) {
        json_t *answer = NULL;
        const int status = asked(ask, i) != NULL ? outs[i].make(&o, &answer, text) : 0;
        if (status != 0) {
            json_decref(answer);
            return status;
        }
        if (root == NULL)
            json_decref(answer);
        else if (json_object_set_new(root, outs[i].name, asked(ask, i) != NULL ? answer : json_null()) != 0)
            return EXIT_TROUBLE;
    }
    return 0;
}
