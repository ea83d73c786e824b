// SPDX-License-Identifier: MIT
// Stands in for `miler` in a golden run (tests/torture/run) and proves for each command
// that nothing is lost when the machine fails. It keeps the runner's folder as it is,
// lets the real program run, then again and again with torture_hook.c preloaded: every
// allocation fails once, then it and all after it; every read, write, sync, open, close,
// rename, unlink, truncate, mkdir fails with EIO, ENOSPC, EINTR, or is cut short; so does
// every call on the ways to the children that read files (socketpair, send, recv, poll); and
// after kill -9 at a write the same command meets those failures once more. Each time:
//
//     no signal   the program ends by itself (libraries for drawing, calendars and speech
//                 may end it for want of memory, GLib by design, draw otherwise, or never end; these
//                 are counted apart, and the store must be sound all the same)
//     no lie      with the status and the output of the run without a failure it has left
//                 the same store and the same files; otherwise it tells what is wrong on
//                 stderr, with another status
//     sound       what the command had not to change is there, row by row; the doctor
//                 finds nothing; no file is half, but in a folder that was new
//     synced      what it writes outlasts a power cut once it has ended well
//     no leak     at its end no more blocks are alive than without the failure
//
// At last the folder is put as the run without a failure left it, and what that printed is
// printed, so that a script goes on as if this were miler.
//
//     TORTURE_REAL TORTURE_HOOK TORTURE_DIR TORTURE_LOG   set by tests/torture/run
//     STEP=n          every n-th point only; TORTURE_MS=n: as many as fit into that time
//     TORTURE_SITES=FILE  only where the calls that led to it are not in FILE yet: each way to a failure once
//                     (one in twenty of those through libraries that draw), and nothing after a kill
//     TORTURE_ONLY=NAME   only the plans whose name has NAME
//     TORTURE_CONTROL=swallow|hush   a program that cheats: must be caught
#define _GNU_SOURCE
#include "rows.h"
#include "torture_order.h"
#include "tree.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <time.h>

#define HANGS_S 60
#define DBS_MAX 8
#define BASE 0x555555554000u // where Linux puts a program that is not to be moved
#define CODE_MAX 0x4000000u

typedef struct outcome {
    int status; // of exit
    int signal; // that ended it; 0 none
    bool hung;  // ended by us
    char *out, *err;
    size_t out_len;
    uint64_t hits;
    int64_t live;
    bool ended;
} outcome;

typedef struct db {
    char path[300];
    rows held;
} db;

// A folder and the stores in it.
typedef struct picture {
    tree files;
    db each[DBS_MAX];
    size_t count;
} picture;

typedef struct torture {
    const char *program, *hook, *dir, *home;
    char **argv;
    char page_path[400], in_path[400], out_path[400], err_path[400], home_env[8];
    torture_page *page;
    picture before, after;
    outcome whole; // the run without a failure
    double run_s;
    unsigned patience_s; // with a run, before it hangs
    long step;
    double budget_s;
    uint64_t seed;
    const char *phase; // "" or "after a kill: "
    unsigned long points, told, harmless, gave_up, caught;
    unsigned long of_kind[T_KINDS];
    uint64_t all; // that there are, but for those after a kill
} torture;

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static const char *from_env(const char *name, const char *otherwise) {
    const char *text = getenv(name);
    return text != NULL && text[0] != '\0' ? text : otherwise;
}

// ---- One run

static char *whole_file(const char *path, size_t *len) {
    struct stat st;
    if (stat(path, &st) != 0) abort();
    *len = (size_t)st.st_size;
    return tree_bytes(path, &st);
}

static void on_alarm(int number) {
    (void)number;
}

