// SPDX-License-Identifier: MIT
// Who may ask: the guard in front of the routes.
//
//   - one Host, and it is this server's own: a page elsewhere that has rebound its
//     name to 127.0.0.1 still sends its own
//   - nothing that a page of another site makes a browser send (Sec-Fetch-Site, Origin)
//   - one length, or chunks, never both: nobody between may read it differently
//   - from this machine, or (--lan) from a phone nearby that has paired, or
//     (--address, --name) from whoever has signed in: then this machine, too
//   - on this machine nobody but the account that started it, and root, where no password is asked for
//   - what changes something says that it brings JSON or bytes, which a form of
//     another site cannot say without asking first, and is refused then
#ifndef MILER_ACCESS_H
#define MILER_ACCESS_H

#include "server/door.h"
#include "server/http.h"
#include "server/lan.h"

typedef struct access_rules {
    uint16_t port;
    const lan *lan;      // NULL: nobody but this machine
    door *door;          // NULL: no password
    const char *address; // that it listens on, where that is told; NULL
    const char *name;    // of the proxy that speaks HTTPS; NULL: none
    int64_t now_ms;
} access_rules;

typedef struct access_refusal {
    int status; // 0: come in
    const char *why, *remedy;
} access_refusal;

// Is it asked under this server's name, and by no other site? For the address at which phones pair.
access_refusal access_check_name(const access_rules *rules, const http_request *request);
// Who asks, for counting wrong passwords: what the proxy on this machine says, else the other side. The proxy
// puts the address it was asked from last; before that may stand whatever a stranger has written.
const char *access_peer(const access_rules *rules, const http_request *request);
access_refusal access_check(const access_rules *rules, const http_request *request);
// The last of these rules, once it is known that there is such a route.
access_refusal access_check_change(const http_request *request);

#endif
