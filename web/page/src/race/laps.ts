// SPDX-License-Identifier: MIT
// A race as at most four laps of the sign: those of an indoor or a longer race stand together, in four groups
// of one after the other.
import type { Race } from "../answers";

export interface Round {
  name: string; // "1", "2–3"
  from_m: number;
  to_m: number;
  time_s: number;
  cum_s: number;
  check: { distance_m: number; time_s: number } | null; // half way; in the first lap at 200 m
}

export function rounds(race: Race): Round[] {
  const n = race.laps.length, groups = Math.min(n, 4);
  return Array.from({ length: groups }, (_, g) => {
    const laps = race.laps.filter((_lap, i) => Math.floor((i * groups) / n) === g);
    const first = laps[0]!, last = laps[laps.length - 1]!;
    const half = g === 0 && groups === n ? 200 : (first.from_m + last.to_m) / 2;
    const near = race.checkpoints
      .filter((point) => point.distance_m > first.from_m && point.distance_m < last.to_m)
      .sort((a, b) => Math.abs(a.distance_m - half) - Math.abs(b.distance_m - half))[0];
    return {
      name: first === last ? String(first.number) : `${first.number}–${last.number}`,
      from_m: first.from_m, to_m: last.to_m, cum_s: last.cum_s,
      time_s: laps.reduce((sum, lap) => sum + lap.time_s, 0),
      check: near ? { distance_m: near.distance_m, time_s: near.time_s } : null,
    };
  });
}
