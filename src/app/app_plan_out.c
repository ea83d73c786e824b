// SPDX-License-Identifier: MIT
#include "app/app_plan_out.h"

#include "app/out_file.h"
#include "base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX (16 * MILER_MIB)

// What our own files are known by, in their first lines.
static const char *const marks[PLAN_OUT_KIND_COUNT] = {
    [PLAN_OUT_ICS] = "PRODID:-//miler//",
    [PLAN_OUT_CSV] = "date,weekday,week,phase,session,slot,kind,status,hard,title,text",
    [PLAN_OUT_MARKDOWN] = PLAN_FORM_MARK};

const char *plan_out_name(plan_out_kind kind) {
    static const char *const names[PLAN_OUT_KIND_COUNT] = {"FIT",      "calendar",      "CSV",
                                                           "Markdown", "intervals.icu", "ZWO"};
    return (unsigned)kind < PLAN_OUT_KIND_COUNT ? names[kind] : "";
}

void app_plan_out_options_init(app_plan_out_options *options) {
    *options = (app_plan_out_options){0};
    calendar_options_init(&options->calendar);
}

void plan_out_file_name(char *out, size_t size, const plan_edition *edition, int32_t session,
                        const char *ending) {
    (void)snprintf(out, size, "miler-%" PRId64 "-%03" PRId32 ".%s", edition->id, session, ending);
}

void plan_out_schedule_name(char *out, size_t size, const plan_edition *edition) {
    (void)snprintf(out, size, "miler-%" PRId64 "-schedule.fit", edition->id);
}

// ---- Edition

