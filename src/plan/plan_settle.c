// SPDX-License-Identifier: MIT
// What comes before any plan: is there anything to build on, is it safe, is
// there time; then level, volume and dates. A "no" is MILER_ERR_REFUSED with the
// reason in msg and the way out in remedy; what the runner should know but need
// not stop for becomes a notice of the plan.
#include "base/plural.h"
#include "plan/plan_room.h"
#include "workout/workout_pace.h"

#include <stdio.h>
#include <string.h>

#define YOUTH_GUESS 0.65 // of what the age allows, where nothing is known [engineering estimate]
#define WEEKS_USUAL 8    // where neither a race day nor weeks are told

double plan_in_unit(const miler_plan_request *r, double metres) {
    return metres / (r->athlete.units == MILER_UNITS_IMPERIAL ? MILER_MILE_M : 1000);
}

const char *plan_unit(const miler_plan_request *r) {
    return r->athlete.units == MILER_UNITS_IMPERIAL ? "mi" : "km";
}

miler_status plan_notice(plan_maker *m, const char *fmt, ...) {
    if (m->plan->notice_count == PLAN_NOTICES_MAX) return MILER_OK;
    char text[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const char *kept = miler_arena_dup(m->arena, text);
    if (kept == NULL) return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    m->plan->notices[m->plan->notice_count++] = kept;
    return MILER_OK;
}

static miler_status refuse(plan_maker *m, const char *why, const char *remedy) {
    miler_fail(m->err, MILER_ERR_REFUSED, "%s", why);
    miler_error_remedy(m->err, "%s", remedy);
    return MILER_ERR_REFUSED;
}

// ---- Numbers ---------------------------------------------------------------------

// Kept to what the text form can hold, so that a plan read back is the same plan.
static double keep(double value, double per_unit) {
    return isnan(value) ? (double)NAN : round(value * per_unit) / per_unit;
}

static double told(double value, double per_unit) {
    return value > 0 ? keep(value, per_unit) : 0;
}

void plan_quantise_book(miler_pace_book *book) {
    for (size_t i = 0; i < book->race_count; i++) {
        book->race_dist_m[i] = keep(book->race_dist_m[i], 1000);
        book->race_time_s[i] = keep(book->race_time_s[i], 1000);
    }
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        miler_pace_band *band = &book->zones[z];
        *band = (miler_pace_band){keep(band->fast_mps, 1e6), keep(band->slow_mps, 1e6),
                                  keep(band->target_mps, 1e6)};
    }
    miler_hand_paces *p = &book->paces;
    *p = (miler_hand_paces){told(p->easy_slow_mps, 1e6), told(p->easy_fast_mps, 1e6),
                            told(p->threshold_mps, 1e6), told(p->vo2max_mps, 1e6)};
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        book->hr_from_bpm[i] = told(book->hr_from_bpm[i], 1000);
}

static void quantise(miler_plan_request *r) {
    plan_quantise_book(&r->book);
    r->race_dist_m = keep(r->race_dist_m, 1000);
    r->goal_s = isnan(r->goal_s) ? 0 : keep(r->goal_s, 1000);
    r->weekly_m = keep(r->weekly_m, 1);
    r->longest_m = keep(r->longest_m, 1);
    r->mile_sd_log = keep(r->mile_sd_log, 1e6);
    for (size_t i = 0; i < MILER_OTHER_RACES_MAX; i++)
        r->others[i].dist_m = keep(r->others[i].dist_m, 1000);
    r->lack_s = isnan(r->lack_s) ? 0 : keep(r->lack_s, 1000);
}

static bool known_race(double dist_m) {
    static const double known[] = {1500, 1600, MILER_MILE_M, 3200, 2 * MILER_MILE_M};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (fabs(known[i] - dist_m) < 0.5) return true;
    return false;
}

