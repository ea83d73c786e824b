// SPDX-License-Identifier: MIT
// What was really run, put together from the rooms below: edits over the watch's
// laps, tracks known and found, reps, the plan's session of that day, form.
#include "app/run_truth.h"

#include "app/app_belt.h"
#include "app/app_load.h"
#include "app/plan_marks.h"
#include "app/run_form.h"
#include "app/run_measure.h"
#include "app/run_reps.h"

#include <math.h>
#include <miler/fitness.h>
#include <string.h>

#define READER_VERSION 3 // of sessions kept: raised when reps are read differently
#define SPLITS_MAX 4000
#define LAP_SLACK_S 1.0 // a lap key pressed so long before or after the track is still of it
#define BOARD_MAX ((size_t)16 * 1024)
#define PARTS_MAX ((size_t)1024 * 1024)
#define CALIBRATION_LOOK 400 // runs back
#define PLAN_KNOWS_DAYS 42   // before its first day: the weeks its fitness rests on

typedef struct reading {
    app *a;
    miler_arena *arena;
    app_truth *out;
    app_plan_answer *plan; // NULL = none
} reading;

// The active plan, if there is one that can be read.
static miler_status take_plan(reading *r, miler_arena *arena, miler_error *err) {
    app_plan_answer *plan = miler_arena_array(arena, 1, sizeof *plan);
    if (plan == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_error none = {0};
    const miler_status got = app_plan_get(r->a, arena, plan, &none);
    if (got == MILER_ERR_NOMEM) return miler_fail(err, got, "out of memory");
    if (got == MILER_OK) r->plan = plan;
    return MILER_OK;
}

// ---- Edits

// Laid over the run before anything else looks at it.
static miler_status take_edits(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    run_edits edits;
    run_edited run;
    miler_status status = run_edits_get(r->a, t->run.run.id, r->arena, &edits, err);
    if (status == MILER_OK)
        status = run_edits_lay(&edits, &t->run.recording, &t->run.activity, r->arena, &run, err);
    if (status != MILER_OK) return status;
    t->recorded = t->run.activity;
    t->edits = edits.rows;
    t->edit_count = edits.count;
    t->edited = run.edited;
    if (edits.count == 0) return MILER_OK; // what is borrowed from the recording stays where it is
    t->run.recording = run.recording;
    t->run.activity = run.activity;
    t->run.activity.samples = &t->run.recording.samples;
    return MILER_OK;
}

// ---- Tracks

// What the track says of a lap that was run on it without leaving it.
static double along_m(const app_truth *t, double from_s, double to_s) {
    for (size_t k = 0; k < t->tracks.count; k++)
        for (size_t p = 0; p < t->tracks.tracks[k].part_count; p++) {
            const miler_track_part *part = &t->tracks.tracks[k].parts[p];
            if (from_s < part->start_s - LAP_SLACK_S || to_s > part->end_s + LAP_SLACK_S) continue;
            miler_activity along = t->run.activity;
            along.true_dist_m = t->tracks.dist_at_m;
            return miler_activity_dist_at(&along, fmin(to_s, part->end_s)) -
                   miler_activity_dist_at(&along, fmax(from_s, part->start_s));
        }
    return (double)NAN;
}

static miler_status lap_metres(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    t->lap_track_m = miler_arena_array(r->arena, t->edited.lap_count, sizeof *t->lap_track_m);
    if (t->lap_track_m == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < t->edited.lap_count; i++)
        t->lap_track_m[i] = along_m(t, t->edited.laps[i].start_s, t->edited.laps[i].end_s);
    return MILER_OK;
}

// ---- Reps and splits

const char *app_reps_words(const miler_reps *reps, void (*print)(const miler_reps *, miler_buf *), size_t max,
                           miler_arena *arena) {
    miler_buf buf;
    miler_reps part = *reps;
    const char *text = NULL;
    for (;;) {
        miler_buf_init(&buf, miler_arena_allocator(arena), max);
        print(&part, &buf);
        const miler_status status = miler_buf_status(&buf, NULL);
        if (status == MILER_OK && part.count == reps->count)
            text = miler_arena_dup(arena, miler_buf_text(&buf));
        else if (status == MILER_OK)
            text = miler_arena_printf(arena, "%s ...", miler_buf_text(&buf));
        miler_buf_deinit(&buf);
        if (status != MILER_ERR_LIMIT || part.count < 2) return text;
        // Half as many parts, up to where a set begins.
        part.count /= 2;
        while (part.count > 1 && part.reps[part.count].set == part.reps[part.count - 1].set)
            part.count--;
    }
}

static void split_stretch(app_truth *t, double from_s, double to_s, double length_m, double time_error_s) {
    static const double every_m[] = {100, 200, 400};
    for (size_t i = 0; i < sizeof every_m / sizeof every_m[0]; i++) {
        miler_track_split *out = t->splits + t->split_count;
        const size_t count = miler_track_splits(&t->run.activity, &t->tracks, from_s, to_s, length_m,
                                                every_m[i], out, SPLITS_MAX - t->split_count);
        // A split that is all of its rep is as sure as the rep.
        if (count == 1 && time_error_s > 0 && fabs(out->dist_m - length_m) < 0.01)
            out->error_s = time_error_s;
        t->split_count += count;
    }
}

static bool is_work(const miler_rep *rep) {
    return rep->kind == MILER_REP_WORK || rep->kind == MILER_REP_STRIDE;
}

// A rep meant to be 400 m is split as 400 m, by its own edges: one page, one time.
static void take_splits(app_truth *t) {
    for (size_t i = 0; i < t->reps.count; i++) {
        const miler_rep *rep = &t->reps.reps[i];
        if (!is_work(rep) || !rep->on_track) continue;
        t->starts[i] = miler_track_start(&t->run.activity, &t->tracks, rep->start_s);
        const bool meant = rep->nominal_m > 0 && rep->nominal_time_s > 0;
        split_stretch(t, rep->start_s, meant ? rep->start_s + rep->nominal_time_s : rep->end_s,
                      meant ? rep->nominal_m : 0, rep->time_error_s);
    }
    for (size_t k = 0; k < t->tracks.count && t->split_count == 0; k++)
        for (size_t p = 0; p < t->tracks.tracks[k].part_count; p++)
            split_stretch(t, t->tracks.tracks[k].parts[p].start_s, t->tracks.tracks[k].parts[p].end_s, 0, 0);
}

// The plan knows this runner's easy pace, for the weeks it was made from and those it is for.
static double easy_mps(const app_plan_answer *plan, int32_t day) {
    if (plan == NULL || day < plan->plan.start_day - PLAN_KNOWS_DAYS) return 0;
    const double target = plan->plan.request.book.zones[MILER_ZONE_EASY].target_mps;
    return target > 0 ? target : 0;
}

static miler_status take_reps(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    const miler_reps_options options = {.planned_m = app_plan_mile(r->plan, t->run.run.day),
                                        .named_m = app_named_mile(t->run.run.name),
                                        .easy_mps = easy_mps(r->plan, t->run.run.day),
                                        .imperial = r->a->athlete.units == MILER_UNITS_IMPERIAL};
    miler_status status =
        miler_reps_find(&t->run.activity, &t->run.recording, &t->tracks, &options, r->arena, &t->reps, err);
    // One truth on one page: the fastest stretches by the track and the reps that are told above them.
    if (status == MILER_OK)
        status = miler_activity_bests_on(&t->run.activity, &t->tracks, &t->reps, r->arena, err);
    if (status != MILER_OK) return status;
    t->reps.imperial = options.imperial;
    t->text = app_reps_words(&t->reps, miler_reps_text, BOARD_MAX, r->arena);
    t->board = app_reps_words(&t->reps, miler_reps_board, BOARD_MAX, r->arena);
    t->splits = miler_arena_array(r->arena, SPLITS_MAX, sizeof *t->splits);
    t->starts = miler_arena_array(r->arena, t->reps.count + 1, sizeof *t->starts);
    if (t->text == NULL || t->board == NULL || t->splits == NULL || t->starts == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (t->tracks.count > 0) take_splits(t);
    return MILER_OK;
}

// ---- The plan

// The session that this run was, as the plan itself says: one run is one session, also a day early or late, and
// what was left out by hand is no run's.
static miler_status take_match(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    if (r->plan == NULL) return MILER_OK;
    const miler_status status = app_plan_marks(r->a, r->arena, r->plan, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < r->plan->plan.session_count && !t->has_match; i++) {
        const miler_session *session = &r->plan->plan.sessions[i];
        if (r->plan->marks[i].run_id != t->run.run.id) continue;
        t->has_match = app_match_session(r->plan, session, &t->run.run, &t->reps, r->arena, &t->match);
        t->planned = session;
    }
    return miler_arena_failed(r->arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}

// ---- Runs without GPS

// What the other runs of this kind, whose distance (or lap) was told by hand, propose for this one.
static miler_status propose_distance(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    const store_run *run = &t->run.run;
    const bool without_gps =
        run->dist_source == MILER_DIST_TREADMILL || run->dist_source == MILER_DIST_FOOTPOD;
    if (run->sport != MILER_SPORT_RUNNING || !without_gps || t->edited.dist_by_hand) return MILER_OK;
    const store_run_filter filter = {.athlete_id = r->a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = MILER_NO_DAY,
                                     .until_day = MILER_NO_DAY,
                                     .limit = CALIBRATION_LOOK};
    store_run *list;
    size_t listed;
    size_t total;
    const miler_status status = store_run_list(r->a->store, &filter, r->arena, &list, &listed, &total, err);
    t->has_calibration = status == MILER_OK && app_belt_calibrate(list, listed, run, &t->calibration);
    return status;
}

// ---- All of it

// A session of so many sets that its key is a novel is like no other: it has none. NULL: out of memory.
static const char *unless_novel(miler_buf *text, miler_arena *arena) {
    const miler_status status = miler_buf_status(text, NULL);
    const char *told = status == MILER_OK ? miler_buf_text(text) : status == MILER_ERR_LIMIT ? "" : NULL;
    return told != NULL ? miler_arena_dup(arena, told) : NULL;
}

static miler_status key_of(const reading *r, store_session *row, miler_error *err) {
    miler_buf key;
    miler_buf counts;
    miler_buf parts;
    const miler_alloc *alloc = miler_arena_allocator(r->arena);
    miler_buf_init(&key, alloc, BOARD_MAX);
    miler_buf_init(&counts, alloc, BOARD_MAX);
    miler_buf_init(&parts, alloc, PARTS_MAX);
    miler_reps_key(&r->out->reps, &key, &counts);
    miler_reps_print(&r->out->reps, &parts);
    row->key = unless_novel(&key, r->arena);
    row->counts = unless_novel(&counts, r->arena);
    row->parts = unless_novel(&parts, r->arena);
    if (row->key != NULL && row->counts != NULL && (key.over || counts.over)) row->key = row->counts = "";
    miler_buf_deinit(&parts);
    miler_buf_deinit(&counts);
    miler_buf_deinit(&key);
    return row->key != NULL && row->counts != NULL && row->parts != NULL
               ? MILER_OK
               : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status keep_session(const reading *r, miler_error *err) {
    const app_truth *t = r->out;
    store_session row = {
        .activity_id = t->run.run.id, .made = READER_VERSION, .text = t->text, .board = t->board};
    run_main_set set;
    run_main_set_find(&t->reps, &set);
    row.rep_m = set.rep_m;
    row.rep_s = set.rep_s;
    row.rep_count = set.count;
    const miler_status status = key_of(r, &row, err);
    r->out->key = row.key;
    r->out->counts = row.counts;
    if (status != MILER_OK || store_read_only(r->a->store) || t->run.run.sport != MILER_SPORT_RUNNING)
        return status;
    return store_session_put(r->a->store, &row, err);
}

static miler_status read_run(reading *r, int64_t id, miler_error *err) {
    miler_status status = app_run_get(r->a, id, r->arena, &r->out->run, err);
    if (status == MILER_OK) status = take_edits(r, err);
    if (status == MILER_OK) status = app_truth_tracks(r->a, r->arena, r->out, err);
    if (status == MILER_OK) status = lap_metres(r, err);
    if (status == MILER_OK) status = take_reps(r, err);
    return status == MILER_OK ? keep_session(r, err) : status;
}

bool app_on_foot(miler_sport sport) {
    return sport == MILER_SPORT_RUNNING || sport == MILER_SPORT_WALKING || sport == MILER_SPORT_HIKING;
}

// A ride has no session of running, no sets of it and no time at a runner's speeds.
static void not_on_foot(app_truth *t) {
    t->text = t->board = t->key = t->counts = "";
    t->reps.work_count = t->reps.count = 0;
    t->reps.source = MILER_REPS_NONE;
    t->split_count = 0;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        t->form.zone_s[z] = (double)NAN;
}

#define RACE_SLACK 0.015 // of its length, that a watch may say of a race

// A race over a metric distance is called by it in miles, too: nobody races 3.1 miles.
static bool over_metric_race(const app_truth *t) {
    bool is = false;
    for (int i = 0; i < MILER_ESTIMATE_COUNT && t->load.kind == MILER_LOAD_TRIAL; i++)
        is = is || (i != MILER_ESTIMATE_MILE &&
                    fabs(t->run.run.dist_m / miler_estimate_dist_m[i] - 1) < RACE_SLACK);
    return is;
}

// What was run in one piece is as fast as its load says: a race of 5 km is no "5km easy".
static miler_status name_whole(app_truth *t, miler_arena *arena, miler_error *err) {
    static const char *const words[MILER_LOAD_KIND_COUNT] = {
        [MILER_LOAD_LONG] = "long", [MILER_LOAD_THRESHOLD] = "@threshold", [MILER_LOAD_TRIAL] = "time trial"};
    static const char easy[] = " easy";
    miler_reps metric = t->reps;
    metric.imperial = false;
    if (t->reps.imperial && over_metric_race(t))
        t->text = app_reps_words(&metric, miler_reps_text, BOARD_MAX, arena);
    if (t->text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const size_t len = strlen(t->text);
    const bool whole = t->reps.work_count == 0 && strchr(t->text, ',') == NULL && len >= sizeof easy &&
                       strcmp(t->text + len - (sizeof easy - 1), easy) == 0;
    if (!whole || (unsigned)t->load.kind >= MILER_LOAD_KIND_COUNT || words[t->load.kind] == NULL)
        return MILER_OK;
    t->text =
        miler_arena_printf(arena, "%.*s %s", (int)(len - (sizeof easy - 1)), t->text, words[t->load.kind]);
    return t->text != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

miler_status app_truth_get(app *a, int64_t id, miler_arena *arena, app_truth *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    reading r = {.a = a, .arena = arena, .out = out};
    miler_status status = take_plan(&r, arena, err);
    if (status == MILER_OK) status = read_run(&r, id, err);
    if (status == MILER_OK) status = take_match(&r, err);
    if (status == MILER_OK) status = propose_distance(&r, err);
    if (status == MILER_OK) status = app_load_one(a, &out->run, arena, &out->load, err);
    if (status == MILER_OK)
        status = app_run_form(a, &out->run, &out->tracks, &out->reps, arena, &out->form, err);
    if (status == MILER_OK && app_on_foot(out->run.activity.sport)) return name_whole(out, arena, err);
    if (status == MILER_OK) not_on_foot(out);
    return status;
}

// ---- Alike

// Reads one of them. A damaged original must not keep the others from being found: it could be read when it came
// in, so that it is left out is told.
static miler_status read_one(reading *r, int64_t id, size_t *left_out, miler_error *err) {
    miler_error one = {0};
    const miler_status got = read_run(r, id, &one);
    if (got == MILER_ERR_NOMEM || got == MILER_ERR_IO) {
        if (err != NULL) *err = one;
        return got;
    }
    if (got != MILER_OK && got != MILER_ERR_NOT_FOUND) ++*left_out;
    return MILER_OK;
}

// Every run since a day that was never read, in an arena of its own each.
miler_status app_truth_read_missing(app *a, int32_t since_day, miler_arena *arena, miler_error *err) {
    int64_t *ids;
    size_t count, left_out = 0;
    reading all = {.a = a};
    if (a->read_ahead) return MILER_OK;
    miler_status status =
        store_session_missing(a->store, a->athlete_id, READER_VERSION, since_day, arena, &ids, &count, err);
    if (status != MILER_OK || count == 0 || store_read_only(a->store)) return status;
    status = take_plan(&all, arena, err);
    if (status != MILER_OK) return status;
    miler_arena *own = miler_arena_new(a->alloc, 0);
    if (own == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    app_progress progress = {.what = "read", .total = count, .start_ms = app_now_ms(a), .current = ""};
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        app_truth truth = {.edit_count = 0};
        reading r = {.a = a, .arena = own, .out = &truth, .plan = all.plan};
        status = read_one(&r, ids[i], &left_out, err);
        miler_arena_reset(own);
        progress.done = i + 1;
        if (status == MILER_OK && !app_tell(a, &progress))
            status = miler_fail(err, MILER_ERR_CANCELLED, "stopped");
    }
    miler_arena_free(own);
    if (left_out > a->left_out) a->left_out = left_out; // the same ones, where an answer asks twice
    return status;
}

// Run as often first; what was run more or less often below.
static miler_status add_rows(app *a, const store_session *same, size_t count, const char *counts, bool near,
                             miler_arena *arena, app_alike *out, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        if ((strcmp(same[i].counts, counts) != 0) != near) continue;
        out->rows[out->count].session = same[i];
        out->rows[out->count].near = near;
        status = store_run_get(a->store, same[i].activity_id, arena, &out->rows[out->count++].run, err);
    }
    return status;
}

miler_status app_alike_get(app *a, int64_t id, miler_arena *arena, app_alike *out, miler_error *err) {
    *out = (app_alike){.text = ""};
    app_truth truth = {.edit_count = 0};
    reading r = {.a = a, .arena = arena, .out = &truth};
    miler_status status = take_plan(&r, arena, err);
    if (status == MILER_OK) status = read_run(&r, id, err);
    if (status == MILER_OK) status = app_truth_read_missing(a, MILER_NO_DAY, arena, err);
    if (status != MILER_OK) return status;
    out->text = truth.text;
    out->key = truth.key;
    store_session *same;
    size_t count;
    status = store_session_same(a->store, a->athlete_id, truth.key, arena, &same, &count, err);
    if (status == MILER_OK) out->rows = miler_arena_array(arena, count + 1, sizeof *out->rows);
    if (status == MILER_OK && out->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) status = add_rows(a, same, count, truth.counts, false, arena, out, err);
    if (status == MILER_OK) status = add_rows(a, same, count, truth.counts, true, arena, out, err);
    return status;
}
