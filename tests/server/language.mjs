// Answers in another language: who says which, what is kept apart, and how much of it there is.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { api, ask, done, send, teller } from "./http_kit.mjs";

const ok = teller(1);
const today = async (headers = {}, query = "") => (await ask(api(`plan/today?date=2026-06-02${query}`), { headers })).json.sessions[0].title;

const cookie = (code) => ({ cookie: `other=1; miler_language=${code}` });
const accept = (list) => ({ "accept-language": list });

const plain = await today();
ok(/[a-z]/.test(plain) && plain === (await today({}, "&language=en")), "who says nothing is answered in English", plain);
ok((await today({}, "&language=de")) !== plain && (await today({ ...cookie("de") }, "&language=en")) === plain, "a question may say its language, before all others");
ok((await today(accept("de-DE,de;q=0.9,en;q=0.8"))) !== plain, "a browser's own language counts where nothing else is told");
ok((await today(accept("fr,en;q=0.5,de;q=0.3"))) === plain, "the first of its languages that there is");
ok((await today({ ...cookie("de"), ...accept("en") })) !== plain, "what was chosen in this browser is before that");
ok((await today(cookie("xx"))) === plain && (await today({ cookie: "miler_language=" })) === plain, "what is no language says nothing");
ok((await ask(api("plan?language=fr"))).status === 400, "a question for a language that there is not is refused");

// Kept answers and their tags.
const english = await ask(api("plan")), tag = english.headers.etag;
const other = await ask(api("plan"), { headers: cookie("de") });
ok(other.headers.etag !== tag && other.text !== english.text, "answers of two languages have two tags");
ok((await ask(api("plan"), { headers: { ...cookie("de"), "if-none-match": tag } })).status === 200 && (await ask(api("plan"), { headers: { ...cookie("de"), "if-none-match": other.headers.etag } })).status === 304,
  "the tag of one is none of the other");
ok((await ask(api("plan"))).text === english.text, "what was kept in one language is not answered in another");
ok(/Accept-Language/.test(english.headers.vary) && /Cookie/.test(english.headers.vary), "caches between are told what it hangs on", english.headers.vary);

// The store's own.
await send("PUT", api("athlete"), { language: "de" });
ok((await ask(api("athlete"))).json.language === "de" && (await today()) !== plain, "the language kept in the store is that of a device that has chosen none");
ok((await today(accept("en"))) !== plain && (await today(cookie("en"))) === plain, "it is before the browser's own, and what was chosen there before it");
const refused = await send("PUT", api("athlete"), { hr_rest_bpm: 219 }), english_refused = await send("PUT", api("athlete?language=en"), { hr_rest_bpm: 219 });
ok(refused.status === 400 && english_refused.status === 400 && refused.json.error !== english_refused.json.error && refused.json.field === "hr_rest_bpm", "errors are in it, too", refused.text);

// What leaves the page speaks it as well: calendar, subscribed and as a file, and what is printed, here and on the
// command line. In German there is no run of these.
const unfolded = (text) => text.replaceAll("\r\n ", "");
const titles = (text) => unfolded(text).split("\r\n").filter((line) => /^SUMMARY/.test(line));
const german = (text) => titles(text).length > 20 && titles(text).every((line) => !/\b(easy|long run|rest|strength|threshold)\b/.test(line)) && titles(text).some((line) => /lockerer Dauerlauf|langer Lauf/.test(line));
const feed = (await send("POST", api("calendars"), { kind: "full", at: "06:30", zone: "Europe/London" })).json;
const subscribed = (await ask(feed.path)).text, file = (await ask(api("plan/export?form=ics"))).text, english_file = (await ask(api("plan/export?form=ics&language=en"))).text;
ok(german(subscribed) && german(file) && !german(english_file), "the calendar, subscribed or as a file", [titles(subscribed).slice(0, 6), titles(file).slice(0, 3), titles(english_file).slice(0, 3)]);
ok(/LOCATION:(Bahn|Kraftraum|Berg)/.test(unfolded(file)) && !/LOCATION:(Track|Gym|Hill)/.test(unfolded(file)), "with its places", unfolded(file).match(/LOCATION.*/g)?.slice(0, 3));
await send("DELETE", api(`calendars/${feed.calendars[0].calendar_id}`));
const events = (text) => unfolded(text).split("BEGIN:VEVENT").filter((one) => /SUMMARY:(Kraft|strength)/i.test(one));
ok(events(file).length > 0 && events(file).every((one) => /DESCRIPTION:.*(Kniebeuge|Kreuzheben)[^,]* \d.*(squat|deadlift) /.test(one)) && !/Kniebeuge/.test(english_file), "with exercises in both, as the sheets have them", events(file)[0]);
const miler = `${process.env.BUILD ?? "build"}/miler`, ics = `${process.env.HOME}/german.ics`;
execFileSync(miler, ["plan", "export", "--ics", ics, "-q"]);
ok(german(readFileSync(ics, "utf8")), "and of the command line");
const named = (bytes) => [...bytes.toString("latin1").matchAll(/\/Title \(([^)]*)\)/g)].map(([, text]) => text);
const paper = execFileSync(miler, ["plan", "paper", "-o", "-"], { maxBuffer: 1 << 26 });
ok(named(paper).some((text) => /^Meile in/.test(text)) && named(paper).includes("Der ganze Plan") && named(paper).some((text) => /^Woche 2,/.test(text)), "and the sheets that it prints", named(paper));

