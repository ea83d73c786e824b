// SPDX-License-Identifier: MIT
// One wrong record moves the mile by less than 0.3 %, through files: a season of
// a made-up runner (tools/simulate) with results, with time trials alone, and
// from training alone; then one more file that is no running, or not so far, or
// not so fast as it says. What would have moved the mile is named with its
// reason, and what is certainly no running is no load of running either.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/store_kit.h"
#include "app/app_fitness.h"
#include "app/app_load.h"
#include "app/import.h"
#include "app/run_truth.h"
#include "formats/fit_write.h"
#include "render/fitness_render.h"
#include "render/runs_render.h"

#include <jansson.h>
#include <math.h>

#define TODAY 20598 // 2026-05-25
#define WRONG_DAY (TODAY - 3)
#define MOVED_MOST 0.003
#define PARTS_MAX 40
#define PI 3.14159265358979323846

// ---- One file

// So long at that speed; what the strap and the pod say meanwhile.
typedef struct part {
    int seconds;
    double speed_mps;           // 0: standing
    double hr_bpm, cadence_spm; // 0: not recorded, or no steps; cadence below 0: no pod
    bool lap;                   // the lap key at its end
} part;

typedef enum naming {
    MUST = 0, // it says to be faster than the runner is
    MAY,      // the run itself is true, or too slow to matter
    NEVER
} naming;

typedef struct wrong {
    const char *name;
    const part *parts;
    size_t count;
    int repeats;     // all parts so often
    double oval_m;   // lap of the oval it is run on; 0: a road
    double factor;   // metres the watch counts for one that is run; 0: 1
    double place;    // and how large positions make the oval; 0: 1
    int hop_every_s; // the position hops by 400 m and back; 0: never
    double hop_m;    // and so much is counted; 0: 800
    bool indoors;    // no positions
    bool belt;
    int days_before; // the wrong day
    bool twice;      // and the same again five days before
    bool maybe_run;  // as far as is known: its load is not looked at
    double drop;     // metres down for one run, of its second part
    naming named;
    bool still_run; // the load is one of running
    double run_km;  // and these are run, as its watch counts; 0: not asked
    bool raced;     // beside races alone: what is all out may be so much faster than training
} wrong;

typedef struct file {
    miler_recording r;
    miler_arena *arena;
    double way_m, counted_m, height_m;
} file;

static void place(const wrong *w, double way_m, double *x, double *y) {
    if (!(w->oval_m > 0)) {
        *x = 0, *y = way_m;
        return;
    }
    const double size = w->place > 0 ? w->place : 1;
    const double straight = 0.211 * w->oval_m; // 84.39 of 400
    const double radius = (w->oval_m - 2 * straight) / (2 * PI);
    double at = fmod(way_m, w->oval_m);
    const bool back = at >= w->oval_m / 2;
    if (back) at -= w->oval_m / 2;
    const double turn = at > straight ? (at - straight) / radius : 0;
    *x = at > straight ? radius * cos(turn) : radius;
    *y = at > straight ? straight / 2 + radius * sin(turn) : at - straight / 2;
    *x *= back ? -size : size;
    *y *= back ? -size : size;
}

static void sample(const wrong *w, file *f, const part *p, size_t at) {
    miler_samples *s = &f->r.samples;
    double x;
    double y;
    place(w, f->way_m, &x, &y);
    const bool hop = w->hop_every_s > 0 && at % (size_t)w->hop_every_s == (size_t)w->hop_every_s - 1;
    s->t_ms[at] = f->r.session.start_ms + (int64_t)at * 1000;
    s->dist_m[at] = f->counted_m;
    if (!w->indoors) {
        s->lat_deg[at] = 50 + (y + (hop ? 400 : 0)) / 111194.9;
        s->lon_deg[at] = -20 + x / (111194.9 * cos(50 * PI / 180));
    }
    s->speed_mps[at] = (float)(p->speed_mps * (w->factor > 0 ? w->factor : 1));
    s->hr_bpm[at] = p->hr_bpm > 0 ? (float)p->hr_bpm : (float)NAN;
    s->cadence_spm[at] = p->cadence_spm >= 0 ? (float)p->cadence_spm : (float)NAN;
    if (w->drop > 0) s->altitude_m[at] = (float)f->height_m;
    if (p == &w->parts[1]) f->height_m -= w->drop * p->speed_mps;
    f->way_m += p->speed_mps;
    f->counted_m += p->speed_mps * (w->factor > 0 ? w->factor : 1) + (!hop           ? 0
                                                                      : w->hop_m > 0 ? w->hop_m
                                                                                     : 800);
}

static void end_lap(file *f, size_t from, size_t to, double from_m, bool last) {
    miler_lap *lap = &f->r.laps[f->r.lap_count++];
    miler_summary_init(&lap->sum);
    lap->trigger = last ? MILER_TRIGGER_END : MILER_TRIGGER_MANUAL;
    lap->workout_step = -1;
    lap->sum.start_ms = f->r.session.start_ms + (int64_t)from * 1000;
    lap->sum.elapsed_s = lap->sum.timer_s = (double)(to - from);
    lap->sum.dist_m = f->counted_m - from_m;
}