static bool known_choices(const miler_plan_request *r) {
    return r->long_weekday >= -1 && r->long_weekday <= 6 && r->level >= -1 &&
           r->level < MILER_PLAN_LEVEL_COUNT && (unsigned)r->lack < MILER_LACK_COUNT && r->lack_s >= 0 &&
           r->lack_s <= 600;
}

static miler_status check_numbers(plan_maker *m) {
    const miler_plan_request *r = &m->req;
    if (r->book.race_count == 0 || r->book.race_count > MILER_BOOK_RACES || !(m->mile_s > 0)) {
        miler_fail(m->err, MILER_ERR_EMPTY, "there is no result or run to build a plan on");
        miler_error_remedy(m->err, "give one recent result, as mile=6:30 or 5k=22:10");
        return MILER_ERR_EMPTY;
    }
    // 3:30 and 20 min: faster than any human, slower than a brisk walk.
    if (m->mile_s < 210 || m->mile_s > 1200)
        return miler_fail(m->err, MILER_ERR_RANGE,
                          "a mile of %.0f s is outside what a plan can be made for (3:30 to 20:00)",
                          m->mile_s);
    if (!known_race(r->race_dist_m)) {
        miler_fail(m->err, MILER_ERR_RANGE,
                   "plans are made for 1500 m, 1600 m, the mile, 3200 m and two miles, not %.0f m",
                   r->race_dist_m);
        return MILER_ERR_RANGE;
    }
    if (!(r->weekly_m >= 0 && r->weekly_m <= 300000))
        return miler_fail(m->err, MILER_ERR_RANGE, "%.0f %s a week is not possible",
                          plan_in_unit(r, r->weekly_m), plan_unit(r));
    if (!(r->longest_m >= 0 && r->longest_m <= 300000))
        return miler_fail(m->err, MILER_ERR_RANGE, "a longest run of %.0f %s is not possible",
                          plan_in_unit(r, r->longest_m), plan_unit(r));
    if (r->runs_per_week < 0 || r->runs_per_week > 21)
        return miler_fail(m->err, MILER_ERR_RANGE, "%d runs a week is not possible", r->runs_per_week);
    if (r->weeks < 0 || r->weeks > 200)
        return miler_fail(m->err, MILER_ERR_RANGE, "%d weeks is not possible", r->weeks);
    if (!known_choices(r))
        return miler_fail(m->err, MILER_ERR_ARG, "plan: a weekday, level or lack that does not exist");
    if (r->goal_s < 0 || r->goal_s > 7200)
        return miler_fail(m->err, MILER_ERR_RANGE, "a goal of %.0f s is not possible", r->goal_s);
    for (int i = 0; i < 7; i++)
        if (r->athlete.minutes[i] < 0 || r->athlete.minutes[i] > 1440)
            return miler_fail(m->err, MILER_ERR_RANGE, "%d minutes a day is not possible",
                              r->athlete.minutes[i]);
    return MILER_OK;
}

// ---- Safety (topics of PAR-Q+ and the age policy, paraphrased) ---------------------

static miler_status check_health(plan_maker *m) {
    static const char *const topics[] = {"a heart condition or high blood pressure",
                                         "chest pain",
                                         "dizziness or fainting",
                                         "a chronic condition",
                                         "prescribed medicine",
                                         "a bone, joint or soft-tissue problem",
                                         "advice to exercise only under supervision",
                                         "pregnancy or a recent birth",
                                         "a recent fever, concussion or operation"};
    const miler_athlete *a = &m->req.athlete;
    if (a->health_cleared) return MILER_OK;
    if (!a->health_answered && a->health_yes == 0)
        return refuse(m,
                      "no plan before the health questions are answered (heart, chest pain, dizziness, ...)",
                      "read them with 'miler help athlete set'; all answered with no: 'miler athlete set "
                      "--health ok'; a yes: name it, as in '--health heart'");
    if (a->health_yes == 0) return MILER_OK;
    char why[240];
    size_t at = (size_t)snprintf(why, sizeof why,
                                 "no plan before a clinician has cleared hard training; you told of");
    for (size_t i = 0, said = 0; i < sizeof topics / sizeof topics[0] && at < sizeof why; i++)
        if (a->health_yes >> i & 1u)
            at += (size_t)snprintf(why + at, sizeof why - at, "%s %s", said++ ? "," : "", topics[i]);
    return refuse(m, why,
                  "see a doctor; cleared: 'miler athlete set --health cleared'; until then easy walking and "
                  "running as agreed there");
}

