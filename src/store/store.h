// SPDX-License-Identifier: MIT
// store.h: the one door to everything miler keeps: athletes, original files,
// what was found in them, results, plans, settings. SQLite stands behind it
// today; nothing in this header says so, so that PostgreSQL can stand there too.
//
// What is kept is of two kinds:
//   facts     originals (byte-exact), files seen, athletes, results, plans, settings
//   derived   activities with laps, splits and bests: can always be made again
//             from the originals (app_rebuild)
//
// Durability: what store_commit() has acknowledged survives kill -9 and a power
// cut; what it has not acknowledged is not there at all. Outside store_begin()
// every call is its own transaction.
//
// Units: SI, UTC milliseconds, days since 1970-01-01; NaN / MILER_NO_* = absent.
// Ownership: texts and arrays in answers hang off the arena given; the texts in
// a struct that is handed in are copied before the call returns.
// Threads: one store, one thread. Several stores (and processes) may open the
// same file; writers wait for each other up to `busy_ms`.
// Errors common to all: STORE (damaged, locked, read-only), IO (disk full), NOMEM.
#ifndef MILER_STORE_H
#define MILER_STORE_H

#include <miler/activity.h>
#include <miler/athlete.h>
#include <miler/edits.h>
#include <miler/load.h>
#include <miler/track.h>

// ---- Opening ---------------------------------------------------------------

typedef struct store store;

typedef struct store_options {
    const char *path;         // of the database file; its folder must exist
    const miler_alloc *alloc; // NULL: the C heap
    bool read_only;           // never writes; a missing file is then an error
    int32_t busy_ms;          // how long to wait for another writer; 0: 5000
    int64_t max_bytes;        // refuse to grow beyond (tests of a full disk); 0: no cap
} store_options;

// Creates the file when it is missing (mode 0600) and brings an older schema up
// to date in one transaction. Errors: STORE_NEWER (a newer miler wrote it),
// STORE (not a miler store, damaged), IO, NOMEM.
miler_status store_open(const store_options *options, store **out, miler_error *err) MILER_CHECK;
void store_close(store *s);           // rolls back what is not committed; NULL is fine
bool store_read_only(const store *s); // asked for, or the file system allows no writing
const char *store_path(const store *s);
// Whether this file is one that the store has open: the database, its -wal or its -shm. To open and close such
// a file anywhere in this program would drop the store's locks (POSIX), and another program would take the
// -wal away under it.
struct stat;
bool store_holds(const store *s, const struct stat *file);
const char *store_engine(void);         // "SQLite"
const char *store_engine_version(void); // "3.40.1"
int32_t store_schema_version(void);
uint64_t store_bytes(store *s); // size of the database
// A number that is another one whenever somebody else, in this program or another, has changed the file.
miler_status store_version(store *s, int64_t *out, miler_error *err) MILER_CHECK;

// Transactions nest: the outermost is the durable one, inner ones are save
// points, so that a batch of files is one commit and a bad file among them is
// undone alone. Every begin needs exactly one commit or rollback. When the
// outermost was lost (disk full, damage) commit says so with an error and has
// already undone everything; no rollback may follow a commit that failed.
miler_status store_begin(store *s, miler_error *err) MILER_CHECK;
miler_status store_commit(store *s, miler_error *err) MILER_CHECK;
void store_rollback(store *s);
// Many small transactions that wait for the disk together. From begin to end a commit is seen by everybody, but
// a power cut may take it away with all that were made after it; when end says OK all are on the disk, and may be
// told. Within a transaction both do nothing.
miler_status store_batch_begin(store *s, miler_error *err) MILER_CHECK;
miler_status store_batch_end(store *s, miler_error *err) MILER_CHECK;
// What is read from here to the end is of one moment, whoever writes meanwhile; nothing is written in it.
// Error: ARG inside a transaction.
miler_status store_look_begin(store *s, miler_error *err) MILER_CHECK;
void store_look_end(store *s); // also where it could not begin

// ---- Athletes --------------------------------------------------------------

typedef struct store_athlete {
    int64_t id;
    miler_athlete athlete;
} store_athlete;

// Names are unique (without regard to ASCII case). Errors: CONFLICT, ARG (no name).
miler_status store_athlete_add(store *s, const miler_athlete *athlete, int64_t *out_id,
                               miler_error *err) MILER_CHECK;
