// SPDX-License-Identifier: MIT
#include "cli/session_sound.h"

typedef struct heard {
    const miler_workout *workout;
    const miler_pace_book *book;
} heard;

static miler_status session_sounds(const void *user, const miler_sound_options *options, miler_arena *arena,
                                   miler_sound_plan *out, miler_error *err) {
    const heard *h = user;
    return miler_sound_session(h->workout, h->book, options, arena, out, err);
}

int session_sound_make(cli *c, const sound_ask *ask, const miler_workout *workout,
                       const miler_pace_book *book, const char *title, json_t **out) {
    const heard h = {workout, book};
    sound_told told;
    miler_sound_plan plan;
    const int status = sound_out_make(c, ask, session_sounds, &h, title, &told, &plan);
    if (status != 0) return status;
    miler_buf text;
    cli_text_init(c, &text);
    render_sound_text(&told, &plan, &text);
    miler_error err = {0};
    const bool whole = miler_buf_status(&text, &err) == MILER_OK;
    if (whole) cli_note(c, "%.*s", (int)text.len - 1, miler_buf_text(&text));
    miler_buf_deinit(&text);
    if (!whole) return cli_fail(c, &err);
    *out = render_sound_json(&told, &plan);
    return 0;
}

json_t *session_sound_add(json_t *root, json_t *sound, bool asked) {
    const bool lost = asked && sound == NULL;
    // json_object_set_new consumes `sound` also when it fails.
    if (json_object_set_new(root, "sound", asked ? sound : json_null()) == 0 && !lost) return root;
    json_decref(root);
    return NULL;
}
