// SPDX-License-Identifier: MIT
// Track truth against the truth: simulated sessions in all lanes of 400, 300
// and 200 m ovals, and real races of which the places were measured ten times a
// second, both seen through a GPS that drifts. Prints the table of docs/track.md.
// MILER_SEED=s for other runners, MILER_TRACKS=n for more of them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

#include "base/middle.h"

#include <miler/reps.h>

#define RACES "../shared/data/track_positions_open.csv"
#define LIST 60000

typedef struct list {
    double v[LIST];
    size_t n;
} list;

static void push(list *l, double v) {
    if (l->n < LIST) l->v[l->n++] = v;
}

static double part(list *l, double share) {
    if (l->n == 0) return NAN;
    miler_sort(l->v, l->n);
    return l->v[(size_t)(share * (double)(l->n - 1))];
}

// What a kind of sessions, recordings and noise comes to.
typedef struct tally {
    list exact_s,
        exact_told;         // 400.0 m, whatever lap was found; told: errors in units of the SD that was said
    list told_s, told_told; // the same with the lane told by hand
    list known_s;           // ... and where the track is known from other sessions, the lane not
    list page_s, page_told; // ... and as the page splits reps: by their own edges and the distance meant
    list lap_s, told;       // lap over lap: the lap that was found against the true one, lane errors cancel
    list dist, way_told;
    int sessions, found, lane_right, lane_near;
} tally;

static uint64_t seed;
static miler_arena *arena;
static const double noises_m[] = {1, 2, 3, 5}, taus_s[] = {15, 40, 90}, every_s[] = {1, 2, 4, 8};
enum { NOISES = 4, TAUS = 3, EVERY = 4 };

