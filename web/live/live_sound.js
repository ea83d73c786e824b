// SPDX-License-Identifier: MIT
// Sounds of the plan, handed to the audio clock well ahead: what is due within the
// next minute is already scheduled, so that a timer the phone holds back costs
// nothing. Each tone's moment is corrected while it is still to come.

/** @typedef {{s: number, kind: string, m: number}} Beep */
/** @typedef {{at: number, stop: () => void}} Planned */

const Sound = (() => {
    // Browsers wake the timers of a hidden page once a minute at worst.
    const AHEAD_S = 75;
    // A tone further off its moment than this is moved; less is not heard.
    const OFF_S = 0.003;
    // Crystals of two clocks part by less than this a second (engineering estimate: 200 millionths).
    const DRIFT = 2e-4;

    /** @type {Record<string, {hz: number, s: number, times: number, loud: number}>} */
    const tones = {
        count: { hz: 660, s: 0.09, times: 1, loud: 0.6 },
        gun: { hz: 990, s: 0.5, times: 1, loud: 0.9 },
        tick: { hz: 880, s: 0.07, times: 1, loud: 0.7 },
        lap: { hz: 1320, s: 0.12, times: 2, loud: 0.9 },
        bell: { hz: 1760, s: 0.12, times: 4, loud: 0.9 },
        finish: { hz: 1320, s: 0.6, times: 1, loud: 0.9 },
        tap: { hz: 440, s: 0.04, times: 1, loud: 0.4 },
    };

    /** One sound at a time of the audio clock. @param {BaseAudioContext} audio @param {string} kind @param {number} at
     * @returns {() => void} takes it back */
    function put(audio, kind, at) {
        const tone = tones[kind];
        const level = audio.createGain();
        level.connect(audio.destination);
        level.gain.value = 0;
        /** @type {OscillatorNode[]} */
        const voices = [];
        for (let i = 0; i < tone.times; i++) {
            const from = at + i * tone.s * 1.6, voice = audio.createOscillator();
            voice.type = "triangle";
            voice.frequency.value = tone.hz;
            // Two milliseconds up, the end faded: loud at once and no click.
            level.gain.setValueAtTime(0, from);
            level.gain.linearRampToValueAtTime(tone.loud, from + 0.002);
            level.gain.setValueAtTime(tone.loud, from + tone.s * 0.7);
            level.gain.linearRampToValueAtTime(0, from + tone.s);
            voice.connect(level);
            voice.start(from);
            voice.stop(from + tone.s + 0.01);
            voices.push(voice);
        }
        voices[voices.length - 1].onended = () => level.disconnect();
        return () => {
            level.disconnect();
            for (const voice of voices) voice.stop();
        };
    }

    /** The audio clock against performance.now(), both in seconds. Its reading moves in steps of a block, so the
     * largest one seen is the truest, let go slowly for the drift of the two crystals.
     * @param {{offset: number, seen: number} | null} before @param {number} audio_s @param {number} perf_s */
    function matched(before, audio_s, perf_s) {
        const now = audio_s - perf_s;
        const kept = before ? before.offset - DRIFT * (perf_s - before.seen) : -Infinity;
        // A context that stood still, or an output that changed, is a new clock.
        const jumped = before !== null && now < kept - 0.1;
        return { offset: jumped ? now : Math.max(kept, now), seen: perf_s };
    }

    /** @type {AudioContext | null} */
    let audio = null;
    /** @type {{offset: number, seen: number} | null} */
    let match = null;
    let way_s = 0;
    /** @type {Map<Beep, Planned>} */
    const planned = new Map();
    /** @type {Beep[]} */
    let list = [];

    /** Must first be called out of a touch: browsers let no page sound before. */
    function wake() {
        const Kind = window.AudioContext;
        if (!audio && Kind) audio = new Kind({ latencyHint: "interactive" });
        if (audio && audio.state !== "running") {
            // Its clock stood: what waits on it would sound late.
            for (const [beep, one] of planned) if (one.at > audio.currentTime) { one.stop(); planned.delete(beep); }
            match = null;
            audio.resume().catch(() => undefined);
        }
    }

    function silence() {
        for (const one of planned.values()) one.stop();
        planned.clear();
        list = [];
    }

    /** @param {Beep[]} beeps */
    function plan(beeps) {
        silence();
        list = beeps;
    }

    /** Called often while a race is on. @param {number} perf_ms now @param {number} race_s seconds from the gun, now */
    function keep(perf_ms, race_s) {
        if (!audio || audio.state !== "running") return;
        match = matched(match, audio.currentTime, perf_ms / 1000);
        // The way to the ear is told anew at every block, a little different each time.
        const way = audio.outputLatency || audio.baseLatency || 0;
        if (Math.abs(way - way_s) > 0.02) way_s = way;
        const zero = match.offset + perf_ms / 1000 - race_s - way_s; // the gun on the audio clock
        for (const beep of list) {
            if (zero + beep.s - audio.currentTime > AHEAD_S) break;
            place(audio, beep, zero + beep.s);
        }
    }

    /** Puts one sound where it belongs, or moves it there. @param {AudioContext} to @param {Beep} beep @param {number} at */
    function place(to, beep, at) {
        const before = planned.get(beep), now = to.currentTime;
        // What has sounded is done; so is what sits right or too near to be moved unheard.
        if (before && (before.at <= now || Math.abs(before.at - at) < OFF_S)) return;
        if (before && at > now && Math.min(at, before.at) - now < 0.1) return;
        if (before) before.stop();
        // Its moment went by while the phone let nothing sound: it stays silent.
        if (at < now) planned.set(beep, { at: -Infinity, stop: () => undefined });
        else planned.set(beep, { at, stop: put(to, beep.kind, at) });
    }

    /** At once. @param {string} kind */
    function now(kind) {
        if (audio && audio.state === "running") put(audio, kind, audio.currentTime + 0.005);
    }

    /** @param {string} words */
    function say(words) {
        if (!("speechSynthesis" in window)) return;
        const spoken = new SpeechSynthesisUtterance(words);
        spoken.lang = Words.language;
        spoken.rate = 1.15;
        window.speechSynthesis.cancel();
        window.speechSynthesis.speak(spoken);
    }

    const state = () => (audio ? audio.state : "none");

    return { put, matched, wake, plan, silence, keep, now, say, state };
})();
