// SPDX-License-Identifier: MIT
#include "render/truth_render.h"

#include <stdio.h>
#include <string.h>

// Less than this beside the reps is no running.
#define TRIFLE_S 5.0
#define TRIFLE_M 20.0

static void add_table(term_table *table, miler_buf *out) {
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
}

// ---- The head

void render_session_text(const app_truth *t, const render_look *look, miler_buf *out) {
    char text[600];
    // Lines of the board stay lines: one a set.
    for (const char *line = t->board; t->reps.work_count > 0 && line != NULL && *line != '\0';) {
        const size_t len = strcspn(line, "\n");
        (void)snprintf(text, sizeof text, "%.*s", (int)(len < 500 ? len : 500), line);
        term_wrap(&look->style, out, TERM_BOLD, text, 0, 2);
        line += len + (line[len] == '\n');
    }
    if (t->has_match) {
        (void)snprintf(text, sizeof text, "Planned: %s. %s%c%s (score %.0f of 100).", t->planned->title,
                       t->match.verdict[0] != '\0' ? "" : "-",
                       t->match.verdict[0] >= 'a' && t->match.verdict[0] <= 'z'
                           ? t->match.verdict[0] - 'a' + 'A'
                           : t->match.verdict[0],
                       t->match.verdict[0] != '\0' ? t->match.verdict + 1 : "", 100 * t->match.score);
        term_wrap(&look->style, out,
                  t->match.score >= 0.9   ? TERM_GREEN
                  : t->match.score >= 0.6 ? TERM_YELLOW
                                          : TERM_RED,
                  text, 0, 2);
    }
    if (t->reps.work_count > 0 || t->has_match) miler_buf_text_append(out, "\n");
}

// ---- Reps

static const char *asked_of(const app_truth *t, size_t rep, char *out, size_t size) {
    out[0] = '\0';
    for (size_t i = 0; t->has_match && i < t->match.count; i++) {
        const miler_match_rep *m = &t->match.reps[i];
        if (m->rep != (int32_t)rep) continue;
        if (isnan(m->off_s) || m->kind == MILER_MATCH_CUT_SHORT || m->kind == MILER_MATCH_ADDED)
            (void)snprintf(out, size, "%s", miler_match_kind_name(m->kind));
        else
            (void)snprintf(out, size, "%+.1f s %s", look_tenth(m->off_s), miler_match_kind_name(m->kind));
    }
    return out;
}

// What the lap key did at this rep; of several the last in the table is told.
// Nobody presses it at strides, so there it is not missed.
static const char *lap_key(miler_rep_kind kind, uint32_t flags) {
    static const struct {
        uint32_t flag;
        const char *words;
    } known[] = {{MILER_REP_LAP_LATE, "lap key late"},
                 {MILER_REP_LAP_MISSED, "lap key missed"},
                 {MILER_REP_LAP_TWICE, "lap key twice"}};
    const char *words = "";
    if (kind == MILER_REP_STRIDE) return words;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if ((flags & known[i].flag) != 0) words = known[i].words;
    return words;
}

// The distance meant and the time over it, or those run; a distance that no
// track measured is "about".
static void length_cells(const miler_rep *rep, bool work, term_colour colour, term_table *table) {
    const bool meant = rep->nominal_m > 0;
    char time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, meant ? rep->nominal_time_s : rep->time_s, work ? 1 : 0);
    if (miler_rep_unsure(rep))
        term_cell(table, colour, "%s?", fabs(rep->nominal_m - MILER_MILE_M) < 1 ? "mile" : "1600");
    else
        term_cell(table, colour, "%s%.0f", meant || rep->on_track ? "" : "~",
                  meant ? rep->nominal_m : rep->dist_m);
    term_cell(table, colour, "%s", time);
}

static const char *name_of(const miler_rep *rep) {
    const bool moved = rep->kind == MILER_REP_RECOVERY && rep->motion != MILER_MOTION_RUN;
    return moved ? miler_rep_motion_name(rep->motion) : miler_rep_kind_name(rep->kind);
}

