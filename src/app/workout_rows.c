// SPDX-License-Identifier: MIT
// Steps become rows in the order in which they are written. A repeat becomes its
// children and a row that sends back to the first of them.
//
// A recovery that stands last in a repeat is taken between passes only. Watches
// are seen to skip it after the last pass when what follows is no recovery; where
// it would add to another recovery, the last pass is written out without it:
//
//     6x400 r200 jog, 10min easy      [400, 200 jog] x 6, 10 min
//     3 x (4x400 r60s) R3', 1km       [[400, 60 s] x 3, 400, 3 min] x 3, 1 km
#include "app/workout_rows.h"

#include "base/utf8.h"

#include <miler/catalogue.h>
#include <stdio.h>
#include <string.h>

// A single pace becomes a band this much to either side, for a watch can only
// watch over a band: about 1.5 s of a lap in 72 s. Engineering estimate.
#define BAND_SHARE 0.02
#define DEPTH_MOST 8

typedef struct maker {
    const miler_pace_book *book;
    miler_units units;
    int depth_most;
    size_t most;
    miler_arena *arena;
    workout_rows *out;
    size_t cap;
    bool failed;
    bool hard_seen; // something other than easy running has come
} maker;

const char *workout_lost_text(uint32_t bit) {
    static const char *const texts[ROWS_LOST_COUNT] = {
        "effort is told in words, no alert",
        "the load of an exercise is told in words",
        "the pace is not known yet: told in words, no alert",
        "repeats within repeats are written out",
        "exercises within a run end with the lap button",
        "more steps than a watch takes",
        "nothing to do on it",
        "a text was too long and is cut",
        "the heart rate is not known yet: told in words, no alert",
    };
    for (size_t i = 0; i < ROWS_LOST_COUNT; i++)
        if (bit == 1u << i) return texts[i];
    return "";
}

char *workout_plain(const char *text, miler_arena *arena) {
    const size_t len = strlen(text);
    char *out = miler_arena_dup(arena, text);
    for (size_t i = 0; out != NULL && i < len;) {
        const size_t sound = miler_utf8_len(text + i, len - i);
        if (sound == 0 || (unsigned char)text[i] < 0x20 || text[i] == 0x7F) out[i] = ' ';
        i += sound != 0 ? sound : 1;
    }
    return out;
}

// ---- Rows

static size_t add_at(maker *m, const miler_workout_row *row, const char *cue, double speed) {
    workout_rows *out = m->out;
    if (out->count >= m->most) {
        out->lost |= ROWS_TOO_LONG;
        return out->count;
    }
    if (out->count == m->cap) {
        const size_t cap = m->cap == 0 ? 32 : m->cap * 2;
        miler_workout_row *rows = miler_arena_array(m->arena, cap, sizeof *rows);
        const char **cues = miler_arena_array(m->arena, cap, sizeof *cues);
        double *speeds = miler_arena_array(m->arena, cap, sizeof *speeds);
        if (rows == NULL || cues == NULL || speeds == NULL) {
            m->failed = true;
            return out->count;
        }
        if (out->count > 0) {
            memcpy(rows, out->rows, out->count * sizeof *rows);
            memcpy(cues, out->cues, out->count * sizeof *cues);
            memcpy(speeds, out->speeds, out->count * sizeof *speeds);
        }
        out->rows = rows;
        out->cues = cues;
        out->speeds = speeds;
        m->cap = cap;
    }
    out->rows[out->count] = *row;
    out->cues[out->count] = cue;
    out->speeds[out->count] = speed;
    return out->count++;
}

static size_t add(maker *m, const miler_workout_row *row, const char *cue) {
    return add_at(m, row, cue, 0);
}

static miler_workout_row blank_row(void) {
    return (miler_workout_row){
        .slow_mps = NAN, .fast_mps = NAN, .low_bpm = NAN, .high_bpm = NAN, .exercise = -1, .movement = -1};
}

