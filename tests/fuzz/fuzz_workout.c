// SPDX-License-Identifier: MIT
// The workout language and the catalogue's files under any bytes: a session
// that reads must print, and its print must read back to the same session; an
// error must have a place and a message.
#include <miler/catalogue.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void session(const char *text, miler_arena *arena) {
    miler_workout workout;
    miler_workout again;
    miler_error err = {0};
    const miler_status status = miler_workout_parse(text, arena, &workout, &err);
    if (status != MILER_OK) {
        if (err.line == 0 || err.column == 0 || err.msg[0] == '\0') abort();
        return;
    }
    miler_buf normal;
    miler_buf_init(&normal, NULL, MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(&workout, &normal);
    if (normal.failed || miler_workout_parse(miler_buf_text(&normal), arena, &again, NULL) != MILER_OK ||
        !miler_workout_equal(&workout, &again))
        abort();
    miler_buf_deinit(&normal);
    miler_workout_total total;
    miler_workout_sum(&workout, NULL, &total);
    if (!(total.time_s >= 0) || !(total.dist_m >= 0)) abort();
}

static void files(const char *text, size_t size, miler_arena *arena) {
    for (int file = MILER_FILE_WORKOUTS; file <= MILER_FILE_ROUTINES; file++) {
        miler_catalogue catalogue = {0};
        miler_error err = {0};
        if (miler_catalogue_load(&catalogue, (miler_catalogue_file)file, text, size, arena, &err) !=
                MILER_OK &&
            err.msg[0] == '\0')
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    char *text = arena != NULL ? miler_arena_dup_n(arena, size > 0 ? (const char *)data : "", size) : NULL;
    if (text != NULL) {
        session(text, arena);
        files(text, size, arena);
        miler_buf out;
        miler_buf_init(&out, NULL, MILER_WORKOUT_TEXT_MAX);
        miler_catalogue_text(text, 0.5, &out);
        miler_buf_deinit(&out);
    }
    miler_arena_free(arena);
    return 0;
}
