// SPDX-License-Identifier: MIT
// Race files: what the live page saves comes back as it was; what it could not have
// saved is refused with the field's name. With a file as argument it prints that
// file's splits instead, for tests/browser.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/race_file.h"

#include "../failing_alloc.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                                 \
    "{\"format\":\"miler-race\",\"version\":1,\"gun\":\"2026-06-07T14:30:02.318+02:00\","                    \
    "\"taps_every\":\"lap\",\"unlimited_laps\":false,"
#define COURSE                                                                                               \
    "\"course\":{\"distance_m\":1609.344,\"venue\":\"outdoor\",\"convention\":\"finish_line\","              \
    "\"lane\":1,\"lap_m\":400,\"start_ahead_m\":-9.344,\"laps_m\":[409.344,809.344,1209.344,1609.344]},"
#define PLAN                                                                                                 \
    "\"plan\":{\"goal_s\":319,\"strategy\":\"even\",\"pacing\":[{\"distance_m\":0,\"time_s\":0},"            \
    "{\"distance_m\":1609.344,\"time_s\":319}]},"
#define SPLITS                                                                                               \
    "\"splits\":[{\"distance_m\":409.344,\"time_s\":81.92},{\"distance_m\":1609.344,\"time_s\":318.24}]"
#define RUNNER "{\"name\":\"Ada\",\"dropped_out\":false," PLAN SPLITS "}"
#define WHOLE HEAD COURSE "\"runners\":[" RUNNER "]}"

static miler_arena *arena;
static miler_error why;

static miler_status read_text(const char *text, race_file *out) {
    miler_arena_reset(arena);
    miler_error_clear(&why);
    return race_file_read(text, strlen(text), arena, out, &why);
}

static void a_file_comes_back_whole(void **state) {
    (void)state;
    race_file f;
    assert_int_equal(read_text(WHOLE, &f), MILER_OK);
    assert_int_equal(f.gun_ms, INT64_C(1780835402318));
    assert_int_equal(f.gun_offset_s, 7200);
    assert_int_equal(f.lap_count, 4);
    assert_true(f.laps_m[0] == 409.344 && f.dist_m == 1609.344 && f.start_ahead_m == -9.344);
    assert_false(f.half_laps || f.unlimited_laps);
    assert_int_equal(f.runner_count, 1);
    const race_file_runner *ada = &f.runners[0];
    assert_string_equal(ada->name, "Ada");
    assert_int_equal(ada->tap_count, 2);
    assert_true(ada->taps[0].time_s == 81.92 && ada->finish_s == 318.24 && ada->goal_s == 319);
    assert_int_equal(ada->plan_count, 2);
}

static void without_plan_gun_or_taps(void **state) {
    (void)state;
    race_file f;
    assert_int_equal(
        read_text("{\"format\":\"miler-race\",\"version\":1,\"gun\":null,\"taps_every\":\"half\","
                  "\"unlimited_laps\":true," COURSE
                  "\"runners\":[{\"name\":\"\",\"dropped_out\":true,\"plan\":null,\"splits\":[]},"
                  "{\"name\":\"Bo\",\"dropped_out\":false,\"plan\":null,\"splits\":"
                  "[{\"distance_m\":2009.344,\"time_s\":400}]}]}",
                  &f),
        MILER_OK);
    assert_true(f.gun_ms == MILER_NO_TIME && f.half_laps && f.unlimited_laps);
    assert_true(f.runners[0].dropped_out && isnan(f.runners[0].goal_s) && isnan(f.runners[0].finish_s));
    assert_int_equal(f.runners[0].tap_count + f.runners[0].plan_count, 0);
    assert_true(isnan(f.runners[1].finish_s)); // unlimited laps have no finish
}

