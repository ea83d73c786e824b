// SPDX-License-Identifier: MIT
// miler/race.h: a goal time as a race a runner can carry to the line: where to
// be when, lap by lap what to do, and the day around it counted from the gun.
//
// Example (compiled and run by the tests):
//
//     #include <miler/race.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_race_request request;
//         miler_race_request_init(&request);
//         request.goal_s = 330.0; // 5:30, a mile in lane 1 of an outdoor track
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_race_card card;
//         miler_error err;
//         if (miler_race_plan(&request, arena, &card, &err) != MILER_OK) return 1;
//         printf("lap 1 of %zu: %.3f s\n", card.lap_count, card.laps[0].whole_s); // lap 1 of 4: 83.021 s
//         miler_arena_free(arena);
//         return 0;
//     }
//
// The mile on a track: 1609.344 m is four laps and 9.344 m, so the start is
// 9.344 m behind the finish line, and there are two ways to take splits:
//
//   at the finish line   9.344   409.344   809.344   1209.344 (bell)   1609.344
//   at the 400 m marks           400       800       1200   1600       1609.344
//
// Times of the two differ by about two seconds; every checkpoint says which it is.
//
// Units: m, s, m/s; seconds relative to the gun, or after midnight for clocks.
// Ownership: everything a card points to lives in the arena it was made in.
// Threads: pure functions, no globals.
// Security: cue and timetable text of the caller is checked line by line.
// Sources: the coach's laps are a choice [engineering estimate]; pacing evidence of Noakes,
// Lambert & Hauman 2009, Casado et al. 2021; energy model of Aftalion & Trelat 2021; lane
// geometry of World Athletics; altitude, wind and heat as told in miler_race_condition.
#ifndef MILER_RACE_H
#define MILER_RACE_H

#include <miler/racer.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_venue {
    MILER_VENUE_OUTDOOR = 0,   // 400 m, lanes 1..9
    MILER_VENUE_INDOOR_FLAT,   // 200 m, lanes 1..6
    MILER_VENUE_INDOOR_BANKED, // 200 m, lanes 1..6
    MILER_VENUE_ROAD,
    MILER_VENUE_TREADMILL,
    MILER_VENUE_COUNT
} miler_venue;

// Which straight of an outdoor track the wind blows against; it helps on the other.
typedef enum miler_wind_side {
    MILER_WIND_ANY = 0, // not told: as much against as with
    MILER_WIND_HOME,
    MILER_WIND_BACK,
    MILER_WIND_SIDE_COUNT
} miler_wind_side;

typedef enum miler_strategy {
    // The mile (1200 to 2000 m): strong start, on pace by 800 m, hold, four rising gears. 800 m: two laps, the
    // first quicker, as in its records. Beyond 2000 m: even pace, then a last lap in four rising gears.
    // Between 800 and 1200 m, of which no study is known: even pace.
    MILER_STRATEGY_COACH = 0,
    MILER_STRATEGY_EVEN,    // one pace, with an optional loss at the start
    MILER_STRATEGY_RECORD,  // quarters as in record miles and in the energy model
    MILER_STRATEGY_OPTIMAL, // the fastest way of the energy model, for this runner and course
    MILER_STRATEGY_COUNT
} miler_strategy;

typedef enum miler_split_convention {
    MILER_SPLITS_AUTO = 0, // LINE on a track; on road and treadmill QUARTERS where they fit, else MARKS
    MILER_SPLITS_LINE,     // at the finish line
    MILER_SPLITS_MARKS,    // 400, 800, 1200 ... m from the start
    MILER_SPLITS_QUARTERS, // quarter miles from the start, 402.336 m
    MILER_SPLITS_COUNT
} miler_split_convention;

