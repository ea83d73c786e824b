// The whole way of a new runner: from an empty store over files of a watch to a plan, a session moved, the day
// told by word, a run, the race card, its live page, a race looked back at, everything taken out; then without
// a network. On the desktop it is gone by keys alone, on the phone by taps.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { ok, serve, settled, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const first = "2026-06-08"; // the season of the sample ends a week before
const corpus = "../shared/corpus";
// Watches and programs of other people: Suunto, Garmin with fields of a developer, a phone, one cut off.
const real = ["fit/fgebhart__workoutizer__2020-08-31-17-41-11.fit", "fit/jimmykane__fit-parser__running-with-developer-data.fit", "fit/sportlog__fit__Run.fit", "tcx/dblock__tcx__sup_activity_1.tcx"].map((name) => `${corpus}/${name}`).filter(existsSync);
const clock = (s) => `${Math.floor(Math.round(s * 10) / 600)}:${((Math.round(s * 10) % 600) / 10).toFixed(1).padStart(4, "0")}`;
const ask = (db, day, ...args) => JSON.parse(execFileSync(`${process.env.BUILD}/miler`, [...args, "--json"], { encoding: "utf8", env: { ...process.env, MILER_DB: db, MILER_TODAY: day } }));
const sessions = (db, day) => ask(db, day, "plan", "show").weeks.flatMap((week) => week.sessions);

// What a hand does: a key on what has the focus, or a finger.
const hands = {
  keys: (page) => async (what, key = "Enter") => { await what.focus(); await page.keyboard.press(key); },
  taps: () => (what) => what.tap(),
};

async function started({ page, press, to }, name, files) {
  await to();
  await press(page.getByRole("link", { name: "Start", exact: true }));
  await page.locator("input[type=file]").setInputFiles(files);
  await page.locator(".outcomes li").nth(files.length - 1).waitFor();
  await page.locator(".told").waitFor();
  const said = await page.locator(".drop [role=status]").innerText();
  ok(new RegExp(`^${files.length} new$`).test(said.trim()), `${name}: ${files.length} files come in, ${files.filter((file) => real.includes(file)).length} of them real`, await page.locator(".drop").innerText());
  await press(page.getByLabel("None of these"), "Space");
  await press(page.getByRole("radio", { name: "male", exact: true }), "Space");
  await page.getByLabel("Born").fill("1990-05-31");
  await press(page.getByRole("button", { name: "Make the plan" }));
  await page.locator(".week").first().waitFor();
}

// To the day after; by keys, or over the sheet of the session.
async function moved({ page, press }, name, db, byKeys) {
  const one = sessions(db, first).filter((session) => session.kind === "long")[1];
  const day = new Date(Date.parse(one.date) + 86400000).toISOString().slice(0, 10);
  const chip = page.locator(`[data-session="${one.id}"]`);
  if (byKeys) {
    await press(chip, "m");
    await page.keyboard.press("ArrowRight");
  } else {
    await press(chip);
    await press(page.getByRole("dialog").getByRole("button", { name: "Move", exact: true }));
    const told = new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
    await press(page.locator(".target").and(page.getByLabel(told)));
  }
  const bar = page.locator(".movebar");
  await bar.locator(".good, .bad").first().waitFor();
  if (byKeys) await page.keyboard.press("Enter");
  else await press(bar.getByRole("button").first());
  await page.locator(".toast p", { hasText: "Moved" }).first().waitFor();
  ok(sessions(db, first).find((session) => session.id === one.id).date === day, `${name}: a session is moved`, one);
}

async function dayDone({ page, press, to }, name, db, day) {
  await to();
  const card = page.locator("article.session:not(.rest)").first();
  await press(card.getByText("Done without a watch").first());
  await press(card.locator("details[open] .scale button").nth(5));
  await page.getByText("by your word").first().waitFor();
  const told = sessions(db, day).find((session) => session.told);
  ok(told?.date === day && told.effort === 6, `${name}: the day's session is done, by word`, told);
}

