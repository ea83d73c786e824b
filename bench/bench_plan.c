// SPDX-License-Identifier: MIT
// How long a plan takes: built, checked, written and read back, for an elite
// runner with two runs a day, the largest there is. Ten weeks are the goal's;
// 10 to 40 weeks show that the cost grows with the weeks and no faster.
#include "bench.h"

#include "../tests/unit/plan_kit.h"

#define ROUNDS 60
#define GOAL_MS 5.0

typedef struct costs {
    double build_s, check_s, text_s; // the best round of each
    size_t sessions, bytes;
} costs;

static double least(double a, double b) {
    return a < b ? a : b;
}

static void fail(const char *what) {
    fprintf(stderr, "bench plan: %s\n", what);
    exit(4);
}

static void round_once(const miler_plan_rules *rules, int weeks, miler_arena *arena, costs *best) {
    const miler_plan_request request = kit_runner(238, 140, "MTWTFSS", weeks);
    miler_plan plan, again;
    miler_error err;
    miler_arena_reset(arena);
    const double t0 = bench_now_s();
    if (miler_plan_build(&request, rules, arena, &plan, &err) != MILER_OK) fail(err.msg);
    const double t1 = bench_now_s();
    miler_plan_finding findings[4];
    size_t found = 0;
    if (miler_plan_check(&plan, &plan.request, rules, arena, findings, 4, &found, &err) != MILER_OK ||
        found > 0)
        fail("the plan is not sound");
    const double t2 = bench_now_s();
    miler_buf text;
    miler_buf_init(&text, NULL, 4 << 20);
    miler_plan_print(&plan, &text);
    if (miler_plan_parse(miler_buf_text(&text), text.len, arena, &again, &err) != MILER_OK) fail(err.msg);
    const double t3 = bench_now_s();
    best->build_s = least(best->build_s, t1 - t0);
    best->check_s = least(best->check_s, t2 - t1);
    best->text_s = least(best->text_s, t3 - t2);
    best->sessions = plan.session_count;
    best->bytes = text.len;
    miler_buf_deinit(&text);
}

int main(void) {
    static const int weeks[] = {10, 20, 40};
    miler_plan_rules rules;
    miler_error err;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL || miler_plan_rules_default(&rules, &err) != MILER_OK) fail("no memory or no rules");
    double ten_s = 0;
    for (size_t i = 0; i < sizeof weeks / sizeof weeks[0]; i++) {
        costs best = {.build_s = 1e9, .check_s = 1e9, .text_s = 1e9};
        for (int round = 0; round < ROUNDS; round++)
            round_once(&rules, weeks[i], arena, &best);
        printf("plan of %d weeks, %zu sessions: built in %.2f ms, checked in %.2f ms, written and read back "
               "in %.2f ms (%zu bytes)\n",
               weeks[i], best.sessions, best.build_s * 1e3, best.check_s * 1e3, best.text_s * 1e3,
               best.bytes);
        if (i == 0) {
            ten_s = best.build_s;
            printf("plan of 10 weeks: %.2f ms (goal %.0f)\n", ten_s * 1e3, GOAL_MS);
        } else {
            printf("plan of %d weeks / 10 weeks: %.2fx for %dx the weeks\n", weeks[i], best.build_s / ten_s,
                   weeks[i] / 10);
        }
    }
    miler_arena_free(arena);
    printf("plan peak resident: %.1f MiB (goal 32)\n", bench_peak_mib());
    return 0;
}
