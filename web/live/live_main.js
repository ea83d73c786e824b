// SPDX-License-Identifier: MIT
// The page: touches and keys become events, events are kept and shown.

(() => {
    const { $, button, put, press } = View, { t } = Words;
    Words.fill(document.body);
    /** What miler wrote into the page. Where all plans have the same places those are told once, times_s are at them.
     * @typedef {{goal_s: number, strategy: string, pacing?: Knot[], times_s?: number[]}} Plan */
    /** @type {{id: string, title: string, made_by: string, course: Course, day: RaceDay, places_m?: number[], cues?: string[],
     *   runners: {name: string, day?: number, plan: Plan | null}[]}} */
    const page = JSON.parse(document.getElementById("miler-plan")?.textContent ?? "null");
    /** A card's code names its runner behind the #: the page is then for that one, with a log of its own. */
    function chooseRunner() {
        const name = new URLSearchParams(window.location.hash.slice(1).replace(/\+/g, "%2B")).get("runner");
        const one = page.runners.find((runner) => runner.name === name);
        if (!one || page.runners.length === 1) return;
        page.id += `/${name}`;
        page.title = `${page.title.split(":")[0]}${one.plan ? ` ${t("in {time}", { time: View.goal(one.plan.goal_s) })}` : ""}: ${name}`;
        page.day.tables = [page.day.tables[one.day ?? 0]];
        page.runners = [{ ...one, day: 0 }];
    }
    chooseRunner();
    window.addEventListener("hashchange", () => window.location.reload());
    /** @param {Plan} plan @returns {Knot[]} */
    const pacingOf = ({ pacing, times_s }) => pacing ?? (times_s ?? []).map((s, i) => [(page.places_m ?? [])[i], s]);
    const entries = page.runners.map(({ name, plan }) => /** @type {Entry} */ ({
        name, goal_s: plan ? plan.goal_s : null, strategy: plan ? plan.strategy : "",
        pacing: plan ? pacingOf(plan) : null, cues: plan ? page.cues ?? [] : [] }));

    /** @type {Race} */
    let race = Core.newRace(page.course, entries);
    /** A race out of a file or an earlier one, only looked at. @type {{race: Race, from: string} | null} */
    let looked = null;
    /** @type {Clock | null} */
    let clock = null;
    /** @type {ReturnType<typeof View.drawTrack> | null} */
    let track = null;
    let hidden = false, fresh = -1, mending = false, sheetOf = -1, changing = -1, screen = "", lapSaid = 0, cueSaid = false, painted = 0, dayPainted = 0;
    /** @type {WakeLockSentinel | null} */
    let awake = null;

    /** The day's two lists as time goes on: before the race and after it. @type {(ReturnType<typeof Day.show> | null)[]} */
    let [dayBefore, dayAfter] = [null, null];
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
        fresh = changing = -1;
        lapSaid = 0;
        cueSaid = false;
        buzz(60);
        sounds();
        keepAwake();
        show();
        tell(wait_s > 0 ? t("{n} seconds to the gun", { n: wait_s }) : t("Running"));
    }

    /** @param {Runner} runner @param {number} r */
    function tapWords(runner, r) {
        const split = View.lastOf(runner), ahead = View.aheadAt(race, runner, split);
        const lapText = View.lap(View.splitOf(runner, runner.splits.length - 1));
        const words = Number.isNaN(ahead) ? "" : `, ${View.aheadText(ahead)}`;
        const end = Number.isNaN(Core.finishOf(race, runner)) ? "" : `, ${t("finish {time}", { time: View.time(split.s) })}`;
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
        add(race.held.length > 0 ? { k: "tap", r, held: true, s: race.held[0] } : { k: "tap", r, s, w: Date.now(), p: Math.round(stamp) });
        if (runner.splits.length === before) {
            show();
            tell(t(Number.isNaN(runner.extra_s) ? "Not counted" : "A second tap so soon is not counted"));
            return;
        }
        fresh = r;
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

    /** Something done to a runner, or taken back. @param {string} k @param {number} r */
    function mend(k, r) {
        if (!race.runners[r]) return;
        changed(r, () => {
            const words = k === "undo" ? View.actText(race, Core.lastAct(race, r)) : "";
            add({ k, r, s: elapsed() });
            return words ? t("Taken back: {what}", { what: words }) : t("Done");
        });
    }

    /** Takes back the last thing done to anybody; an end by hand is one. */
    function undoLast() {
        const act = Core.lastAct(race);
        if (!act) return;
        if (act.kind !== "end") mend("undo", act.r);
        else changed(-1, () => {
            add({ k: "resume" });
            return t("The race goes on");
        });
    }

    /** @param {number} r @param {() => string} act what it did, in words */
    function changed(r, act) {
        const wasOver = Core.isOver(race), words = act();
        if (wasOver && !Core.isOver(race)) {
            sounds();
            keepAwake();
        }
        if (fresh === r) fresh = -1;
        buzz([20, 40, 20]);
        afterwards(words);
    }

    function recall() {
        if (!Core.recallable(race)) return;
        add({ k: "recall" });
        Sound.silence();
        clock = null;
        closeAll();
        show();
        tell(t("Back to the line"));
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
        if (screen === "ready") {
            ready();
            dayBefore = Day.show($("day-rows"), $("day-head"), t("Race day"), dayLists("before"), t("T"));
            const due = race.due_s ?? page.day.gun_s;
            /** @type {HTMLInputElement} */ ($("gun-at")).value = due === null ? "" : new Date(due * 1000).toISOString().slice(11, 16);
        }
        if (screen === "result") dayAfter = Day.show($("after-rows"), $("after-head"), t("After the race"), dayLists("after"), t("finish "));
        if (screen === "solo") track = View.drawTrack("oval", race);
        if (screen === "group") {
            View.makeGrid(race, (r, stamp) => (mending ? openSheet(r) : pass(r, stamp)));
            track = View.drawTrack("group-oval", race);
        }
    }

    function ready() {
        View.planTable(race);
        const plan = race.runners[0].entry;
        put($("about"), alone() ? `${View.place(page.course.distance_m)}${plan.goal_s ? ` ${t("in {time}", { time: View.time(plan.goal_s) })}` : ""}${plan.strategy ? `, ${t(plan.strategy)}` : ""}`
            : `${View.place(page.course.distance_m)}, ${t("{n} runners", { n: race.runners.length })}`);
        put($("count-s"), String(settings.count));
        const warning = $("warning");
        View.addedList(race, change, remove);
        warning.hidden = Keep.lasts();
        if (!Keep.lasts()) put(warning, t("This browser keeps nothing for this page: do not close it before the result is saved."));
    }

    // ---- The day around the race

    /** @param {"before" | "after"} key */
    const dayLists = (key) => page.day.tables.map((table, k) => ({ rows: table[key],
        title: View.nameList(page.runners.filter(({ day }) => (day ?? 0) === k).map(({ name }) => name)) }));
    /** When the race was over for who runs alone, at a whole minute; NaN: not known. */
    function finishAt() {
        const s = alone() && race.gun_ms !== null ? Core.finishOf(race, race.runners[0]) : NaN;
        return (race.gun_ms ?? NaN) + Math.ceil(s / 60) * 60000;
    }
    function paintDay() {
        const now = Date.now();
        if (screen === "ready" && dayBefore) dayBefore(Day.gunAt(page.day, race.due_s, now), now);
        $("after-box").hidden = Boolean(looked);
        if (screen === "result" && dayAfter) dayAfter(finishAt(), now);
    }
    function gunTyped() {
        const [h, m] = /** @type {HTMLInputElement} */ ($("gun-at")).value.split(":").map(Number);
        add({ k: "due", s: Number.isFinite(h * 60 + m) ? h * 3600 + m * 60 : undefined });
        paintDay();
    }

    /** What the storage did not take is said, once it happened. */
    function showKept() {
        const node = $("kept");
        node.hidden = !Keep.failed() || (screen === "ready" && !Keep.lasts());
        put(node, t("Storage full: keep this tab, then save the file."));
    }

    function show() {
        const now = which();
        if (now !== screen || (now === "group" && $("grid").children.length !== race.runners.length)) {
            screen = now;
            enter();
        }
        showKept();
        paintDay();
        if (screen === "result") {
            View.result(looked ? looked.race : race, looked ? looked.from : "", openSheet);
            put($("again"), t(!looked ? "New race" : race.gun_ms === null ? "Back" : Core.isOver(race) ? "Back to the result" : "Back to the race"));
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
            put(fix, extra ? t("Use the second tap, {time}", { time: View.time(runner.extra_s) }) : missed ? t("One tap was missed") : "");
        }
        if (screen === "group") paintGroup(s);
        tick(s);
    }

    /** Was the newest split, by its time, that of the place after? @param {Runner} runner */
    function wasMissed(runner) {
        const split = View.lastOf(runner);
        if (!split || !["tap", "held"].includes(Core.lastAct(race, race.runners.indexOf(runner))?.kind ?? "")) return false;
        const before = { ...runner, splits: runner.splits.slice(0, -1) };
        return Core.looksMissed(race, before, split.s);
    }

    /** @param {number} s */
    function paintGroup(s) {
        View.group(race, s, fresh);
        const act = Core.lastAct(race), r = act ? act.r : -1, runner = race.runners[r];
        const tapped = act?.kind === "tap" || act?.kind === "held", words = View.actText(race, act);
        put($("group-last"), mending ? t("Press the name to mend.") : tapped ? tapWords(runner, r) : words || (s < 0 ? "" : t("Tap a name as the runner passes.")));
        button("group-undo").disabled = !act;
        put($("group-undo"), View.undoText(words));
        button("group-wrong").disabled = !tapped;
        $("group-mend").setAttribute("aria-pressed", String(mending));
        const fix = $("group-fix"), extra = runner !== undefined && !Number.isNaN(runner.extra_s), missed = runner !== undefined && !extra && fresh === r && wasMissed(runner);
        fix.hidden = !extra && !missed;
        $("group-last").hidden = !fix.hidden;
        put(fix, extra ? t("Use the second tap") : missed ? t("One tap was missed") : "");
    }

    function mendFix() {
        const act = Core.lastAct(race), r = act ? act.r : -1, runner = race.runners[r];
        if (!act || !runner) return;
        if (!Number.isNaN(runner.extra_s)) return mend("later", r);
        const split = View.lastOf(runner);
        if (!split) return;
        add({ k: "undo", r });
        add({ k: "miss", r });
        add(act.kind === "held" ? { k: "tap", r, held: true, s: split.s } : { k: "tap", r, s: split.s, w: Date.now() });
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
        const cue = race.runners[0].entry.cues[0];
        if (s > 0 && s < 1 && settings.sound === "voice" && !cueSaid && cue) {
            cueSaid = true;
            Sound.say(cue);
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
        const second = Math.floor(Date.now() / 1000);
        if (second !== dayPainted) paintDay();
        dayPainted = second;
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

    /** @param {Race} of */
    const whenOf = (of) => (of.gun_ms === null ? t("not run") : RaceFile.instant(of.gun_ms, of.tz_min).slice(0, 16).replace("T", " "));

    /** The newest race before this one, where it was left before everybody was in and nothing runs now. */
    function leftRace() {
        const newest = race.gun_ms === null ? Keep.earlier()[0] : undefined;
        const old = newest && Core.replay(page.course, entries, newest.log);
        return newest && old && Core.unfinished(old) ? { ...newest, race: old } : null;
    }
    function goOn() {
        const left = leftRace();
        if (!left) return;
        const events = left.race.ended ? [...left.log, { k: "resume" }] : left.log;
        Keep.next([...events, { k: "from", n: left.number }]);
        looked = null;
        closeAll();
        rebuilt();
        keepAwake();
        tell(t("The race goes on"));
    }

    function openMenu() {
        const on = race.gun_ms !== null && !Core.isOver(race) && !looked;
        $("recall").hidden = !Core.recallable(race) || Boolean(looked);
        $("finish-race").hidden = !on;
        const list = Keep.earlier(), select = /** @type {HTMLSelectElement} */ ($("earlier"));
        $("earlier-label").hidden = list.length === 0;
        select.replaceChildren(new Option(t("choose"), ""), ...list.map(({ number, log: events }) => {
            const old = Core.replay(page.course, entries, events);
            return new Option(whenOf(old), String(number));
        }));
        const left = leftRace();
        $("continue").hidden = !left;
        if (left) put($("continue"), t("Continue the race of {when}", { when: whenOf(left.race) }));
        put($("states"), [t(Sound.state() === "running" ? "Sound is ready" : "Sound begins with the first touch"),
            t("wakeLock" in navigator ? "the screen is kept on while a race runs" : "this browser cannot keep the screen on: set the phone to never lock; the race goes on all the same"),
            t(Keep.lasts() ? "every tap is kept at once" : "nothing outlives this page")].join(" · "));
        /** @type {HTMLDialogElement} */ ($("menu")).showModal();
    }

    /** @param {number} r */
    function openSheet(r) {
        sheetOf = r;
        mending = false;
        const runner = race.runners[r];
        put($("sheet-title"), View.nameOf(race, r));
        $("sheet-splits").replaceChildren(...(runner.splits.length === 0 ? [View.make("li", t("No tap yet"))] : runner.splits.map((split, i) => {
            const li = View.make("li", "");
            li.append(View.make("span", View.place(split.m)), View.make("span", View.time(split.s, 2)), View.make("span", View.lap(View.splitOf(runner, i))));
            return li;
        })));
        button("sheet-undo").disabled = !Core.lastAct(race, r);
        button("sheet-miss").disabled = runner.out || Core.finished(race, runner);
        button("sheet-out").disabled = runner.out || Core.finished(race, runner);
        $("sheet-recall").hidden = !alone() || !Core.recallable(race);
        sheetPlaces(runner);
        if (!/** @type {HTMLDialogElement} */ ($("sheet")).open) /** @type {HTMLDialogElement} */ ($("sheet")).showModal();
    }

    /** The places a time can still be put in for. @param {Runner} runner */
    function sheetPlaces(runner) {
        const n = runner.splits.length + runner.missed, most = race.open ? 3 : 2000, places = [];
        for (let i = 0; i < most && !Number.isNaN(Core.placeOf(race, n + i)); i++) places.push(Core.placeOf(race, n + i));
        $("sheet-at").replaceChildren(...places.map((m, i) => new Option(View.place(m), String(i))));
        $("sheet-form").hidden = places.length === 0 || runner.out;
        $("sheet-fault").hidden = true;
        /** @type {HTMLInputElement} */ ($("sheet-time")).value = "";
    }

    /** A time that nobody tapped. @param {Event} event */
    function typeTime(event) {
        event.preventDefault();
        const input = /** @type {HTMLInputElement} */ ($("sheet-time")), runner = race.runners[sheetOf];
        const skipped = Number(/** @type {HTMLSelectElement} */ ($("sheet-at")).value);
        const s = Core.secondsIn(input.value), from = (View.lastOf(runner)?.s ?? 0) + Core.TWICE_S, now = elapsed();
        const fault = Number.isNaN(s) ? t("“{text}” is no time: write it like 5:19.4.", { text: input.value })
            : s < from ? t("Not so soon: after {time}.", { time: View.time(from) }) : s > now ? t("The race is only at {time}.", { time: View.time(now) }) : "";
        $("sheet-fault").hidden = fault === "";
        put($("sheet-fault"), fault);
        if (fault) return input.focus();
        for (let i = 0; i < skipped; i++) add({ k: "miss", r: sheetOf });
        add({ k: "tap", r: sheetOf, s, w: Date.now() });
        closeAll();
        afterwards(tapWords(runner, sheetOf));
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
        tell(t("Saved as {name}", { name: link.download }));
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
        put($("copy"), t("Copied"));
        window.setTimeout(() => put($("copy"), t("Copy")), 2000);
        tell(t("Copied"));
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
            if (file.size > 1 << 20) throw new Error(t("This is no race file: {what}.", { what: t("it is too large") }));
            look(RaceFile.read(await file.text()), file.name);
        } catch (error) {
            put($("states"), error instanceof Error ? error.message : t("This is no race file."));
        }
        input.value = "";
    }

    function again() {
        if (looked) looked = null;
        else if (race.gun_ms !== null) {
            // Who was added for this race runs the next one, too.
            Keep.next(race.runners.slice(race.given).map(({ entry: { name, goal_s } }) => ({ k: "add", name, goal_s })));
            race = Core.replay(page.course, entries, Keep.log());
        }
        clock = null;
        screen = "";
        show();
    }

    // ---- Runners added before the gun

    /** @param {string} text @param {string} fault */
    function goalFault(text, fault) {
        const { distance_m } = page.course, [fast, slow] = Core.goalsOver(distance_m);
        if (fault === "unread") return t("“{text}” is no time: write it like 5:30, or leave it empty.", { text });
        return fault ? t("“{text}” is no goal over {place}: from {fast} to {slow}.", { text, place: View.place(distance_m), fast: View.time(Math.ceil(fast), 0), slow: View.time(Math.floor(slow), 0) }) : "";
    }

    /** @param {Event} event */
    function addRunner(event) {
        event.preventDefault();
        const name = /** @type {HTMLInputElement} */ ($("add-name")), goal = /** @type {HTMLInputElement} */ ($("add-goal"));
        const { goal_s, fault } = Core.goalIn(goal.value, page.course.distance_m);
        const full = changing < 0 && race.runners.length >= Core.RUNNERS_MAX;
        const words = full ? t("No more than {n} runners.", { n: Core.RUNNERS_MAX }) : goalFault(goal.value.trim(), fault);
        $("add-fault").hidden = words === "";
        put($("add-fault"), words);
        goal.setAttribute("aria-invalid", String(fault !== ""));
        if (Core.nameIn(name.value) === "") return name.focus();
        if (words) return goal.focus();
        add(changing < 0 ? { k: "add", name: Core.nameIn(name.value), goal_s } : { k: "rename", r: changing, name: Core.nameIn(name.value), goal_s });
        tell(t("{name} runs too", { name: Core.nameIn(name.value) }));
        addedShown();
        name.focus();
    }
    function addedShown() {
        changing = -1;
        put($("add-do"), t("Add"));
        for (const id of ["add-name", "add-goal"]) /** @type {HTMLInputElement} */ ($(id)).value = "";
        screen = "";
        show();
    }

    /** @param {number} r */
    function change(r) {
        const { name, goal_s } = race.runners[r].entry, input = /** @type {HTMLInputElement} */ ($("add-name"));
        changing = r;
        input.value = name;
        /** @type {HTMLInputElement} */ ($("add-goal")).value = goal_s ? View.goal(goal_s) : "";
        put($("add-do"), t("Change"));
        input.focus();
    }
    /** @param {number} r */
    function remove(r) {
        const name = View.nameOf(race, r);
        add({ k: "remove", r });
        tell(t("{name} does not run", { name }));
        addedShown();
        $("add-name").focus();
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
        if (e.key === "z" && (on || (screen === "result" && !looked))) return undoLast();
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
        tell(t("{time} waits for a name", { time: View.time(s) }));
    }

    /** @param {string} id @param {() => void} act */
    const on = (id, act) => $(id).addEventListener("click", act);

    function wire() {
        on("start-count", () => start(settings.count));
        press($("start-now"), (stamp) => start(0, stamp));
        press($("tap"), (stamp) => pass(0, stamp));
        press($("hold"), hold);
        on("solo-undo", undoLast);
        on("solo-more", () => openSheet(0));
        on("solo-fix", mendFix);
        on("group-undo", undoLast);
        on("group-wrong", () => mend("wrong", Core.lastAct(race)?.r ?? -1));
        on("group-fix", mendFix);
        on("group-mend", () => { mending = !mending; show(); });
        on("waiting", () => { add({ k: "drop" }); show(); });
        on("menu-open", openMenu);
        on("recall", recall);
        on("sheet-recall", recall);
        on("finish-race", () => { add({ k: "end" }); closeAll(); afterwards(t("The race is over")); });
        on("sheet-undo", () => { closeAll(); mend("undo", sheetOf); });
        on("sheet-miss", () => { closeAll(); mend("miss", sheetOf); });
        on("sheet-out", () => { closeAll(); mend("out", sheetOf); });
        on("save", save);
        on("copy", copy);
        on("share", share);
        on("again", again);
        on("undo-finish", undoLast);
        on("result-more", () => openSheet(0));
        on("continue", goOn);
        on("test-sound", () => { Sound.wake(); Sound.now("lap"); if (settings.sound === "voice") Sound.say(t("Easy speed")); });
        $("gun-at").addEventListener("change", gunTyped);
        // What is opened shows what comes next.
        for (const id of ["day-box", "after-box"]) $(id).addEventListener("toggle", () => $(id).querySelector("li.next")?.scrollIntoView({ block: "center" }));
        $("add-form").addEventListener("submit", addRunner);
        $("sheet-form").addEventListener("submit", typeTime);
        $("load").addEventListener("change", load);
        $("earlier").addEventListener("change", () => {
            const chosen = Keep.earlier().find(({ number }) => String(number) === /** @type {HTMLSelectElement} */ ($("earlier")).value);
            if (!chosen) return;
            const old = Core.replay(page.course, entries, chosen.log);
            look(old, whenOf(old));
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
    }, showKept);
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
