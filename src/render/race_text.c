// SPDX-License-Identifier: MIT
// The race card for a terminal, in the order in which a runner needs it: the
// goal, the splits, the clock every 100 m, the laps in words, the day.
#include "render/race_text.h"

#include "render/look.h"
#include "render/race_title.h"

#include <stdio.h>
#include <string.h>

#define KMH_PER_MPS 3.6
#define MPH_PER_MPS (3600.0 / MILER_MILE_M)

typedef struct sheet {
    const miler_race_card *card;
    miler_units units;
    const term_style *style;
    miler_arena *arena;
    miler_buf *out;
    miler_error *err;
} sheet;

// "400 m", "409.344 m": no more decimals than it takes.
static void print_place(char *text, size_t size, double dist_m) {
    const double whole = round(dist_m);
    (void)snprintf(text, size, fabs(dist_m - whole) < 0.0005 ? "%.0f m" : "%.3f m", dist_m);
}

static const char *timed(double time_s, char text[MILER_TEXT_MAX]) {
    miler_print_time(text, MILER_TEXT_MAX, time_s, 1);
    return text;
}

static const char *lap_time(double time_s, char text[MILER_TEXT_MAX]) {
    miler_race_print_lap(text, MILER_TEXT_MAX, time_s);
    return text;
}

static void put_break(const sheet *s) {
    miler_buf_text_append(s->out, "\n");
}

static void put_start_place(const sheet *s) {
    const miler_race_card *c = s->card;
    if (c->lap_m <= 0) return;
    char place[MILER_TEXT_MAX];
    print_place(place, sizeof place, fabs(c->start_ahead_m));
    if (fabs(c->start_ahead_m) < 0.0005)
        term_line(s->style, s->out, TERM_PLAIN, "Start at the finish line");
    else
        term_line(s->style, s->out, TERM_PLAIN, "Start %s %s the finish line", place,
                  c->start_ahead_m > 0 ? "in front of" : "behind");
}

static void put_header(const sheet *s) {
    static const char *const named[MILER_STRATEGY_COUNT] = {
        "the coach's laps", "even pace", "shaped like the records", "the energy model's best"};
    const miler_race_card *c = s->card;
    char race[RACE_TITLE_MAX], pace[MILER_TEXT_MAX], per400[MILER_TEXT_MAX], title[200];
    const char *dot = term_choose(s->style, "·", "-");
    (void)snprintf(title, sizeof title, "%s %s %s", render_race_title(race, c->dist_m, c->goal_s, s->units),
                   dot, named[c->strategy]);
    term_heading(s->style, s->out, title, true);
    term_printf(s->style, s->out, TERM_PLAIN, "%s", miler_venue_name(c->venue));
    if (c->lap_m > 0) term_printf(s->style, s->out, TERM_PLAIN, ", lane %d", (int)c->lane);
    if (c->day != MILER_NO_DAY) {
        miler_print_date(pace, sizeof pace, c->day);
        term_printf(s->style, s->out, TERM_PLAIN, " %s %s %s", dot, miler_weekday_name(miler_weekday(c->day)),
                    pace);
    }
    if (c->gun_s >= 0) {
        miler_print_clock(pace, sizeof pace, c->gun_s);
        term_printf(s->style, s->out, TERM_PLAIN, " %s gun %s", dot, pace);
    }
    put_break(s);
    miler_print_pace(pace, sizeof pace, 1000 / c->even_speed_mps, s->units);
    term_line(s->style, s->out, TERM_PLAIN, "Goal pace %s per 400 m %s %s",
              lap_time(c->pace_per_400_s, per400), dot, pace);
    put_start_place(s);
    put_break(s);
}

static const char *convention_title(miler_split_convention convention) {
    static const char *const titles[MILER_SPLITS_COUNT] = {"", "at finish line", "at 400 m marks",
                                                           "at quarter miles"};
    return titles[convention];
}

