// SPDX-License-Identifier: MIT
// miler/recording.h: what a watch wrote, format-free: columns of samples, laps,
// sessions, timer events, workout steps. Nothing here is interpreted; that is
// the activity room's work (miler/activity.h).
//
// Example (compiled and run by the tests):
//
//     #include <miler/recording.h>
//     #include <stdio.h>
//     int main(void) {
//         printf("%s\n", miler_sport_name(MILER_SPORT_RUNNING)); // running
//         return 0;
//     }
//
// Units: SI, UTC milliseconds, degrees; cadence in steps per minute of both
// feet (readers double what a watch counts per leg). Absent = NaN for numbers,
// MILER_NO_TIME for instants, a NULL column when no sample has the value.
// Ownership: everything hangs off the arena the reader was given.
// Threads: plain data.
// Security: sizes are bounded by limits.h; text is NUL-terminated, valid UTF-8, without control characters.
#ifndef MILER_RECORDING_H
#define MILER_RECORDING_H

#include <miler/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_sport {
    MILER_SPORT_UNKNOWN = 0,
    MILER_SPORT_RUNNING,
    MILER_SPORT_WALKING,
    MILER_SPORT_HIKING,
    MILER_SPORT_CYCLING,
    MILER_SPORT_SWIMMING,
    MILER_SPORT_ROWING,
    MILER_SPORT_ELLIPTICAL,
    MILER_SPORT_STRENGTH,
    MILER_SPORT_SKIING,
    MILER_SPORT_TRANSITION, // between the legs of a triathlon
    MILER_SPORT_OTHER,
    MILER_SPORT_COUNT
} miler_sport;

typedef enum miler_sub_sport {
    MILER_SUB_GENERIC = 0,
    MILER_SUB_ROAD,
    MILER_SUB_TRAIL,
    MILER_SUB_TRACK,
    MILER_SUB_TREADMILL,
    MILER_SUB_INDOOR_TRACK,
    MILER_SUB_VIRTUAL,
    MILER_SUB_INDOOR, // indoor cycling, rowing machine ...
    MILER_SUB_COUNT
} miler_sub_sport;

typedef enum miler_file_format {
    MILER_FORMAT_UNKNOWN = 0,
    MILER_FORMAT_FIT,
    MILER_FORMAT_TCX,
    MILER_FORMAT_GPX,
    MILER_FORMAT_COUNT
} miler_file_format;

typedef enum miler_lap_trigger {
    MILER_TRIGGER_UNKNOWN = 0,
    MILER_TRIGGER_MANUAL,
    MILER_TRIGGER_TIME,
    MILER_TRIGGER_DISTANCE,
    MILER_TRIGGER_POSITION,
    MILER_TRIGGER_WORKOUT,
    MILER_TRIGGER_END
} miler_lap_trigger;

typedef enum miler_intensity {
    MILER_INTENSITY_UNKNOWN = 0,
    MILER_INTENSITY_ACTIVE,
    MILER_INTENSITY_REST,
    MILER_INTENSITY_WARMUP,
    MILER_INTENSITY_COOLDOWN,
    MILER_INTENSITY_RECOVERY,
    MILER_INTENSITY_INTERVAL
} miler_intensity;

// Averages a watch may state for a lap or a session. NaN = not stated.
typedef struct miler_summary {
    int64_t start_ms;
    double elapsed_s; // wall clock, pauses included
    double timer_s;   // pauses excluded
    double dist_m;
    float avg_speed_mps, max_speed_mps;
    float avg_hr_bpm, max_hr_bpm;
    float avg_cadence_spm, max_cadence_spm;
    float avg_power_w;
    float ascent_m, descent_m;
    float calories_kcal;
    float avg_vertical_oscillation_mm, avg_vertical_ratio_pct;
    float avg_stance_ms, avg_stance_balance_pct, avg_step_length_mm;
} miler_summary;

typedef struct miler_lap {
    miler_summary sum;
    miler_lap_trigger trigger;
    miler_intensity intensity;
    int32_t workout_step; // index into steps, -1 = none
    bool by_hand;         // its start or end was put right afterwards (miler/edits.h); readers: false
    double told_m;        // its length as told afterwards; readers: 0
} miler_lap;

