// SPDX-License-Identifier: MIT
// Every call that opens, writes, syncs, renames or removes a file on the watch made
// to fail while a plan is pushed over an older one: no space, a broken device, half
// a write; once, or from there on until the end. Each time the answer is an error
// or all is there, every file under a name of ours is whole, the old or the new
// one, and the next push ends the work. The calls are this program's own, which
// stand before the C library's; only paths of the watch fail.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/store_kit.h"
#include "app/app_plan.h"
#include "app/app_push.h"
#include "app/out_file.h"

#include <errno.h>

#ifdef __linux__
#include <fcntl.h>
#include <sys/syscall.h>

#define TODAY 20600 // 2026-05-27
#define STEPS_MOST 2000

static struct {
    bool on;
    int number;      // of the error
    long fail_at;    // the call that fails, from 1
    bool persistent; // and all after it
    bool half;       // a write that fails has written half
    long calls;
} faults;

static long system_call(long number, long a, long b, long c, long d) {
    long syscall(long, ...);
    return syscall(number, a, b, c, d, 0L);
}

// Is it this call's turn? errno is set then.
static bool fails(const char *path) {
    if (!faults.on || path == NULL || strstr(path, "/NewFiles") == NULL) return false;
    faults.calls++;
    if (faults.calls != faults.fail_at && !(faults.persistent && faults.calls > faults.fail_at)) return false;
    errno = faults.number;
    return true;
}

static const char *path_of(int fd, char *path, size_t size) {
    char link[64];
    if (!faults.on) return NULL;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t n = readlink(link, path, size - 1);
    path[n > 0 ? n : 0] = '\0';
    return path;
}

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list rest;
        va_start(rest, flags);
        mode = (mode_t)va_arg(rest, unsigned);
        va_end(rest);
    }
    if ((flags & O_CREAT) != 0 && fails(path)) return -1;
    return (int)system_call(SYS_openat, AT_FDCWD, (long)path, flags, (long)mode);
}

ssize_t write(int fd, const void *bytes, size_t len) {
    char path[512];
    if (fails(path_of(fd, path, sizeof path))) {
        if (!faults.half || len < 2) return -1;
        len /= 2; // and what follows fails
        faults.fail_at++;
    }
    return (ssize_t)system_call(SYS_write, fd, (long)bytes, (long)len, 0);
}

// PERF: nobody pulls the plug here, so that nothing waits for a disk.
int fsync(int fd) {
    char path[512];
    return fails(path_of(fd, path, sizeof path)) ? -1 : 0;
}

int rename(const char *from, const char *to) {
    return fails(to) ? -1 : (int)system_call(SYS_renameat2, AT_FDCWD, (long)from, AT_FDCWD, (long)to);
}

int unlink(const char *path) {
    return fails(path) ? -1 : (int)system_call(SYS_unlinkat, AT_FDCWD, (long)path, 0, 0);
}

// ---- A watch

typedef struct fixture {
    kit k;
    app *a;
    char watch[96], new_files[160], older[160], newer[160];
} fixture;

static void make_plan(fixture *f, double mile_s) {
    app_plan_options o;
    app_plan_answer plan;
    app_plan_options_init(&o);
    o.weeks = 6;
    o.from_dist_m = MILER_MILE_M;
    o.from_time_s = mile_s;
    o.weekly_km = 30;
    o.health_ok = true;
    ok(app_plan_new(f->a, &o, f->k.arena, &plan, &why));
}

static miler_status push(const fixture *f, const char *watch, app_push_answer *out) {
    app_push_options o;
    app_push_options_init(&o);
    o.folder = watch;
    why = (miler_error){0};
    return app_push(f->a, &o, f->k.arena, out, &why);
}

static void folder_of(char *out, size_t size, const fixture *f, const char *name) {
    (void)snprintf(out, size, "%s/%s", f->k.folder, name);
    ok(out_folder_make(out, &why));
}

static bool same_files(const char *path, const char *folder, const char *name, miler_arena *arena) {
    char other[400];
    const char *a, *b;
    size_t a_len, b_len;
    (void)snprintf(other, sizeof other, "%s/%s", folder, name);
    if (out_file_read(path, 1 << 20, arena, &a, &a_len, NULL) != MILER_OK ||
        out_file_read(other, 1 << 20, arena, &b, &b_len, NULL) != MILER_OK)
        return false;
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

typedef struct seen {
    int old_files, new_files, parts, broken;
} seen;

static seen look(const fixture *f) {
    seen s = {0};
    miler_arena *arena = miler_arena_new(NULL, 0);
    DIR *d = opendir(f->new_files);
    assert_true(d != NULL && arena != NULL);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char path[400];
        if (e->d_name[0] == '.') continue;
        (void)snprintf(path, sizeof path, "%s/%.200s", f->new_files, e->d_name);
        if (strstr(e->d_name, ".part-") != NULL)
            s.parts++;
        else if (same_files(path, f->newer, e->d_name, arena))
            s.new_files++;
        else if (same_files(path, f->older, e->d_name, arena))
            s.old_files++;
        else
            s.broken++;
    }
    (void)closedir(d);
    miler_arena_free(arena);
    return s;
}

