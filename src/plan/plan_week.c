// SPDX-License-Identifier: MIT
// One week: hard sessions first, then strength, then the long run, then what is
// left of the week's volume spread over the easy days. The caps are shares of
// the week as it comes out, so a week is made, measured and made again until
// what was meant and what came out agree; three or four times are enough.
#include "plan/plan_room.h"

#include <string.h>

#define ROUNDS 16
#define SHORTEST_RUN_MIN 10
#define SECOND_RUN_MIN 25 // minutes, engineering estimates
#define SECOND_RUN_MAX 45
#define EASY_AROUND_MAX 20 // before and after the work of a hard session

typedef struct week_plan {
    plan_maker *m;
    const plan_frame_week *week;
    double target_m; // running aimed at
    double basis_m;  // week the caps are shares of
    int squeeze;     // what gives way where a week comes out too long: 1 warm-ups, 2 the long run too, which
                     // may be as short as an easy one, 3 one hard session, 4 the size of those left
    int long_day;    // -1 none
    double early_m;  // what the taper's days of this week may hold; 0: it has none
    int strength_min[7], plyo_min[7]; // reserved
    int used_min[7];
    unsigned hard, runs;              // days
    plan_set last[PLAN_FAMILY_COUNT]; // as they stood before the week
    double most_m[PLAN_FAMILY_COUNT];
} week_plan;

static int imin(int a, int b) {
    return a < b ? a : b;
}

static int imax(int a, int b) {
    return a > b ? a : b;
}

static int left_min(const week_plan *w, int day) {
    return w->m->limit_min[day] - w->used_min[day] - w->strength_min[day] - w->plyo_min[day];
}

static double youth_run_m(const plan_maker *m) {
    if (m->age < 0 || m->age >= m->rule.youth_adult_age) return 1e9;
    return m->age <= 14   ? m->rule.youth_run_m_14
           : m->age <= 16 ? m->rule.youth_run_m_16
                          : m->rule.youth_run_m_17;
}

static int minutes_of(const plan_draft *draft) {
    return (int)ceil(draft->sum.time_s / 60 - 1e-9);
}

// ---- Strength -----------------------------------------------------------------------

static bool next_week_hard(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    const plan_frame_week *next = w->week + 1;
    if (next >= m->frame + m->frame_count || next->phase == MILER_PHASE_TAPER ||
        m->days.role[day] != PLAN_HARD)
        return false;
    int before = 0;
    for (int d = 0; d < day; d++)
        before += m->days.role[d] == PLAN_HARD;
    return before < next->hard_count;
}

// Whether a hard day follows, in this week or at the start of the next.
static bool before_hard(const week_plan *w, int day) {
    const int gap = (int)w->m->rule.strength_hard_gap;
    for (int ahead = 1; ahead <= gap; ahead++) {
        const int at = day + ahead;
        const bool next_week = at >= 7;
        if (!next_week && (w->hard >> at & 1)) return true;
        if (next_week && next_week_hard(w, at - 7)) return true;
    }
    return false;
}

// Minutes the day's run needs; a hard one with its warm-up, drills, strides and
// the longest usual work.
static int run_need(const week_plan *w, int day) {
    const plan_rule *r = &w->m->rule;
    if (w->hard >> day & 1) return (int)(r->warmup_min + r->cooldown_min) + 12 + 45;
    return (int)(day == w->long_day ? r->long_floor_min : r->easy_run_min + 6);
}

// Minutes a strength session may take on a day; 0 = none.
static int strength_room(const week_plan *w, int day) {
    static const int usual[MILER_PLAN_LEVEL_COUNT] = {20, 25, 30, 35}; // engineering estimate
    const plan_maker *m = w->m;
    if (!(w->runs >> day & 1) || before_hard(w, day)) return 0;
    int room = imin(usual[m->level], m->limit_min[day] - run_need(w, day));
    // A short day is for running first.
    if (m->limit_min[day] < 75) room = imin(room, imax(m->limit_min[day] / 4, 10));
    return room >= 10 ? room : 0;
}

static double strength_score(const week_plan *w, int day) {
    const int room = strength_room(w, day);
    double score = 0.1 * room;
    if (w->hard >> day & 1) score += 1.5; // hard days hard, easy days easy
    if (day == w->long_day) score -= w->m->limit_min[day] < PLAN_NO_LIMIT ? 4 : 1;
    return score;
}

static int32_t date_of(const week_plan *w, int day) {
    return w->week->first_day + day;
}

