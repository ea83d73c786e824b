// SPDX-License-Identifier: MIT
// The zygote: a small process without threads, files or store, whose one work
// is to fork children and to bury them. It reads nothing that comes from a file.
//
// It ends when the program does, whatever ends the program: then its control
// socket is at its end, and it takes its children with it.
#if defined(__linux__)
#define _DEFAULT_SOURCE // the sizes of control messages
#elif defined(__APPLE__)
#define _DARWIN_C_SOURCE
#endif
#include "sandbox/sandbox_room.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

// Where things lie in the zygote; 3 and 4 are kept free for the child's channel and file.
#define CHANNEL_FD 3
#define CONTROL_FD 5
#define BELL_FD 6 // a pipe that SIGCHLD rings
#define RINGER_FD 7
#define FIRST_FREE_FD 8
#define FDS_MAX 1024 // to close where the system cannot close them all at once

typedef struct life {
    pid_t pid; // 0: an empty place
    int line;  // -1: nobody listens any more
} life;

typedef struct zygote {
    const sandbox_options *options;
    life lives[SANDBOX_CHILDREN_MAX];
} zygote;

static void close_from(int first) {
#if defined(SYS_close_range)
    if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0) return;
#endif
    for (int fd = first; fd < FDS_MAX; fd++)
        (void)close(fd);
}

// ---- A child

static void become_child(const zygote *z, const int *fds, unsigned count) {
    static sandbox_channel ch; // its buffers are as large as a stack should not be
    sandbox_walls walls;
    bool ok = dup2(fds[0], CHANNEL_FD) == CHANNEL_FD;
    if (count > 2)
        ok = dup2(fds[2], SANDBOX_FILE_FD) == SANDBOX_FILE_FD && ok;
    else
        (void)close(SANDBOX_FILE_FD);
    close_from(CONTROL_FD);
    for (int fd = 0; fd < CHANNEL_FD; fd++)
        (void)close(fd);
    if (!ok) _exit(1);
    sandbox_raise_walls(z->options, &walls);
    sandbox_channel_init(&ch, CHANNEL_FD);
    if (sandbox_put(&ch, &walls, sizeof walls, NULL) != MILER_OK || sandbox_flush(&ch, NULL) != MILER_OK)
        _exit(1);
    z->options->work(&ch);
    _exit(0);
}

static life *empty_place(zygote *z) {
    for (size_t i = 0; i < SANDBOX_CHILDREN_MAX; i++)
        if (z->lives[i].pid == 0) return &z->lives[i];
    return NULL;
}

static void bring_up(zygote *z, const int *fds, unsigned count) {
    life *at = empty_place(z);
    const pid_t pid = at != NULL ? fork() : -1;
    if (pid == 0) become_child(z, fds, count);
    for (unsigned i = 0; i < count; i++)
        if (i != 1 || pid < 0) (void)close(fds[i]);
    if (pid > 0) *at = (life){.pid = pid, .line = fds[1]};
}

// False: the program has ended.
static bool take_wish(zygote *z) {
    zygote_wish wish = {0};
    union {
        char room[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } with;
    struct iovec piece = {.iov_base = &wish, .iov_len = sizeof wish};
    struct msghdr m = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = with.room, .msg_controllen = sizeof with.room};
    const ssize_t n = recvmsg(CONTROL_FD, &m, 0);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    if (n == 0) return false;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    int fds[3];
    if (c == NULL || c->cmsg_type != SCM_RIGHTS || wish.fds < 2 || wish.fds > 3 ||
        c->cmsg_len != CMSG_LEN(wish.fds * sizeof(int)))
        return true;
    memcpy(fds, CMSG_DATA(c), wish.fds * sizeof(int));
    bring_up(z, fds, wish.fds);
    return true;
}

// ---- Ends

static void bury(zygote *z) {
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (size_t i = 0; i < SANDBOX_CHILDREN_MAX; i++) {
            life *at = &z->lives[i];
            if (at->pid != pid) continue;
            const zygote_news news = {.status = status};
            if (at->line >= 0) {
                const ssize_t told = write(at->line, &news, sizeof news);
                (void)told; // nobody may be there to hear it
                (void)close(at->line);
            }
            *at = (life){.line = -1};
        }
}

static void let_go(life *at) {
    (void)kill(at->pid, SIGKILL);
    (void)close(at->line);
    at->line = -1;
}

