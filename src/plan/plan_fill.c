// SPDX-License-Identifier: MIT
// The long run and the easy runs: what is left of the week's volume once the
// hard sessions stand, spread over the days that are left, with strides, hill
// sprints, drills and cross-training where they fit.
#include "plan/plan_week.h"

#include <string.h>

// What a run's parts come to before there is a text to measure; all engineering estimates.
#define SHORTEST_RUN_MIN 10  // minutes
#define SHORTEST_LEARN_MIN 8 // of one new to running: its pieces of two, four or eight come out even
#define SECOND_RUN_MIN 25
#define SECOND_RUN_MAX 45
#define STRIDE_S 95 // with the walk back
#define STRIDE_M 100.0
#define HILL_S 130 // a hill sprint with the walk down
#define HILL_M 40.0
#define DRILLS_S 360

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
    const int share = (int)(left_m / (runs > 0 ? runs : 1) / m->long_mps / 60);
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
        if (m->plan->sessions[i].status != MILER_SESSION_SKIPPED)
            longest_m = fmax(longest_m, m->plan->sessions[i].dist_m);
    return longest_m;
}

// Of the usual long run.
static double light_share(const week_plan *w) {
    const plan_rule *r = &w->m->rule;
    if (!w->week->light) return 1;
    return w->m->req.lack == MILER_LACK_ENDURANCE ? r->long_light_lack_share : r->long_light_share;
}

// This long is always allowed; of one new to running only the shortest run is.
static double long_floor_min(const plan_maker *m) {
    return plan_learns(m) ? m->rule.easy_run_min : m->rule.long_floor_min;
}

static int long_minutes(const week_plan *w, int day, int runs) {
    const plan_maker *m = w->m;
    const plan_rule *r = &m->rule;
    const double share = fmax(r->long_share_max, r->long_even_factor / runs) * 0.97; // rounding stays inside
    const double floor_m = minutes_to_m(long_floor_min(m), m->long_mps);
    double most_m = fmax(share * w->basis_m, floor_m);
    const double longest_m = longest_before(w, day);
    if (longest_m > 0) most_m = fmin(most_m, fmax(longest_m * r->long_step_max, floor_m));
    most_m = fmin(most_m, youth_run_m(m) * 0.98);
    double minutes = most_m / m->long_mps / 60;
    minutes = fmin(minutes, fmin(r->long_usual_min * light_share(w), r->long_max_min));
    if (taper_factor(w, day) < 1 && m->long_min > 0)
        minutes = fmin(minutes, fmax(m->long_min * taper_factor(w, day), r->easy_run_min));
    minutes = fmin(minutes, fmin(plan_learn_fits(m, left_min(w, day)), early_minutes(w, day)));
    const int whole = (int)minutes;
    return plan_learn_whole(m, whole >= 40 ? whole / 5 * 5 : whole, false);
}

int week_long_minutes(const week_plan *w, int day) {
    int runs = w->week->light ? w->m->doubles / 2 : w->m->doubles;
    for (int d = 0; d < 7; d++)
        runs += ((w->runs | w->races) >> d & 1u) != 0;
    return plan_learn_time(w->m, long_minutes(w, day, runs));
}

// Minutes of a day beside its strength and jumps.
static int running_room(const week_plan *w, int day) {
    return w->m->limit_min[day] - w->strength_min[day] - w->plyo_min[day];
}

// Sprints a run takes; at least a quarter of an hour of running stays.
static int hill_sprints(const plan_maker *m, int room) {
    const int first = plan_none_in_log(m, PLAN_RACE_PACE) ? 3 : 4; // two to four to begin with
    const int wanted = imin(first + m->hills_count, m->level == MILER_PLAN_BEGINNER ? 6 : 8);
    return imin(wanted, imax((room - 15) * 60 / HILL_S, 3));
}

// After hill sprints it is five minutes home without a walk.
static bool way_home(const plan_maker *m) {
    return m->stretch_min == 0 || m->stretch_min >= 5;
}

// Who lacks speed has more strides, and hill sprints for longer.
static bool hills_in(const week_plan *w) {
    const miler_phase last = w->m->req.lack == MILER_LACK_SPEED ? MILER_PHASE_SPECIFIC : MILER_PHASE_BUILD;
    return plan_has_hill(w->m) && w->week->phase <= last && way_home(w->m);
}

