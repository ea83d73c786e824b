// SPDX-License-Identifier: MIT
// Negative controls of the auditor: a good plan, one thing broken in it, and
// the auditor must name it. A row of data/plan_rules.tsv that has no control
// here, and is not told below to be a choice with nothing to break, fails.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

#include <stdlib.h>

static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

// ---- Good plans -------------------------------------------------------------------

typedef enum runner {
    ADVANCED = 0,
    BEGINNER,
    TINY,
    CLUB,
    WOMAN,
    LONG_LEAD,
    SIX_WEEKS,
    BLOCK,
    AGE_14,
    AGE_16,
    AGE_17,
    AGE_40,
    AGE_60,
    WOMAN_60,
    FRESH_60,
    NEW,
    RUNNER_COUNT
} runner;

static const struct {
    double mile_s, weekly_km;
    const char *days;
    int weeks, age;
    miler_sex sex;
} runners[RUNNER_COUNT] = {
    [ADVANCED] = {310, 65, "-TWTFSS", 10, 29, MILER_SEX_MALE},
    [BEGINNER] = {630, 15, "M-W--S-", 8, 29, MILER_SEX_MALE},
    [TINY] = {700, 8, "M-W--S-", 8, 29, MILER_SEX_MALE},
    [CLUB] = {390, 35, "-TWT-S-", 8, 29, MILER_SEX_MALE},
    [WOMAN] = {390, 45, "-TWTFS-", 8, 29, MILER_SEX_FEMALE},
    [LONG_LEAD] = {310, 65, "-TWTFSS", 24, 29, MILER_SEX_MALE},
    [SIX_WEEKS] = {310, 65, "-TWTFSS", 6, 29, MILER_SEX_MALE},
    [BLOCK] = {310, 65, "-TWTFSS", 4, 29, MILER_SEX_MALE},
    [AGE_14] = {360, 18, "M-W--S-", 8, 14, MILER_SEX_MALE},
    [AGE_16] = {300, 38, "MTWT-S-", 8, 16, MILER_SEX_MALE},
    [AGE_17] = {290, 50, "MTWT-S-", 8, 17, MILER_SEX_MALE},
    [AGE_40] = {310, 75, "-TWTFSS", 10, 40, MILER_SEX_MALE},
    [AGE_60] = {390, 40, "-TWT-S-", 8, 60, MILER_SEX_MALE},
    [WOMAN_60] = {600, 12, "M-W--S-", 8, 60, MILER_SEX_FEMALE},
    [FRESH_60] = {500, 12, "M-W--S-", 8, 60, MILER_SEX_MALE},
    [NEW] = {630, 0, "M-W--S-", 8, 29, MILER_SEX_MALE},
};

static miler_plan_request request_of(runner who) {
    miler_plan_request r =
        kit_runner(runners[who].mile_s, runners[who].weekly_km, runners[who].days, runners[who].weeks);
    r.athlete.sex = runners[who].sex;
    r.athlete.birth_day = KIT_TODAY - (int32_t)(runners[who].age * 365.25) - 100;
    r.athlete.parent_consent = true;
    r.athlete.places = MILER_HAS_TRACK | MILER_HAS_HILL | MILER_HAS_GYM;
    r.sharpening = who == BLOCK;
    return r;
}

static void build(runner who, miler_plan_rules *rules, miler_plan *plan) {
    const miler_plan_request request = request_of(who);
    miler_error err = {0};
    assert_int_equal(miler_plan_rules_default(rules, NULL), MILER_OK);
    if (miler_plan_build(&request, rules, arena, plan, &err) != MILER_OK)
        fail_msg("runner %d: %s", who, err.msg);
}

typedef struct findings {
    miler_plan_finding at[80];
    size_t count;
} findings;

// "1 days", "3 run", "day(s)": what is counted agrees with its number.
static void counts_agree(const char *text) {
    static const char *const nouns[] = {"day", "week", "run", "session", "strength session"};
    assert_null(strstr(text, "(s)"));
    for (const char *at = text; (at = strpbrk(at, "0123456789")) != NULL; at += strspn(at, "0123456789.")) {
        const size_t digits = strspn(at, "0123456789.");
        if (at[digits] != ' ') continue;
        for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) {
            const size_t len = strlen(nouns[i]);
            const char *noun = at + digits + 1;
            if (strncmp(noun, nouns[i], len) != 0) continue;
            const char after = noun[len];
            const bool one = digits == 1 && *at == '1';
            if (one ? after == 's' : after == ' ' || after == '\0') fail_msg("'%s'", text);
        }
    }
}

