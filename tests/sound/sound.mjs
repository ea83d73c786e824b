// SPDX-License-Identifier: MIT
// Speaks TAP. What should be heard when is worked out here from the race's
// checkpoints and laps, or the session's paces, and not from the list of sounds.
//
//   node sound.mjs MILER SCRATCH
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const [miler, scratch] = process.argv.slice(2);
const WITHIN_S = 0.005;
let n = 0;
function tell(text, faults) {
  console.log(`${faults.length === 0 ? 'ok' : 'not ok'} ${++n} - ${text}`);
  for (const fault of faults.slice(0, 10)) console.log(`# ${fault}`);
}
const near = (a, b, by) => Math.abs(a - b) <= by;

// ---- Reading: a WAV by its chunks; the others through sox.
// Samples lie in one of two rooms, used again by the next sound: to touch new memory costs more than all that is
// reckoned in it. What is read is good until the next is read into the same room.
const rooms = [new Float32Array(0), new Float32Array(0)];
function roomOf(which, count) {
  if (rooms[which].length < count) rooms[which] = new Float32Array(Math.ceil(count * 1.2));
  return rooms[which].subarray(0, count);
}
function wav(bytes, room = 0) {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw new Error('no WAV');
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) throw new Error('its length is not that of the file');
  let form, data;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4), size = bytes.readUInt32LE(at + 4), body = bytes.subarray(at + 8, at + 8 + size);
    if (id === 'fmt ') form = { tag: body.readUInt16LE(0), channels: body.readUInt16LE(2), rate: body.readUInt32LE(4), bits: body.readUInt16LE(14) };
    if (id === 'data') data = body;
    at += 8 + size + (size & 1);
  }
  if (form.tag !== 1 || form.channels !== 1 || form.bits !== 16) throw new Error(`not 16 bits, mono: ${JSON.stringify(form)}`);
  // The bytes lie in the order of this machine's own, or the tones would not be found.
  const whole = new Int16Array(data.buffer, data.byteOffset, data.length >> 1);
  const samples = roomOf(room, whole.length);
  for (let i = 0; i < whole.length; i++) samples[i] = whole[i] / 32768;
  return { rate: form.rate, samples };
}
function bySox(file, rate, room) {
  const out = path.join(scratch, 'read.wav');
  execFileSync('sox', ['-V1', file, '-b', '16', '-D', ...(rate ? ['-r', String(rate)] : []), out]);
  return wav(fs.readFileSync(out), room);
}

// ---- What should be heard
function raceTones(card, beepM, lead, fromLine) {
  const knots = [[0, 0], ...card.checkpoints.map((c) => [c.distance_m, c.time_s])];
  // Straight between checkpoints (the pacing bends at gears, too: only checkpoints are taken as true).
  const at = new Map(knots.map(([m, s]) => [m.toFixed(3), s]));
  const tones = [];
  for (let i = Math.min(5, lead); i >= 1; i--) tones.push({ kind: 'tick', time: -i });
  tones.push({ kind: 'start', time: 0 });
  const total = card.distance_m;
  for (const [i, lap] of card.laps.entries()) {
    const last = i + 1 === card.laps.length;
    tones.push({ kind: last ? 'finish' : i + 2 === card.laps.length && (card.lane || card.laps.length > 2) ? 'bell' : 'lap', time: lap.cum_s, m: lap.to_m });
  }
  const places = [];
  if (!fromLine) for (let m = beepM; m < total - 1e-6; m += beepM) places.push(m);
  else for (let lap = Math.ceil(total / card.lane.lap_m); lap > 0; lap--)
    for (let m = 0; m < card.lane.lap_m - 1e-6; m += beepM) places.push(total - lap * card.lane.lap_m + m);
  // The line right behind the start, 9.344 m into a mile, is no place yet.
  for (const m of places.filter((m) => m > (fromLine ? 10 : 1e-6) && m < total - 1e-6)) {
    const time = at.get(m.toFixed(3));
    if (tones.some((t) => t.m !== undefined && Math.abs(t.m - m) < 0.5)) continue; // it is the lap
    tones.push({ kind: 'beep', time, m });
  }
  return tones;
}

