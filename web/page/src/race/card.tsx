// SPDX-License-Identifier: MIT
// The card: the race on the oval, its laps with what to do, feel and think, the gears, and every 100 m for
// who wants them.
import type { Race } from "../answers";
import { fullDay, number, raceName, raceTime } from "../format";
import { Words, capital } from "../parts/Words";
import { t } from "../texts/texts";
import type { Ask } from "./ask";
import { Track } from "./track";

const CARDS_MOST = 4; // more laps are rows of a table

export function Card({ race, one }: { race: Race; one: Ask }) {
  const facts = [t(`race.${race.strategy}`), t(`race.venue_${race.venue}`), race.lane && one.lane > 1 ? t("race.in_lane", { n: race.lane.number }) : "", race.date ? fullDay(race.date) : "", race.gun ?? ""].filter(Boolean);
  return (
    <section class="race-card" aria-label={t("race.card")}>
      <p class="eyebrow"><span>{t("race.in", { race: capital(raceName(race.distance_m)), time: raceTime(race.goal_s) })}</span></p>
      <p class="facts">{facts.join(" · ")}</p>
      <Track race={race} />
      <p class="facts race-pace"><b>{t("race.a_400", { time: raceTime(race.goal_pace_per_400_s) })}</b> <span>{t("race.too_fast", { time: raceTime(race.too_fast_first_400_s) })}</span></p>
      {race.laps.length <= CARDS_MOST ? <Laps race={race} /> : <LapTable race={race} />}
      {race.lane && race.lane.number > 1 && <p>{t("race.stagger", { start: number(race.lane.start_ahead_of_finish_line_m, 1), more: number(race.lane.without_stagger_m - race.distance_m, 1), time: raceTime(race.lane.without_stagger_s) })}</p>}
      <Hundreds race={race} />
      {race.notes.length > 0 && <details><summary>{t("race.notes")}</summary><div class="notes">{race.notes.map((note) => <Words key={note} as="p">{note}</Words>)}</div></details>}
    </section>
  );
}

function Laps({ race }: { race: Race }) {
  return (
    <ol class="lap-cards">
      {race.laps.map((lap) => (
        <li key={lap.number} class={lap.phase === "gears" ? "lap last" : "lap"}>
          <p class="lap-head"><span class="soft">{t("race.lap_n", { n: lap.number })}</span> <b>{raceTime(lap.time_s)}</b> <span class="soft">{t("race.clock_at", { time: raceTime(lap.cum_s), place: `${number(lap.to_m)}\u202fm` })}</span></p>
          <Words as="p" class="cue">{lap.cue}</Words>
          {lap.phase === "gears" && race.gears.length > 0 && <Gears race={race} />}
          <Words as="p">{lap.do}</Words>
          <details><summary>{t("race.feel")}</summary><div><Words as="p">{lap.feel}</Words><Words as="p" class="soft">{lap.think}</Words></div></details>
        </li>
      ))}
    </ol>
  );
}

// Each gear a bar, as high as it is fast.
function Gears({ race }: { race: Race }) {
  const speeds = race.gears.map((gear) => (gear.to_m - gear.from_m) / gear.time_s);
  const low = Math.min(...speeds), room = Math.max(...speeds) - low || 1;
  return (
    <ol class="gears" aria-label={t("race.gears")}>
      {race.gears.map((gear, i) => {
        const h = 14 + ((speeds[i]! - low) / room) * 22;
        return (
          <li key={gear.to_m}>
            <svg viewBox="0 0 40 36" aria-hidden="true" preserveAspectRatio="none"><rect class={`gear-${i + 1}`} x="0" y={36 - h} width="40" height={h} /></svg>
            <b>{raceTime(gear.time_s)}</b>
          </li>
        );
      })}
    </ol>
  );
}

const LapTable = ({ race }: { race: Race }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={t("race.laps")}>
    <table>
      <thead><tr><th>{t("race.lap")}</th><th class="n wide-only">{t("race.to")}</th><th class="n">{t("runs.time")}</th><th class="n">{t("race.at")}</th><th>{t("race.cue")}</th></tr></thead>
      <tbody>
        {race.laps.map((lap) => (
          <tr key={lap.number}><td>{lap.number}</td><td class="n wide-only">{number(lap.to_m)}{"\u202f"}m</td><td class="n">{raceTime(lap.time_s)}</td><td class="n">{raceTime(lap.cum_s)}</td><td class="remark"><Words>{lap.cue}</Words></td></tr>
        ))}
      </tbody>
    </table>
  </div>
);

function Hundreds({ race }: { race: Race }) {
  return (
    <details>
      <summary>{t("race.hundreds")}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("race.hundreds")}>
        <table class="narrow-table">
          <thead><tr><th>{t("race.place")}</th><th class="n">{t("race.at")}</th><th class="n">{t("race.last_100")}</th></tr></thead>
          <tbody>
            {race.checkpoints.map((point) => (
              <tr key={point.distance_m} class={point.marks.some((mark) => mark === "finish_line" || mark === "bell" || mark === "400_m_mark") ? "at-mark" : ""}>
                <td><Words>{point.name}</Words></td><td class="n">{raceTime(point.time_s)}</td><td class="n">{point.split_100_s === null || point.name === "finish" ? "" : raceTime(point.split_100_s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
