// SPDX-License-Identifier: MIT
// A reading out of bytes that anybody may have written: see flat.h for the rules.
// Columns go from the channel to where they belong and are looked at there, so
// that a day's recording needs no second copy.
#include "app/flat.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

// Gets go on after a failure with zeros: one look at the end of a part is enough.
typedef struct getting {
    sandbox_channel *ch;
    miler_arena *arena;
    miler_error *err;
    miler_status status;
} getting;

miler_status flat_refuse(miler_error *err, const char *what) {
    const miler_status status = miler_fail(err, MILER_ERR_FORMAT, FLAT_SAYS " (%s)", what);
    miler_error_remedy(err,
                       "fetch it again from the watch or the site; if that is refused too, please report it");
    return status;
}

static void refuse(getting *g, const char *what) {
    if (g->status == MILER_OK) g->status = flat_refuse(g->err, what);
}

static void get(getting *g, void *out, size_t len) {
    if (g->status == MILER_OK) g->status = sandbox_get(g->ch, out, len, g->err);
    if (g->status != MILER_OK) memset(out, 0, len);
}

static uint32_t get_u32(getting *g, uint32_t max, const char *what) {
    uint32_t v;
    get(g, &v, sizeof v);
    if (v > max) refuse(g, what);
    return g->status == MILER_OK ? v : 0;
}

static int64_t get_i64(getting *g, int64_t low, int64_t high, const char *what) {
    int64_t v;
    get(g, &v, sizeof v);
    if (g->status == MILER_OK && (v < low || v > high)) refuse(g, what);
    return g->status == MILER_OK ? v : 0;
}

static int32_t get_i32(getting *g, int32_t low, int32_t high, const char *what) {
    int32_t v;
    get(g, &v, sizeof v);
    if (g->status == MILER_OK && (v < low || v > high)) refuse(g, what);
    return g->status == MILER_OK ? v : 0;
}

static void *room(getting *g, size_t count, size_t size) {
    if (g->status != MILER_OK) return NULL;
    void *at = miler_arena_array(g->arena, count, size);
    if (at == NULL) g->status = miler_fail(g->err, MILER_ERR_NOMEM, "out of memory");
    return at;
}

// ---- Texts

bool flat_is_text(const char *text, size_t len, bool lines) {
    for (size_t i = 0; i < len;) {
        const size_t c = miler_utf8_len(text + i, len - i);
        const unsigned char first = (unsigned char)text[i];
        const bool end = lines && first == '\n';
        if (c == 0 || (c == 1 && !end && (first < 0x20 || first == 0x7F))) return false;
        i += c;
    }
    return true;
}

static char *get_text(getting *g, uint32_t max, bool lines) {
    uint32_t len;
    get(g, &len, sizeof len);
    if (g->status != MILER_OK || len == FLAT_NO_TEXT) return NULL;
    if (len > max) refuse(g, "a text too long");
    char *text = room(g, (size_t)len + 1, 1);
    if (text == NULL) return NULL;
    get(g, text, len);
    if (g->status == MILER_OK && !flat_is_text(text, len, lines)) refuse(g, "a text that is none");
    return g->status == MILER_OK ? text : NULL;
}

// ---- Numbers

static bool is_time(int64_t t_ms) {
    return t_ms == MILER_NO_TIME || (t_ms >= -MILER_FLAT_TIMES_MS && t_ms <= MILER_FLAT_TIMES_MS);
}

static bool doubles_hold(const double *v, size_t count, const flat_field *f) {
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = ok && !(v[i] < f->low || v[i] > f->high); // NaN: neither
    return ok;
}

static bool floats_hold(const float *v, size_t count, const flat_field *f) {
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = ok && !((double)v[i] < f->low || (double)v[i] > f->high);
    return ok;
}

static bool times_hold(const int64_t *v, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!is_time(v[i]) || (i > 0 && v[i] < v[i - 1])) return false;
    return true;
}

static bool bytes_hold(const uint8_t *v, size_t count, const flat_field *f) {
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = ok && v[i] <= (uint8_t)f->high;
    return ok;
}

static bool holds(const void *v, size_t count, const flat_field *f) {
    switch (f->kind) {
    case FLAT_F32:
        return floats_hold(v, count, f);
    case FLAT_F64:
        return doubles_hold(v, count, f);
    case FLAT_TIME:
        return times_hold(v, count);
    case FLAT_U8:
        return bytes_hold(v, count, f);
    }
    return false;
}

static void get_fields(getting *g, void *to, const flat_field *fields, size_t count, const char *what) {
    for (size_t i = 0; i < count; i++) {
        union {
            float f32;
            double f64;
            int64_t time;
        } v;
        get(g, &v, flat_size(fields[i].kind));
        if (g->status == MILER_OK && !holds(&v, 1, &fields[i])) refuse(g, what);
        if (g->status != MILER_OK) return;
        memcpy((char *)to + fields[i].at, &v, flat_size(fields[i].kind));
    }
}

