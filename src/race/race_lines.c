// SPDX-License-Identifier: MIT
// Lines of tab-separated text: blank lines and lines that begin with # are
// passed over, every other one has exactly the fields it must have.
#include "race/pacing.h"

#include <string.h>

bool race_field_is(const race_line *line, size_t field, const char *text) {
    return line->len[field] == strlen(text) && memcmp(line->field[field], text, line->len[field]) == 0;
}

static const char *end_of(const char *at, const char *end, char stop) {
    const char *found = memchr(at, stop, (size_t)(end - at));
    return found != NULL ? found : end;
}

static int cut(race_lines *lines, const char *at, const char *stop, race_line *out, miler_error *err) {
    size_t count = 0;
    while (count < lines->fields) {
        const char *tab = end_of(at, stop, '\t');
        out->field[count] = at;
        out->len[count++] = (size_t)(tab - at);
        if (tab == stop) break;
        at = tab + 1;
        if (count == lines->fields) count++; // one tab too many
    }
    out->number = lines->number;
    if (count == lines->fields) return 1;
    (void)miler_fail(err, MILER_ERR_PARSE, "%s: a line must have %zu fields with tabs between", lines->what,
                     lines->fields);
    if (err != NULL) err->line = lines->number;
    return MILER_ERR_PARSE;
}

int race_lines_next(race_lines *lines, race_line *out, miler_error *err) {
    while (lines->at < lines->end) {
        const char *at = lines->at;
        const char *stop = end_of(at, lines->end, '\n');
        lines->at = stop < lines->end ? stop + 1 : stop;
        lines->number++;
        if (stop > at && stop[-1] == '\r') stop--;
        if (stop == at || *at == '#') continue;
        return cut(lines, at, stop, out, err);
    }
    return 0;
}
