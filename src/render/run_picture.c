// SPDX-License-Identifier: MIT
#include "render/run_picture.h"

#include "render/rep_bars.h"
#include "render/svg.h"

#include <string.h>

// "Easy: lap by lap": the run's name as it was written, then what the drawing shows of it.
static const char *say_title(const drawing *d, const language *l) {
    const size_t own = d->own_name != NULL ? strlen(d->own_name) : 0;
    if (own == 0 || strncmp(d->title, d->own_name, own) != 0) return language_say(l, d->title, d->arena);
    if (strncmp(d->title + own, ": ", 2) != 0) return d->title;
    const char *said =
        miler_arena_printf(d->arena, "%s: %s", d->own_name, language_say(l, d->title + own + 2, d->arena));
    return said != NULL ? said : d->title;
}

// All words of a drawing but names, in another language.
static void say(drawing *d, const language *l) {
    if (l == NULL) return;
    d->title = say_title(d, l);
    d->desc = language_say(l, d->desc, d->arena);
    for (size_t i = 0; i < d->count; i++) {
        draw_shape *shape = &d->shapes[i];
        if (shape->text != NULL && !shape->as_written) shape->text = language_say(l, shape->text, d->arena);
        if (shape->tip != NULL) shape->tip = language_say(l, shape->tip, d->arena);
    }
}

miler_status render_run_picture(const app_run *run, const picture_kind *kind, const run_picture_facts *facts,
                                miler_units units, miler_arena *arena, miler_buf *out, miler_error *err) {
    static const run_picture_facts none = {.tracks = NULL};
    if (facts == NULL) facts = &none;
    miler_tracks found;
    const miler_tracks *tracks = facts->tracks;
    if (tracks == NULL && kind->draw != picture_reps) {
        const miler_status status = miler_tracks_find(&run->activity, NULL, 0, arena, &found, err);
        if (status != MILER_OK) return status;
        tracks = &found;
    }
    miler_reps laps = {.count = 0};
    if (facts->reps == NULL) laps = reps_of_laps(&run->activity, arena);
    char when[MILER_TEXT_MAX];
    miler_print_date(when, sizeof when, run->run.day);
    const picture_run shown = {.name = run->run.name,
                               .when = when,
                               .activity = &run->activity,
                               .tracks = tracks,
                               .reps = facts->reps != NULL ? facts->reps : &laps,
                               .units = units,
                               .targets = facts->reps != NULL ? facts->targets : NULL,
                               .splits = facts->splits,
                               .split_count = facts->split_count,
                               .narrow = facts->narrow};
    drawing d;
    kind->draw(&d, arena, &shown);
    say(&d, facts->language);
    return svg_print(&d, out, err);
}
