// SPDX-License-Identifier: MIT
#include "render/import_json.h"

#include <stdio.h>
#include <string.h>

bool import_json_begin(import_json *out, size_t cut) {
    *out = (import_json){.cut = cut};
    out->root = js_root(&out->j);
    out->files = js_array(&out->j, out->root, "files");
    if (!out->j.failed) return true;
    (void)js_done(&out->j, out->root);
    return false;
}

void import_json_file(import_json *i, const app_import_file *file) {
    js *j = &i->j;
    json_t *row = js_item(j, i->files);
    js_text(j, row, "path", strlen(file->path) > i->cut ? file->path + i->cut : file->path);
    js_text(j, row, "outcome", store_outcome_name(file->outcome));
    js_text(j, row, "reason", file->reason);
    json_t *runs = js_array(j, row, "run_ids");
    for (size_t k = 0; k < file->run_count && !j->failed; k++)
        if (json_array_append_new(runs, json_integer((json_int_t)file->run_ids[k])) != 0) j->failed = true;
    json_t *warnings = js_array(j, row, "warnings");
    for (size_t k = 0; k < file->warning_count && !j->failed; k++)
        js_append_text(j, warnings, file->warnings[k]);
}

json_t *import_json_end(import_json *i, const app_import_answer *answer, const import_plan *plan) {
    js *j = &i->j;
    const bool moved = plan->goal.was_s > 0;
    js_int(j, i->root, "plan_changes", (int64_t)plan->changes);
    js_num(j, i->root, "plan_goal_was_s", moved ? plan->goal.was_s : (double)NAN, 1);
    js_num(j, i->root, "plan_goal_s", moved ? plan->goal.now_s : (double)NAN, 1);
    js_int(j, i->root, "files_total", (int64_t)answer->files);
    for (int k = 0; k < STORE_OUTCOME_COUNT; k++) {
        char key[32];
        (void)snprintf(key, sizeof key, "files_%s", store_outcome_name((store_outcome)k));
        js_int(j, i->root, key, (int64_t)answer->outcomes[k]);
    }
    js_int(j, i->root, "activities", (int64_t)answer->activities);
    js_int(j, i->root, "runs", (int64_t)answer->runs);
    js_int(j, i->root, "future", (int64_t)answer->future);
    return js_done(j, i->root);
}
