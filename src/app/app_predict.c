// SPDX-License-Identifier: MIT
// Reads the squad's rows, sorts them by athlete, and asks the fitness room once
// for each. Rows are kept in one array and sorted, so that the cost is that of
// sorting, whatever the order in the file.
#include "app/app_predict.h"

#include "app/boxed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// What the model can use; it tells only that nothing was usable.
#define DIST_LEAST_M 399.6
#define DIST_MOST_M 50000
#define WALK_MPS 1.2
#define AGE_LEAST 5 // in years; less is a mistyped year of birth

enum { COL_ATHLETE, COL_SEX, COL_BIRTH_YEAR, COL_DISTANCE, COL_TIME, COL_DATE, COL_COUNT };
static const char *const column_names[COL_COUNT] = {"athlete",    "sex",    "birth_year",
                                                    "distance_m", "time_s", "date"};
// What a coach's table calls them.
static const char *const other_names[COL_COUNT] = {"name", "gender", "born", "distance", "time", "day"};

typedef struct squad_row {
    const char *athlete;
    size_t order; // of the row in the file
    miler_sex sex;
    int32_t birth_year; // 0 = unknown
    miler_evidence evidence;
} squad_row;

typedef struct squad {
    miler_arena *arena;
    squad_row *rows;
    size_t count, cap;
    int column[COL_COUNT]; // -1 = not in the file
    bool headed;
    int32_t as_of;
    app_predict_answer *answer; // where rows that cannot be read are told
} squad;

static miler_status read_header(squad *s, const csv_row *row, miler_error *err) {
    for (int c = 0; c < COL_COUNT; c++) {
        s->column[c] = -1;
        for (size_t i = 0; i < row->count; i++)
            if (strcasecmp(row->text[i], column_names[c]) == 0 ||
                (s->column[c] < 0 && strcasecmp(row->text[i], other_names[c]) == 0))
                s->column[c] = (int)i;
    }
    s->headed = true;
    for (int c = 0; c < COL_COUNT; c++) {
        if (s->column[c] >= 0 || (c != COL_ATHLETE && c != COL_DISTANCE && c != COL_TIME)) continue;
        (void)miler_fail(err, MILER_ERR_PARSE, "there is no column '%s'", column_names[c]);
        if (err != NULL) err->line = row->line;
        miler_error_remedy(err,
                           "the first line names the columns: athlete,sex,birth_year,distance_m,time_s,date");
        return MILER_ERR_PARSE;
    }
    return MILER_OK;
}

static const char *cell(const squad *s, const csv_row *row, int column) {
    const int i = s->column[column];
    return i >= 0 && (size_t)i < row->count ? row->text[i] : "";
}

static miler_status bad_cell(const csv_row *row, int column, const char *text, miler_error *err) {
    (void)miler_fail(err, MILER_ERR_PARSE, "'%.40s' is no %s", text, column_names[column]);
    if (err != NULL) err->line = row->line;
    return MILER_ERR_PARSE;
}

// "2025", "2025-06" (the middle of it) or "2025-06-14".
static bool read_day(const char *text, int32_t *out) {
    char full[16];
    const size_t len = strlen(text);
    if (len == 4)
        (void)snprintf(full, sizeof full, "%.4s-07-01", text);
    else if (len == 7)
        (void)snprintf(full, sizeof full, "%.7s-15", text);
    else
        (void)snprintf(full, sizeof full, "%.15s", text);
    return miler_parse_date(full, out, NULL) == MILER_OK;
}

static bool read_positive(const char *text, double *out) {
    return miler_parse_number(text, strlen(text), out, NULL) == MILER_OK && *out > 0;
}

// A year alone is asked about in that very year: the best is of this season, not half a year old.
static void within_the_year(miler_evidence *e, const squad *s) {
    int32_t year = 0;
    int32_t asked = 0;
    int32_t month;
    int32_t mday;
    if (e->day == MILER_NO_DAY) return;
    miler_ymd_from_day(e->day, &year, &month, &mday);
    miler_ymd_from_day(s->as_of, &asked, &month, &mday);
    if (year == asked && (!s->answer->as_of_latest || e->day > s->as_of)) e->day = s->as_of;
}

