// SPDX-License-Identifier: MIT
// One session from its numbers to its text, and back from the text to what it
// comes to: distance, time, intensities and the kinds of work in it are always
// measured on the text itself, never on what was meant.
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

bool plan_treadmill(const plan_maker *m) {
    return (m->req.athlete.places & MILER_TREADMILL_ONLY) != 0;
}

// Strides last 15 to 25 s: on a belt, and where 100 m take longer, told by time.
bool plan_timed_strides(const plan_maker *m) {
    return plan_treadmill(m) || 100 / m->mile_mps > 25;
}

double plan_stride_s(const plan_maker *m) {
    return plan_timed_strides(m) ? 20 : 100 / m->mile_mps;
}

// Nothing told about places: somewhere there is a slope, a bridge or a ramp.
bool plan_has_hill(const plan_maker *m) {
    const uint32_t places = m->req.athlete.places;
    return places == 0 || (places & (MILER_HAS_HILL | MILER_HAS_TREADMILL | MILER_TREADMILL_ONLY)) != 0;
}

const char *plan_cross_name(const plan_maker *m) {
    static const struct {
        uint32_t needs;
        const char *name;
    } ways[] = {{MILER_HAS_ELLIPTICAL, "elliptical"},
                {MILER_HAS_BIKE, "bike"},
                {MILER_HAS_POOL, "aqua jog"},
                {MILER_HAS_ROWER, "rowing"}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (m->req.athlete.places & ways[i].needs) return ways[i].name;
    return "hike";
}

plan_draft *plan_draft_add(plan_maker *m, int day, int slot, miler_session_kind kind) {
    if (m->draft_count == PLAN_DRAFTS_MAX) return NULL;
    plan_draft *draft = &m->drafts[m->draft_count++];
    memset(draft, 0, sizeof *draft);
    draft->day = day;
    draft->slot = slot;
    draft->kind = kind;
    return draft;
}

double plan_drafts_m(const plan_maker *m) {
    double sum = 0;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].kind != MILER_SESSION_RACE) sum += m->drafts[i].sum.dist_m;
    return sum;
}

// ---- Measuring ------------------------------------------------------------------------

static uint32_t covers_of(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
        return 1u << MILER_SESSION_STRIDES;
    case MILER_STEP_HILL:
        return 1u << MILER_SESSION_HILLS;
    case MILER_STEP_DRILLS:
        return 1u << MILER_SESSION_DRILLS;
    case MILER_STEP_CROSS:
        return 1u << MILER_SESSION_CROSS;
    case MILER_STEP_TIME_TRIAL:
        return 1u << MILER_SESSION_TRIAL;
    case MILER_STEP_REST:
        return 1u << MILER_SESSION_REST;
    default:
        return 0;
    }
}

static uint32_t covers_all(const miler_step *steps, size_t count) {
    uint32_t out = 0;
    for (size_t i = 0; i < count; i++)
        out |= steps[i].kind == MILER_STEP_REPEAT ? covers_all(steps[i].children, steps[i].child_count)
                                                  : covers_of(&steps[i]);
    return out;
}

miler_status plan_measure(plan_maker *m, plan_draft *draft) {
    miler_workout workout;
    miler_arena_reset(m->scratch);
    const miler_status status = miler_workout_parse(draft->text, m->scratch, &workout, m->err);
    if (status != MILER_OK) {
        if (m->status == MILER_OK) m->status = status;
        return status;
    }
    miler_workout_sum(&workout, &m->req.book, &draft->sum);
    draft->covers = covers_all(workout.steps, workout.step_count) | 1u << draft->kind;
    if (draft->sum.easy_s > 0 && draft->kind != MILER_SESSION_LONG) draft->covers |= 1u << MILER_SESSION_EASY;
    return MILER_OK;
}

