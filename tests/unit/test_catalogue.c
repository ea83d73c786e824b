// SPDX-License-Identifier: MIT
// The catalogue: what is compiled in holds together, doses, files of one's own.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/athlete.h>
#include <miler/catalogue.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

extern const char miler_data_catalogue[];
extern const size_t miler_data_catalogue_len;
extern const char miler_data_drills[];
extern const size_t miler_data_drills_len;
extern const char miler_data_exercises[];
extern const size_t miler_data_exercises_len;
extern const char miler_data_routines[];
extern const size_t miler_data_routines_len;
extern const char miler_data_cross[];
extern const size_t miler_data_cross_len;

static const struct {
    miler_catalogue_file file;
    const char *text;
    const size_t *len;
} files[] = {{MILER_FILE_WORKOUTS, miler_data_catalogue, &miler_data_catalogue_len},
             {MILER_FILE_DRILLS, miler_data_drills, &miler_data_drills_len},
             {MILER_FILE_EXERCISES, miler_data_exercises, &miler_data_exercises_len},
             {MILER_FILE_ROUTINES, miler_data_routines, &miler_data_routines_len},
             {MILER_FILE_CROSS, miler_data_cross, &miler_data_cross_len}};

typedef struct kit {
    miler_arena *arena;
    miler_catalogue catalogue;
    miler_buf text;
} kit;

static int open_kit(void **state) {
    static kit k;
    k.arena = miler_arena_new(NULL, 0);
    miler_buf_init(&k.text, NULL, MILER_WORKOUT_TEXT_MAX);
    *state = &k;
    return miler_catalogue_builtin(k.arena, &k.catalogue, NULL) == MILER_OK ? 0 : 1;
}

static int close_kit(void **state) {
    kit *k = *state;
    miler_buf_deinit(&k->text);
    miler_arena_free(k->arena);
    return 0;
}

// Through the same door as a user's files: every session is read at three doses.
static void every_built_in_row_is_sound(void **state) {
    kit *k = *state;
    miler_catalogue c = {0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        miler_error err = {0};
        if (miler_catalogue_load(&c, files[i].file, files[i].text, *files[i].len, k->arena, &err) !=
            MILER_OK) {
            char line[600];
            miler_error_print(line, sizeof line, &err);
            fail_msg("file %zu: %s", i, line);
        }
    }
    assert_int_equal(c.entry_count, k->catalogue.entry_count);
    assert_int_equal(c.movement_count, k->catalogue.movement_count);
    assert_int_equal(c.routine_count, k->catalogue.routine_count);
    assert_int_equal(c.cross_count, k->catalogue.cross_count);
}

static void the_catalogue_is_large_enough(void **state) {
    const kit *k = *state;
    size_t movements[3] = {0};
    size_t kinds[MILER_WORK_KIND_COUNT] = {0};
    for (size_t i = 0; i < k->catalogue.movement_count; i++)
        movements[k->catalogue.movements[i].kind]++;
    for (size_t i = 0; i < k->catalogue.entry_count; i++)
        kinds[k->catalogue.entries[i].kind]++;
    // The ten kinds of running work; speed is two kinds here.
    assert_true(k->catalogue.entry_count - kinds[MILER_WORK_STRENGTH] - kinds[MILER_WORK_PLYO] >= 110);
    assert_true(movements[MILER_MOVEMENT_DRILL] >= 20);
    assert_true(movements[MILER_MOVEMENT_STRENGTH] >= 25);
    assert_true(movements[MILER_MOVEMENT_PLYO] >= 12);
    assert_true(k->catalogue.cross_count >= 6);
    for (int kind = 0; kind < MILER_WORK_KIND_COUNT; kind++)
        if (kinds[kind] < (kind < MILER_WORK_STRENGTH ? 7 : 5))
            fail_msg("only %zu of kind %s", kinds[kind], miler_work_kind_name((miler_work_kind)kind));
}

