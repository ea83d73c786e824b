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

// The search for the word that was meant costs ten times the reading: every
// fourth input asks for it, which is as good as chance to whoever changes bytes.
static bool message_wanted(const char *text, size_t size) {
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++)
        sum = sum * 31 + (unsigned char)text[i];
    return sum % 4 == 0;
}

static void ask_for_message(const char *text, miler_status status, miler_arena *arena) {
    miler_workout again;
    miler_error err = {0};
    if (miler_workout_parse(text, arena, &again, &err) != status) abort();
    if (status != MILER_OK && (err.line == 0 || err.column == 0 || err.msg[0] == '\0')) abort();
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
    const miler_status status = miler_workout_parse(text, arena, &workout, NULL);
    if (status == MILER_OK) read_session(&workout, arena);
    if (message_wanted(text, size)) ask_for_message(text, status, arena);
    miler_arena_reset(arena);
    free(text);
    return 0;
}
