// SPDX-License-Identifier: MIT
// The parser's own types, shared by workout_parse.c (reading), workout_rest.c (rests),
// workout_item.c (the meaning of what was read), workout_sets.c (repeats and rests),
// workout_row.c (one rest for a row) and workout_reps.c (reps without a pace).
#ifndef MILER_WORKOUT_PARSE_H
#define MILER_WORKOUT_PARSE_H

#include "workout/workout_scan.h"

#define LADDER_MAX 40
#define COUNTS_MAX 3  // "2 x 3 x 400"
#define COUNT_MAX 200 // passes of one repeat: 100 x 100 m exists, 1000 does not
#define NOTE_MAX 200  // bytes; a line of a session with all else in it stays under 500
#define OPEN_S 600.0  // a step until the lap button is pressed: engineering estimate

typedef struct counts {
    int32_t passes[COUNTS_MAX];
    size_t count;
} counts;

typedef struct frame {
    size_t first; // of its steps on the stack
    counts counts;
    const char *where;
    bool run_through;    // a '+' stands between its steps
    bool through_within; // or between those of a bracket inside
} frame;

typedef struct parser {
    wko_cursor c;
    miler_step *stack;
    size_t depth; // steps on the stack
    size_t capacity;
    size_t steps; // made in all
    frame frames[MILER_WORKOUT_DEPTH_MAX];
    size_t frame_count;
    bool in_list; // within the lines under "Main Set 4x"
    size_t list_first;
    int32_t list_passes;
    bool with;         // the step just read has its rest behind "with": said of the whole row
    size_t row_first;  // on the stack: where the row of reps begins that is being read
    bool row_rest_due; // the stack's last step is a rest that goes between them if nothing hard follows
} parser;

// One item while it is read.
typedef struct item {
    const char *where;
    miler_step step;
    bool kind_set;
    bool sprint;
    bool rest_word;
    bool recovery_word; // "recovery" was read
    bool warm;          // "warm-up" or "cool-down" was read: easy unless said otherwise
    bool off;           // "off" was read: "60s off" is a rest, however it is taken
    bool has_back;      // "jog back" was read: `back` says how
    miler_recovery_mode back;
    const char *zone_word; // where the word of a zone stands that was read without '@'
    const char *lap;       // where "press lap" was read; NULL = nowhere
    bool ladder;           // "ladder" was read: commas part its rungs too
    bool fast;             // "fast" was read: the pace that goes with the length
    bool has_last;         // "last 15min steady" was read: how the end is run
    wko_length last;
    wko_target last_target;
    bool last_fast;   // "last 5min fast"
    bool custom;      // "exercise" or "own drill" was read: its quoted name is due or there
    const char *note; // where a note or a name in quotes stands
    wko_length lengths[LADDER_MAX];
    size_t length_count;
    wko_target targets[LADDER_MAX];
    size_t target_count;
    counts counts;
} item;

typedef struct recoveries {
    miler_step rep, set;
    bool has_rep, has_set;
    bool with; // "with 60s rest": said of the whole row
} recoveries;

// workout_rest.c
bool wko_at_recovery(const wko_cursor *c); // "r60s", "R 3'"
miler_status wko_recovery_scan(parser *p, miler_step *out);
// Behind an item or a bracket; with_lengths: a length alone may be one ("90s rest").
miler_status wko_recoveries_scan(parser *p, bool with_lengths, recoveries *out);
bool wko_mode_word(wko_cursor *c, miler_recovery_mode *mode); // "jog", "walk", "rest" ...
void wko_recovery_intro(wko_cursor *c);                       // steps over "r", "rest", "with"

// workout_forms.c
bool wko_list_heading(parser *p, const char *from);
miler_status wko_list_between(parser *p, const char *from);
char wko_bracketed_rest(wko_cursor *c);
bool wko_slash_rest(wko_cursor *c);
bool wko_on_off(wko_cursor *c, wko_length *on, miler_step *rest);
miler_status wko_trailing_count(parser *p, counts *n, bool *found);
miler_status wko_paces_listed(parser *p, item *it);
bool wko_next_step_here(const parser *p, const item *it);
bool wko_rung_ahead(const wko_cursor *c, const wko_length *first); // not the step behind the ladder
miler_status wko_refuse_to(const parser *p, const char *where);    // "easy to threshold", "back to the start"
miler_status wko_add_note(parser *p, item *it, const char *where, const char *text, size_t len);
miler_status wko_settle_forms(parser *p, item *it, recoveries *r);
// *joined: the rest went between the reps before it.
miler_status wko_join_rest(parser *p, const char *separators, const char *where, size_t depth, bool *joined);
bool wko_said_after(const char *separators, const char *where);
size_t wko_with_step(const wko_cursor *c);

// workout_row.c
// After each step: `one_rest`, the last of the row tells the rest of all.
miler_status wko_row_step(parser *p, size_t depth, bool one_rest);
miler_status wko_row_end(parser *p);

// workout_reps.c
bool wko_is_open_rep(const miler_step *step); // short running without a pace
void wko_pace_rep(miler_step *step);          // gives it the pace that is meant
void wko_fast_target(miler_step *step);       // "fast" and no more: by the length
// Gives reps in sets and rows of short runs the pace that is meant where none is written.
void wko_pace_open_reps(miler_step *steps, size_t count);
miler_status wko_take_last(parser *p, item *it, const char *where);
miler_status wko_push_last(parser *p, const item *it);

miler_status wko_out_of_memory(const parser *p);
miler_status wko_push(parser *p, const miler_step *step);
// workout_sets.c
miler_status wko_close_item(parser *p, size_t first, const counts *n, recoveries *r);
bool wko_is_easy(const miler_step *step);
// Takes `rest` between the steps from `first` on, and within those that are reps
// without one; `deep`: between the reps of sets among them too. *placed = false: there was no room for it.
miler_status wko_rest_inside(parser *p, size_t first, const miler_step *rest, bool deep, bool *placed);
// The same for a closed bracket, whose r is taken between the reps inside; `rests` = where they stand.
miler_status wko_close_set(parser *p, const frame *f, const char *rests, recoveries *r);
bool wko_takes_note(miler_step_kind kind); // running of any kind
// Gives an item its meaning and puts its steps on the stack.
miler_status wko_push_item(parser *p, item *it, recoveries *r);

#endif
