// SPDX-License-Identifier: MIT
// What this runner could run today, by the mixture of model.h, and all that
// follows: equivalents, bands, paces.
#include "fitness/by_hand.h"
#include "fitness/model.h"

#include <string.h>

#define STALE_DAYS 56 // eight weeks, a plan's length [engineering estimate]

#define MARATHON_BAND 0.015    // either side of marathon pace [engineering estimate]
#define TRAINING_HEADROOM 0.06 // training bests may stand this far above ability (engineering estimate)

const double miler_estimate_dist_m[MILER_ESTIMATE_COUNT] = {
    400, 800, 1000, 1500, MILER_MILE_M, 3000, 2 * MILER_MILE_M, 5000, 10000, 21097.5, 42195};

const char *miler_model_name(miler_model model) {
    static const char *const names[MILER_MODEL_COUNT] = {
        "VDOT", "personal power law", "critical speed", "minimal power model", "Cameron", "Purdy"};
    return (unsigned)model < MILER_MODEL_COUNT ? names[model] : "";
}

const char *miler_evidence_kind_name(miler_evidence_kind kind) {
    static const char *const names[] = {"official result",
                                        "result",
                                        "time trial",
                                        "training best",
                                        "easy running by heart rate",
                                        "session of reps",
                                        "time without running"};
    return (unsigned)kind < sizeof names / sizeof names[0] ? names[kind] : "";
}

const char *miler_evidence_way_name(miler_evidence_way way) {
    static const char *const names[] = {"measured", "told", "calibrated", "guessed"};
    return (unsigned)way < sizeof names / sizeof names[0] ? names[way] : "";
}

double miler_heart_mile_s(double speed_mps, double hr_bpm, double hr_rest_bpm, double hr_max_bpm) {
    const double share = (hr_bpm - hr_rest_bpm) / (hr_max_bpm - hr_rest_bpm);
    if (!(share >= 0.45 && share <= 0.92 && speed_mps > 1.5 && speed_mps < 7 && hr_rest_bpm > 20)) return NAN;
    const double rest = 3.5; // ml/kg/min
    return miler_vdot_time_s((miler_vo2_at_speed(speed_mps) - rest) / share + rest, MILER_MILE_M);
}

// What a one-parameter table says: the evidence's miles, weighted as in the model.
static double table_mile(const fit_model *m, miler_model table) {
    double sum = 0;
    for (int i = 0; i < m->count; i++) {
        const double d = fmax(m->piece[i].evidence->dist_m, 400);
        const double t = m->piece[i].evidence->time_s;
        const double mile = table == MILER_MODEL_VDOT ? miler_vdot_time_s(miler_vdot(d, t), MILER_MILE_M)
                            : table == MILER_MODEL_CAMERON
                                ? miler_cameron_time_s(d, t, MILER_MILE_M)
                                : miler_purdy_time_s(miler_purdy_points(d, t), MILER_MILE_M);
        sum += m->piece[i].weight * log(mile);
    }
    return exp(sum);
}

// ---- What follows

static void fill_estimate(const fit_model *m, double dist_m, bool only_training, miler_estimate *out) {
    const double u = log(dist_m);
    out->dist_m = dist_m;
    out->time_s = exp(fit_model_quantile(m, u, true, 0.5));
    out->low_s = exp(fit_model_quantile(m, u, true, 0.1) - (only_training ? TRAINING_HEADROOM : 0));
    out->high_s = exp(fit_model_quantile(m, u, true, 0.9));
    out->able_low_s = exp(fit_model_quantile(m, u, false, 0.1) - (only_training ? TRAINING_HEADROOM : 0));
    out->able_high_s = exp(fit_model_quantile(m, u, false, 0.9));
}

// What one piece alone would say of the mile today.
static double alone(const fit_model *m, int i) {
    fit_model one = {.populations = m->populations, .count = 1, .lost = m->lost, .sex = m->sex};
    one.piece[0] = m->piece[i];
    fit_model_solve(&one);
    return exp(fit_model_mean(&one, log(MILER_MILE_M)));
}

// The weeks of easy running are told as one, at the first of them, also where only their changes count: its index,
// -1 = there are none.
static int take_weights(const fit_model *m, double *weight, int32_t *heart_runs) {
    int heart = -1;
    for (int i = 0; i < m->count; i++) {
        const int at = !fit_is_heart(&m->piece[i]) ? i : heart < 0 ? (heart = i) : heart;
        weight[at] += m->piece[i].weight;
        if (fit_is_heart(&m->piece[i])) *heart_runs += m->piece[i].evidence->run_count;
    }
    return heart;
}

