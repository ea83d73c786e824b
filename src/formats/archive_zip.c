// SPDX-License-Identifier: MIT
// The ZIP directory. A ZIP is read from its end:
//
//     [local header|name|extra|packed bytes] ... [directory: one record an entry] [64-bit end] [end record]
//      ▲ offset in the directory record                                                          ▲ found by
//      its signature
//
// The directory is walked once with a sliding window; per entry 56 bytes stay
// in memory, names are read again when asked for. Then the entries, sorted by
// place, must not overlap: the bombs that let ten million entries share one
// packed stream, and ZIPs that contain themselves, end here.
//
// Layout of the records: APPNOTE.TXT 6.3 (PKWARE), sections 4.3.7, 4.3.12,
// 4.3.14..16 and 4.5.3.
#include "base/limits.h"
#include "formats/archive.h"

#include <stdlib.h>
#include <string.h>

#define LOCAL_SIZE 30
#define RECORD_SIZE 46
#define END_SIZE 22
#define END64_SIZE 56
#define LOCATOR_SIZE 20
#define COMMENT_MAX 65535u
// One record with the longest name and extra field fits in the window.
#define WINDOW_SIZE (256 * MILER_KIB)

enum { FLAG_ENCRYPTED = 1u << 0, FLAG_STRONG = 1u << 6, FLAG_HIDDEN = 1u << 13 };

typedef enum skip_reason {
    SKIP_NONE = 0,
    SKIP_FOLDER,
    SKIP_ENCRYPTED,
    SKIP_METHOD,
    SKIP_LINK,
    SKIP_DEVICE,
    SKIP_NAME_EMPTY,
    SKIP_NAME_LONG,
    SKIP_NAME_NUL,
    SKIP_NAME_ABSOLUTE,
    SKIP_NAME_DOTS,
    SKIP_DUPLICATE
} skip_reason;

static const char *const skip_text[] = {
    [SKIP_NONE] = NULL,
    [SKIP_FOLDER] = NULL,
    [SKIP_ENCRYPTED] = "encrypted",
    [SKIP_METHOD] = "packed by a method other than deflate",
    [SKIP_LINK] = "a symbolic link, not a file",
    [SKIP_DEVICE] = "a device or pipe, not a file",
    [SKIP_NAME_EMPTY] = "has no name",
    [SKIP_NAME_LONG] = "its name is too long",
    [SKIP_NAME_NUL] = "its name holds a NUL byte",
    [SKIP_NAME_ABSOLUTE] = "its name is an absolute path",
    [SKIP_NAME_DOTS] = "its name leads out of the archive (..)",
    [SKIP_DUPLICATE] = "a second entry of the same name",
};

typedef struct row {
    uint64_t record; // of the directory record, from the start of the file
    uint64_t local;  // of the local header
    uint64_t limit;  // where the next entry or the directory begins
    uint64_t packed;
    uint64_t size;
    uint64_t name_hash;
    uint32_t crc;
    uint8_t skip;
    uint8_t method;
} row;

struct archive_zip {
    const miler_alloc *alloc;
    archive_file file;
    row *rows; // in directory order
    size_t count;
    size_t cap;
    uint64_t directory; // where it begins
    uint64_t directory_end;
    uint64_t claimed; // entries the end record speaks of
    bool more;
    uint64_t stream_at; // the open entry stream
    uint64_t stream_left;
    uint64_t window_at; // what of the file is in `window`
    size_t window_len;
    char name[MILER_PATH_MAX];
    uint8_t window[WINDOW_SIZE];
};

static uint32_t le16(const uint8_t *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}
static uint32_t le32(const uint8_t *p) {
    return le16(p) | le16(p + 2) << 16;
}
static uint64_t le64(const uint8_t *p) {
    return (uint64_t)le32(p) | (uint64_t)le32(p + 4) << 32;
}

