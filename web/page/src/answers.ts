// SPDX-License-Identifier: MIT
// The API's answers by the names of the things in them. The types themselves are made (api_types.ts);
// units stand in the names of the fields: _m metres, _s seconds, _mps metres a second.
import type * as api from "./api_types";

export type Day = string; // "2026-06-01"
export type Today = api.PlanToday;
export type Plan = api.PlanNew;
export type Week = Plan["weeks"][number];
export type Session = Week["sessions"][number];
export type Step = Session["steps"][number];
export type Kind = Session["kind"];
export type Phase = Week["phase"];
export type Shares = Plan["shares"];
export type RaceRow = Plan["race_week"][number];
export type Changes = api.PlanReplan;
export type Finding = Changes["findings"][number];
export type Athlete = api.AthleteShow;
export type Weekday = Athlete["days"][number]["day"];
export type Place = Athlete["places"][number];
export type Workout = api.WorkoutShow;
export type Movement = api.WorkoutList["movements"][number];
export type Library = api.WorkoutList;
export type Entry = Library["workouts"][number];
export type Routine = Library["routines"][number];
export type Cross = Library["cross"][number];
export type Figure = api.LibraryFigures["figures"][number];
export type Review = api.RaceReview;
export type Run = api.RunsId;
export type Lap = Run["laps"][number];
export type Rep = Run["reps"][number];
export type Samples = api.RunsIdSamples;
export type Alike = api.RunsIdLike;
export type Edit = NonNullable<api.PatchRunsId["edits"]>[number];
export type Best = api.Bests["bests"][number];
export type Progress = api.FitnessProgress;
export type Backtest = api.FitnessBacktest;
export type { Bests, Level, Load } from "./api_types";
export type { Fitness, Job, Pace as Race, ResultAdd as Results, Runs, Upload } from "./api_types";

export interface Estimate {
  distance_m: number;
  time_s: number;
  low_s: number;
  high_s: number;
}
// Those that are known.
export const estimates = (fitness: api.Fitness): Estimate[] =>
  fitness.estimates.flatMap(({ distance_m, time_s, low_s, high_s }) => (time_s === null || low_s === null || high_s === null ? [] : [{ distance_m, time_s, low_s, high_s }]));
export const isMile = (m: number): boolean => Math.abs(m - 1609.344) < 0.5;
export const mileToday = (fitness: api.Fitness | undefined): Estimate | undefined => (fitness ? estimates(fitness).find((one) => isMile(one.distance_m)) : undefined);

// The result of a job that read a file (docs/json.md, `import`).
export interface Import {
  files: { path: string; outcome: "new" | "known" | "skipped" | "failed"; reason: string }[];
  plan_changes: number;
  plan_goal_s: number | null; // null: it is what it was
  plan_goal_was_s: number | null;
}
