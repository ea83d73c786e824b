// SPDX-License-Identifier: MIT
// Answers that were given, kept until the store or the day is another: asked again,
// they cost the event loop a look. Each has a tag made of its bytes, so that a
// browser that has them already is told so (304), also after the store changed and
// the answer did not.
#ifndef MILER_CACHE_H
#define MILER_CACHE_H

#include <miler/base.h>

#define CACHE_ENTRIES 64
#define CACHE_ENTRY_MAX ((size_t)1 << 20) // bytes of one answer that is kept
#define CACHE_ALL_MAX ((size_t)8 << 20)   // of all of them
#define CACHE_TAG_MAX 40

typedef struct cache_entry {
    char *target; // NULL: an empty place
    char *body;
    size_t target_size, body_len;
    const char *media_type; // static text
    char policy[400], download[80];
    char tag[CACHE_TAG_MAX];
    uint64_t used;
} cache_entry;

typedef struct cache {
    int64_t version;
    int32_t day;
    size_t bytes;
    uint64_t clock;
    cache_entry entries[CACHE_ENTRIES];
} cache;

// What is kept for another version or day is dropped first. NULL: it is not here.
const cache_entry *cache_find(cache *c, int64_t version, int32_t day, const char *target);
// Copies all of it; does nothing where that is too much, or memory short.
typedef struct cache_answer {
    const char *media_type, *policy, *download, *tag;
    const void *body;
    size_t body_len;
} cache_answer;
void cache_put(cache *c, int64_t version, int32_t day, const char *target, const cache_answer *answer);
void cache_clear(cache *c);

void cache_tag(const void *body, size_t len, char out[CACHE_TAG_MAX]); // "\"6f1c...\""
bool cache_tag_matches(const char *none_match, const char *tag);       // NULL: it does not

#endif
