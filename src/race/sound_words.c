// SPDX-License-Identifier: MIT
// Figures in words, as somebody at the track calls them out. In words and not in
// digits, so that every voice says the same.
#include <miler/sound.h>

#include <math.h>
#include <string.h>

typedef struct saying {
    char *out;
    size_t size, len;
} saying;

static saying begin(char *out, size_t size) {
    if (size > 0) out[0] = '\0';
    return (saying){out, size, 0};
}

static void add(saying *s, const char *word) {
    const size_t len = strlen(word);
    const size_t blank = s->len > 0 ? 1 : 0;
    if (s->len + blank + len + 1 > s->size) return;
    if (blank != 0) s->out[s->len++] = ' ';
    memcpy(s->out + s->len, word, len + 1);
    s->len += len;
}

static void add_below_100(saying *s, int n) {
    static const char *const small[20] = {"zero",    "one",     "two",       "three",    "four",
                                          "five",    "six",     "seven",     "eight",    "nine",
                                          "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                          "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[10] = {"",      "",      "twenty",  "thirty", "forty",
                                         "fifty", "sixty", "seventy", "eighty", "ninety"};
    if (n >= 20) add(s, tens[n / 10]);
    if (n < 20 || n % 10 != 0) add(s, small[n < 20 ? n : n % 10]);
}

// 0 .. 9999: "fifteen hundred", "two thousand", "twenty one hundred", "sixteen hundred nine"
static void add_number(saying *s, int n) {
    const bool thousands = n >= 1000 && n % 1000 < 100;
    if (thousands) {
        add_below_100(s, n / 1000);
        add(s, "thousand");
        n %= 1000;
        if (n == 0) return;
    } else if (n >= 100) {
        add_below_100(s, n / 100);
        add(s, "hundred");
        n %= 100;
        if (n == 0) return;
    }
    add_below_100(s, n);
}

static int whole(double value, int most) {
    return !(value > 0) ? 0 : value > most ? most : (int)lround(value);
}

void miler_say_metres(char *out, size_t out_size, double metres) {
    saying s = begin(out, out_size);
    const int m = whole(metres, 99999);
    if (m < 10000) {
        add_number(&s, m);
        return;
    }
    const int halves = (m + 250) / 500;
    add_number(&s, halves / 2);
    if (halves % 2 != 0) add(&s, "and a half");
    add(&s, "kilometres");
}

void miler_say_clock(char *out, size_t out_size, double time_s) {
    saying s = begin(out, out_size);
    const int all = whole(time_s, 35999);
    const int hours = all / 3600, minutes = all / 60 % 60, seconds = all % 60;
    if (hours > 0) {
        add_below_100(&s, hours);
        add(&s, hours == 1 ? "hour" : "hours");
    }
    if (all >= 60 && (minutes > 0 || hours == 0)) add_below_100(&s, minutes);
    if (all >= 60 && seconds == 0) {
        if (minutes > 0) add(&s, minutes == 1 ? "minute" : "minutes");
        return;
    }
    if (all >= 60 && seconds < 10) add(&s, "oh");
    add_below_100(&s, seconds);
}

void miler_say_seconds(char *out, size_t out_size, double time_s) {
    saying s = begin(out, out_size);
    const int all = whole(time_s, 35999);
    const int minutes = all / 60, seconds = all % 60;
    if (all < 120) {
        add_number(&s, all);
        add(&s, all == 1 ? "second" : "seconds");
        return;
    }
    add_number(&s, minutes);
    add(&s, "minutes");
    if (seconds != 0) add_below_100(&s, seconds);
}
