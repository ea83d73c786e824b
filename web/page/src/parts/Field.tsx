// SPDX-License-Identifier: MIT
// Fields of a form: the label above, a hint below, and what is wrong in words at its place. A quiet legend is
// heard and not seen: the heading above it says the same.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { Button } from "./Button";

interface Common {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
}
interface TextProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "date" | "number" | "time";
  inputMode?: "text" | "decimal" | "numeric";
  max?: string;
  min?: string;
}

const Notes = ({ id, hint, wrong }: { id: string; hint?: string | undefined; wrong?: string | undefined }) => (
  <span id={id} class={wrong ? "hint wrong" : "hint"} role={wrong ? "alert" : undefined}>{wrong ?? hint}</span>
);

export function TextField({ label, hint, wrong, value, onInput, type = "text", ...rest }: TextProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type={type as "text"} value={value} aria-invalid={wrong !== undefined} aria-describedby={`${id}-notes`} autocomplete="off" onInput={(event) => onInput(event.currentTarget.value)} {...rest} />
      <Notes id={`${id}-notes`} hint={hint} wrong={wrong} />
    </div>
  );
}

export interface Option<T extends string> {
  value: T;
  text: string;
}

export function Select<T extends string>({ label, hint, wrong, value, options, onChange }: Common & { value: T; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-describedby={`${id}-notes`} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
      </select>
      <Notes id={`${id}-notes`} hint={hint} wrong={wrong} />
    </div>
  );
}

// A list that leads elsewhere. First chosen, then gone to: arrow keys change what a closed list holds at each press.
export function Pick<T extends string>({ word, value, onPick, ...rest }: Common & { word: string; value: T; options: readonly Option<T>[]; onPick: (value: T) => void }) {
  const [chosen, set] = useState(value);
  useEffect(() => set(value), [value]);
  return (
    <form class="pick" onSubmit={(event) => { event.preventDefault(); onPick(chosen); }}>
      <Select {...rest} value={chosen} onChange={set} />
      <Button type="submit" disabled={chosen === value}>{word}</Button>
    </form>
  );
}

// One of a few, all in sight.
export function Choice<T extends string>({ label, hint, value, options, onChange, quiet = false }: Common & { quiet?: boolean; value: T | null; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  const name = useId();
  return (
    <fieldset class="field" aria-describedby={hint ? `${name}-notes` : undefined}>
      <legend class={quiet ? "unseen" : ""}>{label}</legend>
      <div class="pills">
        {options.map((option) => (
          <label key={option.value} class="pill">
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
      {hint && <span id={`${name}-notes`} class="hint">{hint}</span>}
    </fieldset>
  );
}

// Any of a few.
export function Checks<T extends string>({ label, wrong, values, options, onChange, stacked = false, quiet = false }: Common & { quiet?: boolean; values: readonly T[]; options: readonly Option<T>[]; onChange: (values: T[], turned: T) => void; stacked?: boolean }) {
  const id = useId();
  const toggle = (value: T): void => onChange(options.map((option) => option.value).filter((one) => (one === value) !== values.includes(one)), value);
  return (
    <fieldset class="field" aria-describedby={wrong ? id : undefined}>
      <legend class={quiet ? "unseen" : ""}>{label}</legend>
      <div class={stacked ? "stack" : "pills"}>
        {options.map((option) => (
          <label key={option.value} class={stacked ? "check" : "pill"}>
            <input type="checkbox" checked={values.includes(option.value)} onChange={() => toggle(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
      {wrong && <Notes id={id} wrong={wrong} />}
    </fieldset>
  );
}

export const Check = ({ label, checked, onChange }: { label: ComponentChildren; checked: boolean; onChange: (checked: boolean) => void }) => (
  <label class="check">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{label}</span>
  </label>
);
