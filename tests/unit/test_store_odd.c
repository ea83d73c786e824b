// SPDX-License-Identifier: MIT
// store: what is not there, arguments at their limits, rows as no miler writes them, and stores that were
// made or are being looked at in ways of their own.
#define _XOPEN_SOURCE 700 // setreuid
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "store/sql.h"
#include "store_kit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

static void exec_in(kit *k, const char *text) {
    char *told = NULL;
    if (sqlite3_exec(k->s->db, text, NULL, NULL, &told) != SQLITE_OK) fail_msg("%s: %s", text, told);
}

static void not_there(miler_status status, const miler_error *err, const char *words) {
    assert_int_equal(status, MILER_ERR_NOT_FOUND);
    if (strcmp(err->msg, words) != 0) fail_msg("\"%s\", not \"%s\"", err->msg, words);
}

static void what_is_not_there_is_named(void **state) {
    kit *k = *state;
    miler_error err = {0};
    store_run run;
    store_plan plan;
    store_session session;
    store_reps_mile mile = {.mile_s = 300, .words = "x"};
    const store_activity_key key = {.athlete_id = 1, .original_id = 1};
    const store_track track = {.id = 7, .name = ""};
    not_there(store_activity_remove(k->s, 7, &err), &err, "no run 7");
    not_there(store_activity_move(k->s, 7, &key, &err), &err, "no run 7");
    not_there(store_run_get(k->s, 7, k->arena, &run, &err), &err, "no run 7");
    assert_non_null(strstr(err.remedy, "miler runs"));
    not_there(store_run_set_distance(k->s, 7, 1, &err), &err, "no run 7");
    not_there(store_run_set_removed(k->s, 7, 1, &err), &err, "no run 7");
    not_there(store_reps_mile_put(k->s, 7, &mile, &err), &err, "no run 7");
    not_there(store_reps_mile_get(k->s, 7, k->arena, &mile, &err), &err, "no reps of run 7");
    not_there(store_session_get(k->s, 7, k->arena, &session, &err), &err, "no session of run 7");
    not_there(store_edit_undo(k->s, 7, 1, &err), &err, "no edit of run 7");
    not_there(store_edit_redo(k->s, 7, &err), &err, "no edit taken back of run 7");
    not_there(store_track_set(k->s, &track, &err), &err, "no track 7");
    not_there(store_plan_version(k->s, 7, 1, k->arena, &plan, &err), &err, "no plan 7");
    const store_edit edit = {.activity_id = 7, .removed_ms = MILER_NO_TIME};
    const store_sight sight = {.track_id = 7, .activity_id = 7};
    int64_t id;
    not_there(store_edit_add(k->s, &edit, &id, &err), &err, "no such run");
    not_there(store_sight_put(k->s, &sight, &err), &err, "no such track or run");
    not_there(store_session_put(k->s, &(store_session){.activity_id = 7}, &err), &err, "no such run");
    not_there(store_load_put(k->s, 7, 1, &(miler_load_parts){0}, &err), &err, "no run 7");
    not_there(store_told_put(k->s, &(store_told){.plan_id = 7}, &err), &err, "no plan 7");
    assert_int_equal(store_told_remove(k->s, 7, 1, 1, &err), MILER_ERR_REFUSED);
    expect_sound(k->s);
}

// A recording has one activity: where another stands already, none moves.
static void a_taken_recording_is_not_moved_to(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    (void)kit_put_run(k, ana, 1, 20000, 5, 300);
    const int64_t two = kit_put_run(k, ana, 2, 20001, 5, 300);
    const store_activity_key key = {.athlete_id = ana, .original_id = 1};
    assert_int_equal(store_activity_move(k->s, two, &key, NULL), MILER_ERR_STORE);
    store_run run;
    ok(store_run_get(k->s, two, k->arena, &run, &why));
    assert_int_equal(run.original_id, 2);
}

