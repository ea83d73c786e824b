// SPDX-License-Identifier: MIT
// The cursor over SQLite statements and the translation of its codes into
// errors that a person can act on. See sql.h for the idea.
#include "store/sql.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

// ---- Errors

// One function per kind of trouble; `rc` is the engine's extended code, `why` its text.
typedef miler_status (*fail_fn)(const store *s, int rc, const char *why, miler_error *err);

static miler_status fail_nomem(const store *s, int rc, const char *why, miler_error *err) {
    (void)s, (void)rc, (void)why;
    return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status fail_full(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc, (void)why;
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "no room left for the store %s; nothing was half-stored", s->path);
    miler_error_remedy(err, "free some space on the disk, then do it again");
    return status;
}

static miler_status fail_damaged(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc;
    const miler_status status = miler_fail(err, MILER_ERR_STORE, "the store %s is damaged: %s", s->path, why);
    miler_error_remedy(err,
                       "run `miler doctor`; restore a backup, or import the original files into a new store");
    return status;
}

static miler_status fail_busy(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc, (void)why;
    const miler_status status =
        miler_fail(err, MILER_ERR_BUSY, "the store %s is in use by another miler", s->path);
    miler_error_remedy(err, "wait until it is done, then do it again");
    return status;
}

static miler_status fail_read_only(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc, (void)why;
    const miler_status status = miler_fail(err, MILER_ERR_BUSY, "the store %s is read-only", s->path);
    miler_error_remedy(err,
                       "give write permission to the file and its folder, or use another store with --db");
    return status;
}

static miler_status fail_foreign(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc, (void)why;
    const miler_status status = miler_fail(err, MILER_ERR_STORE, "%s is not a miler store", s->path);
    miler_error_remedy(err, "name another file with --db or MILER_DB");
    return status;
}

static miler_status fail_large(const store *s, int rc, const char *why, miler_error *err) {
    (void)s, (void)rc, (void)why;
    return miler_fail(err, MILER_ERR_LIMIT, "too large for the store");
}

static miler_status fail_undone(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc;
    if (!s->lost) return miler_fail(err, MILER_ERR_STORE, "the store gave up: %s", why);
    if (err != NULL) *err = s->cause;
    return s->cause.status;
}

// A file size limit or a quota is a full disk by another name. The engine may
// have lost errno on its way here; then a write that failed under such a limit tells.
static bool no_room(const store *s, int rc) {
    const int e = s->db != NULL ? sqlite3_system_errno(s->db) : 0;
    struct rlimit most;
    if (e == ENOSPC || e == EFBIG || e == EDQUOT) return true;
    return rc == SQLITE_IOERR_WRITE && getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur != RLIM_INFINITY;
}

static miler_status fail_io(const store *s, int rc, const char *why, miler_error *err) {
    if (rc == SQLITE_IOERR_NOMEM) return fail_nomem(s, rc, why, err);
    if (no_room(s, rc)) return fail_full(s, rc, why, err);
    return miler_fail(err, MILER_ERR_IO, "cannot read or write the store %s: %s", s->path, why);
}

static miler_status fail_open(const store *s, int rc, const char *why, miler_error *err) {
    (void)rc;
    return miler_fail(err, MILER_ERR_IO, "cannot open the store %s: %s", s->path, why);
}

miler_status sql_fail(store *s, int rc, miler_error *err) {
    static const struct {
        int code;
        fail_fn fail;
    } rows[] = {
        {SQLITE_NOMEM, fail_nomem},    {SQLITE_FULL, fail_full},     {SQLITE_READONLY, fail_read_only},
        {SQLITE_BUSY, fail_busy},      {SQLITE_LOCKED, fail_busy},   {SQLITE_CORRUPT, fail_damaged},
        {SQLITE_NOTADB, fail_foreign}, {SQLITE_TOOBIG, fail_large},  {SQLITE_ABORT, fail_undone},
        {SQLITE_IOERR, fail_io},       {SQLITE_CANTOPEN, fail_open}, {SQLITE_PERM, fail_open},
        {SQLITE_AUTH, fail_open}};
    // What the engine says of the last call; a sticky rc from our side has no text there.
    const char *why =
        s->db != NULL && sqlite3_errcode(s->db) != SQLITE_OK ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].code == (rc & 0xff)) return rows[i].fail(s, rc, why, err);
    return miler_fail(err, MILER_ERR_STORE, "the store %s: %s", s->path, why);
}

miler_status sql_not_found(miler_error *err, const char *what, int64_t id) {
    return miler_fail(err, MILER_ERR_NOT_FOUND, "no %s %lld", what, (long long)id);
}

miler_status sql_writable(store *s, miler_error *err) {
    if (s->read_only) return fail_read_only(s, SQLITE_READONLY, "", err);
    // Who does not write in a batch is to wait for the disk.
    return s->soft && !s->together ? store_wait_each(s, err) : MILER_OK;
}

// ---- Cursor

void sql_open(sql *q, store *s, sql_id id, const char *text) {
    *q = (sql){.s = s, .once = id == SQL_ONCE};
    if (s->lost && id != SQL_ROLLBACK) {
        q->rc = SQLITE_ABORT;
        return;
    }
    if (id != SQL_ONCE && s->cached[id] != NULL) {
        q->stmt = s->cached[id];
        return;
    }
    const unsigned flags = id == SQL_ONCE ? 0 : SQLITE_PREPARE_PERSISTENT;
    q->rc = sqlite3_prepare_v3(s->db, text, -1, flags, &q->stmt, NULL);
    if (q->rc == SQLITE_OK && id != SQL_ONCE) s->cached[id] = q->stmt;
}

