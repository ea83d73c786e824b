// SPDX-License-Identifier: MIT
// import: every kind of path, one outcome a file, nothing twice.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "app/boxed.h"
#include "app/import_choice.h"
#include "app/run_truth.h"
#include "app/strava.h"
#include "base/limits.h"

#include <sys/types.h>
#include <time.h>

static void expect(const kit *k, const char *path, store_outcome outcome, const char *says) {
    const kit_line *l = kit_line_of(k, path);
    if (l == NULL) {
        for (size_t i = 0; i < k->count; i++)
            print_message("  %s: %s %s\n", k->lines[i].path, store_outcome_name(k->lines[i].outcome),
                          k->lines[i].reason);
        fail_msg("'%s' has not exactly one outcome", path);
        return;
    }
    if (l->outcome != outcome ||
        (says != NULL && strstr(l->reason, says) == NULL && strstr(l->warning, says) == NULL))
        fail_msg("'%s' is %s: %s | %s", path, store_outcome_name(l->outcome), l->reason, l->warning);
    if (outcome != STORE_FILE_NEW) assert_true(l->reason[0] != '\0');
    assert_int_equal(l->run_count != 0, outcome == STORE_FILE_NEW || outcome == STORE_FILE_KNOWN);
}

static void import_ok(kit *k, const char *name) {
    if (kit_import(k, name) != MILER_OK) fail_msg("import of '%s': %s", name, k->err.msg);
    uint64_t sum = 0;
    for (size_t i = 0; i < STORE_OUTCOME_COUNT; i++)
        sum += k->answer.outcomes[i];
    assert_int_equal(sum, k->answer.files);
    assert_int_equal(k->count, k->answer.files);
}

static void put_run(kit *k, const char *name, unsigned n) {
    const made_fit f = kit_run(n);
    miler_buf b = kit_fit(&f);
    kit_write_buf(k, name, &b);
}

// Twice the same: the second time nothing is new and the store has not grown.
static void expect_nothing_new(kit *k, const char *name) {
    const store_counts before = kit_counts(k);
    const size_t files = k->count;
    import_ok(k, name);
    assert_int_equal(k->count, files);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 0);
    const store_counts after = kit_counts(k);
    assert_int_equal(after.originals, before.originals);
    assert_int_equal(after.activities, before.activities);
    assert_int_equal(after.stored_bytes, before.stored_bytes);
    assert_int_equal(after.files, before.files);
}

// ---- One folder with a bit of everything

static void folder_of_everything(void **state) {
    kit *k = *state;
    put_run(k, "a.fit", 1);
    const made_fit run2 = kit_run(2);
    miler_buf plain = kit_fit(&run2);
    miler_buf gz = kit_gz(&plain);
    kit_write_buf(k, "b.fit.gz", &gz);
    kit_write(k, "same_bytes.fit", plain.ptr, plain.len);
    made_fit twin = run2; // another device's file of the same run
    twin.serial++;
    miler_buf other = kit_fit(&twin);
    kit_write_buf(k, "twin.fit", &other);
    kit_write(k, "cut.fit", plain.ptr, plain.len); // made shorter below
    const made_fit run3 = kit_run(3);
    miler_buf cut = kit_fit(&run3);
    kit_write(k, "cut.fit", cut.ptr, cut.len / 2);
    miler_buf_deinit(&cut);
    const made_fit settings = {.file_type = 2, .start_s = 1767250800, .seconds = 3};
    const made_fit monitoring = {.file_type = 32, .start_s = 1767250800, .seconds = 100000};
    const made_fit nothing = {.file_type = 4, .sport = 1, .start_s = 1767250800};
    const made_fit ride = {
        .file_type = 4, .sport = 2, .serial = 9, .start_s = 1768000000, .seconds = 900, .speed_mps = 8};
    miler_buf b = kit_fit(&settings);
    kit_write_buf(k, "settings.fit", &b);
    b = kit_fit(&monitoring);
    kit_write_buf(k, "monitoring.fit", &b);
    b = kit_fit(&nothing);
    kit_write_buf(k, "nothing.fit", &b);
    b = kit_fit(&ride);
    kit_write_buf(k, "ride.fit", &b);
    kit_write(k, "empty.fit", "", 0);
    kit_write(k, "empty.txt", "", 0);
    kit_write(k, "photo.jpg", "\xFF\xD8\xFF\xE0 picture", 12);
    kit_write(k, "page.fit", "<!DOCTYPE html><p>log in first", 30);
    kit_write(k, "notes.txt", "8 x 400 today", 13);
    kit_write(k, "wrong_name.gpx", plain.ptr, 0);
    const made_fit run4 = kit_run(4);
    b = kit_fit(&run4);
    kit_write_buf(k, "wrong_name.gpx", &b);

    import_ok(k, "");
    expect(k, "a.fit", STORE_FILE_NEW, NULL);
    expect(k, "b.fit.gz", STORE_FILE_NEW, NULL);
    expect(k, "same_bytes.fit", STORE_FILE_KNOWN, "same bytes");
    expect(k, "twin.fit", STORE_FILE_KNOWN, "same recording");
    assert_int_equal(kit_line_of(k, "twin.fit")->run_id, kit_line_of(k, "b.fit.gz")->run_id);
    expect(k, "cut.fit", STORE_FILE_NEW, "ends early");
    expect(k, "settings.fit", STORE_FILE_SKIPPED, "no activity");
    expect(k, "monitoring.fit", STORE_FILE_SKIPPED, "no activity");
    expect(k, "nothing.fit", STORE_FILE_SKIPPED, "no time passes");
    expect(k, "ride.fit", STORE_FILE_NEW, NULL);
    expect(k, "empty.fit", STORE_FILE_FAILED, "empty");
    expect(k, "empty.txt", STORE_FILE_SKIPPED, "empty");
    expect(k, "photo.jpg", STORE_FILE_SKIPPED, "JPEG");
    expect(k, "page.fit", STORE_FILE_FAILED, "HTML");
    expect(k, "notes.txt", STORE_FILE_SKIPPED, "text");
    expect(k, "wrong_name.gpx", STORE_FILE_NEW, "named as GPX, but it is FIT");
    assert_int_equal(k->answer.activities, k->answer.outcomes[STORE_FILE_NEW]);
    // The ride is kept, as cross-training; the cut file lost the message that said what sport it was.
    assert_int_equal(k->answer.activities - k->answer.runs, 2);
    expect_nothing_new(k, "");
    miler_buf_deinit(&plain);
}

