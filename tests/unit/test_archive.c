// SPDX-License-Identifier: MIT
// formats: gzip, ZIP and CSV. One crafted archive for each rule; each test says
// what comes out, how much of it, and why no more.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "formats/archive.h"
#include "formats/csv_read.h"

#include "../make_zip.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#define MANY ((size_t)1 << 28)

// ---- Files in memory

typedef struct memory {
    const uint8_t *bytes;
    size_t len;
    size_t at;
    size_t step; // most bytes given at once; 0: all
} memory;

static miler_status memory_read(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    (void)err;
    memory *m = user;
    *got = m->len - m->at < cap ? m->len - m->at : cap;
    if (m->step != 0 && *got > m->step) *got = m->step;
    memcpy(out, m->bytes + m->at, *got);
    m->at += *got;
    return MILER_OK;
}

static miler_status memory_read_at(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    const memory *m = user;
    if (offset > m->len || len > m->len - offset) return miler_fail(err, MILER_ERR_FORMAT, "past the end");
    memcpy(out, m->bytes + offset, len);
    return MILER_OK;
}

// All that a stream gives; the status that ended it.
static miler_status drain(archive_unpacker *u, uint64_t *size, miler_buf *keep, miler_error *err) {
    uint8_t piece[8192];
    *size = 0;
    for (;;) {
        size_t got;
        miler_status status = archive_unpacker_read(u, piece, sizeof piece, &got, err);
        if (status != MILER_OK || got == 0) return status;
        *size += got;
        if (keep != NULL) miler_buf_append(keep, piece, got);
    }
}

typedef struct opened {
    memory memory;
    archive_budget budget;
    archive_zip *zip;
    archive_unpacker *unpacker;
    miler_status status;
    miler_error err;
} opened;

static opened open_zip(const miler_buf *bytes) {
    opened o = {.memory = {.bytes = (const uint8_t *)bytes->ptr, .len = bytes->len}};
    archive_budget_init(&o.budget);
    assert_int_equal(archive_unpacker_new(&o.unpacker, NULL, NULL), MILER_OK);
    return o;
}

static miler_status begin_zip(opened *o) {
    const archive_file file = {.user = &o->memory, .size = o->memory.len, .read_at = memory_read_at};
    o->status = archive_zip_open(&o->zip, &file, &o->budget, NULL, &o->err);
    return o->status;
}

static void close_zip(opened *o) {
    archive_zip_close(o->zip);
    archive_unpacker_free(o->unpacker);
}

// Unpacks entry `index`; its text goes to `keep`.
static miler_status unpack_entry(opened *o, size_t index, uint64_t max_out, uint64_t *size, miler_buf *keep) {
    archive_entry e;
    *size = 0;
    miler_status status = archive_zip_at(o->zip, index, &e, &o->err);
    if (status != MILER_OK) return status;
    archive_packed p = {
        .method = e.method, .max_out = max_out, .declared = true, .size = e.size, .crc = e.crc};
    status = archive_zip_stream(o->zip, index, &p.from, &o->err);
    if (status == MILER_OK) status = archive_unpacker_start(o->unpacker, &p, &o->budget, NULL, NULL, &o->err);
    return status == MILER_OK ? drain(o->unpacker, size, keep, &o->err) : status;
}

static const char hello[] = "The quick miler runs four laps and 9.344 metres.";

// One entry with one lie or oddity: what opening, looking and unpacking say.
typedef struct rule {
    const char *what;
    made_entry entry;
    miler_status open;
    const char *skip;  // part of the reason, NULL = may be read
    miler_status read; // when it may be read
    const char *says;  // part of the error
} rule;

#define TEXT .bytes = hello, .len = sizeof hello - 1

