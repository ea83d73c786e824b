// SPDX-License-Identifier: MIT
// Properties of the workout language: whatever tree the parser could give,
// print and parse give it back; whatever bytes come in, the answer is a session
// or an error with a place, and a session always has a normal form.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/catalogue.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 20000

typedef struct gen {
    uint64_t seed;
    miler_arena *arena;
    int steps_left;
} gen;

static uint32_t below(gen *g, uint32_t n) {
    g->seed = g->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(g->seed >> 33) % n;
}

static bool chance(gen *g, uint32_t percent) {
    return below(g, 100) < percent;
}

static double pick(gen *g, const double *values, size_t count) {
    return values[below(g, (uint32_t)count)];
}

static double thousandths(gen *g, uint32_t low, uint32_t high) {
    return (double)(low + below(g, high - low + 1)) / 1000;
}

// The language knows lengths to the thousandth; sums of such need rounding back.
static double grain(double value) {
    return round(value * 1000) / 1000;
}

static void length(gen *g, miler_step *s) {
    static const double metres[] = {60,   100,  150,  200,  300,  400,  600,  800,
                                    1000, 1200, 1600, 2000, 5000, 5100, 8200, 12000};
    static const double seconds[] = {10, 30, 45, 60, 90, 119, 120, 150, 180, 600, 900, 3600, 3661, 5400};
    if (chance(g, 50))
        s->dist_m = chance(g, 60)   ? pick(g, metres, sizeof metres / sizeof metres[0])
                    : chance(g, 20) ? grain(MILER_MILE_M * (1 + below(g, 6)))
                                    : thousandths(g, 1000, chance(g, 50) ? 60000 : 20000000);
    else
        s->time_s =
            chance(g, 70) ? pick(g, seconds, sizeof seconds / sizeof seconds[0]) : thousandths(g, 1, 4000000);
}

static char *note(gen *g) {
    static const char letters[] = "abcdefgh ijklmnop -,;+()@'><%#~:xrR0123456789";
    char text[40];
    size_t n = 1 + below(g, 30);
    for (size_t i = 0; i < n; i++)
        text[i] = letters[below(g, sizeof letters - 1)];
    if (n > 2 && chance(g, 20)) memcpy(text, "\xC3\xA4", 2);
    return miler_arena_dup_n(g->arena, text, n);
}

static double speed(gen *g, double dist_m) {
    static const double per[] = {1000, MILER_MILE_M, 400, 200, 100};
    const bool rep = dist_m > 0 && dist_m <= MILER_MILE_M && chance(g, 60);
    const double per_m = rep ? dist_m : pick(g, per, sizeof per / sizeof per[0]);
    const double wanted = 1.7 + thousandths(g, 0, 5500); // 1.7 .. 7.2 m/s: anyone's running
    const double time_s = grain(per_m / wanted);
    return per_m / (time_s > 0.001 ? time_s : 0.001);
}

static void percent(gen *g, miler_target *t) {
    static const miler_zone zones[] = {MILER_ZONE_EASY, MILER_ZONE_THRESHOLD, MILER_ZONE_VO2MAX,
                                       MILER_ZONE_REP};
    const miler_percent_of of = (miler_percent_of)(1 + below(g, 3));
    const double low = thousandths(g, 50000, 99000);
    const double high = chance(g, 50) ? low : grain(low + below(g, 2));
    const double middle = (low + high) / 2 * (of == MILER_PERCENT_OF_HR_THRESHOLD ? 0.9 : 1);
    *t = (miler_target){.kind = MILER_TARGET_ZONE,
                        .zone = of == MILER_PERCENT_OF_SPEED ? zones[below(g, 4)]
                                : middle < 82                ? MILER_ZONE_EASY
                                : middle < 93                ? MILER_ZONE_THRESHOLD
                                                             : MILER_ZONE_VO2MAX,
                        .percent_of = of,
                        .low_percent = low,
                        .high_percent = high};
}

