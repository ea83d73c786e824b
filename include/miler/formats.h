// SPDX-License-Identifier: MIT
// miler/formats.h: bytes of a FIT, TCX or GPX file in, recordings out.
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

#ifdef __cplusplus
}
#endif
#endif
