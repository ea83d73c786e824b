// SPDX-License-Identifier: MIT
// Replanning, story by story: what a coach would do, and what must not happen.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static miler_arena *arena;
static miler_plan_rules rules;
static miler_plan plan, anew;
static miler_plan_change *changes;
static size_t count;
static miler_plan_past past[400];
static miler_replan asked;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 8);
    r.longest_m = 11000;
    asked = (miler_replan){.evidence_day = MILER_NO_DAY, .past = past};
    return arena == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK ||
           miler_plan_build(&r, &rules, arena, &plan, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

// All of it done from `first` up to the day before `until`, counted from the plan's first day.
static void tell(int32_t first, int32_t until, miler_past_kind kind) {
    for (size_t i = 0; i < plan.session_count; i++) {
        const miler_session *s = &plan.sessions[i];
        const int32_t at = s->day - plan.start_day;
        if (at < first || at >= until || s->slot >= 2 || s->kind == MILER_SESSION_REST ||
            s->status == MILER_SESSION_SKIPPED)
            continue;
        past[asked.past_count++] =
            (miler_plan_past){s->id, kind, s->day, kind == MILER_PAST_MISSED ? 0 : s->id};
    }
    asked.today = plan.start_day + until;
}

static void replan(void) {
    miler_error err = {0};
    if (miler_plan_replan(&plan, &asked, &rules, arena, &anew, &changes, &count, &err) != MILER_OK)
        fail_msg("%s", err.msg);
}

static const miler_session *first_with(const miler_plan *p, const char *text, int32_t from) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day >= from && p->sessions[i].status != MILER_SESSION_SKIPPED &&
            strstr(p->sessions[i].text, text) != NULL)
            return &p->sessions[i];
    fail_msg("no %s", text);
    return NULL;
}

static miler_session *at_day(miler_plan *p, int32_t day, bool hard) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day == day && p->sessions[i].hard == hard) return &p->sessions[i];
    fail_msg("nothing on that day");
    return NULL;
}

static int32_t hard_day(int32_t from) {
    for (size_t i = 0; i < plan.session_count; i++)
        if (plan.sessions[i].day >= from && plan.sessions[i].hard) return plan.sessions[i].day;
    return MILER_NO_DAY;
}

static double running(const miler_plan *p, int32_t from, int32_t to) {
    double sum = 0;
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day >= from && p->sessions[i].day < to &&
            p->sessions[i].status != MILER_SESSION_SKIPPED && p->sessions[i].kind != MILER_SESSION_RACE)
            sum += p->sessions[i].dist_m;
    return sum;
}

static void all_done_changes_nothing(void **state) {
    (void)state;
    tell(0, 23, MILER_PAST_DONE);
    replan();
    assert_int_equal(count, 0);
}

// Who came back from time off grows towards what was run before it, also in a plan made anew.
static void a_way_back_goes_on(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(360, 20, "MT-T-SS", 8);
    r.away_days = 42;
    r.before_m = 40000;
    assert_int_equal(miler_plan_build(&r, &rules, arena, &plan, NULL), MILER_OK);
    tell(0, 23, MILER_PAST_DONE);
    replan();
    assert_int_equal(count, 0);
}

// Paces by hand are news on any day: the steps to come take them, and asked again nothing changes. Taken
// back, the paces are computed again.
static void paces_by_hand_are_taken_once(void **state) {
    (void)state;
    miler_plan_request now = plan.request;
    const double computed = plan.request.book.zones[MILER_ZONE_THRESHOLD].target_mps;
    const double told = computed * 0.98;
    now.book.paces.threshold_mps = told;
    now.book.zones[MILER_ZONE_THRESHOLD] = (miler_pace_band){told, told * 0.95, told};
    now.book.hr_from_bpm[1] = 168;
    tell(0, 21, MILER_PAST_DONE);
    now.today = asked.today;
    asked.now = &now;
    asked.evidence_day = MILER_NO_DAY;
    replan();
    assert_true(count > 0);
    bool said = false;
    for (size_t i = 0; i < count; i++)
        said = said || strstr(changes[i].reason, "by hand") != NULL;
    assert_true(said);
    assert_true(fabs(anew.request.book.zones[MILER_ZONE_THRESHOLD].target_mps - told) < 1e-6);
    const miler_target threshold = {.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_THRESHOLD};
    assert_true(miler_target_by_hand(&threshold, &anew.request.book));
    assert_false(miler_target_by_hand(&threshold, &plan.request.book));
    miler_plan read;
    miler_buf text;
    miler_buf_init(&text, NULL, 8 << 20);
    miler_plan_print(&anew, &text);
    assert_non_null(strstr(miler_buf_text(&text), "\nhand\t0\t0\t"));
    assert_int_equal(miler_plan_parse(miler_buf_text(&text), text.len, arena, &read, NULL), MILER_OK);
    assert_true(miler_target_by_hand(&threshold, &read.request.book) &&
                read.request.book.hr_from_bpm[1] == 168);
    miler_buf_deinit(&text);
    plan = read;
    replan();
    assert_int_equal(count, 0);
    now.book.paces.threshold_mps = NAN;
    now.book.hr_from_bpm[1] = NAN;
    now.book.zones[MILER_ZONE_THRESHOLD].target_mps = computed;
    replan();
    assert_true(fabs(anew.request.book.zones[MILER_ZONE_THRESHOLD].target_mps - computed) < 1e-6);
}