const performed = (steps) => {
  const out = [];
  const walk = (from, to, depth) => {
    for (let i = from; i < to; i++) {
      if (steps[i].kind !== 'repeat') { out.push({ step: steps[i] }); continue; }
      let end = i + 1;
      while (end < to && steps[end].depth > depth) end++;
      for (let pass = 1; pass <= steps[i].count; pass++) {
        const before = out.length;
        walk(i + 1, end, depth + 1);
        const kids = steps.slice(i + 1, end).filter((s) => s.depth === depth + 1);
        if (pass === steps[i].count && kids.length > 1 && kids[kids.length - 1].kind === 'recovery' && out.length > before) out.pop();
      }
      i = end - 1;
    }
  };
  walk(0, steps.length, 0);
  return out.map((x) => x.step);
};
// Only for sessions whose steps have a time, or a distance at a pace.
function sessionTones(steps, beepM, lead, easyS) {
  const tones = [];
  for (let i = Math.min(5, lead); i >= 1; i--) tones.push({ kind: 'tick', time: -i });
  let at = 0, was = null;
  const list = performed(steps);
  for (const [i, s] of list.entries()) {
    const fast = s.kind !== 'recovery' && s.target_kind !== 'none' && !(s.target_kind === 'zone' && ['easy', 'long'].includes(s.zone));
    tones.push({ kind: fast || i === 0 ? 'start' : was ? 'stop' : 'lap', time: at });
    const lasts = s.time_s ?? (fast ? s.distance_m / s.target_mps : easyS(s));
    if (fast && s.target_mps) for (let m = beepM; m < s.target_mps * lasts - 1e-6; m += beepM) tones.push({ kind: 'beep', time: at + m / s.target_mps });
    at += lasts;
    const next = list[i + 1];
    if (!fast && next && next.kind !== 'recovery' && next.target_kind !== 'none')
      for (let k = Math.min(3, Math.floor(lasts - 1)); k >= 1; k--) tones.push({ kind: 'tick', time: at - k });
    was = fast;
  }
  tones.push({ kind: 'finish', time: at });
  return tones;
}

// ---- Listening
const PITCH = { tick: 880, start: 1320, beep: 990, lap: 784, bell: 1568, stop: 1175, finish: 784 };
// The window and the waves of each pitch, which are the same for each sound of one rate.
const waves = new Map();
function wavesOf(count, rate, hz) {
  const name = `${count} ${rate} ${hz}`, w = (2 * Math.PI * hz) / rate;
  if (!waves.has(name)) {
    const hann = Float64Array.from({ length: count }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / count));
    waves.set(name, { cos: hann.map((win, i) => win * Math.cos(w * i)), sin: hann.map((win, i) => win * Math.sin(w * i)) });
  }
  return waves.get(name);
}
function power(s, from, count, rate, hz) {
  const { cos, sin } = wavesOf(count, rate, hz);
  let re = 0, im = 0;
  for (let i = 0; i < count; i++) { re += cos[i] * s[from + i]; im += sin[i] * s[from + i]; }
  return re * re + im * im;
}
const pitches = [...new Set([...Object.values(PITCH)])];
function pitchAt({ samples, rate }, time) {
  const from = Math.round((time + 0.006) * rate), count = Math.round(0.06 * rate);
  return pitches.map((hz) => [power(samples, from, count, rate, hz), hz]).sort((a, b) => b[0] - a[0])[0][1];
}
function listen(sound, told, quiet, edge) {
  const { samples, rate } = sound;
  const faults = [], offs = [];
  const heardFrom = (time) => Math.round((time + told.start_s) * rate);
  let silentFrom = 0;
  for (const e of told.sounds) {
    const due = heardFrom(e.time_s), end = heardFrom(e.time_s + e.lasts_s);
    const near_ = Math.round(0.06 * rate);
    let onset = Math.max(0, due - near_);
    while (onset < due + near_ && Math.abs(samples[onset]) < quiet) onset++;
    offs.push(Math.abs(onset - due) / rate);
    if (Math.abs(onset - due) > WITHIN_S * rate) faults.push(`${e.kind} ${e.text ?? ''} at ${e.time_s} s is ${((onset - due) / rate * 1000).toFixed(1)} ms off`);
    for (let i = silentFrom; i < due - edge * rate; i++) if (Math.abs(samples[i]) >= quiet) { faults.push(`a sound at ${(i / rate - told.start_s).toFixed(3)} s, before ${e.kind} at ${e.time_s}`); break; }
    silentFrom = end + Math.round(edge * rate) + 2;
    let energy = 0;
    for (let i = due; i < end; i++) energy += samples[i] ** 2;
    if (Math.sqrt(energy / (end - due)) < 0.03) faults.push(`${e.kind} at ${e.time_s} s is hardly heard`);
  }
  for (let i = silentFrom; i < samples.length; i++) if (Math.abs(samples[i]) >= quiet) { faults.push(`a sound behind the last, at ${i / rate}`); break; }
  return { faults, worst: Math.max(...offs) };
}

