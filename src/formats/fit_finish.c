// SPDX-License-Identifier: MIT
// The end of one file of the chain: rows become columns, and sessions, laps and
// events are dealt out to one recording per session. What belongs to which is
// told by time, not by order in the file, since watches write summaries first
// or last as they like; a lap's or session's own timestamp is when it was
// written, so only its start counts.
#include "formats/fit.h"

static double seconds(int64_t from_ms, int64_t to_ms) {
    return (double)(to_ms - from_ms) / 1000;
}

// ---- What a session lacks, from the rows

static double last_number(const double *column, size_t count) {
    for (size_t i = count; column != NULL && i > 0; i--)
        if (!isnan(column[i - 1])) return column[i - 1];
    return (double)NAN;
}

static double first_number(const double *column, size_t count) {
    for (size_t i = 0; column != NULL && i < count; i++)
        if (!isnan(column[i])) return column[i];
    return (double)NAN;
}

// Time between a stop and the next start inside [start, end].
static double stopped_s(const miler_timer_event *events, size_t count, int64_t start_ms, int64_t end_ms) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (events[i].start) continue;
        int64_t from = events[i].t_ms > start_ms ? events[i].t_ms : start_ms;
        int64_t to = i + 1 < count && events[i + 1].t_ms < end_ms ? events[i + 1].t_ms : end_ms;
        if (to > from) sum += seconds(from, to);
    }
    return sum;
}

// Fills what is absent in the summary of these rows; what the watch said stays.
// `part`: the rows are a part of a recording, whose distance began before them.
static void complete(miler_summary *sum, const miler_samples *s, const fit_facts *facts, bool part) {
    if (s->count != 0 && s->t_ms != NULL) {
        if (sum->start_ms == MILER_NO_TIME) sum->start_ms = s->t_ms[0];
        int64_t end_ms = s->t_ms[s->count - 1];
        if (isnan(sum->elapsed_s))
            sum->elapsed_s = end_ms > sum->start_ms ? seconds(sum->start_ms, end_ms) : 0;
    }
    if (isnan(sum->timer_s) && !isnan(sum->elapsed_s) && sum->start_ms != MILER_NO_TIME) {
        int64_t end_ms = sum->start_ms + (int64_t)(sum->elapsed_s * 1000);
        sum->timer_s =
            sum->elapsed_s - stopped_s(facts->events.items, facts->events.count, sum->start_ms, end_ms);
    }
    if (isnan(sum->dist_m)) {
        double before = part ? first_number(s->dist_m, s->count) : 0;
        sum->dist_m = last_number(s->dist_m, s->count) - before;
    }
}

// Steps a minute of both feet, from what the watch counts of one.
static void double_cadence(miler_summary *sum) {
    sum->avg_cadence_spm *= 2;
    sum->max_cadence_spm *= 2;
}

// Positions from gps metadata, second by second, where records have none.
static bool places_from_fixes(fit_reader *f, miler_samples *s) {
    const fill_list *fixes = &f->facts.fixes;
    if (f->rows.any_position || fixes->count == 0 || s->t_ms == NULL) return true;
    s->lat_deg = miler_arena_array(f->arena, s->count, sizeof *s->lat_deg);
    s->lon_deg = miler_arena_array(f->arena, s->count, sizeof *s->lon_deg);
    if (s->lat_deg == NULL || s->lon_deg == NULL) return false;
    const fit_fix *fix = fixes->items;
    size_t k = 0;
    for (size_t i = 0; i < s->count; i++) {
        while (k + 1 < fixes->count && fit_time_ms(fix[k].t) < s->t_ms[i])
            k++;
        bool there = fit_time_ms(fix[k].t) == s->t_ms[i] &&
                     fit_place((uint32_t)fix[k].lat, (uint32_t)fix[k].lon, &s->lat_deg[i], &s->lon_deg[i]);
        if (!there) {
            s->lat_deg[i] = s->lon_deg[i] = (double)NAN;
            continue;
        }
        if (s->speed_mps != NULL && isnan(s->speed_mps[i])) s->speed_mps[i] = fix[k].speed_mps;
        if (s->altitude_m != NULL && isnan(s->altitude_m[i])) s->altitude_m[i] = fix[k].altitude_m;
    }
    fit_note(f, "positions are from the GPS log, the records have none");
    return true;
}

// ---- Sessions

// [from, to) of the file's time that belongs to session i: from its start to
// the next one's, the first from the beginning, the last to the end.
static void session_time(const fill_list *sessions, size_t i, int64_t *from, int64_t *to) {
    const fit_session *session = sessions->items;
    *from = i == 0 ? INT64_MIN : session[i].sum.start_ms;
    *to = i + 1 < sessions->count ? session[i + 1].sum.start_ms : INT64_MAX;
}

