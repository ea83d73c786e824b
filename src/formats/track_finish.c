// SPDX-License-Identifier: MIT
// The end of a TCX or GPX file: parts become recordings. Their summaries are
// made of what the laps state, and of the samples where they state nothing.
#include "formats/track_rows.h"

#include <string.h>

// One activity cut into several tracks by an app or a lost signal: they follow
// one another within this time. [engineering estimate: a coffee, not a second run]
#define SAME_ACTIVITY_MS (30 * 60 * 1000)

// Mean cadence from which both feet were counted. 120 strides a minute would be
// 240 steps, more than any runner keeps up; walkers take 90 to 140 steps, so
// that 80 strides, 160 steps, are none of theirs. [engineering estimates]
#define RUN_BOTH_FEET_SPM 120
#define WALK_BOTH_FEET_SPM 80

// Laps that a watch cuts by itself, m, and how far from it they end: a sample's
// way and the difference between counted and stated distance, as seen in apps.
static const double auto_lap_m[] = {500, 1000, MILER_MILE_M / 2, MILER_MILE_M, 2000, 5000};
#define AUTO_LAP_SHARE 0.01

static double seconds(int64_t from_ms, int64_t to_ms) {
    return (double)(to_ms - from_ms) / 1000;
}

// ---- Laps

static void state_nothing(miler_summary *sum) {
    int64_t start_ms = sum->start_ms;
    *sum = fill_no_summary();
    sum->start_ms = start_ms;
}

// A lap without a start, or with one of another day than its points, starts
// with them. False: some lap has neither, and then they stay as they came.
static bool find_starts(track_lap *laps, size_t count) {
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        int64_t *start_ms = &laps[i].lap.sum.start_ms;
        bool points = laps[i].first_ms != MILER_NO_TIME;
        if (points && (*start_ms == MILER_NO_TIME || track_apart(*start_ms, laps[i].first_ms)))
            *start_ms = laps[i].first_ms;
        all = all && *start_ms != MILER_NO_TIME;
    }
    return all;
}

// What a lap does not state, from its points, and how long it took by the clock.
static void complete_lap(track_lap *lap, const track_lap *before, const track_lap *next) {
    miler_summary *sum = &lap->lap.sum;
    if (lap->cut) state_nothing(sum);
    if (sum->start_ms == MILER_NO_TIME) return;
    double elapsed_s = lap->last_ms != MILER_NO_TIME && lap->last_ms > sum->start_ms
                           ? seconds(sum->start_ms, lap->last_ms)
                           : 0;
    int64_t next_ms = next == NULL                              ? MILER_NO_TIME
                      : next->lap.sum.start_ms != MILER_NO_TIME ? next->lap.sum.start_ms
                                                                : next->first_ms;
    if (next_ms != MILER_NO_TIME && next_ms > sum->start_ms) elapsed_s = seconds(sum->start_ms, next_ms);
    sum->elapsed_s = sum->timer_s > elapsed_s ? sum->timer_s : elapsed_s;
    if (isnan(sum->timer_s)) sum->timer_s = sum->elapsed_s;
    double from_m = before != NULL && !isnan(before->last_m) ? before->last_m : lap->first_m;
    // 0 m is what some write indoors although the samples count on.
    if ((isnan(sum->dist_m) || sum->dist_m == 0) && lap->last_m > from_m) sum->dist_m = lap->last_m - from_m;
    if (isnan(sum->avg_speed_mps) && sum->timer_s > 0)
        sum->avg_speed_mps = (float)(sum->dist_m / sum->timer_s);
}

static bool near_distance(double dist_m, double auto_m) {
    return fabs(dist_m - auto_m) <= auto_m * AUTO_LAP_SHARE;
}

// "Manual" is written for auto laps too [VENDOR: Garmin Connect, phones], and
// for the last lap, which the end of the activity ended.
static void settle_triggers(miler_lap *laps, size_t count) {
    for (size_t k = 0; count > 2 && k < sizeof auto_lap_m / sizeof auto_lap_m[0]; k++) {
        bool all = true;
        for (size_t i = 0; all && i + 1 < count; i++)
            all = laps[i].trigger == MILER_TRIGGER_MANUAL && near_distance(laps[i].sum.dist_m, auto_lap_m[k]);
        for (size_t i = 0; all && i + 1 < count; i++)
            laps[i].trigger = MILER_TRIGGER_DISTANCE;
    }
    if (count != 0 && laps[count - 1].trigger <= MILER_TRIGGER_MANUAL)
        laps[count - 1].trigger = MILER_TRIGGER_END;
}

