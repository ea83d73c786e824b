// SPDX-License-Identifier: MIT
// Why today, why this much, why this pace, and on what that rests: said from the
// numbers that were decided with, so that the reason is the reason, and with the
// sessions around it by name, so that no two weeks read alike.
#include "base/plural.h"
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

#define WHY_MAX 320

static const char *keep(plan_maker *m, const char *text) {
    const char *kept = miler_arena_dup(m->arena, text);
    if (kept == NULL && m->status == MILER_OK)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return kept;
}

// ---- The days around it --------------------------------------------------------------------

static const char *weekday_name(const plan_maker *m, int day) {
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    return names[miler_weekday(m->plan->race_day + 1 + day)];
}

static const plan_draft *hard_on(const plan_maker *m, int day) {
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].hard && m->drafts[i].day == day) return &m->drafts[i];
    return NULL;
}

static const plan_draft *hard_before(const plan_maker *m, int day) {
    for (int before = day - 1; before >= 0; before--)
        if (hard_on(m, before) != NULL) return hard_on(m, before);
    return NULL;
}

// The longest, where another was moved to that day by hand.
static const plan_draft *run_on(const plan_maker *m, int day) {
    const plan_draft *longest = NULL;
    for (int i = 0; i < m->draft_count; i++) {
        const plan_draft *d = &m->drafts[i];
        if (d->day != day || d->slot != 0 || d->kind == MILER_SESSION_REST) continue;
        if (longest == NULL || d->sum.dist_m > longest->sum.dist_m) longest = d;
    }
    return longest;
}

static bool is_other(const plan_draft *d) {
    return d->kind == MILER_SESSION_RACE && d->set.rep_m > 0;
}

static bool is_outing(const plan_maker *m, const plan_draft *d) {
    return is_other(d) && plan_other_is_outing(m, d->set.rep_m);
}

// "4 x 5 min at threshold", "the race", "the time trial".
static const char *name_of(const plan_maker *m, const plan_draft *d) {
    const bool race = strcmp(plan_end_name(m), "race") == 0;
    if (d->kind == MILER_SESSION_RACE && is_other(d)) return "the race on the way";
    if (d->kind == MILER_SESSION_RACE) return race ? "the race" : "the time trial";
    return d->family == PLAN_TRIAL ? "the time trial" : d->title;
}

static const char *days_later(int days) {
    static const char *const words[] = {"the same day as",  "the day after",   "two days after",
                                        "three days after", "four days after", "five days after",
                                        "six days after"};
    return words[days >= 0 && days <= 6 ? days : 6];
}

static int index_of(const plan_maker *m, const plan_frame_week *week) {
    return (int)(week - m->frame);
}

// Whole weeks from the day to the race.
static int weeks_left(const plan_maker *m, const plan_frame_week *week) {
    return m->frame_count - 1 - index_of(m, week);
}

// The how-manieth of its like in the week, from 0: so that two of a kind do not
// say the same.
static int place_of(const plan_maker *m, const plan_draft *d) {
    int place = 0;
    for (int i = 0; i < m->draft_count; i++) {
        const plan_draft *other = &m->drafts[i];
        const bool like = other->hard == d->hard &&
                          (other->kind == MILER_SESSION_REST) == (d->kind == MILER_SESSION_REST) &&
                          other->slot == d->slot;
        place += like && other->kind != MILER_SESSION_LONG && other->day < d->day;
    }
    return place;
}

// vVO2max of the mile's VDOT [Daniels and Gilbert 1979]; the zone of the reps is a little below it.
static double oxygen_mps(const plan_maker *m) {
    return miler_vdot_speed(miler_vdot(MILER_MILE_M, MILER_MILE_M / m->mile_mps), 1);
}

// ---- Why today ---------------------------------------------------------------------------

static const char *lack_title(miler_lack lack) {
    static const char *const names[MILER_LACK_COUNT] = {"", "Speed", "VO2max", "Threshold", "Endurance"};
    return names[lack];
}

// ", worth about 3 s" where that is known.
static const char *lack_worth(const plan_maker *m, char out[40]) {
    out[0] = '\0';
    if (m->req.lack_s >= 0.5) (void)snprintf(out, 40, " (about %.0f s)", m->req.lack_s);
    return out;
}

// What the hard day comes after, behind the `n` bytes said already.
static void after_what(const plan_maker *m, const plan_draft *d, char *out, int n) {
    const plan_draft *before = hard_before(m, d->day);
    const plan_draft *eve = run_on(m, d->day - 1);
    if (before != NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, " %s stands %s %s.", weekday_name(m, d->day),
                 days_later(d->day - before->day), name_of(m, before));
    else if (d->day > 0 && eve == NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, " %s follows a day of rest.", weekday_name(m, d->day));
    else if (d->day > 0)
        snprintf(out + n, WHY_MAX - (size_t)n, " %s follows an easy day.", weekday_name(m, d->day));
}