static miler_status check_age(plan_maker *m) {
    const miler_athlete *a = &m->req.athlete;
    // A plan that runs stays one of the age it began at: a birthday on the way would lay out its days anew.
    const bool runs = m->again && m->req.start_day < m->req.today;
    m->age = miler_athlete_age(a, runs ? m->req.start_day : m->req.today);
    if (m->age < 0)
        return plan_notice(m, "Your birth date is not known, so age limits were not applied: tell it if you "
                              "are under 18 or over 45.");
    if (m->age < m->rule.youth_refuse_age) {
        char why[160];
        snprintf(why, sizeof why, "no generated plan under %.0f years: at %d running should be play",
                 m->rule.youth_refuse_age, m->age);
        return refuse(m, why,
                      "games, relays, drills, strides and a club coach; three short runs a week are plenty");
    }
    if (m->age < m->rule.youth_adult_age && !a->parent_consent)
        return refuse(m, "under 18 a parent or guardian has to agree to the plan",
                      "let them read it, then 'miler athlete set --parent-consent'");
    if (m->age < m->rule.youth_adult_age)
        return plan_notice(m, "You are still growing: pain at the heel, under the kneecap or at the hip that "
                              "lasts into the next day means stop and have it looked at. Volume, longest "
                              "run, hard days and loads are capped for your age.");
    return MILER_OK;
}

static miler_status advise_untrained(plan_maker *m) {
    const miler_athlete *a = &m->req.athlete;
    const double from = a->sex == MILER_SEX_FEMALE ? m->rule.advice_age_women : m->rule.advice_age_men;
    if (m->age < 0 || m->age < from || a->health_cleared || m->start_m >= m->rule.untrained_m)
        return MILER_OK;
    return plan_notice(m, "At %d and with little running so far, see a doctor before the first hard session.",
                       m->age);
}

// ---- Level and volume ----------------------------------------------------------------

static double youth_week_m(const plan_maker *m) {
    if (m->age < 0 || m->age >= m->rule.youth_adult_age) return 1e9;
    if (m->age <= 14) return m->rule.youth_week_m_14;
    return m->age <= 16 ? m->rule.youth_week_m_16 : m->rule.youth_week_m_17;
}

static miler_plan_level level_of(const plan_maker *m) {
    const miler_plan_request *r = &m->req;
    if (r->level >= 0) return (miler_plan_level)r->level;
    const double weekly_m = fmin(r->weekly_m, youth_week_m(m));
    int level = MILER_PLAN_BEGINNER;
    for (int i = MILER_PLAN_INTERMEDIATE; i < MILER_PLAN_LEVEL_COUNT; i++) {
        plan_rule at;
        plan_rules_column(m->rules, (miler_plan_level)i, &at);
        const double limit_s =
            at.level_slower_s * (r->athlete.sex == MILER_SEX_FEMALE ? at.level_women_ratio : 1);
        const bool fast = m->mile_s <= limit_s;
        const bool enough = weekly_m > 0 ? weekly_m >= at.level_weekly_m : i <= MILER_PLAN_ADVANCED;
        if ((fast && enough) || weekly_m >= at.level_by_volume_m) level = i;
    }
    return (miler_plan_level)level;
}

