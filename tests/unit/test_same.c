// SPDX-License-Identifier: MIT
// The same recording again: in another format, from another site, cut at other
// places, in a clock without a zone; and what only looks like it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"

// ---- Two activities, by their figures

static miler_activity figures(double start_s, double elapsed_s, double timer_s, double dist_m) {
    return (miler_activity){.format = MILER_FORMAT_FIT,
                            .sport = MILER_SPORT_RUNNING,
                            .start_ms = 1767250800000 + (int64_t)(start_s * 1000),
                            .elapsed_s = elapsed_s,
                            .timer_s = timer_s,
                            .dist_m = dist_m};
}

#define NONE (double)NAN

static void alike_by_figures(void **state) {
    (void)state;
    // The other one is always a run of 3000 s and 10 km.
    static const struct {
        const char *what;
        double start_s, elapsed_s, timer_s, dist_m;
        bool same;
    } rows[] = {
        {"itself", 0, 3000, 3000, 10000, true},
        {"moved by the first fix", 5, 2995, 2995, 9990, true},
        {"rounded and recounted", -0.4, 3060, 3060, 10490, true},
        {"pauses counted", 0, 4000, 3000, 10000, true},
        {"no duration", 0, NONE, NONE, 10000, true},
        {"no distance", 0, 3000, 3000, NONE, true},
        {"poor GPS, time exact", 0, 3001, 3001, 13500, true},
        {"pause at the end counted, distance exact", 1, 3400, 3400, 10000.4, true},
        {"both ends cut off", 150, 2700, 2700, 9000, true},
        {"another watch, started later", 20, 3000, 3000, 9800, true},
        {"another race, same gun", 0, 3300, 3300, 10030, false},
        {"another runner, same gun", 1, 2700, 2700, 10020, false},
        {"another runner beside it for a while", 0, 2000, 2000, 7400, false},
        {"stopped at half, another start", 30, 1500, 1500, 5000, false},
        {"the way home", 3600, 3030, 3030, 10010, false},
        {"just before", -3005, 3000, 3000, 10000, false},
        {"an aborted start", -8, 6, 6, 15, false},
        {"an hour later to the second, and nearly as long (FIT states its zone)", 3600, 3000, 3000, 10000,
         false},
    };
    const miler_activity run = figures(0, 3000, 3000, 10000);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_activity other =
            figures(rows[i].start_s, rows[i].elapsed_s, rows[i].timer_s, rows[i].dist_m);
        if (store_activity_alike(&run, &other) != rows[i].same ||
            store_activity_alike(&other, &run) != rows[i].same)
            fail_msg("%s: should %sbe the same", rows[i].what, rows[i].same ? "" : "not ");
    }
}

static void alike_by_kind(void **state) {
    (void)state;
    const miler_activity run = figures(0, 3000, 3000, 10000);
    miler_activity other = run;
    other.sport = MILER_SPORT_UNKNOWN;
    assert_true(store_activity_alike(&run, &other));
    other.sport = MILER_SPORT_CYCLING;
    assert_false(store_activity_alike(&run, &other));
    other = run;
    other.start_ms = MILER_NO_TIME;
    assert_false(store_activity_alike(&run, &other));
    // Cut by a broken cable: as long as it could be read.
    other = figures(2, 400, 400, 1300);
    other.flags = MILER_REC_TRUNCATED;
    assert_true(store_activity_alike(&run, &other));
    // The clock of a place without saying so: whole half hours off, all else equal.
    static const struct {
        double shift_s, elapsed_s, dist_m;
        bool same;
    } zones[] = {
        {7200, 3000, 10000, true},   {-18000, 3001, 10030, true}, {19800, 2999, 9990, true},
        {7210, 3000, 10000, false},  {7200, 3004, 10000, false},  {7200, 3000, 10300, false},
        {54000, 3000, 10000, false}, // 15 h: no zone
    };
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        other = figures(zones[i].shift_s, zones[i].elapsed_s, zones[i].elapsed_s, zones[i].dist_m);
        other.format = MILER_FORMAT_GPX;
        if (store_activity_alike(&run, &other) != zones[i].same) fail_msg("zone row %zu", i);
    }
}

// ---- Files

