// SPDX-License-Identifier: MIT
// race: the numbers of the strategies, what is refused, lanes, texts, the
// timetable, conditions and the projection.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/race.h>

#include <stdio.h>
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

static miler_race_card plan(const miler_race_request *request) {
    miler_race_card card;
    miler_error err = {0};
    if (miler_race_plan(request, arena, &card, &err) != MILER_OK)
        fail_msg("%s (%s)", err.msg, miler_status_name(err.status));
    return card;
}

static miler_race_request ask(double goal_s, double dist_m) {
    miler_race_request request;
    miler_race_request_init(&request);
    request.goal_s = goal_s;
    request.dist_m = dist_m;
    return request;
}

static void near_to(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.6f is not %.6f within %g", got, want, within);
}

static const miler_race_checkpoint *checkpoint_at(const miler_race_card *card, double dist_m) {
    for (size_t i = 0; i < card->checkpoint_count; i++)
        if (fabs(card->checkpoints[i].dist_m - dist_m) < 1e-6) return &card->checkpoints[i];
    fail_msg("no checkpoint at %g m", dist_m);
    return NULL;
}

// Check values 10.3 of the science notes: even pace, both conventions.
static void even_mile(void **state) {
    (void)state;
    miler_race_request request = ask(330, MILER_MILE_M);
    request.strategy = MILER_STRATEGY_EVEN;
    const miler_race_card card = plan(&request);
    near_to(card.pace_per_400_s, 82.0210, 0.0001);
    static const struct {
        double m, s;
        uint32_t marks;
    } rows[] = {{9.344, 1.916, MILER_MARK_LINE},      {200, 41.0105, MILER_MARK_HUNDRED},
                {400, 82.021, MILER_MARK_400},        {409.344, 83.937, MILER_MARK_LINE},
                {800, 164.042, MILER_MARK_400},       {809.344, 165.958, MILER_MARK_LINE},
                {1200, 246.063, MILER_MARK_400},      {1209.344, 247.979, MILER_MARK_BELL},
                {1500, 307.579, MILER_MARK_HUNDRED},  {1600, 328.084, MILER_MARK_400},
                {1609.344, 330.0, MILER_MARK_FINISH}, {209.344, 42.9265, MILER_MARK_HALF_LAP}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_race_checkpoint *at = checkpoint_at(&card, rows[i].m);
        near_to(at->time_s, rows[i].s, 0.001);
        assert_int_equal(at->marks & rows[i].marks, rows[i].marks);
    }
    assert_string_equal(checkpoint_at(&card, 1209.344)->name, "bell, finish line, 1 lap to go");
    assert_string_equal(checkpoint_at(&card, 9.344)->name, "finish line, 4 laps to go");
    assert_string_equal(checkpoint_at(&card, 800)->name, "800 m mark");
    near_to(checkpoint_at(&card, 1609.344)->split_s, 1.916, 0.001); // since the 1600 m mark
}

// Check values 10.4: the coach's four laps.
static void coach_mile(void **state) {
    (void)state;
    const miler_race_request request = ask(330, MILER_MILE_M);
    const miler_race_card card = plan(&request);
    static const double whole_s[] = {83.021, 81.021, 82.021, 82.021},
                        clock_s[] = {84.937, 165.958, 247.979, 330};
    static const double gears_s[] = {20.915, 20.642, 20.369, 20.095};
    static const miler_race_phase phases[] = {MILER_RACE_PHASE_START, MILER_RACE_PHASE_SETTLE,
                                              MILER_RACE_PHASE_HOLD, MILER_RACE_PHASE_GEARS};
    assert_int_equal(card.lap_count, 4);
    for (size_t i = 0; i < 4; i++) {
        near_to(card.laps[i].whole_s, whole_s[i], 0.001);
        near_to(card.laps[i].cum_s, clock_s[i], 0.001);
        near_to(card.laps[i].to_m, 409.344 + 400.0 * (double)i, 1e-9);
        near_to(card.gear_s[i], gears_s[i], 0.001);
        assert_int_equal(card.laps[i].phase, phases[i]);
        assert_true(strlen(card.laps[i].todo) > 20 && strlen(card.laps[i].feel) > 10 &&
                    strlen(card.laps[i].think) > 10 && strlen(card.laps[i].cue) > 2);
    }
    near_to(card.gear_s[0] + card.gear_s[1] + card.gear_s[2] + card.gear_s[3], 82.021, 0.001);
    near_to(checkpoint_at(&card, 200)->time_s, 82.0210 / 2, 0.0001); // 200 m on goal pace
    assert_int_equal(card.other_lap_count, 4);
    near_to(card.other_laps[3].to_m - card.other_laps[3].from_m, 409.344, 1e-9);
    assert_true(strstr(card.laps[0].todo, "41.0") != NULL && strstr(card.laps[0].todo, "83.0") != NULL);
    assert_true(strstr(card.laps[3].todo, "20.9, 20.6, 20.4, 20.1") != NULL);
}

