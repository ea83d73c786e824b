// SPDX-License-Identifier: MIT
// The made-up season: the same bytes for the same seed, and what the reader and
// the activity room make of the files against the truth written beside them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/activity.h>
#include <miler/formats.h>

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[64];

static void simulate(const char *seed, const char *sub) {
    const char *build = getenv("BUILD");
    char command[512];
    snprintf(command, sizeof command, "%s/tools/simulate --seed %s --out %s/%s 2>/dev/null",
             build != NULL ? build : "build", seed, root, sub);
    assert_int_equal(system(command), 0);
}

static void *slurp(const char *sub, const char *name, size_t *len) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s/%s", root, sub, name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) fail_msg("cannot open %s", path);
    fseek(f, 0, SEEK_END);
    *len = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*len + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *len, f), *len);
    bytes[*len] = '\0';
    fclose(f);
    return bytes;
}

static int set_up(void **state) {
    (void)state;
    snprintf(root, sizeof root, "/tmp/miler-sim-XXXXXX");
    if (mkdtemp(root) == NULL) return -1;
    simulate("7", "a");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    return system(command);
}

static void same_seed_same_bytes(void **state) {
    (void)state;
    simulate("7", "b");
    simulate("8", "c");
    char path[512];
    snprintf(path, sizeof path, "%s/a", root);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    size_t files = 0;
    size_t total = 0;
    size_t differ = 0;
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        if (e->d_name[0] == '.') continue;
        size_t len[3];
        char *bytes[3];
        static const char *const subs[3] = {"a", "b", "c"};
        for (int i = 0; i < 3; i++)
            bytes[i] = slurp(subs[i], e->d_name, &len[i]);
        if (len[0] != len[1] || memcmp(bytes[0], bytes[1], len[0]) != 0)
            fail_msg("%s is not the same twice", e->d_name);
        if (len[0] != len[2] || memcmp(bytes[0], bytes[2], len[0]) != 0) differ++;
        for (int i = 0; i < 3; i++)
            free(bytes[i]);
        files++;
        total += len[0];
    }
    closedir(dir);
    printf("# %zu files, %zu bytes\n", files, total);
    assert_in_range(files, 60, 75);
    assert_in_range(total, 2000000, 15000000);
    assert_true(differ > 55); // another seed is another season
}

typedef struct tally {
    size_t files, laps, mile_trials, pauses, sparse, treadmills, other_sports, oval_laps;
    double shortest_lap_m, longest_lap_m;
    double mile_s[4];
} tally;

static double number(const json_t *object, const char *key) {
    return json_number_value(json_object_get(object, key));
}

static void within(const char *file, const char *what, double value, double wanted, double most) {
    if (!(fabs(value - wanted) <= most))
        fail_msg("%s: %s is %.3f, the truth %.3f, allowed %.3f", file, what, value, wanted, most);
}

static bool is(const json_t *line, const char *kind) {
    return strcmp(json_string_value(json_object_get(line, "kind")), kind) == 0;
}

// Watch laps: their times are those of the key, their distances within the watch's error.
static void compare_laps(const json_t *line, const char *file, const miler_activity *a, tally *t) {
    const json_t *laps = json_object_get(line, "laps");
    assert_int_equal(a->lap_count, json_array_size(laps));
    for (size_t i = 0; i < a->lap_count; i++) {
        const json_t *lap = json_array_get(laps, i);
        within(file, "lap time", a->laps[i].sum.elapsed_s, number(lap, "end_s") - number(lap, "start_s"),
               0.0011);
        t->laps++;
        if (a->sport != MILER_SPORT_RUNNING) continue;
        const double dist = number(lap, "distance_m");
        within(file, "lap distance", a->laps[i].sum.dist_m, dist, 8 + 0.05 * dist);
        if (strstr(file, "x400") == NULL || fabs(dist - 400) > 3) continue;
        t->oval_laps++;
        t->shortest_lap_m = fmin(t->shortest_lap_m, a->laps[i].sum.dist_m);
        t->longest_lap_m = fmax(t->longest_lap_m, a->laps[i].sum.dist_m);
    }
}