static void become(torture *t) {
    char preload[500], page[500];
    const int in = open(t->in_path, O_RDONLY);
    const int out = open(t->out_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err = open(t->err_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
    for (int fd = 3; fd < 64; fd++)
        (void)close(fd);
    (void)snprintf(preload, sizeof preload, "LD_PRELOAD=%s", t->hook);
    (void)snprintf(page, sizeof page, "TORTURE_PAGE=%s", t->page_path);
    (void)putenv(preload);
    (void)putenv(page);
    (void)personality(ADDR_NO_RANDOMIZE); // the same calls have the same numbers in every run
    (void)execv(t->program, t->argv);
    _exit(127);
}

static void forget_counts(torture_page *p) {
    for (size_t i = 0; i < 2; i++)
        atomic_store(&p->orders[i].seen, 0);
    for (size_t i = 0; i < T_KINDS; i++)
        atomic_store(&p->seen[i], 0);
    atomic_store(&p->hits, 0);
    atomic_store(&p->started, 0);
    p->ended = 0;
    p->live = 0;
    p->by[0] = '\0';
    p->trail_count = 0;
    p->brittle = p->drew = 0;
    atomic_store(&p->unsynced, 0);
}

static outcome run_once(torture *t) {
    outcome o = {0};
    int how;
    forget_counts(t->page);
    const pid_t pid = fork();
    if (pid < 0) abort();
    if (pid == 0) become(t);
    (void)alarm(t->patience_s);
    while (waitpid(pid, &how, 0) < 0) {
        if (errno != EINTR) abort();
        (void)kill(pid, SIGKILL);
        o.hung = true;
    }
    (void)alarm(0);
    o.signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
    o.status = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    size_t err_len;
    o.out = whole_file(t->out_path, &o.out_len);
    o.err = whole_file(t->err_path, &err_len);
    o.hits = atomic_load(&t->page->hits);
    o.live = t->page->live;
    o.ended = t->page->ended != 0;
    return o;
}

static void outcome_free(outcome *o) {
    free(o->out);
    free(o->err);
}

// ---- What it left

static bool is_store(const tree_entry *e) {
    return S_ISREG(e->mode) && e->size >= 100 && e->bytes != NULL &&
           memcmp(e->bytes, "SQLite format 3", 16) == 0;
}

// "-wal" and the like beside a store, or the empty file that is made before it.
static bool beside_store(const tree_entry *e) {
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    const size_t len = strlen(e->path);
    for (size_t i = 0; i < 3; i++) {
        const size_t end = strlen(ends[i]);
        if (len > end && strcmp(e->path + len - end, ends[i]) == 0) return true;
    }
    return len > 3 && strcmp(e->path + len - 3, ".db") == 0 && e->size == 0;
}

static picture look(const torture *t) {
    picture p = {.files = tree_look(t->home, true)};
    for (size_t i = 0; i < p.files.count && p.count < DBS_MAX; i++) {
        char path[1024];
        if (!is_store(&p.files.each[i])) continue;
        db *d = &p.each[p.count++];
        (void)snprintf(d->path, sizeof d->path, "%s", p.files.each[i].path);
        tree_path(path, t->home, d->path);
        d->held = rows_look(path);
    }
    return p;
}

static void picture_free(picture *p) {
    tree_free(&p->files);
    for (size_t i = 0; i < p->count; i++)
        rows_free(&p->each[i].held);
}

static const rows *held_by(const picture *p, const char *path) {
    static const rows none;
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->each[i].path, path) == 0) return &p->each[i].held;
    return &none;
}

static bool same_file(const tree_entry *a, const tree_entry *b) {
    if (a == NULL || b == NULL || (a->mode & S_IFMT) != (b->mode & S_IFMT)) return false;
    return S_ISDIR(a->mode) || (a->size == b->size && (a->bytes == NULL || b->bytes == NULL ||
                                                       memcmp(a->bytes, b->bytes, (size_t)a->size) == 0));
}

static char complaint[600];
#define COMPLAIN(...) ((void)snprintf(complaint, sizeof complaint, __VA_ARGS__), false)

// The last word on a path, what is read out of the originals again when it is asked for, and which of its versions
// (they are rows of their own) a plan is at, which follows the files that could be read: a command that ends with
// an error may leave them behind.
static bool may_lag(const char *table) {
    static const char *const tables[] = {"files", "sessions", "loads", "plans"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(table, tables[i]) == 0) return true;
    return false;
}

// The table of a row that both know and that is not there; NULL: none.
static const char *lost_row(const rows *was, const rows *is, const rows *will, bool as_after) {
    for (size_t i = 0; i < was->count; i++)
        if (rows_have(will, was->each[i]) && !rows_have(is, was->each[i]) &&
            (as_after || !may_lag(was->table[i])))
            return was->table[i];
    return NULL;
}

