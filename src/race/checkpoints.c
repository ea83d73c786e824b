// SPDX-License-Identifier: MIT
// Where on the way the clock is looked at: every 100 m, the 400 m and quarter
// mile marks from the start, and the finish line lap by lap. All are read off
// the one pacing line and named as what they are.
#include "race/pacing.h"

#include <stdio.h>
#include <string.h>

// 5000 m indoors: 50 hundreds, 13 marks, 13 quarters, 25 lines, and the finish.
#define PLACES_MAX 160
// Half-lap points nearer to the start than this tell nobody anything.
#define HALF_LAP_MIN_M 100.0

typedef struct place {
    double m;
    uint32_t marks;
    int32_t to_go;
} place;

typedef struct places {
    place list[PLACES_MAX];
    size_t count;
} places;

// Keeps the list in order; places at the same distance become one.
static void put(places *p, double m, uint32_t marks, int32_t to_go) {
    size_t i = p->count;
    while (i > 0 && p->list[i - 1].m > m - RACE_SAME_M)
        i--;
    if (i < p->count && fabs(p->list[i].m - m) < RACE_SAME_M) {
        p->list[i].marks |= marks;
        if (to_go >= 0) p->list[i].to_go = to_go;
        return;
    }
    if (p->count == PLACES_MAX) return;
    memmove(&p->list[i + 1], &p->list[i], (p->count - i) * sizeof p->list[0]);
    p->list[i] = (place){m, marks, to_go};
    p->count++;
}

static void put_every(places *p, const race_course *c, double step_m, uint32_t mark) {
    for (int k = 1; k * step_m < c->dist_m + RACE_SAME_M; k++)
        put(p, k * step_m, mark, -1);
}

static void collect(const race_course *c, places *p) {
    p->count = 0;
    put(p, c->dist_m, MILER_MARK_FINISH, c->lap_m > 0 ? 0 : -1);
    put_every(p, c, 100.0, MILER_MARK_HUNDRED);
    put_every(p, c, 400.0, MILER_MARK_400);
    if (c->lap_m <= 0) {
        put_every(p, c, RACE_QUARTER_M, MILER_MARK_QUARTER);
        return;
    }
    put(p, c->dist_m, MILER_MARK_LINE, 0);
    for (int k = 1; c->dist_m - k * c->lap_m > RACE_SAME_M; k++)
        put(p, c->dist_m - k * c->lap_m, MILER_MARK_LINE | (k == 1 ? (uint32_t)MILER_MARK_BELL : 0u), k);
    if (c->request->venue != MILER_VENUE_OUTDOOR) return;
    for (double m = c->dist_m - c->lap_m / 2; m > HALF_LAP_MIN_M; m -= c->lap_m)
        put(p, m, MILER_MARK_HALF_LAP, -1);
}

static const char *name_of(miler_arena *arena, const place *at) {
    char mark[48] = "";
    if (at->marks & MILER_MARK_400)
        (void)snprintf(mark, sizeof mark, "%.0f m mark", at->m);
    else if (at->marks & MILER_MARK_QUARTER)
        (void)snprintf(mark, sizeof mark, "quarter mile %.0f", at->m / RACE_QUARTER_M);
    else if (at->marks & MILER_MARK_HUNDRED)
        (void)snprintf(mark, sizeof mark, "%.0f m", at->m);
    if (at->marks & MILER_MARK_FINISH) return "finish";
    const char *glue = mark[0] != '\0' ? ", " : "";
    if (at->marks & MILER_MARK_BELL)
        return miler_arena_printf(arena, "bell, finish line, 1 lap to go%s%s", glue, mark);
    if (at->marks & MILER_MARK_LINE)
        return miler_arena_printf(arena, "finish line, %d laps to go%s%s", (int)at->to_go, glue, mark);
    if (at->marks & MILER_MARK_HALF_LAP)
        return miler_arena_printf(arena, "half a lap from the finish line%s%s", glue, mark);
    return miler_arena_dup(arena, mark);
}

