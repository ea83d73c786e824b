// SPDX-License-Identifier: MIT
// Numbers: every row of tests/num/*.num, then the reference tables in full.
//
// A .num file is lines of
//
//     # a remark
//     tolerance 0.01          for the rows below; "0.5%" is relative
//     vdot 1609.344 5:30 -> 53.3725
//
// Arguments are numbers, times (with ':'), and the words below. A row that does
// not hold is shown with file and line; all rows of a file are tried.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/science.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGS_MAX 16
#define DATA "../shared/data/"

// ---- What a .num file can call

typedef double (*num_fn)(const double *a, size_t n);

static miler_sex sex_arg(double x) {
    return (miler_sex)(int)x;
}
static double f_vdot(const double *a, size_t n) {
    (void)n;
    return miler_vdot(a[0], a[1]);
}
static double f_vdot_time(const double *a, size_t n) {
    (void)n;
    return miler_vdot_time_s(a[0], a[1]);
}
static double f_vdot_fraction(const double *a, size_t n) {
    (void)n;
    return miler_vdot_fraction(a[0]);
}
static double f_vdot_pace(const double *a, size_t n) { // s/km at a percentage of VDOT
    (void)n;
    return 1000 / miler_vdot_speed(a[0], a[1] / 100);
}
static double f_race_percent(const double *a, size_t n) { // % VO2max of a race
    (void)n;
    return 100 * miler_vo2_at_speed(a[0] / a[1]) / miler_vdot(a[0], a[1]);
}
static double f_equivalent(const double *a, size_t n) { // by VDOT
    (void)n;
    return miler_vdot_time_s(miler_vdot(a[0], a[1]), a[2]);
}
static double f_riegel(const double *a, size_t n) {
    (void)n;
    return miler_riegel_time_s(a[0], a[1], a[2], a[3]);
}
static double f_exponent(const double *a, size_t n) {
    (void)n;
    return miler_power_exponent(a[0], a[1], a[2], a[3]);
}
static double f_shrunk(const double *a, size_t n) {
    (void)n;
    return miler_power_exponent_shrunk(a[0], a[1], a[2]);
}
static double f_cameron(const double *a, size_t n) {
    (void)n;
    return miler_cameron_time_s(a[0], a[1], a[2]);
}
static double f_purdy(const double *a, size_t n) {
    (void)n;
    return miler_purdy_points(a[0], a[1]);
}
static double f_purdy_time(const double *a, size_t n) {
    (void)n;
    return miler_purdy_time_s(a[0], a[1]);
}
static double f_emig(const double *a, size_t n) { // v_m g_s g_l t_c dist
    (void)n;
    const miler_emig m = {a[0], a[1], a[2], a[3]};
    return miler_emig_time_s(&m, a[4]);
}
static double f_emig_endurance(const double *a, size_t n) {
    (void)n;
    const miler_emig m = {5, a[0], a[0], 360};
    return miler_emig_endurance(&m);
}
// dist time dist time ... -> the fit, and a member of it
static bool cs_of(const double *a, size_t n, miler_cs *out) {
    double d[ARGS_MAX];
    double t[ARGS_MAX];
    for (size_t i = 0; i < n / 2; i++) {
        d[i] = a[2 * i];
        t[i] = a[2 * i + 1];
    }
    return miler_cs_fit2(d, t, n / 2, out);
}
static double f_cs(const double *a, size_t n) {
    miler_cs cs;
    return cs_of(a, n, &cs) ? cs.speed_mps : (double)NAN;
}
static double f_dprime(const double *a, size_t n) {
    miler_cs cs;
    return cs_of(a, n, &cs) ? cs.dprime_m : (double)NAN;
}
static double f_cs_time(const double *a, size_t n) { // target, then efforts
    miler_cs cs;
    return cs_of(a + 1, n - 1, &cs) ? miler_cs_time_s(&cs, a[0]) : (double)NAN;
}
static double f_age_factor(const double *a, size_t n) {
    (void)n;
    return miler_age_factor((miler_age_table)(int)a[0], sex_arg(a[1]), (int)a[2], a[3]);
}
static double f_age_grade(const double *a, size_t n) {
    (void)n;
    return miler_age_grade_pct((miler_age_table)(int)a[0], sex_arg(a[1]), (int)a[2], a[3], a[4]);
}
static double f_age_graded(const double *a, size_t n) {
    (void)n;
    return miler_age_graded_time_s((miler_age_table)(int)a[0], sex_arg(a[1]), (int)a[2], a[3], a[4]);
}
static double f_age_standard(const double *a, size_t n) {
    (void)n;
    return miler_age_standard_s((miler_age_table)(int)a[0], sex_arg(a[1]), a[2]);
}
static double f_age_table_for(const double *a, size_t n) {
    (void)n;
    return (double)miler_age_table_for((int)a[0], a[1] > 0);
}
static double f_level_time(const double *a, size_t n) {
    (void)n;
    return miler_level_time_s((miler_level)(int)a[0], sex_arg(a[1]), (int)a[2]);
}
static double f_level(const double *a, size_t n) {
    (void)n;
    return (double)miler_level_of(a[0], sex_arg(a[1]), (int)a[2]);
}
static double f_level_next(const double *a, size_t n) {
    (void)n;
    return miler_level_to_next_s(a[0], sex_arg(a[1]), (int)a[2]);
}
static double f_percentile(const double *a, size_t n) {
    (void)n;
    return miler_mile_percentile(a[0], sex_arg(a[1]), (int)a[2]);
}
static double f_wa(const double *a, size_t n) {
    (void)n;
    return miler_wa_points(sex_arg(a[0]), a[1], a[2], a[3] > 0);
}
static double f_wa_time(const double *a, size_t n) {
    (void)n;
    return miler_wa_time_s(sex_arg(a[0]), a[1], (int)a[2], a[3] > 0);
}
static double f_record(const double *a, size_t n) {
    (void)n;
    return miler_world_record_s(sex_arg(a[0]), a[1]);
}
static double f_zone(const double *a,
                     size_t n) { // vdot mile 800 zone which(0 slow 1 target 2 fast) -> s per 400
    (void)n;
    miler_pace_band z[MILER_ZONE_COUNT];
    if (!miler_zone_paces(a[0], a[1], a[2], z)) return NAN;
    const miler_pace_band *b = &z[(int)a[3]];
    return 400 / (a[4] < 1 ? b->slow_mps : a[4] < 2 ? b->target_mps : b->fast_mps);
}
static double f_hr_max(const double *a, size_t n) {
    (void)n;
    return miler_hr_max_tanaka((int)a[0]);
}
static double f_hr_target(const double *a, size_t n) {
    (void)n;
    return miler_hr_reserve_target(a[0], a[1], a[2]);
}
static double f_trimp(const double *a, size_t n) {
    (void)n;
    return miler_trimp(a[0], a[1], sex_arg(a[2]));
}
static double f_rtss(const double *a, size_t n) {
    (void)n;
    return miler_rtss(a[0], a[1], a[2]);
}
static double f_ewma(const double *a, size_t n) {
    (void)n;
    return miler_ewma_step(a[0], a[1], a[2]);
}
static double f_rest_days(const double *a, size_t n) {
    (void)n;
    return miler_banister_rest_days(a[0], a[1], a[2], a[3]);
}
static double f_gain_days(const double *a, size_t n) {
    (void)n;
    return miler_banister_gain_days(a[0], a[1], a[2], a[3]);
}
static double f_gradient(const double *a, size_t n) {
    (void)n;
    return miler_gradient_cost(a[0]);
}
static double f_gap(const double *a, size_t n) {
    (void)n;
    return miler_grade_adjusted_speed(a[0], a[1]);
}
static double f_drag(const double *a, size_t n) {
    (void)n;
    return miler_air_drag_n(a[0], a[1], a[2], a[3], a[4]);
}
static double f_density(const double *a, size_t n) {
    (void)n;
    return miler_air_density_ratio(a[0]);
}
static double f_altitude(const double *a, size_t n) { // percent
    (void)n;
    return 100 * miler_altitude_slowdown(a[0], a[1]);
}
static double f_wbgt(const double *a, size_t n) {
    (void)n;
    return miler_wbgt_c(a[0], a[1]);
}
static double f_lap(const double *a, size_t n) {
    (void)n;
    return miler_track_lap_m((int)a[0]);
}
static double f_wide(const double *a, size_t n) {
    (void)n;
    return miler_track_extra_m(a[0]);
}
static double f_geo(const double *a, size_t n) {
    (void)n;
    return miler_geo_distance_m(a[0], a[1], a[2], a[3]);
}

