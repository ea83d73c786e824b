// SPDX-License-Identifier: MIT
// miler pace 5:19 --gun 14:30 ...
#include "app/app_pace.h"
#include "app/out_file.h"
#include "cli/pace_out.h"
#include "cli/pace_page.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/race_json.h"
#include "render/race_text.h"
#include "render/ways_render.h"

#include <string.h>

typedef struct pace_texts {
    char *distance, *venue, *strategy, *splits, *lane, *sex, *date, *gun;
    char *first_lap, *gears, *start_loss, *altitude, *wind, *against, *air, *humidity, *passed, *hills,
        *shelter, *cues;
    int from_plan, mine, compare;
    pace_out_ask out;
    char *page;
} pace_texts;

// What the verb answers with, beside the card.
typedef struct pace_answer {
    miler_race_card card;
    bool passed;
    double passed_m, passed_s;
    miler_race_outlook outlook;
    miler_race_way ways[MILER_STRATEGY_COUNT];
    size_t way_count; // 0: not asked for
    app_pace_self self;
} pace_answer;

#define HILLS_MAX 64
// "400:1.5,800:-2": up to 400 m at +1.5 %, then down to 800 m.
static int take_hills(cli *c, const char *text, miler_race_request *r) {
    if (text == NULL) return 0;
    miler_race_hill *hills = miler_arena_array(c->arena, HILLS_MAX, sizeof *hills);
    if (hills == NULL) return cli_usage(c, "out of memory");
    char word[48];
    while (next_word(&text, word, sizeof word)[0] != '\0') {
        char *colon = strchr(word, ':');
        if (colon == NULL || r->hill_count == HILLS_MAX)
            return cli_usage(c, "--hills wants up to %d places with their grade, like 400:1.5,800:-2",
                             HILLS_MAX);
        *colon = '\0';
        double percent = 0;
        int status = cli_take_distance(c, "--hills", word, &hills[r->hill_count].to_m);
        if (status == 0) status = cli_take_number(c, "--hills", colon + 1, -20, 20, &percent);
        if (status != 0) return status;
        hills[r->hill_count++].grade = percent / 100;
    }
    r->hills = hills;
    return 0;
}

// "400-1200": sheltered from there to there.
static int take_shelter(cli *c, const char *text, miler_race_request *r) {
    if (text == NULL) return 0;
    char from[48];
    const char *dash = strchr(text, '-');
    const size_t len = dash != NULL ? (size_t)(dash - text) : 0;
    if (len == 0 || len >= sizeof from) return cli_usage(c, "--shelter wants two distances, like 400-1200");
    memcpy(from, text, len);
    from[len] = '\0';
    const int status = cli_take_number(c, "--shelter", from, 0, 5000, &r->draft_from_m);
    return status != 0 ? status : cli_take_number(c, "--shelter", dash + 1, 0, 5000, &r->draft_to_m);
}

