// SPDX-License-Identifier: MIT
// What every reader does when it fills a recording: growing lists, clean text,
// empty summaries, and means of columns where the watch stated none.
#ifndef MILER_FILL_H
#define MILER_FILL_H

#include <miler/recording.h>

typedef struct fill_list { // a growing array in an arena
    void *items;
    size_t count;
    size_t cap;
} fill_list;
// One zeroed item more; NULL when `max` is reached or memory is out.
void *fill_list_add(fill_list *list, miler_arena *arena, size_t size, size_t max);
// Laps or sessions (a summary comes first in each) by start, equal ones as they
// came. False: out of memory.
bool fill_sort_by_start(fill_list *list, size_t size, miler_arena *arena);

// Valid UTF-8 without control characters, at most 255 bytes of it, no blank at
// either end; up to the first NUL. NULL when nothing is left.
char *fill_text(miler_arena *arena, const void *bytes, size_t len);

// Nothing stated: NaN and no time.
miler_summary fill_no_summary(void);
// Mean and highest of a column into what is NaN; `max` may be NULL.
void fill_mean_and_max(const float *column, size_t count, float *mean, float *max);
// Heart rate, cadence, power and speed of a summary that was never written.
void fill_averages(miler_summary *sum, const miler_samples *s);

// The columns from sample `first` to before `end`; one without any value is NULL.
miler_samples fill_slice(const miler_samples *all, size_t first, size_t end);
// Index of the first sample at or after an instant.
size_t fill_row_at(const miler_samples *s, int64_t t_ms);

// Watches count the cadence of a runner on one leg.
bool fill_counts_strides(miler_sport sport);

#endif
