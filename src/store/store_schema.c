// SPDX-License-Identifier: MIT
// Versions of the schema. Each src/store/schema_NNN.sql takes the store from
// version NNN-1 to NNN; the database remembers where it stands in its
// user_version. A store of an older version is brought up in one transaction,
// so that a crash or a full disk in the middle leaves the old version whole.
#include "store/sql.h"

#include <stdio.h>

extern const char miler_data_schema_001[];
extern const char miler_data_schema_002[];
extern const char miler_data_schema_003[];
extern const char miler_data_schema_004[];
extern const char miler_data_schema_005[];
extern const char miler_data_schema_006[];
extern const char miler_data_schema_007[];
extern const char miler_data_schema_008[];
extern const char miler_data_schema_009[];
extern const char miler_data_schema_010[];
extern const char miler_data_schema_011[];
extern const char miler_data_schema_012[];

const store_migration *store_migrations(size_t *out_count) {
    static const store_migration list[] = {
        {1, miler_data_schema_001},  {2, miler_data_schema_002},  {3, miler_data_schema_003},
        {4, miler_data_schema_004},  {5, miler_data_schema_005},  {6, miler_data_schema_006},
        {7, miler_data_schema_007},  {8, miler_data_schema_008},  {9, miler_data_schema_009},
        {10, miler_data_schema_010}, {11, miler_data_schema_011}, {12, miler_data_schema_012}};
    *out_count = sizeof list / sizeof list[0];
    return list;
}

int32_t store_schema_version(void) {
    size_t count;
    const store_migration *list = store_migrations(&count);
    return list[count - 1].version;
}

static miler_status user_version(store *s, int32_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "PRAGMA user_version");
    *out = sql_row(&q) ? sql_get_i32(&q) : 0;
    return sql_done(&q, err);
}

static miler_status execute(store *s, const char *text, miler_error *err) {
    const int rc = sqlite3_exec(s->db, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? MILER_OK : sql_fail(s, rc, err);
}

static miler_status step_up(store *s, const store_migration *step, miler_error *err) {
    miler_status status = execute(s, step->sql, err);
    if (status != MILER_OK) return status;
    char mark[96];
    (void)snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d",
                   (int)step->version, STORE_APPLICATION_ID);
    return execute(s, mark, err);
}

miler_status store_migrate(store *s, const store_migration *list, size_t count, miler_error *err) {
    int32_t at;
    miler_status status = user_version(s, &at, err);
    if (status != MILER_OK || at == list[count - 1].version) return status;
    if (s->read_only) {
        status = miler_fail(err, MILER_ERR_STORE, "the store %s is of version %d, this miler needs %d",
                            s->path, (int)at, (int)list[count - 1].version);
        miler_error_remedy(err, "open it once where it can be written: it is brought up to date then");
        return status;
    }
    status = store_begin(s, err);
    if (status != MILER_OK) return status;
    // Asked again inside the transaction: another process may have been faster.
    status = user_version(s, &at, err);
    for (size_t i = 0; i < count && status == MILER_OK; i++)
        if (list[i].version > at) status = step_up(s, &list[i], err);
    return sql_end(s, status, err);
}
