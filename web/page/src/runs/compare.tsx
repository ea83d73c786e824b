// SPDX-License-Identifier: MIT
// Two runs beside each other: their charts over distance laid over each other, their figures and reps in one table
// with the difference. The first is red, the second grey.
import { useMemo } from "preact/hooks";
import type { Bests, Run, Runs, Samples } from "../answers";
import { duration, height, heightOf, heightUnit, lengthDigits, lengthOf, lengthUnit, number, pace, paceUnit, raceTime, shortDay, time } from "../format";
import { Pick } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Lines, type Values } from "../parts/Lines";
import { Shown } from "../parts/States";
import { Words } from "../parts/Words";
import { go, href } from "../router";
import { settings } from "../settings";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { POINTS, chartRows } from "./charts";
import { apart, repRows } from "./reps";
import { Gone } from "./identity";
import { counted } from "./truth";
import { MILE, bpm, exact, metres, signed, spm, title } from "./say";

const STEPS = 800;

// Any other run of the log, where the same session was never run or something else is wanted.
export function WithOther({ run }: { run: { id: number } }) {
  const runs = useGet<Runs>("runs?limit=100&sport=running").data?.runs.filter((one) => one.id !== run.id) ?? [];
  if (runs.length === 0) return null;
  const options = [{ value: "", text: t("run.choose") }, ...runs.map((one) => ({ value: String(one.id), text: `${shortDay(one.date)}: ${title(one)}` }))];
  return <div class="with-other"><Pick label={t("run.with_other")} word={t("run.compare")} value="" options={options} onPick={(value) => go(`${href("runs", run.id)}?with=${value}`)} /></div>;
}

// Values of a run at each of the distances; null beyond its end.
function at(samples: Samples, values: Values, x: readonly number[]): (number | null)[] {
  if (values.length === 0) return [];
  const end = samples.distance_m[samples.distance_m.length - 1] ?? 0;
  let i = 0;
  return x.map((m) => {
    if (m > end) return null;
    while (i < samples.distance_m.length - 1 && samples.distance_m[i]! < m) i++;
    return values[i] ?? null;
  });
}

function Over({ a, b, names }: { a: Samples; b: Samples; names: readonly string[] }) {
  const { x, rows } = useMemo(() => {
    const last = (one: Samples): number => one.distance_m[one.distance_m.length - 1] ?? 0;
    const end = Math.max(last(a), last(b));
    const x = Array.from({ length: STEPS + 1 }, (_, i) => (end * i) / STEPS);
    const on = (one: Samples) => ({ pace_s_per_km: at(one, one.pace_s_per_km, x), hr_bpm: at(one, one.hr_bpm, x), cadence_spm: at(one, one.cadence_spm, x), altitude_m: at(one, one.altitude_m, x) });
    const rows = chartRows([on(a), on(b)]).map((row) => ({ ...row, lines: row.lines.map((line) => (line.length > 0 ? line : x.map(() => null))) }));
    return { x, rows };
  }, [a, b, settings.get()]);
  return rows.length === 0 ? <p class="soft">{t("run.no_samples")}</p> : <Lines label={t("run.charts_both")} x={x} showX={exact} rows={rows} names={names} />;
}

interface Figure {
  name: string;
  of: (run: Run) => number | null;
  show: (value: number) => string;
  off: (value: number, x: number, y: number) => string; // the difference, with its sign; of which two
  to?: number; // both are told as so many of it: the difference is of what is told
}
const unitM = (): number => (settings.get().units === "mi" ? MILE : 1000);
const s = (value: number): string => (Math.abs(value) < 60 ? `${signed(value)}\u202fs` : (value < 0 ? "−" : "+") + time(Math.abs(value)));
const told = (value: number, to = 0): number => (to > 0 ? Math.round(value / to) * to : value);
const figures = (length: (run: Run) => number | null): Figure[] => [
  { name: t("runs.distance"), of: length, show: exact, off: (v) => signed(lengthOf(v), lengthDigits()) + lengthUnit() },
  { name: t("runs.time"), of: (run) => run.timer_s, show: (v) => time(v), off: s },
  { name: t("runs.pace"), of: (run) => { const m = length(run); return m && run.timer_s ? m / run.timer_s : null; }, show: pace, off: (_v, x, y) => `${s(unitM() / x - unitM() / y)} ${paceUnit()}` },
  { name: t("runs.hr"), of: (run) => run.avg_hr_bpm, show: bpm, off: (v) => `${signed(v, 0)}\u202f${t("unit.bpm")}` },
  { name: t("run.max_hr"), of: (run) => run.max_hr_bpm, show: bpm, off: (v) => `${signed(v, 0)}\u202f${t("unit.bpm")}` },
  { name: t("runs.cadence"), of: (run) => run.avg_cadence_spm, show: spm, off: (v) => `${signed(v, 0)}\u202f${t("unit.spm")}`, to: 1 },
  { name: t("form.step"), of: (run) => run.form.whole.step_length_mm.mean, show: (v) => metres(v / 1000, 2), off: (v) => `${signed(v / 10, 0)}\u202fcm`, to: 10 },
  { name: t("form.contact"), of: (run) => run.form.whole.ground_contact_ms.mean, show: (v) => `${number(v)}\u202fms`, off: (v) => `${signed(v, 0)}\u202fms`, to: 1 },
  { name: t("run.climbed"), of: (run) => run.ascent_m, show: height, off: (v) => `${signed(heightOf(v), 0)}\u202f${heightUnit()}` },
  { name: t("run.load"), of: (run) => run.load.points, show: (v) => number(v), off: (v) => signed(v, 0), to: 1 },
];

