// SPDX-License-Identifier: MIT
// The list of sounds: no two overlap, tones stand on the card's own times, words
// give way in order; figures in words; tones without clicks, all equally loud.
// Sound files are read back by tests/sound/sound.test.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/sound_clip.h"

#include <math.h>
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

static miler_race_card card_of(double goal_s, double dist_m, miler_venue venue, miler_strategy strategy,
                               miler_split_convention splits) {
    miler_race_request r;
    miler_error err = {0};
    miler_race_card card;
    miler_race_request_init(&r);
    r.goal_s = goal_s;
    r.dist_m = dist_m;
    r.venue = venue;
    r.strategy = strategy;
    r.convention = splits;
    if (miler_race_plan(&r, arena, &card, &err) != MILER_OK) fail_msg("%s", err.msg);
    return card;
}

static miler_sound_plan sounds_of(const miler_race_card *card, const miler_sound_options *options) {
    miler_sound_plan plan;
    miler_error err = {0};
    if (miler_sound_race(card, options, arena, &plan, &err) != MILER_OK) fail_msg("%s", err.msg);
    return plan;
}

static void apart(const miler_sound_plan *plan) {
    assert_true(plan->count > 0);
    assert_true(plan->events[0].time_s >= plan->from_s);
    for (size_t i = 0; i < plan->count; i++) {
        const miler_sound_event *e = &plan->events[i];
        assert_true(e->lasts_s > 0);
        assert_true((e->kind == MILER_SOUND_WORD) == (e->text != NULL));
        assert_true(e->time_s + e->lasts_s < plan->to_s);
        if (i > 0) assert_true(e->time_s >= e[-1].time_s + e[-1].lasts_s + 0.0799);
    }
}

static const miler_sound_event *at_time(const miler_sound_plan *plan, miler_sound_kind kind, double time_s) {
    for (size_t i = 0; i < plan->count; i++)
        if (plan->events[i].kind == kind && fabs(plan->events[i].time_s - time_s) < 1e-9)
            return &plan->events[i];
    return NULL;
}

static size_t of_kind(const miler_sound_plan *plan, miler_sound_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += plan->events[i].kind == kind;
    return count;
}

// Every kind of race, at goals from the record to a walk.
static void no_two_overlap_in_any_race(void **state) {
    (void)state;
    static const double dists[] = {800, 1500, MILER_MILE_M, 3200, 5000};
    static const double beeps[] = {50, 100, 200};
    size_t races = 0;
    for (size_t d = 0; d < 5; d++)
        for (int venue = 0; venue < MILER_VENUE_COUNT; venue++)
            for (int strategy = 0; strategy < 3; strategy++)
                for (double speed = 2.5; speed < 6.6; speed += 1.0)
                    for (int line = 0; line < 2; line++) {
                        if (strategy == MILER_STRATEGY_RECORD && (d == 0 || d > 2)) continue; // not made
                        const miler_race_card card = card_of(dists[d] / speed, dists[d], (miler_venue)venue,
                                                             (miler_strategy)strategy, MILER_SPLITS_AUTO);
                        miler_sound_options o;
                        miler_sound_options_init(&o);
                        o.beep_m = beeps[races % 3];
                        o.lead_s = (double)(races % 31);
                        o.from_line = line != 0;
                        const miler_sound_plan plan = sounds_of(&card, &o);
                        apart(&plan);
                        assert_true(at_time(&plan, MILER_SOUND_START, 0) != NULL);
                        assert_true(at_time(&plan, MILER_SOUND_FINISH, card.goal_s) != NULL);
                        assert_int_equal(of_kind(&plan, MILER_SOUND_TICK), fmin(5, o.lead_s));
                        for (size_t i = 0; i + 1 < card.lap_count; i++)
                            assert_true(at_time(&plan, MILER_SOUND_LAP, card.laps[i].cum_s) != NULL ||
                                        at_time(&plan, MILER_SOUND_BELL, card.laps[i].cum_s) != NULL);
                        races++;
                    }
    assert_true(races > 300);
}

