// Race and Library in the browser: the card against `miler pace`, a race looked back at, the library against the
// API, a workout of one's own.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ok, run, serve, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const json = (db, ...args) => JSON.parse(run(db, ...args, "--json"));
const clock = (s) => `${Math.floor(Math.round(s * 10) / 600)}:${((Math.round(s * 10) % 600) / 10).toFixed(1).padStart(4, "0")}`;
const toast = (page) => page.locator(".toast p").first();
const answer = (page, path) => page.evaluate((at) => fetch(`/api/v1/${at}`).then((told) => told.json()), path);

export async function race(browser, server) {
  const db = `${scratch}/sample.db`;
  const { page, seen, to, context } = await tab(browser, server);
  await to("race");
  const planned = json(db, "pace", "--from-plan");
  await page.locator(".lap").nth(3).waitFor();
  const card = () => page.locator(".race-card").innerText();
  const laps = async () => page.locator(".lap-head b").allInnerTexts();
  ok((await card()).toUpperCase().includes(`MILE IN ${clock(planned.goal_s)}`) && (await laps()).join() === planned.laps.map((lap) => clock(lap.time_s)).join(), "the plan's race stands there, lap by lap", [await laps(), planned.goal_s]);
  // The oval says the same to those who do not see it.
  const said = await page.locator("svg.track").getAttribute("aria-label");
  ok(planned.gears.length === 4 && planned.laps.every((lap) => said.includes(clock(lap.time_s))) && planned.gears.every((gear, i) => said.includes(`gear ${i + 1}: ${gear.time_s.toFixed(1)}`)), "the oval has its laps and four gears", said);

  // What the goal is worth, in the form of race day and in today's, as `miler pace` has both.
  const odds = async () => (await page.locator(".odds").innerText()).replaceAll("\u202f", " ");
  const then = planned.self.race_day, plain = await odds();
  ok(Math.abs(then.likely_s - planned.self.likely_s) > 0.5 && [then, planned.self].every((form) => plain.includes(`${Math.round(form.goal_odds_percent)} %`) && plain.includes(clock(form.likely_s))) && plain.includes("today's form") && plain.includes("the plan is likely to bring") && then.goals.every((one) => plain.includes(clock(one.time_s))), "the chance is told for the form of race day and for today's", [plain, planned.self]);
  ok(plain.includes("Still, mild air"), "and for what conditions", plain);

  const goal = page.getByLabel("Time", { exact: true });
  await goal.fill("5:2x");
  await page.locator(".hint.wrong", { hasText: "That is no time" }).waitFor();
  ok((await laps()).join() === planned.laps.map((lap) => clock(lap.time_s)).join(), "a goal that is no time is told at its place, the last card stays");
  for (const [typed, told] of [["5.30", "minutes and seconds are written 5:30"], ["530", "write 5:30, or 530s"], ["3:00:00", "from 20 seconds to 2 hours"]]) {
    await goal.fill(typed);
    await page.locator(".hint.wrong", { hasText: told }).waitFor();
  }
  await goal.fill("2:10");
  await page.locator(".hint.wrong", { hasText: /record/ }).waitFor();
  ok((await goal.getAttribute("aria-invalid")) === "true", "one that nobody runs is refused there, too");
  await goal.fill("5:19");
  await page.locator(".race-card .eyebrow", { hasText: /5:19\.0/i }).waitFor();
  // A slider by its keys: what the card and the costs say is what the command line says.
  await page.getByLabel("Wind along the straights").focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  await page.getByLabel("the back straight").check();
  await page.getByLabel("Altitude").fill("1500");
  await page.getByRole("radio", { name: "optimal" }).check();
  await page.getByLabel("Lane").fill("3");
  const told = json(db, "pace", "5:19", "--mine", "--wind", "4", "--wind-against", "back", "--altitude", "1500", "--strategy", "optimal", "--lane", "3");
  await page.waitForFunction((wanted) => [...document.querySelectorAll(".lap-head b")].map((node) => node.textContent).join() === wanted, told.laps.map((lap) => clock(lap.time_s)).join()).catch(() => {});
  ok((await laps()).join() === told.laps.map((lap) => clock(lap.time_s)).join(), "sliders change the card to what `miler pace` says", [await laps(), told.laps.map((lap) => clock(lap.time_s))]);
  const costs = await page.locator(".costs").innerText();
  ok(told.conditions.length === 2 && told.conditions.every((one) => costs.includes(`+${one.effect_s.toFixed(1)}\u202fs`) || costs.includes(`+${one.effect_s.toFixed(1)} s`)), "and each condition has its seconds", [costs, told.conditions]);
  const all = told.conditions.reduce((sum, one) => sum + one.effect_s, 319);
  const windy = await odds();
  ok(told.self.conditions_s > 3 && windy.includes(`conditions are counted in: +${told.self.conditions_s.toFixed(1)} s`) && windy.includes(clock(told.self.race_day.likely_s)) && told.self.race_day.likely_s > then.likely_s + 3, "and in the chance, which says so", [windy, told.self]);
  await page.getByRole("button", { name: `Aim at ${clock(all)}` }).click();
  await page.locator(".race-card .eyebrow", { hasText: clock(all) }).waitFor();
  ok((await goal.inputValue()) === clock(all), "which can be taken into the goal");
  // Everything to take along is of this race.
  const bytes = await page.evaluate(async () => {
    const told = {};
    for (const link of document.querySelectorAll(".carry a[href*='/race/']")) {
      if (/file=opus/.test(link.href)) continue; // it takes ten times as long to make; tests/sound has it
      const got = await fetch(link.href);
      const data = new Uint8Array(await got.arrayBuffer());
      told[new URL(link.href).pathname.split("/").pop() + (new URL(link.href).searchParams.get("file") ?? "")] = [got.status, data.length, String.fromCharCode(...data.slice(0, 12)), link.href];
    }
    return told;
  });
  ok(Object.values(bytes).every(([status, length, , href]) => status === 200 && length > 500 && href.includes("wind_mps=4") && href.includes("lane=3")) && Object.keys(bytes).length >= 7, "cards, sounds, live page and watch are this race's", bytes);
  ok(bytes.cardpng[2].includes("PNG") && bytes.soundwav[2].startsWith("RIFF") && bytes.soundogg[2].startsWith("OggS") && bytes.fit[2].includes(".FIT") && bytes.live[2].startsWith("<!"), "each in its form", bytes);
  const heard = await page.locator("audio").evaluate((node) => new Promise((done) => {
    node.addEventListener("loadedmetadata", () => done(node.duration));
    node.addEventListener("error", () => done(-1));
    node.preload = "auto";
    node.load();
  }));
  ok(heard > 330 && heard < 400, "the sound is there to play, as long as the race", heard);
  await page.getByLabel("Start", { exact: true }).fill("14:30");
  await page.locator(".timetable .at", { hasText: "14:30" }).waitFor();
  ok((await page.locator(".timetable .at").first().textContent()) === "11:30", "with the gun told, the day has its clock times", await page.locator(".timetable .at").allInnerTexts());
  await page.locator('nav a[href$="/plan"]').click();
  await page.locator(".calendar").waitFor();
  await page.locator('nav a[href$="/race"]').click();
  await page.locator(".lap").first().waitFor();
  ok((await goal.inputValue()) === clock(all), "who comes back finds the race as it was");
  ok(seen.asked.length === 0 && seen.faults.length === 0, "no fault is told", seen);
  await context.close();
}

