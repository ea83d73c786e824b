// SPDX-License-Identifier: MIT
// Steps -> text, the normal form: one spelling for each tree, in the order
// length, words, target, note, recovery, steps separated by commas.
// Recursion goes down repeats only and is cut at MILER_WORKOUT_DEPTH_MAX.
#include "workout/workout_words.h"

#include <math.h>
#include <string.h>

static int64_t milli(double value) {
    return (int64_t)llround(value * 1000);
}

static void print_dist(miler_buf *out, double dist_m, bool small_is_metres) {
    const int64_t mm = milli(dist_m);
    const int64_t mile_mm = 1609344;
    const int64_t hundredths = llround(dist_m / 16.09344);
    if (mm % 1000000 == 0 && mm >= 2000000) {
        miler_buf_printf(out, "%lldkm", (long long)(mm / 1000000));
    } else if (mm % 100000 == 0 && mm >= 5000000) {
        wko_print_milli(out, mm / 1000);
        miler_buf_text_append(out, "km");
    } else if (mm % mile_mm == 0) {
        miler_buf_printf(out, "%lldmi", (long long)(mm / mile_mm));
    } else if (mm > mile_mm && llround((double)hundredths * 16093.44) == mm) {
        wko_print_milli(out, hundredths * 10); // "1.5mi"
        miler_buf_text_append(out, "mi");
    } else {
        wko_print_milli(out, mm);
        miler_buf_text_append(out, mm < 50000 && !small_is_metres ? "metres" : "m");
    }
}

static void print_time(miler_buf *out, double time_s) {
    const int64_t ms = milli(time_s);
    if (ms < 120000 || ms % 1000 != 0) {
        wko_print_milli(out, ms);
        miler_buf_text_append(out, "s");
        return;
    }
    miler_buf_printf(out, "%lldmin", (long long)(ms / 60000));
    if (ms % 60000 != 0) miler_buf_printf(out, "%02llds", (long long)(ms / 1000 % 60));
}

// "72", "72.5", "2:24".
static void print_clock(miler_buf *out, double time_s) {
    const int64_t ms = milli(time_s);
    if (ms < 100000) {
        wko_print_milli(out, ms);
        return;
    }
    const int64_t rest = ms % 60000;
    miler_buf_printf(out, "%lld:%s", (long long)(ms / 60000), rest < 10000 ? "0" : "");
    wko_print_milli(out, rest);
}

// ---- Targets

// The lengths a pace may be written for, the rep's own first. The parser made
// the speed from a written time and one of these, so one of them gives that
// time back exactly: the first that needs no more than tenths, else the one with
// the fewest digits. A speed from elsewhere is rounded per kilometre.
typedef struct pace_way {
    double per_m;
    const char *suffix;
} pace_way;

static int decimals(double time_s) {
    const int64_t ms = milli(time_s);
    return ms % 1000 == 0 ? 0 : ms % 100 == 0 ? 1 : ms % 10 == 0 ? 2 : 3;
}

// Decimals that a speed needs so; -1: it would not be read as the same.
static int way_decimals(const pace_way *way, const miler_target *t, bool of_rep) {
    const double slow_mps = t->slow_mps > 0 ? t->slow_mps : t->value;
    if (way->per_m <= 0) return -1;
    const double fast_s = wko_milli(way->per_m / t->value);
    const double slow_s = wko_milli(way->per_m / slow_mps);
    const bool exact = way->per_m / fast_s == t->value && way->per_m / slow_s == slow_mps;
    if (!exact || !wko_speed_plausible(t->value, way->per_m, of_rep) ||
        !wko_speed_plausible(slow_mps, way->per_m, of_rep))
        return -1;
    const int fast = decimals(fast_s), slow = decimals(slow_s);
    return fast > slow ? fast : slow;
}