static void rep_row(const app_truth *t, size_t i, int number, const render_look *look, term_table *table) {
    const miler_rep *rep = &t->reps.reps[i];
    const bool work = rep->kind != MILER_REP_RECOVERY && rep->set >= 0;
    const term_colour colour = work ? TERM_BOLD : TERM_DIM;
    char text[80] = "";
    if (work) (void)snprintf(text, sizeof text, "%d", number);
    term_cell(table, colour, "%s", text);
    term_cell(table, colour, "%s", name_of(rep));
    length_cells(rep, work, colour, table);
    text[0] = '\0';
    if (work && rep->time_error_s > 0) (void)snprintf(text, sizeof text, "%.1f", rep->time_error_s);
    term_cell(table, TERM_DIM, "%s", text);
    // Of a rep the pace of what it was meant to be, of the rest that of what was run: who stood at a light
    // ran no slower for it.
    const bool meant = work && rep->nominal_m > 0;
    const double way_m = meant ? rep->nominal_m : rep->dist_m;
    const double moving_s = meant ? rep->nominal_time_s : work ? rep->time_s : rep->time_s - rep->standing_s;
    term_cell(table, colour, "%s",
              way_m >= 20 && moving_s > 0 ? look_pace(text, way_m, moving_s, look->units) : "");
    term_cell(table, TERM_PLAIN, "%s", look_whole(text, (double)rep->end_hr_bpm));
    const char *key = lap_key(rep->kind, rep->flags);
    (void)asked_of(t, i, text, sizeof text);
    term_cell(table, TERM_DIM, "%s%s%s", text, text[0] != '\0' && key[0] != '\0' ? "; " : "", key);
}

// What the watch recorded while nobody ran: steps to the gate, a talk after the last rep.
static bool is_trifle(const miler_rep *rep) {
    const bool between = rep->kind == MILER_REP_RECOVERY || (rep->set >= 0 && rep->kind != MILER_REP_STEADY);
    const bool still = rep->time_s - rep->standing_s < TRIFLE_S || rep->dist_m < TRIFLE_M;
    return !between && still;
}

// "rep 5 of 8 (400 m)", "reps 5 to 8 of 8 (400 m)": by their places among those asked for.
static void missed_words(const app_truth *t, size_t from, size_t to, char *out, size_t size) {
    static const char *const words[MILER_REP_KIND_COUNT] = {
        [MILER_REP_STRIDE] = "stride", [MILER_REP_HILL] = "hill sprint"};
    const miler_match_rep *m = &t->match.reps[from];
    const char *word = words[m->what];
    char length[MILER_TEXT_MAX + 8] = "";
    char time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, m->want_s, 0);
    if (word != NULL)
        (void)snprintf(length, sizeof length, "%s%s", word, to > from ? "s" : "");
    else if (m->want_m > 0)
        (void)snprintf(length, sizeof length, "%.0f m", fmin(m->want_m, 1e6));
    else
        (void)snprintf(length, sizeof length, "%s", time);
    char to_text[32] = "";
    if (to > from) (void)snprintf(to_text, sizeof to_text, " to %d", (int)t->match.reps[to].number);
    (void)snprintf(out, size, "rep%s %d%s of %zu (%s)", to > from ? "s" : "", (int)m->number, to_text,
                   t->match.asked, length);
}

// Nothing of a session that was another one altogether: the verdict says so.
static void missed(const app_truth *t, const render_look *look, miler_buf *out) {
    for (size_t i = 0; t->has_match && !t->match.another && i < t->match.count; i++) {
        const miler_match_rep *m = &t->match.reps[i];
        if (m->kind != MILER_MATCH_MISSED) continue;
        size_t to = i;
        while (to + 1 < t->match.count && t->match.reps[to + 1].kind == MILER_MATCH_MISSED &&
               t->match.reps[to + 1].what == m->what && fabs(t->match.reps[to + 1].want_m - m->want_m) < 0.5)
            to++;
        char words[120];
        missed_words(t, i, to, words, sizeof words);
        term_line(&look->style, out, TERM_YELLOW, "Asked for and not run: %s.", words);
        i = to;
    }
}

