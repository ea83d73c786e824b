// Every GET route of docs/openapi.json, asked of a store with a season in it: the answer is as described.
import { readdirSync } from "node:fs";
import http from "node:http";
import { dirname } from "node:path";
import { api, ask, done, own, port, teller } from "./http_kit.mjs";
import { faults, openapi } from "./schema.mjs";

const ok = teller(2);
// The check sees what is missing, what is of another kind, what nobody described.
const bad = { type: "object", properties: { id: { type: "integer" }, date: { type: "string", format: "date" } }, required: ["id", "date"] };
ok(faults({ date: "1 June", more: 1 }, bad).length === 3 && faults({ id: 1.5, date: "2026-06-01" }, bad).length === 1, "faults are seen", faults({ date: "1 June", more: 1 }, bad));
const runs = (await ask(api("runs?sport=running&limit=500"))).json.runs;
const all = (await ask(api("runs?limit=0"))).json, sum = (list, key) => list.reduce((total, one) => total + (one[key] ?? 0), 0);
const belt = (await ask(api("runs?sub_sport=treadmill"))).json.runs, others = (await ask(api("runs?sport=cycling"))).json.runs, page = (await ask(api("runs?limit=3"))).json;
const same = (runs, wanted) => JSON.stringify(runs.map((one) => one.id)) === JSON.stringify(all.runs.filter(wanted).map((one) => one.id));
ok(belt.length > 0 && same(belt, (one) => one.sub_sport === "treadmill") && same(others, (one) => one.sport === "cycling"), "the log by kind and by sport", [belt, others]);
ok(Math.abs(page.total_distance_m - sum(all.runs, "distance_m")) < 1 && Math.abs(page.total_timer_s - sum(all.runs, "timer_s")) < 1 && page.distance_m < page.total_distance_m, "a page of it has the sums of all that match", page);
const best = (await ask(api("bests"))).json.bests.find((b) => b.distance_m === 1200);
const run = runs.find((r) => r.lap_count > 4) ?? runs[0];
const trial = best.run_id ?? best.measured?.run_id;
// What each route is asked with, where more than its address is needed; several are asked in turn.
const queries = {
  "/api/v1/runs": ["", "?since=2026-05-01&until=2026-05-20&text=run&limit=3&offset=1", "?limit=0&sport=all", "?sport=cycling&sub_sport=road"],
  "/api/v1/runs/{id}/samples": ["", "?points=50"],
  "/api/v1/runs/{id}/picture": ["?kind=oval", "?kind=laps", "?kind=reps", "?kind=oval&narrow=true"],
  "/api/v1/fitness": ["", "?from_distance_m=5000&from_time_s=1200"],
  "/api/v1/fitness/progress": ["", "?since=2026-05-01"],
  "/api/v1/load": ["", "?weeks=4"],
  "/api/v1/level": ["", "?time_s=330&sex=f&age=40"],
  "/api/v1/plan": ["", "?week=2", "?race_time=18:30"],
  "/api/v1/plan/today": ["", "?date=2026-06-03"],
  "/api/v1/plan/why": ["", "?date=2026-06-04", "?session_id=3"],
  "/api/v1/plan/paper": ["?pieces=poster&size=letter"],
  "/api/v1/plan/export": ["ics", "csv", "md", "fit", "zwo", "intervals"].map((form) => `?form=${form}`),
  "/api/v1/library/workouts/{name}": ["", "?dose=1&from_distance_m=1609.344&from_time_s=320"],
  "/api/v1/workouts/fit": ["?text=6x400%20%40mile%20r400%20jog"],
  "/api/v1/workouts/sound": ["?text=2x200%20%40mile%20r60s&voice=none&file=wav"],
  "/api/v1/race": ["", "?goal_s=319&compare=true", "?goal_s=319&passed_m=800&passed_s=161", "?goal_s=330&venue=road&hills=800:1.5,1609:-1.5&wind_mps=3&air_c=28",
    "?goal_s=330&gun=14:30&lane=3&strategy=even&convention=400_m_marks&altitude_m=1500"],
  "/api/v1/race/card": ["?form=wristband", "?file=png"],
  "/api/v1/race/sound": ["?voice=none&file=wav&beeps_m=200"],
  "/api/v1/race/review": [`?run_id=${trial}`, "?splits=400:78,800:163.5,1200:253,1609.344:338&goal_s=330"],
  "/api/v1/race/review.svg": ["?splits=400:78,800:163.5,1200:253,1609.344:338&goal_s=330"],
  "/api/v1/race/review.pdf": ["?splits=400:78,800:163.5,1200:253,1609.344:338"],
};
const heads = { "application/pdf": "%PDF-", "image/svg+xml": "<svg", "text/html": "<!", "application/zip": "PK", "image/png": "\x89PNG", "text/calendar": "BEGIN:VCALENDAR", "audio/wav": "RIFF" };
const looksRight = ({ type, bytes }) => {
  const plain = type.split(";")[0];
  if (plain === "application/vnd.ant.fit") return bytes.subarray(8, 12).toString() === ".FIT";
  const head = heads[plain];
  return bytes.length > 50 && (head === undefined || bytes.subarray(0, 200).toString("latin1").includes(head));
};
for (const [path, { get }] of Object.entries(openapi.paths)) {
  if (!get) continue;
  const described = get.responses["2XX"].content;
  if (described["text/event-stream"] || /\{(job|token)\}/.test(path) || path.startsWith("/api/v1/jobs")) continue;
  for (const query of queries[path] ?? [""]) {
    const address = path.replace("{id}", run.id).replace("{name}", "rp-400") + query;
    const answer = await ask(address);
    const schema = described["application/json"]?.schema;
    // Without miler serve --lan there is no phone to show a code to (lan.test has them).
    const refused = path.endsWith("/code") && answer.status === 409 && answer.json.remedy.includes("--lan");
    const found = refused ? [] : answer.status !== 200 ? [`${answer.status} ${answer.text.slice(0, 200)}`] : schema ? faults(answer.json, schema) : looksRight(answer) ? [] : [answer.type, answer.text.slice(0, 60)];
    ok(found.length === 0, `${address.slice("/api/v1/".length)} is as described`, found);
  }
}
// Lists of a chart are all as long as there are points.
const samples = (await ask(api(`runs/${run.id}/samples?points=120`))).json;
const lists = ["time_s", "distance_m", "pace_s_per_km", "hr_bpm", "cadence_spm", "altitude_m"];
ok(samples.points <= 120 && samples.points > 60 && samples.samples > 500 && lists.every((k) => samples[k].length === samples.points || samples[k].length === 0), "samples are thinned alike", [samples.points, lists.map((k) => samples[k].length)]);
const whole = (await ask(api(`runs/${run.id}`))).json;
ok(samples.time_s.every((t, i) => i === 0 || t > samples.time_s[i - 1]) && Math.abs(samples.distance_m.at(-1) - whole.distance_m) < 0.02 * whole.distance_m, "they go up to the run's distance", [samples.distance_m.at(-1), whole.distance_m]);
// The same session on other days is found though nobody has looked at them yet.
const alike = await Promise.all(runs.filter((one) => one.lap_count > 4).slice(0, 8).map(async (one) => (await ask(api(`runs/${one.id}/like`))).json.runs.length));
ok(Math.max(...alike) > 1, "the same session on other days", alike);
// Every movement is drawn, in lines that a browser can draw.
const drawn = new Map((await ask(api("library/figures"))).json.figures.map((figure) => [figure.name, figure]));
const undrawn = (await ask(api("library"))).json.movements.filter(({ name }) => !drawn.get(name)?.shapes.length);
const crooked = [...drawn.values()].filter((figure) => !(figure.width > 20 && figure.height > 10) || figure.shapes.some((shape) => !/^M(-?[\d.]+[ LMahvz]*)+$/.test(shape.path) || (!shape.fill && !shape.stroke)));
ok(undrawn.length === 0 && crooked.length === 0, "every drill, exercise and jump is drawn", [undrawn.map((one) => one.name), crooked.map((one) => one.name)]);
// Another distance than the plan's has no goal of the plan: what is likely stands there.
const planned = (await ask(api("race"))).json, other = (await ask(api("race?distance_m=3000"))).json;
ok(planned.date !== null && Math.abs(planned.distance_m - 1609.344) < 1 && other.date === null && other.goal_s > 1.9 * planned.goal_s && Math.abs(other.goal_s - other.self.likely_s) < 0.01, "a race over another distance has the goal that is likely", [planned.goal_s, other.goal_s]);
// Several who listen at once: each is given the whole of it, and the voice stays (flite has it once for all). FLAC: Opus takes ten times as long to write.
const heard = await Promise.all(Array.from({ length: 8 }, (_, i) => ask(api(`workouts/sound?text=2x${200 + 20 * i}%20%40mile%20r60s&voice=slt&file=flac`))));
ok(heard.every(({ status, bytes }) => status === 200 && bytes.length > 5000), "eight sounds at once are whole", heard.map(({ status, bytes }) => [status, bytes?.length]));
// Sounds are made beside everything else: a question that is asked after two long ones is answered before them. Who leaves is not worked for.
const order = [];
const sounds = ["240min%20easy", "241min%20easy"].map((text) => {
  const req = http.get({ host: "127.0.0.1", port, path: api(`workouts/sound?text=${text}`), headers: { host: own }, agent: false }, () => order.push("sound"));
  req.on("error", () => order.push("left"));
  return req;
});
await ask(api("settings"));
for (const path of ["athletes", "library", "runs"]) order.push((await ask(api(path))).status);
ok(order.join() === "200,200,200", "no question waits for a sound", order);
const unwritten = () => readdirSync(dirname(process.env.MILER_DB)).filter((name) => name.includes("-tmp-")).length;
const until = async (test) => { for (let i = 0; i < 160 && !test(); i++) await new Promise((go) => setTimeout(go, 50)); return test(); };
const begun = await until(() => unwritten() > 0);
for (const req of sounds) req.destroy();
ok(begun && (await until(() => unwritten() === 0)), "of four hours that nobody waits for any more no more is made", [begun, unwritten()]);
const wide = await ask(api("workouts/sound?text=40min%20easy&file=wav"));
ok(wide.status >= 400 && wide.status < 500 && /MB/.test(wide.json.error) && wide.json.remedy && !/tmp/.test(wide.text), "a sound that is too large is refused before it is made", wide.text);
const errors = await ask(api("runs/999999"));
ok(faults(errors.json, { $ref: "#/components/schemas/Error" }).length === 0, "errors are as described", errors.text);
done();