static void print_speed(miler_buf *out, const miler_target *t, double rep_m) {
    const pace_way ways[] = {{rep_m <= MILER_MILE_M ? rep_m : 0, ""},
                             {1000, "/km"},
                             {MILER_MILE_M, "/mi"},
                             {400, "/400"},
                             {200, "/200"},
                             {100, "/100"}};
    size_t best = 1;
    int fewest = 4;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && fewest > 1; i++) {
        const int needed = way_decimals(&ways[i], t, i == 0);
        if (needed < 0 || needed >= fewest) continue;
        fewest = needed;
        best = i;
    }
    print_clock(out, wko_milli(ways[best].per_m / t->value));
    if (t->slow_mps > 0) {
        miler_buf_text_append(out, "-");
        print_clock(out, wko_milli(ways[best].per_m / t->slow_mps));
    }
    miler_buf_text_append(out, ways[best].suffix);
}

static void print_race(miler_buf *out, const miler_target *t) {
    const char *name = wko_race_name(t->race_dist_m);
    const int64_t mm = milli(t->race_dist_m);
    if (name != NULL) {
        miler_buf_text_append(out, name);
    } else {
        wko_print_milli(out, mm);
        if (mm < 400000 || mm % 1000 != 0) miler_buf_text_append(out, "m");
    }
    const int64_t offset = milli(t->offset_s_per_400);
    if (offset == 0) return;
    if (offset > 0) miler_buf_text_append(out, "+");
    wko_print_milli(out, offset);
    miler_buf_text_append(out, "s");
}

// "78-82% ", "75% HR": what it is of stands behind it.
static void print_percent(miler_buf *out, const miler_target *t) {
    static const char *const of[] = {"", "% ", "% HR", "% LTHR"};
    wko_print_milli(out, milli(t->low_percent));
    if (milli(t->low_percent) != milli(t->high_percent)) {
        miler_buf_text_append(out, "-");
        wko_print_milli(out, milli(t->high_percent));
    }
    miler_buf_text_append(out, of[t->percent_of]);
}

static void print_load(miler_buf *out, const miler_target *t) {
    if (t->load_kg <= 0 && t->value <= 0) {
        miler_buf_text_append(out, "bodyweight");
        return;
    }
    wko_print_milli(out, milli(t->load_kg > 0 ? t->load_kg : t->value));
    miler_buf_text_append(out, t->load_kg > 0 ? "kg" : "%");
}

static void print_target(miler_buf *out, const miler_step *step) {
    const miler_target *t = &step->target;
    if (t->kind == MILER_TARGET_NONE) return;
    const bool bare = t->kind == MILER_TARGET_ZONE && t->percent_of == MILER_PERCENT_OF_NONE &&
                      (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG);
    miler_buf_text_append(out, bare ? " " : " @");
    switch (t->kind) {
    case MILER_TARGET_SPEED:
        print_speed(out, t, step->dist_m);
        break;
    case MILER_TARGET_RACE:
        print_race(out, t);
        break;
    case MILER_TARGET_ZONE:
        if (t->percent_of != MILER_PERCENT_OF_NONE) print_percent(out, t);
        if (t->percent_of <= MILER_PERCENT_OF_SPEED) miler_buf_text_append(out, wko_zone_word(t->zone));
        break;
    case MILER_TARGET_EFFORT:
        miler_buf_text_append(out, "RPE ");
        wko_print_milli(out, milli(t->value));
        break;
    case MILER_TARGET_HR:
        wko_print_milli(out, milli(t->low_bpm));
        if (milli(t->low_bpm) != milli(t->high_bpm)) {
            miler_buf_text_append(out, "-");
            wko_print_milli(out, milli(t->high_bpm));
        }
        miler_buf_text_append(out, "bpm");
        break;
    case MILER_TARGET_LOAD:
        print_load(out, t);
        break;
    case MILER_TARGET_NONE:
        break;
    }
}

// ---- Steps

