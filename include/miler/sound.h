// SPDX-License-Identifier: MIT
// miler/sound.h: a race or a session as sounds in time: ticks that count down,
// the start, a beep where the runner should be, and words. A list, no samples:
// whoever plays it (a sound file, a page) makes the tones and the speech.
//
// Example (compiled and run by the tests):
//
//     #include <miler/race.h>
//     #include <miler/sound.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_race_request request;
//         miler_race_request_init(&request);
//         request.goal_s = 319.0; // a mile in 5:19
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_race_card card;
//         miler_sound_options options;
//         miler_sound_plan sounds;
//         miler_sound_options_init(&options);
//         if (miler_race_plan(&request, arena, &card, NULL) != MILER_OK) return 1;
//         if (miler_sound_race(&card, &options, arena, &sounds, NULL) != MILER_OK) return 1;
//         for (size_t i = 0; i < sounds.count; i++)
//             if (sounds.events[i].kind == MILER_SOUND_BELL)
//                 printf("bell at %.2f s\n", sounds.events[i].time_s); // bell at 239.71 s
//         miler_arena_free(arena);
//         return 0;
//     }
//
// No two sounds overlap. A tone stands exactly at its time; a word begins exactly
// at the time told here, in a gap between tones that is long enough for all of it.
// A word for which there is no room is left out and counted.
//
// Units: s from the gun (a session: from the start of its first step), m.
// Ownership: everything hangs off the arena. Threads: pure functions, no globals.
#ifndef MILER_SOUND_H
#define MILER_SOUND_H

#include <miler/race.h>
#include <miler/workout.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_sound_kind {
    MILER_SOUND_TICK = 0, // one a second before a start
    MILER_SOUND_START,    // the gun; the start of a repetition
    MILER_SOUND_BEEP,     // every 50, 100 or 200 m
    MILER_SOUND_LAP,      // a lap is over; a session's next easy part begins
    MILER_SOUND_BELL,     // the last lap begins
    MILER_SOUND_STOP,     // a repetition is over
    MILER_SOUND_FINISH,
    MILER_SOUND_WORD,
    MILER_SOUND_KIND_COUNT
} miler_sound_kind;
MILER_API const char *miler_sound_kind_name(miler_sound_kind kind); // "tick", "start", "beep" ...

typedef struct miler_sound_event {
    double time_s;  // it begins
    double lasts_s; // a word: as it was measured
    miler_sound_kind kind;
    double dist_m;    // of beeps, laps, bell, finish (a session: of its step); else NaN
    const char *text; // WORD; else NULL
} miler_sound_event;

// How long a text takes to say, in seconds; 0 = it cannot be said.
typedef double miler_sound_measure_fn(void *user, const char *text);

typedef struct miler_sound_options {
    double lead_s;  // before the gun, whole seconds 0 .. 120; default 10
    double beep_m;  // 50, 100 (default) or 200
    bool from_line; // beeps where the marks of a track are, counted from the finish line
    bool no_words;
    miler_sound_measure_fn *measure; // NULL: estimated from the letters, on the long side
    void *user;
} miler_sound_options;
MILER_API void miler_sound_options_init(miler_sound_options *options);

typedef struct miler_sound_plan {
    miler_sound_event *events; // in order of time
    size_t count;
    double from_s, to_s; // silence included: from the lead to a moment after the last sound
    size_t unsaid;       // words for which there was no room
    size_t merged;       // beeps that would sound into a lap, and are that lap
    size_t guessed;      // session: steps whose length in time is an estimate
} miler_sound_plan;

#define MILER_SOUND_HOURS_MAX 6 // of a session

// Errors of both: RANGE (an option outside its values), NOMEM.
MILER_API miler_status miler_sound_race(const miler_race_card *card, const miler_sound_options *options,
                                        miler_arena *arena, miler_sound_plan *out,
                                        miler_error *err) MILER_CHECK;
// Every step, repeats carried out; beeps in the repetitions whose pace is known.
// Also EMPTY (nothing in it takes time), LIMIT (longer than the hours above),
// ARG (a repetition has a pace that `book` does not know).
MILER_API miler_status miler_sound_session(const miler_workout *workout, const miler_pace_book *book,
                                           const miler_sound_options *options, miler_arena *arena,
                                           miler_sound_plan *out, miler_error *err) MILER_CHECK;

// Figures as they are called out, into `out` (MILER_SAY_MAX is enough).
#define MILER_SAY_MAX 96
MILER_API void miler_say_metres(
    char *out, size_t out_size,
    double metres); // 1300: "thirteen hundred"; from 10 km on to the half: "ten and a half kilometres"
MILER_API void miler_say_clock(char *out, size_t out_size, double time_s);   // 319: "five nineteen"
MILER_API void miler_say_seconds(char *out, size_t out_size, double time_s); // 60: "sixty seconds"

#ifdef __cplusplus
}
#endif
#endif
