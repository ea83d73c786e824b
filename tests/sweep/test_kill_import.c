// SPDX-License-Identifier: MIT
// kill -9 at random moments of an import. A child imports and says of every
// file, through a pipe, what the import told it; the parent kills it, opens the
// store it left and looks:
//
//     lost    a file that was told as new is not there
//     half    an activity without its laps, bests or original
//     sound   the store's own checks and every original's hash (the doctor)
//     whole   a second import has every file once, a third finds nothing new
//
// The harness itself is tested both ways: a child left alone loses nothing, a
// child whose import lies (tells before it commits) and a store with a piece
// torn out are caught.
//
// KILLS=100 SEED=7 build/tests/sweep/test_kill_import
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <time.h>

#define FILES 160u // more than two batches
#define PLAIN 60u  // of these loose in the folder, the rest in a ZIP
#define KILLS_DEFAULT 12

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void make_files(kit *k) {
    static miler_buf packed[FILES];
    static made_entry entries[FILES];
    static char names[FILES][24];
    miler_buf zip = kit_buf();
    for (unsigned i = 0; i < FILES; i++) {
        const made_fit f = kit_run(i);
        miler_buf plain = kit_fit(&f);
        packed[i] = kit_gz(&plain);
        (void)snprintf(names[i], sizeof names[i], "%03u.fit.gz", i);
        if (i < PLAIN)
            kit_write(k, names[i], packed[i].ptr, packed[i].len);
        else
            entries[i - PLAIN] = (made_entry){.name = names[i], .bytes = packed[i].ptr, .len = packed[i].len};
        miler_buf_deinit(&plain);
    }
    make_zip(&zip, entries, FILES - PLAIN);
    kit_write_buf(k, "z.zip", &zip);
    for (unsigned i = 0; i < FILES; i++)
        miler_buf_deinit(&packed[i]);
}

// ---- The child

typedef struct told {
    int64_t run_id;
    char path[120];
} told;

typedef struct child {
    int to;
} child;

static void tell_parent(void *user, const app_import_file *file) {
    const child *c = user;
    if (file->outcome != STORE_FILE_NEW) return;
    told t;
    memset(&t, 0, sizeof t);
    t.run_id = file->run_count != 0 ? file->run_ids[0] : 0;
    (void)snprintf(t.path, sizeof t.path, "%s", file->path);
    if (write(c->to, &t, sizeof t) != (ssize_t)sizeof t) _exit(3); // below PIPE_BUF: whole or not at all
}

// Never returns. `lie`: all of the import stands inside a transaction that is
// not committed when its files are told.
static void run_child(const kit *k, int to, bool lie) {
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    app *a;
    if (app_open(&options, &a, NULL) != MILER_OK) _exit(4);
    if (lie && store_begin(a->store, NULL) != MILER_OK) _exit(4);
    child c = {.to = to};
    const char *path = k->files;
    app_import_answer answer;
    const miler_status status = app_import(a, &path, 1, tell_parent, &c, &answer, NULL);
    if (lie) (void)pause(); // with all told and nothing kept
    app_close(a);
    _exit(status == MILER_OK ? 0 : 5);
}

typedef struct run_result {
    told *told;
    size_t count;
    bool killed; // by us, not at its end
    double s;
} run_result;

static run_result start_and_kill(const kit *k, double after_s, bool lie) {
    run_result r = {0};
    r.told = calloc(FILES + 1, sizeof *r.told);
    int ends[2];
    assert_true(r.told != NULL && pipe(ends) == 0);
    (void)fflush(NULL);
    const double begin = seconds();
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(k, ends[1], lie);
    }
    (void)close(ends[1]);
    if (after_s >= 0) {
        const struct timespec t = {.tv_sec = (time_t)after_s,
                                   .tv_nsec = (long)((after_s - (double)(time_t)after_s) * 1e9)};
        (void)nanosleep(&t, NULL);
        (void)kill(pid, SIGKILL);
    }
    // The pipe holds 64 KiB, all 160 lines fit: a child never waits for us.
    while (r.count < FILES && read(ends[0], &r.told[r.count], sizeof *r.told) == (ssize_t)sizeof *r.told) {
        r.count++;
        if (lie && r.count == FILES) (void)kill(pid, SIGKILL);
    }
    (void)close(ends[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    r.killed = WIFSIGNALED(status);
    if (!r.killed && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        fail_msg("the child ended with %d", WEXITSTATUS(status));
    r.s = seconds() - begin;
    return r;
}

// ---- What is left

static size_t count_lost(kit *k, const run_result *r) {
    size_t lost = 0;
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (size_t i = 0; i < r->count; i++) {
        store_run run;
        if (store_run_get(k->app->store, r->told[i].run_id, arena, &run, NULL) != MILER_OK) lost++;
    }
    miler_arena_free(arena);
    return lost;
}

static size_t count_half(kit *k) {
    size_t half = 0, count = 0;
    store_run *runs = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const store_run_filter all = {
        .athlete_id = k->app->athlete_id, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    assert_int_equal(store_run_list(k->app->store, &all, arena, &runs, &count, NULL, NULL), MILER_OK);
    for (size_t i = 0; i < count; i++) {
        miler_activity activity;
        app_run whole; // reads the original back through its reader
        if (store_activity_get(k->app->store, runs[i].id, arena, &activity, NULL) != MILER_OK ||
            activity.lap_count != 1 || activity.km_split_count == 0 || isnan(activity.bests[2].time_s) ||
            app_run_get(k->app, runs[i].id, arena, &whole, NULL) != MILER_OK ||
            whole.recording.samples.count < 600)
            half++;
    }
    const store_counts counts = kit_counts(k);
    if (counts.originals != counts.activities) half++;
    miler_arena_free(arena);
    return half;
}

static uint64_t count_troubles(kit *k) {
    app_doctor_answer doctor;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_doctor(k->app, arena, &doctor, &k->err), MILER_OK);
    const uint64_t troubles = doctor.trouble_total;
    if (troubles != 0) print_message("# doctor: %s\n", doctor.troubles[0].what);
    miler_arena_free(arena);
    return troubles;
}

static void new_store(kit *k) {
    char beside[240];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(beside, sizeof beside, "%s%s", k->db, ends[i]);
        (void)remove(beside);
    }
    kit_open_app(k, NULL); // made beforehand: the moments are those of the import
    app_close(k->app);
    k->app = NULL;
}

static void finish_import(kit *k) {
    const uint64_t before = (uint64_t)kit_counts(k).activities;
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(k->answer.files, FILES);
    assert_int_equal(k->answer.outcomes[STORE_FILE_KNOWN], before);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], FILES - before);
    assert_int_equal(kit_counts(k).activities, FILES);
    assert_int_equal(kit_counts(k).originals, FILES);
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(k->answer.outcomes[STORE_FILE_KNOWN], FILES);
    assert_int_equal(count_half(k), 0);
}