miler_status race_mark(const race_course *course, miler_arena *arena, miler_race_card *card,
                       miler_error *err) {
    places p;
    collect(course, &p);
    miler_race_checkpoint *list = miler_arena_array(arena, p.count, sizeof *list);
    if (list == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    double hundred_s = 0;
    for (size_t i = 0; i < p.count; i++) {
        const double time_s = miler_race_time_at(card, p.list[i].m);
        list[i] = (miler_race_checkpoint){.dist_m = p.list[i].m,
                                          .time_s = time_s,
                                          .split_s = (double)NAN,
                                          .marks = p.list[i].marks,
                                          .to_go = p.list[i].to_go};
        if (p.list[i].marks & (MILER_MARK_HUNDRED | MILER_MARK_FINISH)) {
            list[i].split_s = time_s - hundred_s;
            hundred_s = time_s;
        }
        list[i].name = name_of(arena, &p.list[i]);
        if (list[i].name == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    card->checkpoints = list;
    card->checkpoint_count = p.count;
    return MILER_OK;
}

// Ends of the laps of a convention, ascending, the finish last.
static size_t lap_ends(const race_course *c, miler_split_convention convention, double *ends, size_t max) {
    size_t count = 0;
    if (convention == MILER_SPLITS_LINE) {
        int k = (int)ceil(c->dist_m / c->lap_m);
        for (; k >= 0 && count < max; k--) {
            const double m = c->dist_m - k * c->lap_m;
            // A stub before the line is the beginning of the first lap.
            if (m >= RACE_STUB_M * c->lap_m / 400.0) ends[count++] = m;
        }
        return count;
    }
    const double step = convention == MILER_SPLITS_QUARTERS ? RACE_QUARTER_M : 400.0;
    for (int k = 1; k * step < c->dist_m - RACE_SAME_M && count < max; k++)
        ends[count++] = k * step;
    // A stub after the last mark is the end of the last lap.
    if (count > 0 && c->dist_m - ends[count - 1] < RACE_STUB_M) count--;
    ends[count++] = c->dist_m;
    return count;
}

// The part of a lap that is compared with the other laps.
static void whole_lap(const race_course *c, const miler_race_card *card, miler_race_lap *lap) {
    const double step = lap->convention == MILER_SPLITS_LINE       ? c->lap_m
                        : lap->convention == MILER_SPLITS_QUARTERS ? RACE_QUARTER_M
                                                                   : 400.0;
    lap->whole_m = fmin(step, lap->to_m - lap->from_m);
    const double from = lap->convention == MILER_SPLITS_LINE ? lap->to_m - lap->whole_m : lap->from_m;
    lap->whole_s = miler_race_time_at(card, fmin(from + lap->whole_m, c->dist_m)) -
                   miler_race_time_at(card, fmax(from, 0));
}

miler_status race_lap_rows(const race_course *course, miler_split_convention convention,
                           const miler_race_card *card, miler_arena *arena, miler_race_lap **out,
                           size_t *out_count, miler_error *err) {
    double ends[PLACES_MAX];
    const size_t count = lap_ends(course, convention, ends, PLACES_MAX - 1);
    miler_race_lap *laps = miler_arena_array(arena, count, sizeof *laps);
    if (laps == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    double from_m = 0, from_s = 0;
    for (size_t i = 0; i < count; i++) {
        miler_race_lap *lap = &laps[i];
        *lap = (miler_race_lap){.number = (int32_t)i + 1,
                                .convention = convention,
                                .from_m = from_m,
                                .to_m = ends[i],
                                .todo = "",
                                .feel = "",
                                .think = "",
                                .cue = ""};
        lap->cum_s = miler_race_time_at(card, ends[i]);
        lap->time_s = lap->cum_s - from_s;
        lap->even_s = (ends[i] - from_m) * course->pace_s_per_m;
        lap->speed_mps = (ends[i] - from_m) / lap->time_s;
        lap->phase = race_phase_at(course, (from_m + ends[i]) / 2);
        whole_lap(course, card, lap);
        from_m = ends[i];
        from_s = lap->cum_s;
    }
    *out = laps;
    *out_count = count;
    return MILER_OK;
}
