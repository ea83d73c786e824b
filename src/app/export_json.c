// SPDX-License-Identifier: MIT
// The JSON of the export: athletes and plans. A plan's body goes out as the text
// it is kept as.
#include "app/export_json.h"

#include <stdio.h>
#include <string.h>

static void key(miler_buf *out, const char *name) {
    miler_buf_printf(out, ", \"%s\": ", name);
}

// Thousandths are more than a scale or a pulse watch knows; by integers, for
// printf's %f would follow the locale.
static void number(miler_buf *out, const char *name, double value) {
    key(out, name);
    if (isnan(value)) {
        miler_buf_text_append(out, "null");
        return;
    }
    const int64_t milli = llround(value * 1000);
    miler_buf_printf(out, "%lld.%03lld", (long long)(milli / 1000), (long long)(milli % 1000));
}

static void truth(miler_buf *out, const char *name, bool value) {
    key(out, name);
    miler_buf_text_append(out, value ? "true" : "false");
}

static void day(miler_buf *out, const char *name, int32_t value) {
    char print[MILER_TEXT_MAX];
    key(out, name);
    if (value == MILER_NO_DAY) {
        miler_buf_text_append(out, "null");
        return;
    }
    miler_print_date(print, sizeof print, value);
    miler_buf_printf(out, "\"%s\"", print);
}

static void write_athlete(miler_buf *out, const store_athlete *who) {
    static const char *const sexes[] = {"unknown", "male", "female"};
    const miler_athlete *a = &who->athlete;
    miler_buf_printf(out, "{\"id\": %lld, \"name\": ", (long long)who->id);
    export_json_text(out, a->name);
    miler_buf_printf(out, ", \"sex\": \"%s\"",
                     sexes[(unsigned)a->sex <= MILER_SEX_FEMALE ? a->sex : MILER_SEX_UNKNOWN]);
    day(out, "birth_date", a->birth_day);
    number(out, "mass_kg", a->mass_kg);
    number(out, "height_m", a->height_m);
    number(out, "hr_max_bpm", a->hr_max_bpm);
    number(out, "hr_rest_bpm", a->hr_rest_bpm);
    number(out, "hr_threshold_bpm", a->hr_threshold_bpm);
    number(out, "easy_slow_mps", a->paces.easy_slow_mps);
    number(out, "easy_fast_mps", a->paces.easy_fast_mps);
    number(out, "threshold_mps", a->paces.threshold_mps);
    number(out, "vo2max_mps", a->paces.vo2max_mps);
    day(out, "paces_since", a->paces_day);
    number(out, "hr_zone_2_bpm", a->hr_from_bpm[0]);
    number(out, "hr_zone_3_bpm", a->hr_from_bpm[1]);
    number(out, "hr_zone_4_bpm", a->hr_from_bpm[2]);
    number(out, "hr_zone_5_bpm", a->hr_from_bpm[3]);
    truth(out, "health_answered", a->health_answered);
    truth(out, "health_cleared", a->health_cleared);
    truth(out, "parent_consent", a->parent_consent);
    miler_buf_printf(out, ", \"health_yes\": %u, \"days_mask\": %u, \"places\": %u, \"minutes\": [",
                     a->health_yes, a->days_mask, a->places);
    for (int i = 0; i < 7; i++)
        miler_buf_printf(out, "%s%d", i == 0 ? "" : ", ", (int)a->minutes[i]);
    miler_buf_printf(out, "], \"units\": \"%s\"}", a->units == MILER_UNITS_IMPERIAL ? "imperial" : "metric");
}

miler_status export_athletes(app_exporting *x, const store_athlete *list, size_t count, miler_error *err) {
    export_file f;
    miler_status status = export_file_open(&f, x, "athletes.json", err);
    if (status == MILER_OK) miler_buf_text_append(&f.buf, "{\"athletes\": [");
    for (size_t i = 0; i < count && status == MILER_OK; i++) {
        miler_buf_text_append(&f.buf, i == 0 ? "\n" : ",\n");
        write_athlete(&f.buf, &list[i]);
        status = export_file_flush(&f, false, err);
    }
    if (status == MILER_OK) {
        miler_buf_text_append(&f.buf, "\n]}\n");
        x->out->athletes = count;
    }
    return export_file_close(&f, status, err);
}

static void write_plan(miler_buf *out, const store_plan *p) {
    miler_buf_printf(out, "{\"id\": %lld, \"athlete\": %lld, \"version\": %d", (long long)p->id,
                     (long long)p->athlete_id, (int)p->version);
    truth(out, "active", p->active);
    day(out, "race_date", p->race_day);
    key(out, "title");
    export_json_text(out, p->title);
    key(out, "body");
    export_json_text(out, p->body);
    miler_buf_text_append(out, "}");
}

static miler_status plans_of(app_exporting *x, export_file *f, int64_t athlete_id, bool *first,
                             miler_error *err) {
    store_plan *list;
    size_t count;
    miler_status status = store_plan_list(x->a->store, athlete_id, x->scratch, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        miler_arena *arena = miler_arena_new(x->a->alloc, 0); // one body at a time
        store_plan p;
        status = arena != NULL ? store_plan_get(x->a->store, list[i].id, arena, &p, err)
                               : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (status == MILER_OK) {
            miler_buf_text_append(&f->buf, *first ? "\n" : ",\n");
            *first = false;
            write_plan(&f->buf, &p);
            status = export_file_flush(f, false, err);
        }
        miler_arena_free(arena);
    }
    miler_arena_reset(x->scratch);
    return status;
}

miler_status export_plans(app_exporting *x, const store_athlete *list, size_t count, miler_error *err) {
    export_file f;
    bool first = true;
    miler_status status = export_file_open(&f, x, "plans.json", err);
    if (status == MILER_OK) miler_buf_text_append(&f.buf, "{\"plans\": [");
    for (size_t i = 0; i < count && status == MILER_OK; i++)
        status = plans_of(x, &f, list[i].id, &first, err);
    if (status == MILER_OK) miler_buf_text_append(&f.buf, "\n]}\n");
    return export_file_close(&f, status, err);
}
