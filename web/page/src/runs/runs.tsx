// SPDX-License-Identifier: MIT
// The log: every run, newest first.
import type { Runs } from "../answers";
import { distance, duration, number, pace, shortDay, volume } from "../format";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { Words } from "../parts/Words";
import { href } from "../router";
import { count, t } from "../texts/texts";
import { useGet } from "../use";


const None = () => <Empty title={t("runs.none")} text={t("runs.none_text")}><a class="button main" href={href("start")}>{t("empty.start")}</a></Empty>;

export function RunsPage() {
  const runs = useGet<Runs>("runs");
  return (
    <>
      <Heading>{t("page.runs")}</Heading>
      <Shown of={runs}>{(data) => data.runs.length === 0 ? <None /> : (
        <>
          <p class="soft">{count("runs.total", data.total)} · {volume(data.distance_m)}</p>
          <div class="scroll" tabIndex={0} role="region" aria-label={t("page.runs")}>
            <table>
              <thead><tr><th>{t("runs.date")}</th><th>{t("runs.name")}</th><th class="n">{t("runs.distance")}</th><th class="n">{t("runs.time")}</th><th class="n">{t("runs.pace")}</th><th class="n">{t("runs.hr")}</th></tr></thead>
              <tbody>
                {data.runs.map((run) => (
                  <tr key={run.id}>
                    <td>{shortDay(run.date)}</td>
                    <td><Words>{run.name || run.sport}</Words></td>
                    <td class="n">{run.distance_m === null ? "" : run.distance_m < 2000 ? distance(Math.round(run.distance_m)) : volume(run.distance_m)}</td>
                    <td class="n">{run.timer_s === null ? "" : duration(run.timer_s)}</td>
                    <td class="n">{run.distance_m && run.timer_s ? pace(run.distance_m / run.timer_s) : ""}</td>
                    <td class="n">{run.avg_hr_bpm === null ? "" : `${number(run.avg_hr_bpm)} ${t("unit.bpm")}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}</Shown>
    </>
  );
}
