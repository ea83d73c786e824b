// SPDX-License-Identifier: MIT
// The watch at the cable, the phone at the track, and who has come in or signed in.
import { useState } from "preact/hooks";
import { send, url } from "../api";
import type { Push, Session } from "../api_types";
import { dayMonth, fromMs } from "../format";
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
  return `${dayMonth(fromMs(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())))}, ${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
};

interface One {
  key: string; // of the query that signs it out
  own: boolean;
  who: string; // where it came from, and with what
  since: string;
  seen: string;
}

// Each can be signed out alone, this one among them; those of one name have a number behind it.
function List({ label, list }: { label: string; list: One[] }) {
  const alike = (who: string, upTo = list.length): number => list.slice(0, upTo).filter((one) => one.who === who).length;
  const rows = list.map((one, i) => (alike(one.who) > 1 ? { ...one, who: `${one.who} (${alike(one.who, i + 1)})` } : one));
  return (
    <ul class="devices" aria-label={label}>
      {rows.map(({ key, own, who, since, seen }) => (
        <li key={key}>
          <span>{own && <b>{t("settings.this_device")}: </b>}{who} <span class="soft">{t("settings.paired", { at: moment(since) })}, {t("settings.seen", { at: moment(seen) })}</span></span>
          <Button label={own ? t("settings.sign_out") : t("settings.sign_out_of", { phone: who })} onClick={() => out(own ? "" : `?${key}`)}>{t("settings.sign_out")}</Button>
        </li>
      ))}
    </ul>
  );
}
const named = (one: { address: string; browser: string }): string => [one.address, one.browser].filter(Boolean).join(", ");

function Phones({ session }: { session: Session }) {
  return (
    <>
      <details>
        <summary>{t("settings.pair")}</summary>
        <p>{t("settings.pair_text")}</p>
        <img class="code" src={url("session/code")} alt={t("settings.pair_code")} />
      </details>
      {session.phones.length === 0 ? <p class="soft">{t("settings.no_phone")}</p>
        : <List label={t("settings.phones")} list={session.phones.map((one) => ({ key: `phone=${one.phone_id}`, own: one.this, who: named(one), since: one.paired, seen: one.seen }))} />}
      {session.phones.length > 1 && <p class="row"><Button onClick={() => out("?everybody=true")}>{t("settings.sign_out_phones")}</Button></p>}
    </>
  );
}

function SignedIn({ session }: { session: Session }) {
  return (
    <>
      <List label={t("settings.signed_in")} list={session.devices.map((one) => ({ key: `session=${one.session_id}`, own: one.this, who: named(one), since: one.since, seen: one.seen }))} />
      <p class="row"><Button onClick={() => out("?everybody=true")}>{t("settings.sign_out_all")}</Button></p>
    </>
  );
}