static miler_status tell_learner(plan_maker *m) {
    return plan_notice(
        m,
        "Your running is not known, so the plan begins with running and walking in turn: "
        "%.0f min at a time in the first week, twice as long after each week that was run, no walks "
        "after %d such weeks; the first week has nothing hard [estimate]. If you run already, import your "
        "runs, or say how much you run and make a new plan.",
        m->rule.learn_run_min, (int)m->rule.learn_weeks);
}

static miler_status tell_guess(plan_maker *m) {
    if (plan_learns(m)) return tell_learner(m);
    if (m->req.level < 0)
        return plan_notice(
            m,
            "Your weekly running is not known; the plan takes %.0f %s, a careful guess for %s runners, and "
            "the likely time has room for those who run less and those who run more [estimate]. Import your "
            "runs, or say how much you run and make a new plan.",
            plan_in_unit(&m->req, m->start_m), plan_unit(&m->req), miler_plan_level_name(m->level));
    return plan_notice(m,
                       "Your weekly running is not known; the plan takes %.0f %s, a careful guess for %s "
                       "runners [estimate]. Import your runs, or say how much you run and make a new plan.",
                       plan_in_unit(&m->req, m->start_m), plan_unit(&m->req),
                       miler_plan_level_name(m->level));
}

static miler_status settle_volume(plan_maker *m) {
    miler_plan_request *r = &m->req;
    const char *unit = plan_unit(r);
    if (r->weekly_m > 0 && r->weekly_m < m->rule.weekly_min_m) {
        char why[200], remedy[160];
        snprintf(why, sizeof why, "%.0f %s a week is too little to put hard running on",
                 plan_in_unit(r, r->weekly_m), unit);
        snprintf(remedy, sizeof remedy,
                 "run easy, a little more each week, until %.0f %s a week feel normal; then make the plan",
                 ceil(plan_in_unit(r, m->rule.weekly_min_m)), unit);
        return refuse(m, why, remedy);
    }
    const bool assumed = !(r->weekly_m > 0);
    const double default_m = plan_learns(m) ? m->rule.learn_week_m : m->rule.weekly_default_m;
    const double cap_m = youth_week_m(m);
    m->start_m = assumed ? fmin(default_m, YOUTH_GUESS * cap_m) : r->weekly_m;
    m->cap_m = cap_m * 0.99; // rounding stays inside
    if (m->start_m > cap_m * 0.97) {
        m->start_m = cap_m * 0.97;
        const miler_status status = plan_notice(m, "At %d the plan holds at most %.0f %s a week.", m->age,
                                                plan_in_unit(r, cap_m), unit);
        if (status != MILER_OK) return status;
    }
    m->peak_m = (plan_learns(m) ? m->rule.weekly_default_m : m->start_m) * m->rule.volume_growth_max;
    m->peak_m = fmax(m->peak_m, r->before_m * m->rule.return_peak_share);
    if (m->peak_m > m->rule.volume_peak_m) m->peak_m = m->rule.volume_peak_m;
    if (m->peak_m < m->start_m) m->peak_m = m->start_m;
    if (m->peak_m > cap_m * 0.97) m->peak_m = cap_m * 0.97;
    return assumed ? tell_guess(m) : MILER_OK;
}

// ---- Dates -----------------------------------------------------------------------------

// Without a race day: the last day of so many weeks, moved on to the next weekend
// day (or day) the runner has.
static int32_t choose_race_day(const miler_plan_request *r, int32_t start) {
    const int32_t first = start + 7 * r->weeks - 1;
    const uint8_t mask = r->athlete.days_mask != 0 ? r->athlete.days_mask : 0x7f;
    static const uint8_t wanted[] = {0x60, 0x7f}; // weekend, any
    for (size_t pass = 0; pass < 2; pass++)
        for (int32_t day = first; day < first + 7; day++)
            if ((mask & wanted[pass]) >> miler_weekday(day) & 1) return day;
    return first;
}

