// SPDX-License-Identifier: MIT
// app.h: one function per thing a person can ask. The command line and the web
// page call these and nothing below; every answer is a plain struct in the
// caller's arena, so that text, JSON and pages are written from the same facts.
//
// Units: SI, UTC milliseconds, days since 1970-01-01; NaN / MILER_NO_* = absent.
// Ownership: answers hang off the arena given; an app owns its store.
// Threads: one app, one thread.
// Errors: those of store.h, and NOT_FOUND, ARG, RANGE as named.
#ifndef MILER_APP_H
#define MILER_APP_H

#include "store/store.h"

#include <miler/fitness.h>
#include <miler/formats.h>

// ---- Context -----------------------------------------------------------------

#define APP_SAME_DIST_M 0.5 // distances this near are one: hand entries are rounded to the metre

// What long work says of itself. `total` 0: not known yet. start_ms is the wall
// clock when the work began (rate and time left are the listener's sums).
typedef struct app_progress {
    const char *what; // "import", "rebuild", "check", "export"
    uint64_t done, total;
    uint64_t bytes_done, bytes_total; // 0 where bytes are not what is counted
    const char *counted;              // what `done` counts; NULL: files
    const char *current;              // file or run at work, "" none
    int64_t start_ms, now_ms;
} app_progress;
// False cancels: the work stops at the next sound point with MILER_ERR_CANCELLED.
typedef bool (*app_progress_fn)(void *user, const app_progress *progress);

typedef struct app_options {
    const char *db;      // path of the store; NULL: app_default_path()
    const char *athlete; // name or number; NULL: the setting "athlete", else the first
    int64_t athlete_id;  // by number alone, which may be another's name; 0: not told
    bool read_only;
    const miler_alloc *alloc; // NULL: the C heap
    struct sandbox
        *sandbox;   // where files are read, started before the store is opened; NULL: in this process
    int32_t today;  // MILER_NO_DAY: by the clock; MILER_TODAY for tests of the command line
    int64_t now_ms; // MILER_NO_TIME: by the clock
    app_progress_fn progress;
    void *progress_user;
    int64_t max_bytes; // as in store_options
} app_options;
void app_options_init(app_options *options); // all absent

typedef struct app {
    const miler_alloc *alloc;
    struct sandbox *sandbox; // NULL: files are read in this process
    store *store;
    int64_t athlete_id;
    miler_athlete athlete;
    miler_units units;
    int32_t today;
    int64_t fixed_now_ms; // MILER_NO_TIME: by the clock
    int32_t utc_offset_s; // of this machine now; the fallback for files that state none
    app_progress_fn progress;
    void *progress_user;
    size_t left_out; // runs that an answer had to do without, because the store is damaged there
    bool read_ahead; // the files that were to be read are read: none is opened in this transaction
} app;

// --db / MILER_DB, else $XDG_DATA_HOME/miler/miler.db, else
// ~/.local/share/miler/miler.db. Errors: ARG (no home either), LIMIT.
miler_status app_default_path(char *out, size_t out_size, miler_error *err) MILER_CHECK;
// MILER_TODAY=2026-05-01 in the environment, or MILER_NO_DAY. Errors: PARSE, RANGE.
miler_status app_env_today(int32_t *out_day, miler_error *err) MILER_CHECK;
// MILER_WATCH in the environment: where a watch is mounted; NULL: where systems mount them.
const char *app_env_watch(void);
// Opens (creating the folder, mode 0700, and the store when missing). A new
// store gets one athlete named "me". Errors: NOT_FOUND (athlete), as store_open.
miler_status app_open(const app_options *options, app **out, miler_error *err) MILER_CHECK;
void app_close(app *a); // NULL is fine
int64_t app_now_ms(const app *a);
int64_t app_ticks_ms(void); // of a clock that only goes forward
// What is done is told after so long at most.
#define APP_BATCH_MS 500
// Seconds east of UTC on this machine now. What an app keeps is that of its opening: clocks change.
int32_t app_offset_s(const app *a);
int32_t app_clock_today(void); // without an app, by this machine's clock and time zone
// A setting of the store as text, cut to `size`; "" where it was never told.
miler_status app_setting(app *a, const char *key, char *out, size_t size, miler_error *err) MILER_CHECK;
// What app->store began is kept if `status` is good, else it is as if nothing had been done.
miler_status app_end(app *a, miler_status status, miler_error *err) MILER_CHECK;
// A file for others under the name that the runner gave, as out_file_write() does it; the store that `a` (NULL: none)
// has open is not even opened. CONFLICT: that it is.
miler_status app_not_store(const app *a, const char *path, miler_error *err) MILER_CHECK;
miler_status app_out_write(const app *a, const char *path, const void *bytes, size_t len, size_t head,
                           miler_error *err) MILER_CHECK;