static miler_status gather(void *user, const void *bytes, size_t len, miler_error *err) {
    (void)err;
    miler_buf_append(user, bytes, len);
    return MILER_OK;
}

// What came gzipped, deflated in a ZIP, stored or plain comes out as it was.
static void originals_are_exact(void **state) {
    kit *k = *state;
    miler_buf plain[4], zip = kit_buf(), gz;
    made_entry entries[3] = {{.name = "stored.fit"},
                             {.name = "deflated.fit", .deflate = true},
                             {.name = "packed.fit.gz", .deflate = true}};
    for (unsigned i = 0; i < 4; i++) {
        const made_fit f = kit_run(i);
        plain[i] = kit_fit(&f);
        if (i < 3) entries[i].bytes = plain[i].ptr, entries[i].len = plain[i].len;
    }
    gz = kit_gz(&plain[2]);
    entries[2].bytes = gz.ptr;
    entries[2].len = gz.len;
    make_zip(&zip, entries, 3);
    kit_write_buf(k, "a.zip", &zip);
    kit_write(k, "plain.fit", plain[3].ptr, plain[3].len);
    import_ok(k, "");
    static const char *const names[] = {"a.zip!stored.fit", "a.zip!deflated.fit", "a.zip!packed.fit.gz",
                                        "plain.fit"};
    miler_arena *arena = miler_arena_new(NULL, 0);
    for (unsigned i = 0; i < 4; i++) {
        expect(k, names[i], STORE_FILE_NEW, NULL);
        store_run run;
        store_original original;
        assert_int_equal(store_run_get(k->app->store, kit_line_of(k, names[i])->run_id, arena, &run, NULL),
                         MILER_OK);
        assert_int_equal(store_original_get(k->app->store, run.original_id, arena, &original, NULL),
                         MILER_OK);
        assert_int_equal(original.encoding, i == 1 || i == 2 ? STORE_ENCODING_GZIP : STORE_ENCODING_DEFLATE);
        if (i == 2) assert_int_equal(original.stored_bytes, gz.len); // not packed again
        miler_buf out = kit_buf();
        assert_int_equal(store_original_read(k->app->store, run.original_id, true, gather, &out, NULL),
                         MILER_OK);
        assert_int_equal(out.len, plain[i].len);
        assert_memory_equal(out.ptr, plain[i].ptr, out.len);
        miler_buf_deinit(&out);
        miler_buf_deinit(&plain[i]);
    }
    miler_buf_deinit(&gz);
    miler_arena_free(arena);
}

// A .gz in a ZIP that is longer than what one look holds: all of it is kept, once.
static void long_gz_in_zip(void **state) {
    kit *k = *state;
    for (unsigned deflate = 0; deflate < 2; deflate++) {
        made_fit f = kit_run(10 + deflate);
        f.seconds = 60000;
        miler_buf plain = kit_fit(&f), gz = kit_buf(), zip = kit_buf();
        pack_level(&gz, plain.ptr, plain.len, 31, 0); // long, however alike the bytes
        const made_entry entry = {
            .name = "long.fit.gz", .bytes = gz.ptr, .len = gz.len, .deflate = deflate != 0};
        make_zip(&zip, &entry, 1);
        assert_true(gz.len > 3 * MILER_FEED_CHUNK);
        const char *name = deflate != 0 ? "deflated.zip" : "stored.zip";
        kit_write_buf(k, name, &zip);
        import_ok(k, name);
        store_run run;
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_int_equal(store_run_get(k->app->store, k->lines[0].run_id, arena, &run, NULL), MILER_OK);
        store_original original;
        assert_int_equal(store_original_get(k->app->store, run.original_id, arena, &original, NULL),
                         MILER_OK);
        assert_int_equal(original.stored_bytes, gz.len);
        miler_buf out = kit_buf();
        assert_int_equal(store_original_read(k->app->store, run.original_id, true, gather, &out, NULL),
                         MILER_OK);
        assert_int_equal(out.len, plain.len);
        assert_memory_equal(out.ptr, plain.ptr, plain.len);
        app_doctor_answer doctor;
        assert_int_equal(app_doctor(k->app, arena, &doctor, NULL), MILER_OK);
        assert_int_equal(doctor.trouble_total, 0);
        miler_arena_free(arena);
        miler_buf_deinit(&out);
        miler_buf_deinit(&gz);
        miler_buf_deinit(&plain);
    }
}

