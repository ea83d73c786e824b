// A storage that is full for a while: the page says so, and no tap is lost or put over another.
import { make, ok, phone } from "./kit.mjs";

const laps = (p) => p.page.evaluate(() => {
  const node = document.getElementById("sheet-splits");
  document.getElementById("solo-more").click();
  const rows = [...node.children].map((row) => row.textContent);
  document.getElementById("sheet-close").click();
  return rows.length;
});
const told = (p) => p.page.locator("#kept").isVisible();

// localStorage refuses what `window.full` tells it to; kept over a reload by the name of the window.
function fullStorage() {
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (new RegExp(window.name || "^$").test(key)) throw new DOMException("full", "QuotaExceededError");
    return set.call(this, key, value);
  };
}
function noDisk() {
  Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
}
function fullDisk() {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    const ask = put.apply(this, args);
    if (window.name) this.transaction.abort();
    return ask;
  };
}
const refuse = (p, keys) => p.page.evaluate((names) => { window.name = names; }, keys);

async function hole(browser) {
  const p = await phone(browser, make("hole", "6:00"));
  await p.context.addInitScript(fullStorage);
  await p.context.addInitScript(noDisk);
  await p.page.reload();
  await p.touch("#start-now");
  await p.on(90); await p.touch("#tap");
  ok(!(await told(p)), "nothing is said while all goes well");
  await refuse(p, "/0/2$");
  await p.on(45); await p.touch("#tap");
  ok(await told(p), "a tap that the storage did not take is told");
  await refuse(p, "");
  await p.on(45); await p.touch("#tap"); // this one it takes
  await refuse(p, "/0/2$");
  await p.page.reload();
  const after = await laps(p);
  ok(after === 3 && (await told(p)), "a reload has all three, the one after the hole, too", after);
  await p.on(90); await p.touch("#tap");
  await p.page.reload();
  const results = await p.page.locator("#result-table tbody tr").count();
  ok(results === 4, "and the next is put over none of them", results);
  await refuse(p, "");
  await p.page.reload();
  ok(!(await told(p)) && (await p.page.locator("#result-table tbody tr").count()) === 4, "once there is room it is filled, and no more is said");
  await p.context.close();
}

async function disk(browser) {
  const p = await phone(browser, make("disk", "6:00"));
  await p.context.addInitScript(fullDisk);
  await p.page.reload();
  await p.touch("#start-now");
  await p.on(90);
  await refuse(p, "^$");
  await p.touch("#tap");
  await p.page.locator("#kept").waitFor({ timeout: 3000 });
  ok(await told(p), "a disk that takes nothing more is told");
  await refuse(p, "");
  await p.on(90); await p.touch("#tap");
  // Then localStorage is lost: the disk has a hole, the tab what is in it.
  await p.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)) && localStorage.clear());
  await p.page.reload();
  await p.page.locator("#solo").waitFor();
  const after = await laps(p);
  ok(after === 2, "disk and tab together have the race", after);
  await p.context.close();
}

export async function stored(browser) {
  await hole(browser);
  await disk(browser);
}