// The made-up run as a GPX of a site: no laps, no heart rate. The seconds `from` to
// `to` of it, its clock written `zone_s` ahead, with `suffix` behind.
static void put_gpx(kit *k, const char *name, const made_fit *f, uint32_t from, uint32_t to, int64_t zone_s,
                    const char *suffix) {
    miler_buf b = kit_buf();
    miler_buf_text_append(
        &b, "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"site\"><trk><name>Loop by the "
            "lake</name><type>running</type><trkseg>");
    for (uint32_t i = from; i <= to; i++) {
        const int64_t t_ms = (f->start_s + zone_s + i) * 1000;
        const miler_civil c = miler_civil_at(t_ms, 0);
        miler_buf_printf(
            &b, "<trkpt lat=\"%.9f\" lon=\"0\"><time>%04d-%02d-%02dT%02d:%02d:%02d%s</time></trkpt>",
            f->speed_mps * i / 111320.0, c.year, c.month, c.day, c.hour, c.minute, c.second, suffix);
    }
    miler_buf_text_append(&b, "</trkseg></trk></gpx>");
    kit_write_buf(k, name, &b);
}

static void put_fit(kit *k, const char *name, const made_fit *f) {
    miler_buf b = kit_fit(f);
    kit_write_buf(k, name, &b);
}

static const kit_line *import_one(kit *k, const char *name) {
    if (kit_import(k, name) != MILER_OK) fail_msg("%s: %s", name, k->err.msg);
    assert_int_equal(k->count, 1);
    return &k->lines[0];
}

static void expect_known(kit *k, const char *name, int64_t run_id) {
    const kit_line *line = import_one(k, name);
    if (line->outcome != STORE_FILE_KNOWN)
        fail_msg("%s: %s %s", name, store_outcome_name(line->outcome), line->reason);
    assert_int_equal(line->run_id, run_id);
    assert_int_equal(kit_counts(k).activities, 1);
}

static made_fit a_run(void) {
    made_fit f = kit_run(1);
    f.seconds = 1200;
    return f;
}

static void poorer_copies_are_known(void **state) {
    kit *k = *state;
    const made_fit f = a_run();
    put_fit(k, "a.fit", &f);
    const int64_t id = import_one(k, "a.fit")->run_id;
    static const struct {
        uint32_t from, to;
        int64_t zone_s;
        const char *suffix;
    } copies[] = {
        {0, 1200, 0, "Z"},   {0, 1200, 0, ".400Z"},     {2, 1199, 0, "Z"},
        {60, 1130, 0, "Z"}, // its ends cut off
        {0, 1200, 7200, ""}, {0, 1200, 7200, "+02:00"}, {0, 1200, -34200, ""},
    };
    for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "%zu.gpx", i);
        put_gpx(k, name, &f, copies[i].from, copies[i].to, copies[i].zone_s, copies[i].suffix);
        expect_known(k, name, id);
    }
}

static void expect_full(kit *k, int64_t id, double elapsed_s) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    store_run run;
    app_run whole;
    assert_int_equal(store_run_get(k->app->store, id, arena, &run, NULL), MILER_OK);
    assert_true(run.format == MILER_FORMAT_FIT && run.avg_hr_bpm > 0);
    assert_true(fabs(run.elapsed_s - elapsed_s) < 2);
    assert_string_equal(run.name, "Loop by the lake"); // the site had a title, the watch had none
    assert_int_equal(app_run_get(k->app, id, arena, &whole, &k->err), MILER_OK);
    assert_true(whole.recording.samples.hr_bpm != NULL);
    miler_arena_free(arena);
}

// The site's copy first, then the watch's: the run keeps its number and what
// points to it, and holds what the watch wrote.
static void a_fuller_copy_takes_over(void **state) {
    kit *k = *state;
    const made_fit f = a_run();
    put_gpx(k, "site.gpx", &f, 30, 1170, 0, "Z");
    put_fit(k, "watch.fit", &f);
    const int64_t id = import_one(k, "site.gpx")->run_id;
    const store_result result = {
        .dist_m = 1609.344, .time_s = 400, .day = 20454, .run_id = id, .name = "", .place = "", .note = ""};
    int64_t result_id;
    assert_int_equal(app_result_add(k->app, &result, &result_id, &k->err), MILER_OK);
    const kit_line *line = import_one(k, "watch.fit");
    assert_int_equal(line->outcome, STORE_FILE_NEW);
    assert_non_null(strstr(line->warning, "takes the place of run"));
    assert_int_equal(line->run_id, id);
    assert_int_equal(kit_counts(k).activities, 1);
    assert_int_equal(kit_counts(k).originals, 2); // both are kept
    expect_full(k, id, 1200);
    miler_arena *arena = miler_arena_new(NULL, 0);
    store_result kept;
    assert_int_equal(store_result_get(k->app->store, result_id, arena, &kept, NULL), MILER_OK);
    assert_int_equal(kept.run_id, id);
    expect_known(k, "site.gpx", id);
    expect_known(k, "watch.fit", id);
    app_rebuild_answer rebuilt;
    assert_int_equal(app_rebuild(k->app, arena, &rebuilt, &k->err), MILER_OK);
    assert_int_equal(kit_counts(k).activities, 1);
    expect_full(k, id, 1200);
    miler_arena_free(arena);
}