static void split_cells(const sheet *s, term_table *table, const miler_race_lap *lap) {
    char text[MILER_TEXT_MAX];
    if (lap == NULL) {
        for (int i = 0; i < 3; i++)
            term_cell(table, TERM_PLAIN, "%s", "");
        return;
    }
    print_place(text, sizeof text, lap->to_m);
    term_cell(table, TERM_PLAIN, "%s", text);
    term_cell(table, TERM_PLAIN, "%s", lap_time(lap->time_s, text));
    term_cell(table, TERM_BOLD, "%s", timed(lap->cum_s, text));
    (void)s;
}

// The passing of the line right after the start (9.344 m), where there is one.
static void first_passing(const sheet *s, term_table *table, bool beside) {
    const miler_race_checkpoint *at = &s->card->checkpoints[0];
    for (size_t i = 0; i < s->card->checkpoint_count && at->dist_m < s->card->laps[0].to_m;
         at = &s->card->checkpoints[++i]) {
        if (!(at->marks & MILER_MARK_LINE)) continue;
        char text[MILER_TEXT_MAX];
        term_cell(table, TERM_DIM, "%s", "");
        print_place(text, sizeof text, at->dist_m);
        term_cell(table, TERM_DIM, "%s", text);
        term_cell(table, TERM_DIM, "%s", "");
        term_cell(table, TERM_DIM, "%s", timed(at->time_s, text));
        for (int k = 0; beside && k < 3; k++)
            term_cell(table, TERM_DIM, "%s", "");
        return;
    }
}

static miler_status put_splits(const sheet *s) {
    const miler_race_card *c = s->card;
    const bool beside = c->other_lap_count > 0;
    const term_column columns[7] = {
        {"lap", TERM_RIGHT, false},
        {convention_title(c->convention), TERM_RIGHT, false},
        {"time", TERM_RIGHT, false},
        {"clock", TERM_RIGHT, false},
        {beside ? convention_title(c->other_laps[0].convention) : "", TERM_RIGHT, false},
        {"time", TERM_RIGHT, false},
        {"clock", TERM_RIGHT, false}};
    term_table *table = term_table_new(s->arena, s->style, columns, beside ? 7 : 4);
    if (c->convention == MILER_SPLITS_LINE) first_passing(s, table, beside);
    const size_t rows = c->other_lap_count > c->lap_count ? c->other_lap_count : c->lap_count;
    for (size_t i = 0; i < rows; i++) {
        term_cell(table, TERM_PLAIN, "%zu", i + 1);
        split_cells(s, table, i < c->lap_count ? &c->laps[i] : NULL);
        if (beside) split_cells(s, table, i < c->other_lap_count ? &c->other_laps[i] : NULL);
    }
    return term_table_print(table, s->out, s->err);
}

static miler_status put_belt(const sheet *s) {
    static const term_column columns[6] = {{"lap", TERM_RIGHT, false},  {"to", TERM_RIGHT, false},
                                           {"time", TERM_RIGHT, false}, {"clock", TERM_RIGHT, false},
                                           {"km/h", TERM_RIGHT, false}, {"mph", TERM_RIGHT, false}};
    const miler_race_card *c = s->card;
    char text[MILER_TEXT_MAX];
    put_break(s);
    term_heading(s->style, s->out, "Belt speed", false);
    term_table *table = term_table_new(s->arena, s->style, columns, 6);
    for (size_t i = 0; i < c->lap_count; i++) {
        const miler_race_lap *lap = &c->laps[i];
        if (lap->phase == MILER_RACE_PHASE_GEARS && c->gear_s[0] > 0) continue; // the gears follow one by one
        term_cell(table, TERM_PLAIN, "%d", (int)lap->number);
        split_cells(s, table, lap);
        term_cell(table, TERM_BOLD, "%.1f", lap->speed_mps * KMH_PER_MPS);
        term_cell(table, TERM_PLAIN, "%.1f", lap->speed_mps * MPH_PER_MPS);
    }
    for (int k = 0; k < 4 && c->gear_s[k] > 0; k++) {
        const double speed_mps = (c->gear_m[k + 1] - c->gear_m[k]) / c->gear_s[k];
        term_cell(table, TERM_PLAIN, "gear %d", k + 1);
        print_place(text, sizeof text, c->gear_m[k + 1]);
        term_cell(table, TERM_PLAIN, "%s", text);
        term_cell(table, TERM_PLAIN, "%s", lap_time(c->gear_s[k], text));
        term_cell(table, TERM_BOLD, "%s", timed(miler_race_time_at(c, c->gear_m[k + 1]), text));
        term_cell(table, TERM_BOLD, "%.1f", speed_mps * KMH_PER_MPS);
        term_cell(table, TERM_PLAIN, "%.1f", speed_mps * MPH_PER_MPS);
    }
    return term_table_print(table, s->out, s->err);
}