static void target(gen *g, miler_step *s, bool lift) {
    static const double races[] = {
        0, 400, 800, 1000, 1500, 1600, MILER_MILE_M, 3000, 2 * MILER_MILE_M, 5000, 10000, 21097.5, 42195};
    static const miler_zone zones[] = {MILER_ZONE_EASY,      MILER_ZONE_LONG, MILER_ZONE_MARATHON,
                                       MILER_ZONE_THRESHOLD, MILER_ZONE_CV,   MILER_ZONE_VO2MAX,
                                       MILER_ZONE_REP};
    miler_target *t = &s->target;
    const uint32_t which = lift ? below(g, 2) : 2 + below(g, 6);
    if (which == 0) *t = (miler_target){.kind = MILER_TARGET_LOAD, .value = thousandths(g, 1000, 120000)};
    if (which == 0 && chance(g, 40))
        *t = (miler_target){.kind = MILER_TARGET_LOAD,
                            .load_kg = chance(g, 80) ? thousandths(g, 500, 500000) : 0};
    if (which == 7) percent(g, t);
    if (which == 1 || which == 2)
        *t = (miler_target){.kind = MILER_TARGET_EFFORT, .value = thousandths(g, 1000, 10000)};
    if (which == 3) {
        *t = (miler_target){.kind = MILER_TARGET_RACE,
                            .race_dist_m = chance(g, 80) ? pick(g, races, sizeof races / sizeof races[0])
                                                         : thousandths(g, 100000, 9000000)};
        if (chance(g, 50)) t->offset_s_per_400 = (double)((int)below(g, 120001) - 60000) / 1000;
    }
    if (which == 4) *t = (miler_target){.kind = MILER_TARGET_ZONE, .zone = zones[below(g, 7)]};
    if (which == 5) {
        const double low = thousandths(g, 40000, 200000);
        *t = (miler_target){.kind = MILER_TARGET_HR,
                            .low_bpm = low,
                            .high_bpm = chance(g, 20) ? low : grain(low + below(g, 40))};
    }
    if (which == 6) {
        *t = (miler_target){.kind = MILER_TARGET_SPEED, .value = speed(g, s->dist_m)};
        // A band has both its ends written for the same length.
        if (chance(g, 30)) {
            const double per_m = s->dist_m > 0 && s->dist_m <= MILER_MILE_M ? s->dist_m : 1000;
            const double fast_s = grain(per_m / (3 + below(g, 4)));
            const double slow_s = grain(fast_s * 1.05);
            t->value = per_m / fast_s;
            t->slow_mps = slow_s > fast_s ? per_m / slow_s : 0;
        }
    }
}

static void leaf(gen *g, miler_step *s) {
    static const char *const drills[] = {"high knees", "A-skip", "leg swings", "straight-leg bound"};
    static const char *const lifts[] = {"squat", "plank", "box jump", "Romanian deadlift",
                                        "single-leg calf raise"};
    static const char *const cross[] = {"bike", "swim", "rowing", "elliptical", "aqua jog", "hike"};
    static const char *const rest[] = {"stretching", "foam rolling", "mobility"};
    static const miler_step_kind kinds[] = {MILER_STEP_RUN,        MILER_STEP_RUN,      MILER_STEP_RUN,
                                            MILER_STEP_STRIDE,     MILER_STEP_HILL,     MILER_STEP_RECOVERY,
                                            MILER_STEP_DRILLS,     MILER_STEP_EXERCISE, MILER_STEP_CROSS,
                                            MILER_STEP_TIME_TRIAL, MILER_STEP_REST};
    *s = (miler_step){.kind = kinds[below(g, sizeof kinds / sizeof kinds[0])], .count = 1};
    const bool open =
        s->kind == MILER_STEP_STRIDE || s->kind == MILER_STEP_HILL || s->kind == MILER_STEP_DRILLS;
    const bool runs = s->kind == MILER_STEP_RUN || s->kind == MILER_STEP_STRIDE ||
                      s->kind == MILER_STEP_HILL || s->kind == MILER_STEP_TIME_TRIAL;
    if (s->kind != MILER_STEP_REST && s->kind != MILER_STEP_EXERCISE && (!open || chance(g, 60)))
        length(g, s);
    // A run of a rep's length and without a pace is given one where it stands in a set.
    const bool rep = s->kind == MILER_STEP_RUN && s->time_s <= 360 && s->dist_m <= 1610;
    if ((runs || s->kind == MILER_STEP_CROSS) && (rep || chance(g, 75))) target(g, s, false);
    if (runs && chance(g, 20)) s->name = note(g);
    if (s->kind == MILER_STEP_RUN && chance(g, 10)) {
        s->name = miler_arena_dup(g->arena, chance(g, 50) ? "warm-up" : "cool-down");
        if (s->target.kind == MILER_TARGET_NONE)
            s->target = (miler_target){.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_EASY};
    }
    if (s->kind == MILER_STEP_RECOVERY) s->mode = (miler_recovery_mode)below(g, 4);
    if (s->kind == MILER_STEP_DRILLS && chance(g, 70))
        s->name = chance(g, 80) ? miler_arena_dup(g->arena, drills[below(g, 4)]) : note(g);
    if (s->kind == MILER_STEP_CROSS) s->name = miler_arena_dup(g->arena, cross[below(g, 6)]);
    if (s->kind == MILER_STEP_REST && chance(g, 60)) {
        s->name = miler_arena_dup(g->arena, rest[below(g, 3)]);
        if (chance(g, 60)) length(g, s);
    }
    if (s->kind == MILER_STEP_EXERCISE) {
        s->name = chance(g, 80) ? miler_arena_dup(g->arena, lifts[below(g, 5)]) : note(g);
        if (chance(g, 60))
            s->reps = 1 + (int32_t)below(g, 500);
        else
            length(g, s);
        s->each_side = chance(g, 30);
        if (chance(g, 50)) target(g, s, true);
    }
}

