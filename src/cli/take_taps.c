// SPDX-License-Identifier: MIT
#include "cli/take_taps.h"

#include "app/out_file.h"
#include "app/race_file.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TAP_SD_S 0.1 // a thumb at the line, one SD [engineering estimate]
#define NAMES_SHOWN 400
#define DAY_MS 86400000

// "Ada, Bo, Cy"
static void list_names(const race_file *file, char out[NAMES_SHOWN]) {
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < file->runner_count && n + 1 < NAMES_SHOWN; i++) {
        const int added =
            snprintf(out + n, NAMES_SHOWN - n, "%s%s", i > 0 ? ", " : "", file->runners[i].name);
        n += added > 0 ? (size_t)added : 0;
    }
}

// As written, or else in letters large or small: of two that differ in no more, the one as written.
static bool called(const race_file *file, size_t runner, const char *name) {
    if (strcasecmp(file->runners[runner].name, name) != 0) return false;
    for (size_t i = 0; i < file->runner_count; i++)
        if (strcmp(file->runners[i].name, name) == 0) return strcmp(file->runners[runner].name, name) == 0;
    return true;
}

static int choose(cli *c, const race_file *file, const char *name, const race_file_runner **out) {
    char names[NAMES_SHOWN];
    list_names(file, names);
    if (name == NULL && file->runner_count != 1)
        return cli_usage(c, "whose race? --runner NAME, one of: %s", cli_clean(c, names));
    for (size_t i = 0; i < file->runner_count; i++) {
        if (name != NULL && !called(file, i, name)) continue;
        *out = &file->runners[i];
        return 0;
    }
    return cli_usage(c, "--runner: '%s' is not in this race; there are: %s", name, cli_clean(c, names));
}

// `asked` has no splits but these, and the last of them is the finish.
static int take_points(cli *c, const race_file *file, const race_file_runner *runner,
                       app_review_asked *asked) {
    const size_t count = runner->tap_count;
    if (file->unlimited_laps || !isfinite(runner->finish_s))
        return cli_usage(c, "this race has no finish to look back from");
    if (count > MILER_REVIEW_SPLITS_MAX)
        return cli_usage(c, "this race has %zu splits; a review looks at %d at most", count,
                         MILER_REVIEW_SPLITS_MAX);
    miler_race_split *splits = miler_arena_array(c->arena, count, sizeof *splits);
    if (splits == NULL) return cli_usage(c, "out of memory");
    for (size_t i = 0; i < count; i++)
        splits[i] = (miler_race_split){runner->taps[i].dist_m, runner->taps[i].time_s, TAP_SD_S, 0};
    splits[count - 1].dist_m = file->dist_m; // written to the millimetre, which may lie beyond
    asked->splits = splits;
    asked->source = "as tapped on the live page";
    asked->split_count = count;
    return 0;
}

// What was meant to be run: the file's goal where none was typed, and its pacing line as it
// is where no other strategy was.
static int take_plan(cli *c, const race_file *file, const race_file_runner *runner, app_review_asked *asked) {
    miler_error err = {0};
    miler_strategy strategy;
    if (!isfinite(runner->goal_s) || asked->goal_s > 0) return 0;
    if (miler_strategy_parse(runner->strategy, &strategy, &err) != MILER_OK) return cli_fail(c, &err);
    asked->goal_s = runner->goal_s;
    if (asked->strategy_told && asked->strategy != strategy) return 0;
    asked->strategy = strategy;
    double *plan_m = miler_arena_array(c->arena, runner->plan_count, sizeof *plan_m);
    double *plan_s = miler_arena_array(c->arena, runner->plan_count, sizeof *plan_s);
    if (plan_m == NULL || plan_s == NULL) return cli_usage(c, "out of memory");
    for (size_t i = 0; i < runner->plan_count; i++) {
        plan_m[i] = runner->plan[i].dist_m;
        plan_s[i] = runner->plan[i].time_s;
    }
    plan_m[runner->plan_count - 1] = file->dist_m;
    asked->plan_m = plan_m;
    asked->plan_s = plan_s;
    asked->plan_count = runner->plan_count;
    return 0;
}

int take_taps(cli *c, const char *path, const char *runner, app_review_asked *asked) {
    miler_error err = {0};
    const char *bytes;
    size_t len;
    race_file file;
    const race_file_runner *who = NULL;
    if (out_file_read(path, MILER_RACE_FILE_MAX, c->arena, &bytes, &len, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (race_file_read(bytes, len, c->arena, &file, &err) != MILER_OK) {
        miler_error_file(&err, path);
        return cli_fail(c, &err);
    }
    int status = choose(c, &file, runner, &who);
    if (status == 0) status = take_plan(c, &file, who, asked);
    if (status != 0) return status;
    if (asked->day == MILER_NO_DAY && file.gun_ms != MILER_NO_TIME)
        asked->day = (int32_t)floor(((double)file.gun_ms + file.gun_offset_s * 1000.0) / DAY_MS);
    asked->dist_m = file.dist_m;
    asked->runner = who->name;
    asked->runner_alone = file.runner_count == 1;
    return take_points(c, &file, who, asked);
}
