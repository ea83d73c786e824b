// SPDX-License-Identifier: MIT
// The oval from above, turned so that the home straight lies below. The laps of
// the run lie side by side over the lanes, the first innermost, each moment in
// the colour of its speed: one line would hide all laps but the last.
//
//            200                 outside: the marks where races start
//        .--------.
//   100 (  infield ) 1500, 300   infield: how much, in which lane, the scale
//        '--------'
//        mile  finish
#include "render/pictures.h"

#include <stdio.h>
#include <string.h>

#define PI 3.14159265358979323846
#define KERB_M 0.30    // lane 1 is measured so far out from it
#define LAPS_MAX 50    // more lie too thin to be seen
#define STEP_M 3.0     // bends are drawn as chords of this length: 3 cm off the arc
#define WORDS_PX 250.0 // height of the words in the infield
#define NARROW_PX 400.0
#define NARROW_SIDE_PX 76.0 // beside the oval, for the words at its marks
#define NARROW_TOP_PX 44.0
#define NARROW_LEGEND_PX 260.0 // "langsamer" and "schneller" stand beside it
#define LANE_SURE 0.7          // less, and the lane is called likely [engineering estimate]

typedef struct oval_view {
    drawing *d;
    const picture_run *run;
    const miler_track *track;
    miler_oval oval;  // as run, lying level
    miler_oval inner; // the same in lane 1
    int lanes;
    double px_per_m, x, y; // the centre
    double words_y;        // where the words stand: the centre, or below a narrow oval
    double outside;        // +1 where outside lies to the right of running
} oval_view;

// The paper's place of a point `off_m` outside lane 1's line.
static draw_point place(const oval_view *v, const miler_oval *oval, double along_m, double off_m,
                        draw_point *out) {
    double x;
    double y;
    double dx;
    double dy;
    miler_oval_at(oval, along_m, &x, &y, &dx, &dy);
    const double shift = off_m - (miler_oval_lane_radius_m(oval) - oval->radius_m);
    const draw_point normal = {dy * v->outside, -dx * v->outside};
    const draw_point at = {v->x + (x + normal.x * shift) * v->px_per_m,
                           v->y - (y + normal.y * shift) * v->px_per_m};
    if (out != NULL) *out = (draw_point){normal.x, -normal.y};
    return at;
}

static void ring(const oval_view *v, double off_m, draw_pen pen) {
    enum { POINTS = 144 };
    draw_point points[POINTS];
    const double lap_m = miler_oval_lap_m(&v->inner);
    for (int i = 0; i < POINTS; i++)
        points[i] = place(v, &v->inner, lap_m * i / POINTS, off_m, NULL);
    (void)draw_path(v->d, pen, points, POINTS, true);
}

static void ground(const oval_view *v) {
    const double outer_m = v->lanes * MILER_LANE_M - KERB_M;
    ring(v, outer_m, (draw_pen){.fill = DRAW_GROUND});
    ring(v, -KERB_M, (draw_pen){.fill = DRAW_PAPER});
    for (int lane = 0; lane <= v->lanes; lane++)
        ring(v, lane * MILER_LANE_M - KERB_M,
             (draw_pen){.stroke = DRAW_HAIR, .width = lane == 0 || lane == v->lanes ? 1.4 : 0.7});
}

// ---- The run

typedef struct ribbon {
    const oval_view *v;
    const draw_scale *scale;
    double off_m, width_px;
    draw_point points[512];
    size_t count;
    draw_role role;
} ribbon;

static void ribbon_end(ribbon *r) {
    (void)draw_path(r->v->d, (draw_pen){.stroke = r->role, .width = r->width_px}, r->points, r->count, false);
    r->count = 0;
}

static void ribbon_to(ribbon *r, double place_m, draw_role role) {
    const draw_point at = place(r->v, &r->v->oval, place_m, r->off_m, NULL);
    if (r->count > 0 && (role != r->role || r->count == 511)) {
        r->points[r->count++] = at; // the next colour begins where this one ends
        ribbon_end(r);
    }
    r->role = role;
    r->points[r->count++] = at;
}

static void draw_lap(ribbon *r, const picture_lap *lap) {
    const miler_tracks *t = r->v->run->tracks;
    const double lap_m = miler_oval_lap_m(&r->v->track->oval);
    r->count = 0;
    for (size_t i = lap->part->first; i + 1 < lap->part->end; i++) {
        double from;
        double to;
        if (!picture_piece(r->v->run, lap, lap_m, i, &from, &to)) continue;
        const draw_role role = draw_speed_role(r->scale, fabs(t->speed_mps[i]));
        const int steps = 1 + (int)fmin(fabs(to - from) / STEP_M, 200);
        for (int s = r->count == 0 ? 0 : 1; s <= steps; s++)
            ribbon_to(r, from + (to - from) * s / steps, role);
    }
    if (r->count > 1) ribbon_end(r);
}

