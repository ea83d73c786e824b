// Answers in another language: who says which, what is kept apart, and how much of it there is.
import { api, ask, done, send, teller } from "./http_kit.mjs";

const ok = teller(1);
const today = async (headers = {}, query = "") => (await ask(api(`plan/today?date=2026-06-02${query}`), { headers })).json.sessions[0].title;

const cookie = (code) => ({ cookie: `other=1; miler_language=${code}` });
const accept = (list) => ({ "accept-language": list });

const plain = await today();
ok(/[a-z]/.test(plain) && plain === (await today({}, "&language=en")), "who says nothing is answered in English", plain);
ok((await today({}, "&language=de")), "a question may say its language", await today({}, "&language=de")) !== plain;
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
const refused = await send("PUT", api("athlete"), { hr_rest_bpm: 119 });
ok(refused.status === 400 || refused.status === 200, "errors have their answer", refused.status);
await send("PUT", api("athlete"), { language: null, hr_rest_bpm: null });
ok((await ask(api("athlete"))).json.language === null && (await today()) === plain, "and it is taken back");

// How much of it is German: each text for reading of the pages a runner meets, weighed by how often it stands there. English is
// told by words that German does not have.
const words = new Set("the of and with your you for from this that than then are were not but has have had its by which where more less each after before between".split(" "));
const reading = new Set("about allowed caution cue do elsewhere error fault feel found good_for how muscles notes notices numbers purpose remedy says source think title warning warnings what why why_day why_much why_not why_pace week_purpose words".split(" "));
const count = { all: 0, english: 0, met: new Map() };
function walk(value, key) {
  if (typeof value === "string" && reading.has(key) && /[a-z]{3}/.test(value)) {
    count.all++;
    if ((value.match(/[A-Za-z]+/g) ?? []).some((one) => words.has(one))) count.english++, count.met.set(value, (count.met.get(value) ?? 0) + 1);
  } else if (Array.isArray(value)) value.forEach((one) => walk(one, key));
  else if (value && typeof value === "object") Object.entries(value).forEach(([name, one]) => walk(one, name));
}
const share = async (name, least, paths) => {
  count.all = count.english = 0;
  count.met.clear();
  for (const path of paths) walk((await ask(api(path), { headers: cookie("de") })).json);
  const part = 100 * (1 - count.english / count.all);
  console.log(`# ${name}: ${part.toFixed(1)} % of ${count.all} texts`);
  ok(count.all > 0 && part >= least, `${name} is in German`, [...count.met.keys()].slice(0, 5));
};
const plan = english.json, sessions = plan.weeks.flatMap((week) => week.sessions);
const runs = (await ask(api("runs?limit=100"))).json.runs;
await share("the plan", 99, ["plan", "plan/changes", ...new Set(sessions.map((one) => `plan/today?date=${one.date}`)), ...sessions.map((one) => `plan/why?session_id=${one.id}`)]);
await share("runs", 95, runs.flatMap(({ id }) => [`runs/${id}`, `runs/${id}/like`]));
await share("fitness and load", 95, ["fitness", "fitness/progress", "fitness/proof", "load", "level"]);
await share("the race and its review", 98, ["race", "race?strategy=even", "race?strategy=record", "race?strategy=optimal", "race?venue=treadmill", "race?lane=4", ...runs.map(({ id }) => `race/review?run_id=${id}`)]);
await share("the library", 99, ["library", ...(await ask(api("library"))).json.workouts.map((one) => `library/workouts/${one.id}`)]);
done();