static void reps(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const char *const from[] = {"", "from the workout in the file", "from the laps",
                                       "from the speed alone"};
    static const term_column columns[] = {{"", TERM_RIGHT, false},           {"", TERM_LEFT, false},
                                          {"metres", TERM_RIGHT, false},     {"time", TERM_RIGHT, false},
                                          {"+/- s", TERM_RIGHT, false},      {"pace", TERM_RIGHT, false},
                                          {"bpm at end", TERM_RIGHT, false}, {"", TERM_LEFT, true}};
    if (t->reps.work_count == 0) return;
    char heading[80];
    (void)snprintf(heading, sizeof heading, "Reps, %s", from[t->reps.source]);
    miler_buf_text_append(out, "\n");
    term_heading(&look->style, out, heading, false);
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    int number = 0;
    for (size_t i = 0; i < t->reps.count; i++) {
        const miler_rep *rep = &t->reps.reps[i];
        number += rep->set >= 0 && rep->kind != MILER_REP_RECOVERY;
        if (is_trifle(rep)) continue;
        rep_row(t, i, number, look, table);
    }
    add_table(table, out);
    missed(t, look, out);
}

// ---- The track

static void line_words(const miler_track *track, char *out, size_t size) {
    const double half_m = miler_oval_lap_m(&track->oval) / 2;
    out[0] = '\0';
    if (isfinite(track->spot_m))
        (void)snprintf(
            out, size,
            " Reps start and stop %.0f m past the end of a straight; which end the finish line stands "
            "at is not told.",
            fmod(track->spot_m, half_m));
    else if (!track->finish_known)
        (void)snprintf(out, size, " Which end the finish line stands at is not told by starts or stops.");
}

static void track_line(const app_truth *t, const miler_track *track, bool named, const render_look *look,
                       miler_buf *out) {
    char text[700], line[160];
    const miler_oval *o = &track->oval;
    const char *name = named ? t->track_name : "";
    line_words(track, line, sizeof line);
    (void)snprintf(
        text, sizeof text,
        "Track%s%s: %s, lane %d (%.0f %% sure), a lap of %.1f m +/- %.1f, run %s. Positions lie %.1f m "
        "from its line; by themselves they make a lap of %.1f m. %.1f laps in %zu %s.%s",
        name[0] != '\0' ? " " : "", name, miler_oval_size_name(o->size), o->lane, 100 * track->lane_share,
        miler_oval_lap_m(o), track->lap_error_m, o->clockwise ? "clockwise" : "anticlockwise",
        track->residual_m, track->perimeter_m, track->laps, track->part_count,
        track->part_count == 1 ? "part" : "parts", line);
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 2);
}

// Where the rep that this moment belongs to was run from; "" not known.
static const char *start_words(const app_truth *t, double start_s) {
    for (size_t i = 0; i < t->reps.count; i++)
        if (fabs(t->reps.reps[i].start_s - start_s) < 0.01) return miler_start_point_name(t->starts[i]);
    return "";
}

static void halves_of(const app_truth *t, const miler_track_split *lap, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t k = 0; k < t->split_count && len + 20 < size; k++) {
        const miler_track_split *half = &t->splits[k];
        const bool inside = half->every_m == 200 && half->start_s >= lap->start_s - 0.01 &&
                            half->start_s < lap->start_s + lap->time_s - 1;
        if (!inside || half->dist_m != 200) continue;
        len += (size_t)snprintf(out + len, size - len, "%s%.1f", len > 0 ? "  " : "", half->time_s);
    }
}

