// SPDX-License-Identifier: MIT
// The race as arithmetic: a log of events in, the state of the race out. No clock,
// no page, no storage in here; tests run it without a browser.
//
//     ready --start--> countdown --gun--> running --taps--> finish --> over
//
// The log is only ever appended to: an undo is an event of its own. Whoever has
// the log has the race, which is how it outlives a reload or an empty battery.
//
// Units: metres from the start, seconds from the gun, wall clock in ms since 1970.

/** @typedef {[number, number]} Knot distance_m, time_s */
/** @typedef {{distance_m: number, venue: string, convention: string, lane: number, lap_m: number,
 *   start_ahead_m: number, laps_m: number[]}} Course */
/** @typedef {{name: string, goal_s: number | null, strategy: string, pacing: Knot[] | null, cues: string[]}} Entry */
/** @typedef {{m: number, s: number}} Split */
/** @typedef {{k: string, r?: number, s?: number, w?: number, p?: number, held?: boolean, every?: string,
 *   open?: boolean, name?: string, goal_s?: number | null, tz?: number, n?: number}} RaceEvent */
/** @typedef {{entry: Entry, splits: Split[], missed: number, out: boolean, out_s: number, extra_s: number}} Runner */
/** @typedef {{r: number, kind: string}} Act kind "tap", "held" (a tap of a time that waited), "miss", "out", or "end" of
 *   the race by hand, of no runner */
/** @typedef {{course: Course, runners: Runner[], given: number, gun_ms: number | null, tz_min: number, every: string,
 *   open: boolean, ended: boolean, held: number[],
 *   acts: Act[], due_s: number | null}} Race given: how many runners the page came with; acts:
 *   what an undo can take back, the newest last; due_s: the gun's time of the day as typed in, after midnight */
/** @typedef {{base_s: number, perf: number, wall: number}} Clock elapsed seconds at this pair of readings */