static void print_quoted(miler_buf *out, const char *text) {
    miler_buf_text_append(out, "\"");
    for (const char *p = text; *p != '\0'; p++) {
        const char c = *p == '"' || (unsigned char)*p < 0x20 ? '\'' : *p;
        miler_buf_append(out, &c, 1);
    }
    miler_buf_text_append(out, "\"");
}

// The name of a drill or exercise: bare when the data files know it so spelt.
static void print_movement(miler_buf *out, const miler_step *step) {
    wko_movement known;
    const size_t len = strlen(step->name);
    const bool drill = step->kind == MILER_STEP_DRILLS;
    // Words of the grammar come before names, so a name must also be found as a word.
    if (wko_movement_find(step->name, len, &known) && known.name_len == len &&
        memcmp(known.name, step->name, len) == 0 && (known.kind == MILER_MOVEMENT_DRILL) == drill) {
        miler_buf_text_append(out, step->name);
        return;
    }
    miler_buf_text_append(out, drill ? "own drill " : "exercise ");
    print_quoted(out, step->name);
}

static bool has_length(const miler_step *step) {
    return step->dist_m > 0 || step->time_s > 0;
}

static void print_length(miler_buf *out, const miler_step *step, bool small_is_metres) {
    if (step->dist_m > 0)
        print_dist(out, step->dist_m, small_is_metres);
    else
        print_time(out, step->time_s);
}

static const char *kind_word(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
        return "strides";
    case MILER_STEP_HILL:
        return step->target.kind == MILER_TARGET_NONE ? "hill sprint" : "hill";
    case MILER_STEP_DRILLS:
        return "drills";
    case MILER_STEP_CROSS:
        return step->name != NULL ? step->name : "bike";
    case MILER_STEP_TIME_TRIAL:
        return "time trial";
    case MILER_STEP_REST:
        return step->name != NULL ? step->name : "rest";
    default:
        return NULL;
    }
}

static void print_note(miler_buf *out, const miler_step *step) {
    const bool named = step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_STRIDE ||
                       step->kind == MILER_STEP_HILL || step->kind == MILER_STEP_TIME_TRIAL;
    if (!named || step->name == NULL) return;
    const wko_word word = wko_word_find(step->name, strlen(step->name));
    miler_buf_text_append(out, " ");
    if (word.kind == WKO_NOTE && strcmp(word.text, step->name) == 0)
        miler_buf_text_append(out, step->name);
    else
        print_quoted(out, step->name);
}

static void print_recovery(miler_buf *out, const miler_step *step, char letter) {
    static const char *const modes[] = {"", " jog", " walk", " stand"};
    miler_buf_append(out, &letter, 1);
    print_length(out, step, false);
    miler_buf_text_append(out, modes[step->mode]);
}

// "squat 3x6/side @80%", "plank 45s".
static void print_exercise(miler_buf *out, const miler_step *step, int32_t sets) {
    print_movement(out, step);
    miler_buf_text_append(out, " ");
    if (sets > 1) miler_buf_printf(out, "%dx", (int)sets);
    if (has_length(step))
        print_length(out, step, true);
    else
        miler_buf_printf(out, "%d", (int)step->reps);
    if (step->each_side) miler_buf_text_append(out, "/side");
    print_target(out, step);
}

static void print_plain(miler_buf *out, const miler_step *step) {
    const char *word = kind_word(step);
    const bool small_is_metres = wko_small_m_is_metres(step, step->dist_m);
    if (step->kind == MILER_STEP_RECOVERY) {
        print_recovery(out, step, 'r');
        return;
    }
    if (has_length(step)) print_length(out, step, small_is_metres);
    if (word != NULL || (step->kind == MILER_STEP_DRILLS && step->name != NULL)) {
        if (has_length(step)) miler_buf_text_append(out, " ");
        if (step->kind == MILER_STEP_DRILLS && step->name != NULL)
            print_movement(out, step);
        else
            miler_buf_text_append(out, word);
    }
    // A hill at effort 8 is what "hill" alone says.
    const bool said = step->kind == MILER_STEP_HILL && step->target.kind == MILER_TARGET_EFFORT &&
                      milli(step->target.value) == 8000;
    if (!said) print_target(out, step);
    print_note(out, step);
}

