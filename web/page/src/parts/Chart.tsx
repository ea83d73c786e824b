// SPDX-License-Identifier: MIT
// A chart of uPlot as a component: takes the width of its place, the colours of the page, and is drawn anew
// when either changes. Series share their x; what the pointer is at stands in the legend below.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { settings } from "../settings";
import { useStore } from "../use";

export interface Line {
  label: string;
  values: (number | null)[];
  look: "main" | "soft" | "low" | "high"; // low and high: the edges of a band
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

const colour = (node: Element, name: string): string => getComputedStyle(node).getPropertyValue(name).trim();

function options(node: HTMLElement, { x: _, showX, isTime = false, upsideDown = false, lines, height = 220, sync }: Props): uPlot.Options {
  const [ink, soft, line, hot, wash] = ["--ink", "--soft", "--line", "--hot", "--wash"].map((name) => colour(node, name)) as [string, string, string, string, string];
  const stroke = { main: hot, soft, low: "transparent", high: "transparent" };
  const main = lines.find((one) => one.look === "main") ?? lines[0];
  const low = lines.findIndex((one) => one.look === "low") + 1, high = lines.findIndex((one) => one.look === "high") + 1;
  const font = `12px ${getComputedStyle(node).fontFamily}`;
  const axis = { stroke: soft, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: node.clientWidth,
    height,
    scales: { x: { time: isTime }, y: { dir: upsideDown ? -1 : 1 } },
    cursor: { points: { size: 7, fill: ink }, ...(sync ? { sync: { key: sync } } : {}) },
    series: [
      { value: (_u, v) => (v === null ? "" : showX(v)) },
      ...lines.map((one): uPlot.Series => ({
        label: one.label, stroke: stroke[one.look], width: one.look === "main" ? 2 : 1, points: { show: one.look === "main" && one.values.length < 60, size: 5, fill: hot },
        spanGaps: false, value: (_u, v) => (v === null ? "" : one.show(v)),
      })),
    ],
    bands: low > 0 && high > 0 ? [{ series: [high, low], fill: wash, dir: upsideDown ? 1 : -1 }] : [],
    axes: [{ ...axis, values: (_u, splits) => splits.map(showX), space: 70 }, { ...axis, size: 60, values: (_u, splits) => splits.map((v) => main?.show(v) ?? "") }],
  };
}

export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { theme } = useStore(settings);
  useEffect(() => {
    const node = place.current!;
    const chart = new uPlot(options(node, props), [props.x, ...props.lines.map((line) => line.values)] as uPlot.AlignedData, node);
    const watch = new ResizeObserver(() => chart.setSize({ width: node.clientWidth, height: props.height ?? 220 }));
    watch.observe(node);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [props.x, props.lines, theme]);
  return <div ref={place} class="chart" role="img" aria-label={props.label} />;
}
