// With a password in front: what is open, what is not, signing in and out, guessing.
import { execFileSync } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { api, ask, done, own, port, send, teller } from "./http_kit.mjs";
import { faults } from "./schema.mjs";

const ok = teller(Number(process.env.FIRST));
const { MILER: miler, HOW: how } = process.env;
const password = "tartan and four laps";
const name = how === "name";
const host = name ? { host: "miler.example" } : {};
const origin = { origin: name ? "https://miler.example" : `http://${own}` };
const call = (method, path, body, headers = {}) => send(method, path, body, { ...host, ...headers });
const get = (path, headers = {}) => ask(path, { headers: { ...host, ...headers } });
const signIn = (word, headers = {}) => call("POST", api("session"), { password: word }, { ...origin, ...headers });

for (const path of [api("athlete"), api("runs"), api("events"), "/live", api("store"), api("jobs/1")]) {
  const answer = await get(path);
  ok(answer.status === 401 && answer.json.remedy.includes("sign in"), `${path} is for who has signed in`, answer.text);
}
ok((await call("POST", api("results"), { distance_m: 1500, time_s: 320 }, origin)).status === 401 && (await call("DELETE", api("results/1"))).status === 401, "nothing is changed without");
ok((await get("/app/")).status === 200 && (await get("/")).status === 303, "the page is open: it holds nothing of the runner's");
const outside = await get(api("session"));
ok(outside.status === 200 && outside.json.password && !outside.json.signed_in && outside.json.sessions === 0 && faults(outside.json, { $ref: "#/components/schemas/Session" }).length === 0, "it says that a password is asked for", outside.text);
ok((await get("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics")).status === 404, "a calendar's address is a token itself");
ok((await ask(api("session"), { headers: { host: "evil.example" } })).status === 403, "under another name not even that");
if (name) ok((await ask(api("session"))).status === 200, "this machine asks under its own name as well, and signs in, too");

for (const [body, type, want] of [[{ password: "wrong" }, "application/json", 401], [{ password: "" }, "application/json", 400], [{}, "application/json", 400], [{ password: 5 }, "application/json", 400],
  [{ password, more: 1 }, "application/json", 400], [{ password: "a".repeat(1001) }, "application/json", 400], [{ password }, "application/x-www-form-urlencoded", 415]]) {
  const answer = await call("POST", api("session"), body, { ...origin, "content-type": type });
  ok(answer.status === want && !answer.headers["set-cookie"] && !answer.text.includes(password), `${want} for ${JSON.stringify(body).slice(0, 40)} as ${type}`, answer.text);
}
ok((await call("POST", api("session"), { password }, { origin: "http://evil.example" })).status === 403, "other sites sign nobody in");
// JSON of 60 KB takes the event loop milliseconds: who is not in is not read.
const lengthy = await call("POST", api("session"), { password: Array(30000).fill(0) }, origin);
ok(lengthy.status === 413, "who is not in says little", [lengthy.status, lengthy.text.slice(0, 100)]);
// Nor whom there is: a name that somebody has and one that nobody has are the same to who is not in.
const asked = [];
for (const who of ["me", "1", "Zoe"]) asked.push(await call("POST", `${api("session")}?athlete=${who}`, { password: "wrong" }, origin));
ok(asked.every((answer) => answer.status === 401 && answer.text === asked[0].text), "who is not in hears of no athlete", asked.map((answer) => answer.text));
const entered = await signIn(password);
const cookie = entered.headers["set-cookie"]?.[0] ?? "";
const wanted = name ? /^__Host-miler-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=\d+$/ : /^miler-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/;
ok(entered.status === 200 && entered.json.signed_in && entered.json.sessions === 1 && wanted.test(cookie), "the right one is a cookie", [entered.text, cookie]);
const mine = { cookie: cookie.split(";")[0] };
ok((await get(api("athlete"), mine)).status === 200 && (await get(api("session"), mine)).json.signed_in, "with it everything is open");
const added = await call("POST", api("results"), { distance_m: 1500, time_s: 330, date: "2026-05-30" }, { ...mine, ...origin });
ok(added.status === 201 && (await call("DELETE", api(`results/${added.json.results[0].id}`), {}, { ...mine, ...origin })).status === 200, "and may be changed", added.text);
ok((await call("POST", api("plan/undo"), {}, { ...mine, origin: "http://evil.example" })).status === 403, "other sites may not, cookie or no");
for (const wrong of [mine.cookie + "x", mine.cookie.slice(0, -1), `x${mine.cookie}`, mine.cookie.split("=")[0] + "="])
  ok((await get(api("athlete"), { cookie: wrong })).status === 401, `not with ${wrong.slice(0, 20)}`);