static const rule rules[] = {
    {.what = "stored", .entry = {.name = "a.txt", TEXT}},
    {.what = "deflated", .entry = {.name = "a.txt", TEXT, .deflate = true}},
    {.what = "64-bit sizes", .entry = {.name = "a.txt", TEXT, .deflate = true, .wide = true}},
    {.what = "sizes behind the data", .entry = {.name = "a.txt", TEXT, .deflate = true, .flags = 8}},
    {.what = "encrypted", .entry = {.name = "a", TEXT, .flags = 1}, .skip = "encrypted"},
    {.what = "strongly encrypted", .entry = {.name = "a", TEXT, .flags = 0x40}, .skip = "encrypted"},
    {.what = "bzip2", .entry = {.name = "a", TEXT, .claim_method = 12}, .skip = "method other"},
    {.what = "deflate64", .entry = {.name = "a", TEXT, .claim_method = 9}, .skip = "method other"},
    {.what = "symbolic link", .entry = {.name = "a", TEXT, .mode = 0120777}, .skip = "symbolic link"},
    {.what = "device", .entry = {.name = "a", TEXT, .mode = 0060666}, .skip = "device"},
    {.what = "pipe", .entry = {.name = "a", TEXT, .mode = 0010666}, .skip = "device or pipe"},
    {.what = "absolute", .entry = {.name = "/etc/passwd", TEXT}, .skip = "absolute"},
    {.what = "drive letter", .entry = {.name = "C:\\a", TEXT}, .skip = "absolute"},
    {.what = "backslash root", .entry = {.name = "\\a", TEXT}, .skip = "absolute"},
    {.what = "dots", .entry = {.name = "a/../../b", TEXT}, .skip = "(..)"},
    {.what = "dots with backslashes", .entry = {.name = "a\\..\\b", TEXT}, .skip = "(..)"},
    {.what = "dots as part of a name", .entry = {.name = "a..b", TEXT}},
    {.what = "NUL in the name", .entry = {.name = "a\0.fit", .name_len = 6, TEXT}, .skip = "NUL"},
    {.what = "declares too little",
     .entry = {.name = "a", TEXT, .deflate = true, .claim_size = 10},
     .read = MILER_ERR_FORMAT,
     .says = "past the 10 bytes"},
    {.what = "declares too much",
     .entry = {.name = "a", TEXT, .deflate = true, .claim_size = 1000},
     .read = MILER_ERR_FORMAT,
     .says = "declares 1000"},
    {.what = "wrong checksum",
     .entry = {.name = "a", TEXT, .claim_crc = 1},
     .read = MILER_ERR_FORMAT,
     .says = "checksum"},
    {.what = "other method in front",
     .entry = {.name = "a", TEXT, .local_method = 8},
     .read = MILER_ERR_FORMAT,
     .says = "disagrees"},
    {.what = "cut packed data",
     .entry = {.name = "a", TEXT, .deflate = true, .claim_packed = 20},
     .read = MILER_ERR_FORMAT,
     .says = "cut short"},
    {.what = "packed size beyond the file",
     .entry = {.name = "a", TEXT, .claim_packed = 100000},
     .open = MILER_ERR_FORMAT,
     .says = "outside"},
    {.what = "local header beyond the file",
     .entry = {.name = "a", TEXT, .claim_local = 4000},
     .open = MILER_ERR_FORMAT,
     .says = "outside"},
};

static void zip_rules(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const rule *r = &rules[i];
        miler_buf zip, text;
        miler_buf_init(&zip, NULL, MANY);
        miler_buf_init(&text, NULL, MANY);
        make_zip(&zip, &r->entry, 1);
        opened o = open_zip(&zip);
        if (begin_zip(&o) != r->open) fail_msg("%s: opened with %d: %s", r->what, (int)o.status, o.err.msg);
        archive_entry e = {0};
        if (o.status == MILER_OK) {
            assert_int_equal(archive_zip_count(o.zip), 1);
            assert_int_equal(archive_zip_at(o.zip, 0, &e, &o.err), MILER_OK);
            if ((r->skip == NULL) != (e.skip == NULL) || (r->skip != NULL && strstr(e.skip, r->skip) == NULL))
                fail_msg("%s: skipped because '%s'", r->what, e.skip != NULL ? e.skip : "");
        }
        if (o.status == MILER_OK && r->skip == NULL) {
            uint64_t size;
            miler_status status = unpack_entry(&o, 0, MILER_FILE_MAX, &size, &text);
            if (status != r->read) fail_msg("%s: read with %d: %s", r->what, (int)status, o.err.msg);
            if (status == MILER_OK) assert_string_equal(miler_buf_text(&text), hello);
            assert_true(size <= sizeof hello);
            assert_int_equal(archive_unpacker_clean(o.unpacker), status == MILER_OK);
        } else if (o.status == MILER_OK) {
            archive_stream stream;
            assert_int_equal(archive_zip_stream(o.zip, 0, &stream, &o.err), MILER_ERR_ARG);
        }
        if (r->says != NULL && strstr(o.err.msg, r->says) == NULL)
            fail_msg("%s: says '%s'", r->what, o.err.msg);
        close_zip(&o);
        miler_buf_deinit(&text);
        miler_buf_deinit(&zip);
    }
}

