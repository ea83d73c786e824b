// SPDX-License-Identifier: MIT
// Charts one below the other that share their x: pointer, finger and keys move in all of them at once, what stands
// there is told in one line above, and a stretch that is drawn over (or + and -) is looked at more closely.
import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { t } from "../texts/texts";
import { Store, useStore } from "../use";
import { Button } from "./Button";
import { colours, useLook } from "./look";

export type Values = readonly (number | null)[];
export interface LineRow {
  key: string;
  label: string;
  show: (value: number) => string;
  tick?: (value: number) => string; // the same without its unit, for the axis
  lines: readonly Values[]; // the second is softer: another run
  fastUp?: boolean; // less is better: times, paces
  least?: number; // what lies below
  most?: number; // or beyond is cut off
  steps?: readonly number[]; // between lines of the axis, where round numbers are others than tens: minutes
}
interface Props {
  label: string; // what a screen reader says of them
  x: readonly number[];
  showX: (value: number) => string;
  stepsX?: readonly number[];
  rows: readonly LineRow[];
  marks?: readonly (readonly [number, number])[]; // stretches of x with a ground of their own: the reps
  names?: readonly string[]; // of the lines, where there are two
}
interface Seen {
  at: number | null; // index into x
  near: boolean; // not the whole is shown
}

const HEIGHT = 132, LAST = 156;
const ZOOM = 2;

// The ground of the reps, behind everything.
function paint(u: uPlot, marks: Props["marks"], wash: string): void {
  u.ctx.save();
  u.ctx.fillStyle = wash;
  for (const [from, to] of marks ?? []) {
    const left = Math.max(u.valToPos(from, "x", true), u.bbox.left), right = Math.min(u.valToPos(to, "x", true), u.bbox.left + u.bbox.width);
    if (right > left) u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
  }
  u.ctx.restore();
}

function options(node: HTMLElement, row: LineRow, last: boolean, { showX, stepsX, marks }: Props, sync: string): uPlot.Options {
  const [ink, soft, line, hot, wash] = colours(node, "ink", "soft", "line", "hot", "wash") as [string, string, string, string, string];
  const axis = { stroke: soft, font: `12px ${getComputedStyle(node).fontFamily}`, ticks: { show: false } };
  const tick = row.tick ?? row.show;
  return {
    width: Math.max(node.clientWidth, 100),
    height: last ? LAST : HEIGHT,
    padding: [10, 20, null, null],
    legend: { show: false },
    scales: {
      x: { time: false },
      y: { dir: row.fastUp ? -1 : 1, range: (_u, low, high) => uPlot.rangeNum(Math.max(low ?? 0, row.least ?? -Infinity), Math.min(high ?? 1, row.most ?? Infinity), 0.1, true) },
    },
    cursor: { points: { size: 7, fill: ink }, y: false, drag: { x: true, y: false }, sync: { key: sync } },
    series: [{}, ...row.lines.map((_, i): uPlot.Series => ({ stroke: i === 0 ? hot : soft, width: i === 0 ? 1.5 : 1, points: { show: false } }))],
    axes: [
      { ...axis, show: last, values: (_u, splits) => splits.map(showX), space: 72, grid: { stroke: line, width: 1 }, ...(stepsX ? { incrs: [...stepsX] } : {}) },
      { ...axis, size: 50, space: 24, values: (_u, splits) => splits.map(tick), grid: { stroke: line, width: 1 }, ...(row.steps ? { incrs: [...row.steps] } : {}) },
    ],
    hooks: { drawClear: [(u) => paint(u, marks, wash)] },
  };
}

// Puts the pointer there, and tells the other charts, which uPlot's types keep quiet about.
const point = (chart: uPlot, left: number): void => (chart.setCursor as (at: { left: number; top: number }, fire: boolean, publish: boolean) => void)({ left, top: 10 }, true, true);