// Figures may stand beside the word: "warm-up 15min 5:00/km".
static bool named_easy(const char *name) {
    static const char *const words[] = {"warm-up", "cool-down", "easy", "long"};
    while (name != NULL && *name != '\0') {
        const size_t len = strcspn(name, ",");
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (len == strlen(words[i]) && strncmp(name, words[i], len) == 0) return true;
        name += len;
        name += strspn(name, ", ");
    }
    return false;
}

static bool easy(const miler_step *step) {
    const miler_target *t = &step->target;
    if (step->kind != MILER_STEP_RUN) return false;
    if (named_easy(step->name)) return true;
    return t->kind == MILER_TARGET_NONE ||
           (t->kind == MILER_TARGET_ZONE && (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG)) ||
           (t->kind == MILER_TARGET_EFFORT && t->value <= 4);
}

// ---- Texts

static bool take_line(void *user, int indent, const char *text) {
    miler_buf *line = user;
    (void)indent;
    if (line->len > 0) miler_buf_text_append(line, "; ");
    miler_buf_text_append(line, text);
    return true;
}

// The step alone as a person reads it; the note keeps what the name has no room for.
static void put_texts(maker *m, const miler_step *step, miler_workout_row *row) {
    const miler_workout one = {.steps = (miler_step *)(uintptr_t)step, .step_count = 1};
    miler_buf line;
    miler_buf_init(&line, miler_arena_allocator(m->arena), 1024);
    if (miler_workout_lines(&one, m->book, m->units, take_line, &line) == MILER_ERR_NOMEM) m->failed = true;
    if (line.failed) m->failed = true;
    char *text = workout_plain(miler_buf_text(&line), m->arena);
    miler_buf_deinit(&line);
    if (text == NULL) {
        m->failed = true;
        return;
    }
    row->name = text;
    if (strlen(text) > MILER_FIT_STEP_NAME_MAX) row->note = text;
    if (strlen(text) > MILER_FIT_STEP_NOTE_MAX) m->out->lost |= ROWS_CUT;
}

// ---- Ends and targets

static void put_end(const miler_step *step, miler_workout_row *row) {
    row->end = step->dist_m > 0 ? MILER_END_DISTANCE : step->time_s > 0 ? MILER_END_TIME : MILER_END_OPEN;
    row->value = step->dist_m > 0 ? step->dist_m : step->time_s;
}

static void put_heart(maker *m, const miler_step *step, miler_workout_row *row) {
    miler_numbers numbers;
    miler_step_numbers(step, m->book, &numbers);
    if (numbers.low_bpm > 0 && numbers.high_bpm > 0) {
        row->low_bpm = numbers.low_bpm;
        row->high_bpm = numbers.high_bpm;
    } else {
        m->out->lost |= ROWS_NO_HEART;
    }
}

static void put_target(maker *m, const miler_step *step, miler_workout_row *row) {
    const miler_target *t = &step->target;
    miler_pace_band band;
    if (t->kind == MILER_TARGET_HR || t->percent_of == MILER_PERCENT_OF_HR_MAX ||
        t->percent_of == MILER_PERCENT_OF_HR_THRESHOLD) {
        put_heart(m, step, row);
    } else if (t->kind == MILER_TARGET_EFFORT ||
               (step->kind == MILER_STEP_CROSS && t->kind != MILER_TARGET_NONE)) {
        m->out->lost |= ROWS_EFFORT; // on a bicycle, too: no runner's speed goes to its watch
    } else if (t->kind == MILER_TARGET_LOAD) {
        m->out->lost |= ROWS_LOAD;
    } else if (t->kind != MILER_TARGET_NONE && !miler_target_speed(t, m->book, &band)) {
        m->out->lost |= ROWS_NO_PACE;
    } else if (t->kind != MILER_TARGET_NONE) {
        row->slow_mps = fmin(band.slow_mps, band.target_mps * (1 - BAND_SHARE));
        row->fast_mps = fmax(band.fast_mps, band.target_mps * (1 + BAND_SHARE));
    }
}

// ---- Kinds of step

