// SPDX-License-Identifier: MIT
// Compares what miler reads from the TCX and GPX files of the corpus with what
// gpsbabel reads (points, places, heights, heart rate, way, counted distance,
// first and last time, laps), and with the corpus' own catalogue. Every
// difference must stand in xml_explained.tsv with its reason, and every line
// there must still be true. Speaks TAP. With --list it prints the differences
// as lines for that table instead.
//
//   node xml_compare.mjs FITDUMP CORPUS EXPLAINED [--list]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hold } from './explained.mjs';

const [fitdump, corpus, explainedPath, mode] = process.argv.slice(2);
const files = ['tcx', 'gpx', 'bad'].flatMap((folder) =>
  fs.readdirSync(path.join(corpus, folder)).filter((f) => /\.(tcx|gpx)$/.test(f)).sort().map((f) => `${folder}/${f}`));

// How near two numbers must be: gpsbabel prints degrees to 1e-9, heights and
// distances to millimetres and centimetres; sums hold up to 5,000 of them.
const inGpx = { points: 0, first: 0, last: 0, lat_sum: 1e-6, lon_sum: 1e-6, altitude_sum: 1, hr_sum: 0, way_m: 0.1 };
const inTcx = { ...inGpx, laps: 0, distance_m: 0.01 };
const inCatalogue = { records: 0, laps: 0, span_s: 0.15 };

const sum = (list, get) => list.reduce((total, item) => total + (get(item) ?? 0), 0);
const iso = (ms) => (Number.isFinite(ms) ? new Date(ms).toISOString() : '');

function spanOf(timed) {
  return timed.length ? (Math.max(...timed.map((r) => r.last_ms)) - Math.min(...timed.map((r) => r.first_ms))) / 1000 : 0;
}

function ours() {
  const out = execFileSync(fitdump, files.map((f) => path.join(corpus, f)), { maxBuffer: 1 << 28 });
  const result = {};
  for (const [i, line] of out.toString().trim().split('\n').entries()) {
    const answer = JSON.parse(line);
    const recordings = answer.recordings ?? [];
    const placed = recordings.map((r) => r.placed).filter((p) => p.count > 0);
    const times = placed.filter((p) => 'first_ms' in p);
    result[files[i]] = {
      error: answer.error,
      points: sum(placed, (p) => p.count),
      records: sum(recordings, (r) => r.samples),
      laps: sum(recordings, (r) => r.laps.length),
      first: iso(Math.min(...times.map((p) => p.first_ms))),
      last: iso(Math.max(...times.map((p) => p.last_ms))),
      lat_sum: sum(placed, (p) => p.lat_sum),
      lon_sum: sum(placed, (p) => p.lon_sum),
      altitude_sum: sum(placed, (p) => p.altitude_sum),
      hr_sum: sum(placed, (p) => p.hr_sum),
      way_m: sum(placed, (p) => p.way_m),
      distance_m: sum(placed, (p) => p.distance_m),
      span_s: spanOf(recordings.filter((r) => 'first_ms' in r)),
    };
  }
  return result;
}

// Metres on the ellipsoid between near points: radii of curvature half-way. [WGS 84]
function step(a, b) {
  const rad = Math.PI / 180, e2 = 0.00669437999014, s = Math.sin(((a.lat + b.lat) / 2) * rad);
  const w = Math.sqrt(1 - e2 * s * s);
  const north = ((6378137 * (1 - e2)) / w ** 3) * (b.lat - a.lat) * rad;
  const east = (6378137 / w) * Math.cos(((a.lat + b.lat) / 2) * rad) * (b.lon - a.lon) * rad;
  return Math.hypot(north, east);
}

