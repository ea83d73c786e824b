// SPDX-License-Identifier: MIT
// The log, one run and the bests as JSON.
#include "render/form_render.h"
#include "render/js.h"
#include "render/runs_render.h"
#include "render/truth_render.h"

#include <string.h>

static void run_fields(js *j, json_t *row, const store_run *r) {
    js_int(j, row, "id", r->id);
    js_date(j, row, "date", r->day);
    js_instant(j, row, "start", r->start_ms, r->utc_offset_s);
    js_text(j, row, "sport", miler_sport_name(r->sport));
    js_text(j, row, "sub_sport", miler_sub_sport_name(r->sub_sport));
    js_text(j, row, "name", r->name);
    js_text(j, row, "device", r->device);
    js_text(j, row, "format", miler_format_name(r->format));
    js_num(j, row, "distance_m", r->dist_m, 2);
    js_text(j, row, "distance_source", miler_dist_source_name(r->dist_source));
    js_num(j, row, "timer_s", r->timer_s, 3);
    js_num(j, row, "moving_s", r->moving_s, 3);
    js_num(j, row, "elapsed_s", r->elapsed_s, 3);
    js_num(j, row, "avg_hr_bpm", (double)r->avg_hr_bpm, 1);
    js_num(j, row, "max_hr_bpm", (double)r->max_hr_bpm, 1);
    js_num(j, row, "avg_cadence_spm", (double)r->avg_cadence_spm, 1);
    js_num(j, row, "ascent_m", (double)r->ascent_m, 1);
    js_int(j, row, "lap_count", r->lap_count);
}

static json_t *runs_head(js *j, const app_runs *a) {
    json_t *root = js_root(j);
    js_int(j, root, "total", (int64_t)a->total);
    js_num(j, root, "distance_m", a->dist_m, 1);
    js_num(j, root, "timer_s", a->timer_s, 1);
    js_num(j, root, "total_distance_m", a->all.dist_m, 1);
    js_num(j, root, "total_timer_s", a->all.timer_s, 1);
    return root;
}

json_t *render_runs_json(const app_runs *a) {
    js j = {0};
    json_t *root = runs_head(&j, a);
    json_t *list = js_array(&j, root, "runs");
    for (size_t i = 0; i < a->count && !j.failed; i++)
        run_fields(&j, js_item(&j, list), &a->runs[i]);
    return js_done(&j, root);
}

static int append(const char *text, size_t len, void *user) {
    miler_buf_append(user, text, len);
    return 0;
}

static bool append_json(json_t *root, miler_buf *out) {
    const size_t flags = JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12);
    const bool ok = root != NULL && json_dump_callback(root, append, out, flags) == 0;
    json_decref(root);
    return ok && !out->failed;
}

bool render_runs_bytes(const app_runs *a, miler_buf *out) {
    static const char list[] = "\"runs\":[", end[] = "]}";
    js head = {0};
    json_t *root = runs_head(&head, a);
    bool ok = append_json(js_done(&head, root), out);
    if (ok) out->len--; // its closing brace
    miler_buf_append(out, ",", 1);
    miler_buf_append(out, list, sizeof list - 1);
    for (size_t i = 0; i < a->count && ok; i++) {
        js row = {0};
        json_t *run = js_root(&row);
        run_fields(&row, run, &a->runs[i]);
        if (i > 0) miler_buf_append(out, ",", 1);
        ok = append_json(js_done(&row, run), out);
    }
    miler_buf_append(out, end, sizeof end - 1);
    return ok && !out->failed;
}

json_t *render_run_out_json(int64_t id, bool removed) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "run_id", id);
    js_bool(&j, root, "removed", removed);
    return js_done(&j, root);
}

static void flags_json(js *j, json_t *row, uint32_t flags) {
    json_t *list = js_array(j, row, "flags");
    for (uint32_t bit = 1; bit != 0 && bit <= MILER_EFFORT_SPARSE && !j->failed; bit <<= 1)
        if ((flags & bit) != 0) js_append_text(j, list, miler_effort_flag_name(bit));
}

// A lap's place in the run, wall clock seconds from its start; NaN where the watch did not say.
static double lap_start_s(const miler_activity *v, const miler_lap *lap) {
    return lap->sum.start_ms == MILER_NO_TIME ? (double)NAN
                                              : (double)(lap->sum.start_ms - v->start_ms) / 1000;
}

