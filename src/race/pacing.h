// SPDX-License-Identifier: MIT
// Inside the race room: the track, the pacing line, and the texts.
//
// The pacing of every strategy is one broken line, cumulative time over
// distance; checkpoints, laps of either convention and projections are all
// read off that line, so they cannot disagree.
#ifndef MILER_RACE_PACING_H
#define MILER_RACE_PACING_H

#include <miler/race.h>

// Distances closer than this are the same place.
#define RACE_SAME_M 1e-6
// A rest of a lap shorter than this belongs to the lap beside it (the mile's
// 9.344 m, two miles' 18.688 m); longer it is a row of its own (1500 m: 300 m).
#define RACE_STUB_M 100.0
#define RACE_QUARTER_M (MILER_MILE_M / 4)

// Which laps the coach's way has: no one shape fits 800 and 5000 m.
typedef enum race_length {
    RACE_LENGTH_TWO_LAPS = 0, // 800 m and the half mile: a quicker first lap
    RACE_LENGTH_BETWEEN,      // up to 1200 m: nothing is known of it, even pace
    RACE_LENGTH_MILE,         // up to 2000 m: the four laps of the mile
    RACE_LENGTH_LONG          // even pace and a quicker last lap
} race_length;

// The request with its defaults filled in and its values checked.
typedef struct race_course {
    const miler_race_request *request;
    miler_split_convention convention; // never AUTO
    double goal_s, dist_m;
    double pace_s_per_m;
    double lap_m;    // of the lane; 0 = no laps
    double block_m;  // what the strategies count in: 400 m, or a quarter mile
    double before_m; // the stub run before the first block
    size_t blocks;   // whole blocks in the race
    race_length length;
    double first_slower_s, gear_spread; // coach's
} race_course;

miler_status race_course_init(race_course *course, const miler_race_request *request, miler_error *err);
bool race_on_track(miler_venue venue);
// The phase of the race at `dist_m`; not every race has all of them (no SETTLE in an 800).
miler_race_phase race_phase_at(const race_course *course, double dist_m);
// Checks the goal against the world record and a walk.
// RANGE where the time would be a world record, or its pace one over less.
miler_status race_check_human(miler_sex sex, double dist_m, double time_s, miler_error *err);
miler_status race_check_goal(const miler_race_request *request, miler_error *err);

// Fills knots and gears.
miler_status race_pace(const race_course *course, miler_arena *arena, miler_race_card *card,
                       miler_error *err);
// Whose race it is: told, or somebody whose best is the goal.
miler_status race_racer(const race_course *course, miler_racer *out, miler_error *err);
// What the course costs from place to place: wind, bends, hills, shelter. NULL and 0 = nothing.
miler_status race_loads(const race_course *course, miler_arena *arena, miler_race_load **out, size_t *count,
                        miler_error *err);
miler_status race_mark(const race_course *course, miler_arena *arena, miler_race_card *card,
                       miler_error *err);
// Rows of one convention; texts stay empty.
miler_status race_lap_rows(const race_course *course, miler_split_convention convention,
                           const miler_race_card *card, miler_arena *arena, miler_race_lap **out,
                           size_t *out_count, miler_error *err);
miler_status race_cue(const race_course *course, miler_arena *arena, miler_race_card *card, miler_error *err);
miler_status race_timetable(const race_course *course, miler_arena *arena, miler_race_card *card,
                            miler_error *err);
miler_status race_conditions(const race_course *course, miler_arena *arena, miler_race_card *card,
                             miler_error *err);
miler_status race_notes(const race_course *course, miler_arena *arena, miler_race_card *card,
                        miler_error *err);

// One line of a tab-separated text, cut into fields inside the text itself.
#define RACE_FIELDS_MAX 10
typedef struct race_line {
    const char *field[RACE_FIELDS_MAX];
    size_t len[RACE_FIELDS_MAX];
    uint32_t number;
} race_line;
typedef struct race_lines {
    const char *at, *end;
    uint32_t number;
    const char *what; // named in errors
    size_t fields;    // each line must have
} race_lines;
// The next line that is not empty and no comment. 1 = a line, 0 = the end, < 0 = failed.
int race_lines_next(race_lines *lines, race_line *out, miler_error *err);
bool race_field_is(const race_line *line, size_t field, const char *text);

// How the drill is done that a row of the timetable begins with, "" where it names none.
miler_status race_how(const char *what, miler_arena *arena, const char **out, miler_error *err);

// `value` with 1 to 3 decimals, locale-free.
void race_print_fixed(char *out, size_t out_size, double value, int decimals);

#endif