// What is chosen by name.
static int take_names(cli *c, const pace_texts *t, miler_race_request *r) {
    miler_error err = {0};
    if (t->venue != NULL && miler_venue_parse(t->venue, &r->venue, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->strategy != NULL && miler_strategy_parse(t->strategy, &r->strategy, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->splits != NULL && miler_split_convention_parse(t->splits, &r->convention, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->against != NULL && miler_wind_side_parse(t->against, &r->wind_against, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->gun != NULL && miler_parse_clock(t->gun, &r->gun_s, &err) != MILER_OK) {
        miler_error_file(&err, "--gun");
        return cli_fail(c, &err);
    }
    return 0;
}

// The request from the words of the command line. 0 or an exit status.
static int take_request(cli *c, const pace_texts *t, miler_race_request *r) {
    int status;
    if ((status = cli_take_distance(c, "--distance", t->distance, &r->dist_m)) != 0) return status;
    if ((status = take_names(c, t, r)) != 0) return status;
    if ((status = take_hills(c, t->hills, r)) != 0) return status;
    if ((status = take_shelter(c, t->shelter, r)) != 0) return status;
    if ((status = cli_take_sex(c, "--sex", t->sex, &r->sex)) != 0) return status;
    const take_option options[] = {
        {"--date", t->date, TAKE_DATE, .whole = &r->day},
        {"--lane", t->lane, TAKE_WHOLE, 1, 9, .whole = &r->lane},
        {"--first-lap", t->first_lap, TAKE_NUMBER, 0, 1, &r->first_lap_slower_s, NULL},
        {"--gears", t->gears, TAKE_NUMBER, 0.005, 0.05, &r->gear_spread, NULL},
        {"--start-loss", t->start_loss, TAKE_NUMBER, 0, 2, &r->standing_start_s, NULL},
        {"--altitude", t->altitude, TAKE_NUMBER, 0, 4000, &r->altitude_m, NULL},
        {"--wind", t->wind, TAKE_NUMBER, -20, 20, &r->wind_mps, NULL},
        {"--air", t->air, TAKE_NUMBER, -30, 50, &r->air_c, NULL},
        {"--humidity", t->humidity, TAKE_NUMBER, 0, 100, &r->humidity_pct, NULL}};
    return take_all(c, options, sizeof options / sizeof options[0]);
}

#define CUES_MAX ((size_t)64 << 10)

static int take_cues(cli *c, const char *path, miler_race_request *r) {
    miler_error err = {0};
    if (path == NULL) return 0;
    return out_file_read(path, CUES_MAX, c->arena, &r->cues_tsv, &r->cues_len, &err) == MILER_OK
               ? 0
               : cli_fail(c, &err);
}

// NULL where there is nothing to tell; false = out of memory.
static bool put_part(json_t *root, const char *key, bool there, json_t *part) {
    // json_object_set_new consumes the part also when it fails.
    return json_object_set_new(root, key, there ? part : json_null()) == 0;
}

static int answer_json(cli *c, const pace_texts *t, const miler_race_request *request, const pace_answer *a) {
    json_t *root = render_race_json(&a->card);
    json_t *now = a->passed ? render_race_outlook_json(&a->outlook, a->passed_m, a->passed_s) : NULL;
    json_t *ways = a->way_count > 0 ? render_race_ways_json(a->ways, a->way_count) : NULL;
    json_t *self = a->self.known ? render_race_self_json(&a->self, a->card.goal_s) : NULL;
    const bool outlook = put_part(root, "outlook", a->passed, now);
    const bool compared = put_part(root, "ways", a->way_count > 0, ways);
    const bool known = put_part(root, "self", a->self.known, self);
    if (!outlook || !compared || !known) {
        json_decref(root);
        root = NULL;
    }
    if (root == NULL) return cli_answer_json(c, NULL);
    miler_buf text;
    cli_text_init(c, &text);
    const int status = pace_out_make(c, &t->out, request, &a->card, root, &text);
    miler_buf_deinit(&text);
    if (status == 0) return cli_answer_json(c, root);
    json_decref(root);
    return status;
}

static int answer_files(cli *c, const pace_texts *t, const miler_race_request *request,
                        const miler_race_card *card) {
    miler_buf text;
    cli_text_init(c, &text);
    const int status = pace_out_make(c, &t->out, request, card, NULL, &text);
    if (status == 0 && !c->quiet) return cli_answer_text(c, &text);
    miler_buf_deinit(&text);
    return status;
}

static int answer_text(cli *c, const pace_answer *a) {
    miler_error err = {0};
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    miler_status done;
    if (a->passed)
        done = render_race_outlook_text(&a->card, &a->outlook, a->passed_m, a->passed_s, &look.style,
                                        c->arena, &text, &err);
    else
        done = render_race_text(&a->card, look.units, &look.style, c->arena, &text, &err);
    if (done == MILER_OK && a->self.known && !a->passed) {
        (void)miler_buf_append(&text, "\n", 1);
        render_race_self_text(&a->self, a->card.goal_s, &look.style, &text);
    }
    if (done == MILER_OK && a->way_count > 0)
        done =
            render_race_ways_text(a->ways, a->way_count, a->self.known, &look.style, c->arena, &text, &err);
    if (done == MILER_OK) return cli_answer_text(c, &text);
    miler_buf_deinit(&text);
    return cli_fail(c, &err);
}

// A time that nobody has at that place who is running this race is more likely another lap's.
#define PASSED_FAST 0.06 // of the plan's time there [engineering estimate: a start far too fast is 3 %]
#define PASSED_SLOW 0.25
static void question_passed(const cli *c, const miler_race_card *card, double at_m, double at_s) {
    const double plan_s = miler_race_time_at(card, at_m);
    const double off = at_s / plan_s - 1;
    if (!(off < -PASSED_FAST || off > PASSED_SLOW)) return;
    char told[MILER_TEXT_MAX], plan[MILER_TEXT_MAX];
    miler_print_time(told, sizeof told, at_s, 1);
    miler_print_time(plan, sizeof plan, plan_s, 1);
    cli_note(c, "miler: is %s at %g m right? this pace has %s there", told, at_m, plan);
}

static int answer(cli *c, const pace_texts *t, const miler_race_request *request, const app_pace_self *self) {
    miler_error err = {0};
    pace_answer a = {.self = *self};
    if (miler_race_plan(request, c->arena, &a.card, &err) != MILER_OK) return cli_fail(c, &err);
    if (a.self.known) app_pace_in_conditions(&a.self, &a.card);
    if (t->passed != NULL) {
        a.passed = true;
        const int status = take_result(c, "--passed", t->passed, &a.passed_m, &a.passed_s);
        if (status != 0) return status;
        if (miler_race_project(&a.card, request->racer, a.passed_m, a.passed_s, c->arena, &a.outlook, &err) !=
            MILER_OK)
            return cli_fail(c, &err);
        question_passed(c, &a.card, a.passed_m, a.passed_s);
    }
    if (t->compare != 0 && miler_race_ways(request, c->arena, a.ways, &a.way_count, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (c->json) return answer_json(c, t, request, &a);
    return pace_out_asked(&t->out) ? answer_files(c, t, request, &a.card) : answer_text(c, &a);
}

// What the store knows of the runner, and of the goal where none is given.
static int from_store(cli *c, const pace_texts *t, bool goal_given, miler_race_request *r,
                      app_pace_self *self) {
    miler_error err = {0};
    const bool asked = t->mine != 0 || (!goal_given && t->from_plan == 0);
    int status;
    if (!asked && t->from_plan == 0) return 0;
    if ((status = cli_open(c)) != 0) return status;
    if (t->from_plan != 0 && app_pace_from_plan(c->app, c->arena, r, &err) != MILER_OK)
        return cli_fail(c, &err);
    if ((status = cli_take_distance(c, "--distance", t->distance, &r->dist_m)) != 0) return status;
    const miler_status known = app_pace_self_get(c->app, c->arena, r->dist_m, self, &err);
    if (known != MILER_OK)
        return asked || app_of_machine(known)
                   ? cli_fail(c, &err)
                   : 0; // a plan may stand on a result that is no evidence any more
    r->racer = &self->racer;
    return 0;
}

// The goal that was given; a heat's is its first runner's.
static int take_goal(cli *c, const pace_texts *t, const char **rest, bool heat, double *goal_s) {
    if (heat) return pace_out_first(c, &t->out, goal_s);
    const int status = cli_take_time(c, "GOAL", rest[0], goal_s);
    const char *dot = rest[0] != NULL ? strchr(rest[0], '.') : NULL;
    if (status == 0 && *goal_s < 20 && dot != NULL && strlen(dot) == 3)
        return cli_usage(c, "GOAL: '%s' is seconds; minutes and seconds are written %.*s:%s", rest[0],
                         (int)(dot - rest[0]), rest[0], dot + 1);
    return status;
}

static int likely_goal(cli *c, miler_race_request *request, app_pace_self *self) {
    miler_error err = {0};
    return app_pace_likely(self, request, c->arena, &err) == MILER_OK ? 0 : cli_fail(c, &err);
}

// What does not go together, before anything is looked up. 0 or an exit status.
static int check_together(cli *c, const pace_texts *t, int count) {
    if (t->from_plan != 0 && count != 0) return cli_usage(c, "--from-plan brings its own goal time");
    if (count > 1) return cli_usage(c, "pace wants one goal time, like 5:30");
    if (t->page != NULL && pace_out_asked(&t->out)) return cli_usage(c, "--page is made by itself");
    if (t->out.runners != NULL && t->page == NULL && t->out.card == NULL)
        return cli_usage(c,
                         "--runner goes with --card FILE or --page FILE, which have a place for each runner");
    return 0;
}

// Whose race, over what, how fast: from the words and, where they leave it open, from the store.
static int settle(cli *c, const pace_texts *t, const char **rest, int count, miler_race_request *request,
                  app_pace_self *self) {
    // Of a heat the first sets the goal; on a page nobody does.
    const bool heat = count == 0 && t->from_plan == 0 && t->out.runners != NULL;
    int status = check_together(c, t, count);
    if (status != 0) return status;
    if ((status = from_store(c, t, count == 1 || heat, request, self)) != 0) return status;
    if ((status = take_request(c, t, request)) != 0) return status;
    if ((status = take_cues(c, t->cues, request)) != 0) return status;
    if (count == 0 && !heat && t->from_plan == 0) return likely_goal(c, request, self);
    return take_goal(c, t, rest, heat && t->page == NULL, &request->goal_s);
}

int verb_pace(cli *c, int argc, const char **argv) {
    pace_texts t = {0};
    struct poptOption files[PACE_OUT_OPTIONS + 1];
    pace_out_options(&t.out, files);
    struct poptOption own[] = {
        {"distance", 'd', POPT_ARG_STRING, &t.distance, 0,
         "mile (default), 1500, 1600, 3200, 2mi, 800 ... 5k", "DISTANCE"},
        {"venue", 0, POPT_ARG_STRING, &t.venue, 0,
         "outdoor (default), flat or banked (indoor 200 m), road, treadmill", "VENUE"},
        {"lane", 0, POPT_ARG_STRING, &t.lane, 0, "lane (default 1)", "N"},
        {"strategy", 0, POPT_ARG_STRING, &t.strategy, 0, "coach (default), even, record, optimal",
         "STRATEGY"},
        {"splits", 0, POPT_ARG_STRING, &t.splits, 0, "count laps at the line, at 400 m marks, or in quarters",
         "line|marks|quarters"},
        {"gun", 0, POPT_ARG_STRING, &t.gun, 0, "time of the start: gives the warm-up clock times", "HH:MM"},
        {"date", 0, POPT_ARG_STRING, &t.date, 0, "day of the race", "DATE"},
        {"sex", 0, POPT_ARG_STRING, &t.sex, 0, "m or f: bounds the goal by the world record", "m|f"},
        {"first-lap", 0, POPT_ARG_STRING, &t.first_lap, 0, "coach: seconds the first lap is slower, 0 to 1",
         "S"},
        {"gears", 0, POPT_ARG_STRING, &t.gears, 0, "coach: spread of the last four 100 m, 0.005 to 0.05",
         "SHARE"},
        {"start-loss", 0, POPT_ARG_STRING, &t.start_loss, 0, "even: seconds lost getting moving, 0 to 2",
         "S"},
        {"altitude", 0, POPT_ARG_STRING, &t.altitude, 0, "metres above the sea", "M"},
        {"wind", 0, POPT_ARG_STRING, &t.wind, 0, "m/s; on a road + is a head wind", "M/S"},
        {"wind-against", 0, POPT_ARG_STRING, &t.against, 0, "outdoor track: the straight it blows against",
         "home|back"},
        {"air", 0, POPT_ARG_STRING, &t.air, 0, "air temperature, degrees C", "C"},
        {"humidity", 0, POPT_ARG_STRING, &t.humidity, 0, "percent", "PERCENT"},
        {"hills", 0, POPT_ARG_STRING, &t.hills, 0,
         "road: grade in percent up to each place, the last to the finish, like 400:1.5,800:-2",
         "PLACE:PERCENT,..."},
        {"shelter", 0, POPT_ARG_STRING, &t.shelter, 0, "metres run behind somebody, like 400-1200",
         "FROM-TO"},
        {"passed", 0, POPT_ARG_STRING, &t.passed, 0, "in the race: what now?", "DISTANCE=TIME"},
        {"cues", 0, POPT_ARG_STRING, &t.cues, 0, "own words, as in data/race_cues.tsv", "FILE"},
        {"compare", 0, POPT_ARG_NONE, &t.compare, 0, "what each strategy costs beside the optimum", NULL},
        {"mine", 0, POPT_ARG_NONE, &t.mine, 0,
         "by your own fitness in the store (always so where no GOAL is given)", NULL},
        {"from-plan", 0, POPT_ARG_NONE, &t.from_plan, 0, "goal, distance and day of the plan in the store",
         NULL},
        {"page", 0, POPT_ARG_STRING, &t.page, 0,
         "a page for the phone: pace light, sounds, splits by a tap (--runner there: also names "
         "alone)",
         "FILE"},
        {NULL, 0, POPT_ARG_INCLUDE_TABLE, files, 0, "To carry to the line:", NULL},
        {NULL, 0, POPT_ARG_INCLUDE_TABLE, t.out.sound_options, 0, "Sound:", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    miler_race_request request;
    miler_race_request_init(&request);
    app_pace_self self = {.known = false};
    if ((status = settle(c, &t, rest, count, &request, &self)) != 0) return status;
    if (t.page != NULL)
        return pace_page(c, &(pace_page_ask){t.page, t.out.runners, request.goal_s > 0}, &request);
    return answer(c, &t, &request, &self);
}
