// What the tests of the server share: asking it, and telling what came of it.
import http from "node:http";
import net from "node:net";

export const port = Number(process.env.PORT);
export const own = `127.0.0.1:${port}`;

// TAP; `first` is the number of the first line.
export const teller = (first) => {
  let n = first - 1;
  return (good, name, detail) => {
    console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
    if (!good) console.log(`# ${JSON.stringify(detail)?.slice(0, 600)}`);
  };
};
// A connection each: one that is kept may be closed for its idleness just as it is used.
const agent = new http.Agent({ keepAlive: false });
export const ask = (path, { method = "GET", headers = {}, body, at = port } = {}) =>
  new Promise((resolve, reject) => {
    const req = http.request({ host: "127.0.0.1", port: at, path, method, agent, headers: { host: own, ...headers } }, (res) => {
      const parts = [];
      res.on("data", (d) => parts.push(d));
      res.on("end", () => {
        const bytes = Buffer.concat(parts);
        const type = res.headers["content-type"] ?? "";
        let json;
        try { json = type.startsWith("application/json") ? JSON.parse(bytes.toString()) : undefined; } catch { json = undefined; }
        resolve({ status: res.statusCode, headers: res.headers, bytes, text: bytes.toString(), json, type });
      });
    });
    req.on("error", reject);
    req.end(body);
  });
// `method` with a JSON body.
export const send = (method, path, body = {}, headers = {}, at = port) =>
  ask(path, { method, at, headers: { "content-type": "application/json", ...headers }, body: method === "DELETE" ? undefined : typeof body === "string" ? body : JSON.stringify(body) });
export const api = (path) => `/api/v1/${path}`;
// Bytes as they are; what comes back until the other side closes, or the first answer is there.
export const raw = (bytes) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setTimeout(3000, () => socket.destroy());
    socket.on("data", (d) => { text += d; if (text.includes("\r\n\r\n")) socket.destroy(); });
    socket.on("close", () => resolve(text));
    socket.on("error", () => resolve(text));
  });
export const done = () => agent.destroy();
