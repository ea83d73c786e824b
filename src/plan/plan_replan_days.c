// SPDX-License-Identifier: MIT
// What notes and breaks ask of each day: nothing, or easy running only and less
// of it. And the paces: a new estimate is taken over; a break without running
// takes its share of what was there (Daniels' table of time off).
#include "plan/plan_replan.h"

#include <string.h>

replan_day *replan_day_at(replan *r, int32_t day) {
    const int32_t at = day - r->old->start_day;
    return at >= 0 && at < r->day_count ? &r->day[at] : NULL;
}

bool replan_touched(replan *r, int32_t day) {
    const replan_day *at = replan_day_at(r, day);
    return at != NULL && (at->empty || at->calm || at->share > 0);
}

// 0 asks for nothing.
static double lesser(double a, double b) {
    return a > 0 && b > 0 ? fmin(a, b) : fmax(a, b);
}

// The gentlest of what is asked counts.
static void ask(replan *r, int32_t day, replan_day want) {
    replan_day *at = replan_day_at(r, day);
    if (at == NULL || day >= r->old->race_day) return;
    const bool unwell = at->unwell || want.unwell;
    const bool before = want.before && (at->before || at->cause == REPLAN_FOLLOWS);
    at->unwell = unwell;
    at->before = before;
    if (at->empty) return;
    const double share = lesser(at->share, want.share);
    const bool stronger = want.empty || (want.calm && !at->calm) || at->cause == REPLAN_FOLLOWS;
    const bool calm = at->calm || want.calm;
    if (stronger) *at = want;
    at->calm = calm;
    at->unwell = unwell;
    at->before = before;
    at->share = share;
}

static void ask_for(replan *r, int32_t first, int32_t days, replan_day want) {
    for (int32_t d = 0; d < days; d++)
        ask(r, first + d, want);
}

// ---- Notes -----------------------------------------------------------------------------

static int32_t days_of(const replan *r, const miler_plan_note *n) {
    const plan_rule *rule = &r->m->rule;
    if (n->days > 0) return n->days < REPLAN_DAYS_MAX ? n->days : REPLAN_DAYS_MAX;
    switch (n->kind) {
    case MILER_NOTE_SORE:
        return (int32_t)rule->sore_days;
    case MILER_NOTE_TIRED:
        return (int32_t)rule->tired_days;
    default:
        return 1;
    }
}

static void take_note(replan *r, const miler_plan_note *n) {
    const plan_rule *rule = &r->m->rule;
    const int32_t days = days_of(r, n);
    switch (n->kind) {
    case MILER_NOTE_SICK: {
        const double back = fmin(rule->sick_return_days * days, rule->sick_return_max);
        ask_for(r, n->day, days,
                (replan_day){.empty = true, .unwell = true, .cause = REPLAN_SICK, .note = n});
        ask_for(r, n->day + days, (int32_t)back,
                (replan_day){.calm = true,
                             .unwell = true,
                             .before =
                                 n->day + days <= r->old->start_day && days <= (int32_t)rule->break_free_days,
                             .share = rule->sick_return_share,
                             .cause = REPLAN_RETURN,
                             .note = n});
        break;
    }
    case MILER_NOTE_OFF:
        ask_for(r, n->day, days, (replan_day){.empty = true, .cause = REPLAN_OFF, .note = n});
        break;
    case MILER_NOTE_SORE:
        ask_for(
            r, n->day, days,
            (replan_day){
                .calm = true, .unwell = true, .share = rule->sore_share, .cause = REPLAN_SORE, .note = n});
        break;
    case MILER_NOTE_TIRED:
        ask_for(r, n->day, days,
                (replan_day){.calm = true, .share = rule->tired_share, .cause = REPLAN_TIRED, .note = n});
        break;
    default:
        break;
    }
}

// ---- Breaks ----------------------------------------------------------------------------

// Whether a day that is over had, or may have had, running; and whether running
// was asked for on it and missed.
static void look(replan *r, int32_t day, bool *ran, bool *missed) {
    *ran = *missed = false;
    for (size_t i = 0; i < r->asked->run_count; i++)
        *ran = *ran || r->asked->runs[i].day == day;
    for (size_t i = 0; i < r->count; i++) {
        const miler_session *s = &r->session[i];
        if (s->day != day || s->kind == MILER_SESSION_REST || s->kind == MILER_SESSION_STRENGTH ||
            s->kind == MILER_SESSION_PLYO || s->kind == MILER_SESSION_CROSS)
            continue;
        if (s->status == MILER_SESSION_SKIPPED)
            *missed = true;
        else
            *ran = true;
    }
}

