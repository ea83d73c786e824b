// SPDX-License-Identifier: MIT
// What the benchmarks share: a clock, peak memory, whole files in memory.
#ifndef MILER_BENCH_H
#define MILER_BENCH_H

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static inline double bench_now_s(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// Of this thread alone: for work that waits for nothing, on a machine that others use too.
static inline double bench_cpu_s(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double bench_peak_mib(void) {
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024; // kilobytes on Linux
}

typedef struct bench_file {
    uint8_t *bytes;
    size_t len;
} bench_file;

typedef struct bench_files {
    bench_file *files;
    size_t count;
    size_t total;
} bench_files;

static inline void bench_add(bench_files *all, uint8_t *bytes, size_t len) {
    bench_file *files = realloc(all->files, (all->count + 1) * sizeof *files);
    if (files == NULL) exit(4);
    all->files = files;
    files[all->count++] = (bench_file){bytes, len};
    all->total += len;
}

// All files of a folder whose name ends in `ending`; none when there is no such folder.
static inline bench_files bench_load(const char *folder, const char *ending) {
    bench_files all = {0};
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        size_t n = strlen(entry->d_name);
        if (n < strlen(ending) || strcmp(entry->d_name + n - strlen(ending), ending) != 0) continue;
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "rb");
        if (file == NULL) continue;
        (void)fseek(file, 0, SEEK_END);
        long size = ftell(file);
        rewind(file);
        uint8_t *bytes = malloc(size > 0 ? (size_t)size : 1);
        if (bytes != NULL && size > 0 && fread(bytes, 1, (size_t)size, file) == (size_t)size)
            bench_add(&all, bytes, (size_t)size);
        (void)fclose(file);
    }
    if (dir != NULL) (void)closedir(dir);
    return all;
}

#endif
