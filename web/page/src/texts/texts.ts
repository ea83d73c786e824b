// SPDX-License-Identifier: MIT
// t("key", {n: 3}): the text in the chosen language. Keys are those of en.ts; a table that misses one does not compile.
import { settings, type Language } from "../settings";
import { de } from "./de";
import { en, type TextKey } from "./en";

export type { TextKey };
export type Texts = Record<TextKey, string>;
const tables: Record<Language, Texts> = { en, de };

export function t(key: TextKey, words: Record<string, string | number> = {}): string {
  return tables[settings.get().language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole));
}

// Keys that come as a pair: "plan.breaks" stands for plan.breaks_one and plan.breaks_other.
type Stem<K> = K extends `${infer S}_one` ? S : never;
type Counted = Stem<TextKey>;
export function count(stem: Counted, n: number, words: Record<string, string | number> = {}): string {
  return t(`${stem}_${n === 1 ? "one" : "other"}` as TextKey, { n, ...words });
}
