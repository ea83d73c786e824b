// SPDX-License-Identifier: MIT
// Import: one pass over a file feeds three at once,
//
//     content ──┬──► hash  (is it known by its bytes?)
//               ├──► reader ──► recordings ──► activities (known by what was run?)
//     packed ───┴──► original, as received
//
// and nothing is written before all is known to be sound: the store is asked and
// written in one transaction, which begins when the file is read and its runs are
// measured. So a file may take its time without keeping others from writing, and
// kill -9 at any moment leaves whole files or none.
#include "app/import.h"

#include "app/import_choice.h"
#include "app/import_words.h"
#include "app/run_measure.h"
#include "app/sources.h"
#include "base/limits.h"
#include "sandbox/sandbox.h"

#include <stdio.h>
#include <string.h>

#define BATCH_FILES 64            // to wait for the disk costs some 5 ms: 64 files share it
#define TELL_MS 50                // between two looks of the progress listener
#define WARNINGS_MAX 16           // of one file
#define TEXTS_MAX (4 * MILER_MIB) // names and reasons of one batch

// What became of one file, while it is being found out.
typedef struct verdict {
    store_outcome outcome;
    char reason[320];
    int64_t run_ids[MILER_RECORDINGS_MAX];
    size_t run_count;
    const char *warnings[WARNINGS_MAX];
    size_t warning_count;
    int64_t original_id;
    bool has_hash;
    uint8_t hash[STORE_HASH_SIZE];
    uint64_t activities, runs, future; // stored
} verdict;

typedef struct importer {
    app *a;
    app_import_fn fn;
    void *fn_user;
    app_import_answer *answer;
    app_import_answer pending; // of the batch, perhaps not yet on disk
    miler_arena *arena;        // of one file
    miler_arena *texts;        // of one batch
    app_import_file batch[BATCH_FILES];
    size_t batch_count;
    bool in_batch;
    int64_t batch_began_ms, told_ms, began_ms;
    source_progress progress;
    store_writer *writer;
    miler_status store_status; // of the writer, when it was called from below a stream
    miler_error store_err;
    uint8_t piece[MILER_FEED_CHUNK];
} importer;

// ---- Batches

static miler_status begin_batch(importer *im, miler_error *err) {
    if (im->in_batch) return MILER_OK;
    miler_status status = store_batch_begin(im->a->store, err);
    if (status != MILER_OK) return status;
    im->in_batch = true;
    im->batch_began_ms = app_ticks_ms();
    return MILER_OK;
}

static void add_answer(app_import_answer *to, const app_import_answer *from) {
    to->files += from->files;
    for (size_t i = 0; i < STORE_OUTCOME_COUNT; i++)
        to->outcomes[i] += from->outcomes[i];
    to->activities += from->activities;
    to->runs += from->runs;
    to->future += from->future;
    to->warnings += from->warnings;
    to->content_bytes += from->content_bytes;
}

// Outcomes are told only from here, when they are on the disk.
static miler_status end_batch(importer *im, miler_error *err) {
    if (!im->in_batch) return MILER_OK;
    im->in_batch = false;
    miler_status status = store_batch_end(im->a->store, err);
    if (status == MILER_OK) {
        add_answer(im->answer, &im->pending);
        for (size_t i = 0; i < im->batch_count && im->fn != NULL; i++)
            im->fn(im->fn_user, &im->batch[i]);
    }
    im->pending = (app_import_answer){0};
    im->batch_count = 0;
    miler_arena_reset(im->texts);
    return status;
}

static bool tell(importer *im, const char *current, bool now) {
    const int64_t ticks = app_ticks_ms();
    if (!now && ticks - im->told_ms < TELL_MS) return true;
    im->told_ms = ticks;
    app_progress p = {.what = "import",
                      .done = im->progress.files_done,
                      .total = im->progress.files_total,
                      .bytes_done = im->progress.bytes_done,
                      .bytes_total = im->progress.bytes_total,
                      .current = current,
                      .start_ms = im->began_ms,
                      .now_ms = app_now_ms(im->a)};
    return app_tell(im->a, &p);
}

