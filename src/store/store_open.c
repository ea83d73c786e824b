// SPDX-License-Identifier: MIT
// Opening and closing the store, and its transactions.
//
// A database file may come from anywhere (a backup, a friend, a bad disk), so
// it is opened defensively: no triggers, no views, no functions called by the
// schema, no writable schema, lowered limits, and its identity is looked at
// before a single byte is changed.
#include "store/sql.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000    // an import commits many times a second; 5 s is patience enough
#define BUSY_STEP_MS 20 // between tries to switch a new file to WAL
#define CACHE_KIB 4096  // page cache: all inner pages of a 10,000-run store [measured: no gain above]
// A new store has a journal of nothing while its first page is made; a longer one with it is a copy that was begun.
#define FIRST_PAGES_MAX (64 * 1024)
#define LENGTH_MAX (8 * 1024 * 1024) // longest value: a plan's text (STORE_PLAN_MAX) with room

const char *store_engine(void) {
    return "SQLite";
}

const char *store_engine_version(void) {
    return sqlite3_libversion();
}

bool store_read_only(const store *s) {
    return s->read_only;
}

const char *store_path(const store *s) {
    return s->path;
}

bool store_holds(const store *s, const struct stat *file) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[MILER_PATH_MAX + 8];
    struct stat own;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", s->path, ends[i]);
        if (stat(path, &own) == 0 && own.st_dev == file->st_dev && own.st_ino == file->st_ino) return true;
    }
    return false;
}

// ---- Opening

