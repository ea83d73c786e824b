// SPDX-License-Identifier: MIT
// What the codes of cards open: on a link that ends in /live the race of whoever the code is for,
// on one of a page that was made for the heat the runner's own part of it.
#ifndef MILER_PACE_LINKS_H
#define MILER_PACE_LINKS_H

#include "cli/cli.h"
#include "render/race_cards.h"

// Gives `job` a link for each of its codes, made of `link` as it was typed (NULL: there are none).
// One that would make a code too fine to be read is left out. 0 or an exit status.
int pace_links(cli *c, const char *link, const miler_race_request *request, race_cards_job *job);

#endif
