// A row of the table each: what is owed, tried on a server that is open to the network behind a password.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { api, ask, done, own, raw, send, teller } from "./http_kit.mjs";
import { openapi } from "./schema.mjs";

const row = teller(1);
const password = "tartan and four laps";
const origin = { origin: `http://${own}` };
const signIn = (word, headers = {}) => send("POST", api("session"), { password: word }, { ...origin, ...headers });
const entered = await signIn(password), cookie = entered.headers["set-cookie"][0], mine = { cookie: cookie.split(";")[0] };
const get = (path, headers = {}) => ask(path, { headers: { ...mine, ...headers } });
const change = (method, path, body, headers = {}) => send(method, path, body, { ...mine, ...origin, ...headers });
const sqlite = (sql) => execFileSync("sqlite3", [process.env.STORE, sql], { encoding: "utf8" });

// ---- Framing, limits, paths, methods
const twice = await raw(`POST ${api("plan/undo")} HTTP/1.1\r\nHost: ${own}\r\nCookie: ${mine.cookie}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`);
row(/^HTTP\/1.1 400 /.test(twice) && /Connection: close/i.test(twice), "framing (4.2.1): a length told in two ways ends the connection; hostile.mjs has the table", twice.slice(0, 100));
const big = await raw(`GET /app/ HTTP/1.1\r\nHost: ${own}\r\nX: ${"x".repeat(40000)}\r\n\r\n`);
row(!/^HTTP\/1.1 2/.test(big) && (await change("POST", api("results"), { name: "x".repeat(70000) })).status === 413, "limits (5.2.1, 15.2.2): of a head, of a body; time and connections in hostile.mjs", big.slice(0, 60));
const climbing = ["/app/../../etc/passwd", "/app/%2e%2e/%2e%2e/etc/passwd", "/app/..%2f..%2fetc/passwd", "/app//etc/passwd", "/app/page.js%00.html", "/app/\\..\\..\\etc\\passwd", "/etc/passwd", `${api("library/workouts/")}..%2f..%2fmiler.db`];
const found = [];
const page = (await get("/app/plan")).text;
// The page's own addresses are the page, however deep; it says itself that there is nothing.
for (const path of climbing) { const answer = await get(path); if (answer.status !== 404 && answer.text !== page) found.push(path); }
row(found.length === 0, `paths (5.3.2): ${climbing.length} ways to climb find nothing`, found);
const wrong = await raw(`TRACE ${api("athlete")} HTTP/1.1\r\nHost: ${own}\r\nCookie: ${mine.cookie}\r\n\r\n`);
const other = await change("DELETE", api("athlete"));
row(/^HTTP\/1.1 405 /.test(wrong) && other.status === 405 && /GET/.test(other.headers.allow) && /PUT/.test(other.headers.allow), "methods (4.1.4): others get 405, and which there are", [wrong.slice(0, 60), other.headers.allow]);