// ---- The verdict

static void judge(verdict *v, store_outcome outcome, const char *reason) {
    v->outcome = outcome;
    (void)snprintf(v->reason, sizeof v->reason, "%s", reason);
}

// What befell the file is its verdict, but for a lack of memory: read_item tells
// whose fault that is.
static miler_status judge_error(verdict *v, miler_status status, const miler_error *why, miler_error *err) {
    if (status == MILER_ERR_NOMEM) return miler_fail(err, status, "out of memory");
    v->outcome = STORE_FILE_FAILED;
    if (miler_error_print(v->reason, sizeof v->reason, why) == 0)
        judge(v, STORE_FILE_FAILED, miler_status_name(status));
    return MILER_OK;
}

static void warn(importer *im, verdict *v, const char *text) {
    if (v->warning_count == WARNINGS_MAX) return;
    for (size_t i = 0; i < v->warning_count; i++)
        if (strcmp(v->warnings[i], text) == 0) return;
    const char *kept = miler_arena_dup(im->texts, text);
    if (kept != NULL) v->warnings[v->warning_count++] = kept;
}

static const char *or_empty(const char *text) {
    return text != NULL ? text : "";
}

static miler_status put_row(importer *im, const source_item *item, const verdict *v, miler_error *err) {
    char path[2 * MILER_PATH_MAX + 16];
    archive_print_name(path, sizeof path, item->path, strlen(item->path));
    const store_file row = {.athlete_id = im->a->athlete_id,
                            .path = path,
                            .entry = item->entry,
                            .size = item->size,
                            .mtime_ms = item->mtime_ms,
                            .outcome = v->outcome,
                            .reason = v->reason,
                            .has_hash = v->has_hash,
                            .original_id = v->original_id,
                            .seen_ms = app_now_ms(im->a)};
    store_file filed = row;
    memcpy(filed.hash, v->hash, sizeof filed.hash);
    return store_file_put(im->a->store, &filed, err);
}

