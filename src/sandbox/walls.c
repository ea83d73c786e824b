// SPDX-License-Identifier: MIT
// The walls around a child, each for what it does when the others are gone:
//
//     limits              no more memory than a reader may need, seconds of computing,
//                         no byte into a file, no new file, process or core
//     no new privileges   no program it might start is worth more than itself
//     Landlock            no file, no port, no signal to others: by the kernel's rules of access
//     seccomp             of some 350 calls it has the dozen below; any other kills it
//
// Landlock's numbers are defined here: Debian 12's headers end at ABI 2. What a
// kernel does not know is asked for no more, so that the rest holds.
//
// Sources: linux/landlock.h (Linux 6.12), seccomp(2), getrlimit(2).
#if defined(__linux__)
#define _DEFAULT_SOURCE // syscall()
#elif defined(__APPLE__)
#define _DARWIN_C_SOURCE // RLIMIT_NPROC
#endif
#include "sandbox/sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#if defined(__x86_64__)
#define THIS_PROCESSOR AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define THIS_PROCESSOR AUDIT_ARCH_AARCH64
#endif
#endif

// A sanitizer maps terabytes and reports with calls of its own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define CHANNEL_FD 3 // child.c puts it there

// ---- Limits

static bool limit(int what, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(what, &now) != 0) return false;
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > hard) now.rlim_max = hard; // what is narrower stays
    if (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > soft) now.rlim_cur = soft;
    if (now.rlim_cur > now.rlim_max) now.rlim_cur = now.rlim_max;
    return setrlimit(what, &now) == 0;
}

static bool raise_limits(const sandbox_options *o, sandbox_walls *w) {
    bool ok = limit(RLIMIT_CPU, o->computing_s, o->computing_s + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
              limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, 0, 0);
#if defined(RLIMIT_NPROC)
    ok = limit(RLIMIT_NPROC, 0, 0) && ok; // of no effect for root; seccomp is
#endif
#if defined(RLIMIT_AS)
    w->memory = !SANITIZED && limit(RLIMIT_AS, (rlim_t)o->memory_bytes, (rlim_t)o->memory_bytes);
#endif
    return ok;
}

#if defined(__linux__)

// ---- Landlock

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif
#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self 446
#endif
#define RULESET_VERSION 1u // of landlock_create_ruleset: which ABI is there?

typedef struct ruleset {
    uint64_t files;
    uint64_t net;   // ABI 4
    uint64_t scope; // ABI 6
} ruleset;

// Everything that the ABI can forbid.
static ruleset all_of(long abi, size_t *size) {
    ruleset r = {.files = (UINT64_C(1) << 13) - 1}; // execute .. make symbolic links
    if (abi >= 2) r.files |= UINT64_C(1) << 13;     // move between folders
    if (abi >= 3) r.files |= UINT64_C(1) << 14;     // cut off
    if (abi >= 5) r.files |= UINT64_C(1) << 15;     // ioctl of devices
    if (abi >= 4) r.net = 3;                        // bind and connect of TCP
    if (abi >= 6) r.scope = 3;                      // sockets without a path, signals
    *size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    return r;
}

static void raise_landlock(sandbox_walls *w) {
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, RULESET_VERSION);
    if (abi <= 0) return; // a kernel without it, or one that was told not to: said, and the rest stands
    size_t size;
    const ruleset all = all_of(abi, &size);
    const long fd = syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (fd < 0) return;
    if (syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0) w->landlock_abi = (int32_t)abi;
    (void)close((int)fd);
}

// ---- seccomp

#if defined(THIS_PROCESSOR) && !SANITIZED

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// The lower half of an argument; the processors above are little-endian.
#define LOAD_ARG(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (n))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define IF_NOT(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define PERMIT(call) IF_NOT(SYS_##call, 1), ALLOW
// Only on this descriptor; the number of the call is lost after it, so it always ends here.
#define PERMIT_ON(call, fd) IF_NOT(SYS_##call, 4), LOAD_ARG(0), IF_NOT((fd), 1), ALLOW, KILL

static void raise_seccomp(sandbox_walls *w) {
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_PROCESSOR, 1, 0),
        KILL,
        LOAD(nr), // x32's numbers have bit 30 set and match none below
        PERMIT_ON(read, CHANNEL_FD),
        PERMIT_ON(write, CHANNEL_FD),
        PERMIT_ON(pread64, SANDBOX_FILE_FD),
        // Memory of its own, never to be executed.
        IF_NOT(SYS_mmap, 7),
        LOAD_ARG(2),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        KILL,
        LOAD_ARG(3),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 0, 1),
        ALLOW,
        KILL,
        PERMIT(munmap),
        PERMIT(mremap),
        PERMIT(brk),
        PERMIT(madvise),
        PERMIT(futex),
        PERMIT(getrandom), // expat salts its tables
        PERMIT(rt_sigreturn),
        PERMIT(exit),
        PERMIT(exit_group),
        KILL,
    };
    const struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};
    w->seccomp = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

#else
static void raise_seccomp(sandbox_walls *w) {
    w->seccomp = false;
}
#endif

static void raise_system_walls(sandbox_walls *w) {
    w->no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    raise_landlock(w);
}

#else
static void raise_system_walls(sandbox_walls *w) {
    (void)w;
}
static void raise_seccomp(sandbox_walls *w) {
    (void)w;
}
#endif

void sandbox_raise_walls(const sandbox_options *options, sandbox_walls *out) {
    *out = (sandbox_walls){.own_process = true};
    raise_system_walls(out); // Landlock opens a file: before the limits
    out->limits = raise_limits(options, out);
    if (!options->no_seccomp) raise_seccomp(out); // last: nothing of the above is allowed after it
}

// ---- In words

bool sandbox_walls_whole(const sandbox_walls *w) {
    return w != NULL && w->own_process && w->limits && w->memory && w->no_new_privileges &&
           w->landlock_abi > 0 && w->seccomp;
}

void sandbox_walls_print(char *out, size_t out_size, const sandbox_walls *walls) {
    static const sandbox_walls none = {0};
    const sandbox_walls *w = walls != NULL ? walls : &none;
    if (!w->own_process) {
        (void)snprintf(out, out_size,
                       "files are read in the program itself: no process of their own, no sandbox");
        return;
    }
    char landlock[32];
    (void)snprintf(landlock, sizeof landlock, "Landlock ABI %d", (int)w->landlock_abi);
    const struct {
        bool there;
        const char *name;
    } rows[] = {{w->limits, "limits"},
                {w->memory, w->memory ? NULL : "a limit of memory"}, // one of the limits, named when it lacks
                {w->no_new_privileges, "no new privileges"},
                {w->landlock_abi > 0, w->landlock_abi > 0 ? landlock : "Landlock"},
                {w->seccomp, "seccomp"}};
    const size_t count = sizeof rows / sizeof rows[0];
    size_t len = (size_t)snprintf(out, out_size, "each file is read in a process of its own");
    for (int missing = 0; missing < 2; missing++) {
        size_t said = 0;
        for (size_t i = 0; i < count && len < out_size; i++) {
            if (rows[i].there == (missing != 0) || rows[i].name == NULL) continue;
            const char *before = said++ != 0 ? ", " : missing != 0 ? "; missing here: " : ": ";
            len += (size_t)snprintf(out + len, out_size - len, "%s%s", before, rows[i].name);
        }
    }
}
