// SPDX-License-Identifier: MIT
// The race card as JSON (docs/json.md, `pace`).
#ifndef MILER_RENDER_RACE_JSON_H
#define MILER_RENDER_RACE_JSON_H

#include <jansson.h>

#include <miler/race.h>

// A new reference, or NULL when out of memory.
json_t *render_race_json(const miler_race_card *card);
json_t *render_race_outlook_json(const miler_race_outlook *outlook, double passed_m, double passed_s);

#endif