static void beeps_stand_on_the_checkpoints(void **state) {
    (void)state;
    const miler_race_card card =
        card_of(319, MILER_MILE_M, MILER_VENUE_OUTDOOR, MILER_STRATEGY_COACH, MILER_SPLITS_LINE);
    miler_sound_options o;
    miler_sound_options_init(&o);
    const miler_sound_plan plan = sounds_of(&card, &o);
    size_t found = 0;
    for (size_t i = 0; i < card.checkpoint_count; i++) {
        const miler_race_checkpoint *c = &card.checkpoints[i];
        if ((c->marks & MILER_MARK_HUNDRED) == 0) continue;
        const miler_sound_event *e = at_time(&plan, MILER_SOUND_BEEP, c->time_s);
        assert_non_null(e);
        assert_true(fabs(e->dist_m - c->dist_m) < 1e-6);
        found++;
    }
    assert_int_equal(found, 16);
    assert_int_equal(of_kind(&plan, MILER_SOUND_BEEP), 16);
    assert_int_equal(of_kind(&plan, MILER_SOUND_LAP), 2);
    assert_int_equal(of_kind(&plan, MILER_SOUND_BELL), 1);
    assert_true(plan.unsaid <= 2); // by the slow voice that is assumed without one
}

static bool says(const miler_sound_plan *plan, const char *text) {
    for (size_t i = 0; i < plan->count; i++)
        if (plan->events[i].text != NULL && strcmp(plan->events[i].text, text) == 0) return true;
    return false;
}

static void laps_cues_and_gears_are_called(void **state) {
    (void)state;
    const miler_race_card card =
        card_of(319, MILER_MILE_M, MILER_VENUE_OUTDOOR, MILER_STRATEGY_COACH, MILER_SPLITS_LINE);
    miler_sound_options o;
    miler_sound_options_init(&o);
    o.lead_s = 30;
    const miler_sound_plan plan = sounds_of(&card, &o);
    const char *const wanted[] = {"Goal: five nineteen.",
                                  "Ten seconds.",
                                  "Easy speed",
                                  "three hundred",
                                  "Rhythm",
                                  "one twenty two. three to go.",
                                  "two forty. two to go.",
                                  "four minutes. Last lap.",
                                  "Again",
                                  "Home",
                                  "fifteen hundred",
                                  "five nineteen."};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!says(&plan, wanted[i])) fail_msg("'%s' is not said", wanted[i]);
    o.no_words = true;
    const miler_sound_plan quiet = sounds_of(&card, &o);
    assert_int_equal(of_kind(&quiet, MILER_SOUND_WORD), 0);
    assert_int_equal(quiet.count, of_kind(&plan, MILER_SOUND_BEEP) + 5 + 1 + 2 + 1 + 1);
}

// A voice so slow that nothing fits, and one that cannot speak.
static double slow(void *user, const char *text) {
    (void)text;
    return *(const double *)user;
}

// Where there are laps the last of them has a bell, in two laps too; and by the marks of the track
// the line that is crossed right after the gun has no beep.
static void the_last_lap_has_a_bell(void **state) {
    (void)state;
    static const struct {
        double dist_m, goal_s;
        miler_venue venue;
        double bell_m; // NaN: none
    } races[] = {{800, 150, MILER_VENUE_OUTDOOR, 400},
                 {1000, 200, MILER_VENUE_OUTDOOR, 600},
                 {MILER_MILE_M, 319, MILER_VENUE_OUTDOOR, 1209.344},
                 {800, 150, MILER_VENUE_INDOOR_BANKED, 600},
                 {800, 150, MILER_VENUE_ROAD, (double)NAN}};
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++) {
        const miler_race_card card =
            card_of(races[i].goal_s, races[i].dist_m, races[i].venue, MILER_STRATEGY_EVEN, MILER_SPLITS_AUTO);
        miler_sound_options o;
        miler_sound_options_init(&o);
        o.from_line = true;
        const miler_sound_plan plan = sounds_of(&card, &o);
        const bool bell = isfinite(races[i].bell_m);
        assert_int_equal(of_kind(&plan, MILER_SOUND_BELL), bell ? 1 : 0);
        if (bell)
            assert_non_null(
                at_time(&plan, MILER_SOUND_BELL, races[i].goal_s * races[i].bell_m / races[i].dist_m));
        for (size_t k = 0; k < plan.count; k++)
            if (plan.events[k].kind == MILER_SOUND_BEEP && races[i].venue == MILER_VENUE_OUTDOOR)
                assert_true(plan.events[k].dist_m > 10);
    }
}

static void what_has_no_room_is_left_out_and_counted(void **state) {
    (void)state;
    const miler_race_card card =
        card_of(319, MILER_MILE_M, MILER_VENUE_OUTDOOR, MILER_STRATEGY_COACH, MILER_SPLITS_LINE);
    double lasts_s = 17.0;
    miler_sound_options o;
    miler_sound_options_init(&o);
    o.measure = slow;
    o.user = &lasts_s;
    miler_sound_plan plan = sounds_of(&card, &o);
    apart(&plan);
    // Laps and gears go first: their words stand, the places behind them do not.
    assert_true(plan.unsaid > 8);
    assert_true(says(&plan, "one twenty two. three to go."));
    assert_false(says(&plan, "four hundred"));
    lasts_s = 0;
    plan = sounds_of(&card, &o);
    assert_int_equal(of_kind(&plan, MILER_SOUND_WORD), 0);
    assert_true(plan.unsaid > 20);
}

