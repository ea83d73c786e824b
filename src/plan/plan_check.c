// SPDX-License-Identifier: MIT
// The auditor: reads a plan's texts anew and lists what breaks the rules. It
// shares with the builder the table of rules, the workout language and the type
// of a plan, and nothing else, so that a mistake of the builder is seen.
#include "plan/plan_audit.h"

#include <stdio.h>
#include <string.h>

#define GROWING "Growing bones and tendons set limits of their own."

// Why it matters, by rule; what is not here explains itself by its allowed value.
static const struct {
    const char *rule, *why;
} reasons[] = {
    {"text", "What cannot be read cannot be run, sent to a watch or checked."},
    {"numbers", "The numbers shown must be those of the text."},
    {"dates", "A session outside the plan's days is one nobody will see."},
    {"days", "A plan on days you do not have will not be followed."},
    {"minutes", "A session that does not fit the day gets cut at the end, where the cool-down is."},
    {"run_day_min", "A day too short to run on is better left free."},
    {"hard_day_min", "A hard session needs its warm-up and cool-down around it."},
    {"rest_days_min", "Training makes you faster only while you rest from it."},
    {"hard_days_max", "More hard days than you can recover from make the good ones bad."},
    {"hard_third_from_m", "A third hard day needs a base of easy running under it."},
    {"masters_hard_days", "Recovery takes longer with age; the sessions stay as hard."},
    {"days_after_fast", "Race-pace and VO2max work needs 48 hours before the next hard day."},
    {"other_race_max_m", "A long race on the way costs a mile plan two of its weeks."},
    {"other_race_easy_m",
     "A race is the hardest session there is; what follows it too soon is run on tired legs."},
    {"days_after_threshold",
     "Hard days and easy days take turns: two hard sessions so close are one too many."},
    {"weeks_min", "Six weeks are what new fitness takes."},
    {"weeks_max", "After ten weeks of it hard training brings less than it costs."},
    {"sharpening_weeks_min", "Nothing trained now would be there on race day."},
    {"weeks_cap", "So far ahead nobody knows what you will be able to run."},
    {"intro_share", "New work needs weeks to get used to before it grows."},
    {"build_share", "The middle is where fitness grows."},
    {"phases", "Each phase stands on the one before."},
    {"race_pace_share_max",
     "Too much at race pace leaves you stale, and the calves and Achilles tendons sore."},
    {"race_pace_max_m", "Too much at race pace leaves you stale, and the calves and Achilles tendons sore."},
    {"race_pace_floor_m", "A small week holds a small session at race pace."},
    {"race_load_base", "Race pace with so little recovery turns the session into a race."},
    {"vo2max_share_max", "Beyond the cap more VO2max work only adds fatigue."},
    {"vo2max_max_m", "Beyond the cap more VO2max work only adds fatigue."},
    {"vo2max_floor_m", "A small week holds a small VO2max session."},
    {"vo2max_load_min", "Nobody holds that pace for so long with so little recovery."},
    {"threshold_share_max", "Beyond the cap threshold work turns into a race."},
    {"threshold_max_min", "Beyond the cap threshold work turns into a race."},
    {"threshold_floor_m", "A small week holds a small threshold session."},
    {"race_rep_max_s", "Reps at mile pace beyond two minutes or so are trials, not training."},
    {"vo2max_rep_max_s", "Longer than five minutes the pace cannot be held at VO2max."},
    {"long_share_max", "A long run that is most of the week is a weekly ordeal, not endurance."},
    {"long_even_factor", "A long run that is most of the week is a weekly ordeal, not endurance."},
    {"long_floor_min", "In a small week the long run is small too."},
    {"long_max_min", "Longer runs bring a miler nothing but tired legs."},
    {"long_usual_min", "A miler's long run ends where it starts to cost the next session."},
    {"long_step_max", "Single runs that jump are where injuries begin."},
    {"easy_run_max", "An easy run that is long is a second long run."},
    {"easy_share_min", "Most running has to be easy for the hard part to be hard."},
    {"half_share", "A mile plan is harder than a half-marathon plan; this one is not."},
    {"start_ratio_max", "A plan begins where the runner is."},
    {"return_step_max", "Back from time off running comes back in steps: half, three quarters, all."},
    {"volume_step_max", "Leaps in weekly running raise the risk of injury."},
    {"volume_growth_max", "In so few weeks more running than this is no gain, only risk."},
    {"volume_peak_m", "More running than this needs years, not weeks."},
    {"learn_run_min", "Who is new to running needs walks in it before the legs can do without."},
    {"learn_easy_weeks", "Who is new to running has enough with the running itself."},
    {"learn_week_m", "Where nothing is known, little running costs a week, too much an injury."},
    {"weekly_min_m", "Hard running needs some easy running under it."},
    {"light_cut_min", "A lighter week has to be lighter for the body to catch up."},
    {"light_cut_max", "A week far below the others loses what they built."},
    {"loading_weeks_max", "After three loading weeks the body needs one to catch up."},
    {"runs_min", "Too few runs make each of them too long."},
    {"runs_max", "More runs than the level can recover from."},
    {"double_from_m", "Two runs a day are for those whose single runs have become long."},
    {"taper_volume_max", "Fresh legs need about half the usual running before the race."},
    {"taper_volume_min", "Too little running in race week leaves the legs flat."},
    {"taper_days", "The last days before the race are for getting fresh."},
    {"taper_early_max", "The last days before race week are for getting fresh already."},
    {"sharpener_days_before", "A short fast session four days out keeps the speed in the legs."},
    {"sharpener_days_min", "So near the race the legs would still be tired from it."},
    {"sharpener_days_max", "So far from the race the legs go to sleep again."},
    {"sharpener_max_m", "Four days before the race there is nothing to gain from more."},
    {"trial_m", "A longer trial is a race and costs a week."},
    {"trial_from_share", "The trial in the middle sets the paces of the second half."},
    {"trial_to_share", "A trial so late tells nothing that could still be used."},
    {"warmup_min", "Hard running from cold is how calves and hamstrings tear."},
    {"warmup_floor_min", "Hard running from cold is how calves and hamstrings tear."},
    {"cooldown_min", "Easy running afterwards belongs to every hard session."},
    {"cooldown_floor_min", "Easy running afterwards belongs to every hard session."},
    {"race_warmup_min", "A mile is over before a cold body has started."},
    {"strength_days", "Twice a week builds strength, once keeps it, more tires a runner."},
    {"strength_days_light", "Once a week keeps strength; more is too much in a light week."},
    {"strength_hard_gap", "Tired muscles the day before a hard run spoil both."},
    {"strength_race_gap", "The day after a race is for getting over it: no weights, no jumps."},
    {"strength_heavy_days", "Heavy legs take five days to be springy again."},
    {"strength_light_days", "In the last days before the race the legs are left alone."},
    {"strength_heavy_max_pct", "Loads beyond this are for trained, grown lifters."},
    {"plyo_contacts_max", "Landings add up fast in calves and shins."},
    {"plyo_days_max", "Tendons need days to answer to jumps."},
    {"plyo_gap_days", "Tendons need 48 hours between jumps."},
    {"plyo_race_days", "Jumps tire the calves for days."},
    {"harder_max", "When two things get harder at once, nobody knows which was too much."},
    {"total_step_max", "Hard work grows by a rep or two, not by half."},
    {"recovery_step_max", "Recovery is the last thing to save on, and in small steps."},
    {"hard_new_max", "The body learns one new kind of hard work at a time."},
    {"recent_none_share", "After weeks without it hard work begins small, or it ends in the calves."},
    {"return_days", "After weeks off the legs need running before they need speed."},
    {"return_peak_share", "After time off nobody runs more than before it within weeks."},
    {"kinds", "Each of the ten kinds of work does something the others do not."},
    {"paces", "Training paces come from what the runner can run, not from a wish."},
    {"gain_never", "No plan can promise so much."},
    {"gain_high", "A goal beyond what is likely sets paces that cannot be held."},
    {"gain_weeks", "In fewer weeks less can be gained."},
    {"gain_scale_max", "More weeks bring more only up to a point."},
    {"level_slower_s", "Sessions made for faster runners are too much."},
    {"level_weekly_m", "Sessions made for those who run more are too much."},
    {"health", "A doctor's word comes before hard training."},
    {"advice_age_men", "From this age hard running after little running is a doctor's question first."},
    {"advice_age_women", "From this age hard running after little running is a doctor's question first."},
    {"youth_refuse_age", "Under 13 running is play."},
    {"youth_adult_age", "A parent or guardian has to know and agree."},
    {"youth_run_m_14", GROWING},
    {"youth_run_m_16", GROWING},
    {"youth_run_m_17", GROWING},
    {"youth_week_m_14", GROWING},
    {"youth_week_m_16", GROWING},
    {"youth_week_m_17", GROWING},
    {"youth_runs_14", GROWING},
    {"youth_runs_17", GROWING},
    {"youth_hard_days", "Growing runners need more easy days."},
    {"youth_recovery_ratio", "Short recoveries at race pace are for grown runners."},
};