static void columns(const wrong *w, file *f, size_t n, bool hearts) {
    miler_samples *s = &f->r.samples;
    s->count = n;
    s->t_ms = miler_arena_array(f->arena, n, sizeof *s->t_ms);
    s->dist_m = miler_arena_array(f->arena, n, sizeof *s->dist_m);
    s->speed_mps = miler_arena_array(f->arena, n, sizeof *s->speed_mps);
    s->cadence_spm = miler_arena_array(f->arena, n, sizeof *s->cadence_spm);
    s->hr_bpm = miler_arena_array(f->arena, n, sizeof *s->hr_bpm);
    if (!w->indoors) s->lat_deg = miler_arena_array(f->arena, n, sizeof *s->lat_deg);
    if (!w->indoors) s->lon_deg = miler_arena_array(f->arena, n, sizeof *s->lon_deg);
    if (w->drop > 0) s->altitude_m = miler_arena_array(f->arena, n, sizeof *s->altitude_m);
    f->height_m = 400;
    f->r.laps = miler_arena_array(f->arena, n, sizeof *f->r.laps);
    assert_false(miler_arena_failed(f->arena));
    f->r.session.avg_hr_bpm = hearts ? (float)w->parts[0].hr_bpm : (float)NAN;
}

static void lay_parts(const wrong *w, file *f, size_t n) {
    size_t at = 0;
    size_t lap_from = 0;
    double lap_m = 0;
    for (int round = 0; round < w->repeats; round++)
        for (size_t i = 0; i < w->count; i++) {
            const part *p = &w->parts[i];
            for (int k = 0; k < p->seconds; k++)
                sample(w, f, p, at++);
            if (!p->lap) continue;
            end_lap(f, lap_from, at, lap_m, false);
            lap_from = at;
            lap_m = f->counted_m;
        }
    sample(w, f, &w->parts[w->count - 1], at);
    assert_int_equal(at + 1, n);
    end_lap(f, lap_from, at, lap_m, true);
}

static void write_file(const char *path, const wrong *w) {
    file f = {.arena = miler_arena_new(NULL, 0)};
    size_t n = 1;
    bool hearts = false;
    for (size_t i = 0; i < w->count; i++) {
        n += (size_t)(w->parts[i].seconds * w->repeats);
        hearts = hearts || w->parts[i].hr_bpm > 0;
    }
    miler_recording_init(&f.r);
    f.r.format = MILER_FORMAT_FIT;
    f.r.sport = MILER_SPORT_RUNNING;
    if (w->belt) f.r.sub_sport = MILER_SUB_TREADMILL;
    f.r.session.start_ms = (int64_t)(WRONG_DAY - w->days_before) * MILER_MS_PER_DAY + INT64_C(11) * 3600000;
    f.r.session.elapsed_s = f.r.session.timer_s = (double)(n - 1);
    columns(w, &f, n, hearts);
    lay_parts(w, &f, n);
    f.r.session.dist_m = f.r.samples.dist_m[n - 1];
    const fitw_identity who = {
        .maker = FITW_MAKER_DEVELOPMENT, .serial = 9, .created_ms = f.r.session.start_ms};
    miler_buf buf;
    miler_buf_init(&buf, NULL, 16u << 20);
    ok(fitw_activity(&f.r, &who, &buf, &why));
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(buf.ptr, 1, buf.len, out), buf.len);
    assert_int_equal(fclose(out), 0);
    miler_buf_deinit(&buf);
    miler_arena_free(f.arena);
}

// ---- What is wrong

#define W(title, list, ...)                                                                                  \
    { .name = title, .parts = list, .count = sizeof list / sizeof list[0], __VA_ARGS__ }

// Through a town: 50 km/h between lights, now and then 30.
static const part car[] = {{90, 13.9, 0, 0, false}, {25, 0, 0, 0, false},    {50, 8.3, 0, 0, false},
                           {20, 0, 0, 0, false},    {70, 13.9, 0, 0, false}, {30, 0, 0, 0, false}};
static const part car_laps[] = {{120, 13.9, 95, 0, true}, {30, 0, 90, 0, true}, {125, 12.9, 95, 0, true}};
static const part jam[] = {{240, 6.9, 0, 0, false}, {20, 0, 0, 0, false}, {90, 13.9, 0, 0, false}};
static const part home_by_car[] = {
    {1800, 3.0, 140, 168, false}, {60, 0, 110, 0, false}, {120, 13.9, 90, 0, false}, {25, 0, 85, 0, false},
    {60, 6.9, 85, 0, false},      {30, 0, 85, 0, false},  {420, 13.9, 85, 0, false}};
