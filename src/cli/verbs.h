// SPDX-License-Identifier: MIT
// The verbs; the table that names them is in verbs.c.
#ifndef MILER_VERBS_H
#define MILER_VERBS_H

#include "cli/cli.h"

#define VERB(name) int verb_##name(cli *c, int argc, const char **argv)
VERB(import);
VERB(runs);
VERB(edit);
VERB(track_list);
VERB(track_name);
VERB(track_lane);
VERB(track_forget);
VERB(bests);
VERB(fitness);
VERB(load);
VERB(level);
VERB(result_add);
VERB(result_list);
VERB(result_remove);
VERB(result_restore);
VERB(athlete_show);
VERB(athlete_set);
VERB(athlete_add);
VERB(athlete_list);
VERB(athlete_use);
VERB(plan_new);
VERB(plan_show);
VERB(plan_today);
VERB(plan_why);
VERB(plan_check);
VERB(plan_list);
VERB(plan_use);
VERB(plan_export);
VERB(push);
VERB(plan_paper);
VERB(plan_replan);
VERB(plan_changes);
VERB(plan_undo);
VERB(plan_redo);
VERB(plan_note);
VERB(plan_done);
VERB(plan_move);
VERB(plan_swap);
VERB(plan_skip);
VERB(plan_set);
VERB(workout_list);
VERB(workout_show);
VERB(workout_check);
VERB(pace);
VERB(race_review);
VERB(predict);
VERB(export);
VERB(backup);
VERB(rebuild);
VERB(doctor);
VERB(erase);
VERB(password);
VERB(serve);
VERB(help);
VERB(version);
VERB(completion);
VERB(man);
#undef VERB

#endif
