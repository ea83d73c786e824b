// SPDX-License-Identifier: MIT
// `miler serve`, the program itself, under a client that enters results, notes days off
// (the plan follows each) and uploads runs, and writes down which answers it got. The
// server is killed (kill -9) at a random moment, or just before or in the middle of a
// random write, sync, rename, unlink, truncate or open of its store, and started again
// on what it left, again and again. After each kill:
//
//     lost     something that was answered with "done" is not there
//     twice    something is there more often than it was sent
//     sound    the store's own checks and every original's hash (the doctor)
//
// Then the same client meets a server whose calls fail: out of memory, EIO, ENOSPC, EINTR
// and short counts of memory, files and sockets. It must not die (libevent alone may end it
// where its own memory fails), and end when it is told to with all that it has answered.
//
// The harness is tested both ways: left alone all answers are good and all is there; a
// client that takes what it has sent for done (a server that says yes at once) is caught.
//
// KILLS=1000 FAILURES=1000 SEED=7 build/tests/sweep/test_kill_serve
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "../torture/torture_order.h"
#include "app/app_plan.h"
#include "app/app_replan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define RUNS 24u          // that there are to upload
#define ROUNDS_A_STORE 12 // kills before a new store
#define STEPS 9           // of the client, when it is not killed
#define KILLS_DEFAULT 15
#define FAILURES_DEFAULT 25
#define TODAY_TEXT "2026-06-01"

typedef struct deeds {
    unsigned results_sent, results_done;
    unsigned notes_sent, notes_done;
    unsigned runs_sent, runs_done;
} deeds;

typedef struct fixture {
    kit k;
    char program[400], hook[4097], page_path[300], pattern[300];
    torture_page *page; // NULL: without the hook, as under a sanitizer
    miler_buf runs[RUNS];
    deeds deeds;
    unsigned long fell; // servers that a library ended for want of memory
    bool believes;      // the control: what is sent is taken for done
    pid_t pid;
    int port;
    int told; // end of the pipe that the server's stderr goes to
} fixture;

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void sleep_s(double s) {
    const struct timespec t = {.tv_sec = (time_t)s, .tv_nsec = (long)((s - (double)(time_t)s) * 1e9)};
    (void)nanosleep(&t, NULL);
}

// ---- The server

static void become_server(const fixture *f, int to) {
    char db[300], preload[4097], page[400];
    (void)snprintf(db, sizeof db, "--db=%s", f->k.db);
    (void)setenv("MILER_TODAY", TODAY_TEXT, 1);
    if (f->page != NULL) {
        (void)snprintf(preload, sizeof preload, "%s", f->hook);
        (void)snprintf(page, sizeof page, "%s", f->page_path);
        (void)setenv("LD_PRELOAD", preload, 1);
        (void)setenv("TORTURE_PAGE", page, 1);
    }
    if (dup2(to, STDERR_FILENO) < 0) _exit(126);
    (void)close(to);
    (void)execl(f->program, "miler", "serve", "--port", "0", db, (char *)NULL);
    _exit(127);
}

// False: it ended before it listened, as a failure may have it.
static bool start(fixture *f) {
    int ends[2];
    char text[2000];
    size_t len = 0;
    assert_int_equal(pipe(ends), 0);
    (void)fflush(NULL);
    f->pid = fork();
    assert_true(f->pid >= 0);
    if (f->pid == 0) {
        (void)close(ends[0]);
        become_server(f, ends[1]);
    }
    (void)close(ends[1]);
    f->told = ends[0];
    f->port = 0;
    for (ssize_t n; f->port == 0 && len + 1 < sizeof text &&
                    (n = read(f->told, text + len, sizeof text - 1 - len)) > 0;) {
        len += (size_t)n;
        text[len] = '\0';
        const char *at = strstr(text, "127.0.0.1:");
        if (at != NULL && strchr(at + 10, '/') != NULL) f->port = (int)strtol(at + 10, NULL, 10);
    }
    return f->port != 0;
}

// Waits for its end, `most_s` at the longest; -1: it had to be killed.
static int wait_for_end(fixture *f, double most_s) {
    int how;
    const double begin = seconds();
    while (waitpid(f->pid, &how, WNOHANG) == 0) {
        if (seconds() - begin > most_s) {
            (void)kill(f->pid, SIGKILL);
            (void)waitpid(f->pid, &how, 0);
            how = -1;
            break;
        }
        sleep_s(0.002);
    }
    (void)close(f->told);
    return how;
}

// ---- The client

