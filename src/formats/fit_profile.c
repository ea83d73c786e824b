// SPDX-License-Identifier: MIT
// The one table of what miler wants from a FIT file: field of message -> slot,
// with scale and offset (physical = raw / scale - offset), sorted so that it
// can be searched. Whatever is not in here is skipped by its size.
//
// Sources: the public FIT protocol page and file type pages; numbers checked
// against the files of many watches.
#include "formats/fit.h"

static const fit_row rows[] = {
    {FIT_FILE_ID, 0, FIT_V_TYPE, FIT_NUMBER, 0, 1, 0},
    {FIT_FILE_ID, 1, FIT_V_MAKER, FIT_NUMBER, 0, 1, 0},
    {FIT_FILE_ID, 2, FIT_V_PRODUCT, FIT_NUMBER, 0, 1, 0},
    {FIT_FILE_ID, 8, FIT_V_NAME, FIT_TEXT, 0, 1, 0},

    {FIT_USER_PROFILE, 4, FIT_V_WEIGHT, FIT_NUMBER, 0, 10, 0},
    {FIT_USER_PROFILE, 8, FIT_V_RESTING_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_USER_PROFILE, 9, FIT_V_RUNNING_MAX_HR, FIT_NUMBER, 1, 1, 0},
    {FIT_USER_PROFILE, 11, FIT_V_RUNNING_MAX_HR, FIT_NUMBER, 0, 1, 0}, // of all sports

    {FIT_ZONES_TARGET, 1, FIT_V_MAX_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_ZONES_TARGET, 2, FIT_V_THRESHOLD_HR, FIT_NUMBER, 0, 1, 0},

    {FIT_SPORT, 0, FIT_V_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_SPORT, 1, FIT_V_SUB_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_SPORT, 3, FIT_V_NAME, FIT_TEXT, 0, 1, 0},

    {FIT_SESSION, 2, FIT_V_START, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 5, FIT_V_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 6, FIT_V_SUB_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 7, FIT_V_ELAPSED, FIT_NUMBER, 0, 1000, 0},
    {FIT_SESSION, 8, FIT_V_TIMER, FIT_NUMBER, 0, 1000, 0},
    {FIT_SESSION, 9, FIT_V_DIST, FIT_NUMBER, 0, 100, 0},
    {FIT_SESSION, 11, FIT_V_CALORIES, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 14, FIT_V_AVG_SPEED, FIT_NUMBER, 0, 1000, 0},
    {FIT_SESSION, 15, FIT_V_MAX_SPEED, FIT_NUMBER, 0, 1000, 0},
    {FIT_SESSION, 16, FIT_V_AVG_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 17, FIT_V_MAX_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 18, FIT_V_AVG_CADENCE, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 19, FIT_V_MAX_CADENCE, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 20, FIT_V_AVG_POWER, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 22, FIT_V_ASCENT, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 23, FIT_V_DESCENT, FIT_NUMBER, 0, 1, 0},
    {FIT_SESSION, 89, FIT_V_OSCILLATION, FIT_NUMBER, 0, 10, 0},
    {FIT_SESSION, 91, FIT_V_STANCE, FIT_NUMBER, 0, 10, 0},
    {FIT_SESSION, 92, FIT_V_AVG_CADENCE_FRACTION, FIT_NUMBER, 0, 128, 0},
    {FIT_SESSION, 93, FIT_V_MAX_CADENCE_FRACTION, FIT_NUMBER, 0, 128, 0},
    {FIT_SESSION, 110, FIT_V_NAME, FIT_TEXT, 0, 1, 0},
    {FIT_SESSION, 124, FIT_V_AVG_SPEED, FIT_NUMBER, 1, 1000, 0},
    {FIT_SESSION, 125, FIT_V_MAX_SPEED, FIT_NUMBER, 1, 1000, 0},
    {FIT_SESSION, 132, FIT_V_RATIO, FIT_NUMBER, 0, 100, 0},
    {FIT_SESSION, 133, FIT_V_BALANCE, FIT_NUMBER, 0, 100, 0},
    {FIT_SESSION, 134, FIT_V_STEP_LENGTH, FIT_NUMBER, 0, 10, 0},
    {FIT_SESSION, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_LAP, 2, FIT_V_START, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 7, FIT_V_ELAPSED, FIT_NUMBER, 0, 1000, 0},
    {FIT_LAP, 8, FIT_V_TIMER, FIT_NUMBER, 0, 1000, 0},
    {FIT_LAP, 9, FIT_V_DIST, FIT_NUMBER, 0, 100, 0},
    {FIT_LAP, 11, FIT_V_CALORIES, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 13, FIT_V_AVG_SPEED, FIT_NUMBER, 0, 1000, 0},
    {FIT_LAP, 14, FIT_V_MAX_SPEED, FIT_NUMBER, 0, 1000, 0},
    {FIT_LAP, 15, FIT_V_AVG_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 16, FIT_V_MAX_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 17, FIT_V_AVG_CADENCE, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 18, FIT_V_MAX_CADENCE, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 19, FIT_V_AVG_POWER, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 21, FIT_V_ASCENT, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 22, FIT_V_DESCENT, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 23, FIT_V_INTENSITY, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 24, FIT_V_TRIGGER, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 25, FIT_V_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 39, FIT_V_SUB_SPORT, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 71, FIT_V_STEP_INDEX, FIT_NUMBER, 0, 1, 0},
    {FIT_LAP, 77, FIT_V_OSCILLATION, FIT_NUMBER, 0, 10, 0},
    {FIT_LAP, 79, FIT_V_STANCE, FIT_NUMBER, 0, 10, 0},
    {FIT_LAP, 80, FIT_V_AVG_CADENCE_FRACTION, FIT_NUMBER, 0, 128, 0},
    {FIT_LAP, 81, FIT_V_MAX_CADENCE_FRACTION, FIT_NUMBER, 0, 128, 0},
    {FIT_LAP, 110, FIT_V_AVG_SPEED, FIT_NUMBER, 1, 1000, 0},
    {FIT_LAP, 111, FIT_V_MAX_SPEED, FIT_NUMBER, 1, 1000, 0},
    {FIT_LAP, 118, FIT_V_RATIO, FIT_NUMBER, 0, 100, 0},
    {FIT_LAP, 119, FIT_V_BALANCE, FIT_NUMBER, 0, 100, 0},
    {FIT_LAP, 120, FIT_V_STEP_LENGTH, FIT_NUMBER, 0, 10, 0},
    {FIT_LAP, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_RECORD, 0, FIT_COL_LAT, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 1, FIT_COL_LON, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 2, FIT_COL_ALTITUDE, FIT_NUMBER, 0, 5, 500},
    {FIT_RECORD, 3, FIT_COL_HR, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 4, FIT_COL_CADENCE, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 5, FIT_COL_DIST, FIT_NUMBER, 1, 100, 0},
    {FIT_RECORD, 6, FIT_COL_SPEED, FIT_NUMBER, 1, 1000, 0},
    {FIT_RECORD, 7, FIT_COL_POWER, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 8, FIT_COL_SPEED_DISTANCE, FIT_BYTES, 0, 1, 0},
    {FIT_RECORD, 13, FIT_COL_TEMPERATURE, FIT_NUMBER, 0, 1, 0},
    {FIT_RECORD, 39, FIT_COL_OSCILLATION, FIT_NUMBER, 0, 10, 0},
    {FIT_RECORD, 41, FIT_COL_STANCE, FIT_NUMBER, 0, 10, 0},
    {FIT_RECORD, 53, FIT_COL_CADENCE_FRACTION, FIT_NUMBER, 0, 128, 0},
    {FIT_RECORD, 73, FIT_COL_SPEED, FIT_NUMBER, 2, 1000, 0},
    {FIT_RECORD, 78, FIT_COL_ALTITUDE, FIT_NUMBER, 1, 5, 500},
    {FIT_RECORD, 83, FIT_COL_RATIO, FIT_NUMBER, 0, 100, 0},
    {FIT_RECORD, 84, FIT_COL_BALANCE, FIT_NUMBER, 0, 100, 0},
    {FIT_RECORD, 85, FIT_COL_STEP, FIT_NUMBER, 0, 10, 0},
    {FIT_RECORD, 253, FIT_COL_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_EVENT, 0, FIT_V_EVENT, FIT_NUMBER, 0, 1, 0},
    {FIT_EVENT, 1, FIT_V_EVENT_TYPE, FIT_NUMBER, 0, 1, 0},
    {FIT_EVENT, 3, FIT_V_EVENT_DATA, FIT_NUMBER, 0, 1, 0},
    {FIT_EVENT, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_DEVICE_INFO, 1, FIT_V_TYPE, FIT_NUMBER, 0, 1, 0},
    {FIT_DEVICE_INFO, 25, FIT_V_SOURCE, FIT_NUMBER, 0, 1, 0},

    {FIT_WORKOUT, 8, FIT_V_NAME, FIT_TEXT, 0, 1, 0},

    {FIT_WORKOUT_STEP, 0, FIT_V_NAME, FIT_TEXT, 0, 1, 0},
    {FIT_WORKOUT_STEP, 1, FIT_V_DURATION_TYPE, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 2, FIT_V_DURATION, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 3, FIT_V_TARGET_TYPE, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 4, FIT_V_TARGET, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 5, FIT_V_TARGET_LOW, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 6, FIT_V_TARGET_HIGH, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 7, FIT_V_INTENSITY, FIT_NUMBER, 0, 1, 0},
    {FIT_WORKOUT_STEP, 254, FIT_V_INDEX, FIT_NUMBER, 0, 1, 0},

    {FIT_ACTIVITY, 5, FIT_V_LOCAL_TIME, FIT_NUMBER, 0, 1, 0},
    {FIT_ACTIVITY, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_HR, 0, FIT_V_FRACTION, FIT_NUMBER, 0, 32768, 0},
    {FIT_HR, 6, FIT_V_BPM, FIT_BYTES, 0, 1, 0},
    {FIT_HR, 9, FIT_V_TICKS, FIT_BYTES, 0, 1, 0},
    {FIT_HR, 10, FIT_V_TICKS_12, FIT_BYTES, 0, 1, 0},
    {FIT_HR, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_GPS_METADATA, 1, FIT_V_LAT, FIT_NUMBER, 0, 1, 0},
    {FIT_GPS_METADATA, 2, FIT_V_LON, FIT_NUMBER, 0, 1, 0},
    {FIT_GPS_METADATA, 3, FIT_V_FIX_ALTITUDE, FIT_NUMBER, 0, 5, 500},
    {FIT_GPS_METADATA, 4, FIT_V_FIX_SPEED, FIT_NUMBER, 0, 1000, 0},
    {FIT_GPS_METADATA, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_TIME_CORRELATION, 3, FIT_V_LOCAL_TIME, FIT_NUMBER, 0, 1, 0},
    {FIT_TIME_CORRELATION, 253, FIT_V_TIME, FIT_NUMBER, 0, 1, 0},

    {FIT_FIELD_DESCRIPTION, 0, FIT_V_DEVELOPER, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 1, FIT_V_FIELD, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 2, FIT_V_BASE, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 6, FIT_V_SCALE, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 7, FIT_V_OFFSET, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 14, FIT_V_NATIVE_MESSAGE, FIT_NUMBER, 0, 1, 0},
    {FIT_FIELD_DESCRIPTION, 15, FIT_V_NATIVE_FIELD, FIT_NUMBER, 0, 1, 0},
};
#define ROWS (sizeof rows / sizeof rows[0])