// Less time than a plan needs to work: only a sharpening block can be had, if
// it was asked for and there is time for that.
static miler_status check_short(plan_maker *m, int32_t days) {
    const int weeks = days / 7;
    if (weeks >= (int)m->rule.weeks_min) return MILER_OK;
    char why[200];
    if (weeks < (int)m->rule.sharpening_weeks_min) {
        snprintf(why, sizeof why, "the race is %s%d day%s away: nothing trained now will be there on the day",
                 days > 1 ? "only " : "", days > 0 ? days : 0, PLURAL_S(days));
        return refuse(m, why, "rest, two easy runs with strides, and the race card (miler pace)");
    }
    if (m->req.sharpening) return MILER_OK;
    snprintf(why, sizeof why, "%d weeks are less than the %.0f a mile plan needs to work", weeks,
             m->rule.weeks_min);
    return refuse(
        m, why,
        "a later race, or ask for a sharpening block: it sharpens what is there and builds nothing new");
}

static miler_status settle_dates(plan_maker *m) {
    miler_plan_request *r = &m->req;
    if (r->start_day == MILER_NO_DAY) r->start_day = r->today + 1;
    if (r->start_day < r->today && !m->again)
        return miler_fail(m->err, MILER_ERR_RANGE, "a plan cannot start in the past");
    if (r->race_day == MILER_NO_DAY) {
        if (r->weeks == 0) r->weeks = WEEKS_USUAL;
        r->race_day = choose_race_day(r, r->start_day);
    }
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, r->race_day);
    if (r->race_day < r->today) {
        miler_fail(m->err, MILER_ERR_RANGE, "the race day %s is past", date);
        miler_error_remedy(m->err, "give a day six to ten weeks ahead, or a number of weeks");
        return MILER_ERR_RANGE;
    }
    const int32_t days = r->race_day - r->start_day + 1;
    const int weeks = days / 7;
    if (weeks > (int)m->rule.weeks_cap) {
        miler_fail(m->err, MILER_ERR_RANGE, "the race day %s is %d weeks away; a plan holds at most %.0f",
                   date, weeks, m->rule.weeks_cap);
        miler_error_remedy(m->err, "train generally until then, or choose a race on the way");
        return MILER_ERR_RANGE;
    }
    const miler_status status = check_short(m, days);
    if (status != MILER_OK) return status;
    m->plan_weeks = weeks < (int)m->rule.weeks_max ? weeks : (int)m->rule.weeks_max;
    m->plan->start_day = r->start_day;
    m->plan->race_day = r->race_day;
    m->plan->race_dist_m = r->race_dist_m;
    return MILER_OK;
}

// Paces the sessions are made with; a book filled by hand may lack its zones.
static miler_status settle_paces(plan_maker *m) {
    miler_pace_book *book = &m->req.book;
    m->mile_s = plan_book_time(book, MILER_MILE_M);
    if (!(book->zones[MILER_ZONE_EASY].target_mps > 0) && m->mile_s > 0) {
        if (!miler_zone_paces(miler_vdot(MILER_MILE_M, m->mile_s), m->mile_s, plan_book_time(book, 800),
                              book->zones))
            return miler_fail(m->err, MILER_ERR_RANGE, "no paces can be had from a mile of %.0f s",
                              m->mile_s);
    }
    quantise(&m->req);
    const miler_status kept = plan_recent_keep(m);
    if (kept != MILER_OK) return kept;
    m->mile_s = plan_book_time(book, MILER_MILE_M); // as the text form holds it
    const miler_status status = check_numbers(m);
    if (status != MILER_OK) return status;
    m->easy_mps = book->zones[MILER_ZONE_EASY].target_mps;
    m->long_mps = book->zones[MILER_ZONE_LONG].target_mps;
    m->threshold_mps = book->zones[MILER_ZONE_THRESHOLD].target_mps;
    m->vo2max_mps = book->zones[MILER_ZONE_VO2MAX].target_mps;
    m->jog_mps = WKO_JOG_SHARE * m->easy_mps;
    m->mile_mps = MILER_MILE_M / m->mile_s;
    if (!(m->easy_mps > 0 && m->threshold_mps > m->easy_mps && m->vo2max_mps > m->threshold_mps))
        return miler_fail(m->err, MILER_ERR_RANGE,
                          "the paces of the book do not rise from easy to threshold to VO2max");
    return MILER_OK;
}

