// SPDX-License-Identifier: MIT
// Preloaded into a server that is to be found out (tests/load/run, CONTROL=...): what LOAD_FAULT names goes
// wrong at every so many answers. Without it all goes through. Linux with glibc only.
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define OUT __attribute__((visibility("default")))
#define LOST_BYTES 1000 // of memory at each answer
#define LATER_US 4      // an answer waits so much longer than the one before

static atomic_ulong answers;

static bool is_tcp(int fd) {
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    void *raw = &address;
    return getsockname(fd, raw, &len) == 0 && (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

static bool is_each(unsigned long n, const char *what, unsigned long each) {
    const char *told = getenv("LOAD_FAULT");
    return told != NULL && strcmp(told, what) == 0 && n % each == 0;
}

static char *volatile lost; // so that the compiler does not see that what was there before is of no use

static void lose_memory(void) {
    lost = malloc(LOST_BYTES);
    if (lost != NULL) memset(lost, 1, LOST_BYTES);
}

// A digit of the last piece is another, in a copy; the count of bytes is not.
static ssize_t write_spoilt(int fd, const struct iovec *parts, int count) {
    static char copy[1 << 20];
    struct iovec all[IOV_MAX];
    const struct iovec *last = &parts[count - 1];
    if (count > IOV_MAX || last->iov_len > sizeof copy) return syscall(SYS_writev, fd, parts, count);
    memcpy(all, parts, (size_t)count * sizeof all[0]);
    memcpy(copy, last->iov_base, last->iov_len);
    all[count - 1].iov_base = copy;
    for (size_t i = last->iov_len; i > 0; i--)
        if (copy[i - 1] >= '0' && copy[i - 1] < '9') {
            copy[i - 1]++;
            break;
        }
    return syscall(SYS_writev, fd, all, count);
}

static void go_wrong(unsigned long n, int fd) {
    if (is_each(n, "memory", 1)) lose_memory();
    if (is_each(n, "files", 100)) (void)open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (is_each(n, "children", 200) && fork() == 0) _exit(0); // and nobody waits for it
    if (is_each(n, "cut", 200)) (void)shutdown(fd, SHUT_RDWR);
    if (is_each(n, "slow", 1)) (void)usleep((useconds_t)(n * LATER_US / 10));
}

OUT ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!is_tcp(fd)) return syscall(SYS_writev, fd, parts, count);
    const unsigned long n = atomic_fetch_add(&answers, 1) + 1;
    go_wrong(n, fd);
    return is_each(n, "wrong", 20) && count > 1 ? write_spoilt(fd, parts, count)
                                                : syscall(SYS_writev, fd, parts, count);
}