static void multiply_cadence(miler_summary *sum, float factor) {
    sum->avg_cadence_spm *= factor;
    sum->max_cadence_spm *= factor;
}

static bool deal_laps(track_book *book, const track_part *part, miler_recording *r, float cadence_factor) {
    if (part->lap_count == 0) return true;
    fill_list mine = {.items = (track_lap *)book->laps.items + part->first_lap, .count = part->lap_count};
    if (find_starts(mine.items, mine.count) && !fill_sort_by_start(&mine, sizeof(track_lap), book->arena))
        return false;
    track_lap *laps = mine.items;
    r->laps = miler_arena_array(book->arena, part->lap_count, sizeof *r->laps);
    if (r->laps == NULL) return false;
    r->lap_count = part->lap_count;
    for (size_t i = 0; i < part->lap_count; i++) {
        complete_lap(&laps[i], i != 0 ? &laps[i - 1] : NULL, i + 1 < part->lap_count ? &laps[i + 1] : NULL);
        r->laps[i] = laps[i].lap;
        multiply_cadence(&r->laps[i].sum, cadence_factor);
        if (laps[i].cut) r->flags |= MILER_REC_NO_SUMMARY;
    }
    settle_triggers(r->laps, r->lap_count);
    return true;
}

// ---- Summaries

// Mean of what laps state, each for its time; and the highest.
typedef struct mean {
    double sum, weight;
} mean;

static void add_to_mean(mean *m, float value, double weight) {
    if (isnan(value) || !(weight > 0)) return;
    m->sum += (double)value * weight;
    m->weight += weight;
}

static float mean_of(const mean *m) {
    return m->weight > 0 ? (float)(m->sum / m->weight) : NAN;
}

static void raise_to(float *top, float value) {
    if (!(value <= *top) && !isnan(value)) *top = value;
}

static void add_up(double *sum, double value) {
    if (!isnan(value)) *sum = isnan(*sum) ? value : *sum + value;
}

static void sum_of_laps(miler_recording *r) {
    miler_summary *sum = &r->session;
    mean hr = {0};
    mean cadence = {0};
    mean power = {0};
    double calories = NAN;
    for (size_t i = 0; i < r->lap_count; i++) {
        const miler_summary *lap = &r->laps[i].sum;
        add_up(&sum->timer_s, lap->timer_s);
        add_up(&sum->dist_m, lap->dist_m);
        add_up(&calories, (double)lap->calories_kcal);
        add_to_mean(&hr, lap->avg_hr_bpm, lap->timer_s);
        add_to_mean(&cadence, lap->avg_cadence_spm, lap->timer_s);
        add_to_mean(&power, lap->avg_power_w, lap->timer_s);
        raise_to(&sum->max_hr_bpm, lap->max_hr_bpm);
        raise_to(&sum->max_cadence_spm, lap->max_cadence_spm);
        raise_to(&sum->max_speed_mps, lap->max_speed_mps);
    }
    sum->calories_kcal = (float)calories;
    sum->avg_hr_bpm = mean_of(&hr);
    sum->avg_cadence_spm = mean_of(&cadence);
    sum->avg_power_w = mean_of(&power);
}

static int64_t earlier(int64_t a_ms, int64_t b_ms) {
    return a_ms == MILER_NO_TIME || (b_ms != MILER_NO_TIME && b_ms < a_ms) ? b_ms : a_ms;
}

// Time that lies between two segments.
static double between_segments_s(const miler_samples *s) {
    double sum = 0;
    for (size_t i = 1; s->segment_start != NULL && i < s->count; i++)
        if (s->segment_start[i] != 0) sum += seconds(s->t_ms[i - 1], s->t_ms[i]);
    return sum;
}

static double last_number(const double *column, size_t count) {
    for (size_t i = count; column != NULL && i > 0; i--)
        if (!isnan(column[i - 1])) return column[i - 1];
    return (double)NAN;
}