function compareTones(wanted, told, sound) {
  const faults = [];
  const tones = told.sounds.filter((s) => s.kind !== 'word');
  const want = [...wanted].sort((a, b) => a.time - b.time);
  if (want.length !== tones.length) faults.push(`${tones.length} tones, ${want.length} wanted: ${want.filter((w) => !tones.some((t) => t.kind === w.kind && near(t.time_s, w.time ?? t.time_s, 0.01))).map((w) => w.kind + ' ' + w.time).join(', ')}`);
  let timed = 0;
  for (const [i, w] of want.entries()) {
    if (w.time === undefined) continue; // no checkpoint there
    const t = tones.find((t) => t.kind === w.kind && near(t.time_s, w.time, WITHIN_S));
    if (!t) faults.push(`no ${w.kind} at ${w.time}`);
    else timed++;
    const heard = pitchAt(sound, w.time + told.start_s);
    if (heard !== PITCH[w.kind]) faults.push(`${w.kind} at ${w.time} sounds at ${heard} Hz`);
  }
  return { faults, timed };
}

// ---- Loudness, with the filter of BS.1770-4 as its table has it for 48 kHz.
const shelf = { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] };
const pass = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };
function filtered(x, { b, a }) {
  const y = new Float64Array(x.length);
  let x1 = 0, x2 = 0, y1 = 0, y2 = 0;
  for (let i = 0; i < x.length; i++) {
    y[i] = b[0] * x[i] + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1; x1 = x[i]; y2 = y1; y1 = y[i];
  }
  return y;
}
function loudnessOf(samples48, from, to) {
  const y = filtered(filtered(samples48.subarray(from, to), shelf), pass);
  const blocks = [];
  for (let i = 0; i + 960 <= y.length; i += 960) blocks.push(y.subarray(i, i + 960).reduce((s, v) => s + v * v, 0) / 960);
  const most = Math.max(...blocks);
  const loud = blocks.filter((p) => p > most / 100);
  return 10 * Math.log10(loud.reduce((s, v) => s + v, 0) / loud.length);
}

