// SPDX-License-Identifier: MIT
// A race in sounds: the count-down, the gun, a beep where the runner should be,
// a tone and a call at each lap, and the cues of the card.
//
// Laps are those of the card's convention: the runner hears them where they count
// them. The bell stands where the last of them begins.
#include "race/sound_room.h"

#include <math.h>
#include <string.h>

#define CUE_WITHIN_S 12.0  // after this a cue is no longer about this lap's start
#define PLACE_WITHIN_S 0.6 // "three hundred" is said at the beep or not at all
#define CALL_WITHIN_S 4.0
#define INTRO_S 5.0 // what is to be run, said where the lead has room for it
#define GEARS 4
#define LINE_FROM_M 10.0 // no mark of the track is due before: the mile's line comes after 9.344 m

static const char *said(char out[MILER_SAY_MAX], const char *first, const char *second, const char *third) {
    const char *parts[] = {first, second, third};
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < 3; i++) {
        const size_t n = parts[i] != NULL ? strlen(parts[i]) : 0;
        if (len + n >= MILER_SAY_MAX) break;
        if (n > 0) memcpy(out + len, parts[i], n);
        len += n;
        out[len] = '\0';
    }
    return out;
}

static void lead_in(sound_maker *m, const miler_race_card *card) {
    const double lead_s = m->options->lead_s;
    char time[MILER_SAY_MAX], text[MILER_SAY_MAX];
    sound_count_down(m, 0, -lead_s, SOUND_TICKS);
    if (lead_s >= SOUND_WORDS_AT + INTRO_S) {
        miler_say_clock(time, sizeof time, card->goal_s);
        sound_say(m, RANK_CUE, -lead_s, -SOUND_WORDS_AT - 1.0, said(text, "Goal: ", time, "."));
    }
    if (lead_s >= SOUND_WORDS_AT)
        sound_say(m, RANK_CALL, -SOUND_WORDS_AT, -SOUND_WORDS_AT + 1.0, "Ten seconds.");
}

static bool whole_hundred(double metres) {
    return fabs(metres - 100 * round(metres / 100)) < 1e-6;
}

// `metres` is what the runner knows the place by.
static void beep(sound_maker *m, const miler_race_card *card, double dist_m, double metres) {
    if (dist_m < 1e-6 || dist_m > card->dist_m - 1e-6) return;
    const double time_s = miler_race_time_at(card, dist_m);
    char text[MILER_SAY_MAX];
    sound_tone(m, MILER_SOUND_BEEP, time_s, dist_m);
    if (metres < 1 || !whole_hundred(metres)) return;
    miler_say_metres(text, sizeof text, metres);
    sound_say(m, RANK_PLACE, time_s, time_s + PLACE_WITHIN_S, text);
}

// Every so many metres from the gun; or where a track has its marks, counted anew
// from the finish line in each lap.
static void beeps(sound_maker *m, const miler_race_card *card) {
    const double each_m = m->options->beep_m;
    if (!m->options->from_line || card->lap_m <= 0) {
        for (int i = 1; i * each_m < card->dist_m; i++)
            beep(m, card, i * each_m, i * each_m);
        return;
    }
    for (int left = (int)ceil(card->dist_m / card->lap_m); left > 0; left--)
        for (int i = 0; i * each_m < card->lap_m - 1e-6; i++) {
            const double at_m = card->dist_m - left * card->lap_m + i * each_m;
            if (at_m > LINE_FROM_M) beep(m, card, at_m, i * each_m);
        }
}

