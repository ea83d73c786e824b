// SPDX-License-Identifier: MIT
// The race file (docs/race-file.md): out of a race, and back into one. What comes
// back is from outside and is looked at field by field.

const RaceFile = (() => {
    const BYTES_MAX = 1 << 20;
    const SPLITS_MAX = 2000;
    const TEXT_MAX = 200;
    const GOAL_SAME_S = 0.001;

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
        if (!ok) throw new Error(Words.t("This is no race file: {what}.", { what: Words.t(what) }));
    }
    /** @param {any} v @param {number} low @param {number} high */
    const number = (v, low, high) => typeof v === "number" && v >= low && v <= high;
    /** Bytes are counted, as the C reader does. @param {any} v @param {string} what */
    function text(v, what) {
        must(typeof v === "string" && !v.includes("\0"), Words.t("{what} is no text", { what: Words.t(what) }));
        must(new TextEncoder().encode(v).length <= TEXT_MAX, Words.t("{what} is too long", { what: Words.t(what) }));
        return v;
    }
    /** @param {any} v @param {string} what @returns {boolean} */
    function flag(v, what) {
        must(typeof v === "boolean", Words.t("{what} is neither true nor false", { what: Words.t(what) }));
        return v;
    }

    /** Rows that go up in both columns. @param {any} rows @param {number} low @param {string} what @returns {Knot[]} */
    function rising(rows, low, what) {
        must(Array.isArray(rows) && rows.length <= SPLITS_MAX, Words.t("{what} is no list", { what: Words.t(what) }));
        let before = [-1, -1];
        return rows.map((/** @type {any} */ row) => {
            must(row && number(row.distance_m, low, 1e6) && number(row.time_s, low, 1e6), Words.t("a row of {what} has no numbers", { what: Words.t(what) }));
            must(row.distance_m > before[0] && row.time_s > before[1], Words.t("{what} do not go up", { what: Words.t(what) }));
            before = [row.distance_m, row.time_s];
            return /** @type {Knot} */ ([row.distance_m, row.time_s]);
        });
    }

    /** @param {any} c @returns {Course} */
    function courseIn(c) {
        must(c && number(c.distance_m, 1, 1e6), "it names no distance");
        must(number(c.lap_m, 0, 1e5) && number(c.start_ahead_m, -1e5, 1e5), "the lap has no length");
        must(number(c.lane, 0, 99), "it names no lane");
        must(Array.isArray(c.laps_m) && c.laps_m.length > 0 && c.laps_m.length <= SPLITS_MAX, "it names no laps");
        c.laps_m.forEach((/** @type {any} */ m, /** @type {number} */ i) => {
            must(typeof m === "number" && m > (i > 0 ? c.laps_m[i - 1] : 0), "the laps do not go up");
            must(m <= c.distance_m + Core.FILE_SAME_M, "a lap lies beyond the finish");
        });
        return { distance_m: c.distance_m, venue: text(c.venue, "the venue"), lane: c.lane,
            convention: text(c.convention, "the convention"), lap_m: c.lap_m, start_ahead_m: c.start_ahead_m, laps_m: c.laps_m };
    }

    /** @param {any} plan @param {Course} course @param {string} name @returns {Entry} */
    function entryIn(plan, course, name) {
        if (plan === null) return { name, goal_s: null, strategy: "", pacing: null, cues: [] };
        must(plan && number(plan.goal_s, 1, 1e6), "a plan has no goal");
        const pacing = rising(plan.pacing, 0, "the plan"), last = pacing[pacing.length - 1];
        must(pacing.length > 1, "the plan is empty");
        must(pacing[0][0] === 0 && pacing[0][1] === 0 && Math.abs(last[0] - course.distance_m) <= Core.FILE_SAME_M &&
            Math.abs(last[1] - plan.goal_s) <= GOAL_SAME_S, "the plan does not lead from the start to the goal");
        return { name, goal_s: plan.goal_s, strategy: text(plan.strategy, "the strategy"), pacing, cues: [] };
    }

    /** @param {any} o @param {Course} course @param {boolean} open @returns {Runner} */
    function runnerIn(o, course, open) {
        must(o, "a runner is none");
        const splits = rising(o.splits, 0.001, "the splits").map(([m, s]) => ({ m, s })), last = splits[splits.length - 1];
        must(open || !last || last.m <= course.distance_m + Core.FILE_SAME_M, "a split lies beyond the finish");
        return { entry: entryIn(o.plan, course, text(o.name, "a runner's name")), splits, missed: 0,
            out: flag(o.dropped_out, "who dropped out"), out_s: NaN, extra_s: NaN };
    }

    /** @param {any} gun @returns {{gun_ms: number | null, tz_min: number}} */
    function gunIn(gun) {
        if (gun === null) return { gun_ms: null, tz_min: 0 };
        const parts = typeof gun === "string" ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(gun) : null;
        const gun_ms = parts ? Date.parse(gun) : NaN;
        must(parts && !Number.isNaN(gun_ms), "the gun is no time of a day");
        return { gun_ms, tz_min: parts[1] ? (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) : 0 };
    }

    /** The race that a file tells of, over and done. @param {string} json @returns {Race} */
    function read(json) {
        must(new TextEncoder().encode(json).length <= BYTES_MAX, "it is too large");
        /** @type {any} */
        let o = null;
        try {
            o = JSON.parse(json);
        } catch {
            must(false, "it is not JSON");
        }
        must(o && o.format === "miler-race", "it does not say that it is one");
        must(o.version === 1, "it is of a newer version");
        must(o.taps_every === "lap" || o.taps_every === "half", "taps are at neither laps nor half laps");
        must(Array.isArray(o.runners) && o.runners.length > 0 && o.runners.length <= Core.RUNNERS_MAX, "it has no runners");
        const course = courseIn(o.course), open = flag(o.unlimited_laps, "whether laps are unlimited");
        return {
            ...gunIn(o.gun), course, open, every: o.taps_every, ended: true, held: [], acts: [], due_s: null, given: o.runners.length,
            runners: o.runners.map((/** @type {any} */ one) => runnerIn(one, course, open)),
        };
    }

    /** "miler-race-2026-06-07.json" @param {Race} race */
    const fileName = (race) => `miler-race-${instant(race.gun_ms ?? Date.now(), race.tz_min).slice(0, 10)}.json`;

    return { write, read, instant, fileName };
})();
