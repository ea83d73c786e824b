// SPDX-License-Identifier: MIT
// The workout language: what reads as what, what is refused with which place
// and remedy, what a session adds up to, what it says to one runner.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workout_kit.h"

#include <miler/workout.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

// Text -> normal form, and the normal form reads back to the same steps.
static const kit_form forms[] = {
    // The examples of the design
    {"15min easy, drills, 4x100m strides r60s, 6x400m @mile r400m jog, 10min easy",
     "15min easy, drills, 4x100m strides r60s, 6x400m @mile r400m jog, 10min easy"},
    {"3 x (4 x 400 @ 72 r60s) R3'", "3x(4x400m @72 r60s) R3min"},
    {"2km easy + 3x10min @threshold r90s + 1km easy", "2km easy, 3x10min @threshold r90s, 1000m easy"},
    {"8x200 @mile-2s r200j", "8x200m @mile-2s r200m jog"},
    {"5x1000 @5k r3' ; 4x200 @800 r200m walk", "5x1000m @5k r3min, 4x200m @800 r200m walk"},
    {"10x10s hill sprint r2min walk", "10x10s hill sprint r2min walk"},
    {"1200 time trial", "1200m time trial"},
    {"squat 3x6 @80% r2min, calf raise 3x12, plank 3x45s, box jump 3x5",
     "squat 3x6 @80% r2min, calf raise 3x12, plank 3x45s, box jump 3x5"},
    // Lengths
    {"400", "400m"},
    {"1.5km easy", "1500m easy"},
    {"5.5km easy", "5.5km easy"},
    {"8.2 km easy", "8.2km easy"},
    {"3mi easy", "3mi easy"},
    {"3 x mile @5k r3'", "3x1mi @5k r3min"},
    {"880y @mile", "804.672m @mile"},
    {"90s @mile", "90s @mile"},
    {"2min30 @5k", "2min30s @5k"},
    {"2'30\" @5k", "2min30s @5k"},
    {"2:30 @5k", "2min30s @5k"},
    {"1h05 long", "65min long"},
    {"1h05m20s long", "65min20s long"},
    {"37.5s @800", "37.5s @800"},
    {"75 min long", "75min long"},
    // m: metres from 50 on, minutes below, metres in what is done by metres
    {"50m @800", "50m @800"},
    {"10m easy", "10min easy"},
    {"49m easy", "49min easy"},
    {"40 metres @800", "40metres @800"},
    {"6x30m hill sprint", "6x30m hill sprint"},
    {"2x20m high knees", "2x20m high knees"},
    {"6x400 @mile r2m", "6x400m @mile r2min"},
    // Recoveries
    {"6x400 @mile r60", "6x400m @mile r60s"},
    {"6x400 @mile r200", "6x400m @mile r200m"},
    {"6x400 @mile R90s", "6x400m @mile r90s"},
    {"6x400 @mile 90s rest", "6x400m @mile r90s stand"},
    {"6x400 @mile 200m jog", "6x400m @mile r200m jog"},
    {"6x400 r60s @mile", "6x400m @mile r60s"},
    {"6x400 @mile rest 60s", "6x400m @mile r60s"},
    {"6x400 @mile with 60s rest", "6x400m @mile r60s stand"},
    {"6x400 @mile r=60s", "6x400m @mile r60s"},
    {"400m @mile, r200m jog, 400m @mile", "400m @mile, r200m jog, 400m @mile"},
    {"5min walk", "r5min walk"},
    {"90s rest", "r90s stand"},
    {"6x400 @mile r40metres walk", "6x400m @mile r40metres walk"},
    // Sets
    {"3 x 4 x 400 @72 r60s R3'", "3x(4x400m @72 r60s) R3min"},
    {"3x4x400 @72 r60s", "3x(4x400m @72 r60s)"},
    {"4x400 @72 r60s R3'", "4x400m @72 r60s, r3min"},
    {"2x(3x(2x200 @800 r30s) R2') R5'", "2x(3x(2x200m @800 r30s) R2min) R5min"},
    {"3x(400 @mile, r60s)", "3x400m @mile r60s"},
    {"3x(r60s walk)", "3x(r60s walk)"},
    {"1x(400 @mile) R3'", "400m @mile, r3min"},
    {"(400, 200)", "400m @mile, 200m @mile"},
    {"10x(1min easy, 1min walk)", "10x60s easy r60s walk"},
    {"5x(800 @threshold + 400 @mile)", "5x(800m @threshold, 400m @mile)"},
    // Ladders and cut-downs
    {"200-400-600-400-200 @mile r200j", "200m @mile, r200m jog, 400m @mile, r200m jog, 600m @mile, r200m "
                                        "jog, 400m @mile, r200m jog, 200m @mile"},
    {"1-2-1min @5k r1min", "60s @5k, r60s, 2min @5k, r60s, 60s @5k"},
    {"1-2-1km easy", "1000m easy, 2km easy, 1000m easy"},
    {"2x(200-400-200 @mile r200j) R4'", "2x(200m @mile, r200m jog, 400m @mile, r200m jog, 200m @mile) R4min"},
    {"2x200-400-200 @mile r200j R3'", "2x(200m @mile, r200m jog, 400m @mile, r200m jog, 200m @mile) R3min"},
    {"4x400 @76>70 r60s", "400m @76, r60s, 400m @74, r60s, 400m @72, r60s, 400m @70"},
    {"3x400 @mile+4s>mile r2min", "400m @mile+4s, r2min, 400m @mile+2s, r2min, 400m @mile"},
    {"1600-1200-800 @5k>3k>1500 r2min", "1600m @5k, r2min, 1200m @3k, r2min, 800m @1500"},
    {"2x4x400 @76>70 r60s R3'", "2x(400m @76, r60s, 400m @74, r60s, 400m @72, r60s, 400m @70) R3min"},
    // Targets
    {"400 @72.5", "400m @72.5"},
    {"800 @2:24", "800m @2:24"},
    {"400 in 82", "400m @82"},
    {"400 at mile pace", "400m @mile"},
    {"6x400 race pace r90s", "6x400m @goal r90s"},
    {"400 @goal-1.5s", "400m @goal-1.5s"},
    {"400 @mile +2s", "400m @mile+2s"},
    {"400 @mile+2s/400", "400m @mile+2s"},
    {"400 @mile\xE2\x80\x93"
     "2s",
     "400m @mile-2s"},
    {"1km @5k+1km easy", "1000m @5k, 1000m easy"},
    {"20x200 @36-35 r200j", "20x200m @35-36 r200m jog"},
    {"8km @4:30/km", "8km @4:30/km"},
    {"5mi @7:10/mi", "5mi @7:10/mi"},
    {"1000m @72/400", "1000m @3:00"},
    {"20min @88/400", "20min @3:40/km"},
    {"12min @3:40-3:50/km", "12min @3:40-3:50/km"},
    {"16min @16km/h", "16min @3:45/km"},
    {"20min tempo", "20min @threshold"},
    {"tempo 20min", "20min @threshold"},
    {"20min @T", "20min @threshold"},
    {"5x3min @I r3min", "5x3min @vo2max r3min"},
    {"6x1000 @cv r200j", "6x1000m @cv r200m jog"},
    {"10km @marathon", "10km @marathon"},
    {"10km @marathon+5s", "10km @42195+5s"},
    {"40min @RPE 6", "40min @RPE 6"},
    {"40min @rpe 6-7", "40min @RPE 6.5"},
    {"40min RPE 4", "40min @RPE 4"},
    {"40min @150-160bpm", "40min @150-160bpm"},
    {"40min @HR 150-160", "40min @150-160bpm"},
    {"40min @150 bpm", "40min @150bpm"},
    {"3x3k @half r3min", "3x3km @half r3min"},
    {"400 @1600-2s", "400m @1600-2s"},
    {"400 @300m", "400m @300m"},
    // Words
    {"Warm-up: 15min", "15min easy warm-up"},
    {"10min cooldown", "10min easy cool-down"},
    {"8x1min fartlek @5k r1min", "8x60s @5k fartlek r60s"},
    {"15min easy \"on grass\"", "15min easy \"on grass\""},
    {"6 strides", "6x strides"},
    {"4x20s strides r60s walk", "4x20s strides r60s walk"},
    {"4x strides", "4x strides"},
    {"6x60s hill r3min", "6x60s hill r3min"},
    {"6x90s hill @5k r3min walk", "6x90s hill @5k r3min walk"},
    {"mile time trial", "1mi time trial"},
    {"time trial 5k", "5km time trial"},
    {"5k race", "5km time trial"},
    {"10min drills", "10min drills"},
    {"A-skip 2x20m", "2x20m A-skip"},
    {"a skips 2x20m", "2x20m A-skip"},
    {"own drill \"wall drill\" 2x20s", "2x20s own drill \"wall drill\""},
    {"90min long then 4x100m strides", "90min long, 4x100m strides"},
    // Strength and the rest
    {"3x6 squat @80 % r2min", "squat 3x6 @80% r2min"},
    {"lunge 3x8/side @RPE 6 r90s", "lunge 3x8/side @RPE 6 r90s"},
    {"lunge 3x8 each side", "lunge 3x8/side"},
    {"side plank 3x30s/side r30s", "side plank 3x30s/side r30s"},
    {"lunge 2x20m", "lunge 2x20m"},
    {"push-ups 10", "push-up 10"},
    {"RDL 3x8", "Romanian deadlift 3x8"},
    {"exercise \"nordic curl\" 3x6 @RPE 8", "exercise \"nordic curl\" 3x6 @RPE 8"},
    {"2x(push-up 10, r30s, plank 45s) R1min", "2x(push-up 10, r30s, plank 45s) R60s"},
    {"45min bike easy", "45min bike easy"},
    {"bike 45min @130-140bpm", "45min bike @130-140bpm"},
    {"30min row", "30min rowing"},
    {"5x3min aqua jogging @RPE 8 r1min", "5x3min aqua jog @RPE 8 r60s"},
    {"rest", "rest"},
    {"rest day", "rest"},
    {"15min stretching, foam rolling", "15min stretching, foam rolling"},
    // Forms of other hands
    {"- Warmup 10m easy\n- 3x400 @mile r2m\n- Cooldown 10m",
     "10min easy warm-up, 3x400m @mile r2min, 10min easy cool-down"},
    {"4\xC3\x97"
     "400 @72 r60\xE2\x80\xB3 R3\xE2\x80\xB2",
     "4x400m @72 r60s, r3min"},
    {"  2km easy ,, 400 ; ", "2km easy, 400m"},
    {"6X400M @MILE R400M JOG", "6x400m @mile r400m jog"},
    {"((((((((400))))))))", "400m"},
};

