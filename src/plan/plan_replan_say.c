// SPDX-License-Identifier: MIT
// What changed and why, in words: the old plan against the new one, session by
// session, each with the rule it follows from and that rule's source.
#include "plan/plan_replan.h"

#include <stdio.h>
#include <string.h>

#define SAY_MAX 640 // with MILER_NOTE_PART_MAX of what is sore in it

static const char *keep(plan_maker *m, const char *text) {
    const char *kept = miler_arena_dup(m->arena, text);
    if (kept == NULL && m->status == MILER_OK)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return kept;
}

void replan_add_change(plan_maker *m, miler_plan_change **list, size_t *count, size_t *cap,
                       miler_plan_change change) {
    if (*count == *cap) {
        const size_t more = *cap == 0 ? 16 : *cap * 2;
        miler_plan_change *grown = miler_arena_grow(m->arena, *list, *cap, more, sizeof **list);
        if (grown == NULL) {
            m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
            return;
        }
        *list = grown;
        *cap = more;
    }
    (*list)[(*count)++] = change;
}

// ---- Reasons -----------------------------------------------------------------------------

static void note_reason(const replan *r, replan_cause cause, const miler_plan_note *note, char *out) {
    char from[MILER_TEXT_MAX];
    miler_print_date(from, sizeof from, note->day);
    const plan_rule *rule = &r->m->rule;
    switch (cause) {
    case REPLAN_SICK:
        snprintf(out, SAY_MAX,
                 "Ill from %s: no training with fever or below the neck; nothing of it is made up for.",
                 from);
        break;
    case REPLAN_RETURN:
        snprintf(out, SAY_MAX,
                 "Back from being ill: %.0f easy days for each day ill, shorter than usual, before the next "
                 "hard one.",
                 rule->sick_return_days);
        break;
    case REPLAN_SORE:
        snprintf(out, SAY_MAX,
                 "Sore%s%s from %s: easy, shorter runs, or the same minutes on a bike or in water; no hills, "
                 "strides, jumps. Pain over 3 of 10, or worse while running: stop, and have it looked at.",
                 note->part[0] != '\0' ? " " : "", note->part, from);
        break;
    case REPLAN_TIRED:
        snprintf(out, SAY_MAX,
                 "Tired from %s: a few easy, shorter days now are cheaper than a lost week later.", from);
        break;
    default:
        snprintf(out, SAY_MAX, "Day off, said beforehand: its work is left out, not moved on to other days.");
    }
}

static const replan_break *break_before(const replan *r, int32_t day) {
    const replan_break *best = NULL;
    for (int i = 0; i < r->break_count; i++)
        if (r->breaks[i].first < day) best = &r->breaks[i];
    return best;
}

static void break_reason(replan *r, int32_t day, char *out) {
    const replan_break *b = break_before(r, day != MILER_NO_DAY ? day : r->asked->today);
    char from[MILER_TEXT_MAX] = "";
    if (b != NULL) miler_print_date(from, sizeof from, b->first);
    const replan_day *at = day != MILER_NO_DAY ? replan_day_at(r, day) : NULL;
    if (b != NULL && day != MILER_NO_DAY && (at == NULL || at->cause != REPLAN_BREAK)) {
        snprintf(
            out, SAY_MAX,
            "%d days without running from %s: paces are %.1f %% slower for them, and the goal with them.",
            (int)b->days, from, 100 * (1 / r->pace_factor - 1));
        return;
    }
    snprintf(
        out, SAY_MAX,
        "%d days without running from %s: as many days back, half the running first and nothing hard, then "
        "three quarters.",
        b != NULL ? (int)b->days : 0, from);
}

