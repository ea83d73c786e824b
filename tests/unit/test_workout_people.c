// SPDX-License-Identifier: MIT
// One session text, five runners from an 11-minute beginner to a 4:10 miler: each
// step in their own splits, paces, heart rates and efforts, in km and miles. And
// the catalogue held against the caps of a session for those it is meant for.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/athlete.h>
#include <miler/catalogue.h>
#include <miler/fitness.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

// A runner by the mile alone: zones by the Daniels-Gilbert formula, as the program has them.
static void runner(double mile_s, miler_pace_book *book) {
    miler_pace_book_init(book);
    book->race_count = 3;
    const double at[] = {800, MILER_MILE_M, 5000};
    for (size_t i = 0; i < 3; i++) {
        book->race_dist_m[i] = at[i];
        book->race_time_s[i] = mile_s * pow(at[i] / MILER_MILE_M, 1.08);
    }
    book->goal_mile_s = mile_s * 0.97;
    book->hr_max_bpm = 190;
    // Speeds as shares of that of the mile, near those of VDOT 35 to 70.
    static const double share[MILER_ZONE_COUNT] = {
        [MILER_ZONE_EASY] = 0.64,      [MILER_ZONE_LONG] = 0.64, [MILER_ZONE_MARATHON] = 0.76,
        [MILER_ZONE_THRESHOLD] = 0.82, [MILER_ZONE_CV] = 0.85,   [MILER_ZONE_VO2MAX] = 0.91,
        [MILER_ZONE_MILE] = 1,         [MILER_ZONE_800] = 1.07,  [MILER_ZONE_REP] = 1};
    for (size_t z = 0; z < MILER_ZONE_COUNT; z++) {
        const double mps = MILER_MILE_M / mile_s * share[z];
        book->zones[z] = (miler_pace_band){.slow_mps = mps * 0.97, .target_mps = mps, .fast_mps = mps * 1.03};
    }
}

typedef struct lines {
    char text[1200];
    size_t len;
} lines;

static bool collect(void *user, int indent, const char *text) {
    lines *l = user;
    l->len += (size_t)snprintf(l->text + l->len, sizeof l->text - l->len, "%*s%s\n", indent * 2, "", text);
    return true;
}

static const char session[] = "2km easy, 6x400 @mile r400j, 3x5min @threshold r60s, 4x200 @goal-1s r200j";

static void one_text_five_runners(void **state) {
    (void)state;
    static const struct {
        double mile_s;
        const char *metric, *imperial;
    } rows[] = {{250,
                 "2000 m easy (3:56-4:10/km)\n6 x 400 m in 1:02.1 (mile pace), jog 400 m between\n"
                 "3 x 5 min threshold (3:09/km) with 60 s rest between\n"
                 "4 x 200 m in 29.6 (goal pace, 1 s a lap faster), jog 200 m between\n",
                 "6:19-6:43/mi"},
                {319,
                 "2000 m easy (5:01-5:19/km)\n6 x 400 m in 1:19.3 (mile pace), jog 400 m between\n"
                 "3 x 5 min threshold (4:02/km) with 60 s rest between\n"
                 "4 x 200 m in 38.0 (goal pace, 1 s a lap faster), jog 200 m between\n",
                 "8:04-8:34/mi"},
                {420,
                 "2000 m easy (6:36-7:00/km)\n6 x 400 m in 1:44.4 (mile pace), jog 400 m between\n"
                 "3 x 5 min threshold (5:18/km) with 60 s rest between\n"
                 "4 x 200 m in 50.1 (goal pace, 1 s a lap faster), jog 200 m between\n",
                 "10:37-11:17/mi"},
                {540,
                 "2000 m easy (8:29-9:00/km)\n6 x 400 m in 2:14.2 (mile pace), jog 400 m between\n"
                 "3 x 5 min threshold (6:49/km) with 60 s rest between\n"
                 "4 x 200 m in 1:04.6 (goal pace, 1 s a lap faster), jog 200 m between\n",
                 "13:39-14:30/mi"},
                {720,
                 "2000 m easy (11:19-12:01/km)\n6 x 400 m in 2:59.0 (mile pace), jog 400 m between\n"
                 "3 x 5 min threshold (9:06/km) with 60 s rest between\n"
                 "4 x 200 m in 1:26.3 (goal pace, 1 s a lap faster), jog 200 m between\n",
                 "18:12-19:20/mi"}};
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_workout w;
    assert_int_equal(miler_workout_parse(session, arena, &w, NULL), MILER_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_pace_book book;
        lines metric = {.len = 0};
        lines imperial = {.len = 0};
        runner(rows[i].mile_s, &book);
        assert_int_equal(miler_workout_lines(&w, &book, MILER_UNITS_METRIC, collect, &metric), MILER_OK);
        assert_int_equal(miler_workout_lines(&w, &book, MILER_UNITS_IMPERIAL, collect, &imperial), MILER_OK);
        assert_string_equal(metric.text, rows[i].metric);
        if (strstr(imperial.text, rows[i].imperial) == NULL) fail_msg("%s", imperial.text);
        assert_non_null(strstr(imperial.text, "in")); // reps on the track stay metres
        assert_non_null(strstr(imperial.text, "400 m"));
    }
    miler_arena_free(arena);
}

