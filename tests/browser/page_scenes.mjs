// The page as a runner uses it: from an empty store to a plan, a session moved, changed and left out, the day
// itself, every page in the light and the dark, by keyboard, with the server gone. Each scene stands alone.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { launch, ok, run, serve, tab, until } from "./page_kit.mjs";
import { late } from "./page_late.mjs";
import { looked } from "./page_looks.mjs";
import { byHand } from "./page_plan.mjs";
import { bare, brief, distances, library, race, review } from "./page_race.mjs";
import * as runs from "./page_runs.mjs";
import { door, phones, settings, told } from "./page_settings.mjs";
import { way } from "./page_way.mjs";

const scratch = process.env.SCRATCH;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const toast = (page) => page.locator(".toast p").first();
const chip = (page, id) => page.locator(`[data-session="${id}"]`);
// The session of a kind on a day: numbers move with every rule of the plan's maker.
const session = (kind, date, db = `${scratch}/sample.db`) => JSON.parse(run(db, "plan", "show", "--json")).weeks.flatMap((week) => week.sessions)
  .find((one) => one.kind === kind && one.date === date);
const dayOf = (page, id) => chip(page, id).getAttribute("aria-label").then((label) => label.split(",")[0]);

// A season made by tools/simulate.c, and a plan that began ten days ago.
function sample(db) {
  execFileSync(`${process.env.BUILD}/tools/simulate`, ["--seed", "7", "--weeks", "5", "--end", "2026-05-31", "--out", `${scratch}/season`], { stdio: "pipe" });
  const then = { ...process.env, MILER_DB: db, MILER_TODAY: "2026-06-01" };
  const say = (...args) => execFileSync(`${process.env.BUILD}/miler`, [...args, "-q"], { env: then, stdio: "pipe" });
  say("import", `${scratch}/season`);
  say("athlete", "set", "--name", "Sample Runner", "--sex", "m", "--born", "1990-05-31", "--days", "mon,tue,wed,thu,sat,sun", "--minutes", "75", "--places", "track,hill,gym,bike", "--health", "ok");
  say("result", "add", "mile", "5:38.8", "--date", "2026-05-09");
  say("plan", "new", "--weeks", "8");
}