// ---- Paths

static void folders_links_and_pipes(void **state) {
    kit *k = *state;
    char path[600], target[600];
    kit_folder(k, "2026");
    kit_folder(k, "2026/05");
    put_run(k, "2026/05/b.fit", 2);
    put_run(k, "2026/05/a.fit", 1);
    assert_int_equal(symlink(kit_path(k, "2026", target), kit_path(k, "2026/05/loop", path)), 0);
    assert_int_equal(symlink("nowhere", kit_path(k, "2026/dead", path)), 0);
    assert_int_equal(symlink("05/a.fit", kit_path(k, "2026/linked.fit", path)), 0);
    assert_int_equal(mkfifo(kit_path(k, "2026/pipe", path), 0600), 0);
    import_ok(k, "");
    expect(k, "2026/05/a.fit", STORE_FILE_NEW, NULL);
    expect(k, "2026/05/b.fit", STORE_FILE_NEW, NULL);
    expect(k, "2026/05/loop", STORE_FILE_SKIPPED, "link to a folder");
    expect(k, "2026/dead", STORE_FILE_SKIPPED, "link to nothing");
    expect(k, "2026/linked.fit", STORE_FILE_KNOWN, "same bytes"); // a link to a file is a file
    expect(k, "2026/pipe", STORE_FILE_SKIPPED, "pipe");
    assert_string_equal(k->lines[0].path, "2026/05/a.fit"); // in the order of names
    import_ok(k, "2026/05/loop");                           // named by the person: followed
    assert_int_equal(k->answer.files, 6);
    import_ok(k, "not_there.fit");
    expect(k, "not_there.fit", STORE_FILE_FAILED, "No such file");
}

// Root reads everything: it becomes a user who may not for the one import, who may come up to the files and
// write the store.
static void import_as_nobody(kit *k) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    const bool root = geteuid() == 0;
    char path[600];
    assert_int_equal(chmod(k->dir, 0777), 0);
    assert_int_equal(chmod(k->files, 0755), 0);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", k->db, ends[i]);
        (void)chmod(path, 0666);
    }
    if (root) assert_int_equal(seteuid(65534), 0);
    const miler_status status = kit_import(k, "");
    if (root) assert_int_equal(seteuid(0), 0);
    assert_int_equal(status, MILER_OK);
}

static void unreadable(void **state) {
    kit *k = *state;
    char path[600];
    put_run(k, "a.fit", 1);
    put_run(k, "z.fit", 2);
    kit_folder(k, "dir");
    assert_int_equal(chmod(kit_path(k, "a.fit", path), 0), 0);
    assert_int_equal(chmod(kit_path(k, "dir", path), 0), 0);
    import_as_nobody(k);
    expect(k, "a.fit", STORE_FILE_FAILED, "Permission denied");
    expect(k, "dir", STORE_FILE_FAILED, "Permission denied");
    expect(k, "z.fit", STORE_FILE_NEW, NULL); // the rest goes on
    (void)chmod(kit_path(k, "dir", path), 0700);
}

static void too_deep(void **state) {
    kit *k = *state;
    char name[300] = "d";
    kit_folder(k, name);
    for (size_t depth = 2; depth <= MILER_FOLDER_DEPTH_MAX; depth++) { // files/ itself is the first level
        const size_t len = strlen(name);
        (void)snprintf(name + len, sizeof name - len, "/d");
        kit_folder(k, name);
        if (depth == MILER_FOLDER_DEPTH_MAX - 1) {
            char file[320];
            (void)snprintf(file, sizeof file, "%s/a.fit", name);
            put_run(k, file, 1);
        }
    }
    import_ok(k, "");
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 1); // 32 levels are read ...
    expect(k, name, STORE_FILE_FAILED, "deeper");            // ... the 33rd is not
}

static void mounted_watch(void **state) {
    kit *k = *state;
    kit_folder(k, "Internal Storage");
    kit_folder(k, "Internal Storage/garmin");
    kit_folder(k, "Internal Storage/garmin/ACTIVITY");
    kit_folder(k, "Internal Storage/garmin/Monitor");
    put_run(k, "Internal Storage/garmin/ACTIVITY/a.fit", 1);
    put_run(k, "Internal Storage/garmin/Monitor/m.fit", 2);
    import_ok(k, "");
    assert_int_equal(k->answer.files, 1);
    expect(k, "Internal Storage/garmin/ACTIVITY/a.fit", STORE_FILE_NEW, NULL);
    import_ok(k, "Internal Storage/garmin");
    assert_int_equal(k->answer.files, 1);
    import_ok(k, "Internal Storage/garmin/Monitor"); // asked for, so read
    expect(k, "Internal Storage/garmin/Monitor/m.fit", STORE_FILE_NEW, NULL);
}

// ---- Exports

