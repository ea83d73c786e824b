// SPDX-License-Identifier: MIT
#include "app/app_plan.h"
#include "app/plan_units.h"

#include "app/app_fitness.h"
#include "app/app_history.h"
#include "app/app_replan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define RULES_FILE_MAX (256 * 1024)

void app_plan_options_init(app_plan_options *options) {
    *options = (app_plan_options){.race_day = MILER_NO_DAY,
                                  .start_day = MILER_NO_DAY,
                                  .long_weekday = -1,
                                  .level = -1,
                                  .gun_s = -1,
                                  .units = -1};
}

// ---- Rules

static miler_status read_rules_file(const char *path, char *text, size_t *len, miler_error *err) {
    FILE *file = fopen(path, "rb");
    *len = 0;
    if (file == NULL && errno == ENOENT) return MILER_OK;
    if (file == NULL) {
        (void)miler_fail(err, MILER_ERR_IO, "cannot be read: %s", strerror(errno));
        miler_error_file(err, path);
        return MILER_ERR_IO;
    }
    *len = fread(text, 1, RULES_FILE_MAX, file);
    const bool bad = ferror(file) != 0;
    const bool more = !bad && fgetc(file) != EOF;
    (void)fclose(file);
    if (!bad && !more) return MILER_OK;
    const miler_status status =
        bad ? miler_fail(err, MILER_ERR_IO, "cannot be read")
            : miler_fail(err, MILER_ERR_LIMIT, "is larger than a table of rules can be");
    miler_error_file(err, path);
    return status;
}

miler_status app_plan_rules(app *a, miler_plan_rules *out, miler_error *err) {
    miler_status status = miler_plan_rules_default(out, err);
    if (status != MILER_OK) return status;
    const char *db = store_path(a->store);
    const char *slash = strrchr(db, '/');
    char path[4200];
    const int folder = slash != NULL ? (int)(slash - db) + 1 : 0;
    const int len = snprintf(path, sizeof path, "%.*splan_rules.tsv", folder, db);
    if (len < 0 || (size_t)len >= sizeof path) return MILER_OK; // a path that long cannot name a file
    char *text = miler_resize(a->alloc, NULL, 0, RULES_FILE_MAX);
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t size = 0;
    status = read_rules_file(path, text, &size, err);
    if (status == MILER_OK && size > 0) {
        status = miler_plan_rules_read(text, size, out, err);
        if (status == MILER_ERR_PARSE || status == MILER_ERR_RANGE) {
            status = MILER_ERR_FORMAT; // the file is at fault, not the command line
            if (err != NULL) err->status = status;
        }
        if (status != MILER_OK) miler_error_file(err, path);
    }
    (void)miler_resize(a->alloc, text, RULES_FILE_MAX, 0);
    return status;
}

// ---- Building

// What is told wins over the log; what comes from the log is marked.
static void take_told(miler_plan_request *r, const app_plan_options *o) {
    if (o->weekly_km > 0) {
        r->weekly_m = o->weekly_km * 1000;
        r->from_log &= ~(uint32_t)MILER_LOG_WEEKLY;
        // Who tells how much is run in a usual week now has not been away from it.
        r->away_days = 0;
        r->before_m = 0;
    }
    if (o->longest_km > 0) {
        r->longest_m = o->longest_km * 1000;
        r->from_log &= ~(uint32_t)MILER_LOG_LONGEST;
    }
    if (o->runs_a_week > 0) {
        r->runs_per_week = o->runs_a_week;
        r->from_log &= ~(uint32_t)MILER_LOG_RUNS;
    }
}

static void lay_over(miler_plan_request *r, const app_plan_options *o) {
    r->race_day = o->race_day;
    r->weeks = o->weeks;
    r->start_day = o->start_day;
    if (o->race_dist_m > 0) r->race_dist_m = o->race_dist_m;
    r->goal_s = o->goal_s;
    r->long_weekday = o->long_weekday;
    r->level = o->level;
    r->gun_s = o->gun_s;
    r->sharpening = o->sharpening;
    memcpy(r->others, o->others, sizeof r->others);
    r->other_count = o->other_count;
    if (o->units >= 0) r->athlete.units = (miler_units)o->units;
    if (o->days_mask != 0) r->athlete.days_mask = o->days_mask;
    for (int day = 0; day < 7 && o->minutes > 0; day++)
        r->athlete.minutes[day] = o->minutes;
    // For this plan only, and never against a yes in the profile.
    if (o->health_ok) r->athlete.health_answered = true;
}

