// SPDX-License-Identifier: MIT
// The log comes once the plan is made: what is followed, from when, and what is left as it was.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static miler_arena *arena;
static miler_plan_rules rules;
static miler_plan plan, anew;
static miler_plan_change *changes;
static size_t count;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static miler_plan make(const miler_plan_request *r) {
    miler_plan out;
    miler_error err = {0};
    if (miler_plan_build(r, &rules, arena, &out, &err) != MILER_OK) fail_msg("%s", err.msg);
    return out;
}

static void replan(const miler_plan *of, int32_t today, const miler_plan_request *log) {
    const miler_replan asked = {.today = today, .log = log, .evidence_day = MILER_NO_DAY};
    miler_error err = {0};
    if (miler_plan_replan(of, &asked, &rules, arena, &anew, &changes, &count, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

static miler_plan_request of_log(const miler_plan_request *r, double weekly_km, int32_t runs) {
    miler_plan_request log = *r;
    log.weekly_m = weekly_km * 1000;
    log.longest_m = weekly_km * 300;
    log.runs_per_week = runs;
    log.from_log = MILER_LOG_WEEKLY | MILER_LOG_LONGEST | MILER_LOG_RUNS;
    return log;
}

static bool said(const char *text) {
    for (size_t i = 0; i < count; i++)
        if (strstr(changes[i].now, text) != NULL || strstr(changes[i].reason, text) != NULL) return true;
    return false;
}

static void expect_sessions(const miler_plan *a, const miler_plan *b) {
    assert_int_equal(a->session_count, b->session_count);
    assert_int_equal(a->level, b->level);
    for (size_t i = 0; i < a->session_count; i++) {
        assert_int_equal(a->sessions[i].day, b->sessions[i].day);
        assert_string_equal(a->sessions[i].text, b->sessions[i].text);
    }
    for (size_t i = 0; i < a->week_count; i++) {
        assert_int_equal(a->weeks[i].light, b->weeks[i].light);
        assert_string_equal(a->weeks[i].purpose, b->weeks[i].purpose);
    }
}

// Not begun: as if made now, also of another level, with the numbers of days and places.
static void before_its_first_day(void **state) {
    (void)state;
    static const struct { double mile_s, km; } rows[] = {{340, 60}, {340, 30}, {600, 25}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_plan_request r = kit_runner(rows[i].mile_s, 0, "MT-TF-S", 8);
        const miler_plan_request log = of_log(&r, rows[i].km, 4);
        plan = make(&r);
        const miler_plan meant = make(&log);
        replan(&plan, r.today, &log);
        assert_true(said("km a week before the plan") && said("Your log now tells"));
        expect_sessions(&anew, &meant);
        for (size_t k = 0; k < anew.session_count; k++) {
            const miler_session *s = &anew.sessions[k], *was = miler_plan_session(&plan, s->id);
            assert_true(was == NULL || (was->day == s->day && was->slot == s->slot));
        }
        const miler_plan once = anew;
        replan(&once, r.today, &log);
        assert_int_equal(count, 0);
    }
}

// Under way: what is over stays, the weeks to come go on from what was usual.
static void under_way(void **state) {
    (void)state;
    const miler_plan_request r = kit_runner(340, 0, "MT-TF-S", 8);
    const miler_plan_request log = of_log(&r, 60, 5);
    plan = make(&r);
    replan(&plan, r.start_day + 10, &log);
    assert_true(count > 0 && said("60 km a week before the plan"));
    assert_true(said("from those that it has asked for") && !said("it goes on from them"));
    assert_true(anew.request.weekly_m > 59999 && anew.level == plan.level);
    for (size_t i = 0; i < plan.session_count && plan.sessions[i].day < r.start_day + 10; i++)
        assert_string_equal(anew.sessions[i].text, plan.sessions[i].text);
    double was_m = 0, now_m = 0;
    for (size_t i = 4; i + 1 < anew.week_count; i++) // step by step from what was run
        was_m += plan.weeks[i].dist_m, now_m += anew.weeks[i].dist_m;
    assert_true(now_m > 1.1 * was_m);
    const miler_plan once = anew;
    replan(&once, r.start_day + 10, &log);
    assert_int_equal(count, 0);
}

// Last week is what was run in it, not what was asked for.
static void last_week_is_what_was_run(void **state) {
    (void)state;
    const miler_plan_request r = kit_runner(340, 0, "MT-TF-S", 8);
    plan = make(&r);
    size_t i = 0;
    while (plan.weeks[i].day_count < 7)
        i++;
    const int32_t first = plan.weeks[i].first_day;
    const miler_plan_run runs[] = {{first + 1, 30000}, {first + 3, 13600}};
    const miler_replan asked = {
        .today = first + 7, .evidence_day = MILER_NO_DAY, .all_runs = runs, .all_run_count = 2};
    assert_int_equal(miler_plan_replan(&plan, &asked, &rules, arena, &anew, &changes, &count, NULL),
                     MILER_OK);
    const miler_plan_week *week = &anew.weeks[i + 1];
    int comes_to = 0, less = 0, told = 0;
    for (size_t k = week->first_session; k < week->first_session + week->session_count; k++) {
        const char *much = anew.sessions[k].why_much;
        const int read = sscanf(much, "The week comes to %d km, %d less than last week.", &comes_to, &less);
        if (read < 1) continue;
        told++;
        if (read != 2 || abs(comes_to + less - 44) > 1) fail_msg("%s", much);
    }
    assert_int_equal(told, 1);
}

static void what_is_left_as_it_was(void **state) {
    (void)state;
    const miler_plan_request told = kit_runner(340, 40, "MT-TF-S", 8);
    const miler_plan_request log = of_log(&told, 60, 5);
    plan = make(&told);
    replan(&plan, told.today, &log);
    assert_int_equal(count, 0); // the runner's word
    assert_false(miler_plan_log_is_news(&plan.request, &log));
    const miler_plan_request about = of_log(&told, 44, 5), from = of_log(&told, 40, 5);
    plan = make(&from);
    assert_false(miler_plan_log_is_news(&plan.request, &about)); // much the same log
    assert_true(miler_plan_log_is_news(&plan.request, &log));
    assert_false(miler_plan_log_is_news(&plan.request, NULL));
    // Under way so little makes it a plan of another level; and who was taken for one who does not run stays so.
    const miler_plan_request unknown = kit_runner(330, 0, "MT-TF-S", 8), little = of_log(&unknown, 12, 3);
    plan = make(&unknown);
    replan(&plan, unknown.start_day + 10, &little);
    assert_true(count == 0 && miler_plan_log_is_news(&anew.request, &little));
    const miler_plan_request learner = kit_runner(630, 0, "M-W--S-", 8), runs = of_log(&learner, 20, 3);
    plan = make(&learner);
    assert_true(plan.request.from_log & MILER_LOG_UNKNOWN);
    replan(&plan, learner.start_day + 10, &runs);
    assert_true(anew.request.from_log & MILER_LOG_UNKNOWN);
    replan(&plan, learner.today, &runs);
    assert_false(anew.request.from_log & MILER_LOG_UNKNOWN);
}

int main(void) {
#define STORY(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {STORY(before_its_first_day), STORY(under_way),
                                       STORY(last_week_is_what_was_run), STORY(what_is_left_as_it_was)};
    return cmocka_run_group_tests_name("replan_late", tests, NULL, NULL);
}
