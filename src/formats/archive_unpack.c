// SPDX-License-Identifier: MIT
// The unpacker: stored, deflated or gzipped bytes in, plain bytes out, over
// zlib. It counts what comes out and stops at the first cap:
//
//     declared size   a ZIP entry that goes on past it lies
//     max_out         64 MiB for an activity file
//     200 : 1         after the first 1 MiB (deflate can reach 1,032 : 1, a
//                     watch file packs 2..10 : 1, XML up to 30 : 1)
//     the budget      2 GiB for all that one archive holds
//
// Source of the format: RFC 1951 (deflate), RFC 1952 (gzip).
#include "base/limits.h"
#include "formats/archive.h"

#include <string.h>
#include <zlib.h>

// zlib's free does not say how much is freed, miler's allocator wants to know:
// each block carries its size in front.
typedef union block_head {
    size_t size;
    max_align_t align;
} block_head;

struct archive_unpacker {
    const miler_alloc *alloc;
    archive_packed packed;
    archive_budget *budget;
    miler_status (*tap)(void *user, const void *bytes, size_t len, miler_error *err);
    void *tap_user;
    z_stream z;
    bool z_ready;
    bool input_over; // the stream below has ended
    bool finished;   // the end was reached and checked
    bool between;    // a gzip member has ended, another may follow
    bool clean;
    unsigned members;
    uint32_t crc;
    uint64_t in_bytes;
    uint64_t out_bytes;
    uint8_t in[MILER_FEED_CHUNK];
};

archive_kind archive_sniff(const void *head, size_t len) {
    const uint8_t *b = head;
    if (len >= 3 && b[0] == 0x1F && b[1] == 0x8B && b[2] == 8) return ARCHIVE_GZIP;
    // "PK" 3 4 begins an entry, 5 6 an empty archive, 7 8 a spanned one.
    if (len >= 4 && b[0] == 'P' && b[1] == 'K' && b[3] == b[2] + 1 && (b[2] == 3 || b[2] == 5 || b[2] == 7))
        return ARCHIVE_ZIP;
    return ARCHIVE_NONE;
}

void archive_budget_init(archive_budget *budget) {
    *budget = (archive_budget){.bytes_left = MILER_ARCHIVE_TOTAL_MAX,
                               .entries_left = MILER_ARCHIVE_ALL_ENTRIES_MAX};
}

static void *z_take(void *user, unsigned count, unsigned size) {
    archive_unpacker *u = user;
    size_t bytes;
    if (!miler_size_mul(count, size, &bytes) || !miler_size_add(bytes, sizeof(block_head), &bytes))
        return NULL;
    block_head *head = miler_resize(u->alloc, NULL, 0, bytes);
    if (head == NULL) return NULL;
    head->size = bytes;
    return head + 1;
}

static void z_give(void *user, void *ptr) {
    archive_unpacker *u = user;
    block_head *head = (block_head *)ptr - 1;
    miler_resize(u->alloc, head, head->size, 0);
}