static void add_running(maker *m, const miler_step *step) {
    miler_workout_row row = blank_row();
    const char *cue = "Run";
    put_end(step, &row);
    put_target(m, step, &row);
    put_texts(m, step, &row);
    row.intensity = MILER_INTENSITY_ACTIVE;
    if (easy(step)) {
        cue = "Easy";
    } else {
        m->hard_seen = true;
        row.intensity = MILER_INTENSITY_INTERVAL;
    }
    if (step->kind == MILER_STEP_STRIDE) cue = "Stride";
    if (step->kind == MILER_STEP_HILL) cue = "Hill";
    if (step->kind == MILER_STEP_TIME_TRIAL) cue = "Trial";
    (void)add_at(m, &row, cue, miler_step_speed(step, m->book));
}

static void add_recovery(maker *m, const miler_step *step) {
    static const char *const cues[] = {"Rest", "Jog", "Walk", "Stand"};
    miler_workout_row row = blank_row();
    const bool jog =
        step->mode == MILER_RECOVERY_JOG || (step->mode == MILER_RECOVERY_ANY && step->dist_m > 0);
    put_end(step, &row);
    put_texts(m, step, &row);
    row.intensity = jog ? MILER_INTENSITY_RECOVERY : MILER_INTENSITY_REST;
    (void)add(m, &row, cues[jog ? MILER_RECOVERY_JOG : step->mode]);
}

// The profile's numbers of the exercises it knows: category, and the movement
// within it where one is meant (-1: the category says it). Facts of the format,
// as two other readers of it have them.
static const struct {
    const char *name;
    int16_t category, movement;
} exercises[] = {
    {"squat", 28, 61},
    {"goblet squat", 28, 37},
    {"front squat", 28, 8},
    {"lunge", 17, 32},
    {"split squat", 17, -1},
    {"Bulgarian split squat", 17, 18},
    {"deadlift", 8, 0},
    {"Romanian deadlift", 8, 23},
    {"single-leg deadlift", 8, 14},
    {"calf raise", 1, 18},
    {"single-leg calf raise", 1, 15},
    {"soleus raise", 1, 6},
    {"hip thrust", 10, 1},
    {"glute bridge", 10, 11},
    {"step-up", 28, 66},
    {"push-up", 22, 77},
    {"incline push-up", 22, 27},
    {"pull-up", 21, 38},
    {"dumbbell row", 23, 2},
    {"plank", 19, 43},
    {"side plank", 19, 66},
    {"dead bug", 11, 1},
    {"bird dog", 11, -1},
    {"monster walk", 11, 11},
    {"hip flexor raise", 16, -1},
    {"box jump", 20, 33},
    {"squat jump", 20, 3},
    {"depth jump", 20, 7},
    {"single-leg bound", 20, -1},
    {"alternate bound", 20, -1},
    {"skip for height", 20, -1},
    {"pogo", 20, -1},
    {"single-leg pogo", 20, -1},
    {"lateral hop", 20, -1},
    {"feet-up push-up", 22, 13},
    {"reverse lunge", 17, -1},
    {"lateral lunge", 17, 61},
    {"single-leg glute bridge", 10, 30},
    {"hamstring walkout", 10, -1},
    {"tibialis raise", 1, -1},
    {"wall sit", 28, 20},
    {"Copenhagen plank", 19, -1},
    {"back extension", 13, 29},
    {"skater bound", 20, -1},
    {"split jump", 20, 0},
    {"broad jump", 20, -1},
    {"hurdle hop", 20, -1},
    {"ankle hop", 20, -1},
    {"burpee", 29, 0},
};

