// SPDX-License-Identifier: MIT
// store: what goes in comes out, and limits from both sides.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "store/sql.h"
#include "store_kit.h"

#include <zlib.h>

// ---- Athletes and settings

static void athletes_round_trip(void **state) {
    kit *k = *state;
    miler_athlete a;
    miler_athlete_init(&a);
    (void)snprintf(a.name, sizeof a.name, "Ana");
    a.sex = MILER_SEX_FEMALE;
    a.birth_day = -3000;
    a.mass_kg = 56.5;
    a.hr_max_bpm = 191;
    a.health_yes = MILER_HEALTH_HEART | MILER_HEALTH_ILL;
    a.health_answered = true;
    a.days_mask = 0x55;
    a.minutes[6] = 150;
    a.places = MILER_HAS_TRACK | MILER_HAS_GYM;
    a.units = MILER_UNITS_IMPERIAL;
    int64_t id = 0;
    ok(store_athlete_add(k->s, &a, &id, &why));
    miler_athlete b;
    ok(store_athlete_get(k->s, id, &b, &why));
    assert_string_equal(b.name, "Ana");
    assert_int_equal(b.sex, MILER_SEX_FEMALE);
    assert_int_equal(b.birth_day, -3000);
    assert_float_equal(b.mass_kg, 56.5, 0);
    assert_true(isnan(b.height_m) && isnan(b.hr_rest_bpm));
    assert_float_equal(b.hr_max_bpm, 191, 0);
    assert_int_equal(b.health_yes, MILER_HEALTH_HEART | MILER_HEALTH_ILL);
    assert_true(b.health_answered && !b.health_cleared && !b.parent_consent);
    assert_int_equal(b.days_mask, 0x55);
    assert_int_equal(b.minutes[6], 150);
    assert_int_equal(b.minutes[0], 0);
    assert_int_equal(b.places, MILER_HAS_TRACK | MILER_HAS_GYM);
    assert_int_equal(b.units, MILER_UNITS_IMPERIAL);

    b.height_m = 1.7;
    b.birth_day = MILER_NO_DAY;
    ok(store_athlete_set(k->s, id, &b, &why));
    ok(store_athlete_get(k->s, id, &a, &why));
    assert_float_equal(a.height_m, 1.7, 0);
    assert_int_equal(a.birth_day, MILER_NO_DAY);
    assert_int_equal(store_athlete_set(k->s, id + 9, &b, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_athlete_get(k->s, id + 9, &b, NULL), MILER_ERR_NOT_FOUND);
}

static void athletes_are_told_apart(void **state) {
    kit *k = *state;
    const int64_t one = kit_athlete(k, "Ana");
    const int64_t two = kit_athlete(k, "Bo's; DROP TABLE athletes");
    const int64_t three = kit_athlete(k, "1");
    miler_athlete a;
    miler_athlete_init(&a);
    (void)snprintf(a.name, sizeof a.name, "ANA");
    int64_t id = 0;
    miler_error err = {0};
    assert_int_equal(store_athlete_add(k->s, &a, &id, &err), MILER_ERR_CONFLICT);
    assert_int_equal(store_athlete_set(k->s, two, &a, &err), MILER_ERR_CONFLICT);
    a.name[0] = '\0';
    assert_int_equal(store_athlete_add(k->s, &a, &id, &err), MILER_ERR_ARG);
    memset(a.name, 'x', sizeof a.name);
    assert_int_equal(store_athlete_add(k->s, &a, &id, &err), MILER_ERR_LIMIT);
    a.name[63] = '\0';
    ok(store_athlete_add(k->s, &a, &id, &why));

    ok(store_athlete_find(k->s, "ana", &id, &why));
    assert_int_equal(id, one);
    ok(store_athlete_find(k->s, "2", &id, &why));
    assert_int_equal(id, two);
    ok(store_athlete_find(k->s, "1", &id, &why)); // the name wins over the number
    assert_int_equal(id, three);
    assert_int_equal(store_athlete_find(k->s, "nobody", &id, &err), MILER_ERR_NOT_FOUND);
    assert_true(err.remedy[0] != '\0');

    store_athlete *list;
    size_t count;
    ok(store_athlete_list(k->s, k->arena, &list, &count, &why));
    assert_int_equal(count, 4);
    assert_string_equal(list[1].athlete.name, "Bo's; DROP TABLE athletes");
}

static void settings(void **state) {
    kit *k = *state;
    char *value;
    assert_int_equal(store_setting_get(k->s, "athlete", k->arena, &value, NULL), MILER_ERR_NOT_FOUND);
    ok(store_setting_set(k->s, "athlete", "Ana", &why));
    ok(store_setting_set(k->s, "athlete", "Bo", &why));
    ok(store_setting_get(k->s, "athlete", k->arena, &value, &why));
    assert_string_equal(value, "Bo");
    ok(store_setting_set(k->s, "athlete", NULL, &why));
    assert_int_equal(store_setting_get(k->s, "athlete", k->arena, &value, NULL), MILER_ERR_NOT_FOUND);
    char key[66];
    memset(key, 'k', 65);
    key[65] = '\0';
    assert_int_equal(store_setting_set(k->s, key, "v", NULL), MILER_ERR_ARG);
    assert_int_equal(store_setting_set(k->s, "", "v", NULL), MILER_ERR_ARG);
    ok(store_setting_set(k->s, key + 1, "v", &why));
}

// ---- Originals

// Around every size at which the writer changes its way: piece, chunk, hold.
static void originals_come_back_byte_for_byte(void **state) {
    kit *k = *state;
    static const size_t sizes[] = {0, 1, 65536, 262143, 262144, 262145, 1048576, 1048577, 3000000};
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const int64_t id = kit_original(k, i, sizes[i]);
        expect_original(k, id, i, sizes[i]);
        store_original o;
        ok(store_original_get(k->s, id, k->arena, &o, &why));
        assert_int_equal(o.content_bytes, sizes[i]);
        assert_int_equal(o.format, MILER_FORMAT_FIT);
        assert_string_equal(o.file_name, "run.fit");
    }
    expect_sound(k->s);
    int64_t ids[4];
    size_t count;
    ok(store_original_ids(k->s, 2, ids, 4, &count, &why));
    assert_int_equal(count, 4);
    assert_int_equal(ids[0], 3);
    ok(store_original_ids(k->s, 7, ids, 4, &count, &why));
    assert_int_equal(count, 2);
    assert_int_equal(store_original_read(k->s, 99, false, take_piece, NULL, NULL), MILER_ERR_NOT_FOUND);
}

