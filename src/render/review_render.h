// SPDX-License-Identifier: MIT
// The review of a race: text, JSON and a picture.
#ifndef MILER_RENDER_REVIEW_H
#define MILER_RENDER_REVIEW_H

#include "app/app_review.h"
#include "render/look.h"

#include <jansson.h>

miler_status render_review_text(const app_review_answer *a, const render_look *look, miler_arena *arena,
                                miler_buf *out, miler_error *err) MILER_CHECK;
// A new reference, or NULL when out of memory.
json_t *render_review_json(const app_review_answer *a);
// Laps as bars beside plan and optimum, and the causes under them. Errors: NOMEM, LIMIT.
miler_status render_review_svg(const app_review_answer *a, miler_units units, miler_arena *arena,
                               miler_buf *out, miler_error *err) MILER_CHECK;
// The table to show: the finest of `most` rows at most; the splits as given where none is whole.
const miler_review_rows *render_review_fine(const miler_review *r, size_t most);
const miler_review_rows *render_review_laps(const miler_review *r);

#endif
