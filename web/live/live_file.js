// SPDX-License-Identifier: MIT
// The race file (docs/race-file.md): out of a race, and back into one. What comes
// back is from outside and is looked at field by field.

const RaceFile = (() => {
    const BYTES_MAX = 1 << 20;
    const SPLITS_MAX = 2000;

    /** @param {number} value @param {number} decimals */
    const rounded = (value, decimals) => Number(value.toFixed(decimals));

    /** "2026-06-07T14:30:02.318+02:00". @param {number} ms @param {number} tz_min east of UTC */
    function instant(ms, tz_min) {
        const local = new Date(ms + tz_min * 60000).toISOString().slice(0, 23);
        const abs = Math.abs(tz_min), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
        return `${local}${tz_min < 0 ? "-" : "+"}${two(Math.floor(abs / 60))}:${two(abs % 60)}`;
    }

    /** @param {Runner} runner @param {number} place @param {number} finish_s */
    function runnerOut(runner, place, finish_s) {
        const { entry } = runner;
        return {
            name: entry.name,
            place: place || null,
            finish_s: Number.isNaN(finish_s) ? null : rounded(finish_s, 3),
            dropped_out: runner.out,
            plan: entry.pacing && entry.goal_s
                ? { goal_s: entry.goal_s, strategy: entry.strategy,
                    pacing: entry.pacing.map(([distance_m, time_s]) => ({ distance_m, time_s })) }
                : null,
            splits: runner.splits.map(({ m, s }) => ({ distance_m: rounded(m, 3), time_s: rounded(s, 3) })),
        };
    }

    /** @param {Race} race @param {string} madeBy */
    function write(race, madeBy) {
        const { course } = race;
        const rank = new Map(Core.ranking(race).map((row) => [row.r, row]));
        return {
            format: "miler-race",
            version: 1,
            made_by: madeBy,
            gun: race.gun_ms === null ? null : instant(race.gun_ms, race.tz_min),
            course: { distance_m: course.distance_m, venue: course.venue, convention: course.convention,
                lane: course.lane, lap_m: course.lap_m, start_ahead_m: course.start_ahead_m, laps_m: course.laps_m },
            taps_every: race.every,
            unlimited_laps: race.open,
            runners: race.runners.map((runner, r) => {
                const row = rank.get(r);
                return runnerOut(runner, row ? row.place : 0, row ? row.finish_s : NaN);
            }),
        };
    }

    // ---- Reading

    /** @param {unknown} ok @param {string} what @returns {asserts ok} */
    function must(ok, what) {
        if (!ok) throw new Error(`This is no race file: ${what}.`);
    }
    /** @param {any} v @param {number} low @param {number} high */
    const number = (v, low, high) => typeof v === "number" && v >= low && v <= high;
    /** @param {any} v @param {number} max */
    const text = (v, max) => typeof v === "string" && v.length <= max;

    /** Rows that go up in both columns. @param {any} rows @param {number} max @param {string} what @returns {Knot[]} */
    function rising(rows, max, what) {
        must(Array.isArray(rows) && rows.length <= max, `${what} is no list`);
        let before = [-1, -1];
        return rows.map((/** @type {any} */ row) => {
            must(row && number(row.distance_m, 0, 1e6) && number(row.time_s, 0, 1e6), `a row of ${what} has no numbers`);
            must(row.distance_m > before[0] && row.time_s > before[1], `${what} do not go up`);
            before = [row.distance_m, row.time_s];
            return /** @type {Knot} */ ([row.distance_m, row.time_s]);
        });
    }

    /** @param {any} c @returns {Course} */
    function courseIn(c) {
        must(c && number(c.distance_m, 1, 1e6), "it names no distance");
        must(number(c.lap_m, 0, 1e5) && number(c.start_ahead_m, -1e5, 1e5), "the lap has no length");
        must(Array.isArray(c.laps_m) && c.laps_m.length > 0 && c.laps_m.length <= SPLITS_MAX, "it names no laps");
        must(c.laps_m.every((/** @type {any} */ m, /** @type {number} */ i) => number(m, 0.001, 1e6) && (i === 0 || m > c.laps_m[i - 1])),
            "the laps do not go up");
        return { distance_m: c.distance_m, venue: text(c.venue, 40) ? c.venue : "", lane: number(c.lane, 0, 99) ? c.lane : 1,
            convention: text(c.convention, 40) ? c.convention : "", lap_m: c.lap_m, start_ahead_m: c.start_ahead_m,
            laps_m: c.laps_m };
    }

    /** @param {any} o @returns {Runner} */
    function runnerIn(o) {
        must(o && text(o.name, Core.NAME_MAX * 2), "a runner has no name");
        const plan = o.plan && number(o.plan.goal_s, 1, 1e6) ? o.plan : null;
        const pacing = plan ? rising(plan.pacing, SPLITS_MAX, "the plan") : null;
        must(!pacing || pacing.length > 1, "the plan is empty");
        return {
            entry: { name: o.name, goal_s: plan ? plan.goal_s : null, strategy: plan && text(plan.strategy, 40) ? plan.strategy : "",
                pacing, cues: [] },
            splits: rising(o.splits, SPLITS_MAX, "the splits").map(([m, s]) => ({ m, s })),
            missed: 0, done: [], out: o.dropped_out === true, out_s: NaN, extra_s: NaN,
        };
    }

    /** The race that a file tells of, over and done. @param {string} json @returns {Race} */
    function read(json) {
        must(json.length <= BYTES_MAX, "it is too large");
        /** @type {any} */
        let o = null;
        try {
            o = JSON.parse(json);
        } catch {
            must(false, "it is not JSON");
        }
        must(o && o.format === "miler-race", "it does not say that it is one");
        must(o.version === 1, "it is of a newer version");
        must(Array.isArray(o.runners) && o.runners.length > 0 && o.runners.length <= Core.RUNNERS_MAX, "it has no runners");
        const zone = /([+-])(\d\d):(\d\d)$/.exec(String(o.gun));
        const gun = Date.parse(String(o.gun));
        return {
            course: courseIn(o.course), runners: o.runners.map(runnerIn), gun_ms: Number.isNaN(gun) ? null : gun,
            tz_min: zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0,
            every: o.taps_every === "half" ? "half" : "lap", open: o.unlimited_laps === true, ended: true, held: [],
        };
    }

    /** "miler-race-2026-06-07.json" @param {Race} race */
    const fileName = (race) => `miler-race-${instant(race.gun_ms ?? Date.now(), race.tz_min).slice(0, 10)}.json`;

    return { write, read, instant, fileName };
})();