static miler_status active_id(app *a, miler_arena *arena, int64_t *out, miler_error *err) {
    store_plan row;
    const miler_status status = store_plan_active(a->store, a->athlete_id, arena, &row, err);
    *out = status == MILER_OK ? row.id : 0;
    return status == MILER_ERR_NOT_FOUND ? MILER_OK : status;
}

static miler_status keep(app *a, miler_arena *arena, app_plan_answer *answer, miler_error *err) {
    char dist[MILER_TEXT_MAX];
    char goal[MILER_TEXT_MAX];
    char title[96];
    miler_buf text;
    miler_print_distance(dist, sizeof dist, answer->plan.race_dist_m, MILER_UNITS_METRIC);
    miler_print_time(goal, sizeof goal, answer->plan.goal_s, 1);
    (void)snprintf(title, sizeof title, "%s in %s", dist, goal);
    miler_buf_init(&text, a->alloc, STORE_PLAN_MAX);
    miler_plan_print(&answer->plan, &text);
    miler_status status = miler_buf_status(&text, err);
    if (status == MILER_OK) status = active_id(a, arena, &answer->replaced, err);
    const int64_t now_ms = app_now_ms(a);
    const store_plan row = {.athlete_id = a->athlete_id,
                            .added_ms = now_ms,
                            .saved_ms = now_ms,
                            .race_day = answer->plan.race_day,
                            .active = true,
                            .title = title,
                            .body = miler_buf_text(&text),
                            .why = ""};
    if (status == MILER_OK) status = store_plan_add(a->store, &row, &answer->id, err);
    miler_buf_deinit(&text);
    return status;
}

#define BRISK_SHARE 1.15 // a brisk kilometre against that of the goal [engineering estimate]
#define BRISK_S 370.0    // where no goal is told: of a mile of about ten minutes [engineering estimate]

// A race all out is no way to begin; a brisk kilometre says less than there is, and so begins on the safe side.
void app_plan_first_result(double goal_s, double dist_m, miler_error *err) {
    char time[MILER_TEXT_MAX];
    const double goal_km_s = 1000 * goal_s / (dist_m > 0 ? dist_m : MILER_MILE_M);
    const double brisk_s = goal_s > 0 ? BRISK_SHARE * goal_km_s : BRISK_S;
    miler_print_time(time, sizeof time, round(brisk_s / 5) * 5, 0);
    miler_error_remedy(
        err,
        "run 1 km briskly, not flat out, or take a recent 5 km, and enter it: miler result add 1km %s; "
        "or import runs: miler import FOLDER. Then: miler plan new",
        time);
}

miler_status app_plan_new(app *a, const app_plan_options *options, miler_arena *arena, app_plan_answer *out,
                          miler_error *err) {
    app_fitness_answer fitness;
    miler_plan_rules rules;
    miler_plan_request request;
    *out = (app_plan_answer){.today = a->today};
    miler_status status = options->from_dist_m > 0
                              ? app_fitness_from(&a->athlete, options->from_dist_m, options->from_time_s,
                                                 a->today, &fitness, err)
                              : app_fitness(a, arena, &fitness, err);
    if (status == MILER_ERR_EMPTY) app_plan_first_result(options->goal_s, options->race_dist_m, err);
    if (status != MILER_OK) return status;
    status = app_plan_rules(a, &rules, err);
    if (status != MILER_OK) return status;
    miler_plan_request_init(&request, &a->athlete, &fitness.fitness, a->today);
    lay_over(&request, options);
    status = app_history_take(a, a->today, &fitness, &rules, arena, &request, err);
    if (status != MILER_OK) return status;
    take_told(&request, options);
    status = miler_plan_build(&request, &rules, arena, &out->plan, err);
    if (status != MILER_OK || options->dry_run) return status;
    status = keep(a, arena, out, err);
    const bool own_days = options->days_mask != 0 || options->minutes > 0;
    if (status == MILER_OK && own_days) status = app_plan_own_days(a, out->id, err);
    return status == MILER_OK && options->from_dist_m > 0 ? app_plan_told(a, out->id, err) : status;
}

static miler_status read_body(const store_plan *row, miler_arena *arena, app_plan_answer *out,
                              miler_error *err) {
    out->id = row->id;
    miler_status status = miler_plan_parse(row->body, strlen(row->body), arena, &out->plan, err);
    if (status == MILER_ERR_PARSE) {
        status = MILER_ERR_STORE;
        if (err != NULL) err->status = status;
        miler_error_remedy(err, "the stored plan is damaged: make a new one with 'miler plan new'");
    }
    return status;
}