// More laps, edits and runs than the lists begin with, and texts that the engine's wild cards are made of.
static void long_lists_and_strange_searches(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    const int64_t id = kit_put_run(k, ana, 1, 20000, 40, 300);
    miler_activity a;
    ok(store_activity_get(k->s, id, k->arena, &a, &why));
    assert_int_equal(a.lap_count, 40);
    assert_int_equal(a.laps[39].sum.start_ms, a.start_ms + INT64_C(39) * 300000);
    assert_int_equal(a.km_split_count, 40);
    static const char *const titles[] = {"100% effort", "hill_climb", "back\\slash"};
    for (size_t i = 0; i < 3; i++) {
        kit_run r;
        kit_make_run(&r, 20001 + (int32_t)i, 5, 300);
        r.a.name = titles[i];
        const store_activity_key key = {.athlete_id = ana,
                                        .original_id = kit_original(k, 10 + (uint32_t)i, 99)};
        int64_t put;
        ok(store_activity_put(k->s, &key, &r.a, &put, &why));
    }
    static const char *const words[] = {"0% e", "l_c", "k\\s", "lxc", "%", "_", "\\"};
    static const size_t found[] = {1, 1, 1, 0, 1, 1, 1};
    store_run_filter f = {
        .athlete_id = ana, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        store_run *list;
        size_t count;
        store_run_sums sums;
        f.text = words[i];
        ok(store_run_list(k->s, &f, k->arena, &list, &count, NULL, &why));
        ok(store_run_sum(k->s, &f, &sums, &why));
        if (count != found[i]) fail_msg("\"%s\": %zu", words[i], count);
        assert_true(sums.dist_m == 5000 * (double)found[i]);
    }
    char text[400];
    memset(text, '_', sizeof text);
    text[sizeof text - 1] = '\0';
    f.text = text;
    store_run_sums sums;
    assert_int_equal(store_run_sum(k->s, &f, &sums, NULL), MILER_ERR_LIMIT);
    f.text = NULL;
    f.sub_sport = MILER_SUB_TRACK;
    f.offset = SIZE_MAX;
    store_run *list;
    size_t count;
    ok(store_run_list(k->s, &f, k->arena, &list, &count, NULL, &why));
    assert_int_equal(count, 0);
}

static int count_steps(void *user) {
    ++*(unsigned *)user;
    return 0;
}

// What the engine does for the list of loads, in steps of its machine.
static unsigned steps_of_loads(kit *k, int64_t athlete) {
    store_load *loads;
    size_t count;
    unsigned steps = 0;
    sqlite3_progress_handler(k->s->db, 10, count_steps, &steps);
    ok(store_load_list(k->s, athlete, 3, MILER_NO_DAY, MILER_NO_DAY, k->arena, &loads, &count, &why));
    sqlite3_progress_handler(k->s->db, 0, NULL, NULL);
    assert_int_equal(count, 200);
    return steps;
}

// Results that were taken back, or of other days, cost a run nothing.
static void loads_beside_many_results(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    for (uint32_t i = 0; i < 200; i++)
        (void)kit_put_run(k, ana, 1 + i, 20000 + (int32_t)i, 5, 300);
    const unsigned before = steps_of_loads(k, ana);
    for (int i = 0; i < 300; i++)
        ok(store_result_add(k->s,
                            &(store_result){.athlete_id = ana,
                                            .dist_m = 5000,
                                            .time_s = 1200 + i,
                                            .day = 19000,
                                            .name = "",
                                            .place = "",
                                            .note = "",
                                            .added_ms = 5,
                                            .removed_ms = i % 2 != 0 ? 6 : MILER_NO_TIME},
                            &(int64_t){0}, &why));
    const unsigned after = steps_of_loads(k, ana);
    if (after > before + before / 10) fail_msg("%u steps, and beside 300 results %u", before, after);
}

