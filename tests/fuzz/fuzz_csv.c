// SPDX-License-Identifier: MIT
// Any bytes as CSV, whole and in pieces: the same rows; and as activities.csv.
#include "app/strava.h"
#include "formats/csv_read.h"

#include <stdlib.h>
#include <string.h>

typedef struct seen {
    uint64_t hash;
    size_t rows;
} seen;

static miler_status see(void *user, const csv_row *row, miler_error *err) {
    (void)err;
    seen *s = user;
    s->rows++;
    for (size_t i = 0; i < row->count; i++) {
        for (const char *p = row->text[i]; *p != '\0'; p++)
            s->hash = (s->hash ^ (uint8_t)*p) * 0x100000001B3;
        s->hash = (s->hash ^ 0x100u) * 0x100000001B3;
    }
    s->hash = (s->hash ^ row->line) * 0x100000001B3;
    return MILER_OK;
}

static miler_status read_csv(const uint8_t *data, size_t size, size_t step, seen *s) {
    csv_reader *csv;
    *s = (seen){.hash = 1};
    if (csv_open(&csv, 0, see, s, NULL, NULL) != MILER_OK) return MILER_ERR_NOMEM;
    miler_status status = MILER_OK;
    for (size_t at = 0; status == MILER_OK && at < size; at += step)
        status = csv_feed(csv, data + at, size - at < step ? size - at : step, NULL);
    if (status == MILER_OK) status = csv_finish(csv, NULL);
    csv_close(csv);
    return status;
}

typedef struct memory {
    const uint8_t *bytes;
    size_t len;
} memory;

static miler_status read_all(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    (void)err;
    memory *m = user;
    *got = m->len < cap ? m->len : cap;
    memcpy(out, m->bytes, *got);
    m->bytes += *got;
    m->len -= *got;
    return MILER_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    seen whole, pieces;
    const miler_status a = read_csv(data, size, size + 1, &whole);
    const miler_status b = read_csv(data, size, 3, &pieces);
    if (a != b || whole.rows != pieces.rows || whole.hash != pieces.hash) abort();
    memory m = {.bytes = data, .len = size};
    strava_index *index = NULL;
    boxed box;
    boxed_init(&box, NULL);
    if (strava_load(&index, &box, (archive_stream){.user = &m, .read = read_all}, NULL, NULL) == MILER_OK)
        (void)strava_find(index, "activities/1.fit");
    strava_free(index);
    return 0;
}
