// SPDX-License-Identifier: MIT
// Import in sandboxed children: the same as in one process, run for run and
// sample for sample; and when one child goes wrong its file alone has failed.
#if defined(__linux__)
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "app/app_history.h"
#include "app/app_load.h"
#include "app/app_predict.h"
#include "app/boxed_room.h"
#include "app/run_measure.h"
#include "app/run_truth.h"
#include "base/limits.h"
#include "store/sql.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

// ---- Children that go wrong

typedef enum wrong {
    NOTHING = 0,
    CRASHES,
    LOOPS,
    LEAVES,
    LIES,
    LIES_LONG,
    STOPS_HALF,
    WRONG_COUNT,
    IS_KILLED,   // by a system without memory
    NO_MEMORY,   // says that there is none
    TAKES_TIME,  // answers when somebody else has written into the store
    SPENDS_ALL,  // says that what it unpacked used up all that the archive may
    LACKS_MEMORY // says so of each entry of a ZIP
} wrong;

// Shared with the children: who is the one to go wrong, and how.
#define MARK 300
typedef struct plot {
    volatile wrong how;
    volatile uint32_t asked;  // who is asked this first; 0 nobody
    volatile size_t mark_len; // or who is given these bytes; 0 nobody
    volatile int waiting;     // it takes its time ...
    volatile int wrote;       // ... and meanwhile the other wrote (1), or could not (2)
    unsigned char mark[MARK];
} plot;
static plot *the_plot;

// In good form, and untrue.
static void answer_untruly(sandbox_channel *ch, wrong how) {
    const bool spends = how == SPENDS_ALL;
    const miler_status status = spends ? MILER_ERR_LIMIT : MILER_ERR_NOMEM;
    const miler_error why = {.status = status, .msg = "so it says"};
    bool put = true;
    if (spends)
        put = flat_put_u32(ch, UNPACKED, NULL) == MILER_OK && flat_put_u32(ch, 0, NULL) == MILER_OK &&
              flat_put_u32(ch, STATE_FINISHED | STATE_SPENT, NULL) == MILER_OK &&
              flat_put_outcome(ch, status, &why, NULL) == MILER_OK;
    else
        put = flat_put_outcome(ch, MILER_OK, NULL, NULL) == MILER_OK &&
              flat_put_u32(ch, 2, NULL) == MILER_OK && flat_put_u32(ch, 0, NULL) == MILER_OK;
    // The first look at a directory is for an index; an entry that has failed is asked for again.
    for (int i = 0; !spends && i < 3; i++)
        put = put && flat_put_outcome(ch, status, &why, NULL) == MILER_OK;
    uint8_t byte;
    if (put && sandbox_flush(ch, NULL) == MILER_OK)
        while (sandbox_get(ch, &byte, 1, NULL) == MILER_OK) {
        }
}

// Until the other has had its turn; then it reads as it should.
static void take_time(void) {
    the_plot->waiting = 1;
    while (the_plot->wrote == 0)
        (void)sched_yield();
    the_plot->asked = 0;
}

static void go_wrong(sandbox_channel *ch, wrong how) {
    static const char lie[] = "\1\0\0\0\377\377\377\377\377\377\377\377";
    uint32_t question;
    if (sandbox_get(ch, &question, sizeof question, NULL) != MILER_OK) _exit(1);
    switch (how) {
    case CRASHES:
        __builtin_trap();
    case LOOPS:
        for (volatile unsigned i = 0;; i++) {
        }
    case LIES:
    case LIES_LONG:
        for (int i = 0; i < (how == LIES ? 1 : 100000); i++)
            if (sandbox_put(ch, lie, sizeof lie, NULL) != MILER_OK) _exit(1);
        (void)!sandbox_flush(ch, NULL);
        break;
    case STOPS_HALF:
        (void)!sandbox_put(ch, "\0\0", 2, NULL);
        (void)!sandbox_flush(ch, NULL);
        break;
    case IS_KILLED:
        (void)raise(SIGKILL);
        break;
    case NO_MEMORY: {
        const miler_error why = {.status = MILER_ERR_NOMEM, .msg = "so it says"};
        (void)!flat_put_outcome(ch, MILER_ERR_NOMEM, &why, NULL);
        (void)!sandbox_flush(ch, NULL);
        while (sandbox_get(ch, &question, 1, NULL) == MILER_OK) {
        }
        break;
    }
    case SPENDS_ALL:
    case LACKS_MEMORY:
        answer_untruly(ch, how);
        break;
    default:
        break;
    }
    _exit(how == LEAVES ? 7 : 0);
}

