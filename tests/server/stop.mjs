// A file whose reader stands still: what a stop meets then.
import { readFileSync, readdirSync } from "node:fs";
import { api, ask, done, teller } from "./http_kit.mjs";

const ok = teller(Number(process.env.FIRST));
const parentOf = (pid) => { try { return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]); } catch { return 0; } };
const childrenOf = (pid) => readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === pid).map(Number);
const readers = childrenOf(Number(process.env.SERVER)).flatMap(childrenOf);
for (const pid of readers) process.kill(pid, "SIGSTOP");
const sent = await ask(api("import?name=waits.fit"), { method: "POST", headers: { "content-type": "application/octet-stream" }, body: readFileSync(process.env.FILE) });
const state = async () => (await ask(api(`jobs/${sent.json.job_id}`))).json.state;
for (const end = Date.now() + 5000; (await state()) !== "running" && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
await new Promise((resolve) => setTimeout(resolve, 300));
ok(readers.length > 0 && (await state()) === "running", "a file is being read and goes on being read", [readers, await state()]);
done();
