// SPDX-License-Identifier: MIT
// What a session is called that a runner has typed: in the words of the plan's own titles, read from its
// steps. Work gives the name where there is any, "6 x 400 m at mile pace"; else everything that is done.
// Easy and steady running is told in the runner's units, reps and trials in those they were typed in.
#include "base/plural.h"
#include "plan/plan_replan.h"

#include <miler/science.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WORKS_MAX 12
#define NAMES_MAX 3       // exercises that are named
#define TITLE_BYTES 400   // room for all of it
#define TITLE_READABLE 72 // more is "and more": a title is read at a glance, engineering estimate
#define LEAD 40
#define PACE (MILER_TEXT_MAX + 48)

typedef struct work {
    const miler_step *step;
    char lead[LEAD]; // "3 x (4 x "
    int closes;      // brackets behind it
    bool rep;
    char pace[PACE]; // " at mile pace"
} work;

typedef struct tally {
    const miler_pace_book *book;
    miler_units units;
    bool hard;
    work works[WORKS_MAX];
    size_t work_count;
    bool more;       // work that found no place
    char lead[LEAD]; // of the work to come
    double easy_s, easy_m;
    int pieces, piece_min; // run and walk
    int strides, hills;
    const miler_step *hill; // the first of them
    bool drills;
    double cross_s;
    const char *cross, *rest;
    const char *names[NAMES_MAX];
    size_t name_count, names_left;
} tally;

static bool in_metres(const miler_step *s) {
    return s->dist_m > 0 && s->dist_m <= 2000 && fmod(s->dist_m, 1) == 0;
}

// "5 mi", "3.11 mi"; in kilometres as everywhere.
static void distance_words(double dist_m, miler_units units, char *out, size_t size) {
    char miles[MILER_TEXT_MAX];
    if (units == MILER_UNITS_METRIC) {
        miler_print_distance(out, size, dist_m, MILER_UNITS_METRIC);
        return;
    }
    (void)snprintf(miles, sizeof miles, "%.2f", dist_m / MILER_MILE_M);
    char *end = miles + strlen(miles);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.') *--end = '\0';
    (void)snprintf(out, size, "%s mi", miles);
}

// A length of no whole metre was typed in miles.
static void rep_words(double dist_m, char *out, size_t size) {
    if (fmod(dist_m, 1) > 0 && fabs(dist_m - MILER_MILE_M) > 0.5)
        distance_words(dist_m, MILER_UNITS_IMPERIAL, out, size);
    else
        miler_print_distance(out, size, dist_m, MILER_UNITS_METRIC);
}

static void length_words(const miler_step *s, bool rep, miler_units units, char *out, size_t size) {
    const int whole = (int)(s->time_s + 0.5);
    if (s->dist_m > 0 && (rep || in_metres(s)))
        rep_words(s->dist_m, out, size);
    else if (s->dist_m > 0)
        distance_words(s->dist_m, units, out, size);
    else if (whole >= 120 && whole % 60 == 0)
        (void)snprintf(out, size, "%d min", whole / 60);
    else if (whole >= 120)
        (void)snprintf(out, size, "%d min %d s", whole / 60, whole % 60);
    else
        (void)snprintf(out, size, "%d s", whole);
}

static const char *zone_words(miler_zone zone) {
    switch (zone) {
    case MILER_ZONE_THRESHOLD:
        return "threshold";
    case MILER_ZONE_VO2MAX:
        return "VO2max pace";
    case MILER_ZONE_CV:
        return "critical velocity";
    case MILER_ZONE_800:
        return "800 m pace";
    case MILER_ZONE_MARATHON:
        return "marathon pace";
    case MILER_ZONE_EASY:
        return "easy pace";
    case MILER_ZONE_LONG:
        return "the long run's pace";
    default:
        return zone == MILER_ZONE_REP ? "rep pace" : "mile pace";
    }
}

