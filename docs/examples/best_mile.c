// SPDX-License-Identifier: MIT
// A FIT, TCX or GPX file in; the fastest mile in it and a race card for it out.
//   cc best_mile.c $(pkg-config --cflags --libs miler) -o best_mile && ./best_mile run.fit
#include <miler/miler.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    static char bytes[8 << 20];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) return fprintf(stderr, "usage: best_mile FILE\n"), 2;
    const size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    miler_error err = {0};
    miler_reading reading;
    miler_activity run;
    miler_race_card card;
    miler_race_request race;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_race_request_init(&race);
    race.goal_s = NAN;
    if (arena == NULL || miler_formats_read(bytes, len, arena, &reading, &err) != MILER_OK)
        return puts(err.msg), 3;
    if (reading.recording_count == 0 ||
        miler_activity_build(&reading.recordings[0], arena, &run, &err) != MILER_OK)
        return 3;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        if (run.bests[i].dist_m == MILER_MILE_M) race.goal_s = run.bests[i].time_s;
    printf("best mile %.1f s\n", race.goal_s);
    if (miler_race_plan(&race, arena, &card, &err) != MILER_OK) return puts(err.msg), 1;
    for (size_t i = 0; i < card.lap_count; i++)
        printf("lap %zu to %.0f m: %.1f s\n", i + 1, card.laps[i].to_m, card.laps[i].cum_s);
    miler_arena_free(arena);
    return 0;
}
