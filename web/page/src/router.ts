// SPDX-License-Identifier: MIT
// The page's addresses: "/" is today, "/runs/12" a run, "/library/workouts/rp-400" a page of a page's own
// sections. A click on a link of our own changes the address without a load; the page begins at its top, and
// its heading takes the focus.
import { Store } from "./use";

export const pages = ["today", "plan", "runs", "fitness", "race", "library", "settings", "start"] as const;
export type PageName = (typeof pages)[number];
export interface Route {
  page: PageName | "lost";
  id: number | null; // the number behind it
  parts: readonly string[]; // a section of the page, and what of it: ["workouts", "rp-400"]
  query: string; // "with=13", "" none
}

// What may stand behind a page's name, and how many words of it.
const sections: Partial<Record<PageName, { names: readonly string[]; deep: number }>> = {
  race: { names: ["review"], deep: 2 },
  library: { names: ["workouts", "drills", "strength", "plyometrics", "routines", "cross", "own"], deep: 2 },
};

const base = location.pathname === "/app" || location.pathname.startsWith("/app/") ? "/app" : "";

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export function read(path: string, search = ""): Route {
  const [first = "", ...rest] = path.slice(base.length).split("/").filter((part) => part !== "").map(plain);
  const lost: Route = { page: "lost", id: null, parts: [], query: "" };
  const query = search.replace(/^\?/, "");
  const page = first === "" ? "today" : pages.find((name) => name === first && name !== "today");
  if (page === undefined) return lost;
  if (rest.length === 0) return { page, id: null, parts: [], query };
  const own = sections[page];
  if (own) return own.names.includes(rest[0]!) && rest.length <= own.deep ? { page, id: null, parts: rest, query } : lost;
  return page === "runs" && rest.length === 1 && /^[1-9][0-9]{0,14}$/.test(rest[0]!) ? { page, id: Number(rest[0]), parts: [], query } : lost;
}

export const href = (page: PageName, ...parts: (number | string)[]): string => `${base}/${[page === "today" ? "" : page, ...parts.map((part) => encodeURIComponent(part))].filter((part, i) => i === 0 || part !== "").join("/")}`;

export const route = new Store<Route>(read(location.pathname, location.search));

// A page that has to be read first has its heading later: it takes the focus then.
let headingWanted = false;
export const headingComes = (): boolean => headingWanted;
export const takeFocus = (): boolean => headingWanted && !(headingWanted = false);

export function go(to: string): void {
  headingWanted = true;
  if (to !== location.pathname + location.search) history.pushState(null, "", to);
  route.set(read(location.pathname, location.search));
  scrollTo(0, 0);
}

// Another question at the same page: the address tells it, the reader stays where they are.
export function ask(query: string): void {
  history.replaceState(null, "", location.pathname + (query ? `?${query}` : ""));
  route.set(read(location.pathname, query));
}

export function startRouter(): void {
  addEventListener("popstate", () => {
    headingWanted = true;
    route.set(read(location.pathname, location.search));
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target !== "" || link.hasAttribute("download")) return;
    if (link.pathname.startsWith("/api/") || read(link.pathname).page === "lost" || link.hash !== "") return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
