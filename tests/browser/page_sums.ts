// What web/page/src/format.ts says, held against a table. Ends with 1 and the rows that differ.
Object.assign(globalThis, {
  document: { documentElement: { dataset: {} } },
  localStorage: { getItem: () => null, setItem: () => undefined },
});
Object.defineProperty(globalThis, "navigator", { value: { languages: ["en-GB"] } });
const format = await import("../../web/page/src/format");
const { change } = await import("../../web/page/src/settings");
const { nest } = await import("../../web/page/src/parts/StepList");
const { parseSplits, told } = await import("../../web/page/src/race/splits");
const { behind } = await import("../../web/page/src/plan/journey");

const plain = (text: unknown): string => (typeof text === "string" ? text.replace(/\u202f/g, " ") : JSON.stringify(text));
const { time, raceTime, duration, pace, paceBand, distance, volume, parseTime, raceName, timeFault, goalFault, addDays, daysBetween, weekdayOf, shortDay, longDay, dayMonth, monthYear, weekdayDay, fullDay, weekday, number, doses } = format;
const step = (depth: number, kind: string) => ({ depth, kind }) as never;
const week = (number: number, first_date: string, phase: string) => ({ number, first_date, phase });
const plan = { race_date: "2026-06-27", weeks: [week(1, "2026-06-01", "introduce"), week(2, "2026-06-08", "build"), week(3, "2026-06-15", "specific"), week(4, "2026-06-22", "taper")] } as never;

const english: [() => unknown, unknown][] = [
  [() => doses("{8..14}x200m @mile r{60..40/10}s"), "8–\u206014x200m @mile r60–\u206040s"],
  [() => time(319.3, 1), "5:19.3"], [() => time(59.96, 1), "1:00.0"], [() => time(41, 1), "41.0"], [() => time(41), "0:41"],
  [() => time(3723), "1:02:03"], [() => time(-2.21, 1), "−2.2"], [() => raceTime(899.94), "14:59.9"], [() => raceTime(1500), "25:00"],
  [() => duration(45), "45 s"], [() => duration(90), "1 min 30"], [() => duration(720), "12 min"], [() => duration(3900), "1 h 05"], [() => duration(3599), "1 h 00"],
  [() => pace(4), "4:10 /km"], [() => paceBand(3.4107, 3.094), "4:53–\u20605:23 /km"],
  [() => distance(1609.344), "mile"], [() => distance(400), "400 m"], [() => distance(5000), "5 km"], [() => volume(9340), "9.3 km"], [() => volume(46163), "46 km"],
  [() => parseTime("5:19.3"), 319.3], [() => parseTime(" 5:19,3 "), 319.3], [() => parseTime("1:02:03"), 3723], [() => parseTime("530s"), 530], [() => parseTime("24:60"), null], [() => parseTime("5:4x"), null], [() => parseTime(""), null],
  // As src/cli/cli.c and verb_pace.c read them.
  [() => timeFault("530"), "“530” could be minutes or seconds; write 5:30, or 530s."], [() => timeFault("1930"), "“1930” could be minutes or seconds; write 19:30, or 1930s."], [() => timeFault(" 5.30 "), "“5.30” is seconds; minutes and seconds are written 5:30."],
  [() => timeFault("soon"), "That is no time. Like 6:12 or 24:30."], ...["5:30", "530s", "82", "560", "099", "82.5", "45.25", "599.5", "360.50", "190:00"].map((text): [() => unknown, unknown] => [() => timeFault(text) ?? "good", "good"]),
  [() => goalFault("") ?? "good", "good"], [() => goalFault("19.5"), "A goal is from 20 seconds to 2 hours."], [() => goalFault("2:00:01"), "A goal is from 20 seconds to 2 hours."], [() => goalFault("5:30") ?? "good", "good"],
  [() => raceName(1609.344), "mile"], [() => raceName(3000), "3000 m"], [() => raceName(5000), "5 km"], [() => raceName(3218.688), "2 miles"],
  [() => addDays("2026-02-28", 1), "2026-03-01"], [() => daysBetween("2026-03-28", "2026-03-30"), 2], [() => weekdayOf("2026-06-01"), 0], [() => weekdayOf("2026-06-07"), 6],
  [() => shortDay("2026-06-11"), "Thu 11\u00a0Jun"], [() => longDay("2026-06-11"), "Thursday 11 June"],
  [() => nest([step(0, "run"), step(0, "repeat"), step(1, "repeat"), step(2, "run"), step(1, "recovery"), step(0, "run")]).map((one) => one.inside.length), [0, 2, 0]],
  [() => told(parseSplits("82 83, 84 1:20", 1609.344) as never), "409.344:82,809.344:165,1209.344:249,1609.344:329"], [() => told(parseSplits("67 88 88 88", 1500) as never), "300:67,700:155,1100:243,1500:331"],
  [() => told(parseSplits("400=82.1 800m=2:45 mile=5:30", 1609.344) as never), "400:82.1,800:165,1609.344:330"], [() => parseSplits("82 83 50 80", 1609.344), "laps"], [() => parseSplits("400=82 300=90", 1609.344), "order"], [() => parseSplits("x=82 800=90", 1609.344), "place"], [() => parseSplits("82", 1609.344), "empty"],
  [() => behind(plan, "2026-06-01"), [0, 0, 0, 0]], [() => behind(plan, "2026-06-15"), [1, 1, 0, 0]], [() => behind(plan, "2026-06-25"), [1, 1, 1, 0.5]],
];
const miles: typeof english = [[() => format.height(79), "259 ft"], [() => format.heightUnit(), "ft"], [() => format.lengthUnit(), " mi"], [() => number(format.lengthOf(30), format.lengthDigits()), "0.02"], [() => distance(5000), "3.1 mi"], [() => raceName(3000), "3000 m"], [() => raceName(5000), "5 km"], [() => raceName(4600), "4.6 km"], [() => raceName(1609), "mile"], [() => pace(4), "6:42 /mi"], [() => volume(46163), "29 mi"], [() => distance(400), "400 m"]];
const german: typeof english = [[() => time(319.3, 1), "5:19,3"], [() => volume(9340), "9,3 km"], [() => longDay("2026-06-11"), "Donnerstag, 11. Juni"], [() => distance(1609.344), "Meile"]];

