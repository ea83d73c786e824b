// SPDX-License-Identifier: MIT
// miler/formats.h: bytes of a FIT, TCX or GPX file in, recordings out; and
// workouts for a watch, calendars and ZWO files out of plain rows.
//
// Example (compiled and run by the tests):
//
//     #include <miler/formats.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         if (arena == NULL) return 1;
//         static const char gpx[] =
//             "<gpx version='1.1'><trk><type>running</type><trkseg>"
//             "<trkpt lat='51.50' lon='0'><time>2026-05-01T07:00:00Z</time></trkpt>"
//             "<trkpt lat='51.51' lon='0'><time>2026-05-01T07:05:00Z</time></trkpt>"
//             "</trkseg></trk></gpx>";
//         miler_reading reading;
//         miler_error err;
//         miler_status status = miler_formats_read(gpx, sizeof gpx - 1, arena, &reading, &err);
//         if (status == MILER_OK) printf("%zu samples\n", reading.recordings[0].samples.count); // 2 samples
//         miler_arena_free(arena);
//         return status == MILER_OK ? 0 : 1;
//     }
//
// Units: those of miler/recording.h.
// Ownership: a reading hangs off the arena; the reader object is freed by close.
// Threads: one reader, one thread.
// Security: all input is hostile. Memory is bounded by limits.h plus the output;
// time is linear in the bytes fed. Damage is salvaged and flagged, never fatal
// to the process.
#ifndef MILER_FORMATS_H
#define MILER_FORMATS_H

#include <miler/recording.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a sound file turned out to be.
typedef enum miler_content {
    MILER_CONTENT_ACTIVITY = 0, // recordings are there
    MILER_CONTENT_WORKOUT,      // a workout or schedule, nothing was run
    MILER_CONTENT_COURSE,       // a route to follow
    MILER_CONTENT_WELLNESS,     // steps, sleep, weight, monitoring
    MILER_CONTENT_SETTINGS,     // settings, totals, device, goals, records
    MILER_CONTENT_OTHER
} miler_content;

typedef struct miler_reading {
    miler_file_format format;
    miler_content content;
    const char *content_name;    // "activity", "settings", "sleep" ...: for "skipped because"
    miler_recording *recordings; // chained FIT files, sessions of a triathlon, GPX tracks: in order
    size_t recording_count;
} miler_reading;

// Tells the format from the first bytes (512 are plenty); UNKNOWN otherwise.
MILER_API miler_file_format miler_formats_sniff(const void *head, size_t len);

// A push reader: bytes in pieces of any size, so that an archive can stream
// through it. open -> feed* -> finish -> close.
typedef struct miler_reader miler_reader;
MILER_API miler_status miler_reader_open(miler_reader **out, miler_file_format format, miler_arena *arena,
                                         miler_error *err) MILER_CHECK;
// Errors: FORMAT (with offset or line), LIMIT, NOMEM, UNSUPPORTED. After an
// error only close is allowed. A FIT file whose file_id says that it is no
// activity makes feed return MILER_ERR_EMPTY early: the rest need not be fed;
// finish() then fills `out` with the content kind and no recordings.
MILER_API miler_status miler_reader_feed(miler_reader *reader, const void *bytes, size_t len,
                                         miler_error *err) MILER_CHECK;
// Ends the file: salvages what is whole. MILER_OK also for content other than
// activities (look at out->content); EMPTY when an activity file has nothing in it.
MILER_API miler_status miler_reader_finish(miler_reader *reader, miler_reading *out,
                                           miler_error *err) MILER_CHECK;
MILER_API void miler_reader_close(miler_reader *reader); // NULL is fine

// Simple form: the whole file in memory.
MILER_API miler_status miler_formats_read(const void *bytes, size_t len, miler_arena *arena,
                                          miler_reading *out, miler_error *err) MILER_CHECK;

// ---- Files out: plain rows in, bytes out ---------------------------------------
// The same rows give the same bytes. Texts are UTF-8; what a field has no room for
// is cut at a character. Errors of all: NOMEM, LIMIT, and ARG for rows that make no sense.

