// SPDX-License-Identifier: MIT
// simulate: a season of FIT files of a runner who does not exist, with the truth beside it.
//
//     simulate --seed 7 --out DIR [--weeks 10] [--end 2026-11-15] [--life 1]
//
// A made-up man of 34 runs a mile in about 5:40 and gets faster by some seconds
// over the season. He runs on an island that is not on any map (50 N 20 W), on
// winding roads with hills, and on a 400 m oval. What he does is computed in
// steps of 0.2 s (the truth); what his two watches make of it is computed from
// that: positions that wander, a distance that is a few per cent off, a lap key
// pressed late, one sample a second or, on the old watch, now and then one.
//
//   calendar -> pieces (run this far at that speed) -> steps (truth) -> watch (FIT)
//                                                          |-> truth.jsonl
//
// With --life 1 things go as lives go: form wanders by some per cent, an illness
// costs four for a while, hearts and race days differ.
//
// Everything comes from the seed: the same arguments give the same bytes. All
// figures of the body and of the watches are engineering estimates, set to look
// like the files of real watches (laps of 390-412 m on the oval).
#include "formats/fit_write.h"

#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "simulate_body.h"
#include "simulate_watch.h"

// ---- The season

typedef struct season {
    uint64_t seed;
    const char *out_dir;
    int weeks;
    int32_t end_day;
    bool life;
    double form, own_heart; // with life: of the speed beyond the season's trend; of the heart, always alike
    int ill_from, ill_days; // days of the season
    FILE *truth;
    size_t files;
    size_t bytes;
} season;

typedef struct day_plan {
    const char *name;
    void (*build)(world *w);
} day_plan;

// Round the oval to its finish line, where the road begins, and home.
static void jog_home(world *w) {
    double oval_m = 0;
    for (size_t i = 0; i < w->piece_count; i++)
        oval_m += w->pieces[i].kind == OVAL        ? w->pieces[i].dist_m
                  : w->pieces[i].kind == OVAL_BACK ? -w->pieces[i].dist_m
                                                   : 0;
    const double rest_m = fmod(400 - fmod(oval_m, 400), 400);
    if (rest_m > 0.01 && rest_m < 399.99) piece_add(w, OVAL, rest_m, 0.5 * w->mile_mps);
    piece_lap(w, ROAD, 1600, 0.62 * w->mile_mps);
}

static void warm_up(world *w) {
    piece_add(w, ROAD, 2400, 0.62 * w->mile_mps);
    piece_stand(w, 240 + uniform(&w->rng, 0, 60), false); // drills
    for (int i = 0; i < 4; i++) {                         // strides
        piece_add(w, OVAL, 100, 0.95 * w->mile_mps);
        piece_add(w, OVAL, 100, 0.45 * w->mile_mps);
    }
    piece_stand(w, 90, false);
    w->pieces[w->piece_count - 1].lap_after = true;
}

// `count` reps with a jogged recovery, or a standing one when jog_m is 0.
static void reps(world *w, int count, double rep_m, double mps, double jog_m, double stand_s) {
    for (int i = 0; i < count; i++) {
        piece_rep(w, OVAL, rep_m, mps * (1 + 0.008 * gauss(&w->rng)));
        if (i + 1 == count) break;
        if (jog_m > 0)
            piece_lap(w, OVAL, jog_m, 0.5 * w->mile_mps);
        else
            piece_stand(w, stand_s, false);
        w->pieces[w->piece_count - 1].lap_after = true;
    }
}

static void easy_of(world *w, double km) {
    w->auto_lap = true;
    const double way = km * 1000 * uniform(&w->rng, 0.92, 1.08);
    const int lights = (int)uniform(&w->rng, 0, 3);
    for (int i = 0; i <= lights; i++) {
        piece_add(w, ROAD, way / (lights + 1), uniform(&w->rng, 0.62, 0.68) * w->mile_mps);
        // At a light the watch stops by itself; now and then it is switched not to.
        if (i < lights) piece_stand(w, uniform(&w->rng, 15, 55), uniform(&w->rng, 0, 1) < 0.8);
    }
}

static void easy(world *w) {
    easy_of(w, 6.5);
}

static void easy_short(world *w) {
    easy_of(w, 5);
}

static void long_run(world *w) {
    easy_of(w, 12.5);
}

static void old_watch_easy(world *w) {
    w->smart = true;
    easy_of(w, 6);
}

static void session_400(world *w) {
    warm_up(w);
    reps(w, 6, 400, w->mile_mps * 0.995, 400, 0);
    jog_home(w);
}

static void session_1000(world *w) {
    w->workout = "5 x 1000 m";
    warm_up(w);
    reps(w, 5, 1000, at_distance_mps(w, 5000), 0, 150);
    jog_home(w);
}

