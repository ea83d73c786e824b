// SPDX-License-Identifier: MIT
// They stand in one setting, a line each: what a store of any version can keep.
#include "app/app_feeds.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY "calendar.feeds"
#define NUMBERS 7

// "id athlete busy start second alarm added hash zone", the zone may be empty. False: it is no such line.
static bool read_line(const char *line, size_t len, app_feed *out) {
    char text[300];
    int64_t n[NUMBERS];
    if (len >= sizeof text) return false;
    (void)snprintf(text, sizeof text, "%.*s", (int)len, line);
    char *at = text;
    for (size_t i = 0; i < NUMBERS; i++) {
        char *end = NULL;
        n[i] = strtoll(at, &end, 10);
        if (end == at || *end != ' ') return false;
        at = end + 1;
    }
    *out = (app_feed){.id = n[0],
                      .athlete_id = n[1],
                      .busy = n[2] != 0,
                      .start_s = (int32_t)n[3],
                      .second_s = (int32_t)n[4],
                      .alarm_min = (int32_t)n[5],
                      .added_ms = n[6]};
    char *blank = strchr(at, ' ');
    if (blank == NULL || blank - at >= APP_FEED_HASH || strlen(blank + 1) >= APP_FEED_ZONE) return false;
    (void)snprintf(out->hash, sizeof out->hash, "%.*s", (int)(blank - at), at);
    (void)snprintf(out->zone, sizeof out->zone, "%s", blank + 1);
    return true;
}

typedef struct feeds {
    app_feed *rows;
    size_t count;
    int64_t last_id;
} feeds;

static miler_status read_all(app *a, miler_arena *arena, feeds *out, miler_error *err) {
    char *text = NULL;
    *out = (feeds){.rows = miler_arena_array(arena, APP_FEEDS_MAX + 1, sizeof(app_feed))};
    if (out->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const miler_status status = store_setting_get(a->store, KEY, arena, &text, err);
    if (status == MILER_ERR_NOT_FOUND) {
        if (err != NULL) miler_error_clear(err);
        return MILER_OK;
    }
    for (const char *at = text; status == MILER_OK && *at != '\0' && out->count < APP_FEEDS_MAX;) {
        const size_t len = strcspn(at, "\n");
        app_feed *row = &out->rows[out->count];
        if (read_line(at, len, row)) {
            out->count++;
            if (row->id > out->last_id) out->last_id = row->id;
        }
        at += len + (at[len] == '\n');
    }
    return status;
}

static miler_status write_all(app *a, const feeds *f, miler_arena *arena, miler_error *err) {
    miler_buf text;
    miler_buf_init(&text, miler_arena_allocator(arena), (size_t)64 * 1024);
    for (size_t i = 0; i < f->count; i++) {
        const app_feed *r = &f->rows[i];
        miler_buf_printf(&text,
                         "%" PRId64 " %" PRId64 " %d %" PRId32 " %" PRId32 " %" PRId32 " %" PRId64 " %s %s\n",
                         r->id, r->athlete_id, r->busy, r->start_s, r->second_s, r->alarm_min, r->added_ms,
                         r->hash, r->zone);
    }
    miler_status status = miler_buf_status(&text, err);
    if (status == MILER_OK)
        status = store_setting_set(a->store, KEY, f->count > 0 ? miler_buf_text(&text) : NULL, err);
    miler_buf_deinit(&text);
    return status;
}

miler_status app_feed_list(app *a, miler_arena *arena, app_feed **out, size_t *out_count, miler_error *err) {
    feeds f;
    const miler_status status = read_all(a, arena, &f, err);
    *out = f.rows;
    *out_count = 0;
    for (size_t i = 0; status == MILER_OK && i < f.count; i++)
        if (f.rows[i].athlete_id == a->athlete_id) f.rows[(*out_count)++] = f.rows[i];
    return status;
}

miler_status app_feed_add(app *a, app_feed *feed, miler_arena *arena, miler_error *err) {
    feeds f;
    const miler_status status = read_all(a, arena, &f, err);
    if (status != MILER_OK) return status;
    if (f.count == APP_FEEDS_MAX) {
        (void)miler_fail(err, MILER_ERR_LIMIT, "there are %d calendars already", APP_FEEDS_MAX);
        miler_error_remedy(err, "take back one that nobody reads");
        return MILER_ERR_LIMIT;
    }
    feed->id = f.last_id + 1;
    feed->athlete_id = a->athlete_id;
    feed->added_ms = app_now_ms(a);
    f.rows[f.count++] = *feed;
    return write_all(a, &f, arena, err);
}

static miler_status none(int64_t id, miler_error *err) {
    return miler_fail(err, MILER_ERR_NOT_FOUND, "there is no calendar %lld", (long long)id);
}

miler_status app_feed_remove(app *a, int64_t id, miler_arena *arena, miler_error *err) {
    feeds f;
    const miler_status status = read_all(a, arena, &f, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < f.count; i++) {
        if (f.rows[i].id != id || f.rows[i].athlete_id != a->athlete_id) continue;
        memmove(&f.rows[i], &f.rows[i + 1], (f.count - i - 1) * sizeof *f.rows);
        f.count--;
        return write_all(a, &f, arena, err);
    }
    return none(id, err);
}

// Every letter is looked at, so that the time it takes tells nothing.
static bool same_hash(const char *a, const char *b) {
    unsigned differ = strlen(a) != strlen(b);
    for (size_t i = 0; a[i] != '\0' && b[i] != '\0'; i++)
        differ |= (unsigned)(unsigned char)a[i] ^ (unsigned)(unsigned char)b[i];
    return differ == 0;
}

miler_status app_feed_find(app *a, const char *hash, miler_arena *arena, app_feed *out, miler_error *err) {
    feeds f;
    bool found = false;
    const miler_status status = read_all(a, arena, &f, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < f.count; i++) {
        if (!same_hash(f.rows[i].hash, hash)) continue;
        *out = f.rows[i];
        found = true;
    }
    return found ? MILER_OK : miler_fail(err, MILER_ERR_NOT_FOUND, "there is nothing at this address");
}
