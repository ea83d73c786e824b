// SPDX-License-Identifier: MIT
// What notes take out of the plan, and what stands in: no strength or jumps on days that had none, and
// walks for those who still walk between runs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static miler_arena *arena;
static miler_plan_rules rules;
static miler_plan plan, anew, again;
static miler_plan_note notes[2];

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    memset(notes, 0, sizeof notes);
    return arena == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void build(const miler_plan_request *r) {
    miler_error err = {0};
    if (miler_plan_build(r, &rules, arena, &plan, &err) != MILER_OK) fail_msg("%s", err.msg);
}

static void replan_in(miler_arena *to, const miler_plan *old, size_t note_count, int32_t today,
                      miler_plan *out) {
    miler_error err = {0};
    miler_plan_change *changes;
    size_t count;
    const miler_replan asked = {
        .today = today, .evidence_day = MILER_NO_DAY, .notes = notes, .note_count = note_count};
    if (miler_plan_replan(old, &asked, &rules, to, out, &changes, &count, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

// In the plan's place.
static miler_status set_by_hand(int32_t id, const char *text) {
    miler_plan out;
    miler_plan_change *changes;
    size_t count;
    const miler_status status =
        miler_plan_set(&plan, plan.start_day, id, 0, text, arena, &out, &changes, &count, NULL);
    if (status == MILER_OK) plan = out;
    return status;
}

static void replan(const miler_plan *old, size_t note_count, int32_t today, miler_plan *out) {
    replan_in(arena, old, note_count, today, out);
}

static bool is_gym(const miler_session *s) {
    return s->status != MILER_SESSION_SKIPPED &&
           (s->kind == MILER_SESSION_STRENGTH || s->kind == MILER_SESSION_PLYO);
}

static bool has_kind(const miler_plan *p, int32_t day, miler_session_kind kind) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day == day && p->sessions[i].kind == kind) return true;
    return false;
}

// Two weeks from the note's first day hold no strength or jumps that the plan had not on that day.
static void assert_no_new_gym(int32_t first, int32_t days) {
    for (size_t i = 0; i < anew.session_count; i++) {
        const miler_session *s = &anew.sessions[i];
        if (!is_gym(s) || s->day < first) continue;
        if (s->day < first + days) fail_msg("%s on a day of the note", s->title);
        const miler_plan_week *week = miler_plan_week_at(&plan, s->day);
        const bool noted = week->first_day < first + days;
        if (noted && !has_kind(&plan, s->day, s->kind)) fail_msg("%s where there was none", s->title);
    }
}

static void a_sore_calf_brings_no_jumps(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    r.athlete.places |= MILER_HAS_GYM;
    build(&r);
    int gym = 0;
    for (size_t i = 0; i < plan.session_count; i++)
        gym += is_gym(&plan.sessions[i]);
    assert_true(gym > 10);
    for (int kind = MILER_NOTE_SICK; kind < MILER_NOTE_KIND_COUNT; kind++)
        for (int32_t day = plan.start_day; day < plan.race_day - 7; day++) {
            miler_arena *own = miler_arena_new(NULL, 0);
            assert_non_null(own);
            notes[0] =
                (miler_plan_note){.kind = (miler_note_kind)kind, .day = day, .days = 2, .part = "calf"};
            replan_in(own, &plan, 1, day, &anew);
            assert_no_new_gym(day, 2);
            replan_in(own, &anew, 1, day, &again);
            assert_int_equal(again.session_count, anew.session_count);
            for (size_t i = 0; i < again.session_count; i++)
                assert_string_equal(again.sessions[i].text, anew.sessions[i].text);
            miler_arena_free(own);
        }
}

// Taken back, the note gives all of it back.
static void a_note_taken_back_gives_the_gym_back(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    build(&r);
    const int32_t day = plan.start_day + 21;
    notes[0] = (miler_plan_note){.kind = MILER_NOTE_SORE, .day = day, .part = "calf"};
    replan(&plan, 1, day, &anew);
    replan(&anew, 0, day, &again);
    for (size_t i = 0; i < plan.session_count; i++)
        if (is_gym(&plan.sessions[i]))
            assert_true(has_kind(&again, plan.sessions[i].day, plan.sessions[i].kind));
}

// Calf raises put in the place of a run are no short easy run.
static void lifting_by_hand_gives_way_to_a_note(void **state) {
    (void)state;
    static const char *const texts[] = {"calf raise 3x15, pogo 2x15", "20min easy, calf raise 3x15"};
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    for (size_t i = 0; i < 2; i++) {
        build(&r);
        miler_session *set = NULL;
        for (size_t k = 0; k < plan.session_count && set == NULL; k++)
            if (plan.sessions[k].day > plan.start_day + 21 && plan.sessions[k].kind == MILER_SESSION_STRIDES)
                set = &plan.sessions[k];
        assert_non_null(set);
        const int32_t id = set->id, day = set->day;
        assert_int_equal(set_by_hand(id, texts[i]), MILER_OK);
        notes[0] = (miler_plan_note){.kind = MILER_NOTE_SORE, .day = day, .part = "calf"};
        replan(&plan, 1, day, &anew);
        const miler_session *s = miler_plan_session(&anew, id);
        if (!s->aside) fail_msg("%s: kind %d slot %d covers %x", s->text, s->kind, s->slot, s->covers);
        assert_true(s->by_hand && s->status == MILER_SESSION_SKIPPED);
    }
}

static void a_stand_in_of_a_beginner_has_walks(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(720, 0, "-T-TS-S", 8);
    build(&r);
    assert_true(plan.request.from_log & MILER_LOG_UNKNOWN);
    for (int32_t week = 0; week < 3; week++) {
        build(&r);
        const int32_t first = plan.weeks[week].first_day;
        miler_session *run = NULL;
        for (size_t i = 0; i < plan.session_count && run == NULL; i++)
            if (plan.sessions[i].day > first && plan.sessions[i].dist_m > 0) run = &plan.sessions[i];
        assert_non_null(run);
        assert_non_null(strstr(run->text, "walk"));
        const int32_t day = run->day;
        assert_int_equal(set_by_hand(run->id, "60min easy"), MILER_OK);
        notes[0] = (miler_plan_note){.kind = MILER_NOTE_SORE, .day = day, .days = 1, .part = "shin"};
        replan(&plan, 1, day, &anew);
        const miler_session *in = NULL;
        for (size_t i = 0; i < anew.session_count; i++)
            if (anew.sessions[i].day == day && anew.sessions[i].status != MILER_SESSION_SKIPPED)
                in = &anew.sessions[i];
        assert_true(in != NULL && in->aside && in->time_s > 600);
        if (strstr(in->text, "walk") == NULL) fail_msg("week %d: %s", week, in->text);
        assert_true(in->time_s <= 60 * 35);
        replan(&anew, 1, day, &again);
        const miler_session *same = miler_plan_session(&again, in->id);
        assert_string_equal(same->text, in->text);
    }
}

static size_t changed;

static void replan_done(miler_arena *to, const miler_plan *old, const miler_plan_past *past, size_t count,
                        int32_t today, miler_plan *out) {
    miler_error err = {0};
    miler_plan_change *changes;
    const miler_replan asked = {.today = today,
                                .evidence_day = MILER_NO_DAY,
                                .past = past,
                                .past_count = count,
                                .notes = notes,
                                .note_count = 1};
    if (miler_plan_replan(old, &asked, &rules, to, out, &changes, &changed, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

// Of that day the runs, or the strength and jumps, are told as done.
static size_t tell_done(int32_t day, bool gym, miler_plan_past *past, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < plan.session_count && count < room; i++) {
        const miler_session *s = &plan.sessions[i];
        if (s->day == day && s->kind != MILER_SESSION_REST && is_gym(s) == gym)
            past[count++] = (miler_plan_past){s->id, MILER_PAST_DONE, day, 0};
    }
    return count;
}

// What was done on the day stays; what is left of it follows the note.
static void assert_follows(int32_t day, bool gym) {
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *was = &plan.sessions[i];
        if (was->day != day || was->kind == MILER_SESSION_REST) continue;
        const miler_session *is = miler_plan_session(&anew, was->id);
        assert_non_null(is);
        if (is_gym(was) == gym) {
            assert_int_equal(is->status, MILER_SESSION_DONE);
            assert_string_equal(is->text, was->text);
        } else if (is_gym(was) || was->hard) {
            assert_int_equal(is->status, MILER_SESSION_SKIPPED);
            assert_true(is->why_day[0] != '\0');
        }
    }
    for (size_t i = 0; i < anew.session_count; i++) {
        const miler_session *s = &anew.sessions[i];
        if (s->day == day && s->status != MILER_SESSION_SKIPPED && s->status != MILER_SESSION_DONE)
            assert_false(s->hard || is_gym(s));
    }
}

// Sore, ill, tired or away after the run: it is done. So is strength before it.
static void what_is_done_before_a_note_stays(void **state) {
    (void)state;
    int days[2] = {0};
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    r.athlete.places |= MILER_HAS_GYM;
    build(&r);
    for (int kind = MILER_NOTE_SICK; kind < MILER_NOTE_KIND_COUNT; kind++)
        for (int32_t day = plan.start_day; day < plan.race_day; day++)
            for (int gym = 0; gym < 2; gym++) {
                miler_plan_past past[4];
                const size_t count = tell_done(day, gym == 1, past, 4);
                if (count == 0) continue;
                miler_arena *own = miler_arena_new(NULL, 0);
                assert_non_null(own);
                notes[0] =
                    (miler_plan_note){.kind = (miler_note_kind)kind, .day = day, .days = 2, .part = "calf"};
                replan_done(own, &plan, past, count, day, &anew);
                assert_follows(day, gym == 1);
                replan_done(own, &anew, past, count, day, &again);
                assert_int_equal(changed, 0);
                assert_int_equal(again.session_count, anew.session_count);
                days[gym]++;
                miler_arena_free(own);
            }
    assert_true(days[0] > 60 && days[1] > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sore_calf_brings_no_jumps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_note_taken_back_gives_the_gym_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lifting_by_hand_gives_way_to_a_note, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stand_in_of_a_beginner_has_walks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_done_before_a_note_stays, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("replan_aside", tests, NULL, NULL);
}
