// SPDX-License-Identifier: MIT
// `miler serve --address`: the page for whoever knows the password, from wherever.
// Who signs in is given a cookie of 256 bits of chance. The server keeps a hash of
// it, for a week without a word and a month at most; it goes with signing out, with
// a new password, and with the server.
//
// Wrong passwords are counted, by address (a network of IPv6 is one) and all
// together: ten at once, then one a minute. From where somebody has signed in before, strangers
// elsewhere cannot use the tries up. Threads: any; a lock is within.
#ifndef MILER_DOOR_H
#define MILER_DOOR_H

#include "app/app_password.h"
#include "server/browser.h"

#define DOOR_COOKIE_MAX 140
#define DOOR_PEER_MAX 48
#define DOOR_SESSIONS_MAX 32 // who was quiet the longest gives way

typedef struct door door;
typedef struct door_asker {
    const char *peer, *cookies; // cookies NULL: none
    const char *browser;        // in words; NULL: not known
    int64_t now_ms;
} door_asker;

// Somebody who has signed in, as others may be told: nothing of the cookie.
typedef struct door_guest {
    int64_t session, born_ms, seen_ms;
    char peer[DOOR_PEER_MAX]; // from where
    char browser[BROWSER_MAX];
} door_guest;

miler_status door_open(const miler_alloc *alloc, bool secure, door **out, miler_error *err) MILER_CHECK;
void door_close(door *d); // NULL is fine

// What the store keeps now: a new password signs everybody out.
void door_kept(door *d, const char kept[APP_PASSWORD_HASH]);
// Does the Cookie header (NULL: none) name somebody who has signed in?
bool door_knows(door *d, const char *cookies, int64_t now_ms);
// The number of that session, for what goes on for longer than a request; 0: none.
int64_t door_session(door *d, const char *cookies, int64_t now_ms);
// Whether that session is one still. To ask does not make it any younger.
bool door_stands(door *d, int64_t session, int64_t now_ms);
// Whether one more try may be made from this address. It is counted.
bool door_may_try(door *d, const char *peer, int64_t now_ms);
// Takes its time. The status of the answer: 200 and a cookie to set, or 401. The session that `cookies`
// (NULL: none) name ends with the new one.
int door_sign_in(door *d, const char *password, const door_asker *who, char cookie[DOOR_COOKIE_MAX]);
// The one whose cookie it is, or everybody. How many are signed in still.
size_t door_sign_out(door *d, const char *cookies, bool everybody, char cookie[DOOR_COOKIE_MAX]);
size_t door_count(door *d);
// All of them, who signed in first at the head. How many.
size_t door_list(door *d, int64_t now_ms, door_guest out[DOOR_SESSIONS_MAX]);
bool door_end(door *d, int64_t session, int64_t now_ms);        // false: there is none of that number
void door_forget_cookie(door *d, char cookie[DOOR_COOKIE_MAX]); // what takes it from the browser

#endif
