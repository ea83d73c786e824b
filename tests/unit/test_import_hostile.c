// SPDX-License-Identifier: MIT
// Files made to harm whoever imports them, without breaking a reader: what is stored of them is in proportion,
// and everything still comes out again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"

// ---- More rows than bytes

static void put_two_samples(kit *k, const char *name, uint32_t apart_s, double dist_m) {
    static const fit_field id[] = {{0, 1, 0}, {1, 2, 0x84}, {3, 4, 0x8C}, {4, 4, 0x86}};
    static const fit_field record[] = {{253, 4, 0x86}, {5, 4, 0x86}};
    miler_buf b = kit_buf();
    const uint32_t start = 1136185200;
    fit_le(&b, 14, 1);
    fit_le(&b, 0x20, 1);
    fit_le(&b, 2140, 2);
    fit_le(&b, 0, 4); // data size, set below
    miler_buf_append(&b, ".FIT", 4);
    fit_le(&b, 0, 2);
    fit_define(&b, 0, 0, id, 4);
    fit_le(&b, 0, 1);
    fit_le(&b, 4, 1); // an activity
    fit_le(&b, 255, 2);
    fit_le(&b, 7, 4);
    fit_le(&b, start, 4);
    fit_define(&b, 1, 20, record, 2);
    for (unsigned i = 0; i < 2; i++) {
        fit_le(&b, 1, 1);
        fit_le(&b, start + i * apart_s, 4);
        fit_le(&b, (uint32_t)(i * dist_m * 100), 4);
    }
    for (unsigned i = 0; i < 4; i++)
        b.ptr[4 + i] = (char)((b.len - 14) >> (8 * i));
    fit_le(&b, fit_crc(b.ptr, b.len), 2);
    kit_write_buf(k, name, &b);
}

static size_t splits_of(kit *k, int64_t run) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_activity a;
    assert_int_equal(store_activity_get(k->app->store, run, arena, &a, NULL), MILER_OK);
    const size_t count = a.km_split_count + a.mile_split_count;
    miler_arena_free(arena);
    return count;
}

static void two_samples_around_half_the_earth(void **state) {
    kit *k = *state;
    put_two_samples(k, "far.fit", 4000, 19999000);
    put_two_samples(k, "day.fit", 86400, 250000);
    assert_int_equal(kit_import(k, "far.fit"), MILER_OK);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 1);
    assert_int_equal(splits_of(k, k->lines[0].run_id), 0);
    assert_int_equal(kit_import(k, "day.fit"), MILER_OK);
    assert_int_equal(splits_of(k, k->lines[0].run_id), 250 + 156); // the last mile is a part of one
}

// ---- Names that meet

// Two runs of one minute whose hashes begin with the same eight digits; made in a second by trying.
static void the_same_beginning_of_a_hash(void **state) {
    kit *k = *state;
    static const uint32_t serials[2] = {103478, 58428};
    for (unsigned i = 0; i < 2; i++) {
        char name[20];
        const made_fit f = {.file_type = 4,
                            .sport = 1,
                            .serial = serials[i],
                            .start_s = 1767250800 + 30 * i,
                            .seconds = 20,
                            .speed_mps = 3.5};
        miler_buf b = kit_fit(&f);
        (void)snprintf(name, sizeof name, "%u.fit", i);
        kit_write_buf(k, name, &b);
    }
    assert_int_equal(kit_import(k, ""), MILER_OK);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 2);
    char folder[300], path[600];
    app_export_answer answer;
    (void)snprintf(folder, sizeof folder, "%s/out", k->dir);
    assert_int_equal(app_export(k->app, folder, &answer, &k->err), MILER_OK);
    assert_int_equal(answer.originals, 2);
    (void)snprintf(path, sizeof path, "%s/originals", folder);
    size_t few = 0, all = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        const char *hash = strstr(e->d_name, "-running-84720d1e");
        if (hash == NULL) continue;
        const size_t len = strlen(hash);
        few += len == strlen("-running-84720d1e.fit");
        all += len == strlen("-running-.fit") + 64;
    }
    (void)closedir(dir);
    assert_int_equal(few, 1);
    assert_int_equal(all, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {KIT(two_samples_around_half_the_earth),
                                       KIT(the_same_beginning_of_a_hash)};
    return cmocka_run_group_tests_name("hostile files", tests, NULL, NULL);
}
