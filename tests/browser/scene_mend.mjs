// What goes wrong at a track and how it is put right: wrong names, undo, a finish that
// nobody tapped, runners who come or go, goals as people write them, races left and found.
import { card, make, ok, phone, readInC, saved } from "./kit.mjs";

const near = (a, b, by) => Math.abs(a - b) <= by;
const cell = (p, r) => p.touch(`#grid button:nth-child(${r + 1})`);
const seen = (p, id) => p.page.locator(`#${id}`).isVisible();
async function inMenu(p, id) {
  await p.touch("#menu-open");
  const there = await seen(p, id);
  await p.touch("#menu-close");
  return there;
}

// One runner: the first words once, a false start, a race that cannot be lost.
async function solo(browser) {
  const p = await phone(browser, make("mend-solo", "5:19"), { init: () => {
    window.spoken = [];
    Object.defineProperty(window, "speechSynthesis", { value: { cancel() {}, speak(words) { window.spoken.push(words.text); } } });
  } });
  const [cue] = card("5:19").laps.map((lap) => lap.cue), said = () => p.page.evaluate(() => window.spoken);
  await p.touch("#start-now");
  await p.page.clock.runFor(1500);
  ok(cue && (await said()).join("|") === cue, "the first words are spoken once in the first second", await said());
  ok(await inMenu(p, "recall"), "a false start is offered while nothing is timed");
  await p.touch("#solo-more");
  await p.touch("#sheet-recall");
  await p.touch("#start-now");
  await p.page.clock.runFor(1500);
  ok((await said()).join("|") === `${cue}|${cue}`, "and once more after a false start", await said());
  await p.on(80); await p.touch("#tap");
  await p.touch("#solo-more");
  const offered = [await seen(p, "sheet-recall")];
  await p.touch("#sheet-close");
  offered.push(await inMenu(p, "recall"));
  await p.on(81); await p.touch("#tap");
  await p.touch("#solo-more");
  await p.touch("#sheet-miss");
  ok((await p.text("solo-undo")) === "Undo missed", "undo names a missed tap", await p.text("solo-undo"));
  await p.touch("#solo-undo");
  ok((await p.text("solo-undo")) === "Undo 809 m", "and takes it back alone", await p.text("solo-undo"));
  await p.touch("#solo-more");
  await p.touch("#sheet-out");
  offered.push(await inMenu(p, "recall"));
  ok(offered.join() === "false,false,false", "no false start wipes a race that was run", offered);
  ok((await p.text("undo-finish")) === "Undo dropped out", "undo names the drop-out", await p.text("undo-finish"));
  await p.touch("#undo-finish");
  ok((await p.text("solo-undo")) === "Undo 809 m", "which is taken back, the taps not", await p.text("solo-undo"));
  // The finish went by without a tap; the lap before it, too.
  await p.on(200);
  const typed = async (text, at) => {
    await p.page.locator("#sheet-time").fill(text);
    if (at !== undefined) await p.page.locator("#sheet-at").selectOption({ label: at });
    await p.page.locator("#sheet-time").press("Enter");
    return (await seen(p, "sheet-fault")) ? p.text("sheet-fault") : "";
  };
  await p.touch("#solo-more");
  const faults = [await typed("soon", "1609 m"), await typed("2:00", "1609 m"), await typed("9:00", "1609 m")];
  ok(/no time/.test(faults[0]) && /Not so soon/.test(faults[1]) && /only at/.test(faults[2]), "a typed time that cannot be is refused with a reason", faults);
  await typed("5:20.4", "1609 m");
  ok((await p.text("result-line")) === "5:20.40, 1.4 over 5:19", "a finish that nobody tapped is put in by its time", await p.text("result-line"));
  const [ada] = readInC(await saved(p));
  ok(ada.splits.length === 3 && near(ada.finish, 320.4, 1e-9), "and stands in the file", ada);
  ok(p.seen.faults.length === 0, "no fault", p.seen.faults);
  await p.context.close();
}

// A goal with tenths, unlimited half laps.
async function words(browser) {
  const p = await phone(browser, make("mend-tenths", "5:19.5"));
  await p.touch("#start-now");
  for (const s of [80, 80, 80, 79.2]) { await p.on(s); await p.touch("#tap"); }
  ok((await p.text("result-line")) === "5:19.20, 0.3 inside 5:19.5", "a goal with tenths is told with them", await p.text("result-line"));
  await p.touch("#again");
  await p.touch("#open-laps");
  await p.touch("input[value=half]");
  await p.touch("#start-now");
  for (let i = 0; i < 7; i++) { await p.on(45); await p.touch("#tap"); }
  await p.touch("#menu-open");
  await p.touch("#finish-race");
  ok((await p.text("result-line")) === "3½ laps", "seven taps at half laps are three laps and a half", await p.text("result-line"));
  await p.context.close();
}