await send("PUT", api("athlete"), { language: null, hr_rest_bpm: null });
ok((await ask(api("athlete"))).json.language === null && (await today()) === plain, "and it is taken back");

// Who never chose one: a calendar program that says no language has that of the page which made the address.
const told = (await send("POST", api("calendars"), { kind: "full" }, accept("de-DE,de;q=0.9"))).json, untold_feed = (await send("POST", api("calendars"), { kind: "full" })).json;
ok(german((await ask(told.path)).text) && !german((await ask(untold_feed.path)).text) && !/language/.test(untold_feed.path), "a calendar made on a German page is German, whoever reads it", [told.path, untold_feed.path]);
await send("PUT", api("athlete"), { language: "de" });
const followed = (await send("POST", api("calendars"), { kind: "full" })).json;
ok(!/language/.test(followed.path) && german((await ask(followed.path)).text) && german((await ask(untold_feed.path)).text), "the language of the store needs no telling: calendars follow it", followed.path);
for (const one of followed.calendars) await send("DELETE", api(`calendars/${one.calendar_id}`));
await send("PUT", api("athlete"), { language: null });

// What is refused before anything is asked.
const refusals = [[404, "plan?athlete=nobody"], [404, "nothing?x=1"], [405, "athlete?x=1", "DELETE"]];
const untold = [];
for (const [status, path, method] of refusals) {
  const said = async (query, headers) => ask(api(path + query), { method, headers });
  const answers = [await said("&language=en", cookie("de")), await said("&language=de"), await said("", cookie("de")), await said("&language=de", cookie("en"))];
  if (answers.some((one) => one.status !== status) || answers.slice(1).some((one) => one.json.error === answers[0].json.error)) untold.push(answers.map((one) => [one.status, one.text]));
}
ok(untold.length === 0, "what is refused at the door is refused in the language asked for", untold);

// What each answer hangs on.
const varies = async (path, headers) => (await ask(path, { headers })).headers.vary;
const gzip = { "accept-encoding": "gzip" };
ok((await varies("/app/")) === "Accept-Encoding" && (await varies("/app/", gzip)) === "Accept-Encoding" && (await varies(api("plan"), gzip)) === "Accept-Language, Cookie" && (await varies(api("athlete?x=1"))) === undefined,
  "the page hangs on the coding, an answer on the language", [await varies("/app/"), await varies("/app/", gzip), await varies(api("plan"), gzip)]);

// The runner's own words stay as they are, though the program has such sentences itself.
const own = { title: "25 min easy run, 6 strides", text: "25min easy, 6x20s strides", purpose: "Set by hand." };
const kept = await send("POST", api("library/workouts?language=de"), own);
const listed = (await ask(api("library/workouts?language=de"))).json.workouts, mine = listed.find((one) => one.id === kept.json.id);
const shown = (await ask(api(`library/workouts/${kept.json.id}?language=de`))).json;
ok([kept.json, mine, shown].every((one) => one?.own === true && one.title === own.title && one.purpose === own.purpose), "a workout of one's own keeps its title and purpose", [kept.text, mine, shown]);
const built_in = (await ask(api("library/workouts"))).json.workouts;
ok(listed.filter((one) => !one.own).every((one) => one.purpose !== built_in.find(({ id }) => id === one.id).purpose), "those that are built in are translated");
await send("POST", api("results"), { distance_m: 1609.344, time_s: 338, date: "2026-05-28", name: "Time trial. Rest" });
const sources = (await ask(api("fitness?language=de"))).json.rests_on.map((one) => one.source);
ok(sources.some((one) => /^Ergebnis \d+: Time trial\. Rest$/.test(one)), "a result keeps its name", sources);