// What a run comes to, from its numbers: near enough to plan a week with; the
// text is measured when the week is settled.
void plan_estimate(const plan_maker *m, plan_draft *d) {
    const double stride_s = plan_stride_s(m);
    double dist_m = d->strides * stride_s * m->mile_mps;
    double time_s = d->strides > 0 ? d->strides * stride_s + (d->strides - 1) * 60.0 : 0;
    if (d->drills) time_s += 360;
    if (d->hills > 0) {
        dist_m += d->hills * 10 * 0.85 * m->mile_mps;
        time_s += d->hills * 10 + (d->hills - 1) * 120.0;
    }
    if (d->hard) {
        const double set_s = plan_set_time_s(&d->set, m->jog_mps);
        dist_m += d->set.work_m + (d->set.walk ? 0 : (set_s - d->set.work_s) * m->jog_mps);
        const int warm_min = plan_learn_whole(m, d->warm_min, true);
        const int cool_min = plan_learn_whole(m, d->cool_min, true);
        dist_m += (warm_min + cool_min) * 60 * m->easy_mps;
        time_s += set_s + (plan_learn_time(m, warm_min) + plan_learn_time(m, cool_min)) * 60;
    } else {
        const int minutes = plan_learn_whole(m, d->minutes, false);
        dist_m += minutes * 60 * (d->kind == MILER_SESSION_LONG ? m->long_mps : m->easy_mps);
        time_s += (plan_learn_time(m, minutes) + d->cross_min) * 60;
    }
    d->sum.dist_m = dist_m;
    d->sum.time_s = time_s;
}

// ---- Writing ----------------------------------------------------------------------------

typedef struct writer {
    char *out;
    size_t size, at;
} writer;

static void MILER_PRINTF(2, 3) add(writer *w, const char *fmt, ...) {
    if (w->at > 0 && w->at + 2 < w->size) {
        memcpy(w->out + w->at, ", ", 3);
        w->at += 2;
    }
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(w->out + w->at, w->size - w->at, fmt, args);
    va_end(args);
    if (n > 0) w->at += (size_t)n < w->size - w->at ? (size_t)n : w->size - w->at - 1;
}

static void add_strides(const plan_maker *m, writer *w, int count) {
    if (count > 0) add(w, plan_timed_strides(m) ? "%dx20s strides r60s" : "%dx100m strides r60s", count);
}

// Easy running, with walks where it comes in pieces.
static void add_pieces(const plan_maker *m, writer *w, int minutes, const char *pace) {
    const plan_pieces p = plan_learn_pieces(m, minutes);
    if (p.count <= 1)
        add(w, "%dmin %s", minutes, pace);
    else if (fmod(p.walk_s, 60) < 0.5)
        add(w, "%dx(%dmin %s, %.0fmin walk)", p.count, p.run_min, pace, p.walk_s / 60);
    else
        add(w, "%dx(%dmin %s, %.0fs walk)", p.count, p.run_min, pace, p.walk_s);
}

static void write_hard(const plan_maker *m, plan_draft *d, writer *w) {
    char set[200];
    plan_set_text(m, &d->set, set, sizeof set);
    add_pieces(m, w, plan_learn_whole(m, d->warm_min, true), "easy");
    if (d->drills) add(w, "drills");
    add_strides(m, w, d->strides);
    add(w, "%s", set);
    add_pieces(m, w, plan_learn_whole(m, d->cool_min, true), "easy");
    plan_set_title(m, &d->set, d->title, sizeof d->title);
}