// Every 100 m from the start, four to a line, so that a line is a lap of 400 m.
static miler_status put_hundreds(const sheet *s) {
    static const term_column columns[8] = {{NULL, TERM_RIGHT, false}, {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_RIGHT, false}, {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_RIGHT, false}, {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_RIGHT, false}, {NULL, TERM_RIGHT, false}};
    const miler_race_card *c = s->card;
    put_break(s);
    term_heading(s->style, s->out, "Every 100 m from the start", false);
    term_table *table = term_table_new(s->arena, s->style, columns, 8);
    char text[MILER_TEXT_MAX];
    for (size_t i = 0; i < c->checkpoint_count; i++) {
        const miler_race_checkpoint *at = &c->checkpoints[i];
        if (!(at->marks & (MILER_MARK_HUNDRED | MILER_MARK_FINISH))) continue;
        print_place(text, sizeof text, at->dist_m);
        term_cell(table, TERM_DIM, "%s", text);
        term_cell(table, at->marks & (MILER_MARK_400 | MILER_MARK_FINISH) ? TERM_BOLD : TERM_PLAIN, "%s",
                  timed(at->time_s, text));
    }
    return term_table_print(table, s->out, s->err);
}

static void put_words(const sheet *s, const char *label, const char *text) {
    if (text[0] == '\0') return;
    term_printf(s->style, s->out, TERM_DIM, "   %-6s", label);
    term_wrap(s->style, s->out, TERM_PLAIN, text, 9, 9);
}

static void put_lap(const sheet *s, const miler_race_lap *lap) {
    static const char *const titles[MILER_RACE_PHASE_COUNT] = {"Start", "Settle", "Cruise", "Hold", "Gears"};
    char place[MILER_TEXT_MAX], time[MILER_TEXT_MAX], clock[MILER_TEXT_MAX];
    print_place(place, sizeof place, lap->to_m);
    const bool no_gears = lap->phase == MILER_RACE_PHASE_GEARS && s->card->gear_s[0] <= 0;
    term_printf(s->style, s->out, TERM_TITLE, "%d  %s", (int)lap->number,
                no_gears ? "Last 400 m" : titles[lap->phase]);
    const bool bell = lap->convention == MILER_SPLITS_LINE && (size_t)lap->number + 1 == s->card->lap_count;
    term_line(s->style, s->out, TERM_PLAIN, "  %s, clock %s at %s%s", lap_time(lap->whole_s, time),
              timed(lap->cum_s, clock), place, bell ? ", the bell" : "");
    put_words(s, "do", lap->todo);
    put_words(s, "feel", lap->feel);
    put_words(s, "think", lap->think);
    put_words(s, "say", lap->cue);
}

static void put_laps(const sheet *s) {
    put_break(s);
    for (size_t i = 0; i < s->card->lap_count; i++)
        put_lap(s, &s->card->laps[i]);
}

static void when_of(const miler_race_card *c, const miler_race_row *row, char text[MILER_TEXT_MAX]) {
    const int minutes = (int)(row->at_s / 60);
    if (minutes > 12 * 60)
        (void)snprintf(text, MILER_TEXT_MAX, "later");
    else if (c->gun_s >= 0)
        miler_print_clock(text, MILER_TEXT_MAX, row->clock_s);
    else
        (void)snprintf(text, MILER_TEXT_MAX, minutes == 0 ? "gun" : "%+d min", minutes);
}

