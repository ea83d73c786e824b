// SPDX-License-Identifier: MIT
// The mile over the months, and the records of before and after. No point knows
// the future: evidence after its day, or without a day, is left out.
#include "fitness/history.h"

#define DAYS_A_WEEK 7
#define SAME_DISTANCE 0.001 // as share: 1500 m and the mile are two distances

bool history_dated(const miler_evidence *e) {
    return e->day != MILER_NO_DAY && !e->season_best;
}

size_t history_known_on(const miler_evidence *evidence, size_t count, int32_t day, miler_evidence *out) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *e = &evidence[i];
        if (!history_dated(e) || e->day > day) continue;
        // Whatever a watch alone tells of, as today's estimate has it.
        if (e->kind >= MILER_EVIDENCE_TIME_TRIAL && (int64_t)day - e->day > MILER_TRAINING_DAYS) continue;
        out[n++] = *e;
    }
    return n;
}

miler_estimate history_nothing(double dist_m) {
    return (miler_estimate){dist_m, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
}

// ---- What moved it

#define MOVED_S 0.05 // less is not seen in a time told to a tenth

#define MOVERS_MAX 4 // newcomers asked about: lighter ones move next to nothing

typedef struct asked {
    const miler_athlete *athlete;
    miler_evidence *known; // up to the day
    size_t count;
    int32_t day;
} asked;

static size_t place_of(const asked *q, const miler_evidence *e) {
    size_t i = 0;
    while (i < q->count && !(q->known[i].kind == e->kind && q->known[i].source_id == e->source_id &&
                             q->known[i].day == e->day && !(q->known[i].dist_m < e->dist_m) &&
                             !(q->known[i].dist_m > e->dist_m) && !(q->known[i].time_s < e->time_s) &&
                             !(q->known[i].time_s > e->time_s)))
        i++;
    return i;
}

// How much slower the mile would be without this piece; NaN: without it nothing is known.
static double pull_of(const asked *q, const miler_evidence *e, double mile_s) {
    miler_fitness without;
    const size_t at = place_of(q, e);
    if (at == q->count) return 0;
    const double time_s = q->known[at].time_s;
    q->known[at].time_s = (double)NAN; // a piece without a time is passed over
    const miler_status status =
        miler_fitness_estimate(q->athlete, q->known, q->count, q->day, &without, NULL);
    q->known[at].time_s = time_s;
    return status == MILER_OK ? without.mile.time_s - mile_s : (double)NAN;
}

// The newcomer without which the mile would be most different, and that pulls the way it went: what makes it
// faster has not moved it when it became slower.
static void find_mover(const asked *q, const miler_fitness *f, int32_t after_day, miler_progress_point *out) {
    double most = MOVED_S;
    int tried = 0;
    for (size_t i = 0; i < f->rests_on_count && tried < MOVERS_MAX; i++) { // heaviest first
        const miler_evidence *e = &f->rests_on[i].evidence;
        if (e->day <= after_day) continue;
        tried++;
        double pull = pull_of(q, e, f->mile.time_s);
        if (isnan(pull)) pull = (double)INFINITY; // all that is known
        // Before the first point there is no way it went.
        pull = isnan(out->change_s) ? fabs(pull) : out->change_s < 0 ? pull : -pull;
        if (!(pull > most) && !(isnan(out->change_s) && !out->moved)) continue;
        most = fmax(pull, most);
        out->moved = true;
        out->mover = *e;
    }
}

miler_status miler_progress(const miler_athlete *athlete, const miler_evidence *evidence, size_t count,
                            const int32_t *days, size_t day_count, miler_evidence *scratch,
                            miler_progress_point *out, miler_error *err) {
    if (athlete == NULL || (count > 0 && (evidence == NULL || scratch == NULL)) ||
        (day_count > 0 && (days == NULL || out == NULL)))
        return miler_fail(err, MILER_ERR_ARG, "progress needs an athlete, evidence and days");
    double before_s = (double)NAN;
    int32_t before_day = INT32_MIN;
    for (size_t i = 0; i < day_count; i++) {
        miler_fitness f;
        if (days[i] == MILER_NO_DAY || (i > 0 && days[i] <= days[i - 1]))
            return miler_fail(err, MILER_ERR_ARG, "the days of progress must ascend");
        out[i] = (miler_progress_point){
            .day = days[i], .mile = history_nothing(MILER_MILE_M), .change_s = (double)NAN};
        const size_t n = history_known_on(evidence, count, days[i], scratch);
        if (miler_fitness_estimate(athlete, scratch, n, days[i], &f, NULL) != MILER_OK) continue;
        out[i].known = true;
        out[i].mile = f.mile;
        out[i].only_training = f.only_training;
        out[i].stale = f.stale;
        out[i].change_s = f.mile.time_s - before_s;
        find_mover(&(asked){athlete, scratch, n, days[i]}, &f, before_day, &out[i]);
        before_s = f.mile.time_s;
        before_day = days[i];
    }
    return MILER_OK;
}

// The next Monday or first of a month on or after `day`.
static int32_t next_start(int32_t day, bool monthly) {
    int32_t year;
    int32_t month;
    int32_t date;
    if (!monthly) return day + (DAYS_A_WEEK - miler_weekday(day)) % DAYS_A_WEEK;
    miler_ymd_from_day(day, &year, &month, &date);
    if (date == 1) return day;
    return month == 12 ? miler_day_from_ymd(year + 1, 1, 1) : miler_day_from_ymd(year, month + 1, 1);
}

size_t miler_progress_days(int32_t since, int32_t until, bool monthly, int32_t *out, size_t room) {
    size_t n = 0;
    if (since == MILER_NO_DAY || until == MILER_NO_DAY) return 0;
    for (int32_t day = next_start(since, monthly); day < until; day = next_start(day + 1, monthly)) {
        if (n < room) out[n] = day;
        n++;
    }
    if (until >= since) {
        if (n < room) out[n] = until;
        n++;
    }
    return n;
}

size_t miler_records_between(const miler_evidence *evidence, size_t count, int32_t since, int32_t until,
                             miler_record_pair out[MILER_ESTIMATE_COUNT]) {
    size_t n = 0;
    for (int d = 0; d < MILER_ESTIMATE_COUNT; d++) {
        miler_record_pair pair = {miler_estimate_dist_m[d], (double)NAN, (double)NAN, MILER_NO_DAY,
                                  MILER_NO_DAY};
        for (size_t i = 0; i < count; i++) {
            const miler_evidence *e = &evidence[i];
            if (!miler_evidence_all_out(e->kind) || !history_dated(e) || e->day > until ||
                fabs(e->dist_m / pair.dist_m - 1) > SAME_DISTANCE)
                continue;
            double *best_s = e->day <= since ? &pair.before_s : &pair.after_s;
            if (*best_s <= e->time_s) continue;
            *best_s = e->time_s;
            *(e->day <= since ? &pair.before_day : &pair.after_day) = e->day;
        }
        if (!isnan(pair.after_s)) out[n++] = pair;
    }
    return n;
}
