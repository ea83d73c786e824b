// SPDX-License-Identifier: MIT
// How a drill of the timetable is done: the words of data/drills.tsv, found by the drill's name or
// alias that a row begins with ("Walking lunges, 10 each leg"), so that they are written only once.
#include "race/pacing.h"

#include <string.h>
#include <strings.h>

extern const char miler_data_drills[];
extern const size_t miler_data_drills_len;

#define DRILL_FIELDS 7 // name, aliases, dose, trains, needs, how, fault
#define DRILL_HOW 5

// Is it the name, alone, as one of several, or with more behind a comma?
static bool begins_with(const char *what, const char *name, size_t len) {
    if (len == 0 || strncasecmp(what, name, len) != 0) return false;
    const char *rest = what + len;
    if (*rest == 's') rest++;
    return *rest == '\0' || *rest == ',';
}

static bool names_drill(const race_line *drill, const char *what) {
    if (begins_with(what, drill->field[0], drill->len[0])) return true;
    const char *at = drill->field[1], *end = at + drill->len[1];
    while (at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        if (bar == NULL) bar = end;
        if (begins_with(what, at, (size_t)(bar - at))) return true;
        at = bar < end ? bar + 1 : end;
    }
    return false;
}

miler_status race_how(const char *what, miler_arena *arena, const char **out, miler_error *err) {
    race_lines lines = {.at = miler_data_drills,
                        .end = miler_data_drills + miler_data_drills_len,
                        .what = "drills",
                        .fields = DRILL_FIELDS};
    race_line line;
    int got;
    *out = "";
    while ((got = race_lines_next(&lines, &line, err)) == 1) {
        if (race_field_is(&line, 0, "name") || !names_drill(&line, what))
            continue; // the first line is titles
        *out = miler_arena_dup_n(arena, line.field[DRILL_HOW], line.len[DRILL_HOW]);
        return *out != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return got < 0 ? (miler_status)got : MILER_OK;
}
