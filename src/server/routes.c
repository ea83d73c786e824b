// SPDX-License-Identifier: MIT
#include "app/json_read.h"
#include "render/js.h"
#include "server/api.h"
#include "server/uploads.h"

#include <stdio.h>
#include <string.h>

#define RUNS TOPIC_RUNS
#define PLAN TOPIC_PLAN
#define BY_HAND "plan replan"
#define V "/api/v1/"

const field route_common[] = {{.name = "athlete",
                               .kind = FIELD_TEXT,
                               .says = "whose answer, by name or number; the chosen one unless told",
                               .high = 100},
                              {.name = "language",
                               .kind = FIELD_WORD,
                               .says = "of the sentences in the answer",
                               .words = language_codes},
                              {.name = NULL}};

// A table is read by its columns.
// clang-format off
const route routes[] = {
    {"GET", "/", page_home, "text/html; charset=utf-8", "to the page", 0, 0, ROUTE_OWN, 0},
    {"GET", "/live", page_live, "text/html; charset=utf-8", "the live page of the race that the address names", 0, 0, 0, 0},

    {"GET", V "session", api_session, "session", "whether a password is asked for, and who is in", 0, 0, ROUTE_OWN, 0},
    {"POST", V "session", api_sign_in, "session", "signs in: the answer sets a cookie", 0, sign_in_fields, ROUTE_CHECK, 0},
    {"DELETE", V "session", api_sign_out, "session", "signs out: this device, a phone, or everybody", sign_out_fields, 0, ROUTE_OWN, TOPIC_SETTINGS},
    {"GET", V "session/code", api_session_code, "image/svg+xml", "the QR code by which a phone comes in (miler serve --lan)", 0, 0, ROUTE_FRESH | ROUTE_LATE, 0},

    {"GET", V "athlete", api_athlete_show, "athlete show", "who runs", 0, 0, 0, 0},
    {"PUT", V "athlete", api_athlete_set, "athlete set", "changes what is told of the athlete, and nothing else", 0, athlete_fields, ROUTE_WRITES, TOPIC_ATHLETE},
    {"GET", V "athletes", api_athlete_list, "athlete list", "everybody of this store", 0, 0, 0, 0},
    {"POST", V "athletes", api_athlete_add, "athlete add", "one more athlete", 0, athlete_new_fields, ROUTE_WRITES, TOPIC_ATHLETE},
    {"PUT", V "athletes/current", api_athlete_choose, "athlete use", "whose answers are given where nobody is named", 0, athlete_choose_fields, ROUTE_WRITES, TOPIC_ALL},

    {"GET", V "results", api_result_list, "result list", "results, newest first", result_list_fields, 0, 0, 0},
    {"POST", V "results", api_result_add, "result add", "one more result", 0, result_fields, ROUTE_WRITES, TOPIC_RESULTS},
    {"DELETE", V "results/{id}", api_result_remove, "result remove", "takes a result back", 0, 0, ROUTE_WRITES, TOPIC_RESULTS},
    {"POST", V "results/{id}/restore", api_result_restore, "result restore", "brings a result back", 0, 0, ROUTE_WRITES, TOPIC_RESULTS},

    {"GET", V "runs", api_run_list, "runs", "the log, newest first", run_list_fields, 0, 0, 0},
    {"GET", V "runs/{id}", api_run_show, "runs ID", "one run", 0, 0, 0, 0},
    {"PATCH", V "runs/{id}", api_run_edit, "edit", "puts something of a run right by hand", 0, run_edit_fields, ROUTE_WRITES, RUNS},
    {"POST", V "runs/{id}/undo", api_run_undo, "edit", "takes the newest of that back", 0, run_undo_fields, ROUTE_WRITES, RUNS},
    {"POST", V "runs/{id}/redo", api_run_redo, "edit", "brings it forward again", 0, 0, ROUTE_WRITES, RUNS},
    {"DELETE", V "runs/{id}", api_run_remove, "edit ID remove", "takes a run out of the log; nothing of it is lost", 0, 0, ROUTE_WRITES, RUNS},
    {"POST", V "runs/{id}/restore", api_run_restore, "edit ID restore", "brings it back as it was", 0, 0, ROUTE_WRITES, RUNS},
    {"GET", V "runs/{id}/samples", api_run_samples, "runs ID samples", "a run as lines for a chart", run_samples_fields, 0, 0, 0},
    {"GET", V "runs/{id}/picture", api_run_picture, "image/svg+xml", "a picture of a run", run_picture_fields, 0, 0, 0},
    {"GET", V "runs/{id}/like", api_run_like, "runs ID --like", "the same session on other days", 0, 0, ROUTE_WRITES, 0},
    {"GET", V "tracks", api_track_list, "track list", "tracks that are known", 0, 0, 0, 0},
    {"GET", V "bests", api_best_list, "bests", "best efforts by distance", span_fields, 0, 0, 0},

    {"GET", V "fitness", api_fitness, "fitness", "what could be run today", fitness_fields, 0, ROUTE_YET, 0},
    {"GET", V "fitness/progress", api_fitness_progress, "fitness --progress", "the mile over the months", since_fields, 0, ROUTE_YET, 0},
    {"GET", V "fitness/proof", api_fitness_proof, "fitness --proof", "before and after the plan in use", 0, 0, 0, 0},
    {"GET", V "fitness/backtest", api_fitness_backtest, "fitness --backtest", "how well the past would have been foretold", 0, 0, 0, 0},
    {"GET", V "load", api_load, "load", "how much it was, week by week", load_fields, 0, 0, 0},
    {"GET", V "level", api_level, "level", "what a mile is worth", level_fields, 0, ROUTE_YET, 0},

    {"POST", V "plan", api_plan_new, "plan new", "a new plan", 0, plan_new_fields, ROUTE_WRITES, PLAN},
    {"GET", V "plan", api_plan_show, "plan show", "the plan in use", plan_show_fields, 0, ROUTE_YET, 0},
    {"GET", V "plan/today", api_plan_today, "plan today", "one day of it, step by step", plan_today_fields, 0, ROUTE_YET, 0},
    {"GET", V "plan/why", api_plan_why, "plan why", "why a session stands where it does", plan_why_fields, 0, 0, 0},
    {"GET", V "plan/check", api_plan_check, "plan check", "what the auditor finds", 0, 0, 0, 0},
    {"GET", V "plan/list", api_plan_list, "plan list", "every plan there ever was", 0, 0, 0, 0},
    {"PUT", V "plan/current", api_plan_use, "plan use", "makes one of them the plan in use", 0, plan_use_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/replan", api_replan, BY_HAND, "makes it anew from what was done", 0, dry_fields, ROUTE_WRITES, PLAN},
    {"GET", V "plan/changes", api_plan_changes, "plan changes", "what changed last, and why", 0, 0, ROUTE_YET, 0},
    {"POST", V "plan/undo", api_plan_undo, "plan undo", "takes the last change back", 0, plan_undo_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/redo", api_plan_redo, "plan redo", "brings it forward again", 0, 0, ROUTE_WRITES, PLAN},
    {"POST", V "plan/move", api_plan_move, "plan move", "a session on another day", 0, move_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/swap", api_plan_swap, "plan swap", "two days change places", 0, move_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/skip", api_plan_skip, "plan skip", "a session is left out", 0, skip_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/set", api_plan_set, "plan set", "another session in its place", 0, set_fields, ROUTE_WRITES, PLAN},
    {"POST", V "plan/told", api_told_add, "plan done", "how a session went that no run tells of", 0, told_fields, ROUTE_WRITES, PLAN},
    {"DELETE", V "plan/told/{id}", api_told_remove, "plan done", "takes that back, by the session's number", 0, 0, ROUTE_WRITES, PLAN},
    {"GET", V "plan/note", api_note_list, "plan note", "what was noted", 0, 0, 0, 0},
    {"POST", V "plan/note", api_note_add, "plan note", "ill, sore, tired, away: the plan follows", 0, note_fields, ROUTE_WRITES, PLAN},
    {"DELETE", V "plan/note/{id}", api_note_remove, "plan note", "takes a note back", 0, 0, ROUTE_WRITES, PLAN},
    {"GET", V "plan/paper", api_plan_paper, "application/pdf", "the plan on paper", paper_fields, 0, ROUTE_LATE, 0},
    {"GET", V "plan/export", api_plan_export, "application/octet-stream", "the plan for others", export_fields, 0, ROUTE_LATE | ROUTE_WRITES, 0},

    {"POST", V "push", api_push, "push", "the next four weeks onto the watch at the cable", 0, push_fields, ROUTE_WRITES, 0},
    {"GET", V "calendars", api_calendar_list, "calendars", "calendars that others read", 0, 0, 0, 0},
    {"POST", V "calendars", api_calendar_add, "calendars", "one more; its address is told this once", 0, calendar_fields, ROUTE_WRITES, TOPIC_SETTINGS},
    {"DELETE", V "calendars/{id}", api_calendar_remove, "calendars", "its address is none any more", 0, 0, ROUTE_WRITES, TOPIC_SETTINGS},
    {"GET", "/calendar/{name}", page_calendar, "text/calendar; charset=utf-8", "the plan for a calendar program", 0, 0, ROUTE_WRITES | ROUTE_LATE, 0},

    {"GET", V "library", api_library, "workout list", "the whole catalogue", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/workouts", api_library, "workout list", "its workouts", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/drills", api_library, "workout list", "its drills", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/strength", api_library, "workout list", "its strength exercises", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/plyometrics", api_library, "workout list", "its jumps", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/routines", api_library, "workout list", "warm-ups, cool-downs, rest days", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/cross", api_library, "workout list", "what takes the place of easy running", 0, 0, ROUTE_FRESH, 0},
    {"GET", V "library/figures", api_figures, "library figures", "how drills, strength and jumps are done, drawn", 0, 0, 0, 0},
    {"GET", V "library/workouts/{name}", api_workout_show, "workout show", "one entry of it in this runner's numbers", workout_show_fields, 0, ROUTE_FRESH, 0},
    {"POST", V "library/workouts", api_workout_keep, "workout show", "a workout of one's own", 0, workout_own_fields, ROUTE_WRITES, TOPIC_SETTINGS},
    {"DELETE", V "library/workouts/{name}", api_workout_forget, "workout list", "takes one's own back", 0, 0, ROUTE_WRITES, TOPIC_SETTINGS},
    {"POST", V "workouts/check", api_workout_check, "workout check", "a typed session in this runner's numbers", 0, workout_check_fields, ROUTE_CHECK, 0},
    {"GET", V "workouts/fit", api_workout_fit, "application/vnd.ant.fit", "a typed session for a watch", workout_file_fields, 0, 0, 0},
    {"GET", V "workouts/sound", api_workout_sound, "audio/ogg", "a typed session as sound", workout_sound_fields, 0, ROUTE_SOUND, 0},

    {"GET", V "race", api_race, "pace", "how to run the race", race_fields, 0, ROUTE_YET, 0},
    {"GET", V "race/card", api_race_card, "application/pdf", "a card to carry", race_card_fields, 0, ROUTE_LATE, 0},
    {"GET", V "race/sound", api_race_sound, "audio/ogg", "the race as sound", race_sound_fields, 0, ROUTE_SOUND, 0},
    {"GET", V "race/live", api_race_page, "text/html; charset=utf-8", "its live page", race_file_fields, 0, 0, 0},
    {"GET", V "race/live/code", api_race_code, "image/svg+xml", "the QR code of that page for a phone (miler serve --lan)", race_file_fields, 0, ROUTE_FRESH | ROUTE_LATE, 0},
    {"GET", V "race/fit", api_race_fit, "application/vnd.ant.fit", "a workout for a watch", race_file_fields, 0, 0, 0},
    {"GET", V "race/review", api_review, "race review", "a race looked at afterwards", review_fields, 0, 0, 0},
    {"GET", V "race/review.svg", api_review_svg, "image/svg+xml", "its laps as bars, and where the seconds went", review_fields, 0, 0, 0},
    {"GET", V "race/review.pdf", api_review_pdf, "application/pdf", "the same on paper", review_pdf_fields, 0, ROUTE_LATE, 0},

    {"POST", V "import", api_import, "upload", "a file, or a part of one; whole, it is read by a job", import_fields, 0, ROUTE_WRITES | ROUTE_RAW, 0},
    {"GET", V "jobs/{id}", api_job, "job", "long work: how far it is, and what came of it", 0, 0, ROUTE_OWN, 0},
    {"DELETE", V "jobs/{id}", api_job_cancel, "job", "ends it at its next sound point", 0, 0, ROUTE_OWN, 0},
    {"GET", V "jobs/{id}/file", api_job_file, "application/octet-stream", "the file it made", 0, 0, ROUTE_OWN, 0},
    {"GET", V "events", NULL, "text/event-stream", "what happens, as it happens", 0, 0, ROUTE_OWN, 0},
    {"POST", V "rebuild", api_rebuild, "job", "measures every run anew, as a job", 0, 0, ROUTE_OWN, 0},
    {"POST", V "backup", api_backup, "job", "a copy of the store, as a job with a file", 0, 0, ROUTE_OWN, 0},
    {"POST", V "export", api_export, "job", "everything out, as a job with a ZIP", 0, 0, ROUTE_OWN, 0},
    {"GET", V "store", api_store, "erase", "where the data is, and how much of it", 0, 0, ROUTE_FRESH, 0},
    {"POST", V "erase", api_erase, "erase", "everything goes, after a backup beside the store", 0, erase_fields, ROUTE_WRITES, TOPIC_ALL},
    {"GET", V "doctor", api_doctor, "doctor", "is the store sound?", 0, 0, ROUTE_FRESH, 0},
    {.path = NULL}};
// clang-format on

const char *route_topic_name(unsigned index) {
    static const char *const names[TOPIC_COUNT] = {"runs", "results", "plan", "athlete", "settings"};
    return index < TOPIC_COUNT ? names[index] : "";
}

// ---- Finding

// The number in `len` letters; false where they are none of ours.
static bool take_id(const char *text, size_t len, int64_t *out) {
    int64_t id = 0;
    if (len == 0 || len > 15) return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        id = id * 10 + (text[i] - '0');
    }
    *out = id;
    return id > 0;
}

// Holds one piece of the path, up to a slash, against one of the pattern.
static bool piece_fits(const char *pattern, size_t pattern_len, const char *piece, size_t len,
                       route_found *out) {
    if (pattern_len == 4 && memcmp(pattern, "{id}", 4) == 0) return take_id(piece, len, &out->id);
    if (pattern_len == 6 && memcmp(pattern, "{name}", 6) == 0)
        return len > 0 && fields_decode(piece, len, out->name, sizeof out->name);
    return pattern_len == len && memcmp(pattern, piece, len) == 0;
}

static bool path_fits(const char *pattern, const char *path, route_found *out) {
    for (;;) {
        const size_t pattern_len = strcspn(pattern, "/"), len = strcspn(path, "/");
        if (!piece_fits(pattern, pattern_len, path, len, out)) return false;
        pattern += pattern_len;
        path += len;
        if (*pattern == '\0' || *path == '\0') return *pattern == *path;
        pattern++;
        path++;
    }
}

static void allow(route_found *out, const char *method) {
    const size_t len = strlen(out->allow);
    const bool get = strcmp(method, "GET") == 0;
    (void)snprintf(out->allow + len, sizeof out->allow - len, "%s%s", len > 0 ? ", " : "",
                   get ? "GET, HEAD" : method);
}

void route_find(const char *method, const char *path, route_found *out) {
    *out = (route_found){.status = 404};
    for (const route *r = routes; r->path != NULL; r++) {
        if (!path_fits(r->path, path, out)) continue;
        if (strcmp(r->method, method) == 0) {
            out->route = r;
            out->status = 200;
            return;
        }
        allow(out, r->method);
        out->status = 405;
    }
}

// ---- Reading

static bool refuse(const call *c, route_answer *answer, int status, const char *error, const char *remedy) {
    const language *l = call_language(c);
    call_answer_error(answer, status,
                      &(call_trouble){.error = language_say(l, error, c->arena),
                                      .remedy = language_say(l, remedy, c->arena)});
    return false;
}

// "application/json", whatever parameters stand behind it.
static bool is_json(const char *type) {
    static const char json[] = "application/json";
    const size_t len = strcspn(type, "; \t");
    if (len != sizeof json - 1) return false;
    for (size_t i = 0; i < len; i++)
        if ((type[i] | 0x20) != json[i] && type[i] != json[i]) return false;
    return true;
}

#define JSON_MAX ((size_t)64 * 1024) // bytes: the longest session text has room many times over

static bool read_body(const route_request *request, call *c, json_t **out, route_answer *answer) {
    json_error_t why;
    char text[240];
    const route *r = c->route;
    *out = NULL;
    if (strcmp(r->method, "GET") == 0 || request->body_len == 0)
        return request->body_len == 0 || refuse(c, answer, 400, "a question takes no body", "");
    if (request->body_len > JSON_MAX) return refuse(c, answer, 413, "the body is longer than 64 KB", "");
    if (!is_json(request->type))
        return refuse(c, answer, 415, "the body is no JSON", "send it with Content-Type: application/json");
    bool no_memory;
    *out = json_read(request->body, request->body_len, &why, &no_memory);
    if (*out != NULL) return true;
    if (no_memory) return refuse(c, answer, 500, "out of memory", "");
    (void)snprintf(text, sizeof text, "the body is no JSON: %s in line %d", why.text, why.line);
    for (char *at = text; *at != '\0'; at++) // it may quote the body
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~') *at = '?';
    return refuse(c, answer, 400, text, "");
}

// Bytes are copied: what the loop holds may be gone before they are looked at.
static bool take_bytes(const route_request *request, call *c, route_answer *answer) {
    if (strncmp(request->type, "application/octet-stream", 24) != 0)
        return refuse(c, answer, 415, "a file is sent as it is",
                      "send it with Content-Type: application/octet-stream");
    if (request->body_len > UPLOAD_PART_MAX)
        return refuse(c, answer, 413, "more than one part may have", "send it in smaller parts");
    char *bytes = miler_arena_bare_array(c->arena, request->body_len + 1, 1);
    if (bytes == NULL) return refuse(c, answer, 500, "out of memory", "");
    if (request->body_len > 0) memcpy(bytes, request->body, request->body_len);
    c->bytes = bytes;
    c->byte_count = request->body_len;
    return true;
}

#define COMMON (sizeof route_common / sizeof route_common[0]) // with the end of the table

// Own parameters and those of every route, in one table.
static const field *query_fields(const route *r, miler_arena *arena) {
    size_t count = 0;
    while (r->query != NULL && r->query[count].name != NULL)
        count++;
    field *all = miler_arena_array(arena, count + COMMON, sizeof *all);
    if (all == NULL) return NULL;
    if (count > 0) memcpy(all, r->query, count * sizeof *all);
    memcpy(all + count, route_common, COMMON * sizeof *all);
    return all;
}

bool route_read(const route_found *found, const route_request *request, call *c, route_answer *answer) {
    json_t *body;
    field_fault fault = {.at = ""};
    c->route = found->route;
    c->id = found->id;
    c->name = found->name;
    c->raw_query = request->query;
    c->out = answer;
    if (strncmp(c->route->path, V, strlen(V)) != 0) return true; // a page's address is its own business
    const field *fields = query_fields(c->route, c->arena);
    miler_status status = fields != NULL
                              ? fields_of_query(request->query, fields, c->arena, &c->query, &fault, &c->err)
                              : miler_fail(&c->err, MILER_ERR_NOMEM, "out of memory");
    const int told = status == MILER_OK ? field_word(&c->query, "language", -1) : -1;
    if (told >= 0) c->language = language_codes[told];
    if (status == MILER_OK) {
        const bool raw = (c->route->flags & ROUTE_RAW) != 0;
        body = NULL;
        if (raw ? !take_bytes(request, c, answer) : !read_body(request, c, &body, answer)) return false;
        status = fields_of_json(body, c->route->body, c->arena, &c->body, &fault, &c->err);
        json_decref(body);
    }
    c->athlete = field_text(&c->query, "athlete", NULL);
    if (status == MILER_OK) return true;
    call_answer_error(answer, call_http_status(status),
                      &(call_trouble){.error = language_say(call_language(c), c->err.msg, c->arena),
                                      .remedy = language_say(call_language(c), c->err.remedy, c->arena),
                                      .field = fault.at});
    return false;
}

// ---- Running

void route_run(call *c, route_answer *answer) {
    miler_status status = c->route->run(c);
    const language *l = call_language(c);
    if (status == MILER_OK && c->root != NULL) language_say_json(l, c->root, c->arena);
    if (status == MILER_OK && c->root != NULL) call_answer_json(answer, c->root);
    if (status == MILER_OK) return;
    const int http = call_http_status(status);
    if (http == 404 && (c->route->flags & ROUTE_YET) && c->field == NULL) {
        answer->status = 204;
        return;
    }
    call_answer_error(answer, http,
                      &(call_trouble){.error = language_say(l, c->err.msg, c->arena),
                                      .remedy = language_say(l, c->err.remedy, c->arena),
                                      .field = c->field,
                                      .column = c->err.line <= 1 ? c->err.column : 0});
}

// ---- Told to programs

static void put_fields(js *j, json_t *parent, const char *key, const field *fields) {
    json_t *list = js_array(j, parent, key);
    for (const field *f = fields; f != NULL && f->name != NULL; f++) {
        json_t *o = js_item(j, list);
        js_text(j, o, "name", f->name);
        js_text(j, o, "kind", field_kind_name(f->kind));
        js_text(j, o, "says", f->says);
        js_num(j, o, "low", f->low, 6);
        js_num(j, o, "high", f->high, 6);
        js_bool(j, o, "required", f->required);
        js_bool(j, o, "or_null", f->or_null);
        json_t *words = js_array(j, o, "words");
        for (size_t i = 0; f->words != NULL && f->words[i] != NULL; i++)
            js_append_text(j, words, f->words[i]);
        put_fields(j, o, "rows", f->rows);
    }
}

json_t *routes_json(void) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "routes");
    put_fields(&j, root, "common", route_common);
    for (const route *r = routes; r->path != NULL; r++) {
        json_t *o = js_item(&j, list);
        js_text(&j, o, "method", r->method);
        js_text(&j, o, "path", r->path);
        js_text(&j, o, "answers", r->answers);
        js_text(&j, o, "says", r->says);
        js_bool(&j, o, "raw", (r->flags & ROUTE_RAW) != 0);
        js_bool(&j, o, "yet", (r->flags & ROUTE_YET) != 0);
        put_fields(&j, o, "query", r->query);
        put_fields(&j, o, "body", r->body);
    }
    return js_done(&j, root);
}
