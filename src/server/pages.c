// SPDX-License-Identifier: MIT
// What is no API: the way to the page, the live page of a race.
#include "app/app_pace.h"
#include "server/api.h"
#include "server/live_query.h"

#include <string.h>

// The page has a folder of its own.
miler_status page_home(call *c) {
    c->out->status = 303;
    c->out->location = "/app/";
    return call_file(c, "text/html; charset=utf-8", NULL);
}

// Whoever the address names, each with a card of their own.
static miler_status live_runners(const live_query *query, const miler_race_request *request,
                                 miler_arena *arena, live_runner *out, miler_error *err) {
    const size_t count = query->runner_count > 0 ? query->runner_count : 1;
    for (size_t i = 0; i < count; i++) {
        miler_race_card *card = miler_arena_take(arena, sizeof *card);
        miler_race_request own = *request;
        if (card == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (query->runner_count > 0 && isfinite(query->runners[i].goal_s))
            own.goal_s = query->runners[i].goal_s;
        const miler_status status = miler_race_plan(&own, arena, card, err);
        if (status != MILER_OK) return status;
        out[i] = (live_runner){
            .name = query->runner_count > 0 ? query->runners[i].name : "", .card = card, .planned = true};
    }
    return MILER_OK;
}

// The race that the address names, or that of the stored plan, to be run with the phone in the hand.
miler_status page_live(call *c) {
    miler_arena *arena = c->arena;
    miler_error *err = &c->err;
    miler_race_request request;
    live_query *asked = miler_arena_take(arena, sizeof *asked);
    live_runner runners[LIVE_QUERY_RUNNERS_MAX];
    if (asked == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_race_request_init(&request);
    miler_status status = live_query_read(c->raw_query, &request, asked, err);
    const bool timed = asked->has_goal || (asked->runner_count > 0 && isfinite(asked->runners[0].goal_s));
    if (status == MILER_OK && !timed) status = app_pace_from_plan(c->app, arena, &request, err);
    if (status == MILER_OK) status = live_runners(asked, &request, arena, runners, err);
    if (status != MILER_OK) return status;
    render_live_policy(c->out->policy, sizeof c->out->policy);
    status = render_live_page(runners, asked->runner_count > 0 ? asked->runner_count : 1, call_language(c),
                              &c->out->body, err);
    return status == MILER_OK ? call_file(c, "text/html; charset=utf-8", NULL) : status;
}
