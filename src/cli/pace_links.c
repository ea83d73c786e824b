// SPDX-License-Identifier: MIT
#include "cli/pace_links.h"

#include <string.h>
#include <strings.h>

#define LINK_MAX ((size_t)4096) // more than a code holds
// A code of version 13 at level M, 69 squares a side: finer ones are under a third of a millimetre on
// the sheet and the band, and cameras miss them [engineering estimate].
#define FINE_MAX 331

static bool ends_in(const char *text, const char *end) {
    const size_t len = strlen(text), n = strlen(end);
    return len > n && strcasecmp(text + len - n, end) == 0;
}

// As the part of an address after `?` or `#` wants it: what is neither letter, digit nor -._~ as %XX.
static void add_coded(miler_buf *to, const char *text) {
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           strchr("-._~", c) != NULL;
        miler_buf_printf(to, plain ? "%c" : "%%%02X", c);
    }
}

static void add_day(miler_buf *to, const miler_race_card *card) {
    char text[MILER_TEXT_MAX];
    if (card->gun_s < 0) return;
    miler_print_clock(text, sizeof text, card->gun_s);
    miler_buf_printf(to, "&gun=%s", text);
    if (card->day == MILER_NO_DAY) return;
    miler_print_date(text, sizeof text, card->day);
    miler_buf_printf(to, "&date=%s", text);
}

// What of the request is not as usual: a short link is a code of large squares.
static void add_race(miler_buf *to, const miler_race_request *r, const miler_race_card *card) {
    const double tuned[] = {r->first_lap_slower_s, r->gear_spread, r->standing_start_s};
    static const char *const keys[] = {"first-lap", "gears", "start-loss"};
    if (fabs(card->dist_m - MILER_MILE_M) > 0.001) miler_buf_printf(to, "&m=%.7g", card->dist_m);
    if (card->venue != MILER_VENUE_OUTDOOR) miler_buf_printf(to, "&venue=%s", miler_venue_key(card->venue));
    if (card->lane > 1) miler_buf_printf(to, "&lane=%d", (int)card->lane);
    if (card->strategy != MILER_STRATEGY_COACH)
        miler_buf_printf(to, "&strategy=%s", miler_strategy_name(card->strategy));
    if (r->convention != MILER_SPLITS_AUTO)
        miler_buf_printf(to, "&splits=%s", miler_split_convention_key(r->convention));
    for (int i = 0; i < 3; i++)
        if ((i < 2 || tuned[i] > 0) && isfinite(tuned[i]))
            miler_buf_printf(to, "&%s=%.6g", keys[i], tuned[i]);
    add_day(to, card);
}

static void add_goal(miler_buf *to, const miler_race_card *card) {
    char goal[MILER_TEXT_MAX];
    miler_print_time(goal, sizeof goal, card->goal_s, 1);
    miler_buf_text_append(to, goal);
}

// The page that 'miler serve' shows is told who runs what: a goal, with a name where there is one; or a heat.
static void add_live(miler_buf *to, const miler_race_request *r, const race_runner *runners, size_t count) {
    miler_buf_text_append(to, count == 1 ? "?goal=" : "?heat");
    if (count == 1) add_goal(to, runners[0].card);
    add_race(to, r, runners[0].card);
    if (count == 1 && runners[0].name[0] != '\0') {
        miler_buf_text_append(to, "&name=");
        add_coded(to, runners[0].name);
    }
    for (size_t i = 0; count > 1 && i < count; i++) {
        miler_buf_text_append(to, "&runner=");
        add_coded(to, runners[i].name);
        miler_buf_text_append(to, "=");
        add_goal(to, runners[i].card);
    }
}

static bool is_page(const char *link) {
    return strchr(link, '#') == NULL && (ends_in(link, ".html") || ends_in(link, ".htm"));
}

static int one_link(cli *c, const char *link, const miler_race_request *r, const race_runner *runners,
                    size_t count, bool heat, const char **out) {
    miler_buf text;
    miler_error err = {0};
    miler_buf_init(&text, miler_arena_allocator(c->arena), LINK_MAX);
    miler_buf_text_append(&text, link);
    const bool live = ends_in(link, "/live");
    if (live) add_live(&text, r, runners, count);
    if (heat && count == 1 && is_page(link)) {
        miler_buf_text_append(&text, "#runner=");
        add_coded(&text, runners[0].name);
    }
    miler_status status = miler_buf_status(&text, &err);
    *out = NULL;
    if (status == MILER_OK && !(live && text.len > FINE_MAX)) {
        *out = miler_arena_dup(c->arena, miler_buf_text(&text));
        if (*out == NULL) status = miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
    }
    miler_buf_deinit(&text);
    return status == MILER_OK ? 0 : cli_fail(c, &err);
}

int pace_links(cli *c, const char *link, const miler_race_request *request, race_cards_job *job) {
    if (link == NULL) return 0;
    const size_t codes = race_cards_codes(job);
    const char **links = miler_arena_array(c->arena, codes, sizeof *links);
    if (links == NULL) return EXIT_TROUBLE;
    for (size_t i = 0; i < codes; i++) {
        size_t from, count;
        race_cards_code_of(job, i, &from, &count);
        const int status = one_link(c, link, request, job->runners + from, count, job->count > 1, &links[i]);
        if (status != 0) return status;
    }
    job->links = links;
    return 0;
}
