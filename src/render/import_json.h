// SPDX-License-Identifier: MIT
// What an import did, as JSON (docs/json.md, `import`): file by file while it
// goes on, the sums at its end.
#ifndef MILER_IMPORT_JSON_H
#define MILER_IMPORT_JSON_H

#include "app/app_replan.h"
#include "app/import.h"
#include "render/js.h"

typedef struct import_json {
    js j;
    json_t *root, *files;
    size_t cut; // bytes at the front of each path that are not told
} import_json;

// What became of the plan with it.
typedef struct import_plan {
    size_t changes;
    app_goal_move goal;
} import_plan;

bool import_json_begin(import_json *out, size_t cut); // false: out of memory, and nothing is to be ended
void import_json_file(import_json *i, const app_import_file *file);
// The answer; NULL: out of memory.
json_t *import_json_end(import_json *i, const app_import_answer *answer, const import_plan *plan);

#endif
