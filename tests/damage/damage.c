// SPDX-License-Identifier: MIT
// Real files, damaged in every way of two kinds: every prefix of forty small ones, every single bit of ten
// small FIT files turned over. Each comes to a clean end: read, or refused with words; what is read holds
// what every recording must; and it takes no more than twice the time of the file as it is. A time that is
// longer is taken again, two hundred times at most, and the shortest counts: such a file takes some ten
// microseconds, and the machine has other things to do.
//
//     build/tests/damage/damage ../shared/corpus     (make damage)
//
// Before it a control: a reader that is made to look at its bytes four times is found too slow.
#include "base/limits.h"

#include <miler/formats.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PREFIX_FILES 40u
#define FLIP_FILES 10u
#define SMALLEST ((size_t)300)
#define LARGEST ((size_t)64 << 10)
#define FILES_MAX 400u
#define TIMES_MAX 2.0
#define AGAIN 200
#define AGAIN_LEAST 20

typedef struct file {
    char path[600];
    size_t len;
    bool fit;
} file;

typedef struct whole {
    const file *f;
    uint8_t *bytes;
    double intact_s; // the shortest of some
} whole;

typedef struct tally {
    size_t tried, read, refused, unclean;
    double worst;
    char where[700];
} tally;

static double now_s(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// NULL: clean.
static const char *fault_of(const miler_reading *reading, size_t len) {
    for (size_t i = 0; i < reading->recording_count; i++) {
        const miler_samples *s = &reading->recordings[i].samples;
        if (s->count > len) return "more samples than bytes";
        for (size_t k = 0; k < s->count; k++) {
            if (s->t_ms != NULL && k > 0 && s->t_ms[k] < s->t_ms[k - 1]) return "time goes back";
            if (s->lat_deg != NULL && (fabs(s->lat_deg[k]) > 90 || fabs(s->lon_deg[k]) > 180))
                return "a place that is none";
        }
    }
    return NULL;
}

static int passes = 1; // of each reading; the control has more

static const char *read_once(const uint8_t *bytes, size_t len, miler_arena *arena, bool *was_read,
                             double *s) {
    miler_reading reading = {0};
    miler_error err = {0};
    const double begun = now_s();
    miler_status status = MILER_OK;
    for (int i = 0; i < passes; i++) {
        miler_arena_reset(arena);
        status = miler_formats_read(bytes, len, arena, &reading, &err);
    }
    *s = now_s() - begun;
    *was_read = status == MILER_OK;
    if (status == MILER_ERR_NOMEM) return "no memory";
    if (status != MILER_OK) return err.msg[0] != '\0' ? NULL : "refused without a word";
    return fault_of(&reading, len);
}

static double time_of(const uint8_t *bytes, size_t len, miler_arena *arena) {
    bool was_read;
    double s;
    (void)read_once(bytes, len, arena, &was_read, &s);
    return s;
}

// How many times the intact file's time the damaged one takes: both in turn, since the machine is not always
// as fast, and of each the shortest.
static double times_intact(const whole *w, const uint8_t *bytes, size_t len, miler_arena *arena) {
    double damaged_s = HUGE_VAL, intact_s = HUGE_VAL;
    const int own = passes;
    for (int i = 0; i < AGAIN && (i < AGAIN_LEAST || damaged_s > TIMES_MAX * intact_s); i++) {
        damaged_s = fmin(damaged_s, time_of(bytes, len, arena));
        passes = 1;
        intact_s = fmin(intact_s, time_of(w->bytes, w->f->len, arena));
        passes = own;
    }
    return damaged_s / intact_s;
}

static void try_one(tally *t, const whole *w, const uint8_t *bytes, size_t len, miler_arena *arena,
                    const char *how, size_t at) {
    bool was_read;
    double s;
    const char *fault = read_once(bytes, len, arena, &was_read, &s);
    t->tried++;
    t->read += was_read;
    t->refused += !was_read;
    if (fault != NULL) {
        t->unclean++;
        printf("not clean: %s, %s %zu: %s\n", w->f->path, how, at, fault);
    }
    double times = s / w->intact_s;
    if (times > TIMES_MAX) times = fmin(times, times_intact(w, bytes, len, arena));
    if (times <= t->worst) return;
    t->worst = times;
    (void)snprintf(t->where, sizeof t->where, "%s, %s %zu", w->f->path, how, at);
}

static uint8_t *load(const file *f) {
    uint8_t *bytes = malloc(f->len);
    FILE *in = fopen(f->path, "rb");
    if (bytes == NULL || in == NULL || fread(bytes, 1, f->len, in) != f->len) {
        fprintf(stderr, "%s cannot be read\n", f->path);
        exit(4);
    }
    (void)fclose(in);
    return bytes;
}

static whole whole_of(const file *f, miler_arena *arena) {
    whole w = {f, load(f), HUGE_VAL};
    for (int i = 0; i < AGAIN_LEAST; i++)
        w.intact_s = fmin(w.intact_s, time_of(w.bytes, f->len, arena));
    return w;
}

static void prefixes(tally *t, const file *f, miler_arena *arena) {
    const whole w = whole_of(f, arena);
    for (size_t len = 0; len < f->len; len++)
        try_one(t, &w, w.bytes, len, arena, "the first bytes,", len);
    free(w.bytes);
}

static void flips(tally *t, const file *f, miler_arena *arena) {
    const whole w = whole_of(f, arena);
    uint8_t *bytes = load(f);
    for (size_t bit = 0; bit < 8 * f->len; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        try_one(t, &w, bytes, f->len, arena, "bit", bit);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    free(bytes);
    free(w.bytes);
}

static size_t find(const char *corpus, file *files, size_t count) {
    static const char *const folders[] = {"fit", "tcx", "gpx"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[300];
        (void)snprintf(path, sizeof path, "%s/%s", corpus, folders[i]);
        DIR *dir = opendir(path);
        for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL && count < FILES_MAX;) {
            file *f = &files[count];
            (void)snprintf(f->path, sizeof f->path, "%s/%s", path, entry->d_name);
            FILE *in = fopen(f->path, "rb");
            if (in == NULL) continue;
            const long end = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
            (void)fclose(in);
            if (end < (long)SMALLEST || end > (long)LARGEST) continue;
            f->len = (size_t)end;
            f->fit = i == 0;
            count++;
        }
        if (dir != NULL) (void)closedir(dir);
    }
    return count;
}

// A watch's other files (sleep, settings) are put aside at their first message: there is no time to hold
// the damaged ones against.
static size_t keep_runs(file *files, size_t count, miler_arena *arena) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t *bytes = load(&files[i]);
        miler_reading reading = {0};
        miler_arena_reset(arena);
        if (miler_formats_read(bytes, files[i].len, arena, &reading, NULL) == MILER_OK &&
            reading.recording_count > 0)
            files[kept++] = files[i];
        free(bytes);
    }
    return kept;
}

