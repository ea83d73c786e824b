// SPDX-License-Identifier: MIT
// The page's addresses: "/" is today, "/runs/12" a run. A click on a link of our own changes the
// address without a load; the page begins at its top, and its heading takes the focus.
import { Store } from "./use";

export const pages = ["today", "plan", "runs", "fitness", "race", "library", "settings", "start"] as const;
export type PageName = (typeof pages)[number];
export interface Route {
  page: PageName | "lost";
  id: number | null; // the number behind it
  query: string; // "with=13", "" none
}

const base = location.pathname === "/app" || location.pathname.startsWith("/app/") ? "/app" : "";

export function read(path: string, search = ""): Route {
  const [first = "", second, ...more] = path.slice(base.length).split("/").filter((part) => part !== "");
  const page = first === "" ? "today" : pages.find((name) => name === first && name !== "today");
  const id = second === undefined ? null : /^[1-9][0-9]{0,14}$/.test(second) ? Number(second) : NaN;
  if (page === undefined || more.length > 0 || Number.isNaN(id) || (id !== null && page !== "runs")) return { page: "lost", id: null, query: "" };
  return { page, id, query: search.replace(/^\?/, "") };
}

export const href = (page: PageName, id?: number): string => `${base}/${page === "today" ? "" : page}${id === undefined ? "" : `/${id}`}`;

export const route = new Store<Route>(read(location.pathname, location.search));

// A page that has to be read first has its heading later: it takes the focus then.
let headingWanted = false;
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
