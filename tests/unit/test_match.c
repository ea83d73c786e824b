// SPDX-License-Identifier: MIT
// Asked against run, rep by rep.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/match.h>

#include <string.h>

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

typedef struct ran {
    miler_rep_kind kind;
    double dist_m, time_s;
    double rest_s, rest_m; // the recovery after it, jogged when it has metres; 0 = none known
    double standing_s;
} ran;

typedef struct row {
    const char *what, *asked;
    ran run[12];
    const char *kinds; // one letter a rep: d c l f s m a
    double score_min, score_max;
    const char *verdict; // a part of it
} row;

#define W MILER_REP_WORK
#define R(kind, m, s)                                                                                        \
    { kind, m, s, 0, 0, 0 }
static const row rows[] = {
    {"as asked",
     "4x400m @80 r400m jog",
     {R(W, 400, 80), R(W, 400, 80.5), R(W, 400, 79.4), R(W, 400, 80.9)},
     "dddd",
     1,
     1,
     "all 4 reps as asked"},
    {"slower at the end",
     "4x400m @80 r400m jog",
     {R(W, 400, 80), R(W, 400, 80), R(W, 400, 83), R(W, 400, 84)},
     "ddss",
     0.6,
     0.95,
     "2 of 4 reps as asked, 2 slower; 1.8 s slower a rep on average"},
    {"too fast",
     "4x400m @80 r400m jog",
     {R(W, 400, 75), R(W, 400, 75), R(W, 400, 75), R(W, 400, 75)},
     "ffff",
     0.4,
     0.7,
     "4 faster; 5.0 s faster"},
    {"stopped early",
     "6x400m @80 r400m jog",
     {R(W, 400, 80), R(W, 400, 80), R(W, 400, 80), R(W, 400, 80)},
     "ddddmm",
     0.6,
     0.7,
     "4 of 6 reps as asked, 2 missed"},
    {"one in the middle forgotten",
     "3x(200m @40, 600m @120) r2min",
     {R(W, 200, 40), R(W, 600, 120), R(W, 200, 40), R(W, 200, 40), R(W, 600, 120)},
     "dddmdd",
     0.7,
     0.8,
     "1 missed"},
    {"one more",
     "3x400m @80 r1min",
     {R(W, 400, 80), R(W, 400, 80), R(W, 400, 80), R(W, 400, 80)},
     "ddda",
     0.8,
     0.9,
     "1 added"},
    {"one cut short",
     "3x400m @80 r1min",
     {R(W, 400, 80), R(W, 250, 50), R(W, 400, 80)},
     "dcd",
     0.85,
     0.9,
     "1 cut short"},
    {"strides and reps",
     "4x100m strides r60s, 2x800m @160 r2min",
     {R(MILER_REP_STRIDE, 98, 18), R(MILER_REP_STRIDE, 103, 18), R(MILER_REP_STRIDE, 100, 17),
      R(MILER_REP_STRIDE, 99, 18), R(W, 800, 160), R(W, 800, 161)},
     "dddddd",
     1,
     1,
     "all 6"},
    {"strides left out of an easy run",
     "40min easy, 4x100m strides r60s",
     {R(MILER_REP_STEADY, 8000, 2700)},
     "mmmm",
     0.85,
     0.95,
     "4 missed"},
    {"strides are no hill sprints",
     "30min easy, 4x10s hill sprint r2min walk",
     {R(MILER_REP_STRIDE, 98, 18), R(MILER_REP_STRIDE, 98, 18)},
     "aammmm",
     0.5,
     0.95,
     "4 missed, 2 added"},
    {"another session",
     "8x200m @40 r200m jog",
     {R(W, 400, 85), R(W, 400, 85), R(W, 400, 85)},
     "aaammmmmmmm",
     0,
     0.3,
     "another session: 3 x 400 run, 8 x 200 asked"},
    {"strides left out",
     "4x100m strides r60s, 2x800m @160 r2min",
     {R(W, 800, 160), R(W, 800, 161)},
     "mmmmdd",
     0.7,
     0.95,
     "4 missed"},
    {"by time",
     "3x4min @4:00/km r2min",
     {R(W, 1005, 241), R(W, 995, 240), R(W, 930, 240)},
     "dds",
     0.5,
     1,
     "1 slower"},
    {"only the easy part run",
     "3x400m @80 r1min",
     {R(MILER_REP_STEADY, 5000, 1500)},
     "mmm",
     0,
     0.3,
     "another session: an easy run, 3 x 400 asked"},
    {"an easy run", "8km easy", {R(MILER_REP_STEADY, 8100, 2700)}, "d", 1, 1, "done as asked"},
    {"an easy run cut short",
     "8km easy",
     {R(MILER_REP_STEADY, 4000, 1300)},
     "c",
     0.4,
     0.6,
     "cut short: 50 %"},
    // A watch left running is no run: two kilometres, then two hours on the grass.
    {"an easy run and a picnic",
     "6km easy",
     {{MILER_REP_STEADY, 2000, 7200, 0, 0, 6500}},
     "c",
     0.3,
     0.4,
     "cut short: 33 %"},
    {"the same by time",
     "40min easy",
     {{MILER_REP_STEADY, 2000, 7200, 0, 0, 6500}},
     "c",
     0.2,
     0.35,
     "cut short: 29 %"},
    {"twice as far and fast",
     "6km easy",
     {R(MILER_REP_STEADY, 12000, 2400)},
     "l",
     0,
     0.25,
     "longer: 200 % of what was asked, faster than easy by"},
    {"an easy run too fast",
     "8km easy",
     {R(MILER_REP_STEADY, 8000, 1800)},
     "f",
     0.3,
     0.7,
     "faster than easy by"},
    {"an easy run in the heat, uphill too",
     "8km easy",
     {R(MILER_REP_STEADY, 8000, 3100)},
     "d",
     1,
     1,
     "done as asked"},
    {"a walk for an easy run",
     "8km easy",
     {R(MILER_REP_STEADY, 8000, 5200)},
     "s",
     0.75,
     0.9,
     "slower than easy"},
    {"reps on an easy day",
     "6km easy",
     {R(W, 1200, 240), R(W, 1200, 240), R(W, 1200, 240), R(W, 1200, 240), R(W, 1200, 240)},
     "laaaaa",
     0,
     0.3,
     "another session: 5 x 1200 run, easy running asked"},
    {"an easy run by time, 3 x 2000 run",
     "21min easy",
     {R(W, 2000, 420), R(W, 2000, 420), R(W, 2000, 420)},
     "laaa",
     0,
     0.3,
     "another session: 3 x 2000 run, easy running asked"},
    {"strides on an easy day",
     "8km easy",
     {R(MILER_REP_STEADY, 8000, 2700), R(MILER_REP_STRIDE, 100, 18), R(MILER_REP_STRIDE, 100, 18),
      R(MILER_REP_STRIDE, 100, 18)},
     "daaa",
     0.9,
     0.999,
     "done as asked, 3 strides added"},
    {"400s for 300s, jogged for walked",
     "4x300m @60 r3min walk",
     {{W, 400, 80, 150, 400, 0},
      {W, 400, 80, 150, 400, 0},
      {W, 400, 80, 150, 400, 0},
      {W, 400, 80, 150, 400, 0},
      {W, 400, 80, 150, 400, 0},
      R(W, 400, 80)},
     "llllaa",
     0,
     0.35,
     "another session: 6 x 400 run, 4 x 300 asked; recoveries: jogged, not walked or stood"},
    {"one of them longer",
     "4x300m @60 r3min walk",
     {R(W, 300, 60), R(W, 400, 80), R(W, 300, 60), R(W, 300, 60)},
     "dldd",
     0.8,
     0.95,
     "3 of 4 reps as asked, 1 longer"},
    {"400s for 600s",
     "5x600m @130 r2min",
     {R(W, 400, 84), R(W, 400, 84), R(W, 400, 84), R(W, 400, 84), R(W, 400, 84), R(W, 400, 84)},
     "ccccca",
     0,
     0.5,
     "another session: 6 x 400 run, 5 x 600 asked"},
    {"an easy run, its strides left out",
     "30min easy, 4x100m strides r60s",
     {R(MILER_REP_STEADY, 5300, 1700)},
     "mmmm",
     0.75,
     0.95,
     "0 of 4 strides as asked, 4 missed"},
    {"recoveries half as long",
     "4x400m @80 r400m jog",
     {{W, 400, 80, 70, 200, 0}, {W, 400, 80, 70, 200, 0}, {W, 400, 80, 70, 200, 0}, R(W, 400, 80)},
     "dddd",
     0.9,
     0.95,
     "all 4 reps as asked; recoveries: shorter"},
    {"recoveries much longer, walked",
     "4x400m @80 r60s jog",
     {{W, 400, 80, 300, 0, 0}, {W, 400, 80, 300, 0, 0}, {W, 400, 80, 300, 0, 0}, R(W, 400, 80)},
     "dddd",
     0.8,
     0.9,
     "recoveries: longer, not jogged"},
    {"recoveries as asked",
     "4x400m @80 r400m jog",
     {{W, 400, 80, 150, 400, 0}, {W, 400, 80, 140, 390, 0}, {W, 400, 80, 160, 420, 0}, R(W, 400, 80)},
     "dddd",
     1,
     1,
     "all 4 reps as asked"},
    {"another session, longer reps",
     "6x200m @40 r200m jog",
     {R(W, 1000, 230), R(W, 1000, 230), R(W, 1000, 230), R(W, 1000, 230), R(W, 1000, 230)},
     "aaaaammmmmm",
     0,
     0.3,
     "another session: 5 x 1000 run, 6 x 200 asked"},
    {"one of six, then home",
     "6x400m @80 r400m jog",
     {R(W, 400, 80)},
     "dmmmmm",
     0.1,
     0.3,
     "1 of 6 reps as asked, 5 missed"},
    {"a mile for 1600",
     "2x1600m @330 r3min",
     {R(W, MILER_MILE_M, 331), R(W, MILER_MILE_M, 331)},
     "dd",
     1,
     1,
     "all 2"},
};