// A program that is killed in a backup leaves its beginning, which says so to whoever opens it.
static bool begun_backup(const rows *was, const rows *is, bool killed) {
    return killed && was->count == 0 && strstr(is->trouble, "is the beginning of a backup") != NULL;
}

// Nothing that both the run without a failure and the time before it knew may be gone;
// `as_after`: all must be as that run left it.
static bool stores_sound(const torture *t, const picture *now, bool as_after, bool killed) {
    const picture *known = t->after.count >= t->before.count ? &t->after : &t->before;
    for (size_t i = 0; i < known->count; i++) {
        const char *path = known->each[i].path, *table;
        const rows *was = held_by(&t->before, path), *is = held_by(now, path),
                   *will = held_by(&t->after, path);
        if ((table = lost_row(was, is, will, as_after)) != NULL)
            return COMPLAIN("%s: a row of %s is lost", path, table);
        if (is->troubles > was->troubles && is->troubles > will->troubles && !begun_backup(was, is, killed))
            return COMPLAIN("%s: the doctor says: %s", path, is->trouble);
        if (!as_after) continue;
        if ((table = rows_missing(will, is)) != NULL)
            return COMPLAIN("%s: all is said to be well, and a row of %s is missing", path, table);
        if ((table = rows_missing(is, will)) != NULL)
            return COMPLAIN("%s: all is said to be well, and %s has a row too many", path, table);
    }
    return true;
}

static bool was_there(const torture *t, const char *path) {
    return tree_find(&t->before.files, path) != NULL;
}

// Is the file in a folder that the command itself makes? What is half in there is no loss.
static bool in_new_folder(const torture *t, const char *path) {
    char folder[1024];
    (void)snprintf(folder, sizeof folder, "%s", path);
    for (char *slash; (slash = strrchr(folder, '/')) != NULL;) {
        *slash = '\0';
        const tree_entry *before = tree_find(&t->before.files, folder);
        const tree_entry *after = tree_find(&t->after.files, folder);
        if (before == NULL && after != NULL) return true;
    }
    return false;
}

static bool file_sound(const torture *t, const tree_entry *e, bool as_after, bool killed) {
    const tree_entry *after = tree_find(&t->after.files, e->path);
    if (is_store(e) || beside_store(e) || same_file(e, after)) return true;
    if (as_after) return COMPLAIN("all is said to be well, and %s is not as it should be", e->path);
    if (same_file(e, tree_find(&t->before.files, e->path)) || in_new_folder(t, e->path)) return true;
    if (t->page->brittle > 1 && after != NULL) return true; // drawn otherwise
    // A program that is killed cannot tidy up; what it works on has a name of its own.
    if (killed && !was_there(t, e->path) && after == NULL) return true;
    return COMPLAIN("%s is %s", e->path, after != NULL || was_there(t, e->path) ? "half" : "left behind");
}

static bool files_sound(const torture *t, const picture *now, bool as_after, bool killed) {
    for (size_t i = 0; i < now->files.count; i++)
        if (!file_sound(t, &now->files.each[i], as_after, killed)) return false;
    for (size_t i = 0; i < t->after.files.count; i++) {
        const tree_entry *e = &t->after.files.each[i];
        if (beside_store(e) || tree_find(&now->files, e->path) != NULL) continue;
        if (as_after) return COMPLAIN("all is said to be well, and %s is missing", e->path);
        if (was_there(t, e->path)) return COMPLAIN("%s is gone", e->path);
    }
    return true;
}

// When nothing was touched there is nothing to read.
static bool untouched(const torture *t) {
    tree now = tree_look(t->home, false);
    bool same = now.count == t->before.files.count;
    for (size_t i = 0; i < now.count && same; i++)
        same = tree_untouched(&now.each[i], &t->before.files.each[i]) &&
               strcmp(now.each[i].path, t->before.files.each[i].path) == 0;
    tree_free(&now);
    return same;
}

static bool left_sound(const torture *t, bool as_after, bool killed) {
    if (untouched(t) && !as_after) return true;
    picture now = look(t);
    const bool sound = stores_sound(t, &now, as_after, killed) && files_sound(t, &now, as_after, killed);
    picture_free(&now);
    return sound;
}

// ---- The verdict

