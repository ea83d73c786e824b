// SPDX-License-Identifier: MIT
// FIT bytes in pieces of any size -> records, whatever state they are in.
//
//     HEADER --> DATA --> CHECK --> HEADER (chained file) ...
//                |  ^        \----> TAIL (what is not FIT)
//                v  |
//               RESYNC (after damage: byte by byte to the next record that
//                       makes sense, or the next file)
//
// A step looks at the bytes at hand and takes some, or says how many it needs.
// What it decides hangs on the file's bytes alone, never on where a feed ends,
// so any way of cutting the file gives the same recordings. Whole records are
// read where they lie; only one that straddles two feeds is copied.
#include "formats/fit.h"

#include "formats/crc16.h"

#include <stdio.h>

#define SIGNATURE_AT 8
#define HEADER_MIN 12
#define HEADER_CRC_AT 12
#define TO_THE_END UINT64_MAX
#define NOTES_MAX 4096
#define BLOCK ((size_t)16384) // checked and read while in the first cache
// Records after a hole are within this of the last one before it. [engineering estimate]
#define RESYNC_BACK_S 3600
#define RESYNC_AHEAD_S 86400
#define NO_HEAD 256u
#define SYSTEM_TIME_MAX 0x10000000u // below: seconds since power-on, not a date

void fit_note(fit_reader *f, const char *fmt, ...) {
    if (f->notes.len > NOTES_MAX - 512) return; // a file this broken has been described well enough
    if (f->notes.len != 0) miler_buf_text_append(&f->notes, "\n");
    va_list args;
    va_start(args, fmt);
    miler_buf_vprintf(&f->notes, fmt, args);
    va_end(args);
    if (f->notes.failed) f->status = MILER_ERR_NOMEM;
}

static unsigned long long at(uint64_t offset) {
    return (unsigned long long)offset;
}

static bool has_signature(const uint8_t *p) {
    return p[0] >= HEADER_MIN && memcmp(p + SIGNATURE_AT, ".FIT", 4) == 0;
}

// Every step returns the bytes it took. 0 and f->need = 0: the phase changed;
// 0 and f->need > len: it waits.
static size_t wait_for(fit_reader *f, size_t need) {
    f->need = need;
    return 0;
}

static size_t turn(fit_reader *f, fit_phase phase) {
    f->phase = phase;
    f->need = 0;
    return 0;
}

// ---- Header

static void begin_file(fit_reader *f, const uint8_t *p, size_t size) {
    uint32_t data_size = fit_load32(p + 4, false);
    f->files++;
    f->data_start = f->offset + size;
    f->data_end = data_size == 0 ? TO_THE_END : f->data_start + data_size;
    f->last_time = FIT_NO_TIME;
    f->has_beat_anchor = false;
    if (data_size == 0) {
        f->flags |= MILER_REC_TRUNCATED;
        fit_note(f, "the header counts no data: the recording was interrupted");
    }
    uint16_t stored = size >= 14 ? (uint16_t)(p[HEADER_CRC_AT] | p[HEADER_CRC_AT + 1] << 8) : 0;
    if (stored != 0 && stored != miler_crc16(0, p, HEADER_CRC_AT)) {
        f->flags |= MILER_REC_BAD_CRC;
        fit_note(f, "wrong header CRC at byte %llu", at(f->offset));
    }
}

static size_t header_step(fit_reader *f, const uint8_t *p, size_t len) {
    if (len < HEADER_MIN && !f->at_end) return wait_for(f, HEADER_MIN);
    size_t size = len != 0 ? p[0] : 0;
    if (len < HEADER_MIN || !has_signature(p)) {
        if (f->files == 0) {
            f->status = MILER_ERR_FORMAT;
            return wait_for(f, 1);
        }
        return turn(f, FIT_TAIL);
    }
    if (len < size) {
        if (!f->at_end) return wait_for(f, size);
        if (f->files != 0) return turn(f, FIT_TAIL);
        f->status = MILER_ERR_FORMAT;
        return wait_for(f, 1);
    }
    f->crc = 0;
    begin_file(f, p, size);
    f->phase = FIT_DATA;
    return size;
}

static size_t tail_step(fit_reader *f, const uint8_t *p, size_t len) {
    (void)p;
    if (f->hole_start == TO_THE_END) f->hole_start = f->offset;
    return len != 0 ? len : wait_for(f, 1);
}

// ---- Records