// The smallest dose is not more than the largest, in time and in metres.
static void doses_grow(void **state) {
    kit *k = *state;
    for (size_t i = 0; i < k->catalogue.entry_count; i++) {
        const miler_catalogue_entry *e = &k->catalogue.entries[i];
        double before_m = -1;
        for (int dose = 0; dose <= 10; dose++) {
            miler_workout w;
            miler_workout_total t;
            miler_buf_clear(&k->text);
            miler_catalogue_text(e->text, dose / 10.0, &k->text);
            assert_int_equal(miler_workout_parse(miler_buf_text(&k->text), k->arena, &w, NULL), MILER_OK);
            miler_workout_sum(&w, NULL, &t);
            const double work_m = t.dist_m + t.strength_s + t.cross_s;
            if (work_m < before_m * 0.9 - 1) fail_msg("%s shrinks at dose %d", e->id, dose);
            before_m = work_m;
        }
    }
}

static bool runs_at(const miler_workout_total *t, miler_work_kind kind) {
    switch (kind) {
    case MILER_WORK_EASY:
        return t->easy_m > 0 && t->threshold_m + t->vo2max_m + t->fast_m <= 0;
    case MILER_WORK_LONG:
        return t->easy_m > 0.75 * t->dist_m;
    case MILER_WORK_RACE_PACE:
        return t->fast_m > 0 && t->vo2max_m <= 0;
    case MILER_WORK_VO2MAX:
        return t->vo2max_m > 0 && t->fast_m <= 0;
    case MILER_WORK_STRIDES:
        return t->fast_m > 0 && t->fast_m < 1000;
    case MILER_WORK_HILLS:
        return t->fast_m + t->vo2max_m > 0;
    case MILER_WORK_THRESHOLD:
        return t->threshold_m > 0 && t->fast_m + t->vo2max_m <= 0;
    case MILER_WORK_TRIAL:
        return t->fast_m + t->vo2max_m > 0;
    case MILER_WORK_DRILLS:
        return t->time_s > 0 && t->dist_m < 1000;
    case MILER_WORK_CROSS:
        return t->cross_s > 0 && t->dist_m <= 0;
    case MILER_WORK_REST:
        return t->dist_m <= 0 && t->strength_s <= 0;
    case MILER_WORK_STRENGTH:
        return t->strength_s > 0 && t->plyo_contacts <= 0;
    // Limits of a session: 140 contacts for the advanced.
    case MILER_WORK_PLYO:
        return t->plyo_contacts > 0 && t->plyo_contacts <= 140;
    case MILER_WORK_KIND_COUNT:
        break;
    }
    return false;
}

static void each_entry_is_of_its_kind(void **state) {
    kit *k = *state;
    for (size_t i = 0; i < k->catalogue.entry_count; i++) {
        const miler_catalogue_entry *e = &k->catalogue.entries[i];
        miler_workout w;
        miler_workout_total t;
        miler_buf_clear(&k->text);
        miler_catalogue_text(e->text, 1, &k->text);
        assert_int_equal(miler_workout_parse(miler_buf_text(&k->text), k->arena, &w, NULL), MILER_OK);
        miler_workout_sum(&w, NULL, &t);
        if (!runs_at(&t, e->kind)) fail_msg("%s is no %s", e->id, miler_work_kind_name(e->kind));
        // The most a session may hold: 8 km race pace, 10 km VO2max (Daniels' caps), 150 min long.
        if (t.fast_m > 8000 || t.vo2max_m > 10000 || t.time_s > 150 * 60) fail_msg("%s is over a cap", e->id);
        if (e->level_min < MILER_LEVEL_BELOW || e->level_max > MILER_LEVEL_ELITE || e->phases == 0)
            fail_msg("%s", e->id);
    }
}