static const char strava_spanish[] =
    "ID de actividad,Fecha de la actividad,Nombre de la actividad,Tipo de "
    "actividad,Descripci\xC3\xB3n,Tiempo,Distancia,"
    "Distancia,Nombre de archivo,Distancia,Tiempo\n"
    "11,\"7 jul 2018, 17:04:11\",\"Series, 8 x "
    "400\",Carrera,\"dos\nl\xC3\xADneas\",600,2.1,,activities/11.fit.gz,2100.0,600\n"
    "12,\"8 jul 2018, 17:04:11\",Paseo,Caminata,,600,2.1,,activities/12.fit,2100.0,600\n"
    "13,\"9 jul 2018, 17:04:11\",Sin archivo,Carrera,,600,2.1,,#error#,2100.0,600\n"
    "14,\"9 jul 2018, 17:04:11\",A mano,Carrera,,600,2.1,,,2100.0,600\n";

static void check_strava(kit *k, const char *prefix, const char *csv) {
    char path[100];
    miler_arena *arena = miler_arena_new(NULL, 0);
    static const struct {
        const char *file, *name;
    } rows[] = {{"activities/11.fit.gz", "Series, 8 x 400"}, {"activities/12.fit", "Paseo"}};
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s%s", prefix, rows[i].file);
        expect(k, path, STORE_FILE_NEW, NULL);
        store_run run;
        assert_int_equal(store_run_get(k->app->store, kit_line_of(k, path)->run_id, arena, &run, NULL),
                         MILER_OK);
        assert_string_equal(run.name, rows[i].name);
    }
    (void)snprintf(path, sizeof path, "%s%s", prefix, csv);
    expect(k, path, STORE_FILE_SKIPPED, "names of 2 activities taken from it, 2 more have no file");
    miler_arena_free(arena);
}

static void strava_export(void **state) {
    kit *k = *state;
    const made_fit run[2] = {kit_run(1), kit_run(2)};
    miler_buf first = kit_fit(&run[0]), gz = kit_gz(&first), second = kit_fit(&run[1]), zip = kit_buf();
    const made_entry entries[] = {
        {.name = "export_1/activities/11.fit.gz", .bytes = gz.ptr, .len = gz.len},
        {.name = "export_1/activities/12.fit", .bytes = second.ptr, .len = second.len, .deflate = true},
        {.name = "export_1/activities.csv",
         .bytes = strava_spanish,
         .len = sizeof strava_spanish - 1,
         .deflate = true},
        {.name = "export_1/media/1.jpg", .bytes = "\xFF\xD8\xFF", .len = 3},
        {.name = "export_1/bikes.csv", .bytes = "a,b\n", .len = 4}};
    make_zip(&zip, entries, 5);
    kit_write_buf(k, "export_1.zip", &zip);
    import_ok(k, "export_1.zip");
    check_strava(k, "export_1.zip!export_1/", "activities.csv");
    assert_int_equal(k->answer.files, 5);
    expect_nothing_new(k, "export_1.zip");
    miler_buf_deinit(&first);
    miler_buf_deinit(&gz);
    miler_buf_deinit(&second);
}

static void strava_folder(void **state) {
    kit *k = *state;
    const made_fit run[2] = {kit_run(1), kit_run(2)};
    miler_buf first = kit_fit(&run[0]), gz = kit_gz(&first), second = kit_fit(&run[1]);
    kit_folder(k, "activities");
    kit_write_buf(k, "activities/11.fit.gz", &gz);
    kit_write_buf(k, "activities/12.fit", &second);
    kit_write(k, "activities.csv", strava_spanish, sizeof strava_spanish - 1);
    import_ok(k, "");
    check_strava(k, "", "activities.csv");
    miler_buf_deinit(&first);
}

// The export and the .gz files in it unpacked: the names are found all the same.
static void strava_folder_unpacked(void **state) {
    kit *k = *state;
    kit_folder(k, "activities");
    put_run(k, "activities/11.fit", 1);
    kit_write(k, "activities.csv", strava_spanish, sizeof strava_spanish - 1);
    import_ok(k, "");
    miler_arena *arena = miler_arena_new(NULL, 0);
    store_run run;
    assert_int_equal(
        store_run_get(k->app->store, kit_line_of(k, "activities/11.fit")->run_id, arena, &run, NULL),
        MILER_OK);
    assert_string_equal(run.name, "Series, 8 x 400");
    miler_arena_free(arena);
}

// Its files are imported without their names, and a line says why.
static void strava_folder_damaged(void **state) {
    kit *k = *state;
    kit_folder(k, "activities");
    put_run(k, "activities/11.fit", 1);
    kit_write(k, "activities.csv", "Activity ID,Activity Name\n11,\"never closed", 42);
    import_ok(k, "");
    expect(k, "activities/11.fit", STORE_FILE_NEW, NULL);
    expect(k, "activities.csv", STORE_FILE_FAILED, "index of an export, damaged: ");
    expect(k, "activities.csv", STORE_FILE_FAILED, "never closed");
}