static void options_have_bounds(void **state) {
    (void)state;
    const miler_race_card card =
        card_of(319, MILER_MILE_M, MILER_VENUE_OUTDOOR, MILER_STRATEGY_COACH, MILER_SPLITS_LINE);
    miler_sound_options o;
    miler_sound_plan plan;
    const double leads[] = {-1, 121, 0.5, (double)NAN};
    const double beeps[] = {0, -100, 99, 400, (double)NAN};
    for (size_t i = 0; i < 4; i++) {
        miler_sound_options_init(&o);
        o.lead_s = leads[i];
        assert_int_equal(miler_sound_race(&card, &o, arena, &plan, NULL), MILER_ERR_RANGE);
    }
    for (size_t i = 0; i < 5; i++) {
        miler_sound_options_init(&o);
        o.beep_m = beeps[i];
        assert_int_equal(miler_sound_race(&card, &o, arena, &plan, NULL), MILER_ERR_RANGE);
    }
}

static miler_status session(const char *text, double mile_s, miler_sound_plan *plan, miler_error *err) {
    miler_workout workout;
    miler_pace_book book;
    miler_sound_options o;
    miler_sound_options_init(&o);
    miler_pace_book_init(&book);
    if (mile_s > 0) {
        book.race_dist_m[0] = MILER_MILE_M;
        book.race_time_s[0] = mile_s;
        book.race_count = 1;
        book.goal_mile_s = mile_s;
    }
    assert_int_equal(miler_workout_parse(text, arena, &workout, err), MILER_OK);
    return miler_sound_session(&workout, &book, &o, arena, plan, err);
}

static void a_session_is_heard_step_by_step(void **state) {
    (void)state;
    miler_sound_plan plan;
    miler_error err = {0};
    assert_int_equal(session("3x400m @72 r60s, 5min easy", 0, &plan, &err), MILER_OK);
    apart(&plan);
    // 72, 60, 72, 60, 72 and 300 s.
    assert_non_null(at_time(&plan, MILER_SOUND_START, 0));
    assert_non_null(at_time(&plan, MILER_SOUND_STOP, 72));
    assert_non_null(at_time(&plan, MILER_SOUND_TICK, 131));
    assert_non_null(at_time(&plan, MILER_SOUND_START, 132));
    assert_non_null(at_time(&plan, MILER_SOUND_BEEP, 150));
    assert_non_null(at_time(&plan, MILER_SOUND_START, 264));
    assert_non_null(at_time(&plan, MILER_SOUND_STOP, 336));
    assert_non_null(at_time(&plan, MILER_SOUND_FINISH, 636));
    assert_true(says(&plan, "Rest sixty seconds"));
    assert_true(says(&plan, "Ten seconds. four hundred in one twelve. two of three"));
    assert_true(says(&plan, "Easy five minutes"));
    assert_int_equal(plan.guessed, 0);
    assert_int_equal(session("15min easy, drills, 4x100m strides r60s", 330, &plan, &err), MILER_OK);
    apart(&plan);
    assert_true(plan.guessed >= 1);
}

static void sessions_that_cannot_be_heard(void **state) {
    (void)state;
    miler_sound_plan plan;
    miler_error err = {0};
    assert_int_equal(session("6x400m @mile r400m jog", 0, &plan, &err), MILER_ERR_ARG);
    assert_non_null(strstr(err.remedy, "--from"));
    assert_int_equal(session("rest", 330, &plan, &err), MILER_ERR_EMPTY);
    assert_int_equal(session("9x(60min easy)", 330, &plan, &err), MILER_ERR_LIMIT);
}

