// SPDX-License-Identifier: MIT
// A definition becomes a plan: for each field that is wanted, where it stands
// in the record and what to do with it. Plain integers of a record message
// become branch-free operations (fit_op); all else is loaded one by one
// (fit_field). Plans are kept and found again by their definition's bytes,
// because some watches define the same few messages anew for every record.
//
//     definition: head 0 arch msg msg n  { num size base } * n  [ m { num size developer } * m ]
//                  0   1  2   3   4  5
#include "formats/fit.h"

#include "formats/crc16.h"

size_t fit_definition_len(const uint8_t *p, size_t len, size_t *need) {
    *need = 6;
    if (len < *need) return 0;
    *need += (size_t)p[5] * 3;
    if ((p[0] & 0x20) != 0) {
        *need += 1;
        if (len < *need) return 0;
        *need += (size_t)p[*need - 1] * 3;
    }
    return len < *need ? 0 : *need;
}

bool fit_definition_plausible(const uint8_t *p, size_t len) {
    if ((p[0] & 0xD0) != 0x40 || len < 2) return false;
    if (p[1] != 0 || (len > 2 && p[2] > 1) || (len > 5 && p[5] == 0)) return false;
    for (size_t i = 6; i + 3 <= len && i < 6 + (size_t)p[5] * 3; i += 3)
        if (p[i + 1] == 0 || !fit_base_known(p[i + 2]) || p[i + 1] % fit_base(p[i + 2])->size != 0)
            return false;
    return true;
}

uint64_t fit_load_raw(const uint8_t *p, size_t size, bool big_endian) {
    uint64_t x = 0;
    for (size_t i = 0; i < size; i++)
        x = x << 8 | p[big_endian ? i : size - 1 - i];
    return x;
}

// SAFETY: what a watch measures fits four bytes; a double or a 64-bit integer
// beyond this is no measurement, and milliseconds of it still fit an int64_t.
#define NUMBER_MAX 1e12

static bool load_element(const uint8_t *p, const fit_base_type *base, bool big_endian, double *out) {
    uint64_t x = fit_load_raw(p, base->size, big_endian);
    if (x == base->invalid) return false;
    if (base->kind == 's') {
        unsigned unused = 64 - 8u * base->size;
        // Two's complement by hand: shifting a signed number right is the compiler's choice.
        uint64_t sign = UINT64_C(1) << (63 - unused);
        x = (x ^ sign) - sign;
        *out = x >> 63 != 0 ? -(double)(~x + 1) : (double)x;
    } else if (base->kind == 'f' && base->size == 4) {
        uint32_t bits = (uint32_t)x;
        float value;
        memcpy(&value, &bits, sizeof value);
        *out = (double)value;
    } else if (base->kind == 'f') {
        memcpy(out, &x, sizeof *out);
    } else {
        *out = (double)x;
    }
    return fabs(*out) <= NUMBER_MAX; // false for NAN too
}

bool fit_load(const uint8_t *record, const fit_field *field, double *out) {
    const fit_base_type *base = fit_base(field->base);
    if (base->kind == 't' || field->size % base->size != 0) return false;
    for (size_t i = 0; i < field->size; i += base->size) {
        double raw;
        if (!load_element(record + field->at + i, base, field->big_endian, &raw)) continue;
        *out = raw * field->scale + field->offset;
        return true;
    }
    return false;
}

const fit_field *fit_plan_field(const fit_plan *plan, uint8_t slot) {
    for (size_t i = 0; i < plan->field_count; i++)
        if (plan->fields[i].slot == slot) return &plan->fields[i];
    return NULL;
}

// ---- Making a plan

// A field that one fit_op can load: a single integer, and four bytes of the
// record to load it with.
static bool fast(const fit_plan *plan, const fit_field *field, fit_op *op) {
    const fit_base_type *base = fit_base(field->base);
    if ((base->kind != 'u' && base->kind != 's') || field->size != base->size || field->size > 4 ||
        plan->size < 4)
        return false;
    unsigned bits = 8u * field->size;
    bool ends = field->at + field->size >= 4;
    if (!ends && field->at + 4u > plan->size) return false;
    *op = (fit_op){.at = (uint16_t)(ends ? field->at + field->size - 4 : field->at),
                   .column = field->slot,
                   .mask = bits == 32 ? UINT32_MAX : (1u << bits) - 1,
                   .sign = base->kind == 's' ? 1u << (bits - 1) : 0,
                   .invalid = (uint32_t)base->invalid,
                   .scale = field->scale,
                   .offset = field->offset};
    // Little-endian bytes that end the load are its high ones, big-endian its low ones.
    op->shift = (uint8_t)(ends != plan->big_endian ? 32 - bits : 0);
    return true;
}

