// SPDX-License-Identifier: MIT
#include "app/app_review.h"

#include "app/app_catalogue.h"
#include "app/app_pace.h"
#include "app/app_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAST_SHARE 0.01      // the last split is the finish where it is this near to it
#define SAME_SHARE 0.003     // 1600 m and the mile stay two distances
#define SAME_RACE_SHARE 0.01 // a stopwatch and a track run differ by less [engineering estimate]
#define EARLIER_READ 6       // recordings of earlier races that are read for their laps
#define EARLIER_LISTED 400   // best efforts looked through

typedef struct reviewing {
    app *a;
    bool stranger; // the race of somebody the store knows nothing of
    const app_review_asked *asked;
    miler_arena *arena;
    app_review_answer *out;
    review_run run;
    miler_racer racer;
    miler_review_request request;
} reviewing;

// What is missing in the store is no failure of the review.
static miler_status unless_missing(miler_status status, const miler_error *what, miler_error *err) {
    const bool missing = status == MILER_ERR_EMPTY || status == MILER_ERR_NOT_FOUND ||
                         status == MILER_ERR_RANGE || status == MILER_ERR_UNSUPPORTED;
    if (status == MILER_OK || missing) return MILER_OK;
    if (err != NULL) *err = *what;
    return status;
}

static bool same_distance(double a_m, double b_m) {
    return fabs(a_m - b_m) <= SAME_SHARE * b_m;
}

// ---- Splits --------------------------------------------------------------------------------

static miler_status take_splits(reviewing *r, miler_error *err) {
    const app_review_asked *asked = r->asked;
    r->run = (review_run){.splits = asked->splits,
                          .count = asked->split_count,
                          .day = asked->day,
                          .name = "",
                          .source = asked->source != NULL ? asked->source : "as typed"};
    if (asked->run_id != 0) {
        const miler_status status =
            review_run_get(r->a, asked->run_id, asked->dist_m, r->arena, &r->run, err);
        if (status != MILER_OK) return status;
    } else if (r->run.day == MILER_NO_DAY && r->a != NULL)
        r->run.day = r->a->today;
    r->request.splits = r->run.splits;
    r->request.split_count = r->run.count;
    r->out->run_id = asked->run_id;
    r->out->day = r->run.day;
    r->out->name = r->run.name;
    r->out->source = r->run.source;
    return MILER_OK;
}

static double race_m(const reviewing *r) {
    return r->run.count > 0 ? r->run.splits[r->run.count - 1].dist_m : 0;
}

// ---- Against what --------------------------------------------------------------------------

// The fitness of the day before: the race itself is no evidence of what could be expected of it.
static miler_status take_fitness(reviewing *r, miler_error *err) {
    app_pace_self self;
    miler_error why = {0};
    app before = *r->a;
    if (r->run.day != MILER_NO_DAY) before.today = r->run.day - 1;
    const miler_status status = app_pace_self_get(&before, r->arena, race_m(r), &self, &why);
    if (status != MILER_OK) return unless_missing(status, &why, err);
    r->racer = self.racer;
    r->request.racer = &r->racer;
    r->request.basis = MILER_REVIEW_BY_FITNESS;
    r->out->likely_s = self.today.likely_s;
    r->out->low_s = self.today.low_s;
    r->out->high_s = self.today.high_s;
    return MILER_OK;
}

// The plan's race, where this is it.
static miler_status take_plan(reviewing *r, miler_race_request *race, miler_error *err) {
    miler_error why = {0};
    miler_race_request planned = *race;
    const miler_status status = app_pace_from_plan(r->a, r->arena, &planned, &why);
    if (status != MILER_OK) return unless_missing(status, &why, err);
    if (planned.day != r->run.day || !same_distance(planned.dist_m, race_m(r))) return MILER_OK;
    race->goal_s = planned.goal_s;
    r->request.plan = MILER_REVIEW_PLAN_STORED;
    return MILER_OK;
}

static void set_plan(reviewing *r, const double *plan_m, const double *plan_s, size_t count) {
    r->request.plan_m = plan_m;
    r->request.plan_s = plan_s;
    r->request.plan_count = count;
}