function make(words, file) {
  const run = spawnSync(miler, [...words, '--sound', file, '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(run.stderr);
  return { answer: JSON.parse(run.stdout), said: run.stderr };
}

// ---- Races
const races = [
  ['a mile, coach', ['5:19'], { loud: true }],
  ['a mile, even, every 50 m', ['4:01', '--strategy', 'even'], { beep: 50 }],
  ['a mile as records are, every 200 m', ['8:40', '--strategy', 'record'], { beep: 200 }],
  ['1500 m indoors', ['4:58', '-d', '1500', '--venue', 'banked'], {}],
  ['800 m in lane 3', ['2:05', '-d', '800', '--lane', '3'], {}],
  ['3200 m by the 400 m marks', ['10:40', '-d', '3200', '--splits', 'marks'], {}],
  ['a road mile in quarters', ['6:10', '--venue', 'road', '--splits', 'quarters'], {}],
  ['a mile by the marks of the track, thirty seconds before', ['5:19'], { line: true, lead: 30, voice: 'rms', loud: true }],
  ['2000 m on a treadmill, no lead', ['6:40', '-d', '2000', '--venue', 'treadmill'], { lead: 0, voice: 'kal', loud: true }],
  ['a mile, called by awb', ['4:30', '--lane', '2'], { voice: 'awb', beep: 50, loud: true }],
  ['a mile, tones only', ['6:37'], { voice: 'none' }],
];
const differences = [];
let worst = 0, sounds = 0;
for (const [what, words, o] of races) {
  const file = path.join(scratch, 'race.wav');
  const lead = o.lead ?? 10;
  const { answer } = make(['pace', ...words, '--beeps', String(o.beep ?? 100), '--lead', String(lead), '--voice', o.voice ?? 'slt', ...(o.line ? ['--beeps-from', 'line'] : [])], file);
  const told = answer.sound, faults = [];
  const sound = wav(fs.readFileSync(file));
  const heard = listen(sound, told, 0.002, 0.002);
  const tones = compareTones(raceTones(answer, o.beep ?? 100, lead, o.line), told, sound);
  faults.push(...heard.faults, ...tones.faults);
  worst = Math.max(worst, heard.worst);
  sounds += told.sounds.length;
  if (o.voice === 'none' ? told.sounds.some((s) => s.kind === 'word') : told.sounds.filter((s) => s.kind === 'word').length < answer.laps.length) faults.push('words');
  const end = told.sounds[told.sounds.length - 1];
  const length = Math.max(answer.goal_s, end.time_s + end.lasts_s) + 1 + lead;
  const soxi = Number(execFileSync('soxi', ['-D', file], { encoding: 'utf8' }));
  if (!near(soxi, length, 0.01) || !near(told.length_s, length, 0.01)) faults.push(`lasts ${soxi} s, ${length} wanted`);
  let peak = 0;
  for (const v of sound.samples) if (Math.abs(v) > peak) peak = Math.abs(v);
  if (20 * Math.log10(peak) > -1) faults.push(`peaks at ${20 * Math.log10(peak)} dB`);
  for (let i = 1; i < told.sounds.length; i++)
    if (told.sounds[i].time_s < told.sounds[i - 1].time_s + told.sounds[i - 1].lasts_s + 0.05) faults.push(`${told.sounds[i].kind} at ${told.sounds[i].time_s} comes upon ${told.sounds[i - 1].kind}`);
  if (!answer.laps.every((l) => told.sounds.some((t) => ['lap', 'bell', 'finish'].includes(t.kind) && near(t.time_s, l.cum_s, WITHIN_S)))) faults.push('a lap without its tone');
  if (tones.timed < answer.laps.length + 5) faults.push(`only ${tones.timed} tones were held against the card`);
  tell(`${what}: ${told.sounds.length} sounds, ${tones.timed} tones where the card says, nothing else`, faults);
  if (!o.loud) continue;
  const at48 = bySox(file, 48000, 1).samples;
  const loud = told.sounds.filter((s) => s.lasts_s > 0.07).map((s) => [s, loudnessOf(at48, Math.round((s.time_s + told.start_s) * 48000), Math.round((s.time_s + told.start_s + s.lasts_s) * 48000))]);
  const low = Math.min(...loud.map((x) => x[1])), high = Math.max(...loud.map((x) => x[1]));
  tell(`${what}: all as loud within 3 dB (${low.toFixed(1)} to ${high.toFixed(1)})`, high - low <= 3 ? [] : loud.filter((x) => x[1] < high - 3).map((x) => `${x[0].kind} ${x[0].text ?? ''}: ${x[1].toFixed(1)} dB`));
}

// ---- Sessions
for (const [what, text, beep] of [
  ['3 x 400 m', '3x400m @mile r60s', 100],
  ['a ladder', '5min easy, 800m @3:20, r90s, 2x(400m @78 r45s), 2x200m @36 r20s, 3min easy', 50],
]) {
  const file = path.join(scratch, 'session.wav');
  const { answer } = make(['workout', 'check', text, '--from', 'mile=5:30', '--beeps', String(beep)], file);
  const sound = wav(fs.readFileSync(file));
  const heard = listen(sound, answer.sound, 0.002, 0.002);
  const tones = compareTones(sessionTones(answer.steps, beep, 10), answer.sound, sound);
  worst = Math.max(worst, heard.worst);
  sounds += answer.sound.sounds.length;
  tell(`${what}: ${answer.sound.sounds.length} sounds, ${tones.timed} tones where the paces put them, nothing else`, [...heard.faults, ...tones.faults]);
  const words = answer.sound.sounds.filter((s) => s.kind === 'word').map((s) => s.text).join('|');
  tell(`${what}: rests and repetitions are announced`, /Rest .* seconds/.test(words) && /Ten seconds\. .*two of/.test(words) ? [] : [words]);
}
tell(`the farthest of ${sounds} sounds in WAV is ${(1000 * worst).toFixed(2)} ms off`, worst <= WITHIN_S && sounds > 300 ? [] : ['too far, or too few']);

// ---- Other forms: the same race, laid over the WAV sound by sound. What is lossy has no
// sharp beginnings, so the shift at which the two are most alike counts.
const SHIFT_HZ = 24000; // a twentieth of a millisecond is fine enough, and four times less to compare
const has = (tool) => spawnSync(tool, ['--version']).error === undefined;
function decoded(file, form) {
  if (form !== 'opus') return bySox(file, SHIFT_HZ, 0);
  const out = path.join(scratch, 'opus.wav');
  execFileSync('opusdec', ['--quiet', '--rate', '48000', '--force-wav', '--no-dither', file, out]);
  return bySox(out, SHIFT_HZ, 0);
}
function shiftOf(a, b, from, to, rate) {
  const most = Math.round(0.012 * rate);
  let best = [Infinity, 0];
  for (let shift = -most; shift <= most; shift++) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += (a[i] - b[i + shift]) ** 2;
    if (sum < best[0]) best = [sum, shift];
  }
  return best[1] / rate;
}
// The kind of coding that the first packet of each page begins with; the first two pages are headings.
function opusKinds(file) {
  const bytes = fs.readFileSync(file), kinds = [];
  for (let at = 0, page = 0; at < bytes.length; page++) {
    const segments = bytes[at + 26], body = at + 27 + segments;
    if (page >= 2 && !(bytes[at + 5] & 1)) kinds.push(bytes[body] >> 3);
    at = body + bytes.subarray(at + 27, body).reduce((sum, length) => sum + length, 0);
  }
  return kinds;
}
function longestNothing(wav) {
  const bytes = fs.readFileSync(wav).subarray(44);
  let longest = 0, since = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) longest = Math.max(longest, since = bytes.readInt16LE(i) === 0 ? since + 1 : 0);
  return longest / 48000;
}
const words = ['pace', '2:05', '-d', '800', '--lead', '6'];
const plain = path.join(scratch, 'plain.wav');
const { answer } = make(words, plain);
const model = bySox(plain, SHIFT_HZ, 1);
for (const form of ['flac', 'ogg', 'opus']) {
  if (form === 'opus' && !has('opusdec')) { console.log(`ok ${++n} - opusdec is not here # SKIP`); continue; }
  const file = path.join(scratch, `race.${form}`);
  const told = make(words, file).answer.sound;
  const sound = decoded(file, form);
  if (sound.rate !== model.rate) throw new Error('two rates');
  const faults = [];
  let farthest = 0;
  for (const [i, e] of told.sounds.entries()) {
    const at = (s) => Math.round((s + told.start_s) * sound.rate);
    const off = shiftOf(model.samples, sound.samples, at(e.time_s - 0.02), at(e.time_s + e.lasts_s + 0.02), sound.rate);
    farthest = Math.max(farthest, Math.abs(off));
    if (Math.abs(off) > WITHIN_S) faults.push(`${e.kind} ${e.text ?? ''} at ${e.time_s} s is ${(1000 * off).toFixed(1)} ms off`);
    if (!near(answer.sound.sounds[i].time_s, e.time_s, 0.002)) faults.push(`${e.kind} is planned at ${e.time_s} and ${answer.sound.sounds[i].time_s}`);
  }
  if (told.sounds.length < 20 || !near(sound.samples.length / sound.rate, told.length_s, 0.05)) faults.push(`${told.sounds.length} sounds, ${sound.samples.length / sound.rate} of ${told.length_s} s`);
  faults.push(...compareTones(raceTones(answer, 100, 6), told, sound).faults);
  if (form === 'opus') {
    const kinds = opusKinds(file), nothing = longestNothing(path.join(scratch, 'opus.wav'));
    tell('opus: coded the quick way, and never silent so long that a player falls asleep',
      [...(kinds.length < 20 || kinds.some((kind) => kind < 16) ? [`kinds ${[...new Set(kinds)]} on ${kinds.length} pages`] : []), ...(nothing > 0.25 ? [`nothing for ${nothing} s`] : [])]);
  }
  tell(`${form}: all ${told.sounds.length} sounds within 5 ms of the WAV's (${(1000 * farthest).toFixed(2)} ms at most)`, faults);
}

