// The live page's sums and states without a browser: web/live/live_core.js, live_file.js
// and live_track.js, held against `miler pace --passed` (the C function) and against rules.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import vm from "node:vm";

const miler = `${process.env.BUILD}/miler`;
const source = ["words", "core", "file", "track", "day"].map((name) => readFileSync(`web/live/live_${name}.js`, "utf8")).join("\n");
const { Words, Core, RaceFile, Track, Day } = vm.runInNewContext(`"use strict";${source};({ Words, Core, RaceFile, Track, Day })`, { Date, TextEncoder, console });

const scratch = mkdtempSync(`${tmpdir()}/live-core-`);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

let n = 0;
const ok = (good, name, detail) => {
  console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
  if (!good) console.log(`# ${String(typeof detail === "string" ? detail : JSON.stringify(detail)).slice(0, 600)}`);
};
const near = (a, b, by) => Math.abs(a - b) <= by;
const pace = (...args) => JSON.parse(execFileSync(miler, ["pace", ...args, "--json"], { encoding: "utf8" }));
const courseOf = (card) => ({ distance_m: card.distance_m, venue: card.venue, convention: card.convention,
  lane: card.lane?.number ?? 1, lap_m: card.lane?.lap_m ?? 0, start_ahead_m: card.lane?.start_ahead_of_finish_line_m ?? 0,
  laps_m: card.laps.map((lap) => lap.to_m) });
const entryOf = (card, name = "") => ({ name, goal_s: card.goal_s, strategy: card.strategy,
  pacing: card.pacing.map((at) => [at.distance_m, at.time_s]), cues: card.laps.map((lap) => lap.cue) });

// ---- The plan: the same times as the card's own checkpoints
const plans = [["5:19"], ["5:19", "--strategy", "even"], ["4:02", "--strategy", "record"], ["6:40", "--lane", "3"],
  ["4:58", "-d", "1500", "--venue", "banked"], ["5:30", "--venue", "road"], ["11:20", "-d", "3200"], ["2:20", "-d", "800"],
  ["5:19", "--strategy", "optimal"]];
{
  let worst = 0, count = 0;
  for (const args of plans) {
    const card = pace(...args), { pacing } = entryOf(card);
    for (const at of card.checkpoints) { worst = Math.max(worst, Math.abs(Core.timeAt(pacing, at.distance_m) - at.time_s)); count++; }
    for (let s = 1; s < card.goal_s; s += 7.3) worst = Math.max(worst, Math.abs(Core.timeAt(pacing, Core.placeAt(pacing, s)) - s));
  }
  ok(worst < 2e-6 && count > 150, `plan times at ${count} checkpoints of ${plans.length} plans are the card's, and back`, worst);
}

// ---- Projection against miler_race_project()
{
  let worst = 0, rows = 0, unlike = "";
  for (const args of plans) {
    const card = pace(...args), { pacing } = entryOf(card), laps = courseOf(card).laps_m;
    for (const [share, factor] of [[0.13, 1], [0.31, 0.97], [0.5, 1.02], [0.76, 1.05], [0.9, 1.3]]) {
      const m = Math.round(card.distance_m * share), s = Math.round(Core.timeAt(pacing, m) * factor * 10) / 10;
      const want = pace(...args, "--passed", `${m}m=${s}s`).outlook, got = Core.project(pacing, laps, m, s);
      const pairs = [[got.ahead_s, want.ahead_s], [got.finish_even_s, want.finish_at_this_average_s], [got.finish_plan_s, want.finish_on_plan_s],
        [got.need_s, want.rest_s], ...want.rest.flatMap((lap, i) => [[got.rest[i]?.time_s, lap.time_s], [got.rest[i]?.cum_s, lap.cum_s], [got.rest[i]?.to_m, lap.to_m]])];
      if (want.rest_per_400_s !== null) pairs.push([got.need_per_400_s, want.rest_per_400_s]);
      else if (!Number.isNaN(got.need_per_400_s)) unlike = `${args} ${m} ${s}: a pace for what is gone`;
      if (got.within_reach !== want.within_reach || got.rest.length !== want.rest.length) unlike = `${args} ${m} ${s}`;
      for (const [a, b] of pairs) { worst = Math.max(worst, Number.isFinite(a) ? Math.abs(a - b) : Infinity); rows++; }
    }
  }
  ok(worst < 5e-6 && unlike === "", `${rows} numbers of the projection are those of the C function`, { worst, unlike });
}

