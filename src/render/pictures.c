// SPDX-License-Identifier: MIT
// What the pictures share: laps out of a track's parts, the scale of a track's
// speeds, headlines.
#include "render/pictures.h"

#include <string.h>

#define LINE_M 1.0 // who stops this near the line has reached it: places are known no better
#define SAME_LAP_M 1.0
#define SAME_EDGE_S 4.0 // the line is crossed so near to where a rep was told to begin
#define ROWS_A_LAP 8.0  // who turns at the line makes more rows than laps
#define STUB_M 10.0     // shorter ends of laps are the finger on the button

const picture_kind picture_kinds[3] = {
    {"oval", picture_oval}, {"laps", picture_laps}, {"reps", picture_reps}};

const picture_kind *picture_kind_named(const char *name) {
    for (size_t i = 0; i < sizeof picture_kinds / sizeof picture_kinds[0]; i++)
        if (strcmp(picture_kinds[i].name, name) == 0) return &picture_kinds[i];
    return NULL;
}

// One SD of the moment a place was passed; who stops there came at the pace of the lap.
static double passing_s(const picture_run *run, double time_s, double lap_mps) {
    const miler_tracks *t = run->tracks;
    const miler_activity *a = run->activity;
    size_t low = 0;
    size_t high = a->sample_count;
    while (high - low > 1) {
        const size_t mid = low + (high - low) / 2;
        if (a->at_s[mid] <= time_s)
            low = mid;
        else
            high = mid;
    }
    return (double)t->error_at_m[low] / fmax(fmax(fabs(t->speed_mps[low]), lap_mps / 2), 0.4);
}

// A lap that the page's table has as 400 m of a rep, by the rep's own edges, is that: one page, one time.
static void as_the_table(const picture_run *run, picture_lap *lap) {
    if (!isfinite(lap->time_s) || fabs(lap->along_to_m - lap->along_from_m - 400) > SAME_LAP_M) return;
    for (size_t i = 0; run->splits != NULL && i < run->split_count; i++) {
        const miler_track_split *s = &run->splits[i];
        const double end_s = lap->start_s + lap->time_s;
        if (s->every_m != 400 || s->dist_m != 400 || fabs(s->start_s - lap->start_s) > SAME_EDGE_S ||
            fabs(s->start_s + s->time_s - end_s) > SAME_EDGE_S)
            continue;
        lap->time_s = s->time_s;
        lap->error_s = s->error_s;
        return;
    }
}

double picture_step(const picture_run *run, double lap_m, size_t i) {
    const miler_tracks *t = run->tracks;
    const double way_m = t->along_m[i + 1] - t->along_m[i];
    const double on = remainder(t->phase_m[i + 1] - t->phase_m[i] - way_m, lap_m);
    const double back = remainder(t->phase_m[i + 1] - t->phase_m[i] + way_m, lap_m);
    return fabs(back) < fabs(on) ? -way_m : way_m;
}

bool picture_piece(const picture_run *run, const picture_lap *lap, double lap_m, size_t i, double *from_m,
                   double *to_m) {
    const miler_tracks *t = run->tracks;
    const double from = fmax(t->along_m[i], lap->along_from_m);
    const double to = fmin(t->along_m[i + 1], lap->along_to_m);
    if (!(to > from)) return false;
    const double sign = picture_step(run, lap_m, i) < 0 ? -1 : 1;
    // No piece goes over the line: by its middle it is known which side of it it lies.
    double middle = fmod(t->phase_m[i] + sign * ((from + to) / 2 - t->along_m[i]), lap_m);
    if (middle < 0) middle += lap_m;
    *from_m = middle - sign * (to - from) / 2;
    *to_m = middle + sign * (to - from) / 2;
    return true;
}

static void add_lap(const picture_run *run, const miler_track_part *part, double from_m, double to_m,
                    bool whole, picture_lap *lap) {
    const miler_tracks *t = run->tracks;
    const double first_m = t->along_m[part->first];
    const double from_s = miler_track_time_at(run->activity, t, part->start_s, from_m - first_m, NULL);
    const double to_s = miler_track_time_at(run->activity, t, part->start_s, to_m - first_m, NULL);
    // From line to line: a lap is a lap in every lane, so only the places err.
    const double lap_mps = (to_m - from_m) / (to_s - from_s);
    *lap =
        (picture_lap){.along_from_m = from_m,
                      .along_to_m = to_m,
                      .start_s = isfinite(from_s) ? from_s : part->start_s,
                      .time_s = whole ? to_s - from_s : (double)NAN,
                      .error_s = whole ? hypot(passing_s(run, from_s, lap_mps), passing_s(run, to_s, lap_mps))
                                       : (double)NAN,
                      .part = part};
    as_the_table(run, lap);
}

typedef struct cutting {
    const picture_run *run;
    const miler_track_part *part;
    double lap_m;
    double from_m;  // along the part, where the row began
    double place_m; // the same on the lap
    picture_lap *out;
    size_t count, room;
} cutting;