// No text of the four laps of the mile.
static void no_mile_words(const miler_race_card *card) {
    static const char *const of_the_mile[] = {"econd back", "Four gears", "on goal pace at its end",
                                              "alf way is near"};
    for (size_t i = 0; i < card->lap_count; i++)
        for (size_t w = 0; w < sizeof of_the_mile / sizeof of_the_mile[0]; w++) {
            const miler_race_lap *lap = &card->laps[i];
            if (strstr(lap->todo, of_the_mile[w]) == NULL && strstr(lap->think, of_the_mile[w]) == NULL)
                continue;
            fail_msg("%g m, lap %zu: %s %s", card->dist_m, i + 1, lap->todo, lap->think);
        }
}

static bool noted(const miler_race_card *card, const char *word) {
    for (size_t i = 0; i < card->note_count; i++)
        if (strstr(card->notes[i], word) != NULL) return true;
    return false;
}

// 800 m as its 26 records (Tucker, Lambert & Noakes 2006): the first lap 2.4 s quicker than the second.
static void coach_two_laps(void **state) {
    (void)state;
    miler_race_request r = ask(160, 800);
    const miler_race_card card = plan(&r);
    assert_int_equal(card.lap_count, 2);
    near_to(card.laps[0].time_s, 78.8, 1e-9);
    near_to(card.laps[1].time_s, 81.2, 1e-9);
    assert_true(card.too_fast_400_s < card.laps[0].time_s);
    near_to(card.gear_s[0], 0, 0);
    no_mile_words(&card);
    assert_true(noted(&card, "Tucker"));
    r.venue = MILER_VENUE_INDOOR_BANKED;
    const miler_race_card indoor = plan(&r);
    assert_int_equal(indoor.lap_count, 4);
    near_to(indoor.laps[1].cum_s, 78.8, 1e-9);
    no_mile_words(&indoor);
    r.first_lap_slower_s = 0; // told: even laps, and no word of records
    const miler_race_card even = plan(&r);
    near_to(even.laps[1].cum_s, 80, 1e-9);
    assert_false(noted(&even, "Tucker"));
    r = ask(MILER_MILE_M / 10, MILER_MILE_M / 2); // the half mile, in quarters on the road
    r.venue = MILER_VENUE_ROAD;
    const miler_race_card half = plan(&r);
    near_to(half.laps[1].time_s - half.laps[0].time_s, 2.4, 1e-9);
}

// Nothing is known of 1000 m: even pace, and said so.
static void coach_between(void **state) {
    (void)state;
    const miler_race_request r = ask(200, 1000);
    const miler_race_card card = plan(&r);
    for (size_t i = 0; i < card.checkpoint_count; i++)
        near_to(card.checkpoints[i].time_s, card.checkpoints[i].dist_m / 5, 1e-9);
    assert_true(noted(&card, "even pace"));
    no_mile_words(&card);
}

// Even up to the last lap, which is 2 % faster, each 100 m more so.
static void coach_long(void **state) {
    (void)state;
    static const double dist_m[] = {3000, 2 * MILER_MILE_M, 5000};
    for (size_t d = 0; d < 3; d++) {
        miler_race_request r = ask(dist_m[d] / 5, dist_m[d]);
        const miler_race_card card = plan(&r);
        const miler_race_lap *last = &card.laps[card.lap_count - 1];
        const double lap_s = card.laps[1].whole_s;
        for (size_t i = 1; i + 1 < card.lap_count; i++)
            near_to(card.laps[i].whole_s, lap_s, 1e-9);
        near_to(last->time_s, lap_s * 0.98, 1e-9);
        near_to(last->cum_s, r.goal_s, 0);
        near_to(card.gear_s[0] + card.gear_s[1] + card.gear_s[2] + card.gear_s[3], last->time_s, 1e-9);
        for (int k = 0; k < 4; k++)
            assert_true(card.gear_s[k] < (k == 0 ? lap_s / 4 : card.gear_s[k - 1]));
        no_mile_words(&card);
        assert_true(noted(&card, "Tucker"));
        r.first_lap_slower_s = 0.5;
        const miler_race_card gentle = plan(&r);
        near_to(miler_race_time_at(&gentle, 900), miler_race_time_at(&card, 900), 1e-9); // won back
    }
}