typedef struct answer {
    int status; // 0: none came
    char text[1 << 20];
} answer;

static int connect_to(const fixture *f) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const struct timeval most = {.tv_sec = 10};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0) return fd;
    (void)close(fd);
    return -1;
}

static bool send_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        const ssize_t n = send(fd, bytes, len, 0);
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

// One answer, whole or none.
static void take_answer(int fd, answer *a) {
    size_t len = 0;
    ssize_t n;
    a->status = 0;
    while (len + 1 < sizeof a->text && (n = recv(fd, a->text + len, sizeof a->text - 1 - len, 0)) > 0)
        len += (size_t)n;
    a->text[len] = '\0';
    char *body = strstr(a->text, "\r\n\r\n");
    const char *says = strcasestr(a->text, "\r\nContent-Length:");
    if (body == NULL || says == NULL || says > body) return;
    const size_t want = strtoul(says + 17, NULL, 10);
    if (strlen(body + 4) != want) return;
    a->status = (int)strtol(a->text + 9, NULL, 10);
    memmove(a->text, body + 4, want + 1);
}

static const answer *ask(const fixture *f, const char *method, const char *path, const char *type,
                         const void *bytes, size_t len) {
    static answer a;
    char head[600];
    a.status = 0;
    a.text[0] = '\0';
    const int fd = connect_to(f);
    if (fd < 0) return &a;
    const int n = snprintf(head, sizeof head,
                           "%s /api/v1/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
                           "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n",
                           method, path, f->port, type, len);
    if (send_all(fd, head, (size_t)n) && send_all(fd, bytes, len)) take_answer(fd, &a);
    (void)close(fd);
    return &a;
}

static bool is_good(const answer *a) {
    return a->status >= 200 && a->status < 300;
}

static void add_result(fixture *f) {
    char body[200];
    const int len =
        snprintf(body, sizeof body, "{\"distance_m\":1609.344,\"time_s\":%u,\"date\":\"2026-05-20\"}",
                 400 + f->deeds.results_sent);
    f->deeds.results_sent++;
    if (is_good(ask(f, "POST", "results", "application/json", body, (size_t)len)) || f->believes)
        f->deeds.results_done++;
}

static void add_note(fixture *f) {
    char body[200];
    const int len = snprintf(body, sizeof body, "{\"kind\":\"off\",\"date\":\"2026-06-%02u\",\"days\":1}",
                             10 + f->deeds.notes_sent % 20);
    f->deeds.notes_sent++;
    if (is_good(ask(f, "POST", "plan/note", "application/json", body, (size_t)len)) || f->believes)
        f->deeds.notes_done++;
}

// Until the job is over: it is what stores.
static bool job_done(const fixture *f, long id) {
    char path[60];
    (void)snprintf(path, sizeof path, "jobs/%ld", id);
    for (int i = 0; i < 400; i++) {
        const answer *a = ask(f, "GET", path, "application/json", "", 0);
        if (a->status == 0) return false;
        if (strstr(a->text, "\"state\":\"done\"") != NULL) return strstr(a->text, "\"files_new\":1") != NULL;
        if (strstr(a->text, "\"state\":\"failed\"") != NULL) return false;
        sleep_s(0.005);
    }
    return false;
}

static void upload_run(fixture *f) {
    const unsigned i = f->deeds.runs_sent;
    if (i >= RUNS) return;
    f->deeds.runs_sent++;
    const answer *a =
        ask(f, "POST", "import?name=run.fit", "application/octet-stream", f->runs[i].ptr, f->runs[i].len);
    const char *job = strstr(a->text, "\"job_id\":");
    if ((is_good(a) && job != NULL && job_done(f, strtol(job + 9, NULL, 10))) || f->believes)
        f->deeds.runs_done++;
}

static void one_step(fixture *f, unsigned i) {
    void (*const steps[])(fixture *) = {add_result, upload_run, add_note};
    steps[i % 3](f);
}

// ---- What is left

static void restore_pattern(const fixture *f) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    static char piece[1 << 16];
    char path[300];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->k.db, ends[i]);
        (void)remove(path);
    }
    FILE *in = fopen(f->pattern, "rb"), *out = fopen(f->k.db, "wb");
    assert_true(in != NULL && out != NULL);
    for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0;)
        assert_int_equal(fwrite(piece, 1, n, out), n);
    assert_int_equal(fclose(in) + fclose(out), 0);
}

// Each of them differs from all others.
static bool any_twice(const store_result *results, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (results[i].time_s == results[j].time_s) return true;
    return false;
}

