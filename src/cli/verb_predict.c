// SPDX-License-Identifier: MIT
// miler predict FILE.csv --target mile
#include "app/app_predict.h"
#include "cli/verbs.h"
#include "render/js.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SQUAD_FILE_MAX ((size_t)32 * 1024 * 1024)

static miler_status read_file(const char *path, miler_buf *out, miler_error *err) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    miler_error_file(err, path);
    if (file == NULL) return miler_fail(err, MILER_ERR_IO, "cannot be opened: %s", strerror(errno));
    char piece[16384];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && !out->failed)
        miler_buf_append(out, piece, got);
    const bool bad = ferror(file) != 0;
    if (file != stdin) (void)fclose(file);
    if (bad) return miler_fail(err, MILER_ERR_IO, "cannot be read");
    return miler_buf_status(out, err);
}

static json_t *predictions_json(const app_predict_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_num(&j, root, "target_m", a->target_m, 3);
    js_date(&j, root, "as_of", a->as_of);
    json_t *list = js_array(&j, root, "estimates");
    for (size_t i = 0; i < a->count && !j.failed; i++) {
        const app_prediction *p = &a->rows[i];
        json_t *row = js_item(&j, list);
        js_text(&j, row, "athlete", p->athlete);
        js_num(&j, row, "distance_m", p->dist_m, 3);
        js_num(&j, row, "time_s", p->time_s, 2);
        js_num(&j, row, "low_s", p->low_s, 2);
        js_num(&j, row, "high_s", p->high_s, 2);
        js_int(&j, row, "result_count", (int64_t)p->result_count);
        js_num(&j, row, "strongest_distance_m",
               isfinite(p->time_s) ? p->strongest.evidence.dist_m : (double)NAN, 3);
        js_num(&j, row, "strongest_time_s", isfinite(p->time_s) ? p->strongest.evidence.time_s : (double)NAN,
               2);
        js_text(&j, row, "reason", p->reason);
    }
    return js_done(&j, root);
}

static void predictions_text(const app_predict_answer *a, miler_units units, miler_buf *out) {
    char dist[MILER_TEXT_MAX];
    miler_print_distance(dist, sizeof dist, a->target_m, units);
    miler_buf_printf(out, "%-24s %10s   %s\n", dist, "time",
                     "eight in ten            results, the one that weighs most");
    for (size_t i = 0; i < a->count; i++) {
        const app_prediction *p = &a->rows[i];
        char time[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX], from[MILER_TEXT_MAX],
            best[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, p->time_s, 1);
        miler_print_time(low, sizeof low, p->low_s, 1);
        miler_print_time(high, sizeof high, p->high_s, 1);
        miler_print_distance(from, sizeof from, p->strongest.evidence.dist_m, units);
        miler_print_time(best, sizeof best, p->strongest.evidence.time_s, 1);
        if (isfinite(p->time_s))
            miler_buf_printf(out, "%-24.24s %10s   %9s - %-9s %8zu, %s in %s\n", p->athlete, time, low, high,
                             p->result_count, from, best);
        else
            miler_buf_printf(out, "%-24.24s %10s   %s\n", p->athlete, "-", p->reason);
    }
    if (a->count == 0) miler_buf_text_append(out, "No results in the file.\n");
}

int verb_predict(cli *c, int argc, const char **argv) {
    char *target = NULL;
    char *as_of = NULL;
    struct poptOption own[] = {
        {"target", 0, POPT_ARG_STRING, &target, 0, "distance to predict (default: mile)", "DISTANCE"},
        {"as-of", 0, POPT_ARG_STRING, &as_of, 0, "look only at results up to this day (default: today)",
         "DATE"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    double target_m = MILER_MILE_M;
    int32_t day = MILER_NO_DAY;
    if (count != 1) return cli_usage(c, "predict wants one CSV file ('-' reads standard input)");
    if ((status = cli_take_distance(c, "--target", target, &target_m)) != 0) return status;
    if ((status = cli_take_date(c, "--as-of", as_of, &day)) != 0) return status;
    miler_error err = {0};
    if (day == MILER_NO_DAY && app_env_today(&day, &err) != MILER_OK) return cli_fail(c, &err);
    if (day == MILER_NO_DAY) day = miler_day_at((int64_t)time(NULL) * 1000, 0);
    miler_buf csv;
    miler_buf_init(&csv, miler_arena_allocator(c->arena), SQUAD_FILE_MAX);
    app_predict_answer answer = {0};
    miler_status done = read_file(rest[0], &csv, &err);
    if (done == MILER_OK)
        done = app_predict(miler_buf_text(&csv), csv.len, target_m, day, c->arena, &answer, &err);
    miler_buf_deinit(&csv);
    if (done == MILER_ERR_PARSE) err.status = MILER_ERR_FORMAT; // the file is at fault, not the command line
    if (done != MILER_OK) {
        miler_error_file(&err, rest[0]);
        return cli_fail(c, &err);
    }
    if (c->json) return cli_answer_json(c, predictions_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    predictions_text(&answer, cli_units(c), &text);
    return cli_answer_text(c, &text);
}
