// SPDX-License-Identifier: MIT
// What the estimate rests on, heaviest first, and what disagrees with it.
import type { ComponentChildren } from "preact";
import type { Fitness } from "../answers";
import { number, percent, raceName, raceTime, shortDay } from "../format";
import { BarLine } from "../parts/Bars";
import { Words, capital } from "../parts/Words";
import { href } from "../router";
import { count, t } from "../texts/texts";
import { Source, kindOf } from "./say";

export function Evidence({ fitness }: { fitness: Fitness }) {
  const most = Math.max(0.01, ...fitness.rests_on.map((one) => one.weight));
  return (
    <section>
      <h2>{t("fitness.rests_on")}</h2>
      <ol class="evidence">
        {fitness.rests_on.map((one, i) => (
          <li key={i}>
            {isHeart(one) ? <Hearts one={one} /> : <Effort one={one} />}
            <div class="evidence-weight"><BarLine bar={{ whole: one.weight / most, hard: 0 }} label={t("fitness.weight", { percent: percent(one.weight * 100) })} /><span class="soft">{percent(one.weight * 100)}</span></div>
            {one.warning && <Words as="p" class="soft">{one.warning}</Words>}
          </li>
        ))}
      </ol>
      <p class="hint">{count("fitness.evidence", fitness.evidence_count)}</p>
    </section>
  );
}

type Piece = Fitness["rests_on"][number];
const isHeart = (one: Piece): boolean => one.kind === "easy running by heart rate";

const Effort = ({ one }: { one: Piece }) => (
  <>
    <p><b>{t("fitness.effort", { time: raceTime(one.time_s), distance: raceName(one.distance_m) })}</b> <span class="soft">{kindOf(one.kind)}, {shortDay(one.date)}</span></p>
    <p><Source text={one.source} /> <span class="soft">{t("fitness.speaks_for", { mile: raceTime(one.mile_s) })}</span></p>
    {one.disagrees && <p class="hint wrong">{t(one.apart_percent! < 0 ? "fitness.disagrees_fast" : "fitness.disagrees_slow", { percent: percent(Math.abs(one.apart_percent!), 1) })}</p>}
  </>
);

// Many runs at once, and beside races no mile of their own: how form changed, and by how much that moves the mile.
const Hearts = ({ one }: { one: Piece }) => (
  <>
    <p><b>{capital(kindOf(one.kind))}</b> <span class="soft">{count("fitness.steady", one.runs)}, {shortDay(one.date)}</span></p>
    <p class="soft">{one.moves_s === null ? t("fitness.speaks_for", { mile: raceTime(one.mile_s) }) : t("fitness.heart_moves", { s: `${one.moves_s < 0 ? "−" : "+"}${number(Math.abs(one.moves_s), 1)}\u202fs`, mile: raceTime(one.mile_s), percent: percent(Math.abs(one.apart_percent ?? 0)) })}</p>
  </>
);

function warnings(fitness: Fitness): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  const { far_off: far, doubted, lone_trial_percent: lone } = fitness;
  if (far.distance_m !== null && far.time_s !== null)
    out.push(t(far.set_aside ? "fitness.far_aside" : far.slower_percent !== null && far.slower_percent < 0 ? "fitness.far_fast" : "fitness.far_slow", { what: t("fitness.effort", { time: raceTime(far.time_s), distance: raceName(far.distance_m) }), day: far.date ? shortDay(far.date) : "", percent: percent(Math.abs(far.slower_percent ?? 0), 1) }));
  for (const one of doubted.runs)
    out.push(<>{t("fitness.doubted")} <a href={href("runs", one.run_id)}>{one.distance_m !== null && one.time_s !== null ? t("fitness.effort", { time: raceTime(one.time_s), distance: raceName(one.distance_m) }) : one.session || one.source}</a> ({shortDay(one.date)}): <Words>{one.words}</Words>.</>);
  if (doubted.count > doubted.runs.length) out.push(count("fitness.doubted_more", doubted.count - doubted.runs.length));
  if (lone !== null) out.push(t("fitness.lone", { percent: percent(lone, 1) }));
  if (fitness.only_training) out.push(t("fitness.only_training"));
  if (fitness.stale) out.push(t("fitness.stale"));
  if (fitness.break.days > 0 && fitness.break.slower_percent > 0) out.push(t("fitness.break", { n: fitness.break.days, percent: percent(fitness.break.slower_percent, 1) }));
  return out;
}

export function Warnings({ fitness }: { fitness: Fitness }) {
  const all = warnings(fitness);
  if (all.length === 0) return null;
  return <section class="warnings"><h2>{t("fitness.warnings")}</h2><ul>{all.map((one, i) => <li key={i}>{one}</li>)}</ul></section>;
}

