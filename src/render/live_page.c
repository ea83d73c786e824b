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
PIECE(words);
PIECE(core);
PIECE(file);
PIECE(track);
PIECE(sound);
PIECE(keep);
PIECE(day);
PIECE(view);
PIECE(main);

// In this order they are one script: each stands on those before it.
static const char *const scripts[] = {miler_data_live_words, miler_data_live_core,  miler_data_live_file,
                                      miler_data_live_track, miler_data_live_sound, miler_data_live_keep,
                                      miler_data_live_day,   miler_data_live_view,  miler_data_live_main};
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

// A heat of sixty has to fit into the page: millimetres and milliseconds will do there.
static double rounded(double value, bool alone) {
    const double unit = alone ? 1e6 : 1e3;
    return round(value * unit) / unit;
}

// Do all who have a plan change speed at the same places? Then those are told once.
static const miler_race_card *same_places(const live_runner *runners, size_t count) {
    const miler_race_card *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const miler_race_card *own = runners[i].card;
        if (!runners[i].planned) continue;
        if (first == NULL) first = own;
        bool same = own->knot_count == first->knot_count;
        for (size_t k = 0; same && k < own->knot_count; k++)
            same = fabs(own->knot_m[k] - first->knot_m[k]) < 0.0005; // no millimetre apart
        if (!same) return NULL;
    }
    return first;
}

static void numbers(js *j, json_t *object, const char *key, const double *list, size_t count, bool alone) {
    json_t *out = js_array(j, object, key);
    for (size_t i = 0; i < count && out != NULL; i++)
        if (json_array_append_new(out, json_real(rounded(list[i], alone))) != 0) j->failed = true;
}

// The pacing line: times at the places all share, or pairs of m and s.
static void pacing(js *j, json_t *plan, const miler_race_card *card, bool shared, bool alone) {
    if (shared) {
        numbers(j, plan, "times_s", card->knot_s, card->knot_count, alone);
        return;
    }
    json_t *list = js_array(j, plan, "pacing");
    for (size_t i = 0; i < card->knot_count && list != NULL; i++)
        if (json_array_append_new(list, json_pack("[ff]", rounded(card->knot_m[i], alone),
                                                  rounded(card->knot_s[i], alone))) != 0)
            j->failed = true;
}

// What is said at each lap to who runs alone with the phone, where it is the same for all.
static void cues(js *j, json_t *root, const live_runner *runners, size_t count) {
    const miler_race_card *first = runners[0].card;
    bool same = true;
    for (size_t i = 1; same && i < count; i++) {
        const miler_race_card *own = runners[i].card;
        same = own->lap_count == first->lap_count;
        for (size_t k = 0; same && k < first->lap_count; k++)
            same = strcmp(own->laps[k].cue, first->laps[k].cue) == 0;
    }
    if (!same) return;
    json_t *list = js_array(j, root, "cues");
    for (size_t i = 0; i < first->lap_count; i++)
        js_append_text(j, list, first->laps[i].cue);
}

static void plan(js *j, json_t *object, const live_runner *runner, bool shared, bool alone) {
    const miler_race_card *card = runner->card;
    json_t *o = js_object(j, object, "plan");
    js_num(j, o, "goal_s", card->goal_s, 6);
    js_text(j, o, "strategy", miler_strategy_name(card->strategy));
    pacing(j, o, card, shared, alone);
}

// ---- The day around the race

static bool same_rows(const miler_race_row *a, const miler_race_row *b, size_t count, bool timed) {
    bool same = true;
    for (size_t i = 0; same && i < count; i++)
        same = strcmp(a[i].what, b[i].what) == 0 && (!timed || a[i].at_s == b[i].at_s);
    return same;
}

static bool same_day(const miler_race_card *a, const miler_race_card *b) {
    return a->warm_up_count == b->warm_up_count && a->cool_down_count == b->cool_down_count &&
           same_rows(a->warm_up, b->warm_up, a->warm_up_count, true) &&
           same_rows(a->cool_down, b->cool_down, a->cool_down_count, false);
}

static void rows(js *j, json_t *table, const char *key, const miler_race_row *list, size_t count,
                 int32_t less_s) {
    json_t *out = js_array(j, table, key);
    for (size_t i = 0; i < count; i++) {
        json_t *o = js_item(j, out);
        js_int(j, o, "at_s", list[i].at_s - less_s);
        if (list[i].duration_s > 0) js_int(j, o, "lasts_s", list[i].duration_s);
        js_text(j, o, "what", list[i].what);
        if (list[i].why[0] != '\0') js_text(j, o, "why", list[i].why);
        if (list[i].how[0] != '\0') js_text(j, o, "how", list[i].how);
    }
}

