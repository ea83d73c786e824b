// SPDX-License-Identifier: MIT
// Children as the program sees them: asked for at the zygote, spoken to over a
// channel, and what became of them in words.
#if defined(__linux__)
#define _DEFAULT_SOURCE // the sizes of control messages
#elif defined(__APPLE__)
#define _DARWIN_C_SOURCE
#endif
#include "base/limits.h"
#include "sandbox/sandbox_room.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

#define COMPUTING_S 20    // a file of 64 MiB takes under two on a slow machine [engineering estimate]
#define PATIENCE_MS 60000 // ... and three times that while others compute
// A child that sends its answers in small pieces, each within its patience, would hold a file of 64 MiB for
// seventeen hours. Waited for in all: what its computing takes while twelve others compute, and more than
// ten times what reading takes for each piece [engineering estimates].
#define ALL_MS 240000
#define US_PER_KIB 5000
#define LAST_WORDS_MS 5000 // for the zygote to tell how a child ended

static const char TOO_LONG[] = "takes longer to read than any activity does";

struct sandbox_child {
    sandbox *owner; // NULL: nobody's (sandbox_child_said)
    int line;       // -1: it is known how it ended
    int signal;
    sandbox_channel ch;
};

struct sandbox {
    sandbox_options options;
    pid_t pid;
    int control;
    pthread_mutex_t lock; // of what follows, and of what goes over the control socket
    sandbox_child *spare; // stands ready, NULL none
    sandbox_child *idle;  // the room of one that is gone: its buffers need not be found and zeroed again
    sandbox_walls walls;
};

void sandbox_options_init(sandbox_options *options, void (*work)(sandbox_channel *ch)) {
    *options = (sandbox_options){.work = work,
                                 .memory_bytes = MILER_CHILD_MEMORY_MAX,
                                 .computing_s = COMPUTING_S,
                                 .patience_ms = PATIENCE_MS,
                                 .all_ms = ALL_MS,
                                 .us_per_kib = US_PER_KIB};
}

// ---- Asking the zygote