static void two_athletes_have_their_own(void **state) {
    kit *k = *state;
    made_fit a = a_run(), b = a_run();
    b.serial++;
    put_fit(k, "a.fit", &a);
    put_fit(k, "b.fit", &b);
    const int64_t id = import_one(k, "a.fit")->run_id;
    miler_athlete other;
    miler_athlete_init(&other);
    (void)snprintf(other.name, sizeof other.name, "Bo");
    int64_t other_id;
    assert_int_equal(app_athlete_add(k->app, &other, &other_id, &k->err), MILER_OK);
    assert_int_equal(app_use_athlete(k->app, "Bo", &k->err), MILER_OK);
    // Side by side from the same line, and then even the very same bytes.
    assert_int_equal(import_one(k, "b.fit")->outcome, STORE_FILE_NEW);
    assert_int_equal(kit_counts(k).activities, 2);
    assert_int_equal(import_one(k, "a.fit")->outcome, STORE_FILE_KNOWN);
    assert_int_not_equal(k->lines[0].run_id, id);
    assert_int_equal(app_use_athlete(k->app, "me", &k->err), MILER_OK);
    assert_int_equal(import_one(k, "a.fit")->run_id, id);
}

// The same file filed by the other first: its bytes are here, its run is not.
static void the_same_bytes_for_two_athletes(void **state) {
    kit *k = *state;
    const made_fit a = a_run();
    put_fit(k, "a.fit", &a);
    const int64_t id = import_one(k, "a.fit")->run_id;
    miler_athlete other;
    miler_athlete_init(&other);
    (void)snprintf(other.name, sizeof other.name, "Bo");
    int64_t other_id;
    assert_int_equal(app_athlete_add(k->app, &other, &other_id, &k->err), MILER_OK);
    assert_int_equal(app_use_athlete(k->app, "Bo", &k->err), MILER_OK);
    const kit_line *line = import_one(k, "a.fit");
    assert_int_equal(line->outcome, STORE_FILE_NEW);
    assert_int_not_equal(line->run_id, id);
    assert_int_equal(kit_counts(k).originals, 1);
    assert_int_equal(kit_counts(k).activities, 2);
}

// Runs that are near each other in every way but one stay two.
static void near_runs_stay_two(void **state) {
    kit *k = *state;
    made_fit f[5];
    for (size_t i = 0; i < 5; i++)
        f[i] = a_run();
    f[1].seconds = 1340; // another finish of the same race,
    f[1].speed_mps = 3.49 * 1200 / 1340;
    f[2].start_s += 1201; // straight after it,
    f[3].start_s += 7200; // two hours later to the second,
    f[3].seconds = 1190;
    f[4].sport = 2; // by bicycle at the same time
    char name[20];
    for (unsigned i = 0; i < 5; i++) {
        (void)snprintf(name, sizeof name, "%u.fit", i);
        put_fit(k, name, &f[i]);
    }
    assert_int_equal(kit_import(k, ""), MILER_OK);
    for (size_t i = 0; i < k->count; i++)
        if (k->lines[i].outcome != STORE_FILE_NEW) fail_msg("%s: %s", k->lines[i].path, k->lines[i].reason);
    assert_non_null(strstr(kit_line_of(k, "1.fit")->warning, "recorded at the same time as run 1"));
    assert_string_equal(kit_line_of(k, "2.fit")->warning, "");
    assert_int_equal(kit_counts(k).activities, 5);
}

// Two FIT files, one behind the other in one file, of the same run.
static void twice_in_one_file(void **state) {
    kit *k = *state;
    const made_fit f = a_run();
    miler_buf b = kit_buf();
    make_fit(&b, &f);
    make_fit(&b, &f);
    kit_write_buf(k, "twice.fit", &b);
    const kit_line *line = import_one(k, "twice.fit");
    assert_int_equal(line->outcome, STORE_FILE_NEW);
    assert_int_equal(line->run_count, 1);
    assert_non_null(strstr(line->warning, "in it twice"));
    assert_int_equal(kit_counts(k).activities, 1);
}

static int setup(void **state) {
    kit *k = malloc(sizeof *k);
    if (k == NULL) return 1;
    kit_begin(k);
    *state = k;
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    free(*state);
    return 0;
}

#define t(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike_by_figures),
        cmocka_unit_test(alike_by_kind),
        t(poorer_copies_are_known),
        t(a_fuller_copy_takes_over),
        t(two_athletes_have_their_own),
        t(the_same_bytes_for_two_athletes),
        t(near_runs_stay_two),
        t(twice_in_one_file),
    };
    return cmocka_run_group_tests_name("same", tests, NULL, NULL);
}
