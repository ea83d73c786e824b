// SPDX-License-Identifier: MIT
// torture_order.h: one page of memory that a driver and the program it tortures share:
// what is to fail, and what was seen. The program has tests/torture/torture_hook.c
// preloaded, which finds the page in the file that TORTURE_PAGE names.
#ifndef TESTS_TORTURE_ORDER_H
#define TESTS_TORTURE_ORDER_H

#include <stdatomic.h>
#include <stdint.h>

enum torture_kind {
    T_ALLOC,  // malloc, calloc, realloc, reallocarray, posix_memalign, aligned_alloc, and all that call them
    T_READ,   // read, pread, readv, fread
    T_WRITE,  // write, pwrite, fwrite and fflush of standard output
    T_SYNC,   // fsync, fdatasync
    T_OPEN,   // open, openat, fopen, mkstemp
    T_CLOSE,  // close
    T_RENAME, // rename
    T_UNLINK, // unlink, rmdir
    T_TRUNCATE, // ftruncate
    T_FOLDER,   // mkdir, mkdtemp, opendir
    T_ACCEPT,   // accept, accept4
    T_SEND,     // send, sendto, writev and write to a socket
    T_RECEIVE,  // recv, recvfrom, readv and read of a socket
    T_PAIR,     // socketpair: the ways to the process that reads files, and to its children
    T_GIVE,     // send, sendmsg and write on those
    T_TAKE,     // recv, recvmsg and read of those
    T_POLL,     // poll
    T_KINDS
};
#define T_BIT(kind) (1u << (kind))
// What may change a file: after any of these a kill leaves another picture.
#define T_CHANGES                                                                                            \
    (T_BIT(T_WRITE) | T_BIT(T_SYNC) | T_BIT(T_RENAME) | T_BIT(T_UNLINK) | T_BIT(T_TRUNCATE) |                \
     T_BIT(T_FOLDER) | T_BIT(T_OPEN))

// How it fails: an errno, or
#define T_SHORT (-1)   // half of the bytes are read or written
#define T_KILL (-2)    // kill -9 before it
#define T_TEAR (-3)    // half of the bytes, then kill -9
#define T_SWALLOW (-4) // nothing is done and success is told: the control that cheats

typedef struct torture_order {
    uint32_t kinds; // bits
    int32_t how;
    uint64_t at;      // the n-th of these kinds, from 1; 0: none
    uint32_t lasting; // and all after it
    atomic_ulong seen;
} torture_order;

#define T_TRAIL 24
#define T_SITES_MAX (1u << 19)
typedef struct torture_site { // one call that may fail
    uint64_t way;             // a number for its kind and the calls that led to it
    uint32_t kind;
    uint32_t brittle; // it goes through a library that is no good without memory
} torture_site;

typedef struct torture_page {
    torture_order orders[2]; // the second may hit what the first has led to
    char home[512];          // only files below it (and standard output) fail
    int64_t now_s;           // what the wall clock says; 0: the truth
    uint32_t hush;           // a control: after a failure the program ends with status 0
    uint32_t want_sites;
    atomic_uint started; // the program was reached
    atomic_ulong seen[T_KINDS];
    atomic_ulong hits; // so many failed
    char by[64];       // the library whose allocation failed last
    uint32_t brittle;  // a library was among the calls that is no good without memory: torture_hook.c
    uint32_t drew;     // with fontconfig, whose caches come and go as they like
    uint32_t trail_count;
    uint64_t trail[T_TRAIL]; // the calls that led to the first failure
    atomic_int unsynced;     // files written, closed and not synced
    uint32_t ended;          // the program came to its normal end
    int64_t live;            // and had so many blocks then
    atomic_uint site_count;
    torture_site sites[T_SITES_MAX]; // in their order
} torture_page;

#endif
