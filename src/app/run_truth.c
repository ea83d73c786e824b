// SPDX-License-Identifier: MIT
// What was really run, put together from the rooms below: edits over the watch's
// laps, tracks known and found, reps, the plan's session of that day, form.
#include "app/run_truth.h"

#include "app/app_plan.h"
#include "app/run_form.h"

#include <string.h>

#define READER_VERSION 1 // of sessions kept: raised when reps are read differently
#define SPLITS_MAX 4000
#define BOARD_MAX ((size_t)16 * 1024)
#define CALIBRATION_RUNS 32

typedef struct reading {
    app *a;
    miler_arena *arena;
    app_truth *out;
} reading;

// ---- Edits

static miler_status take_edits(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    miler_status status =
        store_edit_list(r->a->store, t->run.run.id, r->arena, &t->edits, &t->edit_count, err);
    if (status != MILER_OK) return status;
    miler_edit *plain = miler_arena_array(r->arena, t->edit_count + 1, sizeof *plain);
    if (plain == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < t->edit_count; i++)
        plain[i] = t->edits[i].edit;
    return miler_edits_apply(&t->run.activity, plain, t->edit_count, r->arena, &t->edited, err);
}

// ---- Reps and splits

static const char *text_of(const miler_reps *reps, void (*print)(const miler_reps *, miler_buf *),
                           miler_arena *arena) {
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(arena), BOARD_MAX);
    print(reps, &buf);
    const char *text = miler_arena_dup(arena, miler_buf_text(&buf));
    miler_buf_deinit(&buf);
    return text;
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

