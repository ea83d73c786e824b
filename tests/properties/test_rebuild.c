// SPDX-License-Identifier: MIT
// Rebuild gives what grew: random histories of runs that come in batches, in other formats
// and again, are edited by hand, taken out and brought back; then every derived row is made
// again (app_rebuild), and the store holds the same rows as before. And a copy of it
// (app_backup) holds the same rows, too.
//
// The harness is tested: a derived row that is changed under it is seen, and put right.
//
// MILER_REBUILDS=1000 SEED=7 build/tests/properties/test_rebuild
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "../torture/rows.h"
#include "app/run_truth.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>

#define HISTORIES_DEFAULT 15

// ---- A season of a made-up runner, by the tool that makes them

static void make_season(const kit *k, uint64_t seed) {
    char program[400], out[300], number[32];
    const char *build = getenv("BUILD");
    int how;
    (void)snprintf(program, sizeof program, "%s/tools/simulate", build != NULL ? build : "build");
    (void)snprintf(out, sizeof out, "%s", k->files);
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)(1 + seed % 100000));
    kit_remove(k->files);
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        const int nothing = open("/dev/null", O_WRONLY);
        if (nothing < 0 || dup2(nothing, STDOUT_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0) _exit(126);
        (void)execl(program, program, "--seed", number, "--weeks", "2", "--end", "2026-05-31", "--out", out,
                    (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
}

typedef struct names {
    char each[40][80];
    size_t count;
} names;

static int by_name(const void *a, const void *b) {
    return strcmp(a, b);
}

static void list_season(const kit *k, names *n) {
    DIR *dir = opendir(k->files);
    assert_non_null(dir);
    n->count = 0;
    for (const struct dirent *e; (e = readdir(dir)) != NULL && n->count < 40;)
        if (strstr(e->d_name, ".fit") != NULL)
            (void)snprintf(n->each[n->count++], sizeof n->each[0], "%.79s", e->d_name);
    (void)closedir(dir);
    qsort(n->each, n->count, sizeof n->each[0], by_name);
    assert_true(n->count > 5);
}

// ---- A history

// Some run, 0 where there is none yet.
static int64_t some_run(kit *k, uint64_t *seed) {
    store_run *runs;
    size_t count;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const store_run_filter all = {
        .athlete_id = k->app->athlete_id, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    assert_int_equal(store_run_list(k->app->store, &all, arena, &runs, &count, NULL, NULL), MILER_OK);
    const int64_t id = count != 0 ? runs[kit_next(seed) % count].id : 0;
    miler_arena_free(arena);
    return id;
}

// What a run does not allow (a lap of a run that has none) is refused; that is no matter here.
static void edit_some_run(kit *k, uint64_t *seed) {
    static const miler_edit edits[] = {{.kind = MILER_EDIT_SPLIT, .at_s = 300},
                                       {.kind = MILER_EDIT_JOIN, .at_s = 400},
                                       {.kind = MILER_EDIT_NAME, .at_s = 100, .text = "a"},
                                       {.kind = MILER_EDIT_DISTANCE, .value = 6100},
                                       {.kind = MILER_EDIT_LENGTH, .at_s = 200, .value = 990},
                                       {.kind = MILER_EDIT_EFFORT, .value = 6}};
    const int64_t id = some_run(k, seed);
    const uint64_t what = kit_next(seed) % 10;
    if (id == 0) return;
    if (what < 6)
        (void)!app_edit_add(k->app, id, &edits[what], NULL);
    else if (what == 6)
        (void)!app_edit_undo(k->app, id, NULL);
    else if (what == 7)
        (void)!app_edit_redo(k->app, id, NULL);
    else if (what == 8)
        (void)!app_run_remove(k->app, id, NULL);
    else
        for (int64_t any = 1; any < 30; any++)
            (void)!app_run_restore(k->app, any, NULL);
}

static void live(kit *k, const names *n, uint64_t *seed) {
    for (int step = 0; step < 24; step++) {
        if (kit_next(seed) % 2 == 0)
            edit_some_run(k, seed);
        else
            assert_int_equal(kit_import(k, n->each[kit_next(seed) % n->count]), MILER_OK);
    }
}

// What is only read out of the originals when it is asked for is asked for.
static void settle(kit *k) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_truth_read_missing(k->app, MILER_NO_DAY, arena, NULL), MILER_OK);
    miler_arena_free(arena);
}

static rows held(kit *k, const char *path) {
    app_close(k->app);
    k->app = NULL;
    rows r = rows_look(path);
    kit_open_app(k, NULL);
    return r;
}

static void expect_same(const rows *a, const rows *b, const char *what, uint64_t seed) {
    const char *gone = rows_missing(a, b), *new = rows_missing(b, a);
    if (gone != NULL || new != NULL || a->troubles != 0 || b->troubles != 0)
        fail_msg("%s, seed %llu: a row of %s gone, one of %s new; %s%s", what, (unsigned long long)seed,
                 gone != NULL ? gone : "nothing", new != NULL ? new : "nothing", a->trouble, b->trouble);
}

static void rebuild(kit *k) {
    app_rebuild_answer answer;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_rebuild(k->app, arena, &answer, NULL), MILER_OK);
    assert_int_equal(answer.failed, 0);
    miler_arena_free(arena);
    settle(k);
}

