// What changes something: each answer as described, and what it changed is so afterwards.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { api, ask, done, own, port, send, teller } from "./http_kit.mjs";
import { faults, openapi } from "./schema.mjs";

const ok = teller(1);
const get = async (path) => (await ask(api(path))).json;
// Sends, and holds the answer against its description. `want`: the status.
const change = async (method, path, body, want, name) => {
  const answer = await send(method, api(path), body);
  const pattern = api(path).split("?")[0].replace(/\/\d+(?=\/|$)/g, "/{id}").replace(/(library\/workouts)\/.*/, "$1/{name}");
  const schema = want < 300 ? openapi.paths[pattern][method.toLowerCase()].responses["2XX"].content["application/json"].schema : { $ref: "#/components/schemas/Error" };
  const found = answer.status === want ? faults(answer.json, schema) : [`${answer.status}: ${answer.text.slice(0, 300)}`];
  ok(found.length === 0, name ?? `${method} ${path} ${JSON.stringify(body)?.slice(0, 60) ?? ""}`, found);
  return answer.json ?? {};
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (test, ms = 8000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(30)) if (await test()) return true;
  return false;
};

// ---- Who listens
const heard = [];
const stream = http.get({ host: "127.0.0.1", port, path: api("events"), headers: { host: own } }, (res) => {
  let text = "";
  heard.push({ event: "open", status: res.statusCode, type: res.headers["content-type"] });
  res.on("data", (d) => {
    text += d;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = text.slice(0, end).match(/^event: (.*)$/m)?.[1];
      const data = text.slice(0, end).match(/^data: (.*)$/m)?.[1];
      if (event) heard.push({ event, data: JSON.parse(data) });
      text = text.slice(end + 2);
    }
  });
});
stream.on("error", () => {});
await until(() => heard.length > 0);
ok(heard[0].status === 200 && heard[0].type.startsWith("text/event-stream"), "events are a stream", heard);
const head = await ask(api("events"), { method: "HEAD" });
ok(head.status === 200 && head.bytes.length === 0 && head.type.startsWith("text/event-stream"), "HEAD of it ends at once", head.status);
const today = await ask(api("plan/today"), { method: "HEAD" });
ok(today.status === 200 && today.bytes.length === 0 && Number(today.headers["content-length"]) > 100, "HEAD tells the length", today.headers);
const topics = () => heard.filter((h) => h.event === "changed").map((h) => h.data.topics.join("+"));

// ---- Race: without a goal it is what is likely in the conditions.
const hot = await get("race?distance_m=1500&air_c=35&humidity_percent=80");
ok(hot.self.conditions_s > 1 && Math.abs(hot.goal_s - hot.self.goals[1].time_s) < 0.01 && hot.self.goal_odds_percent === 50, "the likely goal is that of the conditions", [hot.goal_s, hot.self]);

