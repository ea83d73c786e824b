// paths.mjs DOC < lines "verb<TAB>file": holds every answer against docs/json.md.
//   - an object has exactly the fields documented for its place, no more, no fewer
//   - a value has the documented type; null only where "or null" is written
//   - a field's unit is the one its name says ("_m" metres, "_s" seconds ...)
//   - every documented field is answered at least once, but those "reserved"
//   - every verb of `miler help` is documented and asked, but those named as having no answer
//   - the examples in the document are answers of that form too
import { readFileSync } from "node:fs";

const units = { m: "m", s: "s", s_per_km: "s/km", mps: "m/s", kmh: "km/h", mph: "mph", bpm: "bpm", spm: "steps/min",
  percent: "%", km: "km", kg: "kg", days: "days", rpe: "1-10", bytes: "bytes" };
const unitOf = (name) =>
  Object.keys(units).sort((a, b) => b.length - a.length).find((end) => name.endsWith("_" + end) || name === end);
const whole = (v) => Number.isInteger(v);
const types = {
  integer: whole,
  number: (v) => typeof v === "number" && Number.isFinite(v),
  text: (v) => typeof v === "string",
  "true or false": (v) => typeof v === "boolean",
  date: (v) => typeof v === "string" && /^\d{4}-\d\d-\d\d$/.test(v),
  instant: (v) => typeof v === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(v),
  clock: (v) => typeof v === "string" && /^\d\d:\d\d$/.test(v),
  object: (v) => typeof v === "object" && v !== null && !Array.isArray(v),
  list: (v) => Array.isArray(v),
  "list of text": (v) => Array.isArray(v) && v.every((item) => typeof item === "string"),
  "list of integers": (v) => Array.isArray(v) && v.every(whole),
};
const fits = (value, type) => {
  if (value === null) return type.endsWith(" or null");
  const plain = type.replace(/ or null$/, "");
  const words = plain.match(/^(list of )?one of: (.*)$/);
  if (!words) return types[plain]?.(value) ?? false;
  const allowed = words[2].split(", ");
  return words[1] ? Array.isArray(value) && value.every((item) => allowed.includes(item)) : allowed.includes(value);
};

const sections = new Map(); // verb -> Map(path -> {type, unit, reserved})
const silent = new Set(); // verbs that answer no JSON
const examples = []; // [verb, text]
const faults = new Map(); // verb -> Set of lines
const fault = (verb, text) => faults.set(verb, (faults.get(verb) ?? new Set()).add(text));
let verbs = [];
let example = null;
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (example !== null) {
    if (line === "```") { examples.push([verbs[0], example]); example = null; }
    else example += line + "\n";
    continue;
  }
  if (line === "```json") { example = ""; continue; }
  const head = line.match(/^## (.*)/);
  if (head) {
    verbs = [...head[1].matchAll(/`([^`]+)`/g)].map((m) => m[1]);
    const fields = new Map();
    for (const verb of verbs) sections.set(verb, fields);
  }
  if (line.startsWith("No JSON answer.")) for (const verb of verbs) { silent.add(verb); sections.delete(verb); }
  const row = line.match(/^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/);
  if (!row || !sections.has(verbs[0])) continue;
  const [path, type, unit, meaning] = row.slice(1).map((cell) => cell.trim());
  const name = path.replace(/.*\./, "").replace(/\[\]$/, "");
  const known = types[type.replace(/ or null$/, "")] || /one of: /.test(type);
  if (!known) fault(verbs[0], `${path}: no such type: ${type}`);
  if (!/^[a-z0-9_]+$/.test(name)) fault(verbs[0], `${path}: not snake_case`);
  if (/integer|number/.test(type) && unit !== (units[unitOf(name)] ?? "")) fault(verbs[0], `${path}: the name says ${units[unitOf(name)] ?? "no unit"}, the document ${unit || "none"}`);
  if (meaning === "") fault(verbs[0], `${path}: says nothing`);
  sections.get(verbs[0]).set(path, { type, reserved: /^reserved\b/.test(meaning) });
}

// Holds a value against the fields documented at and below `path`.
function hold(verb, value, path, fields, seen) {
  if (Array.isArray(value)) return value.forEach((item) => hold(verb, item, path + "[]", fields, seen));
  if (value === null || typeof value !== "object") return;
  const below = path ? path + "." : "";
  const wanted = [...fields.keys()].filter((p) => p.startsWith(below) && !p.slice(below.length).includes("."));
  for (const p of wanted) if (!(p.slice(below.length) in value) && !p.endsWith("[]")) fault(verb, `documented, not answered: ${p}`);
  for (const [key, item] of Object.entries(value)) {
    const here = below + key;
    const field = fields.get(here);
    seen.add(here);
    if (!field) fault(verb, `not documented: ${here}`);
    else if (!fits(item, field.type)) fault(verb, `${here} should be ${field.type}, is ${JSON.stringify(item)?.slice(0, 60)}`);
    hold(verb, item, here, fields, seen);
  }
}

const asked = new Map(); // verb -> Set of paths
let helped = [];
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const [verb, file] = line.split("\t");
  if (!asked.has(verb)) asked.set(verb, new Set());
  let answer = null;
  try { answer = JSON.parse(readFileSync(file, "utf8")); } catch (e) { fault(verb, `not JSON: ${e.message}`); continue; }
  if (!types.object(answer)) fault(verb, "the answer is not one object");
  if (!sections.has(verb)) { fault(verb, "has no section"); continue; }
  hold(verb, answer, "", sections.get(verb), asked.get(verb));
  if (verb === "help") helped = answer.verbs.map((v) => v.name);
}
for (const [verb, text] of examples) {
  try { hold(verb, JSON.parse(text), "", sections.get(verb), new Set()); }
  catch (e) { fault(verb, `the example is not JSON: ${e.message}`); }
}
let n = 0;
const everSeen = new Map(); // section -> Set of paths, of all its verbs
for (const [verb, paths] of asked) {
  const fields = sections.get(verb);
  if (fields) everSeen.set(fields, new Set([...(everSeen.get(fields) ?? []), ...paths]));
}
for (const verb of new Set([...asked.keys(), ...sections.keys(), ...helped])) {
  if (silent.has(verb)) continue;
  if (!asked.has(verb)) fault(verb, "was not asked");
  for (const [path, field] of sections.get(verb) ?? [])
    if (!everSeen.get(sections.get(verb))?.has(path) && !field.reserved) fault(verb, `documented but never answered: ${path}`);
  if (!examples.some(([name]) => sections.get(name) === sections.get(verb))) fault(verb, "has no example");
  const lines = [...(faults.get(verb) ?? [])];
  console.log(`${lines.length ? "not ok" : "ok"} ${++n} - json of ${verb}`);
  for (const text of lines) console.log(`# ${text}`);
}
if (helped.length === 0) console.log(`not ok ${++n} - help named no verb`);