static void new_store(kit *k) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    app_close(k->app);
    for (size_t i = 0; i < 3; i++) {
        char path[260];
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        (void)remove(path);
    }
    kit_open_app(k, NULL);
}

static void grow(kit *k, uint64_t *seed) {
    static names n;
    make_season(k, kit_next(seed));
    list_season(k, &n);
    new_store(k);
    live(k, &n, seed);
    settle(k);
}

// ---- The tests

static void rebuilt_and_copied(void **state) {
    kit *k = *state;
    const uint64_t histories = kit_number_from("MILER_REBUILDS", HISTORIES_DEFAULT);
    uint64_t seed = kit_number_from("SEED", (uint64_t)time(NULL));
    size_t seen = 0;
    print_message("# MILER_REBUILDS=%llu SEED=%llu\n", (unsigned long long)histories,
                  (unsigned long long)seed);
    for (uint64_t i = 0; i < histories; i++) {
        const uint64_t from = seed;
        char copy[260];
        uint64_t bytes;
        grow(k, &seed);
        rows before = held(k, k->db);
        (void)snprintf(copy, sizeof copy, "%s.copy", k->db);
        (void)remove(copy);
        assert_int_equal(app_backup(k->app, copy, &bytes, &k->err), MILER_OK);
        rebuild(k);
        rows after = held(k, k->db), copied = held(k, copy);
        expect_same(&before, &after, "rebuilt", from);
        expect_same(&before, &copied, "copied", from);
        seen += before.count;
        rows_free(&before);
        rows_free(&after);
        rows_free(&copied);
    }
    print_message("# %llu histories, %zu rows the same after rebuild and in the copy\n",
                  (unsigned long long)histories, seen);
}

static void what_is_changed_is_seen(void **state) {
    kit *k = *state;
    uint64_t seed = 1;
    grow(k, &seed);
    rows before = held(k, k->db);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            db,
            "UPDATE bests SET time_s = time_s + 1 WHERE activity_id = (SELECT min(activity_id) FROM bests)",
            NULL, NULL, NULL),
        SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    (void)sqlite3_close(db);
    rows hurt = held(k, k->db);
    assert_non_null(rows_missing(&before, &hurt));
    rebuild(k);
    rows after = held(k, k->db);
    expect_same(&before, &after, "put right", 1);
    rows_free(&before);
    rows_free(&hurt);
    rows_free(&after);
}

static int setup(void **state) {
    static kit k;
    if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0) (void)setenv("TMPDIR", "/dev/shm", 1);
    kit_begin(&k);
    *state = &k;
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_changed_is_seen),
                                       cmocka_unit_test(rebuilt_and_copied)};
    return cmocka_run_group_tests_name("rebuild", tests, setup, teardown);
}
