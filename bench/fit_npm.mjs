// SPDX-License-Identifier: MIT
// Seconds that npm fit-file-parser takes for all FIT files of a folder, already
// in memory: the best of three rounds after one to warm up.
//
//   node fit_npm.mjs NODE_MODULES FOLDER
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const [modules, folder] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + '/');
const FitParser = require('fit-file-parser').default ?? require('fit-file-parser');
const files = fs.readdirSync(folder).filter((f) => f.endsWith('.fit')).map((f) => fs.readFileSync(path.join(folder, f)));
let best = Infinity;
for (let round = 0; round < 4; round++) {
  const start = process.hrtime.bigint();
  for (const bytes of files) {
    // One that it cannot read costs it less, never more.
    try { new FitParser({ force: true, mode: 'list' }).parse(bytes, () => {}); } catch { /* counted as read */ }
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (round > 0 && seconds < best) best = seconds;
}
console.log(best.toFixed(4));
