// SPDX-License-Identifier: MIT
// Every call of store.h, while what lies below it fails: an allocation of the engine, one of the caller's
// allocator, a read, a write, the sync of a commit; another who holds the store; a store that can only be
// read. After each:
//
//     told     with a status that says what it was, and words; or it was no harm, and the answer is the right one
//     whole    others who look see all that the call writes or nothing of it, and all once it was told as done
//     undone   in a batch the call is undone alone, or the commit of the batch says that all of it is
//     goes on  the same store, still open, does the call as if nothing had been
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine_memory.h"
#include "faulty_vfs.h"
#include "store_calls.h"
#include <limits.h>

#define POINTS_MAX 20000

// ---- The scene

static void copy_file(const char *from, const char *to) {
    static char piece[1 << 20];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0;)
        assert_int_equal(fwrite(piece, 1, n, out), n);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

static void healthy(scene *c) {
    faulty = (faulty_order){0};
    engine = (engine_order){0};
    c->caller.fail_at = 0;
}

static void close_scene(scene *c) {
    healthy(c);
    miler_arena_free(c->arena);
    for (size_t i = 0; i < c->look_count; i++)
        (void)sqlite3_finalize(c->looks[i]);
    c->look_count = 0;
    assert_int_equal(sqlite3_close(c->watcher), SQLITE_OK);
    store_close(c->s);
    c->arena = NULL;
    c->watcher = NULL;
    c->s = NULL;
    assert_int_equal(c->caller.live, 0);
}

static void watch(scene *c) {
    sqlite3_stmt *names;
    assert_int_equal(sqlite3_open(c->k.db, &c->watcher), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(c->watcher,
                           "SELECT 'SELECT * FROM ' || name || iif(name = 'settings', ' WHERE key "
                           "<> ''batch''', '') FROM sqlite_schema WHERE type = 'table'",
                           -1, &names, NULL),
        SQLITE_OK);
    while (sqlite3_step(names) == SQLITE_ROW) {
        assert_true(c->look_count < sizeof c->looks / sizeof c->looks[0]);
        assert_int_equal(sqlite3_prepare_v2(c->watcher, (const char *)sqlite3_column_text(names, 0), -1,
                                            &c->looks[c->look_count++], NULL),
                         SQLITE_OK);
    }
    (void)sqlite3_finalize(names);
}

// As each call finds it.
static void open_scene(scene *c, bool read_only) {
    char beside[120];
    if (c->s != NULL) close_scene(c);
    (void)snprintf(beside, sizeof beside, "%s-wal", c->k.db);
    (void)unlink(beside);
    copy_file(c->pattern, c->k.db);
    ok(store_open(
        &((store_options){.path = c->k.db, .alloc = &c->alloc, .read_only = read_only, .busy_ms = 1}), &c->s,
        &why));
    c->idle = c->caller.live;
    c->arena = miler_arena_new(&c->alloc, 0);
    assert_non_null(c->arena);
    watch(c);
}

static uint64_t mixed(uint64_t sum, const void *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
    return sum;
}

static uint64_t mixed_column(uint64_t sum, sqlite3_stmt *look, int col) {
    const int type = sqlite3_column_type(look, col);
    const double real = type == SQLITE_FLOAT ? sqlite3_column_double(look, col) : 0;
    const int64_t whole = type == SQLITE_INTEGER ? sqlite3_column_int64(look, col) : type;
    sum = mixed(mixed(sum, &real, sizeof real), &whole, sizeof whole);
    if (type != SQLITE_TEXT && type != SQLITE_BLOB) return sum;
    const void *bytes = sqlite3_column_blob(look, col);
    return mixed(sum, bytes, (size_t)sqlite3_column_bytes(look, col));
}

// All rows of all tables as one number (FNV-1a), but for what the batch itself has put.
static uint64_t seen_by_others(scene *c) {
    uint64_t sum = 0xcbf29ce484222325u;
    for (size_t i = 0; i < c->look_count; i++) {
        sqlite3_stmt *look = c->looks[i];
        int rc;
        while ((rc = sqlite3_step(look)) == SQLITE_ROW)
            for (int col = 0; col < sqlite3_column_count(look); col++)
                sum = mixed_column(sum, look, col);
        assert_int_equal(rc, SQLITE_DONE);
        (void)sqlite3_reset(look);
    }
    return sum;
}

// ---- What fails

typedef enum below { ENGINE, CALLER, DISK } below;

typedef struct failure {
    const char *how;
    below what;
    unsigned kinds; // of the disk
    int rc;
    bool lasting;
    bool batch;          // the call is one of a batch
    bool reads;          // calls that only read are made, too
    miler_status status; // what it is told as
} failure;