static void draw_run(const oval_view *v, const picture_lap *laps, size_t count, const draw_scale *scale) {
    const double band_m = v->lanes * MILER_LANE_M;
    const double slot_m = fmin(MILER_LANE_M, band_m / (double)(count > 0 ? count : 1));
    ribbon r = {.v = v, .scale = scale, .width_px = fmax(slot_m * v->px_per_m * 0.86, 0.8)};
    for (size_t i = 0; i < count; i++) {
        r.off_m = -KERB_M + slot_m * ((double)i + 0.5);
        draw_lap(&r, &laps[i]);
    }
}

// ---- Marks

#define SHARED " · " // between races that start at one place

typedef struct mark {
    double place_m;
    char label[64];
} mark;

// Races by where they start; those that start at one place share a mark.
static size_t marks_of(const oval_view *v, mark *out) {
    static const struct {
        double dist_m;
        const char *label;
    } races[] = {{0, "finish"},  {MILER_MILE_M, "mile"}, {1500, "1500 m"},
                 {300, "300 m"}, {200, "200 m"},         {100, "100 m"}};
    static const double nominal[MILER_OVAL_SIZE_COUNT] = {400, 400, 300, 200, 0};
    const double lap_m = miler_oval_lap_m(&v->inner);
    const double round_m = nominal[v->track->oval.size];
    size_t count = 0;
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++) {
        if (i > 0 && !(round_m > 0)) break; // no races are known on it
        const double laps = round_m > 0 ? races[i].dist_m / round_m : 0;
        const double at = lap_m * (ceil(laps) - laps);
        size_t k = 0;
        while (k < count && fabs(out[k].place_m - at) > 1)
            k++;
        if (k == count) {
            out[count++] = (mark){.place_m = at};
            (void)snprintf(out[k].label, sizeof out[k].label, "%s", races[i].label);
        } else {
            const size_t used = strlen(out[k].label);
            (void)snprintf(out[k].label + used, sizeof out[k].label - used, SHARED "%s", races[i].label);
        }
    }
    return count;
}

static void draw_mark(const oval_view *v, const mark *m, bool finish, double label_shift) {
    const double outer_m = v->lanes * MILER_LANE_M - KERB_M;
    draw_point normal;
    const draw_point from = place(v, &v->inner, m->place_m, finish ? -KERB_M - 1.2 : -KERB_M, &normal);
    const draw_point to = place(v, &v->inner, m->place_m, outer_m + (finish ? 2.2 : 1.4), NULL);
    // A light edge keeps the mark apart from the colours it crosses.
    (void)draw_line(v->d, (draw_pen){.stroke = DRAW_PAPER, .width = finish ? 5 : 3.6}, from.x, from.y, to.x,
                    to.y);
    (void)draw_line(v->d, (draw_pen){.stroke = DRAW_INK, .width = finish ? 2.4 : 1.2}, from.x, from.y, to.x,
                    to.y);
    const draw_anchor anchor = fabs(normal.x) < 0.3 ? DRAW_MIDDLE : normal.x > 0 ? DRAW_START : DRAW_END;
    const draw_type type = {.size = 13, .anchor = anchor, .bold = finish, .halo = true};
    const double x = to.x + normal.x * 8 + label_shift, y = to.y + normal.y * 12 + 4;
    const char *second = v->run->narrow ? strstr(m->label, SHARED) : NULL;
    if (second == NULL) {
        (void)draw_text(v->d, type, x, y, "%s", m->label);
        return;
    }
    // Beside a narrow oval two races stand one above the other, away from it.
    const double above = normal.y < 0 ? 15 : 0;
    (void)draw_text(v->d, type, x, y - above, "%.*s", (int)(second - m->label), m->label);
    (void)draw_text(v->d, type, x, y - above + 15, "%s", second + strlen(SHARED));
}

// The spot that reps start and stop at, where that is no finish line.
static void draw_spot(const oval_view *v) {
    if (!isfinite(v->track->spot_m)) return;
    const mark spot = {.place_m = v->track->spot_m * miler_oval_lap_m(&v->inner) / miler_oval_lap_m(&v->oval),
                       .label = "reps start and stop here"};
    draw_mark(v, &spot, false, 0);
}