// ---- Athlete
const before = await get("athlete");
await change("PUT", "athlete", { mass_kg: 71.5, days: [{ day: "Mon", minutes: 45 }, { day: "Wed", minutes: null }, { day: "Sat" }], health_yes: [] }, 200);
const after = await get("athlete");
ok(after.mass_kg === 71.5 && after.name === before.name && after.born === before.born && JSON.stringify(after.days) === JSON.stringify([{ day: "Mon", minutes: 45 }, { day: "Wed", minutes: null }, { day: "Sat", minutes: null }]), "what was told is changed, nothing else", after);
await change("PUT", "athlete", { mass_kg: null }, 200);
ok((await get("athlete")).mass_kg === null, "null takes a value away");
// Zones by hand: each alone, within its range, rising; wrong ones change nothing.
await change("PUT", "athlete", { threshold_s_per_km: 245, easy_slow_s_per_km: 345, easy_fast_s_per_km: 310, paces_since: "2026-05-20", hr_zone_2_bpm: 140, hr_zone_5_bpm: 175 }, 200);
const hand = await get("athlete");
ok(hand.threshold_s_per_km === 245 && hand.easy_slow_s_per_km === 345 && hand.vo2max_s_per_km === null && hand.paces_since === "2026-05-20" && hand.hr_zone_2_bpm === 140 && hand.hr_zone_3_bpm === null, "zones by hand are kept, the others computed", hand);
const paces = (await get("fitness")).paces;
const zone = (name) => paces.find((one) => one.zone === name);
ok(zone("threshold").by_hand && zone("threshold").target_s_per_km === 245 && zone("threshold").computed_target_s_per_km !== 245 && zone("easy").slow_s_per_km === 345 && !zone("vo2max").by_hand, "fitness has them, and what is computed beside", paces);
for (const [wrong, field] of [[{ threshold_s_per_km: "4:05" }, "threshold_s_per_km"], [{ threshold_s_per_km: 139 }, "threshold_s_per_km"], [{ easy_slow_s_per_km: 1201 }, "easy_slow_s_per_km"],
  [{ vo2max_s_per_km: true }, "vo2max_s_per_km"], [{ hr_zone_3_bpm: 59 }, "hr_zone_3_bpm"], [{ hr_zone_3_bpm: [150] }, "hr_zone_3_bpm"], [{ paces_since: "soon" }, "paces_since"], [{ hr_zone_6_bpm: 180 }, "hr_zone_6_bpm"]]) {
  const no = await send("PUT", api("athlete"), wrong);
  ok(no.status === 400 && no.json.field === field, `${JSON.stringify(wrong)} is refused at its field`, no.text);
}
for (const [wrong, says] of [[{ vo2max_s_per_km: 250 }, "VO2max pace is not faster than threshold pace"], [{ easy_fast_s_per_km: 244 }, "threshold pace is not faster than the fast end of easy"], [{ hr_zone_3_bpm: 139 }, "zone 3 does not begin above zone 2"]]) {
  const no = await send("PUT", api("athlete"), wrong);
  ok(no.status === 400 && no.json.error.includes(says), `${JSON.stringify(wrong)}: ${says}`, no.text);
}
ok(JSON.stringify(await get("athlete")) === JSON.stringify(hand), "what was refused changed nothing");
await change("PUT", "athlete", { threshold_s_per_km: null }, 200);
ok((await get("athlete")).paces_since === "2026-05-20", "a pace taken back leaves the others the day they are of");
await change("PUT", "athlete", { easy_slow_s_per_km: null, easy_fast_s_per_km: null, hr_zone_2_bpm: null, hr_zone_5_bpm: null }, 200);
ok((await get("fitness")).paces.every((one) => !one.by_hand && one.target_s_per_km === one.computed_target_s_per_km), "null gives them back to be computed");
ok(await until(() => topics().includes("athlete")), "listeners hear of it", heard);
await change("PUT", "athlete", { health_yes: [], health_answered: false }, 200);
ok(!(await get("athlete")).health_answered, "the undo of a first answer about health leaves it unanswered");
await change("PUT", "athlete", { days: before.days, health_yes: before.health_yes, health_answered: before.health_answered }, 200);