static void zip_doubles(void **state) {
    (void)state;
    const made_entry entries[] = {
        {.name = "a", TEXT}, {.name = "b", TEXT}, {.name = "a", TEXT}, {.name = "a", TEXT}};
    miler_buf zip;
    miler_buf_init(&zip, NULL, MANY);
    make_zip(&zip, entries, 4);
    opened o = open_zip(&zip);
    assert_int_equal(begin_zip(&o), MILER_OK);
    for (size_t i = 0; i < 4; i++) {
        archive_entry e;
        assert_int_equal(archive_zip_at(o.zip, i, &e, NULL), MILER_OK);
        assert_int_equal(e.skip != NULL, i >= 2); // the first one stays
    }
    close_zip(&o);
    miler_buf_deinit(&zip);
}

// The directory lets two entries share one packed stream, openly (same place)
// and slyly (the second local header lies inside the first one's data).
static void zip_overlaps(void **state) {
    (void)state;
    uint8_t inner[200];
    memset(inner, 7, sizeof inner);
    for (unsigned sly = 0; sly < 2; sly++) {
        const made_entry entries[] = {{.name = "a", .bytes = inner, .len = sizeof inner},
                                      {.name = "b", TEXT, .claim_local = sly != 0 ? 41 : 1}};
        miler_buf zip;
        miler_buf_init(&zip, NULL, MANY);
        make_zip(&zip, entries, 2);
        opened o = open_zip(&zip);
        assert_int_equal(begin_zip(&o), MILER_ERR_FORMAT);
        assert_non_null(strstr(o.err.msg, "overlap"));
        close_zip(&o);
        miler_buf_deinit(&zip);
    }
}

// The directory looks sound, but a local header with a long extra field pushes
// the data over the next entry.
static void zip_overlap_in_local_header(void **state) {
    (void)state;
    made_entry entries[] = {{.name = "a", TEXT}, {.name = "b", TEXT}};
    miler_buf zip;
    miler_buf_init(&zip, NULL, MANY);
    make_zip(&zip, entries, 2);
    zip.ptr[28] = 40; // extra field length of the first local header
    opened o = open_zip(&zip);
    assert_int_equal(begin_zip(&o), MILER_OK);
    uint64_t size;
    assert_int_equal(unpack_entry(&o, 0, MILER_FILE_MAX, &size, NULL), MILER_ERR_FORMAT);
    assert_non_null(strstr(o.err.msg, "overlaps the next"));
    assert_int_equal(unpack_entry(&o, 1, MILER_FILE_MAX, &size, NULL), MILER_OK); // the other is sound
    close_zip(&o);
    miler_buf_deinit(&zip);
}

static void zip_too_many_entries(void **state) {
    (void)state;
    const size_t count = MILER_ARCHIVE_ENTRIES_MAX + 1;
    for (size_t n = count - 1; n <= count; n++) {
        made_entry *entries = calloc(n, sizeof *entries);
        char(*names)[12] = calloc(n, sizeof *names);
        assert_true(entries != NULL && names != NULL);
        for (size_t i = 0; i < n; i++) {
            (void)snprintf(names[i], sizeof names[i], "%zu", i);
            entries[i] = (made_entry){.name = names[i], .bytes = "", .len = 0};
        }
        miler_buf zip;
        miler_buf_init(&zip, NULL, MANY);
        make_zip(&zip, entries, n);
        opened o = open_zip(&zip);
        assert_int_equal(begin_zip(&o), MILER_OK);
        assert_int_equal(archive_zip_count(o.zip), MILER_ARCHIVE_ENTRIES_MAX);
        assert_int_equal(archive_zip_more(o.zip), n == count); // both sides of the cap
        close_zip(&o);
        miler_buf_deinit(&zip);
        free(names);
        free(entries);
    }
}

