// SPDX-License-Identifier: MIT
// What was typed on the start page, kept while the browser's window is open: a wrong tap on a link loses nothing.
import type { Place, Weekday } from "../answers";
import { Store } from "../use";
import type { Question } from "./choices";

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
}

const fresh: Draft = {
  distance: "mile", time: "", date: "", sex: "none", born: "", consent: false, health: null, yes: [], cleared: false,
  days: ["Mon", "Wed", "Thu", "Sat"], minutes: "60", places: ["track"], race: "mile", weeks: "8", raceDay: "", goal: "",
};

const KEY = "miler.start";
function remembered(): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Draft>;
  } catch {
    return {};
  }
}

export const draft = new Store<Draft>({ ...fresh, ...remembered() });
export function fill(part: Partial<Draft>): void {
  draft.set({ ...draft.get(), ...part });
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft.get()));
  } catch {
    /* kept in memory all the same */
  }
}
