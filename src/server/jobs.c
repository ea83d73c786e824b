// SPDX-License-Identifier: MIT
#include "server/jobs.h"

#include "app/app_replan.h"
#include "app/import.h"
#include "render/house_render.h"
#include "render/import_json.h"
#include "server/routes.h"
#include "server/zip_folder.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TELL_EACH_MS 200 // progress is news so often

typedef enum job_state { WAITING = 0, RUNNING, DONE, FAILED, CANCELLED, STATE_COUNT } job_state;
static const char *const state_names[STATE_COUNT] = {"waiting", "running", "done", "failed", "cancelled"};

typedef struct job {
    int64_t id; // 0: an empty place
    job_kind kind;
    job_state state;
    bool cancel, news;
    bool unwanted; // what it makes is not to stay
    char athlete[128], name[256];
    int64_t athlete_id;
    scratch scratch;
    bool has_scratch, has_file;
    char file[JOB_NAME_MAX]; // made, in the scratch folder
    const char *counted;
    char current[200];
    uint64_t done, total;
    int64_t told_ms;
    json_t *result;
    miler_error err;
} job;

struct jobs {
    const app_options *opening;
    const http *loop;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more, ended;
    bool started, alive, stopping;
    int64_t last_id;
    job *running;
    job each[JOBS_MAX];
};

// ---- The kinds

typedef struct working {
    jobs *all;
    job *job;
    app *app;
    miler_arena *arena;
    json_t *result;
    miler_error *err;
} working;

static void one_file(void *user, const app_import_file *file) {
    import_json_file(user, file);
}

static miler_status run_import(working *w) {
    import_json json;
    import_plan plan = {0};
    app_import_answer answer = {0};
    const char *path = scratch_path(&w->job->scratch, w->job->name);
    if (!import_json_begin(&json, strlen(w->job->scratch.folder) + 1))
        return miler_fail(w->err, MILER_ERR_NOMEM, "out of memory");
    const miler_status status = app_import(w->app, &path, 1, one_file, &json, &answer, w->err);
    miler_error none = {0}; // the import is done all the same, and the next one brings the plan along
    if (status == MILER_OK && answer.runs > 0 &&
        app_replan_quietly(w->app, &plan.changes, &plan.goal, &none) != MILER_OK)
        plan.changes = 0;
    w->result = import_json_end(&json, &answer, &plan);
    return status;
}

static miler_status run_rebuild(working *w) {
    app_rebuild_answer answer;
    const miler_status status = app_rebuild(w->app, w->arena, &answer, w->err);
    if (status == MILER_OK) w->result = render_rebuild_json(&answer);
    return status;
}

static void made_file(working *w, const char *name) {
    pthread_mutex_lock(&w->all->lock);
    (void)snprintf(w->job->file, sizeof w->job->file, "%s", name);
    w->job->has_file = true;
    pthread_mutex_unlock(&w->all->lock);
}

static miler_status run_backup(working *w) {
    static const char name[] = "miler-backup.db";
    uint64_t bytes = 0;
    const miler_status status = app_backup(w->app, scratch_path(&w->job->scratch, name), &bytes, w->err);
    if (status != MILER_OK) return status;
    made_file(w, name);
    w->result = render_backup_json(name, bytes);
    return MILER_OK;
}

static miler_status run_export(working *w) {
    static const char name[] = "miler-export.zip";
    char folder[MILER_PATH_MAX + 300];
    app_export_answer answer;
    (void)snprintf(folder, sizeof folder, "%s", scratch_path(&w->job->scratch, "miler-export"));
    miler_status status = app_export(w->app, folder, &answer, w->err);
    if (status == MILER_OK)
        status = zip_folder(folder, scratch_path(&w->job->scratch, name), w->arena, w->err);
    if (status != MILER_OK) return status;
    made_file(w, name);
    w->result = render_export_json(&answer, name);
    return MILER_OK;
}

static const struct {
    const char *name;
    miler_status (*run)(working *w);
    bool writes, makes;
    unsigned topics;
} kinds[JOB_KIND_COUNT] = {[JOB_IMPORT] = {"import", run_import, true, false, TOPIC_RUNS | TOPIC_PLAN},
                           [JOB_REBUILD] = {"rebuild", run_rebuild, true, false, TOPIC_ALL},
                           [JOB_BACKUP] = {"backup", run_backup, false, true, 0},
                           [JOB_EXPORT] = {"export", run_export, false, true, 0}};

// ---- The thread

static int64_t now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool on_progress(void *user, const app_progress *p) {
    jobs *j = user;
    pthread_mutex_lock(&j->lock);
    job *at = j->running;
    const int64_t now = now_ms();
    const bool tell = now - at->told_ms >= TELL_EACH_MS;
    at->done = p->done;
    at->total = p->total;
    at->counted = p->counted; // a constant of whoever tells it
    if (tell) {
        const char *slash = p->current != NULL ? strrchr(p->current, '/') : NULL;
        (void)snprintf(at->current, sizeof at->current, "%s",
                       slash != NULL        ? slash + 1
                       : p->current != NULL ? p->current
                                            : "");
        at->told_ms = now;
        at->news = true;
        http_wake(j->loop);
    }
    const bool on = !at->cancel && !j->stopping;
    pthread_mutex_unlock(&j->lock);
    return on;
}