// On the 400 m marks the 9.344 m are run after lap 3 instead.
static void coach_on_marks(void **state) {
    (void)state;
    miler_race_request request = ask(330, MILER_MILE_M);
    request.convention = MILER_SPLITS_MARKS;
    const miler_race_card card = plan(&request);
    static const double clock_s[] = {83.021, 164.042, 246.063, 330};
    assert_int_equal(card.lap_count, 4);
    for (size_t i = 0; i < 4; i++)
        near_to(card.laps[i].cum_s, clock_s[i], 0.001);
    near_to(card.gear_m[0], 1209.344, 1e-9);
    assert_int_equal(card.other_laps[0].convention, MILER_SPLITS_LINE);
}

// Check values 10.5, and that they are the quarters of any distance.
static void record_quarters(void **state) {
    (void)state;
    miler_race_request request = ask(330, MILER_MILE_M);
    request.strategy = MILER_STRATEGY_RECORD;
    request.venue = MILER_VENUE_ROAD; // quarter miles
    const miler_race_card card = plan(&request);
    static const double quarters_s[] = {82.00, 83.39, 83.39, 81.21};
    assert_int_equal(card.convention, MILER_SPLITS_QUARTERS);
    assert_int_equal(card.lap_count, 4);
    for (size_t i = 0; i < 4; i++)
        near_to(card.laps[i].time_s, quarters_s[i], 0.01);
}

static void standing_start(void **state) {
    (void)state;
    miler_race_request request = ask(330, MILER_MILE_M);
    request.strategy = MILER_STRATEGY_EVEN;
    request.standing_start_s = 0.4;
    const miler_race_card card = plan(&request);
    static const double places[] = {9.344, 100, 409.344, 1500, 1609.344};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const double x = places[i] / MILER_MILE_M;
        near_to(checkpoint_at(&card, places[i])->time_s, 330 * x + 0.4 * (1 - x), 1e-9);
    }
}

// How the finish line and the marks fall in each race.
static void distances_and_venues(void **state) {
    (void)state;
    static const struct {
        double dist_m, goal_s;
        miler_venue venue;
        size_t laps, others;
        double first_to_m, bell_m; // 0 = no bell
    } rows[] = {
        {1500, 300, MILER_VENUE_OUTDOOR, 4, 4, 300, 1100},
        {1600, 330, MILER_VENUE_OUTDOOR, 4, 0, 400, 1200},
        {800, 150, MILER_VENUE_OUTDOOR, 2, 0, 400, 400},
        {3200, 700, MILER_VENUE_OUTDOOR, 8, 0, 400, 2800},
        {3218.688, 700, MILER_VENUE_OUTDOOR, 8, 8, 418.688, 2818.688},
        {3000, 700, MILER_VENUE_OUTDOOR, 8, 8, 200, 2600},
        {MILER_MILE_M, 330, MILER_VENUE_INDOOR_BANKED, 8, 4, 209.344, 1409.344},
        {1500, 300, MILER_VENUE_INDOOR_FLAT, 8, 4, 100, 1300},
        {MILER_MILE_M, 330, MILER_VENUE_ROAD, 4, 4, 402.336, 0},
        {3218.688, 700, MILER_VENUE_ROAD, 8, 8, 402.336, 0},
        {1500, 300, MILER_VENUE_TREADMILL, 4, 0, 400, 0},
        {5000, 1200, MILER_VENUE_INDOOR_BANKED, 25, 13, 200, 4800},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_race_request request = ask(rows[i].goal_s, rows[i].dist_m);
        request.venue = rows[i].venue;
        const miler_race_card card = plan(&request);
        if (card.lap_count != rows[i].laps || card.other_lap_count != rows[i].others)
            fail_msg("row %zu: %zu and %zu laps", i, card.lap_count, card.other_lap_count);
        near_to(card.laps[0].to_m, rows[i].first_to_m, 1e-9);
        double bell_m = 0;
        for (size_t k = 0; k < card.checkpoint_count; k++)
            if (card.checkpoints[k].marks & MILER_MARK_BELL) bell_m = card.checkpoints[k].dist_m;
        near_to(bell_m, rows[i].bell_m, 1e-9);
    }
}

