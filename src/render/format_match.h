// SPDX-License-Identifier: MIT
// A finished text held against the format it may have been made by, as scanf would, but that words may stand
// anywhere: "The week comes to 51 km" fits "The week comes to %.0f %s" with the parts "51" and "km".
//
//     size_t work = 1000;
//     format_match m = {.text = text, .len = strlen(text), .left = &work};
//     if (format_fits(format, strlen(format), &m)) take(m.parts, m.count);
#ifndef MILER_FORMAT_MATCH_H
#define MILER_FORMAT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#define FORMAT_PARTS_MAX 12 // conversions in a format

typedef struct span {
    const char *at;
    size_t len;
} span;

typedef struct format_match {
    const char *text;
    size_t len;
    span parts[FORMAT_PARTS_MAX];
    span names[FORMAT_PARTS_MAX]; // of each the conversion, in the format
    size_t count;
    unsigned steps;
    size_t *left; // of the work that the text may cost, in letters looked at
} format_match;

bool format_fits(const char *format, size_t format_len, format_match *m);
// Whether what stands at `at` of a format, a conversion, is told in the runner's own words: what is quoted, what
// a run or result is called.
bool format_is_own(const char *format, const char *at);
// A conversion at `at`: its length, its kind ('d', 'f', 's', '%'), its position ("%2$s": 2; 0 none). 0: it is
// none, and the percent sign stands for itself.
size_t format_conversion(const char *at, size_t len, char *kind, unsigned *place);
size_t format_digits(const char *at, size_t len); // how many there are from `at` on
// False: there is not that much work left, and none is any more.
bool format_spend(size_t *left, size_t work);

#endif
