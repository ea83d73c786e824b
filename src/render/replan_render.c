// SPDX-License-Identifier: MIT
#include "render/replan_render.h"

#include "base/plural.h"
#include "render/js.h"
#include "render/plan_render.h"
#include "render/term.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void wrap(miler_buf *out, const char *text, int indent, const render_look *look) {
    if (text[0] == '\0') return;
    term_repeat(out, " ", indent);
    term_wrap(&look->style, out, TERM_PLAIN, text, indent, indent);
}

// ---- Text ---------------------------------------------------------------------------------

bool render_goal_move(const app_goal_move *goal, bool back, bool kept, char *out, size_t size) {
    const char *undo = kept ? "; 'miler plan undo' keeps the old one." : ".";
    char was[MILER_TEXT_MAX], now[MILER_TEXT_MAX], today_was[MILER_TEXT_MAX], today[MILER_TEXT_MAX];
    out[0] = '\0';
    if (!(goal->was_s > 0)) return false;
    miler_print_time(was, sizeof was, goal->was_s, 0);
    miler_print_time(now, sizeof now, goal->now_s, 0);
    miler_print_time(today_was, sizeof today_was, goal->today_was_s, 0);
    miler_print_time(today, sizeof today, goal->today_s, 0);
    if (back)
        (void)snprintf(out, size, "The plan is made for %s again, not %s.", was, now);
    else if (goal->rested)
        (void)snprintf(out, size,
                       "The plan is now made for %s, not %s: the days without running leave %s for today, "
                       "not %s%s",
                       now, was, today, today_was, undo);
    else if (strcmp(today, today_was) != 0)
        (void)snprintf(out, size,
                       "The plan is now made for %s, not %s: your results and runs now say %s for today, not "
                       "%s%s",
                       now, was, today, today_was, undo);
    else
        (void)snprintf(out, size, "The plan is now made for %s, not %s: that is what is left for race day%s",
                       now, was, undo);
    return true;
}

// First of all, since every pace hangs on it.
static void goal_text(const app_changes *c, bool dry_run, const render_look *look, miler_buf *out) {
    char text[400];
    if (render_goal_move(&c->goal, c->undone, !dry_run, text, sizeof text)) wrap(out, text, 0, look);
}

#define UNKNOWN_DAYS 7 // so many without an import are asked for by name [engineering estimate]

// Nobody knows what became of the days since: no run of them is in the log.
static void no_runs_text(const app_changes *c, const render_look *look, miler_buf *out) {
    char last[MILER_TEXT_MAX], first[MILER_TEXT_MAX], text[400];
    const int32_t today = c->answer.today, start = c->answer.plan.start_day;
    if (!c->no_runs) return;
    if (c->last_run == MILER_NO_DAY || today - c->last_run <= UNKNOWN_DAYS || today <= start) {
        wrap(
            out,
            "The log holds no run since the plan began, so nothing was taken as missed. " RENDER_SAY_WHAT_WAS,
            0, look);
        return;
    }
    miler_print_date(last, sizeof last, c->last_run);
    miler_print_date(first, sizeof first, start);
    (void)snprintf(
        text, sizeof text,
        "No run has been imported since %s %s (%d days), so nothing was taken as missed but what "
        "is noted, and the paces stay. Import your runs first; if you did not run: miler plan note "
        "off %dd --from %s.",
        miler_weekday_name(miler_weekday(c->last_run)), last, (int)(today - c->last_run),
        (int)(today - start), first);
    wrap(out, text, 0, look);
}

static void head_text(const app_changes *c, bool dry_run, miler_buf *out) {
    const char *s = PLURAL_S(c->count);
    if (c->undone)
        miler_buf_printf(out, "Undone (%s): %zu change%s taken back%s\n", c->what, c->count, s,
                         c->count > 0 ? "; each line begins with what stands now." : ".");
    else if (c->redone)
        miler_buf_printf(out, "Done again (%s): %zu change%s.\n", c->what, c->count, s);
    else if (c->count == 0)
        miler_buf_text_append(out, c->what[0] == '\0' ? "The plan is as it was made.\n"
                                                      : "Nothing changes: the plan stays as it is.\n");
    else if (dry_run)
        miler_buf_printf(out, "%zu change%s, not kept (--dry-run):\n", c->count, s);
    else
        miler_buf_printf(out, "%zu change%s, %s:\n", c->count, s, c->what);
}

