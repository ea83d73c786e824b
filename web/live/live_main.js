// SPDX-License-Identifier: MIT
// The page: touches and keys become events, events are kept and shown.

(() => {
    const { $, button, put, press } = View;
    /** What miler wrote into the page: plans are those of `miler pace --json`, cut to what is used here.
     * @typedef {{goal_s: number, strategy: string, pacing: ({distance_m: number, time_s: number} | Knot)[], laps?: {cue: string}[]}} Plan */
    /** @type {{id: string, title: string, made_by: string, course: Course, runners: {name: string, plan: Plan | null}[]}} */
    const page = JSON.parse(document.getElementById("miler-plan")?.textContent ?? "null");
    const entries = page.runners.map(({ name, plan }) => /** @type {Entry} */ ({
        name, goal_s: plan ? plan.goal_s : null, strategy: plan ? plan.strategy : "",
        pacing: plan ? plan.pacing.map((at) => (Array.isArray(at) ? at : [at.distance_m, at.time_s])) : null,
        cues: (plan?.laps ?? []).map(({ cue }) => cue) }));

    /** @type {Race} */
    let race = Core.newRace(page.course, entries);
    /** A race out of a file or an earlier one, only looked at. @type {{race: Race, from: string} | null} */
    let looked = null;
    /** @type {Clock | null} */
    let clock = null;
    /** @type {ReturnType<typeof View.drawTrack> | null} */
    let track = null;
    let hidden = false, fresh = -1, last = -1, mending = false, sheetOf = -1, screen = "", lapSaid = 0, painted = 0;
    /** @type {WakeLockSentinel | null} */
    let awake = null;

    const settings = { count: 10, sound: "voice", step: 100, look: "auto", ...Keep.settings() };
    const alone = () => race.runners.length === 1;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

    // ---- Time

    /** Seconds from the gun. @param {number} [stamp] of a touch, on the steady clock */
    function elapsed(stamp) {
        if (race.gun_ms === null) return NaN;
        const perf = performance.now(), wall = Date.now();
        if (!clock) clock = Core.clockAt(race.gun_ms, perf, wall);
        clock = Core.clockOn(clock, perf, wall, hidden);
        hidden = document.visibilityState === "hidden";
        // The wall clock was set: the gun moves with it, so that a reload finds the right time.
        if (Math.abs(wall - race.gun_ms - clock.base_s * 1000) > 250) add({ k: "clock", w: Math.round(wall - clock.base_s * 1000) });
        const at = stamp !== undefined && stamp <= perf && perf - stamp < 2000 ? stamp : perf;
        return Core.clockRead(clock, at);
    }

    // ---- Events

    /** @param {RaceEvent} e */
    function add(e) {
        Keep.append(e);
        Core.apply(race, e);
    }
    function rebuilt() {
        race = Core.replay(page.course, entries, Keep.log());
        clock = null;
        track = null;
        screen = "";
        sounds();
        show();
    }

    /** @param {string} words */
    const tell = (words) => put($("said"), words);
    /** @param {number | number[]} pattern */
    const buzz = (pattern) => {
        // After a reload a browser shakes nothing before the first touch, and complains.
        if (navigator.vibrate && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(pattern);
    };

    function sounds() {
        if (race.gun_ms === null || settings.sound === "off" || Core.isOver(race)) return Sound.silence();
        Sound.plan(Core.beeps(race, alone() ? race.runners[0].entry.pacing : null, settings.step, settings.count));
    }

    /** @param {number} wait_s @param {number} [stamp] of the touch that is the gun */
    function start(wait_s, stamp) {
        if (race.gun_ms !== null) return;
        // To wake the sound may take a while; the gun does not wait for it.
        const late_ms = stamp === undefined ? 0 : Math.min(2000, Math.max(0, performance.now() - stamp));
        const gun = Math.round(Date.now() - late_ms + wait_s * 1000);
        Sound.wake();
        add({ k: "start", w: gun, tz: -new Date().getTimezoneOffset(),
            every: $("ready").querySelector("input[value=half]:checked") ? "half" : "lap",
            open: /** @type {HTMLInputElement} */ ($("open-laps")).checked });
        clock = null;
        fresh = last = -1;
        lapSaid = 0;
        buzz(60);
        sounds();
        keepAwake();
        show();
        tell(wait_s > 0 ? `${wait_s} seconds to the gun` : "Running");
    }

    /** @param {Runner} runner @param {number} r */
    function tapWords(runner, r) {
        const split = View.lastOf(runner), ahead = View.aheadAt(race, runner, split);
        const lapText = View.lap(View.splitOf(runner, runner.splits.length - 1));
        const words = Number.isNaN(ahead) ? "" : `, ${View.aheadText(ahead)}`;
        const end = Number.isNaN(Core.finishOf(race, runner)) ? "" : `, finish ${View.time(split.s)}`;
        return `${alone() ? "" : `${View.nameOf(race, r)} `}${View.place(split.m)}: ${lapText}${words}${end}`;
    }

    /** @param {Runner} runner */
    function speakTap(runner) {
        if (settings.sound !== "voice" || !alone()) return;
        const split = View.lastOf(runner), ahead = View.aheadAt(race, runner, split);
        const i = race.course.laps_m.findIndex((m) => Math.abs(m - split.m) < 0.01);
        const cue = i >= 0 ? runner.entry.cues[i + 1] ?? "" : "";
        Sound.say(`${View.lap(View.splitOf(runner, runner.splits.length - 1))}. ${Number.isNaN(ahead) ? "" : View.aheadText(ahead)}. ${cue}`);
    }

    /** A runner passes. @param {number} r @param {number} stamp */
    function pass(r, stamp) {
        const s = elapsed(stamp), runner = race.runners[r];
        Sound.wake();
        if (!(s > 0) || !runner || Core.isOver(race)) return;
        const before = runner.splits.length;
        add(race.held.length > 0 ? { k: "tap", r, held: true } : { k: "tap", r, s, w: Date.now(), p: Math.round(stamp) });
        if (runner.splits.length === before) {
            show();
            tell(Number.isNaN(runner.extra_s) ? "Not counted" : "A second tap so soon is not counted");
            return;
        }
        fresh = last = r;
        buzz(Number.isNaN(Core.finishOf(race, runner)) ? 40 : [60, 60, 60, 60, 200]);
        if (settings.sound !== "off") Sound.now("tap");
        speakTap(runner);
        afterwards(tapWords(runner, r));
    }

    /** @param {string} words */
    function afterwards(words) {
        if (Core.isOver(race)) {
            Sound.silence();
            if (awake) awake.release().catch(() => undefined);
        }
        show();
        tell(words);
    }

    /** @param {string} k @param {number} r */
    function mend(k, r) {
        if (!race.ended && (r < 0 || r >= race.runners.length)) return;
        const wasOver = Core.isOver(race), s = elapsed();
        const split = race.runners[r] && View.lastOf(race.runners[r]);
        // An end by hand is the last thing done, and comes back first.
        if (race.ended) add({ k: "resume" });
        else add({ k, r, s });
        if (wasOver && !Core.isOver(race)) {
            sounds();
            keepAwake();
        }
        if (fresh === r) fresh = -1;
        buzz([20, 40, 20]);
        afterwards(!wasOver && k === "undo" && split ? `Taken back: ${View.nameOf(race, r)} ${View.place(split.m)}` : "Done");
    }

    /** The runner of the newest split: what Undo means where nothing was tapped since a reload. */
    function lastTapped() {
        if (last >= 0 && race.runners[last]?.done.length) return last;
        let best = -1, newest = -1;
        race.runners.forEach((runner, r) => {
            const split = View.lastOf(runner);
            if (runner.done.length > 0 && (split?.s ?? 0) > newest) [best, newest] = [r, split?.s ?? 0];
        });
        return best;
    }

    function recall() {
        add({ k: "recall" });
        Sound.silence();
        clock = null;
        closeAll();
        show();
        tell("Back to the line");
    }

    // ---- The screen stays on

    async function keepAwake() {
        if (race.gun_ms === null || Core.isOver(race) || document.visibilityState !== "visible") return;
        try {
            awake = await navigator.wakeLock.request("screen");
        } catch {
            awake = null;
        }
    }

    // ---- Screens

    function which() {
        if (looked) return "result";
        if (race.gun_ms === null) return "ready";
        if (Core.isOver(race)) return "result";
        return alone() ? "solo" : "group";
    }

    // A touch that changed the screen is not also a click on what came under the finger.
    let touching = false;
    function guardClicks() {
        document.addEventListener("pointerdown", () => { touching = true; }, true);
        document.addEventListener("click", (e) => {
            if (e.detail === 0 || touching) return;
            e.preventDefault();
            e.stopPropagation();
        }, true);
    }

    function enter() {
        touching = false;
        for (const id of ["ready", "solo", "group", "result"]) $(id).hidden = id !== screen;
        track = null;
        if (screen === "ready") ready();
        if (screen === "solo") track = View.drawTrack("oval", race);
        if (screen === "group") {
            View.makeGrid(race, (r, stamp) => (mending ? openSheet(r) : pass(r, stamp)));
            track = View.drawTrack("group-oval", race);
        }
    }

    function ready() {
        View.planTable(race);
        const plan = race.runners[0].entry;
        put($("about"), alone() ? `${View.place(page.course.distance_m)}${plan.goal_s ? ` in ${View.time(plan.goal_s)}` : ""}${plan.strategy ? `, ${plan.strategy}` : ""}`
            : `${View.place(page.course.distance_m)}, ${race.runners.length} runners`);
        put($("count-s"), String(settings.count));
        const warning = $("warning");
        warning.hidden = Keep.lasts();
        if (!Keep.lasts()) put(warning, "This browser keeps nothing for this page: do not close it before the result is saved.");
    }

    function show() {
        const now = which();
        if (now !== screen || (now === "group" && $("grid").children.length !== race.runners.length)) {
            screen = now;
            enter();
        }
        if (screen === "result") {
            View.result(looked ? looked.race : race, looked ? looked.from : "");
            return;
        }
        paint();
    }

    function paint() {
        const s = elapsed();
        if (screen === "solo") {
            View.solo(race, s);
            const fix = $("solo-fix"), runner = race.runners[0];
            const extra = !Number.isNaN(runner.extra_s);
            const missed = !extra && fresh === 0 && wasMissed(runner);
            fix.hidden = !extra && !missed;
            $("must").hidden = !fix.hidden;
            put(fix, extra ? `Use the second tap, ${View.time(runner.extra_s)}` : missed ? "One tap was missed" : "");
        }
        if (screen === "group") paintGroup(s);
        tick(s);
    }

    /** Was the newest split, by its time, that of the place after? @param {Runner} runner */
    function wasMissed(runner) {
        const split = View.lastOf(runner);
        if (!split || runner.done[runner.done.length - 1] !== "tap") return false;
        const before = { ...runner, splits: runner.splits.slice(0, -1) };
        return Core.looksMissed(race, before, split.s);
    }

    /** @param {number} s */
    function paintGroup(s) {
        View.group(race, s, fresh);
        const r = lastTapped(), runner = race.runners[r], split = runner && View.lastOf(runner);
        put($("group-last"), mending ? "Press the name to mend." : split ? tapWords(runner, r) : s < 0 ? "" : "Tap a name as the runner passes.");
        button("group-undo").disabled = r < 0;
        put($("group-undo"), r < 0 ? "Undo" : `Undo ${View.nameOf(race, r)}`);
        button("group-wrong").disabled = r < 0 || runner.done[runner.done.length - 1] !== "tap";
        $("group-mend").setAttribute("aria-pressed", String(mending));
        const fix = $("group-fix"), extra = r >= 0 && !Number.isNaN(runner.extra_s), missed = r >= 0 && !extra && fresh === r && wasMissed(runner);
        fix.hidden = !extra && !missed;
        $("group-last").hidden = !fix.hidden;
        put(fix, extra ? "Use the second tap" : missed ? "One tap was missed" : "");
    }

    function mendFix() {
        const r = alone() ? 0 : lastTapped(), runner = race.runners[r];
        if (!runner) return;
        if (!Number.isNaN(runner.extra_s)) return mend("later", r);
        const split = View.lastOf(runner);
        if (!split) return;
        add({ k: "undo", r });
        add({ k: "miss", r });
        add({ k: "tap", r, s: split.s, w: Date.now() });
        afterwards(tapWords(runner, r));
    }

    /** What moves by itself. @param {number} s */
    function tick(s) {
        const node = screen === "solo" ? $("solo-clock") : $("group-clock");
        put(node, View.clock(s, calm.matches ? 0 : 1));
        if (track) View.moveMarks(track, race, calm.matches ? Math.floor(s) : s);
        if (alone() && race.runners[0].entry.pacing) lapBuzz(race.runners[0].entry.pacing, s);
    }

    /** At the plan's laps the phone shakes. @param {Knot[]} pacing @param {number} s */
    function lapBuzz(pacing, s) {
        const passed = s <= 0 ? 0 : race.course.laps_m.filter((m) => Core.timeAt(pacing, m) <= s).length;
        if (passed > lapSaid && passed > 0) buzz([120, 80, 120]);
        if (s > 0 && s < 1 && settings.sound === "voice" && lapSaid === 0 && race.runners[0].entry.cues[0]) {
            lapSaid = -1;
            Sound.say(race.runners[0].entry.cues[0]);
        }
        if (passed > lapSaid) lapSaid = passed;
    }

    function frame() {
        if ((screen === "solo" || screen === "group") && document.visibilityState === "visible") {
            const now = performance.now();
            const whole = now - painted > 200 || now < painted;
            if (whole) painted = now;
            if (whole) paint();
            else if (!calm.matches) tick(elapsed());
        }
        window.requestAnimationFrame(frame);
    }

    // The sounds are looked after also while nothing is drawn.
    function beat() {
        if (race.gun_ms !== null && !Core.isOver(race)) {
            const s = elapsed();
            Sound.keep(performance.now(), s);
        }
    }

    // ---- Dialogs

    const dialogs = () => /** @type {HTMLDialogElement[]} */ ([$("menu"), $("sheet")]);
    function closeAll() {
        for (const dialog of dialogs()) if (dialog.open) dialog.close();
    }

    function openMenu() {
        const on = race.gun_ms !== null && !Core.isOver(race) && !looked;
        $("recall").hidden = race.gun_ms === null || Boolean(looked);
        $("finish-race").hidden = !on;
        const list = Keep.earlier(), select = /** @type {HTMLSelectElement} */ ($("earlier"));
        $("earlier-label").hidden = list.length === 0;
        select.replaceChildren(new Option("choose", ""), ...list.map(({ number, log: events }) => {
            const old = Core.replay(page.course, entries, events);
            const when = old.gun_ms === null ? "not run" : RaceFile.instant(old.gun_ms, old.tz_min).slice(0, 16).replace("T", " ");
            return new Option(when, String(number));
        }));
        put($("states"), [`Sound ${Sound.state() === "running" ? "is ready" : "begins with the first touch"}`,
            "wakeLock" in navigator ? "the screen is kept on while a race runs" : "this browser cannot keep the screen on: set the phone to never lock; the race goes on all the same",
            Keep.lasts() ? "every tap is kept at once" : "nothing outlives this page"].join(" · "));
        /** @type {HTMLDialogElement} */ ($("menu")).showModal();
    }

    /** @param {number} r */
    function openSheet(r) {
        sheetOf = r;
        mending = false;
        const runner = race.runners[r];
        put($("sheet-title"), View.nameOf(race, r));
        $("sheet-splits").replaceChildren(...(runner.splits.length === 0 ? [View.make("li", "No tap yet")] : runner.splits.map((split, i) => {
            const li = View.make("li", "");
            li.append(View.make("span", View.place(split.m)), View.make("span", View.time(split.s, 2)), View.make("span", View.lap(View.splitOf(runner, i))));
            return li;
        })));
        button("sheet-undo").disabled = runner.done.length === 0;
        button("sheet-miss").disabled = runner.out || Core.finished(race, runner);
        button("sheet-out").disabled = runner.out || Core.finished(race, runner);
        $("sheet-recall").hidden = !alone();
        /** @type {HTMLDialogElement} */ ($("sheet")).showModal();
    }

    // ---- Out and in

    const shown = () => (looked ? looked.race : race);
    const fileText = () => JSON.stringify(RaceFile.write(shown(), page.made_by), null, 1);

    function save() {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([fileText()], { type: "application/json" }));
        link.download = RaceFile.fileName(shown());
        document.body.append(link);
        link.click();
        link.remove();
        window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        tell(`Saved as ${link.download}`);
    }

    async function copy() {
        try {
            await navigator.clipboard.writeText(fileText());
        } catch {
            const area = document.createElement("textarea");
            area.value = fileText();
            document.body.append(area);
            area.select();
            document.execCommand("copy");
            area.remove();
        }
        put($("copy"), "Copied");
        window.setTimeout(() => put($("copy"), "Copy"), 2000);
        tell("Copied");
    }

    const asFile = () => new File([fileText()], RaceFile.fileName(shown()), { type: "application/json" });
    async function share() {
        try {
            await navigator.share({ files: [asFile()] });
        } catch {
            save();
        }
    }

    /** @param {Race} of @param {string} from */
    function look(of, from) {
        looked = { race: of, from };
        screen = "";
        closeAll();
        show();
    }

    async function load() {
        const input = /** @type {HTMLInputElement} */ ($("load")), file = input.files?.[0];
        if (!file) return;
        try {
            if (file.size > 1 << 20) throw new Error("This is no race file: it is too large.");
            look(RaceFile.read(await file.text()), file.name);
        } catch (error) {
            put($("states"), error instanceof Error ? error.message : "This is no race file.");
        }
        input.value = "";
    }

    function again() {
        if (looked) looked = null;
        else if (race.gun_ms !== null) {
            Keep.next();
            race = Core.newRace(page.course, entries);
        }
        clock = null;
        screen = "";
        show();
    }

    /** "5:30", "330", "5.30" @param {string} text */
    function goalOf(text) {
        const parts = /^(?:(\d{1,2})[:.])?(\d{1,3}(?:[.,]\d)?)$/.exec(text.trim());
        return parts ? Number(parts[1] ?? 0) * 60 + Number(parts[2].replace(",", ".")) : null;
    }

    /** @param {Event} event */
    function addRunner(event) {
        event.preventDefault();
        const name = /** @type {HTMLInputElement} */ ($("add-name")), goal = /** @type {HTMLInputElement} */ ($("add-goal"));
        if (name.value.trim() === "") return name.focus();
        add({ k: "add", name: name.value.trim(), goal_s: goalOf(goal.value) });
        tell(`${name.value.trim()} runs too`);
        name.value = goal.value = "";
        screen = "";
        show();
        name.focus();
    }

    // ---- Wiring

    /** @param {string} id @param {(value: string) => void} set @param {string | number} value */
    function setting(id, set, value) {
        const select = /** @type {HTMLSelectElement} */ ($(id));
        select.value = String(value);
        select.addEventListener("change", () => {
            set(select.value);
            Keep.setSettings(settings);
            applyLook();
            put($("count-s"), String(settings.count));
            sounds();
        });
    }
    function applyLook() {
        document.documentElement.dataset.look = settings.look;
    }

    /** @param {KeyboardEvent} e */
    function onKey(e) {
        if (e.ctrlKey || e.metaKey || e.altKey || dialogs().some((dialog) => dialog.open)) return;
        const on = screen === "solo" || screen === "group", focus = document.activeElement;
        const elsewhere = focus instanceof HTMLElement && focus !== document.body && !["tap", "hold"].includes(focus.id);
        if (e.key === "z" && (on || (screen === "result" && !looked))) return mend("undo", lastTapped());
        if (!on || (e.key === " " && elsewhere)) return;
        if (e.key === " ") {
            e.preventDefault();
            if (e.repeat) return;
            if (screen === "solo") pass(0, e.timeStamp);
            else hold(e.timeStamp);
        } else if (/^[1-9]$/.test(e.key) && !e.repeat && Number(e.key) <= race.runners.length) {
            pass(Number(e.key) - 1, e.timeStamp);
        }
    }

    /** @param {number} stamp */
    function hold(stamp) {
        const s = elapsed(stamp);
        if (!(s > 0)) return;
        add({ k: "hold", s, w: Date.now() });
        buzz(40);
        show();
        tell(`${View.time(s)} waits for a name`);
    }

    /** @param {string} id @param {() => void} act */
    const on = (id, act) => $(id).addEventListener("click", act);

    function wire() {
        on("start-count", () => start(settings.count));
        press($("start-now"), (stamp) => start(0, stamp));
        press($("tap"), (stamp) => pass(0, stamp));
        press($("hold"), hold);
        on("solo-undo", () => mend("undo", 0));
        on("solo-more", () => openSheet(0));
        on("solo-fix", mendFix);
        on("group-undo", () => mend("undo", lastTapped()));
        on("group-wrong", () => mend("wrong", lastTapped()));
        on("group-fix", mendFix);
        on("group-mend", () => { mending = !mending; show(); });
        on("waiting", () => { add({ k: "drop" }); show(); });
        on("menu-open", openMenu);
        on("recall", recall);
        on("sheet-recall", recall);
        on("finish-race", () => { add({ k: "end" }); closeAll(); afterwards("The race is over"); });
        on("sheet-undo", () => { closeAll(); mend("undo", sheetOf); });
        on("sheet-miss", () => { closeAll(); mend("miss", sheetOf); });
        on("sheet-out", () => { closeAll(); mend("out", sheetOf); });
        on("save", save);
        on("copy", copy);
        on("share", share);
        on("again", again);
        on("undo-finish", () => mend("undo", lastTapped()));
        on("test-sound", () => { Sound.wake(); Sound.now("lap"); if (settings.sound === "voice") Sound.say("Easy speed"); });
        $("add-form").addEventListener("submit", addRunner);
        $("load").addEventListener("change", load);
        $("earlier").addEventListener("change", () => {
            const chosen = Keep.earlier().find(({ number }) => String(number) === /** @type {HTMLSelectElement} */ ($("earlier")).value);
            if (!chosen) return;
            const old = Core.replay(page.course, entries, chosen.log);
            look(old, old.gun_ms === null ? "not run" : RaceFile.instant(old.gun_ms, old.tz_min).slice(0, 16).replace("T", " "));
        });
        setting("set-count", (value) => { settings.count = Number(value); }, settings.count);
        setting("set-sound", (value) => { settings.sound = value; }, settings.sound);
        setting("set-step", (value) => { settings.step = Number(value); }, settings.step);
        setting("set-look", (value) => { settings.look = value; }, settings.look);
        window.addEventListener("keydown", onKey);
        document.addEventListener("visibilitychange", () => {
            hidden = true;
            if (document.visibilityState !== "visible") return;
            show();
            keepAwake();
            beat();
        });
        document.addEventListener("pointerdown", () => { if (race.gun_ms !== null) Sound.wake(); });
    }

    put($("title"), page.title);
    document.title = page.title;
    applyLook();
    guardClicks();
    wire();
    Keep.open(page.id, (added) => {
        if (added) rebuilt();
        else if (screen === "ready") ready();
    });
    Keep.watch(rebuilt);
    try {
        $("share").hidden = !(navigator.canShare && navigator.canShare({ files: [asFile()] }));
    } catch {
        $("share").hidden = true;
    }
    rebuilt();
    keepAwake();
    window.setInterval(beat, 200);
    window.requestAnimationFrame(frame);
})();
