// SPDX-License-Identifier: MIT
#include "server/workers.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// A sound is minutes of audio to encode: it has a thread of its own, so that no page waits for it.
typedef enum work_kind { WORK_READ, WORK_SOUND, WORK_WRITE, WORK_KINDS } work_kind;
static const work_kind kinds[] = {WORK_READ, WORK_READ, WORK_SOUND, WORK_WRITE}; // of each thread
#define THREADS (sizeof kinds / sizeof kinds[0])

typedef struct task_list {
    task *first, **last;
} task_list;

typedef struct worker {
    workers *all;
    pthread_t thread;
    work_kind kind;
    const task *at; // what it is at; NULL: nothing
    app *app;       // kept open by those that read
    char athlete[128];
    int64_t version;
} worker;

struct workers {
    const app_options *opening;
    const http *loop;
    worker each[THREADS];
    size_t started, alive;
    pthread_mutex_t lock;
    pthread_cond_t more, ended;
    pthread_mutex_t late; // libraries that are opened late are asked one at a time
    task_list waiting[WORK_KINDS], done;
    void (*tidy)(void *user); // NULL: nothing is to be tidied
    void *tidy_user;
    bool stopping;
};

// ---- Tasks

task *task_new(const miler_alloc *alloc) {
    miler_arena *arena = miler_arena_new(alloc, 0);
    task *t = arena != NULL ? miler_arena_take(arena, sizeof *t) : NULL;
    if (t == NULL) {
        miler_arena_free(arena);
        return NULL;
    }
    t->c.arena = arena;
    call_answer_init(&t->answer, alloc);
    return t;
}

void task_free(task *t) {
    if (t == NULL) return;
    miler_buf_deinit(&t->answer.body);
    miler_arena_free(t->c.arena); // and the task with it
}

static void put_last(task_list *list, task *t) {
    t->next = NULL;
    if (list->first == NULL) list->last = &list->first;
    *list->last = t;
    list->last = &t->next;
}

static task *take_first(task_list *list) {
    task *t = list->first;
    if (t != NULL) list->first = t->next;
    return t;
}

// ---- One thread

// Nobody waits for what was only asked; what is to be changed is changed all the same.
static bool left_alone(const worker *me, bool left(const http_exchange *x)) {
    return me->kind != WORK_WRITE && me->at != NULL && left(me->at->x);
}

// Long work asks whether to go on.
static bool go_on(void *user, const app_progress *progress) {
    worker *me = user;
    (void)progress;
    pthread_mutex_lock(&me->all->lock);
    const bool on = !me->all->stopping;
    pthread_mutex_unlock(&me->all->lock);
    return on && !left_alone(me, http_hung_up);
}

// What was opened before may be asked again as long as the store, the day and the clocks are the same.
static bool still_good(const worker *me, const task *t) {
    const char *athlete = t->c.athlete != NULL ? t->c.athlete : "";
    return me->app != NULL && me->kind != WORK_WRITE && me->version == t->version &&
           strcmp(me->athlete, athlete) == 0 && me->app->today == t->day &&
           me->app->utc_offset_s == app_offset_s(me->app);
}

static miler_status open_for(worker *me, task *t) {
    if (still_good(me, t)) return MILER_OK;
    const char *athlete = t->c.athlete != NULL ? t->c.athlete : "";
    app_options opening = *me->all->opening;
    app_close(me->app);
    me->app = NULL;
    opening.read_only = me->kind != WORK_WRITE;
    opening.progress = go_on;
    opening.progress_user = me;
    if (athlete[0] != '\0') opening.athlete = athlete;
    const miler_status status = app_open(&opening, &me->app, &t->c.err);
    if (status != MILER_OK) return status;
    me->version = t->version;
    (void)snprintf(me->athlete, sizeof me->athlete, "%s", athlete);
    return MILER_OK;
}

static void carry_out(worker *me, task *t) {
    const bool late = (t->c.route->flags & ROUTE_LATE) != 0;
    me->at = t;
    t->c.out = &t->answer;
    if (left_alone(me, http_gone)) { // while it waited
        call_answer_error(&t->answer, 503, &(call_trouble){.error = "nobody waits for it", .remedy = ""});
        return;
    }
    const miler_status status = open_for(me, t);
    if (status != MILER_OK) {
        const language *l = call_language(&t->c);
        const bool nobody = status == MILER_ERR_NOT_FOUND && t->c.athlete != NULL;
        call_answer_error(&t->answer, call_http_status(status),
                          &(call_trouble){.error = language_say(l, t->c.err.msg, t->c.arena),
                                          .remedy = language_say(l, t->c.err.remedy, t->c.arena),
                                          .field = nobody ? "athlete" : ""});
        return;
    }
    t->c.app = me->app;
    t->day = me->app->today; // midnight may have passed since it was asked
    if (late) pthread_mutex_lock(&me->all->late);
    route_run(&t->c, &t->answer);
    if (late) pthread_mutex_unlock(&me->all->late);
    if (me->kind != WORK_WRITE) return;
    app_close(me->app); // the next finds the store as it is then
    me->app = NULL;
}

