// SPDX-License-Identifier: MIT
// Which of the fast stretches are reps. People run faster for many reasons: a
// descent, a friend, a light that turns green; and GPS makes its own. What makes
// reps is that they are
//
//   clear     faster than both neighbours, with steep edges
//   alike     in metres or in seconds, most of them; or, when each is another,
//             much faster than the rest, four or more, and not most of the run
//   in time   after recoveries that are alike, when they are short
//
// Alone among like ones, what differs must at least come in their rhythm, unless
// it is a long effort well above the easy running: it is judged by that alone.
#include "activity/reps.h"
#include "activity/reps_rules.h"
#include "base/middle.h"

static double lasts(const reps_candidate *c) {
    return c->end_s - c->start_s;
}

// Whether so large a share of them.
static bool makes(size_t part, double share, size_t all) {
    return (double)part >= share * (double)all;
}

static bool alike(double a, double b, double share) {
    return fabs(a - b) <= share * fmax(a, b);
}

// ---- Dips

// How far the speed falls between two candidates.
static double depth(const reps_work *w, const reps_candidate *a, const reps_candidate *b) {
    double low = INFINITY;
    for (size_t k = a->end; k < b->first; k++)
        low = fmin(low, w->segs[k].level);
    return fmin(a->level, b->level) - low;
}

static void join(const reps_work *w, reps_candidate *a, const reps_candidate *b) {
    reps_seg whole = {.first = w->segs[a->first].first, .end = w->segs[b->end - 1].end};
    reps_measure(w, &whole);
    a->steep = (a->steep + b->steep) / 2; // of the edges that are left
    a->edges = (a->edges + b->edges) / 2;
    a->contrast = fmin(a->contrast, b->contrast) + whole.level - fmin(a->level, b->level);
    a->bounded = a->bounded && b->bounded;
    a->stops = a->stops && b->stops;
    a->end = b->end;
    a->end_s = whole.end_s;
    a->dist_m = w->series.dist_m[whole.end] - w->series.dist_m[whole.first];
    a->level = whole.level;
}

// A corner or a short climb within a rep is no recovery.
size_t reps_fill_dips(const reps_work *w, reps_candidate *c, size_t n, double *room) {
    if (n == 0) return 0;
    size_t gaps = 0;
    for (size_t i = 0; i + 1 < n; i++)
        if (c[i + 1].start_s - c[i].end_s >= DIP_S) room[gaps++] = depth(w, &c[i], &c[i + 1]);
    const double usual = miler_middle(room, gaps);
    size_t top = 0;
    for (size_t i = 1; i < n; i++) {
        const double gap = c[i].start_s - c[top].end_s;
        const double longer = fmax(lasts(&c[top]), lasts(&c[i]));
        const bool shallow =
            gap < DIP_S && gap < longer / DIP_REPS && depth(w, &c[top], &c[i]) < DIP_DEPTH * usual;
        const bool brief = gap < DIP_BRIEF_S && gap < DIP_SHARE * longer;
        if (shallow || brief)
            join(w, &c[top], &c[i]);
        else
            c[++top] = c[i];
    }
    return top + 1;
}

// ---- One by one

// One and the same rep, run twice. Strides and sprints are not measured.
static bool is_like(const reps_candidate *a, const reps_candidate *b) {
    if (fabs(a->level - b->level) > ONE_LEVEL_LN) return false;
    const double share = fmax(lasts(a), lasts(b)) < REPS_STRIDE_MAX_S ? ALIKE_STRIDE : ALIKE;
    return alike(lasts(a), lasts(b), share) || alike(a->dist_m, b->dist_m, share);
}

