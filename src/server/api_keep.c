// SPDX-License-Identifier: MIT
// Keeping house.
#include "render/house_render.h"
#include "server/api.h"

miler_status api_doctor(call *c) {
    app_doctor_answer answer;
    const miler_status status = app_doctor(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_doctor_json(&answer)) : status;
}
