// SPDX-License-Identifier: MIT
// types.mjs: src/api_types.ts from docs/openapi.json, on stdout. An answer is an interface named as its schema
// (PlanToday), what is sent one named as its operation (PostPlanMove). What a field means stands in docs/json.md.
//   node web/page/types.mjs > web/page/src/api_types.ts
import { readFileSync } from "node:fs";

const description = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const plain = { string: "string", number: "number", integer: "number", boolean: "boolean", null: "null" };

function typeOf(schema, indent) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ");
  const kinds = [schema.type ?? "null"].flat();
  return kinds
    .map((kind) => {
      if (kind === "array") {
        const inner = typeOf(schema.items ?? {}, indent);
        return /[|&]/.test(inner) && !inner.startsWith("{") ? `(${inner})[]` : `${inner}[]`;
      }
      return kind === "object" ? fieldsOf(schema, indent) : plain[kind];
    })
    .join(" | ");
}

function fieldsOf(schema, indent) {
  const inside = `${indent}  `;
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const must = schema.required?.includes(name);
    const key = /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name);
    return `${inside}${key}${must ? "" : "?"}: ${typeOf(field, inside)};`;
  });
  return rows.length > 0 ? `{\n${rows.join("\n")}\n${indent}}` : "Record<string, unknown>";
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const parts = Object.entries(description.components.schemas).map(([name, schema]) => `export interface ${name} ${fieldsOf(schema, "")}`);
for (const operations of Object.values(description.paths))
  for (const operation of Object.values(operations)) {
    const body = operation.requestBody?.content?.["application/json"]?.schema;
    if (body?.properties && Object.keys(body.properties).length > 0) parts.push(`export interface ${capital(operation.operationId)} ${fieldsOf(body, "")}`);
  }
process.stdout.write(`// SPDX-License-Identifier: MIT\n// Made by web/page/types.mjs from docs/openapi.json; not to be changed by hand.\n\n${parts.join("\n\n")}\n`);