static void a_missed_week_is_not_made_up_for(void **state) {
    (void)state;
    tell(0, 14, MILER_PAST_DONE);
    tell(14, 21, MILER_PAST_MISSED);
    replan();
    const int32_t day = plan.start_day;
    assert_true(count > 0);
    for (int32_t week = 3; week < 8; week++)
        assert_true(running(&anew, day + 7 * week, day + 7 * week + 7) <=
                    running(&plan, day + 7 * week, day + 7 * week + 7) + 500);
    for (size_t i = 0; i < anew.session_count; i++)
        if (anew.sessions[i].day >= day + 14 && anew.sessions[i].day < day + 21 &&
            anew.sessions[i].dist_m > 0)
            assert_int_equal(anew.sessions[i].status, MILER_SESSION_SKIPPED);
}

// Half of each week missed up to the first lighter one: that one is lighter than what was meant, and not
// than nothing (it came to 5 km where 24 had been run).
static void a_lighter_week_after_missed_ones_is_a_week(void **state) {
    (void)state;
    int32_t light = 0;
    while (light < (int32_t)plan.week_count && !plan.weeks[light].light)
        light++;
    assert_in_range(light, 1, 4);
    for (int32_t week = 0; week < light; week++) {
        tell(7 * week, 7 * week + 4, MILER_PAST_MISSED);
        tell(7 * week + 4, 7 * week + 7, MILER_PAST_DONE);
    }
    replan();
    const int32_t first = plan.weeks[light].first_day;
    const double run_m = running(&anew, first - 7, first);
    assert_true(running(&anew, first, first + 7) > 0.6 * run_m);
}

static void a_failed_session_lowers_the_next(void **state) {
    (void)state;
    tell(0, 21, MILER_PAST_DONE);
    const miler_session *failed = NULL;
    for (size_t i = 0; i < plan.session_count; i++)
        if (plan.sessions[i].kind == MILER_SESSION_THRESHOLD && plan.sessions[i].day < asked.today)
            failed = &plan.sessions[i];
    assert_non_null(failed);
    for (size_t i = 0; i < asked.past_count; i++)
        if (past[i].session_id == failed->id) past[i].kind = MILER_PAST_FAILED;
    replan();
    const miler_session *next = first_with(&anew, "@threshold", asked.today);
    assert_true(next->threshold_s < failed->threshold_s);
    bool said = false;
    for (size_t i = 0; i < count; i++)
        said = said ||
               (changes[i].session_id == next->id && strcmp(changes[i].rule, "replan_failed_share") == 0);
    assert_true(said);
}

static void days_ill_are_empty_and_two_easy_ones_follow_each(void **state) {
    (void)state;
    tell(0, 16, MILER_PAST_DONE);
    const miler_plan_note note = {.id = 1, .kind = MILER_NOTE_SICK, .day = asked.today, .days = 3};
    asked.notes = &note;
    asked.note_count = 1;
    replan();
    for (size_t i = 0; i < anew.session_count; i++) {
        const miler_session *s = &anew.sessions[i];
        if (s->status == MILER_SESSION_SKIPPED || s->day < asked.today) continue;
        if (s->day < asked.today + 3) assert_int_equal(s->kind, MILER_SESSION_REST);
        if (s->day < asked.today + 9) assert_false(s->hard);
    }
    assert_int_equal(at_day(&anew, hard_day(asked.today), true)->status, MILER_SESSION_SKIPPED);
}

static void be_ill(miler_plan_note *note, int32_t first, int32_t days) {
    *note = (miler_plan_note){.id = 1, .kind = MILER_NOTE_SICK, .day = plan.start_day + first, .days = days};
    asked.notes = note;
    asked.note_count = 1;
    asked.past_count = 0;
    tell(0, first, MILER_PAST_DONE);
    replan();
}

