// SPDX-License-Identifier: MIT
// Differences between two readers, held against a table of explanations: each
// must stand there with its reason, and every line there must still be true.
// Speaks TAP; with `list` it prints the differences as lines for the table.
import fs from 'node:fs';

function read(file) {
  const table = new Map();
  if (!fs.existsSync(file)) return table;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [name, field, our, their, why] = line.split('\t');
    table.set(`${name}\t${field}\t${our}\t${their}`, why);
  }
  return table;
}

// `found(file)` gives the differences of a file: { field, ours, theirs } each.
// `more()` gives further checks: { ok, text } each.
export function hold({ files, found, table, list, more = () => [] }) {
  const explained = read(table);
  const used = new Set();
  let n = 0, identical = 0, withReason = 0;
  const tap = (ok, text) => console.log(`${ok ? 'ok' : 'not ok'} ${++n} - ${text}`);
  for (const file of files) {
    const differences = found(file);
    const open = [];
    for (const d of differences) {
      const key = `${file}\t${d.field}\t${d.ours}\t${d.theirs}`;
      if (list) console.log(`${key}\t${explained.get(key) ?? ''}`);
      used.add(key);
      if (!explained.get(key)) open.push(`${d.field}: ours ${d.ours}, theirs ${d.theirs}`);
    }
    if (list) continue;
    if (differences.length === 0) identical++;
    else if (open.length === 0) withReason++;
    tap(open.length === 0, `${file}${differences.length && !open.length ? ` (${differences.length} explained)` : ''}`);
    for (const text of open) console.log(`# ${text}`);
  }
  if (list) return;
  for (const check of more()) tap(check.ok, check.text);
  const stale = [...explained.keys()].filter((key) => !used.has(key));
  tap(stale.length === 0, 'every explanation is still needed');
  for (const key of stale) console.log(`# no longer true: ${key.replaceAll('\t', ' | ')}`);
  console.log(`# ${files.length} files: ${identical} identical, ${withReason} with explained differences`);
  console.log(`1..${n}`);
}
