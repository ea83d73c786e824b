// The whole run: clients, files in, a line each minute, and the verdict. tests/load/run starts it.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { alone, Client, chronicler, everything, newIn, planner, reader, sleep, state, uploader } from "./load_clients.mjs";
import { growth, quantile, slowed, sortedOf, thirds, verdict } from "./load_figures.mjs";

const run = promisify(execFile);
const { SERVER: server, FOLDER: folder, BUILD: build, MILER_DB: db } = process.env;
const number = (name, otherwise) => Number(process.env[name] || otherwise);
const all_s = number("SECONDS_ALL", 60 * number("MINUTES", 30)), clients = number("CLIENTS", 64), pause = number("PAUSE", 1500), enough = number("ANSWERS", Infinity);
const short = all_s < 600; // errors and what is left over at the end alone: too little to tell growth from a beginning

// ---- What is seen of the server from outside

const stat = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8"), rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), state: rest[0], parent: Number(rest[1]) };
  } catch { return null; }
};
// What its open files are, each as often as it is open.
const names = () => readdirSync(`/proc/${server}/fd`).map((fd) => { try { return readlinkSync(`/proc/${server}/fd/${fd}`).replace(/:\[\d+\]/, ""); } catch { return "gone"; } }).sort();
const below = () => {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(stat).filter(Boolean);
  const family = new Set([Number(server)]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) if (family.has(one.parent) && !family.has(one.pid)) { family.add(one.pid); grown = true; }
  }
  return all.filter((one) => family.has(one.pid) && one.pid !== Number(server));
};
const ofServer = (name) => Number(readFileSync(`/proc/${server}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]);
const look = () => {
  const children = below();
  let wal_mb = 0;
  try { wal_mb = statSync(`${db}-wal`).size / 1048576; } catch { /* none yet */ }
  const open = names(), files_of_store = open.filter((name) => name === db).length;
  return { rss_mb: ofServer("VmRSS") / 1024, files: open.length - files_of_store, files_of_store, threads: ofServer("Threads"), children: children.filter((c) => c.state !== "Z").length, dead_children: children.filter((c) => c.state === "Z").length, wal_mb };
};

// ---- What is told by the clients

const begun = performance.now(), seconds = () => (performance.now() - begun) / 1000;
const kinds = {}, errors = {};
let counted = 0, failed = 0, minuteOf = {};
let begun_s = 0;
const spot = (text) => text.replace(/\d+/g, "N").slice(0, 90); // the same fault elsewhere is the same
state.told = (kind, ms, error) => {
  if (error) {
    failed++;
    errors[spot(error)] = (errors[spot(error)] ?? 0) + 1;
    if (failed <= 20) console.log(`  after ${(seconds() - begun_s).toFixed(0)} s: ${error.slice(0, 300)}`);
  }
  if (ms <= 0 || begun_s === 0) return;
  counted++;
  (kinds[kind] ??= []).push({ s: seconds() - begun_s, ms });
  (minuteOf[kind] ??= []).push(ms);
};

// ---- Files of the simulator's, each season another

let season = 1000;
const makeSeason = async () => {
  const out = mkdtempSync(`${folder}/in-`), day = new Date(Date.UTC(2018, 0, 7 + 7 * (season % 350)));
  await run(`${build}/tools/simulate`, ["--seed", String(season++), "--weeks", "1", "--end", day.toISOString().slice(0, 10), "--out", out]);
  return out;
};
const waiting = [];
const nextFile = async () => {
  if (waiting.length === 0) {
    const out = await makeSeason();
    for (const name of readdirSync(out).filter((n) => n.endsWith(".fit"))) waiting.push({ name, bytes: readFileSync(`${out}/${name}`) });
    rmSync(out, { recursive: true });
  }
  return waiting.pop();
};
// `miler import` beside the server, as from a cron job. Its runs are looked at and taken out again, as those that
// were sent: what an answer costs grows with the log, which bench/ shows; here the log stays, and what grows is
// the server's.
let imported = 0, imports = 0;
const broom = new Client(0);
const importer = async () => {
  for (let i = 0; !state.ended; i++) {
    const out = await makeSeason();
    const one = async () => {
      const { stdout } = await run(`${build}/miler`, ["import", out, "--json"], { maxBuffer: 1 << 24 });
      const answer = JSON.parse(stdout);
      imports++;
      for (const id of newIn(answer)) {
        await broom.ask("import", `/api/v1/runs/${id}`, { check: (j) => j.id === id });
        await broom.send("import", "DELETE", `runs/${id}`);
        imported++;
      }
      if (answer.files_failed !== 0) throw new Error(`${answer.files_failed} files failed`);
    };
    try { await alone(one); } catch (e) { state.told("import", 0, `miler import: ${e.stderr || e.message}`); }
    rmSync(out, { recursive: true });
    for (const end = Date.now() + number("IMPORT_EACH", all_s < 120 ? 2 : 20) * 1000; Date.now() < end && !state.ended; ) await sleep(100);
  }
};

// ---- The run

const first = new Client(0);
const total = async () => (await first.ask("total", "/api/v1/runs?limit=1"))?.json.total ?? NaN; // an error is told already
const quiet = async () => {
  await sleep(all_s < 120 ? 700 : 4000); // connections that were closed are found
  return look();
};
state.total = (await total()) || 0;
// Those whose originals can be read: a store that was filled has others.
for (const { id } of (await first.ask("total", "/api/v1/runs?limit=60"))?.json.runs ?? [])
  if (state.chartRuns.length < 20 && (await first.bare(`/api/v1/runs/${id}`)).status === 200) state.chartRuns.push(id);
for (let i = 0; i < 2; i++) {
  const four = Array.from({ length: 4 }, () => new Client(0));
  await Promise.all(four.map(everything));
  for (const c of four) c.close();
}
{ // an upload, too: the thread of jobs opens what it needs
  const c = new Client(0), once = uploader(c, nextFile);
  await sleep(300);
  state.ended = true;
  await once;
  c.close();
  state.ended = false;
}
first.close();
const before = await quiet(), namesBefore = names(), totalBefore = await total();
first.close();
begun_s = seconds();
const seen = [], machine = [];
// The server gives pages back once a second. Who looks once a second, too, sees it before at one time and after at
// another, as the two clocks drift: what looked like 20 MB of growth in half an hour was that. So the least of ten
// looks counts for a second.
let least_mb = Infinity;
const glances = setInterval(() => { try { least_mb = Math.min(least_mb, ofServer("VmRSS") / 1024); } catch { /* told below */ } }, 97);
// What the machine itself is at: a fixed piece of work, long enough for others to come in between.
const beat = setInterval(() => {
  const from = performance.now();
  let x = 0;
  for (let i = 0; i < 2e7; i++) x = (x * 31 + i) | 0;
  machine.push({ s: seconds() - begun_s, ms: performance.now() - from + (x & 0) });
  try {
    const now = look();
    seen.push({ s: seconds() - begun_s, ...now, rss_mb: Math.min(least_mb, now.rss_mb) });
    least_mb = Infinity;
  } catch { errors["the server is gone"] = 1; state.ended = true; }
}, 1000);
let minute = 0, minuteCount = 0;
const line = () => {
  const now = seen.at(-1);
  const times = Object.entries(minuteOf).sort().map(([kind, list]) => { const s = sortedOf(list); return `${kind} ${quantile(s, 0.5).toFixed(0)}/${quantile(s, 0.99).toFixed(0)}`; }).join(" ");
  console.log(`${String(++minute).padStart(3)} min ${counted - minuteCount} answers, ${failed} errors so far; ${now.rss_mb.toFixed(1)} MB, ${now.files}+${now.files_of_store} files, ${now.threads} threads, ${now.children} children (${now.dead_children} dead), wal ${now.wal_mb.toFixed(1)} MB; p50/p99 ms: ${times}`);
  minuteOf = {};
  minuteCount = counted;
};
const minutes = setInterval(line, 60000);
const all = Array.from({ length: clients }, () => new Client(pause));
const work = [...all.map((c, i) => (i === 0 ? planner(c) : i === 1 ? chronicler(c) : i === 2 ? uploader(c, nextFile) : reader(c))), importer()];
for (const end = Date.now() + all_s * 1000; Date.now() < end && counted < enough && !state.ended; ) await sleep(100);
state.ended = true;
await Promise.race([Promise.all(work), sleep(300000).then(() => state.told("end", 0, "a client waits for its answer for more than five minutes"))]);
clearInterval(glances);
clearInterval(beat);
clearInterval(minutes);
for (const c of all) c.close();
broom.close();
const after = await quiet(), namesAfter = names();
const totalAfter = await total();
first.close();
if (totalAfter !== totalBefore && !Number.isNaN(totalAfter - totalBefore)) errors[`the log has ${totalAfter} runs, and had ${totalBefore}`] = 1;

// ---- What it says

if (process.env.SEEN) writeFileSync(process.env.SEEN, seen.map((o) => [o.s.toFixed(1), o.rss_mb.toFixed(2), o.files, o.threads, o.children].join("\t") + "\n").join(""));
const whole_s = seen.at(-1)?.s ?? 0, grown = growth(seen, whole_s);
console.log(`\n${counted} answers in ${whole_s.toFixed(0)} s to ${clients} clients, ${state.files.length} files up and out again, ${imports} imports beside it, ${imported} of their runs in and out again; ${failed} errors`);
console.log("kind             count   p50 ms   p99 ms   first third   last third");
for (const [kind, answers] of Object.entries({ ...kinds, all: Object.values(kinds).flat() }).sort()) {
  const t = thirds(answers, whole_s);
  console.log(`${kind.padEnd(14)} ${String(t.count).padStart(7)} ${t.p50.toFixed(1).padStart(8)} ${t.p99.toFixed(1).padStart(8)} ${t.first.toFixed(1).padStart(13)} ${t.last.toFixed(1).padStart(12)}`);
}
console.log(`this machine at a fixed piece of work: ${quantile(sortedOf(machine.map((a) => a.ms)), 0.5).toFixed(1)} ms, ${slowed(machine, whole_s).toFixed(2)} times that in the last third against the first (other work)`);
console.log(`memory: ${before.rss_mb.toFixed(1)} MB before, ${grown.mean.toFixed(1)} under load, ${grown.mb >= 0 ? "+" : ""}${grown.mb.toFixed(2)} ± ${grown.error_mb.toFixed(2)} MB over the run (${(100 * grown.share).toFixed(1)} %), ${after.rss_mb.toFixed(1)} after; largest wal ${Math.max(...seen.map((o) => o.wal_mb)).toFixed(1)} MB`);
console.log(`at quiet: ${["files", "files_of_store", "threads", "children", "dead_children"].map((w) => `${w.replaceAll("_", " ")} ${before[w]} before, ${after[w]} after`).join("; ")}`);
const more = namesAfter.filter((name) => !(namesBefore.includes(name) && namesBefore.splice(namesBefore.indexOf(name), 1)));
if (more.length > 0 || namesBefore.length > 0) console.log(`open after and not before: ${more.join(" ") || "nothing"}; before and not after: ${namesBefore.join(" ") || "nothing"}`);
const reasons = short
  ? [...Object.entries(errors).map(([what, count]) => `${count} errors: ${what}`), ...verdict({ errors: {}, seen: [], all_s, before, after, kinds: {}, machine })]
  : verdict({ errors, seen, all_s: whole_s, before, after, kinds: { ...kinds, all: Object.values(kinds).flat() }, machine });
for (const reason of reasons) console.log(`NOT FLAT: ${reason}`);
if (reasons.length === 0) console.log(short ? "no errors (memory and times are judged from ten minutes on)" : "flat");
process.exit(reasons.length === 0 ? 0 : 1);