miler_status store_athlete_set(store *s, int64_t id, const miler_athlete *athlete,
                               miler_error *err) MILER_CHECK;
miler_status store_athlete_get(store *s, int64_t id, miler_athlete *out,
                               miler_error *err) MILER_CHECK; // NOT_FOUND
// By name, or by number as text. Errors: NOT_FOUND.
miler_status store_athlete_find(store *s, const char *name_or_id, int64_t *out_id,
                                miler_error *err) MILER_CHECK;
miler_status store_athlete_list(store *s, miler_arena *arena, store_athlete **out, size_t *out_count,
                                miler_error *err) MILER_CHECK;

// ---- Originals: the bytes as they came -----------------------------------------

#define STORE_HASH_SIZE 32 // BLAKE2b-256 of the uncompressed content, same as `b2sum -l 256`
#define STORE_HASH_TEXT (2 * STORE_HASH_SIZE + 1)

void store_hash_print(char out[STORE_HASH_TEXT], const uint8_t hash[STORE_HASH_SIZE]);

// How the bytes stand in the store. What was received gzipped is kept as it is.
typedef enum store_encoding {
    STORE_ENCODING_DEFLATE = 0, // content handed in plain, packed by the store
    STORE_ENCODING_GZIP = 1     // the .gz as received, byte for byte
} store_encoding;

typedef struct store_original {
    int64_t id;
    uint8_t hash[STORE_HASH_SIZE];
    miler_file_format format;
    store_encoding encoding;
    uint64_t content_bytes;
    uint64_t stored_bytes;
    int64_t added_ms;
    const char *file_name;   // base name as received, for the export; "" unknown
    const char *given_name;  // title told from outside (Strava's activities.csv); "" none
    miler_sport given_sport; // sport told from outside; UNKNOWN = none
} store_original;

// Writes one original in memory that does not grow with it. Use:
//   open -> content()* [and packed()* for GZIP] -> finish | abort
// `content` takes the uncompressed bytes (they are hashed), `packed` the gzip
// bytes as received. Nothing is written before finish, which has to be within a
// store_begin(): a file may take its time to be read, and others write meanwhile.
// Content over MILER_FILE_MAX: LIMIT.
typedef struct store_writer store_writer;
miler_status store_writer_open(store *s, store_encoding encoding, store_writer **out,
                               miler_error *err) MILER_CHECK;
miler_status store_writer_content(store_writer *w, const void *bytes, size_t len,
                                  miler_error *err) MILER_CHECK;
miler_status store_writer_packed(store_writer *w, const void *bytes, size_t len,
                                 miler_error *err) MILER_CHECK;
// The hash of the content so far (for the files-seen entry of what is not kept).
void store_writer_hash(store_writer *w, uint8_t out[STORE_HASH_SIZE]);
// Files `info` (format, names, given sport, added_ms; the rest is filled in)
// under its hash. *out_known: the same bytes were here already, and then
// info->id is theirs and nothing was written. Frees the writer, also on failure.
miler_status store_writer_finish(store_writer *w, store_original *info, bool *out_known,
                                 miler_error *err) MILER_CHECK;
void store_writer_abort(store_writer *w); // nothing is kept; frees; NULL is fine

// Errors: NOT_FOUND.
miler_status store_original_find(store *s, const uint8_t hash[STORE_HASH_SIZE], int64_t *out_id,
                                 miler_error *err) MILER_CHECK;
miler_status store_original_get(store *s, int64_t id, miler_arena *arena, store_original *out,
                                miler_error *err) MILER_CHECK;
// Ids from `after` (0: from the start), ascending, at most `max` of them.
miler_status store_original_ids(store *s, int64_t after, int64_t *out, size_t max, size_t *out_count,
                                miler_error *err) MILER_CHECK;
// Hands the uncompressed bytes over in pieces of at most 64 KiB, in constant
// memory; a status other than OK from `fn` stops and is returned. `verify`: the
// hash is checked at the end. Errors: STORE (damaged: bytes or hash wrong).
typedef miler_status (*store_piece_fn)(void *user, const void *bytes, size_t len, miler_error *err);
miler_status store_original_read(store *s, int64_t id, bool verify, store_piece_fn fn, void *user,
                                 miler_error *err) MILER_CHECK;

