// SPDX-License-Identifier: MIT
// Laps put right by hand. Laps are boundaries in time, so each edit adds, takes
// or moves one, and distance and timer time of a lap follow from where its
// boundaries stand.
#include "activity/act.h"
#include "base/middle.h"

#include <miler/edits.h>

#include <string.h>

#define NEAR_S 30.0    // a boundary is meant when it is this near
#define LAP_MIN_S 1.0  // shorter laps are a slip of the finger
#define FACTOR_MIN 0.5 // distances by hand beyond these are slips too
#define FACTOR_MAX 2.0
#define LAP_LENGTH_MIN_M 50.0
#define LAP_LENGTH_MAX_M 1000.0
#define EDITS_MAX 20000

#define LENGTH_MIN_M 10.0 // of one lap told by hand
#define LENGTH_MAX_M 100000.0
#define CHAIN_S 1.5 // watches stamp laps to the second, but know how long they were

// A boundary, and of the lap that begins here:
typedef struct boundary {
    double at_s;
    int32_t watch_lap; // -1 = by hand
    int32_t began_as;  // the watch's lap; -1 = none
    const char *name;
    double told_m; // 0 = not told
} boundary;

typedef struct sheet {
    const miler_activity *a;
    boundary *b; // the first is the start, the last the end
    size_t count, room;
    bool each_told; // every lap was told to be as long
    double whole_m; // 0 = not told
    double factor;  // of laps of which nothing was told
    miler_edited *out;
} sheet;

const char *miler_edit_kind_name(miler_edit_kind kind) {
    static const char *const names[MILER_EDIT_KIND_COUNT] = {"split",    "join",       "move",  "name",
                                                             "distance", "lap length", "lane",  "length",
                                                             "effort",   "title",      "sport", "type"};
    return (unsigned)kind < MILER_EDIT_KIND_COUNT ? names[kind] : "unknown";
}

static double run_end_s(const miler_activity *a) {
    return a->sample_count > 0 && a->at_s != NULL ? a->at_s[a->sample_count - 1] : fmax(a->elapsed_s, 0);
}

static void put(sheet *s, size_t at, boundary b) {
    for (size_t i = s->count; i > at; i--)
        s->b[i] = s->b[i - 1];
    s->b[at] = b;
    s->count++;
}

// Where the watch's lap i begins. A stamp is cut to the second; the lap before
// tells to the millisecond how long it was.
static double lap_start_s(const miler_activity *a, size_t i, double before_s) {
    const int64_t start_ms = a->laps[i].sum.start_ms;
    if (start_ms == MILER_NO_TIME) return (double)NAN;
    const double stamp_s = (double)(start_ms - a->start_ms) / 1000;
    const double chain_s = before_s + a->laps[i - 1].sum.elapsed_s;
    return fabs(chain_s - stamp_s) < CHAIN_S ? chain_s : stamp_s;
}

static bool lay_out(sheet *s, size_t edits, miler_arena *arena) {
    const miler_activity *a = s->a;
    s->room = a->lap_count + edits + 2;
    s->b = miler_arena_array(arena, s->room, sizeof *s->b);
    if (s->b == NULL) return false;
    const double end_s = run_end_s(a);
    const int32_t first = a->lap_count > 0 ? 0 : -1;
    s->b[s->count++] = (boundary){.watch_lap = first, .began_as = first};
    for (size_t i = 1; i < a->lap_count; i++) {
        const boundary *last = &s->b[s->count - 1];
        const double at = lap_start_s(a, i, last->watch_lap == (int32_t)i - 1 ? last->at_s : (double)NAN);
        if (at > last->at_s && at < end_s)
            s->b[s->count++] = (boundary){.at_s = at, .watch_lap = (int32_t)i, .began_as = (int32_t)i};
    }
    s->b[s->count++] = (boundary){.at_s = end_s, .watch_lap = -1, .began_as = -1};
    return true;
}

// The lap that holds an instant, by its first boundary; count = none.
static size_t lap_at(const sheet *s, double at_s) {
    for (size_t i = 0; i + 1 < s->count; i++)
        if (at_s >= s->b[i].at_s && at_s < s->b[i + 1].at_s) return i;
    return s->count;
}

// The inner boundary nearest to an instant; 0 = none near.
static size_t nearest(const sheet *s, double at_s) {
    size_t best = 0;
    for (size_t i = 1; i + 1 < s->count; i++)
        if (fabs(s->b[i].at_s - at_s) <= NEAR_S &&
            (best == 0 || fabs(s->b[i].at_s - at_s) < fabs(s->b[best].at_s - at_s)))
            best = i;
    return best;
}