const Core = (() => {
    // Nobody runs 200 m of any track in less: a second tap within it is a slip of the finger.
    const TWICE_S = 5;
    // The rest at more than 3 % over goal speed is out of reach, as in src/race/projection.c.
    const REACH = 1.03;
    const SAME_M = 1e-6;
    // Files hold millimetres.
    const FILE_SAME_M = 0.002;
    const RUNNERS_MAX = 60;
    const NAME_MAX = 40;
    // Goals in seconds a metre: a mile in 3:29.2, which nobody has run, to 20:07, which is walked.
    const GOAL_FAST = 0.13, GOAL_SLOW = 0.75;

    /** The planned time at a place: straight lines between the knots. @param {Knot[]} pacing @param {number} m */
    function timeAt(pacing, m) {
        const last = pacing.length - 1;
        if (m < 0 || m > pacing[last][0] + SAME_M) return NaN;
        let i = 1;
        while (i < last && pacing[i][0] < m) i++;
        const [m0, s0] = pacing[i - 1], [m1, s1] = pacing[i];
        return s0 + (m - m0) * (s1 - s0) / (m1 - m0);
    }

    /** The place at a planned time, within 0 and the finish. @param {Knot[]} pacing @param {number} s */
    function placeAt(pacing, s) {
        const last = pacing.length - 1;
        if (s <= 0) return 0;
        if (s >= pacing[last][1]) return pacing[last][0];
        let i = 1;
        while (i < last && pacing[i][1] < s) i++;
        const [m0, s0] = pacing[i - 1], [m1, s1] = pacing[i];
        return m0 + (s - s0) * (m1 - m0) / (s1 - s0);
    }

    /** Where is this going? The same sums as miler_race_project().
     * @param {Knot[]} pacing @param {number[]} laps @param {number} m @param {number} s */
    function project(pacing, laps, m, s) {
        const [dist, goal] = pacing[pacing.length - 1];
        const planned = timeAt(pacing, m);
        const ahead_s = planned - s, need_s = goal - s, left = dist - m;
        /** @type {{ahead_s: number, finish_even_s: number, finish_plan_s: number, need_s: number,
         *   need_per_400_s: number, within_reach: boolean, rest: {to_m: number, time_s: number, cum_s: number}[]}} */
        const now = { ahead_s, finish_even_s: s * dist / m, finish_plan_s: goal - ahead_s, need_s,
            need_per_400_s: NaN, within_reach: false, rest: [] };
        if (need_s <= 0 || left <= SAME_M) return now;
        now.need_per_400_s = 400 * need_s / left;
        now.within_reach = left / need_s <= REACH * dist / goal;
        const scale = need_s / (goal - planned);
        let from = s;
        for (const to_m of laps) {
            if (to_m <= m + SAME_M) continue;
            const cum_s = to_m < dist - SAME_M ? s + scale * (timeAt(pacing, to_m) - planned) : goal;
            now.rest.push({ to_m, time_s: cum_s - from, cum_s });
            from = cum_s;
        }
        return now;
    }

    /** A lap as it is counted; NaN where the laps are no laps of a track. @param {Course} course */
    const lapOf = (course) => (course.lap_m > 0 && course.convention !== "quarter_miles" ? course.lap_m : NaN);

    /** Where taps are due. @param {Course} course @param {string} every "lap" or "half" */
    function places(course, every) {
        if (every !== "half") return course.laps_m;
        /** @type {number[]} */
        const all = [];
        let from = 0;
        // Counted at the line the first lap is the odd one, counted by the marks the last.
        const fromLine = course.convention === "finish_line";
        for (const to of course.laps_m) {
            const lap = lapOf(course) || to - from;
            const half = fromLine ? to - lap / 2 : from + lap / 2;
            if (half > from + SAME_M && half < to - SAME_M) all.push(half);
            all.push(to);
            from = to;
        }
        return all;
    }

    /** The place of tap number `n`; with unlimited laps they go on after the last.
     * @param {Race} race @param {number} n @returns {number} NaN: there is none */
    function placeOf(race, n) {
        const list = places(race.course, race.every);
        if (!race.open) return n < list.length ? list[n] : NaN;
        const lap = (lapOf(race.course) || race.course.laps_m[0]) / (race.every === "half" ? 2 : 1);
        return n < list.length - 1 ? list[n] : list[0] + n * lap;
    }

    /** @param {Race} race @param {Runner} runner */
    const nextPlace = (race, runner) => placeOf(race, runner.splits.length + runner.missed);
    /** @param {Race} race @param {Runner} runner */
    const finished = (race, runner) => !race.open && Number.isNaN(nextPlace(race, runner));
    /** @param {Race} race @param {Runner} runner @returns {number} NaN: not at the finish */
    function finishOf(race, runner) {
        const last = runner.splits[runner.splits.length - 1];
        return last && !race.open && last.m > race.course.distance_m - FILE_SAME_M ? last.s : NaN;
    }
    /** @param {Race} race */
    const isOver = (race) => race.ended ||
        (race.gun_ms !== null && race.runners.every((runner) => runner.out || finished(race, runner)));

    /** @param {Entry} entry @returns {Runner} */
    const newRunner = (entry) => ({ entry, splits: [], missed: 0, out: false, out_s: NaN, extra_s: NaN });

    /** How many laps a place is, the first one counted at its end. @param {Course} course @param {number} m */
    const lapsAt = (course, m) => 1 + (m - course.laps_m[0]) / (lapOf(course) || course.laps_m[0]);

    /** The place of the last thing done, to a runner or at all. @param {Race} race @param {number} [r] @returns {number} -1: none */
    function actAt(race, r) {
        let i = race.acts.length - 1;
        while (i >= 0 && r !== undefined && race.acts[i].r !== r) i--;
        return i;
    }
    /** @param {Race} race @param {number} [r] @returns {Act | undefined} */
    const lastAct = (race, r) => race.acts[actAt(race, r)];

    /** The gun can be called back as long as nothing was timed. @param {Race} race */
    const recallable = (race) => race.gun_ms !== null && race.held.length === 0 && race.acts.every(({ kind }) => kind === "end");
    /** Was it left before everybody was in? @param {Race} race */
    const unfinished = (race) => race.gun_ms !== null && race.runners.some((runner) => !runner.out && !finished(race, runner));

    /** A plan for who has a time but no plan: one pace. @param {number} dist @param {number | null} goal */
    const evenPacing = (dist, goal) => /** @type {Knot[] | null} */ (goal ? [[0, 0], [dist, goal]] : null);

    /** @param {Course} course @param {Entry[]} entries @returns {Race} */
    function newRace(course, entries) {
        return { course, runners: entries.map(newRunner), given: entries.length, gun_ms: null, tz_min: 0, every: "lap",
            open: false, ended: false, held: [], acts: [], due_s: null };
    }

    /** A name as it may be written anywhere. @param {unknown} name */
    const nameIn = (name) => [...String(name).replace(/[\p{Cs}\p{Cc}]/gu, "")].slice(0, NAME_MAX).join("").trim();

    /** A time as people write one: "5:30", "5:30.25", "5'30", "5m30s", "1:02:00", "330", "82,5 s".
     * @param {string} text @returns {number} NaN: it is none */
    function secondsIn(text) {
        const plain = text.trim().toLowerCase().replace(",", ".").replace(/\s*(?:h|hours?)\s*(?=\d)/, ":")
            .replace(/\s*(?:['’′]|m|min)\s*(?=\d|$)/, ":").replace(/\s*(?:["”″]|''|s|sec)$/, "").replace(/:$/, ":00");
        const parts = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,4}(?:\.\d{1,3})?)$/.exec(plain);
        if (!parts) return NaN;
        const [hours, minutes, seconds] = [parts[1], parts[2], parts[3]].map((part) => Number(part ?? 0));
        const wrong = (parts[2] !== undefined && (seconds >= 60 || !/^\d\d/.test(parts[3]))) ||
            (parts[1] !== undefined && (minutes >= 60 || parts[2].length < 2));
        return wrong ? NaN : hours * 3600 + minutes * 60 + seconds;
    }

    /** A goal as people write one. Seconds and minutes are never both possible: "5" and "5.30" are minutes over a
     * mile, "82.5" seconds over 400 m. @param {string} text @param {number} dist
     * @returns {{goal_s: number | null, fault: string}} fault "unread": no time; "beyond": nobody's time; else "" */
    function goalIn(text, dist) {
        const bare = text.trim().toLowerCase();
        if (/^(?:|none|no|-|–)$/.test(bare)) return { goal_s: null, fault: "" };
        const possible = (/** @type {number} */ s) => s >= GOAL_FAST * dist && s <= GOAL_SLOW * dist;
        const s = secondsIn(bare), dotted = /^(\d{1,2})[.,](\d\d)$/.exec(bare);
        const minutes = /^\d{1,2}$/.test(bare) ? Number(bare) * 60
            : dotted && Number(dotted[2]) < 60 ? Number(dotted[1]) * 60 + Number(dotted[2]) : NaN;
        const goal_s = [s, minutes].find(possible) ?? null;
        return { goal_s, fault: goal_s !== null ? "" : Number.isNaN(s) ? "unread" : "beyond" };
    }
    /** @param {number} dist @returns {[number, number]} what is taken for a goal, s */
    const goalsOver = (dist) => [GOAL_FAST * dist, GOAL_SLOW * dist];

    /** A time waits for its owner; the earliest is given first. @param {Race} race @param {number} s */
    function holdTime(race, s) {
        race.held.push(s);
        race.held.sort((a, b) => a - b);
    }

    /** @param {Race} race @param {Runner} runner @param {RaceEvent} e @param {number} r */
    function tap(race, runner, e, r) {
        const waits = e.held ? Math.max(0, race.held.indexOf(Number(e.s))) : -1;
        const s = e.held ? race.held[waits] : Number(e.s);
        const m = nextPlace(race, runner);
        const last = runner.splits[runner.splits.length - 1];
        if (!(s > 0) || runner.out || Number.isNaN(m)) return;
        if (s - (last ? last.s : 0) < TWICE_S) {
            if (last && !e.held) runner.extra_s = s;
            return;
        }
        if (e.held) race.held.splice(waits, 1);
        runner.splits.push({ m, s });
        race.acts.push({ r, kind: e.held ? "held" : "tap" });
        runner.extra_s = NaN;
    }

    /** Takes back the last thing done to a runner; a time that had waited waits again.
     * @param {Race} race @param {Runner} runner @param {number} r @returns {Split | undefined} of a tap */
    function undo(race, runner, r) {
        const at = actAt(race, r);
        runner.extra_s = NaN;
        if (at < 0) return undefined;
        const [act] = race.acts.splice(at, 1);
        if (act.kind === "miss") runner.missed--;
        if (act.kind === "out") runner.out = false;
        const split = act.kind === "tap" || act.kind === "held" ? runner.splits.pop() : undefined;
        if (split && act.kind === "held") holdTime(race, split.s);
        return split && act.kind === "tap" ? split : undefined;
    }

    /** @type {Record<string, (race: Race, runner: Runner, e: RaceEvent, r: number) => void>} what a runner's events do */
    const ofRunner = {
        tap,
        undo: (race, runner, _e, r) => { undo(race, runner, r); },
        // Tapped for the wrong one: the time waits for its owner.
        wrong: (race, runner, _e, r) => {
            if (!["tap", "held"].includes(lastAct(race, r)?.kind ?? "")) return;
            const split = undo(race, runner, r);
            if (split) holdTime(race, split.s);
        },
        miss: (race, runner, _e, r) => {
            if (runner.out || Number.isNaN(placeOf(race, runner.splits.length + runner.missed + 1))) return;
            runner.missed++;
            race.acts.push({ r, kind: "miss" });
        },
        out: (race, runner, e, r) => {
            if (runner.out) return;
            runner.out = true;
            runner.out_s = Number(e.s);
            race.acts.push({ r, kind: "out" });
        },
        // The second of two quick taps was the right one.
        later: (_race, runner) => {
            const last = runner.splits[runner.splits.length - 1];
            if (last && runner.extra_s > last.s) last.s = runner.extra_s;
            runner.extra_s = NaN;
        },
    };

    /** Who came after the page was made, and can still be changed: before the gun. @param {Race} race @param {RaceEvent} e */
    const changeable = (race, e) => race.gun_ms === null && (e.r ?? -1) >= race.given && race.runners[e.r ?? -1] !== undefined;
    /** @param {Race} race @param {RaceEvent} e @returns {Runner} with even pace to the goal, where there is one */
    function added(race, e) {
        const goal_s = Number(e.goal_s) > 0 ? Number(e.goal_s) : null;
        return newRunner({ name: nameIn(e.name), goal_s, strategy: "even",
            pacing: evenPacing(race.course.distance_m, goal_s), cues: [] });
    }

    /** @type {Record<string, (race: Race, e: RaceEvent) => void>} */
    const ofRace = {
        start: (race, e) => {
            race.gun_ms = Number(e.w);
            race.tz_min = Number(e.tz ?? 0);
            race.every = e.every === "half" ? "half" : "lap";
            race.open = e.open === true;
        },
        due: (race, e) => { race.due_s = typeof e.s === "number" ? e.s : null; },
        clock: (race, e) => { race.gun_ms = Number(e.w); },
        recall: (race) => {
            race.gun_ms = null;
            race.ended = false;
            race.held = [];
            race.acts = [];
            race.runners = race.runners.map((runner) => newRunner(runner.entry));
        },
        hold: (race, e) => { holdTime(race, Number(e.s)); },
        drop: (race) => { race.held.shift(); },
        end: (race) => {
            if (!race.ended) race.acts.push({ r: -1, kind: "end" });
            race.ended = true;
        },
        resume: (race) => {
            race.ended = false;
            race.acts = race.acts.filter(({ kind }) => kind !== "end");
        },
        add: (race, e) => { if (race.runners.length < RUNNERS_MAX) race.runners.push(added(race, e)); },
        remove: (race, e) => { if (changeable(race, e)) race.runners.splice(Number(e.r), 1); },
        rename: (race, e) => { if (changeable(race, e)) race.runners[Number(e.r)] = added(race, e); },
    };

    /** One event. Those that make no sense where they stand do nothing. @param {Race} race @param {RaceEvent} e */
    function apply(race, e) {
        const whole = ofRace[e.k];
        if (whole) return whole(race, e);
        const one = ofRunner[e.k], r = e.r ?? -1, runner = race.runners[r];
        if (one && runner && race.gun_ms !== null) one(race, runner, e, r);
    }

    /** @param {Course} course @param {Entry[]} entries @param {RaceEvent[]} log */
    function replay(course, entries, log) {
        const race = newRace(course, entries);
        for (const e of log) apply(race, e);
        return race;
    }

    /** How fast the runner is against the plan: time run for time planned, by the last two taps.
     * @param {Runner} runner */
    function stretch(runner) {
        const pacing = runner.entry.pacing, last = runner.splits[runner.splits.length - 1];
        if (!last) return 1;
        const before = runner.splits[runner.splits.length - 2] ?? { m: 0, s: 0 };
        const planned = pacing ? timeAt(pacing, last.m) - timeAt(pacing, before.m) : NaN;
        return planned > 0 ? (last.s - before.s) / planned : 1;
    }

    /** When the runner is due at the next place. @param {Race} race @param {Runner} runner */
    function dueAt(race, runner) {
        const m = nextPlace(race, runner), pacing = runner.entry.pacing;
        const last = runner.splits[runner.splits.length - 1] ?? { m: 0, s: 0 };
        if (Number.isNaN(m) || runner.out) return NaN;
        if (pacing && m <= race.course.distance_m + SAME_M)
            return last.s + stretch(runner) * (timeAt(pacing, m) - timeAt(pacing, last.m));
        return last.m > 0 ? last.s * m / last.m : NaN;
    }

    /** Where the runner is now, told from the last taps; never beyond the next place.
     * @param {Race} race @param {Runner} runner @param {number} s */
    function whereIs(race, runner, s) {
        const last = runner.splits[runner.splits.length - 1] ?? { m: 0, s: 0 };
        const to = nextPlace(race, runner), due = dueAt(race, runner), pacing = runner.entry.pacing;
        if (Number.isNaN(to) || runner.out) return last.m;
        if (Number.isNaN(due)) return NaN;
        if (pacing && to <= race.course.distance_m + SAME_M)
            return Math.min(to, placeAt(pacing, timeAt(pacing, last.m) + (s - last.s) / stretch(runner)));
        return Math.min(to, last.m + (to - last.m) * (s - last.s) / (due - last.s));
    }

    /** Does a tap now look like the place after the next, the next one having been missed?
     * @param {Race} race @param {Runner} runner @param {number} s */
    function looksMissed(race, runner, s) {
        const last = runner.splits[runner.splits.length - 1] ?? { m: 0, s: 0 };
        const due = dueAt(race, runner), after = placeOf(race, runner.splits.length + runner.missed + 1);
        const next = nextPlace(race, runner);
        if (Number.isNaN(due) || Number.isNaN(after)) return false;
        const afterDue = last.s + (due - last.s) * (after - last.m) / (next - last.m);
        return Math.abs(s - afterDue) < Math.abs(s - due);
    }

    /** Runners in the order of the finish, then by how far they came, then the drop-outs. @param {Race} race */
    function ranking(race) {
        const rank = race.runners.map((runner, r) => {
            const last = runner.splits[runner.splits.length - 1] ?? { m: 0, s: 0 };
            return { r, runner, last, finish_s: finishOf(race, runner), place: 0 };
        });
        rank.sort((a, b) => Number(a.runner.out) - Number(b.runner.out) || b.last.m - a.last.m ||
            a.last.s - b.last.s || a.r - b.r);
        rank.forEach((row, i) => {
            const before = rank[i - 1];
            if (!Number.isNaN(row.finish_s))
                row.place = before && before.finish_s === row.finish_s ? before.place : i + 1;
        });
        return rank;
    }

    // ---- Clock: seconds from the gun out of two clocks that each fail in their own way.
    // performance.now() is steady but stands still while some phones sleep; Date.now()
    // goes on, but may be set. While the page is seen the steady one counts, after it was
    // hidden the one that is further on.

    /** @param {number} gun_ms @param {number} perf @param {number} wall @returns {Clock} */
    const clockAt = (gun_ms, perf, wall) => ({ base_s: (wall - gun_ms) / 1000, perf, wall });
    /** @param {Clock} clock @param {number} perf @param {number} wall @param {boolean} slept @returns {Clock} */
    function clockOn(clock, perf, wall, slept) {
        const steady = Math.max(0, perf - clock.perf) / 1000, set = (wall - clock.wall) / 1000;
        // Two readings awake never part by a quarter of a second; nobody sets a clock by more than five seconds in
        // mid-race, but a lid is closed (engineering estimates).
        const passed = set - steady > (slept ? 0.25 : 5) ? set : steady;
        return { base_s: clock.base_s + passed, perf, wall };
    }
    /** Seconds from the gun at a reading of the steady clock near the last pair. @param {Clock} clock @param {number} perf */
    const clockRead = (clock, perf) => clock.base_s + (perf - clock.perf) / 1000;

    /** What is heard when. @param {Race} race @param {Knot[] | null} pacing @param {number} step_m @param {number} count_s */
    function beeps(race, pacing, step_m, count_s) {
        /** @type {{s: number, kind: string, m: number}[]} */
        const list = [{ s: 0, kind: "gun", m: 0 }];
        for (let k = 1; k <= Math.min(5, count_s); k++) list.unshift({ s: -k, kind: "count", m: 0 });
        if (!pacing || race.open) return list;
        const { distance_m, convention, lap_m, laps_m } = race.course;
        // Counted at the line, every 100 m means the marks that are painted on the track.
        const first = convention === "finish_line" && lap_m % step_m === 0 ? distance_m % step_m : 0;
        for (let m = first; m < distance_m - SAME_M; m += step_m) {
            const near = laps_m.some((lap) => Math.abs(timeAt(pacing, lap) - timeAt(pacing, m)) < 0.8);
            if (m > 10 && !near) list.push({ s: timeAt(pacing, m), kind: "tick", m });
        }
        laps_m.forEach((m, i) => {
            const left = laps_m.length - 1 - i;
            list.push({ s: timeAt(pacing, m), kind: left === 0 ? "finish" : left === 1 ? "bell" : "lap", m });
        });
        return list.sort((a, b) => a.s - b.s);
    }

    return { TWICE_S, RUNNERS_MAX, NAME_MAX, SAME_M, FILE_SAME_M, timeAt, placeAt, project, places, placeOf, nextPlace,
        finished, finishOf, isOver, lapsAt, lastAct, recallable, unfinished, nameIn, secondsIn, goalIn, goalsOver, evenPacing, newRace, apply, replay, dueAt, whereIs, looksMissed, ranking, clockAt, clockOn,
        clockRead, beeps };
})();
