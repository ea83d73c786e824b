// SPDX-License-Identifier: MIT
// Every write, sync, read, open and delete below the store fails once, and then
// from there on: while a store is made, brought up from each of its versions,
// recovered after a kill, and while files are imported into it. After each:
//
//     told     the failure was told with a status and a message, or was no harm
//     sound    a healthy disk again: the store opens, its checks find nothing
//     whole    what was told as stored is there, nothing is half there
//     goes on  the same again ends with everything there once
//
// The harness is tested too: without a failure all is stored; a write that only
// pretends to be done is found by the checks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "faulty_vfs.h"
#include "store/sql.h"

#include <fcntl.h>
#include <time.h>

#define FILES 4u
#define RUNS_MAX 2000 // operations of one piece of work: some 100
#define POINTS_STEP 3

static bool all_points;
static uint64_t seed;

extern const char miler_data_schema_001[];

// ---- Pieces of work on the store at k->db

typedef struct work {
    const char *what;
    void (*prepare)(kit *k); // with a healthy disk; nothing is open afterwards
    bool imports;            // else it only opens
} work;

typedef struct done {
    miler_status status;
    size_t told; // files told as new
} done;

static void remove_store(const kit *k) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        char path[260];
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        (void)remove(path);
    }
}

static void prepare_none(kit *k) {
    remove_store(k);
}

static void copy_file(const char *from, const char *to) {
    char piece[65536];
    const int in = open(from, O_RDONLY);
    const int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t n; (n = read(in, piece, sizeof piece)) > 0;)
        assert_int_equal(write(out, piece, (size_t)n), n);
    (void)close(in);
    (void)close(out);
}

// What every failure begins with is made once: making it costs more than what is tested.
static bool from_pattern(const kit *k, const char *name) {
    char pattern[260];
    remove_store(k);
    (void)snprintf(pattern, sizeof pattern, "%s.%s", k->db, name);
    if (access(pattern, R_OK) != 0) return false;
    copy_file(pattern, k->db);
    return true;
}

static void keep_pattern(const kit *k, const char *name) {
    char pattern[260];
    (void)snprintf(pattern, sizeof pattern, "%s.%s", k->db, name);
    copy_file(k->db, pattern);
}

static void prepare_empty(kit *k) {
    if (from_pattern(k, "empty")) return;
    kit_open_app(k, NULL);
    app_close(k->app);
    keep_pattern(k, "empty");
}

static void prepare_version_1(kit *k) {
    if (from_pattern(k, "bare")) return;
    sqlite3 *db;
    char mark[128];
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = 1; PRAGMA application_id = %d",
                   STORE_APPLICATION_ID);
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, miler_data_schema_001, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, mark, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    keep_pattern(k, "bare");
}

// A store of that version, in which somebody is told since the first.
static void make_version(const kit *k, int32_t version) {
    size_t count;
    const store_migration *list = store_migrations(&count);
    sqlite3 *db;
    char mark[128], name[24];
    (void)snprintf(name, sizeof name, "version%d", (int)version);
    if (from_pattern(k, name)) return;
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    for (size_t i = 0; i < count && list[i].version <= version; i++) {
        assert_int_equal(sqlite3_exec(db, list[i].sql, NULL, NULL, NULL), SQLITE_OK);
        if (i == 0)
            assert_int_equal(
                sqlite3_exec(db,
                             "INSERT INTO athletes VALUES (1, 'Ada', 2, NULL, 61.5, NULL, 188, 48, 0, 1, 0, "
                             "0, 42, 0, 45, 0, 0, 0, 0, 0, 1, 0)",
                             NULL, NULL, NULL),
                SQLITE_OK);
    }
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d", (int)version,
                   STORE_APPLICATION_ID);
    assert_int_equal(sqlite3_exec(db, mark, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    keep_pattern(k, name);
}

static void copy_store(const kit *k, bool back) {
    static const char *const ends[] = {"", "-wal"};
    for (size_t i = 0; i < 2; i++) {
        char here[260], aside[260];
        (void)snprintf(here, sizeof here, "%s%s", k->db, ends[i]);
        (void)snprintf(aside, sizeof aside, "%s.aside%s", k->db, ends[i]);
        copy_file(back ? aside : here, back ? here : aside);
    }
}

// As kill -9 leaves it: two files are imported, all of it still in the journal.
static void prepare_killed(kit *k) {
    static bool made = false;
    if (!made) {
        prepare_empty(k);
        kit_open_app(k, NULL);
        assert_int_equal(kit_import(k, "0.fit"), MILER_OK);
        assert_int_equal(kit_import(k, "1.fit"), MILER_OK);
        copy_store(k, false);
        app_close(k->app);
        made = true;
    }
    remove_store(k);
    copy_store(k, true);
}

static const work works[] = {{"a store is made", prepare_none, false},
                             {"version 1 is brought up", prepare_version_1, false},
                             {"after a kill", prepare_killed, true},
                             {"import", prepare_empty, true}};

static done do_work(kit *k, const work *w) {
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    memset(&k->err, 0, sizeof k->err);
    done d = {.status = app_open(&options, &k->app, &k->err)};
    k->count = 0;
    if (d.status == MILER_OK && w->imports) d.status = kit_import(k, "");
    for (size_t i = 0; i < k->count; i++)
        if (k->lines[i].outcome == STORE_FILE_NEW) d.told++;
    if (d.status == MILER_OK || k->app != NULL) app_close(k->app);
    k->app = NULL;
    return d;
}

// ---- What is left

static void expect_whole(kit *k, const work *w, const done *d, const char *how, long at) {
    kit_open_app(k, NULL);
    app_doctor_answer doctor;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_doctor(k->app, arena, &doctor, &k->err), MILER_OK);
    if (doctor.trouble_total != 0) fail_msg("%s, %s %ld: %s", w->what, how, at, doctor.troubles[0].what);
    const size_t before = w->prepare == prepare_killed ? 2 : 0;
    const store_counts counts = kit_counts(k);
    // What was told as failed may be there, but then as a whole.
    if ((size_t)counts.activities < before + d->told || counts.activities != counts.originals ||
        counts.laps != counts.activities)
        fail_msg("%s, %s %ld: %zu told, %lld originals, %lld activities, %lld laps", w->what, how, at,
                 d->told, (long long)counts.originals, (long long)counts.activities, (long long)counts.laps);
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(kit_counts(k).activities, FILES);
    assert_int_equal(k->answer.outcomes[STORE_FILE_FAILED], 0);
    miler_arena_free(arena);
    app_close(k->app);
    k->app = NULL;
}

