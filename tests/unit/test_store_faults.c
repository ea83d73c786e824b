// SPDX-License-Identifier: MIT
// store: transactions, and what a store does that is old, new, foreign,
// damaged, read-only, busy, full or killed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "store/sql.h"
#include "store_kit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

extern const char miler_data_schema_001[];

// ---- Transactions

static void transactions_nest(void **state) {
    kit *k = *state;
    store_counts c;
    ok(store_begin(k->s, &why));
    const int64_t ana = kit_athlete(k, "Ana");
    ok(store_begin(k->s, &why));
    (void)kit_athlete(k, "Bo");
    store_rollback(k->s);
    ok(store_begin(k->s, &why));
    (void)kit_athlete(k, "Cy");
    ok(store_commit(k->s, &why));
    ok(store_commit(k->s, &why));
    ok(store_count(k->s, &c, &why));
    assert_int_equal(c.athletes, 2);
    ok(store_begin(k->s, &why));
    (void)kit_put_run(k, ana, 1, 20000, 5, 300);
    store_rollback(k->s);
    ok(store_count(k->s, &c, &why));
    assert_int_equal(c.activities + c.originals, 0);
    assert_int_equal(store_commit(k->s, NULL), MILER_ERR_ARG);
    store_rollback(k->s); // nothing open: nothing happens
    // Closing with an open transaction keeps nothing of it.
    ok(store_begin(k->s, &why));
    ok(store_begin(k->s, &why));
    (void)kit_athlete(k, "Di");
    store_close(k->s);
    kit_open(k);
    ok(store_count(k->s, &c, &why));
    assert_int_equal(c.athletes, 2);
}

static void two_connections(void **state) {
    kit *k = *state;
    store *second;
    miler_error err = {0};
    ok(store_open(&((store_options){.path = k->db, .busy_ms = 50}), &second, &why));
    ok(store_begin(k->s, &why));
    (void)kit_athlete(k, "Ana");
    store_counts c;
    ok(store_count(second, &c, &why)); // reading does not wait and sees nothing yet
    assert_int_equal(c.athletes, 0);
    assert_int_equal(store_begin(second, &err), MILER_ERR_BUSY);
    assert_non_null(strstr(err.msg, "in use"));
    assert_true(err.remedy[0] != '\0');
    ok(store_commit(k->s, &why));
    ok(store_count(second, &c, &why));
    assert_int_equal(c.athletes, 1);
    ok(store_begin(second, &why));
    ok(store_commit(second, &why));
    store_close(second);
}

// ---- Other people's files, other versions, bad disks

static miler_status try_open(const char *path, bool read_only, miler_error *err) {
    store *s;
    const miler_status status = store_open(&(store_options){.path = path, .read_only = read_only}, &s, err);
    if (status == MILER_OK) store_close(s);
    if (status != MILER_OK) assert_null(s);
    return status;
}