// 4.75 m/s on a lap of 300 m that the watch takes for 400: 6.3 m/s.
static const part laps_300[] = {
    {600, 2.9, 135, 166, true}, {63, 4.76, 165, 182, true}, {63, 4.76, 170, 182, true},
    {63, 4.76, 173, 182, true}, {63, 4.76, 175, 182, true}, {240, 1.0, 120, 100, true},
    {63, 4.76, 168, 182, true}, {63, 4.76, 172, 182, true}, {63, 4.76, 174, 182, true},
    {63, 4.76, 176, 182, true}, {600, 2.6, 140, 164, false}};
static const part reps_300[] = {
    {600, 2.9, 135, 166, true}, {60, 5.0, 165, 182, true}, {90, 1.1, 140, 110, true},
    {60, 5.0, 168, 182, true},  {90, 1.1, 140, 110, true}, {60, 5.0, 170, 182, true},
    {90, 1.1, 140, 110, true},  {60, 5.0, 171, 182, true}, {90, 1.1, 140, 110, true},
    {60, 5.0, 172, 182, true},  {90, 1.1, 140, 110, true}, {60, 5.0, 173, 182, true},
    {600, 2.6, 140, 164, false}};
static const part trial_300[] = {
    {600, 2.9, 135, 166, true}, {327, 4.5878, 174, 184, true}, {600, 2.6, 140, 164, false}};
// A mile by a watch that counts 5, 8 and 10 % too much, the lap key pressed where it says one: run as the
// results would have it, 5:42.
static const part fast_watch_5[] = {
    {600, 2.7, 135, 166, true}, {325, 4.717, 174, 184, true}, {600, 2.6, 140, 164, false}};
static const part fast_watch_8[] = {
    {600, 2.7, 135, 166, true}, {316, 4.717, 174, 184, true}, {600, 2.6, 140, 164, false}};
static const part fast_watch_10[] = {
    {600, 2.7, 135, 166, true}, {310, 4.720, 174, 184, true}, {600, 2.6, 140, 164, false}};
static const part short_oval[] = {
    {600, 2.9, 135, 166, true}, {92, 4.35, 165, 180, true}, {120, 1.5, 140, 120, true},
    {92, 4.35, 168, 180, true}, {120, 1.5, 140, 120, true}, {92, 4.35, 170, 180, true},
    {120, 1.5, 140, 120, true}, {92, 4.35, 171, 180, true}, {600, 2.6, 140, 164, false}};
static const part bike[] = {{2700, 7.6, 125, 0, false}};
static const part bike_bare[] = {{600, 7.6, 0, -1, false}, {15, 0, 0, -1, false}, {900, 7.9, 0, -1, false}};
static const part bike_easy[] = {{1500, 6.95, 122, 0, false}};
static const part bike_crank[] = {{2400, 7.2, 128, 150, false}}; // a crank's 75, doubled as steps are
static const part slow_bike[] = {{2400, 5.28, 118, 0, false}};
static const part slow_bike_bare[] = {{2400, 5.28, 0, -1, false}};
static const part slow_bike_crank[] = {{2400, 5.1, 0, 140, false}};
static const part slow_bike_hard[] = {{2400, 5.5, 170, 0, false}};
static const part slow_bike_laps[] = {
    {900, 2.8, 135, 166, true}, {948, 5.28, 130, 0, true}, {600, 2.7, 135, 164, false}};
static const part slow_bike_lap_bare[] = {
    {900, 2.8, 0, -1, true}, {948, 5.28, 0, -1, true}, {600, 2.7, 0, -1, false}};
static const part town_bike[] = {{1500, 4.95, 0, 0, false}};
static const part town_bike_bare[] = {{1500, 4.95, 0, -1, false}};
static const part old_bike_bare[] = {{1500, 4.7, 0, -1, false}};
static const part town_bike_crank[] = {{1500, 4.95, 116, 144, false}};
// On the flat miles of 6:14 and 6:40: no trials.
static const part downhill_mile[] = {
    {900, 2.8, 138, 166, false}, {310, 5.35, 170, 184, false}, {600, 2.7, 140, 164, false}};
static const part downhill_less[] = {
    {900, 2.8, 138, 166, false}, {368, 4.48, 170, 184, false}, {600, 2.7, 140, 164, false}};
static const part short_bike[] = {
    {1260, 2.9, 135, 166, false}, {30, 0, 120, 0, false}, {420, 5.4, 125, 0, false}};
// 65 s at 12 m/s and 60 s at a light: a mean of 6.2 m/s, as a runner's.
static const part city_car[] = {{65, 12, 0, -1, false}, {60, 0, 0, -1, false}};
static const part city_car_heart[] = {{65, 12, 88, 0, false}, {60, 0, 84, 0, false}};
static const part straight_home[] = {
    {1800, 3.0, 142, 168, false}, {4, 0.3, 130, 0, false}, {1200, 13.9, 90, 0, false}};