static bool holds_mark(const sandbox_channel *ch) {
    const size_t len = the_plot->mark_len;
    for (size_t i = 0; len != 0 && i + len <= ch->in_left; i++)
        if (memcmp(ch->in + i, the_plot->mark, len) == 0) return true;
    return false;
}

static void plotted_work(sandbox_channel *ch) {
    uint32_t question;
    if (sandbox_get(ch, &question, sizeof question, NULL) != MILER_OK) return;
    ch->in -= sizeof question; // as if it had not been looked at
    ch->in_left += sizeof question;
    const bool chosen = question == the_plot->asked || holds_mark(ch);
    if (chosen && the_plot->how == TAKES_TIME)
        take_time();
    else if (chosen)
        go_wrong(ch, the_plot->how);
    boxed_work(ch);
}

static sandbox *start(void (*work)(sandbox_channel *ch)) {
    sandbox_options o;
    sandbox *s;
    miler_error err;
    sandbox_options_init(&o, work);
    o.computing_s = 1;
    if (work == plotted_work && (the_plot->how == TAKES_TIME || the_plot->how == IS_KILLED)) {
        o.no_seccomp = true; // sched_yield, kill
        o.computing_s = 60;
    }
    if (sandbox_start(&s, &o, &err) != MILER_OK) fail_msg("%s", err.msg);
    return s;
}

static void boxed_kit(kit *k, sandbox *in) {
    kit_begin(k);
    k->app->sandbox = in;
}

// ---- The same both ways

static miler_buf flattened(app *a, int64_t id) {
    static sandbox_channel ch;
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_run run;
    miler_error err = {0};
    miler_buf out = kit_buf();
    if (app_run_get(a, id, arena, &run, &err) != MILER_OK) fail_msg("run %lld: %s", (long long)id, err.msg);
    const miler_reading one = {.content_name = "", .recordings = &run.recording, .recording_count = 1};
    sandbox_channel_init(&ch, -1);
    ch.kept = &out;
    assert_int_equal(flat_put_reading(&ch, &one, NULL), MILER_OK);
    assert_int_equal(sandbox_flush(&ch, NULL), MILER_OK);
    miler_arena_free(arena);
    return out;
}

static size_t same_log(kit *here, kit *there) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_runs a, b;
    const store_run_filter all = {
        .limit = 0, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY, .sport = -1};
    assert_int_equal(app_runs_list(here->app, &all, arena, &a, NULL), MILER_OK);
    assert_int_equal(app_runs_list(there->app, &all, arena, &b, NULL), MILER_OK);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_int_equal(a.runs[i].id, b.runs[i].id);
        assert_memory_equal(&a.runs[i].dist_m, &b.runs[i].dist_m, sizeof a.runs[i].dist_m);
        assert_memory_equal(&a.runs[i].timer_s, &b.runs[i].timer_s, sizeof a.runs[i].timer_s);
        assert_string_equal(a.runs[i].name, b.runs[i].name);
        miler_buf x = flattened(here->app, a.runs[i].id), y = flattened(there->app, b.runs[i].id);
        assert_int_equal(x.len, y.len);
        assert_memory_equal(x.ptr, y.ptr, x.len);
        miler_buf_deinit(&x);
        miler_buf_deinit(&y);
    }
    const size_t count = a.count;
    miler_arena_free(arena);
    return count;
}

static void same_lines(const kit *here, const kit *there) {
    assert_int_equal(here->count, there->count);
    for (size_t i = 0; i < here->count; i++) {
        const kit_line *a = &here->lines[i], *b = &there->lines[i];
        assert_string_equal(a->path, b->path);
        if (a->outcome != b->outcome || strcmp(a->reason, b->reason) != 0)
            fail_msg("%s: %d %s, else %d %s", a->path, (int)a->outcome, a->reason, (int)b->outcome,
                     b->reason);
        assert_string_equal(a->warning, b->warning);
        assert_int_equal(a->run_id, b->run_id);
    }
    assert_memory_equal(&here->answer, &there->answer, sizeof here->answer);
    assert_int_equal(here->answer.warnings, there->answer.warnings);
}

