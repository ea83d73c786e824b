// SPDX-License-Identifier: MIT
// A session as somebody types it, read as it grows: what the program makes of it, or what is wrong where.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api";
import { t } from "./texts/texts";

const PAUSE_MS = 250; // typing goes on

export interface Checked<T> {
  of: string; // the text that this is said of
  got: T | null; // of the last that could be read
  wrong: string;
  column: number; // the letter where it is wrong, from 1; 0: not known
}

export const slip = (error: unknown): { wrong: string; column: number } =>
  error instanceof ApiError && error.status > 0 ? { wrong: error.told, column: error.column } : { wrong: t("state.offline"), column: 0 };

// `before`: what needs no reading, it stands there already; nor does an empty text.
export function useChecked<T>(text: string, before: string, ask: (text: string) => Promise<T>): Checked<T> {
  const [state, set] = useState<Checked<T>>({ of: before, got: null, wrong: "", column: 0 });
  useEffect(() => {
    if (text === before || text.trim() === "") return set({ of: text, got: null, wrong: "", column: 0 });
    let late = false;
    const timer = setTimeout(() => {
      ask(text).then(
        (got) => late || set({ of: text, got, wrong: "", column: 0 }),
        (error) => late || set((old) => ({ of: text, got: old.got, ...slip(error) })),
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, before]);
  return state;
}
