// SPDX-License-Identifier: MIT
// Every allocation of an import made to fail, one after the other, once and
// from there on: the import ends with an error or says which file failed, leaks
// nothing, and a normal import afterwards has every file once.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "../import_kit.h"

static const char csv[] = "Activity ID,Activity Date,Activity Name,Activity Type,Filename\n"
                          "1,\"Jul 7, 2018, 5:04:11 PM\",Track,Run,activities/1.fit.gz\n"
                          "2,\"Jul 8, 2018, 5:04:11 PM\",Easy,Run,activities/2.fit\n";

#define RUNS 5 // in the folder below; the sixth file is a copy

// Plain, gzipped, in a ZIP with an index, in a ZIP in a ZIP, cut; small, so that
// the sweep is short.
static void make_files(kit *k) {
    miler_buf plain[6], zip = kit_buf(), inner = kit_buf(), outer = kit_buf();
    for (unsigned i = 0; i < 6; i++) {
        made_fit f = kit_run(i);
        f.seconds = 30 + i;
        plain[i] = kit_fit(&f);
    }
    miler_buf gz = kit_gz(&plain[1]);
    const made_entry entries[] = {
        {.name = "activities.csv", .bytes = csv, .len = sizeof csv - 1, .deflate = true},
        {.name = "activities/1.fit.gz", .bytes = gz.ptr, .len = gz.len},
        {.name = "activities/2.fit", .bytes = plain[2].ptr, .len = plain[2].len, .deflate = true}};
    make_zip(&zip, entries, 3);
    kit_write_buf(k, "b.zip", &zip);
    const made_entry nested = {.name = "3.fit", .bytes = plain[3].ptr, .len = plain[3].len, .deflate = true};
    make_zip(&inner, &nested, 1);
    const made_entry outside = {.name = "in.zip", .bytes = inner.ptr, .len = inner.len, .deflate = true};
    make_zip(&outer, &outside, 1);
    kit_write_buf(k, "c.zip", &outer);
    kit_write(k, "a.fit", plain[0].ptr, plain[0].len);
    kit_write(k, "a_copy.fit", plain[0].ptr, plain[0].len);
    miler_buf cut = kit_gz(&plain[4]);
    kit_write(k, "d.fit.gz", cut.ptr, cut.len - 9);
    kit_write(k, "e.txt", "text", 4);
    miler_buf_deinit(&cut);
    miler_buf_deinit(&inner);
    miler_buf_deinit(&gz);
    for (unsigned i = 0; i < 6; i++)
        miler_buf_deinit(&plain[i]);
}

static void copy_file(const char *from, const char *to) {
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    char piece[65536];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, in)) > 0)
        assert_int_equal(fwrite(piece, 1, n, out), n);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

static void fresh_store(const kit *k, const char *empty) {
    char beside[240];
    (void)snprintf(beside, sizeof beside, "%s-wal", k->db);
    (void)remove(beside);
    (void)snprintf(beside, sizeof beside, "%s-shm", k->db);
    (void)remove(beside);
    copy_file(empty, k->db);
}

// One import with the allocator given, in a fresh store.
static miler_status try_import(kit *k, const char *empty, failing_alloc *c) {
    fresh_store(k, empty);
    const miler_alloc alloc = {.resize = failing_resize, .user = c};
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    options.alloc = &alloc;
    miler_status status = app_open(&options, &k->app, &k->err);
    if (status == MILER_OK)
        status = kit_import(k, "");
    else
        k->app = NULL;
    app_close(k->app);
    k->app = NULL;
    return status;
}

static void check_after(kit *k, miler_status status, size_t at) {
    if (status != MILER_OK) {
        if (k->err.msg[0] == '\0') fail_msg("allocation %zu: an error without words", at);
        assert_true(status == MILER_ERR_NOMEM || status == MILER_ERR_IO || status == MILER_ERR_LIMIT);
    }
    kit_open_app(k, NULL);
    if (kit_import(k, "") != MILER_OK) fail_msg("after allocation %zu: %s", at, k->err.msg);
    const store_counts counts = kit_counts(k);
    if (counts.activities != RUNS || counts.originals != RUNS)
        fail_msg("after allocation %zu: %lld activities, %lld originals", at, (long long)counts.activities,
                 (long long)counts.originals);
    size_t troubles = 0;
    assert_int_equal(store_check(k->app->store, NULL, NULL, &troubles, NULL), MILER_OK);
    assert_int_equal(troubles, 0);
    app_close(k->app);
    k->app = NULL;
}

static void each_allocation_fails(void **state) {
    (void)state;
    static kit k;
    kit_begin(&k);
    app_close(k.app); // the empty store is kept as a pattern: making one costs more than an import
    char empty[260];
    (void)snprintf(empty, sizeof empty, "%s.empty", k.db);
    assert_int_equal(rename(k.db, empty), 0);
    make_files(&k);
    failing_alloc c = {0};
    assert_int_equal(try_import(&k, empty, &c), MILER_OK);
    assert_int_equal(c.live, 0);
    assert_int_equal(k.answer.activities, RUNS);
    const size_t calls = c.calls;
    size_t errors = 0, failed_files = 0;
    for (unsigned onwards = 0; onwards < 2; onwards++) {
        for (size_t at = 1; at <= calls; at++) {
            c = (failing_alloc){.fail_at = at, .onwards = onwards != 0};
            const miler_status status = try_import(&k, empty, &c);
            if (c.live != 0) fail_msg("allocation %zu: %zu bytes leak", at, c.live);
            errors += status != MILER_OK;
            failed_files += status == MILER_OK && k.answer.outcomes[STORE_FILE_FAILED] != 0;
            // No error and no failed file: then nothing may be missing.
            if (status == MILER_OK && k.answer.outcomes[STORE_FILE_FAILED] == 0)
                assert_int_equal(k.answer.activities, RUNS);
            check_after(&k, status, at);
        }
    }
    print_message(
        "# %zu allocations, twice: %zu imports ended with an error, %zu named the file that failed\n", calls,
        errors, failed_files);
    assert_true(errors > 0 && failed_files > 0);
    kit_end(&k);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests_name("sweep_import", tests, NULL, NULL);
}