// "Mon, Tue 45 min, Fri"
static void days_words(const miler_athlete *a, char *out, size_t size) {
    size_t n = 0;
    out[0] = '\0';
    for (int day = 0; day < 7 && n < size; day++) {
        char minutes[24] = "";
        if (a->days_mask != 0 && !(a->days_mask >> day & 1)) continue;
        if (a->minutes[day] > 0) (void)snprintf(minutes, sizeof minutes, " %d min", (int)a->minutes[day]);
        n += (size_t)snprintf(out + n, size - n, "%s%s%s", n > 0 ? ", " : "", miler_weekday_name(day),
                              minutes);
    }
}

static void days_text(const app_changes *c, const render_look *look, miler_buf *out) {
    char days[160], text[400];
    if (!c->other_days) return;
    days_words(&c->answer.plan.request.athlete, days, sizeof days);
    (void)snprintf(text, sizeof text,
                   "The plan keeps the days that it was made for (%s); your profile has others now. One for "
                   "those: miler plan new.",
                   days);
    wrap(out, text, 0, look);
}

static void log_text(const app_changes *c, const render_look *look, miler_buf *out) {
    char text[240];
    if (!(c->log_weekly_m > 0)) return;
    (void)snprintf(
        text, sizeof text,
        "Your log tells of %.0f %s a week before this plan, which makes it another kind of plan. One "
        "for that: miler plan new.",
        c->log_weekly_m / look_unit_m(look->units), look_unit_word(look->units));
    wrap(out, text, 0, look);
}

// `back`: taken back, so that it says what stands now; why it had been changed holds no longer.
static void change_text(const miler_plan_change *one, bool back, const char *last_reason,
                        const render_look *look, miler_buf *out) {
    char date[MILER_TEXT_MAX] = "", line[1200];
    miler_print_date(date, sizeof date, one->day);
    char id[24] = "";
    if (one->session_id != 0) (void)snprintf(id, sizeof id, "#%d ", (int)one->session_id);
    const char *was = back ? one->now : one->was;
    const char *now = back ? one->was : one->now;
    if (was[0] == '\0') was = "nothing";
    if (now[0] == '\0') now = "nothing";
    if (one->day == MILER_NO_DAY)
        (void)snprintf(line, sizeof line, "whole plan: %s; was: %s", now, was);
    else
        (void)snprintf(line, sizeof line, "%s %s  %s%s; was: %s", miler_weekday_name(miler_weekday(one->day)),
                       date + 5, id, now, was);
    term_wrap(&look->style, out, TERM_PLAIN, line, 0, 11);
    // One reason for several sessions is said once.
    if (back || (last_reason != NULL && strcmp(last_reason, one->reason) == 0)) return;
    wrap(out, one->reason, 11, look);
    if (one->rule[0] == '\0') return; // by hand, or from another change: the reason says so
    char source[300];
    (void)snprintf(source, sizeof source, "[%s]", one->source);
    wrap(out, source, 11, look);
}

static void findings_text(const app_changes *c, bool dry_run, const render_look *look, miler_buf *out) {
    if (c->finding_count > 0)
        miler_buf_printf(out, "\nThis %s %zu rule%s:\n", dry_run ? "would break" : "breaks", c->finding_count,
                         PLURAL_S(c->finding_count));
    for (size_t i = 0; i < c->finding_count; i++) {
        const miler_plan_finding *f = &c->findings[i];
        char date[MILER_TEXT_MAX], line[400];
        miler_print_date(date, sizeof date, f->day);
        (void)snprintf(line, sizeof line, "%s  %s: %s; allowed: %s",
                       f->day == MILER_NO_DAY ? "whole plan" : date, f->rule, f->found, f->allowed);
        term_wrap(&look->style, out, TERM_PLAIN, line, 0, 12);
        wrap(out, f->why, 12, look);
    }
    if (c->finding_count > 0 && !dry_run)
        miler_buf_text_append(out, "It is done all the same. miler plan replan fits the days to come to it, "
                                   "miler plan undo takes it back.\n");
    if (c->finding_count == 0 && c->findings != NULL)
        miler_buf_text_append(out, c->found_before == 0
                                       ? "\nThe auditor has nothing against it.\n"
                                       : "\nThe auditor finds nothing that it did not find before: "
                                         "miler plan check.\n");
}