// Each distance has laps and words of its own, and a goal that is not this runner's is told.
export async function distances(browser, server) {
  const db = `${scratch}/sample.db`;
  const { page, to, seen, context } = await tab(browser, server, phone);
  await to("race");
  await page.getByLabel("Distance").selectOption("800");
  await page.getByLabel("Time", { exact: true }).fill("5:20");
  await page.locator(".lap").nth(1).waitFor();
  const told = json(db, "pace", "5:20", "-d", "800", "--mine");
  await page.locator(".odds .wrong").waitFor();
  const slow = await page.locator(".odds .wrong").innerText();
  ok(slow.startsWith(clock(told.self.goal_outside_s)) && slow.includes("slower"), "800 m in 5:20 is told to be far too slow, and by how much", [slow, told.self]);
  await page.getByLabel("Time", { exact: true }).fill("2:10");
  await page.locator(".odds .wrong", { hasText: "faster" }).waitFor();
  ok((await page.locator(".odds").innerText()).includes("<"), "and 2:10 too fast, with hardly a chance", await page.locator(".odds").innerText());
  await page.getByLabel("Time", { exact: true }).fill("2:35");
  await page.locator(".race-card .eyebrow", { hasText: "2:35.0" }).waitFor();
  ok((await page.locator(".odds .wrong").count()) === 0, "one within the band has no such word");
  const times = await page.locator(".lap-head b").allInnerTexts();
  ok(times.join() === "1:16.3,1:18.7" && (await page.locator(".lap .gears").count()) === 0, "its first lap is the quicker one, and there are no gears", times);
  await page.locator("summary", { hasText: "How to run it" }).click();
  const way = page.locator(".fold", { hasText: "How to run it" });
  ok((await way.innerText()).includes("800 m") && (await way.getByRole("radio").count()) === 3, "the way is that of 800 m, without the records of the mile", await way.innerText());
  await page.getByLabel("Distance").selectOption("5k");
  await page.getByLabel("Time", { exact: true }).fill("");
  await way.filter({ hasText: "Even pace" }).waitFor();
  ok((await way.innerText()).includes("last lap 2 % faster") && (await way.getByRole("radio").count()) === 4, "and that of 5 km an even one with a kick", await way.innerText());
  ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360 && seen.faults.length === 0, "nothing is wider than the phone", seen.faults);
  // Who runs in miles races 5 km all the same.
  await context.route(/v1\/athlete$/, async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), units: "mi" } });
  });
  await to("race");
  await page.getByLabel("Distance").selectOption("5k");
  await page.locator(".race-card .eyebrow", { hasText: /5\s?km in/i }).waitFor();
  const names = await page.getByLabel("Distance").locator("option").allTextContents();
  ok(names.slice(1).join().replaceAll("\u202f", " ") === "800 m,1500 m,1600 m,mile,3000 m,5 km" && (await page.evaluate(() => localStorage.getItem("miler.units"))) === "mi", "in miles races keep their names", names);
  await context.unrouteAll({ behavior: "wait" }); // an answer may be under way
  await context.close();
}