// ---- Files seen: what became of every path ------------------------------------

typedef enum store_outcome {
    STORE_FILE_NEW = 0,
    STORE_FILE_KNOWN,
    STORE_FILE_SKIPPED,
    STORE_FILE_FAILED,
    STORE_OUTCOME_COUNT
} store_outcome;
const char *store_outcome_name(store_outcome outcome); // "new" "known" "skipped" "failed"

typedef struct store_file {
    int64_t athlete_id;
    const char *path;  // as given: a file, or the archive it was in
    const char *entry; // name inside the archive, "" for the file itself
    int64_t size;      // bytes of the file or entry; -1 unknown
    int64_t mtime_ms;  // MILER_NO_TIME unknown
    store_outcome outcome;
    const char *reason; // "" when new
    bool has_hash;
    uint8_t hash[STORE_HASH_SIZE];
    int64_t original_id; // 0 none
    int64_t seen_ms;
} store_file;

// One row per (athlete, path, entry); a later one replaces it. A repeat of a
// file already seen as NEW with the same hash keeps the first row's outcome.
miler_status store_file_put(store *s, const store_file *file, miler_error *err) MILER_CHECK;
// Errors: NOT_FOUND.
miler_status store_file_find(store *s, int64_t athlete_id, const char *path, const char *entry,
                             miler_arena *arena, store_file *out, miler_error *err) MILER_CHECK;

// ---- Activities (derived) -------------------------------------------------------

// Files an activity with its laps, splits and bests. `index`: which recording
// of the original, from 0. `fallback_offset_s` places the calendar day where
// the file states no offset. Same (athlete, original, index) again: replaced,
// the id is kept.
typedef struct store_activity_key {
    int64_t athlete_id;
    int64_t original_id;
    int32_t index;
    int32_t fallback_offset_s;
    int64_t id;   // of the activity there is: told by store_activity_keys, not looked at by the others
    bool removed; // taken out of the log; told, never taken
} store_activity_key;
// Raised when splits and bests come out otherwise than before: app_rebuild measures older runs anew.
#define STORE_MEASURED_BY 4
miler_status store_activity_put(store *s, const store_activity_key *key, const miler_activity *activity,
                                int64_t *out_id, miler_error *err) MILER_CHECK;

// Gives the activity `id` another recording to stand for: store_activity_put with
// that key then replaces what was found, and the number (and the results that
// point to it) stay. NOT_FOUND; STORE when that recording has an activity already.
miler_status store_activity_move(store *s, int64_t id, const store_activity_key *to,
                                 miler_error *err) MILER_CHECK;

// Are both the same recording, in another format, exported by another site, cut
// differently, in a clock without a zone? For two of one athlete; the rules with
// their tolerances are in store_same.c.
bool store_activity_alike(const miler_activity *a, const miler_activity *b);
// The activity of the athlete that is alike, the nearest start first. NOT_FOUND: then
// *out_beside is one that was recorded at the same time and is not alike; 0 none.
miler_status store_activity_same(store *s, int64_t athlete_id, const miler_activity *activity,
                                 int64_t *out_id, int64_t *out_beside, miler_error *err) MILER_CHECK;

// One line of the log.
typedef struct store_run {
    int64_t id, athlete_id, original_id;
    int32_t index;
    int32_t day; // calendar day where it was run
    miler_file_format format;
    miler_sport sport;
    miler_sub_sport sub_sport;
    uint32_t flags;
    int64_t start_ms;
    int32_t utc_offset_s;
    bool has_utc_offset;
    double elapsed_s, timer_s, moving_s;
    double dist_m;          // told by hand, else as recorded
    double recorded_dist_m; // by the watch, or by the positions
    miler_dist_source dist_source;
    float avg_hr_bpm, max_hr_bpm, avg_cadence_spm, ascent_m;
    int32_t lap_count;
    const char *name;   // "" none; the given name of the original when there is one
    const char *device; // "" unknown
    int64_t removed_ms; // MILER_NO_TIME: it is in the log
} store_run;

