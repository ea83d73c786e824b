// SPDX-License-Identifier: MIT
// The plan as text.
#include "render/plan_render.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// One letter a kind for the calendar grid; upper case where the day is hard.
static const char kind_letters[MILER_SESSION_KIND_COUNT + 1] = "elvshtmdc.gpR";

#define WEEKS_WIDE 82     // the table of weeks has its dates without the year below that
#define TABLE_WIDE 76     // and that of the shares is narrower
#define STEPS_AT 13       // column of a session's steps
#define REASONS_AT 15     // and of its reasons
#define USUAL_SORE_DAYS 5 // of a note that names none: sore_days and tired_days of data/plan_rules.tsv
#define USUAL_TIRED_DAYS 3

static void colour_on(const render_look *look, miler_buf *out, const char *code) {
    if (look->style.colour) miler_buf_printf(out, "\033[%sm", code);
}

static void colour_off(const render_look *look, miler_buf *out) {
    if (look->style.colour) miler_buf_text_append(out, "\033[0m");
}

// Words of `text` at `indent`, broken at the width.
static void wrap(miler_buf *out, const char *text, int indent, const render_look *look) {
    term_repeat(out, " ", indent);
    term_wrap(&look->style, out, TERM_PLAIN, text, indent, indent);
}

static int hard_pct(int32_t easy_s, int32_t threshold_s, int32_t vo2max_s, int32_t fast_s) {
    const int32_t hard = threshold_s + vo2max_s + fast_s;
    const int32_t all = easy_s + hard;
    return all > 0 ? (int)((100 * (int64_t)hard + all / 2) / all) : 0;
}