async function ranAndRaced({ page, press, context, follow }, name, db, day) {
  const { runs } = ask(db, day, "runs", "--limit", "0");
  const trial = runs.find((one) => one.name.startsWith("mile-trial")), reps = runs.find((one) => one.name.startsWith("6x400"));
  await follow("Runs");
  await press(page.getByRole("link", { name: reps.name, exact: true }).first());
  await page.locator(".run-figures").waitFor();
  await page.locator(".line-place canvas").nth(3).waitFor();
  ok((await page.locator(".rep-table tbody tr").count()) === ask(db, day, "runs", String(reps.id)).reps.filter((rep) => ["work", "stride", "hill"].includes(rep.kind)).length, `${name}: a run has its charts and its reps`);
  await follow("Fitness");
  const mile = ask(db, day, "fitness").mile_s;
  await page.locator(".great").filter({ hasText: clock(mile) }).first().waitFor();
  await follow("Race");
  await page.locator(".lap").nth(3).waitFor();
  const planned = ask(db, day, "pace", "--from-plan");
  ok((await page.locator(".lap-head b").allInnerTexts()).join() === planned.laps.map((lap) => clock(lap.time_s)).join(), `${name}: the race card is the plan's`, planned.laps);
  const [live] = await Promise.all([context.waitForEvent("page"), press(page.getByRole("link", { name: "Live page" }))]);
  await live.locator("#start-count").waitFor();
  ok((await live.locator("body").innerText()).includes(clock(planned.goal_s).replace(/\.0$/, "")), `${name}: its live page stands ready`, [planned.goal_s, (await live.locator("body").innerText()).slice(0, 300)]);
  await live.close();
  await press(page.locator("main a[href$='/race/review']").first());
  await page.getByLabel("Run", { exact: true }).selectOption(String(trial.id));
  await press(page.getByRole("button", { name: "Show", exact: true }));
  await page.locator(".review").waitFor();
  ok((await page.locator(".review .great b").textContent()) === clock(ask(db, day, "race", "review", String(trial.id)).time_s), `${name}: the trial is looked back at`);
}

async function takenOut({ page, press, follow }, name) {
  await follow("Library");
  await page.locator(".workouts li").first().waitFor();
  await follow("Plan");
  const [calendar] = await Promise.all([page.waitForEvent("download"), press(page.getByRole("link", { name: "Calendar (ICS)" }))]);
  await follow("Settings");
  const [everything] = await Promise.all([page.waitForEvent("download"), press(page.getByRole("button", { name: "Export of everything" }))]);
  ok(readFileSync(await calendar.path(), "utf8").startsWith("BEGIN:VCALENDAR") && readFileSync(await everything.path()).subarray(0, 2).toString() === "PK", `${name}: the plan comes out as a calendar, everything as a ZIP`);
}

// Every page of before is still there, and says that nobody answers.
async function cutOff({ page, context, follow, press }, name) {
  await context.setOffline(true);
  const missing = [];
  for (const [to, what] of [["Today", ".session h2"], ["Plan", ".calendar .chip"], ["Runs", ".log-name"], ["Fitness", ".great"], ["Race", ".lap"], ["Library", ".workouts li"], ["Settings", "fieldset"]]) {
    await follow(to);
    const told = await page.getByText("miler does not answer").first().waitFor({ timeout: 15000 }).then(() => true, () => false);
    if (!told || (await page.locator(what).count()) === 0) missing.push(`${to}: ${told ? "" : "says nothing, "}${await page.locator(what).count()} ${what}`);
  }
  ok(missing.length === 0, `${name}: without a network each page shows what it had, and says so`, missing.join("\n"));
  await context.setOffline(false);
  await follow("Today");
  // Where the page finds it by itself first, there is nothing to press any more.
  const back = page.locator(".strip", { hasText: "does not answer" }).waitFor({ state: "detached" });
  await Promise.race([press(page.getByRole("button", { name: "Try again" }).first()).catch(() => back), back]);
  await back;
}

async function whole(browser, name, options, hand, files) {
  const db = `${scratch}/way-${name}.db`;
  let server = await serve(db, 0, first);
  const way = await tab(browser, server, { acceptDownloads: true, ...options }, first);
  const { page, seen, context } = way;
  const press = hand(page);
  const follow = async (to) => { await press(page.getByRole("navigation").getByRole("link", { name: to, exact: true })); await settled(page); };
  Object.assign(way, { press, follow });
  await started(way, name, files);
  await moved(way, name, db, hand === hands.keys);
  // A night or two later.
  const day = sessions(db, first).find((session) => session.date > first && session.distance_m > 0).date;
  await server.stop();
  server = await serve(db, server.port, day);
  await page.clock.setFixedTime(new Date(`${day}T18:00:00`));
  await dayDone(way, name, db, day);
  await ranAndRaced(way, name, db, day);
  await takenOut(way, name);
  await cutOff(way, name);
  ok(seen.asked.length === 0 && seen.faults.length === 0, `${name}: nothing is asked of another place on all the way, no fault is told`, seen);
  await context.close();
  await server.stop();
}

export async function way(browser) {
  const season = readdirSync(`${scratch}/season`).filter((file) => file.endsWith(".fit")).map((file) => `${scratch}/season/${file}`);
  if (real.length === 0) console.log("# SKIP real files: no ../shared/corpus here; the way is gone with the sample season alone");
  await whole(browser, "desktop", {}, hands.keys, [...season, ...real]);
  await whole(browser, "phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, hands.taps, [...season.filter((file) => /6x400|trial|5k/.test(file)), ...real.slice(0, 1)]);
}