static void print_steps(miler_buf *out, const miler_step *steps, size_t count, int depth);

static void print_repeat(miler_buf *out, const miler_step *step, int depth) {
    size_t body = step->child_count;
    const bool rest = body > 1 && step->children[body - 1].kind == MILER_STEP_RECOVERY;
    if (rest) body--;
    const miler_step *only = body == 1 ? &step->children[0] : NULL;
    const bool plain = only != NULL && only->kind != MILER_STEP_REPEAT && only->kind != MILER_STEP_RECOVERY;
    if (plain && only->kind == MILER_STEP_EXERCISE) {
        print_exercise(out, only, step->count);
    } else if (plain) {
        const bool letter = !has_length(only);
        miler_buf_printf(out, letter ? "%dx " : "%dx", (int)step->count);
        print_plain(out, only);
    } else {
        miler_buf_printf(out, "%dx(", (int)step->count);
        print_steps(out, step->children, body, depth + 1);
        miler_buf_text_append(out, ")");
    }
    if (!rest) return;
    miler_buf_text_append(out, " ");
    print_recovery(out, &step->children[body], plain ? 'r' : 'R');
}

static void print_steps(miler_buf *out, const miler_step *steps, size_t count, int depth) {
    if (depth > MILER_WORKOUT_DEPTH_MAX) {
        out->failed = true; // no tree of the parser is so deep
        return;
    }
    for (size_t i = 0; i < count; i++) {
        // Behind a comma it would be taken between the reps.
        const bool once = i > 0 && (wko_rest_between(&steps[i - 1], &steps[i]) ||
                                    (depth == 0 && steps[i].kind == MILER_STEP_RECOVERY &&
                                     wko_short_rest(&steps[i]) && wko_row_len(steps, i) > 1));
        if (i > 0) miler_buf_text_append(out, once ? ", then " : ", ");
        if (steps[i].kind == MILER_STEP_REPEAT)
            print_repeat(out, &steps[i], depth);
        else if (steps[i].kind == MILER_STEP_EXERCISE)
            print_exercise(out, &steps[i], 1);
        else
            print_plain(out, &steps[i]);
    }
}

void miler_workout_print(const miler_workout *workout, miler_buf *out) {
    print_steps(out, workout->steps, workout->step_count, 0);
}

// ---- Equality

static bool same_target(const miler_target *a, const miler_target *b) {
    return a->kind == b->kind && a->value == b->value && a->slow_mps == b->slow_mps &&
           a->race_dist_m == b->race_dist_m && a->offset_s_per_400 == b->offset_s_per_400 &&
           a->low_bpm == b->low_bpm && a->high_bpm == b->high_bpm && a->zone == b->zone &&
           a->percent_of == b->percent_of; // percents and weights share the fields above
}

static bool same_name(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_steps(const miler_step *a, size_t a_count, const miler_step *b, size_t b_count, int depth) {
    if (a_count != b_count || depth > MILER_WORKOUT_DEPTH_MAX) return false;
    for (size_t i = 0; i < a_count; i++) {
        const miler_step *x = &a[i];
        const miler_step *y = &b[i];
        if (x->kind != y->kind || x->dist_m != y->dist_m || x->time_s != y->time_s || x->count != y->count ||
            x->reps != y->reps || x->each_side != y->each_side || x->mode != y->mode ||
            !same_target(&x->target, &y->target) || !same_name(x->name, y->name) ||
            !same_steps(x->children, x->child_count, y->children, y->child_count, depth + 1))
            return false;
    }
    return true;
}

bool miler_workout_equal(const miler_workout *a, const miler_workout *b) {
    return same_steps(a->steps, a->step_count, b->steps, b->step_count, 0);
}
