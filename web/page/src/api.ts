// SPDX-License-Identifier: MIT
// Asking the server. An answer once read is kept with its ETag, so that asking again costs a line
// when nothing has changed, and the same object comes back.

import type { Athlete } from "./answers";

export class ApiError extends Error {
  constructor(
    readonly status: number, // 0: the server did not answer at all
    message: string,
    readonly remedy: string,
    readonly field: string,
    readonly column = 0, // of a session's text: the letter where it cannot be read; 0: none
  ) {
    super(message);
  }
  // Both in sentences: "The time is too fast for the mile. Check minutes and seconds."
  get told(): string {
    return [this.message, this.remedy].filter(Boolean).map((text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".")).join(" ");
  }
}

const KEPT = 100; // answers: enough for every page there is, few enough for a slider that is moved all day
const kept = new Map<string, { etag: string | null; answer: unknown }>();
// Of another runner, or after the end of everything, nothing that was read before is shown.
function keep(path: string, etag: string | null, answer: unknown): void {
  const old = kept.get(path)?.answer;
  if (path === "athlete" && old && (old as Athlete).name !== (answer as Athlete).name) kept.clear();
  kept.delete(path); // the newest stand last
  kept.set(path, { etag, answer });
  const least = kept.size > KEPT && [...kept.keys()].find((one) => one.includes("?"));
  if (least) kept.delete(least);
}
export const forget = (): void => kept.clear();
export const remember = (path: string, answer: unknown): void => keep(path, null, answer);

export const url = (path: string): string => `/api/v1/${path}`;

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url(path), init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, "", "", "");
  }
}

async function refused(answer: Response): Promise<ApiError> {
  const told = (await answer.json().catch(() => null)) as { error?: string; remedy?: string; field?: string; column?: number | null } | null;
  return new ApiError(answer.status, told?.error ?? answer.statusText, told?.remedy ?? "", told?.field ?? "", told?.column ?? 0);
}

// A picture is asked for as its letters.
export type Form = "json" | "text";
export async function get<T>(path: string, signal?: AbortSignal, form?: Form): Promise<T> {
  const coming = ahead.get(path);
  return coming === undefined || coming === true ? read(path, signal, form) : (coming as Promise<T>);
}

async function read<T>(path: string, signal?: AbortSignal, form: Form = "json"): Promise<T> {
  const old = kept.get(path);
  const headers: Record<string, string> = {}; // without any it takes what the document has asked for already (web/page/embed.mjs)
  if (old?.etag) headers["If-None-Match"] = old.etag;
  const answer = await ask(path, { headers, ...(signal ? { signal } : {}) });
  const same = answer.status === 304 && old;
  if (answer.status === 204) throw new ApiError(404, "", "", ""); // not there yet; a browser calls a 404 an error
  if (!same && !answer.ok) throw await refused(answer);
  const came = (same ? old.answer : await answer[form]()) as T;
  keep(path, same ? old.etag : answer.headers.get("ETag"), came);
  return came;
}

// Read before anything is shown: whoever then shows it first does not ask once more, also where it is still
// on its way by then. True: it has come.
const ahead = new Map<string, Promise<unknown> | true>();
let shown = false;
export function readAhead(path: string): Promise<unknown> {
  const coming = read(path);
  ahead.set(path, coming);
  const over = (came: boolean) => void (came && !shown ? ahead.set(path, true) : ahead.delete(path));
  return coming.then(() => over(true), () => over(false));
}
export const wasReadAhead = (path: string): boolean => ahead.get(path) === true;
export function endAhead(): void {
  shown = true;
  for (const [path, state] of ahead) if (state === true) ahead.delete(path);
}

// What was last read of it, without asking.
export const known = <T>(path: string): T | undefined => kept.get(path)?.answer as T | undefined;

// `asks`: it only looks what would come of it.
export async function send<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body: object = {}, asks = false): Promise<T> {
  const answer = await ask(path, { method, headers: { Accept: "application/json", "Content-Type": "application/json" }, ...(method === "DELETE" ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw await refused(answer);
  if (!asks) changed();
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export async function upload<T>(path: string, file: Blob): Promise<T> {
  const answer = await ask(path, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/octet-stream" }, body: file });
  if (!answer.ok) throw await refused(answer);
  return (await answer.json()) as T;
}

// Whoever shows data is told when some of it may have changed.
const listeners = new Set<() => void>();
export const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export function changed(): void {
  ahead.clear(); // what is still on its way may be of before
  listeners.forEach((listener) => listener());
}