// On a phone the slider and what it changes are in sight together.
export async function brief(browser, server) {
  const { page, to, seen, context } = await tab(browser, server, phone);
  await to("race");
  await page.locator(".fold").nth(2).waitFor();
  const tops = await page.evaluate(() => [".odds", ".race-card", ".carry", ".race-how", ".race-told > .fold"].map((part) => document.querySelector(part).getBoundingClientRect().top));
  ok(tops.every((top, i) => i === 0 || top > tops[i - 1]) && (await page.locator(".fold details[open]").count()) === 0 && tops[4] < 4 * 740 + 300, "goal, card, what to take along, then the rest, folded", tops);
  for (const name of ["How to run it", "Conditions"]) await page.locator("summary", { hasText: name }).click();
  const line = page.locator(".race-brief"), slider = page.getByLabel("Wind along the straights");
  await page.getByLabel("Time", { exact: true }).fill("5:20");
  await line.filter({ hasText: "5:20" }).waitFor();
  await slider.scrollIntoViewIfNeeded();
  const before = await line.textContent(), [top, at] = [await line.boundingBox(), await slider.boundingBox()];
  ok(top.y >= 0 && top.y + top.height <= at.y && at.y + at.height < 740, "time and laps stand above the slider, both in sight", [top, at]);
  await page.getByRole("radio", { name: "even" }).check();
  await page.waitForFunction((was) => document.querySelector(".race-brief").textContent !== was, before);
  ok((await line.locator(".lap-no").count()) === 4 && seen.faults.length === 0, "and its laps change as the choice does", await line.textContent());
  ok((await page.getByText("miler serve --lan").count()) === 1 && (await page.locator("img.code").count()) === 0, "without phones it says how they come in");
  await context.close();
}

