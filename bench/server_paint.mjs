// How soon Chromium paints Today: when the session's heading is on the screen, not a frame without it, and the
// browser's own mark of the first content; median of nine, each in a fresh context. Then how long
// the charts of a long run take from the arrival of its samples to the painted canvas. PORT: of a miler serve,
// PLAIN: of an nginx; the argument: where the packages are.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const modules = process.argv[2];
const find = () => { for (const name of ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"]) try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next */ } return null; };
const executablePath = find();
if (!modules || !executablePath) { console.log("no browser: nothing painted"); process.exit(0); }
const { chromium } = createRequire(`${resolve(modules)}/node_modules/`)("playwright-core");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const first = "first-contentful-paint"; // the browser's own mark: whatever comes first
const paints = [], stands = [];
for (let i = 0; i < 10; i++) {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The session's heading asks to be told of before it is painted; the time is that of its being on the screen.
  await page.addInitScript(() => {
    window.stood = new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].renderTime)).observe({ type: "element", buffered: true }));
    new MutationObserver((_, watch) => {
      const heading = document.querySelector("article.session h2");
      heading?.setAttribute("elementtiming", "session");
      if (heading) watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`http://127.0.0.1:${process.env.PORT}/app/`);
  const stood = await page.evaluate(() => window.stood);
  const paint = await page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, first);
  if (i > 0) { paints.push(paint); stands.push(stood); } // the first warms the browser up
  await context.close();
}
// The longest of those that tools/simulate made: the 10,000 are rows of the log alone.
const base = `http://127.0.0.1:${process.env.PORT}`;
const { runs } = await (await fetch(`${base}/api/v1/runs?limit=500&text=made%20up`)).json();
const long = runs.filter((run) => run.elapsed_s).sort((a, b) => b.elapsed_s - a.elapsed_s)[0];
const charts = await browser.newContext({ viewport: { width: 1280, height: 860 } });
await charts.addInitScript(() => {
  const json = Response.prototype.json;
  Response.prototype.json = async function () {
    const read = await json.call(this);
    if (/samples/.test(this.url)) {
      const there = performance.now();
      const look = () => (document.querySelector(".line-place canvas") ? requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now() - there; })) : setTimeout(look));
      look();
    }
    return read;
  };
});
const drawn = [];
const tab = await charts.newPage();
for (let i = 0; i < 10 && long; i++) {
  await tab.goto(`${base}/app/runs/${long.id}`);
  await tab.waitForFunction(() => window.drawn);
  if (i > 0) drawn.push(await tab.evaluate(() => window.drawn));
}
await charts.close();
// A page of one word, from nginx: what the browser itself takes on this machine, just now.
const bare = [];
for (let i = 0; i < 10; i++) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${process.env.PLAIN}/bare.html`);
  const paint = await page.evaluate((name) => new Promise((done) => new PerformanceObserver((list) => { for (const one of list.getEntriesByName(name)) done(one.startTime); }).observe({ type: "paint", buffered: true })), first);
  if (i > 0) bare.push(paint);
  await context.close();
}
await browser.close();
const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];
console.log(`Today in Chromium: the session is painted after ${Math.round(middle(stands))} ms (goal 300), the first of anything after ${Math.round(middle(paints))} ms; a page of one word from nginx ${Math.round(middle(bare))} ms`);
if (drawn.length > 0) console.log(`charts of a run of ${Math.round(long.elapsed_s / 60)} minutes in Chromium: ${Math.round(middle(drawn))} ms from its samples' arrival (goal 200)`);