// The line to be told when the batch is on the disk.
static miler_status make_line(importer *im, const source_item *item, const verdict *v, miler_error *err) {
    char path[2 * MILER_PATH_MAX + 16];
    archive_print_name(path, sizeof path, item->path, strlen(item->path));
    app_import_file *line = &im->batch[im->batch_count];
    const bool inside = item->entry[0] != '\0';
    int64_t *ids = miler_arena_array(im->texts, v->run_count + 1, sizeof *ids);
    const char **warnings = miler_arena_array(im->texts, v->warning_count + 1, sizeof *warnings);
    *line = (app_import_file){
        .path = miler_arena_printf(im->texts, "%s%s%s", path, inside ? "!" : "", item->entry),
        .outcome = v->outcome,
        .reason = miler_arena_dup(im->texts, v->reason),
        .run_ids = ids,
        .run_count = v->run_count,
        .warnings = warnings,
        .warning_count = v->warning_count};
    if (miler_arena_failed(im->texts)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memcpy(ids, v->run_ids, v->run_count * sizeof *ids);
    memcpy(warnings, v->warnings, v->warning_count * sizeof *warnings);
    return MILER_OK;
}

static void count_in(importer *im, const verdict *v) {
    im->batch_count++;
    im->pending.files++;
    im->pending.outcomes[v->outcome]++;
    im->pending.activities += v->activities;
    im->pending.runs += v->runs;
    im->pending.future += v->future;
    im->pending.warnings += v->warning_count;
}

// The transaction's end: the verdict goes with what it is about.
static miler_status file_done(importer *im, const source_item *item, const verdict *v, miler_error *err) {
    miler_status status = put_row(im, item, v, err);
    if (status == MILER_OK) status = make_line(im, item, v, err);
    status = app_end(im->a, status, err);
    if (status != MILER_OK) return status;
    count_in(im, v);
    const bool full = im->batch_count == BATCH_FILES || app_ticks_ms() - im->batch_began_ms >= APP_BATCH_MS;
    if (!tell(im, item->name, false)) {
        status = end_batch(im, err);
        return status != MILER_OK ? status
                                  : miler_fail(err, MILER_ERR_CANCELLED, "stopped; what was done is stored");
    }
    return full ? end_batch(im, err) : MILER_OK;
}

// ---- Reading one file

typedef struct found {
    run_measured run;
    int32_t index;        // of the recording in its file
    int64_t replaces;     // the run of a poorer copy, 0 none
    int64_t beside;       // another recording of the same time, 0 none
    import_choice choice; // why that one gives way
    bool removed;         // what it is was taken out of the log by hand
    bool put_right;       // ... by hand, and stays
} found;

// The recordings of a file, by what they are.
typedef struct sifted {
    found *fresh;
    size_t fresh_count;
    size_t known;   // here from another file
    int64_t out;    // ... and taken out of the log: that run, 0 none
    int64_t held;   // ... and poorer, but put right by hand: that run, 0 none
    size_t twice;   // a second time in this file
    size_t routes;  // without times
    size_t nothing; // no time passes: started and stopped at once, a clock that stood still
} sifted;

typedef struct pass {
    source_item *item;
    boxed_reader *reader;
    miler_reading reading;
    store_original info;
    found *measured; // what of the reading may be an activity
    size_t measured_count;
    sifted all;
    miler_error why; // of what befell the file
    bool judged;     // the verdict stands already
    bool here;       // its bytes are in the store: it need not be read to the end
    bool packed;     // the writer gets the bytes as received
} pass;

// LIMIT is the file's fault, anything else the store's.
static miler_status keep_packed(void *user, const void *bytes, size_t len, miler_error *err) {
    importer *im = user;
    miler_status status = store_writer_packed(im->writer, bytes, len, &im->store_err);
    if (status != MILER_OK && status != MILER_ERR_LIMIT) im->store_status = status;
    if (status != MILER_OK && err != NULL) *err = im->store_err;
    return status;
}

static void drop_writer(importer *im) {
    store_writer_abort(im->writer);
    im->writer = NULL;
}

static miler_status open_writer(importer *im, pass *p, miler_error *err) {
    p->packed = p->item->packed;
    miler_status status = store_writer_open(
        im->a->store, p->packed ? STORE_ENCODING_GZIP : STORE_ENCODING_DEFLATE, &im->writer, err);
    if (status == MILER_OK && p->packed) status = source_packed(p->item, keep_packed, im, err);
    return status;
}

// Ends the reader; what it says about content that is no activity is a verdict.
static miler_status finish_reader(pass *p, verdict *v, miler_error *err) {
    const miler_status status = boxed_reader_finish(p->reader, &p->reading, &p->why);
    p->judged = true;
    if (status == MILER_ERR_EMPTY) {
        judge(v, STORE_FILE_SKIPPED, "no records: nothing was recorded in it");
    } else if (status != MILER_OK) {
        return judge_error(v, status, &p->why, err);
    } else if (p->reading.content != MILER_CONTENT_ACTIVITY) {
        v->outcome = STORE_FILE_SKIPPED;
        import_words_content(v->reason, sizeof v->reason, p->reading.content, p->reading.content_name);
    } else if (p->reading.recording_count == 0) {
        judge(v, STORE_FILE_SKIPPED, "no records: nothing was recorded in it");
    } else {
        p->judged = false;
    }
    return MILER_OK;
}

// Feeds one piece to the reader; the verdict may stand after that.
static miler_status feed_reader(importer *im, pass *p, size_t len, verdict *v, miler_error *err) {
    miler_status status = boxed_reader_feed(p->reader, im->piece, len, &p->why);
    if (status == MILER_OK) return MILER_OK;
    status = status == MILER_ERR_EMPTY ? finish_reader(p, v, err) // the first look told: no activity
                                       : judge_error(v, status, &p->why, err);
    p->judged = true;
    return status;
}

// All bytes of the item to reader, hash and original. Errors are the store's;
// the file's own end as a verdict. *salvaged: the container is damaged, the
// bytes before that are read.
static miler_status feed_all(importer *im, pass *p, verdict *v, bool *salvaged, miler_error *err) {
    *salvaged = false;
    for (;;) {
        size_t got;
        miler_status status = source_read(p->item, im->piece, sizeof im->piece, &got, &p->why);
        if (im->store_status != MILER_OK) {
            if (err != NULL) *err = im->store_err;
            return im->store_status;
        }
        if (status == MILER_ERR_FORMAT && im->writer != NULL) {
            *salvaged = true;
            return MILER_OK;
        }
        if (status != MILER_OK) {
            p->judged = true;
            return judge_error(v, status, &p->why, err);
        }
        if (got == 0) return MILER_OK;
        im->pending.content_bytes += got;
        status = feed_reader(im, p, got, v, err);
        if (status != MILER_OK || p->judged) return status;
        if (im->writer == NULL) status = open_writer(im, p, err);
        if (status == MILER_OK) status = store_writer_content(im->writer, im->piece, got, err);
        if (status == MILER_ERR_LIMIT) {
            judge(v, STORE_FILE_FAILED, "larger than an activity file can be");
            p->judged = true;
            return MILER_OK;
        }
        if (status != MILER_OK) return status;
    }
}

// ---- What is here already

// What was taken out of the log is brought back by hand, not by its file; who looks for it is told where it is.
static void judge_removed(verdict *v, int64_t run) {
    v->outcome = STORE_FILE_KNOWN;
    (void)snprintf(v->reason, sizeof v->reason,
                   "run %lld was taken out of the log by hand; `miler edit %lld restore` brings it back",
                   (long long)run, (long long)run);
}

// Runs of this athlete that were made from the very same bytes.
static miler_status find_same_bytes(importer *im, verdict *v, miler_error *err) {
    int64_t original = 0;
    store_writer_hash(im->writer, v->hash);
    v->has_hash = true;
    v->outcome = STORE_FILE_FAILED;
    v->run_count = 0;
    miler_status status = store_original_find(im->a->store, v->hash, &original, err);
    if (status == MILER_ERR_NOT_FOUND) return MILER_OK;
    if (status != MILER_OK) return status;
    store_activity_key *keys;
    size_t count;
    status = store_activity_keys(im->a->store, original, im->arena, &keys, &count, err);
    int64_t out = 0;
    for (size_t i = 0; status == MILER_OK && i < count && v->run_count < MILER_RECORDINGS_MAX; i++) {
        if (keys[i].athlete_id != im->a->athlete_id) continue;
        v->run_ids[v->run_count++] = keys[i].id;
        if (keys[i].removed) out = keys[i].id;
    }
    if (status != MILER_OK || v->run_count == 0) return status;
    v->original_id = original;
    judge(v, STORE_FILE_KNOWN, "the same bytes are here already");
    if (out != 0) judge_removed(v, out);
    return MILER_OK;
}

// Looks for the recording of `one` among those that are here. *known: the run
// that it is, unless that one gives way.
static miler_status find_same_recording(importer *im, found *one, int64_t *known, miler_error *err) {
    int64_t same = 0;
    store_run run;
    *known = 0;
    miler_status status =
        store_activity_same(im->a->store, im->a->athlete_id, &one->run.activity, &same, &one->beside, err);
    if (status == MILER_ERR_NOT_FOUND) return MILER_OK;
    if (status == MILER_OK) status = store_run_get(im->a->store, same, im->arena, &run, err);
    if (status != MILER_OK) return status;
    one->choice = import_choose(&run, &one->run.activity);
    one->removed = run.removed_ms != MILER_NO_TIME;
    if (one->choice != IMPORT_KEEP && !one->removed)
        status = store_run_put_right(im->a->store, same, &one->put_right, err);
    if (status != MILER_OK) return status;
    if (one->choice == IMPORT_KEEP || one->removed || one->put_right) {
        *known = same;
        return MILER_OK;
    }
    one->replaces = same;
    // A title does not go with the copy that had it. Borrowed: never written through.
    if (or_empty(one->run.activity.name)[0] == '\0') one->run.activity.name = run.name;
    return MILER_OK;
}

static bool twice_in_file(const sifted *all, const found *one) {
    for (size_t i = 0; i < all->fresh_count; i++)
        if (store_activity_alike(&all->fresh[i].run.activity, &one->run.activity)) return true;
    return false;
}

// One run gives its place to one recording: to a second it would be overwritten, and the first be lost.
static void share_no_place(const sifted *all, found *one) {
    for (size_t i = 0; one->replaces != 0 && i < all->fresh_count; i++) {
        if (all->fresh[i].replaces != one->replaces) continue;
        one->beside = one->replaces;
        one->replaces = 0;
    }
}

// What a file without anything new is.
static void judge_rest(pass *p, verdict *v, const sifted *all) {
    if (all->out != 0) {
        judge_removed(v, all->out);
    } else if (all->held != 0) {
        v->outcome = STORE_FILE_KNOWN;
        import_choice_held(v->reason, sizeof v->reason, all->held);
    } else if (all->known != 0) {
        v->outcome = STORE_FILE_KNOWN;
        (void)snprintf(v->reason, sizeof v->reason,
                       "the same recording is here already, from another file (run %lld)",
                       (long long)v->run_ids[0]);
    } else if (all->routes != 0) {
        judge(v, STORE_FILE_SKIPPED,
              p->reading.format == MILER_FORMAT_FIT ? "its records have no times"
                                                    : "a route without times: nobody has run it yet");
    } else {
        judge(v, STORE_FILE_SKIPPED, "no time passes from its first point to its last");
    }
}

// One recording to where it belongs.
static miler_status sift_one(importer *im, sifted *all, found *one, verdict *v, miler_error *err) {
    if (twice_in_file(all, one)) {
        all->twice++;
        return MILER_OK;
    }
    int64_t known;
    const miler_status status = find_same_recording(im, one, &known, err);
    if (status != MILER_OK) return status;
    share_no_place(all, one);
    if (known == 0) {
        all->fresh_count++;
        return MILER_OK;
    }
    all->known++;
    if (one->removed) all->out = known;
    if (one->put_right) all->held = known;
    v->run_ids[v->run_count++] = known;
    return MILER_OK;
}

static miler_status remeasure(importer *im, const miler_recording *recording, found *one, miler_error *err) {
    const char *title = one->run.activity.name;
    const miler_status status = run_measure(im->a, one->replaces, recording, im->arena, &one->run, err);
    one->run.activity.name = title;
    return status;
}

// Sorts the recordings of a file into new ones and ones that are here from
// another file.
static miler_status sift(importer *im, pass *p, verdict *v, miler_error *err) {
    sifted *all = &p->all;
    all->fresh = miler_arena_array(im->arena, MILER_RECORDINGS_MAX, sizeof *all->fresh);
    if (all->fresh == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < p->measured_count; i++) {
        found *one = &all->fresh[all->fresh_count];
        *one = p->measured[i];
        miler_status status = sift_one(im, all, one, v, err);
        // What was put right by hand holds for the fuller copy too.
        if (status == MILER_OK && one->replaces != 0)
            status = remeasure(im, &p->reading.recordings[one->index], one, err);
        if (status != MILER_OK) return status;
    }
    if (all->fresh_count == 0) judge_rest(p, v, all);
    return MILER_OK;
}

// ---- Storing

static bool is_future(const app *a, const miler_activity *run) {
    return run->start_ms != MILER_NO_TIME &&
           miler_day_at(run->start_ms, run->has_utc_offset ? run->utc_offset_s : a->utc_offset_s) > a->today;
}

static miler_status put_all(importer *im, const found *fresh, size_t count, verdict *v, miler_error *err) {
    v->run_count = 0;
    for (size_t i = 0; i < count; i++) {
        const store_activity_key key = {.athlete_id = im->a->athlete_id,
                                        .original_id = v->original_id,
                                        .index = fresh[i].index,
                                        .fallback_offset_s = im->a->utc_offset_s};
        miler_status status = MILER_OK;
        if (fresh[i].replaces != 0) status = store_activity_move(im->a->store, fresh[i].replaces, &key, err);
        if (status == MILER_OK)
            status = run_measured_put(im->a, &key, &fresh[i].run, &v->run_ids[v->run_count], err);
        if (status != MILER_OK) return status;
        v->run_count++;
        v->activities++;
        if (fresh[i].run.activity.sport == MILER_SPORT_RUNNING) v->runs++;
        if (is_future(im->a, &fresh[i].run.activity)) v->future++;
    }
    return MILER_OK;
}

static miler_status store_file_whole(importer *im, pass *p, verdict *v, miler_error *err) {
    bool known;
    store_writer *writer = im->writer;
    im->writer = NULL;
    const miler_status status = store_writer_finish(writer, &p->info, &known, err);
    v->original_id = p->info.id;
    return status == MILER_OK ? put_all(im, p->all.fresh, p->all.fresh_count, v, err) : status;
}

// What is said of recordings that were left out of a file that is new.
static void warn_left_out(importer *im, verdict *v, size_t total, const sifted *all) {
    const struct {
        size_t count;
        const char *what;
    } rows[] = {{all->known, "here already"},
                {all->twice, "in it twice"},
                {all->routes, "without times"},
                {all->nothing, "in which no time passes"}};
    char text[240];
    int len = snprintf(text, sizeof text, "%zu of its %zu recordings stored", all->fresh_count, total);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].count != 0)
            len += snprintf(text + len, sizeof text - (size_t)len, "; %zu %s", rows[i].count, rows[i].what);
    if (all->fresh_count < total) warn(im, v, text);
}

