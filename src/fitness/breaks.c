// SPDX-License-Identifier: MIT
// Time without running. Up to five days change nothing; then Daniels' table of time
// off takes 0.3 % of VDOT a day (x 0.973 after 14 days, 0.931 after 28, 0.8 after 72;
// with other sport half of it). Mujika & Padilla (2000) found VO2max 4 to 14 % lower
// within four weeks and up to 20 % after more than eight. It comes back in as many days
// as were missed (Daniels). How much of it one runner loses is uncertain by half (model.h).
#include "fitness/model.h"

#define FREE_DAYS 5
#define LOSS_A_DAY 0.003
#define LOSS_MAX 0.2
#define OTHER_SPORT 0.5
// A log is kept where there were so many runs in the days before: once a week [engineering estimate].
#define KEPT_RUNS 8
#define KEPT_DAYS 56
#define USUAL_VDOT                                                                                           \
    45 // where the loss of VDOT is turned into one of time; it is the same within a tenth elsewhere

static int32_t kept(const int32_t *days, size_t count, size_t at) {
    int32_t runs = 0;
    for (size_t i = at; i < count && (int64_t)days[at] - days[i] <= KEPT_DAYS; i++)
        runs += i == at || days[i] != days[i - 1];
    return runs;
}

size_t miler_breaks(const int32_t *days, size_t count, int32_t today, miler_evidence *out) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const bool last = i == 0;
        const int64_t next = last ? (int64_t)today + 1 : days[i - 1];
        if (next - days[i] - 1 <= FREE_DAYS || kept(days, count, i) < KEPT_RUNS) continue;
        out[n++] = (miler_evidence){.day = days[i],
                                    .kind = MILER_EVIDENCE_BREAK,
                                    .run_count = last ? 0 : (int32_t)(next - days[i] - 1)};
    }
    return n;
}

// VDOT lost, as a share, after so many days of this break.
static double loss_after(const miler_evidence *e, double days) {
    const double over = fmax(days - FREE_DAYS, 0);
    return fmin(over * LOSS_A_DAY, LOSS_MAX) * (e->otherwise_moved ? OTHER_SPORT : 1);
}

static double loss_on(const miler_evidence *e, int32_t day) {
    const double since = (double)day - e->day;
    if (since <= 0) return 0;
    if (e->run_count == 0 || since <= e->run_count) return loss_after(e, since);
    const double back = (since - e->run_count) / e->run_count; // 1: as many days as were missed
    return loss_after(e, e->run_count) * fmax(1 - back, 0);
}

double miler_rest_loss(const miler_evidence *evidence, size_t count, int32_t day) {
    double loss = 0;
    for (size_t i = 0; i < count; i++)
        if (evidence[i].kind == MILER_EVIDENCE_BREAK) loss += loss_on(&evidence[i], day);
    if (!(loss > 0)) return 0;
    loss = fmin(loss, LOSS_MAX);
    return log(miler_vdot_time_s(USUAL_VDOT * (1 - loss), MILER_MILE_M) /
               miler_vdot_time_s(USUAL_VDOT, MILER_MILE_M));
}
