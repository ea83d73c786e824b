// SPDX-License-Identifier: MIT
// The mile over time: the estimate with its band, and on it the races and trials it rests on, each as the mile it
// stands for by this runner's own curve. Faster is higher.
import { useMemo, useState } from "preact/hooks";
import type { Fitness, Progress } from "../answers";
import { addDays, band, dayMonth, raceName, raceTime, shortDay, time, toMs } from "../format";
import { Chart, type Line } from "../parts/Chart";
import { Choice } from "../parts/Field";
import { settings } from "../settings";
import { t } from "../texts/texts";
import { useGet, useKept } from "../use";
import { signed } from "../runs/say";
import { kindOf } from "./say";

const spans = ["all", "year", "quarter"] as const;
type Span = (typeof spans)[number];
const days: Record<Span, number> = { all: 0, year: 365, quarter: 91 };

type Point = Progress["points"][number];

function lines(points: readonly Point[], dots: Progress["efforts"]): { x: number[]; drawn: Line[] } {
  const dates = [...new Set([...points.map((one) => one.date), ...dots.map((one) => one.date)])].sort();
  const at = new Map(points.map((one) => [one.date, one]));
  const best = (day: string): number | null => {
    const miles = dots.flatMap((one) => (one.date === day && one.mile_s !== null ? [one.mile_s] : []));
    return miles.length > 0 ? Math.min(...miles) : null;
  };
  const of = (key: "mile_s" | "low_s" | "high_s"): (number | null)[] => dates.map((day) => at.get(day)?.[key] ?? null);
  const drawn: Line[] = [
    { label: t("fitness.fast_end"), values: of("low_s"), look: "low", show: (v) => raceTime(v), bridge: true },
    { label: t("fitness.slow_end"), values: of("high_s"), look: "high", show: (v) => raceTime(v), bridge: true },
    { label: t("fitness.mile_line"), values: of("mile_s"), look: "main", show: (v) => raceTime(v), bridge: true },
    { label: t("fitness.efforts"), values: dates.map(best), look: "dots", show: (v) => raceTime(v) },
  ];
  return { x: dates.map((day) => toMs(day) / 1000), drawn };
}

export function MileOverTime({ fitness }: { fitness: Fitness }) {
  const [span, setSpan] = useState<Span>("all");
  const since = days[span] === 0 ? "" : addDays(fitness.date, -days[span]);
  const progress = useKept(useGet<Progress>(`fitness/progress${since && `?since=${since}`}`).data); // so that what chooses the span stays
  const { x, drawn } = useMemo(() => {
    const points = progress?.points.filter((one) => one.mile_s !== null) ?? [];
    return lines(points, progress?.efforts ?? []);
  }, [progress, settings.get()]);
  if (!progress) return null;
  const points = progress.points.filter((one) => one.mile_s !== null);
  const first = points[0], last = points[points.length - 1];
  return (
    <section class="mile-chart">
      <h2>{t("fitness.over_time")}</h2>
      <Choice quiet label={t("fitness.span")} value={span} onChange={setSpan} options={spans.map((one) => ({ value: one, text: t(`fitness.span_${one}`) }))} />
      {points.length < 2 ? <p class="soft">{t("fitness.one_point")}</p> : (
        <Chart label={first && last ? t("fitness.chart_label", { from: raceTime(first.mile_s!), first: shortDay(first.date), to: raceTime(last.mile_s!), last: shortDay(last.date) }) : t("fitness.over_time")}
          x={x} showX={(s) => dayMonth(new Date(s * 1000).toISOString().slice(0, 10))} isTime upsideDown lines={drawn} height={280} />
      )}
      <p class="hint">{t("fitness.chart_hint", { n: fitness.band_percent })}</p>
      <details>
        <summary>{t("fitness.as_table")}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={t("fitness.as_table")}>
          <table>
            <thead><tr><th>{t("runs.date")}</th><th class="n">{t("fitness.mile_line")}</th><th class="n">{t("fitness.band")}</th><th class="n">{t("fitness.change")}</th><th>{t("fitness.moved_by")}</th></tr></thead>
            <tbody>{[...points].reverse().map((one) => <tr key={one.date}><td>{shortDay(one.date)}</td><td class="n">{raceTime(one.mile_s!)}</td><td class="n soft">{one.low_s !== null && one.high_s !== null && band(raceTime(one.low_s), raceTime(one.high_s))}</td><td class="n">{one.change_s === null ? "" : `${signed(one.change_s)}\u202fs`}</td><td class="soft"><MovedBy point={one} /></td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function MovedBy({ point }: { point: Point }) {
  const by = point.moved_by;
  if (!by) return <>{point.change_s ? t("fitness.time_alone") : ""}</>;
  const what = by.distance_m !== null && by.time_s !== null && by.runs === null ? `${time(by.time_s, by.time_s < 900 ? 1 : 0)} ${raceName(by.distance_m)}, ` : "";
  return <>{what}{kindOf(by.kind)}, {shortDay(by.date)}</>;
}