// Spreadsheets make "2019" into the first of January: where every date of a
// table, over several years, is of the same day and month, years were meant.
static void find_years(squad *s) {
    int32_t years_from = 0;
    int32_t years_to = 0;
    int32_t day_of_all = 0;
    for (size_t i = 0; i < s->count; i++) {
        int32_t year;
        int32_t month;
        int32_t mday;
        if (s->rows[i].evidence.day == MILER_NO_DAY || s->rows[i].evidence.season_best) return;
        miler_ymd_from_day(s->rows[i].evidence.day, &year, &month, &mday);
        if (i > 0 && day_of_all != 31 * month + mday) return;
        day_of_all = 31 * month + mday;
        years_from = i == 0 || year < years_from ? year : years_from;
        years_to = i == 0 || year > years_to ? year : years_to;
    }
    for (size_t i = 0; i < s->count && years_to > years_from; i++) {
        s->rows[i].evidence.season_best = true;
        within_the_year(&s->rows[i].evidence, s);
    }
}

// The year it was run in; of one without a date that of the day it is asked about.
static int32_t year_of(const squad *s, const miler_evidence *e) {
    int32_t year = 0;
    int32_t month;
    int32_t mday;
    miler_ymd_from_day(e->day != MILER_NO_DAY ? e->day : s->as_of, &year, &month, &mday);
    return year;
}

static miler_status read_person(const squad *s, const csv_row *row, squad_row *r, miler_error *err) {
    const char *name = cell(s, row, COL_ATHLETE);
    const char *sex = cell(s, row, COL_SEX);
    const char *year = cell(s, row, COL_BIRTH_YEAR);
    double value = 0;
    if (name[strspn(name, " \t")] == '\0') { // else all of them would be one athlete
        (void)miler_fail(err, MILER_ERR_PARSE, "there is no athlete");
        return MILER_ERR_PARSE;
    }
    if (strcspn(sex, "mMfFwWxXqQ-") > 0) return bad_cell(row, COL_SEX, sex, err);
    if (sex[0] != '\0' && strchr("mMfFwW", sex[0]) != NULL)
        r->sex = sex[0] == 'm' || sex[0] == 'M' ? MILER_SEX_MALE : MILER_SEX_FEMALE;
    if (year[0] == '\0') return MILER_OK;
    if (!read_positive(year, &value) || value < 1900 || value > year_of(s, &r->evidence) - AGE_LEAST)
        return bad_cell(row, COL_BIRTH_YEAR, year, err);
    r->birth_year = (int32_t)value;
    return MILER_OK;
}

static miler_status read_result(const squad *s, const csv_row *row, miler_evidence *e, miler_error *err) {
    const char *dist = cell(s, row, COL_DISTANCE);
    const char *time = cell(s, row, COL_TIME);
    const char *date = cell(s, row, COL_DATE);
    if (!read_positive(dist, &e->dist_m) && miler_parse_distance(dist, &e->dist_m, NULL) != MILER_OK)
        return bad_cell(row, COL_DISTANCE, dist, err);
    if (!read_positive(time, &e->time_s) && miler_parse_time(time, &e->time_s, NULL) != MILER_OK)
        return bad_cell(row, COL_TIME, time, err);
    if (date[0] != '\0' && !read_day(date, &e->day)) return bad_cell(row, COL_DATE, date, err);
    e->season_best = strlen(date) <= 4; // a year, or nothing
    if (e->season_best) within_the_year(e, s);
    return MILER_OK;
}

// "x" is a word, not an empty cell: that it is taken as unknown is worth saying.
static void tell_other_sex(squad *s, const char *sex) {
    if (sex[0] == '\0' || sex[0] == '-' || strchr("mMfFwW", sex[0]) != NULL) return;
    if (s->answer->other_sex_count++ == 0) s->answer->other_sex = miler_arena_dup(s->arena, sex);
}