// Bests over a rep's distance can be no slower than the rep, but for the error
// of the watch's distance, and for nothing else be much faster.
static void compare_bests(const json_t *line, const char *file, const miler_activity *a, tally *t) {
    const json_t *reps = json_object_get(line, "reps");
    double fastest_s[MILER_BEST_COUNT];
    for (size_t k = 0; k < MILER_BEST_COUNT; k++)
        fastest_s[k] = NAN;
    for (size_t i = 0; i < json_array_size(reps); i++) {
        const json_t *rep = json_array_get(reps, i);
        for (size_t k = 0; k < MILER_BEST_COUNT; k++)
            if (fabs(number(rep, "distance_m") - miler_best_distance_m(k)) < 0.01)
                fastest_s[k] = fmin(fastest_s[k], number(rep, "time_s"));
        if (json_is_true(json_object_get(rep, "all_out")) && is(line, "mile-trial") && t->mile_trials < 4)
            t->mile_s[t->mile_trials++] = number(rep, "time_s");
    }
    for (size_t k = 0; k < MILER_BEST_COUNT; k++) {
        if (isnan(fastest_s[k])) continue;
        const miler_effort *e = &a->bests[k];
        if (isnan(e->time_s)) continue; // the watch saw less than the distance
        if (e->time_s < fastest_s[k] * 0.965 - 1)
            fail_msg("%s: %g m in %.1f s, truly %.1f", file, e->dist_m, e->time_s, fastest_s[k]);
        assert_int_equal(e->flags & MILER_EFFORT_DISQUALIFIES, 0);
    }
    // At nine tenths of the rep the error of scale cannot push the window out of it.
    const json_t *rep = json_array_get(reps, 0);
    if (is(line, "mile-trial"))
        within(file, "1500 m", a->bests[5].time_s, number(rep, "time_s") * 1500 / MILER_MILE_M, 0.035 * 330);
    if (is(line, "5k-race"))
        within(file, "3000 m", a->bests[9].time_s, number(rep, "time_s") * 0.6, 0.03 * 690);
}

static void compare_activity(const json_t *line, const char *file, const miler_activity *a, tally *t) {
    const double end_s = number(line, "elapsed_s");
    within(file, "elapsed", a->elapsed_s, end_s, 0.0011);
    within(file, "timer", a->timer_s, number(line, "timer_s"), 0.0011);
    assert_true(a->start_ms == (int64_t)json_integer_value(json_object_get(line, "start_ms")));
    assert_true(a->has_utc_offset && a->utc_offset_s == -3600);
    assert_non_null(strstr(a->device, "simulator"));
    assert_int_equal(a->pause_count, json_integer_value(json_object_get(line, "pauses")));
    // Stamps are whole seconds: each pause and the end may be off by one.
    within(file, "timer by samples", a->timer_at_s[a->sample_count - 1], number(line, "timer_s"),
           8 + 2 * (double)a->pause_count);
    compare_laps(line, file, a, t);
    t->files++;
    t->pauses += a->pause_count;
    t->sparse += a->median_interval_s > 1.5 ? 1 : 0;
    if (a->sport != MILER_SPORT_RUNNING) {
        t->other_sports++;
        return;
    }
    const double dist = number(line, "distance_m");
    within(file, "distance", a->dist_m, dist, 0.05 * dist);
    if (a->sub_sport == MILER_SUB_TREADMILL) {
        t->treadmills++;
        assert_int_equal(a->dist_source, MILER_DIST_TREADMILL);
        return;
    }
    assert_int_equal(a->dist_source, MILER_DIST_GPS);
    const json_t *splits = json_object_get(line, "km_splits_s");
    double sum = 0;
    double true_sum = 0;
    for (size_t k = 0; k < json_array_size(splits) && k + 1 < a->km_split_count; k++) {
        sum += a->km_splits[k].time_s;
        true_sum += json_number_value(json_array_get(splits, k));
    }
    within(file, "kilometres", sum, true_sum,
           0.03 * end_s + 260); // a rest may fall to either side of the mark
    compare_bests(line, file, a, t);
}

