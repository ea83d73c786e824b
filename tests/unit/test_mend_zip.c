// SPDX-License-Identifier: MIT
// The fuzzer's mending of ZIPs: what lies is made to tell the truth, and random bytes come to no harm.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/archive.h"

#include "../fuzz/mend_zip.h"
#include "../make_zip.h"

static const char text[] = "steps and steps and steps and steps and steps and steps";

static miler_status read_at(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    const miler_buf *all = user;
    if (offset > all->len || len > all->len - offset)
        return miler_fail(err, MILER_ERR_FORMAT, "past the end");
    memcpy(out, all->ptr + offset, len);
    return MILER_OK;
}

// How many entries of it unpack to the text, with the right size and checksum.
static size_t sound_entries(miler_buf *zip_bytes) {
    const archive_file file = {.user = zip_bytes, .size = zip_bytes->len, .read_at = read_at};
    archive_budget budget;
    archive_budget_init(&budget);
    archive_zip *zip = NULL;
    archive_unpacker *u;
    size_t sound = 0;
    assert_int_equal(archive_unpacker_new(&u, NULL, NULL), MILER_OK);
    if (archive_zip_open(&zip, &file, &budget, NULL, NULL) == MILER_OK)
        for (size_t i = 0; i < archive_zip_count(zip); i++) {
            archive_entry e;
            char out[sizeof text + 10];
            size_t got = 0, end = 1;
            if (archive_zip_at(zip, i, &e, NULL) != MILER_OK || e.skip != NULL) continue;
            archive_packed p = {
                .method = e.method, .max_out = 1000, .declared = true, .size = e.size, .crc = e.crc};
            if (archive_zip_stream(zip, i, &p.from, NULL) != MILER_OK ||
                archive_unpacker_start(u, &p, &budget, NULL, NULL, NULL) != MILER_OK ||
                archive_unpacker_read(u, out, sizeof out, &got, NULL) != MILER_OK)
                continue;
            if (archive_unpacker_read(u, out + got, sizeof out - got, &end, NULL) != MILER_OK || end != 0)
                continue;
            sound += got == sizeof text - 1 && memcmp(out, text, got) == 0;
        }
    archive_zip_close(zip);
    archive_unpacker_free(u);
    return sound;
}

static void made(miler_buf *out) {
    const made_entry entries[] = {{.name = "a.fit", .bytes = text, .len = sizeof text - 1, .deflate = true},
                                  {.name = "b.gpx", .bytes = text, .len = sizeof text - 1},
                                  {.name = "c.tcx", .bytes = text, .len = sizeof text - 1, .deflate = true}};
    miler_buf_init(out, NULL, (size_t)1 << 20);
    make_zip(out, entries, 3);
    assert_false(out->failed);
}

static void what_is_sound_stays(void **state) {
    (void)state;
    miler_buf zip, before;
    made(&zip);
    made(&before);
    assert_int_equal(sound_entries(&zip), 3);
    zip_mend((uint8_t *)zip.ptr, zip.len);
    assert_int_equal(sound_entries(&zip), 3);
    assert_memory_equal(zip.ptr, before.ptr, before.len);
    miler_buf_deinit(&zip);
    miler_buf_deinit(&before);
}

// Every field that can be made out is spoilt in turn: unsound then, sound once mended.
static void liars_are_mended(void **state) {
    (void)state;
    miler_buf zip;
    made(&zip);
    const zip_map m = zip_look((const uint8_t *)zip.ptr, zip.len);
    assert_int_equal(m.locals, 3);
    assert_int_equal(m.centrals, 3);
    assert_true(m.whole);
    static const unsigned central[] = {10, 16, 24, 42}, end[] = {12, 16};
    for (size_t i = 0; i < 4 + 2; i++) {
        const size_t at = i < 4 ? m.central[1] + central[i] : m.end + end[i - 4];
        zip.ptr[at] = (zip.ptr[at] ^ 0x55);
        const size_t left = sound_entries(&zip);
        if (left == 3) fail_msg("field %zu does not matter", i);
        zip_mend((uint8_t *)zip.ptr, zip.len);
        if (sound_entries(&zip) != 3) fail_msg("field %zu was not mended", i);
    }
    // Other content of a stored entry: its own sum.
    uint8_t *b = (uint8_t *)zip.ptr + m.local[1];
    b[LOCAL_SIZE + 5] = 'S';
    assert_int_equal(sound_entries(&zip), 2);
    zip_mend((uint8_t *)zip.ptr, zip.len);
    assert_int_equal(zip_get(b + 14, 4), crc32(0, b + LOCAL_SIZE + 5, sizeof text - 1));
    miler_buf_deinit(&zip);
}

// Cut anywhere, and with any byte another, in a block of exactly its size.
static void nothing_goes_past_the_end(void **state) {
    (void)state;
    miler_buf zip;
    made(&zip);
    for (size_t len = 0; len <= zip.len; len++)
        for (int twist = 0; twist < 8; twist++) {
            uint8_t *copy = malloc(len > 0 ? len : 1);
            assert_non_null(copy);
            memcpy(copy, zip.ptr, len);
            for (size_t at = (size_t)twist; twist > 0 && at < len; at += 11 + (size_t)twist * 7)
                copy[at] = (uint8_t)(copy[at] + 0x7f + twist);
            zip_mend(copy, len);
            free(copy);
        }
    miler_buf_deinit(&zip);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_sound_stays),
                                       cmocka_unit_test(liars_are_mended),
                                       cmocka_unit_test(nothing_goes_past_the_end)};
    return cmocka_run_group_tests_name("mend_zip", tests, NULL, NULL);
}
