// The live page as a runner and a coach use it. Each scene stands alone; two run
// side by side in one browser; arguments name those to run.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { card, launch, make, ok, phone, readInC, run, saved, scratch } from "./kit.mjs";
import { accessible } from "./scene_access.mjs";
import { battery } from "./scene_battery.mjs";
import { mended } from "./scene_mend.mjs";
import { sized } from "./scene_sizes.mjs";
import { day } from "./scene_day.mjs";
import { heard, scheduled } from "./scene_sound.mjs";
import { stored } from "./scene_store.mjs";
import { words } from "./scene_words.mjs";

const near = (a, b, by) => Math.abs(a - b) <= by;
const seconds = (text) => { const [m, s] = text.split(":").map(Number); return m * 60 + s; };

async function mile(browser) {
  const path = make("mile", "5:19"), plan = card("5:19");
  const p = await phone(browser, path);
  await p.touch("input[value=half]");
  await p.touch("#start-count");
  await p.on(9);
  ok((await p.text("solo-clock")) === "1", "one second to go on the clock", await p.text("solo-clock"));
  const box = await p.page.locator("#tap").boundingBox();
  ok(box.height >= 844 / 2 - 1 && box.width > 390 * 0.9, "half the screen takes a tap", box);
  await p.on(1);
  const times = [41.3, 82.4, 121.0, 160.9, 201.2, 241.0, 281.3, 319.4];
  let now = 0;
  const to = async (s) => { await p.on(s - now); now = s; };
  await to(41.3); await p.touch("#tap");
  const ahead = plan.checkpoints.find((at) => near(at.distance_m, 209.344, 1e-6)).time_s - 41.3;
  ok((await p.text("ahead")) === Math.abs(ahead).toFixed(1) && (await p.text("ahead-word")) === (ahead > 0 ? "ahead" : "behind"),
    "the first tap says how far ahead of the plan", [ahead, await p.text("ahead")]);
  await to(82.4); await p.touch("#tap");
  const outlook = card("5:19", "--passed", "409.344m=82.4").outlook;
  ok(near(seconds(await p.text("finish-guess")), outlook.finish_on_plan_s, 0.051), "the finish is foretold as miler pace --passed does", [await p.text("finish-guess"), outlook.finish_on_plan_s]);
  ok((await p.text("must")).startsWith(`for 5:19 run ${outlook.rest.map((lap) => lap.time_s.toFixed(1)).join(" ")}`), "and what the laps left must be", await p.text("must"));
  await to(100); await p.touch("#tap"); // a slip of the finger
  ok((await p.text("last")) === "17.6", "a slip of the finger counts as a split");
  await p.touch("#solo-undo");
  ok((await p.text("solo-undo")) === "Undo 409 m", "and is taken back", await p.text("solo-undo"));
  await to(121.0); await p.touch("#tap");
  await to(160.9); await p.touch("#tap");
  await to(170);
  await p.page.reload();
  await to(180);
  ok((await p.text("solo-clock")) === "3:00.0" && (await p.text("solo-undo")) === "Undo 809 m", "a reload in lap 3 keeps clock and taps", [await p.text("solo-clock"), await p.text("solo-undo")]);
  const light = await p.page.locator("g.light, circle.light:not(.legend-mark)").getAttribute("transform");
  const want = await p.page.evaluate(([pacing]) => {
    const m = Core.placeAt(pacing.map((at) => [at.distance_m, at.time_s]), 180);
    return Track.pointAt({ straight: 84.39, radius: 36.8, length: 168.78 + 2 * Math.PI * 36.8, scale: 1 }, m - 9.344);
  }, [plan.pacing]);
  const [x, y] = light.match(/-?[\d.]+/g).map(Number);
  ok(Math.hypot(x - want[0], y - want[1]) < 0.6, "the pace light is where the plan is", { light, want });
  for (const s of times.slice(4)) { await to(s); await p.touch("#tap"); }
  ok(await p.page.locator("#result").isVisible() && (await p.text("result-line")).startsWith("5:19.40"), "eight taps, a mile", await p.text("result-line"));
  ok((await p.page.locator("#result-table tbody tr").count()) === 8, "with eight splits, the touch of the finish having pressed nothing under it");
  await p.page.keyboard.press("z");
  ok(await p.page.locator("#solo").isVisible(), "z takes a wrong finish back");
  await to(320.1);
  await p.page.keyboard.press("Space");
  ok((await p.text("result-line")).startsWith("5:20.10"), "the space bar taps", await p.text("result-line"));
  const file = await saved(p), [ada] = readInC(file), told = JSON.parse(readFileSync(file, "utf8"));
  times[7] = 320.1;
  ok(ada.splits.length === 8 && ada.splits.every(([m, s], i) => near(m, 9.344 + 200 * (i + 1), 1e-3) && near(s, times[i], 0.0015)), "the C reader finds the same splits in the saved file", ada);
  ok(told.gun === "2026-06-07T14:30:20.000+02:00" && /miler-race-2026-06-07\.json$/.test(file), "which has the gun with its zone", [told.gun, file]);
  await p.page.locator("#load").setInputFiles(file);
  await p.page.locator("#result-title", { hasText: ".json" }).waitFor();
  const again = await saved(p);
  ok(readFileSync(again, "utf8") === readFileSync(file, "utf8"), "the page reads it and saves the same");
  writeFileSync(`${scratch}/bad.json`, "{\"format\":\"miler-race\",\"version\":1,\"runners\":[{}]}");
  await p.touch("#menu-open");
  await p.page.locator("#load").setInputFiles(`${scratch}/bad.json`);
  await p.page.locator("#states", { hasText: "no race file" }).waitFor();
  ok(true, "a spoilt file is refused with a reason");
  ok(p.seen.asked.length === 0 && p.seen.faults.length === 0, "nothing was asked of a network, no fault was told", p.seen);
  ok(statSync(path).size < 300 * 1024, `the page has ${Math.round(statSync(path).size / 1024)} KB`);
  await p.context.close();
}