static miler_step *steps(gen *g, int depth, size_t *count) {
    *count = 1 + below(g, depth == 0 ? 8 : 4);
    miler_step *out = miler_arena_array(g->arena, *count, sizeof *out);
    for (size_t i = 0; i < *count; i++) {
        g->steps_left--;
        if (depth < 4 && g->steps_left > 0 && chance(g, 30)) {
            out[i] = (miler_step){.kind = MILER_STEP_REPEAT, .count = 2 + (int32_t)below(g, 4)};
            out[i].children = steps(g, depth + 1, &out[i].child_count);
        } else {
            leaf(g, &out[i]);
        }
    }
    return out;
}

// MILER_SEED=n runs another series; the seed stands in the output.
static uint64_t seed_of(uint64_t usual) {
    const char *told = getenv("MILER_SEED");
    const uint64_t seed = told != NULL ? strtoull(told, NULL, 10) : usual;
    printf("# seed %llu\n", (unsigned long long)seed);
    return seed;
}

static void what_is_printed_reads_back(void **state) {
    (void)state;
    gen g = {.seed = seed_of(20260101), .arena = miler_arena_new(NULL, 0)};
    miler_buf text;
    miler_buf again;
    miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
    miler_buf_init(&again, NULL, MILER_WORKOUT_TEXT_MAX);
    int limited = 0;
    for (int i = 0; i < CASES; i++) {
        const uint64_t seed = g.seed;
        miler_arena_reset(g.arena);
        miler_buf_clear(&text);
        miler_buf_clear(&again);
        g.steps_left = 40;
        miler_workout workout;
        miler_workout back;
        miler_error err = {0};
        workout.steps = steps(&g, 0, &workout.step_count);
        miler_workout_print(&workout, &text);
        if (miler_workout_parse(miler_buf_text(&text), g.arena, &back, &err) != MILER_OK) {
            limited += err.status == MILER_ERR_LIMIT; // more than may be performed
            if (err.status == MILER_ERR_LIMIT) continue;
            fail_msg("seed %llu: '%s': %s at %u", (unsigned long long)seed, miler_buf_text(&text), err.msg,
                     (unsigned)err.column);
        }
        miler_workout_print(&back, &again);
        if (!miler_workout_equal(&workout, &back))
            fail_msg("seed %llu: '%s' came back as '%s'", (unsigned long long)seed, miler_buf_text(&text),
                     miler_buf_text(&again));
        assert_string_equal(miler_buf_text(&text), miler_buf_text(&again));
        miler_workout_total t;
        miler_workout_sum(&workout, NULL, &t);
        assert_true(isfinite(t.time_s) && t.time_s >= 0 && isfinite(t.dist_m) && t.dist_m >= 0);
        assert_true(fabs(t.easy_m + t.threshold_m + t.vo2max_m + t.fast_m - t.dist_m) <=
                    1e-6 * (1 + t.dist_m));
    }
    assert_true(limited < CASES / 50);
    miler_buf_deinit(&again);
    miler_buf_deinit(&text);
    miler_arena_free(g.arena);
}

