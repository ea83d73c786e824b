// SPDX-License-Identifier: MIT
// The auditor's own reading of a plan: each text parsed and summed again, work
// sorted by intensity, reps and recoveries counted, strength and jumps seen.
#include "plan/plan_audit.h"
#include "workout/workout_pace.h"

#include <string.h>

typedef struct walk {
    audit_session *out;
    const miler_pace_book *book;
} walk;

// By name where a pace has one; by speed where it is told as a number.
int audit_class_of(const miler_step *step, const miler_pace_book *book) {
    const miler_target *t = &step->target;
    if (t->kind == MILER_TARGET_RACE) {
        if (t->race_dist_m <= 2000) return AUDIT_FAST; // 0 is the goal mile
        return t->race_dist_m <= 6000 ? AUDIT_VO2MAX : t->race_dist_m <= 25000 ? AUDIT_THRESHOLD : -1;
    }
    if (t->kind == MILER_TARGET_ZONE) {
        if (t->zone == MILER_ZONE_THRESHOLD || t->zone == MILER_ZONE_CV) return AUDIT_THRESHOLD;
        if (t->zone == MILER_ZONE_VO2MAX) return AUDIT_VO2MAX;
        return t->zone >= MILER_ZONE_MILE ? AUDIT_FAST : -1;
    }
    miler_pace_band band;
    if (!miler_target_speed(t, book, &band)) return -1;
    const double mile_mps = book->zones[MILER_ZONE_MILE].target_mps;
    const double vo2max_mps = book->zones[MILER_ZONE_VO2MAX].target_mps;
    const double threshold_mps = book->zones[MILER_ZONE_THRESHOLD].target_mps;
    if (band.target_mps >= (mile_mps + vo2max_mps) / 2) return AUDIT_FAST;
    if (band.target_mps >= (vo2max_mps + threshold_mps) / 2) return AUDIT_VO2MAX;
    return band.target_mps >= 0.97 * threshold_mps ? AUDIT_THRESHOLD : -1;
}

static void add_work(const walk *w, const miler_step *step, double times) {
    miler_pace_band band;
    const int class = audit_class_of(step, w->book);
    if (class < 0 || !miler_target_speed(&step->target, w->book, &band)) return;
    const double rep_s = step->dist_m > 0 ? step->dist_m / band.target_mps : step->time_s;
    audit_work *work = &w->out->work[class];
    work->work_s += rep_s * times;
    work->work_m += rep_s * band.target_mps * times;
    work->reps += times;
    if (rep_s > work->longest_s) work->longest_s = rep_s;
    if (step->target.kind == MILER_TARGET_SPEED && band.target_mps > w->out->fastest_told_mps)
        w->out->fastest_told_mps = band.target_mps;
}

static double rest_s(const walk *w, const miler_step *step) {
    if (step->time_s > 0) return step->time_s;
    if (step->mode == MILER_RECOVERY_WALK) return step->dist_m / WKO_WALK_MPS;
    return step->dist_m / (WKO_JOG_SHARE * w->book->zones[MILER_ZONE_EASY].target_mps);
}

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
    case MILER_STEP_REST:
        return 1u << MILER_SESSION_REST;
    default:
        return 0;
    }
}

static void walk_steps(const walk *w, const miler_step *steps, size_t count, double times, int depth);

static void add_rest(const walk *w, const miler_step *step, int class, double gaps) {
    w->out->work[class].rest_s += rest_s(w, step) * gaps;
    w->out->work[class].gaps += gaps;
}

// Class of the work a step is or, of a repeat, begins or ends with; -1: none.
static int class_at(const miler_step *step, const miler_pace_book *book, bool end, int depth) {
    if (step->kind == MILER_STEP_RUN) return audit_class_of(step, book);
    if (step->kind != MILER_STEP_REPEAT || depth > MILER_WORKOUT_DEPTH_MAX) return -1;
    for (size_t i = 0; i < step->child_count; i++) {
        const miler_step *child = &step->children[end ? step->child_count - 1 - i : i];
        if (child->kind == MILER_STEP_RECOVERY) continue;
        return class_at(child, book, end, depth + 1);
    }
    return -1;
}

// Recoveries belong to the class of the reps they stand between; the last of a
// repeat is not taken.
static void walk_repeat(const walk *w, const miler_step *repeat, double times, int depth) {
    int class = -1;
    for (size_t i = 0; i < repeat->child_count; i++) {
        const miler_step *child = &repeat->children[i];
        if (child->kind == MILER_STEP_RUN && audit_class_of(child, w->book) >= 0)
            class = audit_class_of(child, w->book);
        if (child->kind != MILER_STEP_RECOVERY || class < 0) continue;
        const bool last = i + 1 == repeat->child_count;
        add_rest(w, child, class, (repeat->count - (last ? 1 : 0)) * times);
    }
    walk_steps(w, repeat->children, repeat->child_count, times * repeat->count, depth + 1);
}

