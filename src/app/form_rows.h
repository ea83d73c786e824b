// SPDX-License-Identifier: MIT
// Inside of the plan's forms: from a session to its rows, and the words of what is lost.
#ifndef MILER_FORM_ROWS_H
#define MILER_FORM_ROWS_H

#include "app/plan_forms.h"

// The rows of a session, repeats nested `depth` deep. `out` begins with what all forms
// share; verdict LEFT_OUT when there are none.
miler_status form_rows(const miler_plan *plan, const miler_session *session, int depth, miler_arena *arena,
                       workout_rows *rows, plan_form *out, miler_error *err) MILER_CHECK;
// Verdict and reasons from bits of workout_rows.
miler_status form_judge(uint32_t lost, miler_arena *arena, plan_form *out, miler_error *err) MILER_CHECK;
// The buffer's bytes into the arena and out->bytes; the buffer is deinitialised.
miler_status form_take(miler_buf *buf, miler_arena *arena, plan_form *out, miler_error *err) MILER_CHECK;
// Speeds for rows that name none, one a row: jogged, walked, easy.
miler_status form_speeds(const workout_rows *rows, const miler_pace_book *book, miler_arena *arena,
                         const double **out, miler_error *err) MILER_CHECK;

#define FORM_BYTES_MAX (64 * 1024) // of one session in any form; fifty steps of FIT are 12 KB

#endif
