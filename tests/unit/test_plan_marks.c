// SPDX-License-Identifier: MIT
// The plan against the log: sports, miles told by plans and names, and what
// sessions were as the store keeps them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/plan_marks.h"
#include "app/run_truth.h"
#include "render/truth_render.h"
#include "store/sql.h"
#include "store_kit.h"

// A plan of one session a day, from day 20000 on.
static void plan_of(app_plan_answer *a, miler_session *sessions, const char *const *texts, size_t count) {
    *a = (app_plan_answer){.plan = {.sessions = sessions, .session_count = count, .start_day = 20000}};
    miler_pace_book_init(&a->plan.request.book);
    for (size_t i = 0; i < count; i++)
        sessions[i] = (miler_session){.day = 20000 + (int32_t)i, .text = texts[i]};
}

static void a_ride_is_no_run(void **state) {
    kit *k = *state;
    static const char *const texts[] = {"40min easy", "20min easy, 40min bike"};
    miler_session sessions[2];
    app_plan_answer plan;
    plan_of(&plan, sessions, texts, 2);
    miler_rep rep = {.time_s = 2400, .dist_m = 15000};
    const miler_reps reps = {.reps = &rep, .count = 1};
    const store_run ride = {.sport = MILER_SPORT_CYCLING, .timer_s = 2400};
    const store_run run = {.sport = MILER_SPORT_RUNNING, .timer_s = 2400};
    miler_match match;
    assert_false(app_match_session(&plan, &sessions[0], &ride, &reps, k->arena, &match));
    assert_true(app_match_session(&plan, &sessions[0], &run, &reps, k->arena, &match));
    assert_true(app_match_session(&plan, &sessions[1], &ride, &reps, k->arena, &match));
    assert_int_equal(match.outcome, MILER_OUTCOME_DONE);
    sessions[1].kind = MILER_SESSION_CROSS;
    assert_false(app_match_session(&plan, &sessions[1], &run, &reps, k->arena, &match));
    assert_true(app_match_session(&plan, &sessions[1], &ride, &reps, k->arena, &match));
}

static void miles_of_plans(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double told_m;
    } rows[] = {{"2km easy, 1mi time trial, 1km easy", MILER_MILE_M},
                {"2km easy, 3x1600m @threshold r3min", 1600},
                {"2x1mi @threshold r3min, 1600m @mile", 0},
                {"1mi easy, 6x400m @mile r400m jog", 0},
                {"40min easy", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_session session;
        app_plan_answer plan;
        plan_of(&plan, &session, &rows[i].text, 1);
        if (fabs(app_plan_mile(&plan, 20000) - rows[i].told_m) > 0.5)
            fail_msg("%s: %.1f", rows[i].text, app_plan_mile(&plan, 20000));
        assert_true(app_plan_mile(&plan, 20001) == 0);
    }
    assert_true(app_plan_mile(NULL, 20000) == 0);
}

