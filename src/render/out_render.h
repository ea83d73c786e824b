// SPDX-License-Identifier: MIT
// What went out: files of a plan, and what a watch was given.
#ifndef MILER_OUT_RENDER_H
#define MILER_OUT_RENDER_H

#include "app/app_plan_out.h"
#include "app/app_push.h"
#include "render/look.h"

#include <jansson.h>

void render_plan_out_text(const app_plan_out_answer *answer, const render_look *look, miler_buf *out);
json_t *render_plan_out_json(const app_plan_out_answer *answer);

// One athlete of a squad and what was written for them.
typedef struct squad_row {
    const char *name;
    const char *folder; // NULL: no plan, nothing written
    int64_t plan_id;
    size_t sessions; // that have a workout
    size_t files;
    uint64_t bytes;
    int pages;  // of the PDF
    bool gated; // a health question was answered with yes, and nobody has cleared it
} squad_row;
typedef struct squad_told {
    const char *dir;
    squad_row *rows;
    size_t count;
} squad_told;
void render_squad_text(const squad_told *told, const render_look *look, miler_arena *arena, miler_buf *out);
json_t *render_squad_json(const squad_told *told);

void render_push_text(const app_push_answer *answer, const render_look *look, miler_buf *out);
json_t *render_push_json(const app_push_answer *answer);

#endif
