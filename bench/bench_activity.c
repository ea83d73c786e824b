// SPDX-License-Identifier: MIT
// miler_activity_build: time per sample at 1,000, 10,000 and 100,000 samples
// (linear: the figures stay level), as a ratio to one pass that only adds up
// geodesics, and the memory it takes. The worst case has a doubt every minute.
#include <miler/activity.h>
#include <miler/science.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST = 100000 };

static int64_t t_ms[MOST];
static double dist_m[MOST], lat[MOST], lon[MOST];
static float hr[MOST], cadence[MOST], altitude[MOST], speed[MOST];

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void make(bool doubtful) {
    double d = 0;
    for (int i = 0; i < MOST; i++) {
        t_ms[i] = INT64_C(1700000000000) + (int64_t)i * 1000;
        speed[i] = (float)(3.5 + sin(i * 0.011) + 0.4 * sin(i * 0.37));
        d += doubtful && i % 60 == 59 ? 55 : (double)speed[i];
        dist_m[i] = d;
        lat[i] = 50 + 0.02 * sin(d / 2000);
        lon[i] = 8 + 0.02 * cos(d / 2000);
        hr[i] = (float)(150 + 10 * sin(i * 0.003));
        cadence[i] = 172;
        altitude[i] = (float)(200 + 30 * sin(d / 900));
    }
}

typedef struct counted {
    size_t live, peak;
} counted;

static void *count_resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    counted *c = user;
    c->live += new_size - old_size;
    if (c->live > c->peak) c->peak = c->live;
    if (new_size > 0) return realloc(ptr, new_size);
    free(ptr);
    return NULL;
}

// Best of several, in ns a sample.
static double build_ns(size_t count, size_t *peak) {
    miler_recording rec;
    miler_recording_init(&rec);
    rec.sport = MILER_SPORT_RUNNING;
    rec.flags = MILER_REC_NO_SUMMARY;
    rec.samples = (miler_samples){.count = count,
                                  .t_ms = t_ms,
                                  .lat_deg = lat,
                                  .lon_deg = lon,
                                  .dist_m = dist_m,
                                  .speed_mps = speed,
                                  .altitude_m = altitude,
                                  .hr_bpm = hr,
                                  .cadence_spm = cadence};
    double best = 1e9;
    for (int i = 0; i < 7; i++) {
        counted c = {0, 0};
        const miler_alloc alloc = {count_resize, &c};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        miler_activity a;
        const double start = seconds();
        if (arena == NULL || miler_activity_build(&rec, arena, &a, NULL) != MILER_OK) exit(1);
        best = fmin(best, seconds() - start);
        miler_arena_free(arena);
        *peak = c.peak;
    }
    return best * 1e9 / (double)count;
}

static double geodesics_ns(void) {
    const double start = seconds();
    volatile double sum = 0;
    for (size_t i = 1; i < MOST; i++)
        sum = sum + miler_geo_distance_m(lat[i - 1], lon[i - 1], lat[i], lon[i]);
    return (seconds() - start) * 1e9 / MOST;
}

int main(void) {
    static const size_t counts[] = {1000, 10000, 100000};
    for (int doubtful = 0; doubtful < 2; doubtful++) {
        make(doubtful != 0);
        const double pass = geodesics_ns();
        double first = 0;
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            size_t peak;
            const double ns = build_ns(counts[i], &peak);
            if (i == 0) first = ns;
            printf("activity %s, %6zu samples: %6.0f ns a sample (%.2f of that at 1000), %.1f geodesic "
                   "passes, %.1f MB\n",
                   doubtful != 0 ? "doubtful" : "clean   ", counts[i], ns, ns / first, ns / pass,
                   (double)peak / 1e6);
        }
    }
    return 0;
}
