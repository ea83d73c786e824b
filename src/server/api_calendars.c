// SPDX-License-Identifier: MIT
// Calendars that others subscribe to: the plan under an address nobody guesses.
#include "app/app_feeds.h"
#include "app/app_language.h"
#include "app/app_plan_out.h"
#include "render/js.h"
#include "render/language.h"
#include "server/api.h"

#include <miler/formats.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_BYTES 16
#define TOKEN_MAX 32
#define ZONE_TEXT_MAX ((size_t)1 << 20) // bytes of a calendar without events

static const char *const kinds[] = {"full", "busy", NULL};
const field calendar_fields[] = {
    {.name = "kind",
     .kind = FIELD_WORD,
     .says = "busy: that time is taken, not for what; full unless told",
     .words = kinds},
    {.name = "at", .kind = FIELD_CLOCK, .says = "when training is; all-day events unless told"},
    {.name = "second", .kind = FIELD_CLOCK, .says = "when the second run of a day is"},
    {.name = "zone",
     .kind = FIELD_TEXT,
     .says = "time zone of `at`, as Europe/London",
     .high = APP_FEED_ZONE - 1},
    {.name = "alarm_min",
     .kind = FIELD_WHOLE,
     .says = "remind so many minutes before",
     .low = 0,
     .high = 1440},
    {.name = NULL}};

static void hash_token(const char *token, char out[APP_FEED_HASH]) {
    unsigned char bytes[32];
    (void)crypto_generichash(bytes, sizeof bytes, (const unsigned char *)token, strlen(token), NULL, 0);
    (void)sodium_bin2hex(out, APP_FEED_HASH, bytes, sizeof bytes);
}

static void js_clock(js *j, json_t *object, const char *key, int32_t seconds) {
    char text[MILER_TEXT_MAX];
    miler_print_clock(text, sizeof text, seconds);
    js_text(j, object, key, seconds >= 0 ? text : NULL);
}

// Told to this machine alone: whoever asks from elsewhere has reached it by an address that leads there.
static void js_origin(js *j, json_t *root, const call *c) {
    char text[LAN_ADDRESS_MAX + 20];
    const bool told = c->pairing != NULL && c->peer != NULL && lan_is_loopback(c->peer);
    if (told) (void)snprintf(text, sizeof text, "http://%s:%u", c->pairing->addresses[0], (unsigned)c->port);
    js_text(j, root, "origin", told ? text : NULL);
}

// A calendar program may say no language: one that this page speaks, and that the store does not name, stands in the
// address. Where the store names it the calendar follows the store.
static const char *language_told(call *c) {
    char kept[APP_LANGUAGE_MAX];
    if (c->language == NULL || app_language_kept(c->app, kept, NULL) != MILER_OK) return NULL;
    const char *without = kept[0] != '\0' ? kept : language_codes[0];
    return strcmp(c->language, without) != 0 ? c->language : NULL;
}

// `token`: of the one that was just made; NULL: none was.
static miler_status show(call *c, const char *token) {
    app_feed *list;
    size_t count;
    char path[80];
    const miler_status status = app_feed_list(c->app, c->arena, &list, &count, &c->err);
    if (status != MILER_OK) return status;
    js j = {0};
    json_t *root = js_root(&j);
    const char *code = language_told(c);
    (void)snprintf(path, sizeof path, "/calendar/%s.ics%s%s", token != NULL ? token : "",
                   code != NULL ? "?language=" : "", code != NULL ? code : "");
    js_text(&j, root, "path", token != NULL ? path : NULL);
    js_origin(&j, root, c);
    json_t *rows = js_array(&j, root, "calendars");
    for (size_t i = 0; i < count; i++) {
        json_t *o = js_item(&j, rows);
        js_int(&j, o, "calendar_id", list[i].id);
        js_text(&j, o, "kind", kinds[list[i].busy]);
        js_clock(&j, o, "at", list[i].start_s);
        js_clock(&j, o, "second", list[i].second_s);
        js_text(&j, o, "zone", list[i].zone[0] != '\0' ? list[i].zone : NULL);
        js_put(&j, o, "alarm_min", list[i].alarm_min >= 0 ? json_integer(list[i].alarm_min) : json_null());
        js_instant(&j, o, "added", list[i].added_ms, c->app->utc_offset_s);
    }
    return call_json(c, js_done(&j, root));
}

