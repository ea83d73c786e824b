// SPDX-License-Identifier: MIT
// power_vfs.h: a file system below SQLite whose power can be cut. It keeps beside each
// real file what the disk is sure to have: the bytes of its last sync, and since then
// every write and cut that the disk may or may not have done. When the power goes,
// each of them has happened or not by the throw of a die, a write sector by sector
// (512 bytes, so also torn and out of order); a file whose folder was not synced since
// it was made may be missing, one that was deleted may be back. From the cut on
// nothing can be read or written. power_restore() then lays out what is left.
//
// As the VFS of Unix does it, the folder is synced with the first sync of a new journal
// or -wal, and with a delete that asks for it.
#ifndef TESTS_POWER_VFS_H
#define TESTS_POWER_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POWER_SECTOR 512
#define POWER_FILES 16

typedef struct power_change {
    int64_t at;
    size_t len;
    unsigned char *bytes; // NULL: the file is cut to `at` bytes
} power_change;

typedef struct power_disk { // one file
    char path[300];
    bool is_there, was_there; // in the folder now; as last synced
    unsigned char *kept;      // the bytes of its last sync
    size_t kept_len;
    power_change *changes;
    size_t count, room;
} power_disk;

typedef struct power_file {
    sqlite3_file base;
    power_disk *disk; // NULL: a temporary file without a name, or -shm
    bool journal;     // or -wal: its first sync takes the folder along
    sqlite3_file *real;
} power_file;

static struct {
    power_disk each[POWER_FILES];
    size_t count;
    long seen, at;     // operations that change the disk; the n-th of them is not done any more. 0: never
    bool is_off, lies; // lies: a sync does nothing and says that it has
    uint64_t die;
} power;
static sqlite3_vfs *power_real;

static inline bool power_gone(void) {
    if (power.is_off) return true;
    power.seen++;
    power.is_off = power.at != 0 && power.seen >= power.at;
    return power.is_off;
}

static inline uint64_t power_throw(void) {
    power.die = power.die * 6364136223846793005u + 1442695040888963407u; // Knuth's MMIX generator
    return power.die >> 33;
}

static inline power_file *power_of(sqlite3_file *f) {
    return (power_file *)(void *)f;
}
static inline sqlite3_file *power_below(sqlite3_file *f) {
    return power_of(f)->real;
}

static inline void *power_take(size_t size) {
    void *got = malloc(size != 0 ? size : 1);
    if (got == NULL) abort();
    return got;
}

static inline void power_forget_changes(power_disk *d) {
    for (size_t i = 0; i < d->count; i++)
        free(d->changes[i].bytes);
    d->count = 0;
}

static inline void power_note(power_disk *d, int64_t at, const void *bytes, size_t len) {
    if (d == NULL) return;
    if (d->count == d->room) {
        d->room = d->room != 0 ? 2 * d->room : 64;
        d->changes = realloc(d->changes, d->room * sizeof *d->changes);
        if (d->changes == NULL) abort();
    }
    power_change *c = &d->changes[d->count++];
    *c = (power_change){.at = at, .len = len, .bytes = bytes != NULL ? power_take(len) : NULL};
    if (bytes != NULL) memcpy(c->bytes, bytes, len);
}

static inline void power_grow(power_disk *d, size_t len) {
    if (len <= d->kept_len) return;
    d->kept = realloc(d->kept, len);
    if (d->kept == NULL) abort();
    memset(d->kept + d->kept_len, 0, len - d->kept_len);
    d->kept_len = len;
}

// `all`: nothing is left to the die.
static inline void power_apply(power_disk *d, const power_change *c, bool all) {
    if (c->bytes == NULL) {
        if (!all && power_throw() % 2 != 0) return;
        power_grow(d, (size_t)c->at);
        d->kept_len = (size_t)c->at;
        return;
    }
    if (!all && power_throw() % 3 == 0) return; // the whole of it is lost
    const bool whole = all || power_throw() % 2 == 0;
    for (size_t from = 0; from < c->len; from += POWER_SECTOR) {
        const size_t n = c->len - from < POWER_SECTOR ? c->len - from : POWER_SECTOR;
        if (!whole && power_throw() % 2 != 0) continue;
        power_grow(d, (size_t)c->at + from + n);
        memcpy(d->kept + c->at + from, c->bytes + from, n);
    }
}

