// SPDX-License-Identifier: MIT
// Who is connected, and how long they take to ask. libevent waits fifteen seconds for each piece of a
// request: whoever sends a letter every ten holds a connection for ever, and 256 of them hold them all. So
// the whole of a request has to be there within a time that grows with what has come, what has come of all
// of them together has a bound, and one address has no more than its share of the connections.
//
// A connection has a place from its beginning, and its file as soon as libevent has given it one, in the same
// turn of the loop. Who has that number next takes the place of who had it: there are no more places in use
// than files. Whoever must go is shut down: libevent then finds the end of the connection and frees it. That
// the number is still theirs is looked at first: a socket to a child that reads a file may have it by then.
//
// Where no file is left for a newcomer those make room who have said nothing yet, or not all of it, for the
// longest time: who holds connections to keep others out has to come again each second, as they do.
#ifndef MILER_GUESTS_H
#define MILER_GUESTS_H

#include <miler/base.h>

#include "server/head.h"

#define GUESTS_FILES 512         // files of connections are numbered lower
#define GUESTS_MAX 1024          // places: of all files, and of who came in this turn of the loop
#define GUESTS_PATIENCE_MS 10000 // for the head of a request (ASVS 15.2.2) ...
#define GUESTS_BYTES_PER_MS 8    // ... and a second more for each 8 KB of its body: a very slow phone
#define GUESTS_HELD_MAX ((size_t)64 << 20) // bytes of requests that are not whole yet, of all together
#define GUESTS_HELD_FREE                                                                                     \
    ((size_t)1 << 18)        // who has sent less than this is not to blame: all may have so much
#define GUESTS_EACH_MAX 32   // connections of one address; this machine's own are not counted
#define GUESTS_GRACE_MS 1000 // nobody makes room sooner
#define GUESTS_ROOM 32       // so many make room at a time

typedef struct guest {
    struct guests *all;
    const void *key;  // its buffer in libevent; NULL: a free place
    void *way;        // and what that belongs to
    int fd;           // -1: came in this turn of the loop
    uint64_t file;    // which file has that number: another may be given it
    int64_t came_ms;  // on a clock that never goes back, as all of these
    int64_t began_ms; // the first byte of a request that is not whole; 0: none
    bool asked;       // has sent a whole request once
    bool goes;        // was shut down to make room
    bool looked_at;   // whose it is was asked ...
    bool foreign;     // ... and it is another account's of this machine
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
bool guests_full(const guests *g);
// One who came and has no file yet; NULL: there is none any more. It is told with guests_meet().
guest *guests_newcomer(guests *g);
void guests_meet(guest *one, int fd); // -1: is gone again
// So many bytes more of a request came through the file.
void guests_send(guest *one, int fd, size_t bytes, int64_t now_ms);
// The request that came through the file is whole. How its head stood; all well where nobody is known.
head_lines guests_ask(guests *g, int fd);
// Whether it is another account's of this machine, which `ours` tells: asked once for each connection.
bool guests_foreign(guests *g, int fd, bool ours(int fd));
// No file is left: those go who have let others wait for the longest time without a whole request.
void guests_make_room(guests *g, int64_t now_ms);
// Each second: shuts down who takes too long or has too many connections.
void guests_look(guests *g, int64_t now_ms);

#endif