static void race_words(const miler_target *t, char *out, size_t size) {
    char dist[MILER_TEXT_MAX] = "goal", off[32] = "";
    if (t->race_dist_m > 0) miler_print_distance(dist, sizeof dist, t->race_dist_m, MILER_UNITS_METRIC);
    if (t->offset_s_per_400 != 0)
        (void)snprintf(off, sizeof off, ", %g s a lap %s", fabs(t->offset_s_per_400),
                       t->offset_s_per_400 < 0 ? "faster" : "slower");
    (void)snprintf(out, size, " at %s pace%s", dist, off);
}

// " at mile pace", " in 1:22.0", " at 4:12/km"; "" where nothing is asked.
static void pace_words(const miler_step *s, const tally *in, char *out, size_t size) {
    const miler_target *t = &s->target;
    char text[MILER_TEXT_MAX];
    const bool zone = t->kind == MILER_TARGET_ZONE && t->percent_of <= MILER_PERCENT_OF_SPEED;
    if (t->kind == MILER_TARGET_RACE) {
        race_words(t, out, size);
    } else if (zone && t->percent_of == MILER_PERCENT_OF_NONE) {
        (void)snprintf(out, size, " at %s", zone_words(t->zone));
    } else if (zone && t->low_percent < t->high_percent) {
        (void)snprintf(out, size, " at %g-%g %% of %s", t->low_percent, t->high_percent, zone_words(t->zone));
    } else if (zone) {
        (void)snprintf(out, size, " at %g %% of %s", t->low_percent, zone_words(t->zone));
    } else {
        miler_target_print(text, sizeof text, s, in->book, in->units);
        const bool time = t->kind == MILER_TARGET_SPEED && strchr(text, '/') == NULL;
        (void)snprintf(out, size, "%s%s", text[0] == '\0' ? "" : time ? " in " : " at ", text);
    }
}

// ---- What there is in it ---------------------------------------------------------------

static void add_work(tally *t, const miler_step *s, int depth) {
    if (t->work_count < WORKS_MAX) {
        work *w = &t->works[t->work_count++];
        *w = (work){.step = s, .rep = depth > 0 || s->kind == MILER_STEP_TIME_TRIAL};
        memcpy(w->lead, t->lead, sizeof w->lead);
        if (s->kind != MILER_STEP_TIME_TRIAL) pace_words(s, t, w->pace, sizeof w->pace);
    } else {
        t->more = true;
    }
    t->lead[0] = '\0';
}

static void add_name(tally *t, const char *name) {
    if (name == NULL) return;
    for (size_t i = 0; i < t->name_count; i++)
        if (strcmp(t->names[i], name) == 0) return;
    if (t->name_count < NAMES_MAX)
        t->names[t->name_count++] = name;
    else
        t->names_left++;
}

static bool is_plain(const tally *t, const miler_step *s) {
    const miler_target *at = &s->target;
    plan_pace pace;
    if (t->hard) return plan_family_of(at, t->book, &pace) == PLAN_NONE;
    return at->kind == MILER_TARGET_NONE ||
           (at->kind == MILER_TARGET_ZONE && at->percent_of == MILER_PERCENT_OF_NONE &&
            (at->zone == MILER_ZONE_EASY || at->zone == MILER_ZONE_LONG));
}

static bool is_work(const tally *t, const miler_step *s) {
    return s->kind == MILER_STEP_TIME_TRIAL || (s->kind == MILER_STEP_RUN && !is_plain(t, s));
}

static void take_step(tally *t, const miler_step *s, int times) {
    switch (s->kind) {
    case MILER_STEP_RUN:
        t->easy_s += s->time_s * times;
        t->easy_m += s->dist_m * times;
        break;
    case MILER_STEP_STRIDE:
        t->strides += times;
        break;
    case MILER_STEP_HILL:
        if (t->hill == NULL) t->hill = s;
        t->hills += times;
        break;
    case MILER_STEP_DRILLS:
        t->drills = true;
        break;
    case MILER_STEP_CROSS:
        if (t->cross == NULL) t->cross = s->name;
        t->cross_s += s->time_s * times;
        break;
    case MILER_STEP_EXERCISE:
        add_name(t, s->name);
        break;
    case MILER_STEP_REST:
        if (t->rest == NULL) t->rest = s->name;
        break;
    default:
        break;
    }
}

