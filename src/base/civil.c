// SPDX-License-Identifier: MIT
// Civil time without libc's time zone state: days are counted from 1970-01-01
// in the proleptic Gregorian calendar, and an offset from UTC is a number that
// comes with the recording. The day arithmetic is Howard Hinnant's
// "chrono-Compatible Low-Level Date Algorithms": years start on 1 March, so
// that the leap day is the last of its year, and 400 years are 146,097 days.
#include <miler/base.h>

#include <stdio.h>
#include <string.h>

int32_t miler_day_from_ymd(int32_t year, int32_t month, int32_t day) {
    const int32_t y = month <= 2 ? year - 1 : year;
    const int32_t era = (y >= 0 ? y : y - 399) / 400;
    const int32_t year_of_era = y - era * 400;
    const int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void miler_ymd_from_day(int32_t day, int32_t *year, int32_t *month, int32_t *mday) {
    const int32_t z = day + 719468;
    const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int32_t doe = z - era * 146097;
    const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int32_t mp = (5 * doy + 2) / 153;
    *mday = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2 ? 1 : 0);
}

int miler_weekday(int32_t day) {
    // 1970-01-01 was a Thursday: weekday 3 counted from Monday.
    const int32_t w = (day % 7 + 3) % 7;
    return (int)(w < 0 ? w + 7 : w);
}

const char *miler_weekday_whole(int weekday) {
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    return weekday >= 0 && weekday < 7 ? names[weekday] : "?";
}

const char *miler_weekday_name(int weekday) {
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return weekday >= 0 && weekday < 7 ? names[weekday] : "?";
}

static bool leap(int32_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool miler_ymd_valid(int32_t year, int32_t month, int32_t day) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

int32_t miler_day_at(int64_t t_ms, int32_t offset_s) {
    return (int32_t)floor_div(t_ms + (int64_t)offset_s * 1000, MILER_MS_PER_DAY);
}

miler_civil miler_civil_at(int64_t t_ms, int32_t offset_s) {
    const int64_t local = t_ms + (int64_t)offset_s * 1000;
    const int64_t day = floor_div(local, MILER_MS_PER_DAY);
    int64_t rest = local - day * MILER_MS_PER_DAY;
    miler_civil c = {0};
    miler_ymd_from_day((int32_t)day, &c.year, &c.month, &c.day);
    c.ms = (int32_t)(rest % 1000);
    rest /= 1000;
    c.second = (int32_t)(rest % 60);
    c.minute = (int32_t)(rest / 60 % 60);
    c.hour = (int32_t)(rest / 3600);
    return c;
}

int64_t miler_ms_from_civil(const miler_civil *c, int32_t offset_s) {
    const int64_t day = miler_day_from_ymd(c->year, c->month, c->day);
    const int64_t s = (int64_t)c->hour * 3600 + c->minute * 60 + c->second - offset_s;
    return day * MILER_MS_PER_DAY + s * 1000 + c->ms;
}

int miler_age_years(int32_t birth_day, int32_t on_day) {
    if (birth_day == MILER_NO_DAY || on_day == MILER_NO_DAY || on_day < birth_day) return -1;
    int32_t by, bm, bd, y, m, d;
    miler_ymd_from_day(birth_day, &by, &bm, &bd);
    miler_ymd_from_day(on_day, &y, &m, &d);
    const bool had_birthday = m > bm || (m == bm && d >= bd);
    return (int)(y - by - (had_birthday ? 0 : 1));
}

// ---- Reading

typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static bool digits(cursor *c, int count, int32_t *out) {
    if (c->end - c->at < count) return false;
    int32_t value = 0;
    for (int i = 0; i < count; i++) {
        const char ch = c->at[i];
        if (ch < '0' || ch > '9') return false;
        value = value * 10 + (ch - '0');
    }
    c->at += count;
    *out = value;
    return true;
}

static bool eat(cursor *c, char ch) {
    if (c->at == c->end || *c->at != ch) return false;
    c->at++;
    return true;
}

miler_status miler_parse_date(const char *text, int32_t *out_day, miler_error *err) {
    cursor c = {text, text + strlen(text)};
    int32_t y, m, d;
    if (!digits(&c, 4, &y) || !eat(&c, '-') || !digits(&c, 2, &m) || !eat(&c, '-') || !digits(&c, 2, &d) ||
        c.at != c.end) {
        miler_fail(err, MILER_ERR_PARSE, "'%.40s' is not a date", text);
        miler_error_remedy(err, "write it as 2026-05-31");
        return MILER_ERR_PARSE;
    }
    if (!miler_ymd_valid(y, m, d))
        return miler_fail(err, MILER_ERR_RANGE, "there is no %04d-%02d-%02d in the calendar", (int)y, (int)m,
                          (int)d);
    *out_day = miler_day_from_ymd(y, m, d);
    return MILER_OK;
}

static bool parse_fraction_ms(cursor *c, int32_t *ms) {
    *ms = 0;
    if (!eat(c, '.') && !eat(c, ',')) return true;
    int32_t unit = 100;
    const char *start = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9') {
        *ms += (*c->at++ - '0') * unit;
        unit /= 10;
    }
    return c->at > start;
}

