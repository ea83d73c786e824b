// SPDX-License-Identifier: MIT
// app: every question a person can ask, on a store made by real imports.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app_erase.h"
#include "app/app_past.h"
#include "app/app_predict.h"
#include "app/export_file.h"
#include "app/import.h"
#include "render/progress_render.h"
#include "run_kit.h"
#include "store/sql.h"
#include "store_kit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TODAY 20600 // 2026-05-27

typedef struct fixture {
    kit k;
    app *a;
    int tells, cancel_after;
    app_progress last;
} fixture;

static bool listen(void *user, const app_progress *progress) {
    fixture *f = user;
    f->tells++;
    f->last = *progress;
    return f->cancel_after == 0 || f->tells < f->cancel_after;
}

static app_options options_of(fixture *f) {
    app_options o;
    app_options_init(&o);
    o.db = f->k.db;
    o.today = TODAY;
    o.now_ms = INT64_C(1780000000000);
    o.progress = listen;
    o.progress_user = f;
    return o;
}

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    kit_folder(&f->k);
    const app_options o = options_of(f);
    ok(app_open(&o, &f->a, &why));
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    app_close(f->a);
    kit_end(&f->k);
    free(f);
    return 0;
}

// Imports one run and gives its number.
static int64_t import_run(fixture *f, int32_t day, const stretch *stretches, size_t count, float hr_bpm) {
    char path[160];
    (void)snprintf(path, sizeof path, "%s/run%d.fit", f->k.folder, (int)day);
    run_kit_file(path, (int64_t)day * MILER_MS_PER_DAY + INT64_C(10) * 3600000, stretches, count, hr_bpm);
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(f->a, paths, 1, NULL, NULL, &answer, &why));
    assert_int_equal(answer.outcomes[STORE_FILE_NEW], 1);
    app_runs runs;
    const store_run_filter filter = {.sport = -1, .since_day = day, .until_day = day};
    ok(app_runs_list(f->a, &filter, f->k.arena, &runs, &why));
    assert_int_equal(runs.count, 1);
    return runs.runs[0].id;
}

static const stretch easy_10k[] = {
    {3.0, 1200, MILER_TRIGGER_DISTANCE}, {3.0, 1200, MILER_TRIGGER_DISTANCE}, {3.0, 960, MILER_TRIGGER_END}};
static const stretch mile_trial[] = {
    {3.0, 900, MILER_TRIGGER_MANUAL}, {5.0, 322, MILER_TRIGGER_MANUAL}, {3.0, 600, MILER_TRIGGER_MANUAL}};
static const stretch mile_reps[] = {{3.0, 900, MILER_TRIGGER_MANUAL},
                                    {5.0, 322, MILER_TRIGGER_MANUAL},
                                    {2.0, 180, MILER_TRIGGER_MANUAL},
                                    {4.95, 325, MILER_TRIGGER_MANUAL},
                                    {3.0, 600, MILER_TRIGGER_MANUAL}};
static const stretch mile_auto[] = {
    {3.0, 900, MILER_TRIGGER_DISTANCE}, {5.0, 322, MILER_TRIGGER_DISTANCE}, {3.0, 600, MILER_TRIGGER_END}};
static const stretch tempo[] = {
    {3.2, 900, MILER_TRIGGER_MANUAL}, {4.0, 1250, MILER_TRIGGER_MANUAL}, {3.2, 600, MILER_TRIGGER_MANUAL}};
static const stretch race_5k[] = {{4.0, 1255, MILER_TRIGGER_END}};
#define RUN(f, day, s, hr) import_run(f, day, s, sizeof(s) / sizeof((s)[0]), hr)

// ---- Opening

static void where_the_data_is(void **state) {
    (void)state;
    char path[200];
    char small[10];
    assert_int_equal(setenv("MILER_DB", "/x/y.db", 1), 0);
    ok(app_default_path(path, sizeof path, &why));
    assert_string_equal(path, "/x/y.db");
    assert_int_equal(app_default_path(small, 7, NULL), MILER_ERR_LIMIT);
    ok(app_default_path(small, 8, &why));
    assert_int_equal(setenv("MILER_DB", "", 1), 0);
    assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
    ok(app_default_path(path, sizeof path, &why));
    assert_string_equal(path, "/data/miler/miler.db");
    assert_int_equal(setenv("XDG_DATA_HOME", "relative", 1), 0);
    assert_int_equal(setenv("HOME", "/home/ana", 1), 0);
    ok(app_default_path(path, sizeof path, &why));
    assert_string_equal(path, "/home/ana/.local/share/miler/miler.db");
    assert_int_equal(app_default_path(small, sizeof small, NULL), MILER_ERR_LIMIT);
    assert_int_equal(unsetenv("HOME"), 0);
    assert_int_equal(app_default_path(path, sizeof path, &why), MILER_ERR_ARG);
    assert_true(why.remedy[0] != '\0');
    int32_t day;
    assert_int_equal(setenv("MILER_TODAY", "2026-05-27", 1), 0);
    ok(app_env_today(&day, &why));
    assert_int_equal(day, TODAY);
    assert_int_equal(setenv("MILER_TODAY", "2026-02-30", 1), 0);
    assert_int_equal(app_env_today(&day, NULL), MILER_ERR_RANGE);
    assert_int_equal(unsetenv("MILER_TODAY"), 0);
    ok(app_env_today(&day, &why));
    assert_int_equal(day, MILER_NO_DAY);
}

static void opening_makes_folder_and_athlete(void **state) {
    fixture *f = *state;
    assert_string_equal(f->a->athlete.name, "me");
    assert_int_equal(f->a->today, TODAY);
    assert_int_equal(app_now_ms(f->a), INT64_C(1780000000000));
    char path[160];
    (void)snprintf(path, sizeof path, "%s/deep/er/miler.db", f->k.folder);
    app_options o;
    app_options_init(&o);
    o.db = path;
    app *a;
    ok(app_open(&o, &a, &why));
    assert_true(a->today > 20000 && app_now_ms(a) > INT64_C(1700000000000)); // the clock
    assert_true(a->utc_offset_s >= -12 * 3600 && a->utc_offset_s <= 14 * 3600);
    app_progress p = {0};
    assert_true(app_tell(a, &p)); // nobody listens
    app_close(a);
    app_close(NULL);
    (void)snprintf(path, sizeof path, "%s/deep", f->k.folder);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    (void)snprintf(path, sizeof path, "%s/miler.db/x.db", f->k.folder);
    assert_int_equal(app_open(&o, &a, &why), MILER_ERR_IO);
    assert_null(a);
    o.db = f->k.db;
    o.athlete = "nobody";
    assert_int_equal(app_open(&o, &a, &why), MILER_ERR_NOT_FOUND);
}