// That share of what was run before, or of what was planned where that is less; a lighter week is one of
// less running.
static void is_back(int32_t week, double nearly) {
    const int32_t from = plan.start_day + 7 * week;
    const double planned_m = running(&plan, from, from + 7);
    const double usual_m = plan.request.weekly_m;
    const double share = plan.weeks[week].light ? 0.75 : nearly;
    if (running(&anew, from, from + 7) < share * (planned_m < usual_m ? planned_m : usual_m))
        fail_msg("week %d: %.0f m of %.0f m", (int)week + 1, running(&anew, from, from + 7), planned_m);
}

// Three days ill cost three days and six easy ones; a week ill some two weeks more. Early in a plan too,
// where what is held lies before it.
static void running_is_back_soon_after_days_ill(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 10);
    miler_plan_note note;
    assert_int_equal(miler_plan_build(&r, &rules, arena, &plan, NULL), MILER_OK);
    for (int32_t first = 0; first < 14; first++) {
        be_ill(&note, first, 3);
        is_back((first + 8) / 7 + 2, 0.9);
        is_back((first + 8) / 7 + 3, 0.9);
    }
    for (int32_t first = 7; first < 21; first++) {
        be_ill(&note, first, 7);
        is_back((first + 6) / 7 + 3, 0.8);
        is_back((first + 6) / 7 + 4, 0.85);
    }
}

// After a gap near the race nothing heavy is lifted, and no jumps begin again.
static void no_jumps_come_back_before_the_race(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(340, 40, "MT-TF-S", 10);
    miler_plan_note note;
    assert_int_equal(miler_plan_build(&r, &rules, arena, &plan, NULL), MILER_OK);
    for (int32_t first = 46; first < 56; first++) {
        be_ill(&note, first, 3);
        for (size_t i = 0; i < anew.session_count; i++) {
            const miler_session *s = &anew.sessions[i];
            if (s->day < plan.race_day - 8 || s->status == MILER_SESSION_SKIPPED) continue;
            assert_int_not_equal(s->kind, MILER_SESSION_PLYO);
            if (s->kind == MILER_SESSION_STRENGTH) assert_null(strchr(s->text, '%'));
        }
    }
}

// A birthday on the way makes it no plan for another age.
static void a_birthday_moves_nothing(void **state) {
    (void)state;
    miler_plan_request r = kit_runner(340, 60, "MT-TF-S", 8), now;
    r.athlete.parent_consent = true;
    r.athlete.birth_day = miler_day_from_ymd(2009, 1, 26);
    assert_int_equal(miler_plan_build(&r, &rules, arena, &plan, NULL), MILER_OK);
    tell(0, 23, MILER_PAST_DONE);
    assert_int_equal(miler_athlete_age(&r.athlete, plan.start_day), 16);
    assert_int_equal(miler_athlete_age(&r.athlete, asked.today), 17);
    now = plan.request;
    for (size_t i = 0; i < now.book.race_count; i++)
        now.book.race_time_s[i] *= 0.98;
    asked.now = &now;
    asked.evidence_day = asked.today;
    replan();
    for (int32_t week = 3; week < 8; week++)
        assert_true(running(&anew, plan.start_day + 7 * week, plan.start_day + 7 * week + 7) <= 42200);
}

// Ill for three days before the plan: the easy days after it, and no more of it than the caps ask for;
// and so it stays when those days are over.
static void ill_before_the_plan_eases_its_first_days(void **state) {
    (void)state;
    const miler_plan_note note = {.id = 1, .kind = MILER_NOTE_SICK, .day = plan.start_day - 3, .days = 3};
    asked.today = plan.start_day - 1;
    asked.notes = &note;
    asked.note_count = 1;
    replan();
    // The hard session that falls out moves the steps of those after it; most of the plan stands.
    assert_in_range(count, 4, plan.session_count / 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(changes[i].day < plan.race_day - 7);
        // Nothing was missed or run yet.
        if (strstr(changes[i].reason, "missed") != NULL || strcmp(changes[i].rule, "days_after_fast") == 0)
            fail_msg("%s: %s", changes[i].was, changes[i].reason);
    }
    for (size_t i = 0; i < anew.session_count; i++)
        if (anew.sessions[i].day < plan.start_day + 6 && anew.sessions[i].status != MILER_SESSION_SKIPPED)
            assert_false(anew.sessions[i].hard);
    plan = anew;
    for (int32_t until = 3; until <= 21; until += 3) {
        asked.past_count = 0;
        tell(0, until, MILER_PAST_DONE);
        replan();
        assert_int_equal(count, 0);
    }
}

