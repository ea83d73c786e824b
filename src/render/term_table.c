// SPDX-License-Identifier: MIT
// Tables: columns as wide as their widest cell, two blanks between, titles
// underlined. Where the terminal is too narrow, flexible columns wrap; where that
// is not enough titles wrap as well, then one blank stands between, and then the
// columns go that were said to be spare, the first named first. On the narrowest
// terminals, where words would have to be cut, each row is said as a line that wraps:
//
//     no 12, date 2026-05-10, distance 5 km,
//       time 21:30.0, kind official
#include "render/term.h"

#include <stdio.h>
#include <string.h>

#define GAP 2
#define FLEXIBLE_MIN 12
#define WORD_MAX 24    // a longer word of a flexible column is cut
#define FLEXIBLE_END 6 // where nothing else is left to give
#define NARROW 50      // below it no word is cut for a column's sake

typedef struct cell {
    const char *text; // clean
    size_t len;
    int width;
    term_colour colour;
} cell;

typedef struct row {
    cell *cells;
    bool rule; // a line across instead of cells
} row;

struct term_table {
    miler_arena *arena;
    const term_style *style;
    const term_column *columns;
    size_t column_count;
    row *rows;
    size_t row_count, row_room;
    size_t filled; // cells of the newest row; column_count = begin a new one
    size_t spare[TERM_COLUMNS_MAX];
    size_t spare_count;
    bool dropped[TERM_COLUMNS_MAX];
    bool failed;
};

term_table *term_table_new(miler_arena *arena, const term_style *style, const term_column *columns,
                           size_t count) {
    if (count == 0 || count > TERM_COLUMNS_MAX) return NULL;
    term_table *table = miler_arena_take(arena, sizeof *table);
    if (table == NULL) return NULL;
    *table = (term_table){
        .arena = arena, .style = style, .columns = columns, .column_count = count, .filled = count};
    return table;
}

static bool begin_row(term_table *table) {
    if (table->row_count == table->row_room) {
        const size_t room = table->row_room > 0 ? table->row_room * 2 : 16;
        row *rows = miler_arena_grow(table->arena, table->rows, table->row_count, room, sizeof *rows);
        if (rows == NULL) return false;
        table->rows = rows;
        table->row_room = room;
    }
    cell *cells = miler_arena_array(table->arena, table->column_count, sizeof *cells);
    if (cells == NULL) return false;
    for (size_t i = 0; i < table->column_count; i++)
        cells[i].text = "";
    table->rows[table->row_count] = (row){.cells = cells};
    table->row_count++;
    table->filled = 0;
    return true;
}

void term_cell(term_table *table, term_colour colour, const char *fmt, ...) {
    if (table == NULL || table->failed) return;
    if (table->filled == table->column_count && !begin_row(table)) {
        table->failed = true;
        return;
    }
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *raw = len >= 0 ? miler_arena_take(table->arena, (size_t)len + 1) : NULL;
    char *clean = raw != NULL ? miler_arena_take(table->arena, (size_t)len + 1) : NULL;
    if (clean == NULL) {
        table->failed = true;
    } else {
        (void)vsnprintf(raw, (size_t)len + 1, fmt, again);
        cell *at = &table->rows[table->row_count - 1].cells[table->filled++];
        *at =
            (cell){.text = clean, .len = term_clean(table->style, raw, (size_t)len, clean), .colour = colour};
        at->width = term_text_width(at->text, at->len);
    }
    va_end(again);
}

void term_table_rule(term_table *table) {
    if (table == NULL || table->failed) return;
    if (!begin_row(table)) {
        table->failed = true;
        return;
    }
    table->rows[table->row_count - 1].rule = true;
    table->filled = table->column_count; // it holds no cells
}

static bool has_titles(const term_table *table) {
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].title != NULL) return true;
    return false;
}

void term_table_spare(term_table *table, size_t column) {
    if (table == NULL || column >= table->column_count || table->spare_count == TERM_COLUMNS_MAX) return;
    table->spare[table->spare_count++] = column;
}

static int longest_word(const char *text, size_t len) {
    int longest = 0;
    for (size_t at = 0; at < len;) {
        const char *blank = memchr(text + at, ' ', len - at);
        const size_t size = blank != NULL ? (size_t)(blank - text) - at : len - at;
        const int width = term_text_width(text + at, size);
        if (width > longest) longest = width;
        at += size + 1;
    }
    return longest;
}

// A way to lay the columns out, each narrower than the one before.
typedef struct layout {
    int gap;
    bool titles_wrap;
    int least; // width of a flexible column; 0 = its longest word
} layout;

static int column_width(const term_table *table, size_t i, const layout *how, int *least) {
    const char *title = table->columns[i].title != NULL ? table->columns[i].title : "";
    const size_t len = strlen(title);
    int width = how->titles_wrap ? longest_word(title, len) : term_text_width(title, len);
    int word = width > FLEXIBLE_MIN ? width : FLEXIBLE_MIN;
    for (size_t r = 0; r < table->row_count; r++) {
        const cell *at = &table->rows[r].cells[i];
        if (at->width > width) width = at->width;
        if (!table->columns[i].flexible || how->least > 0 || at->width <= word) continue;
        const int longest = longest_word(at->text, at->len);
        if (longest > word) word = longest;
    }
    *least = how->least > 0 ? how->least : word < WORD_MAX ? word : WORD_MAX;
    return width;
}