static void add_exercise(maker *m, const miler_step *step) {
    miler_workout_row row = blank_row();
    const double sides = step->each_side ? 2 : 1;
    for (size_t i = 0; i < sizeof exercises / sizeof exercises[0] && step->name != NULL; i++) {
        if (strcmp(exercises[i].name, step->name) != 0) continue;
        row.exercise = exercises[i].category;
        row.movement = exercises[i].movement;
    }
    put_end(step, &row);
    row.value *= row.end == MILER_END_TIME ? sides : 1;
    if (row.end == MILER_END_OPEN && step->reps > 0) {
        row.end = MILER_END_REPS;
        row.value = step->reps * sides;
    }
    // A run's list of steps has no repetitions to count.
    if (m->out->sport != MILER_SPORT_STRENGTH && row.end == MILER_END_REPS) {
        row.end = MILER_END_OPEN;
        row.value = 0;
        m->out->lost |= ROWS_IN_RUN;
    }
    if (step->target.kind == MILER_TARGET_LOAD) m->out->lost |= ROWS_LOAD;
    if (step->target.kind == MILER_TARGET_EFFORT) m->out->lost |= ROWS_EFFORT;
    put_texts(m, step, &row);
    row.intensity = MILER_INTENSITY_ACTIVE;
    m->hard_seen = true;
    (void)add(m, &row, "Exercise");
}

static void add_other(maker *m, const miler_step *step) {
    miler_workout_row row = blank_row();
    const char *cue = step->kind == MILER_STEP_DRILLS ? "Drills" : "Ride";
    put_end(step, &row);
    put_texts(m, step, &row);
    row.intensity = MILER_INTENSITY_ACTIVE;
    if (step->kind == MILER_STEP_CROSS) {
        cue = "Cross-training";
        put_target(m, step, &row);
    } else if (step->kind == MILER_STEP_REST) {
        cue = "Rest";
        row.intensity = MILER_INTENSITY_REST;
        // A day off is no step; stretching or rolling is.
        if (step->name == NULL && row.end == MILER_END_OPEN) return;
    } else {
        m->hard_seen = true; // drills end the warm-up
        row.intensity = MILER_INTENSITY_WARMUP;
    }
    (void)add(m, &row, cue);
}

static void add_list(maker *m, const miler_step *steps, size_t count, int depth, bool then_recovery);

static int nesting(const miler_step *step) {
    int deepest = 0;
    if (step->kind != MILER_STEP_REPEAT) return 0;
    for (size_t i = 0; i < step->child_count; i++) {
        const int below = nesting(&step->children[i]);
        if (below > deepest) deepest = below;
    }
    return deepest + 1;
}

static void send_back(maker *m, size_t first, int32_t passes) {
    miler_workout_row row = blank_row();
    row.end = MILER_END_REPEAT;
    row.from = first;
    row.value = passes;
    if (m->out->count > first) (void)add(m, &row, "Repeat");
}

static void add_repeat(maker *m, const miler_step *repeat, int depth, bool then_recovery) {
    const size_t n = repeat->child_count;
    const bool between = n > 1 && repeat->children[n - 1].kind == MILER_STEP_RECOVERY;
    if (nesting(repeat) + depth > m->depth_most) { // write the passes out
        m->out->lost |= ROWS_UNROLLED;
        for (int32_t pass = 1; pass <= repeat->count && (m->out->lost & ROWS_TOO_LONG) == 0; pass++) {
            const bool last = pass == repeat->count;
            add_list(m, repeat->children, n - (between && last ? 1 : 0), depth, last && then_recovery);
        }
        return;
    }
    const size_t first = m->out->count;
    const bool apart = between && then_recovery; // two rests would meet: the last pass by itself
    if (!apart || repeat->count > 2) {
        add_list(m, repeat->children, n, depth + 1, false);
        send_back(m, first, repeat->count - (apart ? 1 : 0));
    } else {
        add_list(m, repeat->children, n, depth, false);
    }
    if (apart) add_list(m, repeat->children, n - 1, depth, then_recovery);
}

static void add_step(maker *m, const miler_step *step, int depth, bool then_recovery) {
    switch (step->kind) {
    case MILER_STEP_REPEAT:
        if (depth < DEPTH_MOST) add_repeat(m, step, depth, then_recovery);
        break;
    case MILER_STEP_RECOVERY:
        add_recovery(m, step);
        break;
    case MILER_STEP_EXERCISE:
        add_exercise(m, step);
        break;
    case MILER_STEP_DRILLS:
    case MILER_STEP_CROSS:
    case MILER_STEP_REST:
        add_other(m, step);
        break;
    default:
        add_running(m, step);
        break;
    }
}