// ---- Places of taps, and the track
const card = pace("5:19"), course = courseOf(card), entry = entryOf(card, "Ada");
{
  const half = Core.places(course, "half");
  ok(half.length === 8 && half.every((m, i) => near(m, 9.344 + 200 * (i + 1), 1e-6)), "a mile has eight half laps, each at the line or across from it", half);
  const indoor = Core.places(courseOf(pace("4:58", "-d", "1500", "--venue", "banked")), "half");
  ok(indoor.length === 15 && near(indoor[0], 100, 1e-6), "indoors they are 100 m apart", indoor);
  const road = Core.places(courseOf(pace("5:30", "--venue", "road")), "half");
  ok(road.length === 8 && near(road[0], 201.168, 1e-6), "on a road half the quarters", road);
  const marks = Core.places(courseOf(pace("5:19", "--splits", "marks")), "half");
  ok(marks.join() === "200,400,600,800,1000,1200,1400,1609.344", "counted by the 400 m marks each half lap is at one of 200 m", marks);
}
{
  let worst = 0;
  for (const lane of [1, 2, 5, 8]) {
    const c = courseOf(pace("5:19", "--lane", String(lane))), oval = Track.ovalOf(c);
    worst = Math.max(worst, Math.abs(oval.scale - 1) * 400);
    // Walked in steps of a tenth of a metre, the drawing is as long as the race, and ends at the line.
    let length = 0, [x, y] = Track.place(c, oval, 0);
    for (let m = 0.1; m <= c.distance_m + 1e-9; m += 0.1) {
      const [x1, y1] = Track.place(c, oval, m);
      length += Math.hypot(x1 - x, y1 - y);
      [x, y] = [x1, y1];
    }
    const [fx, fy] = Track.place(c, oval, c.distance_m), [lx, ly] = Track.pointAt(oval, 0);
    worst = Math.max(worst, Math.abs(length - c.distance_m) / 10, Math.hypot(fx - lx, fy - ly));
  }
  ok(worst < 0.02, "the drawn lanes are as long as the race and end at the finish line", worst);
  const oval = Track.ovalOf(course), [x, y] = Track.place(course, oval, 0);
  ok(near(x, 84.39 / 2 - 9.344, 0.01) && near(y, 36.8, 1e-9), "the mile starts 9.344 m before the line, on the home straight", [x, y]);
  const [bx, by] = Track.place(course, oval, 9.344 + Math.PI * 36.8 / 2);
  ok(near(bx, 84.39 / 2 + 36.8, 0.01) && near(by, 0, 0.01), "a quarter of the way round the bend it stands at its apex", [bx, by]);
}

// ---- States
const start = { k: "start", w: 1780835400000, tz: 120, every: "half", open: false };
const taps = [41.5, 82.1, 121.2, 160.4, 200, 239.8, 279.5, 318.7];
const solo = (...log) => Core.replay(course, [entry], log);
{
  const before = solo({ k: "tap", r: 0, s: 40 }, { k: "undo", r: 0 });
  ok(before.runners[0].splits.length === 0, "no tap before the start");
  const log = [start, ...taps.map((s) => ({ k: "tap", r: 0, s }))];
  const race = solo(...log);
  ok(Core.isOver(race) && Core.finishOf(race, race.runners[0]) === 318.7, "eight taps finish the mile");
  ok(solo(...log, { k: "tap", r: 0, s: 400 }).runners[0].splits.length === 8, "a ninth tap is none");
  const undone = solo(...log, { k: "undo", r: 0 });
  ok(!Core.isOver(undone) && undone.runners[0].splits.length === 7, "a wrong finish is taken back and the race goes on");
  const anew = solo(...log, { k: "undo", r: 0 }, { k: "tap", r: 0, s: 319.9 });
  ok(Core.finishOf(anew, anew.runners[0]) === 319.9, "and finishes anew");
  ok(solo(start, { k: "undo", r: 0 }, { k: "undo", r: 0 }).runners[0].splits.length === 0, "an undo of nothing is nothing");
  const twice = solo(start, { k: "tap", r: 0, s: 41.5 }, { k: "tap", r: 0, s: 42.4 });
  ok(twice.runners[0].splits.length === 1 && twice.runners[0].extra_s === 42.4, "a second tap within five seconds is kept aside");
  const later = solo(start, { k: "tap", r: 0, s: 41.5 }, { k: "tap", r: 0, s: 42.4 }, { k: "later", r: 0 });
  ok(later.runners[0].splits[0].s === 42.4, "and can be the one that counts");
  const missed = solo(start, { k: "tap", r: 0, s: 41.5 }, { k: "miss", r: 0 }, { k: "tap", r: 0, s: 121 });
  ok(near(missed.runners[0].splits[1].m, 609.344, 1e-9), "after a missed tap the next is one place on");
  const one = solo(start, { k: "tap", r: 0, s: 41.5 });
  ok(Core.looksMissed(one, one.runners[0], 121) && !Core.looksMissed(one, one.runners[0], 90), "a tap at the time of the place after is seen to be that");
  const out = solo(start, { k: "tap", r: 0, s: 41.5 }, { k: "out", r: 0, s: 60 });
  ok(Core.isOver(out) && !Core.isOver(solo(start, { k: "out", r: 0, s: 60 }, { k: "undo", r: 0 })), "a drop-out ends it, and is taken back");
  const recalled = solo(start, { k: "tap", r: 0, s: 41.5 }, { k: "recall" });
  ok(recalled.gun_ms === null && recalled.runners[0].splits.length === 0, "a false start goes back to the line");
  const open = solo({ ...start, open: true, every: "lap" }, ...Array.from({ length: 30 }, (_, i) => ({ k: "tap", r: 0, s: 80 * (i + 1) })));
  ok(open.runners[0].splits.length === 30 && !Core.isOver(open) && near(open.runners[0].splits[29].m, 409.344 + 29 * 400, 1e-6), "unlimited laps go on after the mile");
}