const second = { cookie: (await signIn(password)).headers["set-cookie"][0].split(";")[0] };
ok(second.cookie !== mine.cookie && (await get(api("session"), second)).json.sessions === 2, "another device has another");
// Who is in: told to who is in, with nothing of any cookie; each can be signed out alone.
const listed = (await get(api("session"), { ...second, "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1" }));
ok(listed.json.devices.length === 2 && listed.json.devices.filter((one) => one.this).length === 1 && listed.json.devices[1].this && faults(listed.json, { $ref: "#/components/schemas/Session" }).length === 0, "who is in is listed, this one marked", listed.text);
ok(listed.json.devices.every((one) => one.address !== "" && one.seen >= one.since && Math.abs(Date.parse(one.since) - Date.now()) < 600000), "from where and since when", listed.text);
ok(![mine, second].some((one) => listed.text.includes(one.cookie.split("=")[1])), "no cookie is told");
ok((await get(api("session"))).json.devices.length === 0, "nor anything to who is not in");
const phoneAgent = await call("POST", api("session"), { password }, { ...origin, "user-agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36 <b>" });
const ends = { cookie: phoneAgent.headers["set-cookie"][0].split(";")[0] };
const newest = phoneAgent.json.devices.at(-1);
ok(newest.this && newest.browser === "Chrome, Android" && phoneAgent.json.devices.length === 3, "a browser is told in words of the server's own", phoneAgent.text);
for (const wrong of ["session=0", "session=x", "session=1.5", "session="]) ok((await call("DELETE", api(`session?${wrong}`), {}, { ...mine, ...origin })).status === 400, `${wrong} is no number of a device`);
ok((await call("DELETE", api("session?session=999"), {}, { ...mine, ...origin })).status === 404, "a device that is not there");
const without = await call("DELETE", api(`session?session=${newest.session_id}`), {}, origin);
ok(without.status >= 400 && (await get(api("athlete"), ends)).status === 200, "who is not in signs nobody out", without.text);
const ended = await call("DELETE", api(`session?session=${newest.session_id}`), {}, { ...mine, ...origin });
ok(ended.status === 200 && !ended.headers["set-cookie"] && ended.json.signed_in && ended.json.devices.length === 2 && (await get(api("athlete"), ends)).status === 401 && (await get(api("athlete"), mine)).status === 200, "one is signed out alone", ended.text);
const left = await call("DELETE", api("session"), {}, { ...mine, ...origin });
ok(left.status === 200 && /Max-Age=0/.test(left.headers["set-cookie"][0]) && (await get(api("athlete"), mine)).status === 401 && (await get(api("athlete"), second)).status === 200, "signing out ends one", left.text);
const third = { cookie: (await signIn(password)).headers["set-cookie"][0].split(";")[0] };
ok((await call("DELETE", api("session?everybody=true"), {}, { ...third, ...origin })).status === 200 && (await get(api("athlete"), second)).status === 401, "signing everybody out ends all");
const fourth = { cookie: (await signIn(password)).headers["set-cookie"][0].split(";")[0] };
ok((await get(api("athlete"), fourth)).status === 200, "who signs in again is in");
execFileSync(miler, ["password", "-q"], { input: "another one, much longer\n" });
ok((await get(api("athlete"), fourth)).status === 401, "a new password signs everybody out");
ok((await signIn(password)).status === 401 && (await signIn("another one, much longer")).status === 200, "and only it opens");