static int set_up(void **state) {
    (void)state;
    const char *text = getenv("MILER_SEED");
    seed = text != NULL ? strtoull(text, NULL, 10) : 20261126;
    print_message("# seed %llu\n", (unsigned long long)seed);
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

// A stretch from one place of the path to another against one that was said.
// `places`: the error of the two places alone is held against it, since a lap is a lap in every lane.
static void against(const tk_world *w, const miler_activity *a, const miler_tracks *t, double at_m,
                    double true_m, double said_m, bool places, list *off_s, list *told) {
    const double start = tk_time_at_path(w, at_m) - w->step[0].t_s;
    const double end = tk_time_at_path(w, at_m + true_m) - w->step[0].t_s;
    double error, size_s = 0;
    const double got = miler_track_stretch(a, t, start, said_m, &error);
    if (isnan(got)) return;
    if (places) size_s = t->tracks[0].lap_error_m / miler_oval_lap_m(&t->tracks[0].oval) * got;
    push(off_s, fabs(got - (end - start)));
    push(told, fabs(got - (end - start)) / sqrt(fmax(error * error - size_s * size_s, 0.0025)));
}

// Every 400.0 m inside [from, to] of the path, and every lap, begun each quarter of a lap.
static void laps_of(const tk_world *w, const miler_activity *a, const miler_tracks *t, double from_m,
                    double to_m, double lap_m, double said_lap_m, tally *out) {
    for (double at = from_m; at + lap_m <= to_m; at += lap_m / 4)
        against(w, a, t, at, lap_m, said_lap_m, true, &out->lap_s, &out->told);
    for (double at = from_m; at + 400 <= to_m; at += lap_m / 4)
        against(w, a, t, at, 400, 400, false, &out->exact_s, &out->exact_told);
}

// 400.0 m from a place of a pace on; from standing, the start is when it begins, not when its place was reached.
static double true_split(const tk_world *w, const tk_pace *p, double from_m) {
    const double from_s = from_m > 0 ? tk_time_at_path(w, p->from_path_m + from_m) : p->from_s;
    return tk_time_at_path(w, p->from_path_m + from_m + 400) - from_s;
}

// The table of a stretch: 400.0 m after 400.0 m from its start, against the truth of each.
static void splits_of(const tk_world *w, const miler_activity *a, const miler_tracks *t, const tk_pace *p,
                      tally *out) {
    miler_track_split splits[32];
    const double zero = w->step[0].t_s;
    const size_t count = miler_track_splits(a, t, p->from_s - zero, p->to_s - zero, 0, 400, splits, 32);
    for (size_t i = 0; i < count; i++) {
        if (splits[i].dist_m != 400) continue;
        const double truth = true_split(w, p, splits[i].from_m);
        push(&out->exact_s, fabs(splits[i].time_s - truth));
        push(&out->exact_told, fabs(splits[i].time_s - truth) / splits[i].error_s);
    }
}

// Every 400.0 m again, with something known beforehand.
static void again(const tk_world *w, const miler_activity *a, const miler_known_track *known, list *off_s,
                  list *told) {
    miler_tracks t;
    assert_int_equal(miler_tracks_find(a, known, 1, arena, &t, NULL), MILER_OK);
    if (t.count == 0) return;
    for (size_t i = 1; i < w->pace_count; i++)
        for (double at = w->pace[i].from_path_m; w->pace[i].speed_mps > 3 && at + 400 <= w->pace[i].to_path_m;
             at += 100)
            against(w, a, &t, at, 400, 400, false, off_s, told);
}

static void lane_told(const tk_world *w, const miler_activity *a, const miler_tracks *t, tally *out) {
    miler_known_track known = {.oval = t->tracks[0].oval, .sd_m = 3, .lane_by_hand = true};
    known.oval.lane = w->lane;
    again(w, a, &known, &out->told_s, &out->told_told);
}

static void track_known(const tk_world *w, const miler_activity *a, int lap_m, tally *out) {
    static list unused;
    unused.n = 0;
    const miler_known_track known = {.oval = {.size = lap_m == 400   ? MILER_OVAL_STANDARD
                                                      : lap_m == 300 ? MILER_OVAL_300
                                                                     : MILER_OVAL_200,
                                              .lat_deg = 48,
                                              .lon_deg = 11,
                                              .turn_rad = w->turn_rad,
                                              .straight_m = w->straight_m,
                                              .radius_m = w->radius_m,
                                              .lane = 1},
                                     .sd_m = 3,
                                     .sessions = 3};
    again(w, a, &known, &out->known_s, &unused);
}

// As the page has it: reps found, each split by its own edges and the distance it was meant to be.
static void page_of(const tk_world *w, const miler_activity *a, const miler_tracks *t, tally *out) {
    miler_reps reps;
    assert_int_equal(miler_reps_find(a, &w->rec, t, NULL, arena, &reps, NULL), MILER_OK);
    for (size_t r = 0; r < reps.count; r++) {
        const miler_rep *rep = &reps.reps[r];
        if (rep->kind != MILER_REP_WORK || !rep->on_track) continue;
        const bool meant = rep->nominal_m > 0;
        miler_track_split s[32];
        const size_t count =
            miler_track_splits(a, t, rep->start_s, meant ? rep->start_s + rep->nominal_time_s : rep->end_s,
                               meant ? rep->nominal_m : 0, 400, s, 32);
        const tk_pace *p = NULL; // the truth that it covers
        for (size_t i = 1; i < w->pace_count && p == NULL; i++)
            if (w->pace[i].speed_mps > 3 && fabs(w->pace[i].from_s - rep->start_s) < 10 &&
                fabs(w->pace[i].to_s - rep->end_s) < 10)
                p = &w->pace[i];
        for (size_t i = 0; p != NULL && i < count; i++) {
            if (s[i].dist_m != 400) continue;
            const double truth = true_split(w, p, s[i].from_m);
            push(&out->page_s, fabs(s[i].time_s - truth));
            push(&out->page_told, fabs(s[i].time_s - truth) / s[i].error_s);
        }
    }
}

static bool find(tk_world *w, miler_activity *a, miler_tracks *t, tally *out) {
    miler_arena_reset(arena);
    assert_int_equal(miler_activity_build(&w->rec, arena, a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(a, NULL, 0, arena, t, NULL), MILER_OK);
    out->sessions++;
    out->found += t->count > 0;
    return t->count > 0;
}

// ---- Simulated sessions

enum { KINDS = 4 };
static void paces(tk_world *w, int kind) {
    const double lap = tk_lap(w);
    tk_pace_add(w, 2 * lap, 2.8, 0); // warm-up
    if (kind == 3) tk_pace_add(w, 5000, 3.8, 0);
    for (int rep = 0; rep < (kind == 0 ? 10 : kind == 1 ? 5 : 6) && kind < 3; rep++) {
        tk_pace_add(w, kind == 0 ? lap : kind == 1 ? 1000 : 600, 4.9, 0);
        if (kind == 0) tk_pace_add(w, lap / 2, 2.3, 0);
        if (kind == 1) tk_pace_add(w, 300, 1.6, 0);
        if (kind == 2) tk_pace_add(w, 0, 0, 90);
    }
}

static void session(int lap_m, int lane, int kind, double every, double noise, double tau, uint64_t number,
                    tally *out) {
    static tk_world w;
    tk_init(&w, seed * 1000003 + number);
    tk_size(&w, lap_m);
    w.lane = lane;
    w.clockwise = tk_uniform(&w.rng) < 0.15;
    w.turn_rad = 6.28 * tk_uniform(&w.rng);
    w.start_m = 400 * tk_uniform(&w.rng);
    // Real racers run 0.62 +- 0.28 m outside of the line (the races below), who is alone runs nearer to it.
    w.wide_m = 0.3 + 0.25 * tk_gauss(&w.rng);
    paces(&w, kind);
    tk_run(&w);
    tk_record(&w, every, noise, tau);
    miler_activity a;
    miler_tracks t;
    if (find(&w, &a, &t, out)) {
        const miler_oval *oval = &t.tracks[0].oval;
        out->lane_right += oval->lane == lane;
        out->lane_near += abs(oval->lane - lane) <= 1;
        const double way = tk_recorded_m(&w);
        push(&out->dist, fabs(t.dist_m - way) / way);
        push(&out->way_told, fabs(t.dist_m - way) / t.error_m);
        for (size_t i = 1; i < w.pace_count; i++)
            if (w.pace[i].speed_mps > 3) {
                laps_of(&w, &a, &t, w.pace[i].from_path_m, w.pace[i].to_path_m, tk_lap(&w),
                        miler_oval_lap_m(oval), out);
                splits_of(&w, &a, &t, &w.pace[i], out);
            }
        page_of(&w, &a, &t, out);
        lane_told(&w, &a, &t, out);
        track_known(&w, &a, lap_m, out);
    }
    tk_free(&w);
}

static double share_within(const list *l, double limit) {
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        n += l->v[i] <= limit;
    return l->n > 0 ? (double)n / (double)l->n : (double)NAN;
}

static void row(const char *what, double every, double noise, tally *t, bool lanes) {
    char lane[64] = "- | -";
    if (lanes)
        snprintf(lane, sizeof lane, "%.0f %% | %.0f %%", 100.0 * t->lane_right / t->sessions,
                 100.0 * t->lane_near / t->sessions);
    char told[64] = "- | -";
    if (lanes) snprintf(told, sizeof told, "%.2f s | %.2f s", part(&t->told_s, 0.5), part(&t->told_s, 0.95));
    print_message(
        "| %s | %.0f s | %.0f m | %d of %d | %.2f s | %.2f s | %.0f %% | %s | %.2f s | %.2f s | %.0f %% "
        "| %.2f %% | %.0f %% | %s |\n",
        what, every, noise, t->found, t->sessions, part(&t->exact_s, 0.5), part(&t->exact_s, 0.95),
        100 * share_within(&t->exact_told, 1), told, part(&t->lap_s, 0.5), part(&t->lap_s, 0.95),
        100 * share_within(&t->told, 1), 100 * part(&t->dist, 0.5), 100 * share_within(&t->way_told, 1),
        lane);
}

static void figure(const char *what, list *off_s, const list *told) {
    print_message("# at 1 s, %s: %zu, median %.2f s, p95 %.2f s, beyond 1.5 s %.1f %%", what, off_s->n,
                  part(off_s, 0.5), part(off_s, 0.95), 100 - 100 * share_within(off_s, 1.5));
    if (told != NULL) print_message(", within 1 SD %.0f %%", 100 * share_within(told, 1));
    print_message("\n");
}

static void merge(list *into, const list *from) {
    for (size_t i = 0; i < from->n; i++)
        push(into, from->v[i]);
}

static void simulated(void **state) {
    (void)state;
    static tally all, one;
    const char *text = getenv("MILER_TRACKS");
    const int rounds = text != NULL ? atoi(text) : 1;
    uint64_t number = 0;
    all = (tally){.sessions = 0};
    double near_at_3 = 0;
    for (int e = 0; e < EVERY; e++) {
        for (int n = 0; n < NOISES; n++) {
            one = (tally){.sessions = 0};
            for (int i = 0; i < rounds * (e == 0 ? 48 : 16); i++) {
                static const int laps_m[] = {400, 300, 200, 400};
                session(laps_m[number % 4], 1 + (int)(number / 4 % 8), (int)(number / 3 % KINDS), every_s[e],
                        noises_m[n], taus_s[number % TAUS], number, &one);
                number++;
            }
            if (e == 0) {
                merge(&all.lap_s, &one.lap_s);
                merge(&all.exact_s, &one.exact_s);
                merge(&all.exact_told, &one.exact_told);
                merge(&all.told_s, &one.told_s);
                merge(&all.told_told, &one.told_told);
                merge(&all.told, &one.told);
                merge(&all.known_s, &one.known_s);
                merge(&all.page_s, &one.page_s);
                merge(&all.page_told, &one.page_told);
                merge(&all.dist, &one.dist);
                all.sessions += one.sessions;
                all.found += one.found;
                if (n == 2) near_at_3 = (double)one.lane_near / one.sessions;
            }
            row("simulated", every_s[e], noises_m[n], &one, true);
            assert_true(one.found >= one.sessions * 9 / 10);
        }
    }
    figure("400.0 m", &all.exact_s, &all.exact_told);
    figure("400.0 m as the page splits reps", &all.page_s, &all.page_told);
    figure("400.0 m, lane told by hand", &all.told_s, &all.told_told);
    figure("400.0 m, track known from others", &all.known_s, NULL);
    figure("lap over lap", &all.lap_s, &all.told);
    const double middle = part(&all.lap_s, 0.5), most = part(&all.lap_s, 0.95), way = part(&all.dist, 0.5);
    print_message("# at 1 s: %zu laps, median %.2f s, p95 %.2f s; distance median %.2f %%; lane right or one "
                  "off at 3 m: %.0f %%\n",
                  all.lap_s.n, middle, most, 100 * way, 100 * near_at_3);
    assert_true(middle < 0.6);
    assert_true(most < 1.5);
    assert_true(way < 0.003);
    // Splits of 400.0 m hang on the lane, too, and with errors of 3 to 5 m positions do not tell it: the bound of
    // 1.5 s is kept where the lane is known, and not by positions alone (docs/track.md). What is reached:
    assert_true(part(&all.exact_s, 0.5) < 0.6);
    assert_true(part(&all.exact_s, 0.95) < 4);
    assert_true(part(&all.page_s, 0.5) < 0.6 && part(&all.page_s, 0.95) < 2.1);
    assert_true(part(&all.told_s, 0.5) < 0.6 && part(&all.told_s, 0.95) < 1.5);
    // One SD is one SD. (Without a lane told, errors have two humps, the lane right and a lane off.)
    assert_true(share_within(&all.exact_told, 1) > 0.55 && share_within(&all.exact_told, 1) < 0.85);
    const list *const tolds[] = {&all.page_told, &all.told_told, &all.told};
    for (size_t i = 0; i < sizeof tolds / sizeof tolds[0]; i++)
        assert_true(share_within(tolds[i], 1) > 0.55 && share_within(tolds[i], 1) < 0.80);
    assert_true(near_at_3 >= 0.9);
}

// ---- Real races

// Reads the next race; false at the end. Rows before the cameras saw the runner stand at 0, 0.
static bool next_race(FILE *f, char line[256], tk_world *w) {
    char name[9] = "";
    w->step_count = 0;
    if (line[0] == '\0') return false;
    memcpy(name, line, 8);
    do {
        double v[6];
        char *at = line + 9;
        for (int i = 0; i < 6; i++)
            v[i] = strtod(at, &at), at += *at == ',';
        const tk_step s = {.t_s = v[0], .x_m = v[1], .y_m = v[2], .path_m = v[4]};
        const tk_step *last = w->step_count > 0 ? &w->step[w->step_count - 1] : NULL;
        const bool seen = s.x_m != 0 || s.y_m != 0;
        if (seen && (last == NULL || (s.t_s > last->t_s && s.path_m >= last->path_m)) &&
            w->step_count < TK_STEPS)
            w->step[w->step_count++] = s;
        if (fgets(line, 256, f) == NULL) line[0] = '\0';
    } while (strncmp(line, name, 8) == 0);
    return w->step_count > 100;
}

static void races(void **state) {
    (void)state;
    static tally all, one;
    all = (tally){.sessions = 0};
    for (int e = 0; e < EVERY; e++)
        for (int n = 0; n < NOISES; n++) {
            FILE *f = fopen(RACES, "r");
            char line[256];
            if (f == NULL || fgets(line, sizeof line, f) == NULL || fgets(line, sizeof line, f) == NULL) {
                print_message("# SKIP no races at %s\n", RACES);
                if (f != NULL) fclose(f);
                return;
            }
            one = (tally){.sessions = 0};
            static tk_world w;
            tk_init(&w, seed + (uint64_t)(e * NOISES + n));
            for (int i = 0; next_race(f, line, &w); i++) {
                tk_record(&w, every_s[e], noises_m[n], taus_s[i % TAUS]);
                miler_activity a;
                miler_tracks t;
                const tk_step *first = &w.step[0], *last = &w.step[w.step_count - 1];
                if (!find(&w, &a, &t, &one)) continue;
                const double way = tk_recorded_m(&w);
                push(&one.dist, fabs(t.dist_m - way) / way);
                push(&one.way_told, fabs(t.dist_m - way) / t.error_m);
                laps_of(&w, &a, &t, first->path_m + 30, last->path_m, 400,
                        miler_oval_lap_m(&t.tracks[0].oval), &one);
            }
            tk_free(&w);
            fclose(f);
            row("races", every_s[e], noises_m[n], &one, false);
            if (e > 0) continue;
            merge(&all.lap_s, &one.lap_s);
            merge(&all.exact_s, &one.exact_s);
            merge(&all.dist, &one.dist);
            assert_true(share_within(&one.way_told, 1) > 0.6);
            assert_true(one.found >= one.sessions * 9 / 10);
        }
    print_message("# races at 1 s, 400.0 m: %zu, median %.2f s, p95 %.2f s\n", all.exact_s.n,
                  part(&all.exact_s, 0.5), part(&all.exact_s, 0.95));
    print_message("# races at 1 s: %zu laps, median %.2f s, p95 %.2f s; distance median %.2f %%\n",
                  all.lap_s.n, part(&all.lap_s, 0.5), part(&all.lap_s, 0.95), 100 * part(&all.dist, 0.5));
    assert_true(part(&all.lap_s, 0.5) < 0.6);
    assert_true(part(&all.lap_s, 0.95) < 1.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(simulated), cmocka_unit_test(races)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
