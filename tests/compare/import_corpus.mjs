// import_corpus.mjs CORPUS ANSWERS EXPLAINED: is what the import says of every file
// of the corpus true? The catalogue (made by other readers) tells what each file is;
// what it cannot tell stands in EXPLAINED with the reason.
import { readdirSync, readFileSync, statSync } from "node:fs";

const [corpus, answers, explainedPath] = process.argv.slice(2);
const json = (name) => JSON.parse(readFileSync(`${answers}/${name}.json`, "utf8"));
const table = (path) =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"));

const [head, ...rows] = table(`${corpus}/catalog.tsv`);
const catalogue = new Map(rows.map((r) => [r[0], Object.fromEntries(r.map((cell, i) => [head[i], cell]))]));
const explained = new Map(table(explainedPath).map(([file, says]) => [file, says]));
const first = json("first");
const second = json("second");
const runs = new Map(json("runs").runs.map((run) => [run.id, run]));
const name = (file) => file.path.slice(file.path.indexOf("corpus/") + 7);

let tests = 0;
let bad = 0;
function check(what, wrong) {
  tests++;
  if (wrong.length > 0) bad++;
  console.log(`${wrong.length > 0 ? "not ok" : "ok"} ${tests} - ${what}`);
  for (const line of wrong) console.log(`#   ${line}`);
}
const line = (file) => `${name(file)}: ${file.outcome} ${file.reason} ${file.warnings.join("; ")}`;

// ---- one outcome for every file on disk

const onDisk = readdirSync(corpus).flatMap((entry) =>
  statSync(`${corpus}/${entry}`).isDirectory() ? readdirSync(`${corpus}/${entry}`).map((f) => `${entry}/${f}`) : [entry],
);
const told = first.files.map(name);
check("every file has one outcome", [
  ...onDisk.filter((f) => told.filter((t) => t === f).length !== 1).map((f) => `${f}: not once`),
  ...told.filter((t) => !onDisk.includes(t)).map((t) => `${t}: not in the corpus`),
]);
check("the sums are those of the lines", [
  ...["new", "known", "skipped", "failed"]
    .filter((o) => first[`files_${o}`] !== first.files.filter((f) => f.outcome === o).length)
    .map((o) => `files_${o}`),
  ...(first.activities === runs.size + replaced().length ? [] : [`${first.activities} activities stored, ${runs.size} listed`]),
]);
function replaced() {
  return first.files.flatMap((f) => f.warnings.map((w) => w.match(/^takes the place of run (\d+)/)).filter((m) => m)).map((m) => Number(m[1]));
}

// ---- the outcome is the one that the catalogue leads one to expect

const fitWords = { course: "a route", monitoringB: "monitoring", 49: "sleep", bloodPressure: "blood pressure", settings: "settings", weight: "weight", workout: "a workout" };
// What the import should say of a file, as [outcomes, words of the reason].
function expected(row) {
  const points = Number(row.n_records);
  const notes = row.notes;
  const stored = [["new", "known"], ""];
  const skipped = (words) => [["skipped"], words];
  const [format, type] = row.format.split(":");
  if (format === "fit" && fitWords[type] !== undefined) return skipped(fitWords[type]);
  if (format === "tcx" && /\bcourse\b/.test(notes)) return skipped("a route");
  if (format === "tcx" && /\bworkout\b/.test(notes)) return skipped("a workout");
  if (format === "gpx" && points === 0 && /route pts/.test(notes)) return skipped("a route");
  if (format === "gpx" && points === 0 && /waypoints/.test(notes)) return skipped("waypoints");
  if (points === 0) return skipped("no records");
  if (format === "gpx" && /no times/.test(notes)) return skipped("a route");
  if (row.start_time === "" || type === "") return skipped("no times");
  if (Number(row.duration_s) === 0) return skipped("no time passes");
  return stored;
}
const judged = first.files.filter((f) => catalogue.has(name(f)) && !name(f).startsWith("bad/"));
check(
  "fit, tcx, gpx, workout: each is stored or skipped for the reason that it has",
  judged
    .filter((f) => {
      if (explained.has(name(f))) return !`${f.outcome} ${f.reason}`.includes(explained.get(name(f)));
      const [outcomes, words] = expected(catalogue.get(name(f)));
      return !outcomes.includes(f.outcome) || !f.reason.includes(words === "" ? f.reason : words);
    })
    .map(line),
);
check(
  "bad: each is salvaged with a warning, or a clear failure",
  first.files
    .filter((f) => name(f).startsWith("bad/"))
    .filter((f) => {
      if (explained.has(name(f))) return !`${f.outcome} ${f.reason}`.includes(explained.get(name(f)));
      return f.outcome === "failed" || f.outcome === "skipped" ? f.reason === "" : f.warnings.length === 0;
    })
    .map(line),
);