static void add_list(maker *m, const miler_step *steps, size_t count, int depth, bool then_recovery) {
    for (size_t i = 0; i < count && !m->failed; i++) {
        const bool followed = i + 1 < count ? steps[i + 1].kind == MILER_STEP_RECOVERY : then_recovery;
        add_step(m, &steps[i], depth, followed);
    }
}

// ---- The whole

static miler_sport cross_sport(const miler_step *step) {
    static const struct {
        const char *name;
        miler_sport sport;
    } sports[] = {{"bike", MILER_SPORT_CYCLING},   {"swim", MILER_SPORT_SWIMMING},
                  {"rowing", MILER_SPORT_ROWING},  {"elliptical", MILER_SPORT_ELLIPTICAL},
                  {"aqua jog", MILER_SPORT_OTHER}, {"hike", MILER_SPORT_HIKING}};
    for (size_t i = 0; i < sizeof sports / sizeof sports[0] && step->name != NULL; i++)
        if (strcmp(sports[i].name, step->name) == 0) return sports[i].sport;
    return MILER_SPORT_OTHER;
}

// What most of it is: the first step of running, else of another sport, else of strength.
static void find_sport(const miler_step *steps, size_t count, miler_sport *sport) {
    for (size_t i = 0; i < count && *sport != MILER_SPORT_RUNNING; i++) {
        const miler_step *step = &steps[i];
        if (step->kind == MILER_STEP_REPEAT)
            find_sport(step->children, step->child_count, sport);
        else if (step->kind == MILER_STEP_CROSS && *sport != MILER_SPORT_STRENGTH)
            *sport = cross_sport(step);
        else if (step->kind == MILER_STEP_EXERCISE)
            *sport = MILER_SPORT_STRENGTH;
        else if (step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_STRIDE ||
                 step->kind == MILER_STEP_HILL || step->kind == MILER_STEP_TIME_TRIAL)
            *sport = MILER_SPORT_RUNNING;
    }
}

// Easy running before the work is the warm-up, after it the cool-down; a run that
// is easy from end to end is neither.
static void name_ends(workout_rows *out) {
    size_t first = 0;
    size_t last = out->count;
    while (first < out->count && strcmp(out->cues[first], "Easy") == 0)
        first++;
    if (first == out->count) return;
    for (size_t i = first; i < out->count; i++) // what is repeated warms nobody up
        if (out->rows[i].end == MILER_END_REPEAT && out->rows[i].from < first) first = out->rows[i].from;
    while (last > first && strcmp(out->cues[last - 1], "Easy") == 0)
        last--;
    for (size_t i = 0; i < first; i++) {
        out->rows[i].intensity = MILER_INTENSITY_WARMUP;
        out->cues[i] = "Warm-up";
    }
    for (size_t i = last; i < out->count; i++) {
        out->rows[i].intensity = MILER_INTENSITY_COOLDOWN;
        out->cues[i] = "Cool-down";
    }
}

miler_status workout_rows_make(const miler_workout *workout, const miler_pace_book *book, miler_units units,
                               int depth, size_t most, miler_arena *arena, workout_rows *out,
                               miler_error *err) {
    *out = (workout_rows){.sport = MILER_SPORT_UNKNOWN};
    maker m = {.book = book, .units = units, .depth_most = depth, .most = most, .arena = arena, .out = out};
    find_sport(workout->steps, workout->step_count, &out->sport);
    add_list(&m, workout->steps, workout->step_count, 0, false);
    if (m.failed) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (out->count == 0) out->lost |= ROWS_NOTHING;
    if ((out->lost & ROWS_TOO_LONG) != 0) out->count = 0;
    if (out->sport == MILER_SPORT_UNKNOWN) out->sport = MILER_SPORT_OTHER;
    name_ends(out);
    return MILER_OK;
}
