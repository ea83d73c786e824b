// SPDX-License-Identifier: MIT
// A session that no watch recorded: done as it stands, shorter, or another; how hard it felt; a line of remarks.
import { useState } from "preact/hooks";
import { tellSession, untellSession } from "../api_calls";
import type { Session } from "../answers";
import { Button } from "../parts/Button";
import { Effort } from "../parts/Effort";
import { Choice, TextField } from "../parts/Field";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { t } from "../texts/texts";

type Outcome = "done" | "cut_short" | "other";

export function Told({ session }: { session: Session }) {
  const [outcome, setOutcome] = useState<Outcome>("done");
  const [note, setNote] = useState("");
  const tell = async (effort: number): Promise<void> => {
    try {
      await tellSession({ session_id: session.id, outcome, effort, ...(note.trim() ? { note: note.trim() } : {}) });
      say(t("today.told_kept"), () => untellSession(session.id));
    } catch (error) {
      complain(error);
    }
  };
  if (session.told) {
    return (
      <p class="verdict controls">
        {session.outcome && <b>{t(`session.${session.outcome}`)}</b>} {t("today.by_word")}{session.effort !== null && `, ${t("today.felt_label", { n: session.effort })}`} {session.note && <Words>{session.note}</Words>}{" "}
        <Button look="quiet" onClick={() => void untellSession(session.id).then(() => say(t("toast.undone")), complain)}>{t("today.take_back")}</Button>
      </p>
    );
  }
  return (
    <details class="controls">
      <summary>{t("today.no_watch")}</summary>
      <Choice quiet label={t("today.no_watch")} value={outcome} onChange={setOutcome}
        options={[{ value: "done", text: t("today.was_done") }, { value: "cut_short", text: t("today.was_short") }, { value: "other", text: t("today.was_other") }]} />
      <TextField label={t("today.remark")} value={note} onInput={setNote} />
      <Effort onTell={tell} />
    </details>
  );
}
