// SPDX-License-Identifier: MIT
#include "app/app_workout.h"

#include "app/app_fitness.h"

miler_status app_workout_book(app *a, double dist_m, double time_s, miler_arena *arena, miler_pace_book *out,
                              miler_error *err) {
    app_fitness_answer fitness;
    miler_pace_book_init(out);
    const miler_status status = dist_m > 0
                                    ? app_fitness_from(&a->athlete, dist_m, time_s, a->today, &fitness, err)
                                    : app_fitness(a, arena, &fitness, err);
    if (status == MILER_ERR_EMPTY) return MILER_OK;
    if (status == MILER_OK) miler_fitness_book(&fitness.fitness, &a->athlete, (double)NAN, out);
    return status;
}

miler_status app_workout_text(const char *text, const miler_pace_book *book, miler_arena *arena,
                              app_workout_answer *out, miler_error *err) {
    *out = (app_workout_answer){0};
    miler_status status = miler_workout_parse(text, arena, &out->workout, err);
    if (status != MILER_OK) return status;
    miler_buf normal;
    miler_buf_init(&normal, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(&out->workout, &normal);
    status = miler_buf_status(&normal, err);
    if (status == MILER_OK) out->text = miler_arena_dup(arena, miler_buf_text(&normal));
    miler_buf_deinit(&normal);
    if (status == MILER_OK && out->text == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) miler_workout_sum(&out->workout, book, &out->total);
    return status;
}

miler_status app_workout_named(const char *id, double dose, const miler_pace_book *book, miler_arena *arena,
                               app_workout_answer *out, miler_error *err) {
    miler_catalogue catalogue;
    miler_status status = miler_catalogue_builtin(arena, &catalogue, err);
    if (status != MILER_OK) return status;
    const miler_catalogue_entry *entry = miler_catalogue_find(&catalogue, id);
    if (entry == NULL) {
        (void)miler_fail(err, MILER_ERR_NOT_FOUND, "the catalogue has no workout '%.40s'", id);
        miler_error_remedy(err, "the names are in 'miler workout list'");
        return MILER_ERR_NOT_FOUND;
    }
    miler_buf text;
    miler_buf_init(&text, miler_arena_allocator(arena), MILER_WORKOUT_TEXT_MAX);
    miler_catalogue_text(entry->text, dose, &text);
    status = miler_buf_status(&text, err);
    if (status == MILER_OK) status = app_workout_text(miler_buf_text(&text), book, arena, out, err);
    miler_buf_deinit(&text);
    if (status == MILER_OK) out->entry = entry;
    return status;
}
