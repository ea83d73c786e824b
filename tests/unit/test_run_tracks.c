// SPDX-License-Identifier: MIT
// Tracks across runs: a run is never its own memory, others are; looking twice
// changes nothing; a run of days still has its page.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

#include "app/import.h"
#include "app/run_tracks.h"
#include "app/run_truth.h"
#include "store/sql.h"
#include "store_kit.h"

typedef struct fixture {
    kit k;
    app *a;
} fixture;

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    kit_folder(&f->k);
    app_options o;
    app_options_init(&o);
    o.db = f->k.db;
    o.today = 20600;
    o.now_ms = INT64_C(1780000000000);
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

// Imports what the watch wrote, as GPX of that day; returns the run's number.
static int64_t import_world(fixture *f, const tk_world *w, int day) {
    char path[160];
    (void)snprintf(path, sizeof path, "%s/run%d.gpx", f->k.folder, day);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    (void)fputs("<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" "
                "xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><type>running</type><trkseg>\n",
                out);
    for (size_t i = 0; i < w->sample_count; i++) {
        const int64_t s = (w->t_ms[i] - w->t_ms[0]) / 1000;
        (void)fprintf(
            out, "<trkpt lat=\"%.8f\" lon=\"%.8f\"><time>2026-%02d-%02dT%02d:%02d:%02dZ</time></trkpt>\n",
            w->lat[i], w->lon[i], 1 + day / 28, 1 + day % 28 + (int)(s / 86400), (int)(s % 86400 / 3600),
            (int)(s / 60 % 60), (int)(s % 60));
    }
    (void)fputs("</trkseg></trk></gpx>\n", out);
    (void)fclose(out);
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(f->a, paths, 1, NULL, NULL, &answer, &why));
    assert_int_equal(answer.outcomes[STORE_FILE_NEW], 1);
    app_runs runs;
    const store_run_filter filter = {.sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    ok(app_runs_list(f->a, &filter, f->k.arena, &runs, &why));
    return runs.runs[0].id; // newest first
}