static void a_season(void **state) {
    (void)state;
    const char *build = getenv("BUILD");
    sandbox *s = start(boxed_work);
    kit here, there;
    char command[700];
    kit_begin(&here);
    boxed_kit(&there, s);
    (void)snprintf(command, sizeof command, "%s/tools/simulate --seed 7 --out %s/season 2>/dev/null",
                   build != NULL ? build : "build", here.files);
    assert_int_equal(system(command), 0);
    // Both import the same paths.
    (void)snprintf(there.files, sizeof there.files, "%s", here.files);
    assert_int_equal(kit_import(&here, "season"), MILER_OK);
    assert_int_equal(kit_import(&there, "season"), MILER_OK);
    same_lines(&here, &there);
    const size_t count = same_log(&here, &there);
    print_message("# %zu runs\n", count);
    assert_true(count > 20);
    kit_end(&there);
    kit_end(&here);
    sandbox_stop(s);
}

// Seeds of the fuzzers, whole and broken, and packed in every way that is read.
static void everything_odd(void **state) {
    (void)state;
    static const char *const folders[] = {"fit", "tcx", "gpx", "gzip", "zip", "csv"};
    static uint8_t bytes[1 << 20];
    sandbox *s = start(boxed_work);
    kit here, there;
    kit_begin(&here);
    boxed_kit(&there, s);
    size_t n = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char from[300], name[300];
        (void)snprintf(from, sizeof from, "tests/fuzz/corpus/%s", folders[i]);
        kit_folder(&here, folders[i]);
        DIR *dir = opendir(from);
        assert_non_null(dir);
        for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
            char path[600];
            (void)snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
            FILE *f = entry->d_name[0] != '.' ? fopen(path, "rb") : NULL;
            if (f == NULL) continue;
            miler_buf plain = kit_buf();
            miler_buf_append(&plain, bytes, fread(bytes, 1, sizeof bytes, f));
            (void)fclose(f);
            miler_buf gz = kit_gz(&plain), zip = kit_buf();
            const made_entry entries[2] = {
                {.name = "a.fit", .bytes = plain.ptr, .len = plain.len, .deflate = true},
                {.name = "b.fit.gz", .bytes = gz.ptr, .len = gz.len}};
            make_zip(&zip, entries, 2);
            (void)snprintf(name, sizeof name, "%s/%zu.%s", folders[i], n, folders[i]);
            kit_write(&here, name, plain.ptr, plain.len);
            (void)snprintf(name, sizeof name, "%s/%zu.zip", folders[i], n);
            kit_write_buf(&here, name, &zip);
            if (gz.len > 40) gz.ptr[gz.len / 2] ^= 0x10; // damaged within
            (void)snprintf(name, sizeof name, "%s/%zu.%s.gz", folders[i], n++, folders[i]);
            kit_write_buf(&here, name, &gz);
            miler_buf_deinit(&plain);
        }
        (void)closedir(dir);
    }
    (void)snprintf(there.files, sizeof there.files, "%s", here.files);
    assert_int_equal(kit_import(&here, ""), MILER_OK);
    assert_int_equal(kit_import(&there, ""), MILER_OK);
    same_lines(&here, &there);
    (void)same_log(&here, &there);
    print_message("# %zu files, %zu outcomes\n", 3 * n, here.count);
    assert_true(here.count > 100);
    kit_end(&there);
    kit_end(&here);
    sandbox_stop(s);
}

