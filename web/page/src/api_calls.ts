// SPDX-License-Identifier: MIT
// Every change that the page can ask for, one line each: what is sent where is told here alone.
import { remember, send } from "./api";
import type { Athlete, Changes, Day, Edit, Library, Plan, Results, Workout } from "./answers";
import type { Edit as Edits, PatchRunsId, PlanNote, PostLibraryWorkouts, PostPlan, PostPlanMove, PostPlanNote, PostPlanSet, PostPlanSkip, PostPlanTold, PostPlanUndo, PostResults, PostRunsIdUndo, PostWorkoutsCheck, PutAthlete } from "./api_types";

export const setAthlete = async (part: PutAthlete): Promise<void> => remember("athlete", await send<Athlete>("PUT", "athlete", part));
export const addResult = (result: PostResults) => send<Results>("POST", "results", result);
export const restoreResult = (id: number) => send<unknown>("POST", `results/${id}/restore`);
export const removeResult = (id: number) => send<unknown>("DELETE", `results/${id}`);

export const usePlan = (plan_id: number) => send<Plan>("PUT", "plan/current", { plan_id });
export const newPlan = (plan: PostPlan) => send<Plan>("POST", "plan", plan);
// What this tab changed last: its undo takes back that and nothing that was changed since.
let last: number | null = null;
async function plan<T extends { version: number | null } = Changes>(path: string, body: object = {}, asks = false): Promise<T> {
  const made = await send<T>("POST", `plan/${path}`, body, asks);
  if (!asks) last = made.version;
  return made;
}
export const replan = () => plan("replan");
export const undoPlan = (version = last) => plan("undo", { version: version ?? 1 } satisfies PostPlanUndo);
export const redoPlan = () => plan("redo");
export const moveSession = (session_id: number, to_date: Day, dry_run = false) => plan("move", { session_id, to_date, dry_run } satisfies PostPlanMove, dry_run);
export const skipSession = (session_id: number) => plan("skip", { session_id } satisfies PostPlanSkip);
export const setSession = (session_id: number, text: string, dry_run = false) => plan("set", { session_id, text, dry_run } satisfies PostPlanSet, dry_run);
export const setDay = (date: Day, text: string, dry_run = false) => plan("set", { date, text, dry_run } satisfies PostPlanSet, dry_run);
export const keepWorkout = (own: PostLibraryWorkouts) => send<Workout>("POST", "library/workouts", own);
export const forgetWorkout = (id: string) => send<Library>("DELETE", `library/workouts/${encodeURIComponent(id)}`);
export const checkWorkout = (text: string) => send<Workout>("POST", "workouts/check", { text } satisfies PostWorkoutsCheck, true);

export type NoteKind = "tired" | "sore" | "sick";
export const addNote = (kind: NoteKind, part?: string) => plan<PlanNote>("note", { kind, ...(part ? { part } : {}) } satisfies PostPlanNote);
export const editRun = (run: number, edits: Edit[]) => send<Edits>("PATCH", `runs/${run}`, { edits } satisfies PatchRunsId);
export const tellSession = (told: PostPlanTold) => send<unknown>("POST", "plan/told", told);
export const untellSession = (session_id: number) => send<unknown>("DELETE", `plan/told/${session_id}`);
export const removeRun = (run: number) => send<unknown>("DELETE", `runs/${run}`);
export const restoreRun = (run: number) => send<unknown>("POST", `runs/${run}/restore`);
// The last edits of it, where they are still the last.
export const undoRun = ({ run, edits }: Pick<Edits, "run" | "edits">, count = 1) => send<Edits>("POST", `runs/${run}/undo`, { id: edits.at(-1)?.id ?? 1, count } satisfies PostRunsIdUndo);
