// SPDX-License-Identifier: MIT
// Filling of recordings: see fill.h.
#include "formats/fill.h"

#include "base/utf8.h"

#include <string.h>

void *fill_list_add(fill_list *list, miler_arena *arena, size_t size, size_t max) {
    if (list->count >= max) return NULL;
    if (list->count == list->cap) {
        size_t cap = list->cap != 0 ? list->cap * 2 : 8;
        void *items = miler_arena_grow(arena, list->items, list->cap, cap, size);
        if (items == NULL) return NULL;
        list->items = items;
        list->cap = cap;
    }
    void *item = (char *)list->items + list->count++ * size;
    memset(item, 0, size);
    return item;
}

static int64_t start_of(const void *item) {
    int64_t start_ms; // a summary, and its start, is the first thing in laps and sessions
    memcpy(&start_ms, item, sizeof start_ms);
    return start_ms;
}

static bool in_order(const fill_list *list, size_t size) {
    const char *items = list->items;
    for (size_t i = 1; i < list->count; i++)
        if (start_of(items + (i - 1) * size) > start_of(items + i * size)) return false;
    return true;
}

// A bottom-up merge sort.
bool fill_sort_by_start(fill_list *list, size_t size, miler_arena *arena) {
    if (in_order(list, size)) return true;
    char *items = list->items;
    char *other = miler_arena_array(arena, list->count, size);
    if (other == NULL) return false;
    for (size_t width = 1; width < list->count; width *= 2) {
        for (size_t start = 0; start < list->count; start += 2 * width) {
            size_t middle = start + width < list->count ? start + width : list->count;
            size_t end = middle + width < list->count ? middle + width : list->count;
            size_t a = start;
            size_t b = middle;
            for (size_t k = start; k < end; k++) {
                bool left =
                    b == end || (a < middle && start_of(items + a * size) <= start_of(items + b * size));
                memcpy(other + k * size, items + (left ? a++ : b++) * size, size);
            }
        }
        memcpy(items, other, list->count * size);
    }
    return true;
}

// ---- Text

char *fill_text(miler_arena *arena, const void *text, size_t len) {
    const uint8_t *bytes = text;
    char out[256]; // a FIT field has at most 255 bytes
    size_t n = 0;
    for (size_t i = 0; i < len && bytes[i] != 0;) {
        size_t c = miler_utf8_len(bytes + i, len - i);
        bool control = c == 1 && (bytes[i] < 0x20 || bytes[i] == 0x7F);
        if (c == 2 && bytes[i] == 0xC2 && bytes[i + 1] < 0xA0) control = true;
        bool blank_first = n == 0 && bytes[i] == ' ';
        if (c == 0 || control || blank_first) {
            i += c == 0 ? 1 : c;
            continue;
        }
        if (n + c >= sizeof out) break;
        memcpy(out + n, bytes + i, c);
        n += c;
        i += c;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    return n != 0 ? miler_arena_dup_n(arena, out, n) : NULL;
}

// ---- Summaries

miler_summary fill_no_summary(void) {
    miler_summary none;
    miler_summary_init(&none);
    return none;
}

void fill_mean_and_max(const float *column, size_t count, float *mean, float *max) {
    double sum = 0;
    size_t n = 0;
    float top = NAN;
    for (size_t i = 0; column != NULL && i < count; i++) {
        if (isnan(column[i])) continue;
        sum += (double)column[i];
        n++;
        if (n == 1 || column[i] > top) top = column[i];
    }
    if (isnan(*mean) && n != 0) *mean = (float)(sum / (double)n);
    if (max != NULL && isnan(*max)) *max = top;
}

void fill_averages(miler_summary *sum, const miler_samples *s) {
    fill_mean_and_max(s->hr_bpm, s->count, &sum->avg_hr_bpm, &sum->max_hr_bpm);
    fill_mean_and_max(s->cadence_spm, s->count, &sum->avg_cadence_spm, &sum->max_cadence_spm);
    fill_mean_and_max(s->power_w, s->count, &sum->avg_power_w, NULL);
    float mean = 0; // of speed it would weigh rows, not metres
    fill_mean_and_max(s->speed_mps, s->count, &mean, &sum->max_speed_mps);
    if (isnan(sum->avg_speed_mps) && sum->timer_s > 0)
        sum->avg_speed_mps = (float)(sum->dist_m / sum->timer_s);
}

// ---- Columns

static double *doubles_in(double *column, size_t first, size_t end) {
    for (size_t i = first; column != NULL && i < end; i++)
        if (!isnan(column[i])) return column + first;
    return NULL;
}

static float *floats_in(float *column, size_t first, size_t end) {
    for (size_t i = first; column != NULL && i < end; i++)
        if (!isnan(column[i])) return column + first;
    return NULL;
}

miler_samples fill_slice(const miler_samples *all, size_t first, size_t end) {
    miler_samples s = {.count = end - first};
    if (s.count == 0) return s;
    s.t_ms = all->t_ms != NULL ? all->t_ms + first : NULL;
    s.segment_start = all->segment_start != NULL ? all->segment_start + first : NULL;
    s.lat_deg = doubles_in(all->lat_deg, first, end);
    s.lon_deg = doubles_in(all->lon_deg, first, end);
    s.dist_m = doubles_in(all->dist_m, first, end);
    s.speed_mps = floats_in(all->speed_mps, first, end);
    s.altitude_m = floats_in(all->altitude_m, first, end);
    s.hr_bpm = floats_in(all->hr_bpm, first, end);
    s.cadence_spm = floats_in(all->cadence_spm, first, end);
    s.power_w = floats_in(all->power_w, first, end);
    s.temperature_c = floats_in(all->temperature_c, first, end);
    s.vertical_oscillation_mm = floats_in(all->vertical_oscillation_mm, first, end);
    s.vertical_ratio_pct = floats_in(all->vertical_ratio_pct, first, end);
    s.stance_ms = floats_in(all->stance_ms, first, end);
    s.stance_balance_pct = floats_in(all->stance_balance_pct, first, end);
    s.step_length_mm = floats_in(all->step_length_mm, first, end);
    s.grade_adjusted_speed_mps = floats_in(all->grade_adjusted_speed_mps, first, end);
    return s;
}

size_t fill_row_at(const miler_samples *s, int64_t t_ms) {
    size_t low = 0;
    size_t high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->t_ms[middle] < t_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool fill_counts_strides(miler_sport sport) {
    return sport == MILER_SPORT_RUNNING || sport == MILER_SPORT_WALKING || sport == MILER_SPORT_HIKING;
}