miler_status api_calendar_list(call *c) {
    return show(c, NULL);
}

// An address is told once and read by a program that says nothing of a zone that there is not: it would be empty
// for good. False: why is in c->err.
static bool zone_is_known(call *c, const char *zone) {
    miler_buf none;
    const miler_calendar empty = {.zone = zone};
    if (zone[0] == '\0') return true;
    miler_buf_init(&none, miler_arena_allocator(c->arena), ZONE_TEXT_MAX);
    const bool known = miler_calendar_write(&empty, &none, &c->err) == MILER_OK;
    miler_buf_deinit(&none);
    return known;
}

miler_status api_calendar_add(call *c) {
    unsigned char bytes[TOKEN_BYTES];
    char token[TOKEN_MAX];
    const field_values *b = &c->body;
    app_feed feed = {.busy = field_word(b, "kind", 0) == 1,
                     .start_s = field_whole(b, "at", -1),
                     .second_s = field_whole(b, "second", -1),
                     .alarm_min = field_whole(b, "alarm_min", -1)};
    const char *zone = field_text(b, "zone", "");
    if (feed.start_s < 0 && (zone[0] != '\0' || feed.second_s >= 0))
        return call_fail(c, "at", "zone and second need at, the time of day of training");
    if (strpbrk(zone, " \t") != NULL) return call_fail(c, "zone", "zone has no blanks, as Europe/London");
    if (!zone_is_known(c, zone)) return call_fail(c, "zone", "%s", c->err.msg);
    (void)snprintf(feed.zone, sizeof feed.zone, "%s", zone);
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(token, sizeof token, bytes, sizeof bytes,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    hash_token(token, feed.hash);
    const miler_status status = app_feed_add(c->app, &feed, c->arena, &c->err);
    if (status != MILER_OK) return status;
    c->out->status = 201;
    return show(c, token);
}

miler_status api_calendar_remove(call *c) {
    const miler_status status = app_feed_remove(c->app, c->id, c->arena, &c->err);
    return status == MILER_OK ? show(c, NULL) : status;
}

// The athlete is the feed's, whoever is chosen.
miler_status page_calendar(call *c) {
    char token[TOKEN_MAX], hash[APP_FEED_HASH];
    app_feed feed;
    calendar_options options;
    int32_t sequence;
    const size_t len = strlen(c->name);
    if (len < 5 || len - 4 >= sizeof token || strcmp(c->name + len - 4, ".ics") != 0)
        return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "there is nothing at this address");
    (void)snprintf(token, sizeof token, "%.*s", (int)(len - 4), c->name);
    hash_token(token, hash);
    miler_status status = app_feed_find(c->app, hash, c->arena, &feed, &c->err);
    if (status != MILER_OK) return status;
    calendar_options_init(&options);
    options.say = language_say_any;
    options.language = call_language(c);
    options.busy = feed.busy;
    options.zone = feed.zone[0] != '\0' ? feed.zone : NULL;
    options.alarm_min = feed.alarm_min;
    if (feed.start_s >= 0) options.start_s = feed.start_s;
    if (feed.second_s >= 0) options.second_s = feed.second_s;
    status = app_use_athlete_id(c->app, feed.athlete_id, &c->err);
    if (status == MILER_OK)
        status = app_plan_calendar(c->app, &options, c->arena, &c->out->body, &sequence, &c->err);
    return status == MILER_OK ? call_file(c, "text/calendar; charset=utf-8", NULL) : status;
}