static const part easy[] = {{2700, 2.95, 140, 168, false}};

static const wrong wrongs[] = {
    W("a car at 50 km/h, all of it", car, .repeats = 5),
    W("a car, lap key pressed", car_laps, .repeats = 4),
    W("a car in a jam, 25 and 50 km/h", jam, .repeats = 4),
    W("a run, home by car", home_by_car, .repeats = 1, .still_run = true),
    W("laps of 300 m taken for 400, indoors", laps_300, .repeats = 1, .oval_m = 300, .factor = 4 / 3.0,
      .indoors = true, .still_run = true),
    W("laps of 300 m taken for 400, with positions", laps_300, .repeats = 1, .oval_m = 300, .factor = 4 / 3.0,
      .still_run = true, .named = MAY),
    W("reps of 300 m taken for 400, indoors", reps_300, .repeats = 1, .oval_m = 300, .factor = 4 / 3.0,
      .indoors = true, .still_run = true, .named = MAY),
    W("a trial of 1500 m taken for 2000, indoors", trial_300, .repeats = 1, .oval_m = 300, .factor = 4 / 3.0,
      .indoors = true, .still_run = true),
    W("a trial by a watch that counts 5 % too much", fast_watch_5, .repeats = 1, .factor = 1.05,
      .place = 1.05, .still_run = true, .raced = true),
    W("a trial by a watch that counts 8 % too much", fast_watch_8, .repeats = 1, .factor = 1.08,
      .place = 1.08, .still_run = true, .raced = true),
    W("a trial by a watch that counts 10 % too much", fast_watch_10, .repeats = 1, .factor = 1.10,
      .place = 1.10, .still_run = true, .raced = true),
    W("an oval that the GPS makes 4 % short", short_oval, .repeats = 1, .oval_m = 400, .factor = 0.96,
      .place = 0.96, .still_run = true, .named = NEVER),
    W("an oval that the GPS makes 5 % long", short_oval, .repeats = 1, .oval_m = 400, .factor = 1.05,
      .place = 1.05, .still_run = true, .named = NEVER),
    W("a bicycle at 27 km/h, with heart rate", bike, .repeats = 1),
    W("a bicycle at 27 km/h, without", bike_bare, .repeats = 2),
    W("a bicycle at 25 km/h, with heart rate", bike_easy, .repeats = 1),
    W("a bicycle at 26 km/h, its crank as steps", bike_crank, .repeats = 1),
    W("a bicycle at 19 km/h, with heart rate", slow_bike, .repeats = 1),
    W("a bicycle at 19 km/h, without", slow_bike_bare, .repeats = 1),
    W("a bicycle at 18 km/h, its crank as steps", slow_bike_crank, .repeats = 1),
    W("a bicycle at 20 km/h, ridden hard", slow_bike_hard, .repeats = 1),
    W("5 km by bicycle as a lap of a run", slow_bike_laps, .repeats = 1, .still_run = true),
    W("5 km by bicycle as a lap, speed alone", slow_bike_lap_bare, .repeats = 1, .still_run = true),
    W("2 km by bicycle at the end of a run", short_bike, .repeats = 1, .still_run = true, .named = MAY),
    W("two rides of a bicycle at 18 km/h, without", town_bike_bare, .repeats = 1, .twice = true),
    W("two rides of a bicycle at 18 km/h, no steps", town_bike, .repeats = 1, .twice = true),
    // These may have been run, as far as is known: no more than left out of the mile.
    W("two rides of a bicycle at 17 km/h, without", old_bike_bare, .repeats = 1, .twice = true, .named = MAY,
      .maybe_run = true),
    W("two rides of a bicycle, its crank as steps", town_bike_crank, .repeats = 1, .twice = true),
    W("a mile downhill, 4 in 100", downhill_mile, .repeats = 1, .drop = 0.04, .still_run = true,
      .named = MAY),
    W("a mile downhill, 2 in 100", downhill_less, .repeats = 1, .drop = 0.02, .still_run = true,
      .named = MAY),
    W("a car in a city, speed alone", city_car, .repeats = 24),
    W("a car in a city, with heart rate", city_car_heart, .repeats = 24),
    W("a run, and straight into the car", straight_home, .repeats = 1, .still_run = true, .run_km = 5.4),
    W("a counter that jumps", easy, .repeats = 1, .hop_every_s = 430, .hop_m = 2500, .indoors = true,
      .still_run = true, .named = MAY, .run_km = 7.96),
    W("positions that hop", easy, .repeats = 1, .hop_every_s = 300, .still_run = true),
    W("positions that hop every minute", easy, .repeats = 1, .hop_every_s = 60, .still_run = true),
};
#define WRONGS (sizeof wrongs / sizeof wrongs[0])

// ---- The season

typedef enum season { WITH_RESULTS, WITH_TRIALS, TRAINING_ALONE, SEASONS } season;
static const char *const season_names[] = {"with results", "with time trials alone", "from training alone"};

