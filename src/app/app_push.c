// SPDX-License-Identifier: MIT
// What is ours on the watch becomes what the plan says of the next four weeks:
//
//   choose     sessions from today on, at most thirty, the nearest first
//   compare    with our own files in NewFiles and in Workouts, where a watch moves them
//   names      none of them is taken by a file that is no part of a plan
//   room       for all of it before the first byte is written
//   write      each beside its place, synced, renamed; the schedule last
//   remove     what is of a plan of ours and of no use any more; never any other file
//   read back  every file, byte for byte
#include "app/app_push.h"

#include "app/app_plan_out.h"
#include "app/out_file.h"
#include "app/push_folder.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// A watch's file system gives out pieces of up to 32 KiB (FAT); some room is left for the run of today.
#define PIECE_LEAST (32 * MILER_KIB)
#define SPARE_BYTES (256 * MILER_KIB)

typedef struct pushing {
    const app_push_options *options;
    const miler_plan *plan;
    plan_edition edition;
    push_folders folders;
    push_there *there;
    size_t there_count;
    miler_buf schedule;
    bool schedule_same;
    size_t written;
    miler_arena *arena;
    app_push_answer *out;
} pushing;

void app_push_options_init(app_push_options *options) {
    *options = (app_push_options){.spare_bytes = SPARE_BYTES};
}

const char *push_outcome_name(push_outcome outcome) {
    static const char *const names[PUSH_OUTCOME_COUNT] = {"new", "replaced", "there already", "left out"};
    return (unsigned)outcome < PUSH_OUTCOME_COUNT ? names[outcome] : "";
}

// ---- Choosing

static void leave(push_item *item, const char *why) {
    item->form.verdict = FORM_LEFT_OUT;
    item->form.why = why;
}