static inline void power_sync_disk(power_disk *d) {
    for (size_t i = 0; i < d->count; i++)
        power_apply(d, &d->changes[i], true);
    power_forget_changes(d);
}

static inline void power_sync_folder(void) {
    for (size_t i = 0; i < power.count; i++)
        power.each[i].was_there = power.each[i].is_there;
}

// ---- The methods

static int power_close(sqlite3_file *f) {
    return power_below(f)->pMethods->xClose(power_below(f));
}
static int power_read(sqlite3_file *f, void *to, int len, sqlite3_int64 at) {
    return power.is_off ? SQLITE_IOERR_READ : power_below(f)->pMethods->xRead(power_below(f), to, len, at);
}
static int power_write(sqlite3_file *f, const void *from, int len, sqlite3_int64 at) {
    if (power_of(f)->disk != NULL && power_gone()) {
        if (power.seen == power.at) power_note(power_of(f)->disk, at, from, (size_t)len); // under way
        return SQLITE_IOERR_WRITE;
    }
    power_note(power_of(f)->disk, at, from, (size_t)len);
    return power_below(f)->pMethods->xWrite(power_below(f), from, len, at);
}
static int power_truncate(sqlite3_file *f, sqlite3_int64 size) {
    if (power_of(f)->disk != NULL && power_gone()) return SQLITE_IOERR_TRUNCATE;
    power_note(power_of(f)->disk, size, NULL, 0);
    return power_below(f)->pMethods->xTruncate(power_below(f), size);
}
static int power_sync(sqlite3_file *f, int flags) {
    (void)flags;
    power_disk *d = power_of(f)->disk;
    if (d == NULL) return SQLITE_OK;
    if (power_gone()) return SQLITE_IOERR_FSYNC;
    if (power.lies) return SQLITE_OK;
    power_sync_disk(d);
    if (power_of(f)->journal) power_sync_folder();
    power_of(f)->journal = false;
    return SQLITE_OK;
}
static int power_size(sqlite3_file *f, sqlite3_int64 *size) {
    return power_below(f)->pMethods->xFileSize(power_below(f), size);
}
static int power_lock(sqlite3_file *f, int kind) {
    return power_below(f)->pMethods->xLock(power_below(f), kind);
}
static int power_unlock(sqlite3_file *f, int kind) {
    return power_below(f)->pMethods->xUnlock(power_below(f), kind);
}
static int power_reserved(sqlite3_file *f, int *out) {
    return power_below(f)->pMethods->xCheckReservedLock(power_below(f), out);
}
static int power_control(sqlite3_file *f, int op, void *arg) {
    return power_below(f)->pMethods->xFileControl(power_below(f), op, arg);
}
static int power_sector(sqlite3_file *f) {
    (void)f;
    return POWER_SECTOR;
}
static int power_traits(sqlite3_file *f) {
    (void)f;
    return 0; // nothing is promised of this disk
}
static int power_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return power_below(f)->pMethods->xShmMap(power_below(f), page, size, extend, out);
}
static int power_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
    return power_below(f)->pMethods->xShmLock(power_below(f), offset, n, flags);
}
static void power_shm_barrier(sqlite3_file *f) {
    power_below(f)->pMethods->xShmBarrier(power_below(f));
}
static int power_shm_unmap(sqlite3_file *f, int remove) {
    return power_below(f)->pMethods->xShmUnmap(power_below(f), remove);
}

static const sqlite3_io_methods power_methods = {.iVersion = 2, // 3 would allow mapping, past all of this
                                                 .xClose = power_close,
                                                 .xRead = power_read,
                                                 .xWrite = power_write,
                                                 .xTruncate = power_truncate,
                                                 .xSync = power_sync,
                                                 .xFileSize = power_size,
                                                 .xLock = power_lock,
                                                 .xUnlock = power_unlock,
                                                 .xCheckReservedLock = power_reserved,
                                                 .xFileControl = power_control,
                                                 .xSectorSize = power_sector,
                                                 .xDeviceCharacteristics = power_traits,
                                                 .xShmMap = power_shm_map,
                                                 .xShmLock = power_shm_lock,
                                                 .xShmBarrier = power_shm_barrier,
                                                 .xShmUnmap = power_shm_unmap};

