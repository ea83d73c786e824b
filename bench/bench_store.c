// SPDX-License-Identifier: MIT
// A store of 1,000 and one of 10,000 runs: what a whole `miler runs`, `fitness`,
// `bests` costs as a process, as a ratio to a `miler version` (start-up alone) and
// to opening the store, how it grows from the small store to the large one, and
// the peak memory of each. The runs are made up: 800 a year until today, with
// laps, splits and bests, and an original of 8 KiB that does not pack (so that
// rows lie as far apart in the file as they do after an import). And what one new
// run costs there: its import, and the fitness after it.
//
// Stores are filled by a process of its own: what a child has resident when it
// becomes miler counts into its peak.
#include "bench.h"

#include "../tests/make_fit.h"
#include "app/app_fitness.h"
#include "app/import.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SMALL 1000
#define LARGE 10000
#define RUNS_A_YEAR 800
#define BATCH 500
#define ORIGINAL_BYTES 8192
#define ROUNDS 9
#define PEAK_GOAL_MIB 32
#define TODAY 20500 // 2026-02-16

static uint64_t dice = 7;

static double throw_dice(double low, double high) {
    dice = dice * 6364136223846793005u + 1442695040888963407u; // Knuth's MMIX generator
    return low + (high - low) * (double)(dice >> 11) * 0x1p-53;
}

// ---- Runs that nobody ran

typedef struct made_up {
    miler_activity a;
    miler_lap laps[30];
    miler_split km[30], miles[20];
} made_up;

static void blank(miler_summary *sum) {
    const float none = (float)NAN;
    *sum = (miler_summary){MILER_NO_TIME, (double)NAN, (double)NAN, (double)NAN, none, none, none,
                           none,          none,        none,        none,        none, none, none,
                           none,          none,        none,        none,        none};
}

static size_t splits(miler_split *out, size_t most, double unit_m, double dist_m, double s_per_m) {
    size_t n = 0;
    for (; n < most && (double)(n + 1) * unit_m <= dist_m; n++)
        out[n] = (miler_split){unit_m, unit_m * s_per_m, (double)n * unit_m * s_per_m, 150, 172, 4, 4};
    return n;
}

static void make_run(made_up *r, int32_t day) {
    miler_activity *a = &r->a;
    memset(r, 0, sizeof *r);
    const double s_per_m = throw_dice(0.27, 0.40);
    a->format = MILER_FORMAT_FIT;
    a->sport = throw_dice(0, 1) < 0.85 ? MILER_SPORT_RUNNING : MILER_SPORT_CYCLING;
    a->start_ms = (int64_t)day * MILER_MS_PER_DAY + (int64_t)throw_dice(6e6, 7e7);
    a->dist_m = throw_dice(3000, 22000);
    a->timer_s = a->elapsed_s = a->moving_s = a->dist_m * s_per_m;
    a->dist_source = MILER_DIST_GPS;
    a->median_interval_s = 1;
    a->sample_count = (size_t)a->timer_s;
    a->decoupling_pct = 3;
    a->name = "Morning run by the river";
    a->device = "testwatch 245";
    blank(&a->sum);
    a->sum.avg_hr_bpm = (float)throw_dice(125, 175);
    a->sum.dist_m = a->dist_m;
    a->laps = r->laps;
    a->km_splits = r->km;
    a->mile_splits = r->miles;
    a->km_split_count = splits(r->km, 30, 1000, a->dist_m, s_per_m);
    a->mile_split_count = splits(r->miles, 20, 1609.344, a->dist_m, s_per_m);
    a->lap_count = a->km_split_count;
    for (size_t i = 0; i < a->lap_count; i++) {
        blank(&r->laps[i].sum);
        r->laps[i].sum.start_ms = a->start_ms + (int64_t)(1e6 * (double)i * s_per_m);
        r->laps[i].sum.timer_s = r->laps[i].sum.elapsed_s = 1000 * s_per_m;
        r->laps[i].sum.dist_m = 1000;
        r->laps[i].trigger = MILER_TRIGGER_DISTANCE;
        r->laps[i].workout_step = -1;
    }
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const double d = miler_best_distance_m(i);
        const double fast = throw_dice(0.8, 1) * s_per_m;
        a->bests[i] = (miler_effort){.dist_m = d,
                                     .time_s = d <= a->dist_m ? d * fast : (double)NAN,
                                     .start_s = throw_dice(0, 600),
                                     .error_s = 0.01 * d * fast,
                                     .hr_bpm = 150,
                                     .step_share = 1,
                                     .rise_m = 0};
    }
}