static void put_row(const sheet *s, term_table *table, const miler_race_row *row) {
    char text[MILER_TEXT_MAX];
    when_of(s->card, row, text);
    term_cell(table, row->at_s == 0 ? TERM_TITLE : TERM_BOLD, "%s", text);
    if (row->duration_s > 0)
        term_cell(table, TERM_DIM, "%d min", (int)(row->duration_s / 60));
    else
        term_cell(table, TERM_DIM, "%s", "");
    term_cell(table, TERM_PLAIN, "%s", row->what);
    term_cell(table, TERM_DIM, "%s", row->why);
}

// How the drills among the rows are done; nothing where there are none.
static miler_status put_drills(const sheet *s) {
    static const term_column columns[2] = {{NULL, TERM_LEFT, false}, {NULL, TERM_LEFT, true}};
    const miler_race_card *c = s->card;
    term_table *table = NULL;
    for (size_t i = 0; i < c->warm_up_count; i++) {
        const miler_race_row *row = &c->warm_up[i];
        if (row->how[0] == '\0') continue;
        if (table == NULL) {
            put_break(s);
            term_heading(s->style, s->out, "How the drills go", false);
            table = term_table_new(s->arena, s->style, columns, 2);
            if (table == NULL) return miler_fail(s->err, MILER_ERR_NOMEM, "out of memory");
        }
        term_cell(table, TERM_BOLD, "%.*s", (int)strcspn(row->what, ","), row->what);
        term_cell(table, TERM_PLAIN, "%s", row->how);
    }
    return table != NULL ? term_table_print(table, s->out, s->err) : MILER_OK;
}

static miler_status put_timetable(const sheet *s) {
    static const term_column columns[4] = {{NULL, TERM_RIGHT, false},
                                           {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_LEFT, true},
                                           {NULL, TERM_LEFT, true}};
    const miler_race_card *c = s->card;
    if (c->warm_up_count + c->cool_down_count == 0) return MILER_OK;
    put_break(s);
    term_heading(s->style, s->out,
                 c->gun_s >= 0 ? "The day, counted back from the gun" : "The day, in minutes from the gun",
                 false);
    term_table *table = term_table_new(s->arena, s->style, columns, 4);
    for (size_t i = 0; i < c->warm_up_count; i++)
        put_row(s, table, &c->warm_up[i]);
    if (c->cool_down_count > 0) term_table_rule(table);
    for (size_t i = 0; i < c->cool_down_count; i++)
        put_row(s, table, &c->cool_down[i]);
    return term_table_print(table, s->out, s->err);
}

static miler_status put_conditions(const sheet *s) {
    static const term_column columns[4] = {{NULL, TERM_LEFT, false},
                                           {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_LEFT, false},
                                           {NULL, TERM_LEFT, true}};
    const miler_race_card *c = s->card;
    if (c->condition_count == 0) return MILER_OK;
    put_break(s);
    term_heading(s->style, s->out, "What the day costs (the plan above does not change)", false);
    term_table *table = term_table_new(s->arena, s->style, columns, 4);
    for (size_t i = 0; i < c->condition_count; i++) {
        const miler_race_condition *at = &c->conditions[i];
        term_cell(table, TERM_PLAIN, "%s", at->name);
        term_cell(table, TERM_BOLD, "%+.1f s", look_tenth(at->effect_s));
        term_cell(table, TERM_PLAIN, "%+.1f to %+.1f", look_tenth(at->low_s), look_tenth(at->high_s));
        term_cell(table, TERM_DIM, "%s", at->why);
    }
    return term_table_print(table, s->out, s->err);
}

static void put_notes(const sheet *s) {
    if (s->card->note_count > 0) put_break(s);
    for (size_t i = 0; i < s->card->note_count; i++) {
        term_printf(s->style, s->out, TERM_YELLOW, "%s ", term_choose(s->style, "•", "*"));
        term_wrap(s->style, s->out, TERM_PLAIN, s->card->notes[i], 2, 2);
    }
}