static void split_rows(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const term_column columns[] = {{"from", TERM_RIGHT, false}, {"metres", TERM_RIGHT, false},
                                          {"time", TERM_RIGHT, false}, {"+/- s", TERM_RIGHT, false},
                                          {"200 m", TERM_LEFT, true},  {"", TERM_LEFT, false}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    size_t rows = 0;
    for (size_t i = 0; i < t->split_count && rows < 40; i++) {
        const miler_track_split *lap = &t->splits[i];
        char text[MILER_TEXT_MAX], halves[120];
        if (lap->every_m != 400) continue;
        miler_print_time(text, sizeof text, lap->start_s, 0);
        term_cell(table, TERM_DIM, "%s", text);
        term_cell(table, lap->dist_m == 400 ? TERM_PLAIN : TERM_DIM, "%.0f", lap->dist_m);
        miler_print_time(text, sizeof text, lap->time_s, 1);
        term_cell(table, lap->dist_m == 400 ? TERM_BOLD : TERM_PLAIN, "%s", text);
        term_cell(table, TERM_DIM, "%.1f", lap->error_s);
        halves_of(t, lap, halves, sizeof halves);
        term_cell(table, TERM_PLAIN, "%s", halves);
        term_cell(table, TERM_DIM, "%s", start_words(t, lap->start_s));
        rows++;
    }
    if (rows == 0) return;
    miler_buf_text_append(out, "\n");
    term_heading(&look->style, out, "Laps of 400 m on the track", false);
    add_table(table, out);
}

// No track is one quiet line; what nearly was one says why not. Where nobody
// looked, on a bicycle or without positions, there is nothing to say.
static void no_track(const app_truth *t, const render_look *look, miler_buf *out) {
    static const char unfit[] = "not a track: ";
    const char *why = t->tracks.why_not;
    if (why == NULL || strncmp(why, unfit, sizeof unfit - 1) == 0) return;
    miler_buf_text_append(out, "\n");
    if (strcmp(why, MILER_TRACK_NO_LAPS) == 0)
        term_line(&look->style, out, TERM_DIM, "Not on a track.");
    else
        term_line(&look->style, out, TERM_DIM, "Not on a track: %s.", why);
}

static void track(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out) {
    char text[200], a[MILER_TEXT_MAX], b[MILER_TEXT_MAX];
    if (t->tracks.count == 0) {
        no_track(t, look, out);
        return;
    }
    miler_buf_text_append(out, "\n");
    for (size_t i = 0; i < t->tracks.count; i++)
        track_line(t, &t->tracks.tracks[i], i == 0, look, out);
    (void)snprintf(text, sizeof text, "The session by the track: %s +/- %.0f m (the watch: %s).",
                   look_dist(a, t->tracks.dist_m, look->units), t->tracks.error_m,
                   look_dist(b, t->run.activity.dist_m, look->units));
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 2);
    if (t->track_is_new) {
        (void)snprintf(text, sizeof text,
                       "It is remembered as track %lld; give it a name: miler track name %lld NAME",
                       (long long)t->track_id, (long long)t->track_id);
        term_wrap(&look->style, out, TERM_DIM, text, 0, 2);
    }
    split_rows(t, look, arena, out);
}

// ---- By hand

static bool any_on_track(const app_truth *t) {
    for (size_t i = 0; i < t->edited.lap_count; i++)
        if (isfinite(t->lap_track_m[i])) return true;
    return false;
}

static void edited_lap_row(const app_truth *t, size_t i, bool on_track, const render_look *look,
                           term_table *table) {
    const miler_edited_lap *lap = &t->edited.laps[i];
    char text[MILER_TEXT_MAX];
    term_cell(table, TERM_PLAIN, "%zu", i + 1);
    miler_print_time(text, sizeof text, lap->start_s, 0);
    term_cell(table, TERM_DIM, "%s", lap->start_s > 0 ? text : "0:00");
    miler_print_time(text, sizeof text, lap->timer_s, 1);
    term_cell(table, TERM_BOLD, "%s", text);
    term_cell(table, lap->told ? TERM_BOLD : TERM_PLAIN, "%s",
              look_whole(text, lap->dist_m > 0 ? lap->dist_m : (double)NAN));
    if (on_track) term_cell(table, TERM_DIM, "%s", look_whole(text, t->lap_track_m[i]));
    term_cell(table, TERM_PLAIN, "%s",
              app_on_foot(t->run.activity.sport) ? look_pace(text, lap->dist_m, lap->timer_s, look->units)
                                                 : look_speed(text, lap->dist_m, lap->timer_s, look->units));
    term_cell(table, TERM_PLAIN, "%s", lap->name != NULL ? lap->name : "");
}

static void edited_laps(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out) {
    const char *rate = app_on_foot(t->run.activity.sport) ? "pace" : "speed";
    const term_column all[] = {
        {"lap", TERM_RIGHT, false},    {"from", TERM_RIGHT, false},         {"time", TERM_RIGHT, false},
        {"metres", TERM_RIGHT, false}, {"by the track", TERM_RIGHT, false}, {rate, TERM_RIGHT, false},
        {"", TERM_LEFT, true}};
    term_column columns[sizeof all / sizeof all[0]];
    if (t->edit_count == 0) return;
    const bool on_track = any_on_track(t);
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (i != 4 || on_track) columns[n++] = all[i];
    miler_buf_text_append(out, "\n");
    term_heading(&look->style, out, "Laps, put right by hand", false);
    term_table *table = term_table_new(arena, &look->style, columns, n);
    for (size_t i = 0; i < t->edited.lap_count; i++)
        edited_lap_row(t, i, on_track, look, table);
    add_table(table, out);
    if (t->edited.refused > 0)
        term_line(&look->style, out, TERM_YELLOW, "%zu edit%s nothing any more and %s passed over.",
                  t->edited.refused, t->edited.refused == 1 ? " fits" : "s fit",
                  t->edited.refused == 1 ? "was" : "were");
}

