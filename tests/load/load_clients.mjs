// What clients ask while files come in, and what they hold every answer against: its status, its description in
// docs/openapi.json, its ETag (the same tag is the same bytes), and what they themselves have changed before.
import { createHash } from "node:crypto";
import http from "node:http";
import { faults, openapi } from "../server/schema.mjs";

const port = Number(process.env.PORT), own = `127.0.0.1:${port}`;
const api = (path) => `/api/v1/${path}`;
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const throwDie = (n) => Math.floor(Math.random() * n);
const pick = (list) => list[throwDie(list.length)];

// What all clients share: told(kind, ms, error or null), and the hours of quiet (nothing else is written).
export const state = { told: () => {}, chartRuns: [], ended: false, writing: 0, written: 0, total: 0, files: [] };

const sumsOf = new Map(); // of each path the tags that anybody was told, and what came under them

export class Client {
  constructor(pause) {
    this.pause = pause;
    this.used_ms = performance.now();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.tags = new Map(); // of each path the one that this client was told last
  }
  close() { this.agent.destroy(); }

  // Any answer. A kept connection that nobody has used for ten seconds may be closed by the server just as it is
  // used again: then a browser asks once more, and so do we.
  async bare(path, how = {}) {
    const idle_ms = performance.now() - this.used_ms;
    let answer = await this.once(path, how);
    if (answer.status === 0 && answer.reused && idle_ms > 10000) answer = await this.once(path, how);
    this.used_ms = performance.now();
    return answer;
  }
  once(path, { method = "GET", headers = {}, body } = {}) {
    return new Promise((resolve) => {
      const begun = performance.now();
      const req = http.request({ host: "127.0.0.1", port, path, method, agent: this.agent, headers: { host: own, ...headers } }, (res) => {
        const parts = [];
        res.on("data", (d) => parts.push(d));
        res.on("error", () => {});
        res.on("close", () => {
          const bytes = Buffer.concat(parts);
          const whole = res.complete && (res.headers["content-length"] === undefined || Number(res.headers["content-length"]) === bytes.length);
          resolve({ ms: performance.now() - begun, status: res.statusCode, headers: res.headers, bytes, cut: !whole });
        });
      });
      req.on("error", (e) => resolve({ ms: performance.now() - begun, status: 0, headers: {}, bytes: Buffer.alloc(0), cut: true, reused: req.reusedSocket, why: e.code ?? e.message }));
      req.end(body);
    });
  }

  // `want`: statuses that are right. Tells time and fault under `kind`; gives the JSON, or the bytes.
  async ask(kind, path, { want = [200], check, ...how } = {}) {
    const answer = await this.bare(path, how);
    let error = null, json;
    if (answer.cut) error = `cut off ${answer.why ?? `after ${answer.bytes.length} bytes`}`;
    else if (!want.includes(answer.status)) error = `status ${answer.status} ${answer.bytes.toString().slice(0, 140)}`;
    else if ((answer.headers["content-type"] ?? "").startsWith("application/json") && answer.bytes.length > 0)
      try { json = JSON.parse(answer.bytes); } catch { error = "JSON that cannot be read"; }
    if (!error) error = this.sameTag(path, answer, how.headers?.["if-none-match"]) ?? (json !== undefined && throwDie(10) === 0 ? described(path, how.method ?? "GET", answer.status, json) : null);
    if (!error && check && answer.status === 200) {
      const right = check(json ?? answer.bytes, answer);
      if (right !== true) error = `wrong answer: ${right || "not what was asked"}`;
    }
    state.told(kind, answer.ms, error ? `${how.method ?? "GET"} ${path}: ${error}` : null);
    return error ? null : { json, ...answer };
  }
  sameTag(path, answer, asked) {
    const tag = answer.headers.etag;
    if (!tag) return null;
    if (answer.status === 304) return tag === asked ? null : "304 for a tag that was not asked for";
    this.tags.set(path, tag);
    const sums = sumsOf.get(path) ?? sumsOf.set(path, new Map()).get(path);
    const sum = createHash("sha1").update(answer.bytes).digest("hex"), known = sums.get(tag);
    sums.set(tag, sum);
    if (sums.size > 20) sums.delete(sums.keys().next().value);
    return known && known !== sum ? "wrong answer: other bytes under the same tag" : null;
  }
  // Again, as a browser does that has it still.
  again(kind, path, how = {}) {
    const tag = this.tags.get(path);
    return this.ask(kind, path, tag ? { ...how, want: [200, 304], headers: { "if-none-match": tag } } : how);
  }
  send(kind, method, path, body = {}, how = {}) {
    return this.ask(kind, api(path), { method, headers: { "content-type": "application/json" }, body: method === "DELETE" ? undefined : JSON.stringify(body), ...how });
  }
  rest() { return sleep(2 * this.pause * Math.random()); }
}