static inline power_disk *power_disk_of(const char *path) {
    for (size_t i = 0; i < power.count; i++)
        if (strcmp(power.each[i].path, path) == 0) return &power.each[i];
    return NULL;
}

static inline power_disk *power_new_disk(const char *path) {
    if (power.count == POWER_FILES) abort();
    power_disk *d = &power.each[power.count++];
    *d = (power_disk){.is_there = true};
    (void)snprintf(d->path, sizeof d->path, "%s", path);
    return d;
}

// As the disk has it before the work begins.
static inline void power_learn(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return;
    power_disk *d = power_new_disk(path);
    unsigned char piece[65536];
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;) {
        const size_t at = d->kept_len;
        power_grow(d, at + n);
        memcpy(d->kept + at, piece, n);
    }
    (void)fclose(file);
    d->was_there = true;
}

static int power_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    power_file *f = power_of(file);
    f->base.pMethods = NULL;
    if (power.is_off) return SQLITE_CANTOPEN;
    f->real = (sqlite3_file *)(void *)(f + 1);
    memset(f->real, 0, (size_t)power_real->szOsFile);
    const bool made = name != NULL && access(name, F_OK) != 0;
    const int rc = power_real->xOpen(power_real, name, f->real, flags, out_flags);
    f->disk = name != NULL && rc == SQLITE_OK ? power_disk_of(name) : NULL;
    if (name != NULL && rc == SQLITE_OK && f->disk == NULL) f->disk = power_new_disk(name);
    if (f->disk != NULL && made) { // anew: what a deleted one of that name had is another file's
        power_forget_changes(f->disk);
        f->disk->is_there = true;
        f->disk->kept_len = f->disk->was_there ? f->disk->kept_len : 0;
        if (f->disk->was_there) power_note(f->disk, 0, NULL, 0);
    }
    f->journal = made && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    if (f->real->pMethods != NULL) f->base.pMethods = &power_methods;
    return rc;
}

static int power_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    if (power_gone()) return SQLITE_IOERR_DELETE;
    power_disk *d = power_disk_of(name);
    const int rc = power_real->xDelete(power_real, name, 0);
    if (d != NULL && rc == SQLITE_OK) d->is_there = false;
    if (sync && !power.lies && rc == SQLITE_OK) power_sync_folder();
    return rc;
}

// From now on every store of this process stands on it.
static inline void power_install(void) {
    static sqlite3_vfs vfs;
    power_real = sqlite3_vfs_find(NULL);
    vfs = *power_real;
    vfs.szOsFile = (int)sizeof(power_file) + power_real->szOsFile;
    vfs.zName = "power";
    vfs.pNext = NULL;
    vfs.xOpen = power_open;
    vfs.xDelete = power_delete;
    (void)sqlite3_vfs_register(&vfs, 1);
}

// A new piece of work on the store at `db`. Cut at the n-th change; 0: left alone.
static inline void power_begin(const char *db, long at, uint64_t die, bool lies) {
    for (size_t i = 0; i < power.count; i++) {
        power_forget_changes(&power.each[i]);
        free(power.each[i].kept);
        free(power.each[i].changes);
    }
    memset(&power, 0, sizeof power);
    power_learn(db);
    char wal[320];
    (void)snprintf(wal, sizeof wal, "%s-wal", db);
    power_learn(wal);
    power.at = at;
    power.die = die;
    power.lies = lies;
}

// The power is back: the folder holds what the disk has kept.
static inline void power_restore(const char *db) {
    char shm[320];
    (void)snprintf(shm, sizeof shm, "%s-shm", db);
    (void)remove(shm);
    for (size_t i = 0; i < power.count; i++) {
        power_disk *d = &power.each[i];
        (void)remove(d->path);
        const bool there = d->is_there == d->was_there ? d->is_there : power_throw() % 2 != 0;
        if (!there) continue;
        for (size_t c = 0; c < d->count; c++)
            power_apply(d, &d->changes[c], false);
        FILE *file = fopen(d->path, "wb");
        if (file == NULL || (d->kept_len != 0 && fwrite(d->kept, 1, d->kept_len, file) != d->kept_len) ||
            fclose(file) != 0)
            abort();
    }
    power.is_off = false;
    power.at = 0;
}

#endif