static miler_reps reps_of(const row *r, miler_rep *out) {
    miler_reps reps = {.reps = out};
    double at = 0;
    for (size_t i = 0; i < 12 && r->run[i].dist_m > 0; i++) {
        // A nominal distance where it is round, as the finder gives it.
        const bool round_m =
            r->run[i].kind == W && (fmod(r->run[i].dist_m, 100) == 0 || r->run[i].dist_m == MILER_MILE_M);
        miler_rep *rep = &out[reps.count++];
        *rep = (miler_rep){.kind = r->run[i].kind,
                           .dist_m = r->run[i].dist_m,
                           .time_s = r->run[i].time_s,
                           .start_s = at,
                           .end_s = at + r->run[i].time_s,
                           .nominal_m = round_m ? r->run[i].dist_m : 0,
                           .standing_s = r->run[i].standing_s,
                           .nominal_time_s = r->run[i].time_s};
        if (r->run[i].rest_s > 0)
            out[reps.count++] =
                (miler_rep){.kind = MILER_REP_RECOVERY,
                            .motion = r->run[i].rest_m > 0 ? MILER_MOTION_JOG : MILER_MOTION_WALK,
                            .dist_m = r->run[i].rest_m > 0 ? r->run[i].rest_m : 40,
                            .time_s = r->run[i].rest_s};
        at += r->run[i].time_s + 60;
        reps.work_count += r->run[i].kind != MILER_REP_STEADY;
    }
    // Jogging between and around, as much as anyone could ask for.
    if (reps.count > 0 && out[0].kind != MILER_REP_STEADY)
        out[reps.count++] = (miler_rep){.kind = MILER_REP_COOLDOWN, .dist_m = 4500, .time_s = 1500};
    return reps;
}

