// SPDX-License-Identifier: MIT
// Requests and pace books: from a fitness estimate to the numbers that sessions
// are told in, and a time for any distance from a book of a few.
#include "plan/plan_room.h"
#include "workout/workout_pace.h"

#include <string.h>

double plan_book_time(const miler_pace_book *book, double dist_m) {
    return wko_race_time_s(book, dist_m);
}

void miler_plan_book(const miler_fitness *fitness, const miler_athlete *athlete, double goal_mile_s,
                     miler_pace_book *out) {
    memset(out, 0, sizeof *out);
    out->goal_mile_s = goal_mile_s;
    out->hr_max_bpm = athlete != NULL ? athlete->hr_max_bpm : (double)NAN;
    out->hr_threshold_bpm = athlete != NULL ? athlete->hr_threshold_bpm : (double)NAN;
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT && out->race_count < MILER_BOOK_RACES; i++) {
        const miler_estimate *at = &fitness->estimates[i];
        if (!(at->dist_m > 0) || !(at->time_s > 0)) continue;
        out->race_dist_m[out->race_count] = at->dist_m;
        out->race_time_s[out->race_count++] = at->time_s;
    }
    memcpy(out->zones, fitness->zones, sizeof out->zones);
    out->paces = fitness->paces;
    if (athlete != NULL) memcpy(out->hr_from_bpm, athlete->hr_from_bpm, sizeof out->hr_from_bpm);
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
    request->book.hr_threshold_bpm = request->athlete.hr_threshold_bpm;
    memcpy(request->book.hr_from_bpm, request->athlete.hr_from_bpm, sizeof request->book.hr_from_bpm);
    if (fitness != NULL) {
        miler_plan_book(fitness, athlete, NAN, &request->book);
        request->mile_sd_log = fitness->sd_log;
        request->only_training = fitness->only_training;
        request->stale = fitness->stale;
        for (size_t i = 0; i < fitness->rests_on_count; i++)
            if (fitness->rests_on[i].evidence.day > request->evidence_day)
                request->evidence_day = fitness->rests_on[i].evidence.day;
    }
    request->today = today;
    request->start_day = MILER_NO_DAY;
    request->race_day = MILER_NO_DAY;
    request->race_dist_m = MILER_MILE_M;
    request->long_weekday = -1;
    request->level = -1;
    request->gun_s = -1;
}