typedef struct store_run_filter {
    int64_t athlete_id;
    int32_t sport;                // miler_sport, or -1 = all
    int32_t sub_sport;            // miler_sub_sport; generic = all
    int32_t since_day, until_day; // inclusive; MILER_NO_DAY = open
    const char *text;             // in name or notes, without regard to ASCII case; NULL = all
    size_t limit, offset;         // limit 0 = all
    bool removed;                 // those taken out by hand, in place of the log
} store_run_filter;

// Newest first. *out_total (may be NULL): how many match without limit and offset.
miler_status store_run_list(store *s, const store_run_filter *filter, miler_arena *arena, store_run **out,
                            size_t *out_count, size_t *out_total, miler_error *err) MILER_CHECK;
typedef struct store_run_sums {
    double dist_m, timer_s; // where they are known
} store_run_sums;
// Over all that match, whatever limit and offset.
miler_status store_run_sum(store *s, const store_run_filter *filter, store_run_sums *out,
                           miler_error *err) MILER_CHECK;
miler_status store_run_get(store *s, int64_t id, miler_arena *arena, store_run *out,
                           miler_error *err) MILER_CHECK; // NOT_FOUND
// The distance told by hand; NaN: as recorded. NOT_FOUND.
miler_status store_run_set_distance(store *s, int64_t id, double dist_m, miler_error *err) MILER_CHECK;
// Takes it out of the log, or (MILER_NO_TIME) lets it in again: row, edits and original stay. Bests and reps
// are gone from then on, and are put again by who brings it back. NOT_FOUND.
miler_status store_run_set_removed(store *s, int64_t id, int64_t removed_ms, miler_error *err) MILER_CHECK;
// The stored activity: scalars, laps, splits, bests; no samples, no pauses. NOT_FOUND.
miler_status store_activity_get(store *s, int64_t id, miler_arena *arena, miler_activity *out,
                                miler_error *err) MILER_CHECK;
// The laps alone; none when the id is none.
miler_status store_lap_list(store *s, int64_t id, miler_arena *arena, miler_lap **out, size_t *out_count,
                            miler_error *err) MILER_CHECK;
// Who has activities from this original, by athlete and index.
miler_status store_activity_keys(store *s, int64_t original_id, miler_arena *arena, store_activity_key **out,
                                 size_t *out_count, miler_error *err) MILER_CHECK;
miler_status store_activity_remove(store *s, int64_t id, miler_error *err) MILER_CHECK; // the original stays

// A best effort with the run it comes from.
typedef struct store_best {
    int64_t run_id;
    int32_t day;
    size_t index; // into miler_best_distance_m
    miler_effort effort;
    miler_dist_source dist_source;
    double run_dist_m, run_timer_s;
    float run_avg_hr_bpm;
    int64_t start_ms;
    const char *run_name;
} store_best;

// Per distance the `per_dist` fastest efforts that nothing disqualifies, of days
// since..until (MILER_NO_DAY = open). Shortest distance first, then fastest first.
miler_status store_best_list(store *s, int64_t athlete_id, size_t per_dist, int32_t since_day,
                             int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                             miler_error *err) MILER_CHECK;
// Per distance and block of four weeks the `per_block` fastest clean efforts: form over time
// in a bounded number of rows, whatever the size of the log (<= 16 per_block a block).
miler_status store_best_by_block(store *s, int64_t athlete_id, size_t per_block, int32_t since_day,
                                 int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                                 miler_error *err) MILER_CHECK;
int32_t store_block_start(int32_t day); // the first day of the block that this one is in
// Efforts of days since..until that are no running by their speed, their steps or
// a jump of the positions; newest first, then by run and distance; at most STORE_STRANGE_MAX.
// Efforts on a belt, or indoors without one, against which nothing else speaks, are listed likewise, but the
// STORE_BELT_PER_BLOCK fastest of each block and distance, of as many years as are asked for: years of
// winters on a belt must not push the oldest out.
#define STORE_STRANGE_MAX 2048
#define STORE_BELT_PER_BLOCK 3
typedef enum store_strange { STORE_STRANGE = 0, STORE_BELT } store_strange;
miler_status store_best_strange(store *s, int64_t athlete_id, store_strange which, int32_t since_day,
                                int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                                miler_error *err) MILER_CHECK;

// ---- Results ---------------------------------------------------------------------

