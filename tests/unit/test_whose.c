// SPDX-License-Identifier: MIT
// Commands named in an answer, as the athlete has to type them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/verbs.h"
#include "cli/whose.h"

#include <stdio.h>
#include <string.h>

static void check(const char *text, const char *want) {
    char out[200];
    const size_t len = whose_text("Ada", text, out, sizeof out);
    assert_string_equal(out, want);
    assert_int_equal(len, strlen(want));
}

static void commands_name_their_athlete(void **state) {
    (void)state;
    check("miler plan today", "miler plan today --athlete Ada");
    check("'miler plan why 3', or miler\n  runs",
          "'miler plan why --athlete Ada 3', or miler\n  runs --athlete Ada");
    check("miler plan today --athlete Bo", "miler plan today --athlete Bo");
    check("miler workout list drills", "miler workout list drills");
    check("miler workout show x", "miler workout show --athlete Ada x");
    check("miler help plan", "miler help plan");
    check("smiler runs", "smiler runs");
}

// What the table says of a verb is what its command gets.
static void the_table_says_whose(void **state) {
    (void)state;
    int shared = 0;
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        char text[64], out[100];
        (void)snprintf(text, sizeof text, "miler %s", v->name);
        (void)whose_text("Ada", text, out, sizeof out);
        assert_int_equal(strstr(out, "--athlete") == NULL, v->whose == VERB_SHARED);
        shared += v->whose == VERB_SHARED;
        // What lists or serves the whole store is nobody's alone.
        if (strcmp(v->name, "athlete list") == 0 || strcmp(v->name, "backup") == 0)
            assert_int_equal(v->whose, VERB_SHARED);
    }
    assert_true(shared > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(commands_name_their_athlete),
                                       cmocka_unit_test(the_table_says_whose)};
    return cmocka_run_group_tests_name("whose", tests, NULL, NULL);
}