// ---- Who listens hears nothing any more once the session is over
const listen = (headers) => new Promise((resolve) => {
  const req = http.get({ host: "127.0.0.1", port, path: api("events"), headers: { host: own, ...host, ...headers } }, (res) => {
    const stream = { ended: false, text: "", close: () => req.destroy() };
    res.on("data", (d) => (stream.text += d));
    res.on("end", () => (stream.ended = true));
    res.on("error", () => {});
    resolve(stream);
  });
});
const soon = async (test) => { for (const end = Date.now() + 4000; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) if (test()) return true; return false; };
const enter = async (word, headers = {}) => ({ cookie: (await signIn(word, headers)).headers["set-cookie"][0].split(";")[0] });
const now = "another one, much longer";
const [leaves, stays] = [await enter(now), await enter(now)];
const [first, other] = [await listen(leaves), await listen(stays)];
ok(await soon(() => first.text.includes("retry") && other.text.includes("retry")), "two devices listen");
await call("DELETE", api("session"), {}, { ...leaves, ...origin });
ok(await soon(() => first.ended) && !other.ended, "a stream ends with the session it was opened in, no other", [first.ended, other.ended]);
const note = await call("POST", api("results"), { distance_m: 1500, time_s: 330, date: "2026-05-30" }, { ...stays, ...origin });
ok(await soon(() => other.text.includes("results")) && !first.text.includes("results"), "what happens then is for the other alone", [first.text, other.text]);
await call("DELETE", api(`results/${note.json.results[0].id}`), {}, { ...stays, ...origin });
const anew = await enter(now, stays);
ok(anew.cookie !== stays.cookie && (await get(api("athlete"), stays)).status === 401 && (await get(api("athlete"), anew)).status === 200 && (await soon(() => other.ended)), "who signs in once more has one session, not two", other.ended);
// What stood behind the request for a stream is nobody's once it ends, whatever its head looks like.
const cut = await enter(now), head = (path, end) => `GET ${api(path)} HTTP/1.1${end}Host: ${host.host ?? own}\r\nCookie: ${anew.cookie}\r\n\r\n`;
const behind = await new Promise((resolve) => {
  const socket = net.connect(port, "127.0.0.1", () => socket.write(head("events", "\r\n").replace(anew.cookie, cut.cookie) + head("athlete", "\n")));
  let text = "", asked = false;
  socket.setTimeout(4000, () => socket.destroy());
  socket.on("data", (d) => { text += d; if (!asked && text.includes("retry")) { asked = true; call("DELETE", api("session"), {}, { ...cut, ...origin }); } });
  socket.on("error", () => {}).on("close", () => resolve(text));
});
ok((behind.match(/^HTTP\/1/gm) ?? []).length === 1 && behind.includes("retry") && !behind.includes('"sex"'), "nothing is read behind the request for a stream", behind.slice(-200));
const last = await listen(anew);
execFileSync(miler, ["password", "-q"], { input: "yet another one, longer still\n" });
ok(await soon(() => last.ended), "a new password ends the streams, too", last.text);
execFileSync(miler, ["password", "-q"], { input: `${now}\n` });
if (name) ok((await signIn(now, { origin: "http://miler.example" })).status === 403, "what answers without HTTPS under its name is another site");

// ---- Guessing
if (name) {
  // The proxy says last who asked it; what stands before that a stranger has written.
  const from = (address, word) => signIn(word, { "x-forwarded-for": address });
  const theirs = [];
  for (let i = 0; i < 12; i++) theirs.push((await from(`10.9.9.${i}, 203.0.113.7`, `guess ${i}`)).status);
  ok(theirs.filter((s) => s === 401).length === 10 && theirs.at(-1) === 429, "behind a proxy each address has its own tries, whatever it says of itself", theirs);
  ok((await from("198.51.100.4", now)).status === 200, "who comes from elsewhere is not locked out by that");
}
const seen = [];
for (let i = 0; i < 12; i++) seen.push((await signIn(`guess ${i}`)).status);
ok(seen[0] === 401 && seen.at(-1) === 429 && seen.filter((s) => s === 401).length === 10, "ten guesses are heard", seen);
ok((await signIn("another one, much longer")).status === 429, "then not even the right one, for a while");
done();