static void why_hard_day(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    static const char *const work[MILER_PHASE_COUNT][PLAN_FAMILY_COUNT] = {
        [MILER_PHASE_BASE] =
            {[PLAN_THRESHOLD] = "Threshold work in the base makes all that follows cheaper and tires little"},
        [MILER_PHASE_INTRODUCE] = {[PLAN_THRESHOLD] =
                                       "Threshold comes first: it tires little and carries what follows",
                                   [PLAN_VO2MAX] = "A first taste of VO2max work, before there is much of it",
                                   [PLAN_RACE_PACE] = "The first reps at mile pace are short: the legs learn "
                                                      "the rhythm before the lungs have to pay"},
        [MILER_PHASE_BUILD] =
            {[PLAN_THRESHOLD] =
                 "Threshold stays in beside the faster work: it is what you recover with between reps",
             [PLAN_VO2MAX] = "The build is where the ceiling rises",
             [PLAN_RACE_PACE] = "Mile pace has to be known before goal pace can be held"},
        [MILER_PHASE_SPECIFIC] =
            {[PLAN_THRESHOLD] =
                 "Enough threshold to keep what the build gave, while race pace gets the freshest days",
             [PLAN_VO2MAX] = "The last VO2max work keeps the ceiling where the build put it",
             [PLAN_RACE_PACE] = "Now the race itself is rehearsed"},
    };
    char worth[40];
    int n = 0;
    if (d->for_lack) {
        (void)snprintf(out, WHY_MAX,
                       "%s is what your mile lacks most%s: here it stands where others of your mile would do "
                       "something else.",
                       lack_title(m->req.lack), lack_worth(m, worth));
        return;
    }
    if (d->family == PLAN_SHARPENER) {
        snprintf(out, WHY_MAX,
                 "%d days before the %s, short and fast: the legs stay awake while everything else rests.",
                 6 - d->day, plan_end_name(m));
        return;
    }
    if (d->family == PLAN_TRIAL)
        n = snprintf(out, WHY_MAX,
                     "The middle of the plan%s: what were the first weeks worth, and at what paces go the %d "
                     "that are left?",
                     week->light ? ", in a lighter week so that you are rested" : "", weeks_left(m, week));
    else if (d->set.shape > 0)
        n = snprintf(out, WHY_MAX, "%s.", plan_shape_why(&d->set));
    else if (d->family == PLAN_VO2MAX && week->phase == MILER_PHASE_BUILD)
        n = snprintf(out, WHY_MAX,
                     "%s: your mile is run at about %d %% of the speed that takes all your oxygen.",
                     work[week->phase][d->family], (int)(m->mile_mps / oxygen_mps(m) * 100 + 0.5));
    else if (d->family == PLAN_RACE_PACE && week->phase == MILER_PHASE_SPECIFIC)
        n = snprintf(out, WHY_MAX, "%s, %d week%s before it.", work[week->phase][d->family],
                     weeks_left(m, week), PLURAL_S(weeks_left(m, week)));
    else
        n = snprintf(out, WHY_MAX, "%s.", work[week->phase][d->family]);
    after_what(m, d, out, n);
}

static void why_easy_day(const plan_maker *m, const plan_draft *d, char *out) {
    static const char *const plain[] = {
        "Easy running between the hard days is what most of your endurance is made of.",
        "Another easy day: endurance comes from many of them, not from a few hard ones.",
        "Easy again, so that the hard days can be hard."};
    const plan_draft *yesterday = hard_on(m, d->day - 1);
    const plan_draft *tomorrow = hard_on(m, d->day + 1);
    const plan_draft *ran = run_on(m, d->day - 1);
    if (d->slot == 1)
        snprintf(out, WHY_MAX, "%s",
                 hard_on(m, d->day) != NULL
                     ? "A few easy kilometres apart from the hard session bring blood into tired legs."
                     : "A second run splits the day's distance in two: more running, less strain in each.");
    else if (tomorrow != NULL && yesterday != NULL)
        snprintf(out, WHY_MAX, "Between %s and %s: easy, and nothing to prove.", name_of(m, yesterday),
                 name_of(m, tomorrow));
    else if (tomorrow != NULL)
        snprintf(out, WHY_MAX, "Tomorrow: %s. Today only gets you there%s.", name_of(m, tomorrow),
                 d->strides > 0 ? "; the strides wake the legs" : "");
    else if (yesterday != NULL)
        snprintf(out, WHY_MAX, "The day after %s: easy running brings the legs back.", name_of(m, yesterday));
    else if (ran != NULL && ran->kind == MILER_SESSION_LONG)
        snprintf(out, WHY_MAX, "The day after the long run: shorter and easy, to loosen what it left.");
    else
        snprintf(out, WHY_MAX, "%s", plain[place_of(m, d) % 3]);
}