// ---- Workouts of one's own
const wrote = { title: "Tuesday's 400s", text: "15min easy\n6x400 @mile r90s jog" };
const shelf = async () => (await get("library")).workouts.filter((one) => one.file !== null);
await change("DELETE", "library/workouts/id", undefined, 404, "the heading of the file is no workout");
const slip = await change("POST", "library/workouts", { ...wrote, text: "6x400 @mile r90s jogg" }, 400, "a slip in a workout is refused");
ok(slip.field === "text" && slip.column === 18 && (await shelf()).length === 0, "with its place", slip);
const added = await change("POST", "library/workouts", wrote, 200);
ok(added.id === "tuesday-s-400s" && added.text === "15min easy, 6x400m @mile r90s jog" && (await shelf())[0].title === wrote.title, "it is kept in the normal form", added.text);
ok((await change("POST", "library/workouts", wrote, 409, "its name is taken then")).field === "title", "and says so at the name");
await change("POST", "library/workouts", { ...wrote, title: "RP 400", replaces: "tuesday-s-400s" }, 409, "one of the library's own is not taken away");
await change("POST", "library/workouts", { ...wrote, text: "4x400 @mile r90s", kind: "vo2max", replaces: "tuesday-s-400s" }, 200);
ok((await shelf()).length === 1 && (await shelf())[0].kind === "vo2max" && (await shelf())[0].text === "4x400m @mile r90s", "one of mine may be written anew");
await change("POST", "library/workouts", { ...wrote, title: "Hill eights" }, 200);
await change("POST", "library/workouts", { ...wrote, title: "Hill eights", replaces: "tuesday-s-400s" }, 409, "a new name takes no other's place");
await change("POST", "library/workouts", { ...wrote, replaces: "rp-400" }, 404, "what is not mine is not replaced");
ok((await shelf()).length === 2, "both are there", await shelf());
ok((await change("POST", "library/workouts", { ...wrote, title: "Hills", replaces: "hill-eights" }, 200)).id === "hills" && (await shelf()).length === 2, "a new name for one of mine", await shelf());
const signs = [];
for (const title of ["丘", "坂道"]) signs.push((await change("POST", "library/workouts", { ...wrote, title }, 200)).id);
ok(signs[0] !== signs[1] && (await shelf()).length === 4, "names in other letters stand beside each other", signs);
for (const id of [...signs, "hills"]) await change("DELETE", `library/workouts/${id}`, undefined, 200);
ok(/^tuesday-s-400s\tvo2max\t/m.test(readFileSync(`${process.env.FOLDER}/catalogue/workouts-own.tsv`, "utf8")), "it stands in a file beside the store");
await change("DELETE", "library/workouts/tuesday-s-400s", undefined, 200);
await change("DELETE", "library/workouts/rp-400", undefined, 404, "what is not mine is not taken out");
ok((await shelf()).length === 0 && (await get("library/workouts/rp-400")).id === "rp-400", "it is gone, the rest is there");
writeFileSync(`${process.env.FOLDER}/catalogue/workouts-own.tsv`, "id\tkind\n");
ok(/not made by miler/.test((await change("POST", "library/workouts", wrote, 409, "a file that is none of ours is left alone")).error), "and named");
rmSync(`${process.env.FOLDER}/catalogue`, { recursive: true });

// ---- Results, tags
const first = await ask(api("results"));
ok(first.headers.etag && (await ask(api("results"), { headers: { "if-none-match": first.headers.etag } })).status === 304, "304 as long as nothing changed");
const results = await change("POST", "results", { distance_m: 5000, time_s: 1210.5, date: "2026-05-10", name: "Parkrun <b>", official: true }, 201);
const mine = results.results.find((r) => r.distance_m === 5000);
ok(mine && mine.time_s === 1210.5 && mine.name === "Parkrun <b>" && mine.official, "the result is as told", mine);
ok((await ask(api("results"), { headers: { "if-none-match": first.headers.etag } })).status === 200, "200 once it has");
await change("POST", "results", { distance_m: 5000, time_s: 1210.5, date: "2026-05-10", name: "Parkrun <b>", official: true }, 409, "the very same twice is refused");
await change("DELETE", `results/${mine.id}`, undefined, 200);
ok(!(await get("results")).results.some((r) => r.id === mine.id) && (await get("results?removed=true")).results.some((r) => r.id === mine.id), "it is taken back, not lost");
await change("POST", `results/${mine.id}/restore`, {}, 200);
await change("DELETE", "results/999999", undefined, 404);
ok((await ask(api("results"), { headers: { "if-none-match": (await ask(api("results"))).headers.etag } })).status === 304, "and 304 again");
// Many who ask the same at once, as every tab does after a change: each is answered, in its own way.
await change("DELETE", `results/${mine.id}`, undefined, 200);
const many = await Promise.all(Array.from({ length: 24 }, (_, i) => ask(api("fitness/progress"), { method: i % 8 === 7 ? "HEAD" : "GET", headers: i % 3 === 2 ? { "if-none-match": '"another"' } : {} })));
ok(many.every((one, i) => one.status === 200 && one.headers.etag === many[0].headers.etag && one.text === (i % 8 === 7 ? "" : many[0].text)) && many[0].json.points.length > 0, "many ask the same at once", many.map((one) => [one.status, one.bytes.length]));
await change("POST", "results", { distance_m: 400, time_s: 62.5, date: "2026-05-11" }, 201);
const unchanged = await Promise.all(Array.from({ length: 24 }, (_, i) => ask(api("results?removed=true"), i % 2 ? { headers: { "if-none-match": first.headers.etag } } : {})));
ok(unchanged.every((one) => one.status === 200 && one.json.results.some((r) => r.id === mine.id)), "and are told what is so now", unchanged.map((one) => one.status));
await change("DELETE", `results/${(await get("results")).results.find((r) => r.distance_m === 400).id}`, undefined, 200);
await change("POST", `results/${mine.id}/restore`, {}, 200);

