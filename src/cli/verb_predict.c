// SPDX-License-Identifier: MIT
// miler predict FILE.csv --target mile
#include "app/app_predict.h"
#include "base/plural.h"
#include "cli/verbs.h"
#include "render/predict_render.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SQUAD_FILE_MAX ((size_t)32 * 1024 * 1024)

static miler_status read_file(const char *path, miler_buf *out, miler_error *err) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    miler_error_file(err, path);
    if (file == NULL) return miler_fail(err, MILER_ERR_FORMAT, "cannot be opened: %s", strerror(errno));
    char piece[16384];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && !out->failed)
        miler_buf_append(out, piece, got);
    const bool bad = ferror(file) != 0;
    if (file != stdin) (void)fclose(file);
    if (bad) return miler_fail(err, MILER_ERR_IO, "cannot be read");
    return miler_buf_status(out, err);
}

static void tell_bad_rows(cli *c, const char *path, const app_predict_answer *a) {
    const char *file = cli_clean(c, path);
    for (size_t i = 0; i < a->bad_listed; i++)
        (void)fprintf(stderr, "miler: %s: line %zu: %s; the row is left out\n", file, a->bad[i].line,
                      cli_clean(c, a->bad[i].reason));
    if (a->bad_count > a->bad_listed)
        (void)fprintf(stderr, "miler: %s: %zu more rows are left out\n", file, a->bad_count - a->bad_listed);
}

static void tell_late_rows(cli *c, const char *path, const app_predict_answer *a) {
    char day[MILER_TEXT_MAX];
    miler_print_date(day, sizeof day, a->as_of);
    if (a->late_count > 0)
        (void)fprintf(stderr, "miler: %s: %zu row%s later than %s and left out\n", cli_clean(c, path),
                      a->late_count, a->late_count == 1 ? " is" : "s are", day);
}

static void tell_other_sex(cli *c, const char *path, const app_predict_answer *a) {
    if (a->other_sex_count > 0 && a->other_sex != NULL)
        (void)fprintf(
            stderr, "miler: %s: sex '%s' in %zu row%s is taken as unknown; the tables know m and f\n",
            cli_clean(c, path), cli_clean(c, a->other_sex), a->other_sex_count, PLURAL_S(a->other_sex_count));
}

static int answer_squad(cli *c, const app_predict_answer *answer) {
    int status;
    if (c->json) {
        status = cli_answer_json(c, render_predict_json(answer));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        const render_look look = cli_look(c);
        render_predict_text(answer, &look, &text);
        status = cli_answer_text(c, &text);
    }
    return status == EXIT_DONE && answer->bad_count > 0 ? EXIT_BAD_INPUT : status;
}

static int predict_file(cli *c, const char *path, double target_m, int32_t day) {
    miler_error err = {0};
    const bool latest = day == MILER_NO_DAY;
    if (day == MILER_NO_DAY && app_env_today(&day, &err) != MILER_OK) return cli_fail(c, &err);
    if (day == MILER_NO_DAY) day = app_clock_today();
    const int lacks = cli_sandbox(c); // before the file is opened
    if (lacks != 0) return lacks;
    miler_buf csv;
    miler_buf_init(&csv, miler_arena_allocator(c->arena), SQUAD_FILE_MAX);
    app_predict_answer answer = {0};
    miler_status done = read_file(path, &csv, &err);
    if (done == MILER_OK)
        done = app_predict(c->sandbox, miler_buf_text(&csv), csv.len, target_m, day, latest, c->arena,
                           &answer, &err);
    miler_buf_deinit(&csv);
    if (done == MILER_ERR_PARSE) err.status = MILER_ERR_FORMAT; // the file is at fault, not the command line
    if (done != MILER_OK) {
        miler_error_file(&err, path);
        return cli_fail(c, &err);
    }
    tell_bad_rows(c, path, &answer);
    tell_late_rows(c, path, &answer);
    tell_other_sex(c, path, &answer);
    return answer_squad(c, &answer);
}

int verb_predict(cli *c, int argc, const char **argv) {
    char *target = NULL;
    char *as_of = NULL;
    struct poptOption own[] = {
        {"target", 0, POPT_ARG_STRING, &target, 0, "distance to predict (default: mile)", "DISTANCE"},
        {"as-of", 0, POPT_ARG_STRING, &as_of, 0,
         "look only at results up to this day, and tell of it (default: each athlete's latest)", "DATE"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    double target_m = MILER_MILE_M;
    int32_t day = MILER_NO_DAY;
    if (count != 1) return cli_usage(c, "predict wants one CSV file ('-' reads standard input)");
    if ((status = cli_take_distance(c, "--target", target, &target_m)) != 0) return status;
    // What miler_fitness_at holds; a metre for rounding.
    if (target_m < 399 || target_m > 42196)
        return cli_usage(c, "--target %s: predictions reach from 400 m to the marathon", target);
    if ((status = cli_take_date(c, "--as-of", as_of, &day)) != 0) return status;
    return predict_file(c, rest[0], target_m, day);
}
