// SPDX-License-Identifier: MIT
// From nothing to a plan: what was run, whether hard training is safe, when and where, and the race. All of it
// on one page, in the order in which a coach would ask; the plan is made at its end.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { addResult, newPlan, removeResult, restoreResult, setAthlete, usePlan } from "../api_calls";
import { mileToday, type Athlete, type Day, type Fitness, type Place, type Plan, type Results, type Weekday } from "../answers";
import type { PutAthlete } from "../api_types";
import { addDays, band, dayMonth, goalFault, parseTime, raceName, raceTime, timeFault, today, volume, weekday, weekdayOf } from "../format";
import { Button } from "../parts/Button";
import { Check, Checks, Choice, Select, TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Loading } from "../parts/States";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { go, href, route } from "../router";
import { t, type TextKey } from "../texts/texts";
import { useGet, useStore } from "../use";
import { distances, metres, places, question, questions, weekdays, weeks } from "./choices";
import { settings } from "../settings";
import { draft, fill, settle, takeKnown, type Draft } from "./draft";
import { Files } from "./files";

const named = (race: boolean) => distances.filter((one) => !race || one.race).map((one) => ({ value: one.value, text: t(`distance.${one.value}` as TextKey) }));

export function StartPage() {
  const now = useStore(draft);
  const fitness = useGet<Fitness>("fitness");
  const known = mileToday(fitness.data) !== undefined;
  const athlete = useGet<Athlete>("athlete"), old = useGet<Plan>("plan"), plan = old.data;
  const files = useStore(route).query === "files"; // that is what somebody came for
  const [wrong, setWrong] = useState<string>();
  // What is ticked before the answers are here would stand for all that they say.
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (athlete.data) takeKnown(athlete.data, plan);
    if ((athlete.data && (plan || old.error)) || athlete.error) setReady(true);
  }, [athlete.data, athlete.error, plan, old.error]);
  const keep = async (): Promise<boolean> => {
    const fault = timeFault(now.time);
    setWrong(fault);
    if (fault) return false;
    try {
      await addResult({ distance_m: metres(now.distance), time_s: parseTime(now.time), date: now.date || today() });
      fill({ time: "" });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
      return false;
    }
  };
  if (files) return <div class="start"><Heading>{t("runs.bring_in")}</Heading><Files /><p class="row"><a href={href("runs")}>{t("page.runs")}</a> <a href={href(plan ? "plan" : "start")}>{t(plan ? "page.plan" : "start.make")}</a></p></div>;
  if (!ready) return <Loading />;
  return (
    <form class="start" onSubmit={(event) => event.preventDefault()}>
      <Heading>{t(plan ? "plan.new" : "start.title")}</Heading>
      <p class="lead">{t("start.lead")}</p>
      <Ran now={now} fitness={fitness.data} wrong={wrong} clear={() => setWrong(undefined)} keep={keep} />
      <Health now={now} />
      <When now={now} />
      <Make now={now} known={known} keep={keep} asks={fitness.data?.weekly_km === null} old={plan?.plan_id ?? null} />
    </form>
  );
}