// The first row at or after (message, field).
static const fit_row *lower_bound(uint32_t key) {
    size_t low = 0;
    size_t high = ROWS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t at = (uint32_t)rows[middle].message << 8 | rows[middle].field;
        if (at < key)
            low = middle + 1;
        else
            high = middle;
    }
    return rows + low;
}

const fit_row *fit_row_find(uint16_t message, uint8_t field) {
    const fit_row *row = lower_bound((uint32_t)message << 8 | field);
    return row < rows + ROWS && row->message == message && row->field == field ? row : NULL;
}

bool fit_message_known(uint16_t message) {
    const fit_row *row = lower_bound((uint32_t)message << 8);
    return row < rows + ROWS && row->message == message;
}

// ---- Base types, by the low five bits of their number

static const fit_base_type base_types[] = {
    {1, 'u', 0xFF},                         // enum
    {1, 's', 0x7F},                         // sint8
    {1, 'u', 0xFF},                         // uint8
    {2, 's', 0x7FFF},                       // sint16
    {2, 'u', 0xFFFF},                       // uint16
    {4, 's', 0x7FFFFFFF},                   // sint32
    {4, 'u', 0xFFFFFFFF},                   // uint32
    {1, 't', 0x00},                         // string
    {4, 'f', 0xFFFFFFFF},                   // float32
    {8, 'f', UINT64_MAX},                   // float64
    {1, 'u', 0x00},                         // uint8z
    {2, 'u', 0x00},                         // uint16z
    {4, 'u', 0x00},                         // uint32z
    {1, 'b', 0xFF},                         // byte
    {8, 's', UINT64_C(0x7FFFFFFFFFFFFFFF)}, // sint64
    {8, 'u', UINT64_MAX},                   // uint64
    {8, 'u', 0x00},                         // uint64z
};
#define BASE_TYPES (sizeof base_types / sizeof base_types[0])
#define BASE_BYTE 13