// `len` bytes at `offset`, through the window; they must lie before `end`.
static miler_status view(archive_zip *zip, uint64_t offset, size_t len, uint64_t end, const uint8_t **out,
                         miler_error *err) {
    if (len > WINDOW_SIZE || offset > end || len > end - offset)
        return miler_fail(err, MILER_ERR_FORMAT, "the directory of the ZIP is damaged");
    if (offset < zip->window_at || offset + len > zip->window_at + zip->window_len) {
        const uint64_t rest = end - offset;
        const size_t want = rest < WINDOW_SIZE ? (size_t)rest : WINDOW_SIZE;
        zip->window_len = 0;
        miler_status status = zip->file.read_at(zip->file.user, offset, zip->window, want, err);
        if (status != MILER_OK) return status;
        zip->window_at = offset;
        zip->window_len = want;
    }
    *out = zip->window + (offset - zip->window_at);
    return MILER_OK;
}

// ---- The end record

// The last place where an end record fits, counting its comment.
static const uint8_t *find_end(const uint8_t *tail, size_t len) {
    for (size_t i = len - END_SIZE + 1; i-- > 0;)
        if (le32(tail + i) == 0x06054B50 && le16(tail + i + 20) <= len - i - END_SIZE) return tail + i;
    return NULL;
}

static miler_status read_end64(archive_zip *zip, uint64_t end_at, uint64_t *count, uint64_t *size,
                               uint64_t *offset, miler_error *err) {
    const uint8_t *p;
    if (end_at < LOCATOR_SIZE) return MILER_OK;
    miler_status status = view(zip, end_at - LOCATOR_SIZE, LOCATOR_SIZE, zip->file.size, &p, err);
    if (status != MILER_OK || le32(p) != 0x07064B50) return status;
    const uint64_t at = le64(p + 8);
    status = view(zip, at, END64_SIZE, end_at, &p, err);
    if (status != MILER_OK) return status;
    if (le32(p) != 0x06064B50)
        return miler_fail(err, MILER_ERR_FORMAT, "the 64-bit end record of the ZIP is damaged");
    if (le32(p + 16) != 0 || le32(p + 20) != 0)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "a ZIP in several parts cannot be read");
    *count = le64(p + 32);
    *size = le64(p + 40);
    *offset = le64(p + 48);
    return MILER_OK;
}

static miler_status read_end(archive_zip *zip, miler_error *err) {
    const uint64_t whole = zip->file.size;
    const size_t tail_len = whole < END_SIZE + COMMENT_MAX ? (size_t)whole : END_SIZE + COMMENT_MAX;
    const uint8_t *tail = NULL;
    const uint8_t *end = NULL;
    if (whole >= END_SIZE) {
        miler_status status = view(zip, whole - tail_len, tail_len, whole, &tail, err);
        if (status != MILER_OK) return status;
        end = find_end(tail, tail_len);
    }
    if (end == NULL) {
        miler_status status =
            miler_fail(err, MILER_ERR_FORMAT, "the ZIP has no directory at its end: it is cut short");
        miler_error_remedy(err, "download or copy it again");
        return status;
    }
    const uint64_t end_at = whole - tail_len + (uint64_t)(end - tail);
    uint64_t count = le16(end + 10);
    uint64_t size = le32(end + 12);
    uint64_t offset = le32(end + 16);
    const bool wide = count == 0xFFFF || size == 0xFFFFFFFF || offset == 0xFFFFFFFF;
    if (!wide && (le16(end + 4) != 0 || le16(end + 6) != 0))
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "a ZIP in several parts cannot be read");
    if (wide) {
        miler_status status = read_end64(zip, end_at, &count, &size, &offset, err);
        if (status != MILER_OK) return status;
    }
    if (offset > end_at || size > end_at - offset)
        return miler_fail(err, MILER_ERR_FORMAT, "the end record of the ZIP points outside of it");
    zip->directory = offset;
    zip->directory_end = offset + size;
    zip->claimed = count;
    return MILER_OK;
}

// ---- One directory record

// The 64-bit values of an extra field stand there in a fixed order, each only
// when its 32-bit place holds all ones.
static bool read_wide(const uint8_t *extra, size_t len, uint64_t *const values[3], const bool wanted[3]) {
    while (len >= 4) {
        const uint32_t id = le16(extra);
        const size_t part = le16(extra + 2);
        if (part > len - 4) return false;
        if (id == 1) {
            const uint8_t *p = extra + 4;
            size_t left = part;
            for (int i = 0; i < 3; i++) {
                if (!wanted[i]) continue;
                if (left < 8) return false;
                *values[i] = le64(p);
                p += 8;
                left -= 8;
            }
            return true;
        }
        extra += 4 + part;
        len -= 4 + part;
    }
    return false;
}