// Every way to cut or garble a ZIP ends in an error or in the truth.
static void zip_cut_and_flipped(void **state) {
    (void)state;
    const made_entry entries[] = {{.name = "a", TEXT, .deflate = true}, {.name = "b", TEXT, .wide = true}};
    miler_buf zip;
    miler_buf_init(&zip, NULL, MANY);
    make_zip(&zip, entries, 2);
    const size_t whole = zip.len;
    for (size_t cut = 0; cut < whole; cut++) {
        zip.len = cut;
        opened o = open_zip(&zip);
        assert_int_not_equal(begin_zip(&o), MILER_OK);
        close_zip(&o);
    }
    zip.len = whole;
    for (size_t bit = 0; bit < whole * 8; bit++) {
        zip.ptr[bit / 8] = (char)(zip.ptr[bit / 8] ^ (1 << (bit % 8)));
        opened o = open_zip(&zip);
        (void)begin_zip(&o);
        for (size_t i = 0; o.status == MILER_OK && i < archive_zip_count(o.zip); i++) {
            uint64_t size;
            archive_entry e;
            if (archive_zip_at(o.zip, i, &e, NULL) != MILER_OK || e.skip != NULL || e.is_folder) continue;
            miler_buf text;
            miler_buf_init(&text, NULL, MANY);
            // Bytes that pass the checksum are the right ones.
            if (unpack_entry(&o, i, MILER_FILE_MAX, &size, &text) == MILER_OK && size != 0)
                assert_string_equal(miler_buf_text(&text), hello);
            assert_true(size <= sizeof hello + 1);
            miler_buf_deinit(&text);
        }
        close_zip(&o);
        zip.ptr[bit / 8] = (char)(zip.ptr[bit / 8] ^ (1 << (bit % 8)));
    }
    miler_buf_deinit(&zip);
}

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// Zeros by the mile: what comes out is bounded by the cap, not by the packer.
static void bombs(void **state) {
    (void)state;
    const size_t len = 80 * MILER_MIB;
    uint8_t *zeros = calloc(1, len);
    assert_non_null(zeros);
    made_entry entry = {.name = "bomb", .bytes = zeros, .len = len, .deflate = true};
    for (unsigned liar = 0; liar < 2; liar++) {
        entry.claim_size = liar != 0 ? 1000 : 0;
        miler_buf zip;
        miler_buf_init(&zip, NULL, MANY);
        make_zip(&zip, &entry, 1);
        opened o = open_zip(&zip);
        assert_int_equal(begin_zip(&o), MILER_OK);
        uint64_t size;
        const double begin = seconds();
        assert_int_equal(unpack_entry(&o, 0, MILER_FILE_MAX, &size, NULL),
                         liar != 0 ? MILER_ERR_FORMAT : MILER_ERR_LIMIT);
        assert_true(size <= MILER_ARCHIVE_RATIO_MAX * zip.len + MILER_ARCHIVE_RATIO_FREE + MILER_FEED_CHUNK);
        assert_true(liar == 0 || size <= 1000);
        assert_true(seconds() - begin < 2);
        close_zip(&o);
        miler_buf_deinit(&zip);
    }
    free(zeros);
}

// Both sides of the size cap and of the budget, with data that does not pack.
static void size_caps(void **state) {
    (void)state;
    static uint8_t noise[100000];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)((x = x * 1664525u + 1013904223u) >> 24);
    const made_entry entry = {.name = "noise", .bytes = noise, .len = sizeof noise, .deflate = true};
    miler_buf zip;
    miler_buf_init(&zip, NULL, MANY);
    make_zip(&zip, &entry, 1);
    opened o = open_zip(&zip);
    assert_int_equal(begin_zip(&o), MILER_OK);
    uint64_t size;
    assert_int_equal(unpack_entry(&o, 0, sizeof noise, &size, NULL), MILER_OK);
    assert_int_equal(unpack_entry(&o, 0, sizeof noise - 1, &size, NULL), MILER_ERR_LIMIT);
    o.budget.bytes_left = sizeof noise;
    assert_int_equal(unpack_entry(&o, 0, MILER_FILE_MAX, &size, NULL), MILER_OK);
    assert_int_equal(o.budget.bytes_left, 0);
    o.budget.bytes_left = sizeof noise - 1;
    assert_int_equal(unpack_entry(&o, 0, MILER_FILE_MAX, &size, NULL), MILER_ERR_LIMIT);
    assert_non_null(strstr(o.err.msg, "in all"));
    close_zip(&o);
    miler_buf_deinit(&zip);
}

// ---- gzip

static miler_status gunzip(const void *bytes, size_t len, size_t step, uint64_t *size, miler_buf *text,
                           bool *clean) {
    memory m = {.bytes = bytes, .len = len, .step = step};
    archive_budget budget;
    archive_budget_init(&budget);
    archive_unpacker *u;
    assert_int_equal(archive_unpacker_new(&u, NULL, NULL), MILER_OK);
    const archive_packed p = {
        .method = ARCHIVE_GZIPPED, .from = {.user = &m, .read = memory_read}, .max_out = MILER_FILE_MAX};
    assert_int_equal(archive_unpacker_start(u, &p, &budget, NULL, NULL, NULL), MILER_OK);
    miler_status status = drain(u, size, text, NULL);
    *clean = archive_unpacker_clean(u);
    archive_unpacker_free(u);
    return status;
}

