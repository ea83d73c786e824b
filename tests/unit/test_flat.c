// SPDX-License-Identifier: MIT
// What goes through flat_put comes out of flat_get as it was; what anybody has
// changed in between is refused, or is a recording like any other.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/flat.h"
#include "base/limits.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX ((size_t)256 * 1024 * 1024)

static sandbox_channel ch;

static miler_buf flatten(const miler_reading *reading) {
    miler_buf out;
    miler_buf_init(&out, NULL, BYTES_MAX);
    sandbox_channel_init(&ch, -1);
    ch.kept = &out;
    assert_int_equal(flat_put_reading(&ch, reading, NULL), MILER_OK);
    assert_int_equal(sandbox_flush(&ch, NULL), MILER_OK);
    assert_false(out.failed);
    return out;
}

static miler_status unflatten(const void *bytes, size_t len, miler_arena *arena, miler_reading *out,
                              miler_error *err) {
    sandbox_channel_said(&ch, bytes, len);
    return flat_get_reading(&ch, arena, out, err);
}

// ---- A reading with everything in it

#define SAMPLES 3

static void set_column(miler_samples *s, size_t i, miler_arena *arena) {
    const flat_field *f = &flat_columns[i];
    void *column = miler_arena_array(arena, s->count, flat_size(f->kind));
    assert_non_null(column);
    for (size_t k = 0; k < s->count; k++) {
        if (f->kind == FLAT_TIME) ((int64_t *)column)[k] = INT64_C(1767250800000) + (int64_t)k * 1000;
        if (f->kind == FLAT_F64) ((double *)column)[k] = k == 1 ? (double)NAN : 10.5 + (double)k;
        if (f->kind == FLAT_F32) ((float *)column)[k] = k == 2 ? NAN : 1.5f + (float)k;
        if (f->kind == FLAT_U8) ((uint8_t *)column)[k] = k == 0;
    }
    memcpy((char *)s + f->at, &column, sizeof column);
}

static void make_recording(miler_recording *r, miler_arena *arena) {
    miler_recording_init(r);
    r->format = MILER_FORMAT_FIT;
    r->sport = MILER_SPORT_RUNNING;
    r->sub_sport = MILER_SUB_TRACK;
    r->flags = MILER_REC_TRUNCATED;
    r->utc_offset_s = -3600;
    r->has_utc_offset = true;
    r->name = miler_arena_dup(arena, "Abends in K\303\266ln");
    r->notes = miler_arena_dup(arena, "one\ntwo");
    r->lost_bytes = 12;
    r->user_weight_kg = 61.5f;
    r->session.start_ms = INT64_C(1767250800000);
    r->session.dist_m = 1609.344;
    r->samples.count = SAMPLES;
    for (size_t i = 0; i < FLAT_COLUMNS; i++)
        set_column(&r->samples, i, arena);
    r->lap_count = 1;
    r->laps = miler_arena_array(arena, 1, sizeof *r->laps);
    miler_summary_init(&r->laps[0].sum);
    r->laps[0].trigger = MILER_TRIGGER_MANUAL;
    r->laps[0].workout_step = -1;
    r->event_count = 1;
    r->events = miler_arena_array(arena, 1, sizeof *r->events);
    r->events[0] = (miler_timer_event){.t_ms = INT64_C(1767250800000), .start = true};
    r->step_count = 1;
    r->steps = miler_arena_array(arena, 1, sizeof *r->steps);
    r->steps[0] = (miler_recorded_step){.name = miler_arena_dup(arena, "400 m"),
                                        .duration_type = 1,
                                        .duration_value = 40000,
                                        .target_type = -1,
                                        .target_low = -1,
                                        .target_high = -1};
    r->workout_name = miler_arena_dup(arena, "laps");
}

static miler_reading make_reading(miler_arena *arena) {
    miler_reading reading = {.format = MILER_FORMAT_FIT, .content_name = "activity", .recording_count = 2};
    reading.recordings = miler_arena_array(arena, 2, sizeof *reading.recordings);
    make_recording(&reading.recordings[0], arena);
    miler_recording_init(&reading.recordings[1]); // nothing in it
    return reading;
}

