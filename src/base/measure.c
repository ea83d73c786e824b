// SPDX-License-Identifier: MIT
// Reading and writing of numbers as runners write them: "5:19.3", "5k",
// "3:40/km". The C library's own number functions follow the locale (a German
// locale reads "5.5" as 5), so the number reader here is our own.
#include <miler/base.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define MAX_TIME_S 360000.0 // 100 hours: longer than any race miler knows of
#define MAX_DIST_M 1e6      // 1,000 km: likewise

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Digits with at most one '.', from `at`; returns where it stopped, or NULL.
// The value is built as mantissa and power of ten, exact up to 2^53.
static const char *scan_decimal(const char *at, const char *end, double *out) {
    double mantissa = 0;
    int scale = 0;
    int seen = 0;
    bool point = false;
    for (; at < end; at++) {
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(*at)) break;
        seen++;
        if (mantissa < 9e14) {
            mantissa = mantissa * 10 + (*at - '0');
            scale -= point ? 1 : 0;
        } else if (!point) {
            scale++; // further digits are beyond the precision of a double
        }
    }
    if (seen == 0) return NULL;
    *out = scale < 0 ? mantissa / pow(10, -scale) : mantissa * pow(10, scale);
    return at;
}

static const char *scan_exponent(const char *at, const char *end, double *value) {
    if (at == end || (*at != 'e' && *at != 'E')) return at;
    const char *p = at + 1;
    const bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end || !is_digit(*p)) return NULL;
    int exponent = 0;
    for (; p < end && is_digit(*p); p++)
        if (exponent < 1000) exponent = exponent * 10 + (*p - '0');
    *value *= pow(10, negative ? -exponent : exponent);
    return p;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(const char **at, const char **end) {
    while (*at < *end && is_blank(**at))
        ++*at;
    while (*end > *at && is_blank((*end)[-1]))
        --*end;
}

miler_status miler_parse_number(const char *text, size_t len, double *out, miler_error *err) {
    const char *at = text;
    const char *end = text + len;
    trim(&at, &end);
    const bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    double value = 0;
    at = scan_decimal(at, end, &value);
    if (at != NULL) at = scan_exponent(at, end, &value);
    if (at != end)
        return miler_fail(err, MILER_ERR_PARSE, "'%.*s' is not a number", (int)(len < 40 ? len : 40), text);
    if (!isfinite(value))
        return miler_fail(err, MILER_ERR_RANGE, "'%.*s' is too large a number", (int)(len < 40 ? len : 40),
                          text);
    *out = negative ? -value : value;
    return MILER_OK;
}

// ---- Times

static miler_status bad_time(const char *text, miler_error *err) {
    miler_fail(err, MILER_ERR_PARSE, "'%.40s' is not a time", text);
    miler_error_remedy(err, "write it as 5:19.3, 1:02:03, 330 (seconds) or 4min30s");
    return MILER_ERR_PARSE;
}

// "05" and "19.3", as all parts but the first are written.
static bool is_two_digits(const char *part, ptrdiff_t len) {
    return len == 2 || (len > 2 && part[2] == '.');
}

// "5:61": 60 or more after a colon. `meant_s`: what is plainly meant, infinite where nothing is.
static miler_status past_sixty(const char *text, double meant_s, miler_error *err) {
    miler_fail(err, MILER_ERR_RANGE, "'%.40s' is not a time: after a colon, numbers stay below 60", text);
    if (meant_s < MAX_TIME_S)
        miler_error_remedy(err, "%d:%02d is meant, or %g seconds", (int)(meant_s / 60),
                           (int)fmod(meant_s, 60), meant_s);
    return MILER_ERR_RANGE;
}

// "5:19.3" and "1:02:03": two or three parts, all but the first below 60.
static miler_status parse_colons(const char *text, double *out_s, miler_error *err) {
    double total = 0;
    int parts = 0;
    const char *at = text;
    const char *end = text + strlen(text);
    for (;;) {
        const char *start = at;
        double part;
        at = scan_decimal(at, end, &part);
        if (at == NULL || parts == 3) return bad_time(text, err);
        const bool last = at == end;
        if (!last && (*at != ':' || memchr(start, '.', (size_t)(at - start)) != NULL))
            return bad_time(text, err);
        if (parts > 0 && !is_two_digits(start, at - start)) return bad_time(text, err);
        if (parts > 0 && part >= 60)
            return past_sixty(text, last && parts == 1 ? total * 60 + part : (double)INFINITY, err);
        total = total * 60 + part;
        parts++;
        if (last) break;
        at++;
    }
    *out_s = total;
    return MILER_OK;
}