// Every day of two years as Unicode's own tables tell it (CLDR, in node); commas between weekday and day differ by its edition.
const spoken: [(day: string) => string, Intl.DateTimeFormatOptions][] = [
  [longDay, { weekday: "long", day: "numeric", month: "long" }], [shortDay, { weekday: "short", day: "numeric", month: "short" }], [dayMonth, { day: "numeric", month: "short" }],
  [monthYear, { month: "long", year: "numeric" }], [weekdayDay, { weekday: "short", day: "numeric" }], [fullDay, { day: "numeric", month: "long", year: "numeric" }],
  [(day) => weekday(weekdayOf(day)), { weekday: "short" }], [(day) => weekday(weekdayOf(day), "long"), { weekday: "long" }],
];
const numbers = [0, 7, 999, 1000, 1234, 65535, 999999.5, 1234567.89, 0.25, -3.25, -1234.75];
const bare = (text: string): string => text.replace(/,/g, "").replaceAll("\u00a0", " ");
function holdLocale(locale: string): void {
  const says = spoken.map(([say, options]) => [say, new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" })] as const);
  for (let i = 0, day = "2026-01-01"; i < 730; i++, day = addDays(day, 1))
    for (const [say, intl] of says) if (bare(say(day)) !== bare(intl.format(Date.parse(`${day}T00:00:00Z`)))) miss(`${locale} ${day}: ${say(day)}, not ${intl.format(Date.parse(`${day}T00:00:00Z`))}`);
  for (const n of numbers)
    for (const digits of [0, 1, 2]) {
      const want = n.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      if (number(n, digits) !== want) miss(`${locale} ${n}: ${number(n, digits)}, not ${want}`);
    }
}

let bad = 0;
function miss(what: string): void {
  bad++;
  console.log(what);
}
const hold = (rows: typeof english): void => {
  for (const [said, wanted] of rows) {
    const got = plain(said()), want = plain(wanted);
    if (got === want || got.replace(",", "") === want) continue;
    miss(`${said}: ${got}, not ${want}`);
  }
};
hold(english);
holdLocale("en-GB");
if (number(-0.04, 1) !== "0.0") miss(`-0.04: ${number(-0.04, 1)}, not 0.0`);
change({ units: "mi" });
hold(miles);
change({ units: "km", language: "de" });
hold(german);
holdLocale("de-DE");
process.exit(bad > 0 ? 1 : 0);
