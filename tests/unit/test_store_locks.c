// SPDX-License-Identifier: MIT
// What this program opens beside its own store must not cost the store its locks: who opens and closes a file
// drops all locks that its process holds on it (POSIX), and then the next program that ends takes the -wal
// away, with what is written from there on.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "app/app_own_workouts.h"
#include "app/out_file.h"

#include <fcntl.h>
#include <sys/wait.h>

// Places of the engine's locks: readers of the database, and whoever uses the -shm.
#define READERS_AT 0x40000002
#define READERS 510
#define USERS_AT 128

// As another program sees it: only its question does not drop what this one holds.
static bool is_held(const kit *k, const char *end, off_t at, off_t len) {
    char path[300];
    (void)snprintf(path, sizeof path, "%s%s", k->db, end);
    const pid_t pid = fork();
    if (pid == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = len};
        const int fd = open(path, O_RDWR);
        if (fd < 0 || fcntl(fd, F_GETLK, &lock) != 0) _exit(2);
        _exit(lock.l_type == F_UNLCK ? 1 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 0;
}

static void expect_held(const kit *k) {
    assert_true(is_held(k, "", READERS_AT, READERS));
    assert_true(is_held(k, "-shm", USERS_AT, 1));
}

static void the_question_is_a_good_one(void **state) {
    kit *k = *state;
    expect_held(k);
    const int fd = open(k->db, O_RDONLY);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_false(is_held(k, "", READERS_AT, READERS));
}

// A folder with the store in it, under its own name and under that of a link.
static void an_import_passes_the_store_by(void **state) {
    kit *k = *state;
    char link_path[600];
    kit_write_runs(k, 3);
    assert_int_equal(symlink(k->db, kit_path(k, "link.fit", link_path)), 0);
    assert_int_equal(kit_import(k, ".."), MILER_OK);
    expect_held(k);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 3);
    assert_int_equal(k->answer.outcomes[STORE_FILE_FAILED], 0);
    assert_int_equal(k->answer.outcomes[STORE_FILE_SKIPPED], 4); // the database, -wal, -shm and the link
    for (size_t i = 0; i < k->count; i++)
        if (k->lines[i].outcome == STORE_FILE_SKIPPED)
            assert_string_equal(k->lines[i].reason, "the store that is imported into");
    assert_int_equal(kit_import(k, "link.fit"), MILER_OK);
    expect_held(k);
    // As the index of an export it is met twice.
    kit_folder(k, "export");
    kit_folder(k, "export/activities");
    assert_int_equal(symlink(k->db, kit_path(k, "export/activities.csv", link_path)), 0);
    assert_int_equal(kit_import(k, "export"), MILER_OK);
    expect_held(k);
}

static void whose_the_workouts_are(void **state) {
    kit *k = *state;
    const char *shared;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_own_workouts_shared(k->db, arena, &shared, NULL), MILER_OK);
    assert_null(shared);
    expect_held(k);
    miler_arena_free(arena);
}

// A slip of the hand names the store as the file for a plan's page: it is not even looked into.
static void nothing_is_written_over_it(void **state) {
    kit *k = *state;
    const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char path[300];
        miler_error err = {0};
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        assert_int_equal(app_out_write(k->app, path, "%PDF", 4, OUT_HEAD, &err), MILER_ERR_CONFLICT);
        assert_non_null(strstr(err.msg, "is the store itself"));
        expect_held(k);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {KIT(the_question_is_a_good_one), KIT(an_import_passes_the_store_by),
                                       KIT(whose_the_workouts_are), KIT(nothing_is_written_over_it)};
    return cmocka_run_group_tests_name("locks of the store", tests, NULL, NULL);
}
