// SPDX-License-Identifier: MIT
// The page as HTML: the mile today, the week, the race. No script; all text from
// outside is escaped.
#ifndef MILER_PAGE_H
#define MILER_PAGE_H

#include "app/app_fitness.h"
#include "app/app_plan.h"

#include <miler/race.h>

typedef struct page_facts {
    int32_t today;
    miler_units units;
    const miler_athlete *athlete;
    const app_fitness_answer *fitness; // NULL: nothing known yet
    const app_plan_answer *plan;       // NULL: no plan yet
    const miler_race_card *card;       // NULL: no plan, no race
} page_facts;

void render_page(const page_facts *facts, miler_buf *out);
void render_page_style(miler_buf *out);

#endif
