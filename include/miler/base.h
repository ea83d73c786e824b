// SPDX-License-Identifier: MIT
// miler/base.h: the ground every room stands on: status codes, errors, the
// allocator, arenas, capped buffers, checked sizes, civil time, and the
// reading and writing of times, distances and paces.
//
// Example (compiled and run by the tests):
//
//     #include <miler/base.h>
//     #include <stdio.h>
//     int main(void) {
//         double time_s;
//         miler_error err;
//         if (miler_parse_time("5:19.3", &time_s, &err) != MILER_OK) return 1;
//         char text[MILER_TEXT_MAX];
//         miler_print_time(text, sizeof text, time_s, 1);
//         printf("%s is %.1f s\n", text, time_s);   // 5:19.3 is 319.3 s
//         return 0;
//     }
//
// Units: SI and UTC inside; "5:19" and "mi" exist only in the parse and print
// functions of this header.
// Ownership: memory from an arena lives until the arena is reset or freed;
// nothing else here owns anything but miler_buf, freed by miler_buf_deinit.
// Threads: no globals; one object is used by one thread at a time.
#ifndef MILER_BASE_H
#define MILER_BASE_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MILER_API __attribute__((visibility("default")))
#define MILER_CHECK __attribute__((warn_unused_result))
#define MILER_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define MILER_API
#define MILER_CHECK
#define MILER_PRINTF(f, a)
#endif

// ---- Status and error ------------------------------------------------------

// Stable numbers, with gaps for growth. 0 is success, the rest negative.
typedef enum miler_status {
    MILER_OK = 0,
    MILER_ERR_ARG = -1,          // the caller broke a precondition
    MILER_ERR_NOMEM = -2,        // an allocation failed
    MILER_ERR_LIMIT = -3,        // a cap of base/limits.h was reached
    MILER_ERR_FORMAT = -10,      // bytes are not what they claim to be
    MILER_ERR_UNSUPPORTED = -11, // sound, but not something miler reads
    MILER_ERR_EMPTY = -12,       // sound, but nothing in it to use
    MILER_ERR_PARSE = -20,       // text a person typed cannot be read
    MILER_ERR_RANGE = -21,       // a number outside what is possible
    MILER_ERR_NOT_FOUND = -30,   // no such run, plan, athlete ...
    MILER_ERR_CONFLICT = -31,    // something is there already
    MILER_ERR_REFUSED = -32,     // a rule (health, age, time) says no
    MILER_ERR_IO = -40,          // the operating system said no
    MILER_ERR_STORE = -41,       // the store is damaged or unwilling
    MILER_ERR_STORE_NEWER = -42, // written by a newer miler
    MILER_ERR_BUSY = -43,        // the store is sound, but in use by another or read-only
    MILER_ERR_CANCELLED = -50    // the caller's callback asked to stop
} miler_status;

// What went wrong, where, and what would mend it. Caller-owned, fixed size:
// reporting an error never allocates. Every function that takes one accepts
// NULL. `offset` is a byte position, `line`/`column` count from 1; 0 = unknown.
typedef struct miler_error {
    miler_status status;
    uint32_t line;
    uint32_t column;
    uint64_t offset;
    char file[200];
    char msg[240];
    char remedy[160];
} miler_error;

MILER_API void miler_error_clear(miler_error *err);
// Fills `err` (if not NULL) and returns `status`, so that
// `return miler_fail(err, MILER_ERR_RANGE, "...")` is the one way to fail.
MILER_API miler_status miler_fail(miler_error *err, miler_status status, const char *fmt, ...)
    MILER_PRINTF(3, 4);
MILER_API void miler_error_remedy(miler_error *err, const char *fmt, ...) MILER_PRINTF(2, 3);
MILER_API void miler_error_file(miler_error *err, const char *file);
MILER_API const char *miler_status_name(miler_status status);
// "file:line:column: msg" or "file: byte N: msg", then "; remedy" if any.
MILER_API size_t miler_error_print(char *out, size_t out_size, const miler_error *err);

// ---- Memory ------------------------------------------------------------------

// One realloc-style callback: (user, NULL, 0, n) allocates, (user, p, old, n)
// resizes, (user, p, old, 0) frees and returns NULL. May return NULL at any
// time; nothing in miler crashes or loses stored data when it does.
typedef struct miler_alloc {
    void *(*resize)(void *user, void *ptr, size_t old_size, size_t new_size);
    void *user;
} miler_alloc;