// The runner's own choice, and what it is good for where it stands.
static void closed_day(const plan_maker *m, const plan_draft *d, const plan_draft *tomorrow,
                       const plan_draft *yesterday, char *out) {
    const int n = snprintf(out, WHY_MAX, "%s is not one of your days for running", weekday_name(m, d->day));
    if (tomorrow != NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, "; %s tomorrow finds fresh legs.", name_of(m, tomorrow));
    else if (yesterday != NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, "; the rest after yesterday's %s is welcome.",
                 yesterday->family == PLAN_TRIAL ? "time trial" : yesterday->title);
    else
        snprintf(out + n, WHY_MAX - (size_t)n, ".");
}

static void why_rest_day(const plan_maker *m, const plan_draft *d, char *out) {
    static const char *const plain[] = {"A day for the body to answer to the days before.",
                                        "The work of the week sinks in on a day like this.",
                                        "Nothing is gained by a run today, and something lost."};
    const plan_draft *tomorrow = hard_on(m, d->day + 1);
    const plan_draft *yesterday = run_on(m, d->day - 1);
    if (!m->open[d->day])
        closed_day(m, d, tomorrow, yesterday, out);
    else if (tomorrow != NULL)
        snprintf(out, WHY_MAX, "Nothing today, so that %s tomorrow can be run with fresh legs.",
                 name_of(m, tomorrow));
    else if (yesterday != NULL)
        snprintf(out, WHY_MAX, "After yesterday's %s: training makes you faster only while you rest from it.",
                 yesterday->family == PLAN_TRIAL ? "time trial" : yesterday->title);
    else
        snprintf(out, WHY_MAX, "%s", plain[(place_of(m, d) + m->frame_count - (int)m->plan->week_count) % 3]);
}

static void why_strength_day(const plan_maker *m, const plan_frame_week *week, const plan_draft *d,
                             char *out) {
    const plan_draft *hard = hard_on(m, d->day);
    if (week->phase == MILER_PHASE_TAPER)
        snprintf(
            out, WHY_MAX,
            "One light session %d days before the %s keeps the strength; after it the legs are left alone.",
            6 - d->day, plan_end_name(m));
    else if (hard != NULL)
        snprintf(out, WHY_MAX,
                 "On %s, after %s: hard days hard, so that easy days stay easy; and no hard run tomorrow.",
                 weekday_name(m, d->day), name_of(m, hard));
    else // true also where that run gives way later
        snprintf(out, WHY_MAX,
                 "On %s, after the run if there is one, with no hard run tomorrow, so the legs may be tired.",
                 weekday_name(m, d->day));
}

// The days around it are as plan_other_near has them.
static void why_other_day(const plan_maker *m, const plan_draft *d, char *out) {
    const int easy_days = (int)plan_other_easy_days(m, d->set.rep_m);
    const char *what = is_outing(m, d) ? "longer than your whole week: an outing, not a race."
                                       : "it stands for a hard session and says where you are.";
    if (easy_days == 1)
        snprintf(out, WHY_MAX,
                 "A race on the way%s %s The day before it and the day after are easy for its sake.",
                 is_outing(m, d) ? "," : ":", what);
    else
        snprintf(out, WHY_MAX,
                 "A race on the way%s %s The day before it and %d days after are easy for its sake.",
                 is_outing(m, d) ? "," : ":", what, easy_days);
}

static void why_day(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    switch (d->kind) {
    case MILER_SESSION_RACE:
        if (is_other(d))
            why_other_day(m, d, out);
        else
            snprintf(out, WHY_MAX, "The day the %d weeks were for.", m->plan_weeks);
        break;
    case MILER_SESSION_LONG:
        snprintf(out, WHY_MAX, "%s has the time for the week's longest%s.", weekday_name(m, d->day),
                 hard_on(m, d->day + 1) != NULL ? "" : ", and no hard day on its heels");
        break;
    case MILER_SESSION_REST:
        why_rest_day(m, d, out);
        break;
    case MILER_SESSION_STRENGTH:
        why_strength_day(m, week, d, out);
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX,
                 "Once a week, on %s: the legs are warm, no hard run follows tomorrow, and the tendons have "
                 "days until the next.",
                 weekday_name(m, d->day));
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "The heart works, the legs are spared the landings.");
        break;
    default:
        if (d->hard)
            why_hard_day(m, week, d, out);
        else
            why_easy_day(m, d, out);
    }
}

