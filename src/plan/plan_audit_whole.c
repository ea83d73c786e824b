// SPDX-License-Identifier: MIT
// The auditor on the whole plan: its length and phases, the time trial, the
// taper and the short fast session, all ten kinds of work, and that it is a
// mile plan: harder than a half-marathon's.
#include "plan/plan_audit.h"

#include "base/plural.h"

#include <string.h>

// ---- Length and phases -------------------------------------------------------------------

static void check_length(audit *a) {
    const plan_rule *r = &a->rule;
    const int weeks = (a->race_day - a->plan->start_day + 1) / 7;
    int proper = 0; // weeks that are no base weeks
    for (size_t i = 0; i < a->week_count; i++)
        proper += a->weeks[i].w->phase != MILER_PHASE_BASE;
    const struct {
        const char *rule;
        bool broken;
        double limit;
    } limits[] = {
        {"weeks_min", !a->whole && !a->request->sharpening, r->weeks_min},
        {"sharpening_weeks_min", weeks < (int)r->sharpening_weeks_min, r->sharpening_weeks_min},
        {"weeks_max", proper > (int)r->weeks_max, r->weeks_max},
        {"weeks_cap", weeks > (int)r->weeks_cap, r->weeks_cap},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (!limits[i].broken) continue;
        miler_plan_finding *f = audit_add(a, limits[i].rule, a->plan->start_day, 0);
        audit_found(f, "%d week%s, %d of them after the base", weeks, PLURAL_S(weeks), proper);
        audit_allowed(f, "%.0f", limits[i].limit);
    }
}

// Introduce and build by their shares, to the week; the phases in their order.
static void check_phases(audit *a) {
    int count[MILER_PHASE_COUNT] = {0};
    int proper = 0;
    for (size_t i = 0; i < a->week_count; i++) {
        const miler_phase phase = a->weeks[i].w->phase;
        if ((unsigned)phase >= MILER_PHASE_COUNT) continue;
        count[phase]++;
        proper += phase != MILER_PHASE_BASE;
        if (i == 0 || phase >= a->weeks[i - 1].w->phase) continue;
        audit_allowed(audit_add(a, "phases", a->weeks[i].w->first_day, 0),
                      "base, introduce, build, specific, taper in this order");
    }
    if (count[MILER_PHASE_TAPER] != 1)
        audit_allowed(audit_add(a, "phases", a->race_day, 0), "one week of taper, the last");
    const struct {
        const char *rule;
        int found;
        double wanted;
    } shares[] = {{"intro_share", count[MILER_PHASE_INTRODUCE], a->rule.intro_share * proper},
                  {"build_share", count[MILER_PHASE_BUILD], a->rule.build_share * proper}};
    for (size_t i = 0; i < 2; i++) {
        if (fabs(shares[i].found - shares[i].wanted) <= 0.5 + 1e-9) continue;
        miler_plan_finding *f = audit_add(a, shares[i].rule, MILER_NO_DAY, 0);
        audit_found(f, "%d week%s of %d", shares[i].found, PLURAL_S(shares[i].found), proper);
        audit_allowed(f, "%.1f, rounded", shares[i].wanted);
    }
}

// ---- Trial and taper --------------------------------------------------------------------

// A race on the way tells as much as a trial [engineering estimate].
#define TRIAL_RACE_LEAST_M 800
#define TRIAL_RACE_MOST_M 11000

static double trial_wanted_m(const audit *a) {
    return a->rule.trial_m * a->plan->race_dist_m / MILER_MILE_M;
}

static bool tells_as_trial(const audit *a, const audit_session *s) {
    return s->s->day != a->race_day && s->trial_m >= TRIAL_RACE_LEAST_M && s->trial_m <= TRIAL_RACE_MOST_M;
}

