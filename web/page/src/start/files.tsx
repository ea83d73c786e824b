// SPDX-License-Identifier: MIT
// Files dropped or chosen go up one by one, each with its outcome.
import { useRef, useState } from "preact/hooks";
import { changed, upload, ApiError } from "../api";
import { finished } from "../jobs";
import { Icon } from "../parts/Icon";
import { Words } from "../parts/Words";
import { t, type TextKey } from "../texts/texts";

type Outcome = "new" | "known" | "skipped" | "failed";
interface Row {
  name: string;
  outcome: Outcome | null; // null: still to come
  reason: string;
}
interface Imported {
  files: { path: string; outcome: Outcome; reason: string }[];
}
const words: Record<Outcome, TextKey> = { new: "start.files_new", known: "start.files_known", skipped: "start.files_skipped", failed: "start.files_failed" };

async function bring(file: File): Promise<Row[]> {
  try {
    const read = await finished<Imported>(await upload(`import?name=${encodeURIComponent(file.name)}`, file));
    return read.files.map((one) => ({ name: one.path, outcome: one.outcome, reason: one.reason }));
  } catch (error) {
    const reason = error instanceof ApiError && error.status > 0 ? [error.message, error.remedy].filter(Boolean).join(" ") : t("state.offline");
    return [{ name: file.name, outcome: "failed", reason }];
  }
}

export function Files() {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [rows, setRows] = useState<Row[]>([]);
  const [left, setLeft] = useState(0);
  const take = async (list: FileList | null | undefined): Promise<void> => {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    setLeft(files.length);
    for (const [i, file] of files.entries()) {
      const came = await bring(file);
      setRows((old) => [...old, ...came]);
      setLeft(files.length - i - 1);
    }
    changed();
  };
  return (
    <div class={over ? "drop over" : "drop"} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); void take(event.dataTransfer?.files); }}>
      <Icon name="file" />
      <p><strong>{t("start.files")}</strong><br /><span class="soft">{t("start.files_text")}</span></p>
      <label class="button">
        <input ref={input} class="unseen" type="file" multiple onChange={(event) => void take(event.currentTarget.files).then(() => { if (input.current) input.current.value = ""; })} />
        {t("start.files_pick")}
      </label>
      {(rows.length > 0 || left > 0) && <p role="status">{t("start.files_reading", { done: rows.length, total: rows.length + left })}</p>}
      {rows.length > 0 && (
        <ul class="outcomes">
          {rows.map((row, i) => <li key={i} class={row.outcome ?? ""}><span>{row.name}</span> <b>{row.outcome && t(words[row.outcome])}</b> {row.reason && <Words class="soft">{row.reason}</Words>}</li>)}
        </ul>
      )}
    </div>
  );
}
