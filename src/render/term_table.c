// SPDX-License-Identifier: MIT
// Tables: columns as wide as their widest cell, two blanks between, titles
// underlined. Where the terminal is too narrow, flexible columns wrap, and where
// that is not enough one blank stands between.
#include "render/term.h"

#include <stdio.h>
#include <string.h>

#define GAP 2
#define FLEXIBLE_MIN 12

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

// Widths of the columns and the blanks between two; returns the width of the table.
static int measure(const term_table *table, int *widths, int *gap) {
    const int gaps = (int)table->column_count - 1;
    int total = GAP * gaps;
    *gap = GAP;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *title = table->columns[i].title;
        widths[i] = title != NULL ? term_text_width(title, strlen(title)) : 0;
        for (size_t r = 0; r < table->row_count; r++)
            if (table->rows[r].cells[i].width > widths[i]) widths[i] = table->rows[r].cells[i].width;
        total += widths[i];
    }
    const int most = term_width(table->style);
    while (total > most) {
        size_t widest = table->column_count;
        for (size_t i = 0; i < table->column_count; i++)
            if (table->columns[i].flexible && widths[i] > FLEXIBLE_MIN &&
                (widest == table->column_count || widths[i] > widths[widest]))
                widest = i;
        if (widest == table->column_count) break;
        widths[widest]--;
        total--;
    }
    if (total <= most) return total;
    *gap = 1; // nothing else left to give: beyond that the lines stay long
    return total - (GAP - 1) * gaps;
}

static void put_blanks(miler_buf *out, int *pending) {
    term_repeat(out, " ", *pending);
    *pending = 0;
}

// One line of a row; takes what fits from each cell. Blanks are written only
// before text, so that no line ends in them.
static bool put_line(const term_table *table, cell *left, const int *widths, int gap, miler_buf *out) {
    int pending = 0;
    bool more = false;
    for (size_t i = 0; i < table->column_count; i++) {
        cell *at = &left[i];
        const size_t take = at->len > 0 ? term_fit(at->text, at->len, widths[i]) : 0;
        const int width = term_text_width(at->text, take);
        const int spare = widths[i] > width ? widths[i] - width : 0;
        const int before = table->columns[i].align == TERM_RIGHT    ? spare
                           : table->columns[i].align == TERM_CENTRE ? spare / 2
                                                                    : 0;
        if (i > 0) pending += gap;
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

miler_status term_table_print(term_table *table, miler_buf *out, miler_error *err) {
    if (table == NULL || table->failed) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    int widths[TERM_COLUMNS_MAX], gap;
    const int total = measure(table, widths, &gap);
    cell left[TERM_COLUMNS_MAX];
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
