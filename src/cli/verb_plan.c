// SPDX-License-Identifier: MIT
// miler plan new | show | today | why | check | list | use
#include "app/app_fitness.h"
#include "app/app_replan.h"
#include "app/plan_marks.h"
#include "app/race_week.h"
#include "cli/session_sound.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/plan_render.h"

#include <stdlib.h>
#include <string.h>

// A race may have been longer than a usual week, not so much longer [engineering estimate].
#define LONGEST_MOST 2.5

typedef struct plan_texts {
    char *race, *weeks, *start, *distance, *goal, *days, *minutes, *from, *weekly, *longest, *runs, *long_day,
        *level, *also, *race_time;
    int sharpening, health_ok, dry_run;
} plan_texts;

#define RACE_TIME(text)                                                                                      \
    {                                                                                                        \
        "race-time", 0, POPT_ARG_STRING, &(text), 0, "start of the race: gives race week its clock times",   \
            "HH:MM"                                                                                          \
    }

static int take_level(cli *c, const char *text, int32_t *level) {
    for (int32_t i = 0; i < MILER_PLAN_LEVEL_COUNT; i++)
        if (strcmp(text, miler_plan_level_name((miler_plan_level)i)) == 0) *level = i;
    return *level >= 0 ? 0
                       : cli_usage(c, "--level is beginner, intermediate, advanced or elite, not '%s'", text);
}

static int take_weekday(cli *c, const char *option, const char *text, int32_t *out) {
    uint8_t mask = 0;
    const int status = take_days(c, option, text, &mask);
    for (int32_t day = 0; day < 7; day++)
        if (mask == (1u << day)) *out = day;
    if (status == 0 && *out < 0) return cli_usage(c, "%s wants one day", option);
    return status;
}

// "2026-05-16=5k,2026-05-30=800"
static int take_others(cli *c, const char *text, app_plan_options *o) {
    char *at = miler_arena_dup(c->arena, text);
    while (at != NULL && *at != '\0') {
        char *comma = strchr(at, ',');
        if (comma != NULL) *comma = '\0';
        char *equals = strchr(at, '=');
        if (equals == NULL)
            return cli_usage(c, "--also wants DATE=DISTANCE, like 2026-05-16=5k, not '%s'", at);
        *equals = '\0';
        if (o->other_count == MILER_OTHER_RACES_MAX)
            return cli_usage(c, "--also takes at most %d races", MILER_OTHER_RACES_MAX);
        miler_other_race *r = &o->others[o->other_count++];
        int status = cli_take_date(c, "--also", at, &r->day);
        if (status == 0) status = cli_take_distance(c, "--also", equals + 1, &r->dist_m);
        if (status != 0) return status;
        at = comma != NULL ? comma + 1 : NULL;
    }
    return 0;
}

static int take_clock(cli *c, const char *text, int32_t *gun_s) {
    miler_error err = {0};
    if (text == NULL || miler_parse_clock(text, gun_s, &err) == MILER_OK) return 0;
    miler_error_file(&err, "--race-time");
    return cli_fail(c, &err);
}

static void take_switches(const cli *c, const plan_texts *t, app_plan_options *o) {
    if (c->units != NULL && strcmp(c->units, "mi") == 0) {
        o->weekly_km *= MILER_MILE_M / 1000;
        o->longest_km *= MILER_MILE_M / 1000;
    }
    if (c->units != NULL) o->units = (int)cli_units(c);
    o->sharpening = t->sharpening != 0;
    o->health_ok = t->health_ok != 0;
    o->dry_run = t->dry_run != 0;
}

static int check_longest(cli *c, const app_plan_options *o) {
    if (o->weekly_km > 0 && o->longest_km > LONGEST_MOST * o->weekly_km)
        return cli_usage(c,
                         "--longest is one run, --weekly all of a usual week: %g and %g do not go together",
                         o->longest_km, o->weekly_km);
    return 0;
}

