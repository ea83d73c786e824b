// SPDX-License-Identifier: MIT
#include "cli/pace_out.h"

#include "app/out_file.h"
#include "app/race_fit.h"
#include "base/plural.h"
#include "cli/pace_links.h"
#include "cli/paper_out.h"
#include "cli/take.h"
#include "cli/take_runners.h"
#include "render/js.h"
#include "render/race_cards.h"
#include "render/race_title.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CARD_MAX ((size_t)64 << 20)

void pace_out_options(pace_out_ask *ask, struct poptOption out[PACE_OUT_OPTIONS + 1]) {
    sound_out_options(&ask->sound, ask->sound_options);
    const struct poptOption rows[PACE_OUT_OPTIONS + 1] = {
        {"card", 0, POPT_ARG_STRING, &ask->card, 0, "a card to carry: .pdf or .png", "FILE"},
        {"form", 0, POPT_ARG_STRING, &ask->form, 0,
         "which: wristband (default of a .pdf), phone (of a .png), sheet for the coach, "
         "day (its timetable, to tick off)",
         "FORM"},
        {"size", 0, POPT_ARG_STRING, &ask->size, 0, "a4 or letter (default: a4; letter with miles)", "PAPER"},
        {"runner", 0, POPT_ARG_ARGV, &ask->runners, 0, "a runner of the heat; once for each", "NAME=TIME"},
        {"link", 0, POPT_ARG_STRING, &ask->link, 0,
         "what the card's code opens; the runner's own race is added to one that ends in /live, the runner "
         "to a heat's "
         "page that ends in .html (default: no code)",
         "URL"},
        {"fit", 0, POPT_ARG_STRING, &ask->fit, 0, "a workout for a watch: a step a lap, its speed to keep",
         "FILE"},
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
    const int status = sound_out_make(o->c, &o->ask->sound, race_sounds, o->card, o->title, &told, &plan);
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
    if (app_out_write(o->c->app, path, bytes, len, OUT_HEAD, &err) != MILER_OK) return cli_fail(o->c, &err);
    miler_buf_printf(text, "%s: a workout of %zu lap%s for a watch; press start with the gun\n", path,
                     o->card->lap_count, PLURAL_S(o->card->lap_count));
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", path);
    js_int(&j, root, "bytes", (int64_t)len);
    js_int(&j, root, "steps", (int64_t)o->card->lap_count);
    js_num(&j, root, "band_percent", 100 * RACE_FIT_BAND, 2);
    *answer = js_done(&j, root);
    return 0;
}

// ---- Cards

static bool ends_in(const char *path, const char *end) {
    const size_t len = strlen(path), n = strlen(end);
    return len > n && strcasecmp(path + len - n, end) == 0;
}

static int take_form(const pace_out *o, race_cards_job *job) {
    const pace_out_ask *ask = o->ask;
    job->png = ends_in(ask->card, ".png");
    if (!job->png && !ends_in(ask->card, ".pdf"))
        return cli_usage(o->c, "--card wants a name that ends in .pdf or .png");
    job->form = job->png ? RACE_PHONE : RACE_WRISTBAND;
    job->units = cli_units(o->c);
    if (ask->form != NULL) {
        int form = 0;
        while (form < RACE_FORM_COUNT && strcmp(ask->form, race_form_name((race_form)form)) != 0)
            form++;
        if (form == RACE_FORM_COUNT)
            return cli_usage(o->c, "--form is wristband, phone, sheet or day, not '%s'", ask->form);
        job->form = (race_form)form;
    }
    return cli_take_paper(o->c, ask->size, job->units, &job->size);
}

// The race itself, or each runner of the heat with a card of their own.
static int take_heat(const pace_out *o, race_cards_job *job) {
    take_runner *asked_for;
    miler_error err = {0};
    const int status = take_runners(o->c, o->ask->runners, true, &asked_for, &job->count);
    if (status != 0) return status;
    const bool alone = job->count == 0;
    if (alone) job->count = 1;
    race_runner *runners = miler_arena_array(o->c->arena, job->count, sizeof *runners);
    miler_race_card *cards = miler_arena_array(o->c->arena, job->count, sizeof *cards);
    if (runners == NULL || cards == NULL) return EXIT_TROUBLE;
    for (size_t i = 0; i < job->count; i++) {
        miler_race_request request = *o->request;
        if (!alone) {
            request.goal_s = asked_for[i].time_s;
            request.racer = NULL; // the store knows its own runner, not these
        }
        if (miler_race_plan(&request, o->c->arena, &cards[i], &err) != MILER_OK) {
            if (!alone) miler_error_file(&err, asked_for[i].name);
            return cli_fail(o->c, &err);
        }
        runners[i] = (race_runner){alone ? "" : asked_for[i].name, &cards[i]};
    }
    job->runners = runners;
    return 0;
}

static int make_card(const pace_out *o, json_t **answer, miler_buf *text) {
    miler_error err = {0};
    race_cards_job job = {.language = cli_language(o->c)};
    int status = take_form(o, &job);
    if (status == 0) status = take_heat(o, &job);
    if (status == 0) status = pace_links(o->c, o->ask->link, o->request, &job);
    if (status != 0) return status;
    race_cards_told told = {.file = o->ask->card,
                            .links = job.links,
                            .codes = job.links != NULL ? race_cards_codes(&job) : 0,
                            .form = job.form,
                            .size = job.size,
                            .runners = job.count};
    miler_buf bytes;
    miler_buf_init(&bytes, miler_arena_allocator(o->c->arena), CARD_MAX);
    if (race_cards_make(&job, o->c->arena, &bytes, &told.facts, &err) != MILER_OK ||
        app_out_write(o->c->app, o->ask->card, bytes.ptr, bytes.len, OUT_HEAD, &err) != MILER_OK) {
        miler_buf_deinit(&bytes);
        return cli_fail(o->c, &err);
    }
    told.bytes = bytes.len;
    miler_buf_deinit(&bytes);
    paper_note_unknown(o->c, told.facts.unknown);
    render_cards_text(&told, text);
    *answer = render_cards_json(&told);
    return 0;
}

static const struct {
    const char *name; // in JSON
    size_t at;        // of the option in pace_out_ask
    pace_out_fn *make;
} outs[] = {{"sound", offsetof(pace_out_ask, sound.file), make_sound},
            {"card", offsetof(pace_out_ask, card), make_card},
            {"fit", offsetof(pace_out_ask, fit), make_fit}};
#define OUTS (sizeof outs / sizeof outs[0])

static const char *asked(const pace_out_ask *ask, size_t out) {
    const char *text;
    memcpy(&text, (const char *)ask + outs[out].at, sizeof text);
    return text;
}

int pace_out_first(cli *c, const pace_out_ask *ask, double *goal_s) {
    take_runner *runners;
    size_t count;
    const int status = take_runners(c, ask->runners, true, &runners, &count);
    if (status == 0 && count > 0) *goal_s = runners[0].time_s;
    return status;
}

bool pace_out_asked(const pace_out_ask *ask) {
    for (size_t i = 0; i < OUTS; i++)
        if (asked(ask, i) != NULL) return true;
    return false;
}

int pace_out_make(cli *c, const pace_out_ask *ask, const miler_race_request *request,
                  const miler_race_card *card, json_t *root, miler_buf *text) {
    char title[RACE_TITLE_MAX];
    const pace_out o = {c, ask, request, card,
                        render_race_title(title, card->dist_m, card->goal_s, cli_units(c))};
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
