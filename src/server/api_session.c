// SPDX-License-Identifier: MIT
// Signing in and out, where a password is asked for; phones that have paired, and the codes by which they do.
#include "render/js.h"
#include "render/qr.h"
#include "server/api.h"

#include <stdio.h>
#include <string.h>

const field sign_in_fields[] = {{.name = "password",
                                 .kind = FIELD_TEXT,
                                 .says = "as it was set with miler password",
                                 .high = APP_PASSWORD_MOST,
                                 .required = true},
                                {.name = NULL}};
const field sign_out_fields[] = {
    {.name = "everybody", .kind = FIELD_FLAG, .says = "on every device, not only on this one"},
    {.name = "session",
     .kind = FIELD_WHOLE,
     .says = "another device that is signed in, by its number",
     .low = 1,
     .high = 1e15},
    {.name = "phone",
     .kind = FIELD_WHOLE,
     .says = "a phone that has paired, by its number",
     .low = 1,
     .high = 1e15},
    {.name = NULL}};

#define CODE_TO_MAX 2048 // bytes of an address; a code holds less

// Letters of a query's value as they stand; all else behind a percent sign.
static bool encode(const char *text, char *out, size_t size) {
    size_t len = 0;
    for (; *text != '\0'; text++) {
        const unsigned char b = (unsigned char)*text;
        const bool plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') ||
                           b == '/' || b == '_' || b == '-' || b == '.';
        if (len + 4 > size) return false;
        len += (size_t)snprintf(out + len, size - len, plain ? "%c" : "%%%02X", b);
    }
    out[len] = '\0';
    return true;
}

static int64_t own_phone(const call *c) {
    return c->lan != NULL && !lan_is_loopback(c->peer) ? lan_phone_of(c->lan, c->cookie) : 0;
}

// In the order in which they paired, which is that of their numbers.
static void put_phones(const call *c, js *j, json_t *root) {
    json_t *list = js_array(j, root, "phones");
    for (int64_t last = 0; c->lan != NULL;) {
        const lan_phone *next = NULL;
        for (size_t i = 0; i < LAN_PHONES_MAX; i++) {
            const lan_phone *phone = &c->lan->phones[i];
            if (phone->id > last && (next == NULL || phone->id < next->id)) next = phone;
        }
        if (next == NULL) return;
        last = next->id;
        json_t *row = js_item(j, list);
        js_int(j, row, "phone_id", next->id);
        js_text(j, row, "address", next->address);
        js_instant(j, row, "paired", next->paired_ms, 0);
        js_instant(j, row, "seen", next->seen_ms, 0);
        js_text(j, row, "browser", next->browser);
        js_bool(j, row, "this", next->id == own_phone(c));
    }
}

static void put_devices(const call *c, bool in, js *j, json_t *root) {
    door_guest guests[DOOR_SESSIONS_MAX];
    json_t *list = js_array(j, root, "devices");
    if (c->door == NULL || !in) return;
    // The cookie that a sign-in sets is not the one that was sent with it.
    const int64_t own =
        door_session(c->door, c->out->cookie[0] != '\0' ? c->out->cookie : c->cookie, c->now_ms);
    const size_t count = door_list(c->door, c->now_ms, guests);
    for (size_t i = 0; i < count && !j->failed; i++) {
        json_t *row = js_item(j, list);
        js_int(j, row, "session_id", guests[i].session);
        js_text(j, row, "address", guests[i].peer);
        js_text(j, row, "browser", guests[i].browser);
        js_instant(j, row, "since", guests[i].born_ms, 0);
        js_instant(j, row, "seen", guests[i].seen_ms, 0);
        js_bool(j, row, "this", guests[i].session == own);
    }
}

