// SPDX-License-Identifier: MIT
// A value between two ends: label and value above, the browser's own slider below, which keys move as well.
import { useId } from "preact/hooks";

interface Props {
  label: string;
  value: number;
  low: number;
  high: number;
  step: number;
  shown: string; // the value with its unit
  onInput: (value: number) => void;
}

export function Slider({ label, value, low, high, step, shown, onInput }: Props) {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{shown}</output>
      <input id={id} type="range" min={low} max={high} step={step} value={value} aria-valuetext={shown} onInput={(event) => onInput(Number(event.currentTarget.value))} />
    </div>
  );
}