// Longer than one answer: pieces are on their way to the reader while the next are unpacked.
static void long_files(void **state) {
    (void)state;
    sandbox *s = start(boxed_work);
    kit here, there;
    kit_begin(&here);
    boxed_kit(&there, s);
    made_fit run = kit_run(1);
    run.seconds = 60000;
    miler_buf fit = kit_fit(&run), gz = kit_gz(&fit), zip = kit_buf(), gpx = kit_buf();
    miler_buf_text_append(&gpx, "<gpx version='1.1'><trk><type>running</type><trkseg>");
    for (int i = 0; i < 20000; i++)
        miler_buf_printf(
            &gpx, "<trkpt lat='51.%05d' lon='0.%05d'><time>2026-05-01T%02d:%02d:%02dZ</time></trkpt>\n", i,
            (i * i) % 99991, 7 + i / 3600, i / 60 % 60, i % 60);
    const size_t sound = gpx.len;
    miler_buf_text_append(&gpx, "</trkseg></trk></gpx>");
    miler_buf gpx_gz = kit_gz(&gpx), gz_gz = kit_gz(&gpx_gz);
    const made_entry entries[] = {
        {.name = "a.gpx", .bytes = gpx.ptr, .len = gpx.len, .deflate = true},
        {.name = "b.fit.gz", .bytes = gz.ptr, .len = gz.len},
        {.name = "c.gpx.gz", .bytes = gpx_gz.ptr, .len = gpx_gz.len, .deflate = true},
        {.name = "d.gpx.gz", .bytes = gz_gz.ptr, .len = gz_gz.len},
        {.name = "e.fit", .bytes = fit.ptr, .len = fit.len / 2, .deflate = true},
        {.name = "f.gpx", .bytes = gpx.ptr, .len = gpx.len, .deflate = true, .claim_crc = 1},
        {.name = "g.gpx", .bytes = gpx.ptr, .len = gpx.len, .claim_size = 300000}};
    make_zip(&zip, entries, sizeof entries / sizeof entries[0]);
    kit_write(&here, "00.gpx", gpx.ptr, sound);        // no end
    kit_write(&here, "01.fit.gz", gz.ptr, gz.len - 9); // cut
    kit_write(&here, "02.gpx.gz", gpx_gz.ptr, gpx_gz.len / 2);
    gpx.ptr[sound - 40000] = '<'; // damaged late
    miler_buf late = kit_gz(&gpx);
    kit_write_buf(&here, "03.gpx.gz", &late);
    gpx_gz.ptr[gpx_gz.len - 2000] ^= 0x55;
    kit_write(&here, "04.gpx.gz", gpx_gz.ptr, gpx_gz.len);
    miler_buf_append(&gz, "rest", 4); // something behind the end
    kit_write(&here, "05.fit.gz", gz.ptr, gz.len);
    kit_write_buf(&here, "06.zip", &zip);
    (void)snprintf(there.files, sizeof there.files, "%s", here.files);
    assert_int_equal(kit_import(&here, ""), MILER_OK);
    assert_int_equal(kit_import(&there, ""), MILER_OK);
    for (size_t i = 0; i < here.count; i++)
        print_message("# %s: %d %s %s\n", here.lines[i].path, (int)here.lines[i].outcome,
                      here.lines[i].reason, here.lines[i].warning);
    same_lines(&here, &there);
    assert_true(same_log(&here, &there) >= 2);
    miler_buf_deinit(&fit);
    miler_buf_deinit(&gz);
    miler_buf_deinit(&gpx);
    miler_buf_deinit(&gpx_gz);
    miler_buf_deinit(&gz_gz);
    kit_end(&there);
    kit_end(&here);
    sandbox_stop(s);
}

// ---- One of five goes wrong

