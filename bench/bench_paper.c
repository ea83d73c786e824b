// SPDX-License-Identifier: MIT
// How long the plan of an elite runner takes to be on paper: fonts found, pages
// laid, the PDF written, all pieces. The whole export of a ten-week plan may take
// 300 ms; a fresh process pays the libraries and the fonts once.
#include "bench.h"

#include "../tests/unit/plan_kit.h"
#include "render/plan_paper.h"

#define ROUNDS 12
#define GOAL_MS 300.0

typedef struct pieces {
    const char *what;
    unsigned mask;
} pieces;

static void fail(const char *what) {
    fprintf(stderr, "bench paper: %s\n", what);
    exit(4);
}

// Of the whole process: the libraries look for fonts in a thread of their own, and other programs share the machine.
static double cpu_s(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// Seconds of one document; its size and pages.
static double paper_s(const miler_plan *plan, unsigned mask, size_t *bytes, int *pages) {
    miler_error err;
    miler_catalogue catalogue;
    plan_paper_facts facts;
    miler_buf pdf;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) fail("no memory");
    const double start = cpu_s();
    if (miler_catalogue_builtin(arena, &catalogue, &err) != MILER_OK) fail(err.msg);
    const plan_paper_job job = {.plan = plan,
                                .catalogue = &catalogue,
                                .name = "Ann Doe",
                                .made_day = plan->start_day,
                                .pieces = mask};
    miler_buf_init(&pdf, NULL, 64u << 20);
    if (plan_paper_pdf(&job, arena, &pdf, &facts, &err) != MILER_OK) fail(err.msg);
    const double taken = cpu_s() - start;
    *bytes = pdf.len;
    *pages = facts.pages;
    miler_buf_deinit(&pdf);
    miler_arena_free(arena);
    return taken;
}

int main(void) {
    static const pieces all[] = {{"poster", PLAN_PAPER_POSTER},
                                 {"weeks", PLAN_PAPER_WEEKS},
                                 {"strength", PLAN_PAPER_STRENGTH},
                                 {"all pieces", PLAN_PAPER_ALL}};
    miler_error err;
    miler_plan_rules rules;
    miler_plan plan;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const miler_plan_request request = kit_runner(238, 140, "MTWTFSS", 10);
    if (arena == NULL || miler_plan_rules_default(&rules, &err) != MILER_OK ||
        miler_plan_build(&request, &rules, arena, &plan, &err) != MILER_OK)
        fail("no plan");
    size_t bytes;
    int pages;
    const double first = paper_s(&plan, PLAN_PAPER_ALL, &bytes, &pages);
    printf("paper, ten weeks, first in the process: %.0f ms, libraries and fonts included (goal %.0f)\n",
           first * 1e3, GOAL_MS);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        double best = 1e9;
        for (int round = 0; round < ROUNDS; round++) {
            const double taken = paper_s(&plan, all[i].mask, &bytes, &pages);
            best = taken < best ? taken : best;
        }
        printf("paper, %s: %.0f ms for %d pages, %zu kB\n", all[i].what, best * 1e3, pages, bytes / 1000);
    }
    miler_arena_free(arena);
    printf("paper peak resident: %.1f MiB (goal 96)\n", bench_peak_mib());
    return 0;
}
