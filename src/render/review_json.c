// SPDX-License-Identifier: MIT
#include "render/js.h"
#include "render/review_render.h"

static void rows_json(js *j, json_t *root, const char *key, const miler_review_rows *rows) {
    json_t *list = js_array(j, root, key);
    for (size_t i = 0; i < rows->count; i++) {
        const miler_review_row *row = &rows->rows[i];
        json_t *o = js_item(j, list);
        js_num(j, o, "from_m", row->from_m, 3);
        js_num(j, o, "to_m", row->to_m, 3);
        js_num(j, o, "time_s", row->time_s, 3);
        js_num(j, o, "error_s", row->error_s, 3);
        js_num(j, o, "plan_s", row->plan_s, 3);
        js_num(j, o, "optimum_s", row->optimum_s, 3);
        js_num(j, o, "clock_s", row->cum_s, 3);
        js_num(j, o, "ahead_s", row->ahead_s, 3);
        js_num(j, o, "per_400_s", row->per_400_s, 3);
        js_num(j, o, "wide_m", row->extra_m, 2);
    }
}

static void off_json(js *j, json_t *o, const double off[4]) {
    json_t *list = js_array(j, o, "quarters_off_percent");
    for (int q = 0; q < 4 && !j->failed; q++)
        j->failed = json_array_append_new(list, json_real(round(1e4 * off[q]) / 100)) != 0;
}

static void causes_json(js *j, json_t *root, const miler_review *r) {
    json_t *list = js_array(j, root, "causes");
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        json_t *o = js_item(j, list);
        js_text(j, o, "cause", miler_loss_name(r->causes[i].loss));
        js_text(j, o, "words", render_review_cause(&r->causes[i]));
        js_num(j, o, "seconds", r->causes[i].seconds, 3);
    }
}

static void bodies_json(js *j, json_t *root, const app_review_answer *a) {
    json_t *list = js_array(j, root, "body");
    for (size_t i = 0; a->bodies != NULL && i < a->review.laps.count; i++) {
        json_t *o = js_item(j, list);
        js_num(j, o, "hr_bpm", a->bodies[i].hr_bpm, 1);
        js_num(j, o, "cadence_spm", a->bodies[i].cadence_spm, 1);
        js_num(j, o, "step_m", a->bodies[i].step_m, 3);
    }
}

static void beside_json(js *j, json_t *root, const app_review_answer *a) {
    json_t *list = js_array(j, root, "earlier");
    for (size_t i = 0; i < a->earlier_count; i++) {
        const app_review_mile *mile = &a->earlier[i];
        json_t *o = js_item(j, list);
        js_date(j, o, "date", mile->day);
        js_num(j, o, "time_s", mile->time_s, 3);
        js_int(j, o, "run_id", mile->run_id);
        js_text(j, o, "name", mile->name);
        if (mile->has_laps)
            off_json(j, o, mile->off);
        else
            (void)js_array(j, o, "quarters_off_percent");
    }
    list = js_array(j, root, "records");
    for (size_t i = 0; i < a->record_count; i++) {
        const miler_record_mile *mile = &a->records[i];
        json_t *o = js_item(j, list);
        js_int(j, o, "year", mile->year);
        js_text(j, o, "sex", mile->sex == MILER_SEX_FEMALE ? "f" : "m");
        js_num(j, o, "time_s", mile->time_s, 2);
        off_json(j, o, mile->off);
        js_text(j, o, "whose_splits", mile->whose);
        js_text(j, o, "source", mile->source);
    }
}

json_t *render_review_json(const app_review_answer *a) {
    const miler_review *r = &a->review;
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "run_id", a->run_id);
    js_date(&j, root, "date", a->day);
    js_text(&j, root, "name", a->name);
    js_text(&j, root, "source", a->source);
    js_num(&j, root, "distance_m", r->dist_m, 3);
    js_num(&j, root, "time_s", r->time_s, 3);
    js_text(&j, root, "plan", miler_review_plan_name(r->plan));
    js_num(&j, root, "plan_time_s", r->plan_time_s, 3);
    js_text(&j, root, "optimum_of", miler_review_basis_name(r->basis));
    js_num(&j, root, "optimum_s", r->optimum_s, 3);
    js_num(&j, root, "lost_to_optimum_s", r->total_s, 3);
    js_num(&j, root, "likely_s", a->likely_s, 3);
    js_num(&j, root, "likely_low_s", a->low_s, 3);
    js_num(&j, root, "likely_high_s", a->high_s, 3);
    js_num(&j, root, "wide_m", r->extra_m, 2);
    js_num(&j, root, "left_percent", 100 * r->left_share, 2);
    js_text(&j, root, "first_cause", miler_loss_name(r->first));
    causes_json(&j, root, r);
    js_int(&j, root, "slowest_lap", (int64_t)r->slowest + 1);
    js_int(&j, root, "fastest_lap", (int64_t)r->fastest + 1);
    rows_json(&j, root, "laps", render_review_laps(r));
    rows_json(&j, root, "halves", &r->halves);
    rows_json(&j, root, "hundreds", &r->hundreds);
    rows_json(&j, root, "splits", &r->as_given);
    bodies_json(&j, root, a);
    off_json(&j, root, r->quarter_off);
    beside_json(&j, root, a);
    json_t *says = js_array(&j, root, "says");
    for (int i = 0; i < MILER_REVIEW_SAYS; i++)
        js_append_text(&j, says, r->says[i]);
    json_t *next = js_array(&j, root, "next");
    for (size_t i = 0; i < r->next_count; i++) {
        json_t *o = js_item(&j, next);
        js_text(&j, o, "id", r->next[i]);
        js_text(&j, o, "title", a->next_titles[i]);
        js_bool(&j, o, "own", a->next_own[i]);
        js_text(&j, o, "text", a->next_texts[i]);
    }
    js_text(&j, root, "keep", a->keep);
    return js_done(&j, root);
}
