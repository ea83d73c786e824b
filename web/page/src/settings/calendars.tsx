// SPDX-License-Identifier: MIT
// The plan in other calendars: an address that nobody guesses is told once, and can be taken back.
import { useState } from "preact/hooks";
import { ApiError, send } from "../api";
import type { Calendars as Feeds, PostCalendars } from "../api_types";
import { dayMonth } from "../format";
import { Button } from "../parts/Button";
import { Choice, TextField } from "../parts/Field";
import { complain, say } from "../parts/Toast";
import { t } from "../texts/texts";
import { useGet } from "../use";

export function Calendars() {
  const list = useGet<Feeds>("calendars").data?.calendars ?? [];
  const [kind, setKind] = useState<"full" | "busy">("full");
  const [at, setAt] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [made, setMade] = useState("");
  const make = async (): Promise<void> => {
    if (at !== "" && !/^([01]?\d|2[0-3]):[0-5]\d$/.test(at)) return setWrong(t("settings.bad_clock"));
    try {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const told = await send<Feeds>("POST", "calendars", { kind, ...(at ? { at: at.padStart(5, "0"), zone } : {}) } satisfies PostCalendars);
      setMade((told.origin ?? location.origin) + (told.path ?? ""));
      setWrong(undefined);
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
    }
  };
  const copy = (): void => void navigator.clipboard.writeText(made).then(() => say(t("settings.copied")), () => complain(new ApiError(1, t("settings.copy_by_hand"), "", "")));
  const revoke = (id: number): void => {
    setMade("");
    void send("DELETE", `calendars/${id}`).then(() => say(t("settings.revoked")), complain);
  };
  return (
    <section aria-labelledby="set-calendars">
      <h2 id="set-calendars">{t("settings.calendars")}</h2>
      <p class="soft">{t("settings.calendars_lead")}</p>
      {list.length > 0 && (
        <ul class="feeds">
          {list.map((one) => (
            <li key={one.calendar_id}>
              <span>{t(`settings.${one.kind}`)}{one.at ? `, ${one.at}` : ""} <span class="soft">{t("settings.since", { day: dayMonth(one.added.slice(0, 10)) })}</span></span>
              <Button look="quiet" label={`${t("settings.revoke")}: ${t(`settings.${one.kind}`)}${one.at ? `, ${one.at}` : ""}`} onClick={() => revoke(one.calendar_id)}>{t("settings.revoke")}</Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(event) => { event.preventDefault(); void make(); }}>
        <div class="fields">
          <Choice label={t("settings.tells")} hint={t("settings.busy_hint")} value={kind} onChange={setKind} options={[{ value: "full", text: t("settings.full") }, { value: "busy", text: t("settings.busy") }]} />
          <TextField label={t("settings.at")} hint={t("settings.at_hint")} wrong={wrong} value={at} onInput={setAt} />
        </div>
        <p class="row"><Button type="submit">{t("settings.make_calendar")}</Button></p>
      </form>
      {made && (
        <div class="strip" role="status">
          <p>{t("settings.address")} <code class="address">{made}</code>{/^http:..(127\.|localhost|\[::1)/.test(made) && <><br />{t("settings.only_here")} <code class="address">miler serve --lan</code></>}</p>
          <Button onClick={copy}>{t("settings.copy")}</Button>
        </div>
      )}
    </section>
  );
}
