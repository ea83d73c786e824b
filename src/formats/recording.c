// SPDX-License-Identifier: MIT
// Empty recordings, and the words for what they hold, as used in every answer.
#include <miler/recording.h>

#include <string.h>

static const char *pick(const char *const *names, size_t count, size_t index) {
    return index < count ? names[index] : "unknown";
}

const char *miler_sport_name(miler_sport sport) {
    static const char *const names[MILER_SPORT_COUNT] = {"unknown",  "running",  "walking",    "hiking",
                                                         "cycling",  "swimming", "rowing",     "elliptical",
                                                         "strength", "skiing",   "transition", "other"};
    return pick(names, MILER_SPORT_COUNT, (size_t)sport);
}

const char *miler_sub_sport_name(miler_sub_sport sub_sport) {
    static const char *const names[MILER_SUB_COUNT] = {"",          "road",         "trail",   "track",
                                                       "treadmill", "indoor_track", "virtual", "indoor"};
    return pick(names, MILER_SUB_COUNT, (size_t)sub_sport);
}

const char *miler_format_name(miler_file_format format) {
    static const char *const names[MILER_FORMAT_COUNT] = {"unknown", "FIT", "TCX", "GPX"};
    return pick(names, MILER_FORMAT_COUNT, (size_t)format);
}

const char *miler_lap_trigger_name(miler_lap_trigger trigger) {
    static const char *const names[] = {"unknown",  "manual",  "time", "distance",
                                        "position", "workout", "end"};
    return pick(names, sizeof names / sizeof names[0], (size_t)trigger);
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
