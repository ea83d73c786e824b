// What goes out of the store and comes back: runs, words about sessions, everything.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { api, ask, done, send, teller } from "./http_kit.mjs";
import { faults, openapi } from "./schema.mjs";

const ok = teller(1);
const { MILER: miler, FOLDER: folder } = process.env;
const get = async (path) => (await ask(api(path))).json;
const text = async (path) => (await ask(api(path))).text;
const cli = (...words) => JSON.parse(execFileSync(miler, [...words, "--json"], { encoding: "utf8" }));
const change = async (method, path, body, want, name) => {
  const answer = await send(method, api(path), body);
  const pattern = api(path).replace(/\/\d+(?=\/|$)/g, "/{id}");
  const schema = want < 300 ? openapi.paths[pattern][method.toLowerCase()].responses["2XX"].content["application/json"].schema : { $ref: "#/components/schemas/Error" };
  const found = answer.status === want ? faults(answer.json, schema) : [`${answer.status}: ${answer.text.slice(0, 300)}`];
  ok(found.length === 0, name, found);
  return answer.json ?? {};
};

// ---- A run out of the log
const log = (await get("runs")).runs;
const mile = (await get("bests")).bests.find((b) => b.distance_m > 1600 && b.distance_m < 1610);
const best = mile.measured?.run_id ?? mile.run_id;
const id = log.some((run) => run.id === best) ? best : log[0].id;
const told = ["runs", "bests", "fitness", "load", "plan", `runs/${id}`, `runs/${id}/like`];
await change("PATCH", `runs/${id}`, { kind: "effort", value: 8 }, 200, "a run is put right by hand first");
// Told to be a ride it is the same recording still, measured anew and read again.
await change("PATCH", `runs/${id}`, { kind: "sport", text: "cycling" }, 200, "it was a ride");
execFileSync(miler, ["rebuild", "-q"]);
const reread = spawnSync(miler, ["import", `${folder}/season`, "--json"], { encoding: "utf8" });
ok(JSON.parse(reread.stdout).files_new === 0 && (await get(`runs/${id}`)).sport === "cycling", "which it stays");
await change("POST", `runs/${id}/undo`, {}, 200, "until that is taken back");
ok((await get(`runs/${id}`)).sport === "running", "then it is a run again");
const before = await Promise.all(told.map(text));
const out = await change("DELETE", `runs/${id}`, {}, 200, "it goes out of the log");
ok(out.removed === true && out.run_id === id, "and says so", out);
ok((await get("runs")).runs.every((run) => run.id !== id) && (await get("runs")).total === log.length - 1, "the log does not have it");
ok(!(await text("bests")).includes(`"run_id":${id},`) && (await text("load")) !== before[3], "nor bests and load");
ok((await ask(api(`runs/${id}`))).status === 404 && (await ask(api(`runs/${id}/samples`))).status === 404, "nor is it shown");
ok((await get("runs?removed=true")).runs.map((run) => run.id).join() === String(id) && cli("runs", "--removed").runs[0].id === id, "it is listed with those that are out");
await change("DELETE", `runs/${id}`, {}, 409, "it cannot go out twice");
await change("PATCH", `runs/${id}`, { kind: "effort", value: 3 }, 404, "nor be put right meanwhile");
execFileSync(miler, ["rebuild", "-q"]);
ok(!(await text("bests")).includes(`"run_id":${id},`), "measured anew it stays out");
const again = spawnSync(miler, ["import", `${folder}/season`, "--json"], { encoding: "utf8" });
ok(JSON.parse(again.stdout).files_new === 0 && (await get("runs")).total === log.length - 1, "read again it is known, and stays out", again.stdout.slice(0, 200));
await change("POST", `runs/${id}/restore`, {}, 200, "it comes back");
const after = await Promise.all(told.map(text));
told.forEach((path, i) => ok(after[i] === before[i], `${path} is as before`, [after[i].slice(0, 120), before[i].slice(0, 120)]));
await change("POST", `runs/${id}/restore`, {}, 409, "it cannot come back twice");
await change("DELETE", "runs/999999", {}, 404, "no such run");
ok(cli("edit", String(id), "remove").removed && cli("edit", String(id), "restore").removed === false && (await text(`runs/${id}`)) === before[5], "the same on the command line");
execFileSync(miler, ["athlete", "add", "--name", "Bo", "-q"]);
const foreign = await send("DELETE", `${api(`runs/${id}`)}?athlete=Bo`, {});
ok(foreign.status === 404 && (await get("runs")).total === log.length, "another athlete's run is not theirs to take out", foreign.text);

