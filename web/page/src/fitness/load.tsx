// SPDX-License-Identifier: MIT
// How much it was, week by week: a bar for the load of each, its hard part in red.
import { useState } from "preact/hooks";
import type { Load } from "../answers";
import { dayMonth, duration, number, percent, volume } from "../format";
import { BarLine } from "../parts/Bars";
import { Choice } from "../parts/Field";
import { Shown } from "../parts/States";
import { Words } from "../parts/Words";
import { t } from "../texts/texts";
import { useGet } from "../use";
import { plusMinus } from "../runs/say";

type Week = Load["weeks"][number];
const hardKinds = ["threshold", "intervals", "trial"];
export const hardLoad = (week: Week): number => week.kinds.filter((one) => hardKinds.includes(one.kind)).reduce((sum, one) => sum + one.load, 0);

const spans = ["12", "26", "52"] as const;

export function LoadWeeks() {
  const [weeks, setWeeks] = useState<(typeof spans)[number]>("12");
  const load = useGet<Load>(`load?weeks=${weeks}`);
  return (
    <section class="load">
      <h2>{t("load.title")}</h2>
      <Choice quiet label={t("load.span")} value={weeks} onChange={setWeeks} options={spans.map((n) => ({ value: n, text: t("load.weeks", { n }) }))} />
      <Shown of={load}>{(data) => <Weeks load={data} />}</Shown>
    </section>
  );
}

function Weeks({ load }: { load: Load }) {
  const first = load.weeks.findIndex((week) => week.sessions > 0);
  const weeks = first < 0 ? [] : load.weeks.slice(first);
  const most = Math.max(1, ...weeks.map((week) => week.load));
  if (weeks.length === 0) return <p class="soft">{t("load.none")}</p>;
  return (
    <>
      <table class="load-table">
        <thead><tr><th>{t("load.week")}</th><th class="load-bar"><span class="unseen">{t("load.bar")}</span></th><th class="n">{t("load.load")}</th><th class="n wide-only">{t("load.hard")}</th><th class="n">{t("load.running")}</th><th class="n wide-only">{t("runs.time")}</th></tr></thead>
        <tbody>
          {[...weeks].reverse().map((week) => {
            const hard = hardLoad(week);
            return (
              <tr key={week.first_date}>
                <th scope="row">{dayMonth(week.first_date)}{week.jump !== "none" && <span class="jump" title={week.text}> {t("load.jump", { percent: percent(week.jump_percent ?? 0) })}</span>}</th>
                <td class="load-bar"><BarLine bar={{ whole: week.load / most, hard: hard / most }} label={t("load.of", { load: number(week.load), hard: number(hard) })} /></td>
                <td class="n"><b>{number(week.load)}</b> <span class="soft wide-only">{plusMinus(week.load_error, 0)}</span></td>
                <td class="n soft wide-only">{week.load > 0 ? percent((hard / week.load) * 100) : ""}</td>
                <td class="n">{volume(week.distance_m)}</td>
                <td class="n soft wide-only">{week.time_s > 0 ? duration(week.time_s) : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {load.weeks.filter((week) => week.text).slice(-2).map((week) => <Words key={week.first_date} as="p" class="soft">{week.text}</Words>)}
      <p class="hint">{t("load.now", { short: number(load.short_load), long: number(load.long_load) })}{load.history_days < 42 && ` ${t("load.filling", { n: load.history_days })}`}</p>
      {load.unread > 0 && <p class="hint">{t("load.unread", { n: load.unread })}</p>}
    </>
  );
}
