// SPDX-License-Identifier: MIT
#include "app/app_workout.h"

#include "app/app_fitness.h"
#include "app/app_plan.h"

#include <stdio.h>
#include <string.h>

// The mile that the plan is made for; NaN without a plan, or with one that is over.
static miler_status planned_goal(app *a, miler_arena *arena, double *out_mile_s, miler_error *err) {
    app_plan_answer plan;
    miler_error why = {0};
    *out_mile_s = (double)NAN;
    const miler_status status = app_plan_get(a, arena, &plan, &why);
    if (status == MILER_ERR_NOT_FOUND) return MILER_OK;
    if (status != MILER_OK && err != NULL) *err = why;
    if (status == MILER_OK && plan.plan.race_day >= a->today)
        *out_mile_s = plan.plan.request.book.goal_mile_s;
    return status;
}

// With nothing to estimate from: what was told by hand is known all the same.
static void tell_by_hand(const app *a, miler_pace_book *out) {
    const miler_hand_paces *p = &a->athlete.paces;
    out->hr_max_bpm = a->athlete.hr_max_bpm;
    out->hr_threshold_bpm = a->athlete.hr_threshold_bpm;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        out->hr_from_bpm[i] = a->athlete.hr_from_bpm[i];
    if (a->athlete.paces_day != MILER_NO_DAY && a->today < a->athlete.paces_day) return;
    out->paces = *p;
    if (p->easy_slow_mps > 0 && p->easy_fast_mps > 0)
        out->zones[MILER_ZONE_EASY] = (miler_pace_band){p->easy_fast_mps, p->easy_slow_mps,
                                                        2 / (1 / p->easy_slow_mps + 1 / p->easy_fast_mps)};
    if (p->threshold_mps > 0)
        out->zones[MILER_ZONE_THRESHOLD] =
            (miler_pace_band){p->threshold_mps, p->threshold_mps, p->threshold_mps};
    if (p->vo2max_mps > 0)
        out->zones[MILER_ZONE_VO2MAX] = (miler_pace_band){p->vo2max_mps, p->vo2max_mps, p->vo2max_mps};
}

miler_status app_workout_book(app *a, double dist_m, double time_s, miler_arena *arena, miler_pace_book *out,
                              miler_error *err) {
    app_fitness_answer fitness;
    miler_pace_book_init(out);
    const miler_status status = dist_m > 0
                                    ? app_fitness_from(&a->athlete, dist_m, time_s, a->today, &fitness, err)
                                    : app_fitness(a, arena, &fitness, err);
    if (status != MILER_OK && status != MILER_ERR_EMPTY) return status;
    double goal_mile_s = (double)NAN; // a result that was told is of somebody else's plan, perhaps
    const miler_status planned = dist_m > 0 ? MILER_OK : planned_goal(a, arena, &goal_mile_s, err);
    if (status == MILER_OK)
        miler_fitness_book(&fitness.fitness, &a->athlete, goal_mile_s, out);
    else {
        out->goal_mile_s = goal_mile_s;
        tell_by_hand(a, out);
    }
    return planned;
}