static void reads_and_prints(void **state) {
    (void)state;
    kit_forms(forms, sizeof forms / sizeof forms[0]);
}

static const kit_slip errors[] = {
    {"", MILER_ERR_PARSE, 1, 1, "no session", "8km easy"},
    {" , ;", MILER_ERR_PARSE, 1, 1, "no session", "rest"},
    {"treshold 20min", MILER_ERR_PARSE, 1, 1, "'treshold'", "did you mean 'threshold'?"},
    {"20min tmepo", MILER_ERR_PARSE, 1, 7, "'tmepo'", "did you mean 'tempo'?"},
    {"calf rase 3x12", MILER_ERR_PARSE, 1, 1, "'calf rase'", "did you mean 'calf raise'?"},
    {"2x20m hihg knees", MILER_ERR_PARSE, 1, 7, "'hihg knees'", "did you mean 'high knees'?"},
    {"15min easy,\n6x400 @mlie", MILER_ERR_PARSE, 2, 8, "'mlie'", "did you mean 'mile'?"},
    {"15min easy,\n\n  6x400 \xE2\x80\x93 @mile", MILER_ERR_PARSE, 3, 9, "cannot be read", "comma"},
    {"M\xC3\xBChle 20min", MILER_ERR_PARSE, 1, 1, "M\xC3\xBChle", NULL},
    {"\"\xC3\xA4\xC3\xB6\" qqqq", MILER_ERR_PARSE, 1, 6, "'qqqq'", "exercise \"qqqq\""},
    {"15 easy", MILER_ERR_PARSE, 1, 1, "15 of what", "15min"},
    {"6x400 @mile r120", MILER_ERR_PARSE, 1, 14, "'120'", "r120s or r120m"},
    {"6x400 @mile r40m", MILER_ERR_PARSE, 1, 14, "'40m'", "r40min or r40metres"},
    {"3x(400 @mile, 200", MILER_ERR_PARSE, 1, 3, "not closed", "close it with )"},
    {"400)", MILER_ERR_PARSE, 1, 4, "never opened", "remove it"},
    {"3x()", MILER_ERR_PARSE, 1, 3, "empty brackets", "steps between"},
    {"@mile", MILER_ERR_PARSE, 1, 1, "no length", "8km, 40min"},
    {"easy", MILER_ERR_PARSE, 1, 1, "no length", "8km"},
    {"squat", MILER_ERR_PARSE, 1, 1, "no length", "squat 3x6"},
    {"6x400 @mile r60s, 8x", MILER_ERR_PARSE, 1, 19, "without anything", "3 x 400"},
    {"6x400 @mile @5k", MILER_ERR_PARSE, 1, 14, "second pace", "one pace"},
    {"10min 400m", MILER_ERR_PARSE, 1, 7, "second length", "comma"},
    {"8-10x200 @800", MILER_ERR_PARSE, 1, 1, "range of repeats", "8x or 10x"},
    {"1600 @72", MILER_ERR_RANGE, 1, 7, "faster than anyone", "@72/400"},
    {"10km @4:30", MILER_ERR_RANGE, 1, 7, "faster than anyone", "@4:30/km"},
    {"400 @4:30", MILER_ERR_RANGE, 1, 6, "no running", "@4:30/km"},
    {"20min @4:05", MILER_ERR_PARSE, 1, 8, "not a distance", "@4:05/km"},
    {"20min @3:65/km", MILER_ERR_RANGE, 1, 8, "3:65", "below 60"},
    {"4x400 @95%", MILER_ERR_PARSE, 1, 8, "'95%' is a load", "@threshold"},
    {"squat 3x6 @mile", MILER_ERR_PARSE, 1, 12, "says nothing", "@80%"},
    {"40min @RPE 11", MILER_ERR_RANGE, 1, 12, "no effort", "1 (nothing) to 10"},
    {"40min @160-150bpm", MILER_ERR_RANGE, 1, 8, "no heart rate", "lower number first"},
    {"4x400 @76>70>68 r60s", MILER_ERR_PARSE, 1, 8, "3 paces for 4 reps", "4 reps"},
    {"400 @76>70", MILER_ERR_PARSE, 1, 9, "two paces for one rep", "cut-down"},
    {"0x400", MILER_ERR_RANGE, 1, 1, "'0' times", "1 to 200"},
    {"201x400", MILER_ERR_RANGE, 1, 1, "'201' times", "1 to 200"},
    {"2.5x400", MILER_ERR_RANGE, 1, 1, "'2.5' times", "1 to 200"},
    {"900km easy", MILER_ERR_RANGE, 1, 1, "too long", "500 km"},
    {"10-4000-4' easy", MILER_ERR_RANGE, 1, 4, "too long", "48 h"}, // a rung takes its unit from the last
    {"15min easy \"grass", MILER_ERR_PARSE, 1, 12, "not closed", "close the note"},
    {"drills \"on grass\"", MILER_ERR_PARSE, 1, 8, "cannot stand here", "own drill"},
    {"exercise 3x6", MILER_ERR_PARSE, 1, 1, "name in quotes", "my lift"},
    {"bike swim 30min", MILER_ERR_PARSE, 1, 6, "does not go with", "comma"},
    {"6x400/side", MILER_ERR_PARSE, 1, 1, "both legs", "exercises"},
    {"(((((((((400)))))))))", MILER_ERR_LIMIT, 1, 9, "more than 8 deep", "write the inner"},
    {"2x2x2x(2x2x2x(2x2x2x400))", MILER_ERR_LIMIT, 1, 1, "more than 8 deep", "write the inner"},
    {"200x(200x400)", MILER_ERR_LIMIT, 1, 1, "40000 steps", "fewer repeats"},
    {"6x400 @mile r60s r90s", MILER_ERR_PARSE, 1, 17, "two recoveries", "R the rest between sets"},
    {"3x(400) 5", MILER_ERR_PARSE, 1, 9, "behind a bracket", "R3'"},
};