typedef struct store_result {
    int64_t id;
    int64_t athlete_id;
    double dist_m, time_s;
    int32_t day;       // MILER_NO_DAY unknown
    bool official;     // official timing; else entered by hand
    const char *name;  // of the race, "" none
    const char *place; // "" none
    const char *note;  // "" none
    int64_t run_id;    // the run it was, 0 none
    int64_t added_ms;
    int64_t removed_ms; // MILER_NO_TIME: it stands
} store_result;

miler_status store_result_add(store *s, const store_result *result, int64_t *out_id,
                              miler_error *err) MILER_CHECK;
miler_status store_result_get(store *s, int64_t id, miler_arena *arena, store_result *out,
                              miler_error *err) MILER_CHECK; // NOT_FOUND
// Newest first; removed ones only when asked for.
miler_status store_result_list(store *s, int64_t athlete_id, bool with_removed, miler_arena *arena,
                               store_result **out, size_t *out_count, miler_error *err) MILER_CHECK;
// Sets or takes back (MILER_NO_TIME) the removal: nothing is ever deleted. NOT_FOUND.
miler_status store_result_set_removed(store *s, int64_t id, int64_t removed_ms, miler_error *err) MILER_CHECK;

// ---- What the runner knows better: tracks, edits ----------------------------------

typedef struct store_track {
    int64_t id, athlete_id;
    const char *name; // "" none
    miler_known_track known;
    int64_t added_ms, removed_ms; // removed_ms MILER_NO_TIME: in use
} store_track;

miler_status store_track_add(store *s, const store_track *track, int64_t *out_id,
                             miler_error *err) MILER_CHECK;
// Name, place, shape, lane and removed_ms of the row track->id. NOT_FOUND.
miler_status store_track_set(store *s, const store_track *track, miler_error *err) MILER_CHECK;
miler_status store_track_list(store *s, int64_t athlete_id, miler_arena *arena, store_track **out,
                              size_t *out_count,
                              miler_error *err) MILER_CHECK; // those in use, oldest first

// What one run by itself, with no track known, said of the track it was on.
typedef struct store_sight {
    int64_t track_id, activity_id;
    miler_oval oval;   // in lane 1
    double lane_share; // how sure it was
} store_sight;

// In place of what the same run said before.
miler_status store_sight_put(store *s, const store_sight *sight, miler_error *err) MILER_CHECK;
// Of all tracks in use, by track and run.
miler_status store_sight_list(store *s, int64_t athlete_id, miler_arena *arena, store_sight **out,
                              size_t *out_count, miler_error *err) MILER_CHECK;

typedef struct store_edit {
    int64_t id, activity_id;
    miler_edit edit;
    int64_t added_ms, removed_ms; // removed_ms MILER_NO_TIME: it holds
} store_edit;

// Whether a runner has put right what was recorded (laps, distances), so that no other copy may take its place
// unasked. How hard it was, its title and kind hold whatever the copy.
miler_status store_run_put_right(store *s, int64_t activity_id, bool *out, miler_error *err) MILER_CHECK;

miler_status store_edit_add(store *s, const store_edit *edit, int64_t *out_id,
                            miler_error *err) MILER_CHECK; // NOT_FOUND
miler_status store_edit_list(store *s, int64_t activity_id, miler_arena *arena, store_edit **out,
                             size_t *out_count,
                             miler_error *err) MILER_CHECK; // those that hold, oldest first
// Takes the newest back, or (redo) the last one taken back forward again. NOT_FOUND: there is none.
miler_status store_edit_undo(store *s, int64_t activity_id, int64_t removed_ms, miler_error *err) MILER_CHECK;
miler_status store_edit_redo(store *s, int64_t activity_id, miler_error *err) MILER_CHECK;

// What a session was, as read by version `made` of the reader: derived.
typedef struct store_session {
    int64_t activity_id;
    int32_t made;
    const char *text;    // the workout language
    const char *board;   // as a coach writes it
    double rep_m, rep_s; // rep of the main set: its length, and mean time for it; NaN = none
    int32_t rep_count;   // of the main set
    const char *key;     // what makes two sessions the same, how often each was run left out; "" nothing
    const char *counts;  // how often
    const char *parts;   // the reps, as miler_reps_print writes them
} store_session;
miler_status store_session_put(store *s, const store_session *session, miler_error *err) MILER_CHECK;
miler_status store_session_get(store *s, int64_t activity_id, miler_arena *arena, store_session *out,
                               miler_error *err) MILER_CHECK; // NOT_FOUND
