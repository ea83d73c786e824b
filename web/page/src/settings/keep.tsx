// SPDX-License-Identifier: MIT
// What is told of the athlete is kept at once, without a button: what was there before is an "undo" away, and
// what cannot be is told at its field.
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, known } from "../api";
import { setAthlete } from "../api_calls";
import type { Athlete, Changes } from "../answers";
import type { PutAthlete } from "../api_types";
import { TextField } from "../parts/Field";
import { complain, say } from "../parts/Toast";
import { count, t } from "../texts/texts";

// The same fields as they stand, to be put back; paces with the day from which they hold.
const before = (athlete: Athlete, part: PutAthlete): PutAthlete => {
  const keys = Object.keys(part), paces = keys.some((key) => key.endsWith("_s_per_km"));
  return Object.fromEntries([...keys, ...(paces ? ["paces_since"] : [])].map((key) => [key, athlete[key as keyof Athlete]])) as PutAthlete;
};

// What is changed; of a list that goes as a whole, out of what it is by then.
export type Part = PutAthlete | ((now: Athlete) => PutAthlete);
let line: Promise<unknown> = Promise.resolve(); // one change after the other

// What is wrong with it, "" where that is told already; undefined: it is kept.
export function keep(athlete: Athlete, part: Part): Promise<string | undefined> {
  const told = line.then(() => put(known<Athlete>("athlete") ?? athlete, part));
  line = told;
  return told;
}

// The plan follows paces and zones by hand at once.
const follows = (part: PutAthlete): boolean => Object.keys(part).some((key) => /_s_per_km$|^hr_zone/.test(key));
const lastChange = (): Promise<Changes | null> => get<Changes>("plan/changes").catch(() => null);

async function put(now: Athlete, asked: Part): Promise<string | undefined> {
  const part = typeof asked === "function" ? asked(now) : asked;
  const old = before(now, part);
  try {
    const then = follows(part) ? await lastChange() : null;
    await setAthlete(part);
    const made = follows(part) ? await lastChange() : null;
    const moved = made && made.version !== then?.version && made.change_count > 0;
    say(t("settings.kept") + (moved ? ` ${count("start.plan_changed", made.change_count)}` : ""), () => setAthlete(old));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status > 0) return error.told;
    complain(error);
    return "";
  }
}

interface Props {
  label: string;
  hint?: string;
  value: string; // as it is kept
  read: (typed: string) => Part | null; // null: it cannot be read
  athlete: Athlete;
  type?: "text" | "date" | "number";
  inputMode?: "text" | "decimal" | "numeric";
  max?: string;
}

// Kept when it is left, or with Enter.
export function KeptField({ value, read, athlete, type, ...rest }: Props) {
  const [typed, type_in] = useState(value);
  const [wrong, setWrong] = useState<string>();
  const asked = useRef<string | null>(null); // Enter and then leaving the field ask but once
  useEffect(() => {
    type_in(value);
    setWrong(undefined);
    asked.current = null;
  }, [value]);
  const leave = async (): Promise<void> => {
    const text = typed.trim();
    if (text === value) return setWrong(undefined);
    if (text === asked.current) return;
    asked.current = text;
    const part = read(text);
    const told = part === null ? t("settings.bad_number") : await keep(athlete, part);
    if (told !== undefined) asked.current = null;
    setWrong(told);
  };
  return (
    <form class="kept-field" onSubmit={(event) => { event.preventDefault(); void leave(); }} onFocusOut={() => void leave()}
      onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); void leave(); } }}>
      <TextField {...rest} {...(type ? { type } : {})} value={typed} wrong={wrong} onInput={type_in} />
    </form>
  );
}
