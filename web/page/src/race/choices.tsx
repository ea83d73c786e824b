// SPDX-License-Identifier: MIT
// The choices of a race: goal with its odds, strategy with its price, conditions as sliders with theirs.
import { useState } from "preact/hooks";
import type { Race } from "../answers";
import { band, distance, height, number, percent, raceName, raceTime, shortDay, windSpeed } from "../format";
import { Button } from "../parts/Button";
import { Choice, Select, TextField } from "../parts/Field";
import { Slider } from "../parts/Slider";
import { Words, capital } from "../parts/Words";
import { t } from "../texts/texts";
import { useGet, useKept } from "../use";
import { address, change, distances, fits, hasAir, metresOf, onTrack, query, sides, strategies, usual, venues, type Ask, type DistanceName } from "./ask";
import { Fold } from "./fold";

const seconds = (s: number): string => t("unit.seconds", { n: number(s, 1) });
const signed = (s: number): string => `${s < 0 ? "−" : "+"}${seconds(Math.abs(s))}`;

export function Goal({ one, race, wrong }: { one: Ask; race: Race | undefined; wrong: string | undefined }) {
  const self = race?.self;
  const names = (Object.keys(distances) as DistanceName[]).sort((a, b) => Number(a !== "") - Number(b !== "") || distances[a] - distances[b]);
  return (
    <section>
      <h2>{t("race.goal")}</h2>
      <div class="fields">
        <TextField label={t("race.goal_time")} hint={one.goal.trim() === "" ? t("race.goal_hint") : ""} wrong={wrong} inputMode="text" value={one.goal} onInput={(goal) => change({ goal })} />
        <Select label={t("start.distance")} value={one.distance} options={names.map((value) => ({ value, text: value === "" ? t("race.of_plan") : raceName(distances[value]) }))} onChange={(name) => change({ distance: name })} />
      </div>
      {self && race && <Odds self={self} race={race} one={one} />}
    </section>
  );
}

type Self = NonNullable<Race["self"]>;

// What the goal is judged by is the form of race day, where a plan leads to it; today's stands beside it.
function Odds({ self, race, one }: { self: Self; race: Race; one: Ask }) {
  const then = self.race_day, judge = then ?? self;
  const off = judge.goal_outside_s;
  return (
    <div class="odds">
      {off !== 0 && <p class="hint wrong" role="status">{t(off < 0 ? "race.goal_fast" : "race.goal_slow", { by: Math.abs(off) < 100 ? seconds(Math.abs(off)) : raceTime(Math.abs(off)) })}</p>}
      {then && <Form form={then} goal_s={race.goal_s} whose={t("race.form_then", { day: shortDay(then.date) })} />}
      <Form form={self} goal_s={race.goal_s} whose={t("race.form_today")} />
      <p class="hint">{self.conditions_s === 0 ? t("race.still") : t("race.counted", { sum: signed(self.conditions_s) })}</p>
      <div class="row">
        {judge.goals.map((goal) => (
          <Button key={goal.name} pressed={Math.abs(goal.time_s - race.goal_s) < 0.06} onClick={() => change({ goal: raceTime(goal.time_s) })}>
            <span>{goal.name} <b>{raceTime(goal.time_s)}</b> <span class="soft">{percent(goal.odds_percent)}</span></span>
          </Button>
        ))}
        {one.goal !== "" && <Button look="quiet" onClick={() => change({ goal: "" })}>{t("race.goal_of_plan")}</Button>}
      </div>
    </div>
  );
}

const odds = (value: number): string => (value < 0.5 ? `< ${percent(1)}` : value > 99.5 ? `> ${percent(99)}` : percent(value));
const Form = ({ form, goal_s, whose }: { form: Pick<Self, "goal_odds_percent" | "likely_s" | "low_s" | "high_s">; goal_s: number; whose: string }) => (
  <p><b>{odds(form.goal_odds_percent)}</b> {t("race.odds", { time: raceTime(goal_s), form: whose })} <span class="soft">{t("race.likely", { time: raceTime(form.likely_s), band: band(raceTime(form.low_s), raceTime(form.high_s)) })}</span></p>
);

const coach_text = (m: number): string => t(m <= 810 ? "race.coach_800" : m < 1200 ? "race.even_text" : m <= 2000 ? "race.coach_text" : "race.coach_long");