static const failure failures[] = {
    {"no memory for the engine, once", ENGINE, 0, 0, false, false, true, MILER_ERR_NOMEM},
    {"no memory for the engine in a batch from", ENGINE, 0, 0, true, true, false, MILER_ERR_NOMEM},
    {"no memory for the caller, once", CALLER, 0, 0, false, false, true, MILER_ERR_NOMEM},
    {"no memory for the caller in a batch, once", CALLER, 0, 0, false, true, false, MILER_ERR_NOMEM},
    {"I/O error at read", DISK, FAULTY_READ, SQLITE_IOERR_READ, false, false, true, MILER_ERR_IO},
    {"I/O error in a batch at read", DISK, FAULTY_READ, SQLITE_IOERR_READ, false, true, false, MILER_ERR_IO},
    {"disk full from write", DISK, FAULTY_WRITE, SQLITE_FULL, true, false, false, MILER_ERR_IO},
    {"disk full in a batch from write", DISK, FAULTY_WRITE, SQLITE_FULL, true, true, false, MILER_ERR_IO},
    {"I/O error at sync", DISK, FAULTY_SYNC, SQLITE_IOERR_FSYNC, false, false, false, MILER_ERR_IO}};

// As in a store just opened: nothing prepared, nothing read.
static void forget(store *s) {
    for (size_t i = SQL_HASH_FIND; i < SQL_CACHED; i++) {
        (void)sqlite3_finalize(s->cached[i]);
        s->cached[i] = NULL;
    }
    (void)sqlite3_db_release_memory(s->db);
}

static void arm(scene *c, const failure *f, long at) {
    miler_arena_reset(c->arena);
    miler_error_clear(&c->err);
    c->got = -1;
    c->caller.calls = 0;
    c->caller.onwards = f->lasting;
    c->caller.fail_at = f->what == CALLER ? (size_t)at : 0;
    engine = (engine_order){.at = f->what == ENGINE ? at : 0, .lasting = f->lasting};
    faulty =
        (faulty_order){.kinds = f->what == DISK ? f->kinds : 0, .rc = f->rc, .at = at, .lasting = f->lasting};
}

static bool did_fail(const scene *c) {
    return faulty.did_fail || engine.did_fail ||
           (c->caller.fail_at != 0 && c->caller.calls >= c->caller.fail_at);
}

// ---- One call, one failure

typedef struct outcome {
    miler_status status;  // of the call
    miler_status batched; // of the commit of the batch it was in
} outcome;

static outcome in_batch(scene *c, const call *which, const failure *f, long at) {
    outcome o = {MILER_OK, MILER_OK};
    healthy(c);
    ok(store_begin(c->s, &why));
    ok(store_setting_set(c->s, "batch", "1", &why));
    arm(c, f, at);
    o.status = store_begin(c->s, &c->err);
    if (o.status == MILER_OK) {
        o.status = which->make(c);
        if (o.status == MILER_OK) {
            o.status = store_commit(c->s, &c->err);
        } else {
            store_rollback(c->s);
        }
    }
    miler_error err = {0};
    o.batched = store_commit(c->s, &err);
    if (o.batched != MILER_OK && err.msg[0] == '\0') fail_msg("%s: a batch lost without words", which->name);
    if (o.batched != MILER_OK && o.status == MILER_OK) c->err = err;
    return o;
}

static void expect_batch(scene *c, const char *where, miler_status batched) {
    char *value;
    const miler_status there = store_setting_get(c->s, "batch", c->arena, &value, NULL);
    if (there != (batched == MILER_OK ? MILER_OK : MILER_ERR_NOT_FOUND))
        fail_msg("%s: the commit of the batch said %d, and its row says %d", where, (int)batched, (int)there);
    ok(store_setting_set(c->s, "batch", NULL, &why));
}

// The same call now, and then as if it had not been.
static void expect_goes_on(scene *c, const call *which, const char *where, int64_t right) {
    miler_arena_reset(c->arena);
    c->got = -1;
    if (!which->alone) ok(store_begin(c->s, &why));
    if (which->make(c) != MILER_OK) fail_msg("%s: and then %s", where, c->err.msg);
    if (c->got != right) fail_msg("%s: and then %lld", where, (long long)c->got);
    if (!which->alone) store_rollback(c->s);
}