static const struct {
    const char *how;
    unsigned kinds;
    int rc;
    bool lasting;
} failures[] = {{"disk full from write", FAULTY_WRITE, SQLITE_FULL, true},
                {"I/O error at write", FAULTY_WRITE, SQLITE_IOERR_WRITE, false},
                {"I/O error from write", FAULTY_WRITE | FAULTY_SYNC, SQLITE_IOERR_WRITE, true},
                {"I/O error at sync", FAULTY_SYNC, SQLITE_IOERR_FSYNC, false},
                {"I/O error at read", FAULTY_READ, SQLITE_IOERR_READ, false},
                {"no open from", FAULTY_OPEN, SQLITE_CANTOPEN, true},
                {"no delete from", FAULTY_DELETE, SQLITE_IOERR_DELETE, true}};

// MILER_POINTS=all: each of them, as make sweep does; else every third, another third each time.
static long sweep(kit *k, const work *w, size_t f) {
    const long step = all_points ? 1 : POINTS_STEP;
    long at = 1 + (long)(kit_next(&seed) % (uint64_t)step), points = 0;
    for (; at < RUNS_MAX; at += step, points++) {
        faulty = (faulty_order){0};
        w->prepare(k);
        faulty = (faulty_order){
            .kinds = failures[f].kinds, .rc = failures[f].rc, .at = at, .lasting = failures[f].lasting};
        const done d = do_work(k, w);
        const bool failed = faulty.did_fail;
        faulty = (faulty_order){0};
        if (d.status != MILER_OK && k->err.msg[0] == '\0')
            fail_msg("%s, %s %ld: no message", w->what, failures[f].how, at);
        if (failures[f].rc == SQLITE_FULL && d.status != MILER_OK && strstr(k->err.msg, "no room") == NULL &&
            strstr(k->err.msg, "cannot read or write") == NULL)
            fail_msg("%s, %s %ld: %s", w->what, failures[f].how, at, k->err.msg);
        expect_whole(k, w, &d, failures[f].how, at);
        if (!failed) break; // the last of them was made to fail
    }
    assert_true(at < RUNS_MAX);
    return points;
}

static void every_operation_fails(void **state) {
    kit *k = *state;
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++) {
        long points = 0;
        for (size_t f = 0; f < sizeof failures / sizeof failures[0]; f++)
            points += sweep(k, &works[w], f);
        print_message("# %s: %ld failures, nothing lost, nothing half\n", works[w].what, points);
        assert_true(points > 10);
    }
}

// What the store says of itself, read past the program.
static int32_t version_of(const kit *k) {
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const int32_t version = sqlite3_column_int(s, 0);
    (void)sqlite3_finalize(s);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return version;
}