static void miles_of_names(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double told_m;
    } rows[] = {{"Mile TT", MILER_MILE_M},
                {"mile-trial", MILER_MILE_M},
                {"1600m final", 1600},
                {"1600 at state", 1600},
                {"10 miles easy", 0},
                {"Smile", 0},
                {"11600", 0},
                {"1600 or a mile", 0},
                {"", 0},
                {NULL, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (fabs(app_named_mile(rows[i].name) - rows[i].told_m) > 0.5)
            fail_msg("%s: %.1f", rows[i].name, app_named_mile(rows[i].name));
}

// ---- Words

static void long_boards_are_cut_at_a_set(void **state) {
    kit *k = *state;
    enum { SETS = 40, EACH = 4 };
    miler_rep reps[SETS * EACH];
    for (int i = 0; i < SETS * EACH; i++)
        reps[i] = (miler_rep){.kind = MILER_REP_WORK,
                              .dist_m = 400,
                              .nominal_m = 400,
                              .nominal_sure = true,
                              .time_s = 80,
                              .nominal_time_s = 80,
                              .set = i / EACH};
    const miler_reps all = {.reps = reps, .count = SETS * EACH, .work_count = SETS * EACH};
    const char *whole = app_reps_words(&all, miler_reps_board, 65536, k->arena);
    assert_int_equal(strncmp(whole, "4 x 400: 1:20.0", 15), 0);
    assert_null(strstr(whole, "..."));
    const char *cut = app_reps_words(&all, miler_reps_board, 500, k->arena);
    const size_t len = strlen(cut);
    assert_true(len > 100 && len <= 504);
    assert_string_equal(cut + len - 4, " ...");
    // Up to there it is the same, and a whole line.
    assert_int_equal(strncmp(cut, whole, len - 4), 0);
    assert_int_equal(whole[len - 4], '\n');
}

// Which of the reps asked for was not run, by its place among those asked for, though two were added before.
static void missed_reps_are_named(void **state) {
    kit *k = *state;
    miler_workout asked;
    ok(miler_workout_parse("2x100m strides r60s, 6x400m @80 r60s", k->arena, &asked, &why));
    miler_rep reps[20];
    size_t n = 0;
    for (int i = 0; i < 9; i++) {
        const double m = i < 2 ? 50 : i < 4 ? 100 : 400; // two sprints that nobody asked for, 5 of 6
        reps[n++] = (miler_rep){.kind = i >= 2 && i < 4 ? MILER_REP_STRIDE : MILER_REP_WORK,
                                .dist_m = m,
                                .nominal_m = m,
                                .nominal_sure = true,
                                .time_s = m / 5,
                                .nominal_time_s = m / 5,
                                .speed_mps = 5,
                                .set = 0};
        reps[n++] = (miler_rep){.kind = MILER_REP_RECOVERY, .time_s = 60, .set = -1};
    }
    // A step to the gate is no row.
    reps[n++] =
        (miler_rep){.kind = MILER_REP_COOLDOWN, .dist_m = 9, .time_s = 40, .standing_s = 38, .set = -1};
    miler_session session = {.title = "6 x 400"};
    app_truth t = {.reps = {.source = MILER_REPS_SPEED, .reps = reps, .count = n, .work_count = 9},
                   .has_match = true,
                   .planned = &session};
    ok(miler_match_session(&asked, NULL, &t.reps, k->arena, &t.match, &why));
    miler_buf out;
    miler_buf_init(&out, NULL, 65536);
    const render_look look = {.style = {.width = 100}};
    render_truth_text(&t, &look, k->arena, &out);
    const char *text = miler_buf_text(&out);
    if (strstr(text, "Asked for and not run: rep 8 of 8 (400 m).") == NULL) fail_msg("%s", text);
    assert_null(strstr(text, "cool-down"));
    assert_non_null(strstr(text, "bpm at end"));
    miler_buf_deinit(&out);
}

// ---- The store

enum { MANY = 2501 };

static void exec(kit *k, const char *text) {
    char *what = NULL;
    if (sqlite3_exec(k->s->db, text, NULL, NULL, &what) != SQLITE_OK) fail_msg("%s", what);
}

static void many_sessions_fit(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    const int64_t first = kit_put_run(k, ana, 1, 20000, 5, 300);
    // The same run, many times over, as rows.
    exec(k, "BEGIN; CREATE TEMP TABLE one AS SELECT * FROM activities");
    for (int i = 1; i < MANY; i++) {
        char text[160];
        (void)snprintf(text, sizeof text,
                       "UPDATE one SET id = %lld, idx = %d; INSERT INTO activities SELECT * FROM one",
                       (long long)first + i, i);
        exec(k, text);
    }
    exec(k, "COMMIT");
    exec(k,
         "INSERT INTO sessions (activity_id, made, text, board, rep_count, key, counts, parts) SELECT id, 2, "
         "'6x400m r400m jog', '6 x 400, r 400 j: 80.0 80.0 80.0 80.0 80.0 80.0', 6, '400 r400 j', '6', "
         "'reps 1 0 0' FROM activities");
    miler_arena *small = miler_arena_new(NULL, (size_t)4 << 20);
    store_session *same;
    size_t count;
    ok(store_session_same(k->s, ana, "400 r400 j", small, &same, &count, &why));
    assert_int_equal(count, MANY);
    assert_string_equal(same[MANY - 1].counts, "6");
    miler_arena_free(small);
    // No room at all: said, with words.
    small = miler_arena_new(NULL, 4096);
    miler_error err = {0};
    assert_int_equal(store_session_same(k->s, ana, "400 r400 j", small, &same, &count, &err),
                     MILER_ERR_NOMEM);
    assert_true(err.msg[0] != '\0');
    miler_arena_free(small);
    // Nothing is like nothing.
    exec(k, "UPDATE sessions SET key = ''");
    ok(store_session_same(k->s, ana, "", k->arena, &same, &count, &why));
    assert_int_equal(count, 0);
}

static void put_right_by_hand_is_read_again(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    const int64_t run = kit_put_run(k, ana, 1, 20000, 5, 300);
    int64_t *ids;
    int64_t id;
    size_t count;
    const store_session row = {.activity_id = run,
                               .made = 2,
                               .text = "5km easy",
                               .board = "",
                               .rep_m = NAN,
                               .rep_s = NAN,
                               .key = "run 5 km",
                               .counts = "",
                               .parts = "reps 1 0 0\n"};
    ok(store_session_missing(k->s, ana, 2, MILER_NO_DAY, k->arena, &ids, &count, &why));
    assert_int_equal(count, 1);
    ok(store_session_missing(k->s, ana, 2, 20001, k->arena, &ids, &count, &why));
    assert_int_equal(count, 0);
    ok(store_session_put(k->s, &row, &why));
    store_session got;
    ok(store_session_get(k->s, run, k->arena, &got, &why));
    assert_string_equal(got.key, "run 5 km");
    assert_string_equal(got.parts, "reps 1 0 0\n");
    ok(store_session_missing(k->s, ana, 2, MILER_NO_DAY, k->arena, &ids, &count, &why));
    assert_int_equal(count, 0);
    const store_edit edit = {.activity_id = run,
                             .edit = {.kind = MILER_EDIT_DISTANCE, .value = 5100, .text = ""},
                             .added_ms = 1,
                             .removed_ms = MILER_NO_TIME};
    ok(store_edit_add(k->s, &edit, &id, &why));
    ok(store_session_missing(k->s, ana, 2, MILER_NO_DAY, k->arena, &ids, &count, &why));
    assert_int_equal(count, 1);
}

int main(void) {
#define t(test) cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)
    const struct CMUnitTest tests[] = {t(a_ride_is_no_run),
                                       t(miles_of_plans),
                                       t(miles_of_names),
                                       t(long_boards_are_cut_at_a_set),
                                       t(missed_reps_are_named),
                                       t(many_sessions_fit),
                                       t(put_right_by_hand_is_read_again)};
    return cmocka_run_group_tests_name("plan_marks", tests, NULL, NULL);
}
