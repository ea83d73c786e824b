// SPDX-License-Identifier: MIT
// The middle of numbers, by sorting where they are few and by bins where they are many.
#include "base/middle.h"

#include <math.h>
#include <stdlib.h>

int miler_by_number(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

void miler_sort(double *values, size_t count) {
    if (count > 1) qsort(values, count, sizeof *values, miler_by_number);
}

double miler_middle(double *values, size_t count) {
    if (count == 0) return 0;
    miler_sort(values, count);
    return values[count / 2];
}

double miler_spread(double *values, size_t count, double middle) {
    for (size_t i = 0; i < count; i++)
        values[i] = fabs(values[i] - middle);
    return miler_middle(values, count);
}

double miler_median_of_sorted(const double *sorted, size_t count) {
    const double upper = sorted[count / 2];
    return count % 2 == 1 ? upper : (sorted[count / 2 - 1] + upper) / 2;
}

double miler_quantile_of_sorted(const double *sorted, size_t count, double share) {
    const size_t below = (size_t)(share * (double)count);
    return sorted[below < count ? below : count - 1];
}

size_t miler_middle_bin(const uint32_t *bins, size_t count) {
    uint64_t total = 0;
    for (size_t b = 0; b < count; b++)
        total += bins[b];
    uint64_t seen = 0;
    for (size_t b = 0; b < count; b++) {
        seen += bins[b];
        if (2 * seen >= total) return b;
    }
    return 0;
}
