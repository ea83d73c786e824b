// SPDX-License-Identifier: MIT
// A race looked at afterwards: of a run, or of splits typed in; where the seconds went against the plan and
// the best this runner could have done, what a coach would say, and the sessions that answer it.
import { useState } from "preact/hooks";
import { url } from "../api";
import { addResult } from "../api_calls";
import type { Review, Runs } from "../answers";
import { doses, band, distance, fullDay, goalFault, number, parseTime, raceName, raceTime, shortDay } from "../format";
import { Button } from "../parts/Button";
import { Pick, Select, TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { complain, say } from "../parts/Toast";
import { Words, capital } from "../parts/Words";
import { go, href } from "../router";
import { t } from "../texts/texts";
import { Store, useGet, useStore } from "../use";
import { address, distances, type DistanceName } from "./ask";
import { LapBars } from "./lap_bars";
import { parseSplits, told } from "./splits";

const RUNS_MOST = 200;
const RACE_MOST_M = 16000; // a race with its warm-up around it
const QUIET_S = 0.05; // seconds that a tenth does not show

interface Typed {
  splits: string;
  goal: string;
  distance: DistanceName;
  sent: string; // what was asked last
}
const typed = new Store<Typed>({ splits: "", goal: "", distance: "mile", sent: "" });
const change = (part: Partial<Typed>): void => typed.set({ ...typed.get(), ...part });

export function ReviewPage({ run }: { run: number }) {
  const one = useStore(typed);
  const ofRun = Number.isInteger(run) && run > 0;
  const goal = one.goal.trim() && !goalFault(one.goal) ? `goal_s=${parseTime(one.goal)}` : "";
  const words = ofRun ? [`run_id=${run}`, goal].filter(Boolean).join("&") : one.sent;
  const review = useGet<Review>(words ? address("race/review", words) : null);
  return (
    <>
      <header class="race-head"><Heading>{t("review.title")}</Heading><a href={href("race")}>{t("review.to_race")}</a></header>
      <div class="review-ask">
        <PickRun run={ofRun ? run : 0} />
        <TypeSplits one={one} refused={!ofRun && review.error && review.error.status > 0 ? review.error.told : undefined} />
      </div>
      {ofRun && review.error?.status === 404 ? <Empty title={t("review.no_race")} text={t("review.no_race_text")} /> : words ? <Shown of={review}>{(data) => <Told review={data} words={words} />}</Shown> : <p class="soft">{t("review.none")}</p>}
    </>
  );
}

function PickRun({ run }: { run: number }) {
  const runs = useGet<Runs>(`runs?limit=${RUNS_MOST}&sport=running`).data?.runs.filter((one) => one.distance_m !== null && one.distance_m >= 800 && one.distance_m < RACE_MOST_M) ?? [];
  const races = [...runs].sort((a, b) => Number(/race|trial|mile|\btt\b/i.test(b.name)) - Number(/race|trial|mile|\btt\b/i.test(a.name)));
  return (
    <section>
      <h2>{t("review.of_run")}</h2>
      {races.length === 0 ? <p class="soft">{t("runs.none")}. <a href={href("start")}>{t("empty.start")}</a></p> : (
        <Pick label={t("review.run")} word={t("action.show")} value={String(run)} onPick={(id) => go(id === "0" ? href("race", "review") : href("race", "review", id))}
          options={[{ value: "0", text: t("review.choose") }, ...races.map((one) => ({ value: String(one.id), text: `${shortDay(one.date)}  ${one.name || one.sport}, ${distance(Math.round(one.distance_m!))}` }))]} />
      )}
    </section>
  );
}

function TypeSplits({ one, refused }: { one: Typed; refused: string | undefined }) {
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const ask = (): void => {
    const whole = distances[one.distance] || distances.mile;
    const read = parseSplits(one.splits, whole);
    const goal = one.goal.trim() === "" ? null : parseTime(one.goal);
    if (typeof read === "string") return setWrong(t(`review.fault_${read}`));
    if (goalFault(one.goal)) return setWrong(undefined);
    setWrong(undefined);
    go(href("race", "review"));
    change({ sent: [`splits=${told(read)}`, `distance_m=${whole}`, goal ? `goal_s=${goal}` : ""].filter(Boolean).join("&") });
  };
  return (
    <section>
      <h2>{t("review.typed")}</h2>
      <form class="review-form" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <Select label={t("start.distance")} value={one.distance} options={(Object.keys(distances) as DistanceName[]).filter((name) => name !== "").map((value) => ({ value, text: raceName(distances[value]) }))} onChange={(name) => change({ distance: name })} />
        <TextField label={t("review.splits")} hint={t("review.splits_hint")} wrong={wrong ?? refused} value={one.splits} onInput={(splits) => change({ splits })} />
        <TextField label={t("race.goal")} hint={t("review.goal_hint")} wrong={goalFault(one.goal)} value={one.goal} onInput={(goal) => change({ goal })} />
        <p><Button type="submit" look="main">{t("review.ask")}</Button></p>
      </form>
    </section>
  );
}

const off = (s: number): string => `${s < 0 ? "−" : "+"}${number(Math.abs(s), 1)}`;

function Told({ review, words }: { review: Review; words: string }) {
  const likely = review.likely_s !== null && review.likely_low_s !== null && review.likely_high_s !== null;
  const keep = (): void => void addResult({ distance_m: review.distance_m, time_s: review.time_s, ...(review.date ? { date: review.date } : {}) }).then(() => say(t("review.kept")), complain);
  return (
    <div class="review">
      <p class="great"><span class="soft">{[capital(raceName(review.distance_m)), review.date ? fullDay(review.date) : ""].filter(Boolean).join(", ")}</span><b>{raceTime(review.time_s)}</b></p>
      <div class="says">{review.says.map((text) => <Words key={text} as="p">{text}</Words>)}</div>
      <dl class="figures">
        <div><dt>{t(`review.plan_${review.plan === "even pace" ? "even" : review.plan}`)}</dt><dd><b>{raceTime(review.plan_time_s)}</b></dd></div>
        <div><dt>{t(`review.optimum_${review.optimum_of}`)}</dt><dd><b>{raceTime(review.optimum_s)}</b></dd></div>
        {likely && <div><dt>{t("review.likely")}</dt><dd><b>{raceTime(review.likely_s!)}</b><span class="soft">{t("today.eight_of_ten", { band: band(raceTime(review.likely_low_s!), raceTime(review.likely_high_s!)) })}</span></dd></div>}
      </dl>
      <Laps review={review} />
      <Causes review={review} />
      <p class="row">
        <a class="button" href={url(address("race/review.pdf", words))} download>{t("review.paper")}</a>
        {review.keep && <Button onClick={keep}>{t("review.keep")}</Button>}
      </p>
      {review.next.length > 0 && (
        <section>
          <h2>{t("review.next")}</h2>
          <ul class="rows">{review.next.map((one) => <li key={one.id}><a href={href("library", "workouts", one.id)}><Words>{capital(one.title)}</Words></a> <Words class="soft">{doses(one.text)}</Words></li>)}</ul>
        </section>
      )}
      <Earlier review={review} />
    </div>
  );
}

function Laps({ review }: { review: Review }) {
  const rows = review.laps.length > 0 ? review.laps : review.splits;
  return (
    <section>
      <h2>{t("review.laps")}</h2>
      <LapBars rows={rows} slowest={review.slowest_lap} />
      <div class="scroll" tabIndex={0} role="region" aria-label={t("review.laps")}>
        <table>
          <thead><tr><th>{t("race.to")}</th><th class="n">{t("runs.time")}</th><th class="n">{t("review.planned")}</th><th class="n">{t("review.best")}</th><th class="n">{t("race.at")}</th><th class="n">{t("review.ahead")}</th></tr></thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.to_m}>
                <td>{raceName(Math.round(row.to_m))}{i + 1 === review.slowest_lap && <span class="soft"> {t("review.slowest")}</span>}{i + 1 === review.fastest_lap && <span class="soft"> {t("review.fastest")}</span>}</td>
                <td class="n"><b>{raceTime(row.time_s)}</b></td><td class="n">{raceTime(row.plan_s)}</td><td class="n">{raceTime(row.optimum_s)}</td><td class="n">{raceTime(row.clock_s)}</td><td class="n">{off(row.ahead_s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{t("review.laps_hint")}</p>
    </section>
  );
}

function Causes({ review }: { review: Review }) {
  const rows = review.causes.filter((one) => Math.abs(one.seconds) >= QUIET_S || one.cause === review.first_cause);
  return (
    <section>
      <h2>{t("review.causes")}</h2>
      <ul class="rows causes">
        {rows.map((one) => <li key={one.cause} class={one.cause === review.first_cause ? "first" : ""}><Words>{capital(one.words)}</Words> <b>{t("unit.seconds", { n: off(one.seconds) })}</b></li>)}
      </ul>
      <p class="hint">{t("review.sum", { lost: t("unit.seconds", { n: off(review.lost_to_optimum_s) }) })}</p>
    </section>
  );
}

const Earlier = ({ review }: { review: Review }) => review.earlier.length === 0 ? null : (
  <section>
    <h2>{t("review.earlier")}</h2>
    <ul class="rows">
      {review.earlier.map((one, i) => (
        <li key={i}>{one.run_id > 0 ? <a href={href("race", "review", one.run_id)}>{fullDay(one.date)}</a> : fullDay(one.date)} <b>{raceTime(one.time_s)}</b> {one.name && <Words class="soft">{one.name}</Words>}</li>
      ))}
    </ul>
  </section>
);
