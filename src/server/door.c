// SPDX-License-Identifier: MIT
#include "server/door.h"

#include "server/lan.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define NAME_PLAIN "miler-in"
#define NAME_SECURE "__Host-miler-in"
#define TOKEN 32 // bytes
#define TOKEN_TEXT 44
#define IDLE_MS (7 * MILER_MS_PER_DAY)
#define AGE_MS (30 * MILER_MS_PER_DAY)
#define PEERS_MAX 256
#define TRIES_PEER 10.0 // wrong passwords at once
#define TRIES_ALL 30.0
#define PEER_EACH_MS 60000.0 // then one in so long
#define ALL_EACH_MS 2000.0

typedef struct session {
    uint8_t hash[LAN_HASH];
    int64_t born_ms, used_ms; // born_ms 0: empty
    int64_t number;           // never given twice
    char peer[DOOR_PEER_MAX];
    char browser[BROWSER_MAX];
} session;

typedef struct tries {
    char peer[DOOR_PEER_MAX];
    double left;
    int64_t at_ms;
    bool known; // the right password has come from there
} tries;

struct door {
    const miler_alloc *alloc;
    pthread_mutex_t lock;
    const char *name; // of the cookie
    bool secure;
    char kept[APP_PASSWORD_HASH];
    session sessions[DOOR_SESSIONS_MAX];
    int64_t last_number;
    tries peers[PEERS_MAX];
    tries all;
};

static void hash(const char *text, size_t len, uint8_t out[LAN_HASH]) {
    (void)crypto_generichash(out, LAN_HASH, (const unsigned char *)text, len, NULL, 0);
}

miler_status door_open(const miler_alloc *alloc, bool secure, door **out, miler_error *err) {
    door *d = miler_resize(alloc, NULL, 0, sizeof *d);
    *out = d;
    if (d == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *d = (door){.alloc = alloc,
                .name = secure ? NAME_SECURE : NAME_PLAIN,
                .secure = secure,
                .all = {.left = TRIES_ALL}};
    if (pthread_mutex_init(&d->lock, NULL) == 0) return MILER_OK;
    (void)miler_resize(alloc, d, sizeof *d, 0);
    *out = NULL;
    return miler_fail(err, MILER_ERR_IO, "the threads cannot be started");
}

void door_close(door *d) {
    if (d == NULL) return;
    (void)pthread_mutex_destroy(&d->lock);
    sodium_memzero(d->sessions, sizeof d->sessions);
    (void)miler_resize(d->alloc, d, sizeof *d, 0);
}

void door_kept(door *d, const char kept[APP_PASSWORD_HASH]) {
    pthread_mutex_lock(&d->lock);
    if (strcmp(d->kept, kept) != 0) memset(d->sessions, 0, sizeof d->sessions);
    (void)snprintf(d->kept, sizeof d->kept, "%s", kept);
    pthread_mutex_unlock(&d->lock);
}

// ---- Sessions

static bool is_over(const session *s, int64_t now_ms) {
    return s->born_ms == 0 || now_ms - s->used_ms >= IDLE_MS || now_ms - s->born_ms >= AGE_MS;
}

// The session that the cookies name; NULL: none, or one that is over. Every one is looked at, whichever it is.
static session *find(door *d, const char *cookies, int64_t now_ms) {
    const size_t name_len = strlen(d->name);
    session *found = NULL;
    for (const char *at = cookies; at != NULL && *at != '\0'; at += strspn(at, "; ")) {
        const size_t len = strcspn(at, ";");
        uint8_t mine[LAN_HASH];
        const bool named = len > name_len && strncmp(at, d->name, name_len) == 0 && at[name_len] == '=';
        if (named) hash(at + name_len + 1, len - name_len - 1, mine);
        for (size_t i = 0; named && i < DOOR_SESSIONS_MAX; i++) {
            session *s = &d->sessions[i];
            const bool same = sodium_memcmp(mine, s->hash, LAN_HASH) == 0;
            if (same && !is_over(s, now_ms)) found = s;
        }
        at += len;
    }
    return found;
}

int64_t door_session(door *d, const char *cookies, int64_t now_ms) {
    pthread_mutex_lock(&d->lock);
    session *s = d->kept[0] != '\0' ? find(d, cookies, now_ms) : NULL;
    const int64_t number = s != NULL ? s->number : 0;
    if (s != NULL && now_ms > s->used_ms) s->used_ms = now_ms;
    pthread_mutex_unlock(&d->lock);
    return number;
}

bool door_knows(door *d, const char *cookies, int64_t now_ms) {
    return door_session(d, cookies, now_ms) != 0;
}

bool door_stands(door *d, int64_t number, int64_t now_ms) {
    bool stands = false;
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < DOOR_SESSIONS_MAX; i++)
        stands = stands || (d->sessions[i].number == number && !is_over(&d->sessions[i], now_ms));
    pthread_mutex_unlock(&d->lock);
    return stands;
}

static void put_cookie(const door *d, const char *value, const char *more, char out[DOOR_COOKIE_MAX]) {
    (void)snprintf(out, DOOR_COOKIE_MAX, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", d->name, value,
                   d->secure ? "; Secure" : "", more);
}

static void admit(door *d, const door_asker *who, char cookie[DOOR_COOKIE_MAX]) {
    uint8_t bytes[TOKEN];
    char text[TOKEN_TEXT];
    session *place = &d->sessions[0];
    for (size_t i = 1; i < DOOR_SESSIONS_MAX; i++)
        if (d->sessions[i].used_ms < place->used_ms) place = &d->sessions[i];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *place = (session){.born_ms = who->now_ms, .used_ms = who->now_ms, .number = ++d->last_number};
    (void)snprintf(place->peer, sizeof place->peer, "%s", who->peer);
    (void)snprintf(place->browser, sizeof place->browser, "%s", who->browser != NULL ? who->browser : "");
    hash(text, strlen(text), place->hash);
    put_cookie(d, text, "; Max-Age=2592000", cookie);
    sodium_memzero(text, sizeof text);
}

