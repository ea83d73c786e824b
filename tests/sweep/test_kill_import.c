// SPDX-License-Identifier: MIT
// kill -9 at random moments of `miler import`, the program itself, a hundred
// times; every fourth time the store does not exist yet, so that its making is
// hit too. The parent reads what the program told of every file, kills it, opens
// the store it left and looks:
//
//     lost    a file that was told as new is not there
//     half    an activity without its laps, bests or original
//     sound   the store's own checks and every original's hash (the doctor)
//     whole   a second import has every file once, a third finds nothing new
//
// Only kills that fell into the process count. The harness itself is tested both
// ways: a program left alone loses nothing; one that lies (tells before it
// commits) and a store with a piece torn out are caught.
//
// KILLS=1000 SEED=7 build/tests/sweep/test_kill_import
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

#define FILES 140u // more than two batches
#define PLAIN 60u  // of these loose in the folder, the rest in a ZIP
#ifdef __SANITIZE_ADDRESS__
#define KILLS_DEFAULT 20 // each takes six times as long
#else
#define KILLS_DEFAULT 60
#endif
#define THIRD_EVERY 10 // how often the import that finds nothing new is run
#define TOLD_MAX 65536 // bytes of what is told: 140 lines below 200 bytes; the pipe holds as much

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

static void tell_parent(void *user, const app_import_file *file) {
    const int *to = user;
    char line[300];
    const int len = snprintf(line, sizeof line, "%-8s %s\n", store_outcome_name(file->outcome), file->path);
    if (len < 0 || write(*to, line, (size_t)len) != (ssize_t)len) _exit(3);
}

// Never returns: an import inside a transaction that is not committed when its
// files are told.
static void run_liar(const kit *k, int to) {
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    app *a;
    if (app_open(&options, &a, NULL) != MILER_OK || store_begin(a->store, NULL) != MILER_OK) _exit(4);
    const char *path = k->files;
    app_import_answer answer;
    if (app_import(a, &path, 1, tell_parent, &to, &answer, NULL) != MILER_OK) _exit(5);
    (void)close(to);
    (void)pause(); // with all told and nothing kept
    _exit(6);
}

static void run_program(const kit *k, int to) {
    char program[400], db[300];
    const char *build = getenv("BUILD");
    (void)snprintf(program, sizeof program, "%s/miler", build != NULL ? build : "build");
    (void)snprintf(db, sizeof db, "--db=%s", k->db);
    if (dup2(to, STDOUT_FILENO) < 0) _exit(4);
    (void)close(to);
    (void)execl(program, program, "import", "--verbose", db, k->files, (char *)NULL);
    _exit(127);
}

typedef struct run_result {
    char told[TOLD_MAX]; // "new      /tmp/.../z.zip!061.fit.gz\n" ...
    size_t len;
    bool killed; // by us, not at its end
    double s;
} run_result;

// after_s < 0: left alone.
static void start_and_kill(const kit *k, double after_s, bool lie, run_result *r) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)fflush(NULL);
    const double begin = seconds();
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(ends[0]);
        if (lie)
            run_liar(k, ends[1]);
        else
            run_program(k, ends[1]);
    }
    (void)close(ends[1]);
    if (after_s >= 0) {
        const struct timespec t = {.tv_sec = (time_t)after_s,
                                   .tv_nsec = (long)((after_s - (double)(time_t)after_s) * 1e9)};
        (void)nanosleep(&t, NULL);
        (void)kill(pid, SIGKILL);
    }
    // The pipe holds all that is told: a child never waits for us.
    r->len = 0;
    ssize_t got;
    while ((got = read(ends[0], r->told + r->len, TOLD_MAX - 1 - r->len)) > 0)
        r->len += (size_t)got;
    r->told[r->len] = '\0';
    (void)close(ends[0]);
    if (lie) (void)kill(pid, SIGKILL);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    r->killed = WIFSIGNALED(status);
    if (!r->killed && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        fail_msg("the child ended with %d", WEXITSTATUS(status));
    r->s = seconds() - begin;
}

// ---- What is left

// Takes the next whole line that tells of a new file apart into path and entry.
static bool next_told(char **at, char **path, char **entry) {
    static char nothing[1] = "";
    for (char *end; (end = strchr(*at, '\n')) != NULL;) {
        char *line = *at;
        *end = '\0';
        *at = end + 1;
        if (strncmp(line, "new ", 4) != 0) continue;
        *path = line + 9;
        char *inside = strchr(*path, '!');
        *entry = inside != NULL ? inside + 1 : nothing;
        if (inside != NULL) *inside = '\0';
        return true;
    }
    return false;
}