static void add_warnings(importer *im, pass *p, verdict *v, const sifted *all) {
    char text[240];
    for (size_t i = 0; i < all->fresh_count; i++) {
        const found *one = &all->fresh[i];
        if (one->replaces != 0)
            (void)snprintf(text, sizeof text, "takes the place of run %lld, which %s",
                           (long long)one->replaces, import_choice_words(one->choice));
        else if (one->beside != 0)
            (void)snprintf(text, sizeof text, "recorded at the same time as run %lld, but not the same",
                           (long long)one->beside);
        else
            continue;
        warn(im, v, text);
    }
    if (v->outcome == STORE_FILE_NEW && all->held != 0) {
        import_choice_held(text, sizeof text, all->held);
        warn(im, v, text);
    }
    const size_t total = p->reading.recording_count;
    if (v->outcome == STORE_FILE_NEW) warn_left_out(im, v, total, all);
    // Damage is told of a known copy too: a person may want to know which is the better one.
    for (size_t i = 0; i < total; i++) {
        const miler_recording *recording = &p->reading.recordings[i];
        for (unsigned k = 0; k < IMPORT_FLAG_COUNT; k++)
            if (import_words_flag(text, sizeof text, recording, k)) warn(im, v, text);
    }
}

// In the transaction: the bytes are read, and it shows whether they are here.
static miler_status store_reading(importer *im, pass *p, verdict *v, miler_error *err) {
    miler_status status = find_same_bytes(im, v, err);
    if (status != MILER_OK || v->outcome == STORE_FILE_KNOWN) return status;
    if (p->here) {
        judge(v, STORE_FILE_FAILED, "what was here of it was erased while it was read; import it again");
        return MILER_OK;
    }
    v->outcome = STORE_FILE_NEW;
    status = sift(im, p, v, err);
    if (status != MILER_OK) return status;
    const sifted *all = &p->all;
    add_warnings(im, p, v, all);
    if (v->outcome != STORE_FILE_NEW) return MILER_OK;
    // Filed with the original, so that a rebuild finds it again.
    const found *first = &all->fresh[0];
    const bool title =
        first->replaces != 0 && p->reading.recording_count == 1 && p->info.given_name[0] == '\0';
    if (title && p->reading.recordings[0].name == NULL)
        p->info.given_name = or_empty(first->run.activity.name);
    if (import_words_extension(v->reason, sizeof v->reason, p->item->name, p->reading.format))
        warn(im, v, v->reason);
    v->reason[0] = '\0';
    return store_file_whole(im, p, v, err);
}

