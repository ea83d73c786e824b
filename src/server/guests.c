// SPDX-License-Identifier: MIT
#include "server/guests.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

static uint64_t file_of(int fd) { // 0: none is open
    struct stat st;
    return fstat(fd, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

static void leave(guest *one) {
    guests *g = one->all;
    g->held -= one->held;
    if (one->fd >= 0 && g->of_file[one->fd] == one) g->of_file[one->fd] = NULL;
    one->key = NULL;
}

guest *guests_come(guests *g, const void *key, void *way, int64_t now_ms) {
    for (size_t i = 0; i < GUESTS_MAX; i++) {
        guest *one = &g->each[g->next];
        g->next = (g->next + 1) % GUESTS_MAX;
        if (one->key != NULL) continue;
        *one = (guest){.all = g, .key = key, .way = way, .fd = -1, .came_ms = now_ms};
        return one;
    }
    return NULL;
}

bool guests_full(const guests *g) {
    for (size_t i = 0; i < GUESTS_MAX; i++)
        if (g->each[i].key == NULL) return false;
    return true;
}

guest *guests_newcomer(guests *g) {
    for (size_t i = 0; i < GUESTS_MAX; i++)
        if (g->each[i].key != NULL && g->each[i].fd < 0) return &g->each[i];
    return NULL;
}

// The number of a file is given again: who had it before is gone.
static void take_file(guest *one, int fd) {
    guest **place = &one->all->of_file[fd];
    if (*place != NULL) leave(*place);
    *place = one;
    one->fd = fd;
    one->file = file_of(fd);
}

void guests_meet(guest *one, int fd) {
    if (fd < 0 || fd >= GUESTS_FILES)
        leave(one);
    else
        take_file(one, fd);
}

void guests_send(guest *one, int fd, size_t bytes, int64_t now_ms) {
    guests *g = one->all;
    if (fd < 0 || fd >= GUESTS_FILES) return;
    if (one->fd != fd) take_file(one, fd);
    if (one->began_ms == 0) one->began_ms = now_ms;
    one->held += bytes;
    g->held += bytes;
    if (g->held > GUESTS_HELD_MAX && one->held > GUESTS_HELD_FREE) (void)shutdown(fd, SHUT_RDWR);
}

bool guests_foreign(guests *g, int fd, bool ours(int fd)) {
    guest *one = fd >= 0 && fd < GUESTS_FILES ? g->of_file[fd] : NULL;
    if (one == NULL) return !ours(fd);
    if (!one->looked_at) one->foreign = !ours(fd);
    one->looked_at = true;
    return one->foreign;
}

head_lines guests_ask(guests *g, int fd) {
    guest *one = fd >= 0 && fd < GUESTS_FILES ? g->of_file[fd] : NULL;
    if (one == NULL) return (head_lines){0};
    const head_lines head = one->head;
    g->held -= one->held;
    one->held = 0;
    one->began_ms = 0;
    one->asked = true;
    one->head = (head_lines){0};
    return head;
}

// The other side's address; false: no connection, or one of this machine.
static bool peer_of(int fd, struct in6_addr *out, bool *connected) {
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    void *raw = &address;
    *connected = getpeername(fd, raw, &len) == 0;
    memset(out, 0, sizeof *out);
    if (!*connected) return false;
    if (address.ss_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, &address, sizeof in);
        if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr)) { // a socket for both
            memcpy(out, in.sin6_addr.s6_addr + 12, 4);
            return in.sin6_addr.s6_addr[12] != 127;
        }
        memcpy(out, &in.sin6_addr, 8); // a network of sixty-four bits is one home
        return memcmp(&in.sin6_addr, &in6addr_loopback, sizeof in.sin6_addr) != 0;
    }
    struct sockaddr_in in;
    memcpy(&in, &address, sizeof in);
    memcpy(out, &in.sin_addr, sizeof in.sin_addr);
    return address.ss_family == AF_INET && ntohl(in.sin_addr.s_addr) >> 24 != 127;
}

static void look_at_time(guest *one, bool connected, int64_t now_ms) {
    const int64_t patience_ms = GUESTS_PATIENCE_MS + (int64_t)(one->held / GUESTS_BYTES_PER_MS);
    if (!connected)
        leave(one);
    else if (one->began_ms != 0 && now_ms - one->began_ms > patience_ms)
        (void)shutdown(one->fd, SHUT_RDWR);
}

// Since when others wait for it; 0: for nothing.
static int64_t waits_since(const guest *one) {
    if (one == NULL || one->goes) return 0;
    return one->asked ? one->began_ms : one->came_ms;
}

// Who went and whose number is another's by now: not even a connection's, perhaps.
static void see_off(guests *g) {
    for (int fd = 0; fd < GUESTS_FILES; fd++)
        if (g->of_file[fd] != NULL && g->of_file[fd]->file != file_of(fd)) leave(g->of_file[fd]);
}

void guests_make_room(guests *g, int64_t now_ms) {
    see_off(g);
    for (int i = 0; i < GUESTS_ROOM; i++) {
        guest *oldest = NULL;
        for (int fd = 0; fd < GUESTS_FILES; fd++) {
            guest *one = g->of_file[fd];
            const int64_t since = waits_since(one);
            if (since != 0 && (oldest == NULL || since < waits_since(oldest))) oldest = one;
        }
        if (oldest == NULL || now_ms - waits_since(oldest) < GUESTS_GRACE_MS) return;
        oldest->goes = true;
        (void)shutdown(oldest->fd, SHUT_RDWR);
    }
}

// Of the connections of one address those with the highest numbers go, which mostly are the newest.
void guests_look(guests *g, int64_t now_ms) {
    struct in6_addr peers[GUESTS_FILES];
    size_t count = 0;
    see_off(g);
    for (int fd = 0; fd < GUESTS_FILES; fd++) {
        bool connected;
        int same = 0;
        const bool counts = peer_of(fd, &peers[count], &connected);
        if (g->of_file[fd] != NULL) look_at_time(g->of_file[fd], connected, now_ms);
        for (size_t i = 0; counts && i < count; i++)
            same += memcmp(&peers[i], &peers[count], sizeof peers[i]) == 0;
        if (same >= GUESTS_EACH_MAX)
            (void)shutdown(fd, SHUT_RDWR);
        else if (counts)
            count++;
    }
}