async function start(browser) {
  const server = await serve(`${scratch}/new.db`);
  const { page, seen, to, context } = await tab(browser, server, phone);
  await to();
  await page.getByRole("link", { name: "Start", exact: true }).click();
  await page.getByLabel("Time", { exact: true }).fill("5:4x");
  await page.getByRole("button", { name: "Keep this result" }).click();
  ok(await page.getByText("That is no time.").isVisible(), "a slip in a time is told at its field");
  await page.getByLabel("Time", { exact: true }).fill("2:10");
  ok((await page.getByText("That is no time.").count()) === 0, "and is told no more while it is put right");
  await page.keyboard.press("Enter");
  const refused = page.locator(".hint.wrong");
  await refused.filter({ hasNotText: "That is no time" }).waitFor();
  ok(/record|fast/i.test(await refused.textContent()), "what the program refuses is told there, too", await refused.textContent());
  await page.getByLabel("Time", { exact: true }).fill("545");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.getByText("could be minutes or seconds; write 5:45, or 545s").waitFor();
  ok(await until(() => page.evaluate(() => document.activeElement.closest("#start-result") !== null)), "a time that reads as two is asked about, at its field");
  await page.getByLabel("Time", { exact: true }).fill("5:45.2");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.locator(".told").waitFor();
  ok((await page.locator(".kept li").count()) === 1 && (await page.getByText("Type one result").count()) === 0, "what is typed is kept by the plan's own button");
  ok(/mile of 5:4\d\.\d today; eight in ten: /.test(await page.locator(".told").textContent()), "one result says what mile that is, with its band");
  await page.getByRole("button", { name: "Make the plan" }).click();
  ok(await page.getByRole("button", { name: "Answer the health questions first." }).isVisible(), "no plan without the health questions");
  await page.reload();
  await page.getByLabel("Some of these").first().check();
  await page.getByRole("button", { name: "Make the plan" }).click();
  ok(await page.getByRole("button", { name: "Tick what is true" }).isVisible(), "nor with some of them that are not told");
  await page.getByLabel("None of these").check();
  await page.getByLabel("Born").fill("1990-05-31");
  await page.getByRole("radio", { name: "9", exact: true }).check();
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.locator(".week").first().waitFor();
  ok(/plan$/.test(page.url()) && /on 15 August 2026$/.test(await page.locator("h1").textContent()) && (await page.locator("h1").evaluate((node) => node === document.activeElement)),
    "nine weeks stand there, and the heading has the focus", await page.locator("h1").textContent());
  const run1 = `${scratch}/season/${readdirSync(`${scratch}/season`).find((name) => name.endsWith(".fit"))}`;
  writeFileSync(`${scratch}/notes.txt`, "no run");
  await page.goto(`${server.base}start`);
  let lost = 0;
  const goals = [351, 340, 340, 328]; // the plan is moved by both files
  await context.route(/\/jobs\/\d+$/, async (route) => {
    if (lost++ < 2) return route.abort();
    const answer = await route.fetch(), job = await answer.json();
    if (job.result) Object.assign(job.result, { plan_changes: 10, ...(goals.length > 0 ? { plan_goal_was_s: goals[0], plan_goal_s: goals.splice(0, 2)[1] } : {}) });
    return route.fulfill({ response: answer, json: job });
  });
  await page.locator("input[type=file]").setInputFiles([run1, `${scratch}/notes.txt`].map((path) => ({ name: "ж".repeat(180) + path.slice(-4), mimeType: "", buffer: readFileSync(path) })));
  await page.locator(".outcomes li").nth(1).waitFor();
  ok(/1 new, 1 (skipped|not read)/.test(await page.locator(".drop [role=status]").textContent()), "a file is read, another is told why not; looks that are lost on the way end nothing, nor does a long name", await page.locator(".drop").innerText());
  ok((await page.locator(".drop [role=status]").innerText()).includes("The plan is now made for 5:28, not 5:51. The plan changed in 20 places."), "what became of the plan is told with it", await page.locator(".drop").innerText());
  await page.goto(`${server.base}start?files`);
  await page.locator(".drop").waitFor();
  ok((await page.getByLabel("Born").count()) === 0 && (await page.locator(".start").getByRole("link").allTextContents()).join() === "Runs,Plan", "who came for files finds them alone, with the ways on");
  ok(seen.asked.length === 0 && seen.faults.length === 0, "nothing is asked of another place, no fault is told", seen);
  await context.unrouteAll({ behavior: "wait" });
  await context.close();
  await server.stop();
}