// "4.48" for 4:48 is a slip, and one such row would carry the whole estimate.
static miler_status check_speed(const squad_row *r, miler_error *err) {
    char text[MILER_TEXT_MAX], best[MILER_TEXT_MAX];
    // Where the sex is not known the men's, which is the faster one.
    const miler_sex sex = r->sex == MILER_SEX_FEMALE ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    const double record_s = miler_world_record_s(sex, r->evidence.dist_m);
    if (!(r->evidence.time_s < record_s)) return MILER_OK;
    miler_print_time(text, sizeof text, r->evidence.time_s, 2);
    miler_print_time(best, sizeof best, record_s, 2);
    return miler_fail(err, MILER_ERR_PARSE, "%s is faster than the world record (%s); times are written 4:48",
                      text, best);
}

static miler_status read_row(squad *s, const csv_row *row, miler_error *err) {
    squad_row r = {.order = s->count, .evidence = {.day = MILER_NO_DAY, .kind = MILER_EVIDENCE_RESULT}};
    miler_status status = read_result(s, row, &r.evidence, err);
    if (status == MILER_OK) status = read_person(s, row, &r, err);
    if (status == MILER_OK) status = check_speed(&r, err);
    if (status != MILER_OK) return status;
    if (r.evidence.day != MILER_NO_DAY && r.evidence.day > s->as_of) {
        s->answer->late_count++; // the future is not looked at
        return MILER_OK;
    }
    tell_other_sex(s, cell(s, row, COL_SEX));
    r.athlete = miler_arena_dup(s->arena, cell(s, row, COL_ATHLETE));
    s->rows[s->count++] = r;
    return MILER_OK;
}

// One mistyped row of a squad is no reason to leave the others without an answer.
static miler_status leave_out(squad *s, const csv_row *row, const miler_error *why, miler_error *err) {
    app_predict_answer *a = s->answer;
    if (a->bad == NULL) a->bad = miler_arena_array(s->arena, APP_PREDICT_BAD_MAX, sizeof *a->bad);
    const char *reason = miler_arena_dup(s->arena, why->msg);
    if (a->bad == NULL || reason == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (a->bad_listed < APP_PREDICT_BAD_MAX) a->bad[a->bad_listed++] = (app_bad_row){row->line, reason};
    a->bad_count++;
    return MILER_OK;
}

static miler_status take_row(void *user, const csv_row *row, miler_error *err) {
    squad *s = user;
    if (!s->headed) return read_header(s, row, err);
    if (s->count == APP_PREDICT_ROWS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "a squad has at most %d rows", APP_PREDICT_ROWS_MAX);
    if (s->count == s->cap) {
        const size_t cap = s->cap == 0 ? 256 : s->cap * 2;
        squad_row *rows = miler_arena_grow(s->arena, s->rows, s->cap, cap, sizeof *rows);
        if (rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        s->rows = rows;
        s->cap = cap;
    }
    miler_error why = {0};
    const miler_status status = read_row(s, row, &why);
    if (status == MILER_ERR_PARSE) return leave_out(s, row, &why, err);
    if (status != MILER_OK && err != NULL) *err = why;
    return status;
}

static int by_athlete(const void *a, const void *b) {
    const squad_row *x = a;
    const squad_row *y = b;
    const int names = strcmp(x->athlete, y->athlete);
    return names != 0 ? names : x->order < y->order ? -1 : x->order > y->order;
}

typedef struct placed {
    app_prediction prediction;
    size_t order;
} placed;

static int by_order(const void *a, const void *b) {
    const placed *x = a;
    const placed *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

// Why not one of them could be used: what is wrong with the first.
static const char *why_unusable(const miler_evidence *e) {
    const double speed = e->dist_m / e->time_s;
    if (e->dist_m < DIST_LEAST_M || e->dist_m > DIST_MOST_M)
        return "no usable result: outside 400 m to 50 km";
    if (speed < WALK_MPS) return "no usable result: slower than a walk";
    return "no usable result: faster than anybody can run";
}

// The latest result's day, and whether it is one.
static void tell_day(const squad_row *rows, size_t count, const app_predict_answer *answer,
                     app_prediction *out) {
    const miler_evidence *latest = NULL;
    out->as_of = answer->as_of;
    if (!answer->as_of_latest) return;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *e = &rows[i].evidence;
        if (e->day != MILER_NO_DAY && (latest == NULL || e->day > latest->day)) latest = e;
    }
    out->as_of_is = latest == NULL ? APP_AS_OF_NONE : latest->season_best ? APP_AS_OF_YEAR : APP_AS_OF_DAY;
    if (latest != NULL) out->as_of = latest->day;
}

static void estimate(const squad_row *rows, size_t count, const app_predict_answer *answer,
                     miler_evidence *scratch, app_prediction *out) {
    miler_athlete athlete;
    miler_fitness fitness;
    miler_error err = {0};
    miler_estimate at;
    miler_athlete_init(&athlete);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].sex != MILER_SEX_UNKNOWN) athlete.sex = rows[i].sex;
        if (rows[i].birth_year != 0) athlete.birth_day = miler_day_from_ymd(rows[i].birth_year, 7, 1);
        if (n < APP_PREDICT_RESULTS_MAX) scratch[n++] = rows[i].evidence;
    }
    *out = (app_prediction){.athlete = rows[0].athlete,
                            .dist_m = answer->target_m,
                            .time_s = (double)NAN,
                            .low_s = (double)NAN,
                            .high_s = (double)NAN,
                            .result_count = count,
                            .reason = ""};
    tell_day(rows, count, answer, out);
    if (miler_fitness_estimate(&athlete, scratch, n, out->as_of, &fitness, &err) != MILER_OK) {
        out->reason = why_unusable(&rows[0].evidence);
    } else if (!miler_fitness_at(&fitness, answer->target_m, &at)) {
        out->reason = "the target lies outside 400 m to the marathon";
    } else {
        out->time_s = at.time_s;
        out->low_s = at.low_s;
        out->high_s = at.high_s;
        out->strongest = fitness.rests_on[0];
    }
}