static void copy_folder(const char *from, const char *to, miler_arena *arena) {
    DIR *d = opendir(from);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char a[400], b[400];
        const char *bytes;
        size_t len;
        if (e->d_name[0] == '.') continue;
        (void)snprintf(a, sizeof a, "%s/%.200s", from, e->d_name);
        (void)snprintf(b, sizeof b, "%s/%.200s", to, e->d_name);
        ok(out_file_read(a, 1 << 20, arena, &bytes, &len, &why));
        ok(out_file_write(b, bytes, len, 0, &why));
    }
    (void)closedir(d);
}

// The watch as the older plan left it.
static void restore(const fixture *f) {
    kit_remove_folder(f->new_files);
    ok(out_folder_make(f->new_files, &why));
    copy_folder(f->older, f->new_files, f->k.arena);
}

static int setup(void **state) {
    static fixture f;
    app_options o;
    app_push_answer answer;
    kit_folder(&f.k);
    app_options_init(&o);
    o.db = f.k.db;
    o.today = TODAY;
    o.now_ms = INT64_C(1780000000000);
    ok(app_open(&o, &f.a, &why));
    folder_of(f.watch, sizeof f.watch, &f, "watch");
    folder_of(f.new_files, sizeof f.new_files, &f, "watch/NewFiles");
    folder_of(f.older, sizeof f.older, &f, "older");
    folder_of(f.newer, sizeof f.newer, &f, "newer");
    make_plan(&f, 420);
    ok(push(&f, f.watch, &answer));
    copy_folder(f.new_files, f.older, f.k.arena);
    make_plan(&f, 400);
    ok(push(&f, f.watch, &answer));
    copy_folder(f.new_files, f.newer, f.k.arena);
    assert_true(answer.removed > 5);
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    app_close(f->a);
    kit_end(&f->k);
    return 0;
}

// The push in which call `step` fails; true when there was such a call.
static bool one_fault(const fixture *f, long step) {
    app_push_answer answer;
    restore(f);
    faults.calls = 0;
    faults.fail_at = step;
    faults.on = true;
    const miler_status status = push(f, f->watch, &answer);
    faults.on = false;
    const bool there = faults.calls >= step;
    const seen s = look(f);
    const char *what = faults.persistent ? "from there on" : "once";
    if (s.broken > 0) fail_msg("call %ld, %s: %d files are neither old nor new", step, what, s.broken);
    if (!faults.persistent && s.parts > 0) fail_msg("call %ld: %d halves are left", step, s.parts);
    if (s.parts > 1) fail_msg("call %ld, %s: %d halves are left", step, what, s.parts);
    if (status == MILER_OK && (s.old_files > 0 || s.parts > 0 || answer.verified == 0))
        fail_msg("call %ld, %s: said to be done, %d old files", step, what, s.old_files);
    if (status != MILER_OK && (status != MILER_ERR_IO || why.msg[0] == '\0' || why.remedy[0] == '\0'))
        fail_msg("call %ld, %s: status %d, '%s', '%s'", step, what, (int)status, why.msg, why.remedy);
    ok(push(f, f->watch, &answer)); // the device is well again
    const seen after = look(f);
    if (after.broken + after.old_files + after.parts > 0)
        fail_msg("call %ld, %s: the next push leaves %d old files, %d halves", step, what, after.old_files,
                 after.parts);
    return there;
}

static void sweep(const fixture *f, int number, bool persistent, bool half) {
    faults.number = number;
    faults.persistent = persistent;
    faults.half = half;
    long step = 1;
    while (one_fault(f, step) && step < STEPS_MOST) {
        miler_arena_reset(f->k.arena);
        step++;
    }
    assert_true(step > 60 && step < STEPS_MOST);
    print_message("# %s, %s%s: %ld calls\n", strerror(number), persistent ? "from there on" : "once",
                  half ? ", half a write" : "", step - 1);
}

static void no_space_once(void **state) {
    sweep(*state, ENOSPC, false, false);
}
static void half_a_write_and_no_space(void **state) {
    sweep(*state, ENOSPC, true, true);
}
static void a_device_pulled_out(void **state) {
    sweep(*state, EIO, true, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_space_once),
                                       cmocka_unit_test(half_a_write_and_no_space),
                                       cmocka_unit_test(a_device_pulled_out)};
    return cmocka_run_group_tests_name("push with faults", tests, setup, teardown);
}
#else
int main(void) {
    puts("1..0 # SKIP calls are replaced on Linux only");
    return 0;
}
#endif
