// SPDX-License-Identifier: MIT
// Files of one's own beside the store: good ones are laid over the catalogue, bad,
// huge and hostile ones are refused one by one with their place, and the rest loads.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app_catalogue.h"
#include "app/app_workout.h"
#include "app/out_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "id\tkind\ttitle\ttext\tpurpose\tphases\tlevels\tfamily\torder\tneeds\tsource\n"
#define ROW(id, text) id "\trace-pace\tMine\t" text "\tBecause.\tall\tnovice-elite\tmine\t1\t\tme\n"
#define LIFTS "name\taliases\tkind\tcontacts\tdose\tmuscles\tequipment\tneeds\thow\tfault\teasier\tharder\n"

typedef struct kit {
    char folder[64];
    char db[96];
    miler_arena *arena;
    app_catalogue answer;
} kit;

static int open_kit(void **state) {
    static kit k;
    (void)snprintf(k.folder, sizeof k.folder, "/tmp/miler_own_XXXXXX");
    if (mkdtemp(k.folder) == NULL) return 1;
    (void)snprintf(k.db, sizeof k.db, "%s/miler.db", k.folder);
    char inner[128];
    (void)snprintf(inner, sizeof inner, "%s/catalogue", k.folder);
    k.arena = miler_arena_new(NULL, 0);
    *state = &k;
    return k.arena == NULL || mkdir(inner, 0700) != 0;
}

static void path_of(const kit *k, const char *name, char out[256]) {
    (void)snprintf(out, 256, "%s/catalogue/%s", k->folder, name);
}

