// SPDX-License-Identifier: MIT
// A session of the library onto a day of the plan, in the place of what stands there, between the warm-up and
// the cool-down that go with its kind: what the auditor says of it comes first, and undo takes it back.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { setDay, undoPlan } from "../api_calls";
import type { Changes, Entry, Library, Plan, Workout } from "../answers";
import { addDays, longDay } from "../format";
import { Button } from "../parts/Button";
import { Check, TextField } from "../parts/Field";
import { Findings } from "../parts/Findings";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { href } from "../router";
import { t } from "../texts/texts";
import { useGet } from "../use";

// The routine that goes with a kind, in its middle form; undefined while it is not known, "" where there is none.
function useRoutine(library: Library, name: "warmup" | "cooldown", kind: Entry["kind"]): string | undefined {
  const found = library.routines.find((one) => one.id.startsWith(name) && one.when.includes(kind));
  const read = useGet<Workout>(found ? `library/workouts/${found.id}` : null).data;
  return found ? read?.text : "";
}

export function PutIntoPlan({ text: main, kind, library }: { text: string; kind: Entry["kind"]; library: Library }) {
  const plan = useGet<Plan>("plan").data;
  const before = useRoutine(library, "warmup", kind), after = useRoutine(library, "cooldown", kind);
  const around = before !== undefined && after !== undefined && before + after !== "" && !/^\d+min easy,/.test(main);
  const [wanted, setWanted] = useState(true);
  const text = around && wanted ? [before, main, after].filter(Boolean).join(", ") : main;
  const [day, setDate] = useState("");
  const [told, set] = useState<{ answer?: Changes; wrong?: string }>({});
  useEffect(() => {
    let late = false;
    set({});
    if (day !== "")
      setDay(day, text, true).then((answer) => late || set({ answer }), (error) => late || set({ wrong: error instanceof ApiError && error.status > 0 ? error.told : t("state.offline") }));
    return () => void (late = true);
  }, [day, text]);
  if (!plan) return <section class="found into"><h2>{t("library.into")}</h2><p>{t("library.no_plan")} <a href={href("start")}>{t("empty.start")}</a></p></section>;
  const put = async (): Promise<void> => {
    try {
      await setDay(day, text);
      say(t("library.put", { day: longDay(day) }), undoPlan);
      setDate("");
    } catch (error) {
      complain(error);
    }
  };
  const found = told.answer?.findings ?? [];
  return (
    <section class="found into">
      <h2>{t("library.into")}</h2>
      <div class="short"><TextField label={t("library.day")} type="date" min={plan.today} max={addDays(plan.race_date, -1)} value={day} wrong={told.wrong} onInput={setDate} /></div>
      {around && <Check label={t("library.around")} checked={wanted} onChange={setWanted} />}
      {around && wanted && <p><code>{text}</code></p>}
      <div aria-live="polite">
        {told.answer?.changes[0]?.was && <p>{t("library.instead")} <Words>{told.answer.changes[0].was}</Words></p>}
        {told.answer && <Findings found={found} />}
      </div>
      <p><Button disabled={!told.answer} onClick={() => void put()}>{t(found.length > 0 ? "plan.drop_anyway" : "plan.drop")}</Button></p>
    </section>
  );
}