static skip_reason judge_name(const uint8_t *name, size_t len) {
    if (len == 0) return SKIP_NAME_EMPTY;
    if (len >= MILER_PATH_MAX) return SKIP_NAME_LONG;
    if (memchr(name, 0, len) != NULL) return SKIP_NAME_NUL;
    const bool drive = len >= 2 && name[1] == ':';
    if (name[0] == '/' || name[0] == '\\' || drive) return SKIP_NAME_ABSOLUTE;
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && name[end] != '/' && name[end] != '\\')
            end++;
        if (end - i == 2 && name[i] == '.' && name[i + 1] == '.') return SKIP_NAME_DOTS;
        i = end + 1;
    }
    return SKIP_NONE;
}

// The file kind of Unix makers stands in the upper half of the attributes.
static skip_reason judge_kind(const uint8_t *record, const uint8_t *name, size_t name_len) {
    const unsigned system = record[5];
    const unsigned kind = le32(record + 38) >> 16 & 0170000;
    const bool is_unix = system == 3 || system == 19; // Unix, macOS
    if (is_unix && kind == 0120000) return SKIP_LINK;
    if (is_unix && kind != 0 && kind != 0100000 && kind != 0040000) return SKIP_DEVICE;
    if (name_len != 0 && (name[name_len - 1] == '/' || name[name_len - 1] == '\\')) return SKIP_FOLDER;
    if (is_unix && kind == 0040000) return SKIP_FOLDER;
    return SKIP_NONE;
}

static skip_reason judge(const uint8_t *record, const uint8_t *name, size_t name_len) {
    skip_reason skip = judge_name(name, name_len);
    if (skip == SKIP_NONE) skip = judge_kind(record, name, name_len);
    if (skip != SKIP_NONE) return skip;
    const uint32_t flags = le16(record + 8);
    const uint32_t method = le16(record + 10);
    if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_HIDDEN)) != 0) return SKIP_ENCRYPTED;
    return method == 0 || method == 8 ? SKIP_NONE : SKIP_METHOD;
}

// FNV-1a, 64 bits, stands for the name when doubles are looked for. Whoever
// makes two names collide loses a file of their own archive, and is told so.
static uint64_t hash_name(const uint8_t *name, size_t len) {
    uint64_t h = 0xCBF29CE484222325;
    for (size_t i = 0; i < len; i++)
        h = (h ^ name[i]) * 0x100000001B3;
    return h;
}

static bool push_row(archive_zip *zip, const row *r) {
    if (zip->count == zip->cap) {
        const size_t cap = zip->cap != 0 ? zip->cap * 2 : 64; // at most 20,000 rows: no overflow
        row *rows = miler_resize(zip->alloc, zip->rows, zip->cap * sizeof *rows, cap * sizeof *rows);
        if (rows == NULL) return false;
        zip->rows = rows;
        zip->cap = cap;
    }
    zip->rows[zip->count++] = *r;
    return true;
}