static miler_status take_goal(reviewing *r, miler_error *err) {
    miler_race_request race;
    miler_race_card card;
    miler_error why = {0};
    miler_race_request_init(&race);
    race.dist_m = race_m(r);
    race.strategy = r->asked->strategy;
    race.goal_s = r->asked->goal_s;
    r->request.plan = MILER_REVIEW_PLAN_GOAL;
    if (r->asked->plan_m != NULL) {
        set_plan(r, r->asked->plan_m, r->asked->plan_s, r->asked->plan_count);
        return MILER_OK;
    }
    miler_status status = MILER_OK;
    if (!(race.goal_s > 0) && r->a != NULL && !r->stranger) status = take_plan(r, &race, err);
    if (status != MILER_OK || !(race.goal_s > 0)) return status;
    race.racer = r->request.racer;
    status = miler_race_plan(&race, r->arena, &card, &why);
    if (status != MILER_OK && r->asked->goal_s > 0) {
        if (err != NULL) *err = why;
        return status;
    }
    if (status != MILER_OK) return unless_missing(status, &why, err);
    set_plan(r, card.knot_m, card.knot_s, card.knot_count);
    return MILER_OK;
}

// ---- Beside other races ----------------------------------------------------------------------

static int newest_first(const void *a, const void *b) {
    const app_review_mile *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? 1 : -1;
    return (x->time_s > y->time_s) - (x->time_s < y->time_s);
}

static bool earlier(const reviewing *r, int32_t day) {
    return day != MILER_NO_DAY && day <= r->run.day;
}

typedef struct earlier_list {
    app_review_mile *rows;
    size_t count;
} earlier_list;

// The race itself, entered or recorded: of the same run, or of that day and as good as its time.
static bool this_one(const reviewing *r, int64_t run_id, int32_t day, double time_s) {
    if (run_id != 0 && run_id == r->out->run_id) return true;
    const double own_s = r->out->review.time_s;
    return day == r->run.day && fabs(time_s - own_s) < SAME_RACE_SHARE * own_s;
}

static void add_result(const reviewing *r, const store_result *b, earlier_list *list) {
    if (this_one(r, b->run_id, b->day, b->time_s) || !earlier(r, b->day) ||
        !same_distance(b->dist_m, race_m(r)))
        return;
    list->rows[list->count++] = (app_review_mile){
        .day = b->day, .time_s = b->time_s, .run_id = b->run_id, .name = b->name, .is_result = true};
}

// A result outranks what a watch measured on that day.
static void add_best(const reviewing *r, const store_best *b, earlier_list *list) {
    bool told = this_one(r, b->run_id, b->day, b->effort.time_s) || !earlier(r, b->day) ||
                !same_distance(miler_best_distance_m(b->index), race_m(r));
    for (size_t k = 0; k < list->count && !told; k++)
        told = list->rows[k].run_id == b->run_id || list->rows[k].day == b->day;
    if (told) return;
    list->rows[list->count++] = (app_review_mile){
        .day = b->day, .time_s = b->effort.time_s, .run_id = b->run_id, .name = b->run_name};
}

static miler_status list_earlier(reviewing *r, earlier_list *list, miler_error *err) {
    store_best *bests;
    store_result *results;
    size_t best_count, result_count;
    miler_status status = store_best_list(r->a->store, r->a->athlete_id, EARLIER_LISTED, MILER_NO_DAY,
                                          r->run.day, r->arena, &bests, &best_count, err);
    if (status == MILER_OK)
        status =
            store_result_list(r->a->store, r->a->athlete_id, false, r->arena, &results, &result_count, err);
    if (status != MILER_OK) return status;
    list->rows = miler_arena_array(r->arena, best_count + result_count + 1, sizeof *list->rows);
    if (list->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < result_count; i++)
        add_result(r, &results[i], list);
    for (size_t i = 0; i < best_count; i++)
        add_best(r, &bests[i], list);
    return MILER_OK;
}

// A stretch of an easy run that happens to be that long is no race: at most this much slower than the best.
#define RACED_SHARE 1.12 // [engineering estimate]

