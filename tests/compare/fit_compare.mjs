// SPDX-License-Identifier: MIT
// Compares what miler reads from the FIT files of the corpus with what npm
// fit-file-parser reads, and with the corpus' own catalogue. Every difference
// must stand in fit_explained.tsv with its reason, and every line there must
// still be true. Speaks TAP. With --list it prints the differences as lines
// for that table instead.
//
//   node fit_compare.mjs FITDUMP CORPUS NODE_MODULES EXPLAINED [--list]
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const [fitdump, corpus, modules, explainedPath, mode] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + '/');
const FitParser = require('fit-file-parser').default ?? require('fit-file-parser');
const folder = path.join(corpus, 'fit');
const files = fs.readdirSync(folder).filter((f) => /\.fit$/i.test(f)).sort();

const sum = (list, get) => list.reduce((total, item) => total + (get(item) ?? 0), 0);
const round = (x) => Math.round(x * 10) / 10;

function ours() {
  const out = execFileSync(fitdump, files.map((f) => path.join(folder, f)), { maxBuffer: 1 << 28 });
  const result = {};
  for (const line of out.toString().trim().split('\n')) {
    const file = JSON.parse(line);
    const recordings = file.recordings ?? [];
    result[file.file] = {
      error: file.error,
      content: file.content,
      records: sum(recordings, (r) => r.samples),
      laps: sum(recordings, (r) => r.laps.length),
      distance_m: round(sum(recordings, (r) => r.distance_m)),
      timer_s: round(sum(recordings, (r) => r.timer_s)),
      elapsed_s: round(sum(recordings, (r) => r.elapsed_s)),
      sport: recordings[0]?.sport ?? '',
    };
  }
  return result;
}

function npm(file) {
  const parser = new FitParser({ force: true, mode: 'list', lengthUnit: 'm', speedUnit: 'm/s' });
  let answer;
  parser.parse(fs.readFileSync(path.join(folder, file)), (error, data) => {
    answer = error ? { error: String(error) } : data;
  });
  if (!answer || answer.error) return { error: answer?.error ?? 'no answer' };
  const sessions = answer.sessions ?? [];
  return {
    records: (answer.records ?? []).length,
    laps: (answer.laps ?? []).length,
    distance_m: round(sum(sessions, (s) => s.total_distance)),
    timer_s: round(sum(sessions, (s) => s.total_timer_time)),
  };
}

function catalogue() {
  const [head, ...rows] = fs.readFileSync(path.join(corpus, 'catalog.tsv'), 'utf8').trimEnd().split('\n').map((l) => l.split('\t'));
  const result = {};
  for (const row of rows) {
    const r = Object.fromEntries(head.map((name, i) => [name, row[i]]));
    if (!r.file.startsWith('fit/')) continue;
    result[r.file.slice(4)] = {
      records: +r.n_records,
      laps: +r.n_laps,
      elapsed_s: round(+r.duration_s),
      distance_m: round(+r.distance_m),
      sport: sportOf[`${r.sport}/${r.sub_sport}`] ?? sportOf[r.sport] ?? r.sport,
    };
  }
  return result;
}

// The catalogue's words for a sport where they are not ours.
const sportOf = {
  fitnessEquipment: 'rowing', standUpPaddleboarding: 'other', crossCountrySkiing: 'skiing', 'training/strengthTraining': 'strength', training: 'other',
  diving: 'other', snorkeling: 'other', generic: 'unknown', '': 'unknown',
};

function differences(mine, theirs, who, fields) {
  if (theirs.error) return [{ field: `${who}:error`, ours: 'read', theirs: theirs.error.replace(/\s+/g, ' ') }];
  const list = [];
  for (const field of fields) {
    const near = typeof mine[field] === 'number' ? Math.abs(mine[field] - theirs[field]) <= 0.15 : mine[field] === theirs[field];
    if (!near) list.push({ field: `${who}:${field}`, ours: String(mine[field]), theirs: String(theirs[field]) });
  }
  return list;
}

const explained = new Map();
if (fs.existsSync(explainedPath)) {
  for (const line of fs.readFileSync(explainedPath, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [file, field, our, their, why] = line.split('\t');
    explained.set(`${file}\t${field}\t${our}\t${their}`, why);
  }
}

const all = ours();
const known = catalogue();
let n = 0, identical = 0, withReason = 0;
const used = new Set();
for (const file of files) {
  const mine = all[file];
  const found = [];
  if (mine.content === 'activity' || mine.content === 'activity summary') {
    found.push(...differences(mine, npm(file), 'npm', ['records', 'laps', 'distance_m', 'timer_s']));
    found.push(...differences(mine, known[file], 'catalogue', ['records', 'laps', 'elapsed_s', 'distance_m', 'sport']));
  } else if (mine.error) {
    found.push({ field: 'error', ours: mine.error, theirs: '' });
  }
  const open = [];
  for (const d of found) {
    const key = `${file}\t${d.field}\t${d.ours}\t${d.theirs}`;
    if (mode === '--list') console.log(`${key}\t${explained.get(key) ?? ''}`);
    used.add(key);
    if (!explained.get(key)) open.push(`${d.field}: ours ${d.ours}, theirs ${d.theirs}`);
  }
  if (mode === '--list') continue;
  if (found.length === 0) identical++;
  else if (open.length === 0) withReason++;
  console.log(`${open.length ? 'not ok' : 'ok'} ${++n} - ${file}${found.length && !open.length ? ` (${found.length} explained)` : ''}`);
  for (const text of open) console.log(`# ${text}`);
}
// Damaged files end in a salvage that says so, or in a clear failure.
const bad = path.join(corpus, 'bad');
for (const file of mode === '--list' ? [] : fs.readdirSync(bad).filter((f) => f.endsWith('.fit')).sort()) {
  const answer = JSON.parse(execFileSync(fitdump, [path.join(bad, file)]).toString());
  const notes = (answer.recordings ?? []).map((r) => r.notes).filter(Boolean);
  const sound = answer.error ? answer.error.length > 10 : answer.recordings.length > 0 && notes.length > 0;
  console.log(`${sound ? 'ok' : 'not ok'} ${++n} - damaged ${file}: ${(answer.error ?? notes[0] ?? '').split('\n')[0]}`);
}
if (mode !== '--list') {
  const stale = [...explained.keys()].filter((key) => !used.has(key));
  console.log(`${stale.length ? 'not ok' : 'ok'} ${++n} - every explanation is still needed`);
  for (const key of stale) console.log(`# no longer true: ${key.replaceAll('\t', ' | ')}`);
  console.log(`# ${files.length} files: ${identical} identical, ${withReason} with explained differences`);
  console.log(`1..${n}`);
}
