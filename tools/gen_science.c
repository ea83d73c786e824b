// SPDX-License-Identifier: MIT
// gen_science FILE.csv... > science_tables_gen.c
//
// Host tool of the build: turns data/science/*.csv into the constants declared
// in src/science/tables.h, and stops the build when a table cannot be right
// (missing column, age skipped, factor out of range or rising with old age,
// times that do not grow with distance). Every file starts with a "# source"
// line, which becomes the comment of its array.
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 400
#define COLS_MAX 10
#define CELL_MAX 24
#define LINE_MAX_LEN 512
#define AGE_DISTS_MAX 8 // as in src/science/tables.h
#define AGES_MAX 100

typedef struct table {
    const char *path;
    char source[LINE_MAX_LEN];
    char cell[ROWS_MAX][COLS_MAX][CELL_MAX]; // row 0 is the header
    int rows, cols;
} table;

static table csv; // one file at a time; too large for the stack

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static void
die(const table *t, int row, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "%s:%d: ", t->path, row + 2);
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(1);
}

// ---- Reading

static int split(table *t, int row, char *line) {
    int col = 0;
    for (char *at = line;; at++) {
        char *comma = strchr(at, ',');
        if (comma != NULL) *comma = '\0';
        if (col == COLS_MAX) die(t, row, "more than %d columns", COLS_MAX);
        if (strlen(at) >= CELL_MAX) die(t, row, "'%s' is too long", at);
        memcpy(t->cell[row][col++], at, strlen(at) + 1);
        if (comma == NULL) return col;
        at = comma;
    }
}

