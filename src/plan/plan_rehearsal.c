// SPDX-License-Identifier: MIT
// The rehearsal of the race: the hard session some two weeks before it, goal pace rather than
// another, that is begun as the race will be. It is found in the plan as it stands, so that
// it follows when sessions are moved, missed or made anew.
#include "plan/plan_room.h"

#include <stdlib.h>
#include <string.h>

// Two weeks before, so that what did not fit (shoes, meal, hour) can be changed and tried once
// more; less than nine days before, race week's rest begins [engineering estimate].
#define DAYS_BEFORE 14
#define DAYS_LEAST 9
#define DAYS_MOST 17

// Goal pace is what the race will be, then mile pace, then a trial; 0 = none to rehearse with.
static int rank_of(const miler_session *s) {
    if (!s->hard || s->slot != 0 || s->dist_m <= 0 || s->status == MILER_SESSION_SKIPPED) return 0;
    if (s->kind == MILER_SESSION_RACE) return 0;
    if (strstr(s->text, "@goal") != NULL) return 4;
    if (strstr(s->text, "@mile") != NULL) return 3;
    return s->kind == MILER_SESSION_TRIAL || s->kind == MILER_SESSION_SPEED ? 2 : 1;
}

const miler_session *miler_plan_rehearsal(const miler_plan *plan) {
    const miler_session *best = NULL;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        const int32_t before = plan->race_day - s->day;
        if (before < DAYS_LEAST || before > DAYS_MOST || rank_of(s) == 0) continue;
        const int better = best != NULL ? rank_of(s) - rank_of(best) : 1;
        if (better > 0 ||
            (better == 0 && abs(before - DAYS_BEFORE) < abs(plan->race_day - best->day - DAYS_BEFORE)))
            best = s;
    }
    return best;
}
