// SPDX-License-Identifier: MIT
// Bars, sparklines and charts of block characters.
//
//     5:00 |      ▂▄▆█▆▄▂        a column shows the mean of the samples that fall
//     5:30 |  ▂▄▆█████████▆▄     into it; columns without a sample are bridged,
//     6:00 |▆████████████████    columns in a gap (NaN) stay blank
//          +-----------------
//           0        1      2 km
#include "render/term.h"

#include <stdio.h>
#include <string.h>

static const char *const eighths_up[9] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const eighths_right[9] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
// Without UTF-8 a column is empty, started, half full or full.
static const char *const ascii_up[9] = {" ", ".", ".", ".", ":", ":", ":", "#", "#"};

#define LABEL_MAX 24
#define SPARK_MAX 400

void term_bar(const term_style *style, miler_buf *out, term_colour colour, double fraction, int width) {
    if (!(fraction > 0)) fraction = 0;
    if (fraction > 1) fraction = 1;
    const int eighths = (int)lround(fraction * width * 8);
    miler_buf bar;
    miler_buf_init(&bar, out->alloc, out->max);
    for (int i = 0; i < width; i++) {
        const int here = eighths - i * 8;
        const int level = here < 0 ? 0 : here > 8 ? 8 : here;
        miler_buf_text_append(&bar, style->utf8 ? eighths_right[level] : level >= 4 ? "#" : ".");
    }
    if (bar.failed) out->failed = true;
    term_put(style, out, colour, miler_buf_text(&bar));
    miler_buf_deinit(&bar);
}

typedef struct bins {
    double *value; // NaN = blank
    int count;
    double low, high;
} bins;

static void find_bounds(bins *b) {
    b->low = (double)NAN;
    b->high = (double)NAN;
    for (int i = 0; i < b->count; i++) {
        if (isnan(b->value[i])) continue;
        if (!(b->low <= b->value[i])) b->low = b->value[i];
        if (!(b->high >= b->value[i])) b->high = b->value[i];
    }
}

// The value on the straight line between two samples, at `x`.
static double between(const double *xs, const double *ys, size_t i, double x) {
    const double step = xs[i + 1] - xs[i];
    return step > 0 ? ys[i] + (ys[i + 1] - ys[i]) * (x - xs[i]) / step : ys[i];
}

// Mean of the samples in each bin; a bin without one takes the line between its
// neighbours, which is NaN when one of them is.
static void fill_bins(bins *b, const double *x, const double *y, size_t count) {
    const double x0 = x[0], width = (x[count - 1] - x0) / b->count;
    size_t at = 0;
    for (int i = 0; i < b->count; i++) {
        const double end = i + 1 == b->count ? (double)INFINITY : x0 + width * (i + 1);
        double sum = 0;
        size_t seen = 0;
        const size_t first = at;
        for (; at < count && x[at] < end; at++) {
            if (isnan(y[at])) continue;
            sum += y[at];
            seen++;
        }
        if (seen > 0)
            b->value[i] = sum / (double)seen;
        else if (at == first && at > 0 && at < count)
            b->value[i] = between(x, y, at - 1, x0 + width * (i + 0.5));
        else
            b->value[i] = (double)NAN;
    }
    find_bounds(b);
}

static int level_of(double value, double low, double high, int levels) {
    if (!(high > low)) return levels / 2 > 0 ? levels / 2 : 1;
    const int level = (int)lround((value - low) / (high - low) * (levels - 1)) + 1;
    return level < 1 ? 1 : level > levels ? levels : level;
}

void term_spark(const term_style *style, miler_buf *out, term_colour colour, const double *y, size_t count,
                int width) {
    double value[SPARK_MAX];
    bins b = {.value = value, .count = width < 1 ? 1 : width > SPARK_MAX ? SPARK_MAX : width};
    if ((size_t)b.count > count) b.count = (int)count;
    for (int i = 0; i < b.count; i++) {
        const size_t from = count * (size_t)i / (size_t)b.count,
                     to = count * ((size_t)i + 1) / (size_t)b.count;
        double sum = 0;
        size_t seen = 0;
        for (size_t k = from; k < to; k++) {
            if (isnan(y[k])) continue;
            sum += y[k];
            seen++;
        }
        value[i] = seen > 0 ? sum / (double)seen : (double)NAN;
    }
    find_bounds(&b);
    miler_buf line;
    miler_buf_init(&line, out->alloc, out->max);
    for (int i = 0; i < b.count; i++) {
        const int level = isnan(value[i]) ? 0 : level_of(value[i], b.low, b.high, 8);
        miler_buf_text_append(&line, style->utf8 ? eighths_up[level] : ascii_up[level]);
    }
    if (line.failed) out->failed = true;
    term_put(style, out, colour, miler_buf_text(&line));
    miler_buf_deinit(&line);
}

static void plain_number(char *out, size_t out_size, double value) {
    (void)snprintf(out, out_size, "%.4g", value);
}

typedef struct drawing {
    const term_chart *chart;
    const term_style *style;
    bins b;
    int rows, label_width;
} drawing;

static double row_value(const drawing *d, int row_from_top) {
    const double part = d->rows > 1 ? (double)row_from_top / (d->rows - 1) : 0;
    const double top = d->chart->upside_down ? d->b.low : d->b.high;
    const double bottom = d->chart->upside_down ? d->b.high : d->b.low;
    return top + (bottom - top) * part;
}