// Another number whenever somebody but this app has changed the store.
miler_status app_version(app *a, int64_t *out, miler_error *err) MILER_CHECK;
// Whether a NOMEM is the file's own doing: it filled the capped arena it was read
// into. The heap's failure is no file's.
bool app_file_too_large(miler_status status, const miler_arena *read_into);
// Trouble of the machine or of the store: no answer to what was asked, and perhaps gone the next time.
bool app_of_machine(miler_status status);
#define APP_FILE_TOO_LARGE "needs more memory than one file may take"
// Tells the listener, if there is one; false = cancel.
bool app_tell(const app *a, app_progress *progress);
// Chooses and loads another athlete (name or number). NOT_FOUND.
miler_status app_use_athlete(app *a, const char *name_or_id, miler_error *err) MILER_CHECK;
// The same by number alone: a name goes before a number, and another may be called "2".
miler_status app_use_athlete_id(app *a, int64_t id, miler_error *err) MILER_CHECK;

// ---- Athletes ------------------------------------------------------------------

// The chosen one is app.athlete.
// Refused with RANGE: what no person can be (mass, height, heart rates, birth in the future, minutes).
miler_status app_athlete_set(app *a, const miler_athlete *athlete, miler_error *err) MILER_CHECK;
miler_status app_athlete_add(app *a, const miler_athlete *athlete, int64_t *out_id,
                             miler_error *err) MILER_CHECK;
// Whose answers the verbs give from now on, where nobody is named. NOT_FOUND.
miler_status app_athlete_choose(app *a, const char *name_or_id, miler_error *err) MILER_CHECK;
miler_status app_athlete_choose_id(app *a, int64_t id, miler_error *err) MILER_CHECK;
// Without the nameless one that a store begins with, where others were added and nothing is known of it.
miler_status app_athlete_list(app *a, miler_arena *arena, store_athlete **out, size_t *out_count,
                              miler_error *err) MILER_CHECK;

// ---- Results ---------------------------------------------------------------------

// athlete_id and added_ms are filled in. day MILER_NO_DAY = today. Errors: RANGE
// (faster than the world record, slower than 0.5 m/s, a day in the future), CONFLICT (the very same result
// stands already).
#define RESULT_NAME_MAX 200 // bytes, also of the place
#define RESULT_NOTE_MAX 2000
miler_status app_result_add(app *a, const store_result *result, int64_t *out_id,
                            miler_error *err) MILER_CHECK;
miler_status app_result_list(app *a, bool with_removed, miler_arena *arena, store_result **out,
                             size_t *out_count, miler_error *err) MILER_CHECK;
miler_status app_result_remove(app *a, int64_t id, miler_error *err) MILER_CHECK;  // NOT_FOUND
miler_status app_result_restore(app *a, int64_t id, miler_error *err) MILER_CHECK; // NOT_FOUND

// ---- Runs ---------------------------------------------------------------------------

typedef struct app_runs {
    store_run *runs; // newest first
    size_t count;
    size_t total;           // matching, without the limit
    double dist_m, timer_s; // sums of the runs listed
    store_run_sums all;     // of all that match
} app_runs;
// filter->athlete_id is filled in.
miler_status app_runs_list(app *a, const store_run_filter *filter, miler_arena *arena, app_runs *out,
                           miler_error *err) MILER_CHECK;

// Out of the log, and in again as it was: its file, and what was put right by hand, stay. Nothing that is
// worked out from the log knows of it meanwhile. NOT_FOUND; REFUSED: it is out, or in, already.
miler_status app_run_remove(app *a, int64_t id, miler_error *err) MILER_CHECK;
miler_status app_run_restore(app *a, int64_t id, miler_error *err) MILER_CHECK;

typedef struct app_run {
    store_run run;
    store_original original;
    miler_recording recording; // with samples and workout steps
    miler_activity activity;   // built afresh from the original
} app_run;
// Errors: NOT_FOUND; STORE when the original is damaged.
miler_status app_run_get(app *a, int64_t id, miler_arena *arena, app_run *out, miler_error *err) MILER_CHECK;
// The same in two steps: what takes long first, outside of a transaction; then the run, within it. CONFLICT: it
// is another file's by now.
typedef struct app_run_file {
    int64_t original_id;
    store_original original;
    miler_reading reading;
} app_run_file;
miler_status app_run_read(app *a, int64_t id, miler_arena *arena, app_run_file *out,
                          miler_error *err) MILER_CHECK; // of any athlete, in the log or out of it
miler_status app_run_of(app *a, int64_t id, const app_run_file *file, miler_arena *arena, app_run *out,
                        miler_error *err) MILER_CHECK;
