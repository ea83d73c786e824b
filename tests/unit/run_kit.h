// SPDX-License-Identifier: MIT
// Runs as FIT files, made from stretches of even speed: one lap per stretch, a
// sample a second, for tests that go the whole way from file to answer.
#ifndef TEST_RUN_KIT_H
#define TEST_RUN_KIT_H

#include "formats/fit_write.h"

#include <miler/activity.h>

#include <stdio.h>
#include <stdlib.h>

typedef struct stretch {
    double speed_mps;
    int seconds;
    miler_lap_trigger trigger;
} stretch;

// A straight line north; 111,194.9 m a degree on the sphere miler uses.
static inline void run_kit_fit(miler_buf *out, int64_t start_ms, const stretch *stretches, size_t count,
                               float hr_bpm) {
    size_t n = 1;
    for (size_t i = 0; i < count; i++)
        n += (size_t)stretches[i].seconds;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    miler_recording r;
    miler_recording_init(&r);
    r.format = MILER_FORMAT_FIT;
    r.sport = MILER_SPORT_RUNNING;
    r.samples.count = n;
    r.samples.t_ms = miler_arena_array(arena, n, sizeof(int64_t));
    r.samples.lat_deg = miler_arena_array(arena, n, sizeof(double));
    r.samples.lon_deg = miler_arena_array(arena, n, sizeof(double));
    r.samples.dist_m = miler_arena_array(arena, n, sizeof(double));
    r.samples.speed_mps = miler_arena_array(arena, n, sizeof(float));
    r.samples.hr_bpm = miler_arena_array(arena, n, sizeof(float));
    r.laps = miler_arena_array(arena, count, sizeof *r.laps);
    r.lap_count = count;
    assert_false(miler_arena_failed(arena));
    double dist_m = 0;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        miler_summary_init(&r.laps[i].sum);
        r.laps[i].trigger = stretches[i].trigger;
        r.laps[i].workout_step = -1;
        r.laps[i].sum.start_ms = start_ms + (int64_t)at * 1000;
        r.laps[i].sum.elapsed_s = r.laps[i].sum.timer_s = stretches[i].seconds;
        r.laps[i].sum.dist_m = stretches[i].speed_mps * stretches[i].seconds;
        for (int k = 0; k < stretches[i].seconds + (i + 1 == count); k++, at++) {
            r.samples.t_ms[at] = start_ms + (int64_t)at * 1000;
            r.samples.dist_m[at] = dist_m;
            r.samples.lat_deg[at] = 50 + dist_m / 111194.9;
            r.samples.lon_deg[at] = 10;
            r.samples.speed_mps[at] = (float)stretches[i].speed_mps;
            r.samples.hr_bpm[at] = hr_bpm;
            dist_m += stretches[i].speed_mps;
        }
    }
    r.session.start_ms = start_ms;
    r.session.elapsed_s = r.session.timer_s = (double)(n - 1);
    r.session.dist_m = r.samples.dist_m[n - 1];
    r.session.avg_hr_bpm = hr_bpm;
    const fitw_identity who = {.maker = FITW_MAKER_DEVELOPMENT, .serial = 1, .created_ms = start_ms};
    miler_error err = {0};
    if (fitw_activity(&r, &who, out, &err) != MILER_OK) fail_msg("fit: %s", err.msg);
    miler_arena_free(arena);
}

static inline void run_kit_file(const char *path, int64_t start_ms, const stretch *stretches, size_t count,
                                float hr_bpm) {
    miler_buf buf;
    miler_buf_init(&buf, NULL, 8u << 20);
    run_kit_fit(&buf, start_ms, stretches, count, hr_bpm);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(buf.ptr, 1, buf.len, f), buf.len);
    assert_int_equal(fclose(f), 0);
    miler_buf_deinit(&buf);
}

#endif
