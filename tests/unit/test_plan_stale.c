// SPDX-License-Identifier: MIT
// What was left out or moved by hand is no reason for other days any more, and all else that was said stays.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

#include <stdlib.h>

static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static miler_plan make(void) {
    miler_plan_rules rules;
    miler_plan plan;
    miler_error err = {0};
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    r.athlete.places = MILER_HAS_TRACK | MILER_HAS_HILL | MILER_HAS_GYM;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    if (miler_plan_build(&r, &rules, arena, &plan, &err) != MILER_OK) fail_msg("%s", err.msg);
    return plan;
}

static const miler_session *by_id(const miler_plan *p, int32_t id) {
    return miler_plan_session(p, id);
}

// The reasons of the days around that name it.
static int namers(const miler_plan *p, const miler_session *gone) {
    int found = 0;
    for (size_t i = 0; i < p->session_count; i++) {
        const miler_session *s = &p->sessions[i];
        if (s->id != gone->id && s->status != MILER_SESSION_SKIPPED && abs(s->day - gone->day) <= 2)
            found += strstr(s->why_day, gone->title) != NULL;
    }
    return found;
}

// Days of hard running have titles of their own, so that nothing else is meant by them.
static void what_is_left_out_is_no_reason(void **state) {
    (void)state;
    const miler_plan plan = make();
    int before = 0, tried = 0;
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *s = &plan.sessions[i];
        miler_plan out;
        miler_plan_change *changes;
        size_t count;
        if (!s->hard || s->kind == MILER_SESSION_RACE) continue;
        tried++;
        before += namers(&plan, s);
        assert_int_equal(
            miler_plan_skip(&plan, plan.start_day, s->id, 0, arena, &out, &changes, &count, NULL), MILER_OK);
        if (namers(&out, s) > 0) fail_msg("'%s' is left out and still a reason", s->title);
    }
    assert_true(tried > 10 && before > tried);
}

// Titles of easy runs are not unique: do the words say that day?
static bool may_speak_of(const char *why, int32_t days_after) {
    static const char *const after[] = {"On ", "he day after ", "two days after", "three days after"};
    if (days_after == -1) return strstr(why, "omorrow") != NULL || strncmp(why, "Between ", 8) == 0;
    if (days_after == 1 && (strstr(why, "yesterday") != NULL || strncmp(why, "Between ", 8) == 0))
        return true;
    return days_after >= 0 && days_after < 4 ? strstr(why, after[days_after]) != NULL
                                             : days_after > 3 && strstr(why, " days after ") != NULL;
}

static bool can_go(const miler_session *s) {
    return s->kind != MILER_SESSION_RACE && s->kind != MILER_SESSION_REST;
}

// Whatever is left out: reasons that say nothing of it are as they were, and nobody is left without one.
static void all_else_stays(void **state) {
    (void)state;
    const miler_plan plan = make();
    int kinds = 0, renewed = 0, closed = 0;
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *gone = &plan.sessions[i];
        miler_plan out;
        miler_plan_change *changes;
        size_t count;
        if (!can_go(gone)) continue;
        kinds |= 1 << gone->kind;
        assert_int_equal(
            miler_plan_skip(&plan, plan.start_day, gone->id, 0, arena, &out, &changes, &count, NULL),
            MILER_OK);
        for (size_t k = 0; k < plan.session_count; k++) {
            const miler_session *was = &plan.sessions[k], *now = by_id(&out, was->id);
            if (was->id == gone->id || strcmp(now->why_day, was->why_day) == 0) continue;
            renewed++;
            const bool named = strstr(was->why_day, gone->title) != NULL ||
                               strstr(was->why_day, "time trial") != NULL ||
                               strstr(was->why_day, "the long run") != NULL;
            if (!named || !may_speak_of(was->why_day, was->day - gone->day))
                fail_msg("'%s' on %d is left out: '%s' of %d is '%s'", gone->title, (int)gone->day,
                         was->why_day, (int)was->day, now->why_day);
            if (was->why_day[0] != '\0' && now->why_day[0] == '\0')
                fail_msg("nothing is left of '%s'", was->why_day);
            if (strstr(was->why_day, "is not one of your days") == NULL) continue;
            closed++;
            assert_non_null(strstr(now->why_day, "is not one of your days for running."));
        }
    }
    const int all = 1 << MILER_SESSION_EASY | 1 << MILER_SESSION_LONG | 1 << MILER_SESSION_SPEED |
                    1 << MILER_SESSION_STRIDES | 1 << MILER_SESSION_HILLS | 1 << MILER_SESSION_THRESHOLD |
                    1 << MILER_SESSION_TRIAL | 1 << MILER_SESSION_STRENGTH;
    assert_int_equal(kinds & all, all);
    assert_true(renewed > 20 && closed > 3);
}

// Whatever is moved to a later day of its week: somebody else's reason may go, never all of it.
static void nobody_is_left_without_a_reason(void **state) {
    (void)state;
    const miler_plan plan = make();
    int moved = 0;
    for (size_t i = 0; i < plan.session_count; i++)
        for (int32_t by = 1; by < 4; by++) {
            const miler_session *s = &plan.sessions[i];
            miler_plan out;
            miler_plan_change *changes;
            size_t count;
            if (!can_go(s) || s->day + by >= plan.race_day) continue;
            if (miler_plan_move(&plan, plan.start_day, s->id, 0, s->day + by, true, arena, &out, &changes,
                                &count, NULL) != MILER_OK)
                continue;
            moved++;
            for (size_t k = 0; k < out.session_count; k++) {
                const miler_session *now = &out.sessions[k], *was = by_id(&plan, now->id);
                if (was != NULL && was->why_day[0] != '\0' && now->why_day[0] == '\0')
                    fail_msg("'%s' is moved by %d: nothing is left of '%s' of '%s'", s->title, (int)by,
                             was->why_day, was->title);
            }
        }
    assert_true(moved > 100);
}

// On its new day a session says nothing of the old one, and the day it left no longer waits for it.
static void what_is_moved_says_nothing_of_its_old_day(void **state) {
    (void)state;
    const miler_plan plan = make();
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *s = &plan.sessions[i];
        miler_plan out;
        miler_plan_change *changes;
        size_t count;
        if (!s->hard || s->kind == MILER_SESSION_RACE || s->day + 1 >= plan.race_day) continue;
        assert_int_equal(miler_plan_move(&plan, plan.start_day, s->id, 0, s->day + 1, false, arena, &out,
                                         &changes, &count, NULL),
                         MILER_OK);
        const char *why = by_id(&out, s->id)->why_day;
        if (strstr(why, miler_weekday_whole(miler_weekday(s->day))) != NULL) fail_msg("'%s'", why);
        if (strstr(why, " days before the ") != NULL) fail_msg("'%s'", why);
        assert_true(why[0] != '\0');
        for (size_t k = 0; k < out.session_count; k++) {
            const miler_session *other = &out.sessions[k];
            if (other->day == s->day - 1 && strstr(other->why_day, s->title) != NULL)
                fail_msg("'%s', which is not tomorrow any more", other->why_day);
            if (other->day == s->day - 1 && strncmp(other->why_day, "Today only", 10) == 0)
                fail_msg("'%s' begins in the middle", other->why_day);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_left_out_is_no_reason),
                                       cmocka_unit_test(all_else_stays),
                                       cmocka_unit_test(nobody_is_left_without_a_reason),
                                       cmocka_unit_test(what_is_moved_says_nothing_of_its_old_day)};
    return cmocka_run_group_tests_name("stale reasons", tests, set_up, tear_down);
}
