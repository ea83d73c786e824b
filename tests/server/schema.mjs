// Holds a value against a schema of docs/openapi.json, strictly: no field that is not described.
import { readFileSync } from "node:fs";

export const openapi = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const isType = {
  object: (v) => typeof v === "object" && v !== null && !Array.isArray(v), array: Array.isArray, string: (v) => typeof v === "string",
  integer: Number.isInteger, number: (v) => typeof v === "number", boolean: (v) => typeof v === "boolean", null: (v) => v === null,
};
const formats = { date: /^\d{4}-\d\d-\d\d$/, "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/ };
const resolved = (schema) => (schema.$ref ? openapi.components.schemas[schema.$ref.split("/").pop()] : schema);

// The first faults, "path: what".
export function faults(value, schema, path = "$", found = []) {
  const s = resolved(schema);
  const fault = (what) => { if (found.length < 8) found.push(`${path}: ${what}`); return found; };
  const allowed = s.type === undefined ? null : [s.type].flat();
  if (allowed && !allowed.some((type) => isType[type](value))) return fault(`is ${JSON.stringify(value)?.slice(0, 60)}, not ${allowed.join(" or ")}`);
  if (s.enum && !s.enum.includes(value)) fault(`${JSON.stringify(value)} is not one of ${s.enum.join(", ")}`);
  if (typeof value === "string" && s.format && !formats[s.format].test(value)) fault(`'${value}' is no ${s.format}`);
  if (typeof value === "string" && s.pattern && !new RegExp(s.pattern).test(value)) fault(`'${value}' is not like ${s.pattern}`);
  if (Array.isArray(value) && s.items) for (const [i, item] of value.entries()) { if (found.length < 8) faults(item, s.items, `${path}[${i}]`, found); }
  if (isType.object(value) && s.properties) {
    for (const name of s.required ?? []) if (!(name in value)) fault(`${name} is missing`);
    for (const [name, item] of Object.entries(value))
      if (s.properties[name]) faults(item, s.properties[name], `${path}.${name}`, found);
      else fault(`${name} is not described`);
  }
  return found;
}
