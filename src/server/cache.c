// SPDX-License-Identifier: MIT
#include "server/cache.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void drop(cache *c, cache_entry *e) {
    if (e->target == NULL) return;
    c->bytes -= e->body_len;
    (void)miler_resize(NULL, e->target, e->target_size, 0);
    (void)miler_resize(NULL, e->body, e->body_len + 1, 0);
    *e = (cache_entry){.target = NULL};
}

void cache_clear(cache *c) {
    for (size_t i = 0; i < CACHE_ENTRIES; i++)
        drop(c, &c->entries[i]);
}

static void of_today(cache *c, int64_t version, int32_t day) {
    if (c->version == version && c->day == day) return;
    cache_clear(c);
    c->version = version;
    c->day = day;
}

static cache_entry *find(cache *c, const char *target) {
    for (size_t i = 0; i < CACHE_ENTRIES; i++)
        if (c->entries[i].target != NULL && strcmp(c->entries[i].target, target) == 0) return &c->entries[i];
    return NULL;
}

const cache_entry *cache_find(cache *c, int64_t version, int32_t day, const char *target) {
    of_today(c, version, day);
    cache_entry *e = find(c, target);
    if (e != NULL) e->used = ++c->clock;
    return e;
}

// An empty place, or that of the answer nobody has asked for the longest.
static cache_entry *oldest(cache *c) {
    cache_entry *found = &c->entries[0];
    for (size_t i = 0; i < CACHE_ENTRIES; i++) {
        if (c->entries[i].target == NULL) return &c->entries[i];
        if (c->entries[i].used < found->used) found = &c->entries[i];
    }
    return found;
}

static void make_room(cache *c, size_t len) {
    while (c->bytes + len > CACHE_ALL_MAX) {
        cache_entry *found = NULL;
        for (size_t i = 0; i < CACHE_ENTRIES; i++) {
            cache_entry *e = &c->entries[i];
            if (e->target != NULL && (found == NULL || e->used < found->used)) found = e;
        }
        if (found == NULL) return;
        drop(c, found);
    }
}

void cache_put(cache *c, int64_t version, int32_t day, const char *target, const cache_answer *answer) {
    of_today(c, version, day);
    if (answer->body_len > CACHE_ENTRY_MAX || find(c, target) != NULL) return;
    make_room(c, answer->body_len);
    cache_entry *e = oldest(c);
    drop(c, e);
    const size_t size = strlen(target) + 1;
    char *name = miler_resize(NULL, NULL, 0, size);
    char *body = miler_resize(NULL, NULL, 0, answer->body_len + 1);
    if (name == NULL || body == NULL) {
        (void)miler_resize(NULL, name, size, 0);
        (void)miler_resize(NULL, body, answer->body_len + 1, 0);
        return;
    }
    memcpy(name, target, size);
    memcpy(body, answer->body, answer->body_len);
    *e = (cache_entry){.target = name,
                       .body = body,
                       .target_size = size,
                       .body_len = answer->body_len,
                       .media_type = answer->media_type,
                       .used = ++c->clock};
    (void)snprintf(e->policy, sizeof e->policy, "%s", answer->policy);
    (void)snprintf(e->download, sizeof e->download, "%s", answer->download);
    (void)snprintf(e->tag, sizeof e->tag, "%s", answer->tag);
    c->bytes += answer->body_len;
}

void cache_tag(const void *body, size_t len, char out[CACHE_TAG_MAX]) {
    unsigned char hash[16];
    char hex[2 * sizeof hash + 1];
    (void)crypto_generichash(hash, sizeof hash, body, len, NULL, 0);
    (void)snprintf(out, CACHE_TAG_MAX, "\"%s\"", sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
}

bool cache_tag_matches(const char *none_match, const char *tag) {
    return none_match != NULL && tag[0] != '\0' &&
           (strcmp(none_match, "*") == 0 || strstr(none_match, tag) != NULL);
}
