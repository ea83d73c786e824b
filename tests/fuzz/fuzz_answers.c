// SPDX-License-Identifier: MIT
// Any bytes as what a broken reader's child answers to miler: refused, or a
// reading like any other. The first byte says what was asked.
#include "app/boxed.h"
#include "app/flat.h"

#include <miler/activity.h>

#include <stdlib.h>
#include <string.h>

static char somewhere; // a sandbox that is never asked: its child has spoken

static bool child_of(boxed *box, const uint8_t *said, size_t len) {
    memset(box, 0, sizeof *box);
    box->sandbox = (sandbox *)(void *)&somewhere;
    return sandbox_child_said(&box->child, said, len, NULL) == MILER_OK;
}

// Taken for granted by whoever works on it.
static void hold_to(const miler_reading *reading) {
    for (size_t i = 0; i < reading->recording_count; i++) {
        const miler_samples *s = &reading->recordings[i].samples;
        for (size_t k = 0; s->t_ms != NULL && k + 1 < s->count; k++)
            if (s->t_ms[k] > s->t_ms[k + 1]) abort();
        for (size_t k = 0; s->lat_deg != NULL && k < s->count; k++)
            if (s->lat_deg[k] < -90 || s->lat_deg[k] > 90) abort();
        const char *name = reading->recordings[i].name;
        if (name != NULL && !flat_is_text(name, strlen(name), false)) abort();
    }
}

static void a_reading(boxed *box) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    boxed_reader *reader;
    miler_reading reading = {0};
    miler_error err = {0};
    if (arena == NULL) return;
    miler_status status = boxed_reader_open(&reader, box, MILER_FORMAT_FIT, arena, &err);
    if (status == MILER_OK) status = boxed_reader_feed(reader, "x", 1, &err);
    if (status == MILER_OK) status = boxed_reader_finish(reader, &reading, &err);
    if (status != MILER_OK && (err.msg[0] == '\0' || reading.recording_count != 0)) abort();
    hold_to(&reading);
    for (size_t i = 0; i < reading.recording_count; i++) {
        miler_activity activity;
        (void)!miler_activity_build(&reading.recordings[i], arena, &activity, NULL);
    }
    miler_arena_free(arena);
}

static miler_status no_more(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    (void)err;
    size_t *left = user;
    *got = *left < cap ? *left : cap;
    memset(out, 'x', *got);
    *left -= *got;
    return MILER_OK;
}

static void unpacked(boxed *box) {
    static uint8_t out[4096];
    size_t left = 100, got = 0, all = 0;
    archive_budget budget = {.bytes_left = 10000};
    const archive_packed packed = {
        .method = ARCHIVE_GZIPPED, .from = {.user = &left, .read = no_more}, .max_out = 20000};
    boxed_unpacker *u;
    if (boxed_unpacker_new(&u, 0, NULL, NULL) != MILER_OK) return;
    miler_status status = boxed_unpacker_start(u, box, &packed, &budget, NULL, NULL, NULL);
    do {
        if (status == MILER_OK) status = boxed_unpacker_read(u, out, sizeof out, &got, NULL);
        if (got > sizeof out || (status != MILER_OK && got != 0)) abort();
        all += got;
    } while (status == MILER_OK && got != 0);
    if (all > 10000 || boxed_unpacker_size(u) < all) abort();
    boxed_unpacker_free(u);
}

static miler_status no_file(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    (void)user;
    (void)err;
    if (offset > 1000 || len > 1000 - offset) abort(); // its size is told: nobody reads beyond it
    memset(out, 0, len);
    return MILER_OK;
}

static void a_directory(boxed *box) {
    static uint8_t out[100];
    const archive_file file = {.size = 1000, .read_at = no_file};
    archive_budget budget = {.entries_left = 500};
    boxed_zip *zip;
    if (boxed_zip_of(&zip, box, &file, &budget, NULL, NULL) != MILER_OK) return;
    if (boxed_zip_count(zip) > 500 || budget.entries_left + boxed_zip_count(zip) != 500) abort();
    for (size_t i = 0; i < boxed_zip_count(zip); i++) {
        archive_entry e;
        archive_stream stream;
        size_t got = 1, all = 0;
        if (boxed_zip_at(zip, i, &e, NULL) != MILER_OK) break;
        if (!flat_is_text(e.name, strlen(e.name), false)) abort();
        if (e.skip != NULL || boxed_zip_stream(zip, i, &stream, NULL) != MILER_OK) continue;
        while (got != 0 && stream.read(stream.user, out, sizeof out, &got, NULL) == MILER_OK)
            all += got;
        if (all > 1000) abort();
    }
    boxed_zip_close(zip);
}

static miler_status take_row(void *user, const csv_row *row, miler_error *err) {
    (void)err;
    size_t *sum = user;
    for (size_t i = 0; i < row->count; i++)
        *sum += strlen(row->text[i]);
    return MILER_OK;
}

static void rows(boxed *box) {
    size_t sum = 0;
    boxed_csv *csv;
    if (boxed_csv_open(&csv, box, 0, take_row, &sum, NULL, NULL) != MILER_OK) return;
    if (boxed_csv_feed(csv, "a,b\nc,d\n", 8, NULL) == MILER_OK) (void)!boxed_csv_finish(csv, NULL);
    boxed_csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const asked[])(boxed * box) = {a_reading, unpacked, a_directory, rows};
    boxed box;
    if (size == 0 || !child_of(&box, data + 1, size - 1)) return 0;
    asked[data[0] % (sizeof asked / sizeof asked[0])](&box);
    boxed_drop(&box);
    return 0;
}