static void add_slow_field(fit_plan *plan, const fit_field *field) {
    if (plan->field_count == FIT_FIELDS_MAX) return;
    plan->fields[plan->field_count++] = *field;
    if (field->rank == 0) plan->early_count = plan->field_count;
}

// The first plain field of a column always writes its cell, later ones only
// when they are valid. Fields come lowest rank first.
static void add_row_field(fit_plan *plan, const fit_field *field) {
    if (field->slot == FIT_COL_TIME) return;
    if (field->slot == FIT_COL_SPEED_DISTANCE) {
        plan->columns |= UINT64_C(1) << FIT_COL_SPEED | UINT64_C(1) << FIT_COL_DIST;
        add_slow_field(plan, field);
        return;
    }
    uint64_t bit = UINT64_C(1) << field->slot;
    bool first = (plan->columns & bit) == 0;
    bool is_float = field->slot < FIT_FLOATS;
    plan->columns |= bit;
    fit_op op;
    if (field->rank == 0 || !fast(plan, field, &op) || (!is_float && (!first || field->size != 4)) ||
        (!first && plan->more_count == FIT_MORE_MAX)) {
        add_slow_field(plan, field);
    } else if (!first) {
        plan->more[plan->more_count++] = op;
    } else {
        plan->written |= bit;
        if (is_float)
            plan->floats[plan->float_count++] = op;
        else
            plan->ints[plan->int_count++] = op;
    }
}

static fit_field field_of_row(const fit_row *row, uint16_t at, const uint8_t *p, bool big_endian) {
    return (fit_field){
        .at = at,
        .size = p[1],
        .base = p[2],
        .slot = row->slot,
        .kind = row->kind,
        // Rank 0 is for what only fills gaps.
        .rank = row->message == FIT_RECORD && row->kind == FIT_BYTES ? 0 : (uint8_t)(row->rank + 1),
        .big_endian = big_endian,
        .scale = 1 / (double)row->scale,
        .offset = -(double)row->offset};
}

// A developer field that says which native field it stands for (foot pods:
// power). Its own description gives type, scale and offset.
static bool developer_field(const fit_plans *plans, const uint8_t *p, uint16_t at, bool big_endian,
                            fit_field *out) {
    for (size_t i = 0; i < plans->developer_count; i++) {
        const fit_developer_field *d = &plans->developer[i];
        if (d->field != p[0] || d->developer != p[2]) continue;
        const fit_row *row = fit_row_find(FIT_RECORD, d->native_field);
        if (row == NULL || row->kind != FIT_NUMBER || row->slot >= FIT_FLOATS) return false;
        // What the watch itself measures of place and pulse comes first; power
        // and running form of a sensor worn for them replace the wrist's guess.
        bool replaces = row->slot >= FIT_COL_POWER && row->slot != FIT_COL_TEMPERATURE;
        *out = (fit_field){.at = at,
                           .size = p[1],
                           .base = d->base,
                           .slot = row->slot,
                           .kind = FIT_NUMBER,
                           .rank = replaces ? UINT8_MAX : 0,
                           .big_endian = big_endian,
                           .scale = 1 / d->scale,
                           .offset = -d->offset};
        return true;
    }
    return false;
}

// All wanted fields, lowest rank first: of two for one slot the later wins.
#define WANTED_MAX 64
typedef struct wanted {
    fit_field fields[WANTED_MAX];
    size_t count;
} wanted;

static void want(wanted *w, fit_field field) {
    if (w->count == WANTED_MAX) return;
    size_t i = w->count++;
    for (; i > 0 && w->fields[i - 1].rank > field.rank; i--)
        w->fields[i] = w->fields[i - 1];
    w->fields[i] = field;
}

