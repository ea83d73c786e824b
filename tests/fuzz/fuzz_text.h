// SPDX-License-Identifier: MIT
// What the fuzz targets of TCX and GPX share: any bytes, whole and in pieces,
// which must agree; and what holds for every recording that comes out.
#ifndef MILER_FUZZ_TEXT_H
#define MILER_FUZZ_TEXT_H

#include "base/limits.h"

#include <miler/formats.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct fuzz_outcome {
    miler_status status;
    size_t recordings, samples, laps, notes;
    uint64_t lost;
    uint32_t flags, line;
    double sum; // of all numbers that are there
} fuzz_outcome;

static inline void fuzz_column(fuzz_outcome *out, const double *wide, const float *narrow, size_t count) {
    bool any = false;
    for (size_t i = 0; (wide != NULL || narrow != NULL) && i < count; i++) {
        double value = wide != NULL ? wide[i] : (double)narrow[i];
        if (isnan(value)) continue;
        if (!isfinite(value)) abort();
        out->sum += value;
        any = true;
    }
    if ((wide != NULL || narrow != NULL) && !any) abort(); // a column without a value is none
}

static inline void fuzz_recording(fuzz_outcome *out, const miler_recording *r) {
    const miler_samples *s = &r->samples;
    if (s->count == 0 && r->lap_count == 0) abort();
    if ((s->lat_deg == NULL) != (s->lon_deg == NULL)) abort();
    if (s->count != 0 && (s->t_ms == NULL) != ((r->flags & MILER_REC_NO_TIMES) != 0)) abort();
    for (size_t i = 0; i < s->count; i++) {
        if (s->t_ms != NULL && (s->t_ms[i] == MILER_NO_TIME || (i > 0 && s->t_ms[i] < s->t_ms[i - 1])))
            abort();
        if (s->lat_deg != NULL && (fabs(s->lat_deg[i]) > 90 || fabs(s->lon_deg[i]) > 180)) abort();
        if (s->segment_start != NULL && s->segment_start[i] > 1) abort();
    }
    fuzz_column(out, s->lat_deg, NULL, s->count);
    fuzz_column(out, s->dist_m, NULL, s->count);
    fuzz_column(out, NULL, s->speed_mps, s->count);
    fuzz_column(out, NULL, s->altitude_m, s->count);
    fuzz_column(out, NULL, s->hr_bpm, s->count);
    fuzz_column(out, NULL, s->cadence_spm, s->count);
    fuzz_column(out, NULL, s->power_w, s->count);
    fuzz_column(out, NULL, s->temperature_c, s->count);
    for (size_t i = 0; i < r->lap_count; i++)
        if (r->laps[i].sum.elapsed_s < 0 || r->laps[i].sum.timer_s < 0 || isinf(r->laps[i].sum.dist_m))
            abort();
    if (r->session.elapsed_s < 0 || isinf(r->session.elapsed_s) || r->session.timer_s < 0) abort();
    out->recordings++;
    out->samples += s->count;
    out->laps += r->lap_count;
    out->lost += r->lost_bytes;
    out->flags |= r->flags;
    out->notes += r->notes != NULL ? strlen(r->notes) : 0;
}

static inline fuzz_outcome fuzz_read(miler_file_format format, const uint8_t *bytes, size_t len,
                                     size_t piece) {
    fuzz_outcome out = {0};
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reader *reader;
    miler_reading reading = {0};
    miler_error err = {0};
    if (arena == NULL || miler_reader_open(&reader, format, arena, NULL) != MILER_OK) abort();
    for (size_t at = 0; at < len && out.status == MILER_OK; at += piece)
        out.status = miler_reader_feed(reader, bytes + at, len - at < piece ? len - at : piece, &err);
    if (out.status == MILER_OK) out.status = miler_reader_finish(reader, &reading, &err);
    if (out.status != MILER_OK && err.msg[0] == '\0') abort();
    if (out.status == MILER_ERR_FORMAT && (err.line == 0 || err.remedy[0] == '\0')) abort();
    out.line = err.line;
    for (size_t i = 0; out.status == MILER_OK && i < reading.recording_count; i++)
        fuzz_recording(&out, &reading.recordings[i]);
    // No point is shorter than <trkpt/>.
    if (out.samples > len / 8 || out.lost > len * (out.recordings + 1)) abort();
    miler_reader_close(reader);
    miler_arena_free(arena);
    return out;
}

static inline void fuzz_both_ways(miler_file_format format, const uint8_t *bytes, size_t len) {
    fuzz_outcome a = fuzz_read(format, bytes, len, len != 0 ? len : 1);
    fuzz_outcome b = fuzz_read(format, bytes, len, len != 0 ? 1 + bytes[len / 2] % 64u : 1);
    if (a.status != b.status || a.recordings != b.recordings || a.samples != b.samples || a.laps != b.laps ||
        a.notes != b.notes || a.lost != b.lost || a.flags != b.flags || a.line != b.line || a.sum != b.sum)
        abort();
}

// The bytes as they are; and once more between a sound head and nothing, so
// that a fuzzer is not held up by the way to the first point.
static inline void fuzz_text(miler_file_format format, const char *head, const uint8_t *data, size_t size) {
    if (size > 65536) return;
    (void)miler_formats_sniff(data, size);
    fuzz_both_ways(format, data, size);
    size_t head_len = strlen(head);
    uint8_t *bytes = malloc(head_len + size);
    if (bytes == NULL) return;
    memcpy(bytes, head, head_len);
    if (size != 0) memcpy(bytes + head_len, data, size);
    fuzz_both_ways(format, bytes, head_len + size);
    free(bytes);
}

#endif