// ---- Runs
const run = (await get("runs")).runs.find((r) => r.lap_count > 1);
const edited = await change("PATCH", `runs/${run.id}`, { kind: "split", at_s: 100 }, 200);
ok(edited.edits.length === 1 && edited.edits[0].at_s === 100, "a lap is split", edited.edits);
await change("PATCH", `runs/${run.id}`, { kind: "effort", value: 7 }, 200);
ok((await change("POST", `runs/${run.id}/undo`, {}, 200)).edits.length === 1, "the newest edit is taken back");
ok((await change("POST", `runs/${run.id}/redo`, {}, 200)).edits.length === 2, "and brought forward");
const several = await change("PATCH", `runs/${run.id}`, { edits: [{ kind: "name", at_s: 50, text: "strides" }, { kind: "length", lap: 1, value: 400 }, { kind: "lane", value: 2 }] }, 200, "several edits are one");
ok(several.edits.length === 5 && several.edited_laps[0].name === "strides" && several.edited_laps[0].distance_m === 400, "all of them are kept", several);
await change("PATCH", `runs/${run.id}`, { edits: [{ kind: "name", at_s: 50, text: "lost" }, { kind: "length", lap: 999, value: 400 }] }, 400, "one that cannot be");
ok((await get(`runs/${run.id}`)).edits.map((one) => one.id).join() === several.edits.map((one) => one.id).join(), "takes those beside it along");
ok((await change("PATCH", `runs/${run.id}`, { edits: [] }, 400)).field === "edits" && (await change("PATCH", `runs/${run.id}`, { kind: "lane", value: 1, edits: [{ kind: "lane", value: 1 }] }, 400)).field === "edits", "one or a list, and no list of none");
await change("POST", `runs/${run.id}/undo`, { id: several.edits[1].id }, 409, "an undo of what is no longer the last is refused");
await change("POST", `runs/${run.id}/undo`, { id: several.edits[4].id, count: 6 }, 404, "more than there are are not taken back");
ok((await get(`runs/${run.id}`)).edits.length === 5, "nor are some of them");
ok((await change("POST", `runs/${run.id}/undo`, { id: several.edits[4].id, count: 3 }, 200)).edits.length === 2, "those that are meant go together");
await change("PATCH", `runs/${run.id}`, { kind: "title", text: "Long names \u2013 and how they stand" }, 200, "a run is called something else");
await change("PATCH", `runs/${run.id}`, { kind: "type", text: "trial" }, 200, "and was a race");
const meant = await get(`runs/${run.id}`);
ok(meant.name === "Long names \u2013 and how they stand" && meant.load.kind === "trial", "it says so", [meant.name, meant.load]);
ok((await get("runs")).runs.find((r) => r.id === run.id).name === meant.name && (await get("runs?text=how%20they%20stand")).total === 1, "and the log as well");
await change("PATCH", `runs/${run.id}`, { kind: "type", text: "mountain" }, 400, "types are those there are");
await change("PATCH", `runs/${run.id}`, { kind: "sport", text: "flying" }, 400, "and sports");
await change("PATCH", `runs/${run.id}`, { kind: "title", text: " " }, 400, "a name is not empty");
await change("PATCH", `runs/${run.id}`, { kind: "sport", text: "cycling" }, 200, "or a ride");
const ridden = await get(`runs/${run.id}`);
ok(ridden.sport === "cycling" && ridden.load.kind === "cross" && (await get("runs?sport=cycling")).runs.some((r) => r.id === run.id), "which is cross-training", ridden.load);
for (let i = 0; i < 3; i++) await change("POST", `runs/${run.id}/undo`, {}, 200);
const asBefore = await get(`runs/${run.id}`);
ok(asBefore.name === run.name && asBefore.sport === "running" && asBefore.load.kind !== "cross", "all of it is taken back", [asBefore.name, run.name, asBefore.load]);
for (const [body, field] of [[{ kind: "split" }, "at_s"], [{ kind: "lane", value: 12 }, "value"], [{ kind: "fly", at_s: 1 }, "kind"], [{ at_s: 1 }, "kind"]]) {
  const refused = await change("PATCH", `runs/${run.id}`, body, 400);
  ok(refused.field === field, `the fault is in ${field}`, refused);
}

