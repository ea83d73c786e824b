// SPDX-License-Identifier: MIT
// The card: pacing line, checkpoints, laps, cues, timetable, conditions and
// the sentences that explain them, put together in that order.
#include "race/race_air.h"

#include <string.h>

// A first 400 m more than 2 % under goal pace is too fast for a mile: laps of record miles scatter by
// 1.5 to 3 % in all (Foster et al. 2014); an 800 is run with a quicker first lap, 3 % there. Both limits
// are set here [engineering estimate].
#define TOO_FAST_MILE 0.98
#define TOO_FAST_SHORT 0.97
#define SHORT_M 1200.0
// WBGT from which races are called off (American College of Sports Medicine 1996).
#define WBGT_STOP_C 28.0
#define HUMIDITY_PCT 50.0 // where none is told [engineering estimate]

// Share of a lap's bends in its last `rest_m`: a lap ends with the home
// straight. Outdoor straights are 84.39 m; indoors at least 35 m, and half a
// lap is one bend of two whatever the shape.
static double bend_share(double rest_m, bool outdoor) {
    if (!outdoor) return rest_m < 35.0 ? 0 : rest_m / 200.0;
    const double straight_m = 84.39, bend_m = 200.0 - straight_m;
    const double first = fmin(fmax(rest_m - straight_m, 0), bend_m);
    const double second = fmin(fmax(rest_m - 200.0 - straight_m, 0), bend_m);
    return (first + second) / (2 * bend_m);
}

static void fill_geometry(const race_course *c, miler_race_card *card) {
    card->lane = c->request->lane;
    card->lap_m = c->lap_m;
    if (c->lap_m <= 0) return;
    card->lap_s = c->lap_m * c->pace_s_per_m;
    const bool outdoor = c->request->venue == MILER_VENUE_OUTDOOR;
    const double lane1_m = outdoor ? 400.0 : 200.0;
    const double laps = floor(c->dist_m / lane1_m + RACE_SAME_M);
    // Measured along the lane; only a wider lane moves it off lane 1's start.
    card->start_ahead_m = laps * c->lap_m - c->dist_m;
    card->uncorrected_m =
        c->dist_m + (laps + bend_share(c->dist_m - laps * lane1_m, outdoor)) * (c->lap_m - lane1_m);
    card->uncorrected_s = card->uncorrected_m * c->pace_s_per_m;
}

typedef struct notes {
    miler_arena *arena;
    const char **list;
    size_t count;
    bool failed;
} notes;

#define NOTES_MAX 8

static void note(notes *n, const char *text) {
    if (text == NULL)
        n->failed = true;
    else if (n->count < NOTES_MAX)
        n->list[n->count++] = text;
}

// What stands behind the coach's laps where they are not those of the mile.
static void note_coach(notes *n, const race_course *c) {
    if (c->length == RACE_LENGTH_TWO_LAPS && c->first_slower_s < 0)
        note(n,
             "In 26 world records over 800 m the first lap was 2.4 s quicker than the second (Tucker, "
             "Lambert & "
             "Noakes 2006). These two laps are that far apart. Even laps cost the energy model no more: run "
             "them if a quick start has hurt you before.");
    if (c->length == RACE_LENGTH_BETWEEN)
        note(n, "No study of races over this distance is known here, so the coach's laps are even pace.");
    if (c->length == RACE_LENGTH_LONG)
        note(n, "Even pace with a quicker end, as the world records over 5000 and 10,000 m (Tucker, Lambert "
                "& Noakes "
                "2006). How much quicker the last lap is, 2 % unless told, is a choice.");
}

static void note_pace(notes *n, const race_course *c, const miler_race_card *card) {
    char limit[MILER_TEXT_MAX], clock[MILER_TEXT_MAX];
    miler_race_print_lap(limit, sizeof limit, card->too_fast_400_s);
    miler_print_time(clock, sizeof clock, card->too_fast_clock_s, 1);
    note(n, miler_arena_printf(
                n->arena,
                "Lap 1 has one target, its time above, and one limit: a first 400 m under %s (%s "
                "on the clock at %.0f m) is too fast. Ease off at once then, and keep the rest of "
                "the plan.",
                limit, clock, card->laps[0].to_m));
    if (c->convention == MILER_SPLITS_LINE && c->before_m > 0) {
        char stub[MILER_TEXT_MAX], stub_m[MILER_TEXT_MAX];
        miler_race_print_lap(stub, sizeof stub, c->before_m * c->pace_s_per_m);
        race_print_fixed(stub_m, sizeof stub_m, c->before_m, 3);
        note(n, miler_arena_printf(n->arena,
                                   "Lap 1 at the finish line has the first %s m in it, %s s at goal pace; at "
                                   "the 400 m mark it has not. Know which one is being called.",
                                   stub_m, stub));
    }
    if (card->strategy == MILER_STRATEGY_COACH) note_coach(n, c);
    if (card->strategy == MILER_STRATEGY_RECORD && c->dist_m > 2000)
        note(n, "The shape is that of record miles, stretched over a longer race.");
}

