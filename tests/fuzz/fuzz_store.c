// SPDX-License-Identifier: MIT
// Bytes as what is done to a store, one after the other: results entered and taken back, settings, originals
// kept, transactions within transactions. Beside it a model of plain arrays is done the same to, and both
// must say the same, after a rollback as well. All of it happens within one transaction that is rolled back
// in the end, so that the next begins with the same store.
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RESULTS_MAX 40
#define KEYS 6
#define CONTENTS 8
#define DEEPEST 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct model_result {
    int64_t id;
    double dist_m, time_s;
    int32_t day;
    bool official, removed;
} model_result;

typedef struct model {
    model_result results[RESULTS_MAX];
    size_t count;
    int setting[KEYS];          // 0: none
    int64_t original[CONTENTS]; // 0: none
} model;

typedef struct run {
    store *s;
    int64_t athlete;
    miler_arena *arena;
    model now, before[DEEPEST]; // before: as it was at each begin
    size_t deep;
    const uint8_t *at, *end;
} run;

static unsigned next(run *r) {
    return r->at < r->end ? *r->at++ : 0;
}

static void must(bool good) {
    if (!good) abort();
}

static void add_result(run *r) {
    model_result *m = &r->now.results[r->now.count];
    if (r->now.count == RESULTS_MAX) return;
    *m = (model_result){.dist_m = 100.0 * (1 + next(r)),
                        .time_s = 10.0 + next(r),
                        .day = (int32_t)(20000 + next(r)),
                        .official = next(r) & 1};
    const store_result row = {.athlete_id = r->athlete,
                              .dist_m = m->dist_m,
                              .time_s = m->time_s,
                              .day = m->day,
                              .official = m->official,
                              .name = "x",
                              .place = "",
                              .note = "",
                              .added_ms = 1,
                              .removed_ms = MILER_NO_TIME};
    must(store_result_add(r->s, &row, &m->id, NULL) == MILER_OK && m->id > 0);
    r->now.count++;
}

static void remove_result(run *r) {
    const unsigned which = next(r);
    if (r->now.count == 0) {
        must(store_result_set_removed(r->s, 1 + which, 7, NULL) == MILER_ERR_NOT_FOUND);
        return;
    }
    model_result *m = &r->now.results[which % r->now.count];
    m->removed = !m->removed;
    must(store_result_set_removed(r->s, m->id, m->removed ? 7 : MILER_NO_TIME, NULL) == MILER_OK);
}

static const store_result *row_of(const store_result *rows, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id) return &rows[i];
    return NULL;
}

static void compare_results(run *r) {
    store_result *rows;
    size_t count, standing = 0;
    must(store_result_list(r->s, r->athlete, true, r->arena, &rows, &count, NULL) == MILER_OK &&
         count == r->now.count);
    for (size_t i = 0; i < r->now.count; i++) {
        const model_result *m = &r->now.results[i];
        const store_result *row = row_of(rows, count, m->id);
        must(row != NULL && row->dist_m <= m->dist_m && row->dist_m >= m->dist_m &&
             row->time_s <= m->time_s && row->time_s >= m->time_s && row->day == m->day &&
             row->official == m->official && (row->removed_ms != MILER_NO_TIME) == m->removed);
        standing += !m->removed;
    }
    for (size_t i = 1; i < count; i++)
        must(rows[i].day <= rows[i - 1].day); // newest first
    must(store_result_list(r->s, r->athlete, false, r->arena, &rows, &count, NULL) == MILER_OK &&
         count == standing);
}

static void compare_settings(run *r) {
    for (int k = 0; k < KEYS; k++) {
        char key[16], want[16], *got;
        (void)snprintf(key, sizeof key, "key %d", k);
        (void)snprintf(want, sizeof want, "value %d", r->now.setting[k]);
        const miler_status status = store_setting_get(r->s, key, r->arena, &got, NULL);
        must(r->now.setting[k] == 0 ? status == MILER_ERR_NOT_FOUND
                                    : status == MILER_OK && strcmp(got, want) == 0);
    }
}

static void change_setting(run *r) {
    char key[16], value[16];
    const unsigned k = next(r) % KEYS;
    r->now.setting[k] = (int)(next(r) % 4);
    (void)snprintf(key, sizeof key, "key %u", k);
    (void)snprintf(value, sizeof value, "value %d", r->now.setting[k]);
    must(store_setting_set(r->s, key, r->now.setting[k] != 0 ? value : NULL, NULL) == MILER_OK);
}

