// SPDX-License-Identifier: MIT
#include "server/server.h"

#include "app/app_language.h"
#include "server/access.h"
#include "server/account.h"
#include "server/assets.h"
#include "server/cache.h"
#include "server/events.h"
#include "server/jobs.h"
#include "server/uploads.h"
#include "server/workers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define JOB_PATIENCE_MS 1100
#define PATIENCE_MS 700  // of a clean stop, for the workers and for the job at hand
#define PAIR_TO_MAX 2048 // bytes
#define LANGUAGES_MAX 4
#define WAITING_MAX (4 * UPLOAD_PART_MAX)  // bytes of files that have come and wait for the writing thread
#define SWEEP_EACH_S 60                    // given-up uploads are looked for
#define TARGET_MAX (FIELD_QUERY_MAX + 512) // bytes of an address

// What an answer hangs on that is kept: whose language it is in.
static const char by_language[] = "Accept-Language, Cookie";

typedef struct server {
    const server_options *options;
    http *http;
    access_rules rules;
    lan lan;
    door *door;           // NULL: no password is asked for
    int64_t door_version; // of the store whose password the door has
    language *languages[LANGUAGES_MAX];
    char language[LANGUAGE_CODE_MAX]; // that the store names; "" none
    int64_t language_version;         // of that store
    workers *workers;
    app *watch; // read only: says when the store or the day is another
    jobs *jobs;
    uploads uploads; // the writing thread's
    unsigned ticks;
    bool guarded;   // other accounts of this machine are refused
    size_t waiting; // bytes
    events events;
    cache cache;
    int64_t told_version; // up to which listeners know of changes
    int32_t told_day;     // likewise: at midnight today's session is another
    bool worked;          // threads have been at work since pages were given back
} server;

// ---- What the store is at

// -1: it cannot be told, and nothing is kept.
static int64_t version_now(const server *s) {
    int64_t version = -1;
    return app_version(s->watch, &version, NULL) == MILER_OK ? version : -1;
}

static int32_t day_now(const server *s) {
    const int32_t told = s->options->app->today;
    return told != MILER_NO_DAY ? told : miler_day_at(app_now_ms(s->watch), app_offset_s(s->watch));
}

// ---- Answers

static void reply_bytes(http_exchange *x, route_answer *a, const char *tag, const char *allow) {
    if (a->body.failed) call_answer_error(a, 500, &(call_trouble){.error = "out of memory", .remedy = ""});
    http_reply(x, &(http_answer){.status = a->status,
                                 .media_type = a->media_type,
                                 .body = miler_buf_text(&a->body),
                                 .body_len = a->body.len,
                                 .policy = a->policy,
                                 .etag = tag,
                                 .vary = tag != NULL ? by_language : NULL,
                                 .allow = allow,
                                 .download = a->download,
                                 .cookie = a->cookie,
                                 .location = a->location,
                                 .file = a->file});
}

static void reply_unchanged(http_exchange *x, const char *tag) {
    http_reply(x, &(http_answer){.status = 304, .policy = "", .etag = tag, .vary = by_language, .body = ""});
}

static bool may_be_kept(const route *r) {
    return strcmp(r->method, "GET") == 0 && !(r->flags & (ROUTE_WRITES | ROUTE_FRESH | ROUTE_OWN));
}

static bool is_kept(const task *t) {
    return t->c.route != NULL && may_be_kept(t->c.route) && t->answer.status == 200 && !t->answer.body.failed;
}

static void reply_tagged(http_exchange *x, route_answer *a, const char *tag, const char *none_match) {
    if (cache_tag_matches(none_match, tag))
        reply_unchanged(x, tag);
    else
        reply_bytes(x, a, tag, NULL);
}

// What a worker has done, or what went wrong before it got there.
static void finish(server *s, task *t) {
    char tag[CACHE_TAG_MAX];
    route_answer *a = &t->answer;
    const char *allow = a->status == 405 ? t->found.allow : NULL;
    if (!is_kept(t)) {
        reply_bytes(t->x, a, NULL, allow);
        return;
    }
    cache_tag(miler_buf_text(&a->body), a->body.len, tag);
    if (t->version >= 0 && t->version == version_now(s))
        cache_put(&s->cache, t->version, t->day, t->target,
                  &(cache_answer){.media_type = a->media_type,
                                  .policy = a->policy,
                                  .download = a->download,
                                  .tag = tag,
                                  .body = miler_buf_text(&a->body),
                                  .body_len = a->body.len});
    reply_tagged(t->x, a, tag, t->none_match);
    // After a change every tab asks the same: who waits for what was just worked out is given it, too.
    for (task *same = workers_take_same(s->workers, t); same != NULL;
         same = workers_take_same(s->workers, t)) {
        reply_tagged(same->x, a, tag, same->none_match);
        task_free(same);
    }
}

