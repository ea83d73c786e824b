// SPDX-License-Identifier: MIT
// Is the store sound: counts, the engine's own checks, and a copy that is.
#include "store/sql.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINES_MAX 100 // of each check; more of the same helps nobody

miler_status store_count(store *s, store_counts *out, miler_error *err) {
    *out = (store_counts){0};
    sql q;
    sql_open(
        &q, s, SQL_ONCE,
        "SELECT (SELECT count(*) FROM athletes), (SELECT count(*) FROM originals), (SELECT count(*) "
        "FROM files), "
        "(SELECT count(*) FROM activities WHERE removed_ms IS NULL), (SELECT count(*) FROM activities WHERE "
        "sport = 1 AND removed_ms IS NULL), "
        "(SELECT count(*) FROM laps), (SELECT count(*) FROM bests), "
        "(SELECT count(*) FROM results WHERE removed_ms IS NULL), (SELECT count(*) FROM plans), "
        "(SELECT total(content_bytes) FROM originals), (SELECT total(stored_bytes) FROM originals)");
    _Static_assert(MILER_SPORT_RUNNING == 1, "the query above counts runs");
    if (sql_row(&q)) {
        int64_t *const numbers[] = {&out->athletes,   &out->originals, &out->files,
                                    &out->activities, &out->runs,      &out->laps,
                                    &out->bests,      &out->results,   &out->plans};
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
            *numbers[i] = sql_get_i64(&q);
        out->content_bytes = (uint64_t)sql_get_i64(&q);
        out->stored_bytes = (uint64_t)sql_get_i64(&q);
    }
    return sql_done(&q, err);
}

miler_status store_measured_before(store *s, int64_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT count(*) FROM activities WHERE measured_by < ?");
    sql_i64(&q, STORE_MEASURED_BY);
    *out = sql_row(&q) ? sql_get_i64(&q) : 0;
    return sql_done(&q, err);
}

typedef struct finder {
    store_trouble_fn found;
    void *user;
    size_t count;
} finder;

static void tell(finder *f, const char *text, bool derived) {
    f->count++;
    if (f->found != NULL) f->found(f->user, text, derived);
}

// Damage may stop a check half-way; that is a finding, not a failure of the check.
static miler_status ended(sql *q, finder *f, miler_error *err) {
    const int code = q->rc & 0xff;
    miler_error why = {0};
    const miler_status status = sql_done(q, &why);
    const bool harmed = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_IOERR;
    if (harmed && status != MILER_ERR_NOMEM) {
        tell(f, why.msg, false);
        return MILER_OK;
    }
    if (status != MILER_OK && err != NULL) *err = why;
    return status;
}

static miler_status check_pages(store *s, finder *f, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "PRAGMA integrity_check(100)");
    while (sql_row(&q)) {
        const char *line = sql_view_text(&q);
        if (strcmp(line, "ok") != 0) tell(f, line, false);
    }
    return ended(&q, f, err);
}

static miler_status check_references(store *s, finder *f, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "PRAGMA foreign_key_check");
    for (int i = 0; i < LINES_MAX && sql_row(&q); i++) {
        char line[200];
        const char *table = sql_view_text(&q);
        const int64_t row = sql_get_i64(&q);
        (void)snprintf(line, sizeof line, "row %lld of %.60s points to a row of %.60s that is not there",
                       (long long)row, table, sql_view_text(&q));
        tell(f, line, false);
    }
    return ended(&q, f, err);
}

// What the engine cannot know: rows that belong together. Each query gives the
// numbers of what is not as it should be.
static const struct {
    const char *query;
    const char *before, *after; // around the number
    bool derived;
} belongings[] = {
    {"SELECT o.id FROM originals AS o LEFT JOIN (SELECT original_id, count(*) AS n, min(seq) AS first, "
     "max(seq) "
     "AS last, sum(length(bytes)) AS size FROM chunks GROUP BY original_id) AS c ON c.original_id = o.id "
     "WHERE c.n IS NULL OR c.n <> o.chunk_count OR c.first <> 0 OR c.last <> o.chunk_count - 1 OR c.size <> "
     "o.stored_bytes",
     "original ", " is not whole", false},
    {"SELECT a.id FROM activities AS a LEFT JOIN (SELECT activity_id, count(*) AS n FROM laps GROUP BY "
     "activity_id) "
     "AS l ON l.activity_id = a.id WHERE a.lap_count <> coalesce(l.n, 0)",
     "run ", " has not the laps it should have", true},
    {"SELECT DISTINCT a.id FROM activities AS a JOIN bests AS b ON b.activity_id = a.id "
     "WHERE b.athlete_id <> a.athlete_id OR coalesce(b.day, 0) <> coalesce(a.day, 0)",
     "the bests of run ", " are of another day or athlete", true},
};

