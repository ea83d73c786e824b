// SPDX-License-Identifier: MIT
// Sentences of the program in German: found by their formats, alone and one behind the other.
#include "render/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct room {
    language *german;
    miler_arena *arena;
} room;

static int open_room(void **state) {
    static room r;
    miler_error err = {0};
    r.arena = miler_arena_new(NULL, 0);
    *state = &r;
    return r.arena != NULL && language_open("de", NULL, &r.german, &err) == MILER_OK ? 0 : -1;
}

static int close_room(void **state) {
    room *r = *state;
    language_close(r->german);
    miler_arena_free(r->arena);
    return 0;
}

static const char *say(void **state, const char *text) {
    const room *r = *state;
    return language_say(r->german, text, r->arena);
}

static void says_formats(void **state) {
    static const char *const rows[][2] = {
        {"The week comes to 51 km, as last week.", "Die Woche kommt auf 51 km, wie letzte Woche."},
        {"25 min easy run, 6 strides", "25 min lockerer Dauerlauf, 6 Steigerungen"},
        {"5 x 400 m at mile pace", "5 x 400 m im Meilentempo"},
        // Numbers have the comma, times and paces, too.
        {"2.40 km of work, 5 % of the week (cap 8 %).", "2,40 km Arbeit, 5 % der Woche (Grenze 8 %)."},
        {"5:33.4", "5:33,4"},
        // Words within words.
        {"Tomorrow: 6 x 400 m at goal pace. Today only gets you there.",
         "Morgen: 6 x 400 m im Zieltempo. Heute bringt dich nur dorthin."},
        // What stands in braces in a table of its own, in another order.
        {"The lap 3 at 1:24.1 shows the pace you have; the task is to spread it.",
         "Lap 3 in 1:24,1 zeigt das Tempo, das du hast; die Aufgabe ist, es zu verteilen."},
        // A full stop that was put behind, a capital that was made.
        {"The legs learn today's rhythm.", "Die Beine lernen den Rhythmus von heute."},
        {"Drills", "Lauf-ABC"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(say(state, rows[i][0]), rows[i][1]);
}

static void says_sentences_one_by_one(void **state) {
    assert_string_equal(say(state, "The day after the time trial: easy running brings the legs back. "
                                   "25 of the week's 195 easy minutes. Set by hand."),
                        "Am Tag nach dem Testlauf: Lockeres Laufen bringt die Beine zurück. "
                        "25 von 195 lockeren Minuten der Woche. Von Hand gesetzt.");
    // What nobody knows stays among what is known.
    assert_string_equal(say(state, "Set by hand. My own words."), "Von Hand gesetzt. My own words.");
}

static void leaves_what_is_none_of_its_own(void **state) {
    static const char *const rows[] = {"Morning run with Ann",
                                       "rp-400",
                                       "Ann to Bob race 100 % of",
                                       "%s %d %n",
                                       "",
                                       "{start}",
                                       "10min easy, 6x400m @mile r400m jog"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(say(state, rows[i]), rows[i]);
    assert_null(say(state, NULL));
    assert_string_equal(language_say(NULL, "rest", NULL), "rest");
}

// Odd and long texts cost no more than their length.
static void ends_with_hostile_texts(void **state) {
    char text[1500];
    for (size_t i = 0; i + 1 < sizeof text; i++)
        text[i] = ", : ; a. B"[i % 10];
    text[sizeof text - 1] = '\0';
    assert_non_null(say(state, text));
    memset(text, ',', sizeof text - 1);
    assert_non_null(say(state, text));
    memset(text, '1', sizeof text - 1);
    assert_non_null(say(state, text));
}

static void translates_what_is_for_reading(void **state) {
    const room *r = *state;
    json_t *answer = json_loads("{\"kind\":\"rest\",\"title\":\"rest\",\"weeks\":[{\"why\":\"Set by hand.\","
                                "\"text\":\"rest\",\"notes\":[\"All day.\"]}]}",
                                0, NULL);
    language_say_json(r->german, answer, r->arena);
    char *text = json_dumps(answer, JSON_COMPACT | JSON_PRESERVE_ORDER);
    assert_string_equal(text,
                        "{\"kind\":\"rest\",\"title\":\"Ruhetag\",\"weeks\":[{\"why\":\"Von Hand gesetzt.\","
                        "\"text\":\"rest\",\"notes\":[\"Den ganzen Tag.\"]}]}");
    free(text);
    json_decref(answer);
}

static void says_two_parts(void **state) {
    const room *r = *state;
    size_t second = 5;
    assert_string_equal(language_say_parts(r->german, "rest drills", &second, r->arena), "Ruhetag Lauf-ABC");
    assert_int_equal(second, 8);
    second = 0;
    assert_string_equal(language_say_parts(r->german, "rest", &second, r->arena), "Ruhetag");
    assert_int_equal(second, 0);
}

static void finds_a_language(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"de-AT,de;q=0.9,en;q=0.8", "de"},
                                          {"fr-FR, fr;q=0.9, en-GB;q=0.8", "en"},
                                          {"DE", "de"},
                                          {"den, deu", NULL},
                                          {";;,,", NULL},
                                          {"", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found = language_accepted(rows[i][0]);
        if (rows[i][1] == NULL)
            assert_null(found);
        else
            assert_string_equal(found, rows[i][1]);
    }
    assert_null(language_accepted(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(says_formats),
                                       cmocka_unit_test(says_sentences_one_by_one),
                                       cmocka_unit_test(leaves_what_is_none_of_its_own),
                                       cmocka_unit_test(ends_with_hostile_texts),
                                       cmocka_unit_test(translates_what_is_for_reading),
                                       cmocka_unit_test(says_two_parts),
                                       cmocka_unit_test(finds_a_language)};
    return cmocka_run_group_tests_name("language", tests, open_room, close_room);
}
