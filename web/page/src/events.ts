// SPDX-License-Identifier: MIT
// The server says when something has changed, in this tab, another, or on the command line. A tab that nobody
// looks at does not listen (browsers allow six connections to a place); it asks again when it is looked at.
import { changed, onChange, url } from "./api";

const AGAIN_MS = 10000;
let source: EventSource | null = null;
let missed = false; // what came meanwhile

function listen(): void {
  const mine = (source = new EventSource(url("events")));
  mine.addEventListener("open", () => {
    if (missed) changed();
    missed = false;
  });
  mine.addEventListener("changed", changed);
  mine.addEventListener("error", () => {
    missed = true;
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    source = null; // refused, which is for good: nobody was signed in, too many listened
    setTimeout(look, AGAIN_MS);
  });
}

function look(): void {
  if (document.visibilityState === "visible") source ?? listen();
  else {
    source?.close();
    source = null;
  }
}

export function startEvents(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") changed();
    look();
  });
  look();
  onChange(look); // whoever has just signed in may listen now
}