static const struct {
    const char *name;
    double seconds;
} time_units[] = {{"hours", 3600}, {"hour", 3600}, {"hr", 3600}, {"h", 3600}, {"minutes", 60}, {"minute", 60},
                  {"mins", 60},    {"min", 60},    {"m", 60},    {"'", 60},   {"seconds", 1},  {"second", 1},
                  {"secs", 1},     {"sec", 1},     {"s", 1},     {"\"", 1}};

static const char *match_time_unit(const char *at, double *seconds) {
    for (size_t i = 0; i < sizeof time_units / sizeof time_units[0]; i++) {
        const size_t len = strlen(time_units[i].name);
        if (strncmp(at, time_units[i].name, len) == 0 && !isalpha((unsigned char)at[len])) {
            *seconds = time_units[i].seconds;
            return at + len;
        }
    }
    return NULL;
}

// "4min30s", "1h05", "90s", "330": a bare number counts in the unit below the last one, or in seconds.
static miler_status parse_units(const char *text, double *out_s, miler_error *err) {
    double total = 0;
    double unit = 60;
    const char *at = text;
    const char *end = text + strlen(text);
    while (at < end) {
        double value;
        const char *next = scan_decimal(at, end, &value);
        if (next == NULL) return bad_time(text, err);
        at = next;
        while (*at == ' ')
            at++;
        double seconds = 0;
        if (at == end) {
            seconds = unit / 60; // below the unit before it: "1h05" is 65 minutes
            if (seconds < 1) return bad_time(text, err);
        } else {
            at = match_time_unit(at, &seconds);
            if (at == NULL || (total > 0 && seconds >= unit)) return bad_time(text, err);
        }
        total += value * seconds;
        unit = seconds;
        while (*at == ' ')
            at++;
    }
    *out_s = total;
    return MILER_OK;
}

miler_status miler_parse_time(const char *text, double *out_s, miler_error *err) {
    double value = 0;
    if (text[0] == '\0') return bad_time(text, err);
    const miler_status status =
        strchr(text, ':') != NULL ? parse_colons(text, &value, err) : parse_units(text, &value, err);
    if (status != MILER_OK) return status;
    if (!(value > 0) || value >= MAX_TIME_S)
        return miler_fail(err, MILER_ERR_RANGE, "'%.40s' must be more than 0 and less than 100 hours", text);
    *out_s = value;
    return MILER_OK;
}

// ---- Distances

static const struct {
    const char *name;
    double metres;
} named_distances[] = {
    {"mile", MILER_MILE_M}, {"half", 21097.5},       {"halfmarathon", 21097.5},    {"hm", 21097.5},
    {"marathon", 42195},    {"fullmarathon", 42195}, {"twomile", 2 * MILER_MILE_M}};

static const struct {
    const char *name;
    double metres;
} distance_units[] = {{"", 1},
                      {"m", 1},
                      {"metres", 1},
                      {"meters", 1},
                      {"k", 1000},
                      {"km", 1000},
                      {"mi", MILER_MILE_M},
                      {"mile", MILER_MILE_M},
                      {"miles", MILER_MILE_M},
                      {"y", 0.9144},
                      {"yd", 0.9144},
                      {"yards", 0.9144}};

// Lower case, blanks and hyphens dropped: "Half Marathon" is "halfmarathon".
static bool squeeze(const char *text, char *out, size_t out_size) {
    size_t n = 0;
    for (; *text != '\0'; text++) {
        if (*text == ' ' || *text == '-' || *text == '_') continue;
        if (n + 1 >= out_size) return false;
        out[n++] = (char)tolower((unsigned char)*text);
    }
    out[n] = '\0';
    return n > 0;
}

static miler_status bad_distance(const char *text, miler_error *err) {
    miler_fail(err, MILER_ERR_PARSE, "'%.40s' is not a distance", text);
    miler_error_remedy(err, "write it as mile, 1500, 5k, 3mi, half or marathon");
    return MILER_ERR_PARSE;
}

miler_status miler_parse_distance(const char *text, double *out_m, miler_error *err) {
    char word[40];
    if (text[0] == '-' || !squeeze(text, word, sizeof word)) return bad_distance(text, err);
    double metres = (double)NAN;
    for (size_t i = 0; i < sizeof named_distances / sizeof named_distances[0]; i++)
        if (strcmp(word, named_distances[i].name) == 0) metres = named_distances[i].metres;
    if (isnan(metres)) {
        double value;
        const char *unit = scan_decimal(word, word + strlen(word), &value);
        if (unit == NULL) return bad_distance(text, err);
        for (size_t i = 0; i < sizeof distance_units / sizeof distance_units[0]; i++)
            if (strcmp(unit, distance_units[i].name) == 0) metres = value * distance_units[i].metres;
    }
    if (isnan(metres)) return bad_distance(text, err);
    if (metres < 1 || metres > MAX_DIST_M)
        return miler_fail(err, MILER_ERR_RANGE, "'%.40s' is not between 1 m and 1000 km", text);
    *out_m = metres;
    return MILER_OK;
}

