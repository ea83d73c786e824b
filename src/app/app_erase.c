// SPDX-License-Identifier: MIT
#include "app/app_erase.h"

#include "app/app_own_workouts.h"
#include "app/app_password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAMES_MOST 100 // backups of one minute

// Two stores with the same rows have the same mark; one more run, and it is another.
static void mark_of(app_erase_answer *out) {
    unsigned char hash[16];
    char text[400];
    const store_counts *n = &out->counts;
    (void)snprintf(text, sizeof text, "%lld %lld %lld %lld %lld %lld %llu %lld", (long long)n->athletes,
                   (long long)n->originals, (long long)n->files, (long long)n->activities,
                   (long long)n->results, (long long)n->plans, (unsigned long long)n->content_bytes,
                   (long long)out->own_workouts);
    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    (void)sodium_bin2hex(out->mark, sizeof out->mark, hash, sizeof hash);
}

miler_status app_erase_look(app *a, miler_arena *arena, app_erase_answer *out, miler_error *err) {
    *out = (app_erase_answer){.path = miler_arena_dup(arena, store_path(a->store))};
    if (out->path == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = store_count(a->store, &out->counts, err);
    if (status == MILER_OK) status = app_own_workouts_count(out->path, arena, &out->own_workouts, err);
    if (status == MILER_OK && out->own_workouts > 0) {
        status = app_own_workouts_shared(out->path, arena, &out->shared_with, err);
        if (out->shared_with != NULL) out->own_workouts = 0;
    }
    if (status == MILER_OK) mark_of(out);
    return status;
}

// "miler.db" -> "miler-before-erase-2026-06-11-0642.db", and a number where there is such a file.
static const char *backup_name(app *a, int number, miler_arena *arena) {
    char more[64];
    const miler_civil at = miler_civil_at(app_now_ms(a), a->utc_offset_s);
    const char *path = store_path(a->store);
    const char *dot = strrchr(path, '.');
    const char *slash = strrchr(path, '/');
    const size_t stem =
        dot != NULL && dot > path && (slash == NULL || dot > slash + 1) ? (size_t)(dot - path) : strlen(path);
    const int len =
        number == 0
            ? snprintf(more, sizeof more, APP_BEFORE_ERASE "%04d-%02d-%02d-%02d%02d", at.year % 10000,
                       at.month % 100, at.day % 100, at.hour % 100, at.minute % 100)
            : snprintf(more, sizeof more, APP_BEFORE_ERASE "%04d-%02d-%02d-%02d%02d-%d", at.year % 10000,
                       at.month % 100, at.day % 100, at.hour % 100, at.minute % 100, number + 1);
    const size_t size = strlen(path) + (size_t)len + 1;
    char *name = miler_arena_array(arena, size, 1);
    if (name != NULL) (void)snprintf(name, size, "%.*s%s%s", (int)stem, path, more, path + stem);
    return name;
}

static miler_status back_up(app *a, miler_arena *arena, app_erase_answer *out, miler_error *err) {
    miler_status status = MILER_ERR_CONFLICT;
    for (int i = 0; i < NAMES_MOST && status == MILER_ERR_CONFLICT; i++) {
        const char *name = backup_name(a, i, arena);
        if (name == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        status = app_backup(a, name, &out->backup_bytes, err);
        if (status == MILER_OK) out->backup = name;
    }
    return status;
}

// "miler-before-erase-2026-06-11-0642.db" -> "...-0642-workouts.tsv": the store holds no workouts. They leave
// the library once the store is empty: cut off between, nothing lacks.
static miler_status set_aside(const char *db, miler_arena *arena, app_erase_answer *out, miler_error *err) {
    if (out->own_workouts == 0) return MILER_OK;
    const char *dot = strrchr(out->backup, '.'), *slash = strrchr(out->backup, '/');
    const bool ending = dot != NULL && (slash == NULL || dot > slash);
    out->workouts =
        miler_arena_printf(arena, "%.*s-workouts.tsv",
                           (int)(ending ? (size_t)(dot - out->backup) : strlen(out->backup)), out->backup);
    if (out->workouts == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return app_own_workouts_copy(db, out->workouts, arena, err);
}

// What the store refuses to give up, it keeps: its own error is told.
static miler_status erase_store(app *a, int64_t version, app_erase_answer *out, miler_error *err) {
    const miler_status status = store_erase(a->store, APP_PASSWORD_KEY, version, err);
    if (status == MILER_ERR_CONFLICT) {
        (void)unlink(out->backup); // it lacks what came since
        miler_error_remedy(err, "look again, then decide");
    }
    if (status != MILER_OK && out->workouts != NULL) {
        (void)unlink(out->workouts); // they are where they were
        out->workouts = NULL;
    }
    return status;
}

// The first athlete is there again from the start, as in a new store.
static miler_status begin_anew(app *a, miler_error *err) {
    miler_athlete me;
    miler_athlete_init(&me);
    (void)snprintf(me.name, sizeof me.name, "me");
    const miler_status status = store_athlete_add(a->store, &me, &a->athlete_id, err);
    if (status != MILER_OK) return status;
    a->athlete = me;
    a->units = me.units;
    return MILER_OK;
}

miler_status app_erase_check(app *a, const char *mark, miler_arena *arena, app_erase_answer *out,
                             miler_error *err) {
    miler_status status = app_erase_look(a, arena, out, err);
    if (status != MILER_OK || mark == NULL || strcmp(mark, out->mark) == 0) return status;
    status = miler_fail(err, MILER_ERR_CONFLICT, "what is in the store is not what was looked at");
    miler_error_remedy(err, "look again, then decide");
    return status;
}

// What came after it failed: the store is empty all the same, and its copy whole.
static miler_status tell_erased(miler_status status, const app_erase_answer *out, miler_arena *arena,
                                miler_error *err) {
    const char *why = err != NULL ? miler_arena_dup(arena, err->msg) : NULL;
    (void)miler_fail(err, status, "the store is empty, and all that it held is in %s; but then: %s",
                     out->backup, why != NULL ? why : miler_status_name(status));
    miler_error_remedy(err, "go on: miler begins anew when it opens the store again");
    return status;
}

miler_status app_erase(app *a, const char *mark, miler_arena *arena, app_erase_answer *out,
                       miler_error *err) {
    int64_t version = 0;
    miler_status status = app_version(a, &version, err);
    if (status == MILER_OK) status = app_erase_check(a, mark, arena, out, err);
    if (status != MILER_OK) return status;
    status = back_up(a, arena, out, err);
    if (status == MILER_OK) status = set_aside(out->path, arena, out, err);
    if (status == MILER_OK) status = erase_store(a, version, out, err);
    if (status != MILER_OK) return status;
    out->erased = true;
    status = out->workouts != NULL ? app_own_workouts_remove(out->path, arena, err) : MILER_OK;
    if (status == MILER_OK) status = begin_anew(a, err);
    return status == MILER_OK ? MILER_OK : tell_erased(status, out, arena, err);
}
