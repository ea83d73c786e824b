// SPDX-License-Identifier: MIT
// Originals: the bytes of imported files, kept for good.
//
//     content ──► BLAKE2b-256 ──► hash: the name under which it is kept, once
//        │
//        ├─ held back while small (HOLD_MAX): most files are known or skipped
//        │  in the end, and then nothing was packed and nothing written
//        └─► deflate ──► chunks of 256 KiB ──► held (store_held.h) ──► rows of `chunks`
//     .gz as received ────────┘ (packed twice gains nothing, costs ten times an inflate)
//
// BLAKE2b rather than SHA-256: libsodium 1.0.18 has no SHA-NI code, measured
// 621 against 393 MB/s on the same machine; `b2sum -l 256` prints the same.
// The chunks stand in the database itself, so that the bytes and what was found
// in them are there together after a commit, or not at all.
#include "store/sql.h"

#include "base/limits.h"
#include "store/store_held.h"

#include <sodium.h>
#include <string.h>
#define ZLIB_CONST // next_in may point to const bytes
#include <zlib.h>

#define CHUNK_MAX (256 * MILER_KIB) // one row; memory of a read or write stays a few times this
#define HOLD_MAX                                                                                             \
    (1 * MILER_MIB) // longer content is packed as it comes; nine in ten activity files are shorter
#define PIECE (64 * MILER_KIB)
#define PACK_LEVEL                                                                                           \
    1 // a mixed 19 MB of FIT packs 5 % worse than at level 6, in less than half the time [measured]
#define HASH_ALIGN 64 // crypto_generichash_state asks for it

struct store_writer {
    store *s;
    store_writer *next; // in s->writers
    store_encoding encoding;
    uint64_t content_bytes;
    store_held packed; // all chunks but the one that is being filled
    bool packing;      // the deflater is at work, `held` is empty
    bool z_ready;      // z was initialised
    z_stream z;
    miler_buf held;
    size_t chunk_len;
    uint8_t *chunk; // CHUNK_MAX bytes
    uint8_t hash_room[sizeof(crypto_generichash_state) + HASH_ALIGN];
};

static crypto_generichash_state *hash_state(store_writer *w) {
    const uintptr_t at = (uintptr_t)w->hash_room;
    return (crypto_generichash_state *)(void *)(w->hash_room + (HASH_ALIGN - at % HASH_ALIGN) % HASH_ALIGN);
}

void store_hash_print(char out[STORE_HASH_TEXT], const uint8_t hash[STORE_HASH_SIZE]) {
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < STORE_HASH_SIZE; i++) {
        out[2 * i] = hex[hash[i] >> 4];
        out[2 * i + 1] = hex[hash[i] & 15];
    }
    out[STORE_HASH_TEXT - 1] = '\0';
}

// ---- zlib over the caller's allocator: zlib frees without a size, so that each
// block carries its own in front.

#define Z_HEADER sizeof(max_align_t)

static void *z_take(void *user, unsigned items, unsigned size) {
    const store *s = user;
    size_t bytes;
    if (!miler_size_mul(items, size, &bytes) || !miler_size_add(bytes, Z_HEADER, &bytes)) return NULL;
    char *block = miler_resize(s->alloc, NULL, 0, bytes);
    if (block == NULL) return NULL;
    memcpy(block, &bytes, sizeof bytes);
    return block + Z_HEADER;
}

static void z_give(void *user, void *ptr) {
    const store *s = user;
    char *block = (char *)ptr - Z_HEADER;
    size_t bytes;
    memcpy(&bytes, block, sizeof bytes);
    miler_resize(s->alloc, block, bytes, 0);
}

// ---- Life of a writer

static void writer_free(store_writer *w) {
    if (w == NULL) return;
    const store *s = w->s;
    if (w->z_ready) (void)deflateEnd(&w->z);
    miler_buf_deinit(&w->held);
    store_held_deinit(&w->packed);
    if (w->chunk != NULL) miler_resize(s->alloc, w->chunk, CHUNK_MAX, 0);
    miler_resize(s->alloc, w, sizeof *w, 0);
}

