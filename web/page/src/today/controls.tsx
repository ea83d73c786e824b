// SPDX-License-Identifier: MIT
// What the runner says back: it was done and felt like this, it goes to tomorrow, it is left out, I am not well.
// Each is done at once and can be taken back.
import { useState } from "preact/hooks";
import { Told } from "./told";
import { addNote, editRun, moveSession, skipSession, undoPlan, undoRun, type NoteKind } from "../api_calls";
import type { Session } from "../answers";
import { addDays, longDay } from "../format";
import { Button } from "../parts/Button";
import { Effort } from "../parts/Effort";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { href } from "../router";
import { count, t } from "../texts/texts";

const notes: NoteKind[] = ["tired", "sore", "sick"];
const parts = ["calf", "shin", "achilles", "knee", "hamstring", "hip", "foot", "back"] as const;

type Act = (what: () => Promise<string>, undo: () => Promise<unknown>) => Promise<void>;

export function SessionControls({ session, today }: { session: Session; today: string }) {
  const [busy, setBusy] = useState(false);
  const act: Act = async (what, undo) => {
    setBusy(true);
    try {
      say(await what(), undo);
    } catch (error) {
      complain(error);
    }
    setBusy(false);
  };
  if (session.run !== null) return (
    <>
    <Felt session={session} run={session.run} act={act} />
    <details class="controls">
      <summary>{t("today.not_well")}</summary>
      <Notes busy={busy} act={act} />
    </details>
    </>
  );
  if (session.status === "skipped") return null;
  const tomorrow = addDays(today, 1);
  return (
    <>
    {session.date <= today && session.kind !== "rest" && <Told session={session} />}
    <details class="controls">
      <summary>{t("today.not_well")}</summary>
      {(session.outcome ?? "missed") === "missed" && <p class="row">
        <Button busy={busy} onClick={() => void act(async () => (await moveSession(session.id, tomorrow), t("today.moved", { day: longDay(tomorrow) })), undoPlan)}>{t("today.tomorrow")}</Button>
        <Button busy={busy} onClick={() => void act(async () => (await skipSession(session.id), t("today.skipped")), undoPlan)}>{t("today.skip")}</Button>
        <a class="button" href={href("plan")}>{t("today.change")}</a>
      </p>}
      <Notes busy={busy} act={act} />
    </details>
    </>
  );
}

// Tired, sore and where, sick: what the plan's next days are to know, after a run as well.
function Notes({ busy, act }: { busy: boolean; act: Act }) {
  const [sore, setSore] = useState(false);
  const note = (kind: NoteKind, part?: string) => (): void =>
    void act(async () => {
      setSore(false);
      const { change_count: n } = await addNote(kind, part);
      return n === 0 ? t("today.noted_none") : count("today.noted", n);
    }, undoPlan);
  return (
    <>
    <p class="row">
      {notes.map((kind) => <Button key={kind} busy={busy} {...(kind === "sore" ? { pressed: sore } : {})} onClick={kind === "sore" ? () => setSore(!sore) : note(kind)}>{t(`today.${kind}`)}</Button>)}
      <span class="hint">{t("today.note_hint")}</span>
    </p>
    {sore && <p class="row">{t("today.where_sore")} {parts.map((part) => <Button key={part} busy={busy} onClick={note("sore", part)}>{t(`part.${part}`)}</Button>)}</p>}
    </>
  );
}

function Felt({ session, run, act }: { session: Session; run: number; act: Act }) {
  const tell = (value: number): Promise<void> => {
    const kept = editRun(run, [{ kind: "effort", value }]);
    return act(async () => (await kept, t("today.felt_kept", { n: value })), async () => undoRun(await kept));
  };
  return (
    <div class="controls">
      <p class="verdict">
        {session.outcome && <b>{t(`session.${session.outcome}`)}</b>} {session.verdict && <Words>{session.verdict}</Words>} <a href={href("runs", run)}>{t("session.to_run")}</a>
      </p>
      <Effort onTell={tell} />
    </div>
  );
}
