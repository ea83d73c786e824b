// SPDX-License-Identifier: MIT
// Every change that the page can ask for, one line each: what is sent where is told here alone.
import { send } from "./api";
import { finished } from "./jobs";
import type { Athlete, Changes, Day, Plan, Workout } from "./api_types";

export const setAthlete = (part: Partial<Omit<Athlete, "health_yes">> & { health_yes?: string[] }) => send<Athlete>("PUT", "athlete", part);
export const addResult = (result: { distance_m: number; time_s: number; date: Day }) => send<unknown>("POST", "results", result);
export const removeResult = (id: number) => send<unknown>("DELETE", `results/${id}`);

export interface NewPlan {
  race_date: Day;
  race_distance_m: number;
  goal_s?: number;
}
export const newPlan = async (plan: NewPlan) => finished<Plan>(await send("POST", "plan", plan));
export const replan = async () => finished<Changes>(await send("POST", "plan/replan"));
export const undoPlan = () => send<Changes>("POST", "plan/undo");
export const redoPlan = () => send<Changes>("POST", "plan/redo");
export const moveSession = (session_id: number, date: Day, dry_run = false) => send<Changes>("POST", "plan/move", { session_id, date, dry_run }, dry_run);
export const skipSession = (session_id: number) => send<Changes>("POST", "plan/skip", { session_id });
export const setSession = (session_id: number, text: string) => send<Changes>("POST", "plan/set", { session_id, text });
export const checkWorkout = (text: string) => send<Workout>("POST", "workouts/check", { text }, true);

export type NoteKind = "tired" | "sore" | "sick";
export const addNote = (kind: NoteKind) => send<{ change_count: number }>("POST", "plan/note", { kind });
export const tellEffort = (run: number, effort_rpe: number) => send<unknown>("PATCH", `runs/${run}`, { effort_rpe });
export const undoRun = (run: number) => send<unknown>("POST", `runs/${run}/undo`);
