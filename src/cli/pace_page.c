// SPDX-License-Identifier: MIT
#include "cli/pace_page.h"

#include "app/out_file.h"
#include "base/plural.h"
#include "cli/take_runners.h"
#include "render/js.h"
#include "render/live_page.h"

#include <string.h>

typedef struct heat {
    live_runner runners[LIVE_RUNNERS_MAX];
    size_t count;
} heat;

// A course needs some time to be laid out; who has none is told no plan.
#define NO_GOAL_S_PER_M 0.24 // 4:00 a kilometre

static int add_runner(cli *c, heat *h, const char *name, bool planned, const miler_race_request *request) {
    miler_error err = {0};
    miler_race_card *card = miler_arena_take(c->arena, sizeof *card);
    if (card == NULL || name == NULL) return EXIT_TROUBLE;
    if (miler_race_plan(request, c->arena, card, &err) != MILER_OK) {
        if (name[0] != '\0') miler_error_file(&err, name);
        return cli_fail(c, &err);
    }
    h->runners[h->count++] = (live_runner){.name = name, .card = card, .planned = planned};
    return 0;
}

static int take_heat(cli *c, heat *h, const pace_page_ask *ask, const miler_race_request *request) {
    take_runner *named;
    size_t count;
    int status = take_runners(c, ask->named, false, &named, &count);
    for (size_t i = 0; i < count && status == 0; i++) {
        miler_race_request own = *request;
        const bool timed = isfinite(named[i].time_s);
        own.racer = NULL; // the store knows its own runner, not these
        if (timed)
            own.goal_s = named[i].time_s;
        else if (!ask->has_goal)
            own.goal_s = own.dist_m * NO_GOAL_S_PER_M;
        status = add_runner(c, h, named[i].name, timed || ask->has_goal, &own);
    }
    if (status != 0) return status;
    return h->count > 0 ? 0 : add_runner(c, h, "", true, request);
}

// What every page of ours begins with, and hardly another one: up to the first thing that it says of itself.
static size_t head_of(miler_buf *page) {
    const char *end = strstr(miler_buf_text(page), "-Security-Policy");
    const size_t head = end != NULL ? (size_t)(end - page->ptr) : OUT_HEAD;
    return head < OUT_MARK_WITHIN ? head : OUT_MARK_WITHIN;
}

static json_t *told_json(const char *file, const heat *h, size_t bytes) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", file);
    js_int(&j, root, "bytes", (int64_t)bytes);
    json_t *list = js_array(&j, root, "runners");
    for (size_t i = 0; i < h->count; i++) {
        json_t *o = js_item(&j, list);
        js_text(&j, o, "name", h->runners[i].name[0] != '\0' ? h->runners[i].name : NULL);
        js_num(&j, o, "goal_s", h->runners[i].planned ? h->runners[i].card->goal_s : (double)NAN, 6);
    }
    return js_done(&j, root);
}

static int told(cli *c, const char *file, const heat *h, size_t bytes) {
    if (c->json) return cli_answer_json(c, told_json(file, h, bytes));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    miler_buf_printf(&text,
                     "%s: %zu runner%s, %zu kB. Send it to the phone and open it in the browser; it needs "
                     "no network.\n",
                     cli_clean(c, file), h->count, PLURAL_S(h->count), (bytes + 999) / 1000);
    return cli_answer_text(c, &text);
}

int pace_page(cli *c, const pace_page_ask *ask, const miler_race_request *request) {
    miler_error err = {0};
    heat *h = miler_arena_take(c->arena, sizeof *h);
    if (h == NULL) return EXIT_TROUBLE;
    int status = take_heat(c, h, ask, request);
    if (status != 0) return status;
    miler_buf page;
    miler_buf_init(&page, miler_arena_allocator(c->arena), LIVE_PAGE_MAX);
    miler_status made = render_live_page(h->runners, h->count, NULL, &page, &err);
    if (made == MILER_OK && strcmp(ask->file, "-") == 0) {
        status = cli_answer_plain(c, &page); // and gives the buffer back
        return status;
    }
    if (made == MILER_OK) made = app_out_write(c->app, ask->file, page.ptr, page.len, head_of(&page), &err);
    const size_t bytes = page.len;
    miler_buf_deinit(&page);
    return made == MILER_OK ? told(c, ask->file, h, bytes) : cli_fail(c, &err);
}
