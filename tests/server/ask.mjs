// Asks a running miler serve (PORT) and checks answers, refusals and headers.
import http from "node:http";
import net from "node:net";

const port = Number(process.env.PORT);
const own = `127.0.0.1:${port}`;
let n = 0;
const ok = (good, name, detail) => {
  console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
  if (!good) console.log(`# ${JSON.stringify(detail)?.slice(0, 400)}`);
};
const ask = (path, { method = "GET", headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const req = http.request({ host: "127.0.0.1", port, path, method, headers: { host: own, ...headers } }, (res) => {
      let text = "";
      res.on("data", (d) => (text += d));
      res.on("end", () => resolve({ status: res.statusCode, headers: res.headers, text }));
    });
    req.on("error", reject);
    req.end(body);
  });
const raw = (bytes) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setTimeout(3000, () => socket.destroy());
    socket.on("data", (d) => { text += d; if (text.includes("\r\n\r\n")) socket.destroy(); });
    socket.on("close", () => resolve(text));
    socket.on("error", () => resolve(text));
  });

const home = await ask("/");
ok(home.status === 303 && home.headers.location === "/app/", "the address alone leads to the page", home.status);
const page = await ask("/app/");
ok(page.status === 200 && page.headers["content-type"].startsWith("text/html") && /<script[^>]* src=/.test(page.text), "the page is there", page.status);
const early = [...page.text.matchAll(/rel="preload" as="fetch" href="([^"]+)"/g)].map((found) => found[1]);
ok(early.join() === "/api/v1/athlete,/api/v1/plan/today" && !/as="fetch"/.test((await ask("/app/plan")).text), "Today's document begins its answers, that of other pages does not", early);
const files = [...page.text.matchAll(/(?:src|href)="(\/app\/[^"]+)"/g)].map((found) => found[1]);
const told = await Promise.all(files.map((path) => ask(path)));
const lasting = files.filter((path) => /^\/app\/[0-9a-f]{12}\/\w+\.(js|css)$/.test(path));
ok(lasting.length >= 3 && told.every((one) => one.status === 200) && files.every((path, i) => told[i].headers["cache-control"] === (lasting.includes(path) ? "max-age=31536000, immutable" : "no-cache")) && page.headers["cache-control"] === "no-cache",
  "what it is made of is there; what has a hash in its name need never be asked for again", files.map((path, i) => [path, told[i].status, told[i].headers["cache-control"]]));
const gone = await ask(lasting[0].replace(/[0-9a-f]{12}/, "0123456789ab"));
ok(gone.status === 404 && gone.headers["cache-control"] === "no-store", "a file of another version is not", gone.status);
const csp = page.headers["content-security-policy"] || "";
ok(csp.includes("default-src 'none'") && csp.includes("frame-ancestors 'none'") && !csp.includes("unsafe"), "a strict content security policy", csp);
ok(page.headers["x-content-type-options"] === "nosniff" && page.headers["referrer-policy"] === "no-referrer", "the other headers", page.headers);
const named = await ask("/live?goal=4%3A59.5&m=1500&venue=banked&lane=2&strategy=even&who=me");
const namedPlan = named.status === 200 ? JSON.parse(named.text.match(/id="miler-plan"[^>]*>([^<]*)</)[1]) : null;
ok(namedPlan && /"goal_s":299\.5\b/.test(JSON.stringify(namedPlan)) && /"distance_m":1500\b/.test(JSON.stringify(namedPlan)), "the live page of the race an address names", [named.status, named.text.slice(0, 200)]);
const tuned = await ask("/live?goal=11:20.0&m=3218.688&lane=2&splits=marks&first-lap=0.5&gears=0.01");
const tunedPlan = tuned.status === 200 ? tuned.text.match(/id="miler-plan"[^>]*>([^<]*)</)[1] : "";
ok(/"distance_m":3218\.688\b/.test(tunedPlan) && /"convention":"400_m_marks"/.test(tunedPlan) && tunedPlan.includes("85.111633") && tunedPlan.includes("617.33451"), "with the laps, the first of them and the gears of the link", [tuned.status, tunedPlan.slice(0, 400)]);
const planIn = (answer) => (answer.status === 200 ? JSON.parse(answer.text.match(/id="miler-plan"[^>]*>([^<]*)</)[1]) : null);
const bo = planIn(await ask("/live?goal=5:31.5&gun=14:30&date=2026-06-07&name=Zo%C3%AB%20%3Cb%3E"));
ok(bo && bo.title === "Mile in 5:31.5: Zoë <b>" && bo.day.gun_s === 52200 && bo.day.date === "2026-06-07" && bo.runners.length === 1, "the runner, the gun and the day of a card's code", bo);
const some = planIn(await ask("/live?heat&runner=Ada=5:19.0&runner=x%3Dy=5:31.5&strategy=even"));
ok(some && some.runners.map(({ name, plan }) => `${name} ${plan.goal_s} ${plan.strategy}`).join() === "Ada 319 even,x=y 331.5 even", "a heat, each with a goal of their own", some);
for (const wrong of ["runner=Ada", "runner==5:19", "runner=Ada=5:19&runner=Ada=5:20", "runner=Ada=fast", "goal=5:19&name=%FF", "goal=5:19&name=", "goal=5:19&name=" + "x".repeat(41), "goal=5:19&gun=noon", "goal=5:19&date=today-ish",
  Array.from({ length: 13 }, (_, i) => `runner=R${i}=5:19`).join("&"), "runner=Ada=1:00"])
  ok((await ask("/live?" + wrong)).status === 400, `no runners: ${wrong.slice(0, 40)}`, wrong);