// ---- One file

// What of the recordings can be an activity, and what it is.
static miler_status measure_all(importer *im, pass *p, verdict *v, miler_error *err) {
    p->info = (store_original){.format = p->reading.format,
                               .added_ms = app_now_ms(im->a),
                               .file_name = p->item->name,
                               .given_name = or_empty(p->item->given.name),
                               .given_sport = p->item->given.sport};
    p->measured = miler_arena_array(im->arena, MILER_RECORDINGS_MAX, sizeof *p->measured);
    if (p->measured == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < p->reading.recording_count && i < MILER_RECORDINGS_MAX; i++) {
        miler_recording *recording = &p->reading.recordings[i];
        found *one = &p->measured[p->measured_count];
        *one = (found){.index = (int32_t)i};
        app_recording_apply(recording, &p->info);
        miler_status status = run_measure(im->a, 0, recording, im->arena, &one->run, &p->why);
        if (status == MILER_ERR_EMPTY ||
            (status == MILER_OK && !app_worth_keeping(recording, &one->run.activity))) {
            const bool route = (recording->flags & MILER_REC_NO_TIMES) != 0;
            *(route ? &p->all.routes : &p->all.nothing) += 1;
            continue;
        }
        p->judged = status != MILER_OK;
        if (p->judged) return judge_error(v, status, &p->why, err);
        p->measured_count++;
    }
    return MILER_OK;
}

