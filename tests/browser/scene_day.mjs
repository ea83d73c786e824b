// The day around the race on the page: times, the marker that goes with the clock, drills on tap, and afterwards.
import { card, make, ok, phone } from "./kit.mjs";

const rows = (p, box) => p.page.locator(`#${box} li`).evaluateAll((list) => list.map((li) => ({ when: li.querySelector(".at").textContent,
  what: li.querySelector(".what").textContent, tag: li.querySelector(".tag").textContent, current: li.getAttribute("aria-current"),
  more: [...li.querySelectorAll("details > p")].map((node) => node.textContent) })));
const marked = (list) => list.filter(({ tag, current }) => tag || current).map(({ when, tag, current }) => `${tag} ${when} ${current}`).join();
const shot = async (p, name) => { if (process.env.SHOTS) await p.page.screenshot({ path: `${process.env.SHOTS}/day-${name}.png` }); };
// Nothing of the screen lies outside of it, nothing is wider than its place, and each row takes a thumb.
const fits = (p) => p.page.evaluate(() => {
  const wide = [...document.querySelectorAll("main *, .bar *")].filter((node) => node.getBoundingClientRect().right > window.innerWidth + 0.5 && !node.closest(".unseen, .scroll"));
  const low = [...document.querySelectorAll("details[open] li summary")].filter((node) => node.getBoundingClientRect().height < 44);
  const start = document.querySelector(".start").getBoundingClientRect(), open = document.getElementById("day-box").open;
  return [...wide.map((node) => `wide ${node.className} ${node.textContent.slice(0, 30)}`), ...low.map((node) => `low ${node.textContent}`),
    ...(document.getElementById("ready").hidden || open || start.bottom <= window.innerHeight + 1 ? [] : [`start at ${start.bottom}`])];
});

// With the gun known: the phone's clock is at 14:30:10 in Berlin.
async function known(browser) {
  const plan = card("5:19", "--gun", "15:30", "--date", "2026-06-07");
  const p = await phone(browser, make("day", "5:19", "--gun", "15:30", "--date", "2026-06-07"));
  ok((await p.text("day-head")) === "Race day: now Easy running", "an hour before the gun the folded line says what is done now", await p.text("day-head"));
  for (const [width, height] of [[360, 640], [360, 560], [320, 568], [390, 844]]) {
    await p.page.setViewportSize({ width, height });
    const faults = await fits(p);
    ok(faults.length === 0, `folded, all of the screen before the start fits ${width} x ${height}`, faults);
    await shot(p, `folded-${width}-${height}`);
  }
  await p.touch("#day-box > summary");
  await p.page.waitForFunction(() => { const box = document.querySelector("#day-rows li.next").getBoundingClientRect(); return box.top >= 0 && box.bottom <= window.innerHeight; });
  const list = await rows(p, "day-rows");
  ok(list.map(({ when }) => when).join() === plan.warm_up.map(({ clock }) => clock).join() && list.every(({ what }, i) => what === plan.warm_up[i].what),
    `${list.length} rows have the clock times of miler pace --json`, list);
  ok(marked(list) === "now 14:30 step", "one of them is marked as what is done now", marked(list));
  await p.touch("#day-rows li:nth-child(5) summary");
  ok(list.filter(({ more }) => more.length > 1).length === 4 && await p.page.locator("#day-rows li:nth-child(5) details p").first().isVisible() &&
    (await p.page.locator("#day-rows li:nth-child(5) details p").first().textContent()) === plan.warm_up[4].how, "a tap on a drill shows how it is done", list[4]);
  for (const [width, height] of [[360, 640], [320, 568], [390, 844]]) {
    await p.page.setViewportSize({ width, height });
    const faults = await fits(p);
    ok(faults.length === 0, `the open list fits ${width} x ${height}`, faults);
    await shot(p, `open-${width}`);
  }
  await p.on(17 * 60);
  const later = await rows(p, "day-rows");
  ok(marked(later) === "now 14:47 step", "the mark goes on with the clock", marked(later));
  await p.on(25 * 60);
  const walk = marked(await rows(p, "day-rows"));
  await p.on(12 * 60);
  ok(walk === "now 15:12 step" && (await p.text("day-head")) === "Race day: next 15:25 Two short strides of 40 m", "to the fast 200 m, and says what comes next between two", [walk, await p.text("day-head")]);
  await p.page.locator("#gun-at").fill("15:45");
  const moved = await rows(p, "day-rows");
  ok(moved.at(-1).when === "15:45" && marked(moved) === "next 15:27 step", "a gun put off moves all of it", marked(moved));
  await p.page.reload();
  ok((await rows(p, "day-rows")).at(-1).when === "15:45" && (await p.page.locator("#gun-at").inputValue()) === "15:45", "and a reload keeps it");
  // After the race: from the finish that was run.
  await p.touch("#start-now");
  for (let lap = 0; lap < 4; lap++) { await p.on(81); await p.touch("#tap"); }
  const gun = new Date("2026-06-07T14:30:10+02:00").getTime() + 54 * 60000, finish = gun + Math.ceil(324 / 60) * 60000;
  const clock = (ms) => new Date(ms + 2 * 3600e3).toISOString().slice(11, 16);
  await p.touch("#after-box > summary");
  const after = await rows(p, "after-rows");
  ok(after.length === 5 && after[0].when === clock(finish + 60000) && after[4].when === "later" && /^Next morning: sore calves/.test(after[4].what), "after the race the cool-down has its times, and the next morning is told", after);
  ok((await p.text("after-head")).startsWith("After the race: next "), "with what comes next", await p.text("after-head"));
  await p.page.setViewportSize({ width: 360, height: 640 });
  ok((await fits(p)).length === 0 && await p.page.locator("#save").isVisible(), "which fits a small phone", await fits(p));
  await shot(p, "after-360");
  ok(p.seen.asked.length === 0 && p.seen.faults.length === 0, "nothing was asked of a network, no fault was told", p.seen);
  await p.context.close();
}

