// SPDX-License-Identifier: MIT
// Repeats in a list of workout rows, for all forms that write them.
#ifndef MILER_WORKOUT_REPEAT_H
#define MILER_WORKOUT_REPEAT_H

#include <miler/formats.h>

// The row that sends back to row i; 0: no repeat begins there.
static inline size_t workout_repeat_from(const miler_workout_row *rows, size_t count, size_t i) {
    for (size_t k = i + 1; k < count; k++)
        if (rows[k].end == MILER_END_REPEAT && rows[k].from == i) return k;
    return 0;
}

#endif
