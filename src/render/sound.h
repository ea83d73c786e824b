// SPDX-License-Identifier: MIT
// The sounds of a race or session as a file to be listened to, and what is told of it.
//
//     voice *v = ...;                     // voice.h; NULL: tones only
//     options.measure = voice_measure;    // so that the plan knows how long words are
//     miler_sound_race(&card, &options, arena, &plan, &err);
//     const sound_job job = {.path = "race.wav", .title = "Mile in 5:19.0"};
//     sound_write(&plan, v, &job, arena, &told, &err);
#ifndef MILER_RENDER_SOUND_H
#define MILER_RENDER_SOUND_H

#include "render/sound_file.h"
#include "render/voice.h"

#include <jansson.h>
#include <miler/sound.h>

typedef struct sound_told {
    const char *file;
    const char *voice; // NULL: none
    int rate_hz;
    uint64_t bytes;
    double seconds, peak_db;
} sound_told;

typedef struct sound_job {
    const char *path, *title;
    bool (*go_on)(void *user); // asked every minute of sound; NULL: always
    void *user;
} sound_job;

// Errors: those of sound_file_new, NOMEM, CANCELLED (`go_on` says no: no file is left).
miler_status sound_write(const miler_sound_plan *plan, voice *v, const sound_job *job, miler_arena *arena,
                         sound_told *out, miler_error *err) MILER_CHECK;
// One line for a person; the whole list for a program.
void render_sound_text(const sound_told *told, const miler_sound_plan *plan, miler_buf *out);
json_t *render_sound_json(const sound_told *told, const miler_sound_plan *plan);

#endif
