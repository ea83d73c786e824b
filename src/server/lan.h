// SPDX-License-Identifier: MIT
// `miler serve --lan`: the phone at the track. Others on the same network come in
// after they have paired: the address with a token in it, which the terminal shows
// as a QR code, gives them a cookie. This machine itself needs none.
//
// Token and cookies are 128 bits of chance each, live as long as the server, and are
// kept as hashes. Wrong tokens are counted, and soon nobody is listened to for a
// while. Whoever comes from beyond this machine's own networks is refused.
#ifndef MILER_LAN_H
#define MILER_LAN_H

#include <miler/base.h>
#include <stdio.h>

#define LAN_TOKEN_MAX 24 // letters of 128 bits, base64url, and the end
#define LAN_HASH 16
#define LAN_PHONES_MAX 16 // the one that paired first gives way
#define LAN_ADDRESSES_MAX 8
#define LAN_COOKIE_MAX 120

typedef struct lan {
    bool on;
    char token[LAN_TOKEN_MAX];
    uint8_t token_hash[LAN_HASH];
    uint8_t phones[LAN_PHONES_MAX][LAN_HASH];
    size_t phone_count; // ever paired
    double tries;       // that are left
    int64_t tried_ms;
    char addresses[LAN_ADDRESSES_MAX][48]; // of this machine, without loopback
    uint32_t masks[LAN_ADDRESSES_MAX];     // of their networks
    size_t address_count;
} lan;

// The addresses of this machine alone: nobody pairs.
void lan_look(lan *l);
// Errors: UNSUPPORTED (this machine is in no network).
miler_status lan_open(lan *l, miler_error *err) MILER_CHECK;
// The address to open, and its code where it can be drawn.
void lan_tell(const lan *l, uint16_t port, FILE *out);

bool lan_is_loopback(const char *peer);
bool lan_is_near(const lan *l, const char *peer); // in one network with this machine, next to it
// Does the Cookie header name one of ours? NULL: no.
bool lan_knows(const lan *l, const char *cookies);
// The status of the answer to a try with `token`: 303 and a cookie to set, 403, or 429.
int lan_pair(lan *l, const char *token, int64_t now_ms, char cookie[LAN_COOKIE_MAX]);

#endif
