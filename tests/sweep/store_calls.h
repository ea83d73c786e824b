// SPDX-License-Identifier: MIT
// store_calls.h: a store with a row of everything in it, and every call of store.h as it is made on that
// store; for the tests that let what lies below a call fail.
#ifndef TESTS_STORE_CALLS_H
#define TESTS_STORE_CALLS_H

#include "../failing_alloc.h"
#include "../unit/store_kit.h"
#include "store/sql.h"

#define ANA 1     // her runs are 1 (5 km), 2 (6 km, on a belt), 3 (7 km, taken out) and 4 (5 km, a glitch)
#define DAY 20000 // of the first run

typedef struct scene {
    kit k;
    char pattern[96];    // the store as each call finds it
    char pattern_16[96]; // the same, made in UTF-16
    char copy[96];       // where a backup goes
    failing_alloc caller;
    miler_alloc alloc;
    size_t idle;      // bytes an open store has in use
    sqlite3 *watcher; // sees what others of the file see
    sqlite3_stmt *looks[40];
    size_t look_count;
    store *s;
    miler_arena *arena;
    miler_error err;
    int64_t got; // what the call answered, as one number
} scene;

typedef struct call {
    const char *name;
    miler_status (*make)(scene *c);
    bool writes;
    bool alone;  // not inside a transaction
    bool finds;  // a failure may be told as a finding
    bool no_row; // it changes nothing that a row tells of
} call;

// ---- What is there