static void place_strength(week_plan *w) {
    const plan_rule *r = &w->m->rule;
    const int wanted = (int)(w->week->light ? r->strength_days_light : r->strength_days);
    int best_a = -1, best_b = -1;
    double best = -1e9;
    for (int a = 0; a < 7; a++) {
        if (strength_room(w, a) == 0) continue;
        for (int b = a; b < 7; b++) {
            if (strength_room(w, b) == 0 || (wanted < 2 && b != a)) continue;
            double score = strength_score(w, a) + (b != a ? 100 + strength_score(w, b) : 0);
            if (b - a >= 2 && b - a <= 5) score += 4; // 48 h apart
            if (score <= best + 1e-9) continue;
            best = score;
            best_a = a;
            best_b = b;
        }
    }
    if (best_a < 0 || wanted < 1) return;
    w->strength_min[best_a] = strength_room(w, best_a);
    w->strength_min[best_b] = strength_room(w, best_b);
    // Plyometrics once a week after two weeks of strength: on the second day,
    // beside the strength where there is time, else out of its minutes.
    if (w->week->light || w->week->number < 3 || r->plyo_days_max < 1) return;
    int day = best_b;
    if (date_of(w, day) < w->m->plyo_day + (int32_t)r->plyo_gap_days) day = best_a;
    if (date_of(w, day) < w->m->plyo_day + (int32_t)r->plyo_gap_days) return;
    const int left = w->m->limit_min[day] - w->strength_min[day];
    const bool beside = left >= imax(run_need(w, day) + 8, 75);
    if (!beside && w->strength_min[day] < 18) return;
    w->plyo_min[day] = 8;
    if (!beside) w->strength_min[day] -= 8;
}

static void write_strength(week_plan *w) {
    plan_maker *m = w->m;
    int placed = 0;
    for (int day = 0; day < 7; day++) {
        if (w->strength_min[day] > 0) {
            plan_draft *draft = plan_draft_add(m, day, 2, MILER_SESSION_STRENGTH);
            m->strength_count += placed;
            if (draft != NULL && !plan_strength_text(m, w->week, w->strength_min[day], false, draft))
                m->draft_count--;
            m->strength_count -= placed;
            placed++;
        }
        if (w->plyo_min[day] > 0) {
            plan_draft *draft = plan_draft_add(m, day, 3, MILER_SESSION_PLYO);
            if (draft != NULL && !plan_plyo_text(m, w->week, w->plyo_min[day], draft)) m->draft_count--;
        }
    }
}

// ---- Hard sessions ---------------------------------------------------------------------

// Warm-up, drills, strides and cool-down, fuller first.
static const struct {
    int short_warm, strides, drills;
} warm_ups[] = {{0, 4, 1}, {0, 3, 1}, {1, 3, 1}, {1, 3, 0}, {1, 2, 0}};

static miler_session_kind kind_of(const plan_set *set) {
    if (set->family == PLAN_THRESHOLD) return MILER_SESSION_THRESHOLD;
    if (set->family == PLAN_TRIAL || set->pace == PLAN_AT_GOAL || set->pace == PLAN_AT_RACE)
        return MILER_SESSION_TRIAL;
    return MILER_SESSION_SPEED;
}

static double room_around(const week_plan *w, const plan_draft *draft, int limit_min) {
    const plan_maker *m = w->m;
    const double stride_s = plan_stride_s(m);
    const double around_m = (draft->warm_min + draft->cool_min) * 60 * m->easy_mps + draft->strides * 100;
    const double by_dist_s = (youth_run_m(m) * 0.97 - around_m) / m->mile_mps;
    const double by_time_s = limit_min * 60.0 - (draft->warm_min + draft->cool_min) * 60.0 -
                             draft->strides * stride_s -
                             (draft->strides > 0 ? draft->strides - 1 : 0) * 60.0 - (draft->drills ? 360 : 0);
    return fmin(by_time_s, by_dist_s);
}