// Whoever was told is there as they were, and nothing is made up of what a version did not ask.
static void expect_ada(kit *k, int32_t version, const char *how, long at) {
    app_doctor_answer doctor;
    miler_arena *arena = miler_arena_new(NULL, 0);
    kit_open_app(k, NULL);
    const miler_athlete *a = &k->app->athlete;
    if (strcmp(a->name, "Ada") != 0 || a->mass_kg != 61.5 || a->hr_max_bpm != 188 || a->days_mask != 42 ||
        a->minutes[1] != 45 || !isnan(a->hr_threshold_bpm) || !isnan(a->paces.threshold_mps) ||
        a->paces_day != MILER_NO_DAY || !isnan(a->hr_from_bpm[3]))
        fail_msg("version %d, %s %ld: not as she was", (int)version, how, at);
    assert_int_equal(app_doctor(k->app, arena, &doctor, &k->err), MILER_OK);
    if (doctor.trouble_total != 0)
        fail_msg("version %d, %s %ld: %s", (int)version, how, at, doctor.troubles[0].what);
    app_close(k->app);
    k->app = NULL;
    miler_arena_free(arena);
    assert_int_equal(version_of(k), store_schema_version());
}

// The way up is taken whole or not at all, from wherever it begins.
static long sweep_version(kit *k, int32_t version, size_t f) {
    const work opens = {"a version is brought up", NULL, false};
    long at = 1;
    for (; at < RUNS_MAX; at++) {
        faulty = (faulty_order){0};
        make_version(k, version);
        faulty = (faulty_order){
            .kinds = failures[f].kinds, .rc = failures[f].rc, .at = at, .lasting = failures[f].lasting};
        const done d = do_work(k, &opens);
        const bool failed = faulty.did_fail;
        faulty = (faulty_order){0};
        if (d.status != MILER_OK && k->err.msg[0] == '\0')
            fail_msg("version %d, %s %ld: no message", (int)version, failures[f].how, at);
        const int32_t now = version_of(k);
        if (now != store_schema_version() && (now != version || d.status == MILER_OK))
            fail_msg("version %d, %s %ld: it is %d", (int)version, failures[f].how, at, (int)now);
        expect_ada(k, version, failures[f].how, at);
        if (!failed) break;
    }
    assert_true(at < RUNS_MAX);
    return at - 1;
}

static void every_version_is_brought_up(void **state) {
    kit *k = *state;
    const int32_t newest = store_schema_version(), step = all_points ? 1 : (newest - 2) / 2;
    for (int32_t version = 1; version < newest;
         version += step) { // the first, one amid, the last; all: make sweep
        long points = 0;
        for (size_t f = 0; f < sizeof failures / sizeof failures[0]; f++)
            points += sweep_version(k, version, f);
        print_message("# from version %d: %ld failures, whole or not at all\n", (int)version, points);
        assert_true(points > 10);
    }
}

// ---- The harness itself

static void nothing_fails(void **state) {
    kit *k = *state;
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++) {
        faulty = (faulty_order){0};
        works[w].prepare(k);
        const done d = do_work(k, &works[w]);
        assert_int_equal(d.status, MILER_OK);
        assert_int_equal(d.told, !works[w].imports                    ? 0
                                 : works[w].prepare == prepare_killed ? FILES - 2
                                                                      : FILES);
        expect_whole(k, &works[w], &d, "no failure", 0);
    }
}

// Half a page written and called done: the checks must see it for some page.
static void a_lying_disk_is_found(void **state) {
    kit *k = *state;
    size_t found = 0;
    for (long at = 1; at < 400; at += 7) {
        faulty = (faulty_order){0};
        prepare_empty(k);
        faulty = (faulty_order){.kinds = FAULTY_WRITE, .rc = SQLITE_OK, .at = at};
        const done d = do_work(k, &works[3]);
        faulty = (faulty_order){0};
        app_options options;
        app_options_init(&options);
        options.db = k->db;
        app_doctor_answer doctor;
        miler_arena *arena = miler_arena_new(NULL, 0);
        if (app_open(&options, &k->app, NULL) != MILER_OK ||
            app_doctor(k->app, arena, &doctor, NULL) != MILER_OK || doctor.trouble_total != 0 ||
            (size_t)kit_counts(k).activities < d.told)
            found++;
        app_close(k->app);
        k->app = NULL;
        miler_arena_free(arena);
    }
    print_message("# half a page: found %zu times of 57\n", found);
    assert_true(found > 5);
}

static int setup(void **state) {
    static kit k;
    // In memory where that is possible: what is tested is not the disk.
    if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0) (void)setenv("TMPDIR", "/dev/shm", 1);
    kit_begin(&k);
    app_close(k.app);
    k.app = NULL;
    kit_write_runs(&k, FILES);
    faulty_install();
    const char *told = getenv("MILER_POINTS");
    all_points = told != NULL && strcmp(told, "all") == 0;
    seed = kit_number_from("SEED", (uint64_t)time(NULL));
    print_message("# SEED=%llu%s\n", (unsigned long long)seed, all_points ? ", all points" : "");
    *state = &k;
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_fails), cmocka_unit_test(a_lying_disk_is_found),
        cmocka_unit_test(every_version_is_brought_up), cmocka_unit_test(every_operation_fails)};
    return cmocka_run_group_tests_name("sweep_store", tests, setup, teardown);
}
