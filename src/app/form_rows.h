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
// Speeds for rows that name none, one a row: what goes with a heart rate or an effort, jogged, walked, easy.
miler_status form_speeds(const workout_rows *rows, const miler_pace_book *book, miler_arena *arena,
                         const double **out, miler_error *err) MILER_CHECK;

// A workout file whose time of creation is the midnight of `day` with the content's checksum as
// seconds: written twice, the first time to learn it. Sets file->created_ms; errors as miler_workout_fit.
miler_status form_write_dated(miler_workout_file *file, int32_t day, miler_buf *out,
                              miler_error *err) MILER_CHECK;

// Workouts that stand in no plan are numbered as of plan 0, which has no sessions, on the first
// day of the format.
enum { FORM_SERIAL_WORKOUT = 1, FORM_SERIAL_RACE = 2 };
#define FORM_EPOCH_DAY 7304 // 1989-12-31

#define FORM_BYTES_MAX (64 * 1024) // of one session in any form; fifty steps of FIT are 12 KB

#endif