// ---- Why this much -----------------------------------------------------------------------

static const char *harder_thing(const plan_rule *r, const plan_set *a, const plan_set *b) {
    if (b->work_m > a->work_m * (1 + r->harder_total)) return "there is more of it";
    if (b->rep_s > a->rep_s * (1 + r->harder_rep)) return "the reps are longer";
    if (b->ratio < a->ratio * (1 - r->harder_recovery)) return "the recovery is shorter";
    if (b->speed_mps > a->speed_mps * (1 + r->harder_pace)) return "the pace is quicker";
    return NULL;
}

// What the session goes on from was run before the plan.
static bool from_log(const plan_maker *m, const plan_draft *d) {
    const plan_set *lately = &m->lately[d->family];
    return lately->reps > 0 && !(m->seen >> d->family & 1) && lately->reps == d->before.reps &&
           lately->work_m == d->before.work_m && lately->ratio == d->before.ratio;
}

static void why_hard_much(plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    const plan_rule *r = &m->rule;
    const double week_m = plan_drafts_m(m);
    const int metres = (int)(round(d->set.work_m / 50) * 50);
    const int percent = (int)(d->set.work_m / week_m * 100 + 0.5);
    if (d->family == PLAN_TRIAL) {
        snprintf(out, WHY_MAX,
                 "%.0f m, about three quarters of the race: long enough to tell, short enough to be over in "
                 "two days.",
                 d->set.rep_m);
        return;
    }
    if (d->family == PLAN_SHARPENER) {
        snprintf(out, WHY_MAX, "%d m with full recovery: nothing here should tire you.", metres);
        return;
    }
    const double share = d->family == PLAN_THRESHOLD ? r->threshold_share_max
                         : d->family == PLAN_VO2MAX  ? r->vo2max_share_max
                                                     : r->race_pace_share_max;
    int n = snprintf(out, WHY_MAX, "%.2f %s of work, %d %% of the week", plan_in_unit(&m->req, metres),
                     plan_unit(&m->req), percent);
    // Beyond the cap by less than is printed, it is at the cap.
    if (percent > (int)(share * 100 + 0.5))
        n += snprintf(out + n, WHY_MAX - (size_t)n,
                      ": more than the usual %.0f %%, because less would not be worth the warm-up.",
                      share * 100);
    else
        n += snprintf(out + n, WHY_MAX - (size_t)n, " (cap %.0f %%).", share * 100);
    const plan_set *last = &d->before;
    if (last->reps == 0) {
        snprintf(out + n, WHY_MAX - (size_t)n,
                 plan_none_lately(m, d->family)
                     ? m->stale >> d->family & 1
                           ? " Weeks without it: it starts small."
                           : " The last four weeks of your log have nothing of it, so it starts small."
                     : " The first of its kind in this plan.");
        return;
    }
    char before[64];
    plan_set_title(m, last, before, sizeof before);
    const char *thing = harder_thing(r, last, &d->set);
    if (from_log(m, d))
        snprintf(out + n, WHY_MAX - (size_t)n, " Your log has %s; this goes on from there%s%s.", before,
                 thing != NULL ? ": " : ", and nothing is harder", thing != NULL ? thing : "");
    else if (thing != NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, " Last time %s; now %s, and nothing else is harder.", before,
                 thing);
    else
        snprintf(out + n, WHY_MAX - (size_t)n, " Last time %s; today nothing is harder%s.", before,
                 week->light ? ", it is a lighter week" : "");
}

// Of running with walks between, behind the `n` bytes said already.
static int in_pieces(const plan_maker *m, const plan_draft *d, char *out, int n) {
    const plan_pieces p = plan_learn_pieces(m, d->minutes);
    if (p.count <= 1) return 0;
    return snprintf(
        out + n, WHY_MAX - (size_t)n,
        " Walk before you have to: the pieces get longer from week to week, until there is no walk "
        "left.");
}