bool fit_base_known(uint8_t type) {
    // Bit 7 says "may be swapped"; some writers leave it out (0x06 for 0x86).
    return (type & 0x60) == 0 && (type & 0x1F) < BASE_TYPES;
}

const fit_base_type *fit_base(uint8_t type) {
    return &base_types[fit_base_known(type) ? type & 0x1F : BASE_BYTE];
}

// ---- Sports

static const struct {
    int16_t sport;
    int16_t sub_sport; // -1: any; rows with one stand before those without
    miler_sport is;
} sports[] = {
    {4, 1, MILER_SPORT_RUNNING},     // fitness equipment: treadmill
    {4, 14, MILER_SPORT_ROWING},     // ... rowing machine
    {4, 15, MILER_SPORT_ELLIPTICAL}, // ... elliptical
    {4, 5, MILER_SPORT_CYCLING},     // ... spinning
    {4, 6, MILER_SPORT_CYCLING},     // ... indoor bike
    {4, 20, MILER_SPORT_STRENGTH},   // ... weights
    {10, 20, MILER_SPORT_STRENGTH},  // training: weights
    {1, -1, MILER_SPORT_RUNNING},    {2, -1, MILER_SPORT_CYCLING},
    {21, -1, MILER_SPORT_CYCLING}, // with a motor
    {3, -1, MILER_SPORT_TRANSITION}, {5, -1, MILER_SPORT_SWIMMING},
    {11, -1, MILER_SPORT_WALKING},   {12, -1, MILER_SPORT_SKIING}, // cross-country
    {13, -1, MILER_SPORT_SKIING},                                  // downhill
    {15, -1, MILER_SPORT_ROWING},    {16, -1, MILER_SPORT_HIKING}, // mountaineering
    {17, -1, MILER_SPORT_HIKING},    {0, -1, MILER_SPORT_UNKNOWN}, // generic: the watch did not know
};