static void load(table *t, const char *path) {
    char line[LINE_MAX_LEN];
    FILE *in = fopen(path, "r");
    memset(t, 0, sizeof *t);
    t->path = path;
    if (in == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    while (fgets(line, sizeof line, in) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (t->source[0] == '\0') {
            if (line[0] != '#' || strlen(line) < 10) die(t, -1, "the first line must be '# source'");
            memcpy(t->source, line + 2, strlen(line) - 1);
            continue;
        }
        if (t->rows == ROWS_MAX) die(t, t->rows, "more than %d rows", ROWS_MAX);
        const int cols = split(t, t->rows, line);
        if (t->rows == 0) t->cols = cols;
        if (cols != t->cols) die(t, t->rows, "%d columns instead of %d", cols, t->cols);
        t->rows++;
    }
    fclose(in);
    if (t->rows < 2) die(t, 0, "no rows");
}

static void expect_header(const table *t, const char *header) {
    char have[LINE_MAX_LEN] = "";
    for (int c = 0; c < t->cols; c++)
        (void)snprintf(have + strlen(have), sizeof have - strlen(have), "%s%s", c > 0 ? "," : "",
                       t->cell[0][c]);
    if (strcmp(have, header) != 0) die(t, 0, "header is '%s', not '%s'", have, header);
}

static double number(const table *t, int row, int col, double low, double high) {
    char *end;
    const double value = strtod(t->cell[row][col], &end); // the build runs in the C locale
    if (end == t->cell[row][col] || *end != '\0') die(t, row, "'%s' is not a number", t->cell[row][col]);
    if (!(value >= low && value <= high)) die(t, row, "%g is not within %g .. %g", value, low, high);
    return value;
}

static int sex_of(const table *t, int row) { // 0 men, 1 women
    if (strcmp(t->cell[row][0], "M") == 0) return 0;
    if (strcmp(t->cell[row][0], "F") == 0) return 1;
    die(t, row, "sex '%s' is not M or F", t->cell[row][0]);
    return 0;
}

// ---- Age factors

typedef struct ages {
    double dist[AGE_DISTS_MAX], open[2][AGE_DISTS_MAX];
    double factor[2][AGES_MAX][AGE_DISTS_MAX];
    int dists, first, last;
} ages;

static void age_row(const table *t, int row, ages *a, int *expected) {
    const int sex = sex_of(t, row);
    const bool open = strcmp(t->cell[row][1], "open") == 0;
    const int age = open ? 0 : (int)number(t, row, 1, 5, 110);
    if (open != (*expected < 0)) die(t, row, "one 'open' row must stand before each sex's ages");
    if (!open && *expected > 0 && age != *expected) die(t, row, "age %d where %d should be", age, *expected);
    if (open) {
        *expected = 0;
    } else {
        if (*expected == 0 && sex == 0) a->first = age;
        if (*expected == 0 && age != a->first) die(t, row, "the sexes start at different ages");
        if (age - a->first >= AGES_MAX) die(t, row, "more than %d ages", AGES_MAX);
        if (sex == 0) a->last = age;
        *expected = age + 1;
    }
    for (int d = 0; d < a->dists; d++) {
        const double value = open ? number(t, row, d + 2, 20, 10000) : number(t, row, d + 2, 0.01, 1);
        if (open) {
            a->open[sex][d] = value;
            if (d > 0 && value <= a->open[sex][d - 1]) die(t, row, "standards must grow with distance");
            continue;
        }
        double *slot = &a->factor[sex][age - a->first][d];
        *slot = value;
        // Past 45 everybody slows: a rise is a typing error. Before, tables may rise and fall.
        if (age > 45 && age > a->first && value > slot[-AGE_DISTS_MAX])
            die(t, row, "factor rises from %d to %d", age - 1, age);
    }
}

static void age_table(const table *t, const char *name) {
    static ages a;
    memset(&a, 0, sizeof a);
    a.dists = t->cols - 2;
    if (a.dists < 2 || a.dists > AGE_DISTS_MAX) die(t, 0, "%d distances", a.dists);
    for (int d = 0; d < a.dists; d++) {
        a.dist[d] = number(t, 0, d + 2, 100, 100000);
        if (d > 0 && a.dist[d] <= a.dist[d - 1]) die(t, 0, "distances must grow");
    }
    int expected = -1;
    int sex = 0;
    for (int row = 1; row < t->rows; row++) {
        if (sex_of(t, row) != sex) {
            if (sex == 1) die(t, row, "men must stand before women, once each");
            sex = 1;
            expected = -1;
        }
        age_row(t, row, &a, &expected);
    }
    if (sex != 1 || expected != a.last + 1) die(t, t->rows - 1, "the sexes end at different ages");
    printf("\n// %s\nconst sci_age_table sci_%s = {\n    .dist_count = %d, .age_first = %d, .age_last = "
           "%d,\n    .dist_m = {",
           t->source, name, a.dists, a.first, a.last);
    for (int d = 0; d < a.dists; d++)
        printf("%s%.3f", d > 0 ? ", " : "", a.dist[d]);
    printf("},\n    .open_s = {");
    for (int s = 0; s < 2; s++) {
        printf("{");
        for (int d = 0; d < a.dists; d++)
            printf("%s%.2f", d > 0 ? ", " : "", a.open[s][d]);
        printf("}%s", s == 0 ? ", " : "},\n    .factor = {\n");
    }
    for (int s = 0; s < 2; s++) {
        printf("        {\n");
        for (int age = a.first; age <= a.last; age++) {
            printf("            {");
            for (int d = 0; d < a.dists; d++)
                printf("%s%.4f", d > 0 ? ", " : "", a.factor[s][age - a.first][d]);
            printf("}, // %d\n", age);
        }
        printf("        },\n");
    }
    printf("    }};\n");
}

// ---- The other tables

static const char *const sex_names[] = {"MILER_SEX_MALE", "MILER_SEX_FEMALE"};

static void wa_points(const table *t, const char *name) {
    expect_header(t, "sex,dist_m,short_track,a,b_s,step_s");
    printf("\n// %s\nconst sci_wa_row sci_%s[] = {\n", t->source, name);
    for (int row = 1; row < t->rows; row++) {
        const double dist = number(t, row, 1, 100, 50000);
        const double a = number(t, row, 3, 1e-6, 2) * 1e10;
        const double b = number(t, row, 4, 50, 30000) * 100;
        const double step = number(t, row, 5, 0.01, 1) * 100;
        // At about the world's best speed a row must give somewhat over a thousand points.
        const double best = dist < 700 ? dist / 9.2 : dist < 5500 ? dist / 6.9 : dist / 5.9;
        const double points = number(t, row, 3, 0, 2) * (b / 100 - best) * (b / 100 - best);
        if (points < 800 || points > 2000) die(t, row, "%.0f points for a world best cannot be", points);
        if (fabs(a - round(a)) > 1e-3 || fabs(b - round(b)) > 1e-6)
            die(t, row, "constants have more digits than the code keeps");
        printf("    {%s, %.3f, %s, INT64_C(%.0f), %.0f, %.0f},\n", sex_names[sex_of(t, row)], dist,
               number(t, row, 2, 0, 1) > 0 ? "true" : "false", a, b, step);
    }
    printf("};\nconst int sci_%s_count = %d;\n", name, t->rows - 1);
}

static void world_records(const table *t, const char *name) {
    expect_header(t, "sex,dist_m,time_s,year");
    printf("\n// %s\nconst sci_record_row sci_%s[] = {\n", t->source, name);
    double before_dist = 0;
    double before_speed = 0;
    int sex = -1;
    for (int row = 1; row < t->rows; row++) {
        const double dist = number(t, row, 1, 100, 50000);
        const double time = number(t, row, 2, 9, 20000);
        (void)number(t, row, 3, 1960, 2100);
        if (sex_of(t, row) == sex && (dist <= before_dist || dist / time >= before_speed))
            die(t, row, "distances must grow and speeds fall");
        sex = sex_of(t, row);
        before_dist = dist;
        before_speed = dist / time;
        printf("    {%s, %.3f, %.2f},\n", sex_names[sex], dist, time);
    }
    printf("};\nconst int sci_%s_count = %d;\n", name, t->rows - 1);
}

static void purdy(const table *t, const char *name) {
    expect_header(t, "dist_m,speed_mps");
    printf("\n// %s\nconst sci_purdy_row sci_%s[] = {\n", t->source, name);
    for (int row = 1; row < t->rows; row++) {
        const double dist = number(t, row, 0, 40, 100000);
        const double speed = number(t, row, 1, 4, 12);
        if (row > 1 && (dist <= number(t, row - 1, 0, 0, 1e9) || speed >= number(t, row - 1, 1, 0, 100)))
            die(t, row, "distances must grow and speeds fall");
        printf("    {%.1f, %.5f},\n", dist, speed);
    }
    printf("};\nconst int sci_%s_count = %d;\n", name, t->rows - 1);
}

static void mile_levels(const table *t, const char *name) {
    expect_header(t, "sex,p5_s,p20_s,p50_s,p80_s,p95_s");
    if (t->rows != 3 || sex_of(t, 1) != 0 || sex_of(t, 2) != 1)
        die(t, 0, "a row of men and a row of women, no more");
    printf("\n// %s\nconst double sci_%s[2][5] = {\n", t->source, name);
    for (int row = 1; row < t->rows; row++) {
        printf("    {");
        for (int c = 1; c < 6; c++) {
            const double time = number(t, row, c, 200, 1200);
            if (c > 1 && time >= number(t, row, c - 1, 0, 1e9)) die(t, row, "times must fall");
            printf("%s%.1f", c > 1 ? ", " : "", time);
        }
        printf("},\n");
    }
    printf("};\n");
}

static const struct {
    const char *name;
    void (*emit)(const table *t, const char *name);
} kinds[] = {{"age_road_2020", age_table},  {"age_road_2025", age_table},    {"age_track_2005", age_table},
             {"age_track_2023", age_table}, {"mile_levels", mile_levels},    {"purdy_950", purdy},
             {"wa_points", wa_points},      {"world_records", world_records}};

int main(int argc, char **argv) {
    printf("// Made by tools/gen_science.c from data/science: change those files, not this one.\n#include "
           "\"science/tables.h\"\n");
    for (int i = 1; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        char name[64];
        (void)snprintf(name, sizeof name, "%s", slash != NULL ? slash + 1 : argv[i]);
        name[strcspn(name, ".")] = '\0';
        bool known = false;
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (strcmp(kinds[k].name, name) != 0) continue;
            known = true;
            load(&csv, argv[i]);
            kinds[k].emit(&csv, name);
        }
        if (!known) {
            fprintf(stderr, "%s: no table of this name is known to tools/gen_science.c\n", argv[i]);
            return 1;
        }
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