typedef enum miler_workout_end {
    MILER_END_OPEN = 0, // the lap button
    MILER_END_TIME,     // value in s
    MILER_END_DISTANCE, // value in m
    MILER_END_REPS,     // value = repetitions of an exercise
    MILER_END_REPEAT    // value = passes in all, over the rows from `from` to the one before
} miler_workout_end;

// One step as a watch knows it.
typedef struct miler_workout_row {
    miler_workout_end end;
    double value;
    size_t from;                // REPEAT
    double slow_mps, fast_mps;  // NaN: no speed to keep
    double low_bpm, high_bpm;   // NaN: no heart rate to keep
    miler_intensity intensity;  // UNKNOWN for a repeat
    int32_t exercise, movement; // the profile's category and number within it; -1 none
    const char *name, *note;    // NULL or "": none
} miler_workout_row;

#define MILER_FIT_WORKOUT_STEPS_MAX                                                                          \
    50 // repeats included; what watches are said to take (the most seen on one is 25)
#define MILER_FIT_WORKOUT_NAME_MAX 47 // bytes; old watches show about 15 characters of it
#define MILER_FIT_WORKOUT_NOTE_MAX 199
#define MILER_FIT_STEP_NAME_MAX 31
#define MILER_FIT_STEP_NOTE_MAX 95

typedef struct miler_workout_file {
    const char *name, *note;
    miler_sport sport;
    miler_sub_sport sub_sport;
    uint32_t serial;    // not 0; with created_ms it names the file for the watch and for its schedule
    int64_t created_ms; // from 1989-12-31 on
    const miler_workout_row *rows;
    size_t count; // 1..MILER_FIT_WORKOUT_STEPS_MAX
} miler_workout_file;
MILER_API miler_status miler_workout_fit(const miler_workout_file *workout, miler_buf *out,
                                         miler_error *err) MILER_CHECK;

// Which workout stands on which day.
typedef struct miler_schedule_row {
    uint32_t serial; // of the workout's file
    int64_t created_ms;
    int32_t day;
    bool done;
} miler_schedule_row;
MILER_API miler_status miler_schedule_fit(const miler_schedule_row *rows, size_t count, uint32_t serial,
                                          int64_t created_ms, miler_buf *out, miler_error *err) MILER_CHECK;

// Whose file it is, told from its first MILER_FIT_OWN_HEAD bytes. False: not a workout or
// schedule that the two above wrote.
#define MILER_FIT_OWN_HEAD 80
typedef struct miler_fit_own {
    miler_content content; // WORKOUT for both
    bool schedule;
    uint32_t serial;
} miler_fit_own;
MILER_API bool miler_fit_own_read(const void *head, size_t len, miler_fit_own *out);

typedef struct miler_calendar_event {
    const char *uid;    // the same for as long as it is the same session
    int32_t sequence;   // rises when anything changes
    int64_t changed_ms; // when that was
    int32_t day;
    int32_t start_s; // of the day, on the calendar's clock; -1: all day
    int32_t length_s;
    const char *summary, *description, *place; // NULL or "": none
    bool cancelled;
    bool hidden;       // nothing but that the time is taken
    int32_t alarm_min; // so long before the start; -1: none
} miler_calendar_event;

typedef struct miler_calendar {
    const char *name;
    const char *zone; // "Europe/London"; NULL: whatever clock the reader goes by
    const miler_calendar_event *events;
    size_t count;
} miler_calendar;
// iCalendar (RFC 5545). Also NOT_FOUND: no such zone. Not from two threads at once: the
// library behind it keeps its zones in one table.
MILER_API miler_status miler_calendar_write(const miler_calendar *calendar, miler_buf *out,
                                            miler_error *err) MILER_CHECK;

// A run for Zwift: rows with a time or distance each, repeats one deep. Speeds stand in it as shares
// of the runner's speed over the mile; a row without one is run at `else_mps` of its place (jogged
// and walked rests included). Also UNSUPPORTED: a row that has no place in such a file.
MILER_API miler_status miler_workout_zwo(const miler_workout_file *workout, double mile_mps,
                                         const double *else_mps, miler_buf *out,
                                         miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