#define NOTE_WORDS_MAX (MILER_NOTE_PART_MAX + 100)

// "sore calf from 2026-06-01, 3 days".
static void note_words(const miler_plan_note *note, char *out, size_t size) {
    char from[MILER_TEXT_MAX], days[32] = "";
    miler_print_date(from, sizeof from, note->day);
    const int32_t told = note->days <= 0 && note->kind == MILER_NOTE_SICK ? 1 : note->days;
    if (told > 0) (void)snprintf(days, sizeof days, ", %d day%s", (int)told, PLURAL_S(told));
    (void)snprintf(out, size, "%s%s%s from %s%s", miler_note_kind_name(note->kind),
                   note->part[0] != '\0' ? " " : "", note->part, from, days);
}

// Told without days it is one, and nobody else ends or prolongs it.
static void one_day_text(const app_changes *c, const render_look *look, miler_buf *out) {
    char date[MILER_TEXT_MAX], text[200];
    if (c->noted <= 0 || c->note.kind != MILER_NOTE_SICK || c->note.days > 0) return;
    miler_print_date(date, sizeof date, c->note.day);
    (void)snprintf(text, sizeof text,
                   "One day ill is taken (%s). Still ill, or sure to be longer: miler plan note sick 3d, or "
                   "tell it again each day.",
                   date);
    wrap(out, text, 0, look);
}

static bool asks_for_running(const miler_plan *p, int32_t first, int32_t last) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day >= first && p->sessions[i].day <= last && p->sessions[i].dist_m > 0 &&
            p->sessions[i].status != MILER_SESSION_SKIPPED)
            return true;
    return false;
}

// What to watch for where the plan has nothing that a note could take: signs to stop at as in science.md 7.3.
static void watch_text(const app_changes *c, const render_look *look, miler_buf *out) {
    static const char *const words[MILER_NOTE_KIND_COUNT] = {
        [MILER_NOTE_SICK] = "No training with fever or below the neck, and easy days after it. Chest pain, "
                            "palpitations or unusual breathlessness: see a doctor before you run again.",
        [MILER_NOTE_SORE] =
            "No hills, strides, jumps or lifting beside it; the same minutes on a bike or in water are as "
            "good. Pain over 3 of 10 or worse while running, at night or at rest, a limp, swelling: stop, "
            "and "
            "have it looked at. Sore for longer: tell it again.",
        [MILER_NOTE_TIRED] = "Nothing hard beside it, and sleep. Three days and more on which running feels "
                             "harder, the heart beats faster at rest, or sleep and mood are down: three to "
                             "seven days of less.",
    };
    char until[MILER_TEXT_MAX], text[500];
    const miler_plan_note *note = &c->note;
    const int32_t last = note->day + render_note_days(note) - 1;
    const bool taken = c->noted > 0 && c->count == 0 && !c->undone && !c->redone;
    if (!taken || last < c->answer.today || words[note->kind] == NULL) return;
    miler_print_date(until, sizeof until, last);
    (void)snprintf(text, sizeof text, "What the plan has until %s %s is %s already. %s",
                   miler_weekday_name(miler_weekday(last)), until,
                   asks_for_running(&c->answer.plan, note->day, last) ? "easy" : "rest", words[note->kind]);
    wrap(out, text, 0, look);
}

// Undone, the note goes the other way.
static void note_text(const app_changes *c, const render_look *look, miler_buf *out) {
    char words[NOTE_WORDS_MAX];
    if (!c->undone && !c->redone) one_day_text(c, look, out);
    watch_text(c, look, out);
    if (c->noted == 0 || !(c->undone || c->redone)) return;
    note_words(&c->note, words, sizeof words);
    miler_buf_printf(out, "The note %s: %s.\n",
                     (c->noted > 0) == c->redone ? "stands again" : "is taken back as well", words);
}

// ---- Many changes: the next days in full, a line a week for the rest

#define LIST_WHOLE 12 // so many are still read [engineering estimate]
#define NEAR_DAYS 7   // from the first of them: what is to be done now

