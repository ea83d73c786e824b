// SPDX-License-Identifier: MIT
#include "app/race_fit.h"

#include "app/form_rows.h"

#include <string.h>

static miler_status lap_rows(const miler_race_card *card, miler_arena *arena, miler_workout_row *rows,
                             miler_error *err) {
    for (size_t i = 0; i < card->lap_count; i++) {
        const miler_race_lap *lap = &card->laps[i];
        char time[MILER_TEXT_MAX], clock[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, lap->time_s, 1);
        miler_print_time(clock, sizeof clock, lap->cum_s, 1);
        rows[i] =
            (miler_workout_row){.end = MILER_END_DISTANCE,
                                .value = lap->to_m - lap->from_m,
                                .slow_mps = lap->speed_mps * (1 - RACE_FIT_BAND),
                                .fast_mps = lap->speed_mps * (1 + RACE_FIT_BAND),
                                .low_bpm = (double)NAN,
                                .high_bpm = (double)NAN,
                                .intensity = MILER_INTENSITY_INTERVAL,
                                .exercise = -1,
                                .movement = -1,
                                .name = miler_arena_printf(arena, "Lap %d: %s", (int)lap->number, time),
                                .note = miler_arena_printf(arena, "%s at its end. %s", clock, lap->cue)};
        if (rows[i].name == NULL || rows[i].note == NULL)
            return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return MILER_OK;
}

static miler_sub_sport where(miler_venue venue) {
    switch (venue) {
    case MILER_VENUE_OUTDOOR:
        return MILER_SUB_TRACK;
    case MILER_VENUE_INDOOR_FLAT:
    case MILER_VENUE_INDOOR_BANKED:
        return MILER_SUB_INDOOR_TRACK;
    case MILER_VENUE_ROAD:
        return MILER_SUB_ROAD;
    case MILER_VENUE_TREADMILL:
        return MILER_SUB_TREADMILL;
    case MILER_VENUE_COUNT:
        break;
    }
    return MILER_SUB_GENERIC;
}

miler_status app_race_fit(const miler_race_card *card, miler_arena *arena, const char **out, size_t *out_len,
                          miler_error *err) {
    char goal[MILER_TEXT_MAX];
    if (card->lap_count > MILER_FIT_WORKOUT_STEPS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "a watch takes at most %d laps", MILER_FIT_WORKOUT_STEPS_MAX);
    miler_workout_row *rows = miler_arena_array(arena, card->lap_count, sizeof *rows);
    if (rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = lap_rows(card, arena, rows, err);
    if (status != MILER_OK) return status;
    miler_print_time(goal, sizeof goal, card->goal_s, 1);
    miler_workout_file file = {.name = miler_arena_printf(arena, "Race %s", goal),
                               .note = "",
                               .sport = MILER_SPORT_RUNNING,
                               .sub_sport = where(card->venue),
                               .serial = FORM_SERIAL_RACE,
                               .rows = rows,
                               .count = card->lap_count};
    if (file.name == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), FORM_BYTES_MAX);
    status = form_write_dated(&file, FORM_EPOCH_DAY, &buf, err);
    char *bytes = status == MILER_OK ? miler_arena_array(arena, buf.len, 1) : NULL;
    if (status == MILER_OK && bytes == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (bytes != NULL) memcpy(bytes, buf.ptr, buf.len);
    *out = bytes;
    *out_len = bytes != NULL ? buf.len : 0;
    miler_buf_deinit(&buf);
    return status;
}
