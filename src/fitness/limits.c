// SPDX-License-Identifier: MIT
// What limits the mile.
//
// The runner's curve is laid beside that of a runner known by the same mile
// alone: slower than that one at 5 km means that others of the same mile have
// more VO2max. What a side is worth to the mile is asked of the model: given
// one's own 400 to marathon as results of today, how does the mile move when one
// side gets faster and the others stay? (For a mile of 5:30: 800 m and below about
// six tenths of it, 3 and 5 km about four, 10 km and beyond next to nothing of their own.)
#include <miler/progress.h>

#include <string.h>

#define STANDS_OUT_SURE 70.0   // percent [engineering estimate]
#define STANDS_OUT_BEHIND 0.75 // percent: less than this is within a race's scatter [engineering estimate]
#define TRIED 1.0              // percent by which a side is tried

// The estimate's places that make a side; efforts that speak for it; what would tell.
static const struct {
    const char *name;
    int place[2], count, shown;
    double from_m, to_m, tells_m;
} sides[MILER_SIDE_COUNT] = {
    {"speed", {MILER_ESTIMATE_400, MILER_ESTIMATE_800}, 2, MILER_ESTIMATE_800, 350, 1150, 800},
    {"VO2max", {MILER_ESTIMATE_3000, MILER_ESTIMATE_5K}, 2, MILER_ESTIMATE_5K, 2000, 7000, 3000},
    {"threshold", {MILER_ESTIMATE_10K, MILER_ESTIMATE_10K}, 1, MILER_ESTIMATE_10K, 7500, 16500, 10000},
    {"endurance",
     {MILER_ESTIMATE_HALF, MILER_ESTIMATE_MARATHON},
     2,
     MILER_ESTIMATE_HALF,
     16500,
     50000,
     21097.5},
};

const char *miler_side_name(miler_side side) {
    return (unsigned)side < MILER_SIDE_COUNT ? sides[side].name : "";
}

static bool speaks(const miler_evidence *e, int side, int32_t today) {
    if (!miler_evidence_all_out(e->kind) || !(e->time_s > 0)) return false;
    if (e->day != MILER_NO_DAY && (e->day > today || (int64_t)today - e->day > MILER_TRAINING_DAYS))
        return false;
    return e->dist_m >= sides[side].from_m && e->dist_m < sides[side].to_m;
}

// A stand-in known by results of today.
typedef struct stand_in {
    miler_evidence result[2 * MILER_SIDE_COUNT];
    int side[2 * MILER_SIDE_COUNT];
    size_t count;
    double mile; // ln, as it stands
} stand_in;

static void take_curve(const miler_fitness *f, int32_t today, stand_in *out) {
    out->count = 0;
    for (int s = 0; s < MILER_SIDE_COUNT; s++)
        for (int i = 0; i < sides[s].count; i++) {
            const miler_estimate *e = &f->estimates[sides[s].place[i]];
            out->side[out->count] = s;
            out->result[out->count++] =
                (miler_evidence){.dist_m = e->dist_m, .time_s = e->time_s, .day = today};
        }
}

static miler_status mile_with(const miler_athlete *athlete, const stand_in *runner, int side, double share,
                              int32_t today, double *out, miler_error *err) {
    stand_in moved = *runner;
    miler_fitness f;
    for (size_t i = 0; i < moved.count; i++)
        if (moved.side[i] == side) moved.result[i].time_s *= 1 - share;
    const miler_status status = miler_fitness_estimate(athlete, moved.result, moved.count, today, &f, err);
    *out = status == MILER_OK ? log(f.mile.time_s) : (double)NAN;
    return status;
}

// Behind the peers, in ln of time, over the side's distances; how sure in percent.
static void compare(const miler_fitness *own, const miler_fitness *peers, int side, miler_side_level *out) {
    const double same = log(own->mile.time_s / peers->mile.time_s); // a lone mile is not quite believed
    double behind = 0;
    double sd = 0;
    for (int i = 0; i < sides[side].count; i++) {
        const miler_estimate *a = &own->estimates[sides[side].place[i]];
        const miler_estimate *b = &peers->estimates[sides[side].place[i]];
        behind += log(a->time_s / b->time_s) - same;
        sd += log(a->high_s / a->time_s) / MILER_BAND_Z;
    }
    behind /= sides[side].count;
    sd /= sides[side].count;
    const miler_estimate *shown = &own->estimates[sides[side].shown];
    out->dist_m = shown->dist_m;
    out->time_s = shown->time_s;
    out->expected_s = peers->estimates[sides[side].shown].time_s * exp(same);
    out->behind_percent = 100 * (exp(behind) - 1);
    out->sure_percent = sd > 0 ? 50 * (1 + erf(fabs(behind) / sd / sqrt(2))) : 50;
}

// What the mile wins when this side gets faster by `share` and the others stay.
static miler_status gain(const miler_athlete *athlete, const stand_in *runner, int side, double share,
                         int32_t today, double *out_share, miler_error *err) {
    double moved = 0;
    const miler_status status = mile_with(athlete, runner, side, share, today, &moved, err);
    *out_share = status == MILER_OK ? fmax(1 - exp(moved - runner->mile), 0) : (double)NAN;
    return status;
}

static miler_status weigh(const miler_athlete *athlete, const stand_in *runner, int side, double mile_s,
                          int32_t today, miler_side_level *l, miler_error *err) {
    double share = 0;
    miler_status status = gain(athlete, runner, side, TRIED / 100, today, &share, err);
    l->one_percent_s = mile_s * share;
    l->to_level_s = l->known ? 0 : (double)NAN;
    if (status != MILER_OK || !l->known || !(l->behind_percent > 0)) return status;
    status = gain(athlete, runner, side, 1 - 1 / (1 + l->behind_percent / 100), today, &share, err);
    l->to_level_s = mile_s * share;
    return status;
}

static void choose(miler_limits *out) {
    double most = 0;
    out->limiter = -1;
    for (int s = 0; s < MILER_SIDE_COUNT; s++) {
        const miler_side_level *l = &out->sides[s];
        if (!l->known || l->behind_percent < STANDS_OUT_BEHIND || l->sure_percent < STANDS_OUT_SURE) continue;
        if (!(l->to_level_s > most)) continue;
        most = l->to_level_s;
        out->limiter = s;
    }
}

miler_status miler_limits_find(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                               int32_t today, const miler_fitness *fitness, miler_limits *out,
                               miler_error *err) {
    if (athlete == NULL || fitness == NULL || out == NULL || (evidence == NULL && count > 0))
        return miler_fail(err, MILER_ERR_ARG, "limits need an athlete, evidence and its estimate");
    memset(out, 0, sizeof *out);
    const miler_evidence mile = {.dist_m = MILER_MILE_M, .time_s = fitness->mile.time_s, .day = today};
    miler_fitness peers;
    stand_in runner;
    miler_status status = miler_fitness_estimate(athlete, &mile, 1, today, &peers, err);
    take_curve(fitness, today, &runner);
    if (status == MILER_OK) status = mile_with(athlete, &runner, 0, 0, today, &runner.mile, err);
    for (int s = 0; s < MILER_SIDE_COUNT && status == MILER_OK; s++) {
        miler_side_level *l = &out->sides[s];
        for (size_t i = 0; i < count && !l->known; i++)
            l->known = speaks(&evidence[i], s, today);
        compare(fitness, &peers, s, l);
        l->tells_m = sides[s].tells_m;
        status = weigh(athlete, &runner, s, mile.time_s, today, l, err);
    }
    if (status == MILER_OK) choose(out);
    return status;
}