// A file that was damaged, or written by a hand: numbers out of any range, texts that are none.
static void rows_that_no_miler_writes(void **state) {
    kit *k = *state;
    const int64_t ana = kit_athlete(k, "Ana");
    const int64_t id = kit_put_run(k, ana, 1, 20000, 5, 300);
    ok(store_load_put(k->s, id, 3, &(miler_load_parts){.timer_s = 1500}, &why));
    ok(store_file_put(k->s, &(store_file){.athlete_id = ana, .path = "p", .entry = "", .has_hash = true},
                      &why));
    exec_in(k, "UPDATE activities SET sample_count = -5, lap_count = 9000000000, utc_offset_s = -9000000000");
    exec_in(k,
            "UPDATE bests SET dist_index = 900 WHERE dist_index = 0; UPDATE bests SET dist_index = -1 WHERE "
            "dist_index = 1; UPDATE files SET hash = x'0102'; UPDATE loads SET hr_bins = 'no bins'");
    exec_in(k, "INSERT INTO edits (activity_id, kind, at_s, to_s, value, text, added_ms) "
               "VALUES (1, 11, NULL, NULL, NULL, 'no kind', 1)");
    exec_in(
        k, "UPDATE athletes SET name = 'a name that is longer than the sixty-three bytes which there are for "
           "it in memory'");
    miler_activity a;
    ok(store_activity_get(k->s, id, k->arena, &a, &why));
    assert_int_equal(a.sample_count, 0);
    assert_int_equal(a.utc_offset_s, INT32_MIN);
    assert_true(isnan(a.bests[0].time_s) && isnan(a.bests[1].time_s) && a.bests[2].time_s > 0);
    store_run run;
    ok(store_run_get(k->s, id, k->arena, &run, &why));
    assert_int_equal(run.lap_count, INT32_MAX);
    store_best *bests;
    size_t count;
    ok(store_best_list(k->s, ana, SIZE_MAX, MILER_NO_DAY, MILER_NO_DAY, k->arena, &bests, &count, &why));
    for (size_t i = 0; i < count; i++)
        assert_in_range(bests[i].index, 2, MILER_BEST_COUNT - 1);
    ok(store_best_by_block(k->s, ana, SIZE_MAX, 19990, 20010, k->arena, &bests, &count, &why));
    assert_true(count > 0);
    store_file file;
    ok(store_file_find(k->s, ana, "p", "", k->arena, &file, &why));
    assert_false(file.has_hash);
    store_load *loads;
    ok(store_load_list(k->s, ana, 3, MILER_NO_DAY, MILER_NO_DAY, k->arena, &loads, &count, &why));
    assert_int_equal(count, 1);
    assert_false(loads[0].measured); // as if never
    assert_false(loads[0].kind_told);
    exec_in(k, "UPDATE edits SET text = 'trial'");
    ok(store_load_list(k->s, ana, 3, 20000, 20000, k->arena, &loads, &count, &why));
    assert_true(loads[0].kind_told && strcmp(miler_load_kind_name(loads[0].kind), "trial") == 0);
    miler_athlete athlete;
    ok(store_athlete_get(k->s, ana, &athlete, &why));
    assert_string_equal(athlete.name, "a name that is longer than the sixty-three bytes which there ar");
    assert_string_equal(store_outcome_name(STORE_OUTCOME_COUNT), "");
    assert_string_equal(store_outcome_name(STORE_FILE_FAILED), "failed");
    // The hash of an original cut short: its bytes are no longer known to be the ones that came.
    exec_in(k, "PRAGMA ignore_check_constraints = ON; UPDATE originals SET hash = x'0102'");
    assert_int_equal(store_original_read(k->s, 1, true, take_piece, &(sink){0}, NULL), MILER_ERR_STORE);
}

// ---- Stores of other makings

// Whoever made the empty file chose how texts lie in it.
static void texts_in_utf_16(void **state) {
    kit *k = *state;
    store_close(k->s);
    k->s = NULL;
    assert_int_equal(unlink(k->db), 0);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(k->db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); DROP TABLE t", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    kit_open(k);
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(k->s->db, "PRAGMA encoding", -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(q, 0), "UTF-16le");
    (void)sqlite3_finalize(q);
    const int64_t ana = kit_athlete(k, "\xc3\x81na");
    const int64_t id = kit_put_run(k, ana, 1, 20000, 5, 300);
    miler_athlete a;
    ok(store_athlete_get(k->s, ana, &a, &why));
    assert_string_equal(a.name, "\xc3\x81na");
    int64_t there;
    ok(store_athlete_find(k->s, "\xc3\x81na", &there, &why));
    assert_int_equal(there, ana);
    store_run run;
    ok(store_run_get(k->s, id, k->arena, &run, &why));
    assert_string_equal(run.name, "Morning run");
    expect_original(k, 1, 1, 300);
    expect_sound(k->s);
}

static miler_status open_at(const char *path, bool read_only, int32_t busy_ms, miler_error *err) {
    store *s;
    const miler_status status =
        store_open(&(store_options){.path = path, .read_only = read_only, .busy_ms = busy_ms}, &s, err);
    store_close(s);
    return status;
}