// A NULL `const miler_alloc *` means the C heap everywhere in miler.
MILER_API void *miler_resize(const miler_alloc *alloc, void *ptr, size_t old_size, size_t new_size);

// Checked sizes: false on overflow, and then *out is untouched.
MILER_API bool miler_size_add(size_t a, size_t b, size_t *out);
MILER_API bool miler_size_mul(size_t a, size_t b, size_t *out);

// An arena hands out memory that is freed all at once. Failure is sticky: after
// one failed allocation miler_arena_failed() is true until reset, so that a
// loop checks once at its end.
typedef struct miler_arena miler_arena;
// `max_bytes` caps all memory the arena will ever hold (0: MILER_ARENA_MAX of limits.h).
MILER_API miler_arena *miler_arena_new(const miler_alloc *alloc, size_t max_bytes);
MILER_API void miler_arena_free(miler_arena *arena);
// Forgets all contents but keeps the largest block for reuse.
MILER_API void miler_arena_reset(miler_arena *arena);
MILER_API bool miler_arena_failed(const miler_arena *arena);
// Whether it failed for its cap: what was put into it is too much, while memory may abound.
MILER_API bool miler_arena_full(const miler_arena *arena);
MILER_API const miler_alloc *miler_arena_allocator(const miler_arena *arena);
// Zeroed, aligned for any type; NULL when out of memory or over the cap.
MILER_API void *miler_arena_take(miler_arena *arena, size_t size);
MILER_API void *miler_arena_array(miler_arena *arena, size_t count, size_t elem_size);
// The same with whatever bytes were there: for those who write every element.
MILER_API void *miler_arena_bare_array(miler_arena *arena, size_t count, size_t elem_size);
// Grows an array inside the arena (copying unless it is the newest block).
// New bytes are zeroed. `ptr` may be NULL when old_count is 0.
MILER_API void *miler_arena_grow(miler_arena *arena, void *ptr, size_t old_count, size_t new_count,
                                 size_t elem_size);
MILER_API char *miler_arena_dup(miler_arena *arena, const char *text);
MILER_API char *miler_arena_dup_n(miler_arena *arena, const char *text, size_t len);
MILER_API char *miler_arena_printf(miler_arena *arena, const char *fmt, ...) MILER_PRINTF(2, 3);
// Runs `fn(user)` when the arena is reset or freed (newest first): how a
// library's handle is tied to the life of an activity or a request.
MILER_API miler_status miler_arena_defer(miler_arena *arena, void (*fn)(void *user), void *user) MILER_CHECK;

// A growable byte buffer that must be given a maximum. Sticky failure: once an
// append fails, `failed` stays true, later appends do nothing, and
// miler_buf_text() returns "" never NULL.
typedef struct miler_buf {
    const miler_alloc *alloc;
    char *ptr;
    size_t len;
    size_t cap;
    size_t max;
    bool failed;
    bool over; // failed because of the maximum, not of memory
} miler_buf;
MILER_API void miler_buf_init(miler_buf *buf, const miler_alloc *alloc, size_t max);
MILER_API void miler_buf_deinit(miler_buf *buf);
MILER_API void miler_buf_clear(miler_buf *buf);
MILER_API void miler_buf_append(miler_buf *buf, const void *bytes, size_t len);
MILER_API void miler_buf_text_append(miler_buf *buf, const char *text);
MILER_API void miler_buf_printf(miler_buf *buf, const char *fmt, ...) MILER_PRINTF(2, 3);
MILER_API void miler_buf_vprintf(miler_buf *buf, const char *fmt, va_list args) MILER_PRINTF(2, 0);
MILER_API const char *miler_buf_text(miler_buf *buf); // NUL-terminated view
MILER_API miler_status miler_buf_status(const miler_buf *buf, miler_error *err) MILER_CHECK;

// ---- Civil time ----------------------------------------------------------------

// UTC inside: milliseconds since 1970-01-01T00:00:00Z. A calendar day is a
// count of days since 1970-01-01 in the proleptic Gregorian calendar.
#define MILER_NO_TIME INT64_MIN
#define MILER_NO_DAY INT32_MIN
#define MILER_MS_PER_DAY INT64_C(86400000)

typedef struct miler_civil {
    int32_t year; // 1..9999
    int32_t month;
    int32_t day;
    int32_t hour;
    int32_t minute;
    int32_t second;
    int32_t ms;
} miler_civil;

