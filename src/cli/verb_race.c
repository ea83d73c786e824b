// SPDX-License-Identifier: MIT
// miler race review 12; miler race review --splits "400=82.1 800=2:45.0 ..."
#include "app/app_review.h"
#include "app/out_file.h"
#include "cli/take.h"
#include "cli/take_taps.h"
#include "cli/verbs.h"
#include "render/review_render.h"

#include <string.h>

#define LAP_OFF_MOST 0.2 // a lap this far off the mean is no lap of one race [engineering estimate]
#define PAGE_MAX ((size_t)16 << 20)

// "82 85 87 80": lap times alone, all of 400 m but the first, which has what is less than a lap
// with it (409 m of a mile, 300 m of a 1500). False: they are no laps of this distance.
static bool laps_of(const double *lap_s, size_t count, double dist_m, miler_race_split *splits) {
    const double first_m = dist_m - 400 * (double)(count - 1);
    double clock_s = 0;
    if (count < 2 || first_m < 250 || first_m > 500) return false;
    for (size_t i = 0; i < count; i++)
        clock_s += lap_s[i];
    const double pace = clock_s / dist_m;
    clock_s = 0;
    for (size_t i = 0; i < count; i++) {
        const double way_m = i == 0 ? first_m : 400;
        const double off = lap_s[i] / way_m / pace - 1;
        if (fabs(off) > LAP_OFF_MOST) return false;
        clock_s += lap_s[i];
        splits[i] = (miler_race_split){first_m + 400 * (double)i, clock_s, 0, 0};
    }
    return true;
}

static int take_laps(cli *c, char *text, double dist_m, miler_race_split *splits, size_t *count) {
    double lap_s[MILER_REVIEW_SPLITS_MAX];
    char word[24];
    const double whole_m = dist_m > 0 ? dist_m : MILER_MILE_M;
    *count = 0;
    for (char *at = text; *at != '\0'; at++)
        if (*at == ' ') *at = ',';
    for (const char *at = text; next_word(&at, word, sizeof word)[0] != '\0'; ++*count) {
        if (*count == MILER_REVIEW_SPLITS_MAX)
            return cli_usage(c, "--splits: at most %d", MILER_REVIEW_SPLITS_MAX);
        const int status = cli_take_time(c, "--splits", word, &lap_s[*count]);
        if (status != 0) return status;
    }
    if (laps_of(lap_s, *count, whole_m, splits)) return 0;
    return cli_usage(c,
                     "--splits: these are no laps of 400 m that make %g m; say where each time is of, like "
                     "\"400=82.1 800=2:45 mile=5:30\"",
                     whole_m);
}

// "400=62.6 800=2:04.6": blanks or commas between.
static int take_places(cli *c, char *at, miler_race_split *splits, size_t *count) {
    for (*count = 0; *at != '\0'; ++*count) {
        char *end = at + strcspn(at, " ,");
        const bool more = *end != '\0';
        *end = '\0';
        if (*count == MILER_REVIEW_SPLITS_MAX)
            return cli_usage(c, "--splits: at most %d", MILER_REVIEW_SPLITS_MAX);
        miler_race_split *split = &splits[*count];
        *split = (miler_race_split){0, 0, 0, 0};
        const int status = take_result(c, "--splits", at, &split->dist_m, &split->time_s);
        if (status != 0) return status;
        at = more ? end + 1 + strspn(end + 1, " ,") : end;
    }
    return 0;
}

// Places with their times, or laps alone. 0 or an exit status.
static int take_splits(cli *c, const char *text, double dist_m, double wide_m, app_review_asked *asked) {
    miler_race_split *splits = miler_arena_array(c->arena, MILER_REVIEW_SPLITS_MAX, sizeof *splits);
    char *copy = miler_arena_dup(c->arena, text);
    size_t count = 0;
    if (splits == NULL || copy == NULL) return cli_usage(c, "out of memory");
    const int status = strchr(text, '=') == NULL ? take_laps(c, copy, dist_m, splits, &count)
                                                 : take_places(c, copy + strspn(copy, " ,"), splits, &count);
    if (status != 0) return status;
    if (count < 2)
        return cli_usage(c, "--splits wants times at two places or more, like \"400=82.1 mile=5:30\"");
    if (!app_review_settle(splits, count, dist_m, wide_m))
        return cli_usage(c, "--splits: the last one must be the finish, at %g m", dist_m);
    asked->splits = splits;
    asked->split_count = count;
    return 0;
}

typedef struct review_texts {
    char *splits, *taps, *runner, *distance, *goal, *strategy, *date, *wide, *svg, *pdf, *size;
} review_texts;

// The files asked for beside the answer. 0 or an exit status.
static int write_picture(cli *c, const char *path, const app_review_answer *answer) {
    miler_error err = {0};
    miler_buf svg;
    cli_text_init(c, &svg);
    miler_status status = render_review_svg(answer, cli_units(c), c->arena, &svg, &err);
    if (status == MILER_OK)
        status = app_out_write(c->app, path, miler_buf_text(&svg), svg.len, OUT_HEAD, &err);
    miler_buf_deinit(&svg);
    if (status != MILER_OK) return cli_fail(c, &err);
    cli_note(c, "Written: %s", path);
    return 0;
}