static miler_status outside(double at_s, miler_error *err) {
    char at[MILER_TEXT_MAX];
    miler_print_time(at, sizeof at, at_s, 0);
    return miler_fail(err, MILER_ERR_RANGE, "%s is not inside the run", at);
}

static miler_status no_end_near(double at_s, miler_error *err) {
    char at[MILER_TEXT_MAX];
    miler_print_time(at, sizeof at, at_s, 0);
    return miler_fail(err, MILER_ERR_RANGE, "no lap ends within %.0f s of %s", NEAR_S, at);
}

static double recorded_m(const sheet *s, size_t lap);
static double timer_of(const sheet *s, size_t lap);
static double dist_at(const miler_activity *a, double at_s);

// How much of a lap lies before an instant: by the watch's metres, else by its time.
static double share_before(const sheet *s, size_t lap, double at_s) {
    const miler_activity *a = s->a;
    const double from_m = dist_at(a, s->b[lap].at_s);
    const double whole_m = dist_at(a, s->b[lap + 1].at_s) - from_m;
    const double metres = (dist_at(a, at_s) - from_m) / whole_m;
    if (whole_m > 0 && metres > 0 && metres < 1) return metres;
    const double from_s = miler_activity_timer_at(a, s->b[lap].at_s);
    const double timer = (miler_activity_timer_at(a, at_s) - from_s) /
                         (miler_activity_timer_at(a, s->b[lap + 1].at_s) - from_s);
    return timer > 0 && timer < 1 ? timer : (at_s - s->b[lap].at_s) / (s->b[lap + 1].at_s - s->b[lap].at_s);
}

// Of two laps that become one; 0 = nothing was told, or it is not known how long the other one was.
static double told_together(const sheet *s, size_t first, size_t second) {
    const double m[2] = {s->b[first].told_m, s->b[second].told_m};
    if (!(m[0] > 0) && !(m[1] > 0)) return 0;
    const double sum = (m[0] > 0 ? m[0] : recorded_m(s, first) * s->factor) +
                       (m[1] > 0 ? m[1] : recorded_m(s, second) * s->factor);
    return sum > 0 ? sum : 0;
}

static miler_status split(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t lap = lap_at(s, e->at_s);
    if (lap == s->count) return outside(e->at_s, err);
    if (e->at_s - s->b[lap].at_s < LAP_MIN_S || s->b[lap + 1].at_s - e->at_s < LAP_MIN_S)
        return miler_fail(err, MILER_ERR_RANGE, "a lap ends there already");
    const double first_m = s->b[lap].told_m * share_before(s, lap, e->at_s);
    const boundary second = {
        .at_s = e->at_s, .watch_lap = -1, .began_as = -1, .told_m = s->b[lap].told_m - first_m};
    put(s, lap + 1, second);
    s->b[lap].watch_lap = -1;
    s->b[lap].told_m = first_m;
    return MILER_OK;
}

static miler_status join(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t at = nearest(s, e->at_s);
    if (at == 0) return no_end_near(e->at_s, err);
    boundary *first = &s->b[at - 1];
    first->told_m = told_together(s, at - 1, at);
    first->watch_lap = -1;
    for (size_t i = at; i + 1 < s->count; i++)
        s->b[i] = s->b[i + 1];
    s->count--;
    return MILER_OK;
}

static miler_status move(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t at = nearest(s, e->at_s);
    if (at == 0) return no_end_near(e->at_s, err);
    if (!(e->to_s >= s->b[at - 1].at_s + LAP_MIN_S && e->to_s <= s->b[at + 1].at_s - LAP_MIN_S))
        return miler_fail(err, MILER_ERR_RANGE,
                          "the new end is not between those of the laps before and after");
    s->b[at].at_s = e->to_s;
    s->b[at].watch_lap = s->b[at - 1].watch_lap = -1;
    return MILER_OK;
}

static miler_status name(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t lap = lap_at(s, e->at_s);
    if (lap == s->count) return outside(e->at_s, err);
    s->b[lap].name = e->text != NULL && e->text[0] != '\0' ? e->text : NULL;
    return MILER_OK;
}

static miler_status check_whole(const sheet *s, double value_m, miler_error *err) {
    const double recorded = s->a->dist_m;
    if (!(value_m > 0 && value_m < 1e6))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is no length of a run", value_m);
    if (recorded > 0 && !(value_m / recorded >= FACTOR_MIN && value_m / recorded <= FACTOR_MAX))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is too far from the %.0f m recorded", value_m,
                          recorded);
    return MILER_OK;
}

