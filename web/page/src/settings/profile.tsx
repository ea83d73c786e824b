// SPDX-License-Identifier: MIT
// Who runs, when and where, and what a clinician would ask.
import { useState } from "preact/hooks";
import type { Athlete, Fitness, Place, Weekday } from "../answers";
import type { PutAthlete } from "../api_types";
import { pace, parseTime, perUnit, time, today, weekday } from "../format";
import { Check, Checks, Choice } from "../parts/Field";
import { places, question, questions, weekdays, type Question } from "../start/choices";
import { t, type TextKey } from "../texts/texts";
import { useGet } from "../use";
import { keep, KeptField, type Part } from "./keep";

type HeartZone = 2 | 3 | 4 | 5;
const KG_PER_LB = 0.45359237;
const M_PER_IN = 0.0254;
const shown = (value: number | null, unit: number, digits = 0): string => (value === null ? "" : String(Number((value / unit).toFixed(digits))));
// Empty takes it away; a comma is a point.
const read = (typed: string, unit: number): number | null | undefined => {
  if (typed === "") return null;
  const number = Number(typed.replace(",", "."));
  return Number.isFinite(number) ? number * unit : undefined;
};
const number = (key: "mass_kg" | "height_m" | "hr_max_bpm" | "hr_rest_bpm" | "hr_threshold_bpm" | `hr_zone_${HeartZone}_bpm`, unit: number) => (typed: string): PutAthlete | null => {
  const value = read(typed, unit);
  return value === undefined ? null : { [key]: value };
};

export function Person({ athlete }: { athlete: Athlete }) {
  const metric = athlete.units === "km";
  const [mass, height] = metric ? [1, 0.01] : [KG_PER_LB, M_PER_IN];
  return (
    <section aria-labelledby="set-person">
      <h2 id="set-person">{t("settings.person")}</h2>
      <div class="fields">
        <KeptField athlete={athlete} label={t("settings.name")} value={athlete.name} read={(name) => ({ name })} />
        <KeptField athlete={athlete} label={t("start.born")} type="date" max={today()} value={athlete.born ?? ""} read={(born) => ({ born: born || null })} />
        <KeptField athlete={athlete} label={t(metric ? "settings.mass_kg" : "settings.mass_lb")} inputMode="decimal" value={shown(athlete.mass_kg, mass, 1)} read={number("mass_kg", mass)} />
        <KeptField athlete={athlete} label={t(metric ? "settings.height_cm" : "settings.height_in")} inputMode="decimal" value={shown(athlete.height_m, height)} read={number("height_m", height)} />
      </div>
      <Choice label={t("start.sex")} hint={t("start.sex_hint")} value={athlete.sex ?? "none"} onChange={(sex) => void keep(athlete, { sex: sex === "none" ? null : sex })}
        options={[{ value: "f", text: t("start.sex_f") }, { value: "m", text: t("start.sex_m") }, { value: "none", text: t("start.sex_none") }]} />
    </section>
  );
}

export function Heart({ athlete }: { athlete: Athlete }) {
  return (
    <section aria-labelledby="set-heart">
      <h2 id="set-heart">{t("settings.heart")}</h2>
      <p class="soft">{t("settings.heart_lead")}</p>
      <div class="fields">
        <KeptField athlete={athlete} label={t("settings.hr_max")} inputMode="numeric" value={shown(athlete.hr_max_bpm, 1)} read={number("hr_max_bpm", 1)} />
        <KeptField athlete={athlete} label={t("settings.hr_rest")} inputMode="numeric" value={shown(athlete.hr_rest_bpm, 1)} read={number("hr_rest_bpm", 1)} />
        <KeptField athlete={athlete} label={t("settings.hr_threshold")} hint={t("settings.hr_threshold_hint")} inputMode="numeric" value={shown(athlete.hr_threshold_bpm, 1)} read={number("hr_threshold_bpm", 1)} />
      </div>
    </section>
  );
}

const byHand = [["easy_slow", "easy", "slow"], ["easy_fast", "easy", "fast"], ["threshold", "threshold", "target"], ["vo2max", "vo2max", "target"]] as const;
const heartZones: HeartZone[] = [2, 3, 4, 5];