function described(path, method, status, json) {
  const pattern = path.split("?")[0].replace(/\/\d+(?=\/|$)/g, "/{id}");
  const operation = openapi.paths[pattern]?.[method.toLowerCase()];
  const schema = status < 300 ? operation?.responses["2XX"]?.content["application/json"]?.schema : { $ref: "#/components/schemas/Error" };
  const found = schema ? faults(json, schema) : [];
  return found.length > 0 ? `wrong answer: ${found[0]}` : null;
}

// ---- Who reads

const page = async (c) => {
  const home = await c.again("page", "/app/");
  for (const file of c.assets ??= home?.bytes ? [...home.bytes.toString().matchAll(/(?:src|href)="(\/app\/[^"]+\.(?:js|css))"/g)].map((m) => m[1]) : [])
    await c.again("page", file);
};
const today = async (c) => { await c.again("today", api("athlete")); await c.again("today", api("plan/today")); };
const runs = (c) => {
  const limit = pick([20, 50, 200]), offset = throwDie(Math.max(1, Math.min(2000, state.total - limit)));
  return c.ask("runs", api(`runs?limit=${limit}&offset=${offset}`), { check: (j) => j.runs.length <= limit && (j.runs.length === limit || offset + limit > j.total) || `${j.runs.length} of ${limit} runs` });
};
const chart = async (c) => {
  if (state.chartRuns.length === 0) return;
  const id = pick(state.chartRuns);
  await c.again("chart", api(`runs/${id}`), { check: (j) => j.id === id });
  await c.again("chart", api(`runs/${id}/samples?points=400`), { check: (j) => j.run_id === id && j.time_s.length === j.points && j.points <= 400 && [0, j.points].includes(j.distance_m.length) });
};
const plan = async (c) => { await c.again("plan", api("plan"), { check: (j) => j.weeks.length > 0 }); await c.ask("plan", api(pick(["plan/check", "plan/changes", "plan/list"]))); };
const fitness = (c) => c.again("fitness", api(pick(["fitness", "fitness/progress", "load", "bests", "results"])));
const race = (c) => { const goal = 290 + throwDie(60); return c.ask("race", api(`race?goal_s=${goal}`), { check: (j) => Math.abs(j.checkpoints.at(-1).time_s - goal) < 0.01 }); };
const card = (c) => c.ask("card", api(`race/card?goal_s=${300 + throwDie(40)}&form=wristband`), { check: (bytes) => bytes.subarray(0, 5).toString() === "%PDF-" });
const library = (c) => c.ask("library", api(pick(["library", "library/workouts/rp-400"])));
const conditional = async (c) => { for (const path of ["athlete", "plan/today", "results"]) await c.again("conditional", api(path)); };
const refusal = (c) => c.ask("refused", pick([api("runs/999999999"), "/nothing", api("runs?limit=x")]), { want: [400, 404] });

// A tab: hears for a while, then is closed.
export function listen(onEvent = () => {}) {
  const ears = { open: false, error: null };
  const req = http.get({ host: "127.0.0.1", port, path: api("events"), agent: false, headers: { host: own } }, (res) => {
    let text = "";
    ears.open = res.statusCode === 200;
    if (!ears.open) ears.error = `status ${res.statusCode}`;
    res.on("data", (d) => {
      text += d;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = text.slice(0, end).match(/^event: (.*)$/m)?.[1], data = text.slice(0, end).match(/^data: (.*)$/m)?.[1];
        if (event) try { onEvent(event, JSON.parse(data)); } catch { ears.error = "an event that cannot be read"; }
        text = text.slice(end + 2);
      }
    });
    res.on("close", () => { if (!ears.closed) ears.error ??= "cut off"; });
    res.on("error", () => {});
  });
  req.on("error", (e) => { if (!ears.closed) ears.error ??= e.code; });
  ears.close = () => { ears.closed = true; req.destroy(); };
  return ears;
}
const events = async () => {
  const ears = listen();
  for (const end = Date.now() + 60000; !ears.open && !ears.error && Date.now() < end; ) await sleep(50);
  for (const end = Date.now() + 1000 + throwDie(9000); Date.now() < end && !state.ended; ) await sleep(100);
  state.told("events", 0, !ears.open ? "GET events: not opened" : ears.error ? `GET events: ${ears.error}` : null);
  ears.close();
};
// One whose other side goes away in the middle, as phones do.
const goneEarly = (c) => new Promise((resolve) => {
  const req = http.request({ host: "127.0.0.1", port, path: api(pick(["fitness/progress", "load", "runs?limit=1000"])), agent: false, headers: { host: own } });
  req.on("error", () => {}).on("close", resolve).end();
  setTimeout(() => req.destroy(), throwDie(30));
  void c;
});
// [how often, what]
const mix = [[12, today], [8, page], [8, runs], [10, chart], [6, plan], [6, fitness], [6, race], [1, card], [4, library], [10, conditional], [2, refusal], [3, events], [1, goneEarly]];
const deck = mix.flatMap(([often, what]) => Array(often).fill(what));
export async function reader(c) {
  while (!state.ended) { await pick(deck)(c); await c.rest(); }
}
// Each once: what a server keeps after its first answer is kept.
export async function everything(c) { for (const [, what] of mix) if (what !== events) await what(c); }