// ---- Told by word
const sessions = (await get("plan")).weeks.flatMap((week) => week.sessions);
const open = sessions.find((s) => s.date <= "2026-06-01" && s.run === null && s.distance_m > 0 && s.status !== "skipped");
const done_m = async () => (await get("plan")).weeks.find((week) => week.sessions.some((s) => s.id === open.id)).done_m;
const ran_m = await done_m();
const kept = await change("POST", "plan/told", { session_id: open.id, effort: 6, note: "ohne Uhr" }, 200, "a session is done by word");
ok(kept.outcome === "done" && kept.told && kept.effort === 6 && kept.note === "ohne Uhr", "as it was told", kept);
const now = (await get("plan")).weeks.flatMap((week) => week.sessions).find((s) => s.id === open.id);
ok(now.outcome === "done" && now.effort === 6 && now.run === null && Math.abs((await done_m()) - ran_m - open.distance_m) < 1, "the plan counts it as run", [now.outcome, ran_m, await done_m()]);
ok(cli("plan", "show").weeks.flatMap((week) => week.sessions).find((s) => s.id === open.id).note === "ohne Uhr", "and so does the command line");
ok((await change("POST", "plan/told", { session_id: open.id, outcome: "cut_short" }, 200, "another word")).effort === null, "takes the place of the first");
const back = await change("DELETE", `plan/told/${open.id}`, {}, 200, "the word is taken back");
ok(back.outcome === open.outcome && !back.told && (await done_m()) === ran_m, "and all is as it was", back);
await change("DELETE", `plan/told/${open.id}`, {}, 409, "there is no more to take back");
const future = sessions.find((s) => s.date > "2026-06-01");
await change("POST", "plan/told", { session_id: future.id }, 400, "what is to come is not done");
await change("POST", "plan/told", { session_id: 99999 }, 404, "no such session");
await change("POST", "plan/told", { session_id: open.id, effort: 11 }, 400, "effort ends at 10");
const run = sessions.find((s) => s.run !== null);
await change("POST", "plan/told", { session_id: run.id }, 409, "a run outranks a word");
ok(cli("plan", "done", String(open.id), "--other", "--note", "football").outcome === "other", "plan done tells it, too");
ok(cli("plan", "done", String(open.id), "--undo").told === false, "and takes it back");
for (const words of [[], ["x", "y"], [String(open.id), "--short", "--other"], [String(open.id), "--effort", "0"]])
  ok(spawnSync(miler, ["plan", "done", ...words]).status === 2 || spawnSync(miler, ["plan", "done", ...words]).status === 3, `plan done ${words.join(" ")} is refused`);

// ---- A calendar in a zone that has no rules
const feed = await send("POST", api("calendars"), { kind: "busy", at: "18:30", zone: "UTC" });
ok((await ask(feed.json.path)).text.startsWith("BEGIN:VCALENDAR"), "a calendar in the zone UTC is one", feed.text);

