// SPDX-License-Identifier: MIT
// Where a password is asked for, nothing else is shown until it is told.
import { useId, useState } from "preact/hooks";
import { ApiError, send } from "../api";
import { Button } from "../parts/Button";
import { Heading } from "../parts/Heading";
import { complain } from "../parts/Toast";
import { t } from "../texts/texts";

export function SignIn() {
  const id = useId();
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const enter = async (): Promise<void> => {
    setBusy(true);
    try {
      await send("POST", "session", { password });
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
    }
    setBusy(false);
  };
  return (
    <form class="sign-in" onSubmit={(event) => { event.preventDefault(); void enter(); }}>
      <Heading>{t("settings.sign_in")}</Heading>
      <div class="field">
        <label for={id}>{t("settings.password")}</label>
        <input id={id} type="password" autocomplete="current-password" value={password} aria-invalid={wrong !== ""} aria-describedby={`${id}-notes`} onInput={(event) => setPassword(event.currentTarget.value)} />
        <span id={`${id}-notes`} class={wrong ? "hint wrong" : "hint"} role={wrong ? "alert" : undefined}>{wrong}</span>
      </div>
      <Button type="submit" look="main" busy={busy}>{t("settings.sign_in")}</Button>
    </form>
  );
}