// Files that are here already are most of what is given again: they are not read to the end.
static miler_status look_for_bytes(importer *im, pass *p, verdict *v, miler_error *err) {
    const miler_status status = find_same_bytes(im, v, err);
    p->here = status == MILER_OK && v->outcome == STORE_FILE_KNOWN;
    return status;
}

// One pass over the item. *again: its packed bytes cannot be kept as they came.
static miler_status read_once(importer *im, pass *p, verdict *v, bool *again, miler_error *err) {
    *again = false;
    miler_arena_reset(im->arena);
    const miler_file_format format = miler_formats_sniff(p->item->head, p->item->head_len);
    if (format == MILER_FORMAT_UNKNOWN) {
        p->judged = true;
        v->outcome = import_words_unknown(v->reason, sizeof v->reason, p->item->name, p->item->head,
                                          p->item->head_len);
        return MILER_OK;
    }
    miler_status status = boxed_reader_open(&p->reader, p->item->box, format, im->arena, &p->why);
    if (status != MILER_OK) {
        p->judged = true;
        return judge_error(v, status, &p->why, err);
    }
    bool salvaged;
    status = feed_all(im, p, v, &salvaged, err);
    if (status != MILER_OK || p->judged) return status;
    if (p->packed && !source_clean(p->item)) {
        *again = true;
        return MILER_OK;
    }
    if (salvaged) {
        char text[300];
        (void)snprintf(text, sizeof text, "%s; what could be read was saved", p->why.msg);
        warn(im, v, text);
    }
    status = look_for_bytes(im, p, v, err);
    if (status == MILER_OK && !p->here) status = finish_reader(p, v, err);
    return status != MILER_OK || p->judged || p->here ? status : measure_all(im, p, v, err);
}