static bool is_definition(uint8_t head) {
    return (head & 0xC0) == 0x40;
}

static fit_plan *plan_of(const fit_reader *f, uint8_t head) {
    return f->plans.local[(head & 0x80) != 0 ? head >> 5 & 3 : head & 0x0F];
}

// The last time that is known to be good.
static uint32_t anchor_time(const fit_reader *f) {
    return f->rows.count != 0 && f->rows.last_time != FIT_NO_TIME ? f->rows.last_time : f->last_time;
}

static bool is_near(const fit_reader *f, uint32_t t) {
    uint32_t anchor = anchor_time(f);
    if (anchor == FIT_NO_TIME) return t >= SYSTEM_TIME_MAX && t < 0x80000000u;
    return t - anchor + RESYNC_BACK_S <= RESYNC_BACK_S + RESYNC_AHEAD_S;
}

// Whether a record, or a file, makes sense at p: 1 yes, 0 no, -1 more bytes
// are needed (f->need). Asked only where something is broken.
static int makes_sense(fit_reader *f, const uint8_t *p, size_t len) {
    if (len < HEADER_MIN && !f->at_end) {
        f->need = HEADER_MIN;
        return -1;
    }
    if (len >= HEADER_MIN && has_signature(p)) return 1;
    size_t size = 0;
    size_t need = 0;
    if (is_definition(p[0])) {
        if (!fit_definition_plausible(p, len)) return 0;
        size = fit_definition_len(p, len, &need);
    } else if ((p[0] & 0xF0) == 0) {
        const fit_plan *plan = plan_of(f, p[0]);
        if (plan == NULL || plan->time_at == 0) return 0;
        need = plan->size;
        if (len >= need && is_near(f, fit_load32(p + plan->time_at, plan->big_endian))) size = need;
        if (len >= need && size == 0) return 0;
    } else {
        return 0;
    }
    // The next record's head must make sense as well; after a definition, its
    // data. The last record is followed by two bytes of checksum at most.
    if (len < need + 3 && !f->at_end) {
        f->need = need + 3;
        return -1;
    }
    if (size == 0) return 0;
    if (len <= size + 2) return !is_definition(p[0]);
    if (is_definition(p[0]))
        return (p[size] & 0xF0) == 0x40 || (p[size] & 0xF0) == 0x60 || (p[size] & 0xCF) == (p[0] & 0x0F);
    return is_definition(p[size]) || plan_of(f, p[size]) != NULL;
}

// `back`: bytes already taken that turn out to belong to the damage.
static size_t damaged(fit_reader *f, size_t back) {
    f->hole_start = f->offset - back;
    f->broken_at = f->offset;
    f->zeros = 0;
    return turn(f, FIT_RESYNC);
}

// A hole of zeros reads as messages of local type 0. One that should have a
// time and is nothing but zeros is none; others (a developer id may be all
// zeros) come singly.
#define ZEROS_MAX 64 // engineering estimate
static bool in_hole(fit_reader *f, const fit_plan *plan, const uint8_t *p) {
    size_t zeros = 0;
    while (zeros < plan->size && p[zeros] == 0)
        zeros++;
    if (zeros < plan->size) {
        f->zeros = 0;
        return false;
    }
    if (plan->time_at != 0 || f->zeros + zeros > ZEROS_MAX) return true;
    f->zeros += zeros;
    return false;
}

static bool take_data(fit_reader *f, fit_plan *plan, const uint8_t *p) {
    uint32_t t = FIT_NO_TIME;
    if (plan->time_at != 0) t = fit_load32(p + plan->time_at, plan->big_endian);
    if ((p[0] & 0x80) != 0) {
        // Five bits of time, counted on from the last full one; without one, from 0.
        uint32_t last = f->last_time != FIT_NO_TIME ? f->last_time : 0;
        t = last + (((p[0] & 0x1Fu) - last) & 0x1F);
    }
    if (t != FIT_NO_TIME) f->last_time = t;
    if (plan->action == FIT_ROW) return fit_rows_add(&f->rows, plan, p, t);
    if (plan->action == FIT_TAKE) fit_take(f, plan, p);
    return f->status == MILER_OK;
}

