// Every page once, with a season and with nothing: nothing wider than 360, 768 and 1440 px, axe finds nothing in
// the light and the dark, and the Tab key alone comes by every control, sees where it is, and comes out again.
// The script is loaded once; pages change as a link changes them. SHOTS=folder keeps pictures of all of it.
// make test has every page in the light, and of the dark and the walk by keys some pages in turn; make looks has
// all, and all once more in German, whose words are longer; with SHOTS each width is there in both looks.
import { axe, ok, run, serve, settled, tab } from "./page_kit.mjs";

const scratch = process.env.SCRATCH;
const sizes = [[1440, "light"], [768, "light"], [360, "dark"]];
const shots = process.env.SHOTS;
const pictured = [[1440, "dark"], [768, "dark"], [360, "light"]]; // what is in SHOTS beside them
const whole = process.env.LOOKED === "all";
const DARK_EVERY = 3, WALK_EVERY = 6; // pages, in make test

// Controls the Tab key does not come by, comes by unseen, or that lie under something when it does.
async function byKeys(page) {
  await page.evaluate(() => {
    // Of what is alike the first few stand for all: eighty workouts are no other stops than six.
    for (const list of document.querySelectorAll("main :is(ul, ol, tbody, .calendar)")) for (const one of [...list.children].slice(list.matches(".calendar") ? 4 : 6)) one.style.display = "none";
    const shown = (node) => node.checkVisibility({ visibilityProperty: true });
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio, [tabindex='0']")].filter((node) => shown(node) && !node.disabled);
    const look = { all, left: new Set(all), unseen: new Set(), round: 0 };
    look.listen = ({ target }) => {
      if (target.matches(".skip")) look.round++;
      look.left.delete(target);
      // Of buttons of which one is chosen the keys come by the chosen one; arrows go on from there.
      if (target.type === "radio") for (const one of all) if (one.type === "radio" && one.name === target.name) look.left.delete(one);
      const boxes = [target, target.closest("label"), target.parentElement].filter(Boolean);
      const ring = boxes.some((node) => getComputedStyle(node).outlineStyle !== "none" || node.matches("audio"));
      const box = target.getBoundingClientRect(), there = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
      if (!ring || (there && !boxes.some((node) => node.contains(there)) && there.closest("nav, .toasts"))) look.unseen.add(target);
    };
    document.addEventListener("focusin", look.listen);
    window.look = look;
    document.querySelector(".skip").focus();
  });
  const most = (await page.evaluate(() => window.look.all.length)) * 2 + 40;
  let pressed = 0;
  while (pressed < most && (await page.evaluate(() => window.look.round)) < 2) for (let i = 0; i < 12; i++, pressed++) await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const { look } = window, name = (node) => node.outerHTML.slice(0, 140);
    document.removeEventListener("focusin", look.listen);
    return [...(look.round < 2 ? [`the keys stay at ${name(document.activeElement)}`] : []), ...[...look.left].filter((node) => node.isConnected).map((node) => `not reached: ${name(node)}`), ...[...look.unseen].map((node) => `not seen there: ${name(node)}`)];
  });
}

async function look(page, path, told) {
  await settled(page);
  const turn = async (width, colorScheme, height = 800) => { await page.emulateMedia({ colorScheme }); await page.setViewportSize({ width, height }); };
  // As high as the page is: a bar that keeps to the window's foot hides nothing of it.
  const picture = async (width, colorScheme) => {
    await turn(width, colorScheme, Math.ceil(Math.max(800, await page.evaluate(() => (document.querySelector("dialog[open]")?.scrollHeight ?? 0) * 1.2 || document.documentElement.scrollHeight))));
    await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
    await page.screenshot({ path: `${shots}/${told.name}${path.replace(/\W/g, "-") || "today"}-${width}-${colorScheme}.png` });
  };
  for (const [width, colorScheme] of shots ? pictured : []) {
    await turn(width, colorScheme);
    await picture(width, colorScheme);
  }
  for (const [width, colorScheme] of sizes) {
    await turn(width, colorScheme);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) told.wide.push(`/${path} at ${width}: ${over} px`);
    // What the dark look changes is colours; names, roles and order are the light one's: make looks asks all the same.
    if (width === 360 && !whole && told.visited % DARK_EVERY !== 0) continue;
    if (width !== 768 && !told.again) told.axe.push(...(await axe(page, width === 360 && !whole ? { runOnly: ["color-contrast", "target-size"] } : {})).map((fault) => `/${path}, ${colorScheme}: ${fault}`));
    if (shots) await picture(width, colorScheme);
  }
}

