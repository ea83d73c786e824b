// Settings: each field is kept at once and shown by the program, wrong input is told at its field, a calendar
// lives and dies, a backup comes down, everything goes in two steps; a session told by word; the password.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { axe, ok, run, serve, tab, until } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const athlete = (db) => JSON.parse(run(db, "athlete", "show", "--json"));

export async function settings(browser) {
  const db = `${scratch}/alone/settings.db`; // what lies beside it goes with everything
  mkdirSync(`${scratch}/alone`);
  run(`${scratch}/sample.db`, "backup", db);
  const server = await serve(db);
  const { page, seen, to, context } = await tab(browser, server, { acceptDownloads: true });
  await to("settings");
  await page.getByLabel("Name", { exact: true }).waitFor();
  const type = async (label, value) => { const field = page.getByLabel(label, { exact: true }); await field.fill(value); await field.press("Enter"); };
  const typed = [["Name", "Ada", "name", "Ada"], ["Born", "1991-02-03", "born", "1991-02-03"], ["Weight, kg", "61,5", "mass_kg", 61.5], ["Height, cm", "172", "height_m", 1.72],
    ["Highest, bpm", "188", "hr_max_bpm", 188], ["At rest, bpm", "48", "hr_rest_bpm", 48], ["At threshold, bpm", "171", "hr_threshold_bpm", 171]];
  for (const [label, value, key, want] of typed) {
    await type(label, value);
    ok(await until(() => athlete(db)[key] === want), `${label} is kept at once`, athlete(db)[key]);
  }
  const computed = await page.locator("[aria-labelledby=set-zones] .field", { hasText: "Threshold pace" }).locator(".hint").textContent();
  ok(/^computed: \d:\d\d/.test(computed), "what is computed stands beside each pace by hand", computed);
  const [, minute, second] = computed.match(/(\d+):(\d\d)/).map(Number);
  const told = minute * 60 + second + 4; // a little slower than computed
  await type("Threshold pace", `${Math.floor(told / 60)}:${String(told % 60).padStart(2, "0")}`);
  ok(await until(() => athlete(db).threshold_s_per_km === told && athlete(db).paces_since === "2026-06-11"), "a pace by hand is kept, of today", athlete(db));
  await page.locator(".toast p", { hasText: /^Kept\. The plan changed in \d+ places\.$/ }).waitFor();
  ok(JSON.parse(run(db, "plan", "changes", "--json")).what.includes("by hand"), "and told is what became of the plan");
  await to("fitness");
  ok(/by hand/.test(await page.locator("tr", { has: page.getByRole("rowheader", { name: "threshold", exact: true }) }).first().textContent()), "and shown as such among the paces");
  await to("settings");
  await type("Easy, slow end", "3:30");
  ok(await until(async () => (await page.locator("[aria-labelledby=set-zones] .wrong").allTextContents()).join().includes("not faster than the slow end of easy")), "paces that do not rise are told at the field", await page.locator("[aria-labelledby=set-zones] .wrong").allTextContents());
  await type("Easy, slow end", "");
  await type("Heart rate zone 4 from, bpm", "166");
  ok(await until(() => athlete(db).hr_zone_4_bpm === 166), "so is where a zone by heart rate begins", athlete(db));
  await page.getByRole("button", { name: "Undo" }).click();
  ok(await until(() => athlete(db).hr_zone_4_bpm === null), "and its undo", athlete(db).hr_zone_4_bpm);
  await type("Threshold pace", "");
  ok(await until(() => athlete(db).threshold_s_per_km === null), "an empty pace is computed again");
  await type("Tue, min", "45");
  ok(await until(() => athlete(db).days.find((one) => one.day === "Tue").minutes === 45), "so are the minutes of a day", athlete(db).days);
  await page.getByRole("radio", { name: "female" }).check();
  ok(await until(() => athlete(db).sex === "f"), "and who the tables are asked for");
  await page.getByRole("checkbox", { name: "Fri", exact: true }).check();
  await page.getByRole("checkbox", { name: "pool" }).check();
  ok(await until(() => athlete(db).places.includes("pool") && athlete(db).days.some((one) => one.day === "Fri")), "a day more, a place more", athlete(db));
  await page.locator("[aria-labelledby=set-week]").evaluate((place) => [...place.querySelectorAll("label")].filter((one) => /^(rower|elliptical)/.test(one.textContent)).forEach((one) => one.click()));
  ok(await until(() => ["rower", "elliptical", "pool"].every((one) => athlete(db).places.includes(one))), "two ticks before the first is answered are both kept", athlete(db).places);
  await page.getByRole("checkbox", { name: "pain in the chest, at rest or in exertion" }).check();
  ok(await until(() => athlete(db).health_yes.join() === "chest pain" && !athlete(db).health_cleared), "an answer about health");
  await page.getByRole("button", { name: "Undo" }).click();
  ok(await until(() => athlete(db).health_yes.length === 0 && athlete(db).health_answered), "and its undo", athlete(db).health_yes);
  await type("Highest, bpm", "fast");
  await page.getByText("That is no number.").waitFor();
  await type("Highest, bpm", "400");
  ok(await until(async () => /hr_max_bpm|240|heart rate/.test((await page.locator("[aria-labelledby=set-heart] .wrong").allTextContents()).join())) && athlete(db).hr_max_bpm === 188, "what cannot be is told at its field", await page.locator(".wrong").allTextContents());
  await type("Highest, bpm", "");
  ok(await until(() => athlete(db).hr_max_bpm === null), "an empty field takes it away");
  await page.getByRole("radio", { name: "miles" }).check();
  ok(await until(() => athlete(db).units === "mi") && await until(async () => (await page.getByLabel("Weight, lb").inputValue()) === "135.6"), "units", await page.getByLabel(/Weight/).inputValue());
  await page.getByRole("radio", { name: "kilometres" }).check();
  await until(() => athlete(db).units === "km");

  await type("One more, by name", "Bo");
  await page.getByLabel("Shown is").waitFor();
  await page.locator('nav a[href$="/fitness"]').click();
  await page.locator(".great").waitFor();
  await page.locator('nav a[href$="/settings"]').click();
  await page.getByLabel("Shown is").selectOption({ label: "Bo" });
  ok(athlete(db).name === "Ada", "a list that is walked through by keys chooses nobody yet");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  ok(await until(() => athlete(db).name === "Bo") && await until(async () => (await page.getByLabel("Name", { exact: true }).inputValue()) === "Bo"), "one more athlete, and theirs is the page");
  await context.route(/v1\/fitness$/, (route) => setTimeout(() => route.continue().catch(() => {}), 500));
  await page.locator('nav a[href$="/fitness"]').click();
  await page.locator('nav a[href$="/fitness"][aria-current]').waitFor();
  ok((await page.locator(".great").count()) === 0, "nothing of the first is shown as theirs");
  await context.unroute(/v1\/fitness$/);
  await page.locator('nav a[href$="/settings"]').click();
  await page.getByRole("button", { name: "Undo" }).click();
  ok(await until(() => athlete(db).name === "Ada"), "and back");
  await type("One more, by name", "Bo");
  ok(await until(async () => (await page.locator("[aria-labelledby=set-athletes] .wrong").count()) > 0), "two of one name are refused at the field");

  await page.getByRole("radio", { name: "busy only" }).check();
  await page.getByLabel("Training is at").fill("25:00");
  await page.getByRole("button", { name: "Make an address" }).click();
  await page.getByText("A time of day is like 18:30.").waitFor();
  await page.getByLabel("Training is at").fill("18:30");
  await page.getByRole("button", { name: "Make an address" }).click();
  const address = await page.locator("[aria-labelledby=set-calendars] .address").first().textContent();
  ok((await page.locator("[aria-labelledby=set-calendars] .strip").innerText()).includes("Only this machine reaches it."), "that no phone reaches it is said beside it");
  const feed = await (await fetch(address)).text();
  ok(feed.startsWith("BEGIN:VCALENDAR") && feed.includes("T183000") && !/easy run/.test(feed), "a calendar is made and read, busy only", feed.slice(0, 300));
  await page.getByRole("button", { name: /Take back/ }).click();
  ok(await until(async () => (await fetch(address)).status === 404), "taken back its address is none");

  let lost = 0;
  await context.route(/\/jobs\/\d+$/, (route) => (lost++ === 0 ? route.abort() : route.continue()));
  const [backup] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Backup" }).click()]);
  const file = await backup.path();
  ok(readFileSync(file).subarray(0, 15).toString() === "SQLite format 3" && JSON.parse(run(file, "athlete", "show", "--json")).name === "Ada", "a backup comes down, and is a store", backup.suggestedFilename());
  const [everything] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export of everything" }).click()]);
  ok(readFileSync(await everything.path()).subarray(0, 2).toString() === "PK", "so does everything, as a ZIP", everything.suggestedFilename());
  ok((await page.locator("[aria-labelledby=set-data] .address").first().textContent()) === db, "the data folder is told");

  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const found = await axe(page);
    ok(found.length === 0, `axe-core finds nothing on the settings, ${colorScheme}`, found.slice(0, 4).join("\n"));
  }
  await page.setViewportSize({ width: 360, height: 740 });
  ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), "nothing is wider than a phone");

  await page.evaluate(() => fetch("/api/v1/library/workouts", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title: "Mine", text: "6x400m @mile r400m jog", kind: "race-pace" }) }));
  await page.reload();
  await page.getByRole("button", { name: "Delete everything…" }).click();
  ok(/own workouts \(1\)/.test(await page.locator(".erase").innerText()), "own workouts are told among what goes", await page.locator(".erase").innerText());
  await page.getByRole("button", { name: "Delete everything", exact: true }).click();
  ok(JSON.parse(run(db, "runs", "--json")).total > 10, "nothing goes without the word");
  await page.getByLabel("One more, by name").fill("Ada");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.locator("[aria-labelledby=set-athletes] .wrong").waitFor();
  await page.getByRole("button", { name: "Make an address" }).click();
  await page.locator("[aria-labelledby=set-calendars] .address").first().waitFor();
  await page.getByLabel("Type “delete”").fill("delete");
  await page.getByRole("button", { name: "Delete everything", exact: true }).click();
  await page.getByText("Everything is gone.").waitFor();
  ok((await page.locator("[aria-labelledby=set-athletes] .wrong, [aria-labelledby=set-calendars] .address").count()) === 0, "nothing is told any more of addresses and names that are gone");
  const [left, workouts] = await page.locator("[aria-labelledby=set-data] .strip .address").allTextContents();
  ok(readFileSync(workouts ?? left, "utf8").includes("\nmine\t") && readdirSync(`${scratch}/alone`).every((name) => !name.includes("-tmp-") && name !== "catalogue"), "what stays beside it are the files that are named", [workouts, readdirSync(`${scratch}/alone`)]);
  ok(JSON.parse(run(db, "runs", "--json")).total === 0 && existsSync(left) && JSON.parse(run(left, "runs", "--json")).total > 10, "with it everything goes, and all of it is in the file that is named", left);
  ok(seen.asked.length === 0 && seen.faults.length === 0, "nothing is asked of another place, no fault is told", seen);
  await context.close();
  await server.stop();
}

