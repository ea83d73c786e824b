// SPDX-License-Identifier: MIT
// Memory: one allocator callback, arenas and capped buffers on top of it.
//
// An arena is a list of blocks; taking memory bumps a pointer in the newest:
//
//     arena -> [ block 3: |used....|free......| ] -> [ block 2 ] -> [ block 1 ]
//
// A request larger than a block gets a block of its own. All memory counts
// towards a cap, so that a hostile file cannot eat the machine, and failure is
// sticky, so that loops check once at their end.
#include "base/limits.h"

#include <miler/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN sizeof(max_align_t)

typedef struct block {
    struct block *older;
    size_t size; // of the bytes after this header
    size_t used;
    size_t last; // where the newest allocation starts, for growing in place
} block;

#define HEADER ((sizeof(block) + ALIGN - 1) / ALIGN * ALIGN)

typedef struct deferred {
    struct deferred *older;
    void (*fn)(void *user);
    void *user;
} deferred;

struct miler_arena {
    const miler_alloc *alloc;
    block *newest;
    deferred *defers;
    size_t total; // bytes of all blocks, headers included
    size_t max;
    bool failed;
    bool full; // failed for the cap
};

void *miler_resize(const miler_alloc *alloc, void *ptr, size_t old_size, size_t new_size) {
    if (alloc != NULL) return alloc->resize(alloc->user, ptr, old_size, new_size);
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

bool miler_size_add(size_t a, size_t b, size_t *out) {
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum)) return false;
    *out = sum;
    return true;
}

bool miler_size_mul(size_t a, size_t b, size_t *out) {
    size_t product;
    if (__builtin_mul_overflow(a, b, &product)) return false;
    *out = product;
    return true;
}

miler_arena *miler_arena_new(const miler_alloc *alloc, size_t max_bytes) {
    miler_arena *arena = miler_resize(alloc, NULL, 0, sizeof *arena);
    if (arena == NULL) return NULL;
    *arena = (miler_arena){.alloc = alloc, .max = max_bytes != 0 ? max_bytes : MILER_ARENA_MAX};
    return arena;
}

static void run_defers(miler_arena *arena) {
    // Newest first: what was opened last is closed first.
    while (arena->defers != NULL) {
        deferred *d = arena->defers;
        arena->defers = d->older;
        d->fn(d->user);
    }
}

static void free_block(miler_arena *arena, block *b) {
    arena->total -= HEADER + b->size;
    miler_resize(arena->alloc, b, HEADER + b->size, 0);
}

void miler_arena_free(miler_arena *arena) {
    if (arena == NULL) return;
    run_defers(arena);
    while (arena->newest != NULL) {
        block *b = arena->newest;
        arena->newest = b->older;
        free_block(arena, b);
    }
    miler_resize(arena->alloc, arena, sizeof *arena, 0);
}

void miler_arena_reset(miler_arena *arena) {
    run_defers(arena);
    block *keep = NULL;
    while (arena->newest != NULL) {
        block *b = arena->newest;
        arena->newest = b->older;
        if (keep == NULL || b->size > keep->size) {
            if (keep != NULL) free_block(arena, keep);
            keep = b;
        } else {
            free_block(arena, b);
        }
    }
    if (keep != NULL) {
        keep->older = NULL;
        keep->used = 0;
        keep->last = 0;
    }
    arena->newest = keep;
    arena->failed = false;
    arena->full = false;
}

bool miler_arena_failed(const miler_arena *arena) {
    return arena->failed;
}

bool miler_arena_full(const miler_arena *arena) {
    return arena->full;
}

const miler_alloc *miler_arena_allocator(const miler_arena *arena) {
    return arena->alloc;
}

static char *block_bytes(block *b) {
    return (char *)b + HEADER;
}

static bool round_up(size_t size, size_t *out) {
    size_t sum;
    if (!miler_size_add(size, ALIGN - 1, &sum)) return false;
    *out = sum / ALIGN * ALIGN;
    return true;
}

static block *add_block(miler_arena *arena, size_t need) {
    size_t size = need > MILER_ARENA_BLOCK ? need : MILER_ARENA_BLOCK;
    size_t whole;
    size_t total;
    if (!miler_size_add(HEADER, size, &whole) || !miler_size_add(arena->total, whole, &total) ||
        total > arena->max) {
        arena->full = true;
        return NULL;
    }
    block *b = miler_resize(arena->alloc, NULL, 0, whole);
    if (b == NULL) return NULL;
    *b = (block){.older = arena->newest, .size = size};
    arena->newest = b;
    arena->total = total;
    return b;
}

static void *take(miler_arena *arena, size_t size) {
    size_t need;
    if (arena->failed || !round_up(size != 0 ? size : 1, &need)) {
        arena->failed = true;
        return NULL;
    }
    block *b = arena->newest;
    if (b == NULL || b->size - b->used < need) b = add_block(arena, need);
    if (b == NULL) {
        arena->failed = true;
        return NULL;
    }
    b->last = b->used;
    b->used += need;
    return block_bytes(b) + b->last;
}

void *miler_arena_take(miler_arena *arena, size_t size) {
    void *ptr = take(arena, size);
    if (ptr != NULL) memset(ptr, 0, size);
    return ptr;
}

