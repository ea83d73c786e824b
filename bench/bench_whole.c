// SPDX-License-Identifier: MIT
// The whole export of a plan with the real program, each time in fresh processes:
// an elite runner's ten weeks as FIT workouts with their schedule, calendar, CSV
// and PDF, apart and in one start. Processor time and time on the wall, and both as a ratio to
// `miler version`, the start alone, since other programs share the machine. Then a squad
// of 80 by one command; SQUAD=n asks for another number.
#include "bench.h"

#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 9
#define GOAL_MS 300.0
#define SQUAD 80
#define SQUAD_GOAL_S 10.0
#define WORDS 24

typedef struct cost {
    double wall_s, cpu_s;
} cost;

static void fail(const char *what) {
    fprintf(stderr, "bench whole: %s\n", what);
    exit(4);
}

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

// The program with words parted by blanks, its answer thrown away.
static cost run(const char *program, const char *line) {
    char words[512];
    char *argv[WORDS + 2] = {(char *)(uintptr_t) "miler"};
    int count = 1;
    (void)snprintf(words, sizeof words, "%s", line);
    for (char *at = strtok(words, " "); at != NULL && count <= WORDS; at = strtok(NULL, " "))
        argv[count++] = at;
    (void)fflush(stdout); // else the child has it, too
    const double start = bench_now_s();
    const pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) == NULL) _exit(4);
        execv(program, argv);
        _exit(4);
    }
    int status;
    struct rusage before, after;
    (void)getrusage(RUSAGE_CHILDREN, &before);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) fail(line);
    (void)getrusage(RUSAGE_CHILDREN, &after);
    return (cost){bench_now_s() - start, seconds(after.ru_utime) + seconds(after.ru_stime) -
                                             seconds(before.ru_utime) - seconds(before.ru_stime)};
}

static void least(cost *best, cost c) {
    if (c.wall_s < best->wall_s) best->wall_s = c.wall_s;
    if (c.cpu_s < best->cpu_s) best->cpu_s = c.cpu_s;
}

static void tell(const char *what, cost c, cost start) {
    printf("%s: %.0f ms, %.0f of them the processor's; %.1f and %.1f times a start\n", what, c.wall_s * 1e3,
           c.cpu_s * 1e3, c.wall_s / start.wall_s, c.cpu_s / start.cpu_s);
}

// A coach's store: every athlete with a plan of ten weeks, all of them exported by one command.
static void squad(const char *program, const char *folder, int count) {
    char line[512], db[128];
    (void)snprintf(db, sizeof db, "%s/squad.db", folder);
    (void)setenv("MILER_DB", db, 1);
    for (int i = 0; i < count; i++) {
        (void)snprintf(line, sizeof line,
                       "athlete %s --name athlete%d --sex f --born 2001-05-31 --days all --minutes 90 "
                       "--places track,hill,gym --health ok -q",
                       i == 0 ? "set" : "add", i);
        (void)run(program, line);
        (void)snprintf(line, sizeof line,
                       "plan new --athlete athlete%d --weeks 10 --from mile=%d:%02d --weekly %d -q", i,
                       4 + i / 30, 30 + i % 30, 90 - i / 2);
        (void)run(program, line);
    }
    (void)snprintf(line, sizeof line, "plan export --squad %s/s -q", folder);
    const cost all = run(program, line);
    printf("squad of %d, FIT, calendar, CSV and PDF: %.1f s, %.1f of them the processor's (goal %.0f)\n",
           count, all.wall_s, all.cpu_s, SQUAD_GOAL_S * count / SQUAD);
}

int main(void) {
    char folder[] = "/tmp/miler-bench-XXXXXX", program[256], line[512];
    const char *build = getenv("BUILD"), *asked = getenv("SQUAD");
    (void)snprintf(program, sizeof program, "%s/miler", build != NULL ? build : "build");
    if (mkdtemp(folder) == NULL) fail("no folder");
    (void)snprintf(line, sizeof line, "%s/a.db", folder);
    (void)setenv("MILER_DB", line, 1);
    (void)setenv("MILER_TODAY", "2026-06-01", 1);
    (void)run(program, "athlete set --sex m --born 1998-05-31 --days all --minutes 120 --places "
                       "track,hill,gym --health ok -q");
    (void)run(program, "plan new --weeks 10 --from mile=3:58 --weekly 140 -q");
    cost start = {1e9, 1e9}, files = start, paper = start, whole = start;
    for (int round = 0; round < ROUNDS; round++) {
        least(&start, run(program, "version"));
        (void)snprintf(line, sizeof line, "plan export --fit %s/fit --ics %s/p.ics --csv %s/p.csv -q", folder,
                       folder, folder);
        least(&files, run(program, line));
        (void)snprintf(line, sizeof line, "plan paper -o %s/p.pdf -q", folder);
        least(&paper, run(program, line));
        (void)snprintf(line, sizeof line,
                       "plan export --fit %s/fit --ics %s/p.ics --csv %s/p.csv --pdf %s/p.pdf -q", folder,
                       folder, folder, folder);
        least(&whole, run(program, line));
    }
    tell("FIT, calendar and CSV of ten weeks in a new process", files, start);
    tell("the PDF in a new process", paper, start);
    tell("both in one", whole, start);
    printf("whole export: %.0f ms, %.0f of them the processor's (goal %.0f)\n", whole.wall_s * 1e3,
           whole.cpu_s * 1e3, GOAL_MS);
    squad(program, folder, asked != NULL ? (int)strtol(asked, NULL, 10) : SQUAD);
    (void)snprintf(line, sizeof line, "rm -rf %s", folder);
    if (system(line) != 0) fail("the folder could not be removed");
    return 0;
}
