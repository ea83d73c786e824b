// SPDX-License-Identifier: MIT
// The power is cut at random moments while a store is made, brought up from each of its
// earlier versions, while files are imported, and while results, a plan and notes are
// entered: what the disk had not synced is kept or lost by the throw of a die, sector by
// sector (power_vfs.h). Then the power is back:
//
//     lost     what had been told as stored (file, result, plan, note) is not there
//     half     an activity without its original or laps
//     sound    the store's own checks and every original's hash (the doctor)
//     goes on  the same files again are there once
//
// The harness itself is tested both ways: left alone nothing is lost; with a disk whose
// sync does nothing, and with a store that does not ask for syncs, losses are found.
//
// POINTS=500 SEED=7 build/tests/sweep/test_power_loss
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "app/app_plan.h"
#include "app/app_replan.h"
#include "power_vfs.h"
#include "store/sql.h"

#include <time.h>

#define FILES 6u
#define TODAY 20616 // some days after the last of them
#define POINTS_DEFAULT 60

extern const char miler_data_schema_001[], miler_data_schema_002[], miler_data_schema_003[],
    miler_data_schema_004[], miler_data_schema_005[], miler_data_schema_006[], miler_data_schema_007[],
    miler_data_schema_008[], miler_data_schema_009[];
static const char *const schemas[] = {miler_data_schema_001, miler_data_schema_002, miler_data_schema_003,
                                      miler_data_schema_004, miler_data_schema_005, miler_data_schema_006,
                                      miler_data_schema_007, miler_data_schema_008, miler_data_schema_009};
#define OLD_VERSIONS (sizeof schemas / sizeof schemas[0])

// What the program has said is stored.
typedef struct told {
    size_t files, results, notes;
    int64_t plan_id;
    int32_t plan_version;
    bool backup;
} told;

// ---- Pieces of work on the store at k->db

static void remove_store(const kit *k) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        char path[260];
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        (void)remove(path);
    }
}

static bool open_app(kit *k) {
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    options.today = TODAY;
    memset(&k->err, 0, sizeof k->err);
    k->app = NULL;
    return app_open(&options, &k->app, &k->err) == MILER_OK;
}

static void close_app(kit *k) {
    app_close(k->app);
    k->app = NULL;
}

static void prepare_none(kit *k, uint64_t die) {
    (void)die;
    remove_store(k);
}

static void prepare_empty(kit *k, uint64_t die) {
    (void)die;
    remove_store(k);
    assert_true(open_app(k));
    close_app(k);
}

