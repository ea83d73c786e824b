// SPDX-License-Identifier: MIT
// The pace book: this runner's numbers in the shape the workout language asks for.
#include <miler/fitness.h>

#define THRESHOLD_OF_HR_MAX 0.90 // threshold is run at 88-92 % of the maximum (Daniels)

void miler_fitness_book(const miler_fitness *fitness, const miler_athlete *athlete, double goal_mile_s,
                        miler_pace_book *out) {
    *out = (miler_pace_book){.race_count = MILER_ESTIMATE_COUNT, .goal_mile_s = goal_mile_s};
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT; i++) {
        out->race_dist_m[i] = fitness->estimates[i].dist_m;
        out->race_time_s[i] = fitness->estimates[i].time_s;
    }
    for (int z = 0; z < MILER_ZONE_COUNT; z++)
        out->zones[z] = fitness->zones[z];
    out->hr_max_bpm = athlete->hr_max_bpm;
    out->hr_threshold_bpm =
        athlete->hr_threshold_bpm > 0 ? athlete->hr_threshold_bpm : athlete->hr_max_bpm * THRESHOLD_OF_HR_MAX;
    out->paces = fitness->paces;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        out->hr_from_bpm[i] = athlete->hr_from_bpm[i];
}
