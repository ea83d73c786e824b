// SPDX-License-Identifier: MIT
#include "cli/take.h"

#include "app/flat.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// One word of a comma-separated list after the other; "" ends.
const char *next_word(const char **at, char *word, size_t size) {
    size_t n = 0;
    while (**at == ',' || **at == ' ')
        ++*at;
    for (; **at != '\0' && **at != ','; ++*at)
        if (n + 1 < size) word[n++] = **at;
    word[n] = '\0';
    return word;
}

// "Mon", "MONDAY": the short or the whole word in any case; -1 for any other.
static int day_named(const char *word) {
    static const char *const whole[7] = {"monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday"};
    const size_t len = strlen(word);
    for (int day = 0; day < 7; day++)
        if (strncasecmp(word, whole[day], len) == 0 && (len == 3 || whole[day][len] == '\0') && len >= 3)
            return day;
    return -1;
}

int take_days(cli *c, const char *option, const char *text, uint8_t *mask) {
    uint8_t days = 0;
    char word[16];
    while (next_word(&text, word, sizeof word)[0] != '\0') {
        const int found = day_named(word);
        const bool all = strcasecmp(word, "all") == 0;
        if (found < 0 && !all)
            return cli_usage(c, "%s: '%s' is no day; write mon,tue,wed,thu,fri,sat,sun", option, word);
        days = (uint8_t)(days | (all ? 0x7Fu : 1u << found));
    }
    if (days == 0) return cli_usage(c, "%s: a plan needs at least one day to run", option);
    *mask = days;
    return 0;
}

int take_whole(cli *c, const char *option, const char *text, double low, double high, int32_t *out) {
    double value = *out;
    const int status = cli_take_number(c, option, text, low, high, &value);
    if (status == 0 && value != floor(value)) return cli_usage(c, "%s wants a whole number", option);
    *out = (int32_t)value;
    return status;
}

int take_id(cli *c, const char *what, const char *text, double most, double *out) {
    double value = *out;
    const int status = cli_take_number(c, what, text, 1, most, &value);
    if (status == 0 && value != floor(value))
        return cli_usage(c, "%s wants a whole number, not '%s'", what, text);
    *out = value;
    return status;
}

int take_day(cli *c, const char *what, const char *text, int32_t near, int32_t *out) {
    if (isdigit((unsigned char)text[0])) return cli_take_date(c, what, text, out);
    const int32_t today = c->app->today;
    if (strcmp(text, "today") == 0 || strcmp(text, "tomorrow") == 0) {
        *out = today + (text[2] == 'm');
        return 0;
    }
    uint8_t mask = 0;
    const int status = take_days(c, what, text, &mask);
    if (status != 0) return status;
    const int32_t first = near - 3 > today ? near - 3 : today;
    for (int32_t day = first + 6; day >= first; day--)
        if (mask >> miler_weekday(day) & 1) *out = day;
    return 0;
}

int take_place_of(cli *c, const char *text, int32_t near, int32_t *id, int32_t *day) {
    const char *digits = text[0] == '#' ? text + 1 : text;
    const size_t len = strlen(digits);
    if (len == 0 || strspn(digits, "0123456789") != len) return take_day(c, "DAY", text, near, day);
    double number = 0;
    const int status = take_id(c, "NUMBER", digits, 1e6, &number);
    *id = (int32_t)number;
    return status;
}

int take_text(cli *c, const char *option, const char *text, size_t most, bool lines) {
    const size_t len = text != NULL ? strlen(text) : 0;
    if (len > most) return cli_usage(c, "%s has %zu bytes, more than %zu", option, len, most);
    if (flat_is_text(text, len, lines)) return 0;
    return cli_usage(c, "%s is no text%s in UTF-8 without control characters", option,
                     lines ? "" : " of one line");
}

static int take_one(cli *c, const take_option *o) {
    switch (o->kind) {
    case TAKE_NUMBER:
        return cli_take_number(c, o->name, o->text, o->low, o->high, o->number);
    case TAKE_ID:
        return take_id(c, o->name, o->text, o->high, o->number);
    case TAKE_WHOLE:
        return take_whole(c, o->name, o->text, o->low, o->high, o->whole);
    case TAKE_DATE:
        return cli_take_date(c, o->name, o->text, o->whole);
    case TAKE_TIME:
        return cli_take_time(c, o->name, o->text, o->number);
    case TAKE_DISTANCE:
        return cli_take_distance(c, o->name, o->text, o->number);
    }
    return EXIT_USAGE;
}

int take_all(cli *c, const take_option *options, size_t count) {
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++)
        status = take_one(c, &options[i]);
    return status;
}

int take_result(cli *c, const char *option, const char *text, double *dist_m, double *time_s) {
    char *copy = miler_arena_dup(c->arena, text);
    char *equals = copy == NULL ? NULL : strchr(copy, '=');
    if (equals == NULL) return cli_usage(c, "%s wants DISTANCE=TIME, like mile=5:30", option);
    *equals = '\0';
    const int status = cli_take_distance(c, option, copy, dist_m);
    if (status != 0) return status;
    const int timed = cli_take_time(c, option, equals + 1, time_s);
    // "10" is read as seconds; nobody sprints faster than 12.5 m/s (act.h).
    if (timed == 0 && *dist_m > 12.5 * *time_s)
        return cli_usage(c, "%s: %g seconds is no time for %s; write minutes and seconds, like %s=10:00",
                         option, *time_s, copy, copy);
    return timed;
}

int cli_take_paper(cli *c, const char *text, miler_units units, paper_size *out) {
    // Who counts in miles has the paper that goes with them.
    *out = units == MILER_UNITS_IMPERIAL ? PAPER_LETTER : PAPER_A4;
    if (text == NULL) return 0;
    for (int i = 0; i < PAPER_SIZE_COUNT; i++) {
        if (strcmp(text, paper_size_name((paper_size)i)) != 0) continue;
        *out = (paper_size)i;
        return 0;
    }
    return cli_usage(c, "--size is a4 or letter, not '%s'", text);
}