interface RanProps {
  now: Draft;
  fitness: Fitness | undefined;
  wrong: string | undefined;
  clear: () => void;
  keep: () => Promise<boolean>;
}
function Ran({ now, fitness, wrong, clear, keep }: RanProps) {
  const results = useGet<Results>("results").data?.results ?? [];
  const mile = mileToday(fitness);
  return (
    <section>
      <p class="eyebrow">{t("start.step", { n: 1, of: 3 })}</p>
      <h2>{t("start.result")}</h2>
      <p class="soft">{t("start.result_lead")}</p>
      <div class="two">
        <div class="typed" id="start-result">
          <div class="fields">
            <Select label={t("start.distance")} value={now.distance} options={named(false)} onChange={(value) => fill({ distance: value })} />
            <TextField label={t("start.time")} hint={t("start.time_hint")} wrong={wrong} value={now.time} inputMode="text" onInput={(time) => { clear(); fill({ time }); }} />
            <TextField label={t("start.when")} type="date" max={today()} value={now.date || today()} onInput={(date) => fill({ date })} />
          </div>
          <Button type="submit" onClick={() => void keep()}>{t("start.add")}</Button>
        </div>
        <Files />
      </div>
      {fitness?.weekly_km == null
        ? <div class="fields"><TextField label={t(settings.get().units === "mi" ? "start.weekly_mi" : "start.weekly_km")} hint={t("start.weekly_hint")} inputMode="decimal" value={now.weekly} onInput={(weekly) => fill({ weekly })} /></div>
        : <p class="soft">{t("start.weekly_known", { volume: volume(fitness.weekly_km * 1000) })}</p>}
      {results.length > 0 && (
        <ul class="kept">
          {results.map((one) => (
            <li key={one.id}>{t("start.kept", { distance: raceName(one.distance_m), time: raceTime(one.time_s), day: dayMonth(one.date) })}
              <Button look="quiet" onClick={() => void removeResult(one.id).then(() => say(t("toast.undone"), () => restoreResult(one.id)), complain)}>{t("result.remove")}</Button></li>
          ))}
        </ul>
      )}
      {mile && <p class="told">{t("start.mile_today", { time: raceTime(mile.time_s), band: band(raceTime(mile.low_s), raceTime(mile.high_s)) })}</p>}
    </section>
  );
}

function Health({ now }: { now: Draft }) {
  return (
    <section id="start-health">
      <p class="eyebrow">{t("start.step", { n: 2, of: 3 })}</p>
      <h2>{t("start.health")}</h2>
      <p class="soft">{t("start.health_lead")}</p>
      {now.health !== "some" && <ul class="questions">{questions.map((name) => <li key={name}>{t(question(name))}</li>)}</ul>}
      <Choice quiet label={t("start.health")} value={now.health} onChange={(health) => fill({ health, ...(health === "none" ? { yes: [], cleared: false } : {}) })}
        options={[{ value: "none", text: t("start.health_none") }, { value: "some", text: t("start.health_some") }]} />
      {now.health === "some" && (
        <>
          <Checks quiet stacked label={t("start.health_some")} values={now.yes} options={questions.map((name) => ({ value: name, text: t(question(name)) }))} onChange={(yes) => fill({ yes })} />
          <Check label={t("start.health_cleared")} checked={now.cleared} onChange={(cleared) => fill({ cleared })} />
        </>
      )}
      <div class="fields">
        <Choice label={t("start.sex")} hint={t("start.sex_hint")} value={now.sex} onChange={(sex) => fill({ sex })}
          options={[{ value: "f", text: t("start.sex_f") }, { value: "m", text: t("start.sex_m") }, { value: "none", text: t("start.sex_none") }]} />
        <TextField label={t("start.born")} type="date" max={today()} value={now.born} onInput={(born) => fill({ born })} />
      </div>
      {isMinor(now.born) && <Check label={t("start.consent")} checked={now.consent} onChange={(consent) => fill({ consent })} />}
    </section>
  );
}

const isMinor = (born: string): boolean => /^\d{4}-\d\d-\d\d$/.test(born) && `${Number(born.slice(0, 4)) + 18}${born.slice(4)}` > today();

function When({ now }: { now: Draft }) {
  return (
    <section>
      <p class="eyebrow">{t("start.step", { n: 3, of: 3 })}</p>
      <h2>{t("start.days")}</h2>
      <p class="soft">{t("start.days_lead")}</p>
      <Checks quiet label={t("start.days")} values={now.days} options={weekdays.map((day, i) => ({ value: day, text: weekday(i) }))} onChange={(days: Weekday[]) => fill({ days })} />
      <div class="short"><TextField label={t("start.minutes")} type="number" inputMode="numeric" min="20" max="240" value={now.minutes} onInput={(minutes) => fill({ minutes })} /></div>
      <Checks label={t("start.places")} values={now.places} options={places.map((place) => ({ value: place, text: t(`place.${place}` as TextKey) }))} onChange={(chosen: Place[]) => fill({ places: chosen })} />
      <h3>{t("start.race")}</h3>
      <p class="soft">{t("start.race_lead")}</p>
      <div class="fields">
        <Select label={t("start.distance")} value={now.race} options={named(true)} onChange={(race) => fill({ race })} />
        <TextField label={t("start.race_day")} type="date" min={addDays(today(), 7)} value={raceDay(now)} onInput={(day) => fill({ raceDay: day })} />
        <TextField label={t("start.goal")} hint={t("start.goal_hint")} value={now.goal} onInput={(goal) => fill({ goal })} />
      </div>
      <Choice label={t("start.race_weeks")} value={weeks.find((n) => raceDay(now) === inWeeks(Number(n), now.days)) ?? null} options={weeks.map((n) => ({ value: n, text: n }))} onChange={(n) => fill({ raceDay: "", weeks: n })} />
    </section>
  );
}