static miler_status distance(sheet *s, const miler_edit *e, miler_error *err) {
    const miler_status status = check_whole(s, e->value, err);
    if (status != MILER_OK) return status;
    s->whole_m = e->value;
    // What was told of laps before keeps its proportions.
    double now_m = 0;
    bool told = false;
    for (size_t i = 0; i + 1 < s->count; i++) {
        told = told || s->b[i].told_m > 0;
        now_m += s->b[i].told_m > 0 ? s->b[i].told_m : recorded_m(s, i) * s->factor;
    }
    if (!told) now_m = s->a->dist_m * s->factor;
    if (!(now_m > 0)) return MILER_OK; // lengths are not known: by time
    s->factor *= e->value / now_m;
    for (size_t i = 0; i + 1 < s->count; i++)
        s->b[i].told_m *= e->value / now_m;
    return MILER_OK;
}

static miler_status lap_length(sheet *s, const miler_edit *e, miler_error *err) {
    if (!(e->value >= LAP_LENGTH_MIN_M && e->value <= LAP_LENGTH_MAX_M))
        return miler_fail(err, MILER_ERR_RANGE, "a lap of a track is %.0f to %.0f m", LAP_LENGTH_MIN_M,
                          LAP_LENGTH_MAX_M);
    const miler_status status = check_whole(s, e->value * (double)(s->count - 1), err);
    if (status != MILER_OK) return status;
    s->each_told = true;
    s->whole_m = 0;
    s->factor = 1;
    for (size_t i = 0; i + 1 < s->count; i++)
        s->b[i].told_m = e->value;
    return MILER_OK;
}

static miler_status length(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t lap = lap_at(s, e->at_s);
    if (lap == s->count) return outside(e->at_s, err);
    if (!(e->value >= LENGTH_MIN_M && e->value <= LENGTH_MAX_M))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is no length of a lap", e->value);
    const double recorded = recorded_m(s, lap);
    if (recorded > 0 && !(e->value / recorded >= FACTOR_MIN && e->value / recorded <= FACTOR_MAX))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is too far from the %.0f m recorded in that lap",
                          e->value, recorded);
    s->b[lap].told_m = e->value;
    return MILER_OK;
}

static miler_status lane(sheet *s, const miler_edit *e, miler_error *err) {
    if (!(e->value >= 1 && e->value <= 9) || e->value != floor(e->value))
        return miler_fail(err, MILER_ERR_RANGE, "lanes are 1 to 9");
    s->out->lane = (int32_t)e->value;
    return MILER_OK;
}

static miler_status effort(sheet *s, const miler_edit *e, miler_error *err) {
    if (!(e->value >= 1 && e->value <= 10))
        return miler_fail(err, MILER_ERR_RANGE, "effort is 1 (very, very easy) to 10 (all there was)");
    s->out->effort_rpe = e->value;
    return MILER_OK;
}

static miler_status title(sheet *s, const miler_edit *e, miler_error *err) {
    if (e->text == NULL || e->text[strspn(e->text, " ")] == '\0')
        return miler_fail(err, MILER_ERR_RANGE, "a name is missing");
    s->out->title = e->text;
    return MILER_OK;
}

// Between the legs of a triathlon nobody trains.
static miler_status sport(sheet *s, const miler_edit *e, miler_error *err) {
    for (int i = MILER_SPORT_UNKNOWN + 1; e->text != NULL && i < MILER_SPORT_COUNT; i++)
        if (i != MILER_SPORT_TRANSITION && strcmp(e->text, miler_sport_name((miler_sport)i)) == 0) {
            s->out->sport = (miler_sport)i;
            return MILER_OK;
        }
    return miler_fail(err, MILER_ERR_RANGE, "there is no such sport");
}

// Which types there are is for the room that knows of load to say.
static miler_status type(sheet *s, const miler_edit *e, miler_error *err) {
    if (e->text == NULL || e->text[0] == '\0')
        return miler_fail(err, MILER_ERR_RANGE, "a type of session is missing");
    s->out->type = e->text;
    return MILER_OK;
}