// `at` is checked by the caller: a record never exceeds FIT_RECORD_MAX, but a
// field beyond 64 KiB cannot be wanted (uint16_t) and is left out.
static uint32_t collect(const fit_plans *plans, fit_plan *plan, const uint8_t *p, wanted *w) {
    uint32_t at = 1;
    const uint8_t *field = p + 6;
    for (size_t i = 0; i < p[5]; i++, field += 3) {
        const fit_row *row = fit_row_find(plan->message, field[0]);
        if (row != NULL && at + field[1] <= UINT16_MAX)
            want(w, field_of_row(row, (uint16_t)at, field, plan->big_endian));
        if (field[0] == FIT_TIMESTAMP && field[1] == 4 && at + 4 <= UINT16_MAX) plan->time_at = (uint16_t)at;
        at += field[1];
    }
    if ((p[0] & 0x20) == 0) return at;
    size_t count = *field++;
    for (size_t i = 0; i < count; i++, field += 3) {
        fit_field found;
        if (plan->message == FIT_RECORD && at + field[1] <= UINT16_MAX &&
            developer_field(plans, field, (uint16_t)at, plan->big_endian, &found))
            want(w, found);
        at += field[1];
    }
    return at;
}

static void compile(const fit_plans *plans, fit_plan *plan, const uint8_t *p) {
    plan->big_endian = p[2] == 1;
    plan->message = (uint16_t)(plan->big_endian ? p[3] << 8 | p[4] : p[4] << 8 | p[3]);
    wanted w;
    w.count = 0;
    plan->size = collect(plans, plan, p, &w);
    plan->action = FIT_SKIP;
    if (plan->message == FIT_RECORD) {
        plan->action = FIT_ROW;
        for (size_t i = 0; i < w.count; i++)
            add_row_field(plan, &w.fields[i]);
    } else if (fit_message_known(plan->message)) {
        plan->action = FIT_TAKE;
        for (size_t i = 0; i < w.count && i < FIT_FIELDS_MAX; i++)
            plan->fields[plan->field_count++] = w.fields[i];
    }
}

// ---- Keeping plans

static fit_plan *find_plan(fit_plans *plans, const uint8_t *p, size_t len, uint16_t crc) {
    for (size_t i = 0; i < plans->count; i++) {
        fit_plan *plan = plans->all[i];
        if (plan->raw_crc != crc || plan->raw_len != len || plan->era != plans->era) continue;
        // The head byte differs by local type only; the developer bit is in the length.
        if (memcmp(plan->raw + 1, p + 1, len - 1) == 0) return plan;
    }
    return NULL;
}

// A new place, or that of the plan unused for longest. There are always more
// plans than local types, so one is free.
static fit_plan *place(fit_plans *plans, miler_arena *arena) {
    if (plans->count < FIT_PLANS_MAX) {
        fit_plan *plan = miler_arena_take(arena, sizeof *plan);
        if (plan != NULL) plans->all[plans->count++] = plan;
        return plan;
    }
    fit_plan *oldest = NULL;
    for (size_t i = 0; i < plans->count; i++) {
        fit_plan *plan = plans->all[i];
        if (plan->users == 0 && (oldest == NULL || plan->age < oldest->age)) oldest = plan;
    }
    return oldest;
}

bool fit_define(fit_plans *plans, miler_arena *arena, const uint8_t *p, size_t len) {
    unsigned local = p[0] & 0x0F;
    uint16_t crc = miler_crc16((uint16_t)(p[0] & 0x20), p + 1, len - 1);
    fit_plan *plan = find_plan(plans, p, len, crc);
    if (plan == NULL) {
        plan = place(plans, arena);
        if (plan == NULL) return false;
        uint8_t *raw = plan->raw;
        size_t raw_cap = plan->raw_cap;
        if (raw_cap < len) {
            raw = miler_arena_take(arena, len);
            raw_cap = len;
            if (raw == NULL) return false;
        }
        memset(plan, 0, offsetof(fit_plan, floats));
        plan->raw = raw;
        plan->raw_cap = raw_cap;
        plan->raw_crc = crc;
        plan->raw_len = (uint32_t)len;
        plan->era = plans->era;
        memcpy(raw, p, len);
        compile(plans, plan, p);
    }
    if (plans->local[local] != NULL) plans->local[local]->users--;
    plan->users++;
    plan->age = ++plans->clock;
    plans->local[local] = plan;
    return true;
}

void fit_plans_reset(fit_plans *plans) {
    for (size_t i = 0; i < 16; i++) {
        if (plans->local[i] != NULL) plans->local[i]->users--;
        plans->local[i] = NULL;
    }
    // Plans with developer fields are not to be found again: the next file
    // in the chain describes its own.
    plans->developer_count = 0;
    plans->era++;
}
