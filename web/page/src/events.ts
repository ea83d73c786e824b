// SPDX-License-Identifier: MIT
// The server says when something has changed, in this tab, another, or on the command line. A tab that nobody
// looks at does not listen (browsers allow six connections to a place); it asks again when it is looked at.
import { changed, url } from "./api";

let source: EventSource | null = null;

function listen(): void {
  source = new EventSource(url("events"));
  let was = false; // heard before: what came in between was missed
  source.addEventListener("open", () => {
    if (was) changed();
    was = true;
  });
  source.addEventListener("changed", changed);
}

export function startEvents(): void {
  const look = (): void => {
    if (document.visibilityState === "visible" && source === null) listen();
    else if (document.visibilityState === "hidden") {
      source?.close();
      source = null;
    }
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") changed();
    look();
  });
  look();
}