static void why_long_much(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    const double week_m = plan_drafts_m(m);
    const int percent = week_m > 0 ? (int)(d->sum.dist_m / week_m * 100 + 0.5) : 0;
    const plan_rule *r = &m->rule;
    const int more = d->minutes - m->long_min;
    int n = snprintf(out, WHY_MAX, "%d %% of the week's running", percent);
    if (plan_learn_pieces(m, d->minutes).count > 1) {
        n += snprintf(out + n, WHY_MAX - (size_t)n, ": %d min of it, the walks not counted.", d->minutes);
        (void)in_pieces(m, d, out, n);
        return;
    }
    if (percent > r->long_share_max * 100 + 1)
        n += snprintf(out + n, WHY_MAX - (size_t)n, " (with few runs a week more than the usual %.0f %%)",
                      r->long_share_max * 100);
    if (week->light)
        snprintf(out + n, WHY_MAX - (size_t)n, ", shorter in this lighter week.");
    else if (m->long_min <= 0)
        snprintf(out + n, WHY_MAX - (size_t)n, ", as long as such a week allows to begin with.");
    else if (more > 0)
        snprintf(out + n, WHY_MAX - (size_t)n, ", %d min more than the last one.", more);
    else if (more < 0)
        snprintf(out + n, WHY_MAX - (size_t)n,
                 ", %d min less than the last one: the week's other running comes first.", -more);
    else
        snprintf(out + n, WHY_MAX - (size_t)n, ", the same as the last one.");
}

static double easy_minutes(const plan_maker *m) {
    double s = 0;
    for (int i = 0; i < m->draft_count; i++)
        s += m->drafts[i].sum.easy_s;
    return s / 60;
}

// What was run of a week that is over, where the log tells, which may be more than was asked for.
static double run_in(const plan_maker *m, int index) {
    return m->ran_m[index] > 0 && m->raced_m[index] <= 0 ? m->ran_m[index] : m->done_m[index];
}

// What the week comes to, against the last one; a taper is against nothing. Gives the length of `out`.
static int week_comes_to(const plan_maker *m, const plan_frame_week *week, char *out) {
    const double week_m = plan_drafts_m(m);
    const int index = index_of(m, week);
    const double last_m = index > 0 && m->frame[index - 1].days == 7 ? run_in(m, index - 1) : 0;
    const int more = (int)floor(plan_in_unit(&m->req, week_m - last_m) + 0.5);
    const double comes_to = plan_in_unit(&m->req, week_m);
    if (week->phase == MILER_PHASE_TAPER)
        return snprintf(out, WHY_MAX, "The week comes to %.0f %s, the %s apart.", comes_to,
                        plan_unit(&m->req), plan_end_name(m));
    if (last_m <= 0)
        return snprintf(out, WHY_MAX, "The week comes to %.0f %s%s.", comes_to, plan_unit(&m->req),
                        week->days == 7 && m->req.weekly_m > 0 ? ", about what you run now" : "");
    if (more == 0)
        return snprintf(out, WHY_MAX, "The week comes to %.0f %s, as last week.", comes_to,
                        plan_unit(&m->req));
    return snprintf(out, WHY_MAX, "The week comes to %.0f %s, %d %s than last week.", comes_to,
                    plan_unit(&m->req), more > 0 ? more : -more, more > 0 ? "more" : "less");
}

static void why_easy_much(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    int n = 0;
    if (d->cross_min > 0) {
        snprintf(out, WHY_MAX,
                 "A lighter week: %d min of running, and %d min without impact in place of more.", d->minutes,
                 d->cross_min);
        return;
    }
    if (place_of(m, d) > 0 || d->slot == 1)
        n = snprintf(out, WHY_MAX, "%d of the week's %.0f easy minutes.", (int)(d->sum.easy_s / 60 + 0.5),
                     easy_minutes(m));
    else
        n = week_comes_to(m, week, out);
    n += in_pieces(m, d, out, n);
    if (d->hills > 0)
        snprintf(out + n, WHY_MAX - (size_t)n, " %d sprints of ten seconds: strong, never out of breath.",
                 d->hills);
    else if (d->drills)
        snprintf(out + n, WHY_MAX - (size_t)n, " The drills make good form a habit when you are fresh.");
}

static void why_strength_much(const plan_maker *m, const plan_frame_week *week, const plan_draft *d,
                              char *out) {
    const int minutes = (int)(d->sum.time_s / 60 + 0.5);
    if (week->light || week->phase == MILER_PHASE_TAPER)
        snprintf(out, WHY_MAX, "%d min, once this week: that keeps what the others built.", minutes);
    else if (strstr(d->title, "heavy") != NULL)
        snprintf(out, WHY_MAX,
                 "%d min: few repetitions with a heavy load make each step cheaper and build no bulk.",
                 minutes);
    else if (week->number <= 2)
        snprintf(out, WHY_MAX, "%d min: two weeks to learn the movements before they get harder.", minutes);
    else
        snprintf(out, WHY_MAX, "%d min of what %s; fewer exercises done well beat many.", minutes,
                 (m->req.athlete.places & (MILER_HAS_GYM | MILER_HAS_DUMBBELLS)) != 0 ? "is safe for you now"
                                                                                      : "body weight can do");
}