// Whether one of the next few that are kept is like this one.
static bool has_company(const reps_candidate *c, size_t n, size_t i, bool strict) {
    const size_t from = i > NEAR ? i - NEAR : 0;
    size_t found = 0;
    for (size_t k = from; k < n && k <= i + NEAR; k++) {
        if (k == i || !c[k].keep) continue;
        const bool near =
            fabs(c[k].level - c[i].level) <= ONE_LEVEL_LN && alike(lasts(&c[k]), lasts(&c[i]), COMPANY);
        found += strict ? is_like(&c[k], &c[i]) : near;
    }
    const bool stride = strict && lasts(&c[i]) < REPS_STRIDE_MAX_S;
    return found >= (stride ? COMPANIONS_STRIDE : COMPANIONS);
}

static void refuse_single(const reps_work *w, reps_candidate *c, size_t n) {
    const double easy_mps = w->options.easy_mps;
    for (size_t i = 0; i < n; i++) {
        const bool slow = easy_mps > 0 && c[i].level < log(OVER_EASY * easy_mps);
        const bool brief = lasts(&c[i]) < fmax(LEAST_S, LEAST_SAMPLES * w->series.every_s);
        const double most = c[i].dist_m > LEGS_LONG_M ? LEGS_LONG_MPS : LEGS_SHORT_MPS;
        const bool legs = c[i].dist_m < most * lasts(&c[i]);
        c[i].keep = c[i].contrast >= CLEAR_LN && c[i].steep > 0 && !slow && !brief && legs;
    }
    for (size_t i = 0; i < n; i++) {
        const bool lonely = lasts(&c[i]) < LONELY_S && c[i].contrast < CLEAR_SURE_LN;
        if (c[i].keep && lonely && !has_company(c, n, i, false)) c[i].keep = false;
    }
}

// The usual time between those that are kept.
static double usual_gap(const reps_candidate *c, size_t n, double *room) {
    size_t gaps = 0;
    const reps_candidate *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        if (last != NULL) room[gaps++] = c[i].start_s - last->end_s;
        last = &c[i];
    }
    return miler_middle(room, gaps);
}

static bool in_rhythm(const reps_candidate *c, size_t n, size_t i, double gap) {
    const double slack = fmax(RHYTHM * gap, RHYTHM_S);
    for (size_t k = i; k-- > 0;) {
        if (!c[k].keep || !has_company(c, n, k, true)) continue;
        if (fabs(c[i].start_s - c[k].end_s - gap) <= slack) return true;
        break;
    }
    for (size_t k = i + 1; k < n; k++) {
        if (!c[k].keep || !has_company(c, n, k, true)) continue;
        if (fabs(c[k].start_s - c[i].end_s - gap) <= slack) return true;
        break;
    }
    return false;
}

// ---- All together

// The usual level of the running that is no candidate.
static double easy_level(const reps_work *w, const reps_candidate *c, size_t n, double *easy_s) {
    double sum = 0;
    double time_s = 0;
    size_t next = 0;
    for (size_t k = 0; k < w->seg_count; k++) {
        while (next < n && (!c[next].keep || c[next].end <= k))
            next++;
        const reps_seg *g = &w->segs[k];
        const bool inside = next < n && k >= c[next].first;
        if (inside || g->work || g->speed_mps < REPS_RUN_MPS) continue;
        sum += g->level * (g->end_s - g->start_s);
        time_s += g->end_s - g->start_s;
    }
    *easy_s = time_s;
    return time_s > 0 ? sum / time_s : log(REPS_RUN_MPS);
}

typedef struct tally {
    size_t kept, like, edges, steep, stops, few, odd, round;
    size_t group; // that are like two others
    double time_s, longest_s, easy_s;
    double speed_mps, over_easy; // means
} tally;

// Near a distance that people run. Below `least_m` everything is near one.
static bool is_round(const reps_candidate *c, double least_m) {
    const double usual = reps_usual_m(c->dist_m);
    return usual >= least_m && alike(c->dist_m, usual, ROUND_SHARE + ROUND_EDGE_M / usual);
}

