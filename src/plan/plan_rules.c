// SPDX-License-Identifier: MIT
// The table of rules: reads data/plan_rules.tsv (compiled in) and a user's own
// rows of the same form. What builder and auditor keep to stands here. Numbers
// left in the code lay out and measure, weigh or round; they are estimates, and
// no runner's rule.
//
//     name  beginner  intermediate  advanced  elite  unit  source  note      (tab-separated)
#include "plan/plan_rules.h"

#include <string.h>

extern const char miler_data_plan_rules[];
extern const size_t miler_data_plan_rules_len;

#define FIELDS 8

static const struct {
    const char *name;
    double lo, hi;
} known[PLAN_RULE_COUNT] = {
#define X(name, lo, hi) {#name, lo, hi},
    PLAN_RULES(X)
#undef X
};

_Static_assert(PLAN_RULE_COUNT <= MILER_PLAN_RULES_MAX, "rules fit the public struct");
_Static_assert(sizeof(plan_rule) == PLAN_RULE_COUNT * sizeof(double), "a column is an array of doubles");

typedef struct field {
    const char *at;
    size_t len;
} field;

static int find(const char *name, size_t len) {
    for (int i = 0; i < PLAN_RULE_COUNT; i++)
        if (strlen(known[i].name) == len && memcmp(known[i].name, name, len) == 0) return i;
    return -1;
}

void plan_rules_column(const miler_plan_rules *rules, miler_plan_level level, plan_rule *out) {
    double column[PLAN_RULE_COUNT];
    for (int i = 0; i < PLAN_RULE_COUNT; i++)
        column[i] = rules->value[i][level];
    memcpy(out, column, sizeof column);
}

double miler_plan_rule(const miler_plan_rules *rules, const char *name, miler_plan_level level) {
    const int index = find(name, strlen(name));
    return index < 0 || (unsigned)level >= MILER_PLAN_LEVEL_COUNT ? (double)NAN : rules->value[index][level];
}

// The next line that holds a row; comments, blanks and the heading are passed over.
static bool next_row(const char **at, const char *end, uint32_t *line, field *out) {
    while (*at < end) {
        const char *stop = memchr(*at, '\n', (size_t)(end - *at));
        if (stop == NULL) stop = end;
        *out = (field){*at, (size_t)(stop - *at)};
        if (out->len > 0 && out->at[out->len - 1] == '\r') out->len--;
        *at = stop < end ? stop + 1 : end;
        ++*line;
        const bool heading = out->len >= 5 && memcmp(out->at, "name\t", 5) == 0;
        if (out->len > 0 && out->at[0] != '#' && !heading) return true;
    }
    return false;
}

static size_t split(field row, field out[FIELDS]) {
    size_t count = 0;
    const char *at = row.at;
    const char *end = row.at + row.len;
    while (count < FIELDS) {
        const char *stop = memchr(at, '\t', (size_t)(end - at));
        if (stop == NULL || count == FIELDS - 1) stop = end;
        out[count++] = (field){at, (size_t)(stop - at)};
        if (stop == end) break;
        at = stop + 1;
    }
    return count;
}

static miler_status fail_row(miler_error *err, miler_status status, uint32_t line, const char *what,
                             field name) {
    miler_fail(err, status, "rules, line %u: %s '%.*s'", line, what, (int)(name.len < 60 ? name.len : 60),
               name.at);
    if (err != NULL) err->line = line;
    return status;
}

static miler_status read_row(field row, uint32_t line, miler_plan_rules *rules, miler_error *err) {
    field fields[FIELDS];
    if (split(row, fields) < 1 + MILER_PLAN_LEVEL_COUNT) {
        fail_row(err, MILER_ERR_PARSE, line, "too few fields in", row);
        miler_error_remedy(
            err, "name, then four numbers for beginner, intermediate, advanced, elite, separated by tabs");
        return MILER_ERR_PARSE;
    }
    const int index = find(fields[0].at, fields[0].len);
    if (index < 0) return fail_row(err, MILER_ERR_NOT_FOUND, line, "there is no rule", fields[0]);
    for (int level = 0; level < MILER_PLAN_LEVEL_COUNT; level++) {
        double value;
        if (miler_parse_number(fields[1 + level].at, fields[1 + level].len, &value, NULL) != MILER_OK)
            return fail_row(err, MILER_ERR_PARSE, line, "not a number in the row of", fields[0]);
        if (value < known[index].lo || value > known[index].hi) {
            fail_row(err, MILER_ERR_RANGE, line, "a value outside what is possible for", fields[0]);
            miler_error_remedy(err, "from %g to %g", known[index].lo, known[index].hi);
            return MILER_ERR_RANGE;
        }
        rules->value[index][level] = value;
    }
    return MILER_OK;
}

miler_status miler_plan_rules_read(const char *text, size_t len, miler_plan_rules *rules, miler_error *err) {
    if (text == NULL || rules == NULL) return miler_fail(err, MILER_ERR_ARG, "rules: nothing to read");
    miler_plan_rules next = *rules;
    const char *at = text;
    uint32_t line = 0;
    field row;
    while (next_row(&at, text + len, &line, &row)) {
        const miler_status status = read_row(row, line, &next, err);
        if (status != MILER_OK) return status;
    }
    *rules = next;
    return MILER_OK;
}

miler_status miler_plan_rules_default(miler_plan_rules *out, miler_error *err) {
    if (out == NULL) return miler_fail(err, MILER_ERR_ARG, "rules: nowhere to put them");
    memset(out, 0, sizeof *out);
    out->count = PLAN_RULE_COUNT;
    for (int i = 0; i < PLAN_RULE_COUNT; i++)
        for (int level = 0; level < MILER_PLAN_LEVEL_COUNT; level++)
            out->value[i][level] = NAN;
    if (miler_plan_rules_read(miler_data_plan_rules, miler_data_plan_rules_len, out, err) != MILER_OK)
        return MILER_ERR_FORMAT;
    for (int i = 0; i < PLAN_RULE_COUNT; i++)
        if (isnan(out->value[i][0]))
            return miler_fail(err, MILER_ERR_FORMAT, "rules: '%s' is missing", known[i].name);
    return MILER_OK;
}

static void copy(char *out, size_t out_size, field from) {
    const size_t len = from.len < out_size ? from.len : out_size - 1;
    memcpy(out, from.at, len);
    out[len] = '\0';
}

bool miler_plan_rule_at(size_t index, miler_plan_rule_info *out) {
    const char *at = miler_data_plan_rules;
    uint32_t line = 0;
    field row;
    for (size_t i = 0; next_row(&at, miler_data_plan_rules + miler_data_plan_rules_len, &line, &row); i++) {
        if (i != index) continue;
        field fields[FIELDS] = {{0}};
        if (split(row, fields) < FIELDS) return false;
        const int rule = find(fields[0].at, fields[0].len);
        if (rule < 0) return false;
        out->name = known[rule].name;
        for (int level = 0; level < MILER_PLAN_LEVEL_COUNT; level++)
            if (miler_parse_number(fields[1 + level].at, fields[1 + level].len, &out->value[level], NULL) !=
                MILER_OK)
                return false;
        copy(out->unit, sizeof out->unit, fields[5]);
        copy(out->source, sizeof out->source, fields[6]);
        copy(out->note, sizeof out->note, fields[7]);
        return true;
    }
    return false;
}
