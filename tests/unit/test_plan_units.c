// SPDX-License-Identifier: MIT
// What a plan said in kilometres is told in miles, and back; reps and races keep their names.
#include "app/plan_units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static void tells_in_other_units(void **state) {
    (void)state;
    static const struct {
        const char *km, *mi;
    } rows[] = {
        {"The week comes to 51 km, 4 more than last week.",
         "The week comes to 32 mi, 2 more than last week."},
        {"2.40 km of work, 5 % of the week (cap 5 %).", "1.49 mi of work, 5 % of the week (cap 5 %)."},
        {"400 m in 1:22.9 (1:22.9 a 400, 3:27/km); jog 200 m between",
         "400 m in 1:22.9 (1:22.9 a 400, 5:33/mi); jog 200 m between"},
        {"4:54/km to 5:24/km", "7:53/mi to 8:41/mi"},
        {"4:54-5:24/km", "7:53-8:41/mi"},
        {"About 99 s a kilometre slower than your mile pace.",
         "About 159 s a mile slower than your mile pace."},
        {"6 x 400 m at mile pace, 1000 m, 5:33.4 and 10 kmh",
         "6 x 400 m at mile pace, 1000 m, 5:33.4 and 10 kmh"},
        {"After yesterday's race: 10 km: rest. 8.05 km easy run, 4 strides",
         "After yesterday's race: 10 km: rest. 5.00 mi easy run, 4 strides"},
        {"The 10 km on 2026-06-06 are more than you run in a week (8 km): do not race them.",
         "The 10 km on 2026-06-06 are more than you run in a week (5 mi): do not race them."},
        {"10 km time trial, 2 x 4.83 km at threshold, at 5 km pace",
         "10 km time trial, 2 x 4.83 km at threshold, at 5 km pace"},
        {"", ""}};
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(plan_units_text(rows[i].km, MILER_UNITS_IMPERIAL, arena), rows[i].mi);
    assert_string_equal(plan_units_text("5:33/mi, 32 mi, 160 s a mile", MILER_UNITS_METRIC, arena),
                        "3:27/km, 51 km, 99 s a kilometre");
    miler_arena_free(arena);
}

// What a plan says of a week to who reads miles, and what it refuses with.
static void says_weeks_in_miles(void **state) {
    (void)state;
    static const struct {
        double weekly_km, other_m;
        int minutes, born;
        const char *says;
    } rows[] = {
        {4.8, 0, 0, 1996, "3 mi a week is too little"},
        {400, 0, 0, 1996, "249 mi a week is not possible"},
        {90, 0, 45, 1996, "mi a week, less than your usual 56 mi"},
        {60, 0, 0, 2012, " the plan holds at most "},
        {13, 15000, 0, 1996, "The 15.00 km on 2026-01-31 are more than you run in a week (8 mi)"},
    };
    miler_plan_rules rules;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_plan_request r =
            kit_runner(340, rows[i].weekly_km, rows[i].minutes > 12 ? "M-W-F--" : "MTWTFSS", 10);
        miler_arena *arena = miler_arena_new(NULL, 0);
        miler_plan plan = {.notice_count = 0};
        miler_error err = {0};
        r.athlete.units = MILER_UNITS_IMPERIAL;
        r.athlete.birth_day = miler_day_from_ymd(rows[i].born, 6, 1);
        r.athlete.parent_consent = true;
        for (int d = 0; d < 7; d++)
            r.athlete.minutes[d] = rows[i].minutes;
        if (rows[i].other_m > 0)
            r.others[r.other_count++] = (miler_other_race){.day = KIT_TODAY + 30, .dist_m = rows[i].other_m};
        const miler_status status = miler_plan_build(&r, &rules, arena, &plan, &err);
        bool said = strstr(err.msg, rows[i].says) != NULL && strstr(err.remedy, " km ") == NULL;
        for (size_t k = 0; status == MILER_OK && k < plan.notice_count; k++)
            said = said || (strstr(plan.notices[k], rows[i].says) != NULL &&
                            strstr(plan.notices[k], " km a") == NULL);
        if (!said) fail_msg("%s: %s %s", rows[i].says, err.msg, plan.notice_count > 0 ? plan.notices[0] : "");
        miler_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_in_other_units),
                                       cmocka_unit_test(says_weeks_in_miles)};
    return cmocka_run_group_tests_name("plan_units", tests, NULL, NULL);
}
