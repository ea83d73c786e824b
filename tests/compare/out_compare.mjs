// SPDX-License-Identifier: MIT
// Plans of a sample of runners, and every workout of the catalogue at three doses,
// written by miler and read by strangers. Speaks TAP.
//
//   node out_compare.mjs MILER NODE_MODULES SCRATCH CATALOGUE_OUT
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { asked, differences } from './out_steps.mjs';
import { strict } from './out_ics.mjs';

const [miler, modules, scratch, catalogueOut] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + '/');
const FitParser = require('fit-file-parser').default ?? require('fit-file-parser');
const ical = await import(path.join(path.resolve(modules), 'node_modules/ical.js/dist/ical.js'));
const ICAL = ical.default;

let n = 0;
function tell(ok, text, faults = []) {
  console.log(`${ok ? 'ok' : 'not ok'} ${++n} - ${text}`);
  for (const fault of faults.slice(0, 12)) console.log(`# ${fault}`);
}

// Each file is read once, whoever asks for it.
const decoded = new Map();
function decode(file) {
  const bytes = fs.readFileSync(file);
  const known = decoded.get(file);
  if (known && known.bytes.equals(bytes)) return known.answer;
  let answer;
  new FitParser({ force: false, mode: 'list', lengthUnit: 'm', speedUnit: 'm/s' }).parse(bytes, (error, data) => {
    answer = error ? { error } : data;
  });
  decoded.set(file, { bytes, answer });
  return answer;
}

function faultsOf(file, steps) {
  const data = decode(file);
  if (data.error) return [`cannot be read: ${data.error}`];
  const messages = data.messages.workout_step ?? [];
  const head = data.messages.workout?.[0] ?? {};
  const faults = differences(steps, messages);
  if (head.num_valid_steps !== messages.length) faults.push(`${head.num_valid_steps} steps told, ${messages.length} there`);
  if (messages.length > 50) faults.push('more than fifty steps');
  if (messages.some((m, i) => m.message_index.value !== i)) faults.push('steps are not numbered in order');
  if (Buffer.byteLength(head.wkt_name ?? '') > 47 || !head.wkt_name) faults.push(`name '${head.wkt_name}'`);
  if (data.file_ids[0].type !== 'workout') faults.push('not a workout');
  return faults;
}

// ---- Plans

const runners = [
  ['beginner', 'mile=10:30', '--weekly 14', '--sex f --born 1988-03-02 --days tue,thu,sun --minutes 45 --health ok', 8],
  ['intermediate', 'mile=6:40', '--weekly 32', '--sex m --born 1990-05-31 --days mon,wed,thu,sat,sun --minutes 75 --places track,hill,gym --health ok', 10],
  ['advanced', 'mile=5:10', '--weekly 60', '--sex f --born 1995-05-31 --days all --minutes 100 --places track,hill,dumbbells --health ok', 9],
  ['elite', 'mile=3:58', '--weekly 130', '--sex m --born 1998-05-31 --days all --places track,hill,gym --health ok', 10],
  ['treadmill', 'mile=7:10', '--weekly 28', '--sex m --born 1985-01-01 --days mon,tue,thu,sat --minutes 60 --places treadmill-only --health ok', 8],
  ['no-gym', 'mile=6:05', '--weekly 35', '--sex f --born 1992-01-01 --days mon,wed,fri,sun --minutes 70 --health ok', 7],
  ['masters', 'mile=6:30', '--weekly 40', '--sex m --born 1964-01-01 --days mon,tue,thu,sat,sun --minutes 80 --places track,hill,gym --health ok', 8],
  ['young', 'mile=5:50', '--weekly 25', '--sex f --born 2010-02-01 --days mon,wed,fri,sat --minutes 60 --places track --health ok --parent-consent', 8],
  ['miles', 'mile=6:20', '--weekly 20 --units mi', '--sex m --born 1990-05-31 --days all --minutes 90 --places track,hill,gym --health ok', 12],
];
// And some at random; OUT_RUNNERS=n asks for more of them, OUT_SEED=s for others.
let seed = Number(process.env.OUT_SEED ?? 20261126) >>> 0;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const pick = (list) => list[Math.floor(random() * list.length)];
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
function randomRunner(i) {
  const mile = Math.round(228 * 3.2 ** random());
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].filter(() => random() < 0.7);
  const places = pick(['', '--places track', '--places track,hill,gym', '--places treadmill-only', '--places dumbbells,hill', '--places track,hill,gym,pool,bike,rower,elliptical,treadmill']);
  const weekly = Math.max(10, Math.round(120 * (228 / mile) ** 1.4 * (0.5 + random())));
  return [`random${i}`, `mile=${Math.floor(mile / 60)}:${String(mile % 60).padStart(2, '0')}`, `--weekly ${weekly} ${random() < 0.3 ? `--distance ${pick(['1500', '1600', '3200', '2mi'])}` : ''}`,
    `--sex ${pick(['m', 'f'])} --born ${between(1955, 2007)}-05-31 --days ${days.length > 2 ? days.join() : 'all'} --minutes ${between(40, 120)} ${places} --health ok ${random() < 0.3 ? '--hr-max 190' : ''}`, between(6, 14)];
}
const words = (text) => text.split(' ').filter((w) => w !== '');

