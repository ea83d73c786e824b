// SPDX-License-Identifier: MIT
// Words of the pages of fitness: distances by their names, kinds of evidence, the run that a source names.
import { isMile, type Fitness } from "../answers";
import { distance, number } from "../format";
import { Words } from "../parts/Words";
import { href } from "../router";
import { t, type TextKey } from "../texts/texts";

export const MILE = 1609.344;
// 5 km and 10 km are races of their own names, whatever the unit.
export function race(m: number): string {
  if (isMile(m)) return distance(MILE);
  if (Math.abs(m - 2 * MILE) < 1) return t("distance.2mile");
  if (Math.abs(m - 21097.5) < 1) return t("distance.half");
  if (Math.abs(m - 42195) < 1) return t("distance.marathon");
  return m < 4000 ? `${Math.round(m)}\u202fm` : `${number(m / 1000, m % 1000 === 0 ? 0 : 1)}\u202fkm`;
}

type Kind = Fitness["rests_on"][number]["kind"];
const kinds: Record<Kind, TextKey> = {
  "official result": "kind_of.official", result: "kind_of.result", "time trial": "kind_of.trial", "training best": "kind_of.training", "easy running by heart rate": "kind_of.easy", "session of reps": "kind_of.reps",
};
export const kindOf = (kind: Kind): string => t(kinds[kind]);

// "run 24: mile-trial" leads to the run.
export function Source({ text }: { text: string }) {
  const run = /^(?:run|Lauf) (\d+)(?:: (.*))?$/.exec(text);
  if (/^(?:result|Ergebnis) \d+$/.test(text)) return null; // its time and day say which
  if (!run) return <Words class="soft">{text}</Words>;
  return <a href={href("runs", Number(run[1]))}><Words>{run[2] || text}</Words></a>;
}
