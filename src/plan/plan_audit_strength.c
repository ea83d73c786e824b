// SPDX-License-Identifier: MIT
// The auditor on strength and plyometrics: how often, how heavy, how many
// landings, never the day before a hard run or after a race, nothing heavy near
// the race.
#include "plan/plan_audit.h"

#include "base/plural.h"

static bool hard_on(const audit *a, int32_t day) {
    for (size_t i = 0; i < a->session_count; i++)
        if (a->sessions[i].counts && a->sessions[i].hard && a->sessions[i].s->day == day) return true;
    return false;
}

static bool raced_on(const audit *a, int32_t day) {
    for (size_t i = 0; i < a->request->other_count; i++)
        if (a->request->others[i].day == day) return true;
    return false;
}

static void check_race_gap(audit *a, const audit_session *s) {
    const plan_rule *r = &a->rule;
    for (int32_t back = 1; back <= (int32_t)r->strength_race_gap; back++) {
        if (!raced_on(a, s->s->day - back)) continue;
        miler_plan_finding *f = audit_add(a, "strength_race_gap", s->s->day, s->s->id);
        audit_found(f, "%s %d day%s after a race", s->plyo ? "plyometrics" : "strength", back,
                    PLURAL_S(back));
        audit_allowed(f, "more than %.0f day%s", r->strength_race_gap, PLURAL_S(r->strength_race_gap));
    }
}

static void check_session(audit *a, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const int32_t before = a->race_day - s->s->day;
    check_race_gap(a, s);
    for (int32_t ahead = 1; ahead <= (int32_t)r->strength_hard_gap; ahead++) {
        if (!hard_on(a, s->s->day + ahead)) continue;
        miler_plan_finding *f = audit_add(a, "strength_hard_gap", s->s->day, s->s->id);
        audit_found(f, "%s %d day%s before a hard run", s->plyo ? "plyometrics" : "strength", ahead,
                    PLURAL_S(ahead));
        audit_allowed(f, "more than %.0f day%s", r->strength_hard_gap, PLURAL_S(r->strength_hard_gap));
    }
    const bool young = a->age >= 0 && a->age < r->youth_adult_age;
    const double most_pct = young ? 0 : r->strength_heavy_max_pct;
    if (s->load_pct > most_pct && s->load_pct > 0) {
        miler_plan_finding *f = audit_add(a, "strength_heavy_max_pct", s->s->day, s->s->id);
        audit_found(f, "%.0f %% of best", s->load_pct);
        audit_allowed(f, "%.0f %%", most_pct);
    }
    if (s->load_pct >= r->strength_heavy_pct && before < (int32_t)r->strength_heavy_days) {
        miler_plan_finding *f = audit_add(a, "strength_heavy_days", s->s->day, s->s->id);
        audit_found(f, "heavy %d day%s before the race", before, PLURAL_S(before));
        audit_allowed(f, "at least %.0f", r->strength_heavy_days);
    }
    if (s->strength && before < (int32_t)r->strength_light_days) {
        miler_plan_finding *f = audit_add(a, "strength_light_days", s->s->day, s->s->id);
        audit_found(f, "strength %d day%s before the race", before, PLURAL_S(before));
        audit_allowed(f, "at least %.0f", r->strength_light_days);
    }
    if (s->plyo && before < (int32_t)r->plyo_race_days) {
        miler_plan_finding *f = audit_add(a, "plyo_race_days", s->s->day, s->s->id);
        audit_found(f, "plyometrics %d day%s before the race", before, PLURAL_S(before));
        audit_allowed(f, "at least %.0f", r->plyo_race_days);
    }
    if (s->plyo && s->sum.plyo_contacts > r->plyo_contacts_max) {
        miler_plan_finding *f = audit_add(a, "plyo_contacts_max", s->s->day, s->s->id);
        audit_found(f, "%.0f landings", s->sum.plyo_contacts);
        audit_allowed(f, "%.0f", r->plyo_contacts_max);
    }
}

// Days of the week on which strength could stand: a training day with time to
// spare that no hard run follows.
static int possible_days(const audit *a, const audit_week *week) {
    int days = 0;
    for (int32_t day = week->w->first_day; day < week->w->first_day + week->w->day_count; day++) {
        const int limit = audit_minutes(a, day);
        bool runs = false;
        for (size_t i = 0; i < a->session_count; i++)
            runs = runs || (a->sessions[i].counts && !a->sessions[i].race && a->sessions[i].s->day == day &&
                            a->sessions[i].sum.dist_m > 0);
        days += runs && (limit == 0 || limit >= 120) && !hard_on(a, day + 1);
    }
    return days;
}

static bool race_near(const audit *a, const audit_week *week) {
    const int32_t first = week->w->first_day;
    for (size_t i = 0; i < a->session_count; i++)
        if (a->sessions[i].race && a->sessions[i].s->day != a->race_day &&
            a->sessions[i].s->day >= first - 7 && a->sessions[i].s->day < first + 14)
            return true;
    return false;
}

static void check_strength_days(audit *a, const audit_week *week, int strength, int left_out) {
    const bool race_week = week->w->phase == MILER_PHASE_TAPER;
    const bool few = week->w->light || race_week;
    const int most = (int)(few ? a->rule.strength_days_light : a->rule.strength_days);
    const int possible = possible_days(a, week);
    const int least = race_week || race_near(a, week) || week->w->day_count < 7 ? 0
                      : possible < most                                         ? possible
                                                                                : most;
    // How few there may be is asked of a plan as made, not of what illness left of it.
    if ((strength + left_out >= least || !a->intact) && strength <= most) return;
    const char *rule = few ? "strength_days_light" : "strength_days";
    miler_plan_finding *f = audit_add(a, rule, week->w->first_day, 0);
    audit_found(f, "%d strength session%s", strength, PLURAL_S(strength));
    if (least < most)
        audit_allowed(f, "%d to %d this week", least, most);
    else
        audit_allowed(f, "%d this week", most);
}

static void check_week(audit *a, const audit_week *week) {
    int strength = 0, left_out = 0, plyo = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->read || !audit_in_week(week, s)) continue;
        left_out += s->strength && !s->counts;
        strength += s->strength && s->counts;
        plyo += s->plyo && s->counts;
    }
    check_strength_days(a, week, strength, left_out);
    if (plyo <= (int)a->rule.plyo_days_max) return;
    miler_plan_finding *f = audit_add(a, "plyo_days_max", week->w->first_day, 0);
    audit_found(f, "plyometrics %d times", plyo);
    audit_allowed(f, "%.0f", a->rule.plyo_days_max);
}

void audit_strength(audit *a) {
    const audit_session *last_plyo = NULL;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || !(s->strength || s->plyo)) continue;
        check_session(a, s);
        if (!s->plyo) continue;
        if (last_plyo != NULL && s->s->day - last_plyo->s->day < (int32_t)a->rule.plyo_gap_days) {
            miler_plan_finding *f = audit_add(a, "plyo_gap_days", s->s->day, s->s->id);
            const int32_t after = s->s->day - last_plyo->s->day;
            audit_found(f, "%d day%s after the last", after, PLURAL_S(after));
            audit_allowed(f, "%.0f day%s", a->rule.plyo_gap_days, PLURAL_S(a->rule.plyo_gap_days));
        }
        last_plyo = s;
    }
    for (size_t i = 0; i < a->week_count; i++)
        check_week(a, &a->weeks[i]);
}