static miler_status apply_one(sheet *s, const miler_edit *e, miler_error *err) {
    static miler_status (*const apply[MILER_EDIT_KIND_COUNT])(sheet *, const miler_edit *, miler_error *) = {
        split, join, move, name, distance, lap_length, lane, length, effort, title, sport, type};
    if ((unsigned)e->kind >= MILER_EDIT_KIND_COUNT)
        return miler_fail(err, MILER_ERR_ARG, "no such kind of edit");
    if (s->count >= s->room && e->kind == MILER_EDIT_SPLIT)
        return miler_fail(err, MILER_ERR_LIMIT, "too many laps");
    return apply[e->kind](s, e, err);
}

// Where the runner was at a boundary, by the recording; at the ends what the whole run says.
static double dist_at(const miler_activity *a, double at_s) {
    const double d = miler_activity_dist_at(a, at_s);
    if (!isnan(d)) return d;
    const double end_s = run_end_s(a);
    return end_s > 0 && a->dist_m > 0 ? a->dist_m * fmin(fmax(at_s / end_s, 0), 1) : (double)NAN;
}

static const miler_summary *own_sum(const sheet *s, size_t lap) {
    const int32_t own = s->b[lap].watch_lap;
    return own >= 0 ? &s->a->laps[own].sum : NULL;
}

// Metres of a lap without what was told of it: the watch's own word for its own laps.
static double recorded_m(const sheet *s, size_t lap) {
    const miler_summary *own = own_sum(s, lap);
    if (own != NULL && own->dist_m >= 0) return own->dist_m;
    return dist_at(s->a, s->b[lap + 1].at_s) - dist_at(s->a, s->b[lap].at_s);
}

static double timer_of(const sheet *s, size_t lap) {
    const miler_summary *own = own_sum(s, lap);
    if (own != NULL && own->timer_s > 0) return own->timer_s;
    return miler_activity_timer_at(s->a, s->b[lap + 1].at_s) - miler_activity_timer_at(s->a, s->b[lap].at_s);
}

// What the whole run was by what was told of all of it or of some laps.
static void fill_whole(sheet *s) {
    miler_edited *out = s->out;
    const double recorded = s->a->dist_m;
    double told = 0;
    double others = 0; // recorded of laps of which nothing was told
    out->laps_told = true;
    for (size_t i = 0; i + 1 < s->count; i++) {
        const double m = s->b[i].told_m;
        told += m;
        if (m > 0) continue;
        out->laps_told = false;
        others += recorded_m(s, i) * s->factor;
    }
    out->dist_by_hand = s->whole_m > 0 || told > 0;
    if (s->whole_m > 0) {
        out->dist_m = s->whole_m;
        out->dist_factor = s->factor;
    } else if (told > 0) {
        out->dist_m = out->laps_told ? told : told + others; // NaN where the others are not known
        if (isnan(out->dist_m)) out->dist_m = recorded;
        if (s->each_told && out->laps_told && recorded > 0) out->dist_factor = out->dist_m / recorded;
    }
}

// Metres of a lap of which nothing was told; by its time where nothing was counted in all of the run.
static double untold_m(const sheet *s, size_t lap) {
    const double recorded = recorded_m(s, lap) * s->out->dist_factor;
    if (!isnan(recorded) || !(s->whole_m > 0)) return recorded;
    double timer_s = 0;
    for (size_t i = 0; i + 1 < s->count; i++)
        timer_s += timer_of(s, i);
    return timer_s > 0 ? s->whole_m * timer_of(s, lap) / timer_s : (double)NAN;
}

static bool fill_laps(sheet *s, miler_arena *arena) {
    miler_edited *out = s->out;
    out->lap_count = s->count - 1;
    out->laps = miler_arena_array(arena, out->lap_count, sizeof *out->laps);
    if (out->laps == NULL) return false;
    fill_whole(s);
    for (size_t i = 0; i < out->lap_count; i++) {
        const double told = s->b[i].told_m;
        out->laps[i] = (miler_edited_lap){.start_s = s->b[i].at_s,
                                          .end_s = s->b[i + 1].at_s,
                                          .timer_s = timer_of(s, i),
                                          .dist_m = told > 0 ? told : untold_m(s, i),
                                          .told = told > 0,
                                          .name = s->b[i].name,
                                          .watch_lap = s->b[i].watch_lap,
                                          .began_as = s->b[i].began_as};
    }
    return true;
}

// All edits in order; one that fits nothing is passed over.
static void lay_over(sheet *s, const miler_edit *edits, size_t count) {
    for (size_t i = 0; i < count; i++)
        s->out->refused += apply_one(s, &edits[i], NULL) != MILER_OK;
}

