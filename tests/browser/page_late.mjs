// What a new runner meets between an empty store and the first session: pages that ask for nothing that is not
// there, how much is run in a week, the day before the plan begins, and another plan in place of the first.
import { ok, run, serve, settled, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const ask = (db, ...args) => JSON.parse(run(db, ...args, "--json"));

async function empty({ page, to }) {
  const refused = [];
  page.on("response", (answer) => { if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`); });
  page.on("console", (message) => { if (message.type() === "error") refused.push(message.text()); });
  for (const path of ["", "plan", "runs", "fitness", "race", "race/review", "library", "settings", "start"]) {
    await to(path);
    await settled(page);
  }
  ok(refused.length === 0, "an empty store is no error on any page", refused);
  await to("plan");
  ok(await page.locator(".state.empty a.button").isVisible(), "it says where to begin");
}

async function begun({ page, to }, db) {
  await to("start");
  await page.getByLabel("Time", { exact: true }).fill("5:45.2");
  await page.keyboard.press("Enter");
  await page.locator(".told").waitFor();
  await page.getByLabel("None of these").check();
  const weekly = page.getByLabel("Kilometres you run in a week");
  await weekly.fill("many");
  await page.getByRole("button", { name: "Make the plan" }).click();
  ok(await page.getByText("That is no distance for a week.").isVisible(), "a week that is none is told");
  await weekly.fill("27,5");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.locator(".week").first().waitFor();
  const plan = ask(db, "plan", "show"), weekday = new Date(`${plan.race_date}T12:00:00Z`).getUTCDay();
  ok(!plan.notices.some((text) => text.includes("weekly running")) && Math.abs(plan.weeks.find((week) => week.number === 1).distance_m - 27500) < 4000, "the plan begins with the week that was told", [plan.notices, plan.weeks.map((week) => week.distance_m)]);
  ok(weekday === 6, "and ends on one of the days that were chosen", plan.race_date);
  await to();
  const first = plan.weeks.flatMap((week) => week.sessions).find((one) => one.kind !== "rest"), card = page.locator("article.session");
  await card.waitFor();
  const told = (await card.innerText()).replaceAll("\u00a0", " ");
  ok(told.includes("The plan begins on Friday 12 June") && told.toLowerCase().includes(first.title.toLowerCase()), "the day before it begins tells when, and with what", [told, first.title]);
  return plan;
}

async function another({ page, to }, db, old) {
  await to("plan");
  await page.getByRole("link", { name: "New plan" }).click();
  await page.locator("h1", { hasText: "New plan" }).waitFor();
  ok((await page.getByLabel("None of these").isChecked()) && (await page.getByLabel("Day of the race").inputValue()) === old.race_date, "a new plan begins from what is known");
  await page.getByRole("radio", { name: "10", exact: true }).check();
  await page.getByLabel("Kilometres you run in a week").fill("40");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.locator(".week").first().waitFor();
  const made = ask(db, "plan", "show");
  ok(made.plan_id !== old.plan_id && made.race_date > old.race_date, "it is another");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.locator("h1", { hasText: String(Number(old.race_date.slice(8))) }).waitFor();
  ok(ask(db, "plan", "show").plan_id === old.plan_id, "undo brings the first one back");
}

// A replanning that was taken back: the plan waits, Today and Plan say so, and Replan lets it follow.
async function waits({ page, to }, db) {
  ask(db, "athlete", "set", "--pace-threshold", "4:10/km");
  ask(db, "plan", "undo");
  const strip = page.locator(".strip", { hasText: "You took a replanning back" });
  for (const path of ["", "plan"]) {
    await to(path);
    await settled(page);
    ok(await strip.isVisible(), `a plan that waits says so on "${path}"`);
  }
  await strip.getByRole("button").click();
  await strip.waitFor({ state: "detached" });
  ok(!ask(db, "plan", "show").held, "replanned it follows again");
}

export async function late(browser) {
  const db = `${scratch}/late.db`;
  const server = await serve(db);
  const here = await tab(browser, server);
  await empty(here);
  const plan = await begun(here, db);
  await another(here, db, plan);
  await waits(here, db);
  ok(here.seen.faults.length === 0, "no fault is told", here.seen.faults);
  await here.context.close();
  await server.stop();
}