miler_sport fit_sport(int sport, int sub_sport) {
    if (sport < 0) return MILER_SPORT_UNKNOWN;
    for (size_t i = 0; i < sizeof sports / sizeof sports[0]; i++)
        if (sports[i].sport == sport && (sports[i].sub_sport < 0 || sports[i].sub_sport == sub_sport))
            return sports[i].is;
    return MILER_SPORT_OTHER;
}

static const struct {
    uint8_t number;
    miler_sub_sport is;
} sub_sports[] = {
    {1, MILER_SUB_TREADMILL}, {2, MILER_SUB_ROAD},    {3, MILER_SUB_TRAIL},   {4, MILER_SUB_TRACK},
    {5, MILER_SUB_INDOOR},    {6, MILER_SUB_INDOOR},  {7, MILER_SUB_ROAD},    {14, MILER_SUB_INDOOR},
    {15, MILER_SUB_INDOOR},   {25, MILER_SUB_INDOOR}, {27, MILER_SUB_INDOOR}, {45, MILER_SUB_INDOOR_TRACK},
    {58, MILER_SUB_VIRTUAL},
};

miler_sub_sport fit_sub_sport(int sub_sport) {
    for (size_t i = 0; i < sizeof sub_sports / sizeof sub_sports[0]; i++)
        if (sub_sports[i].number == sub_sport) return sub_sports[i].is;
    return MILER_SUB_GENERIC;
}

// ---- What a file is, by file_id.type

static const struct {
    uint8_t type;
    miler_content content;
    const char *name;
} file_types[] = {
    {1, MILER_CONTENT_SETTINGS, "device"},
    {2, MILER_CONTENT_SETTINGS, "settings"},
    {3, MILER_CONTENT_SETTINGS, "sport settings"},
    {4, MILER_CONTENT_ACTIVITY, "activity"},
    {5, MILER_CONTENT_WORKOUT, "workout"},
    {6, MILER_CONTENT_COURSE, "course"},
    {7, MILER_CONTENT_WORKOUT, "schedule"},
    {9, MILER_CONTENT_WELLNESS, "weight"},
    {10, MILER_CONTENT_SETTINGS, "totals"},
    {11, MILER_CONTENT_SETTINGS, "goals"},
    {14, MILER_CONTENT_WELLNESS, "blood pressure"},
    {15, MILER_CONTENT_WELLNESS, "monitoring"},
    {20, MILER_CONTENT_ACTIVITY, "activity summary"},
    {28, MILER_CONTENT_WELLNESS, "monitoring"},
    {32, MILER_CONTENT_WELLNESS, "monitoring"},
    {34, MILER_CONTENT_COURSE, "segment"},
    {35, MILER_CONTENT_COURSE, "segment list"},
    {40, MILER_CONTENT_SETTINGS, "device configuration"},
    {44, MILER_CONTENT_WELLNESS, "metrics"}, // not in the public list; what a Garmin export holds
    {49, MILER_CONTENT_WELLNESS, "sleep"},
    {68, MILER_CONTENT_WELLNESS, "heart rate variability"},
};

miler_content fit_file_type(int type, const char **name) {
    for (size_t i = 0; i < sizeof file_types / sizeof file_types[0]; i++) {
        if (file_types[i].type != type) continue;
        *name = file_types[i].name;
        return file_types[i].content;
    }
    *name = "other";
    return MILER_CONTENT_OTHER;
}