typedef struct fixture {
    char folder[64];
    char db[SEASONS][128];
    double mile_s[SEASONS];
    miler_load_span week[SEASONS]; // of the wrong record
    double weekly_km[SEASONS];
    double truth_s; // what the runner could really run at its end
} fixture;

static void shell(const char *command) {
    if (system(command) != 0) fail_msg("%s", command);
}

static app *open_app(const char *db) {
    app_options o;
    app_options_init(&o);
    o.db = db;
    o.today = TODAY;
    o.now_ms = (int64_t)TODAY * MILER_MS_PER_DAY;
    app *a;
    ok(app_open(&o, &a, &why));
    return a;
}

static void import_path(app *a, const char *path) {
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(a, paths, 1, NULL, NULL, &answer, &why));
    assert_true(answer.outcomes[STORE_FILE_NEW] > 0);
}

static double week_load(app *a, miler_arena *arena, miler_load_week *out) {
    app_load_answer answer;
    ok(app_load(a, 2, arena, &answer, &why));
    *out = answer.weeks[0]; // of 18 May
    return out->span.load;
}

static void begin_season(fixture *f, season which) {
    char path[128];
    snprintf(path, sizeof path, "%s/season%d.db", f->folder, (int)which);
    memcpy(f->db[which], path, sizeof path);
    snprintf(path, sizeof path, "%s/files", f->folder);
    app *a = open_app(f->db[which]);
    miler_athlete athlete = a->athlete;
    athlete.hr_max_bpm = 188;
    athlete.hr_rest_bpm = 52;
    athlete.sex = MILER_SEX_MALE;
    ok(app_athlete_set(a, &athlete, &why));
    import_path(a, path);
    if (which == WITH_RESULTS) {
        const store_result results[] = {
            {.dist_m = 5000,
             .time_s = 1176,
             .day = TODAY - 8,
             .official = true,
             .name = "",
             .place = "",
             .note = ""},
            {.dist_m = MILER_MILE_M, .time_s = 356, .day = TODAY - 23, .name = "", .place = "", .note = ""}};
        int64_t id;
        for (size_t i = 0; i < 2; i++)
            ok(app_result_add(a, &results[i], &id, &why));
    }
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_fitness_answer answer;
    miler_load_week week;
    ok(app_fitness(a, arena, &answer, &why));
    f->mile_s[which] = answer.fitness.mile.time_s;
    if (answer.doubt_count != 0) fail_msg("%s: %s is doubted", season_names[which], answer.doubts[0].source);
    assert_int_equal(answer.fitness.only_training, which == TRAINING_ALONE);
    (void)week_load(a, arena, &week);
    f->week[which] = week.span;
    f->weekly_km[which] = answer.weekly_km;
    // From training alone it rests on reps, told as a coach would.
    size_t reps = 0;
    for (size_t i = 0; i < answer.fitness.rests_on_count; i++)
        reps += answer.fitness.rests_on[i].evidence.kind == MILER_EVIDENCE_REPS &&
                strstr(answer.source[i], "3 x 2000 m in 8:") == answer.source[i] &&
                strstr(answer.source[i], " min rests; run ") != NULL;
    assert_int_equal(reps, which == TRAINING_ALONE);
    miler_arena_free(arena);
    app_close(a);
}

static double truth_of(const char *folder) {
    char path[128], line[20000];
    double truth_s = 0;
    snprintf(path, sizeof path, "%s/files/truth.jsonl", folder);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in) != NULL) {
        const char *at = strstr(line, "\"mile_ability_s\":");
        if (at != NULL) truth_s = strtod(at + 17, NULL);
    }
    fclose(in);
    return truth_s;
}

static int set_up(void **state) {
    static fixture f;
    const char *build = getenv("BUILD");
    char command[400];
    snprintf(f.folder, sizeof f.folder, "/tmp/miler-wrong-XXXXXX");
    if (mkdtemp(f.folder) == NULL) return -1;
    snprintf(command, sizeof command,
             "%s/tools/simulate --seed 7 --weeks 10 --end 2026-05-24 --life 1 --out %s/files >/dev/null 2>&1",
             build != NULL ? build : "build", f.folder);
    shell(command);
    f.truth_s = truth_of(f.folder);
    snprintf(command, sizeof command, "rm %s/files/truth.jsonl", f.folder);
    shell(command);
    begin_season(&f, WITH_RESULTS);
    begin_season(&f, WITH_TRIALS);
    snprintf(command, sizeof command, "rm %s/files/*trial.fit %s/files/*race.fit", f.folder, f.folder);
    shell(command);
    begin_season(&f, TRAINING_ALONE);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    const fixture *f = *state;
    if (f == NULL) return 0;
    kit_remove_folder(f->folder);
    return 0;
}

// ---- The proof

