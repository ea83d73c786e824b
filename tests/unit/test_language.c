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
         "Morgen: 6 x 400 m im Zieltempo. Heute geht es nur um frische Beine dafür."},
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

// One of each, and several, in the words of pictures and sessions.
static void counts_one_and_several(void **state) {
    static const char *const rows[][2] = {
        {"1 row, one for each lap of 400.0 m from finish line to finish line, in colours of speed; fastest "
         "whole "
         "lap 1:20.0.",
         "1 Zeile, eine je Runde von 400,0 m von Ziellinie zu Ziellinie, in Farben des Tempos; schnellste "
         "ganze "
         "Runde 1:20,0."},
        {"2 rows, one for each lap of 400.0 m from finish line to finish line, in colours of speed; fastest "
         "whole "
         "lap -.",
         "2 Zeilen, eine je Runde von 400,0 m von Ziellinie zu Ziellinie, in Farben des Tempos; schnellste "
         "ganze "
         "Runde -."},
        {"1 bar, width time, height speed: one steady run, no reps in it.",
         "1 Balken, Breite Zeit, Höhe Tempo: ein gleichmäßiger Lauf ohne Wiederholungen."},
        {"3 bars, width time, height speed: mile, 5:28.4; 20 s stride, 4:54/km; 2 × 10 s hill sprints, mean "
         "3:54/km.",
         "3 Balken, Breite Zeit, Höhe Tempo: Meile, 5:28,4; 20 s Steigerung, 4:54/km; 2 × 10 s Bergsprints, "
         "Mittel "
         "3:54/km."},
        {"1.0 laps, 0.40 km in lane 1 of an oval of 400.0 m (standard 400 m), in colours of speed.",
         "1,0 Runden, 0,40 km auf Bahn 1 eines Ovals von 400,0 m (Standardbahn, 400 m), in Farben des "
         "Tempos."},
        {"1.0 laps of 400.0 ± 0.6 m in lane 1", "1,0 Runden von 400,0 ± 0,6 m auf Bahn 1"},
        {"10 s hill sprint", "10 s Bergsprint"},
        {"4 x 10 s hill sprint", "4 x 10 s Bergsprints"},
        {"4 x 20 s strides", "4 x 20 s Steigerungen"},
        {"coach pacing, outdoor track, 400 m", "Einteilung „Trainer“, Bahn im Freien, 400 m"},
        {"coach pacing, outdoor track, 400 m, gun 18:30",
         "Einteilung „Trainer“, Bahn im Freien, 400 m, Start 18:30"},
        {"even pacing, road, gun 18:30", "Einteilung „gleichmäßig“, Straße, Start 18:30"},
        {"coach pacing, lane 2, 3:18/km, gun 18:30", "Einteilung „Trainer“, Bahn 2, 3:18/km, Start 18:30"},
        {"optimal pacing, 3:18/km, gun 18:30", "Einteilung „bestmöglich“, 3:18/km, Start 18:30"},
        {"jog 1:30", "1:30 traben"},
        {"walk 10 min", "10 min gehen"},
        {"not an activity file (JSON)", "keine Aktivitätsdatei (JSON)"},
        {"not a FIT file in spite of its name: it looks like an HTML page",
         "trotz ihres Namens keine FIT-Datei: sie sieht aus wie eine HTML-Seite"},
        {"a route to follow, no activity (course)", "eine Strecke zum Nachlaufen, keine Aktivität (course)"},
        {"byte 1300: the packed data is cut short", "Byte 1300: die gepackten Daten sind abgeschnitten"},
        {"the same recording is here already, from another file (run 12)",
         "dieselbe Aufzeichnung ist schon da, aus einer anderen Datei (Lauf 12)"},
        {"jog 300 m between", "dazwischen 300 m traben"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(say(state, rows[i][0]), rows[i][1]);
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
    // What is quoted, and names of runs, whatever they say.
    assert_non_null(strstr(say(state, "no athlete 'time trial'"), "„time trial“"));
    assert_non_null(strstr(say(state, "the library has a 'rest. drills' already"), "„rest. drills“"));
    assert_string_equal(say(state, "run 12: 25 min easy run, 6 strides"),
                        "Lauf 12: 25 min easy run, 6 strides");
    assert_string_equal(say(state, "6 × 400 m, mean 1:24.6, spread 3.5 s"),
                        "6 × 400 m, Mittel 1:24,6, Spanne 3,5 s");
    assert_string_equal(say(state, "−1.5 ± 0.5 s"), "−1,5 ± 0,5 s");
    assert_string_equal(say(state, "result 3: Set by hand. Rest"), "Ergebnis 3: Set by hand. Rest");
    assert_null(say(state, NULL));
    assert_string_equal(language_say(NULL, "rest", NULL), "rest");
}

// Odd and long texts cost no more than their length: the dearest of ten times the length ten times the work at
// most, and none more than so much for each byte.
#define SHORT 160
#define LONG 1600

static size_t work_of(void **state, const char *piece, const char *end, size_t len) {
    const room *r = *state;
    char text[LONG + 1];
    size_t work = 0;
    for (size_t i = 0; i < len; i++)
        text[i] = piece[i % strlen(piece)];
    memcpy(text + len - strlen(end), end, strlen(end));
    text[len] = '\0';
    assert_non_null(language_say_counted(r->german, text, r->arena, &work));
    return work;
}

static void costs_no_more_than_its_length(void **state) {
    static const char *const rows[][2] = {{"1, ", "x"},
                                          {"1, 1, 1, 1, easy, ", "x"},
                                          {"rest, ", "x"},
                                          {"rest. ", "x"},
                                          {"Set by hand. ", "My own words"},
                                          {"Tomorrow: ", "x"},
                                          {"1; 2: 3, ", "x"},
                                          {", : ; a. B", ""},
                                          {"%s %d ", ""},
                                          {".", ""},
                                          {",", ""},
                                          {"1", ""},
                                          {"A. ", ""},
                                          {"x ", ""}};
    size_t most_short = 0, most_long = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const size_t few = work_of(state, rows[i][0], rows[i][1], SHORT);
        const size_t many = work_of(state, rows[i][0], rows[i][1], LONG);
        assert_in_range(few, SHORT, 2000 * SHORT);
        assert_in_range(many, LONG, 2000 * LONG);
        most_short = few > most_short ? few : most_short;
        most_long = many > most_long ? many : most_long;
    }
    assert_in_range(most_long, most_short, LONG / SHORT * most_short);
}

// What is dear is not what is refused: the dearest that the plan says takes less than half of what it may.
static void says_long_texts(void **state) {
    const room *r = *state;
    size_t work = 0;
    const char *text =
        "From your log of the last four weeks: 45 km a week, 6 runs a week, longest run 13 km, mile pace in "
        "5 "
        "sessions (the most: 6 x 400 m at mile pace), VO2max pace in 2 sessions (the most: 5 x 1000 m at "
        "VO2max pace), threshold in 2 sessions (the most: 3 x 9 min at threshold). The first weeks start "
        "from "
        "there.";
    assert_string_not_equal(language_say_counted(r->german, text, r->arena, &work), text);
    assert_in_range(work, 1, 650 * strlen(text));
}

static void translates_what_is_for_reading(void **state) {
    const room *r = *state;
    json_t *answer = json_loads("{\"kind\":\"rest\",\"title\":\"rest\",\"weeks\":[{\"why\":\"Set by hand.\","
                                "\"text\":\"rest\",\"notes\":[\"All day.\"]}],"
                                "\"mine\":{\"own\":true,\"title\":\"rest\",\"about\":[\"rest\"]},"
                                "\"theirs\":{\"own\":false,\"title\":\"rest\"},\"notes\":\"rest\"}",
                                0, NULL);
    language_say_json(r->german, answer, r->arena);
    char *text = json_dumps(answer, JSON_COMPACT | JSON_PRESERVE_ORDER);
    assert_string_equal(text,
                        "{\"kind\":\"rest\",\"title\":\"Ruhetag\",\"weeks\":[{\"why\":\"Von Hand gesetzt.\","
                        "\"text\":\"rest\",\"notes\":[\"Den ganzen Tag.\"]}],"
                        "\"mine\":{\"own\":true,\"title\":\"rest\",\"about\":[\"Ruhetag\"]},"
                        "\"theirs\":{\"own\":false,\"title\":\"Ruhetag\"},\"notes\":\"rest\"}");
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
                                       cmocka_unit_test(costs_no_more_than_its_length),
                                       cmocka_unit_test(says_long_texts),
                                       cmocka_unit_test(translates_what_is_for_reading),
                                       cmocka_unit_test(says_two_parts),
                                       cmocka_unit_test(counts_one_and_several),
                                       cmocka_unit_test(finds_a_language)};
    return cmocka_run_group_tests_name("language", tests, open_room, close_room);
}