// The trial of the plan from `from` on that is not left out; NULL = none.
static const miler_session *trial_from(const miler_plan *p, int32_t from) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day >= from && p->sessions[i].kind == MILER_SESSION_TRIAL &&
            p->sessions[i].status != MILER_SESSION_SKIPPED &&
            strstr(p->sessions[i].text, "time trial") != NULL)
            return &p->sessions[i];
    return NULL;
}

static void miss(int32_t session_id) {
    for (size_t i = 0; i < asked.past_count; i++)
        if (past[i].session_id == session_id) past[i].kind = MILER_PAST_MISSED;
}

// Once, with its reason, and not in the last ten days.
static void a_missed_trial_is_set_again(void **state) {
    (void)state;
    const miler_session *first = trial_from(&plan, 0);
    assert_non_null(first);
    const int32_t missed = first->id;
    tell(0, first->day - plan.start_day + 1, MILER_PAST_DONE);
    miss(missed);
    replan();
    const miler_session *again = trial_from(&anew, asked.today);
    assert_non_null(again);
    assert_true(again->hard && again->day < plan.race_day - 10);
    assert_null(trial_from(&anew, again->day + 1));
    bool said = false;
    for (size_t i = 0; i < count; i++)
        said = said || (changes[i].day == again->day && strstr(changes[i].reason, "set again"));
    assert_true(said);
    const int32_t id = again->id, day = again->day;
    plan = anew;
    for (int32_t today = asked.today; today <= day; today++) { // it stays where it is as days go by
        asked.past_count = 0;
        tell(0, today - plan.start_day, MILER_PAST_DONE);
        replan();
        assert_int_equal(trial_from(&anew, today)->day, day);
        assert_int_equal(count, 0);
    }
    asked.past_count = 0;
    tell(0, day - plan.start_day + 1, MILER_PAST_DONE);
    miss(id);
    replan();
    assert_null(trial_from(&anew, asked.today));
}

// Too near the race there is none.
static void a_late_trial_is_not_set_again(void **state) {
    (void)state;
    const int32_t missed = trial_from(&plan, 0)->id;
    tell(0, plan.race_day - 10 - plan.start_day, MILER_PAST_DONE);
    miss(missed);
    replan();
    assert_null(trial_from(&anew, asked.today));
}

// One that the runner set near it tells what it would, however it is written, raced already or to come.
static void a_race_set_by_hand_is_the_trial(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool race;
    } cases[] = {{"mile race", true},
                 {"15min easy, mile @mile, 10min easy", true},
                 {"1600m all out", true},
                 {"15min easy, 3000m @3k", true},
                 {"3x1000m @vo2max r2min jog, 10min easy, 1000m time trial", true},
                 {"15min easy, 8x200m @mile r200m jog, 10min easy", false},
                 {"15min easy, 2km @threshold, 10min easy", false},
                 {"45min easy", false}};
    const miler_plan before = plan;
    const miler_session *first = trial_from(&plan, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int32_t off = -6; off <= 6; off += 12) {
            miler_error err = {0};
            if (miler_plan_set(&before, plan.start_day, 0, first->day + off, cases[i].text, arena, &plan,
                               &changes, &count, &err) != MILER_OK)
                fail_msg("%s", err.msg);
            asked.past_count = 0;
            tell(0, first->day - plan.start_day + 1, MILER_PAST_DONE);
            miss(first->id);
            replan();
            bool again = false;
            for (size_t k = 0; k < count; k++)
                again = again || strstr(changes[k].reason, "set again") != NULL;
            if (again == cases[i].race) fail_msg("%s, %d days from it", cases[i].text, (int)off);
        }
    }
}

static void a_sore_calf_keeps_running_easy(void **state) {
    (void)state;
    tell(0, 16, MILER_PAST_DONE);
    const miler_plan_note note = {.id = 1, .kind = MILER_NOTE_SORE, .day = asked.today, .part = "calf"};
    asked.notes = &note;
    asked.note_count = 1;
    replan();
    bool ran = false;
    for (size_t i = 0; i < anew.session_count; i++) {
        const miler_session *s = &anew.sessions[i];
        if (s->status == MILER_SESSION_SKIPPED || s->day < asked.today || s->day >= asked.today + 5) continue;
        assert_false(s->hard);
        assert_true(s->kind != MILER_SESSION_PLYO && s->kind != MILER_SESSION_HILLS &&
                    s->kind != MILER_SESSION_STRIDES && s->kind != MILER_SESSION_STRENGTH);
        ran = ran || s->dist_m > 0;
    }
    assert_true(ran);
    assert_non_null(strstr(changes[0].reason, "calf"));
}