// FNV-1a, 64 bits: tells one version of a plan from another, guards against nothing.
static uint64_t print_of(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

// "sequence fingerprint" as it was last told; false: never.
static bool read_told(const char *text, int32_t *sequence, uint64_t *print) {
    char *end = NULL;
    const char *at = text;
    int64_t value = 0;
    while (*at >= '0' && *at <= '9' && value < INT32_MAX)
        value = value * 10 + (*at++ - '0');
    if (at == text || *at != ' ' || value > INT32_MAX) return false;
    *sequence = (int32_t)value;
    *print = strtoull(at + 1, &end, 16);
    return end != at + 1 && *end == '\0';
}

static miler_status find_sequence(app *a, const store_plan *row, miler_arena *arena, int32_t *out,
                                  miler_error *err) {
    char key[64], value[64];
    char *told = NULL;
    int32_t last = 0;
    uint64_t last_print = 0;
    const uint64_t print = print_of(row->body);
    (void)snprintf(key, sizeof key, "calendar.plan.%" PRId64, row->id);
    miler_status status = store_setting_get(a->store, key, arena, &told, err);
    if (status != MILER_OK && status != MILER_ERR_NOT_FOUND) return status;
    const bool known = status == MILER_OK && told != NULL && read_told(told, &last, &last_print);
    if (err != NULL) miler_error_clear(err);
    *out = row->version > 1 ? row->version - 1 : 0;
    if (known && last_print == print) {
        *out = last;
        return MILER_OK;
    }
    if (known && *out <= last && last < INT32_MAX) *out = last + 1;
    (void)snprintf(value, sizeof value, "%" PRId32 " %016" PRIx64, *out, print);
    status = store_setting_set(a->store, key, value, err);
    if (status != MILER_ERR_BUSY) return status;
    if (err != NULL) miler_error_clear(err); // a store that may only be read: told, not remembered
    return MILER_OK;
}

miler_status app_plan_edition(app *a, miler_arena *arena, app_plan_answer *plan, plan_edition *out,
                              miler_error *err) {
    store_plan row = {0};
    miler_status status = app_plan_get(a, arena, plan, err);
    if (status == MILER_OK) status = store_plan_get(a->store, plan->id, arena, &row, err);
    if (status != MILER_OK) return status;
    *out = (plan_edition){.id = row.id, .added_ms = row.added_ms, .saved_ms = row.saved_ms};
    return find_sequence(a, &row, arena, &out->sequence, err);
}

miler_status app_plan_calendar(app *a, const calendar_options *options, miler_arena *arena, miler_buf *out,
                               int32_t *out_sequence, miler_error *err) {
    app_plan_answer plan;
    plan_edition edition;
    const miler_status status = app_plan_edition(a, arena, &plan, &edition, err);
    *out_sequence = status == MILER_OK ? edition.sequence : 0;
    return status == MILER_OK ? plan_form_calendar(&plan.plan, &edition, options, arena, out, err) : status;
}

// ---- Writing

typedef struct writing {
    const miler_plan *plan;
    const plan_edition *edition;
    const app_plan_out_options *options;
    miler_arena *arena;
    app_plan_out_answer *out;
} writing;

static void count(writing *w, plan_out_kind kind, uint64_t bytes) {
    w->out->kinds[kind].files++;
    w->out->kinds[kind].bytes += bytes;
}

static miler_status write_text(writing *w, plan_out_kind kind, const calendar_options *calendar,
                               const char *path, miler_error *err) {
    miler_buf text;
    miler_status status = MILER_OK;
    miler_buf_init(&text, miler_arena_allocator(w->arena), TEXT_MAX);
    if (kind == PLAN_OUT_ICS)
        status = plan_form_calendar(w->plan, w->edition, calendar, w->arena, &text, err);
    else if (kind == PLAN_OUT_CSV)
        plan_form_csv(w->plan, &text);
    else
        plan_form_markdown(w->plan, &text);
    if (status == MILER_OK) status = miler_buf_status(&text, err);
    if (status == MILER_OK)
        status = out_file_replace(path, miler_buf_text(&text), text.len, marks[kind], err);
    if (status == MILER_OK) count(w, kind, text.len);
    miler_buf_deinit(&text);
    return status;
}

static plan_form_fn *const makers[PLAN_OUT_KIND_COUNT] = {[PLAN_OUT_FIT] = plan_form_fit,
                                                          [PLAN_OUT_INTERVALS] = plan_form_intervals,
                                                          [PLAN_OUT_ZWO] = plan_form_zwo};
static const char *const endings[PLAN_OUT_KIND_COUNT] = {
    [PLAN_OUT_FIT] = "fit", [PLAN_OUT_INTERVALS] = "txt", [PLAN_OUT_ZWO] = "zwo"};

static miler_status put_item(writing *w, plan_out_item *item, const miler_session *session,
                             const plan_out_sink *sink, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    item->file = "";
    miler_status status = makers[item->kind](w->plan, w->edition, session, w->arena, &item->form, err);
    if (status == MILER_OK && item->form.verdict != FORM_LEFT_OUT &&
        session->status == MILER_SESSION_SKIPPED) {
        item->form.verdict = FORM_LEFT_OUT;
        item->form.why = "skipped";
    }
    if (status != MILER_OK) return status;
    w->out->kinds[item->kind].by_verdict[item->form.verdict]++;
    if (item->form.verdict == FORM_LEFT_OUT) return MILER_OK;
    plan_out_file_name(name, sizeof name, w->edition, session->id, endings[item->kind]);
    status = sink->put(sink->user, name, item->form.bytes, item->form.len, err);
    if (status != MILER_OK) return status;
    count(w, item->kind, item->form.len);
    item->file = miler_arena_dup(w->arena, name);
    return item->file != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status put_schedule(writing *w, const plan_out_item *items, size_t item_count,
                                 const plan_out_sink *sink, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    plan_form *forms = miler_arena_array(w->arena, item_count + 1, sizeof *forms);
    if (forms == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t n = 0;
    for (size_t i = 0; i < item_count; i++)
        if (items[i].form.verdict != FORM_LEFT_OUT) forms[n++] = items[i].form;
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(w->arena), TEXT_MAX);
    miler_status status = plan_form_schedule(w->plan, w->edition, forms, n, w->arena, &buf, err);
    plan_out_schedule_name(name, sizeof name, w->edition);
    if (status == MILER_OK) status = sink->put(sink->user, name, buf.ptr, buf.len, err);
    if (status == MILER_OK) count(w, PLAN_OUT_FIT, buf.len);
    miler_buf_deinit(&buf);
    return status;
}

static miler_status put_items(writing *w, plan_out_kind kind, const plan_out_sink *sink, miler_error *err) {
    miler_status status = MILER_OK;
    plan_out_item *items = w->out->items + w->out->item_count;
    for (size_t i = 0; i < w->plan->session_count && status == MILER_OK; i++) {
        items[i].kind = kind;
        status = put_item(w, &items[i], &w->plan->sessions[i], sink, err);
    }
    if (status == MILER_OK && kind == PLAN_OUT_FIT)
        status = put_schedule(w, items, w->plan->session_count, sink, err);
    for (size_t i = 0; i < w->plan->session_count; i++)
        items[i].form.bytes = NULL;
    w->out->item_count += w->plan->session_count;
    return status;
}

static miler_status put_into_folder(void *user, const char *name, const void *bytes, size_t len,
                                    miler_error *err) {
    char path[MILER_PATH_MAX];
    const miler_status status = out_path(path, sizeof path, user, name, err);
    return status == MILER_OK ? out_file_write(path, bytes, len, 0, err) : status;
}

static miler_status write_folder(writing *w, plan_out_kind kind, const char *folder, miler_error *err) {
    char kept[MILER_PATH_MAX];
    (void)snprintf(kept, sizeof kept, "%s", folder);
    const miler_status status = out_folder_make(folder, err);
    return status == MILER_OK ? put_items(w, kind, &(plan_out_sink){put_into_folder, kept}, err) : status;
}

static miler_status write_kind(writing *w, plan_out_kind kind, const char *path, miler_error *err) {
    w->out->kinds[kind].path = path;
    return makers[kind] != NULL ? write_folder(w, kind, path, err)
                                : write_text(w, kind, &w->options->calendar, path, err);
}

// Everything into one folder; the calendar twice, for there are two readers of it.
static miler_status write_all(writing *w, const char *folder, miler_error *err) {
    static const char *const names[PLAN_OUT_KIND_COUNT] = {"fit",     "plan.ics",  "plan.csv",
                                                           "plan.md", "intervals", "zwo"};
    calendar_options busy = w->options->calendar;
    char path[MILER_PATH_MAX];
    busy.busy = true;
    miler_status status = out_folder_make(folder, err);
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT && status == MILER_OK; kind++) {
        status = out_path(path, sizeof path, folder, names[kind], err);
        const char *kept = status == MILER_OK ? miler_arena_dup(w->arena, path) : NULL;
        if (status == MILER_OK && kept == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (status == MILER_OK) status = write_kind(w, (plan_out_kind)kind, kept, err);
    }
    if (status == MILER_OK) status = out_path(path, sizeof path, folder, "busy.ics", err);
    return status == MILER_OK ? write_text(w, PLAN_OUT_ICS, &busy, path, err) : status;
}

static miler_status begin(app *a, writing *w, app_plan_answer *plan, plan_edition *edition,
                          miler_error *err) {
    *w->out = (app_plan_out_answer){.arena = w->arena};
    const miler_status status = app_plan_edition(a, w->arena, plan, edition, err);
    if (status != MILER_OK) return status;
    w->plan = &plan->plan;
    w->edition = edition;
    w->out->plan_id = edition->id;
    w->out->sequence = edition->sequence;
    const size_t most = plan->plan.session_count * PLAN_OUT_KIND_COUNT * 2 + 1;
    w->out->items = miler_arena_array(w->arena, most, sizeof *w->out->items);
    return w->out->items != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

miler_status app_plan_out(app *a, const app_plan_out_options *options, miler_arena *arena,
                          app_plan_out_answer *out, miler_error *err) {
    app_plan_answer plan;
    plan_edition edition;
    writing w = {.options = options, .arena = arena, .out = out};
    miler_status status = begin(a, &w, &plan, &edition, err);
    if (status == MILER_OK && options->all != NULL) status = write_all(&w, options->all, err);
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT && status == MILER_OK; kind++) {
        if (options->paths[kind] == NULL) continue;
        status = app_not_store(a, options->paths[kind], err);
        if (status == MILER_OK) status = write_kind(&w, (plan_out_kind)kind, options->paths[kind], err);
    }
    return status;
}

miler_status app_plan_out_each(app *a, plan_out_kind kind, const plan_out_sink *sink, miler_arena *arena,
                               app_plan_out_answer *out, miler_error *err) {
    app_plan_answer plan;
    plan_edition edition;
    writing w = {.arena = arena, .out = out};
    if (makers[kind] == NULL) return miler_fail(err, MILER_ERR_ARG, "this form has no file for each session");
    const miler_status status = begin(a, &w, &plan, &edition, err);
    return status == MILER_OK ? put_items(&w, kind, sink, err) : status;
}