// The record at p goes beyond the data the header counts. If the file ends
// there too, it was cut; if not, the count is wrong and the file is right.
static size_t overrun(fit_reader *f, const uint8_t *p, size_t len, size_t room) {
    size_t want = room + 2 + HEADER_MIN;
    if (len < want && !f->at_end) return wait_for(f, want);
    if (len < room) return wait_for(f, want); // the file ends before either
    if (len <= room + 2 || (len >= want && has_signature(p + room + 2))) {
        f->flags |= MILER_REC_TRUNCATED;
        f->lost += room;
        fit_note(f, "the last record is cut short: %zu bytes at byte %llu are lost", room, at(f->offset));
        return room;
    }
    f->flags |= MILER_REC_TRUNCATED;
    fit_note(f, "the header counts %llu bytes of data, there are more", at(f->data_end - f->data_start));
    f->data_end = TO_THE_END;
    return turn(f, FIT_DATA);
}

static size_t define(fit_reader *f, const uint8_t *p, size_t len, bool *broken) {
    size_t size = fit_definition_len(p, len, &f->need);
    if (len > 2 && p[2] > 1) *broken = true; // neither byte order
    if (size == 0 || *broken) return 0;
    fit_rows_settle(&f->rows); // their plan may be made anew
    if (!fit_define(&f->plans, f->arena, p, size)) f->status = MILER_ERR_NOMEM;
    return size;
}

// The hot loop: as many whole records as there are, up to a block.
static size_t data_step(fit_reader *f, const uint8_t *p, size_t len) {
    uint64_t left = f->data_end - f->offset;
    if (left == 0) return turn(f, FIT_CHECK);
    size_t room = left < SIZE_MAX ? (size_t)left : SIZE_MAX;
    size_t limit = len < room ? len : room;
    size_t used = 0;
    bool broken = false;
    fit_plan *plan = NULL;
    size_t size = 0;
    unsigned head = NO_HEAD;
    f->need = 1;
    while (used < limit && used < BLOCK && f->status == MILER_OK && !f->not_activity) {
        const uint8_t *record = p + used;
        if (is_definition(record[0])) {
            size_t taken = define(f, record, limit - used, &broken);
            if (taken == 0) break;
            used += taken;
            head = NO_HEAD;
            continue;
        }
        // PERF: messages of one kind come in runs; then the next one's place
        // does not wait for its plan to be looked up.
        if (record[0] != head) {
            plan = plan_of(f, record[0]);
            broken = plan == NULL;
            if (broken) break;
            head = record[0];
            size = plan->size;
            f->need = size;
        }
        if (limit - used < size) break;
        if (head == 0) {
            broken = in_hole(f, plan, record);
            if (broken) break;
        } else {
            f->zeros = 0;
        }
        if (!take_data(f, plan, record)) {
            if (f->status == MILER_OK) f->status = MILER_ERR_NOMEM;
            break;
        }
        used += size;
    }
    fit_rows_settle(&f->rows); // the bytes they point into may go
    if (used != 0 || f->status != MILER_OK || f->not_activity) return used;
    if (broken) return damaged(f, f->zeros);
    return f->need > room ? overrun(f, p, len, room) : 0;
}

static void end_hole(fit_reader *f, uint64_t end) {
    uint64_t lost = end - f->hole_start;
    f->lost += lost;
    f->flags |= MILER_REC_RESYNCED;
    if (++f->holes <= FIT_HOLES_TOLD)
        fit_note(f, "damage at byte %llu: %llu bytes are lost", at(f->hole_start), at(lost));
    else
        f->holes_lost += lost;
    f->hole_start = TO_THE_END;
}

// PERF: at most places nothing can begin, and a glance tells. `timed`: a bit for each local type with a time.
static bool nothing_begins(const uint8_t *p, unsigned timed) {
    if (p[SIGNATURE_AT] == '.') return false;
    if (p[0] < 16) return (timed >> p[0] & 1) == 0;
    return !is_definition(p[0]) || p[1] != 0 || p[2] > 1;
}

static unsigned timed_types(const fit_reader *f) {
    unsigned timed = 0;
    for (uint8_t i = 0; i < 16; i++) {
        const fit_plan *plan = plan_of(f, i);
        if (plan != NULL && plan->time_at != 0) timed |= 1u << i;
    }
    return timed;
}