// Reads an original back through its reader (rebuild and run_get share it).
miler_status app_original_reading(app *a, int64_t original_id, miler_arena *arena,
                                  store_original *out_original, miler_reading *out,
                                  miler_error *err) MILER_CHECK;
// Lays the name and sport told from outside (Strava's list) over what the file
// says. The name is borrowed from `original`.
void app_recording_apply(miler_recording *recording, const store_original *original);
// False: a route that nobody has run yet, started and stopped at once, or a clock that stood still.
bool app_worth_keeping(const miler_recording *recording, const miler_activity *activity);

// ---- Bests and evidence -----------------------------------------------------------------

// A race by its name that GPS measured within its error of a course: by the clock from start to stop.
typedef struct app_course {
    int64_t run_id;
    int32_t day;
    double time_s, error_s;
    double watch_m; // what the watch made of it
    const char *run_name;
    const char *doubted; // as of app_best
} app_course;

typedef struct app_best {
    double dist_m;
    bool has_measured;
    store_best measured; // fastest run effort that nothing disqualifies; none of a race on a course this long
    bool has_course;
    app_course course; // fastest of those races
    const char *
        doubted; // ... why the mile is not thought to rest on its run, for a person; NULL = nothing is known against it
    bool has_result;
    store_result result;   // fastest result at this distance
    bool result_counts;    // it stands: no race of another day was faster over a course or a track
    double result_watch_m; // what the watch made of its course that day; NaN: no such run
    int64_t result_run_id;
} app_best;
typedef struct app_bests {
    app_best rows[MILER_BEST_COUNT]; // shortest first
    size_t count;                    // MILER_BEST_COUNT
} app_bests;
// The course is what stands, beside the fastest stretch measured in other runs.
bool app_best_is_course(const app_best *row);
// since_day/until_day: MILER_NO_DAY = of all time.
miler_status app_bests_get(app *a, int32_t since_day, int32_t until_day, miler_arena *arena, app_bests *out,
                           miler_error *err) MILER_CHECK;

// What miler_fitness_estimate should look at: every standing result up to today,
// and from the runs of the last 18 months the fastest clean effort per distance
// (800 m and up) and block of four weeks. Newest first.
miler_status app_fitness_evidence(app *a, miler_arena *arena, miler_evidence **out, size_t *out_count,
                                  miler_error *err) MILER_CHECK;
// The same of all years, for what was known on days of the past.
miler_status app_fitness_history(app *a, miler_arena *arena, miler_evidence **out, size_t *out_count,
                                 miler_error *err) MILER_CHECK;

// ---- Keeping house ---------------------------------------------------------------------

typedef struct app_trouble {
    const char *what;
    const char *remedy; // "" none
} app_trouble;
typedef struct app_doctor_answer {
    const char *miler_version, *store_engine, *with_zlib, *with_sodium, *with_expat;
    const char *path;
    bool read_only;
    uint64_t bytes;
    int32_t schema_version;
    store_counts counts;
    uint64_t originals_verified;
    const char *readers;   // what protects from the files that are read
    bool readers_whole;    // no wall is missing
    app_trouble *troubles; // empty = sound
    size_t trouble_count;  // listed; at most 100
    size_t trouble_total;
} app_doctor_answer;
// "12 runs were measured by an earlier version ..."; NULL: none. The answers they come into say so.
const char *app_measured_before(app *a, miler_arena *arena);
#define APP_MEASURE_ANEW "`miler rebuild` measures them anew"
miler_status app_doctor(app *a, miler_arena *arena, app_doctor_answer *out, miler_error *err) MILER_CHECK;

typedef struct app_rebuild_answer {
    uint64_t originals, activities;
    uint64_t failed; // originals that could not be read again: their old rows stay
    app_trouble *troubles;
    size_t trouble_count;
} app_rebuild_answer;
// Makes all derived data again from the originals, in batches.
miler_status app_rebuild(app *a, miler_arena *arena, app_rebuild_answer *out, miler_error *err) MILER_CHECK;

// A copy of the whole store in one file, while it may be in use. CONFLICT: there is such a file.
miler_status app_backup(app *a, const char *path, uint64_t *out_bytes, miler_error *err) MILER_CHECK;

typedef struct app_export_answer {
    uint64_t originals, runs, laps, bests, results, athletes;
    uint64_t damaged;         // originals that are not whole any more and were left out
    uint64_t catalogue_files; // that lie beside the store: own workouts and the like
    uint64_t bytes;
} app_export_answer;
// Everything of all athletes out into `folder` (made when missing): originals/,
// originals.csv, runs.csv, laps.csv, bests.csv, results.csv, edits.csv, tracks.csv, athletes.json, plans.json, catalogue/.
// Errors: CONFLICT (the folder holds something), IO.
miler_status app_export(app *a, const char *folder, app_export_answer *out, miler_error *err) MILER_CHECK;

#endif