async function heat(browser) {
  const names = ["Ada", "Bo", "Cy </script><b>x", "Dé", "Eva", "Finn", "Gus", "Hana", "Ida", "Jo", "Kim", "Lea"];
  const goals = [319, 325, 330, 335, 340, 345, 350, 355, 360, 365, 370, 375];
  const path = make("heat", ...names.flatMap((name, r) => ["--runner", `${name}=${goals[r]}s`]));
  const p = await phone(browser, path);
  ok((await p.page.locator("b").count()) === 0 && (await p.page.locator("#plan-table tbody tr").count()) === 12, "twelve runners, and a name that is markup stays a name");
  await p.touch("#start-now");
  // Each laps a little unlike the plan; who passes when is sorted into one order of taps.
  const taps = [];
  names.forEach((_, r) => [1, 2, 3, 4].forEach((lap) => taps.push({ r, s: Math.round((goals[r] * lap / 4 + ((r * 7 + lap * 3) % 5) * 0.31 + r * 0.007) * 1000) / 1000, lap })));
  taps.sort((a, b) => a.s - b.s);
  let now = 0, count = 0;
  for (const tap of taps) {
    await p.on(tap.s - now);
    now = Math.max(now, tap.s);
    const cell = (r) => p.touch(`#grid button:nth-child(${r + 1})`);
    count++;
    if (count === 17) { // for the wrong one, then given to the right one a second later
      await cell((tap.r + 5) % 12);
      await p.touch("#group-wrong");
      await p.on(0.3); now += 0.3;
    } else if (count === 29) { // the time first, the name after
      await p.touch("#hold");
      await p.on(0.4); now += 0.4;
    } else if (count === 31) { // two touches, one of them taken back
      await cell((tap.r + 3) % 12);
      await p.touch("#group-undo");
    }
    await cell(tap.r);
  }
  ok(await p.page.locator("#result").isVisible(), "48 taps finish the heat", await p.page.locator("main").innerText());
  const order = names.map((name, r) => ({ name, s: taps.find((tap) => tap.r === r && tap.lap === 4).s })).sort((a, b) => a.s - b.s);
  const rows = await p.page.locator("#result-table tbody tr td:first-child").allTextContents();
  ok(rows.join("|") === order.map((row, i) => `${i + 1}. ${row.name}`).join("|"), "places are those of the finish", rows);
  const file = await saved(p), read = readInC(file);
  let worst = 0;
  names.forEach((name, r) => [1, 2, 3, 4].forEach((lap) => {
    const got = read.find((one) => one.name === name)?.splits[lap - 1]?.[1] ?? Infinity;
    worst = Math.max(worst, Math.abs(got - taps.find((tap) => tap.r === r && tap.lap === lap).s));
  }));
  ok(worst < 0.0015, "no tap of 48 is lost or moved in the file", worst);
  ok(p.seen.asked.length === 0 && p.seen.faults.length === 0, "no network, no fault", p.seen);
  const big = make("big", "6:00", "--strategy", "optimal", ...Array.from({ length: 60 }, (_, i) => ["--runner", `Runner with a name of forty letters ${i}`]).flat());
  ok(statSync(big).size < 300 * 1024, `sixty runners make ${Math.round(statSync(big).size / 1024)} KB`);
  await p.context.close();
}

