// SPDX-License-Identifier: MIT
// The race at the end of the plan, lap by lap.
import type { Race } from "../answers";
import { distance, raceTime } from "../format";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { href } from "../router";
import { t } from "../texts/texts";
import { useGet } from "../use";


export function RacePage() {
  const race = useGet<Race>("race");
  return (
    <>
      <Heading>{t("page.race")}</Heading>
      <Shown of={race} none={<Empty title={t("race.none")} text={t("race.none_text")}><a class="button main" href={href("start")}>{t("empty.start")}</a></Empty>}>
        {(data) => (
          <>
            <p class="great"><span class="soft">{distance(data.distance_m)}</span><b>{raceTime(data.goal_s)}</b></p>
            <section>
              <h2>{t("race.laps")}</h2>
              <table class="narrow-table">
                <thead><tr><th>{t("race.lap")}</th><th class="n">{t("runs.time")}</th><th class="n">{t("race.at")}</th></tr></thead>
                <tbody>{data.laps.map((lap) => <tr key={lap.number}><td>{lap.number}</td><td class="n">{raceTime(lap.time_s)}</td><td class="n">{raceTime(lap.cum_s)}</td></tr>)}</tbody>
              </table>
            </section>
            <p><a class="button" href="/live" target="_blank">{t("race.live")}</a></p>
          </>
        )}
      </Shown>
    </>
  );
}
