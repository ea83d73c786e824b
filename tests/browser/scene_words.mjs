// The live page in German, as a server gives it to a browser that has chosen it: a race from the start to the result.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { ok, phone, readInC, saved, scratch } from "./kit.mjs";

// Pages as `miler serve` answers them; it ends with the last.
async function served(...asked) {
  const server = spawn(`${process.env.BUILD}/miler`, ["serve", "--port", "0"], { env: { ...process.env, MILER_DB: `${scratch}/words.db` }, stdio: ["ignore", "ignore", "pipe"] });
  try {
    const port = await new Promise((resolve, reject) => {
      let told = "";
      server.stderr.on("data", (part) => { told += part; const found = /127\.0\.0\.1:(\d+)/.exec(told); if (found) resolve(found[1]); });
      server.on("exit", () => reject(new Error(`the server did not start: ${told}`)));
    });
    return await Promise.all(asked.map(async ([path, language]) => {
      const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { headers: { cookie: `miler_language=${language}` } });
      return answer.text();
    }));
  } finally {
    server.removeAllListeners("exit");
    server.kill();
  }
}

// What of the page is to be seen or read out, one text a line.
const texts = (p) => p.page.evaluate(() => {
  const out = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!node.parentElement.closest("script, noscript")) out.push(node.nodeValue.trim());
  for (const name of ["aria-label", "placeholder"]) for (const node of document.querySelectorAll(`[${name}]`)) out.push(node.getAttribute(name));
  return [...out, document.title].filter(Boolean);
});
const english = /\b(the|of|and|with|your|you|for|lap|laps|to go|race|at|ahead|behind|undo|runner|runners|goal|easy|run|tap|time|start now|finish)\b/i;
const left = async (p) => (await texts(p)).filter((text) => english.test(text.replace(/miler-race-\S+/, "")));
const wide = (p) => p.page.evaluate(() => [...document.querySelectorAll("main *, .bar *")].filter((node) => node.getBoundingClientRect().right > window.innerWidth + 0.5 && !node.closest(".unseen, .scroll")).map((node) => node.textContent.slice(0, 40)));

export async function words(browser) {
  const [page, same, heat] = await served(["live?goal=5:19&gun=15:30&date=2026-06-07", "de"], ["live?goal=5:19&gun=15:30&date=2026-06-07", "en"], ["live?heat&runner=Ada=5:19&runner=Bo=5:31.5", "de"]);
  const path = `${scratch}/words.html`, both = `${scratch}/words-heat.html`;
  writeFileSync(path, page);
  writeFileSync(both, heat);
  const id = (text) => /"id":"([^"]+)"/.exec(text)?.[1];
  ok(/<html lang="de">/.test(page) && /<html lang="en">/.test(same) && id(page) !== undefined && id(page) === id(same), "the page has the language of the answer, and the log of the race in both", [id(page), id(same)]);
  const p = await phone(browser, path, { context: { viewport: { width: 360, height: 640 } } });
  ok((await p.text("title")) === "Meile in 5:19" && (await p.text("start-now")) === "Start beim Schuss: jetzt tippen" && (await p.text("day-head")).startsWith("Renntag: jetzt "), "title, buttons and the day are German", [await p.text("title"), await p.text("day-head")]);
  await p.touch("#day-box > summary");
  ok((await left(p)).length === 0 && (await wide(p)).length === 0, "nothing English is left before the start, and all of it fits 360 px", [await left(p), await wide(p)]);
  await p.touch("#day-box > summary");
  await p.touch("#start-now");
  await p.on(82.4); await p.touch("#tap");
  ok(/^\d,\d$/.test(await p.text("ahead")) && ["voraus", "zurück"].includes(await p.text("ahead-word")) && (await p.text("solo-undo")) === "Rückgängig: 409 m" && (await p.text("must")).startsWith("für 5:19 lauf "),
    "a tap is told in German, numbers with a comma", [await p.text("ahead"), await p.text("ahead-word"), await p.text("must")]);
  ok((await left(p)).length === 0 && (await wide(p)).length === 0, "nothing English in the race", [await left(p), await wide(p)]);
  for (const s of [80, 81, 76]) { await p.on(s); await p.touch("#tap"); }
  ok((await p.text("result-line")) === "5:19,40, 0,4 über 5:19", "nor in the result", await p.text("result-line"));
  ok((await left(p)).length === 0 && (await wide(p)).length === 0, "nor beside it", [await left(p), await wide(p)]);
  const [runner] = readInC(await saved(p));
  ok(runner.splits.length === 4 && Math.abs(runner.finish - 319.4) < 0.05, "its race file is that of every language", runner);
  await p.touch("#menu-open");
  ok((await left(p)).length === 0, "nor in the menu", await left(p));
  await p.page.locator("#load").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await p.page.waitForFunction(() => document.getElementById("states").textContent.includes("Renndatei"));
  ok((await p.text("states")) === "Das ist keine Renndatei: sie sagt nicht, dass sie eine ist.", "a file that is none is refused in German", await p.text("states"));
  ok(p.seen.faults.length === 0, "without a fault", p.seen.faults);
  await p.context.close();
  const q = await phone(browser, both, { context: { viewport: { width: 360, height: 640 } } });
  ok((await q.text("title")) === "Meile: 2 Läufer" && (await left(q)).length === 0, "a heat begins in German", [await q.text("title"), await left(q)]);
  await q.touch("#start-now");
  await q.on(83); await q.touch("#grid button:nth-child(1)");
  await q.on(2); await q.touch("#hold");
  ok((await left(q)).length === 0 && (await wide(q)).length === 0, "and is timed in it", [await left(q), await wide(q)]);
  await q.context.close();
}
