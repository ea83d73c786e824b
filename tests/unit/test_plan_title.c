// SPDX-License-Identifier: MIT
// What a session typed by hand is called: in the plan's own words, read from its steps.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static miler_arena *arena;
static miler_plan plan;

static int set_up(void **state) {
    (void)state;
    miler_plan_rules rules;
    arena = miler_arena_new(NULL, 0);
    const miler_plan_request r = kit_runner(320, 45, "MTWT-SS", 10);
    return arena == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK ||
           miler_plan_build(&r, &rules, arena, &plan, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

// The session as it stands, and what is told of the change.
static miler_session set(const miler_session *at, const char *text, miler_plan_change *told) {
    miler_plan out;
    miler_plan_change *changes;
    miler_error err = {0};
    size_t count;
    if (miler_plan_set(&plan, plan.start_day, at->id, 0, text, arena, &out, &changes, &count, &err) !=
        MILER_OK)
        fail_msg("%s: %s", text, err.msg);
    if (told != NULL) *told = changes[0];
    return *miler_plan_session(&out, at->id);
}

static const miler_session *first(miler_session_kind kind) {
    for (size_t i = 0; i < plan.session_count; i++)
        if (plan.sessions[i].kind == kind) return &plan.sessions[i];
    fail_msg("no %s in it", miler_session_kind_name(kind));
    return NULL;
}

// Its own sessions, typed in again, keep their names; "a little quicker" is told in seconds.
static void as_the_plan_says_it(void **state) {
    (void)state;
    size_t looked = 0;
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *s = &plan.sessions[i];
        if (s->kind == MILER_SESSION_RACE || s->kind == MILER_SESSION_STRENGTH ||
            s->kind == MILER_SESSION_PLYO || s->kind == MILER_SESSION_REST ||
            strstr(s->text, "@mile-") != NULL)
            continue;
        const miler_session now = set(s, s->text, NULL);
        if (strcmp(now.title, s->title) != 0) fail_msg("%s: %s, not %s", s->text, now.title, s->title);
        looked++;
    }
    assert_true(looked > 30);
}

static void in_words(void **state) {
    (void)state;
    static const struct {
        const char *text, *title;
    } rows[] = {
        {"15min easy, 6x400m @mile r400m jog, 10min easy", "6 x 400 m at mile pace"},
        {"15min easy, 200-400-600-400-200m @mile r200m jog", "200-400-600-400-200 m at mile pace"},
        {"2x(4x200m @mile r200m jog) r4min walk", "2 x 4 x 200 m at mile pace"},
        {"3x(1200m @vo2max r2min, 400m @mile r3min)", "3 x (1200 m at VO2max pace, 400 m at mile pace)"},
        {"2x(200-400-200m @mile r200m jog)", "2 x (200-400-200 m at mile pace)"},
        {"3x1km @5k r2min, 4x200m @mile-2s r200m",
         "3 x 1000 m at 5 km pace, 4 x 200 m at mile pace, 2 s a lap faster"},
        {"6x400m @1:22 r200m", "6 x 400 m in 1:22.0"},
        {"20min @4:00/km", "20 min at 4:00/km"},
        {"5x800m @RPE 8 r2min jog", "5 x 800 m at RPE 8"},
        {"20min @95% threshold, 10min @88-92% vo2max",
         "20 min at 95 % of threshold, 10 min at 88-92 % of VO2max pace"},
        {"15min easy, 1200m time trial, 10min easy", "time trial, 1200 m"},
        {"10km @marathon", "10 km at marathon pace"},
        {"10km easy, 6x100m stride, drills", "10 km easy run, 6 strides, drills"},
        {"6x(5min easy, 1min walk)", "easy run and walk, 6 x 5 min"},
        {"20min easy, 8x45s hill @RPE 9 r2min, 5min easy", "25 min easy run, 8 x 45 s uphill"},
        {"squat 3x5 @80%, deadlift 3x5, lunge 2x8, calf raise 3x12",
         "strength: squat, deadlift, lunge, and more"},
        {"pogo 2x15, box jump 3x5", "plyometrics: pogo, box jump"},
        {"rest", "rest"},
        {"2x100m @mile r60s, 2x200m @mile r60s, 2x300m @mile r60s, 2x400m @mile r60s, 2x500m @mile r60s, "
         "2x600m "
         "@mile r60s, 2x700m @mile r60s, 2x800m @mile r60s",
         "2 x 100 m, 2 x 200 m, 2 x 300 m, 2 x 400 m, 2 x 500 m, 2 x 600 m, 2 x 700 m at mile pace, and "
         "more"},
        {"1200m @5k, 1000m @3k, 800m @mile, 600m @800m, 400m @mile-3s, 5km @threshold",
         "1200 m at 5 km pace, 1000 m at 3000 m pace, 800 m at mile pace, 600 m at 800 m pace, and more"},
    };
    const miler_session *easy = first(MILER_SESSION_EASY);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_session now = set(easy, rows[i].text, NULL);
        if (strcmp(now.title, rows[i].title) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, now.title, rows[i].title);
    }
}

// Easy and steady running in the units of the runner, reps and trials in those they were typed in.
static void in_miles(void **state) {
    (void)state;
    static const struct {
        const char *text, *title;
    } rows[] = {
        {"5mi easy, 4 strides", "5 mi easy run, 4 strides"},
        {"5km easy", "3.11 mi easy run"},
        {"12.5mi easy", "12.5 mi easy run"},
        {"6mi @marathon", "6 mi at marathon pace"},
        {"3mi @6:30/mi", "3 mi at 6:30/mi"},
        {"2x(3mi @threshold r3min)", "2 x 3 mi at threshold"},
        {"3x(400m @mile r1min, 2.5km @threshold r3min)", "3 x (400 m at mile pace, 2500 m at threshold)"},
        {"3x1mi @threshold r1min", "3 x mile at threshold"},
        {"3x1km @5k r2min", "3 x 1000 m at 5 km pace"},
        {"1200m @5k r2min, 1000m @3k", "1200 m at 5 km pace, 1000 m at 3000 m pace"},
        {"8x150m hill @RPE 9 r2min", "8 x 150 m uphill"},
        {"15min easy, 5km time trial", "time trial, 5 km"},
    };
    const miler_session *easy = first(MILER_SESSION_EASY);
    plan.request.athlete.units = MILER_UNITS_IMPERIAL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_session now = set(easy, rows[i].text, NULL);
        if (strcmp(now.title, rows[i].title) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, now.title, rows[i].title);
    }
}

// The text is kept beside the name; where the name is the same, the texts tell what was changed.
static void the_text_stays(void **state) {
    (void)state;
    miler_plan_change told;
    const miler_session *easy = first(MILER_SESSION_EASY);
    miler_session now = set(easy, "15min easy, 5x300m @mile r300m jog", &told);
    assert_string_equal(now.text, "15min easy, 5x300m @mile r300m jog");
    assert_string_equal(told.was, easy->title);
    assert_string_equal(told.now, "5 x 300 m at mile pace");
    plan.sessions[easy - plan.sessions] = now;
    now = set(easy, "20min easy, 5x300m @mile r300m jog", &told);
    assert_string_equal(told.was, "15min easy, 5x300m @mile r300m jog");
    assert_string_equal(told.now, "20min easy, 5x300m @mile r300m jog");
}

int main(void) {
#define STORY(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {STORY(as_the_plan_says_it), STORY(in_words), STORY(in_miles),
                                       STORY(the_text_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
