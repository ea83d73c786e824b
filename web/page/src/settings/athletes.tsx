// SPDX-License-Identifier: MIT
// Several runners in one store: whose page this is, and one more.
import { useState } from "preact/hooks";
import { ApiError, send } from "../api";
import type { AthleteList, PostAthletes, PutAthletesCurrent } from "../api_types";
import { Button } from "../parts/Button";
import { Pick, TextField } from "../parts/Field";
import { complain, say } from "../parts/Toast";
import { t } from "../texts/texts";
import { useGet } from "../use";

const choose = (id: number) => send<AthleteList>("PUT", "athletes/current", { id } satisfies PutAthletesCurrent);

export function Athletes() {
  const list = useGet<AthleteList>("athletes").data?.athletes ?? [];
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string>();
  const now = list.find((one) => one.current);
  const turn = async (id: number): Promise<void> => {
    try {
      await choose(id);
      say(t("settings.now", { name: list.find((one) => one.id === id)?.name ?? "" }), now && (() => choose(now.id)));
    } catch (error) {
      complain(error);
    }
  };
  const add = async (): Promise<void> => {
    if (name.trim() === "") return setWrong(t("settings.need_name"));
    try {
      await send("POST", "athletes", { name: name.trim() } satisfies PostAthletes);
      setName("");
      setWrong(undefined);
      say(t("settings.added", { name: name.trim() }));
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
    }
  };
  return (
    <section aria-labelledby="set-athletes">
      <h2 id="set-athletes">{t("settings.athletes")}</h2>
      <p class="soft">{t("settings.athletes_lead")}</p>
      <div class="fields">
        {list.length > 1 && now && <Pick label={t("settings.whose")} word={t("action.show")} value={String(now.id)} options={list.map((one) => ({ value: String(one.id), text: one.name }))} onPick={(id) => void turn(Number(id))} />}
        <form onSubmit={(event) => { event.preventDefault(); void add(); }}>
          <TextField label={t("settings.new_athlete")} wrong={wrong} value={name} onInput={(typed) => { setWrong(undefined); setName(typed); }} />
          <Button type="submit">{t("settings.add")}</Button>
        </form>
      </div>
    </section>
  );
}