static void errors_name_place_and_remedy(void **state) {
    (void)state;
    kit_slips(errors, sizeof errors / sizeof errors[0], false);
}

// Both sides of each cap.
static void caps(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    static char text[MILER_WORKOUT_TEXT_MAX + 2];
    miler_workout workout;
    miler_error err;
    for (int over = 0; over < 2; over++) {
        size_t n = 0;
        for (int i = 0; i < MILER_WORKOUT_STEPS_MAX + over; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, "400,");
        assert_int_equal(miler_workout_parse(text, arena, &workout, &err), over ? MILER_ERR_LIMIT : MILER_OK);
        memset(text, ' ', sizeof text - 1);
        memcpy(text, "400", 3);
        text[MILER_WORKOUT_TEXT_MAX + over] = '\0';
        assert_int_equal(miler_workout_parse(text, arena, &workout, &err), over ? MILER_ERR_LIMIT : MILER_OK);
        n = (size_t)snprintf(text, sizeof text, "400 \"");
        for (int i = 0; i < 100; i++) // letters of two bytes
            n += (size_t)snprintf(text + n, sizeof text - n, "\xc3\xa4");
        (void)snprintf(text + n, sizeof text - n, "%s\"", over ? "a" : "");
        assert_int_equal(miler_workout_parse(text, arena, &workout, &err), over ? MILER_ERR_LIMIT : MILER_OK);
        if (!over) assert_int_equal(strlen(workout.steps[0].name), 200);
        (void)snprintf(text, sizeof text, "%dx%dx400", over ? 51 : 50, 100);
        assert_int_equal(miler_workout_parse(text, arena, &workout, &err), over ? MILER_ERR_LIMIT : MILER_OK);
    }
    assert_int_equal(miler_workout_parse("2x2x(2x2x(2x2x(2x2x400)))", arena, &workout, &err), MILER_OK);
    miler_arena_free(arena);
}

