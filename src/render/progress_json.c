// SPDX-License-Identifier: MIT
// "miler fitness --progress", "--backtest" and "--proof" as JSON.
#include "render/js.h"
#include "render/progress_render.h"

#define BAND_PERCENT 80

static void effort_json(js *j, json_t *row, const miler_evidence *e) {
    // Of reps nobody ran the mile that they stand for.
    const bool run = e->kind != MILER_EVIDENCE_REPS;
    js_num(j, row, "distance_m", run ? e->dist_m : (double)NAN, 3);
    js_num(j, row, "time_s", run ? e->time_s : (double)NAN, 2);
    js_date(j, row, "date", e->day);
    js_text(j, row, "kind", miler_evidence_kind_name(e->kind));
}

static void moved_by_json(js *j, json_t *row, const miler_progress_point *p) {
    if (!p->moved) {
        js_put(j, row, "moved_by", json_null());
        return;
    }
    json_t *by = js_object(j, row, "moved_by");
    const double runs = p->mover.run_count > 0 ? (double)p->mover.run_count : (double)NAN;
    effort_json(j, by, &p->mover);
    js_num(j, by, "runs", runs, 0);
}

json_t *render_progress_json(const app_progress_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_date(&j, root, "date", a->today);
    js_text(&j, root, "interval", a->monthly ? "month" : "week");
    js_int(&j, root, "band_percent", BAND_PERCENT);
    json_t *list = js_array(&j, root, "points");
    for (size_t i = 0; i < a->count && !j.failed; i++) {
        const miler_progress_point *p = &a->points[i];
        json_t *row = js_item(&j, list);
        js_date(&j, row, "date", p->day);
        js_num(&j, row, "mile_s", p->mile.time_s, 2);
        js_num(&j, row, "low_s", p->mile.low_s, 2);
        js_num(&j, row, "high_s", p->mile.high_s, 2);
        js_num(&j, row, "change_s", p->change_s, 2);
        moved_by_json(&j, row, p);
        js_bool(&j, row, "only_training", p->only_training);
        js_bool(&j, row, "stale", p->stale);
    }
    json_t *efforts = js_array(&j, root, "efforts");
    for (size_t i = 0; i < a->effort_count && !j.failed; i++) {
        json_t *row = js_item(&j, efforts);
        effort_json(&j, row, &a->efforts[i].evidence);
        js_num(&j, row, "mile_s", a->efforts[i].mile_s, 2);
    }
    return js_done(&j, root);
}

json_t *render_backtest_json(const app_backtest_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_date(&j, root, "date", a->today);
    js_int(&j, root, "band_percent", BAND_PERCENT);
    js_int(&j, root, "judged", (int64_t)a->sum.judged);
    js_int(&j, root, "inside", (int64_t)a->sum.inside);
    js_int(&j, root, "far_off", (int64_t)a->sum.far_off);
    js_num(&j, root, "mean_abs_percent", a->sum.mean_abs_percent, 2);
    js_num(&j, root, "bias_percent", a->sum.bias_percent, 2);
    js_num(&j, root, "inside_percent", a->sum.inside_percent, 1);
    json_t *list = js_array(&j, root, "results");
    for (size_t i = 0; i < a->sum.rows && !j.failed; i++) {
        const miler_backtest_row *r = &a->rows[i];
        json_t *row = js_item(&j, list);
        effort_json(&j, row, &r->evidence);
        js_num(&j, row, "said_s", r->said.time_s, 2);
        js_num(&j, row, "low_s", r->said.low_s, 2);
        js_num(&j, row, "high_s", r->said.high_s, 2);
        js_num(&j, row, "error_percent", r->error_percent, 2);
        js_bool(&j, row, "inside", r->inside);
        js_bool(&j, row, "far_off", r->far_off);
        js_bool(&j, row, "only_training", r->only_training);
    }
    return js_done(&j, root);
}

static void side_json(js *j, json_t *root, const char *key, const app_proof_side *s) {
    json_t *of = js_object(j, root, key);
    const bool level = s->known && s->has_level;
    js_date(j, of, "date", s->point.day);
    js_num(j, of, "mile_s", s->point.mile.time_s, 2);
    js_num(j, of, "low_s", s->point.mile.low_s, 2);
    js_num(j, of, "high_s", s->point.mile.high_s, 2);
    js_text(j, of, "level", level ? miler_level_name(s->level.level) : NULL);
    js_num(j, of, "faster_than_percent", level ? s->level.percentile : (double)NAN, 1);
    js_num(j, of, "age_grade_percent", level ? s->level.age_grade_pct : (double)NAN, 2);
    js_bool(j, of, "only_training", s->point.only_training);
}

json_t *render_proof_json(const app_proof_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_date(&j, root, "date", a->today);
    js_int(&j, root, "plan_id", a->plan_id);
    js_date(&j, root, "start_date", a->start_day);
    js_date(&j, root, "race_date", a->race_day);
    js_bool(&j, root, "over", a->over);
    js_num(&j, root, "distance_m", a->race_dist_m, 3);
    js_num(&j, root, "likely_s", a->likely_s, 2);
    js_num(&j, root, "likely_low_s", a->likely_low_s, 2);
    js_num(&j, root, "likely_high_s", a->likely_high_s, 2);
    side_json(&j, root, "before", &a->before);
    side_json(&j, root, "after", &a->after);
    json_t *list = js_array(&j, root, "records");
    for (size_t i = 0; i < a->record_count && !j.failed; i++) {
        const miler_record_pair *r = &a->records[i];
        json_t *row = js_item(&j, list);
        js_num(&j, row, "distance_m", r->dist_m, 3);
        js_num(&j, row, "before_s", r->before_s, 2);
        js_date(&j, row, "before_date", r->before_day);
        js_num(&j, row, "after_s", r->after_s, 2);
        js_date(&j, row, "after_date", r->after_day);
    }
    return js_done(&j, root);
}