static void figures_are_called_as_people_call_them(void **state) {
    (void)state;
    char out[MILER_SAY_MAX];
    static const struct {
        double value;
        const char *metres, *clock, *seconds;
    } rows[] = {{0, "zero", "zero", "zero seconds"},
                {1, "one", "one", "one second"},
                {19, "nineteen", "nineteen", "nineteen seconds"},
                {60, "sixty", "one minute", "sixty seconds"},
                {65, "sixty five", "one oh five", "sixty five seconds"},
                {90, "ninety", "one thirty", "ninety seconds"},
                {150, "one hundred fifty", "two thirty", "two minutes thirty"},
                {300, "three hundred", "five minutes", "five minutes"},
                {319, "three hundred nineteen", "five nineteen", "five minutes nineteen"},
                {1000, "one thousand", "sixteen forty", "sixteen minutes forty"},
                {1100, "eleven hundred", "eighteen twenty", "eighteen minutes twenty"},
                {1609.344, "sixteen hundred nine", "twenty six forty nine", "twenty six minutes forty nine"},
                {2000, "two thousand", "thirty three twenty", "thirty three minutes twenty"},
                {3600, "thirty six hundred", "one hour", "sixty minutes"},
                {3661, "thirty six hundred sixty one", "one hour one oh one", "sixty one minutes one"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_say_metres(out, sizeof out, rows[i].value);
        assert_string_equal(out, rows[i].metres);
        miler_say_clock(out, sizeof out, rows[i].value);
        assert_string_equal(out, rows[i].clock);
        miler_say_seconds(out, sizeof out, rows[i].value);
        assert_string_equal(out, rows[i].seconds);
    }
    static const struct {
        double metres;
        const char *said;
    } far[] = {{10000, "ten kilometres"},
               {10200, "ten kilometres"},
               {10500, "ten and a half kilometres"},
               {10740, "ten and a half kilometres"},
               {10750, "eleven kilometres"},
               {21097.5, "twenty one kilometres"},
               {42195, "forty two kilometres"},
               {99999, "one hundred kilometres"}};
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        miler_say_metres(out, sizeof out, far[i].metres);
        assert_string_equal(out, far[i].said);
    }
    miler_say_clock(out, 8, 319); // what does not fit is left out whole
    assert_string_equal(out, "five");
    miler_say_metres(out, sizeof out, (double)NAN);
    assert_string_equal(out, "zero");
    miler_say_metres(out, sizeof out, 1e12);
    assert_true(strlen(out) < sizeof out);
}

// No sample jumps by more than a sine of this loudness and the highest pitch can.
static void tones_do_not_click_and_are_equally_loud(void **state) {
    (void)state;
    static float samples[48000];
    for (int kind = 0; kind < MILER_SOUND_WORD; kind++)
        for (int rate = 22050; rate <= 24000; rate += 1950) {
            sound_clip clip = {samples, 0};
            sound_tone_clip((miler_sound_kind)kind, 0.4, rate, &clip, 48000);
            assert_int_equal(clip.count, lround(0.4 * rate));
            sound_level(&clip, rate);
            const double loud = sound_loudness(clip.samples, clip.count, rate);
            assert_true(fabs(loud - SOUND_LOUD_DB) < 0.5);
            double before = 0, jump = 0, peak = 0;
            for (size_t i = 0; i < clip.count; i++) {
                jump = fmax(jump, fabs((double)samples[i] - before));
                peak = fmax(peak, fabs((double)samples[i]));
                before = (double)samples[i];
            }
            jump = fmax(jump, fabs(before)); // the end
            assert_true(peak <= SOUND_PEAK);
            assert_true(fabs((double)samples[0]) < 0.001 && fabs(before) < 0.01);
            assert_true(jump < peak * 2 * 3.1416 * 3136 / rate);
        }
}

static void a_loud_peak_is_bent_not_cut(void **state) {
    (void)state;
    static float samples[22050];
    for (size_t i = 0; i < 22050; i++) // faint, with a crack in each tenth of a second
        samples[i] = (float)(0.01 * sin(0.3 * (double)i) + (i % 2205 == 7 ? 0.9 : 0));
    sound_clip clip = {samples, 22050};
    sound_level(&clip, 22050);
    for (size_t i = 0; i < 22050; i++)
        assert_true(fabs((double)samples[i]) <= SOUND_PEAK);
    memset(samples, 0, sizeof samples);
    sound_level(&clip, 22050); // silence stays silence
    assert_true(samples[100] == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_two_overlap_in_any_race, set_up, tear_down),
        cmocka_unit_test_setup_teardown(beeps_stand_on_the_checkpoints, set_up, tear_down),
        cmocka_unit_test_setup_teardown(laps_cues_and_gears_are_called, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_lap_has_a_bell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_has_no_room_is_left_out_and_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(options_have_bounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_session_is_heard_step_by_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sessions_that_cannot_be_heard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(figures_are_called_as_people_call_them, set_up, tear_down),
        cmocka_unit_test(tones_do_not_click_and_are_equally_loud),
        cmocka_unit_test(a_loud_peak_is_bent_not_cut)};
    return cmocka_run_group_tests_name("sound", tests, NULL, NULL);
}
