// SPDX-License-Identifier: MIT
#include "render/truth_render.h"

static const char *const kind_keys[MILER_REP_KIND_COUNT] = {"steady", "warm_up", "work",     "recovery",
                                                            "stride", "hill",    "cool_down"};

static void rep_json(js *j, json_t *list, const miler_rep *rep) {
    json_t *row = js_item(j, list);
    js_text(j, row, "kind", kind_keys[rep->kind]);
    js_text(j, row, "motion", miler_rep_motion_name(rep->motion));
    js_num(j, row, "start_s", rep->start_s, 3);
    js_num(j, row, "end_s", rep->end_s, 3);
    js_num(j, row, "time_s", rep->time_s, 3);
    js_num(j, row, "time_error_s", rep->time_error_s, 2);
    js_num(j, row, "standing_s", rep->standing_s, 1);
    js_num(j, row, "distance_m", rep->dist_m, 2);
    js_num(j, row, "distance_error_m", rep->dist_error_m, 2);
    js_bool(j, row, "on_track", rep->on_track);
    js_num(j, row, "nominal_m", rep->nominal_m > 0 ? rep->nominal_m : (double)NAN, 3);
    js_put(j, row, "nominal_sure", rep->nominal_m > 0 ? json_boolean(rep->nominal_sure) : json_null());
    js_text(j, row, "nominal_by", rep->nominal_m > 0 ? miler_nominal_by_name(rep->nominal_by) : NULL);
    js_num(j, row, "nominal_time_s",
           rep->nominal_m > 0   ? rep->nominal_time_s
           : rep->nominal_s > 0 ? rep->nominal_s
                                : (double)NAN,
           2);
    js_num(j, row, "avg_hr_bpm", (double)rep->avg_hr_bpm, 1);
    js_num(j, row, "end_hr_bpm", (double)rep->end_hr_bpm, 1);
    js_num(j, row, "avg_cadence_spm", (double)rep->avg_cadence_spm, 1);
    js_put(j, row, "set", rep->set >= 0 ? json_integer(rep->set) : json_null());
    js_bool(j, row, "lap_late", (rep->flags & MILER_REP_LAP_LATE) != 0);
    js_bool(j, row, "lap_missed", (rep->flags & MILER_REP_LAP_MISSED) != 0);
    js_bool(j, row, "lap_twice", (rep->flags & MILER_REP_LAP_TWICE) != 0);
}

static void splits_json(js *j, json_t *list, const app_truth *t) {
    for (size_t i = 0; i < t->split_count && !j->failed; i++) {
        const miler_track_split *s = &t->splits[i];
        json_t *split = js_item(j, list);
        js_num(j, split, "every_m", s->every_m, 1);
        js_num(j, split, "distance_m", s->dist_m, 1);
        js_num(j, split, "from_m", s->from_m, 1);
        js_num(j, split, "start_s", s->start_s, 2);
        js_num(j, split, "time_s", s->time_s, 2);
        js_num(j, split, "error_s", s->error_s, 2);
    }
}

// Reps on the track, each with the mark it was run from; null: not known, or none.
static void starts_json(js *j, json_t *list, const app_truth *t) {
    for (size_t i = 0; i < t->reps.count && !j->failed; i++) {
        const miler_rep *rep = &t->reps.reps[i];
        if (t->tracks.count == 0 || !rep->on_track || rep->set < 0) continue;
        json_t *row = js_item(j, list);
        js_int(j, row, "rep", (int64_t)i);
        js_num(j, row, "start_s", rep->start_s, 3);
        js_text(j, row, "point",
                t->starts[i] == MILER_START_NONE ? NULL : miler_start_point_name(t->starts[i]));
    }
}

// Stands in where no track was found: its numbers, being absent, become null.
static const miler_track no_track = {
    .oval = {.lat_deg = NAN, .lon_deg = NAN, .straight_m = NAN, .radius_m = NAN},
    .residual_m = NAN,
    .lap_error_m = NAN,
    .lane_share = NAN,
    .perimeter_m = NAN,
    .spot_m = NAN,
    .laps = NAN};