static void end_break(replan *r, int32_t first, int32_t last, bool missed) {
    const int32_t days = last - first + 1;
    if (!missed || days <= (int32_t)r->m->rule.break_free_days || r->break_count == REPLAN_BREAKS_MAX) return;
    r->breaks[r->break_count++] = (replan_break){first, days};
    const double first_share = r->m->rule.break_first_share;
    const int32_t half = (days + 1) / 2;
    ask_for(r, last + 1, half, (replan_day){.calm = true, .share = first_share, .cause = REPLAN_BREAK});
    ask_for(r, last + 1 + half, days - half,
            (replan_day){.share = r->m->rule.break_second_share, .cause = REPLAN_BREAK});
}

static void find_breaks(replan *r) {
    int32_t first = MILER_NO_DAY;
    bool missed = false;
    for (int32_t i = 0; i < r->day_count; i++) {
        const int32_t day = r->old->start_day + i;
        bool ran = true, gone = false;
        if (day < r->from)
            look(r, day, &ran, &gone);
        else
            ran = !r->day[i].empty;
        gone = gone || r->day[i].empty;
        if (ran && first != MILER_NO_DAY) {
            end_break(r, first, day - 1, missed);
            first = MILER_NO_DAY;
        } else if (!ran && first == MILER_NO_DAY) {
            first = day;
            missed = false;
        }
        if (!ran) missed = missed || gone;
    }
}

// Of a day ill or off that is over and of which nothing else is known, the note is believed.
static void take_noted_off(replan *r) {
    for (size_t i = 0; i < r->count; i++) {
        miler_session *s = &r->session[i];
        const replan_day *at = replan_day_at(r, s->day);
        bool ran = s->day >= r->from || r->fate[i] != 0 || s->status != MILER_SESSION_PLANNED;
        for (size_t k = 0; k < r->asked->run_count; k++)
            ran = ran || r->asked->runs[k].day == s->day;
        if (ran || at == NULL || !at->empty || s->kind == MILER_SESSION_REST) continue;
        r->fate[i] = MILER_PAST_MISSED + 1;
        s->status = MILER_SESSION_SKIPPED;
    }
}

// What the rest of such a day has no place for.
static bool goes(const replan *r, const replan_day *at, size_t i) {
    const miler_session *s = &r->session[i];
    const bool known = r->fate[i] != 0 || s->status == MILER_SESSION_SKIPPED;
    if (known || s->kind == MILER_SESSION_REST || s->kind == MILER_SESSION_RACE) return false;
    if (s->by_hand && !at->unwell) return false;
    const bool quick = s->kind == MILER_SESSION_STRIDES || s->kind == MILER_SESSION_HILLS;
    return at->empty || s->hard || quick || s->slot >= 2;
}

// The run of today is done, and the note came after it: what is left of the day goes.
static void leave_rest_of_today(replan *r) {
    const int32_t today = r->asked->today;
    const replan_day *at = replan_day_at(r, today);
    if (r->from <= today || at == NULL || (!at->calm && !at->empty)) return;
    for (size_t i = 0; i < r->count; i++) {
        miler_session *s = &r->session[i];
        if (s->day != today || !goes(r, at, i)) continue;
        const char *rule, *source;
        s->status = MILER_SESSION_SKIPPED;
        s->aside = s->by_hand;
        s->why_day = replan_reason(r, at->cause, today, &rule, &source);
    }
}

void replan_days(replan *r) {
    memset(r->day, 0, sizeof r->day);
    r->day_count = r->old->race_day - r->old->start_day + 1;
    if (r->day_count > REPLAN_DAYS_MAX) r->day_count = REPLAN_DAYS_MAX;
    for (size_t i = 0; i < r->asked->note_count; i++)
        take_note(r, &r->asked->notes[i]);
    take_noted_off(r);
    find_breaks(r);
    leave_rest_of_today(r);
}

// ---- Paces -------------------------------------------------------------------------------