miler_plan_finding *audit_add(audit *a, const char *rule, int32_t day, int32_t session_id) {
    miler_plan_finding *f = a->count < a->cap ? &a->findings[a->count] : &a->spill;
    a->count++;
    memset(f, 0, sizeof *f);
    f->rule = rule;
    f->day = day;
    f->session_id = session_id;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(reasons[i].rule, rule) == 0) snprintf(f->why, sizeof f->why, "%s", reasons[i].why);
    return f;
}

void audit_found(miler_plan_finding *f, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(f->found, sizeof f->found, fmt, args);
    va_end(args);
}

void audit_allowed(miler_plan_finding *f, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(f->allowed, sizeof f->allowed, fmt, args);
    va_end(args);
}

int audit_decimals(double a_m, double b_m) {
    int decimals = 1;
    for (double unit_m = 100; decimals < 3 && round(a_m / unit_m) == round(b_m / unit_m); unit_m /= 10)
        decimals++;
    return decimals;
}

// "47.0 km" becomes "29.2 mi", wherever it stands.
static void in_miles(char text[120]) {
    char out[120];
    size_t n = 0;
    for (const char *at = text; *at != '\0' && n + 16 < sizeof out;) {
        const size_t digits = strspn(at, "0123456789.");
        const char *end = at + digits;
        double km = 0;
        if (digits > 0 && strncmp(end, " km", 3) == 0 && !(end[3] >= 'a' && end[3] <= 'z') &&
            miler_parse_number(at, digits, &km, NULL) == MILER_OK) {
            const char *point = memchr(at, '.', digits);
            const int decimals = point != NULL ? (int)(end - point) - 1 : 0;
            n += (size_t)snprintf(out + n, sizeof out - n, "%.*f mi", decimals, km * 1000 / MILER_MILE_M);
            at = end + 3;
            continue;
        }
        do
            out[n++] = *at++;
        while (at < end && n + 16 < sizeof out);
    }
    out[n] = '\0';
    memcpy(text, out, n + 1);
}

