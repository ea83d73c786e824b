// SPDX-License-Identifier: MIT
// A workout, opened: its steps in this runner's numbers, how much of it, why, what comes before and after it,
// as a file for watch and ears, and its way into the plan.
import { useState } from "preact/hooks";
import { url } from "../api";
import { forgetWorkout, keepWorkout } from "../api_calls";
import type { Entry, Library, Routine, Workout } from "../answers";
import { duration, number, raceTime, volume } from "../format";
import { Button } from "../parts/Button";
import { Heading } from "../parts/Heading";
import { Slider } from "../parts/Slider";
import { Shown } from "../parts/States";
import { StepList } from "../parts/StepList";
import { complain, say } from "../parts/Toast";
import { Words, capital } from "../parts/Words";
import { go, href } from "../router";
import { t } from "../texts/texts";
import { useGet, useLast } from "../use";
import { PutIntoPlan } from "./into_plan";
import { family, ownFile } from "./sections";

const told = /^(first|before it|next in|source|zuerst|davor in|danach in)\b/i; // stands in the ladder already, or below
const DOSES = 4; // steps from the smallest form to the largest

export function WorkoutOne({ library, name }: { library: Library; name: string }) {
  const [dose, setDose] = useState(DOSES / 2);
  const entry = library.workouts.find((one) => one.id === name);
  const routine = library.routines.find((one) => one.id === name);
  const read = useLast(useGet<Workout>(`library/workouts/${encodeURIComponent(name)}?dose=${dose / DOSES}`));
  const template = entry?.text ?? routine?.text ?? "";
  const none = <><Heading>{t("library.lost")}</Heading><p>{t("library.lost_text", { name })}</p></>;
  if (!entry && !routine) return none;
  return (
    <article class="workout">
      <p class="eyebrow"><span>{entry ? t(`kind.${entry.kind}`) : t("library.routine")}</span>{entry?.file === ownFile && <span class="tag-hard">{t("library.yours")}</span>}</p>
      <Heading><Words>{capital((entry ?? routine)!.title)}</Words></Heading>
      <Words as="p" class="lead">{(entry ?? routine)!.purpose}</Words>
      {template.includes("{") && <div class="dose"><Slider label={t("library.dose")} value={dose} low={0} high={DOSES} step={1} shown={t(`library.dose_${dose}` as "library.dose_0")} onInput={setDose} /></div>}
      <Shown of={read} none={none}>{(data) => <Opened workout={data} entry={entry} routine={routine} library={library} />}</Shown>
    </article>
  );
}

function Opened({ workout, entry, routine, library }: { workout: Workout; entry: Entry | undefined; routine: Routine | undefined; library: Library }) {
  const words = `text=${encodeURIComponent(workout.text)}`;
  const facts = [workout.distance_m > 0 ? volume(workout.distance_m) : "", workout.time_s > 0 ? duration(workout.time_s) : "", workout.fast_m > 0 ? t("library.fast", { far: `${number(workout.fast_m)}\u202fm` }) : ""].filter(Boolean);
  const unknown = workout.steps.some((step) => (step.target_kind === "race" || step.target_kind === "zone") && step.target_mps === null);
  return (
    <>
      <p class="facts">{facts.join(" · ")}</p>
      <StepList steps={workout.steps} />
      {unknown && <p class="strip">{t("library.no_numbers")} <a href={href("start")}>{t("empty.start")}</a></p>}
      <Splits workout={workout} />
      <p><code>{workout.text}</code></p>
      <p class="row">
        <a class="button" href={url(`workouts/fit?${words}`)} download>{t("plan.watch")}</a>
        <a class="button" href={url(`workouts/sound?${words}`)} download>{t("library.sound")}</a>
      </p>
      {entry && <PutIntoPlan text={workout.text} kind={entry.kind} library={library} />}
      {entry && <Ladder library={library} entry={entry} />}
      <section class="found">
        <h2>{t("library.to_know")}</h2>
        <ul class="rows about">{workout.about.filter((line) => !told.test(line)).map((line) => <li key={line}><Words>{capital(line)}</Words></li>)}</ul>
        {routine?.how && <Words as="p">{routine.how}</Words>}
        {(entry ?? routine)!.source && <p class="source">{t("session.source")}: <Words>{(entry ?? routine)!.source}</Words></p>}
      </section>
      {entry?.file === ownFile && <Mine entry={entry} />}
    </>
  );
}

// Reps that are longer than a lap: what the clock says on the way.
function Splits({ workout }: { workout: Workout }) {
  const rows = workout.numbers.filter((one) => one.rep_s !== null && one.split_400_s !== null && one.distance_m !== null);
  return rows.length === 0 ? null : (
    <ul class="rows splits">{rows.map((one, i) => <li key={i}>{t("library.splits", { far: `${number(one.distance_m!)}\u202fm`, half: raceTime(one.split_200_s ?? one.split_400_s! / 2), lap: raceTime(one.split_400_s!) })}</li>)}</ul>
  );
}

function Ladder({ library, entry }: { library: Library; entry: Entry }) {
  const rungs = family(library, entry);
  const after = entry.after.flatMap((id) => library.workouts.find((one) => one.id === id) ?? []);
  return rungs.length < 2 && after.length === 0 ? null : (
    <section class="found">
      <h2>{t("library.ladder")}</h2>
      {after.length > 0 && <p>{t("library.first")} {after.map((one, i) => <span key={one.id}>{i > 0 && `, ${t("library.or")} `}<a href={href("library", "workouts", one.id)}><Words>{one.title}</Words></a></span>)}</p>}
      {rungs.length > 1 && (
        <ol class="ladder">
          {rungs.map((one) => (
            <li key={one.id} aria-current={one.id === entry.id ? "step" : undefined}>
              {one.id === entry.id ? <Words>{capital(one.title)}</Words> : <a href={href("library", "workouts", one.id)}><Words>{capital(one.title)}</Words></a>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Mine({ entry }: { entry: Entry }) {
  const remove = async (): Promise<void> => {
    try {
      await forgetWorkout(entry.id);
      go(href("library", "workouts"));
      say(t("library.removed", { title: entry.title }), () => keepWorkout({ title: entry.title, text: entry.text, kind: entry.kind, purpose: entry.purpose }));
    } catch (error) {
      complain(error);
    }
  };
  return (
    <p class="row">
      <a class="button" href={href("library", "own", entry.id)}>{t("library.edit")}</a>
      <Button onClick={() => void remove()}>{t("library.remove")}</Button>
    </p>
  );
}
