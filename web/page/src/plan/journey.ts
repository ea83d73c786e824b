// SPDX-License-Identifier: MIT
// A plan as four laps: introduce, build, specific, taper. Base weeks in front are the warm-up before the first.
import type { Day, Phase, Plan } from "../answers";
import { addDays, daysBetween, raceTime, time } from "../format";

export const laps: readonly Phase[] = ["introduce", "build", "specific", "taper"];

// First and last day of a phase; null where the plan has none of it.
export function span(plan: Plan, phase: Phase): { from: Day; to: Day } | null {
  const weeks = plan.weeks.filter((week) => week.phase === phase);
  const first = weeks[0], last = weeks[weeks.length - 1];
  if (!first || !last) return null;
  const end = addDays(last.first_date, 6);
  return { from: first.first_date, to: end > plan.race_date ? plan.race_date : end };
}

// How much of each lap is behind on the evening before `day`.
export function behind(plan: Plan, day: Day): number[] {
  return laps.map((phase) => {
    const days = span(plan, phase);
    if (!days) return day > plan.race_date ? 1 : 0;
    return Math.max(0, Math.min(1, daysBetween(days.from, day) / (daysBetween(days.from, days.to) + 1)));
  });
}

// A goal that was asked for to the tenth; one that was worked out in whole seconds, for it is not known better.
export const goalTime = (plan: Plan): string => (plan.asked_s !== null && plan.goal_fits ? raceTime(plan.goal_s) : time(plan.goal_s));
