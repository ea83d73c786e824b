// SPDX-License-Identifier: MIT
import type { ComponentChildren } from "preact";

interface Props {
  children: ComponentChildren;
  onClick?: (() => void) | undefined;
  look?: "main" | "plain" | "quiet"; // at most one main button in sight
  type?: "button" | "submit";
  disabled?: boolean;
  busy?: boolean; // asked for, not answered yet: keeps the focus
  pressed?: boolean | undefined;
  label?: string;
}

export function Button({ children, onClick, look = "plain", type = "button", disabled = false, busy = false, pressed, label }: Props) {
  return (
    <button type={type} class={`button ${look}`} disabled={disabled} aria-busy={busy} aria-pressed={pressed} aria-label={label} onClick={busy ? undefined : onClick}>
      {children}
    </button>
  );
}
