// SPDX-License-Identifier: MIT
// What belongs to this browser and not to the athlete: look and language. Units are the athlete's. The server
// learns of the language by a cookie, so that what it says is of the same; where this browser has chosen none,
// the store's counts.
import { Store } from "./use";

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "de";
export interface Settings {
  theme: Theme;
  language: Language;
  units: "km" | "mi";
}

// Storage may be refused (private windows); then the page forgets, and that is all.
function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`miler.${name}`);
  } catch {
    return null;
  }
}
function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`miler.${name}`, value);
  } catch {
    /* see above */
  }
}

const pick = <T extends string>(value: string | null, allowed: readonly T[], otherwise: T): T => allowed.find((one) => one === value) ?? otherwise;
const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "en" || tag === "de") ?? "en";

export const settings = new Store<Settings>({
  theme: pick(remembered("theme"), ["system", "light", "dark"], "system"),
  language: pick(remembered("language"), ["en", "de"], spoken as Language),
  units: pick(remembered("units"), ["km", "mi"], "km"),
});

export function change(part: Partial<Settings>): void {
  settings.set({ ...settings.get(), ...part });
  for (const [name, value] of Object.entries(part)) remember(name, value);
  show();
}

export function follow(units: Settings["units"], language: Language | null): void {
  const now = settings.get();
  if (units !== now.units) change({ units });
  if (!language || language === now.language || remembered("language")) return;
  settings.set({ ...settings.get(), language });
  show();
}

export function show(): void {
  const { theme, language } = settings.get();
  if (remembered("language")) document.cookie = `miler_language=${language};path=/;max-age=31536000;samesite=strict`;
  document.documentElement.lang = language;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