// Fills the widths, 0 of what is dropped; returns the width of the table.
static int lay_out(const term_table *table, const layout *how, int *widths) {
    int least[TERM_COLUMNS_MAX] = {0};
    int total = -how->gap;
    for (size_t i = 0; i < table->column_count; i++) {
        widths[i] = table->dropped[i] ? 0 : column_width(table, i, how, &least[i]);
        if (!table->dropped[i]) total += widths[i] + how->gap;
    }
    const int most = term_width(table->style);
    while (total > most) {
        size_t widest = table->column_count;
        for (size_t i = 0; i < table->column_count; i++)
            if (!table->dropped[i] && table->columns[i].flexible && widths[i] > least[i] &&
                (widest == table->column_count || widths[i] > widths[widest]))
                widest = i;
        if (widest == table->column_count) break;
        widths[widest]--;
        total--;
    }
    return total;
}

// Widths of the columns and the blanks between two; returns the width of the table.
static int measure(term_table *table, int *widths, int *gap) {
    static const layout layouts[] = {{GAP, false, 0}, {GAP, true, 0}, {1, true, 0}};
    static const layout last[] = {{1, true, FLEXIBLE_MIN}, {1, true, FLEXIBLE_END}};
    const int most = term_width(table->style);
    int total = 0;
    for (size_t spared = 0; spared <= table->spare_count; spared++) {
        if (spared > 0) table->dropped[table->spare[spared - 1]] = true;
        for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
            *gap = layouts[i].gap;
            if ((total = lay_out(table, &layouts[i], widths)) <= most) return total;
        }
    }
    // Words are cut.
    for (size_t i = 0; i < sizeof last / sizeof last[0] && total > most; i++)
        total = lay_out(table, &last[i], widths);
    return total;
}

static void put_blanks(miler_buf *out, int *pending) {
    term_repeat(out, " ", *pending);
    *pending = 0;
}

// A word is longer than its column.
static bool cuts_words(const term_table *table, const int *widths) {
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t r = 0; r < table->row_count && !table->dropped[i]; r++) {
            const cell *at = &table->rows[r].cells[i];
            if (!table->rows[r].rule && at->len > 0 && longest_word(at->text, at->len) > widths[i])
                return true;
        }
    return false;
}

// One line of a row; takes what fits from each cell. Blanks are written only
// before text, so that no line ends in them.
static bool put_line(const term_table *table, cell *left, const int *widths, int gap, miler_buf *out) {
    int pending = 0;
    bool more = false;
    bool first = true;
    for (size_t i = 0; i < table->column_count; i++) {
        cell *at = &left[i];
        if (table->dropped[i]) continue;
        const size_t take = at->len > 0 ? term_fit(at->text, at->len, widths[i]) : 0;
        const int width = term_text_width(at->text, take);
        const int spare = widths[i] > width ? widths[i] - width : 0;
        const int before = table->columns[i].align == TERM_RIGHT    ? spare
                           : table->columns[i].align == TERM_CENTRE ? spare / 2
                                                                    : 0;
        if (!first) pending += gap;
        first = false;
        pending += before;
        if (take > 0) {
            put_blanks(out, &pending);
            term_printf(table->style, out, at->colour, "%.*s", (int)take, at->text);
        }
        pending += spare - before;
        at->text += take;
        at->len -= take;
        while (at->len > 0 && *at->text == ' ')
            at->text++, at->len--;
        more = more || at->len > 0;
    }
    miler_buf_text_append(out, "\n");
    return more;
}

static void put_rule(const term_table *table, int width, miler_buf *out) {
    const int most = term_width(table->style);
    if (table->style->colour) miler_buf_text_append(out, "\033[2m");
    term_repeat(out, term_choose(table->style, "─", "-"), width < most ? width : most);
    if (table->style->colour) miler_buf_text_append(out, "\033[0m");
    miler_buf_text_append(out, "\n");
}

// One row as words: what each column is called, and what it holds.
static void say_row(const term_table *table, const row *at, miler_buf *out) {
    miler_buf line;
    miler_buf_init(&line, out->alloc, 16 * 1024);
    for (size_t i = 0; i < table->column_count; i++) {
        const char *title = table->columns[i].title != NULL ? table->columns[i].title : "";
        if (at->cells[i].len == 0) continue;
        miler_buf_printf(&line, "%s%s%s%.*s", line.len > 0 ? ", " : "", title, title[0] != '\0' ? " " : "",
                         (int)at->cells[i].len, at->cells[i].text);
    }
    if (line.failed) out->failed = true;
    if (line.len > 0 && !line.failed) term_wrap(table->style, out, TERM_PLAIN, miler_buf_text(&line), 0, GAP);
    miler_buf_deinit(&line);
}

static void say_rows(const term_table *table, miler_buf *out) {
    for (size_t r = 0; r < table->row_count; r++)
        if (!table->rows[r].rule) say_row(table, &table->rows[r], out);
}

miler_status term_table_print(term_table *table, miler_buf *out, miler_error *err) {
    if (table == NULL || table->failed) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    int widths[TERM_COLUMNS_MAX], gap;
    const int total = measure(table, widths, &gap);
    const int most = term_width(table->style);
    cell left[TERM_COLUMNS_MAX];
    if (total > most || (most < NARROW && cuts_words(table, widths))) {
        say_rows(table, out);
        return miler_buf_status(out, err);
    }
    if (has_titles(table)) {
        for (size_t i = 0; i < table->column_count; i++) {
            const char *title = table->columns[i].title != NULL ? table->columns[i].title : "";
            left[i] = (cell){.text = title, .len = strlen(title), .colour = TERM_BOLD};
        }
        while (put_line(table, left, widths, gap, out))
            continue;
        put_rule(table, total, out);
    }
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].rule) {
            put_rule(table, total, out);
            continue;
        }
        memcpy(left, table->rows[r].cells, table->column_count * sizeof *left);
        while (put_line(table, left, widths, gap, out))
            continue;
    }
    return miler_buf_status(out, err);
}