static void track_json(js *j, json_t *root, const app_truth *t) {
    const bool found = t->tracks.count > 0;
    const miler_track *track = found ? &t->tracks.tracks[0] : &no_track;
    const miler_oval *o = &track->oval;
    json_t *row = js_object(j, root, "track");
    js_bool(j, row, "found", found);
    js_text(j, row, "why_not", found ? NULL : t->tracks.why_not);
    js_put(j, row, "id", t->track_id > 0 ? json_integer((json_int_t)t->track_id) : json_null());
    js_text(j, row, "name", found ? t->track_name : NULL);
    js_text(j, row, "size", found ? miler_oval_size_name(o->size) : NULL);
    js_put(j, row, "lane", found ? json_integer(o->lane) : json_null());
    js_num(j, row, "lane_share", track->lane_share, 3);
    js_num(j, row, "lap_m", miler_oval_lap_m(o), 2);
    js_num(j, row, "lap_error_m", track->lap_error_m, 2);
    js_num(j, row, "residual_m", track->residual_m, 2);
    js_num(j, row, "perimeter_m", track->perimeter_m, 1);
    js_num(j, row, "laps", track->laps, 2);
    js_num(j, row, "lat_deg", o->lat_deg, 6);
    js_num(j, row, "lon_deg", o->lon_deg, 6);
    js_put(j, row, "clockwise", found ? json_boolean(o->clockwise) : json_null());
    js_put(j, row, "finish_known", found ? json_boolean(track->finish_known) : json_null());
    js_num(j, row, "spot_m", track->spot_m, 1);
    js_num(j, row, "distance_m", found ? t->tracks.dist_m : (double)NAN, 1);
    js_num(j, row, "distance_error_m", found ? t->tracks.error_m : (double)NAN, 1);
    js_int(j, row, "others", found ? (int64_t)t->tracks.count - 1 : 0);
    starts_json(j, js_array(j, row, "starts"), t);
    splits_json(j, js_array(j, row, "splits"), t);
}

// Words for each fault of a recovery; none: as asked; null: nothing was asked, or the last rep.
static void rest_json(js *j, json_t *rep, miler_match_rest rest) {
    static const struct {
        miler_match_rest bit;
        const char *word;
    } known[] = {{MILER_MATCH_REST_SHORTER, "shorter"},
                 {MILER_MATCH_REST_LONGER, "longer"},
                 {MILER_MATCH_REST_JOGGED, "jogged"},
                 {MILER_MATCH_REST_NOT_JOGGED, "not_jogged"}};
    if (rest == MILER_MATCH_REST_NONE) {
        js_put(j, rep, "recovery", json_null());
        return;
    }
    json_t *list = js_array(j, rep, "recovery");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (((unsigned)rest & (unsigned)known[i].bit) != 0) js_append_text(j, list, known[i].word);
}

static void match_json(js *j, json_t *root, const app_truth *t) {
    if (!t->has_match) {
        js_put(j, root, "match", json_null());
        return;
    }
    json_t *row = js_object(j, root, "match");
    js_int(j, row, "session", t->planned->id);
    js_text(j, row, "title", t->planned->title);
    js_text(j, row, "text", t->planned->text);
    js_text(j, row, "verdict", t->match.verdict);
    js_num(j, row, "score", t->match.score, 3);
    static const char *const outcomes[MILER_OUTCOME_COUNT] = {"done", "cut_short", "other"};
    js_text(j, row, "outcome", outcomes[t->match.outcome]);
    json_t *list = js_array(j, row, "reps");
    for (size_t i = 0; i < t->match.count && !j->failed; i++) {
        const miler_match_rep *m = &t->match.reps[i];
        json_t *rep = js_item(j, list);
        js_text(j, rep, "kind", miler_match_kind_name(m->kind));
        js_put(j, rep, "rep", m->rep >= 0 ? json_integer(m->rep) : json_null());
        js_put(j, rep, "number", m->number > 0 ? json_integer(m->number) : json_null());
        js_text(j, rep, "what", m->what == MILER_REP_STEADY ? "run" : kind_keys[m->what]);
        rest_json(j, rep, m->rest);
        js_num(j, rep, "want_m", m->want_m > 0 ? m->want_m : (double)NAN, 1);
        js_num(j, rep, "want_s", m->want_s > 0 ? m->want_s : (double)NAN, 2);
        js_num(j, rep, "got_s", m->got_s, 2);
        js_num(j, rep, "off_s", m->off_s, 2);
    }
}