static void fill_rests(const fit_model *m, miler_fitness *out) {
    bool used[FIT_PIECES_MAX] = {false};
    double weight[FIT_PIECES_MAX] = {0};
    double sum = 0;
    int32_t heart_runs = 0;
    const int heart = take_weights(m, weight, &heart_runs);
    for (; out->rests_on_count < MILER_RESTS_MAX; out->rests_on_count++) {
        int best = -1;
        for (int i = 0; i < m->count; i++)
            if (!used[i] && (weight[i] > 0 || i == heart) && (best < 0 || weight[i] > weight[best])) best = i;
        if (best < 0) break;
        used[best] = true;
        sum += weight[best];
        miler_rests_on *r = &out->rests_on[out->rests_on_count];
        *r = (miler_rests_on){.evidence = *m->piece[best].evidence,
                              .mile_s = alone(m, best),
                              .weight = weight[best],
                              .age_days = (int32_t)lround(m->piece[best].age_years * FIT_DAYS_PER_YEAR),
                              .apart = (double)NAN,
                              .apart_sd = (double)NAN,
                              .moves_s = (double)NAN};
        r->runs = best == heart ? heart_runs : 1;
    }
    for (size_t i = 0; i < out->rests_on_count; i++)
        out->rests_on[i].weight /= sum;
}

// Who holds a pace over a longer distance holds it over a shorter one. Results
// that contradict each other may bend the curve beyond that.
static double no_slower(double shorter_s, double longer_s, double ratio) {
    return fmin(shorter_s, longer_s * ratio);
}

static void straighten(miler_estimate *e) {
    for (int i = MILER_ESTIMATE_COUNT - 2; i >= 0; i--) {
        const double ratio = e[i].dist_m / e[i + 1].dist_m;
        e[i].time_s = no_slower(e[i].time_s, e[i + 1].time_s, ratio);
        e[i].low_s = no_slower(e[i].low_s, e[i + 1].low_s, ratio);
        e[i].high_s = no_slower(e[i].high_s, e[i + 1].high_s, ratio);
        e[i].able_low_s = no_slower(e[i].able_low_s, e[i + 1].able_low_s, ratio);
        e[i].able_high_s = no_slower(e[i].able_high_s, e[i + 1].able_high_s, ratio);
    }
}

// Speed of a race of one hour on the estimated curve.
static double hour_speed(const miler_fitness *f) {
    double low = 5000;
    double high = 30000;
    for (int i = 0; i < 40; i++) {
        miler_estimate e;
        const double mid = (low + high) / 2;
        if (miler_fitness_at(f, mid, &e) && e.time_s < 3600)
            low = mid;
        else
            high = mid;
    }
    return low / 3600;
}

// Efforts (easy to VO2max) follow the 5 km, which says more of endurance than
// the mile does; mile, 800 and repetitions follow the mile.
static bool fill_zones(miler_fitness *f) {
    const double endurance = fmin(fmax(miler_vdot(5000, f->estimates[MILER_ESTIMATE_5K].time_s), 15), 100);
    const double speed = fmin(fmax(f->vdot, 15), 100);
    miler_pace_band by_mile[MILER_ZONE_COUNT];
    if (!miler_zone_paces(endurance, f->mile.time_s, f->estimates[MILER_ESTIMATE_800].time_s, f->zones))
        return false;
    if (!miler_zone_paces(speed, f->mile.time_s, f->estimates[MILER_ESTIMATE_800].time_s, by_mile))
        return false;
    f->zones[MILER_ZONE_REP] = by_mile[MILER_ZONE_REP];
    miler_pace_band *t = &f->zones[MILER_ZONE_THRESHOLD];
    f->threshold_mps =
        fmin(fmax(hour_speed(f), t->slow_mps), t->fast_mps); // an hour's pace, held within 83-88 % of VO2max
    t->target_mps = f->threshold_mps;
    // Marathon pace is this runner's, not the table's, which takes a marathoner's endurance for given.
    miler_pace_band *marathon = &f->zones[MILER_ZONE_MARATHON];
    const double own_mps = 42195 / f->estimates[MILER_ESTIMATE_MARATHON].time_s;
    const double least_mps = f->zones[MILER_ZONE_EASY].target_mps;
    marathon->target_mps = fmin(fmax(own_mps, least_mps), marathon->fast_mps);
    marathon->fast_mps = marathon->target_mps * (1 + MARATHON_BAND);
    marathon->slow_mps = marathon->target_mps * (1 - MARATHON_BAND);
    return true;
}

