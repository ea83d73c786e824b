// SPDX-License-Identifier: MIT
// Strength and plyometrics: two alternating sessions that between them train
// glutes, quads, hamstrings, calves, hip flexors, core and upper body, in three
// stages, cut to the minutes of the day. Prescription: body weight or light
// 2x10-12 in the first weeks, then 3x5-8 at 75-85 %, for trained lifters 3x4 at
// 85 % (science 5.9); plyometrics from 40 contacts up.
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

enum { ANY = 0, LOADED = MILER_HAS_GYM | MILER_HAS_DUMBBELLS, GYM = MILER_HAS_GYM };

typedef struct exercise {
    const char *name;
    uint32_t needs; // any of these; 0 = body weight will do
    bool heavy;     // gets the load of the stage
    bool seconds;   // held for time
    bool each;
    int reps; // with body weight
} exercise;

// The most useful first: what does not fit the day is left off at the end.
static const exercise sessions[2][7] = {
    {{"squat", ANY, true, false, false, 12},
     {"calf raise", ANY, false, false, false, 15},
     {"hip thrust", ANY, true, false, false, 12},
     {"plank", ANY, false, true, false, 40},
     {"push-up", ANY, false, false, false, 10},
     {"split squat", ANY, false, false, true, 8},
     {NULL}},
    {{"deadlift", LOADED, true, false, false, 10},
     {"split squat", ANY, false, false, true, 8},
     {"calf raise", ANY, false, false, false, 15},
     {"step-up", ANY, false, false, true, 10},
     {"plank", ANY, false, true, false, 45},
     {"pull-up", GYM, false, false, false, 5},
     {"lunge", ANY, false, false, true, 10}},
};

static bool has(const plan_maker *m, uint32_t needs) {
    return needs == 0 || (m->req.athlete.places & needs) != 0;
}

// 0 body weight and light, 1 heavy, 2 heavier for the trained.
static int stage_of(const plan_maker *m, const plan_frame_week *week) {
    const bool young = m->age >= 0 && m->age < m->rule.youth_adult_age;
    if (m->rule.strength_heavy_max_pct <= 0 || young || !has(m, LOADED)) return 0;
    if (week->light || week->phase == MILER_PHASE_TAPER) return 0;
    if (week->number <= 2 || m->plan_weeks < (int)m->rule.weeks_min) return 0;
    return week->phase == MILER_PHASE_SPECIFIC && m->rule.strength_heavy_max_pct >= 85 ? 2 : 1;
}

static void write_exercise(const plan_maker *m, const exercise *e, int stage, int sets, char *out,
                           size_t out_size) {
    const double most = m->rule.strength_heavy_max_pct;
    const double load = fmin(most, stage == 2 ? 85 : 80);
    if (e->heavy && stage > 0)
        snprintf(out, out_size, "%s %dx%d @%.0f%% r2min", e->name, sets, stage == 2 ? 4 : 6, load);
    else if (e->seconds)
        snprintf(out, out_size, "%s %dx%ds", e->name, sets, e->reps);
    else
        snprintf(out, out_size, e->each ? "%s %dx%d each" : "%s %dx%d", e->name, sets, e->reps);
}

static void append(plan_draft *draft, const char *piece) {
    const size_t len = strlen(draft->text);
    const size_t more = strlen(piece) + (len > 0 ? 2 : 0);
    if (len + more >= sizeof draft->text) return;
    memcpy(draft->text + len, ", ", len > 0 ? 2 : 0);
    memcpy(draft->text + len + (len > 0 ? 2 : 0), piece, strlen(piece) + 1);
}

static double measure_piece(plan_maker *m, const char *piece) {
    plan_draft probe;
    memset(&probe, 0, sizeof probe);
    probe.kind = MILER_SESSION_STRENGTH;
    snprintf(probe.text, sizeof probe.text, "%s", piece);
    return plan_measure(m, &probe) == MILER_OK ? probe.sum.time_s : 1e9;
}

bool plan_strength_text(plan_maker *m, const plan_frame_week *week, int minutes, bool race_week,
                        plan_draft *draft) {
    const exercise *list = sessions[m->strength_count % 2];
    const int stage = stage_of(m, week);
    const int sets = race_week ? 1 : week->light || (week->number <= 2 && stage == 0) || minutes < 20 ? 2 : 3;
    int count = 0;
    double left_s = minutes * 60.0;
    for (size_t i = 0; i < 7 && list[i].name != NULL; i++) {
        if (!has(m, list[i].needs)) continue;
        char piece[64];
        write_exercise(m, &list[i], stage, sets, piece, sizeof piece);
        double *known_s = &m->piece_s[m->strength_count % 2][i][stage][sets];
        if (*known_s <= 0) *known_s = measure_piece(m, piece);
        if (*known_s > left_s) continue;
        left_s -= *known_s;
        append(draft, piece);
        count++;
    }
    snprintf(draft->title, sizeof draft->title, "strength, %s%s",
             m->strength_count % 2 == 0 ? "squat day"
             : has(m, LOADED)           ? "deadlift day"
                                        : "split squat day",
             race_week    ? ", light"
             : stage == 0 ? ""
                          : ", heavy");
    return count >= 2 && plan_measure(m, draft) == MILER_OK;
}

bool plan_plyo_text(plan_maker *m, const plan_frame_week *week, int minutes, plan_draft *draft) {
    static const char *const stages[3][3] = {
        {"pogo 2x15", "box jump 2x5", NULL},
        {"pogo 3x15", "box jump 3x5", NULL},
        {"pogo 2x15", "box jump 3x5", "single-leg bound 2x6 each"},
    };
    int stage = week->plan_week <= 2                                                     ? 0
                : week->phase == MILER_PHASE_SPECIFIC && m->level >= MILER_PLAN_ADVANCED ? 2
                                                                                         : 1;
    if (m->age >= 0 && m->age < m->rule.youth_young_age) stage = 0;
    for (size_t i = 0; i < 3 && stages[stage][i] != NULL; i++)
        append(draft, stages[stage][i]);
    snprintf(draft->title, sizeof draft->title, "plyometrics, short and springy");
    if (plan_measure(m, draft) != MILER_OK) return false;
    return draft->sum.plyo_contacts <= m->rule.plyo_contacts_max && draft->sum.time_s <= minutes * 60.0;
}
