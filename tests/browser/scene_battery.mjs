// The battery dies: the whole browser is killed (-9) right after a tap, and started anew.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromiumArgs } from "./chromium_args.mjs";
import { chromium, make, ok, scratch } from "./kit.mjs";

// A browser of our own with a profile on the disk.
function begin(profile) {
  const child = spawn(process.env.CHROMIUM, [...chromiumArgs, "--headless=new", "--no-first-run", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let told = "";
    child.stderr.on("data", (bytes) => {
      told += bytes;
      const at = told.match(/ws:\/\/\S+/);
      if (at) resolve({ child, address: at[0] });
    });
    child.on("exit", () => reject(new Error(told)));
  });
}

async function withPage(profile, path, act) {
  const { child, address } = await begin(profile);
  const browser = await chromium.connectOverCDP(address);
  try {
    const page = await browser.contexts()[0].newPage();
    await page.clock.install();
    await page.goto(`file://${path}`);
    return await act(page);
  } finally {
    const gone = new Promise((resolve) => child.on("exit", resolve));
    process.kill(-child.pid, "SIGKILL");
    await gone;
    await browser.close().catch(() => undefined);
  }
}

export async function battery() {
  const profile = `${scratch}/profile`, path = make("battery", "--runner", "Ada=5:30, Bo=5:40");
  mkdirSync(profile);
  const start = await withPage(profile, path, async (page) => {
    await page.locator("#start-now").click();
    await page.clock.fastForward(5300); // five seconds are too soon for a tap
    await page.locator("#grid button:nth-child(1)").click();
    await page.locator("#grid button:nth-child(2)").click();
    await page.waitForTimeout(150);
    return page.evaluate(() => Date.now() - performance.now());
  });
  const found = await withPage(profile, path, async (page) => {
    await page.locator("#grid .who").first().waitFor({ timeout: 5000 });
    await page.waitForTimeout(300);
    return page.locator("#grid button").allInnerTexts();
  });
  ok(found.length === 2 && found.every((text) => /409 m/.test(text)), "killed 150 ms after a tap, the browser comes back with both", { found, start });
}
