// SPDX-License-Identifier: MIT
// What is asked about a race: each choice of the page, kept while the program is open, and the same as the
// words behind an address (docs/api.md). What was not touched is not sent: the server knows the plan's race.
import { goalFault, parseTime } from "../format";
import { Store } from "../use";

export const distances = { "": 0, mile: 1609.344, "1500": 1500, "1600": 1600, "800": 800, "3000": 3000, "5k": 5000 } as const;
export type DistanceName = keyof typeof distances;
export const venues = ["outdoor", "flat", "banked", "road", "treadmill"] as const;
export const strategies = ["coach", "even", "record", "optimal"] as const;
export const sides = ["any", "home", "back"] as const;

export interface Ask {
  distance: DistanceName; // "": the plan's
  goal: string; // as typed; "": the plan's, or what is likely
  venue: (typeof venues)[number];
  lane: number;
  strategy: (typeof strategies)[number];
  gun: string; // "14:30"
  wind: number; // m/s
  against: (typeof sides)[number];
  air: number | null; // degrees C; null: no matter
  humidity: number;
  altitude: number; // m
  hills: string; // as typed: 400:1.5, 1609:-1
  behind: number; // m behind somebody, from 100 m on
}

export const usual: Ask = { distance: "", goal: "", venue: "outdoor", lane: 1, strategy: "coach", gun: "", wind: 0, against: "any", air: null, humidity: 50, altitude: 0, hills: "", behind: 0 };
export const ask = new Store<Ask>(usual);
export const change = (part: Partial<Ask>): void => ask.set({ ...ask.get(), ...part });

const MILE_LEAST = 1200; // the records' shape is that of their miles
export const fits = (strategy: Ask["strategy"], m: number): boolean => strategy !== "record" || m >= MILE_LEAST;
// Of the race that is shown, where its distance is the plan's.
export const metresOf = (one: Ask, race?: { distance_m: number }): number => distances[one.distance] || race?.distance_m || distances.mile;

export const onTrack = (one: Ask): boolean => one.venue === "outdoor" || one.venue === "flat" || one.venue === "banked";
export const hasAir = (one: Ask): boolean => one.venue === "outdoor" || one.venue === "road";
export const goalIsTime = (one: Ask): boolean => goalFault(one.goal) === undefined;
const shelterFrom = 100;

// "goal_s=319&wind_mps=3"
export function query(one: Ask): string {
  const said: [string, string | number | false | null][] = [
    ["distance_m", distances[one.distance] || null],
    ["goal_s", one.goal.trim() !== "" && goalIsTime(one) && parseTime(one.goal)],
    ["venue", one.venue !== usual.venue && one.venue],
    ["lane", onTrack(one) && one.lane !== 1 && one.lane],
    ["strategy", one.strategy !== usual.strategy && fits(one.strategy, metresOf(one)) && one.strategy],
    ["gun", /^\d\d:\d\d$/.test(one.gun) && one.gun],
    ["wind_mps", hasAir(one) && one.wind !== 0 && one.wind],
    ["wind_against", one.venue === "outdoor" && one.wind !== 0 && one.against !== "any" && one.against],
    ["air_c", one.air],
    ["humidity_percent", one.air !== null && one.humidity],
    ["altitude_m", one.altitude || null],
    ["hills", one.venue === "road" && one.hills.replace(/\s/g, "")],
    ["shelter", hasAir(one) && one.behind > 0 && `${shelterFrom}:${shelterFrom + one.behind}`],
  ];
  return said.flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : value === 0 && name.endsWith("_c") ? [`${name}=0`] : [])).join("&");
}

// "race/sound?goal_s=319&file=wav"
export const address = (path: string, words: string, more = ""): string => {
  const all = [words, more].filter(Boolean).join("&");
  return all === "" ? path : `${path}?${all}`;
};
