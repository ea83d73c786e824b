// SPDX-License-Identifier: MIT
// A session in characters: its speed in one line, its laps or reps as bars whose
// width is time and whose height is speed, recoveries pale. Colour says the same
// as height, so that nothing is lost without it.
#ifndef MILER_REP_BARS_H
#define MILER_REP_BARS_H

#include "render/look.h"

#include <miler/reps.h>

// Nothing is printed where there is nothing to show (no times, no distance, under two parts).
void render_speed_strip(const miler_activity *activity, const render_look *look, miler_buf *out);
void render_lap_bars(const miler_activity *activity, const render_look *look, miler_buf *out);
void render_rep_bars(const miler_reps *reps, const render_look *look, miler_buf *out);

// The watch's laps as reps, for pictures of files in which none were sought:
// kinds by what the watch says of their intensity, else by speed. NULL `reps`
// and count 0 where there are no laps or no memory.
miler_reps reps_of_laps(const miler_activity *activity, miler_arena *arena);

#endif