for (const wrong of ["splits=thirds&goal=5:19", "goal=5:19&first-lap=2", "goal=5:19&gears=fast", "goal=5:19&strategy=even&start-loss=9", "goal=fast", "goal=5:19&lane=77", "goal=5:19&venue=moon", "goal=1:00", "goal=5:19&m=1e9", "goal=" + "5".repeat(2100), "goal=5:19%00"])
  ok((await ask("/live?" + wrong)).status === 400, `no race: ${wrong.slice(0, 40)}`, wrong);
const live = await ask("/live");
const livePolicy = live.headers["content-security-policy"] || "";
ok(live.status === 200 && live.text.includes('id="miler-plan"') && /script-src 'sha256-[^']+'/.test(livePolicy) && livePolicy.includes("default-src 'none'") &&
  livePolicy.includes("frame-ancestors 'none'") && !livePolicy.includes("unsafe"), "the live page of the plan's race, its script named by hash", [live.status, livePolicy]);
for (const path of ["fitness", "plan", "plan/today", "race", "bests", "runs", "athlete", "results"]) {
  const answer = await ask(`/api/v1/${path}`);
  let data = null;
  try { data = JSON.parse(answer.text); } catch { /* reported below */ }
  ok(answer.status === 200 && data !== null && answer.headers["content-type"] === "application/json", `JSON of ${path}`, answer);
}
for (const [path, why] of [["/api/v1/runs/999", "no such run"], ["/nothing", "no such page"], ["/../../etc/passwd", "a path that climbs"],
  ["/%2e%2e/etc/passwd", "an encoded path that climbs"], ["/api/v1/runs/1e9", "no number"], ["/" + "a".repeat(3000), "a long path"]]) {
  const answer = await ask(path);
  ok(answer.status === 404, `404 for ${why}`, answer.status);
}
// Written by hand: http.request fills in a right Host where it is given an empty one.
const asked = async (target, ...lines) =>
  (await raw(`GET ${target} HTTP/1.1\r\n${lines.map((line) => line + "\r\n").join("")}\r\n`)).split("\r\n")[0];
for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", "", `:${port}`, `127.0.0.1:${port}.evil.example`, `127.0.0.2:${port}`, `${own}, ${own}`]) {
  const answer = await asked("/", `Host: ${host}`);
  ok(/ 40[03] /.test(answer), `refused under the name '${host}'`, answer);
}
for (const [why, target, ...lines] of [["without a Host", "/"], ["with an empty Host and no blank", "/", "Host:"],
  ["with two Hosts", "/", `Host: ${own}`, "Host: evil.example"], ["with another name in the request line", `http://evil.example:${port}/`, `Host: ${own}`]]) {
  const answer = await asked(target, ...lines);
  ok(/ 40[03] /.test(answer), `refused ${why}`, answer);
}
ok(/ 200 /.test(await asked("/app/", `Host: localhost:${port}`)), "answered as localhost with the port");
ok((await ask("/", { headers: { "sec-fetch-site": "cross-site" } })).status === 403, "cross-site requests are refused");
ok((await ask("/", { headers: { origin: "https://evil.example" } })).status === 403, "a foreign origin is refused");
ok((await ask("/app/", { headers: { origin: `http://${own}` } })).status === 200, "the own origin is welcome");
for (const method of ["POST", "PUT", "DELETE"]) ok((await ask("/", { method })).status === 405, `${method} is not answered`);
const big = await raw(`GET / HTTP/1.1\r\nHost: ${own}\r\nX-Big: ${"x".repeat(70000)}\r\n\r\n`);
ok(!big.startsWith("HTTP/1.1 200"), "a giant header is refused", big.slice(0, 60));
const post = await raw(`POST / HTTP/1.1\r\nHost: ${own}\r\nContent-Length: 100000\r\n\r\n${"x".repeat(1000)}`);
ok(!post.startsWith("HTTP/1.1 200"), "a body is refused", post.slice(0, 60));
await raw("garbage\r\n\r\n");
ok((await ask("/app/")).status === 200, "it still answers after garbage");