static bool make_pair(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    (void)setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

static void close_one(int fd) {
    if (fd >= 0) (void)close(fd);
}

static bool send_wish(const sandbox *s, const int *fds, unsigned count) {
    zygote_wish wish = {.fds = count};
    union {
        char room[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } with;
    memset(&with, 0, sizeof with);
    struct iovec piece = {.iov_base = &wish, .iov_len = sizeof wish};
    struct msghdr m = {.msg_iov = &piece,
                       .msg_iovlen = 1,
                       .msg_control = with.room,
                       .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(c), fds, count * sizeof(int));
    ssize_t n;
    do
        n = sendmsg(s->control, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof wish;
}

static miler_status no_child(miler_error *err) {
    const miler_status status = miler_fail(err, MILER_ERR_IO, "no process could be started to read it in");
    miler_error_remedy(err, "start miler again; should that not help, the system has no room for processes");
    return status;
}

// Asks for a child; whether it came is seen when it says its first word.
static miler_status ask_for(sandbox *s, int fd, sandbox_child **out, miler_error *err) {
    int channel[2] = {-1, -1}, line[2] = {-1, -1};
    sandbox_child *child = s->idle != NULL ? s->idle : miler_resize(NULL, NULL, 0, sizeof *child);
    s->idle = NULL;
    *out = NULL;
    if (child == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = MILER_OK;
    if (!make_pair(channel) || !make_pair(line))
        status = miler_fail(err, MILER_ERR_IO, "no sockets for a process to read it in: %s", strerror(errno));
    const int given[3] = {channel[1], line[1], fd};
    if (status == MILER_OK && !send_wish(s, given, fd >= 0 ? 3 : 2)) status = no_child(err);
    close_one(channel[1]);
    close_one(line[1]);
    if (status != MILER_OK) {
        close_one(channel[0]);
        close_one(line[0]);
        miler_resize(NULL, child, sizeof *child, 0);
        return status;
    }
    child->owner = s;
    child->line = line[0];
    child->signal = 0;
    sandbox_channel_init(&child->ch, channel[0]);
    child->ch.guarded = true;
    child->ch.patience_ms = s->options.patience_ms;
    child->ch.left_us = s->options.patience_ms * 1000; // to be there; the time for answers begins then
    child->ch.us_per_kib = s->options.us_per_kib;
    *out = child;
    return MILER_OK;
}

static void let_go(const sandbox_child *child) {
    close_one(child->line); // the zygote hears it
    close_one(child->ch.fd);
}

// Its first word, said before it has seen a byte of a file.
static bool greet(sandbox_child *child, sandbox_walls *walls) {
    return sandbox_flush(&child->ch, NULL) == MILER_OK &&
           sandbox_get(&child->ch, walls, sizeof *walls, NULL) == MILER_OK;
}

// A child in which a wall of the others did not stand is given nothing to read.
static bool weaker(const sandbox_walls *it, const sandbox_walls *others) {
    return others->own_process &&
           (it->limits < others->limits || it->memory < others->memory || it->seccomp < others->seccomp ||
            it->no_new_privileges < others->no_new_privileges || it->landlock_abi < others->landlock_abi);
}

miler_status sandbox_child_open(sandbox *s, int fd, sandbox_child **out, miler_error *err) {
    sandbox_child *child = NULL;
    sandbox_walls walls;
    miler_status status = MILER_OK;
    (void)pthread_mutex_lock(&s->lock);
    if (fd < 0) {
        child = s->spare;
        s->spare = NULL;
    }
    // The one that stood ready may be gone (a system out of memory kills whom it likes): then another.
    for (int i = 0; i < 2; i++) {
        if (child == NULL) status = ask_for(s, fd, &child, err);
        if (status != MILER_OK || (greet(child, &walls) && !weaker(&walls, &s->walls))) break;
        let_go(child);
        miler_resize(NULL, child, sizeof *child, 0);
        child = NULL;
        status = i == 0 ? MILER_OK : no_child(err);
    }
    if (status == MILER_OK) s->walls = walls;
    if (status == MILER_OK) child->ch.left_us = s->options.all_ms * 1000;
    (void)pthread_mutex_unlock(&s->lock);
    *out = child;
    return status;
}

void sandbox_child_close(sandbox_child *child) {
    if (child == NULL) return;
    sandbox *s = child->owner;
    let_go(child);
    if (s != NULL) {
        (void)pthread_mutex_lock(&s->lock);
        sandbox_child *other = s->idle;
        s->idle = child;
        child = other;
        // Forked while this process works on what it was told, so that the next file need not wait for it.
        if (s->spare == NULL && ask_for(s, -1, &s->spare, NULL) != MILER_OK) s->spare = NULL;
        (void)pthread_mutex_unlock(&s->lock);
    }
    if (child != NULL) miler_resize(NULL, child, sizeof *child, 0);
}

sandbox_channel *sandbox_child_channel(sandbox_child *child) {
    return &child->ch;
}

// ---- What became of it

static bool last_words(int line, zygote_news *news) {
    struct pollfd p = {.fd = line, .events = POLLIN};
    int n;
    do
        n = poll(&p, 1, LAST_WORDS_MS);
    while (n < 0 && errno == EINTR);
    return n > 0 && recv(line, news, sizeof *news, 0) == (ssize_t)sizeof *news;
}

static miler_status ended_by(int number, miler_error *err) {
    miler_status status;
    if (number == SIGXCPU) {
        status = miler_fail(err, MILER_ERR_LIMIT, TOO_LONG);
    } else if (number == SIGKILL) {
        // A child cannot do that to itself, nor its limits to it: whoever lacks memory ends processes so.
        status = miler_fail(err, MILER_ERR_BUSY, "its reader was killed by the system, or by hand");
        miler_error_remedy(err, "close other programs, then try again");
        return status;
    } else if (number == SIGSYS) {
        status = miler_fail(err, MILER_ERR_FORMAT,
                            "made its reader ask the system for what no reader needs, and was stopped");
    } else {
        status = miler_fail(err, MILER_ERR_FORMAT, "broke its reader (signal %d)", number);
    }
    miler_error_remedy(err,
                       "fetch it again from the watch or the site; if that is refused too, please report it");
    return status;
}

miler_status sandbox_child_end(sandbox_child *child, miler_error *err) {
    zygote_news news = {0};
    if (child->ch.late) {
        const miler_status status = miler_fail(err, MILER_ERR_LIMIT, TOO_LONG);
        miler_error_remedy(err, "fetch it again from the watch or the site");
        return status;
    }
    close_one(child->ch.fd); // should it still wait for us
    child->ch.fd = -1;
    if (child->line < 0 || !last_words(child->line, &news))
        return miler_fail(err, MILER_ERR_IO, "the process that read it is gone");
    (void)close(child->line);
    child->line = -1;
    if (WIFSIGNALED(news.status)) {
        child->signal = WTERMSIG(news.status);
        return ended_by(child->signal, err);
    }
    const miler_status status = miler_fail(err, MILER_ERR_FORMAT, "made its reader give up");
    miler_error_remedy(err, "fetch it again from the watch or the site");
    return status;
}

miler_status sandbox_child_said(sandbox_child **out, const void *bytes, size_t len, miler_error *err) {
    sandbox_child *child = miler_resize(NULL, NULL, 0, sizeof *child);
    *out = child;
    if (child == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    child->owner = NULL;
    child->line = -1;
    child->signal = 0;
    sandbox_channel_said(&child->ch, bytes, len);
    return MILER_OK;
}

int sandbox_child_signal(const sandbox_child *child) {
    return child->signal;
}

// ---- The whole

miler_status sandbox_start(sandbox **out, const sandbox_options *options, miler_error *err) {
    *out = NULL;
    sandbox *s = miler_resize(NULL, NULL, 0, sizeof *s);
    if (s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *s = (sandbox){.options = *options};
    if (pthread_mutex_init(&s->lock, NULL) != 0) {
        miler_resize(NULL, s, sizeof *s, 0);
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    miler_status status = zygote_fork(&s->options, &s->pid, &s->control, err);
    if (status != MILER_OK) {
        (void)pthread_mutex_destroy(&s->lock);
        miler_resize(NULL, s, sizeof *s, 0);
        return status;
    }
    *out = s;
    return MILER_OK;
}

miler_status sandbox_protection(sandbox *s, const sandbox_walls **out, miler_error *err) {
    sandbox_child *child;
    *out = s != NULL ? &s->walls : NULL;
    if (s == NULL || s->walls.own_process) return MILER_OK;
    const miler_status status = sandbox_child_open(s, -1, &child, err);
    if (status == MILER_OK) sandbox_child_close(child);
    return status == MILER_ERR_NOMEM ? status
                                     : MILER_OK; // without a child the walls are told as they are: none
}

bool sandbox_stands(const sandbox *s) {
    char byte;
    return s == NULL || recv(s->control, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

pid_t sandbox_pid(const sandbox *s) {
    return s->pid;
}

void sandbox_stop(sandbox *s) {
    if (s == NULL) return;
    if (s->spare != NULL) let_go(s->spare);
    if (s->spare != NULL) miler_resize(NULL, s->spare, sizeof *s->spare, 0);
    if (s->idle != NULL) miler_resize(NULL, s->idle, sizeof *s->idle, 0);
    (void)close(s->control);
    while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    (void)pthread_mutex_destroy(&s->lock);
    miler_resize(NULL, s, sizeof *s, 0);
}
