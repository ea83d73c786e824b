// SPDX-License-Identifier: MIT
// The rules by number: one row for each rule, with the range a user's own value
// may take. The values stand in data/plan_rules.tsv; a test holds both in step.
#ifndef PLAN_RULES_H
#define PLAN_RULES_H

#include <miler/plan.h>

// X(name, lowest, highest)
#define PLAN_RULES(X)                                                                                        \
    X(weeks_min, 2, 20)                                                                                      \
    X(weeks_max, 6, 20)                                                                                      \
    X(sharpening_weeks_min, 1, 6)                                                                            \
    X(weeks_cap, 10, 60)                                                                                     \
    X(intro_share, 0, 1)                                                                                     \
    X(build_share, 0, 1)                                                                                     \
    X(rest_days_min, 0, 4)                                                                                   \
    X(hard_days_max, 0, 4)                                                                                   \
    X(hard_third_from_m, 0, 300000)                                                                          \
    X(days_after_fast, 1, 4)                                                                                 \
    X(days_after_threshold, 1, 4)                                                                            \
    X(other_race_easy_m, 1000, 20000)                                                                        \
    X(other_race_max_m, 1000, 50000)                                                                         \
    X(hard_new_max, 1, 4)                                                                                    \
    X(runs_min, 1, 14)                                                                                       \
    X(runs_max, 1, 14)                                                                                       \
    X(double_from_m, 0, 40000)                                                                               \
    X(level_slower_s, 150, 9999)                                                                             \
    X(level_women_ratio, 1, 1.3)                                                                             \
    X(level_weekly_m, 0, 300000)                                                                             \
    X(level_by_volume_m, 0, 999999)                                                                          \
    X(race_pace_share_max, 0, 1)                                                                             \
    X(race_pace_max_m, 0, 20000)                                                                             \
    X(race_pace_floor_m, 0, 8000)                                                                            \
    X(race_load_base, 0.2, 4)                                                                                \
    X(race_load_rest, 0, 3)                                                                                  \
    X(race_load_rep, 0, 2)                                                                                   \
    X(vo2max_load_min, 4, 40)                                                                                \
    X(vo2max_load_rest_min, 0, 20)                                                                           \
    X(vo2max_share_max, 0, 1)                                                                                \
    X(vo2max_max_m, 0, 20000)                                                                                \
    X(vo2max_floor_m, 0, 10000)                                                                              \
    X(threshold_share_max, 0, 1)                                                                             \
    X(threshold_max_min, 0, 90)                                                                              \
    X(threshold_floor_m, 0, 12000)                                                                           \
    X(long_share_max, 0, 1)                                                                                  \
    X(long_even_factor, 1, 3)                                                                                \
    X(long_max_min, 20, 300)                                                                                 \
    X(long_usual_min, 20, 300)                                                                               \
    X(long_light_share, 0.3, 1)                                                                              \
    X(long_light_lack_share, 0.3, 1)                                                                         \
    X(long_floor_min, 10, 120)                                                                               \
    X(long_step_max, 1, 2)                                                                                   \
    X(easy_run_min, 5, 60)                                                                                   \
    X(easy_run_max, 20, 150)                                                                                 \
    X(race_rep_max_s, 30, 300)                                                                               \
    X(vo2max_rep_max_s, 60, 420)                                                                             \
    X(easy_share_min, 0, 1)                                                                                  \
    X(pace_most_ratio, 1, 1.5)                                                                               \
    X(weekly_min_m, 3000, 60000)                                                                             \
    X(weekly_default_m, 3000, 200000)                                                                        \
    X(learn_week_m, 3000, 60000)                                                                             \
    X(learn_run_min, 1, 60)                                                                                  \
    X(learn_walk_min, 0.5, 5)                                                                                \
    X(learn_weeks, 0, 6)                                                                                     \
    X(learn_easy_weeks, 0, 3)                                                                                \
    X(hold_min_m, 2000, 60000)                                                                               \
    X(start_ratio_max, 1, 1.5)                                                                               \
    X(volume_step, 0, 0.5)                                                                                   \
    X(volume_step_max, 0, 0.5)                                                                               \
    X(volume_slack_m, 0, 10000)                                                                              \
    X(volume_growth_max, 1, 2)                                                                               \
    X(volume_peak_m, 10000, 300000)                                                                          \
    X(light_cut_min, 0, 1)                                                                                   \
    X(light_cut_target, 0, 1)                                                                                \
    X(light_cut_max, 0, 1)                                                                                   \
    X(loading_weeks_max, 1, 6)                                                                               \
    X(taper_days, 4, 21)                                                                                     \
    X(taper_early_max, 0, 2)                                                                                 \
    X(taper_early_share, 0.3, 1)                                                                             \
    X(taper_volume_min, 0, 1)                                                                                \
    X(taper_volume_target, 0, 1)                                                                             \
    X(taper_volume_max, 0, 1)                                                                                \
    X(sharpener_days_before, 2, 7)                                                                           \
    X(sharpener_days_min, 2, 7)                                                                              \
    X(sharpener_days_max, 2, 9)                                                                              \
    X(sharpener_max_m, 200, 4000)                                                                            \
    X(sharpener_new_days, 7, 120)                                                                            \
    X(sharpener_new_share, 0, 1)                                                                             \
    X(trial_m, 400, 5000)                                                                                    \
    X(trial_from_share, 0, 1)                                                                                \
    X(trial_to_share, 0, 1)                                                                                  \
    X(warmup_min, 5, 40)                                                                                     \
    X(warmup_floor_min, 0, 30)                                                                               \
    X(warmup_whole_day_min, 30, 240)                                                                         \
    X(warmup_whole_week_m, 0, 300000)                                                                        \
    X(warmup_whole_runs, 1, 14)                                                                              \
    X(cooldown_min, 0, 40)                                                                                   \
    X(cooldown_floor_min, 0, 30)                                                                             \
    X(race_warmup_min, 5, 40)                                                                                \
    X(hard_day_min, 15, 90)                                                                                  \
    X(run_day_min, 10, 60)                                                                                   \
    X(strength_days, 0, 4)                                                                                   \
    X(strength_days_light, 0, 4)                                                                             \
    X(strength_hard_gap, 0, 3)                                                                               \
    X(strength_race_gap, 0, 3)                                                                               \
    X(strength_heavy_pct, 40, 100)                                                                           \
    X(strength_heavy_max_pct, 0, 100)                                                                        \
    X(strength_heavy_days, 2, 14)                                                                            \
    X(strength_light_days, 1, 14)                                                                            \
    X(plyo_contacts_max, 0, 300)                                                                             \
    X(plyo_days_max, 0, 4)                                                                                   \
    X(plyo_gap_days, 1, 7)                                                                                   \
    X(plyo_race_days, 1, 14)                                                                                 \
    X(harder_total, 0, 0.5)                                                                                  \
    X(harder_rep, 0, 0.5)                                                                                    \
    X(harder_recovery, 0, 0.5)                                                                               \
    X(harder_pace, 0, 0.1)                                                                                   \
    X(harder_max, 1, 4)                                                                                      \
    X(total_step_max, 0, 1)                                                                                  \
    X(recovery_step_max, 0, 1)                                                                               \
    X(youth_refuse_age, 8, 18)                                                                               \
    X(youth_young_age, 10, 21)                                                                               \
    X(youth_adult_age, 16, 21)                                                                               \
    X(youth_hard_days, 0, 3)                                                                                 \
    X(youth_run_m_14, 1000, 42195)                                                                           \
    X(youth_run_m_16, 1000, 42195)                                                                           \
    X(youth_run_m_17, 1000, 42195)                                                                           \
    X(youth_week_m_14, 1000, 100000)                                                                         \
    X(youth_week_m_16, 1000, 100000)                                                                         \
    X(youth_week_m_17, 1000, 100000)                                                                         \
    X(youth_runs_14, 1, 7)                                                                                   \
    X(youth_runs_17, 1, 7)                                                                                   \
    X(youth_recovery_ratio, 0, 5)                                                                            \
    X(masters_age, 35, 80)                                                                                   \
    X(masters_hard_days, 1, 3)                                                                               \
    X(untrained_m, 0, 60000)                                                                                 \
    X(advice_age_men, 30, 80)                                                                                \
    X(advice_age_women, 30, 80)                                                                              \
    X(gain_low, 0, 0.2)                                                                                      \
    X(gain_high, 0, 0.2)                                                                                     \
    X(gain_weeks, 1, 52)                                                                                     \
    X(gain_scale_max, 1, 4)                                                                                  \
    X(gain_never, 0, 0.3)                                                                                    \
    X(half_volume_ratio, 0.5, 2)                                                                             \
    X(half_hard_days, 0, 4)                                                                                  \
    X(half_vo2max_every, 1, 10)                                                                              \
    X(replan_pace_step, 0, 0.1)                                                                              \
    X(replan_failed_share, 0.3, 1)                                                                           \
    X(sick_return_days, 0, 5)                                                                                \
    X(sick_return_max, 0, 60)                                                                                \
    X(sick_return_share, 0.2, 1)                                                                             \
    X(sore_days, 1, 30)                                                                                      \
    X(sore_share, 0.2, 1)                                                                                    \
    X(tired_days, 1, 14)                                                                                     \
    X(tired_share, 0.2, 1)                                                                                   \
    X(break_free_days, 1, 14)                                                                                \
    X(break_loss_a_day, 0, 0.02)                                                                             \
    X(break_loss_max, 0, 0.4)                                                                                \
    X(break_first_share, 0.1, 1)                                                                             \
    X(break_second_share, 0.1, 1)                                                                            \
    X(missed_week_share, 0, 1)                                                                               \
    X(recent_none_share, 0.2, 1)                                                                             \
    X(recent_hold_days, 7, 120)                                                                              \
    X(return_days, 1, 60)                                                                                    \
    X(return_long_days, 10, 200)                                                                             \
    X(return_long_share, 0.1, 1)                                                                             \
    X(return_step_max, 0, 1)                                                                                 \
    X(return_lost_share, 0, 1)                                                                               \
    X(return_peak_share, 0.1, 1.5)

enum {
#define X(name, lo, hi) PLAN_##name,
    PLAN_RULES(X)
#undef X
        PLAN_RULE_COUNT
};

// One level's column, rule by rule: rule->weeks_min.
typedef struct plan_rule {
#define X(name, lo, hi) double name;
    PLAN_RULES(X)
#undef X
} plan_rule;

void plan_rules_column(const miler_plan_rules *rules, miler_plan_level level, plan_rule *out);

// What the time of rule.gain_weeks brings this runner, as shares of the time of today (plan_gain.c).
typedef struct plan_gain_share {
    double low, high;
} plan_gain_share;

void plan_gain(const miler_plan_rules *rules, const miler_plan_request *r, double mile_s,
               plan_gain_share *out);

#endif
