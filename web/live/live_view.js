// SPDX-License-Identifier: MIT
// What is shown: words and numbers of a race, put into the page. Only
// textContent is ever written; names are other people's text.

const View = (() => {
    const { t, number } = Words;
    /** @template {Element} [T=HTMLElement] @param {string} id @returns {T} */
    const $ = (id) => /** @type {T} */ (/** @type {unknown} */ (document.getElementById(id)));
    const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ ($(id));
    const svgOf = (/** @type {string} */ id) => /** @type {SVGElement} */ (/** @type {unknown} */ ($(id)));

    /** @param {Element} node @param {string} text */
    function put(node, text) {
        if (node.textContent !== text) node.textContent = text;
    }
    /** @param {string} tag @param {string} text @param {string} [cls] */
    function make(tag, text, cls) {
        const node = document.createElement(tag);
        node.textContent = text;
        if (cls) node.className = cls;
        return node;
    }

    // ---- Numbers as a runner reads them

    /** "5:19.3" @param {number} s @param {number} [decimals] */
    function time(s, decimals = 1) {
        if (!Number.isFinite(s)) return "–";
        const unit = 10 ** decimals, all = Math.round(Math.abs(s) * unit) / unit;
        const hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60;
        const seconds = (all % 60).toFixed(decimals).padStart(decimals ? 3 + decimals : 2, "0");
        return number(`${s < 0 ? "-" : ""}${hours ? `${hours}:${String(minutes).padStart(2, "0")}` : minutes}:${seconds}`);
    }
    /** A running clock shows what is past, never the tenth to come. @param {number} s @param {number} decimals */
    function clock(s, decimals) {
        const unit = 10 ** decimals;
        return s < 0 ? String(Math.ceil(-s)) : time(Math.floor(s * unit + 1e-6) / unit, decimals);
    }
    /** A goal, with as many decimals as it has. @param {number} s */
    const goal = (s) => time(s, [0, 1].find((decimals) => Math.abs(s - Number(s.toFixed(decimals))) < 1e-6) ?? 2);
    /** A lap as coaches say it: "82.0", "1:42.5". @param {number} s */
    const lap = (s) => (s < 99.95 ? number(s.toFixed(1)) : time(s));
    /** @param {number} m */
    const place = (m) => `${Math.round(m)} m`;
    /** @param {number} s */
    const signed = (s) => number(`${s > 0 ? "+" : s < 0 ? "−" : ""}${Math.abs(s).toFixed(1)}`);
    /** @param {number} ahead */
    const aheadWord = (ahead) => t(Math.abs(ahead) < 0.05 ? "on plan" : ahead > 0 ? "ahead" : "behind");
    /** @param {number} ahead */
    const aheadText = (ahead) =>
        Math.abs(ahead) < 0.05 ? t("on plan") : t(ahead > 0 ? "{n} ahead" : "{n} behind", { n: number(Math.abs(ahead).toFixed(1)) });

    /** @param {Runner} runner */
    const lastOf = (runner) => runner.splits[runner.splits.length - 1];
    /** @param {Runner} runner @param {number} i */
    const splitOf = (runner, i) => runner.splits[i].s - (i > 0 ? runner.splits[i - 1].s : 0);
    /** @param {Race} race @param {Runner} runner @param {Split} split NaN: no plan reaches there */
    const aheadAt = (race, runner, split) => (runner.entry.pacing && split.m <= race.course.distance_m + 0.01
        ? Core.timeAt(runner.entry.pacing, Math.min(split.m, race.course.distance_m)) - split.s : NaN);
    /** @param {Race} race @param {Runner} runner */
    const lapsText = (race, runner) => {
        const halves = lastOf(runner) ? Math.round(2 * Core.lapsAt(race.course, lastOf(runner).m)) : 0;
        const whole = Math.floor(halves / 2), half = halves % 2 === 1;
        return t(halves === 1 || halves === 2 ? "{n} lap" : "{n} laps", { n: `${whole || !half ? whole : ""}${half ? "½" : ""}` });
    };
    /** What an undo would take back, "" nothing. @param {Race} race @param {Act | undefined} act */
    function actText(race, act) {
        if (!act) return "";
        if (act.kind === "end") return t("the end");
        const runner = race.runners[act.r], who = race.runners.length > 1 ? `${nameOf(race, act.r)} ` : "";
        return who + (act.kind === "miss" ? t("missed") : act.kind === "out" ? t("dropped out") : place(lastOf(runner).m));
    }
    /** @param {Race} race @param {number} r */
    const nameOf = (race, r) => race.runners[r].entry.name || (race.runners.length > 1 ? t("Runner {n}", { n: r + 1 }) : t("You"));
    /** What a button takes back. @param {string} what */
    const undoText = (what) => (what ? t("Undo {what}", { what }) : t("Undo"));

    /** "Ada, Bo, Cy and 9 more" @param {string[]} names */
    const nameList = (names) => (names.length <= 4 ? names.join(", ") : t("{names} and {n} more", { names: names.slice(0, 3).join(", "), n: names.length - 3 }));

    // ---- Ready

    /** @param {Race} race */
    function planTable(race) {
        const table = $("plan-table"), [head, body] = [table.querySelector("thead"), table.querySelector("tbody")];
        if (!head || !body) return;
        const one = race.runners.length === 1;
        const row = (/** @type {string} */ tag, /** @type {string[]} */ cells) => {
            const tr = make("tr", "");
            tr.append(...cells.map((text) => {
                const cell = make(tag, text);
                if (tag === "th") cell.setAttribute("scope", "col");
                return cell;
            }));
            return tr;
        };
        if (one && race.runners[0].entry.pacing) {
            const pacing = race.runners[0].entry.pacing, laps = race.course.laps_m;
            head.replaceChildren(row("th", [t("lap"), t("at"), t("lap time"), t("clock")]));
            body.replaceChildren(...laps.map((m, i) => {
                const s = Core.timeAt(pacing, m), before = i > 0 ? Core.timeAt(pacing, laps[i - 1]) : 0;
                return row("td", [String(i + 1), place(m), lap(s - before), time(s)]);
            }));
            return;
        }
        head.replaceChildren(row("th", [t("runner"), t("goal"), t("first lap")]));
        body.replaceChildren(...race.runners.map((runner, r) => {
            const { pacing, goal_s } = runner.entry, first = race.course.laps_m[0];
            const tr = row("td", [nameOf(race, r), goal_s ? goal(goal_s) : t("none"), pacing ? lap(Core.timeAt(pacing, first)) : "–"]);
            tr.children[0].className = "name";
            return tr;
        }));
    }

    // ---- Solo

    /** @param {Race} race @param {number} s */
    function mustText(race, s) {
        const runner = race.runners[0], { pacing, goal_s } = runner.entry, last = lastOf(runner);
        if (!pacing || !goal_s) return last ? t("average {time} per 400 m", { time: lap(400 * last.s / last.m) }) : "";
        if (!last) {
            const next = Core.nextPlace(race, runner);
            return s < 0 || Number.isNaN(next) ? "" : t("plan {time} at {place}", { time: time(Core.timeAt(pacing, next)), place: place(next) });
        }
        if (race.open || Core.finished(race, runner)) return "";
        const now = Core.project(pacing, race.course.laps_m, last.m, last.s);
        if (now.need_s <= 0) return t("{goal} is gone · average: {time}", { goal: goal(goal_s), time: time(now.finish_even_s) });
        const laps = now.rest.map((row) => lap(row.time_s)).join(" ");
        return `${t("for {goal} run {laps}", { goal: goal(goal_s), laps })}${now.within_reach ? "" : ` ${t("(too much)")}`} · ${t("average: {time}", { time: time(now.finish_even_s) })}`;
    }

    /** @param {Race} race @param {number} s */
    function solo(race, s) {
        const runner = race.runners[0], last = lastOf(runner), next = Core.nextPlace(race, runner);
        const { pacing } = runner.entry;
        const ahead = last ? aheadAt(race, runner, last) : NaN;
        put($("ahead-word"), Number.isNaN(ahead) ? t("to plan") : aheadWord(ahead));
        put($("ahead"), Number.isNaN(ahead) ? "–" : number(Math.abs(ahead).toFixed(1)));
        $("ahead").className = ahead >= 0.05 ? "good" : ahead <= -0.05 ? "bad" : "";
        put($("last"), last ? lap(splitOf(runner, runner.splits.length - 1)) : "–");
        const now = last && pacing && !race.open ? Core.project(pacing, race.course.laps_m, last.m, last.s) : null;
        const guess = now ? now.finish_plan_s : last ? last.s * race.course.distance_m / last.m : runner.entry.goal_s ?? NaN;
        put($("finish-guess"), race.open ? "–" : time(guess));
        put($("must"), mustText(race, s));
        const toGo = race.open ? NaN : race.course.laps_m.filter((m) => m >= next - Core.SAME_M).length;
        put($("tap-do"), t(s < 0 ? "Wait" : next > race.course.distance_m - 0.01 && !race.open ? "Finish" : "Tap"));
        put($("tap-where"), Number.isNaN(next) ? "" : `${t("at {place}", { place: place(next) })}${toGo > 1 ? ` · ${t("{n} laps to go", { n: toGo })}` : toGo === 1 ? ` · ${t("last lap")}` : ""}`);
        const due = pacing && next <= race.course.distance_m + Core.SAME_M ? Core.timeAt(pacing, next) : NaN;
        put($("tap-when"), Number.isNaN(due) ? "" : t("plan {time}", { time: time(due) }));
        button("solo-undo").disabled = race.acts.length === 0;
        put($("solo-undo"), undoText(actText(race, Core.lastAct(race))));
    }

    // ---- Marks on the oval

    /** @param {SVGElement} svg @param {boolean} light */
    function legend(svg, light) {
        const rows = light ? [["light", t("pace light")], ["runner", t("runner, by taps")]] : [["runner", t("runner, by taps")]];
        rows.forEach(([cls, words], i) => {
            const y = (i - (rows.length - 1) / 2) * 16, label = Track.make("text", { x: -34, y, class: "legend" });
            label.textContent = words;
            svg.append(Track.make("circle", { cx: -42, cy: y, r: 4, class: `${cls} legend-mark` }), label);
        });
    }

    /** @param {string} id @param {Race} race */
    function drawTrack(id, race) {
        const svg = svgOf(id), oval = Track.draw(svg, race.course);
        const one = race.runners.length === 1;
        /** @type {{node: SVGElement, r: number, light: boolean}[]} */
        const marks = [];
        race.runners.forEach((runner, r) => {
            const group = Track.make("g", { class: "mark-runner" });
            group.append(Track.make("circle", { r: one ? 6 : 5, class: "runner" }));
            if (!one) {
                const label = Track.make("text", { y: 0, class: "label" });
                label.textContent = (runner.entry.name || String(r + 1)).slice(0, 1).toUpperCase();
                group.append(label);
            }
            marks.push({ node: /** @type {SVGElement} */ (group), r, light: false });
        });
        if (one && race.runners[0].entry.pacing)
            marks.unshift({ node: /** @type {SVGElement} */ (Track.make("circle", { r: 6, class: "light" })), r: 0, light: true });
        if (one && oval) legend(svg, Boolean(race.runners[0].entry.pacing));
        svg.append(...marks.map((mark) => mark.node));
        return { oval, marks };
    }

    /** @param {ReturnType<typeof drawTrack>} track @param {Race} race @param {number} s */
    function moveMarks(track, race, s) {
        for (const mark of track.marks) {
            const runner = race.runners[mark.r], pacing = runner.entry.pacing;
            const m = mark.light && pacing ? Core.placeAt(pacing, s) : Core.whereIs(race, runner, Math.max(0, s));
            const shown = Number.isFinite(m) && !runner.out;
            mark.node.setAttribute("visibility", shown ? "visible" : "hidden");
            if (!shown) continue;
            const [x, y] = Track.place(race.course, track.oval, m, mark.light ? 0 : race.runners.length === 1 ? -9 : 0);
            mark.node.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
        }
    }

    // ---- Group

    /** @param {Race} race @param {(r: number, stamp: number) => void} onTap */
    function makeGrid(race, onTap) {
        const grid = $("grid");
        grid.className = race.runners.length > 12 ? "grid many" : "grid";
        grid.replaceChildren(...race.runners.map((_runner, r) => {
            const node = make("button", "");
            node.setAttribute("type", "button");
            node.append(make("span", nameOf(race, r), "who"), make("span", "", "what"), make("span", "", "where"));
            press(node, (stamp) => onTap(r, stamp), () => grid.scrollHeight > grid.clientHeight + 1);
            return node;
        }));
    }

    /** @param {Race} race @param {Runner} runner @param {number} s */
    function dueText(race, runner, s) {
        const due = Core.dueAt(race, runner) - s;
        if (Number.isNaN(due)) return "";
        // After a minute nobody is late: a tap was missed, or the runner is gone.
        return due > 0 ? t("due {n} s", { n: Math.ceil(due) }) : due > -60 ? t("late {n} s", { n: Math.floor(-due) }) : t("no tap");
    }

    /** @param {Race} race @param {number} r @param {number} s */
    function cellTexts(race, r, s) {
        const runner = race.runners[r], n = runner.splits.length, last = lastOf(runner), finish = Core.finishOf(race, runner);
        if (runner.out) return [t("dropped out"), last ? t("after {place}", { place: place(last.m) }) : ""];
        if (!Number.isNaN(finish)) {
            const row = Core.ranking(race).find((one) => one.r === r);
            const ahead = runner.entry.goal_s ? ` (${signed(finish - runner.entry.goal_s)})` : "";
            return [`${row ? row.place : ""}. ${time(finish)}${ahead}`, t("finished")];
        }
        if (!last) return [runner.entry.goal_s ? t("goal {time}", { time: goal(runner.entry.goal_s) }) : t("no goal"), s > 0 ? dueText(race, runner, s) : ""];
        const ahead = aheadAt(race, runner, last);
        return [`${place(last.m)}  ${lap(splitOf(runner, n - 1))}`,
            `${Number.isNaN(ahead) ? "" : `${aheadText(ahead)} · `}${dueText(race, runner, s)}`];
    }

    /** @param {Race} race @param {number} s @param {number} fresh the runner tapped last, -1: none */
    function group(race, s, fresh) {
        const cells = $("grid").children;
        race.runners.forEach((runner, r) => {
            const cell = cells[r];
            if (!cell) return;
            const [what, where] = cellTexts(race, r, s);
            put(cell.children[1], what);
            put(cell.children[2], where);
            const due = Core.dueAt(race, runner) - s;
            const cls = `${due < 8 && due > -8 && s > 0 ? "due " : ""}${runner.out || Core.finished(race, runner) ? "done " : ""}${r === fresh ? "fresh" : ""}`;
            if (cell.className !== cls) cell.className = cls;
        });
        const waiting = race.held.length;
        $("waiting").hidden = waiting === 0;
        if (waiting) put($("waiting"), t(waiting > 1 ? "{time} and {n} more: tap its name. Press here to drop it." : "{time}: tap its name. Press here to drop it.", { time: time(race.held[0], 2), n: waiting - 1 }));
    }

    // ---- Result

    /** @param {string[]} cells @param {string} tag */
    function tableRow(cells, tag) {
        const tr = make("tr", "");
        tr.append(...cells.map((text, i) => {
            const cell = make(tag, text, i === 0 && tag === "td" ? "name" : "");
            if (tag === "th") cell.setAttribute("scope", "col");
            return cell;
        }));
        return tr;
    }

    /** @param {Race} race */
    function soloRows(race) {
        const runner = race.runners[0];
        return runner.splits.map((split, i) => {
            const ahead = aheadAt(race, runner, split);
            return [place(split.m), time(split.s, 2), lap(splitOf(runner, i)), Number.isNaN(ahead) ? "–" : signed(-ahead)];
        });
    }

    /** @param {Race} race */
    function groupRows(race) {
        return Core.ranking(race).map(({ r, runner, finish_s, place: rank, last }) => {
            const done = !Number.isNaN(finish_s);
            const how = done ? time(finish_s, 2) : runner.out ? t("dropped out") : last.m > 0 ? `${place(last.m)} ${time(last.s)}` : "–";
            return [`${rank ? `${rank}. ` : ""}${nameOf(race, r)}`, how,
                done && runner.entry.goal_s ? signed(finish_s - runner.entry.goal_s) : "–",
                runner.splits.map((_split, i) => lap(splitOf(runner, i))).join(" ")];
        });
    }

    /** @param {Race} race */
    function resultLine(race) {
        const runner = race.runners[0], finish = Core.finishOf(race, runner), { goal_s } = runner.entry;
        const distance = place(race.course.distance_m);
        if (race.runners.length > 1) {
            const done = race.runners.filter((one) => !Number.isNaN(Core.finishOf(race, one))).length;
            return t("{done} of {n} finished {place}", { done, n: race.runners.length, place: distance });
        }
        if (Number.isNaN(finish)) return runner.out ? t("Dropped out") : race.open ? lapsText(race, runner) : t("Not finished");
        if (!goal_s) return time(finish, 2);
        const off = finish - goal_s;
        return t(off <= 0 ? "{time}, {off} inside {goal}" : "{time}, {off} over {goal}", { time: time(finish, 2), off: number(Math.abs(off).toFixed(1)), goal: goal(goal_s) });
    }

    /** @param {Race} race @param {string} from where it was read from, "" live
     * @param {(r: number) => void} onName a runner of the live race was chosen */
    function result(race, from, onName) {
        const one = race.runners.length === 1, table = $("result-table");
        const [head, body] = [table.querySelector("thead"), table.querySelector("tbody")];
        put($("result-title"), from ? t("Result: {from}", { from }) : t("Result"));
        put($("result-line"), resultLine(race));
        if (head) head.replaceChildren(tableRow((one ? ["at", "clock", "split", "to plan"] : ["runner", "time", "to goal", "splits"]).map((word) => t(word)), "th"));
        const rows = (one ? soloRows(race) : groupRows(race)).map((cells) => tableRow(cells, "td"));
        if (!one && !from) Core.ranking(race).forEach(({ r }, i) => nameButton(rows[i].children[0], () => onName(r)));
        if (body) body.replaceChildren(...rows);
        const start = race.gun_ms === null ? "" : `${t("Gun {when}.", { when: RaceFile.instant(race.gun_ms, race.tz_min).replace("T", " ").slice(0, 19) })} `;
        put($("result-note"), `${start}${t("Times taken by hand are good to about 0.2 s.")}${one || from ? "" : ` ${t("Press a name to mend it.")}`}`);
        put($("undo-finish"), undoText(actText(race, Core.lastAct(race))));
        $("undo-finish").hidden = from !== "" || race.acts.length === 0;
        $("result-more").hidden = from !== "" || !one;
    }
    /** @param {Element} cell @param {() => void} act */
    function nameButton(cell, act) {
        const node = make("button", cell.textContent ?? "");
        node.setAttribute("type", "button");
        node.addEventListener("click", act);
        cell.replaceChildren(node);
    }

    // ---- Runners added before the gun

    /** @param {Race} race @param {(r: number) => void} onChange @param {(r: number) => void} onRemove */
    function addedList(race, onChange, onRemove) {
        put($("add-summary"), t(race.runners.length > race.given ? "Add, change or remove a runner" : "Add a runner"));
        $("added").replaceChildren(...race.runners.slice(race.given).map((runner, i) => {
            const li = make("li", ""), r = race.given + i, { goal_s } = runner.entry;
            li.append(make("span", `${nameOf(race, r)}${goal_s ? `, ${goal(goal_s)}` : ""}`));
            for (const [word, act] of /** @type {[string, (r: number) => void][]} */ ([[t("Change"), onChange], [t("Remove"), onRemove]])) {
                const node = make("button", word);
                node.setAttribute("type", "button");
                node.setAttribute("aria-label", `${word} ${nameOf(race, r)}`);
                node.addEventListener("click", () => act(r));
                li.append(node);
            }
            return li;
        }));
    }

    // ---- A press: at the touch itself, not at its end

    /** @param {Element} node @param {(stamp: number) => void} onPress
     * @param {() => boolean} [scrolls] then a touch may begin a scroll, and counts once it has not */
    function press(node, onPress, scrolls) {
        let down = NaN, told = false;
        node.addEventListener("pointerdown", (event) => {
            const e = /** @type {PointerEvent} */ (event);
            if (e.button > 0) return;
            down = e.timeStamp;
            told = !(scrolls && scrolls());
            if (told) onPress(down);
        });
        // A keyboard or a reader of the screen clicks without touching.
        node.addEventListener("click", (event) => {
            const byKey = /** @type {MouseEvent} */ (event).detail === 0;
            if (!told && (byKey || !Number.isNaN(down))) onPress(Number.isNaN(down) ? event.timeStamp : down);
            told = false;
            down = NaN;
        });
        node.addEventListener("contextmenu", (event) => event.preventDefault());
    }

    return { $, button, put, make, time, goal, clock, lap, place, actText, nameList, addedList, aheadText, aheadWord, nameOf, lastOf, splitOf, aheadAt,
        undoText, planTable, solo, drawTrack, moveMarks, makeGrid, group, result, press };
})();
