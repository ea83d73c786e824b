// SPDX-License-Identifier: MIT
// The library's sections, what of the catalogue stands in each, and finding words in all of it.
import type { Cross, Entry, Library, Movement, Routine } from "../answers";
import { Store } from "../use";

export const sections = ["workouts", "drills", "strength", "plyometrics", "routines", "cross"] as const;
export type Section = (typeof sections)[number];

export const kinds = ["easy", "long", "race-pace", "vo2max", "threshold", "strides", "hills", "trial", "drills", "strength", "plyo", "cross", "rest"] as const;
export const phases = ["base", "intro", "build", "specific", "taper", "race-week"] as const;
export const levels = ["below beginner", "beginner", "novice", "intermediate", "advanced", "elite"] as const;
export const ownFile = "workouts-own.tsv";

export interface Looked {
  text: string;
  kind: string; // "" all
  phase: string;
  level: string;
}
// Kept while the page is open: who comes back from a workout finds the list as it was.
export const looked = new Store<Looked>({ text: "", kind: "", phase: "", level: "" });
export const look = (part: Partial<Looked>): void => looked.set({ ...looked.get(), ...part });

const movementSection: Record<Movement["kind"], Section> = { drill: "drills", strength: "strength", plyo: "plyometrics" };
export const sectionOf = (one: Movement): Section => movementSection[one.kind];
export const movementsOf = (library: Library, section: Section): Movement[] => library.movements.filter((one) => sectionOf(one) === section);

// Every word has to be found somewhere in it; case and hyphens do not matter.
const squeeze = (text: string): string => text.toLowerCase().replace(/[-\s]+/g, " ");
const has = (text: string, parts: (string | null)[]): boolean => {
  const all = squeeze(parts.join(" "));
  return squeeze(text).split(" ").filter(Boolean).every((word) => all.includes(word));
};
export const workoutHas = (text: string, one: Entry): boolean => has(text, [one.id, one.title, one.text, one.purpose, one.kind, one.family]);
export const movementHas = (text: string, one: Movement): boolean => has(text, [one.name, ...one.aliases, one.muscles, one.equipment, one.how]);
export const routineHas = (text: string, one: Routine): boolean => has(text, [one.id, one.title, one.text, one.purpose, one.muscles, ...one.when]);
export const crossHas = (text: string, one: Cross): boolean => has(text, [one.name, one.title, one.good_for, one.how]);

export function chosen(library: Library, by: Looked): Entry[] {
  const level = levels.indexOf(by.level as (typeof levels)[number]);
  const at = (name: string): number => levels.indexOf(name as (typeof levels)[number]);
  return library.workouts.filter((one) =>
    workoutHas(by.text, one) && (by.kind === "" || one.kind === by.kind) && (by.phase === "" || one.phases.includes(by.phase)) &&
    (level < 0 || (at(one.level_min) <= level && level <= at(one.level_max))));
}

// A ladder from its first rung to its last; own ones are ladders of one.
export const family = (library: Library, one: Entry): Entry[] => library.workouts.filter((other) => other.family === one.family).sort((a, b) => a.order - b.order);
