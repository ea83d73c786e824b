// SPDX-License-Identifier: MIT
// What a runner carries to the line: the files that `miler pace` makes of a race.
#ifndef MILER_PACE_OUT_H
#define MILER_PACE_OUT_H

#include "cli/sound_out.h"

#include <miler/race.h>

typedef struct pace_out_ask {
    sound_ask sound;
    struct poptOption sound_options[SOUND_OPTIONS + 1];
    char *card, *form, *size, *link, *fit;
    char **runners;
} pace_out_ask;
#define PACE_OUT_OPTIONS 7
// The rows for the verb's table of options; `out` has room for them and the end.
void pace_out_options(pace_out_ask *ask, struct poptOption out[PACE_OUT_OPTIONS + 1]);

// Is any file asked for?
bool pace_out_asked(const pace_out_ask *ask);
// The time of the first --runner. 0 or an exit status.
int pace_out_first(cli *c, const pace_out_ask *ask, double *goal_s);
// Makes every file that is asked for. Each adds its lines to `text`, and to `root`
// (NULL: no JSON wanted) its own object, null when it is not asked for. 0 or an exit status.
int pace_out_make(cli *c, const pace_out_ask *ask, const miler_race_request *request,
                  const miler_race_card *card, json_t *root, miler_buf *text);

#endif