// How much of it is German: each text for reading of the pages a runner meets, weighed by how often it stands there. English is
// told by words that German does not have.
const words = new Set("the of and with your you for from this that than then are were not but has have had its by which where more less each after before between".split(" "));
const reading = new Set("about allowed caution cue do elsewhere error fault feel found good_for how jump_rule muscles notes notices now numbers purpose reason remedy says source think title verdict warning warnings was what why why_day why_much why_not why_pace week_purpose words".split(" "));
const names = new Set(["moved by hand", "swapped by hand", "skipped by hand", "set by hand"]); // which the page has its own words for
const count = { all: 0, english: 0, met: new Map() };
function walk(value, key) {
  if (typeof value === "string" && reading.has(key) && !names.has(value) && /[a-z]{3}/.test(value)) {
    count.all++;
    if ((value.match(/[A-Za-z]+/g) ?? []).some((one) => words.has(one))) count.english++, count.met.set(value, (count.met.get(value) ?? 0) + 1);
  } else if (Array.isArray(value)) value.forEach((one) => walk(one, key));
  else if (value && typeof value === "object") Object.entries(value).forEach(([name, one]) => walk(one, name));
}
const share = async (name, least, asked) => {
  count.all = count.english = 0;
  count.met.clear();
  for (const one of asked) walk((await (typeof one === "string" ? ask(api(one), { headers: cookie("de") }) : send(one[0], api(one[1]), one[2] ?? {}, cookie("de")))).json);
  const part = 100 * (1 - count.english / count.all);
  console.log(`# ${name}: ${part.toFixed(1)} % of ${count.all} texts`);
  ok(count.all > 0 && part >= least, `${name} is in German`, [...count.met.keys()].slice(0, 5));
};
const plan = english.json, sessions = plan.weeks.flatMap((week) => week.sessions);
const runs = (await ask(api("runs?limit=100"))).json.runs;
await share("the plan", 99, ["plan", "plan/changes", ...new Set(sessions.map((one) => `plan/today?date=${one.date}`)), ...sessions.map((one) => `plan/why?session_id=${one.id}`)]);
await share("runs", 99, runs.flatMap(({ id }) => [`runs/${id}`, `runs/${id}/like`]));
await share("fitness and load", 99, ["fitness", "fitness/progress", "fitness/proof", "load", "level"]);
await share("the race and its review", 99, ["race", "race?strategy=even", "race?strategy=record", "race?strategy=optimal", "race?venue=treadmill", "race?lane=4", ...runs.map(({ id }) => `race/review?run_id=${id}`)]);
const goals = [undefined, 120, 240, 320, 660, 1140, 1500];
await share("races of other lengths", 99, [800, 1500, 3000, 5000].flatMap((m) => ["coach", "even", "record", "optimal"].flatMap((strategy) => goals.map((goal) => `race?distance_m=${m}&strategy=${strategy}${goal ? `&goal_s=${goal}` : ""}`))));
const week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((day) => ({ day, minutes: 60 }));
const asks = [{}, { days: week.slice(0, 4) }, { minutes: 20 }, { weekly_m: 5000 }, { weekly_m: 30000, runs_a_week: 3 }, { weeks: 2 }, { weeks: 4, sharpening: true }, { health_ok: false }, { start_date: "2026-06-20" }, { from_distance_m: 1609.344, from_time_s: 250 }, { level: "beginner" }, { race_time: "06:30" },
  { races: [{ date: "2026-06-20", distance_m: 5000 }] }, { races: [{ date: "2026-06-20", distance_m: 21097 }] }];
await share("plans that are asked for", 99, [800, 1609.344, 5000].flatMap((m) => [...goals.map((goal_s) => ({ goal_s })), ...asks].map((more) => ["POST", "plan", { race_distance_m: m, weeks: 8, dry_run: true, ...more }])));
const coming = sessions.filter((one) => one.date > "2026-06-01");
await share("changes by hand", 99, coming.flatMap(({ id }) => [["POST", "plan/move", { session_id: id, to_date: "2026-06-12", dry_run: true }], ["POST", "plan/skip", { session_id: id, dry_run: true }], ["POST", "plan/set", { session_id: id, text: "10x1000m @vo2max r60s", dry_run: true }]]));
await share("what is refused", 99, ["nothing", "plan/why?session_id=9999", "plan/today?date=x", "race?goal_s=9", "race?goal_s=1600", "race?lane=9&venue=flat", "race?passed_m=800", "race?hills=800:3", "runs/9999", "jobs/9", "library/workouts/none", "level?time_s=330&age=3", "race?foo=1",
  ["DELETE", "plan"], ["PUT", "athlete", { hr_max_bpm: 30 }], ["PUT", "athlete", { easy_slow_s_per_km: 300, easy_fast_s_per_km: 400 }], ["PUT", "athlete", { hr_zone_2_bpm: 180, hr_zone_3_bpm: 120 }], ["POST", "athletes", { name: "" }], ["POST", "results", { distance_m: 1609.344, time_s: 100 }], ["POST", "results", { distance_m: 1, time_s: 9 }],
  ["DELETE", "results/77"], ["POST", "plan/undo"], ["POST", "plan/redo"], ["POST", "plan/undo", { version: 99 }], ["POST", "erase", { mark: "1 2" }], ["DELETE", "plan/note/8"], ["PUT", "plan/current", { plan_id: 9 }], ["DELETE", "calendars/9"], ["POST", "workouts/check", { text: "6x400m @foo" }], ["POST", "library/workouts", { title: "x", text: "6x" }]]);
await share("the library", 99, ["library", ...(await ask(api("library"))).json.workouts.map((one) => `library/workouts/${one.id}`)]);
done();
