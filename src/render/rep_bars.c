// SPDX-License-Identifier: MIT
// Bars of characters:
//
//     3:11/km |   ████        ████        ████
//             |   ████        ████        ████
//             |▄▄▄████▃▃▃▃▃▃▃▃████▃▃▃▃▃▃▃▃████▄▄▄▄
//     0:00     79.8        80.1        79.5      31:02
//
// Heights count from standing still, so that a bar's area is the distance. A
// warm-up or cool-down that would take the room of the rest is cut to a stub.
#include "render/rep_bars.h"

#include "app/run_truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 6
#define LABEL 9 // columns of the axis
#define COLUMNS_MAX 400
#define TOP_MPS 13.0 // faster is a fault of the file
// A lap this much slower than the mean of all is a recovery, where the watch does not say [engineering
// estimate].
#define RECOVERY_SHARE 0.90
#define WORK_SHARE 1.08
#define STAND_MPS 0.9  // as in activity.h
#define WALK_MPS 2.0   // people begin to run about here
#define CUT_SHARE 0.22 // as in picture_reps.c
#define STUB 6         // columns

static const char *const eighths[9] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii[9] = {" ", "_", "_", ".", ":", "=", "+", "#", "#"};
static const term_colour warmer[5] = {TERM_BLUE, TERM_CYAN, TERM_GREEN, TERM_YELLOW, TERM_RED};

typedef struct scale {
    double low, high; // m/s
} scale;

static term_colour colour_of(const scale *s, double speed) {
    const double part = s->high > s->low ? (speed - s->low) / (s->high - s->low) : 0.5;
    const int step = part > 0 ? (int)(part * 5) : 0;
    return warmer[step < 5 ? step : 4];
}

static double sound_speed(double dist_m, double time_s) {
    const double speed = dist_m / time_s;
    return speed > 0 && speed <= TOP_MPS ? speed : 0;
}

// Characters of one colour are gathered and put at once.
typedef struct brush {
    const term_style *style;
    miler_buf *out;
    miler_buf line;
    term_colour colour;
    int blanks; // written only before something, so that no line ends in them
} brush;

static void flush(brush *b) {
    if (b->line.failed) b->out->failed = true;
    if (b->line.len > 0) term_put(b->style, b->out, b->colour, miler_buf_text(&b->line));
    miler_buf_clear(&b->line);
}

static void dab(brush *b, term_colour colour, int level) {
    if (level <= 0) {
        b->blanks++;
        return;
    }
    if (colour != b->colour) flush(b);
    b->colour = colour;
    term_repeat(&b->line, " ", b->blanks);
    b->blanks = 0;
    miler_buf_text_append(&b->line, b->style->utf8 ? eighths[level] : ascii[level]);
}

static brush brush_for(const render_look *look, miler_buf *out) {
    brush b = {.style = &look->style, .out = out};
    miler_buf_init(&b.line, out->alloc, out->max);
    return b;
}

static void end_line(brush *b) {
    flush(b);
    b->blanks = 0;
    miler_buf_text_append(b->out, "\n");
}

// ---- The strip

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

// From the slow tenth to the fastest: standing would flatten the rest.
static scale scale_of(const double *speed, int count) {
    double sorted[COLUMNS_MAX];
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (speed[i] > 0) sorted[kept++] = speed[i];
    if (kept == 0) return (scale){0, 0};
    qsort(sorted, (size_t)kept, sizeof sorted[0], by_size);
    return (scale){sorted[kept / 10], sorted[kept - 1]};
}

static void print_speed(char *out, size_t size, double speed, miler_units units) {
    miler_print_pace(out, size, speed > 0 ? 1000 / speed : (double)NAN, units);
}