// ---- Plan
await change("POST", "plan", { weeks: 8, goal_s: 325, dry_run: true }, 200, "a plan is only shown");
ok((await get("plan/list")).plans.length === 1, "and not kept");
await change("POST", "plan", { weeks: 8, goal_s: 325, days: ["Mon", "Tue", "Thu", "Sat"], races: [{ date: "2026-06-27", distance_m: 3000 }] }, 201, "a plan is made");
const listed = await get("plan/list");
ok(listed.plans.length === 2 && topics().includes("plan"), "it is one more, and listeners know", topics());
const plan = await get("plan");
const hard = plan.weeks.flatMap((w) => w.sessions).find((s) => s.hard && s.date > "2026-06-08");
const to = plan.weeks.flatMap((w) => w.sessions).filter((s) => s.hard && s.id !== hard.id && s.date > "2026-06-08")[0].date;
const asked = await change("POST", "plan/move", { session_id: hard.id, to_date: to, dry_run: true }, 200, "what the auditor would say of a move");
ok(asked.dry_run === true && asked.kept === false && (await get("plan")).weeks.flatMap((w) => w.sessions).find((s) => s.id === hard.id).date === hard.date, "nothing is moved by asking", asked);
const moved = await change("POST", "plan/move", { session_id: hard.id, to_date: to }, 200, "a session is moved");
ok(moved.kept && moved.findings.length === asked.findings.length, "as the auditor had said", moved.findings);
const where = async () => (await get("plan")).weeks.flatMap((w) => w.sessions).find((s) => s.id === hard.id).date;
ok((await where()) === to, "it stands there");
await change("POST", "plan/undo", { version: moved.version - 1 }, 409, "an undo of what is no longer the last change is refused");
ok((await where()) === to && (await get("plan/changes")).version === moved.version && asked.version === null, "and leaves the plan as it is");
await change("POST", "plan/undo", { version: moved.version }, 200);
ok((await where()) === hard.date, "undone");
await change("POST", "plan/redo", {}, 200);
ok((await where()) === to, "redone");
await change("POST", "plan/undo", {}, 200);
await change("POST", "plan/swap", { date: hard.date, to_date: to, dry_run: true }, 200);
const inZip = async () => (await ask(api("plan/export?form=fit"))).bytes.toString("latin1").includes(`-${String(hard.id).padStart(3, "0")}.fit`);
const before_skip = await inZip();
await change("POST", "plan/skip", { session_id: hard.id }, 200);
ok(before_skip && !(await inZip()), "what is left out is not given to a watch");
await change("POST", "plan/set", { session_id: hard.id, text: "15min easy, 4x400m @mile r60s, 10min easy" }, 200);
const typed = await change("POST", "plan/set", { session_id: hard.id, text: "4x400m @milee" }, 400);
ok(typed.field === "text" && typed.error.length > 10, "a text that cannot be read says where", typed);
await change("POST", "plan/move", { to_date: to }, 400);
await change("POST", "plan/move", { session_id: 1, date: to, to_date: to }, 400);
ok((await change("POST", "plan/note", { kind: "sore" }, 400)).field === "part", "sore wants to know what");
const noted = await change("POST", "plan/note", { kind: "sick", days: 3 }, 200);
await change("DELETE", `plan/note/${noted.notes.at(-1).id}`, undefined, 200);
await change("POST", "plan/replan", { dry_run: true }, 200);
await change("POST", "plan/replan", {}, 200);
await change("PUT", "plan/current", { plan_id: listed.plans.at(-1).id ?? 1 }, 200);
ok((await change("PUT", "plan/current", { plan_id: 999 }, 404)).field === "plan_id", "no such plan");
await change("POST", "workouts/check", { text: "6x400 @mile r400 jog" }, 200);
const bad = await change("POST", "workouts/check", { text: "6x400 @mile r400 jog, 7x" }, 400);
ok(bad.field === "text" && bad.column > 20, "and at which letter", bad);

