// SPDX-License-Identifier: MIT
// How the pages of runs tell what a run is: its title, its sport, its distance and how sure that is.
import type { Rep, Run, Runs } from "../answers";
import { distance, duration, lengthDigits, lengthOf, lengthUnit, number, pace, raceTime, volume } from "../format";
import { settings } from "../settings";
import { t, type TextKey } from "../texts/texts";

type Listed = Runs["runs"][number];
export const sports = ["running", "walking", "hiking", "cycling", "swimming", "rowing", "elliptical", "strength", "skiing", "other"] as const;
export const subSports = ["road", "trail", "track", "treadmill", "indoor_track", "virtual", "indoor"] as const;

export const sport = (name: string): string => (name === "transition" || name === "unknown" ? t("sport.other") : t(`sport.${name}` as TextKey));
export const subSport = (name: string): string => (subSports.some((one) => one === name) ? t(`sub.${name}` as TextKey) : "");
export const title = (run: Pick<Listed, "name" | "sport" | "sub_sport">): string => run.name || subSport(run.sub_sport) || sport(run.sport);

// 9.03 km: two decimals, as a watch has them.
export const MILE = 1609.344;
export const exact = (m: number): string =>
  m < 1000 ? `${number(m, m % 1 === 0 ? 0 : 1)}\u202fm` : settings.get().units === "mi" ? `${number(m / MILE, 2)}\u202fmi` : `${number(m / 1000, 2)}\u202fkm`;
export const metres = (m: number, digits = 0): string => `${number(m, digits)}\u202fm`;
export const plusMinus = (error: number, digits = 1): string => `±\u202f${number(error, digits)}`;
// How sure a run's length is, in the unit it is told in.
export const sureOf = (error_m: number): string => plusMinus(lengthOf(error_m), lengthDigits()) + lengthUnit();
export const signed = (value: number, digits = 1): string => (Math.abs(value) < 0.5 / 10 ** digits ? number(0, digits) : (value < 0 ? "−" : "+") + number(Math.abs(value), digits));
export const rounded = (m: number | null): string => (m === null ? "" : m < 2000 ? distance(Math.round(m)) : volume(m));
export const clock = (s: number): string => raceTime(s).replace(/[.,]\d$/, "");
// On foot a pace, else a speed and turns a minute.
export const onFoot = (of: string): boolean => of === "running" || of === "walking" || of === "hiking";
export const unitSpeed = (mps: number): number => (mps * 3600) / (settings.get().units === "mi" ? MILE : 1000);
export const speedUnit = (): string => (settings.get().units === "mi" ? "mph" : "km/h");
export const rateName = (of: string): string => t(onFoot(of) ? "runs.pace" : "runs.speed");
export const rate = (of: string, mps: number): string => (onFoot(of) ? pace(mps) : `${number(unitSpeed(mps), 1)}\u202f${speedUnit()}`);
export const turns = (of: string, value: number | null): string => (onFoot(of) || value === null ? spm(value) : `${number(value)}\u202f/min`);
export const bpm = (value: number | null): string => (value === null ? "" : `${number(value)}\u202f${t("unit.bpm")}`);
// Under a heading that says what it is.
export const plain = (value: number | null): string => (value === null ? "" : number(value));
export const spm = (value: number | null): string => (value === null ? "" : `${number(value)}\u202f${t("unit.spm")}`);
export const time = (s: number | null): string => (s === null ? "" : duration(s));
export const isWork = (rep: Rep): boolean => rep.kind === "work" || rep.kind === "stride" || rep.kind === "hill";
export const hard = (run: Run): Rep[] => run.reps.filter(isWork);