// Runs of an athlete from `since_day` on (MILER_NO_DAY: all) that were never read, or by an older version, or
// were put right by hand since; newest first.
miler_status store_session_missing(store *s, int64_t athlete_id, int32_t made, int32_t since_day,
                                   miler_arena *arena, int64_t **out, size_t *out_count,
                                   miler_error *err) MILER_CHECK;
// All sessions of an athlete with this key, newest first; none for "".
miler_status store_session_same(store *s, int64_t athlete_id, const char *key, miler_arena *arena,
                                store_session **out, size_t *out_count, miler_error *err) MILER_CHECK;

// What the reps of a run say of the mile, worked out when it was measured: derived.
typedef struct store_reps_mile {
    int64_t activity_id;
    int32_t day;
    double mile_s, error_s; // mile_s NaN: nothing, and no row
    const char *words;      // "6 x 800 m in 2:45, 2 min rests"
} store_reps_mile;
// In place of what was said before; the day is the run's. NOT_FOUND.
miler_status store_reps_mile_put(store *s, int64_t activity_id, const store_reps_mile *mile,
                                 miler_error *err) MILER_CHECK;
// Of days since..until (MILER_NO_DAY = open), oldest first.
miler_status store_reps_mile_list(store *s, int64_t athlete_id, int32_t since_day, int32_t until_day,
                                  miler_arena *arena, store_reps_mile **out, size_t *out_count,
                                  miler_error *err) MILER_CHECK;
miler_status store_reps_mile_get(store *s, int64_t activity_id, miler_arena *arena, store_reps_mile *out,
                                 miler_error *err) MILER_CHECK; // NOT_FOUND

// ---- Load (derived) ---------------------------------------------------------------

// What load is told from, as read by version `made` of the measuring. It hangs on
// no threshold: load follows the fitness of the day without the original. -made:
// could not be read by that version, and is not listed as missing.
miler_status store_load_put(store *s, int64_t activity_id, int32_t made, const miler_load_parts *parts,
                            miler_error *err) MILER_CHECK; // NOT_FOUND
// Activities of an athlete without a row of that version, newest first.
miler_status store_load_missing(store *s, int64_t athlete_id, int32_t made, miler_arena *arena, int64_t **out,
                                size_t *out_count, miler_error *err) MILER_CHECK;

// Whether this one is of them; a run that is not there is not.
miler_status store_load_lacks(store *s, int64_t activity_id, int32_t made, bool *out,
                              miler_error *err) MILER_CHECK;

// One session of any sport.
typedef struct store_load {
    int64_t activity_id;
    int32_t day;
    bool measured;          // else `parts` has sport, time and distance alone
    miler_load_parts parts; // its distance as told by hand, else as recorded
    double mile_s, five_s;  // clean bests over the mile and 5 km; NaN none
    double effort_rpe;      // told by hand, 1..10; NaN = not
    bool race_told; // a result points at it, or one of that day is over a tenth to all of its distance
    bool kind_told; // by hand: `kind`
    miler_load_kind kind;
} store_load;
// By day, since..until (MILER_NO_DAY = open).
miler_status store_load_list(store *s, int64_t athlete_id, int32_t made, int32_t since_day, int32_t until_day,
                             miler_arena *arena, store_load **out, size_t *out_count,
                             miler_error *err) MILER_CHECK;

// ---- Plans -------------------------------------------------------------------------

// A plan is opaque text (JSON) to the store. Each save adds a version; undo goes
// back one. At most one plan per athlete is active.
typedef struct store_plan {
    int64_t id;
    int64_t athlete_id;
    int64_t added_ms, saved_ms;
    int32_t race_day; // MILER_NO_DAY none
    bool active;
    int32_t version;   // from 1
    const char *title; // "" none
    const char *body;  // NULL in lists
    const char *why;   // what the last save changed, "" at first
} store_plan;

#define STORE_PLAN_MAX ((size_t)4 * 1024 * 1024) // body; a 20-week plan is some 200 KB

