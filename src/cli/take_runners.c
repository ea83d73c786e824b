// SPDX-License-Identifier: MIT
#include "cli/take_runners.h"

#include "base/utf8.h"
#include "cli/take.h"
#include "render/live_page.h"

#include <string.h>

typedef struct heat {
    cli *c;
    bool timed;
    take_runner *runners;
    size_t count;
} heat;

static int check_name(cli *c, const char *name) {
    const size_t len = strlen(name);
    size_t characters = 0;
    for (size_t at = 0; at < len; characters++) {
        const size_t size = miler_utf8_len(name + at, len - at);
        if (size == 0 || (unsigned char)name[at] < ' ')
            return cli_usage(c, "--runner: the name '%s' is no text", name);
        at += size;
    }
    if (characters == 0) return cli_usage(c, "--runner wants NAME=TIME, like Ada=5:19");
    if (characters > LIVE_NAME_MAX)
        return cli_usage(c, "--runner: the name '%s' is longer than %d characters", name, LIVE_NAME_MAX);
    return 0;
}

// "Ada=5:19", or "Ada" where a name alone will do.
static int add(heat *h, char *word) {
    cli *c = h->c;
    take_runner runner = {NULL, (double)NAN};
    char *equals = strrchr(word, '='); // a name may have one, a time has none
    int status;
    if (equals == NULL && h->timed) return cli_usage(c, "--runner wants NAME=TIME, like Ada=5:19");
    if (equals != NULL) {
        *equals = '\0';
        if ((status = cli_take_time(c, "--runner", equals + 1, &runner.time_s)) != 0) return status;
    }
    for (size_t len = strlen(word); len > 0 && word[len - 1] == ' '; len--)
        word[len - 1] = '\0';
    if ((status = check_name(c, word)) != 0) return status;
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->runners[i].name, word) == 0)
            return cli_usage(c, "--runner: there are two called '%s'; tell them apart", word);
    if (h->count == LIVE_RUNNERS_MAX)
        return cli_usage(c, "--runner: more than %d runners are no heat", (int)LIVE_RUNNERS_MAX);
    runner.name = miler_arena_dup(c->arena, word);
    if (runner.name == NULL) return EXIT_TROUBLE;
    h->runners[h->count++] = runner;
    return 0;
}

int take_runners(cli *c, char *const *texts, bool timed, take_runner **out, size_t *out_count) {
    heat h = {.c = c, .timed = timed};
    char word[LIVE_NAME_MAX * 8];
    int status = 0;
    *out_count = 0;
    *out = h.runners = miler_arena_array(c->arena, LIVE_RUNNERS_MAX, sizeof *h.runners);
    if (h.runners == NULL) {
        miler_error err = {0};
        (void)miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
        return cli_fail(c, &err);
    }
    for (size_t i = 0; texts != NULL && texts[i] != NULL && status == 0; i++) {
        const char *at = texts[i];
        const size_t before = h.count;
        while (status == 0 && next_word(&at, word, sizeof word)[0] != '\0') {
            if (strlen(word) + 1 == sizeof word)
                return cli_usage(c, "--runner: a name is longer than %d characters", LIVE_NAME_MAX);
            status = add(&h, word);
        }
        if (status == 0 && h.count == before) return check_name(c, "");
    }
    *out_count = h.count;
    return status;
}