miler_status app_workout_text(const char *text, const miler_catalogue *names, const miler_pace_book *book,
                              miler_arena *arena, app_workout_answer *out, miler_error *err) {
    *out = (app_workout_answer){.kind = MILER_WORK_KIND_COUNT};
    miler_status status = miler_workout_parse_with(text, names, arena, &out->workout, err);
    if (status != MILER_OK) return status;
    miler_buf normal;
    miler_buf_init(&normal, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(&out->workout, &normal);
    status = miler_buf_status(&normal, err);
    if (status == MILER_OK) out->text = miler_arena_dup(arena, miler_buf_text(&normal));
    miler_buf_deinit(&normal);
    if (status == MILER_OK && out->text == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) miler_workout_sum(&out->workout, book, &out->total);
    return status;
}

// ---- By name

#define ABOUT_MAX 12

static void about(app_workout_answer *out, miler_arena *arena, const char *what, const char *text) {
    if (text == NULL || text[0] == '\0' || out->about == NULL || out->about_count == ABOUT_MAX) return;
    const char *line = miler_arena_printf(arena, "%s: %s", what, text);
    if (line != NULL) out->about[out->about_count++] = line;
}

static miler_status at_dose(const char *tmpl, double dose, const miler_catalogue *names,
                            const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                            miler_error *err) {
    miler_buf text;
    miler_buf_init(&text, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_catalogue_text(tmpl, dose, &text);
    miler_status status = miler_buf_status(&text, err);
    if (status == MILER_OK) status = app_workout_text(miler_buf_text(&text), names, book, arena, out, err);
    miler_buf_deinit(&text);
    if (status != MILER_OK) return status;
    out->about = miler_arena_array(arena, ABOUT_MAX, sizeof *out->about);
    return out->about != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

// "rp-300 or rp-400": ids a reader can go on with. NULL: the arena has failed.
static const char *with_or(const char *ids, miler_arena *arena) {
    static const char between[] = " or ";
    char *out = miler_arena_array(arena, strlen(ids) + 1, sizeof between), *end = out;
    for (const char *at = ids; out != NULL && *at != '\0'; at++) {
        const size_t len = *at == '|' ? sizeof between - 1 : 1;
        memcpy(end, *at == '|' ? between : at, len);
        end += len;
    }
    return out;
}

static void about_entry(const miler_catalogue *c, const miler_catalogue_entry *e, miler_arena *arena,
                        app_workout_answer *out) {
    static const char *const phases[] = {"base", "intro", "build", "specific", "taper", "race week"};
    char text[120] = "";
    size_t len = 0;
    for (size_t i = 0; i < 6; i++)
        if ((e->phases & (1u << i)) != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", len > 0 ? ", " : "", phases[i]);
    const miler_catalogue_entry *before = miler_catalogue_step(c, e, -1);
    const miler_catalogue_entry *next = miler_catalogue_step(c, e, 1);
    about(out, arena, "when", text);
    about(out, arena, "for",
          e->level_min == e->level_max ? miler_level_name(e->level_min)
                                       : miler_arena_printf(arena, "%s to %s", miler_level_name(e->level_min),
                                                            miler_level_name(e->level_max)));
    about(out, arena, "first", with_or(e->after, arena));
    about(out, arena, "before it in its family", before != NULL ? before->id : NULL);
    about(out, arena, "next in its family", next != NULL ? next->id : NULL);
    about(out, arena, "from your file", e->origin);
}

static miler_status named_entry(const miler_catalogue *c, const miler_catalogue_entry *e, double dose,
                                const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                                miler_error *err) {
    miler_status status = at_dose(e->text, dose, c, book, arena, out, err);
    if (status != MILER_OK) return status;
    out->id = e->id;
    out->title = e->title;
    out->purpose = e->purpose;
    out->source = e->source;
    out->own = e->origin != NULL;
    out->kind = e->kind;
    about_entry(c, e, arena, out);
    const miler_routine *how = miler_catalogue_routine(c, e->id); // a rest day's own routine says how
    if (how == NULL) return MILER_OK;
    about(out, arena, "muscles", how->muscles);
    about(out, arena, "how", how->how);
    return MILER_OK;
}

static miler_status named_routine(const miler_catalogue *c, const miler_routine *r, double dose,
                                  const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                                  miler_error *err) {
    miler_status status = at_dose(r->text, dose, c, book, arena, out, err);
    if (status != MILER_OK) return status;
    out->id = r->id;
    out->title = r->title;
    out->purpose = r->purpose;
    out->source = r->source;
    out->own = r->origin != NULL;
    about(out, arena, "with", with_or(r->when, arena));
    about(out, arena, "muscles", r->muscles);
    about(out, arena, "how", r->how);
    about(out, arena, "from your file", r->origin);
    return MILER_OK;
}

static miler_status named_movement(const miler_catalogue *c, const miler_movement *m,
                                   const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                                   miler_error *err) {
    const char *own = m->kind == MILER_MOVEMENT_DRILL ? "own drill" : "exercise";
    const char *text = m->origin != NULL ? miler_arena_printf(arena, "%s \"%s\" %s", own, m->name, m->dose)
                                         : miler_arena_printf(arena, "%s %s", m->name, m->dose);
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = at_dose(text, 0, c, book, arena, out, err);
    if (status != MILER_OK) return status;
    out->id = out->title = m->name;
    out->purpose = m->how;
    out->own = m->origin != NULL;
    about(out, arena, "common fault", m->fault);
    about(out, arena, m->kind == MILER_MOVEMENT_DRILL ? "trains" : "muscles", m->muscles);
    about(out, arena, "needs", m->equipment);
    about(out, arena, "easier", m->easier);
    about(out, arena, "harder", m->harder);
    about(out, arena, "also called", with_or(m->aliases, arena));
    about(out, arena, "from your file", m->origin);
    return MILER_OK;
}

#define EASY_MIN 30.0 // the easy run that is replaced in the example

static miler_status named_cross(const miler_cross *x, const miler_pace_book *book, miler_arena *arena,
                                app_workout_answer *out, miler_error *err) {
    const double minutes = miler_cross_minutes(x, EASY_MIN);
    const char *text =
        miler_arena_printf(arena, "%.0fmin %s @RPE %g", minutes, x->name, (x->low_rpe + x->high_rpe) / 2);
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = at_dose(text, 0, NULL, book, arena, out, err);
    if (status != MILER_OK) return status;
    out->id = x->name;
    out->title = x->title;
    out->own = x->origin != NULL;
    out->purpose = miler_arena_printf(arena, "%.0f minutes take the place of %.0f minutes of easy running.",
                                      minutes, EASY_MIN);
    out->source = x->source;
    about(out, arena, "good for", x->good_for);
    about(out, arena, "how", x->how);
    about(out, arena, "mind", x->caution);
    about(out, arena, "impact", x->impact);
    about(out, arena, "from your file", x->origin);
    return MILER_OK;
}

static miler_status named(const miler_catalogue *catalogue, const char *id, double dose,
                          const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                          miler_error *err) {
    const miler_catalogue_entry *entry = miler_catalogue_find(catalogue, id);
    if (entry != NULL) return named_entry(catalogue, entry, dose, book, arena, out, err);
    const miler_routine *routine = miler_catalogue_routine(catalogue, id);
    if (routine != NULL) return named_routine(catalogue, routine, dose, book, arena, out, err);
    const miler_movement *movement = miler_catalogue_movement(catalogue, id);
    if (movement != NULL) return named_movement(catalogue, movement, book, arena, out, err);
    const miler_cross *cross = miler_catalogue_cross(catalogue, id);
    if (cross != NULL) return named_cross(cross, book, arena, out, err);
    (void)miler_fail(err, MILER_ERR_NOT_FOUND, "the catalogue has no workout '%.40s'", id);
    miler_error_remedy(err, "the names are in 'miler workout list'");
    return MILER_ERR_NOT_FOUND;
}

miler_status app_workout_named(const miler_catalogue *catalogue, const char *id, double dose,
                               const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                               miler_error *err) {
    *out = (app_workout_answer){.kind = MILER_WORK_KIND_COUNT};
    const miler_status status = named(catalogue, id, dose, book, arena, out, err);
    // What is said about it may be nothing, and is so without memory, too.
    return status == MILER_OK && miler_arena_failed(arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory")
                                                           : status;
}
