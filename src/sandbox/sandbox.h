// SPDX-License-Identifier: MIT
// sandbox.h: work on bytes that nobody vouches for, each file's in a process of
// its own that can do nothing but compute and answer.
//
//     miler ──control──► zygote ──fork──► child     limits, no new privileges,
//       ▲  (which child,  (no threads,      │       Landlock, seccomp; then it
//       │   its end of     no store, no     │       waits for its first byte
//       │   a channel)     files open)      │
//       └───────────── channel ─────────────┘       bytes in, answers out
//
// The zygote is forked before the program has threads, a store or a file open,
// so that a child finds nothing in its memory to take away. A child serves one
// file: what a hostile one does to it cannot touch the next. When one is let go
// another is made ready, so that only the first file waits for a fork.
//
// A child that crashes, computes or keeps silent for too long, answers each time
// just before that, or asks the system for anything but memory and its channel is
// killed; sandbox_child_end() says in words what became of it. Answers are hostile input: whoever takes
// them from a channel checks every number.
//
// Where the system lacks a wall the rest stands; sandbox_walls_print() says what
// there is. seccomp: Linux on x86-64 and arm64. Built with a sanitizer, limits
// of memory and seccomp are left out: its runtime needs calls and space of its own.
//
// Threads: a sandbox may be asked by several; a child belongs to one.
#ifndef MILER_SANDBOX_H
#define MILER_SANDBOX_H

#include <miler/base.h>

#include <sys/types.h>

#define SANDBOX_BUFFER ((size_t)64 * 1024)

// ---- Channels: bytes in order, both ways, buffered --------------------------

typedef struct sandbox_channel {
    int fd;              // -1: what is to be read is in memory, what is written goes to `kept`
    bool guarded;        // the other end is not trusted: no signal, no waiting without end
    int32_t patience_ms; // guarded: for one answer, and for any single byte of it
    int64_t until_ms;
    int64_t left_us;     // and so long it may be waited for in all ...
    uint32_t us_per_kib; // ... more of it for what it is given to read
    bool late;           // ... and they were over
    miler_buf *kept;     // may be NULL: nobody wants it
    const uint8_t *in;   // read, not yet taken
    size_t in_left;
    size_t out_len;
    uint8_t in_room[SANDBOX_BUFFER];
    uint8_t out[SANDBOX_BUFFER];
} sandbox_channel;

void sandbox_channel_init(sandbox_channel *ch, int fd);
// For tests and fuzzing: the other end has said just this, and is gone.
void sandbox_channel_said(sandbox_channel *ch, const void *bytes, size_t len);
// Errors: IO (the other end is gone, or silent for too long).
miler_status sandbox_put(sandbox_channel *ch, const void *bytes, size_t len, miler_error *err) MILER_CHECK;
miler_status sandbox_flush(sandbox_channel *ch, miler_error *err) MILER_CHECK; // an answer is awaited now
miler_status sandbox_get(sandbox_channel *ch, void *out, size_t len, miler_error *err) MILER_CHECK;

// ---- Walls --------------------------------------------------------------------

typedef struct sandbox_walls {
    bool own_process; // false: there is no sandbox at all
    bool limits;      // memory, computing time, no files, no processes, no core
    bool memory;      // ... memory is among them
    bool no_new_privileges;
    int32_t landlock_abi; // 0 none
    bool seccomp;
} sandbox_walls;

typedef struct sandbox_options {
    void (*work)(sandbox_channel *ch); // what a child does, until its channel ends
    uint64_t memory_bytes;
    uint32_t computing_s;
    int32_t patience_ms; // for an answer, computing or not
    int64_t all_ms;      // for all its answers, as long as it was waited for them, and ...
    uint32_t us_per_kib; // ... so much more for what it is given to read
    bool no_seccomp;     // for tests of the other walls, which are behind it
} sandbox_options;
void sandbox_options_init(sandbox_options *options, void (*work)(sandbox_channel *ch));

// Within the child, before its first byte. What this system has not, or refuses, is missing in `out`.
void sandbox_raise_walls(const sandbox_options *options, sandbox_walls *out);
// "files are read in a process of its own each: limits, no new privileges, Landlock ABI 7, seccomp", and
// what is missing. NULL: no process at all.
void sandbox_walls_print(char *out, size_t out_size, const sandbox_walls *walls);
#define SANDBOX_WALLS_TEXT ((size_t)240)
bool sandbox_walls_whole(const sandbox_walls *walls); // nothing is missing

// ---- The sandbox ----------------------------------------------------------------

#define SANDBOX_CHILDREN_MAX 64u // at a time; a program has some five threads
#define SANDBOX_FILE_FD 4        // in a child: the file that came with it, to be read and no more

typedef struct sandbox sandbox;
typedef struct sandbox_child sandbox_child;
// Forks the zygote. To be called before there are threads or a store.
// Errors: IO, NOMEM.
miler_status sandbox_start(sandbox **out, const sandbox_options *options, miler_error *err) MILER_CHECK;
void sandbox_stop(sandbox *s); // NULL is fine; its children end
// Which walls stand, as a child found them; NULL: no sandbox. Not to be asked by two threads at once.
// Error: NOMEM.
miler_status sandbox_protection(sandbox *s, const sandbox_walls **out, miler_error *err) MILER_CHECK;
pid_t sandbox_pid(const sandbox *s); // of the zygote, for tests
// Is the zygote there? NULL: nobody has to be.
bool sandbox_stands(const sandbox *s);

// A child for one file. `fd`: a file that it may read at SANDBOX_FILE_FD, -1 none.
// Errors: IO (the zygote is gone, no process to be had), NOMEM.
miler_status sandbox_child_open(sandbox *s, int fd, sandbox_child **out, miler_error *err) MILER_CHECK;
void sandbox_child_close(sandbox_child *child); // kills it; NULL is fine
sandbox_channel *sandbox_child_channel(sandbox_child *child);
// After put, flush or get failed: what became of it. LIMIT (it took too long), FORMAT (its bytes broke
// the reader); BUSY (the system killed it) and IO (nobody is there) are not the file's doing. Nothing more can
// be asked of it.
miler_status sandbox_child_end(sandbox_child *child, miler_error *err) MILER_CHECK;
// For tests and fuzzing: a child without a process that has said just this.
miler_status sandbox_child_said(sandbox_child **out, const void *bytes, size_t len,
                                miler_error *err) MILER_CHECK;
// The signal that ended it, 0 none: after sandbox_child_end(), for tests.
int sandbox_child_signal(const sandbox_child *child);

#endif