export function Way({ one, race }: { one: Ask; race: Race | undefined }) {
  const [open, set] = useState(false);
  const m = metresOf(one, race);
  const strategy = fits(one.strategy, m) ? one.strategy : "coach";
  const told = useGet<Race>(open ? address("race", query({ ...one, strategy: "coach" }), "compare=true") : null);
  const ways = useKept(told.data)?.ways;
  return (
    <Fold title={t("race.way")} now={[t(`race.${strategy}`), t(`race.venue_${one.venue}`)].join(", ")}>
      <Choice label={t("race.strategy")} quiet value={strategy} options={strategies.filter((value) => fits(value, m)).map((value) => ({ value, text: t(`race.${value}`) }))} onChange={(strategy) => change({ strategy })} />
      <p class="hint">{strategy === "coach" ? coach_text(m) : t(`race.${strategy}_text`)}</p>
      <details onToggle={(event) => set(event.currentTarget.open)}>
        <summary>{t("race.compare")}</summary>
        {ways && (
          <div class="scroll" tabIndex={0} role="region" aria-label={t("race.compare")}><table>
            <thead><tr><th>{t("race.strategy")}</th><th class="n">{t("race.best")}</th><th class="n">{t("race.behind_best")}</th><th class="n">{t("race.two_fast")}</th></tr></thead>
            <tbody>
              {ways.map((way) => {
                const fast = way.misjudged.find((slip) => slip.too_fast_percent === 2);
                return <tr key={way.strategy}><td>{t(`race.${way.strategy}`)}</td><td class="n">{raceTime(way.best_s)}</td><td class="n">{signed(way.to_optimum_s)}</td><td class="n">{fast ? signed(fast.finish_s - way.best_s) : ""}</td></tr>;
              })}
            </tbody>
          </table></div>
        )}
        <p class="hint">{t("race.compare_text")}</p>
      </details>
      <div class="fields">
        <Select label={t("race.venue")} value={one.venue} options={venues.map((value) => ({ value, text: t(`race.venue_${value}`) }))} onChange={(venue) => change({ venue })} />
        {onTrack(one) && <Slider label={t("race.lane")} value={one.lane} low={1} high={9} step={1} shown={String(one.lane)} onInput={(lane) => change({ lane })} />}
      </div>
    </Fold>
  );
}

export function Conditions({ one, race, wrong }: { one: Ask; race: Race | undefined; wrong: string | undefined }) {
  const road = one.venue === "road";
  const touched = one.wind !== 0 || one.air !== null || one.altitude !== 0 || one.hills !== "" || one.behind !== 0;
  return (
    <Fold title={t("race.conditions")} now={race?.conditions.length ? signed(race.conditions.reduce((sum, part) => sum + part.effect_s, 0)) : ""}>
      <div class="sliders">
        {hasAir(one) && (
          <Slider label={t(road ? "race.head_wind" : "race.wind")} value={one.wind} low={road ? -10 : 0} high={10} step={0.5} shown={windSpeed(one.wind)} onInput={(wind) => change({ wind })} />
        )}
        {one.venue === "outdoor" && one.wind !== 0 && (
          <Choice label={t("race.against")} value={one.against} options={sides.map((value) => ({ value, text: t(`race.against_${value}`) }))} onChange={(against) => change({ against })} />
        )}
        {hasAir(one) && one.wind !== 0 && (
          <Slider label={t("race.behind")} value={one.behind} low={0} high={1500} step={100} shown={distance(one.behind)} onInput={(behind) => change({ behind })} />
        )}
        <Slider label={t("race.air")} value={one.air ?? 15} low={-10} high={40} step={1} shown={one.air === null ? t("race.no_matter") : t("unit.celsius", { n: number(one.air) })} onInput={(air) => change({ air })} />
        {one.air !== null && <Slider label={t("race.humidity")} value={one.humidity} low={0} high={100} step={5} shown={percent(one.humidity)} onInput={(humidity) => change({ humidity })} />}
        <Slider label={t("race.altitude")} value={one.altitude} low={0} high={3000} step={50} shown={height(one.altitude)} onInput={(altitude) => change({ altitude })} />
        {road && <TextField label={t("race.hills")} hint={t("race.hills_hint")} wrong={wrong} value={one.hills} onInput={(hills) => change({ hills })} />}
      </div>
      {race && race.conditions.length > 0 ? <Costs race={race} /> : <p class="hint">{t("race.still")}</p>}
      {touched && <p><Button look="quiet" onClick={() => change({ wind: 0, against: "any", air: null, humidity: usual.humidity, altitude: 0, hills: "", behind: 0 })}>{t("race.calm")}</Button></p>}
    </Fold>
  );
}

function Costs({ race }: { race: Race }) {
  const all = race.conditions.reduce((sum, part) => sum + part.effect_s, 0);
  const same = race.goal_s + all;
  return (
    <div class="costs" aria-live="polite">
      <dl>
        {race.conditions.map((part) => (
          <div key={part.name}>
            <dt><Words>{capital(part.name)}</Words></dt>
            <dd><b>{signed(part.effect_s)}</b> <span class="soft">{t("race.between", { low: signed(part.low_s), high: signed(part.high_s) })}</span><Words as="p" class="soft">{part.why}</Words></dd>
          </div>
        ))}
      </dl>
      {race.conditions.length > 1 && <p>{t("race.all", { sum: signed(all) })}</p>}
      <p>{t("race.same_effort", { goal: raceTime(race.goal_s), time: raceTime(same) })}</p>
      <Button onClick={() => change({ goal: raceTime(same) })}>{t("race.take_in", { time: raceTime(same) })}</Button>
    </div>
  );
}
