// SPDX-License-Identifier: MIT
// The watch at the cable, the phone at the track, and who has signed in.
import { useState } from "preact/hooks";
import { send } from "../api";
import type { Push, Session } from "../api_types";
import { Button } from "../parts/Button";
import { complain, say } from "../parts/Toast";
import { count, t } from "../texts/texts";
import { useGet } from "../use";

export function Devices() {
  const [busy, setBusy] = useState(false);
  const push = async (): Promise<void> => {
    setBusy(true);
    try {
      const told = await send<Push>("POST", "push", {}, true);
      say(count("settings.pushed", told.new + told.replaced + told.same));
    } catch (error) {
      complain(error);
    }
    setBusy(false);
  };
  return (
    <section aria-labelledby="set-devices">
      <h2 id="set-devices">{t("settings.devices")}</h2>
      <p class="soft">{t("settings.push_lead")}</p>
      <p class="row"><Button busy={busy} onClick={() => void push()}>{t("settings.push")}</Button></p>
      <p>{t("settings.phone")} <code class="address">miler serve --lan</code></p>
      <SignedIn />
    </section>
  );
}

function SignedIn() {
  const session = useGet<Session>("session").data;
  if (!session?.password) return null;
  const out = (everybody: boolean): void => void send("DELETE", everybody ? "session?everybody=true" : "session").catch(complain);
  return (
    <>
      <p>{count("settings.signed_in", session.sessions)}</p>
      <p class="row"><Button onClick={() => out(false)}>{t("settings.sign_out")}</Button><Button onClick={() => out(true)}>{t("settings.sign_out_all")}</Button></p>
    </>
  );
}