typedef enum miler_race_phase {
    MILER_RACE_PHASE_START = 0, // first 400 m
    MILER_RACE_PHASE_SETTLE,    // second 400 m: on pace at its end
    MILER_RACE_PHASE_CRUISE,    // first half of what lies between (races over a mile)
    MILER_RACE_PHASE_HOLD,      // what lies before the last 400 m: the hard lap
    MILER_RACE_PHASE_GEARS,     // last 400 m
    MILER_RACE_PHASE_COUNT
} miler_race_phase;

// A stretch of road up to `to_m`: `grade` = rise / run, -0.2 .. 0.2.
typedef struct miler_race_hill {
    double to_m, grade;
} miler_race_hill;

// What is asked. miler_race_request_init() sets the defaults named here.
typedef struct miler_race_request {
    double goal_s;                     // required
    double dist_m;                     // 800 .. 5000; default the mile
    miler_venue venue;                 // outdoor
    int32_t lane;                      // 1
    miler_strategy strategy;           // coach
    miler_split_convention convention; // auto: what the laps are counted by, and where the 9.344 m go
    miler_sex sex;                     // unknown: only bounds the goal by the world record
    int32_t day;                       // MILER_NO_DAY = not told
    int32_t gun_s;                     // seconds after midnight; -1 = not told
    // Coach's: seconds by which the first 400 m is slower, 0 .. 1 (default 1; beyond 2000 m 0; in an 800
    // it is 1.2 s quicker), and how far the gears fan out, 0.005 .. 0.05 (default 0.02: from 2 % slower
    // to 2 % faster; beyond 2000 m the last lap is so much faster than the others).
    // NaN = default.
    double first_lap_slower_s;
    double gear_spread;
    double standing_start_s; // even only: lost getting moving, 0 .. 2 (Keller's model: 0.4); default 0
    // Conditions, NaN = not told. The card keeps the goal and tells what they cost beside it.
    double altitude_m;            // 0 .. 4000
    double wind_mps;              // 0 .. 20 on a track (any direction); -20 .. 20 on a road, + = head wind
    miler_wind_side wind_against; // outdoor track only: the optimum then differs from straight to straight
    double air_c;                 // -30 .. 50
    double humidity_pct;          // 0 .. 100; NaN = 50
    double mass_kg, height_m;     // for the wind; NaN = 70 kg, 1.78 m
    // Running 1 to 1.5 m behind somebody from here to there; NaN = nowhere.
    double draft_from_m, draft_to_m;
    const miler_race_hill *hills; // in order of place; the last holds to the end
    size_t hill_count;            // 0 = level; road only
    // Whose race it is, for the optimum and for what is left to spend; NULL =
    // somebody whose best is the goal (miler_racer_of_time).
    const miler_racer *racer;
    // Own cues and timetable in the format of data/race_cues.tsv and
    // data/race_timetable.tsv; NULL = the built-in ones.
    const char *cues_tsv;
    size_t cues_len;
    const char *timetable_tsv;
    size_t timetable_len;
} miler_race_request;
MILER_API void miler_race_request_init(miler_race_request *request);

enum {                             // what a checkpoint is, bits
    MILER_MARK_HUNDRED = 1u << 0,  // a whole 100 m from the start
    MILER_MARK_400 = 1u << 1,      // a whole 400 m from the start
    MILER_MARK_QUARTER = 1u << 2,  // a whole quarter mile from the start
    MILER_MARK_LINE = 1u << 3,     // at the finish line of a track
    MILER_MARK_HALF_LAP = 1u << 4, // half a lap before or after it (outdoor)
    MILER_MARK_BELL = 1u << 5,     // finish line, one lap to go
    MILER_MARK_FINISH = 1u << 6
};

typedef struct miler_race_checkpoint {
    double dist_m;  // from the start, strictly increasing
    double time_s;  // from the gun, strictly increasing; the last is the goal
    double split_s; // HUNDRED and FINISH: since the hundred before; else NaN
    uint32_t marks; // MILER_MARK_*
    int32_t to_go;  // LINE: laps to go; else -1
    const char *name;
} miler_race_checkpoint;

