// SPDX-License-Identifier: MIT
// What else a run says: form against what is usual at this speed, time in zones, its fastest stretches, its splits.
import type { Bests, Run } from "../answers";
import { duration, number, pace, percent, raceName, raceTime, time } from "../format";
import { ShareLine } from "../parts/Bars";
import { Words } from "../parts/Words";
import { settings } from "../settings";
import { t, type TextKey } from "../texts/texts";
import { metres, plain, plusMinus, rate, rateName, signed, spm } from "./say";

type Form = Run["form"];
type Measure = "cadence_spm" | "ground_contact_ms" | "step_length_mm" | "vertical_oscillation_mm" | "vertical_ratio_percent" | "balance_left_percent";
const measures: [Measure, TextKey, (value: number) => string][] = [
  ["cadence_spm", "runs.cadence", (v) => spm(v)],
  ["step_length_mm", "form.step", (v) => metres(v / 1000, 2)],
  ["ground_contact_ms", "form.contact", (v) => `${number(v)}\u202fms`],
  ["vertical_oscillation_mm", "form.bounce", (v) => `${number(v / 10, 1)}\u202fcm`],
  ["vertical_ratio_percent", "form.ratio", (v) => percent(v, 1)],
  ["balance_left_percent", "form.balance", (v) => percent(v, 1)],
];

// Inside its error a value is as usual.
function usual(index: number | null, error: number | null): string {
  if (index === null) return "";
  if (error !== null && Math.abs(index - 1) <= error) return t("form.as_usual");
  return `${signed((index - 1) * 100, 0)}\u202f%`;
}
function fading(fade: number | null, error: number | null): string {
  if (fade === null) return "";
  if (error !== null && Math.abs(fade) <= error) return t("form.steady");
  return `${signed(fade * 100)}\u202f%${error === null ? "" : ` ${plusMinus(error * 100)}`}`;
}

export function FormFigures({ run }: { run: Run }) {
  const form = run.form;
  const known = measures.filter(([key]) => form.whole[key].mean !== null);
  if (known.length === 0) return <section><h2>{t("form.title")}</h2><p class="soft">{form.why_not ? <Words>{form.why_not}</Words> : t("form.none")}</p></section>;
  return (
    <section>
      <h2>{t("form.title")}</h2>
      <p class="soft">{form.whole_reps > 0 ? t("form.of_reps", { n: form.whole_reps }) : t("form.of_whole")}{form.decoupling_percent !== null && <> · {t("form.decoupling", { percent: `${signed(form.decoupling_percent)}\u202f%` })}</>}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("form.title")}><table>
        <thead><tr><th>{t("form.measure")}</th><th class="n">{t("form.mean")}</th><th class="n">{t("form.usual")}</th><th class="n">{t("form.fade")}</th></tr></thead>
        <tbody>
          {known.map(([key, name, show]) => {
            const { mean, index, index_error, fade, fade_error } = form.whole[key];
            return <tr key={key}><th scope="row">{t(name)}</th><td class="n"><b>{show(mean!)}</b></td><td class="n soft">{usual(index, index_error)}</td><td class="n soft">{fading(fade, fade_error)}</td></tr>;
          })}
        </tbody>
      </table></div>
      {form.advice.map((one) => <div key={one.measure + one.says} class="advice"><Words as="p">{one.says}</Words><Words as="p" class="soft">{one.but}</Words></div>)}
      <RepForm form={form} />
    </section>
  );
}