// A lane-2 mile: with the stagger it is a mile, without it is 28 m too long.
static void lanes(void **state) {
    (void)state;
    static const struct {
        int32_t lane;
        double lap_m, ahead_m, uncorrected_m;
    } rows[] = {{1, 400, -9.344, 1609.344},
                {2, 407.037, 18.805, 1637.493},
                {8, 453.031, 202.780, 1821.468},
                {9, 460.697, 233.443, 1852.131}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_race_request request = ask(330, MILER_MILE_M);
        request.lane = rows[i].lane;
        const miler_race_card card = plan(&request);
        near_to(card.lap_m, rows[i].lap_m, 0.002);
        near_to(card.start_ahead_m, rows[i].ahead_m, 0.01);
        near_to(card.uncorrected_m, rows[i].uncorrected_m, 0.01);
        near_to(card.uncorrected_s, 330 * rows[i].uncorrected_m / MILER_MILE_M, 0.01);
        near_to(card.lap_s, 330 * rows[i].lap_m / MILER_MILE_M, 0.001);
        near_to(card.checkpoints[card.checkpoint_count - 1].dist_m, MILER_MILE_M, 0);
    }
}

static void refuse(const miler_race_request *request, miler_status want, const char *word) {
    miler_race_card card;
    miler_error err = {0};
    const miler_status got = miler_race_plan(request, arena, &card, &err);
    if (got != want)
        fail_msg("wanted %s, got %s: %s", miler_status_name(want), miler_status_name(got), err.msg);
    if (strstr(err.msg, word) == NULL) fail_msg("'%s' does not say '%s'", err.msg, word);
}

static void refusals(void **state) {
    (void)state;
    miler_race_request r = ask(223.0, MILER_MILE_M); // men's record 3:43.13
    refuse(&r, MILER_ERR_RANGE, "world record of 3:43.13");
    r.goal_s = 223.13;
    (void)plan(&r);
    r.sex = MILER_SEX_FEMALE;
    refuse(&r, MILER_ERR_RANGE, "women's world record of 4:07.64");
    r = ask(222, 1600); // no record over 1600 m: bounded by the pace of 1500 m
    (void)plan(&r);
    r.goal_s = 219;
    refuse(&r, MILER_ERR_RANGE, "over 1500 m");
    r = ask(1201, MILER_MILE_M);
    refuse(&r, MILER_ERR_RANGE, "walking");
    r = ask(NAN, MILER_MILE_M);
    refuse(&r, MILER_ERR_RANGE, "above zero");
    r = ask(330, 799);
    refuse(&r, MILER_ERR_RANGE, "distance");
    r = ask(330, MILER_MILE_M);
    r.lane = 10;
    refuse(&r, MILER_ERR_RANGE, "lane");
    r.venue = MILER_VENUE_INDOOR_FLAT;
    r.lane = 7;
    refuse(&r, MILER_ERR_RANGE, "1 to 6");
    r.venue = MILER_VENUE_ROAD;
    r.lane = 2;
    refuse(&r, MILER_ERR_RANGE, "no lanes");
    r.lane = 1;
    r.convention = MILER_SPLITS_LINE;
    refuse(&r, MILER_ERR_UNSUPPORTED, "finish line");
    r = ask(330, 1500);
    r.convention = MILER_SPLITS_QUARTERS;
    refuse(&r, MILER_ERR_UNSUPPORTED, "quarter miles");
    r = ask(150, 800);
    r.strategy = MILER_STRATEGY_RECORD;
    refuse(&r, MILER_ERR_UNSUPPORTED, "mile");
    r.strategy = MILER_STRATEGY_COACH;
    r.first_lap_slower_s = 0.5;
    refuse(&r, MILER_ERR_RANGE, "win");
    r = ask(330, MILER_MILE_M);
    r.first_lap_slower_s = 1.01;
    refuse(&r, MILER_ERR_RANGE, "first lap");
    r.first_lap_slower_s = -0.1;
    refuse(&r, MILER_ERR_RANGE, "first lap");
    r = ask(330, MILER_MILE_M);
    r.wind_mps = -1;
    refuse(&r, MILER_ERR_RANGE, "wind");
    r = ask(330, MILER_MILE_M);
    r.gun_s = 86400;
    refuse(&r, MILER_ERR_RANGE, "gun");
    r = ask(330, MILER_MILE_M);
    r.strategy = (miler_strategy)99;
    refuse(&r, MILER_ERR_ARG, "unknown");
    miler_race_card card;
    assert_int_equal(miler_race_plan(NULL, arena, &card, NULL), MILER_ERR_ARG);
}