static const struct {
    const char *name;
    size_t args_min, args_max;
    num_fn fn;
} functions[] = {
    {"vdot", 2, 2, f_vdot},
    {"vdot_time", 2, 2, f_vdot_time},
    {"vdot_fraction", 1, 1, f_vdot_fraction},
    {"vdot_pace", 2, 2, f_vdot_pace},
    {"race_percent", 2, 2, f_race_percent},
    {"equivalent", 3, 3, f_equivalent},
    {"riegel", 4, 4, f_riegel},
    {"exponent", 4, 4, f_exponent},
    {"exponent_shrunk", 3, 3, f_shrunk},
    {"cameron", 3, 3, f_cameron},
    {"purdy", 2, 2, f_purdy},
    {"purdy_time", 2, 2, f_purdy_time},
    {"emig", 5, 5, f_emig},
    {"emig_endurance", 1, 1, f_emig_endurance},
    {"cs", 4, 16, f_cs},
    {"dprime", 4, 16, f_dprime},
    {"cs_time", 5, 15, f_cs_time},
    {"age_factor", 4, 4, f_age_factor},
    {"age_grade", 5, 5, f_age_grade},
    {"age_graded", 5, 5, f_age_graded},
    {"age_standard", 3, 3, f_age_standard},
    {"age_table_for", 2, 2, f_age_table_for},
    {"level_time", 3, 3, f_level_time},
    {"level", 3, 3, f_level},
    {"level_next", 3, 3, f_level_next},
    {"percentile", 3, 3, f_percentile},
    {"wa_points", 4, 4, f_wa},
    {"wa_time", 4, 4, f_wa_time},
    {"record", 2, 2, f_record},
    {"zone", 5, 5, f_zone},
    {"hr_max", 1, 1, f_hr_max},
    {"hr_target", 3, 3, f_hr_target},
    {"trimp", 3, 3, f_trimp},
    {"rtss", 3, 3, f_rtss},
    {"ewma", 3, 3, f_ewma},
    {"rest_days", 4, 4, f_rest_days},
    {"gain_days", 4, 4, f_gain_days},
    {"gradient", 1, 1, f_gradient},
    {"grade_adjusted", 2, 2, f_gap},
    {"drag", 5, 5, f_drag},
    {"density", 1, 1, f_density},
    {"altitude", 2, 2, f_altitude},
    {"wbgt", 2, 2, f_wbgt},
    {"lap", 1, 1, f_lap},
    {"wide", 1, 1, f_wide},
    {"geo", 4, 4, f_geo},
};

