// SPDX-License-Identifier: MIT
// What the tests of store and app share: a scratch folder, a made-up activity,
// an original of any size.
#ifndef TEST_STORE_KIT_H
#define TEST_STORE_KIT_H

#include "base/limits.h"
#include "store/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Fails the test with the store's own message.
static miler_error why;
#define ok(call)                                                                                             \
    do {                                                                                                     \
        if ((call) != MILER_OK) fail_msg("%s: %s", #call, why.msg);                                          \
    } while (0)

typedef struct kit {
    char folder[64];
    char db[96];
    store *s;
    miler_arena *arena;
} kit;

static inline void kit_remove_folder(const char *folder) {
    DIR *d = opendir(folder);
    if (d == NULL) return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char path[1024];
        const int len = snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (len < 0 || (size_t)len >= sizeof path) continue;
        struct stat st;
        if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
            kit_remove_folder(path);
        } else {
            (void)unlink(path);
        }
    }
    (void)closedir(d);
    (void)rmdir(folder);
}

static inline void kit_folder(kit *k) {
    memset(k, 0, sizeof *k);
    // Where tests/run has them in memory: what is tested is not the disk.
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(k->folder, sizeof k->folder, "%.40s/miler-test-XXXXXX",
                   tmp != NULL && strlen(tmp) <= 40 ? tmp : "/tmp");
    assert_non_null(mkdtemp(k->folder));
    (void)snprintf(k->db, sizeof k->db, "%s/miler.db", k->folder);
    k->arena = miler_arena_new(NULL, 0);
    assert_non_null(k->arena);
}

static inline void kit_open(kit *k) {
    miler_error err = {0};
    const store_options options = {.path = k->db};
    if (store_open(&options, &k->s, &err) != MILER_OK) fail_msg("open: %s", err.msg);
}

static inline void kit_end(kit *k) {
    store_close(k->s);
    miler_arena_free(k->arena);
    kit_remove_folder(k->folder);
}

static inline int kit_setup(void **state) {
    kit *k = calloc(1, sizeof *k);
    kit_folder(k);
    kit_open(k);
    *state = k;
    return 0;
}

static inline int kit_teardown(void **state) {
    kit_end(*state);
    free(*state);
    return 0;
}

static inline int64_t kit_athlete(kit *k, const char *name) {
    miler_athlete a;
    miler_athlete_init(&a);
    (void)snprintf(a.name, sizeof a.name, "%s", name);
    int64_t id = 0;
    assert_int_equal(store_athlete_add(k->s, &a, &id, NULL), MILER_OK);
    return id;
}

// An original whose content is `len` bytes that depend on `seed` and pack badly.
static inline miler_status kit_write_original(store *s, uint32_t seed, size_t len, int64_t *out_id,
                                              bool *out_known, miler_error *err) {
    store_writer *w = NULL;
    miler_status status = store_writer_open(s, STORE_ENCODING_DEFLATE, &w, err);
    uint8_t piece[4096];
    uint32_t x = seed * 2654435761u + 1;
    for (size_t done = 0; done < len && status == MILER_OK;) {
        const size_t n = len - done < sizeof piece ? len - done : sizeof piece;
        for (size_t i = 0; i < n; i++) {
            x = x * 1664525u + 1013904223u;
            piece[i] = (uint8_t)(x >> 24);
        }
        status = store_writer_content(w, piece, n, err);
        done += n;
    }
    if (status != MILER_OK) {
        store_writer_abort(w);
        return status;
    }
    store_original info = {
        .format = MILER_FORMAT_FIT, .added_ms = 1000, .file_name = "run.fit", .given_name = ""};
    status = store_writer_finish(w, &info, out_known, err);
    *out_id = info.id;
    return status;
}

static inline int64_t kit_original(kit *k, uint32_t seed, size_t len) {
    int64_t id = 0;
    bool known = false;
    assert_int_equal(store_begin(k->s, NULL), MILER_OK);
    miler_error err = {0};
    if (kit_write_original(k->s, seed, len, &id, &known, &err) != MILER_OK) fail_msg("write: %s", err.msg);
    assert_int_equal(store_commit(k->s, NULL), MILER_OK);
    return id;
}