static double dist_ratio(double from_m, double to_m) {
    return log(to_m / from_m);
}

bool miler_fitness_at(const miler_fitness *fitness, double dist_m, miler_estimate *out) {
    const miler_estimate *e = fitness->estimates;
    const int last = MILER_ESTIMATE_COUNT - 1;
    if (!(dist_m >= e[0].dist_m * 0.999 && dist_m <= e[last].dist_m * 1.001)) return false;
    int i = 0;
    while (i < last - 1 && dist_m > e[i + 1].dist_m)
        i++;
    const double u = dist_ratio(e[i].dist_m, dist_m) / dist_ratio(e[i].dist_m, e[i + 1].dist_m);
    out->dist_m = dist_m;
    out->time_s = e[i].time_s * pow(e[i + 1].time_s / e[i].time_s, u);
    out->low_s = e[i].low_s * pow(e[i + 1].low_s / e[i].low_s, u);
    out->high_s = e[i].high_s * pow(e[i + 1].high_s / e[i].high_s, u);
    out->able_low_s = e[i].able_low_s * pow(e[i + 1].able_low_s / e[i].able_low_s, u);
    out->able_high_s = e[i].able_high_s * pow(e[i + 1].able_high_s / e[i].able_high_s, u);
    return true;
}

static void fill_break(const fit_model *m, const miler_evidence *evidence, size_t count, int32_t today,
                       miler_fitness *out) {
    const miler_evidence *last = NULL;
    if (!(m->lost > 0)) return;
    for (size_t i = 0; i < count; i++)
        if (evidence[i].kind == MILER_EVIDENCE_BREAK && evidence[i].day < today &&
            (last == NULL || evidence[i].day > last->day))
            last = &evidence[i];
    const int32_t days = last == NULL ? 0 : today - last->day;
    out->rest_share = exp(m->lost) - 1;
    out->rest_over = last != NULL && last->run_count > 0 && last->run_count < days;
    out->rest_days = last == NULL || last->run_count == 0 || last->run_count > days ? days : last->run_count;
}

miler_status fit_estimate_by(const fit_population *populations, const miler_athlete *athlete,
                             const miler_evidence *evidence, size_t count, int32_t today, miler_fitness *out,
                             miler_error *err) {
    if (athlete == NULL || out == NULL || (evidence == NULL && count > 0) || today == MILER_NO_DAY)
        return miler_fail(err, MILER_ERR_ARG, "fitness needs an athlete, evidence and a day");
    fit_model m = {.populations = populations, .sex = athlete->sex};
    fit_gathered got;
    memset(out, 0, sizeof *out);
    if (!fit_gather(evidence, count, today, &m, &got)) {
        miler_fail(err, MILER_ERR_EMPTY, "no result to estimate from");
        miler_error_remedy(err, "enter one recent result, such as a 5 km time, or import a run");
        return MILER_ERR_EMPTY;
    }
    out->only_training = got.only_training;
    out->lone_trial = got.lone_trial;
    fill_break(&m, evidence, count, today, out);
    out->doubted_count = got.doubted;
    memcpy(out->doubted, got.doubts, sizeof out->doubted);
    out->model_mile_s[MILER_MODEL_VDOT] = table_mile(&m, MILER_MODEL_VDOT);
    out->model_mile_s[MILER_MODEL_CAMERON] = table_mile(&m, MILER_MODEL_CAMERON);
    out->model_mile_s[MILER_MODEL_PURDY] = table_mile(&m, MILER_MODEL_PURDY);
    fit_opinions(&m, &out->cs, &out->model_mile_s[MILER_MODEL_POWER], &out->model_mile_s[MILER_MODEL_CS],
                 &out->model_mile_s[MILER_MODEL_EMIG]);
    for (int i = 0; i < MILER_ESTIMATE_COUNT; i++)
        fill_estimate(&m, miler_estimate_dist_m[i], out->only_training, &out->estimates[i]);
    straighten(out->estimates);
    out->sd_log =
        log(out->estimates[MILER_ESTIMATE_MILE].high_s / out->estimates[MILER_ESTIMATE_MILE].time_s) /
        MILER_BAND_Z;
    out->mile = out->estimates[MILER_ESTIMATE_MILE];
    out->vdot = miler_vdot(MILER_MILE_M, out->mile.time_s);
    out->exponent =
        miler_power_exponent(MILER_MILE_M, out->mile.time_s, 5000, out->estimates[MILER_ESTIMATE_5K].time_s);
    out->stale = got.newest_age_days > STALE_DAYS;
    fill_rests(&m, out);
    if (!isfinite(out->mile.time_s) || !isfinite(out->sd_log) || !fill_zones(out))
        return miler_fail(err, MILER_ERR_RANGE, "the results are outside what the paces are known for");
    fit_by_hand(athlete, today, out);
    return MILER_OK;
}

