// axe-core on every screen and dialog, in the light and in the dark.
import { axeSource, make, ok, phone } from "./kit.mjs";

// In the dark only the colours are others.
async function found(page, look) {
  await page.evaluate(axeSource);
  const only = look === "dark" ? { runOnly: ["color-contrast"] } : {};
  const result = await page.evaluate((options) => window.axe.run(document, { resultTypes: ["violations"], ...options }), only);
  return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`));
}

async function each(browser, look) {
  const faults = [];
  let screens = 0;
  const look_at = async (p) => {
    screens++;
    if (process.env.SHOTS) await p.page.screenshot({ path: `${process.env.SHOTS}/axe-${look}-${screens}.png` });
    faults.push(...(await found(p.page, look)));
  };
  const solo = await phone(browser, make(`axe-${look}`, "5:19"), { flows: true, context: { colorScheme: look } });
  await look_at(solo);
  await solo.touch("#start-now");
  await solo.on(90); await solo.touch("#tap"); await solo.on(1);
  await look_at(solo);
  await solo.touch("#solo-more");
  await solo.page.locator("#sheet-time").fill("soon");
  await solo.page.locator("#sheet-time").press("Enter");
  await look_at(solo);
  await solo.touch("#sheet-out");
  await look_at(solo);
  await solo.touch("#menu-open");
  await look_at(solo);
  await solo.context.close();
  const heat = await phone(browser, make(`axe-heat-${look}`, "--runner", "Ada=5:19, Bo=6:02, Cy, Dee=5:40"), { flows: true, context: { colorScheme: look } });
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
  return { faults, screens };
}

export async function accessible(browser) {
  for (const look of ["light", "dark"]) {
    const { faults, screens } = await each(browser, look);
    ok(faults.length === 0, `axe finds nothing on ${screens} screens, ${look}`, faults.join("\n"));
  }
}
