// SPDX-License-Identifier: MIT
// The laps of a race as bars of pace, beside what was planned and the best there was: the longer, the slower.
import type { Review } from "../answers";
import { raceName, raceTime } from "../format";
import { t } from "../texts/texts";

type Row = Review["laps"][number];
const FROM = 0.93; // bars begin a little below the fastest: laps differ by hundredths

const place = (m: number): string => raceName(Math.round(m));

export function LapBars({ rows, slowest }: { rows: readonly Row[]; slowest: number | null }) {
  const laps = rows.map((row, i) => {
    const way = row.to_m - (rows[i - 1]?.to_m ?? 0);
    return { row, run: row.time_s / way, plan: row.plan_s / way, best: row.optimum_s / way };
  });
  const all = laps.flatMap((lap) => [lap.run, lap.plan, lap.best]);
  const low = Math.min(...all) * FROM, high = Math.max(...all);
  const x = (pace: number): number => ((pace - low) / (high - low || 1)) * 99;
  return (
    <figure class="lap-bars">
      <ol aria-label={t("review.picture")}>
        {laps.map(({ row, run, plan, best }, i) => (
          <li key={row.to_m}>
            <span>{place(row.to_m)}</span>
            <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
              <rect class={i + 1 === slowest ? "lap-run slowest" : "lap-run"} y="2" width={x(run)} height="8" />
              <path class="lap-plan" d={`M${x(plan)} 0V12`} />
              <path class="lap-best" d={`M${x(best)} 0V12`} />
            </svg>
            <b>{raceTime(row.time_s)}</b>
          </li>
        ))}
      </ol>
      <figcaption class="hint">{t("review.bars_hint")}</figcaption>
    </figure>
  );
}