static void summarise(miler_recording *r, const track_part *part) {
    const miler_samples *s = &r->samples;
    miler_summary *sum = &r->session;
    *sum = fill_no_summary();
    if (r->lap_count == 0) r->flags |= MILER_REC_NO_SUMMARY;
    sum_of_laps(r);
    int64_t first_ms = s->t_ms != NULL ? s->t_ms[0] : MILER_NO_TIME;
    int64_t last_ms = s->t_ms != NULL ? s->t_ms[s->count - 1] : MILER_NO_TIME;
    sum->start_ms = earlier(r->lap_count != 0 ? r->laps[0].sum.start_ms : MILER_NO_TIME, first_ms);
    if (sum->start_ms == MILER_NO_TIME) sum->start_ms = part->stated_start_ms;
    if (r->lap_count != 0) {
        const miler_summary *lap = &r->laps[r->lap_count - 1].sum;
        int64_t end_ms = lap->start_ms == MILER_NO_TIME || isnan(lap->elapsed_s)
                             ? MILER_NO_TIME
                             : lap->start_ms + llround(lap->elapsed_s * 1000);
        if (end_ms > last_ms) last_ms = end_ms; // MILER_NO_TIME is the lowest
    }
    if (sum->start_ms != MILER_NO_TIME && last_ms >= sum->start_ms)
        sum->elapsed_s = seconds(sum->start_ms, last_ms);
    if (s->t_ms != NULL && isnan(sum->timer_s)) sum->timer_s = sum->elapsed_s - between_segments_s(s);
    double counted_m = last_number(s->dist_m, s->count);
    if (isnan(sum->dist_m) || sum->dist_m == 0) sum->dist_m = isnan(counted_m) ? sum->dist_m : counted_m;
    fill_averages(sum, s);
}

// ---- Cadence

static float stated_cadence(const track_book *book, const track_part *part) {
    const track_lap *laps = book->laps.items;
    for (size_t i = part->first_lap; i < part->first_lap + part->lap_count; i++)
        if (laps[i].lap.sum.avg_cadence_spm > 0) return laps[i].lap.sum.avg_cadence_spm;
    return 0;
}

// 2 where one leg was counted, 1 where both were or where it is no running.
static float cadence_factor(track_book *book, const track_part *part, const miler_samples *s) {
    if (!fill_counts_strides(part->sport)) return 1;
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; s->cadence_spm != NULL && i < s->count; i++)
        if (s->cadence_spm[i] > 0) {
            sum += (double)s->cadence_spm[i];
            n++;
        }
    double mean_spm = n != 0 ? sum / (double)n : (double)stated_cadence(book, part);
    double both_feet_spm = part->sport == MILER_SPORT_RUNNING ? RUN_BOTH_FEET_SPM : WALK_BOTH_FEET_SPM;
    if (mean_spm < both_feet_spm) return 2;
    track_note(book, "its cadence of %.0f counts both feet already", mean_spm);
    return 1;
}

// ---- Distance

// OpenTracks writes the way since the point before as `distance` into GPX,
// others the way from the start [VENDOR]: only the latter never falls.
static void drop_distance_that_falls(track_book *book, miler_samples *s) {
    double most = 0;
    for (size_t i = 0; s->dist_m != NULL && i < s->count; i++) {
        if (s->dist_m[i] < most) {
            s->dist_m = NULL;
            track_note(book, "distances that do not count from the start were left out");
        } else if (s->dist_m[i] > most) {
            most = s->dist_m[i];
        }
    }
}

// ---- Recordings

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

// Tracks of one sport and name that follow one another are one activity: each
// further one is a segment of it.
static void join_parts(track_book *book, uint8_t *segment_start) {
    track_part *parts = book->parts.items;
    size_t kept = 0;
    for (size_t i = 0; i < book->parts.count; i++) {
        if (parts[i].end_row == parts[i].first_row && parts[i].lap_count == 0) continue; // an empty track
        track_part *last = kept != 0 ? &parts[kept - 1] : NULL;
        bool follows = last != NULL && book->format == MILER_FORMAT_GPX && last->timed != 0 &&
                       parts[i].timed != 0 && parts[i].first_ms >= last->last_ms &&
                       parts[i].first_ms - last->last_ms <= SAME_ACTIVITY_MS;
        if (follows && last->sport == parts[i].sport && last->sub_sport == parts[i].sub_sport &&
            same_text(last->name, parts[i].name)) {
            segment_start[parts[i].first_row] = 1;
            last->end_row = parts[i].end_row;
            last->last_ms = parts[i].last_ms;
            last->timed += parts[i].timed;
        } else {
            parts[kept++] = parts[i];
        }
    }
    book->parts.count = kept;
}