miler_status miler_fitness_estimate(const miler_athlete *athlete, const miler_evidence *evidence,
                                    size_t count, int32_t today, miler_fitness *out, miler_error *err) {
    return fit_estimate_by(fit_populations, athlete, evidence, count, today, out, err);
}

double fit_off(const fit_model *m, int which, double *share) {
    fit_model others = {.populations = m->populations, .lost = m->lost, .sex = m->sex};
    for (int i = 0; i < m->count; i++)
        if (i != which) others.piece[others.count++] = m->piece[i];
    fit_model_solve(&others);
    const fit_piece *p = &m->piece[which];
    const double expected = fit_model_quantile(&others, p->u, true, 0.5);
    const double sd = (fit_model_quantile(&others, p->u, true, 0.9) - expected) / MILER_BAND_Z;
    *share = exp(p->y - expected) - 1;
    return fabs(p->y - expected) / hypot(sd, p->noise);
}

bool miler_fitness_far_off(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                           int32_t today, miler_evidence *out, double *share) {
    if (athlete == NULL || out == NULL || share == NULL || (evidence == NULL && count > 0)) return false;
    fit_model m = {.populations = fit_populations, .sex = athlete->sex};
    fit_gathered got;
    double most = FIT_FAR_OFF_SD;
    if (!fit_gather(evidence, count, today, &m, &got) || m.count < 2) return false;
    for (int i = 0; i < m.count; i++) {
        double by;
        if (!miler_evidence_all_out(m.piece[i].evidence->kind)) continue;
        const double sds = fit_off(&m, i, &by);
        if (sds <= most) continue;
        most = sds;
        *out = *m.piece[i].evidence;
        *share = by;
    }
    return most > FIT_FAR_OFF_SD;
}

// ---- Does each piece agree with the others?

static bool is_piece(const fit_piece *p, const miler_evidence *e) {
    const miler_evidence *of = p->evidence;
    return of->kind == e->kind && of->source_id == e->source_id && of->day == e->day &&
           !(of->dist_m < e->dist_m || of->dist_m > e->dist_m) &&
           !(of->time_s < e->time_s || of->time_s > e->time_s);
}

static double mile_of(const fit_model *m) {
    return exp(fit_model_quantile(m, log(MILER_MILE_M), true, 0.5));
}

// Of all weeks by heart rate together: what they alone would say, and what the others say without them.
static void judge_hearts(const fit_model *m, miler_rests_on *r) {
    fit_model others = {.populations = m->populations, .lost = m->lost, .sex = m->sex};
    fit_model hearts = others;
    for (int i = 0; i < m->count; i++) {
        fit_model *to = fit_is_heart(&m->piece[i]) ? &hearts : &others;
        to->piece[to->count++] = m->piece[i];
    }
    fit_model_solve(&hearts);
    r->mile_s = mile_of(&hearts);
    if (others.count == 0) return;
    fit_model_solve(&others);
    const double said = mile_of(&others);
    const double sd = (fit_model_quantile(&others, log(MILER_MILE_M), true, 0.9) - log(said)) / MILER_BAND_Z;
    r->apart = r->mile_s / said - 1;
    r->apart_sd = fabs(log(r->mile_s / said)) / hypot(sd, FIT_HEART_OFFSET);
    r->moves_s = mile_of(m) - said;
}

void miler_fitness_agreement(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                             int32_t today, miler_fitness *fitness) {
    if (athlete == NULL || fitness == NULL || (evidence == NULL && count > 0)) return;
    fit_model m = {.populations = fit_populations, .sex = athlete->sex};
    fit_gathered got;
    if (!fit_gather(evidence, count, today, &m, &got)) return;
    for (size_t k = 0; k < fitness->rests_on_count; k++) {
        miler_rests_on *r = &fitness->rests_on[k];
        if (r->evidence.kind == MILER_EVIDENCE_HEART) {
            judge_hearts(&m, r);
            continue;
        }
        for (int i = 0; i < m.count && m.count > 1; i++)
            if (is_piece(&m.piece[i], &r->evidence)) r->apart_sd = fit_off(&m, i, &r->apart);
    }
}