static size_t count_lost(kit *k, run_result *r, size_t *out_told) {
    size_t lost = 0;
    char *at = r->told, *path, *entry;
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (*out_told = 0; next_told(&at, &path, &entry); ++*out_told) {
        store_file file;
        const miler_status status =
            store_file_find(k->app->store, k->app->athlete_id, path, entry, arena, &file, NULL);
        store_activity_key *keys;
        size_t runs = 0;
        if (status == MILER_OK &&
            store_activity_keys(k->app->store, file.original_id, arena, &keys, &runs, NULL) != MILER_OK)
            runs = 0;
        if (runs == 0) lost++;
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

// Afterwards there is a store without a run, or (`made` false) none at all.
static void new_store(kit *k, bool made) {
    char beside[240];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(beside, sizeof beside, "%s%s", k->db, ends[i]);
        (void)remove(beside);
    }
    if (!made) return;
    kit_open_app(k, NULL);
    app_close(k->app);
    k->app = NULL;
}

static void finish_import(kit *k, bool third) {
    const uint64_t before = (uint64_t)kit_counts(k).activities;
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(k->answer.files, FILES);
    assert_int_equal(k->answer.outcomes[STORE_FILE_KNOWN], before);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], FILES - before);
    assert_int_equal(kit_counts(k).activities, FILES);
    assert_int_equal(kit_counts(k).originals, FILES);
    if (!third) return;
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(k->answer.outcomes[STORE_FILE_KNOWN], FILES);
    assert_int_equal(count_half(k), 0);
    assert_int_equal(count_troubles(k), 0);
}

// ---- The tests

static run_result result;

// Left alone: all told, all there. Gives the span that the kills fall into.
static double left_alone(kit *k) {
    size_t told;
    new_store(k, true);
    start_and_kill(k, -1, false, &result);
    assert_false(result.killed);
    kit_open_app(k, NULL);
    assert_int_equal(count_lost(k, &result, &told), 0);
    assert_int_equal(told, FILES);
    assert_int_equal(count_half(k), 0);
    assert_int_equal(count_troubles(k), 0);
    finish_import(k, true);
    app_close(k->app);
    k->app = NULL;
    return result.s;
}

static void check_after_kill(kit *k, double after_s, bool third, size_t *acked) {
    size_t told;
    kit_open_app(k, NULL);
    const size_t lost = count_lost(k, &result, &told), half = count_half(k);
    const uint64_t troubles = count_troubles(k);
    if (lost != 0 || half != 0 || troubles != 0)
        fail_msg("killed after %.4f s: %zu lost, %zu half, %llu troubles", after_s, lost, half,
                 (unsigned long long)troubles);
    *acked += told;
    finish_import(k, third);
    app_close(k->app);
    k->app = NULL;
}

static void killed_at_random_moments(void **state) {
    kit *k = *state;
    double span = left_alone(k);
    const uint64_t kills = kit_number_from("KILLS", KILLS_DEFAULT);
    uint64_t seed = kit_number_from("SEED", (uint64_t)time(NULL));
    print_message("# KILLS=%llu SEED=%llu\n", (unsigned long long)kills, (unsigned long long)seed);
    uint64_t hits = 0, tries = 0;
    size_t acked = 0;
    for (; hits < kills && tries < 3 * kills; tries++) {
        const double after_s = span * (double)kit_next(&seed) * 0x1p-31;
        new_store(k, hits % 4 != 0);
        start_and_kill(k, after_s, false, &result);
        // It takes longer beside other work than without: the span follows, so that kills fall into all of it.
        span = result.killed ? span * 1.02 : result.s;
        if (!result.killed) continue; // it was done before
        hits++;
        check_after_kill(k, after_s, hits % THIRD_EVERY == 0, &acked);
    }
    print_message("# %llu kills fell into %llu imports; %zu files had been told as stored, none was lost\n",
                  (unsigned long long)hits, (unsigned long long)tries, acked);
    assert_int_equal(hits, kills);
}

// Negative control: an import that tells before it commits is caught.
static void a_liar_is_caught(void **state) {
    kit *k = *state;
    size_t told;
    new_store(k, true);
    start_and_kill(k, -1, true, &result);
    assert_true(result.killed);
    kit_open_app(k, NULL);
    assert_int_equal(count_lost(k, &result, &told), FILES);
    assert_int_equal(told, FILES);
    app_close(k->app);
    k->app = NULL;
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
        new_store(k, true);
        start_and_kill(k, -1, false, &result);
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
