// axe-core on every screen and dialog, in the light and in the dark.
import { axeSource, make, ok, phone } from "./kit.mjs";

// In the dark only the colours are others.
async function found(page, look) {
  await page.emulateMedia({ colorScheme: look });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const only = look === "dark" ? { runOnly: ["color-contrast"] } : {};
  const result = await page.evaluate((options) => window.axe.run(document, { resultTypes: ["violations"], ...options }), only);
  return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`));
}

// Each screen is looked at in the light, then in the dark.
export async function accessible(browser) {
  const faults = { light: [], dark: [] };
  let screens = 0;
  const look_at = async (p) => {
    screens++;
    for (const look of ["light", "dark"]) {
      faults[look].push(...(await found(p.page, look)));
      if (process.env.SHOTS) await p.page.screenshot({ path: `${process.env.SHOTS}/axe-${look}-${screens}.png` });
    }
  };
  const solo = await phone(browser, make("axe", "5:19"), { flows: true });
  await look_at(solo);
  await solo.touch("#day-box > summary");
  await solo.page.locator("#gun-at").fill("15:00");
  await solo.touch("#day-rows li.next summary");
  await look_at(solo);
  await solo.touch("#start-now");
  await solo.on(90); await solo.touch("#tap"); await solo.on(1);
  await look_at(solo);
  await solo.touch("#solo-more");
  await solo.page.locator("#sheet-time").fill("soon");
  await solo.page.locator("#sheet-time").press("Enter");
  await look_at(solo);
  await solo.touch("#sheet-out");
  await solo.touch("#after-box > summary");
  await look_at(solo);
  await solo.touch("#menu-open");
  await look_at(solo);
  await solo.context.close();
  const heat = await phone(browser, make("axe-heat", "--runner", "Ada=5:19, Bo=6:02, Cy, Dee=5:40"), { flows: true });
  await heat.touch("#add-summary");
  for (const goal of ["5:50", "soon"]) {
    await heat.page.locator("#add-name").fill("Eve");
    await heat.page.locator("#add-goal").fill(goal);
    await heat.page.locator("#add-goal").press("Enter");
  }
  await look_at(heat);
  await heat.touch("#start-now");
  await heat.on(81); await heat.touch("#grid button:nth-child(1)");
  await heat.on(1); await heat.touch("#hold"); await heat.on(1);
  await look_at(heat);
  await heat.page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
  await heat.touch("#menu-open"); await heat.touch("#finish-race");
  await look_at(heat);
  await heat.context.close();
  for (const [look, list] of Object.entries(faults)) ok(list.length === 0, `axe finds nothing on ${screens} screens, ${look}`, list.join("\n"));
}