// Moves and zooms all charts of a group.
class Group {
  charts: uPlot[] = [];
  byKeys = false; // who walks along with keys hears each point; a pointer passes too many
  readonly seen = new Store<Seen>({ at: null, near: false });
  constructor(private readonly x: readonly number[]) {}
  get whole(): [number, number] {
    return [this.x[0] ?? 0, this.x[this.x.length - 1] ?? 1];
  }
  get shown(): [number, number] {
    const { min, max } = this.charts[0]!.scales.x!;
    return [min ?? this.whole[0], max ?? this.whole[1]];
  }
  show(from: number, to: number): void {
    const [low, high] = this.whole;
    const width = Math.min(Math.max(to - from, (high - low) / 200), high - low);
    const min = Math.min(Math.max(from, low), high - width);
    this.charts.forEach((chart) => chart.setScale("x", { min, max: min + width }));
  }
  zoom(by: number): void {
    const [from, to] = this.shown, { at } = this.seen.get();
    const middle = at === null ? (from + to) / 2 : this.x[at]!;
    this.show(middle - (middle - from) / by, middle + (to - middle) / by);
  }
  // To a point of x: its chart tells the others.
  point(index: number): void {
    const chart = this.charts[0]!, value = this.x[Math.min(Math.max(index, 0), this.x.length - 1)]!;
    const [from, to] = this.shown;
    if (value < from || value > to) this.show(value - (to - from) / 2, value + (to - from) / 2);
    point(chart, chart.valToPos(value, "x"));
  }
  step(by: number): void {
    const { at } = this.seen.get();
    const [from] = this.shown;
    this.point(at === null ? this.x.findIndex((value) => value >= from) : at + by);
  }
  key(event: KeyboardEvent): void {
    const far = event.shiftKey ? 20 : 1;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.step(-far), ArrowRight: () => this.step(far), Home: () => this.point(0), End: () => this.point(this.x.length - 1),
      "+": () => this.zoom(ZOOM), "=": () => this.zoom(ZOOM), "-": () => this.zoom(1 / ZOOM), "0": () => this.show(...this.whole), Escape: () => this.show(...this.whole),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    this.byKeys = true;
    act();
  }
}

// A finger moves along as a pointer does; up and down it still scrolls the page.
function follow(chart: uPlot): void {
  const move = (event: PointerEvent): void => {
    if (event.pointerType === "touch") point(chart, event.clientX - chart.over.getBoundingClientRect().left);
  };
  chart.over.addEventListener("pointerdown", move);
  chart.over.addEventListener("pointermove", move);
}

function build(node: HTMLElement, props: Props, group: Group): () => void {
  const sync = `lines-${Math.random()}`;
  const places = [...node.querySelectorAll<HTMLElement>(".line-place")];
  group.charts = props.rows.map((row, i) => new uPlot(options(places[i]!, row, i === props.rows.length - 1, props, sync), [props.x, ...row.lines] as unknown as uPlot.AlignedData, places[i]!));
  group.charts.forEach(follow);
  const first = group.charts[0];
  const told = (): void => {
    const { min, max } = first!.scales.x!, [low, high] = group.whole;
    group.seen.set({ at: first!.cursor.idx ?? null, near: min != null && max != null && max - min < (high - low) * 0.999 });
  };
  first?.hooks.setCursor?.push(told) ?? (first && (first.hooks.setCursor = [told]));
  first?.hooks.setScale?.push(told) ?? (first && (first.hooks.setScale = [told]));
  const watch = new ResizeObserver(() => group.charts.forEach((chart, i) => chart.setSize({ width: Math.max(places[i]!.clientWidth, 100), height: chart.height })));
  watch.observe(node);
  return () => {
    watch.disconnect();
    group.charts.forEach((chart) => chart.destroy());
  };
}

function Readout({ group, props: { x, showX, rows, names } }: { group: Group; props: Props }) {
  const { at, near } = useStore(group.seen);
  return (
    <div class="readout">
      <p class="readout-values" aria-live={group.byKeys ? "polite" : "off"}>
        {at === null ? <span class="soft">{t("lines.help")}</span> : (
          <>
            <b>{showX(x[at]!)}</b>
            {rows.map((row) => (
              <span key={row.key}><span class="soft">{row.label}</span> {row.lines.map((line, i) => (
                <span key={i} class={i === 0 ? "line-first" : "line-second"}>{names && <span class="unseen">{names[i]}: </span>}{line[at] == null ? "–" : row.show(line[at]!)} </span>
              ))}</span>
            ))}
          </>
        )}
      </p>
      <p class="row readout-buttons">
        <Button look="quiet" label={t("lines.nearer")} onClick={() => group.zoom(ZOOM)}>+</Button>
        <Button look="quiet" label={t("lines.farther")} disabled={!near} onClick={() => group.zoom(1 / ZOOM)}>−</Button>
        <Button look="quiet" disabled={!near} onClick={() => group.show(...group.whole)}>{t("lines.whole")}</Button>
      </p>
    </div>
  );
}

export function Lines(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const look = useLook();
  const group = useRef(new Group(props.x));
  const made = useRef(props.x);
  if (made.current !== props.x) {
    made.current = props.x;
    group.current = new Group(props.x);
  }
  useLayoutEffect(() => build(place.current!, props, group.current), [props.x, props.rows, props.marks, look]);
  return (
    <div class="lines">
      <Readout key={props.x.length} group={group.current} props={props} />
      <div ref={place} class="lines-charts" tabIndex={0} role="group" aria-label={props.label} onPointerMove={() => (group.current.byKeys = false)} onKeyDown={(event) => group.current.key(event)}>
        {props.rows.map((row) => (
          <div key={row.key} class="line">
            <h3>{row.label}</h3>
            <div class="line-place chart" role="img" aria-label={row.label} />
          </div>
        ))}
      </div>
    </div>
  );
}
