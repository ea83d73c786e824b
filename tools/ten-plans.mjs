// SPDX-License-Identifier: MIT
// One plan's JSON as a coach counts it: node ten-plans.mjs NAME FILE [all|NAME].
import { readFileSync } from "node:fs";

const [name, file, want] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(file));
const km = (m) => (m / 1000).toFixed(m < 10000 ? 1 : 0);
const clock = (s) => `${Math.floor(Math.round(s) / 60)}:${String(Math.round(s) % 60).padStart(2, "0")}`;
const session = (w) => w.sessions;
const hard = (w) => session(w).filter((s) => s.hard && s.kind !== "race");
const runs = (w) => session(w).filter((s) => s.distance_m > 0 && s.kind !== "race");
const weeks = plan.weeks.filter((w) => w.number > 0);

// Metres at mile or goal pace in reps, out of the session's text: "4x400m @mile", "200-400-200m @mile", and several of them.
const fastM = (s) => {
  if (!s.hard || s.kind === "race") return 0;
  let sum = 0;
  for (const [, times, lengths, unit] of s.text.matchAll(/(?:(\d+)x)?(\d+(?:-\d+)*)(m|s|min(?:\d+s)?) @(?:mile|goal)/g)) {
    const [each, more] = unit === "m" || unit === "s" ? [1, 0] : [60, Number((unit.match(/min(\d+)s/) ?? [0, 0])[1])];
    for (const length of lengths.split("-").map(Number))
      sum += Number(times ?? 1) * (unit === "m" ? length : ((length * each + more) * 1609.344) / plan.now_s);
  }
  return Math.round(sum / 10) * 10;
};

if (want) {
  console.log(`\n######## ${name}: ${plan.level}, now ${clock(plan.now_s)}, likely ${clock(plan.likely_low_s)}-${clock(plan.likely_high_s)}, for ${clock(plan.goal_s)}`);
  for (const n of plan.notices) console.log(`! ${n}`);
  for (const w of weeks) {
    console.log(`== week ${w.number} ${w.phase}${w.light ? " light" : ""} ${km(w.distance_m)} km: ${w.purpose}`);
    for (const s of session(w))
      console.log(`  ${new Date(s.date).toUTCString().slice(0, 3)} ${s.hard ? "*" : " "} ${s.title} (${km(s.distance_m)} km, ${Math.round(s.time_s / 60)} min)  ${s.hard || s.kind === "strength" ? s.text : ""}`);
  }
  process.exit(0);
}

const loading = weeks.filter((w) => !w.light && w.phase !== "taper");
const volume = loading.map((w) => w.distance_m);
const last = weeks[weeks.length - 1];
const all = weeks.flatMap(session);
const longest = Math.max(...all.filter((s) => s.kind !== "race").map((s) => s.distance_m));
const longMin = Math.max(...all.filter((s) => s.kind === "long").map((s) => s.easy_s), 0) / 60;
const fast = all.map(fastM).filter((m) => m > 0);
const trial = weeks.find((w) => session(w).some((s) => / time trial/.test(s.text) && s.kind !== "race" && s.date < plan.race_date));
const count = (kind) => all.filter((s) => s.kind === kind).length;
const per = loading.map((w) => hard(w).length);

// What published mile plans hold (science notes 5.4 to 5.9): Runner's World UK, Roadkill 6 and 12 weeks, RW four weeks,
// Bakken; volume by level; race week against the largest (Bosquet 2007: 41 to 60 % less; Spilsbury 2015 less cut).
const template = { beginner: [15, 30], intermediate: [30, 50], advanced: [50, 80], elite: [80, 150] }[plan.level];
const within = (lo, hi, [least, most]) => (hi < least ? "less" : lo > most ? "more" : lo < least ? (hi > most ? "wider" : "within, from less") : hi > most ? "within, up to more" : "within");
const row = (what, ours, published, verdict) => console.log(`| ${what} | ${ours} | ${published} | ${verdict} |`);
const share = Math.round((last.distance_m / Math.max(...volume)) * 100);
const repKm = fast.slice(0, -1).map((m) => m / 1000); // the last is race week's
const strengthWeek = loading.map((w) => session(w).filter((s) => s.kind === "strength").length);
console.log(`<!-- ${name} -->`);
console.log(`${plan.level}, mile today ${clock(plan.now_s)}, likely ${clock(plan.likely_low_s)} to ${clock(plan.likely_high_s)}, made for ${clock(plan.goal_s)}`);
console.log(``);
console.log(`| | this plan | published | verdict |`);
console.log(`|---|---|---|---|`);
row("km a week, loading", `${km(Math.min(...volume))} to ${km(Math.max(...volume))}`, `${template[0]} to ${template[1]}`, within(Math.min(...volume) / 1000, Math.max(...volume) / 1000, template));
row("hard days, loading weeks", `${Math.min(...per)} to ${Math.max(...per)}`, "2", within(Math.max(...per), Math.max(...per), [2, 2]));
row("mile and goal pace, km a session", `${Math.min(...repKm).toFixed(1)} to ${Math.max(...repKm).toFixed(1)}, ${repKm.length} sessions`, "1.6 to 3.2, 4 to 6 in eight weeks", within(Math.min(...repKm), Math.max(...repKm), [1.6, 3.2]));
row("the same in all, race week too", `${km(fast.reduce((x, y) => x + y, 0))} km`, "10 to 18 km", within(fast.reduce((x, y) => x + y, 0) / 1000, fast.reduce((x, y) => x + y, 0) / 1000, [10, 18]));
row("longest run", `${Math.round(longMin)} min, ${km(longest)} km`, "60 to 90 min", within(Math.round(longMin), Math.round(longMin), [60, 90]));
row("trial of 1200 m", trial ? `week ${trial.number}` : "none", "week 4 of 8", trial && trial.number >= 4 && trial.number <= 5 ? "within" : "other");
row("race week, of the largest", `${share} %`, "40 to 59 %", within(share, share, [40, 59]));
row("fast session of race week", `${(fast[fast.length - 1] / 1000).toFixed(1)} km`, "1.6 km four days out", within(fast[fast.length - 1] / 1000, fast[fast.length - 1] / 1000, [1.6, 1.6]));
row("strength a week, plyometrics in all", `${Math.min(...strengthWeek)} to ${Math.max(...strengthWeek)}, ${count("plyo")}`, "2 to 3", within(Math.min(...strengthWeek), Math.max(...strengthWeek), [2, 3]));
row("hill sprints, strides, drills", `${count("hills")}, ${count("strides")}, ${count("drills")} days`, "hills 1, strides 2 a week", count("hills") >= 3 && count("strides") + count("hills") + count("drills") >= weeks.length ? "within" : "less");
console.log(``);
console.log(`| week | km | hard work |`);
console.log(`|---|---|---|`);
for (const w of weeks)
  console.log(`| ${w.number} ${w.phase}${w.light ? ", lighter" : ""} | ${km(w.distance_m)} | ${hard(w).map((x) => x.title).join("; ") || "none"} |`);
console.log(`<!-- end -->`);
