// SPDX-License-Identifier: MIT
// The text form of plans under any bytes: what reads must print, its print must
// read back to the same print, and its sessions must come out in every form that
// is made of a plan alone; what does not read must say why.
#include "app/plan_forms.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_MAX (16 * 1024 * 1024)
#define SESSIONS 4 // in each form: one is read as the next is

static void print_of(const miler_plan *plan, miler_buf *out) {
    miler_buf_init(out, NULL, TEXT_MAX);
    miler_plan_print(plan, out);
    if (out->failed) abort();
}

static void reads_back(const miler_plan *plan, miler_arena *arena) {
    miler_buf once, twice;
    miler_plan again;
    print_of(plan, &once);
    if (miler_plan_parse(miler_buf_text(&once), once.len, arena, &again, NULL) != MILER_OK) abort();
    print_of(&again, &twice);
    if (once.len != twice.len || memcmp(once.ptr, twice.ptr, once.len) != 0) abort();
    miler_buf_deinit(&once);
    miler_buf_deinit(&twice);
}

static void comes_out(const miler_plan *plan, miler_arena *arena) {
    static plan_form_fn *const makers[] = {plan_form_fit, plan_form_intervals, plan_form_zwo};
    const plan_edition edition = {.id = 1};
    miler_buf text;
    miler_buf_init(&text, NULL, TEXT_MAX);
    plan_form_csv(plan, &text);
    plan_form_markdown(plan, &text);
    miler_buf_deinit(&text);
    for (size_t i = 0; i < plan->session_count && i < SESSIONS; i++)
        for (size_t k = 0; k < sizeof makers / sizeof makers[0]; k++) {
            plan_form form = {0};
            const miler_status status = makers[k](plan, &edition, &plan->sessions[i], arena, &form, NULL);
            if (status == MILER_OK && (form.verdict == FORM_LEFT_OUT) != (form.bytes == NULL)) abort();
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static miler_arena *arena;
    if (arena == NULL) arena = miler_arena_new(NULL, 0);
    char *text = malloc(size > 0 ? size : 1); // of exactly this size, so that a byte too far is seen
    if (arena == NULL || text == NULL) abort();
    if (size > 0) memcpy(text, data, size);
    miler_plan plan;
    miler_error err = {0};
    if (miler_plan_parse(text, size, arena, &plan, &err) == MILER_OK) {
        reads_back(&plan, arena);
        comes_out(&plan, arena);
    } else if (err.msg[0] == '\0') {
        abort();
    }
    miler_arena_reset(arena);
    free(text);
    return 0;
}
