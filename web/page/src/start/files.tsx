// SPDX-License-Identifier: MIT
// Files dropped or chosen go up one by one; what is inside is told file by file, what went wrong first.
import { useRef, useState } from "preact/hooks";
import type { Import, Job } from "../answers";
import { ApiError, changed } from "../api";
import { time } from "../format";
import { importFile } from "../jobs";
import { Icon } from "../parts/Icon";
import { Words } from "../parts/Words";
import { href } from "../router";
import { count, t, type TextKey } from "../texts/texts";

type Outcome = "new" | "known" | "skipped" | "failed";
interface Row {
  name: string;
  outcome: Outcome;
  reason: string;
}
const words: Record<Outcome, TextKey> = { new: "start.files_new", known: "start.files_known", skipped: "start.files_skipped", failed: "start.files_failed" };

// What became of the plan with the files: each of them may have moved it.
interface Moved {
  changes: number;
  was: number | null; // its goal before the first
  now: number | null;
}
const moved = (old: Moved, one: Import): Moved => ({ changes: old.changes + one.plan_changes, was: old.was ?? one.plan_goal_was_s, now: one.plan_goal_s ?? old.now });

async function bring(file: File, progress: (job: Job) => void, read: (one: Import) => void): Promise<Row[]> {
  try {
    const came = await importFile(file, progress);
    read(came);
    return came.files.map((one) => ({ name: one.path, outcome: one.outcome, reason: one.reason }));
  } catch (error) {
    const reason = error instanceof ApiError && error.status > 0 ? error.told : t("state.offline");
    return [{ name: file.name, outcome: "failed", reason }];
  }
}

const trouble = (row: Row): number => ["failed", "skipped", "known", "new"].indexOf(row.outcome);
// "49 new, 2 skipped"
const sums = (rows: readonly Row[]): string =>
  (Object.keys(words) as Outcome[]).map((outcome) => [rows.filter((row) => row.outcome === outcome).length, t(words[outcome])] as const)
    .filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`).join(", ");

export function Files() {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [rows, setRows] = useState<Row[]>([]);
  const [plan, setPlan] = useState<Moved>({ changes: 0, was: null, now: null });
  const [at, setAt] = useState<{ file: string; done: number; total: number | null } | null>(null); // what is being read
  const take = async (list: FileList | null | undefined): Promise<void> => {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    for (const file of files) {
      setAt({ file: file.name, done: 0, total: null });
      const came = await bring(file, (job) => setAt({ file: file.name, done: job.done, total: job.total }), (one) => setPlan((old) => moved(old, one)));
      setRows((old) => [...old, ...came]);
    }
    setAt(null);
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
      <div role="status">
        {at ? <><p>{at.file}{at.total ? `: ${t("start.files_reading", { done: at.done, total: at.total })}` : ""}</p><progress value={at.total ? at.done / at.total : undefined} aria-label={at.file} /></>
          : rows.length > 0 && <p>{sums(rows)}</p>}
        {!at && plan.changes > 0 && <p>{plan.was !== null && plan.now !== null && t("start.plan_goal", { now: time(plan.now), was: time(plan.was) })} <a href={href("plan")}>{count("start.plan_changed", plan.changes)}</a></p>}
      </div>
      {rows.length > 0 && (
        <ul class="outcomes">
          {[...rows].sort((a, b) => trouble(a) - trouble(b)).map((row, i) => <li key={i} class={row.outcome}><span>{row.name}</span> <b>{t(words[row.outcome])}</b> {row.reason && <Words class="soft">{row.reason}</Words>}</li>)}
        </ul>
      )}
    </div>
  );
}
