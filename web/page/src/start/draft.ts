// SPDX-License-Identifier: MIT
// What was typed on the start page, kept while the browser's window is open: a wrong tap on a link loses nothing.
import type { Athlete, Place, Plan, Weekday } from "../answers";
import { raceTime, today } from "../format";
import { Store } from "../use";
import { distances, type Question } from "./choices";

export interface Draft {
  distance: string;
  time: string;
  date: string;
  sex: "m" | "f" | "none";
  born: string;
  consent: boolean;
  health: "none" | "some" | null;
  yes: Question[];
  cleared: boolean;
  days: Weekday[];
  minutes: string;
  places: Place[];
  race: string; // distance
  weeks: string;
  raceDay: string; // "" takes `weeks`
  goal: string;
  weekly: string; // running in a usual week, in the runner's unit
}

const fresh: Draft = {
  distance: "mile", time: "", date: "", sex: "none", born: "", consent: false, health: null, yes: [], cleared: false,
  days: ["Mon", "Wed", "Thu", "Sat"], minutes: "60", places: ["track"], race: "mile", weeks: "8", raceDay: "", goal: "", weekly: "",
};

const KEY = "miler.start";
function remembered(): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Draft>;
  } catch {
    return {};
  }
}

const typed = remembered();
let own = Object.keys(typed).length > 0;
export const draft = new Store<Draft>({ ...fresh, ...typed });
export function fill(part: Partial<Draft>): void {
  own = true;
  draft.set({ ...draft.get(), ...part });
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft.get()));
  } catch {
    /* kept in memory all the same */
  }
}

// Once a plan is made nothing of it waits to be typed any more: the next begins from what is known by then.
export function settle(): void {
  own = false;
  draft.set(fresh);
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    /* nothing was kept */
  }
}

// What the store knows of who runs and of the last race, until something is typed here.
export function takeKnown(athlete: Athlete, plan: Plan | undefined): void {
  if (own) return;
  const minutes = Math.max(...athlete.days.map((one) => one.minutes ?? 0));
  const race = plan && distances.find((one) => one.race && Math.abs(one.m - plan.race_distance_m) < 1);
  draft.set({
    ...fresh,
    sex: athlete.sex ?? "none",
    born: athlete.born ?? "",
    consent: athlete.parent_consent,
    health: athlete.health_yes.length > 0 ? "some" : athlete.health_answered ? "none" : null,
    yes: athlete.health_yes as Question[],
    cleared: athlete.health_cleared,
    ...(athlete.days.length > 0 ? { days: athlete.days.map((one) => one.day), minutes: minutes > 0 ? String(minutes) : "" } : {}),
    ...(athlete.places.length > 0 ? { places: athlete.places as Place[] } : {}),
    ...(race ? { race: race.value } : {}),
    ...(plan && plan.race_date > today() ? { raceDay: plan.race_date, goal: plan.asked_s ? raceTime(plan.asked_s) : "" } : {}),
  });
}