static int take_options(cli *c, const plan_texts *t, app_plan_options *o) {
    const take_option options[] = {{"--race", t->race, TAKE_DATE, .whole = &o->race_day},
                                   {"--weeks", t->weeks, TAKE_WHOLE, 1, 52, .whole = &o->weeks},
                                   {"--start", t->start, TAKE_DATE, .whole = &o->start_day},
                                   {"--distance", t->distance, TAKE_DISTANCE, .number = &o->race_dist_m},
                                   {"--goal", t->goal, TAKE_TIME, .number = &o->goal_s},
                                   {"--minutes", t->minutes, TAKE_WHOLE, 10, 600, .whole = &o->minutes},
                                   {"--weekly", t->weekly, TAKE_NUMBER, 1, 300, &o->weekly_km, NULL},
                                   {"--longest", t->longest, TAKE_NUMBER, 1, 100, &o->longest_km, NULL},
                                   {"--runs", t->runs, TAKE_WHOLE, 1, 21, .whole = &o->runs_a_week}};
    int status = take_all(c, options, sizeof options / sizeof options[0]);
    if (status != 0) return status;
    if (t->days != NULL && (status = take_days(c, "--days", t->days, &o->days_mask)) != 0) return status;
    if (t->from != NULL &&
        (status = take_result(c, "--from", t->from, &o->from_dist_m, &o->from_time_s)) != 0)
        return status;
    if (t->long_day != NULL && (status = take_weekday(c, "--long-day", t->long_day, &o->long_weekday)) != 0)
        return status;
    if (t->level != NULL && (status = take_level(c, t->level, &o->level)) != 0) return status;
    if (t->also != NULL && (status = take_others(c, t->also, o)) != 0) return status;
    if ((status = take_clock(c, t->race_time, &o->gun_s)) != 0) return status;
    if (o->race_day != MILER_NO_DAY && o->weeks != 0)
        return cli_usage(c, "--race and --weeks say the same thing: give one");
    take_switches(c, t, o);
    return check_longest(c, o);
}

static int show_plan(cli *c, const app_plan_answer *answer, int32_t week) {
    if (c->json) return cli_answer_json(c, render_plan_json(answer, week));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plan_text(answer, week, &look, &text);
    return cli_answer_text(c, &text);
}

// Race week by the clock; a time told now is for this answer only.
static int add_race_week(cli *c, const char *race_time, app_plan_answer *answer) {
    miler_error err = {0};
    const int status = take_clock(c, race_time, &answer->plan.request.gun_s);
    if (status != 0) return status;
    return app_plan_race_week(answer, c->arena, &err) == MILER_OK ? 0 : cli_fail(c, &err);
}

