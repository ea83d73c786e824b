// SPDX-License-Identifier: MIT
// What the API answers, as far as the page uses it (docs/json.md has every field).
// Units stand in the names: _m metres, _s seconds, _mps metres a second.

export type Day = string; // "2026-06-01"

export interface Step {
  depth: number;
  kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
  count: number;
  distance_m: number | null;
  time_s: number | null;
  reps: number | null;
  each_side: boolean;
  mode: "jog" | "walk" | "stand" | null;
  name: string | null;
  target: string;
  target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
  zone: string | null;
  race_distance_m: number | null;
  offset_per_400_s: number | null;
  slow_mps: number | null;
  target_mps: number | null;
  fast_mps: number | null;
  low_bpm: number | null;
  high_bpm: number | null;
  effort_rpe: number | null;
  load_percent: number | null;
}

export type Kind = "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo" | "race";

export interface Session {
  id: number;
  date: Day;
  kind: Kind;
  status: "planned" | "done" | "moved" | "skipped";
  hard: boolean;
  title: string;
  text: string;
  why_day: string;
  why_much: string;
  why_pace: string;
  numbers: string;
  source: string;
  elsewhere: string;
  elsewhere_text: string;
  distance_m: number;
  time_s: number;
  easy_s: number;
  threshold_s: number;
  vo2max_s: number;
  fast_s: number;
  load_points: number | null;
  rehearsal: boolean;
  outcome: "done" | "cut_short" | "other" | "missed" | null;
  run: number | null;
  run_date: Day | null;
  verdict: string | null;
  steps: Step[];
}

export type Phase = "base" | "introduce" | "build" | "specific" | "taper";

export interface RaceRow {
  date: Day;
  clock: string | null;
  from_gun_s: number | null;
  duration_s: number;
  session_id: number | null;
  rehearsal: boolean;
  what: string;
  why: string;
}

export interface Today {
  date: Day;
  week: number | null;
  phase: Phase | null;
  week_purpose: string | null;
  day: "run" | "cross" | "strength" | "rest" | "left_out" | "not_begun" | "over";
  last_run_date: Day | null;
  days_without_run: number | null;
  next: { id: number; date: Day; kind: Kind; title: string } | null;
  sessions: Session[];
  race_week: RaceRow[];
}

export interface Week {
  number: number;
  first_date: Day;
  phase: Phase;
  light: boolean;
  purpose: string;
  distance_m: number;
  done_m: number | null;
  time_s: number;
  easy_s: number;
  threshold_s: number;
  vo2max_s: number;
  fast_s: number;
  load_points: number | null;
  sessions: Session[];
}

export interface Shares {
  easy_percent: number;
  threshold_percent: number;
  vo2max_percent: number;
  fast_percent: number;
}

export interface Plan {
  plan_id: number | null;
  today: Day;
  start_date: Day;
  race_date: Day;
  race_distance_m: number;
  level: "beginner" | "intermediate" | "advanced" | "elite";
  now_s: number;
  likely_s: number;
  likely_low_s: number;
  likely_high_s: number;
  race_low_s: number | null;
  race_high_s: number | null;
  goal_s: number;
  asked_s: number | null;
  goal_fits: boolean;
  race_time: string | null;
  notices: string[];
  shares: Shares;
  half_marathon_shares: Shares;
  race_week: RaceRow[];
  weeks: Week[];
}

export interface Finding {
  rule: string;
  date: Day | null;
  session_id: number | null;
  found: string;
  allowed: string;
  why: string;
}

export interface Change {
  date: Day | null;
  session_id: number | null;
  was: string;
  now: string;
  reason: string;
  rule: string;
  source: string;
}

export interface Changes {
  plan_id: number;
  what: string;
  dry_run: boolean;
  kept: boolean;
  undone: boolean;
  redone: boolean;
  change_count: number;
  changes: Change[];
  findings: Finding[];
}

export type Weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
export type Place = "track" | "hill" | "gym" | "dumbbells" | "pool" | "bike" | "rower" | "elliptical" | "treadmill" | "treadmill only";

export interface Athlete {
  name: string;
  sex: "m" | "f" | null;
  born: Day | null;
  age: number | null;
  days: { day: Weekday; minutes: number | null }[];
  places: Place[];
  health_answered: boolean;
  health_cleared: boolean;
  health_yes: string[];
  parent_consent: boolean;
  units: "km" | "mi";
}

export interface Workout {
  text: string;
  distance_m: number;
  time_s: number;
  steps: Step[];
}

export interface Movement {
  name: string;
  kind: string;
  aliases: string[];
  how: string;
  fault: string;
}

export interface Job {
  id: number;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number;
}
