// SPDX-License-Identifier: MIT
// The same fitness over other distances (with what a faster mile would make of them), what limits the mile, and the
// paces to train at.
import { estimates, isMile, type Fitness } from "../answers";
import { band, number, paceBand, pace, percent, raceName, raceTime, time } from "../format";
import { t, type TextKey } from "../texts/texts";

const SHORTEST = 800;
// What may be half a minute off has no tenths.
const told = (s: number): string => time(s, s < 600 ? 1 : 0);

export function Worth({ fitness }: { fitness: Fitness }) {
  const { gain_s, estimates: over } = fitness.carry_over;
  const after = (m: number): number | undefined => over.find((one) => Math.abs(one.distance_m - m) < 1)?.after_s;
  const rows = estimates(fitness).filter((one) => one.distance_m >= SHORTEST);
  return (
    <section>
      <h2>{t("fitness.equivalents")}</h2>
      <table>
        <thead><tr><th>{t("fitness.distance")}</th><th class="n">{t("fitness.time")}</th><th class="n">{t("fitness.band")}</th><th class="n">{t("fitness.after", { s: number(gain_s) })}</th></tr></thead>
        <tbody>
          {rows.map((one) => {
            const later = isMile(one.distance_m) ? one.time_s - gain_s : after(one.distance_m);
            return <tr key={one.distance_m} class={isMile(one.distance_m) ? "now" : ""}><th scope="row">{raceName(one.distance_m)}</th><td class="n">{told(one.time_s)}</td><td class="n soft">{band(told(one.low_s), told(one.high_s))}</td><td class="n soft">{later === undefined ? "" : told(later)}</td></tr>;
          })}
        </tbody>
      </table>
      <p class="hint">{t("fitness.carry_text", { s: number(gain_s) })}</p>
    </section>
  );
}

type Side = Fitness["limits"]["sides"][number];
function sideText(side: Side): string {
  if (!side.known || side.behind_percent === null) return t("fitness.side_unknown", { distance: raceName(side.tells_m) });
  const by = percent(Math.abs(side.behind_percent), 1), sure = side.sure_percent === null ? "" : t("fitness.side_sure", { percent: percent(side.sure_percent) });
  return t(side.behind_percent > 0 ? "fitness.side_behind" : "fitness.side_ahead", { percent: by, sure });
}

export function Limits({ fitness }: { fitness: Fitness }) {
  const { limiter, sides } = fitness.limits;
  return (
    <section>
      <h2>{t("fitness.limits")}</h2>
      <p>{limiter === null ? t("fitness.limits_none") : t("fitness.limits_by", { side: t(`side.${limiter}` as TextKey) })}</p>
      <ul class="sides">
        {sides.map((side) => (
          <li key={side.side} class={side.side === limiter ? "limiter" : ""}>
            <b>{t(`side.${side.side}` as TextKey)}</b>
            <span>{sideText(side)}</span>
            <span class="soft">{t("fitness.one_percent", { s: number(side.one_percent_s, 1) })}{side.to_level_s !== null && side.to_level_s > 0 && ` · ${t("fitness.to_level", { s: number(side.to_level_s, 1) })}`}</span>
          </li>
        ))}
      </ul>
      <dl class="rows">
        {fitness.critical_speed_mps !== null && <div><dt>{t("fitness.critical")}</dt><dd>{pace(fitness.critical_speed_mps)}{fitness.dprime_m !== null && <span class="soft"> · {t("fitness.dprime", { m: number(fitness.dprime_m) })}</span>}</dd></div>}
        <div><dt>{t("fitness.reserve")}</dt><dd>{t("fitness.reserve_text", { n: number(fitness.speed_reserve.over_mile, 2) })}{!fitness.speed_reserve.known && <span class="soft"> ({t("fitness.guessed")})</span>}</dd></div>
        {fitness.threshold_hr.low_bpm !== null && fitness.threshold_hr.high_bpm !== null && <div><dt>{t("fitness.threshold_hr")}</dt><dd>{band(number(fitness.threshold_hr.low_bpm), number(fitness.threshold_hr.high_bpm))} {t("unit.bpm")}</dd></div>}
      </dl>
    </section>
  );
}

const zones = ["easy", "long", "marathon", "threshold", "cv", "vo2max", "mile", "800", "rep"] as const;

export function Paces({ fitness }: { fitness: Fitness }) {
  const of = (name: string) => fitness.paces.find((one) => one.zone === name);
  const mps = (s_per_km: number): number => 1000 / s_per_km;
  return (
    <section>
      <h2>{t("fitness.paces")}</h2>
      <table>
        <thead><tr><th>{t("fitness.zone")}</th><th class="n">{t("fitness.aim")}</th><th class="n">{t("fitness.range")}</th><th class="n">{t("fitness.a_400")}</th></tr></thead>
        <tbody>
          {zones.map((name) => {
            const one = of(name);
            if (!one || one.target_s_per_km === null) return null;
            return <tr key={name}><th scope="row">{t(`pace.${name}`)}</th><td class="n"><b>{pace(mps(one.target_s_per_km))}</b>{one.by_hand && <small class="soft"> {t("by_hand")}</small>}</td><td class="n soft">{one.fast_s_per_km !== null && one.slow_s_per_km !== null ? paceBand(mps(one.fast_s_per_km), mps(one.slow_s_per_km)) : ""}</td><td class="n soft">{raceTime(one.target_s_per_km * 0.4)}</td></tr>;
          })}
        </tbody>
      </table>
    </section>
  );
}
