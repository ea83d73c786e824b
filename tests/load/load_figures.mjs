// What the figures of a run under load say: flat or not, and why not. Numbers in, words out.

export const bounds = {
  growth: 0.02, // of the memory held, over the whole run, by the line through what was seen after its first fifth
  growth_mb: 1, // ... or so little that nobody could tell it from a cache that fills
  errors: 3, // ... and so many standard errors of that line, or it is memory that comes and goes
  slower: 1.5, // p99 of the last third against the first, where the machine itself was no slower
  slower_ms: 20, // ... or so little
  // SQLite keeps the file of a connection that was closed for the next one, as long as others are open: as many
  // as were ever open at once, which are one that watches, two that read, one of sounds, one that writes and one of jobs.
  files_of_store: 6,
  each: 300, // answers of a kind in a third, for it to have a p99 of its own
};

export const quantile = (sorted, share) => (sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
export const sortedOf = (list) => Float64Array.from(list).sort();

// Least squares: the slope per unit of x, and its standard error.
export function line(points) {
  const n = points.length;
  if (n < 3) return { slope: 0, error: 0 };
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n, my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let above = 0, below = 0, left = 0;
  for (const [x, y] of points) { above += (x - mx) * (y - my); below += (x - mx) ** 2; }
  const slope = below > 0 ? above / below : 0;
  for (const [x, y] of points) left += (y - my - slope * (x - mx)) ** 2;
  return { slope, error: below > 0 ? Math.sqrt(left / (n - 2) / below) : 0 };
}

// `seen`: [{ s, rss_mb, ... }] over the run of `all_s` seconds. Threads at work hold more for a while: what
// is not given back is the least of each thirtieth.
export function growth(seen, all_s) {
  const least = new Map();
  for (const { s, rss_mb } of seen) {
    const part = Math.floor((30 * s) / all_s);
    if (!(least.get(part) <= rss_mb)) least.set(part, rss_mb);
  }
  const later = [...least].filter(([part]) => part >= 6 && part < 30).map(([part, mb]) => [((part + 0.5) * all_s) / 30, mb]);
  const mean = later.reduce((sum, [, y]) => sum + y, 0) / Math.max(1, later.length);
  const { slope, error } = line(later);
  return { mb: slope * all_s, error_mb: error * all_s, mean, share: mean > 0 ? (slope * all_s) / mean : 0 };
}

// `answers`: [{ s, ms }] of one kind.
export function thirds(answers, all_s) {
  const of = (from, to) => sortedOf(answers.filter((a) => a.s >= from * all_s && a.s < to * all_s).map((a) => a.ms));
  const first = of(0, 1 / 3), last = of(2 / 3, 1.01);
  return { count: answers.length, least: Math.min(first.length, last.length), p50: quantile(sortedOf(answers.map((a) => a.ms)), 0.5), p99: quantile(sortedOf(answers.map((a) => a.ms)), 0.99), first: quantile(first, 0.99), last: quantile(last, 0.99) };
}

// How much slower the machine itself was in the last third, at a piece of work that is always the same.
export function slowed(machine, all_s) {
  const mean = (from, to) => { const list = machine.filter((a) => a.s >= from * all_s && a.s < to * all_s); return list.reduce((sum, a) => sum + a.ms, 0) / Math.max(1, list.length); };
  const first = mean(0, 1 / 3), last = mean(2 / 3, 1.01);
  return first > 0 ? Math.max(1, last / first) : 1;
}

// Reasons not to call it flat; none: it is.
export function verdict({ errors, seen, all_s, before, after, kinds, machine }) {
  const reasons = [];
  for (const [what, count] of Object.entries(errors)) reasons.push(`${count} errors: ${what}`);
  const slower = bounds.slower * slowed(machine, all_s);
  const grown = growth(seen, all_s);
  const sure = grown.mb > bounds.errors * grown.error_mb;
  if (sure && grown.share > bounds.growth && grown.mb > bounds.growth_mb) reasons.push(`memory grows by ${grown.mb.toFixed(1)} MB in the run, ${(100 * grown.share).toFixed(1)} % of ${grown.mean.toFixed(1)} MB`);
  for (const what of ["files", "threads", "children", "dead_children"])
    if (after[what] !== before[what]) reasons.push(`${what.replace("_", " ")}: ${before[what]} at quiet before, ${after[what]} after`);
  if (after.files_of_store > bounds.files_of_store) reasons.push(`the store is open ${after.files_of_store} times`);
  for (const [kind, answers] of Object.entries(kinds)) {
    const t = thirds(answers, all_s);
    if (t.least >= bounds.each && t.last > t.first * slower && t.last - t.first > bounds.slower_ms)
      reasons.push(`${kind}: p99 of ${t.first.toFixed(1)} ms in the first third, of ${t.last.toFixed(1)} in the last`);
  }
  return reasons;
}
