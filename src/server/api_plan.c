// SPDX-License-Identifier: MIT
// The plan: made, shown, explained, audited.
#include "app/app_replan.h"
#include "app/plan_marks.h"
#include "app/race_week.h"
#include "render/plan_render.h"
#include "server/api.h"

#include <stdio.h>

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};
static const char *const levels[] = {"beginner", "intermediate", "advanced", "elite", NULL};
static const char *const units[] = {"km", "mi", NULL};

static const field other_race_fields[] = {
    {.name = "date", .kind = FIELD_DATE, .says = "its day", .required = true},
    {.name = "distance_m",
     .kind = FIELD_NUMBER,
     .says = "its distance",
     .low = 1,
     .high = 1e6,
     .required = true},
    {.name = NULL}};

const field plan_new_fields[] = {
    {.name = "race_date", .kind = FIELD_DATE, .says = "day of the race"},
    {.name = "weeks",
     .kind = FIELD_WHOLE,
     .says = "or: weeks from now (8 where neither is told)",
     .low = 1,
     .high = 52},
    {.name = "start_date", .kind = FIELD_DATE, .says = "first day of training; tomorrow unless told"},
    {.name = "race_distance_m",
     .kind = FIELD_NUMBER,
     .says = "of the race; the mile unless told",
     .low = 800,
     .high = 5000},
    {.name = "goal_s",
     .kind = FIELD_NUMBER,
     .says = "time to run; what is likely unless told",
     .low = 60,
     .high = 7200},
    {.name = "days",
     .kind = FIELD_WORDS,
     .says = "days that may hold training; the athlete's unless told",
     .words = weekdays},
    {.name = "minutes", .kind = FIELD_WHOLE, .says = "most minutes on each day", .low = 10, .high = 600},
    {.name = "from_distance_m",
     .kind = FIELD_NUMBER,
     .says = "from this result instead of the stored fitness: its distance",
     .low = 1,
     .high = 1e6},
    {.name = "from_time_s", .kind = FIELD_NUMBER, .says = "and its time", .low = 1, .high = 360000},
    {.name = "weekly_m",
     .kind = FIELD_NUMBER,
     .says = "running in a usual week now; from the log unless told",
     .low = 1000,
     .high = 300000},
    {.name = "longest_m", .kind = FIELD_NUMBER, .says = "longest recent run", .low = 1000, .high = 100000},
    {.name = "runs_a_week", .kind = FIELD_WHOLE, .says = "runs in a usual week now", .low = 1, .high = 21},
    {.name = "long_day", .kind = FIELD_WORD, .says = "day of the long run", .words = weekdays},
    {.name = "level", .kind = FIELD_WORD, .says = "from time and volume unless told", .words = levels},
    {.name = "races",
     .kind = FIELD_ROWS,
     .says = "races on the way, which the plan goes around",
     .rows = other_race_fields},
    {.name = "race_time", .kind = FIELD_CLOCK, .says = "start of the race: gives race week its clock times"},
    {.name = "sharpening", .kind = FIELD_FLAG, .says = "fewer than six weeks are allowed"},
    {.name = "health_ok", .kind = FIELD_FLAG, .says = "no question of the health gate is answered with yes"},
    {.name = "units",
     .kind = FIELD_WORD,
     .says = "of the paces in its texts; the athlete's unless told",
     .words = units},
    {.name = "dry_run", .kind = FIELD_FLAG, .says = "show it, do not keep it"},
    {.name = NULL}};

// What does not go together.
static miler_status check_new(call *c) {
    const field_values *b = &c->body;
    if (field_given(b, "race_date") && field_given(b, "weeks"))
        return call_fail(c, "weeks", "race_date and weeks say the same thing: give one");
    if (field_given(b, "from_distance_m") != field_given(b, "from_time_s"))
        return call_fail(c, field_given(b, "from_time_s") ? "from_distance_m" : "from_time_s",
                         "from_distance_m and from_time_s go together");
    if (field_get(b, "races")->count > MILER_OTHER_RACES_MAX)
        return call_fail(c, "races", "races has more than %d rows", MILER_OTHER_RACES_MAX);
    return MILER_OK;
}

static void take_new(const field_values *b, app_plan_options *o) {
    const field_value *races = field_get(b, "races");
    o->race_day = field_day(b, "race_date", MILER_NO_DAY);
    o->weeks = field_whole(b, "weeks", 0);
    o->start_day = field_day(b, "start_date", MILER_NO_DAY);
    o->race_dist_m = field_number(b, "race_distance_m", 0);
    o->goal_s = field_number(b, "goal_s", 0);
    o->days_mask = (uint8_t)field_get(b, "days")->bits;
    o->minutes = field_whole(b, "minutes", 0);
    o->from_dist_m = field_number(b, "from_distance_m", 0);
    o->from_time_s = field_number(b, "from_time_s", 0);
    o->weekly_km = field_number(b, "weekly_m", 0) / 1000;
    o->longest_km = field_number(b, "longest_m", 0) / 1000;
    o->runs_a_week = field_whole(b, "runs_a_week", 0);
    o->long_weekday = field_word(b, "long_day", -1);
    o->level = field_word(b, "level", -1);
    o->gun_s = field_whole(b, "race_time", -1);
    o->sharpening = field_flag(b, "sharpening");
    o->health_ok = field_flag(b, "health_ok");
    o->units = field_word(b, "units", -1);
    o->dry_run = field_flag(b, "dry_run");
    o->other_count = races->count;
    for (size_t i = 0; i < races->count; i++)
        o->others[i] = (miler_other_race){.day = field_day(&races->rows[i], "date", 0),
                                          .dist_m = field_number(&races->rows[i], "distance_m", 0)};
}

