// SPDX-License-Identifier: MIT
#if defined(__linux__)
#define _DEFAULT_SOURCE // struct timeval
#endif
#include "server/account.h"

#if defined(__linux__)
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// The two ends of a connection as the other side has them.
typedef struct ends {
    struct sockaddr_in theirs, ours;
} ends;

typedef struct owner {
    unsigned uid;
    unsigned inode; // 0: closed
} owner;

static bool ends_of(int fd, ends *out) {
    socklen_t theirs = sizeof out->theirs, ours = sizeof out->ours;
    memset(out, 0, sizeof *out);
    return getpeername(fd, (struct sockaddr *)(void *)&out->theirs, &theirs) == 0 &&
           getsockname(fd, (struct sockaddr *)(void *)&out->ours, &ours) == 0;
}

static bool is_here(const struct sockaddr_in *at) {
    return at->sin_family == AF_INET && ntohl(at->sin_addr.s_addr) >> 24 == 127;
}

static bool ask(int line, const ends *e) {
    struct {
        struct nlmsghdr head;
        struct inet_diag_req_v2 wish;
    } m;
    memset(&m, 0, sizeof m);
    m.head = (struct nlmsghdr){
        .nlmsg_len = sizeof m, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST};
    m.wish.sdiag_family = AF_INET;
    m.wish.sdiag_protocol = IPPROTO_TCP;
    m.wish.idiag_states = ~0u;
    m.wish.id.idiag_sport = e->theirs.sin_port;
    m.wish.id.idiag_dport = e->ours.sin_port;
    m.wish.id.idiag_src[0] = e->theirs.sin_addr.s_addr;
    m.wish.id.idiag_dst[0] = e->ours.sin_addr.s_addr;
    m.wish.id.idiag_cookie[0] = m.wish.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    return send(line, &m, sizeof m, 0) == (ssize_t)sizeof m;
}

static bool by_netlink(const ends *e, owner *out) {
    union {
        struct nlmsghdr head;
        char bytes[4096];
    } m;
    const int line = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (line < 0) return false;
    const struct timeval second = {.tv_sec = 1}; // it answers at once, or never
    bool told = setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second) == 0 && ask(line, e);
    const ssize_t n = told ? recv(line, &m, sizeof m, 0) : -1;
    struct inet_diag_msg said;
    told = n >= (ssize_t)NLMSG_LENGTH(sizeof said) && m.head.nlmsg_type == SOCK_DIAG_BY_FAMILY;
    if (told) {
        memcpy(&said, m.bytes + NLMSG_HDRLEN, sizeof said);
        *out = (owner){said.idiag_uid, said.idiag_inode};
    }
    (void)close(line);
    return told;
}

static unsigned long number_at(char **at, int base) {
    *at += strspn(*at, " :");
    return strtoul(*at, at, base);
}

// "0: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000 1000 0 12345": addresses stand there
// in the order of this machine's bytes, ports as they are read.
static bool is_line_of(char *line, const ends *e, owner *out) {
    enum { FROM = 1, FROM_PORT, TO, TO_PORT, HEX = 11, UID = 11, INODE = 13, NUMBERS };
    unsigned long told[NUMBERS];
    for (int i = 0; i < NUMBERS; i++)
        told[i] = number_at(&line, i > 0 && i < HEX ? 16 : 10);
    *out = (owner){(unsigned)told[UID], (unsigned)told[INODE]};
    return told[FROM] == e->theirs.sin_addr.s_addr && told[TO] == e->ours.sin_addr.s_addr &&
           told[FROM_PORT] == ntohs(e->theirs.sin_port) && told[TO_PORT] == ntohs(e->ours.sin_port);
}

static bool by_list(const ends *e, owner *out) {
    char line[512];
    bool told = false;
    FILE *list = fopen("/proc/net/tcp", "re");
    while (!told && list != NULL && fgets(line, sizeof line, list) != NULL)
        told = is_line_of(line, e, out);
    if (list != NULL) (void)fclose(list);
    return told;
}

bool account_is_ours(int fd) {
    ends e;
    owner who;
    if (!ends_of(fd, &e)) return false; // it is gone
    if (!is_here(&e.theirs)) return true;
    if (!by_netlink(&e, &who) && !by_list(&e, &who)) return false;
    return who.inode != 0 && (who.uid == geteuid() || who.uid == 0);
}

bool account_is_told(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    struct sockaddr *any = (struct sockaddr *)(void *)&at;
    const int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int asker = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int met = -1;
    if (door >= 0 && asker >= 0 && bind(door, any, len) == 0 && listen(door, 1) == 0 &&
        getsockname(door, any, &len) == 0 && connect(asker, any, len) == 0)
        met = accept(door, NULL, NULL);
    const bool told = met >= 0 && account_is_ours(met);
    const int all[] = {door, asker, met};
    for (size_t i = 0; i < 3; i++)
        if (all[i] >= 0) (void)close(all[i]);
    return told;
}
#else
bool account_is_ours(int fd) {
    (void)fd;
    return true;
}

bool account_is_told(void) {
    return false;
}
#endif