// ---- What an undo takes back
{
  const entries = ["Ada", "Bo", "Cy"].map((name) => ({ ...entry, name }));
  const heat = (...log) => Core.replay(course, entries, [{ ...start, every: "lap" }, ...log]);
  const said = (race) => JSON.stringify(Core.lastAct?.(race) ?? null);
  const two = [{ k: "tap", r: 1, s: 80 }, { k: "tap", r: 0, s: 81 }], back = (r) => ({ k: "undo", r });
  ok(said(heat(...two)) === '{"r":0,"kind":"tap"}' && said(heat(...two, back(0))) === '{"r":1,"kind":"tap"}' && said(heat(...two, back(0), back(1))) === "null",
    "of two tapped runners the last is taken back first, then the other");
  ok(said(heat(...two, { k: "out", r: 1, s: 90 })) === '{"r":1,"kind":"out"}' && said(heat(...two, { k: "miss", r: 2 })) === '{"r":2,"kind":"miss"}',
    "a drop-out and a miss are what was done last");
  ok(said(heat(...two, back(1))) === '{"r":0,"kind":"tap"}', "a runner's own undo leaves the others' order");
  ok(said(heat(...two, { k: "end" })) === '{"r":-1,"kind":"end"}' && said(heat(...two, { k: "end" }, { k: "resume" })) === '{"r":0,"kind":"tap"}', "so is an end by hand");
  const waits = heat({ k: "hold", s: 80 }, { k: "tap", r: 1, held: true, s: 80 }, back(1));
  ok(waits.held.join() === "80" && waits.runners[1].splits.length === 0, "a time that had waited waits again after an undo", waits.held);
  const wrong = heat({ k: "hold", s: 80 }, { k: "hold", s: 82 }, { k: "tap", r: 1, held: true, s: 80 }, { k: "wrong", r: 1 });
  ok(wrong.held.join() === "80,82", "and once only after a wrong name, before the later ones", wrong.held);
  const fixed = heat({ k: "tap", r: 1, s: 80 }, { k: "hold", s: 240 }, { k: "tap", r: 1, held: true, s: 240 }, back(1), { k: "miss", r: 1 }, { k: "tap", r: 1, held: true, s: 240 });
  ok(fixed.held.length === 0 && fixed.runners[1].splits[1]?.m > 1200, "put one place on, it waits no more", fixed);
  ok(Core.recallable(heat()) && !Core.recallable(heat(...two)) && Core.recallable(heat(...two, back(0), back(1))) && !Core.recallable(heat({ k: "hold", s: 80 })),
    "the gun can be called back while nothing is timed");
  ok(Core.unfinished(heat(...two, { k: "end" })) && !Core.unfinished(heat(...[0, 1, 2].map((r) => ({ k: "out", r, s: 9 })))), "a race that was ended by hand is unfinished");
}