static void harden(sqlite3 *db) {
    static const struct {
        int what, value;
    } flags[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                 {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                 {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
                 {SQLITE_DBCONFIG_ENABLE_FKEY, 1}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        (void)sqlite3_db_config(db, flags[i].what, flags[i].value, NULL);
    // The largest of our own needs, rounded up; SQLite's defaults are hundreds of times these.
    static const struct {
        int what, value;
    } limits[] = {{SQLITE_LIMIT_LENGTH, LENGTH_MAX},   {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
                  {SQLITE_LIMIT_COLUMN, 100},          {SQLITE_LIMIT_EXPR_DEPTH, 50},
                  {SQLITE_LIMIT_COMPOUND_SELECT, 5},   {SQLITE_LIMIT_VDBE_OP, 25000},
                  {SQLITE_LIMIT_FUNCTION_ARG, 8},      {SQLITE_LIMIT_ATTACHED, 0},
                  {SQLITE_LIMIT_TRIGGER_DEPTH, 1},     {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 512},
                  {SQLITE_LIMIT_VARIABLE_NUMBER, 100}, {SQLITE_LIMIT_WORKER_THREADS, 0}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        (void)sqlite3_limit(db, limits[i].what, limits[i].value);
}

// The engine would wait for ever at a pipe, and say nothing that helps of a device.
static miler_status check_kind(const char *path, miler_error *err) {
    struct stat info;
    if (stat(path, &info) != 0 || S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_IO, "%s is a device or a pipe: no store can be in it", path);
    miler_error_remedy(err, "name a file with --db");
    return MILER_ERR_IO;
}

// Creates the file private to its owner before the engine would make it readable
// for all. False: it can only be read.
// SAFETY: one that is there is looked at and never opened: closing it would drop the locks that another
// connection of this process holds on it (POSIX), and the next program that ends would take the -wal away.
static miler_status touch(const char *path, bool *out_writable, miler_error *err) {
    struct stat info;
    const bool old = stat(path, &info) == 0;
    const int fd = old ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) (void)close(fd);
    if (fd >= 0 || (old && !S_ISDIR(info.st_mode) && access(path, W_OK) == 0)) {
        *out_writable = true;
        return MILER_OK;
    }
    const int why = old && S_ISDIR(info.st_mode) ? EISDIR : errno;
    if ((why == EACCES || why == EROFS || why == EPERM) && access(path, R_OK) == 0) {
        *out_writable = false;
        return MILER_OK;
    }
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "cannot open the store %s: %s", path, strerror(why));
    miler_error_remedy(err, "check the folder and its permissions, or name another file with --db");
    return status;
}

// A store in WAL mode on a read-only medium cannot have its -shm file; when no
// -wal is left beside it either, nobody writes and it may be read as it stands.
static int open_immutable(store *s) {
    char uri[MILER_PATH_MAX];
    size_t n = (size_t)snprintf(uri, sizeof uri, "file:");
    for (const char *p = s->path; *p != '\0'; p++) {
        if (n + 16 >= sizeof uri) return SQLITE_CANTOPEN;
        const bool plain = strchr("?#% ", *p) == NULL;
        n += (size_t)snprintf(uri + n, 4, plain ? "%c" : "%%%02x", (unsigned char)*p);
    }
    (void)snprintf(uri + n, sizeof uri - n, "?immutable=1");
    return sqlite3_open_v2(
        uri, &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        NULL);
}

static bool has_wal(const store *s) {
    char wal[MILER_PATH_MAX];
    const int n = snprintf(wal, sizeof wal, "%s-wal", s->path);
    return n < 0 || (size_t)n >= sizeof wal || access(wal, F_OK) == 0;
}

// Whether the journal there would take its file back to nothing.
static bool began_with_nothing(const char *journal) {
    enum { WAS_AT = 16, HEAD = WAS_AT + 4 }; // of the engine's file format: pages before it
    static const unsigned char magic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7}, none[4] = {0};
    unsigned char head[HEAD];
    const int fd = open(journal, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // nobody holds a lock on it
    if (fd < 0) return false;
    const bool whole = pread(fd, head, HEAD, 0) == HEAD;
    (void)close(fd);
    return whole && memcmp(head, magic, sizeof magic) == 0 && memcmp(head + WAS_AT, none, sizeof none) == 0;
}

// A backup that was cut off is rolled back to nothing when it is opened, and would be taken for a new store. So
// would whatever was put in its place since: the journal is that of the copy.
static miler_status check_finished(const store *s, miler_error *err) {
    char journal[MILER_PATH_MAX + 16];
    struct stat info;
    (void)snprintf(journal, sizeof journal, "%s-journal", s->path);
    if (stat(s->path, &info) != 0 || info.st_size <= FIRST_PAGES_MAX || !began_with_nothing(journal))
        return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_STORE, "%s is the beginning of a backup that was never finished", s->path);
    miler_error_remedy(err, "take another one; if a whole store was put in its place, first remove %s",
                       journal);
    return status;
}

static void prepare_connection(store *s, const store_options *options) {
    harden(s->db);
    (void)sqlite3_busy_timeout(s->db, options->busy_ms > 0 ? options->busy_ms : BUSY_MS);
}

// The first look into the file: can it be read at all?
static int probe(store *s) {
    return sqlite3_exec(s->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
}

static miler_status connect(store *s, const store_options *options, miler_error *err) {
    const int mode = s->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int rc = sqlite3_open_v2(
        s->path, &s->db, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK) {
        prepare_connection(s, options);
        rc = probe(s);
    }
    const int code = rc & 0xff;
    if (s->read_only && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && access(s->path, R_OK) == 0 &&
        !has_wal(s)) {
        (void)sqlite3_close(s->db);
        s->db = NULL;
        rc = open_immutable(s);
        if (rc == SQLITE_OK) {
            prepare_connection(s, options);
            rc = probe(s);
        }
    }
    return rc == SQLITE_OK ? MILER_OK : sql_fail(s, rc, err);
}

bool store_is_at(const char *path) {
    enum { ID_AT = 68, HEAD = ID_AT + 4 }; // of the engine's file format
    static const char magic[16] = "SQLite format 3";
    unsigned char head[HEAD];
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    const bool whole = pread(fd, head, HEAD, 0) == HEAD;
    (void)close(fd);
    if (!whole || memcmp(head, magic, sizeof magic) != 0) return false;
    uint32_t id = 0;
    for (size_t i = ID_AT; i < HEAD; i++)
        id = id << 8 | head[i];
    return id == STORE_APPLICATION_ID;
}

static miler_status pragma_number(store *s, const char *text, int64_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, text);
    *out = sql_row(&q) ? sql_get_i64(&q) : 0;
    return sql_done(&q, err);
}

static miler_status identify(store *s, miler_error *err) {
    int64_t id = 0;
    int64_t version = 0;
    int64_t tables = 0;
    miler_status status = pragma_number(s, "PRAGMA application_id", &id, err);
    if (status == MILER_OK) status = pragma_number(s, "PRAGMA user_version", &version, err);
    if (status == MILER_OK) status = pragma_number(s, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (status != MILER_OK) return status;
    const bool empty = id == 0 && version == 0 && tables == 0;
    if (id != STORE_APPLICATION_ID && !(empty && !s->read_only)) {
        status = miler_fail(err, MILER_ERR_STORE, "%s is %s", s->path,
                            empty ? "empty: nothing to read" : "a database, but not a miler store");
        miler_error_remedy(err, "name another file with --db or MILER_DB");
        return status;
    }
    if (version > store_schema_version()) {
        status =
            miler_fail(err, MILER_ERR_STORE_NEWER,
                       "the store %s was written by a newer miler (store version %lld, this one knows %d)",
                       s->path, (long long)version, (int)store_schema_version());
        miler_error_remedy(err, "update miler; nothing was changed");
        return status;
    }
    return MILER_OK;
}

// Switching a new file to WAL needs it alone for a moment, and the engine does
// not always wait for that by itself.
static miler_status enter_wal(store *s, int32_t busy_ms, miler_error *err) {
    int rc = SQLITE_BUSY;
    for (int32_t waited = 0; rc == SQLITE_BUSY && waited <= busy_ms; waited += BUSY_STEP_MS) {
        if (waited > 0) (void)sqlite3_sleep(BUSY_STEP_MS);
        rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
    return rc == SQLITE_OK ? MILER_OK : sql_fail(s, rc, err);
}

static miler_status configure(store *s, const store_options *options, miler_error *err) {
    char text[320];
    // The journal is cut back after a large batch; temporary sorts stay in memory.
    (void)snprintf(text, sizeof text,
                   "PRAGMA synchronous = FULL; PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY;"
                   "PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = %d; PRAGMA mmap_size = 0",
                   CACHE_KIB, 4 * 1024 * 1024);
    int rc = sqlite3_exec(s->db, text, NULL, NULL, NULL);
    if (rc == SQLITE_OK && options->max_bytes > 0) {
        int64_t page = 0;
        const miler_status status = pragma_number(s, "PRAGMA page_size", &page, err);
        if (status != MILER_OK) return status;
        (void)snprintf(text, sizeof text, "PRAGMA max_page_count = %lld",
                       (long long)(options->max_bytes / (page > 0 ? page : 4096)));
        rc = sqlite3_exec(s->db, text, NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK) return sql_fail(s, rc, err);
    return s->read_only ? MILER_OK : enter_wal(s, options->busy_ms > 0 ? options->busy_ms : BUSY_MS, err);
}

// The statements that end a transaction are made ahead: undoing must not fail
// for want of memory.
static miler_status prepare_endings(store *s, miler_error *err) {
    static const struct {
        sql_id id;
        const char *text;
    } rows[] = {{SQL_BEGIN, "BEGIN IMMEDIATE"}, {SQL_COMMIT, "COMMIT"},
                {SQL_ROLLBACK, "ROLLBACK"},     {SQL_SAVE, "SAVEPOINT inner"},
                {SQL_RELEASE, "RELEASE inner"}, {SQL_UNDO, "ROLLBACK TO inner"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sql q;
        sql_open(&q, s, rows[i].id, rows[i].text);
        const miler_status status = sql_done(&q, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status new_store(const store_options *options, store **out, miler_error *err) {
    // "./" keeps the engine from reading "file:..." or ":memory:" as anything but a name.
    const char *before = options->path[0] == '/' ? "" : "./";
    const size_t size = strlen(before) + strlen(options->path) + 1;
    if (size > MILER_PATH_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the store is over %zu bytes long",
                          MILER_PATH_MAX);
    store *s = miler_resize(options->alloc, NULL, 0, sizeof *s);
    if (s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *s = (store){.alloc = options->alloc, .path_size = size, .read_only = options->read_only};
    s->path = miler_resize(options->alloc, NULL, 0, size);
    if (s->path == NULL) {
        store_close(s);
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    (void)snprintf(s->path, size, "%s%s", before, options->path);
    *out = s;
    return MILER_OK;
}

miler_status store_open(const store_options *options, store **out, miler_error *err) {
    *out = NULL;
    if (options->path == NULL || options->path[0] == '\0')
        return miler_fail(err, MILER_ERR_ARG, "the store has no path");
    store *s = NULL;
    miler_status status = new_store(options, &s, err);
    if (status != MILER_OK) return status;
    status = check_kind(s->path, err);
    if (status == MILER_OK && !s->read_only) {
        bool writable = false;
        status = touch(s->path, &writable, err);
        s->read_only = !writable;
    }
    if (status == MILER_OK) status = check_finished(s, err);
    if (status == MILER_OK) status = connect(s, options, err);
    if (status == MILER_OK) status = identify(s, err);
    if (status == MILER_OK) status = configure(s, options, err);
    if (status == MILER_OK) status = prepare_endings(s, err);
    if (status == MILER_OK) {
        size_t count;
        const store_migration *list = store_migrations(&count);
        status = store_migrate(s, list, count, err);
    }
    if (status != MILER_OK) {
        store_close(s);
        return status;
    }
    *out = s;
    return MILER_OK;
}

void store_close(store *s) {
    if (s == NULL) return;
    while (s->depth > 0)
        store_rollback(s);
    store_writers_free(s);
    for (size_t i = 0; i < SQL_CACHED; i++)
        (void)sqlite3_finalize(s->cached[i]);
    (void)sqlite3_close(s->db);
    if (s->path != NULL) miler_resize(s->alloc, s->path, s->path_size, 0);
    miler_resize(s->alloc, s, sizeof *s, 0);
}

miler_status store_version(store *s, int64_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_VERSION, "PRAGMA data_version");
    *out = sql_row(&q) ? sql_get_i64(&q) : 0;
    return sql_done(&q, err);
}

uint64_t store_bytes(store *s) {
    int64_t pages = 0;
    int64_t size = 0;
    if (pragma_number(s, "PRAGMA page_count", &pages, NULL) != MILER_OK) return 0;
    if (pragma_number(s, "PRAGMA page_size", &size, NULL) != MILER_OK) return 0;
    return (uint64_t)pages * (uint64_t)size;
}

// ---- Transactions

miler_status store_begin(store *s, miler_error *err) {
    miler_status status = sql_writable(s, err);
    if (status == MILER_OK) status = sql_run(s, s->depth == 0 ? SQL_BEGIN : SQL_SAVE, NULL, err);
    if (status == MILER_OK) s->depth++;
    return status;
}

// Whatever happened, afterwards no transaction is open.
static void undo_all(store *s) {
    if (sqlite3_get_autocommit(s->db) == 0) {
        const int rc = sqlite3_step(s->cached[SQL_ROLLBACK]);
        (void)sqlite3_reset(s->cached[SQL_ROLLBACK]);
        if (rc != SQLITE_DONE) (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

void store_rollback(store *s) {
    if (s->depth == 0) return;
    if (s->depth == 1) {
        undo_all(s);
        s->lost = false;
    } else if (!s->lost) {
        miler_error why = {0};
        miler_status status = sql_run(s, SQL_UNDO, NULL, &why);
        if (status == MILER_OK) status = sql_run(s, SQL_RELEASE, NULL, &why);
        if (status != MILER_OK && !s->lost) {
            // What cannot be undone alone is undone as a whole; commit will say so.
            undo_all(s);
            s->lost = true;
            s->cause = why;
        }
    }
    s->depth--;
}

miler_status store_commit(store *s, miler_error *err) {
    if (s->depth == 0) return miler_fail(err, MILER_ERR_ARG, "commit without begin");
    const miler_status status = sql_run(s, s->depth == 1 ? SQL_COMMIT : SQL_RELEASE, NULL, err);
    if (status != MILER_OK) {
        store_rollback(s);
        return status;
    }
    s->depth--;
    return MILER_OK;
}

miler_status store_wait_each(store *s, miler_error *err) {
    const miler_status status = sql_run(s, SQL_ONCE, "PRAGMA synchronous = FULL", err);
    if (status == MILER_OK) s->soft = false;
    return status;
}

miler_status store_batch_begin(store *s, miler_error *err) {
    if (s->depth > 0) return MILER_OK;
    miler_status status = sql_writable(s, err);
    if (status == MILER_OK && !s->soft) status = sql_run(s, SQL_ONCE, "PRAGMA synchronous = NORMAL", err);
    if (status != MILER_OK) return status;
    s->soft = s->together = true;
    return MILER_OK;
}

// The journal is all that the engine has not waited for: what left it for the database was synced before.
static miler_status sync_journal(store *s, miler_error *err) {
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    if (rc == SQLITE_OK && file != NULL && file->pMethods != NULL)
        rc = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
    return rc == SQLITE_OK ? MILER_OK : sql_fail(s, rc, err);
}

miler_status store_batch_end(store *s, miler_error *err) {
    if (!s->together || s->depth > 0) return MILER_OK;
    s->together = false;
    const miler_status status = sync_journal(s, err);
    // Where it lacks memory to go back to its habit, the next write sees to that first.
    const miler_status back = store_wait_each(s, status == MILER_OK ? err : NULL);
    return status == MILER_OK ? back : status;
}

miler_status store_look_begin(store *s, miler_error *err) {
    int64_t tables;
    if (s->depth > 0) return miler_fail(err, MILER_ERR_ARG, "a look begins outside of a transaction");
    const miler_status status = sql_run(s, SQL_ONCE, "BEGIN", err);
    if (status != MILER_OK) return status;
    return pragma_number(s, "SELECT count(*) FROM sqlite_schema", &tables,
                         err); // the moment is the first read's
}

void store_look_end(store *s) {
    if (s->depth == 0) undo_all(s);
}

miler_status sql_end(store *s, miler_status status, miler_error *err) {
    if (status == MILER_OK) return store_commit(s, err);
    store_rollback(s);
    return status;
}
