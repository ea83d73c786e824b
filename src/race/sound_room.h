// SPDX-License-Identifier: MIT
// Inside of the sounds of a race or a session: tones stand where they must, then
// words are put into the gaps between them, those that matter most first.
#ifndef MILER_SOUND_ROOM_H
#define MILER_SOUND_ROOM_H

#include <miler/sound.h>

#define SOUND_GAP_S 0.08  // of silence between a tone and a word
#define SOUND_TAIL_S 1.0  // after the last sound
#define SOUND_TICKS 5     // before the gun
#define SOUND_WORDS_AT 10 // seconds before a start at which it is announced

// What a word may give way to: 0 goes first.
typedef enum sound_rank { RANK_CALL = 0, RANK_STEP, RANK_CUE, RANK_PLACE, RANK_COUNT } sound_rank;

typedef struct sound_word {
    double at_s, latest_s; // it may begin
    sound_rank rank;
    const char *text;
} sound_word;

typedef struct sound_maker {
    const miler_sound_options *options;
    miler_arena *arena;
    miler_sound_event *tones;
    size_t tone_count, tone_room;
    sound_word *words;
    size_t word_count, word_room;
    size_t merged;
    bool failed; // out of memory
} sound_maker;

miler_status sound_check(const miler_sound_options *options, miler_error *err);
void sound_tone(sound_maker *m, miler_sound_kind kind, double time_s, double dist_m);
// `text` is copied; NULL or "" is nothing, as is everything when no words are wanted.
void sound_say(sound_maker *m, sound_rank rank, double at_s, double latest_s, const char *text);
// Ticks in the seconds before a start, as many as there are since `from_s`.
void sound_count_down(sound_maker *m, double start_s, double from_s, int most);
// Puts everything in order; `from_s` and `last_s` bound it.
miler_status sound_lay(sound_maker *m, double from_s, double last_s, miler_sound_plan *out, miler_error *err);

#endif