static void expect(scene *c, const call *which, const failure *f, const char *where, outcome o, int64_t right,
                   uint64_t before, uint64_t after) {
    const bool done = o.status == MILER_OK && o.batched == MILER_OK;
    if (f->batch) expect_batch(c, where, o.batched);
    const uint64_t now = which->writes ? seen_by_others(c) : before;
    // What cannot even be given up is refused by the commit, which knows of no memory.
    const bool left = which->make == original_given_up && c->err.status == MILER_ERR_STORE;
    if (!done && ((c->err.status != f->status && !left) || c->err.msg[0] == '\0'))
        fail_msg("%s: told as %d: %s", where, (int)c->err.status, c->err.msg);
    if (now != (done ? after : before))
        fail_msg("%s: told as %d, and others see another", where, (int)o.status);
    if (done && c->got != right && !(which->finds && c->got > 0))
        fail_msg("%s: nothing told, and the answer is %lld", where, (long long)c->got);
    if (done && which->writes) {
        open_scene(c, false);
    } else if (!which->alone || !which->writes) {
        expect_goes_on(c, which, where, right);
    }
}

// What a failure left in use shows when nothing else is.
static void expect_given_back(scene *c, const char *where) {
    miler_arena_free(c->arena);
    store_writers_free(c->s);
    if (c->caller.live != c->idle)
        fail_msg("%s: %zu bytes are not given back", where, c->caller.live - c->idle);
    c->arena = miler_arena_new(&c->alloc, 0);
    assert_non_null(c->arena);
}

// MILER_POINTS=all: each of them, as make sweep does.
static long all_of_the_first(long count) {
    const char *told = getenv("MILER_POINTS");
    return told != NULL && strcmp(told, "all") == 0 ? LONG_MAX : count;
}

// Of what asks for hundreds, the later ones more and more thinly: half as many after each `all` points.
static long sweep(scene *c, const call *which, const failure *f, long all, int64_t right, uint64_t before,
                  uint64_t after) {
    char where[160];
    long points = 0;
    for (long at = 1, step = 1;; at += step) {
        assert_true(points < POINTS_MAX);
        (void)snprintf(where, sizeof where, "%s, %s %ld", which->name, f->how, at);
        forget(c->s);
        outcome o = {MILER_OK, MILER_OK};
        if (f->batch) {
            o = in_batch(c, which, f, at);
        } else {
            arm(c, f, at);
            o.status = which->make(c);
        }
        const bool failed = did_fail(c);
        healthy(c);
        expect(c, which, f, where, o, right, before, after);
        expect_given_back(c, where);
        if (!failed) return points;
        points++;
        if (points % all == 0) step *= 2;
    }
}

// ---- The tests

static void every_call_goes_through(void **state) {
    scene *c = *state;
    for (size_t i = 0; i < CALLS; i++) {
        open_scene(c, false);
        const uint64_t before = seen_by_others(c);
        if (calls[i].make(c) != MILER_OK) fail_msg("%s: %s", calls[i].name, c->err.msg);
        if ((seen_by_others(c) != before) != (calls[i].writes && !calls[i].no_row))
            fail_msg("%s: what others see", calls[i].name);
        expect_sound(c->s);
    }
}

static void every_failure_is_survived(void **state) {
    scene *c = *state;
    long points[sizeof failures / sizeof failures[0]] = {0};
    for (size_t i = 0; i < CALLS; i++) {
        open_scene(c, false);
        const uint64_t before = seen_by_others(c);
        c->got = -1;
        ok(calls[i].make(c));
        const int64_t right = c->got;
        const uint64_t after = seen_by_others(c);
        open_scene(c, false);
        for (size_t f = 0; f < sizeof failures / sizeof failures[0]; f++) {
            if (!calls[i].writes && !failures[f].reads) continue;
            if (calls[i].alone && failures[f].batch) continue;
            points[f] += sweep(c, &calls[i], &failures[f], all_of_the_first(failures[f].batch ? 20 : 30),
                               right, before, after);
        }
        assert_true(seen_by_others(c) == before);
        expect_sound(c->s);
        close_scene(c);
    }
    for (size_t f = 0; f < sizeof failures / sizeof failures[0]; f++) {
        print_message("# %s: %ld times, nothing lost, nothing half\n", failures[f].how, points[f]);
        assert_true(points[f] > 10);
    }
}

// The engine makes such texts over as they are read, and needs memory for it.
static void texts_in_utf_16(void **state) {
    scene *c = *state;
    char plain[sizeof c->pattern];
    memcpy(plain, c->pattern, sizeof plain);
    memcpy(c->pattern, c->pattern_16, sizeof plain);
    open_scene(c, false);
    long points = 0;
    for (size_t i = 0; i < CALLS; i++) {
        if (calls[i].writes) continue;
        c->got = -1;
        ok(calls[i].make(c));
        points += sweep(c, &calls[i], &failures[0], 12, c->got, 0, 0);
    }
    close_scene(c);
    memcpy(c->pattern, plain, sizeof plain);
    assert_true(points > 500);
}