static void gzip_whole_cut_and_chained(void **state) {
    (void)state;
    miler_buf gz, text;
    uint64_t size;
    bool clean;
    miler_buf_init(&gz, NULL, MANY);
    miler_buf_init(&text, NULL, MANY);
    pack(&gz, hello, sizeof hello - 1, 31);
    const size_t one = gz.len;
    for (size_t step = 1; step < one; step++) { // in pieces of every size
        miler_buf_clear(&text);
        assert_int_equal(gunzip(gz.ptr, gz.len, step, &size, &text, &clean), MILER_OK);
        assert_string_equal(miler_buf_text(&text), hello);
        assert_true(clean);
    }
    for (size_t cut = 0; cut < one; cut++) { // every cut is told, and what came before is right
        miler_buf_clear(&text);
        assert_int_equal(gunzip(gz.ptr, cut, 0, &size, &text, &clean), MILER_ERR_FORMAT);
        assert_int_equal(strncmp(miler_buf_text(&text), hello, size), 0);
        assert_false(clean);
    }
    miler_buf_append(&gz, "\0\0garbage", 9); // as gzip(1): passed over, but not clean
    assert_int_equal(gunzip(gz.ptr, gz.len, 0, &size, NULL, &clean), MILER_OK);
    assert_int_equal(size, sizeof hello - 1);
    assert_false(clean);
    gz.len = one;
    pack(&gz, hello, sizeof hello - 1, 31); // a second member goes on where the first ended
    for (size_t step = 1; step < 40; step++) {
        assert_int_equal(gunzip(gz.ptr, gz.len, step, &size, NULL, &clean), MILER_OK);
        assert_int_equal(size, 2 * (sizeof hello - 1));
        assert_false(clean);
    }
    miler_buf_deinit(&text);
    miler_buf_deinit(&gz);
}

static void sniffing(void **state) {
    (void)state;
    assert_int_equal(archive_sniff("\x1F\x8B\x08\0", 4), ARCHIVE_GZIP);
    assert_int_equal(archive_sniff("PK\x03\x04", 4), ARCHIVE_ZIP);
    assert_int_equal(archive_sniff("PK\x05\x06", 4), ARCHIVE_ZIP);
    assert_int_equal(archive_sniff("PK\x03\x05", 4), ARCHIVE_NONE);
    assert_int_equal(archive_sniff("PK\x03", 3), ARCHIVE_NONE);
    assert_int_equal(archive_sniff("", 0), ARCHIVE_NONE);
    assert_int_equal(archive_sniff("<?xml", 5), ARCHIVE_NONE);
}