static size_t content_of(unsigned which, char out[600]) {
    memset(out, 'a' + (int)which, 600);
    return 1 + which * 80;
}

static void keep_original(run *r) {
    char content[600];
    const unsigned which = next(r) % CONTENTS;
    const size_t len = content_of(which, content), cut = next(r) % (len + 1);
    store_writer *w;
    store_original info = {.format = MILER_FORMAT_GPX, .file_name = "f", .given_name = "", .added_ms = 1};
    bool known;
    must(store_writer_open(r->s, STORE_ENCODING_DEFLATE, &w, NULL) == MILER_OK);
    must(store_writer_content(w, content, cut, NULL) == MILER_OK &&
         store_writer_content(w, content + cut, len - cut, NULL) == MILER_OK);
    if (next(r) % 4 == 0) { // thought better of
        store_writer_abort(w);
        return;
    }
    must(store_writer_finish(w, &info, &known, NULL) == MILER_OK);
    must(known == (r->now.original[which] != 0) && (!known || info.id == r->now.original[which]));
    r->now.original[which] = info.id;
}

typedef struct reading {
    const char *want;
    size_t len, at;
} reading;

static miler_status hold_against(void *user, const void *bytes, size_t len, miler_error *err) {
    reading *x = user;
    (void)err;
    must(len <= x->len - x->at && memcmp(bytes, x->want + x->at, len) == 0);
    x->at += len;
    return MILER_OK;
}

static void compare_originals(run *r) {
    store_counts counts;
    int64_t kept = 0;
    for (unsigned which = 0; which < CONTENTS; which++) {
        char content[600];
        reading x = {content, content_of(which, content), 0};
        if (r->now.original[which] == 0) continue;
        must(store_original_read(r->s, r->now.original[which], true, hold_against, &x, NULL) == MILER_OK &&
             x.at == x.len);
        kept++;
    }
    must(store_count(r->s, &counts, NULL) == MILER_OK && counts.originals == kept);
}

static void begin(run *r) {
    if (r->deep == DEEPEST) return;
    must(store_begin(r->s, NULL) == MILER_OK);
    r->before[r->deep++] = r->now;
}

static void commit(run *r) {
    if (r->deep == 0) return;
    must(store_commit(r->s, NULL) == MILER_OK);
    r->deep--;
}

static void take_back(run *r) {
    if (r->deep == 0) return;
    store_rollback(r->s);
    r->now = r->before[--r->deep];
}

static void (*const deeds[])(run *) = {
    add_result, add_result, remove_result,   change_setting,   keep_original,    begin,
    commit,     take_back,  compare_results, compare_settings, compare_originals};

static store *open_store(int64_t *athlete) {
    static store *kept;
    static int64_t id;
    if (kept == NULL) {
        char path[200];
        const char *folder = getenv("TMPDIR");
        const miler_athlete who = {.name = "Model"};
        (void)snprintf(path, sizeof path, "%s/fuzz-store-%ld.db", folder != NULL ? folder : "/tmp",
                       (long)getpid());
        const store_options options = {.path = path};
        must(store_open(&options, &kept, NULL) == MILER_OK);
        must(store_athlete_add(kept, &who, &id, NULL) == MILER_OK);
        // They live as long as they are open.
        static const char *const ends[] = {"", "-wal", "-shm"};
        for (size_t i = 0; i < 3; i++) {
            char file[220];
            (void)snprintf(file, sizeof file, "%s%s", path, ends[i]);
            (void)remove(file);
        }
    }
    *athlete = id;
    return kept;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static run r;
    r = (run){.arena = miler_arena_new(NULL, 0), .at = data, .end = data + size};
    if (size > 600) r.end = data + 600;
    must(r.arena != NULL);
    r.s = open_store(&r.athlete);
    must(store_begin(r.s, NULL) == MILER_OK);
    while (r.at < r.end)
        deeds[next(&r) % (sizeof deeds / sizeof deeds[0])](&r);
    compare_results(&r);
    compare_settings(&r);
    compare_originals(&r);
    while (r.deep > 0)
        take_back(&r);
    compare_results(&r);
    compare_originals(&r);
    store_rollback(r.s);
    miler_arena_free(r.arena);
    return 0;
}