typedef struct plan {
    const char *name;
    unsigned kinds;
    int how;
    bool lasting;
} plan;

static const plan plans[] = {
    {"no memory once", T_BIT(T_ALLOC), ENOMEM, false},
    {"no memory from", T_BIT(T_ALLOC), ENOMEM, true},
    {"read EIO", T_BIT(T_READ), EIO, false},
    {"read EINTR", T_BIT(T_READ), EINTR, false},
    {"read short", T_BIT(T_READ), T_SHORT, false},
    {"write EIO", T_BIT(T_WRITE), EIO, false},
    {"write ENOSPC", T_BIT(T_WRITE), ENOSPC, false},
    {"disk full from", T_BIT(T_WRITE) | T_BIT(T_TRUNCATE) | T_BIT(T_FOLDER), ENOSPC, true},
    {"write EINTR", T_BIT(T_WRITE), EINTR, false},
    {"write short", T_BIT(T_WRITE), T_SHORT, false},
    {"sync EIO", T_BIT(T_SYNC), EIO, false},
    {"sync EINTR", T_BIT(T_SYNC), EINTR, false},
    {"open EIO", T_BIT(T_OPEN), EIO, false},
    {"open EMFILE from", T_BIT(T_OPEN), EMFILE, true},
    {"open EINTR", T_BIT(T_OPEN), EINTR, false},
    {"close EIO", T_BIT(T_CLOSE), EIO, false},
    {"rename EIO", T_BIT(T_RENAME), EIO, false},
    {"rename ENOSPC", T_BIT(T_RENAME), ENOSPC, false},
    {"unlink EIO", T_BIT(T_UNLINK), EIO, false},
    {"truncate EIO", T_BIT(T_TRUNCATE), EIO, false},
    {"folder EIO", T_BIT(T_FOLDER), EIO, false},
    {"folder ENOSPC", T_BIT(T_FOLDER), ENOSPC, false},
    {"socketpair EMFILE", T_BIT(T_PAIR), EMFILE, false},
    {"socketpair EMFILE from", T_BIT(T_PAIR), EMFILE, true},
    {"give EPIPE", T_BIT(T_GIVE), EPIPE, false},
    {"give EINTR", T_BIT(T_GIVE), EINTR, false},
    {"give short", T_BIT(T_GIVE), T_SHORT, false},
    {"take ECONNRESET", T_BIT(T_TAKE), ECONNRESET, false},
    {"take EINTR", T_BIT(T_TAKE), EINTR, false},
    {"take short", T_BIT(T_TAKE), T_SHORT, false},
    {"poll ENOMEM", T_BIT(T_POLL), ENOMEM, false},
    {"poll EINTR", T_BIT(T_POLL), EINTR, false}};
#define PLANS (sizeof plans / sizeof plans[0])
static const plan killing = {"kill at", T_CHANGES, T_KILL, false},
                  tearing = {"kill in", T_CHANGES, T_TEAR, false};

// Blocks that builders of JSON and of pages leave behind at the end of a program are no leak of the store's.
static bool may_leave_blocks(const torture_page *p) {
    return p->drew || p->brittle || strncmp(p->by, "libjansson", 10) == 0 ||
           strncmp(p->by, "ld-linux", 8) == 0;
}

static bool as_whole(const torture *t, const outcome *o) {
    return o->status == t->whole.status && o->out_len == t->whole.out_len &&
           memcmp(o->out, t->whole.out, o->out_len) == 0 && strcmp(o->err, t->whole.err) == 0;
}

static bool told_well(const torture *t, const plan *p, const outcome *o) {
    if (o->status == 0 && strstr(o->err, "left out") != NULL) return true; // and the rest is answered
    if (o->status == 0 && strstr(o->out, "read in the program itself") != NULL) return true; // the doctor
    if (o->status == 0) return COMPLAIN("status 0, and the answer is another one");
    const bool in_answer = o->out_len > 0 && o->status != t->whole.status; // as the doctor tells
    if (o->err[0] == '\0' && !in_answer) return COMPLAIN("status %d without a word", o->status);
    if (strcmp(o->err, t->whole.err) == 0 && o->status == t->whole.status)
        return COMPLAIN("the same message with another answer");
    if (p->kinds == T_BIT(T_ALLOC) && strstr(o->err, "memory") == NULL && !t->page->brittle && !in_answer)
        return COMPLAIN("it does not say that memory ran out: %.200s", o->err);
    return true;
}