static const char *count_up(const deeds *d, const store_result *results, size_t result_count,
                            size_t note_count, size_t runs) {
    if (result_count < d->results_done + 1 || note_count < d->notes_done || runs < d->runs_done)
        return "something is lost";
    if (result_count > d->results_sent + 1 || note_count > d->notes_sent || runs > d->runs_sent ||
        any_twice(results, result_count))
        return "something is there twice";
    return NULL;
}

// The text says what is wrong; NULL: nothing.
static const char *look(fixture *f) {
    const deeds *d = &f->deeds;
    store_result *results;
    miler_plan_note *notes;
    size_t result_count = 0, note_count = 0;
    app_doctor_answer doctor;
    const char *wrong = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0);
    kit_open_app(&f->k, NULL);
    const store_counts counts = kit_counts(&f->k);
    const size_t runs = (size_t)counts.activities;
    if (app_result_list(f->k.app, false, arena, &results, &result_count, NULL) != MILER_OK ||
        app_notes(f->k.app, arena, &notes, &note_count, NULL) != MILER_OK ||
        app_doctor(f->k.app, arena, &doctor, NULL) != MILER_OK)
        wrong = "it cannot be read";
    else if (doctor.trouble_total != 0)
        wrong = "the doctor finds something";
    else if (counts.originals != counts.activities || counts.laps != counts.activities)
        wrong = "something is half there";
    else
        wrong = count_up(d, results, result_count, note_count, runs);
    if (wrong != NULL)
        print_message("# %u/%u/%u done, %u/%u/%u sent; %zu results, %zu notes, %zu runs there\n",
                      d->results_done, d->notes_done, d->runs_done, d->results_sent, d->notes_sent,
                      d->runs_sent, result_count, note_count, runs);
    app_close(f->k.app);
    f->k.app = NULL;
    miler_arena_free(arena);
    // What was not done may have been stored all the same: counted as done from here on.
    f->deeds.results_done = (unsigned)result_count - 1;
    f->deeds.notes_done = (unsigned)note_count;
    f->deeds.runs_done = (unsigned)runs;
    return wrong;
}

static void order(fixture *f, unsigned kinds, int how, bool lasting, uint64_t at) {
    if (f->page == NULL) return;
    torture_order *o = &f->page->orders[0];
    *o = (torture_order){.kinds = kinds, .how = how, .lasting = lasting, .at = at};
    for (size_t i = 0; i < T_KINDS; i++)
        atomic_store(&f->page->seen[i], 0);
    atomic_store(&f->page->hits, 0);
    f->page->brittle = 0;
}

static void new_store(fixture *f) {
    restore_pattern(f);
    f->deeds = (deeds){0};
}

// A client that goes through its steps; the server ends when it is told to.
static int whole_run(fixture *f) {
    if (!start(f)) return wait_for_end(f, 10);
    for (unsigned i = 0; i < STEPS; i++)
        one_step(f, i);
    (void)kill(f->pid, SIGTERM);
    return wait_for_end(f, 20);
}

// ---- The tests

static unsigned long seen[T_KINDS];

static void left_alone(void **state) {
    fixture *f = *state;
    new_store(f);
    order(f, 0, 0, false, 0);
    const int how = whole_run(f);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    for (size_t i = 0; i < T_KINDS && f->page != NULL; i++)
        seen[i] = atomic_load(&f->page->seen[i]);
    assert_int_equal(f->deeds.results_done + f->deeds.notes_done + f->deeds.runs_done, STEPS);
    const char *wrong = look(f);
    if (wrong != NULL) fail_msg("left alone: %s", wrong);
}

static void ends_by_itself(fixture *f, double after_s) {
    const double begin = seconds();
    for (unsigned i = 0; i < 30 && seconds() - begin < after_s; i++) {
        one_step(f, i);
        if (waitpid(f->pid, NULL, WNOHANG) != 0) { // killed by the order
            (void)close(f->told);
            return;
        }
    }
    (void)kill(f->pid, SIGKILL);
    (void)wait_for_end(f, 10);
}

// At a random moment a second process is needed: the client waits for answers.
static void kill_later(const fixture *f, double after_s) {
    if (fork() != 0) return;
    sleep_s(after_s);
    (void)kill(f->pid, SIGKILL);
    _exit(0);
}