// False: there is nothing to do. The lock is let go meanwhile.
static bool tidy_up(workers *w) {
    void (*fn)(void *user) = w->tidy;
    if (fn == NULL) return false;
    w->tidy = NULL;
    pthread_mutex_unlock(&w->lock);
    fn(w->tidy_user);
    pthread_mutex_lock(&w->lock);
    return true;
}

static void *work(void *user) {
    worker *me = user;
    workers *w = me->all;
    task_list *own = &w->waiting[me->kind];
    pthread_mutex_lock(&w->lock);
    while (!w->stopping) {
        task *t = take_first(own);
        if (t == NULL) {
            if (me->kind != WORK_WRITE || !tidy_up(w)) pthread_cond_wait(&w->more, &w->lock);
            continue;
        }
        pthread_mutex_unlock(&w->lock);
        carry_out(me, t);
        me->at = NULL;
        pthread_mutex_lock(&w->lock);
        put_last(&w->done, t);
        http_wake(w->loop);
    }
    pthread_mutex_unlock(&w->lock);
    app_close(me->app);
    me->app = NULL;
    pthread_mutex_lock(&w->lock);
    w->alive--;
    pthread_cond_signal(&w->ended);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

// ---- All of them

miler_status workers_open(const app_options *opening, const http *loop, workers **out, miler_error *err) {
    workers *w = miler_resize(NULL, NULL, 0, sizeof *w);
    *out = w;
    if (w == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *w = (workers){.opening = opening, .loop = loop};
    bool ok = pthread_mutex_init(&w->lock, NULL) == 0 && pthread_mutex_init(&w->late, NULL) == 0 &&
              pthread_cond_init(&w->more, NULL) == 0 && pthread_cond_init(&w->ended, NULL) == 0;
    for (size_t i = 0; ok && i < THREADS; i++) {
        w->each[i] = (worker){.all = w, .kind = kinds[i]};
        pthread_mutex_lock(&w->lock);
        ok = pthread_create(&w->each[i].thread, NULL, work, &w->each[i]) == 0;
        w->started += ok;
        w->alive += ok;
        pthread_mutex_unlock(&w->lock);
    }
    if (ok) return MILER_OK;
    (void)workers_close(w, 1000);
    *out = NULL;
    return miler_fail(err, MILER_ERR_IO, "the threads cannot be started");
}

static work_kind kind_of(const route *r) {
    if (r->flags & ROUTE_WRITES) return WORK_WRITE;
    return r->flags & ROUTE_SOUND ? WORK_SOUND : WORK_READ;
}

void workers_add(workers *w, task *t) {
    pthread_mutex_lock(&w->lock);
    put_last(&w->waiting[kind_of(t->c.route)], t);
    pthread_cond_broadcast(&w->more);
    pthread_mutex_unlock(&w->lock);
}

void workers_tidy(workers *w, void (*fn)(void *user), void *user) {
    pthread_mutex_lock(&w->lock);
    w->tidy = fn;
    w->tidy_user = user;
    pthread_cond_broadcast(&w->more);
    pthread_mutex_unlock(&w->lock);
}

task *workers_done(workers *w) {
    pthread_mutex_lock(&w->lock);
    task *t = take_first(&w->done);
    pthread_mutex_unlock(&w->lock);
    return t;
}

static bool is_same(const task *waits, const task *t) {
    return waits->version >= 0 && waits->version <= t->version && waits->day == t->day &&
           waits->c.route == t->c.route && strcmp(waits->target, t->target) == 0;
}

task *workers_take_same(workers *w, const task *t) {
    task *found = NULL;
    task_list *list = &w->waiting[kind_of(t->c.route)];
    pthread_mutex_lock(&w->lock);
    for (task **at = &list->first; *at != NULL; at = &(*at)->next) {
        if (!is_same(*at, t)) continue;
        found = *at;
        *at = found->next;
        if (found->next == NULL) list->last = at;
        break;
    }
    pthread_mutex_unlock(&w->lock);
    return found;
}

// Nobody will answer these any more.
static void drop(task_list *list) {
    for (task *t = take_first(list); t != NULL; t = take_first(list)) {
        http_reply(t->x, &(http_answer){.status = 503, .media_type = "text/plain", .body = "", .policy = ""});
        task_free(t);
    }
}

bool workers_close(workers *w, int32_t patience_ms) {
    struct timespec until;
    if (w == NULL) return true;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += patience_ms / 1000;
    until.tv_nsec += patience_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->more);
    while (w->alive > 0 && pthread_cond_timedwait(&w->ended, &w->lock, &until) == 0) {
    }
    const bool all = w->alive == 0;
    pthread_mutex_unlock(&w->lock);
    if (!all) return false; // what a thread still holds is left to it; the store undoes what is not committed
    for (size_t i = 0; i < w->started; i++)
        (void)pthread_join(w->each[i].thread, NULL);
    for (size_t kind = 0; kind < WORK_KINDS; kind++)
        drop(&w->waiting[kind]);
    drop(&w->done);
    (void)pthread_mutex_destroy(&w->lock);
    (void)pthread_mutex_destroy(&w->late);
    (void)pthread_cond_destroy(&w->more);
    (void)pthread_cond_destroy(&w->ended);
    (void)miler_resize(NULL, w, sizeof *w, 0);
    return true;
}