static bool parse_zone(cursor *c, int32_t *offset_s) {
    *offset_s = 0;
    if (c->at == c->end || eat(c, 'Z') || eat(c, 'z')) return true;
    const int sign = eat(c, '-') ? -1 : eat(c, '+') ? 1 : 0;
    int32_t h, m = 0;
    if (sign == 0 || !digits(c, 2, &h)) return false;
    if (c->at < c->end) {
        (void)eat(c, ':');
        if (!digits(c, 2, &m)) return false;
    }
    if (h > 18 || m > 59) return false;
    *offset_s = sign * (h * 3600 + m * 60);
    return true;
}

static miler_status bad_instant(const char *text, size_t len, miler_error *err) {
    miler_fail(err, MILER_ERR_PARSE, "'%.*s' is not a time", (int)(len < 40 ? len : 40), text);
    miler_error_remedy(err, "times look like 2026-05-31T07:30:00Z");
    return MILER_ERR_PARSE;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void trim(cursor *c) {
    while (c->at < c->end && is_blank(*c->at))
        c->at++;
    while (c->end > c->at && is_blank(c->end[-1]))
        c->end--;
}

static bool parse_day_and_time(cursor *c, miler_civil *t) {
    if (!digits(c, 4, &t->year) || !eat(c, '-') || !digits(c, 2, &t->month)) return false;
    if (!eat(c, '-') || !digits(c, 2, &t->day)) return false;
    if (!eat(c, 'T') && !eat(c, 't') && !eat(c, ' ')) return false;
    if (!digits(c, 2, &t->hour) || !eat(c, ':') || !digits(c, 2, &t->minute)) return false;
    return !eat(c, ':') || digits(c, 2, &t->second);
}

static bool clock_exists(const miler_civil *t) {
    // 24:00:00 is the midnight at the day's end, and nothing comes after it.
    if (t->hour == 24) return t->minute == 0 && t->second == 0 && t->ms == 0;
    return t->hour < 24 && t->minute <= 59 && t->second <= 60; // 60: a leap second
}

miler_status miler_parse_instant(const char *text, size_t len, int64_t *out_ms, int32_t *out_offset_s,
                                 miler_error *err) {
    cursor c = {text, text + len};
    trim(&c);
    miler_civil t = {0};
    int32_t offset_s;
    if (!parse_day_and_time(&c, &t) || !parse_fraction_ms(&c, &t.ms) || !parse_zone(&c, &offset_s) ||
        c.at != c.end)
        return bad_instant(text, len, err);
    if (!miler_ymd_valid(t.year, t.month, t.day) || !clock_exists(&t))
        return miler_fail(err, MILER_ERR_RANGE, "'%.*s' does not exist", (int)(len < 40 ? len : 40), text);
    *out_ms = miler_ms_from_civil(&t, offset_s);
    if (out_offset_s != NULL) *out_offset_s = offset_s;
    return MILER_OK;
}

miler_status miler_parse_clock(const char *text, int32_t *out_s, miler_error *err) {
    cursor c = {text, text + strlen(text)};
    int32_t h, m, s = 0;
    const bool two = c.end - c.at >= 2 && c.at[1] != ':';
    bool ok = digits(&c, two ? 2 : 1, &h) && eat(&c, ':') && digits(&c, 2, &m);
    if (ok && eat(&c, ':')) ok = digits(&c, 2, &s);
    if (!ok || c.at != c.end || h > 23 || m > 59 || s > 59) {
        miler_fail(err, MILER_ERR_PARSE, "'%.40s' is not a time of day", text);
        miler_error_remedy(err, "write it as 14:30");
        return MILER_ERR_PARSE;
    }
    *out_s = h * 3600 + m * 60 + s;
    return MILER_OK;
}

// ---- Printing

void miler_print_date(char *out, size_t out_size, int32_t day) {
    if (day == MILER_NO_DAY) {
        (void)snprintf(out, out_size, "-");
        return;
    }
    int32_t y, m, d;
    miler_ymd_from_day(day, &y, &m, &d);
    (void)snprintf(out, out_size, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
}

void miler_print_instant(char *out, size_t out_size, int64_t t_ms, int32_t offset_s) {
    if (t_ms == MILER_NO_TIME) {
        (void)snprintf(out, out_size, "-");
        return;
    }
    const miler_civil c = miler_civil_at(t_ms, offset_s);
    const int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    char zone[32] = "Z";
    if (offset_s != 0)
        (void)snprintf(zone, sizeof zone, "%c%02d:%02d", offset_s < 0 ? '-' : '+', (int)(minutes / 60),
                       (int)(minutes % 60));
    (void)snprintf(out, out_size, "%04d-%02d-%02dT%02d:%02d:%02d%s", (int)c.year, (int)c.month, (int)c.day,
                   (int)c.hour, (int)c.minute, (int)c.second, zone);
}

void miler_print_clock(char *out, size_t out_size, int32_t seconds) {
    int32_t s = seconds % 86400;
    if (s < 0) s += 86400;
    (void)snprintf(out, out_size, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
}