int verb_plan_new(cli *c, int argc, const char **argv) {
    plan_texts t = {0};
    struct poptOption own[] = {
        {"race", 0, POPT_ARG_STRING, &t.race, 0, "day of the race", "DATE"},
        {"weeks", 0, POPT_ARG_STRING, &t.weeks, 0, "or: weeks from now (default 8)", "N"},
        {"goal", 0, POPT_ARG_STRING, &t.goal, 0, "time to run (default: what is likely)", "TIME"},
        {"distance", 'd', POPT_ARG_STRING, &t.distance, 0, "mile (default), 1500, 1600, 3200, 2mi",
         "DISTANCE"},
        {"days", 0, POPT_ARG_STRING, &t.days, 0, "days that may hold training", "mon,wed,..."},
        {"minutes", 0, POPT_ARG_STRING, &t.minutes, 0, "most minutes on each day", "MINUTES"},
        {"from", 0, POPT_ARG_STRING, &t.from, 0, "build from this result instead of the stored fitness",
         "DISTANCE=TIME"},
        {"weekly", 0, POPT_ARG_STRING, &t.weekly, 0, "running in a usual week now, km (mi with --units mi)",
         "KM"},
        {"longest", 0, POPT_ARG_STRING, &t.longest, 0, "longest recent run", "KM"},
        {"runs", 0, POPT_ARG_STRING, &t.runs, 0, "runs in a usual week now", "N"},
        {"long-day", 0, POPT_ARG_STRING, &t.long_day, 0, "day of the long run", "DAY"},
        {"level", 0, POPT_ARG_STRING, &t.level, 0,
         "beginner, intermediate, advanced, elite (default: from time and volume)", "LEVEL"},
        {"also", 0, POPT_ARG_STRING, &t.also, 0, "races on the way, which the plan goes around",
         "DATE=DISTANCE,..."},
        RACE_TIME(t.race_time),
        {"start", 0, POPT_ARG_STRING, &t.start, 0, "first day of training (default: tomorrow)", "DATE"},
        {"sharpening", 0, POPT_ARG_NONE, &t.sharpening, 0, "allow fewer than six weeks", NULL},
        {"health-ok", 0, POPT_ARG_NONE, &t.health_ok, 0,
         "none of the health questions is answered with yes ('miler help athlete set')", NULL},
        {"dry-run", 0, POPT_ARG_NONE, &t.dry_run, 0, "show it, do not keep it", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    app_plan_options options;
    app_plan_options_init(&options);
    if ((status = take_options(c, &t, &options)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_plan_answer answer;
    if (app_plan_new(c->app, &options, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (answer.replaced != 0)
        cli_note(
            c,
            "This is plan %lld now; plan %lld steps back, and 'miler plan use %lld' brings it forward again.",
            (long long)answer.id, (long long)answer.replaced, (long long)answer.replaced);
    if ((status = add_race_week(c, NULL, &answer)) != 0) return status;
    return show_plan(c, &answer, -1);
}

static int show_plans(cli *c) {
    miler_error err = {0};
    store_plan *list;
    size_t count;
    if (app_plan_list(c->app, c->arena, &list, &count, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_plans_json(list, count));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plans_text(list, count, c->app->utc_offset_s, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_plan_list(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    return (status = cli_open(c)) != 0 ? status : show_plans(c);
}

int verb_plan_use(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    double id = 0;
    if (count != 1) return cli_usage(c, "which plan? its number is in 'miler plan list'");
    if ((status = take_id(c, "NUMBER", rest[0], 1e15, &id)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    if (app_plan_use(c->app, (int64_t)id, c->arena, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    return show_plans(c);
}

// Where nothing is known yet a plan cannot be made either: what comes before it is told. A store that was
// named is named in turn: a slip in its name makes another.
static void tell_first(cli *c, miler_error *err) {
    app_fitness_answer fitness;
    miler_error none = {0};
    const miler_status known = app_fitness(c->app, c->arena, &fitness, &none);
    if (app_of_machine(known)) *err = none;
    if (known != MILER_ERR_EMPTY) return;
    const char *named = c->db != NULL ? c->db : getenv("MILER_DB");
    if (named != NULL && named[0] != '\0')
        (void)miler_fail(err, MILER_ERR_NOT_FOUND, "there is no plan yet in the store %s, and no result",
                         cli_clean(c, named));
    app_plan_first_result(0, 0, err);
}

static int open_plan(cli *c, int argc, const char **argv, struct poptOption *own, const char ***rest,
                     int *count, app_plan_answer *answer) {
    int status = cli_options(c, argc, argv, own, rest, count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    miler_status got = app_plan_get(c->app, c->arena, answer, &err);
    if (got == MILER_OK) got = app_plan_marks(c->app, c->arena, answer, &err);
    miler_plan_note *notes = NULL;
    if (got == MILER_OK) got = app_notes(c->app, c->arena, &notes, &answer->note_count, &err);
    if (got == MILER_OK) got = app_plan_held(c->app, answer, c->arena, &err);
    answer->notes = notes;
    if (got == MILER_ERR_NOT_FOUND) tell_first(c, &err);
    cli_note_health(c);
    return got != MILER_OK ? cli_fail(c, &err) : -1;
}

static int missing(const cli *c, const char *what, int32_t number) {
    miler_error err = {0};
    (void)miler_fail(&err, MILER_ERR_NOT_FOUND, "the plan has no %s %d", what, (int)number);
    miler_error_remedy(&err, "the numbers are in 'miler plan show'");
    return cli_fail(c, &err);
}

int verb_plan_show(cli *c, int argc, const char **argv) {
    char *week_text = NULL, *race_time = NULL;
    struct poptOption own[] = {
        RACE_TIME(race_time),
        {"week", 0, POPT_ARG_STRING, &week_text, 0, "the week to show in full (default: this week)", "N"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    app_plan_answer answer;
    int status = open_plan(c, argc, argv, own, &rest, &count, &answer);
    if (status >= 0) return status;
    int32_t week = -1;
    if ((status = take_whole(c, "--week", week_text, 0, 60, &week)) != 0) return status;
    if ((status = add_race_week(c, race_time, &answer)) != 0) return status;
    bool found = week < 0;
    for (size_t i = 0; i < answer.plan.week_count; i++)
        found = found || answer.plan.weeks[i].number == week;
    if (!found) return missing(c, "week", week);
    return show_plan(c, &answer, week);
}

// The sound of the day's run. 0 or an exit status.
static int sound_of_day(cli *c, const sound_ask *ask, const app_plan_answer *answer, int32_t day,
                        json_t **out) {
    size_t count = 0;
    miler_workout workout;
    miler_error err = {0};
    const miler_session *s = miler_plan_day(&answer->plan, day, &count);
    if (count > 0 && s->kind == MILER_SESSION_RACE)
        return cli_usage(c, "that is the race: 'miler pace --from-plan --sound %s'", ask->file);
    if (count == 0 || s->dist_m <= 0 || s->status == MILER_SESSION_SKIPPED)
        return cli_usage(c, "nothing is run that day that could be heard");
    if (miler_workout_parse(s->text, c->arena, &workout, &err) != MILER_OK) return cli_fail(c, &err);
    return session_sound_make(c, ask, &workout, &answer->plan.request.book, s->title, out);
}

int verb_plan_today(cli *c, int argc, const char **argv) {
    char *date = NULL, *race_time = NULL;
    sound_ask sound = {0};
    struct poptOption sounds[SOUND_OPTIONS + 1];
    sound_out_options(&sound, sounds);
    struct poptOption own[] = {RACE_TIME(race_time),
                               {"date", 0, POPT_ARG_STRING, &date, 0, "another day than today", "DATE"},
                               {NULL, 0, POPT_ARG_INCLUDE_TABLE, sounds, 0, "Sound:", NULL},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    app_plan_answer answer;
    int status = open_plan(c, argc, argv, own, &rest, &count, &answer);
    if (status >= 0) return status;
    int32_t day = answer.today;
    if ((status = cli_take_date(c, "--date", date, &day)) != 0) return status;
    if ((status = add_race_week(c, race_time, &answer)) != 0) return status;
    miler_error err = {0};
    if (day == answer.today && app_plan_idle(c->app, &answer, c->arena, &err) != MILER_OK)
        return cli_fail(c, &err);
    json_t *heard = NULL;
    if (sound.file != NULL && (status = sound_of_day(c, &sound, &answer, day, &heard)) != 0) return status;
    if (c->json)
        return cli_answer_json(
            c, session_sound_add(render_plan_day_json(&answer, day), heard, sound.file != NULL));
    json_decref(heard);
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plan_day_text(&answer, day, &look, &text);
    return cli_answer_text(c, &text);
}

// By number, or by day: every session of it.
int verb_plan_why(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    app_plan_answer answer;
    int status = open_plan(c, argc, argv, NULL, &rest, &count, &answer);
    if (status >= 0) return status;
    int32_t day = answer.today;
    int32_t id = 0;
    if (count > 1) return cli_usage(c, "why wants one session's number, or a day");
    status = count == 1 ? take_place_of(c, rest[0], answer.plan.start_day + 3, &id, &day) : 0;
    if (status == 0) status = add_race_week(c, NULL, &answer);
    if (status != 0) return status;
    if (id != 0) {
        const miler_session *session = miler_plan_session(&answer.plan, id);
        if (session == NULL) {
            return missing(c, "session", id);
        }
        day = session->day;
    }
    if (c->json) return cli_answer_json(c, render_plan_why_json(&answer, day, id));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plan_why_text(&answer, day, id, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_plan_check(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_plan_audit audit;
    if (app_plan_check(c->app, c->arena, &audit, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) {
        status = cli_answer_json(c, render_plan_check_json(&audit));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        const render_look look = cli_look(c);
        render_plan_check_text(&audit, &look, &text);
        status = cli_answer_text(c, &text);
    }
    return status != EXIT_DONE ? status : audit.total == 0 ? EXIT_DONE : EXIT_NO;
}
