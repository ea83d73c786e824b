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
} ran;

typedef struct row {
    const char *what, *asked;
    ran run[12];
    const char *kinds; // one letter a rep: d c f s m a
    double score_min, score_max;
    const char *verdict; // a part of it
} row;

#define W MILER_REP_WORK
static const row rows[] = {
    {"as asked",
     "4x400m @80 r400m jog",
     {{W, 400, 80}, {W, 400, 80.5}, {W, 400, 79.4}, {W, 400, 80.9}},
     "dddd",
     1,
     1,
     "all 4 reps as asked"},
    {"slower at the end",
     "4x400m @80 r400m jog",
     {{W, 400, 80}, {W, 400, 80}, {W, 400, 83}, {W, 400, 84}},
     "ddss",
     0.6,
     0.95,
     "2 of 4 reps as asked, 2 slower; 1.8 s slower a rep on average"},
    {"too fast",
     "4x400m @80 r400m jog",
     {{W, 400, 75}, {W, 400, 75}, {W, 400, 75}, {W, 400, 75}},
     "ffff",
     0.4,
     0.7,
     "4 faster; 5.0 s faster"},
    {"stopped early",
     "6x400m @80 r400m jog",
     {{W, 400, 80}, {W, 400, 80}, {W, 400, 80}, {W, 400, 80}},
     "ddddmm",
     0.7,
     0.8,
     "4 of 6 reps as asked, 2 missed"},
    {"one in the middle forgotten",
     "3x(200m @40, 600m @120) r2min",
     {{W, 200, 40}, {W, 600, 120}, {W, 200, 40}, {W, 200, 40}, {W, 600, 120}},
     "dddmdd",
     0.7,
     0.8,
     "1 missed"},
    {"one more",
     "3x400m @80 r1min",
     {{W, 400, 80}, {W, 400, 80}, {W, 400, 80}, {W, 400, 80}},
     "ddda",
     1,
     1,
     "1 added"},
    {"one cut short",
     "3x400m @80 r1min",
     {{W, 400, 80}, {W, 250, 50}, {W, 400, 80}},
     "dcd",
     0.85,
     0.9,
     "1 cut short"},
    {"strides and reps",
     "4x100m strides r60s, 2x800m @160 r2min",
     {{MILER_REP_STRIDE, 98, 18},
      {MILER_REP_STRIDE, 103, 18},
      {MILER_REP_STRIDE, 100, 17},
      {MILER_REP_STRIDE, 99, 18},
      {W, 800, 160},
      {W, 800, 161}},
     "dddddd",
     1,
     1,
     "all 6"},
    {"strides left out of an easy run",
     "40min easy, 4x100m strides r60s",
     {{MILER_REP_STEADY, 8000, 2700}},
     "mmmm",
     0.85,
     0.95,
     "4 missed"},
    {"strides are no hill sprints",
     "30min easy, 4x10s hill sprint r2min walk",
     {{MILER_REP_STRIDE, 98, 18}, {MILER_REP_STRIDE, 98, 18}},
     "aammmm",
     0.5,
     0.95,
     "4 missed, 2 added"},
    {"another session",
     "8x200m @40 r200m jog",
     {{W, 400, 85}, {W, 400, 85}, {W, 400, 85}},
     "aaammmmmmmm",
     0.2,
     0.6,
     "0 of 8"},
    {"strides left out",
     "4x100m strides r60s, 2x800m @160 r2min",
     {{W, 800, 160}, {W, 800, 161}},
     "mmmmdd",
     0.7,
     0.95,
     "4 missed"},
    {"by time",
     "3x4min @4:00/km r2min",
     {{W, 1005, 241}, {W, 995, 240}, {W, 930, 240}},
     "dds",
     0.5,
     1,
     "1 slower"},
    {"only the easy part run",
     "3x400m @80 r1min",
     {{MILER_REP_STEADY, 5000, 1500}},
     "mmm",
     0,
     0.4,
     "3 missed"},
    {"an easy run", "8km easy", {{MILER_REP_STEADY, 8100, 2700}}, "d", 1, 1, "done as asked"},
    {"an easy run cut short", "8km easy", {{MILER_REP_STEADY, 4000, 1300}}, "c", 0.4, 0.6, "cut short"},
};

static miler_reps reps_of(const row *r, miler_rep *out) {
    miler_reps reps = {.reps = out};
    double at = 0;
    for (size_t i = 0; i < 12 && r->run[i].dist_m > 0; i++) {
        // A nominal distance where it is round, as the finder gives it.
        const bool round_m = r->run[i].kind == W && fmod(r->run[i].dist_m, 100) == 0;
        out[i] = (miler_rep){.kind = r->run[i].kind,
                             .dist_m = r->run[i].dist_m,
                             .time_s = r->run[i].time_s,
                             .start_s = at,
                             .end_s = at + r->run[i].time_s,
                             .nominal_m = round_m ? r->run[i].dist_m : 0,
                             .nominal_time_s = r->run[i].time_s};
        at += r->run[i].time_s + 60;
        reps.count++;
        reps.work_count += r->run[i].kind != MILER_REP_STEADY;
    }
    // Jogging between and around, as much as anyone could ask for.
    if (reps.count > 0 && out[0].kind != MILER_REP_STEADY)
        out[reps.count++] = (miler_rep){.kind = MILER_REP_RECOVERY, .dist_m = 3000, .time_s = 1500};
    return reps;
}

static void table(void **state) {
    (void)state;
    static const char letters[] = "dcfsma";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const row *r = &rows[i];
        miler_workout asked;
        miler_error err = {0};
        if (miler_workout_parse(r->asked, arena, &asked, &err) != MILER_OK)
            fail_msg("%s: %s", r->asked, err.msg);
        miler_rep run[13];
        const miler_reps reps = reps_of(r, run);
        miler_pace_book book;
        miler_pace_book_init(&book);
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(too_many)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