// All of them are tried before the test fails: one that is mended may break another.
static int failures;
#define complain(...) (print_message("# WRONG: " __VA_ARGS__), failures++)

static void check_named(const app *a, const wrong *w, const app_fitness_answer *answer) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, WRONG_DAY);
    if ((w->named == MUST && answer->doubt_count == 0) || (w->named == NEVER && answer->doubt_count > 0))
        complain("%s: %zu runs are doubted\n", w->name, answer->doubt_count);
    if (answer->doubt_count == 0) return;
    if (answer->doubt_count != (w->twice ? 2 : 1) || answer->doubts[0].day != WRONG_DAY)
        complain("another run is doubted\n");
    miler_buf text;
    miler_buf_init(&text, NULL, 1u << 20);
    const render_look look = {.style = {.width = 2000}, .units = a->athlete.units};
    render_fitness_text(answer, &look, &text);
    char wanted[500];
    snprintf(wanted, sizeof wanted, "on %s (%s): %s", date, answer->doubts[0].source,
             answer->doubts[0].words);
    if (strstr(miler_buf_text(&text), wanted) == NULL) complain("%s: '%s' is not said\n", w->name, wanted);
    miler_buf_deinit(&text);
    json_t *json = render_fitness_json(answer);
    const json_t *runs = json_object_get(json_object_get(json, "doubted"), "runs");
    assert_int_equal(json_array_size(runs), w->twice ? 2 : 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(runs, 0), "reason")),
                        app_doubt_name(answer->doubts[0].why));
    json_decref(json);
}

static bool is_doubted(const app_fitness_answer *answer, int64_t run_id) {
    for (size_t i = 0; i < answer->doubt_count && i < APP_DOUBTS_MAX; i++)
        if (answer->doubts[i].run_id == run_id && answer->doubts[i].why <= APP_DOUBT_HEART) return true;
    return false;
}

// What the mile leaves out is marked among the bests, and nothing else.
static int marked;
static void check_bests(app *a, miler_arena *arena, const wrong *w, const app_fitness_answer *answer) {
    app_bests bests;
    ok(app_bests_get(a, MILER_NO_DAY, MILER_NO_DAY, arena, &bests, &why));
    json_t *json = render_bests_json(&bests);
    const json_t *rows = json_object_get(json, "bests");
    for (size_t i = 0; i < bests.count; i++) {
        const app_best *b = &bests.rows[i];
        if (!b->has_measured) continue;
        const bool doubted = is_doubted(answer, b->measured.run_id);
        const json_t *said = json_object_get(json_object_get(json_array_get(rows, i), "measured"), "doubted");
        if (doubted != (b->doubted != NULL) || json_is_string(said) != doubted)
            complain("%s: %.0f m of run %lld is %smarked\n", w->name, b->dist_m,
                     (long long)b->measured.run_id, doubted ? "not " : "");
        marked += doubted;
    }
    json_decref(json);
}

static void check_load(app *a, miler_arena *arena, const wrong *w, const miler_load_span *before) {
    miler_load_week week;
    const double more = week_load(a, arena, &week) - before->load;
    const int32_t runs = week.span.runs - before->runs;
    const int32_t cross = week.span.kind_sessions[MILER_LOAD_CROSS] - before->kind_sessions[MILER_LOAD_CROSS];
    const double km = (week.span.dist_m - before->dist_m) / 1000;
    // An hour at threshold is 100. What was ridden counts by its heart rate alone: 40 minutes at 170 are 68.
    const double most = w->still_run ? 110 : 75;
    if (!(more < most)) complain("%s: the load of its week rises by %.0f\n", w->name, more);
    if (!w->still_run && (runs != 0 || cross != 1 || fabs(km) > 0.01))
        complain("%s: %d runs more of %.1f km, %d of another sport\n", w->name, runs, km, cross);
    // Half an hour of easy running is 25.
    if (w->still_run && (runs != 1 || cross != 0 || !(more > 15)))
        complain("%s: %d runs more, a load of %.0f\n", w->name, runs, more);
    if (w->run_km > 0 && !(fabs(km - w->run_km) < 0.15 * w->run_km))
        complain("%s: %.2f km of running, not %.2f\n", w->name, km, w->run_km);
}

// The plan starts from it: the same in load and in fitness, and a ride adds nothing.
static void check_weekly(app *a, miler_arena *arena, const wrong *w, const app_fitness_answer *answer,
                         double before_km) {
    app_load_answer load;
    ok(app_load(a, 4, arena, &load, &why));
    const double week_km = load.view.last.dist_m / 4000;
    if (!(fabs(week_km - answer->weekly_km) < 0.001))
        complain("%s: %.2f km a week by load, %.2f by fitness\n", w->name, week_km, answer->weekly_km);
    if (!w->still_run && !(fabs(answer->weekly_km - before_km) < 0.005))
        complain("%s: %.2f km a week, not %.2f\n", w->name, answer->weekly_km, before_km);
}