// What the training brings, and how wide a race of that day lies with all that is not known.
static void likely_words(const miler_plan *p, char *text, size_t size) {
    char now[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    double low_s, high_s;
    miler_print_time(now, sizeof now, p->now_s, 0);
    miler_print_time(low, sizeof low, p->likely_low_s, 0);
    miler_print_time(high, sizeof high, p->likely_high_s, 0);
    const int n =
        snprintf(text, size,
                 "Today about %s; training is likely to bring that to between %s and %s by the day, "
                 "if most of the plan is done [estimate].",
                 now, low, high);
    if (n < 0 || (size_t)n >= size) return;
    if (!app_plan_race_band(p, p->request.mile_sd_log, &low_s, &high_s)) {
        (void)snprintf(text + n, size - (size_t)n, " The form of the day comes on top: miler fitness.");
        return;
    }
    miler_print_time(low, sizeof low, low_s, 0);
    miler_print_time(high, sizeof high, high_s, 0);
    (void)snprintf(text + n, size - (size_t)n,
                   " With how well today is known and the form of the day: eight races in ten between %s and "
                   "%s.",
                   low, high);
}

static void head(const app_plan_answer *a, const render_look *look, miler_buf *out) {
    const miler_plan *p = &a->plan;
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    miler_print_distance(dist, sizeof dist, p->race_dist_m, look->units);
    miler_print_time(goal, sizeof goal, p->goal_s, 1);
    miler_print_date(date, sizeof date, p->race_day);
    char text[400], left[128], asked[MILER_TEXT_MAX + 16] = "";
    if (p->asked_s > 0 && fabs(p->asked_s - p->goal_s) > 0.05) {
        (void)snprintf(asked, sizeof asked, ", you asked for ");
        miler_print_time(asked + strlen(asked), MILER_TEXT_MAX, p->asked_s, 0);
    }
    const int32_t days = p->race_day - a->today;
    (void)snprintf(text, sizeof text, "Goal: %s in %s on %s %s", dist, goal,
                   miler_weekday_name(miler_weekday(p->race_day)), date);
    if (days >= 0)
        (void)snprintf(left, sizeof left, "(%s, %d %s to go%s)", miler_plan_level_name(p->level), (int)days,
                       days == 1 ? "day" : "days", asked);
    else
        (void)snprintf(left, sizeof left, "(%s, over%s)", miler_plan_level_name(p->level), asked);
    const bool fits = (int)(strlen(text) + strlen(left)) + 2 <= term_width(&look->style);
    term_put(&look->style, out, TERM_BOLD, text);
    miler_buf_printf(out, "%s%s\n", fits ? "  " : "\n", left);
    likely_words(p, text, sizeof text);
    wrap(out, text, 0, look);
    for (size_t i = 0; i < p->notice_count; i++) {
        miler_buf_text_append(out, "\n");
        wrap(out, p->notices[i], 2, look);
    }
    if (a->held) {
        miler_buf_text_append(out, "\n");
        wrap(out, RENDER_SAY_HELD, 2, look);
    }
    if (a->no_runs) {
        miler_buf_text_append(out, "\n");
        wrap(out,
             "The log holds no run since the plan began, so what was done is not known. " RENDER_SAY_WHAT_WAS,
             2, look);
    }
    miler_buf_text_append(out, "\n");
}

// The letters of one day; "" outside the week.
static bool day_letters(const miler_plan *p, const miler_plan_week *w, int32_t day, char letters[8]) {
    size_t n = 0;
    bool hard = false;
    letters[0] = day >= w->first_day ? '.' : '\0';
    letters[1] = '\0';
    for (size_t s = w->first_session; s < w->first_session + w->session_count; s++) {
        const miler_session *session = &p->sessions[s];
        if (session->day != day || n + 1 >= 8) continue;
        if (session->kind == MILER_SESSION_REST && n > 0) continue;
        if (session->status == MILER_SESSION_SKIPPED) continue;
        char letter = kind_letters[session->kind];
        if (session->hard && letter >= 'a' && letter <= 'z') letter = (char)(letter - 'a' + 'A');
        hard = hard || session->hard;
        letters[n++] = letter;
        letters[n] = '\0';
    }
    return hard;
}

// "74": what the week asks for. Where memory fails the cell is empty, and the table's end says so.
static void load_cell(const miler_plan *p, const miler_plan_week *w, term_colour colour, miler_arena *arena,
                      term_table *table) {
    double points;
    if (table != NULL && miler_plan_week_load(p, w, arena, &points, NULL) == MILER_OK)
        term_cell(table, colour, "%.0f", points);
    else
        term_cell(table, colour, "%s", "");
}

// Whether anything is known of the weeks that are over, or have begun.
static bool tells_done(const app_plan_answer *a) {
    return a->done_m != NULL && a->plan.week_count > 0 && !isnan(a->done_m[0]);
}

static double done_of(const app_plan_answer *a, const miler_plan_week *w) {
    return a->done_m != NULL ? a->done_m[w - a->plan.weeks] : (double)NAN;
}

// What a week that is over was planned with and its runner left out, or noted days off for: its distance
// holds it still.
static double left_out_m(const app_plan_answer *a, const miler_plan_week *w) {
    double stands_m = 0, out_m = 0;
    if (w->first_day + w->day_count > a->today) return 0;
    for (size_t i = w->first_session; i < w->first_session + w->session_count; i++) {
        const miler_session *s = &a->plan.sessions[i];
        if (s->kind != MILER_SESSION_RACE)
            *(s->status == MILER_SESSION_SKIPPED ? &out_m : &stands_m) += s->dist_m;
    }
    return fmax(fmin(w->dist_m - stands_m, out_m), 0);
}

static bool any_left_out(const app_plan_answer *a) {
    for (size_t i = 0; i < a->plan.week_count; i++)
        if (left_out_m(a, &a->plan.weeks[i]) > 0) return true;
    return false;
}

// What was run, in a week that has begun: no planned number is taken for it.
static void done_cell(const app_plan_answer *a, const miler_plan_week *w, const render_look *look,
                      term_table *table) {
    const double done_m = done_of(a, w);
    if (isnan(done_m))
        term_cell(table, TERM_PLAIN, "%s", "");
    else
        term_cell(table, TERM_GREEN, "%.1f", done_m / look_unit_m(look->units));
}

static void week_row(const app_plan_answer *a, const miler_plan_week *w, bool current,
                     const render_look *look, miler_arena *arena, term_table *table) {
    const miler_plan *p = &a->plan;
    char date[MILER_TEXT_MAX], letters[8];
    const term_colour plain = current ? TERM_BOLD : TERM_PLAIN;
    miler_print_date(date, sizeof date, w->first_day);
    term_cell(table, plain, "%s%d", current ? "> " : "", (int)w->number);
    term_cell(table, plain, "%s", term_width(&look->style) < WEEKS_WIDE ? date + 5 : date);
    term_cell(table, plain, "%s%s", miler_phase_name(w->phase), w->light ? " -" : "");
    if (tells_done(a)) done_cell(a, w, look, table);
    term_cell(table, plain, "%.1f", w->dist_m / look_unit_m(look->units));
    term_cell(table, plain, "%d %%", hard_pct(w->easy_s, w->threshold_s, w->vo2max_s, w->fast_s));
    load_cell(p, w, plain, arena, table);
    // Weeks end on the race's weekday; the odd days in front stand under their own.
    const int32_t last = w->first_day + w->day_count - 1;
    for (int32_t day = last - 6; day <= last; day++) {
        const bool hard = day_letters(p, w, day, letters);
        term_cell(table, hard ? TERM_YELLOW : current ? TERM_BOLD : TERM_PLAIN, "%s", letters);
    }
}

static void week_table(const app_plan_answer *a, const miler_plan_week *current, const render_look *look,
                       miler_buf *out) {
    const miler_plan *p = &a->plan;
    const bool done = tells_done(a);
    size_t count = 0;
    term_column columns[14] = {{NULL, TERM_LEFT, false}};
    columns[count++] = (term_column){"week", TERM_RIGHT, false};
    columns[count++] = (term_column){"from", TERM_LEFT, false};
    columns[count++] = (term_column){"phase", TERM_LEFT, false};
    if (done) columns[count++] = (term_column){"run", TERM_RIGHT, false};
    columns[count++] = (term_column){look_unit_word(look->units), TERM_RIGHT, false};
    const size_t hard = count, load = count + 1;
    columns[count++] = (term_column){"hard", TERM_RIGHT, false};
    columns[count++] = (term_column){"load", TERM_RIGHT, false};
    for (int i = 0; i < 7; i++)
        columns[count++] =
            (term_column){miler_weekday_name((miler_weekday(p->race_day) + 1 + i) % 7), TERM_LEFT, false};
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    term_table *table = arena != NULL ? term_table_new(arena, &look->style, columns, count) : NULL;
    // Where all seven days would not fit.
    term_table_spare(table, load);
    term_table_spare(table, hard);
    for (size_t i = 0; i < p->week_count; i++)
        week_row(a, &p->weeks[i], &p->weeks[i] == current, look, arena, table);
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    miler_arena_free(arena);
    term_wrap(
        &look->style, out, TERM_DIM,
        "e easy, l long, v speed (VO2max or mile pace), s strides, h hill sprints, t threshold, m trial or "
        "mile pace, d drills, "
        "c cross-training, . rest, g strength, p plyometrics, R race. Capitals are hard; '-' marks a lighter "
        "week. Load: 100 are an hour at threshold, as in miler load; strength and cross-training by how hard "
        "they feel [estimate].",
        0, 0);
    if (done || any_left_out(a)) {
        char text[200];
        (void)snprintf(
            text, sizeof text,
            "%sIn weeks that are over distance, hard and load are as planned, days without what was "
            "missed or left out.",
            done ? "Run: what the log holds. " : "");
        term_wrap(&look->style, out, TERM_DIM, text, 0, 0);
    }
    miler_buf_text_append(out, "\n");
}

// The columns close together, with short heads.
static void shares_narrow(const miler_plan_shares *m, const miler_plan_shares *h, miler_buf *out) {
    miler_buf_text_append(out, "Share of running time    easy  thresh.  VO2max  faster\n");
    miler_buf_printf(out, "  this plan            %5.1f %%  %5.1f %% %5.1f %% %5.1f %%\n", m->easy / 100.0,
                     m->threshold / 100.0, m->vo2max / 100.0, m->fast / 100.0);
    miler_buf_printf(out, "  a half-marathon plan %5.1f %%  %5.1f %% %5.1f %% %5.1f %%\n\n", h->easy / 100.0,
                     h->threshold / 100.0, h->vo2max / 100.0, h->fast / 100.0);
}

static void shares(const app_plan_answer *a, const render_look *look, miler_buf *out) {
    const miler_plan_shares *m = &a->plan.shares;
    const miler_plan_shares *h = &a->plan.half_shares;
    if (term_width(&look->style) < TABLE_WIDE) {
        shares_narrow(m, h, out);
        return;
    }
    miler_buf_text_append(out,
                          "Share of running time     easy   threshold   VO2max   mile pace and faster\n");
    miler_buf_printf(out, "  this plan             %5.1f %%    %5.1f %%   %5.1f %%   %5.1f %%\n",
                     m->easy / 100.0, m->threshold / 100.0, m->vo2max / 100.0, m->fast / 100.0);
    miler_buf_printf(out, "  a half-marathon plan  %5.1f %%    %5.1f %%   %5.1f %%   %5.1f %%\n\n",
                     h->easy / 100.0, h->threshold / 100.0, h->vo2max / 100.0, h->fast / 100.0);
}

// "done, run 12", "done a day later, run 13", "another session, run 14", "missed"; "" when nothing is known.
static void mark_words(const app_plan_answer *a, const miler_session *s, char *out, size_t size) {
    static const char *const words[PLAN_MARK_COUNT] = {"", "done", "cut short", "another session", "missed"};
    out[0] = '\0';
    if (a->marks == NULL) return;
    const plan_mark *mark = &a->marks[s - a->plan.sessions];
    if ((unsigned)mark->kind >= PLAN_MARK_COUNT || mark->kind == PLAN_MARK_NONE) return;
    const char *when = mark->moved_days > 0 ? " a day later" : mark->moved_days < 0 ? " a day before" : "";
    if (mark->run_id == 0 && mark->told && mark->effort > 0)
        (void)snprintf(out, size, "%s by your word, effort %.0f", words[mark->kind], mark->effort);
    else if (mark->run_id == 0)
        (void)snprintf(out, size, "%s%s", words[mark->kind], mark->told ? " by your word" : "");
    else
        (void)snprintf(out, size, "%s%s, run %lld", words[mark->kind], when, (long long)mark->run_id);
}

// Number, title and what it comes to from column `at` on; the rest of what does not fit in lines of its own.
static void session_words(const app_plan_answer *a, const miler_session *s, const render_look *look, int at,
                          const char *sums, miler_buf *out) {
    char mark[96], words[800];
    const int width = term_width(&look->style);
    (void)snprintf(words, sizeof words, "%s%s", s->title, sums);
    const int used = at + 6 + term_text_width(words, strlen(words));
    miler_buf_printf(out, "#%-4d ", (int)s->id);
    if (used <= width) {
        term_put(&look->style, out, s->hard ? TERM_BOLD : TERM_PLAIN, s->title);
        miler_buf_text_append(out, sums);
    } else {
        term_wrap(&look->style, out, s->hard ? TERM_BOLD : TERM_PLAIN, words, at + 6, at + 6);
    }
    mark_words(a, s, mark, sizeof mark);
    const bool fits = used + 2 + (int)strlen(mark) <= width;
    if (mark[0] != '\0') {
        const plan_mark_kind kind = a->marks[s - a->plan.sessions].kind;
        if (!fits && used <= width) miler_buf_text_append(out, "\n");
        miler_buf_printf(out, "%*s", fits ? 2 : at + 6, "");
        term_put(&look->style, out,
                 kind == PLAN_MARK_DONE     ? TERM_GREEN
                 : kind == PLAN_MARK_MISSED ? TERM_RED
                                            : TERM_YELLOW,
                 mark);
    }
    if (mark[0] != '\0' || used <= width) miler_buf_text_append(out, "\n");
}

// `at`: columns taken already.
static void session_line_at(const app_plan_answer *a, const miler_session *s, const render_look *look,
                            bool with_day, int at, miler_buf *out) {
    char date[MILER_TEXT_MAX];
    char time[MILER_TEXT_MAX] = "";
    char dist[MILER_TEXT_MAX] = "";
    miler_print_date(date, sizeof date, s->day);
    if (s->time_s > 0) (void)snprintf(time, sizeof time, "%d min", (int)((s->time_s + 30) / 60));
    if (s->dist_m > 0)
        (void)snprintf(dist, sizeof dist, "%.1f %s", s->dist_m / look_unit_m(look->units),
                       look_unit_word(look->units));
    if (with_day)
        miler_buf_printf(out, "%s %s  ", miler_weekday_name(miler_weekday(s->day)), date + 5);
    else
        miler_buf_printf(out, "%*s", 11, "");
    const char *const parts[] = {dist, time, s->hard ? "hard" : "",
                                 s->status != MILER_SESSION_PLANNED ? miler_session_status_name(s->status)
                                                                    : ""};
    char sums[160] = "";
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i][0] != '\0')
            n += (size_t)snprintf(sums + n, sizeof sums - n, "%s%s", n == 0 ? "  (" : ", ", parts[i]);
    if (n > 0) (void)snprintf(sums + n, sizeof sums - n, ")");
    session_words(a, s, look, at + 11, sums, out);
}