static miler_status read_laps(reviewing *r, app_review_mile *mile, miler_error *err) {
    review_run run;
    miler_review review;
    miler_error why = {0};
    miler_status status = review_run_get(r->a, mile->run_id, race_m(r), r->arena, &run, &why);
    if (status == MILER_OK) {
        const miler_review_request request = {.splits = run.splits, .split_count = run.count};
        status = miler_race_review(&request, r->arena, &review, &why);
    }
    if (status != MILER_OK) return unless_missing(status, &why, err);
    mile->has_laps = true;
    mile->time_s = review.time_s;
    memcpy(mile->off, review.quarter_off, sizeof mile->off);
    return MILER_OK;
}

static miler_status take_earlier(reviewing *r, miler_error *err) {
    earlier_list list = {.count = 0};
    miler_status status = list_earlier(r, &list, err);
    if (status != MILER_OK || list.count == 0) return status;
    app_review_mile *rows = list.rows;
    const size_t count = list.count;
    qsort(rows, count, sizeof *rows, newest_first);
    double best_s = r->out->review.time_s;
    for (size_t i = 0; i < count; i++)
        best_s = fmin(best_s, rows[i].time_s);
    size_t read = 0;
    for (size_t i = 0; i < count && r->out->earlier_count < APP_REVIEW_EARLIER_MAX; i++) {
        app_review_mile *mile = &rows[i];
        if (mile->time_s > RACED_SHARE * best_s) continue;
        if (mile->run_id != 0 && read < EARLIER_READ) {
            read++;
            status = read_laps(r, mile, err);
            if (status != MILER_OK) return status;
        }
        // A stretch that long inside another effort is no race over the distance.
        if (mile->has_laps || mile->is_result) r->out->earlier[r->out->earlier_count++] = *mile;
    }
    return MILER_OK;
}

// The quarters of four-minute miles are no measure of a race that lasts much longer: the store that
// is spent without breathing is a smaller part of it, so that neither start nor kick is alike.
#define RECORDS_MOST_S 360 // [engineering estimate]

static miler_status take_records(reviewing *r, miler_error *err) {
    app_review_answer *out = r->out;
    if (!same_distance(race_m(r), MILER_MILE_M) || out->review.time_s > RECORDS_MOST_S) return MILER_OK;
    const miler_status status = miler_record_miles(r->arena, &out->records, &out->record_count, err);
    for (size_t i = 0; status == MILER_OK && i < out->record_count; i++)
        for (int k = 0; k < 4; k++)
            out->record_off[k] += out->records[i].off[k] / (double)out->record_count;
    return status;
}

// ---- What next ---------------------------------------------------------------------------------

#define USUAL_EXPONENT 1.085 // of time over distance, as everywhere for one race alone

// By the race itself; where the sex is not known by the men's times, which ask less of a runner in training.
static miler_level level_of(const reviewing *r) {
    const double mile_s = r->out->review.time_s * pow(MILER_MILE_M / race_m(r), USUAL_EXPONENT);
    const bool woman = r->a != NULL && !r->stranger && r->a->athlete.sex == MILER_SEX_FEMALE;
    return miler_level_of(mile_s, woman ? MILER_SEX_FEMALE : MILER_SEX_MALE, -1);
}

// The session, or the one before it in its family that is for this level; else the session itself.
static const miler_catalogue_entry *for_level(const miler_catalogue *all, const char *id, miler_level level) {
    const miler_catalogue_entry *entry = miler_catalogue_find(all, id);
    const miler_catalogue_entry *easier = entry;
    while (easier != NULL && level < easier->level_min)
        easier = miler_catalogue_step(all, easier, -1);
    return easier != NULL ? easier : entry;
}

static bool named_already(const miler_review *review, size_t count, const char *id) {
    bool named = false;
    for (size_t i = 0; i < count; i++)
        named = named || strcmp(review->next[i], id) == 0;
    return named;
}

// What a plan holds of such work for a beginner is no more than the smallest form.
static const char *form_of(const reviewing *r, const miler_catalogue_entry *entry) {
    miler_buf text;
    if (!r->out->next_smallest) return entry->text;
    miler_buf_init(&text, miler_arena_allocator(r->arena), MILER_WORKOUT_TEXT_MAX);
    miler_catalogue_text(entry->text, 0, &text);
    const char *out = text.failed ? NULL : miler_arena_dup(r->arena, miler_buf_text(&text));
    miler_buf_deinit(&text);
    return out;
}