static void why_much(plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    switch (d->kind) {
    case MILER_SESSION_RACE:
        snprintf(
            out, WHY_MAX, "%s",
            is_other(d) ? "The week holds that much less running besides: the race counts."
            : m->level == MILER_PLAN_BEGINNER
                ? "A quarter of an hour easy at most, a few drills, three strides: warm and not yet tired."
                : "Warm up in full: a mile is over before a cold body has started.");
        break;
    case MILER_SESSION_LONG:
        why_long_much(m, week, d, out);
        break;
    case MILER_SESSION_REST:
        snprintf(out, WHY_MAX,
                 d->minutes > 0 ? "Gentle stretching and rolling are free; everything else waits."
                                : "All day.");
        break;
    case MILER_SESSION_STRENGTH:
        why_strength_much(m, week, d, out);
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "%.0f landings; the limit for your level is %.0f. Stop when they get loud.",
                 d->sum.plyo_contacts, m->rule.plyo_contacts_max);
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "About the minutes of the run it stands for.");
        break;
    default:
        if (d->hard)
            why_hard_much(m, week, d, out);
        else
            why_easy_much(m, week, d, out);
    }
}

// ---- Why this pace and the numbers ----------------------------------------------------------

static void lap_time(double speed_mps, double dist_m, char *out, size_t out_size) {
    miler_print_time(out, out_size, dist_m / speed_mps, dist_m < 1000 ? 1 : 0);
}

static void hard_numbers(const plan_maker *m, const plan_draft *d, char *out) {
    const plan_set *set = &d->set;
    char rep[MILER_TEXT_MAX], lap[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], rest[48] = "";
    lap_time(set->speed_mps, 400, lap, sizeof lap);
    miler_print_pace(pace, sizeof pace, 1000 / set->speed_mps, m->req.athlete.units);
    if (set->reps > 1) {
        const char *how = set->walk ? "walk" : "jog";
        if (set->rest_m > 0)
            snprintf(rest, sizeof rest, "; %s %.0f m between", how, set->rest_m);
        else
            snprintf(rest, sizeof rest, "; %s %d:%02d between", how, (int)set->rest_s / 60,
                     (int)set->rest_s % 60);
    }
    char times[160];
    if (plan_shape_times(set, times, sizeof times)) {
        snprintf(out, WHY_MAX, "%s (%s a 400, %s)%s", times, lap, pace, rest);
    } else if (set->rep_m > 0) {
        lap_time(set->speed_mps, set->rep_m, rep, sizeof rep);
        snprintf(out, WHY_MAX, "%.0f m in %s (%s a 400, %s)%s", set->rep_m, rep, lap, pace, rest);
    } else {
        snprintf(out, WHY_MAX, "%s (%s a 400)%s", pace, lap, rest);
    }
}

static void band_numbers(const plan_maker *m, miler_zone zone, char *out) {
    const miler_pace_band *band = &m->req.book.zones[zone];
    char slow[MILER_TEXT_MAX], fast[MILER_TEXT_MAX];
    miler_print_pace(slow, sizeof slow, 1000 / band->slow_mps, m->req.athlete.units);
    miler_print_pace(fast, sizeof fast, 1000 / band->fast_mps, m->req.athlete.units);
    snprintf(out, WHY_MAX, "%s to %s", fast, slow);
}

static void numbers(const plan_maker *m, const plan_draft *d, char *out) {
    char time[MILER_TEXT_MAX], lap[MILER_TEXT_MAX];
    out[0] = '\0';
    switch (d->kind) {
    case MILER_SESSION_RACE:
        if (is_outing(m, d)) {
            band_numbers(m, MILER_ZONE_EASY, out);
            break;
        }
        if (is_other(d)) {
            miler_print_time(time, sizeof time, plan_book_time(&m->req.book, d->set.rep_m), 0);
            snprintf(out, WHY_MAX, "about %s today", time);
            break;
        }
        miler_print_time(time, sizeof time, m->plan->goal_s, 1);
        miler_print_time(lap, sizeof lap, 400 * m->plan->goal_s / m->req.race_dist_m, 1);
        snprintf(out, WHY_MAX, "%s, %s a 400", time, lap);
        break;
    case MILER_SESSION_LONG:
        band_numbers(m, MILER_ZONE_LONG, out);
        break;
    case MILER_SESSION_REST:
    case MILER_SESSION_CROSS:
    case MILER_SESSION_STRENGTH:
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "%.0f landings", d->sum.plyo_contacts);
        break;
    default:
        if (d->hard)
            hard_numbers(m, d, out);
        else
            band_numbers(m, MILER_ZONE_EASY, out);
    }
}