// One blank between words, and what was found differs from what is allowed where both are kilometres.
static void well_said(const miler_plan_finding *f) {
    const size_t found = strspn(f->found, "0123456789."), allowed = strspn(f->allowed, "0123456789.");
    counts_agree(f->found);
    counts_agree(f->allowed);
    assert_null(strstr(f->found, "  "));
    assert_null(strstr(f->allowed, "  "));
    if (strncmp(f->found + found, " km", 3) != 0 || strncmp(f->allowed + allowed, " km", 3) != 0) return;
    assert_false(found == allowed && strncmp(f->found, f->allowed, found) == 0);
}

static findings check(const miler_plan *plan, const miler_plan_rules *rules) {
    findings out;
    memset(&out, 0, sizeof out);
    assert_int_equal(miler_plan_check(plan, &plan->request, rules, arena, out.at, 80, &out.count, NULL),
                     MILER_OK);
    if (out.count > 80) out.count = 80;
    for (size_t i = 0; i < out.count; i++)
        well_said(&out.at[i]);
    return out;
}

static void good_plans_are_good(void **state) {
    (void)state;
    for (int who = 0; who < RUNNER_COUNT; who++) {
        miler_plan_rules rules;
        miler_plan plan;
        build((runner)who, &rules, &plan);
        const findings all = check(&plan, &rules);
        if (all.count > 0)
            fail_msg("runner %d: %s: %s; %s", who, all.at[0].rule, all.at[0].found, all.at[0].allowed);
    }
}

// ---- Controls ---------------------------------------------------------------------

// What is broken: the `nth` session (from 1) whose text contains `find` gets
// another text, another day, or is taken out; or the rule itself is moved under
// the plan; or a function changes the runner or the plan.
typedef struct control {
    const char *rule;
    const char *named; // the finding's name where it is another; NULL = the rule's
    runner who;
    const char *find;
    int nth;
    const char *text;
    int move_days;
    int skip; // so many sessions from it on
    double value;
    void (*change)(miler_plan *plan);
} control;

static void no_consent(miler_plan *p) {
    p->request.athlete.parent_consent = false;
}
static void heart(miler_plan *p) {
    p->request.athlete.health_yes = MILER_HEALTH_CHEST_PAIN;
}
static void unasked(miler_plan *p) {
    p->request.athlete.health_answered = false;
}
static void no_notices(miler_plan *p) {
    p->notice_count = 0;
}
static void short_days(miler_plan *p) {
    for (int i = 0; i < 7; i++)
        p->request.athlete.minutes[i] = 25;
}
static void shortest_days(miler_plan *p) {
    for (int i = 0; i < 7; i++)
        p->request.athlete.minutes[i] = 15;
}
static void no_tuesday(miler_plan *p) {
    p->request.athlete.days_mask &= (uint8_t)~2u;
}
static void tenth_faster(miler_plan *p) {
    p->goal_s = p->now_s * 0.9;
}
static void three_percent(miler_plan *p) {
    p->goal_s = p->now_s * 0.97;
}
static void bit_too_fast(miler_plan *p) {
    p->goal_s = p->now_s * 0.986;
}
static void wrong_number(miler_plan *p) {
    p->sessions[3].dist_m += 500;
}
static void taper_early(miler_plan *p) {
    p->weeks[3].phase = MILER_PHASE_TAPER;
}
static void half_harder(miler_plan *p) {
    p->half_shares.easy = 6000;
}

static void nothing_lately(miler_plan *p) {
    p->request.from_log = MILER_LOG_WORK;
}
static void away(miler_plan *p) {
    p->request.away_days = 30;
}
// Of 60 km a week, nearly three weeks ago: half, then three quarters; not all in the second week.
static void back_at_once(miler_plan *p) {
    p->request.away_days = 20;
    p->request.before_m = 2.2 * p->weeks[0].dist_m;
    p->request.weekly_m = 1.1 * p->weeks[0].dist_m;
    for (size_t i = 0; i < p->session_count; i++)
        if (miler_plan_week_at(p, p->sessions[i].day) == &p->weeks[1] && p->sessions[i].dist_m > 0 &&
            !p->sessions[i].hard && p->sessions[i].kind != MILER_SESSION_LONG)
            p->sessions[i].text = "100min easy";
}
static void was_away(miler_plan *p) {
    p->request.before_m = p->request.weekly_m;
    p->request.weekly_m /= 2;
}