const season = (db) => {
  const { runs } = JSON.parse(run(db, "runs", "--limit", "0", "--json"));
  const [reps, before] = runs.filter((one) => one.name.startsWith("6x400")), trial = runs.find((one) => /trial/.test(one.name));
  return ["", "plan", "start", "runs", `runs/${reps.id}`, `runs/${reps.id}?with=${before.id}`, "fitness", "race", "race/review", `race/review/${trial.id}`, "library", "library/workouts/rp-400",
    "library/drills", "library/strength/squat", "library/routines", "library/cross", "library/cross/bike", "library/own", "settings", "nowhere"];
};

export async function looked(browser, server) {
  const empty = await serve(`${scratch}/nothing.db`);
  const told = { wide: [], axe: [], keys: [], faults: [], visited: 0 };
  let walked = 0;
  const sets = [[server, season(`${scratch}/sample.db`), ""], [empty, ["", "plan", "runs", "runs/1", "fitness", "race", "race/review", "library/workouts/rp-400", "settings"], "empty-"]];
  if (whole) sets.push(...sets.map(([from, paths, name]) => [from, paths, `de-${name}`, "de-DE"]));
  for (const [from, paths, name, locale] of sets) {
    const { page, seen, to, context } = await tab(browser, from, { viewport: { width: 1440, height: 800 }, ...(locale ? { locale } : {}) });
    Object.assign(told, { name, again: locale !== undefined });
    await to();
    for (const path of paths) {
      await page.evaluate((at) => { history.pushState(null, "", at); dispatchEvent(new PopStateEvent("popstate")); scrollTo(0, 0); }, `/app/${path}`);
      await look(page, path, told);
      const drawn = await page.evaluate(() => [...document.querySelectorAll(".picture div")].map((one) => one.shadowRoot?.textContent ?? "").join(" "));
      if (locale && /\b(laps|lane|finish)\b/.test(drawn)) told.faults.push(`/${path}: the picture speaks English`);
      if (!locale && (whole || told.visited++ % WALK_EVERY === 0)) {
        walked++;
        told.keys.push(...(await byKeys(page)).map((fault) => `/${name}${path}: ${fault}`));
      }
      if (from === empty && !path.startsWith("settings") && (await page.locator("main a").count()) === 0) told.faults.push(`/${path} without data says nothing to do next`);
    }
    if (from === server) {
      await page.evaluate(() => { history.pushState(null, "", "/app/plan"); dispatchEvent(new PopStateEvent("popstate")); });
      await page.locator("[data-session].hard").nth(2).click();
      await page.locator("dialog[open]").waitFor();
      await look(page, "plan#session", told);
    }
    told.faults.push(...seen.faults, ...seen.asked);
    await context.close();
  }
  await empty.stop();
  const lines = (all) => all.join("\n");
  ok(told.wide.length === 0, `${sets[0][1].length} pages with a season and ${sets[1][1].length} without fit into 360, 768 and 1440 px`, lines(told.wide));
  ok(told.axe.length === 0, `axe finds nothing on them, in the light and ${whole ? "" : "some of them "}in the dark`, lines(told.axe));
  ok(told.keys.length === 0, `the Tab key comes by every control of ${walked} of them, is seen there, and comes out again`, lines(told.keys));
  ok(told.faults.length === 0, "no page tells a fault, and what is empty says what to do next", lines(told.faults));
}