// A new plan; when active, any other active one steps back. Errors: LIMIT.
miler_status store_plan_add(store *s, const store_plan *plan, int64_t *out_id, miler_error *err) MILER_CHECK;
// The next version of a plan (body, title, race_day, why, saved_ms). NOT_FOUND.
miler_status store_plan_save(store *s, const store_plan *plan, miler_error *err) MILER_CHECK;
// Back to the version before; REFUSED at the first. What was taken back stays until the next save.
miler_status store_plan_undo(store *s, int64_t id, miler_error *err) MILER_CHECK;
// Forward again to a version that was taken back; REFUSED where there is none. *out_more: others follow it.
miler_status store_plan_redo(store *s, int64_t id, bool *out_more, miler_error *err) MILER_CHECK;
miler_status store_plan_activate(store *s, int64_t id, miler_error *err) MILER_CHECK; // NOT_FOUND
miler_status store_plan_active(store *s, int64_t athlete_id, miler_arena *arena, store_plan *out,
                               miler_error *err) MILER_CHECK; // NOT_FOUND
// One version of it, from 1: as it was made. NOT_FOUND.
miler_status store_plan_version(store *s, int64_t id, int32_t version, miler_arena *arena, store_plan *out,
                                miler_error *err) MILER_CHECK;
miler_status store_plan_get(store *s, int64_t id, miler_arena *arena, store_plan *out,
                            miler_error *err) MILER_CHECK; // NOT_FOUND
miler_status store_plan_list(store *s, int64_t athlete_id, miler_arena *arena, store_plan **out,
                             size_t *out_count, miler_error *err) MILER_CHECK; // newest first

// ---- What was told of sessions without a run ------------------------------------------

typedef struct store_told {
    int64_t id, plan_id;
    int32_t session_id;
    int32_t outcome;  // as app/plan_told.h has it
    double effort;    // 1..10; NaN = not told
    const char *note; // "" none
    int64_t added_ms, removed_ms;
} store_told;
// In place of what was told of the session before, which stays as taken back. NOT_FOUND: no such plan.
miler_status store_told_put(store *s, const store_told *told, miler_error *err) MILER_CHECK;
// Nothing is told of it any more; REFUSED where nothing was.
miler_status store_told_remove(store *s, int64_t plan_id, int32_t session_id, int64_t removed_ms,
                               miler_error *err) MILER_CHECK;
// What holds, by session.
miler_status store_told_list(store *s, int64_t plan_id, miler_arena *arena, store_told **out,
                             size_t *out_count, miler_error *err) MILER_CHECK;

// ---- Settings ------------------------------------------------------------------------

// Key 1..64 bytes; value NULL removes it. get: NOT_FOUND.
miler_status store_setting_set(store *s, const char *key, const char *value, miler_error *err) MILER_CHECK;
miler_status store_setting_get(store *s, const char *key, miler_arena *arena, char **out,
                               miler_error *err) MILER_CHECK;

// ---- Soundness -------------------------------------------------------------------------

// Whether the file holds a store, by its first bytes: it is not opened. False where it cannot be read.
bool store_is_at(const char *path);

typedef struct store_counts {
    int64_t athletes, originals, files, activities, runs, laps, bests, results, plans;
    uint64_t content_bytes, stored_bytes; // of the originals
} store_counts;
miler_status store_count(store *s, store_counts *out, miler_error *err) MILER_CHECK;
// Activities that an earlier version measured.
miler_status store_measured_before(store *s, int64_t *out, miler_error *err) MILER_CHECK;

// The engine's own checks (pages, indexes, foreign keys), originals without a gap,
// runs with all their laps and bests. `derived`: app_rebuild puts it right. `found` is called once per trouble with a line for a person.
// MILER_OK: the check ran; *out_troubles says how many.
typedef void (*store_trouble_fn)(void *user, const char *text, bool derived);
miler_status store_check(store *s, store_trouble_fn found, void *user, size_t *out_troubles,
                         miler_error *err) MILER_CHECK;
// Every row of every athlete and all settings but `keep` (NULL: none) are gone, and their place in the file
// with them. All or nothing. CONFLICT: another has changed the store since store_version() said `version`.
miler_status store_erase(store *s, const char *keep, int64_t version, miler_error *err) MILER_CHECK;
// A copy of the whole store at one moment, sound on its own. CONFLICT: `path` exists.
miler_status store_backup(store *s, const char *path, miler_error *err) MILER_CHECK;

#endif
