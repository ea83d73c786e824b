// SPDX-License-Identifier: MIT
// What a process of its own for each file costs: reading one file, importing one
// new run, importing many; each in a sandboxed child as a ratio to this process.
//
//     build/bench/bench_sandbox [FILES]     2,000 when nothing is said
#include "../tests/import_kit.h"
#include "app/boxed.h"
#include "base/limits.h"
#include "bench.h"

#define ROUNDS 400u
#define GOAL_MS 5.0 // of a new run, from file to store

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct spread {
    double median, p99;
} spread;

static spread spread_of(double *ms, size_t count) {
    qsort(ms, count, sizeof *ms, by_size);
    return (spread){ms[count / 2], ms[count * 99 / 100]};
}

static void tell(const char *what, spread here, spread there) {
    (void)printf("%-26s here median %6.2f ms p99 %6.2f   in a child median %6.2f ms p99 %6.2f   ratio %.2f\n",
                 what, here.median, here.p99, there.median, there.p99, there.median / here.median);
}

static void read_one(sandbox *in, const miler_buf *file, miler_arena *arena) {
    boxed box;
    boxed_reader *reader;
    miler_reading reading;
    miler_error err;
    miler_arena_reset(arena);
    boxed_init(&box, in);
    if (boxed_reader_open(&reader, &box, MILER_FORMAT_FIT, arena, &err) != MILER_OK ||
        boxed_reader_feed(reader, file->ptr, file->len, &err) != MILER_OK ||
        boxed_reader_finish(reader, &reading, &err) != MILER_OK || reading.recording_count != 1) {
        (void)fprintf(stderr, "%s\n", err.msg);
        exit(4);
    }
    boxed_reader_close(reader);
    boxed_drop(&box);
}

static spread reading(sandbox *in, const miler_buf *file, bool rests) {
    static double ms[ROUNDS];
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (size_t i = 0; i < ROUNDS; i++) {
        if (rests) (void)nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL); // as between two uploads
        const double begin = bench_now_s();
        read_one(in, file, arena);
        ms[i] = (bench_now_s() - begin) * 1e3;
    }
    miler_arena_free(arena);
    return spread_of(ms, ROUNDS);
}

static made_fit run_of(unsigned n) {
    made_fit f = kit_run(n);
    f.seconds = 2700 + n % 1800; // three quarters of an hour to an hour and a quarter
    return f;
}

static void write_runs(const kit *k, unsigned count) {
    for (unsigned n = 0; n < count; n++) {
        char name[40];
        const made_fit f = run_of(n);
        miler_buf plain = kit_fit(&f), gz = kit_gz(&plain);
        (void)snprintf(name, sizeof name, "%06u.fit.gz", n);
        kit_write_buf(k, name, &gz);
        miler_buf_deinit(&plain);
    }
}

// One new run after the other, each an import of its own.
static spread importing(kit *k, sandbox *in) {
    static double ms[ROUNDS];
    k->app->sandbox = in;
    for (unsigned n = 0; n < ROUNDS; n++) {
        char name[40];
        (void)snprintf(name, sizeof name, "%06u.fit.gz", n);
        const double begin = bench_now_s();
        if (kit_import(k, name) != MILER_OK || k->answer.outcomes[STORE_FILE_NEW] != 1) exit(4);
        ms[n] = (bench_now_s() - begin) * 1e3;
    }
    return spread_of(ms, ROUNDS);
}

static double all_at_once(const kit *files, sandbox *in, unsigned count) {
    kit k;
    kit_begin(&k);
    (void)snprintf(k.files, sizeof k.files, "%s", files->files);
    k.app->sandbox = in;
    const double begin = bench_now_s();
    if (kit_import(&k, "") != MILER_OK || k.answer.outcomes[STORE_FILE_NEW] != count) exit(4);
    const double s = bench_now_s() - begin;
    kit_end(&k);
    return s;
}

int main(int argc, char **argv) {
    const unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 2000;
    sandbox_options options;
    sandbox *s;
    miler_error err;
    char walls[SANDBOX_WALLS_TEXT];
    sandbox_options_init(&options, boxed_work);
    const sandbox_walls *around;
    if (count < ROUNDS || sandbox_start(&s, &options, &err) != MILER_OK) return 4;
    if (sandbox_protection(s, &around, &err) != MILER_OK) return 4;
    sandbox_walls_print(walls, sizeof walls, around);
    (void)printf("%s\n", walls);
    kit files, here, there;
    kit_begin(&files);
    write_runs(&files, count);
    const made_fit f = run_of(900);
    miler_buf fit = kit_fit(&f);
    (void)printf("a FIT file of %.0f KB, an hour of running\n", (double)fit.len / 1024);
    tell("reading, one after another", reading(NULL, &fit, false), reading(s, &fit, false));
    tell("reading, with rests", reading(NULL, &fit, true), reading(s, &fit, true));
    kit_begin(&here);
    kit_begin(&there);
    (void)snprintf(here.files, sizeof here.files, "%s", files.files);
    (void)snprintf(there.files, sizeof there.files, "%s", files.files);
    const spread in_process = importing(&here, NULL), in_child = importing(&there, s);
    tell("a new run into the store", in_process, in_child);
    (void)printf("a new run in a child, median %.2f ms (goal < %.0f)  %s\n", in_child.median, GOAL_MS,
                 in_child.median < GOAL_MS ? "met" : "MISSED");
    kit_end(&here);
    kit_end(&there);
    const double a = all_at_once(&files, NULL, count), b = all_at_once(&files, s, count);
    (void)printf("%u .fit.gz   here %.2f s, %.0f files/s   in children %.2f s, %.0f files/s   ratio %.2f\n",
                 count, a, count / a, b, count / b, b / a);
    miler_buf_deinit(&fit);
    kit_end(&files);
    sandbox_stop(s);
    return 0;
}
