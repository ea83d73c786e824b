// SPDX-License-Identifier: MIT
// Requests and pace books: from a fitness estimate to the numbers that sessions
// are told in, and a time for any distance from a book of a few.
#include "plan/plan_room.h"

#include <string.h>

// Where a book ends, the power law goes on with the usual exponent between a
// mile and 5 km (science: 1.075 to 1.095 from VDOT and record fits).
#define EXPONENT 1.085

double plan_book_time(const miler_pace_book *book, double dist_m) {
    const size_t n = book->race_count;
    if (n == 0) return NAN;
    for (size_t i = 0; i < n; i++)
        if (fabs(book->race_dist_m[i] - dist_m) < 0.5) return book->race_time_s[i];
    if (n == 1 || dist_m < book->race_dist_m[0])
        return book->race_time_s[0] * pow(dist_m / book->race_dist_m[0], EXPONENT);
    size_t i = 1;
    while (i + 1 < n && book->race_dist_m[i] < dist_m)
        i++;
    if (dist_m > book->race_dist_m[i])
        return book->race_time_s[i] * pow(dist_m / book->race_dist_m[i], EXPONENT);
    const double d1 = log(book->race_dist_m[i - 1]);
    const double d2 = log(book->race_dist_m[i]);
    const double t1 = log(book->race_time_s[i - 1]);
    const double t2 = log(book->race_time_s[i]);
    return exp(t1 + (t2 - t1) * (log(dist_m) - d1) / (d2 - d1));
}

void miler_plan_book(const miler_fitness *fitness, const miler_athlete *athlete, double goal_mile_s,
                     miler_pace_book *out) {
    memset(out, 0, sizeof *out);
    out->goal_mile_s = goal_mile_s;
    out->hr_max_bpm = athlete != NULL ? athlete->hr_max_bpm : (double)NAN;
    out->hr_threshold_bpm = NAN;
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT && out->race_count < MILER_BOOK_RACES; i++) {
        const miler_estimate *at = &fitness->estimates[i];
        if (!(at->dist_m > 0) || !(at->time_s > 0)) continue;
        out->race_dist_m[out->race_count] = at->dist_m;
        out->race_time_s[out->race_count++] = at->time_s;
    }
    memcpy(out->zones, fitness->zones, sizeof out->zones);
}

void miler_plan_request_init(miler_plan_request *request, const miler_athlete *athlete,
                             const miler_fitness *fitness, int32_t today) {
    memset(request, 0, sizeof *request);
    if (athlete != NULL)
        request->athlete = *athlete;
    else
        miler_athlete_init(&request->athlete);
    request->book.goal_mile_s = NAN;
    request->book.hr_max_bpm = request->athlete.hr_max_bpm;
    request->book.hr_threshold_bpm = NAN;
    if (fitness != NULL) {
        miler_plan_book(fitness, athlete, NAN, &request->book);
        request->mile_sd_log = fitness->sd_log;
        request->only_training = fitness->only_training;
        request->stale = fitness->stale;
    }
    request->today = today;
    request->start_day = MILER_NO_DAY;
    request->race_day = MILER_NO_DAY;
    request->race_dist_m = MILER_MILE_M;
    request->long_weekday = -1;
    request->level = -1;
    request->gun_s = -1;
}
