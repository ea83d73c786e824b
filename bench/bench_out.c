// SPDX-License-Identifier: MIT
// How long it takes until a plan is out: the plan of ten weeks of an elite runner,
// the largest there is, as FIT workouts with their schedule, two calendars, CSV,
// Markdown, intervals.icu texts and ZWO: made in memory, then as files in a folder.
#include "bench.h"

#include "../tests/unit/plan_kit.h"
#include "app/app_plan_out.h"
#include "app/out_file.h"

#include <unistd.h>

#define ROUNDS 20
#define GOAL_MS 300.0 // of the whole export, the PDF with it

typedef struct costs {
    double fit_s, calendar_s, tables_s, texts_s, files_s, files_cpu_s;
    size_t sessions, bytes, files;
} costs;

static double least(double a, double b) {
    return a < b ? a : b;
}

static void fail(const char *what) {
    fprintf(stderr, "bench out: %s\n", what);
    exit(4);
}

static const plan_edition edition = {.id = 1, .added_ms = 1000, .saved_ms = 2000};

static void each_session(const miler_plan *plan, plan_form_fn *make, miler_arena *arena, costs *c) {
    plan_form form;
    miler_error err;
    for (size_t i = 0; i < plan->session_count; i++) {
        if (make(plan, &edition, &plan->sessions[i], arena, &form, &err) != MILER_OK) fail(err.msg);
        c->bytes += form.len;
    }
}

static void round_once(const miler_plan *plan, miler_arena *arena, costs *best) {
    miler_buf text;
    calendar_options options;
    miler_error err;
    costs c = {0};
    miler_arena_reset(arena);
    const double t0 = bench_now_s();
    each_session(plan, plan_form_fit, arena, &c);
    const double t1 = bench_now_s();
    calendar_options_init(&options);
    options.start_s = 6 * 3600;
    options.zone = "Europe/London";
    miler_buf_init(&text, NULL, 16 << 20);
    for (int busy = 0; busy < 2; busy++) {
        options.busy = busy != 0;
        if (plan_form_calendar(plan, &edition, &options, arena, &text, &err) != MILER_OK) fail(err.msg);
    }
    const double t2 = bench_now_s();
    plan_form_csv(plan, &text);
    plan_form_markdown(plan, &text);
    const double t3 = bench_now_s();
    each_session(plan, plan_form_intervals, arena, &c);
    each_session(plan, plan_form_zwo, arena, &c);
    const double t4 = bench_now_s();
    best->fit_s = least(best->fit_s, t1 - t0);
    best->calendar_s = least(best->calendar_s, t2 - t1);
    best->tables_s = least(best->tables_s, t3 - t2);
    best->texts_s = least(best->texts_s, t4 - t3);
    best->bytes = c.bytes + text.len;
    miler_buf_deinit(&text);
}

// FIT, calendar, CSV and Markdown as `miler plan export` writes them, with the store and the files.
static void files_once(app *a, const char *folder, miler_arena *arena, costs *best) {
    static const char *const names[] = {"fit", "plan.ics", "plan.csv", "plan.md"};
    char paths[4][128];
    app_plan_out_options options;
    app_plan_out_answer answer;
    miler_error err;
    app_plan_out_options_init(&options);
    for (int kind = PLAN_OUT_FIT; kind <= PLAN_OUT_MARKDOWN; kind++) {
        (void)snprintf(paths[kind], sizeof paths[kind], "%s/%s", folder, names[kind]);
        options.paths[kind] = paths[kind];
    }
    miler_arena_reset(arena);
    const double t0 = bench_now_s();
    const double cpu0 = bench_cpu_s();
    if (app_plan_out(a, &options, arena, &answer, &err) != MILER_OK) fail(err.msg);
    best->files_s = least(best->files_s, bench_now_s() - t0);
    best->files_cpu_s = least(best->files_cpu_s, bench_cpu_s() - cpu0);
    best->files = 0;
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT; kind++)
        best->files += answer.kinds[kind].files;
}

static app *open_store(const char *folder, const miler_plan *plan) {
    char db[256];
    app_options options;
    app *a = NULL;
    miler_error err;
    miler_buf text;
    int64_t id;
    (void)snprintf(db, sizeof db, "%s/miler.db", folder);
    app_options_init(&options);
    options.db = db;
    options.today = KIT_TODAY;
    if (app_open(&options, &a, &err) != MILER_OK) fail(err.msg);
    miler_buf_init(&text, NULL, STORE_PLAN_MAX);
    miler_plan_print(plan, &text);
    const store_plan row = {.athlete_id = a->athlete_id,
                            .active = true,
                            .race_day = plan->race_day,
                            .title = "bench",
                            .body = miler_buf_text(&text),
                            .why = ""};
    if (store_plan_add(a->store, &row, &id, &err) != MILER_OK) fail(err.msg);
    miler_buf_deinit(&text);
    return a;
}

int main(void) {
    char folder[] = "/tmp/miler-bench-XXXXXX", out[64], command[96];
    miler_plan_rules rules;
    miler_plan plan;
    miler_error err;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_arena *scratch = miler_arena_new(NULL, 0);
    const miler_plan_request request = kit_runner(238, 140, "MTWTFSS", 10);
    if (arena == NULL || scratch == NULL || mkdtemp(folder) == NULL) fail("no memory or no folder");
    if (miler_plan_rules_default(&rules, &err) != MILER_OK ||
        miler_plan_build(&request, &rules, arena, &plan, &err) != MILER_OK)
        fail(err.msg);
    costs best = {1e9, 1e9, 1e9, 1e9, 1e9, 1e9, plan.session_count, 0, 0};
    (void)snprintf(out, sizeof out, "%s/out", folder);
    app *a = open_store(folder, &plan);
    if (out_folder_make(out, &err) != MILER_OK) fail(err.msg);
    for (int round = 0; round < ROUNDS; round++) {
        round_once(&plan, scratch, &best);
        files_once(a, out, scratch, &best);
    }
    app_close(a);
    const double all_s = best.fit_s + best.calendar_s + best.tables_s + best.texts_s;
    printf("plan of 10 weeks, %zu sessions, in memory: FIT %.2f ms, two calendars %.2f ms, CSV and Markdown "
           "%.2f ms, intervals.icu and ZWO %.2f ms; %.2f ms for %zu KB\n",
           best.sessions, best.fit_s * 1e3, best.calendar_s * 1e3, best.tables_s * 1e3, best.texts_s * 1e3,
           all_s * 1e3, best.bytes / 1024);
    printf("FIT, calendar, CSV and Markdown of 10 weeks in %zu files: %.1f ms, %.1f of them the processor's "
           "(goal %.0f with the "
           "PDF)\n",
           best.files, best.files_s * 1e3, best.files_cpu_s * 1e3, GOAL_MS);
    printf("export peak resident: %.1f MiB (goal 32)\n", bench_peak_mib());
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0) fail("the folder could not be removed");
    miler_arena_free(arena);
    miler_arena_free(scratch);
    return 0;
}
