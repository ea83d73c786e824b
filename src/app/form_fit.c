// SPDX-License-Identifier: MIT
// Sessions as FIT workouts, and the schedule of a plan.
//
// A watch knows a workout by its serial number and its time of creation. The
// number is plan and session; the time is the plan's first day with the content's
// checksum as seconds, so that a changed session is a new file and an unchanged
// one the same, whatever the clock says.
#include "app/form_rows.h"
#include "formats/crc16.h"

#include <string.h>

#define SESSION_BITS 12 // a session made anew gets a new number: some hundreds a season
#define PLAN_MASK 0xFFFFF
#define SCHEDULE_NUMBER 0xFFF // beyond every session that is written
#define DEPTH 2               // repeats in repeats run on a watch; deeper ones were never seen on one

static uint32_t serial_of(const plan_edition *edition, uint32_t number) {
    return ((uint32_t)(edition->id & PLAN_MASK) << SESSION_BITS) | number;
}

bool plan_form_serial(uint32_t serial) {
    return serial >> SESSION_BITS != 0;
}

miler_status form_write_dated(miler_workout_file *file, int32_t day, miler_buf *out, miler_error *err) {
    const int64_t midnight_ms = (int64_t)day * MILER_MS_PER_DAY;
    file->created_ms = midnight_ms;
    const miler_status status = miler_workout_fit(file, out, err);
    if (status != MILER_OK) return status;
    file->created_ms = midnight_ms + 1000 * (int64_t)miler_crc16(0, (const uint8_t *)out->ptr, out->len - 2);
    miler_buf_clear(out);
    return miler_workout_fit(file, out, err);
}

static miler_status write_dated(miler_workout_file *file, int32_t day, miler_arena *arena, plan_form *out,
                                miler_error *err) {
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), FORM_BYTES_MAX);
    const miler_status status = form_write_dated(file, day, &buf, err);
    if (status != MILER_OK) {
        miler_buf_deinit(&buf);
        return status;
    }
    out->serial = file->serial;
    out->created_ms = file->created_ms;
    return form_take(&buf, arena, out, err);
}

static miler_status write_rows(miler_workout_file *file, const workout_rows *rows, int32_t day,
                               miler_arena *arena, plan_form *out, miler_error *err) {
    uint32_t lost = rows->lost;
    file->sport = rows->sport;
    file->rows = rows->rows;
    file->count = rows->count;
    if (file->name == NULL || file->note == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (strlen(file->name) > MILER_FIT_WORKOUT_NAME_MAX || strlen(file->note) > MILER_FIT_WORKOUT_NOTE_MAX)
        lost |= ROWS_CUT;
    const miler_status status = write_dated(file, day, arena, out, err);
    return status == MILER_OK ? form_judge(lost, arena, out, err) : status;
}

miler_status plan_form_fit(const miler_plan *plan, const plan_edition *edition, const miler_session *session,
                           miler_arena *arena, plan_form *out, miler_error *err) {
    workout_rows rows;
    const miler_status status = form_rows(plan, session, DEPTH, arena, &rows, out, err);
    if (status != MILER_OK || out->verdict == FORM_LEFT_OUT) return status;
    if (session->id >= SCHEDULE_NUMBER) { // under another number it would be another session to the watch
        out->verdict = FORM_LEFT_OUT;
        out->why = "its number is beyond 4094, the last that a file for a watch can have: only a new plan "
                   "begins at 1 again";
        return MILER_OK;
    }
    const bool belt = (plan->request.athlete.places & MILER_TREADMILL_ONLY) != 0;
    miler_workout_file file = {.name = workout_plain(session->title, arena),
                               .note = workout_plain(session->text, arena),
                               .sub_sport = belt && rows.sport == MILER_SPORT_RUNNING ? MILER_SUB_TREADMILL
                                                                                      : MILER_SUB_GENERIC,
                               .serial = serial_of(edition, (uint32_t)session->id)};
    return write_rows(&file, &rows, plan->request.today, arena, out, err);
}

miler_status plan_form_schedule(const miler_plan *plan, const plan_edition *edition, const plan_form *forms,
                                size_t count, miler_arena *arena, miler_buf *out, miler_error *err) {
    miler_schedule_row *rows = miler_arena_array(arena, count + 1, sizeof *rows);
    if (rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    uint16_t crc = 0;
    for (size_t i = 0; i < count; i++) {
        rows[i] = (miler_schedule_row){.serial = forms[i].serial,
                                       .created_ms = forms[i].created_ms,
                                       .day = forms[i].session->day,
                                       .done = forms[i].session->status == MILER_SESSION_DONE};
        const int64_t told[] = {rows[i].serial, rows[i].created_ms, rows[i].day, rows[i].done};
        crc = miler_crc16(crc, (const uint8_t *)told, sizeof told);
    }
    const int64_t created_ms = (int64_t)plan->request.today * MILER_MS_PER_DAY + 1000 * (int64_t)crc;
    return miler_schedule_fit(rows, count, serial_of(edition, SCHEDULE_NUMBER), created_ms, out, err);
}

miler_status workout_form_fit(const char *title, const miler_workout *workout, const miler_pace_book *book,
                              miler_units units, miler_arena *arena, plan_form *out, miler_error *err) {
    workout_rows rows;
    *out = (plan_form){.why = ""};
    miler_status status =
        workout_rows_make(workout, book, units, DEPTH, MILER_FIT_WORKOUT_STEPS_MAX, arena, &rows, err);
    if (status == MILER_OK) status = form_judge(rows.lost, arena, out, err);
    if (status != MILER_OK || out->verdict == FORM_LEFT_OUT) return status;
    miler_workout_file file = {
        .name = workout_plain(title, arena), .note = "", .serial = FORM_SERIAL_WORKOUT};
    return write_rows(&file, &rows, FORM_EPOCH_DAY, arena, out, err);
}