// ---- Paces

miler_status miler_parse_pace(const char *text, double *out_s_per_km, miler_error *err) {
    const char *slash = strchr(text, '/');
    char time_text[40];
    double time_s;
    double dist_m;
    const size_t len = slash == NULL ? 0 : (size_t)(slash - text);
    if (slash == NULL || len == 0 || len >= sizeof time_text) {
        miler_fail(err, MILER_ERR_PARSE, "'%.40s' is not a pace", text);
        miler_error_remedy(err, "write it as 3:40/km, 5:20/mi or 72/400");
        return MILER_ERR_PARSE;
    }
    memcpy(time_text, text, len);
    time_text[len] = '\0';
    miler_status status = miler_parse_time(time_text, &time_s, err);
    if (status != MILER_OK) return status;
    const char *unit = slash + 1;
    if (strcmp(unit, "km") == 0 || strcmp(unit, "k") == 0)
        dist_m = 1000;
    else if (strcmp(unit, "mi") == 0 || strcmp(unit, "mile") == 0)
        dist_m = MILER_MILE_M;
    else if ((status = miler_parse_distance(unit, &dist_m, err)) != MILER_OK)
        return status;
    *out_s_per_km = time_s * 1000 / dist_m;
    return MILER_OK;
}

// ---- Printing

void miler_print_time(char *out, size_t out_size, double time_s, int decimals) {
    if (!isfinite(time_s) || fabs(time_s) > 1e9) {
        (void)snprintf(out, out_size, "-");
        return;
    }
    if (decimals < 0) decimals = 0;
    if (decimals > 3) decimals = 3;
    static const int64_t units[] = {1, 10, 100, 1000};
    const int64_t unit = units[decimals];
    // Rounded once, as a whole number of the smallest digit, so that 59.96 carries into 1:00.0.
    int64_t ticks = (int64_t)llround(fabs(time_s) * (double)unit);
    const char *sign = time_s < 0 && ticks != 0 ? "-" : "";
    const long long fraction = (long long)(ticks % unit);
    const long long s = (long long)(ticks / unit);
    char tail[24] = "";
    if (decimals > 0) (void)snprintf(tail, sizeof tail, ".%0*lld", decimals, fraction);
    if (s >= 3600)
        (void)snprintf(out, out_size, "%s%lld:%02lld:%02lld%s", sign, s / 3600, s / 60 % 60, s % 60, tail);
    else if (s >= 60)
        (void)snprintf(out, out_size, "%s%lld:%02lld%s", sign, s / 60, s % 60, tail);
    else
        (void)snprintf(out, out_size, "%s%lld%s", sign, s, tail);
}

static const struct {
    double metres;
    const char *name;
} print_names[] = {{MILER_MILE_M, "mile"}, {2 * MILER_MILE_M, "2 miles"}, {5000, "5 km"},
                   {10000, "10 km"},       {21097.5, "half marathon"},    {42195, "marathon"}};

void miler_print_distance(char *out, size_t out_size, double dist_m, miler_units units) {
    if (!isfinite(dist_m)) {
        (void)snprintf(out, out_size, "-");
        return;
    }
    for (size_t i = 0; i < sizeof print_names / sizeof print_names[0]; i++) {
        if (fabs(dist_m - print_names[i].metres) < 0.05) {
            (void)snprintf(out, out_size, "%s", print_names[i].name);
            return;
        }
    }
    if (dist_m < 5000 && fabs(dist_m - round(dist_m)) < 0.01 && fmod(round(dist_m), 100) < 0.5)
        (void)snprintf(out, out_size, "%.0f m", dist_m);
    else if (units == MILER_UNITS_IMPERIAL)
        (void)snprintf(out, out_size, "%.2f mi", dist_m / MILER_MILE_M);
    else if (dist_m < 1000)
        (void)snprintf(out, out_size, "%.0f m", dist_m);
    else
        (void)snprintf(out, out_size, "%.2f km", dist_m / 1000);
}

#define STANDS_S_PER_KM 3600.0 // an hour a kilometre: whoever is slower stands

void miler_print_pace(char *out, size_t out_size, double pace_s_per_km, miler_units units) {
    char text[MILER_TEXT_MAX];
    const bool imperial = units == MILER_UNITS_IMPERIAL;
    if (!isfinite(pace_s_per_km) || pace_s_per_km <= 0 || pace_s_per_km > STANDS_S_PER_KM) {
        (void)snprintf(out, out_size, "-");
        return;
    }
    miler_print_time(text, sizeof text, imperial ? pace_s_per_km * MILER_MILE_M / 1000 : pace_s_per_km, 0);
    (void)snprintf(out, out_size, "%s/%s", text, imperial ? "mi" : "km");
}