static void draw_marks(const oval_view *v) {
    mark marks[8];
    const size_t count = marks_of(v, marks);
    const double lap_m = miler_oval_lap_m(&v->inner);
    for (size_t i = 0; i < count; i++) {
        // The mile starts 43 pixels behind the line: their words step apart.
        const bool beside = i > 0 && lap_m - marks[i].place_m < 20;
        const double apart = count > 1 && lap_m - marks[1].place_m < 20 ? 22 * v->outside : 0;
        draw_mark(v, &marks[i], i == 0, i == 0 ? apart : beside ? -apart / 2 : 0);
    }
}

// ---- Words

static void draw_lanes(const oval_view *v, double x, double y) {
    const double cell = 18;
    (void)draw_text(v->d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END}, x - 8, y + 13,
                    "lane");
    for (int lane = 1; lane <= v->lanes; lane++) {
        const bool mine = lane == v->track->oval.lane;
        const double left = x + (lane - 1) * (cell + 2);
        (void)draw_rect(v->d,
                        (draw_pen){.fill = mine ? DRAW_INK : DRAW_NONE,
                                   .stroke = mine ? DRAW_NONE : DRAW_HAIR,
                                   .width = 1},
                        left, y, cell, cell, 3);
        (void)draw_text(
            v->d,
            (draw_type){
                .size = 12, .bold = mine, .fill = mine ? DRAW_PAPER : DRAW_SOFT, .anchor = DRAW_MIDDLE},
            left + cell / 2, y + 13.5, "%d", lane);
    }
}

// North turns with the picture; the arrow says where it went.
static void draw_north(const oval_view *v, double x, double y) {
    const double angle = PI / 2 - v->track->oval.turn_rad + (v->track->oval.clockwise ? PI : 0);
    const draw_point to = {cos(angle), -sin(angle)};
    const draw_point head[3] = {{x + to.x * 13, y + to.y * 13},
                                {x - to.x * 9 - to.y * 6, y - to.y * 9 + to.x * 6},
                                {x - to.x * 9 + to.y * 6, y - to.y * 9 - to.x * 6}};
    (void)draw_path(v->d, (draw_pen){.fill = DRAW_SOFT}, head, 3, true);
    (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, x + to.x * 23,
                    y + to.y * 23 + 4, "N");
}

// Fastest 400 m of the splits the page shows; without splits, fastest lap from line to line.
static void fastest_words(const oval_view *v, const picture_lap *laps, size_t count, char *out, size_t size) {
    double time_s = NAN;
    double error_s = NAN;
    const picture_run *run = v->run;
    for (size_t i = 0; run->splits != NULL && i < run->split_count; i++) {
        const miler_track_split *s = &run->splits[i];
        if (s->every_m != 400 || s->dist_m != 400 || s->time_s >= time_s) continue;
        time_s = s->time_s;
        error_s = s->error_s;
    }
    const bool split = isfinite(time_s);
    for (size_t i = 0; i < count && !split; i++) {
        if (!isfinite(laps[i].time_s) || laps[i].time_s >= time_s) continue;
        time_s = laps[i].time_s;
        error_s = laps[i].error_s;
    }
    char time[MILER_TEXT_MAX + 4];
    out[0] = '\0';
    if (!isfinite(time_s)) return;
    miler_print_time(time, sizeof time, time_s, 1);
    if (time_s < 60) (void)snprintf(time + strlen(time), sizeof time - strlen(time), " s");
    if (split)
        (void)snprintf(out, size, "fastest 400 m %s ± %.1f s", time, error_s);
    else
        (void)snprintf(out, size, "fastest lap %s ± %.1f s", time, error_s);
}