const options = (env) => ({ env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });

function run(env, ...args) {
  const result = spawnSync(miler, args, options(env));
  if (result.status !== 0) throw new Error(`miler ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

function planOf([name, from, more, athlete, weeks]) {
  const folder = path.join(scratch, name);
  const env = { MILER_DB: path.join(scratch, `${name}.db`), MILER_TODAY: '2026-06-01' };
  run(env, 'athlete', 'set', ...words(athlete), '-q');
  const made = spawnSync(miler, ['plan', 'new', '--weeks', String(weeks), '--from', from, ...words(more), '-q'], options(env));
  if (made.status !== 0 && name.startsWith('random')) return null; // a plan may be refused; the tests of plans say when
  if (made.status !== 0) throw new Error(made.stderr);
  const out = JSON.parse(run(env, 'plan', 'export', '--all', folder, '--json'));
  const plan = JSON.parse(run(env, 'plan', 'show', '--json'));
  return { name, env, folder, out, plan, sessions: plan.weeks.flatMap((w) => w.sessions) };
}

function checkFit(p) {
  const faults = [];
  const items = p.out.sessions.filter((s) => s.form === 'fit');
  const days = new Map();
  let read = 0;
  for (const item of items) {
    const session = p.sessions.find((s) => s.id === item.session);
    if (item.verdict === 'left_out') {
      if (session.kind !== 'rest') faults.push(`${session.title}: left out: ${item.why}`);
      continue;
    }
    const file = path.join(p.folder, 'fit', item.file);
    faults.push(...faultsOf(file, session.steps).map((f) => `${session.date} ${session.title}: ${f}`));
    const data = decode(file);
    days.set(`${data.file_ids[0].serial_number} ${data.file_ids[0].time_created}`, session.date);
    const lost = session.steps.some((s) => s.target_kind === 'load' || s.target_kind === 'effort');
    if (lost === (item.verdict === 'exact') && !/cut|deeper|lap button|not known/.test(item.why)) faults.push(`${session.title}: said to be ${item.verdict}`);
    const sub = data.messages.workout[0].sub_sport;
    if (p.name === 'treadmill' && data.messages.workout[0].sport === 'running' && sub !== 'treadmill') faults.push(`${session.title}: on a ${sub}`);
    read++;
  }
  const schedule = decode(path.join(p.folder, 'fit', fs.readdirSync(path.join(p.folder, 'fit')).find((f) => f.includes('schedule'))));
  const rows = schedule.messages.schedule;
  if (rows.length !== read || days.size !== read) faults.push(`${rows.length} days in the schedule, ${days.size} names for ${read} workouts`);
  for (const row of rows) {
    const date = days.get(`${row.serial_number} ${row.time_created}`);
    if (date === undefined || !new Date(row.scheduled_time).toISOString().startsWith(date)) faults.push(`the schedule says ${row.scheduled_time} for the session of ${date}`);
  }
  tell(faults.length === 0, `${p.name}: ${read} FIT workouts and their schedule are the plan's, step by step`, faults);
}

// ---- Calendars

const dateOf = (time) => `${time.year}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;

function events(file) {
  const text = fs.readFileSync(file, 'utf8');
  const root = new ICAL.Component(ICAL.parse(text));
  return { text, root, list: root.getAllSubcomponents('vevent').map((c) => new ICAL.Event(c)) };
}

function wanted(p) {
  return p.sessions.filter((s) => !(s.kind === 'rest' && s.text === 'rest'));
}

function checkCalendar(p, file, busy, clock) {
  const faults = [];
  const { text, list } = events(file);
  const sessions = wanted(p);
  faults.push(...strict(text));
  if (list.length !== sessions.length) faults.push(`${list.length} events for ${sessions.length} sessions`);
  for (const s of sessions) {
    const e = list.find((x) => x.uid.includes(`-session-${s.id}@`));
    if (!e) { faults.push(`no event for session ${s.id}`); continue; }
    if (dateOf(e.startDate) !== s.date) faults.push(`session ${s.id} on ${dateOf(e.startDate)}, not ${s.date}`);
    if (e.startDate.isDate === Boolean(clock)) faults.push(`session ${s.id}: ${e.startDate}`);
    if (e.summary !== (busy ? 'Busy' : s.title)) faults.push(`session ${s.id} called '${e.summary}'`);
    if (busy ? e.description : !e.description?.includes(s.text)) faults.push(`session ${s.id}: '${e.description}'`);
    if (clock && e.endDate.subtractDate(e.startDate).toSeconds() !== Math.max(60, s.time_s)) faults.push(`session ${s.id} ends ${e.endDate}`);
  }
  if (busy && /easy|mile|rep|jog/i.test(text.replaceAll(/@miler|\/\/miler\/\/miler/g, ''))) faults.push('a busy calendar tells what is done');
  if (new Set(list.map((e) => e.uid)).size !== list.length) faults.push('two events of one name');
  tell(faults.length === 0, `${p.name}: ${list.length} events${busy ? ', busy only' : ''}${clock ? ` at ${clock}` : ''}, by ical.js and by the letter`, faults);
}

function checkZones(p) {
  const faults = [];
  for (const [zone, months] of [['Europe/London', { 6: 60, 1: 0 }], ['America/New_York', { 6: -240, 12: -300 }], ['Asia/Kolkata', { 6: 330 }], ['Australia/Lord_Howe', { 6: 630 }]]) {
    const file = path.join(scratch, 'zone.ics');
    fs.rmSync(file, { force: true });
    run(p.env, 'plan', 'export', '--ics', file, '--at', '6:30', '--zone', zone, '--alarm', '30', '-q');
    const { text, root, list } = events(file);
    faults.push(...strict(text).map((f) => `${zone}: ${f}`));
    const timezone = new ICAL.Timezone(root.getFirstSubcomponent('vtimezone'));
    const e = list[0];
    if (e.startDate.hour !== 6 || e.startDate.minute !== 30) faults.push(`${zone}: begins ${e.startDate}`);
    if (e.component.getFirstProperty('dtstart').getParameter('tzid') !== zone) faults.push(`${zone}: named otherwise`);
    for (const [month, minutes] of Object.entries(months)) {
      const time = new ICAL.Time({ year: month < 6 ? 2027 : 2026, month: +month, day: 15, hour: 6, minute: 30 }, timezone);
      if (timezone.utcOffset(time) !== minutes * 60) faults.push(`${zone} in month ${month}: ${timezone.utcOffset(time)} s`);
    }
    if (e.component.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger').toSeconds() !== -1800) faults.push(`${zone}: no alarm half an hour before`);
  }
  tell(faults.length === 0, 'time zones mean what they say in summer and winter', faults);
}

// A session moved, another skipped, the plan made anew after two weeks, and all of it
// undone, each by the program itself: the names stay, the sequence rises.
function checkMove(p) {
  const faults = [];
  const file = path.join(p.folder, 'plan.ics');
  const fit = path.join(p.folder, 'fit');
  const untouched = fs.readFileSync(path.join(fit, 'miler-1-001.fit'));
  const done = (env, ...args) => spawnSync(miler, ['plan', ...args], { env: { ...process.env, ...env }, encoding: 'utf8' }).status === 0;
  const sessions = () => JSON.parse(run(p.env, 'plan', 'show', '--json')).weeks.flatMap((w) => w.sessions);
  const read = (sequence, what) => {
    run(p.env, 'plan', 'export', '--ics', file, '--fit', fit, '-q');
    const { text, list } = events(file);
    faults.push(...strict(text).map((f) => `${what}: ${f}`));
    if (!list.every((e) => e.sequence === sequence)) faults.push(`${what}: sequence ${list[0].sequence}, not ${sequence}`);
    return new Map(list.map((e) => [e.uid, e]));
  };
  const days = (was, is) => [...is].filter(([uid, e]) => was.has(uid) && dateOf(e.startDate) !== dateOf(was.get(uid).startDate)).map(([uid]) => uid);
  const names = (list) => [...list.keys()].sort().join();
  const uidOf = (list, id) => [...list.keys()].find((uid) => uid.includes(`-session-${id}@`));

  const before = read(0, 'as made');
  const all = sessions();
  const after2 = (date) => new Date(Date.parse(date) + 2 * 86400000).toISOString().slice(0, 10);
  const from = all.find((s) => s.date > '2026-06-09' && s.kind === 'strides' && done(p.env, 'move', s.date, after2(s.date)));
  if (!from) throw new Error('no session could be moved');
  const moved = read(1, 'moved');
  if (names(moved) !== names(before)) faults.push('moved: the names are not those of before');
  if (!days(before, moved).includes(uidOf(before, from.id))) faults.push(`session ${from.id} was not moved`);
  for (const uid of days(before, moved)) {
    const session = sessions().find((s) => uid === uidOf(before, s.id));
    if (dateOf(moved.get(uid).startDate) !== session.date) faults.push(`session ${session.id} stands on ${dateOf(moved.get(uid).startDate)}`);
  }
  if (!untouched.equals(fs.readFileSync(path.join(fit, 'miler-1-001.fit')))) faults.push('an untouched workout is another file now');
  read(1, 'the same again');

  const skipped = sessions().find((s) => s.date > '2026-06-20' && s.kind === 'easy');
  run(p.env, 'plan', 'skip', String(skipped.id), '-q');
  const without = read(2, 'skipped');
  const status = without.get(uidOf(before, skipped.id))?.component.getFirstPropertyValue('status');
  if (status !== 'CANCELLED') faults.push(`the skipped session is ${status}`);

  const result = spawnSync(miler, ['plan', 'replan', '--json'], { env: { ...process.env, ...p.env, MILER_TODAY: '2026-06-20' }, encoding: 'utf8' });
  if (result.status !== 0) faults.push(`not made anew: ${result.stderr}`);
  const anew = read(3, 'made anew');
  const texts = (list) => [...list.values()].map((e) => e.summary + e.description).sort().join();
  if (texts(anew) === texts(without)) faults.push('made anew: nothing has changed, so nothing is tried here');
  const gone = [...before.keys()].filter((uid) => !anew.has(uid));
  if (gone.length > 0) faults.push(`made anew: ${gone.length} names are gone`);
  if (new Set([...anew.values()].map((e) => e.uid)).size !== anew.size) faults.push('made anew: two events of one name');

  run(p.env, 'plan', 'undo', '-q');
  const undone = read(4, 'undone');
  if (names(undone) !== names(without) || days(without, undone).length > 0) faults.push('undone: not what was there before');
  tell(faults.length === 0, 'moved, skipped, made anew and undone: sessions keep their names, the sequence rises, a skipped one is cancelled', faults);
}

// ---- ZWO and intervals.icu: what is countable

function checkZwo(p) {
  const faults = [];
  let read = 0;
  for (const item of p.out.sessions.filter((s) => s.form === 'zwo' && s.verdict !== 'left_out')) {
    const session = p.sessions.find((s) => s.id === item.session);
    const text = fs.readFileSync(path.join(p.folder, 'zwo', item.file), 'utf8');
    const metres = text.includes('<durationType>distance</durationType>');
    let total = 0;
    for (const m of text.matchAll(/<(SteadyState|IntervalsT) ([^/]*)\/>/g)) {
      const a = Object.fromEntries([...m[2].matchAll(/(\w+)="([^"]*)"/g)].map((x) => [x[1], +x[2]]));
      total += m[1] === 'SteadyState' ? a.Duration : a.Repeat * (a.OnDuration + a.OffDuration);
      for (const share of [a.Power, a.OnPower, a.OffPower]) if (share !== undefined && !(share > 0.2 && share < 1.6)) faults.push(`${session.title}: at ${share} of the mile's speed`);
    }
    const goal = metres ? session.distance_m : session.time_s;
    if (Math.abs(total - goal) > 0.12 * goal + 150) faults.push(`${session.title}: ${total} for ${goal}`);
    if (/[<>&]/.test(text.match(/<name>(.*)<\/name>/)[1].replace(/&(lt|gt|amp);/g, ''))) faults.push(`${session.title}: name not escaped`);
    read++;
  }
  tell(faults.length === 0 && read > 10, `${p.name}: ${read} ZWO files last as long as their sessions`, faults);
}