// A long run of the build becomes a race.
static void race_on_the_way(miler_plan *p, const char *text) {
    for (size_t i = 0; i < p->session_count; i++) {
        miler_session *s = &p->sessions[i];
        const miler_plan_week *week = miler_plan_week_at(p, s->day);
        if (s->kind != MILER_SESSION_LONG || week->phase != MILER_PHASE_BUILD) continue;
        s->kind = MILER_SESSION_RACE;
        s->hard = true;
        s->text = text;
        return;
    }
}
// The day before the last strength of the build is raced on.
static void raced_before_strength(miler_plan *p) {
    for (size_t i = 0; i < p->session_count; i++) {
        const miler_session *s = &p->sessions[i];
        if (s->kind != MILER_SESSION_STRENGTH || miler_plan_week_at(p, s->day)->phase != MILER_PHASE_BUILD)
            continue;
        p->request.others[0] = (miler_other_race){s->day - 1, 1500};
        p->request.other_count = 1;
    }
}
static void ten_km(miler_plan *p) {
    race_on_the_way(p, "15min easy, 10000m race, 10min easy");
}
static void half_marathon(miler_plan *p) {
    race_on_the_way(p, "15min easy, 21100m race, 10min easy");
}

#define EASY_END ", 10min easy"
#define HARD(work) "15min easy, drills, 4x100m strides r60s, " work ", 10min easy"

