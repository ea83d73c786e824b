// SPDX-License-Identifier: MIT
// A session as rows: how much, of what, how fast in this runner's numbers. What is repeated stands together
// behind its count; reps share one row with the recovery between them where there is nothing else inside.
import type { ComponentChildren } from "preact";
import type { Step } from "../answers";
import { distance, duration, number, paceBand, pace, percent, raceName, raceTime } from "../format";
import { t, type TextKey } from "../texts/texts";
import { Words } from "./Words";

interface Block {
  step: Step;
  inside: Block[];
}

// A step belongs to the last repeat above it with a smaller depth.
export function nest(steps: readonly Step[]): Block[] {
  const top: Block[] = [];
  const open: Block[] = [];
  for (const step of steps) {
    while (open.length > 0 && open[open.length - 1]!.step.depth >= step.depth) open.pop();
    const block = { step, inside: [] };
    (open[open.length - 1]?.inside ?? top).push(block);
    if (step.kind === "repeat") open.push(block);
  }
  return top;
}

const amount = (step: Step): string => {
  if (step.distance_m !== null) return distance(step.distance_m);
  if (step.reps !== null) return String(step.reps);
  return step.time_s !== null ? duration(step.time_s) : "";
};

const zones: Record<string, TextKey> = { easy: "zone.easy", long: "zone.long", threshold: "zone.threshold", vo2max: "zone.vo2max" };

function what(step: Step): ComponentChildren {
  if (step.name && step.kind !== "run") return <Words>{step.name}</Words>;
  if (step.kind === "recovery") return t(step.mode ? `step.${step.mode}` : "step.recovery");
  if (step.kind === "run" && step.target_kind === "zone" && step.zone) return zones[step.zone] ? t(zones[step.zone]!) : <Words>{step.zone}</Words>;
  if (step.kind === "run" && step.target_kind === "race") {
    const race = step.race_distance_m === null ? t("step.goal_pace") : t("step.pace_of", { race: raceName(step.race_distance_m) });
    const off = step.offset_per_400_s ?? 0;
    return off === 0 ? race : t("step.off", { pace: race, offset: (off > 0 ? "+" : "−") + number(Math.abs(off), off % 1 === 0 ? 0 : 1) });
  }
  return step.kind === "repeat" || step.kind === "exercise" ? "" : t(`step.${step.kind}`);
}

// The number to run by, and beside it the same for a lap or a kilometre.
function numbers(step: Step): [string, string] {
  if (step.target_kind === "load" && step.load_percent !== null) return [t("step.best", { percent: percent(step.load_percent) }), ""];
  if (step.target_kind === "effort" && step.effort_rpe !== null) return [t("step.rpe", { n: step.effort_rpe }), ""];
  if (step.target_kind === "heart_rate" && step.low_bpm !== null && step.high_bpm !== null) return [t("step.bpm", { low: step.low_bpm, high: step.high_bpm }), ""];
  const v = step.target_mps;
  if (v === null) return [step.target, ""];
  const each = step.distance_m;
  if (step.zone === "easy" || step.zone === "long") return [paceBand(step.fast_mps ?? v, step.slow_mps ?? v), ""];
  if (each !== null && each <= 3000) return [raceTime(each / v), each === 400 ? pace(v) : t("step.a_400", { time: raceTime(400 / v) })];
  return [pace(v), t("step.a_400", { time: raceTime(400 / v) })];
}

const between = (step: Step): string => `${amount(step)} ${t(step.mode ? `step.${step.mode}` : "step.recovery")} ${t("step.between")}`;

function Row({ step, count, rest }: { step: Step; count: number; rest?: Step | undefined }) {
  const [main, beside] = numbers(step);
  return (
    <li class={`step step-${step.kind}`}>
      <span class="step-amount">{count > 1 && <><b>{count}</b><span class="times"> × </span></>}{amount(step)}</span>
      <span class="step-what">
        {what(step)}{step.each_side && <span class="soft"> {t("step.each_side")}</span>}
        {rest && <span class="step-between">{between(rest)}</span>}
      </span>
      <span class="step-target">{main && <b>{main}</b>}{beside && <span class="soft">{beside}</span>}{step.by_hand && <span class="soft">{t("by_hand")}</span>}</span>
    </li>
  );
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, i) => {
        const { step, inside } = block;
        if (step.kind !== "repeat") return <Row key={i} step={step} count={1} />;
        const [only, rest] = inside;
        const plain = only && only.inside.length === 0 && only.step.kind !== "repeat" && (inside.length === 1 || (inside.length === 2 && rest!.step.kind === "recovery"));
        if (plain) return <Row key={i} step={only.step} count={step.count} rest={rest?.step} />;
        return (
          <li key={i} class="set">
            <p class="set-count"><b>{step.count}</b> ×</p>
            <ol class="steps"><Blocks blocks={inside} /></ol>
          </li>
        );
      })}
    </>
  );
}

export const StepList = ({ steps }: { steps: readonly Step[] }) => <ol class="steps"><Blocks blocks={nest(steps)} /></ol>;