static bool in_group(const reps_candidate *c, size_t n, size_t i) {
    size_t others = 0;
    for (size_t k = i > GROUP_MAX ? i - GROUP_MAX : 0; k < n && k < i + GROUP_MAX; k++)
        others += k != i && c[k].keep && is_like(&c[k], &c[i]);
    return others >= GROUP_OTHERS;
}

// Good enough to be the only one of the session: long, clear on every side, and
// neither how it began nor how it ended.
static bool stands_alone(const reps_work *w, const reps_candidate *c, double easy) {
    const bool within =
        c->start_s - w->series.at_s[0] >= FEW_S && w->series.at_s[w->series.count] - c->end_s >= FEW_S;
    const bool clear = c->contrast >= CLEAR_FEW_LN && c->level - easy >= CLEAR_FEW_LN && c->steep == 2;
    return c->bounded && within && clear && lasts(c) >= FEW_S;
}

// A lone effort, as a trial after strides: long, steep at every edge there is, well above the easy running, and
// nearer to `fast` than a steady run is.
static bool is_lone(const reps_candidate *c, double easy, double fast) {
    const double over = fmax(CLEAR_FEW_LN, LONE_LEVEL * (fast - easy));
    const bool clear = c->contrast >= CLEAR_FEW_LN && c->level - easy >= over;
    return clear && lasts(c) >= LONE_S && c->edges > 0 && c->steep == c->edges;
}

// Where most are alike, what is unlike them must be faster or come in their rhythm.
static bool fits_most(const reps_candidate *c, size_t n, size_t i, double middle, double gap) {
    return c[i].level >= middle + FASTER_LN || in_rhythm(c, n, i, gap);
}

// The odd one, like none of the others: where most are alike it must come in
// their rhythm, be faster, or be a lone effort by what is easy; where they are
// not, it must not be slower.
static void drop_odd(const reps_work *w, reps_candidate *c, size_t n, double *room) {
    size_t kept = 0;
    size_t like = 0;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        room[kept++] = c[i].level;
        like += has_company(c, n, i, true);
    }
    if (kept < LIKE_LEAST) return;
    const double middle = miler_middle(room, kept);
    const bool most = like >= LIKE_LEAST && makes(like, LIKE_HALF, kept);
    const double gap = usual_gap(c, n, room);
    double easy_s = 0;
    const double easy = easy_level(w, c, n, &easy_s);
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep || has_company(c, n, i, true)) continue;
        const bool slow = c[i].level < middle - SLOWER_LN && c[i].contrast < CLEAR_ODD_LN;
        const bool lone = easy_s >= EASY_LEAST_S && is_lone(&c[i], easy, middle);
        c[i].keep = !slow && (!most || lone || fits_most(c, n, i, middle, gap));
    }
}

static tally count(const reps_work *w, const reps_candidate *c, size_t n) {
    tally t = {0};
    const double easy = easy_level(w, c, n, &t.easy_s);
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        t.kept++;
        t.edges += (size_t)c[i].edges;
        t.steep += (size_t)c[i].steep;
        t.stops += c[i].stops;
        t.like += has_company(c, n, i, true);
        t.round += is_round(&c[i], ROUND_M);
        t.group += in_group(c, n, i);
        t.few += stands_alone(w, &c[i], easy);
        t.odd += c[i].contrast >= CLEAR_ODD_LN;
        t.time_s += lasts(&c[i]);
        t.longest_s = fmax(t.longest_s, lasts(&c[i]));
        t.speed_mps += c[i].dist_m;
        t.over_easy += c[i].level - easy;
    }
    if (t.kept > 0) t.over_easy /= (double)t.kept;
    if (t.time_s > 0) t.speed_mps /= t.time_s;
    return t;
}

static double running_s(const reps_work *w) {
    double sum = 0;
    for (size_t k = 0; k < w->seg_count; k++)
        if (w->segs[k].speed_mps >= REPS_RUN_MPS) sum += w->segs[k].end_s - w->segs[k].start_s;
    return sum;
}