// The password may have been changed by the command line, and the clock goes on.
static void look_at_door(server *s) {
    char kept[APP_PASSWORD_HASH];
    s->rules.now_ms = app_now_ms(s->watch);
    if (s->door == NULL) return;
    const int64_t version = version_now(s);
    if (version == s->door_version || app_password_kept(s->watch, kept, NULL) != MILER_OK) return;
    door_kept(s->door, kept);
    s->door_version = version;
}

// "language=de" of a question; NULL: it says none. Read here for what is refused before its parameters are.
static const char *language_asked(const char *query) {
    static const char name[] = "language=";
    for (const char *at = query; at != NULL; at = strchr(at, '&')) {
        at += *at == '&';
        const char *value = at + sizeof name - 1;
        if (strncmp(at, name, sizeof name - 1) == 0) return language_find(value, strcspn(value, "&"));
    }
    return NULL;
}

// What the question says, what this browser has chosen, what the store says, what the browser's own language is.
static const char *language_of(server *s, const http_request *r) {
    static const char name[] = "miler_language=";
    const char *asked = language_asked(r->query);
    if (asked != NULL) return asked;
    const int64_t version = version_now(s);
    for (const char *at = r->cookie; at != NULL && *at != '\0'; at += strcspn(at, ";")) {
        at += strspn(at, "; ");
        if (strncmp(at, name, sizeof name - 1) != 0) continue;
        const char *value = at + sizeof name - 1;
        const char *chosen = language_find(value, strcspn(value, ";"));
        if (chosen != NULL) return chosen;
    }
    if (version != s->language_version && app_language_kept(s->watch, s->language, NULL) == MILER_OK)
        s->language_version = version;
    const char *kept = language_find(s->language, strlen(s->language));
    const char *spoken = kept != NULL ? kept : language_accepted(r->accept_language);
    return spoken != NULL ? spoken : language_codes[0];
}

static bool session_stands(void *user, int64_t session) {
    server *s = user;
    if (s->door != NULL) return door_stands(s->door, session, s->rules.now_ms);
    return session == 0 || lan_stands(&s->lan, session);
}

// Who listens hears nothing any more once the session has ended that it was opened in.
static void close_ears(server *s) {
    if ((s->door == NULL && !s->lan.on) || !events_heard(&s->events)) return;
    look_at_door(s);
    events_sweep(&s->events, session_stands, s);
}

// Listeners hear of it; what this program changed itself is not found a second time.
static void tell_changed(server *s, unsigned topics) {
    s->told_version = version_now(s);
    s->told_day = day_now(s);
    events_changed(&s->events, topics);
}

static void on_wake(void *user) {
    server *s = user;
    unsigned topics;
    close_ears(s);
    for (task *t = workers_done(s->workers); t != NULL; t = workers_done(s->workers)) {
        if (t->c.route->topics != 0 && t->answer.status < 300 && !field_flag(&t->c.body, "dry_run"))
            tell_changed(s, t->c.route->topics);
        finish(s, t);
        s->waiting -= t->c.byte_count;
        task_free(t);
        s->worked = true;
    }
    for (json_t *job = jobs_news(s->jobs, &topics); job != NULL; job = jobs_news(s->jobs, &topics)) {
        events_job(&s->events, job);
        s->worked = true;
        if (topics != 0) tell_changed(s, topics);
    }
}