// ---- Goals as people write them
{
  const mile = 1609.344, goal = (text, dist = mile) => { const { goal_s, fault } = Core.goalIn(text, dist); return fault || goal_s; };
  const rows = { "5:30": 330, "330": 330, "5.30": 330, "5": 300, "5:30.25": 330.25, "5:30,2": 330.2, "5'30": 330, "5’30”": 330, "5'30\"": 330, "5m30s": 330, "5 min 30": 330,
    "5 min": 300, " 05:30 ": 330, "330 s": 330, "": null, "none": null, "-": null, "82.5": "beyond", "1:02:00": "beyond", "3:20": "beyond", "0": "beyond",
    "20:08": "beyond", "5:3": "unread", "5:70": "unread", "fast": "unread", "5:30x": "unread", "5::30": "unread", "-330": "unread", "1e3": "unread" };
  const off = Object.entries(rows).filter(([text, want]) => goal(text) !== want).map(([text]) => [text, goal(text)]);
  ok(off.length === 0, `${Object.keys(rows).length} ways to write a goal over a mile`, off);
  ok(goal("1:02:00", 10000) === 3720 && goal("82,5", 400) === 82.5 && goal("2.05", 800) === 125 && goal("1h02m00", 10000) === 3720, "and over other distances",
    [goal("1:02:00", 10000), goal("82,5", 400), goal("2.05", 800), goal("1h02m00", 10000)]);
  ok(goal("5:99:00") === "unread" && Core.secondsIn("5:19.4") === 319.4 && Number.isNaN(Core.secondsIn("")), "a time alone has no bounds");
}

// ---- Several runners
{
  const names = ["Ada", "Bo", "Cy", "Dee"], entries = names.map((name) => ({ ...entry, name }));
  const heat = (...log) => Core.replay(course, entries, [{ ...start, every: "lap" }, ...log]);
  const wrong = heat({ k: "tap", r: 0, s: 80 }, { k: "wrong", r: 0 }, { k: "tap", r: 1, held: true });
  ok(wrong.runners[0].splits.length === 0 && wrong.runners[1].splits[0].s === 80 && wrong.held.length === 0, "a time given to the wrong name goes to the right one");
  const held = heat({ k: "hold", s: 80 }, { k: "hold", s: 80.4 }, { k: "hold", s: 81 }, { k: "tap", r: 2, held: true }, { k: "drop" }, { k: "tap", r: 0, held: true });
  ok(held.runners[2].splits[0].s === 80 && held.runners[0].splits[0].s === 81, "times first, names after, one dropped between");
  const done = [0, 1, 2].flatMap((r) => [80, 160, 240, 320].map((s) => ({ k: "tap", r, s: s + (r === 1 ? -1 : r === 2 ? 0 : 0) })));
  const rank = Core.ranking(heat(...done, { k: "tap", r: 3, s: 79 }, { k: "out", r: 3, s: 100 }));
  ok(rank.map((row) => row.r).join() === "1,0,2,3" && rank.map((row) => row.place).join() === "1,2,2,0", "places by time, ties share one, the drop-out has none", rank.map((row) => [row.r, row.place]));
  const more = heat({ k: "add", name: "Eve", goal_s: 330 }, { k: "tap", r: 4, s: 84 });
  ok(more.runners[4].entry.pacing[1][1] === 330 && more.runners[4].splits.length === 1, "who comes late is added with an even plan");
  const before = (...log) => Core.replay(course, entries, log);
  const eve = { k: "add", name: "Eve", goal_s: 330 }, fay = { k: "add", name: "Fay" };
  const names_of = (race) => race.runners.slice(4).map((runner) => runner.entry.name).join();
  ok(names_of(before(eve, fay, { k: "remove", r: 4 })) === "Fay" && names_of(before(eve, fay, { k: "rename", r: 4, name: "Eva", goal_s: 340 })) === "Eva,Fay" &&
    before(eve, { k: "rename", r: 4, name: "Eva", goal_s: 340 }).runners[4].entry.pacing[1][1] === 340, "before the gun the added can be removed and renamed");
  ok(names_of(heat(eve, { k: "remove", r: 4 }, { k: "rename", r: 4, name: "X" })) === "Eve" && before(eve, { k: "remove", r: 0 }).runners.length === 5, "not after it, nor those of the page");
  ok(before({ k: "add", name: `${"x".repeat(39)}🏃🏃\u0000` }).runners[4].entry.name === `${"x".repeat(39)}🏃`, "a name is cut between two letters, not in one");
}

