// SPDX-License-Identifier: MIT
// Where the data is, and the end of it: looked at first (GET store gives a mark), then done with that mark.
#include "app/app_erase.h"
#include "render/house_render.h"
#include "server/api.h"
#include "server/jobs.h"
#include "server/scratch.h"
#include "server/uploads.h"

#define JOB_PATIENCE_MS 8000 // a file is looked at and kept in less

const field erase_fields[] = {{.name = "mark",
                               .kind = FIELD_TEXT,
                               .says = "of the store as it was looked at: GET store tells it",
                               .high = APP_ERASE_MARK,
                               .required = true},
                              {.name = NULL}};

miler_status api_store(call *c) {
    app_erase_answer answer;
    const miler_status status = app_erase_look(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_erase_json(&answer)) : status;
}

miler_status api_erase(call *c) {
    app_erase_answer answer = {.erased = false};
    const char *mark = field_text(&c->body, "mark", "");
    miler_status status = app_erase_check(c->app, mark, c->arena, &answer, &c->err);
    // An import that goes on would bring back what has just been erased; and copies lie beside the store.
    if (status == MILER_OK && !jobs_end_all(c->jobs, JOB_PATIENCE_MS)) {
        status = miler_fail(&c->err, MILER_ERR_BUSY, "an import or another long work has not ended yet");
        miler_error_remedy(&c->err, "try again in a moment");
        return status;
    }
    if (status == MILER_OK) status = app_erase(c->app, mark, c->arena, &answer, &c->err);
    if (answer.erased) {
        jobs_forget_all(c->jobs);
        uploads_close(c->uploads);
        scratch_sweep_all(c->app);
    }
    if (status == MILER_OK) return call_json(c, render_erase_json(&answer));
    c->field = status == MILER_ERR_CONFLICT ? "mark" : NULL;
    return status;
}