static void what_cannot_be_is_named(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *named;
        miler_status status;
    } rows[] = {
        {"miler-race", "other", "'format'", MILER_ERR_FORMAT},
        {"\"version\":1", "\"version\":2", "'version'", MILER_ERR_UNSUPPORTED},
        {"\"version\":1", "\"version\":\"1\"", "'version'", MILER_ERR_FORMAT},
        {"2026-06-07T", "2026-13-07T", "'gun'", MILER_ERR_FORMAT},
        {"\"lap\",", "\"mile\",", "'taps_every'", MILER_ERR_FORMAT},
        {"\"unlimited_laps\":false", "\"unlimited_laps\":0", "'unlimited_laps'", MILER_ERR_FORMAT},
        {"\"distance_m\":1609.344,\"venue\"", "\"distance_m\":-1,\"venue\"", "'distance_m'",
         MILER_ERR_FORMAT},
        {"[409.344,809.344", "[809.344,409.344", "'laps_m'", MILER_ERR_FORMAT},
        {"1209.344,1609.344]", "1209.344,1709.344]", "'laps_m'", MILER_ERR_FORMAT},
        {"\"lane\":1", "\"lane\":100", "'lane'", MILER_ERR_FORMAT},
        {"\"name\":\"Ada\"", "\"name\":7", "'name'", MILER_ERR_FORMAT},
        {"\"name\":\"Ada\"", "\"name\":\"A\\u0000da\"", "", MILER_ERR_FORMAT},
        {"\"dropped_out\":false,", "", "'dropped_out'", MILER_ERR_FORMAT},
        {PLAN, "", "'goal_s'", MILER_ERR_FORMAT},
        {"{\"distance_m\":0,\"time_s\":0},", "{\"distance_m\":1,\"time_s\":0},", "'pacing'",
         MILER_ERR_FORMAT},
        {"\"time_s\":319}]", "\"time_s\":320}]", "'pacing'", MILER_ERR_FORMAT},
        {"\"time_s\":81.92", "\"time_s\":381.92", "'splits'", MILER_ERR_FORMAT},
        {"\"time_s\":81.92", "\"time_s\":0", "'time_s'", MILER_ERR_FORMAT},
        {"\"time_s\":81.92", "\"time_s\":1e999", "", MILER_ERR_FORMAT},
        {"{\"distance_m\":1609.344,\"time_s\":318.24}", "{\"distance_m\":1700,\"time_s\":318.24}", "'splits'",
         MILER_ERR_FORMAT},
        {"\"runners\":[" RUNNER, "\"runners\":[", "'runners'", MILER_ERR_FORMAT},
        {"{\"format\"", "{\"format\":\"miler-race\",\"format\"", "", MILER_ERR_FORMAT},
        {"]}", "]", "", MILER_ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[4096];
        const char *at = strstr(WHOLE, rows[i].from);
        assert_non_null(at);
        (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(at - WHOLE), WHOLE, rows[i].to,
                       at + strlen(rows[i].from));
        race_file f;
        const miler_status status = read_text(text, &f);
        if (status != rows[i].status || strstr(why.msg, rows[i].named) == NULL)
            fail_msg("%s -> %s: status %d, %s", rows[i].from, rows[i].to, (int)status, why.msg);
    }
}

static char *many(size_t runners, size_t splits, size_t name_len) {
    miler_buf b;
    miler_buf_init(&b, NULL, 8 * MILER_MIB);
    miler_buf_text_append(&b, HEAD COURSE "\"runners\":[");
    for (size_t i = 0; i < runners; i++) {
        miler_buf_printf(&b, "%s{\"name\":\"%0*d\",\"dropped_out\":false,\"plan\":null,\"splits\":[",
                         i > 0 ? "," : "", (int)name_len, 7);
        for (size_t k = 0; k < splits; k++)
            miler_buf_printf(&b, "%s{\"distance_m\":%g,\"time_s\":%zu}", k > 0 ? "," : "",
                             (double)(k + 1) * 0.5, k + 1);
        miler_buf_text_append(&b, "]}");
    }
    miler_buf_text_append(&b, "]}");
    assert_false(b.failed);
    return b.ptr; // the caller's to free
}

