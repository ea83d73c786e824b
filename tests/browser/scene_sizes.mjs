// Screens of phones as browsers leave them: half for the tap, the light to be seen, nothing cut off.
import { make, ok, phone } from "./kit.mjs";

const sizes = [[390, 844], [430, 932], [360, 640], [360, 560], [320, 568], [375, 550]];

export async function sized(browser) {
  const path = make("sizes", "5:19"), heat = make("sizes-heat", "--runner", "Ada=5:19, Bo=5:30, Cy=5:40");
  const p = await phone(browser, path), g = await phone(browser, heat);
  for (const one of [p, g]) { await one.touch("#start-now"); await one.on(84); }
  await p.touch("#tap");
  await g.touch("#grid button:first-child");
  const faults = [];
  let count = 0;
  // The second time with a line more, that the storage is full.
  for (const [width, height] of [...sizes, ...sizes]) {
    if (++count === sizes.length + 1) {
      await p.page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
      await p.on(80);
      await p.touch("#tap");
    }
    for (const one of [p, g]) await one.page.setViewportSize({ width, height });
    if (process.env.SHOTS) for (const [name, one] of [["solo", p], ["group", g]]) await one.page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}x${height}-${count > sizes.length}.png` });
    const box = (one, selector) => one.page.locator(selector).boundingBox();
    const tap = await box(p, "#tap"), oval = await box(p, "#oval"), light = await box(p, "circle.light:not(.legend-mark)"), clock = await box(p, "#solo-clock");
    const small = await box(g, "#group-oval"), last = await box(g, "#hold");
    const inside = await p.page.evaluate(() => [document.documentElement, document.getElementById("solo"), document.getElementById("solo-clock")].every((node) => node.scrollWidth <= node.clientWidth + 1));
    if (!(tap.height >= height / 2 - 1 && tap.y + tap.height <= height + 1)) faults.push([width, height, "tap", tap]);
    if (!oval || oval.height < 40 || oval.width < 80 || oval.y + oval.height > tap.y) faults.push([width, height, "oval", oval]);
    if (!light || light.x < 0 || light.x + light.width > width || light.width < 4) faults.push([width, height, "light", light]);
    if (!inside || clock.y < 0 || (oval && clock.y < oval.y + oval.height && oval.y < clock.y + clock.height && clock.x + clock.width > oval.x + 1)) faults.push([width, height, "clock", clock, oval]);
    if (!small || small.height < 40 || last.y + last.height > height + 1) faults.push([width, height, "group", small, last]);
  }
  ok(await p.page.locator("#kept").isVisible(), "a full storage is told there, too");
  ok(faults.length === 0, `on ${sizes.length} sizes of phones half the screen takes a tap and the light is to be seen`, faults);
  await p.context.close();
  await g.context.close();
}
