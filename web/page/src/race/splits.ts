// SPDX-License-Identifier: MIT
// Splits as somebody types them: laps alone ("82 83 84 80") or the clock at places ("400=82.1 800=2:45
// mile=5:30"), as `miler race review --splits` reads them; out comes what the API takes.
import { parseTime } from "../format";

const LAP_M = 400;
const LAP_OFF_MOST = 0.2; // a lap this far off the mean is no lap of one race [engineering estimate]
const FIRST_M = [250, 500] as const; // of a mile 409 m, of a 1500 300 m

export type Splits = [number, number][]; // metre and clock
export type Fault = "empty" | "time" | "place" | "laps" | "order";

const placeOf = (text: string): number => {
  const names: Record<string, number> = { mile: 1609.344, "1mile": 1609.344, "2mile": 3218.688, "2mi": 3218.688 };
  const found = text.toLowerCase().match(/^(\d+(?:\.\d+)?)(m|k|km)?$/);
  return names[text.toLowerCase()] ?? (found ? Number(found[1]) * (found[2]?.startsWith("k") ? 1000 : 1) : NaN);
};

function laps(times: number[], whole: number): Splits | Fault {
  const first = whole - LAP_M * (times.length - 1);
  const pace = times.reduce((sum, s) => sum + s, 0) / whole;
  const fits = first >= FIRST_M[0] && first <= FIRST_M[1] && times.every((s, i) => Math.abs(s / (i === 0 ? first : LAP_M) / pace - 1) <= LAP_OFF_MOST);
  let clock = 0;
  return fits ? times.map((s, i): [number, number] => [first + LAP_M * i, (clock += s)]) : "laps";
}

export function parseSplits(text: string, whole: number): Splits | Fault {
  const words = text.trim().split(/[\s;]+/).map((word) => word.replace(/,$/, "")).filter(Boolean);
  if (words.length < 2) return "empty";
  if (words.every((word) => !word.includes("="))) {
    const times = words.map(parseTime);
    return times.some((s) => !(s > 0)) ? "time" : laps(times, whole);
  }
  const pairs = words.map((word): [number, number] => [placeOf(word.split("=")[0]!), parseTime(word.split("=")[1] ?? "")]);
  if (pairs.some(([m]) => !(m > 0))) return "place";
  if (pairs.some(([, s]) => !(s > 0))) return "time";
  return pairs.every(([m, s], i) => i === 0 || (m > pairs[i - 1]![0] && s > pairs[i - 1]![1])) ? pairs : "order";
}

export const told = (splits: Splits): string => splits.map(([m, s]) => `${Number(m.toFixed(3))}:${Number(s.toFixed(2))}`).join(",");