static bool deal_laps(fit_reader *f, miler_recording *r, int64_t from, int64_t to, bool strides) {
    const miler_lap *laps = f->facts.laps.items;
    r->laps = miler_arena_array(f->arena, f->facts.laps.count + 1, sizeof *r->laps);
    if (r->laps == NULL) return false;
    for (size_t i = 0; i < f->facts.laps.count; i++) {
        int64_t t = laps[i].sum.start_ms;
        if (t < from || t >= to) continue;
        miler_lap *lap = &r->laps[r->lap_count++];
        *lap = laps[i];
        if (strides) double_cadence(&lap->sum);
        if (lap->workout_step >= (int32_t)f->facts.steps.count) lap->workout_step = -1;
    }
    return true;
}

// No lap at all: one that is the session. Laps but no session: the watch died
// before the last lap was written, so what follows the last one is a lap too.
static void add_missing_lap(const fit_facts *facts, miler_recording *r) {
    const miler_samples *s = &r->samples;
    if (r->lap_count == 0) {
        r->laps[r->lap_count++] =
            (miler_lap){.sum = r->session, .trigger = MILER_TRIGGER_END, .workout_step = -1};
        return;
    }
    const miler_summary *last = &r->laps[r->lap_count - 1].sum;
    if ((r->flags & MILER_REC_NO_SUMMARY) == 0 || s->t_ms == NULL || isnan(last->elapsed_s) ||
        last->start_ms == MILER_NO_TIME)
        return;
    int64_t end_ms = last->start_ms + (int64_t)(last->elapsed_s * 1000);
    size_t first = fill_row_at(s, end_ms);
    if (s->count - first < 2) return;
    miler_samples rest = fill_slice(s, first, s->count);
    miler_lap lap = {.sum = fill_no_summary(), .trigger = MILER_TRIGGER_END, .workout_step = -1};
    complete(&lap.sum, &rest, facts, true);
    fill_averages(&lap.sum, &rest);
    r->laps[r->lap_count++] = lap;
}

static bool deal_events(fit_reader *f, miler_recording *r, int64_t from, int64_t to) {
    const fill_list *events = &f->facts.events;
    const miler_timer_event *event = events->items;
    if (events->count == 0) return true;
    r->events = miler_arena_array(f->arena, events->count, sizeof *r->events);
    if (r->events == NULL) return false;
    for (size_t i = 0; i < events->count; i++)
        if (event[i].t_ms >= from && event[i].t_ms < to) r->events[r->event_count++] = event[i];
    return true;
}

// ---- Recordings

static char *device_name(fit_reader *f) {
    const fit_facts *facts = &f->facts;
    const char *maker = facts->maker >= 0 ? fit_maker_name(facts->maker) : NULL;
    const char *product =
        facts->product_name != NULL ? facts->product_name : fit_product_name(facts->maker, facts->product);
    if (maker == NULL && product == NULL) return NULL;
    if (maker == NULL) return miler_arena_dup(f->arena, product);
    if (product != NULL) return miler_arena_printf(f->arena, "%s %s", maker, product);
    if (facts->product > 0) return miler_arena_printf(f->arena, "%s %d", maker, facts->product);
    return miler_arena_dup(f->arena, maker);
}

static void fill_facts(fit_reader *f, miler_recording *r) {
    const fit_facts *facts = &f->facts;
    r->format = MILER_FORMAT_FIT;
    r->flags |= f->flags;
    r->lost_bytes = f->lost;
    r->utc_offset_s = facts->utc_offset_s;
    r->has_utc_offset = facts->has_utc_offset;
    r->has_footpod = facts->has_footpod;
    r->user_weight_kg = (float)facts->weight_kg;
    r->user_max_hr_bpm = (float)(isnan(facts->max_hr) ? facts->default_max_hr : facts->max_hr);
    r->user_threshold_hr_bpm = (float)facts->threshold_hr;
    r->user_resting_hr_bpm = (float)facts->resting_hr;
    r->steps = facts->steps.items;
    r->step_count = facts->steps.count;
    r->workout_name = facts->workout_name;
    r->device = device_name(f);
}

