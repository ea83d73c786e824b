// SPDX-License-Identifier: MIT
// One run: what was really run, its charts, the track, rep by rep against the plan, laps that can be put right,
// form, the bests set in it, and the same session on other days.
import { useState } from "preact/hooks";
import { editRun, undoRun } from "../api_calls";
import type { Alike, Bests, Run } from "../answers";
import { duration, fullDay, height, number, raceTime, shortDay } from "../format";
import { Effort } from "../parts/Effort";
import { Choice } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Picture, type Trim } from "../parts/Picture";
import { Shown } from "../parts/States";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { href } from "../router";
import { t, type TextKey } from "../texts/texts";
import { useGet, useMatch } from "../use";
import { Charts } from "./charts";
import { WithOther } from "./compare";
import { FormFigures, RunBests, Splits, ZoneFigures } from "./figures";
import { Gone, Identity } from "./identity";
import { Laps } from "./laps";
import { Reps } from "./reps";
import { bpm, exact, onFoot, plusMinus, rate, rateName, sport, subSport, sureOf, title, turns } from "./say";
import { type Change, counted, official, Truth } from "./truth";

export function RunPage({ id }: { id: number }) {
  const run = useGet<Run>(`runs/${id}`);
  return <Shown of={run} none={<Gone id={id} />}>{(data) => <Whole run={data} />}</Shown>;
}

