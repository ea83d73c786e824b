// SPDX-License-Identifier: MIT
// Easy running at its heart rate, a week at a time: one run is good to 3.5 %,
// and always off alike by up to 6 % for one runner, which the model grants
// (FIT_HEART_OFFSET). A ride recorded as a run has a heart rate far too low for
// its speed: a run that is far from those before it says nothing.
#include <miler/fitness.h>

#include <miler/science.h>

#include <math.h>

#define RUN_NOISE 0.035 // of one run's mile by heart rate [engineering estimate]
// Of the reserve: the highest heart rate of an easy run lies no further above its mean [engineering estimate].
#define STEADY_SHARE 0.2
#define LEAST_S 1200.0    // the heart follows for the first minutes [engineering estimate]
#define HR_SENSOR_MAX 215 // more is the sensor [engineering estimate]
#define BEFORE 14         // runs before it that a run is held against
#define STRANGE 0.14      // four times the noise of a run [engineering estimate]

static double mile_of(const miler_easy_run *run, double rest, double top) {
    if (!(run->moving_s >= LEAST_S && run->avg_hr_bpm > 0 && run->dist_m > 0)) return NAN;
    if (run->max_hr_bpm - run->avg_hr_bpm > STEADY_SHARE * (top - rest)) return NAN;
    const double climb_m = run->ascent_m > 0 ? run->ascent_m : 0;
    return miler_heart_mile_s((run->dist_m + MILER_CLIMB_DIST * climb_m) / run->moving_s, run->avg_hr_bpm,
                              rest, top);
}

// What the athlete told, else what the runs had shown by then: the offset that the
// model grants to each runner takes up what is wrong with it. Runs are newest first;
// none after run `at` is asked, so that a later race does not change what an old week said.
static double highest_hr(const miler_athlete *athlete, const miler_easy_run *runs, size_t count, size_t at) {
    double top = 0;
    if (athlete->hr_max_bpm > 0) return athlete->hr_max_bpm;
    for (size_t i = at; i < count && (int64_t)runs[at].day - runs[i].day <= MILER_EASY_BEFORE_DAYS; i++)
        if (runs[i].max_hr_bpm < HR_SENSOR_MAX) top = fmax(top, runs[i].max_hr_bpm);
    return top;
}

// ---- Runs that are far from those before them

typedef struct window {
    double value[BEFORE]; // sorted
    int count;
} window;

static void take(window *w, double value) {
    int at = w->count++;
    for (; at > 0 && w->value[at - 1] > value; at--)
        w->value[at] = w->value[at - 1];
    w->value[at] = value;
}

// The runs before run `at` that have a mile.
static void look_back(window *w, const miler_easy_run *runs, size_t count, size_t at) {
    for (size_t i = at + 1; i < count && w->count < BEFORE; i++) {
        if ((int64_t)runs[at].day - runs[i].day > MILER_EASY_BEFORE_DAYS) return;
        if (runs[i].mile_s > 0) take(w, runs[i].mile_s);
    }
}

static bool strange(const miler_easy_run *runs, size_t count, size_t at) {
    window w = {.count = 0};
    look_back(&w, runs, count, at);
    if (w.count < 2) return false; // nothing to hold it against
    const double middle = sqrt(w.value[(w.count - 1) / 2] * w.value[w.count / 2]);
    return fabs(log(runs[at].mile_s / middle)) > STRANGE;
}

// ---- Weeks

size_t miler_easy_weeks(const miler_athlete *athlete, miler_easy_run *runs, size_t count, int32_t today,
                        miler_evidence *out) {
    const double rest = athlete->hr_rest_bpm > 0 ? athlete->hr_rest_bpm : MILER_HR_REST_USUAL;
    size_t weeks = 0;
    int32_t week = -1;
    int in_week = 0;
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        runs[i].mile_s = mile_of(&runs[i], rest, highest_hr(athlete, runs, count, i));
    for (size_t i = 0; i < count; i++) { // newest first
        if (!(runs[i].mile_s > 0) || runs[i].day > today || strange(runs, count, i)) continue;
        if ((today - runs[i].day) / 7 != week || weeks == 0) {
            week = (today - runs[i].day) / 7;
            in_week = 0;
            sum = 0;
            out[weeks++] = (miler_evidence){.dist_m = MILER_MILE_M,
                                            .day = runs[i].day,
                                            .kind = MILER_EVIDENCE_HEART,
                                            .reserve_bpm = highest_hr(athlete, runs, count, i) - rest,
                                            .source_id = runs[i].id};
        }
        sum += log(runs[i].mile_s);
        in_week++;
        out[weeks - 1].run_count = in_week;
        miler_evidence *e = &out[weeks - 1];
        e->time_s = exp(sum / in_week);
        e->error_s = e->time_s * RUN_NOISE / sqrt(in_week);
    }
    return weeks;
}
