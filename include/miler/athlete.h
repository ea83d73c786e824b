// SPDX-License-Identifier: MIT
// miler/athlete.h: who runs: the facts that fitness, plan and race need of a
// person. Plain data, shared by the rooms from floor 2 up.
//
// Example (compiled and run by the tests):
//
//     #include <miler/athlete.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_athlete athlete;
//         miler_athlete_init(&athlete);
//         athlete.birth_day = miler_day_from_ymd(1990, 5, 31);
//         printf("%d years\n", miler_athlete_age(&athlete, miler_day_from_ymd(2026, 5, 30))); // 35 years
//         return 0;
//     }
//
// Units: kg, m, bpm, days since 1970-01-01. 0, NaN or MILER_NO_DAY = not told.
// Ownership: caller-owned, fixed size.
// Threads: plain data.
#ifndef MILER_ATHLETE_H
#define MILER_ATHLETE_H

#include <miler/science.h>

#ifdef __cplusplus
extern "C" {
#endif

// Answers of the health gate (topics of PAR-Q+, paraphrased). Bits that are set
// are "yes" answers: advise a clinician before any hard training.
enum {
    MILER_HEALTH_HEART = 1u << 0,      // heart condition or high blood pressure
    MILER_HEALTH_CHEST_PAIN = 1u << 1, // at rest or in exertion
    MILER_HEALTH_DIZZY = 1u << 2,      // dizziness or fainting in 12 months
    MILER_HEALTH_CHRONIC = 1u << 3,    // another chronic condition (metabolic, kidney ...)
    MILER_HEALTH_MEDICINE = 1u << 4,   // prescribed medicine for one
    MILER_HEALTH_JOINT = 1u << 5,      // bone, joint, soft tissue worsened by activity
    MILER_HEALTH_SUPERVISED = 1u << 6, // told to exercise only under supervision
    MILER_HEALTH_PREGNANT = 1u << 7,   // pregnant or within 12 weeks after birth
    MILER_HEALTH_ILL = 1u << 8         // recent fever, concussion or surgery
};

enum { // places and equipment, bits
    MILER_HAS_TRACK = 1u << 0,
    MILER_HAS_HILL = 1u << 1,
    MILER_HAS_GYM = 1u << 2, // barbell, rack, machines
    MILER_HAS_DUMBBELLS = 1u << 3,
    MILER_HAS_POOL = 1u << 4,
    MILER_HAS_BIKE = 1u << 5,
    MILER_HAS_ROWER = 1u << 6,
    MILER_HAS_ELLIPTICAL = 1u << 7,
    MILER_HAS_TREADMILL = 1u << 8,
    MILER_TREADMILL_ONLY = 1u << 9
};

typedef struct miler_athlete {
    char name[64];
    miler_sex sex;
    int32_t birth_day;                     // MILER_NO_DAY = unknown
    double mass_kg;                        // NaN = unknown
    double height_m;                       // NaN = unknown
    double hr_max_bpm;                     // NaN = unknown (measured, not from age)
    double hr_rest_bpm;                    // NaN = unknown
    double hr_threshold_bpm;               // measured, of about an hour's race; NaN = unknown
    miler_hand_paces paces;                // measured, as in a test of lactate
    int32_t paces_day;                     // the day from which on they hold; MILER_NO_DAY = always
    double hr_from_bpm[MILER_HEART_EDGES]; // where the zones by heart rate begin from the second on
    uint32_t health_yes;                   // MILER_HEALTH_*
    bool health_answered;                  // the questions were put and answered
    bool health_cleared;                   // a clinician has cleared hard training
    bool parent_consent;                   // under 18
    uint8_t days_mask;  // bit 0 Monday ... bit 6 Sunday: days that may hold training; 0 = unknown
    int32_t minutes[7]; // per weekday, most minutes available; 0 = unknown
    uint32_t places;    // MILER_HAS_*
    miler_units units;
} miler_athlete;

MILER_API void miler_athlete_init(miler_athlete *athlete);
MILER_API int miler_athlete_age(const miler_athlete *athlete, int32_t on_day); // -1 = unknown

#ifdef __cplusplus
}
#endif
#endif