static void laps_json(js *j, json_t *root, const miler_activity *v) {
    json_t *list = js_array(j, root, "laps");
    for (size_t i = 0; i < v->lap_count && !j->failed; i++) {
        const miler_lap *lap = &v->laps[i];
        json_t *row = js_item(j, list);
        js_int(j, row, "number", (int64_t)i + 1);
        js_text(j, row, "trigger", miler_lap_trigger_name(lap->trigger));
        js_num(j, row, "start_s", lap_start_s(v, lap), 3);
        js_num(j, row, "timer_s", lap->sum.timer_s, 3);
        js_num(j, row, "elapsed_s", lap->sum.elapsed_s, 3);
        js_num(j, row, "distance_m", lap->sum.dist_m, 2);
        js_num(j, row, "avg_hr_bpm", (double)lap->sum.avg_hr_bpm, 1);
        js_num(j, row, "avg_cadence_spm", (double)lap->sum.avg_cadence_spm, 1);
    }
}

static const char *rep_kind(miler_intensity intensity) {
    static const char *const kinds[] = {NULL, "work", "recovery", "warm_up", "cool_down", "recovery", "work"};
    return kinds[intensity];
}

// Most watches call every lap "active", which says nothing: laps are reps only
// where the watch told work from rest, as it does when it follows a workout.
bool run_laps_are_reps(const miler_activity *v) {
    bool work = false, other = false;
    for (size_t i = 0; i < v->lap_count; i++) {
        const char *kind = rep_kind(v->laps[i].intensity);
        if (kind != NULL && strcmp(kind, "work") == 0)
            work = true;
        else if (kind != NULL)
            other = true;
    }
    return work && other;
}

static void splits_json(js *j, json_t *root, const char *key, const miler_split *splits, size_t count) {
    json_t *list = js_array(j, root, key);
    for (size_t i = 0; i < count && !j->failed; i++) {
        json_t *row = js_item(j, list);
        js_num(j, row, "distance_m", splits[i].dist_m, 2);
        js_num(j, row, "time_s", splits[i].time_s, 3);
        js_num(j, row, "start_s", splits[i].start_s, 3);
        js_num(j, row, "avg_hr_bpm", (double)splits[i].avg_hr_bpm, 1);
        js_num(j, row, "avg_cadence_spm", (double)splits[i].avg_cadence_spm, 1);
        js_num(j, row, "ascent_m", (double)splits[i].ascent_m, 1);
        js_num(j, row, "descent_m", (double)splits[i].descent_m, 1);
    }
}

static void effort_fields(js *j, json_t *row, const miler_effort *e) {
    js_num(j, row, "distance_m", e->dist_m, 3);
    js_num(j, row, "time_s", e->time_s, 3);
    js_num(j, row, "error_s", e->error_s, 2);
    js_num(j, row, "start_s", e->start_s, 3);
    js_bool(j, row, "counts", (e->flags & MILER_EFFORT_DISQUALIFIES) == 0);
    flags_json(j, row, e->flags);
}

static void load_json(js *j, json_t *root, const miler_load *load, double effort_rpe) {
    json_t *row = js_object(j, root, "load");
    js_text(j, row, "kind", miler_load_kind_name(load->kind));
    js_text(j, row, "from", miler_load_basis_name(load->basis));
    js_num(j, row, "points", load->points, 1);
    js_num(j, row, "error", load->error, 1);
    js_num(j, row, "intensity", load->intensity, 3);
    js_num(j, row, "effort_rpe", effort_rpe > 0 ? effort_rpe : (double)NAN, 1);
}

