// SPDX-License-Identifier: MIT
// A run as charts: pace, heart rate, cadence, elevation over time or over distance, the reps on a ground of their own.
import { useMemo, useState } from "preact/hooks";
import type { Run, Samples } from "../answers";
import { heightOf, heightUnit, number, paceUnit, time as clockTime } from "../format";
import { settings } from "../settings";
import { Choice } from "../parts/Field";
import { Lines, type LineRow, type Values } from "../parts/Lines";
import { Empty, Shown } from "../parts/States";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { MILE, exact, hard, onFoot, speedUnit, unitSpeed } from "./say";

export const POINTS = 1200;
const PACE_STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 1800], TIME_STEPS = [10, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400];
const LEAST_STEPS = 110; // below it nobody runs: standing and starting off
const MIN_ROWS = 2; // points that make a line

export const unitPace = (values: Values): (number | null)[] => {
  const by = settings.get().units === "mi" ? MILE / 1000 : 1;
  return values.map((value) => (value === null ? null : value * by));
};
// What is slower than this is standing about, and would press the rest flat.
export function slowest(paces: Values): number {
  const sorted = paces.filter((value): value is number => value !== null).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 600, late = sorted[Math.floor(sorted.length * 0.9)] ?? middle;
  return Math.max(late * 1.15, middle * 1.3);
}
const unit = (name: string) => (value: number): string => `${number(value)}\u202f${name}`;
const plain = (value: number): string => number(value);

// The rows of one run, or of two on the same x; a row that neither has is left out.
export function chartRows(runs: readonly Pick<Samples, "pace_s_per_km" | "hr_bpm" | "cadence_spm" | "altitude_m">[], of = "running"): LineRow[] {
  const paces = runs.map((run) => unitPace(run.pace_s_per_km)), foot = onFoot(of);
  const speeds = runs.map((run) => run.pace_s_per_km.map((value) => (value ? unitSpeed(1000 / value) : null)));
  const rows: LineRow[] = [
    !foot ? { key: "speed", label: `${t("runs.speed")}, ${speedUnit()}`, lines: speeds, show: (v) => `${number(v, 1)}\u202f${speedUnit()}`, tick: plain } : { key: "pace", label: `${t("runs.pace")}, min${paceUnit()}`, lines: paces, fastUp: true, most: Math.max(...paces.map(slowest)), show: (v) => `${clockTime(v)}\u202f${paceUnit()}`, tick: (v) => clockTime(v), steps: PACE_STEPS },
    { key: "hr", label: `${t("runs.hr")}, ${t("unit.bpm")}`, lines: runs.map((run) => run.hr_bpm), show: unit(t("unit.bpm")), tick: plain },
    { key: "cadence", label: `${t("runs.cadence")}, ${foot ? t("unit.spm") : "/min"}`, lines: runs.map((run) => run.cadence_spm.map((v) => (v === 0 ? null : v))), ...(foot ? { least: LEAST_STEPS } : {}), show: unit(foot ? t("unit.spm") : "/min"), tick: plain },
    { key: "altitude", label: `${t("runs.elevation")}, ${heightUnit()}`, lines: runs.map((run) => run.altitude_m.map((v) => (v === null ? null : heightOf(v)))), show: unit(heightUnit()), tick: plain },
  ];
  return rows.filter((row) => row.lines.some((line) => line.filter((value) => value !== null).length >= MIN_ROWS));
}

// Where the run was at a time, for marks over distance.
function distanceAt(samples: Samples, s: number): number {
  const i = samples.time_s.findIndex((at) => at >= s);
  return samples.distance_m[i < 0 ? samples.distance_m.length - 1 : i] ?? 0;
}

function Drawn({ run, samples }: { run: Run; samples: Samples }) {
  const far = samples.distance_m.length > 0;
  const [by, setBy] = useState<"time" | "distance">("time");
  const over = by === "distance" && far ? "distance" : "time";
  const rows = useMemo(() => chartRows([samples], run.sport), [samples, run.sport, settings.get()]); // words and units are in them
  const marks = useMemo(() => hard(run).map((rep): [number, number] => (over === "time" ? [rep.start_s, rep.end_s] : [distanceAt(samples, rep.start_s), distanceAt(samples, rep.end_s)])), [run, samples, over]);
  if (rows.length === 0) return <p class="soft">{t("run.no_samples")}</p>;
  return (
    <>
      {far && <Choice quiet label={t("run.over")} value={over} onChange={setBy} options={[{ value: "time", text: t("run.over_time") }, { value: "distance", text: t("run.over_distance") }]} />}
      <Lines label={t("run.charts_label")} x={over === "time" ? samples.time_s : samples.distance_m} showX={over === "time" ? (v) => clockTime(v) : exact} rows={rows} marks={marks} {...(over === "time" ? { stepsX: TIME_STEPS } : {})} />
    </>
  );
}

export function Charts({ run }: { run: Run }) {
  const samples = useGet<Samples>(`runs/${run.id}/samples?points=${POINTS}`);
  return <Shown of={samples} none={<Empty title={t("run.no_samples")} text={t("run.no_samples_text")} />}>{(data) => <Drawn run={run} samples={data} />}</Shown>;
}
