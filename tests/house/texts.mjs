// The table of another language against the program: conversions, keys that still stand in the source, no key twice.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

let n = 0;
const ok = (name, faults) => {
  console.log(`${faults.length === 0 ? "ok" : "not ok"} ${++n} - ${name}`);
  for (const fault of faults.slice(0, 12)) console.log(`# ${fault}`);
};
const conversion = /%(?:%|(?:\d\$)?[-.*0-9lzh]*[ducfgs])|\{[a-z]+\}/g;
const rows = readFileSync("data/texts_de.tsv", "utf8").split("\n").map((text, i) => ({ text, line: i + 1 }))
  .filter(({ text }) => text !== "" && !text.startsWith("#")).map(({ text, line }) => ({ line, cells: text.split("\t") }));
ok("every line has an English and a German text", rows.filter(({ cells }) => cells.length !== 2 || cells.some((cell) => cell === "" || cell !== cell.trim() && !/^only $/.test(cell))).map(({ line, cells }) => `line ${line}: ${cells.join(" | ")}`));
const seen = new Map();
ok("no English twice", rows.filter(({ cells: [key] }) => seen.has(key) || !seen.set(key, true)).map(({ line, cells }) => `line ${line}: ${cells[0]}`));

// "%2$s" takes the second of the English; the others come in order.
const kinds = (text) => (text.match(conversion) ?? []).filter((one) => one !== "%%");
const wrong = ({ cells: [key, value] }) => {
  const mine = kinds(key), theirs = kinds(value);
  if (mine.some((one) => one.startsWith("{"))) return [...theirs].sort().some((one) => !mine.includes(one));
  if (theirs.some((one) => /^%\d\$/.test(one))) return theirs.some((one) => mine[Number(one[1]) - 1]?.slice(1) !== one.slice(3)) || theirs.length !== mine.length;
  return mine.join() !== theirs.join();
};
ok("conversions are those of the English", rows.filter(wrong).map(({ line, cells }) => `line ${line}: ${cells.join(" | ")}`));

// What the source says: each literal, neighbours joined, and each field of the other tables.
const files = (folder, end) => readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(end)).map((name) => join(folder, name));
const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\.)*)"|'(?:[^'\\]|\\.)*'|\bPRI\w+\b|\s+|[A-Za-z_]\w*|[\s\S]/g;
const unescape = { n: "\n", t: "\t" };
function literals(text) {
  const out = [];
  let now;
  for (const [whole, inner] of text.replace(/^\s*#\s*include.*$/gm, "").matchAll(token)) {
    if (/^(\/\/|\/\*|\s)/.test(whole)) continue;
    if (inner !== undefined) now = (now ?? "") + inner.replace(/\\(.)/g, (_, c) => unescape[c] ?? c);
    else if (whole.startsWith("PRI") && now !== undefined) now += "d";
    else if (now !== undefined) { out.push(now); now = undefined; }
  }
  return out;
}
const said = new Set([
  ...files("src", ".c").concat(files("src", ".h"), files("include", ".h")).flatMap((path) => literals(readFileSync(path, "utf8"))),
  ...files("data", ".tsv").filter((path) => !path.includes("texts_")).flatMap((path) => readFileSync(path, "utf8").split(/[\n\t|]/)),
  ...files("web/live", ".js").concat(files("web/live", ".html")).flatMap((path) => readFileSync(path, "utf8").split(/["`<>\n]/)),
].map((text) => text.trim()));
const pieces = new Set([...said].flatMap((text) => [text, ...text.split(conversion)].flatMap((one) => [one, ...one.split(/[,;]|(?<=[.!?]) /)])).map((one) => one.trim().toLowerCase())
  .filter((one) => one.length > 2 || /^(s|m|x|a|an|:|at|in|on|to|or|by|km|mi|s a|is|of|h|cv)$/.test(one)));
// Made of such pieces, one behind the other, with what stands between words.
function made(text) {
  const reach = new Array(text.length + 1).fill(false);
  reach[0] = true;
  for (let i = 0; i < text.length; i++) {
    if (!reach[i]) continue;
    if (/[\s,;:.()"'×\u200b-]/.test(text[i])) reach[i + 1] = true;
    for (let end = i + 1; end <= text.length; end++) if (pieces.has(text.slice(i, end).trim())) reach[end] = true;
  }
  return reach[text.length];
}
const stands = (key) => said.has(key) || said.has(`${key}.`) || key.split(conversion).every((part) => made((part ?? "").toLowerCase()));
ok("every English text still stands in the program or its tables", rows.filter(({ cells: [key] }) => !stands(key)).map(({ line, cells }) => `line ${line}: ${cells[0]}`));
console.log(`1..${n}`);