static miler_status carry_out(jobs *j, job *at, json_t **result, miler_error *err) {
    app_options opening = *j->opening;
    working w = {.all = j, .job = at, .arena = miler_arena_new(opening.alloc, 0), .err = err};
    opening.progress = on_progress;
    opening.progress_user = j;
    opening.read_only = !kinds[at->kind].writes;
    if (at->athlete[0] != '\0') opening.athlete = at->athlete;
    opening.athlete_id = at->athlete_id;
    miler_status status =
        w.arena != NULL ? app_open(&opening, &w.app, err) : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK && kinds[at->kind].makes) {
        status = scratch_open(w.app, &at->scratch, err);
        at->has_scratch = status == MILER_OK;
    }
    if (status == MILER_OK) status = kinds[at->kind].run(&w);
    app_close(w.app);
    miler_arena_free(w.arena);
    *result = w.result;
    return status;
}

static void drop_scratch(job *at) {
    if (at->has_scratch) scratch_close(&at->scratch);
    at->has_scratch = at->has_file = false;
}

static job *next_waiting(jobs *j) {
    job *found = NULL;
    for (size_t i = 0; i < JOBS_MAX; i++) {
        job *at = &j->each[i];
        if (at->id != 0 && at->state == WAITING && (found == NULL || at->id < found->id)) found = at;
    }
    return found;
}

static void run_one(jobs *j, job *at) {
    json_t *result = NULL;
    miler_error err = {0};
    at->state = RUNNING;
    at->news = true;
    j->running = at;
    http_wake(j->loop);
    pthread_mutex_unlock(&j->lock);
    const miler_status status = carry_out(j, at, &result, &err);
    const bool emptied = at->has_scratch && !at->has_file;
    if (emptied) scratch_close(&at->scratch);
    pthread_mutex_lock(&j->lock);
    at->has_scratch = at->has_scratch && !emptied;
    if (at->unwanted) drop_scratch(at);
    at->state = status == MILER_OK ? DONE : status == MILER_ERR_CANCELLED ? CANCELLED : FAILED;
    at->result = result;
    at->err = err;
    at->news = true;
    j->running = NULL;
    pthread_cond_broadcast(&j->ended);
    http_wake(j->loop);
}