// ---- The tests

// Left alone: all told, all there. Gives the span that the kills fall into.
static double left_alone(kit *k) {
    new_store(k);
    run_result r = start_and_kill(k, -1, false);
    assert_false(r.killed);
    assert_int_equal(r.count, FILES);
    kit_open_app(k, NULL);
    assert_int_equal(count_lost(k, &r), 0);
    assert_int_equal(count_half(k), 0);
    assert_int_equal(count_troubles(k), 0);
    finish_import(k);
    app_close(k->app);
    k->app = NULL;
    free(r.told);
    return r.s;
}

static void killed_at_random_moments(void **state) {
    kit *k = *state;
    const double span = left_alone(k);
    const char *text = getenv("KILLS");
    const long kills = text != NULL ? strtol(text, NULL, 10) : KILLS_DEFAULT;
    text = getenv("SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 10) : (uint64_t)time(NULL);
    print_message("# KILLS=%ld SEED=%llu\n", kills, (unsigned long long)seed);
    size_t hits = 0, acked = 0;
    for (long i = 0; i < kills; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u; // Knuth's MMIX generator
        const double after = span * (double)(seed >> 11) * 0x1p-53;
        new_store(k);
        run_result r = start_and_kill(k, after, false);
        hits += r.killed;
        acked += r.count;
        kit_open_app(k, NULL);
        const size_t lost = count_lost(k, &r), half = count_half(k);
        const uint64_t troubles = count_troubles(k);
        if (lost != 0 || half != 0 || troubles != 0)
            fail_msg("killed after %.4f s: %zu lost, %zu half, %llu troubles", after, lost, half,
                     (unsigned long long)troubles);
        finish_import(k);
        app_close(k->app);
        k->app = NULL;
        free(r.told);
    }
    print_message(
        "# %zu of %ld kills fell into the import; %zu files had been told as stored, none was lost\n", hits,
        kills, acked);
    assert_true(hits * 2 >= (size_t)kills); // else this test tests nothing
}

// Negative control: an import that tells before it commits is caught.
static void a_liar_is_caught(void **state) {
    kit *k = *state;
    new_store(k);
    run_result r = start_and_kill(k, -1, true);
    assert_true(r.killed);
    assert_int_equal(r.count, FILES);
    kit_open_app(k, NULL);
    assert_int_equal(count_lost(k, &r), FILES);
    app_close(k->app);
    k->app = NULL;
    free(r.told);
}

static void tear(const kit *k, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    (void)sqlite3_close(db);
}

// Negative control: pieces torn out of a store are seen.
static void torn_stores_are_seen(void **state) {
    kit *k = *state;
    static const char *const tears[] = {
        "DELETE FROM laps WHERE activity_id = (SELECT min(id) FROM activities)",
        "DELETE FROM chunks WHERE original_id = (SELECT min(id) FROM originals)"};
    for (size_t i = 0; i < 2; i++) {
        new_store(k);
        run_result r = start_and_kill(k, -1, false);
        free(r.told);
        tear(k, tears[i]);
        kit_open_app(k, NULL);
        assert_true(count_half(k) > 0);
        if (i == 1) assert_true(count_troubles(k) > 0);
        app_close(k->app);
        k->app = NULL;
    }
}

static int setup(void **state) {
    static kit k;
    kit_begin(&k);
    app_close(k.app);
    k.app = NULL;
    make_files(&k);
    *state = &k;
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_liar_is_caught),
        cmocka_unit_test(torn_stores_are_seen),
        cmocka_unit_test(killed_at_random_moments),
    };
    return cmocka_run_group_tests_name("kill_import", tests, setup, teardown);
}