static miler_status choose_one(pushing *p, const miler_session *s, size_t *taken, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    push_item *item = &p->out->items[p->out->item_count++];
    item->file = "";
    const miler_status status = plan_form_fit(p->plan, &p->edition, s, p->arena, &item->form, err);
    if (status != MILER_OK) return status;
    if (s->status == MILER_SESSION_SKIPPED) leave(item, "skipped");
    if (s->status == MILER_SESSION_DONE) leave(item, "done");
    if (item->form.verdict != FORM_LEFT_OUT && *taken == PUSH_SESSIONS_MAX)
        leave(item, "the watch keeps about thirty: push again when some are done");
    item->outcome = PUSH_LEFT_OUT;
    if (item->form.verdict == FORM_LEFT_OUT) return MILER_OK;
    (*taken)++;
    item->outcome = PUSH_NEW;
    plan_out_file_name(name, sizeof name, &p->edition, s->id, "fit");
    item->file = miler_arena_dup(p->arena, name);
    return item->file != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status choose(pushing *p, miler_error *err) {
    const miler_plan *plan = p->plan;
    size_t taken = 0;
    p->out->items = miler_arena_array(p->arena, plan->session_count + 1, sizeof *p->out->items);
    if (p->out->items == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = MILER_OK;
    for (int32_t day = p->out->from_day; day <= p->out->until_day; day++)
        for (size_t i = 0; i < plan->session_count && status == MILER_OK; i++)
            if (plan->sessions[i].day == day) status = choose_one(p, &plan->sessions[i], &taken, err);
    return status;
}

static miler_status make_schedule(pushing *p, miler_error *err) {
    plan_form *forms = miler_arena_array(p->arena, p->out->item_count + 1, sizeof *forms);
    if (forms == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    size_t n = 0;
    for (size_t i = 0; i < p->out->item_count; i++)
        if (p->out->items[i].outcome != PUSH_LEFT_OUT) forms[n++] = p->out->items[i].form;
    return plan_form_schedule(p->plan, &p->edition, forms, n, p->arena, &p->schedule, err);
}

// ---- Comparing

static miler_status path_of(const pushing *p, bool workouts, const char *name, char *out, miler_error *err) {
    return out_path(out, MILER_PATH_MAX, workouts ? p->folders.workouts : p->folders.new_files, name, err);
}

static miler_status compare_one(pushing *p, push_item *item, miler_error *err) {
    char path[MILER_PATH_MAX];
    miler_status status = MILER_OK;
    for (size_t i = 0; i < p->there_count && status == MILER_OK; i++) {
        push_there *there = &p->there[i];
        bool same = false;
        if (there->own.schedule || there->own.serial != item->form.serial) continue;
        status = path_of(p, there->in_workouts, there->name, path, err);
        if (status == MILER_OK)
            status = out_file_same(path, item->form.bytes, item->form.len, p->arena, &same, err);
        if (same && item->outcome != PUSH_SAME) {
            item->outcome = PUSH_SAME;
            item->in_workouts = there->in_workouts;
            item->file = there->name;
            there->kept = true;
        } else if (item->outcome == PUSH_NEW) {
            item->outcome = PUSH_REPLACED;
        }
    }
    return status;
}

static miler_status compare(pushing *p, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX], path[MILER_PATH_MAX];
    miler_status status = MILER_OK;
    for (size_t i = 0; i < p->out->item_count && status == MILER_OK; i++)
        if (p->out->items[i].outcome != PUSH_LEFT_OUT) status = compare_one(p, &p->out->items[i], err);
    plan_out_schedule_name(name, sizeof name, &p->edition);
    if (status == MILER_OK) status = path_of(p, false, name, path, err);
    return status == MILER_OK
               ? out_file_same(path, p->schedule.ptr, p->schedule.len, p->arena, &p->schedule_same, err)
               : status;
}

// ---- Names

// What is no part of a plan is not written over, under whatever name it is there.
static miler_status check_name(const pushing *p, const char *name, miler_error *err) {
    char path[MILER_PATH_MAX];
    const miler_status status = path_of(p, false, name, path, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < p->there_count; i++)
        if (!p->there[i].in_workouts && strcmp(p->there[i].name, name) == 0) return MILER_OK;
    if (access(path, F_OK) != 0) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_CONFLICT, "%s is there already and is not of a plan", path);
    miler_error_remedy(err, "move it away, then push again");
    return MILER_ERR_CONFLICT;
}

static miler_status check_names(const pushing *p, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    miler_status status = MILER_OK;
    for (size_t i = 0; i < p->out->item_count && status == MILER_OK; i++)
        if (p->out->items[i].outcome < PUSH_SAME) status = check_name(p, p->out->items[i].file, err);
    plan_out_schedule_name(name, sizeof name, &p->edition);
    return status == MILER_OK && !p->schedule_same ? check_name(p, name, err) : status;
}

// ---- Room

static uint64_t room_of(uint64_t bytes, uint64_t piece) {
    if (piece < PIECE_LEAST) piece = PIECE_LEAST;
    return (bytes + piece - 1) / piece * piece;
}

static miler_status check_room(pushing *p, miler_error *err) {
    uint64_t piece = 0;
    miler_status status = out_folder_free(p->folders.new_files, &p->out->free_bytes, &piece, err);
    uint64_t needed = p->schedule_same ? 0 : room_of(p->schedule.len, piece);
    for (size_t i = 0; i < p->out->item_count; i++)
        if (p->out->items[i].outcome < PUSH_SAME) needed += room_of(p->out->items[i].form.len, piece);
    if (status != MILER_OK || needed == 0 ||
        (p->out->free_bytes >= needed && p->out->free_bytes - needed >= p->options->spare_bytes))
        return status;
    status = miler_fail(err, MILER_ERR_LIMIT, "the watch has %" PRIu64 " KB free, %" PRIu64 " KB are needed",
                        p->out->free_bytes / 1024, (needed + p->options->spare_bytes) / 1024);
    miler_error_remedy(err, "take some old activities off the watch, then push again");
    return status;
}

// ---- Writing, removing, reading back

static miler_status write_one(pushing *p, const char *name, const void *bytes, size_t len, miler_error *err) {
    char path[MILER_PATH_MAX];
    miler_status status = path_of(p, false, name, path, err);
    if (status == MILER_OK) status = out_file_write(path, bytes, len, 0, err);
    if (status == MILER_OK) {
        p->out->bytes += len;
        p->written++;
    }
    return status;
}

static miler_status write_all(pushing *p, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    miler_status status = MILER_OK;
    for (size_t i = 0; i < p->out->item_count && status == MILER_OK; i++) {
        const push_item *item = &p->out->items[i];
        if (item->outcome < PUSH_SAME)
            status = write_one(p, item->file, item->form.bytes, item->form.len, err);
    }
    plan_out_schedule_name(name, sizeof name, &p->edition);
    if (status == MILER_OK && !p->schedule_same)
        status = write_one(p, name, p->schedule.ptr, p->schedule.len, err);
    return status;
}

// A name that this push writes, of `len` bytes.
static bool is_ours(const pushing *p, const char *name, size_t len) {
    char schedule[PLAN_OUT_NAME_MAX];
    plan_out_schedule_name(schedule, sizeof schedule, &p->edition);
    if (strlen(schedule) == len && memcmp(name, schedule, len) == 0) return true;
    for (size_t i = 0; i < p->out->item_count; i++) {
        const char *file = p->out->items[i].file;
        if (p->out->items[i].outcome != PUSH_LEFT_OUT && strlen(file) == len && memcmp(name, file, len) == 0)
            return true;
    }
    return false;
}

// Is the file one that was written just now, under its own name?
static bool written_now(const pushing *p, const push_there *there) {
    return !there->in_workouts && is_ours(p, there->name, strlen(there->name));
}

// What a push before this one has left of them when the watch was pulled out (out_part_open).
static void remove_parts(const pushing *p) {
    char path[MILER_PATH_MAX];
    DIR *d = opendir(p->folders.new_files);
    for (const struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        const char *part = strstr(e->d_name, ".part-");
        if (part != NULL && is_ours(p, e->d_name, (size_t)(part - e->d_name)) &&
            path_of(p, false, e->d_name, path, NULL) == MILER_OK)
            (void)unlink(path);
    }
    if (d != NULL) (void)closedir(d);
}

static miler_status remove_old(pushing *p, miler_error *err) {
    char path[MILER_PATH_MAX];
    for (size_t i = 0; i < p->there_count; i++) {
        const push_there *there = &p->there[i];
        if (there->kept || written_now(p, there)) continue;
        p->out->removed++;
        if (p->options->dry_run) continue;
        const miler_status status = path_of(p, there->in_workouts, there->name, path, err);
        if (status != MILER_OK) return status;
        if (unlink(path) == 0 || errno == ENOENT) continue;
        (void)miler_fail(err, MILER_ERR_IO, "cannot remove %s: %s", path, strerror(errno));
        miler_error_remedy(err, "check the device and its cable, then push again");
        return MILER_ERR_IO;
    }
    return MILER_OK;
}

static miler_status read_one(pushing *p, bool workouts, const char *name, const void *bytes, size_t len,
                             miler_error *err) {
    char path[MILER_PATH_MAX];
    bool same = false;
    miler_status status = path_of(p, workouts, name, path, err);
    if (status == MILER_OK) status = out_file_same(path, bytes, len, p->arena, &same, err);
    if (status != MILER_OK) return status;
    if (same) {
        p->out->verified++;
        return MILER_OK;
    }
    status = miler_fail(err, MILER_ERR_IO, "%s does not read back as it was written", path);
    miler_error_remedy(err, "check the device and its cable, then push again");
    return status;
}

static miler_status read_back(pushing *p, miler_error *err) {
    char name[PLAN_OUT_NAME_MAX];
    miler_status status = MILER_OK;
    for (size_t i = 0; i < p->out->item_count && status == MILER_OK; i++) {
        const push_item *item = &p->out->items[i];
        if (item->outcome != PUSH_LEFT_OUT)
            status = read_one(p, item->in_workouts, item->file, item->form.bytes, item->form.len, err);
    }
    plan_out_schedule_name(name, sizeof name, &p->edition);
    return status == MILER_OK ? read_one(p, false, name, p->schedule.ptr, p->schedule.len, err) : status;
}

// What was written before the trouble is whole and stays; say how much that is.
static miler_status broke_off(const pushing *p, miler_status status, miler_error *err) {
    if (err != NULL && p->written > 0) {
        char msg[sizeof err->msg];
        (void)snprintf(msg, sizeof msg, "%.110s (%zu files are there whole)", err->msg, p->written);
        memcpy(err->msg, msg, sizeof msg);
    }
    return status;
}

static miler_status carry_out(pushing *p, miler_error *err) {
    miler_status status = check_names(p, err);
    if (status == MILER_OK) status = check_room(p, err);
    if (status != MILER_OK) return status;
    if (p->options->dry_run) return remove_old(p, err);
    status = write_all(p, err);
    if (status == MILER_OK) remove_parts(p);
    if (status == MILER_OK) status = remove_old(p, err);
    if (status == MILER_OK) status = read_back(p, err);
    return status == MILER_OK ? MILER_OK : broke_off(p, status, err);
}

miler_status app_push(app *a, const app_push_options *options, miler_arena *arena, app_push_answer *out,
                      miler_error *err) {
    app_plan_answer plan;
    *out = (app_push_answer){
        .from_day = a->today, .until_day = a->today + PUSH_DAYS - 1, .dry_run = options->dry_run};
    pushing p = {.options = options, .arena = arena, .out = out};
    miler_status status = app_plan_edition(a, arena, &plan, &p.edition, err);
    if (status == MILER_OK) status = push_find(options->folder, &p.folders, err);
    if (status != MILER_OK) return status;
    p.plan = &plan.plan;
    out->folder = miler_arena_dup(arena, p.folders.new_files);
    if (out->folder == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf_init(&p.schedule, miler_arena_allocator(arena), MILER_MIB);
    status = choose(&p, err);
    if (status == MILER_OK) status = make_schedule(&p, err);
    if (status == MILER_OK)
        status = push_list(&p.folders, arena, &p.there, &p.there_count, &out->others, err);
    if (status == MILER_OK) status = compare(&p, err);
    if (status == MILER_OK) status = carry_out(&p, err);
    for (size_t i = 0; i < out->item_count; i++)
        out->by_outcome[out->items[i].outcome]++;
    miler_buf_deinit(&p.schedule);
    return status;
}

miler_status app_push_mounted(app *a, bool dry_run, miler_arena *arena, app_push_answer *out,
                              miler_error *err) {
    static const char *const usual[] = {"/media", "/run/media", "/Volumes", "/mnt"};
    const char *own = app_env_watch();
    const size_t count = own != NULL ? 1 : sizeof usual / sizeof usual[0];
    push_folders folders;
    app_push_options options;
    app_push_options_init(&options);
    options.dry_run = dry_run;
    for (size_t i = 0; i < count; i++) {
        options.folder = own != NULL ? own : usual[i];
        if (push_find(options.folder, &folders, NULL) == MILER_OK)
            return app_push(a, &options, arena, out, err);
    }
    const miler_status status = miler_fail(err, MILER_ERR_NOT_FOUND, "no watch is connected to this machine");
    miler_error_remedy(err, "connect it by its cable, and choose mass storage where it asks");
    return status;
}