function RepForm({ form }: { form: Form }) {
  if (form.reps.length < 2) return null;
  return (
    <details>
      <summary>{t("form.by_rep")}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("form.by_rep")}>
        <table>
          <thead><tr><th class="n">{t("run.rep")}</th><th class="n">{t("runs.pace")}</th><th class="n">{t("runs.cadence")}</th><th class="n">{t("form.step")}</th><th class="n">{t("form.contact")}</th><th class="n">{t("form.hr_end")}</th><th class="n">{t("form.hr_drop")}</th></tr></thead>
          <tbody>
            {form.reps.map((rep, i) => {
              const step = rep.step_length_mm.mean, contact = rep.ground_contact_ms.mean;
              return <tr key={rep.rep_index}><th class="n" scope="row">{i + 1}</th><td class="n">{rep.speed_mps ? pace(rep.speed_mps) : ""}</td><td class="n">{plain(rep.cadence_spm.mean)}</td><td class="n">{step === null ? "" : metres(step / 1000, 2)}</td><td class="n">{contact === null ? "" : `${number(contact)}\u202fms`}</td><td class="n">{plain(rep.end_hr_bpm)}</td><td class="n">{rep.hr_drop_60_bpm === null ? "" : `−${number(rep.hr_drop_60_bpm)}`}</td></tr>;
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}

type Zone = "easy" | "steady" | "threshold" | "vo2max" | "faster";
type Zones = Record<`${Zone}_s`, number | null> & Record<`${Exclude<Zone, "easy">}_by_hand`, boolean>;
const zones: [`${Zone}_s`, TextKey, string][] = [
  ["easy_s", "zone.easy", "easy"],
  ["steady_s", "zone.steady", "steady"],
  ["threshold_s", "zone.threshold", "threshold"],
  ["vo2max_s", "zone.vo2max", "vo2max"],
  ["faster_s", "zone.fast", "fast"],
];

function ZoneLine({ of, title }: { of: Zones | null; title: string }) {
  const total = of ? zones.reduce((sum, [key]) => sum + (of[key] ?? 0), 0) : 0;
  if (!of || total === 0) return null;
  const share = (key: `${Zone}_s`): number => ((of[key] ?? 0) / total) * 100;
  return (
    <div class="zones">
      <h3>{title}</h3>
      <ShareLine parts={zones.map(([key, , look]) => ({ share: share(key), look }))} label={zones.map(([key, name]) => `${t(name)} ${duration(of[key] ?? 0)}`).join(", ")} />
      <ul class="legend inline">{zones.filter(([key]) => (of[key] ?? 0) > 0).map(([key, name, look]) => <li key={key}><i class={`dot share-${look}`} aria-hidden="true" />{t(name)}{of[key.replace("_s", "_by_hand") as keyof Zones] === true && ` (${t("by_hand")})`} <b>{duration(of[key] ?? 0)}</b></li>)}</ul>
    </div>
  );
}
export function ZoneFigures({ form }: { form: Form }) {
  const any = [form.zones_by_speed, form.zones_by_heart_rate].some((of) => of && zones.some(([key]) => (of[key] ?? 0) > 0));
  if (!any) return null;
  return <section><h2>{t("run.zones")}</h2><ZoneLine of={form.zones_by_speed} title={t("run.by_speed")} /><ZoneLine of={form.zones_by_heart_rate} title={t("run.by_hr")} /></section>;
}

// Fastest stretches; what still stands as the best of all is marked.
export function RunBests({ run, bests }: { run: Run; bests: Bests | undefined }) {
  if (run.bests.length === 0) return null;
  const stands = (m: number): boolean => bests?.bests.some((best) => best.run_id === run.id && Math.abs(best.distance_m - m) < 0.5) ?? false;
  const remarks = run.bests.some((best) => stands(best.distance_m) || best.flags.length > 0 || !best.counts);
  return (
    <section>
      <h2>{t("run.bests")}</h2>
      <table>
        <thead><tr><th>{t("runs.distance")}</th><th class="n">{t("runs.time")}</th><th class="n wide-only">{t("run.from")}</th>{remarks && <th>{t("run.remark")}</th>}</tr></thead>
        <tbody>
          {run.bests.map((best) => (
            <tr key={best.distance_m} class={best.counts ? "" : "soft"}>
              <th scope="row">{raceName(best.distance_m)}</th>
              <td class="n">{stands(best.distance_m) ? <b>{raceTime(best.time_s)}</b> : raceTime(best.time_s)} <span class="soft">{plusMinus(best.error_s)}{"\u202f"}s</span></td>
              <td class="n soft wide-only">{time(best.start_s)}</td>
              {remarks && <td class="remark">{stands(best.distance_m) && <b class="record">{t("run.record")}</b>} {best.flags.length > 0 && <Words class="soft">{best.flags.join(", ")}</Words>}{!best.counts && <span class="soft"> {t("run.no_count")}</span>}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Splits({ run }: { run: Run }) {
  const splits = settings.get().units === "mi" ? run.mile_splits : run.km_splits;
  if (splits.length === 0) return null;
  return (
    <section>
      <details>
        <summary>{t(settings.get().units === "mi" ? "run.mile_splits" : "run.km_splits")}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={t("run.splits")}>
          <table>
            <thead><tr><th class="n">{t("runs.distance")}</th><th class="n">{t("runs.time")}</th><th class="n">{rateName(run.sport)}</th><th class="n">{t("runs.hr")}</th><th class="n">{t("runs.cadence")}</th><th class="n">{t("run.up")}</th><th class="n">{t("run.down")}</th></tr></thead>
            <tbody>
              {splits.map((split, i) => (
                <tr key={i}><th class="n" scope="row">{split.distance_m < 990 ? metres(split.distance_m) : i + 1}</th><td class="n">{time(split.time_s)}</td><td class="n">{split.time_s > 0 ? rate(run.sport, split.distance_m / split.time_s) : ""}</td><td class="n">{plain(split.avg_hr_bpm)}</td><td class="n">{plain(split.avg_cadence_spm)}</td><td class="n">{split.ascent_m === null ? "" : metres(split.ascent_m)}</td><td class="n">{split.descent_m === null ? "" : metres(split.descent_m)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
