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

// Metres at mile or goal pace in reps, out of the session's text.
const racePace = (s) => {
  let sum = 0;
  for (const part of s.steps ?? []) sum += stepM(part, 1);
  return sum;
};
const stepM = (step, times) => {
  if (step.steps) return step.steps.reduce((m, x) => m + stepM(x, times * (step.count ?? 1)), 0);
  const at = step.target?.text ?? step.target ?? "";
  return /^@?(mile|goal|mile-2s)/.test(String(at).replace(/^@/, "")) ? times * (step.distance_m || 0) : 0;
};
const fastM = (s) => {
  const match = s.text.match(/(?:(\d+)x)?(\d+)(m|s|min(?:\d+s)?) @(?:mile|goal)(?:-\d+s)? ?r?/);
  if (!match || !s.hard || s.kind === "race") return 0;
  const reps = Number(match[1] ?? 1);
  if (match[3] === "m") return reps * Number(match[2]);
  const seconds = match[3] === "s" ? Number(match[2]) : Number(match[2]) * 60 + Number((match[3].match(/min(\d+)s/) ?? [0, 0])[1]);
  return Math.round((reps * seconds * 1609.344) / plan.now_s / 10) * 10;
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
console.log(`<!-- ${name} -->`);
console.log(`| | |`);
console.log(`|---|---|`);
console.log(`| level, mile today, made for | ${plan.level}, ${clock(plan.now_s)}, ${clock(plan.goal_s)} |`);
console.log(`| running, first and largest week | ${km(volume[0])} and ${km(Math.max(...volume))} km |`);
console.log(`| runs in a loading week | ${Math.min(...loading.map((w) => runs(w).length))} to ${Math.max(...loading.map((w) => runs(w).length))} |`);
console.log(`| hard days in a loading week | ${Math.min(...per)} to ${Math.max(...per)} |`);
console.log(`| reps at mile or goal pace | ${fast.length} sessions, ${fast.length ? km(Math.min(...fast)) : 0} to ${fast.length ? km(Math.max(...fast)) : 0} km, ${km(fast.reduce((a, b) => a + b, 0))} km in all |`);
console.log(`| longest run | ${km(longest)} km, long runs to ${Math.round(longMin)} min |`);
console.log(`| trial | ${trial ? `week ${trial.number}` : "none"} |`);
console.log(`| hill sprints, strides, drills as days of their own | ${count("hills")}, ${count("strides")}, ${count("drills")} |`);
console.log(`| strength, plyometrics | ${count("strength")}, ${count("plyo")} |`);
console.log(`| race week | ${Math.round((last.distance_m / Math.max(...volume)) * 100)} % of the largest week |`);
console.log(``);
console.log(`| week | km | hard work |`);
console.log(`|---|---|---|`);
for (const w of weeks)
  console.log(`| ${w.number} ${w.phase}${w.light ? ", lighter" : ""} | ${km(w.distance_m)} | ${hard(w).map((s) => s.title).join("; ") || "none"} |`);
console.log(`<!-- end -->`);
