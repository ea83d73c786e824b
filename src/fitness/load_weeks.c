// SPDX-License-Identifier: MIT
// Sessions to weeks: one walk over the days from the first session to today.
#include <miler/load.h>

#include <math.h>
#include <stddef.h>

#define SHORT_DAYS 7.0 // science.md 6.4
#define LONG_DAYS 42.0
#define FOUR_WEEKS 28
#define ALIKE 2.0        // Foster 1998
#define ALIKE_LOAD 100.0 // a week of two easy runs is not worth the word [engineering estimate]

typedef struct walk {
    const miler_load_entry *entries;
    size_t count, next;
    int32_t today;
} walk;

static void add(miler_load_span *s, const miler_load_entry *e) {
    const double time_s = e->time_s > 0 ? e->time_s : 0;
    s->sessions++;
    s->runs += e->run;
    s->by_basis[e->load.basis]++;
    s->kind_sessions[e->load.kind]++;
    s->kind_s[e->load.kind] += time_s;
    s->time_s += time_s;
    if (e->run && e->dist_m > 0) s->dist_m += e->dist_m;
    if (e->load.basis == MILER_LOAD_BY_NONE) return;
    s->load += e->load.points;
    s->kind_load[e->load.kind] += e->load.points;
    s->load_error = hypot(s->load_error, e->load.error);
}

// Monotony and strain once the span is over.
static void end(miler_load_span *s, int32_t days, const double *daily) {
    const bool over = s->days == days;
    s->monotony = over ? miler_monotony(daily, (size_t)days) : (double)NAN;
    s->strain = s->load * 7 / days * s->monotony;
}

static size_t first_from(const walk *w, int32_t day) {
    size_t i = 0;
    while (i < w->count && w->entries[i].day < day)
        i++;
    return i;
}

static void span_of(const walk *w, int32_t first, int32_t days, miler_load_span *out) {
    double daily[FOUR_WEEKS] = {0};
    const int32_t past = w->today - first + 1;
    *out = (miler_load_span){.first_day = first, .days = past < 0 ? 0 : past < days ? past : days};
    for (size_t i = first_from(w, first); i < w->count && w->entries[i].day < first + days; i++) {
        const miler_load_entry *e = &w->entries[i];
        if (e->day > w->today) break;
        add(out, e);
        if (e->load.basis != MILER_LOAD_BY_NONE) daily[e->day - first] += e->load.points;
    }
    end(out, days, daily);
}

static void find_jump(const miler_load_week *w, const miler_load_span *before, size_t count,
                      miler_load_jump *out) {
    double far_m = 0;
    double most = 0;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        far_m = fmax(far_m, before[i].dist_m);
        most = fmax(most, before[i].load);
        whole = whole && before[i].by_basis[MILER_LOAD_BY_NONE] == 0;
    }
    *out = (miler_load_jump){.value = NAN, .base = NAN, .share = NAN};
    const miler_load_span *s = &w->span;
    if (far_m > 0 && s->dist_m > far_m * (1 + MILER_LOAD_JUMP_SHARE) &&
        s->dist_m > far_m + MILER_LOAD_JUMP_SLACK_M)
        *out = (miler_load_jump){MILER_JUMP_DISTANCE, s->dist_m, far_m, s->dist_m / far_m - 1};
    else if (whole && most > 0 && s->load > most * (1 + MILER_LOAD_JUMP_LOAD_SHARE) &&
             s->load > most + MILER_LOAD_JUMP_SLACK)
        *out = (miler_load_jump){MILER_JUMP_LOAD, s->load, most, s->load / most - 1};
}

typedef struct means {
    double short_load, long_load;
    int32_t next; // day that is not in them yet
} means;

static void mean_up_to(walk *w, means *m, int32_t day) {
    for (; m->next <= day; m->next++) {
        double load = 0;
        for (; w->next < w->count && w->entries[w->next].day <= m->next; w->next++)
            if (w->entries[w->next].load.basis != MILER_LOAD_BY_NONE) load += w->entries[w->next].load.points;
        m->short_load = miler_ewma_step(m->short_load, load, SHORT_DAYS);
        m->long_load = miler_ewma_step(m->long_load, load, LONG_DAYS);
    }
}

