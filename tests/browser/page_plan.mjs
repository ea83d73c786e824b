// The plan written and moved by hand: while a session is typed it is that session on the sheet, and the auditor
// answers before it is kept; what was changed last; rest days; nothing lies over the bar of a move on a phone.
// The page of results and files by what one came for.
import { copyFileSync } from "node:fs";
import { ok, run, serve, settled, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const flat = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("×", "x");

export async function byHand(browser) {
  const db = `${scratch}/hand.db`;
  copyFileSync(`${scratch}/sample.db`, db);
  const server = await serve(db);
  const { page, seen, to, context } = await tab(browser, server, phone);
  const sessions = () => JSON.parse(run(db, "plan", "show", "--json")).weeks.flatMap((week) => week.sessions);
  const one = sessions().find((session) => session.kind === "threshold" && session.date > "2026-06-11");
  const free = sessions().find((session) => session.kind === "rest" && session.date > "2026-06-11");
  const over = sessions().find((session) => session.kind !== "rest" && session.date < "2026-06-11" && session.date >= "2026-06-07");
  const chip = (id) => page.locator(`[data-session="${id}"]`);
  const sheet = page.locator("dialog[open]"), text = sheet.locator("textarea");
  const button = (name) => sheet.getByRole("button", { name, exact: true });
  await to("plan");

  await chip(one.id).click();
  await button("Edit as text").click();
  const title = async () => flat(await sheet.locator("h2").first().textContent());
  const facts = async () => flat(await sheet.locator(".facts").textContent());
  const was = [await title(), await facts()];
  await text.fill("15min easy, 12x400m @mile r60s jog, 10min easy");
  ok(!(await button("Save").isEnabled()), "nothing is kept before the rules have answered");
  await sheet.locator(".bad").waitFor();
  const said = flat(await sheet.innerText());
  ok((await title()) === "12 x 400 m at mile pace" && (await facts()) !== was[1] && /^Monday|^Tuesday|^Wed|^Thu|^Fri|^Sat|^Sun/.test(await facts()) && /speed/i.test(await sheet.locator(".eyebrow").textContent()),
    "while it is typed the sheet is that of the session typed", [was, await title(), await facts()]);
  ok(/Breaks \d+ rules/.test(said) && /allowed/.test(said) && !said.includes(one.why_day), "with what the rules say of it on that day, and no reason of the old one", said);
  ok(sessions().find((session) => session.id === one.id).title === one.title, "and nothing is kept yet");
  await text.fill("5min easy, 40x400m @mile r20s jog, 8x1000m @vo2max r30s jog");
  await sheet.getByText(/Breaks ([4-9]|1\d) rules/).waitFor();
  const told = Number(/Breaks (\d+)/.exec(await sheet.innerText())[1]), listed = await sheet.locator("ul li").filter({ hasText: "allowed" }).count();
  ok(listed === told, "each rule that is counted is listed", [told, listed]);
  await text.fill("15min easy, 12x400m @mile r60s jogg");
  await sheet.locator(".wrong").waitFor();
  ok(!(await button("Save all the same").or(button("Save")).isEnabled()) && (await sheet.locator(".bad").count()) === 0, "a slip is told instead");
  await text.fill("20min easy, 4x5min @threshold r1min jog, 10min easy");
  await sheet.locator(".good").waitFor();
  ok(await button("Save").isEnabled(), "where no rule is broken it says so");
  await text.fill("15min easy, 12x400m @mile r60s jog, 10min easy");
  await button("Save all the same").click();
  await chip(one.id).filter({ hasText: "at mile pace" }).waitFor();
  const now = sessions().find((session) => session.id === one.id);
  ok(now.title === "12 x 400 m at mile pace" && now.text === "15min easy, 12x400m @mile r60s jog, 10min easy", "it is kept all the same, by a name, its text as the text", now);

  // The toast of before is still there when the next session is moved.
  const other = sessions().find((session) => session.kind === "long" && session.date > now.date);
  await chip(other.id).click();
  await button("Move").click();
  const bar = page.locator(".movebar"), toast = page.locator(".toast");
  await bar.waitFor();
  const [a, b] = [await bar.boundingBox(), await toast.boundingBox()];
  ok(b !== null && (b.y + b.height <= a.y || b.y >= a.y + a.height), "on a phone no toast lies over the bar of a move", [a, b]);
  const day = sessions().find((session) => session.date > other.date && session.kind === "rest").date;
  await page.locator(".target").and(page.getByLabel(`${Number(day.slice(8))} June`).or(page.getByLabel(`${Number(day.slice(8))} July`))).first().click();
  await bar.locator(".bad").waitFor();
  ok(/training on a (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/.test(await bar.innerText()), "days are called by their whole names", await bar.innerText());
  await bar.getByRole("button", { name: "Cancel" }).click();
  await bar.waitFor({ state: "detached" });

  const last = async () => flat(await page.locator(".changes").innerText());
  ok(/You wrote a session · \w+day \d+ \w+, \d\d:\d\d/.test(await last()) && (await last()).includes("12 x 400 m at mile pace") && (await last()).includes(`before: ${one.title}`), "the last change says what it was and when", await last());
  run(db, "plan", "move", String(other.id), day, "-q");
  await page.locator(".changes", { hasText: "You moved" }).waitFor();
  ok(!/\d{4}-\d\d-\d\d|by hand/.test(await last()), "a move too, in a runner's words", await last());
  run(db, "plan", "note", "sore", "calf", "-q");
  ok(await page.locator(".changes", { hasText: "After your note" }).waitFor({ timeout: 8000 }).then(() => true, () => false), "what follows a note is called that", await last());
  ok(/Sore calf from \d+ \w+:/.test(await last()), "with the day of the note as people write it", await last());
  run(db, "plan", "undo", "-q");
  await page.locator(".changes", { hasText: "You moved" }).waitFor();

  await chip(free.id).click();
  await button("Add a session").waitFor();
  ok((await button("Move").count()) === 0 && (await sheet.getByRole("button", { name: /Leave|Skip/ }).count()) === 0 && (await chip(free.id).getAttribute("draggable")) === "false", "a rest cannot be moved or left out");
  await button("Add a session").click();
  ok((await text.inputValue()) === "", "a session is put there, from nothing");
  await text.fill("30min easy");
  await sheet.locator(".good, .bad").first().waitFor();
  await sheet.getByRole("button", { name: /^Save/ }).click();
  await chip(free.id).filter({ hasText: "30 min easy run" }).waitFor();
  ok(sessions().find((session) => session.id === free.id).kind === "easy", "and stands there");
  await page.locator(".behind summary").click();
  await chip(over.id).click();
  await sheet.locator("h2").first().waitFor();
  ok((await sheet.locator("h2").count()) > 0 && (await button("Edit as text").count()) === 0 && (await button("Move").count()) === 0, "what is over offers no change that would be refused");
  await page.keyboard.press("Escape");

  await to("runs");
  await page.getByRole("link", { name: "Bring in files" }).click();
  await page.locator("h1", { hasText: "Bring in files" }).waitFor();
  ok(await page.locator("input[type=file]").count() === 1, "who comes for files finds them under that name");
  await page.evaluate(() => fetch("/api/v1/athlete", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ health_yes: [], health_answered: false }) }));
  await to("start");
  await settled(page);
  ok((await page.locator("h1").textContent()) === "New plan", "with a plan there it is not the first", await page.locator("h1").textContent());
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.getByRole("button", { name: "Answer the health questions first." }).click();
  const at = await page.evaluate(() => [document.activeElement.closest("section").querySelector("h2").textContent, document.activeElement.type, document.activeElement.closest("fieldset").getBoundingClientRect().top]);
  ok(/safe/.test(at[0]) && at[1] === "radio" && at[2] >= 0 && at[2] < 740, "the health questions are gone to, and have the focus", at);
  ok(seen.asked.length === 0 && seen.faults.length === 0, "no fault is told", seen);
  await context.close();
  await server.stop();
}