// One family, one order, no order twice.
static void families_are_in_order(void **state) {
    const kit *k = *state;
    for (size_t i = 0; i < k->catalogue.entry_count; i++)
        for (size_t j = i + 1; j < k->catalogue.entry_count; j++) {
            const miler_catalogue_entry *a = &k->catalogue.entries[i];
            const miler_catalogue_entry *b = &k->catalogue.entries[j];
            if (strcmp(a->family, b->family) == 0 && a->order == b->order)
                fail_msg("%s and %s", a->id, b->id);
            if (strcmp(a->id, b->id) == 0) fail_msg("%s twice", a->id);
        }
}

// Every phase and level finds the kinds a plan cannot do without, with nothing but a road.
static void every_phase_and_level_is_served(void **state) {
    const kit *k = *state;
    static const miler_work_kind must[] = {MILER_WORK_EASY, MILER_WORK_LONG, MILER_WORK_STRIDES,
                                           MILER_WORK_REST};
    static const uint32_t phases[] = {MILER_IN_INTRO, MILER_IN_BUILD, MILER_IN_SPECIFIC, MILER_IN_TAPER};
    for (size_t m = 0; m < 4; m++)
        for (size_t p = 0; p < 4; p++)
            for (int level = MILER_LEVEL_BEGINNER; level <= MILER_LEVEL_ELITE; level++) {
                bool found = false;
                for (size_t i = 0; i < k->catalogue.entry_count && !found; i++) {
                    const miler_catalogue_entry *e = &k->catalogue.entries[i];
                    found = e->kind == must[m] && (e->phases & phases[p]) != 0 &&
                            (int)e->level_min <= level && (int)e->level_max >= level && e->needs == 0;
                }
                if (!found)
                    fail_msg("no %s in phase %zu for level %d", miler_work_kind_name(must[m]), p, level);
            }
}

static void easier_and_harder_exist(void **state) {
    const kit *k = *state;
    for (size_t i = 0; i < k->catalogue.movement_count; i++) {
        const miler_movement *m = &k->catalogue.movements[i];
        if (m->easier[0] != '\0' && miler_catalogue_movement(&k->catalogue, m->easier) == NULL)
            fail_msg("%s: easier '%s'", m->name, m->easier);
        if (m->harder[0] != '\0' && miler_catalogue_movement(&k->catalogue, m->harder) == NULL)
            fail_msg("%s: harder '%s'", m->name, m->harder);
        if (miler_catalogue_movement(&k->catalogue, m->name) != m)
            fail_msg("'%s' is found as another", m->name);
    }
}

// Every lift and jump has an easier or a harder form, drills have a fault, and no
// ladder of harder forms comes round to where it began.
static void movements_are_told_in_full(void **state) {
    const kit *k = *state;
    for (size_t i = 0; i < k->catalogue.movement_count; i++) {
        const miler_movement *m = &k->catalogue.movements[i];
        if (m->how[0] == '\0' || m->fault[0] == '\0' || m->muscles[0] == '\0') fail_msg("%s", m->name);
        if (m->kind == MILER_MOVEMENT_DRILL) continue;
        if (m->easier[0] == '\0' && m->harder[0] == '\0') fail_msg("%s stands alone", m->name);
        size_t steps = 0;
        for (const miler_movement *at = m; at->harder[0] != '\0'; steps++) {
            at = miler_catalogue_movement(&k->catalogue, at->harder);
            assert_non_null(at);
            if (steps > 12) fail_msg("%s: harder and harder without end", m->name);
        }
    }
}

