// SPDX-License-Identifier: MIT
// Signing in and out, where a password is asked for.
#include "render/js.h"
#include "server/api.h"

const field sign_in_fields[] = {{.name = "password",
                                 .kind = FIELD_TEXT,
                                 .says = "as it was set with miler password",
                                 .high = APP_PASSWORD_MOST,
                                 .required = true},
                                {.name = NULL}};
const field sign_out_fields[] = {
    {.name = "everybody", .kind = FIELD_FLAG, .says = "on every device, not only on this one"},
    {.name = NULL}};

static miler_status show(call *c, bool in) {
    js j = {0};
    json_t *root = js_root(&j);
    js_bool(&j, root, "password", c->door != NULL);
    js_bool(&j, root, "signed_in", c->door == NULL || in);
    js_int(&j, root, "sessions", c->door != NULL && in ? (int64_t)door_count(c->door) : 0);
    return call_json(c, js_done(&j, root));
}

miler_status api_session(call *c) {
    // The guard has moved the session's clock on already where there is one; asked here it may be nobody's.
    return show(c, c->signed_in);
}

static miler_status refuse(call *c, int status, const char *error, const char *remedy) {
    call_answer_error(c->out, status, &(call_trouble){.error = error, .remedy = remedy, .field = "password"});
    return MILER_OK;
}

miler_status api_sign_in(call *c) {
    const int64_t now_ms = app_now_ms(c->app);
    if (c->door == NULL) return show(c, true);
    if (!door_may_try(c->door, c->peer, now_ms))
        return refuse(c, 429, "too many wrong passwords", "wait a minute, then try again");
    const char *password = field_text(&c->body, "password", "");
    const door_asker who = {.peer = c->peer, .cookies = c->cookie, .now_ms = now_ms};
    if (door_sign_in(c->door, password, &who, c->out->cookie) != 200)
        return refuse(c, 401, "this is not the password", "it is the one that miler password set");
    return show(c, true);
}

miler_status api_sign_out(call *c) {
    if (c->door != NULL && c->signed_in)
        (void)door_sign_out(c->door, c->cookie, field_flag(&c->query, "everybody"), c->out->cookie);
    return show(c, false);
}