// ---- The clock
{
  const gun = 1e12;
  let clock = Core.clockAt(gun, 5000, gun - 10000);
  ok(near(Core.clockRead(clock, 5000), -10, 1e-9), "ten seconds to the gun");
  clock = Core.clockOn(clock, 6000, gun - 9000 + 3000, false);
  ok(near(Core.clockRead(clock, 6000), -9, 1e-9), "a wall clock that is set three seconds does not move the race");
  clock = Core.clockOn(clock, 6500, gun + 60000, true);
  ok(near(Core.clockRead(clock, 6500), 57, 1e-9), "a phone that slept 66 seconds with its steady clock at rest: the wall clock counts", Core.clockRead(clock, 6500));
  const back = Core.clockOn(clock, 7500, gun, true);
  ok(near(Core.clockRead(back, 7500), 58, 1e-9), "a wall clock set back is not followed");
}

// ---- Sounds
{
  const race = solo({ ...start, every: "lap" });
  const list = Core.beeps(race, entry.pacing, 100, 10), kinds = (kind) => list.filter((beep) => beep.kind === kind);
  ok(kinds("count").length === 5 && kinds("gun").length === 1 && kinds("tick").length === 12 && kinds("lap").length === 2 && kinds("bell").length === 1 && kinds("finish").length === 1,
    "five to count down, the gun, twelve marks, two laps, the bell, the finish", list.map((beep) => beep.kind).join());
  ok(near(kinds("tick")[0].m, 109.344, 1e-6) && near(kinds("finish")[0].s, 319, 1e-6), "marks are those painted on the track, and the end is the goal");
  ok(Core.beeps(race, entry.pacing, 50, 10).filter((beep) => beep.kind === "tick").length === 28, "every 50 m there are more");
}

