// paths.mjs DOC < lines "verb<TAB>file": compares the field paths in answers with
// those that docs/json.md names for the verb. Every field that is answered must be
// documented; every documented field must be answered at least once.
import { readFileSync } from "node:fs";

const documented = new Map();
let verbs = [];
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  const head = line.match(/^## (.*)/);
  if (head) {
    verbs = [...head[1].matchAll(/`([^`]+)`/g)].map((m) => m[1]);
    for (const verb of verbs) documented.set(verb, new Set());
  }
  const row = line.match(/^\| `([^`]+)` \|/);
  if (row) for (const verb of verbs) documented.get(verb).add(row[1]);
}
const seen = new Map();
function walk(value, path, into) {
  if (Array.isArray(value)) return value.forEach((item) => walk(item, path + "[]", into));
  if (value !== null && typeof value === "object")
    return Object.entries(value).forEach(([key, item]) => {
      const here = path ? `${path}.${key}` : key;
      into.add(here);
      walk(item, here, into);
    });
}
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const [verb, file] = line.split("\t");
  if (!seen.has(verb)) seen.set(verb, new Set());
  walk(JSON.parse(readFileSync(file, "utf8")), "", seen.get(verb));
}
let n = 0;
for (const [verb, paths] of seen) {
  const wanted = documented.get(verb);
  const missing = wanted ? [...paths].filter((p) => !wanted.has(p)) : ["(no section)"];
  const gone = wanted ? [...wanted].filter((p) => !paths.has(p)) : [];
  const bad = [...paths].filter((p) => !/^([a-z0-9_]+(\[\])?\.?)+$/.test(p) && !p.startsWith("models."));
  console.log(`${missing.length + gone.length + bad.length ? "not ok" : "ok"} ${++n} - json of ${verb}`);
  for (const p of missing) console.log(`# not documented: ${p}`);
  for (const p of gone) console.log(`# documented but never answered: ${p}`);
  for (const p of bad) console.log(`# not snake_case: ${p}`);
}
for (const verb of documented.keys())
  if (!seen.has(verb)) console.log(`not ok ${++n} - ${verb} is documented but was not asked`);
if (process.env.LIST) for (const [verb, paths] of seen) console.error(`## \`${verb}\`\n` + [...paths].map((p) => `| \`${p}\` |`).join("\n"));