static const struct {
    const char *rule, *source, *words;
} plain[REPLAN_CAUSE_COUNT] = {
    [REPLAN_FOLLOWS] = {"", "follows from the other changes",
                        "Goes on from the sessions before it, which are other ones now."},
    [REPLAN_SICK] = {"sick_return_days", "return to training after illness", ""},
    [REPLAN_RETURN] = {"sick_return_days", "return: two easy days for each day ill (common coaching rule)",
                       ""},
    [REPLAN_SORE] = {"sore_days", "stop-and-assess signs; engineering estimate", ""},
    [REPLAN_TIRED] = {"tired_days", "three days of signs: unload three to seven days", ""},
    [REPLAN_OFF] = {"", "the runner's own days", ""},
    [REPLAN_BREAK] = {"break_free_days", "Daniels: time off and the return from it", ""},
    [REPLAN_APART] = {"days_after_fast", "48 h between race-pace, VO2max and time-trial days", ""},
    [REPLAN_FRESH] = {"hard_new_max", "at most one new session type a week, synthesis",
                      "At most one kind of hard work is new in a week, and another comes first now."},
    [REPLAN_TRIAL] =
        {"trial_from_share", "time trial in the middle",
         "The time trial sets the paces of the weeks that are left. Its own day holds nothing hard, so "
         "it takes this one."},
    [REPLAN_AGAIN] =
        {"trial_from_share", "time trial in the middle",
         "The time trial was missed, and the paces of the weeks that are left hang on one: it is set again, "
         "once, in place of the hard work of this day."},
    [REPLAN_FAILED] = {"replan_failed_share", "engineering estimate: one or two reps fewer",
                       "The last one of its kind was not finished as asked: fewer reps, and nothing harder, "
                       "so that this one is."},
    [REPLAN_TOO_EASY] = {"harder_max", "one variable at a time, synthesis",
                         "The last one of its kind was too easy: one thing harder, and only one."},
    [REPLAN_MISSED] = {"volume_step_max", "warn over +20 % a week; nothing is made up for",
                       "Running was missed or is left out: the sizes of a week are shares of what is really "
                       "run, and volume climbs again step by step."},
    [REPLAN_DAYS] =
        {"", "the runner's own days",
         "You have other days, or other minutes, for running: from this week on the plan is made for "
         "them."},
    [REPLAN_LOG] =
        {"start_ratio_max", "a plan begins where its runner is",
         "Your log now tells of the weeks before this plan, which were not known when it was made: "
         "it goes on from them."},
    [REPLAN_PACES] = {"replan_pace_step", "engineering estimate: about half a second a lap",
                      "Newer results move the paces and the goal."},
};

static void apart_reason(const replan *r, char *out) {
    const int fast = 24 * (int)r->m->rule.days_after_fast;
    const int threshold = 24 * (int)r->m->rule.days_after_threshold;
    if (threshold == fast)
        snprintf(
            out, SAY_MAX,
            "Hard days stay %d hours apart, and one was run, moved or set nearer to this day than planned.",
            fast);
    else
        snprintf(
            out, SAY_MAX,
            "Hard days stay %d hours apart (%d after threshold), and one was run, moved or set nearer to "
            "this day than planned.",
            fast, threshold);
}

const char *replan_reason(replan *r, replan_cause cause, int32_t day, const char **rule,
                          const char **source) {
    char text[SAY_MAX] = "";
    const replan_day *at = replan_day_at(r, day);
    *rule = plain[cause].rule;
    *source = plain[cause].source;
    if (cause == REPLAN_BREAK)
        break_reason(r, day, text);
    else if (cause == REPLAN_APART)
        apart_reason(r, text);
    else if (cause == REPLAN_LOG && r->asked->today >= r->old->start_day)
        snprintf(
            text, sizeof text,
            "Your log now tells of the weeks before this plan, which were not known when it was made. It "
            "is under way: its weeks go on by the usual steps from those that it has asked for. A new "
            "plan would begin with what you run.");
    else if (cause == REPLAN_PACES && r->by_hand) {
        *rule = "";
        *source = "the runner's own test";
        snprintf(text, sizeof text,
                 "The paces or heart rates that you told by hand are others: the plan takes them.");
    } else if (cause == REPLAN_PACES && r->asked->breaks_in_book)
        snprintf(text, sizeof text,
                 "What your results and runs say of today has moved, days without running counted in: "
                 "paces and goal follow.");
    else if (plain[cause].words[0] == '\0' && at != NULL && at->note != NULL)
        note_reason(r, cause, at->note, text);
    else
        snprintf(text, sizeof text, "%s", plain[cause].words);
    const char *kept = keep(r->m, text);
    return kept != NULL ? kept : "";
}

// ---- Sessions ------------------------------------------------------------------------------

static const miler_session *by_id(const miler_session *list, size_t count, int32_t id) {
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id) return &list[i];
    return NULL;
}

static bool out(const miler_session *s) {
    return s->status == MILER_SESSION_SKIPPED;
}

// What stands in place of a dropped session.
static const char *instead(replan *r, const miler_session *dropped) {
    const miler_plan *plan = r->m->plan;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (s->day != dropped->day || out(s) || s->slot != dropped->slot) continue;
        return s->title;
    }
    return "nothing";
}

