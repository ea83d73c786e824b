// SPDX-License-Identifier: MIT
// A session in sounds: every step as it is performed, announced before it begins,
// beeps in repetitions whose pace is known, rests told and counted down.
#include "race/sound_room.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define REST_TICKS 3
#define ANNOUNCE_MIN_S 15.0 // a rest shorter than this has its ticks only
#define PLACE_WITHIN_S 0.6
#define PLACES_TO_M 2000.0 // longer repetitions are run by the beeps alone
#define WITHIN_S 4.0

// One step as it is performed.
typedef struct part {
    const miler_step *step;
    double start_s, lasts_s;
    double mps;         // NaN: no pace to keep
    int32_t pass, of;   // in the innermost repeat; 0 = in none
    bool fast, resting; // a repetition; a recovery or rest
    bool guessed;       // its length is an estimate
} part;

typedef struct session {
    sound_maker *m;
    const miler_pace_book *book;
    part *parts;
    size_t count, room;
    double at_s;
    bool unknown_pace;
} session;

static bool has_pace(const miler_target *t) {
    return t->kind == MILER_TARGET_SPEED || t->kind == MILER_TARGET_RACE || t->kind == MILER_TARGET_ZONE;
}

static bool is_easy(const miler_step *step) {
    const miler_target *t = &step->target;
    return t->kind == MILER_TARGET_NONE ||
           (t->kind == MILER_TARGET_ZONE && (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG)) ||
           (t->kind == MILER_TARGET_EFFORT && t->value <= 4);
}

static bool is_fast(const miler_step *step) {
    if (step->kind == MILER_STEP_RUN) return !is_easy(step);
    return step->kind == MILER_STEP_STRIDE || step->kind == MILER_STEP_HILL ||
           step->kind == MILER_STEP_TIME_TRIAL;
}

// The step's time: its own, by its pace, or as the session's totals estimate it.
static void set_length(session *s, part *p) {
    const miler_step *step = p->step;
    miler_pace_band band;
    p->mps = (double)NAN;
    if (has_pace(&step->target) && s->book != NULL && miler_target_speed(&step->target, s->book, &band) &&
        band.target_mps > 0)
        p->mps = band.target_mps;
    if (step->time_s > 0) {
        p->lasts_s = step->time_s;
        return;
    }
    if (p->fast && step->kind != MILER_STEP_HILL && step->dist_m > 0 && p->mps > 0) {
        p->lasts_s = step->dist_m / p->mps;
        return;
    }
    if (p->fast && step->kind == MILER_STEP_RUN && has_pace(&step->target)) s->unknown_pace = true;
    const miler_workout alone = {.steps = (miler_step *)(uintptr_t)step, .step_count = 1};
    miler_workout_total total;
    miler_workout_sum(&alone, s->book, &total);
    p->lasts_s = total.time_s;
    p->guessed = true;
}

static void add_part(session *s, const miler_step *step, int32_t pass, int32_t of) {
    if (s->count == s->room) {
        const size_t next = s->room > 0 ? s->room * 2 : 64;
        part *grown = miler_arena_grow(s->m->arena, s->parts, s->room, next, sizeof *grown);
        if (grown == NULL) {
            s->m->failed = true;
            return;
        }
        s->parts = grown;
        s->room = next;
    }
    part *p = &s->parts[s->count];
    *p = (part){.step = step,
                .start_s = s->at_s,
                .pass = pass,
                .of = of,
                .fast = is_fast(step),
                .resting = step->kind == MILER_STEP_RECOVERY || step->kind == MILER_STEP_REST};
    set_length(s, p);
    if (!(p->lasts_s > 0)) return; // a rest day
    s->at_s += p->lasts_s;
    s->count++;
}

