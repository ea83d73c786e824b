// SPDX-License-Identifier: MIT
#include "server/lan.h"

#include "render/qr.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>

#define COOKIE_NAME "miler"
#define TRIES_MOST 10.0 // wrong tokens at once
#define TRY_EACH_S 6.0  // then one in so long

static void hash(const char *text, uint8_t out[LAN_HASH]) {
    (void)crypto_generichash(out, LAN_HASH, (const unsigned char *)text, strlen(text), NULL, 0);
}

static void chance(char out[LAN_TOKEN_MAX]) {
    uint8_t bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(out, LAN_TOKEN_MAX, bytes, sizeof bytes,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

// ---- Addresses

static uint32_t number_of(const char *address) { // IPv4; 0: it is none
    struct in_addr in;
    return inet_pton(AF_INET, address, &in) == 1 ? ntohl(in.s_addr) : 0;
}

bool lan_is_loopback(const char *peer) {
    static const char mapped[] = "::ffff:"; // of a socket that listens for both
    if (strncmp(peer, mapped, sizeof mapped - 1) == 0) peer += sizeof mapped - 1;
    return number_of(peer) >> 24 == 127 || strcmp(peer, "::1") == 0;
}

bool lan_is_near(const lan *l, const char *peer) {
    const uint32_t n = number_of(peer);
    for (size_t i = 0; n != 0 && i < l->address_count; i++)
        if ((n & l->masks[i]) == (number_of(l->addresses[i]) & l->masks[i])) return true;
    return false;
}

static void take_address(lan *l, const struct ifaddrs *at) {
    struct sockaddr_in in, mask;
    char *text = l->addresses[l->address_count];
    if (at->ifa_addr == NULL || at->ifa_netmask == NULL || at->ifa_addr->sa_family != AF_INET) return;
    memcpy(&in, at->ifa_addr, sizeof in);
    memcpy(&mask, at->ifa_netmask, sizeof mask);
    if (inet_ntop(AF_INET, &in.sin_addr, text, sizeof l->addresses[0]) == NULL || lan_is_loopback(text))
        return;
    l->masks[l->address_count++] = ntohl(mask.sin_addr.s_addr);
}

static void find_addresses(lan *l) {
    struct ifaddrs *list = NULL;
    if (getifaddrs(&list) != 0) return;
    for (const struct ifaddrs *at = list; at != NULL && l->address_count < LAN_ADDRESSES_MAX;
         at = at->ifa_next)
        take_address(l, at);
    freeifaddrs(list);
}

void lan_look(lan *l) {
    *l = (lan){.on = false};
    find_addresses(l);
}

miler_status lan_open(lan *l, miler_error *err) {
    *l = (lan){.on = true, .tries = TRIES_MOST};
    find_addresses(l);
    if (l->address_count == 0) {
        const miler_status status = miler_fail(err, MILER_ERR_UNSUPPORTED, "this machine is in no network");
        miler_error_remedy(err, "join the network of the phone, or serve without --lan");
        return status;
    }
    chance(l->token);
    hash(l->token, l->token_hash);
    return MILER_OK;
}

// ---- The terminal

// Two rows of squares in one row of letters, dark on light whatever the terminal's colours.
static void draw(const qr_code *qr, FILE *out) {
    static const char *const halves[4] = {"\342\226\210", "\342\226\204", "\342\226\200", " "};
    const int from = -QR_QUIET / 2, to = qr->side + QR_QUIET / 2;
    for (int y = from; y < to; y += 2) {
        (void)fputs("\033[97;40m", out);
        for (int x = from; x < to; x++) {
            int dark = 0;
            for (int half = 0; half < 2; half++) {
                const int row = y + half;
                const bool inside = x >= 0 && row >= 0 && x < qr->side && row < qr->side;
                if (inside && qr->set[row * qr->side + x]) dark |= half == 0 ? 1 : 2;
            }
            (void)fputs(halves[dark], out);
        }
        (void)fputs("\033[0m\n", out);
    }
}

bool lan_url(const lan *l, uint16_t port, const char *to, char *out, size_t size) {
    const int len = snprintf(out, size, "http://%s:%u/pair?token=%s%s%s", l->addresses[0], (unsigned)port,
                             l->token, to[0] != '\0' ? "&to=" : "", to);
    return len > 0 && (size_t)len < size;
}

void lan_tell(const lan *l, uint16_t port, FILE *out) {
    char url[120];
    qr_code qr;
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (size_t i = 0; i < l->address_count; i++)
        (void)fprintf(out, "for a phone in this network: http://%s:%u/pair?token=%s\n", l->addresses[i],
                      (unsigned)port, l->token);
    if (arena != NULL && lan_url(l, port, "", url, sizeof url) && qr_make(url, arena, &qr, NULL) == MILER_OK)
        draw(&qr, out);
    miler_arena_free(arena);
}

// ---- Phones

// The phone whose cookie has this value.
static int64_t phone_with(const lan *l, const char *value) {
    uint8_t mine[LAN_HASH];
    int64_t phone = 0;
    hash(value, mine);
    for (size_t i = 0; i < LAN_PHONES_MAX; i++) {
        const bool same = sodium_memcmp(mine, l->phones[i].hash, LAN_HASH) == 0;
        if (same && l->phones[i].id != 0) phone = l->phones[i].id;
    }
    return phone;
}

int64_t lan_phone_of(const lan *l, const char *cookies) {
    static const char name[] = COOKIE_NAME "=";
    int64_t phone = 0;
    for (const char *at = cookies; at != NULL && *at != '\0' && phone == 0;) {
        const size_t len = strcspn(at, ";");
        char value[LAN_TOKEN_MAX];
        if (len > sizeof name - 1 && len < sizeof name - 1 + sizeof value &&
            strncmp(at, name, sizeof name - 1) == 0) {
            (void)snprintf(value, sizeof value, "%.*s", (int)(len - (sizeof name - 1)), at + sizeof name - 1);
            phone = phone_with(l, value);
        }
        at += len;
        at += strspn(at, "; ");
    }
    return phone;
}

bool lan_knows(const lan *l, const char *cookies) {
    return lan_phone_of(l, cookies) != 0;
}

void lan_seen(lan *l, const char *cookies, int64_t now_ms) {
    const int64_t phone = lan_phone_of(l, cookies);
    for (size_t i = 0; phone != 0 && i < LAN_PHONES_MAX; i++)
        if (l->phones[i].id == phone) l->phones[i].seen_ms = now_ms;
}

bool lan_stands(const lan *l, int64_t phone) {
    for (size_t i = 0; i < LAN_PHONES_MAX; i++)
        if (phone != 0 && l->phones[i].id == phone) return true;
    return false;
}

bool lan_forget(lan *l, int64_t phone) {
    for (size_t i = 0; i < LAN_PHONES_MAX; i++) {
        if (phone == 0 || l->phones[i].id != phone) continue;
        l->phones[i] = (lan_phone){.id = 0};
        return true;
    }
    return false;
}

void lan_forget_cookie(char *cookie, size_t size) {
    (void)snprintf(cookie, size, COOKIE_NAME "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

void lan_forget_all(lan *l) {
    for (size_t i = 0; i < LAN_PHONES_MAX; i++)
        l->phones[i] = (lan_phone){.id = 0};
}

// A free place, or that of the phone that paired first.
static lan_phone *place_for_one(lan *l) {
    lan_phone *place = &l->phones[0];
    for (size_t i = 1; i < LAN_PHONES_MAX; i++)
        if (l->phones[i].id < place->id) place = &l->phones[i];
    return place;
}

int lan_pair(lan *l, const char *token, const lan_asker *who, char cookie[LAN_COOKIE_MAX]) {
    uint8_t mine[LAN_HASH];
    char value[LAN_TOKEN_MAX];
    const double waited_s = (double)(who->now_ms - l->tried_ms) / 1000;
    if (waited_s > 0) l->tries = fmin(TRIES_MOST, l->tries + waited_s / TRY_EACH_S);
    l->tried_ms = who->now_ms;
    if (l->tries < 1) return 429;
    hash(token, mine);
    if (sodium_memcmp(mine, l->token_hash, LAN_HASH) != 0) {
        l->tries -= 1;
        return 403;
    }
    (void)lan_forget(l, lan_phone_of(l, who->cookies));
    chance(value);
    lan_phone *phone = place_for_one(l);
    *phone = (lan_phone){.id = ++l->last_id, .paired_ms = who->now_ms, .seen_ms = who->now_ms};
    browser_words(who->agent, phone->browser);
    (void)snprintf(phone->address, sizeof phone->address, "%s", who->peer);
    hash(value, phone->hash);
    (void)snprintf(cookie, LAN_COOKIE_MAX, COOKIE_NAME "=%s; Path=/; HttpOnly; SameSite=Strict", value);
    return 303;
}