static void label_of(const drawing *d, int row_from_top, char *out) {
    void (*print)(char *, size_t, double) = d->chart->print_y != NULL ? d->chart->print_y : plain_number;
    // Top, bottom and the middle of a tall chart are enough.
    const bool labelled =
        row_from_top == 0 || row_from_top == d->rows - 1 || (d->rows >= 5 && row_from_top == d->rows / 2);
    out[0] = '\0';
    if (labelled) print(out, LABEL_MAX, row_value(d, row_from_top));
}

static int label_columns(const char *label) {
    return term_text_width(label, strlen(label));
}

static void measure_labels(drawing *d) {
    for (int r = 0; r < d->rows; r++) {
        char label[LABEL_MAX];
        label_of(d, r, label);
        if (label_columns(label) > d->label_width) d->label_width = label_columns(label);
    }
}

static void put_row(const drawing *d, int row_from_top, miler_buf *out) {
    char label[LABEL_MAX];
    label_of(d, row_from_top, label);
    term_repeat(out, " ", d->label_width - label_columns(label));
    term_put(d->style, out, TERM_DIM, label);
    term_put(d->style, out, TERM_DIM, term_choose(d->style, " ┤", " |"));
    miler_buf line;
    miler_buf_init(&line, out->alloc, out->max);
    int blanks = 0; // written only before something, so that no line ends in them
    for (int i = 0; i < d->b.count; i++) {
        const double value = d->b.value[i];
        int level = 0;
        if (!isnan(value)) {
            const double up = d->chart->upside_down ? -value : value;
            const double low = d->chart->upside_down ? -d->b.high : d->b.low,
                         high = d->chart->upside_down ? -d->b.low : d->b.high;
            level = level_of(up, low, high, d->rows * 8) - (d->rows - 1 - row_from_top) * 8;
        }
        level = level < 0 ? 0 : level > 8 ? 8 : level;
        if (level == 0) {
            blanks++;
            continue;
        }
        term_repeat(&line, " ", blanks);
        blanks = 0;
        miler_buf_text_append(&line, d->style->utf8 ? eighths_up[level] : ascii_up[level]);
    }
    if (line.failed) out->failed = true;
    term_put(d->style, out, d->chart->colour, miler_buf_text(&line));
    miler_buf_deinit(&line);
    miler_buf_text_append(out, "\n");
}

static void put_x_axis(const drawing *d, miler_buf *out) {
    const term_chart *c = d->chart;
    void (*print)(char *, size_t, double) = c->print_x != NULL ? c->print_x : plain_number;
    char first[LABEL_MAX], middle[LABEL_MAX], last[LABEL_MAX];
    const double x0 = c->x[0], x1 = c->x[c->count - 1];
    print(first, sizeof first, x0);
    print(middle, sizeof middle, (x0 + x1) / 2);
    print(last, sizeof last, x1);
    term_repeat(out, " ", d->label_width + 1);
    miler_buf axis;
    miler_buf_init(&axis, out->alloc, out->max);
    miler_buf_text_append(&axis, term_choose(d->style, "└", "+"));
    term_repeat(&axis, term_choose(d->style, "─", "-"), d->b.count);
    if (axis.failed) out->failed = true;
    term_put(d->style, out, TERM_DIM, miler_buf_text(&axis));
    miler_buf_deinit(&axis);
    miler_buf_text_append(out, "\n");
    term_repeat(out, " ", d->label_width + 2);
    term_put(d->style, out, TERM_DIM, first);
    const int left = d->b.count / 2 - label_columns(middle) / 2 - label_columns(first);
    const int right = d->b.count - label_columns(last) - label_columns(first) - left - label_columns(middle);
    if (left >= 1 && right >= 1) {
        term_repeat(out, " ", left);
        term_put(d->style, out, TERM_DIM, middle);
        term_repeat(out, " ", right);
    } else {
        const int gap = d->b.count - label_columns(first) - label_columns(last);
        term_repeat(out, " ", gap > 1 ? gap : 1);
    }
    term_put(d->style, out, TERM_DIM, last);
    miler_buf_text_append(out, "\n");
}

miler_status term_chart_print(const term_chart *chart, const term_style *style, miler_arena *arena,
                              miler_buf *out, miler_error *err) {
    drawing d = {.chart = chart,
                 .style = style,
                 .rows = chart->rows < 2    ? 2
                         : chart->rows > 20 ? 20
                                            : chart->rows};
    if (chart->title != NULL) term_heading(style, out, chart->title, false);
    d.b.low = (double)NAN;
    if (chart->count >= 2 && chart->x[chart->count - 1] > chart->x[0]) {
        d.b.count = term_width(style);
        d.b.value = miler_arena_array(arena, (size_t)d.b.count, sizeof *d.b.value);
        if (d.b.value == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        fill_bins(&d.b, chart->x, chart->y, chart->count); // first for the bounds, which the labels need
    }
    if (isnan(d.b.low)) {
        term_put(style, out, TERM_DIM, "no data");
        miler_buf_text_append(out, "\n");
        return miler_buf_status(out, err);
    }
    // Fewer columns change the bounds a little, and with them the labels: settled in two rounds.
    for (int round = 0; round < 2; round++) {
        measure_labels(&d);
        d.b.count = term_width(style) - d.label_width - 2;
        if (d.b.count < 8) d.b.count = 8;
        fill_bins(&d.b, chart->x, chart->y, chart->count);
    }
    measure_labels(&d);
    for (int r = 0; r < d.rows; r++)
        put_row(&d, r, out);
    put_x_axis(&d, out);
    return miler_buf_status(out, err);
}
