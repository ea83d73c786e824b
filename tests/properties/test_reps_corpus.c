// SPDX-License-Identifier: MIT
// reps: real files. Laps and steps are thrown away, the reps found from speed
// and position alone and held against the laps. Needs ../shared/corpus.
//
// The rule. A lap means a rep when
//   - it lasts 8 s or more and is run (1.9 m/s or more)
//   - its speed is 15 % or more above both its neighbours' (laps under 5 s, a
//     finger that slipped, are passed over)
//   - a first or last lap, which has one neighbour only, must also be as long as
//     another rep, to 6 % (a cool-down after a walk is no rep). This line was
//     added after the first figures: without it the first of four times 1000 m
//     of one file counts as invented.
//   - it is no auto-lap: not 1 km or 1 mile next to another such
// A file counts when it has three such laps or more. In all other running files
// laps mean no reps; what is found there is listed, too.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/middle.h"

#include <miler/formats.h>
#include <miler/reps.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS "../shared/corpus/"
enum { LAPS = 400, ERRORS = 2000 };

typedef struct lap_row {
    double start_s, end_s, speed_mps;
    bool own; // auto-lap by its length
    bool rep;
} lap_row;

typedef struct figures {
    size_t files, truth, found, given, invented;
    double start_s[ERRORS], end_s[ERRORS]; // absolute
    size_t errors;
    size_t others, others_with;
} figures;

static bool auto_length(double dist_m) {
    return fabs(dist_m - 1000) <= 5 || fabs(dist_m - MILER_MILE_M) <= 8;
}

static size_t laps_of(const miler_activity *a, lap_row *rows) {
    size_t n = 0;
    for (size_t i = 0; i < a->lap_count && n < LAPS; i++) {
        const miler_summary *s = &a->laps[i].sum;
        if (s->start_ms == MILER_NO_TIME || !(s->elapsed_s >= 5) || isnan(s->dist_m)) continue;
        const double start = (double)(s->start_ms - a->start_ms) / 1000;
        rows[n++] =
            (lap_row){start, start + s->elapsed_s, s->dist_m / s->elapsed_s, auto_length(s->dist_m), false};
    }
    return n;
}

static bool is_like(const lap_row *a, const lap_row *b) {
    const double ta = a->end_s - a->start_s;
    const double tb = b->end_s - b->start_s;
    const double da = ta * a->speed_mps;
    const double db = tb * b->speed_mps;
    return fabs(ta - tb) <= 0.06 * fmax(ta, tb) || fabs(da - db) <= 0.06 * fmax(da, db);
}

static bool stands_out(const lap_row *rows, size_t n, size_t i) {
    const lap_row *l = &rows[i];
    const lap_row *before = &rows[i > 0 ? i - 1 : i + 1];
    const lap_row *after = &rows[i + 1 < n ? i + 1 : i - 1];
    const bool own = l->own && (before->own || after->own);
    const bool fast = l->speed_mps >= 1.15 * before->speed_mps && l->speed_mps >= 1.15 * after->speed_mps;
    return fast && !own && l->speed_mps >= 1.9 && l->end_s - l->start_s >= 8;
}

static size_t mark(lap_row *rows, size_t n) {
    size_t reps = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        rows[i].rep = stands_out(rows, n, i);
        reps += rows[i].rep;
    }
    for (size_t end = 0; end < 2 && n > 2; end++) {
        lap_row *l = &rows[end == 0 ? 0 : n - 1];
        bool like = false;
        for (size_t k = 1; k + 1 < n && !like; k++)
            like = rows[k].rep && is_like(l, &rows[k]);
        l->rep = like && stands_out(rows, n, (size_t)(l - rows));
        reps += l->rep;
    }
    return reps;
}

