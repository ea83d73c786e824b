// SPDX-License-Identifier: MIT
#include "render/sound.h"

#include "base/plural.h"
#include "render/js.h"
#include "render/sound_clip.h"

#include <math.h>
#include <string.h>

// Each sound is made in one place, levelled, and written: only the longest is in memory.
typedef struct player {
    const sound_job *job;
    sound_file *file;
    voice *v;
    sound_clip clip;
    size_t room;
    int rate_hz;
    uint64_t at; // samples written
} player;

static size_t longest(const miler_sound_plan *plan, int rate_hz) {
    double most_s = 0;
    for (size_t i = 0; i < plan->count; i++)
        most_s = fmax(most_s, plan->events[i].lasts_s);
    return (size_t)ceil(most_s * rate_hz) + 2;
}

static void play(player *p, const miler_sound_event *event) {
    if (event->kind != MILER_SOUND_WORD) {
        sound_tone_clip(event->kind, event->lasts_s, p->rate_hz, &p->clip, p->room);
    } else {
        const voice_word word = p->v != NULL ? voice_say(p->v, event->text) : (voice_word){NULL, 0};
        p->clip.count = word.count < p->room ? word.count : p->room;
        for (size_t i = 0; i < p->clip.count; i++)
            p->clip.samples[i] = (float)word.samples[i] / 32768.0F;
    }
    sound_level(&p->clip, p->rate_hz);
    sound_file_put(p->file, p->clip.samples, p->clip.count);
    p->at += p->clip.count;
}

static bool goes_on(const player *p) {
    return p->job->go_on == NULL || p->job->go_on(p->job->user);
}

// False: nobody wants it any more.
static bool silence_until(player *p, double time_s) {
    const uint64_t due = (uint64_t)llround(fmax(time_s, 0) * p->rate_hz), minute = 60 * (uint64_t)p->rate_hz;
    bool on = goes_on(p);
    for (; on && p->at < due; on = goes_on(p)) {
        const uint64_t piece = due - p->at < minute ? due - p->at : minute;
        sound_file_silence(p->file, (size_t)piece);
        p->at += piece;
    }
    return on;
}

static bool play_all(player *p, const miler_sound_plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        if (!silence_until(p, plan->events[i].time_s - plan->from_s)) return false;
        play(p, &plan->events[i]);
    }
    return silence_until(p, plan->to_s - plan->from_s);
}

miler_status sound_write(const miler_sound_plan *plan, voice *v, const sound_job *job, miler_arena *arena,
                         sound_told *out, miler_error *err) {
    player p = {.job = job, .v = v, .rate_hz = sound_file_rate(job->path)};
    p.room = longest(plan, p.rate_hz);
    p.clip.samples = miler_arena_array(arena, p.room, sizeof *p.clip.samples);
    if (p.clip.samples == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = sound_file_new(job->path, job->title, arena, &p.file, err);
    if (status != MILER_OK) return status;
    if (!play_all(&p, plan)) return miler_fail(err, MILER_ERR_CANCELLED, "the sound was given up");
    double peak = 0;
    *out = (sound_told){.file = job->path, .rate_hz = p.rate_hz, .seconds = (double)p.at / p.rate_hz};
    status = sound_file_finish(p.file, &out->bytes, &peak, err);
    out->peak_db = peak > 0 ? 20 * log10(peak) : -100;
    return status;
}

static size_t words_of(const miler_sound_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += plan->events[i].kind == MILER_SOUND_WORD;
    return count;
}

void render_sound_text(const sound_told *told, const miler_sound_plan *plan, miler_buf *out) {
    char length[MILER_TEXT_MAX];
    const size_t words = words_of(plan);
    miler_print_time(length, sizeof length, told->seconds, 0);
    miler_buf_printf(out, "%s: %s of sound, the start at %d s, %zu tone%s, ", told->file, length,
                     (int)lround(-plan->from_s), plan->count - words, PLURAL_S(plan->count - words));
    if (told->voice != NULL)
        miler_buf_printf(out, "%zu call%s by the voice %s", words, PLURAL_S(words), told->voice);
    else
        miler_buf_printf(out, "no words");
    miler_buf_printf(out, ", %llu kB\n", (unsigned long long)(told->bytes + 999) / 1000);
    if (plan->unsaid > 0)
        miler_buf_printf(out, "  %zu more call%s found no room between the tones\n", plan->unsaid,
                         PLURAL_S(plan->unsaid));
    if (plan->guessed > 0)
        miler_buf_printf(out,
                         "  %zu of its steps %s no length in time of their own: estimated, pause the "
                         "sound where you are slower\n",
                         plan->guessed, plan->guessed == 1 ? "has" : "have");
}

json_t *render_sound_json(const sound_told *told, const miler_sound_plan *plan) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", told->file);
    js_int(&j, root, "bytes", (int64_t)told->bytes);
    js_int(&j, root, "samples_per_second", told->rate_hz);
    js_text(&j, root, "voice", told->voice);
    js_num(&j, root, "length_s", told->seconds, 3);
    js_num(&j, root, "start_s", -plan->from_s, 3);
    js_num(&j, root, "peak_db", told->peak_db, 2);
    js_int(&j, root, "unsaid", (int64_t)plan->unsaid);
    js_int(&j, root, "merged_beeps", (int64_t)plan->merged);
    js_int(&j, root, "estimated_steps", (int64_t)plan->guessed);
    json_t *list = js_array(&j, root, "sounds");
    for (size_t i = 0; i < plan->count; i++) {
        const miler_sound_event *e = &plan->events[i];
        json_t *row = js_item(&j, list);
        js_text(&j, row, "kind", miler_sound_kind_name(e->kind));
        js_num(&j, row, "time_s", e->time_s, 6);
        js_num(&j, row, "lasts_s", e->lasts_s, 4);
        js_num(&j, row, "distance_m", e->dist_m, 3);
        js_text(&j, row, "text", e->text);
    }
    return js_done(&j, root);
}