// What is computed stands below each field, and holds while that is empty.
export function Zones({ athlete }: { athlete: Athlete }) {
  const fitness = useGet<Fitness>("fitness").data;
  const unit = perUnit(1) / 1000; // s/km in s a chosen unit
  const put = (key: `${(typeof byHand)[number][0]}_s_per_km`) => (typed: string): PutAthlete | null => {
    const value = typed === "" ? null : parseTime(typed) / unit;
    return value !== null && !(value >= 60) ? null : // "5,40" is a slip: nobody runs a kilometre in five seconds
      { [key]: value, paces_since: today() };
  };
  return (
    <section aria-labelledby="set-zones">
      <h2 id="set-zones">{t("settings.zones")}</h2>
      <p class="soft">{t("settings.zones_lead")}</p>
      <div class="fields">
        {byHand.map(([name, zone, end]) => {
          const key = `${name}_s_per_km` as const;
          const computed = fitness?.paces.find((one) => one.zone === zone)?.[`computed_${end}_s_per_km`];
          const told = athlete[key];
          return <KeptField key={name} athlete={athlete} label={t(`settings.${name}`)} hint={computed ? t("settings.computed", { n: pace(1000 / computed) }) : ""} value={told === null ? "" : time(told * unit)} read={put(key)} />;
        })}
        {heartZones.map((n) => {
          const computed = athlete[`hr_zone_${n}_computed_bpm`];
          return <KeptField key={n} athlete={athlete} label={t("settings.hr_zone", { n })} hint={computed === null ? "" : t("settings.computed", { n: computed })} inputMode="numeric" value={shown(athlete[`hr_zone_${n}_bpm`], 1)} read={number(`hr_zone_${n}_bpm`, 1)} />;
        })}
      </div>
      {fitness?.paces_beyond && <p class="wrong">{t("settings.paces_beyond")}</p>}
    </section>
  );
}

// One more, or one less; in the order of all.
const turned = <T extends string>(list: readonly T[], one: T, on: boolean, all: readonly T[]): T[] => all.filter((name) => (name === one ? on : list.includes(name)));

export function Week({ athlete }: { athlete: Athlete }) {
  const [wrong, setWrong] = useState<string>();
  const chosen = athlete.days.map((one) => one.day);
  const choose = async (days: Weekday[], day: Weekday): Promise<void> => setWrong(days.length === 0 ? t("settings.one_day") : await keep(athlete, (now) => {
    const minutes = now.days.find((one) => one.minutes !== null)?.minutes ?? null;
    return { days: turned(now.days.map((one) => one.day), day, days.includes(day), weekdays).map((name) => now.days.find((one) => one.day === name) ?? { day: name, minutes }) };
  }));
  const minutes = (day: Weekday) => (typed: string): Part | null => {
    const value = read(typed, 1);
    return value === undefined || (value !== null && !Number.isInteger(value)) ? null : (now) => ({ days: now.days.map((one) => (one.day === day ? { day, minutes: value } : one)) });
  };
  const all = [...places, "treadmill only" as const];
  const put = (list: Place[], one: Place): void => void keep(athlete, (now) => ({ places: turned(now.places, one, list.includes(one), all) }));
  return (
    <section aria-labelledby="set-week">
      <h2 id="set-week">{t("settings.week")}</h2>
      <p class="soft">{t("settings.week_lead")}</p>
      <Checks quiet label={t("start.days")} wrong={wrong} values={chosen} options={weekdays.map((day, i) => ({ value: day, text: weekday(i) }))} onChange={(days: Weekday[], day) => void choose(days, day)} />
      <div class="fields minutes">
        {athlete.days.map(({ day, minutes: most }) => (
          <KeptField key={day} athlete={athlete} label={t("settings.minutes_on", { day: weekday(weekdays.indexOf(day)) })} inputMode="numeric" value={shown(most, 1)} read={minutes(day)} />
        ))}
      </div>
      <Checks label={t("start.places")} values={athlete.places} options={all.map((place) => ({ value: place, text: t(`place.${place}` as TextKey) }))} onChange={put} />
    </section>
  );
}

export function HealthAnswers({ athlete }: { athlete: Athlete }) {
  const yes = athlete.health_yes as Question[];
  const minor = athlete.age !== null && athlete.age < 18;
  return (
    <section aria-labelledby="set-health">
      <h2 id="set-health">{t("start.health")}</h2>
      <p class="soft">{t(athlete.health_answered ? "settings.health_lead" : "settings.health_open")}</p>
      <Checks quiet stacked label={t("start.health")} values={yes} options={questions.map((name) => ({ value: name, text: t(question(name)) }))}
        onChange={(list: Question[], one) => void keep(athlete, (now) => {
          const health_yes = turned(now.health_yes as Question[], one, list.includes(one), questions);
          return { health_yes, health_answered: true, health_cleared: health_yes.length > 0 && now.health_cleared };
        })} />
      {!athlete.health_answered && <Check label={t("start.health_none")} checked={false} onChange={() => void keep(athlete, { health_yes: [], health_answered: true })} />}
      {yes.length > 0 && <Check label={t("start.health_cleared")} checked={athlete.health_cleared} onChange={(health_cleared) => void keep(athlete, { health_cleared })} />}
      {minor && <Check label={t("start.consent")} checked={athlete.parent_consent} onChange={(parent_consent) => void keep(athlete, { parent_consent })} />}
    </section>
  );
}