static bool near(double a, double b) {
    return (isnan(a) && isnan(b)) || fabs(a - b) < 0.006;
}

static void numbers_of_a_step(void **state) {
    (void)state;
    const double no = (double)NAN;
    const struct {
        const char *text;
        miler_numbers n;
    } rows[] = {
        // A 5:20 miler (320 s, 198.84 s/km at mile pace), HRmax 190.
        {"400m @mile", {198.84, 196.87, 200.85, 79.53, 39.77, no, no, no, 8, 9, no, false, false}},
        {"1200m @mile", {198.84, 196.87, 200.85, 238.61, 39.77, 79.53, no, no, 8, 9, no, false, false}},
        {"20min @threshold",
         {242.49, 235.42, 249.99, no, 48.50, 97.00, 167.2, 174.8, 6, 7, no, false, false}},
        {"30min easy", {310.69, 301.64, 320.29, no, 62.14, 124.27, 123.5, 150.1, 2, 4, no, false, false}},
        {"20min @RPE 6", {no, no, no, no, no, no, no, no, 6, 6, no, false, false}},
        {"30min @130-140bpm", {no, no, no, no, no, no, 130, 140, no, no, no, false, false}},
        {"30min @150bpm", {no, no, no, no, no, no, 146, 154, no, no, no, false, false}},
        {"30min @70-80% HR", {no, no, no, no, no, no, 133, 152, no, no, no, false, false}},
        {"30min @95% LTHR", {no, no, no, no, no, no, 158.45, 166.45, no, no, no, false, false}},
        {"10min @90-100% threshold",
         {255.25, 242.49, 269.43, no, 51.05, 102.10, no, no, no, no, no, false, false}},
        {"60s hill", {no, no, no, no, no, no, no, no, 8, 8, no, false, false}},
        {"1mi time trial", {198.84, 198.84, 198.84, 320, 39.77, 79.53, no, no, 10, 10, no, false, false}},
        // A slip of the pen: what a race of that length would take stands last.
        {"4km @mile", {198.84, 196.87, 200.85, 795.36, 39.77, 79.53, no, no, 8, 9, 855.45, false, false}},
        {"400m @60", {150, 148.51, 151.52, 60, 30, no, no, no, no, no, 71.15, false, false}},
        {"squat 5 @60kg", {no, no, no, no, no, no, no, no, no, no, no, false, false}}};
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_pace_book book;
    runner(320, &book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_workout w;
        miler_numbers n;
        assert_int_equal(miler_workout_parse(rows[i].text, arena, &w, NULL), MILER_OK);
        miler_step_numbers(&w.steps[0], &book, &n);
        const double got[] = {n.pace_s_per_km, n.fast_s_per_km, n.slow_s_per_km, n.rep_s,
                              n.split_200_s,   n.split_400_s,   n.low_bpm,       n.high_bpm,
                              n.low_rpe,       n.high_rpe,      n.race_s};
        const miler_numbers *m = &rows[i].n;
        const double want[] = {m->pace_s_per_km, m->fast_s_per_km, m->slow_s_per_km, m->rep_s,
                               m->split_200_s,   m->split_400_s,   m->low_bpm,       m->high_bpm,
                               m->low_rpe,       m->high_rpe,      m->race_s};
        for (size_t k = 0; k < sizeof got / sizeof got[0]; k++)
            if (!near(got[k], want[k]))
                fail_msg("'%s': number %zu is %.3f, wanted %.3f", rows[i].text, k, got[k], want[k]);
    }
    miler_arena_free(arena);
}

// ---- Caps of a session

// Usual kilometres a week by level, the middle of science notes 5.5: novices
// 15-30, intermediate 30-50, advanced 50-80, elite 80-150; the two below are
// engineering estimates under the novice's.
static const double week_km[] = {12, 16, 24, 40, 65, 110};
// A mile of each level, seconds (the levels of the program, men of 30, rounded).
static const double mile_s[] = {660, 560, 470, 400, 330, 250};
// Race pace 5 % of the week or 8 km, VO2max 8 % or 10 km, threshold 10 %, with the
// floors of data/plan_rules.tsv for a session worth doing (beginner .. elite).
static const double race_floor_m[] = {1200, 1200, 1600, 2000, 2400, 2400};
static const double vo2_floor_m[] = {1600, 1600, 2000, 2400, 3000, 3000};
static const double threshold_floor_m[] = {2000, 2000, 2400, 3000, 4000, 4000};
static const double long_min[] = {75, 75, 90, 105, 120, 120};
static const double contacts[] = {80, 80, 100, 100, 140, 140};

static double larger(double a, double b) {
    return a > b ? a : b;
}

