// SPDX-License-Identifier: MIT
// Tables of sessions with what each must become, or how it must be refused.
#ifndef TEST_WORKOUT_KIT_H
#define TEST_WORKOUT_KIT_H

#include <miler/workout.h>

#include <string.h>

typedef struct kit_form {
    const char *text, *normal;
} kit_form;

// Each prints its normal form, which reads back as the same session.
static inline void kit_forms(const kit_form *forms, size_t count) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_buf text;
    miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
    for (size_t i = 0; i < count; i++) {
        miler_workout workout;
        miler_workout again;
        miler_error err = {0};
        if (miler_workout_parse(forms[i].text, arena, &workout, &err) != MILER_OK)
            fail_msg("'%s': %s", forms[i].text, err.msg);
        miler_buf_clear(&text);
        miler_workout_print(&workout, &text);
        if (strcmp(miler_buf_text(&text), forms[i].normal) != 0)
            fail_msg("'%s' printed '%s', wanted '%s'", forms[i].text, miler_buf_text(&text), forms[i].normal);
        if (miler_workout_parse(forms[i].normal, arena, &again, &err) != MILER_OK)
            fail_msg("'%s': %s", forms[i].normal, err.msg);
        if (!miler_workout_equal(&workout, &again))
            fail_msg("'%s' and its normal form differ", forms[i].text);
    }
    miler_buf_deinit(&text);
    miler_arena_free(arena);
}

typedef struct kit_slip {
    const char *text;
    miler_status status;
    uint32_t line, column;
    const char *msg, *remedy; // the remedy may be NULL: anything
} kit_slip;

// Each is refused at its place. `whole`: message and remedy are these to the letter,
// else these are in them.
static inline void kit_slips(const kit_slip *slips, size_t count, bool whole) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (size_t i = 0; i < count; i++) {
        const kit_slip *s = &slips[i];
        miler_workout workout = {.step_count = 7};
        miler_error err = {0};
        const miler_status status = miler_workout_parse(s->text, arena, &workout, &err);
        if (status != s->status || err.status != status)
            fail_msg("'%s' gave %d: %s", s->text, (int)status, err.msg);
        if (err.line != s->line || err.column != s->column)
            fail_msg("'%s' at %u:%u: %s", s->text, (unsigned)err.line, (unsigned)err.column, err.msg);
        if (whole ? strcmp(err.msg, s->msg) != 0 : strstr(err.msg, s->msg) == NULL)
            fail_msg("'%s' said '%s'", s->text, err.msg);
        if (s->remedy != NULL &&
            (whole ? strcmp(err.remedy, s->remedy) != 0 : strstr(err.remedy, s->remedy) == NULL))
            fail_msg("'%s' advised '%s'", s->text, err.remedy);
        assert_null(workout.steps);
        assert_int_equal(workout.step_count, 0);
        assert_int_equal(miler_workout_parse(s->text, arena, &workout, NULL), s->status);
    }
    miler_arena_free(arena);
}

#endif