static void table(void **state) {
    (void)state;
    static const char letters[] = "dclfsma";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const row *r = &rows[i];
        miler_workout asked;
        miler_error err = {0};
        if (miler_workout_parse(r->asked, arena, &asked, &err) != MILER_OK)
            fail_msg("%s: %s", r->asked, err.msg);
        miler_rep run[26];
        const miler_reps reps = reps_of(r, run);
        miler_pace_book book;
        miler_pace_book_init(&book);
        book.zones[MILER_ZONE_EASY] = (miler_pace_band){3.4, 2.8, 3.1};
        miler_match m;
        assert_int_equal(miler_match_session(&asked, &book, &reps, arena, &m, NULL), MILER_OK);
        char kinds[32] = "";
        for (size_t k = 0; k < m.count && k < 31; k++)
            kinds[k] = letters[m.reps[k].kind];
        if (strcmp(kinds, r->kinds) != 0)
            fail_msg("%s: %s, wanted %s (%s)", r->what, kinds, r->kinds, m.verdict);
        if (!(m.score >= r->score_min - 1e-9 && m.score <= r->score_max + 1e-9))
            fail_msg("%s: score %.3f", r->what, m.score);
        if (strstr(m.verdict, r->verdict) == NULL) fail_msg("%s: says '%s'", r->what, m.verdict);
    }
}

