// SPDX-License-Identifier: MIT
// What this runner could run today: the mile with its band and how it came about, what it is worth elsewhere, what
// limits it, how to train at it, how much training there was, and the records behind it all.
import { mileToday, type Athlete, type Bests, type Fitness, type Level } from "../answers";
import { band, distance, number, percent, raceTime } from "../format";
import { Heading } from "../parts/Heading";
import { Empty, Shown } from "../parts/States";
import { href } from "../router";
import { t, type TextKey } from "../texts/texts";
import { useGet } from "../use";
import { Evidence, Warnings } from "./evidence";
import { Limits, Paces, Worth } from "./tables";
import { LoadWeeks } from "./load";
import { MileOverTime } from "./mile";
import { Records, Results } from "./records";

export function FitnessPage() {
  const fitness = useGet<Fitness>("fitness");
  const bests = useGet<Bests>("bests");
  return (
    <>
      <Heading>{t("page.fitness")}</Heading>
      <Shown of={fitness} none={<None />}>{(data) => <Known fitness={data} />}</Shown>
      <div class="pair">
        {bests.data && <Records bests={bests.data} />}
        <Results />
      </div>
    </>
  );
}

const None = () => (
  <Empty title={t("fitness.none")} text={t("fitness.none_text")}>
    <a class="button main" href={href("start")}>{t("empty.start")}</a>
  </Empty>
);

function Known({ fitness }: { fitness: Fitness }) {
  return (
    <div class="fitness">
      <div class="pair first"><Mile fitness={fitness} /><LevelToday /></div>
      <Warnings fitness={fitness} />
      <MileOverTime fitness={fitness} />
      <div class="pair"><Worth fitness={fitness} /><Limits fitness={fitness} /></div>
      <div class="pair"><Evidence fitness={fitness} /><Paces fitness={fitness} /></div>
      <LoadWeeks />
    </div>
  );
}

function Mile({ fitness }: { fitness: Fitness }) {
  const mile = mileToday(fitness);
  if (!mile) return null;
  return (
    <div class="great">
      <span class="soft">{t("fitness.mile")}</span>
      <b>{raceTime(mile.time_s)}</b>
      <span>{t("today.eight_of_ten", { band: band(raceTime(mile.low_s), raceTime(mile.high_s)) })}</span>
      <span class="soft">{t("fitness.able", { band: band(raceTime(fitness.mile_able_low_s), raceTime(fitness.mile_able_high_s)) })}</span>
    </div>
  );
}

// From beginner to elite, each level a step as long as the others, so that its name stands below where it begins;
// and where this runner is on the way from one to the next.
function Scale({ level }: { level: Level }) {
  const steps = level.levels, room = 100 / steps.length;
  const here = steps.reduce((at, one, i) => (level.time_s <= one.time_s ? i : at), 0);
  const from = steps[here]?.time_s, to = steps[here + 1]?.time_s;
  if (from === undefined) return null;
  const way = (from - level.time_s) / (from - (to ?? from * 0.96));
  const now = (here + Math.min(Math.max(way, 0), 0.98)) * room;
  return (
    <svg class="level-scale" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-room" y="3" width="100" height="2" />
      <rect class="level-run" y="3" width={now} height="2" />
      {steps.map((one, i) => <rect key={one.level} class="level-step" x={i * room} y="1.5" width="0.4" height="5" />)}
      <rect class="level-now" x={now} width="1" height="8" />
    </svg>
  );
}

function LevelToday() {
  const level = useGet<Level>("level"), athlete = useGet<Athlete>("athlete").data;
  if (level.error?.status === 0 && !level.data) return null; // that nobody answers is said above
  if (level.error && !level.data) return <section class="level"><h2>{t("fitness.level")}</h2><p>{t(athlete && athlete.sex === null ? "fitness.level_none" : "fitness.level_unknown")} <a href={href("settings")}>{t("page.settings")}</a></p></section>;
  const data = level.data;
  if (!data) return null;
  return (
    <section class="level">
      <h2>{t("fitness.level")}</h2>
      <p class="level-name">{t(`level.${data.level}` as TextKey)}</p>
      <p>{t(data.age === null ? "fitness.faster_all" : "fitness.faster", { percent: percent(data.percentile), sex: t(data.sex === "m" ? "fitness.men" : "fitness.women"), age: data.age ?? "" })}</p>
      <Scale level={data} />
      <ol class="level-list">{data.levels.map((one) => <li key={one.level} class={one.level === data.level ? "now-level" : ""}><span>{t(`level.${one.level}` as TextKey)}</span> <span>{raceTime(one.time_s)}</span></li>)}</ol>
      {data.age_grade_percent !== null && <p>{t("fitness.age_grade", { percent: percent(data.age_grade_percent, 1) })}{data.age_graded_s !== null && <> <span class="soft">{t("fitness.age_graded", { time: raceTime(data.age_graded_s) })}</span></>} <span class="soft">({data.age_grade_table?.replace("track", t("sub.track"))})</span></p>}
      {data.points !== null && <p class="soft">{t("fitness.points", { n: number(data.points) })}</p>}
      {data.next_level_s !== null && <p class="soft">{t("fitness.next_level", { time: raceTime(data.next_level_s), mile: distance(data.time_s > 0 ? 1609.344 : 0) })}</p>}
    </section>
  );
}