// Looks at all of it as those do who take it from there: a sanitizer watches.
static double look_at(const miler_reading *reading) {
    double sum = (double)strlen(reading->content_name);
    for (size_t i = 0; i < reading->recording_count; i++) {
        const miler_recording *r = &reading->recordings[i];
        assert_true(r->sport < MILER_SPORT_COUNT && r->sub_sport < MILER_SUB_COUNT);
        const char *texts[] = {r->name, r->device, r->notes, r->workout_name};
        for (size_t k = 0; k < 4; k++)
            if (texts[k] != NULL) assert_true(flat_is_text(texts[k], strlen(texts[k]), true));
        for (size_t k = 0; r->samples.t_ms != NULL && k + 1 < r->samples.count; k++)
            assert_true(r->samples.t_ms[k] <= r->samples.t_ms[k + 1]);
        for (size_t k = 0; r->samples.lat_deg != NULL && k < r->samples.count; k++)
            assert_false(r->samples.lat_deg[k] < -90 || r->samples.lat_deg[k] > 90);
        for (size_t k = 0; k < r->lap_count; k++)
            assert_true(r->laps[k].intensity <= MILER_INTENSITY_INTERVAL);
        for (size_t k = 0; k < r->step_count; k++)
            if (r->steps[k].name != NULL) sum += (double)strlen(r->steps[k].name);
        sum += (double)(r->event_count != 0 && r->events[r->event_count - 1].start);
    }
    return sum;
}

// ---- Tests

static void comes_out_as_it_was(void **state) {
    miler_arena *arena = *state;
    const miler_reading reading = make_reading(arena);
    miler_reading back;
    miler_error err;
    miler_buf flat = flatten(&reading);
    if (unflatten(flat.ptr, flat.len, arena, &back, &err) != MILER_OK) fail_msg("%s", err.msg);
    miler_buf again = flatten(&back);
    assert_int_equal(flat.len, again.len);
    assert_memory_equal(flat.ptr, again.ptr, flat.len);
    const miler_recording *r = &back.recordings[0];
    assert_string_equal(r->name, "Abends in K\303\266ln");
    assert_null(r->device);
    assert_string_equal(r->notes, "one\ntwo");
    assert_true(r->has_utc_offset && !r->has_footpod);
    assert_int_equal(r->utc_offset_s, -3600);
    assert_true(r->session.dist_m == 1609.344 && isnan(r->session.timer_s));
    assert_int_equal(r->samples.t_ms[2], INT64_C(1767250802000));
    assert_int_equal(r->samples.segment_start[0], 1);
    assert_string_equal(r->steps[0].name, "400 m");
    assert_string_equal(back.content_name, "activity");
    assert_null(back.recordings[1].samples.t_ms);
    miler_buf_deinit(&flat);
    miler_buf_deinit(&again);
}

static void cut_anywhere_is_refused(void **state) {
    miler_arena *arena = *state;
    const miler_reading reading = make_reading(arena);
    miler_buf flat = flatten(&reading);
    miler_arena *own = miler_arena_new(NULL, 0);
    for (size_t len = 0; len < flat.len; len++) {
        miler_reading back;
        char *copy = malloc(len + 1); // exactly so long, for the sanitizer
        assert_non_null(copy);
        memcpy(copy, flat.ptr, len);
        miler_arena_reset(own);
        assert_int_not_equal(unflatten(copy, len, own, &back, NULL), MILER_OK);
        assert_int_equal(back.recording_count, 0);
        free(copy);
    }
    miler_arena_free(own);
    miler_buf_deinit(&flat);
}

