// SPDX-License-Identifier: MIT
// How a race that was told, and not recorded, gets into the store: with whom it was, which
// need not be the store's own runner where a coach tapped a heat.
#include "app/app_review.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SAME_TIME_S 0.05 // told twice, once in tenths
#define SAME_SHARE 0.003 // 1600 m and the mile stay two distances
#define NOT_NAMED "me"   // what a store calls its only runner until told a name
#define TO_FILL_IN "NAME"

miler_status review_whose(app *a, const app_review_asked *asked, miler_arena *arena, review_owner *out,
                          miler_error *err) {
    store_athlete *list;
    size_t count;
    const char *runner = asked->runner != NULL ? asked->runner : "";
    const miler_status status = store_athlete_list(a->store, arena, &list, &count, err);
    if (status != MILER_OK) return status;
    const bool own = runner[0] == '\0' || strcasecmp(runner, a->athlete.name) == 0 ||
                     (asked->runner_alone && strcmp(a->athlete.name, NOT_NAMED) == 0);
    const bool unnamed = strcmp(a->athlete.name, NOT_NAMED) == 0;
    *out = (review_owner){a->athlete_id, miler_arena_dup(arena, a->athlete.name), count > 1, unnamed};
    for (size_t i = 0; !own && i < count; i++)
        if (strcasecmp(list[i].athlete.name, runner) == 0) {
            *out = (review_owner){list[i].id, list[i].athlete.name, true, unnamed};
            return MILER_OK;
        }
    if (!own) *out = (review_owner){0, TO_FILL_IN, true, unnamed};
    return out->name != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status in_the_store(app *a, int64_t athlete_id, const review_kept *race, miler_arena *arena,
                                 bool *out, miler_error *err) {
    store_result *results;
    size_t count;
    *out = false;
    if (athlete_id == 0) return MILER_OK;
    const miler_status status = store_result_list(a->store, athlete_id, false, arena, &results, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (results[i].day == race->day &&
            fabs(results[i].dist_m - race->dist_m) <= SAME_SHARE * race->dist_m &&
            fabs(results[i].time_s - race->time_s) < SAME_TIME_S)
            *out = true;
    return status;
}

// As few places as the time has.
static int places_of(double time_s) {
    if (fabs(time_s - round(time_s)) < 0.005) return 0;
    return fabs(time_s * 10 - round(time_s * 10)) < 0.05 ? 1 : 2;
}

// A name as one word of a shell: in quotes, those in it left and entered again.
static void put_word(miler_buf *to, const char *name) {
    miler_buf_text_append(to, "'");
    for (; *name != '\0'; name++)
        miler_buf_printf(to, *name == '\'' ? "'\\''" : "%c", *name);
    miler_buf_text_append(to, "'");
}

static bool is_plain(const char *name) {
    for (; *name != '\0'; name++)
        if (strchr(" \t'\"\\$`!*?#&;<>|()[]{}~", *name) != NULL) return false;
    return true;
}

static const char *command(const review_owner *who, const review_kept *race, miler_arena *arena) {
    char date[MILER_TEXT_MAX], time[MILER_TEXT_MAX], dist[MILER_TEXT_MAX] = "mile";
    miler_buf text;
    if (fabs(race->dist_m - MILER_MILE_M) >= 1) (void)snprintf(dist, sizeof dist, "%.7g", race->dist_m);
    miler_print_time(time, sizeof time, race->time_s, places_of(race->time_s));
    miler_print_date(date, sizeof date, race->day);
    miler_buf_init(&text, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_buf_printf(&text, "miler result add %s %s --date %s", dist, time, date);
    if (who->told) {
        miler_buf_text_append(&text, " --athlete ");
        if (is_plain(who->name))
            miler_buf_text_append(&text, who->name);
        else
            put_word(&text, who->name);
    }
    const char *out = text.failed ? NULL : miler_arena_dup(arena, miler_buf_text(&text));
    miler_buf_deinit(&text);
    return out;
}

miler_status review_keep(app *a, const app_review_asked *asked, const review_kept *race, miler_arena *arena,
                         const char **out, miler_error *err) {
    review_owner who;
    bool kept = false;
    *out = NULL;
    miler_status status = review_whose(a, asked, arena, &who, err);
    if (status == MILER_OK) status = in_the_store(a, who.id, race, arena, &kept, err);
    if (status != MILER_OK || kept) return status;
    *out = command(&who, race, arena);
    return *out != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}