// Takes the fullest warm-up that leaves room for the work the phase wants.
static bool write_hard(week_plan *w, int day, plan_family family) {
    plan_maker *m = w->m;
    const plan_rule *r = &m->rule;
    plan_draft *draft = plan_draft_add(m, day, 0, MILER_SESSION_SPEED);
    if (draft == NULL) return false;
    draft->hard = true;
    draft->family = family;
    plan_set whole = {0}, best = {0};
    const int limit = left_min(w, day);
    if (!plan_choose_set(m, w->week, family, w->basis_m, PLAN_NO_LIMIT * 60.0, &whole)) {
        m->draft_count--;
        return false;
    }
    const double most_s =
        w->squeeze >= 4 ? (family == PLAN_TRIAL ? 0.5 : 0.7) * plan_set_time_s(&whole, m->jog_mps) : HUGE_VAL;
    for (size_t i = 0; i < sizeof warm_ups / sizeof warm_ups[0]; i++) {
        const bool brief = warm_ups[i].short_warm || w->squeeze > (w->target_m < 30000 ? 0 : 3);
        draft->warm_min = (int)(brief ? r->warmup_floor_min : r->warmup_min);
        draft->cool_min = (int)(brief ? r->cooldown_floor_min : r->cooldown_min);
        draft->strides =
            imin(warm_ups[i].strides, w->basis_m < 12000 ? 2 : 4); // in a small week they are much of it
        draft->drills = warm_ups[i].drills;
        plan_set set;
        const double room_s = room_around(w, draft, limit);
        const bool fits = plan_choose_set(m, w->week, family, w->basis_m, fmin(room_s, most_s), &set) ||
                          plan_choose_set(m, w->week, family, w->basis_m, room_s, &set);
        if (fits) best = set;
        if (fits && set.work_m >= 0.8 * whole.work_m) break;
    }
    if (best.reps == 0) {
        m->draft_count--;
        return false;
    }
    draft->set = best;
    draft->before = m->last[family];
    draft->kind = kind_of(&best);
    if (family != PLAN_TRIAL) { // a second one of the family this week goes on from here
        m->last[family] = best;
        m->most_m[family] = fmax(m->most_m[family], best.work_m);
    }
    plan_estimate(m, draft);
    w->used_min[day] += minutes_of(draft);
    return true;
}

// ---- Long and easy ------------------------------------------------------------------------

static double minutes_to_m(double minutes, double speed_mps) {
    return minutes * 60 * speed_mps;
}

// The last days before race week belong to the taper already, from so many days out.
static double taper_factor(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    if (w->week->plan_week != m->plan_weeks - 1) return 1;
    return 13 - day <= (int)m->rule.taper_days ? 0.75 : 1;
}

// Minutes one of the easy or long runs on the taper's days may take, an even
// share of what the hard sessions there leave.
static int early_minutes(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    if (w->early_m <= 0 || taper_factor(w, day) >= 1) return PLAN_NO_LIMIT;
    double left_m = w->early_m;
    int runs = 0;
    for (int d = 0; d < 7; d++)
        runs += (w->runs >> d & 1) && !(w->hard >> d & 1) && taper_factor(w, d) < 1;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].hard && taper_factor(w, m->drafts[i].day) < 1) left_m -= m->drafts[i].sum.dist_m;
    const int share = (int)(left_m / (runs > 0 ? runs : 1) / m->easy_mps / 60);
    return imax(share, SHORTEST_RUN_MIN);
}

// The longest run of the four weeks before `day`; 0 where nothing is known yet.
static double longest_before(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    const int32_t at = w->week->first_day + day;
    const bool seen = w->week > m->frame && w->week[-1].days == 7;
    double longest_m = m->req.longest_m;
    if (longest_m <= 0 && !seen) return 0;
    for (size_t i = m->plan->session_count; i-- > 0 && m->plan->sessions[i].day >= at - 28;)
        longest_m = fmax(longest_m, m->plan->sessions[i].dist_m);
    return longest_m;
}

static int long_minutes(const week_plan *w, int day, int runs) {
    const plan_maker *m = w->m;
    const plan_rule *r = &m->rule;
    const double share = fmax(r->long_share_max, r->long_even_factor / runs) * 0.97; // rounding stays inside
    double most_m = fmax(share * w->basis_m, minutes_to_m(r->long_floor_min, m->long_mps));
    const double longest_m = longest_before(w, day);
    if (longest_m > 0)
        most_m =
            fmin(most_m, fmax(longest_m * r->long_step_max, minutes_to_m(r->long_floor_min, m->long_mps)));
    most_m = fmin(most_m, youth_run_m(m) * 0.98);
    double minutes = most_m / m->long_mps / 60;
    minutes = fmin(minutes, fmin(r->long_usual_min * (w->week->light ? 0.8 : 1), r->long_max_min));
    if (taper_factor(w, day) < 1 && m->long_min > 0)
        minutes = fmin(minutes, fmax(m->long_min * taper_factor(w, day), r->easy_run_min));
    minutes = fmin(minutes, fmin(left_min(w, day), early_minutes(w, day)));
    const int whole = (int)minutes;
    return whole >= 40 ? whole / 5 * 5 : whole;
}

