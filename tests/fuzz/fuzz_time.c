// SPDX-License-Identifier: MIT
// Any text as a time, pace, distance, date, clock, instant and number: never
// a crash, and what is read is in its promised range and prints.
#include <miler/base.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(int holds) {
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 4096) return 0;
    char *text = malloc(size + 1);
    if (text == NULL) return 0;
    if (size != 0) memcpy(text, data, size);
    text[size] = '\0';
    char out[MILER_TEXT_MAX];
    miler_error err;
    double number;
    int32_t day;
    int64_t t_ms;
    if (miler_parse_time(text, &number, &err) == MILER_OK) {
        need(number > 0 && number < 360000);
        miler_print_time(out, sizeof out, number, 3);
        double again;
        need(miler_parse_time(out, &again, &err) != MILER_OK || fabs(again - number) <= 0.001);
    }
    if (miler_parse_distance(text, &number, &err) == MILER_OK) {
        need(number >= 1 && number <= 1e6);
        miler_print_distance(out, sizeof out, number, MILER_UNITS_IMPERIAL);
    }
    if (miler_parse_pace(text, &number, &err) == MILER_OK) {
        need(number > 0 && isfinite(number));
        miler_print_pace(out, sizeof out, number, MILER_UNITS_METRIC);
    }
    if (miler_parse_date(text, &day, &err) == MILER_OK) {
        miler_print_date(out, sizeof out, day);
        need(strcmp(out, text) == 0);
    }
    if (miler_parse_clock(text, &day, &err) == MILER_OK) need(day >= 0 && day <= 86400);
    if (miler_parse_number(text, size, &number, &err) == MILER_OK) need(isfinite(number));
    if (miler_parse_instant(text, size, &t_ms, &day, &err) == MILER_OK) {
        need(day > -86400 && day < 86400);
        miler_print_instant(out, sizeof out, t_ms, day);
        int64_t again;
        need(miler_parse_instant(out, strlen(out), &again, NULL, &err) == MILER_OK && t_ms - again >= 0 &&
             t_ms - again < 1000);
    }
    free(text);
    return 0;
}