static void strava_words(void **state) {
    (void)state;
    static const struct {
        const char *word;
        miler_sport sport;
    } rows[] = {{"Run", MILER_SPORT_RUNNING},
                {"Lauf", MILER_SPORT_RUNNING},
                {"Course \xC3\xA0 pied", MILER_SPORT_RUNNING},
                {"Virtual Run", MILER_SPORT_RUNNING},
                {"Ride", MILER_SPORT_CYCLING},
                {"E-Bike Ride", MILER_SPORT_CYCLING},
                {"Radfahrt", MILER_SPORT_CYCLING},
                {"Hike", MILER_SPORT_HIKING},
                {"Weight Training", MILER_SPORT_STRENGTH},
                {"Kitesurf", MILER_SPORT_UNKNOWN},
                {"", MILER_SPORT_UNKNOWN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strava_sport(rows[i].word) != rows[i].sport)
            fail_msg("'%s' is %d", rows[i].word, (int)strava_sport(rows[i].word));
}

// DI-Connect: ZIPs in a ZIP, most of what is in them is no activity.
static void garmin_export(void **state) {
    kit *k = *state;
    miler_buf inner = kit_buf(), outer = kit_buf();
    const made_fit monitoring = {.file_type = 32, .start_s = 1767250800, .seconds = 5000};
    made_entry entries[21] = {{0}};
    char names[21][24];
    miler_buf files[21];
    for (unsigned i = 0; i < 21; i++) {
        const made_fit f = i == 7 ? kit_run(1) : monitoring;
        files[i] = kit_fit(&f);
        (void)snprintf(names[i], sizeof names[i], "me_%u.fit", i);
        entries[i] =
            (made_entry){.name = names[i], .bytes = files[i].ptr, .len = files[i].len, .deflate = true};
    }
    make_zip(&inner, entries, 21);
    const made_entry outside[] = {
        {.name = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip",
         .bytes = inner.ptr,
         .len = inner.len,
         .deflate = true},
        {.name = "DI_CONNECT/DI-Connect-Fitness/x_summarizedActivities.json", .bytes = "[{}]", .len = 4}};
    make_zip(&outer, outside, 2);
    kit_write(k, "garmin.zip", outer.ptr, outer.len);
    import_ok(k, "garmin.zip");
    assert_int_equal(k->answer.files, 22);
    expect(k, "garmin.zip!DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip!me_7.fit",
           STORE_FILE_NEW, NULL);
    expect(k, "garmin.zip!DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip!me_8.fit",
           STORE_FILE_SKIPPED, "no activity");
    expect(k, "garmin.zip!DI_CONNECT/DI-Connect-Fitness/x_summarizedActivities.json", STORE_FILE_SKIPPED,
           "JSON");
    // Passed on after the first look: of 20 monitoring files nothing past the first piece was unpacked.
    assert_true(k->answer.content_bytes < 21 * 2 * MILER_FEED_CHUNK);
    expect_nothing_new(k, "garmin.zip");

    // One ZIP deeper is refused, and said.
    miler_buf third = kit_buf();
    const made_entry deeper = {.name = "outer.zip", .bytes = outer.ptr, .len = outer.len};
    make_zip(&third, &deeper, 1);
    kit_write_buf(k, "third.zip", &third);
    import_ok(k, "third.zip");
    expect(k, "third.zip!outer.zip!DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip",
           STORE_FILE_FAILED, "ZIP in a ZIP in a ZIP");
    for (unsigned i = 0; i < 21; i++)
        miler_buf_deinit(&files[i]);
    miler_buf_deinit(&inner);
    miler_buf_deinit(&outer);
}

// ---- Damage

static void bad_archives(void **state) {
    kit *k = *state;
    const made_fit run[3] = {kit_run(1), kit_run(2), kit_run(3)};
    miler_buf a = kit_fit(&run[0]), b = kit_fit(&run[1]), c = kit_fit(&run[2]), zip = kit_buf(),
              gz = kit_gz(&c);
    const size_t zeros_len = 80 * MILER_MIB;
    uint8_t *zeros = calloc(1, zeros_len);
    assert_non_null(zeros);
    miler_buf bomb = kit_buf();
    pack(&bomb, zeros, zeros_len, 31);
    const made_entry entries[] = {
        {.name = "wrong_sum.fit", .bytes = a.ptr, .len = a.len, .deflate = true, .claim_crc = 7},
        {.name = "bomb.fit.gz", .bytes = bomb.ptr, .len = bomb.len},
        {.name = "bomb.fit", .bytes = zeros, .len = zeros_len, .deflate = true},
        {.name = "../up.fit", .bytes = b.ptr, .len = b.len},
        {.name = "link.fit", .bytes = "/etc/passwd", .len = 11, .mode = 0120777},
        {.name = "encrypted.fit", .bytes = b.ptr, .len = b.len, .flags = 1},
        {.name = "b.fit", .bytes = b.ptr, .len = b.len, .deflate = true},
        {.name = "b.fit", .bytes = b.ptr, .len = b.len, .deflate = true}};
    make_zip(&zip, entries, 8);
    kit_write(k, "bad.zip", zip.ptr, zip.len);
    kit_write(k, "cut.zip", zip.ptr, zip.len - 30);
    kit_write(k, "cut.fit.gz", gz.ptr, gz.len / 2);
    kit_write(k, "bomb.tcx.gz", bomb.ptr, bomb.len);
    kit_write(k, "just_magic.zip", "PK\x03\x04", 4);
    kit_write(k, "just_magic.fit.gz", "\x1F\x8B\x08\0", 4);
    import_ok(k, "");
    expect(k, "bad.zip!wrong_sum.fit", STORE_FILE_NEW, "checksum");
    expect(k, "bad.zip!bomb.fit.gz", STORE_FILE_FAILED, NULL);
    expect(k, "bad.zip!bomb.fit", STORE_FILE_FAILED, NULL);
    expect(k, "bad.zip!../up.fit", STORE_FILE_SKIPPED, "(..)");
    expect(k, "bad.zip!link.fit", STORE_FILE_SKIPPED, "symbolic link");
    expect(k, "bad.zip!encrypted.fit", STORE_FILE_SKIPPED, "encrypted");
    assert_int_equal(k->answer.files, 8 + 5);
    expect(k, "cut.zip", STORE_FILE_FAILED, "cut short; download");
    expect(k, "cut.fit.gz", STORE_FILE_NEW, "cut short");
    expect(k, "bomb.tcx.gz", STORE_FILE_FAILED, NULL);
    expect(k, "just_magic.zip", STORE_FILE_FAILED, "cut short");
    expect(k, "just_magic.fit.gz", STORE_FILE_FAILED, "cut short");
    unsigned news = 0;
    for (size_t i = 0; i < k->count; i++) {
        if (strcmp(k->lines[i].path, "bad.zip!b.fit") != 0) continue;
        news += k->lines[i].outcome == STORE_FILE_NEW;
        if (k->lines[i].outcome != STORE_FILE_NEW) assert_non_null(strstr(k->lines[i].reason, "same name"));
    }
    assert_int_equal(news, 1);
    const store_counts counts = kit_counts(k);
    assert_int_equal(counts.activities, 3);
    free(zeros);
    miler_buf_deinit(&bomb);
    miler_buf_deinit(&zip);
    miler_buf_deinit(&gz);
    miler_buf_deinit(&a);
    miler_buf_deinit(&b);
    miler_buf_deinit(&c);
}

// A copy cut short by a broken cable, then the whole file: one run, the whole
// one, whichever came first.
static void a_sound_copy_takes_the_place_of_a_cut_one(void **state) {
    kit *k = *state;
    const made_fit run[2] = {kit_run(1), kit_run(2)};
    miler_buf a = kit_fit(&run[0]), b = kit_fit(&run[1]);
    kit_write(k, "1_cut.fit", a.ptr, a.len / 2);
    kit_write(k, "2_whole.fit", a.ptr, a.len);
    kit_write(k, "3_whole.fit", b.ptr, b.len);
    kit_write(k, "4_cut.fit", b.ptr, b.len / 2);
    import_ok(k, "");
    expect(k, "1_cut.fit", STORE_FILE_NEW, "ends early");
    expect(k, "2_whole.fit", STORE_FILE_NEW, "takes the place");
    expect(k, "3_whole.fit", STORE_FILE_NEW, NULL);
    expect(k, "4_cut.fit", STORE_FILE_KNOWN, "same recording");
    assert_int_equal(kit_counts(k).activities, 2);
    miler_arena *arena = miler_arena_new(NULL, 0);
    store_run whole;
    assert_int_equal(store_run_get(k->app->store, kit_line_of(k, "2_whole.fit")->run_id, arena, &whole, NULL),
                     MILER_OK);
    assert_true(whole.flags == 0 && whole.elapsed_s >= run[0].seconds);
    miler_arena_free(arena);
    expect_nothing_new(k, "");
    expect(k, "1_cut.fit", STORE_FILE_KNOWN, "same recording");
    miler_buf_deinit(&a);
    miler_buf_deinit(&b);
}

// What was read of the poorer copy (its reps, its title) does not stay when a fuller one takes its place.
static void what_was_read_of_the_poorer_copy_goes(void **state) {
    kit *k = *state;
    made_fit run = kit_run(1);
    miler_buf shorter = kit_fit(&run);
    run.seconds += 100;
    miler_buf longer = kit_fit(&run);
    miler_arena *arena = miler_arena_new(NULL, 0);
    store_session before, after;
    kit_write_buf(k, "1_short.fit", &shorter);
    import_ok(k, "");
    const int64_t id = k->lines[0].run_id;
    assert_int_equal(app_truth_read_missing(k->app, MILER_NO_DAY, arena, NULL), MILER_OK);
    assert_int_equal(store_session_get(k->app->store, id, arena, &before, NULL), MILER_OK);
    kit_write_buf(k, "2_whole.fit", &longer);
    import_ok(k, "");
    expect(k, "2_whole.fit", STORE_FILE_NEW, "takes the place");
    assert_int_equal(app_truth_read_missing(k->app, MILER_NO_DAY, arena, NULL), MILER_OK);
    assert_int_equal(store_session_get(k->app->store, id, arena, &after, NULL), MILER_OK);
    assert_string_not_equal(before.parts, after.parts);
    miler_arena_free(arena);
}

// What the runner has put right is displaced by no file that looks like it, and that is told; once it is taken
// back, or where only the effort was told, the fuller copy has its place.
static void what_was_put_right_stays(void **state) {
    kit *k = *state;
    char reason[100];
    const miler_edit edits[] = {{.kind = MILER_EDIT_DISTANCE, .value = 2000},
                                {.kind = MILER_EDIT_EFFORT, .value = 7}};
    for (unsigned how = 0; how < 2; how++) {
        char poor[20], rich[20];
        (void)snprintf(poor, sizeof poor, "%u_cut.fit", how);
        (void)snprintf(rich, sizeof rich, "%u_whole.fit", how);
        const made_fit run = kit_run(1 + how);
        miler_buf fit = kit_fit(&run);
        kit_write(k, poor, fit.ptr, fit.len / 2);
        import_ok(k, poor);
        const int64_t id = k->lines[0].run_id;
        assert_int_equal(app_edit_add(k->app, id, &edits[how], NULL), MILER_OK);
        kit_write_buf(k, rich, &fit);
        import_ok(k, rich);
        if (how == 0) {
            assert_int_equal(k->lines[0].outcome, STORE_FILE_KNOWN);
            import_choice_held(reason, 40, id);
            if (strstr(k->lines[0].reason, reason) == NULL) fail_msg("%s", k->lines[0].reason);
            assert_int_equal(k->answer.activities, 0);
            assert_int_equal(app_edit_undo(k->app, id, NULL), MILER_OK);
            import_ok(k, rich);
        }
        assert_int_equal(k->answer.activities, 1);
        assert_int_equal(k->lines[0].run_id, id);
        assert_non_null(strstr(k->lines[0].warning, "takes the place"));
    }
}

// A GPX in local time without saying so is like both runs of a file, half an hour before and after it: one takes
// its place, the other has its own.
static void two_recordings_want_one_place(void **state) {
    kit *k = *state;
    made_fit run = kit_run(1);
    run.seconds = 1200;
    miler_buf gpx = kit_buf();
    miler_buf_text_append(&gpx, "<gpx version='1.1'><trk><type>running</type><trkseg>");
    for (int64_t t = 0; t <= run.seconds; t += 10) {
        const miler_civil at = miler_civil_at((run.start_s + t) * 1000, 0);
        miler_buf_printf(
            &gpx, "<trkpt lat='%.7f' lon='0.001'><time>%04d-%02d-%02dT%02d:%02d:%02dZ</time></trkpt>",
            run.speed_mps * (double)t / 110574, at.year, at.month, at.day, at.hour, at.minute, at.second);
    }
    miler_buf_text_append(&gpx, "</trkseg></trk></gpx>");
    kit_write_buf(k, "1.gpx", &gpx);
    import_ok(k, "");
    expect(k, "1.gpx", STORE_FILE_NEW, NULL);
    run.start_s -= 1800;
    miler_buf both = kit_fit(&run); // two files one after the other are one with two recordings
    run.start_s += 3600;
    miler_buf second = kit_fit(&run);
    miler_buf_append(&both, second.ptr, second.len);
    miler_buf_deinit(&second);
    kit_write_buf(k, "2.fit", &both);
    import_ok(k, "");
    expect(k, "2.fit", STORE_FILE_NEW, "takes the place");
    assert_int_equal(k->answer.activities, 2);
    assert_int_equal(kit_counts(k).activities, 2);
    expect_nothing_new(k, "");
}

// A run that was taken out of the log stays out, whichever copy comes, and it is told where it is.
static void a_run_taken_out_stays_out(void **state) {
    kit *k = *state;
    const made_fit run = kit_run(1);
    miler_buf fit = kit_fit(&run);
    kit_write(k, "1_cut.fit", fit.ptr, fit.len / 2);
    import_ok(k, "");
    assert_int_equal(app_run_remove(k->app, k->lines[0].run_id, NULL), MILER_OK);
    kit_write(k, "2_whole.fit", fit.ptr, fit.len);
    import_ok(k, "");
    expect(k, "1_cut.fit", STORE_FILE_KNOWN,
           "run 1 was taken out of the log by hand; `miler edit 1 restore`");
    expect(k, "2_whole.fit", STORE_FILE_KNOWN, "run 1 was taken out of the log by hand");
    assert_int_equal(k->answer.activities, 0);
    assert_int_equal(kit_counts(k).activities, 0);
    assert_int_equal(app_run_restore(k->app, 1, NULL), MILER_OK);
    import_ok(k, "");
    expect(k, "2_whole.fit", STORE_FILE_NEW, "takes the place");
    assert_int_equal(kit_counts(k).activities, 1);
    miler_buf_deinit(&fit);
}

// ---- Progress and stopping

typedef struct listener {
    unsigned calls, stop_at;
    uint64_t done, total;
} listener;

static bool listen(void *user, const app_progress *p) {
    listener *l = user;
    l->calls++;
    assert_string_equal(p->what, "import");
    assert_true(p->done >= l->done && p->done <= p->total && p->bytes_done <= p->bytes_total);
    l->done = p->done;
    l->total = p->total;
    return l->stop_at == 0 || p->done < l->stop_at;
}

static void progress_and_cancel(void **state) {
    kit *k = *state;
    char name[20];
    for (unsigned i = 0; i < 150; i++) {
        (void)snprintf(name, sizeof name, "%03u.fit", i);
        put_run(k, name, i);
    }
    listener l = {.stop_at = 70};
    k->app->progress = listen;
    k->app->progress_user = &l;
    miler_status status = kit_import(k, "");
    if (status != MILER_OK) { // a machine so fast that no look fell between is no failure
        assert_int_equal(status, MILER_ERR_CANCELLED);
        assert_true(k->answer.files >= 64 && k->answer.files < 150);
        assert_int_equal(kit_counts(k).activities, k->answer.activities); // what was told is stored
    }
    const uint64_t first = k->answer.outcomes[STORE_FILE_NEW];
    l = (listener){0};
    import_ok(k, "");
    assert_int_equal(k->answer.outcomes[STORE_FILE_KNOWN], first);
    assert_int_equal(k->answer.outcomes[STORE_FILE_NEW], 150 - first);
    assert_int_equal(l.done, 150);
    assert_int_equal(l.total, 150);
    assert_int_equal(kit_counts(k).activities, 150);
}

// Another program imports while an export is at its originals: what comes is in none of its lists.
typedef struct beside {
    kit *k;
    app *other;
    bool done;
} beside;

static bool import_beside(void *user, const app_progress *p) {
    beside *b = user;
    char path[600];
    const char *paths[1] = {kit_path(b->k, "9.fit", path)};
    app_import_answer answer;
    assert_string_equal(p->what, "export");
    if (b->done) return true;
    b->done = true;
    assert_int_equal(app_import(b->other, paths, 1, NULL, NULL, &answer, NULL), MILER_OK);
    assert_int_equal(answer.activities, 1);
    return true;
}

static void an_export_is_of_one_moment(void **state) {
    kit *k = *state;
    beside b = {.k = k};
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    kit_write_runs(k, 3);
    import_ok(k, "");
    put_run(k, "9.fit", 9);
    assert_int_equal(app_open(&options, &b.other, NULL), MILER_OK);
    k->app->progress = import_beside;
    k->app->progress_user = &b;
    char folder[300];
    app_export_answer answer;
    (void)snprintf(folder, sizeof folder, "%s/out", k->dir);
    if (app_export(k->app, folder, &answer, &k->err) != MILER_OK) fail_msg("%s", k->err.msg);
    app_close(b.other);
    assert_true(b.done);
    assert_int_equal(answer.originals, 3);
    assert_int_equal(answer.runs, 3);
    assert_int_equal(kit_counts(k).activities, 4);
}

// A slow machine: while a rebuild is at it others see what is done, and get their turn to write.
typedef struct watcher {
    store *other;
    int64_t seen;
    unsigned changes;
} watcher;

static bool look_from_beside(void *user, const app_progress *p) {
    watcher *w = user;
    int64_t now;
    assert_string_equal(p->what, "rebuild");
    assert_int_equal(store_version(w->other, &now, NULL), MILER_OK);
    w->changes += now != w->seen;
    w->seen = now;
    (void)nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
    return true;
}

static void a_rebuild_does_not_keep_others_waiting(void **state) {
    kit *k = *state;
    watcher w = {.changes = 0};
    app_rebuild_answer answer;
    miler_arena *arena = miler_arena_new(NULL, 0);
    kit_write_runs(k, 40);
    import_ok(k, "");
    assert_int_equal(store_open(&((store_options){.path = k->db}), &w.other, NULL), MILER_OK);
    assert_int_equal(store_version(w.other, &w.seen, NULL), MILER_OK);
    k->app->progress = look_from_beside;
    k->app->progress_user = &w;
    assert_int_equal(app_rebuild(k->app, arena, &answer, NULL), MILER_OK);
    assert_int_equal(answer.originals, 40);
    assert_true(w.changes > 0); // 40 originals are fewer than a batch may have
    store_close(w.other);
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT(folder_of_everything),
        KIT(originals_are_exact),
        KIT(long_gz_in_zip),
        KIT(folders_links_and_pipes),
        KIT(unreadable),
        KIT(too_deep),
        KIT(mounted_watch),
        KIT(strava_export),
        KIT(strava_folder),
        KIT(strava_folder_unpacked),
        KIT(strava_folder_damaged),
        cmocka_unit_test(strava_words),
        KIT(garmin_export),
        KIT(bad_archives),
        KIT(progress_and_cancel),
        KIT(a_sound_copy_takes_the_place_of_a_cut_one),
        KIT(what_was_read_of_the_poorer_copy_goes),
        KIT(what_was_put_right_stays),
        KIT(two_recordings_want_one_place),
        KIT(a_run_taken_out_stays_out),
        KIT(an_export_is_of_one_moment),
        KIT(a_rebuild_does_not_keep_others_waiting),
    };
    const int here = cmocka_run_group_tests_name("import", tests, NULL, NULL);
    // All of it once more, each file in a child: the same. valgrind cannot be in one (tools/memcheck).
    if (getenv("UNBOXED") != NULL) return here;
    sandbox_options o;
    sandbox_options_init(&o, boxed_work);
    if (sandbox_start(&kit_sandbox, &o, NULL) != MILER_OK) return 1;
    const int there = cmocka_run_group_tests_name("import in children", tests, NULL, NULL);
    sandbox_stop(kit_sandbox);
    return here + there;
}