static void one_goes_wrong(void **state) {
    (void)state;
    static const struct {
        wrong how;
        const char *says;
    } rows[] = {{CRASHES, "broke its reader"},          {LOOPS, "takes longer to read"},
                {LEAVES, "made its reader give up"},    {LIES, "an answer without sense"},
                {LIES_LONG, "an answer without sense"}, {STOPS_HALF, "made its reader give up"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int packed = 0; packed < 2; packed++) {
            kit k;
            *the_plot = (plot){.how = rows[i].how};
            sandbox *s = start(plotted_work);
            boxed_kit(&k, s);
            for (unsigned f = 0; f < 5; f++) {
                char name[20];
                const made_fit run = kit_run(f);
                miler_buf fit = kit_fit(&run);
                miler_buf gz = kit_gz(&fit);
                (void)snprintf(name, sizeof name, packed ? "%u.fit.gz" : "%u.fit", f);
                const miler_buf *file = packed ? &gz : &fit;
                kit_write(&k, name, file->ptr, file->len);
                if (f == 2) {
                    assert_true(file->len > MARK + 10);
                    memcpy(the_plot->mark, file->ptr + 10, MARK);
                    the_plot->mark_len = MARK;
                }
                miler_buf_deinit(&fit);
                miler_buf_deinit(&gz);
            }
            assert_int_equal(kit_import(&k, ""), MILER_OK);
            assert_int_equal(k.count, 5);
            const kit_line *bad = kit_line_of(&k, packed ? "2.fit.gz" : "2.fit");
            assert_non_null(bad);
            if (bad->outcome != STORE_FILE_FAILED || strstr(bad->reason, rows[i].says) == NULL)
                fail_msg("row %zu: %d %s", i, (int)bad->outcome, bad->reason);
            assert_non_null(strstr(bad->reason, "fetch it again"));
            assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 4);
            store_counts counts = kit_counts(&k);
            assert_int_equal(counts.originals, 4);
            assert_int_equal(counts.activities, 4);
            // Nothing half stored of it: read again by a sound child it is new.
            the_plot->mark_len = 0;
            assert_int_equal(kit_import(&k, ""), MILER_OK);
            assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 1);
            assert_int_equal(k.answer.outcomes[STORE_FILE_KNOWN], 4);
            size_t troubles = 0;
            assert_int_equal(store_check(k.app->store, NULL, NULL, &troubles, NULL), MILER_OK);
            assert_int_equal(troubles, 0);
            kit_end(&k);
            sandbox_stop(s);
        }
}

static miler_buf zip_of_runs(unsigned count, bool index) {
    miler_buf zip = kit_buf(), fit[8];
    made_entry entries[9] = {0};
    char names[8][40];
    static const char csv[] = "Activity ID,Activity Date,Activity Name,Activity Type,Filename\n"
                              "1,\"May 1, 2026\",\"Hills, and back\",Run,activities/0.fit\n";
    for (unsigned i = 0; i < count; i++) {
        const made_fit run = kit_run(i);
        fit[i] = kit_fit(&run);
        (void)snprintf(names[i], sizeof names[i], "activities/%u.fit", i);
        entries[i] = (made_entry){.name = names[i], .bytes = fit[i].ptr, .len = fit[i].len, .deflate = true};
    }
    entries[count] = (made_entry){.name = "activities.csv", .bytes = csv, .len = sizeof csv - 1};
    make_zip(&zip, entries, count + (index ? 1 : 0));
    for (unsigned i = 0; i < count; i++)
        miler_buf_deinit(&fit[i]);
    return zip;
}

// Whoever reads the directory of a ZIP goes wrong: of the ZIP nothing is stored, and the rest is.
static void a_directory_goes_wrong(void **state) {
    (void)state;
    for (wrong how = CRASHES; how < WRONG_COUNT; how++) {
        kit k;
        *the_plot = (plot){.asked = ASK_ZIP_OPEN, .how = how};
        sandbox *s = start(plotted_work);
        boxed_kit(&k, s);
        miler_buf zip = zip_of_runs(3, false);
        kit_write_buf(&k, "0.zip", &zip);
        const made_fit run = kit_run(9);
        miler_buf fit = kit_fit(&run);
        kit_write_buf(&k, "1.fit", &fit);
        assert_int_equal(kit_import(&k, ""), MILER_OK);
        const kit_line *bad = kit_line_of(&k, "0.zip");
        assert_non_null(bad);
        assert_int_equal(bad->outcome, STORE_FILE_FAILED);
        assert_true(bad->reason[0] != '\0');
        assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 1);
        the_plot->asked = 0;
        assert_int_equal(kit_import(&k, ""), MILER_OK);
        assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 3);
        kit_end(&k);
        sandbox_stop(s);
    }
}

