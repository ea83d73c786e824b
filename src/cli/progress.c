// SPDX-License-Identifier: MIT
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_COLUMNS 30
#define DRAW_EVERY_MS 100
#define DRAW_FROM_MS 300 // what is done sooner needs no bar

static double share_of(const app_progress *p) {
    if (p->bytes_total > 0) return (double)p->bytes_done / (double)p->bytes_total;
    return p->total > 0 ? (double)p->done / (double)p->total : 0;
}

static void draw(const cli *c, const app_progress *p) {
    const double seconds = (double)(p->now_ms - p->start_ms) / 1000;
    const double share = fmin(share_of(p), 1);
    const char *full = c->utf8 ? "\xE2\x96\x88" : "#";
    const char *empty = c->utf8 ? "\xE2\x96\x91" : ".";
    (void)fputs("\r\033[K", stderr);
    for (int i = 0; i < BAR_COLUMNS; i++)
        (void)fputs(i < (int)(share * BAR_COLUMNS) ? full : empty, stderr);
    (void)fprintf(stderr, " %llu of %llu %s, %.0f a second", (unsigned long long)p->done,
                  (unsigned long long)p->total, p->counted != NULL ? p->counted : "files",
                  seconds > 0 ? (double)p->done / seconds : 0);
    if (share > 0.02 && seconds > 0.5) {
        const long long left_s = (long long)fmax(1, seconds * (1 - share) / share);
        (void)fprintf(stderr, ", %lld:%02lld left", left_s / 60, left_s % 60);
    }
    (void)fflush(stderr);
}

static bool on_progress(void *user, const app_progress *p) {
    cli *c = user;
    if (p->now_ms - p->start_ms < DRAW_FROM_MS || p->now_ms - c->drawn_ms < DRAW_EVERY_MS) return true;
    c->drawn_ms = p->now_ms;
    draw(c, p);
    c->bar = true;
    return true;
}

void progress_on(cli *c) {
    if (c->quiet || isatty(STDERR_FILENO) != 1) return;
    c->app->progress = on_progress;
    c->app->progress_user = c;
}

void progress_wipe(cli *c) {
    if (!c->bar) return;
    (void)fputs("\r\033[K", stderr);
    c->bar = false;
}