// Several: who is meant by Undo, times that waited, who else runs.
async function several(browser) {
  const p = await phone(browser, make("mend-heat", "--runner", "Ada=5:19, Bo=5:30"));
  const goal = async (name, text) => {
    await p.page.locator("#add-name").fill(name);
    await p.page.locator("#add-goal").fill(text);
    await p.page.locator("#add-goal").press("Enter");
    return (await seen(p, "add-fault")) ? p.text("add-fault") : "";
  };
  const rows = () => p.page.locator("#plan-table tbody tr").evaluateAll((all) => all.map((row) => [...row.children].slice(0, 2).map((one) => one.textContent).join(" ")));
  await p.touch("#add-summary");
  ok(/82\.5.*3:30.*20:07/.test(await goal("Cy", "82.5")) && /is no time/.test(await goal("Cy", "soon")) && (await rows()).length === 2, "a goal that is none is said to be", await p.text("add-fault"));
  const none = [await goal("Cy", "5'30"), await goal("Dee", "5"), await goal("Eve", ""), await goal("Fay", "6:00")];
  ok(none.join("") === "" && (await rows()).slice(2).join("|") === "Cy 5:30|Dee 5:00|Eve none|Fay 6:00", "the usual forms are understood", [none, await rows()]);
  await p.page.getByRole("button", { name: "Remove Fay" }).click();
  await p.page.getByRole("button", { name: "Change Dee" }).click();
  await goal("Dora", "5:10.25");
  await p.page.reload();
  ok((await rows()).slice(2).join("|") === "Cy 5:30|Dora 5:10.25|Eve none", "one is removed, one renamed, before the gun", await rows());
  await p.touch("#start-now");
  const undo = () => p.text("group-undo");
  await p.on(79); await cell(p, 1);
  await p.on(1); await cell(p, 0);
  await p.touch("#group-undo");
  ok((await undo()) === "Undo Bo 409 m", "after one undo the next means the runner tapped before", await undo());
  await p.on(1); await cell(p, 0);
  await p.touch("#group-mend"); await cell(p, 1); await p.touch("#sheet-out");
  ok((await undo()) === "Undo Bo dropped out", "a drop-out is what Undo means next", await undo());
  await p.touch("#group-undo");
  ok((await undo()) === "Undo Ada 409 m" && /409 m/.test(await p.page.locator("#grid button").nth(1).innerText()), "and takes back, no tap", await undo());
  await p.on(1); await p.touch("#hold"); await p.on(2);
  await cell(p, 3);
  await p.touch("#group-undo");
  ok(/^1:22\.00/.test(await p.text("waiting")), "a time that had waited waits again after an undo", await p.text("waiting"));
  await cell(p, 2);
  // A held time that is, by the looks of it, that of the place after.
  await p.on(160); await p.touch("#hold"); await p.on(1);
  await cell(p, 2);
  await p.touch("#group-fix");
  const cy = await p.page.locator("#grid button").nth(2).innerText();
  ok(/1209 m/.test(cy) && !(await seen(p, "waiting")), "one tap was missed: the held time moves on and waits no more", cy);
  const file = async () => Object.fromEntries(readInC(await saved(p)).map((one) => [one.name, one.splits.map(([, s]) => s).join()]));
  await p.touch("#menu-open"); await p.touch("#finish-race");
  const before = await file();
  ok(before.Bo === "79" && before.Ada === "81" && before.Cy === "82,244", "the file has each time once", before);
  await p.page.locator("#result-table button", { hasText: "Bo" }).click();
  await p.page.locator("#sheet-time").fill("3:55.5");
  await p.page.locator("#sheet-at").selectOption({ label: "1609 m" });
  await p.page.locator("#sheet-form button").click();
  const [first] = await p.page.locator("#result-table tbody tr").allTextContents();
  ok(/^1\. Bo3:55\.50/.test(first), "a name in the result takes a finish afterwards", first);
  ok((await file()).Bo === "79,235.5", "which the file has", await file());
  await p.touch("#undo-finish");
  ok((await file()).Bo === "79", "and Undo takes it back", await file());
  await left(p, rows, file);
  ok(p.seen.faults.length === 0, "no fault", p.seen.faults);
  await p.context.close();
}

// "New race" pressed too soon.
async function left(p, rows, file) {
  await p.touch("#again");
  ok((await rows()).slice(2).join("|") === "Cy 5:30|Dora 5:10.25|Eve none", "who was added runs the next race, too", await rows());
  await p.touch("#menu-open");
  await p.touch("#continue");
  ok((await p.page.locator("#group").isVisible()) && (await p.page.locator("#grid button").count()) === 5, "a race that was left is gone on with");
  await p.on(3); await cell(p, 4);
  await p.page.reload();
  ok(/409 m/.test(await p.page.locator("#grid button").nth(4).innerText()), "and kept like any other");
  await p.touch("#menu-open"); await p.touch("#finish-race");
  ok((await file()).Ada === "81", "with the taps from before", await file());
  await p.touch("#menu-open");
  ok((await p.page.locator("#earlier option").count()) <= 1, "it is no earlier race of itself");
  await p.touch("#menu-close");
  await p.touch("#again");
  await p.touch("#start-now");
  await p.on(20);
  await p.touch("#menu-open");
  ok(!(await seen(p, "continue")), "nothing is continued over a race that runs");
  await p.page.locator("#earlier").selectOption({ index: 1 });
  ok((await p.text("again")) === "Back to the race", "from an earlier race one goes back to the race", await p.text("again"));
  await p.touch("#again");
  ok(await p.page.locator("#group").isVisible(), "which runs");
}

export async function mended(browser) {
  await solo(browser);
  await words(browser);
  await several(browser);
}