// The auditor reckons in kilometres; a runner of miles is told in miles.
static void in_own_unit(audit *a) {
    if (a->request->athlete.units != MILER_UNITS_IMPERIAL) return;
    for (size_t i = 0; i < a->count && i < a->cap; i++) {
        in_miles(a->findings[i].found);
        in_miles(a->findings[i].allowed);
    }
}

// The day of a plan that runs is that of its newest paces; it keeps the age it began at.
static int age_at_start(const miler_plan *plan, const miler_plan_request *request) {
    const bool began = plan->start_day < request->today;
    return miler_athlete_age(&request->athlete, began ? plan->start_day : request->today);
}

miler_status miler_plan_check(const miler_plan *plan, const miler_plan_request *request,
                              const miler_plan_rules *rules, miler_arena *arena, miler_plan_finding *findings,
                              size_t cap, size_t *out_count, miler_error *err) {
    if (plan == NULL || request == NULL || rules == NULL || arena == NULL || out_count == NULL ||
        (findings == NULL && cap > 0) || (unsigned)plan->level >= MILER_PLAN_LEVEL_COUNT)
        return miler_fail(err, MILER_ERR_ARG, "plan check: a part is missing");
    *out_count = 0;
    audit *a = miler_arena_take(arena, sizeof *a);
    if (a == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the check");
    a->plan = plan;
    a->request = request;
    a->findings = findings;
    a->cap = cap;
    a->race_day = plan->race_day;
    a->age = age_at_start(plan, request);
    plan_rules_column(rules, plan->level, &a->rule);
    plan_rule runner;
    plan_rules_column(rules, MILER_PLAN_INTERMEDIATE, &runner);
    a->surely_s = runner.level_slower_s;
    plan_gain_share gain;
    plan_gain(rules, request, MILER_MILE_M / request->book.zones[MILER_ZONE_MILE].target_mps, &gain);
    a->gain_most = gain.high;
    a->whole = (plan->race_day - plan->start_day + 1) / 7 >= (int)a->rule.weeks_min;
    a->intact = plan->request.today <= plan->start_day;
    for (size_t i = 0; i < plan->session_count; i++)
        a->intact =
            a->intact && plan->sessions[i].status == MILER_SESSION_PLANNED && !plan->sessions[i].by_hand;
    const miler_status status = audit_read(a, arena, err);
    if (status != MILER_OK) return status;
    audit_days(a);
    audit_work_of_sessions(a);
    audit_progress(a);
    audit_weeks_of_plan(a);
    audit_whole(a);
    audit_people(a);
    audit_learner(a);
    audit_strength(a);
    in_own_unit(a);
    *out_count = a->count;
    return MILER_OK;
}
