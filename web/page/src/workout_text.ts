// SPDX-License-Identifier: MIT
// A session as somebody types it, read as it grows: its steps in this runner's numbers, or what is wrong where.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api";
import { checkWorkout } from "./api_calls";
import type { Step } from "./answers";
import { t } from "./texts/texts";

const PAUSE_MS = 250; // typing goes on

export interface Checked {
  steps: Step[] | null;
  wrong: string;
  column: number; // the letter where it is wrong, from 1; 0: not known
}
const fine: Checked = { steps: null, wrong: "", column: 0 };

export const slip = (error: unknown): { wrong: string; column: number } =>
  error instanceof ApiError && error.status > 0 ? { wrong: error.told, column: error.column } : { wrong: t("state.offline"), column: 0 };

// `before`: what needs no reading, it stands there already.
export function useChecked(text: string, before: string): Checked {
  const [state, set] = useState<Checked>(fine);
  useEffect(() => {
    if (text === before) return set(fine);
    let late = false;
    const timer = setTimeout(() => {
      checkWorkout(text).then(
        (read) => late || set({ ...fine, steps: read.steps }),
        (error) => late || set((old) => ({ steps: old.steps, ...slip(error) })),
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, before]);
  return state;
}