// The pace of a race-pace session against today's mile.
static void why_race_pace(const plan_maker *m, const plan_draft *d, char *out) {
    const double faster_s = 400 / m->mile_mps - 400 / d->set.speed_mps;
    char goal[MILER_TEXT_MAX], mile[MILER_TEXT_MAX];
    miler_print_time(goal, sizeof goal, m->plan->goal_s, 0);
    miler_print_time(mile, sizeof mile, m->mile_s, 0);
    if (d->set.pace == PLAN_AT_RACE)
        snprintf(out, WHY_MAX, "The pace of the race itself.");
    else if (d->set.pace == PLAN_AT_GOAL)
        snprintf(out, WHY_MAX, "The pace of %s, the goal: %.1f s a lap quicker than your mile of today.",
                 goal, faster_s);
    else
        snprintf(out, WHY_MAX, "The mile you could run today (%s), so that its rhythm becomes habit.", mile);
}

static void why_easy_pace(const plan_maker *m, const plan_draft *d, char *out) {
    const bool imperial = m->req.athlete.units == MILER_UNITS_IMPERIAL;
    const double slower_s = (1 / m->easy_mps - 1 / m->mile_mps) * (imperial ? MILER_MILE_M : 1000);
    switch ((d->day + d->slot) % 3) {
    case 0:
        snprintf(out, WHY_MAX,
                 "Easy enough to talk in sentences; slower is fine, faster takes from the hard days.");
        break;
    case 1:
        snprintf(out, WHY_MAX,
                 "About %.0f s a %s slower than your mile pace: you end it fresher than you began.", slower_s,
                 imperial ? "mile" : "kilometre");
        break;
    default:
        snprintf(out, WHY_MAX, "By feel, 3 of 10: uphill and into the wind let the watch be slow.");
        break;
    }
}

// Run at a pace that the runner told, which is no share of anything computed.
static bool paced_by_hand(const plan_maker *m, const plan_draft *d) {
    if (d->set.pace != PLAN_AT_ZONE) return false;
    return (d->family == PLAN_THRESHOLD && miler_pace_by_hand(&m->req.book.paces, MILER_ZONE_THRESHOLD)) ||
           (d->family == PLAN_VO2MAX && miler_pace_by_hand(&m->req.book.paces, MILER_ZONE_VO2MAX));
}

static void why_hard_pace(const plan_maker *m, const plan_draft *d, char *out) {
    static const char *const family[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] = "The pace you could race for about an hour (88 % of VO2max). Faster makes it "
                           "another, costlier session.",
        [PLAN_VO2MAX] = "The slowest pace that brings oxygen uptake to its top within a rep; faster only "
                        "shortens the session.",
    };
    const char *mile = fabs(d->set.rep_m - 1200) < 1 ? " Times 1.38 it is your mile." : "";
    if (d->family == PLAN_TRIAL)
        snprintf(out, WHY_MAX,
                 "All you have, evenly: the first 400 m no faster than mile pace, the last as it comes.%s",
                 mile);
    else if (d->family == PLAN_SHARPENER)
        snprintf(out, WHY_MAX, "%s, quick and relaxed, never strained.",
                 d->set.pace == PLAN_AT_GOAL ? "Goal pace" : "A touch quicker than mile pace");
    else if (d->family == PLAN_RACE_PACE || d->set.pace == PLAN_AT_RACE)
        why_race_pace(m, d, out);
    else if (paced_by_hand(m, d))
        snprintf(out, WHY_MAX, "The pace that you told by hand. Faster makes it another, costlier session.");
    else
        snprintf(out, WHY_MAX, "%s", family[d->family]);
}

static void why_pace(const plan_maker *m, const plan_draft *d, char *out) {
    char time[MILER_TEXT_MAX];
    switch (d->kind) {
    case MILER_SESSION_RACE:
        if (is_outing(m, d)) {
            snprintf(out, WHY_MAX,
                     "Easy from the first step, with the walks from the start and not only when you must.");
            break;
        }
        if (is_other(d)) {
            snprintf(out, WHY_MAX,
                     "Evenly, as fast as you can hold it; enter the result after it, and the paces follow.");
            break;
        }
        miler_print_time(time, sizeof time, m->plan->goal_s, 0);
        snprintf(out, WHY_MAX, "%s is what the plan was made for; the race card has the laps.", time);
        break;
    case MILER_SESSION_LONG:
        snprintf(out, WHY_MAX,
                 "Conversational, 6 of 10 for effort: the gain is in the minutes, not in the pace.");
        break;
    case MILER_SESSION_REST:
        out[0] = '\0';
        break;
    case MILER_SESSION_STRENGTH:
        snprintf(out, WHY_MAX, "Stop each set with two good repetitions left; form before load.");
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "Quick contacts, full rests: it is for springs, not for lungs.");
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "As easy as an easy run: you could talk.");
        break;
    default:
        if (d->hard)
            why_hard_pace(m, d, out);
        else
            why_easy_pace(m, d, out);
    }
}