static void check_trial(audit *a) {
    const int32_t days = a->race_day - a->plan->start_day + 1;
    const int weeks = days / 7 < (int)a->rule.weeks_max ? days / 7 : (int)a->rule.weeks_max;
    const int32_t first = a->race_day + 1 - 7 * weeks;
    const int32_t from = first + (int32_t)(a->rule.trial_from_share * 7 * weeks);
    const int32_t to = first + (int32_t)(a->rule.trial_to_share * 7 * weeks);
    bool late = false;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        // One that was planned and left out was planned: so is it for all that asks what a plan holds.
        if (!s->read || s->trial_m <= 0) continue;
        if (s->race) {
            // Near the middle will do: a race leaves no room for another there.
            if (tells_as_trial(a, s) && s->s->day >= from - 7 && s->s->day <= to + 7) return;
            continue;
        }
        late = late || s->s->day > to;
        if (s->s->day >= from && s->s->day <= to) return;
    }
    miler_plan_finding *f = audit_add(a, late ? "trial_to_share" : "trial_from_share", MILER_NO_DAY, 0);
    audit_found(f, "no time trial in the middle");
    audit_allowed(f, "one from day %d to day %d", from - a->plan->start_day + 1, to - a->plan->start_day + 1);
}

// In whole laps; shorter only where the day is.
static void check_trial_length(audit *a) {
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->race || s->trial_m <= trial_wanted_m(a) + 201) continue;
        miler_plan_finding *f = audit_add(a, "trial_m", s->s->day, s->s->id);
        audit_found(f, "%.0f m", s->trial_m);
        audit_allowed(f, "about %.0f m", trial_wanted_m(a));
    }
}

static double running_between(const audit *a, int32_t from, int32_t to, bool asked) {
    double sum = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const bool counts = asked ? s->read : s->counts;
        if (counts && !s->race && s->s->day >= from && s->s->day <= to) sum += s->sum.dist_m;
    }
    return sum;
}

// The taper's days before race week against the same days of the weeks before.
static void check_taper_early(audit *a) {
    const int32_t from = a->race_day - (int32_t)a->rule.taper_days;
    const int32_t to = a->race_day - 7;
    double before_m = 0;
    for (int32_t back = 7; from - back >= a->plan->start_day; back += 7)
        before_m = fmax(before_m, running_between(a, from - back, to - back, false));
    const double now_m = running_between(a, from, to, false);
    if (!a->whole || to < from || before_m <= 0 ||
        now_m <= fmax(before_m * a->rule.taper_early_max, before_m + a->rule.volume_slack_m))
        return;
    miler_plan_finding *f = audit_add(a, "taper_early_max", from, 0);
    const int decimals = audit_decimals(now_m, before_m * a->rule.taper_early_max);
    audit_found(f, "%.*f km in the %d days before race week", decimals, now_m / 1000, to - from + 1);
    audit_allowed(f, "%.*f km", decimals, before_m * a->rule.taper_early_max / 1000);
}

static bool may_train(const audit *a, int32_t day, double minutes) {
    const int limit = audit_minutes(a, day);
    return audit_is_day(a, day) && (limit == 0 || limit >= minutes);
}

// The most of the three weeks before race week.
static double recent_m(const audit *a) {
    double most_m = 0;
    for (size_t i = a->week_count; i-- > 0 && i + 4 >= a->week_count;)
        if (a->weeks[i].w->phase != MILER_PHASE_TAPER) most_m = fmax(most_m, a->weeks[i].dist_m);
    return most_m;
}

// The largest week with the races on the way in it, as far as they fill a usual week.
static double largest_raced_m(const audit *a) {
    double largest_m = 0;
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        if (week->w->day_count < 7 || week->w->phase == MILER_PHASE_TAPER) continue;
        largest_m = fmax(largest_m, fmin(week->dist_m + week->raced_m, a->request->weekly_m));
    }
    return largest_m;
}