static void refused_by_all_that_write(scene *c, const char *how) {
    for (size_t i = 0; i < CALLS; i++) {
        miler_error_clear(&c->err);
        const miler_status status = calls[i].make(c);
        if (status != (calls[i].writes ? MILER_ERR_BUSY : MILER_OK))
            fail_msg("%s: %d %s", calls[i].name, (int)status, c->err.msg);
        if (calls[i].writes && (strstr(c->err.msg, how) == NULL || c->err.remedy[0] == '\0'))
            fail_msg("%s: %s", calls[i].name, c->err.msg);
    }
}

// Who only reads does not wait for who writes.
static void another_holds_it(void **state) {
    scene *c = *state;
    open_scene(c, false);
    const uint64_t before = seen_by_others(c);
    assert_int_equal(sqlite3_exec(c->watcher, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    refused_by_all_that_write(c, "in use");
    assert_int_equal(sqlite3_exec(c->watcher, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_true(seen_by_others(c) == before);
}

static void it_can_only_be_read(void **state) {
    scene *c = *state;
    open_scene(c, true);
    const uint64_t before = seen_by_others(c);
    refused_by_all_that_write(c, "read-only");
    assert_true(seen_by_others(c) == before);
}

// ---- Opening

// A store that is there (`pattern`), or a new one: each allocation of the first `all`, then fewer and fewer.
static long sweep_opening(scene *c, const char *pattern, const failure *f, long all) {
    long points = 0;
    for (long at = 1, step = 1;; at += step) {
        (void)unlink(c->copy);
        if (pattern != NULL) copy_file(pattern, c->copy);
        store *s = NULL;
        const size_t live = c->caller.live;
        arm(c, f, at);
        miler_status status =
            store_open(&((store_options){.path = c->copy, .alloc = &c->alloc}), &s, &c->err);
        const bool failed = did_fail(c);
        healthy(c);
        if (status != MILER_OK && (status != f->status || c->err.msg[0] == '\0' || s != NULL))
            fail_msg("opening, %s %ld: %d %s", f->how, at, (int)status, c->err.msg);
        store_close(s);
        assert_int_equal(c->caller.live, live);
        ok(store_open(&((store_options){.path = c->copy}), &s, &why));
        store_counts n;
        ok(store_count(s, &n, &why));
        assert_int_equal(n.athletes, pattern != NULL ? 2 : 0);
        if (!failed) expect_sound(s);
        store_close(s);
        if (!failed) break;
        points++;
        if (points % all == 0) step *= 2;
    }
    (void)unlink(c->copy);
    return points;
}

static void opening_without_memory(void **state) {
    scene *c = *state;
    open_scene(c, false);
    for (size_t f = 0; f < 3; f += 2) {
        const long there = sweep_opening(c, c->pattern, &failures[f], all_of_the_first(30));
        const long new = sweep_opening(c, NULL, &failures[f], all_of_the_first(15));
        print_message("# opening, %s: %ld and %ld times\n", failures[f].how, there, new);
        assert_true(there > 0 && new > 0);
    }
}

static void make_pattern(scene *c, const char *first, char pattern[96], const char *name) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(c->k.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, first, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    kit_open(&c->k);
    scene_rows(c);
    store_close(c->k.s);
    c->k.s = NULL;
    (void)snprintf(pattern, 96, "%s/%s", c->k.folder, name);
    assert_int_equal(rename(c->k.db, pattern), 0);
}

static int setup(void **state) {
    static scene c;
    if (!engine_memory_install()) return 1;
    kit_folder(&c.k);
    faulty_install();
    make_pattern(&c, "", c.pattern, "pattern");
    make_pattern(&c, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); DROP TABLE t", c.pattern_16,
                 "pattern16");
    (void)snprintf(c.copy, sizeof c.copy, "%s/copy", c.k.folder);
    c.alloc = (miler_alloc){.resize = failing_resize, .user = &c.caller};
    *state = &c;
    return 0;
}

static int teardown(void **state) {
    scene *c = *state;
    if (c->s != NULL) close_scene(c);
    kit_end(&c->k);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_goes_through), cmocka_unit_test(every_failure_is_survived),
        cmocka_unit_test(texts_in_utf_16),         cmocka_unit_test(another_holds_it),
        cmocka_unit_test(it_can_only_be_read),     cmocka_unit_test(opening_without_memory)};
    return cmocka_run_group_tests_name("sweep_calls", tests, setup, teardown);
}