static size_t resync_step(fit_reader *f, const uint8_t *p, size_t len) {
    const unsigned timed = timed_types(f);
    uint64_t left = f->data_end - f->offset;
    size_t limit = left < len ? (size_t)left : len;
    size_t used = 0;
    for (; used < limit; used++) {
        if (len - used >= HEADER_MIN && nothing_begins(p + used, timed)) continue;
        int sense = makes_sense(f, p + used, len - used);
        if (sense < 0) return used;
        bool file = len - used >= HEADER_MIN && has_signature(p + used);
        // Where the damage was found only a new file is believed, so that every step moves on.
        if (sense == 0 || (f->offset + used == f->broken_at && !file)) continue;
        end_hole(f, f->offset + used);
        if (file) fit_finish_file(f);
        f->phase = file ? FIT_HEADER : FIT_DATA;
        f->need = 0;
        return used;
    }
    if (used == left) {
        end_hole(f, f->offset + used);
        f->phase = FIT_CHECK;
        f->need = 0;
        return used;
    }
    f->need = 1;
    return used;
}

// ---- Checksum

static size_t next_file(fit_reader *f, size_t used) {
    fit_finish_file(f);
    f->phase = FIT_HEADER;
    f->need = 0;
    return used;
}

static size_t check_step(fit_reader *f, const uint8_t *p, size_t len) {
    if (len < 2) {
        if (!f->at_end) return wait_for(f, 2);
        f->flags |= MILER_REC_TRUNCATED;
        fit_note(f, "the file ends without its CRC");
        f->lost += len;
        return next_file(f, len);
    }
    if ((p[0] | p[1] << 8) == f->crc) return next_file(f, 2);
    // Wrong, or no checksum at all because the header counts too little and
    // the data goes on.
    if (len < 2 + HEADER_MIN && !f->at_end) return wait_for(f, 2 + HEADER_MIN);
    bool followed = len >= 2 + HEADER_MIN && has_signature(p + 2);
    int sense = len == 2 || followed ? 0 : makes_sense(f, p, len);
    if (sense < 0) return 0;
    if (sense == 1) {
        f->flags |= MILER_REC_TRUNCATED;
        fit_note(f, "the header counts %llu bytes of data, there are more", at(f->data_end - f->data_start));
        f->data_end = TO_THE_END;
        return turn(f, FIT_DATA);
    }
    f->flags |= MILER_REC_BAD_CRC;
    fit_note(f, "wrong file CRC at byte %llu", at(f->offset));
    return next_file(f, 2);
}

// ---- Feeding

static size_t step(fit_reader *f, const uint8_t *p, size_t len) {
    fit_phase phase = f->phase;
    size_t used;
    switch (phase) {
    case FIT_HEADER:
        used = header_step(f, p, len);
        break;
    case FIT_DATA:
        used = data_step(f, p, len);
        break;
    case FIT_RESYNC:
        used = resync_step(f, p, len);
        break;
    case FIT_CHECK:
        used = check_step(f, p, len);
        break;
    default:
        used = tail_step(f, p, len);
        break;
    }
    if (phase == FIT_HEADER || phase == FIT_DATA || phase == FIT_RESYNC)
        f->crc = miler_crc16(f->crc, p, used);
    f->offset += used;
    return used;
}

static bool done(const fit_reader *f) {
    return f->status != MILER_OK || f->not_activity;
}

// Steps over [p, p + len) until one waits for more than is there.
static size_t run(fit_reader *f, const uint8_t *p, size_t len) {
    size_t used = 0;
    while (!done(f)) {
        size_t n = step(f, p + used, len - used);
        used += n;
        if (n == 0 && f->need > len - used) break;
        if (used == len && n != 0) {
            f->need = 1;
            if (!f->at_end) break;
        }
    }
    return used;
}

static bool reserve_carry(fit_reader *f, size_t size) {
    if (f->carry_at + size <= f->carry_cap) return true;
    if (f->carry_len != 0 && f->carry_at != 0) memmove(f->carry, f->carry + f->carry_at, f->carry_len);
    f->carry_at = 0;
    if (size <= f->carry_cap) return true;
    size_t cap = f->carry_cap != 0 ? f->carry_cap : 1024;
    while (cap < size)
        cap *= 2;
    uint8_t *carry = miler_arena_grow(f->arena, f->carry, f->carry_cap, cap, 1);
    if (carry == NULL) {
        f->status = MILER_ERR_NOMEM;
        return false;
    }
    f->carry = carry;
    f->carry_cap = cap;
    return true;
}

static bool carry_over(fit_reader *f, const uint8_t *bytes, size_t len) {
    if (!reserve_carry(f, f->carry_len + len)) return false;
    memcpy(f->carry + f->carry_at + f->carry_len, bytes, len);
    f->carry_len += len;
    return true;
}