// More reps than anyone runs are refused, not walked through.
static void too_many(void **state) {
    (void)state;
    miler_workout asked;
    assert_int_equal(miler_workout_parse("20x(21x100m @20 r10s) R1min", arena, &asked, NULL), MILER_OK);
    const miler_reps none = {.count = 0};
    miler_match m;
    miler_error err = {0};
    assert_int_equal(miler_match_session(&asked, NULL, &none, arena, &m, &err), MILER_ERR_LIMIT);
    assert_int_equal(miler_match_session(NULL, NULL, &none, arena, &m, &err), MILER_ERR_ARG);
}

// Missed reps are told by their place among those asked for, whatever was added.
static void numbers(void **state) {
    (void)state;
    miler_workout asked;
    assert_int_equal(miler_workout_parse("2x100m strides r60s, 3x400m @80 r60s", arena, &asked, NULL),
                     MILER_OK);
    miler_rep run[] = {{.kind = W, .dist_m = 50, .time_s = 10},
                       {.kind = MILER_REP_STRIDE, .dist_m = 100, .time_s = 18},
                       {.kind = MILER_REP_STRIDE, .dist_m = 100, .time_s = 18},
                       {.kind = W, .dist_m = 400, .nominal_m = 400, .time_s = 80, .nominal_time_s = 80},
                       {.kind = W, .dist_m = 400, .nominal_m = 400, .time_s = 80, .nominal_time_s = 80}};
    const miler_reps reps = {.reps = run, .count = 5, .work_count = 5};
    miler_match m;
    assert_int_equal(miler_match_session(&asked, NULL, &reps, arena, &m, NULL), MILER_OK);
    assert_int_equal(m.count, 6);
    assert_int_equal(m.reps[0].number, 0);
    for (int i = 1; i < 6; i++)
        assert_int_equal(m.reps[i].number, i);
    assert_int_equal(m.reps[5].kind, MILER_MATCH_MISSED);
    assert_int_equal(m.reps[5].what, MILER_REP_WORK);
    assert_int_equal(m.reps[1].what, MILER_REP_STRIDE);
}

static void other_sports(void **state) {
    (void)state;
    miler_workout asked;
    miler_match m;
    miler_error err = {0};
    assert_int_equal(miler_workout_parse("30min easy, 40min bike", arena, &asked, NULL), MILER_OK);
    assert_int_equal(miler_match_cross(&asked, MILER_SPORT_CYCLING, 2350, arena, &m, &err), MILER_OK);
    assert_int_equal(m.outcome, MILER_OUTCOME_DONE);
    assert_true(m.score > 0.95);
    assert_int_equal(miler_match_cross(&asked, MILER_SPORT_CYCLING, 600, arena, &m, &err), MILER_OK);
    assert_int_equal(m.outcome, MILER_OUTCOME_CUT_SHORT);
    assert_int_equal(miler_match_cross(&asked, MILER_SPORT_SWIMMING, 2400, arena, &m, &err),
                     MILER_ERR_NOT_FOUND);
}

static void outcomes(void **state) {
    (void)state;
    static const struct {
        size_t run;
        miler_match_outcome outcome;
    } known[] = {{8, MILER_OUTCOME_DONE}, {7, MILER_OUTCOME_DONE}, {4, MILER_OUTCOME_CUT_SHORT}};
    miler_workout asked;
    assert_int_equal(miler_workout_parse("8x400m @80 r60s", arena, &asked, NULL), MILER_OK);
    miler_rep run[8];
    for (int i = 0; i < 8; i++)
        run[i] = (miler_rep){.kind = W, .dist_m = 400, .nominal_m = 400, .time_s = 80, .nominal_time_s = 80};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const miler_reps reps = {.reps = run, .count = known[i].run, .work_count = known[i].run};
        miler_match m;
        assert_int_equal(miler_match_session(&asked, NULL, &reps, arena, &m, NULL), MILER_OK);
        assert_int_equal(m.outcome, known[i].outcome);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(too_many),
                                       cmocka_unit_test(numbers), cmocka_unit_test(other_sports),
                                       cmocka_unit_test(outcomes)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