static void changed_anywhere_is_refused_or_harmless(void **state) {
    miler_arena *arena = *state;
    const miler_reading reading = make_reading(arena);
    miler_buf flat = flatten(&reading);
    miler_arena *own = miler_arena_new(NULL, 0);
    size_t refused = 0, harmless = 0;
    for (size_t at = 0; at < flat.len; at++) {
        const char was = flat.ptr[at];
        for (int byte = 0; byte < 256; byte++) {
            miler_reading back;
            miler_error err = {0};
            flat.ptr[at] = (char)byte;
            miler_arena_reset(own);
            const miler_status status = unflatten(flat.ptr, flat.len, own, &back, &err);
            if (status == MILER_OK) {
                harmless++;
                (void)look_at(&back);
            } else {
                refused++;
                assert_true(err.msg[0] != '\0');
                assert_int_equal(back.recording_count, 0);
            }
        }
        flat.ptr[at] = was;
    }
    print_message("# %zu bytes, each made all others: %zu refused, %zu harmless\n", flat.len, refused,
                  harmless);
    assert_true(refused > flat.len && harmless > flat.len);
    miler_arena_free(own);
    miler_buf_deinit(&flat);
}

// One thing wrong at a time, in a reading that is otherwise sound.
typedef void (*damage)(miler_reading *reading);
static char long_text[MILER_FLAT_TEXT_MAX + 2];

static void no_format(miler_reading *x) {
    x->format = MILER_FORMAT_COUNT;
}
static void no_content(miler_reading *x) {
    x->content = (miler_content)99;
}
static void no_sport(miler_reading *x) {
    x->recordings[0].sport = MILER_SPORT_COUNT;
}
static void no_sub_sport(miler_reading *x) {
    x->recordings[0].sub_sport = MILER_SUB_COUNT;
}
static void no_flag(miler_reading *x) {
    x->recordings[0].flags = MILER_REC_LAPS_TOLD; // not a reader's to say
}
static void no_clock(miler_reading *x) {
    x->recordings[0].utc_offset_s = 86401;
}
static void much_lost(miler_reading *x) {
    x->recordings[0].lost_bytes = MILER_FILE_MAX + 1;
}
static void control_character(miler_reading *x) {
    x->recordings[0].name[0] = '\033';
}
static void line_in_a_name(miler_reading *x) {
    x->recordings[0].name[0] = '\n';
}
static void no_utf8(miler_reading *x) {
    x->recordings[0].workout_name[0] = (char)0xFF;
}
static void text_too_long(miler_reading *x) {
    memset(long_text, 'a', sizeof long_text - 1);
    x->recordings[0].device = long_text;
}
static void infinite(miler_reading *x) {
    x->recordings[0].session.dist_m = INFINITY;
}
static void huge(miler_reading *x) {
    x->recordings[0].samples.speed_mps[0] = 2e15f;
}
static void off_the_earth(miler_reading *x) {
    x->recordings[0].samples.lat_deg[0] = 90.01;
}
static void round_the_earth(miler_reading *x) {
    x->recordings[0].samples.lon_deg[2] = -180.01;
}
static void backwards(miler_reading *x) {
    x->recordings[0].samples.t_ms[2] = 0;
}
static void year_10000(miler_reading *x) {
    x->recordings[0].laps[0].sum.start_ms = MILER_FLAT_TIMES_MS + 1;
}
static void segment_of_two(miler_reading *x) {
    x->recordings[0].samples.segment_start[1] = 2;
}
static void no_trigger(miler_reading *x) {
    x->recordings[0].laps[0].trigger = (miler_lap_trigger)7;
}
static void no_intensity(miler_reading *x) {
    x->recordings[0].steps[0].intensity = (miler_intensity)7;
}
static void step_below_none(miler_reading *x) {
    x->recordings[0].laps[0].workout_step = -2;
}
static void wide_step(miler_reading *x) {
    x->recordings[0].steps[0].target_high = INT64_C(1) << 33;
}

static void each_rule(void **state) {
    static const damage all[] = {
        no_format,  no_content,        no_sport,        no_sub_sport, no_flag,       no_clock,
        much_lost,  control_character, line_in_a_name,  no_utf8,      text_too_long, infinite,
        huge,       off_the_earth,     round_the_earth, backwards,    year_10000,    segment_of_two,
        no_trigger, no_intensity,      step_below_none, wide_step};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        miler_arena *arena = miler_arena_new(NULL, 0);
        miler_reading reading = make_reading(arena), back;
        miler_error err = {0};
        all[i](&reading);
        miler_buf flat = flatten(&reading);
        const miler_status status = unflatten(flat.ptr, flat.len, arena, &back, &err);
        if (status != MILER_ERR_FORMAT) fail_msg("rule %zu: status %d", i, (int)status);
        assert_non_null(strstr(err.msg, "an answer without sense"));
        assert_true(err.remedy[0] != '\0');
        miler_buf_deinit(&flat);
        miler_arena_free(arena);
    }
}

