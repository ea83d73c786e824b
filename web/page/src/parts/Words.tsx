// SPDX-License-Identifier: MIT
// What the program says in its own words is English whatever the page's language: a screen reader must know.
import type { JSX } from "preact";
import { settings } from "../settings";

// A number and its unit stay on one line.
const glued = (text: string): string => text.replace(/(\d) x (?=[\d(])/g, "$1 ×\u00a0").replace(/(\d) (?=(?:m|km|min|s|h|bpm|kg|cm|%)(?![\w-]))/g, "$1\u00a0");

export function Words({ children, as: Tag = "span", class: name }: { children: string; as?: "span" | "p" | "h2" | "h3" | "dd" | "li"; class?: string }): JSX.Element {
  const foreign = settings.get().language === "en" ? undefined : "en";
  return <Tag lang={foreign} class={name}>{glued(children)}</Tag>;
}

// A title of the catalogue as a heading begins.
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
