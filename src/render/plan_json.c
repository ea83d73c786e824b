// SPDX-License-Identifier: MIT
// The plan as JSON.
#include "render/js.h"
#include "render/plan_render.h"
#include "render/steps_json.h"

#include <math.h>
#include <stdio.h>

static void steps_json(js *j, json_t *row, const app_plan_answer *a, const miler_session *s) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_workout workout = {0};
    const miler_status status =
        arena != NULL ? miler_workout_parse(s->text, arena, &workout, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_ERR_NOMEM) j->failed = true;
    render_steps_json(j, row, &workout, render_plan_book(&a->plan, s), a->plan.request.athlete.units);
    miler_arena_free(arena);
}

// How it went; all null where that is not known.
static void mark_json(js *j, json_t *row, const app_plan_answer *a, const miler_session *s) {
    static const char *const words[PLAN_MARK_COUNT] = {NULL, "done", "cut_short", "other", "missed"};
    static const plan_mark none = {.score = NAN};
    const plan_mark *mark = a->marks != NULL ? &a->marks[s - a->plan.sessions] : &none;
    const bool run = mark->run_id != 0;
    js_text(j, row, "outcome", (unsigned)mark->kind < PLAN_MARK_COUNT ? words[mark->kind] : NULL);
    js_put(j, row, "run", run ? json_integer((json_int_t)mark->run_id) : json_null());
    js_date(j, row, "run_date", run ? s->day + mark->moved_days : MILER_NO_DAY);
    js_num(j, row, "score", run ? mark->score : (double)NAN, 3);
    js_text(j, row, "verdict", run ? mark->verdict : NULL);
    js_bool(j, row, "told", mark->told);
    js_num(j, row, "effort", mark->told ? mark->effort : (double)NAN, 0);
    js_text(j, row, "note", mark->told && mark->note[0] != '\0' ? mark->note : NULL);
}

json_t *render_plan_told_json(const app_plan_answer *a, int32_t session_id) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "session_id", session_id);
    for (size_t i = 0; i < a->plan.session_count; i++)
        if (a->plan.sessions[i].id == session_id) mark_json(&j, root, a, &a->plan.sessions[i]);
    return js_done(&j, root);
}

static void elsewhere_json(js *j, json_t *row, const app_plan_answer *a, const miler_session *s) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_elsewhere other = {"", ""};
    const miler_status status =
        arena != NULL ? miler_plan_elsewhere(s, &a->plan.request.book, arena, &other, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_ERR_NOMEM) j->failed = true;
    if (status != MILER_OK) other = (miler_elsewhere){"", ""};
    js_text(j, row, "elsewhere", other.words);
    js_text(j, row, "elsewhere_text", other.text);
    miler_arena_free(arena);
}

static void load_json(js *j, json_t *row, const miler_plan *plan, const miler_session *s,
                      const miler_plan_week *w) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    double points = NAN;
    const miler_status status = arena == NULL ? MILER_ERR_NOMEM
                                : s != NULL ? miler_session_load(s, &plan->request.book, arena, &points, NULL)
                                            : miler_plan_week_load(plan, w, arena, &points, NULL);
    if (status == MILER_ERR_NOMEM) j->failed = true;
    js_num(j, row, "load_points", status == MILER_OK ? points : (double)NAN, 1);
    miler_arena_free(arena);
}

void render_session_json(js *j, json_t *row, const app_plan_answer *a, const miler_session *s) {
    js_int(j, row, "id", s->id);
    js_date(j, row, "date", s->day);
    js_text(j, row, "kind", miler_session_kind_key(s->kind));
    js_text(j, row, "status", miler_session_status_name(s->status));
    js_bool(j, row, "hard", s->hard);
    js_text(j, row, "title", s->title);
    js_text(j, row, "text", s->text);
    char why[1200];
    (void)snprintf(why, sizeof why, "%s%s%s%s%s", s->why_day, s->why_much[0] != '\0' ? " " : "", s->why_much,
                   s->why_pace[0] != '\0' ? " " : "", s->why_pace);
    js_text(j, row, "why", why);
    js_text(j, row, "why_day", s->why_day);
    js_text(j, row, "why_much", s->why_much);
    js_text(j, row, "why_pace", s->why_pace);
    js_text(j, row, "numbers", s->numbers);
    js_text(j, row, "source", s->source);
    elsewhere_json(j, row, a, s);
    js_int(j, row, "distance_m", s->dist_m);
    js_int(j, row, "time_s", s->time_s);
    js_int(j, row, "easy_s", s->easy_s);
    js_int(j, row, "threshold_s", s->threshold_s);
    js_int(j, row, "vo2max_s", s->vo2max_s);
    js_int(j, row, "fast_s", s->fast_s);
    load_json(j, row, &a->plan, s, NULL);
    js_bool(j, row, "rehearsal", s == miler_plan_rehearsal(&a->plan));
    mark_json(j, row, a, s);
    steps_json(j, row, a, s);
}