static void files_against_the_truth(void **state) {
    (void)state;
    size_t len;
    char *truth = slurp("a", "truth.jsonl", &len);
    tally t = {.shortest_lap_m = 1e9};
    for (char *at = truth; *at != '\0';) {
        char *end = strchr(at, '\n');
        assert_non_null(end);
        json_t *line = json_loadb(at, (size_t)(end - at), 0, NULL);
        assert_non_null(line);
        const char *file = json_string_value(json_object_get(line, "file"));
        size_t size;
        char *bytes = slurp("a", file, &size);
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_non_null(arena);
        miler_reading reading;
        miler_activity activity;
        miler_error err = {0};
        if (miler_formats_read(bytes, size, arena, &reading, &err) != MILER_OK)
            fail_msg("%s: %s", file, err.msg);
        assert_int_equal(reading.recording_count, 1);
        assert_int_equal(reading.recordings[0].flags, 0);
        if (miler_activity_build(&reading.recordings[0], arena, &activity, &err) != MILER_OK)
            fail_msg("%s: %s", file, err.msg);
        compare_activity(line, file, &activity, &t);
        miler_arena_free(arena);
        free(bytes);
        json_decref(line);
        at = end + 1;
    }
    free(truth);
    printf("# %zu files, %zu laps, %zu pauses, %zu sparse; 400s on the oval read %.1f to %.1f m; miles %.2f "
           "and %.2f s\n",
           t.files, t.laps, t.pauses, t.sparse, t.shortest_lap_m, t.longest_lap_m, t.mile_s[0], t.mile_s[1]);
    assert_true(t.pauses > 5 && t.sparse > 5 && t.treadmills == 1 && t.other_sports == 2 && t.oval_laps > 20);
    assert_true(t.shortest_lap_m > 385 && t.shortest_lap_m < 400 && t.longest_lap_m > 400 &&
                t.longest_lap_m < 415);
    assert_int_equal(t.mile_trials, 2);
    assert_true(t.mile_s[1] < t.mile_s[0] - 2 && t.mile_s[1] > 330 && t.mile_s[0] < 355);
}

// An independent reader finds as many points as ours.
static void gpsbabel_reads_one(void **state) {
    (void)state;
    if (system("command -v gpsbabel >/dev/null 2>&1") != 0) {
        printf("# SKIP gpsbabel is not installed\n");
        skip();
    }
    char command[512];
    snprintf(
        command, sizeof command,
        "cd %s && f=$(ls a/*mile-trial.fit | head -1) && gpsbabel -i garmin_fit -f $f -o gpx -F x.gpx && "
        "test $(grep -c '<trkpt' x.gpx) -gt 2000",
        root);
    assert_int_equal(system(command), 0);
}

static void wrong_arguments(void **state) {
    (void)state;
    const char *build = getenv("BUILD");
    static const char *const rows[] = {"",
                                       "--seed x --out /tmp/x",
                                       "--out",
                                       "--weeks 0 --out /tmp/x",
                                       "--end 2026-02-30 --out /tmp/x",
                                       "--nonsense 1"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char command[256];
        snprintf(command, sizeof command, "%s/tools/simulate %s 2>/dev/null; test $? -eq 2",
                 build != NULL ? build : "build", rows[i]);
        assert_int_equal(system(command), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_bytes), cmocka_unit_test(files_against_the_truth),
        cmocka_unit_test(gpsbabel_reads_one), cmocka_unit_test(wrong_arguments)};
    return cmocka_run_group_tests_name("simulate", tests, set_up, tear_down);
}
