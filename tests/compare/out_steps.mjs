// SPDX-License-Identifier: MIT
// What a session asks for, step by step as it is performed, from miler's JSON; and
// what a FIT workout makes a watch do, from npm fit-file-parser. Both as flat
// lists, so that they can be laid side by side. Nothing of miler's own C is used.

// ---- From `steps` of the JSON: a flat list with depths.
function tree(steps, from = 0, depth = 0) {
  const list = [];
  let i = from;
  while (i < steps.length && steps[i].depth >= depth) {
    const step = { ...steps[i], children: [] };
    i++;
    if (step.kind === 'repeat') {
      const inner = tree(steps, i, depth + 1);
      step.children = inner.list;
      i = inner.next;
    }
    list.push(step);
  }
  return { list, next: i };
}

function perform(list, out) {
  for (const step of list) {
    if (step.kind !== 'repeat') {
      out.push(step);
      continue;
    }
    const last = step.children[step.children.length - 1];
    const between = step.children.length > 1 && last.kind === 'recovery';
    for (let pass = 1; pass <= step.count; pass++)
      perform(between && pass === step.count ? step.children.slice(0, -1) : step.children, out);
  }
  return out;
}

const isRun = (s) => ['run', 'stride', 'hill', 'time_trial'].includes(s.kind);
const isEasy = (s) => s.kind === 'run' &&
  (s.target_kind === 'none' || (s.target_kind === 'zone' && ['easy', 'long'].includes(s.zone)) || (s.target_kind === 'effort' && s.effort_rpe <= 4));

export function asked(steps) {
  const list = perform(tree(steps).list, []).filter((s) => !(s.kind === 'rest' && s.name === null && s.time_s === null));
  const strength = !list.some(isRun) && list.some((s) => s.kind === 'exercise');
  const work = list.map((s) => !isEasy(s));
  const repeated = new Set();
  const first = work.indexOf(true);
  const last = work.lastIndexOf(true);
  return list.map((s, i) => {
    const sides = s.each_side ? 2 : 1;
    const row = { step: s, low: null, high: null, kind: null };
    if (s.distance_m) row.end = ['distance', Math.round(s.distance_m * 100)];
    else if (s.time_s) row.end = ['time', Math.round(s.time_s * 1000 * (s.kind === 'exercise' ? sides : 1))];
    else if (s.kind === 'exercise' && s.reps && strength) row.end = ['reps', s.reps * sides];
    else row.end = ['open', undefined];
    // Percents of a heart rate are told in beats where one is known.
    const beats = s.target?.match(/^(\d+)(?:-(\d+))? bpm$/);
    if (s.target_kind === 'zone' && beats) Object.assign(row, { kind: 'heart_rate', low: +beats[1] + 100, high: +(beats[2] ?? beats[1]) + 100 });
    else if (s.low_bpm !== null && s.target_kind === 'heart_rate') Object.assign(row, { kind: 'heart_rate', low: s.low_bpm + 100, high: s.high_bpm + 100 });
    else if (s.slow_mps !== null && s.target_kind !== 'effort' && s.kind !== 'exercise')
      // A band at least 2 % to either side.
      Object.assign(row, { kind: 'speed', low: 1000 * Math.min(s.slow_mps, s.target_mps * 0.98), high: 1000 * Math.max(s.fast_mps, s.target_mps * 1.02) });
    const jog = s.mode === 'jog' || (s.mode === null && s.distance_m);
    row.intensity =
      s.kind === 'recovery' ? [jog ? 'recovery' : 'rest'] : s.kind === 'rest' ? ['rest'] : s.kind === 'drills' ? ['warmup'] :
      isEasy(s) ? (first < 0 ? ['active'] : i < first ? ['warmup', 'active'] : i > last ? ['cooldown', 'active'] : ['active']) :
      isRun(s) ? ['interval'] : ['active'];
    return row;
  });
}

// ---- From the decoded messages: repeats carried out.
export function carriedOut(messages) {
  const out = [];
  const left = new Map();
  for (let i = 0, n = 0; i < messages.length && n < 20000; n++) {
    const m = messages[i];
    if (m.duration_type !== 'repeat_until_steps_cmplt') {
      out.push({ ...m, at: i, lastPass: false });
      i++;
      continue;
    }
    const passes = left.get(i) ?? m.target_value;
    if (passes > 1) {
      left.set(i, passes - 1);
      for (const inner of left.keys()) if (inner > m.duration_value && inner < i) left.delete(inner);
      i = m.duration_value;
    } else {
      left.delete(i);
      out[out.length - 1].lastPass = true; // what a watch skips when it is a recovery
      i++;
    }
  }
  return out;
}

const near = (a, b) => a !== undefined && Math.abs(a - b) <= 1.01; // mm/s, of numbers printed to 0.1

// The differences between the two, in words; [] when they are the same.
export function differences(steps, messages) {
  const list = [];
  const want = asked(steps);
  const got = carriedOut(messages);
  let k = 0;
  for (const [i, w] of want.entries()) {
    // A recovery after the last pass, where no other recovery follows.
    while (k < got.length && got[k].lastPass && ['recovery', 'rest'].includes(got[k].intensity) && w.step.kind !== 'recovery') k++;
    const g = got[k++];
    const say = (what, a, b) => list.push(`step ${i + 1}: ${what}: asked ${JSON.stringify(a)}, on the watch ${JSON.stringify(b)}`);
    if (!g) { say('missing', w.step.kind, null); break; }
    if (g.duration_type !== w.end[0]) say('end', w.end[0], g.duration_type);
    if (w.end[1] !== undefined && g.duration_value !== w.end[1]) say('length', w.end[1], g.duration_value);
    if (!w.intensity.includes(g.intensity)) say('intensity', w.intensity, g.intensity);
    if (w.kind === null ? g.target_type !== 'open' : g.target_type !== w.kind) say('target', w.kind, g.target_type);
    if (w.kind !== null && !(near(g.custom_target_value_low, w.low) && near(g.custom_target_value_high, w.high)))
      say('band', [w.low, w.high], [g.custom_target_value_low, g.custom_target_value_high]);
    const text = `${g.wkt_step_name ?? ''}`;
    if (text === '' || Buffer.byteLength(text) > 31) say('name', '1 to 31 bytes', text);
    if (w.step.kind === 'exercise' && !text.startsWith(w.step.name.slice(0, 20))) say('name', w.step.name, text);
    if (g.notes !== undefined && !g.notes.startsWith(text)) say('note', text, g.notes);
  }
  while (k < got.length && got[k].lastPass && ['recovery', 'rest'].includes(got[k].intensity)) k++;
  if (k !== got.length && list.length === 0) list.push(`${got.length - k} steps too many on the watch`);
  return list;
}
