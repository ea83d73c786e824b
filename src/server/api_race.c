// SPDX-License-Identifier: MIT
// The race: pacing, cards, sound, the live page, a workout for a watch; and the
// race looked at afterwards.
#include "app/app_pace.h"
#include "app/app_review.h"
#include "app/race_fit.h"
#include "render/race_cards.h"
#include "render/race_json.h"
#include "render/race_title.h"
#include "render/review_render.h"
#include "render/ways_render.h"
#include "server/api.h"
#include "server/api_sound.h"

#include <string.h>

// In the order of their enums.
static const char *const venues[] = {"outdoor", "flat", "banked", "road", "treadmill", NULL};
static const char *const strategies[] = {"coach", "even", "record", "optimal", NULL};
static const char *const conventions[] = {"auto", "finish_line", "400_m_marks", "quarter_miles", NULL};
static const char *const sides[] = {"any", "home", "back", NULL};
static const char *const forms[] = {"wristband", "phone", "sheet", "day", NULL};
static const char *const sizes[] = {"a4", "letter", NULL};
static const char *const card_files[] = {"pdf", "png", NULL};

#define RACE_ROWS                                                                                            \
    {.name = "goal_s",                                                                                       \
     .kind = FIELD_NUMBER,                                                                                   \
     .says = "goal; unless told the plan's, else what is likely",                                            \
     .low = 20,                                                                                              \
     .high = 7200},                                                                                          \
        {.name = "distance_m",                                                                               \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "of the race; unless told the plan's, else the mile",                                       \
         .low = 800,                                                                                         \
         .high = 5000},                                                                                      \
        {.name = "venue",                                                                                    \
         .kind = FIELD_WORD,                                                                                 \
         .says = "400 m track, indoor 200 m, or no laps",                                                    \
         .words = venues},                                                                                   \
        {.name = "lane", .kind = FIELD_WHOLE, .says = "lane", .low = 1, .high = 9},                          \
        {.name = "strategy", .kind = FIELD_WORD, .says = "how the pace is laid out", .words = strategies},   \
        {.name = "convention", .kind = FIELD_WORD, .says = "where laps are counted", .words = conventions},  \
        {.name = "date", .kind = FIELD_DATE, .says = "day of the race"},                                     \
        {.name = "gun", .kind = FIELD_CLOCK, .says = "time of the start"},                                   \
        {.name = "first_lap_slower_s",                                                                       \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "coach: so much is the first lap slower",                                                   \
         .low = 0,                                                                                           \
         .high = 1},                                                                                         \
        {.name = "gear_spread",                                                                              \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "coach: spread of the last four 100 m",                                                     \
         .low = 0.005,                                                                                       \
         .high = 0.05},                                                                                      \
        {.name = "start_loss_s",                                                                             \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "even: lost getting moving",                                                                \
         .low = 0,                                                                                           \
         .high = 2},                                                                                         \
        {.name = "altitude_m", .kind = FIELD_NUMBER, .says = "above the sea", .low = 0, .high = 4000},       \
        {.name = "wind_mps",                                                                                 \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "on a road + is a head wind",                                                               \
         .low = -20,                                                                                         \
         .high = 20},                                                                                        \
        {.name = "wind_against",                                                                             \
         .kind = FIELD_WORD,                                                                                 \
         .says = "outdoor track: the straight it blows against",                                             \
         .words = sides},                                                                                    \
        {.name = "air_c",                                                                                    \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "air temperature, degrees C",                                                               \
         .low = -30,                                                                                         \
         .high = 50},                                                                                        \
        {.name = "humidity_percent", .kind = FIELD_NUMBER, .says = "of the air", .low = 0, .high = 100},     \
        {.name = "hills", .kind = FIELD_PAIRS, .says = "road: up to which metre, and its grade in percent"}, \
    {                                                                                                        \
        .name = "shelter", .kind = FIELD_PAIRS, .says = "behind somebody: from which metre to which"         \
    }

const field race_fields[] = {
    RACE_ROWS,
    {.name = "passed_m", .kind = FIELD_NUMBER, .says = "in the race: a place passed", .low = 1, .high = 5000},
    {.name = "passed_s", .kind = FIELD_NUMBER, .says = "and the clock there", .low = 1, .high = 7200},
    {.name = "compare", .kind = FIELD_FLAG, .says = "what each strategy costs beside the optimum"},
    {.name = NULL}};
const field race_file_fields[] = {RACE_ROWS, {.name = NULL}};
const field race_card_fields[] = {
    RACE_ROWS,
    {.name = "form", .kind = FIELD_WORD, .says = "which; wristband unless told", .words = forms},
    {.name = "file", .kind = FIELD_WORD, .says = "pdf unless told; png has one page", .words = card_files},
    {.name = "size", .kind = FIELD_WORD, .says = "of the paper", .words = sizes},
    {.name = NULL}};