static void take_level(plan_maker *m, miler_plan_level level) {
    m->level = level;
    m->plan->level = level;
    plan_rules_column(m->rules, level, &m->rule);
}

// What the plan holds more of, and why.
static miler_status tell_lack(plan_maker *m) {
    static const char *const more[MILER_LACK_COUNT] = {"", "mile pace, strides and hill sprints",
                                                       "VO2max work", "threshold work",
                                                       "threshold work, and the long run stays long"};
    char worth[80] = "";
    if (m->req.lack == MILER_LACK_NOTHING) return MILER_OK;
    if (m->req.lack_s >= 0.5)
        (void)snprintf(worth, sizeof worth, ", which costs it about %.0f s beside others of the same mile",
                       m->req.lack_s);
    return plan_notice(m, "By your results the mile lacks %s%s: the plan holds more %s [estimate].",
                       miler_lack_name(m->req.lack), worth, more[m->req.lack]);
}

// What the paces and the sessions rest on, where that is less than it could be.
static miler_status tell_doubts(plan_maker *m) {
    const struct {
        bool holds;
        const char *words;
    } doubts[] = {
        {m->req.stale, "Your newest result is older than eight weeks: the paces may be off. The time "
                       "trial in the middle puts them right."},
        {m->req.only_training, "The estimate rests on training runs alone, so you may be faster than "
                               "the paces here."},
        {!plan_has_hill(m), "You told of no hill and no treadmill, so there are no hill sprints here. "
                            "A bridge or a ramp will do: add it to your places and make the plan "
                            "again."}};
    miler_status status = MILER_OK;
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0] && status == MILER_OK; i++)
        if (doubts[i].holds) status = plan_notice(m, "%s", doubts[i].words);
    return status;
}

// A fast runner whose days hold little running trains as those who run as
// much: the sizes of a higher level would not fit the week. What was told of
// the days at that level is taken back.
static miler_status settle_days(plan_maker *m) {
    const double least = 0.6; // of the level's usual week
    const size_t notices = m->plan->notice_count;
    miler_status status = plan_settle_days(m);
    while (status == MILER_OK && m->level > MILER_PLAN_BEGINNER &&
           m->start_m < least * m->rule.level_weekly_m) {
        m->plan->notice_count = notices;
        take_level(m, (miler_plan_level)(m->level - 1));
        status = settle_volume(m);
        if (status == MILER_OK) status = plan_settle_days(m);
    }
    return status;
}

miler_status plan_settle(plan_maker *m) {
    plan_rules_column(m->rules, MILER_PLAN_BEGINNER, &m->rule); // for the rules that are one for all
    miler_status status = settle_paces(m);
    if (status == MILER_OK) status = check_health(m);
    if (status == MILER_OK) status = check_age(m);
    if (status != MILER_OK) return status;
    take_level(m, level_of(m));
    plan_learn_settle(m);
    status = settle_dates(m);
    if (status == MILER_OK) status = plan_settle_others(m);
    if (status == MILER_OK) status = settle_volume(m);
    if (status == MILER_OK) status = advise_untrained(m);
    if (status == MILER_OK) status = plan_settle_goal(m);
    if (status == MILER_OK) status = tell_lack(m);
    if (status == MILER_OK) status = tell_doubts(m);
    if (status == MILER_OK) status = settle_days(m);
    if (status != MILER_OK) return status;
    plan_recent_take(m);
    return plan_recent_tell(m);
}
