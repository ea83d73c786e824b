// SPDX-License-Identifier: MIT
// Numbers as a runner reads them: 5:19.3, 4:12 /km, 10.4 km, Thu 11 June. SI in, text out,
// by the language and units of settings. A number and its unit are held together by a narrow space.
// Without Intl: to set that up costs a browser 30 ms, and the first thing a runner sees would wait for it.
import { settings } from "./settings";
import { t, type TextKey } from "./texts/texts";

const space = "\u202f";
const KM = 1000;
const MILE = 1609.344;

const point = (): string => (settings.get().language === "de" ? "," : ".");
const thousands = (): string => (settings.get().language === "de" ? "." : ",");

// 1,234.5; what rounds to nothing has no sign.
export function number(value: number, digits = 0): string {
  const [whole = "", part] = Math.abs(value).toFixed(digits).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, thousands()) + (part === undefined ? "" : point() + part);
  return (value < 0 && /[1-9]/.test(text) ? "-" : "") + text;
}
export const percent = (value: number, digits = 0): string => `${number(value, digits)}${space}%`;

// 41.0, 5:19.3, 1:02:03. Rounded first, so that 59.96 is 1:00.0.
export function time(seconds: number, digits = 0): string {
  const scale = 10 ** digits;
  const ticks = Math.round(Math.abs(seconds) * scale);
  const whole = Math.floor(ticks / scale);
  const two = (n: number): string => String(n).padStart(2, "0");
  const h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  const fraction = digits > 0 ? point() + String(ticks % scale).padStart(digits, "0") : "";
  const text = h > 0 ? `${h}:${two(m)}:${two(s)}` : m > 0 || digits === 0 ? `${m}:${two(s)}` : String(s);
  return (seconds < 0 ? "−" : "") + text + fraction;
}
// A race or rep: tenths up to a quarter of an hour, as a stopwatch shows them.
export const raceTime = (seconds: number): string => time(seconds, seconds < 900 ? 1 : 0);
// No line ends within "5:23–5:44".
export const together = (text: string): string => text.replace(/(\d)–(?=\d)/g, "$1–\u2060");
export const band = (low: string, high: string): string => (low === high ? low : together(`${low}–${high}`));

// How long something takes: 45 s, 12 min, 1 min 30, 1 h 05.
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (s < 60) return `${s}${space}s`;
  if (s < 600 && s % 60 !== 0) return `${Math.floor(s / 60)}${space}min${space}${two(s % 60)}`;
  const minutes = Math.round(s / 60);
  return minutes < 60 ? `${minutes}${space}min` : `${Math.floor(minutes / 60)}${space}h${space}${two(minutes % 60)}`;
}

export const paceUnit = (): string => (settings.get().units === "mi" ? "/mi" : "/km");
export const perUnit = (mps: number): number => (settings.get().units === "mi" ? MILE : KM) / mps;
export const pace = (mps: number): string => `${time(perUnit(mps))}${space}${paceUnit()}`;
export const paceBand = (fast: number, slow: number): string => `${band(time(perUnit(fast)), time(perUnit(slow)))}${space}${paceUnit()}`;

// Reps and races by their own names, running by the chosen unit.
export function distance(m: number): string {
  if (Math.abs(m - MILE) < 0.01) return settings.get().language === "de" ? "Meile" : "mile";
  if (Number.isInteger(m) && m <= 2000) return `${m}${space}m`;
  return settings.get().units === "mi" ? `${number(m / MILE, 1)}${space}mi` : `${number(m / KM, m % KM === 0 ? 0 : 1)}${space}km`;
}
// A race, or a place in one, has its own name whatever the unit: 5 km, 3000 m, mile.
export function raceName(m: number): string {
  if (Math.abs(m - MILE) < 0.5) return distance(MILE);
  if (Math.abs(m - 2 * MILE) < 1) return t("distance.2mile");
  if (Math.abs(m - 21097.5) < 1) return t("distance.half");
  if (Math.abs(m - 42195) < 1) return t("distance.marathon");
  return m < 4000 ? `${Math.round(m)}${space}m` : `${number(m / KM, m % KM === 0 ? 0 : 1)}${space}km`;
}
export const volume = (m: number): string =>
  settings.get().units === "mi" ? `${number(m / MILE, m < 20 * MILE ? 1 : 0)}${space}mi` : `${number(m / KM, m < 20 * KM ? 1 : 0)}${space}km`;