static const control controls[] = {
    // length, phases, days
    {"weeks_min", NULL, ADVANCED, .value = 12},
    {"weeks_max", NULL, ADVANCED, .value = 8},
    {"sharpening_weeks_min", NULL, BLOCK, .value = 6},
    {"weeks_cap", NULL, LONG_LEAD, .value = 12},
    {"intro_share", NULL, ADVANCED, .value = 0.6},
    {"build_share", NULL, ADVANCED, .value = 0.8},
    {"rest_days_min", NULL, ADVANCED, .value = 3},
    {"hard_days_max", NULL, ADVANCED, .value = 1},
    {"hard_third_from_m", NULL, ADVANCED, .value = 300000},
    {"days_after_fast", NULL, ADVANCED, "@mile", 2, .move_days = 1},
    {"days_after_threshold", NULL, ADVANCED, "@threshold", 6, .move_days = -2},
    {"other_race_easy_m", NULL, ADVANCED, .change = ten_km},
    {"other_race_max_m", NULL, ADVANCED, .change = half_marathon},
    {"hard_new_max", NULL, ADVANCED, "@threshold", 1,
     .text = HARD("4x5min @threshold r1min jog, 3x800m @vo2max r2min jog")},
    {"runs_min", NULL, ADVANCED, "min easy, 6x100m", 7, .skip = 101, .value = 6},
    {"runs_max", NULL, ADVANCED, .value = 2},
    {"double_from_m", NULL, ADVANCED, "min easy, 6x100m", 3, .move_days = -1},
    {"level_slower_s", NULL, ADVANCED, .value = 200},
    {"level_women_ratio", "level_slower_s", WOMAN, .value = 1},
    {"level_weekly_m", NULL, ADVANCED, .value = 80000},
    // work
    {"race_pace_share_max", NULL, ADVANCED, "@mile", 3, .text = HARD("15x400m @mile r400m jog")},
    {"race_pace_max_m", NULL, ADVANCED, .value = 2100},
    {"race_pace_floor_m", NULL, BEGINNER, "@mile", 1, .text = HARD("8x200m @mile r200m jog")},
    {"race_load_base", NULL, ADVANCED, "@mile", 3, .text = HARD("6x600m @mile r200m jog")},
    {"race_load_rest", "race_load_base", ADVANCED, .value = 0},
    {"race_load_rep", "race_load_base", ADVANCED, .value = 2},
    {"vo2max_load_min", NULL, ADVANCED, .value = 4},
    {"vo2max_load_rest_min", "vo2max_load_min", ADVANCED, .value = 0},
    {"vo2max_share_max", NULL, ADVANCED, "@vo2max", 2, .text = HARD("10x1000m @vo2max r3min jog")},
    {"vo2max_max_m", NULL, ADVANCED, .value = 2500},
    {"vo2max_floor_m", NULL, BEGINNER, "@vo2max", 1, .text = HARD("5x400m @vo2max r3min jog")},
    {"threshold_share_max", NULL, ADVANCED, "@threshold", 6, .text = HARD("3x15min @threshold r2min jog")},
    {"threshold_max_min", NULL, ADVANCED, .value = 16},
    {"threshold_floor_m", NULL, BEGINNER, "@threshold", 1, .text = HARD("5x4min @threshold r1min jog")},
    {"long_share_max", NULL, ADVANCED, "long", 4, .text = "140min long"},
    {"long_even_factor", NULL, BEGINNER, "long", 3, .text = "110min long"},
    {"long_floor_min", NULL, BEGINNER, "long", 3, .text = "115min long", .value = 100},
    {"long_max_min", NULL, ADVANCED, "long", 4, .text = "160min long"},
    {"long_usual_min", NULL, ADVANCED, "long", 4, .text = "115min long"},
    {"long_step_max", NULL, ADVANCED, "long", 2, .text = "130min long"},
    {"easy_run_max", NULL, ADVANCED, "min easy, 6x100m", 3, .text = "80min easy"},
    {"race_rep_max_s", NULL, ADVANCED, "@mile", 2, .text = HARD("2x1000m @mile r4min jog")},
    {"vo2max_rep_max_s", NULL, ADVANCED, "@vo2max", 2, .text = HARD("2x2000m @vo2max r4min jog")},
    {"easy_share_min", NULL, ADVANCED, .value = 0.95},
    {"harder_max", NULL, ADVANCED, "@mile", 3, .text = HARD("8x600m @mile r300m jog")},
    {"harder_total", "harder_max", ADVANCED, "@mile", 3, .text = HARD("6x600m @mile r600m jog")},
    {"harder_rep", "harder_max", ADVANCED, "@mile", 3, .text = HARD("3x600m @mile r200m jog")},
    {"harder_recovery", "harder_max", ADVANCED, "@mile", 3, .text = HARD("8x400m @mile r200m jog")},
    {"harder_pace", "harder_max", ADVANCED, "@mile", 3, .text = HARD("8x400m @mile-3s r400m jog")},
    {"recovery_step_max", NULL, ADVANCED, "@mile", 3, .text = HARD("5x400m @mile r100m jog")},
    // of a list as of a repeat, and of what stands between two of them
    {"recovery_step_max", NULL, ADVANCED, "@mile", 3, .text = HARD("400-400-400-400-400m @mile r100m jog")},
    {"youth_recovery_ratio", NULL, AGE_14, "@mile", 1, .text = HARD("200-200-200-200-200m @mile r30s jog")},
    {"youth_recovery_ratio", NULL, AGE_14, "@mile", 1,
     .text = HARD("2x200m @mile r30s jog, r30s jog, 2x200m @mile r30s jog")},
    {"total_step_max", NULL, ADVANCED, "@mile", 3, .text = HARD("12x400m @mile r400m jog")},
    {"warmup_min", NULL, ADVANCED, "@vo2max", 2,
     .text = "10min easy, drills, 4x800m @vo2max r2min45s jog" EASY_END},
    {"warmup_whole_week_m", "warmup_min", CLUB, "@vo2max", 1,
     .text = "10min easy, 4x600m @vo2max r2min jog" EASY_END, .value = 1},
    {"pace_most_ratio", "paces", ADVANCED, "@mile", 3, .text = HARD("6x200m @3:05/km r200m jog"), .value = 1},
    {"warmup_floor_min", NULL, BEGINNER, "@mile", 1, .text = "5min easy, 5x200m @mile r200m jog" EASY_END},
    {"cooldown_min", NULL, ADVANCED, "@vo2max", 2,
     .text = "15min easy, drills, 4x800m @vo2max r2min45s jog, 6min easy"},
    {"cooldown_floor_min", NULL, BEGINNER, "@mile", 1,
     .text = "15min easy, 5x200m @mile r200m jog, 2min easy"},
    {"race_warmup_min", NULL, ADVANCED, "race", 1,
     .text = "10min easy, drills, 200m @goal, r10min walk, 1mi race" EASY_END},
    {"hard_day_min", NULL, ADVANCED, .change = short_days},
    {"run_day_min", NULL, ADVANCED, .change = shortest_days},
    // volume
    {"weekly_min_m", NULL, CLUB, .value = 40000},
    {"start_ratio_max", NULL, ADVANCED, "long", 1, .text = "150min long"},
    {"volume_step_max", NULL, ADVANCED, .value = 0},
    {"volume_growth_max", NULL, ADVANCED, .value = 1},
    {"volume_peak_m", NULL, ADVANCED, .value = 66000},
    {"light_cut_min", NULL, ADVANCED, .value = 0.5},
    {"light_cut_max", NULL, ADVANCED, .value = 0.05},
    {"loading_weeks_max", NULL, ADVANCED, .value = 1},
    // trial and taper
    {"trial_m", NULL, ADVANCED, "time trial", 1, .text = HARD("3000m time trial")},
    {"trial_from_share", NULL, ADVANCED, "time trial", 1, .skip = 1},
    {"trial_to_share", NULL, ADVANCED, "time trial", 1, .move_days = 22},
    {"taper_days", NULL, ADVANCED, "min easy, 3x100m strides", -1,
     .text = HARD("3x5min @threshold r1min jog")},
    {"taper_early_max", NULL, ADVANCED, "min easy, 6x100m", -1, .text = "140min easy"},
    {"taper_volume_min", NULL, ADVANCED, "min easy, 3x100m strides", -2, .skip = 20},
    {"taper_volume_max", NULL, ADVANCED, "min easy, 3x100m strides", -2, .text = "180min easy"},
    {"sharpener_days_before", NULL, ADVANCED, "x300m @goal", -1, .move_days = 1},
    {"sharpener_days_min", NULL, ADVANCED, "x300m @goal", -1, .move_days = 2},
    {"sharpener_days_max", NULL, ADVANCED, "x300m @goal", -1, .move_days = -2},
    {"sharpener_max_m", NULL, ADVANCED, "x300m @goal", -1, .text = HARD("8x300m @goal r3min walk")},
    // strength
    {"strength_days", NULL, ADVANCED, .value = 0},
    {"strength_days_light", NULL, ADVANCED, .value = 0},
    {"strength_hard_gap", NULL, ADVANCED, .value = 3},
    {"strength_race_gap", NULL, ADVANCED, .change = raced_before_strength},
    {"strength_heavy_max_pct", NULL, ADVANCED, .value = 60},
    {"strength_heavy_days", NULL, ADVANCED, .value = 14},
    {"strength_light_days", NULL, ADVANCED, .value = 14},
    {"plyo_contacts_max", NULL, ADVANCED, .value = 10},
    {"plyo_days_max", NULL, ADVANCED, .value = 0},
    {"plyo_gap_days", NULL, ADVANCED, "pogo", 2, .move_days = -6},
    {"plyo_race_days", NULL, ADVANCED, .value = 14},
    // people
    {"youth_refuse_age", NULL, AGE_14, .value = 18},
    {"youth_young_age", "youth_recovery_ratio", AGE_17, .value = 21},
    {"youth_adult_age", NULL, AGE_17, .change = no_consent},
    {"youth_hard_days", NULL, AGE_17, .value = 0},
    {"youth_run_m_14", NULL, AGE_14, .value = 1000},
    {"youth_run_m_16", NULL, AGE_16, .value = 1000},
    {"youth_run_m_17", NULL, AGE_17, .value = 1000},
    {"youth_week_m_14", NULL, AGE_14, .value = 1000},
    {"youth_week_m_16", NULL, AGE_16, .value = 1000},
    {"youth_week_m_17", NULL, AGE_17, .value = 1000},
    {"youth_runs_14", NULL, AGE_14, .value = 1},
    {"youth_runs_17", NULL, AGE_17, .value = 1},
    {"youth_recovery_ratio", NULL, AGE_14, .value = 5},
    {"masters_age", "masters_hard_days", AGE_40, .value = 35},
    {"masters_hard_days", NULL, AGE_60, .value = 1},
    {"untrained_m", "advice_age_men", AGE_60, .value = 60000},
    {"advice_age_men", NULL, FRESH_60, .change = no_notices},
    {"advice_age_women", NULL, WOMAN_60, .change = no_notices},
    {"gain_never", NULL, ADVANCED, .change = tenth_faster},
    {"gain_high", NULL, ADVANCED, .change = three_percent},
    {"gain_weeks", NULL, SIX_WEEKS, .change = bit_too_fast},
    {"gain_scale_max", NULL, LONG_LEAD, .change = three_percent},
    // by the log
    {"recent_none_share", NULL, ADVANCED, .change = nothing_lately},
    {"return_days", NULL, ADVANCED, .change = away},
    {"return_peak_share", NULL, ADVANCED, .change = was_away},
    {"return_step_max", NULL, ADVANCED, .change = back_at_once},
    // new to running
    {"learn_run_min", NULL, NEW, "2min easy", 1, .text = "20min easy"},
    {"learn_run_min", NULL, NEW, "2min easy", 1, .text = "10x(2min easy, 20s easy)"},
    {"learn_run_min", NULL, NEW, "4min easy", 1, .text = "5x(5min easy, 1min walk)"},
    {"learn_easy_weeks", NULL, NEW, "2min easy", 1,
     .text = "4x(2min easy, 1min walk), 5x200m @mile r200m jog, 3x(2min easy, 1min walk)"},
    {"learn_week_m", NULL, NEW, "2min long", 1, .text = "40x(2min long, 1min walk)"},
    // what is no row of the table
    {"text", NULL, ADVANCED, "long", 1, .text = "run a bit, then some"},
    {"numbers", NULL, ADVANCED, .change = wrong_number},
    {"dates", NULL, ADVANCED, "long", 1, .move_days = -30},
    {"days", NULL, ADVANCED, .change = no_tuesday},
    {"minutes", NULL, ADVANCED, .change = short_days},
    {"kinds", NULL, ADVANCED, "hill sprint", 1, .skip = 1000},
    {"paces", NULL, ADVANCED, "@mile", 1, .text = HARD("6x400m @50 r400m jog")},
    {"health", NULL, ADVANCED, .change = heart},
    {"health", NULL, ADVANCED, .change = unasked},
    {"phases", NULL, ADVANCED, .change = taper_early},
    {"half_share", NULL, ADVANCED, .change = half_harder},
};