static void prepare_old(kit *k, uint64_t die) {
    remove_store(k);
    sqlite3 *db;
    char mark[128];
    const size_t version = 1 + die % OLD_VERSIONS;
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %zu; PRAGMA application_id = %d", version,
                   STORE_APPLICATION_ID);
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    for (size_t i = 0; i < version; i++)
        assert_int_equal(sqlite3_exec(db, schemas[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, mark, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void copy_path(const kit *k, const char *end, char out[220]) {
    (void)snprintf(out, 220, "%s/copy.db%s", k->dir, end);
}

static void prepare_full(kit *k, uint64_t die) {
    static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
    prepare_empty(k, die);
    assert_true(open_app(k));
    assert_int_equal(kit_import(k, ""), MILER_OK);
    close_app(k);
    for (size_t i = 0; i < 4; i++) {
        char path[220];
        copy_path(k, ends[i], path);
        (void)remove(path);
    }
}

static void back_up(kit *k, told *t) {
    char path[220];
    uint64_t bytes;
    copy_path(k, "", path);
    t->backup = app_backup(k->app, path, &bytes, &k->err) == MILER_OK;
}

static void import_all(kit *k, told *t) {
    k->count = 0;
    if (kit_import(k, "") != MILER_OK) k->answer = (app_import_answer){0};
    for (size_t i = 0; i < k->count; i++)
        if (k->lines[i].outcome == STORE_FILE_NEW) t->files++;
}

static bool add_results(kit *k, told *t) {
    for (int i = 0; i < 3; i++) {
        int64_t id;
        const store_result result = {.athlete_id = k->app->athlete_id,
                                     .dist_m = 1609.344,
                                     .time_s = 330 + i,
                                     .day = TODAY - 20 + i,
                                     .name = "",
                                     .place = "",
                                     .note = "",
                                     .removed_ms = MILER_NO_TIME};
        if (app_result_add(k->app, &result, &id, &k->err) != MILER_OK) return false;
        t->results++;
    }
    return true;
}

static bool make_plan(kit *k, told *t, miler_arena *arena) {
    app_plan_options options;
    app_plan_answer plan;
    app_changes changes;
    app_plan_options_init(&options);
    options.health_ok = true;
    options.weeks = 6;
    options.days_mask = 0x7f;
    options.minutes = 70;
    if (app_plan_new(k->app, &options, arena, &plan, &k->err) != MILER_OK) return false;
    t->plan_id = plan.id;
    t->plan_version = 1;
    miler_plan_note note = {.kind = MILER_NOTE_OFF, .day = TODAY + 9, .days = 2, .part = ""};
    if (app_note_add(k->app, &note, arena, &k->err) != MILER_OK) return false;
    t->notes = 1;
    return app_replan(k->app, false, arena, &changes, &k->err) == MILER_OK;
}

static void plan_all(kit *k, told *t) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (add_results(k, t)) (void)make_plan(k, t, arena);
    miler_arena_free(arena);
}

typedef struct work {
    const char *what;
    void (*prepare)(kit *k, uint64_t die); // with the power on; nothing is open afterwards
    void (*doing)(kit *k, told *t);        // NULL: it only opens
} work;

static const work works[] = {{"a store is made, files imported", prepare_none, import_all},
                             {"files are imported", prepare_empty, import_all},
                             {"results, plan, note", prepare_empty, plan_all},
                             {"an older store is brought up", prepare_old, NULL},
                             {"a backup is made", prepare_full, back_up}};
#define WORKS (sizeof works / sizeof works[0])

// Up to the cut, or its end; what is open then is left as a machine without power leaves it.
static told do_work(kit *k, const work *w, bool unsynced) {
    told t = {0};
    if (open_app(k)) {
        if (unsynced)
            assert_int_equal(sqlite3_exec(k->app->store->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL),
                             SQLITE_OK);
        if (w->doing != NULL) w->doing(k, &t);
        // Here it would go on; a store that is closed in peace has nothing left to lose.
        power.is_off = power.at != 0 || power.is_off;
    }
    close_app(k);
    return t;
}

// ---- What is left

static bool is_lost(kit *k, const told *t) {
    store_result *results;
    miler_plan_note *notes;
    store_plan row;
    size_t result_count = 0, note_count = 0;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const store_counts counts = kit_counts(k);
    bool lost = (size_t)counts.activities < t->files;
    lost = lost || app_result_list(k->app, false, arena, &results, &result_count, NULL) != MILER_OK ||
           result_count < t->results;
    if (!lost && t->plan_id != 0)
        lost = store_plan_active(k->app->store, k->app->athlete_id, arena, &row, NULL) != MILER_OK ||
               row.id != t->plan_id || row.version < t->plan_version;
    if (!lost && t->notes != 0)
        lost = app_notes(k->app, arena, &notes, &note_count, NULL) != MILER_OK || note_count < t->notes;
    miler_arena_free(arena);
    return lost;
}

static bool is_sound(kit *k) {
    app_doctor_answer doctor;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const bool sound = app_doctor(k->app, arena, &doctor, &k->err) == MILER_OK && doctor.trouble_total == 0;
    miler_arena_free(arena);
    const store_counts counts = kit_counts(k);
    return sound && counts.originals == counts.activities && counts.laps == counts.activities;
}

static bool backup_whole(const kit *k) {
    kit copy = {.app = NULL};
    copy_path(k, "", copy.db);
    if (!open_app(&copy)) return false;
    const bool whole = is_sound(&copy) && kit_counts(&copy).activities == FILES;
    close_app(&copy);
    return whole;
}

// NULL: all is well.
static const char *look(kit *k, const told *t) {
    if (t->backup && !backup_whole(k)) return "the backup is not whole";
    if (!open_app(k)) return "it does not open";
    const char *wrong = NULL;
    if (!is_sound(k))
        wrong = "it is not sound";
    else if (is_lost(k, t))
        wrong = "what was told as stored is lost";
    else if (kit_import(k, "") != MILER_OK || kit_counts(k).activities != FILES ||
             kit_counts(k).originals != FILES)
        wrong = "the same files again are not there once";
    close_app(k);
    return wrong;
}

// How many changes of the disk there are to cut before. Nothing is cut, and nothing is lost.
static long left_alone(kit *k, const work *w, uint64_t die) {
    power_begin(k->db, 0, 0, false);
    w->prepare(k, die);
    power_begin(k->db, 0, 0, false);
    const told t = do_work(k, w, false);
    const long changes = power.seen;
    const char *wrong = look(k, &t);
    if (wrong != NULL) fail_msg("%s, left alone: %s: %s", w->what, wrong, k->err.msg);
    if (w->doing == import_all) assert_int_equal(t.files, FILES);
    if (w->doing == back_up) assert_true(t.backup);
    if (w->doing == plan_all) assert_true(t.results == 3 && t.plan_id != 0 && t.notes == 1);
    return changes;
}

static const char *cut(kit *k, const work *w, uint64_t die, long at, bool lies, bool unsynced) {
    power_begin(k->db, 0, 0, false);
    w->prepare(k, die);
    power_begin(k->db, at, die, lies);
    const told t = do_work(k, w, unsynced);
    power_restore(k->db);
    return look(k, &t);
}

// ---- The tests

static void power_is_cut(void **state) {
    kit *k = *state;
    const uint64_t points = kit_number_from("POINTS", POINTS_DEFAULT);
    uint64_t seed = kit_number_from("SEED", (uint64_t)time(NULL));
    print_message("# POINTS=%llu SEED=%llu\n", (unsigned long long)points, (unsigned long long)seed);
    for (size_t w = 0; w < WORKS; w++) {
        long most = 0;
        for (uint64_t i = 0; i < points / WORKS; i++) {
            const uint64_t die = kit_next(&seed);
            if (i == 0 || works[w].prepare == prepare_old) most = left_alone(k, &works[w], die);
            // Every fourth time right behind the last word of the program.
            const long at = i % 4 == 3 ? most + 1 : 1 + (long)(kit_next(&seed) % (uint64_t)(most + 1));
            const char *wrong = cut(k, &works[w], die, at, false, false);
            if (wrong != NULL)
                fail_msg("%s, cut at %ld of %ld, die %llu: %s: %s", works[w].what, at, most,
                         (unsigned long long)die, wrong, k->err.msg);
        }
        print_message("# %s: %llu cuts among %ld changes of the disk, nothing lost\n", works[w].what,
                      (unsigned long long)(points / WORKS), most);
    }
}

// Negative controls: without syncs that do what they say, losses are found.
static void lies_are_found(void **state) {
    kit *k = *state;
    uint64_t seed = 1;
    size_t found[2] = {0, 0};
    // An import syncs by itself what its store did not ask for; what is entered does not.
    for (size_t which = 0; which < 2; which++) {
        const work *w = &works[which + 1];
        const long most = left_alone(k, w, 1);
        for (int i = 0; i < 30; i++) {
            const uint64_t die = kit_next(&seed);
            const long at = most / 2 + (long)(kit_next(&seed) % (uint64_t)most / 2);
            found[which] += cut(k, w, die, at, which == 0, which == 1) != NULL;
        }
    }
    print_message("# a disk that lies: found %zu times in 30; a store that does not sync: %zu times\n",
                  found[0], found[1]);
    assert_true(found[0] > 5 && found[1] > 5);
}

static int setup(void **state) {
    static kit k;
    // In memory where that is possible: what is tested is not the disk.
    if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0) (void)setenv("TMPDIR", "/dev/shm", 1);
    kit_begin(&k);
    close_app(&k);
    kit_write_runs(&k, FILES);
    power_install();
    *state = &k;
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lies_are_found), cmocka_unit_test(power_is_cut)};
    return cmocka_run_group_tests_name("power_loss", tests, setup, teardown);
}