// What goes with the easy runs of a week: strides before hard days, hill sprints
// and drills in turn on the others.
static void dress_easy(week_plan *w, plan_draft **easy, int count) {
    plan_maker *m = w->m;
    bool hills_due = plan_has_hill(m) && w->week->phase <= MILER_PHASE_BUILD;
    bool drills_due = count >= 3;
    for (int i = 0; i < count; i++) {
        const bool eve = w->hard >> ((easy[i]->day + 1) % 7) & 1;
        const int room =
            m->limit_min[easy[i]->day] - w->strength_min[easy[i]->day] - w->plyo_min[easy[i]->day];
        const bool roomy = room >= 40;
        if (easy[i]->slot != 0) continue;
        if (!eve && room >= 23 && hills_due) {
            const int wanted = imin(4 + m->hills_count, m->level == MILER_PLAN_BEGINNER ? 6 : 8);
            easy[i]->hills =
                imin(wanted, imax((room - 15) * 60 / 130, 3)); // at least a quarter of an hour of running
            hills_due = false;
        } else if (!eve && roomy && drills_due) {
            easy[i]->drills = true;
            easy[i]->strides = 3;
            drills_due = false;
        } else if (i % 2 == 0 || count <= 2 || eve) {
            easy[i]->strides = m->level >= MILER_PLAN_ADVANCED ? 6 : 4;
        }
    }
}

static miler_session_kind easy_kind(const plan_draft *d) {
    if (d->hills > 0) return MILER_SESSION_HILLS;
    if (d->drills) return MILER_SESSION_DRILLS;
    return d->strides > 0 ? MILER_SESSION_STRIDES : MILER_SESSION_EASY;
}

// Minutes of a run without its strides, hills and drills.
static int extras_min(const plan_draft *d) {
    const double s = d->strides * 95.0 + d->hills * 130.0 + (d->drills ? 360 : 0);
    return (int)ceil(s / 60);
}

// Running the extras come to, beside the easy minutes.
static double extras_m(const plan_draft *d) {
    return d->strides * 100.0 + d->hills * 40.0;
}

static int round_run(const week_plan *w, double minutes, int most) {
    const int step = w->m->level == MILER_PLAN_BEGINNER && minutes < 40 ? 1 : 5;
    int out = (int)(minutes / step + 0.5) * step;
    if (out > most) out = most >= 40 ? most / 5 * 5 : most;
    return out;
}

static bool second_run_on(plan_draft *const *runs, int count, int day) {
    for (int i = 0; i < count; i++)
        if (runs[i]->day == day && runs[i]->slot == 1) return true;
    return false;
}

// Minutes a run may take: of its day, of its kind, of its age.
static int most_minutes(const week_plan *w, plan_draft *const *runs, int count, const plan_draft *d,
                        int longest_min) {
    const plan_maker *m = w->m;
    int most = imin((int)m->rule.easy_run_max, left_min(w, d->day) - extras_min(d));
    most = imin(most, (int)((youth_run_m(m) - extras_m(d)) * 0.97 / m->easy_mps / 60));
    most = imin(most, imax(early_minutes(w, d->day) - extras_min(d), SHORTEST_RUN_MIN));
    if (d->slot == 1) return imin(most, SECOND_RUN_MAX);
    if (second_run_on(runs, count, d->day)) most -= SECOND_RUN_MIN;
    return imin(most, imax(longest_min, (int)m->rule.easy_run_min));
}

// Spreads `want_m` over the runs: an even share each, what one cannot take goes
// on to those after it. Returns what could not be placed (below 0: too much).
static double spread(week_plan *w, plan_draft **runs, int count, double want_m, int longest_min) {
    const plan_maker *m = w->m;
    double left_m = want_m;
    for (int i = 0; i < count; i++) {
        plan_draft *d = runs[i];
        const double weight = d->slot == 1 ? 0.7 : 1;
        double weights = 0;
        for (int j = i; j < count; j++)
            weights += runs[j]->slot == 1 ? 0.7 : 1;
        const double share_min =
            (left_m * weight / weights * taper_factor(w, d->day) - extras_m(d)) / m->easy_mps / 60;
        const int most = most_minutes(w, runs, count, d, longest_min);
        const int least = w->squeeze > 2 ? 10 : w->squeeze > 1 ? 15 : (int)m->rule.easy_run_min;
        d->minutes = imax(round_run(w, share_min, most), imin(least, most));
        left_m -= minutes_to_m(d->minutes, m->easy_mps) + extras_m(d);
        w->used_min[d->day] += d->minutes + extras_min(d);
    }
    return left_m;
}