// In a list, as a ladder is one: between two steps of work of one class.
static void walk_list_rest(const walk *w, const miler_step *steps, size_t count, size_t i, int depth) {
    if (depth > 0 || i == 0 || i + 1 == count) return; // within a repeat: walk_repeat
    const int before = class_at(&steps[i - 1], w->book, true, 0);
    if (before >= 0 && before == class_at(&steps[i + 1], w->book, false, 0))
        add_rest(w, &steps[i], before, 1);
}

static void walk_steps(const walk *w, const miler_step *steps, size_t count, double times, int depth) {
    if (depth > MILER_WORKOUT_DEPTH_MAX) return; // the parser makes none so deep
    for (size_t i = 0; i < count; i++) {
        const miler_step *step = &steps[i];
        switch (step->kind) {
        case MILER_STEP_REPEAT:
            walk_repeat(w, step, times, depth);
            break;
        case MILER_STEP_RECOVERY:
            walk_list_rest(w, steps, count, i, depth);
            break;
        case MILER_STEP_RUN:
            add_work(w, step, times);
            break;
        case MILER_STEP_TIME_TRIAL:
            w->out->trial_m += step->dist_m * times;
            w->out->covers |= 1u << MILER_SESSION_TRIAL;
            break;
        case MILER_STEP_EXERCISE:
            if (step->target.kind == MILER_TARGET_LOAD && step->target.value > w->out->load_pct)
                w->out->load_pct = step->target.value;
            break;
        default:
            w->out->covers |= covers_of(step);
            break;
        }
    }
}

static double easy_s(const miler_step *step, const miler_pace_book *book) {
    if (step->kind == MILER_STEP_REPEAT && step->child_count == 2 &&
        step->children[1].kind == MILER_STEP_RECOVERY && step->children[1].mode == MILER_RECOVERY_WALK)
        return step->count * easy_s(&step->children[0], book); // with walks between
    const bool easy = step->kind == MILER_STEP_RUN && audit_class_of(step, book) < 0;
    if (!easy) return 0;
    return step->time_s > 0 ? step->time_s : step->dist_m / book->zones[MILER_ZONE_EASY].target_mps;
}

// In a plan under way the book is of a later day than what is over.
static bool is_over(const audit *a, const miler_session *s) {
    return !a->intact && (s->day < a->plan->request.today || s->status == MILER_SESSION_DONE);
}

static void read_session(audit_session *out, const miler_workout *workout, const miler_pace_book *book) {
    const walk w = {out, book};
    miler_workout_sum(workout, book, &out->sum);
    walk_steps(&w, workout->steps, workout->step_count, 1, 0);
    if (workout->step_count > 0) {
        out->first_easy_s = easy_s(&workout->steps[0], book);
        out->last_easy_s = easy_s(&workout->steps[workout->step_count - 1], book);
    }
    out->unbroken_s = audit_unbroken_s(workout->steps, workout->step_count, book);
    const audit_work *work = out->work;
    out->hard = work[0].work_m + work[1].work_m + work[2].work_m + out->trial_m > 0;
    out->plyo = out->sum.plyo_contacts > 0;
    out->strength = out->sum.strength_s > 0 && !out->plyo;
    if (out->sum.easy_s > 0)
        out->covers |= 1u << (out->s->kind == MILER_SESSION_LONG ? MILER_SESSION_LONG : MILER_SESSION_EASY);
    if (work[AUDIT_THRESHOLD].work_m > 0) out->covers |= 1u << MILER_SESSION_THRESHOLD;
    if (work[AUDIT_VO2MAX].work_m + work[AUDIT_FAST].work_m > 0 && !out->race)
        out->covers |= 1u << MILER_SESSION_SPEED;
}

static double beside_m(const miler_plan *plan, const miler_plan_week *week) {
    double sum = 0;
    for (size_t i = 0; i < plan->beside_count; i++) {
        const int32_t at = plan->beside[i].day - week->first_day;
        if (at >= 0 && at < week->day_count) sum += plan->beside[i].dist_m;
    }
    return sum;
}