static bool add_recording(fit_reader *f, const miler_samples *all, size_t index) {
    miler_recording *r = fill_list_add(&f->recordings, f->arena, sizeof *r, MILER_RECORDINGS_MAX);
    if (r == NULL) {
        f->flags |= MILER_REC_LIMIT;
        return !miler_arena_failed(f->arena); // full: the last one says so
    }
    const fit_session *session =
        index < f->facts.sessions.count ? (fit_session *)f->facts.sessions.items + index : NULL;
    int64_t from = INT64_MIN;
    int64_t to = INT64_MAX;
    if (session != NULL) session_time(&f->facts.sessions, index, &from, &to);
    r->session = session != NULL ? session->sum : fill_no_summary();
    bool told = session != NULL && session->sport >= 0;
    int sub_sport = told ? session->sub_sport : f->facts.sub_sport;
    r->sport = fit_sport(told ? session->sport : f->facts.sport, sub_sport);
    r->sub_sport = fit_sub_sport(sub_sport);
    if (session != NULL) r->name = session->name;
    if (r->name == NULL) r->name = f->facts.sport_name;
    bool strides = fill_counts_strides(r->sport);
    size_t first = 0;
    size_t end = all->count;
    if (all->t_ms != NULL && from != INT64_MIN) first = fill_row_at(all, from);
    if (all->t_ms != NULL && to != INT64_MAX) end = fill_row_at(all, to);
    if (all->t_ms == NULL && index > 0) first = end;
    r->samples = fill_slice(all, first, end > first ? end : first);
    if (strides) {
        double_cadence(&r->session);
        for (size_t i = 0; r->samples.cadence_spm != NULL && i < r->samples.count; i++)
            r->samples.cadence_spm[i] *= 2;
    }
    if (session == NULL) r->flags |= MILER_REC_NO_SUMMARY;
    if (all->count != 0 && all->t_ms == NULL) r->flags |= MILER_REC_NO_TIMES;
    complete(&r->session, &r->samples, &f->facts, f->facts.sessions.count > 1);
    if (session == NULL) fill_averages(&r->session, &r->samples);
    if (!deal_laps(f, r, from, to, strides) || !deal_events(f, r, from, to)) return false;
    fill_facts(f, r);
    add_missing_lap(&f->facts, r);
    return !miler_arena_failed(f->arena);
}

// Remarks and flags of a file of the chain that made no recording go to the
// last one before it.
static void say(fit_reader *f, size_t first) {
    size_t count = f->recordings.count;
    if (count == 0) return;
    if (first == count) first--;
    for (size_t i = first; i < count; i++) {
        miler_recording *r = (miler_recording *)f->recordings.items + i;
        r->flags |= f->flags;
        if (r->lost_bytes < f->lost) r->lost_bytes = f->lost;
        if (f->notes.len == 0) continue;
        char *notes = r->notes == NULL
                          ? miler_arena_dup(f->arena, miler_buf_text(&f->notes))
                          : miler_arena_printf(f->arena, "%s\n%s", r->notes, miler_buf_text(&f->notes));
        if (notes == NULL)
            f->status = MILER_ERR_NOMEM;
        else
            r->notes = notes;
    }
    miler_buf_clear(&f->notes);
    f->flags = 0;
    f->lost = 0;
}

static void note_rows(fit_reader *f, const fit_flat *flat) {
    if (flat->reordered) {
        f->flags |= MILER_REC_TIME_REORDERED;
        fit_note(f, "samples went back in time and were put in order");
    }
    if (flat->untimed != 0) fit_note(f, "%zu samples without a time were left out", flat->untimed);
    if (f->rows.dropped != 0)
        fit_note(f, "%zu samples with an impossible time were left out", f->rows.dropped);
    if (f->rows.full) {
        f->flags |= MILER_REC_LIMIT;
        fit_note(f, "more than %zu samples: the rest is left out", f->rows.count);
    }
}

static void tell_more_holes(fit_reader *f) {
    if (f->holes > FIT_HOLES_TOLD)
        fit_note(f, "damage at %llu more places: %llu bytes are lost",
                 (unsigned long long)f->holes - FIT_HOLES_TOLD, (unsigned long long)f->holes_lost);
    f->holes = f->holes_lost = 0;
}

void fit_finish_file(fit_reader *f) {
    size_t first = f->recordings.count;
    fit_facts *facts = &f->facts;
    const char *name;
    tell_more_holes(f);
    bool other = facts->has_type && fit_file_type(facts->type, &name) != MILER_CONTENT_ACTIVITY;
    fit_flat flat = {.samples.count = 0};
    if (!other && (f->rows.count != 0 || facts->sessions.count != 0 || facts->laps.count != 0)) {
        bool sound = fit_rows_flatten(&f->rows, f->arena, &flat) && places_from_fixes(f, &flat.samples);
        note_rows(f, &flat);
        sound = sound && fill_sort_by_start(&facts->sessions, sizeof(fit_session), f->arena) &&
                fill_sort_by_start(&facts->laps, sizeof(miler_lap), f->arena);
        size_t count = facts->sessions.count != 0 ? facts->sessions.count : 1;
        for (size_t i = 0; sound && i < count; i++)
            sound = add_recording(f, &flat.samples, i);
        if (!sound) f->status = MILER_ERR_NOMEM;
    }
    if (f->status == MILER_OK) say(f, first);
    fit_rows_reset(&f->rows);
    fit_facts_reset(facts);
    fit_plans_reset(&f->plans);
}