typedef struct miler_race_lap {
    int32_t number; // from 1
    miler_split_convention convention;
    miler_race_phase phase;
    double from_m, to_m;
    double time_s; // from_m to to_m: what a stopwatch shows (lap 1 at the line includes the metres before it)
    double cum_s;
    double even_s;  // the same stretch at even pace
    double whole_m; // the whole lap in it, e.g. 400 of 409.344
    double whole_s; // and its time: what is compared from lap to lap
    double speed_mps;
    const char *todo, *feel, *think, *cue; // never NULL
} miler_race_lap;

// What something costs: likely seconds on this race, and the range it is known to.
typedef struct miler_race_condition {
    const char *name;               // "altitude", "wind", "heat", "flat 200 m bends"
    double effect_s, low_s, high_s; // + = slower
    const char *why;                // the model and how sure it is
} miler_race_condition;

typedef struct miler_race_row {
    int32_t at_s;       // relative to the gun, negative before
    int32_t duration_s; // 0 = a moment
    int32_t clock_s;    // after midnight of the race day, may be < 0 or > 86400; only with a gun
    const char *what, *why;
    const char *how; // of a drill: how it is done; else ""
} miler_race_row;

typedef struct miler_race_card {
    double goal_s, dist_m;
    miler_venue venue;
    miler_strategy strategy;
    miler_split_convention convention; // never AUTO
    int32_t day, gun_s;
    double pace_per_400_s; // 400 T / D, not T / 4
    double even_speed_mps;
    // Track geometry (lap_m is 0 on road and treadmill).
    int32_t lane;
    double lap_m;            // of this lane
    double lap_s;            // and its time at goal pace
    double start_ahead_m;    // of the finish line, along the lane: mile lane 1 -9.344, lane 2 +18.8
    double uncorrected_m;    // run in this lane with lane 1's start and number of laps ...
    double uncorrected_s;    // ... and its time at goal pace
    double too_fast_400_s;   // a first 400 m under this is too fast, and ...
    double too_fast_clock_s; // ... this is on the clock at the end of lap 1
    miler_race_checkpoint *checkpoints;
    size_t checkpoint_count;
    miler_race_lap *laps; // of `convention`; times sum to the goal
    size_t lap_count;
    miler_race_lap *other_laps; // the other convention where there is one (track: MARKS beside LINE)
    size_t other_lap_count;
    double gear_m[5]; // coach's: where the four gears begin and end; all 0 otherwise
    double gear_s[4]; // and the time of each
    miler_race_condition *conditions;
    size_t condition_count;
    miler_race_row *warm_up; // in order, up to the gun
    size_t warm_up_count;
    miler_race_row *cool_down;
    size_t cool_down_count;
    const char **notes; // warnings and explanations, whole sentences
    size_t note_count;
    // The pacing itself: cumulative time at `knot_m`, straight lines between.
    double *knot_m, *knot_s;
    size_t knot_count;
} miler_race_card;

// Makes the card. Errors: ARG (NULL, unknown venue or strategy), RANGE (goal
// faster than the world record, slower than walking, lane, distance, option
// outside its range), UNSUPPORTED (a strategy that has no meaning there),
// PARSE (own cues or timetable, with the line), NOMEM.
MILER_API miler_status miler_race_plan(const miler_race_request *request, miler_arena *arena,
                                       miler_race_card *out, miler_error *err) MILER_CHECK;

// The planned time at `dist_m` (0 .. distance); NaN outside.
MILER_API double miler_race_time_at(const miler_race_card *card, double dist_m);
// The band around it, 0 < dist_m < distance: a clock below `*early_s` is too fast, above `*late_s` too slow
// for the goal still to come by running a little faster.
MILER_API void miler_race_limits(const miler_race_card *card, double dist_m, double *early_s, double *late_s);