// Counts: at the cap they pass, one more is refused before anything is asked of memory.
static void counts_have_caps(void **state) {
    miler_arena *arena = *state;
    miler_reading reading = {.format = MILER_FORMAT_GPX, .content_name = "activity", .recording_count = 1},
                  back;
    miler_recording r;
    miler_recording_init(&r);
    reading.recordings = &r;
    r.format = MILER_FORMAT_GPX;
    miler_buf plain = flatten(&reading);
    // samples (and which columns), laps, events, steps, no workout's name, the tail: the last 24 bytes.
    static const struct {
        size_t from_end;
        uint32_t cap;
    } rows[] = {{28, (uint32_t)MILER_RECORDS_MAX},
                {20, (uint32_t)MILER_LAPS_MAX},
                {16, (uint32_t)MILER_RECORDS_MAX},
                {12, (uint32_t)MILER_LAPS_MAX}};
    assert_int_equal(unflatten(plain.ptr, plain.len, arena, &back, NULL), MILER_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *at = plain.ptr + plain.len - rows[i].from_end;
        for (uint32_t more = 0; more < 2; more++) {
            const uint32_t count = rows[i].cap + more;
            miler_error err = {0};
            memcpy(at, &count, sizeof count);
            const miler_status status = unflatten(plain.ptr, plain.len, arena, &back, &err);
            // So many samples without a column are odd, and nothing more.
            const miler_status wanted = more != 0 ? MILER_ERR_FORMAT : i == 0 ? MILER_OK : MILER_ERR_IO;
            if (i != 0 && more == 0 && status == MILER_ERR_FORMAT) continue; // what follows is no lap
            if (status != wanted) fail_msg("row %zu + %u: status %d, %s", i, more, (int)status, err.msg);
            if (more != 0) assert_non_null(strstr(err.msg, "too many"));
        }
        memset(at, 0, 4);
    }
    miler_buf_deinit(&plain);
    // Recordings of one file.
    static miler_recording many[MILER_RECORDINGS_MAX + 1];
    for (size_t i = 0; i <= MILER_RECORDINGS_MAX; i++)
        miler_recording_init(&many[i]);
    reading.recordings = many;
    for (size_t more = 0; more < 2; more++) {
        reading.recording_count = MILER_RECORDINGS_MAX + more;
        miler_buf flat = flatten(&reading);
        assert_int_equal(unflatten(flat.ptr, flat.len, arena, &back, NULL),
                         more ? MILER_ERR_FORMAT : MILER_OK);
        miler_buf_deinit(&flat);
    }
}

// An answer may claim much memory; it gets the arena's and no more.
static void claims_end_at_the_arena(void **state) {
    (void)state;
    miler_arena *own = miler_arena_new(NULL, 256 * MILER_KIB);
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reading reading = make_reading(arena), back;
    miler_recording *r = &reading.recordings[0];
    r->samples.count = 100000;
    for (size_t i = 0; i < FLAT_COLUMNS; i++)
        set_column(&r->samples, i, arena);
    for (size_t k = 0; k < r->samples.count; k++)
        r->samples.lat_deg[k] = r->samples.lon_deg[k] = 0;
    miler_buf flat = flatten(&reading);
    assert_int_equal(unflatten(flat.ptr, flat.len, own, &back, NULL), MILER_ERR_NOMEM);
    miler_buf_deinit(&flat);
    miler_arena_free(arena);
    miler_arena_free(own);
}