void render_speed_strip(const miler_activity *a, const render_look *look, miler_buf *out) {
    if (a->at_s == NULL || a->true_dist_m == NULL || a->sample_count < 20) return;
    const double last_s = a->at_s[a->sample_count - 1];
    const int columns = term_width(&look->style);
    double speed[COLUMNS_MAX];
    for (int i = 0; i < columns; i++) {
        const double from = last_s * i / columns;
        const double to = last_s * (i + 1) / columns;
        speed[i] = sound_speed(miler_activity_dist_at(a, to) - miler_activity_dist_at(a, from), to - from);
    }
    const scale s = scale_of(speed, columns);
    if (!(s.high > 0)) return;
    char slow[MILER_TEXT_MAX];
    char fast[MILER_TEXT_MAX];
    char time[MILER_TEXT_MAX];
    if (app_on_foot(a->sport)) {
        print_speed(slow, sizeof slow, s.low, look->units);
        print_speed(fast, sizeof fast, s.high, look->units);
    } else {
        (void)look_speed(slow, s.low, 1, look->units);
        (void)look_speed(fast, s.high, 1, look->units);
    }
    miler_print_time(time, sizeof time, last_s, 0);
    miler_buf_text_append(out, "\n");
    term_put(&look->style, out, TERM_DIM, "Speed");
    term_printf(&look->style, out, TERM_DIM, " over %s: low %s, high %s", time, slow, fast);
    miler_buf_text_append(out, "\n");
    brush b = brush_for(look, out);
    for (int i = 0; i < columns; i++) {
        const double part = s.high > s.low ? (speed[i] - s.low) / (s.high - s.low) : 0.5;
        const int level = speed[i] <= 0 ? 0 : part <= 0 ? 1 : 1 + (int)lround(part * 7);
        dab(&b, colour_of(&s, speed[i]), level < 8 ? level : 8);
    }
    end_line(&b);
    miler_buf_deinit(&b.line);
}

// ---- Bars

typedef struct bar {
    double time_s, speed_mps;
    bool pale, cut;
    char label[MILER_TEXT_MAX];
    int from, to; // columns
} bar;

static void cut_ends(bar *bars, size_t count) {
    double inner_s = 0;
    for (size_t i = 1; i + 1 < count; i++)
        inner_s += bars[i].time_s;
    bar *const ends[] = {&bars[0], &bars[count - 1]};
    for (size_t k = 0; k < 2 && count > 2; k++) {
        if (!ends[k]->pale || ends[k]->time_s <= CUT_SHARE * inner_s) continue;
        ends[k]->cut = true;
        miler_print_time(ends[k]->label, sizeof ends[k]->label, ends[k]->time_s, 0);
    }
}

static void lay_out(bar *bars, size_t count, int columns) {
    cut_ends(bars, count);
    double total_s = 0;
    for (size_t i = 0; i < count; i++) {
        if (bars[i].cut)
            columns -= STUB;
        else
            total_s += bars[i].time_s;
    }
    double sum_s = 0;
    int stubs = 0;
    int edge = 0;
    for (size_t i = 0; i < count; i++) {
        bars[i].from = edge;
        if (bars[i].cut)
            stubs += STUB;
        else
            sum_s += bars[i].time_s;
        edge = stubs + (total_s > 0 ? (int)lround(sum_s / total_s * columns) : 0);
        bars[i].to = edge;
    }
}

// Wide bars stand apart from the next, a cut one has a gap in it.
static bool is_gap(const bar *it, int column) {
    if (it->cut && column == it->from + STUB / 2 - 1) return true;
    return column + 1 == it->to && it->to - it->from >= 4;
}

static void put_row(const bar *bars, size_t count, int row, const scale *s, brush *b) {
    for (size_t i = 0; i < count; i++) {
        const bar *it = &bars[i];
        int level = (int)lround(it->speed_mps / s->high * ROWS * 8) - row * 8;
        level = level < 0 ? 0 : level > 8 ? 8 : level;
        for (int c = it->from; c < it->to; c++)
            dab(b, it->pale ? TERM_DIM : colour_of(s, it->speed_mps), is_gap(it, c) ? 0 : level);
    }
}

// All labels in words, where they are too many for the room under the bars.
static void list_labels(const bar *bars, size_t count, const term_style *style, miler_buf *out) {
    miler_buf words;
    miler_buf_init(&words, out->alloc, out->max);
    for (size_t i = 0; i < count; i++)
        if (bars[i].label[0] != '\0' && !bars[i].cut)
            miler_buf_printf(&words, "%s%s", words.len > 0 ? "  " : "", bars[i].label);
    if (words.failed) out->failed = true;
    term_repeat(out, " ", LABEL + 1);
    term_wrap(style, out, TERM_PLAIN, miler_buf_text(&words), LABEL + 1, LABEL + 1);
    miler_buf_deinit(&words);
}

