// SPDX-License-Identifier: MIT
// faulty_vfs.h: a file system below SQLite that can be told to fail: the n-th
// operation of a kind, once or from then on. Everything else goes through to the
// real one.
#ifndef TESTS_FAULTY_VFS_H
#define TESTS_FAULTY_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef enum faulty_kind {
    FAULTY_WRITE = 1, // xWrite and xTruncate
    FAULTY_SYNC = 2,
    FAULTY_READ = 4,
    FAULTY_OPEN = 8,
    FAULTY_DELETE = 16
} faulty_kind;

typedef struct faulty_order {
    unsigned kinds;
    int rc;       // what the operation returns
    long at;      // the n-th of these kinds, from 1; 0: none fails
    bool lasting; // and all after it
    long seen;    // so many were asked for
    bool did_fail;
} faulty_order;

static faulty_order faulty;
static sqlite3_vfs *faulty_real;

static bool faulty_fails(faulty_kind kind) {
    if ((faulty.kinds & kind) == 0) return false;
    faulty.seen++;
    const bool fails =
        faulty.at != 0 && (faulty.seen == faulty.at || (faulty.lasting && faulty.seen > faulty.at));
    faulty.did_fail = faulty.did_fail || fails;
    return fails;
}

typedef struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real; // right behind this struct
} faulty_file;

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((faulty_file *)(void *)file)->real;
}

static int faulty_close(sqlite3_file *f) {
    return real_of(f)->pMethods->xClose(real_of(f));
}
static int faulty_read(sqlite3_file *f, void *to, int len, sqlite3_int64 at) {
    if (faulty_fails(FAULTY_READ)) return SQLITE_IOERR_READ;
    return real_of(f)->pMethods->xRead(real_of(f), to, len, at);
}
static int faulty_write(sqlite3_file *f, const void *from, int len, sqlite3_int64 at) {
    if (faulty_fails(FAULTY_WRITE)) {
        // A full disk takes the first half.
        if (len > 1) (void)real_of(f)->pMethods->xWrite(real_of(f), from, len / 2, at);
        return faulty.rc;
    }
    return real_of(f)->pMethods->xWrite(real_of(f), from, len, at);
}
static int faulty_truncate(sqlite3_file *f, sqlite3_int64 size) {
    return faulty_fails(FAULTY_WRITE) ? SQLITE_IOERR_TRUNCATE
                                      : real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static int faulty_sync(sqlite3_file *f, int flags) {
    return faulty_fails(FAULTY_SYNC) ? SQLITE_IOERR_FSYNC : real_of(f)->pMethods->xSync(real_of(f), flags);
}
static int faulty_size(sqlite3_file *f, sqlite3_int64 *size) {
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
static int faulty_lock(sqlite3_file *f, int kind) {
    return real_of(f)->pMethods->xLock(real_of(f), kind);
}
static int faulty_unlock(sqlite3_file *f, int kind) {
    return real_of(f)->pMethods->xUnlock(real_of(f), kind);
}
static int faulty_reserved(sqlite3_file *f, int *out) {
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static int faulty_control(sqlite3_file *f, int op, void *arg) {
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static int faulty_sector(sqlite3_file *f) {
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}
static int faulty_traits(sqlite3_file *f) {
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}
static int faulty_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
static int faulty_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}
static void faulty_shm_barrier(sqlite3_file *f) {
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}
static int faulty_shm_unmap(sqlite3_file *f, int remove) {
    return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

static const sqlite3_io_methods faulty_methods = {.iVersion = 2, // 3 would allow mapping, past all of this
                                                  .xClose = faulty_close,
                                                  .xRead = faulty_read,
                                                  .xWrite = faulty_write,
                                                  .xTruncate = faulty_truncate,
                                                  .xSync = faulty_sync,
                                                  .xFileSize = faulty_size,
                                                  .xLock = faulty_lock,
                                                  .xUnlock = faulty_unlock,
                                                  .xCheckReservedLock = faulty_reserved,
                                                  .xFileControl = faulty_control,
                                                  .xSectorSize = faulty_sector,
                                                  .xDeviceCharacteristics = faulty_traits,
                                                  .xShmMap = faulty_shm_map,
                                                  .xShmLock = faulty_shm_lock,
                                                  .xShmBarrier = faulty_shm_barrier,
                                                  .xShmUnmap = faulty_shm_unmap};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    faulty_file *f = (faulty_file *)(void *)file;
    f->base.pMethods = NULL;
    if (faulty_fails(FAULTY_OPEN)) return SQLITE_CANTOPEN;
    f->real = (sqlite3_file *)(void *)(f + 1);
    memset(f->real, 0, (size_t)faulty_real->szOsFile);
    const int rc = faulty_real->xOpen(faulty_real, name, f->real, flags, out_flags);
    if (f->real->pMethods != NULL) f->base.pMethods = &faulty_methods;
    return rc;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    return faulty_fails(FAULTY_DELETE) ? SQLITE_IOERR_DELETE : faulty_real->xDelete(faulty_real, name, sync);
}

// From now on every store of this process stands on it.
static inline void faulty_install(void) {
    static sqlite3_vfs vfs;
    faulty_real = sqlite3_vfs_find(NULL);
    vfs = *faulty_real;
    vfs.szOsFile = (int)sizeof(faulty_file) + faulty_real->szOsFile;
    vfs.zName = "faulty";
    vfs.pNext = NULL;
    vfs.xOpen = faulty_open;
    vfs.xDelete = faulty_delete;
    (void)sqlite3_vfs_register(&vfs, 1);
}

#endif
