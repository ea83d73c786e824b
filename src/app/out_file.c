// SPDX-License-Identifier: MIT
#define _GNU_SOURCE      // syncfs
#define _DARWIN_C_SOURCE // sync
#include "app/out_file.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PART_NAMES_MAX 100u // two threads write at once at most; the rest are left by runs that were cut off

static miler_status io_failed(miler_error *err, const char *doing, const char *path, int why) {
    const miler_status status = miler_fail(err, MILER_ERR_IO, "cannot %s %s: %s", doing, path, strerror(why));
    const char *remedy = why == ENOSPC || why == EFBIG || why == EDQUOT
                             ? "there is no room left: free some space, then run it again"
                         : why == EROFS || why == EACCES || why == EPERM
                             ? "it may only be read: unlock it, or check how it is mounted"
                         : why == EISDIR ? "it is a folder: name a file in it"
                         : why == ENOENT ? "there is no such folder: is the device connected?"
                                         : "check the device and its cable, then run it again";
    miler_error_remedy(err, "%s", remedy);
    return status;
}

miler_status out_path(char *out, size_t size, const char *folder, const char *name, miler_error *err) {
    const int len = snprintf(out, size, "%s/%s", folder, name);
    return len >= 0 && (size_t)len < size ? MILER_OK
                                          : miler_fail(err, MILER_ERR_LIMIT, "the path is too long");
}

static int write_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        const ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n < 0 ? errno : EIO;
        bytes += n;
        len -= (size_t)n;
    }
    // A file system that cannot sync says so; what is written is read back all the same.
    if (fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) return 0;
    return errno;
}

void out_sync_folder_of(const char *path) {
    char folder[MILER_PATH_MAX];
    const char *slash = strrchr(path, '/');
    const int len = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
    (void)snprintf(folder, sizeof folder, "%.*s", len, slash == NULL ? "." : path);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return; // a file system that cannot do it keeps the order by itself
    (void)fsync(fd);
    (void)close(fd);
}

// One call where the system has one: a file alone may take a hundredth of a second.
miler_status out_sync_all(const char *folder, miler_error *err) {
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return io_failed(err, "look into", folder, errno);
#ifdef __linux__
    const int why = syncfs(fd) == 0 ? 0 : errno;
#else
    sync();
    const int why = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
#endif
    (void)close(fd);
    if (why != 0) return io_failed(err, "write", folder, why);
    out_sync_folder_of(folder);
    return MILER_OK;
}

// 0 = nothing is there.
static mode_t kind_of(const char *path) {
    struct stat there;
    return stat(path, &there) == 0 ? there.st_mode & S_IFMT : 0;
}

static miler_status write_through(const char *path, const void *bytes, size_t len, miler_error *err) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return io_failed(err, "write", path, errno);
    int why = write_all(fd, bytes, len);
    if (close(fd) != 0 && why == 0) why = errno;
    return why == 0 ? MILER_OK : io_failed(err, "write", path, why);
}

// A file that is there must have `mark` among its first `within` bytes, or be empty.
static miler_status may_replace(const char *path, const void *mark, size_t len, size_t within,
                                miler_error *err) {
    char there[OUT_MARK_WITHIN];
    if (kind_of(path) != S_IFREG) return MILER_OK;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? MILER_OK : io_failed(err, "read", path, errno);
    const ssize_t n = read(fd, there, within < sizeof there ? within : sizeof there);
    (void)close(fd);
    if (n < 0) return io_failed(err, "read", path, errno);
    if (n == 0) return MILER_OK;
    for (size_t at = 0; at + len <= (size_t)n; at++)
        if (memcmp(there + at, mark, len) == 0) return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_CONFLICT, "%s is there already and is something else", path);
    miler_error_remedy(err, "name another file, or move that one away");
    return status;
}