static void read_weeks(audit *a) {
    for (size_t i = 0; i < a->week_count; i++) {
        audit_week *week = &a->weeks[i];
        week->w = &a->plan->weeks[i];
        bool skipped = false;
        for (size_t k = 0; k < a->session_count; k++) {
            const audit_session *s = &a->sessions[k];
            const int32_t at = s->s->day - week->w->first_day;
            if (!s->read || at < 0 || at >= week->w->day_count) continue;
            if (s->race) {
                if (s->s->day == a->race_day || !s->counts) continue;
                week->races++;
                week->runs++;
                week->asked_runs++;
                week->raced_m += s->sum.dist_m;
                continue;
            }
            week->asked_m += s->sum.dist_m;
            week->asked_runs += s->sum.dist_m > 0;
            skipped = skipped || !s->counts;
            if (!s->counts) continue;
            week->dist_m += s->sum.dist_m;
            week->like_m +=
                s->sum.dist_m + s->sum.cross_s * a->plan->request.book.zones[MILER_ZONE_EASY].target_mps;
            week->runs += s->sum.dist_m > 0;
        }
        // Other runs stand in for those that were left out.
        week->dist_m = fmax(week->dist_m, fmin(week->dist_m + beside_m(a->plan, week->w), week->asked_m));
        const double meant_m = fmax(week->asked_m, week->w->target_m);
        week->missed = skipped && week->dist_m < a->rule.missed_week_share * meant_m;
    }
}

// A plan under way is told from which day on its runner has the days of now.
bool audit_is_day(const audit *a, int32_t day) {
    const miler_plan_request *q = a->request;
    const unsigned mask = day < q->days_from ? q->was_days_mask : q->athlete.days_mask;
    return mask == 0 || mask >> miler_weekday(day) & 1;
}

int audit_minutes(const audit *a, int32_t day) {
    const miler_plan_request *q = a->request;
    return (day < q->days_from ? q->was_minutes : q->athlete.minutes)[miler_weekday(day)];
}

bool audit_in_week(const audit_week *week, const audit_session *s) {
    const int32_t at = s->s->day - week->w->first_day;
    return at >= 0 && at < week->w->day_count;
}

const audit_week *audit_week_of(const audit *a, int32_t day) {
    for (size_t i = 0; i < a->week_count; i++)
        if (day >= a->weeks[i].w->first_day && day < a->weeks[i].w->first_day + a->weeks[i].w->day_count)
            return &a->weeks[i];
    return NULL;
}

// Steps are needed no longer than it takes to sum them up: they live in `scratch`.
static miler_status read_text(audit *a, audit_session *out, miler_arena *scratch, miler_error *err) {
    miler_workout workout;
    miler_error bad = {0};
    miler_arena_reset(scratch);
    const miler_status status = miler_workout_parse(out->s->text, scratch, &workout, &bad);
    if (status == MILER_ERR_NOMEM || miler_arena_failed(scratch))
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the check");
    out->read = status == MILER_OK;
    out->counts = out->read && out->s->status != MILER_SESSION_SKIPPED;
    if (out->read) {
        read_session(out, &workout, &a->plan->request.book);
        out->over = is_over(a, out->s);
        if (out->over && fabs(out->sum.dist_m - out->s->dist_m) > 1) out->sum.dist_m = out->s->dist_m;
        return MILER_OK;
    }
    miler_plan_finding *f = audit_add(a, "text", out->s->day, out->s->id);
    audit_found(f, "%.100s", bad.msg);
    audit_allowed(f, "the workout language");
    return MILER_OK;
}

static miler_status read_sessions(audit *a, miler_arena *scratch, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; i < a->session_count && status == MILER_OK; i++) {
        a->sessions[i].s = &a->plan->sessions[i];
        a->sessions[i].race = a->sessions[i].s->kind == MILER_SESSION_RACE;
        status = read_text(a, &a->sessions[i], scratch, err);
    }
    return status;
}

miler_status audit_read(audit *a, miler_arena *arena, miler_error *err) {
    const miler_plan *plan = a->plan;
    a->session_count = plan->session_count;
    a->week_count = plan->week_count;
    a->sessions = miler_arena_array(arena, plan->session_count + 1, sizeof *a->sessions);
    a->weeks = miler_arena_array(arena, plan->week_count + 1, sizeof *a->weeks);
    if (a->sessions == NULL || a->weeks == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the check");
    miler_arena *scratch = miler_arena_new(miler_arena_allocator(arena), 0);
    if (scratch == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the check");
    const miler_status status = read_sessions(a, scratch, err);
    miler_arena_free(scratch);
    if (status == MILER_OK) read_weeks(a);
    return status;
}
