// SPDX-License-Identifier: MIT
// What the files of load share.
#ifndef MILER_LOAD_ROOM_H
#define MILER_LOAD_ROOM_H

#include <miler/load.h>

#include <math.h>

// Which intervals between samples were ridden; wants times and distances. NULL: no memory.
bool *load_wheels(const miler_activity *activity, miler_arena *arena);

#endif