// ---- Numbers of one runner

static void runner(miler_pace_book *book) {
    miler_pace_book_init(book);
    book->race_count = 3;
    book->race_dist_m[0] = 800;
    book->race_time_s[0] = 152;
    book->race_dist_m[1] = MILER_MILE_M;
    book->race_time_s[1] = 330;
    book->race_dist_m[2] = 5000;
    book->race_time_s[2] = 1149;
    book->goal_mile_s = 319.2;
    book->zones[MILER_ZONE_EASY] = (miler_pace_band){.fast_mps = 3.2, .slow_mps = 2.9, .target_mps = 3.05};
    book->zones[MILER_ZONE_THRESHOLD] =
        (miler_pace_band){.fast_mps = 4.0, .slow_mps = 3.9, .target_mps = 3.95};
    book->zones[MILER_ZONE_VO2MAX] = (miler_pace_band){.fast_mps = 4.4, .slow_mps = 4.2, .target_mps = 4.3};
    book->zones[MILER_ZONE_MILE] = (miler_pace_band){.fast_mps = 4.9, .slow_mps = 4.85, .target_mps = 4.877};
    book->hr_max_bpm = 190;
}

static void targets_in_ones_own_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *metric, *imperial;
    } rows[] = {
        {"400m @mile", "1:22.0", "1:22.0"}, // 330 / 1609.344 * 400 = 82.02
        {"1mi @mile", "5:30.0", "5:30.0"},
        {"400m @mile-2s", "1:20.0", "1:20.0"},
        {"200m @goal", "39.7", "39.7"}, // 319.2 / 1609.344 * 200 = 39.67
        {"400m @800", "1:16.0", "1:16.0"},
        {"1000m @5k", "3:49.8", "3:49.8"},
        {"3km @5k", "3:50/km", "6:10/mi"},
        {"3min @5k", "3:50/km", "6:10/mi"},
        {"20min @threshold", "4:13/km", "6:47/mi"},
        {"15min easy", "5:13-5:45/km", "8:23-9:15/mi"},
        {"400m @72", "1:12.0", "1:12.0"},
        {"200m @35-36", "35.0-36.0", "35.0-36.0"},
        {"8km @4:30/km", "4:30/km", "7:15/mi"},
        {"40min @150-160bpm", "150-160 bpm", "150-160 bpm"},
        {"40min @150bpm", "146-154 bpm", "146-154 bpm"},
        {"40min @RPE 6.5", "RPE 6.5", "RPE 6.5"},
        {"squat 5 @80%", "80 % of best", "80 % of best"},
        {"20min @marathon", "", ""}, // not in the book
        {"400m", "", ""},
    };
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_pace_book book;
    runner(&book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_workout workout;
        assert_int_equal(miler_workout_parse(rows[i].text, arena, &workout, NULL), MILER_OK);
        char metric[MILER_TEXT_MAX];
        char imperial[MILER_TEXT_MAX];
        miler_target_print(metric, sizeof metric, &workout.steps[0], &book, MILER_UNITS_METRIC);
        miler_target_print(imperial, sizeof imperial, &workout.steps[0], &book, MILER_UNITS_IMPERIAL);
        if (strcmp(metric, rows[i].metric) != 0) fail_msg("'%s': '%s'", rows[i].text, metric);
        if (strcmp(imperial, rows[i].imperial) != 0) fail_msg("'%s': '%s'", rows[i].text, imperial);
    }
    miler_arena_free(arena);
}