// Rows after the race count from its finish, which is at a whole minute for the plan.
static void day_table(js *j, json_t *tables, const miler_race_card *card) {
    const int32_t finish_s = (int32_t)(ceil(card->goal_s / 60) * 60);
    json_t *o = js_item(j, tables);
    rows(j, o, "before", card->warm_up, card->warm_up_count, 0);
    rows(j, o, "after", card->cool_down, card->cool_down_count, finish_s);
}

// Who is new to racing warms up otherwise: each different day once, and `which` of them is each runner's.
static void days(js *j, json_t *root, const live_runner *runners, size_t count, size_t *which) {
    const miler_race_card *told[LIVE_RUNNERS_MAX];
    size_t tables = 0;
    json_t *o = js_object(j, root, "day");
    js_date(j, o, "date", runners[0].card->day);
    js_num(j, o, "gun_s", runners[0].card->gun_s >= 0 ? runners[0].card->gun_s : (double)NAN, 0);
    json_t *list = js_array(j, o, "tables");
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < tables && !same_day(told[k], runners[i].card))
            k++;
        which[i] = k;
        if (k < tables) continue;
        told[tables++] = runners[i].card;
        day_table(j, list, runners[i].card);
    }
}

#define TITLE_MAX (MILER_TEXT_MAX * 2 + LIVE_NAME_MAX * 4 + 32)

static void title(char out[TITLE_MAX], const live_runner *runners, size_t count, const language *l,
                  miler_arena *arena) {
    char name[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], all[32];
    (void)render_race_distance(name, runners[0].card->dist_m, MILER_UNITS_METRIC);
    (void)snprintf(all, sizeof all, "%zu runners", count);
    const char *dist = language_say(l, name, arena);
    const double goal_s = runners[0].card->goal_s;
    miler_print_time(goal, sizeof goal, goal_s, goal_s > floor(goal_s) ? 1 : 0);
    if (count > 1)
        (void)snprintf(out, TITLE_MAX, "%s: %s", dist, language_say(l, all, arena));
    else if (runners[0].planned)
        (void)snprintf(out, TITLE_MAX, "%s in %s%s%s", dist, goal, runners[0].name[0] != '\0' ? ": " : "",
                       runners[0].name);
    else
        (void)snprintf(out, TITLE_MAX, "%s: %s", dist, runners[0].name);
}

static json_t *facts(const live_runner *runners, size_t count) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *first = render_race_json(runners[0].card);
    if (first == NULL) j.failed = true;
    js_text(&j, root, "made_by", "miler " MILER_VERSION);
    course(&j, root, &runners[0], first);
    json_decref(first);
    size_t which[LIVE_RUNNERS_MAX];
    days(&j, root, runners, count, which);
    const miler_race_card *shared = same_places(runners, count);
    if (shared != NULL) numbers(&j, root, "places_m", shared->knot_m, shared->knot_count, count == 1);
    cues(&j, root, runners, count);
    json_t *list = js_array(&j, root, "runners");
    for (size_t i = 0; i < count; i++) {
        json_t *o = js_item(&j, list);
        js_text(&j, o, "name", runners[i].name);
        if (which[i] > 0) js_int(&j, o, "day", (int64_t)which[i]);
        if (runners[i].planned)
            plan(&j, o, &runners[i], shared != NULL, count == 1);
        else
            js_put(&j, o, "plan", json_null());
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

static void assemble(json_t *root, const char *name, const language *l, miler_buf *out) {
    char policy[LIVE_POLICY_MAX];
    render_live_policy(policy, sizeof policy);
    miler_buf_printf(out,
                     "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, "
                     "viewport-fit=cover\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
                     language_code(l), policy);
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

// What is to be read in the page's facts, which are told and counted in English.
static miler_status speak(json_t *root, const char *name, const language *l, miler_arena *arena,
                          miler_error *err) {
    language_say_json(l, root, arena);
    return json_object_set_new(root, "title", json_string(name)) == 0
               ? MILER_OK
               : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

miler_status render_live_page(const live_runner *runners, size_t count, const language *l, miler_buf *out,
                              miler_error *err) {
    char name[TITLE_MAX];
    if (count == 0 || count > LIVE_RUNNERS_MAX)
        return miler_fail(err, MILER_ERR_ARG, "a live page is for 1 to %d runners", (int)LIVE_RUNNERS_MAX);
    miler_arena *arena = miler_arena_new(NULL, 0);
    json_t *root = arena != NULL ? facts(runners, count) : NULL;
    miler_status status =
        root != NULL ? set_id(root, err) : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) {
        title(name, runners, count, l, arena);
        status = speak(root, name, l, arena, err);
    }
    if (status == MILER_OK) {
        assemble(root, name, l, out);
        status = miler_buf_status(out, err);
        if (status == MILER_ERR_LIMIT)
            miler_error_remedy(err, "a page holds no more: take fewer runners, or another strategy");
    }
    json_decref(root);
    miler_arena_free(arena);
    return status;
}