static void moves_nothing(const fixture *f, season which, const wrong *w) {
    if (w->raced && which == TRAINING_ALONE) return;
    char command[400];
    char db[160];
    char path[160];
    snprintf(db, sizeof db, "%s/now.db", f->folder);
    snprintf(path, sizeof path, "%s/wrong.fit", f->folder);
    snprintf(command, sizeof command, "cp %s %s", f->db[which], db);
    shell(command);
    write_file(path, w);
    app *a = open_app(db);
    import_path(a, path);
    if (w->twice) {
        wrong again = *w;
        again.days_before = 5;
        write_file(path, &again);
        import_path(a, path);
    }
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_fitness_answer answer;
    ok(app_fitness(a, arena, &answer, &why));
    const double moved = log(answer.fitness.mile.time_s / f->mile_s[which]);
    print_message("# %-45s %-24s %+.3f %%  %zu doubted %s\n", w->name, season_names[which], 100 * moved,
                  answer.doubt_count, answer.doubt_count > 0 ? app_doubt_name(answer.doubts[0].why) : "");
    if (!(fabs(moved) < MOVED_MOST)) complain("%s moves the mile by %+.2f %%\n", w->name, 100 * moved);
    check_named(a, w, &answer);
    check_bests(a, arena, w, &answer);
    if (!w->maybe_run) check_load(a, arena, w, &f->week[which]);
    if (!w->maybe_run) check_weekly(a, arena, w, &answer, f->weekly_km[which]);
    miler_arena_free(arena);
    app_close(a);
}

static void with_results(void **state) {
    failures = 0;
    for (size_t i = 0; i < WRONGS; i++)
        moves_nothing(*state, WITH_RESULTS, &wrongs[i]);
    assert_int_equal(failures, 0);
}

static void with_trials(void **state) {
    failures = 0;
    for (size_t i = 0; i < WRONGS; i++)
        moves_nothing(*state, WITH_TRIALS, &wrongs[i]);
    assert_int_equal(failures, 0);
}

static void training_alone(void **state) {
    failures = 0;
    for (size_t i = 0; i < WRONGS; i++)
        moves_nothing(*state, TRAINING_ALONE, &wrongs[i]);
    assert_int_equal(failures, 0);
    assert_true(marked > 20); // some of them would be bests
}

static void ask(app *a, miler_arena *arena, app_fitness_answer *answer) {
    ok(app_fitness(a, arena, answer, &why));
}

// ---- One trial by the watch alone, where nothing was raced

// Believed as far as it may be: what its runner can do lies within the band, and it is said on what that rests.
static void lone_trials(void **state) {
    static const part right[] = {
        {600, 2.7, 135, 166, true}, {342, 4.7057, 174, 184, true}, {600, 2.6, 140, 164, false}};
    static const wrong trials[] = {W("a trial by a watch that is right", right, .repeats = 1),
                                   W("a trial by a watch that counts 5 % too much", fast_watch_5,
                                     .repeats = 1, .factor = 1.05, .place = 1.05),
                                   W("a trial by a watch that counts 8 % too much", fast_watch_8,
                                     .repeats = 1, .factor = 1.08, .place = 1.08),
                                   W("a trial by a watch that counts 10 % too much", fast_watch_10,
                                     .repeats = 1, .factor = 1.10, .place = 1.10)};
    const fixture *f = *state;
    failures = 0;
    for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++) {
        char command[400], db[160], path[160];
        snprintf(db, sizeof db, "%s/now.db", f->folder);
        snprintf(path, sizeof path, "%s/wrong.fit", f->folder);
        snprintf(command, sizeof command, "cp %s %s", f->db[TRAINING_ALONE], db);
        shell(command);
        write_file(path, &trials[i]);
        app *a = open_app(db);
        import_path(a, path);
        miler_arena *arena = miler_arena_new(NULL, 0);
        app_fitness_answer answer;
        ask(a, arena, &answer);
        const miler_estimate *m = &answer.fitness.mile;
        print_message("# %-45s %+.2f %% from truth, %+.2f %% moved, able %+.1f to %+.1f %%, ahead %.1f %%, "
                      "%zu doubted\n",
                      trials[i].name, 100 * log(m->time_s / f->truth_s),
                      100 * log(m->time_s / f->mile_s[TRAINING_ALONE]), 100 * log(m->able_low_s / f->truth_s),
                      100 * log(m->able_high_s / f->truth_s), 100 * answer.fitness.lone_trial,
                      answer.doubt_count);
        if (!(m->able_low_s < f->truth_s && f->truth_s < m->able_high_s))
            complain("%s: %.1f s is outside %.1f to %.1f s\n", trials[i].name, f->truth_s, m->able_low_s,
                     m->able_high_s);
        bool said = false;
        for (size_t k = 0; k < answer.fitness.rests_on_count; k++)
            said = said || strstr(answer.warning[k],
                                  "one time trial by the watch alone carries this estimate") != NULL;
        if (!said && answer.doubt_count == 0) complain("%s: it is not said\n", trials[i].name);
        miler_arena_free(arena);
        app_close(a);
    }
    assert_int_equal(failures, 0);
}

