// What the tests of the built page share: a server of their own on a free port, a browser, TAP lines.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { chromiumArgs } from "./chromium_args.mjs";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { chromium } = require("playwright-core");
const axeSource = require("axe-core").source;
const miler = `${process.env.BUILD}/miler`;
process.setMaxListeners(0); // each server ends with us

let n = Number(process.env.SAID ?? 0); // tests that page.test has told
export const ok = (good, name, detail) => {
  console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
  if (!good) console.log(`# ${String(typeof detail === "string" ? detail : JSON.stringify(detail)).replace(/\n/g, "\n# ").slice(0, 1500)}`);
};
export const run = (db, ...args) => execFileSync(miler, args, { encoding: "utf8", stdio: "pipe", env: { ...process.env, MILER_DB: db } });

// `miler serve` on the store `db`; on the port of before, on another day and with other words, where they are given.
export function serve(db, port = 0, day = process.env.MILER_TODAY, words = []) {
  const child = spawn(miler, ["serve", "--port", String(port), ...words], { env: { ...process.env, MILER_DB: db, MILER_TODAY: day }, stdio: ["ignore", "ignore", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const stop = () => new Promise((done) => { child.once("exit", done); child.kill("SIGTERM"); });
  return new Promise((ready, fail) => {
    let said = "";
    child.once("exit", () => fail(new Error(`miler serve ended: ${said}`)));
    child.stderr.on("data", (text) => {
      said += text;
      const found = said.match(/127\.0\.0\.1:(\d+)\//);
      if (found) ready({ port: Number(found[1]), stop, said: () => said, base: `http://127.0.0.1:${found[1]}/app/` });
    });
  });
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: chromiumArgs });

export const until = async (test, ms = 6000) => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((go) => setTimeout(go, 40))) if (await test()) return true;
  return false;
};

// A tab on the day of the tests. Everything it asks of another place, and every fault, is written down.
export async function tab(browser, server, options = {}, day = process.env.MILER_TODAY) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(`${day}T09:00:00`));
  const seen = { asked: [], faults: [] };
  const running = (page.running = new Set()); // answers that have not come; changes are told for ever
  page.on("request", (request) => { if (!request.url().endsWith("/events")) running.add(request); });
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => running.delete(request));
  context.on("request", (request) => { if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(new URL(server.base).origin)) seen.asked.push(request.url()); });
  page.on("pageerror", (error) => seen.faults.push(error.message));
  // A refusal of the server is a line of Chromium's, too; those that are meant are told by the page.
  page.on("console", (message) => { if (message.type() === "error" && !/Failed to load resource/.test(message.text())) seen.faults.push(message.text()); });
  const to = async (path = "") => { await page.goto(server.base + path); await page.locator("h1").waitFor(); };
  return { context, page, seen, to };
}

// Everything the page asked for is there, and drawn.
export async function settled(page) {
  for (let quiet = 0, tries = 0; quiet < 3 && tries < 400; tries++) {
    quiet = page.running.size > 0 ? 0 : quiet + 1;
    await page.waitForTimeout(20);
  }
  await page.locator("h1, dialog[open]").first().waitFor();
}

export async function axe(page, options = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const found = await page.evaluate((more) => window.axe.run(document, { resultTypes: ["violations"], ...more }), options);
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`));
}