static int64_t put_original(store *s) {
    uint64_t bytes[ORIGINAL_BYTES / sizeof(uint64_t)];
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
        (void)throw_dice(0, 1);
        bytes[i] = dice * 0x9E3779B97F4A7C15u;
    }
    store_writer *w;
    store_original info = {.format = MILER_FORMAT_FIT, .file_name = "run.fit", .given_name = ""};
    bool known;
    if (store_writer_open(s, STORE_ENCODING_DEFLATE, &w, NULL) != MILER_OK) exit(4);
    if (store_writer_content(w, bytes, sizeof bytes, NULL) != MILER_OK ||
        store_writer_finish(w, &info, &known, NULL) != MILER_OK)
        exit(4);
    return info.id;
}

static void fill(const char *db, int runs) {
    static made_up run;
    app_options options;
    app_options_init(&options);
    options.db = db;
    app *a;
    if (app_open(&options, &a, NULL) != MILER_OK) exit(4);
    for (int i = 0; i < runs; i++) {
        if (i % BATCH == 0 && store_begin(a->store, NULL) != MILER_OK) exit(4);
        make_run(&run, TODAY - (int32_t)((int64_t)(runs - 1 - i) * 365 / RUNS_A_YEAR));
        const store_activity_key key = {.athlete_id = a->athlete_id, .original_id = put_original(a->store)};
        int64_t id;
        if (store_activity_put(a->store, &key, &run.a, &id, NULL) != MILER_OK) exit(4);
        const bool last = i % BATCH == BATCH - 1 || i == runs - 1;
        if (last && store_commit(a->store, NULL) != MILER_OK) exit(4);
    }
    app_close(a);
}

// Opens the store and closes it: what every verb pays before it asks anything.
static void open_only(const char *db) {
    app_options options;
    app_options_init(&options);
    options.db = db;
    app *a;
    if (app_open(&options, &a, NULL) != MILER_OK) _exit(4);
    app_close(a);
}

// ---- Whole processes

typedef struct cost {
    double s;
    double peak_mib;
} cost;

// argv NULL: open_only in a process of its own. Gives the wall clock.
static double run_once(char *const *argv, const char *db) {
    int status;
    (void)fflush(NULL);
    const double began = bench_now_s();
    const pid_t child = fork();
    if (child == 0) {
        if (argv == NULL) {
            open_only(db);
            _exit(0);
        }
        const int null = open("/dev/null", O_WRONLY);
        if (null < 0 || dup2(null, STDOUT_FILENO) < 0) _exit(4);
        (void)execv(argv[0], argv);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) _exit(4);
    return bench_now_s() - began;
}