static void write_run(const plan_maker *m, plan_draft *d, writer *w) {
    const int end_min = d->hills > 0 ? 5 : 0; // jog home after the hill
    d->minutes = end_min + plan_learn_whole(m, d->minutes - end_min, false);
    add_pieces(m, w, d->minutes - end_min, d->kind == MILER_SESSION_LONG ? "long" : "easy");
    if (d->drills) add(w, "drills");
    add_strides(m, w, d->strides);
    if (d->hills > 0) {
        add(w, "%dx10s hill sprint r2min walk", d->hills);
        add(w, "%dmin easy", end_min);
    }
    if (d->cross_min > 0) add(w, "%dmin %s", d->cross_min, plan_cross_name(m));
    const char *what = d->kind == MILER_SESSION_LONG ? "long run" : "easy run";
    const plan_pieces p = plan_learn_pieces(m, d->minutes - end_min);
    int n = p.count > 1
                ? snprintf(d->title, sizeof d->title, "%s and walk, %d x %d min", what, p.count, p.run_min)
                : snprintf(d->title, sizeof d->title, "%d min %s", d->minutes, what);
    if (d->strides > 0) n += snprintf(d->title + n, sizeof d->title - (size_t)n, ", %d strides", d->strides);
    if (d->hills > 0) n += snprintf(d->title + n, sizeof d->title - (size_t)n, ", %d hill sprints", d->hills);
    if (d->drills) n += snprintf(d->title + n, sizeof d->title - (size_t)n, ", drills");
    if (d->cross_min > 0)
        snprintf(d->title + n, sizeof d->title - (size_t)n, ", %d min %s", d->cross_min, plan_cross_name(m));
}

// What the last day is: a race, or, where only weeks were told, a time trial.
const char *plan_end_name(const plan_maker *m) {
    return m->req.weeks > 0 ? "time trial" : "race";
}

static void add_race(writer *w, double dist_m, const char *what) {
    if (fabs(dist_m - MILER_MILE_M) < 0.5)
        add(w, "1mi %s", what);
    else if (fabs(dist_m - 2 * MILER_MILE_M) < 0.5)
        add(w, "2mi %s", what);
    else
        add(w, "%.0fm %s", dist_m, what);
}

// Beginners warm up without the stretch at race pace: it would cost them more than it gives.
static void add_race_warm_up(const plan_maker *m, const plan_draft *d, writer *w, bool other) {
    const bool beginner = m->level == MILER_PLAN_BEGINNER;
    add_pieces(m, w, plan_learn_whole(m, d->warm_min, true), "easy");
    add(w, "drills");
    add_strides(m, w, beginner ? 3 : 4);
    if (other) return;
    if (!beginner) add(w, "200m @goal");
    add(w, beginner ? "r5min walk" : "r10min walk");
}

static void write_race(const plan_maker *m, plan_draft *d, writer *w) {
    char name[MILER_TEXT_MAX];
    const bool other = d->set.rep_m > 0;
    const double dist_m = other ? d->set.rep_m : m->req.race_dist_m;
    const bool outing = other && plan_other_is_outing(m, dist_m);
    const char *what = outing ? "run and walk" : other ? "race" : plan_end_name(m);
    plan_race_name(m, dist_m, name, sizeof name);
    snprintf(d->title, sizeof d->title, "%s: %s", what, name);
    if (outing) {
        add(w, "%.0fm easy \"4 min running, 1 min walking\"", dist_m);
        return;
    }
    add_race_warm_up(m, d, w, other);
    add_race(w, dist_m, what);
    add_pieces(m, w, plan_learn_whole(m, d->cool_min, true), "easy");
}

miler_status plan_draft_write(plan_maker *m, plan_draft *d) {
    writer w = {d->text, sizeof d->text, 0};
    switch (d->kind) {
    case MILER_SESSION_RACE:
        write_race(m, d, &w);
        break;
    case MILER_SESSION_CROSS:
        add(&w, "%dmin %s", d->minutes, plan_cross_name(m));
        snprintf(d->title, sizeof d->title, "%d min %s", d->minutes, plan_cross_name(m));
        break;
    case MILER_SESSION_REST:
        if (d->minutes > 0) {
            add(&w, "%dmin stretching", d->minutes);
            add(&w, "%dmin foam rolling", d->minutes / 2);
        } else {
            add(&w, "rest");
        }
        snprintf(d->title, sizeof d->title, "%s",
                 d->minutes > 0 ? "rest, with stretching and foam rolling" : "rest");
        break;
    case MILER_SESSION_STRENGTH:
    case MILER_SESSION_PLYO:
        break; // plan_strength.c wrote it
    default:
        if (d->hard)
            write_hard(m, d, &w);
        else
            write_run(m, d, &w);
    }
    return plan_measure(m, d);
}