// A program that a signal has ended.
static bool judge_ended(torture *t, const plan *p, const outcome *o, bool killing_it) {
    const bool known = killing_it ? o->signal == SIGKILL : p->how == ENOMEM && t->page->brittle;
    if (!known) return COMPLAIN("signal %d, after %s", o->signal, t->page->by);
    if (!killing_it) t->gave_up++;
    return left_sound(t, false, true);
}

static bool leaks(const torture *t, const outcome *o) {
    // popt ends the program itself, wherever it stands.
    if (!o->ended || o->live <= t->whole.live || strstr(o->err, "virtual memory exhausted") != NULL)
        return false;
    return !may_leave_blocks(t->page);
}

static bool judge(torture *t, const plan *p, const outcome *o) {
    // libical asks ICU for the next change of a clock for ever, where that has no memory to answer. One such
    // command has hundreds of those: the next are not waited for so long.
    if (o->hung && p->how == ENOMEM && t->page->brittle > 1) {
        t->patience_s = 3 + (unsigned)(20 * t->run_s);
        t->gave_up++;
        return left_sound(t, false, true);
    }
    if (o->hung) return COMPLAIN("it hangs");
    if (atomic_load(&t->page->started) == 0) return COMPLAIN("the hook was not there");
    if (o->hits == 0)
        return as_whole(t, o) ? true : COMPLAIN("nothing failed, and the answer is another one");
    if (o->signal != 0) return judge_ended(t, p, o, p->how == T_KILL || p->how == T_TEAR);
    if (p->how == ENOMEM && t->page->brittle > 1) {
        t->gave_up++;
        return left_sound(t, false, true);
    }
    const bool same = as_whole(t, o);
    *(same ? &t->harmless : &t->told) += 1;
    if (!same && !told_well(t, p, o)) return false;
    if (!left_sound(t, same && o->status == 0, false)) return false;
    if (leaks(t, o))
        return COMPLAIN("%lld blocks more than without a failure are alive at the end (%s)",
                        (long long)(o->live - t->whole.live), t->page->by);
    return true;
}

// ---- The sweep

static void report(const torture *t, const plan *p, uint64_t at, const outcome *o) {
    char line[2400];
    size_t len = (size_t)snprintf(line, sizeof line, "%s%s %llu [%s]: %s: miler", t->phase, p->name,
                                  (unsigned long long)at, t->page->by, complaint);
    for (char **a = t->argv + 1; *a != NULL && len < 1500; a++)
        len += (size_t)snprintf(line + len, sizeof line - len, " %.200s", *a);
    len += (size_t)snprintf(line + len, sizeof line - len, " (status %d: %.300s)\n", o->status,
                            o->err[0] != '\0' ? o->err : "no message");
    // For addr2line -e build/miler: where it was.
    for (uint32_t i = 0; i < t->page->trail_count && len < sizeof line - 40; i++) {
        const uint64_t at_code = t->page->trail[i] - BASE;
        if (at_code < CODE_MAX)
            len +=
                (size_t)snprintf(line + len - 1, sizeof line - len, " %#llx\n", (unsigned long long)at_code) -
                1;
    }
    for (char *c = line; c + 1 < line + len; c++)
        if (*c == '\n') *c = ' ';
    char path[500];
    (void)snprintf(path, sizeof path, "%s.failed", from_env("TORTURE_LOG", "torture.log"));
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || write(fd, line, len) != (ssize_t)len) abort();
    (void)close(fd);
}

static void order(torture *t, size_t i, const plan *p, uint64_t at) {
    t->page->orders[i].kinds = p->kinds;
    t->page->orders[i].how = p->how;
    t->page->orders[i].lasting = p->lasting;
    t->page->orders[i].at = at;
}

static void no_orders(torture *t) {
    for (size_t i = 0; i < 2; i++)
        order(t, i, &(plan){.kinds = 0}, 0);
}