static void an_original_is_kept_once(void **state) {
    kit *k = *state;
    const int64_t first = kit_original(k, 7, 2000000);
    const uint64_t before = store_bytes(k->s);
    assert_int_equal(kit_original(k, 7, 2000000), first);
    assert_true(store_bytes(k->s) <= before + 3 * 1024 * 1024); // pages of the dropped chunks are free again
    store_counts counts;
    ok(store_count(k->s, &counts, &why));
    assert_int_equal(counts.originals, 1);
    assert_int_equal(counts.content_bytes, 2000000);
    expect_sound(k->s);
}

static void hash_is_blake2b(void **state) {
    kit *k = *state;
    store_writer *w;
    ok(store_writer_open(k->s, STORE_ENCODING_DEFLATE, &w, &why));
    ok(store_writer_content(w, "a", 1, &why));
    ok(store_writer_content(w, "bc", 2, &why));
    uint8_t hash[STORE_HASH_SIZE];
    store_writer_hash(w, hash);
    char text[STORE_HASH_TEXT];
    store_hash_print(text, hash);
    // `printf abc | b2sum -l 256`
    assert_string_equal(text, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    store_writer_abort(w);
}

// A .gz is kept as it was received: two streams in a row, cut and garbage behind.
static void gz_is_kept_as_received(void **state) {
    kit *k = *state;
    uint8_t gz[400];
    size_t len = 0;
    for (int part = 0; part < 2; part++) {
        z_stream z = {0};
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
        char text[] = "hello hello hello";
        z.next_in = (Bytef *)text;
        z.avail_in = 17;
        z.next_out = gz + len;
        z.avail_out = (uInt)(sizeof gz - len);
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        len = sizeof gz - z.avail_out;
        (void)deflateEnd(&z);
    }
    memcpy(gz + len, "padding", 7);
    len += 7;
    ok(store_begin(k->s, &why));
    store_writer *w;
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    ok(store_writer_packed(w, gz, 10, &why));
    ok(store_writer_content(w, "hello hello hellohello hello hello", 34, &why));
    ok(store_writer_packed(w, gz + 10, len - 10, &why));
    store_original info = {.format = MILER_FORMAT_GPX,
                           .given_name = "Lunch",
                           .given_sport = MILER_SPORT_HIKING,
                           .added_ms = MILER_NO_TIME};
    bool known;
    ok(store_writer_finish(w, &info, &known, &why));
    assert_false(known);
    ok(store_commit(k->s, &why));
    store_original o;
    ok(store_original_get(k->s, info.id, k->arena, &o, &why));
    assert_int_equal(o.encoding, STORE_ENCODING_GZIP);
    assert_int_equal(o.stored_bytes, len);
    assert_int_equal(o.content_bytes, 34);
    assert_int_equal(o.given_sport, MILER_SPORT_HIKING);
    assert_int_equal(o.added_ms, MILER_NO_TIME);
    assert_string_equal(o.given_name, "Lunch");
    assert_string_equal(o.file_name, "");
    sink out = {0};
    miler_buf_init(&out.bytes, NULL, 100);
    ok(store_original_read(k->s, info.id, true, take_piece, &out, &why));
    assert_string_equal(miler_buf_text(&out.bytes), "hello hello hellohello hello hello");
    miler_buf_deinit(&out.bytes);
    assert_int_equal(store_original_find(k->s, info.hash, &info.id, NULL), MILER_OK);
    info.hash[0] ^= 1;
    assert_int_equal(store_original_find(k->s, info.hash, &info.id, NULL), MILER_ERR_NOT_FOUND);
}

static void writer_limits_and_misuse(void **state) {
    kit *k = *state;
    store_writer *w;
    uint8_t *zeros = calloc(1, 1 * MILER_MIB);
    assert_non_null(zeros);
    miler_error err = {0};
    // Exactly the cap passes, one byte more does not.
    ok(store_begin(k->s, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_DEFLATE, &w, &why));
    for (int i = 0; i < 64; i++)
        ok(store_writer_content(w, zeros, 1 * MILER_MIB, &why));
    assert_int_equal(store_writer_content(w, zeros, 1, &err), MILER_ERR_LIMIT);
    assert_int_equal(store_writer_packed(w, zeros, 1, &err), MILER_ERR_ARG);
    store_original info = {.format = MILER_FORMAT_FIT};
    bool known;
    ok(store_writer_finish(w, &info, &known, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    for (int i = 0; i < 64; i++)
        ok(store_writer_packed(w, zeros, 1 * MILER_MIB, &why));
    assert_int_equal(store_writer_packed(w, zeros, 1, &err), MILER_ERR_LIMIT);
    store_writer_abort(w);
    ok(store_commit(k->s, &why));
    expect_sound(k->s);
    // A gzip original without bytes, and one outside of a transaction, are refused.
    ok(store_begin(k->s, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    assert_int_equal(store_writer_finish(w, &info, &known, &err), MILER_ERR_ARG);
    ok(store_commit(k->s, &why));
    int64_t id;
    assert_int_equal(kit_write_original(k->s, 1, 10, &id, &known, &err), MILER_ERR_ARG);
    expect_sound(k->s);
    free(zeros);
}

// Longer than is held in memory; and while it is handed in somebody else writes.
static void a_large_original_waits_outside(void **state) {
    kit *k = *state;
    const size_t len = 9 * MILER_MIB + 12345;
    store *other;
    store_writer *w;
    uint8_t *noise = malloc(len);
    assert_non_null(noise);
    for (size_t i = 0; i < len; i++)
        noise[i] = (uint8_t)rand();
    ok(store_open(&((store_options){.path = store_path(k->s), .busy_ms = 1}), &other, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_DEFLATE, &w, &why));
    for (size_t at = 0; at < len; at += 100000) {
        ok(store_writer_content(w, noise + at, len - at < 100000 ? len - at : 100000, &why));
        ok(store_begin(other, &why));
        ok(store_commit(other, &why));
    }
    store_original info = {.format = MILER_FORMAT_FIT}, o;
    bool known;
    ok(store_begin(k->s, &why));
    ok(store_writer_finish(w, &info, &known, &why));
    ok(store_commit(k->s, &why));
    ok(store_original_get(k->s, info.id, k->arena, &o, &why));
    assert_int_equal(o.content_bytes, len);
    sink out = {0};
    miler_buf_init(&out.bytes, NULL, len);
    ok(store_original_read(k->s, info.id, true, take_piece, &out, &why));
    assert_int_equal(out.bytes.len, len);
    assert_memory_equal(out.bytes.ptr, noise, len);
    miler_buf_deinit(&out.bytes);
    expect_sound(k->s);
    store_close(other);
    free(noise);
}

// A batch is there for others at each commit, and ends with all on the disk; outside of it every commit waits.
static int64_t level(kit *k) {
    sql q;
    sql_open(&q, k->s, SQL_ONCE, "PRAGMA synchronous");
    const int64_t is = sql_row(&q) ? sql_get_i64(&q) : -1;
    ok(sql_done(&q, &why));
    return is;
}

static void a_batch_waits_once(void **state) {
    kit *k = *state;
    enum { NORMAL = 1, FULL = 2 }; // of the engine's PRAGMA
    store *other;
    char *value;
    assert_int_equal(level(k), FULL);
    ok(store_batch_end(k->s, &why)); // none was begun
    ok(store_batch_begin(k->s, &why));
    ok(store_batch_begin(k->s, &why));
    assert_int_equal(level(k), NORMAL);
    ok(store_open(&((store_options){.path = store_path(k->s), .busy_ms = 1}), &other, &why));
    ok(store_setting_set(k->s, "a", "1", &why));
    ok(store_setting_get(other, "a", k->arena, &value, &why));
    assert_string_equal(value, "1");
    ok(store_batch_end(k->s, &why));
    assert_int_equal(level(k), FULL);
    // Within a transaction it is that one's commit that waits.
    ok(store_begin(k->s, &why));
    ok(store_batch_begin(k->s, &why));
    ok(store_batch_end(k->s, &why));
    ok(store_commit(k->s, &why));
    assert_int_equal(level(k), FULL);
    store_close(other);
}

static void aborted_and_undone_originals_leave_nothing(void **state) {
    kit *k = *state;
    uint8_t *noise = malloc(600000);
    assert_non_null(noise);
    for (size_t i = 0; i < 600000; i++)
        noise[i] = (uint8_t)rand();
    store_counts counts;
    store_writer *w;
    ok(store_begin(k->s, &why));
    // Aborted after chunks were held.
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    ok(store_writer_packed(w, noise, 600000, &why));
    store_writer_abort(w);
    // Rolled back beneath an open writer: nothing of it was written, and it goes on.
    ok(store_begin(k->s, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    ok(store_writer_packed(w, noise, 600000, &why));
    store_rollback(k->s);
    int64_t other = 0;
    bool known;
    ok(kit_write_original(k->s, 3, 1500000, &other, &known, &why));
    store_writer_abort(w);
    // Finished in a save point that is undone.
    ok(store_begin(k->s, &why));
    ok(kit_write_original(k->s, 4, 600000, &(int64_t){0}, &known, &why));
    store_rollback(k->s);
    ok(store_commit(k->s, &why));
    ok(store_count(k->s, &counts, &why));
    assert_int_equal(counts.originals, 1);
    expect_original(k, other, 3, 1500000);
    expect_sound(k->s);
    // A writer left open at a commit, and after it.
    ok(store_begin(k->s, &why));
    ok(store_writer_open(k->s, STORE_ENCODING_GZIP, &w, &why));
    ok(store_writer_packed(w, noise, 600000, &why));
    ok(store_commit(k->s, &why));
    store_writer_abort(w);
    expect_sound(k->s);
    free(noise);
}

static void reading_can_be_stopped(void **state) {
    kit *k = *state;
    const int64_t id = kit_original(k, 5, 300000);
    sink out = {.stop_after = 2};
    miler_buf_init(&out.bytes, NULL, 300000);
    assert_int_equal(store_original_read(k->s, id, true, take_piece, &out, NULL), MILER_ERR_CANCELLED);
    assert_int_equal(out.bytes.len, 2 * 64 * MILER_KIB);
    miler_buf_deinit(&out.bytes);
    expect_original(k, id, 5, 300000);
}

static void damaged_originals_are_found(void **state) {
    kit *k = *state;
    static const char *const damages[] = {
        "UPDATE chunks SET bytes = x'789c' WHERE original_id = 1",     // cut
        "UPDATE chunks SET bytes = x'ffffffff' WHERE original_id = 1", // not zlib
        "DELETE FROM chunks WHERE original_id = 1",                    // gone
        "UPDATE originals SET hash = zeroblob(32) WHERE id = 1",       // changed
        "UPDATE originals SET content_bytes = 5 WHERE id = 1",         // longer than said
        "UPDATE originals SET content_bytes = 50000 WHERE id = 1",     // shorter than said
    };
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        ok(store_begin(k->s, &why));
        int64_t id = 0;
        bool known;
        ok(kit_write_original(k->s, 1, 20000, &id, &known, &why));
        assert_int_equal(id, 1);
        assert_int_equal(sqlite3_exec(k->s->db, damages[i], NULL, NULL, NULL), SQLITE_OK);
        sink out = {0};
        miler_buf_init(&out.bytes, NULL, 100000);
        miler_error err = {0};
        if (store_original_read(k->s, id, true, take_piece, &out, &err) != MILER_ERR_STORE)
            fail_msg("damage %zu went unseen", i);
        assert_non_null(strstr(err.msg, "damaged"));
        miler_buf_deinit(&out.bytes);
        store_rollback(k->s);
    }
}

// ---- Files seen

static void files_seen(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    const int64_t original = kit_original(k, 1, 100);
    store_file f = {.athlete_id = athlete,
                    .path = "/a/export.zip",
                    .entry = "x.fit",
                    .size = 100,
                    .mtime_ms = 5,
                    .outcome = STORE_FILE_NEW,
                    .reason = "",
                    .has_hash = true,
                    .original_id = original,
                    .seen_ms = 10};
    f.hash[3] = 9;
    ok(store_file_put(k->s, &f, &why));
    store_file g;
    ok(store_file_find(k->s, athlete, f.path, f.entry, k->arena, &g, &why));
    assert_string_equal(g.path, "/a/export.zip");
    assert_int_equal(g.size, 100);
    assert_true(g.has_hash && g.hash[3] == 9);
    assert_int_equal(g.original_id, original);
    // The same bytes again do not make it less new; other bytes do.
    f.outcome = STORE_FILE_KNOWN;
    f.reason = "already here";
    f.seen_ms = 20;
    ok(store_file_put(k->s, &f, &why));
    ok(store_file_find(k->s, athlete, f.path, f.entry, k->arena, &g, &why));
    assert_int_equal(g.outcome, STORE_FILE_NEW);
    assert_string_equal(g.reason, "");
    assert_int_equal(g.seen_ms, 20);
    f.hash[3] = 8;
    ok(store_file_put(k->s, &f, &why));
    ok(store_file_find(k->s, athlete, f.path, f.entry, k->arena, &g, &why));
    assert_int_equal(g.outcome, STORE_FILE_KNOWN);
    // Without hash, original, time.
    const store_file bare = {.athlete_id = athlete,
                             .path = "/a/export.zip",
                             .entry = "b.txt",
                             .size = -1,
                             .mtime_ms = MILER_NO_TIME,
                             .outcome = STORE_FILE_SKIPPED,
                             .reason = "not an activity",
                             .seen_ms = 30};
    ok(store_file_put(k->s, &bare, &why));
    ok(store_file_find(k->s, athlete, bare.path, bare.entry, k->arena, &g, &why));
    assert_false(g.has_hash);
    assert_int_equal(g.original_id, 0);
    assert_int_equal(g.mtime_ms, MILER_NO_TIME);
    assert_int_equal(store_file_find(k->s, athlete, bare.path, "", k->arena, &g, NULL), MILER_ERR_NOT_FOUND);
    assert_string_equal(store_outcome_name((store_outcome)77), "");
}

// ---- Activities

static void activities_round_trip(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    kit_make_run(r, 20000, 10, 300);
    r->a.notes = "one\ntwo";
    r->a.has_utc_offset = true;
    r->a.utc_offset_s = -8 * 3600; // 07:00 UTC is the evening before
    r->a.flags = MILER_REC_TRUNCATED;
    r->a.bests[3].flags = MILER_EFFORT_GPS_JUMP;
    miler_split miles[1] = {{1609.344, 480, 0, (float)NAN, 171, 3, 4}};
    r->a.mile_splits = miles;
    r->a.mile_split_count = 1;
    const store_activity_key key = {athlete, kit_original(k, 1, 100), 2, 3600, 0, false};
    int64_t id;
    ok(store_activity_put(k->s, &key, &r->a, &id, &why));
    miler_activity b;
    ok(store_activity_get(k->s, id, k->arena, &b, &why));
    assert_int_equal(b.start_ms, r->a.start_ms);
    assert_float_equal(b.dist_m, 10000, 0);
    assert_float_equal(b.sum.avg_hr_bpm, 150, 0);
    assert_true(isnan(b.sum.avg_power_w) && isnan(b.decoupling_pct));
    assert_int_equal(b.sum.start_ms, MILER_NO_TIME);
    assert_int_equal(b.flags, MILER_REC_TRUNCATED);
    assert_string_equal(b.notes, "one\ntwo");
    assert_int_equal(b.lap_count, 10);
    assert_int_equal(b.laps[9].trigger, MILER_TRIGGER_DISTANCE);
    assert_int_equal(b.laps[9].workout_step, -1);
    assert_float_equal(b.laps[9].sum.timer_s, 300, 0);
    assert_int_equal(b.km_split_count, 10);
    assert_float_equal(b.km_splits[4].start_s, 1200, 0);
    assert_int_equal(b.mile_split_count, 1);
    assert_true(isnan(b.mile_splits[0].avg_hr_bpm));
    assert_float_equal(b.bests[0].time_s, 60, 1e-9);
    assert_int_equal(b.bests[3].flags, MILER_EFFORT_GPS_JUMP);
    assert_true(isnan(b.bests[MILER_BEST_COUNT - 1].time_s));
    store_run run;
    ok(store_run_get(k->s, id, k->arena, &run, &why));
    assert_int_equal(run.day, 19999);
    assert_int_equal(run.index, 2);
    assert_int_equal(run.lap_count, 10);
    assert_string_equal(run.device, "testwatch");

    // The same key again replaces everything and keeps the number.
    kit_make_run(r, 20001, 5, 240);
    int64_t again;
    ok(store_activity_put(k->s, &key, &r->a, &again, &why));
    assert_int_equal(again, id);
    ok(store_activity_get(k->s, id, k->arena, &b, &why));
    assert_int_equal(b.lap_count, 5);
    assert_int_equal(b.mile_split_count, 0);
    assert_true(isnan(b.bests[13].time_s)); // 10 km is gone
    ok(store_run_get(k->s, id, k->arena, &run, &why));
    assert_int_equal(run.day, 20001);

    store_activity_key *keys;
    size_t count;
    ok(store_activity_keys(k->s, key.original_id, k->arena, &keys, &count, &why));
    assert_int_equal(count, 1);
    assert_int_equal(keys[0].index, 2);
    assert_int_equal(keys[0].fallback_offset_s, 3600);
    assert_int_equal(keys[0].id, id);
    ok(store_activity_remove(k->s, id, &why));
    assert_int_equal(store_activity_remove(k->s, id, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_activity_get(k->s, id, k->arena, &b, NULL), MILER_ERR_NOT_FOUND);
    miler_error err = {0};
    assert_int_equal(store_run_get(k->s, id, k->arena, &run, &err), MILER_ERR_NOT_FOUND);
    assert_true(err.remedy[0] != '\0');
    store_counts counts;
    ok(store_count(k->s, &counts, &why));
    assert_int_equal(counts.activities + counts.laps + counts.bests, 0);
    assert_int_equal(counts.originals, 1);
    // No such athlete or original.
    const store_activity_key nobody = {athlete + 5, key.original_id, 0, 0, 0, false};
    assert_int_equal(store_activity_put(k->s, &nobody, &r->a, &id, NULL), MILER_ERR_STORE);
    expect_sound(k->s);
    free(r);
}

static void activity_without_times(void **state) {
    kit *k = *state;
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    kit_make_run(r, 20000, 3, 300);
    r->a.start_ms = MILER_NO_TIME;
    r->a.elapsed_s = r->a.timer_s = (double)NAN;
    const int64_t athlete = kit_athlete(k, "Ana");
    const store_activity_key key = {athlete, kit_original(k, 1, 100), 0, 0, 0, false};
    int64_t beside;
    int64_t id;
    ok(store_activity_put(k->s, &key, &r->a, &id, &why));
    store_run run;
    ok(store_run_get(k->s, id, k->arena, &run, &why));
    assert_int_equal(run.day, MILER_NO_DAY);
    assert_int_equal(run.start_ms, MILER_NO_TIME);
    assert_int_equal(store_activity_same(k->s, athlete, &r->a, &id, &beside, NULL), MILER_ERR_NOT_FOUND);
    free(r);
}

static void the_log_is_filtered(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    const int64_t other = kit_athlete(k, "Bo");
    for (uint32_t i = 0; i < 10; i++)
        (void)kit_put_run(k, athlete, i, 20000 + (int32_t)i, 5 + i, 300);
    (void)kit_put_run(k, other, 77, 20000, 5, 300);
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    kit_make_run(r, 20003, 40, 120);
    r->a.sport = MILER_SPORT_CYCLING;
    r->a.name = "100% Hill_ride";
    const store_activity_key key = {athlete, kit_original(k, 50, 100), 0, 0, 0, false};
    int64_t ride;
    ok(store_activity_put(k->s, &key, &r->a, &ride, &why));
    free(r);
    const store_run_filter all = {
        .athlete_id = athlete, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    static const struct {
        int32_t sport, since, until;
        const char *text;
        size_t limit, offset, count, total;
    } rows[] = {
        {-1, MILER_NO_DAY, MILER_NO_DAY, NULL, 0, 0, 11, 11},
        {MILER_SPORT_RUNNING, MILER_NO_DAY, MILER_NO_DAY, NULL, 0, 0, 10, 10},
        {-1, 20008, MILER_NO_DAY, NULL, 0, 0, 2, 2},
        {-1, MILER_NO_DAY, 20003, NULL, 0, 0, 5, 5},
        {-1, 20003, 20003, NULL, 0, 0, 2, 2},
        {-1, MILER_NO_DAY, MILER_NO_DAY, NULL, 4, 0, 4, 11},
        {-1, MILER_NO_DAY, MILER_NO_DAY, NULL, 4, 9, 2, 11},
        {-1, MILER_NO_DAY, MILER_NO_DAY, NULL, 4, 11, 0, 11},
        {-1, MILER_NO_DAY, MILER_NO_DAY, "hill_", 0, 0, 1, 1},
        {-1, MILER_NO_DAY, MILER_NO_DAY, "0%", 0, 0, 1, 1},
        {-1, MILER_NO_DAY, MILER_NO_DAY, "h_ll", 0, 0, 0, 0},
        {-1, MILER_NO_DAY, MILER_NO_DAY, "MORNING", 0, 0, 10, 10},
    };
    store_run *list;
    size_t count;
    size_t total;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        store_run_filter f = all;
        f.sport = rows[i].sport;
        f.since_day = rows[i].since;
        f.until_day = rows[i].until;
        f.text = rows[i].text;
        f.limit = rows[i].limit;
        f.offset = rows[i].offset;
        ok(store_run_list(k->s, &f, k->arena, &list, &count, &total, &why));
        if (count != rows[i].count || total != rows[i].total)
            fail_msg("row %zu gave %zu of %zu", i, count, total);
        for (size_t j = 1; j < count; j++)
            assert_true(list[j - 1].start_ms >= list[j].start_ms);
    }
    char text[600];
    memset(text, '%', sizeof text);
    text[255] = '\0'; // 2 + 2 x 255 = 512: the longest pattern
    store_run_filter f = all;
    f.text = text;
    ok(store_run_list(k->s, &f, k->arena, &list, &count, NULL, &why));
    text[255] = '%';
    text[256] = '\0';
    assert_int_equal(store_run_list(k->s, &f, k->arena, &list, &count, NULL, NULL), MILER_ERR_LIMIT);
}

// Years of winters on a belt: the fastest of each block, and the oldest of all are there.
static void belts_of_many_years(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    int64_t oldest = 0;
    enum { RUNS = 240 };
    for (int n = 0; n < RUNS; n++) {
        kit_make_run(r, 20000 - 28 * 40 + n * 28 * 40 / RUNS, 10, 300 + n % 7);
        for (size_t i = 0; i < MILER_BEST_COUNT; i++)
            r->a.bests[i].flags = MILER_EFFORT_TREADMILL;
        const store_activity_key key = {athlete, kit_original(k, (uint32_t)(1000 + n), 100), 0, 0, 0, false};
        int64_t id;
        ok(store_activity_put(k->s, &key, &r->a, &id, &why));
        if (n == 0) oldest = id;
    }
    free(r);
    store_best *list;
    size_t count;
    ok(store_best_strange(k->s, athlete, STORE_BELT, MILER_NO_DAY, MILER_NO_DAY, k->arena, &list, &count,
                          &why));
    assert_int_equal(list[count - 1].run_id, oldest);
    for (size_t i = 0; i < count; i++) {
        int same = 0;
        if (i > 0) assert_true(list[i - 1].day >= list[i].day);
        for (size_t j = 0; j < count; j++)
            same +=
                list[j].index == list[i].index && store_block_of(list[j].day) == store_block_of(list[i].day);
        assert_true(same <= STORE_BELT_PER_BLOCK);
    }
}

static void bests_of_the_log(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    (void)kit_put_run(k, athlete, 1, 20000, 10, 300);
    const int64_t fast = kit_put_run(k, athlete, 2, 20001, 5, 240);
    const int64_t later = kit_put_run(k, athlete, 3, 20100, 12, 270);
    (void)kit_put_run(k, kit_athlete(k, "Bo"), 4, 20000, 10, 200);
    kit_run *r = malloc(sizeof *r);
    assert_non_null(r);
    kit_make_run(r, 20002, 5, 150); // a glitch is never a record
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        r->a.bests[i].flags = MILER_EFFORT_IMPOSSIBLE;
    const store_activity_key key = {athlete, kit_original(k, 9, 100), 0, 0, 0, false};
    int64_t id;
    ok(store_activity_put(k->s, &key, &r->a, &id, &why));
    free(r);
    store_best *list;
    size_t count;
    ok(store_best_list(k->s, athlete, 1, MILER_NO_DAY, MILER_NO_DAY, k->arena, &list, &count, &why));
    assert_int_equal(count, 14); // 200 m ... 10 km
    assert_int_equal(list[0].index, 0);
    assert_int_equal(list[0].run_id, fast);
    assert_float_equal(list[0].effort.time_s, 48, 1e-9);
    assert_int_equal(list[13].run_id, later); // 10 km
    assert_float_equal(list[13].run_dist_m, 12000, 0);
    assert_string_equal(list[13].run_name, "Morning run");
    ok(store_best_list(k->s, athlete, 2, MILER_NO_DAY, MILER_NO_DAY, k->arena, &list, &count, &why));
    assert_int_equal(count, 28);
    assert_true(list[0].effort.time_s <= list[1].effort.time_s && list[1].index == 0);
    ok(store_best_list(k->s, athlete, 5, 20050, 20100, k->arena, &list, &count, &why));
    assert_int_equal(count, 14);
    assert_int_equal(list[0].run_id, later);

    ok(store_best_by_block(k->s, athlete, 1, MILER_NO_DAY, MILER_NO_DAY, k->arena, &list, &count, &why));
    assert_int_equal(count, 13 * 2 + 2); // two blocks at 200 m .. 5 km, and 10 km in both
    assert_int_equal(list[0].run_id, fast);
    assert_int_equal(list[1].run_id, later);
    ok(store_best_by_block(k->s, athlete, 1, 20002, 20099, k->arena, &list, &count, &why));
    assert_int_equal(count, 0);
    ok(store_best_by_block(k->s, athlete + 50, 1, MILER_NO_DAY, MILER_NO_DAY, k->arena, &list, &count, &why));
    assert_int_equal(count, 0);
    assert_int_equal(store_block_of(0), 0);
    assert_int_equal(store_block_of(27), 0);
    assert_int_equal(store_block_of(28), 1);
    assert_int_equal(store_block_of(-1), -1);
    assert_int_equal(store_block_of(-28), -1);
    assert_int_equal(store_block_of(-29), -2);
}

// ---- Results and plans

static void results(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    const int64_t run = kit_put_run(k, athlete, 1, 20000, 5, 300);
    store_result r = {.athlete_id = athlete,
                      .dist_m = MILER_MILE_M,
                      .time_s = 319.3,
                      .day = 20000,
                      .official = true,
                      .name = "City mile",
                      .place = "Oslo",
                      .note = "windy",
                      .run_id = run,
                      .added_ms = 5,
                      .removed_ms = MILER_NO_TIME};
    int64_t one;
    ok(store_result_add(k->s, &r, &one, &why));
    r.day = MILER_NO_DAY;
    r.run_id = 0;
    r.name = NULL;
    r.official = false;
    int64_t two;
    ok(store_result_add(k->s, &r, &two, &why));
    store_result g;
    ok(store_result_get(k->s, one, k->arena, &g, &why));
    assert_float_equal(g.time_s, 319.3, 0);
    assert_true(g.official);
    assert_int_equal(g.run_id, run);
    assert_string_equal(g.place, "Oslo");
    assert_int_equal(g.removed_ms, MILER_NO_TIME);
    ok(store_result_get(k->s, two, k->arena, &g, &why));
    assert_int_equal(g.run_id, 0);
    assert_int_equal(g.day, MILER_NO_DAY);
    assert_string_equal(g.name, "");
    store_result *list;
    size_t count;
    ok(store_result_set_removed(k->s, one, 99, &why));
    ok(store_result_list(k->s, athlete, false, k->arena, &list, &count, &why));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, two);
    ok(store_result_list(k->s, athlete, true, k->arena, &list, &count, &why));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].removed_ms, 99);
    ok(store_result_set_removed(k->s, one, MILER_NO_TIME, &why));
    ok(store_result_list(k->s, athlete, false, k->arena, &list, &count, &why));
    assert_int_equal(count, 2);
    // The run goes, the result stays.
    ok(store_activity_remove(k->s, run, &why));
    ok(store_result_get(k->s, one, k->arena, &g, &why));
    assert_int_equal(g.run_id, 0);
    assert_int_equal(store_result_set_removed(k->s, 77, 1, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_result_get(k->s, 77, k->arena, &g, NULL), MILER_ERR_NOT_FOUND);
    r.time_s = (double)NAN;
    assert_int_equal(store_result_add(k->s, &r, &one, NULL), MILER_ERR_ARG);
    r.time_s = 300;
    r.athlete_id = 55;
    assert_int_equal(store_result_add(k->s, &r, &one, NULL), MILER_ERR_NOT_FOUND);
    expect_sound(k->s);
}

// From "{1}" with "{1b}" taken back: forward, further, and no way forward past another save.
static void bring_back(kit *k, int64_t id) {
    store_plan g;
    bool more = true;
    ok(store_plan_redo(k->s, id, &more, &why));
    assert_false(more);
    ok(store_plan_get(k->s, id, k->arena, &g, &why));
    assert_string_equal(g.body, "{1b}");
    assert_string_equal(g.why, "moved Tuesday");
    assert_int_equal(store_plan_redo(k->s, id, &more, NULL), MILER_ERR_REFUSED);
    g.body = "{1c}";
    ok(store_plan_save(k->s, &g, &why));
    ok(store_plan_undo(k->s, id, &why));
    ok(store_plan_undo(k->s, id, &why));
    ok(store_plan_redo(k->s, id, &more, &why));
    assert_true(more);
    ok(store_plan_get(k->s, id, k->arena, &g, &why));
    assert_string_equal(g.body, "{1b}");
    g.body = "{1d}";
    ok(store_plan_save(k->s, &g, &why));
    assert_int_equal(store_plan_redo(k->s, id, &more, NULL), MILER_ERR_REFUSED);
    assert_int_equal(store_plan_redo(k->s, 99, &more, NULL), MILER_ERR_NOT_FOUND);
    ok(store_plan_get(k->s, id, k->arena, &g, &why));
    assert_string_equal(g.body, "{1d}");
    assert_int_equal(g.version, 3);
}

static void plans(void **state) {
    kit *k = *state;
    const int64_t athlete = kit_athlete(k, "Ana");
    store_plan p = {.athlete_id = athlete,
                    .added_ms = 1,
                    .saved_ms = 1,
                    .race_day = 20500,
                    .active = true,
                    .title = "Mile",
                    .body = "{1}"};
    int64_t one;
    int64_t two;
    ok(store_plan_add(k->s, &p, &one, &why));
    p.body = "{2}";
    p.race_day = MILER_NO_DAY;
    ok(store_plan_add(k->s, &p, &two, &why));
    store_plan g;
    ok(store_plan_active(k->s, athlete, k->arena, &g, &why));
    assert_int_equal(g.id, two);
    assert_int_equal(g.race_day, MILER_NO_DAY);
    ok(store_plan_get(k->s, one, k->arena, &g, &why));
    assert_false(g.active);
    assert_int_equal(g.race_day, 20500);
    assert_string_equal(g.body, "{1}");
    ok(store_plan_activate(k->s, one, &why));
    g.body = "{1b}";
    g.why = "moved Tuesday";
    g.saved_ms = 2;
    ok(store_plan_save(k->s, &g, &why));
    ok(store_plan_active(k->s, athlete, k->arena, &g, &why));
    assert_int_equal(g.id, one);
    assert_int_equal(g.version, 2);
    assert_string_equal(g.body, "{1b}");
    assert_string_equal(g.why, "moved Tuesday");
    ok(store_plan_undo(k->s, one, &why));
    ok(store_plan_get(k->s, one, k->arena, &g, &why));
    assert_string_equal(g.body, "{1}");
    assert_int_equal(g.version, 1);
    assert_int_equal(store_plan_undo(k->s, one, NULL), MILER_ERR_REFUSED);
    bring_back(k, one);
    store_plan *list;
    size_t count;
    ok(store_plan_list(k->s, athlete, k->arena, &list, &count, &why));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, two);
    assert_null(list[0].body);
    assert_int_equal(store_plan_active(k->s, athlete + 1, k->arena, &g, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_plan_get(k->s, 99, k->arena, &g, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_plan_undo(k->s, 99, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(store_plan_activate(k->s, 99, NULL), MILER_ERR_NOT_FOUND);
    p.id = 99;
    assert_int_equal(store_plan_save(k->s, &p, NULL), MILER_ERR_NOT_FOUND);
    p.athlete_id = 99;
    assert_int_equal(store_plan_add(k->s, &p, &one, NULL), MILER_ERR_NOT_FOUND);
    ok(store_plan_active(k->s, athlete, k->arena, &g, &why)); // a failed add did not touch it
}

static void plan_size(void **state) {
    kit *k = *state;
    char *body = malloc(STORE_PLAN_MAX + 2);
    assert_non_null(body);
    memset(body, 'x', STORE_PLAN_MAX + 1);
    body[STORE_PLAN_MAX + 1] = '\0';
    store_plan p = {.athlete_id = kit_athlete(k, "Ana"), .body = body};
    int64_t id;
    assert_int_equal(store_plan_add(k->s, &p, &id, NULL), MILER_ERR_LIMIT);
    body[STORE_PLAN_MAX] = '\0';
    ok(store_plan_add(k->s, &p, &id, &why));
    store_plan g;
    ok(store_plan_get(k->s, id, k->arena, &g, &why));
    assert_int_equal(strlen(g.body), STORE_PLAN_MAX);
    p.body = NULL;
    assert_int_equal(store_plan_add(k->s, &p, &id, NULL), MILER_ERR_ARG);
    free(body);
}

#define t(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        t(athletes_round_trip),
        t(athletes_are_told_apart),
        t(settings),
        t(originals_come_back_byte_for_byte),
        t(an_original_is_kept_once),
        t(hash_is_blake2b),
        t(gz_is_kept_as_received),
        t(writer_limits_and_misuse),
        t(a_large_original_waits_outside),
        t(a_batch_waits_once),
        t(aborted_and_undone_originals_leave_nothing),
        t(reading_can_be_stopped),
        t(damaged_originals_are_found),
        t(files_seen),
        t(activities_round_trip),
        t(activity_without_times),
        t(the_log_is_filtered),
        t(bests_of_the_log),
        t(belts_of_many_years),
        t(results),
        t(plans),
        t(plan_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