static void unlink_writer(store_writer *w) {
    store_writer **at = &w->s->writers;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    w->next = NULL;
}

// One closed writer is kept with its buffers for the next file.
static void writer_close(store_writer *w) {
    unlink_writer(w);
    store_held_clear(&w->packed);
    if (w->s->spare == NULL) {
        w->s->spare = w;
    } else {
        writer_free(w);
    }
}

void store_writers_free(store *s) {
    while (s->writers != NULL) {
        store_writer *w = s->writers;
        s->writers = w->next;
        writer_free(w);
    }
    writer_free(s->spare);
    s->spare = NULL;
}

static store_writer *writer_new(store *s) {
    store_writer *w = miler_resize(s->alloc, NULL, 0, sizeof *w);
    if (w == NULL) return NULL;
    memset(w, 0, sizeof *w);
    w->s = s;
    w->chunk = miler_resize(s->alloc, NULL, 0, CHUNK_MAX);
    miler_buf_init(&w->held, s->alloc, HOLD_MAX);
    store_held_init(&w->packed, s->path, s->alloc);
    if (w->chunk == NULL) {
        writer_free(w);
        return NULL;
    }
    return w;
}

miler_status store_writer_open(store *s, store_encoding encoding, store_writer **out, miler_error *err) {
    *out = NULL;
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    if (sodium_init() < 0) return miler_fail(err, MILER_ERR_IO, "libsodium cannot start");
    store_writer *w = s->spare;
    s->spare = NULL;
    if (w == NULL) w = writer_new(s);
    if (w == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    w->encoding = encoding;
    w->content_bytes = 0;
    w->packing = false;
    w->chunk_len = 0;
    miler_buf_clear(&w->held);
    (void)crypto_generichash_init(hash_state(w), NULL, 0, STORE_HASH_SIZE);
    w->next = s->writers;
    s->writers = w;
    *out = w;
    return MILER_OK;
}

// ---- Writing

static miler_status hold_chunk(store_writer *w, miler_error *err) {
    const size_t len = w->chunk_len;
    w->chunk_len = 0;
    return len > 0 ? store_held_add(&w->packed, w->chunk, len, err) : MILER_OK;
}

static miler_status append(store_writer *w, const uint8_t *bytes, size_t len, miler_error *err) {
    while (len > 0) {
        const size_t room = CHUNK_MAX - w->chunk_len;
        const size_t n = len < room ? len : room;
        memcpy(w->chunk + w->chunk_len, bytes, n);
        w->chunk_len += n;
        bytes += n;
        len -= n;
        if (w->chunk_len == CHUNK_MAX) {
            const miler_status status = hold_chunk(w, err);
            if (status != MILER_OK) return status;
        }
    }
    return MILER_OK;
}

static miler_status start_packing(store_writer *w, miler_error *err) {
    int rc;
    if (w->z_ready) {
        rc = deflateReset(&w->z);
    } else {
        w->z = (z_stream){.zalloc = z_take, .zfree = z_give, .opaque = w->s};
        rc = deflateInit(&w->z, PACK_LEVEL);
        w->z_ready = rc == Z_OK;
    }
    if (rc != Z_OK) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    w->packing = true;
    return MILER_OK;
}

static miler_status pack(store_writer *w, const void *bytes, size_t len, int how, miler_error *err) {
    w->z.next_in = bytes;
    w->z.avail_in = (uInt)len;
    int rc;
    do {
        w->z.next_out = w->chunk + w->chunk_len;
        w->z.avail_out = (uInt)(CHUNK_MAX - w->chunk_len);
        rc = deflate(&w->z, how);
        w->chunk_len = CHUNK_MAX - w->z.avail_out;
        if (w->chunk_len == CHUNK_MAX) {
            const miler_status status = hold_chunk(w, err);
            if (status != MILER_OK) return status;
        }
    } while (w->z.avail_in > 0 || (how == Z_FINISH && rc != Z_STREAM_END));
    return MILER_OK;
}

static miler_status pack_held(store_writer *w, miler_error *err) {
    miler_status status = start_packing(w, err);
    if (status == MILER_OK && w->held.len > 0) status = pack(w, w->held.ptr, w->held.len, Z_NO_FLUSH, err);
    miler_buf_clear(&w->held);
    return status;
}

miler_status store_writer_content(store_writer *w, const void *bytes, size_t len, miler_error *err) {
    if (len > MILER_FILE_MAX || w->content_bytes + len > MILER_FILE_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "larger than %zu MiB", MILER_FILE_MAX / MILER_MIB);
    if (len == 0) return MILER_OK;
    w->content_bytes += len;
    (void)crypto_generichash_update(hash_state(w), bytes, len);
    if (w->encoding == STORE_ENCODING_GZIP) return MILER_OK;
    if (!w->packing && w->held.len + len <= HOLD_MAX) {
        miler_buf_append(&w->held, bytes, len);
        return miler_buf_status(&w->held, err);
    }
    if (!w->packing) {
        const miler_status status = pack_held(w, err);
        if (status != MILER_OK) return status;
    }
    return pack(w, bytes, len, Z_NO_FLUSH, err);
}

miler_status store_writer_packed(store_writer *w, const void *bytes, size_t len, miler_error *err) {
    if (w->encoding != STORE_ENCODING_GZIP)
        return miler_fail(err, MILER_ERR_ARG, "this original is not written from a .gz");
    if (len > MILER_FILE_MAX || w->packed.len + w->chunk_len + len > MILER_FILE_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "larger than %zu MiB", MILER_FILE_MAX / MILER_MIB);
    return append(w, bytes, len, err);
}

void store_writer_hash(store_writer *w, uint8_t out[STORE_HASH_SIZE]) {
    _Alignas(HASH_ALIGN) crypto_generichash_state so_far = *hash_state(w);
    (void)crypto_generichash_final(&so_far, out, STORE_HASH_SIZE);
}

void store_writer_abort(store_writer *w) {
    if (w != NULL) writer_close(w);
}

static miler_status next_id(store *s, int64_t *out, miler_error *err) {
    sql q;
    // Chunks that lost their original count too.
    sql_open(&q, s, SQL_ORIGINAL_NEXT,
             "SELECT 1 + max(coalesce((SELECT max(id) FROM originals), 0), coalesce((SELECT max(original_id) "
             "FROM chunks), 0))");
    *out = sql_row(&q) ? sql_get_i64(&q) : 0;
    return sql_done(&q, err);
}

static miler_status add_chunk(store_writer *w, int64_t id, int32_t seq, uint64_t at, size_t len,
                              miler_error *err) {
    const void *bytes;
    const miler_status status = store_held_view(&w->packed, at, len, w->chunk, &bytes, err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, w->s, SQL_CHUNK_ADD, "INSERT INTO chunks (original_id, seq, bytes) VALUES (?, ?, ?)");
    sql_i64(&q, id);
    sql_i64(&q, seq);
    sql_blob(&q, bytes, len);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status add_row(store_writer *w, const store_original *info, int32_t chunks, miler_error *err) {
    sql q;
    sql_open(&q, w->s, SQL_ORIGINAL_ADD,
             "INSERT INTO originals (id, hash, format, encoding, content_bytes, stored_bytes, chunk_count, "
             "added_ms, "
             "file_name, given_name, given_sport) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sql_i64(&q, info->id);
    sql_blob(&q, info->hash, STORE_HASH_SIZE);
    sql_i64(&q, info->format);
    sql_i64(&q, info->encoding);
    sql_i64(&q, (int64_t)info->content_bytes);
    sql_i64(&q, (int64_t)info->stored_bytes);
    sql_i64(&q, chunks);
    sql_ms(&q, info->added_ms);
    sql_text(&q, info->file_name);
    sql_text(&q, info->given_name);
    sql_i64(&q, info->given_sport);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status write_all(store_writer *w, store_original *info, miler_error *err) {
    miler_status status = next_id(w->s, &info->id, err);
    int32_t seq = 0;
    for (uint64_t at = 0; status == MILER_OK && at < w->packed.len; seq++) {
        const uint64_t left = w->packed.len - at;
        const size_t len = left < CHUNK_MAX ? (size_t)left : CHUNK_MAX;
        status = add_chunk(w, info->id, seq, at, len, err);
        at += len;
    }
    info->encoding = w->encoding;
    info->content_bytes = w->content_bytes;
    info->stored_bytes = w->packed.len;
    return status == MILER_OK ? add_row(w, info, seq, err) : status;
}

static miler_status pack_rest(store_writer *w, miler_error *err) {
    miler_status status = MILER_OK;
    if (w->encoding == STORE_ENCODING_DEFLATE) {
        if (!w->packing) status = pack_held(w, err);
        if (status == MILER_OK) status = pack(w, NULL, 0, Z_FINISH, err);
    }
    if (status == MILER_OK) status = hold_chunk(w, err);
    if (status == MILER_OK && w->packed.len == 0)
        status = miler_fail(err, MILER_ERR_ARG, "an original without packed bytes");
    return status;
}

static miler_status write_new(store_writer *w, store_original *info, miler_error *err) {
    miler_status status = pack_rest(w, err);
    if (status == MILER_OK) status = store_begin(w->s, err);
    return status == MILER_OK ? sql_end(w->s, write_all(w, info, err), err) : status;
}

miler_status store_writer_finish(store_writer *w, store_original *info, bool *out_known, miler_error *err) {
    *out_known = false;
    store_writer_hash(w, info->hash);
    int64_t there = 0;
    miler_status status = w->s->depth > 0
                              ? store_original_find(w->s, info->hash, &there, err)
                              : miler_fail(err, MILER_ERR_ARG, "an original is written inside a transaction");
    if (status == MILER_OK) {
        info->id = there;
        *out_known = true;
    } else if (status == MILER_ERR_NOT_FOUND) {
        if (err != NULL) miler_error_clear(err);
        status = write_new(w, info, err);
    }
    writer_close(w);
    return status;
}

// ---- Finding and reading

miler_status store_original_find(store *s, const uint8_t hash[STORE_HASH_SIZE], int64_t *out_id,
                                 miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_HASH_FIND, "SELECT id FROM originals WHERE hash = ?");
    sql_blob(&q, hash, STORE_HASH_SIZE);
    const bool found = sql_row(&q);
    if (found) *out_id = sql_get_i64(&q);
    const miler_status status = sql_done(&q, err);
    return status == MILER_OK && !found
               ? miler_fail(err, MILER_ERR_NOT_FOUND, "these bytes are not in the store")
               : status;
}

miler_status store_original_get(store *s, int64_t id, miler_arena *arena, store_original *out,
                                miler_error *err) {
    *out = (store_original){.id = id};
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT hash, format, encoding, content_bytes, stored_bytes, added_ms, given_sport, file_name, "
             "given_name "
             "FROM originals WHERE id = ?");
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    if (found) {
        const void *hash;
        if (sql_get_blob(&q, &hash) == STORE_HASH_SIZE) memcpy(out->hash, hash, STORE_HASH_SIZE);
        out->format = (miler_file_format)sql_get_i32(&q);
        out->encoding = (store_encoding)sql_get_i32(&q);
        out->content_bytes = (uint64_t)sql_get_i64(&q);
        out->stored_bytes = (uint64_t)sql_get_i64(&q);
        out->added_ms = sql_get_ms(&q);
        out->given_sport = (miler_sport)sql_get_i32(&q);
        out->file_name = sql_get_text(&q, arena);
        out->given_name = sql_get_text(&q, arena);
    }
    return sql_found(&q, found, "original", id, err);
}

miler_status store_original_ids(store *s, int64_t after, int64_t *out, size_t max, size_t *out_count,
                                miler_error *err) {
    size_t count = 0;
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT id FROM originals WHERE id > ? ORDER BY id LIMIT ?");
    sql_i64(&q, after);
    sql_i64(&q, (int64_t)max);
    while (count < max && sql_row(&q))
        out[count++] = sql_get_i64(&q);
    *out_count = count;
    return sql_done(&q, err);
}

typedef struct unpacker {
    z_stream z;
    uint64_t left; // content bytes still to come
    bool verify;
    store_piece_fn fn;
    void *user;
    uint8_t *piece; // PIECE bytes
    _Alignas(HASH_ALIGN) crypto_generichash_state hash;
} unpacker;

static miler_status damaged(const store *s, int64_t id, const char *how, miler_error *err) {
    const miler_status status = miler_fail(
        err, MILER_ERR_STORE, "original %lld in the store %s is damaged: %s", (long long)id, s->path, how);
    miler_error_remedy(err, "restore a backup; or `miler export`, and import what is whole into a new store");
    return status;
}

// Gzip files may be several streams in a row; what follows the last byte of the
// content (padding, a cut-off trailer) does not matter.
static miler_status unpack_chunk(const store *s, unpacker *u, int64_t id, const void *bytes, size_t len,
                                 miler_error *err) {
    u->z.next_in = bytes;
    u->z.avail_in = (uInt)len;
    bool more = true;
    while (u->left > 0 && more) {
        u->z.next_out = u->piece;
        u->z.avail_out = (uInt)PIECE;
        const int rc = inflate(&u->z, Z_NO_FLUSH);
        const size_t n = PIECE - u->z.avail_out;
        if (rc == Z_MEM_ERROR) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
            return damaged(s, id, "it does not unpack", err);
        if (n > u->left) return damaged(s, id, "it is longer than it was", err);
        u->left -= n;
        if (u->verify && n > 0) (void)crypto_generichash_update(&u->hash, u->piece, n);
        const miler_status status = n > 0 ? u->fn(u->user, u->piece, n, err) : MILER_OK;
        if (status != MILER_OK) return status;
        if (rc == Z_STREAM_END) (void)inflateReset(&u->z);
        more = u->z.avail_in > 0 || u->z.avail_out == 0; // with either, inflate gets on
    }
    return MILER_OK;
}

static miler_status unpack_all(store *s, unpacker *u, int64_t id, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT bytes FROM chunks WHERE original_id = ? ORDER BY seq");
    sql_i64(&q, id);
    miler_status status = MILER_OK;
    while (status == MILER_OK && u->left > 0 && sql_row(&q)) {
        const void *bytes;
        const size_t len = sql_get_blob(&q, &bytes);
        status = unpack_chunk(s, u, id, bytes, len, err);
    }
    if (status != MILER_OK) {
        (void)sql_done(&q, NULL);
        return status;
    }
    status = sql_done(&q, err);
    if (status == MILER_OK && u->left > 0) status = damaged(s, id, "bytes are missing", err);
    return status;
}

static miler_status read_through(store *s, unpacker *u, const store_original *o, miler_error *err) {
    u->z = (z_stream){.zalloc = z_take, .zfree = z_give, .opaque = s};
    // 15 + 32: the largest window, zlib or gzip by the header.
    if (inflateInit2(&u->z, 15 + 32) != Z_OK) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (u->verify) (void)crypto_generichash_init(&u->hash, NULL, 0, STORE_HASH_SIZE);
    u->left = o->content_bytes;
    miler_status status = unpack_all(s, u, o->id, err);
    (void)inflateEnd(&u->z);
    if (status != MILER_OK || !u->verify) return status;
    uint8_t hash[STORE_HASH_SIZE];
    (void)crypto_generichash_final(&u->hash, hash, sizeof hash);
    return memcmp(hash, o->hash, sizeof hash) == 0 ? MILER_OK
                                                   : damaged(s, o->id, "its bytes have changed", err);
}

miler_status store_original_read(store *s, int64_t id, bool verify, store_piece_fn fn, void *user,
                                 miler_error *err) {
    if (verify && sodium_init() < 0) return miler_fail(err, MILER_ERR_IO, "libsodium cannot start");
    miler_arena *arena = miler_arena_new(s->alloc, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    store_original o;
    miler_status status = store_original_get(s, id, arena, &o, err);
    if (status == MILER_OK) {
        unpacker u = {.verify = verify, .fn = fn, .user = user, .piece = miler_arena_take(arena, PIECE)};
        status = u.piece != NULL ? read_through(s, &u, &o, err)
                                 : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    miler_arena_free(arena);
    return status;
}