static void one_kill(fixture *f, uint64_t *seed) {
    const bool at_a_call = f->page != NULL && kit_next(seed) % 2 == 0;
    unsigned long calls = 0;
    for (size_t i = 0; i < T_KINDS; i++)
        if (T_CHANGES & T_BIT(i)) calls += seen[i];
    order(f, T_CHANGES, kit_next(seed) % 2 == 0 ? T_KILL : T_TEAR, false,
          at_a_call ? 1 + kit_next(seed) % (calls + 1) : 0);
    if (!start(f)) { // the call was one of its start
        (void)wait_for_end(f, 10);
        return;
    }
    if (!at_a_call) kill_later(f, (double)(kit_next(seed) % 1000) * 0.0008);
    ends_by_itself(f, 5);
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
}

static void killed(void **state) {
    fixture *f = *state;
    const uint64_t kills = kit_number_from("KILLS", KILLS_DEFAULT);
    uint64_t seed = kit_number_from("SEED", (uint64_t)time(NULL));
    unsigned long done = 0;
    print_message("# KILLS=%llu SEED=%llu\n", (unsigned long long)kills, (unsigned long long)seed);
    for (uint64_t i = 0; i < kills; i++) {
        if (i % ROUNDS_A_STORE == 0) new_store(f);
        const uint64_t before = seed;
        const deeds then = f->deeds;
        one_kill(f, &seed);
        done += f->deeds.results_done + f->deeds.notes_done + f->deeds.runs_done - then.results_done -
                then.notes_done - then.runs_done;
        const char *wrong = look(f);
        if (wrong != NULL)
            fail_msg("kill %llu (seed %llu): %s", (unsigned long long)i, (unsigned long long)before, wrong);
    }
    print_message("# %llu kills, %lu answers of things done, none lost, none twice\n",
                  (unsigned long long)kills, done);
}

static void the_credulous_is_caught(void **state) {
    fixture *f = *state;
    unsigned caught = 0;
    f->believes = true;
    for (int i = 0; i < 6; i++) {
        new_store(f);
        order(f, 0, 0, false, 0);
        assert_true(start(f));
        (void)kill(f->pid, SIGKILL);
        (void)wait_for_end(f, 10);
        one_step(f, (unsigned)i);
        caught += look(f) != NULL;
    }
    f->believes = false;
    assert_int_equal(caught, 6);
}

static const struct {
    const char *name;
    unsigned kinds;
    int how;
    bool lasting;
} failures[] = {{"no memory", T_BIT(T_ALLOC), ENOMEM, false},
                {"write EIO", T_BIT(T_WRITE), EIO, false},
                {"disk full from", T_BIT(T_WRITE) | T_BIT(T_FOLDER), ENOSPC, true},
                {"write short", T_BIT(T_WRITE), T_SHORT, false},
                {"write EINTR", T_BIT(T_WRITE), EINTR, false},
                {"sync EIO", T_BIT(T_SYNC), EIO, false},
                {"read EIO", T_BIT(T_READ), EIO, false},
                {"open EMFILE", T_BIT(T_OPEN), EMFILE, false},
                {"close EIO", T_BIT(T_CLOSE), EIO, false},
                {"unlink EIO", T_BIT(T_UNLINK), EIO, false},
                {"folder EIO", T_BIT(T_FOLDER), EIO, false},
                {"accept EMFILE", T_BIT(T_ACCEPT), EMFILE, false},
                {"accept EINTR", T_BIT(T_ACCEPT), EINTR, false},
                {"send EPIPE", T_BIT(T_SEND), EPIPE, false},
                {"send short", T_BIT(T_SEND), T_SHORT, false},
                {"send EINTR", T_BIT(T_SEND), EINTR, false},
                {"receive ECONNRESET", T_BIT(T_RECEIVE), ECONNRESET, false},
                {"receive short", T_BIT(T_RECEIVE), T_SHORT, false},
                {"receive EINTR", T_BIT(T_RECEIVE), EINTR, false}};
#define FAILURES (sizeof failures / sizeof failures[0])

static void one_failure(fixture *f, size_t kind, uint64_t at) {
    new_store(f);
    order(f, failures[kind].kinds, failures[kind].how, failures[kind].lasting, at);
    const int how = whole_run(f);
    if (how == -1) fail_msg("%s %llu: it does not end", failures[kind].name, (unsigned long long)at);
    // libevent itself falls over some of its own; the server is gone then as after a kill, and no more than it.
    const bool own = strncmp(f->page->by, "libevent", 8) == 0 || f->page->brittle;
    if (WIFSIGNALED(how) && own) f->fell++;
    if (WIFSIGNALED(how) && !own)
        fail_msg("%s %llu: signal %d after %s", failures[kind].name, (unsigned long long)at, WTERMSIG(how),
                 f->page->by);
    const char *wrong = look(f);
    if (wrong != NULL) fail_msg("%s %llu: %s", failures[kind].name, (unsigned long long)at, wrong);
}

