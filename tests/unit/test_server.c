// SPDX-License-Identifier: MIT
// The pieces of the server that are free of HTTP: fields, routes, the guard, the cache, the ZIP, names of
// uploads.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "render/runs_render.h"
#include "server/access.h"
#include "server/cache.h"
#include "server/routes.h"
#include "server/uploads.h"
#include "server/workers.h"
#include "server/zip.h"
#include "store_kit.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <time.h>

static const char *const colours[] = {"red", "green", NULL};
static const field row_fields[] = {{.name = "date", .kind = FIELD_DATE, .says = "day", .required = true},
                                   {.name = NULL}};
static const field table[] = {
    {.name = "n", .kind = FIELD_NUMBER, .says = "x", .low = -1, .high = 9.5},
    {.name = "w", .kind = FIELD_WHOLE, .says = "x", .low = 1, .high = 5, .or_null = true},
    {.name = "t", .kind = FIELD_TEXT, .says = "x", .high = 6},
    {.name = "f", .kind = FIELD_FLAG, .says = "x"},
    {.name = "d", .kind = FIELD_DATE, .says = "x"},
    {.name = "k", .kind = FIELD_CLOCK, .says = "x"},
    {.name = "c", .kind = FIELD_WORD, .says = "x", .words = colours},
    {.name = "cs", .kind = FIELD_WORDS, .says = "x", .words = colours},
    {.name = "p", .kind = FIELD_PAIRS, .says = "x"},
    {.name = "r", .kind = FIELD_ROWS, .says = "x", .rows = row_fields},
    {.name = NULL}};

static miler_arena *arena;