static const struct {
    const char *name;
    double value;
} words[] = {{"nan", NAN},
             {"inf", INFINITY},
             {"all", -1},
             {"M", MILER_SEX_MALE},
             {"F", MILER_SEX_FEMALE},
             {"U", MILER_SEX_UNKNOWN},
             {"outdoor", 0},
             {"short", 1},
             {"track", 0},
             {"road", 1},
             {"road2025", MILER_AGE_ROAD_2025},
             {"road2020", MILER_AGE_ROAD_2020},
             {"track2023", MILER_AGE_TRACK_2023},
             {"track2005", MILER_AGE_TRACK_2005},
             {"below", MILER_LEVEL_BELOW},
             {"beginner", MILER_LEVEL_BEGINNER},
             {"novice", MILER_LEVEL_NOVICE},
             {"intermediate", MILER_LEVEL_INTERMEDIATE},
             {"advanced", MILER_LEVEL_ADVANCED},
             {"elite", MILER_LEVEL_ELITE},
             {"slow", 0},
             {"target", 1},
             {"fast", 2},
             {"easy", MILER_ZONE_EASY},
             {"long", MILER_ZONE_LONG},
             {"mpace", MILER_ZONE_MARATHON},
             {"threshold", MILER_ZONE_THRESHOLD},
             {"cv", MILER_ZONE_CV},
             {"vo2max", MILER_ZONE_VO2MAX},
             {"rmile", MILER_ZONE_MILE},
             {"r800", MILER_ZONE_800},
             {"rep", MILER_ZONE_REP},
             {"mile", MILER_MILE_M},
             {"2mile", 2 * MILER_MILE_M},
             {"5k", 5000},
             {"10k", 10000},
             {"half", 21097.5},
             {"marathon", 42195}};

