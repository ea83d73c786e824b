// SPDX-License-Identifier: MIT
// What was put on paper, as text and JSON.
#ifndef MILER_PAPER_RENDER_H
#define MILER_PAPER_RENDER_H

#include "render/plan_paper.h"

#include <jansson.h>

typedef struct paper_told {
    const char *file;
    uint64_t bytes;
    paper_size size;
    miler_units units;
    int32_t made_day;
    plan_paper_facts facts;
} paper_told;

void render_paper_text(const paper_told *told, miler_buf *out);
json_t *render_paper_json(const paper_told *told);

#endif