// "One twenty two. Three to go."
static void call_lap(sound_maker *m, const miler_race_card *card, size_t at) {
    const miler_race_lap *lap = &card->laps[at];
    const size_t left = card->lap_count - at - 1;
    const bool track = card->lap_m > 0;
    char time[MILER_SAY_MAX], count[MILER_SAY_MAX], text[MILER_SAY_MAX];
    miler_say_clock(time, sizeof time, lap->cum_s);
    miler_say_metres(count, sizeof count, track ? (double)left : lap->to_m);
    if (left == 1)
        said(text, time, track ? ". Last lap." : ". Last part.", NULL);
    else if (track)
        said(text, time, ". ", count);
    else if (card->convention == MILER_SPLITS_MARKS)
        said(text, count, ": ", time);
    else
        said(text, time, NULL, NULL);
    if (track && left > 1) {
        char whole[MILER_SAY_MAX];
        memcpy(whole, text, sizeof whole);
        said(text, whole, " to go.", NULL);
    }
    sound_say(m, RANK_CALL, lap->cum_s, lap->cum_s + CALL_WITHIN_S, text);
}

// The next sentence of a cue from *at on, without its end; false when there is none.
static bool next_sentence(const char **at, char out[MILER_SAY_MAX]) {
    size_t len = 0;
    while (**at == ' ' || **at == '.')
        ++*at;
    for (; **at != '\0' && **at != '.'; ++*at)
        if (len + 1 < MILER_SAY_MAX) out[len++] = **at;
    out[len] = '\0';
    return len > 0;
}

static int sentences(const char *cue) {
    char word[MILER_SAY_MAX];
    int count = 0;
    while (next_sentence(&cue, word))
        count++;
    return count;
}

// A cue of four sentences in a lap of four gears is one for each of them.
static bool say_gears(sound_maker *m, const miler_race_card *card, const miler_race_lap *lap) {
    const char *at = lap->cue;
    char word[MILER_SAY_MAX];
    if (card->gear_m[GEARS] <= 0 || sentences(at) != GEARS || fabs(lap->to_m - card->gear_m[GEARS]) > 1e-6)
        return false;
    for (int gear = 0; gear < GEARS && next_sentence(&at, word); gear++) {
        if (card->gear_m[gear] < lap->from_m - 1e-6) return false;
        const double time_s = miler_race_time_at(card, card->gear_m[gear]);
        sound_say(m, RANK_STEP, time_s, time_s + CALL_WITHIN_S, word);
    }
    return true;
}

static void laps(sound_maker *m, const miler_race_card *card) {
    for (size_t i = 0; i < card->lap_count; i++) {
        const miler_race_lap *lap = &card->laps[i];
        const double start_s = lap->cum_s - lap->time_s;
        if (lap->phase != MILER_RACE_PHASE_GEARS || !say_gears(m, card, lap))
            sound_say(m, RANK_CUE, start_s, start_s + CUE_WITHIN_S, lap->cue);
        if (i + 1 == card->lap_count) break;
        const bool bell = i + 2 == card->lap_count && (card->lap_m > 0 || card->lap_count > 2);
        sound_tone(m, bell ? MILER_SOUND_BELL : MILER_SOUND_LAP, lap->cum_s, lap->to_m);
        call_lap(m, card, i);
    }
}

miler_status miler_sound_race(const miler_race_card *card, const miler_sound_options *options,
                              miler_arena *arena, miler_sound_plan *out, miler_error *err) {
    *out = (miler_sound_plan){0};
    const miler_status status = sound_check(options, err);
    if (status != MILER_OK) return status;
    sound_maker m = {.options = options, .arena = arena};
    char time[MILER_SAY_MAX], text[MILER_SAY_MAX];
    lead_in(&m, card);
    sound_tone(&m, MILER_SOUND_START, 0, 0);
    beeps(&m, card);
    laps(&m, card);
    sound_tone(&m, MILER_SOUND_FINISH, card->goal_s, card->dist_m);
    miler_say_clock(time, sizeof time, card->goal_s);
    sound_say(&m, RANK_CALL, card->goal_s, card->goal_s + CALL_WITHIN_S, said(text, time, ".", NULL));
    return sound_lay(&m, -options->lead_s, card->goal_s, out, err);
}