static void run_carry(fit_reader *f) {
    size_t used = run(f, f->carry + f->carry_at, f->carry_len);
    f->carry_at += used;
    f->carry_len -= used;
    if (f->carry_len == 0) f->carry_at = 0;
}

static miler_status report(fit_reader *f, miler_error *err) {
    if (f->not_activity) return miler_fail(err, MILER_ERR_EMPTY, "a %s file, no activity", f->content_name);
    if (f->status == MILER_OK) return MILER_OK;
    if (f->status == MILER_ERR_NOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return miler_fail(err, f->status, "not a FIT file: it does not begin with a FIT header");
}

static miler_status fit_feed(void *state, const uint8_t *bytes, size_t len, miler_error *err) {
    fit_reader *f = state;
    while (len != 0 && !done(f)) {
        if (f->carry_len == 0) {
            size_t used = run(f, bytes, len);
            bytes += used;
            len -= used;
            if (len == 0 || done(f)) break;
        }
        // Only as much as the waiting step asked for, so that the rest is read where it lies.
        size_t take = f->need > f->carry_len ? f->need - f->carry_len : 1;
        if (take > len) take = len;
        if (!carry_over(f, bytes, take)) break;
        bytes += take;
        len -= take;
        if (f->carry_len >= f->need) run_carry(f);
    }
    return report(f, err);
}

// ---- The end

// What is left over when no more bytes come.
static void end_of_bytes(fit_reader *f) {
    f->at_end = true;
    run_carry(f);
    if (f->phase == FIT_RESYNC && !done(f)) {
        f->offset += f->carry_len;
        end_hole(f, f->offset);
        f->flags |= MILER_REC_TRUNCATED;
    } else if (f->phase == FIT_DATA && !done(f)) {
        bool checksum = f->carry_len == 2 && f->data_end == TO_THE_END;
        if (!checksum) {
            f->flags |= MILER_REC_TRUNCATED;
            f->lost += f->carry_len;
            fit_note(f, "the file ends early at byte %llu: %zu bytes of a cut record are lost",
                     at(f->offset + f->carry_len), f->carry_len);
        }
    }
    if ((f->phase == FIT_RESYNC || f->phase == FIT_DATA) && !done(f)) fit_finish_file(f);
    if (f->phase == FIT_TAIL && f->hole_start != TO_THE_END && f->offset > f->hole_start) {
        f->lost += f->offset - f->hole_start;
        fit_note(f, "%llu bytes after the end at byte %llu are not FIT", at(f->offset - f->hole_start),
                 at(f->hole_start));
        fit_finish_file(f);
    }
}

static miler_status fit_finish(void *state, miler_reading *out, miler_error *err) {
    fit_reader *f = state;
    if (!f->not_activity) end_of_bytes(f);
    if (f->status == MILER_OK) fit_hr_merge(f);
    if (f->status != MILER_OK) return report(f, err);
    out->content = f->content;
    out->content_name = f->content_name;
    if (f->not_activity) return MILER_OK;
    if (f->recordings.count == 0)
        return miler_fail(err, MILER_ERR_EMPTY, "nothing was recorded in this file");
    out->recordings = f->recordings.items;
    out->recording_count = f->recordings.count;
    return MILER_OK;
}

static bool fit_sniff(const uint8_t *head, size_t len) {
    return len >= HEADER_MIN && has_signature(head);
}

static miler_status fit_open(void **state, miler_arena *arena, miler_error *err) {
    fit_reader *f = miler_arena_take(arena, sizeof *f);
    if (f == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    f->arena = arena;
    f->rows.arena = arena;
    f->hole_start = TO_THE_END;
    f->last_time = FIT_NO_TIME;
    f->content_name = "activity";
    f->need = 1;
    miler_buf_init(&f->notes, miler_arena_allocator(arena), NOTES_MAX);
    fit_rows_reset(&f->rows);
    fit_facts_reset(&f->facts);
    *state = f;
    return MILER_OK;
}

static void fit_close(void *state) {
    fit_reader *f = state;
    miler_buf_deinit(&f->notes);
}

const miler_format miler_format_fit = {.id = MILER_FORMAT_FIT,
                                       .sniff = fit_sniff,
                                       .open = fit_open,
                                       .feed = fit_feed,
                                       .finish = fit_finish,
                                       .close = fit_close};
