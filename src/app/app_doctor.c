// SPDX-License-Identifier: MIT
// doctor: what is installed, where the data is, is it sound: the engine's own
// checks, then every original unpacked and its hash made again.
#include "app/app.h"

#include "sandbox/sandbox.h"

#include <expat.h>
#include <sodium.h>
#include <string.h>
#include <zlib.h>

#define TROUBLES_MAX 100 // listed; more of the same helps nobody
#define IDS_AT_ONCE 256

typedef struct examination {
    app *a;
    miler_arena *arena;
    app_doctor_answer *out;
    app_progress progress;
} examination;

static const char RESTORE[] =
    "restore a backup; or `miler export`, and import what is whole into a new store";

static void note(examination *x, const char *what, const char *remedy) {
    x->out->trouble_total++;
    if (x->out->trouble_count == TROUBLES_MAX) return;
    app_trouble *t = &x->out->troubles[x->out->trouble_count];
    t->what = miler_arena_dup(x->arena, what);
    t->remedy = remedy[0] != '\0' ? miler_arena_dup(x->arena, remedy) : "";
    if (t->what != NULL && t->remedy != NULL) x->out->trouble_count++;
}

static void found(void *user, const char *text, bool derived) {
    note(user, text, derived ? "`miler rebuild` makes it again from the original" : RESTORE);
}

static miler_status drop_piece(void *user, const void *bytes, size_t len, miler_error *err) {
    (void)bytes;
    (void)err;
    app_progress *p = user;
    p->bytes_done += len;
    return MILER_OK;
}

static miler_status verify(examination *x, int64_t id, miler_error *err) {
    miler_error why = {0};
    const miler_status status = store_original_read(x->a->store, id, true, drop_piece, &x->progress, &why);
    if (status == MILER_ERR_NOMEM || status == MILER_ERR_CANCELLED || status == MILER_ERR_BUSY) {
        if (err != NULL) *err = why;
        return status;
    }
    if (status != MILER_OK) note(x, why.msg, why.remedy);
    if (status == MILER_OK) x->out->originals_verified++;
    x->progress.done++;
    if (!app_tell(x->a, &x->progress)) return miler_fail(err, MILER_ERR_CANCELLED, "stopped");
    return MILER_OK;
}

static miler_status verify_all(examination *x, miler_error *err) {
    int64_t ids[IDS_AT_ONCE];
    int64_t after = 0;
    size_t count = 0;
    do {
        const miler_status status = store_original_ids(x->a->store, after, ids, IDS_AT_ONCE, &count, err);
        if (status == MILER_ERR_STORE) { // the list itself is hurt: that is found already
            note(x, "not every original can be listed", RESTORE);
            return MILER_OK;
        }
        if (status != MILER_OK) return status;
        for (size_t i = 0; i < count; i++) {
            const miler_status verified = verify(x, ids[i], err);
            if (verified != MILER_OK) return verified;
            after = ids[i];
        }
    } while (count == IDS_AT_ONCE);
    return MILER_OK;
}

static miler_status versions(const app *a, miler_arena *arena, app_doctor_answer *out, miler_error *err) {
    out->miler_version = MILER_VERSION;
    out->store_engine = miler_arena_printf(arena, "%s %s", store_engine(), store_engine_version());
    out->with_zlib = zlibVersion();
    out->with_sodium = sodium_version_string();
    out->with_expat = XML_ExpatVersion();
    out->path = miler_arena_dup(arena, store_path(a->store));
    out->read_only = store_read_only(a->store);
    out->bytes = store_bytes(a->store);
    out->schema_version = store_schema_version();
    char text[SANDBOX_WALLS_TEXT];
    const sandbox_walls *walls;
    const miler_status status = sandbox_protection(a->sandbox, &walls, err);
    if (status != MILER_OK) return status;
    sandbox_walls_print(text, sizeof text, walls);
    out->readers = miler_arena_dup(arena, text);
    out->readers_whole = sandbox_walls_whole(walls);
    return MILER_OK;
}

const char *app_measured_before(app *a, miler_arena *arena) {
    int64_t count;
    miler_error none = {0};
    if (store_measured_before(a->store, &count, &none) != MILER_OK || count == 0) return NULL;
    return miler_arena_printf(arena, "%lld %s measured by an earlier version of miler", (long long)count,
                              count == 1 ? "run was" : "runs were");
}

miler_status app_doctor(app *a, miler_arena *arena, app_doctor_answer *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    miler_status status = versions(a, arena, out, err);
    if (status != MILER_OK) return status;
    out->troubles = miler_arena_array(arena, TROUBLES_MAX, sizeof *out->troubles);
    if (miler_arena_failed(arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    examination x = {.a = a, .arena = arena, .out = out};
    x.progress = (app_progress){.what = "check", .current = "", .start_ms = app_now_ms(a)};
    miler_error why = {0};
    status = store_count(a->store, &out->counts, &why);
    if (status == MILER_ERR_STORE) {
        note(&x, why.msg, why.remedy);
        status = MILER_OK;
    }
    x.progress.total = (uint64_t)out->counts.originals;
    x.progress.bytes_total = out->counts.content_bytes;
    size_t troubles;
    if (status == MILER_OK) status = store_check(a->store, found, &x, &troubles, &why);
    const char *before = status == MILER_OK ? app_measured_before(a, arena) : NULL;
    if (before != NULL) note(&x, before, APP_MEASURE_ANEW);
    if (status == MILER_OK) status = verify_all(&x, &why);
    // No sound store is without a page: it could not be asked.
    if (status == MILER_OK && (miler_arena_failed(arena) || (out->bytes == 0 && out->trouble_total == 0)))
        status = miler_fail(&why, MILER_ERR_NOMEM, "out of memory");
    if (status != MILER_OK && err != NULL) *err = why;
    return status;
}
