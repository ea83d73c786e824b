// SPDX-License-Identifier: MIT
// A small terminal kit for all text answers: colour only when on, box and block
// characters only when the caller says UTF-8, tables aligned by what a terminal
// shows and not by bytes, wrapped text, bars, sparklines and charts.
//
//     term_style style = {.colour = true, .utf8 = true, .width = 80};
//     term_table *t = term_table_new(arena, &style, columns, 2);
//     term_cell(t, TERM_PLAIN, "%s", "400 m");
//     term_cell(t, TERM_BOLD, "%s", "59.8");
//     status = term_table_print(t, out, err);
//
// All text handed in is treated as hostile: control characters, escape
// sequences and direction marks never reach the terminal.
#ifndef MILER_RENDER_TERM_H
#define MILER_RENDER_TERM_H

#include <miler/base.h>

typedef struct term_style {
    bool colour; // the caller has looked at isatty, NO_COLOR, --color
    bool utf8;   // else plain ASCII
    int width;   // columns; 0 = 80; kept between 20 and 400
} term_style;

typedef enum term_colour {
    TERM_PLAIN = 0,
    TERM_BOLD,
    TERM_DIM,
    TERM_RED,
    TERM_GREEN,
    TERM_YELLOW,
    TERM_BLUE,
    TERM_MAGENTA,
    TERM_CYAN,
    TERM_TITLE, // bold cyan
    TERM_COLOUR_COUNT
} term_colour;

int term_width(const term_style *style);
// Columns that `text` takes: 0 for combining marks, 2 for wide characters.
int term_text_width(const char *text, size_t len);
// Writes what may be shown of `text` (at most `len` bytes and a NUL, never more
// than it was) and returns its length: control characters and direction marks
// go, broken UTF-8 becomes '?', and without UTF-8 letters lose their accents.
size_t term_clean(const term_style *style, const char *text, size_t len, char *out);
// The bytes of clean `text` that fit into `columns`: up to the last blank, or a
// word cut where it does not fit a line of its own. At least one character.
size_t term_fit(const char *text, size_t len, int columns);
// The character for UTF-8 terminals or its stand-in.
const char *term_choose(const term_style *style, const char *utf8, const char *ascii);

// Cleaned text in a colour.
void term_put(const term_style *style, miler_buf *out, term_colour colour, const char *text);
// A line break inside becomes a blank (it may come from a name); term_line ends the line.
void term_printf(const term_style *style, miler_buf *out, term_colour colour, const char *fmt, ...)
    MILER_PRINTF(4, 5);
void term_line(const term_style *style, miler_buf *out, term_colour colour, const char *fmt, ...)
    MILER_PRINTF(4, 5);
void term_repeat(miler_buf *out, const char *text, int count);
// A title line, with a rule of the same width under it when `rule`.
void term_heading(const term_style *style, miler_buf *out, const char *text, bool rule);
// Words of `text` wrapped to the width; `hang` blanks before every line but the
// first, for which `used` columns are taken already. Ends with a line break.
void term_wrap(const term_style *style, miler_buf *out, term_colour colour, const char *text, int used,
               int hang);

// Where a line goes on that is too long: behind its first gap of two blanks or more, else two columns
// behind its own indent, at the margin where it has none.
int term_hang(const char *line, size_t len);
// Finished text, colours and all, with every line too wide for the terminal broken at a blank; words stay
// whole. What was laid out for the width passes as it is.
void term_fold(const term_style *style, const char *text, miler_buf *out);

// ---- Tables

typedef enum term_align { TERM_LEFT = 0, TERM_RIGHT, TERM_CENTRE } term_align;

typedef struct term_column {
    const char *title; // NULL in all columns: no title line
    term_align align;
    bool flexible; // wraps its cells when the table is too wide
} term_column;

#define TERM_COLUMNS_MAX 16
typedef struct term_table term_table;

// NULL when out of memory; the calls below then do nothing and print fails.
term_table *term_table_new(miler_arena *arena, const term_style *style, const term_column *columns,
                           size_t count);
// Cells fill rows from left to right; "" is an empty cell.
void term_cell(term_table *table, term_colour colour, const char *fmt, ...) MILER_PRINTF(3, 4);
// A column that is dropped where the terminal is too narrow for all of them; of several the first named
// goes first.
void term_table_spare(term_table *table, size_t column);
// A rule across the table; a row begun before it stays short.
void term_table_rule(term_table *table);
// Errors: NOMEM, LIMIT (of `out`), ARG (no such table).
miler_status term_table_print(term_table *table, miler_buf *out, miler_error *err) MILER_CHECK;

// ---- Charts

// A bar of `width` columns, `fraction` (0..1) of it full.
void term_bar(const term_style *style, miler_buf *out, term_colour colour, double fraction, int width);
// One line, one column per bin, low to high; gaps (NaN) are blank. No line break.
void term_spark(const term_style *style, miler_buf *out, term_colour colour, const double *y, size_t count,
                int width);

typedef struct term_chart {
    const char *title;   // may be NULL
    const double *x, *y; // x ascending; NaN in y = a gap
    size_t count;
    int rows;         // 2..20
    bool upside_down; // small values on top: paces
    term_colour colour;
    void (*print_x)(char *out, size_t out_size, double value); // NULL: a plain number
    void (*print_y)(char *out, size_t out_size, double value);
} term_chart;
// Title, `rows` lines with a labelled y axis, the x axis with its labels. Says
// "no data" where there is none. Errors: NOMEM, LIMIT.
miler_status term_chart_print(const term_chart *chart, const term_style *style, miler_arena *arena,
                              miler_buf *out, miler_error *err) MILER_CHECK;

#endif
