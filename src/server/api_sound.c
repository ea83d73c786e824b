// SPDX-License-Identifier: MIT
#include "server/api_sound.h"

#include "app/out_file.h"
#include "render/sound.h"
#include "server/scratch.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SOUND_MAX ((size_t)48 << 20) // bytes of a file

const char *const api_sound_beeps[] = {"50", "100", "200", NULL};
const char *const api_sound_from[] = {"start", "line", NULL};
const char *const api_sound_voices[] = {"slt", "rms", "awb", "kal", "none", NULL};
const char *const api_sound_files[] = {"ogg", "opus", "flac", "wav", NULL};

static const double beeps_m[] = {50, 100, 200};
// Bytes of a second of silence, which is most of a session: measured, WAV by its form.
static const struct {
    const char *media, *name;
    double bytes_s;
} files[] = {{"audio/ogg", "Ogg", 3.2e3},
             {"audio/ogg", "Opus", 4e3},
             {"audio/flac", "FLAC", 9e3},
             {"audio/wav", "WAV", 44.1e3}};

// A machine without the voice's library has tones.
static miler_status take_voice(call *c, int rate_hz, miler_sound_options *o, voice **out) {
    const char *name = api_sound_voices[field_word(&c->query, "voice", 0)];
    *out = NULL;
    o->no_words = true;
    if (strcmp(name, "none") == 0) return MILER_OK;
    const miler_status status = voice_new(name, rate_hz, c->arena, out, &c->err);
    if (status == MILER_ERR_UNSUPPORTED) {
        miler_error_clear(&c->err);
        return MILER_OK;
    }
    if (status != MILER_OK) return status;
    o->no_words = false;
    o->measure = voice_measure;
    o->user = *out;
    return MILER_OK;
}

// Before any work is done for a file that is then too large to be sent.
static miler_status check_size(call *c, const miler_sound_plan *plan, int file) {
    const double seconds = plan->to_s - plan->from_s, bytes = seconds * files[file].bytes_s;
    if (bytes < (double)SOUND_MAX) return MILER_OK;
    c->field = "file";
    const miler_status status =
        miler_fail(&c->err, MILER_ERR_LIMIT, "%.0f minutes as %s are about %.0f MB, more than %zu",
                   ceil(seconds / 60), files[file].name, bytes / 1e6, SOUND_MAX / 1000000);
    miler_error_remedy(&c->err, file == 0 ? "ask for parts of it" : "Ogg is the smallest");
    return status;
}

static bool go_on(void *user) {
    return app_tell(user, &(app_progress){0});
}

static miler_status read_back(call *c, const char *path) {
    const char *bytes;
    size_t len;
    const miler_status status = out_file_read(path, SOUND_MAX, c->arena, &bytes, &len, &c->err);
    if (status == MILER_OK) miler_buf_append(&c->out->body, bytes, len);
    return status;
}

miler_status api_sound(call *c, api_sound_fn *make, const void *user, const char *name, const char *title) {
    const int file = field_word(&c->query, "file", 0);
    char download[CALL_DOWNLOAD_MAX];
    miler_sound_options options;
    miler_sound_plan plan;
    sound_told told;
    scratch s;
    voice *v;
    (void)snprintf(download, sizeof download, "%s.%s", name, api_sound_files[file]);
    miler_status status = scratch_open(c->app, &s, &c->err);
    if (status != MILER_OK) return status;
    const char *path = scratch_path(&s, download);
    const sound_job job = {.path = path, .title = title, .go_on = go_on, .user = c->app};
    miler_sound_options_init(&options);
    options.beep_m = beeps_m[field_word(&c->query, "beeps_m", 1)];
    options.from_line = field_word(&c->query, "beeps_from", 0) == 1;
    options.lead_s = field_whole(&c->query, "lead_s", 10);
    status = take_voice(c, sound_file_rate(path), &options, &v);
    if (status == MILER_OK) status = make(user, &options, c->arena, &plan, &c->err);
    if (status == MILER_OK) status = check_size(c, &plan, file);
    if (status == MILER_OK) status = sound_write(&plan, v, &job, c->arena, &told, &c->err);
    if (status == MILER_OK) status = read_back(c, path);
    scratch_close(&s);
    return status == MILER_OK ? call_file(c, files[file].media, download) : status;
}