void sql_open_built(sql *q, store *s, sql_id id, miler_buf *text) {
    if (text->failed && (id == SQL_ONCE || s->cached[id] == NULL)) {
        *q = (sql){.s = s, .once = true, .rc = SQLITE_NOMEM};
    } else {
        sql_open(q, s, id, miler_buf_text(text));
    }
    miler_buf_deinit(text);
}

static bool bindable(sql *q) {
    q->param++;
    return q->rc == SQLITE_OK;
}

void sql_i64(sql *q, int64_t value) {
    if (bindable(q)) q->rc = sqlite3_bind_int64(q->stmt, q->param, value);
}

void sql_null(sql *q) {
    if (bindable(q)) q->rc = sqlite3_bind_null(q->stmt, q->param);
}

void sql_f64(sql *q, double value) {
    if (isnan(value)) {
        sql_null(q);
    } else if (bindable(q)) {
        q->rc = sqlite3_bind_double(q->stmt, q->param, value);
    }
}

void sql_ms(sql *q, int64_t t_ms) {
    if (t_ms == MILER_NO_TIME) {
        sql_null(q);
    } else {
        sql_i64(q, t_ms);
    }
}

void sql_day(sql *q, int32_t day) {
    if (day == MILER_NO_DAY) {
        sql_null(q);
    } else {
        sql_i64(q, day);
    }
}

void sql_text(sql *q, const char *text) {
    if (bindable(q))
        q->rc = sqlite3_bind_text(q->stmt, q->param, text != NULL ? text : "", -1, SQLITE_STATIC);
}

void sql_blob(sql *q, const void *bytes, size_t len) {
    if (bindable(q)) q->rc = sqlite3_bind_blob64(q->stmt, q->param, bytes, len, SQLITE_STATIC);
}

bool sql_row(sql *q) {
    if (q->rc != SQLITE_OK && q->rc != SQLITE_ROW) return false;
    q->col = 0;
    q->rc = sqlite3_step(q->stmt);
    return q->rc == SQLITE_ROW;
}

int64_t sql_get_i64(sql *q) {
    return sqlite3_column_int64(q->stmt, q->col++);
}

int32_t sql_get_i32(sql *q) {
    const int64_t v = sql_get_i64(q);
    return v > INT32_MAX ? INT32_MAX : v < INT32_MIN ? INT32_MIN : (int32_t)v;
}

static bool null_next(const sql *q) {
    return sqlite3_column_type(q->stmt, q->col) == SQLITE_NULL;
}

double sql_get_f64(sql *q) {
    const bool absent = null_next(q);
    const double v = sqlite3_column_double(q->stmt, q->col++);
    return absent ? (double)NAN : v;
}

int64_t sql_get_ms(sql *q) {
    const bool absent = null_next(q);
    const int64_t v = sql_get_i64(q);
    return absent ? MILER_NO_TIME : v;
}

int32_t sql_get_day(sql *q) {
    const bool absent = null_next(q);
    const int32_t v = sql_get_i32(q);
    return absent ? MILER_NO_DAY : v;
}

const char *sql_view_text(sql *q) {
    const bool absent = null_next(q);
    const unsigned char *text = sqlite3_column_text(q->stmt, q->col++);
    // A store whose texts are UTF-16 has them made over.
    if (text == NULL && !absent) q->rc = SQLITE_NOMEM;
    return text != NULL ? (const char *)text : "";
}

char *sql_get_text(sql *q, miler_arena *arena) {
    char *copy = miler_arena_dup(arena, sql_view_text(q));
    if (copy == NULL) q->rc = SQLITE_NOMEM;
    return copy;
}

size_t sql_get_blob(sql *q, const void **out) {
    *out = sqlite3_column_blob(q->stmt, q->col);
    return (size_t)sqlite3_column_bytes(q->stmt, q->col++);
}

// The engine may undo a whole transaction by itself (disk full, I/O error, out
// of memory). From then on nothing may pretend to be part of it.
static void note_loss(store *s, const miler_error *cause) {
    if (s->depth == 0 || s->lost || sqlite3_get_autocommit(s->db) == 0) return;
    s->lost = true;
    s->cause = *cause;
}

miler_status sql_done(sql *q, miler_error *err) {
    miler_status status = MILER_OK;
    if (q->rc != SQLITE_OK && q->rc != SQLITE_ROW && q->rc != SQLITE_DONE) {
        miler_error why = {0};
        status = sql_fail(q->s, q->rc, &why);
        if (err != NULL) *err = why;
        note_loss(q->s, &why);
    }
    if (q->once) {
        sqlite3_finalize(q->stmt);
    } else if (q->stmt != NULL) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
    }
    q->stmt = NULL;
    return status;
}

miler_status sql_changed(sql *q, const char *what, int64_t id, miler_error *err) {
    (void)sql_row(q);
    return sql_found(q, sqlite3_changes(q->s->db) != 0, what, id, err);
}

miler_status sql_found(sql *q, bool found, const char *what, int64_t id, miler_error *err) {
    const miler_status status = sql_done(q, err);
    return status == MILER_OK && !found ? sql_not_found(err, what, id) : status;
}

miler_status sql_run(store *s, sql_id id, const char *text, miler_error *err) {
    sql q;
    sql_open(&q, s, id, text);
    while (sql_row(&q)) {
    }
    return sql_done(&q, err);
}