// ---- Two athletes
await change("POST", "athletes", { name: "Bea", sex: "f", hr_max_bpm: 190 }, 201);
ok((await get("athlete?athlete=Bea")).name === "Bea" && (await get("athlete")).name === "Sample Runner", "each is asked by name");
ok((await get("runs?athlete=Bea")).total === 0 && (await get("runs")).total > 0, "their logs are apart");
await send("POST", api("results?athlete=Bea"), { distance_m: 1609.344, time_s: 400, date: "2026-05-01" });
ok((await get("results?athlete=Bea")).results.length === 1 && !(await get("results")).results.some((r) => r.time_s === 400), "and so are their results");
const nobody = await ask(api("runs?athlete=Zoe"));
ok(nobody.status === 404 && nobody.json.field === "athlete", "nobody of that name", nobody.text);
const athletes = await get("athletes");
await change("PUT", "athletes/current", { id: athletes.athletes.find((a) => a.name === "Bea").id }, 200);
ok((await get("athlete")).name === "Bea", "another is chosen");
await change("PUT", "athletes/current", { id: athletes.athletes[0].id }, 200);
await change("PUT", "athletes/current", { id: 77 }, 404);
for (const name of ["", "  ", "\u200b\u00a0\u2028"]) {
  await change("POST", "athletes", { name }, 400, "who is called nothing that can be seen cannot be told from another");
  await change("PUT", "athlete", { name }, 400);
  await change("POST", "library/workouts", { title: name, text: "3x400m @mile" }, 400);
}

// ---- Calendars
const made = await change("POST", "calendars", { kind: "full", at: "06:30", zone: "Europe/London", alarm_min: 30 }, 201);
const feed = await ask(made.path);
ok(/^\/calendar\/[\w-]{22}\.ics$/.test(made.path) && feed.status === 200 && feed.type.startsWith("text/calendar") && feed.text.includes("BEGIN:VALARM") && feed.text.includes("Europe/London"), "a calendar under an address of its own", [made, feed.text.slice(0, 100)]);
const summaries = ({ text }) => text.split("\r\n").filter((line) => line.startsWith("SUMMARY"));
const busy = await change("POST", "calendars", { kind: "busy" }, 201);
const taken = await ask(busy.path);
ok(taken.status === 200 && summaries(taken).length > 10 && summaries(taken).every((line) => line === "SUMMARY:Busy") && summaries(feed).some((line) => line !== "SUMMARY:Busy"), "one that says only that time is taken", taken.text.slice(0, 300));
ok(busy.calendars.length === 2 && busy.path !== made.path && (await get("calendars")).path === null && (await get("calendars?athlete=Bea")).calendars.length === 0, "each runner has their own, and tokens are told once", busy);
await change("POST", "calendars", { zone: "Europe/London" }, 400, "a zone without a time is refused");
for (const zone of ["Europe/Nowhere", "Europe/London;X=1"]) ok((await change("POST", "calendars", { at: "06:30", zone }, 400)).field === "zone" && (await get("calendars")).calendars.length === 2, "nor is an address told whose calendar could never be read", zone);
await change("DELETE", `calendars/${made.calendars[0].calendar_id}`, undefined, 200);
ok((await ask(made.path)).status === 404 && (await ask(busy.path)).status === 200, "taken back, its address is none any more");
for (const path of ["/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics", "/calendar/.ics", "/calendar/x", busy.path.slice(0, -4), busy.path.replace(/.\.ics$/, ".ics"), `/calendar/${"a".repeat(60)}.ics`])
  ok((await ask(path)).status === 404, `no calendar at ${path.slice(0, 16)}`);
