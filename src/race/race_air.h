// SPDX-License-Identifier: MIT
// Inside the race room: what the air costs, still, with a wind, and behind somebody.
#ifndef MILER_RACE_AIR_H
#define MILER_RACE_AIR_H

#include "race/pacing.h"

// Metabolic cost rises 6.13 % for each 1 % of body weight of horizontal force
// (da Silva, Kram, Hoogkamer); that is above what Pugh and Davies measured, so
// 60 % of it is taken and 40 to 100 % is the range (engineering estimate).
#define AIR_SHARE_LIKELY 0.6
#define AIR_SHARE_LOW 0.4
// Speed is nearly proportional to power here: 1.1 % of power is about 1 % of time.
#define TIME_PER_POWER 0.9
// One to one and a half metres behind somebody the drag area is a third less
// (Beaumont et al.); Pugh measured four fifths at 1 m, milers win less.
#define SHELTER_LIKELY 0.33

// Air force at the goal's speed, which is put out, as a share of metabolic power, no share of it taken yet.
double race_air_share(const race_course *course, double *speed_mps);
bool race_windy(const race_course *course);
// What the wind adds to the air's own force at speed v and there; 0 where there is none.
double race_wind_adds(const race_course *course, double v, double at_m);
// Of which side it blows changes with the place: calls `cut` with each such place.
void race_wind_places(const race_course *course, void (*cut)(void *user, double at_m), void *user);
// Share of the race run behind somebody.
double race_shelter_share(const race_course *course);

// Conditions of the card; false where there is nothing to tell.
bool race_wind_condition(const race_course *course, miler_race_condition *out);
bool race_shelter_condition(const race_course *course, miler_race_condition *out);
// Seconds that 100 m take more against the wind and less with it, on the straights at the same effort.
void race_wind_straights(const race_course *course, double *against_s, double *with_s);

#endif
