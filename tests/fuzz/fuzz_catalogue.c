// SPDX-License-Identifier: MIT
// The catalogue's files under any bytes: each kind of file is loaded or refused
// with a message and a place; doses of any template end within their cap.
#include <miler/catalogue.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void files(const char *text, size_t size, miler_arena *arena) {
    for (int file = MILER_FILE_WORKOUTS; file < MILER_FILE_COUNT; file++) {
        miler_catalogue catalogue = {0};
        miler_error err = {0};
        if (miler_catalogue_load(&catalogue, (miler_catalogue_file)file, text, size, arena, &err) == MILER_OK)
            continue;
        if (err.msg[0] == '\0') abort();
        if (catalogue.entry_count + catalogue.movement_count + catalogue.routine_count != 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    char *text = malloc(size + 1);
    if (arena == NULL || text == NULL) abort();
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    files(text, size, arena);
    for (int dose = 0; dose <= 2; dose++) {
        miler_buf out;
        miler_buf_init(&out, NULL, MILER_WORKOUT_TEXT_MAX);
        miler_catalogue_text(text, dose / 2.0, &out);
        miler_buf_deinit(&out);
    }
    miler_arena_free(arena);
    free(text);
    return 0;
}