static void names_are_printable(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {{"a.fit", "a.fit"},
                {"a\nb\x7F", "a?b?"},
                {"L\xC3\xB6wen", "L\xC3\xB6wen"},
                {"L\xF6wen", "L?wen"},
                {"\xC3", "?"},
                {"\xED\xA0\x80", "???"},
                {"\xC0\xAF", "??"},
                {"\xF0\x9F\x8F\x83", "\xF0\x9F\x8F\x83"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[32];
        archive_print_name(text, sizeof text, rows[i].in, strlen(rows[i].in));
        assert_string_equal(text, rows[i].out);
    }
    char small[4];
    archive_print_name(small, sizeof small, "ab\xC3\xB6", 4); // no half character
    assert_string_equal(small, "ab");
}

// ---- CSV

typedef struct rows_seen {
    miler_buf text; // "line:a|b|c;"
} rows_seen;

static miler_status see_row(void *user, const csv_row *row, miler_error *err) {
    (void)err;
    miler_buf *text = user;
    miler_buf_printf(text, "%u:", (unsigned)row->line);
    for (size_t i = 0; i < row->count; i++)
        miler_buf_printf(text, "%s%s", i != 0 ? "|" : "", row->text[i]);
    miler_buf_text_append(text, ";");
    return MILER_OK;
}

static miler_status read_csv(const char *csv, size_t len, size_t step, char separator, miler_buf *seen,
                             miler_error *err) {
    csv_reader *reader;
    assert_int_equal(csv_open(&reader, separator, see_row, seen, NULL, err), MILER_OK);
    miler_status status = MILER_OK;
    for (size_t at = 0; status == MILER_OK && at < len; at += step)
        status = csv_feed(reader, csv + at, len - at < step ? len - at : step, err);
    if (status == MILER_OK) status = csv_finish(reader, err);
    csv_close(reader);
    return status;
}

static void csv_rows(void **state) {
    (void)state;
    static const struct {
        const char *csv;
        const char *seen; // NULL: an error
        miler_status status;
    } rows[] = {
        {"a,b\n1,2\n", "1:a|b;2:1|2;", MILER_OK},
        {"a,b\r\n1,2", "1:a|b;2:1|2;", MILER_OK},
        {"a,b\r1,2\r", "1:a|b;2:1|2;", MILER_OK},
        {"\xEF\xBB\xBF"
         "a;b\n1,5;2\n",
         "1:a|b;2:1,5|2;", MILER_OK},
        {"a\tb\n1\t\n", "1:a|b;2:1|;", MILER_OK},
        {"\"a,\"\"b\"\"\",c\n", "1:a,\"b\"|c;", MILER_OK},
        {"\"two\nlines\",x\n\nnext,y\n", "1:two\nlines|x;4:next|y;", MILER_OK},
        {"\"\",\"\"\n", "1:|;", MILER_OK},
        {",\n", "1:|;", MILER_OK},
        {"5'8\" tall,x\n", "1:5'8\" tall|x;", MILER_OK},
        {"", "", MILER_OK},
        {"\n\n\r\n", "", MILER_OK},
        {"\"open,x\n", NULL, MILER_ERR_FORMAT},
        {"\"a\"b,x\n", NULL, MILER_ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const size_t len = strlen(rows[i].csv);
        for (size_t step = 1; step <= len + 1; step++) { // whole, byte by byte and all between
            miler_buf seen;
            miler_error err = {0};
            miler_buf_init(&seen, NULL, 100000);
            miler_status status = read_csv(rows[i].csv, len, step, 0, &seen, &err);
            if (status != rows[i].status) fail_msg("row %zu, step %zu: %d %s", i, step, (int)status, err.msg);
            if (rows[i].seen != NULL)
                assert_string_equal(miler_buf_text(&seen), rows[i].seen);
            else
                assert_true(err.line != 0 && err.msg[0] != '\0');
            miler_buf_deinit(&seen);
        }
    }
}

static void csv_caps(void **state) {
    (void)state;
    miler_buf csv, seen;
    miler_buf_init(&csv, NULL, MANY);
    miler_buf_init(&seen, NULL, MANY);
    for (size_t fields = 1024; fields <= 1025; fields++) {
        miler_buf_clear(&csv);
        miler_buf_clear(&seen);
        for (size_t i = 1; i < fields; i++)
            miler_buf_text_append(&csv, ",");
        assert_int_equal(read_csv(csv.ptr, csv.len, 1000, ',', &seen, NULL),
                         fields == 1024 ? MILER_OK : MILER_ERR_LIMIT);
    }
    for (size_t extra = 0; extra < 2; extra++) { // the field, its NUL, and the cap of a row
        miler_buf_clear(&csv);
        miler_buf_clear(&seen);
        for (size_t i = 0; i < MILER_CSV_ROW_MAX - 1 + extra; i++)
            miler_buf_append(&csv, "x", 1);
        assert_int_equal(read_csv(csv.ptr, csv.len, 65536, ',', &seen, NULL),
                         extra == 0 ? MILER_OK : MILER_ERR_LIMIT);
    }
    assert_int_equal(read_csv("a,\0b", 4, 4, ',', &seen, NULL), MILER_ERR_FORMAT);
    miler_buf_deinit(&seen);
    miler_buf_deinit(&csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zip_rules),
        cmocka_unit_test(zip_doubles),
        cmocka_unit_test(zip_overlaps),
        cmocka_unit_test(zip_overlap_in_local_header),
        cmocka_unit_test(zip_too_many_entries),
        cmocka_unit_test(zip_cut_and_flipped),
        cmocka_unit_test(bombs),
        cmocka_unit_test(size_caps),
        cmocka_unit_test(gzip_whole_cut_and_chained),
        cmocka_unit_test(sniffing),
        cmocka_unit_test(names_are_printable),
        cmocka_unit_test(csv_rows),
        cmocka_unit_test(csv_caps),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