// The timer was started or stopped. `automatic`: auto-pause, not a finger.
typedef struct miler_timer_event {
    int64_t t_ms;
    bool start;
    bool automatic;
} miler_timer_event;

// A workout step the watch was following, in the FIT meaning of the fields
// (codecs: duration_type 0 time ms, 1 distance cm, 5 open, 6 repeat ...).
typedef struct miler_recorded_step {
    char *name; // may be NULL
    int32_t duration_type;
    int64_t duration_value; // -1 = none
    int32_t target_type;    // -1 = none
    int64_t target_value;
    int64_t target_low;
    int64_t target_high;
    miler_intensity intensity;
} miler_recorded_step;

// One sample per index in all columns; `count` samples. Pointers may be NULL:
// no sample has that value. Times never run backward after reading (a reader
// drops or reorders what does, and says so in `notes`).
typedef struct miler_samples {
    size_t count;
    int64_t *t_ms;    // NULL only for a track without times (GPX route drawn by hand)
    double *lat_deg;  // -90..90
    double *lon_deg;  // -180..180
    double *dist_m;   // as the watch counted, from its start
    float *speed_mps; // as the watch said
    float *altitude_m;
    float *hr_bpm;
    float *cadence_spm; // steps a minute, both feet
    float *power_w;
    float *temperature_c;
    float *vertical_oscillation_mm;
    float *vertical_ratio_pct;
    float *stance_ms;          // ground contact
    float *stance_balance_pct; // left share
    float *step_length_mm;
    float *grade_adjusted_speed_mps;
    uint8_t *segment_start; // 1 where a new track segment begins (GPX trkseg, second TCX Track); NULL = none
} miler_samples;

// Bits of miler_recording.flags: what a careful reader of the data must know.
enum {
    MILER_REC_TRUNCATED = 1u << 0,      // the file ends early; read to the last whole record
    MILER_REC_BAD_CRC = 1u << 1,        // a checksum is wrong, the data may still be right
    MILER_REC_RESYNCED = 1u << 2,       // a damaged stretch was skipped
    MILER_REC_NO_SUMMARY = 1u << 3,     // the watch wrote no session; miler_summary was made from records
    MILER_REC_TIME_REORDERED = 1u << 4, // samples went back in time and were put right
    MILER_REC_NO_TIMES = 1u << 5,       // no sample has a time
    MILER_REC_LIMIT = 1u << 6,          // a cap of limits.h was reached, the rest left out
    MILER_REC_LAPS_TOLD = 1u << 7 // its distance is laps of a known length, told afterwards (miler/edits.h)
};

typedef struct miler_recording {
    miler_file_format format;
    miler_sport sport;
    miler_sub_sport sub_sport;
    uint32_t flags;
    int32_t utc_offset_s; // of the place and day; valid when has_utc_offset
    bool has_utc_offset;
    bool has_footpod;    // distance or cadence from a foot sensor rather than GPS, when the file says so
    char *name;          // title in the file, may be NULL
    char *device;        // "garmin fr935", may be NULL
    char *notes;         // reader's remarks, one a line ("wrong file CRC at byte 1234"), may be NULL
    uint64_t lost_bytes; // bytes that could not be read (damage)
    float user_weight_kg, user_max_hr_bpm, user_threshold_hr_bpm, user_resting_hr_bpm; // NaN = not in file
    miler_summary session; // as stated, or made from records (MILER_REC_NO_SUMMARY)
    miler_samples samples;
    miler_lap *laps;
    size_t lap_count;
    miler_timer_event *events;
    size_t event_count;
    miler_recorded_step *steps;
    size_t step_count;
    char *workout_name; // may be NULL
} miler_recording;

// A recording in which everything is absent: NaN, MILER_NO_TIME, NULL. For those who fill one by hand.
MILER_API void miler_recording_init(miler_recording *recording);
MILER_API void miler_summary_init(miler_summary *summary);

MILER_API const char *miler_sport_name(miler_sport sport);             // "running"
MILER_API const char *miler_sub_sport_name(miler_sub_sport sub_sport); // "track", "" for generic
MILER_API const char *miler_format_name(miler_file_format format);     // "FIT"
MILER_API const char *miler_lap_trigger_name(miler_lap_trigger trigger);

#ifdef __cplusplus
}
#endif
#endif
