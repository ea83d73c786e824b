// SPDX-License-Identifier: MIT
// Load: what was measured of each session, held against the fitness of its four
// weeks. Nothing that hangs on fitness is kept, so a result entered today puts
// the weeks before it right as well.
#include "app/app_load.h"

#include "app/run_measure.h"

#include <string.h>

#define BLOCK_DAYS 28      // fitness is told once for so many days: it moves by less than it is sure
#define CHUNK_DAYS 364     // evidence is gathered once for so many days; it reaches 18 months back
#define LOOK_BACK_DAYS 252 // six times the 42 days of the long mean: 0.2 % of it are older
#define USUAL_DAYS 28
#define TOLD_SD 0.02      // a threshold pace by hand, from one test to the next [engineering estimate]
#define TRAINING_SD 0.06  // who is known from training alone may be so much faster [engineering estimate]
#define WHOLE_FROM_M 1500 // a shorter file is a rep or a stride that was recorded by itself
#define BATCH 64          // sessions that wait for the disk together

// ---- Fitness over time

typedef struct known {
    bool is_known;
    bool foretells; // races: not where training alone says what it knows, nor before it was known
    miler_fitness fitness;
} known;

typedef struct fitness_book {
    int32_t first_day;
    known *blocks;
    size_t count;
} fitness_book;

typedef struct chunk {
    int32_t until;
    miler_evidence *list;
    size_t count;
} chunk;

// The evidence up to the end of the year (counted back from today) that `day` is in.
static miler_status evidence_for(app *a, int32_t day, miler_arena *arena, chunk *c, miler_error *err) {
    const int32_t until = a->today - (a->today - day) / CHUNK_DAYS * CHUNK_DAYS;
    if (until == c->until) return MILER_OK;
    app then = *a;
    then.today = until;
    c->until = until;
    const miler_status status = app_fitness_evidence(&then, arena, &c->list, &c->count, err);
    a->left_out = then.left_out;
    return status;
}

static miler_status know(app *a, const chunk *c, int32_t day, known *out, miler_error *err) {
    miler_error none = {0};
    const miler_status status =
        miler_fitness_estimate(&a->athlete, c->list, c->count, day, &out->fitness, &none);
    out->is_known = status == MILER_OK;
    out->foretells = out->is_known && !out->fitness.only_training;
    if (status == MILER_OK || status == MILER_ERR_EMPTY) return MILER_OK;
    if (err != NULL) *err = none;
    return status;
}