await change("DELETE", "calendars/99", undefined, 404);
// An athlete may be called by another's number, and is not taken for that other: neither where a calendar is read nor where one is chosen.
const bea = athletes.athletes.find((a) => a.name === "Bea").id, sample = athletes.athletes[0].id;
const hers = await change("POST", `calendars?athlete=Bea`, { kind: "full" }, 201);
const empty_feed = await ask(hers.path);
await change("POST", "athletes", { name: String(sample) }, 201);
await change("POST", "athletes", { name: String(bea), sex: "f", born: "1990-01-01", days: [{ day: "Mon" }, { day: "Wed" }, { day: "Fri" }, { day: "Sun" }], health_yes: [] }, 201);
const namesake = (await get("athletes")).athletes.find((a) => a.name === String(bea)).id;
await change("POST", `plan?athlete=${namesake}`, { weeks: 8, weekly_m: 30000, from_distance_m: 1609.344, from_time_s: 400 }, 201);
ok(empty_feed.status === 404 && (await ask(hers.path)).text === empty_feed.text, "a calendar stays its runner's, whatever others are called", (await ask(hers.path)).text.slice(0, 200));
await change("PUT", "athletes/current", { id: bea }, 200);
ok((await get("athlete")).name === "Bea", "and by a number its runner is chosen", await get("athlete"));
await change("PUT", "athletes/current", { id: sample }, 200);
await change("DELETE", `calendars/${hers.calendars[0].calendar_id}?athlete=Bea`, undefined, 200);

// ---- A watch at the cable
const nowhere = await change("POST", "push", {}, 404, "no watch, no push");
ok(nowhere.remedy.includes("cable"), "and what to do", nowhere);
mkdirSync(`${process.env.MILER_WATCH}/GARMIN/NewFiles`, { recursive: true });
const wouldPush = await change("POST", "push", { dry_run: true }, 200);
ok(wouldPush.new > 5 && readdirSync(`${process.env.MILER_WATCH}/GARMIN/NewFiles`).length === 0, "asking writes nothing", wouldPush.new);
const pushed = await change("POST", "push", {}, 200);
ok(pushed.new === wouldPush.new && pushed.verified > 0 && readdirSync(`${process.env.MILER_WATCH}/GARMIN/NewFiles`).length === pushed.verified, "the sessions are on the watch", pushed);

// ---- Another program changes the store
heard.length = 0;
const cached = await get("results");
execFileSync(process.env.MILER, ["result", "add", "1500", "5:15", "--date", "2026-05-20", "-q"]);
ok((await get("results")).results.length === cached.results.length + 1, "what another program adds is seen at once");
ok(await until(() => topics().some((t) => t.split("+").length === 5)), "and told to who listens", heard);

