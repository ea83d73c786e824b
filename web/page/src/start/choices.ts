// SPDX-License-Identifier: MIT
// What can be chosen on the start page.
import type { Place, Weekday } from "../answers";
import type { TextKey } from "../texts/texts";

export const distances: { value: string; m: number; race: boolean }[] = [
  { value: "800", m: 800, race: false },
  { value: "1k", m: 1000, race: false },
  { value: "1500", m: 1500, race: true },
  { value: "mile", m: 1609.344, race: true },
  { value: "3000", m: 3000, race: false },
  { value: "2mile", m: 3218.688, race: true },
  { value: "5k", m: 5000, race: false },
  { value: "10k", m: 10000, race: false },
  { value: "half", m: 21097.5, race: false },
  { value: "marathon", m: 42195, race: false },
];
export const metres = (value: string): number => distances.find((one) => one.value === value)?.m ?? NaN;

export const weekdays: Weekday[] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
export const places: Place[] = ["track", "hill", "gym", "dumbbells", "pool", "bike", "rower", "elliptical", "treadmill"];
// As the API names them.
export const questions = [
  "heart or blood pressure", "chest pain", "dizziness or fainting", "chronic condition", "prescribed medicine",
  "bone or joint", "supervision advised", "pregnancy or birth", "recent illness",
] as const;
export type Question = (typeof questions)[number];
export const question = (name: Question): TextKey => `health.${name}`;
export const weeks = ["6", "7", "8", "9", "10"];