// SAFETY: a name that is there already is somebody's, and left alone: another one is tried.
int out_part_open(const char *path, int flags, char *temp, size_t size) {
    int fd = -1;
    errno = EEXIST;
    for (unsigned i = 0; fd < 0 && errno == EEXIST && i < PART_NAMES_MAX; i++) {
        const int n = snprintf(temp, size, "%s.part-%ld-%u", path, (long)getpid(), i);
        if (n < 0 || (size_t)n >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(temp, flags | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    }
    return fd;
}

static miler_status put_file(const char *path, const void *bytes, size_t len, miler_error *err) {
    char temp[MILER_PATH_MAX];
    const mode_t kind = kind_of(path);
    if (kind == S_IFDIR) return io_failed(err, "write", path, EISDIR);
    // A pipe or a device has no bytes to keep: it is written to as it is.
    if (kind != 0 && kind != S_IFREG) return write_through(path, bytes, len, err);
    const int fd = out_part_open(path, O_WRONLY, temp, sizeof temp);
    if (fd < 0 && errno == ENAMETOOLONG) return miler_fail(err, MILER_ERR_LIMIT, "the path is too long");
    if (fd < 0) return io_failed(err, "write", path, errno);
    int why = write_all(fd, bytes, len);
    if (close(fd) != 0 && why == 0) why = errno;
    if (why == 0 && rename(temp, path) != 0) why = errno;
    if (why != 0) {
        (void)unlink(temp);
        return io_failed(err, "write", path, why);
    }
    out_sync_folder_of(path);
    return MILER_OK;
}

miler_status out_file_write(const char *path, const void *bytes, size_t len, size_t head, miler_error *err) {
    const miler_status status = head > 0 ? may_replace(path, bytes, head, head, err) : MILER_OK;
    return status == MILER_OK ? put_file(path, bytes, len, err) : status;
}

miler_status out_file_replace(const char *path, const void *bytes, size_t len, const char *mark,
                              miler_error *err) {
    const miler_status status = may_replace(path, mark, strlen(mark), OUT_MARK_WITHIN, err);
    return status == MILER_OK ? put_file(path, bytes, len, err) : status;
}

miler_status out_folder_make(const char *path, miler_error *err) {
    struct stat st;
    if (mkdir(path, 0755) == 0) return MILER_OK;
    const int why = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return MILER_OK;
    return io_failed(err, "make the folder", path, why);
}

static int read_all(int fd, char *bytes, size_t size, size_t *len) {
    for (*len = 0; *len < size;) {
        const ssize_t n = read(fd, bytes + *len, size - *len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n < 0 ? errno : 0;
        *len += (size_t)n;
    }
    return 0;
}

miler_status out_file_read(const char *path, size_t most, miler_arena *arena, const char **out,
                           size_t *out_len, miler_error *err) {
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); // of a pipe there is nothing to wait for
    if (fd < 0 && errno == ENOENT) return miler_fail(err, MILER_ERR_NOT_FOUND, "there is no %s", path);
    if (fd < 0) return io_failed(err, "read", path, errno);
    struct stat st = {0};
    const int unknown = fstat(fd, &st) == 0 ? 0 : errno;
    if (unknown != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return unknown != 0
                   ? io_failed(err, "read", path, unknown)
                   : miler_fail(err, MILER_ERR_IO, "%s is a folder, a device or a pipe, not a file", path);
    }
    const size_t size = st.st_size > 0 ? (size_t)st.st_size : 0;
    char *bytes = size <= most ? miler_arena_bare_array(arena, size + 1, 1) : NULL;
    const int why = bytes != NULL ? read_all(fd, bytes, size, out_len) : 0;
    (void)close(fd);
    *out = bytes;
    if (size > most) return miler_fail(err, MILER_ERR_LIMIT, "%s is too large", path);
    if (bytes == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return why == 0 ? MILER_OK : io_failed(err, "read", path, why);
}

miler_status out_file_same(const char *path, const void *bytes, size_t len, miler_arena *arena, bool *out,
                           miler_error *err) {
    const char *there;
    size_t there_len;
    *out = false;
    const miler_status status = out_file_read(path, len, arena, &there, &there_len, err);
    if (status == MILER_ERR_NOT_FOUND || status == MILER_ERR_LIMIT) {
        if (err != NULL) miler_error_clear(err);
        return MILER_OK;
    }
    if (status == MILER_OK) *out = there_len == len && memcmp(there, bytes, len) == 0;
    return status;
}

miler_status out_folder_free(const char *path, uint64_t *out_free, uint64_t *out_piece, miler_error *err) {
    struct statvfs fs;
    if (statvfs(path, &fs) != 0) return io_failed(err, "look into", path, errno);
    const uint64_t piece = fs.f_frsize > 0 ? fs.f_frsize : 512;
    *out_free = (uint64_t)fs.f_bavail * piece;
    *out_piece = piece;
    return MILER_OK;
}