// ---- Files in
const folder = process.env.MORE;
const files = readdirSync(folder).filter((name) => name.endsWith(".fit"));
const bytes = readFileSync(`${folder}/${files[0]}`);
const upload = (query, body) => ask(api(`import?${query}`), { method: "POST", headers: { "content-type": "application/octet-stream" }, body });
const ended = async (id) => {
  let job;
  await until(async () => ["done", "failed", "cancelled"].includes((job = await get(`jobs/${id}`)).state), 30000);
  return job;
};
const total = (await get("runs?sport=all")).total;
const whole = await upload("name=..%2F..%2Fetc%2Fmy%20run.fit", bytes);
ok(whole.status === 202 && whole.json.job_id > 0 && whole.json.received_bytes === bytes.length && whole.json.name === "my_run.fit", "a file is taken", whole.text);
ok(faults(whole.json, { $ref: "#/components/schemas/Upload" }).length === 0, "as described", whole.text);
const job = await ended(whole.json.job_id);
ok(job.state === "done" && job.result.files_new === 1 && job.result.files[0].path === "my_run.fit", "it is read", job);
ok(faults(job, { $ref: "#/components/schemas/Job" }).length === 0 && faults(job.result, openapi.components.schemas.Import ?? {}).length === 0, "the job is as described", job);
ok((await get("runs?sport=all")).total === total + 1, "the run is in the log");
ok(await until(() => heard.some((h) => h.event === "job" && h.data.job_id === job.job_id && h.data.state === "done") && topics().includes("runs+plan")), "progress and change are told", heard.slice(-3));
const again = await ended((await upload("name=again.fit", bytes)).json.job_id);
ok(again.result?.files_known === 1, "the same again is known", again);
const more = readFileSync(`${folder}/${files[1]}`);
const cut = Math.floor(more.length / 3);
const one = await upload("name=parts.fit&more=true", more.subarray(0, cut));
const two = await upload(`name=parts.fit&more=true&upload_id=${one.json.upload_id}`, more.subarray(cut, 2 * cut));
const three = await upload(`name=parts.fit&upload_id=${one.json.upload_id}`, more.subarray(2 * cut));
ok(one.json.job_id === null && two.json.received_bytes === 2 * cut && three.json.received_bytes === more.length && (await ended(three.json.job_id)).result.files_new === 1, "a file in three parts", [one.text, two.text, three.text]);
ok((await upload("name=parts.fit&upload_id=999", more)).status === 404, "no such upload");
// Whose it is was said when it came, though another is chosen before it is read.
for (let i = 0; i < 8; i++) await send("POST", api("export"));
const waits = await upload("name=whose.fit", readFileSync(`${folder}/${files[2]}`));
await send("PUT", api("athletes/current"), { id: bea });
const whose = await ended(waits.json.job_id);
await send("PUT", api("athletes/current"), { id: sample });
ok(whose.result?.files_new === 1 && (await get("runs?sport=all&athlete=Bea")).total === 0 && (await get("runs?sport=all")).total === total + 3, "a file that waits is the runner's who was chosen when it came", whose);
const rubbish = await ended((await upload("name=rubbish.fit", Buffer.from("rubbish"))).json.job_id);
ok(rubbish.state === "done" && rubbish.result.files_failed === 1, "rubbish fails with its reason", rubbish);
ok((await ask(api("import?name=x.fit"), { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).status === 415, "a file is no JSON");
const empty = await ended((await upload("name=nothing.fit", "")).json.job_id);
ok(empty.state === "done" && empty.result.files_total === 1, "an empty file is told, too", empty);

// ---- Copies out
const backup = await ended((await send("POST", api("backup"))).json.job_id);
const copy = await ask(api(`jobs/${backup.job_id}/file`));
ok(copy.status === 200 && copy.bytes.subarray(0, 15).toString() === "SQLite format 3" && copy.bytes.length === backup.result.bytes && copy.headers["content-disposition"].includes("miler-backup.db"), "a copy of the store", [copy.status, copy.bytes.length, backup]);
const out = await ended((await send("POST", api("export"))).json.job_id);
const alone = await ask(api(`jobs/${backup.job_id}/file`), { method: "HEAD" });
ok(alone.status === 200 && alone.bytes.length === 0 && Number(alone.headers["content-length"]) === copy.bytes.length, "HEAD of it tells its length", alone.headers);
const twice = await new Promise((resolve) => { // on one connection: what stands behind the head must be the next answer
  const socket = net.connect(port, "127.0.0.1", () => socket.write(`HEAD ${api(`jobs/${backup.job_id}/file`)} HTTP/1.1\r\nHost: ${own}\r\n\r\n`));
  let text = "";
  socket.on("data", (d) => {
    if (text === "") setTimeout(() => socket.write(`GET ${api("athlete")} HTTP/1.1\r\nHost: ${own}\r\nConnection: close\r\n\r\n`), 100);
    text += d.toString("latin1");
  });
  socket.on("close", () => resolve(text));
});
ok(!twice.includes("SQLite format 3") && /\r\n\r\nHTTP\/1\.1 200 OK/.test(twice), "and sends none of it", twice.slice(0, 700));
const zip = await ask(api(`jobs/${out.job_id}/file`));
writeFileSync(`${process.env.FOLDER}/export.zip`, zip.bytes);
const inside = execFileSync(process.env.MILER, ["import", `${process.env.FOLDER}/export.zip`, "--json", "--db", `${process.env.FOLDER}/other.db`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
ok(zip.bytes.subarray(0, 2).toString() === "PK" && JSON.parse(inside).files_new === out.result.originals, "everything out, and in again elsewhere", [zip.status, out.result, inside.slice(0, 200)]);
ok((await ask(api("jobs/999"))).status === 404 && (await ask(api(`jobs/${job.job_id}/file`))).status === 404, "no such job, no file of one that made none");
const stopped = (await send("POST", api("rebuild"))).json;
const cancelled = await send("DELETE", api(`jobs/${stopped.job_id}`));
const end = await ended(stopped.job_id);
ok(cancelled.status === 200 && ["cancelled", "done"].includes(end.state) && (end.state === "done" || end.error.length > 0), "a job is cancelled", end);
stream.destroy();
done();