// ---- The file
{
  const log = [start, ...taps.slice(0, 3).map((s) => ({ k: "tap", r: 0, s })), { k: "undo", r: 0 }, ...taps.slice(2).map((s) => ({ k: "tap", r: 0, s }))];
  const race = solo(...log), file = RaceFile.write(race, "test"), again = RaceFile.read(JSON.stringify(file));
  ok(file.gun === "2026-06-07T14:30:00.000+02:00" && file.runners[0].splits.length === 8, "the file has the gun with its zone, and no tap that was taken back", file);
  ok(JSON.stringify(RaceFile.write(again, "test")) === JSON.stringify(file), "read and written again it is the same");
  const spoilt = { "no JSON": "{", "another format": JSON.stringify({ ...file, format: "x" }), "a newer version": JSON.stringify({ ...file, version: 2 }),
    "no runners": JSON.stringify({ ...file, runners: [] }), "splits that go back": JSON.stringify({ ...file, runners: [{ ...file.runners[0], splits: [...file.runners[0].splits].reverse() }] }),
    "a course of text": JSON.stringify({ ...file, course: { ...file.course, distance_m: "x" } }), "laps without end": JSON.stringify({ ...file, course: { ...file.course, laps_m: Array(3000).fill(0).map((_, i) => i + 1) } }) };
  const taken = Object.entries(spoilt).filter(([, text]) => { try { RaceFile.read(text); return true; } catch { return false; } });
  ok(taken.length === 0, `${Object.keys(spoilt).length} spoilt files are refused`, taken.map(([why]) => why));
}
// Each of these differs from a sound file in one thing; the C reader must say the same (tests/unit/test_race_file.c
// holds it to its own list).
{
  const race = solo({ ...start, every: "lap" }, ...[80, 160, 240, 318].map((s) => ({ k: "tap", r: 0, s })));
  const file = JSON.parse(JSON.stringify(RaceFile.write(race, "test")));
  const readsInC = (text) => {
    writeFileSync(`${scratch}/race.json`, text);
    try { execFileSync(`${process.env.BUILD}/tests/unit/test_race_file`, [`${scratch}/race.json`], { stdio: "pipe" }); return true; } catch { return false; }
  };
  const reads = (text) => { try { RaceFile.read(text); return true; } catch { return false; } };
  const rows = [
    ["the file itself", true, () => undefined], ["200 bytes of a name", true, (o) => { o.runners[0].name = "é".repeat(100); }],
    ["201 bytes of a name", false, (o) => { o.runners[0].name = `${"é".repeat(100)}x`; }], ["a NUL in a name", false, (o) => { o.runners[0].name = "A\0da"; }],
    ["a plan from elsewhere", false, (o) => { o.runners[0].plan.pacing[0].distance_m = 1; }], ["a plan that begins late", false, (o) => { o.runners[0].plan.pacing[0].time_s = 0.5; }],
    ["a plan that ends short", false, (o) => { o.runners[0].plan.pacing.at(-1).distance_m -= 1; }], ["a plan beside the goal", false, (o) => { o.runners[0].plan.goal_s += 1; }],
    ["a plan without a goal", false, (o) => { delete o.runners[0].plan.goal_s; }], ["no plan", true, (o) => { o.runners[0].plan = null; }], ["a plan left out", false, (o) => { delete o.runners[0].plan; }],
    ["a split beyond the finish", false, (o) => { o.runners[0].splits[3].distance_m = 1700; }], ["the same with unlimited laps", true, (o) => { o.runners[0].splits[3].distance_m = 1700; o.unlimited_laps = true; }],
    ["a split at the start", false, (o) => { o.runners[0].splits.unshift({ distance_m: 0, time_s: 0 }); }], ["a lap beyond the finish", false, (o) => { o.course.laps_m[3] = 1700; }],
    ["laps that go back", false, (o) => { o.course.laps_m.reverse(); }], ["a lane of none", false, (o) => { o.course.lane = 100; }], ["no venue", false, (o) => { delete o.course.venue; }],
    ["a venue of 60 letters", true, (o) => { o.course.venue = "v".repeat(60); }], ["taps at every mile", false, (o) => { o.taps_every = "mile"; }], ["unlimited: 0", false, (o) => { o.unlimited_laps = 0; }],
    ["who dropped out is not said", false, (o) => { delete o.runners[0].dropped_out; }], ["a gun in month 13", false, (o) => { o.gun = "2026-13-07T14:30:00.000+02:00"; }],
    ["no gun at all", false, (o) => { delete o.gun; }], ["never started", true, (o) => { o.gun = null; }], ["a field of tomorrow", true, (o) => { o.weather = "rain"; }],
    ["61 runners", false, (o) => { o.runners = Array(61).fill(o.runners[0]); }], ["the version as text", false, (o) => { o.version = "1"; }],
  ];
  const unlike = rows.flatMap(([what, want, spoil]) => {
    const o = structuredClone(file);
    spoil(o);
    const text = JSON.stringify(o), got = [reads(text), readsInC(text)];
    return got[0] === want && got[1] === want ? [] : [[what, ...got]];
  });
  ok(unlike.length === 0, `of ${rows.length} files the page and the C reader take the same, those the document says`, unlike);
}

// ---- Any order of events leaves a sound race
{
  const seed = Number(process.env.SEED ?? 20260607);
  let state = seed;
  const random = (below) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return Math.floor(state / 4294967296 * below); };
  const kinds = ["tap", "tap", "tap", "tap", "undo", "wrong", "miss", "out", "later", "hold", "drop", "end", "resume", "recall", "start", "clock", "add", "remove", "rename", "nonsense"];
  let bad = "";
  for (let round = 0; round < 400 && !bad; round++) {
    let s = 0;
    const log = [start];
    for (let i = 0; i < 120; i++) {
      s += random(400) / 10;
      const k = kinds[random(kinds.length)];
      log.push(k === "start" ? { ...start, open: random(2) === 1 } : { k, r: random(4) - 1, s, w: 1e12, held: random(5) === 0 });
    }
    const race = Core.replay(course, [entry, entry], log);
    for (const runner of race.runners) {
      const rising = runner.splits.every((split, i) => i === 0 || (split.m > runner.splits[i - 1].m && split.s > runner.splits[i - 1].s));
      const where = Core.whereIs(race, runner, s + 10);
      if (!rising || runner.missed < 0 || where < 0) bad = `seed ${seed}, round ${round}`;
    }
    try { RaceFile.read(JSON.stringify(RaceFile.write(race, "test"))); } catch (error) { bad = `seed ${seed}, round ${round}: ${error.message}`; }
  }
  ok(bad === "", "400 random logs leave splits that go up and files that read", bad);
}

