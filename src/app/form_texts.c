// SPDX-License-Identifier: MIT
// Sessions as intervals.icu text and as ZWO.
//
// intervals.icu: a step a line, "- 400mtr 3:20-3:28/km Pace", `m` is minutes, a
// blank line around a repeat, repeats not nested, words before the first figure are
// what the runner is told. Source: its own quick guide (forum.intervals.icu, 123701).
#include "app/form_rows.h"
#include "formats/workout_repeat.h"

#include <stdio.h>
#include <string.h>

#define DEPTH 1

// ---- intervals.icu

// "90s", "5m", "75'", "5'30\"": the forms that both intervals.icu and the workout
// language read; `m` is metres in the language from 50 on.
static void put_clock(miler_buf *out, double seconds) {
    const long s = lround(seconds);
    if (s % 60 == 0)
        miler_buf_printf(out, s < 50 * 60 ? "%ldm" : "%ld'", s / 60);
    else if (s < 120)
        miler_buf_printf(out, "%lds", s);
    else
        miler_buf_printf(out, "%ld'%02ld\"", s / 60, s % 60);
}

// Millimetres are the grain of the language; whole kilometres and miles are named as such.
static void put_metres(miler_buf *out, double dist_m) {
    const long long mm = llround(dist_m * 1000);
    const long long mile_mm = llround(MILER_MILE_M * 1000);
    if (mm % mile_mm == 0) {
        miler_buf_printf(out, "%lldmi", mm / mile_mm);
    } else if (mm % 1000000 == 0) {
        miler_buf_printf(out, "%lldkm", mm / 1000000);
    } else if (mm % 1000 == 0) {
        miler_buf_printf(out, "%lldmtr", mm / 1000);
    } else {
        char text[32];
        int len = snprintf(text, sizeof text, "%lld.%03lld", mm / 1000, mm % 1000);
        while (len > 0 && text[len - 1] == '0')
            len--;
        miler_buf_printf(out, "%.*smtr", len, text);
    }
}

// What stands for a step that the lap button ends, so that the whole has a length:
// the estimates of docs/workout-language.md.
static const struct usual {
    const char *cue;
    double metres, seconds; // one of them
} usual[] = {{"Drills", 0, 360}, {"Stride", 100, 0}, {"Hill", 0, 10}, {"Rest", 0, 600}};

static const struct usual *usual_of(const char *cue) {
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (strcmp(usual[i].cue, cue) == 0) return &usual[i];
    return NULL;
}

static bool put_open(miler_buf *out, const char *cue) {
    const struct usual *length = usual_of(cue);
    if (length == NULL) return false;
    miler_buf_text_append(out, "press lap ");
    if (length->metres > 0)
        put_metres(out, length->metres);
    else
        put_clock(out, length->seconds);
    return true;
}

static void put_pace(miler_buf *out, const miler_workout_row *row) {
    const long fast = lround(1000 / row->fast_mps);
    const long slow = lround(1000 / row->slow_mps);
    miler_buf_printf(out, " %ld:%02ld", fast / 60, fast % 60);
    if (slow != fast) miler_buf_printf(out, "-%ld:%02ld", slow / 60, slow % 60);
    miler_buf_text_append(out, "/km Pace");
}

static bool put_row(miler_buf *out, const miler_workout_row *row, const char *cue, double hr_max_bpm) {
    miler_buf_printf(out, "- %s ", cue);
    if (row->end == MILER_END_TIME)
        put_clock(out, row->value);
    else if (row->end == MILER_END_DISTANCE)
        put_metres(out, row->value);
    else if (row->end != MILER_END_OPEN || !put_open(out, cue))
        return false;
    if (row->slow_mps > 0 && row->fast_mps > 0)
        put_pace(out, row);
    else if (row->low_bpm > 0 && hr_max_bpm > 0)
        miler_buf_printf(out, " %ld-%ld%% HR", lround(100 * row->low_bpm / hr_max_bpm),
                         lround(100 * row->high_bpm / hr_max_bpm));
    miler_buf_text_append(out, "\n");
    return true;
}

bool rows_intervals(const workout_rows *rows, double hr_max_bpm, miler_buf *out) {
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->rows[i].end == MILER_END_REPEAT) {
            miler_buf_text_append(out, "\n");
            continue;
        }
        const size_t back = workout_repeat_from(rows->rows, rows->count, i);
        if (back > 0) miler_buf_printf(out, "\n%ldx\n", lround(rows->rows[back].value));
        if (!put_row(out, &rows->rows[i], rows->cues[i], hr_max_bpm)) return false;
    }
    return true;
}

static void leave_out(plan_form *out, const char *why) {
    out->verdict = FORM_LEFT_OUT;
    out->why = why;
}