// ---- The parts of a recording

static void get_column(getting *g, miler_samples *s, const flat_field *f) {
    const size_t size = flat_size(f->kind);
    void *column = g->status == MILER_OK ? miler_arena_bare_array(g->arena, s->count, size) : NULL;
    if (column == NULL) {
        if (g->status == MILER_OK) g->status = miler_fail(g->err, MILER_ERR_NOMEM, "out of memory");
        return;
    }
    get(g, column, s->count * size);
    if (g->status == MILER_OK && !holds(column, s->count, f)) refuse(g, "a sample that cannot be");
    memcpy((char *)s + f->at, &column, sizeof column);
}

static void get_samples(getting *g, miler_samples *s) {
    s->count = get_u32(g, MILER_RECORDS_MAX, "too many samples");
    const uint32_t present = get_u32(g, (1u << FLAT_COLUMNS) - 1, "a column that there is not");
    for (size_t i = 0; i < FLAT_COLUMNS && g->status == MILER_OK; i++)
        if ((present >> i & 1) != 0) get_column(g, s, &flat_columns[i]);
}

static void get_laps(getting *g, miler_recording *r) {
    const uint32_t count = get_u32(g, MILER_LAPS_MAX, "too many laps");
    r->laps = count != 0 ? room(g, count, sizeof *r->laps) : NULL;
    if (r->laps == NULL) return;
    r->lap_count = count;
    for (size_t i = 0; i < count && g->status == MILER_OK; i++) {
        miler_lap *lap = &r->laps[i];
        miler_summary_init(&lap->sum);
        get_fields(g, &lap->sum, flat_summary, FLAT_SUMMARY_FIELDS, "a lap that cannot be");
        lap->trigger = (miler_lap_trigger)get_u32(g, MILER_TRIGGER_END, "a trigger that there is not");
        lap->intensity =
            (miler_intensity)get_u32(g, MILER_INTENSITY_INTERVAL, "an intensity that there is not");
        lap->workout_step = get_i32(g, -1, INT32_MAX, "a step that there is not");
    }
}

static void get_events(getting *g, miler_recording *r) {
    const uint32_t count = get_u32(g, MILER_RECORDS_MAX, "too many events");
    r->events = count != 0 ? room(g, count, sizeof *r->events) : NULL;
    if (r->events == NULL) return;
    r->event_count = count;
    for (size_t i = 0; i < count && g->status == MILER_OK; i++) {
        miler_timer_event *e = &r->events[i];
        get(g, &e->t_ms, sizeof e->t_ms);
        if (g->status == MILER_OK && !is_time(e->t_ms)) refuse(g, "an event at no time");
        const uint32_t bits = get_u32(g, 3, "an event that cannot be");
        e->start = (bits & 1) != 0;
        e->automatic = (bits & 2) != 0;
    }
}

static void get_steps(getting *g, miler_recording *r) {
    static const char what[] = "a step that cannot be";
    const uint32_t count = get_u32(g, MILER_LAPS_MAX, "too many steps");
    r->steps = count != 0 ? room(g, count, sizeof *r->steps) : NULL;
    for (size_t i = 0; r->steps != NULL && i < count && g->status == MILER_OK; i++) {
        miler_recorded_step *s = &r->steps[i];
        s->name = get_text(g, MILER_FLAT_TEXT_MAX, false);
        s->duration_type = get_i32(g, -1, INT32_MAX, what);
        s->duration_value = get_i64(g, -1, UINT32_MAX, what);
        s->target_type = get_i32(g, -1, INT32_MAX, what);
        s->target_value = get_i64(g, -1, UINT32_MAX, what);
        s->target_low = get_i64(g, -1, UINT32_MAX, what);
        s->target_high = get_i64(g, -1, UINT32_MAX, what);
        s->intensity = (miler_intensity)get_u32(g, MILER_INTENSITY_INTERVAL, what);
    }
    r->step_count = r->steps != NULL ? count : 0;
    r->workout_name = get_text(g, MILER_FLAT_TEXT_MAX, false);
}

#define FLAGS_OF_READERS                                                                                     \
    (MILER_REC_TRUNCATED | MILER_REC_BAD_CRC | MILER_REC_RESYNCED | MILER_REC_NO_SUMMARY |                   \
     MILER_REC_TIME_REORDERED | MILER_REC_NO_TIMES | MILER_REC_LIMIT)