static void session_line(const app_plan_answer *a, const miler_session *s, const render_look *look,
                         bool with_day, miler_buf *out) {
    session_line_at(a, s, look, with_day, 0, out);
}

typedef struct step_to {
    miler_buf *out;
    const render_look *look;
} step_to;

static bool step_line(void *user, int indent, const char *text) {
    const step_to *to = user;
    const int at = STEPS_AT + 2 * indent;
    term_repeat(to->out, " ", at);
    term_wrap(&to->look->style, to->out, TERM_PLAIN, text, at, at + 2);
    return true;
}

// The steps in this runner's numbers; the text as it stands where it cannot be read. A session that is over
// has the numbers that it was asked with, which stand in its own text alone once the paces have moved.
static void session_steps(const app_plan_answer *a, const miler_session *s, const render_look *look,
                          miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    miler_workout workout;
    step_to to = {out, look};
    const bool asked_now = render_plan_book(&a->plan, s) == &a->plan.request.book;
    if (s->kind == MILER_SESSION_RACE && s->hard && asked_now && s->numbers[0] != '\0')
        wrap(out, s->numbers, STEPS_AT, look);
    miler_status status =
        arena != NULL ? miler_workout_parse(s->text, arena, &workout, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_OK)
        status = miler_workout_lines(&workout, render_plan_book(&a->plan, s), look->units, step_line, &to);
    if (status == MILER_OK && miler_workout_by_hand(&workout, render_plan_book(&a->plan, s)))
        wrap(out, "(pace by hand)", STEPS_AT, look);
    if (status == MILER_ERR_NOMEM) out->failed = true;
    if (status != MILER_OK) wrap(out, s->text, STEPS_AT, look);
    if (!asked_now && s->numbers[0] != '\0') {
        char asked[400];
        (void)snprintf(asked, sizeof asked, "asked then: %s", s->numbers);
        wrap(out, asked, STEPS_AT, look);
    }
    miler_arena_free(arena);
}