static bool replaces_dropped(const miler_plan *plan, const miler_session *s) {
    for (size_t i = 0; i < plan->session_count; i++)
        if (plan->sessions[i].day == s->day && plan->sessions[i].slot == s->slot && out(&plan->sessions[i]))
            return true;
    return false;
}

static void add(replan *r, int32_t day, int32_t id, const char *was, const char *now, replan_cause cause) {
    const char *rule, *source;
    const char *reason = replan_reason(r, cause, day, &rule, &source);
    replan_add_change(r->m, &r->changes, &r->change_count, &r->change_cap,
                      (miler_plan_change){day, id, was, now, reason, rule, source});
}

static const char *with_day(replan *r, const miler_session *s, int32_t other) {
    char date[MILER_TEXT_MAX], text[SAY_MAX];
    if (s->day == other) return s->title;
    miler_print_date(date, sizeof date, s->day);
    snprintf(text, sizeof text, "%s on %s %s", s->title, miler_weekday_name(miler_weekday(s->day)), date);
    return keep(r->m, text);
}

// Of one name, two differ in what the name does not tell: the rest, the way there.
static void say_other(replan *r, const miler_session *was, const miler_session *now, replan_cause cause) {
    char before[SAY_MAX], after[SAY_MAX];
    if (strcmp(was->text, now->text) == 0 && was->day == now->day && was->slot == now->slot) return;
    if (was->day != now->day || strcmp(was->title, now->title) != 0)
        add(r, now->day, now->id, was->title, with_day(r, now, was->day), cause);
    else if (replan_say_apart(now, was, after, before, SAY_MAX))
        add(r, now->day, now->id, keep(r->m, before), keep(r->m, after), cause);
    else
        add(r, now->day, now->id, was->text, now->text, cause);
}

static void say_new(replan *r, const miler_session *now, replan_cause cause) {
    if (now->kind != MILER_SESSION_REST && !out(now) && !replaces_dropped(r->m->plan, now))
        add(r, now->day, now->id, "", now->title, cause);
}

static void say_session(replan *r, const miler_session *now, replan_cause cause) {
    const miler_session *was = by_id(r->old->sessions, r->old->session_count, now->id);
    if (was == NULL)
        say_new(r, now, cause);
    else if (out(now) != out(was))
        add(r, now->day, now->id, out(was) ? "skipped" : was->title, out(now) ? instead(r, now) : now->title,
            cause);
    else if (!out(now))
        say_other(r, was, now, cause);
}

// Of a session that is there no longer.
static replan_cause cause_gone(replan *r, int32_t day) {
    const replan_day *at = replan_day_at(r, day);
    if (at != NULL && (at->calm || at->empty)) return at->cause;
    for (int i = 0; i < r->m->frame_count; i++)
        if (day - r->m->frame[i].first_day < r->m->frame[i].days) return (replan_cause)r->week_cause[i];
    return REPLAN_FOLLOWS;
}

static void say_dropped(replan *r) {
    const miler_plan *plan = r->m->plan;
    for (size_t i = 0; i < r->old->session_count; i++) {
        const miler_session *was = &r->old->sessions[i];
        if (was->day < r->from || was->kind == MILER_SESSION_REST || out(was) || was->aside) continue;
        if (by_id(plan->sessions, plan->session_count, was->id) != NULL) continue;
        add(r, was->day, was->id, was->title, "", cause_gone(r, was->day));
    }
}

// ---- The whole -----------------------------------------------------------------------------

static void say_likely(const miler_plan *p, char *text, size_t size) {
    char likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX], now[MILER_TEXT_MAX];
    miler_print_time(now, sizeof now, p->now_s, 0);
    miler_print_time(likely, sizeof likely, p->likely_s, 0);
    miler_print_time(low, sizeof low, p->likely_low_s, 0);
    miler_print_time(high, sizeof high, p->likely_high_s, 0);
    snprintf(text, size, "now %s; likely %s (%s to %s)", now, likely, low, high);
}