miler_status api_plan_new(call *c) {
    app_plan_options options;
    app_plan_answer answer;
    app_plan_options_init(&options);
    miler_status status = check_new(c);
    if (status != MILER_OK) return status;
    take_new(&c->body, &options);
    status = app_plan_new(c->app, &options, c->arena, &answer, &c->err);
    if (status == MILER_OK) status = app_plan_race_week(&answer, c->arena, &c->err);
    if (status != MILER_OK) return status;
    c->out->status = options.dry_run ? 200 : 201;
    return call_json(c, render_plan_json(&answer, -1));
}

// ---- Shown

#define RACE_TIME_ROW                                                                                        \
    {                                                                                                        \
        .name = "race_time", .kind = FIELD_CLOCK,                                                            \
        .says = "start of the race, for this answer only: gives race week its clock times"                   \
    }

const field plan_show_fields[] = {
    {.name = "week", .kind = FIELD_WHOLE, .says = "only this one", .low = 0, .high = 60},
    RACE_TIME_ROW,
    {.name = NULL}};
const field plan_today_fields[] = {
    {.name = "date", .kind = FIELD_DATE, .says = "another day than today"}, RACE_TIME_ROW, {.name = NULL}};
const field plan_why_fields[] = {
    {.name = "session_id", .kind = FIELD_WHOLE, .says = "of this session", .low = 1, .high = 1e6},
    {.name = "date", .kind = FIELD_DATE, .says = "or of all sessions of a day; today unless told"},
    {.name = NULL}};

// The plan with how its sessions went, its notes and its race week.
static miler_status get_plan(call *c, app_plan_answer *plan) {
    miler_plan_note *notes = NULL;
    miler_status status = app_plan_get(c->app, c->arena, plan, &c->err);
    if (status == MILER_OK) status = app_plan_marks(c->app, c->arena, plan, &c->err);
    if (status == MILER_OK) status = app_notes(c->app, c->arena, &notes, &plan->note_count, &c->err);
    if (status == MILER_OK) status = app_plan_held(c->app, plan, c->arena, &c->err);
    if (status != MILER_OK) return status;
    plan->notes = notes;
    if (field_given(&c->query, "race_time"))
        plan->plan.request.gun_s = field_whole(&c->query, "race_time", -1);
    return app_plan_race_week(plan, c->arena, &c->err);
}

static miler_status missing(call *c, const char *what, const char *name, int32_t number) {
    const miler_status status =
        miler_fail(&c->err, MILER_ERR_NOT_FOUND, "the plan has no %s %d", what, (int)number);
    miler_error_remedy(&c->err, "the numbers are in the plan");
    c->field = name;
    return status;
}

miler_status api_plan_show(call *c) {
    app_plan_answer plan;
    const int32_t week = field_whole(&c->query, "week", -1);
    const miler_status status = get_plan(c, &plan);
    if (status != MILER_OK) return status;
    bool found = week < 0;
    for (size_t i = 0; i < plan.plan.week_count; i++)
        found = found || plan.plan.weeks[i].number == week;
    return found ? call_json(c, render_plan_json(&plan, week)) : missing(c, "week", "week", week);
}

miler_status api_plan_today(call *c) {
    app_plan_answer plan;
    miler_status status = get_plan(c, &plan);
    if (status != MILER_OK) return status;
    const int32_t day = field_day(&c->query, "date", plan.today);
    if (day == plan.today) status = app_plan_idle(c->app, &plan, c->arena, &c->err);
    if (status != MILER_OK) return status;
    json_t *root = render_plan_day_json(&plan, day);
    // There is no sound file here: it is asked for by itself.
    if (root != NULL && json_object_set_new(root, "sound", json_null()) != 0) {
        json_decref(root);
        root = NULL;
    }
    return call_json(c, root);
}

miler_status api_plan_why(call *c) {
    app_plan_answer plan;
    const int32_t id = field_whole(&c->query, "session_id", 0);
    const miler_status status = get_plan(c, &plan);
    if (status != MILER_OK) return status;
    int32_t day = field_day(&c->query, "date", plan.today);
    if (id != 0) {
        const miler_session *session = miler_plan_session(&plan.plan, id);
        if (session == NULL) return missing(c, "session", "session_id", id);
        day = session->day;
    }
    return call_json(c, render_plan_why_json(&plan, day, id));
}

miler_status api_plan_check(call *c) {
    app_plan_audit audit;
    const miler_status status = app_plan_check(c->app, c->arena, &audit, &c->err);
    return status == MILER_OK ? call_json(c, render_plan_check_json(&audit)) : status;
}

miler_status api_plan_list(call *c) {
    store_plan *list;
    size_t count;
    const miler_status status = app_plan_list(c->app, c->arena, &list, &count, &c->err);
    return status == MILER_OK ? call_json(c, render_plans_json(list, count)) : status;
}

const field plan_use_fields[] = {{.name = "plan_id",
                                  .kind = FIELD_WHOLE,
                                  .says = "the plan to use from now on",
                                  .low = 1,
                                  .high = 1e15,
                                  .required = true},
                                 {.name = NULL}};

miler_status api_plan_use(call *c) {
    const miler_status status = app_plan_use(c->app, field_id(&c->body, "plan_id", 0), c->arena, &c->err);
    if (status == MILER_OK) return api_plan_list(c);
    c->field = "plan_id";
    return status;
}
