// What the browser tests share: pages made by miler, a phone, TAP lines.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { chromiumArgs } from "./chromium_args.mjs";

const require = createRequire(`${process.env.NODE_MODULES}/`);
export const { chromium } = require("playwright-core");
export const axeSource = require("axe-core").source;
export const scratch = process.env.SCRATCH;
const miler = `${process.env.BUILD}/miler`;

let n = 1; // live.test has said the first
export const ok = (good, name, detail) => {
  console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
  if (!good) console.log(`# ${String(typeof detail === "string" ? detail : JSON.stringify(detail)).slice(0, 800)}`);
};
export const run = (...args) => execFileSync(miler, args, { encoding: "utf8", stdio: "pipe" });
export const card = (...args) => JSON.parse(run("pace", ...args, "--json"));
// Makes a page; gives its path.
export function make(name, ...args) {
  const path = `${scratch}/${name}.html`;
  run("pace", ...args, "--page", path, "-q");
  return path;
}
// What src/app/race_file.c makes of a saved file: [{name, finish, splits: [[m, s]]}].
export const readInC = (path) =>
  execFileSync(`${process.env.BUILD}/tests/unit/test_race_file`, [path], { encoding: "utf8" }).replace(/\n$/, "").split("\n").map((line) => {
    const [name, finish, ...splits] = line.split("\t");
    return { name, finish: Number(finish), splits: splits.map((text) => text.split("=").map(Number)) };
  });

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: [...chromiumArgs, "--autoplay-policy=user-gesture-required"] });

// A phone with a page in it, without a network; what it asks for and what goes wrong is written down.
export async function phone(browser, path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, timezoneId: "Europe/Berlin",
    ...options.context });
  await context.setOffline(true);
  const seen = { asked: [], faults: [] };
  const page = await context.newPage();
  page.on("request", (request) => { if (!/^(file|blob):/.test(request.url())) seen.asked.push(request.url()); });
  page.on("pageerror", (error) => seen.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") seen.faults.push(message.text()); });
  if (options.init) await page.addInitScript(options.init);
  // The clock stands still but for what the test winds it on; with `flows` it goes on, too.
  if (!options.realTime) {
    await page.clock.install({ time: new Date("2026-06-07T12:30:00Z") });
    if (!options.flows) await page.clock.pauseAt(new Date("2026-06-07T12:30:10Z"));
  }
  await page.goto(`file://${path}`);
  const on = async (s) => { if (s > 0) await page.clock.fastForward(Math.round(s * 1000)); };
  const text = (id) => page.locator(`#${id}`).textContent();
  // A finger at the middle of it, whatever lies there. One question where the page has it already, else it is waited for.
  const middle = (node) => {
    node.scrollIntoView({ block: "nearest" });
    const box = node.getBoundingClientRect();
    return box.width > 0 ? [box.x + box.width / 2, box.y + box.height / 2] : null;
  };
  const touch = async (selector) => {
    const at = await page.evaluate(`(() => { const all = document.querySelectorAll(${JSON.stringify(selector)}); return all.length === 1 ? (${middle})(all[0]) : null; })()`)
      ?? await page.locator(selector).evaluate(middle);
    if (!at) throw new Error(`${selector} is not to be seen`);
    await page.touchscreen.tap(...at);
  };
  return { context, page, seen, on, text, touch };
}

// The saved race as a path.
export async function saved({ page, touch }) {
  const [download] = await Promise.all([page.waitForEvent("download"), touch("#save")]);
  const path = `${scratch}/${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`;
  await download.saveAs(path);
  return path;
}