// The ways of the coach's guide: a name or alias each, in drills, exercises or cross-training.
static void the_guides_words_are_in(void **state) {
    kit *k = *state;
    static const char *const movements[] = {
        "walking lunges", "bounding",   "leg swings",       "high knees", "squat",   "lunge",   "split squat",
        "deadlift",       "calf raise", "hip thrust",       "step-up",    "push-up", "pull-up", "plank",
        "dead bug",       "box jump",   "single-leg bound", "burpee",     "pogo"};
    static const char *const cross[] = {"cycling",    "swimming",     "rowing",
                                        "elliptical", "aqua jogging", "hiking"};
    static const char *const muscles[] = {"glutes",      "quads", "hamstrings", "calves",
                                          "hip flexors", "core",  "chest"};
    for (size_t i = 0; i < sizeof movements / sizeof movements[0]; i++)
        if (miler_catalogue_movement(&k->catalogue, movements[i]) == NULL) fail_msg("%s", movements[i]);
    for (size_t i = 0; i < sizeof cross / sizeof cross[0]; i++) {
        const miler_cross *x = miler_catalogue_cross(&k->catalogue, cross[i]);
        if (x == NULL) fail_msg("%s", cross[i]);
        const double minutes = miler_cross_minutes(x, 40);
        assert_true(minutes >= 40 && minutes <= 80);
    }
    for (size_t i = 0; i < sizeof muscles / sizeof muscles[0]; i++) {
        bool trained = false;
        for (size_t m = 0; m < k->catalogue.movement_count && !trained; m++)
            trained = k->catalogue.movements[m].kind != MILER_MOVEMENT_DRILL &&
                      strstr(k->catalogue.movements[m].muscles, muscles[i]) != NULL;
        if (!trained) fail_msg("nothing trains %s", muscles[i]);
    }
    // Rest days say which muscles and how long; every kind has its warm-up and cool-down.
    for (size_t i = 0; i < k->catalogue.routine_count; i++) {
        const miler_routine *r = &k->catalogue.routines[i];
        if (strcmp(r->when, "rest") == 0 && (r->muscles[0] == '\0' || r->how[0] == '\0'))
            fail_msg("%s", r->id);
    }
    for (int kind = 0; kind < MILER_WORK_KIND_COUNT; kind++) {
        size_t found = 0;
        for (size_t i = 0; i < k->catalogue.routine_count; i++)
            found +=
                strstr(k->catalogue.routines[i].when, miler_work_kind_name((miler_work_kind)kind)) != NULL;
        if (found < 2) fail_msg("%s has %zu routines", miler_work_kind_name((miler_work_kind)kind), found);
    }
}

// The language reads each name and alias as this movement and prints it back.
static void the_language_knows_every_name(void **state) {
    kit *k = *state;
    for (size_t i = 0; i < k->catalogue.movement_count; i++) {
        const miler_movement *m = &k->catalogue.movements[i];
        char names[400];
        (void)snprintf(names, sizeof names, "%s|%s", m->name, m->aliases);
        for (char *at = names; *at != '\0';) {
            char *bar = strchr(at, '|');
            if (bar != NULL) *bar = '\0';
            char text[500];
            miler_workout w;
            miler_error err = {0};
            (void)snprintf(text, sizeof text, "%s %s", at, m->dose);
            if (miler_workout_parse(text, k->arena, &w, &err) != MILER_OK)
                fail_msg("'%s': %s", text, err.msg);
            const miler_step *s = w.steps[0].kind == MILER_STEP_REPEAT ? w.steps[0].children : w.steps;
            if (s->name == NULL || strcmp(s->name, m->name) != 0)
                fail_msg("'%s' read as '%s'", at, s->name != NULL ? s->name : "");
            assert_int_equal(s->kind,
                             m->kind == MILER_MOVEMENT_DRILL ? MILER_STEP_DRILLS : MILER_STEP_EXERCISE);
            if (bar == NULL) break;
            at = bar + 1;
        }
    }
}

static void every_hard_kind_has_its_routine(void **state) {
    const kit *k = *state;
    static const miler_work_kind hard[] = {MILER_WORK_RACE_PACE, MILER_WORK_VO2MAX, MILER_WORK_HILLS,
                                           MILER_WORK_THRESHOLD, MILER_WORK_TRIAL};
    for (size_t h = 0; h < sizeof hard / sizeof hard[0]; h++) {
        bool warm = false;
        bool cool = false;
        for (size_t i = 0; i < k->catalogue.routine_count; i++) {
            const miler_routine *r = &k->catalogue.routines[i];
            if (strstr(r->when, miler_work_kind_name(hard[h])) == NULL) continue;
            warm = warm || strncmp(r->id, "warmup", 6) == 0;
            cool = cool || strncmp(r->id, "cooldown", 8) == 0;
        }
        assert_true(warm && cool);
    }
    assert_non_null(miler_catalogue_routine(&k->catalogue, "race-warmup"));
    assert_null(miler_catalogue_routine(&k->catalogue, "no-such"));
}