// Every week from three before the first that is asked for, so that it has what to jump from.
static void fill(walk *w, int32_t monday, miler_load_week *weeks, size_t count, means *m) {
    miler_load_span before[MILER_LOAD_JUMP_WEEKS];
    // Nothing recorded is not nothing run: a log of less than two weeks has no week to jump from.
    const int32_t begun = w->count > 0 ? w->entries[0].day : w->today;
    int32_t first = monday - 7 * ((int32_t)count - 1);
    for (size_t i = 0; i < MILER_LOAD_JUMP_WEEKS; i++)
        span_of(w, first - 7 * ((int32_t)i + 1), 7, &before[i]);
    for (size_t i = 0; i < count; i++, first += 7) {
        miler_load_week *week = &weeks[i];
        span_of(w, first, 7, &week->span);
        if (first - 14 >= begun)
            find_jump(week, before, MILER_LOAD_JUMP_WEEKS, &week->jump);
        else
            week->jump = (miler_load_jump){.value = NAN, .base = NAN, .share = NAN};
        before[2] = before[1];
        before[1] = before[0];
        before[0] = week->span;
        mean_up_to(w, m, first + 6 < w->today ? first + 6 : w->today);
        week->short_load = m->short_load;
        week->long_load = m->long_load;
    }
}

miler_status miler_load_weeks(const miler_load_entry *entries, size_t entry_count, int32_t today,
                              miler_load_week *weeks, size_t count, miler_load_view *view, miler_error *err) {
    if (count < 1 || count > MILER_LOAD_WEEKS_MAX)
        return miler_fail(err, MILER_ERR_ARG, "1 to %d weeks", MILER_LOAD_WEEKS_MAX);
    for (size_t i = 0; i < entry_count; i++)
        if ((i > 0 && entries[i].day < entries[i - 1].day) ||
            (unsigned)entries[i].load.kind >= MILER_LOAD_KIND_COUNT ||
            (unsigned)entries[i].load.basis >= MILER_LOAD_BASIS_COUNT)
            return miler_fail(err, MILER_ERR_ARG, "sessions in order of day");
    walk w = {.entries = entries, .count = entry_count, .today = today};
    const int32_t begun = entry_count > 0 && entries[0].day <= today ? entries[0].day : today;
    means m = {.next = begun};
    fill(&w, today - miler_weekday(today), weeks, count, &m);
    view->short_load = m.short_load;
    view->long_load = m.long_load;
    view->history_days = entry_count > 0 ? today - begun + 1 : 0;
    span_of(&w, today - FOUR_WEEKS + 1, FOUR_WEEKS, &view->last);
    span_of(&w, today - 2 * FOUR_WEEKS + 1, FOUR_WEEKS, &view->before);
    return MILER_OK;
}

// ---- Words

static void jump_words(const miler_load_week *w, miler_units units, miler_buf *out) {
    const miler_load_jump *j = &w->jump;
    const bool miles = units == MILER_UNITS_IMPERIAL;
    const double unit = miles ? MILER_MILE_M : 1000;
    if (j->kind == MILER_JUMP_DISTANCE)
        miler_buf_printf(out,
                         "%.1f %s is %.0f %% more than the largest of the three weeks before (%.1f %s); the "
                         "usual step is 10 %%. Let it settle before more is added.",
                         j->value / unit, miles ? "mi" : "km", 100 * j->share, j->base / unit,
                         miles ? "mi" : "km");
    else if (j->kind == MILER_JUMP_LOAD)
        miler_buf_printf(out,
                         "A load of %.0f is %.0f %% more than the largest of the three weeks before (%.0f), "
                         "though the distance is not: it was harder, or more of other sports. One thing at a "
                         "time settles best.",
                         j->value, 100 * j->share, j->base);
}

void miler_load_week_words(const miler_load_week *week, miler_units units, miler_buf *out) {
    jump_words(week, units, out);
    if (!(week->span.monotony >= ALIKE) || week->span.load < ALIKE_LOAD) return;
    miler_buf_printf(out,
                     "%sThe days were much alike (monotony %.1f): easier easy days and a day of rest set the "
                     "hard ones apart.",
                     week->jump.kind != MILER_JUMP_NONE ? " " : "", week->span.monotony);
}

const char *miler_load_jump_rule(void) {
    return "A week is told when its distance is over the largest of the three before by more than 20 % (its "
           "load "
           "by more than 30 %). +10 % is the usual step and miler's plans take none over 20 %; trials find "
           "no "
           "step that is right for all (Buist 2008).";
}