static void write_file(const char *path, const void *bytes, size_t len) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static void exec_on(const char *path, const char *text) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void what_is_not_a_store(void **state) {
    kit *k = *state;
    char path[128];
    miler_error err = {0};
    (void)snprintf(path, sizeof path, "%s/other", k->folder);
    char text[5000];
    memset(text, 'n', sizeof text);
    write_file(path, text, sizeof text);
    assert_int_equal(try_open(path, false, &err), MILER_ERR_STORE);
    assert_non_null(strstr(err.msg, "not a miler store"));
    assert_true(err.remedy[0] != '\0');
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, sizeof text);
    // A database of another program, untouched.
    (void)snprintf(path, sizeof path, "%s/foreign", k->folder);
    exec_on(path, "CREATE TABLE t (x)");
    assert_int_equal(try_open(path, false, &err), MILER_ERR_STORE);
    assert_non_null(strstr(err.msg, "not a miler store"));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 8192);
    // A folder, a pipe, a missing folder, no path, a name that only looks special.
    assert_int_equal(try_open(k->folder, false, &err), MILER_ERR_IO);
    (void)snprintf(path, sizeof path, "%s/pipe", k->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(try_open(path, read_only != 0, &err), MILER_ERR_IO);
        assert_non_null(strstr(err.msg, "a pipe"));
    }
    assert_int_equal(unlink(path), 0);
    (void)snprintf(path, sizeof path, "%s/no/such", k->folder);
    assert_int_equal(try_open(path, false, &err), MILER_ERR_IO);
    assert_int_equal(try_open("", false, &err), MILER_ERR_ARG);
    assert_int_equal(try_open(NULL, false, &err), MILER_ERR_ARG);
    (void)snprintf(path, sizeof path, "%s/missing", k->folder);
    assert_int_equal(try_open(path, true, &err), MILER_ERR_IO);
    assert_int_not_equal(access(path, F_OK), 0);
    char *long_path = malloc(MILER_PATH_MAX + 2);
    assert_non_null(long_path);
    memset(long_path, 'p', MILER_PATH_MAX + 1);
    long_path[MILER_PATH_MAX + 1] = '\0';
    assert_int_equal(try_open(long_path, false, &err), MILER_ERR_LIMIT);
    free(long_path);
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(k->folder), 0);
    assert_int_equal(try_open(":memory:", false, &err), MILER_OK);
    assert_int_equal(try_open("file:x?mode=memory", false, &err), MILER_OK);
    assert_int_equal(access(":memory:", F_OK), 0);
    assert_int_equal(access("file:x?mode=memory", F_OK), 0);
    assert_int_equal(chdir(here), 0);
}

static void the_file_is_private(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    char path[128];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        struct stat st;
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
}

static void a_newer_store_is_left_alone(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    store_close(k->s);
    k->s = NULL;
    exec_on(k->db, "PRAGMA user_version = 99");
    miler_error err = {0};
    assert_true(store_schema_version() < 99);
    assert_int_equal(try_open(k->db, false, &err), MILER_ERR_STORE_NEWER);
    assert_non_null(strstr(err.remedy, "update miler"));
    assert_int_equal(try_open(k->db, true, &err), MILER_ERR_STORE_NEWER);
    char back[64];
    (void)snprintf(back, sizeof back, "PRAGMA user_version = %d", (int)store_schema_version());
    exec_on(k->db, back);
    kit_open(k);
}

// A store as the first miler left it.
static void make_version_1(const char *path) {
    exec_on(path, miler_data_schema_001);
    char text[128];
    (void)snprintf(text, sizeof text, "PRAGMA user_version = 1; PRAGMA application_id = %d",
                   STORE_APPLICATION_ID);
    exec_on(path, text);
    exec_on(path, "INSERT INTO settings (key, value) VALUES ('old', 'kept')");
}

static void the_first_version_is_brought_up(void **state) {
    kit *k = *state;
    store_close(k->s);
    k->s = NULL;
    (void)snprintf(k->db, sizeof k->db, "%s/first.db", k->folder);
    make_version_1(k->db);
    miler_error err = {0};
    assert_int_equal(try_open(k->db, true, &err), MILER_ERR_STORE); // cannot be brought up without writing
    assert_true(err.remedy[0] != '\0');
    kit_open(k);
    char *value;
    ok(store_setting_get(k->s, "old", k->arena, &value, &why));
    assert_string_equal(value, "kept");
    (void)kit_put_run(k, kit_athlete(k, "Ana"), 1, 20000, 5, 300);
    expect_sound(k->s);
    assert_int_equal(try_open(k->db, true, &err), MILER_OK);
}

