// SPDX-License-Identifier: MIT
// The session kept: its parts as lines of numbers, one a part, and the key that
// two sessions share when a coach would call them the same. The key is of the
// work sets alone: the warm-up is longer some days, and nobody repeats a session
// for its strides. Recoveries are rounded to usual lengths: 410 m jogged are the
// 400 m of last month in another lane.
#include "activity/reps.h"

#include <string.h>

#define VERSION "1"
#define PARTS_MAX ((size_t)2 * REPS_MAX + 2)
#define RUN_UNIT_M 1000.0 // easy runs are alike by the kilometre

// ---- Key

// 1600 m and the mile cannot be told apart; 3200 m and two miles are both 3200.
static double key_m(double dist_m) {
    return fabs(dist_m - 1600) <= MILER_REP_NOMINAL_ALIKE * 1600 ? 1600 : round(dist_m);
}

static void put_length(miler_buf *out, reps_length l) {
    if (l.dist_m > 0)
        miler_buf_printf(out, "%.0f", key_m(l.dist_m));
    else
        miler_buf_printf(out, "%.0fs", round(l.time_s));
}

static void put_rest(miler_buf *out, const reps_set *s) {
    static const char *const modes[MILER_MOTION_COUNT] = {" j", " j", " w", " w"}; // standing is walking
    const bool jog = s->mode == MILER_MOTION_RUN || s->mode == MILER_MOTION_JOG;
    reps_length l = s->rest;
    // Of what is walked or stood the time is the recovery, not the metres.
    if (!jog && l.dist_m > 0 && s->rest_s > 0) l = (reps_length){0, s->rest_s};
    miler_buf_text_append(out, " r");
    put_length(out, l.dist_m > 0 ? (reps_length){reps_usual_m(l.dist_m), 0}
                                 : (reps_length){0, reps_usual_s(l.time_s)});
    miler_buf_text_append(out, modes[(unsigned)s->mode < MILER_MOTION_COUNT ? s->mode : MILER_MOTION_STAND]);
}

static void put_set(miler_buf *out, const miler_reps *reps, const reps_set *s) {
    static const char *const words[MILER_REP_KIND_COUNT] = {
        [MILER_REP_STRIDE] = "strides", [MILER_REP_HILL] = "hill sprints"};
    const char *word = words[reps->reps[s->first].kind];
    if (word != NULL) {
        miler_buf_text_append(out, word);
        return;
    }
    for (size_t i = s->first; i <= (s->even ? s->first : s->last); i++) {
        if (!miler_rep_is_fast(&reps->reps[i])) continue;
        if (i > s->first) miler_buf_text_append(out, "-");
        put_length(out, reps_length_of(&reps->reps[i]));
    }
    if (s->rested) put_rest(out, s);
}

static bool has_work(const miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++)
        if (reps->reps[i].kind == MILER_REP_WORK) return true;
    return false;
}

static void key_of_run(const miler_reps *reps, miler_buf *key) {
    double dist_m = 0;
    for (size_t i = 0; i < reps->count; i++)
        if (reps->reps[i].dist_m > 0) dist_m += reps->reps[i].dist_m;
    const double units = round(dist_m / RUN_UNIT_M);
    if (units >= 1) miler_buf_printf(key, "run %.0f km", units);
}

void miler_reps_key(const miler_reps *reps, miler_buf *key, miler_buf *counts) {
    if (reps->work_count == 0) {
        key_of_run(reps, key);
        return;
    }
    const bool work = has_work(reps);
    char last[200] = "";
    size_t count = 0;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r) || (work && r->kind != MILER_REP_WORK)) continue;
        const reps_set s = reps_set_at(reps, i);
        char one[sizeof last];
        miler_buf text;
        miler_buf_init(&text, key->alloc, sizeof one - 1);
        put_set(&text, reps, &s);
        const char *words = miler_buf_text(&text);
        const size_t len = strlen(words) < sizeof one ? strlen(words) : sizeof one - 1;
        memcpy(one, words, len);
        one[len] = '\0';
        if (text.failed && !text.over)
            key->failed = true; // a set of too many words has none, and no harm done
        miler_buf_deinit(&text);
        // Two sets of one thing after each other are one, as far as the key goes.
        if (strcmp(one, last) != 0) {
            if (count > 0) miler_buf_printf(counts, "%zu ", count);
            if (last[0] != '\0') miler_buf_text_append(key, ", ");
            miler_buf_text_append(key, one);
            memcpy(last, one, len + 1);
            count = 0;
        }
        count += s.even ? s.count : 1;
        i = s.last;
    }
    if (count > 0) miler_buf_printf(counts, "%zu", count);
}