// The days for the second runs: hard days first, then easy ones.
static int add_doubles(week_plan *w, plan_draft **runs, int count, int left) {
    plan_maker *m = w->m;
    for (int pass = 0; pass < 2; pass++) {
        for (int day = 0; day < 7 && left > 0; day++) {
            const bool hard = w->hard >> day & 1;
            if (!(w->runs >> day & 1) || day == w->long_day || hard != (pass == 0) ||
                taper_factor(w, day) < 1)
                continue;
            if (left_min(w, day) < SECOND_RUN_MIN + 10 + (hard ? 0 : 40)) continue;
            plan_draft *d = plan_draft_add(m, day, 1, MILER_SESSION_EASY);
            if (d == NULL) return count;
            runs[count++] = d;
            left--;
        }
    }
    return count;
}

static void add_cross(week_plan *w, int minutes_easy) {
    plan_maker *m = w->m;
    if (!w->week->light) return;
    // In a lighter week some of the running becomes something without impact:
    // beside an easy run, or the long run where there is no other.
    plan_draft *best = NULL;
    for (int i = 0; i < m->draft_count; i++) {
        plan_draft *d = &m->drafts[i];
        if (d->hard || d->slot != 0 || (d->kind != MILER_SESSION_EASY && d->kind != MILER_SESSION_LONG))
            continue;
        if (best == NULL || best->kind == MILER_SESSION_LONG ||
            (d->kind == MILER_SESSION_EASY && d->hills == 0 && best->hills > 0))
            best = d;
    }
    if (best == NULL) return;
    w->used_min[best->day] -= extras_min(best);
    best->strides = best->hills = 0;
    best->drills = false;
    const int room = m->limit_min[best->day] - w->used_min[best->day] - w->strength_min[best->day] -
                     w->plyo_min[best->day];
    int cross = imin(imax(minutes_easy, 20), imin(30, imax(room, 0)));
    // On a short day out of the run's own minutes.
    const int shift = cross < 15 ? imin(15 - cross, best->minutes - 10) : 0;
    if (shift > 0 && cross + shift < 10) return;
    if (shift > 0) {
        best->minutes -= shift;
        cross += shift;
    }
    if (cross >= 10) best->cross_min = cross;
}

static void add_rest(week_plan *w) {
    plan_maker *m = w->m;
    bool first = true;
    for (int day = 7 - w->week->days; day < 7; day++) {
        if ((w->runs >> day & 1) || w->strength_min[day] > 0) continue;
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_REST);
        if (d == NULL) return;
        d->minutes = first ? 10 : 0;
        first = false;
    }
}

// ---- The week ------------------------------------------------------------------------------

static void choose_hard_days(week_plan *w) {
    const plan_days *days = &w->m->days;
    w->hard = 0;
    const int drop = w->squeeze >= 3 && w->week->hard_count > 1; // the week holds no more
    for (int day = 0, left = w->week->hard_count - drop; day < 7 && left > 0; day++) {
        if (days->role[day] != PLAN_HARD) continue;
        w->hard |= 1u << day;
        left--;
    }
}

static int hard_count(const week_plan *w) {
    int n = 0;
    for (int day = 0; day < 7; day++)
        n += (w->hard >> day & 1) != 0;
    return n;
}

// Days that hold an easy run unless it is dropped.
static int easy_days(const week_plan *w) {
    int n = 0;
    for (int day = 7 - w->week->days; day < 7; day++)
        n += w->m->days.role[day] != PLAN_REST && day != w->long_day && !(w->hard >> day & 1);
    return n;
}

static int add_easy(week_plan *w, plan_draft **runs, int drop) {
    plan_maker *m = w->m;
    int count = 0;
    int free_days = 0; // days without strength go first
    for (int day = 0; day < 7; day++)
        free_days += m->days.role[day] == PLAN_EASY && w->strength_min[day] == 0;
    for (int day = 7 - w->week->days; day < 7; day++) {
        if (day == w->long_day || (w->hard >> day & 1) || !(w->runs >> day & 1)) continue;
        if (drop > 0 && (w->strength_min[day] == 0 || drop > free_days)) {
            free_days -= w->strength_min[day] == 0;
            drop--;
            w->runs &= ~(1u << day);
            continue;
        }
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_EASY);
        if (d == NULL) break;
        runs[count++] = d;
    }
    return count;
}

static plan_draft *add_long(week_plan *w) {
    plan_maker *m = w->m;
    return w->long_day >= 0 ? plan_draft_add(m, w->long_day, 0, MILER_SESSION_LONG) : NULL;
}

static void run_days(week_plan *w) {
    w->runs = 0;
    for (int day = 7 - w->week->days; day < 7; day++)
        if (w->m->days.role[day] != PLAN_REST) w->runs |= 1u << day;
}