miler_status render_race_text(const miler_race_card *card, miler_units units, const term_style *style,
                              miler_arena *arena, miler_buf *out, miler_error *err) {
    const sheet s = {card, units, style, arena, out, err};
    put_header(&s);
    miler_status status = put_splits(&s);
    if (status == MILER_OK && card->venue == MILER_VENUE_TREADMILL) status = put_belt(&s);
    if (status == MILER_OK) status = put_hundreds(&s);
    if (status != MILER_OK) return status;
    put_laps(&s);
    status = put_timetable(&s);
    if (status == MILER_OK) status = put_drills(&s);
    if (status == MILER_OK) status = put_conditions(&s);
    if (status != MILER_OK) return status;
    put_notes(&s);
    return miler_buf_status(out, err);
}

static miler_status put_rest(const sheet *s, const miler_race_outlook *now) {
    static const term_column columns[4] = {{"to", TERM_RIGHT, false},
                                           {"time", TERM_RIGHT, false},
                                           {"per 400 m", TERM_RIGHT, false},
                                           {"clock", TERM_RIGHT, false}};
    term_table *table = term_table_new(s->arena, s->style, columns, 4);
    for (size_t i = 0; i < now->rest_count; i++) {
        const miler_race_lap *lap = &now->rest[i];
        char text[MILER_TEXT_MAX];
        print_place(text, sizeof text, lap->to_m);
        term_cell(table, TERM_PLAIN, "%s", text);
        term_cell(table, TERM_PLAIN, "%s", lap_time(lap->time_s, text));
        term_cell(table, TERM_PLAIN, "%s", lap_time(400 / lap->speed_mps, text));
        term_cell(table, TERM_BOLD, "%s", timed(lap->cum_s, text));
    }
    return term_table_print(table, s->out, s->err);
}

miler_status render_race_outlook_text(const miler_race_card *card, const miler_race_outlook *outlook,
                                      double passed_m, double passed_s, const term_style *style,
                                      miler_arena *arena, miler_buf *out, miler_error *err) {
    const sheet s = {card, MILER_UNITS_METRIC, style, arena, out, err};
    char place[MILER_TEXT_MAX], clock[MILER_TEXT_MAX], off[MILER_TEXT_MAX], even[MILER_TEXT_MAX],
        plan[MILER_TEXT_MAX];
    print_place(place, sizeof place, passed_m);
    const bool ahead = outlook->ahead_s >= 0;
    term_line(style, out, ahead ? TERM_GREEN : TERM_YELLOW, "%s in %s: %s%s %s the plan", place,
              timed(passed_s, clock), lap_time(fabs(outlook->ahead_s), off),
              fabs(outlook->ahead_s) < 99.95 ? " s" : "", ahead ? "ahead of" : "behind");
    // Nobody goes on like this: the average says nothing.
    if (outlook->finish_even_s < miler_world_record_s(MILER_SEX_MALE, card->dist_m))
        term_line(style, out, TERM_PLAIN, "With the rest as planned %s.",
                  timed(outlook->finish_plan_s, plan));
    else
        term_line(style, out, TERM_PLAIN, "At this average %s; with the rest as planned %s.",
                  timed(outlook->finish_even_s, even), timed(outlook->finish_plan_s, plan));
    term_line(style, out, TERM_PLAIN, "With all you have left, %.0f %% of the energy reserve: %s.",
              100 * outlook->left_share, timed(outlook->finish_best_s, even));
    if (outlook->need_s <= 0) {
        term_line(style, out, TERM_RED, "The goal of %s has gone; race for the best that is left.",
                  timed(card->goal_s, clock));
        return miler_buf_status(out, err);
    }
    const bool can = outlook->within_reach && outlook->store_allows;
    term_line(style, out, can ? TERM_PLAIN : TERM_RED, "For %s the rest must be %s per 400 m%s",
              timed(card->goal_s, clock), lap_time(outlook->need_per_400_s, off),
              can                     ? ":"
              : outlook->within_reach ? ": more than the energy reserve allows."
                                      : ", more than 3 % over goal speed: hardly in reach.");
    return put_rest(&s, outlook);
}