const field race_sound_fields[] = {RACE_ROWS, API_SOUND_ROWS, {.name = NULL}};

typedef struct race_asked {
    miler_race_request request;
    miler_race_card card;
    app_pace_self self;
    bool likely; // no goal is told: it is what is likely
} race_asked;

// Hills and shelter: lists of pairs of numbers.
static miler_status take_pairs(call *c, miler_race_request *r) {
    const field_value *hills = field_get(&c->query, "hills");
    const field_value *shelter = field_get(&c->query, "shelter");
    if (shelter->count > 1) return call_fail(c, "shelter", "shelter wants one pair, like 400:1200");
    if (shelter->count == 1) {
        r->draft_from_m = shelter->pairs[0][0];
        r->draft_to_m = shelter->pairs[0][1];
    }
    if (hills->count == 0) return MILER_OK;
    miler_race_hill *list = miler_arena_array(c->arena, hills->count, sizeof *list);
    if (list == NULL) return miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < hills->count; i++) {
        list[i] = (miler_race_hill){.to_m = hills->pairs[i][0], .grade = hills->pairs[i][1] / 100};
        if (fabs(list[i].grade) > 0.2)
            return call_fail(c, "hills", "hills wants grades from -20 to 20 percent");
    }
    r->hills = list;
    r->hill_count = hills->count;
    return MILER_OK;
}

