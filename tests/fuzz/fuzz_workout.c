// SPDX-License-Identifier: MIT
// The workout language under any bytes: a session that reads must print, its
// print must read back to the same session, its lines and totals must come out;
// an error must have a place and a message. fuzz_catalogue.c does the files.
#include <miler/catalogue.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool some_line(void *user, int indent, const char *text) {
    size_t *bytes = user;
    *bytes += strlen(text) + (size_t)indent;
    return true;
}

static void read_session(const miler_workout *workout, miler_arena *arena) {
    miler_workout again;
    miler_buf normal;
    miler_buf_init(&normal, NULL, MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(workout, &normal);
    if (normal.failed || miler_workout_parse(miler_buf_text(&normal), arena, &again, NULL) != MILER_OK ||
        !miler_workout_equal(workout, &again))
        abort();
    miler_buf_deinit(&normal);
    miler_workout_total total;
    miler_workout_sum(workout, NULL, &total);
    if (!(total.time_s >= 0) || !(total.dist_m >= 0)) abort();
    size_t bytes = 0;
    if (miler_workout_lines(workout, NULL, MILER_UNITS_METRIC, some_line, &bytes) == MILER_OK && bytes == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    // One arena for all inputs: a fresh one costs more than reading a session.
    static miler_arena *arena;
    if (arena == NULL) arena = miler_arena_new(NULL, 0);
    char *text = malloc(size + 1); // of exactly this size, so that a byte too far is seen
    if (arena == NULL || text == NULL) abort();
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    miler_workout workout;
    miler_error err = {0};
    if (miler_workout_parse(text, arena, &workout, &err) == MILER_OK)
        read_session(&workout, arena);
    else if (err.line == 0 || err.column == 0 || err.msg[0] == '\0')
        abort();
    miler_arena_reset(arena);
    free(text);
    return 0;
}