static miler_status estimate_all(squad *s, app_predict_answer *out, miler_error *err) {
    placed *list = miler_arena_array(s->arena, s->count + 1, sizeof *list);
    miler_evidence *scratch = miler_arena_array(s->arena, APP_PREDICT_RESULTS_MAX, sizeof *scratch);
    out->rows = miler_arena_array(s->arena, s->count + 1, sizeof *out->rows);
    if (miler_arena_failed(s->arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    find_years(s);
    if (s->count > 0) qsort(s->rows, s->count, sizeof *s->rows, by_athlete);
    for (size_t from = 0, to; from < s->count; from = to) {
        for (to = from + 1; to < s->count && strcmp(s->rows[from].athlete, s->rows[to].athlete) == 0;)
            to++;
        estimate(s->rows + from, to - from, out, scratch, &list[out->count].prediction);
        list[out->count++].order = s->rows[from].order;
    }
    if (out->count > 0) qsort(list, out->count, sizeof *list, by_order);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i] = list[i].prediction;
    return MILER_OK;
}

miler_status app_predict(struct sandbox *in, const char *csv, size_t len, double target_m, int32_t as_of,
                         bool as_of_latest, miler_arena *arena, app_predict_answer *out, miler_error *err) {
    squad s = {.arena = arena, .as_of = as_of, .answer = out};
    boxed_csv *reader;
    boxed box;
    *out = (app_predict_answer){.target_m = target_m, .as_of = as_of, .as_of_latest = as_of_latest};
    boxed_init(&box, in);
    miler_status status = boxed_csv_open(&reader, &box, 0, take_row, &s, miler_arena_allocator(arena), err);
    if (status != MILER_OK) return status;
    status = boxed_csv_feed(reader, csv, len, err);
    if (status == MILER_OK) status = boxed_csv_finish(reader, err);
    boxed_csv_close(reader);
    boxed_drop(&box);
    return status == MILER_OK ? estimate_all(&s, out, err) : status;
}
