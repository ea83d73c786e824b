// SPDX-License-Identifier: MIT
// One session of the plan, opened: steps and reasons, and its text to edit. As the typing goes on the whole sheet
// is that of the session it would make, and the auditor's answer stands below the text: a warning, not a wall.
import { useState } from "preact/hooks";
import { setSession, skipSession, undoPlan } from "../api_calls";
import type { Changes, Day, Session } from "../answers";
import { duration, longDay, volume } from "../format";
import { Button } from "../parts/Button";
import { Sheet } from "../parts/Dialog";
import { Findings } from "../parts/Findings";
import { HowTo } from "../parts/HowTo";
import { SessionWhy } from "../parts/SessionWhy";
import { StepList } from "../parts/StepList";
import { complain, say } from "../parts/Toast";
import { Words, capital } from "../parts/Words";
import { t } from "../texts/texts";
import { useChecked, type Checked } from "../workout_text";
import { movable, pick } from "./moving";

export function SessionSheet({ session, today, onClose }: { session: Session; today: Day; onClose: () => void }) {
  const rest = session.kind === "rest";
  const before = rest ? "" : session.text;
  const [text, setText] = useState(before);
  const [open, setOpen] = useState(false);
  const tried = useChecked(text, before, (words) => setSession(session.id, words, true));
  const act = async (what: Promise<unknown>, done: string): Promise<void> => {
    try {
      await what;
      onClose();
      say(done, undoPlan);
    } catch (error) {
      complain(error);
    }
  };
  const shown = tried.got?.session ?? session;
  const facts = [longDay(shown.date), shown.distance_m > 0 ? volume(shown.distance_m) : "", shown.time_s > 0 ? duration(shown.time_s) : ""].filter(Boolean);
  return (
    <Sheet title={shown.title} onClose={onClose}>
      <p class="eyebrow"><span>{t(`kind.${shown.kind}`)}</span>{shown.hard && <span class="tag-hard">{t("session.hard")}</span>}</p>
      <Words as="h2">{capital(shown.title)}</Words>
      <p class="facts">{facts.join(" · ")}</p>
      {session.verdict && <Words as="p">{session.verdict}</Words>}
      <StepList steps={shown.steps} />
      {open ? (
        <form class="edit" onSubmit={(event) => { event.preventDefault(); void act(setSession(session.id, text), t("plan.set")); }}>
          <label for="edit-text">{t("plan.edit_label")}</label>
          <textarea id="edit-text" rows={3} value={text} spellcheck={false} autocapitalize="off" aria-describedby="edit-notes" aria-invalid={tried.wrong !== ""} onInput={(event) => setText(event.currentTarget.value)} />
          <div id="edit-notes" aria-live="polite"><Said tried={tried} text={text} before={before} /></div>
          <p class="row">
            <Button type="submit" look="main" disabled={tried.of !== text || tried.wrong !== "" || !tried.got}>{t(!tried.wrong && tried.got?.findings.length ? "plan.save_anyway" : "action.save")}</Button>
            <Button onClick={() => { setText(before); setOpen(false); }}>{t("action.cancel")}</Button>
          </p>
        </form>
      ) : session.kind !== "race" && session.date >= today && session.run === null && (
        <p class="row">
          {movable(session) && <Button onClick={() => { onClose(); pick(session); }}>{t("plan.move")}</Button>}
          <Button onClick={() => setOpen(true)}>{t(rest ? "plan.add" : "plan.edit")}</Button>
          {movable(session) && <Button onClick={() => void act(skipSession(session.id), t("plan.skipped"))}>{t("today.skip")}</Button>}
        </p>
      )}
      <SessionWhy session={shown} />
      <HowTo session={shown} />
    </Sheet>
  );
}

// Below the text: how it may look, what is wrong in it, or what the rules say of it on that day.
function Said({ tried, text, before }: { tried: Checked<Changes>; text: string; before: string }) {
  if (text === before || text.trim() === "") return <p class="hint">{t("plan.edit_hint")}</p>;
  if (tried.of !== text) return <p class="hint">{t("plan.asking")}</p>;
  if (tried.wrong) return <p class="hint wrong">{tried.column > 0 && `${t("library.at", { n: tried.column })} `}<Words>{tried.wrong}</Words></p>;
  return tried.got && <Findings found={tried.got.findings} />;
}