// The long run's own day; in a week that leaves a hard day free, that one where
// it has clearly more time.
static void choose_long_day(week_plan *w) {
    const plan_maker *m = w->m;
    w->long_day = -1;
    if (w->week->days < 7) return;
    for (int day = 0; day < 7; day++)
        if (m->days.role[day] == PLAN_LONG) w->long_day = day;
    for (int day = 0; day < 7; day++)
        if (m->days.role[day] == PLAN_HARD && !(w->hard >> day & 1) &&
            imin(m->limit_min[day], 90) > m->limit_min[w->long_day] + 10)
            w->long_day = day;
}

// Where no easy day has taken hill sprints by now, the long run ends with a few;
// the same for drills where every warm-up was too short for them.
static void complete_kinds(week_plan *w, plan_draft *longest, plan_draft **runs, int count) {
    plan_maker *m = w->m;
    const int week = w->week->plan_week;
    const bool eve = w->hard >> ((longest->day + 1) % 7) & 1;
    bool hills = week >= 2 && m->hills_count == 0 && plan_has_hill(m) &&
                 (!eve || week >= 3); // later there is no better day to come
    bool drills = week >= 3 && m->drills_count == 0 && !hills;
    for (int i = 0; i < count; i++) {
        hills = hills && runs[i]->hills == 0;
        drills = drills && !runs[i]->drills;
    }
    if (!hills && !drills) return;
    const int before = longest->minutes;
    longest->hills = hills ? 3 : 0;
    longest->drills = drills;
    const int over = longest->minutes + extras_min(longest) -
                     (m->limit_min[longest->day] - w->strength_min[longest->day] - w->plyo_min[longest->day]);
    if (over > 0) longest->minutes -= over;
    if (longest->minutes < 12) {
        longest->minutes = before;
        longest->hills = 0;
        longest->drills = false;
    }
    w->used_min[longest->day] += longest->minutes + extras_min(longest) - before;
}

// The long run, shorter where the other runs would get too little.
static int size_long(week_plan *w, plan_draft *longest, double spare_m, int singles, int all) {
    const plan_maker *m = w->m;
    const int most = long_minutes(w, longest->day, all);
    const bool may_be_short = w->squeeze > 1 || singles == 0;
    const int least = w->squeeze > 2 ? 15
                      : may_be_short ? (int)m->rule.easy_run_min
                                     : imin((int)m->rule.long_floor_min, most);
    const int spare = (int)(spare_m / m->long_mps / 60);
    longest->minutes = most > spare ? imax(imin(most, spare), imin(least, most)) : most;
    w->used_min[longest->day] += longest->minutes;
    return most;
}

// One way to fill the easy days: `drop` runs fewer, so many second runs. False
// where an even share would be too short to be worth it.
static bool fill_with(week_plan *w, int drop, int doubles, bool last) {
    plan_maker *m = w->m;
    plan_draft *runs[PLAN_DRAFTS_MAX];
    const double hard_m = plan_drafts_m(m);
    plan_draft *longest = add_long(w);
    const int singles = add_easy(w, runs, drop);
    const int count = add_doubles(w, runs, singles, doubles);
    if (w->week->number > 0) dress_easy(w, runs, singles);
    const double single_m = singles * minutes_to_m(m->rule.easy_run_min, m->easy_mps);
    const double double_m = (count - singles) * minutes_to_m(SECOND_RUN_MIN, m->easy_mps);
    const int all = count + 1 + hard_count(w);
    int most = 0;
    double long_m = 0;
    if (longest != NULL) {
        most = size_long(w, longest, w->target_m - hard_m - single_m, singles, all);
        long_m = minutes_to_m(longest->minutes, m->long_mps);
    }
    const double want_m = w->target_m - hard_m - long_m;
    const double worth = w->week->light ? 0.6 : 0.85; // of the shortest easy run
    // Runs that stay, unless the week comes out too long with them.
    const int usual = (int)m->rule.runs_min;
    const int keep = w->squeeze == 0 && !w->week->light && m->run_days >= usual ? imax(usual, 2) : 2;
    if (!last && singles > 0 && all > keep && want_m < worth * single_m + double_m) return false;
    const int longest_min =
        longest != NULL && longest->minutes > 0 ? longest->minutes : (int)m->rule.easy_run_max;
    const double left_m = spread(w, runs, count, want_m, longest_min);
    // A long run has room for what is left, up to its own limit.
    if (longest != NULL && left_m > 0 && singles == 0)
        longest->minutes = imin(most, longest->minutes + (int)(left_m / m->long_mps / 60));
    if (longest != NULL && !w->week->light) complete_kinds(w, longest, runs, singles);
    add_cross(w, singles > 0 ? runs[0]->minutes : 20);
    return true;
}