static void perform(session *s, const miler_step *steps, size_t count, int32_t pass, int32_t of, int depth) {
    for (size_t i = 0; i < count && !s->m->failed; i++) {
        const miler_step *step = &steps[i];
        // A recovery that stands last is taken between passes.
        if (pass > 0 && pass == of && i + 1 == count && count > 1 && step->kind == MILER_STEP_RECOVERY)
            return;
        if (s->at_s > MILER_SOUND_HOURS_MAX * 3600.0) return;
        if (step->kind != MILER_STEP_REPEAT) {
            add_part(s, step, pass, of);
            continue;
        }
        for (int32_t n = 1; n <= step->count && depth < MILER_WORKOUT_DEPTH_MAX; n++)
            perform(s, step->children, step->child_count, n, step->count, depth + 1);
    }
}

// ---- In words

static void append(char *out, size_t size, const char *text) {
    const size_t len = strlen(out);
    if (len + 1 < size) (void)snprintf(out + len, size - len, "%s", text);
}

static const char *kind_words(const part *p) {
    const miler_step *step = p->step;
    if (step->kind == MILER_STEP_RECOVERY) {
        if (step->mode == MILER_RECOVERY_JOG || (step->mode == MILER_RECOVERY_ANY && step->dist_m > 0))
            return "Jog ";
        return step->mode == MILER_RECOVERY_WALK ? "Walk " : "Rest ";
    }
    switch (step->kind) {
    case MILER_STEP_STRIDE:
        return "Stride ";
    case MILER_STEP_HILL:
        return "Hill ";
    case MILER_STEP_DRILLS:
        return "Drills ";
    case MILER_STEP_TIME_TRIAL:
        return "Time trial ";
    default:
        return step->kind == MILER_STEP_RUN && !p->fast ? "Easy " : "";
    }
}

// "Jog four hundred", "Rest sixty seconds", "Easy fifteen minutes", "Plank"
static void describe(const part *p, char out[MILER_SAY_MAX]) {
    const miler_step *step = p->step;
    char figure[MILER_SAY_MAX] = "";
    (void)snprintf(out, MILER_SAY_MAX, "%s", kind_words(p));
    if (out[0] == '\0' && step->name != NULL && step->kind != MILER_STEP_RUN) {
        append(out, MILER_SAY_MAX, step->name);
        append(out, MILER_SAY_MAX, " ");
    }
    if (step->dist_m > 0) {
        miler_say_metres(figure, sizeof figure, step->dist_m);
        if (step->dist_m < 100) append(figure, sizeof figure, " metres");
    } else if (step->time_s > 0) {
        miler_say_seconds(figure, sizeof figure, step->time_s);
    }
    append(out, MILER_SAY_MAX, figure);
}

// What comes: "Four hundred, one nineteen. Two of six."
static void announce(const part *p, char out[MILER_SAY_MAX]) {
    char figure[MILER_SAY_MAX];
    describe(p, out);
    if (p->fast && p->step->dist_m > 0 && p->mps > 0 && p->step->kind != MILER_STEP_HILL) {
        miler_say_clock(figure, sizeof figure, p->lasts_s);
        append(out, MILER_SAY_MAX, " in ");
        append(out, MILER_SAY_MAX, figure);
    }
    if (p->of > 1) {
        append(out, MILER_SAY_MAX, ". ");
        miler_say_metres(figure, sizeof figure, p->pass);
        append(out, MILER_SAY_MAX, figure);
        append(out, MILER_SAY_MAX, " of ");
        miler_say_metres(figure, sizeof figure, p->of);
        append(out, MILER_SAY_MAX, figure);
    }
}

// ---- Into sounds

static void beeps_within(sound_maker *m, const part *p) {
    if (!p->fast || !(p->mps > 0) || p->step->kind == MILER_STEP_HILL) return;
    const double length_m = p->mps * p->lasts_s;
    const double each_m = m->options->beep_m;
    char text[MILER_SAY_MAX];
    for (int i = 1; i * each_m < length_m - 1e-6; i++) {
        const double time_s = p->start_s + i * each_m / p->mps;
        sound_tone(m, MILER_SOUND_BEEP, time_s, i * each_m);
        if (length_m > PLACES_TO_M || fmod(i * each_m, 100) > 1e-6) continue;
        miler_say_metres(text, sizeof text, i * each_m);
        sound_say(m, RANK_PLACE, time_s, time_s + PLACE_WITHIN_S, text);
    }
}