// The runs that are easy anyway too, and the weeks to come. Days ill cost two easy ones each, so that the
// note is asked about on more than one day of the week.
static void a_note_taken_back_gives_the_week_back(void **state) {
    (void)state;
    static const miler_note_kind kinds[] = {MILER_NOTE_SICK, MILER_NOTE_SORE, MILER_NOTE_TIRED,
                                            MILER_NOTE_OFF};
    const miler_plan before = plan;
    for (int32_t until = 14; until < 28; until++) {
        asked.past_count = 0;
        tell(0, until, MILER_PAST_DONE);
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            const miler_plan_note note = {.id = 1, .kind = kinds[k], .day = asked.today, .days = 2};
            asked.notes = &note;
            asked.note_count = 1;
            replan();
            assert_true(running(&anew, asked.today, asked.today + 14) <
                        running(&before, asked.today, asked.today + 14));
            plan = anew;
            asked.note_count = 0;
            replan();
            for (int32_t day = asked.today; day < before.race_day; day++)
                if (running(&anew, day, day + 1) != running(&before, day, day + 1))
                    fail_msg("%s on day %d, day %d: %.0f m, was %.0f", miler_note_kind_name(kinds[k]),
                             (int)until, (int)(day - before.start_day), running(&anew, day, day + 1),
                             running(&before, day, day + 1));
            plan = before;
        }
    }
}

static void a_new_result_moves_the_paces(void **state) {
    (void)state;
    tell(0, 21, MILER_PAST_DONE);
    miler_plan_request now = plan.request;
    kit_book(&now.book, 332);
    asked.now = &now;
    asked.evidence_day = asked.today - 1;
    replan();
    assert_true(anew.now_s < 332.5);
    assert_true(anew.goal_s < anew.now_s && anew.likely_s < plan.likely_s);
    assert_int_equal(changes[0].day, MILER_NO_DAY);
    // An older one than the plan's own book is no news.
    asked.evidence_day = plan.request.today - 1;
    replan();
    assert_int_equal(count, 0);
}

// A book that knows of the break is not slowed down for it again; one that does not, is.
static void a_break_costs_once(void **state) {
    (void)state;
    tell(0, 14, MILER_PAST_DONE);
    tell(14, 35, MILER_PAST_MISSED);
    miler_plan_request now = plan.request;
    kit_book(&now.book, 372);
    asked.now = &now;
    asked.evidence_day = plan.request.today + 1;
    asked.breaks_in_book = true;
    replan();
    assert_true(fabs(anew.now_s - 372) < 0.5);
    asked.breaks_in_book = false;
    replan();
    assert_true(anew.now_s > 372 * 1.03);
}

static void three_weeks_away_cost_the_goal(void **state) {
    (void)state;
    plan.request.goal_s = plan.asked_s = 337;
    miler_plan_request r = plan.request;
    r.today = KIT_TODAY;
    assert_int_equal(miler_plan_build(&r, &rules, arena, &plan, NULL), MILER_OK);
    assert_true(plan.goal_fits);
    tell(0, 14, MILER_PAST_DONE);
    tell(14, 35, MILER_PAST_MISSED);
    replan();
    assert_false(anew.goal_fits);
    assert_true(anew.now_s > plan.now_s * 1.03);
    assert_non_null(strstr(changes[1].now, "out of reach"));
    assert_non_null(strstr(anew.notices[anew.notice_count - 1], "days without running"));
    assert_int_equal(at_day(&anew, hard_day(asked.today), true)->status, MILER_SESSION_SKIPPED);
    assert_true(running(&anew, asked.today, asked.today + 7) <
                0.75 * running(&plan, asked.today, asked.today + 7));
}

// Weeks missed, as many back: about half of what was held, then three quarters, then nearly all; one week
// is hardly felt.
static void running_comes_back_as_it_went(void **state) {
    (void)state;
    static const struct {
        int missed;
        double least[3], most[3]; // of the largest week before, in those after
    } rows[] = {{1, {0.85, 0.9, 0.85}, {1, 1.03, 1}}, {2, {0.38, 0.6, 0.72}, {0.51, 0.76, 0.92}}};
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        (void)tear_down(NULL);
        assert_int_equal(set_up(NULL), 0);
        tell(0, 14, MILER_PAST_DONE);
        tell(14, 14 + 7 * rows[k].missed, MILER_PAST_MISSED);
        replan();
        const double held_m = running(&plan, plan.start_day + 7, plan.start_day + 14);
        for (int32_t week = 0; week < 3; week++) {
            const int32_t from = plan.start_day + 28 + 7 * week;
            const double share = running(&anew, from, from + 7) / held_m;
            if (share < rows[k].least[week] || share > rows[k].most[week])
                fail_msg("%d missed, week %d: %.2f", rows[k].missed, (int)week + 1, share);
        }
    }
}