// What a child says of the memory of this machine, and of all the archive, is believed by nobody.
static void a_lie_costs_no_other_file(void **state) {
    (void)state;
    kit k;
    *the_plot = (plot){.how = SPENDS_ALL, .mark_len = MARK};
    sandbox *s = start(plotted_work);
    boxed_kit(&k, s);
    miler_buf zip = kit_buf(), gz[5];
    made_entry entries[5];
    char names[5][20];
    for (unsigned i = 0; i < 5; i++) {
        const made_fit run = kit_run(i);
        miler_buf fit = kit_fit(&run);
        gz[i] = kit_gz(&fit);
        miler_buf_deinit(&fit);
        (void)snprintf(names[i], sizeof names[i], "%u.fit.gz", i);
        entries[i] = (made_entry){.name = names[i], .bytes = gz[i].ptr, .len = gz[i].len};
    }
    assert_true(gz[1].len > MARK + 10);
    memcpy(the_plot->mark, gz[1].ptr + 10, MARK);
    make_zip(&zip, entries, 5);
    kit_write_buf(&k, "0.zip", &zip);
    for (unsigned i = 0; i < 5; i++)
        miler_buf_deinit(&gz[i]);
    assert_int_equal(kit_import(&k, ""), MILER_OK);
    assert_int_equal(k.count, 5);
    assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 4);
    assert_string_equal(kit_line_of(&k, "0.zip!1.fit.gz")->reason, "so it says");
    // The directory's child: its ZIP has failed, and the next file is read.
    *the_plot = (plot){.how = LACKS_MEMORY, .asked = ASK_ZIP_OPEN};
    const made_fit run = kit_run(9);
    miler_buf fit = kit_fit(&run);
    kit_write_buf(&k, "1.fit", &fit);
    if (kit_import(&k, "") != MILER_OK) fail_msg("%s", k.err.msg);
    assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 1);
    assert_int_equal(k.answer.outcomes[STORE_FILE_FAILED], 2);
    kit_end(&k);
    sandbox_stop(s);
}

// An index that breaks its reader costs the names, not the runs.
static void an_index_goes_wrong(void **state) {
    (void)state;
    for (int broken = 0; broken < 2; broken++) {
        kit k;
        *the_plot = (plot){.asked = broken ? ASK_CSV_OPEN : 0, .how = CRASHES};
        sandbox *s = start(plotted_work);
        boxed_kit(&k, s);
        miler_buf zip = zip_of_runs(2, true);
        kit_write_buf(&k, "0.zip", &zip);
        assert_int_equal(kit_import(&k, ""), MILER_OK);
        assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 2);
        const kit_line *index = kit_line_of(&k, "0.zip!activities.csv");
        assert_non_null(index);
        assert_int_equal(index->outcome, broken ? STORE_FILE_FAILED : STORE_FILE_SKIPPED);
        miler_arena *arena = miler_arena_new(NULL, 0);
        app_run run;
        assert_int_equal(app_run_get(k.app, 1, arena, &run, NULL), MILER_OK);
        assert_string_equal(run.run.name, broken ? "" : "Hills, and back");
        miler_arena_free(arena);
        kit_end(&k);
        sandbox_stop(s);
    }
}

// The table of a squad: the same from a child; one that breaks it is refused.
static void a_squad(void **state) {
    (void)state;
    static const char csv[] = "athlete,sex,birth_year,distance_m,time_s,date\n"
                              "\"Ann, B\",f,1990,1609.344,330.5,2026-05-01\nBob,m,,5000,1200,2026-04-01\n";
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_predict_answer a, b;
    miler_error err = {0};
    *the_plot = (plot){.how = NOTHING};
    sandbox *s = start(plotted_work);
    const int32_t day = miler_day_from_ymd(2026, 5, 2);
    assert_int_equal(app_predict(NULL, csv, sizeof csv - 1, 1609.344, day, false, arena, &a, &err), MILER_OK);
    assert_int_equal(app_predict(s, csv, sizeof csv - 1, 1609.344, day, false, arena, &b, &err), MILER_OK);
    assert_int_equal(a.count, 2);
    assert_int_equal(b.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(a.rows[i].athlete, b.rows[i].athlete);
        assert_true(a.rows[i].time_s == b.rows[i].time_s);
    }
    const miler_status open_here = app_predict(NULL, "a,b\n\"open", 9, 1609.344, day, false, arena, &a, &err);
    assert_int_not_equal(open_here, MILER_OK);
    assert_int_equal(app_predict(s, "a,b\n\"open", 9, 1609.344, day, false, arena, &b, &err), open_here);
    the_plot->asked = ASK_CSV_OPEN;
    the_plot->how = CRASHES;
    assert_int_equal(app_predict(s, csv, sizeof csv - 1, 1609.344, day, false, arena, &b, &err),
                     MILER_ERR_FORMAT);
    assert_non_null(strstr(err.msg, "broke its reader"));
    sandbox_stop(s);
    miler_arena_free(arena);
}