static miler_status show(call *c, bool in) {
    js j = {0};
    json_t *root = js_root(&j);
    js_bool(&j, root, "password", c->door != NULL);
    js_bool(&j, root, "signed_in", c->door == NULL || in);
    js_int(&j, root, "sessions", c->door != NULL && in ? (int64_t)door_count(c->door) : 0);
    put_devices(c, in, &j, root);
    js_bool(&j, root, "lan", c->pairing != NULL);
    put_phones(c, &j, root);
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
    const door_asker who = {.peer = c->peer, .cookies = c->cookie, .browser = c->browser, .now_ms = now_ms};
    const int status = door_sign_in(c->door, password, &who, c->out->cookie);
    field_wipe(&c->body, "password");
    if (status != 200)
        return refuse(c, 401, "this is not the password", "it is the one that miler password set");
    return show(c, true);
}

// Phones have a session each, too.
static miler_status phones_out(call *c) {
    const int64_t own = own_phone(c);
    const int64_t told = field_id(&c->query, "phone", 0);
    if (field_flag(&c->query, "everybody"))
        lan_forget_all(c->lan);
    else if (!lan_forget(c->lan, told != 0 ? told : own) && told != 0)
        return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "no phone %lld has paired", (long long)told);
    if (own != 0 && !lan_stands(c->lan, own)) lan_forget_cookie(c->out->cookie, sizeof c->out->cookie);
    return MILER_OK;
}

// Another device, told by its number, or this one: who asks stays in unless it is this one.
static miler_status device_out(call *c, int64_t session) {
    const bool own = door_session(c->door, c->cookie, c->now_ms) == session;
    if (!door_end(c->door, session, c->now_ms))
        return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "no device %lld is signed in", (long long)session);
    if (!own) return show(c, true);
    door_forget_cookie(c->door, c->out->cookie);
    return show(c, false);
}

miler_status api_sign_out(call *c) {
    const int64_t session = field_id(&c->query, "session", 0);
    if (session != 0 && c->door != NULL && c->signed_in) return device_out(c, session);
    if (session != 0)
        return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "no device %lld is signed in", (long long)session);

    const miler_status status = c->lan != NULL ? phones_out(c) : MILER_OK;
    if (status != MILER_OK) return status;
    if (c->door != NULL && c->signed_in)
        (void)door_sign_out(c->door, c->cookie, field_flag(&c->query, "everybody"), c->out->cookie);
    return show(c, false);
}

// ---- Codes

// The code of `path` of this server. On this machine it pairs the phone on the way; whoever has come in from
// elsewhere is not told the token.
static miler_status show_code(call *c, const char *path, const char *title) {
    char encoded[CODE_TO_MAX];
    char url[CODE_TO_MAX + 200];
    if (c->pairing == NULL) {
        (void)miler_fail(&c->err, MILER_ERR_REFUSED, "no phone comes in here");
        miler_error_remedy(&c->err, "serve with: miler serve --lan");
        return MILER_ERR_REFUSED;
    }
    const bool here = lan_is_loopback(c->peer);
    bool fits = !here || encode(path, encoded, sizeof encoded);
    if (fits && here) fits = lan_url(c->pairing, c->port, encoded, url, sizeof url);
    if (fits && !here) {
        const int len = snprintf(url, sizeof url, "http://%s:%u%s", c->pairing->addresses[0],
                                 (unsigned)c->port, path[0] != '\0' ? path : "/app/");
        fits = len > 0 && (size_t)len < sizeof url;
    }
    if (!fits) return miler_fail(&c->err, MILER_ERR_LIMIT, "the address is too long for a code");
    const miler_status status = qr_print(url, title, c->arena, &c->out->body, &c->err);
    return status == MILER_OK ? call_file(c, "image/svg+xml", NULL) : status;
}

miler_status api_session_code(call *c) {
    return show_code(c, "", "The way to this page for a phone");
}

miler_status api_race_code(call *c) {
    char path[CODE_TO_MAX];
    const bool asked = c->raw_query != NULL && c->raw_query[0] != '\0';
    const int len =
        snprintf(path, sizeof path, "/api/v1/race/live%s%s", asked ? "?" : "", asked ? c->raw_query : "");
    if (len < 0 || (size_t)len >= sizeof path)
        return miler_fail(&c->err, MILER_ERR_LIMIT, "the address is too long for a code");
    return show_code(c, path, "The way to the live page of the race for a phone");
}
