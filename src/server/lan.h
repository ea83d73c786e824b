// SPDX-License-Identifier: MIT
// `miler serve --lan`: the phone at the track. Others on the same network come in
// after they have paired: the address with a token in it, which the terminal shows
// as a QR code, gives them a cookie. This machine itself needs none.
//
// Token and cookies are 128 bits of chance each, live as long as the server, and are
// kept as hashes. Wrong tokens are counted, and soon nobody is listened to for a
// while. Whoever comes from beyond this machine's own networks is refused.
// A phone is forgotten when it signs out, or is signed out by this machine or another phone: who is in may do everything.
// Threads: the event loop alone, but for lan_url.
#ifndef MILER_LAN_H
#define MILER_LAN_H

#include "server/browser.h"

#include <miler/base.h>
#include <stdio.h>

#define LAN_TOKEN_MAX 24 // letters of 128 bits, base64url, and the end
#define LAN_HASH 16
#define LAN_PHONES_MAX 16 // the one that paired first gives way
#define LAN_ADDRESSES_MAX 8
#define LAN_COOKIE_MAX 120
#define LAN_ADDRESS_MAX 48

typedef struct lan_phone {
    int64_t id; // 0: none
    int64_t paired_ms, seen_ms;
    char browser[BROWSER_MAX];
    char address[LAN_ADDRESS_MAX]; // that it paired from
    uint8_t hash[LAN_HASH];        // of its cookie
} lan_phone;

typedef struct lan {
    bool on;
    char token[LAN_TOKEN_MAX];
    uint8_t token_hash[LAN_HASH];
    lan_phone phones[LAN_PHONES_MAX];
    int64_t last_id; // so many have ever paired
    double tries;    // that are left
    int64_t tried_ms;
    char addresses[LAN_ADDRESSES_MAX][LAN_ADDRESS_MAX]; // of this machine, without loopback
    uint32_t masks[LAN_ADDRESSES_MAX];                  // of their networks
    size_t address_count;
} lan;

// The addresses of this machine alone: nobody pairs.
void lan_look(lan *l);
// Errors: UNSUPPORTED (this machine is in no network).
miler_status lan_open(lan *l, miler_error *err) MILER_CHECK;
// The address at which a phone pairs and then stands before `to` (as a query has it, "": the page). False: too long.
bool lan_url(const lan *l, uint16_t port, const char *to, char *out, size_t size);
// The address to open, and its code where it can be drawn.
void lan_tell(const lan *l, uint16_t port, FILE *out);

bool lan_is_loopback(const char *peer);
bool lan_is_near(const lan *l, const char *peer); // in one network with this machine, next to it
// Does the Cookie header name one of ours? NULL: no.
bool lan_knows(const lan *l, const char *cookies);
// The phone whose cookie it is; 0: none.
int64_t lan_phone_of(const lan *l, const char *cookies);
void lan_seen(lan *l, const char *cookies, int64_t now_ms); // whoever's cookie it is, has asked now
bool lan_stands(const lan *l, int64_t phone);               // is it paired still?
typedef struct lan_asker {
    const char *peer, *cookies; // cookies NULL: none
    const char *agent;          // User-Agent; NULL
    int64_t now_ms;
} lan_asker;
// The status of the answer to a try with `token`: 303 and a cookie to set, 403, or 429. A phone that pairs once
// more is one still.
int lan_pair(lan *l, const char *token, const lan_asker *who, char cookie[LAN_COOKIE_MAX]);
bool lan_forget(lan *l, int64_t phone); // false: there is none of that number
void lan_forget_all(lan *l);
void lan_forget_cookie(char *cookie, size_t size); // what takes it from the phone

#endif