// ---- Reading a row

static bool value_of(const char *text, double *out) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].name, text) == 0) {
            *out = words[i].value;
            return true;
        }
    }
    if (strchr(text, ':') != NULL) return miler_parse_time(text, out, NULL) == MILER_OK;
    return miler_parse_number(text, strlen(text), out, NULL) == MILER_OK;
}

typedef struct num_file {
    const char *path;
    int line, rows, bad;
    double tolerance;
    bool relative;
} num_file;

static void complain(num_file *f, const char *what, const char *text) {
    fprintf(stderr, "%s:%d: %s: %s\n", f->path, f->line, what, text);
    f->bad++;
}

static void set_tolerance(num_file *f, char *text) {
    const size_t len = strlen(text);
    f->relative = len > 0 && text[len - 1] == '%';
    if (f->relative) text[len - 1] = '\0';
    if (!value_of(text, &f->tolerance)) complain(f, "not a tolerance", text);
    if (f->relative) f->tolerance /= 100;
}

static void compare(num_file *f, const char *row, double got, double want) {
    const double allowed = f->relative ? f->tolerance * fabs(want) : f->tolerance;
    if (isnan(got) && isnan(want)) return;
    if (fabs(got - want) <= allowed + 1e-12) return;
    fprintf(stderr, "%s:%d: %s: got %.6g (off by %.3g, allowed %.3g)\n", f->path, f->line, row, got,
            got - want, allowed);
    f->bad++;
}

static void run_row(num_file *f, char *line) {
    char row[256];
    (void)snprintf(row, sizeof row, "%s", line);
    char *save = NULL;
    const char *name = strtok_r(line, " \t\r\n", &save);
    if (name == NULL || name[0] == '#') return;
    char *token = strtok_r(NULL, " \t\r\n", &save);
    if (strcmp(name, "tolerance") == 0 && token != NULL) {
        set_tolerance(f, token);
        return;
    }
    double args[ARGS_MAX];
    size_t n = 0;
    for (; token != NULL && strcmp(token, "->") != 0; token = strtok_r(NULL, " \t\r\n", &save))
        if (n == ARGS_MAX || !value_of(token, &args[n++])) {
            complain(f, "not an argument", token);
            return;
        }
    double want;
    token = strtok_r(NULL, " \t\r\n", &save);
    if (token == NULL || !value_of(token, &want)) {
        complain(f, "no '-> value'", row);
        return;
    }
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strcmp(functions[i].name, name) != 0) continue;
        if (n < functions[i].args_min || n > functions[i].args_max) {
            complain(f, "wrong number of arguments", row);
            return;
        }
        f->rows++;
        row[strcspn(row, "\r\n")] = '\0';
        compare(f, row, functions[i].fn(args, n), want);
        return;
    }
    complain(f, "no such function", name);
}

