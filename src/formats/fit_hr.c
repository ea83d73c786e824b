// SPDX-License-Identifier: MIT
// Heart rates that a chest strap stored while the watch could not hear it (in
// water) and handed over after the run, often as further files in the chain:
//
//     anchor:    timestamp + fraction | event time (1/1024 s) | bpm
//     followers: 8 bpm | 8 event times of 12 bits, packed low bits first
//
// An anchor ties the strap's clock to the watch's; twelve bits roll over every
// 4 s and are unrolled from the event before.
#include "formats/fit.h"

#define HOLD_S 5 // how long one stored rate stands for the time after it (the protocol's gap filling)

static void add_beat(fit_reader *f, uint8_t bpm) {
    if (!f->has_beat_anchor || bpm == 0 || bpm == 0xFF) return;
    int64_t t_1024 = f->beat_anchor_1024 + f->beat_ticks;
    const fit_beat *last = f->beats.count != 0 ? (const fit_beat *)f->beats.items + f->beats.count - 1 : NULL;
    if (last != NULL && last->t_1024 >= t_1024) return; // handed over twice
    fit_beat *beat = fill_list_add(&f->beats, f->arena, sizeof *beat, MILER_RECORDS_MAX);
    if (beat == NULL) return;
    *beat = (fit_beat){.t_1024 = t_1024, .bpm = bpm};
}

static uint32_t packed_12(const uint8_t *p, size_t index) {
    const uint8_t *pair = p + index / 2 * 3;
    return index % 2 == 0 ? (uint32_t)pair[0] | (uint32_t)(pair[1] & 0x0F) << 8
                          : (uint32_t)pair[1] >> 4 | (uint32_t)pair[2] << 4;
}

void fit_take_hr(fit_reader *f, const fit_plan *plan, const uint8_t *record) {
    const fit_field *bpm = fit_plan_field(plan, FIT_V_BPM);
    const fit_field *ticks = fit_plan_field(plan, FIT_V_TICKS);
    const fit_field *ticks_12 = fit_plan_field(plan, FIT_V_TICKS_12);
    const fit_field *time = fit_plan_field(plan, FIT_V_TIME);
    const fit_field *fraction = fit_plan_field(plan, FIT_V_FRACTION);
    if (ticks != NULL && ticks->size >= 4) {
        double t;
        double part = 0;
        uint32_t first = fit_load32(record + ticks->at, ticks->big_endian);
        if (time != NULL && fit_load(record, time, &t)) {
            if (fraction != NULL && !fit_load(record, fraction, &part)) part = 0;
            f->beat_anchor_1024 = (int64_t)t * 1024 + (int64_t)(part * 1024) - first;
            f->has_beat_anchor = true;
        }
        for (size_t i = 0; i < ticks->size / 4u; i++) {
            f->beat_ticks = fit_load32(record + ticks->at + i * 4, ticks->big_endian);
            if (bpm != NULL && i < bpm->size) add_beat(f, record[bpm->at + i]);
        }
    } else if (ticks_12 != NULL) {
        for (size_t i = 0; i < ticks_12->size * 2u / 3; i++) {
            f->beat_ticks += (packed_12(record + ticks_12->at, i) - f->beat_ticks) & 0xFFF;
            if (bpm != NULL && i < bpm->size) add_beat(f, record[bpm->at + i]);
        }
    }
    if (miler_arena_failed(f->arena)) f->status = MILER_ERR_NOMEM;
}

static void merge(const fill_list *beats, miler_samples *s, int64_t start_ms, bool *any) {
    const fit_beat *beat = beats->items;
    size_t next = 0;
    for (size_t i = 0; i < s->count; i++) {
        int64_t t_1024 = (s->t_ms[i] - start_ms) * 1024 / 1000;
        double sum = 0;
        size_t n = 0;
        for (; next < beats->count && beat[next].t_1024 <= t_1024; next++) {
            // Beats from before the first sample belong to no second of the run.
            if (i == 0 && beat[next].t_1024 <= t_1024 - 1024) continue;
            sum += (double)beat[next].bpm;
            n++;
        }
        bool held = n == 0 && next > 0 && t_1024 - beat[next - 1].t_1024 <= HOLD_S * 1024;
        if (!isnan(s->hr_bpm[i]) || (n == 0 && !held)) continue;
        s->hr_bpm[i] = n != 0 ? (float)(sum / (double)n) : beat[next - 1].bpm;
        *any = true;
    }
}

void fit_hr_merge(fit_reader *f) {
    if (f->beats.count == 0) return;
    for (size_t r = 0; r < f->recordings.count; r++) {
        miler_samples *s = &((miler_recording *)f->recordings.items)[r].samples;
        if (s->t_ms == NULL) continue;
        bool any = s->hr_bpm != NULL;
        if (!any) {
            s->hr_bpm = miler_arena_array(f->arena, s->count, sizeof *s->hr_bpm);
            if (s->hr_bpm == NULL) {
                f->status = MILER_ERR_NOMEM;
                return;
            }
            for (size_t i = 0; i < s->count; i++)
                s->hr_bpm[i] = NAN;
        }
        merge(&f->beats, s, fit_time_ms(0), &any);
        if (!any) s->hr_bpm = NULL;
    }
}