static void shares_json(js *j, json_t *root, const char *key, const miler_plan_shares *s) {
    json_t *row = js_object(j, root, key);
    js_num(j, row, "easy_percent", s->easy / 100.0, 2);
    js_num(j, row, "threshold_percent", s->threshold / 100.0, 2);
    js_num(j, row, "vo2max_percent", s->vo2max / 100.0, 2);
    js_num(j, row, "fast_percent", s->fast / 100.0, 2);
}

// Of one day, or of the week where MILER_NO_DAY.
static void race_week_json(js *j, json_t *root, const app_plan_answer *a, int32_t day) {
    json_t *list = js_array(j, root, "race_week");
    for (size_t i = 0; i < a->race_row_count && !j->failed; i++) {
        const app_race_row *r = &a->race_rows[i];
        char clock[MILER_TEXT_MAX];
        if (day != MILER_NO_DAY && r->day != day) continue;
        json_t *row = js_item(j, list);
        miler_print_clock(clock, sizeof clock, r->clock_s);
        js_date(j, row, "date", r->day);
        js_text(j, row, "clock", r->clock_s >= 0 ? clock : NULL);
        js_put(j, row, "from_gun_s", r->from_gun_s != APP_NO_GUN ? json_integer(r->from_gun_s) : json_null());
        js_int(j, row, "duration_s", r->duration_s);
        js_put(j, row, "session_id", r->session_id != 0 ? json_integer(r->session_id) : json_null());
        js_bool(j, row, "rehearsal", r->rehearsal);
        js_text(j, row, "what", r->what);
        js_text(j, row, "why", r->why);
    }
}

static void recent_json(js *j, json_t *list, const char *kind, const miler_recent_work *w) {
    json_t *row = js_item(j, list);
    const bool reps = w->reps > 0;
    js_text(j, row, "kind", kind);
    js_int(j, row, "sessions", w->sessions);
    js_put(j, row, "reps", reps ? json_integer(w->reps) : json_null());
    js_num(j, row, "rep_m", reps ? w->rep_m : (double)NAN, 0);
    js_num(j, row, "rep_s", reps ? w->rep_s : (double)NAN, 1);
    js_num(j, row, "rest_s", w->reps > 1 ? w->rest_s : (double)NAN, 0);
}

// What the plan took from the log; null where it was told, or is not known.
static void log_json(js *j, json_t *root, const miler_plan_request *r) {
    static const char *const kinds[MILER_RECENT_COUNT] = {"threshold", "vo2max", "fast"};
    json_t *log = js_object(j, root, "from_log");
    js_num(j, log, "weekly_m", r->from_log & MILER_LOG_WEEKLY ? r->weekly_m : (double)NAN, 0);
    js_num(j, log, "longest_m", r->from_log & MILER_LOG_LONGEST ? r->longest_m : (double)NAN, 0);
    js_put(j, log, "runs_a_week",
           r->from_log & MILER_LOG_RUNS ? json_integer(r->runs_per_week) : json_null());
    js_put(j, log, "days_off", r->from_log != 0 ? json_integer(r->away_days) : json_null());
    js_num(j, log, "weekly_before_m", r->before_m > 0 ? r->before_m : (double)NAN, 0);
    json_t *list = js_array(j, log, "hard_running");
    for (int i = 0; i < MILER_RECENT_COUNT && (r->from_log & MILER_LOG_WORK) && !j->failed; i++)
        recent_json(j, list, kinds[i], &r->recent[i]);
}