// The laps of the recording are those laid over it; none where it has no instant.
static double edited_hr(const app_truth *t, size_t i) {
    const miler_recording *r = &t->run.recording;
    return r->lap_count == t->edited.lap_count ? (double)r->laps[i].sum.avg_hr_bpm : (double)NAN;
}

static void edits_json(js *j, json_t *root, const app_truth *t) {
    json_t *list = js_array(j, root, "edits");
    for (size_t i = 0; i < t->edit_count && !j->failed; i++) {
        const miler_edit *e = &t->edits[i].edit;
        json_t *row = js_item(j, list);
        js_int(j, row, "id", t->edits[i].id);
        js_text(j, row, "kind", miler_edit_kind_name(e->kind));
        js_num(j, row, "at_s", e->at_s, 2);
        js_num(j, row, "to_s", e->to_s, 2);
        js_num(j, row, "value", e->value, 2);
        js_text(j, row, "text", e->text != NULL ? e->text : "");
    }
    json_t *laps = js_array(j, root, "edited_laps");
    for (size_t i = 0; i < t->edited.lap_count && t->edit_count > 0 && !j->failed; i++) {
        const miler_edited_lap *lap = &t->edited.laps[i];
        json_t *row = js_item(j, laps);
        js_num(j, row, "start_s", lap->start_s, 3);
        js_num(j, row, "end_s", lap->end_s, 3);
        js_num(j, row, "timer_s", lap->timer_s, 3);
        js_num(j, row, "distance_m", lap->dist_m, 2);
        js_num(j, row, "track_m", t->lap_track_m[i], 1);
        js_num(j, row, "avg_hr_bpm", edited_hr(t, i), 1);
        js_bool(j, row, "told", lap->told);
        js_text(j, row, "name", lap->name);
        js_bool(j, row, "by_hand", lap->watch_lap < 0);
    }
}

void render_truth_json(const app_truth *t, js *j, json_t *root) {
    js_text(j, root, "session", t->text);
    js_text(j, root, "board", t->board);
    js_text(j, root, "reps_from",
            t->reps.source == MILER_REPS_NONE ? NULL : miler_rep_source_name(t->reps.source));
    json_t *list = js_array(j, root, "reps");
    for (size_t i = 0; i < t->reps.count && !j->failed; i++)
        rep_json(j, list, &t->reps.reps[i]);
    track_json(j, root, t);
    match_json(j, root, t);
    edits_json(j, root, t);
    js_num(j, root, "proposed_distance_m",
           t->has_calibration ? t->run.activity.dist_m * t->calibration.factor : (double)NAN, 0);
}

json_t *render_edits_json(const app_truth *t) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "run", t->run.run.id);
    edits_json(&j, root, t);
    return js_done(&j, root);
}

json_t *render_alike_json(const app_alike *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "session", a->text);
    js_text(&j, root, "key", a->key);
    json_t *list = js_array(&j, root, "runs");
    for (size_t i = 0; i < a->count && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        js_int(&j, row, "id", a->rows[i].run.id);
        js_date(&j, row, "date", a->rows[i].run.day);
        js_int(&j, row, "rep_count", a->rows[i].session.rep_count);
        js_num(&j, row, "rep_m", a->rows[i].session.rep_m, 1);
        js_num(&j, row, "mean_s", a->rows[i].session.rep_s, 2);
        js_text(&j, row, "counts", a->rows[i].session.counts);
        js_bool(&j, row, "nearly", a->rows[i].near);
        js_text(&j, row, "board", a->rows[i].session.board);
    }
    return js_done(&j, root);
}

json_t *render_tracks_json(const store_track *tracks, size_t count) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "tracks");
    for (size_t i = 0; i < count && !j.failed; i++) {
        const miler_oval *o = &tracks[i].known.oval;
        json_t *row = js_item(&j, list);
        js_int(&j, row, "id", tracks[i].id);
        js_text(&j, row, "name", tracks[i].name);
        js_text(&j, row, "size", miler_oval_size_name(o->size));
        js_num(&j, row, "straight_m", o->straight_m, 2);
        js_num(&j, row, "radius_m", o->radius_m, 2);
        js_num(&j, row, "lat_deg", o->lat_deg, 6);
        js_num(&j, row, "lon_deg", o->lon_deg, 6);
        js_put(&j, row, "lane", tracks[i].known.lane_by_hand ? json_integer(o->lane) : json_null());
    }
    return js_done(&j, root);
}