miler_status archive_unpacker_new(archive_unpacker **out, const miler_alloc *alloc, miler_error *err) {
    archive_unpacker *u = miler_resize(alloc, NULL, 0, sizeof *u);
    if (u == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(u, 0, sizeof *u);
    u->alloc = alloc;
    *out = u;
    return MILER_OK;
}

void archive_unpacker_free(archive_unpacker *u) {
    if (u == NULL) return;
    if (u->z_ready) (void)inflateEnd(&u->z);
    miler_resize(u->alloc, u, sizeof *u, 0);
}

miler_status archive_unpacker_start(archive_unpacker *u, const archive_packed *packed, archive_budget *budget,
                                    miler_status (*tap)(void *user, const void *bytes, size_t len,
                                                        miler_error *err),
                                    void *tap_user, miler_error *err) {
    u->packed = *packed;
    u->budget = budget;
    u->tap = tap;
    u->tap_user = tap_user;
    u->input_over = u->finished = u->between = false;
    u->clean = true;
    u->members = 0;
    u->crc = 0;
    u->in_bytes = u->out_bytes = 0;
    u->z.next_in = u->in;
    u->z.avail_in = 0;
    if (packed->method == ARCHIVE_STORED) return MILER_OK;
    const int bits =
        packed->method == ARCHIVE_GZIPPED ? 15 + 16 : -15; // 32 KiB window; +16: gzip, negative: raw
    int rc;
    if (u->z_ready) { // resetting keeps the 40 KiB that zlib allocated
        rc = inflateReset2(&u->z, bits);
    } else {
        u->z.zalloc = z_take;
        u->z.zfree = z_give;
        u->z.opaque = u;
        rc = inflateInit2(&u->z, bits);
        u->z_ready = rc == Z_OK;
    }
    if (rc == Z_OK) return MILER_OK;
    return miler_fail(err, rc == Z_MEM_ERROR ? MILER_ERR_NOMEM : MILER_ERR_ARG, "zlib would not start: %s",
                      zError(rc));
}

static miler_status fill(archive_unpacker *u, uint8_t *to, size_t cap, size_t *got, miler_error *err) {
    miler_status status = u->packed.from.read(u->packed.from.user, to, cap, got, err);
    if (status != MILER_OK) return status;
    if (*got == 0) u->input_over = true;
    u->in_bytes += *got;
    if (*got != 0 && u->tap != NULL) return u->tap(u->tap_user, to, *got, err);
    return MILER_OK;
}

// All caps, after `got` more bytes came out.
static miler_status count(archive_unpacker *u, size_t got, miler_error *err) {
    u->out_bytes += got;
    if (u->packed.declared && u->out_bytes > u->packed.size)
        return miler_fail(err, MILER_ERR_FORMAT, "goes on past the %llu bytes its archive declares",
                          (unsigned long long)u->packed.size);
    if (u->out_bytes > u->packed.max_out)
        return miler_fail(err, MILER_ERR_LIMIT, "unpacks to more than %llu MiB",
                          (unsigned long long)(u->packed.max_out / MILER_MIB));
    if (u->packed.method != ARCHIVE_STORED && u->out_bytes > MILER_ARCHIVE_RATIO_FREE &&
        u->out_bytes / MILER_ARCHIVE_RATIO_MAX > u->in_bytes)
        return miler_fail(err, MILER_ERR_LIMIT, "unpacks to more than %d times its size, as only a bomb does",
                          MILER_ARCHIVE_RATIO_MAX);
    if (got > u->budget->bytes_left) {
        u->budget->bytes_left = 0;
        return miler_fail(err, MILER_ERR_LIMIT, "the archive unpacks to more than %llu MiB in all",
                          (unsigned long long)(MILER_ARCHIVE_TOTAL_MAX / MILER_MIB));
    }
    u->budget->bytes_left -= got;
    return MILER_OK;
}

// The end was reached: does the archive's claim hold?
static miler_status check_end(archive_unpacker *u, miler_error *err) {
    u->finished = true;
    if (!u->packed.declared) return MILER_OK;
    if (u->out_bytes != u->packed.size) {
        u->clean = false;
        return miler_fail(err, MILER_ERR_FORMAT, "holds %llu bytes where its archive declares %llu",
                          (unsigned long long)u->out_bytes, (unsigned long long)u->packed.size);
    }
    if (u->crc != u->packed.crc) {
        u->clean = false;
        return miler_fail(err, MILER_ERR_FORMAT, "checksum %08x where its archive declares %08x",
                          (unsigned)u->crc, (unsigned)u->packed.crc);
    }
    return MILER_OK;
}

static miler_status read_stored(archive_unpacker *u, uint8_t *out, size_t cap, size_t *got,
                                miler_error *err) {
    miler_status status = fill(u, out, cap, got, err);
    if (status != MILER_OK) return status;
    if (*got == 0) return check_end(u, err);
    u->crc = (uint32_t)crc32_z(u->crc, out, *got);
    return count(u, *got, err);
}

// One member of a gzip file has ended. gzip(1) goes on with a member that
// follows and ignores anything else; so does this, but it is not clean.
static miler_status next_member(archive_unpacker *u, bool *over, miler_error *err) {
    u->members++;
    *over = true;
    while (u->z.avail_in < 2 && !u->input_over) {
        memmove(u->in, u->z.next_in, u->z.avail_in);
        size_t got;
        miler_status status = fill(u, u->in + u->z.avail_in, sizeof u->in - u->z.avail_in, &got, err);
        if (status != MILER_OK) return status;
        u->z.next_in = u->in;
        u->z.avail_in += (uInt)got;
    }
    if (u->z.avail_in == 0 && u->input_over) return MILER_OK;
    u->clean = false;
    if (u->packed.method != ARCHIVE_GZIPPED || u->z.avail_in < 2 || u->z.next_in[0] != 0x1F ||
        u->z.next_in[1] != 0x8B)
        return MILER_OK;
    *over = false;
    return inflateReset(&u->z) == Z_OK ? MILER_OK
                                       : miler_fail(err, MILER_ERR_ARG, "zlib would not start again");
}

static miler_status end_of_deflate(archive_unpacker *u, bool *over, miler_error *err) {
    miler_status status = next_member(u, over, err);
    if (status != MILER_OK || !*over) return status;
    return check_end(u, err);
}

static miler_status read_deflated(archive_unpacker *u, uint8_t *out, size_t cap, size_t *got,
                                  miler_error *err) {
    *got = 0;
    u->z.next_out = out;
    u->z.avail_out = (uInt)(cap < MILER_FEED_CHUNK ? cap : MILER_FEED_CHUNK);
    const uInt want = u->z.avail_out;
    while (u->z.avail_out == want) {
        if (u->between) {
            bool over;
            u->between = false;
            miler_status status = end_of_deflate(u, &over, err);
            if (status != MILER_OK || over) return status;
        }
        if (u->z.avail_in == 0 && !u->input_over) {
            size_t in;
            miler_status status = fill(u, u->in, sizeof u->in, &in, err);
            if (status != MILER_OK) return status;
            u->z.next_in = u->in;
            u->z.avail_in = (uInt)in;
        }
        const int rc = inflate(&u->z, Z_NO_FLUSH);
        u->between = rc == Z_STREAM_END;
        if (rc == Z_STREAM_END ||
            (rc == Z_OK && (u->z.avail_in != 0 || !u->input_over || u->z.avail_out != want)))
            continue;
        if (rc == Z_MEM_ERROR) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (u->z.avail_out != want)
            break; // give what came before the damage; it is met again at the next call
        u->clean = false;
        if (u->input_over && u->z.avail_in == 0)
            return miler_fail(err, MILER_ERR_FORMAT, "the packed data is cut short");
        return miler_fail(err, MILER_ERR_FORMAT, "the packed data is damaged%s%s",
                          u->z.msg != NULL ? ": " : "", u->z.msg != NULL ? u->z.msg : "");
    }
    *got = want - u->z.avail_out;
    if (u->packed.declared) u->crc = (uint32_t)crc32_z(u->crc, out, *got);
    return count(u, *got, err);
}

miler_status archive_unpacker_read(void *unpacker, void *out, size_t cap, size_t *got, miler_error *err) {
    archive_unpacker *u = unpacker;
    *got = 0;
    if (u->finished || cap == 0) return MILER_OK;
    miler_status status = u->packed.method == ARCHIVE_STORED ? read_stored(u, out, cap, got, err)
                                                             : read_deflated(u, out, cap, got, err);
    if (status != MILER_OK) {
        *got = 0;
        u->clean = false;
        u->finished = true;
    }
    return status;
}

archive_stream archive_unpacker_stream(archive_unpacker *u) {
    return (archive_stream){.user = u, .read = archive_unpacker_read};
}

uint64_t archive_unpacker_size(const archive_unpacker *u) {
    return u->out_bytes;
}

uint32_t archive_unpacker_crc(const archive_unpacker *u) {
    return u->crc;
}

bool archive_unpacker_clean(const archive_unpacker *u) {
    return u->finished && u->clean && u->members <= 1;
}
