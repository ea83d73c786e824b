// SPDX-License-Identifier: MIT
// Where the log of the race lives. Each event is written the moment it happens, in
// two places: localStorage, which answers at once, and IndexedDB with the promise
// of being on the disk, since browsers write localStorage out only every few
// seconds and an empty battery would take those. Where a browser keeps neither for
// a file, the log goes along with the tab and outlives a reload.

const Keep = (() => {
    const PREFIX = "miler-live";
    let id = "";
    let race = 0;
    /** @type {RaceEvent[]} */
    let log = [];
    /** @type {IDBDatabase | null} */
    let base = null;
    let lasting = false;

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

    /** @param {number} number @returns {RaceEvent[]} */
    function stored(number) {
        /** @type {RaceEvent[]} */
        const list = [];
        for (;;) {
            const e = parsed(get(key(`${number}/${list.length}`)));
            if (!e || typeof e.k !== "string") return list;
            list.push(e);
        }
    }

    /** What went along with the tab. @returns {RaceEvent[]} */
    function carried() {
        const state = window.history.state;
        return state && state.id === id && state.race === race && Array.isArray(state.log) ? state.log : [];
    }
    function carry() {
        try {
            window.history.replaceState({ id, race, log }, "");
        } catch {
            // Then there is only this page's memory; the page says so.
        }
    }

    /** @param {number} n @param {RaceEvent} e */
    function toDisk(n, e) {
        if (!base) return;
        try {
            const change = base.transaction("log", "readwrite", { durability: "strict" });
            change.objectStore("log").put(e, [id, race, n]);
        } catch {
            base = null;
        }
    }

    /** The newest race on the disk, where that is ahead of the one we have. @param {IDBObjectStore} store
     * @param {(added: boolean) => void} done */
    function readDisk(store, done) {
        const ask = store.openKeyCursor(IDBKeyRange.bound([id, race, 0], [id, Infinity, Infinity]), "prev");
        ask.onsuccess = () => {
            const top = ask.result ? /** @type {[string, number, number]} */ (ask.result.key)[1] : race;
            if (top > race) {
                race = top;
                log = stored(race);
                put(key("race"), String(race));
            }
            readLog(store, done);
        };
    }

    /** @param {IDBObjectStore} store @param {(added: boolean) => void} done */
    function readLog(store, done) {
        const wanted = race;
        const ask = store.getAll(IDBKeyRange.bound([id, race, 0], [id, race, Infinity]));
        ask.onsuccess = () => {
            if (race !== wanted) return;
            /** @type {RaceEvent[]} */
            const found = ask.result;
            const had = log.length;
            for (let n = had; n < found.length; n++) {
                log.push(found[n]);
                put(key(`${race}/${n}`), JSON.stringify(found[n]));
            }
            for (let n = found.length; n < had; n++) toDisk(n, log[n]);
            done(log.length > had);
        };
    }

    /** @param {(added: boolean) => void} done called once the disk has answered */
    function openDisk(done) {
        try {
            const ask = window.indexedDB.open(PREFIX, 1);
            ask.onupgradeneeded = () => ask.result.createObjectStore("log");
            ask.onsuccess = () => {
                base = ask.result;
                lasting = true;
                readDisk(base.transaction("log").objectStore("log"), done);
            };
            ask.onerror = () => done(false);
        } catch {
            done(false);
        }
    }

    /** Takes up the race that was last on this page. @param {string} page @param {(added: boolean) => void} more */
    function open(page, more) {
        id = page;
        lasting = put(`${PREFIX}/try`, "1");
        race = Number(get(key("race"))) || (window.history.state?.id === id ? Number(window.history.state.race) || 0 : 0);
        log = stored(race);
        const along = carried();
        if (along.length > log.length) log = along.slice();
        openDisk(more);
    }

    /** @param {RaceEvent} e */
    function append(e) {
        const n = log.push(e) - 1;
        if (!put(key(`${race}/${n}`), JSON.stringify(e))) carry();
        toDisk(n, e);
    }

    /** A new race; the one before stays. */
    function next() {
        race++;
        log = [];
        if (!put(key("race"), String(race))) carry();
    }

    /** Races before this one that were begun. @returns {{number: number, log: RaceEvent[]}[]} */
    function earlier() {
        const list = [];
        for (let number = race - 1; number >= 0 && list.length < 20; number--) {
            const events = stored(number);
            if (events.length > 0) list.push({ number, log: events });
        }
        return list;
    }

    /** Another window of the same page has written. @param {() => void} told */
    function watch(told) {
        window.addEventListener("storage", (e) => {
            if (!e.key || !e.key.startsWith(key(""))) return;
            race = Number(get(key("race"))) || 0;
            log = stored(race);
            told();
        });
    }

    /** @returns {Record<string, any>} */
    const settings = () => parsed(get(`${PREFIX}/settings`)) ?? {};
    /** @param {Record<string, any>} values */
    const setSettings = (values) => put(`${PREFIX}/settings`, JSON.stringify(values));

    return { open, append, next, log: () => log, earlier, watch, settings, setSettings, lasts: () => lasting };
})();
