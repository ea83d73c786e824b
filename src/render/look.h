// SPDX-License-Identifier: MIT
// How an answer may look: the terminal it is meant for, and the units.
#ifndef MILER_LOOK_H
#define MILER_LOOK_H

#include "render/term.h"

typedef struct render_look {
    term_style style;
    miler_units units;
} render_look;

#endif
