// SPDX-License-Identifier: MIT
// From tones and wishes for words to one list without overlaps.
#include "race/sound_room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GUESS_LETTER_S 0.085 // a slow voice; engineering estimate, used only without a voice to measure
#define GUESS_BEGIN_S 0.25

const char *miler_sound_kind_name(miler_sound_kind kind) {
    static const char *const names[MILER_SOUND_KIND_COUNT] = {"tick", "start", "beep",   "lap",
                                                              "bell", "stop",  "finish", "word"};
    return (unsigned)kind < MILER_SOUND_KIND_COUNT ? names[kind] : "";
}

void miler_sound_options_init(miler_sound_options *options) {
    *options = (miler_sound_options){.lead_s = 10, .beep_m = 100};
}

miler_status sound_check(const miler_sound_options *options, miler_error *err) {
    const double lead = options->lead_s;
    if (!(lead >= 0 && lead <= 120) || lead != floor(lead))
        return miler_fail(err, MILER_ERR_RANGE, "the lead is 0 to 120 whole seconds");
    if (options->beep_m != 50 && options->beep_m != 100 && options->beep_m != 200)
        return miler_fail(err, MILER_ERR_RANGE, "beeps come every 50, 100 or 200 m");
    return MILER_OK;
}

// How long each kind of tone is heard; short enough for the words between.
static double tone_lasts(miler_sound_kind kind) {
    static const double lasts_s[MILER_SOUND_KIND_COUNT] = {
        [MILER_SOUND_TICK] = 0.08, [MILER_SOUND_START] = 0.5, [MILER_SOUND_BEEP] = 0.12,
        [MILER_SOUND_LAP] = 0.35,  [MILER_SOUND_BELL] = 0.9,  [MILER_SOUND_STOP] = 0.4,
        [MILER_SOUND_FINISH] = 1};
    return lasts_s[kind];
}

static void *more(sound_maker *m, void *list, size_t count, size_t *room, size_t each) {
    if (count < *room) return list;
    const size_t next = *room > 0 ? *room * 2 : 64;
    void *grown = miler_arena_grow(m->arena, list, *room, next, each);
    if (grown == NULL) {
        m->failed = true;
        return NULL;
    }
    *room = next;
    return grown;
}

void sound_tone(sound_maker *m, miler_sound_kind kind, double time_s, double dist_m) {
    miler_sound_event *list = more(m, m->tones, m->tone_count, &m->tone_room, sizeof *list);
    if (list == NULL) return;
    m->tones = list;
    list[m->tone_count++] = (miler_sound_event){time_s, tone_lasts(kind), kind, dist_m, NULL};
}

void sound_say(sound_maker *m, sound_rank rank, double at_s, double latest_s, const char *text) {
    if (m->options->no_words || text == NULL || text[0] == '\0') return;
    sound_word *list = more(m, m->words, m->word_count, &m->word_room, sizeof *list);
    const char *kept = list != NULL ? miler_arena_dup(m->arena, text) : NULL;
    if (kept == NULL) {
        m->failed = true;
        return;
    }
    m->words = list;
    list[m->word_count++] = (sound_word){at_s, latest_s, rank, kept};
}

void sound_count_down(sound_maker *m, double start_s, double from_s, int most) {
    for (int second = most; second >= 1; second--)
        if (start_s - second >= from_s) sound_tone(m, MILER_SOUND_TICK, start_s - second, (double)NAN);
}

// ---- Tones

static int by_time(const void *a, const void *b) {
    const miler_sound_event *x = a, *y = b;
    if (x->time_s != y->time_s) return x->time_s < y->time_s ? -1 : 1;
    return (int)y->kind - (int)x->kind;
}

// Of two tones that would sound into each other the beep or tick gives way.
static void thin_tones(sound_maker *m) {
    if (m->tone_count == 0) return;
    qsort(m->tones, m->tone_count, sizeof *m->tones, by_time);
    size_t kept = 1;
    for (size_t i = 1; i < m->tone_count; i++) {
        const miler_sound_event *next = &m->tones[i];
        miler_sound_event *last = &m->tones[kept - 1];
        if (next->time_s >= last->time_s + last->lasts_s + SOUND_GAP_S) {
            m->tones[kept++] = *next;
            continue;
        }
        const bool minor = next->kind == MILER_SOUND_BEEP || next->kind == MILER_SOUND_TICK;
        const bool last_minor = last->kind == MILER_SOUND_BEEP || last->kind == MILER_SOUND_TICK;
        if (next->kind == MILER_SOUND_BEEP || (!minor && last->kind == MILER_SOUND_BEEP)) m->merged++;
        if (!minor && last_minor) *last = *next;
        if (!minor && !last_minor) { // both matter: the first is cut short
            last->lasts_s = fmax(next->time_s - last->time_s - SOUND_GAP_S, 0);
            if (last->lasts_s < 0.05)
                *last = *next;
            else
                m->tones[kept++] = *next;
        }
    }
    m->tone_count = kept;
}

// ---- Words

static double measure(const sound_maker *m, const char *text) {
    if (m->options->measure != NULL) return m->options->measure(m->options->user, text);
    return GUESS_BEGIN_S + GUESS_LETTER_S * (double)strlen(text);
}

// The first event of a sorted list that ends after `at_s`.
static size_t first_after(const miler_sound_event *list, size_t count, double at_s) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list[middle].time_s + list[middle].lasts_s + SOUND_GAP_S > at_s)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// Into the first gap that is long enough; false when there is none by `latest_s`.
static bool place(miler_sound_event *list, size_t *count, const sound_word *word, double lasts_s) {
    double at_s = word->at_s;
    size_t i = first_after(list, *count, at_s);
    for (; at_s <= word->latest_s; i++) {
        if (i < *count && list[i].time_s <= at_s) { // within it, or right behind it
            at_s = fmax(at_s, list[i].time_s + list[i].lasts_s + SOUND_GAP_S);
            continue;
        }
        if (i == *count || list[i].time_s >= at_s + lasts_s + SOUND_GAP_S) {
            memmove(list + i + 1, list + i, (*count - i) * sizeof *list);
            list[i] = (miler_sound_event){at_s, lasts_s, MILER_SOUND_WORD, (double)NAN, word->text};
            ++*count;
            return true;
        }
        at_s = list[i].time_s + list[i].lasts_s + SOUND_GAP_S;
    }
    return false;
}

miler_status sound_lay(sound_maker *m, double from_s, double last_s, miler_sound_plan *out,
                       miler_error *err) {
    *out = (miler_sound_plan){.from_s = from_s};
    thin_tones(m);
    miler_sound_event *list =
        m->failed ? NULL : miler_arena_array(m->arena, m->tone_count + m->word_count + 1, sizeof *list);
    if (list == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (m->tone_count > 0) memcpy(list, m->tones, m->tone_count * sizeof *list);
    size_t count = m->tone_count;
    for (int rank = 0; rank < RANK_COUNT; rank++)
        for (size_t i = 0; i < m->word_count; i++) {
            if ((int)m->words[i].rank != rank) continue;
            const double lasts_s = measure(m, m->words[i].text);
            if (!(lasts_s > 0) || !place(list, &count, &m->words[i], lasts_s)) out->unsaid++;
        }
    out->events = list;
    out->count = count;
    out->merged = m->merged;
    const double heard_s = count > 0 ? list[count - 1].time_s + list[count - 1].lasts_s : 0;
    out->to_s = fmax(last_s, heard_s) + SOUND_TAIL_S;
    return MILER_OK;
}