static void head_json(js *j, json_t *root, const app_plan_answer *a) {
    const miler_plan *p = &a->plan;
    js_put(j, root, "plan_id", a->id != 0 ? json_integer((json_int_t)a->id) : json_null());
    js_date(j, root, "today", a->today);
    js_date(j, root, "start_date", p->start_day);
    js_date(j, root, "race_date", p->race_day);
    js_num(j, root, "race_distance_m", p->race_dist_m, 3);
    js_text(j, root, "level", miler_plan_level_name(p->level));
    js_num(j, root, "now_s", p->now_s, 2);
    js_num(j, root, "likely_s", p->likely_s, 2);
    js_num(j, root, "likely_low_s", p->likely_low_s, 2);
    js_num(j, root, "likely_high_s", p->likely_high_s, 2);
    double race_low_s, race_high_s;
    if (!app_plan_race_band(p, p->request.mile_sd_log, &race_low_s, &race_high_s))
        race_low_s = race_high_s = NAN;
    js_num(j, root, "race_low_s", race_low_s, 2);
    js_num(j, root, "race_high_s", race_high_s, 2);
    js_num(j, root, "goal_s", p->goal_s, 2);
    js_put(j, root, "asked_s", p->asked_s > 0 ? json_real(p->asked_s) : json_null());
    js_bool(j, root, "goal_fits", p->goal_fits);
    js_bool(j, root, "held", a->held);
    char gun[MILER_TEXT_MAX];
    miler_print_clock(gun, sizeof gun, p->request.gun_s);
    js_text(j, root, "race_time", p->request.gun_s >= 0 ? gun : NULL);
    log_json(j, root, &p->request);
    json_t *notices = js_array(j, root, "notices");
    for (size_t i = 0; i < p->notice_count && !j->failed; i++)
        js_append_text(j, notices, p->notices[i]);
}

json_t *render_plan_json(const app_plan_answer *a, int32_t week) {
    js j = {0};
    json_t *root = js_root(&j);
    const miler_plan *p = &a->plan;
    head_json(&j, root, a);
    shares_json(&j, root, "shares", &p->shares);
    shares_json(&j, root, "half_marathon_shares", &p->half_shares);
    race_week_json(&j, root, a, MILER_NO_DAY);
    json_t *weeks = js_array(&j, root, "weeks");
    for (size_t i = 0; i < p->week_count && !j.failed; i++) {
        const miler_plan_week *w = &p->weeks[i];
        if (week >= 0 && w->number != week) continue;
        json_t *row = js_item(&j, weeks);
        js_int(&j, row, "number", w->number);
        js_date(&j, row, "first_date", w->first_day);
        js_text(&j, row, "phase", miler_phase_name(w->phase));
        js_bool(&j, row, "light", w->light);
        js_text(&j, row, "purpose", w->purpose);
        js_int(&j, row, "target_m", w->target_m);
        js_int(&j, row, "distance_m", w->dist_m);
        js_num(&j, row, "done_m", a->done_m != NULL ? a->done_m[i] : (double)NAN, 0);
        js_int(&j, row, "time_s", w->time_s);
        js_int(&j, row, "easy_s", w->easy_s);
        js_int(&j, row, "threshold_s", w->threshold_s);
        js_int(&j, row, "vo2max_s", w->vo2max_s);
        js_int(&j, row, "fast_s", w->fast_s);
        load_json(&j, row, p, NULL, w);
        json_t *sessions = js_array(&j, row, "sessions");
        for (size_t s = w->first_session; s < w->first_session + w->session_count && !j.failed; s++)
            render_session_json(&j, js_item(&j, sessions), a, &p->sessions[s]);
    }
    return js_done(&j, root);
}

// What a day is for, by the most that is left of its sessions.
static const char *day_kind(const app_plan_answer *a, int32_t day) {
    enum { REST, STRENGTH, CROSS, RUN };
    static const char *const words[] = {"rest", "strength", "cross", "run"};
    size_t count = 0, left = 0;
    int most = REST;
    const miler_session *s = miler_plan_day(&a->plan, day, &count);
    for (size_t i = 0; i < count; i++) {
        if (render_plan_is_out(a, &s[i])) continue;
        left++;
        const int kind = s[i].dist_m > 0 || s[i].kind == MILER_SESSION_RACE ? RUN
                         : s[i].kind == MILER_SESSION_CROSS                 ? CROSS
                         : s[i].kind == MILER_SESSION_REST                  ? REST
                                                                            : STRENGTH;
        if (kind > most) most = kind;
    }
    if (count > 0) return left > 0 ? words[most] : "left_out";
    return day < a->plan.start_day ? "not_begun" : day > a->plan.race_day ? "over" : "rest";
}

