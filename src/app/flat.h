// SPDX-License-Identifier: MIT
// flat.h: a reading, an error, a few numbers as a run of bytes without
// pointers: how a sandboxed child hands back what it read (boxed.h).
//
//     head | recording: numbers, texts, columns, laps, events, steps | ... | tail
//
// flat_put_*() is the child's; flat_get_*() takes what may come from anybody:
// every count against its cap before memory is asked for, every choice against
// its list, every number against what a recording can hold (no infinity, nothing
// beyond MILER_FLAT_NUMBER_MAX), every text for UTF-8 without control characters, times for
// their order. What breaks a rule is refused with FORMAT, whole.
//
// Numbers lie in this machine's own order: both ends are one program.
// Ownership: what is got hangs off the arena given. Threads: as the channel.
#ifndef MILER_APP_FLAT_H
#define MILER_APP_FLAT_H

#include "sandbox/sandbox.h"

#include <miler/formats.h>

// Errors of put: IO. Of get: IO (cut short), FORMAT (not what an honest reader says), NOMEM.
miler_status flat_put_reading(sandbox_channel *ch, const miler_reading *reading,
                              miler_error *err) MILER_CHECK;
miler_status flat_get_reading(sandbox_channel *ch, miler_arena *arena, miler_reading *out,
                              miler_error *err) MILER_CHECK;

miler_status flat_put_u32(sandbox_channel *ch, uint32_t v, miler_error *err) MILER_CHECK;
miler_status flat_get_u32(sandbox_channel *ch, uint32_t max, uint32_t *out, miler_error *err) MILER_CHECK;
miler_status flat_put_u64(sandbox_channel *ch, uint64_t v, miler_error *err) MILER_CHECK;
miler_status flat_get_u64(sandbox_channel *ch, uint64_t max, uint64_t *out, miler_error *err) MILER_CHECK;

// How a question was answered. *status: one that a reader may give; *why is filled in with it.
miler_status flat_put_outcome(sandbox_channel *ch, miler_status status, const miler_error *why,
                              miler_error *err) MILER_CHECK;
miler_status flat_get_outcome(sandbox_channel *ch, miler_status *status, miler_error *why,
                              miler_error *err) MILER_CHECK;

// UTF-8 without control characters (`lines`: but for line ends)?
bool flat_is_text(const char *text, size_t len, bool lines);
miler_status flat_refuse(miler_error *err, const char *what); // FORMAT
#define FLAT_SAYS "its reader was broken by it: an answer without sense"

// For flat_put.c and flat_get.c: the parts of a recording, each told once.

typedef enum flat_kind { FLAT_F32, FLAT_F64, FLAT_TIME, FLAT_U8 } flat_kind;
typedef struct flat_field {
    size_t at; // offset in its struct
    flat_kind kind;
    double low, high; // NaN passes
} flat_field;

#define FLAT_COLUMNS 17
extern const flat_field flat_columns[FLAT_COLUMNS]; // of miler_samples: pointers
#define FLAT_SUMMARY_FIELDS 19
extern const flat_field flat_summary[FLAT_SUMMARY_FIELDS]; // of miler_summary
#define FLAT_PERSON_FIELDS 4
extern const flat_field flat_person[FLAT_PERSON_FIELDS]; // of miler_recording
size_t flat_size(flat_kind kind);

#define FLAT_HEAD 0x3152464Du // "MFR1"
#define FLAT_TAIL 0x2152464Du
#define FLAT_NO_TEXT UINT32_MAX

#endif