static void speeds_of_targets(void **state) {
    (void)state;
    miler_pace_book book;
    miler_pace_band band;
    runner(&book);
    // Between two races on the line of log over log: 1500 m from 800 m and the mile.
    const miler_target t1500 = {.kind = MILER_TARGET_RACE, .race_dist_m = 1500};
    assert_true(miler_target_speed(&t1500, &book, &band));
    const double k = log(330.0 / 152) / log(MILER_MILE_M / 800);
    assert_true(fabs(1500 / band.target_mps - 152 * pow(1500.0 / 800, k)) < 1e-9);
    assert_true(band.slow_mps < band.target_mps && band.target_mps < band.fast_mps);
    const miler_target goal = {.kind = MILER_TARGET_RACE, .offset_s_per_400 = 1};
    assert_true(miler_target_speed(&goal, &book, &band));
    assert_true(fabs(400 / band.target_mps - (319.2 * 400 / MILER_MILE_M + 1)) < 1e-9);
    book.goal_mile_s = NAN;
    assert_false(miler_target_speed(&goal, &book, &band));
    // One race only: the exponent that is usual about the mile.
    book.race_count = 1;
    const miler_target t5k = {.kind = MILER_TARGET_RACE, .race_dist_m = 5000};
    assert_true(miler_target_speed(&t5k, &book, &band));
    assert_true(fabs(5000 / band.target_mps - 152 * pow(5000.0 / 800, 1.085)) < 1e-9);
    miler_pace_book_init(&book);
    assert_false(miler_target_speed(&t5k, &book, &band));
    assert_false(miler_target_speed(&t5k, NULL, &band));
    const miler_target effort = {.kind = MILER_TARGET_EFFORT, .value = 6.5};
    assert_false(miler_target_speed(&effort, &book, &band));
    runner(&book);
    assert_true(miler_target_speed(&effort, &book, &band));
    assert_true(band.target_mps == 3.95); // effort 6-7 is the threshold
    // Beyond the longest race on the line of the last two.
    const miler_target t10k = {.kind = MILER_TARGET_RACE, .race_dist_m = 10000};
    const double last = log(1149.0 / 330) / log(5000 / MILER_MILE_M);
    assert_true(miler_target_speed(&t10k, &book, &band));
    assert_true(fabs(10000 / band.target_mps - 1149 * pow(2, last)) < 1e-9);
}