// PERF: between two answers a thread holds 0.2 MB, but a block that stays at the heap's end keeps the ten below it,
// and each larger peak leaves one that is higher. Pages that nobody uses go back each second that had work: 0.2 to
// 2 ms, and a millisecond for the next large answer to take 10 MB again.
static void give_pages_back(server *s) {
    if (!s->worked) return;
    s->worked = false;
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

// Called by the thread that writes: the uploads are its own.
static void sweep_uploads(void *user) {
    server *s = user;
    uploads_sweep(&s->uploads, app_now_ms(s->watch));
}

// Another program may have changed the store, or midnight the day.
static void on_tick(void *user) {
    server *s = user;
    give_pages_back(s);
    if (++s->ticks % SWEEP_EACH_S == 0) workers_tidy(s->workers, sweep_uploads, s);
    if (!events_heard(&s->events)) return;
    close_ears(s);
    events_tick(&s->events);
    if (version_now(s) != s->told_version || day_now(s) != s->told_day) tell_changed(s, TOPIC_ALL);
}

// ---- Requests

static bool answer_from_cache(server *s, const http_request *r, const char *target, http_exchange *x) {
    const int64_t version = version_now(s);
    const cache_entry *e = version >= 0 ? cache_find(&s->cache, version, day_now(s), target) : NULL;
    if (e == NULL) return false;
    if (cache_tag_matches(r->none_match, e->tag))
        reply_unchanged(x, e->tag);
    else
        http_reply(x, &(http_answer){.status = 200,
                                     .media_type = e->media_type,
                                     .body = e->body,
                                     .body_len = e->body_len,
                                     .policy = e->policy,
                                     .etag = e->tag,
                                     .vary = by_language,
                                     .download = e->download});
    return true;
}

// Is there such a thing, and may it be asked? Else status and reason.
static access_refusal find_route(const server *s, const http_request *r, route_found *found) {
    access_refusal refused = access_check(&s->rules, r);
    if (refused.status != 0) return refused;
    route_find(r->method, r->path, found);
    if (found->route != NULL) return access_check_change(r);
    const bool other = found->status == 405;
    return (access_refusal){
        found->status, other ? "this method is not answered here" : "there is nothing at this address", ""};
}

static void refuse(server *s, const http_request *r, http_exchange *x, const access_refusal *refused,
                   const char *allow) {
    route_answer answer;
    miler_arena *arena = miler_arena_new(s->options->app->alloc, 0);
    const call spoken = {.languages = (const language *const *)s->languages, .language = language_of(s, r)};
    const language *l = arena != NULL ? call_language(&spoken) : NULL;
    call_answer_init(&answer, s->options->app->alloc);
    call_answer_error(&answer, refused->status,
                      &(call_trouble){.error = language_say(l, refused->why, arena),
                                      .remedy = language_say(l, refused->remedy, arena)});
    reply_bytes(x, &answer, NULL, refused->status == 405 ? allow : NULL);
    miler_buf_deinit(&answer.body);
    miler_arena_free(arena);
}

// What the event loop answers by itself: jobs, and who may come in.
static void run_here(server *s, task *t) {
    route_run(&t->c, &t->answer);
    close_ears(s); // whoever has signed out
    // Signing out is for everybody; where nobody was in, nothing has changed.
    const bool may_change = s->door == NULL || t->c.signed_in;
    if (may_change && t->c.route->topics != 0 && t->answer.status < 300)
        events_changed(&s->events, t->c.route->topics);
    finish(s, t);
    task_free(t);
}

// Parts of files stay in memory until the writing thread, which may wait for another program, has them on the disk.
static bool has_room(const server *s, const http_request *r, const route_found *found) {
    return (found->route->flags & ROUTE_RAW) == 0 || r->body_len <= WAITING_MAX - s->waiting;
}

static void hand_on(server *s, task *t) {
    // Who signs in is not told whom there is.
    if (s->door != NULL && !t->c.signed_in) t->c.athlete = NULL;
    if (t->c.route->flags & ROUTE_OWN) {
        run_here(s, t);
        return;
    }
    s->waiting += t->c.byte_count;
    http_drop_body(t->x); // the task has what it needs
    workers_add(s->workers, t);
}

static void take_up(server *s, const http_request *r, const route_found *found, const char *target,
                    const char *code, http_exchange *x) {
    task *t = task_new(s->options->app->alloc);
    if (t == NULL) {
        refuse(s, r, x, &(access_refusal){500, "out of memory", ""}, NULL);
        return;
    }
    t->x = x;
    t->found = *found;
    t->version = version_now(s);
    t->day = day_now(s);
    t->target = miler_arena_dup(t->c.arena, target);
    t->none_match = r->none_match != NULL ? miler_arena_dup(t->c.arena, r->none_match) : NULL;
    t->c.languages = (const language *const *)s->languages;
    t->c.language = code;
    t->c.door = s->door;
    t->c.signed_in = s->door != NULL && door_knows(s->door, r->cookie, s->rules.now_ms);
    t->c.peer = miler_arena_dup(t->c.arena, access_peer(&s->rules, r));
    t->c.cookie = r->cookie != NULL ? miler_arena_dup(t->c.arena, r->cookie) : NULL;
    browser_words(r->agent, t->c.browser);
    t->c.now_ms = s->rules.now_ms;
    lan_seen(&s->lan, r->cookie, s->rules.now_ms);
    t->c.lan = s->lan.on && (found->route->flags & ROUTE_OWN) ? &s->lan : NULL;
    t->c.pairing = s->lan.on ? &s->lan : NULL;
    t->c.port = s->rules.port;
    t->c.jobs = s->jobs;
    t->c.uploads = &s->uploads;
    const route_request asked = {.method = r->method,
                                 .path = r->path,
                                 .query = r->query != NULL ? miler_arena_dup(t->c.arena, r->query) : NULL,
                                 .type = r->type,
                                 .body = r->body,
                                 .body_len = r->body_len};
    if (t->target != NULL && t->c.peer != NULL && route_read(&t->found, &asked, &t->c, &t->answer)) {
        hand_on(s, t);
        return;
    }
    t->answer.body.failed = t->answer.body.failed || t->target == NULL;
    finish(s, t);
    task_free(t);
}

static bool answer_asset(const server *s, const http_request *r, http_exchange *x) {
    char tag[ASSETS_TAG_MAX];
    http_answer answer;
    if (strcmp(r->method, "GET") != 0 || access_check(&s->rules, r).status != 0 ||
        !assets_answer(r, tag, &answer))
        return false;
    http_reply(x, &answer);
    return true;
}

static void listen_to(server *s, const http_request *r, http_exchange *x) {
    if (!events_heard(&s->events)) {
        s->told_version = version_now(s);
        s->told_day = day_now(s);
    }
    const int64_t session = s->door != NULL ? door_session(s->door, r->cookie, s->rules.now_ms)
                            : s->lan.on && !lan_is_loopback(r->peer) ? lan_phone_of(&s->lan, r->cookie)
                                                                     : 0;
    events_listen(&s->events, x, session);
}

static const field pair_fields[] = {{.name = "token",
                                     .kind = FIELD_TEXT,
                                     .says = "that the terminal shows",
                                     .high = LAN_TOKEN_MAX,
                                     .required = true},
                                    {.name = "to",
                                     .kind = FIELD_TEXT,
                                     .says = "where it goes then: a race's live page; the page unless told",
                                     .high = PAIR_TO_MAX},
                                    {.name = NULL}};

// To a live page of this server and nowhere else.
static const char *way_on(const char *to) {
    static const char live[] = "/api/v1/race/live";
    const size_t len = sizeof live - 1;
    bool plain = to != NULL && strncmp(to, live, len) == 0 && (to[len] == '\0' || to[len] == '?');
    for (const char *at = to; plain && *at != '\0'; at++)
        plain = *at > ' ' && *at <= '~';
    return plain ? to : "/app/";
}

// A phone with the right token gets a cookie and is sent to the page. False: it is not about that.
static bool pair_phone(server *s, const http_request *r, http_exchange *x) {
    char cookie[LAN_COOKIE_MAX];
    field_values v;
    field_fault fault = {.at = ""};
    miler_error err = {0};
    if (!s->lan.on || strcmp(r->path, "/pair") != 0 || strcmp(r->method, "GET") != 0) return false;
    access_refusal refused = access_check_name(&s->rules, r);
    // A code that a phone's camera opens may be told to come from anywhere: the token is what counts.
    http_request plain = *r;
    plain.site = NULL;
    if (refused.status == 403) refused = access_check_name(&s->rules, &plain);
    miler_arena *arena = miler_arena_new(NULL, 0);
    const bool read = refused.status == 0 && arena != NULL &&
                      fields_of_query(r->query, pair_fields, arena, &v, &fault, &err) == MILER_OK;
    const lan_asker who = {
        .peer = r->peer, .cookies = r->cookie, .agent = r->agent, .now_ms = app_now_ms(s->watch)};
    const int status = read && (lan_is_loopback(r->peer) || lan_is_near(&s->lan, r->peer))
                           ? lan_pair(&s->lan, field_text(&v, "token", ""), &who, cookie)
                           : 403;
    if (status == 303) {
        http_reply(x, &(http_answer){.status = 303,
                                     .policy = "",
                                     .body = "",
                                     .cookie = cookie,
                                     .location = way_on(field_text(&v, "to", NULL))});
        close_ears(s);
        events_changed(&s->events, TOPIC_SETTINGS);
    } else if (status == 429)
        refuse(s, r, x, &(access_refusal){429, "too many wrong tokens", "wait a minute, then try again"},
               NULL);
    else
        refuse(s, r, x,
               &(access_refusal){403, "this token is not the server's", "open the code on the terminal"},
               NULL);
    miler_arena_free(arena);
    return true;
}

// A part of a file for which there is no room: true, and it is told so.
static bool refuse_part(server *s, const http_request *r, const route_found *found, http_exchange *x) {
    if (has_room(s, r, found)) return false;
    refuse(s, r, x,
           &(access_refusal){503, "too much is being sent at once",
                             "send it again when some of it has been read"},
           NULL);
    return true;
}

static void on_request(void *user, http_exchange *x, const http_request *r) {
    server *s = user;
    look_at_door(s);
    char target[TARGET_MAX];
    route_found found = {.allow = ""};
    if (pair_phone(s, r, x)) return;
    if (answer_asset(s, r, x)) return;
    const access_refusal refused = find_route(s, r, &found);
    if (refused.status != 0) {
        refuse(s, r, x, &refused, found.allow[0] != '\0' ? found.allow : "GET, HEAD");
        return;
    }
    const char *code = language_of(s, r);
    const int len =
        snprintf(target, sizeof target, "%s %s?%s", code, r->path, r->query != NULL ? r->query : "");
    if (len < 0 || (size_t)len >= sizeof target)
        refuse(s, r, x, &(access_refusal){400, "the address is too long", ""}, NULL);
    else if (found.route->run == NULL)
        listen_to(s, r, x);
    else if (refuse_part(s, r, &found, x))
        return;
    else if (!may_be_kept(found.route) || !answer_from_cache(s, r, target, x))
        take_up(s, r, &found, target, code, x);
}

// ---- From start to stop

// Whoever is beyond this machine comes in with a password, and where a proxy passes on what others ask, or an
// address is told, be it this machine's own that its other accounts reach as well, everybody does.
static miler_status open_door(server *s, miler_error *err) {
    const server_options *o = s->options;
    char kept[APP_PASSWORD_HASH];
    if (o->name == NULL && o->address == NULL) return MILER_OK;
    miler_status status = app_password_kept(s->watch, kept, err);
    if (status == MILER_OK && kept[0] == '\0') {
        status = miler_fail(err, MILER_ERR_REFUSED, "without a password nobody else is let in");
        miler_error_remedy(err, "set one first: miler password");
    }
    if (status == MILER_OK) status = door_open(o->app->alloc, o->name != NULL, &s->door, err);
    if (status != MILER_OK) return status;
    door_kept(s->door, kept);
    s->door_version = version_now(s);
    lan_look(&s->lan);
    s->rules.lan = &s->lan;
    s->rules.door = s->door;
    return MILER_OK;
}

static const char *listening_on(const server_options *o) {
    return o->lan ? "0.0.0.0" : o->address != NULL ? o->address : "127.0.0.1";
}

static miler_status open_languages(server *s, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < LANGUAGES_MAX && language_codes[i] != NULL; i++)
        status = language_open(language_codes[i], s->options->app->alloc, &s->languages[i], err);
    return status;
}