static void ring(int number) {
    (void)number;
    const int kept = errno;
    const ssize_t n = write(RINGER_FD, "", 1);
    (void)n; // full: it rings already
    errno = kept;
}

// ---- Its life

static void serve(zygote *z) {
    struct pollfd p[2 + SANDBOX_CHILDREN_MAX];
    for (bool on = true; on;) {
        p[0] = (struct pollfd){.fd = CONTROL_FD, .events = POLLIN};
        p[1] = (struct pollfd){.fd = BELL_FD, .events = POLLIN};
        for (size_t i = 0; i < SANDBOX_CHILDREN_MAX; i++)
            p[2 + i] = (struct pollfd){.fd = z->lives[i].pid != 0 ? z->lives[i].line : -1};
        if (poll(p, sizeof p / sizeof p[0], -1) < 0) continue;
        for (size_t i = 0; i < SANDBOX_CHILDREN_MAX; i++)
            if (p[2 + i].fd >= 0 && p[2 + i].revents != 0) let_go(&z->lives[i]);
        if (p[1].revents != 0) {
            char rung[64];
            while (read(BELL_FD, rung, sizeof rung) > 0) {
            }
            bury(z);
        }
        if (p[0].revents != 0) on = take_wish(z);
    }
    for (size_t i = 0; i < SANDBOX_CHILDREN_MAX; i++)
        if (z->lives[i].pid != 0) (void)kill(z->lives[i].pid, SIGKILL);
}

// The keyboard's Ctrl-C goes to all of a terminal's programs: what it means is the program's to say.
static bool set_signals(void) {
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    static const int plain[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGXCPU, SIGTRAP};
    const struct sigaction ignore = {.sa_handler = SIG_IGN}, rings = {.sa_handler = ring},
                           usual = {.sa_handler = SIG_DFL};
    sigset_t none;
    (void)sigemptyset(&none);
    bool ok = sigprocmask(SIG_SETMASK, &none, NULL) == 0 && sigaction(SIGCHLD, &rings, NULL) == 0;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        ok = sigaction(plain[i], &usual, NULL) == 0 && ok; // a child's end is to be seen as it is
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        ok = sigaction(ignored[i], &ignore, NULL) == 0 && ok;
    return ok;
}

static int by_number(const void *a, const void *b) {
    const int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

// What the C library finds out when it is first needed, by calls that a child has not: glibc's qsort asks how
// much memory there is, its malloc for a random number.
static void warm_up(void) {
    int numbers[1024];
    for (int i = 0; i < 1024; i++)
        numbers[i] = i ^ 0x155;
    qsort(numbers, 1024, sizeof numbers[0], by_number);
    free(malloc(1));
}

static void move_in(int control) {
    int bell[2];
    // Both out of the way of the places below.
    const int nowhere = fcntl(open("/dev/null", O_RDWR), F_DUPFD, FIRST_FREE_FD);
    const int kept = fcntl(control, F_DUPFD, FIRST_FREE_FD);
    // Everything the program had open is let go; nothing is said on its terminal from here on.
    bool ok = nowhere >= 0 && kept >= 0;
    for (int fd = 0; ok && fd <= SANDBOX_FILE_FD; fd++)
        ok = dup2(nowhere, fd) == fd;
    ok = ok && dup2(kept, CONTROL_FD) == CONTROL_FD;
    close_from(CONTROL_FD + 1);
    ok = ok && pipe(bell) == 0 && bell[0] == BELL_FD && bell[1] == RINGER_FD;
    if (!ok || fcntl(BELL_FD, F_SETFL, O_NONBLOCK) < 0 || fcntl(RINGER_FD, F_SETFL, O_NONBLOCK) < 0) _exit(1);
}

miler_status zygote_fork(const sandbox_options *options, pid_t *pid, int *control, miler_error *err) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return miler_fail(err, MILER_ERR_IO, "no socket for the process that reads files: %s",
                          strerror(errno));
    *pid = fork();
    if (*pid == 0) {
        zygote z = {.options = options};
#if defined(__linux__)
        (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
        if (!set_signals()) _exit(1);
        move_in(ends[1]);
        warm_up();
        serve(&z);
        _exit(0);
    }
    (void)close(ends[1]);
    *control = ends[0];
    if (*pid > 0 && fcntl(*control, F_SETFD, FD_CLOEXEC) == 0) return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "no process to read files in: %s", strerror(errno));
    (void)close(*control);
    return status;
}