static miler_status take_reps(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    const miler_status status =
        miler_reps_find(&t->run.activity, &t->run.recording, &t->tracks, NULL, r->arena, &t->reps, err);
    if (status != MILER_OK) return status;
    t->text = text_of(&t->reps, miler_reps_text, r->arena);
    t->board = text_of(&t->reps, miler_reps_board, r->arena);
    t->splits = miler_arena_array(r->arena, SPLITS_MAX, sizeof *t->splits);
    t->starts = miler_arena_array(r->arena, t->reps.count + 1, sizeof *t->starts);
    if (t->text == NULL || t->board == NULL || t->splits == NULL || t->starts == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (t->tracks.count > 0) take_splits(t);
    return MILER_OK;
}

// ---- The plan

static bool is_running(miler_session_kind kind) {
    return kind != MILER_SESSION_CROSS && kind != MILER_SESSION_REST && kind != MILER_SESSION_STRENGTH &&
           kind != MILER_SESSION_PLYO;
}

// Of the day's sessions that are run, the one that this run is most like.
static miler_status take_match(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    app_plan_answer answer;
    miler_error none = {0};
    const miler_status got = app_plan_get(r->a, r->arena, &answer, &none);
    if (got != MILER_OK)
        return got == MILER_ERR_NOMEM ? miler_fail(err, got, "out of memory")
                                      : MILER_OK; // no plan, nothing to match
    for (size_t i = 0; i < answer.plan.session_count; i++) {
        const miler_session *session = &answer.plan.sessions[i];
        miler_workout asked;
        miler_match match;
        if (session->day != t->run.run.day || !is_running(session->kind)) continue;
        if (miler_workout_parse(session->text, r->arena, &asked, &none) != MILER_OK) continue;
        if (miler_match_session(&asked, &answer.plan.request.book, &t->reps, r->arena, &match, &none) !=
            MILER_OK)
            continue;
        if (t->has_match && match.score <= t->match.score) continue;
        t->has_match = true;
        t->match = match;
        t->planned = session;
    }
    return miler_arena_failed(r->arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}

// ---- Runs without GPS

static bool without_gps(const store_run *run) {
    return run->sport == MILER_SPORT_RUNNING &&
           (run->dist_source == MILER_DIST_TREADMILL || run->dist_source == MILER_DIST_FOOTPOD);
}

// What the other runs of this kind, whose distance was told by hand, propose for this one.
static miler_status propose_distance(const reading *r, miler_error *err) {
    app_truth *t = r->out;
    if (!without_gps(&t->run.run) || t->edited.dist_by_hand) return MILER_OK;
    miler_calibration_run runs[CALIBRATION_RUNS];
    size_t count = 0;
    const store_run_filter filter = {.athlete_id = r->a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = MILER_NO_DAY,
                                     .until_day = MILER_NO_DAY,
                                     .limit = 400};
    store_run *list;
    size_t listed;
    size_t total;
    miler_status status = store_run_list(r->a->store, &filter, r->arena, &list, &listed, &total, err);
    for (size_t i = 0; status == MILER_OK && i < listed && count < CALIBRATION_RUNS; i++) {
        const store_run *run = &list[i];
        store_edit *edits;
        size_t edit_count;
        if (!without_gps(run) || run->id == t->run.run.id || strcmp(run->device, t->run.run.device) != 0)
            continue;
        status = store_edit_list(r->a->store, run->id, r->arena, &edits, &edit_count, err);
        for (size_t e = edit_count; status == MILER_OK && e-- > 0;) {
            if (edits[e].edit.kind != MILER_EDIT_DISTANCE) continue;
            runs[count++] = (miler_calibration_run){run->recorded_dist_m, edits[e].edit.value,
                                                    edits[e].edit.value / run->timer_s};
            break;
        }
    }
    t->has_calibration =
        status == MILER_OK &&
        miler_calibrate(runs, count, t->run.run.dist_m / t->run.run.timer_s, &t->calibration);
    return status;
}

// ---- All of it

static double mean_time(const miler_reps *reps, double *rep_m, int32_t *count) {
    double sum = 0;
    int32_t n = 0;
    *rep_m = NAN;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        if (rep->kind != MILER_REP_WORK) continue;
        if (n == 0) *rep_m = rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
        sum += rep->nominal_time_s > 0 ? rep->nominal_time_s : rep->time_s;
        n++;
    }
    *count = n;
    return n > 0 ? sum / n : (double)NAN;
}

static miler_status keep_session(const reading *r, miler_error *err) {
    const app_truth *t = r->out;
    if (store_read_only(r->a->store) || t->run.run.sport != MILER_SPORT_RUNNING) return MILER_OK;
    store_session row = {
        .activity_id = t->run.run.id, .made = READER_VERSION, .text = t->text, .board = t->board};
    row.rep_s = mean_time(&t->reps, &row.rep_m, &row.rep_count);
    return store_session_put(r->a->store, &row, err);
}

static miler_status read_run(reading *r, int64_t id, miler_error *err) {
    miler_status status = app_run_get(r->a, id, r->arena, &r->out->run, err);
    if (status == MILER_OK) status = take_edits(r, err);
    if (status == MILER_OK) status = app_truth_tracks(r->a, r->arena, r->out, err);
    if (status == MILER_OK) status = take_reps(r, err);
    return status == MILER_OK ? keep_session(r, err) : status;
}

miler_status app_truth_get(app *a, int64_t id, miler_arena *arena, app_truth *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    reading r = {.a = a, .arena = arena, .out = out};
    miler_status status = read_run(&r, id, err);
    if (status == MILER_OK) status = take_match(&r, err);
    if (status == MILER_OK) status = propose_distance(&r, err);
    return status == MILER_OK ? app_run_form(a, &out->run, &out->tracks, &out->reps, arena, &out->form, err)
                              : status;
}

// ---- Alike

// Every run that was never read, in an arena of its own each.
static miler_status read_missing(app *a, miler_arena *arena, miler_error *err) {
    int64_t *ids;
    size_t count;
    miler_status status =
        store_session_missing(a->store, a->athlete_id, READER_VERSION, arena, &ids, &count, err);
    if (status != MILER_OK || count == 0 || store_read_only(a->store)) return status;
    miler_arena *own = miler_arena_new(a->alloc, 0);
    if (own == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    app_progress progress = {.what = "read", .total = count, .start_ms = app_now_ms(a), .current = ""};
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        app_truth truth = {.edit_count = 0};
        reading r = {.a = a, .arena = own, .out = &truth};
        miler_error one = {0};
        // One damaged original must not keep the others from being found.
        const miler_status got = read_run(&r, ids[i], &one);
        if (got == MILER_ERR_NOMEM || got == MILER_ERR_IO) {
            status = got;
            if (err != NULL) *err = one;
        }
        miler_arena_reset(own);
        progress.done = i + 1;
        if (status == MILER_OK && !app_tell(a, &progress))
            status = miler_fail(err, MILER_ERR_CANCELLED, "stopped");
    }
    miler_arena_free(own);
    return status;
}

miler_status app_alike_get(app *a, int64_t id, miler_arena *arena, app_alike *out, miler_error *err) {
    *out = (app_alike){.text = ""};
    app_truth truth = {.edit_count = 0};
    reading r = {.a = a, .arena = arena, .out = &truth};
    miler_status status = read_run(&r, id, err);
    if (status == MILER_OK) status = read_missing(a, arena, err);
    if (status != MILER_OK) return status;
    out->text = truth.text;
    store_session *same;
    size_t count;
    status = store_session_same(a->store, a->athlete_id, truth.text, arena, &same, &count, err);
    if (status == MILER_OK) out->rows = miler_arena_array(arena, count + 1, sizeof *out->rows);
    if (status == MILER_OK && out->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        out->rows[out->count].session = same[i];
        status = store_run_get(a->store, same[i].activity_id, arena, &out->rows[out->count++].run, err);
    }
    return status;
}