static bool same_reasons(const miler_session *a, const miler_session *b) {
    return a->status != MILER_SESSION_SKIPPED && a->why_day[0] != '\0' &&
           strcmp(a->why_day, b->why_day) == 0 && strcmp(a->why_much, b->why_much) == 0 &&
           strcmp(a->why_pace, b->why_pace) == 0;
}

static void reasons(const miler_session *s, const render_look *look, miler_buf *out) {
    colour_on(look, out, "2");
    if (s->why_day[0] != '\0') wrap(out, s->why_day, REASONS_AT, look);
    if (s->why_much[0] != '\0') wrap(out, s->why_much, REASONS_AT, look);
    if (s->why_pace[0] != '\0') wrap(out, s->why_pace, REASONS_AT, look);
    if (s->source[0] != '\0') {
        char source[240];
        (void)snprintf(source, sizeof source, "[%s]", s->source);
        wrap(out, source, REASONS_AT, look);
    }
    colour_off(look, out);
}

const miler_pace_book *render_plan_book(const miler_plan *plan, const miler_session *s) {
    static const miler_pace_book none = {.goal_mile_s = NAN, .hr_max_bpm = NAN, .hr_threshold_bpm = NAN};
    // The plan holds one book only, of the day when it was last made anew.
    return s->day < plan->request.today ? &none : &plan->request.book;
}

