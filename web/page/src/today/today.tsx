// SPDX-License-Identifier: MIT
// Today: where the runner is on the way to the race, what there is to do in their own numbers, why, and what
// comes next. Nothing to run is said as plainly as a session.
import { mileToday, type Fitness, type Plan, type RaceRow, type Session, type Today } from "../answers";
import { band, daysBetween, duration, longDay, raceName, shortDay, time, volume, weekdayOf, weekday, addDays } from "../format";
import { Heading } from "../parts/Heading";
import { HowTo } from "../parts/HowTo";
import { Oval } from "../parts/Oval";
import { SessionWhy } from "../parts/SessionWhy";
import { Empty, Shown } from "../parts/States";
import { StepList } from "../parts/StepList";
import { Words, capital } from "../parts/Words";
import { Behind } from "../plan/changes";
import { behind, goalTime, laps } from "../plan/journey";
import { href } from "../router";
import { count, t } from "../texts/texts";
import { useGet } from "../use";
import { SessionControls } from "./controls";

export const Start = () => (
  <Empty title={t("empty.plan_title")} text={t("empty.plan_text")}><a class="button main" href={href("start")}>{t("empty.start")}</a></Empty>
);

export function TodayPage() {
  const today = useGet<Today>("plan/today");
  return <Shown of={today} none={<><Heading>{t("page.today")}</Heading><Start /></>}>{(data) => <Day today={data} />}</Shown>;
}

function Day({ today }: { today: Today }) {
  const plan = useGet<Plan>("plan").data;
  const real = today.sessions.filter((session) => session.kind !== "rest");
  const rest = today.sessions.filter((session) => session.kind === "rest");
  return (
    <>
      <Way today={today} plan={plan} />
      <div class="columns">
        <div class="sessions">
          {today.held && <Behind>{t("today.held")}</Behind>}
          {today.days_without_run !== null && today.last_run_date !== null && <Behind>{count("today.idle", today.days_without_run, { day: longDay(today.last_run_date) })}</Behind>}
          {real.map((session) => <SessionCard key={session.id} session={session} today={today.date} />)}
          {rest.map((session) => <RestCard key={session.id} session={session} />)}
          {today.sessions.length === 0 && <Nothing today={today} plan={plan} />}
          {today.race_week.length > 0 && <Clock rows={today.race_week} />}
        </div>
        <aside class="beside">
          {today.next && today.day !== "not_begun" && (
            <section>
              <h2>{t("today.next")}</h2>
              <p class="next"><Words>{capital(today.next.title)}</Words><span class="soft">{longDay(today.next.date)}</span></p>
            </section>
          )}
          {plan && <Around plan={plan} day={today.date} />}
          {plan && <Numbers plan={plan} />}
        </aside>
      </div>
    </>
  );
}

function Way({ today, plan }: { today: Today; plan: Plan | undefined }) {
  const left = plan ? daysBetween(today.date, plan.race_date) : 0;
  const lap = today.phase ? laps.indexOf(today.phase) + 1 : 0;
  const race = plan ? raceName(plan.race_distance_m) : "";
  const toRace = !plan ? "" : left > 0 ? count("today.days_to_race", left, { race }) : t(left === 0 ? "today.race_day" : "today.race_over");
  const where = lap > 0 ? `${t("today.lap", { n: lap })} · ${t(`phase.${today.phase!}`)}` : today.phase === "base" ? t("today.before") : "";
  return (
    <header class="way">
      <div>
        <Heading>{longDay(today.date)}</Heading>
        <p class="soft">{[where, toRace].filter(Boolean).join(" · ")}</p>
        {today.week_purpose && <Words as="p" class="purpose">{today.week_purpose}</Words>}
      </div>
      {plan && <Oval laps={behind(plan, today.date)} label={[where, toRace].filter(Boolean).join(", ")} />}
    </header>
  );
}