// The way up from every version, on a synthetic history: an old store is brought
// up in one go, and a step that fails leaves it where it was.
static void migrations(void **state) {
    kit *k = *state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/old.db", k->folder);
    exec_on(path, "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7)");
    store s = {.path = path};
    assert_int_equal(sqlite3_open(path, &s.db), SQLITE_OK);
    sqlite3_prepare_v2(s.db, "BEGIN IMMEDIATE", -1, &s.cached[SQL_BEGIN], NULL);
    sqlite3_prepare_v2(s.db, "COMMIT", -1, &s.cached[SQL_COMMIT], NULL);
    sqlite3_prepare_v2(s.db, "ROLLBACK", -1, &s.cached[SQL_ROLLBACK], NULL);
    static const store_migration bad[] = {{1, "ALTER TABLE a ADD COLUMN y INTEGER"},
                                          {2, "CREATE TABLE b (z); SELECT nonsense"}};
    static const store_migration good[] = {
        {1, "ALTER TABLE a ADD COLUMN y INTEGER"}, {2, "UPDATE a SET y = x + 1"}, {3, "CREATE TABLE b (z)"}};
    assert_int_equal(store_migrate(&s, bad, 2, NULL), MILER_ERR_STORE);
    sqlite3_stmt *q;
    assert_int_not_equal(sqlite3_prepare_v2(s.db, "SELECT y FROM a", -1, &q, NULL), SQLITE_OK);
    // From 0 to 2, then from 2 to 3, then nothing more to do.
    ok(store_migrate(&s, good, 2, &why));
    assert_int_equal(sqlite3_prepare_v2(s.db, "SELECT y FROM a", -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(q, 0), 8);
    sqlite3_finalize(q);
    ok(store_migrate(&s, good, 3, &why));
    assert_int_equal(sqlite3_exec(s.db, "UPDATE a SET y = 100; INSERT INTO b VALUES (1)", NULL, NULL, NULL),
                     SQLITE_OK);
    ok(store_migrate(&s, good, 3, &why));
    assert_int_equal(sqlite3_prepare_v2(s.db,
                                        "SELECT y, (SELECT user_version FROM pragma_user_version) FROM a", -1,
                                        &q, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(q, 0), 100);
    assert_int_equal(sqlite3_column_int(q, 1), 3);
    sqlite3_finalize(q);
    s.read_only = true;
    static const store_migration next[] = {{4, "SELECT 1"}};
    assert_int_equal(store_migrate(&s, next, 1, NULL), MILER_ERR_STORE);
    for (size_t i = 0; i < SQL_CACHED; i++)
        sqlite3_finalize(s.cached[i]);
    sqlite3_close(s.db);
}

static void expect_read_only(store *s, miler_arena *arena) {
    miler_error err = {0};
    assert_true(store_read_only(s));
    store_counts c;
    ok(store_count(s, &c, &why));
    assert_int_equal(c.athletes, 1);
    assert_int_equal(store_begin(s, &err), MILER_ERR_BUSY);
    assert_non_null(strstr(err.msg, "read-only"));
    assert_true(err.remedy[0] != '\0');
    int64_t id;
    store_writer *w;
    miler_athlete a;
    ok(store_athlete_get(s, 1, &a, &why));
    assert_int_equal(store_athlete_set(s, 1, &a, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_athlete_add(s, &a, &id, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_writer_open(s, STORE_ENCODING_GZIP, &w, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_setting_set(s, "k", "v", NULL), MILER_ERR_BUSY);
    assert_int_equal(store_file_put(s, &(store_file){.path = "p", .entry = ""}, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_result_add(s, &(store_result){.dist_m = 1, .time_s = 1}, &id, NULL),
                     MILER_ERR_BUSY);
    assert_int_equal(store_result_set_removed(s, 1, 1, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_activity_remove(s, 1, NULL), MILER_ERR_BUSY);
    assert_int_equal(store_plan_undo(s, 1, NULL), MILER_ERR_BUSY);
    (void)arena;
}

static void read_only_when_asked(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    store *reader;
    ok(store_open(&((store_options){.path = k->db, .read_only = true}), &reader, &why));
    expect_read_only(reader, k->arena);
    store_close(reader);
}

static void a_corrupted_page_is_told(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    for (uint32_t i = 0; i < 60; i++)
        (void)kit_put_run(k, athlete, i, 20000 + (int32_t)i, 10, 300);
    store_close(k->s);
    k->s = NULL;
    struct stat st;
    assert_int_equal(stat(k->db, &st), 0);
    const int fd = open(k->db, O_RDWR);
    assert_true(fd >= 0);
    // Every third page behind the schema is overwritten.
    char junk[4096];
    memset(junk, 0xa5, sizeof junk);
    for (off_t at = 40 * 4096; at + 4096 <= st.st_size; at += 3 * 4096)
        assert_int_equal(pwrite(fd, junk, sizeof junk, at), sizeof junk);
    close(fd);
    kit_open(k);
    size_t troubles = 0;
    ok(store_check(k->s, NULL, NULL, &troubles, &why));
    assert_true(troubles > 0);
    // Reading runs into it: an error with a remedy, never a crash.
    store_run *list;
    size_t count;
    int failures = 0;
    for (int64_t id = 1; id <= 60; id++) {
        miler_error err = {0};
        miler_activity a;
        const miler_status status = store_activity_get(k->s, id, k->arena, &a, &err);
        if (status != MILER_OK) {
            failures++;
            assert_true(status == MILER_ERR_STORE || status == MILER_ERR_NOT_FOUND);
            if (status == MILER_ERR_STORE) assert_non_null(strstr(err.remedy, "doctor"));
        }
    }
    assert_true(failures > 0);
    const store_run_filter all = {
        .athlete_id = athlete, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    (void)!store_run_list(k->s, &all, k->arena, &list, &count, NULL, NULL);
}

static void reference_and_chunk_troubles_are_told(void **state) {
    kit *k = *state;
    (void)kit_put_run(k, kit_athlete(k, "Ana"), 1, 20000, 5, 300);
    size_t troubles;
    static const char *const damages[] = {"DELETE FROM athletes",
                                          "DELETE FROM chunks",
                                          "UPDATE chunks SET seq = seq + 1",
                                          "UPDATE originals SET stored_bytes = stored_bytes + 1",
                                          "DELETE FROM originals",
                                          "DELETE FROM laps WHERE seq = 1",
                                          "UPDATE bests SET day = day + 1"};
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        expect_sound(k->s);
        assert_int_equal(sqlite3_exec(k->s->db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL), SQLITE_OK);
        ok(store_begin(k->s, &why));
        assert_int_equal(sqlite3_exec(k->s->db, damages[i], NULL, NULL, NULL), SQLITE_OK);
        ok(store_check(k->s, NULL, NULL, &troubles, &why));
        if (troubles == 0) fail_msg("damage %zu went unseen", i);
        store_rollback(k->s);
        assert_int_equal(sqlite3_exec(k->s->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
    }
}

// ---- Full disk

static void a_full_store_keeps_what_was_committed(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    store_close(k->s);
    miler_error err = {0};
    ok(store_open(&((store_options){.path = k->db, .max_bytes = 2 * 1024 * 1024}), &k->s, &why));
    int64_t id;
    bool known;
    ok(store_begin(k->s, &why));
    ok(kit_write_original(k->s, 1, 500000, &id, &known, &why));
    ok(store_commit(k->s, &why));
    // A batch of two files of which the second does not fit.
    ok(store_begin(k->s, &why));
    ok(store_begin(k->s, &why));
    ok(kit_write_original(k->s, 2, 500000, &id, &known, &why));
    ok(store_commit(k->s, &why));
    ok(store_begin(k->s, &why));
    assert_int_equal(kit_write_original(k->s, 3, 4000000, &id, &known, &err), MILER_ERR_IO);
    assert_non_null(strstr(err.msg, "no room"));
    assert_true(err.remedy[0] != '\0');
    store_rollback(k->s);
    // Either the engine still holds the batch and its first file can be kept, or
    // it has undone all of it and says so: never a half.
    const miler_status status = store_commit(k->s, &err);
    store_counts c;
    ok(store_count(k->s, &c, &why));
    assert_int_equal(c.originals, status == MILER_OK ? 2 : 1);
    expect_sound(k->s);
    (void)kit_athlete(k, "Bo"); // the store goes on
    expect_original(k, 1, 1, 500000);
}

// kill -9 in the middle of batches: what was acknowledged is there, the rest is not.
static void killed_in_the_middle(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    store_close(k->s);
    k->s = NULL;
    for (int round = 0; round < 10; round++) {
        int fds[2];
        assert_int_equal(pipe(fds), 0);
        const pid_t child = fork();
        if (child == 0) {
            store *s;
            if (store_open(&(store_options){.path = k->db}, &s, NULL) != MILER_OK) _exit(1);
            for (uint32_t i = 0;; i++) {
                int64_t id;
                bool known;
                if (store_begin(s, NULL) != MILER_OK) _exit(2);
                for (uint32_t j = 0; j < 3; j++)
                    if (kit_write_original(s, (uint32_t)round * 100000 + i * 3 + j, 400000, &id, &known,
                                           NULL) != MILER_OK)
                        _exit(3);
                if (store_commit(s, NULL) != MILER_OK) _exit(4);
                if (write(fds[1], "x", 1) != 1) _exit(5);
            }
        }
        (void)nanosleep(&(struct timespec){.tv_nsec = 20000000L + round * 7000000L}, NULL);
        kill(child, SIGKILL);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how));
        close(fds[1]);
        char acks[4096];
        const ssize_t n = read(fds[0], acks, sizeof acks);
        close(fds[0]);
        assert_true(n >= 0);
        kit_open(k);
        expect_sound(k->s);
        store_counts c;
        ok(store_count(k->s, &c, &why));
        static int64_t before;
        assert_int_equal(c.originals % 3, 0);
        assert_true(c.originals >= before + 3 * n);
        before = c.originals;
        store_close(k->s);
        k->s = NULL;
    }
    kit_open(k);
}

// ---- Backup

static void backup_can_be_opened(void **state) {
    kit *k = *state;
    (void)kit_put_run(k, kit_athlete(k, "Ana"), 1, 20000, 5, 300);
    char path[128];
    (void)snprintf(path, sizeof path, "%s/copy.db", k->folder);
    ok(store_backup(k->s, path, &why));
    assert_int_equal(store_backup(k->s, path, NULL), MILER_ERR_CONFLICT);
    store *copy;
    ok(store_open(&((store_options){.path = path}), &copy, &why));
    store_counts c;
    ok(store_count(copy, &c, &why));
    assert_int_equal(c.activities, 1);
    expect_sound(copy);
    store_close(copy);
    (void)snprintf(path, sizeof path, "%s/no/copy.db", k->folder);
    assert_int_equal(store_backup(k->s, path, NULL), MILER_ERR_IO);
    ok(store_begin(k->s, &why));
    assert_int_equal(store_backup(k->s, path, NULL), MILER_ERR_ARG);
    store_rollback(k->s);
}

static void names_and_numbers(void **state) {
    kit *k = *state;
    assert_string_equal(store_engine(), "SQLite");
    assert_true(store_engine_version()[0] == '3');
    assert_string_equal(store_path(k->s), k->db);
    assert_true(store_bytes(k->s) >= 4096);
    assert_false(store_read_only(k->s));
    store_close(NULL);
    store_writer_abort(NULL);
}

#define t(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        t(transactions_nest),
        t(two_connections),
        t(what_is_not_a_store),
        t(the_file_is_private),
        t(a_newer_store_is_left_alone),
        t(the_first_version_is_brought_up),
        t(migrations),
        t(read_only_when_asked),
        t(a_corrupted_page_is_told),
        t(reference_and_chunk_troubles_are_told),
        t(a_full_store_keeps_what_was_committed),
        t(killed_in_the_middle),
        t(backup_can_be_opened),
        t(names_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