bool render_plan_is_out(const app_plan_answer *a, const miler_session *s) {
    const plan_mark_kind kind = a->marks != NULL ? a->marks[s - a->plan.sessions].kind : PLAN_MARK_NONE;
    return s->status == MILER_SESSION_SKIPPED && kind != PLAN_MARK_DONE && kind != PLAN_MARK_CUT_SHORT;
}

// Of a note that names none, as in plan_replan_days.c.
int32_t render_note_days(const miler_plan_note *note) {
    if (note->days > 0) return note->days;
    return note->kind == MILER_NOTE_SORE    ? USUAL_SORE_DAYS
           : note->kind == MILER_NOTE_TIRED ? USUAL_TIRED_DAYS
                                            : 1;
}

// By the latest note whose days, or the easy ones after it, hold that day; "" where none does.
static const char *why_out(const app_plan_answer *a, const miler_session *s) {
    static const char *const words[MILER_NOTE_KIND_COUNT] = {" (ill)", " (sore)", " (tired)", " (day off)"};
    const char *why = "";
    if (s->by_hand && !s->aside) return " (by hand)";
    for (size_t i = 0; i < a->note_count; i++) {
        const miler_plan_note *note = &a->notes[i];
        const int32_t after = s->day - note->day;
        const int32_t days = render_note_days(note);
        if (after < 0 || (unsigned)note->kind >= MILER_NOTE_KIND_COUNT) continue;
        if (after < days)
            why = words[note->kind];
        else if (note->kind == MILER_NOTE_SICK && after < 3 * days)
            why = " (back from being ill)";
    }
    return why;
}

// One line for a session that was left out; what takes its place tells the rest.
static void left_out(const app_plan_answer *a, const miler_session *s, const render_look *look, bool with_day,
                     miler_buf *out) {
    char date[MILER_TEXT_MAX], mark[96], words[960];
    const int at = 17;
    miler_print_date(date, sizeof date, s->day);
    mark_words(a, s, mark, sizeof mark);
    if (with_day)
        miler_buf_printf(out, "%s %s  ", miler_weekday_name(miler_weekday(s->day)), date + 5);
    else
        miler_buf_printf(out, "%*s", 11, "");
    miler_buf_printf(out, "#%-4d ", (int)s->id);
    const char *why = why_out(a, s);
    (void)snprintf(words, sizeof words, "%s: %s%s%s%s",
                   why[0] == '\0' && s->day < a->today ? "not run" : "left out", s->title, why,
                   mark[0] != '\0' ? "; " : "", mark);
    term_wrap(&look->style, out, TERM_DIM, words, at, at);
}

// `told`: an earlier session whose reasons are the same, or NULL.
static void rehearsal_line(const app_plan_answer *a, const miler_session *s, const render_look *look,
                           miler_buf *out) {
    if (s != miler_plan_rehearsal(&a->plan)) return;
    wrap(out, MILER_REHEARSAL_WORDS, STEPS_AT, look);
}

static void session_full(const app_plan_answer *a, const miler_session *s, const miler_session *told,
                         const render_look *look, bool with_day, miler_buf *out) {
    if (render_plan_is_out(a, s)) {
        left_out(a, s, look, with_day, out);
        return;
    }
    session_line(a, s, look, with_day, out);
    rehearsal_line(a, s, look, out);
    if (s->kind != MILER_SESSION_REST || s->time_s > 0) session_steps(a, s, look, out);
    if (told == NULL) {
        reasons(s, look, out);
        return;
    }
    colour_on(look, out, "2");
    miler_buf_printf(out, "%*sWhy: as #%d on %s.\n", REASONS_AT, "", (int)told->id,
                     miler_weekday_name(miler_weekday(told->day)));
    colour_off(look, out);
}

// The week asked for, this week, or the first one to come.
static const miler_plan_week *choose_week(const app_plan_answer *a, int32_t number) {
    const miler_plan *p = &a->plan;
    for (size_t i = 0; i < p->week_count && number >= 0; i++)
        if (p->weeks[i].number == number) return &p->weeks[i];
    const miler_plan_week *now = miler_plan_week_at(p, a->today);
    if (now != NULL) return now;
    return p->week_count == 0                 ? NULL
           : a->today < p->weeks[0].first_day ? &p->weeks[0]
                                              : &p->weeks[p->week_count - 1];
}

