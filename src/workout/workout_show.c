// SPDX-License-Identifier: MIT
// A session as a runner reads it: each step in the runner's own numbers, a line
// a step, repeats indented.
//
//     15 min easy (5:10-5:40/km)
//     6 x 400 m in 1:22.0 (mile pace), jog 400 m between
//     3 x
//       4 x 400 m in 72.0 with 60 s rest between
//       then 3 min rest
#include "workout/workout_pace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void pace_text(char *out, size_t size, double mps, miler_units units) {
    miler_print_pace(out, size, 1000 / mps, units);
}

// "5:10-5:40/km"
static void band_text(char *out, size_t size, const miler_pace_band *band, miler_units units) {
    char fast[MILER_TEXT_MAX];
    char slow[MILER_TEXT_MAX];
    pace_text(fast, sizeof fast, band->fast_mps, units);
    pace_text(slow, sizeof slow, band->slow_mps, units);
    char *unit = strchr(fast, '/');
    if (strcmp(fast, slow) == 0 || unit == NULL) {
        (void)snprintf(out, size, "%s", slow);
        return;
    }
    *unit = '\0';
    (void)snprintf(out, size, "%s-%s", fast, slow);
}

static bool wide(const miler_target *t) {
    if (t->kind == MILER_TARGET_SPEED) return t->slow_mps > 0;
    if (t->percent_of == MILER_PERCENT_OF_SPEED) return t->low_percent < t->high_percent;
    return t->kind == MILER_TARGET_ZONE &&
           (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG || t->zone == MILER_ZONE_MARATHON);
}

static void speed_text(char *out, size_t size, const miler_step *step, const miler_pace_band *band,
                       miler_units units) {
    const bool rep = step->dist_m > 0 && step->dist_m <= MILER_MILE_M + 1;
    if (rep && !(wide(&step->target) && step->target.kind == MILER_TARGET_ZONE)) {
        if (step->target.kind == MILER_TARGET_SPEED && step->target.slow_mps > 0) {
            char slow[MILER_TEXT_MAX];
            miler_print_time(out, size, step->dist_m / band->fast_mps, 1);
            miler_print_time(slow, sizeof slow, step->dist_m / band->slow_mps, 1);
            const size_t len = strlen(out);
            if (len < size) (void)snprintf(out + len, size - len, "-%s", slow);
        } else {
            miler_print_time(out, size, step->dist_m / band->target_mps, 1);
        }
    } else if (wide(&step->target)) {
        band_text(out, size, band, units);
    } else {
        pace_text(out, size, band->target_mps, units);
    }
}

static void load_text(char *out, size_t size, const miler_target *t) {
    if (t->load_kg > 0)
        (void)snprintf(out, size, "%g kg", t->load_kg);
    else if (t->value > 0)
        (void)snprintf(out, size, "%.0f %% of best", t->value);
    else
        (void)snprintf(out, size, "body weight");
}

// In beats where the runner's heart rate is known, else in the percent written.
static void heart_text(char *out, size_t size, const miler_target *t, const miler_pace_book *book) {
    const bool of_max = t->percent_of == MILER_PERCENT_OF_HR_MAX;
    double low, high;
    if (wko_heart_band(t, book, &low, &high))
        (void)snprintf(out, size, "%ld-%ld bpm", lround(low), lround(high));
    else if (t->low_percent < t->high_percent)
        (void)snprintf(out, size, "%g-%g %% of %s HR", t->low_percent, t->high_percent,
                       of_max ? "max" : "threshold");
    else
        (void)snprintf(out, size, "%g %% of %s HR", t->low_percent, of_max ? "max" : "threshold");
}

// On a bicycle or in water a runner's paces say nothing: the effort of the zone does.
static void cross_text(char *out, size_t size, const miler_step *step, const miler_pace_book *book) {
    miler_numbers n;
    miler_step_numbers(step, book, &n);
    if (n.low_rpe < n.high_rpe)
        (void)snprintf(out, size, "RPE %g-%g", n.low_rpe, n.high_rpe);
    else if (n.low_rpe > 0)
        (void)snprintf(out, size, "RPE %g", n.low_rpe);
}

void miler_target_print(char *out, size_t out_size, const miler_step *step, const miler_pace_book *book,
                        miler_units units) {
    const miler_target *t = &step->target;
    miler_pace_band band;
    if (out_size == 0) return;
    out[0] = '\0';
    if (t->kind == MILER_TARGET_EFFORT)
        (void)snprintf(out, out_size, fmod(t->value, 1) < 0.05 ? "RPE %.0f" : "RPE %.0f.5", floor(t->value));
    else if (t->kind == MILER_TARGET_LOAD)
        load_text(out, out_size, t);
    else if (t->kind == MILER_TARGET_HR || t->percent_of == MILER_PERCENT_OF_HR_MAX ||
             t->percent_of == MILER_PERCENT_OF_HR_THRESHOLD)
        heart_text(out, out_size, t, book);
    else if (step->kind == MILER_STEP_CROSS)
        cross_text(out, out_size, step, book);
    else if (miler_target_speed(t, book, &band))
        speed_text(out, out_size, step, &band, units);
}