static void own_texts(void **state) {
    (void)state;
    static const char cues[] = "# mine\r\n\r\nany\tstart\tcue\tGo {pace}, {lap}, {clock}\r\n";
    miler_race_request r = ask(330, MILER_MILE_M);
    r.cues_tsv = cues;
    r.cues_len = strlen(cues);
    const miler_race_card card = plan(&r);
    assert_string_equal(card.laps[0].cue, "Go 82.0, 84.9, 1:24.9");
    assert_true(card.laps[1].cue[0] != '\0' && card.laps[0].todo[0] != '\0'); // the rest stays built in
    static const struct {
        const char *text;
        const char *word;
        uint32_t line;
    } bad[] = {{"any\tstart\tcue\n", "4 fields", 1},     {"\nany\tstart\tcue\ta\tb\n", "4 fields", 2},
               {"any\tstart\tcue\t{lap\n", "braces", 1}, {"any\tstart\tcue\t{speed}\n", "braces", 1},
               {"all\tstart\tcue\tx\n", "'all'", 1},     {"any\tfirst\tcue\tx\n", "'first'", 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        r.cues_tsv = bad[i].text;
        r.cues_len = strlen(bad[i].text);
        miler_race_card none;
        miler_error err = {0};
        assert_int_equal(miler_race_plan(&r, arena, &none, &err), MILER_ERR_PARSE);
        if (strstr(err.msg, bad[i].word) == NULL || err.line != bad[i].line)
            fail_msg("row %zu: %u: %s", i, (unsigned)err.line, err.msg);
    }
    char long_text[600];
    memset(long_text, 'x', sizeof long_text);
    memcpy(long_text, "any\tstart\tcue\t", 14);
    r.cues_tsv = long_text;
    r.cues_len = sizeof long_text;
    refuse(&r, MILER_ERR_PARSE, "longer");
}

// The band around the plan: the plan in it, the first 400 m as the card says, open no wider than the rest makes good.
static void limits(void **state) {
    (void)state;
    for (int strategy = 0; strategy < MILER_STRATEGY_COUNT; strategy++) {
        miler_race_request r = ask(319, MILER_MILE_M);
        r.strategy = (miler_strategy)strategy;
        const miler_race_card card = plan(&r);
        double early, late, before = 0;
        for (double m = 100; m < 1600; m += 100) {
            miler_race_limits(&card, m, &early, &late);
            const double planned = miler_race_time_at(&card, m);
            assert_true(early > before && early < planned && planned < late);
            assert_true(planned - early < 8 && late - planned < 4);
            before = early;
        }
        miler_race_limits(&card, 400, &early, &late);
        assert_true(early <= card.too_fast_400_s + 1e-9);
        if (r.strategy == MILER_STRATEGY_COACH) assert_float_equal(early, card.too_fast_400_s, 1e-9);
        miler_race_limits(&card, 1200, &early, &late);
        assert_true((card.goal_s - late) * 1.02 > card.goal_s - miler_race_time_at(&card, 1200) - 1e-9);
    }
}

static void timetable(void **state) {
    (void)state;
    miler_race_request r = ask(330, MILER_MILE_M);
    r.gun_s = 14 * 3600 + 30 * 60;
    const miler_race_card card = plan(&r);
    const miler_race_row *easy = NULL, *fast = NULL;
    assert_true(card.warm_up_count > 8 && card.cool_down_count >= 3);
    for (size_t i = 0; i < card.warm_up_count; i++) {
        const miler_race_row *row = &card.warm_up[i];
        assert_int_equal(row->clock_s, r.gun_s + row->at_s);
        assert_true(row->at_s <= 0 && (i == 0 || row->at_s >= card.warm_up[i - 1].at_s));
        if (strstr(row->what, "Easy running") != NULL) easy = row;
        if (strstr(row->what, "150 to 200 m") != NULL) fast = row;
    }
    assert_non_null(easy);
    assert_true(easy->duration_s >= 15 * 60 && easy->duration_s <= 20 * 60);
    assert_non_null(fast); // ends 10 to 20 min before the gun
    assert_true(fast->at_s >= -20 * 60 && fast->at_s + fast->duration_s <= -10 * 60);
    assert_int_equal(card.warm_up[card.warm_up_count - 1].at_s, 0);
    assert_int_equal(card.cool_down[0].at_s, 360 + 60); // 5:30 rounded up, and the first minute after
    static const char *const drills[] = {"lunges", "ounding", "swings", "igh knees", "trides", "Spikes"};
    for (size_t d = 0; d < sizeof drills / sizeof drills[0]; d++) {
        bool there = false;
        for (size_t i = 0; i < card.warm_up_count; i++)
            there = there || strstr(card.warm_up[i].what, drills[d]) != NULL;
        if (!there) fail_msg("no %s", drills[d]);
    }
    size_t told = 0; // how-to: of the drills, in the words of data/drills.tsv, and of nothing else
    for (size_t i = 0; i < card.warm_up_count; i++)
        told += card.warm_up[i].how[0] != '\0';
    assert_int_equal(told, 4);
    assert_string_equal(easy->how, "");
    miler_race_request beginner = ask(630, MILER_MILE_M);
    const miler_race_card first = plan(&beginner);
    bool jog = false, strides = false;
    for (size_t i = 0; i < first.warm_up_count; i++) {
        assert_null(strstr(first.warm_up[i].what, "pikes"));
        assert_null(strstr(first.warm_up[i].what, "ounding"));
        jog = jog || strstr(first.warm_up[i].what, "10 to 15 min") != NULL;
        strides = strides || strstr(first.warm_up[i].what, "Strides, 3 x") != NULL;
    }
    assert_true(jog && strides);
    static const char own[] = "-10\t5\troad,track\tJog\tBecause\n5\t0\ttreadmill\tNot here\t-\n";
    r.timetable_tsv = own;
    r.timetable_len = strlen(own);
    const miler_race_card mine = plan(&r);
    assert_int_equal(mine.warm_up_count, 1);
    assert_int_equal(mine.cool_down_count, 0);
    assert_string_equal(mine.warm_up[0].what, "Jog");
    assert_string_equal(mine.warm_up[0].how, "");
    static const char alias[] = "-10\t5\tall\tButt kicks, 2 x 20 m\t\n-8\t5\tall\tBounding box\t\n";
    r.timetable_tsv = alias;
    r.timetable_len = strlen(alias);
    const miler_race_card named = plan(&r);
    assert_non_null(strstr(named.warm_up[0].how, "Heel comes up under the seat"));
    assert_string_equal(named.warm_up[1].how, ""); // begins like a drill, and is none
    r.timetable_tsv = "soon\t5\tall\tJog\tBecause\n";
    r.timetable_len = strlen(r.timetable_tsv);
    refuse(&r, MILER_ERR_PARSE, "'soon'");
}

static const miler_race_condition *condition(const miler_race_card *card, const char *name) {
    for (size_t i = 0; i < card->condition_count; i++)
        if (strcmp(card->conditions[i].name, name) == 0) return &card->conditions[i];
    return NULL;
}

// science 4.5, 4.7, 4.8: sizes at 4.88 m/s.
static void conditions(void **state) {
    (void)state;
    miler_race_request r = ask(330, MILER_MILE_M);
    assert_int_equal(plan(&r).condition_count, 0);
    r.wind_mps = 3;
    r.altitude_m = 2000;
    r.air_c = 24;
    miler_race_card card = plan(&r);
    assert_int_equal(card.condition_count, 2); // no heat at 24 degrees
    near_to(condition(&card, "altitude")->effect_s / 330, 0.026 * 1.1, 0.003);
    r.altitude_m = NAN;
    card = plan(&r);
    near_to(condition(&card, "wind")->high_s / 330, 0.01, 0.002); // "about 1 % time" at the full rule
    assert_true(condition(&card, "wind")->low_s > 0 &&
                condition(&card, "wind")->low_s < condition(&card, "wind")->effect_s);
    r.venue = MILER_VENUE_ROAD;
    r.wind_mps = -3;
    card = plan(&r);
    assert_true(condition(&card, "wind")->effect_s < 0 &&
                condition(&card, "wind")->low_s < condition(&card, "wind")->high_s);
    r = ask(330, MILER_MILE_M);
    r.venue = MILER_VENUE_INDOOR_FLAT;
    card = plan(&r);
    near_to(condition(&card, "flat 200 m bends")->high_s / 330, 0.005, 0.0005);
    r.venue = MILER_VENUE_TREADMILL;
    r.altitude_m = 1600;
    r.wind_mps = 2;
    assert_int_equal(plan(&r).condition_count, 0);
    r = ask(330, MILER_MILE_M);
    r.air_c = 36;
    r.humidity_pct = 70;
    card = plan(&r);
    assert_true(condition(&card, "heat")->high_s > condition(&card, "heat")->effect_s);
    assert_non_null(strstr(card.notes[card.note_count - 1], "Too hot"));
}

// "I passed 800 in 2:41, what now?" for a 5:19 goal.
static void projection(void **state) {
    (void)state;
    const miler_race_request r = ask(319, MILER_MILE_M);
    const miler_race_card card = plan(&r);
    miler_race_outlook now;
    assert_int_equal(miler_race_project(&card, NULL, 800, 161, arena, &now, NULL), MILER_OK);
    near_to(now.finish_even_s, 161 * MILER_MILE_M / 800, 1e-9);
    near_to(now.ahead_s, miler_race_time_at(&card, 800) - 161, 1e-9);
    near_to(now.finish_plan_s, 319 - now.ahead_s, 1e-9);
    near_to(now.need_per_400_s, 400 * 158 / 809.344, 1e-9);
    assert_true(now.within_reach);
    assert_int_equal(now.rest_count, 3); // to 809.344, the bell, the finish
    double sum = 161;
    for (size_t i = 0; i < now.rest_count; i++)
        sum += now.rest[i].time_s;
    near_to(sum, 319, 1e-9);
    near_to(now.rest[0].from_m, 800, 0);
    assert_int_equal(miler_race_project(&card, NULL, 1500, 330, arena, &now, NULL), MILER_OK);
    assert_true(now.need_s < 0 && isnan(now.need_per_400_s) && !now.within_reach && now.rest_count == 0);
    assert_int_equal(miler_race_project(&card, NULL, 800, 180, arena, &now, NULL), MILER_OK);
    assert_false(now.within_reach);
    assert_int_equal(miler_race_project(&card, NULL, 0, 10, arena, &now, NULL), MILER_ERR_RANGE);
    assert_int_equal(miler_race_project(&card, NULL, MILER_MILE_M, 319, arena, &now, NULL), MILER_ERR_RANGE);
    assert_int_equal(miler_race_project(&card, NULL, 800, -1, arena, &now, NULL), MILER_ERR_RANGE);
}

static void words(void **state) {
    (void)state;
    miler_venue venue;
    miler_strategy strategy;
    miler_split_convention convention;
    miler_error err = {0};
    assert_int_equal(miler_venue_parse("flat", &venue, &err), MILER_OK);
    assert_int_equal(venue, MILER_VENUE_INDOOR_FLAT);
    assert_int_equal(miler_venue_parse("moon", &venue, &err), MILER_ERR_PARSE);
    assert_true(strstr(err.remedy, "treadmill") != NULL);
    for (int s = 0; s < MILER_STRATEGY_COUNT; s++) {
        assert_int_equal(miler_strategy_parse(miler_strategy_name((miler_strategy)s), &strategy, &err),
                         MILER_OK);
        assert_int_equal(strategy, s);
    }
    assert_int_equal(miler_split_convention_parse("marks", &convention, &err), MILER_OK);
    assert_int_equal(convention, MILER_SPLITS_MARKS);
    assert_string_equal(miler_venue_name((miler_venue)77), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_mile),
        cmocka_unit_test(coach_mile),
        cmocka_unit_test(coach_on_marks),
        cmocka_unit_test(coach_two_laps),
        cmocka_unit_test(coach_between),
        cmocka_unit_test(coach_long),
        cmocka_unit_test(record_quarters),
        cmocka_unit_test(standing_start),
        cmocka_unit_test(distances_and_venues),
        cmocka_unit_test(lanes),
        cmocka_unit_test(refusals),
        cmocka_unit_test(own_texts),
        cmocka_unit_test(limits),
        cmocka_unit_test(timetable),
        cmocka_unit_test(conditions),
        cmocka_unit_test(projection),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests_name("race", tests, set_up, tear_down);
}