static void week_sessions(const app_plan_answer *a, const miler_plan_week *w, const render_look *look,
                          miler_buf *out) {
    const miler_session *sessions = a->plan.sessions;
    int32_t day = MILER_NO_DAY;
    for (size_t i = w->first_session; i < w->first_session + w->session_count; i++) {
        const miler_session *told = NULL;
        for (size_t k = w->first_session; k < i && told == NULL; k++)
            if (same_reasons(&sessions[k], &sessions[i])) told = &sessions[k];
        session_full(a, &sessions[i], told, look, sessions[i].day != day, out);
        day = sessions[i].day;
    }
}

// Metres of races are no part of a week's.
static const char *beside_week(const miler_plan *p, const miler_plan_week *w) {
    const char *words = "";
    for (size_t i = w->first_session; i < w->first_session + w->session_count; i++) {
        const miler_session *s = &p->sessions[i];
        if (s->kind != MILER_SESSION_RACE || s->status == MILER_SESSION_SKIPPED) continue;
        if (s->day != p->race_day) words = " and a race";
        if (s->day == p->race_day) return p->request.weeks > 0 ? " and the time trial" : " and the race day";
    }
    return words;
}

// ---- Race week by the clock

static void race_when(const app_race_row *row, char text[MILER_TEXT_MAX]) {
    if (row->clock_s >= 0)
        miler_print_clock(text, MILER_TEXT_MAX, row->clock_s);
    else if (row->from_gun_s != APP_NO_GUN)
        (void)snprintf(text, MILER_TEXT_MAX,
                       row->from_gun_s != 0 ? "%+d min"
                       : row->rehearsal     ? "rep 1"
                                            : "gun",
                       (int)(row->from_gun_s / 60));
    else
        text[0] = '\0';
}

// A session without a clock stands among the sessions already.
static bool race_row_tells(const app_race_row *row, int32_t first, int32_t last) {
    return row->day >= first && row->day <= last && (row->session_id == 0 || row->clock_s >= 0);
}

static void race_row(const app_race_row *row, int32_t last_day, term_table *table) {
    char when[MILER_TEXT_MAX];
    race_when(row, when);
    term_cell(table, TERM_BOLD, "%s",
              row->day != last_day ? miler_weekday_name(miler_weekday(row->day)) : "");
    term_cell(table, row->from_gun_s == 0 ? TERM_TITLE : TERM_BOLD, "%s", when);
    if (row->duration_s >= 60)
        term_cell(table, TERM_DIM, "%d min", (int)((row->duration_s + 30) / 60));
    else
        term_cell(table, TERM_DIM, "%s", "");
    term_cell(table, TERM_PLAIN, "%s", row->what);
}

static const char *hours_heading(const app_plan_answer *a, int32_t last) {
    const bool clock = a->plan.request.gun_s >= 0;
    if (last < a->plan.race_day - 6)
        return clock ? "Rehearsal of the race, at its hour"
                     : "Rehearsal of the race, in minutes from the first rep";
    return clock ? "By the clock" : "By the clock; the race in minutes from the gun";
}

// The days from `first` to `last`: race week, or one day of it or of the rehearsal.
static void race_hours(const app_plan_answer *a, int32_t first, int32_t last, const render_look *look,
                       miler_buf *out) {
    static const term_column columns[4] = {{NULL, TERM_LEFT, false},
                                           {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_RIGHT, false},
                                           {NULL, TERM_LEFT, true}};
    size_t told = 0;
    for (size_t i = 0; i < a->race_row_count; i++)
        told += race_row_tells(&a->race_rows[i], first, last);
    if (told == 0) return;
    term_heading(&look->style, out, hours_heading(a, last), false);
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    term_table *table = arena != NULL ? term_table_new(arena, &look->style, columns, 4) : NULL;
    int32_t last_day = MILER_NO_DAY;
    for (size_t i = 0; i < a->race_row_count; i++) {
        if (!race_row_tells(&a->race_rows[i], first, last)) continue;
        race_row(&a->race_rows[i], last_day, table);
        last_day = a->race_rows[i].day;
    }
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    miler_arena_free(arena);
    if (a->plan.request.gun_s < 0)
        term_wrap(&look->style, out, TERM_DIM, "With the start told it has clock times: --race-time 18:30.",
                  0, 0);
    miler_buf_text_append(out, "\n");
}