static void session_200(world *w) {
    warm_up(w);
    reps(w, 8, 200, at_distance_mps(w, 800) * 0.985, 200, 0);
    jog_home(w);
}

static void session_800(world *w) {
    warm_up(w);
    reps(w, 4, 800, at_distance_mps(w, 3000), 400, 0);
    jog_home(w);
}

static void threshold(world *w) {
    piece_lap(w, ROAD, 2000, 0.62 * w->mile_mps);
    for (int i = 0; i < 3; i++) {
        piece_rep(w, ROAD, 2000, at_distance_mps(w, 14500)); // about an hour's race
        if (i < 2) piece_lap(w, ROAD, 250, 0.5 * w->mile_mps);
    }
    jog_home(w);
}

// All out over `dist_m` on the oval: it takes what the runner can run that day.
static void trial(world *w, double dist_m) {
    warm_up(w);
    const double back_m = fmod(dist_m, 400); // a mile starts 9.344 m behind the line
    if (back_m > 0) piece_add(w, OVAL_BACK, back_m, 1.2);
    piece_stand(w, 20, false);
    w->pieces[w->piece_count - 1].lap_after = true;
    const double time_s = dist_m / at_distance_mps(w, dist_m) * (1 + w->race_off);
    piece_rep(w, OVAL, dist_m, dist_m / (time_s - BODY_LAG_S)); // the start from standing costs the lag
    w->pieces[w->piece_count - 1].all_out = true;
    piece_stand(w, 120, false);
    jog_home(w);
}

static void mile_trial(world *w) {
    trial(w, MILER_MILE_M);
}

static void trial_1200(world *w) {
    trial(w, 1200);
}

static void race_5k(world *w) {
    w->auto_lap = true;
    w->flat = true;
    const double time_s = 5000 / at_distance_mps(w, 5000) * (1 + w->race_off);
    piece_rep(w, ROAD, 5000, 5000 / (time_s - BODY_LAG_S));
    w->pieces[0].lap_after = false;
    w->pieces[0].all_out = true;
    piece_stand(w, 4, false); // until the watch is stopped
}

static void treadmill(world *w) {
    w->sub_sport = MILER_SUB_TREADMILL;
    w->indoors = true;
    piece_add(w, BELT, 6000, 0.65 * w->mile_mps);
}

static void bike_ride(world *w) {
    w->sport = MILER_SPORT_CYCLING;
    w->sub_sport = MILER_SUB_ROAD;
    for (int i = 0; i < 5; i++) {
        piece_add(w, ROAD, 4000, uniform(&w->rng, 6.8, 8.2));
        if (i < 4) piece_stand(w, uniform(&w->rng, 10, 30), true);
    }
}

static void strength(world *w) {
    w->sport = MILER_SPORT_STRENGTH;
    w->indoors = true;
    for (int i = 0; i < 12; i++) {
        piece_stand(w, 45, false);
        w->pieces[w->piece_count - 1].effort = 0.6;
        piece_stand(w, 105, false);
    }
}

// What is done on a day: the pattern of the week, with the trials and the race in their weeks.
static const day_plan *plan_of(const season *s, int week, int weekday) {
    static const day_plan usual[7] = {{"easy", easy},    {"track", NULL}, {"easy", old_watch_easy},
                                      {"quality", NULL}, {NULL, NULL},    {"easy", easy_short},
                                      {"long", long_run}};
    static const day_plan tuesday[4] = {
        {"6x400", session_400}, {"8x200", session_200}, {"4x800", session_800}, {"6x400", session_400}};
    static const day_plan thursday[3] = {
        {"threshold", threshold}, {"5x1000", session_1000}, {"threshold", threshold}};
    static const struct {
        double at; // share of the season
        int weekday;
        day_plan plan;
    } once[] = {{0, 5, {"mile-trial", mile_trial}},    {0.25, 0, {"bike", bike_ride}},
                {0.35, 3, {"1200-trial", trial_1200}}, {0.45, 4, {"strength", strength}},
                {0.5, 0, {"treadmill", treadmill}},    {0.6, 5, {"mile-trial", mile_trial}},
                {0.85, 6, {"5k-race", race_5k}}};
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
        if ((int)(once[i].at * s->weeks) == week && once[i].weekday == weekday) return &once[i].plan;
    if (weekday == 1) return &tuesday[week % 4];
    if (weekday == 3) return &thursday[week % 3];
    return usual[weekday].name != NULL ? &usual[weekday] : NULL;
}

// ---- The truth, one line of JSON per file