// PERF: what an answer from ten thousand runs needs for a moment goes back to the system with it; else glibc
// raises its bounds by each such block, and two threads at that keep twice what is ever needed at once. Costs a
// twentieth of such an answer's processor time. All threads have one heap: of a heap of their own malloc_trim leaves
// the end as it is, up to 4 MB for each after half an hour of 64 clients.
static void give_memory_back(void) {
#ifdef __GLIBC__
    (void)mallopt(M_ARENA_MAX, 1);
    (void)mallopt(M_MMAP_THRESHOLD, 256 << 10);
    (void)mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}

// A password that came in a request does not stay in what was freed. Blocks are malloc's, whoever frees them.
static void free_wiped(void *block) {
#ifdef __GLIBC__
    if (block != NULL) sodium_memzero(block, malloc_usable_size(block));
#endif
    free(block);
}

// Without a password: nobody of this machine but who started it.
static void guard(server *s, http_options *how) {
    if (s->door != NULL) {
        json_set_alloc_funcs(malloc, free_wiped);
        http_wipes(free_wiped);
    }
    s->guarded = s->door == NULL && account_is_told();
    if (s->guarded) how->is_ours = account_is_ours;
}

static miler_status open_all(server *s, miler_error *err) {
    http_options how = {.address = listening_on(s->options),
                        .port = s->options->port,
                        .body_max = UPLOAD_PART_MAX,
                        .on_request = on_request,
                        .on_wake = on_wake,
                        .on_tick = on_tick,
                        .user = s};
    app *first = NULL;
    app_options reading = *s->options->app;
    give_memory_back();
    reading.read_only = true;
    // Trouble with the store shows now, not in the browser; it is made and brought up where that is due.
    miler_status status = app_open(s->options->app, &first, err);
    if (status == MILER_OK) scratch_sweep(first);
    app_close(first);
    if (status == MILER_OK) status = app_open(&reading, &s->watch, err);
    if (status == MILER_OK && sodium_init() < 0)
        status = miler_fail(err, MILER_ERR_UNSUPPORTED, "libsodium cannot be used");
    json_object_seed(0); // before there are threads
    if (status == MILER_OK && s->options->lan) status = lan_open(&s->lan, err);
    if (s->lan.on) s->rules.lan = &s->lan;
    s->rules.address = s->options->address;
    s->rules.name = s->options->name;
    if (status == MILER_OK) status = open_door(s, err);
    if (status == MILER_OK) status = open_languages(s, err);
    guard(s, &how);
    if (status == MILER_OK) status = http_open(&how, &s->http, err);
    if (status == MILER_OK) status = jobs_open(s->options->app, s->http, &s->jobs, err);
    if (status == MILER_OK) status = workers_open(s->options->app, s->http, &s->workers, err);
    return status;
}