static void totals(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double dist_m, easy_m, threshold_m, vo2max_m, fast_m, time_s, rest_s;
    } rows[] = {
        // The last recovery is not run: five jogs between six reps. Jogs go at 85 % of easy.
        {"6x400 @mile r400m jog", 4400, 2000, 0, 0, 2400, 2400 * 330 / MILER_MILE_M + 2000 / (3.05 * 0.85),
         0},
        {"2km easy, 3x1000 @threshold r90s", 5000, 2000, 3000, 0, 0, 2000 / 3.05 + 3000 / 3.95 + 180, 180},
        {"3x(4x400 @72 r60s) R3'", 4800, 0, 0, 0, 4800, 12 * 72 + 9 * 60 + 2 * 180, 900},
        {"5x1000 @5k r3'", 5000, 0, 0, 5000, 0, 1149 + 720, 720},
        {"8km @4:30/km", 8000, 8000, 0, 0, 0, 8 * 270, 0},
        {"800m @mile+4s", 800, 0, 0, 0, 800, 2 * (330 * 400 / MILER_MILE_M + 4), 0},
        {"800m @mile+8s", 800, 0, 0, 800, 0, 2 * (330 * 400 / MILER_MILE_M + 8), 0},
        {"2x600m @goal r200m walk", 1200, 0, 0, 0, 1200, 1200 * 319.2 / MILER_MILE_M + 200 / 1.5, 200 / 1.5},
        {"1mi time trial", MILER_MILE_M, 0, 0, 0, MILER_MILE_M, 330, 0},
        {"15min stretching", 0, 0, 0, 0, 0, 900, 900},
        {"drills", 0, 0, 0, 0, 0, 360, 0},
    };
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_pace_book book;
    runner(&book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_workout workout;
        miler_workout_total t;
        assert_int_equal(miler_workout_parse(rows[i].text, arena, &workout, NULL), MILER_OK);
        miler_workout_sum(&workout, &book, &t);
        const double got[] = {t.dist_m, t.easy_m, t.threshold_m, t.vo2max_m, t.fast_m, t.time_s, t.rest_s};
        const double want[] = {rows[i].dist_m, rows[i].easy_m, rows[i].threshold_m, rows[i].vo2max_m,
                               rows[i].fast_m, rows[i].time_s, rows[i].rest_s};
        for (size_t k = 0; k < sizeof got / sizeof got[0]; k++)
            if (fabs(got[k] - want[k]) > 1e-6)
                fail_msg("'%s': figure %zu is %.6f, wanted %.6f", rows[i].text, k, got[k], want[k]);
        assert_true(fabs(t.easy_m + t.threshold_m + t.vo2max_m + t.fast_m - t.dist_m) < 1e-6);
    }
    miler_arena_free(arena);
}