// What a watch did not count is null.
static void truth_metres(FILE *f, const char *key, double metres) {
    if (isnan(metres))
        fprintf(f, ",\"%s\":null", key);
    else
        fprintf(f, ",\"%s\":%.2f", key, metres);
}

static void truth_line(season *s, const world *w, const watch_log *log, const char *file, const char *kind) {
    FILE *f = s->truth;
    const step *last = &w->steps[w->step_count - 1];
    fprintf(f,
            "{\"file\":\"%s\",\"kind\":\"%s\",\"made_up\":true,\"sport\":\"%s\",\"start_ms\":%lld,\"elapsed_"
            "s\":%.3f,",
            file, kind, miler_sport_name(w->sport), (long long)w->start_ms, last->t_s);
    fprintf(f, "\"timer_s\":%.3f,\"distance_m\":%.3f", last->t_s - w->paused_s, last->d_m);
    truth_metres(f, "watch_distance_m", log->session.dist_m);
    fprintf(f, ",\"mile_ability_s\":%.2f,\"reps\":[", MILER_MILE_M / w->mile_mps);
    const char *comma = "";
    for (size_t i = 0; i < w->piece_count; i++) {
        const piece *p = &w->pieces[i];
        if (!p->rep) continue;
        fprintf(f, "%s{\"start_s\":%.3f,\"end_s\":%.3f,\"distance_m\":%.3f,\"time_s\":%.3f,\"all_out\":%s}",
                comma, p->from_s, p->to_s, p->dist_m, p->to_s - p->from_s, p->all_out ? "true" : "false");
        comma = ",";
    }
    fprintf(f, "],\"laps\":[");
    comma = "";
    for (size_t i = 0; i < log->lap_count; i++) {
        const double from = (double)(log->laps[i].sum.start_ms - w->start_ms) / 1000;
        const double to = from + log->laps[i].sum.elapsed_s;
        fprintf(f, "%s{\"start_s\":%.3f,\"end_s\":%.3f,\"distance_m\":%.3f", comma, from, to,
                true_dist(w, to) - true_dist(w, from));
        truth_metres(f, "watch_distance_m", log->laps[i].sum.dist_m);
        fprintf(f, "}");
        comma = ",";
    }
    fprintf(f, "],\"km_splits_s\":[");
    comma = "";
    double before = 0;
    for (int k = 1; k * 1000.0 <= last->d_m; k++) {
        const double timer = true_timer_at(w, k * 1000.0);
        fprintf(f, "%s%.3f", comma, timer - before);
        before = timer;
        comma = ",";
    }
    fprintf(f, "],\"pauses\":%zu}\n", w->pause_count);
}

// ---- Files

