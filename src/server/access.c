// SPDX-License-Identifier: MIT
#include "server/access.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PATH_LEN_MAX 400
#define STRANGER_BODY_MAX 8192 // bytes: a password of a thousand letters, whatever stands for each

static bool is_named(const access_rules *rules, const char *host, const char *name) {
    char expected[80];
    const bool six = name[0] != '[' && strchr(name, ':') != NULL; // IPv6 is written in brackets here
    const int len =
        snprintf(expected, sizeof expected, six ? "[%s]:%u" : "%s:%u", name, (unsigned)rules->port);
    if (strcasecmp(host, expected) == 0) return true;
    if (rules->port != 80 || len < 3 || (size_t)len >= sizeof expected) return false;
    expected[len - 3] = '\0';
    return strcasecmp(host, expected) == 0;
}

static bool own_host(const access_rules *rules, const char *host) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    bool own = false;
    if (host == NULL) return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        own = own || is_named(rules, host, names[i]);
    if (rules->name != NULL) own = own || strcasecmp(host, rules->name) == 0;
    if (rules->address != NULL) own = own || is_named(rules, host, rules->address);
    for (size_t i = 0; rules->lan != NULL && i < rules->lan->address_count; i++)
        own = own || is_named(rules, host, rules->lan->addresses[i]);
    return own;
}

// What anybody may ask: the page itself, which holds nothing of the runner's, and to be let in.
static bool is_open(const http_request *r) {
    return strncmp(r->path, "/app/", 5) == 0 || strcmp(r->path, "/") == 0 ||
           strcmp(r->path, "/api/v1/session") == 0 || strncmp(r->path, "/calendar/", 10) == 0;
}

static bool is_outside(const access_rules *rules, const http_request *r) {
    return rules->door != NULL && !is_open(r) && !door_knows(rules->door, r->cookie, rules->now_ms);
}

// Who is not in may ask to be, and is given no more of the event loop's time than that takes: what they send is
// not even read.
static bool says_too_much(const access_rules *rules, const http_request *r) {
    return r->body_len > STRANGER_BODY_MAX && rules->door != NULL &&
           !door_knows(rules->door, r->cookie, rules->now_ms);
}

// Who is not on this machine has to be near, and to have paired; the address of a calendar is a token itself.
static bool is_stranger(const access_rules *rules, const http_request *r) {
    static const char calendar[] = "/calendar/";
    if (rules->lan == NULL || rules->door != NULL || lan_is_loopback(r->peer)) return false;
    if (strncmp(r->path, calendar, sizeof calendar - 1) == 0) return !lan_is_near(rules->lan, r->peer);
    return !lan_is_near(rules->lan, r->peer) || !lan_knows(rules->lan, r->cookie);
}

static bool is_from_elsewhere(const access_rules *rules, const http_request *r) {
    if (r->site != NULL && strcmp(r->site, "same-origin") != 0 && strcmp(r->site, "none") != 0) return true;
    if (r->origin == NULL) return false;
    if (rules->name != NULL && strncmp(r->origin, "https://", 8) == 0)
        return strcasecmp(r->origin + 8, rules->name) != 0;
    // Under its name it is there by HTTPS alone: another may answer without.
    if (rules->name != NULL && strncmp(r->origin, "http://", 7) == 0 &&
        strcasecmp(r->origin + 7, rules->name) == 0)
        return true;
    return strncmp(r->origin, "http://", 7) != 0 || !own_host(rules, r->origin + 7);
}

static bool is_method(const char *method) {
    static const char *const known[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(method, known[i]) == 0) return true;
    return false;
}

// A form of another site can send text and forms without asking first, never these.
static bool says_its_type(const http_request *r) {
    return strncasecmp(r->type, "application/json", 16) == 0 ||
           strncasecmp(r->type, "application/octet-stream", 24) == 0;
}

const char *access_peer(const access_rules *rules, const http_request *r) {
    if (rules->name == NULL || r->forwarded == NULL || !lan_is_loopback(r->peer)) return r->peer;
    const char *comma = strrchr(r->forwarded, ',');
    const char *last = comma != NULL ? comma + 1 : r->forwarded;
    return last + strspn(last, " \t");
}

access_refusal access_check_name(const access_rules *rules, const http_request *r) {
    static const char elsewhere[] = "requests from other sites are refused";
    if (r->odd & (HTTP_ODD_LENGTHS | HTTP_ODD_CODING))
        return (access_refusal){400, "the length of the request is told in more than one way", ""};
    if (r->odd & HTTP_LOST_BODY) return (access_refusal){500, "out of memory", ""};
    if (r->odd & HTTP_ODD_CHUNKS)
        return (access_refusal){400, "the chunks of the body are not told as they should be", ""};
    if (r->odd & HTTP_ODD_LINES)
        return (access_refusal){400, "the lines of the request's head do not end as they should", ""};
    if (r->odd & HTTP_ODD_VERSION) return (access_refusal){400, "only HTTP/1.0 and 1.1 are spoken here", ""};
    if (r->odd & HTTP_ODD_BODY)
        return (access_refusal){400, "this method takes no body", "leave body and Content-Length out"};
    if ((r->odd & HTTP_ODD_HOSTS) || !own_host(rules, r->host) ||
        (r->target_host != NULL && !own_host(rules, r->target_host)))
        return (access_refusal){403, "this server answers only under its own address",
                                "open the address that miler serve prints"};
    if (is_from_elsewhere(rules, r)) return (access_refusal){403, elsewhere, ""};
    return (access_refusal){0, NULL, NULL};
}

// Another account of this machine has the password, where there is one, or the address of a calendar.
static bool is_foreign(const access_rules *rules, const http_request *r) {
    return r->foreign && rules->door == NULL && strncmp(r->path, "/calendar/", 10) != 0;
}

access_refusal access_check(const access_rules *rules, const http_request *r) {
    const access_refusal refused = access_check_name(rules, r);
    if (refused.status != 0) return refused;
    if (is_foreign(rules, r))
        return (access_refusal){
            403, "this server answers only the account of this machine that started it",
            "to let others in: miler password, then miler serve --address 127.0.0.1 (or --name "
            "HOST behind a proxy)"};
    if (is_outside(rules, r))
        return (access_refusal){401, "nobody has signed in here", "sign in with the password of this miler"};
    if (says_too_much(rules, r)) return (access_refusal){413, "the body is longer than 8 KB", ""};
    if (is_stranger(rules, r))
        return (access_refusal){403, "this device has not paired with the server",
                                "open the address, or the code, that miler serve --lan shows"};
    if (r->path[0] != '/' || strlen(r->path) > PATH_LEN_MAX)
        return (access_refusal){404, "there is nothing at this address", ""};
    if (!is_method(r->method)) return (access_refusal){405, "this method is not answered", ""};
    return (access_refusal){0, NULL, NULL};
}

access_refusal access_check_change(const http_request *r) {
    if (strcmp(r->method, "POST") == 0 && !says_its_type(r))
        return (access_refusal){415, "what changes something is sent as JSON",
                                "send it with Content-Type: application/json"};
    return (access_refusal){0, NULL, NULL};
}
