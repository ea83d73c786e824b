// SPDX-License-Identifier: MIT
// Races on measured courses: which runs were one by their name, and of which distance.
#ifndef MILER_RACE_COURSE_H
#define MILER_RACE_COURSE_H

#include "store/store.h"

// How far GPS may be off the length of a course, as a share of it: one SD of a watch's distance, as
// act_bests.c has it [engineering estimate].
#define RACE_COURSE_SHARE 0.015
// Whoever presses start and stop at the ends of a course is off by so much [engineering estimate].
#define RACE_COURSE_ERROR_S 2.0

// Does a name say that it was a race: "Parkrun Riverside", "5 km race"? What is only made like one, "race
// pace", "pre-race shakeout", is none.
bool race_course_named(const char *name);
// The length of the course of a race that GPS measured, one of miler_best_distance_m() from 1500 m on; NaN:
// the run is no race by its name, was not measured by GPS, or no course is near.
double race_course_m(const char *name, double dist_m, miler_dist_source source);
// Was it a race on a course of that length?
bool race_course_is(double course_m, const char *name, double dist_m, miler_dist_source source);

#endif