static void *work(void *user) {
    jobs *j = user;
    pthread_mutex_lock(&j->lock);
    while (!j->stopping) {
        job *at = next_waiting(j);
        if (at != NULL)
            run_one(j, at);
        else
            pthread_cond_wait(&j->more, &j->lock);
    }
    j->alive = false;
    pthread_cond_broadcast(&j->ended);
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

miler_status jobs_open(const app_options *opening, const http *loop, jobs **out, miler_error *err) {
    jobs *j = miler_resize(NULL, NULL, 0, sizeof *j);
    *out = j;
    if (j == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *j = (jobs){.opening = opening, .loop = loop};
    j->alive = pthread_mutex_init(&j->lock, NULL) == 0 && pthread_cond_init(&j->more, NULL) == 0 &&
               pthread_cond_init(&j->ended, NULL) == 0 && pthread_create(&j->thread, NULL, work, j) == 0;
    j->started = j->alive;
    if (j->started) return MILER_OK;
    (void)miler_resize(NULL, j, sizeof *j, 0);
    *out = NULL;
    return miler_fail(err, MILER_ERR_IO, "the thread for long work cannot be started");
}

static void forget(job *at) {
    drop_scratch(at);
    json_decref(at->result);
    *at = (job){.id = 0};
}

void jobs_stop(jobs *j) {
    if (j == NULL) return;
    pthread_mutex_lock(&j->lock);
    j->stopping = true;
    pthread_cond_signal(&j->more);
    pthread_mutex_unlock(&j->lock);
}

static struct timespec in_ms(int32_t ms) {
    struct timespec until = {0};
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return until;
}

bool jobs_close(jobs *j, int32_t patience_ms) {
    if (j == NULL) return true;
    const struct timespec until = in_ms(patience_ms);
    jobs_stop(j);
    pthread_mutex_lock(&j->lock);
    while (j->alive && pthread_cond_timedwait(&j->ended, &j->lock, &until) == 0) {
    }
    const bool over = !j->alive;
    pthread_mutex_unlock(&j->lock);
    if (!over) return false;
    (void)pthread_join(j->thread, NULL);
    for (size_t i = 0; i < JOBS_MAX; i++)
        forget(&j->each[i]);
    (void)pthread_mutex_destroy(&j->lock);
    (void)pthread_cond_destroy(&j->more);
    (void)pthread_cond_destroy(&j->ended);
    (void)miler_resize(NULL, j, sizeof *j, 0);
    return true;
}

// ---- Asked from outside

// An empty place, or that of the oldest job that has ended.
static job *free_place(jobs *j) {
    job *found = NULL;
    for (size_t i = 0; i < JOBS_MAX; i++) {
        job *at = &j->each[i];
        if (at->id == 0) return at;
        if (at->state >= DONE && (found == NULL || at->id < found->id)) found = at;
    }
    if (found != NULL) forget(found);
    return found;
}

miler_status jobs_add(jobs *j, const job_wish *wish, int64_t *out_id, miler_error *err) {
    pthread_mutex_lock(&j->lock);
    job *at = free_place(j);
    if (at == NULL) {
        pthread_mutex_unlock(&j->lock);
        const miler_status status = miler_fail(err, MILER_ERR_CONFLICT, "%d jobs wait already", JOBS_MAX);
        miler_error_remedy(err, "ask again when some of them have ended");
        return status;
    }
    *at = (job){.id = ++j->last_id,
                .kind = wish->kind,
                .news = true,
                .counted = NULL,
                .athlete_id = wish->athlete_id};
    (void)snprintf(at->athlete, sizeof at->athlete, "%s", wish->athlete != NULL ? wish->athlete : "");
    (void)snprintf(at->name, sizeof at->name, "%s", wish->name != NULL ? wish->name : "");
    if (wish->scratch != NULL) {
        at->scratch = *wish->scratch;
        at->has_scratch = true;
    }
    *out_id = at->id;
    pthread_cond_signal(&j->more);
    pthread_mutex_unlock(&j->lock);
    return MILER_OK;
}

static job *find(jobs *j, int64_t id) {
    for (size_t i = 0; id > 0 && i < JOBS_MAX; i++)
        if (j->each[i].id == id) return &j->each[i];
    return NULL;
}

static json_t *to_json(const job *at) {
    js j = {0};
    json_t *root = js_root(&j);
    const bool failed = at->state == FAILED || at->state == CANCELLED;
    js_int(&j, root, "job_id", at->id);
    js_text(&j, root, "kind", kinds[at->kind].name);
    js_text(&j, root, "state", state_names[at->state]);
    js_int(&j, root, "done", (int64_t)at->done);
    js_put(&j, root, "total", at->total > 0 ? json_integer((json_int_t)at->total) : json_null());
    js_text(&j, root, "counted", at->counted != NULL ? at->counted : "files");
    js_text(&j, root, "current", at->state == RUNNING ? at->current : "");
    js_text(&j, root, "file", at->has_file && at->state == DONE ? at->file : NULL);
    js_text(&j, root, "error", failed ? at->err.msg : NULL);
    js_text(&j, root, "remedy", failed ? at->err.remedy : NULL);
    js_put(&j, root, "result", at->result != NULL ? json_deep_copy(at->result) : json_null());
    return js_done(&j, root);
}

json_t *jobs_json(jobs *j, int64_t id) {
    pthread_mutex_lock(&j->lock);
    const job *at = find(j, id);
    json_t *root = at != NULL ? to_json(at) : NULL;
    pthread_mutex_unlock(&j->lock);
    return root;
}

bool jobs_cancel(jobs *j, int64_t id) {
    pthread_mutex_lock(&j->lock);
    job *at = find(j, id);
    if (at != NULL && at->state == WAITING) {
        at->state = CANCELLED;
        (void)miler_fail(&at->err, MILER_ERR_CANCELLED, "cancelled before it began");
        drop_scratch(at);
        at->news = true;
        http_wake(j->loop);
    }
    if (at != NULL) at->cancel = true;
    pthread_mutex_unlock(&j->lock);
    return at != NULL;
}

void jobs_forget_all(jobs *j) {
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < JOBS_MAX; i++) {
        job *at = &j->each[i];
        if (at->id == 0) continue;
        if (at->state == RUNNING)
            at->cancel = at->unwanted = true;
        else
            forget(at);
    }
    pthread_mutex_unlock(&j->lock);
}

bool jobs_end_all(jobs *j, int32_t patience_ms) {
    const struct timespec until = in_ms(patience_ms);
    jobs_forget_all(j);
    pthread_mutex_lock(&j->lock);
    while (j->running != NULL && pthread_cond_timedwait(&j->ended, &j->lock, &until) == 0) {
    }
    const bool over = j->running == NULL;
    pthread_mutex_unlock(&j->lock);
    return over;
}

bool jobs_file(jobs *j, int64_t id, char path[JOB_PATH_MAX], char name[JOB_NAME_MAX]) {
    pthread_mutex_lock(&j->lock);
    job *at = find(j, id);
    const bool there = at != NULL && at->state == DONE && at->has_file;
    if (there) {
        (void)snprintf(path, JOB_PATH_MAX, "%s/%s", at->scratch.folder, at->file);
        (void)snprintf(name, JOB_NAME_MAX, "%s", at->file);
    }
    pthread_mutex_unlock(&j->lock);
    return there;
}

json_t *jobs_news(jobs *j, unsigned *topics) {
    json_t *root = NULL;
    *topics = 0;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < JOBS_MAX && root == NULL; i++) {
        job *at = &j->each[i];
        if (at->id == 0 || !at->news) continue;
        at->news = false;
        if (at->state >= DONE) *topics = kinds[at->kind].topics;
        root = to_json(at);
    }
    pthread_mutex_unlock(&j->lock);
    return root;
}
