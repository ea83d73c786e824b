// SPDX-License-Identifier: MIT
// engine_memory.h: the memory of SQLite, which it takes past the caller's allocator, with one allocation
// that fails: the n-th, once or from there on. The small blocks that a connection keeps aside are
// switched off, so that every need is an allocation.
#ifndef TESTS_ENGINE_MEMORY_H
#define TESTS_ENGINE_MEMORY_H

#include <sqlite3.h>
#include <stdbool.h>

typedef struct engine_order {
    long at;      // the n-th allocation from now on, from 1; 0: none fails
    bool lasting; // and all after it
    long seen;
    bool did_fail;
} engine_order;

static engine_order engine;
static sqlite3_mem_methods engine_real;

static inline bool engine_fails(void) {
    engine.seen++;
    const bool fails =
        engine.at != 0 && (engine.seen == engine.at || (engine.lasting && engine.seen > engine.at));
    engine.did_fail = engine.did_fail || fails;
    return fails;
}

static inline void *engine_malloc(int size) {
    return engine_fails() ? NULL : engine_real.xMalloc(size);
}

static inline void *engine_realloc(void *block, int size) {
    return engine_fails() ? NULL : engine_real.xRealloc(block, size);
}

// Before the first use of SQLite in the process. False: it runs already, or keeps its own memory.
static inline bool engine_memory_install(void) {
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &engine_real) != SQLITE_OK) return false;
    static sqlite3_mem_methods mine;
    mine = engine_real;
    mine.xMalloc = engine_malloc;
    mine.xRealloc = engine_realloc;
    return sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_MALLOC, &mine) == SQLITE_OK;
}

#endif