// Fills the easy days so that the week comes to its target: with all its runs
// where that makes runs worth doing, then with fewer second runs, then with
// fewer runs.
static void fill_easy(week_plan *w) {
    plan_maker *m = w->m;
    const int before = m->draft_count;
    const unsigned all_runs = w->runs;
    int used[7];
    memcpy(used, w->used_min, sizeof used);
    // Runs that have to go; two stay.
    const int force = imin(w->squeeze > 1 ? w->squeeze - 1 : 0, imax(hard_count(w) + easy_days(w) - 1, 0));
    int doubles = w->squeeze > 0 ? 0 : w->week->light ? m->doubles / 2 : m->doubles;
    for (int drop = force; drop<7; doubles> 0 ? doubles-- : drop++) {
        m->draft_count = before;
        w->runs = all_runs;
        memcpy(w->used_min, used, sizeof used);
        if (fill_with(w, drop, doubles, drop == 6)) return;
    }
}

// What the easy days could not take goes around the hard work: a longer way
// there and a longer way home.
static void widen_hard(week_plan *w) {
    plan_maker *m = w->m;
    double short_m = w->target_m;
    for (int i = 0; i < m->draft_count; i++) {
        plan_estimate(m, &m->drafts[i]);
        short_m -= m->drafts[i].sum.dist_m;
    }
    for (int i = 0; i < m->draft_count && w->squeeze == 0 && !w->week->light; i++) {
        plan_draft *d = &m->drafts[i];
        if (!d->hard || d->warm_min < (int)m->rule.warmup_min || taper_factor(w, d->day) < 1) continue;
        int room = imin(left_min(w, d->day), (int)(short_m / m->easy_mps / 60));
        room = imin(room, (int)((youth_run_m(m) - d->sum.dist_m) * 0.97 / m->easy_mps / 60));
        const int home = imax(imin(room, EASY_AROUND_MAX - d->cool_min), 0);
        const int there = imax(imin(room - home, EASY_AROUND_MAX - d->warm_min), 0);
        d->cool_min += home;
        d->warm_min += there;
        w->used_min[d->day] += home + there;
        short_m -= minutes_to_m(home + there, m->easy_mps);
        plan_estimate(m, d);
    }
}

// The family asked for, or, where so many new ones stand in the week already,
// one that the runner knows: a week before may have had no room for its own.
static plan_family familiar(const plan_maker *m, plan_family family, unsigned *fresh) {
    if ((m->known | *fresh) >> family & 1) return family;
    int count = 0;
    for (unsigned bits = *fresh; bits != 0; bits &= bits - 1)
        count++;
    if (count < (int)m->rule.hard_new_max) {
        *fresh |= 1u << family;
        return family;
    }
    static const plan_family usual[] = {PLAN_THRESHOLD, PLAN_RACE_PACE, PLAN_VO2MAX};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (m->known >> usual[i] & 1) return usual[i];
    return PLAN_NONE;
}

static void build(week_plan *w) {
    plan_maker *m = w->m;
    m->draft_count = 0;
    memset(w->used_min, 0, sizeof w->used_min);
    memset(w->strength_min, 0, sizeof w->strength_min);
    memset(w->plyo_min, 0, sizeof w->plyo_min);
    memcpy(m->last, w->last, sizeof m->last);
    memcpy(m->most_m, w->most_m, sizeof m->most_m);
    run_days(w);
    choose_hard_days(w);
    choose_long_day(w);
    if (w->week->number > 0) place_strength(w);
    int next = 0;
    unsigned fresh = 0;
    for (int day = 0; day < 7; day++) {
        if (!(w->hard >> day & 1)) continue;
        const plan_family family = familiar(m, w->week->hard[next++], &fresh);
        if (family == PLAN_NONE || !write_hard(w, day, family)) w->hard &= ~(1u << day);
    }
    fill_easy(w);
    widen_hard(w);
}

// Texts of a settled week, measured; failures are sticky in m->status.
static miler_status write_week(week_plan *w) {
    plan_maker *m = w->m;
    add_rest(w);
    for (int i = 0; i < m->draft_count && m->status == MILER_OK; i++) {
        plan_draft *d = &m->drafts[i];
        if (d->kind == MILER_SESSION_EASY) d->kind = easy_kind(d);
        (void)plan_draft_write(m, d);
    }
    if (m->status == MILER_OK) write_strength(w);
    return m->status;
}