// All rounds from a process in between, whose children are these alone: their
// greatest peak is then what the system counts for it.
static cost run_best(char *const *argv, const char *db) {
    cost best = {.s = 1e9};
    int ends[2];
    int status;
    if (pipe(ends) != 0) exit(4);
    (void)fflush(NULL);
    const pid_t between = fork();
    if (between == 0) {
        for (int i = 0; i < ROUNDS; i++)
            best.s = fmin(best.s, run_once(argv, db));
        struct rusage usage;
        (void)getrusage(RUSAGE_CHILDREN, &usage);
        best.peak_mib = (double)usage.ru_maxrss / 1024;
        _exit(write(ends[1], &best, sizeof best) == (ssize_t)sizeof best ? 0 : 4);
    }
    if (between < 0 || waitpid(between, &status, 0) != between || status != 0 ||
        read(ends[0], &best, sizeof best) != (ssize_t)sizeof best) {
        (void)printf("store: %s failed\n", argv != NULL ? argv[1] : "opening");
        exit(4);
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    return best;
}

static const struct {
    const char *words[5];
    double goal_ms; // of the large store; 0: none was set
} asked[] = {
    {{"version"}, 0},
    {{NULL}, 0}, // opening the store
    {{"runs"}, 100},
    {{"runs", "--all", "--limit=0"}, 0},
    {{"runs", "--since=2025-05-01", "--until=2025-06-01"}, 100},
    {{"fitness"}, 300},
    {{"bests"}, 0},
};
#define ASKED (sizeof asked / sizeof asked[0])

static void measure(const char *miler, const char *db, cost out[ASKED]) {
    (void)setenv("MILER_DB", db, 1);
    (void)setenv("MILER_TODAY", "2026-02-16", 1);
    for (size_t i = 0; i < ASKED; i++) {
        char copies[5][32];
        char *argv[7] = {0};
        char program[500];
        (void)snprintf(program, sizeof program, "%s", miler);
        argv[0] = program;
        for (size_t k = 0; k < 5 && asked[i].words[k] != NULL; k++) {
            (void)snprintf(copies[k], sizeof copies[k], "%s", asked[i].words[k]);
            argv[k + 1] = copies[k];
        }
        out[i] = run_best(argv[1] != NULL ? argv : NULL, db);
    }
}

static void tell(size_t i, const cost *small, const cost *large) {
    char name[80] = "";
    for (size_t k = 0; k < 5 && asked[i].words[k] != NULL; k++)
        (void)snprintf(name + strlen(name), sizeof name - strlen(name), "%s%s", k > 0 ? " " : "",
                       asked[i].words[k]);
    const double ms = large[i].s * 1e3;
    (void)printf("%-40s %7.1f ms %7.1f ms  x%-5.2f %6.1f x version %6.1f x open  %5.1f MiB%s",
                 name[0] != '\0' ? name : "(opening the store)", small[i].s * 1e3, ms,
                 large[i].s / small[i].s, large[i].s / large[0].s, large[i].s / large[1].s, large[i].peak_mib,
                 large[i].peak_mib < PEAK_GOAL_MIB ? "" : " MISSED (goal < 32)");
    if (asked[i].goal_ms > 0)
        (void)printf("  goal < %.0f ms  %s", asked[i].goal_ms, ms < asked[i].goal_ms ? "met" : "MISSED");
    (void)printf("\n");
}

// ---- A new run

#define NEW_RUNS 9
#define NEW_RUN_S 2400 // forty minutes, a sample a second
#define NEW_RUN_GOAL_MS 5

static void write_run(const char *path, int which) {
    miler_buf buf;
    miler_buf_init(&buf, NULL, (size_t)4 << 20);
    const made_fit f = {.file_type = 4,
                        .sport = 1,
                        .serial = 77,
                        .start_s = (int64_t)TODAY * 86400 - 86400 * which + 3600,
                        .seconds = NEW_RUN_S,
                        .speed_mps = 3.1 + 0.01 * which};
    make_fit(&buf, &f);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(buf.ptr, 1, buf.len, file) != buf.len || fclose(file) != 0) exit(4);
    miler_buf_deinit(&buf);
}

typedef struct new_run {
    double import_s, fitness_s; // wall clock, the import with its durable commit
    double import_cpu_s, fitness_cpu_s;
} new_run;

