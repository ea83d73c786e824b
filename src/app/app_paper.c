// SPDX-License-Identifier: MIT
#include "app/app_paper.h"

#include "app/out_file.h"
#include "app/race_week.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

miler_status app_paper_plan(app *a, miler_arena *arena, app_paper_answer *out, miler_error *err) {
    store_plan row;
    *out = (app_paper_answer){0};
    miler_status status = app_plan_get(a, arena, &out->plan, err);
    if (status == MILER_OK) status = store_plan_active(a->store, a->athlete_id, arena, &row, err);
    if (status != MILER_OK) return status;
    out->version = row.version;
    // A first version was made on the day it was built for; a later one, when it was saved.
    const int32_t built = out->plan.plan.request.today;
    out->made_day =
        row.version == 1 && built != MILER_NO_DAY ? built : miler_day_at(row.saved_ms, a->utc_offset_s);
    // Nothing was saved after the day that the program takes for today (MILER_TODAY).
    if (out->made_day > a->today) out->made_day = a->today;
    // Without the gun there is no clock to print.
    return out->plan.plan.request.gun_s >= 0 ? app_plan_race_week(&out->plan, arena, err) : MILER_OK;
}

static miler_status io_failure(const char *path, const char *what, int number, miler_error *err) {
    const miler_status status = miler_fail(err, MILER_ERR_IO, "%s: %s", what, strerror(number));
    miler_error_file(err, path);
    return status;
}

static bool write_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        const ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

// A pipe or a device has no bytes to keep: it is written to as it is.
static miler_status write_through(const char *path, const void *bytes, size_t len, miler_error *err) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return io_failure(path, "cannot be written", errno, err);
    const char *at = bytes;
    ssize_t n = 1;
    while (len > 0 && (n > 0 || errno == EINTR)) {
        n = write(fd, at, len);
        if (n > 0) at += n, len -= (size_t)n;
    }
    const int number = errno;
    if (close(fd) == 0 && len == 0) return MILER_OK;
    return io_failure(path, "cannot be written", number, err);
}

// A slip of the hand names the store, or a text that nobody else has: what is no paper of ours stays.
static miler_status may_replace(const char *path, const void *bytes, size_t head, miler_error *err) {
    char there[PAPER_HEAD_MAX];
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return io_failure(path, "cannot be read", errno, err);
    const ssize_t n = read(fd, there, head < sizeof there ? head : sizeof there);
    const int number = errno;
    (void)close(fd);
    if (n < 0) return io_failure(path, "cannot be written", number, err);
    if (n == 0 || memcmp(there, bytes, (size_t)n) == 0) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_CONFLICT, "is there already and is something else");
    miler_error_file(err, path);
    miler_error_remedy(err, "name another file, or move that one away");
    return MILER_ERR_CONFLICT;
}

static miler_status put_beside(const char *path, const void *bytes, size_t len, miler_error *err) {
    char temp[MILER_PATH_MAX];
    const int fd = out_part_open(path, O_WRONLY, temp, sizeof temp);
    if (fd < 0 && errno == ENAMETOOLONG) {
        const miler_status status = miler_fail(err, MILER_ERR_LIMIT, "the name is too long");
        miler_error_file(err, path);
        return status;
    }
    if (fd < 0) return io_failure(path, "cannot be written", errno, err);
    bool good = write_all(fd, bytes, len);
    int number = errno;
    if (close(fd) != 0 && good) good = false, number = errno;
    if (good && rename(temp, path) != 0) good = false, number = errno;
    if (good) out_sync_folder_of(path);
    if (good) return MILER_OK;
    (void)unlink(temp);
    return io_failure(path, "cannot be written", number, err);
}

miler_status app_paper_write(const char *path, const void *bytes, size_t len, size_t head, miler_error *err) {
    struct stat there;
    const bool is_there = stat(path, &there) == 0;
    if (is_there && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
        return write_through(path, bytes, len, err);
    const miler_status status = is_there && head > 0 ? may_replace(path, bytes, head, err) : MILER_OK;
    return status == MILER_OK ? put_beside(path, bytes, len, err) : status;
}
