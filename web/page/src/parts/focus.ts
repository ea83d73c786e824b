// SPDX-License-Identifier: MIT
// What has the focus may go with what it did: a session dropped on another day, a toast closed, a button whose work
// is done. The focus then goes to the same session where it stands now, or to what stands nearest around it; else
// keys and readers would begin at the top of the page.
import { headingComes } from "../router";

let last: Element | null = null; // what had it
let around: Element[] = []; // that, but for a toast, and all it stood in

function place(node: Element): HTMLElement | null {
  const session = node.getAttribute("data-session") ?? node.getAttribute("data-moves");
  if (!node.isConnected) return session ? document.querySelector<HTMLElement>(`[data-session="${session}"]`) : null;
  if (!(node instanceof HTMLElement)) return null;
  if (node.tabIndex >= 0) return node;
  return node.querySelector<HTMLElement>(":scope > summary") ?? node.querySelector<HTMLElement>("h1, h2, h3") ?? (node.hasAttribute("tabindex") ? node : null);
}

function lost(): void {
  if (!last || last.isConnected || document.activeElement !== document.body || headingComes()) return;
  for (const node of around) {
    const to = place(node);
    if (!to) continue;
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    if (document.activeElement === to) return;
  }
}

export function keepFocus(): void {
  document.addEventListener("focusin", ({ target }) => {
    last = target as Element;
    if (last.closest(".toast")) return;
    around = [];
    for (let node: Element | null = last; node && node !== document.body; node = node.parentElement) around.push(node);
  });
  // Left by hand, and not taken away: it may go where it likes.
  document.addEventListener("focusout", () => setTimeout(() => { if (last?.isConnected && document.activeElement === document.body) last = null; }));
  new MutationObserver(lost).observe(document.body, { childList: true, subtree: true });
}
