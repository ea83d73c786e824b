// SPDX-License-Identifier: MIT
// Files seen: what became of every path that was ever handed to import, so that
// a second import is quick and can say why.
#include "store/sql.h"

#include <string.h>

const char *store_outcome_name(store_outcome outcome) {
    static const char *const names[STORE_OUTCOME_COUNT] = {"new", "known", "skipped", "failed"};
    return (unsigned)outcome < STORE_OUTCOME_COUNT ? names[outcome] : "";
}

miler_status store_file_put(store *s, const store_file *file, miler_error *err) {
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    sql q;
    // What was new once stays told as new when the same bytes come again.
    sql_open(&q, s, SQL_FILE_PUT,
             "INSERT INTO files (athlete_id, path, entry, size, mtime_ms, outcome, reason, hash, "
             "original_id, seen_ms) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (athlete_id, path, entry) DO UPDATE SET "
             "size = excluded.size, mtime_ms = excluded.mtime_ms, hash = excluded.hash, "
             "original_id = excluded.original_id, seen_ms = excluded.seen_ms, "
             "reason = CASE WHEN files.outcome = 0 AND excluded.outcome = 1 AND files.hash = excluded.hash "
             "THEN files.reason ELSE excluded.reason END, "
             "outcome = CASE WHEN files.outcome = 0 AND excluded.outcome = 1 AND files.hash = excluded.hash "
             "THEN files.outcome ELSE excluded.outcome END");
    sql_i64(&q, file->athlete_id);
    sql_text(&q, file->path);
    sql_text(&q, file->entry);
    sql_i64(&q, file->size);
    sql_ms(&q, file->mtime_ms);
    sql_i64(&q, file->outcome);
    sql_text(&q, file->reason);
    if (file->has_hash) {
        sql_blob(&q, file->hash, STORE_HASH_SIZE);
    } else {
        sql_null(&q);
    }
    if (file->original_id != 0) {
        sql_i64(&q, file->original_id);
    } else {
        sql_null(&q);
    }
    sql_ms(&q, file->seen_ms);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

#define FILE_COLUMNS "athlete_id, path, entry, size, mtime_ms, outcome, reason, hash, original_id, seen_ms"

static void read_file_row(sql *q, miler_arena *arena, store_file *out) {
    *out = (store_file){.athlete_id = sql_get_i64(q)};
    out->path = sql_get_text(q, arena);
    out->entry = sql_get_text(q, arena);
    out->size = sql_get_i64(q);
    out->mtime_ms = sql_get_ms(q);
    out->outcome = (store_outcome)sql_get_i32(q);
    out->reason = sql_get_text(q, arena);
    const void *hash;
    out->has_hash = sql_get_blob(q, &hash) == STORE_HASH_SIZE;
    if (out->has_hash) memcpy(out->hash, hash, STORE_HASH_SIZE);
    out->original_id = sql_get_i64(q);
    out->seen_ms = sql_get_ms(q);
}

miler_status store_file_find(store *s, int64_t athlete_id, const char *path, const char *entry,
                             miler_arena *arena, store_file *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_FILE_FIND,
             "SELECT " FILE_COLUMNS " FROM files WHERE athlete_id = ? AND path = ? AND entry = ?");
    sql_i64(&q, athlete_id);
    sql_text(&q, path);
    sql_text(&q, entry);
    const bool found = sql_row(&q);
    if (found) read_file_row(&q, arena, out);
    const miler_status status = sql_done(&q, err);
    return status == MILER_OK && !found ? miler_fail(err, MILER_ERR_NOT_FOUND, "never seen") : status;
}