static inline void kit_blank_summary(miler_summary *sum) {
    const float none = (float)NAN;
    *sum = (miler_summary){MILER_NO_TIME, (double)NAN, (double)NAN, (double)NAN, none, none, none,
                           none,          none,        none,        none,        none, none, none,
                           none,          none,        none,        none,        none};
}

// A run of `km` kilometres on `day` at `pace` seconds a kilometre, with laps of a
// kilometre, splits and bests at an even pace.
typedef struct kit_run {
    miler_activity a;
    miler_lap laps[64];
    miler_split km[64];
} kit_run;
static inline void kit_make_run(kit_run *r, int32_t day, double km, double pace) {
    memset(r, 0, sizeof *r);
    miler_activity *a = &r->a;
    a->format = MILER_FORMAT_FIT;
    a->sport = MILER_SPORT_RUNNING;
    a->start_ms = (int64_t)day * MILER_MS_PER_DAY + INT64_C(7) * 3600000;
    a->dist_m = km * 1000;
    a->timer_s = a->elapsed_s = a->moving_s = km * pace;
    a->dist_source = MILER_DIST_GPS;
    kit_blank_summary(&a->sum);
    a->sum.avg_hr_bpm = 150;
    a->sum.dist_m = a->dist_m;
    a->decoupling_pct = (float)NAN;
    a->median_interval_s = 1;
    a->sample_count = (size_t)a->timer_s;
    a->name = "Morning run";
    a->device = "testwatch";
    a->notes = NULL;
    a->lap_count = a->km_split_count = (size_t)km < 64 ? (size_t)km : 64;
    a->laps = r->laps;
    a->km_splits = r->km;
    for (size_t i = 0; i < a->lap_count; i++) {
        kit_blank_summary(&r->laps[i].sum);
        r->laps[i].sum.start_ms = a->start_ms + (int64_t)((double)i * pace * 1000);
        r->laps[i].sum.timer_s = r->laps[i].sum.elapsed_s = pace;
        r->laps[i].sum.dist_m = 1000;
        r->laps[i].trigger = MILER_TRIGGER_DISTANCE;
        r->laps[i].workout_step = -1;
        r->km[i] = (miler_split){1000, pace, (double)i * pace, 150, 170, 1, 2};
    }
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const double d = miler_best_distance_m(i);
        a->bests[i] = (miler_effort){d, d <= a->dist_m ? d / 1000 * pace : (double)NAN, 0, 1.5, 0, 150, 1, 0};
    }
}

static inline int64_t kit_put_run(kit *k, int64_t athlete, uint32_t seed, int32_t day, double km,
                                  double pace) {
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    kit_make_run(r, day, km, pace);
    const store_activity_key key = {.athlete_id = athlete, .original_id = kit_original(k, seed, 300)};
    int64_t id = 0;
    miler_error err = {0};
    if (store_activity_put(k->s, &key, &r->a, &id, &err) != MILER_OK) fail_msg("put: %s", err.msg);
    free(r);
    return id;
}

static inline void expect_sound(store *s) {
    size_t troubles = 99;
    ok(store_check(s, NULL, NULL, &troubles, &why));
    assert_int_equal(troubles, 0);
}

typedef struct sink {
    miler_buf bytes;
    size_t largest;
    int stop_after; // pieces; 0 = never
} sink;

static inline miler_status take_piece(void *user, const void *bytes, size_t len, miler_error *err) {
    sink *out = user;
    miler_buf_append(&out->bytes, bytes, len);
    if (len > out->largest) out->largest = len;
    if (out->stop_after > 0 && --out->stop_after == 0) return miler_fail(err, MILER_ERR_CANCELLED, "enough");
    return MILER_OK;
}

static inline void expect_original(kit *k, int64_t id, uint32_t seed, size_t len) {
    sink out = {0};
    miler_buf_init(&out.bytes, NULL, len);
    ok(store_original_read(k->s, id, true, take_piece, &out, &why));
    assert_int_equal(out.bytes.len, len);
    assert_true(out.largest <= 64 * MILER_KIB);
    uint32_t x = seed * 2654435761u + 1;
    for (size_t i = 0; i < len; i++) {
        x = x * 1664525u + 1013904223u;
        if ((uint8_t)out.bytes.ptr[i] != (uint8_t)(x >> 24)) fail_msg("byte %zu differs", i);
    }
    miler_buf_deinit(&out.bytes);
}

#endif