static miler_status of_many(size_t runners, size_t splits, size_t name_len) {
    race_file f;
    char *text = many(runners, splits, name_len);
    const size_t len = strlen(text);
    miler_arena_reset(arena);
    const miler_status status = race_file_read(text, len, arena, &f, &why);
    free(text);
    return status;
}

static void both_sides_of_each_cap(void **state) {
    (void)state;
    assert_int_equal(of_many(MILER_RACE_RUNNERS_MAX, 4, 3), MILER_OK);
    assert_int_equal(of_many(MILER_RACE_RUNNERS_MAX + 1, 4, 3), MILER_ERR_LIMIT);
    assert_int_equal(of_many(1, MILER_RACE_FILE_ROWS_MAX, 3), MILER_OK);
    assert_int_equal(of_many(1, MILER_RACE_FILE_ROWS_MAX + 1, 3), MILER_ERR_LIMIT);
    assert_int_equal(of_many(1, 1, MILER_RACE_FILE_TEXT_MAX), MILER_OK);
    assert_int_equal(of_many(1, 1, MILER_RACE_FILE_TEXT_MAX + 1), MILER_ERR_LIMIT);
    race_file f;
    char *text = calloc(1, MILER_RACE_FILE_MAX + 2);
    assert_non_null(text);
    memset(text, ' ', MILER_RACE_FILE_MAX + 1);
    memcpy(text, WHOLE, strlen(WHOLE));
    assert_int_equal(race_file_read(text, MILER_RACE_FILE_MAX, arena, &f, &why), MILER_OK);
    assert_int_equal(race_file_read(text, MILER_RACE_FILE_MAX + 1, arena, &f, &why), MILER_ERR_LIMIT);
    free(text);
}

static void each_cut_is_refused(void **state) {
    (void)state;
    race_file f;
    for (size_t len = 0; len < strlen(WHOLE); len++) {
        miler_arena_reset(arena);
        char *exact = malloc(len + 1);
        assert_non_null(exact);
        memcpy(exact, WHOLE, len);
        assert_int_equal(race_file_read(exact, len, arena, &f, &why), MILER_ERR_FORMAT);
        free(exact);
    }
}

static void each_allocation_fails(void **state) {
    (void)state;
    size_t calls = 1;
    for (size_t at = 0; at <= calls; at++) {
        failing_alloc c = {.fail_at = at};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *small = miler_arena_new(&alloc, 0);
        race_file f;
        char *text = many(20, 200, 100);
        const miler_status status =
            small != NULL ? race_file_read(text, strlen(text), small, &f, &why) : MILER_ERR_NOMEM;
        free(text);
        miler_arena_free(small);
        assert_int_equal(c.live, 0);
        assert_int_equal(status, at == 0 ? MILER_OK : MILER_ERR_NOMEM);
        if (at == 0) calls = c.calls;
    }
    assert_true(calls > 2);
}

static int print_file(const char *path) {
    static char bytes[MILER_RACE_FILE_MAX];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return perror(path), 1;
    const size_t len = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    race_file f;
    if (race_file_read(bytes, len, arena, &f, &why) != MILER_OK) return printf("%s\n", why.msg), 1;
    for (size_t i = 0; i < f.runner_count; i++) {
        printf("%s\t%.3f", f.runners[i].name, f.runners[i].finish_s);
        for (size_t k = 0; k < f.runners[i].tap_count; k++)
            printf("\t%.3f=%.3f", f.runners[i].taps[k].dist_m, f.runners[i].taps[k].time_s);
        printf("\n");
    }
    return 0;
}

int main(int argc, char **argv) {
    arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_back_whole), cmocka_unit_test(without_plan_gun_or_taps),
        cmocka_unit_test(what_cannot_be_is_named), cmocka_unit_test(both_sides_of_each_cap),
        cmocka_unit_test(each_cut_is_refused),     cmocka_unit_test(each_allocation_fails)};
    const int status =
        argc > 1 ? print_file(argv[1]) : cmocka_run_group_tests_name("race file", tests, NULL, NULL);
    miler_arena_free(arena);
    return status;
}