// A run that is looked at is read in a child, too: what became of it is told, not of another.
static void a_run_looked_at(void **state) {
    (void)state;
    kit k;
    *the_plot = (plot){.how = NOTHING};
    sandbox *s = start(plotted_work);
    boxed_kit(&k, s);
    const made_fit run = kit_run(1);
    miler_buf fit = kit_fit(&run);
    kit_write_buf(&k, "1.fit", &fit);
    assert_int_equal(kit_import(&k, ""), MILER_OK);
    miler_arena *arena = miler_arena_new(NULL, 0);
    app_run got;
    miler_error err = {0};
    assert_int_equal(app_run_get(k.app, k.lines[0].run_id, arena, &got, &err), MILER_OK);
    the_plot->how = CRASHES;
    the_plot->asked = ASK_READ_OPEN;
    assert_int_equal(app_run_get(k.app, k.lines[0].run_id, arena, &got, &err), MILER_ERR_FORMAT);
    assert_non_null(strstr(err.msg, "broke its reader"));
    the_plot->asked = 0;
    assert_int_equal(app_run_get(k.app, k.lines[0].run_id, arena, &got, &err), MILER_OK);
    miler_arena_free(arena);
    kit_end(&k);
    sandbox_stop(s);
}

// Without the process that forks children nothing can be read: no file is to blame, and none is put down.
static void nobody_reads(void **state) {
    (void)state;
    kit k;
    sandbox *s = start(boxed_work);
    boxed_kit(&k, s);
    kit_write_runs(&k, 3);
    assert_int_equal(kill(sandbox_pid(s), SIGKILL), 0);
    while (sandbox_stands(s))
        (void)usleep(1000);
    assert_int_equal(kit_import(&k, ""), MILER_ERR_IO);
    assert_non_null(strstr(k.err.remedy, "start miler again"));
    assert_int_equal(k.count, 0);
    sandbox_stop(s);
    k.app->sandbox = s = start(boxed_work);
    assert_int_equal(kit_import(&k, ""), MILER_OK);
    assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 3);
    kit_end(&k);
    sandbox_stop(s);
}

// ---- A file that takes its time

// Writes into the store as often as a file is waited for, with no patience of its own. A process without a store
// before: it may not have the locks of ours.
static pid_t other_writer(const char *db) {
    (void)fflush(NULL);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid != 0) return pid;
    for (;;) {
        store *s = NULL;
        while (the_plot->waiting == 0) {
            if (getppid() != parent) _exit(0); // a test that failed leaves nobody behind
            (void)usleep(200);
        }
        the_plot->waiting = 0;
        const store_options options = {.path = db, .busy_ms = 1};
        const bool wrote = store_open(&options, &s, NULL) == MILER_OK &&
                           store_setting_set(s, "other", "1", NULL) == MILER_OK;
        store_close(s);
        the_plot->wrote = wrote ? 1 : 2;
    }
}

// The next file that is read takes its time.
static void begin_slowly(void) {
    the_plot->wrote = 0;
    the_plot->asked = ASK_READ_OPEN;
}

static void expect_turn(const char *where) {
    if (the_plot->wrote != 1)
        fail_msg("%s: %s", where,
                 the_plot->wrote == 2 ? "who wanted to write could not" : "no file was waited for");
}

static void forget_loads(kit *k) {
    sql q;
    sql_open(&q, k->app->store, SQL_ONCE, "DELETE FROM loads");
    (void)sql_row(&q);
    assert_int_equal(sql_done(&q, NULL), MILER_OK);
}