json_t *render_run_json(const app_truth *t) {
    const app_run *a = &t->run;
    js j = {0};
    json_t *root = js_root(&j);
    const miler_activity *v = &a->activity;
    run_fields(&j, root, &a->run);
    js_int(&j, root, "sample_count", (int64_t)v->sample_count);
    js_num(&j, root, "median_interval_s", v->median_interval_s, 3);
    js_num(&j, root, "gap_s", v->gap_s, 1);
    js_num(&j, root, "decoupling_percent", t->form.decoupling_pct, 2);
    js_text(&j, root, "notes", v->notes);
    load_json(&j, root, &t->load, t->edited.effort_rpe);
    laps_json(&j, root, &t->recorded);
    render_truth_json(t, &j, root);
    render_form_json(&t->form, &j, root);
    json_t *pauses = js_array(&j, root, "pauses");
    for (size_t i = 0; i < v->pause_count && !j.failed; i++) {
        json_t *row = js_item(&j, pauses);
        js_num(&j, row, "start_s", v->pauses[i].start_s, 3);
        js_num(&j, row, "end_s", v->pauses[i].end_s, 3);
        js_bool(&j, row, "automatic", v->pauses[i].automatic);
        js_bool(&j, row, "inferred", v->pauses[i].inferred);
    }
    splits_json(&j, root, "km_splits", v->km_splits, v->km_split_count);
    splits_json(&j, root, "mile_splits", v->mile_splits, v->mile_split_count);
    json_t *bests = js_array(&j, root, "bests");
    for (size_t i = 0; i < MILER_BEST_COUNT && !j.failed; i++)
        if (isfinite(v->bests[i].time_s)) effort_fields(&j, js_item(&j, bests), &v->bests[i]);
    return js_done(&j, root);
}

// What stands at a distance.
typedef struct standing {
    double time_s;
    int32_t day;
    const char *source; // NULL: nothing
    int64_t run_id;     // 0: none
} standing;

static standing standing_of(const app_best *b) {
    if (b->has_result && b->result_counts)
        return (standing){b->result.time_s, b->result.day, b->result.official ? "official" : "result", 0};
    if (app_best_is_course(b)) return (standing){b->course.time_s, b->course.day, "course", b->course.run_id};
    if (b->has_measured)
        return (standing){b->measured.effort.time_s, b->measured.day, "run", b->measured.run_id};
    return (standing){(double)NAN, MILER_NO_DAY, NULL, 0};
}

static void best_json(js *j, json_t *row, const app_best *b) {
    const standing s = standing_of(b);
    js_num(j, row, "distance_m", b->dist_m, 3);
    js_num(j, row, "time_s", s.time_s, 3);
    js_date(j, row, "date", s.day);
    js_text(j, row, "source", s.source);
    js_put(j, row, "run_id", s.run_id != 0 ? json_integer((json_int_t)s.run_id) : json_null());
}

static void measured_json(js *j, json_t *row, const app_best *b) {
    if (!b->has_measured) {
        js_put(j, row, "measured", json_null());
        return;
    }
    json_t *measured = js_object(j, row, "measured");
    effort_fields(j, measured, &b->measured.effort);
    js_int(j, measured, "run_id", b->measured.run_id);
    js_date(j, measured, "date", b->measured.day);
    js_text(j, measured, "distance_source", miler_dist_source_name(b->measured.dist_source));
    js_text(j, measured, "doubted", b->doubted);
}

static void course_json(js *j, json_t *row, const app_best *b) {
    if (!b->has_course) {
        js_put(j, row, "course", json_null());
        return;
    }
    json_t *course = js_object(j, row, "course");
    js_num(j, course, "time_s", b->course.time_s, 3);
    js_num(j, course, "error_s", b->course.error_s, 2);
    js_num(j, course, "watch_m", b->course.watch_m, 1);
    js_int(j, course, "run_id", b->course.run_id);
    js_date(j, course, "date", b->course.day);
    js_text(j, course, "doubted", b->course.doubted);
}

static void result_json(js *j, json_t *row, const app_best *b) {
    if (!b->has_result) {
        js_put(j, row, "result", json_null());
        return;
    }
    json_t *entered = js_object(j, row, "result");
    js_int(j, entered, "id", b->result.id);
    js_num(j, entered, "time_s", b->result.time_s, 3);
    js_date(j, entered, "date", b->result.day);
    js_bool(j, entered, "official", b->result.official);
    js_num(j, entered, "watch_m", b->result_watch_m, 1);
}

json_t *render_bests_json(const app_bests *a) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "bests");
    for (size_t i = 0; i < a->count && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        best_json(&j, row, &a->rows[i]);
        measured_json(&j, row, &a->rows[i]);
        course_json(&j, row, &a->rows[i]);
        result_json(&j, row, &a->rows[i]);
    }
    return js_done(&j, root);
}