static void strength_totals(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_workout workout;
    miler_workout_total t;
    assert_int_equal(
        miler_workout_parse("box jump 3x5 r90s, single-leg bound 2x6/side, squat 3x6 r2min, burpee 2x10",
                            arena, &workout, NULL),
        MILER_OK);
    miler_workout_sum(&workout, NULL, &t);
    assert_true(fabs(t.plyo_contacts - (15 + 2 * 6 * 2)) < 1e-9); // burpees land nothing that counts
    assert_true(fabs(t.strength_s - t.time_s) < 1e-9);
    assert_true(t.dist_m == 0 && t.rest_s == 0);
    assert_int_equal(miler_workout_parse("45min bike easy, 2km swim", arena, &workout, NULL), MILER_OK);
    miler_workout_sum(&workout, NULL, &t);
    assert_true(fabs(t.cross_s - (2700 + 2000 / 0.7)) < 1e-6);
    miler_arena_free(arena);
}

// ---- Lines

typedef struct lines {
    char text[1000];
    size_t len;
    int left; // lines until it says stop
} lines;

static bool collect(void *user, int indent, const char *text) {
    lines *l = user;
    l->len += (size_t)snprintf(l->text + l->len, sizeof l->text - l->len, "%*s%s\n", indent * 2, "", text);
    return --l->left > 0;
}

static void shown_line_by_line(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_pace_book book;
    runner(&book);
    miler_workout workout;
    assert_int_equal(
        miler_workout_parse("15min easy warm-up, drills, 4x100m strides r60s, 6x400m @mile r400m jog, "
                            "2x(3x200 @goal-1s r30s) R2:45, 3km @threshold, squat 3x6/side @80% r2min, 40min "
                            "bike @130-140bpm",
                            arena, &workout, NULL),
        MILER_OK);
    lines l = {.left = 100};
    assert_int_equal(miler_workout_lines(&workout, &book, MILER_UNITS_METRIC, collect, &l), MILER_OK);
    assert_string_equal(l.text, "15 min easy (5:13-5:45/km), warm-up\n"
                                "drills\n"
                                "4 x 100 m strides with 60 s rest between\n"
                                "6 x 400 m in 1:22.0 (mile pace), jog 400 m between\n"
                                "2 x\n"
                                "  3 x 200 m in 39.2 (goal pace, 1 s a lap faster) with 30 s rest between\n"
                                "  then 2:45 rest\n"
                                "3000 m threshold (4:13/km)\n"
                                "squat 3 x 6 each side at 80 % of best with 2 min rest between\n"
                                "40 min bike at 130-140 bpm\n");
    lines two = {.left = 2};
    assert_int_equal(miler_workout_lines(&workout, NULL, MILER_UNITS_METRIC, collect, &two),
                     MILER_ERR_CANCELLED);
    assert_string_equal(two.text, "15 min easy, warm-up\ndrills\n");
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_and_prints),
                                       cmocka_unit_test(errors_name_place_and_remedy),
                                       cmocka_unit_test(caps),
                                       cmocka_unit_test(targets_in_ones_own_numbers),
                                       cmocka_unit_test(speeds_of_targets),
                                       cmocka_unit_test(totals),
                                       cmocka_unit_test(strength_totals),
                                       cmocka_unit_test(shown_line_by_line)};
    return cmocka_run_group_tests_name("workout", tests, NULL, NULL);
}