// The plan begins tomorrow and ends with the race: whole weeks from today, on to a day of the runner's, of the
// weekend where there is one.
function inWeeks(n: number, days: Weekday[]): Day {
  const after = Array.from({ length: 7 }, (_, i) => addDays(today(), 7 * n + i)), mine = after.filter((day) => days.includes(weekdays[weekdayOf(day)]!));
  return mine.find((day) => weekdayOf(day) > 4) ?? mine[0] ?? after[0]!;
}
const raceDay = (now: Draft): Day => now.raceDay || inWeeks(Number(now.weeks), now.days);
const weeklyMetres = (now: Draft): number => Number(now.weekly.replace(",", ".")) * (settings.get().units === "mi" ? 1609.344 : 1000);

const profile = (now: Draft): PutAthlete => ({
  ...(now.sex !== "none" ? { sex: now.sex } : {}),
  ...(now.born ? { born: now.born } : {}),
  ...(isMinor(now.born) ? { parent_consent: now.consent } : {}),
  days: now.days.map((day) => ({ day, minutes: Number(now.minutes) || null })),
  places: now.places,
  health_answered: true,
  health_yes: now.health === "some" ? now.yes : [],
  health_cleared: now.cleared,
});

function missing(now: Draft, known: boolean): string | undefined {
  if (!known) return t("start.need_result");
  if (now.health === null) return t("start.need_health");
  if (now.health === "some" && now.yes.length === 0) return t("start.need_yes");
  if (now.days.length < 3) return t("start.need_days");
  if (now.weekly && !(weeklyMetres(now) >= 1000)) return t("start.bad_weekly");
  return goalFault(now.goal);
}

function goTo(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView();
  part?.querySelector("input")?.focus({ preventScroll: true });
}

function Make({ now, known, keep, asks, old }: { now: Draft; known: boolean; keep: () => Promise<boolean>; asks: boolean; old: number | null }) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const { health, yes, days, goal, weekly } = now; // once one of them is another, what was wrong may not be
  useEffect(() => setWrong(undefined), [health, yes, days, goal, weekly]);
  const work = async (): Promise<void> => {
    // A result that waits in its field is meant to count.
    const typed = now.time.trim() !== "";
    if (typed && !(await keep())) return goTo("start-result");
    const lacks = missing(now, known || typed);
    setWrong(lacks);
    if (lacks) return;
    try {
      await setAthlete(profile(now));
      await newPlan({ race_date: raceDay(now), race_distance_m: metres(now.race), ...(now.goal.trim() ? { goal_s: parseTime(now.goal) } : {}), ...(asks && now.weekly ? { weekly_m: weeklyMetres(now) } : {}) });
      settle();
      go(href("plan"));
      say(t("start.made"), old === null ? undefined : () => usePlan(old));
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
    }
  };
  const make = (): void => {
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  return (
    <section class="make">
      {wrong === t("start.need_health") || wrong === t("start.need_yes") ? <p><button type="button" class="button quiet wrong" onClick={() => goTo("start-health")}>{wrong}</button></p> : wrong && !(known && wrong === t("start.need_result")) && <Words as="p" class="wrong">{wrong}</Words>}
      <Button look="main" busy={busy} onClick={make}>{t(busy ? "start.making" : "start.make")}</Button>
    </section>
  );
}