// ---- Lines

typedef struct writer {
    const miler_pace_book *book;
    miler_units units;
    miler_workout_line_fn *fn;
    void *user;
    miler_buf line;
    bool stopped;
} writer;

static void put_line(writer *w, int indent) {
    if (w->line.len != 0 && !w->line.failed && !w->stopped)
        w->stopped = !w->fn(w->user, indent, miler_buf_text(&w->line));
    if (!w->line.failed) miler_buf_clear(&w->line);
}

static void put_length(writer *w, const miler_step *step) {
    char text[MILER_TEXT_MAX];
    const int64_t ms = (int64_t)llround(step->time_s * 1000);
    if (step->dist_m > 0) {
        miler_print_distance(text, sizeof text, step->dist_m, w->units);
        miler_buf_text_append(&w->line, text);
    } else if (ms >= 120000 && ms % 60000 == 0) {
        miler_buf_printf(&w->line, "%lld min", (long long)(ms / 60000));
    } else if (ms >= 120000) {
        miler_print_time(text, sizeof text, step->time_s, 0);
        miler_buf_text_append(&w->line, text); // "2:45"
    } else {
        wko_print_milli(&w->line, ms);
        miler_buf_text_append(&w->line, " s");
    }
}

// What the target is called: "mile pace", "threshold", "goal pace, 2 s a lap faster".
static void put_target_name(writer *w, const miler_target *t) {
    if (t->percent_of == MILER_PERCENT_OF_SPEED) {
        if (t->low_percent < t->high_percent)
            miler_buf_printf(&w->line, "%g-%g %% of ", t->low_percent, t->high_percent);
        else
            miler_buf_printf(&w->line, "%g %% of ", t->low_percent);
    }
    if (t->kind == MILER_TARGET_ZONE) miler_buf_text_append(&w->line, wko_zone_word(t->zone));
    if (t->kind != MILER_TARGET_RACE) return;
    char dist[MILER_TEXT_MAX];
    if (t->race_dist_m <= 0)
        (void)snprintf(dist, sizeof dist, "goal");
    else
        miler_print_distance(dist, sizeof dist, t->race_dist_m, w->units);
    miler_buf_printf(&w->line, "%s pace", dist);
    if (t->offset_s_per_400 == 0) return;
    miler_buf_text_append(&w->line, ", ");
    wko_print_milli(&w->line, (int64_t)llround(fabs(t->offset_s_per_400) * 1000));
    miler_buf_text_append(&w->line, t->offset_s_per_400 < 0 ? " s a lap faster" : " s a lap slower");
}

static bool is_named(const miler_target *t) {
    return (t->kind == MILER_TARGET_ZONE && t->percent_of <= MILER_PERCENT_OF_SPEED) ||
           t->kind == MILER_TARGET_RACE;
}

static void put_target(writer *w, const miler_step *step) {
    const miler_target *t = &step->target;
    char text[MILER_TEXT_MAX];
    miler_target_print(text, sizeof text, step, w->book, w->units);
    const bool named = is_named(t);
    const bool timed = step->dist_m > 0 && text[0] != '\0' && strchr(text, '/') == NULL &&
                       (named || t->kind == MILER_TARGET_SPEED);
    if (t->kind == MILER_TARGET_NONE) return;
    if (timed) {
        miler_buf_printf(&w->line, " in %s", text);
        if (!named) return;
        miler_buf_text_append(&w->line, " (");
        put_target_name(w, t);
        miler_buf_text_append(&w->line, ")");
        return;
    }
    if (named) {
        miler_buf_text_append(&w->line, t->kind == MILER_TARGET_RACE ? " at " : " ");
        put_target_name(w, t);
        if (text[0] != '\0') miler_buf_printf(&w->line, " (%s)", text);
    } else if (text[0] != '\0') {
        miler_buf_printf(&w->line, " at %s", text);
    }
}

static void put_recovery(writer *w, const miler_step *step) {
    static const char *const verbs[] = {"", "jog ", "walk ", "stand "};
    const bool jog = step->mode == MILER_RECOVERY_ANY && step->dist_m > 0;
    miler_buf_text_append(&w->line, verbs[jog ? MILER_RECOVERY_JOG : step->mode]);
    put_length(w, step);
    if (step->mode == MILER_RECOVERY_ANY && !jog) miler_buf_text_append(&w->line, " rest");
}