static bool save(season *s, const char *name, const miler_buf *buf) {
    char path[MILER_PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", s->out_dir, name);
    FILE *f = fopen(path, "wb");
    const bool ok = f != NULL && fwrite(buf->ptr, 1, buf->len, f) == buf->len;
    if (f == NULL || fclose(f) != 0 || !ok) {
        fprintf(stderr, "simulate: %s: %s\n", path, strerror(errno));
        return false;
    }
    s->files++;
    s->bytes += buf->len;
    return true;
}

// ---- As lives go: form that wanders, an illness, hearts and race days that differ

static void life_begin(season *s) {
    uint64_t rng = s->seed * 7919 + 1;
    s->own_heart = 0.04 * gauss(&rng);
    s->form = 0.02 * gauss(&rng);
    s->ill_from = (int)(uniform(&rng, 0.2, 0.8) * 7 * s->weeks);
    s->ill_days = (int)uniform(&rng, 5, 12);
}

// Form falls back to its middle within some four months and is pushed about by 2.5 % meanwhile.
static void life_day(season *s, int number, world *w) {
    uint64_t rng = s->seed * 104729 + (uint64_t)number;
    const double fade = exp(-1.0 / 110);
    s->form = s->form * fade + 0.025 * sqrt(1 - fade * fade) * gauss(&rng);
    const int since = number - s->ill_from;
    double lost = 0;
    if (since >= 0 && since < s->ill_days) lost = 0.04 * since / s->ill_days;
    if (since >= s->ill_days) lost = 0.04 * exp(-(since - s->ill_days) / 25.0);
    if (w == NULL) return;
    w->mile_mps *= 1 + s->form - lost;
    w->heart_off = s->own_heart + 0.035 * gauss(&rng);
    w->race_off = 0.013 * gauss(&rng);
    if (uniform(&rng, 0, 1) < 0.15) w->race_off += uniform(&rng, 0, 0.03); // a bad day
}

static bool one_day(season *s, int32_t day, int week) {
    const int weekday = miler_weekday(day);
    const day_plan *plan = plan_of(s, week, weekday);
    if (plan == NULL) {
        if (s->life) life_day(s, day - s->end_day + 7 * s->weeks - 1, NULL);
        return true;
    }
    world *w = calloc(1, sizeof *w);
    watch_log *log = calloc(1, sizeof *log);
    bool ok = w != NULL && log != NULL;
    if (ok) {
        const double share = 1 - (double)(s->end_day - day) / (7.0 * s->weeks);
        world_init(w, s->seed * 1000003u + (uint64_t)(uint32_t)(day - s->end_day), share);
        // Mornings at the weekend, evenings else; the island is an hour west of Greenwich.
        const int64_t hour = weekday >= 5 ? 9 : 18;
        w->start_ms = (int64_t)day * MILER_MS_PER_DAY + hour * 3600000 +
                      (int64_t)uniform(&w->rng, 0, 1800) * 1000 - ISLAND_OFFSET_S * INT64_C(1000);
        if (s->life) life_day(s, day - s->end_day + 7 * s->weeks - 1, w);
        plan->build(w);
        world_run(w);
        watch_wear(w, log);
        char date[MILER_TEXT_MAX];
        char name[96];
        miler_print_date(date, sizeof date, day);
        snprintf(name, sizeof name, "%s-%s.fit", date, plan->name);
        miler_buf buf;
        miler_buf_init(&buf, NULL, MILER_FILE_MAX);
        miler_error err;
        ok = watch_write(w, log, plan->name, (uint32_t)s->seed, &buf, &err) == MILER_OK;
        if (!ok) fprintf(stderr, "simulate: %s: %s\n", name, err.msg);
        ok = ok && save(s, name, &buf);
        if (ok) truth_line(s, w, log, name, plan->name);
        miler_buf_deinit(&buf);
    }
    free(w);
    free(log);
    return ok;
}

static bool whole_season(season *s) {
    char path[MILER_PATH_MAX];
    snprintf(path, sizeof path, "%s/athlete.json", s->out_dir);
    if (mkdir(s->out_dir, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "simulate: %s: %s\n", s->out_dir, strerror(errno));
        return false;
    }
    FILE *f = fopen(path, "w");
    if (f == NULL) return false;
    fprintf(f,
            "{\"name\":\"Sample "
            "Runner\",\"made_up\":true,\"sex\":\"m\",\"birth_date\":\"1992-05-17\",\"mass_kg\":%g,"
            "\"hr_max_bpm\":%g,\"hr_rest_bpm\":%g}\n",
            BODY_MASS_KG, BODY_HR_MAX, BODY_HR_REST);
    if (fclose(f) != 0) return false;
    snprintf(path, sizeof path, "%s/truth.jsonl", s->out_dir);
    s->truth = fopen(path, "w");
    if (s->truth == NULL) return false;
    bool ok = true;
    if (s->life) life_begin(s);
    for (int i = 0; ok && i < 7 * s->weeks; i++)
        ok = one_day(s, s->end_day - 7 * s->weeks + 1 + i, i / 7);
    if (fclose(s->truth) != 0) ok = false;
    return ok;
}

static int usage(void) {
    fprintf(stderr, "usage: simulate --seed N --out DIR [--weeks 1..52] [--end YYYY-MM-DD] [--life 0|1]\n"
                    "Makes a season of FIT files of a made-up runner, and truth.jsonl beside them.\n");
    return 2;
}

static bool take_number(const char *text, long low, long high, long *out) {
    char *end;
    errno = 0;
    *out = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *out >= low && *out <= high;
}

int main(int argc, char **argv) {
    season s = {.seed = 7, .weeks = 10, .end_day = miler_day_from_ymd(2026, 11, 15)};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 >= argc) return usage();
        long n = 0;
        const char *value = argv[i + 1];
        miler_error err;
        if (strcmp(argv[i], "--seed") == 0 && take_number(value, 0, 1000000000, &n))
            s.seed = (uint64_t)n;
        else if (strcmp(argv[i], "--weeks") == 0 && take_number(value, 1, 52, &n))
            s.weeks = (int)n;
        else if (strcmp(argv[i], "--end") == 0 && miler_parse_date(value, &s.end_day, &err) == MILER_OK)
            continue;
        else if (strcmp(argv[i], "--life") == 0 && take_number(value, 0, 1, &n))
            s.life = n == 1;
        else if (strcmp(argv[i], "--out") == 0)
            s.out_dir = value;
        else
            return usage();
    }
    if (s.out_dir == NULL) return usage();
    if (!whole_season(&s)) return 4;
    fprintf(stderr, "%zu files of a made-up runner, %.1f MB, in %s\n", s.files, (double)s.bytes / 1e6,
            s.out_dir);
    return 0;
}