// What breaks took of VDOT since the day the book is of.
static double kept_of(const replan *r, int32_t book_day) {
    double kept = 1;
    for (int i = 0; i < r->break_count; i++) {
        const replan_break *b = &r->breaks[i];
        const int32_t today = r->asked->today;
        if (b->first > today) continue; // to come: then is time enough
        // Not told by then, it has come back: in as many days as it lasted (Daniels).
        if (book_day < b->first + b->days && today >= b->first + 2 * b->days) continue;
        const int32_t days = today - b->first < b->days ? today - b->first : b->days;
        const int32_t told = book_day - b->first < days ? book_day - b->first : days;
        kept *= (1 - plan_break_loss(&r->m->rule, days)) /
                (1 - plan_break_loss(&r->m->rule, told > 0 ? told : 0));
    }
    return kept;
}

void replan_adopt(replan *r) {
    const miler_plan_request *now = r->asked->now;
    miler_plan_request *q = &r->m->req;
    const double goal_s = q->book.goal_mile_s;
    q->book = now->book;
    q->book.goal_mile_s = goal_s; // settled anew
    q->mile_sd_log = now->mile_sd_log;
    q->only_training = now->only_training;
    q->stale = now->stale;
    q->evidence_day = now->evidence_day > r->asked->evidence_day ? now->evidence_day : r->asked->evidence_day;
    r->adopted = true;
}

// The mile of a book after such a break, as the plan's text will hold it: asked a
// second time, a limit has to be on the same side.
static double slowed_s(miler_pace_book book, double factor) {
    if (factor > 0 && factor < 1) plan_slow_down(&book, factor);
    plan_quantise_book(&book);
    return plan_book_time(&book, MILER_MILE_M);
}

// Newer than the book, or than every result that it was made from: entered since, though of a day before.
static bool is_news(const replan *r) {
    const miler_plan_request *q = &r->m->req;
    const int32_t day = r->asked->evidence_day;
    return day != MILER_NO_DAY && (day >= q->today || (q->evidence_day != 0 && day > q->evidence_day));
}

// Both as the plan's text holds them; 0 and NaN are not told.
static bool hand_same(double a, double b) {
    return a > 0 || b > 0 ? fabs(a - b) < 1e-7 : true;
}

// What is told by hand now is something else than what the plan was made with: that is news on any day.
static bool told_anew(const miler_pace_book *then, miler_pace_book now) {
    plan_quantise_book(&now);
    const miler_hand_paces *a = &then->paces, *b = &now.paces;
    bool same = hand_same(a->easy_slow_mps, b->easy_slow_mps) &&
                hand_same(a->easy_fast_mps, b->easy_fast_mps) &&
                hand_same(a->threshold_mps, b->threshold_mps) && hand_same(a->vo2max_mps, b->vo2max_mps);
    for (int i = 0; i < MILER_HEART_EDGES && same; i++)
        same = hand_same(then->hr_from_bpm[i], now.hr_from_bpm[i]);
    return !same;
}

// Errors: RANGE (no time can be had).
miler_status replan_paces(replan *r) {
    miler_plan_request *q = &r->m->req;
    const miler_plan_request *now = r->asked->now;
    const double now_s = now != NULL ? plan_book_time(&now->book, MILER_MILE_M) : (double)NAN;
    const double old_s = plan_book_time(&q->book, MILER_MILE_M);
    r->pace_factor = plan_slower(old_s, kept_of(r, q->today));
    const double kept_s = slowed_s(q->book, r->pace_factor);
    // Only a result newer than the book is news: estimates drift while nothing is run.
    const bool moved = is_news(r) && fabs(now_s / kept_s - 1) > r->m->rule.replan_pace_step;
    if (now_s > 0 && (moved || told_anew(&q->book, now->book))) {
        const int32_t day = r->asked->evidence_day != MILER_NO_DAY ? r->asked->evidence_day : q->today;
        replan_adopt(r);
        r->by_hand = !moved;
        r->pace_factor = plan_slower(now_s, r->asked->breaks_in_book ? 1 : kept_of(r, day));
    }
    if (!(r->pace_factor > 0 && r->pace_factor <= 1))
        return miler_fail(r->m->err, MILER_ERR_RANGE, "plan: no pace is left after such a break");
    if (!r->adopted && r->pace_factor >= 1) return MILER_OK;
    if (r->pace_factor < 1) plan_slow_down(&q->book, r->pace_factor);
    q->today = r->asked->today;        // the day the book is of
    q->level = (int32_t)r->old->level; // the plan stays the kind of plan it is
    return MILER_OK;
}