// All that takes time; outside of a transaction.
static miler_status read_item(importer *im, source_item *item, pass *p, verdict *v, miler_error *err) {
    bool again = true;
    miler_status status = MILER_OK;
    for (int i = 0; i < 2 && again && status == MILER_OK; i++) {
        *p = (pass){.item = item};
        *v = (verdict){.outcome = STORE_FILE_FAILED};
        drop_writer(im);
        if (i == 1 && source_restart(item, &p->why) != MILER_OK) {
            p->judged = true;
            return judge_error(v, p->why.status, &p->why, err);
        }
        status = read_once(im, p, v, &again, err);
        boxed_reader_close(p->reader);
    }
    return status;
}

// Where nothing can be read any more, that is no fault of the file's: the import ends.
static miler_status still_reads(const importer *im, const verdict *v, miler_error *err) {
    if (v->outcome != STORE_FILE_FAILED || sandbox_stands(im->a->sandbox)) return MILER_OK;
    const miler_status status = miler_fail(err, MILER_ERR_IO, "the process that reads files is gone");
    miler_error_remedy(err, "start miler again and import once more: what was told as stored is there");
    return status;
}

static miler_status store_item(importer *im, pass *p, verdict *v, miler_error *err) {
    miler_status status = store_begin(im->a->store, err);
    if (status != MILER_OK || p->judged) return status;
    status = store_reading(im, p, v, err);
    if (status != MILER_OK) store_rollback(im->a->store);
    return status;
}

