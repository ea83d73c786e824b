// SPDX-License-Identifier: MIT
// The words for what activities hold, the distances of the bests, and empty
// recordings for those who fill one by hand.
#include <miler/activity.h>

#include <string.h>

static const double best_m[MILER_BEST_COUNT] = {
    200,  400,   800,     1000,
    1200, 1500,  1600,    MILER_MILE_M, // the track
    2000, 3000,  3200,    2 * MILER_MILE_M,
    5000, 10000, 21097.5, 42195,
};

double miler_best_distance_m(size_t index) {
    return index < MILER_BEST_COUNT ? best_m[index] : (double)NAN;
}

const char *miler_dist_source_name(miler_dist_source source) {
    static const char *const names[MILER_DIST_COUNT] = {"none", "gps", "foot pod", "treadmill", "track"};
    return (size_t)source < MILER_DIST_COUNT ? names[source] : "unknown";
}

const char *miler_effort_flag_name(uint32_t flag) {
    static const char *const names[] = {"gap",    "impossible", "gps jump",    "treadmill",
                                        "paused", "downhill",   "not running", "sparse"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (flag == 1u << i) return names[i];
    return "";
}

void miler_summary_init(miler_summary *summary) {
    *summary = (miler_summary){.start_ms = MILER_NO_TIME,
                               .elapsed_s = NAN,
                               .timer_s = NAN,
                               .dist_m = NAN,
                               .avg_speed_mps = NAN,
                               .max_speed_mps = NAN,
                               .avg_hr_bpm = NAN,
                               .max_hr_bpm = NAN,
                               .avg_cadence_spm = NAN,
                               .max_cadence_spm = NAN,
                               .avg_power_w = NAN,
                               .ascent_m = NAN,
                               .descent_m = NAN,
                               .calories_kcal = NAN,
                               .avg_vertical_oscillation_mm = NAN,
                               .avg_vertical_ratio_pct = NAN,
                               .avg_stance_ms = NAN,
                               .avg_stance_balance_pct = NAN,
                               .avg_step_length_mm = NAN};
}

void miler_recording_init(miler_recording *recording) {
    memset(recording, 0, sizeof *recording);
    miler_summary_init(&recording->session);
    recording->user_weight_kg = NAN;
    recording->user_max_hr_bpm = NAN;
    recording->user_threshold_hr_bpm = NAN;
    recording->user_resting_hr_bpm = NAN;
}
