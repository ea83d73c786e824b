// SPDX-License-Identifier: MIT
// A number is known by what stands behind it; what it becomes has as many decimals as it had.
#include "app/plan_units.h"

#include <math.h>
#include <string.h>

#define TEXT_MAX ((size_t)4096)
#define NUMBER_MAX 16 // bytes

// Behind a number: in kilometres, in miles. A pace grows with the length it is over, a length shrinks.
typedef struct unit_words {
    const char *words[2];
    bool pace;
} unit_words;

static const unit_words rows[] = {{{"/km", "/mi"}, true},
                                  {{" s a kilometre", " s a mile"}, true},
                                  {{" km", " mi"}, false},
                                  {{" more than last week", " more than last week"}, false},
                                  {{" less than last week", " less than last week"}, false}};

typedef struct number_at {
    double value;
    size_t len;
    int decimals;
    bool minutes; // "3:45"
} number_at;

static size_t digits(const char *at) {
    return strspn(at, "0123456789");
}

static double whole(const char *at, size_t len) {
    double value = 0;
    for (size_t i = 0; i < len; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

static number_at read_number(const char *at) {
    number_at n = {.len = digits(at)};
    if (n.len == 0 || n.len > NUMBER_MAX) return n;
    n.value = whole(at, n.len);
    const char *behind = at + n.len + 1;
    const size_t more = at[n.len] != '\0' ? digits(behind) : 0;
    if (more == 0 || more > NUMBER_MAX) return n;
    if (at[n.len] == ':' && more == 2) {
        n.minutes = true;
        n.value = n.value * 60 + whole(behind, more);
    } else if (at[n.len] == '.') {
        n.decimals = (int)more;
        n.value += whole(behind, more) / pow(10, (double)more);
    } else
        return n;
    n.len += 1 + more;
    return n;
}

static const unit_words *unit_behind(const char *at, bool from_miles) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *words = rows[i].words[from_miles];
        const size_t len = strlen(words);
        if (strncmp(at, words, len) == 0 && !(at[len] >= 'a' && at[len] <= 'z')) return &rows[i];
    }
    return NULL;
}

// Of "4:47-5:24/km" and "45 to 50 km" the first number has its unit behind the second.
static const unit_words *unit_of(const char *at, bool from_miles) {
    const unit_words *unit = unit_behind(at, from_miles);
    const size_t between = *at == '-' ? 1 : strncmp(at, " to ", 4) == 0 ? 4 : 0;
    if (unit != NULL || between == 0) return unit;
    const number_at second = read_number(at + between);
    return second.len > 0 ? unit_behind(at + between + second.len, from_miles) : NULL;
}

// Races and reps: "race: 10 km", "The 10 km on 2026-06-06 are ...", "10 km time trial", "2 x 4.83 km at threshold".
static bool is_name(const char *text, const char *number, const char *behind) {
    static const char *const before[] = {"race: ", "run and walk: ", "time trial: ", "time trial, ", " x "};
    static const char *const after[] = {" on ", " race", " time trial", " pace", " at ", " in "};
    const size_t at = (size_t)(number - text);
    bool is = false;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        const size_t len = strlen(before[i]);
        is = is || (at >= len && strncmp(number - len, before[i], len) == 0);
    }
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
        is = is || strncmp(behind, after[i], strlen(after[i])) == 0;
    return is;
}

// The unit of a number that is to be told in the other one; NULL: the number stays.
static const unit_words *other_unit(const char *text, const char *number, size_t len, bool from_miles) {
    const unit_words *unit = len > 0 ? unit_of(number + len, from_miles) : NULL;
    if (unit == NULL || unit->pace || unit_behind(number + len, from_miles) != unit) return unit;
    return is_name(text, number, number + len + strlen(unit->words[from_miles])) ? NULL : unit;
}

static void put(miler_buf *out, const number_at *n, double value) {
    char time[MILER_TEXT_MAX];
    if (!n->minutes) {
        miler_buf_printf(out, "%.*f", n->decimals, value);
        return;
    }
    miler_print_time(time, sizeof time, value, 0);
    miler_buf_text_append(out, time);
}

const char *plan_units_text(const char *text, miler_units units, miler_arena *arena) {
    const bool miles = units == MILER_UNITS_IMPERIAL;
    miler_buf out;
    miler_buf_init(&out, miler_arena_allocator(arena), TEXT_MAX);
    for (const char *at = text; *at != '\0';) {
        const number_at n = read_number(at);
        const unit_words *unit = other_unit(text, at, n.len, !miles);
        const double by = (MILER_MILE_M / 1000);
        if (unit != NULL)
            put(&out, &n, miles == unit->pace ? n.value * by : n.value / by);
        else
            miler_buf_append(&out, at, n.len > 0 ? n.len : 1);
        at += n.len > 0 ? n.len : 1;
        unit = n.len > 0 && unit != NULL ? unit_behind(at, !miles) : NULL;
        if (unit == NULL) continue;
        miler_buf_text_append(&out, unit->words[miles]);
        at += strlen(unit->words[!miles]);
    }
    const char *said = out.failed ? NULL : miler_arena_dup(arena, miler_buf_text(&out));
    miler_buf_deinit(&out);
    return said;
}

static bool take(const char **text, miler_units units, miler_arena *arena) {
    if (*text == NULL) return true;
    *text = plan_units_text(*text, units, arena);
    return *text != NULL;
}

bool plan_units_take(miler_plan *plan, miler_units units, miler_arena *arena) {
    bool ok = true;
    if (plan->request.athlete.units == units) return true;
    for (size_t i = 0; i < plan->session_count && ok; i++) {
        miler_session *s = &plan->sessions[i];
        ok = take(&s->title, units, arena) && take(&s->why_day, units, arena) &&
             take(&s->why_much, units, arena) && take(&s->why_pace, units, arena) &&
             take(&s->numbers, units, arena);
    }
    for (size_t i = 0; i < plan->notice_count && ok; i++)
        ok = take(&plan->notices[i], units, arena);
    plan->request.athlete.units = units;
    return ok;
}

bool plan_units_changes(miler_plan_change *changes, size_t count, miler_units units, miler_arena *arena) {
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++)
        ok = take(&changes[i].was, units, arena) && take(&changes[i].now, units, arena);
    return ok;
}