static void end_row(cutting *c, double to_m, bool at_line, double next_place_m) {
    const double way_m = to_m - c->from_m;
    const bool whole = at_line && c->place_m < STUB_M && fabs(c->place_m + way_m - c->lap_m) < STUB_M;
    if (way_m >= STUB_M && c->count < c->room)
        add_lap(c->run, c->part, c->from_m, to_m, whole, &c->out[c->count++]);
    c->from_m = to_m;
    c->place_m = next_place_m;
}

// A row ends wherever the line is passed, forwards or back. Metres run say how far, the samples' places where.
static size_t part_laps(const picture_run *run, const miler_track_part *part, double lap_m, picture_lap *out,
                        size_t room) {
    const miler_tracks *t = run->tracks;
    cutting c = {run, part, lap_m, t->along_m[part->first], fmod(t->phase_m[part->first], lap_m),
                 out, 0,    room};
    bool forward = true;
    double place_m = c.place_m;
    for (size_t i = part->first; i + 1 < part->end; i++) {
        double left_m = picture_step(run, lap_m, i);
        double at_m = t->along_m[i];
        place_m = fmod(t->phase_m[i], lap_m);
        forward = left_m > 0 || (forward && left_m == 0);
        while (left_m > 0 && place_m + left_m >= lap_m) {
            at_m += lap_m - place_m;
            left_m -= lap_m - place_m;
            end_row(&c, at_m, true, 0);
            place_m = 0;
        }
        while (left_m < 0 && place_m + left_m < 0) {
            at_m += place_m;
            left_m += place_m;
            end_row(&c, at_m, false, lap_m);
            place_m = lap_m;
        }
        place_m += left_m;
    }
    const bool reached = forward && place_m > lap_m - LINE_M;
    end_row(&c, t->along_m[part->end - 1], reached, 0);
    return c.count;
}

picture_lap *picture_laps_of(const picture_run *run, const miler_track *track, miler_arena *arena,
                             size_t *count) {
    *count = 0;
    const double lap_m = miler_oval_lap_m(&track->oval);
    size_t room = 0;
    for (size_t p = 0; p < track->part_count; p++)
        if (track->parts[p].dist_m > 0 && track->parts[p].dist_m < 1e7)
            room += (size_t)(ROWS_A_LAP * track->parts[p].dist_m / lap_m) + 3;
    picture_lap *laps = miler_arena_array(arena, room + 1, sizeof *laps);
    if (laps == NULL || !(lap_m > 0)) return NULL;
    for (size_t p = 0; p < track->part_count; p++)
        if (track->parts[p].end > track->parts[p].first + 1)
            *count += part_laps(run, &track->parts[p], lap_m, laps + *count, room - *count);
    return laps;
}

draw_scale picture_scale(const picture_run *run, const miler_track *track, miler_arena *arena) {
    const miler_activity *a = run->activity;
    const size_t n = a->sample_count;
    double *time_s = miler_arena_array(arena, n + 1, sizeof *time_s);
    double *speed_mps = miler_arena_array(arena, n + 1, sizeof *speed_mps);
    if (time_s == NULL || speed_mps == NULL)
        return (draw_scale){.low_mps = 2, .high_mps = 6, .units = run->units};
    size_t kept = 0;
    for (size_t p = 0; p < track->part_count; p++)
        for (size_t i = track->parts[p].first; i + 1 < track->parts[p].end; i++) {
            speed_mps[kept] = fabs(run->tracks->speed_mps[i]);
            time_s[kept++] = a->at_s[i + 1] - a->at_s[i];
        }
    return draw_scale_of(arena, speed_mps, time_s, kept, run->units);
}

const char *picture_line(miler_arena *arena, const picture_run *run, const char *words) {
    const char *when = run->when != NULL ? run->when : "";
    const char *line =
        miler_arena_printf(arena, "%s%s%s", when, when[0] != '\0' && words[0] != '\0' ? ", " : "", words);
    return line != NULL ? line : "";
}

void picture_begin(drawing *d, miler_arena *arena, const char *id, double width, double height,
                   const picture_run *run) {
    draw_begin(d, arena, id, width, height);
    if (run->name != NULL && run->name[0] != '\0') d->own_name = run->name;
}

const char *picture_name(const picture_run *run) {
    return run->name != NULL && run->name[0] != '\0' ? run->name : "Run";
}

const char *picture_no_track(const picture_run *run) {
    if (run->activity == NULL || run->activity->at_s == NULL) return "the samples have no times";
    if (run->tracks == NULL) return "nobody has looked for one";
    if (run->tracks->count == 0 || run->tracks->tracks[0].part_count == 0)
        return run->tracks->why_not != NULL ? run->tracks->why_not : "the runner did not stay on one";
    return NULL;
}

void picture_empty(drawing *d, const picture_run *run, const char *why_not) {
    const bool said = strncmp(why_not, "not a track: ", 13) == 0;
    const char *why = said ? why_not : miler_arena_printf(d->arena, "not a track: %s", why_not);
    draw_empty(d, picture_name(run), why != NULL ? why : why_not);
}
