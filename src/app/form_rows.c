// SPDX-License-Identifier: MIT
#include "app/form_rows.h"

#include <string.h>

// Where only words say how fast: a recovery jog is run at 0.85 of easy speed, a
// walk is 1.5 m/s, and running what the totals of a session count it with
// (docs/workout-language.md): a heart rate's own speed, mile pace for strides.
// Easy speed where nothing is known of the runner: the same page's.
#define JOG_SHARE 0.85
#define WALK_MPS 1.5
#define EASY_MPS 2.6

const char *form_verdict_name(form_verdict verdict) {
    static const char *const names[FORM_VERDICT_COUNT] = {"exact", "simplified", "left out"};
    return (unsigned)verdict < FORM_VERDICT_COUNT ? names[verdict] : "";
}

miler_status form_judge(uint32_t lost, miler_arena *arena, plan_form *out, miler_error *err) {
    miler_buf why;
    miler_buf_init(&why, miler_arena_allocator(arena), 1024);
    const bool none = (lost & (ROWS_TOO_LONG | ROWS_NOTHING)) != 0;
    out->verdict = none ? FORM_LEFT_OUT : lost != 0 ? FORM_SIMPLIFIED : FORM_EXACT;
    for (uint32_t bit = 1; bit != 1u << ROWS_LOST_COUNT; bit <<= 1) {
        const bool told = (lost & bit) != 0 && (!none || (bit & (ROWS_TOO_LONG | ROWS_NOTHING)) != 0);
        if (told) miler_buf_printf(&why, "%s%s", why.len > 0 ? "; " : "", workout_lost_text(bit));
    }
    const miler_status status = miler_buf_status(&why, err);
    out->why = status == MILER_OK ? miler_arena_dup(arena, miler_buf_text(&why)) : "";
    miler_buf_deinit(&why);
    return status == MILER_OK && out->why == NULL ? miler_fail(err, MILER_ERR_NOMEM, "out of memory")
                                                  : status;
}

miler_status form_rows(const miler_plan *plan, const miler_session *session, int depth, miler_arena *arena,
                       workout_rows *rows, plan_form *out, miler_error *err) {
    miler_workout workout = {0};
    *out = (plan_form){.session = session, .why = ""};
    *rows = (workout_rows){0};
    if (session->kind == MILER_SESSION_REST) { // a place on the watch is worth more than a reminder to rest
        out->verdict = FORM_LEFT_OUT;
        out->why = "a day of rest";
        return MILER_OK;
    }
    miler_status status = miler_workout_parse(session->text, arena, &workout, err);
    if (status == MILER_ERR_PARSE || status == MILER_ERR_RANGE || status == MILER_ERR_LIMIT) {
        // A session somebody wrote by hand in words of their own.
        if (err != NULL) miler_error_clear(err);
        out->verdict = FORM_LEFT_OUT;
        out->why = "its text is no session of the workout language";
        return MILER_OK;
    }
    if (status == MILER_OK)
        status = workout_rows_make(&workout, &plan->request.book, plan->request.athlete.units, depth,
                                   MILER_FIT_WORKOUT_STEPS_MAX, arena, rows, err);
    return status == MILER_OK ? form_judge(rows->lost, arena, out, err) : status;
}

miler_status form_take(miler_buf *buf, miler_arena *arena, plan_form *out, miler_error *err) {
    miler_status status = miler_buf_status(buf, err);
    if (status == MILER_OK) {
        char *bytes = miler_arena_array(arena, buf->len + 1, 1);
        if (bytes == NULL) {
            status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        } else {
            if (buf->len > 0) memcpy(bytes, buf->ptr, buf->len);
            bytes[buf->len] = '\0';
            out->bytes = bytes;
            out->len = buf->len;
        }
    }
    miler_buf_deinit(buf);
    return status;
}

miler_status form_speeds(const workout_rows *rows, const miler_pace_book *book, miler_arena *arena,
                         const double **out, miler_error *err) {
    double *speeds = miler_arena_array(arena, rows->count + 1, sizeof *speeds);
    if (speeds == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const double known = book->zones[MILER_ZONE_EASY].target_mps;
    const double easy = known > 0 ? known : EASY_MPS;
    for (size_t i = 0; i < rows->count; i++) {
        const miler_intensity intensity = rows->rows[i].intensity;
        speeds[i] = rows->speeds[i] > 0                     ? rows->speeds[i]
                    : intensity == MILER_INTENSITY_RECOVERY ? easy * JOG_SHARE
                    : intensity == MILER_INTENSITY_REST     ? WALK_MPS
                                                            : easy;
    }
    *out = speeds;
    return MILER_OK;
}
