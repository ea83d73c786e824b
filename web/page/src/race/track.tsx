// SPDX-License-Identifier: MIT
// The race on the oval: a lane a lap, outermost first, run from the line at the right below. On the home
// straight each lap's time, on the back straight the check half way; in the last lap the gears, each drawn
// thicker than the one before. The table below says the same.
import type { Race } from "../answers";
import { raceName, raceTime, time } from "../format";
import { t } from "../texts/texts";
import { rounds } from "./laps";

const straight = 118, outer = 56, gap = 11, edge = 10;
const width = straight + 2 * outer + 2 * edge, height = 2 * (outer + edge);
const right = (width + straight) / 2, left = right - straight, mid = height / 2;

const lane = (i: number): string => {
  const r = outer - i * gap;
  return `M${right} ${mid + r}A${r} ${r} 0 0 0 ${right} ${mid - r}H${left}A${r} ${r} 0 0 0 ${left} ${mid + r}Z`;
};
const thick = [2.6, 4, 5.6, 7.4];

export function Track({ race }: { race: Race }) {
  const laps = rounds(race);
  const last = laps[laps.length - 1]!;
  const share = (m: number): number => ((m - last.from_m) / (last.to_m - last.from_m)) * 100;
  const said = [
    ...laps.map((lap) => t("race.lap_said", { n: lap.name, time: raceTime(lap.time_s), clock: raceTime(lap.cum_s) })),
    ...race.gears.map((gear, i) => t("race.gear_said", { n: i + 1, time: raceTime(gear.time_s) })),
  ].join("; ");
  return (
    <svg class="track" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
      {laps.map((lap, i) => (
        <g key={i}>
          <path class={lap === last ? "lane gears" : "lane"} d={lane(i)} />
          {lap === last && race.gears.map((gear, k) => (
            <path key={k} class={`gear gear-${k + 1}`} d={lane(i)} pathLength={100} stroke-width={thick[k]} stroke-dasharray={`${Math.max(share(gear.to_m) - share(gear.from_m) - 1, 0)} 100`} stroke-dashoffset={-share(gear.from_m)} />
          ))}
        </g>
      ))}
      {laps.map((lap, i) => (
        <g key={i}>
          <text class="lap-time" x={width / 2} y={mid + outer - i * gap + 2.6}><tspan class="lap-name">{lap.name}</tspan><tspan dx="3">{raceTime(lap.time_s)}</tspan></text>
          {lap.check && <text class="check" x={width / 2} y={mid - outer + i * gap + 2.3}>{i === 0 ? `${raceName(Math.round(lap.check.distance_m))} ` : ""}{raceTime(lap.check.time_s)}</text>}
        </g>
      ))}
      <path class="line" d={`M${right} ${mid + outer + 6}V${mid + outer - (laps.length - 1) * gap - 6}`} />
      <text class="goal" x={width / 2} y={mid + 5.2}>{race.goal_s < 900 ? raceTime(race.goal_s) : time(race.goal_s)}</text>
    </svg>
  );
}