static void check_taper_volume(audit *a, double most_m) {
    const plan_rule *r = &a->rule;
    // Where most was missed, the short runs that are worth doing may still be run.
    const double largest_m = a->intact ? most_m : fmax(most_m, r->weekly_min_m);
    const double last_m = running_between(a, a->race_day - 6, a->race_day - 1, false);
    const double asked_m = running_between(a, a->race_day - 6, a->race_day - 1, true);
    const double raced_m = fmax(largest_m, largest_raced_m(a));
    const double limit_m = r->taper_volume_max * raced_m + (a->intact ? 0 : r->volume_slack_m / 2);
    if (last_m > limit_m) {
        miler_plan_finding *f = audit_add(a, "taper_volume_max", a->race_day, 0);
        const int decimals = audit_decimals(last_m, limit_m);
        audit_found(f, "%.*f km in race week", decimals, last_m / 1000);
        audit_allowed(f, "%.*f km", decimals, limit_m / 1000);
    }
    // One who missed much comes to race week from what was really run.
    const double held_m = a->intact ? largest_m : fmin(largest_m, recent_m(a));
    int days = 0;
    double hold_m = 0; // what short runs on those days could hold
    for (int32_t day = a->race_day - 6; day < a->race_day - 1; day++) {
        if (!may_train(a, day, r->run_day_min)) continue;
        const int limit = audit_minutes(a, day);
        hold_m += 0.5 * 60 * (limit > 0 && limit < 40 ? limit : 40) *
                  a->plan->request.book.zones[MILER_ZONE_EASY].target_mps;
        days++;
    }
    const double least_m = fmin(r->taper_volume_min * held_m, hold_m);
    if (days >= 3 && asked_m < least_m) {
        miler_plan_finding *f = audit_add(a, "taper_volume_min", a->race_day, 0);
        audit_found(f, "%.1f km asked for in race week", asked_m / 1000);
        audit_allowed(f, "at least %.1f km", least_m / 1000);
    }
    check_taper_early(a);
}

// In race week one hard session, short and fast, on its day where that is the
// runner's; how far before the race is `before`.
static const char *sharpener_fault(const audit *a, const audit_session *s, int32_t before) {
    const plan_rule *r = &a->rule;
    if (s->work[AUDIT_FAST].work_m <= 0) return "taper_days";
    if (before > (int32_t)r->sharpener_days_max) return "sharpener_days_max";
    if (before < (int32_t)r->sharpener_days_min) return "sharpener_days_min";
    const int32_t wanted = (int32_t)r->sharpener_days_before;
    return before != wanted && may_train(a, a->race_day - wanted, r->hard_day_min + 5)
               ? "sharpener_days_before"
               : NULL;
}

static double hard_m(const audit_session *s) {
    double sum = s->trial_m;
    for (int c = 0; c < AUDIT_CLASS_COUNT; c++)
        sum += s->work[c].work_m;
    return sum;
}

static void check_sharpener(audit *a) {
    const plan_rule *r = &a->rule;
    bool possible = false, there = false;
    for (int32_t before = (int32_t)r->sharpener_days_min; before <= (int32_t)r->sharpener_days_max; before++)
        possible = possible || may_train(a, a->race_day - before, r->hard_day_min);
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const int32_t before = a->race_day - s->s->day;
        if (!s->read || !s->hard || s->race || before > 6 || before < 1) continue;
        there = true;
        if (!s->counts) continue;
        const double work_m = hard_m(s);
        const char *fault = sharpener_fault(a, s, before);
        if (fault != NULL) {
            miler_plan_finding *f = audit_add(a, fault, s->s->day, s->s->id);
            audit_found(f, "hard %d day%s before the race", before, PLURAL_S(before));
            audit_allowed(f, "one short fast session, %.0f days before it", r->sharpener_days_before);
        }
        if (work_m <= r->sharpener_max_m + 1) continue;
        miler_plan_finding *f = audit_add(a, "sharpener_max_m", s->s->day, s->s->id);
        audit_found(f, "%.0f m of work", work_m);
        audit_allowed(f, "%.0f m", r->sharpener_max_m);
    }
    if (there || !possible) return;
    miler_plan_finding *f =
        audit_add(a, "sharpener_days_before", a->race_day - (int32_t)r->sharpener_days_before, 0);
    audit_found(f, "no short fast session");
    audit_allowed(f, "one %.0f to %.0f days before the race", r->sharpener_days_min, r->sharpener_days_max);
}

// Races on the way that a mile plan has no room for.
static void check_other_races(audit *a) {
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const audit_week *week = audit_week_of(a, s->s->day);
        if (!s->counts || !s->race || s->s->day == a->race_day || week == NULL ||
            week->w->phase == MILER_PHASE_BASE || s->trial_m <= a->rule.other_race_max_m)
            continue;
        miler_plan_finding *f = audit_add(a, "other_race_max_m", s->s->day, s->s->id);
        audit_found(f, "a race of %.1f km", s->trial_m / 1000);
        audit_allowed(f, "at most %.0f km", a->rule.other_race_max_m / 1000);
    }
}

