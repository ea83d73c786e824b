// SPDX-License-Identifier: MIT
#include "cli/take_runners.h"

#include <string.h>

static int take_one(cli *c, const char *text, take_runner *out) {
    char *name = miler_arena_dup(c->arena, text);
    char *equals = name != NULL ? strrchr(name, '=') : NULL; // a name may have one, a time has none
    if (equals == NULL || equals == name) return cli_usage(c, "--runner wants NAME=TIME, like Ada=5:19");
    *equals = '\0';
    out->name = name;
    return cli_take_time(c, "--runner", equals + 1, &out->time_s);
}

int take_runners(cli *c, char **texts, take_runner **out, size_t *out_count) {
    *out_count = 0;
    *out = miler_arena_array(c->arena, RUNNERS_MAX, sizeof **out);
    if (*out == NULL) {
        miler_error err = {0};
        (void)miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
        return cli_fail(c, &err);
    }
    for (; texts != NULL && texts[*out_count] != NULL; ++*out_count) {
        if (*out_count == RUNNERS_MAX) return cli_usage(c, "a heat has at most %d runners", RUNNERS_MAX);
        const int status = take_one(c, texts[*out_count], *out + *out_count);
        if (status != 0) return status;
    }
    return 0;
}
