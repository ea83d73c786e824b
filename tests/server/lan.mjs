// A phone, by the address that this machine has in its network.
import http from "node:http";
import net from "node:net";
import { readFileSync } from "node:fs";
import { api, ask, done, port, teller } from "./http_kit.mjs";

const { ADDRESS: address, TOKEN: token } = process.env;
const ok = teller(1);
const phone = (path, { method = "GET", headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const req = http.request({ host: address, port, path, method, headers: { host: `${address}:${port}`, ...headers } }, (res) => {
      let text = "";
      res.on("data", (d) => (text += d));
      res.on("end", () => resolve({ status: res.statusCode, headers: res.headers, text }));
    });
    req.on("error", reject);
    req.end(body);
  });

ok(token?.length >= 22, "the terminal shows an address with a token", token);
ok(readFileSync(process.env.LOG, "utf8").includes("\u2580"), "and its code");
ok((await ask(api("athlete"))).status === 200, "this machine needs no token");
for (const path of ["/", "/app/", api("athlete"), api("events"), "/live"]) {
  const answer = await phone(path);
  ok(answer.status === 403 && JSON.parse(answer.text).remedy !== "", `${path} is not for a device that has not paired`, answer);
}
ok((await phone("/pair?token=AAAAAAAAAAAAAAAAAAAAAA")).status === 403 && (await phone("/pair")).status === 403, "a wrong token, or none");
ok((await phone(`/pair?token=${token}`, { headers: { host: "evil.example" } })).status === 403, "the right one under another name");
const paired = await phone(`/pair?token=${token}`, { headers: { "sec-fetch-site": "cross-site" } });
const cookie = paired.headers["set-cookie"]?.[0] ?? "";
ok(paired.status === 303 && paired.headers.location === "/app/" && /^miler=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/.test(cookie), "the right token is a cookie, and the way to the page", paired);
const own = { cookie: cookie.split(";")[0] };
ok(!cookie.includes(token), "which is another than the token");
ok((await phone(api("athlete"), { headers: own })).status === 200 && (await phone("/app/", { headers: own })).status === 200, "the phone comes in");
ok((await phone(api("athlete"), { headers: { cookie: `a=b; ${own.cookie}; c=d` } })).status === 200, "with other cookies, too");
for (const wrong of ["miler=", "miler=AAAAAAAAAAAAAAAAAAAAAA", own.cookie + "x", own.cookie.slice(0, -1), "xmiler" + own.cookie.slice(5)])
  ok((await phone(api("athlete"), { headers: { cookie: wrong } })).status === 403, `not with ${wrong.slice(0, 12)}`);
const origin = { origin: `http://${address}:${port}`, "content-type": "application/json" };
ok((await phone(api("results"), { method: "POST", headers: { ...own, ...origin }, body: '{"distance_m":1500,"time_s":320,"date":"2026-05-30"}' })).status === 201, "it may change things");
ok((await phone(api("plan/undo"), { method: "POST", headers: { ...own, ...origin, origin: "http://evil.example" }, body: "{}" })).status === 403, "other sites may not, cookie or no");

