// SPDX-License-Identifier: MIT
// The middle of numbers: sorting, median and quantiles, one of each for all rooms.
// NaN must not be among the numbers: it has no place in their order.
#ifndef BASE_MIDDLE_H
#define BASE_MIDDLE_H

#include <stddef.h>
#include <stdint.h>

// Smallest first; for qsort.
int miler_by_number(const void *a, const void *b);
void miler_sort(double *values, size_t count);
// Sorts. One of the values: of an even count the upper of the middle two; 0 of none.
double miler_middle(double *values, size_t count);
// Median of |value - middle|, which is as robust against wild ones as the middle is.
// Leaves these distances, sorted, in `values`.
double miler_spread(double *values, size_t count, double middle);
// Of sorted values, one at least: the mean of the middle two of an even count.
double miler_median_of_sorted(const double *sorted, size_t count);
// Of sorted values, one at least: the one with a share (0 <= share < 1) of them below it.
double miler_quantile_of_sorted(const double *sorted, size_t count, double share);
// The bin of a histogram that holds its median, the lower of the middle two; 0 of an empty one.
size_t miler_middle_bin(const uint32_t *bins, size_t count);

#endif
