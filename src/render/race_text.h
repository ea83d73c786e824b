// SPDX-License-Identifier: MIT
// The race card for a terminal.
#ifndef MILER_RENDER_RACE_TEXT_H
#define MILER_RENDER_RACE_TEXT_H

#include "render/term.h"

#include <miler/race.h>

// Header, splits of both conventions, every 100 m, laps with their cues,
// timetable, what the day costs, notes. `arena` is for scratch. Errors: NOMEM, LIMIT.
miler_status render_race_text(const miler_race_card *card, miler_units units, const term_style *style,
                              miler_arena *arena, miler_buf *out, miler_error *err) MILER_CHECK;
// "Passed 800 m in 2:41": where it leads and what is left to do.
miler_status render_race_outlook_text(const miler_race_card *card, const miler_race_outlook *outlook,
                                      double passed_m, double passed_s, const term_style *style,
                                      miler_arena *arena, miler_buf *out, miler_error *err) MILER_CHECK;

#endif
