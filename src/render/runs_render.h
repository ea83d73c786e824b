// SPDX-License-Identifier: MIT
// The log, one run, and the bests, as text and JSON.
#ifndef MILER_RUNS_RENDER_H
#define MILER_RUNS_RENDER_H

#include "app/app.h"
#include "app/run_truth.h"
#include "render/look.h"

#include <jansson.h>

void render_runs_text(const app_runs *a, const render_look *look, miler_buf *out);
json_t *render_runs_json(const app_runs *a);
// The same as text, a row at a time: a long log is never held as a tree. False: out of memory.
bool render_runs_bytes(const app_runs *a, miler_buf *out) MILER_CHECK;
json_t *render_run_out_json(int64_t id, bool removed); // out of the log, or in it again
void render_run_text(const app_truth *a, const render_look *look, miler_buf *out);
json_t *render_run_json(const app_truth *a);
void render_bests_text(const app_bests *a, const render_look *look, miler_buf *out);
json_t *render_bests_json(const app_bests *a);

// ---- What the files of this family share
const char *run_sport_name(const store_run *run); // "track", "running"
// True where the watch told work from rest in its laps.
bool run_laps_are_reps(const miler_activity *activity);
// "gap, downhill"; "" for a clean effort.
void run_flags_text(uint32_t flags, char *out, size_t size);

#endif
