// SPDX-License-Identifier: MIT
// sql.h: inside of the store room only: the SQLite behind store.h.
//
// A query is a small cursor whose failure is sticky, so that binding, stepping
// and reading need one check at the end:
//
//     sql q;
//     sql_open(&q, s, SQL_ATHLETE_GET, "SELECT name FROM athletes WHERE id = ?");
//     sql_i64(&q, id);
//     if (sql_row(&q)) name = sql_get_text(&q, arena);
//     return sql_done(&q, err);
//
// Structs travel through tables of fields (name, offset, kind): one table binds,
// reads and writes the column list, so that the three can never disagree.
#ifndef MILER_STORE_SQL_H
#define MILER_STORE_SQL_H

#include "store/store.h"

#include <sqlite3.h>

// Statements that are kept prepared. SQL_ONCE is prepared and thrown away.
typedef enum sql_id {
    SQL_ONCE = -1,
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_SAVE,
    SQL_RELEASE,
    SQL_UNDO,
    SQL_HASH_FIND,
    SQL_ORIGINAL_NEXT,
    SQL_ORIGINAL_ADD,
    SQL_CHUNK_ADD,
    SQL_FILE_PUT,
    SQL_FILE_FIND,
    SQL_ACTIVITY_PUT,
    SQL_ACTIVITY_SAME,
    SQL_LAPS_DROP,
    SQL_LAP_ADD,
    SQL_LAP_LIST,
    SQL_SPLITS_DROP,
    SQL_SPLIT_ADD,
    SQL_BESTS_DROP,
    SQL_BESTS_HIDE,
    SQL_BEST_ADD,
    SQL_BEST_FASTEST,
    SQL_BEST_BLOCK,
    SQL_LOAD_PUT,
    SQL_LOAD_LIST,
    SQL_REPS_PUT,
    SQL_REPS_DROP,
    SQL_REPS_HIDE,
    SQL_VERSION,
    SQL_CACHED
} sql_id;

struct store {
    const miler_alloc *alloc;
    sqlite3 *db;
    char *path;
    size_t path_size;
    bool read_only;
    int depth;         // of open transactions
    bool lost;         // the engine undid the transaction by itself; all must roll back
    miler_error cause; // why
    bool together;     // commits wait for the disk together (store_batch_begin)
    bool soft;         // the engine does not wait at a commit
    sqlite3_stmt *cached[SQL_CACHED];
    store_writer *writers; // open ones
    store_writer *spare;   // one closed writer kept for the next file
};

typedef struct sql {
    store *s;
    sqlite3_stmt *stmt;
    bool once;
    int rc;
    int param;
    int col;
} sql;

void sql_open(sql *q, store *s, sql_id id, const char *text);
// NaN, MILER_NO_TIME, MILER_NO_DAY and NULL blobs go in as NULL, NULL texts as "".
void sql_i64(sql *q, int64_t value);
void sql_f64(sql *q, double value);
void sql_ms(sql *q, int64_t t_ms);
void sql_day(sql *q, int32_t day);
void sql_text(sql *q, const char *text);              // not copied: must outlive sql_done
void sql_blob(sql *q, const void *bytes, size_t len); // same
void sql_null(sql *q);
bool sql_row(sql *q); // true: a row is there to read
// Reads the next column. Absent is 0, NaN, MILER_NO_*, "" as the type has it.
int64_t sql_get_i64(sql *q);
int32_t sql_get_i32(sql *q); // clamped
double sql_get_f64(sql *q);
int64_t sql_get_ms(sql *q);
int32_t sql_get_day(sql *q);
const char *sql_view_text(sql *q); // valid until the next step
char *sql_get_text(sql *q, miler_arena *arena);
size_t sql_get_blob(sql *q, const void **out); // valid until the next step
// Ends the query: status and message from the engine's code; `rc` keeps the code.
miler_status sql_done(sql *q, miler_error *err);
// The same for what must be there: an update of one row, which it steps, and a row that was asked for.
// NOT_FOUND: "no run 12".
miler_status sql_changed(sql *q, const char *what, int64_t id, miler_error *err);
miler_status sql_found(sql *q, bool found, const char *what, int64_t id, miler_error *err);
// One statement without parameters or answer.
miler_status sql_run(store *s, sql_id id, const char *text, miler_error *err) MILER_CHECK;
// The end of a transaction: kept when all went well, else undone; the status then stays.
miler_status sql_end(store *s, miler_status status, miler_error *err) MILER_CHECK;
// Turns an engine's code into a status and a line for a person.
miler_status sql_fail(store *s, int rc, miler_error *err);
miler_status sql_not_found(miler_error *err, const char *what, int64_t id);
// Fails with a clear line when nothing can be written. Called before every write outside of a transaction.
miler_status sql_writable(store *s, miler_error *err) MILER_CHECK;

typedef enum field_kind {
    FIELD_BOOL,
    FIELD_U8,
    FIELD_I32,
    FIELD_U32,
    FIELD_DAY,
    FIELD_I64,
    FIELD_SIZE,
    FIELD_MS,
    FIELD_F32,
    FIELD_F64,
    FIELD_TEXT,
    FIELD_NAME64
} field_kind;
typedef struct field {
    const char *column;
    size_t offset;
    field_kind kind;
} field;
void sql_bind_fields(sql *q, const void *base, const field *fields, size_t count);
void sql_read_fields(sql *q, void *base, const field *fields, size_t count, miler_arena *arena);
// The rows that are left, of `size` bytes each in the arena; NULL where there are none or memory is short,
// which sql_done tells.
void *sql_list(sql *q, const field *fields, size_t field_count, size_t size, miler_arena *arena,
               size_t *out_count);
int64_t *sql_ids(sql *q, miler_arena *arena, size_t *out_count); // the same for rows that are one number
// "a, b, c" with `before` in front of each.
void sql_columns(miler_buf *out, const field *fields, size_t count, const char *before);
void sql_marks(miler_buf *out, size_t count); // ", ?" times count
// Opens a query whose text was built in `text`; frees the buffer.
void sql_open_built(sql *q, store *s, sql_id id, miler_buf *text);
#define SQL_TEXT_MAX ((size_t)16 * 1024)

// The fields of miler_summary, shared by activities and laps (store_fields.c).
#define SUMMARY_FIELDS 19
extern const field summary_fields[SUMMARY_FIELDS];

// The block of four weeks a day falls into (store_runs.c).
int32_t store_block_of(int32_t day);

// What was worked out from a run that is not in the log counts for nothing (store_runs.c): SQL_BESTS_HIDE or
// SQL_REPS_HIDE.
miler_status store_run_hide(store *s, sql_id which, int64_t id, miler_error *err) MILER_CHECK;

// What was read of a run before it was put right, or came from another copy, is read again (store_truth.c).
miler_status store_session_forget(store *s, int64_t activity_id, miler_error *err) MILER_CHECK;

// Schema (store_schema.c)
#define STORE_APPLICATION_ID 0x6d696c72 // "milr"
typedef struct store_migration {
    int32_t version;
    const char *sql;
} store_migration;
// Brings `db` from its user_version to the last of `list`, all in one transaction.
miler_status store_migrate(store *s, const store_migration *list, size_t count, miler_error *err) MILER_CHECK;
const store_migration *store_migrations(size_t *out_count);

void store_writers_free(store *s); // store_originals.c
// The engine waits for the disk at every commit again (store_open.c).
miler_status store_wait_each(store *s, miler_error *err) MILER_CHECK;

#endif