function gpsbabel(file) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'miler-'));
  const tcx = file.endsWith('.tcx');
  try {
    const gpxOut = path.join(scratch, 'out.gpx'), tcxOut = path.join(scratch, 'out.tcx');
    execFileSync('gpsbabel', ['-i', tcx ? 'gtrnctr' : 'gpx', '-f', path.join(corpus, file), '-o', 'gpx,gpxver=1.1,garminextensions=1', '-F', gpxOut,
      ...(tcx ? ['-o', 'gtrnctr,course=0', '-F', tcxOut] : [])], { stdio: ['ignore', 'ignore', 'pipe'] });
    const gpx = fs.readFileSync(gpxOut, 'utf8');
    const tracks = (gpx.match(/<trk>[\s\S]*?<\/trk>/g) ?? []).map(points);
    const all = tracks.flat();
    const times = all.map((p) => p.ms).filter(Number.isFinite);
    const counted = tcx ? [...fs.readFileSync(tcxOut, 'utf8').matchAll(/<Trackpoint>[\s\S]*?<\/Trackpoint>/g)].map((m) => number(m[0], 'DistanceMeters')) : [];
    return {
      points: all.length,
      laps: (gpx.match(/<name>LAP\d+<\/name>/g) ?? []).length,
      first: iso(times.reduce((a, b) => Math.min(a, b), Infinity)),
      last: iso(times.reduce((a, b) => Math.max(a, b), -Infinity)),
      lat_sum: sum(all, (p) => p.lat),
      lon_sum: sum(all, (p) => p.lon),
      altitude_sum: sum(all, (p) => p.ele),
      hr_sum: sum(all, (p) => p.hr),
      way_m: sum(tracks, (t) => sum(t.slice(1).map((p, i) => step(t[i], p)), (m) => m)),
      distance_m: counted.filter(Number.isFinite).at(-1) ?? 0,
    };
  } catch (error) {
    return { error: String(error.stderr ?? error).trim().split('\n')[0].replaceAll(`${corpus}/`, '') };
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

function number(xml, name) {
  const m = xml.match(new RegExp(`<(?:gpxtpx:)?${name}>([^<]*)<`));
  return m ? +m[1] : undefined;
}

function points(track) {
  return [...track.matchAll(/<trkpt lat="([^"]*)" lon="([^"]*)"(?:\/>|>([\s\S]*?)<\/trkpt>)/g)].map(([, lat, lon, rest = '']) => ({
    lat: +lat, lon: +lon, ele: number(rest, 'ele'), hr: number(rest, 'hr'), ms: Date.parse(rest.match(/<time>([^<]*)/)?.[1] ?? ''),
  }));
}

function catalogue() {
  const [head, ...rows] = fs.readFileSync(path.join(corpus, 'catalog.tsv'), 'utf8').trimEnd().split('\n').map((l) => l.split('\t'));
  const all = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
  return Object.fromEntries(all.map((r) => [r.file, { records: +r.n_records, laps: +r.n_laps, span_s: +r.duration_s }]));
}

function differences(mine, theirs, who, limits) {
  if (theirs.error) return [{ field: `${who}:error`, ours: mine.error ?? 'read', theirs: theirs.error }];
  const show = (x) => (typeof x === 'number' ? String(Math.round(x * 1e4) / 1e4) : x);
  return Object.entries(limits)
    .filter(([field, limit]) => (limit === 0 ? mine[field] !== theirs[field] : !(Math.abs(mine[field] - theirs[field]) <= limit)))
    .map(([field]) => ({ field: `${who}:${field}`, ours: show(mine[field]), theirs: show(theirs[field]) }));
}

const all = ours();
const known = catalogue();
hold({
  files,
  table: explainedPath,
  list: mode === '--list',
  found: (file) => [
    ...(all[file].error ? [{ field: 'error', ours: all[file].error, theirs: '' }] : []),
    ...differences(all[file], gpsbabel(file), 'gpsbabel', file.endsWith('.tcx') ? inTcx : inGpx),
    ...(known[file] ? differences(all[file], known[file], 'catalogue', inCatalogue) : []),
  ],
});
