// SPDX-License-Identifier: MIT
#include "app/race_fit.h"

#include "formats/crc16.h"

#define RACE_SERIAL 2  // plan 0 has no sessions; 1 is `workout show --fit`
#define EPOCH_DAY 7304 // 1989-12-31, the first day of the format
#define BYTES_MAX (64 * 1024)

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

// Twice: the time of creation, which names the file, is the checksum of the first.
static miler_status write_twice(miler_workout_file *file, miler_buf *buf, miler_error *err) {
    const int64_t first_ms = (int64_t)EPOCH_DAY * MILER_MS_PER_DAY;
    file->created_ms = first_ms;
    const miler_status status = miler_workout_fit(file, buf, err);
    if (status != MILER_OK) return status;
    file->created_ms = first_ms + 1000 * (int64_t)miler_crc16(0, (const uint8_t *)buf->ptr, buf->len - 2);
    miler_buf_clear(buf);
    return miler_workout_fit(file, buf, err);
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
                               .serial = RACE_SERIAL,
                               .rows = rows,
                               .count = card->lap_count};
    if (file.name == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), BYTES_MAX);
    status = write_twice(&file, &buf, err);
    if (status != MILER_OK) return status;
    *out = buf.ptr; // the arena's
    *out_len = buf.len;
    return MILER_OK;
}