static void put_exercise(writer *w, const miler_step *step, int32_t sets) {
    miler_buf_printf(&w->line, "%s ", step->name != NULL ? step->name : "exercise");
    if (sets > 1) miler_buf_printf(&w->line, "%d x ", (int)sets);
    if (step->reps > 0)
        miler_buf_printf(&w->line, "%d", (int)step->reps);
    else
        put_length(w, step);
    if (step->each_side) miler_buf_text_append(&w->line, " each side");
    put_target(w, step);
}

// The word behind the length; NULL = none.
static const char *step_word(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
        return "strides";
    case MILER_STEP_HILL:
        return step->target.kind == MILER_TARGET_NONE ? "hill sprint" : "uphill";
    case MILER_STEP_DRILLS:
        return step->name != NULL ? step->name : "drills";
    case MILER_STEP_TIME_TRIAL:
        return "time trial";
    case MILER_STEP_REST:
        return step->name != NULL ? step->name : "rest";
    case MILER_STEP_CROSS:
        return step->name;
    default:
        return NULL;
    }
}

static void put_step(writer *w, const miler_step *step, int32_t sets) {
    if (step->kind == MILER_STEP_EXERCISE) {
        put_exercise(w, step, sets);
        return;
    }
    if (sets > 1) miler_buf_printf(&w->line, "%d x ", (int)sets);
    if (step->kind == MILER_STEP_RECOVERY) {
        put_recovery(w, step);
        return;
    }
    const bool length = step->dist_m > 0 || step->time_s > 0;
    const char *word = step_word(step);
    if (length) put_length(w, step);
    if (word != NULL) miler_buf_printf(&w->line, length ? " %s" : "%s", word);
    put_target(w, step);
    const bool note =
        step->name != NULL && (step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_STRIDE ||
                               step->kind == MILER_STEP_HILL || step->kind == MILER_STEP_TIME_TRIAL);
    if (note) miler_buf_printf(&w->line, ", %s", step->name);
}

static void put_steps(writer *w, const miler_step *steps, size_t count, int indent);

// "with 60 s rest between", "jog 400 m between".
static void put_between(writer *w, const miler_step *rest) {
    const bool noun = rest->mode == MILER_RECOVERY_ANY && rest->dist_m <= 0;
    miler_buf_text_append(&w->line, noun ? " with " : ", ");
    put_recovery(w, rest);
    miler_buf_text_append(&w->line, " between");
}

static void put_repeat(writer *w, const miler_step *step, int indent) {
    size_t body = step->child_count;
    const bool rest = body > 1 && step->children[body - 1].kind == MILER_STEP_RECOVERY;
    if (rest) body--;
    if (body == 1 && step->children[0].kind != MILER_STEP_REPEAT) {
        put_step(w, &step->children[0], step->count);
        if (rest) put_between(w, &step->children[body]);
        put_line(w, indent);
        return;
    }
    miler_buf_printf(&w->line, "%d x", (int)step->count);
    put_line(w, indent);
    put_steps(w, step->children, body, indent + 1);
    if (!rest) return;
    miler_buf_text_append(&w->line, "then ");
    put_recovery(w, &step->children[body]);
    put_line(w, indent + 1);
}

static void put_steps(writer *w, const miler_step *steps, size_t count, int indent) {
    if (indent > MILER_WORKOUT_DEPTH_MAX) return; // no tree of the parser is so deep
    for (size_t i = 0; i < count && !w->stopped; i++) {
        if (steps[i].kind == MILER_STEP_REPEAT) {
            put_repeat(w, &steps[i], indent);
        } else {
            put_step(w, &steps[i], 1);
            put_line(w, indent);
        }
    }
}

// Lines are short: they live in one fixed block, so that showing a session
// needs no allocator and cannot run out of memory.
#define LINE_MAX_BYTES 1024

static void *fixed_block(void *user, void *ptr, size_t old_size, size_t new_size) {
    (void)ptr;
    (void)old_size;
    return new_size == 0 || new_size > LINE_MAX_BYTES ? NULL : user;
}

miler_status miler_workout_lines(const miler_workout *workout, const miler_pace_book *book, miler_units units,
                                 miler_workout_line_fn *fn, void *user) {
    char block[LINE_MAX_BYTES];
    const miler_alloc fixed = {.resize = fixed_block, .user = block};
    writer w = {.book = book, .units = units, .fn = fn, .user = user};
    miler_buf_init(&w.line, &fixed,
                   LINE_MAX_BYTES / 2 - 1); // the buffer doubles: half a block is what it can fill
    put_steps(&w, workout->steps, workout->step_count, 0);
    return w.line.failed ? MILER_ERR_LIMIT : w.stopped ? MILER_ERR_CANCELLED : MILER_OK;
}
