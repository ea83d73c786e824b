// SPDX-License-Identifier: MIT
// The day of the race, counted back from the gun and on from the finish: with its time told, by the clock; on
// the day itself with how long it is until then, and what comes next.
import { useEffect, useState } from "preact/hooks";
import type { Race } from "../answers";
import { daysBetween, duration, today } from "../format";
import { TextField } from "../parts/Field";
import { Words } from "../parts/Words";
import { count, t } from "../texts/texts";
import { change, type Ask } from "./ask";
import { Fold } from "./fold";

const DAY_S = 86400;
const TICK_MS = 10000;

const clock = (at: number): string => {
  const s = ((Math.round(at) % DAY_S) + DAY_S) % DAY_S;
  return `${String(Math.floor(s / 3600)).padStart(2, "0")}:${String(Math.floor(s / 60) % 60).padStart(2, "0")}`;
};
const gunAt = (gun: string): number | null => (/^\d\d:\d\d$/.test(gun) ? Number(gun.slice(0, 2)) * 3600 + Number(gun.slice(3)) * 60 : null);

// Seconds since midnight, anew as they go by.
function useClock(on: boolean): number {
  const now = (): number => { const d = new Date(); return d.getHours() * 3600 + d.getMinutes() * 60 + d.getSeconds(); };
  const [at, set] = useState(now);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => set(now()), TICK_MS);
    return () => clearInterval(timer);
  }, [on]);
  return at;
}

export function Day({ race, one }: { race: Race; one: Ask }) {
  const gun = gunAt(one.gun || (race.gun ?? ""));
  const left = race.date ? daysBetween(today(), race.date) : null;
  const isToday = gun !== null && (left === 0 || left === null);
  const now = useClock(isToday);
  const rows = [...race.warm_up, ...race.cool_down];
  const next = isToday ? race.warm_up.findIndex((row) => gun + row.from_gun_s > now) : -1;
  return (
    <Fold title={t("race.day")} now={gun !== null ? clock(gun) : ""}>
      <div class="row day-head">
        <div class="short"><TextField label={t("race.gun")} hint={t("race.gun_hint")} type="time" value={one.gun} onInput={(time) => change({ gun: time })} /></div>
        <p class="countdown" aria-live="polite">{isToday && now < gun ? <><b>{duration(gun - now)}</b> {t("race.until")}</> : left !== null && left > 0 ? <><b>{left}</b> {count("race.days", left)}</> : null}</p>
      </div>
      <ol class="timetable">
        {rows.map((row, i) => (
          <li key={i} class={[i >= race.warm_up.length ? "after" : "", i === next ? "next-row" : ""].filter(Boolean).join(" ")} aria-current={i === next ? "step" : undefined}>
            <span class="at">{gun !== null ? clock(gun + row.from_gun_s) : row.from_gun_s === 0 ? "0" : `${row.from_gun_s < 0 ? "−" : "+"}${duration(Math.abs(row.from_gun_s))}`}</span>
            <div>
              <Words as="p">{row.what}</Words>
              {row.why && <Words as="p" class="soft">{row.why}</Words>}
              {row.how && <details><summary>{t("session.how")}</summary><Words as="p">{row.how}</Words></details>}
            </div>
          </li>
        ))}
      </ol>
    </Fold>
  );
}