static void try_point(torture *t, const plan *p, uint64_t at) {
    tree_restore(&t->before.files, t->home);
    order(t, 0, p, at);
    const unsigned usual_s = t->patience_s;
    if (p->how != ENOMEM) t->patience_s = HANGS_S;
    outcome o = run_once(t);
    t->patience_s = usual_s;
    no_orders(t);
    t->points++;
    for (size_t kind = 0; kind < T_KINDS; kind++)
        if (p->kinds & T_BIT(kind)) {
            t->of_kind[kind]++;
            break;
        }
    if (!judge(t, p, &o)) {
        t->caught++;
        report(t, p, at, &o);
    }
    outcome_free(&o);
}

static uint64_t count_of(const plan *p, const unsigned long seen[T_KINDS]) {
    uint64_t n = 0;
    for (size_t kind = 0; kind < T_KINDS; kind++)
        if (p->kinds & T_BIT(kind)) n += seen[kind];
    return n;
}

static uint64_t next_seed(torture *t) {
    t->seed = t->seed * 6364136223846793005u + 1442695040888963407u; // Knuth's MMIX generator
    return t->seed >> 33;
}

static bool wanted(const plan *p) {
    return strstr(p->name, from_env("TORTURE_ONLY", "")) != NULL;
}

// ---- Each way to a failure once

#define WAYS_MAX (1u << 21) // a power of two, and far more than there are
#define BRITTLE_SHARE 20

static void lock_ways(int fd, int how) {
    while (flock(fd, how) != 0)
        if (errno != EINTR) abort();
}

// Puts a way into the table (open addressing; 0: free): true, it was not in there.
static bool is_new_way(uint64_t *ways, uint64_t way) {
    size_t at = way & (WAYS_MAX - 1);
    for (size_t tried = 0; ways[at] != 0; tried++, at = (at + 1) & (WAYS_MAX - 1)) {
        if (ways[at] == way) return false;
        if (tried == WAYS_MAX - 1) abort();
    }
    ways[at] = way;
    return true;
}

