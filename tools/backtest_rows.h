// SPDX-License-Identifier: MIT
// Open results as rows: read, sorted by athlete and year, cut into seasons.
#ifndef BACKTEST_ROWS_H
#define BACKTEST_ROWS_H

#include <miler/fitness.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 40000

typedef struct row {
    char source[16], athlete[16];
    double dist_m, time_s;
    int32_t year, day; // 0 / MILER_NO_DAY when not told
    miler_sex sex;
} row;

static row rows[ROWS_MAX];
static int row_count;

static bool is_target(double dist_m) {
    return fabs(dist_m - 1500) < 1 || fabs(dist_m - MILER_MILE_M) < 1;
}

static void parse_day(const char *text, row *r) {
    int year = 0;
    int month = 0;
    int mday = 0;
    r->day = MILER_NO_DAY;
    const int parts = sscanf(text, "%4d-%2d-%2d", &year, &month, &mday);
    if (parts >= 1) r->year = year;
    if (parts == 3 && miler_ymd_valid(year, month, mday)) r->day = miler_day_from_ymd(year, month, mday);
}

static int by_athlete(const void *a, const void *b) {
    const row *x = a;
    const row *y = b;
    int order = strcmp(x->source, y->source);
    if (order == 0) order = strcmp(x->athlete, y->athlete);
    if (order == 0) order = (x->year > y->year) - (x->year < y->year);
    if (order == 0) order = (x->dist_m > y->dist_m) - (x->dist_m < y->dist_m);
    if (order == 0) order = (x->day > y->day) - (x->day < y->day);
    return order != 0 ? order : (x->time_s > y->time_s) - (x->time_s < y->time_s);
}

static bool load(const char *path) {
    FILE *in = fopen(path, "r");
    char line[256];
    if (in == NULL) return false;
    while (row_count < ROWS_MAX && fgets(line, sizeof line, in) != NULL) {
        row *r = &rows[row_count];
        char sex = 0;
        char date[24] = "";
        *r = (row){.day = MILER_NO_DAY};
        if (sscanf(line, "%15[^,],%15[^,],%c,%lf,%lf,%23[^,]", r->source, r->athlete, &sex, &r->dist_m,
                   &r->time_s, date) < 5)
            continue;
        if (date[0] >= '0' && date[0] <= '9') parse_day(date, r);
        r->sex = sex == 'M' ? MILER_SEX_MALE : sex == 'F' ? MILER_SEX_FEMALE : MILER_SEX_UNKNOWN;
        row_count++;
    }
    (void)fclose(in);
    qsort(rows, (size_t)row_count, sizeof rows[0], by_athlete);
    return row_count > 0;
}

// Each athlete is of one fifth, by name: fits and lines never see those they are judged on.
enum { FOLDS = 5 };
static unsigned fold_of(const char *athlete) {
    unsigned h = 2166136261U;
    for (; *athlete != '\0'; athlete++)
        h = (h ^ (unsigned char)*athlete) * 16777619U;
    return h % FOLDS;
}

static bool same_athlete(const row *a, const row *b) {
    return strcmp(a->athlete, b->athlete) == 0 && strcmp(a->source, b->source) == 0;
}

static const row *best_of(int from, int to, double dist_m) {
    const row *best = NULL;
    for (int i = from; i < to; i++)
        if (fabs(rows[i].dist_m - dist_m) < 1 && (best == NULL || rows[i].time_s < best->time_s))
            best = &rows[i];
    return best;
}

// Calls `take` with each athlete's year, rows [from, to).
static void each_season(void (*take)(int from, int to, void *user), void *user) {
    for (int from = 0, to; from < row_count; from = to) {
        for (to = from + 1;
             to < row_count && same_athlete(&rows[from], &rows[to]) && rows[to].year == rows[from].year;)
            to++;
        take(from, to, user);
    }
}

#endif