static void simplify(plan_form *out, const char *why) {
    if (out->verdict != FORM_EXACT) return; // something else is said of it already
    out->verdict = FORM_SIMPLIFIED;
    out->why = why;
}

miler_status plan_form_intervals(const miler_plan *plan, const plan_edition *edition,
                                 const miler_session *session, miler_arena *arena, plan_form *out,
                                 miler_error *err) {
    workout_rows rows;
    (void)edition;
    const miler_status status = form_rows(plan, session, DEPTH, arena, &rows, out, err);
    if (status != MILER_OK || out->verdict == FORM_LEFT_OUT) return status;
    if (rows.sport == MILER_SPORT_STRENGTH) {
        leave_out(out, "exercises have no place in intervals.icu's text");
        return MILER_OK;
    }
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), FORM_BYTES_MAX);
    const double hr_max = plan->request.athlete.hr_max_bpm;
    if (!rows_intervals(&rows, hr_max, &buf)) {
        miler_buf_deinit(&buf);
        leave_out(out, "a step has neither a time nor a distance");
        return MILER_OK;
    }
    for (size_t i = 0; i < rows.count; i++)
        if (rows.rows[i].low_bpm > 0 && !(hr_max > 0))
            simplify(out, "heart rates are left out: the highest is not known");
    for (size_t i = 0; i < rows.count; i++) {
        if (rows.rows[i].end == MILER_END_OPEN) simplify(out, "open steps have a usual length");
        if (rows.rows[i].low_bpm > 0) simplify(out, "heart rates are percents of the maximum");
    }
    return form_take(&buf, arena, out, err);
}

// ---- ZWO

// Beats that a heart rate can be held against; NaN: none.
static double known_heart(const miler_pace_book *book) {
    return book->hr_max_bpm > 0 ? book->hr_max_bpm : book->hr_threshold_bpm;
}

static void mend_open(workout_rows *rows, double hr_max_bpm, plan_form *out) {
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->rows[i].low_bpm > 0)
            simplify(out, hr_max_bpm > 0 ? "heart rates are the speeds that go with them"
                                         : "heart rates are run easy: the highest is not known");
        if (rows->rows[i].end != MILER_END_OPEN) continue;
        const struct usual *length = usual_of(rows->cues[i]);
        if (length == NULL) continue; // it is left out as a whole
        rows->rows[i].end = length->metres > 0 ? MILER_END_DISTANCE : MILER_END_TIME;
        rows->rows[i].value = length->metres > 0 ? length->metres : length->seconds;
        simplify(out, "open steps have a usual length");
    }
}

static bool counted_in_seconds(const workout_rows *rows) {
    bool time = false;
    bool distance = false;
    for (size_t i = 0; i < rows->count; i++) {
        time = time || rows->rows[i].end == MILER_END_TIME;
        distance = distance || rows->rows[i].end == MILER_END_DISTANCE;
    }
    return time && distance;
}

miler_status plan_form_zwo(const miler_plan *plan, const plan_edition *edition, const miler_session *session,
                           miler_arena *arena, plan_form *out, miler_error *err) {
    workout_rows rows;
    const double *speeds;
    (void)edition;
    miler_status status = form_rows(plan, session, DEPTH, arena, &rows, out, err);
    if (status != MILER_OK || out->verdict == FORM_LEFT_OUT) return status;
    const miler_target mile = {.kind = MILER_TARGET_RACE, .race_dist_m = MILER_MILE_M};
    miler_pace_band band = {0};
    if (rows.sport != MILER_SPORT_RUNNING || !miler_target_speed(&mile, &plan->request.book, &band)) {
        leave_out(out, rows.sport != MILER_SPORT_RUNNING ? "not a run" : "the mile's pace is not known yet");
        return MILER_OK;
    }
    mend_open(&rows, known_heart(&plan->request.book), out);
    if (counted_in_seconds(&rows)) simplify(out, "distances are counted in seconds");
    status = form_speeds(&rows, &plan->request.book, arena, &speeds, err);
    if (status != MILER_OK) return status;
    const miler_workout_file file = {.name = workout_plain(session->title, arena),
                                     .note = workout_plain(session->text, arena),
                                     .rows = rows.rows,
                                     .count = rows.count};
    if (file.name == NULL || file.note == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), FORM_BYTES_MAX);
    status = miler_workout_zwo(&file, band.target_mps, speeds, &buf, err);
    if (status == MILER_OK) return form_take(&buf, arena, out, err);
    miler_buf_deinit(&buf);
    if (status != MILER_ERR_UNSUPPORTED) return status;
    if (err != NULL) miler_error_clear(err);
    leave_out(out, "a step has neither a time nor a distance");
    return MILER_OK;
}
