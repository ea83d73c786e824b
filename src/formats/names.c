// SPDX-License-Identifier: MIT
// The words for what recordings hold, as used in every answer.
#include <miler/recording.h>

static const char *pick(const char *const *names, size_t count, size_t index) {
    return index < count ? names[index] : "unknown";
}

const char *miler_sport_name(miler_sport sport) {
    static const char *const names[MILER_SPORT_COUNT] = {"unknown", "running", "walking",    "hiking",   "cycling", "swimming",
                                                         "rowing",  "elliptical", "strength", "skiing", "transition", "other"};
    return pick(names, MILER_SPORT_COUNT, (size_t)sport);
}

const char *miler_sub_sport_name(miler_sub_sport sub_sport) {
    static const char *const names[MILER_SUB_COUNT] = {"", "road", "trail", "track", "treadmill", "indoor_track", "virtual", "indoor"};
    return pick(names, MILER_SUB_COUNT, (size_t)sub_sport);
}

const char *miler_format_name(miler_file_format format) {
    static const char *const names[MILER_FORMAT_COUNT] = {"unknown", "FIT", "TCX", "GPX"};
    return pick(names, MILER_FORMAT_COUNT, (size_t)format);
}

const char *miler_lap_trigger_name(miler_lap_trigger trigger) {
    static const char *const names[] = {"unknown", "manual", "time", "distance", "position", "workout", "end"};
    return pick(names, sizeof names / sizeof names[0], (size_t)trigger);
}