// Writes a label at its bar, where nothing stands yet up to a blank behind it.
static bool place_label(const bar *it, char *line, int columns) {
    const int len = (int)strlen(it->label);
    if (it->from + len > columns) return false;
    for (int c = it->from > 0 ? it->from - 1 : 0; c < it->from + len + 1 && c < columns; c++)
        if (line[c] != ' ') return false;
    memcpy(line + it->from, it->label, (size_t)len);
    return true;
}

// A label may run on under the recovery behind its bar. The ends' own come last:
// they may stay out.
static void put_labels(const bar *bars, size_t count, int columns, const term_style *style, miler_buf *out) {
    char line[COLUMNS_MAX + 1];
    memset(line, ' ', sizeof line);
    for (int cut = 0; cut < 2; cut++)
        for (size_t i = 0; i < count; i++) {
            if (bars[i].label[0] == '\0' || bars[i].cut != (cut == 1)) continue;
            if (place_label(&bars[i], line, columns) || cut == 1) continue;
            list_labels(bars, count, style, out);
            return;
        }
    int end = columns;
    while (end > 0 && line[end - 1] == ' ')
        end--;
    if (end == 0) return;
    line[end] = '\0';
    term_repeat(out, " ", LABEL + 1);
    term_put(style, out, TERM_BOLD, line);
    miler_buf_text_append(out, "\n");
}

static void put_bars(bar *bars, size_t count, const char *title, const render_look *look, miler_buf *out) {
    const term_style *style = &look->style;
    const int columns = term_width(style) - LABEL - 1;
    scale s = {INFINITY, 0};
    for (size_t i = 0; i < count; i++) {
        s.high = fmax(s.high, bars[i].speed_mps);
        if (bars[i].speed_mps > 0) s.low = fmin(s.low, bars[i].speed_mps);
    }
    if (!(s.high > 0) || columns < 8) return;
    lay_out(bars, count, columns);
    miler_buf_text_append(out, "\n");
    term_heading(style, out, title, false);
    brush b = brush_for(look, out);
    for (int row = ROWS; row-- > 0;) {
        char label[MILER_TEXT_MAX] = "";
        if (row == ROWS - 1 || row == ROWS / 2 - 1)
            print_speed(label, sizeof label, s.high * (row + 1) / ROWS, look->units);
        term_printf(style, out, TERM_DIM, "%*s", LABEL - 1, label);
        term_put(style, out, TERM_DIM, term_choose(style, " ┤", " |"));
        put_row(bars, count, row, &s, &b);
        end_line(&b);
    }
    miler_buf_deinit(&b.line);
    put_labels(bars, count, columns, style, out);
}

static void bar_of_rep(const miler_rep *rep, bool any_work, bar *out) {
    const double speed = rep->speed_mps;
    *out = (bar){.time_s = rep->time_s > 0 && rep->time_s < 1e6 ? rep->time_s : 0,
                 .speed_mps = speed > 0 && speed <= TOP_MPS ? speed : 0,
                 .pale = any_work && !miler_rep_is_fast(rep)};
    if (any_work && !miler_rep_is_fast(rep)) return;
    if (rep->nominal_s > 0 && isfinite(rep->dist_m))
        (void)snprintf(out->label, sizeof out->label, "%.0fm", fmin(rep->dist_m, 1e6));
    else
        miler_print_time(out->label, sizeof out->label,
                         rep->nominal_time_s > 0 ? rep->nominal_time_s : rep->time_s, 1);
}

static void rep_bars(const miler_reps *reps, const char *title, const render_look *look, miler_buf *out) {
    if (reps->count < 2) return;
    bool any_work = false;
    for (size_t i = 0; i < reps->count; i++)
        any_work = any_work || miler_rep_is_fast(&reps->reps[i]);
    bar *bars = miler_resize(out->alloc, NULL, 0, reps->count * sizeof *bars);
    if (bars == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < reps->count; i++)
        bar_of_rep(&reps->reps[i], any_work, &bars[i]);
    put_bars(bars, reps->count, title, look, out);
    (void)miler_resize(out->alloc, bars, reps->count * sizeof *bars, 0);
}

void render_rep_bars(const miler_reps *reps, const render_look *look, miler_buf *out) {
    rep_bars(reps, "Reps: width is time, height is speed", look, out);
}