static inline void scene_rows(scene *c) {
    kit *k = &c->k;
    const int64_t ana = kit_athlete(k, "Ana");
    (void)kit_athlete(k, "Bo");
    for (uint32_t i = 0; i < 4; i++)
        (void)kit_put_run(k, ana, i + 1, DAY + (int32_t)i, i == 3 ? 5 : 5 + i, 300);
    assert_int_equal(sqlite3_exec(k->s->db,
                                  "UPDATE bests SET flags = 8, clean = 1 WHERE activity_id = 2;"
                                  "UPDATE bests SET flags = 2, clean = 0 WHERE activity_id = 4;"
                                  "UPDATE activities SET measured_by = 1 WHERE id = 4",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    int64_t id;
    ok(store_run_set_removed(k->s, 3, 9, &why));
    const store_file file = {.athlete_id = ana,
                             .path = "/a",
                             .entry = "x.fit",
                             .has_hash = true,
                             .original_id = 1,
                             .reason = "as it came"};
    ok(store_file_put(k->s, &file, &why));
    const store_result result = {.athlete_id = ana,
                                 .dist_m = MILER_MILE_M,
                                 .time_s = 319,
                                 .day = DAY,
                                 .name = "City mile",
                                 .run_id = 1,
                                 .removed_ms = MILER_NO_TIME};
    ok(store_result_add(k->s, &result, &id, &why));
    store_plan plan = {.athlete_id = ana, .active = true, .title = "Mile", .body = "{1}", .why = ""};
    ok(store_plan_add(k->s, &plan, &plan.id, &why));
    plan.body = "{2}";
    ok(store_plan_save(k->s, &plan, &why));
    ok(store_plan_save(k->s, &plan, &why));
    ok(store_plan_undo(k->s, plan.id, &why));
    const store_told told = {.plan_id = plan.id, .session_id = 4, .outcome = 1, .effort = 6, .note = "hot"};
    ok(store_told_put(k->s, &told, &why));
    store_track track = {.athlete_id = ana, .name = "Bislett", .removed_ms = MILER_NO_TIME};
    miler_oval_standard(&track.known.oval, 1);
    ok(store_track_add(k->s, &track, &track.id, &why));
    const store_sight sight = {.track_id = track.id, .activity_id = 1, .oval = track.known.oval};
    ok(store_sight_put(k->s, &sight, &why));
    store_edit edit = {
        .activity_id = 1, .edit = {.kind = MILER_EDIT_TITLE, .text = "Hills"}, .removed_ms = MILER_NO_TIME};
    ok(store_edit_add(k->s, &edit, &id, &why));
    ok(store_edit_add(k->s, &edit, &id, &why));
    ok(store_edit_undo(k->s, 1, 8, &why));
    const store_session session = {
        .activity_id = 1, .made = 3, .text = "6 x 400 m", .key = "400", .rep_m = 400};
    ok(store_session_put(k->s, &session, &why));
    const store_reps_mile mile = {.mile_s = 300, .error_s = 4, .words = "6 x 400 m"};
    ok(store_reps_mile_put(k->s, 1, &mile, &why));
    const miler_load_parts parts = {.sport = MILER_SPORT_RUNNING, .timer_s = 1500, .dist_m = 5000};
    ok(store_load_put(k->s, 1, 3, &parts, &why));
    ok(store_setting_set(k->s, "athlete", "Ana", &why));
}

// ---- The calls

#define C(name) static inline miler_status name(scene *c)
#define S c->s
#define E &c->err

C(athlete_add) {
    miler_athlete a;
    miler_athlete_init(&a);
    (void)snprintf(a.name, sizeof a.name, "Cy");
    return store_athlete_add(S, &a, &c->got, E);
}
C(athlete_set) {
    miler_athlete a;
    miler_athlete_init(&a);
    (void)snprintf(a.name, sizeof a.name, "Ana Maria");
    return store_athlete_set(S, ANA, &a, E);
}
C(athlete_get) {
    miler_athlete a;
    const miler_status status = store_athlete_get(S, ANA, &a, E);
    c->got = a.name[0];
    return status;
}
C(athlete_find) {
    return store_athlete_find(S, "bo", &c->got, E);
}
C(athlete_list) {
    store_athlete *list;
    size_t count;
    const miler_status status = store_athlete_list(S, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}

// In a transaction of its own, as store.h asks for.
static inline miler_status write_one(scene *c, uint32_t seed, size_t len) {
    bool known;
    miler_status status = store_begin(S, E);
    if (status != MILER_OK) return status;
    status = kit_write_original(S, seed, len, &c->got, &known, E);
    if (status == MILER_OK) return store_commit(S, E);
    store_rollback(S);
    return status;
}
C(original_add) {
    return write_one(c, 70, 3000);
}
C(original_known) {
    return write_one(c, 1, 300);
}
// As a .gz of two chunks; `keeps`: else it is given up at the end.
static inline miler_status write_gz(scene *c, bool keeps) {
    static uint8_t noise[300000];
    store_writer *w = NULL;
    store_original info = {.format = MILER_FORMAT_FIT};
    bool known = false;
    miler_status status = store_begin(S, E);
    if (status != MILER_OK) return status;
    status = store_writer_open(S, STORE_ENCODING_GZIP, &w, E);
    if (status == MILER_OK) status = store_writer_content(w, "what was packed", 15, E);
    if (status == MILER_OK) status = store_writer_packed(w, noise, sizeof noise, E);
    if (status == MILER_OK && keeps) {
        status = store_writer_finish(w, &info, &known, E);
        c->got = info.id;
    } else {
        store_writer_abort(w);
    }
    if (status == MILER_OK) return store_commit(S, E);
    store_rollback(S);
    return status;
}
C(original_gz) {
    return write_gz(c, true);
}
C(original_given_up) {
    return write_gz(c, false);
}
C(original_find) {
    uint8_t hash[STORE_HASH_SIZE];
    store_original o;
    miler_status status = store_original_get(S, 2, c->arena, &o, E);
    if (status != MILER_OK) return status;
    memcpy(hash, o.hash, sizeof hash);
    return store_original_find(S, hash, &c->got, E);
}
C(original_ids) {
    int64_t ids[8];
    size_t count;
    const miler_status status = store_original_ids(S, 1, ids, 8, &count, E);
    c->got = (int64_t)count;
    return status;
}
static inline miler_status count_bytes(void *user, const void *bytes, size_t len, miler_error *err) {
    (void)bytes, (void)err;
    *(int64_t *)user += (int64_t)len;
    return MILER_OK;
}
C(original_read) {
    c->got = 0;
    return store_original_read(S, 1, true, count_bytes, &c->got, E);
}

C(file_put) {
    const store_file file = {.athlete_id = ANA, .path = "/b", .entry = "", .outcome = STORE_FILE_FAILED};
    return store_file_put(S, &file, E);
}
C(file_find) {
    store_file file;
    const miler_status status = store_file_find(S, ANA, "/a", "x.fit", c->arena, &file, E);
    if (status == MILER_OK) c->got = (int64_t)strlen(file.reason);
    return status;
}

static inline miler_status put_run(scene *c, int64_t original, int32_t index, double km) {
    static kit_run r;
    kit_make_run(&r, DAY + 9, km, 290);
    const store_activity_key key = {.athlete_id = ANA, .original_id = original, .index = index};
    return store_activity_put(S, &key, &r.a, &c->got, E);
}
C(activity_new) {
    return put_run(c, 1, 1, 3);
}
C(activity_again) {
    return put_run(c, 1, 0, 4);
}
C(activity_move) {
    const store_activity_key to = {.athlete_id = ANA, .original_id = 2, .index = 1};
    return store_activity_move(S, 1, &to, E);
}
C(activity_remove) {
    return store_activity_remove(S, 1, E);
}
C(activity_same) {
    static kit_run r;
    int64_t beside;
    kit_make_run(&r, DAY + 1, 6, 300);
    return store_activity_same(S, ANA, &r.a, &c->got, &beside, E);
}
C(activity_keys) {
    store_activity_key *list;
    size_t count;
    const miler_status status = store_activity_keys(S, 1, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(activity_get) {
    miler_activity a;
    const miler_status status = store_activity_get(S, 2, c->arena, &a, E);
    if (status == MILER_OK) {
        c->got = (int64_t)(a.lap_count * 100 + a.km_split_count);
        for (size_t i = 0; i < MILER_BEST_COUNT; i++)
            c->got += a.bests[i].time_s > 0 ? 10000 : 0;
    }
    return status;
}
C(lap_list) {
    miler_lap *laps;
    size_t count;
    const miler_status status = store_lap_list(S, 1, c->arena, &laps, &count, E);
    c->got = (int64_t)count;
    return status;
}

static inline store_run_filter log_of(const char *text) {
    return (store_run_filter){
        .athlete_id = ANA, .sport = -1, .since_day = DAY, .until_day = DAY + 99, .text = text};
}
C(run_list) {
    const store_run_filter filter = log_of("morn");
    store_run *list;
    size_t count, total;
    const miler_status status = store_run_list(S, &filter, c->arena, &list, &count, &total, E);
    if (status == MILER_OK) c->got = (int64_t)(count * 100 + total * 10 + strlen(list[0].name));
    return status;
}
C(run_sum) {
    const store_run_filter filter = log_of("morn");
    store_run_sums sums;
    const miler_status status = store_run_sum(S, &filter, &sums, E);
    c->got = (int64_t)sums.dist_m;
    return status;
}
C(run_get) {
    store_run run;
    const miler_status status = store_run_get(S, 2, c->arena, &run, E);
    c->got = (int64_t)run.dist_m;
    return status;
}
C(run_distance) {
    return store_run_set_distance(S, 1, 5123, E);
}
C(run_out) {
    return store_run_set_removed(S, 1, 77, E);
}

static inline miler_status told_bests(scene *c, miler_status status, const store_best *list, size_t count) {
    c->got = (int64_t)count;
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        c->got += (int64_t)list[i].effort.time_s;
    return status;
}
C(best_list) {
    store_best *list;
    size_t count;
    const miler_status status =
        store_best_list(S, ANA, 2, MILER_NO_DAY, MILER_NO_DAY, c->arena, &list, &count, E);
    return told_bests(c, status, list, count);
}
C(best_by_block) {
    store_best *list;
    size_t count;
    const miler_status status =
        store_best_by_block(S, ANA, 2, MILER_NO_DAY, MILER_NO_DAY, c->arena, &list, &count, E);
    return told_bests(c, status, list, count);
}
static inline miler_status strange(scene *c, store_strange which) {
    store_best *list;
    size_t count;
    const miler_status status =
        store_best_strange(S, ANA, which, MILER_NO_DAY, MILER_NO_DAY, c->arena, &list, &count, E);
    return told_bests(c, status, list, count);
}
C(best_strange) {
    return strange(c, STORE_STRANGE);
}
C(best_belt) {
    return strange(c, STORE_BELT);
}

C(result_add) {
    const store_result r = {.athlete_id = ANA, .dist_m = 800, .time_s = 140, .day = DAY};
    return store_result_add(S, &r, &c->got, E);
}
C(result_get) {
    store_result r;
    const miler_status status = store_result_get(S, 1, c->arena, &r, E);
    if (status == MILER_OK) c->got = (int64_t)strlen(r.name);
    return status;
}
C(result_list) {
    store_result *list;
    size_t count;
    const miler_status status = store_result_list(S, ANA, true, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(result_out) {
    return store_result_set_removed(S, 1, 77, E);
}

C(track_add) {
    store_track t = {.athlete_id = ANA, .name = "Hayward", .removed_ms = MILER_NO_TIME};
    miler_oval_standard(&t.known.oval, 1);
    return store_track_add(S, &t, &c->got, E);
}
C(track_set) {
    store_track t = {.id = 1, .name = "Iffley Road", .removed_ms = MILER_NO_TIME};
    miler_oval_standard(&t.known.oval, 2);
    return store_track_set(S, &t, E);
}
C(track_list) {
    store_track *list;
    size_t count;
    const miler_status status = store_track_list(S, ANA, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(sight_put) {
    store_sight sight = {.track_id = 1, .activity_id = 2};
    miler_oval_standard(&sight.oval, 1);
    return store_sight_put(S, &sight, E);
}
C(sight_list) {
    store_sight *list;
    size_t count;
    const miler_status status = store_sight_list(S, ANA, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(edit_add) {
    const store_edit e = {
        .activity_id = 1, .edit = {.kind = MILER_EDIT_SPLIT, .at_s = 90}, .removed_ms = MILER_NO_TIME};
    return store_edit_add(S, &e, &c->got, E);
}
C(run_put_right) {
    bool put_right;
    const miler_status status = store_run_put_right(S, 1, &put_right, E);
    c->got = put_right;
    return status;
}
C(edit_list) {
    store_edit *list;
    size_t count;
    const miler_status status = store_edit_list(S, 1, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(edit_undo) {
    return store_edit_undo(S, 1, 77, E);
}
C(edit_redo) {
    return store_edit_redo(S, 1, E);
}
C(session_put) {
    const store_session session = {.activity_id = 2, .made = 3, .text = "8 km", .key = ""};
    return store_session_put(S, &session, E);
}
C(session_get) {
    store_session session;
    const miler_status status = store_session_get(S, 1, c->arena, &session, E);
    if (status == MILER_OK) c->got = (int64_t)strlen(session.text);
    return status;
}
C(session_missing) {
    int64_t *list;
    size_t count;
    const miler_status status = store_session_missing(S, ANA, 4, MILER_NO_DAY, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(session_same) {
    store_session *list;
    size_t count;
    const miler_status status = store_session_same(S, ANA, "400", c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(reps_put) {
    const store_reps_mile mile = {.mile_s = 310, .error_s = 4, .words = "3 x 1 km"};
    return store_reps_mile_put(S, 2, &mile, E);
}
C(reps_none) {
    const store_reps_mile mile = {.mile_s = (double)NAN};
    return store_reps_mile_put(S, 1, &mile, E);
}
C(reps_get) {
    store_reps_mile mile;
    const miler_status status = store_reps_mile_get(S, 1, c->arena, &mile, E);
    c->got = (int64_t)mile.mile_s;
    return status;
}
C(reps_list) {
    store_reps_mile *list;
    size_t count;
    const miler_status status =
        store_reps_mile_list(S, ANA, MILER_NO_DAY, MILER_NO_DAY, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(load_put) {
    miler_load_parts parts = {.sport = MILER_SPORT_RUNNING, .timer_s = 1800, .dist_m = 6000};
    parts.speed_s[3] = parts.hr_s[5] = 1800;
    return store_load_put(S, 2, 3, &parts, E);
}
C(load_lacks) {
    bool lacks;
    const miler_status status = store_load_lacks(S, 1, 3, &lacks, E);
    c->got = lacks;
    return status;
}
C(load_missing) {
    int64_t *list;
    size_t count;
    const miler_status status = store_load_missing(S, ANA, 3, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(load_list) {
    store_load *list;
    size_t count;
    const miler_status status =
        store_load_list(S, ANA, 3, MILER_NO_DAY, MILER_NO_DAY, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        c->got += list[i].measured ? 100 : 0;
    return status;
}

C(plan_add) {
    const store_plan plan = {.athlete_id = ANA, .active = true, .title = "5 km", .body = "{5}"};
    return store_plan_add(S, &plan, &c->got, E);
}
C(plan_save) {
    const store_plan plan = {.id = 1, .title = "Mile", .body = "{3}", .why = "moved"};
    return store_plan_save(S, &plan, E);
}
C(plan_undo) {
    return store_plan_undo(S, 1, E);
}
C(plan_redo) {
    bool more;
    return store_plan_redo(S, 1, &more, E);
}
C(plan_activate) {
    return store_plan_activate(S, 1, E);
}
static inline miler_status told_plan(scene *c, miler_status status, const store_plan *plan) {
    if (status == MILER_OK) c->got = plan->version * 100 + (int64_t)strlen(plan->body);
    return status;
}
C(plan_active) {
    store_plan plan;
    return told_plan(c, store_plan_active(S, ANA, c->arena, &plan, E), &plan);
}
C(plan_get) {
    store_plan plan;
    return told_plan(c, store_plan_get(S, 1, c->arena, &plan, E), &plan);
}
C(plan_version) {
    store_plan plan;
    return told_plan(c, store_plan_version(S, 1, 1, c->arena, &plan, E), &plan);
}
C(plan_list) {
    store_plan *list;
    size_t count;
    const miler_status status = store_plan_list(S, ANA, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}
C(told_put) {
    const store_told told = {.plan_id = 1, .session_id = 4, .outcome = 2, .effort = 3, .note = "cut"};
    return store_told_put(S, &told, E);
}
C(told_remove) {
    return store_told_remove(S, 1, 4, 77, E);
}
C(told_list) {
    store_told *list;
    size_t count;
    const miler_status status = store_told_list(S, 1, c->arena, &list, &count, E);
    c->got = (int64_t)count;
    return status;
}

C(setting_set) {
    return store_setting_set(S, "units", "metric", E);
}
C(setting_none) {
    return store_setting_set(S, "athlete", NULL, E);
}
C(setting_get) {
    char *value;
    const miler_status status = store_setting_get(S, "athlete", c->arena, &value, E);
    if (status == MILER_OK) c->got = (int64_t)strlen(value);
    return status;
}
C(version) {
    int64_t number; // another one whenever another has written
    return store_version(S, &number, E);
}
C(counted) {
    store_counts n;
    const miler_status status = store_count(S, &n, E);
    c->got = n.athletes + 10 * n.activities + 100 * n.laps + 10000 * n.bests;
    return status;
}
C(measured_before) {
    return store_measured_before(S, &c->got, E);
}
C(looked_at) {
    store_counts counts;
    miler_status status = store_look_begin(S, E);
    if (status == MILER_OK) status = store_count(S, &counts, E);
    store_look_end(S);
    return status;
}
C(checked) {
    size_t troubles;
    const miler_status status = store_check(S, NULL, NULL, &troubles, E);
    c->got = (int64_t)troubles;
    return status;
}
C(erased) {
    int64_t at;
    const miler_status status = store_version(S, &at, E);
    return status == MILER_OK ? store_erase(S, "athlete", at, E) : status;
}
C(backed_up) {
    const miler_status status = store_backup(S, c->copy, E);
    if (status != MILER_OK) assert_int_not_equal(access(c->copy, F_OK), 0);
    (void)unlink(c->copy);
    return status;
}
#undef C
#undef S
#undef E

#define READS(name)                                                                                          \
    { #name, name, false, false, false, false }
#define WRITES(name)                                                                                         \
    { #name, name, true, false, false, false }
static const call calls[] = {
    WRITES(athlete_add),
    WRITES(athlete_set),
    READS(athlete_get),
    READS(athlete_find),
    READS(athlete_list),
    WRITES(original_add),
    {"original_known", original_known, true, false, false, true},
    WRITES(original_gz),
    {"original_given_up", original_given_up, true, false, false, true},
    READS(original_find),
    READS(original_ids),
    READS(original_read),
    WRITES(file_put),
    READS(file_find),
    WRITES(activity_new),
    WRITES(activity_again),
    WRITES(activity_move),
    WRITES(activity_remove),
    READS(activity_same),
    READS(activity_keys),
    READS(activity_get),
    READS(lap_list),
    READS(run_list),
    READS(run_sum),
    READS(run_get),
    WRITES(run_distance),
    WRITES(run_out),
    READS(best_list),
    READS(best_by_block),
    READS(best_strange),
    READS(best_belt),
    WRITES(result_add),
    READS(result_get),
    READS(result_list),
    WRITES(result_out),
    WRITES(track_add),
    WRITES(track_set),
    READS(track_list),
    WRITES(sight_put),
    READS(sight_list),
    WRITES(edit_add),
    READS(run_put_right),
    READS(edit_list),
    WRITES(edit_undo),
    WRITES(edit_redo),
    WRITES(session_put),
    READS(session_get),
    READS(session_missing),
    READS(session_same),
    WRITES(reps_put),
    WRITES(reps_none),
    READS(reps_get),
    READS(reps_list),
    WRITES(load_put),
    READS(load_lacks),
    READS(load_missing),
    READS(load_list),
    WRITES(plan_add),
    WRITES(plan_save),
    WRITES(plan_undo),
    WRITES(plan_redo),
    {"plan_activate", plan_activate, true, false, false, true},
    READS(plan_active),
    READS(plan_get),
    READS(plan_version),
    READS(plan_list),
    WRITES(told_put),
    WRITES(told_remove),
    READS(told_list),
    WRITES(setting_set),
    WRITES(setting_none),
    READS(setting_get),
    READS(version),
    READS(counted),
    READS(measured_before),
    {"looked_at", looked_at, false, true, false, false},
    {"checked", checked, false, false, true, false},
    {"erased", erased, true, true, false, false},
    {"backed_up", backed_up, false, true, false, false},
};
#undef READS
#undef WRITES
#define CALLS (sizeof calls / sizeof calls[0])

#endif