// Heights: metres, or feet for who runs in miles. A chart scales its values itself.
const FOOT = 0.3048;
export const heightUnit = (): string => (settings.get().units === "mi" ? "ft" : "m");
export const heightOf = (m: number): number => (settings.get().units === "mi" ? m / FOOT : m);
export const height = (m: number): string => `${number(heightOf(m))}${space}${heightUnit()}`;
// What is more or less of a run's length, in its own unit: 30 m, 0.02 mi.
export const lengthOf = (m: number): number => (settings.get().units === "mi" ? m / MILE : m);
export const lengthDigits = (): number => (settings.get().units === "mi" ? 2 : 0);
export const lengthUnit = (): string => space + (settings.get().units === "mi" ? "mi" : "m");

export const windSpeed = (mps: number): string =>
  settings.get().units === "mi" ? `${number((mps * 3600) / MILE)}${space}mph` : `${number(mps, 1)}${space}m/s`;

// Days are civil days: no zone may shift them.
const DAY_MS = 86400000;
export const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
export const fromMs = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: string, n: number): string => fromMs(toMs(day) + n * DAY_MS);
export const daysBetween = (from: string, to: string): number => Math.round((toMs(to) - toMs(from)) / DAY_MS);
export const weekdayOf = (day: string): number => (new Date(toMs(day)).getUTCDay() + 6) % 7; // 0 Monday
const name = (list: TextKey, i: number): string => t(list).split(" ")[i]!;
function say(day: string, how: TextKey): string {
  const date = new Date(toMs(day)), i = weekdayOf(day), month = date.getUTCMonth();
  const words = { day: date.getUTCDate(), year: date.getUTCFullYear() };
  return t(how, { ...words, weekday: name("date.weekdays", i), wd: name("date.weekdays_short", i), month: name("date.months", month), mon: name("date.months_short", month) });
}
export const longDay = (day: string): string => say(day, "date.long");
export const shortDay = (day: string): string => say(day, "date.short");
export const dayMonth = (day: string): string => say(day, "date.day_month");
// Dates in a sentence, as people write them.
export const dated = (text: string): string => text.replace(/\d{4}-\d\d-\d\d/g, dayMonth);
export const monthYear = (day: string): string => say(day, "date.month_year");
export const weekdayDay = (day: string): string => say(day, "date.weekday_day");
export const fullDay = (day: string): string => say(day, "date.full");
export const weekday = (index: number, length: "long" | "short" = "short"): string => name(length === "long" ? "date.weekdays" : "date.weekdays_short", index);
export function today(): string {
  const now = new Date();
  return fromMs(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

// "5:19.3", "5:19,3", "1:02:03", "319.3", "319s" to seconds; NaN where it is none.
export function parseTime(text: string): number {
  const parts = text.trim().replace(",", ".").replace(/^([\d.]+)s$/, "$1").split(":");
  if (parts.length > 3 || !parts.every((part, i) => (i === parts.length - 1 ? /^\d{1,4}(\.\d{1,3})?$/ : /^\d{1,3}$/).test(part))) return NaN;
  const numbers = parts.map(Number);
  if (numbers.slice(1).some((n) => n >= 60)) return NaN;
  return numbers.reduce((sum, n) => sum * 60 + n, 0);
}

// What is wrong with the time of a race, in the words of the command line: "530" is 5:30 more often than 8:50.
export function timeFault(text: string): string | undefined {
  const bare = /^\s*(([1-9]\d?)([0-5]\d))\s*$/.exec(text), point = /^\s*((1?\d)[.,](\d\d))\s*$/.exec(text);
  if (bare) return t("time.either", { text: bare[1]!, time: `${bare[2]}:${bare[3]}` });
  if (point) return t("time.seconds", { text: point[1]!, time: `${point[2]}:${point[3]}` });
  return parseTime(text) > 0 ? undefined : t("start.bad_time");
}
// Of a goal, which may be left open.
export function goalFault(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const s = parseTime(text);
  return timeFault(text) ?? (s >= 20 && s <= 7200 ? undefined : t("race.bad_goal"));
}

// A workout of the catalogue, its doses as ranges: "{8..14}x200m" is "8–14x200m", "{20..40/5}min" is "20–40min".
export const doses = (text: string): string => together(text.replace(/\{([^}/]+)(\/[^}]+)?\}/g, "$1").replace(/\.\./g, "–"));