// What the seconds before a fast part hold: its announcement, and ticks.
static void lead_to(sound_maker *m, const part *next, double from_s) {
    char what[MILER_SAY_MAX], text[MILER_SAY_MAX + 16] = "Ten seconds. ";
    const double room_s = next->start_s - from_s;
    sound_count_down(m, next->start_s, from_s < 0 ? from_s : from_s + 1,
                     from_s < 0 ? SOUND_TICKS : REST_TICKS);
    announce(next, what);
    if (room_s >= ANNOUNCE_MIN_S || (from_s < 0 && room_s >= SOUND_WORDS_AT)) {
        append(text, sizeof text, what);
        sound_say(m, RANK_CALL, next->start_s - SOUND_WORDS_AT, next->start_s - REST_TICKS, text);
    } else {
        sound_say(m, RANK_STEP, from_s, next->start_s - 1, what);
    }
}

static void sound_part(sound_maker *m, const part *parts, size_t count, size_t i) {
    const part *p = &parts[i];
    const bool after_fast = i > 0 && parts[i - 1].fast;
    char text[MILER_SAY_MAX];
    sound_tone(m,
               p->fast      ? MILER_SOUND_START
               : after_fast ? MILER_SOUND_STOP
               : i == 0     ? MILER_SOUND_START
                            : MILER_SOUND_LAP,
               p->start_s, (double)NAN);
    beeps_within(m, p);
    if (!p->fast) {
        describe(p, text);
        sound_say(m, RANK_STEP, p->start_s, p->start_s + WITHIN_S, text);
    } else if (after_fast) { // nothing before it in which it could have been said
        announce(p, text);
        sound_say(m, RANK_STEP, p->start_s, p->start_s + WITHIN_S, text);
    }
    if (!p->fast && i + 1 < count && parts[i + 1].fast) lead_to(m, &parts[i + 1], p->start_s);
}

static miler_status judge(const session *s, miler_error *err) {
    if (s->m->failed) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (s->count == 0) return miler_fail(err, MILER_ERR_EMPTY, "nothing in this session takes time");
    if (s->at_s > MILER_SOUND_HOURS_MAX * 3600.0)
        return miler_fail(err, MILER_ERR_LIMIT, "a sound file of a session is at most %d hours",
                          MILER_SOUND_HOURS_MAX);
    if (!s->unknown_pace) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_ARG, "its pace is not known for this runner, so no beep can be set");
    miler_error_remedy(err, "give a result, like --from mile=5:30");
    return MILER_ERR_ARG;
}

miler_status miler_sound_session(const miler_workout *workout, const miler_pace_book *book,
                                 const miler_sound_options *options, miler_arena *arena,
                                 miler_sound_plan *out, miler_error *err) {
    *out = (miler_sound_plan){0};
    miler_status status = sound_check(options, err);
    if (status != MILER_OK) return status;
    sound_maker m = {.options = options, .arena = arena};
    session s = {.m = &m, .book = book};
    perform(&s, workout->steps, workout->step_count, 0, 0, 0);
    if ((status = judge(&s, err)) != MILER_OK) return status;
    if (s.parts[0].fast)
        lead_to(&m, &s.parts[0], -options->lead_s - 1e-9);
    else
        sound_count_down(&m, 0, -options->lead_s, SOUND_TICKS);
    size_t guessed = 0;
    for (size_t i = 0; i < s.count; i++) {
        sound_part(&m, s.parts, s.count, i);
        guessed += s.parts[i].guessed;
    }
    sound_tone(&m, MILER_SOUND_FINISH, s.at_s, (double)NAN);
    sound_say(&m, RANK_CALL, s.at_s, s.at_s + WITHIN_S, "Done. Well run.");
    status = sound_lay(&m, -options->lead_s, s.at_s, out, err);
    out->guessed = guessed;
    return status;
}