static miler_status ready(const miler_activity *a, const miler_edit *edits, size_t count, const void *out,
                          const miler_arena *arena, miler_error *err) {
    if (a == NULL || arena == NULL || out == NULL || (edits == NULL && count > 0))
        return miler_fail(err, MILER_ERR_ARG, "edits need an activity and an arena");
    if (count > EDITS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "more than %d edits of one run", EDITS_MAX);
    return MILER_OK;
}

miler_status miler_edits_apply(const miler_activity *a, const miler_edit *edits, size_t count,
                               miler_arena *arena, miler_edited *out, miler_error *err) {
    const miler_status status = ready(a, edits, count, out, arena, err);
    if (status != MILER_OK) return status;
    *out = (miler_edited){.dist_m = a->dist_m, .dist_factor = 1};
    sheet s = {.a = a, .factor = 1, .out = out};
    if (!lay_out(&s, count, arena)) return act_nomem(err);
    lay_over(&s, edits, count);
    return fill_laps(&s, arena) ? MILER_OK : act_nomem(err);
}

// What helps depends on what was wrong: a time, or a number.
static const char *remedy_for(miler_edit_kind kind) {
    switch (kind) {
    case MILER_EDIT_DISTANCE:
        return "the distance is of the whole run, like 6.2km";
    case MILER_EDIT_LAP_LENGTH:
        return "it is the length that every lap had, like 200m; of one lap: lap NUMBER LENGTH";
    case MILER_EDIT_LENGTH:
        return "it is the length of that one lap, like 300m";
    case MILER_EDIT_LANE:
        return "count them from the inside";
    case MILER_EDIT_EFFORT:
        return "it is of the whole session: 3 is moderate, 5 hard, 7 very hard";
    case MILER_EDIT_TITLE:
        return "like this: 'Evening mile'";
    case MILER_EDIT_SPORT:
        return "sports are running, walking, hiking, cycling, swimming, rowing, elliptical, strength, "
               "skiing, other";
    default:
        return "look at the laps of the run first; times count from its start";
    }
}

miler_status miler_edit_check(const miler_activity *a, const miler_edit *edits, size_t count,
                              const miler_edit *next, miler_arena *arena, miler_error *err) {
    miler_status status = ready(a, edits, count, next, arena, err);
    if (status != MILER_OK) return status;
    miler_edited out = {.dist_m = a->dist_m, .dist_factor = 1};
    sheet s = {.a = a, .factor = 1, .out = &out};
    if (!lay_out(&s, count + 1, arena)) return act_nomem(err);
    lay_over(&s, edits, count);
    status = apply_one(&s, next, err);
    if (status != MILER_OK) miler_error_remedy(err, "%s", remedy_for(next->kind));
    return status;
}

// ---- The recording as it would have been

// Metres run up to each sample: within a lap as the watch counted, made as long
// as the lap was told to be; straight by the timer where it counted nothing.
static double *told_column(const miler_activity *a, const miler_edited *e, miler_arena *arena) {
    double *d = miler_arena_array(arena, a->sample_count, sizeof *d);
    if (d == NULL || a->at_s == NULL) return NULL;
    size_t i = 0;
    double base_m = 0;
    for (size_t k = 0; k < e->lap_count; k++) {
        const miler_edited_lap *lap = &e->laps[k];
        const double from_m = miler_activity_dist_at(a, fmax(lap->start_s, a->at_s[0]));
        const double counted_m = miler_activity_dist_at(a, lap->end_s) - from_m;
        const double from_s = miler_activity_timer_at(a, lap->start_s);
        const double took_s = miler_activity_timer_at(a, lap->end_s) - from_s;
        const bool counted = counted_m > 0;
        // Of a lap that nothing was told of, the count and not the watch's rounder word.
        const bool known = lap->told || (isnan(counted_m) && lap->dist_m > 0);
        const double lap_m = known ? lap->dist_m : counted ? counted_m * e->dist_factor : 0;
        for (; i < a->sample_count && (a->at_s[i] < lap->end_s || k + 1 == e->lap_count); i++) {
            const double share = counted      ? (a->true_dist_m[i] - from_m) / counted_m
                                 : took_s > 0 ? (a->timer_at_s[i] - from_s) / took_s
                                              : 0;
            d[i] = base_m + lap_m * fmin(fmax(share, 0), 1);
        }
        base_m += lap_m;
    }
    return d;
}

