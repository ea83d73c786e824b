// SPDX-License-Identifier: MIT
// miler/miler.h: all of libmiler in one include.
//
// Example (compiled and run by the tests):
//
//     #include <miler/miler.h>
//     #include <stdio.h>
//     int main(void) {
//         char text[MILER_TEXT_MAX];
//         miler_print_time(text, sizeof text, miler_vdot_time_s(53.3725, MILER_MILE_M), 0);
//         printf("a VDOT of 53.4 is a mile in %s\n", text); // a VDOT of 53.4 is a mile in 5:30
//         return 0;
//     }
//
// Units, ownership, threads: as each header says.
#ifndef MILER_MILER_H
#define MILER_MILER_H

#include <miler/activity.h>
#include <miler/athlete.h>
#include <miler/base.h>
#include <miler/catalogue.h>
#include <miler/edits.h>
#include <miler/fitness.h>
#include <miler/form.h>
#include <miler/formats.h>
#include <miler/load.h>
#include <miler/match.h>
#include <miler/plan.h>
#include <miler/progress.h>
#include <miler/race.h>
#include <miler/recording.h>
#include <miler/reps.h>
#include <miler/science.h>
#include <miler/sound.h>
#include <miler/track.h>
#include <miler/workout.h>

#endif