static int setup(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena != NULL && sodium_init() >= 0 ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void fields_values_of_a_query(void **state) {
    (void)state;
    field_values v;
    field_fault fault = {.at = ""};
    ok(fields_of_query(
        "n=-0.5&&w=5&t=a+%C3%A9b&f=true&d=2026-06-01&k=14:30&c=green&cs=green,red&p=400:1.5,8:-2", table,
        arena, &v, &fault, &why));
    assert_true(field_number(&v, "n", 0) == -0.5);
    assert_int_equal(field_whole(&v, "w", 0), 5);
    assert_string_equal(field_text(&v, "t", ""), "a \303\251b");
    assert_true(field_flag(&v, "f"));
    assert_int_equal(field_day(&v, "d", 0), 20605);
    assert_int_equal(field_whole(&v, "k", 0), 14 * 3600 + 30 * 60);
    assert_int_equal(field_word(&v, "c", -1), 1);
    assert_int_equal(field_get(&v, "cs")->bits, 3);
    assert_int_equal(field_get(&v, "p")->count, 2);
    assert_true(field_get(&v, "p")->pairs[1][0] == 8 && field_get(&v, "p")->pairs[1][1] == -2);
    ok(fields_of_query(NULL, table, arena, &v, &fault, &why));
    assert_false(field_given(&v, "n"));
    assert_true(field_number(&v, "n", 7) == 7 && field_text(&v, "t", NULL) == NULL);
}

static void fields_faults_of_a_query_name_the_field(void **state) {
    (void)state;
    static const struct {
        const char *query, *at;
    } bad[] = {{"n=10", "n"},   {"n=x", "n"},   {"n=", "n"},           {"n", "n"},
               {"w=2.5", "w"},  {"w=0", "w"},   {"w=1&w=1", "w"},      {"t=abcdefg", "t"},
               {"t=%01", "t"},  {"t=%0a", "t"}, {"t=%ff", "t"},        {"t=%4", "t"},
               {"t=%00", "t"},  {"f=1", "f"},   {"d=2026-02-30", "d"}, {"k=25:00", "k"},
               {"c=blue", "c"}, {"c=", "c"},    {"cs=red,blue", "cs"}, {"p=1", "p"},
               {"p=1:x", "p"},  {"x=1", "x"},   {"%6E=10", "n"},       {"n=1e999", "n"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        field_values v;
        field_fault fault = {.at = ""};
        miler_error err = {0};
        if (fields_of_query(bad[i].query, table, arena, &v, &fault, &err) == MILER_OK)
            fail_msg("taken: %s", bad[i].query);
        assert_string_equal(fault.at, bad[i].at);
        assert_true(err.msg[0] != '\0');
    }
}

static void fields_values_of_a_body(void **state) {
    (void)state;
    static const struct {
        const char *text, *at; // at NULL: it is taken
    } rows[] = {
        {"{}", NULL},
        {"{\"n\":1,\"w\":null,\"t\":\"x\",\"f\":false,\"cs\":[],\"r\":[{\"date\":\"2026-06-01\"}]}", NULL},
        {"{\"n\":null}", "n"},
        {"{\"n\":\"1\"}", "n"},
        {"{\"w\":1.5}", "w"},
        {"{\"t\":7}", "t"},
        {"{\"t\":\"a\\nb\"}", "t"},
        {"{\"f\":1}", "f"},
        {"{\"cs\":\"red\"}", "cs"},
        {"{\"cs\":[1]}", "cs"},
        {"{\"r\":{}}", "r"},
        {"{\"r\":[7]}", "r[0]"},
        {"{\"r\":[{\"date\":\"2026-06-01\"},{}]}", "r[1].date"},
        {"{\"r\":[{\"date\":\"x\"}]}", "r[0].date"},
        {"{\"r\":[{\"date\":\"2026-06-01\",\"more\":1}]}", "r[0].more"},
        {"{\"p\":[1]}", "p"},
        {"[]", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        field_values v;
        field_fault fault = {.at = ""};
        miler_error err = {0};
        json_t *json = json_loads(rows[i].text, 0, NULL);
        const miler_status status = fields_of_json(json, table, arena, &v, &fault, &err);
        json_decref(json);
        if ((status == MILER_OK) != (rows[i].at == NULL)) fail_msg("%s: %s", rows[i].text, err.msg);
        if (rows[i].at != NULL) assert_string_equal(fault.at, rows[i].at);
    }
}

static void routes_are_found_by_path_and_method(void **state) {
    (void)state;
    route_found f;
    route_find("GET", "/api/v1/runs/12", &f);
    assert_true(f.route != NULL && f.id == 12);
    route_find("GET", "/api/v1/library/workouts/a%20b", &f);
    assert_true(f.route != NULL);
    assert_string_equal(f.name, "a b");
    route_find("PUT", "/api/v1/runs/12", &f);
    assert_true(f.route == NULL && f.status == 405);
    assert_string_equal(f.allow, "GET, HEAD, PATCH, DELETE");
    static const char *const nowhere[] = {"/api/v1/runs/0",
                                          "/api/v1/runs/",
                                          "/api/v1/runs/12/",
                                          "/api/v1/runs/x",
                                          "/api/v1/run",
                                          "/api/v1/runs/1234567890123456",
                                          "/api/v1",
                                          "",
                                          "/api/v1/library/workouts/%00"};
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        route_find("GET", nowhere[i], &f);
        if (f.route != NULL || f.status != 404) fail_msg("found: %s", nowhere[i]);
    }
}

// What changes something is no GET, and is told to who listens; a table of a body belongs to what has one.
static void routes_keep_their_rules(void **state) {
    (void)state;
    for (const route *r = routes; r->path != NULL; r++) {
        const bool get = strcmp(r->method, "GET") == 0;
        if (get && (r->topics != 0 || r->body != NULL)) fail_msg("%s changes by GET", r->path);
        if (!get && r->topics != 0 && !(r->flags & (ROUTE_WRITES | ROUTE_OWN)))
            fail_msg("%s %s", r->method, r->path);
        if (r->run == NULL && !(r->flags & ROUTE_OWN)) fail_msg("%s has nobody to answer", r->path);
        for (const route *other = routes; other < r; other++)
            if (strcmp(r->path, other->path) == 0 && strcmp(r->method, other->method) == 0)
                fail_msg("%s %s is there twice", r->method, r->path);
    }
}

static void guard_lets_in_who_belongs(void **state) {
    (void)state;
    const access_rules rules = {.port = 8710};
    const http_request good = {.method = "GET", .path = "/", .host = "127.0.0.1:8710", .type = ""};
    assert_int_equal(access_check(&rules, &good).status, 0);
    struct {
        http_request r;
        int status;
    } rows[] = {{good, 403}, {good, 403}, {good, 403}, {good, 403}, {good, 0}, {good, 403}, {good, 400},
                {good, 400}, {good, 404}, {good, 405}, {good, 403}, {good, 0}, {good, 400}, {good, 500}};
    rows[0].r.host = "evil.example:8710";
    rows[1].r.host = NULL;
    rows[2].r.odd = HTTP_ODD_HOSTS;
    rows[3].r.origin = "http://evil.example";
    rows[4].r.origin = "http://localhost:8710";
    rows[5].r.site = "cross-site";
    rows[6].r.odd = HTTP_ODD_LENGTHS;
    rows[7].r.odd = HTTP_ODD_CODING;
    rows[8].r.path = "x";
    rows[9].r.method = "?";
    rows[10].r.target_host = "evil.example:8710";
    rows[11].r.host = "[::1]:8710";
    rows[12].r.odd = HTTP_ODD_CHUNKS;
    rows[13].r.odd = HTTP_LOST_BODY; // it must not be taken for none
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (access_check(&rules, &rows[i].r).status != rows[i].status) fail_msg("row %zu", i);
    http_request post = good;
    post.method = "POST";
    post.type = "text/plain";
    assert_int_equal(access_check_change(&post).status, 415);
    post.type = "application/json; charset=utf-8";
    assert_int_equal(access_check_change(&post).status, 0);
}

static void cache_keeps_until_the_store_changes(void **state) {
    (void)state;
    static cache c;
    char tag[CACHE_TAG_MAX], other[CACHE_TAG_MAX];
    cache_tag("body", 4, tag);
    cache_tag("bodz", 4, other);
    assert_string_not_equal(tag, other);
    assert_true(cache_tag_matches(tag, tag) && cache_tag_matches("*", tag) &&
                !cache_tag_matches(other, tag) && !cache_tag_matches(NULL, tag));
    const cache_answer a = {
        .media_type = "x/y", .policy = "", .download = "", .tag = tag, .body = "body", .body_len = 4};
    cache_put(&c, 1, 20, "/a?", &a);
    const cache_entry *e = cache_find(&c, 1, 20, "/a?");
    assert_non_null(e);
    assert_memory_equal(e->body, "body", 4);
    assert_null(cache_find(&c, 1, 20, "/b?"));
    assert_null(cache_find(&c, 2, 20, "/a?")); // another version
    cache_put(&c, 2, 20, "/a?", &a);
    assert_null(cache_find(&c, 2, 21, "/a?")); // another day
    // More than there is room for: the one asked for last stays.
    char target[16];
    for (int i = 0; i < 3 * CACHE_ENTRIES; i++) {
        (void)snprintf(target, sizeof target, "/%d?", i);
        cache_put(&c, 3, 20, target, &a);
        if (i > 0) assert_non_null(cache_find(&c, 3, 20, "/0?"));
    }
    char *large = calloc(1, CACHE_ENTRY_MAX);
    assert_non_null(large);
    const cache_answer big = {.media_type = "x/y",
                              .policy = "",
                              .download = "",
                              .tag = tag,
                              .body = large,
                              .body_len = CACHE_ENTRY_MAX};
    for (int i = 0; i < 20; i++) {
        (void)snprintf(target, sizeof target, "/big%d?", i);
        cache_put(&c, 3, 20, target, &big);
        assert_true(c.bytes <= CACHE_ALL_MAX);
    }
    free(large);
    cache_clear(&c);
    assert_int_equal(c.bytes, 0);
}

static void zip_is_one_that_is_read_here(void **state) {
    (void)state;
    miler_buf out;
    zip z;
    miler_buf_init(&out, NULL, 1 << 20);
    zip_begin(&z, &out, arena);
    for (int i = 0; i < 200; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "a/%d.txt", i);
        assert_true(zip_add(&z, name, "hello", 5));
    }
    char too_long[ZIP_NAME_MAX + 8];
    memset(too_long, 'x', sizeof too_long);
    too_long[sizeof too_long - 1] = '\0';
    assert_false(zip_add(&z, too_long, "", 0));
    zip_end(&z);
    assert_false(out.failed);
    // End of the directory: 200 members, where the directory begins (APPNOTE 4.3.16).
    const uint8_t *end = (const uint8_t *)out.ptr + out.len - 22;
    const uint32_t at = end[16] | (uint32_t)end[17] << 8 | (uint32_t)end[18] << 16;
    assert_memory_equal(end, "PK\5\6", 4);
    assert_int_equal(end[10] | end[11] << 8, 200);
    assert_memory_equal(out.ptr + at, "PK\1\2", 4);
    miler_buf_deinit(&out);
}

// What is given up goes by itself, with all that was sent; what is still being sent stays.
static void given_up_uploads_are_swept(void **state) {
    (void)state;
    kit k;
    app *a;
    app_options o;
    static uploads u;
    upload *old, *young, *more;
    kit_folder(&k);
    app_options_init(&o);
    o.db = k.db;
    ok(app_open(&o, &a, &why));
    ok(uploads_part(&u, a, 0, "old.fit", "abc", 3, &old, &why));
    ok(uploads_part(&u, a, 0, "young.fit", "abc", 3, &young, &why));
    const int64_t old_id = old->id, now_ms = old->last_ms + UPLOAD_IDLE_MS + 1;
    young->last_ms = old->last_ms + 1;
    char folder[sizeof old->scratch.folder];
    (void)snprintf(folder, sizeof folder, "%s", old->scratch.folder);
    uploads_sweep(&u, now_ms - 1);
    assert_int_equal(access(folder, F_OK), 0);
    uploads_sweep(&u, now_ms);
    assert_int_not_equal(access(folder, F_OK), 0);
    assert_int_equal(access(young->scratch.folder, F_OK), 0);
    assert_int_equal(uploads_part(&u, a, old_id, "old.fit", "d", 1, &more, &why), MILER_ERR_NOT_FOUND);
    ok(uploads_part(&u, a, young->id, "young.fit", "d", 1, &more, &why));
    uploads_close(&u);
    app_close(a);
    kit_end(&k);
}

typedef struct tidied {
    sem_t done;
    pthread_t by;
} tidied;

static void be_tidy(void *user) {
    tidied *t = user;
    t->by = pthread_self();
    (void)sem_post(&t->done);
}

// The thread that writes tidies when it has nothing else to do, each time it is asked to.
static void the_writer_tidies(void **state) {
    (void)state;
    workers *w;
    tidied t = {.by = pthread_self()};
    assert_int_equal(sem_init(&t.done, 0, 0), 0);
    ok(workers_open(NULL, NULL, &w, &why));
    for (int i = 0; i < 2; i++) {
        workers_tidy(w, be_tidy, &t);
        while (sem_wait(&t.done) != 0) {
        }
        assert_false(pthread_equal(t.by, pthread_self()));
    }
    assert_true(workers_close(w, 10000));
    (void)sem_destroy(&t.done);
}

static void uploads_stay_in_their_folder(void **state) {
    (void)state;
    kit k;
    app *a;
    app_options o;
    static uploads u;
    upload *at, *more;
    scratch folder;
    kit_folder(&k);
    app_options_init(&o);
    o.db = k.db;
    ok(app_open(&o, &a, &why));
    ok(uploads_part(&u, a, 0, "../../etc/\303\251 x.fit", "abc", 3, &at, &why));
    assert_string_equal(at->name, "___x.fit");
    ok(uploads_part(&u, a, at->id, "other", "def", 3, &more, &why));
    assert_true(more == at && at->bytes == 6);
    assert_int_equal(uploads_part(&u, a, 999, "x", "", 0, &more, &why), MILER_ERR_NOT_FOUND);
    ok(uploads_end(at, &folder, &why));
    struct stat st;
    assert_int_equal(stat(scratch_path(&folder, "___x.fit"), &st), 0);
    assert_int_equal(st.st_size, 6);
    scratch_close(&folder);
    assert_int_not_equal(stat(folder.folder, &st), 0);
    static const char *const names[][2] = {
        {"", "_"}, {".hidden", "_hidden"}, {"a\\b.fit", "b.fit"}, {"..", "_."}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ok(uploads_part(&u, a, 0, names[i][0], "", 0, &at, &why));
        assert_string_equal(at->name, names[i][1]);
    }
    for (int i = 0; i < UPLOADS_MAX - 4; i++)
        ok(uploads_part(&u, a, 0, "x", "", 0, &at, &why));
    assert_int_equal(uploads_part(&u, a, 0, "x", "", 0, &at, &why), MILER_ERR_CONFLICT);
    uploads_close(&u);
    app_close(a);
    kit_end(&k);
}

static void age(const char *folder, int hours) {
    struct timespec times[2] = {{.tv_sec = 0}, {.tv_sec = 0}};
    times[0].tv_sec = times[1].tv_sec = time(NULL) - 3600 * hours;
    assert_int_equal(utimensat(AT_FDCWD, folder, times, 0), 0);
}

static void scratch_of_a_killed_server_is_swept(void **state) {
    (void)state;
    kit k;
    app *a;
    app_options o;
    scratch old, young;
    char other[160];
    struct stat st;
    kit_folder(&k);
    app_options_init(&o);
    o.db = k.db;
    ok(app_open(&o, &a, &why));
    ok(scratch_open(a, &old, &why));
    ok(scratch_open(a, &young, &why));
    assert_int_equal(mkdir(scratch_path(&old, "inside"), 0700), 0);
    (void)snprintf(other, sizeof other, "%s-tmp-longername", k.db);
    assert_int_equal(mkdir(other, 0700), 0);
    age(old.folder, 25);
    age(young.folder, 23);
    age(other, 100);
    scratch_sweep(a);
    assert_int_not_equal(stat(old.folder, &st), 0);
    assert_int_equal(stat(young.folder, &st), 0);
    assert_int_equal(stat(other, &st), 0);
    scratch_close(&young);
    app_close(a);
    kit_end(&k);
}

// An address of IPv6 is written in brackets; what speaks no HTTPS under the proxy's name is another site.
static void guard_under_other_names(void **state) {
    (void)state;
    const access_rules six = {.port = 8710, .address = "fd00::1"};
    const access_rules web = {.port = 80, .address = "fd00::1"};
    const access_rules named = {.port = 8710, .name = "miler.example"};
    const struct {
        const access_rules *rules;
        const char *host, *origin;
        int status;
    } rows[] = {{&six, "[fd00::1]:8710", NULL, 0},
                {&six, "[fd00::1]:8710", "http://[fd00::1]:8710", 0},
                {&six, "fd00::1:8710", NULL, 403},
                {&six, "[fd00::1]", NULL, 403},
                {&web, "[fd00::1]", NULL, 0},
                {&web, "127.0.0.1", NULL, 0},
                {&named, "miler.example", "https://miler.example", 0},
                {&named, "miler.example", "http://miler.example", 403},
                {&named, "127.0.0.1:8710", "http://127.0.0.1:8710", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const http_request r = {.method = "GET",
                                .path = "/",
                                .host = rows[i].host,
                                .origin = rows[i].origin,
                                .peer = "127.0.0.1"};
        if (access_check(rows[i].rules, &r).status != rows[i].status) fail_msg("row %zu", i);
    }
}

static void who_asks_a_proxy(void **state) {
    (void)state;
    const access_rules named = {.port = 8710, .name = "miler.example"}, plain = {.port = 8710};
    http_request r = {.peer = "127.0.0.1", .forwarded = "10.0.0.9, 203.0.113.7"};
    assert_string_equal(access_peer(&named, &r), "203.0.113.7");
    assert_string_equal(access_peer(&plain, &r), "127.0.0.1"); // no proxy is known of
    r.forwarded = "2001:db8::1";
    assert_string_equal(access_peer(&named, &r), "2001:db8::1");
    r.forwarded = NULL;
    assert_string_equal(access_peer(&named, &r), "127.0.0.1");
    r = (http_request){.peer = "192.168.1.8", .forwarded = "10.0.0.9"}; // whoever comes past it
    assert_string_equal(access_peer(&named, &r), "192.168.1.8");
}

// A long log is told row by row, and it is the same.
static void runs_row_by_row(void **state) {
    (void)state;
    store_run runs[3];
    for (size_t i = 0; i < 3; i++) {
        runs[i] = (store_run){.id = (int64_t)i + 1,
                              .day = 20600,
                              .start_ms = 1780000000000,
                              .name = i == 1 ? "a \"b\", ]}" : "",
                              .device = "",
                              .dist_m = 1609.344,
                              .timer_s = (double)NAN};
    }
    for (size_t count = 0; count <= 3; count++) {
        const app_runs list = {.runs = runs, .count = count, .total = 3, .dist_m = 4828.03};
        route_answer tree;
        miler_buf rows;
        call_answer_init(&tree, NULL);
        miler_buf_init(&rows, NULL, 1 << 20);
        call_answer_json(&tree, render_runs_json(&list));
        assert_true(render_runs_bytes(&list, &rows));
        assert_string_equal(miler_buf_text(&rows), miler_buf_text(&tree.body));
        miler_buf_deinit(&rows);
        miler_buf_init(&rows, NULL, 40); // no room: not given rather than half
        assert_false(render_runs_bytes(&list, &rows));
        miler_buf_deinit(&rows);
        miler_buf_deinit(&tree.body);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_values_of_a_query),
        cmocka_unit_test(fields_faults_of_a_query_name_the_field),
        cmocka_unit_test(fields_values_of_a_body),
        cmocka_unit_test(routes_are_found_by_path_and_method),
        cmocka_unit_test(routes_keep_their_rules),
        cmocka_unit_test(guard_under_other_names),
        cmocka_unit_test(who_asks_a_proxy),
        cmocka_unit_test(runs_row_by_row),
        cmocka_unit_test(guard_lets_in_who_belongs),
        cmocka_unit_test(cache_keeps_until_the_store_changes),
        cmocka_unit_test(zip_is_one_that_is_read_here),
        cmocka_unit_test(uploads_stay_in_their_folder),
        cmocka_unit_test(given_up_uploads_are_swept),
        cmocka_unit_test(the_writer_tidies),
        cmocka_unit_test(scratch_of_a_killed_server_is_swept),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