static void note_order(track_book *book, const track_order *order, miler_recording *r) {
    if (order->reordered) {
        r->flags |= MILER_REC_TIME_REORDERED;
        track_note(book, "samples went back in time and were put in order");
    }
    if (order->untimed != 0) track_note(book, "samples without a time, left out: %zu", order->untimed);
    if (order->astray != 0)
        track_note(book, "samples with the time of another day, left out: %zu", order->astray);
    if (order->no_times) r->flags |= MILER_REC_NO_TIMES;
}

static bool make_recording(track_book *book, const miler_samples *all, const track_part *part,
                           miler_recording *r) {
    r->format = book->format;
    r->sport = part->sport;
    r->sub_sport = part->sub_sport;
    r->name = part->name;
    r->device = part->device;
    r->has_utc_offset = book->clock.has_offset;
    r->utc_offset_s = book->clock.offset_s;
    r->user_weight_kg = r->user_max_hr_bpm = r->user_threshold_hr_bpm = r->user_resting_hr_bpm = NAN;
    miler_samples s = fill_slice(all, part->first_row, part->end_row);
    track_order order;
    if (!track_put_in_order(book, &s, &order)) return false;
    note_order(book, &order, r);
    if (book->format == MILER_FORMAT_GPX) drop_distance_that_falls(book, &s);
    float factor = cadence_factor(book, part, &s);
    for (size_t i = 0; s.cadence_spm != NULL && factor > 1 && i < s.count; i++)
        s.cadence_spm[i] *= factor;
    r->samples = s;
    if (!deal_laps(book, part, r, factor)) return false;
    summarise(r, part);
    return true;
}

static void note_flaw(track_book *book, const track_flaw *flaw, const char *what) {
    if (flaw->count == 0) return;
    track_note(book, "%s: %zu, the first in line %u", what, flaw->count, (unsigned)flaw->line);
}

static void note_file(track_book *book) {
    const xml_damage *damage = xml_damage_of(book->xml);
    if (damage->found && !damage->after) book->flags |= MILER_REC_TRUNCATED;
    if (damage->found && damage->early)
        track_note(book, "the file ends early, in line %u", (unsigned)damage->line);
    else if (damage->found)
        track_note(book, "%s in line %u, column %u: what follows could not be read", damage->what,
                   (unsigned)damage->line, (unsigned)damage->column);
    note_flaw(book, &book->bad_time, "times that cannot be read");
    note_flaw(book, &book->bad_place, "places that are not on Earth");
    note_flaw(book, &book->bad_number, "numbers that cannot be true");
    note_flaw(book, &book->empty, "points with nothing in them");
    if (book->full) {
        book->flags |= MILER_REC_LIMIT;
        track_note(book, "more than %zu samples: the rest is left out", book->rows);
    }
}

static bool say(track_book *book, miler_recording *recordings, size_t count) {
    const xml_damage *damage = xml_damage_of(book->xml);
    uint64_t lost =
        damage->found && !damage->early && book->fed > damage->offset ? book->fed - damage->offset : 0;
    char *notes = book->notes.len != 0 ? miler_arena_dup(book->arena, miler_buf_text(&book->notes)) : NULL;
    for (size_t i = 0; i < count; i++) {
        recordings[i].flags |= book->flags;
        recordings[i].lost_bytes = lost;
        recordings[i].notes = notes;
    }
    return !miler_arena_failed(book->arena) && !book->failed;
}

miler_status track_finish(track_book *book, miler_reading *out, miler_error *err) {
    miler_samples all;
    note_file(book);
    bool sound = !book->failed && track_flatten(book, &all);
    if (sound) join_parts(book, all.segment_start);
    size_t count = sound ? book->parts.count : 0;
    miler_recording *recordings =
        count != 0 ? miler_arena_array(book->arena, count, sizeof *recordings) : NULL;
    if (count != 0 && recordings == NULL) sound = false;
    for (size_t i = 0; sound && i < count; i++)
        sound = make_recording(book, &all, (track_part *)book->parts.items + i, &recordings[i]);
    if (!sound || !say(book, recordings, count)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    out->recordings = recordings;
    out->recording_count = count;
    return MILER_OK;
}