static void compare(const char *file, const lap_row *rows, size_t n, size_t truth, const miler_reps *reps,
                    figures *f) {
    double start[LAPS];
    double end[LAPS];
    size_t found = 0;
    size_t given = 0;
    size_t invented = 0;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        given++;
        const lap_row *match = NULL;
        for (size_t k = 0; k < n && match == NULL; k++) {
            const double both = fmin(rows[k].end_s, r->end_s) - fmax(rows[k].start_s, r->start_s);
            const double all = fmax(rows[k].end_s, r->end_s) - fmin(rows[k].start_s, r->start_s);
            if (rows[k].rep && both > 0.5 * all) match = &rows[k];
        }
        if (match == NULL) {
            printf("#   not a lap: %.0f s to %.0f s, %.0f m\n", r->start_s, r->end_s, r->dist_m);
            invented++;
            continue;
        }
        start[found] = fabs(r->start_s - match->start_s);
        end[found] = fabs(r->end_s - match->end_s);
        if (f->errors < ERRORS) {
            f->start_s[f->errors] = start[found];
            f->end_s[f->errors++] = end[found];
        }
        found++;
    }
    printf("# %s: %zu of %zu reps, %zu invented, start within %.1f s, end within %.1f s (medians)\n", file,
           found, truth, invented, miler_middle(start, found), miler_middle(end, found));
    f->files++;
    f->truth += truth;
    f->found += found;
    f->given += given;
    f->invented += invented;
}

static void one_recording(const char *file, const miler_recording *rec, miler_arena *arena, figures *f) {
    miler_activity a;
    miler_tracks tracks;
    miler_reps reps;
    miler_error err = {0};
    const miler_reps_options options = {.ignore_laps = true, .ignore_steps = true};
    if (rec->sport != MILER_SPORT_RUNNING || miler_activity_build(rec, arena, &a, NULL) != MILER_OK) return;
    if (miler_tracks_find(&a, NULL, 0, arena, &tracks, &err) != MILER_OK) fail_msg("%s: %s", file, err.msg);
    if (miler_reps_find(&a, rec, &tracks, &options, arena, &reps, &err) != MILER_OK)
        fail_msg("%s: %s", file, err.msg);
    static lap_row rows[LAPS];
    const size_t n = laps_of(&a, rows);
    const size_t truth = mark(rows, n);
    if (truth >= 3) {
        compare(file, rows, n, truth, &reps, f);
        return;
    }
    f->others++;
    if (reps.work_count == 0) return;
    f->others_with++;
    for (size_t i = 0; i < reps.count; i++)
        if (miler_rep_is_fast(&reps.reps[i]))
            printf("#   %s, no reps by its laps: %.0f s to %.0f s, %.0f m\n", file, reps.reps[i].start_s,
                   reps.reps[i].end_s, reps.reps[i].dist_m);
}

static bool one_file(const char *file, figures *f) {
    char path[9000];
    snprintf(path, sizeof path, CORPUS "%s", file);
    FILE *in = fopen(path, "rb");
    if (in == NULL) return false;
    char *bytes = malloc(MILER_FILE_MAX);
    assert_non_null(bytes);
    const size_t len = fread(bytes, 1, MILER_FILE_MAX, in);
    fclose(in);
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    miler_reading reading;
    if (miler_formats_read(bytes, len, arena, &reading, NULL) == MILER_OK)
        for (size_t k = 0; k < reading.recording_count; k++)
            one_recording(file, &reading.recordings[k], arena, f);
    miler_arena_free(arena);
    free(bytes);
    return true;
}

static void laps_and_steps_thrown_away(void **state) {
    (void)state;
    FILE *catalogue = fopen(CORPUS "catalog.tsv", "r");
    if (catalogue == NULL) {
        printf("# SKIP no ../shared/corpus: reps of real files are not compared\n");
        skip();
    }
    static char row[8192];
    static figures f;
    while (fgets(row, sizeof row, catalogue) != NULL) {
        char *tab = strchr(row, '\t');
        if (tab == NULL) continue;
        *tab = '\0';
        (void)one_file(row, &f);
    }
    fclose(catalogue);
    const double start = miler_middle(f.start_s, f.errors);
    const double end = miler_middle(f.end_s, f.errors);
    printf("# %zu files, %zu of %zu reps found, %zu of %zu invented, start within %.2f s, end within %.2f s "
           "(medians)\n",
           f.files, f.found, f.truth, f.invented, f.given, start, end);
    printf("# %zu other runs, reps found in %zu\n", f.others, f.others_with);
    assert_true(f.files >= 5);
    assert_true((double)f.found >= 0.95 * (double)f.truth);
    assert_true((double)f.invented <= 0.05 * (double)f.given);
    assert_true(start <= 2 && end <= 2);
    assert_true(f.others_with * 50 <= f.others);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(laps_and_steps_thrown_away)};
    return cmocka_run_group_tests_name("reps_corpus", tests, NULL, NULL);
}