// Nobody said when the gun is; then somebody does.
async function unknown(browser) {
  const p = await phone(browser, make("day-unknown", "5:19"));
  await p.touch("#day-box > summary");
  const list = await rows(p, "day-rows");
  ok(list[0].when === "T−180 min" && list.at(-1).when === "T" && marked(list) === "" && (await p.text("day-head")) === "Race day", "without a gun the minutes count back from it, and nothing is marked", list.map(({ when }) => when));
  await p.page.locator("#gun-at").fill("14:40");
  const known_now = await rows(p, "day-rows");
  ok(known_now.at(-1).when === "14:40" && marked(known_now) === "now 14:25 step", "typed in, it gives the times and the mark", marked(known_now));
  await p.page.locator("#gun-at").fill("");
  ok((await rows(p, "day-rows"))[0].when === "T−180 min", "and taken away it takes them away");
  await p.page.locator("#gun-at").fill("09:00");
  ok(marked(await rows(p, "day-rows")) === "next 06:00 step", "an hour long past is tomorrow's");
  await p.context.close();
}

// Who is new to racing warms up otherwise.
async function two(browser) {
  const p = await phone(browser, make("day-heat", "--gun", "15:30", "--runner", "Ada=5:19, Bo=9:40, Cy=5:40, Dee=5:50, Eve=6:01, Finn=6:02"));
  await p.touch("#day-box > summary");
  const titles = await p.page.locator("#day-rows h3").allTextContents(), list = await rows(p, "day-rows");
  ok(titles.join("|") === "Ada, Cy, Dee and 2 more|Bo" && list.filter(({ what }) => what === "Go").length === 2 && list.filter(({ what }) => /^Spikes/.test(what)).length === 1,
    "a heat of two kinds has two lists, each with who it is for", [titles, list.map(({ what }) => what)]);
  ok((await fits(p)).length === 0, "which fit", await fits(p));
  await shot(p, "heat");
  await p.context.close();
}

// What a card's code opens: the page of the heat, for the one whose name stands behind the #.
async function own(browser) {
  const path = make("day-own", "--gun", "15:30", "--runner", "Ada=5:19, Zoë +1=9:40");
  const p = await phone(browser, path);
  ok((await p.text("title")) === "Mile: 2 runners", "without a name it is everybody's");
  await p.page.goto("about:blank");
  await p.page.goto(`file://${path}#runner=Zo%C3%AB%20%2B1`);
  ok((await p.text("title")) === "Mile in 9:40: Zoë +1" && (await p.page.locator("#plan-table tbody tr").count()) === 4, "a code's is its runner's own", await p.text("title"));
  await p.touch("#day-box > summary");
  ok((await p.page.locator("#day-rows ol").count()) === 1 && !(await rows(p, "day-rows")).some(({ what }) => /^Spikes/.test(what)), "with the day of that runner");
  await p.touch("#start-now");
  await p.on(100); await p.touch("#tap");
  await p.page.goto("about:blank");
  await p.page.goto(`file://${path}#runner=Ada`);
  ok((await p.text("title")) === "Mile in 5:19: Ada" && await p.page.locator("#ready").isVisible(), "another's has its own race");
  await p.page.goto("about:blank");
  await p.page.goto(`file://${path}#runner=Nobody`);
  ok((await p.text("title")) === "Mile: 2 runners" && p.seen.faults.length === 0, "a name that is not in it changes nothing", p.seen);
  await p.context.close();
}

export async function day(browser) {
  await known(browser);
  await unknown(browser);
  await two(browser);
  await own(browser);
}
