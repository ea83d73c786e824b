// SPDX-License-Identifier: MIT
// Rep by rep, as bars: how long each is tells its speed, the stroke across it what was asked (or, without a plan, the
// mean of its set). Each stands with the recovery after it.
import { isMile, type Rep, type Run } from "../answers";
import { distance, number, raceTime } from "../format";
import { Words } from "../parts/Words";
import { t, type TextKey } from "../texts/texts";
import { exact, hard, isWork, signed, time } from "./say";

type Match = NonNullable<Run["match"]>;
type Asked = Match["reps"][number];

export interface RepRow {
  key: number;
  what: string;
  time_s: number | null; // run, for the nominal distance
  error_s: number | null;
  against_s: number | null; // asked, or the mean of the set
  off_s: number | null;
  verdict: Asked["kind"] | null;
  recovery: Rep | undefined;
  rep: Rep | undefined;
}

const verdicts: Record<Asked["kind"], TextKey> = { done: "verdict.done", "cut short": "verdict.cut", longer: "verdict.longer", faster: "verdict.faster", slower: "verdict.slower", missed: "verdict.missed", added: "verdict.added" };
const timeOf = (rep: Rep): number => rep.nominal_time_s ?? rep.time_s;
const whatOf = (rep: Rep): string => (rep.nominal_m !== null ? distance(rep.nominal_m) : rep.distance_m !== null ? exact(rep.distance_m) : time(rep.time_s));
const after = (run: Run, i: number): Rep | undefined => (run.reps[i + 1] && !isWork(run.reps[i + 1]!) ? run.reps[i + 1] : undefined);

// Reps of one set against the set's mean.
function bySet(run: Run): RepRow[] {
  return run.reps.flatMap((rep, i) => {
    if (!isWork(rep)) return [];
    const set = hard(run).filter((other) => other.set === rep.set && other.kind === rep.kind);
    const alike = set.length > 1 && rep.set !== null;
    const mean = alike ? set.reduce((sum, other) => sum + timeOf(other), 0) / set.length : null;
    return [{ key: i, what: whatOf(rep), time_s: timeOf(rep), error_s: rep.time_error_s, against_s: mean, off_s: mean === null ? null : timeOf(rep) - mean, verdict: null, recovery: after(run, i), rep }];
  });
}

// Asked for by time: the metres are then only what the pace makes of it.
const byTime = ({ want_m, want_s }: Asked): boolean => want_s !== null && want_m !== null && want_s % 15 === 0 && want_m % 50 > 0.5 && !isMile(want_m);

// Reps against what the plan asked for, missed ones in their place.
function byPlan(run: Run, match: Match): RepRow[] {
  return match.reps.map((asked, i) => {
    const rep = asked.rep === null ? undefined : run.reps[asked.rep];
    const what = asked.want_m !== null && !byTime(asked) ? distance(Math.round(asked.want_m)) : rep ? whatOf(rep) : asked.want_s !== null ? time(asked.want_s) : "";
    const against_s = asked.got_s !== null && asked.off_s !== null ? asked.got_s - asked.off_s : asked.want_m !== null ? asked.want_s : null;
    return { key: i, what, time_s: asked.got_s ?? (rep ? timeOf(rep) : null), error_s: rep?.time_error_s ?? null, against_s, off_s: asked.off_s, verdict: asked.kind, recovery: asked.rep === null ? undefined : after(run, asked.rep), rep };
  });
}

export const repRows = (run: Run): RepRow[] => (run.match && run.match.reps.some((one) => one.what !== "run") ? byPlan(run, run.match) : bySet(run));

// Over the distance that was meant, where there is one: its time stands beside the bar.
const speedOf = (rep: Rep | undefined): number => {
  const m = rep && (rep.nominal_time_s ? rep.nominal_m : rep.distance_m);
  return m && timeOf(rep) > 0 ? m / timeOf(rep) : 0;
};
// Of two times as they are told, to the tenth: 1:24.0 and 1:24.6 are 0.6 s apart.
export const apart = (a: number, b: number): number => (Math.round(a * 10) - Math.round(b * 10)) / 10;

function Bar({ row, fastest }: { row: RepRow; fastest: number }) {
  const width = fastest > 0 ? (speedOf(row.rep) / fastest) * 90 : 0;
  const asked = row.time_s !== null && row.against_s ? width * (row.time_s / row.against_s) : null;
  return (
    <svg class="rep-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rep-room" y="2" width="100" height="8" />
      <rect class={`rep-run rep-${row.rep?.kind ?? "missed"}`} y="2" width={width} height="8" />
      {asked !== null && <rect class="rep-asked" x={Math.min(asked, 99)} width="0.7" height="12" />}
    </svg>
  );
}

const between = (rep: Rep): string => `${t(`step.${rep.motion === "run" ? "jog" : rep.motion}`)} ${time(rep.time_s)}`;

export function Reps({ run }: { run: Run }) {
  const rows = repRows(run);
  if (rows.length === 0 && !run.match) return null;
  const planned = rows.some((row) => row.verdict !== null);
  const fastest = Math.max(0, ...rows.map((row) => speedOf(row.rep)));
  return (
    <section class="reps">
      <h2>{t("run.reps")}</h2>
      {run.match && <p class="verdict"><b><Words>{run.match.title}</Words></b> <code>{run.match.text}</code><br /><Words>{run.match.verdict}</Words></p>}
      {rows.length > 0 && (
        <table class="rep-table">
          <thead><tr><th>{t("run.rep")}</th><th class="rep-cell"><span class="unseen">{t("run.speed")}</span></th><th class="n">{t("run.run")}</th><th class="n wide-only">{t(planned ? "run.asked" : "run.set_mean")}</th><th class="n">{t("run.off")}</th><th class="wide-only">{t("run.then")}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} class={row.verdict === "missed" ? "soft" : ""}>
                <th scope="row">{row.what}{row.verdict && row.verdict !== "done" && <span class="rep-verdict"> {t(verdicts[row.verdict])}</span>}</th>
                <td class="rep-cell"><Bar row={row} fastest={fastest} /></td>
                <td class="n"><b>{row.time_s === null ? "–" : raceTime(row.time_s)}</b>{row.error_s !== null && <span class="soft rep-error"> ±{number(row.error_s, 1)}</span>}</td>
                <td class="n soft wide-only">{row.against_s === null ? "" : raceTime(row.against_s)}</td>
                <td class="n">{row.off_s === null ? "" : `${signed(row.time_s !== null && row.against_s !== null && row.time_s < 900 ? apart(row.time_s, row.against_s) : row.off_s)}\u202fs`}</td>
                <td class="soft wide-only">{row.recovery && between(row.recovery)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && <p class="hint">{t(planned ? "run.bars_plan" : "run.bars_set")}</p>}
    </section>
  );
}
