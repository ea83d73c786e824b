// SPDX-License-Identifier: MIT
#include "cli/sound_out.h"

#include "cli/take.h"

#include <string.h>

void sound_out_options(sound_ask *ask, struct poptOption out[SOUND_OPTIONS + 1]) {
    const struct poptOption rows[SOUND_OPTIONS + 1] = {
        {"sound", 0, POPT_ARG_STRING, &ask->file, 0, "a sound to run by: .wav, .flac, .ogg or .opus", "FILE"},
        {"beeps", 0, POPT_ARG_STRING, &ask->beeps, 0, "a beep every 50, 100 (default) or 200 m", "M"},
        {"beeps-from", 0, POPT_ARG_STRING, &ask->from, 0,
         "count them from the start, or where the track has its marks", "start|line"},
        {"lead", 0, POPT_ARG_STRING, &ask->lead, 0, "seconds before the start, 0 to 120 (default 10)", "S"},
        {"voice", 0, POPT_ARG_STRING, &ask->voice, 0, "who calls (default slt); none: tones only",
         "slt|rms|awb|kal|none"},
        POPT_TABLEEND};
    memcpy(out, rows, sizeof rows);
}

static int take_options(cli *c, const sound_ask *ask, miler_sound_options *o) {
    int32_t lead = 10, beeps = 100;
    miler_sound_options_init(o);
    int status = take_whole(c, "--lead", ask->lead, 0, 120, &lead);
    if (status == 0) status = take_whole(c, "--beeps", ask->beeps, 50, 200, &beeps);
    if (status != 0) return status;
    if (beeps != 50 && beeps != 100 && beeps != 200) return cli_usage(c, "--beeps is 50, 100 or 200");
    if (ask->from != NULL && strcmp(ask->from, "start") != 0 && strcmp(ask->from, "line") != 0)
        return cli_usage(c, "--beeps-from is start or line, not '%s'", ask->from);
    o->from_line = ask->from != NULL && ask->from[0] == 'l';
    o->lead_s = lead;
    o->beep_m = beeps;
    if (sound_file_rate(ask->file) == 0)
        return cli_usage(c, "--sound wants a name that ends in .wav, .flac, .ogg or .opus");
    return 0;
}

static int take_voice(cli *c, const sound_ask *ask, miler_sound_options *o, voice **out, const char **name) {
    miler_error err = {0};
    *name = ask->voice != NULL ? ask->voice : voice_name(0);
    *out = NULL;
    o->no_words = true;
    if (strcmp(*name, "none") == 0) return 0;
    const miler_status status = voice_new(*name, sound_file_rate(ask->file), c->arena, out, &err);
    if (status == MILER_ERR_NOT_FOUND)
        return cli_usage(c, "--voice is slt, rms, awb, kal or none, not '%s'", *name);
    if (status == MILER_ERR_UNSUPPORTED) {
        cli_note(c, "miler: %s, so there are tones only (%s)", err.msg, err.remedy);
        return 0;
    }
    if (status != MILER_OK) return cli_fail(c, &err);
    o->no_words = false;
    o->measure = voice_measure;
    o->user = *out;
    return 0;
}

int sound_out_make(cli *c, const sound_ask *ask, sound_plan_fn *make, const void *user, const char *title,
                   sound_told *told, miler_sound_plan *plan) {
    miler_error err = {0};
    miler_sound_options options;
    voice *v;
    const char *name;
    int status = take_options(c, ask, &options);
    if (status == 0) status = take_voice(c, ask, &options, &v, &name);
    if (status != 0) return status;
    if (make(user, &options, c->arena, plan, &err) != MILER_OK) return cli_fail(c, &err);
    const sound_job job = {.path = ask->file, .title = title};
    if (sound_write(plan, v, &job, c->arena, told, &err) != MILER_OK) return cli_fail(c, &err);
    told->voice = v != NULL ? name : NULL;
    return 0;
}