// Of the sites on the page: which are the first of a way that no command had before, this or another.
static size_t new_sites(const torture *t, bool *is_new) {
    const int fd = open(getenv("TORTURE_SITES"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) abort();
    lock_ways(fd, LOCK_EX);
    if (ftruncate(fd, WAYS_MAX * sizeof(uint64_t)) != 0) abort();
    uint64_t *ways = mmap(NULL, WAYS_MAX * sizeof *ways, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (ways == MAP_FAILED) abort();
    const size_t seen = atomic_load(&t->page->site_count), count = seen < T_SITES_MAX ? seen : T_SITES_MAX;
    if (seen > count) (void)fprintf(stderr, "only %zu of %zu calls have room on the page\n", count, seen);
    for (size_t i = 0; i < count; i++)
        is_new[i] = is_new_way(ways, t->page->sites[i].way);
    (void)munmap(ways, WAYS_MAX * sizeof *ways);
    (void)close(fd);
    return count;
}

static void sweep_ways(torture *t) {
    bool *is_new = tree_take(T_SITES_MAX * sizeof *is_new);
    t->page->want_sites = 1;
    atomic_store(&t->page->site_count, 0);
    tree_restore(&t->before.files, t->home);
    outcome o = run_once(t);
    t->page->want_sites = 0;
    outcome_free(&o);
    const size_t count = new_sites(t, is_new);
    const plan *each[PLANS + 2] = {&killing, &tearing};
    for (size_t p = 0; p < PLANS; p++)
        each[p + 2] = &plans[p];
    for (size_t p = 0; p < PLANS + 2; p++) {
        uint64_t at = 0; // among those of the plan's kinds
        for (size_t i = 0; i < count && wanted(each[p]); i++) {
            if ((each[p]->kinds & T_BIT(t->page->sites[i].kind)) == 0) continue;
            at++;
            // What is known to end in such a library is tried for what it leaves behind, one in so many.
            if (is_new[i] && (t->page->sites[i].brittle == 0 || next_seed(t) % BRITTLE_SHARE == 0))
                try_point(t, each[p], at);
        }
    }
    free(is_new);
}

// ---- All of a command

static long step_for(const torture *t, const unsigned long seen[T_KINDS], bool memory) {
    uint64_t all = 0;
    if (t->budget_s <= 0) return t->step;
    for (size_t i = memory ? 0 : 2; i < (memory ? 2 : PLANS); i++)
        all += count_of(&plans[i], seen);
    const double fit = t->budget_s / 2 / t->run_s;
    return fit >= (double)all ? 1 : fit < 1 ? (long)all : (long)((double)all / fit) + 1;
}

static void sweep(torture *t, const unsigned long seen[T_KINDS], size_t first) {
    for (size_t i = first; i < PLANS; i++) {
        const uint64_t step = (uint64_t)step_for(t, seen, i < 2), count = count_of(&plans[i], seen);
        if (!wanted(&plans[i])) continue;
        for (uint64_t at = 1 + next_seed(t) % step; at <= count; at += step)
            try_point(t, &plans[i], at);
    }
}

static void counts(const torture *t, unsigned long seen[T_KINDS]) {
    for (size_t i = 0; i < T_KINDS; i++)
        seen[i] = atomic_load(&t->page->seen[i]);
}

// Killed at some change of a file: what is left must be sound, and is what the same command
// starts from once more, with its own failures.
static void sweep_after_kill(torture *t, const plan *p, uint64_t at) {
    try_point(t, p, at);
    picture before = t->before;
    outcome whole = t->whole;
    tree_restore(&before.files, t->home);
    order(t, 0, p, at);
    outcome killed = run_once(t);
    no_orders(t);
    outcome_free(&killed);
    // Read before the stores are looked into: that would take the journal over.
    t->before = (picture){.files = tree_look(t->home, true)};
    picture rows_of = look(t);
    memcpy(t->before.each, rows_of.each, sizeof rows_of.each);
    t->before.count = rows_of.count;
    tree_free(&rows_of.files);
    tree_restore(&t->before.files, t->home);
    t->whole = run_once(t);
    unsigned long seen[T_KINDS];
    counts(t, seen);
    picture after = t->after;
    t->after = look(t);
    t->phase = "after a kill: ";
    sweep(t, seen, 2);
    t->phase = "";
    picture_free(&t->before);
    picture_free(&t->after);
    outcome_free(&t->whole);
    t->before = before;
    t->after = after;
    t->whole = whole;
}

static void sweep_kills(torture *t, const unsigned long seen[T_KINDS]) {
    const uint64_t count = count_of(&killing, seen);
    if (!wanted(&killing)) return;
    const uint64_t step = (uint64_t)step_for(t, seen, false);
    for (uint64_t at = 1 + next_seed(t) % step; at <= count; at += step) {
        try_point(t, &killing, at);
        try_point(t, &tearing, at);
    }
    // From the middle and from near the end; where time is short, for one command in eight.
    if (seen[T_SYNC] > 1 && (t->budget_s <= 0 || next_seed(t) % 8 == 0)) {
        sweep_after_kill(t, &killing, count / 2);
        sweep_after_kill(t, &tearing, count - count / 8);
    }
}

static void run_whole(torture *t) {
    no_orders(t);
    t->page->want_sites = 0;
    t->before = look(t);
    tree_restore(&t->before.files, t->home);
    t->page->now_s = (int64_t)time(NULL);
    t->whole = run_once(t);
}

static void sweep_all(torture *t) {
    unsigned long seen[T_KINDS];
    counts(t, seen);
    t->all = 2 * count_of(&killing, seen);
    for (size_t i = 0; i < PLANS; i++)
        t->all += count_of(&plans[i], seen);
    // Positive control: the same again is the same again.
    const double begin = seconds();
    tree_restore(&t->before.files, t->home);
    outcome again = run_once(t);
    if (!as_whole(t, &again) || !left_sound(t, again.status == 0, false)) {
        t->caught++;
        if (as_whole(t, &again) == false) (void)COMPLAIN("a second run without a failure answers otherwise");
        report(t, &(plan){.name = "no failure"}, 0, &again);
    }
    if (again.status == 0 && atomic_load(&t->page->unsynced) > 0) {
        t->caught++;
        (void)COMPLAIN("%d files are not synced when all is said to be well",
                       atomic_load(&t->page->unsynced));
        report(t, &(plan){.name = "power cut"}, 0, &again);
    }
    outcome_free(&again);
    t->run_s = seconds() - begin; // what one failure costs
    if (getenv("TORTURE_SITES") != NULL) {
        sweep_ways(t);
        return;
    }
    sweep(t, seen, 0);
    sweep_kills(t, seen);
}

// Negative controls: failures that the program does not see, and failures that it keeps to itself.
static void sweep_controls(torture *t, const char *control) {
    const bool swallow = strcmp(control, "swallow") == 0;
    static const plan lost_write = {"swallowed write", T_BIT(T_WRITE), T_SWALLOW, false};
    const plan *p = swallow ? &lost_write : &plans[0];
    unsigned long seen[T_KINDS];
    counts(t, seen);
    const uint64_t count = count_of(p, seen), step = count / 12 + 1;
    t->page->hush = !swallow;
    for (uint64_t at = 1; at <= count; at += step)
        try_point(t, p, at);
    t->page->hush = 0;
}

static void log_counts(const torture *t) {
    char line[600];
    int len = snprintf(line, sizeof line, "%lu %lu %lu %lu %lu", t->points, t->caught, t->told, t->harmless,
                       t->gave_up);
    for (size_t i = 0; i < T_KINDS; i++)
        len += snprintf(line + len, sizeof line - (size_t)len, " %lu", t->of_kind[i]);
    len += snprintf(line + len, sizeof line - (size_t)len, " %llu\n", (unsigned long long)t->all);
    const int fd = open(from_env("TORTURE_LOG", "torture.log"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || write(fd, line, (size_t)len) != (ssize_t)len) abort();
    (void)close(fd);
}

static void keep_input(const torture *t) {
    char piece[65536];
    const int fd = open(t->in_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t n;
    while (fd >= 0 && (n = read(STDIN_FILENO, piece, sizeof piece)) > 0)
        if (write(fd, piece, (size_t)n) != n) abort();
    if (fd < 0) abort();
    (void)close(fd);
}

static void set_up(torture *t, char **argv) {
    *t = (torture){.program = from_env("TORTURE_REAL", "build/miler"),
                   .hook = from_env("TORTURE_HOOK", ""),
                   .dir = from_env("TORTURE_DIR", "/tmp"),
                   .home = from_env("HOME", "/nowhere"),
                   .patience_s = HANGS_S,
                   .argv = argv,
                   .phase = "",
                   .step = strtol(from_env("STEP", "1"), NULL, 10),
                   .budget_s = strtod(from_env("TORTURE_MS", "0"), NULL) / 1000,
                   .seed = strtoull(from_env("SEED", "1"), NULL, 10)};
    if (t->step < 1) t->step = 1;
    (void)snprintf(t->page_path, sizeof t->page_path, "%s/page", t->dir);
    (void)snprintf(t->in_path, sizeof t->in_path, "%s/in", t->dir);
    (void)snprintf(t->out_path, sizeof t->out_path, "%s/out", t->dir);
    (void)snprintf(t->err_path, sizeof t->err_path, "%s/err", t->dir);
    const int fd = open(t->page_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(torture_page)) != 0) abort();
    t->page = mmap(NULL, sizeof *t->page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (t->page == MAP_FAILED) abort();
    (void)close(fd);
    (void)snprintf(t->page->home, sizeof t->page->home, "%s", t->home);
    for (char **a = argv; *a != NULL; a++)
        t->seed = rows_hash(t->seed, *a, strlen(*a));
    struct sigaction act = {.sa_handler = on_alarm};
    (void)sigaction(SIGALRM, &act, NULL);
}

int main(int argc, char **argv) {
    torture *t = tree_take(sizeof *t);
    (void)argc;
    set_up(t, argv);
    keep_input(t);
    run_whole(t);
    tree after = tree_look(t->home, true); // what the script is to find afterwards
    unsigned long seen[T_KINDS];
    counts(t, seen);
    t->after = look(t);
    for (size_t i = 0; i < T_KINDS; i++)
        atomic_store(&t->page->seen[i], seen[i]);
    if (getenv("TORTURE_CONTROL") != NULL)
        sweep_controls(t, getenv("TORTURE_CONTROL"));
    else
        sweep_all(t);
    tree_restore(&after, t->home);
    log_counts(t);
    (void)signal(SIGPIPE, SIG_IGN); // `| head -1` has gone by now
    (void)fwrite(t->whole.out, 1, t->whole.out_len, stdout);
    (void)fflush(stdout);
    (void)fputs(t->whole.err, stderr);
    return t->whole.status;
}