// ---- The catalogue

function checkCatalogue() {
  const env = { MILER_DB: path.join(scratch, 'catalogue.db'), MILER_TODAY: '2026-06-01' };
  const faults = [];
  let read = 0;
  let refused = 0;
  const file = path.join(scratch, 'one.fit');
  const texts = ['3 x (4 x 400 @ 72 r60s) R3\', 10min easy', '2x(3x(2x200 @mile r30s) R2min) R5min', '20min @150-160bpm, 5min easy', '4x1km @RPE 8 r2min jog',
    '5x(800 @threshold + 400 @mile)', '200-400-600-400-200 @mile r200j', 'mile time trial', '45min bike easy', '3mi easy', '10min easy, squat 3x6 @80%, 10min easy', 'plank 3x45s, split squat 2x8/side r60s',
    '10min easy "on grass, \u00e9\u00e8 \u{1F3C3}\u200F and a very long note that goes on to be cut"', '20min @75-80% HR, 5min @95% LTHR'];
  const refuse = (name, why) => {
    refused++;
    if (!/more steps than a watch takes|nothing to do/.test(why)) faults.push(`${name}: ${why}`);
  };
  const ask = (verb, name, ...args) => {
    fs.rmSync(file, { force: true });
    const result = spawnSync(miler, ['workout', verb, ...args, '--from', 'mile=5:30', '--fit', file, '--json', '--', name], options(env));
    if (result.status !== 0) {
      if (!/no watch can take it/.test(result.stderr)) faults.push(`${name}: ${result.stderr}`);
      refuse(name, result.stderr);
      if (fs.existsSync(file)) faults.push(`${name}: refused, yet a file is there`);
      return null;
    }
    const { steps } = JSON.parse(result.stdout);
    faults.push(...faultsOf(file, steps).map((f) => `${name} ${args}: ${f}`));
    read++;
    return steps;
  };
  run(env, 'athlete', 'set', '--hr-max', '190', '-q');
  for (const text of texts) ask('check', text);
  // The whole catalogue in one start; every fifteenth by the program itself, which must say the same.
  const folder = path.join(scratch, 'catalogue');
  fs.mkdirSync(folder);
  const all = spawnSync(catalogueOut, [env.MILER_DB, folder], options(env));
  if (all.status !== 0) throw new Error(`catalogue_out: ${all.stderr}`);
  const lines = all.stdout.trim().split('\n').map((line) => JSON.parse(line));
  const list = JSON.parse(run(env, 'workout', 'list', '--json')).workouts;
  if (lines.length !== 3 * list.length || list.some((w, i) => lines[3 * i].id !== w.id)) faults.push(`${lines.length} files for ${list.length} workouts`);
  lines.forEach(({ id, dose, file: name, why, steps }, i) => {
    const made = path.join(folder, name);
    if (name === '') refuse(id, why);
    else faults.push(...faultsOf(made, steps).map((f) => `${id} at ${dose}: ${f}`));
    if (name !== '') read++;
    if (i % 15 !== 0 || name === '') return;
    const again = ask('show', id, '--dose', String(dose));
    if (!fs.readFileSync(file).equals(fs.readFileSync(made)) || JSON.stringify(again) !== JSON.stringify(steps)) faults.push(`${id} at ${dose}: the program says something else`);
  });
  tell(faults.length === 0 && read > 200, `${read} workouts of the catalogue and in every form of the language (${refused} that no watch can take)`, faults);
}