// ---- Who writes

// So long as nobody else writes, what this client does can be held against what is there afterwards.
let turn = Promise.resolve();
export const alone = (work) => {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
};
const sessionsOf = (answer) => answer?.json?.weeks.flatMap((w) => w.sessions) ?? [];
const mismatch = (what) => state.told("write", 0, `wrong answer: ${what}`);

async function moveAndUndo(c, exact) {
  const later = sessionsOf(await c.ask("write", api("plan"))).filter((s) => s.kind !== "rest" && s.status !== "skipped" && s.date > "2026-02-18" && s.date < "2026-03-20");
  if (later.length < 2) return;
  const session = pick(later), to = pick(later.filter((s) => s.date !== session.date))?.date;
  if (!to) return;
  const moved = await c.send("write", "POST", "plan/move", { session_id: session.id, to_date: to }, { want: exact ? [200] : [200, 404, 409] });
  if (!moved) return;
  const at = async () => sessionsOf(await c.ask("write", api("plan"))).find((s) => s.id === session.id)?.date;
  if (exact && moved.json.kept) { const now = await at(); if (now !== to) mismatch(`moved to ${to}, and stands on ${now}`); }
  if (moved.status !== 200 || !moved.json.kept) return;
  await c.send("write", "POST", "plan/undo", {}, { want: exact ? [200] : [200, 404, 409] });
  if (exact) { const now = await at(); if (now !== session.date) mismatch(`undone, and stands on ${now} in place of ${session.date}`); }
}
export async function planner(c) {
  for (let i = 0; !state.ended; i++) {
    if (i % 2 === 0) await alone(() => moveAndUndo(c, true)); else await moveAndUndo(c, false);
    const past = sessionsOf(await c.ask("write", api("plan"))).filter((s) => s.date <= "2026-02-16");
    if (past.length > 0) {
      const told = await c.send("write", "POST", "plan/told", { session_id: past[0].id, outcome: "done", effort: 1 + throwDie(10), note: "as it was" }, { want: [200, 404, 409] });
      if (told?.status === 200) await c.send("write", "DELETE", `plan/told/${past[0].id}`, undefined, { want: [200, 404] });
    }
    await sleep(500 + 2 * c.pause * Math.random());
  }
}
// A result in, heard of in another tab, and out again.
export async function chronicler(c) {
  let heard = 0;
  const ears = listen((event, data) => { if (event === "changed" && data.topics.includes("results")) heard++; });
  await sleep(500);
  for (let i = 0; !state.ended; i++) {
    const before = heard, time = 1100 + (i % 4000) / 10;
    const added = await c.send("write", "POST", "results", { distance_m: 5000, time_s: time, date: "2026-01-20", name: `Parkrun ${i}` }, { want: [201] });
    const mine = added?.json.results.find((r) => r.name === `Parkrun ${i}`);
    if (added && mine?.time_s !== time) mismatch("a result that is not as it was told");
    if (mine) {
      for (const end = Date.now() + 60000; heard === before && Date.now() < end && !state.ended; ) await sleep(50);
      if (heard === before && !state.ended) mismatch("a change that no listener hears of in a minute");
      await c.send("write", "DELETE", `results/${mine.id}`);
      const left = await c.ask("write", api("results"));
      if (left && left.json.results.some((r) => r.id === mine.id)) mismatch("a result that was taken back is still there");
    }
    await sleep(1000 + 2 * c.pause * Math.random());
  }
  if (ears.error) state.told("events", 0, `GET events: ${ears.error}`);
  ears.close();
}

// ---- Files

// By chance a made-up run may be one that the store was filled with: that one is not ours to take out.
export const newIn = (answer) => answer.files.filter((f) => f.outcome === "new").flatMap((f) => f.run_ids);
// One file up, read by its job, looked at, and out of the log again.
async function upDown(c, { name, bytes }) {
  const sent = await c.ask("upload", api(`import?name=${name}`), { method: "POST", want: [202], headers: { "content-type": "application/octet-stream" }, body: bytes });
  if (!sent) return;
  let job;
  for (const end = Date.now() + 300000; Date.now() < end; await sleep(60)) {
    job = (await c.ask("upload", api(`jobs/${sent.json.job_id}`)))?.json;
    if (!job || job.state === "done" || job.state === "failed") break;
  }
  if (job?.state !== "done" || job.result.files_failed !== 0) return mismatch(`an import: ${JSON.stringify(job)?.slice(0, 300)}`);
  for (const id of newIn(job.result)) {
    await c.ask("upload", api(`runs/${id}`), { check: (j) => j.id === id });
    await c.send("upload", "DELETE", `runs/${id}`);
    state.files.push(id);
  }
}
export async function uploader(c, nextFile) {
  while (!state.ended) {
    const file = await nextFile();
    await alone(() => upDown(c, file));
    await sleep(700);
  }
}