static miler_status check_belongings(store *s, size_t which, finder *f, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, belongings[which].query);
    for (int i = 0; i < LINES_MAX && sql_row(&q); i++) {
        char line[120];
        (void)snprintf(line, sizeof line, "%s%lld%s", belongings[which].before, (long long)sql_get_i64(&q),
                       belongings[which].after);
        tell(f, line, belongings[which].derived);
    }
    return ended(&q, f, err);
}

miler_status store_check(store *s, store_trouble_fn found, void *user, size_t *out_troubles,
                         miler_error *err) {
    finder f = {.found = found, .user = user};
    miler_status status = check_pages(s, &f, err);
    if (status == MILER_OK) status = check_references(s, &f, err);
    for (size_t i = 0; status == MILER_OK && i < sizeof belongings / sizeof belongings[0]; i++)
        status = check_belongings(s, i, &f, err);
    *out_troubles = f.count;
    return status;
}

// ---- Erase

static miler_status erase_rows(store *s, const char *keep, miler_error *err) {
    // What refers to others goes before them: nothing is left for the engine to follow.
    static const char *const rows[] = {
        "DELETE FROM told",           "DELETE FROM plan_versions", "DELETE FROM plans",
        "DELETE FROM results",        "DELETE FROM track_sights",  "DELETE FROM tracks",
        "DELETE FROM edits",          "DELETE FROM sessions",      "DELETE FROM loads",
        "DELETE FROM rep_sessions",   "DELETE FROM bests",         "DELETE FROM splits",
        "DELETE FROM laps",           "DELETE FROM activities",    "DELETE FROM files",
        "DELETE FROM chunks",         "DELETE FROM originals",     "DELETE FROM athletes",
        "DELETE FROM sqlite_sequence"};
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < sizeof rows / sizeof rows[0]; i++)
        status = sql_run(s, SQL_ONCE, rows[i], err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, s, SQL_ONCE, "DELETE FROM settings WHERE key <> ?");
    sql_text(&q, keep);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

// The engine writes the file anew through another one that it attaches, which is allowed for so long.
static miler_status vacuum(store *s) {
    const int most = sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 1);
    const miler_status status = sql_run(s, SQL_ONCE, "VACUUM", NULL);
    (void)sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, most);
    return status;
}

miler_status store_erase(store *s, const char *keep, int64_t version, miler_error *err) {
    int64_t now = version;
    if (s->depth > 0) return miler_fail(err, MILER_ERR_ARG, "nothing is erased inside a transaction");
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    status = store_version(s, &now, err); // nobody else writes any more
    if (status == MILER_OK && now != version)
        status = miler_fail(err, MILER_ERR_CONFLICT, "the store was changed while it was backed up");
    if (status == MILER_OK) status = erase_rows(s, keep, err);
    status = sql_end(s, status, err);
    // The rows are gone; where another reads just now, their pages are overwritten later.
    if (status == MILER_OK && vacuum(s) == MILER_OK)
        (void)!sql_run(s, SQL_ONCE, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    return status;
}

// ---- Backup

static int copy_to(store *s, sqlite3 *to) {
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", s->db, "main");
    if (copy == NULL) return sqlite3_errcode(to);
    const int rc = sqlite3_backup_step(copy, -1);
    const int end = sqlite3_backup_finish(copy);
    return rc != SQLITE_DONE ? rc : end;
}

static miler_status fail_backup(store *s, const char *path, int rc, miler_error *err) {
    if (rc == SQLITE_NOMEM || rc == SQLITE_BUSY || rc == SQLITE_LOCKED || (rc & 0xFF) == SQLITE_CORRUPT)
        return sql_fail(s, rc, err); // of the store, not of the copy
    return miler_fail(err, MILER_ERR_IO, "cannot make the backup %s: %s", path, sqlite3_errstr(rc));
}

miler_status store_backup(store *s, const char *path, miler_error *err) {
    if (s->depth > 0) return miler_fail(err, MILER_ERR_ARG, "no backup inside a transaction");
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        const miler_status status = errno == EEXIST ? MILER_ERR_CONFLICT : MILER_ERR_IO;
        return miler_fail(err, status, "cannot make the backup %s: %s", path, strerror(errno));
    }
    (void)close(fd);
    char name[MILER_PATH_MAX + 2]; // "./" keeps the engine from reading a name as an option
    const int len = snprintf(name, sizeof name, "%s%s", path[0] == '/' ? "" : "./", path);
    sqlite3 *to = NULL;
    int rc = len < 0 || (size_t)len >= sizeof name
                 ? SQLITE_CANTOPEN
                 : sqlite3_open_v2(name, &to,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    // EXTRA: the folder is synced once the journal is gone, or a power cut would bring it back, and with it
    // the empty file of before.
    if (rc == SQLITE_OK) rc = sqlite3_exec(to, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL);
    if (rc == SQLITE_OK) rc = copy_to(s, to);
    (void)sqlite3_close(to);
    if (rc == SQLITE_OK) return MILER_OK;
    (void)unlink(path);
    return fail_backup(s, path, rc, err);
}
