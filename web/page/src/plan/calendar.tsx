// SPDX-License-Identifier: MIT
// The weeks of a plan, a row each. Where there is room the days stand in columns under their names; on a phone
// they stand below each other. Weeks that are over are folded away. A session is a button: it opens, it can be dragged, and M takes it along.
import { useEffect } from "preact/hooks";
import type { Day, Plan, Session, Week } from "../answers";
import { addDays, daysBetween, duration, longDay, percent, shortDay, volume, weekday, weekdayOf } from "../format";
import { BarLine } from "../parts/Bars";
import { Words, capital } from "../parts/Words";
import { count, t } from "../texts/texts";
import { useStore } from "../use";
import { aim, cancel, drop, letGo, movable, moving, pick, released, type Moving } from "./moving";

const hardTime = (week: Week): number => week.threshold_s + week.vo2max_s + week.fast_s;

// The first day of the row that a week stands in: odd days before the first full week keep their columns.
const rowStart = (plan: Plan, week: Week): Day => {
  const full = plan.weeks.find((one) => one.number === 1);
  return week.number === 0 && full ? addDays(full.first_date, -7) : week.first_date;
};

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

// Keys come faster than the page is drawn: what they act on is asked for at each.
function useMovingKeys(plan: Plan): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const now = moving.get();
      if (!now) return;
      const step = steps[event.key];
      if (event.key === "Escape") cancel();
      else if (event.key === "Enter" && now.to !== null && !(event.target as Element).closest(".movebar, .target")) void drop();
      else if (step !== undefined) {
        const to = addDays(now.to ?? now.session.date, step);
        if (to >= plan.today && to >= plan.start_date && to <= plan.race_date) aim(to);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [plan]);
}

export function Calendar({ plan, onOpen }: { plan: Plan; onOpen: (session: Session) => void }) {
  const now = useStore(moving);
  useMovingKeys(plan);
  const most = Math.max(...plan.weeks.map((week) => week.distance_m), 1);
  const first = plan.weeks[plan.weeks.length - 1]?.first_date ?? plan.start_date;
  const over = plan.today > plan.race_date ? [] : plan.weeks.filter((week) => addDays(rowStart(plan, week), 6) < plan.today);
  const row = (week: Week) => <WeekRow key={week.number} plan={plan} week={week} most={most} now={now} onOpen={onOpen} />;
  return (
    <div class={now ? "calendar choosing" : "calendar"}>
      <div class="names" aria-hidden="true">
        <span />
        {Array.from({ length: 7 }, (_, i) => <span key={i}>{weekday((weekdayOf(first) + i) % 7)}</span>)}
      </div>
      {over.length > 0 && <details class="behind"><summary>{count("plan.behind", over.length)}</summary>{over.map(row)}</details>}
      {plan.weeks.filter((week) => !over.includes(week)).map(row)}
    </div>
  );
}

function WeekHead({ week, most }: { week: Week; most: number }) {
  const hard = week.time_s > 0 ? hardTime(week) / week.time_s : 0;
  const share = t("plan.hard_of", { percent: percent(hard * 100) });
  const name = week.number === 0 ? t("plan.odd_days") : t("plan.week", { n: week.number });
  return (
    <header class="week-head">
      <h2>{name} <span class="phase">{t(`phase.${week.phase}`)}{week.light && `, ${t("plan.light")}`}</span></h2>
      <p class="soft">{volume(week.distance_m)} · {share}</p>
      <BarLine bar={{ whole: week.distance_m / most, hard: (week.distance_m / most) * hard }} label={`${name}: ${volume(week.distance_m)}, ${share}`} />
      {week.done_m !== null && <p class="soft">{t("plan.done_of", { done: volume(week.done_m), planned: volume(week.distance_m) })}</p>}
    </header>
  );
}

function WeekRow({ plan, week, most, now, onOpen }: { plan: Plan; week: Week; most: number; now: Moving | null; onOpen: (session: Session) => void }) {
  const from = rowStart(plan, week);
  const days = Array.from({ length: 7 }, (_, i) => addDays(from, i)).filter((day) => day >= week.first_date && day <= plan.race_date);
  return (
    <section class={week.light ? "week light" : "week"}>
      <WeekHead week={week} most={most} />
      <ol class="days">
        {days.map((day, i) => (
          <DayCell key={day} day={day} lead={i === 0 ? daysBetween(from, day) : 0} today={plan.today} now={now} onOpen={onOpen}
            sessions={week.sessions.filter((session) => session.date === day)} />
        ))}
      </ol>
    </section>
  );
}

function DayCell({ day, lead, today, sessions, now, onOpen }: { day: Day; lead: number; today: Day; sessions: Session[]; now: Moving | null; onOpen: (session: Session) => void }) {
  const look = ["day", lead > 0 ? `col-${lead + 1}` : "", day < today ? "past" : "", now?.to === day ? "aimed" : "", now?.to === day && now.found?.length === 0 && !now.refused ? "fine" : ""].filter(Boolean).join(" ");
  return (
    <li class={look} aria-current={day === today ? "date" : undefined}
      onDragOver={(event) => { if (now) { event.preventDefault(); aim(day); } }}
      onDrop={(event) => { event.preventDefault(); letGo(day); }}>
      <p class="day-name"><span class="narrow">{shortDay(day)}</span><span class="wide" aria-hidden="true">{Number(day.slice(8))}</span>{day === today && <span class="now">{t("plan.today")}</span>}</p>
      {sessions.map((session) => <Chip key={session.id} session={session} taken={now?.session.id === session.id} onOpen={onOpen} />)}
      {now && now.session.date !== day && <button type="button" class="target" aria-label={t("plan.moving_to", { title: now.session.title, day: longDay(day) })} onClick={() => aim(day)} />}
    </li>
  );
}

function Chip({ session, taken, onOpen }: { session: Session; taken: boolean; onOpen: (session: Session) => void }) {
  const look = ["chip", `chip-${session.kind}`, session.hard ? "hard" : "", session.status, session.outcome ?? "", taken ? "taken" : ""].filter(Boolean).join(" ");
  const state = session.outcome ? t(`session.${session.outcome}`) : session.status === "skipped" ? t("session.skipped") : session.status === "moved" && session.kind !== "rest" ? t("session.moved") : "";
  return (
    <button type="button" class={look} draggable={movable(session)} data-session={session.id}
      aria-label={[shortDay(session.date), session.title, session.hard ? t("session.hard") : "", state].filter(Boolean).join(", ")} aria-keyshortcuts={movable(session) ? "m" : undefined}
      onClick={() => onOpen(session)}
      onKeyDown={(event) => { if ((event.key === "m" || event.key === "M") && movable(session)) { pick(session); aim(session.date); } }}
      onDragStart={(event) => { event.dataTransfer?.setData("text/plain", session.title); pick(session); }}
      onDragEnd={released}>
      {session.kind === "rest" ? <span class="chip-title">{capital(t("kind.rest"))}</span> : <Words class="chip-title">{capital(session.title)}</Words>}
      <span class="chip-more">{session.distance_m > 0 ? volume(session.distance_m) : session.time_s > 0 && session.kind !== "rest" ? duration(Math.max(Math.round(session.time_s / 60), 1) * 60) : ""}{state && <em>{state}</em>}</span>
    </button>
  );
}