// Today without a watch: told, shown, taken back.
export async function told(browser) {
  const db = `${scratch}/told.db`;
  run(`${scratch}/sample.db`, "backup", db);
  const server = await serve(db);
  const { page, to, context } = await tab(browser, server);
  const mine = () => JSON.parse(run(db, "plan", "show", "--json")).weeks.flatMap((week) => week.sessions).find((one) => one.date === "2026-06-11" && one.distance_m > 0);
  await to();
  const card = page.locator("article.session").filter({ hasText: "Done without a watch" }).first();
  await card.getByText("Done without a watch").first().click();
  await card.getByLabel("cut it short").check();
  await card.getByLabel("Remark").fill("calf");
  await card.locator("details[open] .scale button").nth(6).click();
  await page.getByText("by your word").first().waitFor();
  const kept = JSON.parse(run(db, "plan", "show", "--json")).weeks.flatMap((week) => week.sessions).find((one) => one.told);
  ok(kept?.outcome === "cut_short" && kept.effort === 7 && kept.note === "calf" && kept.date === "2026-06-11", "a session without a run is told on Today", [kept, mine()?.title]);
  await page.getByRole("button", { name: "Take it back" }).click();
  ok(await until(() => !JSON.parse(run(db, "plan", "show", "--json")).weeks.flatMap((week) => week.sessions).some((one) => one.told)), "and taken back");
  await context.close();
  await server.stop();
}