// Storage that refuses, and a screen that locks.
async function hardships(browser) {
  const path = make("hard", "6:00");
  const p = await phone(browser, path, { init: () => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
    Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
    window.lockAsked = 0;
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { window.lockAsked++; return { release: async () => undefined }; } } });
  } });
  ok(await p.page.locator("#warning").isVisible(), "where nothing can be kept the page says so");
  await p.touch("#start-now");
  ok((await p.page.evaluate(() => window.lockAsked)) === 1, "the screen is asked to stay on");
  await p.on(92); await p.touch("#tap");
  await p.page.reload();
  await p.on(8);
  ok((await p.text("solo-clock")) === "1:40.0" && (await p.text("solo-undo")) === "Undo 409 m", "even then a reload keeps the race", [await p.text("solo-clock"), await p.text("solo-undo")]);
  const show = (state) => p.page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
  await show("hidden");
  const asked = await p.page.evaluate(() => window.lockAsked);
  await p.page.evaluate(() => { const wall = Date.now; Date.now = () => wall() + 60000; }); // asleep: the steady clock stood
  await show("visible");
  ok((await p.text("solo-clock")) === "2:40.0", "a locked minute is run all the same", await p.text("solo-clock"));
  ok((await p.page.evaluate(() => window.lockAsked)) === asked + 1, "and the screen is asked again to stay on");
  await p.context.close();
}

async function unlimited(browser) {
  const p = await phone(browser, make("open", "--runner", "Ada"));
  await p.touch("#open-laps");
  await p.touch("#start-now");
  for (let lap = 0; lap < 9; lap++) { await p.on(90); await p.touch("#tap"); }
  await p.touch("#menu-open");
  await p.touch("#finish-race");
  const [ada] = readInC(await saved(p));
  ok(ada.splits.length === 9 && near(ada.splits[8][0], 409.344 + 8 * 400, 1e-3) && Number.isNaN(ada.finish), "unlimited laps, ended by hand", ada);
  await p.touch("#again");
  ok(await p.page.locator("#ready").isVisible(), "a new race begins");
  await p.touch("#menu-open");
  await p.page.locator("#earlier").selectOption({ index: 1 });
  ok((await p.page.locator("#result-table tbody tr").count()) === 9, "and the one before is still there");
  await p.context.close();
}

const browser = await launch();
const scenes = { day, sized, stored, mile, hardships, unlimited, scheduled, mended, heat, battery, accessible, words, heard };
const only = process.argv.slice(2);
const alike = make("alike", "5:19", "--gun", "14:30");
ok(readFileSync(alike, "utf8") === readFileSync(make("alike2", "5:19", "--gun", "14:30"), "utf8"), "the same words make the same page");
let refused = "";
try { run("pace", "5:19", "--page", `${scratch}/x.html`, "--runner", "Ada=1:00"); } catch (error) { refused = error.stderr; }
ok(/Ada/.test(refused) && /record/.test(refused), "a goal beyond the record is refused with its name", refused);
const queue = Object.entries(scenes).filter(([name]) => only.length === 0 || only.includes(name));
// Two at a time, the longest first: one mostly waits for real seconds, one computes.
async function work() {
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [name, scene] = next, start = Date.now();
    try { await scene(browser); } catch (error) { ok(false, `${name} goes through`, error.stack); }
    console.log(`# ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
}
await Promise.all([work(), work()]);
await browser.close();
