// SPDX-License-Identifier: MIT
// What a plan said when it was made, in the units that its runner reads now: its reasons are kept as
// text, with the units of that day. A plan that is kept stays in those it was made in: what is made here is
// for reading only, since a number that goes there and back is not the number it was.
#ifndef MILER_PLAN_UNITS_H
#define MILER_PLAN_UNITS_H

#include <miler/plan.h>

// "The week comes to 51 km, 4 more than last week." is 32 mi and 2 more, "3:45/km" is "6:02/mi". Reps and
// races keep their names. NULL: no memory.
const char *plan_units_text(const char *text, miler_units units, miler_arena *arena);
// All texts of a plan that were made in others; false: no memory.
bool plan_units_take(miler_plan *plan, miler_units units, miler_arena *arena);
// What was changed in one that was made in others; false: no memory.
bool plan_units_changes(miler_plan_change *changes, size_t count, miler_units units, miler_arena *arena);

#endif