void render_lap_bars(const miler_activity *a, const render_look *look, miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    const miler_reps laps = reps_of_laps(a, arena);
    rep_bars(&laps, "Laps of the watch: width is time, height is speed", look, out);
    miler_arena_free(arena);
}

// ---- Laps as reps

static miler_rep_kind kind_of(const miler_lap *lap, double share) {
    static const miler_rep_kind told[] = {
        [MILER_INTENSITY_UNKNOWN] = MILER_REP_STEADY,    [MILER_INTENSITY_ACTIVE] = MILER_REP_STEADY,
        [MILER_INTENSITY_REST] = MILER_REP_RECOVERY,     [MILER_INTENSITY_WARMUP] = MILER_REP_WARMUP,
        [MILER_INTENSITY_COOLDOWN] = MILER_REP_COOLDOWN, [MILER_INTENSITY_RECOVERY] = MILER_REP_RECOVERY,
        [MILER_INTENSITY_INTERVAL] = MILER_REP_WORK};
    const miler_rep_kind kind =
        (unsigned)lap->intensity < sizeof told / sizeof told[0] ? told[lap->intensity] : MILER_REP_STEADY;
    // Every lap of a watch without a workout is "active": then the speed must say.
    if (kind != MILER_REP_STEADY || lap->trigger != MILER_TRIGGER_MANUAL) return kind;
    return share >= WORK_SHARE      ? MILER_REP_WORK
           : share > RECOVERY_SHARE ? MILER_REP_STEADY
                                    : MILER_REP_RECOVERY;
}

// What comes before the first rep and after the last is no recovery.
static void name_ends(miler_reps *reps) {
    miler_rep *first = &reps->reps[0];
    miler_rep *last = &reps->reps[reps->count - 1];
    if (reps->work_count == 0) return;
    if (first->kind == MILER_REP_STEADY || first->kind == MILER_REP_RECOVERY) first->kind = MILER_REP_WARMUP;
    if (last->kind == MILER_REP_STEADY || last->kind == MILER_REP_RECOVERY) last->kind = MILER_REP_COOLDOWN;
}

static double lap_time(const miler_lap *lap) {
    const double time_s = isfinite(lap->sum.elapsed_s) ? lap->sum.elapsed_s : lap->sum.timer_s;
    return time_s > 0 && time_s < 1e6 ? time_s : 0;
}

miler_reps reps_of_laps(const miler_activity *a, miler_arena *arena) {
    miler_reps out = {.source = MILER_REPS_LAPS};
    if (a->lap_count == 0) return out;
    out.reps = miler_arena_array(arena, a->lap_count, sizeof *out.reps);
    if (out.reps == NULL) return out;
    double way_m = 0;
    double all_s = 0;
    for (size_t i = 0; i < a->lap_count; i++) {
        if (isfinite(a->laps[i].sum.dist_m)) way_m += a->laps[i].sum.dist_m;
        all_s += lap_time(&a->laps[i]);
    }
    const double mean = sound_speed(way_m, all_s);
    double at_s = 0;
    for (size_t i = 0; i < a->lap_count; i++) {
        const miler_lap *lap = &a->laps[i];
        miler_rep *rep = &out.reps[out.count++];
        const double time_s = lap_time(lap);
        const double speed = sound_speed(lap->sum.dist_m, time_s);
        *rep = (miler_rep){.start_s = at_s,
                           .end_s = at_s + time_s,
                           .time_s = time_s,
                           .dist_m = lap->sum.dist_m,
                           .speed_mps = speed,
                           .nominal_time_s = time_s,
                           .avg_hr_bpm = lap->sum.avg_hr_bpm,
                           .max_hr_bpm = lap->sum.max_hr_bpm,
                           .end_hr_bpm = NAN,
                           .avg_cadence_spm = lap->sum.avg_cadence_spm,
                           .set = -1,
                           .first_lap = (int32_t)i,
                           .lap_count = 1,
                           .step = lap->workout_step};
        rep->kind = kind_of(lap, mean > 0 ? speed / mean : 1);
        rep->motion = speed < STAND_MPS  ? MILER_MOTION_STAND
                      : speed < WALK_MPS ? MILER_MOTION_WALK
                                         : MILER_MOTION_JOG;
        if (rep->kind == MILER_REP_WORK) {
            rep->set = 0;
            out.work_count++;
        }
        at_s = rep->end_s;
    }
    name_ends(&out);
    return out;
}