MILER_API int32_t miler_day_from_ymd(int32_t year, int32_t month, int32_t day);
MILER_API void miler_ymd_from_day(int32_t day, int32_t *year, int32_t *month, int32_t *mday);
MILER_API int miler_weekday(int32_t day);               // 0 = Monday ... 6 = Sunday
MILER_API const char *miler_weekday_name(int weekday);  // "Mon" ... "Sun"
MILER_API const char *miler_weekday_whole(int weekday); // "Monday" ... "Sunday": in sentences
MILER_API bool miler_ymd_valid(int32_t year, int32_t month, int32_t day);
// The wall clock at `offset_s` seconds east of UTC.
MILER_API miler_civil miler_civil_at(int64_t t_ms, int32_t offset_s);
MILER_API int64_t miler_ms_from_civil(const miler_civil *civil, int32_t offset_s);
// The calendar day of an instant on a clock `offset_s` east of UTC.
MILER_API int32_t miler_day_at(int64_t t_ms, int32_t offset_s);
// Whole years from birth to `on` (a birthday on 29 February counts on 1 March).
MILER_API int miler_age_years(int32_t birth_day, int32_t on_day);
// "2026-11-22" (strict). Errors: PARSE, RANGE (2026-02-30).
MILER_API miler_status miler_parse_date(const char *text, int32_t *out_day, miler_error *err) MILER_CHECK;
// ISO 8601 instants as watches and sites write them: "2020-06-01T14:52:40Z",
// fractions of any length, "+02:00", "+0200", a blank instead of T; without a
// zone UTC is meant. `len` bytes, no NUL needed. *out_offset_s (may be NULL)
// gets the written zone's offset, 0 for Z or none.
MILER_API miler_status miler_parse_instant(const char *text, size_t len, int64_t *out_ms,
                                           int32_t *out_offset_s, miler_error *err) MILER_CHECK;
// "14:30" or "14:30:15" as seconds after midnight.
MILER_API miler_status miler_parse_clock(const char *text, int32_t *out_s, miler_error *err) MILER_CHECK;
MILER_API void miler_print_date(char *out, size_t out_size, int32_t day); // 2026-11-22
MILER_API void miler_print_instant(char *out, size_t out_size, int64_t t_ms,
                                   int32_t offset_s); // 2026-11-22T09:30:00+01:00
MILER_API void miler_print_clock(char *out, size_t out_size,
                                 int32_t seconds_after_midnight); // 14:05 (wraps at midnight)

// ---- Numbers a person reads and writes -----------------------------------------

#define MILER_TEXT_MAX 32 // enough for any of the short prints below
#define MILER_MILE_M 1609.344

typedef enum miler_units { MILER_UNITS_METRIC = 0, MILER_UNITS_IMPERIAL = 1 } miler_units;

// A locale-free decimal number: optional sign, digits, '.', optional exponent;
// the whole of `len` bytes. NaN and infinity are refused. Errors: PARSE, RANGE.
MILER_API miler_status miler_parse_number(const char *text, size_t len, double *out,
                                          miler_error *err) MILER_CHECK;
// "5:19.3", "1:02:03", "59.8", "330" (seconds), "4min30s", "90s", "15min", "1h05":
// > 0 and < 100 h. "5:61" is an error that says so. Errors: PARSE, RANGE.
MILER_API miler_status miler_parse_time(const char *text, double *out_s, miler_error *err) MILER_CHECK;
// "mile", "1500", "1500m", "5k", "5km", "10 km", "3mi", "2 miles", "half",
// "marathon", "880y": metres, 1 .. 1,000,000. Errors: PARSE, RANGE.
MILER_API miler_status miler_parse_distance(const char *text, double *out_m, miler_error *err) MILER_CHECK;
// "3:40/km", "5:20/mi", "72/400": seconds per kilometre.
MILER_API miler_status miler_parse_pace(const char *text, double *out_s_per_km, miler_error *err) MILER_CHECK;

// "5:19.3", "59.8", "1:02:03". Rounded half away from zero to `decimals` (0..3);
// carries properly (59.96 -> "1:00.0" with 1). NaN prints "-".
MILER_API void miler_print_time(char *out, size_t out_size, double time_s, int decimals);
// The field's name where it has one ("mile", "5 km", "half marathon"), else "400 m", "12.3 km" / "7.6 mi".
MILER_API void miler_print_distance(char *out, size_t out_size, double dist_m, miler_units units);
// "3:40/km" or "5:54/mi".
MILER_API void miler_print_pace(char *out, size_t out_size, double pace_s_per_km, miler_units units);

#ifdef __cplusplus
}
#endif
#endif
