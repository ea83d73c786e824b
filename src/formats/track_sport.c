// SPDX-License-Identifier: MIT
// The sport in free text, as found in GPX <type> and TCX Sport: "Running",
// "Run", "track_running", "VirtualRun", "mountain biking", "9". The first row
// whose word stands anywhere in the text decides.
// Sources: activity types as Garmin Connect, Strava (numbers of its GPX
// exports), Polar and gpx.studio write them.
#include "formats/track.h"

#include <string.h>

static const struct {
    const char *word;
    miler_sport sport;
    miler_sub_sport sub_sport;
} words[] = {
    {"treadmill", MILER_SPORT_RUNNING, MILER_SUB_TREADMILL},
    {"track_run", MILER_SPORT_RUNNING, MILER_SUB_TRACK},
    {"track run", MILER_SPORT_RUNNING, MILER_SUB_TRACK},
    {"trail", MILER_SPORT_RUNNING, MILER_SUB_TRAIL},
    {"virtualrun", MILER_SPORT_RUNNING, MILER_SUB_VIRTUAL},
    {"virtual_run", MILER_SPORT_RUNNING, MILER_SUB_VIRTUAL},
    {"indoor_running", MILER_SPORT_RUNNING, MILER_SUB_INDOOR_TRACK},
    {"street_running", MILER_SPORT_RUNNING, MILER_SUB_ROAD},
    {"run", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
    {"jog", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
    {"indoor_cycling", MILER_SPORT_CYCLING, MILER_SUB_INDOOR},
    {"virtualride", MILER_SPORT_CYCLING, MILER_SUB_VIRTUAL},
    {"virtual_ride", MILER_SPORT_CYCLING, MILER_SUB_VIRTUAL},
    {"cycl", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
    {"bik", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
    {"ride", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
    {"hik", MILER_SPORT_HIKING, MILER_SUB_GENERIC},
    {"walk", MILER_SPORT_WALKING, MILER_SUB_GENERIC},
    {"swim", MILER_SPORT_SWIMMING, MILER_SUB_GENERIC},
    {"rowing", MILER_SPORT_ROWING, MILER_SUB_GENERIC},
    {"ellip", MILER_SPORT_ELLIPTICAL, MILER_SUB_GENERIC},
    {"strength", MILER_SPORT_STRENGTH, MILER_SUB_GENERIC},
    {"ski", MILER_SPORT_SKIING, MILER_SUB_GENERIC},
    {"transition", MILER_SPORT_TRANSITION, MILER_SUB_GENERIC},
    {"other", MILER_SPORT_OTHER, MILER_SUB_GENERIC},
};

static const struct {
    const char *number;
    miler_sport sport;
} strava[] = {{"1", MILER_SPORT_CYCLING},
              {"4", MILER_SPORT_HIKING},
              {"9", MILER_SPORT_RUNNING},
              {"10", MILER_SPORT_WALKING},
              {"16", MILER_SPORT_SWIMMING}};

miler_sport track_sport(const char *text, size_t len, miler_sub_sport *sub_sport) {
    char low[64];
    size_t n = 0;
    for (size_t i = 0; i < len && n + 1 < sizeof low; i++) {
        char c = text[i];
        if (n == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) continue;
        low[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    while (n > 0 && (low[n - 1] == ' ' || low[n - 1] == '\t' || low[n - 1] == '\r' || low[n - 1] == '\n'))
        n--;
    low[n] = '\0';
    *sub_sport = MILER_SUB_GENERIC;
    for (size_t i = 0; i < sizeof strava / sizeof strava[0]; i++)
        if (strcmp(low, strava[i].number) == 0) return strava[i].sport;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strstr(low, words[i].word) != NULL) {
            *sub_sport = words[i].sub_sport;
            return words[i].sport;
        }
    return MILER_SPORT_UNKNOWN;
}