static const char *source_of(const plan_maker *m, const plan_draft *d) {
    static const char *const family[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] = "Daniels: threshold 88 % of VO2max, at most 10 % of the week",
        [PLAN_VO2MAX] = "Daniels: intervals of 3 to 5 min, at most 8 % of the week; Helgerud 4x4 min",
        [PLAN_RACE_PACE] =
            "Daniels: repetitions at most 5 % of the week; progression of published mile plans",
        [PLAN_TRIAL] = "published mile plans: 1200 m trial mid-plan",
        [PLAN_SHARPENER] = "published mile plans: short fast session four days out; Mujika, Spilsbury: "
                           "intensity kept in the taper",
    };
    static const char *const by_hand[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] = "your own test; Daniels: at most 10 % of the week",
        [PLAN_VO2MAX] = "your own test; Daniels: at most 8 % of the week",
    };
    switch (d->kind) {
    case MILER_SESSION_LONG:
        return "Daniels: long run 25 to 30 % of the week or 150 min";
    case MILER_SESSION_STRENGTH:
        return "Balsalobre 2016, Blagrove 2018, Llanos-Lagos 2024; Spiering 2021 for one a week";
    case MILER_SESSION_PLYO:
        return "Saunders 2006, Paavolainen 1999, Llanos-Lagos 2024";
    case MILER_SESSION_RACE:
        return "race warm-up: Ingham 2013; 15 to 20 min easy, drills, strides";
    case MILER_SESSION_HILLS:
        return "hill sprints of 8 to 12 s, near-maximal, full recovery (published mile plans)";
    case MILER_SESSION_REST:
        return m->open[d->day] ? "house plan: a day of rest a week, two for beginners"
                               : "the days and minutes you have told";
    case MILER_SESSION_CROSS:
        return "cross-training keeps fitness for weeks without impact";
    default:
        return d->hard ? (paced_by_hand(m, d) ? by_hand : family)[d->family]
                       : "most running easy: Seiler, Casado 2022, Haugen 2021";
    }
}

void plan_numbers(const plan_maker *m, const plan_draft *draft, char *out, size_t out_size) {
    char text[WHY_MAX];
    numbers(m, draft, text);
    snprintf(out, out_size, "%s", text);
}

miler_status plan_reason(plan_maker *m, const plan_frame_week *week, const plan_draft *draft,
                         miler_session *out) {
    char text[WHY_MAX];
    why_day(m, week, draft, text);
    out->why_day = keep(m, text);
    why_much(m, week, draft, text);
    out->why_much = keep(m, text);
    why_pace(m, draft, text);
    out->why_pace = keep(m, text);
    numbers(m, draft, text);
    out->numbers = keep(m, text);
    out->source = source_of(m, draft);
    return m->status;
}

const char *plan_week_purpose(const plan_maker *m, const plan_frame_week *week) {
    const int easy_weeks = plan_easy_weeks(m);
    if (week->number == 0) return "The odd days before the first full week: easy running, to arrive.";
    if (week->phase == MILER_PHASE_TAPER)
        return "Half the running, all of the speed: arrive with fresh legs.";
    for (int i = 0; i < week->hard_count; i++)
        if (week->hard[i] == PLAN_TRIAL)
            return "A lighter week with the time trial in it: take in what was done, and see what it was "
                   "worth.";
    if (plan_learns(m) && week->number <= easy_weeks)
        return "Running and walking in turn: the legs get used to it, and nothing is hard yet.";
    if (easy_weeks > 0 && week->number <= easy_weeks) return "Back to running: nothing hard yet.";
    if (week->light)
        return "A lighter week: the body catches up with the work. Intensity stays, volume falls.";
    switch (week->phase) {
    case MILER_PHASE_BASE:
        return "Base: easy running and strength, so that the hard weeks find something to build on.";
    case MILER_PHASE_INTRODUCE:
        return "Introduce: first threshold work, strides and hill sprints; nothing that leaves a mark.";
    case MILER_PHASE_BUILD:
        return "Build: oxygen uptake, threshold and the first real race-pace work.";
    default:
        return "Specific: longer reps at the pace of the goal with less rest, and enough threshold to carry "
               "them.";
    }
}
