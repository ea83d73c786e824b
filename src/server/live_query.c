// SPDX-License-Identifier: MIT
#include "server/live_query.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

#define QUERY_MAX 2048
#define VALUE_MAX LIVE_QUERY_NAME_MAX
#define NAME_LETTERS 40 // as the live page takes

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// A value without its percent signs; false where it is too long or holds a control character.
static bool plain(const char *from, size_t len, char out[VALUE_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = from[i] == '+' ? ' ' : from[i];
        if (c == '%' && i + 2 < len && hex(from[i + 1]) >= 0 && hex(from[i + 2]) >= 0) {
            c = (char)(hex(from[i + 1]) * 16 + hex(from[i + 2]));
            i += 2;
        }
        if (n + 1 >= VALUE_MAX || (unsigned char)c < ' ') return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return true;
}

static miler_status take_lane(const char *value, miler_race_request *r, miler_error *err) {
    double lane = 0;
    const miler_status status = miler_parse_number(value, strlen(value), &lane, err);
    if (status == MILER_OK)
        r->lane = lane >= 1 && lane <= 9 ? (int32_t)lane : 0; // 0 is refused with its reason
    return status;
}

static bool is(const char *key, size_t len, const char *name) {
    return strlen(name) == len && memcmp(name, key, len) == 0;
}

// Where the number of that name goes; its bounds are those of the race. NULL: it names none.
static double *number_at(miler_race_request *r, const char *key, size_t len) {
    const struct {
        const char *name;
        double *at;
    } numbers[] = {{"m", &r->dist_m},
                   {"first-lap", &r->first_lap_slower_s},
                   {"gears", &r->gear_spread},
                   {"start-loss", &r->standing_start_s}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (is(key, len, numbers[i].name)) return numbers[i].at;
    return NULL;
}

// A name as the live page takes it, of one line.
static bool is_name(const char *name) {
    const size_t len = strlen(name);
    for (size_t at = 0; at < len;) {
        const size_t size = miler_utf8_len(name + at, len - at);
        if (size == 0) return false;
        at += size;
    }
    return len > 0 && name[miler_utf8_cut(name, NAME_LETTERS)] == '\0';
}

// "Ada", or "Ada=5:19" where `timed`; two of one name could not be told apart.
static miler_status take_runner(const char *value, bool timed, live_query *q, miler_error *err) {
    if (q->runner_count == LIVE_QUERY_RUNNERS_MAX)
        return miler_fail(err, MILER_ERR_RANGE, "the address names more than %d runners",
                          LIVE_QUERY_RUNNERS_MAX);
    live_query_runner *runner = &q->runners[q->runner_count];
    const char *equals = timed ? strrchr(value, '=') : NULL;
    const size_t len = equals != NULL ? (size_t)(equals - value) : strlen(value);
    memcpy(runner->name, value, len);
    runner->name[len] = '\0';
    runner->goal_s = (double)NAN;
    bool good = is_name(runner->name) && (equals != NULL) == timed;
    for (size_t i = 0; i < q->runner_count; i++)
        good = good && strcmp(q->runners[i].name, runner->name) != 0;
    if (!good) return miler_fail(err, MILER_ERR_PARSE, "the address names no runner that can be told");
    q->runner_count++;
    return equals != NULL ? miler_parse_time(equals + 1, &runner->goal_s, err) : MILER_OK;
}

static miler_status take_pair(const char *key, size_t len, const char *value, miler_race_request *r,
                              live_query *q, miler_error *err) {
    double *number = number_at(r, key, len);
    if (number != NULL) return miler_parse_number(value, strlen(value), number, err);
    if (is(key, len, "goal")) {
        q->has_goal = true;
        return miler_parse_time(value, &r->goal_s, err);
    }
    if (is(key, len, "name")) return take_runner(value, false, q, err);
    if (is(key, len, "runner")) return take_runner(value, true, q, err);
    if (is(key, len, "gun")) return miler_parse_clock(value, &r->gun_s, err);
    if (is(key, len, "date")) return miler_parse_date(value, &r->day, err);
    if (is(key, len, "venue")) return miler_venue_parse(value, &r->venue, err);
    if (is(key, len, "lane")) return take_lane(value, r, err);
    if (is(key, len, "strategy")) return miler_strategy_parse(value, &r->strategy, err);
    if (is(key, len, "splits")) return miler_split_convention_parse(value, &r->convention, err);
    return MILER_OK;
}

miler_status live_query_read(const char *query, miler_race_request *request, live_query *out,
                             miler_error *err) {
    *out = (live_query){.has_goal = false};
    if (query == NULL) return MILER_OK;
    if (strlen(query) > QUERY_MAX) return miler_fail(err, MILER_ERR_RANGE, "the address is too long");
    for (const char *at = query; *at != '\0';) {
        const size_t len = strcspn(at, "&");
        const char *equals = memchr(at, '=', len);
        char value[VALUE_MAX];
        if (equals != NULL) {
            const size_t key_len = (size_t)(equals - at);
            if (!plain(equals + 1, len - key_len - 1, value))
                return miler_fail(err, MILER_ERR_PARSE, "the address is no race");
            const miler_status status = take_pair(at, key_len, value, request, out, err);
            if (status != MILER_OK) return status;
        }
        at += len + (at[len] == '&');
    }
    return MILER_OK;
}
