// SPDX-License-Identifier: MIT
// What is told of the athlete is kept at once, without a button: what was there before is an "undo" away, and
// what cannot be is told at its field.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { setAthlete } from "../api_calls";
import type { Athlete } from "../answers";
import type { PutAthlete } from "../api_types";
import { TextField } from "../parts/Field";
import { complain, say } from "../parts/Toast";
import { t } from "../texts/texts";

// The same fields as they stand, to be put back.
const before = (athlete: Athlete, part: PutAthlete): PutAthlete =>
  Object.fromEntries(Object.keys(part).map((key) => [key, athlete[key as keyof Athlete]])) as PutAthlete;

// What is wrong with it, or nothing.
export async function keep(athlete: Athlete, part: PutAthlete): Promise<string | undefined> {
  const old = before(athlete, part);
  try {
    await setAthlete(part);
    say(t("settings.kept"), () => setAthlete(old));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status > 0) return error.told;
    complain(error);
    return undefined;
  }
}

interface Props {
  label: string;
  hint?: string;
  value: string; // as it is kept
  read: (typed: string) => PutAthlete | null; // null: it cannot be read
  athlete: Athlete;
  type?: "text" | "date" | "number";
  inputMode?: "text" | "decimal" | "numeric";
  max?: string;
}

// Kept when it is left, or with Enter.
export function KeptField({ value, read, athlete, type, ...rest }: Props) {
  const [typed, type_in] = useState(value);
  const [wrong, setWrong] = useState<string>();
  useEffect(() => {
    type_in(value);
    setWrong(undefined);
  }, [value]);
  const leave = async (): Promise<void> => {
    if (typed.trim() === value) return setWrong(undefined);
    const part = read(typed.trim());
    setWrong(part === null ? t("settings.bad_number") : await keep(athlete, part));
  };
  return (
    <form class="kept-field" onSubmit={(event) => { event.preventDefault(); void leave(); }} onFocusOut={() => void leave()}
      onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); void leave(); } }}>
      <TextField {...rest} {...(type ? { type } : {})} value={typed} wrong={wrong} onInput={type_in} />
    </form>
  );
}