// ---- What an answer says of itself
const answers = [];
for (const [path, { get: operation }] of Object.entries(openapi.paths)) {
  if (!operation || /\{/.test(path) || operation.responses["2XX"].content["text/event-stream"]) continue;
  answers.push([path, await get(path)]);
}
answers.push(["/app/", await get("/app/")], ["an error", await get(api("runs/999999"))], ["nothing", await get("/nothing")]);
const untold = answers.filter(([, { headers, bytes }]) => bytes.length > 0 && (headers["x-content-type-options"] !== "nosniff" || !headers["content-type"] || (/^text\//.test(headers["content-type"]) && !/charset=utf-8/.test(headers["content-type"]))));
row(answers.length > 25 && untold.length === 0, `types (4.1.1, 3.4.4): ${answers.length} answers say their type, and that it is not to be guessed`, untold.map(([path, { headers }]) => [path, headers["content-type"]]));
const policyOf = ({ headers }) => Object.fromEntries(headers["content-security-policy"].split(";").map((part) => part.trim().split(" ")).map(([name, ...values]) => [name, values.join(" ")]));
const policy = policyOf(answers.find(([path]) => path === "/app/")[1]);
const strict = { "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "connect-src": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'" };
const lax = answers.filter(([, { headers }]) => /unsafe-(inline|eval)/.test(headers["content-security-policy"].replace(/style-src 'unsafe-inline'; sandbox/, "")) || !/frame-ancestors 'none'/.test(headers["content-security-policy"])
  || headers["referrer-policy"] !== "no-referrer" || headers["cross-origin-opener-policy"] !== "same-origin" || headers["cross-origin-resource-policy"] !== "same-origin");
row(Object.entries(strict).every(([name, value]) => policy[name] === value) && /^'(self|none)'$/.test(policy["form-action"]) && lax.length === 0, "headers (3.4.3, 3.4.5, 3.4.6): a policy without exceptions, no frames, no referrer, on every answer", [policy, lax.map(([path]) => path)]);
const run = (await get(api("runs?limit=1&athlete=1"))).json.runs[0];
const picture = await get(api(`runs/${run.id}/picture?kind=laps&athlete=1`));
const svg = picture.status === 200 ? picture.headers["content-security-policy"] : "";
row(/default-src 'none'/.test(svg) && !/script-src/.test(svg) && /sandbox/.test(svg), "a picture has a policy of its own, without scripts", [picture.status, svg]);
const athlete = await get(api("athlete?athlete=1")), csv = (await get(api("plan/export?form=csv&athlete=1"))).text;
row(!page.includes("A & B") && athlete.json.name.includes("<script>") && !/^[=+@\t]/m.test(csv.replace(/^-?[\d.]+/gm, "")), "output (1.2.1, 1.2.3, 3.2.2): names are data in JSON, the page itself has none", athlete.text.slice(0, 100));
await change("POST", api("results?athlete=1"), { distance_m: 1500, time_s: 340, date: "2026-04-30", name: "=HYPERLINK(\"x\")" });
execFileSync(process.env.MILER, ["--athlete", "1", "export", `${process.env.FOLDER}/all`, "-q"]);
const tables = readdirSync(`${process.env.FOLDER}/all`, { recursive: true }).filter((name) => String(name).endsWith(".csv")).map((name) => readFileSync(`${process.env.FOLDER}/all/${name}`, "utf8"));
row(tables.some((table) => table.includes("'=HYPERLINK")) && !tables.some((table) => /(^|,)"?=/m.test(table)), "tables (1.2.10): a formula is text", tables.map((table) => table.slice(0, 80)));
const file = await get(api("plan/export?form=ics&athlete=1"));
row(/^attachment; filename="[\w.-]+"$/.test(file.headers["content-disposition"] ?? ""), "downloads (5.4.1): attachments, with a name that is only letters", file.headers["content-disposition"]);

// ---- Who may ask
const crossed = [];
for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "http://evil.example" }, { origin: "null" }])
  for (const [method, path] of [["POST", "plan/undo"], ["PUT", "athlete"], ["DELETE", "results/1"], ["PATCH", `runs/${run.id}`]])
    if ((await send(method, api(path), {}, { ...mine, ...headers })).status !== 403) crossed.push([method, path, headers]);
for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
  if ((await ask(api("plan/undo"), { method: "POST", headers: { ...mine, ...origin, "content-type": type }, body: "{}" })).status !== 415) crossed.push(type);
row(crossed.length === 0, "forged requests (3.5.1 to 3.5.3): from elsewhere none changes anything, nor does a form", crossed);
const rebound = await Promise.all(["evil.example", `evil.example:${process.env.PORT}`, "127.0.0.1.evil.example", `127.0.0.2:${process.env.PORT}`].map((host) => ask(api("athlete"), { headers: { ...mine, host } })));
row(rebound.every(({ status }) => status === 403), "DNS rebinding: under another name nothing is answered", rebound.map(({ status }) => status));
row(/^miler-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/.test(cookie), "cookies (3.3.1 to 3.3.4): for HTTP alone, for this site alone; door.mjs has the one behind HTTPS", cookie);
const second = (await signIn(password)).headers["set-cookie"][0].split(";")[0], anew = (await signIn(password, { cookie: second })).headers["set-cookie"][0].split(";")[0];
const old = await ask(api("athlete"), { headers: { cookie: second } }), stored = ["", "-wal"].map((end) => readFileSync(process.env.STORE + end).toString("latin1")).join();
row(second !== mine.cookie && anew !== second && old.status === 401 && !stored.includes(mine.cookie.split("=")[1]) && !stored.includes(anew.split("=")[1]),
  "sessions (7.2.3, 7.2.4, 7.4.1): 256 bits of chance, another at each sign-in, nowhere in the store; ended here when they end", [old.status]);
const listed = (await get(api("session"))).json;
const all = await change("DELETE", api("session?everybody=true"));
row(listed.sessions === 2 && all.status === 200 && (await ask(api("athlete"), { headers: { cookie: anew } })).status === 401, "and they are counted and can all be ended (7.5.2)", listed);
const hash = sqlite("SELECT value FROM settings WHERE key = 'password'");
row(/^\$argon2id\$v=19\$m=65536,t=2,p=1\$/.test(hash), "passwords (6.2, 11.4): argon2id, 64 MB, two passes", hash.slice(0, 30));
const forwarded = [];
for (let i = 0; i < 12; i++) forwarded.push((await signIn(`guess ${i}`, { "x-forwarded-for": `10.0.0.${i}` })).status);
row(forwarded.filter((status) => status === 401).length === 10 && forwarded.at(-1) === 429, "guessing (6.3.1) and proxies (4.1.3, 15.3.4): ten tries, whatever address is claimed where no proxy is", forwarded);

// ---- Two athletes, files, copies, logs, what it stands on: on a server of this machine alone, which asks for no password
const foreign = [];
const local = (method, path, body) => send(method, path, body, { host: `127.0.0.1:${process.env.LOCAL}` }, Number(process.env.LOCAL));
for (const [method, path] of [["GET", `runs/${run.id}`], ["GET", `runs/${run.id}/samples`], ["GET", `runs/${run.id}/picture?kind=laps`], ["GET", `runs/${run.id}/like`], ["PATCH", `runs/${run.id}`], ["POST", `runs/${run.id}/undo`], ["DELETE", `runs/${run.id}`], ["DELETE", "results/1"], ["POST", "results/1/restore"]]) {
  const answer = await local(method, api(`${path}${path.includes("?") ? "&" : "?"}athlete=Other`), method === "PATCH" ? { kind: "effort", value: 5 } : {});
  if (answer.status !== 404) foreign.push([method, path, answer.status, answer.text.slice(0, 100)]);
}
row(foreign.length === 0, "whose (8.2.1, 8.3.1): what is another athlete's is not there, by every route", foreign);
const octets = (query, body, type = "application/octet-stream") => ask(api(`import?${query}`), { method: "POST", headers: { host: `127.0.0.1:${process.env.LOCAL}`, "content-type": type }, body, at: Number(process.env.LOCAL) });
const form = await octets("name=x.fit", "--x\r\n", "multipart/form-data; boundary=x");
const copy = await octets("name=miler.db", readFileSync(process.env.STORE));
let job = {};
for (let i = 0; i < 200 && job.state !== "done" && job.state !== "failed"; i++) { await new Promise((r) => setTimeout(r, 25)); job = (await local("GET", api(`jobs/${copy.json.job_id}`))).json; }
row(form.status === 415 && JSON.stringify(job).includes('"files_new":0'), "files (5.2.2): bytes as they are, no forms; a store that is sent is not opened", [form.status, JSON.stringify(job).slice(0, 300)]);
const log = readFileSync(process.env.LOG, "utf8");
row(log.length > 0 && ![password, "guess", mine.cookie.split("=")[1], anew.split("=")[1], "evil.example", "10.0.0."].some((secret) => log.includes(secret)), "logs (16.2.5): no password, no token, nothing that was sent", log);
const libraries = readFileSync(process.env.NEEDED, "utf8").trim().split("\n"), told = readFileSync("docs/dependencies.md", "utf8").toLowerCase();
const names = { z: "zlib", sqlite: "sqlite", sodium: "libsodium", c: null, m: null, pthread: null, dl: null, asan: null, ubsan: null, tsan: null, event: "libevent", popt: "popt", jansson: "jansson", expat: "expat" };
row(libraries.length > 5 && libraries.every((name) => names[name] === null || told.includes(names[name] ?? name)), "what it stands on (15.1.1): each library the program names is in docs/dependencies.md", libraries);
done();