// What print gives for any session must read back to it, wherever it came from.
static void check_answer(gen *g, const char *text, miler_buf *normal) {
    miler_workout workout;
    miler_workout back;
    miler_error err = {0};
    if (miler_workout_parse(text, g->arena, &workout, &err) != MILER_OK) {
        if (err.line == 0 || err.column == 0 || err.msg[0] == '\0')
            fail_msg("'%s': no place or no message: %s", text, err.msg);
        return;
    }
    miler_buf_clear(normal);
    miler_workout_print(&workout, normal);
    assert_false(normal->failed);
    if (miler_workout_parse(miler_buf_text(normal), g->arena, &back, &err) != MILER_OK)
        fail_msg("'%s' printed '%s': %s", text, miler_buf_text(normal), err.msg);
    if (!miler_workout_equal(&workout, &back))
        fail_msg("'%s' printed '%s', another session", text, miler_buf_text(normal));
}

static void any_bytes_are_answered(void **state) {
    (void)state;
    static const char *const parts[] = {"3x",    "(",          ")",         "400",      "m",
                                        " ",     "@",          "mile",      "-2s",      "r60s",
                                        "R3'",   "easy",       ",",         "72",       ">",
                                        "10min", "squat",      "3x6",       "@80%",     "/side",
                                        "-",     "200",        "\"",        "x",        "strides",
                                        "hill",  "sprint",     "RPE 7",     "bpm",      "150",
                                        ":",     "05",         "/km",       "km",       "k",
                                        "\n",    "+",          ";",         "rest",     "walk",
                                        "jog",   "warm-up",    "drills",    "then",     "0",
                                        "1",     "5",          "goal",      "\xC3\x97", "\xE2\x80\xB2",
                                        "\xFF",  "exercise",   "own drill", "marathon", "bike",
                                        "each",  "time trial", "r",         "%",        "in",
                                        "h",     "30",         ".5",        "[",        "]",
                                        "|",     "* 4",        "x 6",       "/",        "60% Pace",
                                        "Z2",    "HR",         "- ",        "Main Set", "4x\n- ",
                                        "\n\n",  "ramp",       "open",      "recovery", "jog back",
                                        "off",   "hard",       "60kg",      "sets of",  "w/u"};
    gen g = {.seed = seed_of(77), .arena = miler_arena_new(NULL, 0)};
    miler_buf normal;
    miler_buf_init(&normal, NULL, MILER_WORKOUT_TEXT_MAX);
    for (int i = 0; i < CASES; i++) {
        char text[200];
        size_t n = 0;
        const uint32_t count = 1 + below(&g, 12);
        for (uint32_t k = 0; k < count; k++) {
            const char *part = parts[below(&g, sizeof parts / sizeof parts[0])];
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", part, chance(&g, 40) ? " " : "");
        }
        if (chance(&g, 20)) text[below(&g, (uint32_t)n)] = (char)(1 + below(&g, 255));
        miler_arena_reset(g.arena);
        check_answer(&g, text, &normal);
    }
    miler_buf_deinit(&normal);
    miler_arena_free(g.arena);
}

// Every workout and routine of the catalogue at every dose it can take.
static void the_catalogue_reads_back(void **state) {
    (void)state;
    gen g = {.arena = miler_arena_new(NULL, 0)};
    miler_arena *held = miler_arena_new(NULL, 0);
    miler_catalogue c;
    miler_buf text;
    miler_buf normal;
    miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
    miler_buf_init(&normal, NULL, MILER_WORKOUT_TEXT_MAX);
    assert_int_equal(miler_catalogue_builtin(held, &c, NULL), MILER_OK);
    for (size_t i = 0; i < c.entry_count + c.routine_count; i++)
        for (int dose = 0; dose <= 40; dose++) {
            const char *tmpl = i < c.entry_count ? c.entries[i].text : c.routines[i - c.entry_count].text;
            miler_workout workout;
            miler_buf_clear(&text);
            miler_catalogue_text(tmpl, dose / 40.0, &text);
            miler_arena_reset(g.arena);
            if (miler_workout_parse(miler_buf_text(&text), g.arena, &workout, NULL) != MILER_OK)
                fail_msg("'%s' does not read", miler_buf_text(&text));
            check_answer(&g, miler_buf_text(&text), &normal);
        }
    miler_buf_deinit(&normal);
    miler_buf_deinit(&text);
    miler_arena_free(held);
    miler_arena_free(g.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_printed_reads_back),
                                       cmocka_unit_test(any_bytes_are_answered),
                                       cmocka_unit_test(the_catalogue_reads_back)};
    return cmocka_run_group_tests_name("workout properties", tests, NULL, NULL);
}