// With a password: the page asks for it, in words of its own, and comes in.
export async function door(browser) {
  const db = `${scratch}/door.db`;
  run(`${scratch}/sample.db`, "backup", db);
  execFileSync(`${process.env.BUILD}/miler`, ["password", "-q"], { input: "tartan and four laps\n", env: { ...process.env, MILER_DB: db } });
  const child = spawn(`${process.env.BUILD}/miler`, ["serve", "--port", "0", "--address", "0.0.0.0"], { env: { ...process.env, MILER_DB: db }, stdio: ["ignore", "ignore", "pipe"] });
  const port = await new Promise((ready) => { let said = ""; child.stderr.on("data", (text) => { said += text; const found = said.match(/:(\d+)\//); if (found) ready(Number(found[1])); }); });
  const { page, seen, to, context } = await tab(browser, { base: `http://127.0.0.1:${port}/app/` });
  await to();
  await page.getByLabel("Password").fill("tartan and three laps");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the password.", { exact: false }).waitFor();
  const found = await axe(page);
  ok(found.length === 0, "axe-core finds nothing where one signs in", found.slice(0, 3).join("\n"));
  await page.getByLabel("Password").fill("tartan and four laps");
  await page.keyboard.press("Enter");
  await page.locator("article.session").first().waitFor();
  ok(true, "the password opens the page");
  run(db, "plan", "skip", "2026-06-11", "-q");
  await page.locator(".eyebrow", { hasText: "left out" }).first().waitFor();
  ok(true, "and it hears of what is changed elsewhere");
  // Two more come in: one is signed out alone, the other with everybody.
  const come = async (agent) => (await fetch(`http://127.0.0.1:${port}/api/v1/session`, { method: "POST", headers: { "content-type": "application/json", "user-agent": agent }, body: JSON.stringify({ password: "tartan and four laps" }) })).headers.getSetCookie()[0].split(";")[0];
  const knows = async (cookie) => (await fetch(`http://127.0.0.1:${port}/api/v1/athlete`, { headers: { cookie } })).status === 200;
  const [phone, laptop] = [await come("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"), await come("<img src=x>")];
  await to("settings");
  const listed = page.locator(".devices li");
  ok(await until(async () => (await listed.count()) === 3), "who has signed in is listed", await listed.allTextContents());
  const told = await listed.allTextContents();
  ok(told.filter((one) => one.includes("This device")).length === 1 && told.some((one) => /Firefox, Android since .*last seen/.test(one)) && !told.some((one) => one.includes("img")), "with browser and times, this one marked", told);
  await page.getByRole("button", { name: /Sign out .*Firefox, Android/ }).click();
  ok(await until(async () => (await listed.count()) === 2) && !(await knows(phone)) && await knows(laptop), "another is signed out alone, and this one stays");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByLabel("Password").waitFor();
  ok(await knows(laptop), "signing out here is for this one alone");
  await page.getByLabel("Password").fill("tartan and four laps");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByLabel("Password").waitFor();
  ok(!(await knows(laptop)), "or all at once");
  ok(seen.faults.length === 0, "signing out closes it", seen);
  await context.close();
  await new Promise((done) => { child.once("exit", done); child.kill("SIGTERM"); });
}

// A phone pairs, is listed here, signs itself out or is signed out; the code of the live page is on Race.
export async function phones(browser) {
  const db = `${scratch}/phones.db`;
  run(`${scratch}/sample.db`, "backup", db);
  const server = await serve(db, 0, process.env.MILER_TODAY, ["--lan"]).catch((error) => String(error));
  if (typeof server === "string") return ok(/in no network/.test(server), "this machine is in no network # SKIP", server);
  const here = await tab(browser, server);
  await here.to("settings");
  await here.page.getByText("No phone has paired.").waitFor();
  await here.page.getByText("Pair a phone").click();
  const drawn = () => here.page.waitForFunction(() => document.querySelector("img.code")?.naturalWidth > 0);
  await drawn();
  ok(true, "its code stands in the settings");
  const url = server.said().match(/http:\S+token=\S+/)[0], base = `${new URL(url).origin}/app/`;
  await here.page.getByRole("button", { name: "Make an address" }).click();
  const strip = await here.page.locator("[aria-labelledby=set-calendars] .strip").innerText();
  ok(strip.includes(`${new URL(url).origin}/calendar/`) && !strip.includes("Only this machine"), "a calendar has the address that a phone reaches", strip);
  const there = await tab(browser, { base }, { viewport: { width: 360, height: 740 } });
  await there.page.goto(url);
  await there.page.locator("h1").waitFor();
  const listed = here.page.locator(".devices li");
  await listed.first().waitFor();
  ok((await listed.count()) === 1, "a phone that has paired is listed at once");
  const second = await tab(browser, { base });
  await second.page.goto(url);
  await second.page.locator("h1").waitFor();
  await listed.nth(1).waitFor();
  const names = await listed.locator("> span").evaluateAll((all) => all.map((one) => one.firstChild.textContent.trim()));
  ok(/ \(1\)$/.test(names[0]) && /\(2\)$/.test(names[1]) && new Set(await listed.getByRole("button").evaluateAll((all) => all.map((one) => one.ariaLabel))).size === 2, "two of one browser have numbers", names);
  await listed.nth(1).getByRole("button").click();
  await listed.nth(1).waitFor({ state: "detached" });
  await second.context.close();
  await here.to("race");
  await here.page.locator("img.code").scrollIntoViewIfNeeded();
  await drawn();
  ok(/goal_s|code/.test(await here.page.locator("img.code").getAttribute("src")), "Race has the code of its live page");
  await there.to("settings");
  await there.page.getByText("This device").waitFor();
  await there.page.locator(".devices").getByRole("button", { name: "Sign out" }).click();
  await there.page.getByText(/has not paired/).first().waitFor();
  ok(true, "the phone signs out, and is told how to come in again");
  await here.to("settings");
  await here.page.getByText("No phone has paired.").waitFor();
  await there.page.goto(url);
  await there.page.locator("h1").waitFor();
  await listed.getByRole("button").click();
  await here.page.getByText("No phone has paired.").waitFor();
  const answer = await there.page.evaluate(() => fetch("/api/v1/athlete").then((one) => one.status));
  ok(answer === 403, "or it is signed out here", answer);
  ok(here.seen.faults.length === 0, "no fault is told", here.seen.faults);
  await here.context.close();
  await there.context.close();
  await server.stop();
}
