// SPDX-License-Identifier: MIT
// The day around the race, from data/race_timetable.tsv. A line is
//
//     minutes  lasts  venues  what  why
//
// minutes are before the gun when 0 or negative, after the finish when
// positive; venues is `all` or words of `track road treadmill` with commas, each of
// them alone or with `:new` (a goal slower than 8:30 a mile) or `:used` (the others)
// behind it: who is new to racing has no spikes and no bounding to warm up with.
#include "race/pacing.h"

#include <string.h>

extern const char miler_data_race_timetable[];
extern const size_t miler_data_race_timetable_len;

#define ROWS_MAX 64
#define FAR_MIN (7.0 * 24 * 60) // a row lies within a week of the race

// Halfway between the level template's 8:00 for men and 9:00 for women, as a card knows no sex; other
// distances by the usual power [engineering estimate].
#define NEW_MILE_S 510.0
#define POWER 1.085

static bool is_new(const race_course *course) {
    return course->goal_s > NEW_MILE_S * pow(course->request->dist_m / MILER_MILE_M, POWER);
}

static bool is_word(const char *at, size_t len, const char *word) {
    return len == strlen(word) && memcmp(at, word, len) == 0;
}

static bool names_one(const race_course *course, const char *at, size_t len) {
    const miler_venue venue = course->request->venue;
    const char *word = race_on_track(venue) ? "track" : venue == MILER_VENUE_ROAD ? "road" : "treadmill";
    const char *colon = memchr(at, ':', len);
    const size_t head = colon != NULL ? (size_t)(colon - at) : len;
    if (!is_word(at, head, "all") && !is_word(at, head, word)) return false;
    return colon == NULL || is_word(colon + 1, len - head - 1, is_new(course) ? "new" : "used");
}

static bool names_venue(const race_line *line, const race_course *course) {
    const char *at = line->field[2], *end = at + line->len[2];
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        if (comma == NULL) comma = end;
        if (names_one(course, at, (size_t)(comma - at))) return true;
        at = comma < end ? comma + 1 : end;
    }
    return false;
}

static miler_status read_minutes(const race_line *line, size_t field, double low, double *out,
                                 miler_error *err) {
    if (miler_parse_number(line->field[field], line->len[field], out, NULL) == MILER_OK && *out >= low &&
        *out <= FAR_MIN)
        return MILER_OK;
    (void)miler_fail(err, MILER_ERR_PARSE, "race timetable: '%.*s' is no number of minutes within a week",
                     (int)(line->len[field] < 40 ? line->len[field] : 40), line->field[field]);
    if (err != NULL) err->line = line->number;
    return MILER_ERR_PARSE;
}

static miler_status read_row(const race_course *course, const race_line *line, miler_arena *arena,
                             miler_race_row *out, miler_error *err) {
    double at_min, lasts_min;
    miler_status status = read_minutes(line, 0, -FAR_MIN, &at_min, err);
    if (status == MILER_OK) status = read_minutes(line, 1, 0, &lasts_min, err);
    if (status != MILER_OK) return status;
    // After the race the clock starts at the next whole minute behind the finish.
    const double finish_s = at_min > 0 ? ceil(course->goal_s / 60) * 60 : 0;
    out->at_s = (int32_t)lround(at_min * 60 + finish_s);
    out->duration_s = (int32_t)lround(lasts_min * 60);
    out->clock_s = course->request->gun_s >= 0 ? course->request->gun_s + out->at_s : 0;
    out->what = miler_arena_dup_n(arena, line->field[3], line->len[3]);
    out->why = miler_arena_dup_n(arena, line->field[4], line->len[4]);
    if (out->what == NULL || out->why == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return race_how(out->what, arena, &out->how, err);
}

miler_status race_timetable(const race_course *course, miler_arena *arena, miler_race_card *card,
                            miler_error *err) {
    const miler_race_request *q = course->request;
    const bool own = q->timetable_tsv != NULL;
    const char *text = own ? q->timetable_tsv : miler_data_race_timetable;
    const size_t len = own ? q->timetable_len : miler_data_race_timetable_len;
    race_lines lines = {.at = text, .end = text + len, .what = "race timetable", .fields = 5};
    miler_race_row *rows = miler_arena_array(arena, ROWS_MAX, sizeof *rows);
    if (rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t count = 0;
    race_line line;
    int got;
    while ((got = race_lines_next(&lines, &line, err)) == 1) {
        miler_race_row row;
        const miler_status status = read_row(course, &line, arena, &row, err);
        if (status != MILER_OK) return status;
        if (!names_venue(&line, course)) continue;
        if (count == ROWS_MAX)
            return miler_fail(err, MILER_ERR_LIMIT, "race timetable: more than %d rows", ROWS_MAX);
        size_t i = count++;
        for (; i > 0 && rows[i - 1].at_s > row.at_s; i--)
            rows[i] = rows[i - 1];
        rows[i] = row;
    }
    if (got < 0) return (miler_status)got;
    size_t before = 0;
    while (before < count && rows[before].at_s <= 0)
        before++;
    card->warm_up = rows;
    card->warm_up_count = before;
    card->cool_down = rows + before;
    card->cool_down_count = count - before;
    return MILER_OK;
}
