// SPDX-License-Identifier: MIT
// What a run is called, which sport it was and what kind of session; and out of the log with it, or in again.
// Each is kept at once, an undo away.
import { useEffect, useRef, useState } from "preact/hooks";
import { removeRun, restoreRun } from "../api_calls";
import type { Run, Runs } from "../answers";
import { Button } from "../parts/Button";
import { Select, TextField } from "../parts/Field";
import { Heading } from "../parts/Heading";
import { Empty, Loading } from "../parts/States";
import { complain, say } from "../parts/Toast";
import { go, href } from "../router";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { sports, title } from "./say";
import type { Change } from "./truth";

const types = ["easy", "long", "threshold", "intervals", "trial"] as const;
type Type = (typeof types)[number];
type Sport = (typeof sports)[number];

export function Identity({ run, change }: { run: Run; change: Change }) {
  const type = types.find((one) => one === run.load.kind);
  const sport = sports.find((one) => one === run.sport) ?? "other";
  const toSport = (text: Sport): void => void change([{ kind: "sport", text }], t("run.told_sport", { sport: t(`sport.${text}`) }));
  const toType = (text: Type): void => void change([{ kind: "type", text }], t("run.told_type", { type: t(`load.${text}`) }));
  return (
    <details class="identity">
      <summary>{t("run.identity")}</summary>
      <div class="fields">
        <Name run={run} change={change} />
        <Select label={t("runs.sport")} value={sport} onChange={toSport} options={sports.map((value) => ({ value, text: t(`sport.${value}`) }))} />
        {type && <Select label={t("run.type")} hint={t("run.type_hint")} value={type} onChange={toType} options={types.map((value) => ({ value, text: t(`load.${value}`) }))} />}
      </div>
      <p class="row"><Button onClick={() => void takeOut(run)}>{t("run.remove")}</Button><span class="hint">{t("run.remove_text")}</span></p>
    </details>
  );
}

function Name({ run, change }: { run: Run; change: Change }) {
  const [text, setText] = useState(title(run));
  const asked = useRef(""); // Enter and then leaving the field ask but once
  useEffect(() => {
    setText(title(run));
    asked.current = "";
  }, [run.name, run.sport]);
  const keep = async (): Promise<void> => {
    const name = text.trim();
    if (name === "") return setText(title(run));
    if (name === title(run) || name === asked.current) return;
    asked.current = name;
    if (!(await change([{ kind: "title", text: name }], t("run.told_title", { name })))) asked.current = "";
  };
  return <form onSubmit={(event) => { event.preventDefault(); void keep(); }} onFocusOut={() => void keep()}><TextField label={t("run.title")} value={text} onInput={setText} /></form>;
}

async function takeOut(run: Run): Promise<void> {
  try {
    await removeRun(run.id);
    go(href("runs"));
    say(t("run.removed", { run: title(run) }), () => restoreRun(run.id));
  } catch (error) {
    complain(error);
  }
}

// A run that is not there: of nobody's, or taken out, and then it comes back from here.
export function Gone({ id }: { id: number }) {
  const out = useGet<Runs>("runs?removed=true&limit=0");
  const run = out.data?.runs.find((one) => one.id === id);
  if (!out.data && !out.error) return <Loading />;
  const back = (): void => void restoreRun(id).then(() => say(t("run.restored")), complain);
  return (
    <>
      <Heading>{run ? title(run) : t("page.runs")}</Heading>
      <Empty title={t(run ? "run.out" : "run.gone")} text={t(run ? "run.out_text" : "run.gone_text")}>
        {run && <Button look="main" onClick={back}>{t("run.restore")}</Button>}
        <a class="button" href={href("runs")}>{t("runs.all")}</a>
      </Empty>
    </>
  );
}