// The last day that is told in full.
static int32_t near_until(const app_changes *c) {
    int32_t first = MILER_NO_DAY, last;
    for (size_t i = 0; i < c->count; i++)
        if (c->changes[i].day != MILER_NO_DAY && (first == MILER_NO_DAY || c->changes[i].day < first))
            first = c->changes[i].day;
    last = first != MILER_NO_DAY ? first + NEAR_DAYS - 1 : MILER_NO_DAY;
    if (c->noted > 0 && c->note.day + c->note.days - 1 > last) last = c->note.day + c->note.days - 1;
    return last;
}

static bool is_strength(const char *title) {
    return strncmp(title, "strength", 8) == 0 || strncmp(title, "plyometrics", 11) == 0;
}

typedef struct week_sum {
    const miler_plan_change *first;
    size_t runs, strength;
} week_sum;

// "week from 06-14: 5 runs and 2 strength sessions", with their reason where it was not the last one told.
static void week_text(const app_changes *c, const week_sum *sum, const char **said, const render_look *look,
                      miler_buf *out) {
    char date[MILER_TEXT_MAX], runs[40] = "", strength[48] = "", line[200];
    if (sum->first == NULL) return;
    const miler_plan_week *w = miler_plan_week_at(&c->answer.plan, sum->first->day);
    miler_print_date(date, sizeof date, w != NULL ? w->first_day : sum->first->day);
    if (sum->runs > 0) (void)snprintf(runs, sizeof runs, "%zu run%s", sum->runs, PLURAL_S(sum->runs));
    if (sum->strength > 0)
        (void)snprintf(strength, sizeof strength, "%zu strength session%s", sum->strength,
                       PLURAL_S(sum->strength));
    (void)snprintf(line, sizeof line, "week from %s: %s%s%s changed", date + 5, runs,
                   sum->runs > 0 && sum->strength > 0 ? " and " : "", strength);
    term_wrap(&look->style, out, TERM_PLAIN, line, 0, 11);
    if (*said == NULL || strcmp(*said, sum->first->reason) != 0) wrap(out, sum->first->reason, 11, look);
    *said = sum->first->reason;
}

// What is after `last`, week by week.
static void weeks_text(const app_changes *c, int32_t last, const char **said, const render_look *look,
                       miler_buf *out) {
    week_sum sum = {NULL, 0, 0};
    for (size_t i = 0; i < c->count; i++) {
        const miler_plan_change *one = &c->changes[i];
        if (one->day == MILER_NO_DAY || one->day <= last) continue;
        if (sum.first != NULL && miler_plan_week_at(&c->answer.plan, sum.first->day) !=
                                     miler_plan_week_at(&c->answer.plan, one->day)) {
            week_text(c, &sum, said, look, out);
            sum = (week_sum){NULL, 0, 0};
        }
        if (sum.first == NULL) sum.first = one;
        if (is_strength(one->was) || is_strength(one->now))
            sum.strength++;
        else
            sum.runs++;
    }
    week_text(c, &sum, said, look, out);
}

static void list_text(const app_changes *c, bool whole, const render_look *look, miler_buf *out) {
    const char *said = NULL;
    const bool all = whole || c->count <= LIST_WHOLE;
    const int32_t last = near_until(c);
    for (size_t i = 0; i < c->count; i++) {
        const miler_plan_change *one = &c->changes[i];
        if (!all && (one->day == MILER_NO_DAY || one->day > last)) continue;
        change_text(one, c->undone, said, look, out);
        said = one->reason;
    }
    if (all) return;
    for (size_t i = 0; i < c->count; i++) {
        if (c->changes[i].day != MILER_NO_DAY) continue;
        change_text(&c->changes[i], c->undone, said, look, out);
        said = c->changes[i].reason;
    }
    weeks_text(c, last, &said, look, out);
    miler_buf_text_append(out, "All of them, one by one: miler plan changes\n");
}

void render_changes_text(const app_changes *c, bool dry_run, bool whole, const render_look *look,
                         miler_buf *out) {
    goal_text(c, dry_run, look, out);
    head_text(c, dry_run, out);
    no_runs_text(c, look, out);
    note_text(c, look, out);
    days_text(c, look, out);
    log_text(c, look, out);
    list_text(c, whole, look, out);
    findings_text(c, dry_run, look, out);
    if (c->undone) miler_buf_text_append(out, "Better as it was? miler plan redo\n");
    if (c->held)
        miler_buf_text_append(
            out, "After imports the plan now stays as it is, until you ask: miler plan replan\n");
    else if (c->kept && c->findings == NULL)
        miler_buf_text_append(out, "Not what you want? miler plan undo\n");
}

