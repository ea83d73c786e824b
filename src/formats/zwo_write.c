// SPDX-License-Identifier: MIT
// A run as a ZWO file, the XML that Zwift and several other programs read.
//
//   <workout_file> author name description sportType durationType
//     <workout>
//       <SteadyState Duration= Power= pace="0"/>
//       <IntervalsT Repeat= OnDuration= OffDuration= OnPower= OffPower= pace="0"/>
//
// Power is a share of a speed, and pace says of which: 0 is the runner's own mile.
// A file counts all its durations in one way: metres when every row has a
// distance, else seconds, for which distances are divided by their speed.
//
// Source: the community's reference of the format (h4l/zwift-workout-file-reference)
// and the editors that write it; there is no official one.
#include "base/utf8.h"
#include "formats/workout_repeat.h"

#include <string.h>

#define REPEATS_MAX 1000 // the language has 200 at most

typedef struct writing {
    const miler_workout_file *file;
    const double *else_mps;
    double mile_mps;
    bool metres;
    miler_buf *out;
} writing;

static void put_text(miler_buf *out, const char *tag, const char *text) {
    const char *const end = text + strlen(text);
    miler_buf_printf(out, "  <%s>", tag);
    while (text < end) {
        const size_t sound = miler_utf8_len(text, (size_t)(end - text));
        const unsigned char c = (unsigned char)*text;
        if (c == '<')
            miler_buf_text_append(out, "&lt;");
        else if (c == '>')
            miler_buf_text_append(out, "&gt;");
        else if (c == '&')
            miler_buf_text_append(out, "&amp;");
        else if (sound == 0 || (c < 0x20 && c != '\n') || c == 0x7F)
            miler_buf_append(out, " ", 1);
        else
            miler_buf_append(out, text, sound);
        text += sound != 0 ? sound : 1;
    }
    miler_buf_printf(out, "</%s>\n", tag);
}

static double speed(const writing *w, size_t i) {
    const miler_workout_row *row = &w->file->rows[i];
    return row->slow_mps > 0 && row->fast_mps > 0 ? 2 / (1 / row->slow_mps + 1 / row->fast_mps)
                                                  : w->else_mps[i];
}

static long duration(const writing *w, size_t i) {
    const miler_workout_row *row = &w->file->rows[i];
    const bool as_is = w->metres || row->end == MILER_END_TIME;
    return lround(as_is ? row->value : row->value / speed(w, i));
}

// Thousandths by integers: printf's %f would follow the locale.
static void put_share(const writing *w, const char *name, size_t i) {
    const long share = lround(1000 * speed(w, i) / w->mile_mps);
    miler_buf_printf(w->out, " %s=\"%ld.%03ld\"", name, share / 1000, share % 1000);
}

static void put_step(const writing *w, size_t i) {
    miler_buf_printf(w->out, "    <SteadyState Duration=\"%ld\"", duration(w, i));
    put_share(w, "Power", i);
    miler_buf_text_append(w->out, " pace=\"0\"/>\n");
}

// Rows first..end-1, so often.
static void put_repeat(const writing *w, size_t first, size_t end, long passes) {
    if (end - first == 2) {
        miler_buf_printf(w->out, "    <IntervalsT Repeat=\"%ld\" OnDuration=\"%ld\" OffDuration=\"%ld\"",
                         passes, duration(w, first), duration(w, first + 1));
        put_share(w, "OnPower", first);
        put_share(w, "OffPower", first + 1);
        miler_buf_text_append(w->out, " pace=\"0\"/>\n");
        return;
    }
    for (long pass = 0; pass < passes; pass++)
        for (size_t i = first; i < end; i++)
            put_step(w, i);
}

// A repeat sends back no further than to the row behind the repeat before it.
static miler_status check_repeat(const miler_workout_row *row, size_t i, size_t inside, miler_error *err) {
    if (row->from >= inside && row->from < i && row->value >= 1 && row->value <= REPEATS_MAX) return MILER_OK;
    return miler_fail(err, MILER_ERR_UNSUPPORTED, "repeats within repeats have no place in it");
}

static miler_status check_step(const miler_workout_row *row, double else_mps, size_t i, miler_error *err) {
    if (row->end != MILER_END_TIME && row->end != MILER_END_DISTANCE)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "'%.60s' has neither a time nor a distance",
                          row->name != NULL ? row->name : "a step");
    if (row->value > 0 && else_mps > 0) return MILER_OK;
    return miler_fail(err, MILER_ERR_ARG, "step %zu has no sound end", i + 1);
}

static miler_status check(const miler_workout_file *f, double mile_mps, const double *else_mps,
                          miler_error *err) {
    size_t inside = 0;
    miler_status status = MILER_OK;
    if (f->count == 0 || !(mile_mps > 0))
        return miler_fail(err, MILER_ERR_ARG, "a workout needs steps and a speed over the mile");
    for (size_t i = 0; i < f->count && status == MILER_OK; i++) {
        const bool repeat = f->rows[i].end == MILER_END_REPEAT;
        status =
            repeat ? check_repeat(&f->rows[i], i, inside, err) : check_step(&f->rows[i], else_mps[i], i, err);
        if (repeat) inside = i + 1;
    }
    return status;
}

miler_status miler_workout_zwo(const miler_workout_file *f, double mile_mps, const double *else_mps,
                               miler_buf *out, miler_error *err) {
    const miler_status status = check(f, mile_mps, else_mps, err);
    if (status != MILER_OK) return status;
    writing w = {.file = f, .else_mps = else_mps, .mile_mps = mile_mps, .metres = true, .out = out};
    for (size_t i = 0; i < f->count; i++)
        if (f->rows[i].end == MILER_END_TIME) w.metres = false;
    miler_buf_text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<workout_file>\n");
    put_text(out, "author", "miler");
    put_text(out, "name", f->name != NULL ? f->name : "");
    put_text(out, "description", f->note != NULL ? f->note : "");
    put_text(out, "sportType", "run");
    put_text(out, "durationType", w.metres ? "distance" : "time");
    miler_buf_text_append(out, "  <workout>\n");
    for (size_t i = 0; i < f->count; i++) {
        const size_t back = workout_repeat_from(f->rows, f->count, i);
        if (back == 0) {
            put_step(&w, i);
        } else {
            put_repeat(&w, i, back, lround(f->rows[back].value));
            i = back;
        }
    }
    miler_buf_text_append(out, "  </workout>\n</workout_file>\n");
    return miler_buf_status(out, err);
}
