// SPDX-License-Identifier: MIT
// rows.h: what a store holds, as a sorted list of numbers, one for each row of each
// table: equal lists mean equal stores, whatever the pages look like. And what the
// doctor finds in it.
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "app/app.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct rows {
    uint64_t *each;
    char (*table)[32]; // of each, to name what is missing
    size_t count, room;
    uint64_t troubles; // of the doctor
    char trouble[200]; // the first; or why it cannot be opened
} rows;

static inline void rows_free(rows *r) {
    free(r->each);
    free(r->table);
    memset(r, 0, sizeof *r);
}

static inline uint64_t rows_hash(uint64_t hash, const void *bytes, size_t len) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * 1099511628211u;
    return hash;
}

static inline void rows_add(rows *r, uint64_t hash, const char *table) {
    if (r->count == r->room) {
        r->room = r->room != 0 ? 2 * r->room : 1024;
        r->each = realloc(r->each, r->room * sizeof *r->each);
        r->table = realloc(r->table, r->room * sizeof *r->table);
        if (r->each == NULL || r->table == NULL) abort();
    }
    r->each[r->count] = hash;
    (void)snprintf(r->table[r->count++], sizeof *r->table, "%s", table);
}

static inline void rows_of_table(rows *r, sqlite3 *db, const char *table) {
    char text[128];
    sqlite3_stmt *q = NULL;
    (void)snprintf(text, sizeof text, "SELECT * FROM \"%s\"", table);
    if (sqlite3_prepare_v2(db, text, -1, &q, NULL) != SQLITE_OK) return;
    while (sqlite3_step(q) == SQLITE_ROW) {
        uint64_t hash = rows_hash(14695981039346656037u, table, strlen(table));
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            const int type = sqlite3_column_type(q, i);
            const void *bytes = type == SQLITE_BLOB ? sqlite3_column_blob(q, i) : sqlite3_column_text(q, i);
            hash = rows_hash(hash, &type, sizeof type);
            if (bytes != NULL) hash = rows_hash(hash, bytes, (size_t)sqlite3_column_bytes(q, i));
        }
        rows_add(r, hash, table);
    }
    (void)sqlite3_finalize(q);
}

static inline int rows_order(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

// Sorts both lists alike.
static inline void rows_sort(rows *r) {
    struct pair {
        uint64_t hash;
        char table[32];
    } *pairs = calloc(r->count + 1, sizeof *pairs);
    if (pairs == NULL) abort();
    for (size_t i = 0; i < r->count; i++) {
        pairs[i].hash = r->each[i];
        memcpy(pairs[i].table, r->table[i], sizeof pairs[i].table);
    }
    qsort(pairs, r->count, sizeof *pairs, rows_order);
    for (size_t i = 0; i < r->count; i++) {
        r->each[i] = pairs[i].hash;
        memcpy(r->table[i], pairs[i].table, sizeof pairs[i].table);
    }
    free(pairs);
}

static inline void rows_examine(rows *r, const char *path) {
    app_options options;
    app_options_init(&options);
    options.db = path;
    app *a = NULL;
    app_doctor_answer doctor;
    miler_error err = {0};
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_status status = app_open(&options, &a, &err);
    if (status == MILER_OK) status = app_doctor(a, arena, &doctor, &err);
    if (status != MILER_OK) {
        r->troubles = 1000; // worse than any
        (void)snprintf(r->trouble, sizeof r->trouble, "%.180s", err.msg);
    } else if (doctor.trouble_total != 0) {
        r->troubles = doctor.trouble_total;
        (void)snprintf(r->trouble, sizeof r->trouble, "%.180s", doctor.troubles[0].what);
    }
    if (status == MILER_OK || a != NULL) app_close(a);
    miler_arena_free(arena);
}

// Opens the store as the program would: what lies in its journal is taken over.
static inline rows rows_look(const char *path) {
    rows r;
    memset(&r, 0, sizeof r);
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    rows_examine(&r, path);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
                           -1, &q, NULL) == SQLITE_OK)
        while (sqlite3_step(q) == SQLITE_ROW)
            rows_of_table(&r, db, (const char *)sqlite3_column_text(q, 0));
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    rows_sort(&r);
    return r;
}

static inline bool rows_have(const rows *r, uint64_t hash) {
    return r->count != 0 && bsearch(&hash, r->each, r->count, sizeof hash, rows_order) != NULL;
}

// The table of a row of `a` that `b` does not have; NULL: it has all.
static inline const char *rows_missing(const rows *a, const rows *b) {
    for (size_t i = 0; i < a->count; i++)
        if (!rows_have(b, a->each[i])) return a->table[i];
    return NULL;
}

#endif
