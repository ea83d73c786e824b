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
// One device has no more than its share of the connections; this machine's own are not counted.
const crowd = Array.from({ length: 60 }, () => net.connect(port, address).on("error", () => {}));
const here = Array.from({ length: 60 }, () => net.connect(port, "127.0.0.1").on("error", () => {}));
const left = (list) => list.filter((socket) => !socket.closed).length;
for (const socket of [...crowd, ...here]) socket.resume();
await new Promise((resolve) => setTimeout(resolve, 2500));
ok(left(crowd) <= 32 && left(crowd) > 20 && left(here) === 60, "sixty connections of one device: thirty-two stay", [left(crowd), left(here)]);
for (const socket of [...crowd, ...here]) socket.destroy();
let last;
for (let i = 0; i < 15; i++) last = (await phone(`/pair?token=wrong${i}`)).status;
ok(last === 429 && (await phone(`/pair?token=${token}`)).status === 429, "who guesses is not listened to for a while", last);
ok((await phone(api("athlete"), { headers: own })).status === 200, "who has paired stays in");
done();
