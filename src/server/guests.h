// SPDX-License-Identifier: MIT
// Who is connected, and how long they take to ask. libevent waits fifteen seconds for each piece of a
// request: whoever sends a letter every ten holds a connection for ever, and 256 of them hold them all. So
// the whole of a request has to be there within a time that grows with what has come, what has come of all
// of them together has a bound, and one address has no more than its share of the connections.
//
// A connection has a place from its beginning, but its file shows with its first byte: a silent one is ended
// by libevent, unseen, so its place is given again after a while. Whoever must go is shut down: libevent then
// finds the end of the connection and frees it.
#ifndef MILER_GUESTS_H
#define MILER_GUESTS_H

#include <miler/base.h>

#include "server/head.h"

#define GUESTS_MAX 4096          // places: silent ones that have gone hold theirs for a while
#define GUESTS_FILES 512         // files of connections are numbered lower
#define GUESTS_SILENT_MS 20000   // libevent has ended such a connection by then
#define GUESTS_PATIENCE_MS 10000 // for the head of a request (ASVS 15.2.2) ...
#define GUESTS_BYTES_PER_MS 8    // ... and a second more for each 8 KB of its body: a very slow phone
#define GUESTS_HELD_MAX ((size_t)64 << 20) // bytes of requests that are not whole yet, of all together
#define GUESTS_HELD_FREE                                                                                     \
    ((size_t)1 << 18)      // who has sent less than this is not to blame: all may have so much
#define GUESTS_EACH_MAX 32 // connections of one address; this machine's own are not counted

typedef struct guest {
    struct guests *all;
    const void *key;  // its buffer in libevent; NULL: a free place
    void *way;        // and what that belongs to
    int fd;           // -1: has sent nothing yet
    int64_t came_ms;  // on a clock that never goes back, as all of these
    int64_t began_ms; // the first byte of a request that is not whole; 0: none
    size_t held;
    head_lines head;
} guest;

typedef struct guests {
    guest each[GUESTS_MAX];
    guest *of_file[GUESTS_FILES];
    size_t next; // the place to look at first
    size_t held;
} guests;

// NULL: there is no place, and nobody should be let in until there is.
guest *guests_come(guests *g, const void *key, void *way, int64_t now_ms);
bool guests_full(const guests *g, int64_t now_ms);
// So many bytes more of a request came through the file.
void guests_send(guest *one, int fd, size_t bytes, int64_t now_ms);
// The request that came through the file is whole. How its head stood; all well where nobody is known.
head_lines guests_ask(guests *g, int fd);
// Each second: shuts down who takes too long or has too many connections.
void guests_look(guests *g, int64_t now_ms);

#endif
