// SPDX-License-Identifier: MIT
// The live page put together: head, style, body, plans, script.
#include "render/live_page.h"

#include "render/js.h"
#include "render/markup.h"
#include "render/race_json.h"
#include "render/race_title.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PIECE(name) extern const char miler_data_live_##name[]
PIECE(style);
PIECE(body);
PIECE(core);
PIECE(file);
PIECE(track);
PIECE(sound);
PIECE(keep);
PIECE(view);
PIECE(main);

// In this order they are one script: each stands on those before it.
static const char *const scripts[] = {miler_data_live_core,  miler_data_live_file, miler_data_live_track,
                                      miler_data_live_sound, miler_data_live_keep, miler_data_live_view,
                                      miler_data_live_main};
#define SCRIPT_COUNT (sizeof scripts / sizeof scripts[0])
static const char strict[] = "\"use strict\";\n";

#define HASH_TEXT_MAX (sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL))

static void hash_text(char *out, const char *const *pieces, size_t count) {
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++) {
        const void *bytes = pieces[i];
        (void)crypto_hash_sha256_update(&state, bytes, strlen(pieces[i]));
    }
    (void)crypto_hash_sha256_final(&state, hash);
    (void)sodium_bin2base64(out, HASH_TEXT_MAX, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
}

void render_live_policy(char *out, size_t out_size) {
    const char *script[SCRIPT_COUNT + 1] = {strict};
    const char *style[] = {miler_data_live_style};
    char script_hash[HASH_TEXT_MAX], style_hash[HASH_TEXT_MAX];
    memcpy(script + 1, scripts, sizeof scripts);
    hash_text(script_hash, script, SCRIPT_COUNT + 1);
    hash_text(style_hash, style, 1);
    (void)snprintf(out, out_size,
                   "default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; img-src data:; "
                   "base-uri 'none'; form-action 'none'",
                   script_hash, style_hash);
}

static void course(js *j, json_t *root, const live_runner *first, const json_t *card_json) {
    const miler_race_card *card = first->card;
    json_t *o = js_object(j, root, "course");
    js_num(j, o, "distance_m", card->dist_m, 6);
    js_text(j, o, "venue", json_string_value(json_object_get(card_json, "venue")));
    js_text(j, o, "convention", json_string_value(json_object_get(card_json, "convention")));
    js_int(j, o, "lane", card->lane);
    js_num(j, o, "lap_m", card->lap_m, 6);
    js_num(j, o, "start_ahead_m", card->lap_m > 0 ? card->start_ahead_m : 0, 6);
    json_t *laps = js_array(j, o, "laps_m");
    for (size_t i = 0; i < card->lap_count; i++) {
        json_t *place = json_real(round(card->laps[i].to_m * 1e6) / 1e6);
        if (laps == NULL || place == NULL || json_array_append_new(laps, place) != 0) j->failed = true;
    }
}

// The pacing line as pairs of m and s, to the millimetre and millisecond: a heat of
// sixty has to fit into the page.
static json_t *pairs(const miler_race_card *card) {
    json_t *list = json_array();
    for (size_t i = 0; i < card->knot_count && list != NULL; i++) {
        json_t *pair =
            json_pack("[ff]", round(card->knot_m[i] * 1000) / 1000, round(card->knot_s[i] * 1000) / 1000);
        if (pair != NULL && json_array_append_new(list, pair) == 0) continue;
        json_decref(list);
        list = NULL;
    }
    return list;
}

// The plan as `miler pace --json` tells it, without what the page does not use.
static json_t *plan(const live_runner *runner, bool alone) {
    static const char *const unused[] = {"checkpoints", "other_laps", "warm_up", "cool_down",
                                         "conditions",  "notes",      "gears"};
    json_t *card = render_race_json(runner->card);
    for (size_t i = 0; i < sizeof unused / sizeof unused[0] && card != NULL; i++)
        (void)json_object_del(card, unused[i]);
    if (card == NULL || alone) return card;
    // Words are for who runs alone with the phone.
    (void)json_object_del(card, "laps");
    if (json_object_set_new(card, "pacing", pairs(runner->card)) == 0) return card;
    json_decref(card);
    return NULL;
}

