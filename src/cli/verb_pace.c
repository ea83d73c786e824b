// SPDX-License-Identifier: MIT
// miler pace 5:19 --gun 14:30 ...
#include "app/app_pace.h"
#include "cli/pace_page.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/race_json.h"
#include "render/race_text.h"

typedef struct pace_texts {
    char *distance, *venue, *strategy, *splits, *lane, *sex, *date, *gun;
    char *first_lap, *gears, *start_loss, *altitude, *wind, *air, *humidity, *passed;
    int from_plan;
    char *page;
    const char **runners;
} pace_texts;

// The request from the words of the command line. 0 or an exit status.
static int take_request(cli *c, const pace_texts *t, miler_race_request *r) {
    miler_error err = {0};
    int status;
    if ((status = cli_take_distance(c, "--distance", t->distance, &r->dist_m)) != 0) return status;
    if (t->venue != NULL && miler_venue_parse(t->venue, &r->venue, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->strategy != NULL && miler_strategy_parse(t->strategy, &r->strategy, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->splits != NULL && miler_split_convention_parse(t->splits, &r->convention, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (t->gun != NULL && miler_parse_clock(t->gun, &r->gun_s, &err) != MILER_OK) {
        miler_error_file(&err, "--gun");
        return cli_fail(c, &err);
    }
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

static int answer_json(cli *c, const miler_race_card *card, const miler_race_outlook *outlook,
                       double passed_m, double passed_s) {
    json_t *root = render_race_json(card);
    json_t *now = outlook != NULL ? render_race_outlook_json(outlook, passed_m, passed_s) : json_null();
    // json_object_set_new consumes `now` also when it fails.
    if (json_object_set_new(root, "outlook", now) != 0) {
        json_decref(root);
        root = NULL;
    }
    return cli_answer_json(c, root);
}

static int answer(cli *c, const pace_texts *t, const miler_race_request *request) {
    miler_error err = {0};
    miler_race_card card;
    miler_race_outlook outlook;
    double passed_m = 0;
    double passed_s = 0;
    if (miler_race_plan(request, c->arena, &card, &err) != MILER_OK) return cli_fail(c, &err);
    if (t->passed != NULL) {
        const int status = take_result(c, "--passed", t->passed, &passed_m, &passed_s);
        if (status != 0) return status;
        if (miler_race_project(&card, passed_m, passed_s, c->arena, &outlook, &err) != MILER_OK)
            return cli_fail(c, &err);
    }
    if (c->json) return answer_json(c, &card, t->passed != NULL ? &outlook : NULL, passed_m, passed_s);
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    const miler_status done = t->passed != NULL
                                  ? render_race_outlook_text(&card, &outlook, passed_m, passed_s, &look.style,
                                                             c->arena, &text, &err)
                                  : render_race_text(&card, look.units, &look.style, c->arena, &text, &err);
    if (done == MILER_OK) return cli_answer_text(c, &text);
    miler_buf_deinit(&text);
    return cli_fail(c, &err);
}

// What the request begins with: the plan's race, or nothing but a mile. 0 or an exit status.
static int begin(cli *c, const pace_texts *t, int count, miler_race_request *request) {
    miler_error err = {0};
    miler_race_request_init(request);
    if (t->runners != NULL && t->page == NULL) return cli_usage(c, "--runner goes with --page");
    if (t->from_plan == 0) {
        const bool goal = count == 1 || (count == 0 && t->runners != NULL);
        return goal ? 0 : cli_usage(c, "pace wants one goal time, like 5:30");
    }
    if (count != 0) return cli_usage(c, "--from-plan brings its own goal time");
    const int status = cli_open(c);
    if (status != 0) return status;
    return app_pace_from_plan(c->app, c->arena, request, &err) == MILER_OK ? 0 : cli_fail(c, &err);
}

int verb_pace(cli *c, int argc, const char **argv) {
    pace_texts t = {0};
    struct poptOption own[] = {
        {"distance", 'd', POPT_ARG_STRING, &t.distance, 0,
         "mile (default), 1500, 1600, 3200, 2mi, 800 ... 5k", "DISTANCE"},
        {"venue", 0, POPT_ARG_STRING, &t.venue, 0,
         "outdoor (default), flat or banked (indoor 200 m), road, treadmill", "VENUE"},
        {"lane", 0, POPT_ARG_STRING, &t.lane, 0, "lane (default 1)", "N"},
        {"strategy", 0, POPT_ARG_STRING, &t.strategy, 0, "coach (default), even, record", "STRATEGY"},
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
        {"air", 0, POPT_ARG_STRING, &t.air, 0, "air temperature, degrees C", "C"},
        {"humidity", 0, POPT_ARG_STRING, &t.humidity, 0, "percent", "PERCENT"},
        {"passed", 0, POPT_ARG_STRING, &t.passed, 0, "in the race: what now?", "DISTANCE=TIME"},
        {"from-plan", 0, POPT_ARG_NONE, &t.from_plan, 0, "goal, distance and day of the plan in the store",
         NULL},
        {"page", 0, POPT_ARG_STRING, &t.page, 0, "a page for the phone: pace light, sounds, splits by a tap",
         "FILE"},
        {"runner", 0, POPT_ARG_ARGV, &t.runners, 0,
         "with --page: who is timed, more than once or with commas", "NAME=TIME"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    miler_race_request request;
    if ((status = begin(c, &t, count, &request)) != 0) return status;
    if ((status = take_request(c, &t, &request)) != 0) return status;
    if (count == 1 && (status = cli_take_time(c, "GOAL", rest[0], &request.goal_s)) != 0) return status;
    if (t.page != NULL)
        return pace_page(c, &(pace_page_ask){t.page, t.runners, request.goal_s > 0}, &request);
    return answer(c, &t, &request);
}