static miler_status to_read(const app *a, const store_plan *row, miler_arena *arena, app_plan_answer *out,
                            miler_error *err) {
    const miler_status status = read_body(row, arena, out, err);
    if (status == MILER_OK && !plan_units_take(&out->plan, a->athlete.units, arena))
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return status;
}

static miler_status active_row(app *a, miler_arena *arena, store_plan *row, miler_error *err) {
    const miler_status status = store_plan_active(a->store, a->athlete_id, arena, row, err);
    if (status == MILER_ERR_NOT_FOUND) {
        (void)miler_fail(err, MILER_ERR_NOT_FOUND, "there is no plan yet");
        miler_error_remedy(err, "make one: miler plan new --weeks 8");
    }
    return status;
}

miler_status app_plan_get(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) {
    store_plan row;
    *out = (app_plan_answer){.today = a->today};
    const miler_status status = active_row(a, arena, &row, err);
    return status == MILER_OK ? to_read(a, &row, arena, out, err) : status;
}

miler_status app_plan_written(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) {
    store_plan row;
    *out = (app_plan_answer){.today = a->today};
    const miler_status status = active_row(a, arena, &row, err);
    return status == MILER_OK ? read_body(&row, arena, out, err) : status;
}

miler_status app_plan_as_made(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) {
    store_plan row;
    *out = (app_plan_answer){.today = a->today};
    miler_status status = active_row(a, arena, &row, err);
    if (status == MILER_OK) status = store_plan_version(a->store, row.id, 1, arena, &row, err);
    return status == MILER_OK ? to_read(a, &row, arena, out, err) : status;
}

miler_status app_plan_list(app *a, miler_arena *arena, store_plan **out, size_t *out_count,
                           miler_error *err) {
    return store_plan_list(a->store, a->athlete_id, arena, out, out_count, err);
}

miler_status app_plan_use(app *a, int64_t id, miler_arena *arena, miler_error *err) {
    store_plan row;
    miler_status status = store_plan_get(a->store, id, arena, &row, err);
    if (status == MILER_ERR_NOT_FOUND || (status == MILER_OK && row.athlete_id != a->athlete_id)) {
        status = miler_fail(err, MILER_ERR_NOT_FOUND, "there is no plan %lld", (long long)id);
        miler_error_remedy(err, "the numbers are in 'miler plan list'");
    }
    return status == MILER_OK ? store_plan_activate(a->store, id, err) : status;
}

bool app_plan_race_band(const miler_plan *plan, double sd_log, double *low_s, double *high_s) {
    if (!(sd_log > 0) || !(plan->likely_low_s > 0) || !(plan->likely_high_s >= plan->likely_low_s))
        return false;
    const double gain_sd = log(plan->likely_high_s / plan->likely_low_s) / 2 / MILER_BAND_Z;
    const double by = exp(MILER_BAND_Z * hypot(gain_sd, sd_log));
    *low_s = plan->likely_s / by;
    *high_s = plan->likely_s * by;
    return true;
}

// A session that is over cannot be changed any more: what it breaks is no advice.
static void only_to_come(app_plan_audit *audit) {
    size_t kept = 0;
    for (size_t i = 0; i < audit->listed; i++) {
        const miler_plan_finding *f = &audit->findings[i];
        if (f->session_id == 0 || f->day >= audit->answer.today) audit->findings[kept++] = *f;
    }
    audit->total -= audit->listed - kept;
    audit->listed = kept;
}

miler_status app_plan_check(app *a, miler_arena *arena, app_plan_audit *out, miler_error *err) {
    miler_plan_rules rules;
    *out = (app_plan_audit){0};
    miler_status status = app_plan_get(a, arena, &out->answer, err);
    if (status == MILER_OK) status = app_plan_rules(a, &rules, err);
    if (status == MILER_OK) status = app_plan_beside(a, &out->answer, arena, err);
    if (status != MILER_OK) return status;
    out->findings = miler_arena_array(arena, APP_FINDINGS_MAX, sizeof *out->findings);
    if (out->findings == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    status = miler_plan_check(&out->answer.plan, &out->answer.plan.request, &rules, arena, out->findings,
                              APP_FINDINGS_MAX, &out->total, err);
    out->listed = out->total < APP_FINDINGS_MAX ? out->total : APP_FINDINGS_MAX;
    if (status == MILER_OK) only_to_come(out);
    return status;
}