// "6x(5min easy, 1min walk)": the way in which beginners run.
static void take_pieces(tally *t, const miler_step *s) {
    const miler_step *run = &s->children[0], *rest = &s->children[s->child_count - 1];
    if (s->child_count != 2 || run->kind != MILER_STEP_RUN || !is_plain(t, run) || t->pieces > 0) return;
    const bool walked = rest->kind == MILER_STEP_RECOVERY && rest->mode == MILER_RECOVERY_WALK;
    if (!walked || !(run->time_s >= 60) || fmod(run->time_s, 60) > 0) return;
    t->pieces = s->count;
    t->piece_min = (int)(run->time_s / 60);
}

static size_t works_in(const tally *t, const miler_step *steps, size_t count, int depth) {
    size_t found = 0;
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++)
        found += steps[i].kind == MILER_STEP_REPEAT
                     ? works_in(t, steps[i].children, steps[i].child_count, depth + 1)
                     : (size_t)is_work(t, &steps[i]);
    return found;
}

static void take(tally *t, const miler_step *steps, size_t count, int times, int depth) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        const miler_step *s = &steps[i];
        if (s->kind != MILER_STEP_REPEAT) {
            if (is_work(t, s))
                add_work(t, s, depth);
            else
                take_step(t, s, times);
            continue;
        }
        const size_t inside = works_in(t, s->children, s->child_count, depth), before = t->work_count;
        const size_t at = strlen(t->lead);
        take_pieces(t, s);
        if (inside > 0)
            (void)snprintf(t->lead + at, sizeof t->lead - at, "%d x %s", (int)s->count,
                           inside > 1 ? "(" : "");
        take(t, s->children, s->child_count, times * s->count, depth + 1);
        if (inside > 1 && t->work_count > before) t->works[t->work_count - 1].closes++;
    }
}

// ---- Said ------------------------------------------------------------------------------

// Whether the next piece of work goes on from this one: the same pace, said once behind the last.
static bool goes_on(const tally *t, size_t i) {
    const work *a = &t->works[i], *b = a + 1;
    return i + 1 < t->work_count && a->closes == 0 && strchr(b->lead, '(') == NULL &&
           a->step->kind == b->step->kind && strcmp(a->pace, b->pace) == 0;
}

// "200-400-600": reps that come one by one, all told in metres.
static bool is_rung(const tally *t, size_t i) {
    const work *a = &t->works[i], *b = a + 1;
    const size_t lead = strlen(a->lead);
    return goes_on(t, i) && (lead == 0 || a->lead[lead - 1] == '(') && b->lead[0] == '\0' &&
           in_metres(a->step) && in_metres(b->step);
}

static void comma(miler_buf *out) {
    if (out->len > 0) miler_buf_text_append(out, ", ");
}

static int opens(const work *w) {
    int count = 0;
    for (const char *c = w->lead; *c != '\0'; c++)
        count += *c == '(';
    return count;
}

static int close_all(miler_buf *out, int count) {
    for (int i = 0; i < count; i++)
        miler_buf_text_append(out, ")");
    return count;
}

