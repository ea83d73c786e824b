// SPDX-License-Identifier: MIT
// Where the log of the race lives. Each event is written the moment it happens, in
// two places: localStorage, which answers at once, and IndexedDB with the promise
// of being on the disk, since browsers write localStorage out only every few
// seconds and an empty battery would take those. Where a browser keeps neither for
// a file, or its storage is full, the log goes along with the tab and outlives a
// reload; the page says so.
//
// Each of the three may have holes where it failed for a while. An event keeps its
// number for ever, and the log is put together from whoever has each of them.

const Keep = (() => {
    const PREFIX = "miler-live";
    // More than sixty runners tap in a day; what claims a higher number is no event of ours.
    const EVENTS_MAX = 50000;
    // Stands for an event that nobody has any more, so that those after it keep their numbers.
    const LOST = /** @type {RaceEvent} */ ({ k: "lost" });

    let id = "";
    let race = 0;
    /** @type {RaceEvent[]} */
    let log = [];
    /** Earlier races that are not whole in localStorage. @type {Record<number, RaceEvent[]>} */
    let past = {};
    /** @type {IDBDatabase | null} */
    let base = null;
    let lasting = false, failed = false, toldOf = () => {};

    /** @param {string} tail */
    const key = (tail) => `${PREFIX}/${id}/${tail}`;

    /** @param {string} name @returns {string | null} */
    function get(name) {
        try {
            return window.localStorage.getItem(name);
        } catch {
            return null;
        }
    }
    /** @param {string} name @param {string} value */
    function put(name, value) {
        try {
            window.localStorage.setItem(name, value);
            return true;
        } catch {
            return false;
        }
    }

    /** @param {string | null} text @returns {any} */
    function parsed(text) {
        try {
            return text === null ? null : JSON.parse(text);
        } catch {
            return null;
        }
    }

    /** @param {unknown} e @returns {e is RaceEvent} */
    const isEvent = (e) => typeof e === "object" && e !== null && "k" in e && typeof e.k === "string" && e.k !== LOST.k;

    /** One log out of several with holes; of two events of one number the first list's counts.
     * @param {RaceEvent[][]} lists @returns {RaceEvent[]} */
    function joined(...lists) {
        const length = Math.max(...lists.map((list) => list.length));
        return Array.from({ length }, (_, n) => lists.map((list) => list[n]).find(isEvent) ?? LOST);
    }

    /** What localStorage has of a race, with its holes. @param {number} number @returns {RaceEvent[]} */
    function stored(number) {
        /** @type {RaceEvent[]} */
        const list = [];
        const head = key(`${number}/`);
        for (const name of names()) {
            const n = name.startsWith(head) ? Number(name.slice(head.length)) : NaN;
            if (!(Number.isInteger(n) && n >= 0 && n < EVENTS_MAX)) continue;
            const e = parsed(get(name));
            if (isEvent(e)) list[n] = e;
        }
        return list;
    }
    function names() {
        try {
            return Object.keys(window.localStorage);
        } catch {
            return [];
        }
    }

    // ---- Along with the tab

    /** What went along, where it is this page's. */
    function along() {
        const state = window.history.state;
        return state && state.id === id && Array.isArray(state.log) ? state : null;
    }
    function carry() {
        try {
            window.history.replaceState({ id, race, log, past }, "");
        } catch {
            // Then there is only this page's memory; the page says so.
        }
    }
    /** A write has failed: from now on every event goes along, whatever the next write says. */
    function fail() {
        carry();
        if (failed) return;
        failed = true;
        toldOf();
    }

    // ---- The disk

    /** @param {number} n @param {RaceEvent} e */
    function toDisk(n, e) {
        if (!base) return;
        try {
            const change = base.transaction("log", "readwrite", { durability: "strict" });
            change.onabort = fail;
            change.objectStore("log").put(e, [id, race, n]);
        } catch {
            base = null;
            fail();
        }
    }

    /** @param {IDBObjectStore} store @param {number} opened how long the log was before the page could add to it
     * @param {(added: boolean) => void} done */
    function readDisk(store, opened, done) {
        const range = IDBKeyRange.bound([id, 0, 0], [id, Infinity, Infinity]);
        const keys = store.getAllKeys(range), values = store.getAll(range);
        values.onsuccess = () => {
            /** @type {Record<number, RaceEvent[]>} */
            const found = {};
            keys.result.forEach((at, i) => {
                const [, number, n] = /** @type {[string, number, number]} */ (at);
                if (n < EVENTS_MAX) (found[number] ??= [])[n] = values.result[i];
            });
            done(take(found, opened));
        };
    }

    /** Takes what the disk has more, and gives both stores what they lack. @param {Record<number, RaceEvent[]>} found
     * @param {number} opened @returns {boolean} is the log another now? */
    function take(found, opened) {
        const top = Math.max(race, ...Object.keys(found).map(Number)), before = log, since = log.slice(opened);
        let old = log.slice(0, opened);
        if (top > race && since.length === 0) {
            race = top;
            old = joined(stored(race));
            if (!put(key("race"), String(race))) fail();
        }
        const disk = found[race] ?? [], here = stored(race);
        // What was done since the page was opened comes after what the disk knew of.
        log = joined(old, disk).concat(since);
        log.forEach((e, n) => {
            const text = JSON.stringify(e);
            if (!isEvent(e)) return;
            if (JSON.stringify(here[n]) !== text) write(n, e);
            if (JSON.stringify(disk[n]) !== text) toDisk(n, e);
        });
        for (const [number, list] of Object.entries(found)) {
            if (Number(number) < race) past[Number(number)] = joined(past[Number(number)] ?? [], list);
        }
        return log.length !== before.length || log.some((e, n) => e !== before[n]);
    }

    /** @param {() => void} opened @param {(added: boolean) => void} done called once the disk has answered */
    function openDisk(opened, done) {
        const length = log.length;
        try {
            const ask = window.indexedDB.open(PREFIX, 1);
            ask.onupgradeneeded = () => ask.result.createObjectStore("log");
            ask.onsuccess = () => {
                base = ask.result;
                opened();
                readDisk(base.transaction("log").objectStore("log"), length, done);
            };
            ask.onerror = () => done(false);
        } catch {
            done(false);
        }
    }

    // ---- The log

    /** Takes up the race that was last on this page. @param {string} page @param {(added: boolean) => void} more
     * @param {() => void} full a write has failed */
    function open(page, more, full) {
        id = page;
        toldOf = full;
        lasting = put(`${PREFIX}/try`, "1");
        const carried = along();
        race = Math.max(Number(get(key("race"))) || 0, Number(carried?.race) || 0);
        past = carried?.past ?? {};
        if (carried && carried.race < race) past[carried.race] = carried.log;
        log = joined(stored(race), carried?.race === race ? carried.log : []);
        if (carried) again(Object.keys(past).length > 0);
        openDisk(() => { lasting = true; }, more);
    }

    /** Something went along with the tab: is there room for it now? @param {boolean} more than this log */
    function again(more) {
        const here = stored(race);
        const fits = log.every((e, n) => !isEvent(e) || isEvent(here[n]) || put(key(`${race}/${n}`), JSON.stringify(e)));
        if (!fits || more || !put(key("race"), String(race))) fail();
        else window.history.replaceState(null, "");
    }

    /** @param {number} n @param {RaceEvent} e */
    function write(n, e) {
        if (!put(key(`${race}/${n}`), JSON.stringify(e))) fail();
    }
    /** @param {RaceEvent} e */
    function append(e) {
        const n = log.push(e) - 1;
        write(n, e);
        if (failed) carry();
        toDisk(n, e);
    }

    /** A new race, begun with these events; the one before stays. @param {RaceEvent[]} events */
    function next(events) {
        if (failed) past[race] = log;
        race++;
        log = [];
        if (!put(key("race"), String(race))) fail();
        if (failed) carry();
        for (const e of events) append(e);
    }

    /** Races before this one that were begun, the newest first; not those that went on in a later one.
     * @returns {{number: number, log: RaceEvent[]}[]} */
    function earlier() {
        const list = [], went = new Set(log.map((e) => (e.k === "from" ? e.n : -1)));
        for (let number = race - 1; number >= 0 && list.length < 20; number--) {
            const events = joined(stored(number), past[number] ?? []);
            for (const e of events) if (e.k === "from") went.add(e.n);
            if (events.some((e) => e.k === "start") && !went.has(number)) list.push({ number, log: events });
        }
        return list;
    }

    /** Another window of the same page has written. @param {() => void} told */
    function watch(told) {
        window.addEventListener("storage", (e) => {
            if (!e.key || !e.key.startsWith(key(""))) return;
            const now = Number(get(key("race"))) || 0;
            log = joined(stored(now), now === race ? log : []);
            race = now;
            told();
        });
    }

    /** @returns {Record<string, any>} */
    const settings = () => parsed(get(`${PREFIX}/settings`)) ?? {};
    /** @param {Record<string, any>} values */
    const setSettings = (values) => put(`${PREFIX}/settings`, JSON.stringify(values));

    return { open, append, next, log: () => log, earlier, watch, settings, setSettings, lasts: () => lasting,
        failed: () => failed };
})();
