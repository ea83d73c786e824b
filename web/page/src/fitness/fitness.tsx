// SPDX-License-Identifier: MIT
// The mile today with its band, and what the same fitness is worth over other distances.
import { estimates, isMile, mileToday, type Fitness } from "../answers";
import { band, distance, number, raceTime } from "../format";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { href } from "../router";
import { t } from "../texts/texts";
import { useGet } from "../use";

const MILE = 1609.344;
const long = (m: number): string => (isMile(m) ? distance(MILE) : m < 2000 ? distance(m) : `${number(m / 1000, m % 1000 === 0 ? 0 : 1)} km`);

export function FitnessPage() {
  const fitness = useGet<Fitness>("fitness");
  return (
    <>
      <Heading>{t("page.fitness")}</Heading>
      <Shown of={fitness} none={<Empty title={t("fitness.none")} text={t("fitness.none_text")}><a class="button main" href={href("start")}>{t("empty.start")}</a></Empty>}>
        {(data) => {
          const mile = mileToday(data);
          return (
            <>
              {mile && <p class="great"><span class="soft">{t("fitness.mile")}</span><b>{raceTime(mile.time_s)}</b><span>{t("today.eight_of_ten", { band: band(raceTime(mile.low_s), raceTime(mile.high_s)) })}</span></p>}
              <section>
                <h2>{t("fitness.equivalents")}</h2>
                <table class="narrow-table">
                  <thead><tr><th>{t("fitness.distance")}</th><th class="n">{t("fitness.time")}</th><th class="n">{t("fitness.band")}</th></tr></thead>
                  <tbody>{estimates(data).map((one) => <tr key={one.distance_m} class={isMile(one.distance_m) ? "now" : ""}><td>{long(one.distance_m)}</td><td class="n">{raceTime(one.time_s)}</td><td class="n soft">{band(raceTime(one.low_s), raceTime(one.high_s))}</td></tr>)}</tbody>
                </table>
              </section>
            </>
          );
        }}
      </Shown>
    </>
  );
}