static bool trains_on(const miler_plan *p, int32_t from, int32_t to, uint8_t mask) {
    for (size_t i = 0; i < p->session_count; i++) {
        const miler_session *s = &p->sessions[i];
        if (s->day < from || s->day >= to || s->day == p->race_day || s->by_hand ||
            s->kind == MILER_SESSION_REST || s->status == MILER_SESSION_SKIPPED)
            continue;
        if (!(mask >> miler_weekday(s->day) & 1)) return false;
    }
    return true;
}

static bool same_until(int32_t day) {
    size_t i = 0;
    for (; i < plan.session_count && plan.sessions[i].day < day; i++)
        if (strcmp(plan.sessions[i].text, anew.sessions[i].text) != 0 ||
            plan.sessions[i].day != anew.sessions[i].day)
            return false;
    return i > 0 && anew.sessions[i].day >= day;
}

static size_t found_in(const miler_plan *p) {
    miler_plan_finding at[8];
    size_t found = 0;
    assert_int_equal(miler_plan_check(p, &p->request, &rules, arena, at, 8, &found, NULL), MILER_OK);
    if (found > 0) print_message("# %s: %s; %s\n", at[0].rule, at[0].found, at[0].allowed);
    return found;
}

// Other days in the profile: from the next week on the plan is made for them, the week in hand and what
// was moved by hand stay; asked again it says nothing; taken back it is as it was.
static void other_days_are_followed_from_the_next_week(void **state) {
    (void)state;
    miler_athlete runner = plan.request.athlete;
    runner.days_mask = kit_days("-TW-FS-");
    const int32_t next = plan.weeks[2].first_day;
    const miler_session *moved = at_day(&plan, plan.weeks[4].first_day + 2, true);
    miler_plan by_hand;
    assert_int_equal(miler_plan_move(&plan, KIT_TODAY, moved->id, moved->day, moved->day + 1, false, arena,
                                     &by_hand, &changes, &count, NULL),
                     MILER_OK);
    plan = by_hand;
    tell(0, 9, MILER_PAST_DONE);
    asked.runner = &runner;
    replan();
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++)
        assert_true(changes[i].day >= next);
    assert_non_null(strstr(changes[0].reason, "other days"));
    assert_true(same_until(next));
    assert_true(trains_on(&anew, next, anew.race_day, runner.days_mask));
    assert_false(trains_on(&anew, anew.start_day, next, runner.days_mask));
    assert_true(miler_plan_session(&anew, moved->id)->by_hand);
    assert_int_equal(found_in(&anew), found_in(&plan));
    const miler_plan followed = anew;
    miler_buf text;
    miler_buf_init(&text, NULL, 1 << 22);
    miler_plan_print(&followed, &text);
    assert_int_equal(miler_plan_parse(miler_buf_text(&text), text.len, arena, &plan, NULL), MILER_OK);
    replan();
    assert_int_equal(count, 0);
    runner.days_mask = kit_days("MT-TF-S");
    replan();
    assert_true(count > 10 && trains_on(&anew, next, anew.race_day, runner.days_mask));
    // Two short days make no such plan: it stays.
    runner.days_mask = kit_days("M-----S");
    for (int i = 0; i < 7; i++)
        runner.minutes[i] = 20;
    replan();
    assert_int_equal(count, 0);
    assert_int_equal(anew.request.athlete.days_mask, followed.request.athlete.days_mask);
    miler_buf_deinit(&text);
}

static void run_a_day_late_pushes_the_next_hard_day(void **state) {
    (void)state;
    tell(0, 16, MILER_PAST_DONE);
    const int32_t next = hard_day(asked.today);
    // The hard session before it was run the day before it.
    for (size_t i = asked.past_count; i-- > 0;) {
        const miler_session *s = miler_plan_session(&plan, past[i].session_id);
        if (!s->hard) continue;
        past[i].day = next - 1;
        asked.today = next;
        break;
    }
    replan();
    for (size_t i = 0; i < anew.session_count; i++)
        if (anew.sessions[i].day == next && anew.sessions[i].status != MILER_SESSION_SKIPPED)
            assert_false(anew.sessions[i].hard);
}

