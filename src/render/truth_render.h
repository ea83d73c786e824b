// SPDX-License-Identifier: MIT
// What was really run, as text and JSON: the session on the board, against the
// plan, rep by rep; the track under it; laps put right by hand; the same session
// across months; tracks that are known.
#ifndef MILER_TRUTH_RENDER_H
#define MILER_TRUTH_RENDER_H

#include "app/run_truth.h"
#include "render/js.h"
#include "render/look.h"

// The session and the verdict, for the head of a run.
void render_session_text(const app_truth *t, const render_look *look, miler_buf *out);
// Reps with their recoveries, laps by hand, the track.
void render_truth_text(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out);
// reps, session, track, match, edits: fields of a run's answer.
void render_truth_json(const app_truth *t, js *j, json_t *root);

void render_alike_text(const app_alike *a, const render_look *look, miler_buf *out);
json_t *render_alike_json(const app_alike *a);

void render_edits_text(const app_truth *t, const render_look *look, miler_buf *out);
json_t *render_edits_json(const app_truth *t);
void render_tracks_text(const store_track *list, size_t count, const render_look *look, miler_buf *out);
json_t *render_tracks_json(const store_track *list, size_t count);

#endif