void render_plan_text(const app_plan_answer *a, int32_t week, const render_look *look, miler_buf *out) {
    const miler_plan_week *w = choose_week(a, week);
    head(a, look, out);
    week_table(a, w, look, out);
    shares(a, look, out);
    if (w == NULL) return;
    colour_on(look, out, "1");
    miler_buf_printf(out, "Week %d, %s%s: ", (int)w->number, miler_phase_name(w->phase),
                     w->light ? " (lighter)" : "");
    colour_off(look, out);
    if (!isnan(done_of(a, w)))
        miler_buf_printf(out, "%.1f %s run%s of ", done_of(a, w) / look_unit_m(look->units),
                         look_unit_word(look->units),
                         w->first_day + w->day_count > a->today ? " so far" : "");
    // Over, and not known what was run of it.
    const bool only_planned = a->no_runs && w->first_day + w->day_count <= a->today;
    miler_buf_printf(out, "%.1f %s%s%s", w->dist_m / look_unit_m(look->units), look_unit_word(look->units),
                     beside_week(&a->plan, w), only_planned ? " planned" : "");
    const double out_m = isnan(done_of(a, w)) ? left_out_m(a, w) : 0;
    if (out_m > 0) miler_buf_printf(out, ", %.1f of them left out", out_m / look_unit_m(look->units));
    miler_buf_text_append(out, "\n");
    wrap(out, w->purpose, 2, look);
    miler_buf_text_append(out, "\n");
    week_sessions(a, w, look, out);
    miler_buf_text_append(out, "\n");
    if (w->phase == MILER_PHASE_TAPER) race_hours(a, w->first_day, a->plan.race_day, look, out);
    term_wrap(
        &look->style, out, TERM_DIM,
        "Another week: miler plan show --week 3. Today: miler plan today. One session's reasons: miler plan "
        "why 12 (its # number). What the drills are: miler workout list drills.",
        0, 0);
}

// ---- One day

// What to do where weather or place do not allow it.
static void elsewhere(const app_plan_answer *a, const miler_session *s, const render_look *look,
                      miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    miler_elsewhere other;
    const miler_status status =
        arena != NULL ? miler_plan_elsewhere(s, &a->plan.request.book, arena, &other, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_ERR_NOMEM) out->failed = true;
    if (status == MILER_OK && other.words[0] != '\0') {
        colour_on(look, out, "2");
        wrap(out, other.words, STEPS_AT, look);
        if (other.text[0] != '\0') wrap(out, other.text, REASONS_AT, look);
        colour_off(look, out);
    }
    miler_arena_free(arena);
}

const miler_session *render_plan_next(const app_plan_answer *a, int32_t day) {
    for (int32_t next = day + 1; next <= a->plan.race_day && next < day + 8; next++) {
        size_t count = 0;
        const miler_session *sessions = miler_plan_day(&a->plan, next, &count);
        for (size_t i = 0; i < count; i++)
            if (!render_plan_is_out(a, &sessions[i]) && sessions[i].kind != MILER_SESSION_REST)
                return &sessions[i];
    }
    return NULL;
}

static void next_session(const app_plan_answer *a, int32_t day, const render_look *look, miler_buf *out) {
    const miler_session *next = render_plan_next(a, day);
    if (next == NULL) return;
    miler_buf_text_append(out, "Next: ");
    session_line_at(a, next, look, true, 6, out);
}

// What is asked for on a day that holds no session.
static void no_session(const app_plan_answer *a, int32_t day, const render_look *look, miler_buf *out) {
    const miler_plan *p = &a->plan;
    char date[MILER_TEXT_MAX], text[240], dist[24] = "mile";
    if (day <= p->race_day) {
        miler_buf_text_append(out, day < p->start_day ? "The plan has not begun yet.\n"
                                                      : "Nothing planned: rest.\n");
        return;
    }
    miler_print_date(date, sizeof date, p->race_day);
    if (fabs(p->race_dist_m - MILER_MILE_M) > 1) (void)snprintf(dist, sizeof dist, "%.0f", p->race_dist_m);
    if (fabs(p->race_dist_m - 2 * MILER_MILE_M) < 1) (void)snprintf(dist, sizeof dist, "2mi");
    (void)snprintf(
        text, sizeof text,
        "The plan is over. Enter the result: miler result add %s TIME --date %s; look at the race: "
        "miler race review.",
        dist, date);
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 0);
}

static void idle(const app_plan_answer *a, int32_t day, const render_look *look, miler_buf *out) {
    char date[MILER_TEXT_MAX], text[200];
    if (a->held && day == a->today) {
        wrap(out, RENDER_SAY_HELD, 0, look);
        miler_buf_text_append(out, "\n");
    }
    if (a->idle_since == 0 || day != a->today) return;
    miler_print_date(date, sizeof date, a->idle_since);
    (void)snprintf(
        text, sizeof text,
        a->idle_since < a->plan.start_day
            ? "No run since %s %s (%d days): import your runs; if you did not run, miler plan replan "
              "says how to tell it."
            : "No run since %s %s (%d days): 'miler plan replan' makes the plan follow.",
        miler_weekday_name(miler_weekday(a->idle_since)), date, (int)(day - a->idle_since));
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 0);
    miler_buf_text_append(out, "\n");
}

static void day_session(const app_plan_answer *a, const miler_session *s, const render_look *look,
                        miler_buf *out) {
    if (render_plan_is_out(a, s)) {
        left_out(a, s, look, false, out);
        miler_buf_text_append(out, "\n");
        return;
    }
    session_line(a, s, look, false, out);
    rehearsal_line(a, s, look, out);
    session_steps(a, s, look, out);
    if (s->covers & 1u << MILER_SESSION_DRILLS)
        wrap(out, "What the drills are: miler workout list drills", STEPS_AT, look);
    if (s->why_day[0] != '\0') wrap(out, s->why_day, STEPS_AT, look);
    elsewhere(a, s, look, out);
    miler_buf_text_append(out, "\n");
}