// One file after the other into the store as it is, and what fitness is then: best of all.
static new_run import_new(const char *dir, const char *db) {
    new_run best = {1e9, 1e9, 1e9, 1e9};
    char path[300];
    app_options options;
    app_options_init(&options);
    options.db = db;
    options.today = TODAY;
    app *a;
    if (app_open(&options, &a, NULL) != MILER_OK) exit(4);
    (void)snprintf(path, sizeof path, "%s/new.fit", dir);
    for (int i = 0; i < NEW_RUNS; i++) {
        const char *const paths[] = {path};
        app_import_answer answer;
        app_fitness_answer fitness;
        miler_arena *arena = miler_arena_new(NULL, 0);
        write_run(path, i);
        const double began = bench_now_s();
        const double cpu = bench_cpu_s();
        if (app_import(a, paths, 1, NULL, NULL, &answer, NULL) != MILER_OK) exit(4);
        best.import_cpu_s = fmin(best.import_cpu_s, bench_cpu_s() - cpu);
        best.import_s = fmin(best.import_s, bench_now_s() - began);
        const double asked_s = bench_now_s();
        const double asked_cpu = bench_cpu_s();
        if (arena == NULL || app_fitness(a, arena, &fitness, NULL) != MILER_OK) exit(4);
        best.fitness_cpu_s = fmin(best.fitness_cpu_s, bench_cpu_s() - asked_cpu);
        best.fitness_s = fmin(best.fitness_s, bench_now_s() - asked_s);
        miler_arena_free(arena);
    }
    app_close(a);
    (void)remove(path);
    return best;
}

static void tell_new(const new_run *small, const new_run *large) {
    const double ms = large->import_cpu_s * 1e3;
    (void)printf("a new run of %d min, processor time      %7.1f ms %7.1f ms  x%-5.2f  goal < %d ms  %s"
                 "  (with its commit on disk %.1f ms)\n",
                 NEW_RUN_S / 60, small->import_cpu_s * 1e3, ms, large->import_cpu_s / small->import_cpu_s,
                 NEW_RUN_GOAL_MS, ms < NEW_RUN_GOAL_MS ? "met" : "MISSED", large->import_s * 1e3);
    (void)printf(
        "the fitness after it, processor time     %7.1f ms %7.1f ms  x%-5.2f  (wall clock %.1f ms)\n",
        small->fitness_cpu_s * 1e3, large->fitness_cpu_s * 1e3, large->fitness_cpu_s / small->fitness_cpu_s,
        large->fitness_s * 1e3);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--fill") == 0) { // the large one alone, for bench_server.sh
        fill(argv[2], LARGE);
        return 0;
    }
    static const int sizes[2] = {SMALL, LARGE};
    cost costs[2][ASKED];
    new_run fresh[2];
    const char *build = getenv("BUILD");
    const char *tmp = getenv("TMPDIR");
    char miler[400];
    char dir[200];
    char db[260];
    (void)snprintf(miler, sizeof miler, "%s/miler", build != NULL ? build : "build");
    (void)snprintf(dir, sizeof dir, "%s/miler-bench-XXXXXX", tmp != NULL ? tmp : "/var/tmp");
    if (mkdtemp(dir) == NULL) return 4;
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(db, sizeof db, "%s/%d.db", dir, sizes[i]);
        const double began = bench_now_s();
        const pid_t child = fork();
        if (child == 0) {
            fill(db, sizes[i]);
            _exit(0);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) return 4;
        struct stat st;
        const double mb = stat(db, &st) == 0 ? (double)st.st_size / 1e6 : 0;
        (void)printf("store of %d runs: filled in %.1f s, %.0f MB\n", sizes[i], bench_now_s() - began, mb);
        measure(miler, db, costs[i]);
        fresh[i] = import_new(dir, db);
    }
    (void)printf("whole processes, best of %d: %d runs, %d runs, growth, as a ratio, peak memory\n", ROUNDS,
                 SMALL, LARGE);
    for (size_t i = 0; i < ASKED; i++)
        tell(i, costs[0], costs[1]);
    tell_new(&fresh[0], &fresh[1]);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(db, sizeof db, "%s/%d.db", dir, sizes[i]);
        (void)remove(db);
    }
    return rmdir(dir) == 0 ? 0 : 4;
}
