// SPDX-License-Identifier: MIT
// A workout of one's own: written as on a whiteboard, its steps beside it as the typing goes on, kept in a
// file beside the store.
import { useRef, useState } from "preact/hooks";
import { ApiError } from "../api";
import { forgetWorkout, keepWorkout } from "../api_calls";
import type { Entry, Library } from "../answers";
import { Button } from "../parts/Button";
import { Select, TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { StepList } from "../parts/StepList";
import { complain, say } from "../parts/Toast";
import { Words, capital } from "../parts/Words";
import { go, href } from "../router";
import { Store, useStore } from "../use";
import { t } from "../texts/texts";
import { slip, useChecked, type Checked } from "../workout_text";
import { kinds, ownFile } from "./sections";

type Kind = Entry["kind"];
interface Draft {
  title: string;
  text: string;
  purpose: string;
  kind: Kind;
}
const empty: Draft = { title: "", text: "", purpose: "", kind: "race-pace" };
const draft = new Store<Draft>(empty); // what was begun is still there when somebody looks something up

export function OwnPage({ library, name }: { library: Library; name: string | undefined }) {
  const old = library.workouts.find((one) => one.id === name && one.file === ownFile);
  return old ? <Form key={old.id} old={old} /> : <Form />;
}

// What is said below the text: where it is wrong, or how it may look.
function Notes({ checked }: { checked: Pick<Checked, "wrong" | "column"> }) {
  if (!checked.wrong) return <p id="own-notes" class="hint">{t("plan.edit_hint")}</p>;
  return <p id="own-notes" class="hint wrong" role="alert">{checked.column > 0 && `${t("library.at", { n: checked.column })} `}<Words>{checked.wrong}</Words></p>;
}

function Form({ old }: { old?: Entry }) {
  const kept = useStore(draft);
  const [mine, setMine] = useState<Draft>(old ?? empty);
  const one = old ? mine : kept;
  const change = (part: Partial<Draft>): void => (old ? setMine({ ...mine, ...part }) : draft.set({ ...kept, ...part }));
  const [wrong, setWrong] = useState<{ title?: string; text?: { wrong: string; column: number } }>({});
  const area = useRef<HTMLTextAreaElement>(null);
  const checked = useChecked(one.text, "");
  const mend = (error: unknown): void => {
    if (!(error instanceof ApiError) || (error.field !== "title" && error.field !== "text")) return complain(error);
    if (error.field === "title") return setWrong({ title: error.told });
    setWrong({ text: slip(error) });
    area.current?.focus();
    if (error.column > 0) area.current?.setSelectionRange(error.column - 1, error.column);
  };
  const keep = async (): Promise<void> => {
    if (one.title.trim() === "") return setWrong({ title: t("library.need_title") });
    try {
      const { id } = await keepWorkout({ title: one.title.trim(), text: one.text, kind: one.kind, ...(one.purpose.trim() ? { purpose: one.purpose.trim() } : {}), ...(old ? { replaces: old.id } : {}) });
      if (!old) draft.set(empty);
      go(href("library", "workouts", id!));
      say(t("library.kept", { title: one.title }), old || id === null ? undefined : () => forgetWorkout(id));
    } catch (error) {
      mend(error);
    }
  };
  return (
    <>
      <p class="back"><a href={href("library")}>{t("page.library")}</a></p>
      <Heading>{t(old ? "library.edit" : "library.write")}</Heading>
      <div class="own-page">
        <form onSubmit={(event) => { event.preventDefault(); void keep(); }}>
          <TextField label={t("library.title")} wrong={wrong.title} value={one.title} onInput={(title) => { setWrong({}); change({ title }); }} />
          <Select label={t("library.kind")} value={one.kind} options={kinds.map((value) => ({ value, text: capital(t(`kind.${value}`)) }))} onChange={(kind) => change({ kind })} />
          <div class="edit">
            <label for="own-text">{t("plan.edit_label")}</label>
            <textarea id="own-text" ref={area} rows={4} value={one.text} spellcheck={false} autocapitalize="off" aria-describedby="own-notes" aria-invalid={checked.wrong !== "" || wrong.text !== undefined} onInput={(event) => { setWrong({}); change({ text: event.currentTarget.value }); }} />
            <Notes checked={wrong.text ?? (one.text === "" ? { wrong: "", column: 0 } : checked)} />
          </div>
          <TextField label={t("library.purpose")} hint={t("library.purpose_hint")} value={one.purpose} onInput={(purpose) => change({ purpose })} />
          <p class="row"><Button type="submit" look="main">{t("library.keep")}</Button></p>
          <p class="hint">{t("library.where")}</p>
        </form>
        <section class="found" aria-live="polite">
          <h2>{t("session.steps")}</h2>
          {checked.steps && one.text !== "" ? <StepList steps={checked.steps} /> : <p class="soft">{t("library.steps_here")}</p>}
        </section>
      </div>
    </>
  );
}