// Several changes are one: kept and taken back together.
function changer(run: Run): { change: Change; undo: () => void } {
  const change: Change = async (edits, told) => {
    try {
      const kept = await editRun(run.id, edits);
      say(told, () => undoRun(kept, edits.length));
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  };
  return { change, undo: () => void undoRun({ run: run.id, edits: run.edits }).then(() => say(t("toast.undone")), complain) };
}

function Whole({ run }: { run: Run }) {
  const bests = useGet<Bests>("bests").data;
  const { change, undo } = changer(run);
  const foot = onFoot(run.sport);
  return (
    <div class="run">
      <Head run={run} bests={bests} change={change} />
      <section class="run-charts"><h2>{t("run.charts")}</h2><Charts run={run} /></section>
      <Reps run={run} />
      <Pictures run={run} />
      <div class="pair"><Truth run={run} bests={bests} change={change} />{foot && <FormFigures run={run} />}</div>
      <Laps run={run} change={change} undo={undo} />
      <div class="pair"><RunBests run={run} bests={bests} /><ZoneFigures form={run.form} /></div>
      <Splits run={run} />
      {foot && <Same run={run} />}
    </div>
  );
}

// How sure the distance is.
function surety(run: Run, bests: Bests | undefined): string {
  if (official(run, bests) !== null) return t("run.official");
  const { found, distance_m, distance_error_m } = run.track;
  return found && distance_m !== null && distance_error_m !== null ? sureOf(distance_error_m) : "";
}

function Head({ run, bests, change }: { run: Run; bests: Bests | undefined; change: Change }) {
  const m = counted(run, bests);
  const at = run.start?.slice(11, 16);
  const kind = [sport(run.sport), subSport(run.sub_sport), t(`load.${run.load.kind}` as TextKey)].filter((one, i, all) => one && all.indexOf(one) === i).join(", ");
  const figures: [string, string, string][] = [
    [t("runs.distance"), m === null ? "" : exact(m), surety(run, bests)],
    [t("runs.time"), run.timer_s === null ? "" : run.timer_s < 900 ? raceTime(run.timer_s) : duration(run.timer_s), run.elapsed_s !== null && run.timer_s !== null && run.elapsed_s - run.timer_s > 10 ? t("run.with_pauses", { time: duration(run.elapsed_s) }) : ""],
    [rateName(run.sport), m && run.timer_s ? rate(run.sport, m / run.timer_s) : "", ""],
    [t("runs.hr"), bpm(run.avg_hr_bpm), run.max_hr_bpm === null ? "" : t("run.max", { n: number(run.max_hr_bpm) })],
    [t("runs.cadence"), turns(run.sport, run.avg_cadence_spm), ""],
    [t("run.climbed"), run.ascent_m === null ? "" : height(run.ascent_m), ""],
    [t("run.load"), run.load.points === null ? "" : number(run.load.points), run.load.error === null ? "" : plusMinus(run.load.error)],
  ];
  return (
    <header class="run-head">
      <p><a href={href("runs")}>{t("runs.all")}</a></p>
      <Heading><Words>{title(run)}</Words></Heading>
      <p class="soft">{fullDay(run.date)}{at && `, ${at}`} · {kind}{run.device && <> · <span translate={false}>{run.device}</span></>} · {run.format}</p>
      <dl class="run-figures">
        {figures.filter(([, value]) => value).map(([name, value, beside]) => <div key={name}><dt>{name}</dt><dd><b>{value}</b>{beside && <span class="soft"> {beside}</span>}</dd></div>)}
      </dl>
      <Effort value={run.load.effort_rpe} onTell={(value) => change([{ kind: "effort", value }], t("today.felt_kept", { n: value }))} />
      <Identity run={run} change={change} />
    </header>
  );
}

type Kind = "oval" | "laps" | "reps";
// Their headline stands above already.
const trims: Record<Kind, Trim> = { oval: [70, 84, 60, 0], laps: [14, 84, 16, 8], reps: [4, 84, 8, 8] };
const NARROW = "(max-width: 599px)";

function Pictures({ run }: { run: Run }) {
  const kinds: Kind[] = [...(run.track.found ? (["oval", "laps"] as const) : []), ...(run.reps_from !== null ? (["reps"] as const) : [])];
  const [chosen, setChosen] = useState<Kind | null>(null);
  const kind = chosen ?? kinds[0];
  const narrow = useMatch(NARROW);
  if (!kind) return null;
  return (
    <section class="pictures">
      <h2>{t(run.track.found ? "run.track_picture" : "run.picture")}</h2>
      {kinds.length > 1 && <Choice quiet label={t("run.picture")} value={kind} onChange={setChosen} options={kinds.map((one) => ({ value: one, text: t(`run.picture_${one}`) }))} />}
      <div class={`scroll picture-${kind}`} tabIndex={0} role="region" aria-label={t(`run.picture_${kind}`)}>{kind === "oval" && narrow ? <Picture path={`runs/${run.id}/picture?kind=oval&narrow=true`} /> : <Picture path={`runs/${run.id}/picture?kind=${kind}`} trim={trims[kind]} />}</div>
    </section>
  );
}

function Same({ run }: { run: Run }) {
  const alike = useGet<Alike>(`runs/${run.id}/like`).data;
  const others = alike?.runs.filter((one) => one.id !== run.id) ?? [];
  return (
    <section class="same">
      <h2>{t("run.same")}</h2>
      {others.length === 0 ? <p class="soft">{t("run.same_none")}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-label={t("run.same")}><table>
          <thead><tr><th>{t("runs.date")}</th><th>{t("run.reps")}</th><th class="n">{t("run.mean")}</th><th><span class="unseen">{t("run.compare")}</span></th></tr></thead>
          <tbody>
            {others.slice(0, 12).map((one) => (
              <tr key={one.id}>
                <td><a href={href("runs", one.id)}>{one.date ? shortDay(one.date) : one.id}</a></td>
                <td>{one.rep_m === null ? "" : `${one.counts.replaceAll(" ", " + ")} × ${exact(one.rep_m)}`}{one.nearly && <span class="soft"> {t("run.nearly")}</span>}</td>
                <td class="n">{one.mean_s === null ? "" : raceTime(one.mean_s)}</td>
                <td class="n"><a href={`${href("runs", run.id)}?with=${one.id}`} aria-label={t("run.compare_with", { day: one.date ? shortDay(one.date) : String(one.id) })}>{t("run.compare")}</a></td>
              </tr>
            ))}
          </tbody>
        </table></div>
      )}
      <WithOther run={run} />
    </section>
  );
}