static void proposal(const app_truth *t, const render_look *look, miler_buf *out) {
    char text[300], dist[MILER_TEXT_MAX];
    if (!t->has_calibration) return;
    const double proposed_m = t->run.activity.dist_m * t->calibration.factor;
    (void)snprintf(text, sizeof text,
                   "By %zu other %s whose distance you told, this one was %s +/- %.0f m. If that is right: "
                   "miler edit %lld distance %.0fm",
                   t->calibration.rests_on, t->calibration.rests_on == 1 ? "run" : "runs",
                   look_dist(dist, proposed_m, look->units), proposed_m * t->calibration.error,
                   (long long)t->run.run.id, proposed_m);
    miler_buf_text_append(out, "\n");
    term_wrap(&look->style, out, TERM_CYAN, text, 0, 2);
}

void render_truth_text(const app_truth *t, const render_look *look, miler_arena *arena, miler_buf *out) {
    reps(t, look, arena, out);
    edited_laps(t, look, arena, out);
    track(t, look, arena, out);
    proposal(t, look, out);
}

// ---- The same session across months

// The board on one line; strides are left out where there are reps.
static void board_line(const char *board, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (int pass = 0; pass < 2 && used == 0; pass++)
        for (const char *at = board; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
            const size_t len = strcspn(at, "\n");
            const char *strides = strstr(at, "strides");
            if (pass == 0 && strides != NULL && strides < at + len) continue;
            const int put = snprintf(out + used, size - used, "%s%.*s", used > 0 ? " / " : "", (int)len, at);
            used += put > 0 ? (size_t)put : 0;
            if (used >= size) return;
        }
}

// "180s r120s j": the first length of the key ends in s.
static bool key_by_time(const char *key) {
    const size_t digits = strspn(key, "0123456789");
    return digits > 0 && key[digits] == 's';
}

// Mean of the main set: time for reps by distance, metres for reps by time.
static void mean_cell(const store_session *s, double timer_s, char *out, size_t size) {
    if (s->rep_count == 0)
        miler_print_time(out, size, timer_s, 0);
    else if (key_by_time(s->key))
        (void)snprintf(out, size, "%.0f m", s->rep_m);
    else
        miler_print_time(out, size, s->rep_s, 1);
}

static void alike_row(const app_alike_row *row, term_table *table) {
    char text[MILER_TEXT_MAX];
    term_cell(table, row->near ? TERM_PLAIN : TERM_BOLD, "%lld", (long long)row->run.id);
    miler_print_date(text, sizeof text, row->run.day);
    term_cell(table, TERM_PLAIN, "%s", text);
    if (row->session.rep_count > 0)
        term_cell(table, TERM_PLAIN, "%d", (int)row->session.rep_count);
    else
        term_cell(table, TERM_PLAIN, "%s", "");
    mean_cell(&row->session, row->run.timer_s, text, sizeof text);
    term_cell(table, row->near ? TERM_PLAIN : TERM_BOLD, "%s", text);
    char board[600];
    board_line(row->session.board, board, sizeof board);
    term_cell(table, TERM_DIM, "%s", board);
}

static void alike_table(const app_alike *a, bool near, const render_look *look, miler_arena *arena,
                        miler_buf *out) {
    static const term_column columns[] = {{"run", TERM_RIGHT, false},
                                          {"date", TERM_LEFT, false},
                                          {"reps", TERM_RIGHT, false},
                                          {"mean", TERM_RIGHT, false},
                                          {"on the board", TERM_LEFT, true}};
    size_t rows = 0;
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < a->count; i++) {
        if (a->rows[i].near != near) continue;
        alike_row(&a->rows[i], table);
        rows++;
    }
    if (rows == 0) return;
    if (near) {
        miler_buf_text_append(out, "\n");
        term_line(&look->style, out, TERM_TITLE, "Nearly the same: more of these reps, or fewer");
    }
    add_table(table, out);
}

