// SPDX-License-Identifier: MIT
// Every change that the page can ask for, one line each: what is sent where is told here alone.
import { send } from "./api";
import type { Athlete, Changes, Day, Library, Plan, Results, Workout } from "./answers";
import type { PatchRunsId, PostLibraryWorkouts, PostPlan, PostPlanMove, PostPlanNote, PostPlanSet, PostPlanSkip, PostPlanTold, PostResults, PostWorkoutsCheck, PutAthlete } from "./api_types";

export const setAthlete = (part: PutAthlete) => send<Athlete>("PUT", "athlete", part);
export const addResult = (result: PostResults) => send<Results>("POST", "results", result);
export const restoreResult = (id: number) => send<unknown>("POST", `results/${id}/restore`);
export const removeResult = (id: number) => send<unknown>("DELETE", `results/${id}`);

export const usePlan = (plan_id: number) => send<Plan>("PUT", "plan/current", { plan_id });
export const newPlan = (plan: PostPlan) => send<Plan>("POST", "plan", plan);
export const replan = () => send<Changes>("POST", "plan/replan");
export const undoPlan = () => send<Changes>("POST", "plan/undo");
export const redoPlan = () => send<Changes>("POST", "plan/redo");
export const moveSession = (session_id: number, to_date: Day, dry_run = false) => send<Changes>("POST", "plan/move", { session_id, to_date, dry_run } satisfies PostPlanMove, dry_run);
export const skipSession = (session_id: number) => send<Changes>("POST", "plan/skip", { session_id } satisfies PostPlanSkip);
export const setSession = (session_id: number, text: string, dry_run = false) => send<Changes>("POST", "plan/set", { session_id, text, dry_run } satisfies PostPlanSet, dry_run);
export const setDay = (date: Day, text: string, dry_run = false) => send<Changes>("POST", "plan/set", { date, text, dry_run } satisfies PostPlanSet, dry_run);
export const keepWorkout = (own: PostLibraryWorkouts) => send<Workout>("POST", "library/workouts", own);
export const forgetWorkout = (id: string) => send<Library>("DELETE", `library/workouts/${encodeURIComponent(id)}`);
export const checkWorkout = (text: string) => send<Workout>("POST", "workouts/check", { text } satisfies PostWorkoutsCheck, true);

export type NoteKind = "tired" | "sore" | "sick";
export const addNote = (kind: NoteKind, part?: string) => send<{ change_count: number }>("POST", "plan/note", { kind, ...(part ? { part } : {}) } satisfies PostPlanNote);
export const tellEffort = (run: number, rpe: number) => send<unknown>("PATCH", `runs/${run}`, { kind: "effort", value: rpe } satisfies PatchRunsId);
export const editRun = (run: number, edit: PatchRunsId) => send<unknown>("PATCH", `runs/${run}`, edit);
export const tellSession = (told: PostPlanTold) => send<unknown>("POST", "plan/told", told);
export const untellSession = (session_id: number) => send<unknown>("DELETE", `plan/told/${session_id}`);
export const removeRun = (run: number) => send<unknown>("DELETE", `runs/${run}`);
export const restoreRun = (run: number) => send<unknown>("POST", `runs/${run}/restore`);
export const undoRun = (run: number) => send<unknown>("POST", `runs/${run}/undo`);