// Rows with nothing to break: what a plan aims at, takes for granted, or allows.
static const struct {
    const char *rule, *why;
} choices[] = {
    {"level_by_volume_m", "makes a level, forbids none"},
    {"replan_pace_step", "says when paces move"},
    {"replan_failed_share", "of a failed session, for the next"},
    {"sick_return_days", "of notes, which the auditor does not read"},
    {"sick_return_max", "of notes"},
    {"sick_return_share", "of notes"},
    {"sore_days", "of notes"},
    {"sore_share", "of notes"},
    {"tired_days", "of notes"},
    {"tired_share", "of notes"},
    {"break_free_days", "says what a break is"},
    {"break_loss_a_day", "moves the paces"},
    {"break_loss_max", "moves the paces"},
    {"break_first_share", "allows a week after missed ones more; volume_step_max is the limit"},
    {"break_second_share", "of runs after a break"},
    {"recent_hold_days", "says how long the log is news; recent_none_share is the limit"},
    {"return_lost_share", "says what a lost week is; return_step_max is the limit"},
    {"return_long_days", "says how little the first week of a return may be, before there is a plan"},
    {"return_long_share", "of the running before a break; start_ratio_max is the limit"},
    {"missed_week_share", "says what a missed week is"},
    {"weekly_default_m", "taken when nothing is known"},
    {"learn_walk_min", "of the walks; learn_run_min is the limit"},
    {"learn_weeks", "says how long learn_run_min is one"},
    {"hold_min_m", "less is refused before there is a plan"},
    {"warmup_whole_day_min", "says where a warm-up is whole; warmup_min is the limit"},
    {"warmup_whole_runs", "says where a warm-up is whole; warmup_min is the limit"},
    {"taper_early_share", "aim; taper_early_max is the limit"},
    {"sharpener_new_days", "of plans made anew; sharpener_max_m is the limit"},
    {"sharpener_new_share", "of plans made anew; sharpener_max_m is the limit"},
    {"long_light_share", "aim; long_share_max and long_max_min are the limits"},
    {"long_light_lack_share", "aim; long_share_max and long_max_min are the limits"},
    {"volume_step", "the usual step; volume_step_max is the limit"},
    {"volume_slack_m", "allows one run's rounding"},
    {"light_cut_target", "aim; light_cut_min and max are the limits"},
    {"taper_volume_target", "aim; taper_volume_min and max are the limits"},
    {"easy_run_min", "aim; run_day_min is the limit"},
    {"strength_heavy_pct", "says what is heavy; strength_heavy_days is the limit"},
    {"gain_low", "the slow end of what is likely"},
    {"half_volume_ratio", "model of the half-marathon plan; half_share is the limit"},
    {"half_hard_days", "model of the half-marathon plan"},
    {"half_vo2max_every", "model of the half-marathon plan"},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void set_rule(miler_plan_rules *rules, const char *name, double value) {
    char row[200];
    const int n = snprintf(row, sizeof row, "%s\t%g\t%g\t%g\t%g\n", name, value, value, value, value);
    miler_error err = {0};
    if (miler_plan_rules_read(row, (size_t)n, rules, &err) != MILER_OK) fail_msg("%s: %s", name, err.msg);
}

// From 1 on, or from the last back: -1, -2 ...
static size_t find_session(const miler_plan *plan, const char *text, int nth) {
    int seen = 0;
    for (size_t i = 0; i < plan->session_count; i++) {
        const size_t at = nth > 0 ? i : plan->session_count - 1 - i;
        if (strstr(plan->sessions[at].text, text) != NULL && ++seen == abs(nth)) return at;
    }
    fail_msg("no session %d with '%s'", nth, text);
    return 0;
}

static int by_day(const void *a, const void *b) {
    const miler_session *x = a, *y = b;
    return x->day != y->day ? (x->day > y->day) - (x->day < y->day)
                            : (x->slot > y->slot) - (x->slot < y->slot);
}

// As if it had never stood in the plan: one that is only left out was planned.
static void never_planned(miler_session *s) {
    s->kind = MILER_SESSION_REST;
    s->text = "rest";
    s->hard = false;
    s->dist_m = s->time_s = s->easy_s = s->threshold_s = s->vo2max_s = s->fast_s = 0;
}

static void break_plan(const control *c, miler_plan *plan, miler_plan_rules *rules) {
    if (c->change != NULL) c->change(plan);
    if (c->find != NULL) {
        const size_t at = find_session(plan, c->find, c->nth);
        miler_session *s = &plan->sessions[at];
        if (c->text != NULL) s->text = c->text;
        s->day += c->move_days;
        int left = c->skip;
        for (size_t i = at; i < plan->session_count && left > 0; i++) {
            if (strstr(plan->sessions[i].text, c->find) == NULL && c->skip > 100) continue;
            never_planned(&plan->sessions[i]);
            left--;
        }
        if (c->move_days != 0) qsort(plan->sessions, plan->session_count, sizeof *plan->sessions, by_day);
    }
    if (c->value != 0 || (c->change == NULL && c->find == NULL)) set_rule(rules, c->rule, c->value);
}

// What is told as found is what broke the rule: of race week what was asked for, also where it is left out.
static void found_is_what_was_tested(void **state) {
    (void)state;
    miler_plan_rules rules;
    miler_plan plan;
    build(ADVANCED, &rules, &plan);
    double asked_m = 0;
    for (size_t i = 0; i < plan.session_count; i++) {
        miler_session *s = &plan.sessions[i];
        if (s->day < plan.race_day - 6 || s->day >= plan.race_day) continue;
        if (s->hard) s->status = MILER_SESSION_SKIPPED;
        if (!s->hard) never_planned(s);
        asked_m += s->dist_m;
    }
    const findings all = check(&plan, &rules);
    char found[40];
    (void)snprintf(found, sizeof found, "%.1f km asked for", asked_m / 1000);
    bool told = false;
    for (size_t k = 0; k < all.count; k++)
        if (strcmp(all.at[k].rule, "taper_volume_min") == 0) {
            if (strncmp(all.at[k].found, found, strlen(found)) != 0)
                fail_msg("%s, not %s", all.at[k].found, found);
            told = true;
        }
    assert_true(told);
}

// Of a day that is too long it is told how much of it is strength: the run alone may fit.
static void strength_is_named_in_minutes(void **state) {
    (void)state;
    miler_plan_rules rules;
    miler_plan plan;
    build(ADVANCED, &rules, &plan);
    short_days(&plan);
    const findings all = check(&plan, &rules);
    int with = 0, without = 0;
    for (size_t k = 0; k < all.count; k++) {
        if (strcmp(all.at[k].rule, "minutes") != 0) continue;
        int beside_s = 0;
        for (size_t i = 0; i < plan.session_count; i++)
            if (plan.sessions[i].day == all.at[k].day && plan.sessions[i].kind == MILER_SESSION_STRENGTH)
                beside_s += plan.sessions[i].time_s;
        char told[40];
        (void)snprintf(told, sizeof told, "min, with %.0f min of strength", beside_s / 60.0);
        if ((strstr(all.at[k].found, "of strength") != NULL) != (beside_s > 0))
            fail_msg("%s, %d s of strength", all.at[k].found, beside_s);
        if (beside_s > 0 && strstr(all.at[k].found, "jumps") == NULL && strstr(all.at[k].found, told) == NULL)
            fail_msg("%s, not %s", all.at[k].found, told);
        with += beside_s > 0;
        without += beside_s == 0;
    }
    assert_true(with > 0 && without > 0);
}

static void each_break_is_named(void **state) {
    (void)state;
    int missed = 0;
    for (size_t i = 0; i < COUNT(controls); i++) {
        const control *c = &controls[i];
        miler_plan_rules rules;
        miler_plan plan;
        miler_arena_reset(arena);
        build(c->who, &rules, &plan);
        break_plan(c, &plan, &rules);
        const findings all = check(&plan, &rules);
        const char *named = c->named != NULL ? c->named : c->rule;
        bool found = false;
        for (size_t k = 0; k < all.count; k++)
            found = found || strcmp(all.at[k].rule, named) == 0;
        if (found) continue;
        missed++;
        print_message("# %s broken, but %s not named among %zu findings:", c->rule, named, all.count);
        for (size_t k = 0; k < all.count && k < 8; k++)
            print_message(" %s", all.at[k].rule);
        print_message("\n");
    }
    assert_int_equal(missed, 0);
}

static bool has_control(const char *rule) {
    for (size_t i = 0; i < COUNT(controls); i++)
        if (strcmp(controls[i].rule, rule) == 0) return true;
    return false;
}

static bool is_choice(const char *rule) {
    for (size_t i = 0; i < COUNT(choices); i++)
        if (strcmp(choices[i].rule, rule) == 0) return true;
    return false;
}

static void each_rule_has_a_control(void **state) {
    (void)state;
    int wrong = 0;
    size_t rows = 0;
    miler_plan_rule_info rule;
    for (; miler_plan_rule_at(rows, &rule); rows++) {
        if (has_control(rule.name) != is_choice(rule.name)) continue;
        print_message("# %s has %s\n", rule.name,
                      is_choice(rule.name) ? "a control and is told to be a choice" : "no control");
        wrong++;
    }
    assert_int_equal(wrong, 0);
    miler_plan_rules rules;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(rows, rules.count);
}

// Each number says where it comes from; an estimate says that it is one.
static void each_rule_has_a_source(void **state) {
    (void)state;
    miler_plan_rule_info rule;
    for (size_t i = 0; miler_plan_rule_at(i, &rule); i++)
        if (strlen(rule.source) < 8 || rule.unit[0] == '\0') fail_msg("%s has no source or unit", rule.name);
}

static void each_finding_says_why(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(controls); i++) {
        miler_plan_rules rules;
        miler_plan plan;
        miler_arena_reset(arena);
        build(controls[i].who, &rules, &plan);
        break_plan(&controls[i], &plan, &rules);
        const findings all = check(&plan, &rules);
        for (size_t k = 0; k < all.count; k++)
            if (all.at[k].why[0] == '\0' || all.at[k].allowed[0] == '\0')
                fail_msg("%s says no why", all.at[k].rule);
    }
}

