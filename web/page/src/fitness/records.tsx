// SPDX-License-Identifier: MIT
// Personal records with the run or result behind each, and the results that were typed: added here, taken back here.
import { useState } from "preact/hooks";
import { ApiError } from "../api";
import { addResult, removeResult, restoreResult } from "../api_calls";
import type { Best, Bests, Results as ResultList } from "../answers";
import { fullDay, parseTime, raceName, raceTime, timeFault, today } from "../format";
import { Button } from "../parts/Button";
import { Check, Select, TextField } from "../parts/Field";
import { Shown } from "../parts/States";
import { complain, say } from "../parts/Toast";
import { Words } from "../parts/Words";
import { href } from "../router";
import { plusMinus } from "../runs/say";
import { distances, metres } from "../start/choices";
import { t, type TextKey } from "../texts/texts";
import { useGet } from "../use";

function sourceOf(best: Best): string {
  if (best.source === null) return "";
  const official = best.source === "official" || best.result?.official === true;
  return official ? t("best.official") : t(`best.${best.source}` as TextKey);
}

export function Records({ bests }: { bests: Bests }) {
  const known = bests.bests.filter((best) => best.time_s !== null);
  return (
    <section class="records">
      <h2>{t("best.title")}</h2>
      {known.length === 0 ? <p class="soft">{t("best.none")}</p> : (
        <table>
          <thead><tr><th>{t("fitness.distance")}</th><th class="n">{t("fitness.time")}</th><th>{t("best.by")}</th></tr></thead>
          <tbody>
            {known.map((best) => (
              <tr key={best.distance_m}>
                <th scope="row">{raceName(best.distance_m)}</th>
                <td class="n"><b>{raceTime(best.time_s!)}</b>{best.source === "run" && best.measured && <span class="soft"> {plusMinus(best.measured.error_s)}{"\u202f"}s</span>}</td>
                <td class="record-by">{best.run_id === null ? best.date && fullDay(best.date) : <a href={href("runs", best.run_id)} aria-label={t("best.to_run", { distance: raceName(best.distance_m), day: best.date ? fullDay(best.date) : "" })}>{best.date && fullDay(best.date)}</a>} <span class="soft remark">{sourceOf(best)}<Faster best={best} /></span></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

// A watch that saw something faster than the result that stands.
function Faster({ best }: { best: Best }) {
  const seen = best.measured;
  if (!seen || best.source === "run" || best.time_s === null || seen.time_s >= best.time_s) return null;
  return <> · <a href={href("runs", seen.run_id)}>{t("best.watch_says", { time: raceTime(seen.time_s) })}</a></>;
}

export function Results() {
  const results = useGet<ResultList>("results");
  const remove = (id: number, what: string): void => void removeResult(id).then(() => say(t("result.removed", { what }), () => restoreResult(id)), complain);
  return (
    <section class="results">
      <h2>{t("result.title")}</h2>
      <Shown of={results}>{(data) => (data.results.length === 0 ? <p class="soft">{t("result.none")}</p> : (
        <ul class="result-list">
          {data.results.map((one) => {
            const what = t("fitness.effort", { time: raceTime(one.time_s), distance: raceName(one.distance_m) });
            return (
              <li key={one.id}>
                <p><b>{what}</b>{one.official && <span class="soft"> {t("best.official")}</span>} <span class="soft">{fullDay(one.date)}</span>{(one.name || one.place) && <Words class="soft">{` ${[one.name, one.place].filter(Boolean).join(", ")}`}</Words>}</p>
                <Button look="quiet" label={t("result.remove_label", { what })} onClick={() => remove(one.id, what)}>{t("result.remove")}</Button>
              </li>
            );
          })}
        </ul>
      ))}</Shown>
      <AddResult />
    </section>
  );
}

function AddResult() {
  const [distance, setDistance] = useState("mile");
  const [text, setText] = useState("");
  const [date, setDate] = useState(today());
  const [name, setName] = useState("");
  const [official, setOfficial] = useState(false);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const time_s = parseTime(text), fault = timeFault(text);
    setWrong(fault);
    if (fault) return;
    try {
      const { results } = await addResult({ distance_m: metres(distance), time_s, date, official, ...(name ? { name } : {}) });
      const mine = Math.max(...results.map((one) => one.id)), what = t("fitness.effort", { time: raceTime(time_s), distance: raceName(metres(distance)) });
      setText("");
      setName("");
      say(t("result.kept", { what }), () => removeResult(mine));
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400) setWrong(error.told);
      else complain(error);
    }
  };
  return (
    <details>
      <summary>{t("result.add")}</summary>
      <form class="add-result" onSubmit={(event) => void submit(event)}>
        <div class="fields">
          <Select label={t("start.distance")} value={distance} onChange={setDistance} options={distances.map((one) => ({ value: one.value, text: t(`distance.${one.value}` as TextKey) }))} />
          <TextField label={t("start.time")} value={text} onInput={(typed) => { setWrong(undefined); setText(typed); }} hint={t("start.time_hint")} wrong={wrong} />
          <TextField label={t("start.when")} type="date" value={date} max={today()} onInput={setDate} />
          <TextField label={t("result.name")} value={name} onInput={setName} />
        </div>
        <Check label={t("result.official")} checked={official} onChange={setOfficial} />
        <p><Button type="submit" look="main">{t("start.add")}</Button></p>
      </form>
    </details>
  );
}
