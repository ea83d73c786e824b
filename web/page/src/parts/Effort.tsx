// SPDX-License-Identifier: MIT
// How hard it felt, 1 to 10: told with one tap, which asks once however often it is pressed.
import { useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Button } from "./Button";

export function Effort({ value, onTell }: { value?: number | null; onTell: (effort: number) => Promise<unknown> }) {
  const [busy, setBusy] = useState(false);
  const tell = async (n: number): Promise<void> => {
    setBusy(true);
    await onTell(n);
    setBusy(false);
  };
  return (
    <fieldset class="felt">
      <legend>{t("today.felt")}</legend>
      <div class="scale">{Array.from({ length: 10 }, (_, i) => i + 1).map((n) => <Button key={n} busy={busy} label={t("today.felt_label", { n })} pressed={value === undefined ? undefined : value === n} onClick={() => void tell(n)}>{n}</Button>)}</div>
      <p class="scale-ends soft"><span>{t("today.felt_low")}</span><span>{t("today.felt_high")}</span></p>
    </fieldset>
  );
}