static void tell(const server *s) {
    if (s->options->log == NULL) return;
    const char *address = s->options->address != NULL ? s->options->address : "127.0.0.1";
    (void)fprintf(s->options->log, "miler serves on http://%s:%u/ (Ctrl-C stops)\n", address,
                  (unsigned)s->rules.port);
    if (s->options->name != NULL)
        (void)fprintf(s->options->log, "... and answers as https://%s/, with the password\n",
                      s->options->name);
    else if (s->door != NULL)
        (void)fputs(
            "With the password. What goes over the network is not encrypted: a proxy that speaks HTTPS\n"
            "in front of it (miler serve --name HOST) does that.\n",
            s->options->log);
    if (s->door == NULL && !s->guarded)
        (void)fputs(
            "This system does not tell whose program asks: whoever has an account on this machine may ask\n"
            "everything. Where there are such: miler password, then miler serve --address 127.0.0.1.\n",
            s->options->log);
    if (s->lan.on) lan_tell(&s->lan, s->rules.port, s->options->log);
    (void)fflush(s->options->log);
}

miler_status server_run(const server_options *options, miler_error *err) {
    server *s = miler_resize(NULL, NULL, 0, sizeof *s);
    if (s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *s = (server){.options = options, .language_version = -1};
    miler_status status = open_all(s, err);
    if (status == MILER_OK) {
        s->rules.port = http_port(s->http);
        tell(s);
        status = http_run(s->http, err);
    }
    jobs_stop(s->jobs);
    const bool workers_ended = workers_close(s->workers, PATIENCE_MS);
    const bool ended = jobs_close(s->jobs, JOB_PATIENCE_MS) && workers_ended;
    cache_clear(&s->cache);
    app_close(s->watch);
    if (workers_ended) uploads_close(&s->uploads);
    if (options->at_work != NULL) *options->at_work = !ended;
    if (!ended) return status; // a thread is at work still, and ends with the program
    for (size_t i = 0; i < LANGUAGES_MAX; i++)
        language_close(s->languages[i]);
    http_close(s->http);
    door_close(s->door);
    (void)miler_resize(NULL, s, sizeof *s, 0);
    return status;
}

miler_status server_print_routes(FILE *out, miler_error *err) {
    json_t *root = routes_json();
    const bool ok = root != NULL && json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0 &&
                    fputc('\n', out) != EOF;
    json_decref(root);
    return ok ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "the table of routes could not be told");
}