static int usual_strides(const plan_maker *m) {
    return m->level >= MILER_PLAN_ADVANCED || m->req.lack == MILER_LACK_SPEED ? 6 : 4;
}

// What goes with the easy runs of a week: strides before hard days, hill sprints
// and drills in turn on the others.
static void dress_easy(week_plan *w, plan_draft **easy, int count) {
    plan_maker *m = w->m;
    bool hills_due = hills_in(w);
    bool drills_due = count >= 3;
    for (int i = 0; i < count; i++) {
        const bool eve = w->hard >> ((easy[i]->day + 1) % 7) & 1;
        const int room = running_room(w, easy[i]->day);
        if (easy[i]->slot != 0) continue;
        if (!eve && room >= 23 && hills_due) {
            easy[i]->hills = hill_sprints(m, room);
            hills_due = false;
        } else if (!eve && room >= 40 && drills_due) {
            easy[i]->drills = true;
            easy[i]->strides = 3;
            drills_due = false;
        } else if (i % 2 == 0 || count <= 2 || eve) {
            easy[i]->strides = usual_strides(m);
        }
    }
}

miler_session_kind week_easy_kind(const plan_draft *d) {
    if (d->hills > 0) return MILER_SESSION_HILLS;
    if (d->drills) return MILER_SESSION_DRILLS;
    return d->strides > 0 ? MILER_SESSION_STRIDES : MILER_SESSION_EASY;
}

// Minutes of a run without its strides, hills and drills.
static int extras_min(const plan_draft *d) {
    const double s = d->strides * STRIDE_S + d->hills * HILL_S + (d->drills ? DRILLS_S : 0);
    return (int)ceil(s / 60);
}

