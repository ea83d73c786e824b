// Makes docs/openapi.json: what miler serve can be asked. The routes with their parameters come from the
// program itself (`miler serve --routes`), the fields of answers from docs/json.md and docs/api.md.
//   node tools/openapi.mjs build/miler > docs/openapi.json
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const units = { s_per_km: "s/km", mps: "m/s", bpm: "bpm", spm: "steps/min", percent: "%", km: "km", kg: "kg", m: "m", s: "s", min: "min", c: "degrees C" };
const unitOf = (name) => units[Object.keys(units).find((end) => name.endsWith("_" + end))];
const orNull = (schema, may) => {
  if (!may) return schema;
  return schema.enum ? { ...schema, type: ["string", "null"], enum: [...schema.enum, null] } : { ...schema, type: [schema.type, "null"] };
};

// ---- Answers: the tables of the documents
const number = { type: "number" };
const kinds = {
  integer: { type: "integer" }, number, text: { type: "string" }, "true or false": { type: "boolean" },
  date: { type: "string", format: "date" }, instant: { type: "string", format: "date-time" },
  clock: { type: "string", pattern: "^\\d\\d:\\d\\d$" }, object: { type: "object" }, list: { type: "array" },
  "list of text": { type: "array", items: { type: "string" } }, "list of integers": { type: "array", items: { type: "integer" } },
  "list of numbers": { type: "array", items: number }, "list of numbers or nulls": { type: "array", items: { type: ["number", "null"] } },
};
const schemaOf = (type, unit, meaning) => {
  const plain = type.replace(/ or null$/, "");
  const words = plain.match(/^(list of )?one of: (.*)$/);
  let schema = structuredClone(kinds[plain]) ?? {};
  if (words) {
    schema = { type: "string", enum: words[2].split(", ") };
    if (words[1]) schema = { type: "array", items: schema };
  }
  // An object that is null says so in its meaning.
  schema = orNull(schema, type.endsWith(" or null") || (plain === "object" && /(^|; )null\b/.test(meaning)));
  return { ...schema, description: unit ? `${meaning} [${unit}]` : meaning };
};
// "weeks[].sessions[].id" into the tree; what is below an object is required there.
const place = (root, path, schema) => {
  let at = root;
  const names = path.split(".");
  names.forEach((part, i) => {
    const name = part.replace(/\[\]$/, "");
    at.properties ??= {};
    at.required ??= [];
    if (i === names.length - 1 && !part.endsWith("[]")) {
      at.properties[name] = schema;
      at.required.push(name);
      return;
    }
    at = at.properties[name] ??= { type: part.endsWith("[]") ? "array" : "object" };
    if (part.endsWith("[]")) at = at.items ??= i === names.length - 1 ? schema : { type: "object" };
  });
};
const nameOf = (verb) => verb.split(/[^A-Za-z]+/).filter(Boolean).map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join("");
const schemas = {};
const answers = new Map(); // section of the document -> name of its schema
for (const page of ["docs/json.md", "docs/api.md"]) {
  let root = null;
  for (const line of readFileSync(page, "utf8").split("\n")) {
    if (line.startsWith("## ")) {
      const verbs = [...line.matchAll(/`([^`]+)`/g)].map((m) => m[1]);
      root = { type: "object" };
      for (const verb of verbs) answers.set(verb, nameOf(verbs[0]));
      if (verbs.length > 0) schemas[nameOf(verbs[0])] = root;
    }
    const row = line.match(/^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/);
    if (!row || !root) continue;
    const [path, type, unit, meaning] = row.slice(1).map((cell) => cell.trim());
    if (!/^reserved\b/.test(meaning)) place(root, path, schemaOf(type, unit, meaning));
  }
}

// ---- Requests: the tables of the program
const { routes, common } = JSON.parse(execFileSync(process.argv[2] ?? "build/miler", ["serve", "--routes"], { encoding: "utf8" }));
const fieldSchema = (f) => {
  const bounds = { minimum: f.low, maximum: f.high };
  const byKind = {
    text: { type: "string", maxLength: f.high }, lines: { type: "string", maxLength: f.high }, number: { type: "number", ...bounds },
    whole: { type: "integer", ...bounds }, flag: { type: "boolean" }, date: kinds.date, clock: kinds.clock,
    word: { type: "string", enum: f.words }, words: { type: "array", items: { type: "string", enum: f.words } },
    pairs: { type: "string", pattern: "^[^:,]+:[^:,]+(,[^:,]+:[^:,]+)*$" }, rows: { type: "array", items: f.rows.length ? bodySchema(f.rows) : {} },
  };
  return orNull(byKind[f.kind], f.or_null);
};
const told = (f) => (unitOf(f.name) ? `${f.says} [${unitOf(f.name)}]` : f.says);
function bodySchema(fields) {
  const required = fields.filter((f) => f.required).map((f) => f.name);
  const properties = Object.fromEntries(fields.map((f) => [f.name, { ...fieldSchema(f), description: told(f) }]));
  return { type: "object", properties, ...(required.length ? { required } : {}), additionalProperties: false };
}
const parameter = (f) => ({ name: f.name, in: "query", required: f.required, description: told(f), ...(f.kind === "words" ? { style: "form", explode: false } : {}), schema: fieldSchema(f) });
const pathParameters = (path) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: name === "id" ? { type: "integer", minimum: 1 } : { type: "string" } }));

const paths = {};
const used = new Set(["Error"]);
for (const route of routes) {
  if (!route.path.startsWith("/api/")) continue;
  const schema = answers.get(route.answers);
  if (!schema && !/^[a-z]+\/[a-z]/.test(route.answers)) throw new Error(`${route.path}: no document has a section ${route.answers}`);
  if (schema) used.add(schema);
  const type = schema ? "application/json" : route.answers.split(";")[0];
  const content = schema ? { schema: { $ref: `#/components/schemas/${schema}` } } : { schema: { type: "string", format: "binary" } };
  const operation = {
    summary: route.says,
    operationId: nameOf(`${route.method} ${route.path.slice("/api/v1/".length).replace(/[{}]/g, "")}`).replace(/^./, (c) => c.toLowerCase()),
    parameters: [...pathParameters(route.path), ...route.query.map(parameter), ...common.map(parameter)],
  };
  if (route.body.length) operation.requestBody = { required: route.body.some((f) => f.required), content: { "application/json": { schema: bodySchema(route.body) } } };
  if (route.raw) operation.requestBody = { required: true, content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } };
  operation.responses = { "2XX": { description: "done", content: { [type]: content } }, "4XX": { description: "refused", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } } };
  if (route.yet) operation.responses["204"] = { description: "there is no plan, or nothing to tell from, yet" };
  (paths[route.path] ??= {})[route.method.toLowerCase()] = operation;
}
for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
const whole = {
  openapi: "3.1.0",
  info: { title: "miler", version: "1", description: "What the page of `miler serve` asks of it. Made by tools/openapi.mjs; docs/api.md has the rules.", license: { name: "MIT", identifier: "MIT" } },
  servers: [{ url: "http://127.0.0.1:8710" }],
  paths,
  components: { schemas },
};
process.stdout.write(JSON.stringify(whole, null, 1) + "\n");
