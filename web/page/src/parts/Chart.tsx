// SPDX-License-Identifier: MIT
// A chart of uPlot as a component: takes the width of its place, the colours of the page, and is drawn anew
// when either changes. Series share their x; what the pointer is at stands in the legend below.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { colours, useLook } from "./look";

export interface Line {
  label: string;
  values: (number | null)[];
  look: "main" | "soft" | "low" | "high" | "dots"; // low and high: the edges of a band; dots: single points without a line
  bridge?: boolean; // where x has no value of it the line goes on
  show: (value: number) => string;
}
interface Props {
  label: string; // what a screen reader says of it
  x: number[];
  showX: (value: number) => string;
  isTime?: boolean; // x are seconds since 1970
  upsideDown?: boolean; // less is better: times, paces
  lines: Line[];
  height?: number;
  sync?: string; // charts of one name move together
}

function options(node: HTMLElement, { x: _, showX, isTime = false, upsideDown = false, lines, height = 220, sync }: Props): uPlot.Options {
  const [ink, soft, line, hot, wash, paper] = colours(node, "ink", "soft", "line", "hot", "wash", "paper") as [string, string, string, string, string, string];
  const stroke = { main: hot, soft, low: "transparent", high: "transparent", dots: ink };
  const main = lines.find((one) => one.look === "main") ?? lines[0];
  const low = lines.findIndex((one) => one.look === "low") + 1, high = lines.findIndex((one) => one.look === "high") + 1;
  const font = `12px ${getComputedStyle(node).fontFamily}`;
  const axis = { stroke: soft, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: node.clientWidth,
    height,
    tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"), // days are civil days: no zone may shift them
    scales: { x: { time: isTime, ...(isTime ? { range: (_u, low, high) => [low - (high - low) / 60, high + (high - low) / 60] } : {}) }, y: { dir: upsideDown ? -1 : 1 } },
    cursor: { points: { size: 7, fill: ink }, ...(sync ? { sync: { key: sync } } : {}) },
    series: [
      { value: (_u, v) => (v === null ? "" : showX(v)) },
      ...lines.map((one): uPlot.Series => ({
        label: one.label, stroke: stroke[one.look], width: one.look === "dots" ? 0 : one.look === "main" ? 2 : 1,
        points: one.look === "dots" ? { show: true, size: 8, width: 1.5, stroke: ink, fill: paper } : { show: one.look === "main" && one.values.length < 60 && !one.bridge, size: 5, fill: hot },
        ...(one.look === "dots" ? { paths: () => null } : {}), spanGaps: one.bridge ?? false, value: (_u, v) => (v === null ? "" : one.show(v)),
      })),
    ],
    bands: low > 0 && high > 0 ? [{ series: [high, low], fill: wash, dir: -1 }] : [],
    axes: [{ ...axis, values: (_u, splits) => splits.map(showX), space: 70 }, { ...axis, size: 60, values: (_u, splits) => splits.map((v) => main?.show(v) ?? "") }],
  };
}

export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const look = useLook();
  useEffect(() => {
    const node = place.current!;
    const chart = new uPlot(options(node, props), [props.x, ...props.lines.map((line) => line.values)] as uPlot.AlignedData, node);
    const watch = new ResizeObserver(() => chart.setSize({ width: node.clientWidth, height: props.height ?? 220 }));
    watch.observe(node);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [props.x, props.lines, look]);
  return <div ref={place} class="chart" role="img" aria-label={props.label} />;
}
