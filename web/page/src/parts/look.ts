// SPDX-License-Identifier: MIT
// Light or dark, as chosen or as the system has it: what is drawn on a canvas is drawn anew when it turns.
import { useEffect, useState } from "preact/hooks";
import { settings } from "../settings";
import { useStore } from "../use";

export function useLook(): "light" | "dark" {
  const { theme } = useStore(settings);
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const turn = (): void => setDark(system.matches);
    system.addEventListener("change", turn);
    return () => system.removeEventListener("change", turn);
  }, []);
  return theme === "system" ? (dark ? "dark" : "light") : theme;
}

export const colours = (node: Element, ...names: string[]): string[] => {
  const style = getComputedStyle(node);
  return names.map((name) => style.getPropertyValue(`--${name}`).trim());
};
