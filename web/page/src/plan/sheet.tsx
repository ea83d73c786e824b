// SPDX-License-Identifier: MIT
// One session of the plan, opened: steps and reasons, and its text to edit with the steps that it would make.
import { useState } from "preact/hooks";
import { setSession, skipSession, undoPlan } from "../api_calls";
import type { Session } from "../answers";
import { duration, longDay, volume } from "../format";
import { Button } from "../parts/Button";
import { Sheet } from "../parts/Dialog";
import { HowTo } from "../parts/HowTo";
import { SessionWhy } from "../parts/SessionWhy";
import { StepList } from "../parts/StepList";
import { complain, say } from "../parts/Toast";
import { Words, capital } from "../parts/Words";
import { t } from "../texts/texts";
import { useChecked } from "../workout_text";
import { pick } from "./moving";

export function SessionSheet({ session, onClose }: { session: Session; onClose: () => void }) {
  const [text, setText] = useState(session.text);
  const [open, setOpen] = useState(false);
  const checked = useChecked(text, session.text);
  const act = async (what: Promise<unknown>, done: string): Promise<void> => {
    try {
      await what;
      onClose();
      say(done, undoPlan);
    } catch (error) {
      complain(error);
    }
  };
  const facts = [longDay(session.date), session.distance_m > 0 ? volume(session.distance_m) : "", session.time_s > 0 ? duration(session.time_s) : ""].filter(Boolean);
  const changed = text !== session.text;
  return (
    <Sheet title={session.title} onClose={onClose}>
      <p class="eyebrow"><span>{t(`kind.${session.kind}`)}</span>{session.hard && <span class="tag-hard">{t("session.hard")}</span>}</p>
      <Words as="h2">{capital(session.title)}</Words>
      <p class="facts">{facts.join(" · ")}</p>
      {session.verdict && <Words as="p">{session.verdict}</Words>}
      <StepList steps={checked.steps ?? session.steps} />
      {open ? (
        <form class="edit" onSubmit={(event) => { event.preventDefault(); if (changed && !checked.wrong) void act(setSession(session.id, text), t("plan.set")); }}>
          <label for="edit-text">{t("plan.edit_label")}</label>
          <textarea id="edit-text" rows={3} value={text} spellcheck={false} autocapitalize="off" aria-describedby="edit-notes" aria-invalid={checked.wrong !== ""} onInput={(event) => setText(event.currentTarget.value)} />
          <p id="edit-notes" class={checked.wrong ? "hint wrong" : "hint"} aria-live="polite">{checked.wrong ? <Words>{checked.wrong}</Words> : t("plan.edit_hint")}</p>
          <p class="row">
            <Button type="submit" look="main" disabled={!changed || checked.wrong !== ""}>{t("action.save")}</Button>
            <Button onClick={() => { setText(session.text); setOpen(false); }}>{t("action.cancel")}</Button>
          </p>
        </form>
      ) : (
        <p class="row">
          {session.kind !== "race" && <Button onClick={() => { onClose(); pick(session); }}>{t("plan.move")}</Button>}
          <Button onClick={() => setOpen(true)}>{t("plan.edit")}</Button>
          {session.kind !== "race" && session.status !== "skipped" && <Button onClick={() => void act(skipSession(session.id), t("plan.skipped"))}>{t("today.skip")}</Button>}
        </p>
      )}
      <SessionWhy session={session} />
      <HowTo session={session} />
    </Sheet>
  );
}