export async function review(browser, server) {
  const db = `${scratch}/sample.db`;
  const { page, seen, to, context } = await tab(browser, server, phone);
  await to("race/review");
  const splits = page.getByLabel("Splits");
  await splits.fill("82 83 50 80");
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.locator(".hint.wrong", { hasText: "no laps of 400" }).waitFor();
  ok((await page.locator(".review").count()) === 0, "laps that are none are told at their place");
  await splits.fill("400=80.5 800=2:44 1200=4:11 mile=5:34");
  await page.getByLabel("Goal").fill("5:30");
  await page.keyboard.press("Enter");
  await page.locator(".review").waitFor();
  const told = json(db, "race", "review", "--splits", "400=80.5 800=2:44 1200=4:11 mile=5:34", "--goal", "5:30");
  const shown = (await page.locator(".review").innerText()).replaceAll("\u00a0", " ");
  ok(told.says.every((line) => shown.includes(line)) && told.laps.every((lap) => shown.includes(clock(lap.time_s)) && shown.includes(clock(lap.optimum_s))) && shown.includes("5:34.0"), "typed splits are looked at as the command line does", [told.says, shown]);
  const bars = await page.locator(".lap-bars .lap-run").evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  const paces = told.laps.map((lap, i) => lap.time_s / (lap.to_m - (told.laps[i - 1]?.to_m ?? 0)));
  ok(bars.length === paces.length && bars.indexOf(Math.max(...bars)) === paces.indexOf(Math.max(...paces)) && bars.every((width) => width > 10), "each lap has its bar, the slowest the longest", bars);
  const pdf = await page.locator("a", { hasText: "Paper (PDF)" }).evaluate(async (link) => (await fetch(link.href)).text());
  ok(pdf.startsWith("%PDF-"), "and on paper");
  await page.locator(".review a[href*='/library/workouts/']").first().click();
  await page.locator(".workout .steps").waitFor();
  ok(page.url().includes("/library/workouts/"), "what answers it is a way into the library");
  // Of a run: the whole trial of the sample season.
  const run = json(db, "runs", "--limit", "0").runs.find((one) => /trial/.test(one.name));
  await to(`race/review/${run.id}`);
  await page.locator(".review").waitFor();
  const ofRun = json(db, "race", "review", String(run.id));
  ok((await page.locator(".review .great b").textContent()) === clock(ofRun.time_s), "a run has its review at an address of its own", ofRun.time_s);
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
}