async function plan(browser) {
  const db = `${scratch}/plan.db`;
  run(`${scratch}/sample.db`, "backup", db);
  const server = await serve(db);
  const { page, seen, to, context } = await tab(browser, server);
  const hard = session("speed", "2026-06-11").id, edited = session("threshold", "2026-06-15").id, skipped = session("speed", "2026-06-18").id;
  const lifted = session("strength", "2026-06-18").id, free = session("rest", "2026-06-19").id;
  await to("plan");
  await chip(page, hard).waitFor();
  const before = await dayOf(page, hard);
  await chip(page, hard).focus();
  for (const key of ["m", "ArrowRight", "Enter"]) await page.keyboard.press(key); // quicker than the auditor
  await page.locator(".movebar .bad").waitFor();
  ok(/Breaks/.test(await page.locator(".movebar").innerText()) && /not a day|days of the profile/.test(await page.locator(".movebar").innerText()) && (await dayOf(page, hard)) === before,
    "the auditor answers before the drop", await page.locator(".movebar").innerText());
  await page.keyboard.press("Escape");
  ok((await page.locator(".movebar").count()) === 0 && (await dayOf(page, hard)) === before, "Escape leaves it where it was");
  await page.keyboard.press("m");
  for (const key of ["ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  await page.getByRole("button", { name: "Put it there all the same" }).waitFor();
  ok((await dayOf(page, hard)) === before, "nor does Enter before the answer: with an objection the bar asks");
  await page.keyboard.press("Enter");
  await toast(page).filter({ hasText: "Moved" }).waitFor();
  await page.locator(`[data-session="${hard}"][aria-label^="Sat"]`).waitFor();
  ok(session("speed", "2026-06-13", db)?.id === hard, "Enter puts it there, in the store as well");
  const focused = (id) => until(() => page.evaluate((id) => document.activeElement.dataset.session === String(id), id));
  ok(await focused(hard), "and the focus goes with it");
  await page.getByRole("button", { name: "Undo", exact: true }).press("Enter");
  await page.locator(`[data-session="${hard}"][aria-label^="${before}"]`).waitFor();
  ok(await focused(hard), "undo takes it back, and the focus to it");

  await chip(page, lifted).dragTo(chip(page, session("hills", "2026-06-16").id));
  await toast(page).filter({ hasText: "Tuesday" }).waitFor();
  await page.locator(`[data-session="${lifted}"][aria-label^="Tue"]`).waitFor();
  ok(true, "a session is dragged to another day");
  // A Friday is no day of the profile.
  await chip(page, hard).dragTo(chip(page, free));
  await page.locator(".movebar .bad").waitFor();
  ok((await dayOf(page, hard)) === before && /Breaks/.test(await page.locator(".movebar").innerText()), "dropped where the auditor objects it stays, and the bar asks", await page.locator(".movebar").innerText());
  await page.locator(".movebar").getByRole("button", { name: "Cancel" }).click();
  ok((await page.locator(".movebar").count()) === 0 && (await dayOf(page, hard)) === before, "where it can be left");
  await chip(page, hard).dragTo(chip(page, free));
  await page.locator(".movebar").getByRole("button", { name: "Put it there all the same" }).click();
  await page.locator(`[data-session="${hard}"][aria-label^="Fri"]`).waitFor();
  ok(session("speed", "2026-06-19", db)?.id === hard, "or put there all the same");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.locator(`[data-session="${hard}"][aria-label^="${before}"]`).waitFor();

  await context.route(/plan\/skip$/, (route) => route.fulfill({ status: 409, contentType: "application/json", body: JSON.stringify({ error: "not now", remedy: "", field: "", column: null }) }));
  await chip(page, edited).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave it out" }).click();
  await page.locator("dialog .toast p", { hasText: "Not now." }).waitFor();
  await page.locator(".toast").getByRole("button", { name: "Close" }).click({ timeout: 3000 });
  ok((await page.locator(".toast").count()) === 0 && (await page.locator("dialog[open]").count()) === 1, "what is refused in a sheet is told in it, where it can be closed");
  await context.unroute(/plan\/skip$/);
  await page.getByRole("button", { name: "Edit as text" }).click();
  const text = page.locator("textarea");
  await text.fill("15min easy, 5x5min @threshold r1min jog, 10min qasy");
  await page.locator(".hint.wrong").waitFor();
  ok(/qasy/.test(await page.locator(".hint.wrong").textContent()), "a word that is none is told, with what was meant", await page.locator(".hint.wrong").textContent());
  await text.fill("15min easy, 3x(4x200m @mile r30s jog) R3min, 10min easy");
  await page.locator(".sheet .set").waitFor();
  ok((await page.locator(".sheet .set").first().innerText()).includes("200"), "the steps follow the typing", await page.locator(".sheet .steps").first().innerText());
  await page.getByRole("button", { name: /^Save/ }).click();
  await toast(page).filter({ hasText: "Changed" }).waitFor();
  await chip(page, edited).filter({ hasText: "3 × 4 × 200" }).waitFor();
  ok(true, "the session is another");
  // Somebody else changes the plan.
  run(db, "plan", "skip", String(skipped), "-q");
  await chip(page, skipped).filter({ hasText: /left out|Rest/i }).waitFor();
  ok(true, "a change on the command line is seen without a reload");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await toast(page).filter({ hasText: /changed since/ }).waitFor();
  ok(/3\s×\s4\s×\s200/.test(await chip(page, edited).innerText()), "an undo from before it takes nothing back", await chip(page, edited).innerText());
  ok(seen.asked.length === 0 && seen.faults.length === 0, "no fault is told", seen);
  await context.close();
  await server.stop();
}

// The day's run is there, and a calf is sore from it.
async function watched(browser) {
  const db = `${scratch}/watched.db`;
  execFileSync("cp", [`${scratch}/sample.db`, db]);
  execFileSync(`${process.env.BUILD}/tools/simulate`, ["--seed", "5", "--weeks", "1", "--end", "2026-06-11", "--out", `${scratch}/watched`], { stdio: "pipe" });
  run(db, "import", `${scratch}/watched`, "-q");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server, phone);
  await to();
  await page.locator(".session a", { hasText: "To the run" }).first().waitFor();
  await page.getByText("Not as planned?").first().click();
  ok((await page.locator("button", { hasText: "Move to tomorrow" }).count()) === 0, "what was run is not to be moved");
  await page.getByRole("button", { name: "Sore" }).click();
  await page.getByRole("button", { name: "calf" }).click();
  await toast(page).filter({ hasText: "Noted" }).waitFor();
  ok(JSON.parse(run(db, "plan", "note", "list", "--json")).notes.some((note) => note.part === "calf"), "a calf that is sore after the run is noted");
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

async function today(browser) {
  const db = `${scratch}/day.db`;
  execFileSync("cp", [`${scratch}/sample.db`, db]);
  let server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server, phone);
  const told = [];
  page.on("request", (request) => { if (/athlete$|plan\/today$/.test(request.url())) told.push(request.url()); });
  await to();
  await page.locator(".session").first().waitFor();
  ok(told.length === 2, "what is shown first is asked once, beside the scripts", told);
  const truth = JSON.parse(run(db, "plan", "today", "--json"));
  const session = truth.sessions.find((one) => one.kind !== "rest");
  const rep = session.steps.find((step) => step.target_kind === "race");
  const shown = (await page.locator(".session").first().innerText()).replaceAll("\u00a0", " ");
  ok(shown.includes(rep.target) && shown.includes(session.why_day.replace(/(\d) x (?=\d)/g, "$1 × ")), "the session stands there in this runner's numbers, with its reason", [rep.target, shown]);
  await page.getByText("How to do it").click();
  await page.locator(".how dt").first().waitFor();
  ok((await page.locator(".how dt").count()) >= 3, "its drills are told one by one");
  await page.getByText("Not as planned?").click();
  await page.getByRole("button", { name: "Sore" }).click();
  await page.getByRole("button", { name: "calf" }).click();
  await toast(page).filter({ hasText: "Noted" }).waitFor();
  ok(JSON.parse(run(db, "plan", "note", "list", "--json")).notes.some((note) => note.part === "calf"), "a sore calf is noted");
  ok(await page.evaluate(() => document.activeElement.closest(".sessions") !== null), "and the focus stays by the session", await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)));
  const move = page.locator("button", { hasText: "Move to tomorrow" }), untell = page.getByRole("button", { name: "take it back" });
  const before = await move.count();
  run(db, "plan", "done", String(JSON.parse(run(db, "plan", "today", "--json")).sessions.find((one) => one.kind !== "rest" && one.status !== "skipped").id), "-q");
  await untell.first().waitFor();
  ok(before === 1 && (await move.count()) === 0, "what is done is neither moved nor left out", [before, await move.count()]);
  const { port } = server;
  await server.stop();
  await page.locator('nav a[href$="/plan"]').click();
  await page.getByText("miler does not answer").first().waitFor();
  await page.locator('nav a[href$="/app/"]').click();
  await page.locator(".session").first().waitFor();
  ok(await page.getByText("miler does not answer").isVisible(), "with the server gone the day is still there, and says so");
  server = await serve(db, port);
  // Where the page has found it by itself in the meantime, the button is gone.
  await page.getByRole("button", { name: "Try again" }).click({ timeout: 4000 }).catch(() => {});
  await page.locator(".strip", { hasText: "does not answer" }).waitFor({ state: "detached" });
  ok(true, "and trying again finds it");
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