static miler_status take_file(void *user, source_item *item, miler_error *err) {
    importer *im = user;
    pass p;
    verdict v;
    miler_status status = begin_batch(im, err);
    if (status != MILER_OK) return status;
    status = read_item(im, item, &p, &v, err);
    if (status == MILER_OK && p.judged) status = still_reads(im, &v, err);
    if (status == MILER_OK) status = store_item(im, &p, &v, err);
    if (app_file_too_large(status, im->arena)) {
        v = (verdict){0};
        judge(&v, STORE_FILE_FAILED, APP_FILE_TOO_LARGE);
        status = store_begin(im->a->store, err);
    }
    drop_writer(im);
    return status == MILER_OK ? file_done(im, item, &v, err) : status;
}

static miler_status take_note(void *user, const source_item *item, source_trouble trouble, const char *reason,
                              miler_error *err) {
    importer *im = user;
    verdict v = {0};
    judge(&v, trouble == SOURCE_FAILED ? STORE_FILE_FAILED : STORE_FILE_SKIPPED, reason);
    miler_status status = begin_batch(im, err);
    if (status == MILER_OK) status = still_reads(im, &v, err);
    if (status == MILER_OK) status = store_begin(im->a->store, err);
    return status == MILER_OK ? file_done(im, item, &v, err) : status;
}

static bool is_store(void *user, const struct stat *file) {
    const importer *im = user;
    return store_holds(im->a->store, file);
}

// ---- The whole

static void free_importer(importer *im, const miler_alloc *alloc) {
    drop_writer(im);
    miler_arena_free(im->arena);
    miler_arena_free(im->texts);
    miler_resize(alloc, im, sizeof *im, 0);
}

miler_status app_import(app *a, const char *const *paths, size_t count, app_import_fn fn, void *user,
                        app_import_answer *answer, miler_error *err) {
    *answer = (app_import_answer){0};
    importer *im = miler_resize(a->alloc, NULL, 0, sizeof *im);
    if (im == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(im, 0, offsetof(importer, piece));
    im->a = a;
    im->fn = fn;
    im->fn_user = user;
    im->answer = answer;
    im->began_ms = app_now_ms(a);
    im->arena = miler_arena_new(a->alloc, MILER_ARENA_MAX);
    im->texts = miler_arena_new(a->alloc, TEXTS_MAX);
    const source_sink sink = {.user = im, .file = take_file, .note = take_note, .apart = is_store};
    miler_status status = MILER_OK;
    if (im->arena == NULL || im->texts == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK)
        status = sources_walk(paths, count, a->sandbox, a->alloc, &sink, &im->progress, err);
    // What was kept before something went wrong is told as well.
    const miler_status kept = end_batch(im, status == MILER_OK ? err : NULL);
    if (status == MILER_OK) status = kept;
    if (status == MILER_OK) {
        (void)tell(im, "", true);
        if (err != NULL) miler_error_clear(err); // of questions that were answered with no
    }
    free_importer(im, a->alloc);
    return status;
}