static void calls_fail(void **state) {
    fixture *f = *state;
    if (f->page == NULL) {
        print_message("# SKIP failing calls: the plain program on Linux only\n");
        return;
    }
    const uint64_t points = kit_number_from("FAILURES", FAILURES_DEFAULT);
    uint64_t seed = kit_number_from("SEED", (uint64_t)time(NULL));
    print_message("# FAILURES=%llu SEED=%llu\n", (unsigned long long)points, (unsigned long long)seed);
    for (uint64_t i = 0; i < points; i++) {
        // Memory, of which there is most, every third time.
        const size_t kind = i % 3 == 0 ? 0 : (size_t)(kit_next(&seed) % FAILURES);
        unsigned long calls = 0;
        for (size_t k = 0; k < T_KINDS; k++)
            if (failures[kind].kinds & T_BIT(k)) calls += seen[k];
        one_failure(f, kind, 1 + kit_next(&seed) % (calls + 1));
    }
    print_message(
        "# %llu failures of calls, nothing lost; the server went on but for %lu times that a library ended "
        "it for want of memory\n",
        (unsigned long long)points, f->fell);
}

// ---- Setting up

static void prepare_pattern(fixture *f) {
    app_plan_options options;
    app_plan_answer plan;
    app_options open;
    int64_t id;
    const store_result result = {.athlete_id = 1,
                                 .dist_m = 1609.344,
                                 .time_s = 345,
                                 .day = 20580,
                                 .name = "",
                                 .place = "",
                                 .note = "",
                                 .removed_ms = MILER_NO_TIME};
    app_close(f->k.app);
    app_options_init(&open);
    open.db = f->k.db;
    open.today = 20605; // 2026-06-01
    assert_int_equal(app_open(&open, &f->k.app, &f->k.err), MILER_OK);
    app_plan_options_init(&options);
    options.health_ok = true;
    options.weeks = 8;
    options.days_mask = 0x7f;
    options.minutes = 70;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(app_result_add(f->k.app, &result, &id, &f->k.err), MILER_OK);
    assert_int_equal(app_plan_new(f->k.app, &options, arena, &plan, &f->k.err), MILER_OK);
    miler_arena_free(arena);
    app_close(f->k.app);
    f->k.app = NULL;
    (void)snprintf(f->pattern, sizeof f->pattern, "%s.pattern", f->k.db);
    assert_int_equal(rename(f->k.db, f->pattern), 0);
}

static void share_page(fixture *f, const char *build) {
    char real[4097];
    (void)snprintf(f->hook, sizeof f->hook, "%s/tests/torture/torture_hook.so", build);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__linux__)
    return;
#endif
    // A program that counts its lines falls over memory that it lacks for its count.
    if (strstr(build, "cover") != NULL || access(f->hook, R_OK) != 0 || realpath(f->hook, real) == NULL)
        return;
    (void)snprintf(f->hook, sizeof f->hook, "%s", real);
    (void)snprintf(f->page_path, sizeof f->page_path, "%s/page", f->k.dir);
    const int fd = open(f->page_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && ftruncate(fd, sizeof(torture_page)) == 0);
    f->page = mmap(NULL, sizeof *f->page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(f->page != MAP_FAILED);
    (void)close(fd);
    (void)snprintf(f->page->home, sizeof f->page->home, "%s", f->k.db);
}

static int setup(void **state) {
    static fixture f;
    const char *build = getenv("BUILD") != NULL ? getenv("BUILD") : "build";
    if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0) (void)setenv("TMPDIR", "/dev/shm", 1);
    (void)signal(SIGPIPE, SIG_IGN); // a server that is killed hangs up
    kit_begin(&f.k);
    (void)snprintf(f.program, sizeof f.program, "%s/miler", build);
    for (unsigned i = 0; i < RUNS; i++) {
        const made_fit made = kit_run(i);
        f.runs[i] = kit_fit(&made);
    }
    prepare_pattern(&f);
    share_page(&f, build);
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    for (unsigned i = 0; i < RUNS; i++)
        miler_buf_deinit(&f->runs[i]);
    kit_end(&f->k);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_alone),
        cmocka_unit_test(the_credulous_is_caught),
        cmocka_unit_test(killed),
        cmocka_unit_test(calls_fail),
    };
    return cmocka_run_group_tests_name("kill_serve", tests, setup, teardown);
}