static void say_work(const tally *t, miler_buf *out) {
    bool rung = false;
    int open = 0;
    size_t i = 0;
    for (; i < t->work_count && (rung || out->len < TITLE_READABLE); i++) {
        const work *w = &t->works[i];
        char length[MILER_TEXT_MAX];
        if (!rung) comma(out);
        open += opens(w);
        rung = is_rung(t, i);
        length_words(w->step, w->rep, t->units, length, sizeof length);
        miler_buf_printf(out, "%s%s", w->step->kind == MILER_STEP_TIME_TRIAL ? "time trial, " : "", w->lead);
        if (rung)
            miler_buf_printf(out, "%.0f-", w->step->dist_m);
        else
            miler_buf_text_append(out, length);
        if (!rung && (!goes_on(t, i) || out->len >= TITLE_READABLE)) miler_buf_text_append(out, w->pace);
        open -= close_all(out, w->closes < open ? w->closes : open);
    }
    if (t->more || i < t->work_count) miler_buf_text_append(out, ", and more");
    (void)close_all(out, open);
}

static void say_run(const tally *t, miler_session_kind kind, miler_buf *out) {
    const char *what = kind == MILER_SESSION_LONG ? "long run" : "easy run";
    char dist[MILER_TEXT_MAX];
    if (!(t->easy_s > 0) && !(t->easy_m > 0)) return;
    distance_words(t->easy_m, t->units, dist, sizeof dist);
    if (t->pieces > 0)
        miler_buf_printf(out, "%s and walk, %d x %d min", what, t->pieces, t->piece_min);
    else if (t->easy_s > 0 && t->easy_m > 0)
        miler_buf_text_append(out, what);
    else if (t->easy_m > 0)
        miler_buf_printf(out, "%s %s", dist, what);
    else
        miler_buf_printf(out, "%.0f min %s", fmax(round(t->easy_s / 60), 1), what);
}

static void say_names(const tally *t, miler_session_kind kind, miler_buf *out) {
    if (t->name_count == 0) return;
    comma(out);
    miler_buf_printf(out, "%s: ", kind == MILER_SESSION_PLYO ? "plyometrics" : "strength");
    for (size_t i = 0; i < t->name_count; i++)
        miler_buf_printf(out, "%s%s", i > 0 ? ", " : "", t->names[i]);
    if (t->names_left > 0) miler_buf_text_append(out, ", and more");
}

static void say_hills(const tally *t, miler_buf *out) {
    char length[MILER_TEXT_MAX];
    if (t->hills == 0) return;
    comma(out);
    length_words(t->hill, true, t->units, length, sizeof length);
    if (t->hill->target.kind == MILER_TARGET_NONE)
        miler_buf_printf(out, "%d hill sprint%s", t->hills, PLURAL_S(t->hills));
    else
        miler_buf_printf(out, "%d x %s uphill", t->hills, length);
}

// What stands beside the running, in the order of the plan's own titles.
static void say_beside(const tally *t, miler_session_kind kind, miler_buf *out) {
    if (t->strides > 0) {
        comma(out);
        miler_buf_printf(out, "%d stride%s", t->strides, PLURAL_S(t->strides));
    }
    say_hills(t, out);
    if (t->drills) {
        comma(out);
        miler_buf_text_append(out, "drills");
    }
    if (t->cross != NULL) {
        comma(out);
        if (t->cross_s > 0) miler_buf_printf(out, "%.0f min ", fmax(round(t->cross_s / 60), 1));
        miler_buf_text_append(out, t->cross);
    }
    say_names(t, kind, out);
    if (out->len == 0) miler_buf_text_append(out, t->rest != NULL ? t->rest : "rest");
}

const char *plan_title(const miler_workout *workout, const miler_session *s, const miler_pace_book *book,
                       miler_units units, miler_arena *arena) {
    tally t = {.book = book, .units = units, .hard = s->hard};
    miler_buf out;
    miler_buf_init(&out, miler_arena_allocator(arena), TITLE_BYTES);
    take(&t, workout->steps, workout->step_count, 1, 0);
    if (!s->hard) say_run(&t, s->kind, &out);
    say_work(&t, &out);
    if (!s->hard) say_beside(&t, s->kind, &out);
    const char *title = out.failed ? NULL : miler_arena_dup(arena, miler_buf_text(&out));
    miler_buf_deinit(&out);
    return title;
}