static void athletes_are_chosen(void **state) {
    fixture *f = *state;
    miler_athlete bo;
    miler_athlete_init(&bo);
    (void)snprintf(bo.name, sizeof bo.name, "Bo");
    bo.units = MILER_UNITS_IMPERIAL;
    int64_t id;
    ok(app_athlete_add(f->a, &bo, &id, &why));
    ok(app_use_athlete(f->a, "bo", &why));
    assert_int_equal(f->a->athlete_id, id);
    assert_int_equal(f->a->units, MILER_UNITS_IMPERIAL);
    assert_int_equal(app_use_athlete(f->a, "cy", NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(f->a->athlete_id, id);
    bo.mass_kg = 70;
    ok(app_athlete_set(f->a, &bo, &why));
    miler_athlete got;
    ok(store_athlete_get(f->a->store, f->a->athlete_id, &got, &why));
    assert_float_equal(got.mass_kg, 70, 0);
    store_athlete *list;
    size_t count;
    ok(app_athlete_list(f->a, f->k.arena, &list, &count, &why));
    assert_int_equal(count, 1); // of the one without a name nothing is known
    // One who is called by another's number, and that other by it.
    miler_athlete two = bo;
    char number[24];
    int64_t called;
    (void)snprintf(number, sizeof number, "%lld", (long long)id);
    (void)snprintf(two.name, sizeof two.name, "%s", number);
    ok(app_athlete_add(f->a, &two, &called, &why));
    ok(app_use_athlete(f->a, number, &why));
    assert_int_equal(f->a->athlete_id, called);
    ok(app_use_athlete_id(f->a, id, &why));
    assert_string_equal(f->a->athlete.name, "Bo");
    assert_int_equal(app_use_athlete_id(f->a, 99, NULL), MILER_ERR_NOT_FOUND);
    assert_string_equal(f->a->athlete.name, "Bo");
    assert_int_equal(f->a->athlete_id, id);
    ok(app_athlete_choose_id(f->a, id, &why));
    app_options by_number = options_of(f);
    app *other;
    ok(app_open(&by_number, &other, &why));
    assert_int_equal(other->athlete_id, id);
    app_close(other);
    by_number.athlete_id = called;
    ok(app_open(&by_number, &other, &why));
    assert_int_equal(other->athlete_id, called);
    app_close(other);
    // The setting chooses at the next opening; one that names nobody does not lock out.
    ok(store_setting_set(f->a->store, "athlete", "Bo", &why));
    const app_options o = options_of(f);
    app *again;
    ok(app_open(&o, &again, &why));
    assert_string_equal(again->athlete.name, "Bo");
    ok(store_setting_set(again->store, "athlete", "gone", &why));
    app_close(again);
    ok(app_open(&o, &again, &why));
    assert_string_equal(again->athlete.name, "me");
    app_close(again);
}

// One thing told by hand is enough to be somebody.
static void who_told_anything_is_listed(void **state) {
    fixture *f = *state;
    miler_athlete bo;
    int64_t id;
    miler_athlete_init(&bo);
    (void)snprintf(bo.name, sizeof bo.name, "Bo");
    ok(app_athlete_add(f->a, &bo, &id, &why));
    for (int i = 0; i < 6 + MILER_HEART_EDGES; i++) {
        miler_athlete me = f->a->athlete;
        double *const told[] = {&me.paces.easy_slow_mps, &me.paces.easy_fast_mps, &me.paces.threshold_mps,
                                &me.paces.vo2max_mps,    &me.hr_rest_bpm,         &me.hr_threshold_bpm};
        store_athlete *list;
        size_t count;
        *(i < 6 ? told[i] : &me.hr_from_bpm[i - 6]) = i < 4 ? 4 : 150;
        ok(store_athlete_set(f->a->store, f->a->athlete_id, &me, &why));
        ok(app_athlete_list(f->a, f->k.arena, &list, &count, &why));
        if (count != 2) fail_msg("told no. %d alone, and not listed", i);
    }
}

static void impossible_athletes_are_refused(void **state) {
    fixture *f = *state;
    static const struct {
        double mass, height, hr_max, hr_rest;
        int32_t birth, minutes;
        bool fine;
    } rows[] = {
        {20, 0.8, 100, 20, TODAY, 0, true},
        {300, 2.6, 240, 120, TODAY - 40000, 1440, true},
        {19.9, 1.7, 190, 50, 0, 0, false},
        {301, 1.7, 190, 50, 0, 0, false},
        {70, 0.79, 190, 50, 0, 0, false},
        {70, 2.61, 190, 50, 0, 0, false},
        {70, 1.7, 99, 50, 0, 0, false},
        {70, 1.7, 241, 50, 0, 0, false},
        {70, 1.7, 190, 19, 0, 0, false},
        {70, 1.7, 190, 121, 0, 0, false},
        {70, 1.7, 110, 110, 0, 0, false},
        {70, 1.7, 190, 50, TODAY + 1, 0, false},
        {70, 1.7, 190, 50, TODAY - 45000, 0, false},
        {70, 1.7, 190, 50, 0, 1441, false},
        {70, 1.7, 190, 50, 0, -1, false},
        {(double)NAN, (double)NAN, (double)NAN, (double)NAN, MILER_NO_DAY, 0, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_athlete a = f->a->athlete;
        a.mass_kg = rows[i].mass;
        a.height_m = rows[i].height;
        a.hr_max_bpm = rows[i].hr_max;
        a.hr_rest_bpm = rows[i].hr_rest;
        a.birth_day = rows[i].birth;
        a.minutes[3] = rows[i].minutes;
        const miler_status status = app_athlete_set(f->a, &a, &why);
        if (status != (rows[i].fine ? MILER_OK : MILER_ERR_RANGE))
            fail_msg("row %zu gave %d", i, (int)status);
    }
    miler_athlete a = f->a->athlete;
    a.hr_max_bpm = 190;
    a.hr_rest_bpm = 50;
    static const double thresholds[] = {79, 50, 190, 241};
    for (size_t i = 0; i < sizeof thresholds / sizeof thresholds[0]; i++) {
        a.hr_threshold_bpm = thresholds[i];
        assert_int_equal(app_athlete_set(f->a, &a, NULL), MILER_ERR_RANGE);
    }
    a.hr_threshold_bpm = 172;
    assert_int_equal(app_athlete_set(f->a, &a, NULL), MILER_OK);
    // By hand: every pace within its range and faster than those before, every zone above those before.
    static const struct {
        miler_hand_paces paces; // s/km
        double from[MILER_HEART_EDGES];
        const char *says; // NULL: fine
    } hands[] = {
        {{345, 310, 245, 225}, {140, 155, 165, 175}, NULL},
        {{NAN, NAN, 245, NAN}, {NAN, NAN, 165, NAN}, NULL},
        {{NAN, NAN, NAN, NAN}, {NAN, NAN, NAN, NAN}, NULL},
        {{1200, NAN, NAN, 140}, {60, NAN, NAN, 189}, NULL},
        {{1201, NAN, NAN, NAN}, {NAN, NAN, NAN, NAN}, "not possible (140 to 1200)"},
        {{NAN, NAN, NAN, 139}, {NAN, NAN, NAN, NAN}, "not possible (140 to 1200)"},
        {{310, 345, NAN, NAN}, {NAN, NAN, NAN, NAN}, "the fast end of easy is not faster than the slow end"},
        {{NAN, 245, 245, NAN},
         {NAN, NAN, NAN, NAN},
         "threshold pace is not faster than the fast end of easy"},
        {{NAN, 220, NAN, 225}, {NAN, NAN, NAN, NAN}, "VO2max pace is not faster than the fast end of easy"},
        {{NAN, NAN, NAN, NAN}, {59, NAN, NAN, NAN}, "zone 2 from 59 bpm is not possible (60 to 240)"},
        {{NAN, NAN, NAN, NAN}, {NAN, NAN, NAN, 190}, "zone 5 does not begin between"},
        {{NAN, NAN, NAN, NAN}, {160, NAN, 160, NAN}, "zone 4 does not begin above zone 2"},
    };
    for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++) {
        const miler_hand_paces *p = &hands[i].paces;
        a.paces = (miler_hand_paces){1000 / p->easy_slow_mps, 1000 / p->easy_fast_mps,
                                     1000 / p->threshold_mps, 1000 / p->vo2max_mps};
        memcpy(a.hr_from_bpm, hands[i].from, sizeof a.hr_from_bpm);
        const miler_status status = app_athlete_set(f->a, &a, &why);
        if (status != (hands[i].says == NULL ? MILER_OK : MILER_ERR_RANGE) ||
            (hands[i].says != NULL && strstr(why.msg, hands[i].says) == NULL))
            fail_msg("row %zu gave %d: %s", i, (int)status, why.msg);
    }
    memcpy(a.hr_from_bpm, hands[0].from, sizeof a.hr_from_bpm);
    a.paces.threshold_mps = 4;
    a.paces_day = TODAY;
    assert_int_equal(app_athlete_set(f->a, &a, NULL), MILER_OK);
    miler_athlete kept;
    assert_int_equal(store_athlete_get(f->a->store, f->a->athlete_id, &kept, NULL), MILER_OK);
    assert_true(kept.paces.threshold_mps == 4 && kept.paces_day == TODAY && kept.hr_from_bpm[3] == 175);
    a.days_mask = 0x80;
    assert_int_equal(app_athlete_set(f->a, &a, NULL), MILER_ERR_RANGE);
}

// ---- Results

static void results_are_checked(void **state) {
    fixture *f = *state;
    static const struct {
        double dist, time;
        int32_t day;
        miler_status status;
    } rows[] = {
        {MILER_MILE_M, 319.3, MILER_NO_DAY, MILER_OK},
        {MILER_MILE_M, 319.3, TODAY, MILER_ERR_CONFLICT}, // no day means today
        {MILER_MILE_M, 319.3, TODAY - 1, MILER_OK},
        {MILER_MILE_M, 319.3, TODAY + 1, MILER_ERR_RANGE},
        {MILER_MILE_M, 223.13, TODAY, MILER_OK}, // El Guerrouj, Rome 1999
        {MILER_MILE_M, 223.12, TODAY, MILER_ERR_RANGE},
        {49.9, 20, TODAY, MILER_ERR_RANGE},
        {50, 20, TODAY, MILER_OK},
        {50, 3.9, TODAY, MILER_ERR_RANGE}, // over 12.5 m/s
        {1000, 2001, TODAY, MILER_ERR_RANGE},
        {1000, 2000, TODAY, MILER_OK},
        {1000, 0, TODAY, MILER_ERR_RANGE},
        {(double)NAN, 100, TODAY, MILER_ERR_RANGE},
        {1000, (double)NAN, TODAY, MILER_ERR_RANGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const store_result r = {
            .dist_m = rows[i].dist, .time_s = rows[i].time, .day = rows[i].day, .official = true};
        int64_t id;
        const miler_status status = app_result_add(f->a, &r, &id, &why);
        if (status != rows[i].status) fail_msg("row %zu gave %d %s", i, (int)status, why.msg);
    }
}

static void results_are_removed_and_restored(void **state) {
    fixture *f = *state;
    const store_result r = {.dist_m = 5000, .time_s = 1200, .day = TODAY - 10, .name = "Park"};
    int64_t id;
    ok(app_result_add(f->a, &r, &id, &why));
    ok(app_result_remove(f->a, id, &why));
    store_result *list;
    size_t count;
    ok(app_result_list(f->a, false, f->k.arena, &list, &count, &why));
    assert_int_equal(count, 0);
    ok(app_result_list(f->a, true, f->k.arena, &list, &count, &why));
    assert_int_equal(count, 1);
    assert_true(list[0].removed_ms != MILER_NO_TIME);
    ok(app_result_restore(f->a, id, &why));
    ok(app_result_list(f->a, false, f->k.arena, &list, &count, &why));
    assert_int_equal(count, 1);
    assert_int_equal(app_result_remove(f->a, id + 1, &why), MILER_ERR_NOT_FOUND);
    assert_true(why.remedy[0] != '\0');
    // Another athlete cannot reach it.
    miler_athlete bo;
    miler_athlete_init(&bo);
    (void)snprintf(bo.name, sizeof bo.name, "Bo");
    int64_t who;
    ok(app_athlete_add(f->a, &bo, &who, &why));
    ok(app_use_athlete(f->a, "Bo", &why));
    assert_int_equal(app_result_remove(f->a, id, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(app_result_restore(f->a, id, NULL), MILER_ERR_NOT_FOUND);
}

// ---- Runs

static void a_run_in_full(void **state) {
    fixture *f = *state;
    const int64_t id = RUN(f, TODAY - 3, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    app_runs runs;
    const store_run_filter all = {.sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    ok(app_runs_list(f->a, &all, f->k.arena, &runs, &why));
    assert_int_equal(runs.count, 2);
    assert_int_equal(runs.total, 2);
    assert_float_equal(runs.dist_m, 4500 + 1610 + 10080, 5);
    assert_float_equal(runs.timer_s, 1822 + 3360, 1);
    app_run run;
    ok(app_run_get(f->a, id, f->k.arena, &run, &why));
    assert_int_equal(run.run.id, id);
    assert_int_equal(run.recording.samples.count, 1823);
    assert_int_equal(run.activity.lap_count, 3);
    assert_int_equal(run.original.format, MILER_FORMAT_FIT);
    assert_float_equal(run.activity.bests[7].time_s, 321.87, 0.2); // the mile at 5 m/s
    assert_int_equal(app_run_get(f->a, 999, f->k.arena, &run, &why), MILER_ERR_NOT_FOUND);
    // The stored row says the same as the one built again.
    miler_activity stored;
    ok(store_activity_get(f->a->store, id, f->k.arena, &stored, &why));
    ok(app_run_get(f->a, id, f->k.arena, &run, &why));
    assert_true(fabs(stored.dist_m - run.activity.dist_m) < 1e-9);
    assert_true(fabs(stored.bests[7].time_s - run.activity.bests[7].time_s) < 1e-9);
    // Another athlete's run is not shown.
    miler_athlete bo;
    miler_athlete_init(&bo);
    (void)snprintf(bo.name, sizeof bo.name, "Bo");
    int64_t who;
    ok(app_athlete_add(f->a, &bo, &who, &why));
    ok(app_use_athlete(f->a, "Bo", &why));
    assert_int_equal(app_run_get(f->a, id, f->k.arena, &run, &why), MILER_ERR_NOT_FOUND);
    ok(app_runs_list(f->a, &all, f->k.arena, &runs, &why));
    assert_int_equal(runs.count, 0);
}

static void told_from_outside(void **state) {
    (void)state;
    static const struct {
        miler_sport file, told, sport;
    } rows[] = {{MILER_SPORT_UNKNOWN, MILER_SPORT_RUNNING, MILER_SPORT_RUNNING},
                {MILER_SPORT_CYCLING, MILER_SPORT_RUNNING, MILER_SPORT_RUNNING},
                {MILER_SPORT_RUNNING, MILER_SPORT_UNKNOWN, MILER_SPORT_RUNNING},
                {MILER_SPORT_RUNNING, MILER_SPORT_OTHER, MILER_SPORT_RUNNING},
                {MILER_SPORT_UNKNOWN, MILER_SPORT_OTHER, MILER_SPORT_OTHER},
                {MILER_SPORT_TRANSITION, MILER_SPORT_CYCLING, MILER_SPORT_TRANSITION}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_recording r;
        miler_recording_init(&r);
        r.sport = rows[i].file;
        const store_original o = {.given_sport = rows[i].told, .given_name = i % 2 == 0 ? "Told" : ""};
        app_recording_apply(&r, &o);
        assert_int_equal(r.sport, rows[i].sport);
        if (i % 2 == 0) assert_string_equal(r.name, "Told");
        if (i % 2 == 1) assert_null(r.name);
    }
}

// ---- Bests and evidence

static const app_best *best_at(const app_bests *bests, double dist_m) {
    for (size_t i = 0; i < bests->count; i++)
        if (fabs(bests->rows[i].dist_m - dist_m) < 1) return &bests->rows[i];
    fail_msg("no row");
    return NULL;
}

static void bests_and_results(void **state) {
    fixture *f = *state;
    const int64_t fast = RUN(f, TODAY - 30, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    app_bests bests;
    ok(app_bests_get(f->a, MILER_NO_DAY, MILER_NO_DAY, f->k.arena, &bests, &why));
    const app_best *mile = best_at(&bests, MILER_MILE_M);
    assert_true(mile->has_measured && !mile->has_result && !mile->result_counts);
    assert_int_equal(mile->measured.run_id, fast);
    assert_false(best_at(&bests, 42195)->has_measured);
    // An entered result outranks the watch, though slower; 1600 m is another race.
    int64_t id;
    ok(app_result_add(f->a, &(store_result){.dist_m = MILER_MILE_M, .time_s = 330, .day = TODAY - 1}, &id,
                      &why));
    ok(app_result_add(f->a,
                      &(store_result){.dist_m = 1609, .time_s = 328, .day = TODAY - 90, .official = true},
                      &id, &why));
    ok(app_result_add(f->a, &(store_result){.dist_m = 1600, .time_s = 310, .day = TODAY - 1}, &id, &why));
    ok(app_bests_get(f->a, MILER_NO_DAY, MILER_NO_DAY, f->k.arena, &bests, &why));
    mile = best_at(&bests, MILER_MILE_M);
    assert_true(mile->has_measured && mile->has_result && mile->result_counts);
    assert_float_equal(mile->result.time_s, 328, 0);
    assert_float_equal(best_at(&bests, 1600)->result.time_s, 310, 0);
    ok(app_bests_get(f->a, TODAY - 10, TODAY, f->k.arena, &bests, &why));
    mile = best_at(&bests, MILER_MILE_M);
    assert_float_equal(mile->result.time_s, 330, 0);
    assert_int_not_equal(mile->measured.run_id, fast);
}

static const miler_evidence *evidence_at(const miler_evidence *list, size_t count, double dist_m,
                                         int64_t source) {
    for (size_t i = 0; i < count; i++)
        if (fabs(list[i].dist_m - dist_m) < 1 && list[i].source_id == source &&
            list[i].kind > MILER_EVIDENCE_RESULT)
            return &list[i];
    return NULL;
}

// What makes a watch's best a time trial, one condition broken at a time.
static void time_trials_are_told_from_training(void **state) {
    fixture *f = *state;
    const miler_athlete me = f->a->athlete;
    static const struct {
        const stretch *stretches;
        size_t count;
        float hr;
        double hr_max, dist_m;
        bool trial;
    } rows[] = {
        {mile_trial, 3, 172, 190, MILER_MILE_M, true},
        {mile_trial, 3, 140, 190, MILER_MILE_M, false}, // the heart was not in it
        {mile_trial, 3, 140, (double)NAN, MILER_MILE_M, true},
        {mile_trial, 3, 172, 190, 1000, false}, // only a part of the lap
        {mile_reps, 5, 172, 190, MILER_MILE_M, false},
        {mile_auto, 3, 172, 190, MILER_MILE_M, false},
        {tempo, 3, 150, 190, 5000, false},
        {race_5k, 1, 175, 190, 5000, true},
        {race_5k, 1, 160, 190, 5000, false},
        {race_5k, 1, 175, (double)NAN, 5000, false},
        {race_5k, 1, 175, 190, 3000, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        // 48 days apart: another block for each.
        const int32_t day = TODAY - 530 + 48 * (int32_t)(i % 11);
        miler_athlete a = me;
        a.hr_max_bpm = rows[i].hr_max;
        ok(app_athlete_set(f->a, &a, &why));
        const int64_t id = import_run(f, day, rows[i].stretches, rows[i].count, rows[i].hr);
        miler_evidence *list;
        size_t count;
        ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
        const miler_evidence *e = evidence_at(list, count, rows[i].dist_m, id);
        if (e == NULL) fail_msg("row %zu: no evidence", i);
        if ((e->kind == MILER_EVIDENCE_TIME_TRIAL) != rows[i].trial)
            fail_msg("row %zu: kind %d", i, (int)e->kind);
        assert_true(e->error_s > 0);
    }
}

static void evidence_window_and_order(void **state) {
    fixture *f = *state;
    const int64_t old = RUN(f, TODAY - 549, easy_10k, 130);
    const int64_t kept = RUN(f, TODAY - 548, mile_trial, 130);
    const int64_t race = RUN(f, TODAY - 20, race_5k, 170);
    const int64_t last = RUN(f, TODAY, easy_10k, 130);
    int64_t id;
    ok(app_result_add(f->a,
                      &(store_result){.dist_m = 5000, .time_s = 1250, .day = TODAY - 20, .official = true},
                      &id, &why));
    ok(app_result_add(f->a, &(store_result){.dist_m = 800, .time_s = 150, .day = TODAY - 20}, &id, &why));
    int64_t gone;
    ok(app_result_add(f->a, &(store_result){.dist_m = 1500, .time_s = 290, .day = TODAY - 20}, &gone, &why));
    ok(app_result_remove(f->a, gone, &why));
    miler_evidence *list;
    size_t count;
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
    size_t official = 0;
    size_t by_hand = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) assert_true(list[i - 1].day >= list[i].day);
        assert_true(list[i].dist_m >= 800);
        official += list[i].kind == MILER_EVIDENCE_OFFICIAL;
        by_hand += list[i].kind == MILER_EVIDENCE_RESULT;
        if (list[i].kind == MILER_EVIDENCE_OFFICIAL) assert_true(list[i].error_s <= 0);
        if (list[i].kind > MILER_EVIDENCE_RESULT) assert_int_not_equal(list[i].source_id, old);
    }
    assert_int_equal(official, 1);
    assert_int_equal(by_hand, 1);
    assert_non_null(evidence_at(list, count, MILER_MILE_M, kept));
    assert_non_null(evidence_at(list, count, 10000, last));
    assert_null(evidence_at(list, count, 5000, race)); // the official time of that day says it better
    assert_non_null(evidence_at(list, count, 3000, race));
    // A day back, and today's run is not known yet.
    f->a->today = TODAY - 1;
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
    assert_null(evidence_at(list, count, 10000, last));
    miler_fitness fitness;
    ok(miler_fitness_estimate(&f->a->athlete, list, count, f->a->today, &fitness, &why));
    assert_true(fitness.mile.time_s > 250 && fitness.mile.time_s < 400);
}

static void an_empty_log_has_no_evidence(void **state) {
    fixture *f = *state;
    miler_evidence *list;
    size_t count = 9;
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
    assert_int_equal(count, 0);
}

// ---- Keeping house

static void damage(fixture *f, const char *text) {
    assert_int_equal(sqlite3_exec(f->a->store->db, text, NULL, NULL, NULL), SQLITE_OK);
}

static void doctor(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    app_doctor_answer d;
    f->tells = 0;
    ok(app_doctor(f->a, f->k.arena, &d, &why));
    assert_int_equal(d.trouble_total, 0);
    assert_int_equal(d.originals_verified, 2);
    assert_int_equal(d.counts.runs, 2);
    assert_int_equal(f->tells, 2);
    assert_int_equal(f->last.done, 2);
    assert_int_equal(f->last.total, 2);
    assert_true(f->last.bytes_done == d.counts.content_bytes);
    assert_string_equal(d.path, f->k.db);
    assert_true(d.bytes > 0 && d.schema_version == store_schema_version());
    assert_true(d.miler_version[0] != '\0' && d.with_zlib[0] != '\0' && d.with_sodium[0] != '\0' &&
                d.with_expat[0] != '\0');
    assert_non_null(strstr(d.store_engine, "SQLite 3"));
    // What an earlier version measured is told, until it is measured anew.
    assert_null(app_measured_before(f->a, f->k.arena));
    damage(f, "UPDATE activities SET measured_by = 0 WHERE id = 2");
    ok(app_doctor(f->a, f->k.arena, &d, &why));
    assert_int_equal(d.trouble_total, 1);
    assert_string_equal(d.troubles[0].what, "1 run was measured by an earlier version of miler");
    assert_non_null(strstr(d.troubles[0].remedy, "miler rebuild"));
    app_rebuild_answer rebuilt;
    ok(app_rebuild(f->a, f->k.arena, &rebuilt, &why));
    ok(app_doctor(f->a, f->k.arena, &d, &why));
    assert_int_equal(d.trouble_total, 0);
    f->tells = 2;
    damage(f, "UPDATE originals SET hash = zeroblob(32) WHERE id = 2");
    ok(app_doctor(f->a, f->k.arena, &d, &why));
    assert_int_equal(d.trouble_total, 1);
    assert_int_equal(d.trouble_count, 1);
    assert_int_equal(d.originals_verified, 1);
    assert_non_null(strstr(d.troubles[0].what, "original 2"));
    assert_true(d.troubles[0].remedy[0] != '\0');
    f->tells = 0;
    f->cancel_after = 1;
    assert_int_equal(app_doctor(f->a, f->k.arena, &d, NULL), MILER_ERR_CANCELLED);
}

static void doctor_lists_a_hundred(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_trial, 140);
    damage(f, "PRAGMA foreign_keys = OFF");
    damage(f, "WITH RECURSIVE n (i) AS (SELECT 50 UNION ALL SELECT i + 1 FROM n WHERE i < 199) INSERT INTO "
              "originals "
              "SELECT i, randomblob(32), 1, 0, 9, 9, 1, 0, '', '', 0 FROM n");
    app_doctor_answer d;
    ok(app_doctor(f->a, f->k.arena, &d, &why));
    assert_int_equal(d.trouble_count, 100);
    assert_int_equal(d.trouble_total,
                     100 + 150); // of one check no more than 100 lines, and each original read
}

// All derived rows as one text, to compare before and after.
static void dump(fixture *f, miler_buf *out) {
    static const char *const tables[] = {"SELECT * FROM activities ORDER BY id",
                                         "SELECT * FROM laps ORDER BY activity_id, seq",
                                         "SELECT * FROM splits ORDER BY activity_id, unit, seq",
                                         "SELECT * FROM bests ORDER BY activity_id, dist_index"};
    for (size_t i = 0; i < 4; i++) {
        sqlite3_stmt *q;
        assert_int_equal(sqlite3_prepare_v2(f->a->store->db, tables[i], -1, &q, NULL), SQLITE_OK);
        while (sqlite3_step(q) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(q); c++) {
                const char *text = (const char *)sqlite3_column_text(q, c);
                miler_buf_printf(out, "%s|", text != NULL ? text : "-");
            }
            miler_buf_text_append(out, "\n");
        }
        sqlite3_finalize(q);
    }
    assert_false(out->failed);
}

static void rebuild_gives_the_same(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    miler_buf before;
    miler_buf after;
    miler_buf_init(&before, NULL, 1u << 20);
    miler_buf_init(&after, NULL, 1u << 20);
    dump(f, &before);
    // Whatever was done to the derived rows, they come back as they were.
    damage(f, "UPDATE activities SET dist_m = 1, name = 'x'");
    damage(f, "DELETE FROM laps");
    damage(f, "DELETE FROM bests WHERE dist_index > 3");
    damage(f, "UPDATE splits SET time_s = 0");
    app_rebuild_answer answer;
    f->tells = 0;
    ok(app_rebuild(f->a, f->k.arena, &answer, &why));
    assert_int_equal(answer.originals, 2);
    assert_int_equal(answer.activities, 2);
    assert_int_equal(answer.failed, 0);
    assert_int_equal(f->tells, 2);
    dump(f, &after);
    assert_string_equal(miler_buf_text(&before), miler_buf_text(&after));
    miler_buf_deinit(&before);
    miler_buf_deinit(&after);
    expect_sound(f->a->store);
}

static void rebuild_goes_round_what_is_damaged(void **state) {
    fixture *f = *state;
    const int64_t hurt = RUN(f, TODAY - 3, mile_trial, 140);
    const int64_t whole = RUN(f, TODAY - 2, easy_10k, 130);
    damage(f, "UPDATE chunks SET bytes = x'00' WHERE original_id = 1");
    damage(f, "UPDATE activities SET name = 'x'");
    // A recording that today's reader does not find: it goes.
    damage(f, "INSERT INTO activities SELECT 77, athlete_id, original_id, 5, fallback_offset_s, day, format, "
              "sport, sub_sport, flags, start_ms, "
              "utc_offset_s, has_utc_offset, elapsed_s, timer_s, moving_s, dist_m, dist_source, name, "
              "device, lap_count, decoupling_pct, sample_count, "
              "median_interval_s, gap_s, sum_start_ms, sum_elapsed_s, sum_timer_s, sum_dist_m, "
              "avg_speed_mps, max_speed_mps, avg_hr_bpm, max_hr_bpm, "
              "avg_cadence_spm, max_cadence_spm, avg_power_w, ascent_m, descent_m, calories_kcal, "
              "avg_vertical_oscillation_mm, "
              "avg_vertical_ratio_pct, avg_stance_ms, avg_stance_balance_pct, avg_step_length_mm, notes, "
              "hand_dist_m, measured_by, removed_ms FROM "
              "activities WHERE original_id = 2");
    app_rebuild_answer answer;
    ok(app_rebuild(f->a, f->k.arena, &answer, &why));
    assert_int_equal(answer.originals, 1);
    assert_int_equal(answer.failed, 1);
    assert_int_equal(answer.trouble_count, 1);
    assert_non_null(strstr(answer.troubles[0].what, "original 1"));
    store_run run;
    ok(store_run_get(f->a->store, hurt, f->k.arena, &run, &why));
    assert_string_equal(run.name, "x"); // old rows stay
    ok(store_run_get(f->a->store, whole, f->k.arena, &run, &why));
    assert_string_equal(run.name, "");
    assert_int_equal(store_run_get(f->a->store, 77, f->k.arena, &run, NULL), MILER_ERR_NOT_FOUND);
    f->tells = 0;
    f->cancel_after = 1;
    assert_int_equal(app_rebuild(f->a, f->k.arena, &answer, NULL), MILER_ERR_CANCELLED);
}

// A day and more at a sample a second, chained twice: sound, and more than the cap of one file.
static int64_t put_too_large(fixture *f) {
    static const stretch days[] = {{3.0, 350000, MILER_TRIGGER_END}};
    miler_buf fit;
    miler_buf_init(&fit, NULL, 16u << 20);
    run_kit_fit(&fit, (int64_t)(TODAY - 20) * MILER_MS_PER_DAY, days, 1, 120);
    store_writer *w;
    store_original o = {.format = MILER_FORMAT_FIT, .file_name = "large.fit", .given_name = ""};
    bool known;
    ok(store_begin(f->a->store, &why));
    ok(store_writer_open(f->a->store, STORE_ENCODING_DEFLATE, &w, &why));
    for (int i = 0; i < 3; i++)
        ok(store_writer_content(w, fit.ptr, fit.len, &why));
    ok(store_writer_finish(w, &o, &known, &why));
    ok(store_commit(f->a->store, &why));
    miler_buf_deinit(&fit);
    return o.id;
}

static void rebuild_goes_round_what_is_too_large(void **state) {
    fixture *f = *state;
    const int64_t large = RUN(f, TODAY - 3, mile_trial, 140);
    const int64_t whole = RUN(f, TODAY - 2, easy_10k, 130);
    char text[120];
    (void)snprintf(text, sizeof text, "UPDATE activities SET original_id = %lld WHERE id = %lld",
                   (long long)put_too_large(f), (long long)large);
    damage(f, text);
    damage(f, "UPDATE activities SET name = 'x'");
    app_rebuild_answer answer;
    ok(app_rebuild(f->a, f->k.arena, &answer, &why));
    assert_int_equal(answer.failed, 1);
    assert_non_null(strstr(answer.troubles[0].what, "more memory than one file may take"));
    store_run run;
    ok(store_run_get(f->a->store, large, f->k.arena, &run, &why));
    assert_string_equal(run.name, "x");
    ok(store_run_get(f->a->store, whole, f->k.arena, &run, &why));
    assert_string_equal(run.name, "");
}

static void expect_in_file(fixture *f, const char *name, const char *text, bool there) {
    char path[200];
    (void)snprintf(path, sizeof path, "%s/out/%s", f->k.folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("no %s", path);
    static char all[1 << 20];
    all[fread(all, 1, sizeof all - 1, file)] = '\0';
    fclose(file);
    if ((strstr(all, text) != NULL) != there)
        fail_msg("%s: '%s' %s:\n%.600s", name, text, there ? "missing" : "found", all);
}

static void put_beside(const fixture *f, const char *name, const char *text) {
    char path[300];
    (void)snprintf(path, sizeof path, "%s/catalogue", f->k.folder);
    (void)mkdir(path, 0700);
    (void)snprintf(path, sizeof path, "%s/catalogue/%s", f->k.folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void export_takes_everything_out(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    int64_t id;
    ok(app_result_add(f->a,
                      &(store_result){.dist_m = 5000,
                                      .time_s = 1200.5,
                                      .day = TODAY - 9,
                                      .name = "=cmd|' /C calc'!A0",
                                      .place = "a \"b\", c"},
                      &id, &why));
    ok(store_plan_add(
        f->a->store,
        &(store_plan){
            .athlete_id = f->a->athlete_id, .race_day = TODAY, .active = true, .body = "{\"weeks\": 8}\n"},
        &id, &why));
    char out[160];
    (void)snprintf(out, sizeof out, "%s/out", f->k.folder);
    app_export_answer e;
    // What lies beside the store belongs to it, also a table that miler refuses; other files there do not.
    put_beside(f, "workouts-own.tsv", "id\tkind\n");
    put_beside(f, "exercises.tsv", "by hand\n");
    put_beside(f, "notes.txt", "no table\n");
    ok(app_export(f->a, out, &e, &why));
    assert_int_equal(e.catalogue_files, 2);
    expect_in_file(f, "catalogue/workouts-own.tsv", "id\tkind\n", true);
    expect_in_file(f, "catalogue/exercises.tsv", "by hand\n", true);
    char beside[300];
    (void)snprintf(beside, sizeof beside, "%s/catalogue/notes.txt", out);
    assert_int_not_equal(access(beside, F_OK), 0);
    assert_int_equal(e.originals, 2);
    assert_int_equal(e.runs, 2);
    assert_int_equal(e.laps, 6);
    assert_int_equal(e.results, 1);
    assert_int_equal(e.athletes, 1);
    assert_int_equal(e.damaged, 0);
    assert_true(e.bests > 10 && e.bytes > 1000);
    expect_in_file(f, "runs.csv", "2026-05-24,2026-05-24T10:00:00", true);
    expect_in_file(f, "runs.csv", "\"running\"", true);
    expect_in_file(f, "laps.csv", ",1610.0,322.00,322.00,", true);
    expect_in_file(f, "bests.csv", ",1609.344,321.8", true);
    expect_in_file(f, "results.csv",
                   ",5000.000,1200.500,no,\"'=cmd|' /C calc'!A0\",\"a \"\"b\"\", c\",\"\",no\n", true);
    expect_in_file(f, "athletes.json", "\"name\": \"me\", \"sex\": \"unknown\", \"birth_date\": null", true);
    expect_in_file(f, "plans.json", "\"body\": \"{\\\"weeks\\\": 8}\\u000a\"", true);
    expect_in_file(f, "originals.csv", "1,originals/2026-05-24-1000-running-", true);
    // Byte for byte what was imported.
    char path[300];
    char name[64] = "";
    (void)snprintf(path, sizeof path, "%s/originals", out);
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;)
        if (strncmp(entry->d_name, "2026-05-24-1000-running-", 24) == 0)
            (void)snprintf(name, sizeof name, "%.60s", entry->d_name);
    closedir(d);
    (void)snprintf(path, sizeof path, "%s/originals/%s", out, name);
    char given[200];
    (void)snprintf(given, sizeof given, "%s/run%d.fit", f->k.folder, TODAY - 3);
    FILE *x = fopen(path, "rb");
    FILE *y = fopen(given, "rb");
    assert_true(x != NULL && y != NULL);
    int a;
    int b;
    do {
        a = fgetc(x);
        b = fgetc(y);
        assert_int_equal(a, b);
    } while (a != EOF);
    fclose(x);
    fclose(y);
    // Not into a folder that holds something, nor where there is no place.
    assert_int_equal(app_export(f->a, out, &e, &why), MILER_ERR_CONFLICT);
    assert_true(why.remedy[0] != '\0');
    (void)snprintf(out, sizeof out, "%s/no/where", f->k.folder);
    assert_int_equal(app_export(f->a, out, &e, NULL), MILER_ERR_IO);
}

static void export_leaves_damage_out_and_can_stop(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_trial, 140);
    (void)RUN(f, TODAY - 2, easy_10k, 130);
    damage(f, "UPDATE originals SET hash = zeroblob(32) WHERE id = 1");
    char out[160];
    (void)snprintf(out, sizeof out, "%s/out", f->k.folder);
    app_export_answer e;
    ok(app_export(f->a, out, &e, &why));
    assert_int_equal(e.originals, 1);
    assert_int_equal(e.damaged, 1);
    expect_in_file(f, "originals.csv", "\n1,", false);
    (void)snprintf(out, sizeof out, "%s/out2", f->k.folder);
    f->tells = 0;
    f->cancel_after = 1;
    assert_int_equal(app_export(f->a, out, &e, NULL), MILER_ERR_CANCELLED);
}

static void csv_and_json_texts(void **state) {
    (void)state;
    static const struct {
        const char *text, *csv, *json;
    } rows[] = {{"", "\"\"", "\"\""},
                {"plain", "\"plain\"", "\"plain\""},
                {"=1+1", "\"'=1+1\"", "\"=1+1\""},
                {"+1", "\"'+1\"", "\"+1\""},
                {"-1", "\"'-1\"", "\"-1\""},
                {"@x", "\"'@x\"", "\"@x\""},
                {"\tx", "\"'\tx\"", "\"\\u0009x\""},
                {"a\"b\\c", "\"a\"\"b\\c\"", "\"a\\\"b\\\\c\""},
                {"d\xc3\xa9", "\"d\xc3\xa9\"", "\"d\xc3\xa9\""},
                {"d\xe9\xc3\xa9", "\"d\xe9\xc3\xa9\"", "\"d?\xc3\xa9\""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_buf b;
        miler_buf_init(&b, NULL, 100);
        export_csv_text(&b, rows[i].text);
        assert_string_equal(miler_buf_text(&b), rows[i].csv);
        miler_buf_clear(&b);
        export_json_text(&b, rows[i].text);
        assert_string_equal(miler_buf_text(&b), rows[i].json);
        miler_buf_deinit(&b);
    }
}

// ---- The past

static double mile_today(fixture *f) {
    app_fitness_answer answer;
    ok(app_fitness(f->a, f->k.arena, &answer, &why));
    return answer.fitness.mile.time_s;
}

// The last point of progress is today's fitness, whatever the store holds.
static void the_last_point_is_fitness(void **state) {
    fixture *f = *state;
    f->a->athlete.hr_max_bpm = 190; // so that easy runs say something
    static const int32_t back[] = {700, 560, 549, 546, 540, 400, 90, 40, 33, 20, 6, 3, 1};
    for (size_t i = 0; i < sizeof back / sizeof back[0]; i++) {
        app_progress_answer answer;
        if (i % 4 == 3)
            (void)RUN(f, TODAY - back[i], mile_trial, 150);
        else
            (void)RUN(f, TODAY - back[i], easy_10k, (float)(150 - 3 * (int)i % 7));
        ok(app_past_mile(f->a, MILER_NO_DAY, f->k.arena, &answer, &why));
        const miler_progress_point *last = &answer.points[answer.count - 1];
        if (!last->known) continue;
        const double mile_s = mile_today(f);
        if (fabs(last->mile.time_s - mile_s) > 1e-9)
            fail_msg("after run %zu: %.3f, not %.3f", i, last->mile.time_s, mile_s);
    }
}

// What was run all out, in order, each as the mile it stands for by the curve of today; no training.
static void efforts_as_miles(void **state) {
    fixture *f = *state;
    app_progress_answer answer;
    app_fitness_answer now;
    (void)RUN(f, TODAY - 3, race_5k, 200);
    (void)RUN(f, TODAY - 9, mile_trial, 150);
    (void)RUN(f, TODAY - 6, easy_10k, 140);
    ok(app_fitness(f->a, f->k.arena, &now, &why));
    ok(app_past_mile(f->a, MILER_NO_DAY, f->k.arena, &answer, &why));
    assert_true(answer.effort_count >= 1);
    for (size_t i = 0; i < answer.effort_count; i++) {
        const miler_evidence *e = &answer.efforts[i].evidence;
        assert_true(miler_evidence_all_out(e->kind));
        assert_true(i == 0 || e->day >= answer.efforts[i - 1].evidence.day);
        const double mile_s = e->time_s * pow(MILER_MILE_M / e->dist_m, now.fitness.exponent);
        assert_true(fabs(answer.efforts[i].mile_s - mile_s) < 1e-6);
    }
    const size_t all = answer.effort_count;
    ok(app_past_mile(f->a, TODAY - 1, f->k.arena, &answer, &why));
    assert_true(answer.effort_count < all); // none of before that day
}

// A later race changes no earlier point.
static void the_past_knows_no_future(void **state) {
    fixture *f = *state;
    app_progress_answer before, after;
    for (int32_t week = 20; week > 1; week--)
        (void)RUN(f, TODAY - 7 * week, easy_10k, (float)(140 - week % 3));
    ok(app_past_mile(f->a, MILER_NO_DAY, f->k.arena, &before, &why));
    (void)RUN(f, TODAY - 1, race_5k, 200);
    ok(app_past_mile(f->a, MILER_NO_DAY, f->k.arena, &after, &why));
    assert_int_equal(before.count, after.count);
    for (size_t i = 0; i + 1 < before.count; i++) {
        assert_int_equal(before.points[i].known, after.points[i].known);
        if (before.points[i].known)
            assert_true(fabs(before.points[i].mile.time_s - after.points[i].mile.time_s) < 1e-9);
    }
}

// The last of a set of reps is the fastest of them, and no race.
static void a_rep_is_no_race(void **state) {
    static const stretch reps_800[] = {
        {3.0, 900, MILER_TRIGGER_MANUAL},  {4.3, 186, MILER_TRIGGER_MANUAL}, {1.5, 120, MILER_TRIGGER_MANUAL},
        {4.3, 186, MILER_TRIGGER_MANUAL},  {1.5, 120, MILER_TRIGGER_MANUAL}, {4.3, 186, MILER_TRIGGER_MANUAL},
        {1.5, 120, MILER_TRIGGER_MANUAL},  {4.3, 186, MILER_TRIGGER_MANUAL}, {1.5, 120, MILER_TRIGGER_MANUAL},
        {4.85, 165, MILER_TRIGGER_MANUAL}, {2.0, 900, MILER_TRIGGER_MANUAL}};
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, reps_800, 165);
    miler_evidence *list;
    size_t count;
    bool reps = false;
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
    for (size_t i = 0; i < count; i++) {
        reps = reps || list[i].kind == MILER_EVIDENCE_REPS;
        assert_int_not_equal(list[i].kind, MILER_EVIDENCE_TIME_TRIAL);
    }
    assert_true(reps);
}

static void forget(fixture *f, const char *words) {
    sql q;
    sql_open(&q, f->a->store, SQL_ONCE, words);
    while (sql_row(&q))
        ;
    ok(sql_done(&q, &why));
}

// A store of before sessions of reps were looked for: the mile is the same whatever is asked first.
static void an_old_store_is_read_first(void **state) {
    fixture *f = *state;
    (void)RUN(f, TODAY - 3, mile_reps, 165);
    miler_evidence *list;
    size_t count, after;
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &count, &why));
    const double mile_s = mile_today(f);
    forget(f, "DELETE FROM rep_sessions");
    forget(f, "DELETE FROM loads");
    assert_true(fabs(mile_today(f) - mile_s) < 1e-9);
    ok(app_fitness_evidence(f->a, f->k.arena, &list, &after, &why));
    assert_int_equal(after, count);
}

// Rows are thinned out over the whole time, which is said, and each tells the difference to the row above.
static void rows_of_progress_add_up(void **state) {
    (void)state;
    enum { ALL = 60 };
    static miler_progress_point points[ALL];
    for (int i = 0; i < ALL; i++) {
        const double mile_s = 340 + (i % 5) * 2 - i * 0.3;
        points[i] =
            (miler_progress_point){.day = TODAY - 7 * (ALL - 1 - i),
                                   .known = true,
                                   .mile = {MILER_MILE_M, mile_s, mile_s - 9, mile_s + 9, 0, 0},
                                   .change_s = i == 0 ? (double)NAN : mile_s - points[i - 1].mile.time_s,
                                   .moved = i % 6 != 1,
                                   .mover = {.dist_m = MILER_MILE_M,
                                             .time_s = mile_s,
                                             .day = TODAY,
                                             .kind = MILER_EVIDENCE_HEART,
                                             .run_count = 3}};
    }
    const app_progress_answer answer = {.today = TODAY, .points = points, .count = ALL};
    const render_look look = {.style = {.width = 200}};
    miler_buf text;
    miler_buf_init(&text, NULL, 1u << 20);
    render_progress_text(&answer, &look, &text);
    double sum = 0;
    int rows = 0;
    double shown_s = 0;
    double first_s = 0;
    for (const char *line = strstr(miler_buf_text(&text), "what moved it"); line != NULL;
         line = strchr(line, '\n')) {
        int year, month, day, minute;
        double second, change_s;
        line++;
        if (sscanf(line, "%4d-%2d-%2d %d:%lf", &year, &month, &day, &minute, &second) != 5) continue;
        shown_s = 60 * minute + second;
        if (rows++ == 0) first_s = shown_s;
        if (sscanf(line, "%*s %*s %*s %*s %lf s", &change_s) == 1) sum += change_s;
    }
    assert_int_equal(rows, 26);
    assert_true(fabs(first_s - points[0].mile.time_s) < 0.06);
    assert_true(fabs(shown_s - points[ALL - 1].mile.time_s) < 0.06);
    assert_true(fabs(first_s + sum - shown_s) < 1.3); // each to a tenth
    assert_non_null(strstr(miler_buf_text(&text), "26 of the 50 weeks"));
    assert_non_null(strstr(miler_buf_text(&text), "easy running by heart rate, 3 runs"));
    assert_null(strstr(miler_buf_text(&text), "mile in"));
    miler_buf_deinit(&text);
}

// ---- A squad

static double mile_of(const char *csv, int32_t as_of, bool as_of_latest, size_t which) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_predict_answer answer;
    ok(app_predict(NULL, csv, strlen(csv), MILER_MILE_M, as_of, as_of_latest, arena, &answer, &why));
    const double mile_s = which < answer.count ? answer.rows[which].time_s : -1;
    miler_arena_free(arena);
    return mile_s;
}

#define HEAD "athlete,sex,birth_year,distance_m,time_s,date\n"

// A year alone, and the same year as spreadsheets write it, are one thing.
static void years_written_as_days(void **state) {
    (void)state;
    const char *years = HEAD "a,M,,5000,790,2003\nb,M,,5000,795,2005\n";
    const char *days = HEAD "a,M,,5000,790,2003-01-01\nb,M,,5000,795,2005-01-01\n";
    const char *races = HEAD "a,M,,5000,790,2003-06-01\nb,M,,5000,795,2005-08-09\n";
    const char *evening = HEAD "a,M,,5000,790,2003-12-31\nb,M,,5000,795,2003-12-31\n";
    const double mile_s = mile_of(years, TODAY, true, 0);
    assert_true(mile_s > 225 && mile_s < 240);
    assert_true(mile_of(days, TODAY, true, 0) == mile_s);
    assert_true(fabs(mile_of(races, TODAY, true, 0) - mile_s) > 0.2);
    assert_true(fabs(mile_of(evening, TODAY, true, 0) - mile_s) > 0.2); // one race of one evening
}

// Asked within the year, its best is of this season; asked before it, it is the future.
static void a_year_is_young_within_itself(void **state) {
    (void)state;
    const char *csv = HEAD "a,M,,5000,900,2020\n";
    const double latest_s = mile_of(csv, TODAY, true, 0);
    assert_true(latest_s > 250 && latest_s < 262);
    assert_true(mile_of(csv, miler_day_from_ymd(2020, 2, 1), false, 0) == latest_s);
    assert_true(mile_of(csv, miler_day_from_ymd(2020, 12, 31), false, 0) == latest_s);
    assert_true(mile_of(csv, miler_day_from_ymd(2023, 12, 31), false, 0) != latest_s);
    assert_true(mile_of(csv, miler_day_from_ymd(2019, 12, 31), false, 0) == -1);
}

// What is left out is counted or named, and what cannot be used says why.
static void what_a_squad_leaves_out(void **state) {
    (void)state;
    const char *csv = "Athlete,SEX,Birth_Year,distance_m,Time_S,DATE\n"
                      "a,M,2000,5000,900,2025\n"
                      "b,M,,5000,900,2031-01-01\n"
                      "c,M,,800,20,2025-03-01\n"
                      "d,M,,5000,90000,2025-03-01\n"
                      "e,M,,100,12,2025-03-01\n"
                      "f,M,,1500,270,\n"
                      " ,M,,5000,900,2025-03-01\n"
                      "g,M,2022,5000,900,2025-03-01\n";
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_predict_answer answer;
    ok(app_predict(NULL, csv, strlen(csv), MILER_MILE_M, TODAY, true, arena, &answer, &why));
    assert_int_equal(answer.late_count, 1);
    assert_int_equal(answer.bad_count, 3);
    assert_non_null(strstr(answer.bad[0].reason, "faster than the world record (1:40.91)"));
    assert_int_equal(answer.bad[0].line, 4);
    assert_string_equal(answer.bad[1].reason, "there is no athlete");
    assert_string_equal(answer.bad[2].reason, "'2022' is no birth_year");
    assert_int_equal(answer.count, 4);
    assert_int_equal(answer.rows[0].as_of_is, APP_AS_OF_YEAR);
    assert_non_null(strstr(answer.rows[1].reason, "walk"));
    assert_int_equal(answer.rows[1].as_of_is, APP_AS_OF_DAY);
    assert_non_null(strstr(answer.rows[2].reason, "outside"));
    assert_int_equal(answer.rows[3].as_of_is, APP_AS_OF_NONE);
    miler_arena_free(arena);
}

static int no_new_athlete(void *user, int what, const char *table, const char *b, const char *c,
                          const char *d) {
    (void)user, (void)b, (void)c, (void)d;
    return what == SQLITE_INSERT && strcmp(table, "athletes") == 0 ? SQLITE_DENY : SQLITE_OK;
}

// What fails after the store is empty is told as that, with where its copy is; it begins anew when it is opened.
static void erased_is_erased(void **state) {
    fixture *f = *state;
    app_erase_answer answer;
    store_counts counts;
    miler_error err = {0};
    (void)sqlite3_set_authorizer(f->a->store->db, no_new_athlete, NULL);
    const miler_status status = app_erase(f->a, NULL, f->k.arena, &answer, &err);
    (void)sqlite3_set_authorizer(f->a->store->db, NULL, NULL);
    assert_int_not_equal(status, MILER_OK);
    assert_true(answer.erased);
    assert_non_null(strstr(err.msg, "the store is empty"));
    assert_non_null(strstr(err.msg, answer.backup));
    ok(store_count(f->a->store, &counts, &why));
    assert_int_equal(counts.athletes, 0);
    app_options o;
    app *again;
    app_options_init(&o);
    o.db = store_path(f->a->store);
    ok(app_open(&o, &again, &why));
    ok(store_count(again->store, &counts, &why));
    assert_int_equal(counts.athletes, 1);
    (void)unlink(answer.backup);
    app_close(again);
}

#define t(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_the_data_is),
        t(opening_makes_folder_and_athlete),
        cmocka_unit_test(what_a_squad_leaves_out),
        t(the_last_point_is_fitness),
        t(efforts_as_miles),
        t(the_past_knows_no_future),
        t(a_rep_is_no_race),
        t(an_old_store_is_read_first),
        cmocka_unit_test(rows_of_progress_add_up),
        t(erased_is_erased),
        t(athletes_are_chosen),
        t(who_told_anything_is_listed),
        t(impossible_athletes_are_refused),
        t(results_are_checked),
        t(results_are_removed_and_restored),
        t(a_run_in_full),
        cmocka_unit_test(told_from_outside),
        t(bests_and_results),
        t(time_trials_are_told_from_training),
        t(evidence_window_and_order),
        t(an_empty_log_has_no_evidence),
        t(doctor),
        t(doctor_lists_a_hundred),
        t(rebuild_gives_the_same),
        t(rebuild_goes_round_what_is_damaged),
        t(rebuild_goes_round_what_is_too_large),
        t(export_takes_everything_out),
        t(export_leaves_damage_out_and_can_stop),
        cmocka_unit_test(csv_and_json_texts),
        cmocka_unit_test(years_written_as_days),
        cmocka_unit_test(a_year_is_young_within_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