// Blocks of four weeks, the last of them ending today; not `all`: that of `since` alone.
static miler_status book_open(app *a, int32_t since, bool all, miler_arena *arena, fitness_book *out,
                              miler_error *err) {
    chunk c = {.until = MILER_NO_DAY};
    out->count = since <= a->today ? (size_t)((a->today - since) / BLOCK_DAYS) + 1 : 1;
    out->first_day = a->today - (int32_t)out->count * BLOCK_DAYS + 1;
    out->blocks = miler_arena_array(arena, out->count, sizeof *out->blocks);
    if (out->blocks == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = MILER_OK;
    size_t done = 0;
    while (status == MILER_OK && done < out->count && (all || done == 0 || !out->blocks[done - 1].is_known)) {
        const int32_t last = out->first_day + (int32_t)(done + 1) * BLOCK_DAYS - 1;
        status = evidence_for(a, last, arena, &c, err);
        if (status == MILER_OK) status = know(a, &c, last, &out->blocks[done++], err);
    }
    // Before anything was known, the first that is known has to do.
    for (size_t i = done; i-- > 1;)
        if (!out->blocks[i - 1].is_known) {
            out->blocks[i - 1] = out->blocks[i];
            out->blocks[i - 1].foretells = false;
        }
    return status;
}

static const known *book_at(const fitness_book *book, int32_t day) {
    const int32_t at = day > book->first_day ? (day - book->first_day) / BLOCK_DAYS : 0;
    return &book->blocks[(size_t)at < book->count ? (size_t)at : book->count - 1];
}

// ---- The runner of a day

// The pace at threshold, as it is known on that day: by hand from the day of the test on.
static void threshold_of(const miler_athlete *athlete, const known *k, int32_t day, miler_load_runner *out) {
    const bool holds = athlete->paces_day == MILER_NO_DAY || day >= athlete->paces_day;
    const miler_fitness *f = &k->fitness;
    if (!k->is_known) {
        const bool told = holds && athlete->paces.threshold_mps > 0;
        out->threshold_mps = told ? athlete->paces.threshold_mps : (double)NAN;
        out->threshold_sd = told ? TOLD_SD : (double)NAN;
        return;
    }
    out->threshold_mps = holds ? f->threshold_mps : f->computed[MILER_ZONE_THRESHOLD].target_mps;
    out->threshold_sd =
        holds && f->paces.threshold_mps > 0 ? TOLD_SD : hypot(f->sd_log, f->only_training ? TRAINING_SD : 0);
}

static void runner_of(const app *a, const fitness_book *book, int32_t day, miler_load_runner *out) {
    const known *k = book_at(book, day);
    const int age = miler_athlete_age(&a->athlete, day);
    *out = (miler_load_runner){.sex = a->athlete.sex,
                               .hr_max_bpm = a->athlete.hr_max_bpm,
                               .hr_rest_bpm = a->athlete.hr_rest_bpm,
                               .hr_threshold_bpm = a->athlete.hr_threshold_bpm};
    threshold_of(&a->athlete, k, day, out);
    if (!(out->hr_max_bpm > 0)) {
        out->hr_max_bpm = miler_hr_max_tanaka(age);
        out->hr_max_guessed = true;
    }
}

// How near a race: time foretold / time run, over that distance.
static double share_of(const known *k, double dist_m, double time_s) {
    miler_estimate e;
    if (!k->foretells || !(time_s > 0) || !miler_fitness_at(&k->fitness, dist_m, &e)) return NAN;
    return e.time_s / time_s;
}

static void load_of(const app *a, const fitness_book *book, const store_load *row, double usual_s,
                    miler_load *out) {
    miler_load_runner runner;
    runner_of(a, book, row->day, &runner);
    const known *k = book_at(book, row->day);
    runner.usual_run_s = usual_s;
    runner.race_told = row->race_told;
    runner.kind_told = row->kind_told;
    runner.kind = row->kind;
    // fmax passes over NaN. A file may be the race alone, and by GPS a little short of its distance.
    runner.trial_share = fmax(share_of(k, MILER_MILE_M, row->mile_s), share_of(k, 5000, row->five_s));
    const double run_m = miler_load_run_m(&row->parts);
    if (run_m >= WHOLE_FROM_M)
        runner.trial_share = fmax(runner.trial_share, share_of(k, run_m, row->parts.timer_s));
    const miler_load_effort effort = {.rpe = row->effort_rpe}; // NaN where none was told: passed over
    miler_load_session(&row->parts, &runner, &effort, out);
}

// So far beyond everything else that it was hardly run: no distance either. What only lacks support was.
static bool doubted(const known *k, int64_t id) {
    const miler_fitness *f = &k->fitness;
    for (size_t i = 0; k->is_known && i < f->doubted_count && i < MILER_DOUBTED_MAX; i++)
        if (f->doubted[i].far && f->doubted[i].evidence.source_id == id) return true;
    return false;
}

static bool is_run(const store_load *row) {
    return row->parts.sport == MILER_SPORT_RUNNING;
}

// Mean time of the runs of the four weeks before; the window follows the rows.
typedef struct usual {
    size_t from, to;
    double time_s;
    int32_t runs;
} usual;

static double usual_before(usual *u, const store_load *rows, size_t at) {
    for (; u->to < at && rows[u->to].day < rows[at].day; u->to++)
        if (is_run(&rows[u->to]) && rows[u->to].parts.timer_s > 0) {
            u->time_s += rows[u->to].parts.timer_s;
            u->runs++;
        }
    for (; u->from < u->to && rows[u->from].day < rows[at].day - USUAL_DAYS; u->from++)
        if (is_run(&rows[u->from]) && rows[u->from].parts.timer_s > 0) {
            u->time_s -= rows[u->from].parts.timer_s;
            u->runs--;
        }
    return u->runs > 0 ? u->time_s / u->runs : (double)NAN;
}

// ---- Measuring what was not

// What a file is to blame for. Where no process could be had to read it, or no memory was left, it is read the
// next time.
static bool of_the_file(miler_status status, const miler_arena *own) {
    return status == MILER_ERR_FORMAT || status == MILER_ERR_UNSUPPORTED || status == MILER_ERR_EMPTY ||
           status == MILER_ERR_LIMIT || status == MILER_ERR_RANGE || status == MILER_ERR_STORE ||
           app_file_too_large(status, own);
}

// In its own transaction, which begins when all is read. Somebody else may have measured the run meanwhile, put
// it right, or taken it away: then theirs holds.
static miler_status put_one(app *a, int64_t id, const run_measured *measured, miler_error *err) {
    static const miler_load_parts none = {.ngp_mps = NAN};
    bool lacks;
    miler_status status = store_begin(a->store, err);
    if (status != MILER_OK) return status;
    status = store_load_lacks(a->store, id, RUN_LOAD_VERSION, &lacks, err);
    if (status == MILER_OK && lacks)
        status = measured != NULL ? run_measured_put_derived(a, id, measured, err)
                                  // Not tried again by this version (miler rebuild tries).
                                  : store_load_put(a->store, id, -RUN_LOAD_VERSION, &none, err);
    return app_end(a, status, err);
}

static miler_status measure_one(app *a, int64_t id, miler_arena *own, miler_error *err) {
    app_run run;
    run_measured measured;
    miler_error one = {0};
    bool lacks;
    miler_status status = store_load_lacks(a->store, id, RUN_LOAD_VERSION, &lacks, err);
    if (status != MILER_OK || !lacks) return status;
    status = app_run_get(a, id, own, &run, &one);
    if (status == MILER_OK) status = run_measure(a, id, &run.recording, own, &measured, &one);
    if (status == MILER_OK) return put_one(a, id, &measured, err);
    // One damaged original must not keep the others from being measured.
    if (of_the_file(status, own)) return put_one(a, id, NULL, err);
    if (!app_of_machine(status) || status == MILER_ERR_BUSY) return MILER_OK;
    if (err != NULL) *err = one;
    return status;
}

// Those of *done and after that wait for the disk together.
static miler_status measure_batch(app *a, const int64_t *ids, size_t count, size_t *done, miler_arena *own,
                                  app_progress *progress, miler_error *err) {
    miler_status status = store_batch_begin(a->store, err);
    if (status != MILER_OK) return status;
    const size_t from = *done;
    while (status == MILER_OK && *done < count && *done - from < BATCH) {
        status = measure_one(a, ids[(*done)++], own, err);
        miler_arena_reset(own);
        progress->done++;
        if (status == MILER_OK && !app_tell(a, progress))
            status = miler_fail(err, MILER_ERR_CANCELLED, "stopped");
    }
    const miler_status kept = store_batch_end(a->store, status == MILER_OK ? err : NULL);
    return status == MILER_OK ? kept : status;
}

static miler_status measure_missing(app *a, miler_arena *arena, miler_error *err) {
    int64_t *ids;
    size_t count;
    if (a->read_ahead) return MILER_OK;
    miler_status status =
        store_load_missing(a->store, a->athlete_id, RUN_LOAD_VERSION, arena, &ids, &count, err);
    if (status != MILER_OK || count == 0 || store_read_only(a->store)) return status;
    miler_arena *own = miler_arena_new(a->alloc, 0);
    if (own == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    app_progress progress = {.what = "read", .total = count, .start_ms = app_now_ms(a), .current = ""};
    for (size_t done = 0; status == MILER_OK && done < count;)
        status = measure_batch(a, ids, count, &done, own, &progress, err);
    miler_arena_free(own);
    return status;
}

miler_status app_load_read(app *a, miler_arena *arena, miler_error *err) {
    return measure_missing(a, arena, err);
}

// ---- Answers

static void count_shown(const store_load *row, const miler_load_entry *e, bool is_doubted,
                        app_load_answer *answer) {
    const miler_load_basis basis = e->load.basis;
    answer->sessions++;
    answer->unread += !row->measured;
    answer->rides += is_run(row) && !e->run && basis == MILER_LOAD_BY_NONE;
    answer->doubted += e->run && is_doubted;
    answer->outranked += row->effort_rpe > 0 && (basis == MILER_LOAD_BY_PACE || basis == MILER_LOAD_BY_HR);
}

static miler_status take_entries(app *a, const fitness_book *book, const store_load *rows, size_t count,
                                 int32_t shown_from, miler_arena *arena, miler_load_entry **out,
                                 size_t *out_count, app_load_answer *answer, miler_error *err) {
    usual u = {0};
    *out_count = 0;
    *out = miler_arena_array(arena, count + 1, sizeof **out);
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const store_load *row = &rows[i];
        if (row->parts.sport == MILER_SPORT_TRANSITION) continue;
        miler_load_entry *e = &(*out)[(*out_count)++];
        const bool is_doubted = doubted(book_at(book, row->day), row->activity_id);
        *e = (miler_load_entry){.day = row->day,
                                .dist_m = is_doubted ? 0 : miler_load_run_m(&row->parts),
                                .time_s = row->parts.timer_s};
        load_of(a, book, row, usual_before(&u, rows, i), &e->load);
        e->run = is_run(row) && e->load.kind != MILER_LOAD_CROSS;
        if (row->day >= shown_from) count_shown(row, e, is_doubted, answer);
    }
    return MILER_OK;
}

miler_status app_load(app *a, int32_t weeks, miler_arena *arena, app_load_answer *out, miler_error *err) {
    *out = (app_load_answer){.today = a->today, .hr_rest_told = a->athlete.hr_rest_bpm > 0};
    if (weeks < 1 || weeks > MILER_LOAD_WEEKS_MAX)
        return miler_fail(err, MILER_ERR_ARG, "1 to %d weeks", MILER_LOAD_WEEKS_MAX);
    const int32_t shown_from = a->today - miler_weekday(a->today) - 7 * (weeks - 1);
    const int32_t since = shown_from - LOOK_BACK_DAYS;
    store_load *rows;
    size_t count;
    miler_load_entry *entries;
    size_t entry_count;
    fitness_book book;
    miler_status status = measure_missing(a, arena, err);
    if (status == MILER_OK)
        status = store_load_list(a->store, a->athlete_id, RUN_LOAD_VERSION, since, a->today, arena, &rows,
                                 &count, err);
    if (status != MILER_OK) return status;
    status = book_open(a, count > 0 ? rows[0].day : a->today, true, arena, &book, err);
    if (status == MILER_OK)
        status = take_entries(a, &book, rows, count, shown_from, arena, &entries, &entry_count, out, err);
    if (status != MILER_OK) return status;
    runner_of(a, &book, a->today, &out->now);
    out->count = (size_t)weeks;
    out->weeks = miler_arena_array(arena, out->count, sizeof *out->weeks);
    if (out->weeks == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return miler_load_weeks(entries, entry_count, a->today, out->weeks, out->count, &out->view, err);
}

// Those alone that are listed and were never measured; the rows are read anew then.
static miler_status measure_rows(app *a, const store_load *rows, size_t count, miler_arena *arena, bool *any,
                                 miler_error *err) {
    int64_t *ids = miler_arena_array(arena, count + 1, sizeof *ids);
    miler_arena *own = miler_arena_new(a->alloc, 0);
    size_t n = 0;
    miler_status status = MILER_OK;
    if (ids == NULL || own == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (!rows[i].measured && is_run(&rows[i])) ids[n++] = rows[i].activity_id;
    *any = n > 0 && !store_read_only(a->store) && !a->read_ahead;
    app_progress progress = {.what = "read", .total = n, .start_ms = app_now_ms(a), .current = ""};
    for (size_t done = 0; *any && status == MILER_OK && done < n;)
        status = measure_batch(a, ids, n, &done, own, &progress, err);
    miler_arena_free(own);
    return status;
}

miler_status app_load_runs(app *a, const miler_fitness *fitness, int32_t since_day, miler_arena *arena,
                           app_load_run **out, size_t *out_count, miler_error *err) {
    known now = {.is_known = true, .fitness = *fitness};
    const fitness_book book = {.first_day = since_day, .blocks = &now, .count = 1};
    store_load *rows;
    size_t count;
    bool again;
    *out_count = 0;
    miler_status status = store_load_list(a->store, a->athlete_id, RUN_LOAD_VERSION, since_day, a->today,
                                          arena, &rows, &count, err);
    if (status == MILER_OK) status = measure_rows(a, rows, count, arena, &again, err);
    if (status == MILER_OK && again)
        status = store_load_list(a->store, a->athlete_id, RUN_LOAD_VERSION, since_day, a->today, arena, &rows,
                                 &count, err);
    if (status != MILER_OK) return status;
    *out = miler_arena_array(arena, count + 1, sizeof **out);
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const miler_load_parts *p = &rows[i].parts;
        miler_load load;
        load_of(a, &book, &rows[i], (double)NAN, &load);
        if (!is_run(&rows[i]) || load.kind == MILER_LOAD_CROSS || doubted(&now, rows[i].activity_id))
            continue;
        const double run_m = miler_load_run_m(p);
        (*out)[(*out_count)++] =
            (app_load_run){rows[i].activity_id, rows[i].day, run_m, p->timer_s, run_m >= p->dist_m};
    }
    return MILER_OK;
}

miler_status app_load_one(app *a, const app_run *run, miler_arena *arena, miler_load *out, miler_error *err) {
    const int32_t day = run->run.day != MILER_NO_DAY ? run->run.day : a->today;
    store_load mine = {.day = day, .mile_s = NAN, .five_s = NAN, .effort_rpe = NAN};
    store_load *rows;
    size_t count;
    size_t at;
    usual u = {0};
    fitness_book book;
    miler_status status = store_load_list(a->store, a->athlete_id, RUN_LOAD_VERSION, day - USUAL_DAYS, day,
                                          arena, &rows, &count, err);
    if (status == MILER_OK) status = book_open(a, day, false, arena, &book, err);
    if (status != MILER_OK) return status;
    for (at = 0; at < count && rows[at].activity_id != run->run.id; at++)
        ;
    const double usual_s = at < count ? usual_before(&u, rows, at) : (double)NAN;
    if (at < count) mine = rows[at];
    if (!mine.measured) status = miler_load_measure(&run->activity, arena, &mine.parts, err);
    if (status == MILER_OK) load_of(a, &book, &mine, usual_s, out);
    return status;
}