// The first threshold session is moved to the eve of the next hard day.
static void threshold_on_the_eve(miler_plan *p) {
    miler_session *from = NULL;
    for (size_t i = 0; i < p->session_count; i++) {
        miler_session *s = &p->sessions[i];
        if (!s->hard) continue;
        if (from != NULL) {
            from->day = s->day - 1;
            return;
        }
        if (s->kind == MILER_SESSION_THRESHOLD) from = s;
    }
}

// Threshold on the eve of faster work is two hard days in a row, and is called that.
static void hard_days_in_a_row_are_named(void **state) {
    (void)state;
    miler_plan_rules rules;
    miler_plan plan;
    miler_arena_reset(arena);
    build(CLUB, &rules, &plan);
    threshold_on_the_eve(&plan);
    const findings all = check(&plan, &rules);
    for (size_t i = 0; i < all.count; i++) {
        if (strcmp(all.at[i].rule, "days_after_threshold") != 0) continue;
        assert_string_equal(all.at[i].found, "hard on two days in a row");
        assert_string_equal(all.at[i].allowed, "an easy day between");
        return;
    }
    fail_msg("two hard days in a row are not named");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_plans_are_good),          cmocka_unit_test(each_break_is_named),
        cmocka_unit_test(each_rule_has_a_control),      cmocka_unit_test(each_rule_has_a_source),
        cmocka_unit_test(each_finding_says_why),        cmocka_unit_test(found_is_what_was_tested),
        cmocka_unit_test(strength_is_named_in_minutes), cmocka_unit_test(hard_days_in_a_row_are_named),
    };
    return cmocka_run_group_tests_name("plan audit", tests, set_up, tear_down);
}