// ---- Failing
const run = (words, o = {}) => spawnSync(miler, words, { encoding: 'utf8', ...o });
const left = (name) => fs.readdirSync(scratch).filter((f) => f.startsWith(name));
let r = run(['pace', '5:19', '--sound', path.join(scratch, 'no', 'x.wav')]);
tell('no folder: said, status 4', r.status === 4 && /cannot be written/.test(r.stderr) ? [] : [`${r.status} ${r.stderr}`]);
r = run(['pace', '5:19', '--sound', 'x.mp3']);
tell('a form nobody writes: usage', r.status === 2 && /\.wav/.test(r.stderr) ? [] : [`${r.status} ${r.stderr}`]);
fs.writeFileSync(path.join(scratch, 'old.wav'), 'what was there');
r = spawnSync('sh', ['-c', `ulimit -f 2000; trap '' XFSZ; exec "${miler}" pace 5:19 --sound "${path.join(scratch, 'old.wav')}"`], { encoding: 'utf8' });
tell('no room: what was there stays, nothing half is left', r.status === 4 && fs.readFileSync(path.join(scratch, 'old.wav'), 'utf8') === 'what was there' && left('old').length === 1 ? [] : [`${r.status} ${r.stderr} ${left('old')}`]);
r = run(['workout', 'check', '6x400m @mile r400m jog', '--sound', path.join(scratch, 'y.wav')]);
tell('a session whose pace is not known: what to give is said', r.status === 2 && /--from mile=/.test(r.stderr) && left('y').length === 0 ? [] : [`${r.status} ${r.stderr}`]);
const own = path.join(scratch, 'cues.tsv');
fs.writeFileSync(own, 'any\thold\tcue\tHang on\n');
const { answer: owned } = make(['pace', '5:19', '--cues', own], path.join(scratch, 'own.wav'));
tell('own cues are spoken', owned.sound.sounds.some((s) => s.text === 'Hang on') && owned.laps[2].cue === 'Hang on' ? [] : [JSON.stringify(owned.laps[2])]);
console.log(`1..${n}`);
