// SPDX-License-Identifier: MIT
// activity: real files. The best mile of each run against the one an
// independent program found (the catalogue of the corpus), and rules that hold
// for every recording. Needs ../shared/corpus.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"

#include <miler/activity.h>
#include <miler/formats.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS "../shared/corpus/"

// The catalogue's mile is the fastest of all windows that begin on a point.
#define ENDS_ON_A_POINT "the catalogue's windows begin on a point; the fastest ends on one"

// Where our best mile is another, what it is, and why. Those of TCX and GPX were
// counted once more from the file by a program of its own.
static const struct {
    const char *file;
    double mile_s;
    const char *why;
} explained[] = {
    {"fit/fgebhart__workoutizer__2019-09-18-16-02-35.fit", 652.84,
     "the faster one holds a GPS jump to 12 m/s of a runner at 3 m/s"},
    {"tcx/corriporai__runpandas__2020-12-20T05_50_47-300_Running.tcx", 635.64,
     "the faster one holds a hop of 15.6 m in 2 s, where the watch's own speed is 2.6 m/s"},
    {"tcx/corriporai__runpandas__11km.tcx", 603.87, ENDS_ON_A_POINT},
    {"tcx/corriporai__runpandas__2020-12-08T06_36_12-300_Running.tcx", 587.23, ENDS_ON_A_POINT},
    {"tcx/corriporai__runpandas__2020-12-16T05_44_18-300_Running.tcx", 560.85, ENDS_ON_A_POINT},
    {"tcx/corriporai__runpandas__stopped_example.tcx", 571.10, ENDS_ON_A_POINT},
    {"tcx/dblock__tcx__20090528-202902.tcx", 549.24, ENDS_ON_A_POINT},
    {"gpx/fgebhart__workoutizer__garmin_example.gpx", 644.73,
     "ways between positions are geodesics (5,327 m in all), the catalogue's lie on a sphere (5,320 m)"},
};

static FILE *catalogue;

static int set_up(void **state) {
    (void)state;
    catalogue = fopen(CORPUS "catalog.tsv", "r");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    if (catalogue != NULL) fclose(catalogue);
    return 0;
}

static char *slurp(const char *name, size_t *len) {
    char path[9000];
    snprintf(path, sizeof path, CORPUS "%s", name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) return NULL;
    char *bytes = malloc(MILER_FILE_MAX);
    if (bytes != NULL) *len = fread(bytes, 1, MILER_FILE_MAX, f);
    fclose(f);
    return bytes;
}

static void sound(const char *file, const miler_activity *a) {
    for (size_t i = 1; a->at_s != NULL && i < a->sample_count; i++) {
        if (a->at_s[i] < a->at_s[i - 1] || a->timer_at_s[i] < a->timer_at_s[i - 1] - 1e-9)
            fail_msg("%s: the clock goes back at %zu", file, i);
        if (a->true_dist_m != NULL && !(a->true_dist_m[i] >= a->true_dist_m[i - 1]))
            fail_msg("%s: the distance falls at %zu", file, i);
    }
    double before_s = 0;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &a->bests[i];
        if (isnan(e->time_s) || (e->flags & MILER_EFFORT_DISQUALIFIES) != 0) continue;
        if (e->time_s < e->dist_m / 10.5)
            fail_msg("%s: %g m in %g s is a record", file, e->dist_m, e->time_s);
        if (e->time_s <= before_s) fail_msg("%s: %g m is faster than a shorter one", file, e->dist_m);
        before_s = e->time_s;
        if (!(e->error_s > 0 && e->start_s >= 0 &&
              e->start_s + e->time_s <= a->at_s[a->sample_count - 1] + 1e-6))
            fail_msg("%s: %g m at %g s, error %g", file, e->dist_m, e->start_s, e->error_s);
    }
    double km_m = 0;
    double km_s = 0;
    for (size_t i = 0; i < a->km_split_count; i++) {
        km_m += a->km_splits[i].dist_m;
        km_s += a->km_splits[i].time_s;
    }
    if (a->km_split_count == 0) return;
    const double end_m = a->true_dist_m[a->sample_count - 1];
    if (fabs(km_m - end_m) > 1.0 || km_s > a->timer_at_s[a->sample_count - 1] + 1e-6)
        fail_msg("%s: splits sum up to %g m, %g s", file, km_m, km_s);
}

static bool is_explained(const char *file, double mile_s) {
    for (size_t i = 0; i < sizeof explained / sizeof explained[0]; i++)
        if (strcmp(explained[i].file, file) == 0 && fabs(explained[i].mile_s - mile_s) < 0.01) {
            printf("# %s: %s\n", file, explained[i].why);
            return true;
        }
    return false;
}

// "best mile 10:14.7" somewhere in the row, in seconds; NaN when it is not there.
static double stated_mile(const char *row) {
    const char *at = strstr(row, "best mile ");
    unsigned minutes;
    unsigned seconds;
    unsigned tenths;
    if (at == NULL || sscanf(at, "best mile %u:%u.%u", &minutes, &seconds, &tenths) != 3) return NAN;
    return minutes * 60.0 + seconds + tenths / 10.0;
}

static void one_file(const char *file, const char *row, size_t *built, size_t *same) {
    size_t len = 0;
    char *bytes = slurp(file, &len);
    if (bytes == NULL) return;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    miler_reading reading;
    if (miler_formats_read(bytes, len, arena, &reading, NULL) == MILER_OK) {
        const double mile_s = stated_mile(row);
        double nearest = NAN;
        for (size_t k = 0; k < reading.recording_count; k++) {
            miler_activity a;
            miler_error err = {0};
            const miler_status status = miler_activity_build(&reading.recordings[k], arena, &a, &err);
            if (status != MILER_OK && status != MILER_ERR_EMPTY) fail_msg("%s: %s", file, err.msg);
            if (status != MILER_OK) continue;
            sound(file, &a);
            ++*built;
            const double off = a.bests[7].time_s - mile_s; // the mile
            if (!(fabs(nearest) <= fabs(off))) nearest = off;
        }
        if (fabs(nearest) < 0.15) ++*same;
        // The catalogue knows neither doubts nor pauses, and looks at fewer windows: a difference is told
        // why.
        if (fabs(nearest) >= 0.15 && !is_explained(file, mile_s + nearest))
            fail_msg("%s: best mile differs by %.2f s from %.1f", file, nearest, mile_s);
    }
    miler_arena_free(arena);
    free(bytes);
}

static void bests_of_the_corpus(void **state) {
    (void)state;
    if (catalogue == NULL) {
        printf("# SKIP no ../shared/corpus: real files are not compared\n");
        skip();
    }
    static char row[8192];
    size_t built = 0;
    size_t same = 0;
    while (fgets(row, sizeof row, catalogue) != NULL) {
        char *tab = strchr(row, '\t');
        if (tab == NULL) continue;
        *tab = '\0';
        one_file(row, tab + 1, &built, &same);
    }
    printf("# %zu recordings built, %zu best miles the same as the catalogue's\n", built, same);
    assert_true(built > 60 && same >= 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bests_of_the_corpus)};
    return cmocka_run_group_tests_name("activity_corpus", tests, set_up, tear_down);
}