static miler_status read_record(archive_zip *zip, uint64_t at, row *out, uint64_t *next, miler_error *err) {
    const uint8_t *p;
    miler_status status = view(zip, at, RECORD_SIZE, zip->directory_end, &p, err);
    if (status != MILER_OK) return status;
    if (le32(p) != 0x02014B50)
        return miler_fail(err, MILER_ERR_FORMAT, "the directory of the ZIP is damaged");
    const size_t name_len = le16(p + 28);
    const size_t extra_len = le16(p + 30);
    const size_t comment_len = le16(p + 32);
    status = view(zip, at, RECORD_SIZE + name_len + extra_len, zip->directory_end, &p, err);
    if (status != MILER_OK) return status;
    const uint8_t *name = p + RECORD_SIZE;
    *out = (row){.record = at,
                 .packed = le32(p + 20),
                 .size = le32(p + 24),
                 .local = le32(p + 42),
                 .crc = le32(p + 16),
                 .method = le16(p + 10) == 8,
                 .skip = (uint8_t)judge(p, name, name_len),
                 .name_hash = hash_name(name, name_len)};
    const bool wanted[3] = {out->size == 0xFFFFFFFF, out->packed == 0xFFFFFFFF, out->local == 0xFFFFFFFF};
    uint64_t *const values[3] = {&out->size, &out->packed, &out->local};
    if ((wanted[0] || wanted[1] || wanted[2]) && !read_wide(name + name_len, extra_len, values, wanted))
        return miler_fail(err, MILER_ERR_FORMAT, "the ZIP lacks the 64-bit sizes it speaks of");
    // A local header repeats the name, so this is the least the entry takes.
    const uint64_t least = LOCAL_SIZE + name_len;
    if (out->local > zip->directory || least > zip->directory - out->local ||
        out->packed > zip->directory - out->local - least)
        return miler_fail(err, MILER_ERR_FORMAT, "an entry of the ZIP lies outside of it");
    out->limit = out->local + least + out->packed; // for now; settle_limits() makes it the next entry
    *next = at + RECORD_SIZE + name_len + extra_len + comment_len;
    return MILER_OK;
}

// ---- Overlaps and doubles

static int by_place(const void *a, const void *b) {
    const row *x = *(row *const *)a;
    const row *y = *(row *const *)b;
    return (x->local > y->local) - (x->local < y->local);
}

