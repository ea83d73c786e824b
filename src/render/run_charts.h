// SPDX-License-Identifier: MIT
// Pace, heart rate and height of a run over its distance, drawn in characters.
#ifndef MILER_RUN_CHARTS_H
#define MILER_RUN_CHARTS_H

#include "render/look.h"

#include <miler/activity.h>

void render_run_charts(const miler_activity *activity, const render_look *look, miler_buf *out);

#endif