// ---- Signed out again, on the phone and here
const session = async (headers) => JSON.parse((headers ? await phone(api("session"), { headers }) : await ask(api("session"))).text);
const pair = async (more = "", headers = {}) => {
  const answer = await phone(`/pair?token=${token}${more}`, { headers });
  return { cookie: answer.headers["set-cookie"]?.[0].split(";")[0], location: answer.headers.location };
};
const here = await session(), there = await session(own);
ok(here.lan === true && here.phones.length === 1 && here.phones[0].this === false && here.phones[0].address === address, "this machine knows the phone", here);
ok(there.phones.length === 1 && there.phones[0].this === true, "and the phone itself", there);
ok((await pair("", own)).cookie !== undefined && (await session()).phones.length === 1, "who pairs once more is one phone still", await session());
ok((await phone(api("athlete"), { headers: own })).status === 403, "by the new cookie alone");
const mine = { cookie: (await pair()).cookie }, other = { cookie: (await pair()).cookie };
const streamed = new Promise((ended) => http.get({ host: address, port, path: api("events"), headers: { host: `${address}:${port}`, ...mine } }, (res) => { res.resume(); res.on("end", () => ended(true)); res.on("close", () => ended(true)); }));
const left = await phone(api("session"), { method: "DELETE", headers: { ...mine, ...origin } });
ok(left.status === 200 && /^miler=; .*Max-Age=0/.test(left.headers["set-cookie"]?.[0] ?? ""), "a phone signs out, and its cookie goes", left.headers);
ok((await phone(api("athlete"), { headers: mine })).status === 403 && (await phone(api("athlete"), { headers: other })).status === 200, "it is out, the others are not");
ok(await Promise.race([streamed, new Promise((late) => setTimeout(late, 5000, false))]), "its stream of events ends");
const listed = (await session()).phones, gone = listed[listed.length - 1].phone_id;
ok((await ask(api(`session?phone=${gone}`), { method: "DELETE" })).status === 200 && (await phone(api("athlete"), { headers: other })).status === 403, "this machine signs a phone out");
ok((await ask(api(`session?phone=${gone}`), { method: "DELETE" })).status === 404, "once");
await pair();
ok((await ask(api("session?everybody=true"), { method: "DELETE" })).status === 200 && (await session()).phones.length === 0, "or all of them");
ok((await ask(api("session"), { method: "DELETE" })).status === 200 && (await ask(api("athlete"))).status === 200, "and never itself");

// ---- A calendar, for who never pairs
const feed = JSON.parse((await ask(api("calendars"), { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).text);
ok(feed.origin === `http://${address}:${port}`, "this machine is told the address that others reach", feed);
const others = await phone(feed.path), none = await phone("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics");
ok(/no plan yet/.test(others.text) && !/no plan yet/.test(none.text), "where the calendar is, which waits for a plan here", [others.text, none.text]);
const again = await pair();
ok(JSON.parse((await phone(api("calendars"), { headers: { cookie: again.cookie } })).text).origin === null, "a phone has its own");

// ---- Straight to the live page
const live = `${api("race/live")}?goal_s=319&venue=flat`, on = await pair(`&to=${encodeURIComponent(live)}`);
ok(on.location === live && (await phone(live, { headers: { cookie: on.cookie } })).status === 200, "pairing leads on to a race's live page", on);
for (const to of ["//evil.example/", "/api/v1/erase", "/api/v1/race/live.evil", "http://evil.example/api/v1/race/live", `${api("race/live")}?a b`])
  ok((await pair(`&to=${encodeURIComponent(to)}`)).location === "/app/", `and nowhere else: ${to}`);
const code = await ask(api("race/live/code?goal_s=319")), slower = await ask(api("race/live/code?goal_s=320"));
ok(code.status === 200 && code.headers["content-type"] === "image/svg+xml" && code.text.startsWith("<svg ") && code.text !== slower.text, "its code is a picture, of this race", code.text.slice(0, 200));
ok((await phone(api("race/live/code?goal_s=319"), { headers: { cookie: on.cookie } })).text.length < code.text.length, "a phone is not told the token");
ok((await ask(api("race/live/code?goal=319"))).status === 400 && (await ask(api("session/code"))).status === 200, "its words are checked; the page has a code, too");
own.cookie = on.cookie;

// One device has no more than its share of the connections; this machine's own are not counted.
const guests = Array.from({ length: 60 }, () => net.connect(port, address).on("error", () => {}));
const locals = Array.from({ length: 60 }, () => net.connect(port, "127.0.0.1").on("error", () => {}));
const staying = (list) => list.filter((socket) => !socket.closed).length;
for (const socket of [...guests, ...locals]) socket.resume();
await new Promise((resolve) => setTimeout(resolve, 2500));
ok(staying(guests) <= 32 && staying(guests) > 20 && staying(locals) === 60, "sixty connections of one device: thirty-two stay", [staying(guests), staying(locals)]);
for (const socket of [...guests, ...locals]) socket.destroy();
let last;
for (let i = 0; i < 15; i++) last = (await phone(`/pair?token=wrong${i}`)).status;
ok(last === 429 && (await phone(`/pair?token=${token}`)).status === 429, "who guesses is not listened to for a while", last);
ok((await phone(api("athlete"), { headers: own })).status === 200, "who has paired stays in");
done();