// Equal names side by side, in the order of the directory.
static int by_name(const void *a, const void *b) {
    const row *x = *(row *const *)a;
    const row *y = *(row *const *)b;
    if (x->name_hash != y->name_hash) return x->name_hash < y->name_hash ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static miler_status settle_limits(archive_zip *zip, row **order, miler_error *err) {
    qsort(order, zip->count, sizeof *order, by_place);
    for (size_t i = 0; i < zip->count; i++) {
        const uint64_t next = i + 1 < zip->count ? order[i + 1]->local : zip->directory;
        if (order[i]->limit > next)
            return miler_fail(err, MILER_ERR_FORMAT, "entries of the ZIP overlap, as only a bomb's do");
        order[i]->limit = next;
    }
    return MILER_OK;
}

static void mark_doubles(archive_zip *zip, row **order) {
    qsort(order, zip->count, sizeof *order, by_name);
    for (size_t i = 1; i < zip->count; i++)
        if (order[i]->name_hash == order[i - 1]->name_hash &&
            (order[i]->skip == SKIP_NONE || order[i]->skip == SKIP_FOLDER))
            order[i]->skip = SKIP_DUPLICATE;
}

static miler_status check_rows(archive_zip *zip, miler_error *err) {
    if (zip->count == 0) return MILER_OK;
    const size_t bytes = zip->count * sizeof(row *);
    row **order = miler_resize(zip->alloc, NULL, 0, bytes);
    if (order == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < zip->count; i++)
        order[i] = &zip->rows[i];
    miler_status status = settle_limits(zip, order, err);
    if (status == MILER_OK) mark_doubles(zip, order);
    miler_resize(zip->alloc, order, bytes, 0);
    return status;
}

static miler_status read_directory(archive_zip *zip, archive_budget *budget, miler_error *err) {
    miler_status status = read_end(zip, err);
    // The end record's count is only believed when it is smaller than what is there.
    for (uint64_t at = zip->directory;
         status == MILER_OK && at < zip->directory_end && zip->count < zip->claimed;) {
        if (zip->count == MILER_ARCHIVE_ENTRIES_MAX || budget->entries_left == 0) {
            zip->more = true;
            break;
        }
        row r;
        status = read_record(zip, at, &r, &at, err);
        if (status != MILER_OK) break;
        budget->entries_left--;
        if (!push_row(zip, &r)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return status == MILER_OK ? check_rows(zip, err) : status;
}

miler_status archive_zip_open(archive_zip **out, const archive_file *file, archive_budget *budget,
                              const miler_alloc *alloc, miler_error *err) {
    archive_zip *zip = miler_resize(alloc, NULL, 0, sizeof *zip);
    if (zip == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(zip, 0, offsetof(archive_zip, name));
    zip->alloc = alloc;
    zip->file = *file;
    miler_status status = read_directory(zip, budget, err);
    if (status != MILER_OK) {
        archive_zip_close(zip);
        return status;
    }
    *out = zip;
    return MILER_OK;
}

void archive_zip_close(archive_zip *zip) {
    if (zip == NULL) return;
    if (zip->rows != NULL) miler_resize(zip->alloc, zip->rows, zip->cap * sizeof *zip->rows, 0);
    miler_resize(zip->alloc, zip, sizeof *zip, 0);
}

size_t archive_zip_count(const archive_zip *zip) {
    return zip->count;
}

bool archive_zip_more(const archive_zip *zip) {
    return zip->more;
}

// ---- Entries

static bool ends_in_zip(const char *name) {
    const size_t len = strlen(name);
    if (len < 4) return false;
    const char *end = name + len - 4;
    return end[0] == '.' && (end[1] | 32) == 'z' && (end[2] | 32) == 'i' && (end[3] | 32) == 'p';
}

miler_status archive_zip_at(archive_zip *zip, size_t index, archive_entry *out, miler_error *err) {
    if (index >= zip->count) return miler_fail(err, MILER_ERR_ARG, "no entry %zu in the ZIP", index);
    const row *r = &zip->rows[index];
    const uint8_t *p;
    miler_status status = view(zip, r->record, RECORD_SIZE, zip->directory_end, &p, err);
    if (status != MILER_OK) return status;
    const size_t name_len = le16(p + 28);
    status = view(zip, r->record, RECORD_SIZE + name_len, zip->directory_end, &p, err);
    if (status != MILER_OK) return status;
    archive_print_name(zip->name, sizeof zip->name, p + RECORD_SIZE, name_len);
    *out = (archive_entry){.name = zip->name,
                           .skip = skip_text[r->skip],
                           .is_folder = r->skip == SKIP_FOLDER,
                           .is_nested_zip = ends_in_zip(zip->name),
                           .method = r->method ? ARCHIVE_DEFLATE : ARCHIVE_STORED,
                           .packed_size = r->packed,
                           .size = r->size,
                           .crc = r->crc};
    return MILER_OK;
}

static miler_status read_entry(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    archive_zip *zip = user;
    *got = zip->stream_left < cap ? (size_t)zip->stream_left : cap;
    if (*got == 0) return MILER_OK;
    miler_status status = zip->file.read_at(zip->file.user, zip->stream_at, out, *got, err);
    if (status != MILER_OK) return status;
    zip->stream_at += *got;
    zip->stream_left -= *got;
    return MILER_OK;
}

miler_status archive_zip_place(archive_zip *zip, size_t index, uint64_t *offset, uint64_t *len,
                               miler_error *err) {
    if (index >= zip->count || zip->rows[index].skip != SKIP_NONE)
        return miler_fail(err, MILER_ERR_ARG, "entry %zu of the ZIP is not to be read", index);
    const row *r = &zip->rows[index];
    uint8_t head[LOCAL_SIZE];
    miler_status status = zip->file.read_at(zip->file.user, r->local, head, sizeof head, err);
    if (status != MILER_OK) return status;
    // The local header must tell the same story; its sizes may be left to a
    // descriptor behind the data (bit 3) and are not looked at.
    const uint64_t begin = LOCAL_SIZE + (uint64_t)le16(head + 26) + le16(head + 28);
    if (le32(head) != 0x04034B50 || (le16(head + 8) == 8) != (r->method != 0) ||
        (le16(head + 6) & FLAG_ENCRYPTED) != 0)
        return miler_fail(err, MILER_ERR_FORMAT, "its header disagrees with the directory of the ZIP");
    if (begin > r->limit - r->local || r->packed > r->limit - r->local - begin)
        return miler_fail(err, MILER_ERR_FORMAT,
                          "it overlaps the next entry of the ZIP, as only a bomb's does");
    *offset = r->local + begin;
    *len = r->packed;
    return MILER_OK;
}

miler_status archive_zip_stream(archive_zip *zip, size_t index, archive_stream *out, miler_error *err) {
    const miler_status status = archive_zip_place(zip, index, &zip->stream_at, &zip->stream_left, err);
    *out = (archive_stream){.user = zip, .read = read_entry};
    return status;
}