// ---- Belts

static const miler_rests_on *belt_of(const app_fitness_answer *answer, size_t *at) {
    for (*at = 0; *at < answer->fitness.rests_on_count; (*at)++)
        if (answer->fitness.rests_on[*at].evidence.way != MILER_WAY_MEASURED)
            return &answer->fitness.rests_on[*at];
    fail_msg("no belt among the evidence");
    return NULL;
}

// A run on a belt, one per cent faster than the rest makes expect: what the watch guessed says
// little and with a warning; set right by another that was told, more; told itself, most.
static void belts(void **state) {
    const fixture *f = *state;
    char command[400];
    char db[160];
    char path[160];
    snprintf(db, sizeof db, "%s/belt.db", f->folder);
    snprintf(path, sizeof path, "%s/belt.fit", f->folder);
    snprintf(command, sizeof command, "cp %s %s", f->db[TRAINING_ALONE], db);
    shell(command);
    app *a = open_app(db);
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_fitness_answer answer[4];
    ask(a, arena, &answer[0]);
    miler_estimate two_k;
    assert_true(miler_fitness_at(&answer[0].fitness, 2000, &two_k));
    const double fast_mps = 2000 / two_k.time_s * 1.01;
    const part parts[] = {{900, 2.7, 0, 166, false}, {(int)(2010 / fast_mps), fast_mps, 0, 178, false}};
    const wrong belt = W("belt", parts, .repeats = 1, .indoors = true, .belt = true);
    wrong other = belt;
    other.days_before = 5;
    write_file(path, &belt);
    import_path(a, path);
    ask(a, arena, &answer[1]);
    size_t at;
    const miler_rests_on *guessed = belt_of(&answer[1], &at);
    assert_int_equal(guessed->evidence.way, MILER_WAY_BELT_GUESSED);
    assert_non_null(strstr(answer[1].warning[at], "the watch's guess: it may be 7 % off"));
    const int64_t id = guessed->evidence.source_id;
    // Another one, of which the belt's word is known: it was right, to the metre.
    write_file(path, &other);
    import_path(a, path);
    app_runs runs;
    const store_run_filter filter = {
        .sport = -1, .since_day = WRONG_DAY - 5, .until_day = WRONG_DAY - 5, .limit = 9};
    ok(app_runs_list(a, &filter, arena, &runs, &why));
    int64_t other_id = 0;
    double other_m = 0;
    for (size_t i = 0; i < runs.count; i++)
        if (runs.runs[i].dist_source == MILER_DIST_TREADMILL)
            other_id = runs.runs[i].id, other_m = runs.runs[i].dist_m;
    const miler_edit told = {.kind = MILER_EDIT_DISTANCE, .value = other_m + 1};
    ok(app_edit_add(a, other_id, &told, &why));
    app_fitness_answer *now = &answer[2];
    miler_evidence *list;
    size_t count;
    ok(app_fitness_evidence(a, arena, &list, &count, &why));
    const miler_evidence *set_right = NULL;
    for (size_t i = 0; i < count; i++)
        if (list[i].source_id == id && list[i].way == MILER_WAY_BELT_CALIBRATED) set_right = &list[i];
    assert_non_null(set_right);
    assert_true(set_right->error_s / set_right->time_s < 0.04);
    ask(a, arena, now);
    const miler_rests_on *best = belt_of(now, &at);
    assert_int_equal(best->evidence.way, MILER_WAY_BELT_TOLD);
    assert_string_equal(now->warning[at], "");
    assert_true(best->weight > 2 * guessed->weight);
    assert_true(now->fitness.mile.time_s < answer[1].fitness.mile.time_s);
    // In the answer for programs, and in words.
    json_t *json = render_fitness_json(&answer[1]);
    const json_t *rests = json_object_get(json, "rests_on");
    (void)belt_of(&answer[1], &at);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rests, at), "distance_known")),
                        "guessed");
    assert_true(json_is_string(json_object_get(json_array_get(rests, at), "warning")));
    json_decref(json);
    miler_buf text;
    miler_buf_init(&text, NULL, 1u << 20);
    const render_look look = {.style = {.width = 400}};
    render_fitness_text(&answer[1], &look, &text);
    assert_non_null(strstr(miler_buf_text(&text), "the watch's guess"));
    miler_buf_deinit(&text);
    miler_arena_free(arena);
    app_close(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_results), cmocka_unit_test(with_trials), cmocka_unit_test(training_alone),
        cmocka_unit_test(lone_trials),  cmocka_unit_test(belts),
    };
    return cmocka_run_group_tests_name("a wrong record moves nothing", tests, set_up, tear_down);
}