void *miler_arena_bare_array(miler_arena *arena, size_t count, size_t elem_size) {
    size_t size;
    if (!miler_size_mul(count, elem_size, &size)) {
        arena->failed = true;
        return NULL;
    }
    return take(arena, size);
}

void *miler_arena_array(miler_arena *arena, size_t count, size_t elem_size) {
    void *ptr = miler_arena_bare_array(arena, count, elem_size);
    if (ptr != NULL) memset(ptr, 0, count * elem_size);
    return ptr;
}

// The newest allocation can grow where it stands, as far as its block reaches.
static bool grow_in_place(miler_arena *arena, const void *ptr, size_t old_size, size_t new_size) {
    block *b = arena->newest;
    size_t need;
    if (b == NULL || ptr != block_bytes(b) + b->last || !round_up(new_size, &need)) return false;
    if (b->size - b->last < need) return false;
    b->used = b->last + need;
    memset(block_bytes(b) + b->last + old_size, 0, new_size - old_size);
    return true;
}

void *miler_arena_grow(miler_arena *arena, void *ptr, size_t old_count, size_t new_count, size_t elem_size) {
    size_t old_size = old_count * elem_size;
    size_t new_size;
    if (arena->failed || !miler_size_mul(new_count, elem_size, &new_size)) {
        arena->failed = true;
        return NULL;
    }
    if (ptr == NULL || old_count == 0) return miler_arena_take(arena, new_size);
    if (new_size <= old_size) return ptr;
    if (grow_in_place(arena, ptr, old_size, new_size)) return ptr;
    void *moved = take(arena, new_size);
    if (moved == NULL) return NULL;
    memcpy(moved, ptr, old_size);
    memset((char *)moved + old_size, 0, new_size - old_size);
    return moved;
}

char *miler_arena_dup_n(miler_arena *arena, const char *text, size_t len) {
    size_t size;
    if (!miler_size_add(len, 1, &size)) {
        arena->failed = true;
        return NULL;
    }
    char *copy = take(arena, size);
    if (copy == NULL) return NULL;
    if (len != 0) memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *miler_arena_dup(miler_arena *arena, const char *text) {
    return miler_arena_dup_n(arena, text, strlen(text));
}

char *miler_arena_printf(miler_arena *arena, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = len < 0 ? NULL : take(arena, (size_t)len + 1);
    if (text != NULL) (void)vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

miler_status miler_arena_defer(miler_arena *arena, void (*fn)(void *user), void *user) {
    deferred *d = miler_arena_take(arena, sizeof *d);
    if (d == NULL) return MILER_ERR_NOMEM;
    *d = (deferred){.older = arena->defers, .fn = fn, .user = user};
    arena->defers = d;
    return MILER_OK;
}

// ---- Buffers

void miler_buf_init(miler_buf *buf, const miler_alloc *alloc, size_t max) {
    *buf = (miler_buf){.alloc = alloc, .max = max};
}

void miler_buf_deinit(miler_buf *buf) {
    if (buf->ptr != NULL) miler_resize(buf->alloc, buf->ptr, buf->cap, 0);
    *buf = (miler_buf){.alloc = buf->alloc, .max = buf->max};
}

void miler_buf_clear(miler_buf *buf) {
    buf->len = 0;
    buf->failed = buf->over = false;
    if (buf->ptr != NULL) buf->ptr[0] = '\0';
}

// Room for `extra` more bytes and the NUL behind them.
static bool reserve(miler_buf *buf, size_t extra) {
    size_t need;
    if (buf->failed) return false;
    if (!miler_size_add(buf->len, extra, &need) || need > buf->max) {
        buf->failed = buf->over = true;
        return false;
    }
    need += 1;
    if (need <= buf->cap) return true;
    size_t cap = buf->cap != 0 ? buf->cap : 128;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *ptr = miler_resize(buf->alloc, buf->ptr, buf->cap, cap);
    if (ptr == NULL) {
        buf->failed = true;
        return false;
    }
    buf->ptr = ptr;
    buf->cap = cap;
    return true;
}

void miler_buf_append(miler_buf *buf, const void *bytes, size_t len) {
    if (len == 0 || !reserve(buf, len)) return;
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void miler_buf_text_append(miler_buf *buf, const char *text) {
    miler_buf_append(buf, text, strlen(text));
}

void miler_buf_vprintf(miler_buf *buf, const char *fmt, va_list args) {
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    if (len < 0) buf->failed = true;
    if (len >= 0 && reserve(buf, (size_t)len)) {
        (void)vsnprintf(buf->ptr + buf->len, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void miler_buf_printf(miler_buf *buf, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    miler_buf_vprintf(buf, fmt, args);
    va_end(args);
}

const char *miler_buf_text(miler_buf *buf) {
    return buf->ptr != NULL && !buf->failed ? buf->ptr : "";
}

miler_status miler_buf_status(const miler_buf *buf, miler_error *err) {
    if (!buf->failed) return MILER_OK;
    if (buf->over) return miler_fail(err, MILER_ERR_LIMIT, "text grew over %zu bytes", buf->max);
    return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}