// What the screen says beside the sessions.
static void today_json(js *j, json_t *root, const app_plan_answer *a, int32_t day) {
    const bool idle = a->idle_since != 0 && day == a->today;
    js_text(j, root, "day", day_kind(a, day));
    js_date(j, root, "last_run_date", idle ? a->idle_since : MILER_NO_DAY);
    js_put(j, root, "days_without_run", idle ? json_integer(day - a->idle_since) : json_null());
    js_bool(j, root, "held", a->held);
    const miler_session *s = render_plan_next(a, day);
    if (s == NULL) {
        js_put(j, root, "next", json_null());
        return;
    }
    json_t *next = js_object(j, root, "next");
    js_int(j, next, "id", s->id);
    js_date(j, next, "date", s->day);
    js_text(j, next, "kind", miler_session_kind_key(s->kind));
    js_text(j, next, "title", s->title);
}

static json_t *day_json(const app_plan_answer *a, int32_t day, int32_t id, bool today) {
    js j = {0};
    json_t *root = js_root(&j);
    size_t count = 0;
    const miler_session *sessions = miler_plan_day(&a->plan, day, &count);
    const miler_plan_week *w = miler_plan_week_at(&a->plan, day);
    js_date(&j, root, "date", day);
    js_put(&j, root, "week", w != NULL ? json_integer(w->number) : json_null());
    js_text(&j, root, "phase", w != NULL ? miler_phase_name(w->phase) : NULL);
    js_text(&j, root, "week_purpose", w != NULL ? w->purpose : NULL);
    if (today) today_json(&j, root, a, day);
    json_t *list = js_array(&j, root, "sessions");
    for (size_t i = 0; i < count && !j.failed; i++)
        if (id == 0 || sessions[i].id == id) render_session_json(&j, js_item(&j, list), a, &sessions[i]);
    race_week_json(&j, root, a, day);
    return js_done(&j, root);
}

json_t *render_plan_day_json(const app_plan_answer *a, int32_t day) {
    return day_json(a, day, 0, true);
}

json_t *render_plan_why_json(const app_plan_answer *a, int32_t day, int32_t id) {
    return day_json(a, day, id, false);
}

json_t *render_plans_json(const store_plan *list, size_t count) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *rows = js_array(&j, root, "plans");
    for (size_t i = 0; i < count && !j.failed; i++) {
        json_t *row = js_item(&j, rows);
        js_int(&j, row, "id", list[i].id);
        js_bool(&j, row, "active", list[i].active);
        js_text(&j, row, "title", list[i].title);
        js_date(&j, row, "race_date", list[i].race_day);
        js_instant(&j, row, "made", list[i].added_ms, 0);
    }
    return js_done(&j, root);
}

void render_findings_json(js *j, json_t *root, const miler_plan_finding *findings, size_t count) {
    json_t *list = js_array(j, root, "findings");
    for (size_t i = 0; i < count && !j->failed; i++) {
        const miler_plan_finding *f = &findings[i];
        json_t *row = js_item(j, list);
        js_text(j, row, "rule", f->rule);
        js_date(j, row, "date", f->day);
        js_put(j, row, "session_id", f->session_id != 0 ? json_integer(f->session_id) : json_null());
        js_text(j, row, "found", f->found);
        js_text(j, row, "allowed", f->allowed);
        js_text(j, row, "why", f->why);
    }
}

json_t *render_plan_check_json(const app_plan_audit *audit) {
    js j = {0};
    json_t *root = js_root(&j);
    js_bool(&j, root, "keeps_every_rule", audit->total == 0);
    js_int(&j, root, "finding_count", (int64_t)audit->total);
    render_findings_json(&j, root, audit->findings, audit->listed);
    return js_done(&j, root);
}
