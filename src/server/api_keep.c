// SPDX-License-Identifier: MIT
// Files in, copies out, keeping house: what takes long becomes a job.
#include "render/house_render.h"
#include "render/js.h"
#include "server/api.h"
#include "server/jobs.h"
#include "server/uploads.h"

#include <stdio.h>

miler_status api_doctor(call *c) {
    app_doctor_answer answer;
    const miler_status status = app_doctor(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_doctor_json(&answer)) : status;
}

// ---- Jobs

static miler_status no_job(call *c) {
    const miler_status status =
        miler_fail(&c->err, MILER_ERR_NOT_FOUND, "there is no job %lld", (long long)c->id);
    miler_error_remedy(&c->err, "jobs are forgotten when the server ends, or many others came after");
    return status;
}

static miler_status show_job(call *c, int64_t id) {
    json_t *root = jobs_json(c->jobs, id);
    return root != NULL ? call_json(c, root) : no_job(c);
}

miler_status api_job(call *c) {
    return show_job(c, c->id);
}

miler_status api_job_cancel(call *c) {
    return jobs_cancel(c->jobs, c->id) ? show_job(c, c->id) : no_job(c);
}

miler_status api_job_file(call *c) {
    char name[JOB_NAME_MAX];
    char *path = miler_arena_take(c->arena, JOB_PATH_MAX);
    if (path == NULL) return miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    if (!jobs_file(c->jobs, c->id, path, name)) return no_job(c);
    c->out->file = path;
    return call_file(c, "application/octet-stream", name);
}

static miler_status start(call *c, const job_wish *wish) {
    int64_t id = 0;
    const miler_status status = jobs_add(c->jobs, wish, &id, &c->err);
    if (status != MILER_OK) return status;
    c->out->status = 202;
    return show_job(c, id);
}

miler_status api_rebuild(call *c) {
    return start(c, &(job_wish){.kind = JOB_REBUILD, .athlete = c->athlete});
}

miler_status api_backup(call *c) {
    return start(c, &(job_wish){.kind = JOB_BACKUP, .athlete = c->athlete});
}

miler_status api_export(call *c) {
    return start(c, &(job_wish){.kind = JOB_EXPORT, .athlete = c->athlete});
}

// ---- Files in

const field import_fields[] = {
    {.name = "name",
     .kind = FIELD_TEXT,
     .says = "of the file, with its ending",
     .high = 300,
     .required = true},
    {.name = "upload_id",
     .kind = FIELD_WHOLE,
     .says = "goes on with this upload; unless told a new one begins",
     .low = 1,
     .high = 1e15},
    {.name = "more", .kind = FIELD_FLAG, .says = "parts are still to come: it is not read yet"},
    {.name = NULL}};

miler_status api_import(call *c) {
    upload *at;
    scratch folder;
    char name[UPLOAD_NAME_MAX];
    int64_t job = 0;
    miler_status status =
        uploads_part(c->uploads, c->app, field_id(&c->query, "upload_id", 0),
                     field_text(&c->query, "name", ""), c->bytes, c->byte_count, &at, &c->err);
    if (status == MILER_ERR_NOT_FOUND) c->field = "upload_id";
    if (status != MILER_OK) return status;
    const int64_t id = at->id;
    const uint64_t bytes = at->bytes;
    (void)snprintf(name, sizeof name, "%s", at->name);
    if (!field_flag(&c->query, "more")) {
        status = uploads_end(at, &folder, &c->err);
        if (status != MILER_OK) return status;
        const job_wish wish = {
            .kind = JOB_IMPORT, .athlete_id = c->app->athlete_id, .scratch = &folder, .name = name};
        status = jobs_add(c->jobs, &wish, &job, &c->err);
        if (status != MILER_OK) scratch_close(&folder);
        if (status != MILER_OK) return status;
    }
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "upload_id", id);
    js_text(&j, root, "name", name);
    js_int(&j, root, "received_bytes", (int64_t)bytes);
    js_put(&j, root, "job_id", job != 0 ? json_integer((json_int_t)job) : json_null());
    c->out->status = 202;
    return call_json(c, js_done(&j, root));
}
