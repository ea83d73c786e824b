// SPDX-License-Identifier: MIT
#include "server/call.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX 512 // bytes of a message: longer than any of ours

void call_answer_init(route_answer *out, const miler_alloc *alloc) {
    *out = (route_answer){.status = 200, .media_type = "application/json"};
    miler_buf_init(&out->body, alloc, CALL_FILE_MAX);
}

static int append_json(const char *text, size_t len, void *user) {
    miler_buf_append(user, text, len);
    return 0;
}

void call_answer_json(route_answer *out, json_t *root) {
    if (root == NULL || json_dump_callback(root, append_json, &out->body,
                                           JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12)) != 0)
        out->body.failed = true;
    json_decref(root);
    out->media_type = "application/json";
}

// A message may quote what was sent, or be cut within a letter: JSON takes only whole ones.
static const char *whole_letters(const char *text, char out[TEXT_MAX]) {
    size_t n = 0;
    const size_t len = strlen(text);
    for (size_t at = 0; at < len && n + 5 < TEXT_MAX;) {
        const size_t size = miler_utf8_len(text + at, len - at);
        if (size == 0) {
            out[n++] = '?';
            at++;
            continue;
        }
        memcpy(out + n, text + at, size);
        n += size;
        at += size;
    }
    out[n] = '\0';
    return out;
}

void call_answer_error(route_answer *out, int status, const call_trouble *trouble) {
    char error[TEXT_MAX], remedy[TEXT_MAX], at[TEXT_MAX];
    miler_buf_clear(&out->body);
    out->policy[0] = '\0';
    out->download[0] = '\0';
    out->cookie[0] = '\0';
    out->status = status;
    json_t *column = trouble->column > 0 ? json_integer((json_int_t)trouble->column) : json_null();
    call_answer_json(out, json_pack("{ss ss ss so}", "error", whole_letters(trouble->error, error), "remedy",
                                    whole_letters(trouble->remedy, remedy), "field",
                                    whole_letters(trouble->field != NULL ? trouble->field : "", at), "column",
                                    column));
}

miler_status call_json(call *c, json_t *root) {
    c->root = root;
    return root != NULL ? MILER_OK : miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
}

miler_status call_file(call *c, const char *media_type, const char *name) {
    c->out->media_type = media_type;
    if (name != NULL) (void)snprintf(c->out->download, sizeof c->out->download, "%s", name);
    return miler_buf_status(&c->out->body, &c->err);
}

miler_status call_fail(call *c, const char *at, const char *fmt, ...) {
    va_list args;
    char text[240];
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    c->field = at;
    return miler_fail(&c->err, MILER_ERR_PARSE, "%s", text);
}

const language *call_language(const call *c) {
    for (size_t i = 0; c->languages != NULL && c->language != NULL && language_codes[i] != NULL; i++)
        if (strcmp(language_codes[i], c->language) == 0) return c->languages[i];
    return NULL;
}

int call_http_status(miler_status status) {
    static const struct {
        miler_status status;
        int http;
    } rows[] = {{MILER_OK, 200},          {MILER_ERR_NOT_FOUND, 404}, {MILER_ERR_EMPTY, 404},
                {MILER_ERR_REFUSED, 409}, {MILER_ERR_CONFLICT, 409},  {MILER_ERR_CANCELLED, 409},
                {MILER_ERR_PARSE, 400},   {MILER_ERR_RANGE, 400},     {MILER_ERR_ARG, 400},
                {MILER_ERR_LIMIT, 400},   {MILER_ERR_FORMAT, 400},    {MILER_ERR_UNSUPPORTED, 400},
                {MILER_ERR_BUSY, 503}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].status == status) return rows[i].http;
    return 500;
}