static void take_numbers(const field_values *q, miler_race_request *r) {
    const struct {
        const char *name;
        double *at;
    } rows[] = {{"goal_s", &r->goal_s},
                {"distance_m", &r->dist_m},
                {"first_lap_slower_s", &r->first_lap_slower_s},
                {"gear_spread", &r->gear_spread},
                {"start_loss_s", &r->standing_start_s},
                {"altitude_m", &r->altitude_m},
                {"wind_mps", &r->wind_mps},
                {"air_c", &r->air_c},
                {"humidity_percent", &r->humidity_pct}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        *rows[i].at = field_number(q, rows[i].name, *rows[i].at);
    r->venue = (miler_venue)field_word(q, "venue", (int)r->venue);
    r->strategy = (miler_strategy)field_word(q, "strategy", (int)r->strategy);
    r->convention = (miler_split_convention)field_word(q, "convention", (int)r->convention);
    r->wind_against = (miler_wind_side)field_word(q, "wind_against", (int)r->wind_against);
    r->lane = field_whole(q, "lane", r->lane);
    r->day = field_day(q, "date", r->day);
    r->gun_s = field_whole(q, "gun", r->gun_s);
}

// What the runner has to spend. `why`: what is said where nothing is known of the runner and the goal is what is
// likely; a plan or a goal stands by itself.
static miler_status take_self(call *c, race_asked *a, const miler_error *why) {
    const miler_status status = app_pace_self_get(c->app, c->arena, a->request.dist_m, &a->self, &c->err);
    if (status == MILER_OK) {
        a->request.racer = &a->self.racer;
        return MILER_OK;
    }
    if (status == MILER_ERR_NOMEM || status == MILER_ERR_STORE) return status;
    if (a->likely && why == NULL) return status;
    a->self.known = false;
    if (a->likely) {
        c->err = *why;
        return MILER_ERR_NOT_FOUND;
    }
    miler_error_clear(&c->err);
    return MILER_OK;
}

// The plan's race where no goal is told and there is a plan, what is likely where there is none, or the
// distance is another; what the runner has to spend where it is known.
static miler_status from_store(call *c, race_asked *a) {
    const bool told = field_given(&c->query, "goal_s");
    miler_status status = MILER_OK;
    if (!told) status = app_pace_from_plan(c->app, c->arena, &a->request, &c->err);
    if (status != MILER_OK && status != MILER_ERR_NOT_FOUND) return status;
    const miler_error no_plan = c->err;
    const bool planned = !told && status == MILER_OK;
    const double plan_m = a->request.dist_m;
    take_numbers(&c->query, &a->request);
    const bool other = planned && fabs(plan_m - a->request.dist_m) > APP_SAME_DIST_M;
    if (other) a->request.day = field_day(&c->query, "date", MILER_NO_DAY);
    a->likely = !told && (!planned || other);
    return take_self(c, a, planned ? NULL : &no_plan);
}

static miler_status get_race(call *c, race_asked *a) {
    *a = (race_asked){.self = {.known = false}};
    miler_race_request_init(&a->request);
    miler_status status = from_store(c, a);
    if (status == MILER_OK) status = take_pairs(c, &a->request);
    if (status == MILER_OK && a->likely) status = app_pace_likely(&a->self, &a->request, c->arena, &c->err);
    if (status == MILER_OK) status = miler_race_plan(&a->request, c->arena, &a->card, &c->err);
    if (status == MILER_OK && a->self.known) app_pace_in_conditions(&a->self, &a->card);
    return status;
}

// Consumes `part`; `there` and NULL: out of memory.
static json_t *put_part(json_t *root, const char *key, bool there, json_t *part) {
    if (root != NULL && (!there || part != NULL) &&
        json_object_set_new(root, key, there ? part : json_null()) == 0)
        return root;
    json_decref(root);
    return NULL;
}

miler_status api_race(call *c) {
    race_asked a;
    miler_race_outlook outlook;
    miler_race_way ways[MILER_STRATEGY_COUNT];
    size_t way_count = 0;
    const double passed_m = field_number(&c->query, "passed_m", 0);
    const double passed_s = field_number(&c->query, "passed_s", 0);
    const bool passed = passed_m > 0;
    if (passed != (passed_s > 0))
        return call_fail(c, passed ? "passed_s" : "passed_m", "passed_m and passed_s go together");
    miler_status status = get_race(c, &a);
    if (status == MILER_OK && passed)
        status =
            miler_race_project(&a.card, a.request.racer, passed_m, passed_s, c->arena, &outlook, &c->err);
    if (status == MILER_OK && field_flag(&c->query, "compare"))
        status = miler_race_ways(&a.request, c->arena, ways, &way_count, &c->err);
    if (status != MILER_OK) return status;
    json_t *root = render_race_json(&a.card);
    root = put_part(root, "outlook", passed,
                    passed ? render_race_outlook_json(&outlook, passed_m, passed_s) : NULL);
    root =
        put_part(root, "ways", way_count > 0, way_count > 0 ? render_race_ways_json(ways, way_count) : NULL);
    root = put_part(root, "self", a.self.known,
                    a.self.known ? render_race_self_json(&a.self, a.card.goal_s) : NULL);
    // Files are asked for by themselves.
    static const char *const files[] = {"sound", "card", "fit"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        root = put_part(root, files[i], false, NULL);
    return call_json(c, root);
}

// "me" is what a store calls its only runner until told a name.
static const char *runner_name(const call *c) {
    return strcmp(c->app->athlete.name, "me") != 0 ? c->app->athlete.name : "";
}

miler_status api_race_card(call *c) {
    race_asked a;
    race_cards_facts facts;
    const bool png = field_word(&c->query, "file", 0) == 1;
    const miler_status status = get_race(c, &a);
    if (status != MILER_OK) return status;
    const race_runner runner = {runner_name(c), &a.card};
    const int usual_size = c->app->units == MILER_UNITS_IMPERIAL ? PAPER_LETTER : PAPER_A4;
    const race_cards_job job = {.runners = &runner,
                                .count = 1,
                                .form = (race_form)field_word(&c->query, "form", png ? RACE_PHONE : 0),
                                .size = (paper_size)field_word(&c->query, "size", usual_size),
                                .units = c->app->units,
                                .png = png,
                                .language = call_language(c)};
    const miler_status made = race_cards_make(&job, c->arena, &c->out->body, &facts, &c->err);
    if (made != MILER_OK) return made;
    return call_file(c, png ? "image/png" : "application/pdf", png ? "race-card.png" : "race-card.pdf");
}

static miler_status race_sounds(const void *user, const miler_sound_options *options, miler_arena *arena,
                                miler_sound_plan *out, miler_error *err) {
    return miler_sound_race(user, options, arena, out, err);
}

miler_status api_race_sound(call *c) {
    race_asked a;
    char title[RACE_TITLE_MAX];
    const miler_status status = get_race(c, &a);
    if (status != MILER_OK) return status;
    return api_sound(c, race_sounds, &a.card, "race",
                     render_race_title(title, a.card.dist_m, a.card.goal_s, c->app->units));
}

miler_status api_race_page(call *c) {
    race_asked a;
    miler_status status = get_race(c, &a);
    if (status != MILER_OK) return status;
    const live_runner runner = {.name = "", .card = &a.card, .planned = true};
    status = render_live_page(&runner, 1, call_language(c), &c->out->body, &c->err);
    render_live_policy(c->out->policy, sizeof c->out->policy);
    return status == MILER_OK ? call_file(c, "text/html; charset=utf-8", NULL) : status;
}

miler_status api_race_fit(call *c) {
    race_asked a;
    const char *bytes;
    size_t len;
    miler_status status = get_race(c, &a);
    if (status == MILER_OK) status = app_race_fit(&a.card, c->arena, &bytes, &len, &c->err);
    if (status != MILER_OK) return status;
    miler_buf_append(&c->out->body, bytes, len);
    return call_file(c, "application/vnd.ant.fit", "race.fit");
}

// ---- Looked at afterwards

#define REVIEW_ROWS                                                                                          \
    {.name = "run_id", .kind = FIELD_WHOLE, .says = "the race is in this run", .low = 1, .high = 1e15},      \
        {.name = "splits",                                                                                   \
         .kind = FIELD_PAIRS,                                                                                \
         .says = "or: metre and clock at places, the finish last, like 400:82.1,800:165"},                   \
        {.name = "distance_m", .kind = FIELD_NUMBER, .says = "of the race", .low = 800, .high = 5000},       \
        {.name = "goal_s",                                                                                   \
         .kind = FIELD_NUMBER,                                                                               \
         .says = "what was meant to be run",                                                                 \
         .low = 20,                                                                                          \
         .high = 7200},                                                                                      \
        {.name = "strategy", .kind = FIELD_WORD, .says = "how it was meant to be run", .words = strategies}, \
        {.name = "date", .kind = FIELD_DATE, .says = "of the splits; today unless told"}, {                  \
        .name = "wide_m", .kind = FIELD_NUMBER, .says = "splits: run wide in all, where that is known",      \
        .low = 0, .high = 50                                                                                 \
    }

const field review_fields[] = {REVIEW_ROWS, {.name = NULL}};
const field review_pdf_fields[] = {
    REVIEW_ROWS,
    {.name = "size", .kind = FIELD_WORD, .says = "of the paper", .words = sizes},
    {.name = NULL}};

static miler_status take_splits(call *c, app_review_asked *asked) {
    const field_value *given = field_get(&c->query, "splits");
    const double wide_m = field_number(&c->query, "wide_m", 0), dist_m = asked->dist_m;
    if (given->count < 2 || given->count > MILER_REVIEW_SPLITS_MAX)
        return call_fail(c, "splits", "splits wants times at 2 to %d places", MILER_REVIEW_SPLITS_MAX);
    miler_race_split *splits = miler_arena_array(c->arena, given->count, sizeof *splits);
    if (splits == NULL) return miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < given->count; i++)
        splits[i] = (miler_race_split){given->pairs[i][0], given->pairs[i][1], 0, 0};
    if (!app_review_settle(splits, given->count, dist_m, wide_m))
        return call_fail(c, "splits", "the last of splits must be the finish, at %g m", dist_m);
    asked->splits = splits;
    asked->split_count = given->count;
    return MILER_OK;
}

static miler_status get_review(call *c, app_review_answer *answer) {
    const field_values *q = &c->query;
    app_review_asked asked = {.run_id = field_id(q, "run_id", 0),
                              .day = field_day(q, "date", MILER_NO_DAY),
                              .dist_m = field_number(q, "distance_m", 0),
                              .goal_s = field_number(q, "goal_s", 0),
                              .strategy = (miler_strategy)field_word(q, "strategy", MILER_STRATEGY_COACH),
                              .strategy_told = field_given(q, "strategy")};
    if (field_given(q, "run_id") == field_given(q, "splits"))
        return call_fail(c, "run_id", "either run_id or splits says which race");
    if (asked.run_id != 0 && (field_given(q, "date") || field_given(q, "wide_m")))
        return call_fail(c, "run_id", "date and wide_m go with splits; a run knows its own");
    const miler_status status = asked.run_id == 0 ? take_splits(c, &asked) : MILER_OK;
    return status == MILER_OK ? app_review(c->app, &asked, c->arena, answer, &c->err) : status;
}

miler_status api_review(call *c) {
    app_review_answer answer;
    const miler_status status = get_review(c, &answer);
    return status == MILER_OK ? call_json(c, render_review_json(&answer)) : status;
}

miler_status api_review_svg(call *c) {
    app_review_answer answer;
    miler_status status = get_review(c, &answer);
    if (status == MILER_OK)
        status = render_review_svg(&answer, c->app->units, c->arena, &c->out->body, &c->err);
    return status == MILER_OK ? call_file(c, "image/svg+xml", NULL) : status;
}

miler_status api_review_pdf(call *c) {
    app_review_answer answer;
    miler_status status = get_review(c, &answer);
    if (status != MILER_OK) return status;
    const int usual_size = c->app->units == MILER_UNITS_IMPERIAL ? PAPER_LETTER : PAPER_A4;
    const review_page_job job = {.answer = &answer,
                                 .units = c->app->units,
                                 .size = (paper_size)field_word(&c->query, "size", usual_size),
                                 .language = call_language(c)};
    status = render_review_pdf(&job, c->arena, &c->out->body, &c->err);
    return status == MILER_OK ? call_file(c, "application/pdf", "race-review.pdf") : status;
}
