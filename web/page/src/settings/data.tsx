// SPDX-License-Identifier: MIT
// Where the data is, and how to have all of it: a copy, everything as files, the end of it. That needs two
// steps and leaves a copy; nothing else here can be lost.
import { useState } from "preact/hooks";
import { ApiError, forget, send, url } from "../api";
import type { Erase, Job, PostErase } from "../api_types";
import { ended, failed } from "../jobs";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { complain } from "../parts/Toast";
import { t } from "../texts/texts";
import { useGet } from "../use";

// Starts the job, waits for its file and lets the browser keep it.
async function fetchFile(kind: "backup" | "export"): Promise<string> {
  const job = await ended((await send<Job>("POST", kind, {}, true)).job_id);
  if (job.state !== "done" || job.file === null) throw failed(job);
  const link = document.createElement("a");
  link.href = url(`jobs/${job.job_id}/file`);
  link.download = job.file;
  link.click();
  return job.file;
}

export function Data({ onErased }: { onErased: () => void }) {
  const store = useGet<Erase>("store").data;
  const [busy, setBusy] = useState<"backup" | "export">();
  const [got, setGot] = useState("");
  const ask = async (kind: "backup" | "export"): Promise<void> => {
    setBusy(kind);
    try {
      setGot(t("settings.got", { file: await fetchFile(kind) }));
    } catch (error) {
      complain(error);
    }
    setBusy(undefined);
  };
  return (
    <section aria-labelledby="set-data">
      <h2 id="set-data">{t("settings.data")}</h2>
      <p class="soft">{t("settings.data_lead")}</p>
      {store && <p>{t("settings.folder")} <code class="address">{store.path}</code></p>}
      <p class="row">
        <Button busy={busy === "backup"} onClick={() => void ask("backup")}>{t("settings.backup")}</Button>
        <Button busy={busy === "export"} onClick={() => void ask("export")}>{t("settings.export")}</Button>
        <span role="status" class="hint">{busy ? t("settings.working") : got}</span>
      </p>
      {store && <EraseAll store={store} onErased={onErased} />}
    </section>
  );
}

// First what would go; then a word, typed by hand, and it goes.
function EraseAll({ store, onErased }: { store: Erase; onErased: () => void }) {
  const [looking, setLooking] = useState<Erase>();
  const [word, setWord] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [gone, setGone] = useState<Erase>();
  const erase = async (): Promise<void> => {
    if (word.trim().toLowerCase() !== t("settings.erase_word")) return setWrong(t("settings.erase_type", { word: t("settings.erase_word") }));
    try {
      setGone(await send<Erase>("POST", "erase", { mark: looking!.mark } satisfies PostErase));
      setLooking(undefined);
      sessionStorage.clear();
      onErased();
      forget();
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) setWrong(error.told);
      else complain(error);
    }
  };
  if (gone) return <div class="strip" role="status"><p>{t("settings.erased")} <code class="address">{gone.backup}</code>{gone.workouts_backup && <>, <code class="address">{gone.workouts_backup}</code></>}. {t("settings.erased_rest")}{gone.workouts_shared_with && ` ${t("settings.erase_shared", { path: gone.workouts_shared_with })}`}</p></div>;
  if (!looking) return <p><Button onClick={() => { setLooking(store); setWord(""); setWrong(undefined); }}>{t("settings.erase")}</Button></p>;
  return (
    <form class="erase" onSubmit={(event) => { event.preventDefault(); void erase(); }}>
      <p>{t("settings.erase_what", { activities: looking.activities, results: looking.results, plans: looking.plans, athletes: looking.athletes, workouts: looking.own_workouts })}</p>
      {looking.workouts_shared_with && <p>{t("settings.erase_shared", { path: looking.workouts_shared_with })}</p>}
      <p>{t("settings.erase_backup")}</p>
      <TextField label={t("settings.erase_type", { word: t("settings.erase_word") })} wrong={wrong} value={word} onInput={setWord} />
      <p class="row"><Button type="submit" look="main">{t("settings.erase_do")}</Button><Button onClick={() => setLooking(undefined)}>{t("settings.leave")}</Button></p>
    </form>
  );
}