void render_plan_day_text(const app_plan_answer *a, int32_t day, const render_look *look, miler_buf *out) {
    size_t count = 0;
    const miler_session *sessions = miler_plan_day(&a->plan, day, &count);
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, day);
    const miler_plan_week *w = miler_plan_week_at(&a->plan, day);
    miler_buf_printf(out, "%s %s", miler_weekday_name(miler_weekday(day)), date);
    if (w != NULL) miler_buf_printf(out, ", week %d, %s", (int)w->number, miler_phase_name(w->phase));
    miler_buf_text_append(out, "\n\n");
    idle(a, day, look, out);
    if (count == 0) no_session(a, day, look, out);
    for (size_t i = 0; i < count; i++)
        day_session(a, &sessions[i], look, out);
    race_hours(a, day, day, look, out);
    next_session(a, day, look, out);
}

void render_plan_told_text(const app_plan_answer *a, int32_t session_id, const render_look *look,
                           miler_buf *out) {
    const miler_session *s = miler_plan_session(&a->plan, session_id);
    char mark[96], words[960];
    if (s == NULL) return;
    mark_words(a, s, mark, sizeof mark);
    (void)snprintf(words, sizeof words, "#%d %s: %s", (int)s->id, s->title,
                   mark[0] != '\0' ? mark : "nothing told");
    term_wrap(&look->style, out, TERM_PLAIN, words, 0, 0);
    const plan_mark *told = &a->marks[s - a->plan.sessions];
    if (told->told && told->note[0] != '\0') term_wrap(&look->style, out, TERM_PLAIN, told->note, 2, 2);
}

void render_plan_why_text(const app_plan_answer *a, int32_t day, int32_t id, const render_look *look,
                          miler_buf *out) {
    size_t count = 0;
    const miler_session *sessions = miler_plan_day(&a->plan, day, &count);
    const miler_plan_week *w = miler_plan_week_at(&a->plan, day);
    if (w != NULL) {
        miler_buf_printf(out, "Week %d, %s", (int)w->number, miler_phase_name(w->phase));
        miler_buf_text_append(out, "\n");
        wrap(out, w->purpose, 2, look);
        miler_buf_text_append(out, "\n");
    }
    if (count == 0)
        miler_buf_text_append(out, day < a->plan.start_day ? "The plan has not begun yet.\n"
                                                           : "No session that day.\n");
    if (count == 0) next_session(a, day, look, out);
    for (size_t i = 0; i < count; i++)
        if (id == 0 || sessions[i].id == id) {
            session_full(a, &sessions[i], NULL, look, true, out);
            if (!render_plan_is_out(a, &sessions[i])) elsewhere(a, &sessions[i], look, out);
        }
}

void render_plans_text(const store_plan *list, size_t count, int32_t utc_offset_s, const render_look *look,
                       miler_buf *out) {
    if (count == 0) miler_buf_text_append(out, "No plans yet. Make one: miler plan new --weeks 8\n");
    for (size_t i = 0; i < count; i++) {
        char race[MILER_TEXT_MAX], made[MILER_TEXT_MAX];
        miler_print_date(race, sizeof race, list[i].race_day);
        miler_print_date(made, sizeof made, miler_day_at(list[i].added_ms, utc_offset_s));
        char line[300];
        (void)snprintf(line, sizeof line, "%c %3lld  %s, race on %s, made on %s", list[i].active ? '*' : ' ',
                       (long long)list[i].id, list[i].title, race, made);
        term_wrap(&look->style, out, TERM_PLAIN, line, 0, 7);
    }
    if (count > 1)
        miler_buf_text_append(
            out, "'*' is the plan that the other verbs show; 'miler plan use NUMBER' changes it.\n");
}

void render_plan_check_text(const app_plan_audit *audit, const render_look *look, miler_buf *out) {
    if (audit->total == 0)
        miler_buf_printf(out, "The plan of %zu weeks and %zu sessions keeps every rule.\n",
                         audit->answer.plan.week_count, audit->answer.plan.session_count);
    for (size_t i = 0; i < audit->listed; i++) {
        const miler_plan_finding *f = &audit->findings[i];
        char date[MILER_TEXT_MAX], line[400];
        miler_print_date(date, sizeof date, f->day);
        (void)snprintf(line, sizeof line, "%s  %-24s %s; allowed: %s",
                       f->day == MILER_NO_DAY ? "whole plan" : date, f->rule, f->found, f->allowed);
        term_wrap(&look->style, out, TERM_PLAIN, line, 0, 12);
        if (f->why[0] != '\0') wrap(out, f->why, 12, look);
    }
    if (audit->total > audit->listed)
        miler_buf_printf(out, "... and %zu more\n", audit->total - audit->listed);
}