// The comparison itself must see a fault: a plan's workout against the steps of another one.
function checkEyes(p) {
  const items = p.out.sessions.filter((s) => s.form === 'fit' && s.verdict !== 'left_out');
  const steps = (id) => p.sessions.find((s) => s.id === id).steps;
  const different = items.filter((a) => JSON.stringify(asked(steps(a.session))) !== JSON.stringify(asked(steps(items[0].session))));
  const blind = different.filter((a) => faultsOf(path.join(p.folder, 'fit', a.file), steps(items[0].session)).length === 0);
  const bad = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n' + 'X'.repeat(80) + ':1\r\nEND:VCALENDAR\n';
  tell(different.length > 5 && blind.length === 0 && strict(bad).length > 1, 'the comparison sees a workout that is another one, and a line folded wrongly', blind.map((b) => b.title));
}

const plans = runners.map(planOf);
for (const p of plans) {
  checkFit(p);
  checkCalendar(p, path.join(p.folder, 'plan.ics'), false, null);
}
for (const p of plans.slice(0, 4)) checkZwo(p);
const p = plans[3];
checkCalendar(p, path.join(p.folder, 'busy.ics'), true, null);
const clock = path.join(scratch, 'clock.ics');
run(p.env, 'plan', 'export', '--ics', clock, '--at', '06:30', '-q');
checkCalendar(p, clock, false, '06:30');
checkZones(plans[1]);
checkMove(plans[2]);
checkCatalogue();
const count = Number(process.env.OUT_RUNNERS ?? 6);
let refused = 0;
console.log(`# seed ${seed}, ${count} random runners`);
for (let i = 0; i < count; i++) {
  const who = randomRunner(i);
  const q = planOf(who);
  if (q === null) { refused++; continue; }
  checkFit(q);
  checkCalendar(q, path.join(q.folder, 'plan.ics'), false, null);
  fs.rmSync(q.folder, { recursive: true });
}
tell(refused < count / 2 + 1, `${count - refused} of ${count} random runners got a plan`);
checkEyes(plans[1]);