// A number of somebody else's at the place of ours, tables or not.
static void databases_that_only_look_empty(void **state) {
    kit *k = *state;
    static const char *const made[] = {"PRAGMA user_version = 3", "PRAGMA application_id = 77",
                                       "CREATE TABLE t (x)"};
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        miler_error err = {0};
        sqlite3 *db;
        (void)snprintf(path, sizeof path, "%s/foreign%zu", k->folder, i);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, made[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(open_at(path, false, 0, &err), MILER_ERR_STORE);
        assert_non_null(strstr(err.msg, "not a miler store"));
    }
    char path[128];
    miler_error err = {0};
    (void)snprintf(path, sizeof path, "%s/empty", k->folder);
    const int fd = open(path, O_CREAT | O_RDWR, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(open_at(path, true, 0, &err), MILER_ERR_STORE);
    assert_non_null(strstr(err.msg, "nothing to read"));
    ok(open_at(path, false, 0, &err));
}

// A new store is made while another program has the file: it waits as long as it was told, then says so.
static void a_new_store_that_another_holds(void **state) {
    kit *k = *state;
    char path[128];
    miler_error err = {0};
    sqlite3 *db;
    (void)snprintf(path, sizeof path, "%s/new.db", k->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(open_at(path, false, 30, &err), MILER_ERR_BUSY);
    assert_non_null(strstr(err.msg, "in use"));
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    ok(open_at(path, false, 30, &err));
    sqlite3_close(db);
}

// ---- Erase and backup

static void erasing_is_refused(void **state) {
    kit *k = *state;
    int64_t at;
    ok(store_version(k->s, &at, &why));
    ok(store_begin(k->s, &why));
    assert_int_equal(store_erase(k->s, NULL, at, NULL), MILER_ERR_ARG);
    store_rollback(k->s);
    store *other;
    ok(store_open(&((store_options){.path = k->db}), &other, &why));
    ok(store_setting_set(other, "a", "b", &why));
    miler_error err = {0};
    assert_int_equal(store_erase(k->s, NULL, at, &err), MILER_ERR_CONFLICT);
    assert_non_null(strstr(err.msg, "was changed"));
    char *value;
    ok(store_setting_get(k->s, "a", k->arena, &value, &why));
    ok(store_version(k->s, &at, &why));
    ok(store_erase(k->s, NULL, at, &why));
    assert_int_equal(store_setting_get(other, "a", k->arena, &value, NULL), MILER_ERR_NOT_FOUND);
    store_close(other);
}

static off_t size_of(const char *path) {
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

// The rows are gone, and their place in the file with them.
static void what_is_erased_leaves_no_room_behind(void **state) {
    kit *k = *state;
    char path[128], key[16];
    store *s;
    int64_t at;
    (void)snprintf(path, sizeof path, "%s/full.db", k->folder);
    ok(store_open(&((store_options){.path = path}), &s, &why));
    char *much = malloc(60001);
    assert_non_null(much);
    memset(much, 'x', 60000);
    much[60000] = '\0';
    for (int i = 0; i < 40; i++) {
        (void)snprintf(key, sizeof key, "key %d", i);
        ok(store_setting_set(s, key, much, &why));
    }
    free(much);
    ok(store_version(s, &at, &why));
    ok(store_erase(s, "key 7", at, &why));
    assert_true(size_of(path) < 500000);
    ok(store_setting_get(s, "key 7", k->arena, &much, &why));
    assert_int_equal(strlen(much), 60000);
    store_close(s);
    assert_true(size_of(path) < 500000);
}

// A process that is killed in the midst of a backup leaves its journal behind: that is no new store, and what
// has been put in its place since is not rolled back to nothing by it.
static void a_backup_that_was_cut_off(void **state) {
    kit *k = *state;
    char path[128], journal[140], cause[400];
    miler_error err = {0};
    (void)snprintf(path, sizeof path, "%s/cut.db", k->folder);
    (void)snprintf(journal, sizeof journal, "%s-journal", path);
    ok(store_backup(k->s, path, &why));
    const off_t whole = size_of(path);
    FILE *f = fopen(journal, "wb");
    assert_non_null(f);
    // The head of the journal of a file that was empty, as the engine writes it.
    static const unsigned char head[32] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0,
                                           0,    0,    1,    2,    3,    4,    0,    0,    0, 0,
                                           0,    0,    2,    0,    0,    0,    0x10, 0};
    assert_int_equal(fwrite(head, 1, sizeof head, f), sizeof head);
    for (int i = (int)sizeof head; i < 512; i++)
        assert_int_equal(fputc(0, f), 0);
    assert_int_equal(fclose(f), 0);
    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(open_at(path, read_only != 0, 0, &err), MILER_ERR_STORE);
        (void)miler_error_print(cause, sizeof cause, &err);
        assert_non_null(strstr(cause, "never finished"));
        assert_int_equal(size_of(path), whole);
    }
    assert_non_null(strstr(err.remedy, "cut.db-journal"));
    assert_int_equal(unlink(journal), 0);
    ok(open_at(path, false, 0, &err));
}

// Names as they come: from the folder one stands in, and too long for any folder.
static void backups_by_any_name(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(k->folder), 0);
    const miler_status status = store_backup(k->s, "file:copy?mode=ro", &why);
    assert_int_equal(access("file:copy?mode=ro", F_OK), 0);
    assert_int_equal(chdir(here), 0);
    ok(status);
    char *path = malloc(MILER_PATH_MAX + 2);
    assert_non_null(path);
    memset(path, 'p', MILER_PATH_MAX + 1);
    path[MILER_PATH_MAX + 1] = '\0';
    assert_int_equal(store_backup(k->s, path, NULL), MILER_ERR_IO);
    free(path);
}