// ---- The whole ------------------------------------------------------------------------------
// As the plan was made: illness may take a kind away.
static void check_kinds(audit *a) {
    uint32_t covers = 0;
    for (size_t i = 0; i < a->session_count; i++)
        if (a->sessions[i].read && (!a->sessions[i].race || a->sessions[i].s->day != a->race_day))
            covers |= a->sessions[i].covers; // a race on the way is a trial too
    const uint32_t places = a->request->athlete.places;
    const bool flat =
        places != 0 && !(places & (MILER_HAS_HILL | MILER_HAS_TREADMILL | MILER_TREADMILL_ONLY));
    // Races on the way stand for hard sessions, and may fill a lighter week.
    uint32_t displaced = 0;
    for (size_t i = 0; i < a->week_count; i++)
        if (a->weeks[i].races > 0)
            displaced = 1u << MILER_SESSION_CROSS | 1u << MILER_SESSION_THRESHOLD | 1u << MILER_SESSION_SPEED;
    covers |= displaced;
    for (int kind = 0; kind <= MILER_SESSION_REST; kind++) {
        if (covers >> kind & 1 || !a->intact || (kind == MILER_SESSION_HILLS && flat)) continue;
        miler_plan_finding *f = audit_add(a, "kinds", MILER_NO_DAY, 0);
        audit_found(f, "no %s", miler_session_kind_name((miler_session_kind)kind));
        audit_allowed(f, "all ten kinds of work");
    }
}

// In ten-thousandths of the plan proper; NaN where nothing of it is run. What is over
// counts as it was told.
static double easy_share(const audit *a, bool *out_hand) {
    double easy_s = 0, all_s = 0;
    *out_hand = false;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const miler_session *told = s->s;
        const audit_week *week = audit_week_of(a, told->day);
        *out_hand = *out_hand || told->by_hand;
        if (!s->counts || (s->race && told->day == a->race_day) || week == NULL ||
            week->w->phase == MILER_PHASE_BASE)
            continue;
        easy_s += s->over ? told->easy_s : s->sum.easy_s;
        all_s += s->over ? told->easy_s + told->threshold_s + told->vo2max_s + told->fast_s
                         : s->sum.easy_s + s->sum.threshold_s + s->sum.vo2max_s + s->sum.fast_s;
    }
    return all_s > 0 ? easy_s / all_s * 10000 : (double)NAN;
}

// The shares shown are those of the texts (a change by hand is no part of them yet),
// and the hard one is clearly above that of the half-marathon plan beside it.
static void check_shares(audit *a) {
    bool hand;
    const double share = easy_share(a, &hand);
    const double easy = isnan(share) ? 10000 : share;
    const miler_plan_shares *mine = &a->plan->shares;
    const miler_plan_shares *half = &a->plan->half_shares;
    if (!hand && fabs(mine->easy - share) > 20) {
        miler_plan_finding *f = audit_add(a, "numbers", MILER_NO_DAY, 0);
        audit_found(f, "%.1f %% of the running told as easy", mine->easy / 100.0);
        audit_allowed(f, "%.1f %%, as the texts sum up", easy / 100);
    }
    for (size_t i = 0; i < a->week_count; i++)
        if (a->weeks[i].races > 0) return; // easy days around races are the runner's own choice
    if (!a->intact || 10000 - easy > 10000 - half->easy) return;
    miler_plan_finding *f = audit_add(a, "half_share", MILER_NO_DAY, 0);
    audit_found(f, "%.1f %% hard", 100 - easy / 100);
    audit_allowed(f, "more than the %.1f %% of a half-marathon plan", 100 - half->easy / 100.0);
}

void audit_whole(audit *a) {
    double largest_m = 0;
    for (size_t i = 0; i < a->week_count; i++)
        if (a->weeks[i].w->day_count == 7 && a->weeks[i].w->phase != MILER_PHASE_TAPER)
            largest_m = fmax(largest_m, a->weeks[i].dist_m);
    check_length(a);
    check_taper_volume(a, largest_m);
    check_sharpener(a);
    check_trial_length(a);
    check_other_races(a);
    if (!a->whole) return;
    check_phases(a);
    check_trial(a);
    check_kinds(a);
    check_shares(a);
}
