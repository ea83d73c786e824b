// SPDX-License-Identifier: MIT
// A course is measured by wheel or by bicycle and is never short (World Athletics: 0.1 % is added to be
// sure); a watch that says 4.98 km at its end is short itself. A training run of 4.98 km is one of 4.98 km.
#include "app/race_course.h"

#include <miler/activity.h>
#include <string.h>

#define COURSE_FROM_M 1500.0 // shorter races are run on tracks, which are measured otherwise
#define WORD_MAX 24

// The next word in small letters, "" at the end.
static const char *next_word(const char **at, char word[WORD_MAX]) {
    const char *p = *at;
    size_t len = 0;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    p += strcspn(p, letters);
    for (; *p != '\0' && strchr(letters, *p) != NULL; p++)
        if (len + 1 < WORD_MAX) word[len++] = *p < 'a' ? (char)(*p + 32) : *p;
    word[len] = '\0';
    *at = p;
    return word;
}

static bool is_one(const char *word, const char *const *list) {
    for (; *list != NULL; list++)
        if (strcmp(word, *list) == 0) return true;
    return false;
}

// Does the running around a race end with that word: "warm-up", "warmup"?
static bool goes_around(const char *last, const char *word) {
    static const char *const whole[] = {"warmup", "cooldown", "shakeout", NULL};
    return is_one(word, whole) || (strcmp(last, "warm") == 0 && strcmp(word, "up") == 0) ||
           (strcmp(last, "cool") == 0 && strcmp(word, "down") == 0);
}

bool race_course_named(const char *name) {
    static const char *const races[] = {"race", "raced", "parkrun", "championship", "championships", NULL};
    static const char *const before[] = {"pre", "post", "before", "after", "goal", "no", "tune", NULL};
    static const char *const after[] = {"pace",      "paced",      "week",     "prep", "warmup",   "warm",
                                        "cooldown",  "cool",       "effort",   "like", "specific", "course",
                                        "rehearsal", "simulation", "practice", "day",  NULL};
    bool begun = false, beside = false; // "warm-up for 5 km race", but not "warm-up race"
    char last[WORD_MAX] = "", word[WORD_MAX], next[WORD_MAX];
    (void)next_word(&name, word);
    while (word[0] != '\0') {
        (void)next_word(&name, next);
        if (!beside && is_one(word, races) && !is_one(last, before) && !is_one(next, after)) return true;
        beside = beside || begun;
        begun = begun || goes_around(last, word);
        memcpy(last, word, sizeof last);
        memcpy(word, next, sizeof word);
    }
    return false;
}

static bool says_mile(const char *name) {
    char word[WORD_MAX];
    while (next_word(&name, word)[0] != '\0')
        if (strcmp(word, "mile") == 0) return true;
    return false;
}

double race_course_m(const char *name, double dist_m, miler_dist_source source) {
    double course_m = NAN;
    if (source != MILER_DIST_GPS || !(dist_m > 0) || !race_course_named(name)) return NAN;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const double d = miler_best_distance_m(i);
        if (d < COURSE_FROM_M || fabs(dist_m - d) > RACE_COURSE_SHARE * d) continue;
        if (fabs(d - MILER_MILE_M) < 1 && says_mile(name)) return d; // 1600 m is near, too
        if (!(fabs(dist_m - course_m) <= fabs(dist_m - d))) course_m = d;
    }
    return course_m;
}

bool race_course_is(double course_m, const char *name, double dist_m, miler_dist_source source) {
    return fabs(race_course_m(name, dist_m, source) - course_m) < 0.5; // never of NaN
}
