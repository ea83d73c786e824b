// SPDX-License-Identifier: MIT
// The watch at the cable, the phone at the track, and who has come in or signed in.
import { useState } from "preact/hooks";
import { send, url } from "../api";
import type { Push, Session } from "../api_types";
import { dayMonth } from "../format";
import { Button } from "../parts/Button";
import { complain, say } from "../parts/Toast";
import { count, t } from "../texts/texts";
import { useGet } from "../use";

const out = (query = ""): void => void send("DELETE", `session${query}`).then(() => say(t("settings.signed_out")), complain);

export function Devices() {
  const [busy, setBusy] = useState(false);
  const session = useGet<Session>("session").data;
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
      {session?.lan ? <Phones session={session} /> : <p>{t("settings.phone")} <code class="address">miler serve --lan</code></p>}
      {session?.password && <SignedIn session={session} />}
    </section>
  );
}

// A moment as the clock here has it: "8 Jun, 14:05".
const moment = (instant: string): string => {
  const at = new Date(instant);
  return `${dayMonth(instant.slice(0, 10))}, ${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
};

function Phones({ session }: { session: Session }) {
  return (
    <>
      <details>
        <summary>{t("settings.pair")}</summary>
        <p>{t("settings.pair_text")}</p>
        <img class="code" src={url("session/code")} alt={t("settings.pair_code")} />
      </details>
      {session.phones.length === 0 ? <p class="soft">{t("settings.no_phone")}</p> : (
        <ul class="devices" aria-label={t("settings.phones")}>
          {session.phones.map((phone) => (
            <li key={phone.phone_id}>
              <span><b>{phone.this ? t("settings.this_phone") : phone.address}</b> <span class="soft">{t("settings.paired", { at: moment(phone.paired) })}</span></span>
              <Button label={phone.this ? t("settings.sign_out") : t("settings.sign_out_of", { phone: phone.address })} onClick={() => out(phone.this ? "" : `?phone=${phone.phone_id}`)}>{t("settings.sign_out")}</Button>
            </li>
          ))}
        </ul>
      )}
      {session.phones.length > 1 && <p class="row"><Button onClick={() => out("?everybody=true")}>{t("settings.sign_out_phones")}</Button></p>}
    </>
  );
}

function SignedIn({ session }: { session: Session }) {
  return (
    <>
      <p>{count("settings.signed_in", session.sessions)}</p>
      <p class="row"><Button onClick={() => out()}>{t("settings.sign_out")}</Button><Button onClick={() => out("?everybody=true")}>{t("settings.sign_out_all")}</Button></p>
    </>
  );
}
