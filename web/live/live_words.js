// SPDX-License-Identifier: MIT
// The page's own words: English where they are said, here what they are in another language. Which one
// is that of the document. {n} stands for what is put in.

const Words = (() => {
    /** @type {Record<string, Record<string, string>>} */
    const tables = {
        de: {
            // The page as it stands
            "Menu": "Menü", "Plan": "Plan", "The plan, lap by lap": "Der Plan, Runde für Runde",
            "Race day": "Renntag", "Gun at": "Start um", "Add a runner": "Läufer dazunehmen", "Name": "Name", "Goal": "Ziel",
            "5:19.4": "5:19,4", "5:30 or none": "5:30 oder keins", "Add": "Dazu", "Taps at each": "Getippt wird nach jeder", "lap": "Runde", "half lap": "halben Runde",
            "unlimited laps": "unbegrenzt viele Runden", "Start in": "Start in", "s": "s", "Start at the gun: tap now": "Start beim Schuss: jetzt tippen",
            "Race": "Rennen", "Track with the pace light and the runner": "Bahn mit Tempolicht und Läufer", "Track with every runner": "Bahn mit allen Läufern",
            "plan": "Plan", "last": "letzte", "finish": "Ziel", "Undo": "Rückgängig", "More": "Mehr", "Tap": "Tippen",
            "Wrong name": "Falscher Name", "Mend": "Richten", "Time first, names after": "Erst die Zeit, dann der Name", "Result": "Ergebnis",
            "Splits": "Zwischenzeiten", "After the race": "Nach dem Rennen", "Save the race file": "Renndatei speichern", "Share": "Teilen", "Copy": "Kopieren",
            "New race": "Neues Rennen", "Countdown": "Countdown", "5 s": "5 s", "10 s": "10 s", "30 s": "30 s", "60 s": "60 s", "Sound": "Ton",
            "beeps and voice": "Töne und Stimme", "beeps": "Töne", "off": "aus", "A beep each": "Ein Ton alle", "50 m": "50 m", "100 m": "100 m", "200 m": "200 m",
            "Look": "Aussehen", "as the phone": "wie das Handy", "light, for the sun": "hell, für die Sonne", "dark": "dunkel", "Try the sound": "Ton ausprobieren",
            "False start: back to the line": "Fehlstart: zurück an die Linie", "End the race": "Rennen beenden", "Continue": "Weiter",
            "Open a race file": "Renndatei öffnen", "Earlier races here": "Frühere Rennen hier",
            "Keys: space taps, z takes back, 1 to 9 tap the runner of that number.": "Tasten: Leertaste tippt, z nimmt zurück, 1 bis 9 tippen den Läufer dieser Nummer.",
            "Close": "Schließen", "Undo the last": "Letztes zurücknehmen", "Missed a tap": "Ein Tippen fehlt", "Dropped out": "Ausgestiegen", "Time": "Zeit", "at": "bei",
            "Put it in": "Eintragen",
            // The start
            "coach": "Trainer", "even": "gleichmäßig", "record": "wie Rekorde", "optimal": "optimal", "in {time}": "in {time}", "{n} runners": "{n} Läufer",
            "This browser keeps nothing for this page: do not close it before the result is saved.": "Dieser Browser bewahrt für diese Seite nichts auf: Schließ sie nicht, bevor das Ergebnis gespeichert ist.",
            "Storage full: keep this tab, then save the file.": "Speicher voll: Lass diesen Tab offen und speichere dann die Datei.",
            "lap time": "Rundenzeit", "clock": "Uhr", "runner": "Läufer", "goal": "Ziel", "first lap": "erste Runde", "none": "keins",
            "Runner {n}": "Läufer {n}", "You": "Du", "{names} and {n} more": "{names} und {n} weitere", "later": "später", "now": "jetzt", "next": "danach", "T": "T", "finish ": "Ziel ",
            "Add, change or remove a runner": "Läufer dazunehmen, ändern, entfernen", "Change": "Ändern", "Remove": "Entfernen",
            "{name} runs too": "{name} läuft mit", "{name} does not run": "{name} läuft nicht mit", "No more than {n} runners.": "Höchstens {n} Läufer.",
            "“{text}” is no time: write it like 5:30, or leave it empty.": "„{text}“ ist keine Zeit: Schreib sie wie 5:30, oder lass das Feld leer.",
            "“{text}” is no goal over {place}: from {fast} to {slow}.": "„{text}“ ist kein Ziel über {place}: von {fast} bis {slow}.",
            "{n} seconds to the gun": "{n} Sekunden bis zum Start", "Running": "Läuft", "Back to the line": "Zurück an die Linie",
            // The race
            "ahead": "voraus", "behind": "zurück", "on plan": "im Plan", "to plan": "zum Plan", "{n} ahead": "{n} voraus", "{n} behind": "{n} zurück",
            "Wait": "Warten", "Finish": "Ziel", "at {place}": "bei {place}", "{n} laps to go": "noch {n} Runden", "last lap": "letzte Runde", "plan {time}": "Plan {time}",
            "plan {time} at {place}": "Plan {time} bei {place}", "average {time} per 400 m": "im Mittel {time} je 400 m",
            "{goal} is gone · average: {time}": "{goal} ist vorbei · gleichmäßig: {time}", "for {goal} run {laps}": "für {goal} lauf {laps}", "(too much)": "(zu viel)", "average: {time}": "gleichmäßig: {time}",
            "pace light": "Tempolicht", "runner, by taps": "Läufer, nach dem Tippen", "Undo {what}": "Rückgängig: {what}", "Taken back: {what}": "Zurückgenommen: {what}", "Done": "Erledigt",
            "the end": "das Ende", "missed": "gefehlt", "dropped out": "ausgestiegen", "after {place}": "nach {place}", "finished": "im Ziel", "goal {time}": "Ziel {time}", "no goal": "kein Ziel",
            "due {n} s": "in {n} s", "late {n} s": "{n} s zu spät", "no tap": "nicht getippt", "finish {time}": "Ziel {time}",
            "Not counted": "Nicht gezählt", "A second tap so soon is not counted": "Ein zweites Tippen so bald zählt nicht", "Use the second tap, {time}": "Das zweite Tippen nehmen, {time}",
            "Use the second tap": "Das zweite Tippen nehmen", "One tap was missed": "Ein Tippen hat gefehlt", "Press the name to mend.": "Tipp auf den Namen, der zu richten ist.",
            "Tap a name as the runner passes.": "Tipp auf den Namen, wenn der Läufer vorbeikommt.", "{time} waits for a name": "{time} wartet auf einen Namen",
            "{time}: tap its name. Press here to drop it.": "{time}: Tipp auf den Namen dazu. Hier tippen verwirft sie.", "{time} and {n} more: tap its name. Press here to drop it.": "{time} und {n} weitere: Tipp auf den Namen dazu. Hier tippen verwirft sie.",
            "The race goes on": "Das Rennen geht weiter", "The race is over": "Das Rennen ist zu Ende", "Easy speed": "Lockere Schnelligkeit",
            // The result
            "Result: {from}": "Ergebnis: {from}", "{done} of {n} finished {place}": "{done} von {n} im Ziel über {place}", "Not finished": "Nicht im Ziel", "{n} lap": "{n} Runde", "{n} laps": "{n} Runden",
            "{time}, {off} inside {goal}": "{time}, {off} unter {goal}", "{time}, {off} over {goal}": "{time}, {off} über {goal}", "split": "Abschnitt", "time": "Zeit", "to goal": "zum Ziel", "splits": "Abschnitte",
            "Gun {when}.": "Start {when}.", "Times taken by hand are good to about 0.2 s.": "Von Hand genommene Zeiten sind auf etwa 0,2 s genau.", "Press a name to mend it.": "Tipp auf einen Namen, um ihn zu richten.",
            "Back": "Zurück", "Back to the result": "Zurück zum Ergebnis", "Back to the race": "Zurück zum Rennen", "Saved as {name}": "Gespeichert als {name}", "Copied": "Kopiert",
            // Menu and sheet
            "not run": "nicht gelaufen", "choose": "wählen", "Continue the race of {when}": "Das Rennen von {when} weiterführen", "Sound is ready": "Ton ist bereit", "Sound begins with the first touch": "Ton beginnt mit der ersten Berührung",
            "the screen is kept on while a race runs": "der Bildschirm bleibt an, solange ein Rennen läuft",
            "this browser cannot keep the screen on: set the phone to never lock; the race goes on all the same": "dieser Browser kann den Bildschirm nicht anlassen: Stell das Handy so, dass es nie sperrt; das Rennen geht trotzdem weiter",
            "every tap is kept at once": "jedes Tippen ist sofort aufbewahrt", "nothing outlives this page": "nichts überlebt diese Seite", "No tap yet": "Noch kein Tippen",
            "“{text}” is no time: write it like 5:19.4.": "„{text}“ ist keine Zeit: Schreib sie wie 5:19,4.", "Not so soon: after {time}.": "Nicht so früh: nach {time}.", "The race is only at {time}.": "Das Rennen ist erst bei {time}.",
            // Race files
            "This is no race file.": "Das ist keine Renndatei.", "This is no race file: {what}.": "Das ist keine Renndatei: {what}.", "it is too large": "sie ist zu groß", "it is not JSON": "sie ist kein JSON",
            "it does not say that it is one": "sie sagt nicht, dass sie eine ist", "it is of a newer version": "sie hat eine neuere Version", "taps are at neither laps nor half laps": "getippt ist weder nach Runden noch nach halben",
            "it has no runners": "sie hat keine Läufer", "it names no distance": "sie nennt keine Strecke", "the lap has no length": "die Runde hat keine Länge", "it names no lane": "sie nennt keine Bahn", "it names no laps": "sie nennt keine Runden",
            "the laps do not go up": "die Runden steigen nicht an", "a lap lies beyond the finish": "eine Runde liegt hinter dem Ziel", "a plan has no goal": "ein Plan hat kein Ziel", "the plan is empty": "der Plan ist leer",
            "the plan does not lead from the start to the goal": "der Plan führt nicht vom Start zum Ziel", "a runner is none": "ein Läufer ist keiner", "a split lies beyond the finish": "eine Zwischenzeit liegt hinter dem Ziel",
            "the gun is no time of a day": "der Start ist keine Uhrzeit", "{what} is no text": "{what}: kein Text", "{what} is too long": "{what}: zu lang", "{what} is neither true nor false": "{what}: weder true noch false",
            "{what} is no list": "{what}: keine Liste", "a row of {what} has no numbers": "{what}: eine Zeile ohne Zahlen", "{what} do not go up": "{what}: nicht aufsteigend",
            "the venue": "Anlage", "the convention": "Zählweise", "the plan": "Plan", "the strategy": "Taktik", "the splits": "Zwischenzeiten", "a runner's name": "Name eines Läufers",
            "who dropped out": "wer ausgestiegen ist", "whether laps are unlimited": "ob die Runden unbegrenzt sind",
        },
    };
    const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
    const table = tables[language] ?? null;

    /** @param {string} text @param {Record<string, string | number>} [values] */
    const t = (text, values = {}) => (table?.[text] ?? text).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
    /** A number with the point or comma of the language. @param {string} text */
    const number = (text) => (language === "de" ? text.replace(/(\d)\.(\d)/g, "$1,$2") : text);

    /** What the page was written with, once. @param {Element} root */
    function fill(root) {
        if (!table) return;
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node.nodeValue ?? "", bare = text.trim();
            if (bare && !node.parentElement?.closest("script, noscript")) node.nodeValue = text.replace(bare, () => t(bare));
        }
        for (const name of ["aria-label", "placeholder"])
            for (const node of root.querySelectorAll(`[${name}]`)) node.setAttribute(name, t(node.getAttribute(name) ?? ""));
    }

    return { tables, language, t, number, fill };
})();
