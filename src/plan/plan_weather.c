// SPDX-License-Identifier: MIT
// A session when the weather or the place does not allow it: the same work in
// another form. What is run by distance at a pace becomes time, so that it can be
// done on any safe road or on a belt; the rest is said in words.
#include "workout/workout_pace.h"

#include <miler/plan.h>

#include <math.h>
#include <string.h>

#define STEP_S 5.0 // times are told to five seconds [engineering estimate]

// Makes fast stretches told by distance into time; false where there is none.
static bool by_time(miler_step *steps, size_t count, const miler_pace_book *book) {
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
        miler_step *s = &steps[i];
        miler_pace_band band;
        double mps = 0;
        if (s->kind == MILER_STEP_REPEAT) {
            changed = by_time(s->children, s->child_count, book) || changed;
            continue;
        }
        const bool jog = s->kind == MILER_STEP_RECOVERY;
        if (!(s->dist_m > 0) || (s->kind != MILER_STEP_RUN && !jog)) continue;
        if (miler_target_speed(&s->target, book, &band))
            mps = band.target_mps;
        else if (jog)
            mps = WKO_JOG_SHARE * book->zones[MILER_ZONE_EASY].target_mps;
        if (!(mps > 0)) continue;
        s->time_s = fmax(round(s->dist_m / mps / STEP_S), 1) * STEP_S;
        s->dist_m = 0;
        changed = true;
    }
    return changed;
}

static const char *words_of(const miler_session *s) {
    if (s->covers >> MILER_SESSION_TRIAL & 1 && strstr(s->text, "time trial") != NULL)
        return "A trial says little in wind, on wet leaves or in heat: wait for up to three days, and let "
               "the next "
               "hard day wait with it.";
    if (s->hard)
        return "No track, ice or a storm: the same by time on a safe road, or on a treadmill at 1 %, which "
               "costs "
               "what the air does outside (Jones & Doust 1996). Over about 26 C longer recoveries, not "
               "slower "
               "reps.";
    switch (s->kind) {
    case MILER_SESSION_HILLS:
        return "No hill, or ice on it: the sprints on a treadmill at 8 % or up stairs, else relaxed strides "
               "on the "
               "flat.";
    case MILER_SESSION_LONG:
        return "In heat early in the day, slower by feel, with water; on ice short loops, a treadmill, or "
               "the same "
               "minutes of cross-training.";
    case MILER_SESSION_PLYO:
        return "On a dry, even floor; never on ice or when the calves are sore.";
    case MILER_SESSION_EASY:
    case MILER_SESSION_STRIDES:
    case MILER_SESSION_DRILLS:
        return "In heat slower by feel; on ice without the fast parts, on a treadmill, or the same minutes "
               "of "
               "cross-training.";
    default:
        return "";
    }
}

static bool turns_into_time(const miler_session *s) {
    return s->hard && s->kind != MILER_SESSION_RACE && strstr(s->text, "time trial") == NULL;
}

miler_status miler_plan_elsewhere(const miler_session *session, const miler_pace_book *book,
                                  miler_arena *arena, miler_elsewhere *out, miler_error *err) {
    if (session == NULL || book == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "a session elsewhere needs a session and a runner's paces");
    *out = (miler_elsewhere){"", ""};
    if (session->kind == MILER_SESSION_RACE) return MILER_OK;
    out->words = words_of(session);
    if (!turns_into_time(session)) return MILER_OK;
    miler_workout workout;
    miler_buf text;
    miler_status status = miler_workout_parse(session->text, arena, &workout, err);
    if (status != MILER_OK || !by_time(workout.steps, workout.step_count, book)) return status;
    miler_buf_init(&text, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(&workout, &text);
    status = miler_buf_status(&text, err);
    const char *kept = status == MILER_OK ? miler_arena_dup(arena, miler_buf_text(&text)) : NULL;
    miler_buf_deinit(&text);
    if (status == MILER_OK && kept == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) out->text = kept;
    return status;
}
