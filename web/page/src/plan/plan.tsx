// SPDX-License-Identifier: MIT
// The plan: the race it leads to, its weeks as a calendar, where the time goes, what was changed, and how to take it along.
import { useState } from "preact/hooks";
import { url } from "../api";
import { href } from "../router";
import type { Plan, Shares } from "../answers";
import { band, fullDay, percent, raceName, raceTime, time } from "../format";
import { ShareLine } from "../parts/Bars";
import { Button } from "../parts/Button";
import { Heading } from "../parts/Heading";
import { Oval } from "../parts/Oval";
import { Shown } from "../parts/States";
import { Words, capital } from "../parts/Words";
import { t, type TextKey } from "../texts/texts";
import { Start } from "../today/today";
import { useGet } from "../use";
import { Calendar } from "./calendar";
import { Behind, LastChange, replanNow } from "./changes";
import { behind, goalTime } from "./journey";
import { MoveBar } from "./movebar";
import { SessionSheet } from "./sheet";

export function PlanPage() {
  const plan = useGet<Plan>("plan");
  return <Shown of={plan} none={<><Heading>{t("plan.title")}</Heading><Start /></>}>{(data) => <Weeks plan={data} />}</Shown>;
}

function Weeks({ plan }: { plan: Plan }) {
  const [open, setOpen] = useState<number | null>(null);
  const session = plan.weeks.flatMap((week) => week.sessions).find((one) => one.id === open);
  return (
    <>
      <header class="way">
        <div>
          <Heading>{capital(t("plan.to", { race: raceName(plan.race_distance_m), time: goalTime(plan), day: fullDay(plan.race_date) }))}</Heading>
          {plan.race_low_s !== null && plan.race_high_s !== null && <p class="soft">{t("plan.race_band", { band: band(time(plan.race_low_s), time(plan.race_high_s)) })}</p>}
          {plan.asked_s !== null && !plan.goal_fits && <p>{t("plan.goal_too_far", { asked: raceTime(plan.asked_s), goal: goalTime(plan) })}</p>}
          <p class="hint no-touch">{t("plan.move_help")}</p>
        </div>
        <Oval laps={behind(plan, plan.today)} />
      </header>
      {plan.held && <Behind>{t("today.held")}</Behind>}
      <Calendar plan={plan} onOpen={(one) => setOpen(one.id)} />
      <div class="under">
        <Where plan={plan} />
        <LastChange />
        <Along />
        {plan.notices.length > 0 && <section><h2>{t("plan.notices")}</h2>{plan.notices.map((text) => <Words key={text} as="p">{text}</Words>)}</section>}
      </div>
      <MoveBar />
      {session && <SessionSheet key={session.id} session={session} today={plan.today} onClose={() => setOpen(null)} />}
    </>
  );
}

const zones: { look: string; key: TextKey; of: (shares: Shares) => number }[] = [
  { look: "easy", key: "zone.easy", of: (shares) => shares.easy_percent },
  { look: "threshold", key: "zone.threshold", of: (shares) => shares.threshold_percent },
  { look: "vo2max", key: "zone.vo2max", of: (shares) => shares.vo2max_percent },
  { look: "fast", key: "zone.fast", of: (shares) => shares.fast_percent },
];

function Where({ plan }: { plan: Plan }) {
  const rows: [TextKey, Shares][] = [["plan.shares_mine", plan.shares], ["plan.shares_half", plan.half_marathon_shares]];
  return (
    <section class="where">
      <h2>{t("plan.shares")}</h2>
      {rows.map(([key, shares]) => (
        <div key={key} class="where-row">
          <p>{t(key)}</p>
          <ShareLine parts={zones.map((zone) => ({ share: zone.of(shares), look: zone.look }))} label={zones.map((zone) => `${t(zone.key)} ${percent(zone.of(shares), 1)}`).join(", ")} />
        </div>
      ))}
      <table class="legend">
        <thead><tr><th>{t("plan.shares_note")}</th><th class="n">{t("plan.shares_mine")}</th><th class="n">{t("distance.half")}</th></tr></thead>
        <tbody>
          {zones.map((zone) => (
            <tr key={zone.look}><th scope="row"><i class={`dot share-${zone.look}`} aria-hidden="true" />{t(zone.key)}</th><td class="n"><b>{percent(zone.of(plan.shares), 1)}</b></td><td class="n soft">{percent(zone.of(plan.half_marathon_shares), 1)}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const files: [TextKey, string][] = [
  ["plan.paper", "plan/paper"],
  ["plan.calendar", "plan/export?form=ics"],
  ["plan.watch", "plan/export?form=fit"],
  ["plan.table", "plan/export?form=csv"],
];

function Along() {
  return (
    <section class="along">
      <h2>{t("plan.take_along")}</h2>
      <p class="row">{files.map(([key, path]) => <a key={key} class="button" href={url(path)} download>{t(key)}</a>)}</p>
      <p class="row"><Button onClick={replanNow}>{t("plan.replan")}</Button><a class="button" href={href("start")}>{t("plan.new")}</a></p>
    </section>
  );
}
