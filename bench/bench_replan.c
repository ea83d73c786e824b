// SPDX-License-Identifier: MIT
// How long a plan made anew takes: the largest there is (an elite runner with
// two runs a day, ten weeks), on its first day, in the middle with half of it
// done, and with notes; 40 weeks show the cost grows with the weeks.
#include "bench.h"

#include "../tests/unit/plan_kit.h"

#define ROUNDS 60
#define GOAL_MS 5.0

static void fail(const char *what) {
    fprintf(stderr, "bench replan: %s\n", what);
    exit(4);
}

static double best_of(const miler_plan_rules *rules, int weeks, int share, bool notes) {
    static miler_plan_past past[4000];
    double best = 1e9;
    miler_arena *kept = miler_arena_new(NULL, 0), *arena = miler_arena_new(NULL, 0);
    const miler_plan_request request = kit_runner(238, 140, "MTWTFSS", weeks);
    miler_plan plan, anew;
    miler_error err = {0};
    if (kept == NULL || arena == NULL) fail("out of memory");
    if (miler_plan_build(&request, rules, kept, &plan, &err) != MILER_OK) fail(err.msg);
    const int32_t today = plan.start_day + (plan.race_day - plan.start_day) * share / 100;
    const miler_plan_note sick = {.id = 1, .kind = MILER_NOTE_SICK, .day = today, .days = 3};
    miler_replan asked = {.today = today, .past = past, .notes = &sick, .note_count = notes ? 1 : 0};
    for (size_t i = 0; i < plan.session_count && asked.past_count < 4000; i++) {
        const miler_session *s = &plan.sessions[i];
        if (s->day >= today || s->slot >= 2 || s->kind == MILER_SESSION_REST) continue;
        past[asked.past_count++] =
            (miler_plan_past){s->id, i % 7 == 0 ? MILER_PAST_MISSED : MILER_PAST_DONE, s->day, 1};
    }
    for (int round = 0; round < ROUNDS; round++) {
        miler_plan_change *changes;
        size_t count;
        miler_arena_reset(arena);
        const double t0 = bench_now_s();
        if (miler_plan_replan(&plan, &asked, rules, arena, &anew, &changes, &count, &err) != MILER_OK)
            fail(err.msg);
        const double took_s = bench_now_s() - t0;
        if (took_s < best) best = took_s;
    }
    miler_arena_free(arena);
    miler_arena_free(kept);
    return best;
}

int main(void) {
    miler_plan_rules rules;
    if (miler_plan_rules_default(&rules, NULL) != MILER_OK) fail("no rules");
    const double first_s = best_of(&rules, 10, 0, false);
    const double half_s = best_of(&rules, 10, 50, false);
    const double ill_s = best_of(&rules, 10, 50, true);
    const double long_s = best_of(&rules, 40, 50, true);
    printf("replan of 10 weeks: %.2f ms on the first day, %.2f ms in the middle, %.2f ms with a note (goal "
           "%.0f)\n",
           first_s * 1e3, half_s * 1e3, ill_s * 1e3, GOAL_MS);
    printf("replan of 40 weeks / 10 weeks: %.2fx for 4x the weeks\n", long_s / ill_s);
    printf("replan peak resident: %.1f MiB (goal 32)\n", bench_peak_mib());
    return 0;
}
