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
import { hold } from './explained.mjs';

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

// Damaged files end in a salvage that says so, or in a clear failure.
function damaged() {
  const bad = path.join(corpus, 'bad');
  return fs.readdirSync(bad).filter((f) => f.endsWith('.fit')).sort().map((file) => {
    const answer = JSON.parse(execFileSync(fitdump, [path.join(bad, file)]).toString());
    const notes = (answer.recordings ?? []).map((r) => r.notes).filter(Boolean);
    const ok = answer.error ? answer.error.length > 10 : answer.recordings.length > 0 && notes.length > 0;
    return { ok, text: `damaged ${file}: ${(answer.error ?? notes[0] ?? '').split('\n')[0]}` };
  });
}

const all = ours();
const known = catalogue();
hold({
  files,
  table: explainedPath,
  list: mode === '--list',
  more: damaged,
  found: (file) => {
    const mine = all[file];
    if (mine.content === 'activity' || mine.content === 'activity summary')
      return [
        ...differences(mine, npm(file), 'npm', ['records', 'laps', 'distance_m', 'timer_s']),
        ...differences(mine, known[file], 'catalogue', ['records', 'laps', 'elapsed_s', 'distance_m', 'sport']),
      ];
    return mine.error ? [{ field: 'error', ours: mine.error, theirs: '' }] : [];
  },
});