// Recoveries that are alike, most of them.
static bool even_gaps(const reps_work *w, const reps_candidate *c, size_t n, double longest_s, double *room) {
    const double usual = usual_gap(c, n, room);
    size_t gaps = 0;
    size_t even = 0;
    const reps_candidate *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        if (last != NULL) {
            gaps++;
            even += fabs(c[i].start_s - last->end_s - usual) <=
                    fmax(EVEN * usual, EVEN_SAMPLES * w->series.every_s);
        }
        last = &c[i];
    }
    return even >= EVEN_GAPS_LEAST && makes(even, EVEN_GAPS, gaps) && usual <= SPRINT_GAP_S &&
           usual >= SPRINT_REST * (longest_s - w->series.every_s);
}

// Clearly faster than the rest of the run, of which there is enough to tell.
static bool is_faster(const tally *t) {
    return t->over_easy >= STOP_OVER_LN && t->easy_s >= STOP_EASY * t->time_s;
}

// Where many recoveries are stops, it may be a town with traffic lights, or a
// beginner who runs and walks: reps are alike in groups, or all round, and fast.
static bool stopped(const tally *t) {
    const bool faster = is_faster(t) && t->speed_mps >= STOP_SLOW_MPS;
    if (faster && t->like >= 2 && makes(t->like, STOPS_ALIKE, t->kept)) return true;
    if (!faster && t->speed_mps < STOP_FAST_MPS) return false;
    return makes(t->group, STOPS_GROUP, t->kept) ||
           (t->kept >= ODD_COUNT && makes(t->round, STOPS_ROUND, t->kept));
}

// One or two are reps when each could stand alone, or the two are one rep run twice.
static bool few_are_reps(const tally *t) {
    if (t->few == t->kept) return true;
    if (t->like != 2 || t->longest_s < FEW_S) return false;
    const bool pair = t->kept == 2 && t->odd == 2 && t->stops < 2;
    return pair || stopped(t);
}

// Most are like another, and they are clear, or so many alike that they need not be.
static bool most_are_alike(const tally *t) {
    const bool clear =
        makes(t->odd, CLEAR_HALF, t->kept) || (t->kept >= EVEN_COUNT && makes(t->group, EVEN_GROUP, t->kept));
    return t->like >= LIKE_LEAST && makes(t->like, ALIKE_MOST, t->kept) && clear;
}

// Each is another: several, much faster than the rest, and not most of the run.
static bool each_is_odd(const reps_work *w, const tally *t) {
    const double session_s = w->series.at_s[w->series.count] - w->series.at_s[0];
    return t->kept >= ODD_COUNT && makes(t->odd, ODD_CLEAR, t->kept) && t->longest_s <= ODD_MAX_S &&
           t->time_s <= ODD_SHARE * session_s && running_s(w) >= ODD_RUNNING * session_s;
}

// Long stretches of running with short stands between are an easy run through a
// town, unless they are faster than this runner runs easily. Where that is not
// known, reps are told by their evenness: nobody's legs know where the lights
// are. Of two or three that proves nothing where they are slow.
static bool is_easy_run(const reps_work *w, const reps_candidate *c, size_t n, double speed, double *room) {
    double least_m = INFINITY;
    double most_m = 0;
    double low = INFINITY;
    double high = -INFINITY;
    double longest_s = 0;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        kept++;
        least_m = fmin(least_m, c[i].dist_m);
        most_m = fmax(most_m, c[i].dist_m);
        low = fmin(low, c[i].level);
        high = fmax(high, c[i].level);
        longest_s = fmax(longest_s, lasts(&c[i]));
    }
    if (longest_s < LIGHTS_S || usual_gap(c, n, room) > LIGHTS_STAND_S) return false;
    if (w->options.easy_mps > 0) return speed <= LIGHTS_FAST * w->options.easy_mps;
    if (kept < LIGHTS_EVEN && speed < LIGHTS_QUICK_MPS) return true;
    return most_m - least_m > LIGHTS_LENGTH * most_m || high - low > LIGHTS_LEVEL_LN;
}

