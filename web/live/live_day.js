// SPDX-License-Identifier: MIT
// The day around the race: what is done when, counted back from the gun and on from
// the finish. The first half is sums, which tests run without a browser.

/** @typedef {{at_s: number, lasts_s?: number, what: string, why?: string, how?: string}} DayRow */
/** @typedef {{before: DayRow[], after: DayRow[]}} DayTable */
/** @typedef {{date: string | null, gun_s: number | null, tables: DayTable[]}} RaceDay */

const Day = (() => {
    // A gun that was so long ago is tomorrow's, where no day is told [engineering estimate].
    const PAST_MS = 3 * 3600e3;
    // What is so far off needs no minute: the next morning.
    const LATER_S = 12 * 3600;
    // A row without a length is done within this.
    const MOMENT_S = 60;

    /** When the gun is due, ms of the wall clock; NaN: nobody said.
     * @param {RaceDay} day @param {number | null} typed_s after midnight, as typed in @param {number} now_ms */
    function gunAt({ date, gun_s }, typed_s, now_ms) {
        const s = typed_s ?? gun_s;
        if (s === null) return NaN;
        const [y, m, d] = (date ?? "").split("-").map(Number), now = new Date(now_ms);
        const on = (/** @type {number} */ more) => (date ? new Date(y, m - 1, d, 0, 0, s)
            : new Date(now.getFullYear(), now.getMonth(), now.getDate() + more, 0, 0, s)).getTime();
        return on(0) < now_ms - PAST_MS ? on(1) : on(0);
    }

    /** "13:30" @param {number} ms */
    function clock(ms) {
        const at = new Date(ms), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
        return `${two(at.getHours())}:${two(at.getMinutes())}`;
    }
    /** @param {DayRow} row @param {number} zero_ms of the gun or the finish; NaN: not known @param {string} zero its letter */
    function when({ at_s }, zero_ms, zero) {
        if (at_s > LATER_S) return Words.t("later");
        if (!Number.isNaN(zero_ms)) return clock(zero_ms + at_s * 1000);
        const min = Math.round(at_s / 60);
        return min === 0 ? zero : `${zero}${min < 0 ? "−" : "+"}${Math.abs(min)} min`;
    }

    /** What is done now, or else what comes next. @param {DayRow[]} rows @param {number} s from the gun or the finish
     * @returns {{i: number, word: string}} i -1: nothing any more, or nobody knows */
    function nextOf(rows, s) {
        const now = rows.findIndex(({ at_s, lasts_s }) => s >= at_s && s < at_s + Math.max(lasts_s ?? 0, MOMENT_S));
        if (now >= 0) return { i: now, word: Words.t("now") };
        return { i: rows.findIndex(({ at_s }) => at_s > s), word: Words.t("next") };
    }

    // ---- The page

    /** @param {string} tag @param {string} cls @param {string} [text] */
    function make(tag, cls, text = "") {
        const node = document.createElement(tag);
        node.className = cls;
        node.textContent = text;
        return node;
    }
    /** @param {Element} node @param {string} text */
    function put(node, text) {
        if (node.textContent !== text) node.textContent = text;
    }

    /** A row; what there is to say of it opens at a tap. @param {DayRow} row */
    function rowNode(row) {
        const li = make("li", ""), more = [row.how, row.why].filter(Boolean);
        const box = make(more.length ? "details" : "div", ""), head = make(more.length ? "summary" : "p", "step"), at = make("span", "when");
        at.append(make("span", "at"), make("span", "tag"));
        head.append(at, make("span", "what", row.what));
        box.append(head, ...more.map((text) => make("p", "soft", text)));
        li.append(box);
        return li;
    }

    /** The rows of one list, with a title where there are several. @param {DayRow[]} rows @param {string} title */
    function listNodes(rows, title) {
        const list = make("ol", "steps");
        list.append(...rows.map(rowNode));
        return title ? [make("h3", "", title), list] : [list];
    }

    /** A box that shows rows: `mark` is called as time goes on. @param {Element} box @param {Element} head
     * @param {string} name @param {{rows: DayRow[], title: string}[]} lists @param {string} zero */
    function show(box, head, name, lists, zero) {
        const full = lists.filter(({ rows }) => rows.length > 0);
        box.replaceChildren(...full.flatMap(({ rows, title }) => listNodes(rows, full.length > 1 ? title : "")));
        const lines = [...box.querySelectorAll("ol")].map((list, k) => ({ rows: full[k].rows, items: [...list.children] }));
        /** @param {number} zero_ms @param {number} now_ms */
        return (zero_ms, now_ms) => {
            let first = "";
            for (const { rows, items } of lines) {
                const { i, word } = Number.isNaN(zero_ms) ? { i: -1, word: "" } : nextOf(rows, (now_ms - zero_ms) / 1000);
                rows.forEach((row, k) => {
                    put(items[k].querySelectorAll(".at")[0], when(row, zero_ms, zero));
                    put(items[k].querySelectorAll(".tag")[0], k === i ? word : "");
                    items[k].className = k === i ? "next" : "";
                    if (k === i) items[k].setAttribute("aria-current", "step");
                    else items[k].removeAttribute("aria-current");
                });
                if (i >= 0 && !first) first = `: ${word} ${word === Words.t("now") ? "" : `${when(rows[i], zero_ms, zero)} `}${rows[i].what.split(/[,:(]/)[0]}`;
            }
            put(head, name + first);
        };
    }

    return { gunAt, clock, when, nextOf, show };
})();