export async function library(browser) {
  const db = `${scratch}/shelf/miler.db`;
  execFileSync("mkdir", ["-p", `${scratch}/shelf`]);
  execFileSync("cp", [`${scratch}/sample.db`, db]); // it puts a session into the plan, and files beside the store
  const server = await serve(db);
  const { page, seen, to, context } = await tab(browser, server);
  const shelf = json(db, "workout", "list");
  await to("library");
  await page.locator(".workouts li").first().waitFor();
  ok((await page.locator(".workouts li").count()) === shelf.workouts.length, "every workout is there", [await page.locator(".workouts li").count(), shelf.workouts.length]);
  await page.getByLabel("Kind").selectOption("threshold");
  await page.getByLabel("Phase").selectOption("taper");
  await page.getByLabel("Level").selectOption("beginner");
  const levels = ["below beginner", "beginner", "novice", "intermediate", "advanced", "elite"];
  const fits = shelf.workouts.filter((one) => one.kind === "threshold" && one.phases.includes("taper") && levels.indexOf(one.level_min) <= 1 && levels.indexOf(one.level_max) >= 1);
  const rows = () => page.locator(".workouts li a").evaluateAll((all) => all.map((node) => node.getAttribute("href").split("/").pop()));
  ok(fits.length > 0 && fits.length < 8 && (await rows()).sort().join() === fits.map((one) => one.id).sort().join(), "kind, phase and level narrow it down", [await rows(), fits.map((one) => one.id)]);
  await page.getByLabel("Search in all of it").fill("hamstring");
  await page.locator(".movements svg.figure path").nth(50).waitFor({ state: "attached" });
  const found = await page.locator(".movements li a").allInnerTexts();
  const truth = shelf.movements.filter((one) => /hamstring/i.test([one.name, one.aliases, one.muscles, one.equipment, one.how].join(" ")));
  ok(found.length === truth.length && truth.length > 3 && (await page.locator(".movements svg.figure path").count()) > 50, "a word finds drills and exercises, drawn", [found, truth.map((one) => one.name)]);
  await page.getByLabel("Search in all of it").fill("qqqq");
  ok(await page.getByText("Nothing has “qqqq” in it.").isVisible(), "and says when it finds nothing");
  await page.getByLabel("Search in all of it").fill("");

  await to("library/workouts/rp-400");
  await page.locator(".workout .steps").waitFor();
  const asked = await answer(page, "library/workouts/rp-400?dose=0.5"), rep = asked.steps.find((step) => step.kind === "run");
  const shown = await page.locator(".workout .steps").innerText();
  ok(shown.includes(`${asked.steps[0].count}`) && shown.includes(clock(rep.distance_m / rep.target_mps)) && asked.text === json(db, "workout", "show", "rp-400").text, "its steps are the API's, in this runner's numbers", [shown, asked.text]);
  await page.getByLabel("On", { exact: true }).fill("2026-06-16");
  await page.getByLabel("How much").fill("4");
  const most = await answer(page, "library/workouts/rp-400?dose=1");
  await page.locator(".workout code", { hasText: most.text }).first().waitFor();
  ok(most.text !== asked.text, "more of it is the largest form", most.text);
  ok((await page.locator(".ladder li").count()) === shelf.workouts.filter((one) => one.family === "rp-400").length, "what comes before and after it is there");
  ok((await page.getByLabel("On", { exact: true }).inputValue()) === "2026-06-16", "another form of it leaves the day that was chosen");
  const put = page.getByRole("button", { name: /^Put it there/ });
  await page.locator(".into .bad, .into .good").waitFor();
  await put.click();
  await toast(page).filter({ hasText: "Stands on" }).waitFor();
  const on = () => json(db, "plan", "show").weeks.flatMap((week) => week.sessions).find((one) => one.date === "2026-06-16");
  ok(on().text.includes(most.text) && /easy.*strides/.test(on().text), "it stands in the plan, between warm-up and cool-down", on().text);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await toast(page).filter({ hasText: "Taken back" }).waitFor();
  ok(!on().text.includes(most.text), "and undo takes it out again", on().text);

  await to("library/own");
  await page.getByLabel("Name").fill("Windy 300s");
  const text = page.locator("textarea");
  await text.fill("15min easy, 5x300 @mile r90s jogg");
  await page.locator(".hint.wrong", { hasText: "Letter 30" }).waitFor();
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
  ok((await text.evaluate((node) => node.selectionStart)) === 29 && json(db, "workout", "list").workouts.length === shelf.workouts.length, "one that cannot be read is refused, at its letter");
  await text.fill("15min easy, 5x300 @mile r90s jog");
  await page.locator(".own-page .steps li").nth(1).waitFor();
  ok((await page.locator(".own-page .steps").innerText()).includes("300"), "its steps stand beside it as it is typed");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.locator("h1", { hasText: "Windy 300s" }).waitFor();
  const mine = json(db, "workout", "list").workouts.find((one) => one.id === "windy-300s");
  ok(page.url().endsWith("/library/workouts/windy-300s") && mine?.text === "15min easy, 5x300m @mile r90s jog", "then it is kept, for the command line as well", mine);
  await to("library/own");
  await page.getByLabel("Name").fill("Windy 300s");
  await text.fill("3x300 @mile r90s jog");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.locator(".hint.wrong", { hasText: "already" }).waitFor();
  ok(true, "a name that is taken is told at the name");
  await to("library/workouts/windy-300s");
  await page.getByRole("button", { name: "Take it out" }).click();
  await toast(page).filter({ hasText: "out of the library" }).waitFor();
  ok(!readFileSync(`${scratch}/shelf/catalogue/workouts-own.tsv`, "utf8").includes("windy-300s"), "it is taken out");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await toast(page).filter({ hasText: "Taken back" }).waitFor();
  ok(json(db, "workout", "list").workouts.some((one) => one.id === "windy-300s"), "and undo brings it back");
  await to("library/workouts/no-such");
  ok(await page.locator("h1", { hasText: "Nothing of that name" }).isVisible(), "an address of nothing says so");
  ok(seen.asked.length === 0 && seen.faults.length === 0, "no fault is told", seen);
  await context.close();
  await server.stop();
}

// Nothing in the store: what each page says then, and what can be done all the same.
export async function bare(browser) {
  const server = await serve(`${scratch}/bare.db`);
  const { page, seen, to, context } = await tab(browser, server, phone);
  await to("race");
  await page.getByText("No race yet").waitFor();
  await page.getByLabel("Time", { exact: true }).fill("6:00");
  await page.locator(".lap").nth(3).waitFor();
  const told = json(`${scratch}/bare.db`, "pace", "6:00");
  ok((await page.locator(".lap-head b").allInnerTexts()).join() === told.laps.map((lap) => clock(lap.time_s)).join(), "without a plan a goal makes the card");
  await to("library/workouts/rp-400");
  await page.getByText("Your own numbers stand here").waitFor();
  ok(await page.getByText("A plan has days to put it on.").isVisible(), "a workout says what would give it numbers and a day");
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}