void render_alike_text(const app_alike *a, const render_look *look, miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    term_line(&look->style, out, TERM_TITLE, "%s", a->text[0] != '\0' ? a->text : "No running to speak of");
    alike_table(a, false, look, arena, out);
    alike_table(a, true, look, arena, out);
    if (a->count <= 1) term_line(&look->style, out, TERM_DIM, "No other run was this session.");
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}

// ---- Edits and tracks by themselves

static void edit_line(const store_edit *row, const render_look *look, miler_buf *out) {
    const miler_edit *e = &row->edit;
    char at[MILER_TEXT_MAX], to[MILER_TEXT_MAX];
    miler_print_time(at, sizeof at, e->at_s, 1);
    miler_print_time(to, sizeof to, e->to_s, 1);
    switch (e->kind) {
    case MILER_EDIT_SPLIT:
        term_line(&look->style, out, TERM_PLAIN, "  a lap ends at %s", at);
        break;
    case MILER_EDIT_JOIN:
        term_line(&look->style, out, TERM_PLAIN, "  the laps before and after %s are one", at);
        break;
    case MILER_EDIT_MOVE:
        term_line(&look->style, out, TERM_PLAIN, "  the end of the lap near %s is at %s", at, to);
        break;
    case MILER_EDIT_NAME:
        term_line(&look->style, out, TERM_PLAIN, "  the lap at %s is called %s", at, e->text);
        break;
    case MILER_EDIT_DISTANCE:
        term_line(&look->style, out, TERM_PLAIN, "  the run was %.0f m", e->value);
        break;
    case MILER_EDIT_LAP_LENGTH:
        term_line(&look->style, out, TERM_PLAIN, "  each lap was %.1f m", e->value);
        break;
    case MILER_EDIT_LENGTH:
        term_line(&look->style, out, TERM_PLAIN, "  the lap at %s was %.1f m", at, e->value);
        break;
    case MILER_EDIT_LANE:
        term_line(&look->style, out, TERM_PLAIN, "  run in lane %.0f", e->value);
        break;
    case MILER_EDIT_EFFORT:
        term_line(&look->style, out, TERM_PLAIN, "  it felt like %g of 10", e->value);
        break;
    case MILER_EDIT_TITLE:
        term_line(&look->style, out, TERM_PLAIN, "  the run is called %s", e->text);
        break;
    case MILER_EDIT_SPORT:
    case MILER_EDIT_TYPE:
        term_line(&look->style, out, TERM_PLAIN, "  it was %s: %s",
                  e->kind == MILER_EDIT_SPORT ? "another sport" : "another type of run", e->text);
        break;
    default:
        break;
    }
}

void render_edits_text(const app_truth *t, const render_look *look, miler_buf *out) {
    if (t->edit_count == 0) {
        term_line(&look->style, out, TERM_PLAIN, "Run %lld is as the watch wrote it.",
                  (long long)t->run.run.id);
        return;
    }
    term_line(
        &look->style, out, TERM_TITLE,
        "Put right by hand in run %lld (the watch's own laps stay as they are):", (long long)t->run.run.id);
    for (size_t i = 0; i < t->edit_count; i++)
        edit_line(&t->edits[i], look, out);
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    edited_laps(t, look, arena, out);
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}

void render_tracks_text(const store_track *list, size_t count, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {{"track", TERM_RIGHT, false},
                                          {"name", TERM_LEFT, true},
                                          {"size", TERM_LEFT, false},
                                          {"lane", TERM_LEFT, false},
                                          {"where", TERM_LEFT, false}};
    if (count == 0) {
        term_wrap(&look->style, out, TERM_PLAIN,
                  "No track is known yet. One is remembered when a run on it is looked at: miler runs ID", 0,
                  0);
        return;
    }
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const miler_oval *o = &list[i].known.oval;
        term_cell(table, TERM_BOLD, "%lld", (long long)list[i].id);
        term_cell(table, TERM_PLAIN, "%s", list[i].name[0] != '\0' ? list[i].name : "-");
        term_cell(table, TERM_PLAIN, "%s", miler_oval_size_name(o->size));
        if (list[i].known.lane_by_hand)
            term_cell(table, TERM_PLAIN, "%d, told", o->lane);
        else
            term_cell(table, TERM_DIM, "%s", "as found");
        term_cell(table, TERM_DIM, "%.5f %.5f", o->lat_deg, o->lon_deg);
    }
    add_table(table, out);
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}
