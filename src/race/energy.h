// SPDX-License-Identifier: MIT
// Inside the energy model of miler/racer.h: one runner moving through a race.
#ifndef MILER_RACE_ENERGY_H
#define MILER_RACE_ENERGY_H

#include <miler/racer.h>

typedef struct energy_course {
    double dist_m;
    const miler_race_load *loads;
    size_t load_count;
} energy_course;

typedef struct energy_state {
    double t_s, x_m, v_mps, left_jkg;
    size_t load; // of the course, here
} energy_state;

// Steps of one length where running costs the same: what is kept over each of the speed
// that no push holds up, and of its square.
typedef struct energy_pace {
    double cost, dt_s, kept, kept_sq;
} energy_pace;

energy_pace energy_pace_of(const miler_racer *r, double cost, double dt_s);

// What breathing gives with `left` in the store, and how it changes with it.
double energy_supply(const miler_racer *r, double left_jkg, double *slope);
// Cost of running here, and where that changes (or the finish).
double energy_cost(const energy_course *c, energy_state *s, double *until_m);

// One step with a steady push, whole or up to the next event: `until_m`, an empty
// store, or a border of the supply. Short steps only (midpoint rule). Returns the
// seconds it took.
double energy_push(const miler_racer *r, energy_state *s, double force_nkg, const energy_pace *pace,
                   double until_m);
// At steady speed up to the next event, however far.
void energy_cruise(const miler_racer *r, energy_state *s, double cost, double until_m);
// With nothing left: all that breathing gives, up to `until_m` or for one step.
void energy_empty(const miler_racer *r, energy_state *s, const energy_pace *pace, double until_m);

// The time of the fastest race, the runner and the distance being checked.
double race_optimum_s(const miler_racer *racer, const energy_course *course);
miler_status energy_check(const miler_racer *r, const energy_course *c, miler_error *err);

#endif