// Whatever the readers make of any seed of the fuzzers passes the rules: an honest child is never refused.
static void honest_readers_pass(void **state) {
    (void)state;
    static const char *const folders[] = {"tests/fuzz/corpus/fit", "tests/fuzz/corpus/tcx",
                                          "tests/fuzz/corpus/gpx"};
    static uint8_t bytes[1 << 20];
    size_t passed = 0;
    for (size_t i = 0; i < 3; i++) {
        DIR *dir = opendir(folders[i]);
        assert_non_null(dir);
        for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
            char path[400];
            (void)snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            FILE *f = entry->d_name[0] != '.' ? fopen(path, "rb") : NULL;
            if (f == NULL) continue;
            const size_t len = fread(bytes, 1, sizeof bytes, f);
            (void)fclose(f);
            miler_arena *arena = miler_arena_new(NULL, 0);
            miler_reading reading, back;
            miler_error err = {0};
            if (miler_formats_read(bytes, len, arena, &reading, &err) == MILER_OK) {
                miler_buf flat = flatten(&reading);
                if (unflatten(flat.ptr, flat.len, arena, &back, &err) != MILER_OK)
                    fail_msg("%s: %s", path, err.msg);
                miler_buf again = flatten(&back);
                assert_int_equal(flat.len, again.len);
                assert_memory_equal(flat.ptr, again.ptr, flat.len);
                miler_buf_deinit(&flat);
                miler_buf_deinit(&again);
                passed++;
            }
            miler_arena_free(arena);
        }
        (void)closedir(dir);
    }
    print_message("# %zu readings\n", passed);
    assert_true(passed >= 20);
}

static void outcomes(void **state) {
    (void)state;
    const miler_error why = {
        .status = MILER_ERR_FORMAT, .line = 3, .offset = 77, .msg = "broken", .remedy = "mend it"};
    miler_buf out;
    miler_buf_init(&out, NULL, 4096);
    sandbox_channel_init(&ch, -1);
    ch.kept = &out;
    assert_int_equal(flat_put_outcome(&ch, MILER_ERR_FORMAT, &why, NULL), MILER_OK);
    assert_int_equal(sandbox_flush(&ch, NULL), MILER_OK);
    miler_status status;
    miler_error back = {0}, err = {0};
    sandbox_channel_said(&ch, out.ptr, out.len);
    assert_int_equal(flat_get_outcome(&ch, &status, &back, &err), MILER_OK);
    assert_int_equal(status, MILER_ERR_FORMAT);
    assert_string_equal(back.msg, "broken");
    assert_string_equal(back.remedy, "mend it");
    assert_int_equal(back.line, 3);
    assert_int_equal(back.offset, 77);
    for (size_t at = 0; at < out.len; at++) {
        const char was = out.ptr[at];
        sandbox_channel_said(&ch, out.ptr, at);
        assert_int_not_equal(flat_get_outcome(&ch, &status, &back, &err), MILER_OK);
        for (int byte = 0; byte < 256; byte++) {
            out.ptr[at] = (char)byte;
            sandbox_channel_said(&ch, out.ptr, out.len);
            if (flat_get_outcome(&ch, &status, &back, &err) == MILER_OK)
                assert_true(status == MILER_OK || flat_is_text(back.msg, strlen(back.msg), false));
        }
        out.ptr[at] = was;
    }
    const int32_t unknown = -60;
    sandbox_channel_said(&ch, &unknown, sizeof unknown);
    assert_int_equal(flat_get_outcome(&ch, &status, &back, &err), MILER_ERR_FORMAT);
    miler_buf_deinit(&out);
}

static int setup(void **state) {
    *state = miler_arena_new(NULL, 0);
    return *state == NULL;
}

static int teardown(void **state) {
    miler_arena_free(*state);
    return 0;
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_ARENA(comes_out_as_it_was),
        WITH_ARENA(cut_anywhere_is_refused),
        WITH_ARENA(changed_anywhere_is_refused_or_harmless),
        cmocka_unit_test(each_rule),
        WITH_ARENA(counts_have_caps),
        cmocka_unit_test(claims_end_at_the_arena),
        cmocka_unit_test(honest_readers_pass),
        cmocka_unit_test(outcomes),
    };
    return cmocka_run_group_tests_name("flat", tests, NULL, NULL);
}