size_t door_count(door *d) {
    size_t count = 0;
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < DOOR_SESSIONS_MAX; i++)
        count += d->sessions[i].born_ms != 0;
    pthread_mutex_unlock(&d->lock);
    return count;
}

size_t door_sign_out(door *d, const char *cookies, bool everybody, char cookie[DOOR_COOKIE_MAX]) {
    pthread_mutex_lock(&d->lock);
    session *s = find(d, cookies, 0);
    if (everybody)
        memset(d->sessions, 0, sizeof d->sessions);
    else if (s != NULL)
        *s = (session){.born_ms = 0};
    put_cookie(d, "", "; Max-Age=0", cookie);
    pthread_mutex_unlock(&d->lock);
    return door_count(d);
}

size_t door_list(door *d, int64_t now_ms, door_guest out[DOOR_SESSIONS_MAX]) {
    size_t count = 0;
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < DOOR_SESSIONS_MAX; i++) {
        const session *s = &d->sessions[i];
        if (is_over(s, now_ms)) continue;
        size_t at = count++;
        for (; at > 0 && out[at - 1].session > s->number; at--)
            out[at] = out[at - 1];
        out[at] = (door_guest){.session = s->number, .born_ms = s->born_ms, .seen_ms = s->used_ms};
        memcpy(out[at].peer, s->peer, sizeof s->peer);
        memcpy(out[at].browser, s->browser, sizeof s->browser);
    }
    pthread_mutex_unlock(&d->lock);
    return count;
}

bool door_end(door *d, int64_t number, int64_t now_ms) {
    bool ended = false;
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < DOOR_SESSIONS_MAX; i++) {
        session *s = &d->sessions[i];
        if (s->number != number || is_over(s, now_ms)) continue;
        *s = (session){.born_ms = 0};
        ended = true;
    }
    pthread_mutex_unlock(&d->lock);
    return ended;
}

void door_forget_cookie(door *d, char cookie[DOOR_COOKIE_MAX]) {
    put_cookie(d, "", "; Max-Age=0", cookie);
}

// ---- Tries

// An address of IPv6 is cheap: its network counts.
static void network_of(const char *peer, char out[DOOR_PEER_MAX]) {
    struct in6_addr six;
    (void)snprintf(out, DOOR_PEER_MAX, "%s", peer);
    if (inet_pton(AF_INET6, peer, &six) != 1) return;
    if (IN6_IS_ADDR_V4MAPPED(&six)) { // one of IPv4, whatever it is written as
        (void)!inet_ntop(AF_INET, &six.s6_addr[12], out, DOOR_PEER_MAX);
        return;
    }
    memset(&six.s6_addr[8], 0, 8);
    (void)!inet_ntop(AF_INET6, &six, out, DOOR_PEER_MAX);
}

// Which of the two places is given away first: that of a stranger, then of who was quiet the longest.
static bool gives_way(const tries *t, const tries *other) {
    return t->known != other->known ? !t->known : t->at_ms < other->at_ms;
}

// The place of this address, or one that is given away.
static tries *place_of(door *d, const char *peer) {
    char network[DOOR_PEER_MAX];
    tries *oldest = &d->peers[0];
    network_of(peer, network);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        if (strcmp(d->peers[i].peer, network) == 0) return &d->peers[i];
        if (gives_way(&d->peers[i], oldest)) oldest = &d->peers[i];
    }
    *oldest = (tries){.left = TRIES_PEER};
    (void)snprintf(oldest->peer, sizeof oldest->peer, "%s", network);
    return oldest;
}

static void refill(tries *t, int64_t now_ms, double most, double each_ms) {
    if (t->at_ms != 0 && now_ms > t->at_ms)
        t->left = fmin(most, t->left + (double)(now_ms - t->at_ms) / each_ms);
    t->at_ms = now_ms;
}

bool door_may_try(door *d, const char *peer, int64_t now_ms) {
    pthread_mutex_lock(&d->lock);
    tries *own = place_of(d, peer);
    refill(own, now_ms, TRIES_PEER, PEER_EACH_MS);
    refill(&d->all, now_ms, TRIES_ALL, ALL_EACH_MS);
    const bool may = own->left >= 1 && (own->known || d->all.left >= 1);
    if (may) own->left -= 1;
    if (may && !own->known) d->all.left -= 1;
    pthread_mutex_unlock(&d->lock);
    return may;
}

static void come_in(door *d, const door_asker *who, char cookie[DOOR_COOKIE_MAX]) {
    session *before = find(d, who->cookies, who->now_ms);
    tries *own = place_of(d, who->peer);
    if (before != NULL) *before = (session){.born_ms = 0};
    admit(d, who, cookie);
    if (!own->known) d->all.left = fmin(TRIES_ALL, d->all.left + 1);
    own->left = TRIES_PEER;
    own->known = true;
}

int door_sign_in(door *d, const char *password, const door_asker *who, char cookie[DOOR_COOKIE_MAX]) {
    char kept[APP_PASSWORD_HASH];
    pthread_mutex_lock(&d->lock);
    memcpy(kept, d->kept, sizeof kept);
    pthread_mutex_unlock(&d->lock);
    const bool fits = app_password_fits(kept, password);
    pthread_mutex_lock(&d->lock);
    const bool in = fits && strcmp(kept, d->kept) == 0; // not another one meanwhile
    if (in) come_in(d, who, cookie);
    pthread_mutex_unlock(&d->lock);
    return in ? 200 : 401;
}