static void the_runners_hand_stays(void **state) {
    (void)state;
    miler_plan moved, set;
    tell(0, 10, MILER_PAST_DONE);
    const int32_t from = hard_day(asked.today + 7);
    assert_int_equal(
        miler_plan_move(&plan, asked.today, 0, from, from + 1, true, arena, &moved, &changes, &count, NULL),
        MILER_OK);
    assert_true(count >= 1);
    assert_int_equal(
        miler_plan_set(&moved, asked.today, 0, from + 3, "33min easy", arena, &set, &changes, &count, NULL),
        MILER_OK);
    plan = set;
    tell(10, 12, MILER_PAST_MISSED);
    replan();
    assert_true(at_day(&anew, from + 1, true)->by_hand);
    assert_string_equal(first_with(&anew, "33min", 0)->text, "33min easy");
    for (size_t i = 0; i < anew.session_count; i++)
        if (anew.sessions[i].day == from) assert_false(anew.sessions[i].hard);
}

// Illness comes before the hand: the long run moved to the first day back is laid aside for a short easy
// run, says so, and stands again when the note is taken back.
static void illness_comes_before_the_hand(void **state) {
    (void)state;
    miler_plan moved;
    tell(0, 16, MILER_PAST_DONE);
    const miler_plan_note note = {.id = 1, .kind = MILER_NOTE_SICK, .day = asked.today, .days = 3};
    const int32_t back = asked.today + 3;
    const miler_session *longest = NULL;
    for (size_t i = 0; i < plan.session_count; i++)
        if (plan.sessions[i].kind == MILER_SESSION_LONG && plan.sessions[i].day > back && longest == NULL)
            longest = &plan.sessions[i];
    assert_non_null(longest);
    const int32_t id = longest->id;
    assert_int_equal(
        miler_plan_move(&plan, asked.today, id, 0, back, false, arena, &moved, &changes, &count, NULL),
        MILER_OK);
    plan = moved;
    asked.notes = &note;
    asked.note_count = 1;
    replan();
    const miler_session *aside = miler_plan_session(&anew, id), *instead = first_with(&anew, "easy", back);
    assert_true(aside->by_hand && aside->day == back && aside->status == MILER_SESSION_SKIPPED);
    assert_int_equal(instead->day, back);
    assert_true(instead->time_s <= 35 * 60 && !instead->hard);
    assert_non_null(strstr(instead->why_day, "Back from being ill"));
    bool said = false;
    for (size_t i = 0; i < count; i++)
        said = said || (changes[i].session_id == id && strstr(changes[i].reason, "Back from being ill"));
    assert_true(said);
    plan = anew;
    replan();
    assert_int_equal(count, 0);
    const int32_t stand_in = instead->id;
    asked.note_count = 0;
    replan();
    assert_int_equal(miler_plan_session(&anew, id)->status, MILER_SESSION_MOVED);
    assert_null(miler_plan_session(&anew, stand_in));
}

static void the_hand_has_its_limits(void **state) {
    (void)state;
    miler_plan out;
    miler_error err = {0};
    const int32_t today = plan.start_day + 10, day = hard_day(today);
    const struct {
        int32_t from, to;
        const char *words;
    } no[] = {{plan.start_day + 1, day, "is over"},
              {day, plan.start_day + 2, "is over"},
              {day, plan.race_day + 3, "outside the plan"},
              {day, plan.race_day, "race day"},
              {plan.race_day, day, "race day"},
              {day, day, "already"}};
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        assert_int_equal(miler_plan_move(&plan, today, 0, no[i].from, no[i].to, false, arena, &out, &changes,
                                         &count, &err),
                         MILER_ERR_REFUSED);
        assert_non_null(strstr(err.msg, no[i].words));
        assert_true(err.remedy[0] != '\0');
    }
    assert_int_equal(miler_plan_skip(&plan, today, 9999, 0, arena, &out, &changes, &count, &err),
                     MILER_ERR_NOT_FOUND);
    assert_int_equal(
        miler_plan_set(&plan, today, 0, day, "5 x 4OO @ mil", arena, &out, &changes, &count, &err),
        MILER_ERR_PARSE);
    at_day(&plan, day, true)->status = MILER_SESSION_DONE;
    assert_int_equal(
        miler_plan_skip(&plan, today, at_day(&plan, day, true)->id, 0, arena, &out, &changes, &count, &err),
        MILER_ERR_REFUSED);
    asked.today = plan.race_day + 1;
    assert_int_equal(miler_plan_replan(&plan, &asked, &rules, arena, &anew, &changes, &count, &err),
                     MILER_ERR_REFUSED);
}

