// SPDX-License-Identifier: MIT
// What the program says in its own words.
import type { JSX } from "preact";
import { together } from "../format";

// A number and its unit stay on one line, and so does "3–6".
const glued = (text: string): string => together(text).replace(/(\d) x (?=[\d(])/g, "$1\u00a0×\u00a0").replace(/(\d) (?=(?:m|km|min|s|h|bpm|kg|cm|%)(?![\w-]))/g, "$1\u00a0");

export function Words({ children, as: Tag = "span", class: name }: { children: string; as?: "span" | "p" | "h2" | "h3" | "dd" | "li"; class?: string }): JSX.Element {
  return <Tag class={name}>{glued(children)}</Tag>;
}

// A title of the catalogue as a heading begins.
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
