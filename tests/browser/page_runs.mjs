// Runs and Fitness in the browser: what the page says is held against what the command line says of the same store.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { ok, run, serve, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const clock = (s, digits = 1) => {
  const ticks = Math.round(s * 10 ** digits), whole = Math.floor(ticks / 10 ** digits);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}${digits ? `.${ticks % 10}` : ""}`;
};
const plain = (text) => text.replace(/\u202f/g, " ");
const copy = (name) => {
  const db = `${scratch}/${name}.db`;
  execFileSync("cp", [`${scratch}/sample.db`, db]);
  return { db, ask: (...args) => JSON.parse(run(db, ...args, "--json")) };
};
const toast = (page, text) => page.locator(".toast p", { hasText: text }).first().waitFor();

export async function log(browser) {
  const { db, ask } = copy("log");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server);
  await to("runs");
  await page.locator(".log-name").first().waitFor();
  const all = ask("runs", "--all", "--limit", "0");
  ok(plain(await page.locator(".log-total").textContent()).startsWith(`${all.total} entries · ${Math.round(all.total_distance_m / 1000)} km`), "the log says how many runs and how far, all told", await page.locator(".log-total").textContent());
  await page.getByLabel("Search titles and notes").fill("6x400");
  await page.waitForURL(/text=6x400/);
  const found = all.runs.filter((one) => one.name.includes("6x400"));
  await page.locator(".log-total", { hasText: `${found.length} entries` }).waitFor();
  ok((await page.locator(".log-name").count()) === found.length, "words narrow it to the runs that have them");
  await page.getByLabel("From", { exact: true }).fill(found[0].date);
  await page.locator(".log-total", { hasText: /^1 entry / }).waitFor();
  await page.getByLabel("Search titles and notes").fill("");
  await page.getByLabel("From", { exact: true }).fill("");
  await page.getByLabel("Sport").selectOption("cycling");
  await page.locator(".log-total", { hasText: /^1 entry / }).waitFor();
  ok(/cycling/.test(await page.locator(".log tbody").innerText()), "days narrow it, and sports");
  await page.getByLabel("Kind").selectOption("track");
  await page.getByText("No run is like that").waitFor();
  await page.getByRole("link", { name: "All runs" }).first().click();
  await page.locator(".log-total", { hasText: `${all.total} entries` }).waitFor();
  ok(true, "nothing found says so, and leads back to all");
  await page.getByRole("link", { name: found[0].name }).first().click();
  await page.waitForURL(/runs\/\d+$/);
  const id = Number(page.url().split("/").pop());
  const told = ask("runs", String(id));
  await page.locator(".run-figures").waitFor();
  const figures = plain(await page.locator(".run-figures").innerText());
  ok(figures.includes(`${(told.track.distance_m / 1000).toFixed(2)} km`) && figures.includes(`${Math.round(told.avg_hr_bpm)} bpm`), "a run is opened from it, with the distance along the track and the heart rate", figures);
  const rows = await page.locator(".rep-table tbody tr").allInnerTexts();
  const work = told.reps.filter((rep) => ["work", "stride", "hill"].includes(rep.kind));
  ok(rows.length === work.length && work.every((rep, i) => rows[i].includes(rep.nominal_time_s < 60 ? rep.nominal_time_s.toFixed(1) : clock(rep.nominal_time_s))), "its reps stand there in their times", rows);
  ok(plain(await page.locator(".truth").innerText()).includes(`lane ${told.track.lane}`) && (await page.locator(".truth code").textContent()) === told.session, "what was really run, in the workout language, with its lane");
  await page.locator(".picture > div").last().waitFor();
  await page.waitForFunction(() => document.querySelector(".picture > div:last-child")?.shadowRoot?.querySelectorAll("path").length > 5);
  ok(seen.faults.length === 0 && seen.asked.length === 0, "the oval is drawn, and the page's policy has nothing against it", seen);
  await page.goBack();
  await page.locator(".log-total").waitFor();
  await context.close();
  await server.stop();
}

const readout = (page) => page.locator(".readout-values").innerText().then(plain);

export async function charts(browser) {
  const { db, ask } = copy("charts");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server);
  const hour = ask("runs", "--limit", "0").runs.find((one) => one.elapsed_s > 3600);
  await to(`runs/${hour.id}`);
  await page.locator(".line-place canvas").nth(3).waitFor();
  ok((await page.locator(".line-place canvas").count()) === 4, "pace, heart rate, cadence and elevation are drawn");
  const place = page.locator(".line-place").first(), box = await place.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
  const pointers = await page.evaluate(() => new Set([...document.querySelectorAll(".u-cursor-x")].map((node) => node.style.transform)).size);
  const samples = await page.evaluate((id) => fetch(`/api/v1/runs/${id}/samples?points=1200`).then((answer) => answer.json()), hour.id);
  const first = await readout(page), at = first.match(/^(?:(\d+):)?(\d+):(\d+)/), s = Number(at[1] ?? 0) * 3600 + Number(at[2]) * 60 + Number(at[3]);
  const nearest = samples.time_s.reduce((best, time, i) => (Math.abs(time - s) < Math.abs(samples.time_s[best] - s) ? i : best), 0);
  ok(pointers === 1, "the pointer stands at one place in all of them", pointers);
  ok(first.includes(`${Math.round(samples.hr_bpm[nearest])} bpm`) && first.includes(`${clock(samples.pace_s_per_km[nearest], 0)} /km`), "and what is told of it is what was recorded there", [first, samples.hr_bpm[nearest], samples.pace_s_per_km[nearest]]);
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
  await page.mouse.up();
  const whole = page.getByRole("button", { name: "Whole run" });
  ok(await whole.isEnabled(), "a stretch drawn over is looked at more closely");
  await page.locator(".lines-charts").focus();
  await page.keyboard.press("0");
  ok(await whole.isDisabled(), "0 shows the whole again");
  await page.keyboard.press("Home");
  const start = await readout(page);
  await page.keyboard.press("ArrowRight");
  ok(start.startsWith("0:0") && (await readout(page)) !== start, "arrow keys walk along it", start);
  await page.keyboard.press("+");
  ok(await whole.isEnabled(), "and + goes closer");
  await page.getByLabel("over distance").check();
  await page.locator(".line-place canvas").nth(3).waitFor();
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

export async function laps(browser) {
  const { db, ask } = copy("laps");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server);
  const one = ask("runs", "--limit", "0").runs.find((run) => run.name.startsWith("6x400"));
  const before = ask("runs", String(one.id));
  await to(`runs/${one.id}`);
  await page.getByRole("button", { name: "Edit Lap 2" }).click();
  ok(await page.getByLabel("Name", { exact: true }).evaluate((node) => node === document.activeElement), "a lap is opened to be put right, and the focus goes there");
  await page.getByLabel("Name", { exact: true }).fill("first 400");
  await page.getByLabel("Length, metres").fill("4oo");
  await page.getByRole("button", { name: "Save" }).last().click();
  ok(await page.getByText("A length in metres.").isVisible(), "a slip in a length is told at its field");
  await page.getByLabel("Length, metres").fill("400");
  await page.getByLabel("Length, metres").press("Enter");
  await toast(page, "Lap 2 changed");
  await page.locator(".laps tbody th", { hasText: "first 400" }).waitFor();
  const edited = ask("runs", String(one.id));
  ok(edited.edited_laps[1].name === "first 400" && edited.edited_laps[1].distance_m === 400 && edited.laps[1].distance_m === before.laps[1].distance_m, "name and length are kept, and what the watch wrote stays", edited.edited_laps[1]);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.locator(".laps tbody th", { hasText: "first 400" }).waitFor({ state: "detached" });
  ok(ask("runs", String(one.id)).edits.length === 0, "undo takes both back at once");
  await page.getByRole("button", { name: "Edit Lap 1", exact: true }).click();
  await page.getByLabel("Cut in two at").fill("10:00");
  await page.getByRole("button", { name: "Cut", exact: true }).click();
  await toast(page, "cut in two");
  await page.locator(".laps tbody tr").nth(before.laps.length).waitFor();
  ok(Math.abs(ask("runs", String(one.id)).edited_laps[0].end_s - 600) < 1, "a lap is cut in two");
  await page.getByRole("button", { name: "Take the last change back" }).click();
  await page.getByRole("button", { name: "Take the last change back" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "7 of 10" }).click();
  await toast(page, "Effort 7 kept");
  ok(ask("runs", String(one.id)).load.effort_rpe === 7, "how hard it felt is kept");
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

export async function compared(browser) {
  const { db, ask } = copy("compared");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server, phone);
  const [one, other] = ask("runs", "--limit", "0").runs.filter((run) => run.name.startsWith("6x400")).map((run) => ask("runs", String(run.id)));
  await to(`runs/${one.id}`);
  await page.locator(".run-head").waitFor();
  const own = plain(await page.locator(".run-head").innerText()).match(/(\d+:\d\d) *\/km/)?.[1];
  await page.getByRole("link", { name: /^Compare with/ }).first().click();
  await page.waitForURL(/with=\d+$/);
  await page.locator(".compare").waitFor();
  await page.locator(".line-place canvas").nth(3).waitFor();
  const rows = (await page.locator(".compare tbody tr").allInnerTexts()).map(plain);
  const off = Math.round((one.timer_s - other.timer_s) * 10) / 10, sign = off < 0 ? "−" : "+";
  ok(rows.some((row) => row.startsWith("Time") && row.includes(`${sign}${Math.abs(off).toFixed(1)} s`)), "the table says how far apart they are", rows);
  ok(own !== undefined && await page.locator(".compare tbody tr", { hasText: "Pace" }).filter({ hasText: own }).waitFor().then(() => true), "and the pace is that of the run's own page", [own, rows]);
  const rep = (told) => told.reps.filter((one) => one.kind === "work")[0].nominal_time_s;
  ok(rows.some((row) => row.includes("400 m") && row.includes(clock(rep(one))) && row.includes(clock(rep(other)))), "rep beside rep", rows);
  await page.touchscreen.tap(200, await page.locator(".line-place").first().boundingBox().then((box) => box.y + 40));
  await page.locator(".readout .line-second").first().waitFor();
  ok((await page.locator(".readout .line-first").count()) === 4, "a finger on the charts tells both at that distance");
  await to(`runs/${one.id}?with=99999`);
  ok(await page.getByText("There is no such run").isVisible(), "another that is not there says so");
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}

export async function fitness(browser) {
  const { db, ask } = copy("fitness");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server);
  const told = ask("fitness"), level = ask("level", `${Math.floor(told.mile_s / 60)}:${(told.mile_s % 60).toFixed(3).padStart(6, "0")}`, "--sex", "m", "--age", "36"), load = ask("load", "--weeks", "12"), bests = ask("bests").bests;
  await to("fitness");
  await page.locator(".mile-chart canvas").waitFor();
  const great = await page.locator(".great").innerText();
  ok(great.includes(clock(told.mile_s)) && great.includes(`${clock(told.mile_low_s)}–${clock(told.mile_high_s)}`), "the mile stands there with its band", great);
  ok(plain(await page.locator(".level").innerText()).includes(`${level.age_grade_percent.toFixed(1)} %`), "with level and age grade", await page.locator(".level").innerText());
  const mile = ask("fitness", "--progress").points.filter((point) => point.mile_s !== null);
  await page.getByText("As a table").click();
  ok((await page.locator(".mile-chart details tbody tr").count()) === mile.length && (await page.locator(".mile-chart details tbody tr").first().innerText()).includes(clock(mile.at(-1).mile_s)), "the line over time as a table, too");
  const five = told.estimates.find((one) => one.distance_m === 5000);
  ok((await page.locator(".fitness table", { hasText: "5 km" }).first().innerText()).includes(clock(five.time_s, 0)), "what it is worth over 5 km");
  const rows = await page.locator(".evidence li").allInnerTexts(), hearts = told.rests_on.findIndex((one) => one.kind === "easy running by heart rate"), piece = told.rests_on[hearts];
  ok(rows.length === told.rests_on.length && told.rests_on.every((one, i) => plain(rows[i]).includes(`${Math.round(one.weight * 100)} %`) && plain(rows[i]).includes("Disagrees") === one.disagrees), "what it rests on, with its weights, and what disagrees", [rows, told.rests_on]);
  ok(piece.moves_s !== null && !rows[hearts].includes("speaks for") && plain(rows[hearts]).includes(`${Math.abs(piece.moves_s).toFixed(1)} s on the mile`) && plain(rows[hearts]).includes(`${piece.runs} runs`) && told.rests_on.every((one) => one.weight >= piece.weight), "easy running by heart rate tells a change beside races, and weighs less than they", [rows[hearts], piece]);
  const week = load.weeks.find((one) => one.load > 0);
  ok((await page.locator(".load-table tbody tr").last().innerText()).includes(String(Math.round(week.load))), "load week by week", week.load);
  const best = bests.find((one) => one.distance_m === 1500);
  const record = page.locator(".records tr", { hasText: "1500" });
  ok((await record.innerText()).includes(clock(best.time_s)), "a record in its time");
  await page.getByText("Add a result").click();
  await page.getByLabel("Distance").selectOption("5k");
  await page.getByLabel("Time", { exact: true }).fill("18:49.5x");
  await page.keyboard.press("Enter");
  await page.getByText("That is no time.").waitFor();
  await page.getByLabel("Time", { exact: true }).fill("18:50");
  await page.getByLabel("timed by officials").check();
  await page.getByRole("button", { name: "Keep this result" }).click();
  await toast(page, "5 km in 18:50 kept");
  ok(ask("result", "list").results.some((one) => one.distance_m === 5000 && one.time_s === 1130 && one.official), "a result is added");
  await page.getByRole("button", { name: "Remove 5 km in 18:50" }).click();
  await toast(page, "removed");
  ok(!ask("result", "list").results.some((one) => one.distance_m === 5000), "and removed");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Remove 5 km in 18:50" }).waitFor();
  ok(ask("result", "list").results.some((one) => one.distance_m === 5000), "undo brings it back");
  await record.getByRole("link").first().click();
  await page.locator(".run-head h1").waitFor();
  ok(page.url().endsWith(`/runs/${best.run_id}`), "and the record leads to its run", page.url());
  ok(seen.faults.length === 0 && seen.asked.length === 0, "no fault is told", seen);
  await context.close();
  await server.stop();
}

// What a run is called and what it was, and out of the log with it.
export async function identity(browser) {
  const { db, ask } = copy("identity");
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server, phone);
  const run1 = ask("runs", "--search", "6x400").runs[0];
  const now = () => ask("runs", String(run1.id));
  await to(`runs/${run1.id}`);
  await page.getByText("Name, sport and type").click();
  const name = page.getByLabel("Name of the run");
  const long = "The evening on which it rained, and six times four hundred metres were run all the same";
  await name.fill(long);
  await name.press("Enter");
  await page.locator("h1", { hasText: long }).waitFor();
  ok(now().name === long, "a run is called something else");
  ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "and a long name has room on a phone");
  await page.locator(".identity").getByLabel("Type of run").selectOption("trial");
  await toast(page, "race or trial");
  ok(now().load.kind === "trial", "its type is told", now().load);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll(".identity select")[1]?.value === "intervals");
  ok(now().load.kind === "intervals" && now().name === long, "undo takes that back alone", now().load);
  await page.locator(".identity").getByLabel("Sport").selectOption("cycling");
  await page.locator(".run-head .soft", { hasText: "cycling" }).first().waitFor();
  ok(now().sport === "cycling" && (await page.locator(".identity select").count()) === 1, "a ride has no type of run");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByLabel("Type of run").waitFor();
  await name.fill(" ");
  await name.press("Enter");
  ok((await name.inputValue()) === long, "a name is not empty");
  await page.getByRole("button", { name: "Take it out of the log" }).click();
  await page.waitForURL(/\/runs$/);
  await toast(page, "is out of the log");
  ok(ask("runs", "--removed").runs[0].id === run1.id, "it goes out of the log, which is where you are then");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "1 run is out of the log" }).click();
  await page.getByRole("heading", { name: "Out of the log" }).waitFor();
  await page.getByRole("link", { name: long }).click();
  await page.getByText("This run is out of the log").waitFor();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.locator(".run-figures").waitFor();
  ok(ask("runs", "--removed").runs.length === 0 && now().name === long, "and comes back as it was");
  const svg = page.locator(".picture > div").last();
  await page.waitForFunction(() => document.querySelector(".picture > div:last-child")?.shadowRoot?.querySelectorAll("text").length > 5);
  const least = await svg.evaluate((place) => Math.min(...[...place.shadowRoot.querySelectorAll("text")].map((one) => one.getBoundingClientRect().height)));
  const inside = await svg.evaluate((place) => [...place.shadowRoot.querySelectorAll("text")].every((one) => { const at = one.getBoundingClientRect(), room = place.getBoundingClientRect(); return at.left >= room.left - 1 && at.right <= room.right + 1; }));
  ok(least >= 10 && inside, "the track's words can be read on a phone, and none is cut", [least, inside]);
  ok(seen.faults.length === 0 && seen.asked.length === 0, "no fault is told", seen);
  await context.close();
  await server.stop();
}

// A ride has a speed and nothing of a runner's; a race is not spoken of as easy.
export async function ride(browser) {
  const { db, ask } = copy("ride");
  const points = Array.from({ length: 900 }, (_, i) => `<Trackpoint><Time>${new Date(Date.UTC(2026, 5, 9, 18, 0, 2 * i)).toISOString()}</Time><Position><LatitudeDegrees>${(50 + (15 * i) / 111229).toFixed(7)}</LatitudeDegrees><LongitudeDegrees>11</LongitudeDegrees></Position><DistanceMeters>${15 * i}</DistanceMeters><HeartRateBpm><Value>${125 + (i % 20)}</Value></HeartRateBpm><Cadence>85</Cadence></Trackpoint>`);
  writeFileSync(`${scratch}/ride.tcx`, `<TrainingCenterDatabase><Activities><Activity Sport="Biking"><Id>2026-06-09T18:00:00Z</Id><Lap StartTime="2026-06-09T18:00:00Z"><Track>${points.join("")}</Track></Lap></Activity></Activities></TrainingCenterDatabase>`);
  run(db, "import", `${scratch}/ride.tcx`);
  const runs = ask("runs", "--all", "--limit", "0").runs, bike = runs.find((one) => one.sport === "cycling"), race = runs.find((one) => /5k-race/.test(one.name));
  const server = await serve(db);
  const { page, to, seen, context } = await tab(browser, server, phone);
  for (const units of ["km", "mi"]) {
    await to("settings");
    await page.getByLabel(units === "km" ? "kilometres" : "miles").check();
    await to(`runs/${bike.id}`);
    await page.locator(".laps tbody tr").first().waitFor();
    await page.locator(".line-place canvas").first().waitFor();
    const shown = plain(await page.locator("main").innerText());
    ok(shown.includes(units === "km" ? "27.0 km/h" : "16.8 mph") && !/\/km|\/mi\b|spm/.test(shown), `a ride has its speed, by ${units}`, shown);
    ok(!/Running form|By speed|Lane|Same session/i.test(shown) && ask("runs", String(bike.id)).session === "", "and no zones, form, track or session of a runner", shown);
    const said = plain(run(db, "runs", String(bike.id), "--units", units));
    ok(said.includes(units === "km" ? "27.0 km/h" : "16.8 mph") && !/\/km|\/mi\b|zones, by speed|Form/.test(said), "as on the command line", said);
  }
  const held = ask("runs", String(race.id));
  ok(held.load.kind === "trial" && held.session === "5km time trial", "a race is called one, whatever its pace", [held.load.kind, held.session]);
  run(db, "edit", String(race.id), "title", "5km easy");
  await to(`runs/${race.id}`);
  await page.locator(".session-text").waitFor();
  ok((await page.locator("h1").textContent()) === "5km easy" && (await page.locator(".session-text").textContent()) === "5km time trial", "its title is what it was given, what was run stands apart", await page.locator(".session-text").textContent());
  const long = runs.find((one) => /^long/.test(one.name));
  ok(/^[\d.]+km long$/.test(ask("runs", String(long.id)).session), "and a long run is one", ask("runs", String(long.id)).session);
  ok(seen.faults.length === 0, "no fault is told", seen.faults);
  await context.close();
  await server.stop();
}
