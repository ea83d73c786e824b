// Made-up figures of runs that are flat and of runs that are not, and what is said of them.
import { growth, line, verdict } from "./load_figures.mjs";

let n = 0;
const ok = (good, name, detail) => {
  console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
  if (!good) console.log(`# ${JSON.stringify(detail)?.slice(0, 400)}`);
};
let dice = 1;
const noise = () => ((dice = (dice * 16807) % 2147483647) / 2147483647) * 2 - 1;
const all_s = 1800, at = Array.from({ length: all_s }, (_, s) => s);
const held = { files: 20, files_of_store: 4, threads: 5, children: 2, dead_children: 0 };
const flat = (change = {}) => ({
  all_s, errors: {}, before: held, after: { ...held, ...change.after },
  seen: at.map((s) => ({ s, rss_mb: 40 + noise() + (change.rss?.(s) ?? 0) })),
  kinds: { runs: at.map((s) => ({ s, ms: 20 + 5 * noise() + (change.ms?.(s) ?? 0) })) },
  machine: at.map((s) => ({ s, ms: 3 + noise() + (change.machine?.(s) ?? 0) })),
  ...(change.errors ? { errors: change.errors } : {}),
});
const said = (change) => verdict(flat(change)).join("; ");

ok(Math.abs(line([[0, 1], [1, 3], [2, 5]]).slope - 2) < 1e-12 && line([[0, 1], [1, 3], [2, 5]]).error < 1e-12 && line([[1, 1]]).slope === 0, "the line through points on a line is that line");
ok(said({}) === "", "a run that is flat is called so", said({}));
ok(said({ rss: (s) => 8 * Math.min(1, s / 300) }) === "", "what grows in the first fifth alone is a cache", said({ rss: (s) => 8 * Math.min(1, s / 300) }));
ok(/^memory grows by 2\.\d MB/.test(said({ rss: (s) => (2.5 * s) / all_s })), "2.5 MB in 40 are found", said({ rss: (s) => (2.5 * s) / all_s }));
ok(Math.abs(growth(flat({ rss: (s) => (4 * s) / all_s }).seen, all_s).mb - 4) < 0.3, "and told", growth(flat({ rss: (s) => (4 * s) / all_s }).seen, all_s));
ok(said({ rss: (s) => 6 * Math.sin(s / 90) }) === "", "memory that comes and goes is no growth", said({ rss: (s) => 6 * Math.sin(s / 90) }));
for (const what of ["files", "threads", "children", "dead_children"])
  ok(said({ after: { [what]: held[what] + 1 } }).startsWith(what.replace("_", " ")), `one more of its ${what.replace("_", " ")} is found`, said({ after: { [what]: held[what] + 1 } }));
ok(said({ after: { files_of_store: 6 } }) === "" && said({ after: { files_of_store: 7 } }) !== "", "files of the store are kept for the next, up to their number");
const late = (s) => (s > 1200 && s % 50 === 0 ? 60 : 0);
ok(/^runs: p99/.test(said({ ms: late })), "answers that come late in the end are found", said({ ms: late }));
ok(said({ ms: late, machine: (s) => (s > 1200 ? 9 : 0) }) === "", "unless the machine itself was so much slower");
ok(said({ errors: { "status N": 1 } }) === "1 errors: status N", "and so is a single error", said({ errors: { "status N": 1 } }));