function Table({ a, b }: { a: Run; b: Run }) {
  const bests = useGet<Bests>("bests").data;
  const rows = figures((run) => counted(run, bests)).map((figure) => ({ figure, x: figure.of(a), y: figure.of(b) })).filter(({ x, y }) => x !== null || y !== null);
  const repsA = repRows(a).filter((row) => row.rep), repsB = repRows(b).filter((row) => row.rep);
  return (
    <table class="compare">
      <thead><tr><th><span class="unseen">{t("form.measure")}</span></th><th class="n line-first">{shortDay(a.date)}</th><th class="n line-second">{shortDay(b.date)}</th><th class="n">{t("run.difference")}</th></tr></thead>
      <tbody>{rows.map(({ figure, x, y }) => <tr key={figure.name}><th scope="row">{figure.name}</th><td class="n">{x === null ? "–" : figure.show(x)}</td><td class="n">{y === null ? "–" : figure.show(y)}</td><td class="n">{x === null || y === null ? "" : figure.off(told(x, figure.to) - told(y, figure.to), x, y)}</td></tr>)}</tbody>
      {repsA.length > 0 && repsB.length > 0 && (
        <tbody>
          <tr class="log-month"><th colSpan={4} scope="rowgroup">{t("run.reps")}</th></tr>
          {Array.from({ length: Math.max(repsA.length, repsB.length) }, (_, i) => {
            const x = repsA[i], y = repsB[i], same = x && y && x.what === y.what && x.time_s !== null && y.time_s !== null;
            const timed = (row: typeof x): string => (!row || row.time_s === null ? "–" : raceTime(row.time_s));
            return <tr key={i}><th scope="row">{i + 1}. {x?.what ?? y?.what}{x && y && x.what !== y.what && ` / ${y.what}`}</th><td class="n">{timed(x)}</td><td class="n">{timed(y)}</td><td class="n">{same ? s(apart(x.time_s!, y.time_s!)) : ""}</td></tr>;
          })}
        </tbody>
      )}
    </table>
  );
}

const Name = ({ run, look }: { run: Run; look: string }) => (
  <li><i class={`dot ${look}`} aria-hidden="true" /><a href={href("runs", run.id)}><Words>{title(run)}</Words></a> <span class="soft">{shortDay(run.date)}{run.timer_s !== null && ` · ${duration(run.timer_s)}`}</span></li>
);

export function Compare({ id, other }: { id: number; other: number }) {
  const a = useGet<Run>(`runs/${id}`), b = useGet<Run>(`runs/${other}`);
  const lineA = useGet<Samples>(`runs/${id}/samples?points=${POINTS}`), lineB = useGet<Samples>(`runs/${other}/samples?points=${POINTS}`);
  return (
    <Shown of={a} none={<Gone id={id} />}>{(one) => (
      <Shown of={b} none={<Gone id={other} />}>{(two) => (
        <div class="run">
          <header class="run-head">
            <p><a href={href("runs", id)}>{t("run.back_to", { run: title(one) })}</a></p>
            <Heading>{t("run.two")}</Heading>
            <ul class="legend">{<Name run={one} look="dot-first" />}{<Name run={two} look="dot-second" />}</ul>
          </header>
          <section class="run-charts"><h2>{t("run.over_each_other")}</h2>
            <Shown of={lineA}>{(first) => <Shown of={lineB}>{(second) => <Over a={first} b={second} names={[shortDay(one.date), shortDay(two.date)]} />}</Shown>}</Shown>
          </section>
          <section><h2>{t("run.differences")}</h2><Table a={one} b={two} /></section>
          <section><WithOther run={one} /></section>
        </div>
      )}</Shown>
    )}</Shown>
  );
}