// What is told as an effort is sorted by the speed that it stands for, as the auditor sorts it.
static void an_effort_is_work(void **state) {
    (void)state;
    static const struct {
        const char *text;
        miler_session_kind kind;
        bool hard;
    } rows[] = {{"15min easy, 5x800m @RPE 8 r2min jog, 10min easy", MILER_SESSION_SPEED, true},
                {"15min easy, 6x200m @RPE 10 r200m jog, 10min easy", MILER_SESSION_SPEED, true},
                {"15min easy, 3x5min @RPE 7 r1min jog, 10min easy", MILER_SESSION_THRESHOLD, true},
                {"40min @RPE 4", MILER_SESSION_EASY, false}};
    const int32_t today = plan.start_day + 10, day = hard_day(today);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_plan out;
        assert_int_equal(
            miler_plan_set(&plan, today, 0, day, rows[i].text, arena, &out, &changes, &count, NULL),
            MILER_OK);
        const miler_session *s = miler_plan_session(&out, changes[0].session_id);
        if (s->kind != rows[i].kind || s->hard != rows[i].hard)
            fail_msg("%s: %s, hard %d", rows[i].text, miler_session_kind_name(s->kind), s->hard);
    }
}

// The number of a rest or of what is left out is in the plan: it is said what it is.
static void a_number_that_asks_for_nothing(void **state) {
    (void)state;
    miler_plan out, left;
    miler_error err = {0};
    const int32_t today = plan.start_day + 10, day = hard_day(today);
    const miler_session *rest = NULL, *hard = at_day(&plan, day, true);
    for (size_t i = 0; i < plan.session_count && rest == NULL; i++)
        if (plan.sessions[i].kind == MILER_SESSION_REST && plan.sessions[i].day > today)
            rest = &plan.sessions[i];
    assert_non_null(rest);
    assert_int_equal(miler_plan_skip(&plan, today, rest->id, 0, arena, &out, &changes, &count, &err),
                     MILER_ERR_NOT_FOUND);
    assert_non_null(strstr(err.msg, "is the rest of"));
    assert_int_equal(
        miler_plan_move(&plan, today, rest->id, 0, rest->day + 1, false, arena, &out, &changes, &count, &err),
        MILER_ERR_NOT_FOUND);
    assert_non_null(strstr(err.msg, "is the rest of"));
    assert_int_equal(miler_plan_skip(&plan, today, hard->id, 0, arena, &left, &changes, &count, &err),
                     MILER_OK);
    assert_int_equal(miler_plan_skip(&left, today, hard->id, 0, arena, &out, &changes, &count, &err),
                     MILER_ERR_NOT_FOUND);
    assert_non_null(strstr(err.msg, "is left out already"));
    assert_true(err.remedy[0] != '\0');
}

static void the_auditor_answers_the_hand(void **state) {
    (void)state;
    miler_plan out;
    const int32_t today = plan.start_day + 10, day = hard_day(today + 7);
    miler_plan_finding findings[60];
    size_t found = 0;
    assert_int_equal(miler_plan_set(&plan, today, 0, day, "15min easy, 12x400m @mile r60s jog, 10min easy",
                                    arena, &out, &changes, &count, NULL),
                     MILER_OK);
    assert_int_equal(miler_plan_check(&out, &out.request, &rules, arena, findings, 60, &found, NULL),
                     MILER_OK);
    bool cap = false;
    for (size_t i = 0; i < found && i < 60; i++)
        cap = cap || strcmp(findings[i].rule, "race_pace_share_max") == 0;
    assert_true(cap);
}

int main(void) {
#define STORY(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        STORY(all_done_changes_nothing),
        STORY(a_way_back_goes_on),
        STORY(a_missed_week_is_not_made_up_for),
        STORY(a_lighter_week_after_missed_ones_is_a_week),
        STORY(a_failed_session_lowers_the_next),
        STORY(days_ill_are_empty_and_two_easy_ones_follow_each),
        STORY(running_is_back_soon_after_days_ill),
        STORY(no_jumps_come_back_before_the_race),
        STORY(a_birthday_moves_nothing),
        STORY(ill_before_the_plan_eases_its_first_days),
        STORY(paces_by_hand_are_taken_once),
        STORY(a_missed_trial_is_set_again),
        STORY(a_late_trial_is_not_set_again),
        STORY(a_race_set_by_hand_is_the_trial),
        STORY(a_sore_calf_keeps_running_easy),
        STORY(a_note_taken_back_gives_the_week_back),
        STORY(a_new_result_moves_the_paces),
        STORY(a_break_costs_once),
        STORY(three_weeks_away_cost_the_goal),
        STORY(running_comes_back_as_it_went),
        STORY(other_days_are_followed_from_the_next_week),
        STORY(run_a_day_late_pushes_the_next_hard_day),
        STORY(the_runners_hand_stays),
        STORY(illness_comes_before_the_hand),
        STORY(the_hand_has_its_limits),
        STORY(an_effort_is_work),
        STORY(a_number_that_asks_for_nothing),
        STORY(the_auditor_answers_the_hand),
    };
    return cmocka_run_group_tests_name("replan", tests, NULL, NULL);
}