static void doses(void **state) {
    kit *k = *state;
    static const struct {
        const char *tmpl;
        double dose;
        const char *text;
    } rows[] = {{"{4..10}x400", 0, "4x400"},
                {"{4..10}x400", 1, "10x400"},
                {"{4..10}x400", 0.5, "7x400"},
                {"{30..60/5}min", 0.3, "40min"},
                {"r{90..45/15}s", 0.34, "r75s"},
                {"r{90..45/15}s", 1, "r45s"},
                {"{4..9/2}x", 1, "8x"},
                {"{1..2}x{5..8}", 0.5, "2x7"},
                {"{4..10}x", NAN, "4x"},
                {"{4..10}x", 7, "10x"},
                {"{4..10}x", -1, "4x"},
                {"{0.5..1.5/0.25}km", 0.5, "1km"},
                {"{a..b}x {4} {4..} {..4} {4..5/0} {", 0.5, "{a..b}x {4} {4..} {..4} {4..5/0} {"},
                {"no range", 0.5, "no range"},
                {"{1..1e9}", 1, "{1..1e9}"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_buf_clear(&k->text);
        miler_catalogue_text(rows[i].tmpl, rows[i].dose, &k->text);
        assert_string_equal(miler_buf_text(&k->text), rows[i].text);
    }
}

#define HEAD "id\tkind\ttitle\ttext\tpurpose\tphases\tlevels\tfamily\torder\tneeds\tsource\n"

static void files_of_ones_own(void **state) {
    kit *k = *state;
    miler_catalogue c = k->catalogue;
    const size_t before = c.entry_count;
    const char *text =
        "# mine\n" HEAD "my-400\trace-pace\tMine\t{3..6}x400m @goal "
        "r2min\tBecause.\tbuild|specific\tnovice-elite\tmine\t1\ttrack\tme\r\n"
        "rp-400\trace-pace\tOther 400s\t5x400m @mile r2min\tBecause.\tall\tnovice\tmine\t2\t\tme\n";
    assert_int_equal(miler_catalogue_load(&c, MILER_FILE_WORKOUTS, text, strlen(text), k->arena, NULL),
                     MILER_OK);
    assert_int_equal(c.entry_count, before + 1);
    const miler_catalogue_entry *mine = miler_catalogue_find(&c, "my-400");
    assert_non_null(mine);
    assert_string_equal(mine->source, "me");
    assert_int_equal(mine->needs, MILER_HAS_TRACK);
    assert_int_equal(mine->phases, MILER_IN_BUILD | MILER_IN_SPECIFIC);
    assert_int_equal(mine->level_min, MILER_LEVEL_NOVICE);
    assert_int_equal(mine->level_max, MILER_LEVEL_ELITE);
    assert_string_equal(miler_catalogue_find(&c, "rp-400")->title, "Other 400s");
    assert_string_not_equal(miler_catalogue_find(&k->catalogue, "rp-400")->title, "Other 400s");
    const char *lift =
        "name\taliases\tkind\tcontacts\tdose\tmuscles\tequipment\tneeds\thow\tfault\teasier\tharder\n"
        "nordic curl\tcurl\tstrength\t0\t3x5 r2min\thamstrings\tpartner\t\tKneel and lower.\tHips "
        "bent.\t\t\n";
    assert_int_equal(miler_catalogue_load(&c, MILER_FILE_EXERCISES, lift, strlen(lift), k->arena, NULL),
                     MILER_OK);
    assert_non_null(miler_catalogue_movement(&c, "Nordic-Curls"));
    assert_ptr_equal(miler_catalogue_movement(&c, "curl"), miler_catalogue_movement(&c, "nordic curl"));
}

static void a_bad_file_is_refused_with_its_place(void **state) {
    kit *k = *state;
    static const struct {
        const char *text;
        miler_status status;
        uint32_t line, column;
        const char *msg;
    } rows[] = {
        {"id\tkind\n", MILER_ERR_PARSE, 1, 1, "missing column 'title'"},
        {"id\tkimd\n", MILER_ERR_PARSE, 1, 4, "'kimd'"},
        {HEAD "a\teasy\n", MILER_ERR_PARSE, 2, 7, "2 of 11"},
        {HEAD "A b\teasy\tT\t20min easy\tP\tall\tnovice\tf\t1\t\ts\n", MILER_ERR_PARSE, 2, 1, "'A b'"},
        {HEAD "a\teasi\tT\t20min easy\tP\tall\tnovice\tf\t1\t\ts\n", MILER_ERR_PARSE, 2, 3, "'easi'"},
        {HEAD "# c\na\teasy\tT\t20min easi\tP\tall\tnovice\tf\t1\t\ts\n", MILER_ERR_PARSE, 3, 16, "'easi'"},
        {HEAD "a\teasy\tT\t20min easy\tP\tal\tnovice\tf\t1\t\ts\n", MILER_ERR_PARSE, 2, 23, "'al'"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\tfast\tf\t1\t\ts\n", MILER_ERR_PARSE, 2, 27, "'fast'"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\telite-novice\tf\t1\t\ts\n", MILER_ERR_PARSE, 2, 27,
         "unknown level"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\tnovice\tf\tx\t\ts\n", MILER_ERR_PARSE, 2, 36, "'x'"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\tnovice\tf\t1\tmoon\ts\n", MILER_ERR_PARSE, 2, 38, "'moon'"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\tnovice\tf\t1\t\t\n", MILER_ERR_PARSE, 2, 39, "empty cell"},
        {HEAD "a\teasy\tT\t20min easy\tP\tall\tnovice\tf\t1\t\ts\na\teasy\tT\t20min "
              "easy\tP\tall\tnovice\tf\t2\t\ts\n",
         MILER_ERR_CONFLICT, 3, 1, "twice"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_catalogue c = k->catalogue;
        miler_error err = {0};
        const miler_status status =
            miler_catalogue_load(&c, MILER_FILE_WORKOUTS, rows[i].text, strlen(rows[i].text), k->arena, &err);
        if (status != rows[i].status || err.line != rows[i].line || err.column != rows[i].column ||
            strstr(err.msg, rows[i].msg) == NULL)
            fail_msg("row %zu: %d at %u:%u '%s'", i, (int)status, (unsigned)err.line, (unsigned)err.column,
                     err.msg);
        assert_memory_equal(&c, &k->catalogue, sizeof c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_built_in_row_is_sound),
                                       cmocka_unit_test(the_catalogue_is_large_enough),
                                       cmocka_unit_test(doses_grow),
                                       cmocka_unit_test(each_entry_is_of_its_kind),
                                       cmocka_unit_test(families_are_in_order),
                                       cmocka_unit_test(every_phase_and_level_is_served),
                                       cmocka_unit_test(easier_and_harder_exist),
                                       cmocka_unit_test(movements_are_told_in_full),
                                       cmocka_unit_test(the_guides_words_are_in),
                                       cmocka_unit_test(the_language_knows_every_name),
                                       cmocka_unit_test(every_hard_kind_has_its_routine),
                                       cmocka_unit_test(doses),
                                       cmocka_unit_test(files_of_ones_own),
                                       cmocka_unit_test(a_bad_file_is_refused_with_its_place)};
    return cmocka_run_group_tests_name("catalogue", tests, open_kit, close_kit);
}