// ---- Everything
const look = await get("store");
ok(look.erased === false && look.backup === null && look.path === process.env.MILER_DB && look.activities > 40 && look.athletes === 2, "the store is looked at first", look);
const asked = spawnSync(miler, ["erase", "--json"], { encoding: "utf8" });
ok(asked.status === 1 && JSON.parse(asked.stdout).mark === look.mark && (await get("runs")).total === log.length, "asked on the command line nothing goes");
await change("POST", "erase", {}, 400, "not without the mark");
await change("POST", "erase", { mark: "00000000000000000000000000000000" }, 409, "not with another");
await send("POST", api("results"), { distance_m: 1500, time_s: 330, date: "2026-05-30" });
await change("POST", "erase", { mark: look.mark }, 409, "not once there is more than was looked at");
// What lies beside the store goes as well: own workouts, and copies that were asked for.
const wrote = { title: "Tuesday fours", text: "6x400m @mile r400m jog", kind: "race-pace" };
await send("POST", api("library/workouts"), wrote);
const made = async (what) => {
  const { job_id } = (await send("POST", api(what))).json;
  while (["waiting", "running"].includes((await get(`jobs/${job_id}`)).state)) await new Promise((go) => setTimeout(go, 50));
  return job_id;
};
const out_id = await made("export");
const everything = (await ask(api(`jobs/${out_id}/file`))).bytes, job_id = await made("backup");
ok(everything.includes("catalogue/workouts-own.tsv") && (await get(`jobs/${out_id}`)).result.catalogue_files === 1, "everything has the own workouts in it, and says so", (await get(`jobs/${out_id}`)).result);
const { mark, own_workouts } = await get("store");
const stray = () => readdirSync(dirname(process.env.MILER_DB)).filter((name) => name.startsWith(`${basename(process.env.MILER_DB)}-tmp-`));
ok(own_workouts === 1 && stray().length === 2, "a workout of one's own and copies lie beside it", [own_workouts, stray()]);
const gone = await change("POST", "erase", { mark }, 200, "with it everything goes");
ok(gone.erased && existsSync(gone.backup) && gone.backup_bytes > 100000, "after a backup", gone);
ok((await get("runs")).total === 0 && (await get("results")).results.length === 0 && (await get("athletes")).athletes.length === 1 && (await ask(api("plan"))).status === 204, "nothing is left");
ok(stray().length === 0 && (await ask(api(`jobs/${job_id}/file`))).status === 404, "no copy lies beside it but the one that is named", stray());
ok((await get("library")).workouts.every((one) => one.title !== wrote.title) && !existsSync(`${dirname(process.env.MILER_DB)}/catalogue/workouts-own.tsv`) && (await get("store")).own_workouts === 0,
  "nor is the own workout in the library");
ok(gone.own_workouts === 1 && readFileSync(gone.workouts_backup, "utf8").includes(`${wrote.title}\t${wrote.text}`), "it is in a file that is named, too", gone);
const sql = (words) => execFileSync("sqlite3", [process.env.MILER_DB, words], { encoding: "utf8" }).trim();
const tables = sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('athletes', 'sqlite_sequence')").split("\n");
ok(tables.length > 15 && tables.every((table) => sql(`SELECT count(*) FROM ${table}`) === "0"), "of no table", tables.filter((table) => sql(`SELECT count(*) FROM ${table}`) !== "0"));
const held = JSON.parse(execFileSync(miler, ["runs", "--all", "--json", "--db", gone.backup], { encoding: "utf8" }));
ok(held.total === log.length && spawnSync(miler, ["doctor", "-q", "--db", gone.backup]).status === 0, "the backup has all of it, and is sound", held.total);
// While files come in: what is erased is in the backup to the last run, and nothing comes in behind it.
const coming = await ask(api("import?name=all.zip"), { method: "POST", headers: { "content-type": "application/octet-stream" }, body: everything });
while ((await get(`jobs/${coming.json.job_id}`)).state === "waiting") await new Promise((go) => setTimeout(go, 5));
let amid = { status: 0 };
for (let tries = 0; tries < 20 && amid.status !== 200; tries++) {
  const seen = await get("store");
  amid = await send("POST", api("erase"), { mark: seen.mark });
}
const copied = JSON.parse(execFileSync(miler, ["runs", "--all", "--json", "--limit", "0", "--db", amid.json.backup], { encoding: "utf8" })).total;
ok(amid.status === 200 && copied === amid.json.activities, "an erase in the middle of an import copies what it erases", [amid.status, copied, amid.json]);
ok((await ask(api(`jobs/${coming.json.job_id}`))).status === 404 && (await get("runs?sport=all")).total === 0, "and the import is over");
// Left by a server that was killed.
mkdirSync(`${process.env.MILER_DB}-tmp-AbCdEf`);
writeFileSync(`${process.env.MILER_DB}-tmp-AbCdEf/miler-backup.db`, "all of it");
const none = cli("erase", "--yes");
ok(none.erased === true && none.workouts_backup === null && stray().length === 0, "erase --yes does the same, with a backup of its own");
done();