// ---- what was stored is what the catalogue says was run

const near = (a, b, least, share) => Math.abs(a - b) <= Math.max(least, share * Math.max(a, b));
// A file with several sessions or damage has its catalogue row made from another cut.
const plain = (row) => !/sessions|chained|segments|DAMAGE|hr msgs/.test(row.notes);
function runOf(f) {
  return runs.get(f.run_ids[0]);
}
const startOf = (row) => Date.parse(row.start_time);
check(
  "new: start, duration and distance are those of the catalogue",
  judged
    .filter((f) => f.outcome === "new" && plain(catalogue.get(name(f))) && !explained.has(name(f)))
    .filter((f, i, all) => !replaced().includes(f.run_ids[0]) || all.findLast((other) => other.run_ids[0] === f.run_ids[0]) === f)
    .filter((f) => {
      const row = catalogue.get(name(f));
      const run = runOf(f);
      const time = [run.timer_s, run.elapsed_s].some((t) => near(t, Number(row.duration_s), 15, 0.01));
      const dist = !(row.distance_m > 0) || !(run.distance_m > 0) || near(run.distance_m, Number(row.distance_m), 50, 0.05);
      return Math.abs(Date.parse(run.start) - startOf(row)) > 1500 || !time || !dist;
    })
    .map((f) => `${name(f)}: catalogue ${["start_time", "duration_s", "distance_m"].map((k) => catalogue.get(name(f))[k])}, run ${runOf(f).start} ${runOf(f).timer_s} ${runOf(f).elapsed_s} ${runOf(f).distance_m}`),
);
check(
  "known: the run it is said to be has its start and duration, or its distance",
  judged
    .filter((f) => f.outcome === "known" && plain(catalogue.get(name(f))))
    .filter((f) => {
      const row = catalogue.get(name(f));
      const run = runOf(f);
      if (run === undefined || Math.abs(Date.parse(run.start) - startOf(row)) > 10000) return true;
      const time = [run.timer_s, run.elapsed_s].some((t) => near(t, Number(row.duration_s), 15, 0.02));
      return !time && !near(run.distance_m, Number(row.distance_m), 2, 0.0005);
    })
    .map((f) => `${name(f)}: catalogue ${["start_time", "duration_s", "distance_m"].map((k) => catalogue.get(name(f))[k])}, run ${JSON.stringify(runOf(f))}`),
);
// Two runs of one athlete at the same time would be one recording stored twice.
const spans = [...runs.values()]
  .map((r) => ({ ...r, from: Date.parse(r.start), to: Date.parse(r.start) + 1000 * r.elapsed_s }))
  .filter((r) => r.elapsed_s < 86400 && r.elapsed_s >= 120)
  .sort((a, b) => a.from - b.from);
check(
  "no recording is stored twice",
  spans.flatMap((a, i) =>
    spans
      .slice(i + 1, i + 10)
      .filter((b) => {
        const both = Math.min(a.to, b.to) - Math.max(a.from, b.from);
        return both > 0.9 * (Math.max(a.to, b.to) - a.from) && (a.sport === b.sport || a.sport === "unknown" || b.sport === "unknown") && near(a.distance_m, b.distance_m, 0, 0.1);
      })
      .map((b) => `runs ${a.id} and ${b.id}: ${a.start} ${a.elapsed_s} s ${a.distance_m} m; ${b.start} ${b.elapsed_s} s ${b.distance_m} m`),
  ),
);

// ---- a second import

check("a second import stores nothing new", [
  ...second.files.filter((f) => f.outcome === "new").map(line),
  ...(second.activities === 0 ? [] : [`${second.activities} activities`]),
]);
check(
  "and says the same of what was not stored",
  second.files
    .filter((f, i) => {
      const before = first.files[i];
      const stored = before.outcome === "new" || before.outcome === "known";
      return stored ? f.outcome !== "known" : f.outcome !== before.outcome || f.reason !== before.reason;
    })
    .map(line),
);
const doctor = json("doctor");
check("the store is sound", doctor.sound === false || doctor.troubles.length > 0 ? [JSON.stringify(doctor.troubles)] : []);
for (const folder of ["fit", "tcx", "gpx", "workout", "bad"])
  console.log(
    `# ${folder}: ` +
      ["new", "known", "skipped", "failed"]
        .map((o) => `${first.files.filter((f) => f.outcome === o && name(f).startsWith(folder + "/")).length} ${o}`)
        .join(", "),
  );
console.log(`1..${tests}`);
process.exit(bad > 0 ? 1 : 0);