// The other pages are a file of their own: the server may be gone before it was read, or another by then.
async function parts(browser) {
  let server = await serve(`${scratch}/sample.db`);
  const { page, to, seen, context } = await tab(browser, server);
  const away = /\/others\.js$/, plan = page.locator('nav a[href$="/plan"]');
  await context.route(away, (route) => route.abort());
  await to();
  await page.locator(".session h2").first().waitFor();
  const { port } = server;
  await server.stop();
  await plan.click();
  await page.locator(".state h2", { hasText: "miler does not answer" }).waitFor();
  await page.locator('nav a[href$="/app/"]').click();
  await page.locator(".session h2").first().waitFor();
  ok(true, "a page whose script was not read says that nobody answers; what was read is still there");
  await plan.click();
  server = await serve(`${scratch}/sample.db`, port);
  await context.unroute(away);
  await page.getByRole("button", { name: "Try again" }).click({ timeout: 4000 }).catch(() => {}); // or it finds it by itself
  await page.locator(".calendar").waitFor();
  ok(/\/plan$/.test(page.url()), "and is there as soon as somebody does");

  // A newer program: it has no file of that name, and a page that names others.
  let asked = 0;
  await context.route(away, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(server.base);
  await page.locator(".session h2").first().waitFor();
  await context.route((address) => address.pathname.startsWith("/app/") && !address.pathname.includes("."), async (route) => {
    asked++;
    if (route.request().isNavigationRequest()) await context.unroute(away);
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/\/app\/\w+\/page\.js/, route.request().isNavigationRequest() ? "$&" : "/app/newer/page.js") });
  });
  await plan.click();
  await page.locator(".calendar").waitFor();
  ok(/\/plan$/.test(page.url()) && asked === 2, "under a newer program the page begins anew, once, at the page that was asked for", [page.url(), asked]);
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