static void put(const kit *k, const char *name, const char *text, size_t len) {
    char path[256];
    path_of(k, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void put_text(const kit *k, const char *name, const char *text) {
    put(k, name, text, strlen(text));
}

static void take_away(const kit *k, const char *name) {
    char path[256];
    path_of(k, name, path);
    (void)unlink(path);
    (void)rmdir(path);
}

static int close_kit(void **state) {
    kit *k = *state;
    char inner[128];
    (void)snprintf(inner, sizeof inner, "%s/catalogue", k->folder);
    miler_arena_free(k->arena);
    return rmdir(inner) != 0 || rmdir(k->folder) != 0;
}

static const app_catalogue_file *load(kit *k, const char *name) {
    assert_int_equal(app_catalogue_load(k->db, k->arena, &k->answer, NULL), MILER_OK);
    for (size_t i = 0; i < k->answer.file_count; i++)
        if (strcmp(k->answer.files[i].name, name) == 0) return &k->answer.files[i];
    return NULL;
}

static void none_is_fine(void **state) {
    kit *k = *state;
    assert_null(load(k, "workouts.tsv"));
    assert_int_equal(k->answer.file_count, 0);
    assert_int_equal(k->answer.said_count, 0);
    assert_true(k->answer.all.entry_count > 100);
}

static void good_ones_are_laid_over(void **state) {
    kit *k = *state;
    put_text(
        k, "exercises.tsv",
        LIFTS
        "nordic curl\tcurl|bridge\tstrength\t0\t3x5 r2min\thamstrings\tpartner\t\tKneel.\tHips bent.\t\t\n");
    put_text(k, "workouts-track.tsv",
             HEAD ROW("my-1", "{3..6}x400m @goal r2min, nordic curl 3x5")
                 ROW("rp-400", "5x400m @mile r2min"));
    const app_catalogue_file *f = load(k, "workouts-track.tsv");
    assert_non_null(f);
    if (!f->loaded) fail_msg("%s", f->why);
    const miler_catalogue_entry *mine = miler_catalogue_find(&k->answer.all, "rp-400");
    assert_string_equal(mine->title, "Mine");
    assert_string_equal(mine->origin, "workouts-track.tsv");
    assert_string_equal(mine->after, "");
    assert_null(miler_catalogue_find(&k->answer.all, "rp-200")->origin);
    // What takes whose place, and the name that two share.
    assert_int_equal(k->answer.said_count, 2);
    assert_string_equal(k->answer.said[0],
                        "workouts-track.tsv: 'rp-400' stands in the place of the built-in 'rp-400'");
    assert_string_equal(k->answer.said[1],
                        "exercises.tsv: 'bridge' in sessions means the built-in 'glute bridge'");
    miler_pace_book book;
    miler_pace_book_init(&book);
    app_workout_answer answer;
    assert_int_equal(app_workout_named(&k->answer.all, "my-1", 0, &book, k->arena, &answer, NULL), MILER_OK);
    assert_string_equal(answer.text, "3x400m @goal r2min, exercise \"nordic curl\" 3x5");
    assert_string_equal(answer.about[answer.about_count - 1], "from your file: workouts-track.tsv");
    assert_int_equal(app_workout_named(&k->answer.all, "nordic curls", 0, &book, k->arena, &answer, NULL),
                     MILER_OK);
    take_away(k, "exercises.tsv");
    take_away(k, "workouts-track.tsv");
}

static void bad_ones_are_refused_and_the_rest_loads(void **state) {
    kit *k = *state;
    static const struct {
        const char *name, *text, *why;
    } rows[] = {{"workouts-a.tsv", HEAD ROW("a", "6x400 @mlie"), "workouts-a.tsv: 2:25"},
                {"workouts-b.tsv", HEAD ROW("b", "6x400 @mile") "b\teasy\n", "workouts-b.tsv: 3"},
                {"workouts-c.tsv", "id\tkind\n", "missing column 'title'"},
                {"workouts-d.tsv", HEAD ROW("my-2", "400"), "in two files of yours"},
                {"drills.tsv", "name\tdose\n", "drills.tsv: 1:1"},
                {"cross.tsv",
                 "name\ttitle\tminutes\teffort\timpact\tneeds\tgood_"
                 "for\thow\tcaution\tsource\nski\tSki\t1\t11\t\t\tx\ty\t\tz\n",
                 "cross.tsv: 2:11"},
                {"sessions.tsv", HEAD, "names begin with workouts"}};
    put_text(k, "workouts-0.tsv", HEAD ROW("my-2", "4x400m @goal r2min"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        put_text(k, rows[i].name, rows[i].text);
    put_text(k, "readme.txt", "not looked at");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const app_catalogue_file *f = load(k, rows[i].name);
        assert_non_null(f);
        assert_false(f->loaded);
        if (strstr(f->why, rows[i].why) == NULL) fail_msg("%s: %s", rows[i].name, f->why);
    }
    assert_int_equal(k->answer.file_count, 8);
    assert_true(load(k, "workouts-0.tsv")->loaded);
    assert_non_null(miler_catalogue_find(&k->answer.all, "my-2"));
    assert_null(miler_catalogue_find(&k->answer.all, "b"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        take_away(k, rows[i].name);
    take_away(k, "workouts-0.tsv");
    take_away(k, "readme.txt");
}

static void huge_and_hostile_ones(void **state) {
    kit *k = *state;
    const size_t size = 3 << 20;
    char *huge = malloc(size);
    assert_non_null(huge);
    memset(huge, 'x', size);
    put(k, "workouts-huge.tsv", huge, size);
    put(k, "workouts-line.tsv", huge, 1 << 20);
    memset(huge, '\n', size);
    put(k, "workouts-lines.tsv", huge, 1 << 19);
    for (size_t i = 0; i < 60000; i++)
        huge[i] = (char)(i * 7919 >> 3);
    put(k, "exercises-noise.tsv", huge, 60000);
    put(k, "drills-zero.tsv", "name\0\t\0", 7);
    put_text(k, "workouts-\033[31m.tsv", HEAD ROW("z", "400 @mile \"\033[2J\""));
    free(huge);
    char path[256];
    path_of(k, "routines-pipe.tsv", path);
    assert_int_equal(mkfifo(path, 0600), 0); // would block for ever if opened
    path_of(k, "workouts-folder.tsv", path);
    assert_int_equal(mkdir(path, 0700), 0);
    put_text(k, "workouts-good.tsv", HEAD ROW("fine", "4x400m @goal r2min"));
    static const char *const bad[] = {"workouts-huge.tsv",   "workouts-line.tsv",  "workouts-lines.tsv",
                                      "exercises-noise.tsv", "drills-zero.tsv",    "workouts-\033[31m.tsv",
                                      "routines-pipe.tsv",   "workouts-folder.tsv"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const app_catalogue_file *f = load(k, bad[i]);
        assert_non_null(f);
        if (f->loaded) fail_msg("%s was loaded", bad[i]);
        assert_true(strlen(f->why) > 10);
    }
    assert_true(load(k, "workouts-good.tsv")->loaded);
    assert_non_null(miler_catalogue_find(&k->answer.all, "fine"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        take_away(k, bad[i]);
    take_away(k, "workouts-good.tsv");
}

// Whatever lies beside a file that is written, by any name that ours might have, is somebody's and stays.
static void what_lies_beside_stays(void **state) {
    (void)state;
    char path[300], beside[3][340], text[20];
    miler_error err;
    const char *tmp = getenv("TMPDIR");
    const long pid = (long)getpid();
    (void)snprintf(path, sizeof path, "%s/miler-beside-%ld", tmp != NULL ? tmp : "/tmp", pid);
    (void)snprintf(beside[0], sizeof beside[0], "%s.part", path);
    (void)snprintf(beside[1], sizeof beside[1], "%s.part-%ld", path, pid);
    (void)snprintf(beside[2], sizeof beside[2], "%s.part-%ld-0", path, pid);
    for (size_t i = 0; i < 3; i++) {
        FILE *f = fopen(beside[i], "w");
        assert_true(f != NULL && fputs("mine", f) >= 0 && fclose(f) == 0);
    }
    assert_int_equal(out_file_write(path, "ours", 4, 0, &err), MILER_OK);
    for (size_t i = 0; i < 3; i++) {
        FILE *f = fopen(beside[i], "r");
        assert_non_null(f);
        assert_non_null(fgets(text, sizeof text, f));
        assert_int_equal(fclose(f), 0);
        assert_string_equal(text, "mine");
        assert_int_equal(unlink(beside[i]), 0);
    }
    assert_int_equal(unlink(path), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_is_fine), cmocka_unit_test(good_ones_are_laid_over),
        cmocka_unit_test(bad_ones_are_refused_and_the_rest_loads), cmocka_unit_test(huge_and_hostile_ones),
        cmocka_unit_test(what_lies_beside_stays)};
    return cmocka_run_group_tests_name("own files", tests, open_kit, close_kit);
}