// The first day on which the goal asked for is within reach again: what a break
// took comes back in about as many days, the rest is a plan's to gain;
// MILER_NO_DAY = no plan can promise it.
static int32_t day_for_goal(const replan *r) {
    const plan_rule *rule = &r->m->rule;
    const miler_plan *p = r->m->plan;
    const replan_break *b = r->pace_factor < 1 ? break_before(r, r->asked->today) : NULL;
    const double gain = 1 - p->asked_s / (p->now_s * r->pace_factor);
    const double most = r->m->gain.high;
    const double scale = most > 0 ? gain / most : 99;
    if (gain > rule->gain_never || scale > rule->gain_scale_max) return MILER_NO_DAY;
    const double weeks = fmax(ceil(scale * rule->gain_weeks), rule->weeks_min);
    const int32_t day = r->asked->today + 7 * (int32_t)weeks + (b != NULL ? b->days : 0);
    return day > p->race_day ? day : p->race_day + 7;
}

// What goal is left: kept, or gone for that day with the day on which it may come back.
static void say_goal(replan *r) {
    const miler_plan *p = r->m->plan;
    char asked[MILER_TEXT_MAX], race[MILER_TEXT_MAX], later[MILER_TEXT_MAX], text[SAY_MAX];
    if (!(p->asked_s > 0) || p->asked_s >= p->now_s || p->goal_fits || !r->old->goal_fits) return;
    const int32_t day = day_for_goal(r);
    miler_print_time(asked, sizeof asked, p->asked_s, 0);
    miler_print_date(race, sizeof race, p->race_day);
    miler_print_date(later, sizeof later, day);
    if (day != MILER_NO_DAY)
        snprintf(text, sizeof text, "out of reach on %s; a race on %s or later leaves it the weeks it takes",
                 race, later);
    else
        snprintf(text, sizeof text, "out of reach on %s, and this season: no plan can promise so much", race);
    const char *was = keep(r->m, asked), *now = keep(r->m, text);
    add(r, MILER_NO_DAY, 0, was, now, r->adopted ? REPLAN_PACES : REPLAN_BREAK);
}

static void say_paces(replan *r) {
    char was[SAY_MAX], now[SAY_MAX];
    if (!r->adopted && r->pace_factor >= 1) return;
    say_likely(r->old, was, sizeof was);
    say_likely(r->m->plan, now, sizeof now);
    const char *a = keep(r->m, was), *b = keep(r->m, now);
    add(r, MILER_NO_DAY, 0, a, b, r->adopted ? REPLAN_PACES : REPLAN_BREAK);
    say_goal(r);
}

static void week_words(const miler_plan_request *q, char *text, size_t size) {
    if (q->weekly_m > 0)
        snprintf(text, size, "%.0f %s a week before the plan", plan_in_unit(q, q->weekly_m), plan_unit(q));
    else
        snprintf(text, size, "weekly running not known");
}

static void say_log(replan *r) {
    char was[SAY_MAX], now[SAY_MAX];
    if (!r->log_taken) return;
    week_words(&r->old->request, was, sizeof was);
    week_words(&r->m->req, now, sizeof now);
    const char *a = keep(r->m, was), *b = keep(r->m, now);
    add(r, MILER_NO_DAY, 0, a, b, REPLAN_LOG);
}

miler_status replan_notice(replan *r) {
    const miler_plan *p = r->m->plan;
    const replan_break *b = break_before(r, r->asked->today);
    if (b == NULL) return MILER_OK;
    char from[MILER_TEXT_MAX], left[SAY_MAX];
    miler_print_date(from, sizeof from, b->first);
    say_likely(p, left, sizeof left);
    return plan_notice(
        r->m,
        "%d days without running from %s. What is left for race day: %s. What a break takes comes "
        "back in about as many days; the next result moves the paces.",
        (int)b->days, from, left);
}

miler_status replan_say(replan *r) {
    const miler_plan *plan = r->m->plan;
    say_log(r);
    say_paces(r);
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        const bool left_today = s->day == r->asked->today && out(s); // its run is done, what is left goes
        if (s->day >= r->from || left_today) say_session(r, s, (replan_cause)r->cause[i]);
    }
    say_dropped(r);
    // By day; what is said of the whole stands first.
    for (size_t i = 1; i < r->change_count; i++)
        for (size_t k = i; k > 0 && r->changes[k].day < r->changes[k - 1].day; k--) {
            const miler_plan_change later = r->changes[k - 1];
            r->changes[k - 1] = r->changes[k];
            r->changes[k] = later;
        }
    return r->m->status;
}

const char *miler_note_kind_name(miler_note_kind kind) {
    static const char *const names[MILER_NOTE_KIND_COUNT] = {"sick", "sore", "tired", "off"};
    return (unsigned)kind < MILER_NOTE_KIND_COUNT ? names[kind] : "";
}