// ---- Parts

static void put_number(miler_buf *out, double value) {
    if (isfinite(value))
        miler_buf_printf(out, " %.3f", value);
    else
        miler_buf_text_append(out, " -");
}

void miler_reps_print(const miler_reps *reps, miler_buf *out) {
    miler_buf_printf(out, "reps " VERSION " %d %zu\n", (int)reps->source, reps->work_count);
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        miler_buf_printf(out, "%d %d %d %d %d", (int)r->kind, (int)r->motion, (int)r->set, r->nominal_sure,
                         (int)r->nominal_by);
        const double numbers[] = {r->start_s,    r->end_s,          r->time_s,       r->time_error_s,
                                  r->standing_s, r->dist_m,         r->dist_error_m, r->nominal_m,
                                  r->nominal_s,  r->nominal_time_s, r->speed_mps,    (double)r->ascent_m};
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
            put_number(out, numbers[k]);
        miler_buf_text_append(out, "\n");
    }
}

// The numbers of one line; returns how many, and where the next line begins.
static size_t take_line(const char **at, double *out, size_t max) {
    size_t count = 0;
    const char *p = *at;
    while (*p != '\0' && *p != '\n') {
        const size_t len = strcspn(p, " \n");
        double value = NAN;
        const bool none = len == 1 && *p == '-';
        if (count == max || (!none && miler_parse_number(p, len, &value, NULL) != MILER_OK)) return 0;
        out[count++] = value;
        p += len;
        if (*p == ' ') p++;
    }
    *at = *p == '\n' ? p + 1 : p;
    return count;
}

enum { WHOLE = 5, NUMBERS = 12 };

static bool take_rep(const double *n, miler_rep *out) {
    static const double most[WHOLE] = {MILER_REP_KIND_COUNT - 1, MILER_MOTION_COUNT - 1, REPS_MAX, 1,
                                       MILER_NOMINAL_BY_COUNT - 1};
    for (int i = 0; i < WHOLE; i++)
        if (!(n[i] >= (i == 2 ? -1 : 0) && n[i] <= most[i])) return false;
    *out = (miler_rep){.kind = (miler_rep_kind)n[0],
                       .motion = (miler_rep_motion)n[1],
                       .set = (int32_t)n[2],
                       .nominal_sure = n[3] > 0,
                       .nominal_by = (miler_nominal_by)n[4],
                       .start_s = n[5],
                       .end_s = n[6],
                       .time_s = n[7],
                       .time_error_s = n[8],
                       .standing_s = n[9],
                       .dist_m = n[10],
                       .dist_error_m = n[11],
                       .nominal_m = n[12],
                       .nominal_s = n[13],
                       .nominal_time_s = n[14],
                       .speed_mps = n[15],
                       .ascent_m = (float)n[16],
                       .avg_hr_bpm = NAN,
                       .max_hr_bpm = NAN,
                       .end_hr_bpm = NAN,
                       .avg_cadence_spm = NAN,
                       .first_lap = -1,
                       .step = -1};
    return true;
}

miler_status miler_reps_parse(const char *text, miler_arena *arena, miler_reps *out, miler_error *err) {
    static const char head[] = "reps " VERSION " ";
    *out = (miler_reps){0};
    const char *at = text;
    double n[WHOLE + NUMBERS];
    if (strncmp(text, head, sizeof head - 1) != 0)
        return miler_fail(err, MILER_ERR_PARSE, "no reps of version " VERSION);
    at += sizeof head - 1;
    if (take_line(&at, n, 2) != 2 || !(n[0] >= 0 && n[0] < MILER_REPS_SOURCE_COUNT) ||
        !(n[1] >= 0 && n[1] <= REPS_MAX))
        return miler_fail(err, MILER_ERR_PARSE, "damaged head of reps");
    size_t lines = 0;
    for (const char *p = at; *p != '\0'; p++)
        lines += *p == '\n';
    if (lines > PARTS_MAX) return miler_fail(err, MILER_ERR_LIMIT, "more than %zu parts", PARTS_MAX);
    out->source = (miler_rep_source)n[0];
    out->work_count = (size_t)n[1];
    out->reps = miler_arena_array(arena, lines + 1, sizeof *out->reps);
    if (out->reps == NULL) return miler_fail(err, MILER_ERR_NOMEM, "no memory for the reps");
    for (; *at != '\0' && out->count < lines; out->count++)
        if (take_line(&at, n, WHOLE + NUMBERS) != WHOLE + NUMBERS || !take_rep(n, &out->reps[out->count]))
            return miler_fail(err, MILER_ERR_PARSE, "damaged line %zu of reps", out->count + 2);
    return MILER_OK;
}