static double largest_of_last(const plan_maker *m, int index) {
    double largest = m->start_m;
    int seen = 0;
    for (int i = index - 1; i >= 0 && seen < 3; i--) {
        if (m->frame[i].days < 7) break;
        if (seen == 0 || m->done_m[i] > largest) largest = m->done_m[i];
        seen++;
    }
    return largest;
}

static double aim(const plan_maker *m, int index, double *out_most) {
    const plan_frame_week *week = &m->frame[index];
    const plan_rule *r = &m->rule;
    *out_most = fmin(largest_of_last(m, index) * (1 + r->volume_step_max), m->cap_m);
    *out_most = fmin(*out_most, m->peak_m + 0.9 * r->volume_slack_m);
    if (week->days < 7) {
        *out_most = m->cap_m;
        return m->start_m * week->days / 7;
    }
    if (m->load_m <= 0) {
        *out_most = fmin(fmin(m->start_m * r->start_ratio_max, *out_most), m->cap_m);
        return m->start_m;
    }
    if (week->light) {
        *out_most = m->load_m * (1 - r->light_cut_min);
        return m->load_m * (1 - r->light_cut_target);
    }
    const double next_m = fmin(m->load_m * (1 + r->volume_step), m->peak_m);
    if (week->plan_week != m->plan_weeks - 1) return next_m;
    // No more before the race; the taper's days before race week are a quarter shorter.
    *out_most = fmin(*out_most, m->load_m);
    return next_m * (1 - 0.25 * fmax(r->taper_days - 7, 0) / 7);
}

void plan_week_done(plan_maker *m, int index) {
    const plan_frame_week *week = &m->frame[index];
    const double dist_m = plan_drafts_m(m);
    m->done_m[index] = dist_m;
    if (week->days == 7 && !week->light) m->load_m = dist_m;
    for (int i = 0; i < m->draft_count; i++) {
        const plan_draft *d = &m->drafts[i];
        m->known |= 1u << d->family;
        if (d->kind == MILER_SESSION_STRENGTH) m->strength_count++;
        if (d->kind == MILER_SESSION_PLYO) m->plyo_day = week->first_day + d->day;
        if (d->kind == MILER_SESSION_LONG) m->long_min = d->minutes;
        if (d->hills > 0) m->hills_count++;
        if (d->drills) m->drills_count++;
    }
}

// What the taper's days before race week may hold: what they ever held in the
// weeks before, and a little. 0: nothing to go by.
static double early_limit(const week_plan *w) {
    const plan_maker *m = w->m;
    const int first = 13 - (int)m->rule.taper_days;
    if (w->week->plan_week != m->plan_weeks - 1 || m->plan_weeks < (int)m->rule.weeks_min || first > 6)
        return 0;
    double before_m = 0, at_m[PLAN_WEEKS_MAX] = {0};
    for (size_t i = 0; i < m->plan->session_count; i++) {
        const int32_t back =
            w->week->first_day + 6 - m->plan->sessions[i].day; // days before this week's last
        if (back % 7 <= 6 - first && back / 7 < PLAN_WEEKS_MAX) at_m[back / 7] += m->plan->sessions[i].dist_m;
    }
    for (int i = 0; i < PLAN_WEEKS_MAX; i++)
        before_m = fmax(before_m, at_m[i]);
    return before_m > 0 ? fmax(before_m * m->rule.taper_early_max, before_m + m->rule.volume_slack_m) * 0.94
                        : 0;
}

miler_status plan_make_week(plan_maker *m, int index) {
    week_plan w = {.m = m, .week = &m->frame[index]};
    double most_m;
    static const int squeezes[ROUNDS] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4};
    memcpy(w.last, m->last, sizeof w.last);
    memcpy(w.most_m, m->most_m, sizeof w.most_m);
    w.target_m = aim(m, index, &most_m);
    w.early_m = early_limit(&w);
    w.basis_m = w.target_m;
    m->target_m = w.target_m;
    for (int round = 0; round < ROUNDS; round++) {
        build(&w);
        const double came_m = plan_drafts_m(m);
        const double over_m = came_m - most_m;
        if (over_m > 0 && round + 1 < ROUNDS) {
            // What gives way next may bring it down alone: then the target stands.
            const bool gives = squeezes[round] > w.squeeze;
            w.target_m = gives ? fmin(m->target_m, most_m) : w.target_m - over_m - 0.01 * most_m;
            w.squeeze = squeezes[round];
            w.basis_m = fmin(w.basis_m, most_m);
            continue;
        }
        if (came_m < w.basis_m * 0.995) {
            w.basis_m = came_m;
            continue;
        }
        break;
    }
    return write_week(&w);
}