// ---- The day: which day's gun, and what comes next
{
  const at = (text) => new Date(text).getTime(), gun = 14.5 * 3600;
  const when = (day, typed, now) => Day.gunAt(day, typed, at(now));
  const dated = { date: "2026-06-07", gun_s: gun, tables: [] }, bare = { date: null, gun_s: gun, tables: [] }, none = { date: null, gun_s: null, tables: [] };
  ok(when(dated, null, "2026-06-01T09:00:00") === at("2026-06-07T14:30:00") && when(dated, null, "2026-06-09T09:00:00") === at("2026-06-07T14:30:00"), "the gun is on the day that is told, whatever today is");
  ok(when(bare, null, "2026-06-07T17:29:00") === at("2026-06-07T14:30:00") && when(bare, null, "2026-06-07T17:31:00") === at("2026-06-08T14:30:00"), "without a day it is today, or three hours past tomorrow");
  ok(when(dated, 15 * 3600, "2026-06-07T12:00:00") === at("2026-06-07T15:00:00") && Number.isNaN(when(none, null, "2026-06-07T12:00:00")), "what is typed in comes first; without anything there is none");
  const rows = [{ at_s: -3600, lasts_s: 1020, what: "" }, { at_s: -480, what: "" }, { at_s: 0, what: "" }];
  const said = [-4000, -3600, -2581, -2580, -480, -421, -420, 0, 61].map((s) => { const { i, word } = Day.nextOf(rows, s); return i < 0 ? "-" : `${word} ${i}`; });
  ok(said.join() === "next 0,now 0,now 0,next 1,now 1,now 1,next 2,now 2,-", "now while it lasts, then what comes next, after the last nothing", said);
  ok(Day.when({ at_s: -3600 }, NaN, "T") === "T−60 min" && Day.when({ at_s: 0 }, NaN, "T") === "T" && Day.when({ at_s: 72000 }, at("2026-06-07T14:30:00"), "T") === "later" &&
    Day.when({ at_s: -3600 }, at("2026-06-07T00:30:00"), "T") === "23:30", "times as the clock has them, or from the gun");
}

// ---- The words: each that the page says is in every table, and no table has others
{
  const scripts = ["file", "day", "view", "main"].map((name) => readFileSync(`web/live/live_${name}.js`, "utf8")).join("\n"), body = readFileSync("web/live/live_body.html", "utf8").replace(/<noscript>.*<\/noscript>/s, "");
  // What the first argument of t() can be, and what refusals of a race file are made of.
  const first = (from) => {
    let depth = 0, end = from;
    for (; end < scripts.length && (depth > 0 || !/[,)]/.test(scripts[end])); end++) {
      if (scripts[end] === '"') end = scripts.indexOf('"', end + 1);
      depth += scripts[end] === "(" ? 1 : scripts[end] === ")" ? -1 : 0;
    }
    return scripts.slice(from, end);
  };
  const inside = [...scripts.matchAll(/\bt\(/g)].flatMap((call) => [...first(call.index + 2).matchAll(/(=== )?"([^"]+)"( in )?/g)]).filter(([, compared, , asked]) => !compared && !asked).map(([, , word]) => word);
  const files = [...readFileSync("web/live/live_file.js", "utf8").matchAll(/must\([^;]*?, "([^"]+)"\);|(?:text|flag|rising)\([^"]*"([^"]+)"\)/g)].flatMap((found) => found.slice(1).filter(Boolean));
  const heads = [...scripts.matchAll(/\[((?:"[a-z ]+"(?:, )?)+)\] : \[((?:"[a-z ]+"(?:, )?)+)\]\)\.map/g)].flatMap((found) => found.slice(1).flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, word]) => word)));
  const written = [...body.matchAll(/>([^<]*[a-z][^<]*)</gi)].map(([, text]) => text.trim()).concat([...body.matchAll(/(?:aria-label|placeholder)="([^"]+)"/g)].map(([, text]) => text));
  const said = new Set([...inside, ...files, ...heads, ...written, "coach", "even", "record", "optimal"]);
  for (const [language, table] of Object.entries(Words.tables)) {
    const missing = [...said].filter((text) => !(text in table)), idle = Object.keys(table).filter((text) => !said.has(text));
    ok(said.size > 150 && missing.length === 0 && idle.length === 0, `the table of ${language} has all that the page says, and nothing else`, { missing, idle });
    const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
    const wrong = Object.entries(table).filter(([text, other]) => other === "" || places(text) !== places(other));
    ok(wrong.length === 0, "with the same to be put in", wrong);
  }
}