static int64_t import_session(fixture *f, uint64_t seed, int day, double metres) {
    tk_world w;
    tk_init(&w, seed);
    w.turn_rad = 0.4;
    tk_pace_add(&w, metres, 4.2, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    const int64_t id = import_world(f, &w, day);
    tk_free(&w);
    return id;
}

static void look(fixture *f, int64_t id, app_truth *out) {
    ok(app_truth_get(f->a, id, f->k.arena, out, &why));
}

static void same(const app_truth *a, const app_truth *b) {
    assert_int_equal(a->tracks.count, b->tracks.count);
    assert_true(a->tracks.dist_m == b->tracks.dist_m && a->tracks.error_m == b->tracks.error_m);
    assert_true(a->tracks.tracks[0].lane_share == b->tracks.tracks[0].lane_share);
    assert_true(a->tracks.tracks[0].oval.lat_deg == b->tracks.tracks[0].oval.lat_deg);
    assert_int_equal(a->split_count, b->split_count);
    for (size_t i = 0; i < a->split_count; i++)
        assert_true(a->splits[i].time_s == b->splits[i].time_s &&
                    a->splits[i].error_s == b->splits[i].error_s);
    assert_int_equal(a->track_id, b->track_id);
}

static int64_t rows(const fixture *f, const char *text) {
    sqlite3_stmt *q;
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(f->k.db, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    const int64_t n = sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return n;
}

static void no_run_is_its_own_memory(void **state) {
    fixture *f = *state;
    app_truth first, again, later;
    const int64_t a = import_session(f, 3, 1, 4000);
    look(f, a, &first);
    assert_int_equal(first.tracks.count, 1);
    assert_true(first.track_is_new && first.track_id > 0);
    look(f, a, &again);
    assert_false(again.track_is_new);
    same(&first, &again);
    assert_int_equal(rows(f, "SELECT count(*) FROM tracks"), 1);
    assert_int_equal(rows(f, "SELECT count(*) FROM track_sights"), 1);

    // Too short to be a track by itself: the other run's track is remembered here.
    const int64_t b = import_session(f, 4, 2, 420);
    look(f, b, &again);
    assert_int_equal(again.tracks.count, 1);
    assert_int_equal(again.track_id, first.track_id);
    look(f, a, &later); // and it says nothing back
    same(&first, &later);

    // A third one does; in whatever order they are looked at, the answers stay.
    const int64_t c = import_session(f, 5, 3, 4000);
    app_truth third;
    look(f, c, &third);
    assert_false(third.track_is_new);
    look(f, a, &later);
    // What others said counts: the lap of the same positions is better known.
    assert_true(later.tracks.tracks[0].lap_error_m < first.tracks.tracks[0].lap_error_m);
    look(f, c, &again);
    same(&third, &again);
    look(f, a, &again);
    same(&later, &again);
    assert_int_equal(rows(f, "SELECT count(*) FROM tracks"), 1);
    assert_int_equal(rows(f, "SELECT count(*) FROM track_sights"), 2);
    const int64_t changes = rows(f, "SELECT sum(rowid) FROM track_sights");
    look(f, a, &again); // nothing is written where nothing is new
    assert_int_equal(rows(f, "SELECT sum(rowid) FROM track_sights"), changes);
}

// A lane told for the run holds, whether or not other runs know the track.
static void told_lanes_hold(void **state) {
    fixture *f = *state;
    app_truth t;
    const int64_t a = import_session(f, 3, 1, 4000);
    const miler_edit lane = {.kind = MILER_EDIT_LANE, .value = 3, .text = ""};
    ok(app_edit_add(f->a, a, &lane, &why));
    look(f, a, &t);
    assert_int_equal(t.tracks.tracks[0].oval.lane, 3);
    look(f, import_session(f, 4, 2, 4000), &t);
    assert_int_equal(t.tracks.tracks[0].oval.lane, 1);
    look(f, a, &t);
    assert_int_equal(t.tracks.tracks[0].oval.lane, 3);
    assert_true(t.tracks.tracks[0].lap_error_m > 0.2);
    // Told for the track: for every run there but those with a word of their own.
    ok(app_track_set(f->a, t.track_id, NULL, 2, false, &why));
    look(f, a, &t);
    assert_int_equal(t.tracks.tracks[0].oval.lane, 3);
    look(f, import_session(f, 5, 3, 4000), &t);
    assert_int_equal(t.tracks.tracks[0].oval.lane, 2);
}

// Measuring a run with a lane told asks what other runs know and keeps nothing; showing it does.
static void measuring_keeps_nothing(void **state) {
    fixture *f = *state;
    app_truth t;
    const int64_t a = import_session(f, 3, 1, 4000);
    const miler_edit lane = {.kind = MILER_EDIT_LANE, .value = 3, .text = ""};
    ok(app_edit_add(f->a, a, &lane, &why));
    assert_int_equal(rows(f, "SELECT count(*) FROM tracks"), 0);
    assert_int_equal(rows(f, "SELECT count(*) FROM track_sights"), 0);
    app_run run;
    ok(app_run_get(f->a, a, f->k.arena, &run, &why));
    const run_tracks_asked asked = {a, &run.activity, 3};
    run_tracks only;
    ok(run_tracks_find(f->a, &asked, RUN_TRACKS_ASK, f->k.arena, &only, &why));
    assert_int_equal(only.id, 0);
    assert_false(only.is_new);
    assert_int_equal(rows(f, "SELECT count(*) FROM track_sights"), 0);
    look(f, a, &t);
    assert_true(t.track_is_new);
    assert_true(only.tracks.dist_m == t.tracks.dist_m && only.tracks.error_m == t.tracks.error_m);
    assert_int_equal(only.tracks.tracks[0].oval.lane, t.tracks.tracks[0].oval.lane);
    assert_int_equal(rows(f, "SELECT count(*) FROM track_sights"), 1);
}

// A lane told of a track that others know is a lane of that track, whatever this run's positions say.
static void told_lanes_keep_the_size(void **state) {
    fixture *f = *state;
    app_truth t;
    const int64_t a = import_session(f, 3, 1, 4000);
    look(f, a, &t);
    look(f, import_session(f, 4, 2, 4000), &t);
    look(f, import_session(f, 5, 3, 4000), &t);
    static const int lanes[] = {2, 4, 8};
    double best_s = 0;
    for (size_t i = 0; i < 3; i++) {
        const miler_edit lane = {.kind = MILER_EDIT_LANE, .value = lanes[i], .text = ""};
        ok(app_edit_add(f->a, a, &lane, &why));
        look(f, a, &t);
        const miler_track *track = &t.tracks.tracks[0];
        assert_int_equal(track->oval.size, MILER_OVAL_STANDARD);
        assert_int_equal(track->oval.lane, lanes[i]);
        assert_true(track->lane_share > 0.999);
        assert_true(fabs(miler_oval_lap_m(&track->oval) - miler_track_lap_m(lanes[i])) < 0.01);
        assert_true(track->lap_error_m < 0.5);
        assert_true(track->laps > 9.5 && track->laps < 10.5);
        // The log has the bests of the same reading: longer laps, faster running.
        const double kept_s = 1e-3 * (double)rows(f, "SELECT CAST(1000 * time_s AS INTEGER) FROM bests WHERE "
                                                     "activity_id = 1 AND dist_m = 1000");
        assert_true(i == 0 || fabs(kept_s / best_s -
                                   miler_track_lap_m(lanes[i - 1]) / miler_track_lap_m(lanes[i])) < 0.008);
        best_s = kept_s;
    }
}

// A rebuild that no longer finds a run drops it, but never what a person put right: the old rows stay, and it is told.
static void rebuilds_keep_what_was_put_right(void **state) {
    fixture *f = *state;
    const miler_edit lane = {.kind = MILER_EDIT_LANE, .value = 3, .text = ""};
    app_rebuild_answer answer;
    store_counts before, after;
    const int64_t edited = import_session(f, 3, 1, 4000);
    (void)import_session(f, 6, 2, 4000);
    ok(app_edit_add(f->a, edited, &lane, &why));
    assert_int_equal(store_count(f->a->store, &before, NULL), MILER_OK);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->k.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE activities SET idx = 7", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    assert_int_equal(app_rebuild(f->a, f->k.arena, &answer, NULL), MILER_OK);
    assert_int_equal(answer.failed, 1);
    assert_non_null(strstr(answer.troubles[0].what, "put right by hand"));
    assert_int_equal(store_count(f->a->store, &after, NULL), MILER_OK);
    assert_int_equal(after.activities, before.activities); // the other one came back under another number
    store_edit *edits;
    size_t count;
    assert_int_equal(store_edit_list(f->a->store, edited, f->k.arena, &edits, &count, NULL), MILER_OK);
    assert_int_equal(count, 1);
}

// A first look that was wrong is outvoted: the stored oval follows its sights.
static void stored_ovals_follow(void **state) {
    fixture *f = *state;
    app_truth t;
    look(f, import_session(f, 3, 1, 4000), &t);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->k.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE tracks SET size = 4, radius_m = 40.36;"
                                  "UPDATE track_sights SET size = 4, radius_m = 40.36, share = 0.3",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    (void)sqlite3_close(db);
    look(f, import_session(f, 6, 2, 4000), &t);
    assert_int_equal(t.tracks.count, 1);
    assert_int_equal(t.tracks.tracks[0].oval.size, MILER_OVAL_STANDARD);
    look(f, import_session(f, 7, 3, 4000), &t);
    assert_int_equal(rows(f, "SELECT size FROM tracks"), MILER_OVAL_STANDARD);
    assert_int_equal(rows(f, "SELECT count(*) FROM tracks"), 1);
}

// 48 hours of laps have a page, with their track.
static void days_have_a_page(void **state) {
    fixture *f = *state;
    enum { N = 172800 };
    tk_world w;
    tk_init(&w, 8);
    w.t_ms = realloc(w.t_ms, N * sizeof *w.t_ms);
    w.lat = realloc(w.lat, N * sizeof *w.lat);
    w.lon = realloc(w.lon, N * sizeof *w.lon);
    if (w.t_ms == NULL || w.lat == NULL || w.lon == NULL) abort();
    for (size_t i = 0; i < N; i++) {
        double x, y;
        tk_place(&w, 2.6 * (double)i, &x, &y);
        w.t_ms[i] = INT64_C(1700000000000) + (int64_t)i * 1000;
        w.lat[i] = 48 + (y + tk_gauss(&w.rng)) / 111201.0;
        w.lon[i] = 11 + (x + tk_gauss(&w.rng)) / 74625.6;
    }
    w.sample_count = N;
    app_truth t;
    look(f, import_world(f, &w, 1), &t);
    assert_int_equal(t.tracks.count, 1);
    assert_true(fabs(t.tracks.dist_m - 2.6 * N) < 0.003 * 2.6 * N);
    tk_free(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_run_is_its_own_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(told_lanes_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(measuring_keeps_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(told_lanes_keep_the_size, setup, teardown),
        cmocka_unit_test_setup_teardown(stored_ovals_follow, setup, teardown),
        cmocka_unit_test_setup_teardown(days_have_a_page, setup, teardown),
        cmocka_unit_test_setup_teardown(rebuilds_keep_what_was_put_right, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