static void title(char *out, size_t out_size, const live_runner *runners, size_t count) {
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX];
    (void)render_race_distance(dist, runners[0].card->dist_m, MILER_UNITS_METRIC);
    const double goal_s = runners[0].card->goal_s;
    miler_print_time(goal, sizeof goal, goal_s, goal_s > floor(goal_s) ? 1 : 0);
    if (count > 1)
        (void)snprintf(out, out_size, "%s: %zu runners", dist, count);
    else if (runners[0].planned)
        (void)snprintf(out, out_size, "%s in %s%s%s", dist, goal, runners[0].name[0] != '\0' ? ": " : "",
                       runners[0].name);
    else
        (void)snprintf(out, out_size, "%s: %s", dist, runners[0].name);
}

static json_t *facts(const live_runner *runners, size_t count, const char *name) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *first = render_race_json(runners[0].card);
    if (first == NULL) j.failed = true;
    js_text(&j, root, "title", name);
    js_text(&j, root, "made_by", "miler " MILER_VERSION);
    course(&j, root, &runners[0], first);
    json_decref(first);
    json_t *list = js_array(&j, root, "runners");
    for (size_t i = 0; i < count; i++) {
        json_t *o = js_item(&j, list);
        js_text(&j, o, "name", runners[i].name);
        js_put(&j, o, "plan", runners[i].planned ? plan(&runners[i], count == 1) : json_null());
    }
    return js_done(&j, root);
}

// SAFETY: inside <script> nothing may look like the end of one, whatever a name holds:
// the three characters that HTML knows are written as JSON's own escapes.
static int append_safe(const char *text, size_t len, void *user) {
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '<' || text[i] == '>' || text[i] == '&')
            miler_buf_printf(user, "\\u%04x", (unsigned)text[i]);
        else
            miler_buf_append(user, text + i, 1);
    }
    return 0;
}

static void put_facts(json_t *root, miler_buf *out) {
    if (json_dump_callback(root, append_safe, out,
                           JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII |
                               JSON_REAL_PRECISION(12)) != 0)
        out->failed = true;
}

// Pages of different plans keep their logs apart by this.
static miler_status set_id(json_t *root, miler_error *err) {
    char *text = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    char hash[HASH_TEXT_MAX];
    const char *pieces[] = {text};
    hash_text(hash, pieces, 1);
    void (*release)(void *);
    json_get_alloc_funcs(NULL, &release);
    release(text);
    return json_object_set_new(root, "id", json_stringn(hash, 16)) == 0
               ? MILER_OK
               : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static void assemble(json_t *root, const char *name, miler_buf *out) {
    char policy[LIVE_POLICY_MAX];
    render_live_policy(policy, sizeof policy);
    miler_buf_printf(out,
                     "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, "
                     "viewport-fit=cover\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
                     policy);
    markup_text(out, name);
    miler_buf_text_append(out, "</title>\n<style>");
    miler_buf_text_append(out, miler_data_live_style);
    miler_buf_text_append(out, "</style>\n</head>\n<body>\n");
    miler_buf_text_append(out, miler_data_live_body);
    miler_buf_text_append(out, "<script type=\"application/json\" id=\"miler-plan\">");
    put_facts(root, out);
    miler_buf_text_append(out, "</script>\n<script>");
    miler_buf_text_append(out, strict);
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        miler_buf_text_append(out, scripts[i]);
    miler_buf_text_append(out, "</script>\n</body>\n</html>\n");
}

miler_status render_live_page(const live_runner *runners, size_t count, miler_buf *out, miler_error *err) {
    char name[MILER_TEXT_MAX * 2 + LIVE_NAME_MAX * 4 + 32];
    if (count == 0 || count > LIVE_RUNNERS_MAX)
        return miler_fail(err, MILER_ERR_ARG, "a live page is for 1 to %d runners", (int)LIVE_RUNNERS_MAX);
    title(name, sizeof name, runners, count);
    json_t *root = facts(runners, count, name);
    if (root == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = set_id(root, err);
    if (status == MILER_OK) {
        assemble(root, name, out);
        status = miler_buf_status(out, err);
        if (status == MILER_ERR_LIMIT)
            miler_error_remedy(err, "a page holds no more: take fewer runners, or another strategy");
    }
    json_decref(root);
    return status;
}
