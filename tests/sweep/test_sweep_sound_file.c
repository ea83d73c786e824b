// SPDX-License-Identifier: MIT
// Every write of a file of sound fails once, and then all after it: it is told, and the file that was there is
// still the one of before. The library takes no notice of the last ones, which put the head right.
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/sound_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static size_t writes, fail_at; // 0 = none
static bool all_after;

// In the place of the C library's.
ssize_t write(int fd, const void *from, size_t count) {
    writes++;
    if (fail_at != 0 && (writes == fail_at || (all_after && writes > fail_at))) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_write, fd, from, count);
}

static char folder[] = "/tmp/miler-sound-XXXXXX";
static char path[64];

static miler_status make(const char *end) {
    miler_error err = {0};
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    sound_file *f = NULL;
    uint64_t bytes = 0;
    double peak = 0;
    float samples[1000];
    (void)snprintf(path, sizeof path, "%s/a%s", folder, end);
    for (size_t i = 0; i < 1000; i++)
        samples[i] = (float)(i % 50) / 60;
    miler_status status = sound_file_new(path, "A title", arena, &f, &err);
    if (status == MILER_OK) {
        for (int i = 0; i < 40; i++) {
            sound_file_put(f, samples, 1000);
            sound_file_silence(f, 2000);
        }
        status = sound_file_finish(f, &bytes, &peak, &err);
    }
    miler_arena_free(arena);
    if (status != MILER_OK) assert_non_null(strstr(err.msg, "No space left"));
    return status;
}

static int files(void) {
    int count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        count += e->d_name[0] != '.';
    (void)closedir(d);
    return count;
}

static void put_old(void) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs("old", f) >= 0 && fclose(f) == 0);
}

static bool is_old(void) {
    char text[8] = "";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    const size_t n = fread(text, 1, sizeof text - 1, f);
    (void)fclose(f);
    return n == 3 && strcmp(text, "old") == 0;
}

static void each_write_fails(void **state) {
    const char *end = *state;
    fail_at = 0;
    writes = 0;
    assert_int_equal(make(end), MILER_OK);
    const size_t count = writes;
    assert_true(count >= 3);
    for (size_t at = 1; at <= count; at++)
        for (int mode = 0; mode < 2; mode++) {
            fail_at = 0;
            put_old();
            fail_at = at;
            all_after = mode == 1;
            writes = 0;
            const miler_status status = make(end);
            fail_at = 0;
            if (status != MILER_ERR_IO) print_message("%s: write %zu of %zu: %d\n", end, at, count, status);
            assert_int_equal(status, MILER_ERR_IO);
            assert_true(is_old());
            assert_int_equal(files(), 1);
        }
    assert_int_equal(unlink(path), 0);
}

static int set_up(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    static char wav[] = ".wav", flac[] = ".flac", ogg[] = ".ogg", opus[] = ".opus";
    const struct CMUnitTest tests[] = {{"of wav", each_write_fails, NULL, NULL, wav},
                                       {"of flac", each_write_fails, NULL, NULL, flac},
                                       {"of ogg", each_write_fails, NULL, NULL, ogg},
                                       {"of opus", each_write_fails, NULL, NULL, opus}};
    return cmocka_run_group_tests_name("sweep sound file", tests, set_up, tear_down);
}