static void num_rows(void **state) {
    (void)state;
    DIR *dir = opendir("tests/num");
    assert_non_null(dir);
    int files = 0;
    int rows = 0;
    int bad = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const size_t len = strlen(entry->d_name);
        if (len < 5 || strcmp(entry->d_name + len - 4, ".num") != 0) continue;
        char path[300];
        (void)snprintf(path, sizeof path, "tests/num/%s", entry->d_name);
        num_file f = {.path = path, .tolerance = 1e-9};
        FILE *in = fopen(path, "r");
        assert_non_null(in);
        for (char line[256]; fgets(line, sizeof line, in) != NULL;) {
            f.line++;
            run_row(&f, line);
        }
        (void)fclose(in);
        if (f.rows == 0) complain(&f, "has no rows", "");
        files++;
        rows += f.rows;
        bad += f.bad;
    }
    (void)closedir(dir);
    fprintf(stderr, "%d rows of %d files\n", rows, files);
    if (bad > 0) fail_msg("%d of %d rows do not hold", bad, rows);
    assert_true(files > 0);
}

// The test itself must see what is wrong.
static void bad_rows_are_seen(void **state) {
    (void)state;
    static const struct {
        const char *row;
        int bad;
    } rows[] = {{"vdot mile 5:30 -> 53.3725", 0},
                {"vdot mile 5:30 -> 53.38", 1},
                {"vdot mile 5:30 -> nan", 1},
                {"vdot mile nan -> 53", 1},
                {"vdot mile 5:30", 1},
                {"vdot mile -> 53.37", 1},
                {"voodoo 1 -> 2", 1},
                {"vdot mile 5:61 -> 53", 1},
                {"tolerance much", 1},
                {"# vdot -> 3", 0},
                {"", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char line[80];
        (void)snprintf(line, sizeof line, "%s", rows[i].row);
        num_file f = {.path = "(meant to fail)", .line = (int)i + 1, .tolerance = 0.001};
        run_row(&f, line);
        if (f.bad != rows[i].bad) fail_msg("'%s': %d complaints", rows[i].row, f.bad);
    }
}

// ---- The reference tables, compared in full where they are at hand

#define CELLS_MAX 20

typedef struct csv {
    FILE *in;
    const char *name;
    char line[1024];
    char *cell[CELLS_MAX];
    int cells, row;
} csv;

static bool csv_next(csv *c) {
    if (fgets(c->line, sizeof c->line, c->in) == NULL) return false;
    c->row++;
    c->cells = 0;
    char *out = c->line;
    bool quoted = false;
    c->cell[c->cells++] = out;
    for (const char *at = c->line; *at != '\0' && *at != '\r' && *at != '\n'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (*at == ',' && !quoted) {
            *out++ = '\0';
            assert_true(c->cells < CELLS_MAX);
            c->cell[c->cells++] = out;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
    return true;
}

static bool csv_open(csv *c, const char *name) {
    char path[200];
    *c = (csv){.name = name};
    (void)snprintf(path, sizeof path, DATA "%s", name);
    c->in = fopen(path, "r");
    if (c->in == NULL) {
        printf("# SKIP %s is not here\n", path);
        return false;
    }
    assert_true(csv_next(c)); // header
    return true;
}

static double cell(const csv *c, int i) {
    double value;
    assert_true(i < c->cells);
    if (!value_of(c->cell[i], &value)) fail_msg("%s:%d: '%s' is not a number", c->name, c->row, c->cell[i]);
    return value;
}

static void near_cell(const csv *c, int i, double got, double tolerance) {
    const double want = cell(c, i);
    if (!(fabs(got - want) <= tolerance))
        fail_msg("%s:%d: column %d is %g, got %.6g", c->name, c->row, i + 1, want, got);
}

static void table_vdot(void **state) {
    (void)state;
    csv c;
    if (!csv_open(&c, "vdot_table.csv")) return;
    static const double dists[] = {800,  1500,  MILER_MILE_M, 3000, 2 * MILER_MILE_M,
                                   5000, 10000, 21097.5,      42195};
    while (csv_next(&c)) {
        const double v = cell(&c, 0);
        miler_pace_band z[MILER_ZONE_COUNT];
        for (int i = 0; i < 9; i++)
            near_cell(&c, 1 + i, miler_vdot_time_s(v, dists[i]), 0.06);
        assert_true(miler_zone_paces(v, NAN, NAN, z));
        near_cell(&c, 10, 1000 / z[MILER_ZONE_EASY].slow_mps, 0.06);
        near_cell(&c, 11, 1000 / z[MILER_ZONE_EASY].fast_mps, 0.06);
        near_cell(&c, 12, 1000 / z[MILER_ZONE_THRESHOLD].target_mps, 0.06);
        near_cell(&c, 13, 1000 / z[MILER_ZONE_VO2MAX].target_mps, 0.06);
        near_cell(&c, 14, 400 / z[MILER_ZONE_VO2MAX].target_mps, 0.06);
        near_cell(&c, 15, 400 / z[MILER_ZONE_REP].target_mps, 0.06);
        near_cell(&c, 16, 400 / z[MILER_ZONE_MILE].target_mps, 0.06);
    }
    assert_int_equal(c.row, 67);
    (void)fclose(c.in);
}

static void age_table(const char *name, miler_age_table table, const double *dists, int count, int rows) {
    csv c;
    if (!csv_open(&c, name)) return;
    while (csv_next(&c)) {
        const miler_sex sex = c.cell[0][0] == 'M' ? MILER_SEX_MALE : MILER_SEX_FEMALE;
        const bool open = strcmp(c.cell[1], "open_s") == 0;
        for (int i = 0; i < count; i++)
            near_cell(&c, 2 + i,
                      open ? miler_age_standard_s(table, sex, dists[i])
                           : miler_age_factor(table, sex, (int)cell(&c, 1), dists[i]),
                      1e-9);
    }
    assert_int_equal(c.row, rows);
    (void)fclose(c.in);
}

static void table_age(void **state) {
    (void)state;
    static const double road[] = {MILER_MILE_M, 5000, 10000, 21097.5, 42195};
    static const double track2005[] = {1500, MILER_MILE_M, 2000, 3000, 2 * MILER_MILE_M, 5000, 10000};
    static const double track2023[] = {800, 1000, 1500, MILER_MILE_M, 3000, 5000, 10000};
    age_table("age_grade_road_2025_usatf.csv", MILER_AGE_ROAD_2025, road, 5, 195);
    age_table("age_grade_road_2020_usatf.csv", MILER_AGE_ROAD_2020, road, 5, 195);
    age_table("age_grade_track_wma2005_2006.csv", MILER_AGE_TRACK_2005, track2005, 7, 195);
    age_table("age_grade_track_wma2023.csv", MILER_AGE_TRACK_2023, track2023, 7, 153);
}

static void table_levels(void **state) {
    (void)state;
    csv c;
    if (!csv_open(&c, "running_level_mile.csv")) return;
    while (csv_next(&c)) {
        const miler_sex sex = c.cell[0][0] == 'M' ? MILER_SEX_MALE : MILER_SEX_FEMALE;
        for (int l = MILER_LEVEL_BEGINNER; l <= MILER_LEVEL_ELITE; l++)
            near_cell(&c, 1 + l, miler_level_time_s((miler_level)l, sex, (int)cell(&c, 1)), 0.51);
    }
    (void)fclose(c.in);
    // The published 5 km rows hold the rule itself: row of age 20 / factor. Printed to the second.
    if (!csv_open(&c, "running_level_5k.csv")) return;
    static const double open_5k[2][5] = {{1889, 1579, 1351.5, 1184, 1060}, {2127, 1808, 1567, 1384, 1247}};
    while (csv_next(&c)) {
        const int s = c.cell[0][0] == 'M' ? 0 : 1;
        for (int l = 0; l < 5; l++)
            near_cell(&c, 2 + l,
                      open_5k[s][l] / miler_age_factor(MILER_AGE_ROAD_2020,
                                                       s == 0 ? MILER_SEX_MALE : MILER_SEX_FEMALE,
                                                       (int)cell(&c, 1), 5000),
                      2.0);
    }
    (void)fclose(c.in);
}

static void table_points(void **state) {
    (void)state;
    csv c;
    if (!csv_open(&c, "wa_scoring.csv")) return;
    int tables = 0;
    while (csv_next(&c)) {
        const double dist = cell(&c, 2);
        const bool road = strcmp(c.cell[3], "road") == 0;
        if (strstr(c.cell[1], "SC") != NULL || (road && dist <= 10000))
            continue; // not run by milers; track table used
        const miler_sex sex = c.cell[0][0] == 'M' ? MILER_SEX_MALE : MILER_SEX_FEMALE;
        const bool short_track = strcmp(c.cell[3], "short_track") == 0;
        const double a = cell(&c, 4);
        const double b = cell(&c, 5);
        const double step = cell(&c, 6);
        tables++;
        for (int p = 1; p <= 1400; p++) {
            const double t = miler_wa_time_s(sex, dist, p, short_track);
            // The slowest time on the grid that earns p: the exact root lies within one step above it.
            const double root = b - sqrt(p / a);
            if (!(t <= root + 1e-7 && t > root - step - 1e-7))
                fail_msg("%s:%d: %d points at %.3f, root %.5f", c.name, c.row, p, t, root);
            if (miler_wa_points(sex, dist, t, short_track) < p)
                fail_msg("%s:%d: %.2f s is not worth %d", c.name, c.row, t, p);
            if (miler_wa_points(sex, dist, t + step, short_track) >= p)
                fail_msg("%s:%d: %.2f s is not the slowest for %d", c.name, c.row, t, p);
        }
    }
    assert_int_equal(tables, 50);
    (void)fclose(c.in);
}

static void table_purdy(void **state) {
    (void)state;
    csv c;
    if (!csv_open(&c, "purdy_table.csv")) return;
    while (csv_next(&c)) {
        // At the table's own speed, start and bends cost a little: just under 950 points.
        const double d = cell(&c, 0);
        const double t = miler_purdy_time_s(950, d);
        const double table_t = d / cell(&c, 1);
        assert_true(t > table_t + 0.2);
        assert_true(t < table_t + 1.6);
    }
    (void)fclose(c.in);
}

static void table_places(void **state) {
    (void)state;
    csv c;
    if (csv_open(&c, "track_lanes.csv")) {
        while (csv_next(&c))
            near_cell(&c, 2, miler_track_lap_m((int)cell(&c, 1)), 0.0006);
        (void)fclose(c.in);
    }
    if (csv_open(&c, "altitude_model.csv")) {
        while (csv_next(&c)) {
            near_cell(&c, 3, miler_air_density_ratio(cell(&c, 0)), 0.0006);
            near_cell(&c, 4, 100 * miler_altitude_slowdown(cell(&c, 0), MILER_MILE_M), 0.006);
            near_cell(&c, 5, 100 * miler_altitude_slowdown(cell(&c, 0), 5000), 0.006);
        }
        (void)fclose(c.in);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(num_rows),    cmocka_unit_test(bad_rows_are_seen), cmocka_unit_test(table_vdot),
        cmocka_unit_test(table_age),   cmocka_unit_test(table_levels),      cmocka_unit_test(table_points),
        cmocka_unit_test(table_purdy), cmocka_unit_test(table_places),
    };
    return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