static void note_track(notes *n, const race_course *c, const miler_race_card *card) {
    if (c->lap_m > 0 && c->request->lane > 1) {
        char time[MILER_TEXT_MAX], lap[MILER_TEXT_MAX], start[MILER_TEXT_MAX], all[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, card->uncorrected_s, 1);
        race_print_fixed(lap, sizeof lap, c->lap_m, 2);
        race_print_fixed(start, sizeof start, fabs(card->start_ahead_m), 1);
        race_print_fixed(all, sizeof all, card->uncorrected_m, 1);
        note(n, miler_arena_printf(n->arena,
                                   "A lap of lane %d is %s m. For the true distance start %s m %s the finish "
                                   "line; from lane 1's start it would be %s m, %s at the same pace.",
                                   (int)c->request->lane, lap, start,
                                   card->start_ahead_m >= 0 ? "in front of" : "behind", all, time));
        if (c->request->venue != MILER_VENUE_OUTDOOR)
            note(n, "Indoor lanes are 0.9 to 1.1 m wide; 1.0 m is taken here.");
    }
    if (c->request->venue == MILER_VENUE_TREADMILL)
        note(n, "Treadmills are off by a few percent: check the belt with a watch or a foot pod. 1 % of "
                "grade stands for the missing air.");
}

static void note_weather(notes *n, const race_course *c) {
    const miler_race_request *q = c->request;
    if (q->venue == MILER_VENUE_OUTDOOR && race_windy(c)) {
        char more[MILER_TEXT_MAX], less[MILER_TEXT_MAX];
        double against_s, with_s;
        race_wind_straights(c, &against_s, &with_s);
        race_print_fixed(more, sizeof more, against_s, 1);
        race_print_fixed(less, sizeof less, with_s, 1);
        const char *where = q->wind_against == MILER_WIND_HOME   ? "home straight"
                            : q->wind_against == MILER_WIND_BACK ? "back straight"
                                                                 : "straight it is against";
        note(n,
             miler_arena_printf(n->arena,
                                "Run the wind by effort, not by the watch: at the same effort 100 m of the "
                                "%s take about %s s longer, of the other %s s less. Compare whole laps.",
                                where, more, less));
    }
    if (!isnan(q->air_c) &&
        miler_wbgt_c(q->air_c, isnan(q->humidity_pct) ? HUMIDITY_PCT : q->humidity_pct) >= WBGT_STOP_C)
        note(n, "Too hot for a hard race: move it to a cooler hour or day.");
}

miler_status race_notes(const race_course *course, miler_arena *arena, miler_race_card *card,
                        miler_error *err) {
    notes n = {.arena = arena};
    n.list = miler_arena_array(arena, NOTES_MAX, sizeof *n.list);
    if (n.list == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    note_pace(&n, course, card);
    note_track(&n, course, card);
    note_weather(&n, course);
    if (n.failed) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    card->notes = n.list;
    card->note_count = n.count;
    return MILER_OK;
}

// The convention shown beside the first; none where it would say the same.
static miler_split_convention beside(const race_course *c) {
    if (c->convention == MILER_SPLITS_LINE) return MILER_SPLITS_MARKS;
    if (c->lap_m > 0) return MILER_SPLITS_LINE;
    if (c->convention == MILER_SPLITS_QUARTERS) return MILER_SPLITS_MARKS;
    return fabs(fmod(c->dist_m, RACE_QUARTER_M)) < RACE_SAME_M ? MILER_SPLITS_QUARTERS : MILER_SPLITS_AUTO;
}

static miler_status fill_laps(const race_course *c, miler_arena *arena, miler_race_card *card,
                              miler_error *err) {
    miler_status status = race_lap_rows(c, c->convention, card, arena, &card->laps, &card->lap_count, err);
    const miler_split_convention other = beside(c);
    if (status != MILER_OK || other == MILER_SPLITS_AUTO) return status;
    status = race_lap_rows(c, other, card, arena, &card->other_laps, &card->other_lap_count, err);
    if (status != MILER_OK) return status;
    bool same = card->other_lap_count == card->lap_count;
    for (size_t i = 0; same && i < card->lap_count; i++)
        same = fabs(card->laps[i].to_m - card->other_laps[i].to_m) < RACE_SAME_M;
    if (same) card->other_lap_count = 0;
    return MILER_OK;
}

miler_status miler_race_plan(const miler_race_request *request, miler_arena *arena, miler_race_card *out,
                             miler_error *err) {
    if (request == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "race plan: NULL given");
    memset(out, 0, sizeof *out);
    race_course course;
    miler_status status = race_course_init(&course, request, err);
    if (status != MILER_OK) return status;
    out->goal_s = course.goal_s;
    out->dist_m = course.dist_m;
    out->venue = request->venue;
    out->strategy = request->strategy;
    out->convention = course.convention;
    out->day = request->day;
    out->gun_s = request->gun_s;
    out->pace_per_400_s = 400 * course.pace_s_per_m;
    out->even_speed_mps = 1 / course.pace_s_per_m;
    fill_geometry(&course, out);
    status = race_pace(&course, arena, out, err);
    if (status == MILER_OK) status = race_mark(&course, arena, out, err);
    if (status == MILER_OK) status = fill_laps(&course, arena, out, err);
    if (status != MILER_OK) return status;
    const double limit = course.dist_m < SHORT_M ? TOO_FAST_SHORT : TOO_FAST_MILE;
    out->too_fast_400_s = limit * out->pace_per_400_s;
    out->too_fast_clock_s = limit * course.pace_s_per_m * out->laps[0].to_m;
    status = race_cue(&course, arena, out, err);
    if (status == MILER_OK) status = race_timetable(&course, arena, out, err);
    if (status == MILER_OK) status = race_conditions(&course, arena, out, err);
    if (status == MILER_OK) status = race_notes(&course, arena, out, err);
    return status;
}