// Titles of the sessions named; one that a reader's own table names and nobody knows stays an id.
static miler_status take_titles(reviewing *r, miler_error *err) {
    miler_catalogue all;
    app_catalogue own;
    miler_status status;
    if (r->a != NULL)
        status = app_catalogue_load(store_path(r->a->store), r->arena, &own, err);
    else
        status = miler_catalogue_builtin(r->arena, &all, err);
    if (status != MILER_OK) return status;
    miler_review *review = &r->out->review;
    const miler_level level = level_of(r);
    size_t count = 0;
    r->out->next_smallest = level < MILER_LEVEL_NOVICE;
    for (size_t i = 0; i < review->next_count; i++) {
        const miler_catalogue_entry *entry =
            for_level(r->a != NULL ? &own.all : &all, review->next[i], level);
        const char *id = entry != NULL ? entry->id : review->next[i];
        if (named_already(review, count, id)) continue;
        review->next[count] = id;
        r->out->next_titles[count] = entry != NULL ? entry->title : id;
        r->out->next_own[count] = entry != NULL && entry->origin != NULL;
        r->out->next_texts[count] = entry != NULL ? form_of(r, entry) : "";
        if (r->out->next_texts[count++] == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    review->next_count = count;
    return MILER_OK;
}

// ---- Keeping it --------------------------------------------------------------------------------

// Typed splits and taps leave nothing in the store: how to keep their result, unless it lies ahead.
static miler_status take_keep(reviewing *r, miler_error *err) {
    const review_kept race = {r->run.day, race_m(r), r->out->review.time_s};
    if (r->a == NULL || r->asked->run_id != 0 || race.day == MILER_NO_DAY) return MILER_OK;
    r->out->ahead = race.day > r->a->today;
    if (r->out->ahead) return MILER_OK;
    return review_keep(r->a, r->asked, &race, r->arena, &r->out->keep, err);
}

// Another runner's taps are held against that runner's own fitness and races, not against those of
// the store's: `other` is the store as theirs.
static miler_status take_owner(reviewing *r, app *other, miler_error *err) {
    review_owner who;
    if (r->a == NULL || r->asked->runner == NULL) return MILER_OK;
    const miler_status status = review_whose(r->a, r->asked, r->arena, &who, err);
    if (status != MILER_OK) return status;
    // A runner without a name may be anybody of the file.
    r->stranger = who.id == 0 && !who.unnamed;
    if (who.id == 0 || who.id == r->a->athlete_id) return MILER_OK;
    *other = *r->a;
    r->a = other;
    return app_use_athlete(other, who.name, err);
}

bool app_review_settle(miler_race_split *splits, size_t count, double dist_m, double wide_m) {
    miler_race_split *last = &splits[count - 1];
    if (fabs(last->dist_m - MILER_MILE_M) <= APP_SAME_DIST_M) last->dist_m = MILER_MILE_M;
    if (dist_m > 0 && fabs(last->dist_m - dist_m) > LAST_SHARE * dist_m) return false;
    if (dist_m > 0) last->dist_m = dist_m;
    for (size_t i = 0; i < count; i++)
        splits[i].extra_m = wide_m * (splits[i].dist_m - (i > 0 ? splits[i - 1].dist_m : 0)) / last->dist_m;
    return true;
}

miler_status app_review(app *a, const app_review_asked *asked, miler_arena *arena, app_review_answer *out,
                        miler_error *err) {
    memset(out, 0, sizeof *out);
    out->likely_s = out->low_s = out->high_s = (double)NAN;
    out->strategy = asked->strategy;
    reviewing r = {.a = a, .asked = asked, .arena = arena, .out = out};
    app other;
    miler_status status = take_owner(&r, &other, err);
    const bool known = a != NULL && !r.stranger;
    if (status == MILER_OK) status = take_splits(&r, err);
    if (status == MILER_OK && known) status = take_fitness(&r, err);
    if (status == MILER_OK) status = take_goal(&r, err);
    if (status == MILER_OK) status = miler_race_review(&r.request, arena, &out->review, err);
    if (status != MILER_OK) return status;
    out->bodies = review_run_bodies(&r.run, &out->review.laps, arena);
    if (known) status = take_earlier(&r, err);
    if (status == MILER_OK) status = take_records(&r, err);
    if (status == MILER_OK) status = take_titles(&r, err);
    return status == MILER_OK ? take_keep(&r, err) : status;
}
