// SPDX-License-Identifier: MIT
// Notes of illness and the like as lines of text: as they are kept, and as a
// version of the plan remembers the one that it followed.
#ifndef MILER_PLAN_NOTES_H
#define MILER_PLAN_NOTES_H

#include "app/app_replan.h"

void plan_note_print(const miler_plan_note *note, miler_buf *out); // id kind day days part; no line end
bool plan_note_read(const char *line, miler_plan_note *out);       // up to the line's end
// The note stands among the others from now on (`stands`), or no longer. One whose number was given
// away gets the next; one that is gone already stays gone.
miler_status plan_note_turn(app *a, const miler_plan_note *note, bool stands, miler_arena *arena,
                            miler_error *err) MILER_CHECK;

#endif