static void get_recording(getting *g, miler_recording *r) {
    miler_recording_init(r);
    r->format = (miler_file_format)get_u32(g, MILER_FORMAT_COUNT - 1, "a format that there is not");
    r->sport = (miler_sport)get_u32(g, MILER_SPORT_COUNT - 1, "a sport that there is not");
    r->sub_sport = (miler_sub_sport)get_u32(g, MILER_SUB_COUNT - 1, "a sport that there is not");
    r->flags = get_u32(g, FLAGS_OF_READERS, "a flag that there is not");
    r->utc_offset_s = get_i32(g, -86400, 86400, "a clock that there is not");
    const uint32_t bits = get_u32(g, 3, "a recording that cannot be");
    r->has_utc_offset = (bits & 1) != 0;
    r->has_footpod = (bits & 2) != 0;
    r->name = get_text(g, MILER_FLAT_TEXT_MAX, false);
    r->device = get_text(g, MILER_FLAT_TEXT_MAX, false);
    r->notes = get_text(g, MILER_FLAT_NOTES_MAX, true);
    r->lost_bytes = (uint64_t)get_i64(g, 0, (int64_t)MILER_FILE_MAX, "more lost than there was");
    get_fields(g, r, flat_person, FLAT_PERSON_FIELDS, "a person that cannot be");
    get_fields(g, &r->session, flat_summary, FLAT_SUMMARY_FIELDS, "a session that cannot be");
    get_samples(g, &r->samples);
    get_laps(g, r);
    get_events(g, r);
    get_steps(g, r);
}

miler_status flat_get_reading(sandbox_channel *ch, miler_arena *arena, miler_reading *out, miler_error *err) {
    getting g = {.ch = ch, .arena = arena, .err = err};
    *out = (miler_reading){.content_name = ""};
    if (get_u32(&g, UINT32_MAX, "") != FLAT_HEAD) refuse(&g, "no reading");
    out->format = (miler_file_format)get_u32(&g, MILER_FORMAT_COUNT - 1, "a format that there is not");
    out->content = (miler_content)get_u32(&g, MILER_CONTENT_OTHER, "a content that there is not");
    const char *name = get_text(&g, MILER_FLAT_TEXT_MAX, false);
    const uint32_t count = get_u32(&g, MILER_RECORDINGS_MAX, "too many recordings");
    out->recordings = count != 0 ? room(&g, count, sizeof *out->recordings) : NULL;
    for (size_t i = 0; i < count && g.status == MILER_OK; i++)
        get_recording(&g, &out->recordings[i]);
    if (get_u32(&g, UINT32_MAX, "") != FLAT_TAIL) refuse(&g, "no end");
    if (g.status != MILER_OK) {
        *out = (miler_reading){.content_name = ""};
        return g.status;
    }
    out->content_name = name != NULL ? name : "";
    out->recording_count = count;
    return MILER_OK;
}

// ---- Small things

miler_status flat_get_u32(sandbox_channel *ch, uint32_t max, uint32_t *out, miler_error *err) {
    getting g = {.ch = ch, .err = err};
    *out = get_u32(&g, max, "a number that cannot be");
    return g.status;
}

miler_status flat_get_u64(sandbox_channel *ch, uint64_t max, uint64_t *out, miler_error *err) {
    const miler_status status = sandbox_get(ch, out, sizeof *out, err);
    if (status == MILER_OK && *out <= max) return MILER_OK;
    *out = 0;
    return status != MILER_OK ? status : flat_refuse(err, "a number that cannot be");
}

static bool a_reader_may_say(int32_t status) {
    static const miler_status known[] = {MILER_OK,        MILER_ERR_ARG,    MILER_ERR_NOMEM,
                                         MILER_ERR_LIMIT, MILER_ERR_FORMAT, MILER_ERR_UNSUPPORTED,
                                         MILER_ERR_EMPTY, MILER_ERR_IO};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (status == known[i]) return true;
    return false;
}

static void get_words(getting *g, char *out, size_t size) {
    uint32_t len = get_u32(g, (uint32_t)size - 1, "an error too long");
    get(g, out, len);
    out[len] = '\0';
    if (!flat_is_text(out, len, false)) refuse(g, "an error that is none");
}

miler_status flat_get_outcome(sandbox_channel *ch, miler_status *status, miler_error *why, miler_error *err) {
    getting g = {.ch = ch, .err = err};
    miler_error said = {0};
    int32_t code;
    get(&g, &code, sizeof code);
    if (g.status == MILER_OK && !a_reader_may_say(code)) refuse(&g, "an outcome that there is not");
    *status = g.status == MILER_OK ? (miler_status)code : g.status;
    if (g.status != MILER_OK || code == MILER_OK) return g.status;
    said.status = (miler_status)code;
    get(&g, &said.line, sizeof said.line);
    get(&g, &said.column, sizeof said.column);
    get(&g, &said.offset, sizeof said.offset);
    get_words(&g, said.msg, sizeof said.msg);
    get_words(&g, said.remedy, sizeof said.remedy);
    if (said.msg[0] == '\0')
        (void)miler_fail(&said, (miler_status)code, "%s", miler_status_name((miler_status)code));
    if (g.status == MILER_OK && why != NULL) *why = said;
    return g.status;
}
