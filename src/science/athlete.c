// SPDX-License-Identifier: MIT
// The athlete as plain data: an empty one, and the age on a day.
#include <miler/athlete.h>

#include <string.h>

void miler_athlete_init(miler_athlete *athlete) {
    memset(athlete, 0, sizeof *athlete);
    athlete->birth_day = MILER_NO_DAY;
    athlete->mass_kg = NAN;
    athlete->height_m = NAN;
    athlete->hr_max_bpm = NAN;
    athlete->hr_rest_bpm = NAN;
    athlete->hr_threshold_bpm = NAN;
    athlete->paces = (miler_hand_paces){NAN, NAN, NAN, NAN};
    athlete->paces_day = MILER_NO_DAY;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        athlete->hr_from_bpm[i] = NAN;
}

int miler_athlete_age(const miler_athlete *athlete, int32_t on_day) {
    return miler_age_years(athlete->birth_day, on_day);
}
