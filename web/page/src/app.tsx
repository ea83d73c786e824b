// SPDX-License-Identifier: MIT
// The frame of every page: the list of pages (a bar below on a phone, at the side where there is room),
// the page itself, and the place for toasts.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Athlete } from "./answers";
import { FitnessPage } from "./fitness/fitness";
import { LibraryPage } from "./library/library";
import { Heading } from "./parts/Heading";
import { Icon } from "./parts/Icon";
import { Oval } from "./parts/Oval";
import { Toasts } from "./parts/Toast";
import { PlanPage } from "./plan/plan";
import { RacePage } from "./race/race";
import { href, route, type PageName, type Route } from "./router";
import { RunsPage } from "./runs/runs";
import { change, settings } from "./settings";
import { SignIn } from "./settings/sign_in";
import { SettingsPage } from "./settings/settings_page";
import { StartPage } from "./start/start";
import { t } from "./texts/texts";
import { TodayPage } from "./today/today";
import { useGet, useStore } from "./use";

const main: PageName[] = ["today", "plan", "runs", "fitness", "race"];
const more: PageName[] = ["library", "settings"];

const shown: Record<Route["page"], (route: Route) => ComponentChildren> = {
  today: () => <TodayPage />,
  plan: () => <PlanPage />,
  runs: ({ id, query }) => <RunsPage id={id} query={query} />,
  fitness: () => <FitnessPage />,
  race: (now) => <RacePage parts={now.parts} />,
  library: (now) => <LibraryPage key={now.parts.join("/")} parts={now.parts} />,
  settings: () => <SettingsPage />,
  start: () => <StartPage />,
  lost: () => <><Heading>{t("page.lost")}</Heading><p>{t("lost.text")} <a href={href("today")}>{t("lost.home")}</a></p></>,
};

function Links({ names, now }: { names: PageName[]; now: Route["page"] }) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>
          <a href={href(name)} aria-current={name === now ? "page" : undefined}>
            {name !== "start" && <Icon name={name} />}
            <span>{t(`page.${name}`)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function App() {
  const { language } = useStore(settings);
  const now = useStore(route);
  const content = useRef<HTMLElement>(null);
  const { data: athlete, error } = useGet<Athlete>("athlete");
  useEffect(() => {
    if (athlete && athlete.units !== settings.get().units) change({ units: athlete.units });
  }, [athlete]);
  useEffect(() => {
    document.title = now.page === "today" ? "miler" : `${t(`page.${now.page}`)} · miler`;
  }, [now, language]);
  return (
    <div class="frame" key={language}>
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); content.current?.focus(); }}>{t("nav.skip")}</a>
      <header class="side">
        <a class="mark" href={href("today")} aria-label="miler"><Oval laps={[1, 1, 1, 1]} /><span>miler</span></a>
        <nav aria-label={t("nav.label")}><Links names={main} now={now.page} /><div class="more"><Links names={more} now={now.page} /></div></nav>
      </header>
      <main id="content" ref={content} tabIndex={-1} class={`page page-${now.page}`}>{error?.status === 401 ? <SignIn /> : shown[now.page](now)}</main>
      <Toasts />
    </div>
  );
}