// Nothing but keys: the way to the content, every page, a sheet that is closed again.
async function keys(browser) {
  const db = `${scratch}/keys.db`; // the language it chooses is the store's, too
  run(`${scratch}/sample.db`, "backup", db);
  const server = await serve(db);
  const { page, to, context } = await tab(browser, server);
  await to();
  await page.keyboard.press("Tab");
  ok((await page.evaluate(() => document.activeElement.textContent)) === "To the content", "the first key stop leads to the content");
  const reached = [];
  for (let i = 0; i < 9; i++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.getAttribute("href")));
  }
  ok(["plan", "runs", "fitness", "race", "library", "settings"].every((name) => reached.includes(`/app/${name}`)), "then every page can be reached", reached);
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  ok(ring === "solid", "what has the focus shows it", ring);
  await to("plan");
  await chip(page, session("strides", "2026-06-21").id).focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  ok(await chip(page, session("strides", "2026-06-21").id).evaluate((node) => node === document.activeElement), "Escape closes a session and gives the focus back");
  await to("settings");
  await page.getByLabel("Deutsch").check();
  await page.locator("h1", { hasText: "Einstellungen" }).waitFor();
  ok(await page.getByLabel("Deutsch").evaluate((node) => node === document.activeElement), "another language leaves the focus where it is");
  await page.getByLabel("dunkel").check();
  await page.reload();
  ok((await page.locator("h1").textContent()) === "Einstellungen" && (await page.evaluate(() => document.documentElement.lang + document.documentElement.dataset.theme)) === "dedark", "language and look are remembered");
  await page.locator('nav a[href="/app/"]').click();
  await page.locator(".session h2").first().waitFor();
  ok(/Dauerlauf|tempo|Ruhetag/.test(await page.locator(".session h2").first().textContent()), "what the plan says is in the page's language", await page.locator(".session").first().innerText());
  // A phone that has chosen nothing speaks as the store does.
  const other = await tab(browser, server, phone);
  await other.to("settings");
  await other.page.locator("h1", { hasText: "Einstellungen" }).waitFor();
  await other.page.getByLabel("English").check();
  await other.page.locator("h1", { hasText: "Settings" }).waitFor();
  await page.reload();
  ok((await page.evaluate(() => document.documentElement.lang)) === "de", "each browser keeps the language it has chosen");
  await other.context.close();
  await context.close();
  await server.stop();
}

sample(`${scratch}/sample.db`);
const browser = await launch();
const server = await serve(`${scratch}/sample.db`);
const only = process.argv.slice(2);
// Two at a time, the longest first.
const queue = [way, race, looked, keys, brief, distances, review, door, phones, library, settings, byHand, plan, today, watched, parts, start, late, bare, told, ...Object.values(runs)].filter((scene) => only.length === 0 || only.includes(scene.name));
async function work() {
  for (let scene = queue.shift(); scene !== undefined; scene = queue.shift()) {
    const begun = Date.now();
    try { await scene(browser, server); } catch (error) { ok(false, `${scene.name} goes through`, error.stack); }
    console.log(`# ${scene.name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  }
}
await Promise.all([work(), work()]);
await browser.close();
await server.stop();
process.exit(0); // a scene that broke off may have left its server, which ends with us