// What was found already: the mean level of it.
static double work_level(const reps_work *w) {
    double sum = 0;
    double time_s = 0;
    for (size_t k = 0; k < w->seg_count; k++) {
        const reps_seg *g = &w->segs[k];
        if (!g->work) continue;
        sum += g->level * (g->end_s - g->start_s);
        time_s += g->end_s - g->start_s;
    }
    return time_s > 0 ? sum / time_s : -(double)INFINITY;
}

// Where all together are no set: long efforts that each could stand alone, and
// nothing beside them but a few short ones. Of those only what is very clear, or one of several, stays.
static bool lone_are_reps(const reps_work *w, reps_candidate *c, size_t n) {
    double easy_s = 0;
    const double easy = easy_level(w, c, n, &easy_s);
    const double fast = work_level(w);
    size_t lone = 0;
    size_t brief = 0;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        const bool alone = stands_alone(w, &c[i], easy);
        if (!alone && lasts(&c[i]) >= FEW_S) return false;
        brief += !alone;
        lone += alone && is_lone(&c[i], easy, fast) && c[i].level >= log(STOP_SLOW_MPS);
    }
    if (lone == 0 || brief > LONE_BRIEF || easy_s < EASY_LEAST_S) return false;
    for (size_t i = 0; i < n; i++)
        c[i].keep = c[i].keep && (c[i].contrast >= CLEAR_SURE_LN || stands_alone(w, &c[i], easy) ||
                                  has_company(c, n, i, false));
    return true;
}

// All that were kept, as sets.
static bool are_sets(const reps_work *w, const reps_candidate *c, size_t n, const tally *t, bool first,
                     double *room) {
    if (t->kept <= 2) return first && few_are_reps(t);
    if (t->longest_s < REPS_STRIDE_MAX_S && !even_gaps(w, c, n, t->longest_s, room)) return false;
    if (makes(t->stops, STOPS_MANY, t->kept)) return stopped(t);
    return most_are_alike(t) || (first && each_is_odd(w, t));
}

bool reps_judge(const reps_work *w, reps_candidate *c, size_t n, bool first, double *room,
                double *steep_share) {
    refuse_single(w, c, n);
    drop_odd(w, c, n, room);
    const tally t = count(w, c, n);
    if (t.kept == 0 || t.kept > REPS_MAX) return false;
    if (!is_faster(&t) && is_easy_run(w, c, n, t.speed_mps, room)) return false;
    *steep_share = t.edges > 0 ? (double)t.steep / (double)t.edges : 0;
    if (*steep_share >= STEEP_EDGES && are_sets(w, c, n, &t, first, room)) return true;
    *steep_share = 1; // of those that stand alone
    return lone_are_reps(w, c, n);
}

// All running of one speed with stops: reps only when they are like each other
// in metres (a beginner's run and walk goes by the minute), and not slow.
bool reps_judge_stops(const reps_work *w, reps_candidate *c, size_t n, double *room) {
    if (n < LIKE_LEAST) return false;
    size_t like = 0;
    double speed = 0;
    for (size_t i = 0; i < n; i++) {
        c[i].keep = c[i].contrast >= CLEAR_SURE_LN && is_round(&c[i], 0);
        speed += exp(c[i].level) / (double)n;
    }
    for (size_t i = 0; i < n; i++)
        like += c[i].keep && has_company(c, n, i, true);
    if (is_easy_run(w, c, n, speed, room)) return false;
    const bool known = w->options.easy_mps > 0 && speed > LIGHTS_FAST * w->options.easy_mps;
    return like >= LIKE_LEAST && makes(like, STOPS_ALIKE, n) && even_gaps(w, c, n, 0, room) &&
           (known || speed > STOP_FAST_MPS);
}