// While a child reads, at import, at measuring, at a rebuild, at an edit, at a plan made anew: who else wants to
// write has their turn at once.
static void others_write_while_a_file_is_read(void **state) {
    (void)state;
    kit k;
    app_rebuild_answer rebuilt;
    miler_arena *arena = miler_arena_new(NULL, 0);
    *the_plot = (plot){.how = TAKES_TIME};
    sandbox *s = start(plotted_work);
    kit_begin(&k);
    app_close(k.app); // none open when the other is forked
    const pid_t other = other_writer(k.db);
    kit_open_app(&k, NULL);
    k.app->today = 20457; // two days after the last run
    k.app->sandbox = s;
    kit_write_runs(&k, 3);
    // The second of three: the first is stored, and not yet told.
    const made_fit run = kit_run(1);
    miler_buf fit = kit_fit(&run);
    memcpy(the_plot->mark, fit.ptr + 10, MARK);
    the_plot->mark_len = MARK;
    miler_buf_deinit(&fit);
    assert_int_equal(kit_import(&k, ""), MILER_OK);
    expect_turn("import");
    assert_int_equal(k.answer.outcomes[STORE_FILE_NEW], 3);
    the_plot->mark_len = 0;
    const int64_t id = kit_line_of(&k, "1.fit")->run_id;

    forget_loads(&k);
    begin_slowly();
    assert_int_equal(app_load_read(k.app, arena, NULL), MILER_OK);
    expect_turn("measuring");
    begin_slowly();
    assert_int_equal(app_rebuild(k.app, arena, &rebuilt, NULL), MILER_OK);
    expect_turn("rebuild");
    assert_int_equal(rebuilt.activities, 3);
    begin_slowly();
    const miler_edit edit = {.kind = MILER_EDIT_NAME, .text = "Hills"};
    assert_int_equal(app_edit_add(k.app, id, &edit, NULL), MILER_OK);
    expect_turn("edit");
    begin_slowly();
    assert_int_equal(app_edit_undo(k.app, id, NULL), MILER_OK);
    expect_turn("an edit taken back");
    begin_slowly();
    assert_int_equal(app_history_begin(k.app, NULL), MILER_OK);
    expect_turn("plan");
    assert_int_equal(app_history_end(k.app, MILER_OK, NULL), MILER_OK);

    assert_int_equal(kill(other, SIGKILL), 0);
    (void)waitpid(other, NULL, 0);
    miler_arena_free(arena);
    kit_end(&k);
    sandbox_stop(s);
}

// ---- A run that could not be measured

// Only a file that breaks its reader is put down as one that cannot be read; where there was no memory, or no
// process, it is measured the next time.
static void only_a_file_is_put_down(void **state) {
    (void)state;
    static const struct {
        wrong how;
        bool put_down;
    } rows[] = {{IS_KILLED, false}, {NO_MEMORY, false}, {CRASHES, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kit k;
        bool lacks;
        miler_arena *arena = miler_arena_new(NULL, 0);
        *the_plot = (plot){.how = rows[i].how};
        sandbox *s = start(plotted_work);
        boxed_kit(&k, s);
        kit_write_runs(&k, 1);
        assert_int_equal(kit_import(&k, ""), MILER_OK);
        const int64_t id = k.lines[0].run_id;
        forget_loads(&k);
        the_plot->asked = ASK_READ_OPEN;
        assert_int_equal(app_load_read(k.app, arena, NULL), MILER_OK);
        assert_int_equal(store_load_lacks(k.app->store, id, RUN_LOAD_VERSION, &lacks, NULL), MILER_OK);
        if (lacks == rows[i].put_down) fail_msg("row %zu: %s", i, lacks ? "not put down" : "put down");
        the_plot->asked = 0;
        assert_int_equal(app_load_read(k.app, arena, NULL), MILER_OK);
        assert_int_equal(store_load_lacks(k.app->store, id, RUN_LOAD_VERSION, &lacks, NULL), MILER_OK);
        assert_false(lacks);
        miler_arena_free(arena);
        kit_end(&k);
        sandbox_stop(s);
    }
}

int main(void) {
    the_plot = mmap(NULL, sizeof *the_plot, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (the_plot == MAP_FAILED) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_season),
        cmocka_unit_test(everything_odd),
        cmocka_unit_test(long_files),
        cmocka_unit_test(one_goes_wrong),
        cmocka_unit_test(a_directory_goes_wrong),
        cmocka_unit_test(a_lie_costs_no_other_file),
        cmocka_unit_test(an_index_goes_wrong),
        cmocka_unit_test(a_squad),
        cmocka_unit_test(a_run_looked_at),
        cmocka_unit_test(nobody_reads),
        cmocka_unit_test(only_a_file_is_put_down),
        cmocka_unit_test(others_write_while_a_file_is_read),
    };
    return cmocka_run_group_tests_name("boxed", tests, NULL, NULL);
}
