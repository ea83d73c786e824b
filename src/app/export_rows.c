// SPDX-License-Identifier: MIT
// The CSV tables of the export. One row per thing, units in the column names,
// an empty cell for what is not known, numbers with a point in any locale.
#include "app/export_rows.h"

#include <miler/edits.h>
#include <stdio.h>
#include <string.h>

#define RUNS_AT_ONCE 200

// Fixed point by integers: printf's %f would follow the locale.
static void number(miler_buf *out, double value, int decimals) {
    static const double scale[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    miler_buf_append(out, ",", 1);
    if (isnan(value) || fabs(value) > 1e12) return;
    const int64_t units = llround(value * scale[decimals]);
    const int64_t whole = units / (int64_t)scale[decimals];
    int64_t rest = units % (int64_t)scale[decimals];
    if (rest < 0) rest = -rest;
    miler_buf_printf(out, "%s%lld", units < 0 && whole == 0 ? "-" : "", (long long)whole);
    if (decimals > 0) miler_buf_printf(out, ".%0*lld", decimals, (long long)rest);
}

static void integer(miler_buf *out, int64_t value) {
    miler_buf_printf(out, ",%lld", (long long)value);
}

static void text(miler_buf *out, const char *value) {
    miler_buf_append(out, ",", 1);
    export_csv_text(out, value);
}

static void date(miler_buf *out, int32_t day) {
    char print[MILER_TEXT_MAX] = "";
    if (day != MILER_NO_DAY) miler_print_date(print, sizeof print, day);
    miler_buf_printf(out, ",%s", print);
}

static void instant(miler_buf *out, int64_t t_ms, int32_t offset_s) {
    char print[MILER_TEXT_MAX] = "";
    if (t_ms != MILER_NO_TIME) miler_print_instant(print, sizeof print, t_ms, offset_s);
    miler_buf_printf(out, ",%s", print);
}

typedef struct tables {
    export_file runs, laps, bests, edits, results, tracks;
} tables;

static void write_run(miler_buf *out, const char *athlete, const store_run *r) {
    miler_buf_printf(out, "%lld", (long long)r->id);
    text(out, athlete);
    date(out, r->day);
    instant(out, r->start_ms, r->has_utc_offset ? r->utc_offset_s : 0);
    text(out, miler_sport_name(r->sport));
    text(out, miler_sub_sport_name(r->sub_sport));
    number(out, r->dist_m, 1);
    number(out, r->timer_s, 1);
    number(out, r->elapsed_s, 1);
    number(out, r->moving_s, 1);
    number(out, (double)r->avg_hr_bpm, 0);
    number(out, (double)r->max_hr_bpm, 0);
    number(out, (double)r->avg_cadence_spm, 0);
    number(out, (double)r->ascent_m, 0);
    integer(out, r->lap_count);
    text(out, miler_dist_source_name(r->dist_source));
    text(out, r->name);
    text(out, r->device);
    integer(out, r->original_id);
    integer(out, r->index);
    miler_buf_append(out, "\n", 1);
}

static void write_lap(miler_buf *out, int64_t run_id, size_t lap, int32_t offset_s, const miler_lap *l) {
    miler_buf_printf(out, "%lld,%zu", (long long)run_id, lap + 1);
    instant(out, l->sum.start_ms, offset_s);
    number(out, l->sum.dist_m, 1);
    number(out, l->sum.timer_s, 2);
    number(out, l->sum.elapsed_s, 2);
    number(out, (double)l->sum.avg_hr_bpm, 0);
    number(out, (double)l->sum.max_hr_bpm, 0);
    number(out, (double)l->sum.avg_cadence_spm, 0);
    number(out, (double)l->sum.ascent_m, 0);
    text(out, miler_lap_trigger_name(l->trigger));
    miler_buf_append(out, "\n", 1);
}

static void write_best(miler_buf *out, const store_run *r, const miler_effort *e) {
    miler_buf_printf(out, "%lld", (long long)r->id);
    date(out, r->day);
    number(out, e->dist_m, 3);
    number(out, e->time_s, 2);
    number(out, e->start_s, 1);
    number(out, e->error_s, 2);
    miler_buf_printf(out, ",%s,\"", (e->flags & MILER_EFFORT_DISQUALIFIES) == 0 ? "yes" : "no");
    const char *before = "";
    for (uint32_t bit = 1; bit != 0 && bit <= e->flags; bit <<= 1) {
        if ((e->flags & bit) == 0) continue;
        miler_buf_printf(out, "%s%s", before, miler_effort_flag_name(bit));
        before = ", ";
    }
    miler_buf_text_append(out, "\"\n");
}

static void write_edit(miler_buf *out, const store_edit *row) {
    const miler_edit *e = &row->edit;
    miler_buf_printf(out, "%lld", (long long)row->activity_id);
    text(out, miler_edit_kind_name(e->kind));
    number(out, e->at_s, 3);
    number(out, e->to_s, 3);
    number(out, e->value, 3);
    text(out, e->text != NULL ? e->text : "");
    miler_buf_append(out, "\n", 1);
}

static miler_status write_edits(app_exporting *x, export_file *f, int64_t run_id, miler_error *err) {
    store_edit *list;
    size_t count;
    const miler_status status = store_edit_list(x->a->store, run_id, x->scratch, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        write_edit(&f->buf, &list[i]);
    return status == MILER_OK ? export_file_flush(f, false, err) : status;
}

static void write_track(miler_buf *out, const char *athlete, const store_track *t) {
    const miler_oval *o = &t->known.oval;
    miler_buf_printf(out, "%lld", (long long)t->id);
    text(out, athlete);
    text(out, t->name);
    text(out, miler_oval_size_name(o->size));
    number(out, o->lat_deg, 7);
    number(out, o->lon_deg, 7);
    number(out, o->turn_rad, 5);
    number(out, o->straight_m, 2);
    number(out, o->radius_m, 2);
    integer(out, t->known.lane_by_hand ? o->lane : 0);
    miler_buf_append(out, "\n", 1);
}

static miler_status write_tracks(app_exporting *x, export_file *f, const store_athlete *who,
                                 miler_error *err) {
    store_track *list;
    size_t count;
    const miler_status status = store_track_list(x->a->store, who->id, x->scratch, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        write_track(&f->buf, who->athlete.name, &list[i]);
    miler_arena_reset(x->scratch);
    return status == MILER_OK ? export_file_flush(f, false, err) : status;
}

static miler_status write_activity(app_exporting *x, tables *t, const char *athlete, const store_run *r,
                                   miler_error *err) {
    miler_activity a;
    miler_status status = store_activity_get(x->a->store, r->id, x->scratch, &a, err);
    if (status != MILER_OK) return status;
    write_run(&t->runs.buf, athlete, r);
    x->out->runs++;
    for (size_t i = 0; i < a.lap_count; i++)
        write_lap(&t->laps.buf, r->id, i, a.has_utc_offset ? a.utc_offset_s : 0, &a.laps[i]);
    x->out->laps += a.lap_count;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        if (isnan(a.bests[i].time_s)) continue;
        write_best(&t->bests.buf, r, &a.bests[i]);
        x->out->bests++;
    }
    status = export_file_flush(&t->runs, false, err);
    if (status == MILER_OK) status = export_file_flush(&t->laps, false, err);
    if (status == MILER_OK) status = export_file_flush(&t->bests, false, err);
    return status == MILER_OK ? write_edits(x, &t->edits, r->id, err) : status;
}

static miler_status write_runs(app_exporting *x, tables *t, const store_athlete *who, miler_error *err) {
    store_run_filter page = {.athlete_id = who->id,
                             .sport = -1,
                             .since_day = MILER_NO_DAY,
                             .until_day = MILER_NO_DAY,
                             .limit = RUNS_AT_ONCE};
    for (size_t count = RUNS_AT_ONCE; count == RUNS_AT_ONCE; page.offset += count) {
        store_run *runs;
        miler_status status = store_run_list(x->a->store, &page, x->scratch, &runs, &count, NULL, err);
        for (size_t i = 0; i < count && status == MILER_OK; i++)
            status = write_activity(x, t, who->athlete.name, &runs[i], err);
        if (status != MILER_OK) return status;
        miler_arena_reset(x->scratch);
    }
    return MILER_OK;
}

static miler_status write_results(app_exporting *x, export_file *f, const store_athlete *who,
                                  miler_error *err) {
    store_result *list;
    size_t count;
    const miler_status status = store_result_list(x->a->store, who->id, true, x->scratch, &list, &count, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < count; i++) {
        const store_result *r = &list[i];
        miler_buf_printf(&f->buf, "%lld", (long long)r->id);
        text(&f->buf, who->athlete.name);
        date(&f->buf, r->day);
        number(&f->buf, r->dist_m, 3);
        number(&f->buf, r->time_s, 3);
        miler_buf_text_append(&f->buf, r->official ? ",yes" : ",no");
        text(&f->buf, r->name);
        text(&f->buf, r->place);
        text(&f->buf, r->note);
        miler_buf_text_append(&f->buf, r->removed_ms == MILER_NO_TIME ? ",no\n" : ",yes\n");
    }
    x->out->results += count;
    miler_arena_reset(x->scratch);
    return export_file_flush(f, false, err);
}

static miler_status open_tables(app_exporting *x, tables *t, miler_error *err) {
    struct {
        export_file *f;
        const char *name, *head;
    } rows[] = {
        {&t->runs, "runs.csv",
         "run,athlete,date,start,sport,sub_sport,distance_m,timer_s,elapsed_s,moving_s,avg_hr_bpm,max_hr_bpm,"
         "cadence_spm,ascent_m,laps,"
         "distance_source,name,device,original,recording\n"},
        {&t->laps, "laps.csv",
         "run,lap,start,distance_m,timer_s,elapsed_s,avg_hr_bpm,max_hr_bpm,cadence_spm,ascent_m,trigger\n"},
        {&t->bests, "bests.csv", "run,date,distance_m,time_s,start_s,error_s,counts,doubts\n"},
        {&t->edits, "edits.csv", "run,change,at_s,to_s,value,text\n"},
        {&t->tracks, "tracks.csv",
         "track,athlete,name,size,centre_lat_deg,centre_lon_deg,turn_rad,straight_m,radius_m,lane_told\n"},
        {&t->results, "results.csv",
         "result,athlete,date,distance_m,time_s,official,name,place,note,removed\n"}};
    miler_status status = MILER_OK;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rows[i].f->fd = -1;
        if (status == MILER_OK) status = export_file_open(rows[i].f, x, rows[i].name, err);
        if (status == MILER_OK) miler_buf_text_append(&rows[i].f->buf, rows[i].head);
    }
    return status;
}

miler_status export_tables(app_exporting *x, const store_athlete *list, size_t count, miler_error *err) {
    tables t = {0};
    miler_status status = open_tables(x, &t, err);
    for (size_t i = 0; i < count && status == MILER_OK; i++) {
        status = write_runs(x, &t, &list[i], err);
        if (status == MILER_OK) status = write_results(x, &t.results, &list[i], err);
        if (status == MILER_OK) status = write_tracks(x, &t.tracks, &list[i], err);
    }
    status = export_file_close(&t.runs, status, err);
    status = export_file_close(&t.laps, status, err);
    status = export_file_close(&t.bests, status, err);
    status = export_file_close(&t.edits, status, err);
    status = export_file_close(&t.tracks, status, err);
    return export_file_close(&t.results, status, err);
}