static int by_size(const void *a, const void *b) {
    const file *x = a, *y = b;
    if (x->len != y->len) return x->len < y->len ? -1 : 1;
    return strcmp(x->path, y->path);
}

static bool tell(const char *what, size_t files, const tally *t) {
    printf("%s: %zu files, %zu damaged ones, %zu read, %zu refused, %zu not clean; the slowest %.2f times "
           "the intact file\n",
           what, files, t->tried, t->read, t->refused, t->unclean, t->worst);
    if (t->worst > TIMES_MAX) printf("  too slow: %s\n", t->where);
    return t->unclean == 0 && t->worst <= TIMES_MAX;
}

// The files as they are, read four times over: no clock that lets this pass is worth anything.
static bool control(const file *files, size_t count, miler_arena *arena) {
    tally t = {0};
    for (size_t i = 0; i < count; i++) {
        const whole w = whole_of(&files[i], arena);
        passes = 4;
        try_one(&t, &w, w.bytes, files[i].len, arena, "whole", files[i].len);
        passes = 1;
        free(w.bytes);
    }
    printf("control: read four times over, %.2f times the intact file\n", t.worst);
    return t.worst > TIMES_MAX;
}

int main(int argc, char **argv) {
    static file files[FILES_MAX];
    tally cut = {0}, flipped = {0};
    size_t cuts = 0, flips_done = 0;
    size_t count = find(argc > 1 ? argv[1] : "../shared/corpus", files, 0);
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena != NULL) count = keep_runs(files, count, arena);
    qsort(files, count, sizeof files[0], by_size);
    if (count < PREFIX_FILES || arena == NULL) {
        printf("# SKIP %zu files of the corpus are here, %u are wanted\n", count, PREFIX_FILES);
        return 0;
    }
    bool ok = control(files, PREFIX_FILES, arena);
    for (; cuts < PREFIX_FILES; cuts++)
        prefixes(&cut, &files[cuts], arena);
    for (size_t i = 0; i < count && flips_done < FLIP_FILES; i++)
        if (files[i].fit) {
            flips(&flipped, &files[i], arena);
            flips_done++;
        }
    ok = tell("every prefix", cuts, &cut) && ok;
    ok = tell("every bit", flips_done, &flipped) && ok;
    miler_arena_free(arena);
    return ok ? 0 : 1;
}