// Running the extras come to, beside the easy minutes.
static double extras_m(const plan_draft *d) {
    return d->strides * STRIDE_M + d->hills * HILL_M;
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
    int most = imin((int)m->rule.easy_run_max, plan_learn_fits(m, left_min(w, d->day) - extras_min(d)));
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
        d->minutes = plan_learn_whole(m, imax(round_run(w, share_min, most), imin(least, most)), false);
        left_m -= minutes_to_m(d->minutes, m->easy_mps) + extras_m(d);
        w->used_min[d->day] += plan_learn_time(m, d->minutes) + extras_min(d);
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

static bool may_turn_cross(const plan_draft *d) {
    return !d->hard && d->slot == 0 && (d->kind == MILER_SESSION_EASY || d->kind == MILER_SESSION_LONG);
}

// The run that gets the cross-training: an easy run, without hill sprints where
// there is one, or the long run where there is no other.
static plan_draft *cross_host(plan_maker *m) {
    plan_draft *best = NULL;
    for (int i = 0; i < m->draft_count; i++) {
        plan_draft *d = &m->drafts[i];
        if (!may_turn_cross(d)) continue;
        if (best == NULL || best->kind == MILER_SESSION_LONG ||
            (d->kind == MILER_SESSION_EASY && d->hills == 0 && best->hills > 0))
            best = d;
    }
    return best;
}

// In a lighter week some of the running becomes something without impact.
static void add_cross(week_plan *w, int minutes_easy) {
    if (!w->week->light) return;
    plan_draft *best = cross_host(w->m);
    if (best == NULL) return;
    w->used_min[best->day] -= extras_min(best);
    best->strides = best->hills = 0;
    best->drills = false;
    const int room = running_room(w, best->day) - w->used_min[best->day];
    int cross = imin(imax(minutes_easy, 20), imin(30, imax(room, 0)));
    // On a short day out of the run's own minutes.
    const int least = plan_learns(w->m) ? SHORTEST_LEARN_MIN : SHORTEST_RUN_MIN;
    const int shift = cross < 15 ? imin(15 - cross, best->minutes - least) : 0;
    if (shift > 0) {
        const int walks = plan_learn_time(w->m, best->minutes) - best->minutes;
        const int minutes = plan_learn_whole(w->m, best->minutes - shift, false);
        cross += best->minutes + walks - plan_learn_time(w->m, minutes); // fewer walks with it
        if (cross < 10) return;
        best->minutes = minutes;
    }
    if (cross >= 10) best->cross_min = cross;
}

void week_add_rest(week_plan *w) {
    plan_maker *m = w->m;
    bool first = true;
    for (int day = 7 - w->week->days; day < 7; day++) {
        if (((w->runs | w->races) >> day & 1) || w->strength_min[day] > 0) continue;
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_REST);
        if (d == NULL) return;
        d->minutes = first ? 10 : 0;
        first = false;
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

// The long run with a few hill sprints or with drills, shorter where its day is
// too short for both; as it was where too little running would stay.
static void dress_long(week_plan *w, plan_draft *longest, bool hills, bool drills) {
    const int before = longest->minutes;
    longest->hills = hills ? 3 : 0;
    longest->drills = drills;
    const plan_maker *m = w->m;
    const int over =
        plan_learn_time(m, longest->minutes) + extras_min(longest) - running_room(w, longest->day);
    if (over > 0) longest->minutes = plan_learn_whole(m, longest->minutes - over, false);
    if (longest->minutes < 12) {
        longest->minutes = before;
        longest->hills = 0;
        longest->drills = false;
    }
    w->used_min[longest->day] += longest->minutes + extras_min(longest) - before;
}

// Where no easy day has taken hill sprints by now, the long run ends with a few;
// the same for drills where every warm-up was too short for them.
static void complete_kinds(week_plan *w, plan_draft *longest, plan_draft **runs, int count) {
    plan_maker *m = w->m;
    const int week = w->week->plan_week;
    const bool eve = w->hard >> ((longest->day + 1) % 7) & 1;
    bool hills = week >= 2 && m->hills_count == 0 && plan_has_hill(m) && way_home(m) &&
                 (!eve || week >= 3); // later there is no better day to come
    bool drills = week >= 3 && m->drills_count == 0 && !hills;
    for (int i = 0; i < count; i++) {
        hills = hills && runs[i]->hills == 0;
        drills = drills && !runs[i]->drills;
    }
    if (hills || drills) dress_long(w, longest, hills, drills);
}

// The long run, shorter where the other runs would get too little.
static int size_long(week_plan *w, plan_draft *longest, double spare_m, int singles, int all) {
    const plan_maker *m = w->m;
    const int most = long_minutes(w, longest->day, all);
    const bool may_be_short = w->squeeze > 1 || singles == 0;
    const int least = w->squeeze > 2 ? 15
                      : may_be_short ? (int)m->rule.easy_run_min
                                     : imin((int)long_floor_min(m), most);
    const int spare = (int)(spare_m / m->long_mps / 60);
    longest->minutes = most > spare ? imax(imin(most, spare), imin(least, most)) : most;
    longest->minutes = plan_learn_whole(m, longest->minutes, false);
    w->used_min[longest->day] += plan_learn_time(m, longest->minutes);
    return most;
}

// Runs that stay, unless the week comes out too long with them.
static int runs_kept(const week_plan *w) {
    const int usual = (int)w->m->rule.runs_min;
    return w->squeeze == 0 && !w->week->light && w->m->run_days >= usual ? imax(usual, 2) : 2;
}

// Spreads `want_m` over the easy runs and completes the long run, which may be
// `most` minutes long, and the cross-training. `longest` NULL: no long run.
static void finish_fill(week_plan *w, plan_draft *longest, int most, plan_draft **runs, int singles,
                        int count, double want_m) {
    const plan_maker *m = w->m;
    const int longest_min =
        longest != NULL && longest->minutes > 0 ? longest->minutes : (int)m->rule.easy_run_max;
    const double left_m = spread(w, runs, count, want_m, longest_min);
    // A long run has room for what is left, up to its own limit.
    if (longest != NULL && left_m > 0 && singles == 0) {
        const int before_min = plan_learn_time(m, longest->minutes);
        const int minutes = imin(most, longest->minutes + (int)(left_m / m->long_mps / 60));
        longest->minutes = plan_learn_whole(m, minutes, false);
        if (m->stretch_min > 0)
            w->used_min[longest->day] += plan_learn_time(m, longest->minutes) - before_min;
    }
    if (longest != NULL && !w->week->light) complete_kinds(w, longest, runs, singles);
    add_cross(w, singles > 0 ? runs[0]->minutes : 20);
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
    if (!last && singles > 0 && all > runs_kept(w) && want_m < worth * single_m + double_m) return false;
    finish_fill(w, longest, most, runs, singles, count, want_m);
    return true;
}

// Fills the easy days so that the week comes to its target: with all its runs
// where that makes runs worth doing, then with fewer second runs, then with
// fewer runs.
void week_fill_easy(week_plan *w) {
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
