// SPDX-License-Identifier: MIT
// boxed_room.h: what miler (boxed_*.c) asks of a child (boxed_work.c), and how. Nobody else includes it.
//
// A question is its number, then what it needs. An answer costs a change of
// process, so that what needs none waits for none, and what will be asked for
// next goes along: a small .gz is unpacked in one answer and read in two.
#ifndef MILER_APP_BOXED_ROOM_H
#define MILER_APP_BOXED_ROOM_H

#include "app/boxed.h"
#include "app/flat.h"
#include "base/limits.h"

typedef enum boxed_question {
    ASK_READ_OPEN = 1, // u32 format; no answer: a failure is told at the next question
    ASK_READ_FEED,     // u32 length, bytes; answer: an outcome
    ASK_READ_FINISH,   // answer: an outcome; OK: a reading
    ASK_UNPACK_START,  // boxed_packed; no answer
    // boxed_pull, packed bytes; answer: MORE_PACKED until it is UNPACKED, u32 length, bytes, u32 state;
    // STATE_FINISHED: an outcome
    ASK_UNPACK_READ,
    TELL_PACKED, // to MORE_PACKED: i32 status of the stream below, u32 length, bytes
    ASK_ZIP_OPEN, // u64 size, u64 entries left; answer: an outcome; OK: u32 entries, u32 whether there are more
    // u32 index, u32 entries; answer: for each an outcome; OK: boxed_entry, name, why it is skipped; when it
    // is to be read another outcome; OK: boxed_place. An entry that failed is the last.
    ASK_ZIP_AT,
    ASK_CSV_OPEN,   // u32 separator; no answer
    ASK_CSV_FEED,   // u32 length, bytes; answer: rows, NO_MORE_ROWS, an outcome
    ASK_CSV_FINISH, // the same
    QUESTION_END
} boxed_question;

enum { MORE_PACKED = 0, UNPACKED }; // MORE_PACKED: u32 room
enum { STATE_FINISHED = 1, STATE_CLEAN = 2, STATE_SPENT = 4, STATE_HUNGRY = 8 };
#define BOXED_UNPACKED (4 * MILER_FEED_CHUNK) // bytes of one answer

// archive_packed without its stream.
typedef struct boxed_packed {
    uint32_t slot, method, declared, crc;
    uint64_t max_out, size;
} boxed_packed;

typedef struct boxed_pull {
    uint32_t slot;
    uint32_t packed_len; // bytes that come along
    uint32_t packed_end; // 1: and there are no more
    uint32_t unused;
    uint64_t budget;
} boxed_pull;

#define BOXED_ENTRIES 32u  // of one answer
#define BOXED_SKIP_MAX 80u // bytes of why an entry is skipped
enum { ENTRY_FOLDER = 1, ENTRY_ZIP = 2 };
typedef struct boxed_entry {
    uint32_t flags, method, crc;
    uint32_t name_len, skip_len; // 0: it is not skipped
    uint32_t unused;
    uint64_t packed_size, size;
} boxed_entry;

typedef struct boxed_place {
    uint64_t offset, len;
} boxed_place;

enum { NO_MORE_ROWS = 0, ONE_ROW }; // ONE_ROW: boxed_row, the fields with a NUL behind each
typedef struct boxed_row {
    uint32_t line, count, len;
} boxed_row;
#define BOXED_ROW_MAX ((uint32_t)(2 * MILER_CSV_ROW_MAX)) // of its texts with their NULs
#define BOXED_FIELDS_MAX 1024u

// ---- For boxed_ask.c, boxed_unpack.c and boxed_zip.c

// The child of the box, asked for when it is needed. NULL: *status, and why.
sandbox_channel *boxed_channel(boxed *box, miler_status *status, miler_error *err);
// A step of the talk with it went so; what is wrong with it ends it. Gives what is to be told.
miler_status boxed_step(boxed *box, miler_status status, miler_error *err);
// What the child said, as it is to be told: its memory is the file's own doing, and no want of miler's.
miler_status boxed_said_so(miler_status said, const miler_error *why, miler_error *err);
// Sends what was asked and takes the outcomes that were due before; box->fed keeps the first that is
// not OK. A part of a step, as are put and get.
miler_status boxed_settle(boxed *box, miler_status sent, miler_error *err);
// The same, then takes the outcome: a whole step. Errors: the child's answer, or its end.
miler_status boxed_outcome(boxed *box, miler_status sent, miler_error *err);

#endif