// How `request` would go each way that its distance allows.
#define MILER_MISJUDGED 3 // percent by which the pace may be off
typedef struct miler_race_way {
    miler_strategy strategy;
    double best_s; // the fastest goal this runner can run this way, by the energy model
    double cost_s; // ... beyond the optimum
    // Finish when begun 1, 2, 3 % too fast and kept up while it lasts; or too
    // slow up to the last 400 m, and then all that is left.
    double fast_s[MILER_MISJUDGED], slow_s[MILER_MISJUDGED];
    double expected_s; // with a judgement good to 1.5 % (SD) [engineering estimate]
} miler_race_way;
// `out` has room for MILER_STRATEGY_COUNT. Goal and strategy of the request do
// not matter where a racer is told. Errors as miler_race_plan().
MILER_API miler_status miler_race_ways(const miler_race_request *request, miler_arena *arena,
                                       miler_race_way *out, size_t *count, miler_error *err) MILER_CHECK;

MILER_API const char *miler_venue_name(miler_venue venue); // "outdoor track, 400 m"
// As miler_venue_parse() reads it and JSON has it: "outdoor", "flat", "banked", "road", "treadmill".
MILER_API const char *miler_venue_key(miler_venue venue);
MILER_API const char *miler_strategy_name(miler_strategy strategy); // "coach", "even", "record", "optimal"
// "finish line", "400 m marks", "quarter miles"
MILER_API const char *miler_split_convention_name(miler_split_convention convention);
// As miler_split_convention_parse() reads it: "auto", "line", "marks", "quarters".
MILER_API const char *miler_split_convention_key(miler_split_convention convention);
// "start", "settle", "cruise", "hold", "gears"
MILER_API const char *miler_race_phase_name(miler_race_phase phase);
// By name, as a user types them: "outdoor", "indoor", "flat", "banked", "road",
// "treadmill"; "coach", "even", "record", "optimal"; "line", "marks", "quarters". Errors: PARSE.
MILER_API miler_status miler_venue_parse(const char *text, miler_venue *out, miler_error *err) MILER_CHECK;
MILER_API miler_status miler_strategy_parse(const char *text, miler_strategy *out,
                                            miler_error *err) MILER_CHECK;
MILER_API miler_status miler_split_convention_parse(const char *text, miler_split_convention *out,
                                                    miler_error *err) MILER_CHECK;
// "home", "back" or "any": the straight that the wind is against.
MILER_API miler_status miler_wind_side_parse(const char *text, miler_wind_side *out, miler_error *err);
// A lap as coaches say it: seconds with a tenth under 100, "82.0"; else "1:42.5".
MILER_API void miler_race_print_lap(char *out, size_t out_size, double time_s);

// "I passed 800 in 2:41, what now?"
typedef struct miler_race_outlook {
    double ahead_s;        // + = ahead of the plan
    double finish_even_s;  // if the average so far is kept
    double finish_plan_s;  // if the rest is run as planned
    double need_s;         // left for the rest to make the goal; <= 0: gone
    double need_per_400_s; // the same per 400 m; NaN when gone
    bool within_reach;     // the rest at no more than 3 % over goal speed (engineering estimate)
    // By the energy model, as long as the plan's shape was run so far: the finish
    // with all that is left, and what share of the store that is.
    double finish_best_s, left_share;
    bool store_allows;    // the goal lies no more than 0.5 % under finish_best_s (engineering estimate)
    miler_race_lap *rest; // what the remaining laps must be; times end at the goal; cues empty
    size_t rest_count;
} miler_race_outlook;
// Errors: RANGE (distance not inside the race, time not positive or faster than anybody has run so far), NOMEM.
// `racer` NULL = somebody whose best is the goal.
MILER_API miler_status miler_race_project(const miler_race_card *card, const miler_racer *racer,
                                          double passed_m, double passed_s, miler_arena *arena,
                                          miler_race_outlook *out, miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