void render_notes_text(const miler_plan_note *list, size_t count, miler_buf *out) {
    if (count == 0) miler_buf_text_append(out, "No notes. One: miler plan note sick 3d\n");
    for (size_t i = 0; i < count; i++) {
        char words[NOTE_WORDS_MAX];
        note_words(&list[i], words, sizeof words);
        miler_buf_printf(out, "%3d  %s\n", (int)list[i].id, words);
    }
}

// ---- JSON ---------------------------------------------------------------------------------

static void change_json(js *j, json_t *row, const miler_plan_change *one) {
    js_date(j, row, "date", one->day);
    js_put(j, row, "session_id", one->session_id != 0 ? json_integer(one->session_id) : json_null());
    js_text(j, row, "was", one->was);
    js_text(j, row, "now", one->now);
    js_text(j, row, "reason", one->reason);
    js_text(j, row, "rule", one->rule);
    js_text(j, row, "source", one->source);
}

static void note_json(js *j, json_t *row, const miler_plan_note *note) {
    js_int(j, row, "id", note->id);
    js_text(j, row, "kind", miler_note_kind_name(note->kind));
    js_date(j, row, "date", note->day);
    js_put(j, row, "days", note->days > 0 ? json_integer(note->days) : json_null());
    js_text(j, row, "part", note->part[0] != '\0' ? note->part : NULL);
}

static void changes_json(js *j, json_t *root, const app_changes *c) {
    const size_t count = c != NULL ? c->count : 0;
    js_int(j, root, "change_count", (int64_t)count);
    json_t *list = js_array(j, root, "changes");
    for (size_t i = 0; i < count && !j->failed; i++)
        change_json(j, js_item(j, list), &c->changes[i]);
}

// Under which they are taken back; null where nothing was kept.
static void version_json(js *j, json_t *root, const app_changes *c) {
    js_put(j, root, "version", c != NULL && c->saved_ms != 0 ? json_integer(c->saved_ms) : json_null());
}

json_t *render_changes_json(const app_changes *c, bool dry_run) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "plan_id", c->answer.id);
    js_text(&j, root, "what", c->what);
    if (c->saved_ms > 0)
        js_instant(&j, root, "when", c->saved_ms, 0);
    else
        js_put(&j, root, "when", json_null());
    version_json(&j, root, c);
    js_bool(&j, root, "dry_run", dry_run);
    js_bool(&j, root, "kept", c->kept);
    js_bool(&j, root, "undone", c->undone);
    js_bool(&j, root, "redone", c->redone);
    js_bool(&j, root, "no_runs", c->no_runs);
    js_bool(&j, root, "other_days", c->other_days);
    js_num(&j, root, "log_weekly_m", c->log_weekly_m > 0 ? c->log_weekly_m : (double)NAN, 0);
    const bool moved = c->goal.was_s > 0;
    js_num(&j, root, "goal_was_s", moved ? c->goal.was_s : (double)NAN, 1);
    js_num(&j, root, "goal_s", moved ? c->goal.now_s : (double)NAN, 1);
    changes_json(&j, root, c);
    json_t *notes = js_array(&j, root, "notes");
    if (c->noted != 0) {
        json_t *row = js_item(&j, notes);
        note_json(&j, row, &c->note);
        js_bool(&j, row, "stands", (c->noted > 0) != c->undone);
    }
    if (c->set != NULL)
        render_session_json(&j, js_object(&j, root, "session"), &c->answer, c->set);
    else
        js_put(&j, root, "session", json_null());
    render_findings_json(&j, root, c->findings, c->finding_count);
    return js_done(&j, root);
}

json_t *render_notes_json(const miler_plan_note *list, size_t count, const app_changes *c) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *rows = js_array(&j, root, "notes");
    for (size_t i = 0; i < count && !j.failed; i++)
        note_json(&j, js_item(&j, rows), &list[i]);
    version_json(&j, root, c);
    changes_json(&j, root, c);
    return js_done(&j, root);
}