static void draw_infield(const oval_view *v, const picture_lap *laps, size_t count, const draw_scale *scale) {
    const miler_track *t = v->track;
    const draw_type soft = {.size = 13, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE};
    char best[80];
    fastest_words(v, laps, count, best, sizeof best);
    double y = v->words_y - 74;
    (void)draw_text(v->d, (draw_type){.size = 34, .bold = true, .anchor = DRAW_MIDDLE}, v->x, y, "%.1f laps",
                    t->laps);
    char way[80], lap[80];
    (void)snprintf(way, sizeof way, "%.2f km on the track, run %s", t->on_track_m / 1000,
                   t->oval.clockwise ? "clockwise" : "anticlockwise");
    (void)snprintf(lap, sizeof lap, "a lap of %.1f ± %.1f m", miler_oval_lap_m(&t->oval), t->lap_error_m);
    y += 24;
    if (v->run->narrow) {
        (void)draw_text(v->d, soft, v->x, y, "%s", way);
        (void)draw_text(v->d, soft, v->x, y += 20, "%s", lap);
    } else {
        (void)draw_text(v->d, soft, v->x, y, "%s, %s", way, lap);
    }
    if (best[0] != '\0') (void)draw_text(v->d, soft, v->x, y += 20, "%s", best);
    draw_lanes(v, v->x - v->lanes * 10.0 + (t->lane_share < LANE_SURE ? -24 : 12), y += 16);
    if (t->lane_share < LANE_SURE)
        (void)draw_text(v->d, (draw_type){.size = 12, .fill = DRAW_SOFT}, v->x + v->lanes * 10.0 - 20, y + 13,
                        "likely, %.0f %%", 100 * t->lane_share);
    const double legend = v->run->narrow ? NARROW_LEGEND_PX : 300;
    draw_legend(v->d, scale, v->x - legend / 2, y + 58, legend);
    (void)draw_text(v->d, (draw_type){.size = 11.5, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, v->x, y + 108,
                    "Laps lie side by side, the first innermost.");
}

static void draw_foot(const oval_view *v, size_t shown, size_t laps) {
    const draw_type soft = {.size = 12, .fill = DRAW_SOFT};
    const bool narrow = v->run->narrow; // a line each
    const double y = v->d->height - 22;
    if (shown < laps)
        (void)draw_text(v->d, soft, narrow ? 12 : 32, y, "The first %zu of %zu laps are drawn.", shown, laps);
    if (v->track->finish_known) return;
    const char *who =
        isfinite(v->track->spot_m) ? "Reps start elsewhere and do not tell" : "No lap or start tells";
    if (!narrow) {
        (void)draw_text(v->d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END},
                        v->d->width - 32, y, "%s which end the finish line is at: it may be the other one.",
                        who);
        return;
    }
    (void)draw_text(v->d, soft, 12, y + 18, "%s which end the finish", who);
    (void)draw_text(v->d, soft, 12, y + 34, "line is at: it may be the other one.");
    v->d->height += 36;
}

static void set_up(oval_view *v) {
    v->oval = v->track->oval;
    v->oval.turn_rad = v->oval.clockwise ? PI : 0;
    v->oval.lat_deg = v->oval.lon_deg = 0;
    v->inner = v->oval;
    v->inner.lane = 1;
    v->outside = v->oval.clockwise ? -1 : 1;
    // Short tracks have four to six lanes, others eight [World Athletics].
    v->lanes = miler_oval_lap_m(&v->inner) < 350 ? 6 : 8;
    if (v->lanes < v->oval.lane) v->lanes = v->oval.lane;
    const double reach_m = v->inner.radius_m + v->lanes * MILER_LANE_M;
    const bool narrow = v->run->narrow;
    const double room_px = narrow ? NARROW_PX - NARROW_SIDE_PX : 800;
    v->px_per_m = fmin(room_px / (v->inner.straight_m + 2 * reach_m), 440 / (2 * reach_m));
    v->x = v->d->width / 2;
    v->y = (narrow ? NARROW_TOP_PX : 92 + 24) + reach_m * v->px_per_m;
    const double bottom = v->y + reach_m * v->px_per_m + 76;
    const bool fits = v->inner.radius_m * v->px_per_m > WORDS_PX / 2;
    v->words_y = fits ? v->y : bottom + WORDS_PX / 2;
    v->d->height = fits ? bottom : bottom + WORDS_PX + 20;
}

void picture_oval(drawing *d, miler_arena *arena, const picture_run *run) {
    picture_begin(d, arena, "oval", run->narrow ? NARROW_PX : 960, 640, run);
    const char *why_not = picture_no_track(run);
    if (why_not != NULL) {
        picture_empty(d, run, why_not);
        return;
    }
    oval_view v = {.d = d, .run = run, .track = &run->tracks->tracks[0]};
    set_up(&v);
    size_t count;
    const picture_lap *laps = picture_laps_of(run, v.track, arena, &count);
    const size_t shown = count < LAPS_MAX ? count : LAPS_MAX;
    const draw_scale scale = picture_scale(run, v.track, arena);
    draw_title(d, "%s: %s", picture_name(run), "the track from above");
    draw_desc(d, "%.1f laps, %.2f km in lane %d of an oval of %.1f m (%s), in colours of speed.",
              v.track->laps, v.track->on_track_m / 1000, v.track->oval.lane, miler_oval_lap_m(&v.track->oval),
              miler_oval_size_name(v.track->oval.size));
    if (!run->narrow)
        draw_head(d, picture_name(run), picture_line(arena, run, miler_oval_size_name(v.track->oval.size)));
    ground(&v);
    draw_run(&v, laps, shown, &scale);
    draw_marks(&v);
    draw_spot(&v);
    draw_north(&v, run->narrow ? 30 : d->width - 56, run->narrow ? 36 : 56);
    draw_infield(&v, laps, count, &scale);
    draw_foot(&v, shown, count);
    d->failed = d->failed || miler_arena_failed(arena);
}