// The heart between two instants, as of a split.
static float mean_hr(const miler_recording *rec, const miler_activity *a, double from_s, double to_s) {
    if (a->at_s == NULL || a->timer_at_s == NULL || a->sample_count < 2) return NAN;
    miler_activity of = *a;
    const act_work w = {.out = &of, .n = a->sample_count, .gap_over_s = act_gap_over(a->median_interval_s)};
    size_t at = 0;
    return act_mean(&w, rec->samples.hr_bpm, from_s, to_s, &at);
}

static void lay_lap(const miler_recording *rec, const miler_activity *a, const miler_edited_lap *from,
                    miler_lap *to) {
    if (from->began_as >= 0)
        *to = rec->laps[from->began_as]; // its step and what it was for
    else
        *to = (miler_lap){.trigger = MILER_TRIGGER_MANUAL, .workout_step = -1};
    to->by_hand = from->watch_lap < 0;
    to->told_m = from->told ? from->dist_m : 0;
    if (to->by_hand) {
        miler_summary_init(&to->sum);
        to->sum.start_ms = a->start_ms + llround(from->start_s * 1000);
        to->sum.elapsed_s = from->end_s - from->start_s;
        to->sum.timer_s = from->timer_s;
        to->sum.avg_hr_bpm = mean_hr(rec, a, from->start_s, from->end_s);
    }
    to->sum.dist_m = from->dist_m;
}

static void lay_identity(const miler_edited *e, miler_recording *out) {
    if (e->sport != MILER_SPORT_UNKNOWN) out->sport = e->sport;
    // Borrowed: a recording's name is never written through.
    if (e->title != NULL) memcpy(&out->name, &e->title, sizeof out->name);
}

miler_status miler_edits_lay(const miler_recording *rec, const miler_activity *a, const miler_edited *e,
                             miler_arena *arena, miler_recording *out, miler_error *err) {
    if (rec == NULL || a == NULL || e == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "edits are laid over a recording");
    *out = *rec;
    lay_identity(e, out);
    if (a->start_ms == MILER_NO_TIME) return MILER_OK; // no instant, no laps
    out->laps = miler_arena_array(arena, e->lap_count, sizeof *out->laps);
    if (out->laps == NULL) return act_nomem(err);
    out->lap_count = e->lap_count;
    for (size_t i = 0; i < e->lap_count; i++)
        lay_lap(rec, a, &e->laps[i], &out->laps[i]);
    if (!e->dist_by_hand) return MILER_OK;
    out->session.dist_m = e->dist_m;
    if (e->laps_told) out->flags |= MILER_REC_LAPS_TOLD;
    if (a->sample_count == 0 || a->at_s == NULL) return MILER_OK;
    out->samples.dist_m = told_column(a, e, arena);
    return out->samples.dist_m != NULL ? MILER_OK : act_nomem(err);
}

// ---- Calibration

#define ONE_RUN_ERROR 0.03 // foot pods and wrists, the same runner on another day [engineering estimate]
#define MANY_RUNS_ERROR 0.01
#define SPEED_NEAR                                                                                           \
    0.15 // wrists count differently at other speeds: runs within this share of the speed count first
#define CALIBRATION_MAX 64

static size_t factors(const miler_calibration_run *runs, size_t count, double speed_mps, bool near_only,
                      double *out) {
    size_t n = 0;
    for (size_t i = 0; i < count && n < CALIBRATION_MAX; i++) {
        const double factor = runs[i].true_m / runs[i].watch_m;
        if (!(factor >= FACTOR_MIN && factor <= FACTOR_MAX)) continue;
        if (near_only && !(fabs(runs[i].speed_mps / speed_mps - 1) <= SPEED_NEAR)) continue;
        out[n++] = factor;
    }
    return n;
}

bool miler_calibrate(const miler_calibration_run *runs, size_t count, double speed_mps,
                     miler_calibration *out) {
    double f[CALIBRATION_MAX];
    size_t n = factors(runs, count, speed_mps, true, f);
    const bool near_runs = n > 0;
    if (!near_runs) n = factors(runs, count, speed_mps, false, f);
    if (n == 0) return false;
    miler_sort(f, n);
    out->factor = miler_median_of_sorted(f, n);
    // Half the runs lie within the quartiles, 1.35 SDs apart.
    const double quartiles = miler_quantile_of_sorted(f, n, 0.75) - miler_quantile_of_sorted(f, n, 0.25);
    const double spread = n >= 4 ? quartiles / 1.35 : ONE_RUN_ERROR;
    out->error = fmax(spread, MANY_RUNS_ERROR) * (near_runs ? 1 : 1.5);
    out->rests_on = n;
    return true;
}
