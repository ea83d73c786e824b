// SPDX-License-Identifier: MIT
// What was really run: each distance that is known with where it comes from and how sure it is, the track, and what
// was put right by hand. What counts stands first.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Bests, Edit, Run } from "../answers";
import { number, raceName } from "../format";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Words } from "../parts/Words";
import { t, type TextKey } from "../texts/texts";
import { exact, metres, onFoot, plusMinus, rounded, sureOf } from "./say";

export type Change = (edits: Edit[], told: string) => Promise<boolean>;

const Row = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;
const unsure = (error_m: number): string => (error_m < 1000 ? `${plusMinus(error_m, error_m < 10 ? 1 : 0)}\u202fm` : plusMinus(error_m));
const sources: Record<Run["distance_source"], TextKey> = { none: "run.from_none", gps: "run.from_gps", "foot pod": "run.from_pod", treadmill: "run.from_treadmill", track: "run.from_track" };

const sizes: Record<string, TextKey> = { "standard 400 m": "run.size_standard", "400 m of another shape": "run.size_other", measured: "run.size_measured" };

function Track({ track }: { track: Run["track"] }) {
  if (!track.found) return <Row name={t("run.track")}><span class="soft">{t("run.track_none")}{track.why_not && <>: <Words>{track.why_not}</Words></>}</span></Row>;
  return (
    <>
      {track.distance_m !== null && <Row name={t("run.along_track")}><b>{exact(track.distance_m)}</b> {track.distance_error_m !== null && <span class="soft">{sureOf(track.distance_error_m)}</span>}</Row>}
      <Row name={t("run.track")}>
        {track.name && <b>{track.name}, </b>}{track.size && <Words>{sizes[track.size] ? t(sizes[track.size]!) : track.size}</Words>}{track.lane !== null && <>, {t("run.lane", { n: track.lane })}{track.lane_share !== null && <span class="soft"> ({t("run.sure", { n: number(track.lane_share * 100) })})</span>}</>}
        {track.laps !== null && track.lap_m !== null && <span class="soft"> · {t("run.laps_of", { n: number(track.laps, 1), lap: metres(track.lap_m, 1) })}{track.lap_error_m !== null && ` ${unsure(track.lap_error_m)}`}</span>}
        {track.residual_m !== null && <span class="soft"> · {t("run.residual", { m: metres(track.residual_m, 1) })}</span>}
      </Row>
    </>
  );
}

// A race on a measured course outranks every watch.
export const official = (run: Run, bests: Bests | undefined): number | null => bests?.bests.find((best) => best.course?.run_id === run.id)?.distance_m ?? null;

// The distance that counts, here and wherever runs are compared: a measured course, the oval, the watch.
export const counted = (run: Run, bests: Bests | undefined): number | null => official(run, bests) ?? (run.track.found ? run.track.distance_m : null) ?? run.distance_m;

export function Truth({ run, bests, change }: { run: Run; bests: Bests | undefined; change: Change }) {
  const course = official(run, bests);
  const byHand = run.edits.some((edit) => edit.kind === "distance" || edit.kind === "lap length" || edit.kind === "length");
  return (
    <section class="truth">
      <h2>{t("run.truth")}</h2>
      {run.session && <p class="session-text"><code>{run.session}</code></p>}
      <dl class="rows">
        {course !== null && <Row name={t("run.official")}><b>{raceName(course)}</b> <span class="soft">{t("run.official_text")}</span></Row>}
        {run.distance_m !== null && <Row name={byHand ? t("run.by_hand") : t("run.by_watch")}><b>{exact(run.distance_m)}</b> {!byHand && <span class="soft">{t(sources[run.distance_source])}</span>}</Row>}
        {onFoot(run.sport) && <Track track={run.track} />}
        {run.gap_s > 0 && <Row name={t("run.gaps")}>{t("run.gaps_text", { s: number(run.gap_s) })}</Row>}
        {run.notes && <Row name={t("run.notes")}><Words>{run.notes}</Words></Row>}
      </dl>
      <PutRight run={run} change={change} />
    </section>
  );
}

function PutRight({ run, change }: { run: Run; change: Change }) {
  return (
    <details>
      <summary>{t("run.put_right")}</summary>
      <div class="fields">
        <Value label={t("run.whole_m")} hint={run.proposed_distance_m === null ? t("run.whole_hint") : t("run.proposed", { m: rounded(run.proposed_distance_m) })} low={1} save={(value) => change([{ kind: "distance", value }], t("run.told_distance", { m: metres(value) }))} />
        {onFoot(run.sport) && <Value label={t("run.lap_m")} hint={t("run.lap_hint")} low={1} save={(value) => change([{ kind: "lap length", value }], t("run.told_laps", { m: metres(value) }))} />}
        {run.track.found && <Value label={t("run.lane_label")} hint={t("run.lane_hint")} low={1} high={9} save={(value) => change([{ kind: "lane", value: Math.round(value) }], t("run.told_lane", { n: Math.round(value) }))} />}
      </div>
    </details>
  );
}

export const parseNumber = (text: string): number => (/^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN);

function Value({ label, hint, low, high = 1e6, save }: { label: string; hint: string; low: number; high?: number; save: (value: number) => Promise<boolean> }) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const value = parseNumber(text);
    const bad = !(value >= low && value <= high);
    setWrong(bad);
    if (!bad && (await save(value))) setText("");
  };
  return (
    <form class="value" onSubmit={(event) => void submit(event)}>
      <TextField label={label} inputMode="decimal" value={text} onInput={setText} hint={hint} wrong={wrong ? t("run.bad_number", { low, high: number(high) }) : undefined} />
      <Button type="submit">{t("action.save")}</Button>
    </form>
  );
}
