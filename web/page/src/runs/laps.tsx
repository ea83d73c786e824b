// SPDX-License-Identifier: MIT
// The laps as the watch wrote them, or as they were put right: named, measured, joined, cut in two, their ends
// moved. What the watch wrote stays; each change can be taken back.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Edit, Run } from "../answers";
import { number, parseTime, time } from "../format";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { t } from "../texts/texts";
import { parseNumber, type Change } from "./truth";
import { exact, plain, rate, rateName } from "./say";

interface Shown {
  number: number;
  start_s: number;
  end_s: number;
  timer_s: number | null;
  distance_m: number | null;
  track_m: number | null;
  told: boolean;
  name: string;
  by_hand: boolean;
  hr: number | null;
}

function shownLaps(run: Run): Shown[] {
  if (run.edited_laps.length > 0) return run.edited_laps.map((lap, i) => ({ ...lap, number: i + 1, name: lap.name ?? "", hr: lap.avg_hr_bpm }));
  return run.laps.flatMap((lap, i) => {
    if (lap.start_s === null) return [];
    const end_s = run.laps[i + 1]?.start_s ?? lap.start_s + (lap.elapsed_s ?? lap.timer_s ?? 0);
    return [{ number: lap.number, start_s: lap.start_s, end_s, timer_s: lap.timer_s, distance_m: lap.distance_m, track_m: null, told: false, name: "", by_hand: false, hr: lap.avg_hr_bpm }];
  });
}

const lapName = (lap: Shown): string => lap.name || t("run.lap", { n: lap.number });

export function Laps({ run, change, undo }: { run: Run; change: Change; undo: () => void }) {
  const [open, setOpen] = useState<number | null>(null);
  const laps = shownLaps(run);
  if (laps.length === 0) return null;
  return (
    <section class="laps">
      <h2>{t("run.laps")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("run.laps")}>
        <table>
          <thead><tr><th>{t("run.lap_name")}</th><th class="n wide-only">{t("run.lap_from")}</th><th class="n">{t("runs.time")}</th><th class="n">{t("runs.distance")}</th><th class="n">{rateName(run.sport)}</th><th class="n wide-only">{t("runs.hr")}</th><th><span class="unseen">{t("run.edit")}</span></th></tr></thead>
          <tbody>
            {laps.map((lap, i) => (
              <tr key={lap.start_s} class={lap.by_hand || lap.told || lap.name ? "lap-mine" : ""}>
                <th scope="row">{lap.name ? lapName(lap) : lap.number}</th>
                <td class="n soft wide-only">{time(lap.start_s)}</td>
                <td class="n">{lap.timer_s === null ? "" : time(lap.timer_s, 1)}</td>
                <td class="n">{lap.distance_m === null ? "" : exact(lap.distance_m)}{lap.told && <span class="soft"> {t("run.told")}</span>}{lap.track_m !== null && <span class="soft"> ({exact(lap.track_m)} {t("run.on_track")})</span>}</td>
                <td class="n">{lap.distance_m && lap.timer_s ? rate(run.sport, lap.distance_m / lap.timer_s) : ""}</td>
                <td class="n wide-only">{plain(lap.hr)}</td>
                <td class="n"><Button look="quiet" label={t("run.edit_lap", { lap: lapName(lap) })} pressed={open === i} onClick={() => setOpen(open === i ? null : i)}>{t("run.edit")}</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && laps[open] && <EditLap key={`${open} ${laps[open].start_s}`} lap={laps[open]} last={open === laps.length - 1} change={change} onClose={() => setOpen(null)} />}
      {run.edits.length > 0 && <p class="row"><span class="soft">{t("run.edited")}</span><Button onClick={undo}>{t("run.undo_last")}</Button></p>}
    </section>
  );
}

function EditLap({ lap, last, change, onClose }: { lap: Shown; last: boolean; change: Change; onClose: () => void }) {
  const [name, setName] = useState(lap.name);
  const [length, setLength] = useState("");
  const [end, setEnd] = useState(time(lap.end_s));
  const [cut, setCut] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const [wrong, setWrong] = useState<"length" | "end" | "cut" | null>(null);
  const inside = (s: number): boolean => s > lap.start_s && s < lap.end_s;
  const middle = (lap.start_s + lap.end_s) / 2;
  const act = async (edits: Edit[], told: string): Promise<void> => {
    setWrong(null);
    if (await change(edits, told)) onClose();
  };
  const save = (): void => {
    const edits: Edit[] = [];
    const value = parseNumber(length), to_s = parseTime(end);
    if (length && !(value >= 1)) return setWrong("length");
    if (!last && !(to_s > lap.start_s)) return setWrong("end");
    if (name !== lap.name) edits.push({ kind: "name", at_s: middle, text: name });
    if (length) edits.push({ kind: "length", lap: lap.number, value });
    if (!last && end !== time(lap.end_s)) edits.push({ kind: "move", at_s: lap.end_s, to_s });
    return edits.length > 0 ? void act(edits, t("run.lap_kept", { lap: lapName(lap) })) : onClose();
  };
  const split = (): void => {
    const at_s = parseTime(cut);
    if (!inside(at_s)) return setWrong("cut");
    return void act([{ kind: "split", at_s }], t("run.lap_split", { lap: lapName(lap) }));
  };
  const between = t("run.between", { from: time(lap.start_s), to: time(lap.end_s) });
  return (
    <div class="lap-edit" role="group" aria-label={t("run.edit_lap", { lap: lapName(lap) })}>
      <form ref={form} onSubmit={(event) => { event.preventDefault(); save(); }}>
        <h3>{lapName(lap)}</h3>
        <div class="fields">
          <TextField label={t("run.lap_name")} value={name} onInput={setName} />
          <TextField label={t("run.length_m")} inputMode="decimal" value={length} onInput={setLength} hint={lap.distance_m === null ? undefined : t("run.now_m", { m: number(lap.distance_m, 1) })} wrong={wrong === "length" ? t("run.bad_length") : undefined} />
          {!last && <TextField label={t("run.ends_at")} inputMode="text" value={end} onInput={setEnd} hint={t("run.from_start")} wrong={wrong === "end" ? t("start.bad_time") : undefined} />}
        </div>
        <p class="row">
          <Button type="submit" look="main">{t("action.save")}</Button>
          {!last && <Button onClick={() => void act([{ kind: "join", at_s: lap.end_s }], t("run.lap_joined", { lap: lapName(lap) }))}>{t("run.join")}</Button>}
          <Button look="quiet" onClick={onClose}>{t("action.cancel")}</Button>
        </p>
      </form>
      <form class="cut" onSubmit={(event) => { event.preventDefault(); split(); }}>
        <TextField label={t("run.cut_at")} value={cut} onInput={setCut} hint={between} wrong={wrong === "cut" ? between : undefined} />
        <Button type="submit">{t("run.cut")}</Button>
      </form>
    </div>
  );
}