// ---- Media that allow no writing, by permission; root may write anywhere, so not as root

static bool become(uid_t who) {
    if (who == 0) return seteuid(0) == 0 && setreuid(0, 0) == 0;
    return setreuid(who, (uid_t)-1) == 0 && seteuid(who) == 0;
}

static void media_that_allow_no_writing(void **state) {
    kit *k = *state;
    (void)kit_athlete(k, "Ana");
    char path[128], wal[140], closed[128];
    (void)snprintf(path, sizeof path, "%s/%%41 #?.db", k->folder);
    (void)snprintf(wal, sizeof wal, "%s-wal", path);
    (void)snprintf(closed, sizeof closed, "%s/closed", k->folder);
    store_close(k->s);
    k->s = NULL;
    assert_int_equal(rename(k->db, path), 0);
    const int fd = open(closed, O_CREAT | O_RDWR, 0000);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(k->folder, 0555), 0);
    const bool root = geteuid() == 0;
    if (root && !become(65534)) fail_msg("cannot become another user: %s", strerror(errno));
    miler_error err = {0}, err_closed = {0}, err_wal = {0};
    store *s = NULL;
    const miler_status opened = store_open(&(store_options){.path = path}, &s, &err);
    store_counts c = {0};
    const bool read = opened == MILER_OK && store_read_only(s) && store_count(s, &c, NULL) == MILER_OK &&
                      store_begin(s, NULL) == MILER_ERR_BUSY;
    store_close(s);
    const miler_status shut = open_at(closed, false, 0, &err_closed);
    if (root) assert_true(become(0));
    // With a journal beside it somebody may be writing: it is not read as if nobody were.
    assert_int_equal(chmod(k->folder, 0755), 0);
    const int beside = open(wal, O_CREAT | O_RDWR, 0400);
    assert_true(beside >= 0);
    (void)close(beside);
    assert_int_equal(chmod(k->folder, 0555), 0);
    if (root) assert_true(become(65534));
    const miler_status unsure = open_at(path, false, 0, &err_wal);
    if (root) assert_true(become(0));
    assert_int_equal(chmod(k->folder, 0755), 0);
    if (opened != MILER_OK) fail_msg("%s", err.msg);
    assert_true(read);
    assert_int_equal(c.athletes, 1);
    assert_int_equal(shut, MILER_ERR_IO);
    assert_non_null(strstr(err_closed.msg, "cannot open the store"));
    assert_true(err_closed.remedy[0] != '\0');
    assert_int_equal(unsure, MILER_ERR_IO);
}

// ---- A file that may not grow

// By the size a process may write: a full disk by another name, and the store goes on afterwards.
static void a_size_limit_is_a_full_disk(void **state) {
    kit *k = *state;
    (void)kit_original(k, 1, 100000);
    struct rlimit was;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    void (*const handled)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){700000, was.rlim_max}), 0);
    miler_error err = {0};
    int64_t id;
    bool known;
    miler_status status = store_begin(k->s, &err);
    if (status == MILER_OK) status = kit_write_original(k->s, 2, 3000000, &id, &known, &err);
    if (status == MILER_OK) {
        status = store_commit(k->s, &err);
    } else {
        store_rollback(k->s);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    (void)signal(SIGXFSZ, handled);
    assert_int_equal(status, MILER_ERR_IO);
    if (strstr(err.msg, "no room") == NULL) fail_msg("%s", err.msg);
    store_counts c;
    ok(store_count(k->s, &c, &why));
    assert_int_equal(c.originals, 1);
    expect_original(k, 1, 1, 100000);
    (void)kit_original(k, 2, 3000000);
    expect_sound(k->s);
}

#define t(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        t(what_is_not_there_is_named),
        t(a_taken_recording_is_not_moved_to),
        t(long_lists_and_strange_searches),
        t(loads_beside_many_results),
        t(rows_that_no_miler_writes),
        t(texts_in_utf_16),
        t(databases_that_only_look_empty),
        t(a_new_store_that_another_holds),
        t(erasing_is_refused),
        t(what_is_erased_leaves_no_room_behind),
        t(a_backup_that_was_cut_off),
        t(backups_by_any_name),
        t(media_that_allow_no_writing),
        t(a_size_limit_is_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