static void hold_to_caps(const miler_catalogue_entry *e, const miler_workout *w, int level) {
    miler_pace_book book;
    miler_workout_total t;
    runner(mile_s[level], &book);
    miler_workout_sum(w, &book, &t);
    const double week_m = week_km[level] * 1000;
    const struct {
        const char *what;
        double is, most;
    } caps[] = {{"race pace, m", t.fast_m, fmin(8000, larger(race_floor_m[level], 0.05 * week_m))},
                {"VO2max, m", t.vo2max_m, fmin(10000, larger(vo2_floor_m[level], 0.08 * week_m))},
                {"threshold, m", t.threshold_m, larger(threshold_floor_m[level], 0.10 * week_m)},
                {"threshold, s", t.threshold_s, 50 * 60},
                {"long run, min", e->kind == MILER_WORK_LONG ? t.time_s / 60 : 0, long_min[level]},
                {"contacts", t.plyo_contacts, contacts[level]},
                {"session, min", t.time_s / 60, 150}};
    // A trial is one effort over its distance, whatever the week.
    const bool trial = w->steps[0].kind == MILER_STEP_TIME_TRIAL;
    for (size_t i = trial ? 5 : 0; i < sizeof caps / sizeof caps[0]; i++)
        if (caps[i].is > caps[i].most * 1.001)
            fail_msg("%s at level %d: %s %.0f, at most %.0f", e->id, level, caps[i].what, caps[i].is,
                     caps[i].most);
}

// The smallest form fits the week of its lowest level, the largest that of its highest.
static void sessions_keep_the_caps_of_their_levels(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_catalogue c;
    miler_buf text;
    miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
    assert_int_equal(miler_catalogue_builtin(arena, &c, NULL), MILER_OK);
    size_t held = 0;
    for (size_t i = 0; i < c.entry_count; i++)
        for (int end = 0; end < 2; end++) {
            const miler_catalogue_entry *e = &c.entries[i];
            miler_workout w;
            miler_buf_clear(&text);
            miler_catalogue_text(e->text, end, &text);
            assert_int_equal(miler_workout_parse(miler_buf_text(&text), arena, &w, NULL), MILER_OK);
            hold_to_caps(e, &w, (int)(end == 0 ? e->level_min : e->level_max));
            held++;
        }
    assert_true(held > 250);
    miler_buf_deinit(&text);
    miler_arena_free(arena);
}

// ---- Families and what comes first

static void families_are_chains(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_catalogue c;
    assert_int_equal(miler_catalogue_builtin(arena, &c, NULL), MILER_OK);
    for (size_t i = 0; i < c.entry_count; i++) {
        const miler_catalogue_entry *e = &c.entries[i];
        const miler_catalogue_entry *before = miler_catalogue_step(&c, e, -1);
        if ((e->order == 1) != (before == NULL)) fail_msg("%s: a gap before it in its family", e->id);
        if (before != NULL && miler_catalogue_step(&c, before, 1) != e)
            fail_msg("%s and %s", before->id, e->id);
    }
    miler_arena_free(arena);
}

// Longest chain of first things from here; more than the catalogue is long = a loop.
static size_t depth_of(const miler_catalogue *c, const miler_catalogue_entry *e, size_t left) {
    size_t most = 0;
    if (left == 0) fail_msg("%s comes after itself", e->id);
    for (const char *at = e->after; *at != '\0';) {
        char id[48];
        const size_t len = strcspn(at, "|");
        (void)snprintf(id, sizeof id, "%.*s", (int)len, at);
        const miler_catalogue_entry *first = miler_catalogue_find(c, id);
        if (first == NULL) fail_msg("%s after '%s', which is not there", e->id, id);
        const size_t depth = 1 + depth_of(c, first, left - 1);
        most = depth > most ? depth : most;
        at += len + (at[len] == '|');
    }
    return most;
}

static void what_comes_first_is_there_for_the_same_runner(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_catalogue c;
    size_t asked = 0;
    assert_int_equal(miler_catalogue_builtin(arena, &c, NULL), MILER_OK);
    for (size_t i = 0; i < c.entry_count; i++) {
        const miler_catalogue_entry *e = &c.entries[i];
        (void)depth_of(&c, e, 20);
        asked += e->after[0] != '\0';
        // Each level that may run it finds one of the first things open to it.
        for (int level = (int)e->level_min; level <= (int)e->level_max && e->after[0] != '\0'; level++) {
            bool open = false;
            for (const char *at = e->after; *at != '\0';) {
                char id[48];
                const size_t len = strcspn(at, "|");
                (void)snprintf(id, sizeof id, "%.*s", (int)len, at);
                const miler_catalogue_entry *first = miler_catalogue_find(&c, id);
                // One that only lower levels run has been run by now.
                open = open || (first != NULL && (int)first->level_min <= level);
                at += len + (at[len] == '|');
            }
            if (!open) fail_msg("%s: nothing of '%s' is open to level %d", e->id, e->after, level);
        }
    }
    assert_true(asked >= 90);
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_text_five_runners), cmocka_unit_test(numbers_of_a_step),
        cmocka_unit_test(sessions_keep_the_caps_of_their_levels), cmocka_unit_test(families_are_chains),
        cmocka_unit_test(what_comes_first_is_there_for_the_same_runner)};
    return cmocka_run_group_tests_name("workout people", tests, NULL, NULL);
}