function SessionCard({ session, today }: { session: Session; today: string }) {
  const facts = [session.distance_m > 0 ? volume(session.distance_m) : "", session.time_s > 0 ? duration(session.time_s) : ""].filter(Boolean);
  return (
    <article class={session.hard ? "session hard" : "session"} aria-label={session.title}>
      <p class="eyebrow">
        <span>{t(`kind.${session.kind}`)}</span>
        {session.hard && <span class="tag-hard">{t("session.hard")}</span>}
        {session.rehearsal && <span>{t("session.rehearsal")}</span>}
        {session.status === "skipped" && <span>{t("session.skipped")}</span>}
      </p>
      <Words as="h2">{capital(session.title)}</Words>
      <p class="facts">{facts.join(" · ")}</p>
      <StepList steps={session.steps} />
      <HowTo session={session} />
      <SessionWhy session={session} />
      <SessionControls session={session} today={today} />
    </article>
  );
}

const RestCard = ({ session }: { session: Session }) => (
  <article class="session rest" aria-label={session.title}>
    <p class="eyebrow"><span>{t("kind.rest")}</span></p>
    <Words as="h2">{capital(session.title)}</Words>
    {session.steps.some((step) => step.name) && <StepList steps={session.steps} />}
    <SessionWhy session={session} />
  </article>
);

function Nothing({ today, plan }: { today: Today; plan: Plan | undefined }) {
  const over = today.day === "over", first = today.day === "not_begun" ? today.next : null;
  const text = today.day === "not_begun" && plan ? t("today.not_begun", { day: longDay(plan.start_date) })
    : over ? t("today.over") : today.day === "left_out" ? t("today.left_out") : t("today.nothing");
  return (
    <article class="session rest">
      <h2>{first ? text : t("today.rest")}</h2>
      <p>{first ? <>{t("today.first")} <Words>{first.title}</Words>, {longDay(first.date)}</> : text}</p>
      {over && <p><a class="button" href={href("start")}>{t("today.new_plan")}</a></p>}
    </article>
  );
}

// Race day and its rehearsal by the clock.
const Clock = ({ rows }: { rows: RaceRow[] }) => (
  <section class="clock">
    <h2>{t("today.clock")}</h2>
    <dl>
      {rows.map((row, i) => (
        <div key={i}>
          <dt>{row.clock ?? (row.from_gun_s !== null ? `${row.from_gun_s < 0 ? "−" : "+"}${duration(Math.abs(row.from_gun_s))}` : "")}</dt>
          <dd><Words>{row.what}</Words>{row.why && <Words as="p" class="soft">{row.why}</Words>}</dd>
        </div>
      ))}
    </dl>
  </section>
);

// The seven days of this week, Monday to Sunday, today marked.
function Around({ plan, day }: { plan: Plan; day: string }) {
  const monday = addDays(day, -weekdayOf(day));
  const sessions = plan.weeks.flatMap((week) => week.sessions);
  return (
    <section>
      <h2>{t("today.other_days")}</h2>
      <ol class="around">
        {Array.from({ length: 7 }, (_, i) => {
          const date = addDays(monday, i);
          const mine = sessions.filter((session) => session.date === date && session.status !== "skipped");
          return (
            <li key={date} aria-current={date === day ? "date" : undefined}>
              <span class="soft"><abbr title={shortDay(date)}>{weekday(i)}</abbr></span>
              <span>{mine.map((session) => <Words key={session.id} class={session.hard ? "hard-words" : "line"}>{session.title}</Words>)}</span>
            </li>
          );
        })}
      </ol>
      <p><a href={href("plan")}>{t("page.plan")}</a></p>
    </section>
  );
}

function Numbers({ plan }: { plan: Plan }) {
  const mile = mileToday(useGet<Fitness>("fitness").data);
  const rows: [string, string, string][] = [
    [t("today.goal"), goalTime(plan), plan.race_low_s !== null && plan.race_high_s !== null ? t("today.eight_of_ten", { band: band(time(plan.race_low_s), time(plan.race_high_s)) }) : ""],
  ];
  if (mile) rows.push([t("today.now"), time(mile.time_s), t("today.eight_of_ten", { band: band(time(mile.low_s), time(mile.high_s)) })]);
  return (
    <section>
      <h2>{raceName(plan.race_distance_m)}, {shortDay(plan.race_date)}</h2>
      <dl class="figures">
        {rows.map(([name, value, more]) => <div key={name}><dt>{name}</dt><dd><b>{value}</b>{more && <span class="soft">{more}</span>}</dd></div>)}
      </dl>
    </section>
  );
}