static int write_page(cli *c, const review_texts *t, const app_review_answer *answer) {
    miler_error err = {0};
    miler_buf pdf;
    review_page_job job = {.answer = answer, .units = cli_units(c), .language = cli_language(c)};
    const int usage = cli_take_paper(c, t->size, job.units, &job.size);
    if (usage != 0) return usage;
    miler_buf_init(&pdf, miler_arena_allocator(c->arena), PAGE_MAX);
    miler_status status = render_review_pdf(&job, c->arena, &pdf, &err);
    if (status == MILER_OK) status = app_out_write(c->app, t->pdf, pdf.ptr, pdf.len, OUT_HEAD, &err);
    miler_buf_deinit(&pdf);
    if (status != MILER_OK) return cli_fail(c, &err);
    cli_note(c, "Written: %s", t->pdf);
    return 0;
}

static int answer(cli *c, const app_review_asked *asked, const review_texts *t) {
    miler_error err = {0};
    app_review_answer a;
    if (app_review(c->app, asked, c->arena, &a, &err) != MILER_OK) return cli_fail(c, &err);
    int status = t->svg != NULL ? write_picture(c, t->svg, &a) : 0;
    if (status == 0 && t->pdf != NULL) status = write_page(c, t, &a);
    if (status != 0) return status;
    if (c->json) return cli_answer_json(c, render_review_json(&a));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    if (render_review_text(&a, &look, c->arena, &text, &err) == MILER_OK) return cli_answer_text(c, &text);
    miler_buf_deinit(&text);
    return cli_fail(c, &err);
}

static int take_asked(cli *c, const review_texts *t, const char *id, app_review_asked *asked) {
    miler_error err = {0};
    double number = 0, wide_m = 0;
    const take_option options[] = {{"ID", id, TAKE_ID, 1, 1e15, &number, NULL},
                                   {"--distance", t->distance, TAKE_DISTANCE, .number = &asked->dist_m},
                                   {"--goal", t->goal, TAKE_TIME, .number = &asked->goal_s},
                                   {"--date", t->date, TAKE_DATE, .whole = &asked->day},
                                   {"--wide", t->wide, TAKE_NUMBER, 0, 50, &wide_m, NULL}};
    if ((id != NULL) + (t->splits != NULL) + (t->taps != NULL) != 1)
        return cli_usage(c, "which race? a run's number of 'miler runs', --taps FILE of the live page, or "
                            "--splits \"400=82.1 800=2:45 ...\"");
    if (t->runner != NULL && t->taps == NULL) return cli_usage(c, "--runner goes with --taps");
    if (id != NULL && (t->date != NULL || t->wide != NULL))
        return cli_usage(c, "--date and --wide go with --splits; a run knows its own");
    const int status = take_all(c, options, sizeof options / sizeof options[0]);
    if (status != 0) return status;
    if (t->strategy != NULL && miler_strategy_parse(t->strategy, &asked->strategy, &err) != MILER_OK)
        return cli_fail(c, &err);
    asked->strategy_told = t->strategy != NULL;
    asked->run_id = (int64_t)number;
    if (t->taps != NULL) return take_taps(c, t->taps, t->runner, asked);
    return t->splits != NULL ? take_splits(c, t->splits, asked->dist_m, wide_m, asked) : 0;
}

int verb_race_review(cli *c, int argc, const char **argv) {
    review_texts t = {0};
    struct poptOption own[] = {
        {"splits", 's', POPT_ARG_STRING, &t.splits, 0,
         "clock at places, the finish last: \"400=82.1 800=2:45 ...\"; or laps alone: \"82 83 84 80\"",
         "PLACE=TIME ..."},
        {"taps", 't', POPT_ARG_STRING, &t.taps, 0, "the file that the live page has saved", "FILE"},
        {"runner", 0, POPT_ARG_STRING, &t.runner, 0, "with --taps: whose race, where there are several",
         "NAME"},
        {"distance", 'd', POPT_ARG_STRING, &t.distance, 0, "of the race: 800 m to 5 km", "DISTANCE"},
        {"goal", 0, POPT_ARG_STRING, &t.goal, 0, "what was meant to be run (else the plan's, else even pace)",
         "TIME"},
        {"strategy", 0, POPT_ARG_STRING, &t.strategy, 0, "how: coach (default), even, record, optimal",
         "STRATEGY"},
        {"date", 0, POPT_ARG_STRING, &t.date, 0, "of the splits (default today)", "DATE"},
        {"wide", 0, POPT_ARG_STRING, &t.wide, 0, "metres run wide in all, where that is known", "M"},
        {"pdf", 0, POPT_ARG_STRING, &t.pdf, 0, "a page of paper, too", "FILE"},
        {"size", 0, POPT_ARG_STRING, &t.size, 0, "of it: a4 or letter (default: a4; letter with miles)",
         "PAPER"},
        {"svg", 0, POPT_ARG_STRING, &t.svg, 0, "a picture of it into this file, too", "FILE"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count > 1) return cli_usage(c, "race review wants one run's number");
    app_review_asked asked = {.day = MILER_NO_DAY, .strategy = MILER_STRATEGY_COACH};
    if ((status = take_asked(c, &t, count == 1 ? rest[0] : NULL, &asked)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    return answer(c, &asked, &t);
}
